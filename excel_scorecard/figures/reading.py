"""Reading: tables become figures, each with the place where it was told, or a list of what is wrong with them.

Knows which cells belong to one figure and puts the figure together. What a row, a cell and a header say is read by
rows.py, cells.py and layout.py; which figure counts where several are told is for precedence.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from excel_scorecard.errors import Finding, Level
from excel_scorecard.figures.cells import BLANK, Part, WrongCell, read_part
from excel_scorecard.figures.checks import contradiction
from excel_scorecard.figures.files import Cell, Row, Table
from excel_scorecard.figures.layout import HEADER_MEND, PARTS, ROLES, Layout, is_example, read_layout, role_of
from excel_scorecard.figures.rows import Heading, Headings, called
from excel_scorecard.figures.waist import Figure, Key, Source
from excel_scorecard.project import Project

# What a row is left out for, row after row: told once, with the number of rows.
TOLD_ONCE = frozenset({"F-INDICATOR", "F-AREA", "F-DENOMINATOR"})


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as a file tells it, and where: `file` and `place` in the words of findings."""

    figure: Figure
    file: str
    place: str
    layout: Layout
    row: Row

    def cell(self, role: str) -> Cell:
        """What stands in the same row, in the column of that role."""
        return self.layout.cell(self.row, role)

    def finding(self, code: str, what: str, mend: str, role: str = "") -> Finding:
        """An error at the figure's place, or at the row's cell in the column of that role."""
        column = self.layout.roles.get(role)
        place = self.place if column is None else self.layout.place(self.row, column)
        return Finding("error", self.file, place, code, what, mend)


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

    @property
    def says_nothing(self) -> bool:
        """A row of a long table that waits to be filled."""
        is_blank = all(part == BLANK for part in self.parts.values())
        return not self.layout.is_wide and is_blank and self.heading.code is None

    def place(self, part: str | None = None) -> str:
        """Where the part stands; without one, where the figure begins."""
        row, column = self.row, self.layout.roles["indicator"]
        if part in self.cells:
            row, column = self.cells[part]
        elif self.layout.is_wide:
            row, column = next(iter(self.cells.values()))
        return self.layout.place(row, column)


class Reading:
    """One reading of figures: what came together so far, and what was found.

    Args:
        project: whose indicators and areas the figures are of.
        source: where all its figures come from; None where each row may say it.
        roles: what a column says, by header word.

    """

    def __init__(self, project: Project, source: Source | None = None, roles: Mapping[str, str] = ROLES) -> None:
        self.findings: list[Finding] = []
        self._source = source
        self._roles = roles
        self._headings = Headings(project, self.findings, source)
        self._entries: dict[tuple[Key, Source], _Entry] = {}

    def read(self, tables: Iterable[Table], *, others_are_theirs: bool = False) -> None:
        """Take in all tables of one file; where `others_are_theirs`, columns that are not read are told nothing of."""
        layouts = []
        found_before = len(self.findings)
        tables = list(tables)
        for table in tables:
            layout, findings = read_layout(table, self._roles, others_are_theirs=others_are_theirs)
            # the workbook that was published may lie with its figures, and its tables are not figures'
            is_kept = self._source == "stored" and table.sheet
            self.findings += [replace(finding, level="warning") for finding in findings] if is_kept else findings
            if layout is not None:
                layouts.append(layout)
        if tables and not layouts and len(self.findings) == found_before:
            what = "no figures were found: no row heads the columns"
            level: Level = "warning" if self._source == "stored" else "error"
            place = f"{tables[0].sheet}!A1" if len(tables) == 1 and tables[0].sheet else "the first rows"
            self.findings.append(Finding(level, tables[0].file, place, "F-HEADER", what, HEADER_MEND))
        for layout in layouts:
            for row in layout.rows:
                if layout.holds_figures(row) and not is_example(layout.cell(row, "indicator")):
                    self._read_row(layout, row)

    def told(self) -> list[Told]:
        """The figures, each key once a source; what is wrong with them is added to `findings`."""
        told = []
        for entry in self._entries.values():
            figure = self._figure(entry)
            if figure is not None:
                told.append(Told(figure, entry.file, entry.place(), entry.layout, entry.row))
        return told

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
        elif (period := self._headings.period(layout, row, heading.indicator)) is not None:
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
        for column in layout.periods:
            if column < len(row.cells) and row.cells[column] != "":
                period = self._headings.period_across(layout, row, column, heading.indicator)
                if period is None or not self._enter(layout, row, heading, period, {part: column}):
                    return  # said once for the row, not once a period

    def _enter(self, layout: Layout, row: Row, heading: Heading, period: date, columns: Mapping[str, int]) -> bool:
        """Take in a row's cells for one period; False where the same had been said before."""
        key = ((heading.indicator.id, period, heading.area, heading.basis), heading.source)
        entry = self._entries.get(key)
        if entry is not None and not layout.is_wide and _says_nothing(row, heading, columns):
            return True  # a row that waits to be filled contradicts nothing
        if entry is None or entry.says_nothing:
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
        said = f"'{heading.indicator.id}', {called(heading.indicator, second.period)}, {heading.area}{average}"
        what = f"{said} is there twice: first in {first.file}, {first.place()}"
        frequency = heading.indicator.frequency
        mend = "Keep one of the two." if frequency == "month" else f"Keep one of the two: it has one for a {frequency}."
        self._error(second.file, second.place(), "F-DUPLICATE", what, mend)

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

    def _error(self, file: str, place: str, code: str, what: str, mend: str) -> None:
        self.findings.append(Finding("error", file, place, code, what, mend))


def _says_nothing(row: Row, heading: Heading, columns: Mapping[str, int]) -> bool:
    cells = row.cells
    return heading.code is None and all(column >= len(cells) or cells[column] == "" for column in columns.values())


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for all rows of a file that are left out for the same reason, at the first of them."""
    rows: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        place = "" if finding.code in TOLD_ONCE else finding.place
        rows.setdefault((finding.file, place, finding.code, finding.what), []).append(finding)
    return [
        replace(same[0], what=f"{same[0].what} ({len(same)} rows)") if len(same) > 1 else same[0]
        for same in rows.values()
    ]
