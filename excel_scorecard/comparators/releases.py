"""Releases: the CSV files of official statistics, as downloaded, become published figures of every place and year.

Knows the files by their columns, never by their names, in each naming that published.py declares; keeps the codes `c`,
`x`, `u`, `z`, `k` and `low` as codes. What is compared with what is for taking.py.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Final, Literal, NamedTuple

from excel_scorecard.errors import Finding
from excel_scorecard.figures.files import Cell, Row, Table, read_tables
from excel_scorecard.figures.layout import plain_header
from excel_scorecard.project import read_code
from excel_scorecard.published import MEASURES, RELEASES, Columns, Measure, Release

Level = Literal["England", "region", "authority"]

_LEVELS: Mapping[str, Level] = {"national": "England", "regional": "region", "local authority": "authority"}
_PLACE: Mapping[str, Columns] = {
    "year": ("time_period",),
    "level": ("geographic_level",),
    "region": ("region_name",),
    "code": ("old_la_code",),
    "new code": ("new_la_code",),
    "authority": ("la_name",),
}
_NEEDED: Final = ("year", "level", "region", "authority")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_TOLD_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """England, a region or an authority, as a release names it. `codes` are an authority's, old and new."""

    level: Level
    name: str
    region: str = ""
    codes: tuple[str, ...] = ()


class PublishedFigure(NamedTuple):
    """A figure as published: a number as people write it, or a code text such as `[u]`."""

    place: Place
    value: Decimal | str


@dataclass(frozen=True)
class Published:
    """What one file says of one measure: figures by year."""

    measure: Measure
    release: Release
    file: str
    latest: int
    """The last year of the file, which is its reporting year."""
    years: Mapping[int, tuple[PublishedFigure, ...]]


def read_release(table: Table, wanted: Sequence[Measure]) -> tuple[list[Published], Release | None, list[Finding]]:
    """The wanted measures of a file.

    Returns: the measures, the release that the file was recognised as (None where it is none), and what was found.
    """
    header = table.rows[0] if table.rows else Row(1, ())
    columns = columns_of(header)
    release = next((r for r in RELEASES.values() if all(_at(columns, mark) is not None for mark in r.marks)), None)
    if release is None:
        return [], None, []
    places = {role: at for role, names in _PLACE.items() if (at := _at(columns, names)) is not None}
    lacking = [_PLACE[role][0] for role in _NEEDED if role not in places]
    if lacking:
        what = f"there is no column {' and no column '.join(lacking)}"
        mend = "Give the file as it was downloaded, with all its columns."
        return [], release, [Finding("error", table.file, f"line {header.line}", "B-COLUMN", what, mend)]
    reading = _Reading(table, columns, places)
    found = [reading.measure(m, release) for m in wanted if m.release == release.id]
    return [each for each in found if each is not None], release, reading.findings


class _Reading:
    """One file's rows, and what is found while they are read."""

    def __init__(self, table: Table, columns: Mapping[str, int], places: Mapping[str, int]) -> None:
        self.findings: list[Finding] = []
        self._table = table
        self._columns = columns
        self._places = places
        self._headers = table.rows[0].cells
        self._rows = [(row, *self._where(row)) for row in table.rows[1:]]
        self.latest = max((year for _, year, _ in self._rows if year), default=0)

    def measure(self, measure: Measure, release: Release) -> Published | None:
        """The measure's figures by year; None where the file has no column for it, or no row."""
        wanted = [measure.value] if measure.value else [measure.whole, *measure.parts, *measure.rest]
        found = [_at(self._columns, names) for names in wanted]
        if any(at is None for at in found):
            lacking = next(names[0] for names, at in zip(wanted, found, strict=True) if at is None)
            what = f"this release has no column {lacking}, so that '{measure.id}' cannot be taken from it"
            mend = "DfE leaves columns out of some years' files: take the figure from an earlier one, or type it."
            self._tell("warning", self._table.rows[0].line, "B-MEASURE", what, mend)
            return None
        at = [number for number in found if number is not None]
        years: dict[int, list[PublishedFigure]] = {}
        for row, year, place in self._rows:
            if year and place and self._is_of(measure, row):
                cells = [self._cell(row, number) for number in at]
                years.setdefault(year, []).append(PublishedFigure(place, self._value(measure, row, at, cells)))
        if not years:
            column, words = measure.rows or ("geographic_level", ("National",))
            what = f"no row of '{measure.id}' was found: none has {column} '{words[0]}'"
            self._tell("warning", self._table.rows[0].line, "B-MEASURE", what, "Give the whole file as downloaded.")
            return None
        return Published(measure, release, self._table.file, self.latest, {y: tuple(f) for y, f in years.items()})

    def _where(self, row: Row) -> tuple[int | None, Place | None]:
        said = {role: _text(self._cell(row, at)) for role, at in self._places.items()}
        match = _YEAR.fullmatch(said["year"])
        if match is None:
            what = f"time_period '{said['year'][:40]}' is no year"
            self._tell("warning", row.line, "B-YEAR", what, "The row is left out; give the file as downloaded.")
            return None, None
        year = int(match[1]) + (1 if match[2] else 0)
        level = _LEVELS.get(said["level"].casefold())
        if level is None:
            return year, None  # districts, wards and the like: they are nobody's comparator
        codes = tuple(code for key in ("code", "new code") for code in re.split(r"\s*/\s*", said.get(key, "")) if code)
        names = {"England": "England", "region": said["region"], "authority": said["authority"]}
        return year, Place(level, names[level], said["region"] if level == "authority" else "", codes)

    def _is_of(self, measure: Measure, row: Row) -> bool:
        if measure.rows is None:
            return True
        column, words = measure.rows
        at = _at(self._columns, (column, "population_count"))
        return at is not None and _text(self._cell(row, at)).casefold() in {word.casefold() for word in words}

    def _cell(self, row: Row, at: int) -> Cell:
        return row.cells[at] if at < len(row.cells) else ""

    def _value(self, measure: Measure, row: Row, at: Sequence[int], cells: Sequence[Cell]) -> Decimal | str:
        read = [read_value(cell) for cell in cells]
        for number, cell, value in zip(at, cells, read, strict=True):
            if value is None:
                what = f"'{_text(cell)[:40]}' is no number and no code"
                mend = "The figure counts as not available; the codes are c, x, u, z, k and low."
                self._tell("warning", row.line, "B-NUMBER", what, mend, self._headers[number])
                return "[x]"
        values = [value for value in read if value is not None]
        return worked_out(measure, values) if measure.is_worked_out else values[0]

    def _tell(
        self, level: Literal["error", "warning"], line: int, code: str, what: str, mend: str, column: Cell = ""
    ) -> None:
        place = f"line {line}, column {column}" if column else f"line {line}"
        self.findings.append(Finding(level, self._table.file, place, code, what, mend))


def columns_of(header: Row) -> dict[str, int]:
    """Where each heading stands, by the heading without case, underscores and hyphens; of two alike the first."""
    found: dict[str, int] = {}
    for at, cell in enumerate(header.cells):
        found.setdefault(plain_header(_text(cell)), at)
    return found


def _at(columns: Mapping[str, int], names: Columns) -> int | None:
    return next((columns[plain] for name in names if (plain := plain_header(name)) in columns), None)


def read_value(cell: Cell) -> Decimal | str | None:
    """A cell as a number, or as its code `[c]`; a blank one is `[x]`; None where it is neither."""
    text = _text(cell).replace(",", "")
    if not text:
        return "[x]"
    if code := read_code(text):
        return f"[{code}]"
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def worked_out(measure: Measure, values: Sequence[Decimal | str]) -> Decimal | str:
    """The percentage that the numbers give, rounded half away from zero; the code where it cannot be known.

    A part that is low but not zero (`k`) leaves the percentage not available.

    Args:
        measure: which has parts.
        values: of its whole, its parts and its rest, in that order.

    """
    whole, parts, rest = values[0], values[1 : 1 + len(measure.parts)], values[1 + len(measure.parts) :]
    if isinstance(whole, str):
        return _code([whole])
    if not whole:
        return "[z]"
    for numbers, is_rest in ((rest, True), (parts, False)):
        known = [number for number in numbers if isinstance(number, Decimal)]
        if numbers and len(known) == len(numbers):
            total = sum(known, Decimal(0))
            return half_up(100 * (whole - total if is_rest else total) / whole, measure.decimals)
    return _code(parts)


def _code(values: Sequence[Decimal | str]) -> str:
    """The code of a percentage of which these are the numbers."""
    first = next((value for value in values if isinstance(value, str)), "")
    return first if first in {"[c]", "[u]"} else "[x]"


def half_up(value: Decimal, decimals: int) -> Decimal:
    """Rounded half away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)


def tables_of(path: Path) -> tuple[list[Table], list[Finding]]:
    """The tables of a downloaded file.

    Raises:
        MachineError: the file cannot be opened.

    """
    tables, findings = read_tables(path, path.name)
    if path.suffix.lower() == ".zip":
        mend = "Unpack it (right click, Extract All), and give the CSV files in its folder data."
        return [], [Finding("error", path.name, "the file", "B-FILE", "this is a packed folder", mend)]
    return [table for table in tables if table.rows], findings


def unknown_file(table: Table) -> Finding:
    """What is said of a file that is no release and no list of neighbours."""
    headings = [_text(cell) for cell in table.rows[0].cells if _text(cell)]
    first = ", ".join(headings[:_TOLD_COLUMNS]) + (", ..." if len(headings) > _TOLD_COLUMNS else "")
    known = ", ".join(dict.fromkeys(release.publication for release in RELEASES.values()))
    what = f"this is none of the files that are read: its columns are {first or 'none'}"
    mend = f"Read are files of {known}; and the lists of neighbours."
    return Finding("warning", table.file, f"line {table.rows[0].line}", "B-FILE", what, mend)


def measures_of(release: Release) -> list[str]:
    """The ids of the measures that a release may hold."""
    return [measure.id for measure in MEASURES.values() if measure.release == release.id]


def told_once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """One finding for all rows of a file with the same slip, at the first of them, with their number."""
    count = Counter((each.file, each.code, each.what) for each in findings)
    told = set()
    for each in findings:
        key = (each.file, each.code, each.what)
        if key not in told:
            told.add(key)
            more = f" ({count[key]} rows)" if count[key] > 1 else ""
            yield Finding(each.level, each.file, each.place, each.code, f"{each.what}{more}", each.mend)
