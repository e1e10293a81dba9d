"""Rows: the rows of a worksheet by number, and their cells by column.

Knows where a row stands among the others in the sheet's tree. The rows of a large sheet, which has no tree, are
long_rows.py's, what a cell holds is contents.py's.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.cells import LAST_COLUMN, LAST_ROW, Area
from excel_scorecard.ooxml.markup import Element, main

_ROW, _CELL, _FORMULA = main("row"), main("c"), main("f")
Refuse = Callable[[str], None]  # raises: the sheet is damaged in this way


class Row:
    """A row's element and its cells by column."""

    __slots__ = ("cells", "element", "last")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.cells: dict[int, Element] = {}
        self.last = 0

    def index(self, number: int, refuse: Refuse) -> list[tuple[int, int, Element]]:
        """Find the cells in the row's element.

        Returns: row, column and element of the formulas that are more than their cell's own: shared ones, arrays, data
            tables.
        """
        column = 0
        cells = self.cells
        typed: list[tuple[int, int, Element]] = []
        for cell in self.element.iterchildren(_CELL):
            place = cell.get("r")  # cells may leave out their number
            column = stated.cell_of(place, cell)[1] if place else column + 1
            if column in cells or column > LAST_COLUMN:
                refuse(f"row {number} has a cell twice, or one beyond the last column")
            cells[column] = cell
            if len(cell):
                typed += [(number, column, f) for f in cell.iterchildren(_FORMULA) if f.get("t")]
        self.last = max(cells, default=0)
        return typed


class Rows:
    """The rows of a sheet whose tree has them all."""

    def __init__(self, sheet_data: Element, refuse: Refuse) -> None:
        self._sheet_data = sheet_data
        self._rows: dict[int, Row] = {}
        self._typed: list[tuple[int, int, Element]] = []
        number = 0
        for element in sheet_data.iterchildren(_ROW):
            given = element.get("r")
            # rows may leave out their number
            number = stated.whole_of(given, element, "r", least=1) if given else number + 1
            if number > LAST_ROW or number in self._rows:
                refuse(f"row {number} {'is there twice' if number in self._rows else 'is below the last of a sheet'}")
            row = self._rows[number] = Row(element)
            self._typed += row.index(number, refuse)
        self._numbers = sorted(self._rows)

    def get(self, number: int) -> Row | None:
        """A row to be read only; None where there is none."""
        return self._rows.get(number)

    def own(self, number: int) -> Row | None:
        """A row that may be altered; None where there is none."""
        return self._rows.get(number)

    def place(self, number: int, element: Element) -> Row:
        """Put a row's element, as yet without cells that are known here, into its place."""
        element.set("r", str(number))
        place = bisect_left(self._numbers, number)
        if place == len(self._numbers):
            self._sheet_data.append(element)
        else:
            self._rows[self._numbers[place]].element.addprevious(element)
        insort(self._numbers, number)
        found = self._rows[number] = Row(element)
        return found

    def passing(self, first: int = 1) -> Iterator[tuple[int, Row]]:
        """All rows in order, from the number `first`, to be read only."""
        for number in self._numbers[bisect_left(self._numbers, first) :]:
            yield number, self._rows[number]

    def with_formulas(self) -> Iterator[tuple[int, Row]]:
        """The same, those without formulas left out where that is quickly told."""
        holders = {formula.getparent() for formula in self._sheet_data.iter(_FORMULA)}
        rows = {cell.getparent() for cell in holders if cell is not None}
        return ((number, row) for number, row in self.passing() if row.element in rows)

    def typed_formulas(self) -> Iterator[tuple[int, int, Element]]:
        """Shared formulas, arrays and data tables as they were found: row, column, the formula's element."""
        yield from self._typed
        self._typed.clear()

    def used(self) -> Area | None:
        """The area from the first to the last row and column that have a cell."""
        rows = [(number, row) for number, row in self.passing() if row.cells]
        if not rows:
            return None
        first = min(min(row.cells) for _, row in rows)
        return Area(rows[0][0], first, rows[-1][0], max(row.last for _, row in rows))
