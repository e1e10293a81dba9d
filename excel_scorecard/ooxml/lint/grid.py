"""Grid: one sheet laid open: its cells where the file puts them, and numbers and ranges as it states them.

Nothing here raises for what a file holds: what cannot be read is None, or is told among the misplaced.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from excel_scorecard.ooxml.cells import LAST_COLUMN, LAST_ROW, Area, address, quoted, row_and_column
from excel_scorecard.ooxml.markup import Element, is_true, main

_ROW, _CELL = main("row"), main("c")


def whole(element: Element | None, name: str, otherwise: int | None = None) -> int | None:
    """A whole number in an attribute; `otherwise` where there is none, None where it is something else."""
    text = None if element is None else element.get(name)
    if text is None:
        return otherwise
    return int(text) if text.strip().removeprefix("-").isdecimal() and len(text) < 19 else None


def decimal(element: Element | None, name: str) -> float | None:
    """A number in an attribute, None where there is none."""
    try:
        found = float("" if element is None else element.get(name, ""))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def area(text: str | None) -> Area | None:
    """A range, None where the text is none on a sheet."""
    try:
        found = Area.parse(text or "")
    except ValueError:
        return None
    return found if found.last_row <= LAST_ROW and found.last_column <= LAST_COLUMN else None


class Cell(NamedTuple):
    """A cell where the file puts it."""

    row: int
    column: int
    element: Element

    @property
    def place(self) -> tuple[int, int]:
        """Row and column."""
        return self.row, self.column

    @property
    def formula(self) -> Element | None:
        """Its formula element."""
        return self.element.find(main("f"))

    @property
    def text(self) -> str | None:
        """What stands in its `v`: a number, an index, a word."""
        return self.element.findtext(main("v"))

    @property
    def shared(self) -> int | None:
        """The number of the shared text it points at; None for other kinds of cells, -1 for what is no number."""
        if self.element.get("t") != "s":
            return None
        text = self.text or ""
        return int(text) if text.strip().isdecimal() and len(text) < 19 else -1

    @property
    def style(self) -> int:
        """The number of its style; -1 for what is no number."""
        found = whole(self.element, "s", 0)
        return -1 if found is None else found

    @property
    def number(self) -> float | None:
        """The number it holds, a formula's cached one included; None for anything else."""
        if self.element.get("t", "n") != "n":
            return None
        try:
            found = float(self.text or "")
        except ValueError:
            return None
        return found if math.isfinite(found) else None


class ExaminedSheet:
    """One sheet: `kind` is worksheet, chartsheet or the like; `root` None where its part cannot be read.

    `position` counts from 0, as the local names of a workbook do.
    """

    def __init__(
        self, position: int, name: str, element: Element, kind: str, part: str | None, root: Element | None
    ) -> None:
        self.position = position
        self.name = name
        self.element = element
        self.kind = kind
        self.part = part
        self.root = root

    def at(self, place: str) -> str:
        """`'My sheet'!B7`."""
        return f"{quoted(self.name)}!{place}"

    def cell(self, found: Cell) -> str:
        """The place of a cell."""
        return self.at(address(found.row, found.column))

    def find(self, name: str) -> Element | None:
        """A child of the worksheet."""
        return None if self.root is None else self.root.find(main(name))

    def all(self, path: str) -> list[Element]:
        """Elements of the main namespace: `mergeCells/mergeCell`."""
        return [] if self.root is None else self.root.findall("/".join(main(step) for step in path.split("/")))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells whose place can be told, in the file's order."""
        return tuple(found for found, _ in self._walk() if found is not None)

    @property
    def is_seen(self) -> bool:
        """Whether its tab is shown."""
        return self.element.get("state", "visible") == "visible"

    @cached_property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if len(cell.element) > 0)

    @cached_property
    def formulas(self) -> tuple[tuple[Cell, Element], ...]:
        """The cells with a formula, and its element."""
        return tuple((cell, found) for cell in self.filled if (found := cell.formula) is not None)

    @cached_property
    def by_row(self) -> dict[int, list[Cell]]:
        """The filled cells by row."""
        found: dict[int, list[Cell]] = {}
        for cell in self.filled:
            found.setdefault(cell.row, []).append(cell)
        return found

    @cached_property
    def _filled_rows(self) -> list[int]:
        return sorted(self.by_row)

    def within(self, place: Area) -> Iterator[Cell]:
        """The filled cells of an area, row by row."""
        rows = self._filled_rows
        for number in range(bisect_left(rows, place.first_row), bisect_right(rows, place.last_row)):
            row = self.by_row[rows[number]]
            if place.width < len(row):
                found = (self.by_place.get((rows[number], column)) for column in place.columns)
                yield from (cell for cell in found if cell is not None and len(cell.element) > 0)
            else:
                yield from (cell for cell in row if cell.column in place.columns)

    def covered(self, places: Iterable[Area]) -> set[tuple[int, int]]:
        """The places of the filled cells of several areas."""
        found: set[tuple[int, int]] = set()
        for place in places:
            if len(found) == len(self.filled):
                break
            found |= {cell.place for cell in self.within(place)}
        return found

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """The rows that are hidden."""
        found = (whole(e, "r") for e in self.all("sheetData/row") if is_true(e.get("hidden")))
        return frozenset(number for number in found if number is not None)

    @cached_property
    def hidden_columns(self) -> frozenset[int]:
        """The columns that are hidden."""
        found: set[int] = set()
        for element in self.all("cols/col"):
            if is_true(element.get("hidden")):
                first, last = whole(element, "min", 0) or 0, whole(element, "max", 0) or 0
                found |= set(range(max(1, first), min(last, LAST_COLUMN) + 1))
            if len(found) == LAST_COLUMN:
                break
        return frozenset(found)

    @cached_property
    def by_place(self) -> dict[tuple[int, int], Cell]:
        """The same by row and column."""
        return {(cell.row, cell.column): cell for cell in self.cells}

    @cached_property
    def misplaced(self) -> tuple[tuple[str, str], ...]:
        """Rows and cells that cannot stand where the file puts them: (place, what)."""
        return tuple(fault for _, fault in self._walk() if fault is not None)

    def _walk(self) -> Iterator[tuple[Cell | None, tuple[str, str] | None]]:
        last_row = 0
        for row in self.all("sheetData/row"):
            number = whole(row, "r", last_row + 1)
            if number is None or not 1 <= number <= LAST_ROW:
                yield None, (f"{row.get('r')}:{row.get('r')}", "no sheet has such a row")
                continue
            if number <= last_row:
                yield None, (f"{number}:{number}", f"row {number} comes after row {last_row}")
            last_row, last_column = max(number, last_row), 0
            for cell in row.iterchildren(_CELL):
                text = cell.get("r")
                try:
                    place = row_and_column(text) if text is not None else (number, last_column + 1)
                except ValueError:
                    yield None, (str(text), f"{text!r} is no cell")
                    continue
                fault = None
                if place[0] != number:
                    fault = (str(text), f"cell {text} stands in row {number}")
                elif place[1] <= last_column:
                    fault = (str(text), f"cell {text} comes after {address(number, last_column)}")
                last_column = max(last_column, place[1])
                yield Cell(*place, cell), fault

    @cached_property
    def merged(self) -> tuple[Area, ...]:
        """The merged ranges."""
        found = (area(e.get("ref")) for e in self.all("mergeCells/mergeCell"))
        return tuple(one for one in found if one is not None)
