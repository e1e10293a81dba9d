"""Dependents: formulas that we did not write and that read, however indirectly, what we wrote.

Their cached values are taken away: a value that may be wrong is worse than none. Knows what formulas refer to;
calculates nothing.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from excel_scorecard.ooxml.cells import Area, address, quoted
from excel_scorecard.ooxml.formulas import Reference, functions, references

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

# What these read cannot be told from their text, or changes by itself.
_UNFORESEEABLE: Final = frozenset(("INDIRECT", "OFFSET", "NOW", "TODAY", "RAND", "RANDBETWEEN", "CELL", "INFO"))


@dataclass(slots=True)
class _Formula:
    """A formula cell and the cells it reads: (sheet in lower case, area)."""

    sheet: "Sheet"
    row: int
    column: int
    reads: list[tuple[str, Area]] = field(default_factory=list)
    is_unforeseeable: bool = False


class _Changed:
    """Cells whose value has changed, found by area fast."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, int], list[int]] = {}  # by sheet and column, sorted
        self._columns: dict[str, list[int]] = {}

    def fill(self, sheet: str, places: Collection[tuple[int, int]]) -> None:
        by_column: dict[int, list[int]] = {}
        for row, column in places:
            by_column.setdefault(column, []).append(row)
        for column, rows in by_column.items():
            known = self._rows.setdefault((sheet, column), [])
            known += rows
            known.sort()
        self._columns[sheet] = sorted({*self._columns.get(sheet, ()), *by_column})

    def touches(self, sheet: str, area: Area) -> bool:
        columns = self._columns.get(sheet, [])
        for column in columns[bisect_left(columns, area.first_column) :]:
            if column > area.last_column:
                return False
            rows = self._rows[sheet, column]
            place = bisect_left(rows, area.first_row)
            if place < len(rows) and rows[place] <= area.last_row:
                return True
        return False


def stale_caches(workbook: "Workbook", written: Mapping[str, Collection[tuple[int, int]]] | None = None) -> list[str]:
    """Take away the cached values of formulas that depend on written cells and were not written themselves.

    Args:
        workbook: the workbook as it stands after writing.
        written: the cells by sheet; if not given, what the sheets recorded themselves: cells that hold something else
            than before, and those that were written with what they held, whose value is known to be right.

    Returns: all formula cells that now have no value, `'3 A'!B7`, in the workbook's order: those that lost it, and
        those that had none, such as the new rows of a table's calculated column.
    """
    vouched: Mapping[str, Collection[tuple[int, int]]]
    if written is None:
        written = {sheet.name: sheet.altered for sheet in workbook.sheets()}
        vouched = {sheet.name: sheet.written for sheet in workbook.sheets()}
    else:
        vouched = written
    lowered = {sheet.lower(): set(places) for sheet, places in written.items() if places}
    names_changed = {name for _, name in workbook.names.changed}
    if not lowered and not names_changed:
        return []
    changed = _Changed()
    for name, places in lowered.items():
        changed.fill(name, places)
    skipped = {sheet.lower(): set(places) for sheet, places in vouched.items()}
    _drop(_unwritten_formulas(workbook, workbook.sheets(), skipped, names_changed), changed)
    return [
        f"{quoted(sheet.name)}!{address(row, column)}"
        for sheet in workbook.sheets()
        for row, column in sorted((row, column) for row, column, _ in sheet.formula_cells(has_cache=False))
    ]


def drop_caches(sheet: "Sheet", places: Collection[tuple[int, int]]) -> None:
    """Take away the cached values of these formula cells, and of those on their sheet that depend on them."""
    if not places:
        return
    for row, column in places:
        sheet.drop_cache(row, column)
    changed = _Changed()
    changed.fill(sheet.name.lower(), places)
    _drop(_unwritten_formulas(sheet.workbook, [sheet], {sheet.name.lower(): set(places)}, set()), changed)


def _drop(waiting: list[_Formula], changed: _Changed) -> None:
    """Take away the values of formulas that read what is changed, and of those that read these."""
    while True:
        hit = [f for f in waiting if f.is_unforeseeable or any(changed.touches(s, a) for s, a in f.reads)]
        if not hit:
            return
        hits = {id(f) for f in hit}
        waiting = [f for f in waiting if id(f) not in hits]
        for formula in hit:
            changed.fill(formula.sheet.name.lower(), [(formula.row, formula.column)])
            formula.sheet.drop_cache(formula.row, formula.column)


def _unwritten_formulas(
    workbook: "Workbook",
    sheets: Sequence["Sheet"],
    written: Mapping[str, set[tuple[int, int]]],
    names_changed: set[str],
) -> list[_Formula]:
    resolver = _Resolver(workbook, names_changed)
    found: list[_Formula] = []
    for sheet in sheets:
        skip = written.get(sheet.name.lower(), set())
        for row, column, text in sheet.formula_cells(skip, has_cache=True):
            formula = _Formula(sheet, row, column)
            formula.is_unforeseeable = not functions(text).isdisjoint(_UNFORESEEABLE)
            for reference in references(text):
                if not resolver.resolve(reference, formula, row):
                    formula.is_unforeseeable = True
            found.append(formula)
    return found


class _Resolver:
    """Finds the cells behind names and structured references."""

    def __init__(self, workbook: "Workbook", names_changed: set[str]) -> None:
        self._workbook = workbook
        self._names_changed = names_changed
        self._sheets = [name.lower() for name in workbook.sheet_names()]
        self._names: dict[tuple[str, str], list[tuple[str, Area]] | None] = {}
        self._tables: dict[str, tuple[str, Area] | None] = {}
        self._global = workbook.names.global_names()
        self._local: dict[str, dict[str, str]] = {}
        self._table_names = {name.lower() for name in workbook.tables()}

    def resolve(self, reference: Reference, formula: _Formula, row: int) -> bool:
        """Add what a reference reads to the formula; False where that cannot be known."""
        own = formula.sheet.name.lower()
        if reference.kind == "external":
            return True  # another workbook: nothing we write changes it
        if reference.kind == "area" and reference.area is not None:
            formula.reads += [(sheet, reference.area) for sheet in self._span(reference, own)]
            return True
        if reference.kind == "table" or reference.text.lower() in self._table_names:
            return self._add_table(reference.text, formula, row)
        if reference.text.lower() in self._names_changed:
            return False
        areas = self._named(reference.text, (reference.sheet or own).lower())
        if areas is None:
            return False
        formula.reads += areas
        return True

    def _span(self, reference: Reference, own: str) -> list[str]:
        first = (reference.sheet or own).lower()
        if reference.last_sheet is None:
            return [first]
        last = reference.last_sheet.lower()
        if first not in self._sheets or last not in self._sheets:
            return []
        start, end = sorted((self._sheets.index(first), self._sheets.index(last)))
        return self._sheets[start : end + 1]

    def _add_table(self, text: str, formula: _Formula, row: int) -> bool:
        if text not in self._tables:
            self._tables[text] = self._workbook.table_area(text)
        place = self._tables[text]
        if place is None:
            return False
        sheet, area = place
        if "#This Row" in text or "[@" in text:
            area = Area(row, area.first_column, row, area.last_column)
        formula.reads.append((sheet.lower(), area))
        return True

    def _named(self, name: str, sheet: str) -> list[tuple[str, Area]] | None:
        key = (sheet, name.lower())
        if key not in self._names:
            self._names[key] = None  # a name that leads to itself cannot be known
            self._names[key] = self._look_up(name.lower(), sheet)
        return self._names[key]

    def _look_up(self, name: str, sheet: str) -> list[tuple[str, Area]] | None:
        if sheet not in self._local:
            self._local[sheet] = self._workbook.names.local_names(sheet) if sheet in self._sheets else {}
        text = self._local[sheet].get(name, self._global.get(name))
        if text is None:
            return []  # an unknown name is #NAME? before and after
        if not functions(text).isdisjoint(_UNFORESEEABLE):
            return None
        found: list[tuple[str, Area]] = []
        for reference in references(text):
            if reference.kind == "area" and reference.area is not None:
                found += [(on, reference.area) for on in self._span(reference, sheet)]
            elif reference.kind == "table" or reference.text.lower() in self._table_names:
                place = self._workbook.table_area(reference.text)
                if place is None:
                    return None
                found.append((place[0].lower(), place[1]))
            elif reference.kind == "name":
                inner = self._named(reference.text, (reference.sheet or sheet).lower())
                if inner is None:
                    return None
                found += inner
        return found
