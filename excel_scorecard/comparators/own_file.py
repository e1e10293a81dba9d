"""Own file: the project's comparators.csv, a row a figure: read and checked, and rows put into it.

Knows the file's columns and how officers fill them. Where figures come from is taking.py's; which of them a page shows
is joining.py's.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal, Protocol

from excel_scorecard.comparator import Comparator
from excel_scorecard.comparators.periods import PERIOD_MEND, period_end
from excel_scorecard.comparators.taking import Taken
from excel_scorecard.delimited import delimiter_of
from excel_scorecard.disk import read_blob
from excel_scorecard.errors import Finding, Level, ProjectError, stop_on_errors
from excel_scorecard.figures.cells import WrongCell, read_part
from excel_scorecard.figures.files import Cell, Row, Table, Unreadable, read_tables
from excel_scorecard.figures.layout import plain_header
from excel_scorecard.indicator import Indicator
from excel_scorecard.project import Project
from excel_scorecard.settings_file import nearest
from excel_scorecard.setup.text_files import harmless

COMPARATORS_FILE: Final = "comparators.csv"
COLUMNS: Final = ("indicator", "label", "period", "value", "source", "status", "publishable")
_NEEDED: Final = ("indicator", "label", "period", "value")
_HEADER_MEND: Final = f"Head the columns {', '.join(COLUMNS)}; the last three may be left out."
_YES_OR_NO: Mapping[str, Literal["yes", "no"]] = {
    "": "yes", "yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no",
}  # fmt: skip
_STATUS: Mapping[str, Literal["final", "provisional"]] = {
    "": "final", "final": "final", "f": "final", "provisional": "provisional", "p": "provisional",
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A row of the file, checked. `ended` is the last month of its period."""

    indicator: str
    comparator: Comparator
    ended: date
    file: str
    place: str


def comparators_files(project: Project) -> list[Path]:
    """The project's files of comparators that are there, sorted."""
    found = {path for pattern in project.comparing.files for path in project.folder.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not path.name.startswith(("~$", ".")))


def read_comparators(project: Project) -> tuple[list[Kept], list[Finding]]:
    """The rows of all files of comparators, in their order, and what is wrong with them. No file is no row.

    Raises:
        MachineError: a file cannot be opened.

    """
    reading = _Reading(project)
    for path in comparators_files(project):
        tables, findings = read_tables(path, path.relative_to(project.folder).as_posix())
        reading.findings += findings
        for table in tables:
            if table.rows:
                reading.read(table)
    return reading.kept, reading.findings


class _Reading:
    """One reading of the files: what was kept so far, and what was found."""

    def __init__(self, project: Project) -> None:
        self.kept: list[Kept] = []
        self.findings: list[Finding] = []
        self._indicators = {indicator.id: indicator for indicator in project.indicators}
        self._seen: dict[tuple[str, str, date], Kept] = {}

    def read(self, table: Table) -> None:
        """Take in a table."""
        header = table.rows[0]
        at = {plain_header(str(cell)): column for column, cell in reversed(list(enumerate(header.cells)))}
        lacking = [name for name in _NEEDED if name not in at]
        if lacking:
            what = f"there is no column {' and no column '.join(lacking)}"
            self._tell(table, f"line {header.line}", "B-HEADER", what, _HEADER_MEND)
            return
        for name, column in at.items():
            if name and name not in COLUMNS:
                near = nearest(name, COLUMNS)
                # a misspelt publishable would let out what was not to be
                level: Level = "error" if near else "warning"
                mend = "Head it so, or in words that are not like it." if near else "Take no notice, or take it out."
                place = table.place(header.line, column, name)
                self._tell(table, place, "B-COLUMN", f"the column '{name}' is not read{near}", mend, level)
        for row in table.rows[1:]:
            self._row(table, at, len(header.cells), row)

    def _row(self, table: Table, at: Mapping[str, int], width: int, row: Row) -> None:
        if len(row.cells) > width and any(cell != "" for cell in row.cells[width:]):
            what = f"the line has {len(row.cells)} cells, and there are {width} columns"
            mend = "Put texts with commas, and numbers like 1,234, between quotation marks."
            self._tell(table, table.place(row.line, width, ""), "B-COLUMN", what, mend)
            return
        said = {name: row.cells[at[name]] if name in at and at[name] < len(row.cells) else "" for name in COLUMNS}
        texts = {name: _text(cell) for name, cell in said.items()}

        def tell(name: str, code: str, what: str, mend: str, level: Level = "error") -> None:
            self._tell(table, table.place(row.line, at.get(name, 0), name), code, what, mend, level)

        indicator = self._indicators.get(texts["indicator"])
        if indicator is None:
            what = f"there is no indicator '{texts['indicator']}'{nearest(texts['indicator'], self._indicators)}"
            what = what if texts["indicator"] else "the row names no indicator"
            tell("indicator", "B-INDICATOR", f"{what}; the row is set aside", "Write an indicator's id.", "warning")
            return
        wrong = len(self.findings)
        value = self._value(indicator, said["value"], tell)
        ended = _end(texts["period"], tell)
        if not texts["label"]:
            tell("label", "B-LABEL", "the row does not say whose figure it is", "Write a label, such as England.")
        for name, words in (("status", _STATUS), ("publishable", _YES_OR_NO)):
            if texts[name].casefold() not in words:
                known = "final or provisional" if name == "status" else "yes or no"
                tell(name, f"B-{name.upper()}", f"{name} '{texts[name][:40]}' is not known", f"Write {known}.")
        if len(self.findings) > wrong or value is None or ended is None:
            return
        comparator = Comparator(
            label=texts["label"],
            period=texts["period"],
            value=value,
            source=texts["source"],
            status=_STATUS[texts["status"].casefold()],
            publishable=_YES_OR_NO[texts["publishable"].casefold()],
        )
        kept = Kept(indicator.id, comparator, ended, table.file, table.place(row.line, at["label"], "label"))
        first = self._seen.setdefault((indicator.id, comparator.name.casefold(), ended), kept)
        if first is not kept:
            what = f"'{indicator.id}', {comparator.name} {comparator.period} is there twice: "
            tell("label", "B-DUPLICATE", f"{what}first in {first.file}, {first.place}", "Keep one of the two.")
            return
        self.kept.append(kept)

    def _value(self, indicator: Indicator, cell: Cell, tell: "_Tell") -> Decimal | str | None:
        if cell == "":
            mend = "Write the figure as people write it (74.8 for 74.8%); or a code, such as x for not available."
            tell("value", "B-NUMBER", "there is no value", mend)
            return None
        read = read_part(cell, "value", indicator)
        if isinstance(read, WrongCell):
            tell("value", f"B-{read.code.partition('-')[2]}", read.what, read.mend)
            return None
        if read.number is None:
            return f"[{read.code}]"
        value = Decimal(read.number)
        if indicator.unit == "percent" and value > 100:
            tell("value", "B-NUMBER", f"value {value} is more than 100%", "Write 74.8 for 74.8%.")
            return None
        return value

    def _tell(self, table: Table, place: str, code: str, what: str, mend: str, level: Level = "error") -> None:
        self.findings.append(Finding(level, table.file, place, code, what, mend))


class _Tell(Protocol):
    """How a cell's finding is told."""

    def __call__(self, name: str, code: str, what: str, mend: str, level: Level = "error") -> None:
        """Tell it."""


def _end(period: str, tell: "_Tell") -> date | None:
    if not period:
        tell("period", "B-PERIOD", "the row names no period", PERIOD_MEND)
        return None
    try:
        return period_end(period)
    except ValueError as error:
        tell("period", "B-PERIOD", f"{error}", PERIOD_MEND)
        return None


def _text(cell: Cell) -> str:
    if isinstance(cell, Unreadable):
        return cell.what
    return f"{cell:%d %B %Y}".lstrip("0") if isinstance(cell, date) else str(cell).strip()


# ---- writing ---------------------------------------------------------------------------------------------------------


def file_to_write(project: Project) -> Path:
    """The file that an import writes: the first of the settings' that has a name, else comparators.csv.

    Raises:
        ProjectError: the settings' files do not include it, so that a build would not read it.

    """
    named = next((name for name in project.comparing.files if not set("*?[") & set(name)), "")
    path = project.folder / (named or COMPARATORS_FILE)
    if not named and not any(path.relative_to(project.folder).match(pattern) for pattern in project.comparing.files):
        what = f"an import writes {COMPARATORS_FILE}, and files under [comparators] does not name it"
        mend = f'Add "{COMPARATORS_FILE}" to files.'
        raise ProjectError(f"{what}.", where=project.settings_file, mend=mend)
    if path.suffix.lower() != ".csv":
        what = f"an import writes a CSV file, and files under [comparators] begins with {named}"
        raise ProjectError(f"{what}.", where=project.settings_file, mend=f'Put "{COMPARATORS_FILE}" before it.')
    return path


def with_rows(path: Path, rows: Sequence[Taken], project: Project) -> tuple[bytes, int, int]:
    """The file's bytes with these rows in it, in place of those of the same indicator, label and period.

    Every other line stays as it is. A label is the same whatever it says in brackets.

    Returns: the bytes, how many rows are new, and how many took the place of one.

    Raises:
        FindingsError: something in the file is wrong, so that its rows are not known.
        ProjectError: it lacks a column.

    """
    if not path.is_file():
        text = _line(COLUMNS, ",", "\r\n") + "".join(_line(_cells(row, COLUMNS), ",", "\r\n") for row in rows)
        return codecs.BOM_UTF8 + text.encode(), len(rows), 0
    shown = path.relative_to(project.folder).as_posix()
    tables, findings = read_tables(path, shown)
    reading = _Reading(project)
    for table in tables:
        if table.rows:
            reading.read(table)
    stop_on_errors([*findings, *reading.findings])
    blob = read_blob(path, shown)
    text = _decoded(blob, shown)
    delimiter = delimiter_of(text)
    lines = list(io.StringIO(text, newline=""))
    end = "\r\n" if not lines or lines[0].endswith("\r\n") else "\n"
    records = _records(lines, delimiter)
    number = next((n for n, (cells, _) in enumerate(records) if any(cells)), None)
    if number is None:
        records, number = [(list(COLUMNS), _line(COLUMNS, delimiter, end))], 0
    header = [plain_header(cell) for cell in records[number][0]]
    if lacking := [name for name in COLUMNS if name not in header]:
        mend = f"Head the columns {', '.join(COLUMNS)}, as the import writes them."
        raise ProjectError(f"there is no column {' and no column '.join(lacking)}.", where=shown, mend=mend)
    places = {key: n for n, (cells, _) in enumerate(records) if n > number and (key := _key_of(cells, header))}
    replaced = 0
    if records and not records[-1][1].endswith(("\r", "\n")):
        records[-1] = (records[-1][0], records[-1][1] + end)
    for row in rows:
        cells = _cells(row, header)
        told = (cells, _line(cells, delimiter, end))
        if (at := places.get(_key(row.indicator, row.label, row.period))) is not None:
            records[at], replaced = told, replaced + 1
        else:
            records.append(told)
    return codecs.BOM_UTF8 + "".join(text for _, text in records).encode(), len(rows) - replaced, replaced


def _records(lines: Sequence[str], delimiter: str) -> list[tuple[list[str], str]]:
    """The file's records, each with its text as it stands."""
    reader, start, found = csv.reader(lines, delimiter=delimiter), 0, []
    for cells in reader:
        found.append((cells, "".join(lines[start : reader.line_num])))
        start = reader.line_num
    return found


def _decoded(blob: bytes, shown: str) -> str:
    encoding = "utf-16" if blob[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    try:
        return blob.decode(encoding)
    except UnicodeDecodeError:
        try:
            return blob.decode("cp1252")
        except UnicodeDecodeError:
            mend = "Save it from Excel as CSV UTF-8."
            raise ProjectError("this is not a text file.", where=shown, mend=mend) from None


_Key = tuple[str, str, date | str]


def _key(indicator: str, label: str, period: str) -> _Key:
    name = Comparator(label=label, value=Decimal(0)).name.casefold()
    try:
        return indicator, name, period_end(period)
    except ValueError:
        return indicator, name, period.casefold()


def _key_of(cells: Sequence[str], header: Sequence[str]) -> _Key | None:
    said = dict(zip(header, map(str.strip, cells), strict=False))
    if not all(said.get(name) for name in ("indicator", "label", "period")):
        return None
    return _key(said["indicator"], said["label"], said["period"])


def _cells(row: Taken, header: Iterable[str]) -> list[str]:
    value = row.value.strip("[]") if isinstance(row.value, str) else f"{row.value:f}"
    said = {**row._asdict(), "value": value}
    return [harmless(str(said.get(name, ""))) for name in header]


def _line(cells: Sequence[str], delimiter: str, end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerow(cells)
    return out.getvalue()
