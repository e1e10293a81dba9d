"""Layout: where a template's slots, tables and columns stand on a sheet, read from its names.

Knows the contract's names and the sheet's own; fills nothing. A designer who moves a slot moves its name with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from excel_scorecard.errors import Finding, Level, TemplateError
from excel_scorecard.ooxml.cells import Area, address
from excel_scorecard.ooxml.formulas import column_specifier
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.row_map import RowMap
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.contract import PATTERN_SLOTS, SUMMARY_SLOTS, TABLES, Slot

MOST_CELLS = 10_000  # of one slot: the largest, a chart's figures, has some hundreds
Place = tuple[int, int]  # row and column, 1-based


@dataclass(frozen=True)
class TableLayout:
    """A table that plays a role: `columns` gives each column role's place in the table, 0-based."""

    role: str
    name: str
    area: Area
    columns: Mapping[str, int]

    def sheet_column(self, role: str) -> int:
        """The column of the sheet, 1-based. Raises KeyError where the template has no such column."""
        return self.area.first_column + self.columns[role]


@dataclass(frozen=True)
class Layout:
    """One sheet of a template. `slots` gives the cells of each named slot, in the name's own order."""

    sheet: str
    slots: Mapping[str, tuple[Place, ...]]
    tables: Mapping[str, TableLayout]
    cells: frozenset[str] = frozenset()
    """Slots whose name stands for one cell; others, such as a name of merged cells, are areas to a formula."""
    shared_names: tuple[str, ...] = ()
    """Slots that are names of the whole workbook: made local on every clone."""

    @property
    def is_pattern(self) -> bool:
        """Whether the sheet is cloned for its indicators."""
        return self.has("indicator_id") or "Monthly" in self.tables

    @property
    def is_summary(self) -> bool:
        """Whether the sheet has the row an indicator."""
        return "Summary" in self.tables

    def has(self, slot: str) -> bool:
        """Whether the sheet has a place for it."""
        return slot in self.slots

    def expression(self, slot: str) -> str:
        """How a formula on the sheet speaks of a slot: its name, or its first cell where the name is of several."""
        return slot if slot in self.cells else address(*self.slots[slot][0], absolute=True)

    def after(self, moved: RowMap | None) -> "Layout":
        """The same once a table has grown and what stood below it has moved; None: nothing has."""
        if moved is None:
            return self
        slots = {name: tuple(moved.place(*place) for place in places) for name, places in self.slots.items()}
        tables = {role: replace(table, area=moved.area(table.area)) for role, table in self.tables.items()}
        return replace(self, slots=slots, tables=tables)


def read_layout(book: Workbook, sheet: Sheet) -> Layout:
    """Where the contract's slots, tables and columns stand on `sheet`.

    Raises:
        TemplateError: a name does not refer to cells of the sheet, or two tables play one role.

    """
    layout, broken = survey(book, sheet)
    if broken:
        first = broken[0]
        raise TemplateError(first.what, where=f"{book.name}, {sheet.name}", mend=first.mend)
    return layout


def survey(book: Workbook, sheet: Sheet) -> tuple[Layout, tuple[Finding, ...]]:
    """The layout of `sheet` as far as it can be read, and all that keeps it from being read whole, as errors."""
    local = book.names.local_names(sheet.name)
    wide = {
        name: reference
        for name, reference in book.names.global_names().items()
        if name not in local and _stands_on(reference, sheet.name)
    }
    candidates = _candidates(sheet)
    roles = {column.role for role, _ in candidates for column in TABLES[role]}
    if not candidates and SLOTS.isdisjoint(wide | local):
        return Layout(sheet.name, {}, {}), ()  # a sheet of the officers' own: it is not opened
    merged = set(sheet.merged)
    slots: dict[str, tuple[Place, ...]] = {}
    single: set[str] = set()
    columns: dict[str, dict[str, int]] = {}
    broken: list[Finding] = []
    for name, reference in (wide | local).items():
        if name not in roles and name not in SLOTS:
            continue
        areas = _areas(reference, sheet)
        if areas is None:
            broken.append(_refers_to_nothing(name, reference, sheet))
        elif sum(area.height * area.width for area in areas if area not in merged) > MOST_CELLS:
            broken.append(_too_large(name, reference, sheet))
        elif name in roles:
            placed = _header(areas[0], candidates)
            if placed is None:
                broken.append(_on_no_header(name, areas[0], sheet))
            else:
                columns.setdefault(placed[0], {})[name] = placed[1]
        else:
            slots[name] = tuple(place for area in areas for place in _cells(area, merged))
            if len(areas) == 1 and areas[0].height == areas[0].width == 1:
                single.add(name)
    tables = _tables(candidates, columns, sheet, broken)
    layout = Layout(
        sheet=sheet.name,
        slots=slots,
        tables=tables,
        cells=frozenset(single),
        shared_names=tuple(name for name in wide if name in slots or name in roles),
    )
    return layout, tuple(broken)


SLOTS = frozenset(slot.name for slot in (*PATTERN_SLOTS, *SUMMARY_SLOTS))


def _cells(area: Area, merged: set[Area]) -> list[Place]:
    """The cells of a named area; of merged cells, which Excel names as a whole, the one that holds their content."""
    return [(area.first_row, area.first_column)] if area in merged else list(area.cells())


def _stands_on(reference: str, sheet: str) -> bool:
    found = area_of(reference)
    return found is not None and found[0].casefold() == sheet.casefold()


def _areas(reference: str, sheet: Sheet) -> tuple[Area, ...] | None:
    found = area_of(reference)
    return found[1] if found is not None and found[0].casefold() == sheet.name.casefold() else None


def _broken(code: str, what: str, mend: str, sheet: Sheet) -> Finding:
    return Finding("error", sheet.workbook.name, sheet.name, code, what, mend)


def _refers_to_nothing(name: str, reference: str, sheet: Sheet) -> Finding:
    what = f"the name {name} refers to {reference or 'nothing'}, which is no cell of its sheet"
    mend = f"In Excel's Name Manager let {name} refer to its cell on the sheet '{sheet.name}', or delete it."
    return _broken("T-NAME", what, mend, sheet)


def _too_large(name: str, reference: str, sheet: Sheet) -> Finding:
    what = f"the name {name} refers to {reference}, more than {MOST_CELLS:,} cells"
    return _broken("T-NAME", what, f"In Excel's Name Manager let {name} refer to its own cells alone.", sheet)


def _on_no_header(name: str, area: Area, sheet: Sheet) -> Finding:
    what = f"the name {name} stands on {area}, which is no header of a table"
    return _broken("T-HEADER", what, "Let it refer to the header cell of its column.", sheet)


def _candidates(sheet: Sheet) -> list[tuple[str, Table]]:
    """Tables whose name begins with a role."""
    named = [(role, table) for table in sheet.tables for role in TABLES]
    return [(role, table) for role, table in named if table.name.casefold().startswith(role.casefold())]


def _tables(
    candidates: list[tuple[str, Table]],
    columns: Mapping[str, Mapping[str, int]],
    sheet: Sheet,
    broken: list[Finding],
) -> dict[str, TableLayout]:
    """The tables that play a role: those with a named column. Another that only begins alike is the designer's own."""
    found: dict[str, TableLayout] = {}
    for role, table in candidates:
        if table.name not in columns:
            continue
        if role in found:
            what = f"the tables {found[role].name} and {table.name} both begin with {role}"
            mend = "Rename the one that is not the scorecard's (Table Design, Table Name)."
            broken.append(_broken("T-TWO", what, mend, sheet))
            continue
        found[role] = TableLayout(role=role, name=table.name, area=table.area, columns=columns[table.name])
    return found


def _header(area: Area, candidates: list[tuple[str, Table]]) -> tuple[str, int] | None:
    """The table, and the place of its column (0-based), on whose header cell a role's name stands."""
    for _, table in candidates:
        header = table.header
        if area.first_row == header.first_row and area.first_column in header.columns:
            return table.name, area.first_column - header.first_column
    return None


def check_pattern(book: Workbook, layout: Layout, *, is_ratio: bool) -> list[Finding]:
    """What a pattern sheet lacks: errors for what the builder cannot do without, warnings for the rest."""
    parts = {"monthly_denominator", "breakdown_denominator"} if is_ratio else set()
    findings = _lacking_slots(book, layout, PATTERN_SLOTS) + _lacking_columns(book, layout, "Monthly", parts)
    if "Breakdown" in layout.tables:
        findings += _lacking_columns(book, layout, "Breakdown", parts)
    return findings


def check_summary(book: Workbook, layout: Layout) -> list[Finding]:
    """What the summary lacks."""
    return _lacking_slots(book, layout, SUMMARY_SLOTS) + _lacking_columns(book, layout, "Summary", set())


def _lacking_slots(book: Workbook, layout: Layout, slots: tuple[Slot, ...]) -> list[Finding]:
    mend = "Select its cell, Formulas > Define Name, and choose the sheet as its scope."
    findings = [
        _lacks(book, layout, "error", "T-SLOT", f"no slot {slot.name} ({slot.content})", mend)
        for slot in slots
        if slot.required and not layout.has(slot.name)
    ]
    unfilled = [slot.name for slot in slots if slot.expected and not layout.has(slot.name)]
    if unfilled:
        what = f"no slot for {', '.join(unfilled)}: not shown"
        findings.append(_lacks(book, layout, "warning", "T-UNFILLED", what, mend))
    return findings


def _lacking_columns(book: Workbook, layout: Layout, role: str, needed: set[str]) -> list[Finding]:
    """The columns that a table cannot do without: those of the contract, and the `needed` ones."""
    table = layout.tables.get(role)
    if table is None:
        what = f"no table whose name begins with {role} and whose header cells are named {role.lower()}_..."
        mend = f"Insert a table, call it {role}, and name its header cells (excel-scorecard template describe)."
        return [_lacks(book, layout, "error", "T-TABLE", what, mend)]
    return [
        _lacks(
            book,
            layout,
            "error",
            "T-COLUMN",
            f"no column {column.role} ({column.content}) in the table {table.name}",
            f"Select the column's header cell and name it {column.role}.",
        )
        for column in TABLES[role]
        if column.role not in table.columns and (column.required or column.role in needed)
    ]


def _lacks(book: Workbook, layout: Layout, level: Level, code: str, what: str, mend: str) -> Finding:
    return Finding(level, book.name, layout.sheet, code, what, mend)


class SheetCells:
    """Where things stand on one filled sheet, as formulas speak of them: judgement's `Cells`.

    `tables` by role, with the headings that they now have; `inline` gives the formula of a slot that is not there.
    """

    def __init__(self, layout: Layout, tables: Mapping[str, Table], inline: Callable[[str], str]) -> None:
        self._layout = layout
        self._inline = inline
        self._columns: dict[str, tuple[str, str]] = {}
        for role, table in layout.tables.items():
            name, headings = tables[role].name, tables[role].columns
            for column, index in table.columns.items():
                specifier = column_specifier(headings[index])
                self._columns[column] = (f"{name}[{specifier}]", f"{name}[[#This Row],[{specifier}]]")

    def slot(self, name: str) -> str:
        """The slot's name; where the template lacks it, its own formula in brackets."""
        return self._layout.expression(name) if self._layout.has(name) else f"({self._inline(name)})"

    def column(self, role: str) -> str:
        """A whole table column."""
        return self._columns[role][0]

    def this_row(self, role: str) -> str:
        """A column's cell in the formula's own row."""
        return self._columns[role][1]
