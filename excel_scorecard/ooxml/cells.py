"""Cells: addresses, areas, sheet names in references, values and Excel's day numbers.

Knows how Excel counts. Knows no XML and no workbook.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

LAST_ROW: Final = 1_048_576  # Excel specifications and limits
LAST_COLUMN: Final = 16_384


class CellError(str):
    """An error value of a cell, `CellError("#N/A")`: told apart from text that looks like it."""

    __slots__ = ()


NOT_AVAILABLE: Final = CellError("#N/A")

Value = float | int | str | bool | None
Input = float | int | str | bool | Decimal | date | None

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([1-9][0-9]{0,6}):\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=LAST_COLUMN)
def column_letters(column: int) -> str:
    """2 -> "B". Raises ValueError outside the sheet."""
    if not 1 <= column <= LAST_COLUMN:
        raise ValueError(f"no column {column} on a sheet")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=LAST_COLUMN)
def column_number(letters: str) -> int:
    """The column of "B" is 2. Raises ValueError for what is no column."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"{letters!r} is no column")
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= LAST_COLUMN:
        raise ValueError(f"{letters!r} is no column")
    return number


@lru_cache(maxsize=65_536)
def address(row: int, column: int, absolute: bool = False) -> str:
    """7, 2 -> "B7", or "$B$7"."""
    return f"${column_letters(column)}${row}" if absolute else f"{column_letters(column)}{row}"


@lru_cache(maxsize=65_536)
def row_and_column(text: str) -> tuple[int, int]:
    """The place of "B7" or "$B$7" is (7, 2). Raises ValueError for anything else."""
    match = _ADDRESS.fullmatch(text)
    if match is None or int(match[2]) > LAST_ROW:
        raise ValueError(f"{text!r} is no cell address")
    return int(match[2]), column_number(match[1])


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells; rows and columns are counted from 1 and the last ones belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @classmethod
    @lru_cache(maxsize=65_536)
    def parse(cls, text: str) -> "Area":
        """Read "B7", "$A$1:B2", "A:C" or "3:5". Raises ValueError for anything else."""
        first, colon, last = text.partition(":")
        if not colon:
            return cls.cell(*row_and_column(first))
        if columns := _COLUMNS.fullmatch(text):
            left, right = sorted((column_number(columns[1]), column_number(columns[2])))
            return cls(1, left, LAST_ROW, right)
        if rows := _ROWS.fullmatch(text):
            top, bottom = sorted((int(rows[1]), int(rows[2])))
            return cls(top, 1, min(bottom, LAST_ROW), LAST_COLUMN)
        (row, column), (other_row, other_column) = row_and_column(first), row_and_column(last)
        return cls(min(row, other_row), min(column, other_column), max(row, other_row), max(column, other_column))

    @classmethod
    def cell(cls, row: int, column: int) -> "Area":
        """The area of one cell."""
        return cls(row, column, row, column)

    def __str__(self) -> str:
        return self._text(absolute=False)

    def absolute(self) -> str:
        """The form with dollars: "$A$1:$B$2", or "$A$1" for one cell."""
        return self._text(absolute=True)

    def _text(self, *, absolute: bool) -> str:
        dollar = "$" if absolute else ""
        if self.first_row == 1 and self.last_row == LAST_ROW:
            return f"{dollar}{column_letters(self.first_column)}:{dollar}{column_letters(self.last_column)}"
        if self.first_column == 1 and self.last_column == LAST_COLUMN:
            return f"{dollar}{self.first_row}:{dollar}{self.last_row}"
        first = address(self.first_row, self.first_column, absolute)
        if self.height == 1 and self.width == 1:
            return first
        return f"{first}:{address(self.last_row, self.last_column, absolute)}"

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.last_row - self.first_row + 1

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.last_column - self.first_column + 1

    @property
    def rows(self) -> range:
        """Row numbers, in order."""
        return range(self.first_row, self.last_row + 1)

    @property
    def columns(self) -> range:
        """Column numbers, in order."""
        return range(self.first_column, self.last_column + 1)

    def column(self, number: int) -> "Area":
        """Its n-th column, counted from 0."""
        return Area(self.first_row, self.first_column + number, self.last_row, self.first_column + number)

    def cells(self) -> Iterator[tuple[int, int]]:
        """Every (row, column), row by row."""
        return ((row, column) for row in self.rows for column in self.columns)

    def __contains__(self, place: tuple[int, int]) -> bool:
        row, column = place
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def overlaps(self, other: "Area") -> bool:
        """Whether they share a cell."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )


_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*")
# Names that would be read as a cell or as R1C1 notation need quotes; quotes never harm.
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*([Cc][0-9]*)?|[Cc][0-9]*|TRUE|FALSE", re.IGNORECASE)


@lru_cache(maxsize=4096)
def quoted(sheet: str) -> str:
    """A sheet's name as a formula wants it: in apostrophes unless it is a plain word."""
    if _PLAIN_SHEET.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def unquoted(text: str) -> str:
    """The sheet's name that stands in a formula, with or without its apostrophes."""
    return text[1:-1].replace("''", "'") if len(text) > 1 and text[0] == text[-1] == "'" else text


def reference(sheet: str, area: Area) -> str:
    """The form that charts and names want: "'3 Assessments'!$A$1:$B$2"."""
    return f"{quoted(sheet)}!{area.absolute()}"


_DAY_ZERO_1900 = date(1899, 12, 30)
_DAY_ZERO_1904 = date(1904, 1, 1)
_FIRST_SAFE_DAY = date(1900, 3, 1)  # before it Excel counts a 29 February 1900 that never was


def serial(day: date, date1904: bool = False) -> int:
    """Excel's number of a day, in the 1900 system or the 1904 one of old Macintosh workbooks.

    Raises:
        ValueError: before 1 March 1900 (1904 system: before 1904), where Excel's count is wrong or absent.
    """
    if isinstance(day, datetime):
        day = day.date()
    if day < (_DAY_ZERO_1904 if date1904 else _FIRST_SAFE_DAY):
        raise ValueError(f"Excel has no safe number for the day {day:%d/%m/%Y}")
    return (day - (_DAY_ZERO_1904 if date1904 else _DAY_ZERO_1900)).days


def date_of(number: float, date1904: bool = False) -> date:
    """The day of Excel's number; the time of day is dropped."""
    return (_DAY_ZERO_1904 if date1904 else _DAY_ZERO_1900) + timedelta(days=int(number))
