"""Lost: what refers to sheets that are about to be deleted becomes `#REF!`, as Excel makes it.

Knows what becomes of each text that read them; where such texts stand is mentions.py's. Deleting is workbook.py's.
"""

import re
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, Final

from excel_scorecard.ooxml.cells import address, quoted
from excel_scorecard.ooxml.formulas import references, without
from excel_scorecard.ooxml.ledger import LOST
from excel_scorecard.ooxml.markup import RELATIONSHIPS, Element, local_name
from excel_scorecard.ooxml.mentions import mentions, place_of_link
from excel_scorecard.ooxml.owned import owned_parts
from excel_scorecard.ooxml.package import Package

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

_ID: Final = f"{{{RELATIONSHIPS}}}id"
_WORDS: Final = {"chart": "a chart", "drawing": "a shape", "table": "a table", "worksheet": "a rule or a sparkline"}


class _Lost:
    """The sheets that go, with their tables and the names that lead to them; all in lower case."""

    def __init__(self, workbook: "Workbook", sheets: Collection[str]) -> None:
        self.sheets = frozenset(sheet.lower() for sheet in sheets)
        tables = {t.name.lower() for s in workbook.sheets() if s.name.lower() in self.sheets for t in s.tables}
        self.words = frozenset(
            tables | {name for name, text in workbook.names.global_names().items() if self._leads(text)}
        )

        # a pattern may be called count, and half of all formulas hold that: a sheet is meant before ! or : alone
        led = "|".join(re.escape(sheet.replace("'", "''")) for sheet in self.sheets)
        self._mention = re.compile("|".join([f"(?:{led})'?[!:]", *map(re.escape, self.words)]))

    def _leads(self, reference: str) -> bool:
        return any((r.sheet or "").lower() in self.sheets for r in references(reference))

    def without(self, formula: str, words: frozenset[str] | None = None) -> str:
        """The formula with what is lost as `#REF!`; `words` are those of `self.words` that mean the same there."""
        if self._mention.search(formula.lower()) is None:
            return formula
        return without(formula, self.sheets, self.words if words is None else words)


def lose_references(workbook: "Workbook", sheets: Collection[str]) -> list[str]:
    """Make `#REF!` of all that other sheets read of these; formulas that did lose their cached value.

    Links that lead there are taken away, shapes that showed a cell of theirs keep its text. Chart sheets are looked at
    too. Names of the whole workbook are the caller's.

    Returns: what referred to them, `'3 A'!B7` or `a chart on '3 A'`, in the workbook's order.
    """
    lost = _Lost(workbook, sheets)
    found: list[str] = []
    worksheets = {sheet.name: sheet for sheet in workbook.sheets()}
    for name, part in workbook.sheet_parts().items():
        if name.lower() in lost.sheets:
            continue
        sheet = worksheets.get(name)
        words = lost.words.difference(workbook.names.local_names(name))  # a sheet's own name is not the workbook's
        if sheet is not None:
            found += _in_cells(sheet, lost, words)
        found += _in_parts(workbook.package, name, part, lost, words)
        if sheet is not None:
            found += _in_links(sheet, lost)
        changed = workbook.names.change_of(name, partial(lost.without, words=words))
        found += [f"the name {word} of {quoted(name)}" for word in changed]
    return list(dict.fromkeys(found))


def _in_cells(sheet: "Sheet", lost: _Lost, words: frozenset[str]) -> list[str]:
    found: list[str] = []
    for row, column, formula in list(sheet.formula_cells()):
        new = lost.without(formula, words)
        if new != formula:
            sheet.rewrite_formula(row, column, new)
            sheet.lose_cache(row, column)
            found.append(f"{quoted(sheet.name)}!{address(row, column)}")
    return found


def _in_parts(package: Package, sheet: str, sheet_part: str, lost: _Lost, words: frozenset[str]) -> list[str]:
    found: list[str] = []
    for part in owned_parts(package, sheet_part):
        if not (package.content_type(part) or "").endswith("xml") or part.lower().endswith(".vml"):
            continue
        root = package.read(part)
        where = f"{_WORDS.get(_kind(root), 'something')} on {quoted(sheet)}"
        changed = _in_texts(root, lost, words)
        for relationship in package.relationships(part):
            place = place_of_link(relationship.target)
            if place is not None and lost.without(place) != place:
                _unlink(root, relationship.id)
                package.remove_relationship(part, relationship.id)
                changed = True
        if changed:
            package.edit(part, LOST)
            found.append(where)
    return found


def _in_texts(root: Element, lost: _Lost, words: frozenset[str]) -> bool:
    """Cells and links on cells are left to others. A text box keeps its text, and a picture of cells its picture."""
    changed = False
    for mention in mentions(root):
        if mention.is_in_a_cell or mention.is_a_link:
            continue
        new = lost.without(mention.text, words)
        if new != mention.text:
            mention.say("" if mention.is_of_a_shape else new)
            changed = True
    return changed


def _unlink(root: Element, relationship: str) -> None:
    for link in list(root.iter("{*}hlinkClick", "{*}hlinkHover")):
        parent = link.getparent()
        if parent is not None and link.get(_ID) == relationship:
            parent.remove(link)


def _kind(root: Element) -> str:
    return {"chartSpace": "chart", "wsDr": "drawing"}.get(local_name(root), local_name(root))


def _in_links(sheet: "Sheet", lost: _Lost) -> list[str]:
    found: list[str] = []
    for mention in [mention for mention in mentions(sheet.frame) if mention.is_a_link]:
        if lost.without(mention.text) != mention.text:
            cell = mention.element.get("ref", "")
            sheet.drop_hyperlink(cell)
            found.append(f"a link on {quoted(sheet.name)}!{cell}")
    return found
