"""Figures files: a CSV file or a workbook as tables of cells, each cell as it was meant, each with its place.

Knows encodings, delimiters and workbooks, which it only reads. Knows no indicator and no header word: what the cells
say is for reader.py.
"""

import csv
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from excel_scorecard.compound import is_compound, what_it_is
from excel_scorecard.delimited import decoded, delimiter_of, plain_spaces, tidy
from excel_scorecard.disk import read_blob
from excel_scorecard.errors import Finding
from excel_scorecard.weight import too_heavy

if TYPE_CHECKING:
    from openpyxl import Workbook

CSV_ENDINGS = (".csv", ".tsv", ".txt")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm")

# A council's figures are some thousand rows; more than this is an accident or an attack, not figures. See weight.py.
MOST_CELLS = 20_000_000
MOST_CSV_BYTES = 10_000_000  # forty times as much in memory, if each cell is two digits
MOST_CSV_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class Percentage:
    """A number in a cell whose format shows per cent: 0.54 is 54. `number` is what the page shows, 54."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds no text and no number: what it is, and how to mend it."""

    what: str
    mend: str


Cell = str | int | Decimal | date | Percentage | Unreadable
"""A cell: text without spaces around it (empty where blank), a number, a date, or what is wrong with it."""


class Row(NamedTuple):
    """A row that is not blank: its line in the file, counted from 1, and its cells."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What a CSV file, or one sheet of a workbook, holds. `sheet` is empty for a CSV file."""

    file: str
    sheet: str
    rows: tuple[Row, ...]

    def place(self, line: int, column: int, header: str) -> str:
        """Where a cell stands, in the words of its file: `line 3, column numerator`, or `Sheet1!C3`."""
        if self.sheet:
            return f"{self.sheet}!{column_letters(column)}{line}"
        return f"line {line}, column {header}" if header else f"line {line}"


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: `A`, ..., `Z`, `AA`."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_tables(path: Path, shown: str, only: str = "") -> tuple[list[Table], list[Finding]]:
    """The tables of a figures file, and what is wrong with the file as a whole.

    Args:
        path: the file.
        shown: how the file is called in findings, relative to the project.
        only: the one sheet to read; no table where a workbook has none of that name.

    Raises:
        MachineError: the file cannot be opened.

    """
    ending = path.suffix.lower()
    if ending not in (*CSV_ENDINGS, *WORKBOOK_ENDINGS):
        mend = f"Save the figures as CSV or as an Excel workbook (.xlsx){', not as ' + ending if ending else ''}."
        return [], [Finding("error", shown, "the file", "F-FILE", "this is no kind of file that holds figures", mend)]
    blob = read_blob(path, shown)
    return _csv_tables(blob, shown) if ending in CSV_ENDINGS else _workbook_tables(blob, shown, only)


def _csv_tables(blob: bytes, shown: str) -> tuple[list[Table], list[Finding]]:
    if len(blob) > MOST_CSV_BYTES:
        return [], [_too_large(shown, f"it has {len(blob) / 1_000_000:,.1f} MB")]
    text = decoded(blob)
    if text is None:
        what, mend = "this is not a text file", "Save it from Excel as CSV UTF-8, or give it as .xlsx."
        return [], [Finding("error", shown, "the file", "F-FILE", what, mend)]
    rows: list[Row] = []
    lines = csv.reader(io.StringIO(plain_spaces(text), newline=""), delimiter=delimiter_of(text), strict=True)
    line = 1
    try:
        for cells in lines:
            row = tuple(map(str.strip, cells))
            if any(row):
                rows.append(Row(line, row))
            if len(rows) > MOST_CSV_ROWS:
                return [], [_too_large(shown, f"it has more than {MOST_CSV_ROWS:,} rows")]
            line = lines.line_num + 1
    except csv.Error as error:
        what = f"this line cannot be read as CSV: {error}"
        mend = "Look for a quotation mark without its partner, here or above."
        return [], [Finding("error", shown, f"line {line}", "F-FILE", what, mend)]
    return [Table(shown, "", tuple(rows))], []


def _workbook_tables(blob: bytes, shown: str, only: str) -> tuple[list[Table], list[Finding]]:
    if is_compound(blob):
        what, mend = what_it_is(blob)
        return [], [Finding("error", shown, "the file", "F-FILE", what.rstrip("."), mend)]
    try:
        if heavy := too_heavy(blob):
            return [], [_too_large(shown, heavy)]
        return _sheets(blob, shown, only), []
    except _TooManyCellsError as error:
        return [], [_too_large(shown, str(error))]
    except Exception as error:
        what = f"this is not a workbook that can be read ({type(error).__name__})"
        mend = "Open it in Excel and save it as Excel Workbook (.xlsx), without a password."
        return [], [Finding("error", shown, "the file", "F-FILE", what, mend)]


def _too_large(shown: str, what: str) -> Finding:
    mend = (
        "Save the figures alone in a workbook, and clear rows and columns that only look empty (Ctrl+End shows them)."
    )
    return Finding("error", shown, "the file", "F-FILE", f"this file is too large for figures: {what}", mend)


class _TooManyCellsError(Exception):
    """More cells than figures may have; says how many."""


def _sheets(blob: bytes, shown: str, only: str) -> list[Table]:
    # Read twice: once for the values that Excel saved, once to see which empty-looking cells are formulas without one.
    values, formulas = _opened(blob, data_only=True), _opened(blob, data_only=False)
    return [
        Table(shown, sheet.title, tuple(_sheet_rows(sheet, formulas[sheet.title])))
        for sheet in values.worksheets
        if not only or sheet.title.strip().casefold() == only.casefold()
    ]


def _opened(blob: bytes, *, data_only: bool) -> "Workbook":
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it would lose on saving; we never save with it
        return load_workbook(io.BytesIO(blob), read_only=True, data_only=data_only)


def _sheet_rows(values: Any, formulas: Any) -> Iterator[Row]:
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # the sheet's own word for its size is often wrong, and read_only believes it
    pairs = zip_longest(values.iter_rows(), formulas.iter_rows(), fillvalue=())
    seen = 0
    for line, (value_cells, formula_cells) in enumerate(pairs, start=1):
        seen += len(value_cells)
        if seen > MOST_CELLS:  # each row is as wide as its last cell stands to the right
            raise _TooManyCellsError(
                f"its sheet {values.title} has more than {MOST_CELLS:,} cells, blank ones with them"
            )
        row = [_cell(*both) for both in zip_longest(value_cells, formula_cells)]
        while row and row[-1] == "":
            row.pop()
        if row:
            yield Row(line, tuple(row))


def _cell(value_cell: Any, formula_cell: Any) -> Cell:
    value = value_cell.value if value_cell is not None else None
    if value is None:
        if formula_cell is not None and formula_cell.data_type == "f":
            what = "a formula whose result was not saved"
            return Unreadable(what, "Open the workbook in Excel, let it calculate, and save it.")
        return ""
    if value_cell.data_type == "e":
        return Unreadable(f"the error {value}", "Mend the formula, or write x for not available.")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, value_cell.number_format)
    return _text_or_date(value)


def _text_or_date(value: object) -> Cell:
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return Unreadable(str(value).upper(), "Write a number, or leave the cell blank.")
    return Unreadable("a time of day", "Format the cell as a number and type the figure again.")


def _number(value: int | float, number_format: str | None) -> Cell:
    # Fifteen significant digits are what Excel itself holds a number to; 0.1 + 0.2 is 0.3 there.
    number = Decimal(f"{value:.15g}")
    if shows_percent(number_format or ""):
        return Percentage(number.scaleb(2))
    return int(number) if number == number.to_integral_value() else number


def shows_percent(number_format: str) -> bool:
    """Whether Excel multiplies by 100 to show the number: a % that is neither quoted nor escaped."""
    return "%" in re.sub(r'"[^"]*"|\\.|_.|\*.', "", number_format)
