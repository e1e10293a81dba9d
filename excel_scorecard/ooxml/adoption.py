"""Adoption: a sheet of another workbook brought into this one, with all that it owns.

Knows what a sheet needs of the workbook it came from, and what of it only that workbook understands. The parts are
copied by copying.py; the numbers of its looks are style_adoption.py's; whether what it reads is there is needs.py's.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.copying import Copier, become_one_of_many, table_names
from excel_scorecard.ooxml.dependents import drop_caches
from excel_scorecard.ooxml.formulas import Reference, functions, references
from excel_scorecard.ooxml.ledger import adopted
from excel_scorecard.ooxml.markup import Element, chart, drop, main
from excel_scorecard.ooxml.needs import needs
from excel_scorecard.ooxml.owned import owned_parts, refuse
from excel_scorecard.ooxml.renaming import Renaming
from excel_scorecard.ooxml.style_adoption import CHECK_BOX, StyleAdoption
from excel_scorecard.ooxml.threads import left_behind

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

_VALUE: Final = main("v")
_OF_A_VIEW: Final = re.compile(r"z_[0-9a-f_]{36}_\.wvu\.")  # names that a custom view of the other workbook keeps


class Adoption:
    """One sheet on its way into a workbook. What is refused is refused when it is made, before anything is changed.

    Raises:
        TemplateError: see `Workbook.adopt_sheet`.
    """

    def __init__(
        self, target: "Workbook", source: "Sheet", name: str, tables: Mapping[str, str], sheets: Mapping[str, str]
    ) -> None:
        self._target = target
        self._source = source
        self._name = name
        where = f"{source.workbook.name}, {source.name}"
        if source.workbook is target:
            raise ValueError("a sheet of the same workbook is cloned")
        refuse(source.workbook.package, source.part, where)
        _refuse_days(target, source, where)
        _refuse_foreign(source, where)
        self._tables = table_names(target, source, tables, where)
        self._needs = needs(source, target, self._tables, tables, sheets, where)
        following = source.workbook.names.that_follow(source.name, self._tables)
        self._renaming = Renaming(source.name, name, {**tables, **self._tables}, following, sheets)
        self._looks = StyleAdoption(source.workbook, target)

    def copy(self) -> tuple[str, tuple[str, ...]]:
        """Copy the sheet's parts.

        Returns: the new worksheet part, which the caller lists in the workbook, and in words what did not come along.
        """
        why = adopted(self._name, self._source.workbook.name)
        copier = Copier(self._source, self._target, self._renaming, self._tables, why, self._adapt)
        behind = left_behind(self._source.workbook.package, self._source.part)
        return copier.copy(self._source.part), (*behind, *_counted(self._source))

    def _adapt(self, root: Element, part: str) -> None:
        if part == self._source.part:
            become_one_of_many(root, self._source.name, self._name)
            _leave_behind(root)
            _drop_surplus_views(root, self._target)
            self._bring_strings(root)
        self._looks.adopt(root)

    def _bring_strings(self, root: Element) -> None:
        """Let the cells use the target's table of texts."""
        strings = self._target.strings
        items = self._source.workbook.strings.items()
        places: dict[int, int] = {}
        uses = 0
        for cell in root.iter(main("c")):
            value = cell.find(_VALUE) if cell.get("t") == "s" else None
            if value is None:
                continue
            number = stated.whole_of(value.text or "", cell, "v", least=0)
            if number not in places:
                if number >= len(items):
                    where = f"{self._source.workbook.name}, {self._source.name}"
                    raise damaged(where, f"cell {cell.get('r', '')} wants the shared text number {number}")
                item = deepcopy(items[number])
                self._looks.adopt_text(item)
                places[number] = strings.place_item(item)
            value.text = str(places[number])
            uses += 1
        strings.count_uses(uses)

    def take_names(self) -> None:
        """Give the sheet, now listed, its names, and the workbook those of the other that the sheet's formulas need."""
        source, target = self._source.workbook.names, self._target.names
        own = [e for word, e in source.models(self._source.name, self._tables).items() if not _OF_A_VIEW.match(word)]
        target.take(own, self._name, self._renaming.formula)
        target.take([source.model(word) for word in self._needs], None, self._renaming.formula)

    def drop_stale_caches(self, sheet: "Sheet") -> None:
        """Take away the values of formulas that read, however indirectly, what is another value here than there."""
        known: dict[tuple[Reference, Reference], bool] = {}
        stale: set[tuple[int, int]] = set()
        for row, column, formula in sheet.formula_cells(has_cache=True):
            if "INDIRECT" in functions(formula):  # nobody can tell what it reads
                stale.add((row, column))
                continue
            pairs = zip(references(self._source.formula(row, column) or ""), references(formula), strict=True)
            for pair in pairs:
                if pair not in known:
                    known[pair] = self._is_same(*pair)
                if not known[pair]:
                    stale.add((row, column))
        drop_caches(sheet, stale)

    def _is_same(self, there: Reference, here: Reference) -> bool:
        """Whether a reference leads to the same values in both workbooks."""
        if there.kind == "area" and (there.sheet or self._source.name).lower() == self._source.name.lower():
            return there.last_sheet is None
        if there.last_sheet is not None:
            return False
        texts = [f"{'' if r.sheet is None else _prefix(r.sheet)}{r.text}" for r in (there, here)]
        values = self._source.workbook.values(texts[0], self._source.name)
        if values:
            return values == self._target.values(texts[1], self._name)
        if there.kind != "name":
            return True  # it leads to nothing
        meant = self._source.workbook.names.find(there.text, there.sheet or self._source.name)
        return meant is None or (
            not references(meant) and meant == self._target.names.find(here.text, here.sheet or self._name)
        )


def _prefix(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'!"


def _refuse_days(target: "Workbook", source: "Sheet", where: str) -> None:
    if source.workbook.date1904 != target.date1904:
        first = ["1900", "1904"]
        raise TemplateError(
            f"its dates count from {first[source.workbook.date1904]}, and those of {target.name} from "
            f"{first[target.date1904]}.",
            where=where,
            mend="In Excel set File > Options > Advanced > Use 1904 date system the same in both workbooks.",
        )


def _refuse_foreign(source: "Sheet", where: str) -> None:
    """What only the workbook understands from which the sheet comes, and what leads nowhere."""
    package = source.workbook.package
    rich = next((cell for cell in source.root.iter(main("c")) if cell.get("vm")), None)
    if rich is not None:
        raise TemplateError(
            f"cell {rich.get('r', '')} holds a picture or a linked data type, which cannot be copied.",
            where=where,
            mend="Put the picture over the cells (Place over Cells), or convert the data type to text.",
        )
    for part in owned_parts(package, source.part):
        is_chart = (package.content_type(part) or "").endswith("chart+xml")
        if is_chart and package.read(part).find(chart("pivotSource")) is not None:
            raise TemplateError(
                "a chart of it shows a pivot table, which cannot be copied.",
                where=where,
                mend="Let the chart read cells, or leave it off the sheet.",
            )
    waiting = [source.part]
    for part in waiting:  # which grows
        for relationship in package.relationships(part):
            if relationship.part is None and not relationship.external and not relationship.target.startswith("#"):
                raise damaged(where, f"part {part} leads to {relationship.target!r}, which is not there")
            if relationship.part is not None and relationship.part not in waiting:
                waiting.append(relationship.part)


def _counted(source: "Sheet") -> tuple[str, ...]:
    """What of a worksheet does not come along because its workbook keeps a part of it, in words."""
    formats = enumerate(source.workbook.styles.formats)
    boxed = {str(number) for number, style in formats if style.find(f".//{{*}}{CHECK_BOX}") is not None}
    views = sum(1 for _ in source.root.iter(main("customSheetView")))
    boxes = sum(1 for cell in source.root.iter(main("c")) if cell.get("s") in boxed)
    spilling = sum(1 for cell in source.root.iter(main("c")) if cell.get("cm"))
    counted = (
        (views, "custom view", "custom views"),
        (boxes, "check box in a cell, now TRUE or FALSE", "check boxes in cells, now TRUE or FALSE"),
        (spilling, "spilling formula, now of a fixed size", "spilling formulas, now of a fixed size"),
    )
    return tuple(f"{count} {several if count > 1 else one}" for count, one, several in counted if count)


def _leave_behind(root: Element) -> None:
    """Take out what speaks of parts of the other workbook."""
    for name in ("customSheetViews", "smartTags"):
        for element in root.findall(main(name)):
            root.remove(element)
    for cell in root.iter(main("c")):
        drop(cell, "cm")


def _drop_surplus_views(root: Element, target: "Workbook") -> None:
    """A view of a second window, which the other workbook had, belongs to no window here."""
    book = target.package.read(target.part)
    windows = max(1, sum(1 for _ in book.iter(main("workbookView"))))
    group = root.find(main("sheetViews"))
    for view in group.findall(main("sheetView")) if group is not None else ():
        if group is not None and stated.whole(view, "workbookViewId") >= windows:
            group.remove(view)
    if group is not None and not len(group):
        root.remove(group)
