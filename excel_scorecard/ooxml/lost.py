"""Lost: what refers to sheets that are about to be deleted becomes `#REF!`, as Excel makes it.

Knows where a reference can stand: in cells, rules, charts, shapes, links and names. Deleting is workbook.py's.
"""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from excel_scorecard.ooxml.cells import address, quoted
from excel_scorecard.ooxml.clone import FORMULAS, owned_parts
from excel_scorecard.ooxml.formulas import references, without
from excel_scorecard.ooxml.markup import Element, local_name, main

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

_WORDS: Final = {"chart": "a chart", "drawing": "a shape", "table": "a table", "worksheet": "a rule or a sparkline"}


class _Lost:
    """The sheets that go, with their tables and the names that lead to them; all in lower case."""

    def __init__(self, workbook: "Workbook", sheets: Collection[str]) -> None:
        self.sheets = frozenset(sheet.lower() for sheet in sheets)
        tables = {table.name.lower() for sheet in sheets for table in workbook.sheet(sheet).tables}
        self.words = frozenset(
            tables | {name for name, text in workbook.names.global_names().items() if self._leads(text)}
        )

        # a pattern may be called count, and half of all formulas hold that: a sheet is meant before ! or : alone
        led = "|".join(re.escape(sheet.replace("'", "''")) for sheet in self.sheets)
        self._mention = re.compile("|".join([f"(?:{led})'?[!:]", *map(re.escape, self.words)]))

    def _leads(self, reference: str) -> bool:
        return any((r.sheet or "").lower() in self.sheets for r in references(reference))

    def without(self, formula: str, own_names: Collection[str] = ()) -> str:
        """The formula with what is lost as `#REF!`; a sheet's own name is not the workbook's."""
        if self._mention.search(formula.lower()) is None:
            return formula
        return without(formula, self.sheets, self.words - set(own_names))


def lose_references(workbook: "Workbook", sheets: Collection[str]) -> list[str]:
    """Make `#REF!` of all that other sheets read of these; formulas that did lose their cached value.

    Links that lead there are taken away, shapes that showed a cell of theirs keep its text. Names of the whole workbook
    are the caller's.

    Returns: what referred to them, `'3 A'!B7` or `a chart on '3 A'`, in the workbook's order.
    """
    lost = _Lost(workbook, sheets)
    found: list[str] = []
    for sheet in workbook.sheets():
        if sheet.name.lower() not in lost.sheets:
            names = workbook.names.local_names(sheet.name)
            for text in (*_in_cells(sheet, lost, names), *_in_parts(sheet, lost, names), *_in_links(sheet, lost)):
                if text not in found:
                    found.append(text)
            for name, reference in names.items():
                if (new := lost.without(reference, names)) != reference:
                    workbook.names.set(name, new, sheet=sheet.name)
                    found.append(f"the name {name} of {quoted(sheet.name)}")
    return found


def _in_cells(sheet: "Sheet", lost: _Lost, names: Collection[str]) -> list[str]:
    found: list[str] = []
    for row, column, formula in list(sheet.formula_cells()):
        new = lost.without(formula, names)
        if new != formula:
            sheet.rewrite_formula(row, column, new)
            sheet.drop_cache(row, column)
            sheet.written.add((row, column))
            found.append(f"{quoted(sheet.name)}!{address(row, column)}")
    return found


def _in_parts(sheet: "Sheet", lost: _Lost, names: Collection[str]) -> list[str]:
    package = sheet.workbook.package
    found: list[str] = []
    for part in owned_parts(package, sheet.part):
        if not (package.content_type(part) or "").endswith("xml") or part.lower().endswith(".vml"):
            continue
        root = package.read(part)
        where = f"{_WORDS.get(_kind(root), 'something')} on {quoted(sheet.name)}"
        for element in list(root.iter(*(f"{{*}}{name}" for name in FORMULAS))):
            text = element.text or ""
            parent = element.getparent()
            if parent is not None and parent.tag != main("c") and (new := lost.without(text, names)) != text:
                package.edit(part)
                element.text = new
                found.append(where)
        for shape in root.iter("{*}sp", "{*}pic"):
            link = shape.get("textlink", "")
            if link and lost.without(link, names) != link:
                package.edit(part)
                shape.set("textlink", "")
                found.append(where)
    return found


def _kind(root: Element) -> str:
    return {"chartSpace": "chart", "wsDr": "drawing"}.get(local_name(root), local_name(root))


def _in_links(sheet: "Sheet", lost: _Lost) -> list[str]:
    found: list[str] = []
    for cell, location in sheet.hyperlinks.items():
        if lost.without(location) != location:
            sheet.drop_hyperlink(cell)
            found.append(f"a link on {quoted(sheet.name)}!{cell}")
    return found
