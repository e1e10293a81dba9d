"""Figures reader: the tables in a project's files become the waist, or a list of what is wrong with them.

Knows which cells belong to one figure and puts the figure together. What a row, a cell and a header say is read by
rows.py, cells.py and layout.py; what cannot be is known to checks.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excel_scorecard.calendar import month_label
from excel_scorecard.errors import Finding, FindingsError, ProjectError, stop_on_errors
from excel_scorecard.figures.cells import BLANK, Part, WrongCell, read_part
from excel_scorecard.figures.checks import contradiction, gaps, unlikely
from excel_scorecard.figures.files import Cell, Row, Table, read_tables, tidy
from excel_scorecard.figures.layout import HEADER_MEND, PARTS, Layout, read_layout, role_of
from excel_scorecard.figures.rows import Heading, Headings
from excel_scorecard.figures.waist import Figure, Figures, Key
from excel_scorecard.project import SETTINGS_FILE, TOTAL, Project

if TYPE_CHECKING:
    import pandas as pd

# What a row is left out for, row after row: told once, with the number of rows.
_TOLD_ONCE = frozenset({"F-INDICATOR", "F-AREA", "F-DENOMINATOR"})


def read_figures(project: Project) -> tuple[Figures, tuple[Finding, ...]]:
    """All figures in the project's files, and the warnings.

    Rows are in the order of the project's indicators, then by period, area (TOTAL first, then the project's order) and
    basis, however the files are arranged.

    Raises:
        ProjectError: no file of the project's `figures` is there.
        FindingsError: something in the files is wrong; all of it is listed.
        MachineError: a file cannot be opened.

    """
    reading = _Reading(project)
    for path in _files(project):
        tables, findings = read_tables(path, path.relative_to(project.folder).as_posix())
        reading.findings += findings
        reading.read(tables)
    return reading.finish()


def figures_of_frame(frame: "pd.DataFrame", project: Project) -> Figures:
    """The figures of a tidy table with the columns of `frame`; columns left out are as in `Figure`.

    Numbers are taken to 15 significant digits, as Excel holds them. Percentages are as people write them (54).

    Raises:
        FindingsError: a row breaks a rule that figures in a file must keep, or would be set aside.

    """
    columns = [str(column) for column in frame.columns]
    lines: Iterable[tuple[Any, ...]] = frame.itertuples(index=False, name=None)
    rows = [Row(1, tuple(columns))]
    rows += [Row(line, tuple(map(_cell_of_frame, cells))) for line, cells in enumerate(lines, start=2)]
    reading = _Reading(project)
    reading.read([Table("the table", "", tuple(rows))])
    figures, findings = reading.finish()
    # A frame has no list of warnings to go with it, so nothing may be left out of it silently.
    if left_out := [finding for finding in findings if finding.code in {*_TOLD_ONCE, "F-COLUMN"}]:
        raise FindingsError([replace(finding, level="error") for finding in left_out])
    return figures


def _cell_of_frame(value: object) -> Cell:
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - a NaN is not itself
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    try:
        return Decimal(f"{value:.15g}")
    except (TypeError, ValueError):
        return tidy(str(value))


def _files(project: Project) -> list[Path]:
    found = {path for pattern in project.scorecard.figures for path in project.folder.glob(pattern) if path.is_file()}
    # Excel keeps "~$figures.xlsx" beside a workbook that is open.
    files = sorted(path for path in found if not path.name.startswith(("~$", ".")))
    if not files:
        raise ProjectError(
            f"there is no file of figures: nothing is called {' or '.join(project.scorecard.figures)}.",
            where=SETTINGS_FILE,
            mend='Put the figures there as CSV or XLSX, or say where they are: figures = ["figures/*.csv"].',
        )
    return files


@dataclass(slots=True)
class _Entry:
    """A figure while its parts come together: what was said of it, and in which cells."""

    heading: Heading
    period: date
    layout: Layout
    row: Row
    parts: dict[str, Part] = field(default_factory=dict)
    cells: dict[str, tuple[Row, int]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return self.layout.table.file

    def place(self, part: str | None = None) -> str:
        """Where the part stands; without one, where the figure begins."""
        row, column = self.row, self.layout.roles["indicator"]
        if part in self.cells:
            row, column = self.cells[part]
        elif self.layout.is_wide:
            row, column = next(iter(self.cells.values()))
        return self.layout.place(row, column)


class _Reading:
    """One reading of a project's figures: what came together so far, and what was found."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.findings: list[Finding] = []
        self._headings = Headings(project, self.findings)
        self._entries: dict[Key, _Entry] = {}

    def read(self, tables: Iterable[Table]) -> None:
        """Take in all tables of one file."""
        layouts = []
        found_before = len(self.findings)
        file = ""
        for table in tables:
            file = table.file
            layout, findings = read_layout(table)
            self.findings += findings
            if layout is not None:
                layouts.append(layout)
        if file and not layouts and len(self.findings) == found_before:
            what = "no figures were found: no row heads the columns"
            self.findings.append(Finding("error", file, "the first rows", "F-HEADER", what, HEADER_MEND))
        for layout in layouts:
            for row in layout.rows:
                self._read_row(layout, row)

    def finish(self) -> tuple[Figures, tuple[Finding, ...]]:
        """The figures, sorted, with the warnings.

        Raises:
            FindingsError: something is wrong; all of it is listed, warnings too.

        """
        figures = [figure for entry in self._entries.values() if (figure := self._figure(entry)) is not None]
        found = _told_once(self.findings)
        stop_on_errors(found)
        found += gaps(figures, self._file_and_place)
        found += unlikely(self.project, figures, self._file_and_place)
        order = {indicator.id: place for place, indicator in enumerate(self.project.indicators)}
        areas = {name: place for place, name in enumerate((TOTAL, *(area.name for area in self.project.areas)))}
        figures.sort(key=lambda f: (order[f.indicator], f.period, areas[f.area], f.basis == "average"))
        return Figures(figures), tuple(found)

    def _read_row(self, layout: Layout, row: Row) -> None:
        if len(row.cells) > len(layout.headers) and not layout.table.sheet and any(row.cells[len(layout.headers) :]):
            what = f"the line has {len(row.cells)} cells, and there are {len(layout.headers)} columns"
            mend = 'Put numbers like "1,234" and notes with commas between quotation marks.'
            self._error(layout.table.file, f"line {row.line}", "F-COLUMN", what, mend)
            return
        heading = self._headings.read(layout, row)
        if heading is None:
            return
        if layout.is_wide:
            self._read_wide(layout, row, heading)
        elif (period := self._headings.period(layout, row)) is not None:
            columns = {part: layout.roles[part] for part in PARTS if part in layout.roles}
            self._enter(layout, row, heading, period, columns)

    def _read_wide(self, layout: Layout, row: Row, heading: Heading) -> None:
        written = str(layout.cell(row, "part"))
        part = role_of(written) if written else "value" if heading.indicator.is_ratio else "numerator"
        if part not in PARTS:
            what = f"the part '{written}' is none of {', '.join(PARTS)}"
            mend = "Write numerator, denominator or value."
            self._error(layout.table.file, layout.place(row, layout.roles["part"]), "F-PART", what, mend)
            return
        for column, month in layout.months.items():
            is_filled = column < len(row.cells) and row.cells[column] != ""
            if is_filled and not self._enter(layout, row, heading, month, {part: column}):
                return  # said once for the row, not once a month

    def _enter(self, layout: Layout, row: Row, heading: Heading, period: date, columns: Mapping[str, int]) -> bool:
        """Take in a row's cells for one period; False where the same had been said before."""
        key = (heading.indicator.id, period, heading.area, heading.basis)
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Entry(heading, period, layout, row)
        elif entry.layout is not layout or not layout.is_wide or columns.keys() & entry.parts.keys():
            self._duplicate(
                _Entry(heading, period, layout, row, cells={p: (row, c) for p, c in columns.items()}), entry
            )
            return False
        for part, column in columns.items():
            entry.cells[part] = (row, column)
            read = read_part(row.cells[column], part, heading.indicator) if column < len(row.cells) else BLANK
            if isinstance(read, WrongCell):
                self._error(entry.file, entry.place(part), read.code, read.what, read.mend)
                read = BLANK
            entry.parts[part] = read
        return True

    def _duplicate(self, second: _Entry, first: _Entry) -> None:
        heading = second.heading
        average = ", its average," if heading.basis == "average" else ""
        said = f"'{heading.indicator.id}', {month_label(second.period)}, {heading.area}{average}"
        what = f"{said} is there twice: first in {first.file}, {first.place()}"
        self._error(second.file, second.place(), "F-DUPLICATE", what, "Keep one of the two.")

    def _figure(self, entry: _Entry) -> Figure | None:
        """The entry as a figure, once its parts have been checked against each other."""
        indicator, heading = entry.heading.indicator, entry.heading
        numerator, denominator, value = (entry.parts.get(part, BLANK).number for part in PARTS)
        if not indicator.is_ratio:
            numerator, denominator, value = self._count(entry), None, None
        if wrong := contradiction(indicator, numerator, denominator, value):
            self._error(entry.file, entry.place(wrong.part), wrong.code, wrong.what, wrong.mend)
            return None
        has_parts = numerator is not None and (denominator is not None or not indicator.is_ratio)
        is_known = has_parts or value is not None
        code = heading.code or next((part.code for part in entry.parts.values() if part.code), None)
        # A code for a part only says why the part is not known, where the value is; any other beside a figure is wrong.
        if is_known and (heading.code or entry.parts.get("value", BLANK).code):
            what = f"there is a code, {code}, and a figure as well"
            self._error(entry.file, entry.place(), "F-CODE", what, "Keep the one that holds.")
            return None
        return Figure(
            indicator=indicator.id,
            period=entry.period,
            area=heading.area,
            basis=heading.basis,
            numerator=numerator,
            denominator=denominator,
            value=None if has_parts or value is None else Decimal(value),
            code=None if is_known else code,
            source=heading.source,
            status=heading.status,
            as_of=heading.as_of,
            note=heading.note,
        )

    def _count(self, entry: _Entry) -> int | Decimal | None:
        """A count is its numerator, in whichever of the columns numerator and value it was written."""
        numerator, denominator, value = (entry.parts.get(part, BLANK) for part in PARTS)
        if denominator != BLANK:
            what = f"'{entry.heading.indicator.id}' is a count: what is in the column denominator is set aside"
            mend = "Leave the column blank for a count, or change the indicator's unit."
            place = entry.place("denominator")
            self.findings.append(Finding("warning", entry.file, place, "F-DENOMINATOR", what, mend))
        if numerator.number is not None and value.number is not None and numerator.number != value.number:
            what = f"the count is {numerator.number} in one column and {value.number} in the other"
            self._error(entry.file, entry.place("value"), "F-VALUE", what, "Keep the one that holds.")
        return value.number if numerator.number is None else numerator.number

    def _file_and_place(self, figure: Figure) -> tuple[str, str]:
        entry = self._entries[figure.key]
        return entry.file, entry.place()

    def _error(self, file: str, place: str, code: str, what: str, mend: str) -> None:
        self.findings.append(Finding("error", file, place, code, what, mend))


def _told_once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for all rows of a file that are left out for the same reason, at the first of them."""
    rows: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        place = "" if finding.code in _TOLD_ONCE else finding.place
        rows.setdefault((finding.file, place, finding.code, finding.what), []).append(finding)
    return [
        replace(same[0], what=f"{same[0].what} ({len(same)} rows)") if len(same) > 1 else same[0]
        for same in rows.values()
    ]
