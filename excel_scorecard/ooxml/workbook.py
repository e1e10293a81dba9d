"""Workbook: the sheets of a package, in their order, and what must stay true when one comes, moves or goes.

Knows workbook.xml. Cells are sheet.py's, names names.py's, windows views.py's, copying clone.py's, document properties
properties.py's.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final, Literal

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import properties, stated, views
from excel_scorecard.ooxml.adoption import Adoption
from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.cells import Area, Value
from excel_scorecard.ooxml.chart import Chart
from excel_scorecard.ooxml.chart_sheet import ChartSheet
from excel_scorecard.ooxml.clone import clone_sheet
from excel_scorecard.ooxml.delete import check_deletion, remove_sheet_parts
from excel_scorecard.ooxml.ledger import CALCULATION, CHAIN, RENAMED, SHEETS, TABLE, Ledger
from excel_scorecard.ooxml.lookup import Lookup
from excel_scorecard.ooxml.markup import RELATIONSHIPS, WORKBOOK_ORDER, Element, drop, insert_in_order, is_true, main
from excel_scorecard.ooxml.names import Names
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.rename import follow_sheet
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.sheet_names import check_count, sheet_name, why_refused
from excel_scorecard.ooxml.strings import Strings
from excel_scorecard.ooxml.styles import Styles
from excel_scorecard.ooxml.table import Table

__all__ = ["Workbook", "sheet_name"]

_ID: Final = f"{{{RELATIONSHIPS}}}id"
_SHEETS, _SHEET = main("sheets"), main("sheet")


class Workbook:
    """A workbook being read or edited. Nothing is written before `save`."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main_part()
        self._check_sheets()
        self.formulas_changed = False
        self.strings = Strings(package, self.part)
        self.styles = Styles(package, self.part)
        self.names = Names(package, self.part, self.sheet_names)
        self.date1904 = is_true(self._date_system())
        self._sheets: dict[str, Sheet] = {}
        self.left_behind: dict[str, tuple[str, ...]] = {}  # by a clone's name, what of its model it has not, in words
        self._titles_changed = False
        self._lookup = Lookup(self)
        self._last_table_id: int | None = None

    @classmethod
    def open(cls, path: Path) -> "Workbook":
        """Open an .xlsx file. Raises TemplateError or MachineError: see `Package.open`."""
        return cls(Package.open(path))

    def copy(self) -> "Workbook":
        """An independent workbook like this one, cheaply: for many from one template."""
        self._finish()
        return Workbook(self.package.copy())

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.package.name

    def _root(self) -> Element:
        return self.package.read(self.part)

    def _date_system(self) -> str | None:
        found = self._root().find(main("workbookPr"))
        return None if found is None else found.get("date1904")

    # Sheets.

    def _check_sheets(self) -> None:
        """Two sheets of one name, or of one part, would hide each other."""
        if self._root().tag != main("workbook") or not self._elements():
            raise damaged(self.name, "its workbook part lists no sheets")
        check_count(self._root(), self.name)
        for what, key in (("name", "name"), ("part", _ID)):
            seen: set[str] = set()
            for word in (element.get(key, "").lower() for element in self._elements()):
                if word and word in seen:
                    raise damaged(self.name, f"two of its sheets have the same {what} ({word})")
                seen.add(word)

    def _elements(self) -> list[Element]:
        return self._root().findall(f"{_SHEETS}/{_SHEET}")

    def sheet_names(self) -> list[str]:
        """The names of all sheets, chart sheets too, in their order."""
        return [element.get("name", "") for element in self._elements()]

    def _element(self, name: str) -> Element:
        for element in self._elements():
            if element.get("name", "").lower() == name.lower():
                return element
        raise TemplateError(
            f"there is no sheet {name!r}.", where=self.name, mend=f"It has: {', '.join(self.sheet_names())}."
        )

    def sheet(self, name: str) -> Sheet:
        """The worksheet of that name (without case), the same object each time.

        Raises:
            TemplateError: there is none, or it is a chart sheet.
        """
        known = self._sheets.get(name)
        if known is not None:
            return known
        element = self._element(name)
        own = element.get("name", "")
        found = self._sheets.get(own)
        if found is None:
            part = self._worksheet_part(element)
            if part is None:
                raise TemplateError(
                    f"{own!r} is not a worksheet.", where=self.name, mend="Name a sheet that has cells."
                )
            found = self._sheets[own] = Sheet(self, own, part)
        return found

    def _part_of(self, element: Element, *kinds: str) -> str | None:
        wanted = element.get(_ID)
        for relationship in self.package.relationships(self.part):
            if relationship.id == wanted and (not kinds or relationship.kind in kinds):
                return relationship.part
        return None

    def _worksheet_part(self, element: Element) -> str | None:
        return self._part_of(element, "worksheet")

    def sheet_parts(self) -> dict[str, str]:
        """The part of every sheet by its name, in their order: chart sheets and old kinds of sheets too."""
        found = ((element.get("name", ""), self._part_of(element)) for element in self._elements())
        return {name: part for name, part in found if part is not None}

    def sheets(self) -> list[Sheet]:
        """All worksheets, in their order; chart sheets have no cells and are left out."""
        return [
            self.sheet(name)
            for element in self._elements()
            if (name := element.get("name", "")) in self._sheets or self._worksheet_part(element) is not None
        ]

    def chart_sheets(self) -> list[ChartSheet]:
        """All chart sheets, in their order."""
        found = ((element.get("name", ""), self._part_of(element, "chartsheet")) for element in self._elements())
        return [ChartSheet(self, name, part) for name, part in found if part is not None]

    def charts(self) -> Iterator[Chart]:
        """All charts of all sheets."""
        for sheet in self.sheets():
            yield from sheet.charts
        for chart_sheet in self.chart_sheets():
            yield from chart_sheet.charts

    def _check_sheet_name(self, name: str, others: list[str] | None = None) -> None:
        what = why_refused(name, self.sheet_names() if others is None else others)
        if what:
            raise TemplateError(
                f"a sheet cannot be called {name!r}: {what}.", where=self.name, mend="Choose another name for it."
            )

    def clone_sheet(
        self, source: str, name: str, tables: Mapping[str, str] | None = None, position: int | None = None
    ) -> Sheet:
        """Copy a sheet with all that it owns; its references to itself become the copy's. Returns the copy.

        Threaded comments and sheet views stay with their sheet: `left_behind` then says so under the copy's name.

        Args:
            source: the name of the sheet to copy.
            name: the name of the copy.
            tables: new names of its tables by old; others get `<old>_<number>`.
            position: where the copy stands, counted from 0; the end if not given.

        Raises:
            TemplateError: an illegal or taken name, or something on the sheet that cannot be copied, which is named.
        """
        self._check_sheet_name(name)
        model = self.sheet(source)
        before = {table.name: table for table in model.tables}
        part, left_behind = clone_sheet(self, model, name, tables or {})
        sheet = self._list_sheet(name, part)
        renamed_tables = {old: new.name for old, new in zip(before, sheet.tables, strict=True)}
        self.names.clone(model.name, name, renamed_tables)
        return self._settle(sheet, left_behind, position)

    def adopt_sheet(
        self,
        source: Sheet,
        name: str,
        position: int | None = None,
        tables: Mapping[str, str] | None = None,
        sheets: Mapping[str, str] | None = None,
    ) -> Sheet:
        """Bring a sheet of another workbook into this one, with all that it owns. Returns the sheet here.

        It looks as it does there: looks, texts and pictures that are here already are used again, others are added; no
        other sheet changes. Where the themes differ, its theme colours are said outright. What it reads of other sheets
        it reads here by the same names. A formula keeps its value where what it reads has the same values here, else it
        has none (`stale_caches` lists it); charts that read other sheets are left to `refresh_charts`. Threaded
        comments, sheet views, custom views and the spilling of array formulas stay behind: `left_behind` then says so.

        Args:
            source: a sheet of another workbook, which is not changed.
            name: the name of the sheet here.
            position: where it stands, counted from 0; the end if not given.
            tables: new names of its tables by old, the others keep theirs or, where it is taken, get `<old>_<number>`;
                and what tables of other sheets are called here.
            sheets: what other sheets are called here, by their names there.

        Raises:
            TemplateError: an illegal or taken name; something on the sheet that cannot be copied, or a sheet, a table
                or a third workbook that it reads and that is not here, which is named; dates that count from another
                year. Then nothing is changed.
        """
        self._check_sheet_name(name)
        source.finish()
        adoption = Adoption(self, source, name, tables or {}, sheets or {})
        part, left_behind = adoption.copy()
        sheet = self._list_sheet(name, part)
        adoption.take_names()
        adoption.drop_stale_caches(sheet)
        return self._settle(sheet, left_behind, position)

    def _list_sheet(self, name: str, part: str) -> Sheet:
        root = self.package.edit(self.part, SHEETS)
        group = root.find(_SHEETS)
        if group is None:
            raise TemplateError("the list of sheets is missing.", where=self.name, mend="Save it again in Excel.")
        number = max(stated.whole(element, "sheetId") for element in self._elements()) + 1
        element = etree.SubElement(group, _SHEET, name=name, sheetId=str(number))
        element.set(_ID, self.package.add_relationship(self.part, f"{RELATIONSHIPS}/worksheet", part))
        sheet = self._sheets[name] = Sheet(self, name, part)
        return sheet

    def _settle(self, sheet: Sheet, left_behind: tuple[str, ...], position: int | None) -> Sheet:
        self.formulas_changed = True
        self._titles_changed = True
        sheet.edit(SHEETS)
        if left_behind:
            self.left_behind[sheet.name] = left_behind
        if position is not None:
            self.move_sheet(sheet.name, position)
        return sheet

    def rename_sheet(self, old: str, new: str) -> None:
        """Give a sheet another name, a chart sheet too; all that speaks of it in the workbook follows, values stay.

        Formulas, names, rules, validations, sparklines, tables, charts, shapes, controls, pivots and, what Excel does
        not do, links. A sheet's name in a text, such as one that INDIRECT is given, stays.

        Raises:
            TemplateError: there is no such sheet, or the new name is illegal or taken.
        """
        element = self._element(old)
        own = element.get("name", "")
        if own == new:
            return
        self._check_sheet_name(new, [name for name in self.sheet_names() if name != own])
        follow_sheet(self, own, new)
        self.package.edit(self.part, RENAMED)
        element.set("name", new)
        sheet = self._sheets.pop(own, None)
        if sheet is not None:
            sheet.name = new
            self._sheets[new] = sheet
        if own in self.left_behind:
            self.left_behind[new] = self.left_behind.pop(own)
        self._titles_changed = True

    def delete_sheet(self, name: str) -> None:
        """Remove a sheet, a chart sheet too, the parts that nothing else leads to, and its names.

        References to it in other sheets are the caller's (lost.py).

        Raises:
            TemplateError: it is the only sheet that can be seen, or a slicer or timeline of the workbook needs it.
        """
        self.delete_sheets([name])

    def delete_sheets(self, names: Collection[str]) -> None:
        """The same for several, in one pass over the package."""
        order = self._elements()
        gone = list(dict.fromkeys(self._element(name) for name in names))
        seen = [e for e in order if e not in gone and e.get("state", "visible") == "visible"]
        if not gone:
            return
        if not seen:
            raise TemplateError(
                f"sheet {gone[-1].get('name', '')!r} is the only one that can be seen.",
                where=self.name,
                mend="Add another sheet first.",
            )
        for element in gone:
            where = f"{self.name}, {element.get('name', '')}"
            check_deletion(self.package, self._part_of(element), element.get("sheetId", ""), where)
        root, worksheets = self.package.edit(self.part, SHEETS), {sheet.name: sheet for sheet in self.sheets()}
        for element in gone:
            own = element.get("name", "")
            if own in worksheets:
                self.strings.count_uses(-worksheets[own].shared_string_uses())
            self.names.drop_sheet(own)
            self._sheets.pop(own, None)
            self.left_behind.pop(own, None)
        remove_sheet_parts(self.package, self.part, {e.get(_ID, ""): e.get("name", "") for e in gone})
        numbers = [element.get("sheetId") for element in gone]
        for view in root.iter(main("customWorkbookView")):
            if view.get("activeSheetId") in numbers:
                view.set("activeSheetId", seen[0].get("sheetId", ""))
        for element in gone:
            if (parent := element.getparent()) is not None:
                parent.remove(element)
        self.names.follow_sheets()
        stays = [old for old, element in enumerate(order) if element not in gone]
        moved = {old: new for new, old in enumerate(stays)} | views.shown_instead(order, self._elements(), gone)
        views.follow_sheets(self.package, self.part, moved)
        self.formulas_changed = self._titles_changed = True

    def move_sheet(self, name: str, position: int) -> None:
        """Put a sheet at a place, counted from 0; names, the active tab and the first tab follow."""
        element = self._element(name)
        order = self._elements()
        rest = [e for e in order if e is not element]
        rest.insert(max(0, min(position, len(rest))), element)
        if rest == order:
            return
        self.package.edit(self.part, SHEETS)
        group = element.getparent()
        if group is None:
            return
        new_place = {e: place for place, e in enumerate(rest)}
        moved = {old: new_place[e] for old, e in enumerate(order)}
        group[:] = rest
        self.names.follow_sheets()
        views.follow_sheets(self.package, self.part, moved)
        self._titles_changed = True

    def show_first(self, name: str) -> None:
        """Open the workbook on this sheet, and on no other: only one tab is selected."""
        element = self._element(name)
        position = self._elements().index(element)
        views.open_on(self.package, self.part, position, element.get("name", ""), self.sheets())

    def set_visible(self, name: str, state: Literal["visible", "hidden", "veryHidden"]) -> None:
        """Show a sheet, hide it, or hide it so that only a program can show it."""
        self.package.edit(self.part, SHEETS)
        element = self._element(name)
        if state == "visible":
            drop(element, "state")
        else:
            element.set("state", state)

    # Tables.

    def tables(self) -> dict[str, Table]:
        """All tables of all sheets by name."""
        return {table.name: table for sheet in self.sheets() for table in sheet.tables}

    def taken_names(self) -> set[str]:
        """What a new table may not be called: names of tables and defined names, in lower case."""
        return {name.lower() for name in self.tables()} | self.names.words()

    def next_table_id(self) -> int:
        """A table id that no table of the workbook has."""
        if self._last_table_id is None:
            ids = [stated.whole(table.root, "id") for table in self.tables().values()]
            self._last_table_id = max(ids, default=0)
        self._last_table_id += 1
        return self._last_table_id

    def rewrite_structured_references(self, table: str, rewrite: Callable[[str, str | None], str]) -> None:
        """Pass each formula that may name a table through `rewrite(formula, table it stands in or None)`."""
        lowered = table.lower()
        for sheet in self.sheets():
            if lowered in sheet.mentioned_tables():
                sheet.rewrite_all_formulas(lambda text: rewrite(text, None))
            for other in sheet.tables:
                for formula in other.own_formulas():
                    text = formula.text or ""
                    new = rewrite(text, other.name)
                    if new != text:
                        self.package.edit(other.part, TABLE)
                        formula.text = new
        self.names.change(lambda text: rewrite(text, None), mentioning=table)

    # Values.

    def values(self, reference: str, sheet: str | None = None) -> list[list[Value]]:
        """The values a reference leads to, row by row; see `Lookup.values`."""
        return self._lookup.values(reference, sheet)

    def table_area(self, text: str) -> tuple[str, Area] | None:
        """The sheet and cells of a structured reference, `Monthly_3[[Line]]`; None where it leads to nothing."""
        return self._lookup.table_area(text)

    def refresh_charts(self, sheet: Sheet | ChartSheet) -> None:
        """Make what the charts and linked text boxes of a sheet keep of cells equal to the cells as they stand."""
        known: dict[str, list[list[Value]]] = {}  # the series of a chart share their categories

        def read(reference: str) -> list[list[Value]]:
            if reference not in known:
                known[reference] = self.values(reference, sheet.name)
            return known[reference]

        for chart in sheet.charts:
            chart.refresh_caches(read)
        if isinstance(sheet, Sheet):
            sheet.refresh_text_boxes()

    # The file.

    def set_properties(
        self,
        *,
        title: str | None = None,
        creator: str | None = None,
        subject: str | None = None,
        description: str | None = None,
        keywords: str | None = None,
        category: str | None = None,
        status: str | None = None,
        created: date | None = None,
        modified: date | None = None,
    ) -> None:
        """Set document properties; None leaves one as it is. A new creator also counts as the last to modify."""
        texts = {
            "title": title,
            "creator": creator,
            "lastModifiedBy": creator,
            "subject": subject,
            "description": description,
            "keywords": keywords,
            "category": category,
            "contentStatus": status,
        }
        properties.set_core(self.package, texts, {"created": created, "modified": modified})

    def ask_for_recalculation(self, *, asked: bool = True) -> None:
        """Let Excel compute all formulas when it opens the workbook (it will then ask to save on closing).

        With `asked=False` the wish is taken out: for a workbook whose cached values are all known to be right.
        """
        found = self._root().find(main("calcPr"))
        if asked == (found is not None and is_true(found.get("fullCalcOnLoad"))):
            return
        root = self.package.edit(self.part, CALCULATION)
        if found is None:
            found = etree.Element(main("calcPr"))
            insert_in_order(root, found, WORKBOOK_ORDER)
        drop(found, "fullCalcOnLoad")
        if asked:
            found.set("fullCalcOnLoad", "1")

    def _finish(self) -> None:
        for sheet in self._sheets.values():
            sheet.finish()
        self.strings.finish()
        self.names.finish()
        if self.formulas_changed:
            self._drop_calculation_chain()
        if self._titles_changed or self.names.changed:
            properties.set_titles(self.package, self._title_groups())

    def _drop_calculation_chain(self) -> None:
        # Excel builds it anew; one that names a cell without formula brings the repair dialogue.
        for relationship in self.package.relationships(self.part):
            if relationship.kind == "calcChain":
                self.package.remove_relationship(self.part, relationship.id)
                if relationship.part:
                    self.package.remove(relationship.part, CHAIN)

    def _title_groups(self) -> tuple[list[str], list[str], list[str]]:
        worksheets = [sheet.name for sheet in self.sheets()]
        charts = [name for name in self.sheet_names() if name not in worksheets]
        return worksheets, charts, properties.shown_names(self.names.all_names())

    def ledger(self) -> Ledger:
        """What was done to each part of the file since it was opened, and why."""
        self._finish()
        return self.package.ledger()

    def to_bytes(self) -> bytes:
        """The file as it would be saved; the same edits of the same file give the same bytes."""
        self._finish()
        return self.package.to_bytes()

    def save(self, path: Path, *, replacing: str | None = None) -> None:
        """Write the workbook whole or not at all.

        Raises:
            WouldLoseEditsError: another file is at `path` than `replacing` says (see `disk.write_whole`).
            MachineError: the file is open elsewhere, the disk is full.
        """
        self._finish()
        self.package.save(path, replacing=replacing)
