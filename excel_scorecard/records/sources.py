"""Sources: files of records as rows of cells, each with the line it stands in. Nothing is understood here.

Knows CSV, the workbooks of Excel and LibreOffice, and Parquet; a database is database.py's. A cell is text, or the
number, date or truth that a workbook holds. Headings are found by headings.py, values read by cells.py.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from excel_scorecard.compound import is_compound, is_encrypted, what_it_is
from excel_scorecard.delimited import decoded, delimiter_of, plain_spaces
from excel_scorecard.disk import read_blob
from excel_scorecard.errors import MachineError, ProjectError
from excel_scorecard.records.extra import needs
from excel_scorecard.records.unpacked import TooLargeError, looked_through

CSV_ENDINGS: Final = (".csv", ".tsv", ".txt")
WORKBOOK_ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
PARQUET_ENDINGS: Final = (".parquet",)

HEAD_ROWS: Final = 25
"""The heading is among the first rows; titles may stand above it."""

_SAVE_AS: Final = "Open it in Excel and save it as Excel Workbook (.xlsx)"
_WEB_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|style)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Taken:
    """Columns of a source: of each row that is not blank its line, and its cells, None where blank."""

    lines: list[int]
    columns: list[list[Any]]
    shifted: frozenset[int]
    """Lines that have cells beyond the last heading: what stands in them may stand under a wrong one."""


@dataclass(frozen=True)
class Source:
    """A CSV file, a sheet, a Parquet file or a relation. `sheet` is empty where there is none."""

    file: str
    sheet: str
    head: Sequence[Sequence[Any]]
    """The first rows, the heading among them."""
    take: Callable[[int, Sequence[int]], Taken]
    """The columns at these positions, below the row of the heading (counted from 0)."""

    @property
    def shown(self) -> str:
        """How it is called where its rows are told of."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


@dataclass(frozen=True)
class Sources:
    """What a file holds: its sheets by name, each read when it is asked for. A file without sheets has one, ''."""

    file: str
    names: tuple[str, ...]
    get: Callable[[str], Source]


def open_sources(path: Path, shown: str) -> Sources:
    """The sources of a file, called `shown` in errors.

    Raises:
        ProjectError: it is no file that can be read; says what it is. Never what is in it.
        MachineError: the file cannot be opened, or what reads it is not installed.

    """
    ending = path.suffix.lower()
    if ending in PARQUET_ENDINGS:
        return Sources(shown, ("",), lambda _: _parquet(path, shown))
    if ending not in (*CSV_ENDINGS, *WORKBOOK_ENDINGS):
        mend = "Save the records as CSV, Parquet or a workbook."
        raise ProjectError("this is no kind of file that records are read from.", where=shown, mend=mend)
    blob = read_blob(path, shown)
    if ending in CSV_ENDINGS:
        return Sources(shown, ("",), lambda _: _csv(blob, shown))
    return _workbook(blob, shown)


# ---- CSV -------------------------------------------------------------------------------------------------------------


def _csv(blob: bytes, shown: str) -> Source:
    text = decoded(blob)
    if text is None:
        raise ProjectError("this is not a text file.", where=shown, mend="Save it from Excel as CSV UTF-8.")
    rows: list[Sequence[Any]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(plain_spaces(text), newline=""), delimiter=delimiter_of(text), strict=True)
    line, wrong = 1, ""
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:  # its words name marks and limits, never what stands in the line
        wrong = str(error)
    if wrong:
        mend = "Look for a quotation mark without its partner, here or above."
        raise ProjectError(f"line {line} cannot be read as CSV: {wrong}.", where=shown, mend=mend)
    return _of_rows(shown, "", rows, lines)


def _of_rows(file: str, sheet: str, rows: Sequence[Sequence[Any]], lines: Sequence[int]) -> Source:
    def take(heading: int, positions: Sequence[int]) -> Taken:
        width = _width(rows[heading])
        told = [(line, row) for line, row in zip(lines[heading + 1 :], rows[heading + 1 :], strict=True) if _any(row)]
        longest = max(positions, default=-1)
        columns: list[list[Any]] = []
        if all(len(row) > longest for _, row in told):
            columns = [[row[at] for _, row in told] for at in positions]
        else:
            columns = [[row[at] if at < len(row) else None for _, row in told] for at in positions]
        shifted = frozenset(line for line, row in told if len(row) > width and _any(row[width:]))
        return Taken([line for line, _ in told], columns, shifted)

    return Source(file, sheet, rows[:HEAD_ROWS], take)


def _width(row: Sequence[Any]) -> int:
    return max((at + 1 for at, cell in enumerate(row) if _is_filled(cell)), default=0)


def _any(row: Sequence[Any]) -> bool:
    return any(map(_is_filled, row))


def _is_filled(cell: Any) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and not cell.strip())


# ---- workbooks -------------------------------------------------------------------------------------------------------


def _workbook(blob: bytes, shown: str) -> Sources:
    blob = _readable(blob, shown)
    calamine = needs("python_calamine", shown)
    book = _guarded(lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(blob)), shown)

    def get(name: str) -> Source:
        rows = _guarded(lambda: book.get_sheet_by_name(name).to_python(skip_empty_area=False), shown)
        return _of_rows(shown, name, rows, range(1, len(rows) + 1))

    return Sources(shown, tuple(book.sheet_names), get)


def _readable(blob: bytes, shown: str) -> bytes:
    """The workbook as calamine sees all of it.

    Raises:
        ProjectError: it is something else, encrypted, broken or too large.

    """
    if is_compound(blob):
        if not is_encrypted(blob):
            return blob
        what, mend = what_it_is(blob)
    elif not blob.startswith(b"PK"):
        if (problem := _no_workbook(blob)) is None:
            return blob
        what, mend = problem
    else:
        try:
            return looked_through(blob)
        except TooLargeError as error:
            what = f"this workbook is too large: {error}."
            mend = "Clear rows and columns that only look empty (Ctrl+End shows them), or save the list as CSV."
        except Exception as error:  # zipfile says a broken directory with whatever it stumbles over
            what, mend = f"this is not a workbook that can be read ({type(error).__name__}).", f"{_SAVE_AS}."
    raise ProjectError(what, where=shown, mend=mend)


def _no_workbook(blob: bytes) -> tuple[str, str] | None:
    start = blob[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    if _WEB_PAGE.search(start):
        return "this is a web page (HTML) under the name of a workbook.", f"{_SAVE_AS}."
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "this is an XML Spreadsheet of 2003 under the name of a workbook.", f"{_SAVE_AS}."
    if start.lower().startswith(b"mime-version:"):
        return "this is a web archive (MHTML) under the name of a workbook.", f"{_SAVE_AS}."
    # the records of Excel 2 to 95 begin so, without a compound file around them
    is_old = blob[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
    return None if is_old else ("this is not a workbook.", f"{_SAVE_AS}, or as CSV under a name ending in .csv.")


def _guarded(read: Callable[[], Any], shown: str) -> Any:
    """What a reader that is not ours makes, or our error: its own words may quote what it stumbled over."""
    try:
        return read()
    except BaseException as error:  # calamine's panics are no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MachineError | ProjectError):
            raise
        kind = type(error).__name__
    mend = f"{_SAVE_AS} under a new name, without a password; or as CSV."
    raise ProjectError(f"this file cannot be read ({kind}).", where=shown, mend=mend)


# ---- Parquet ---------------------------------------------------------------------------------------------------------


def _parquet(path: Path, shown: str) -> Source:
    arrow, parquet = needs("pyarrow", shown), needs("pyarrow.parquet", shown)
    if not path.is_file():
        raise MachineError("there is no such file.", where=shown, mend="Check the name and the folder.")
    names = tuple(_guarded(lambda: parquet.read_schema(path).names, shown))

    def cells(column: Any) -> list[Any]:
        kind = column.type
        is_day = arrow.types.is_date(kind) or arrow.types.is_timestamp(kind)
        # as text a long id that lies there as a float, because one is missing, would lose its digits to an exponent
        is_as_it_is = is_day or arrow.types.is_floating(kind)
        kept: list[Any] = (column if is_as_it_is else column.cast(arrow.string())).to_pylist()
        return kept

    def take(_heading: int, positions: Sequence[int]) -> Taken:
        def read() -> list[list[Any]]:
            table = parquet.read_table(path, columns=[names[at] for at in positions])
            return [cells(table.column(names[at])) for at in positions]

        columns: list[list[Any]] = _guarded(read, shown)
        return of_columns(columns)

    return Source(shown, "", (names,), take)


def of_columns(columns: list[list[Any]]) -> Taken:
    """Columns as taken from a source that has no blank rows; its first row is line 1."""
    count = len(columns[0]) if columns else 0
    return Taken(list(range(1, count + 1)), columns, frozenset())


def first_rows(source: Source) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows that the heading may be, with their numbers from 0."""
    return enumerate(islice(source.head, HEAD_ROWS))
