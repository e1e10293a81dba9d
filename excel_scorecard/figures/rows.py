"""Rows of a figures table, before their numbers: whose figure, of which period and area, and how it is to be taken.

Knows the project's indicators and areas, and the words officers use. Reads no number (cells.py).
"""

from datetime import date
from typing import NamedTuple, cast

from excel_scorecard.calendar import PERIOD_MONTHS, months_after, period_label, read_day, read_period
from excel_scorecard.errors import Finding, Level
from excel_scorecard.figures.files import Cell, Row, Unreadable
from excel_scorecard.figures.layout import Layout
from excel_scorecard.figures.waist import Basis, Source, Status
from excel_scorecard.project import CODES, TOTAL, Indicator, Project, read_code
from excel_scorecard.settings_file import nearest

_BASES = ("period", "average")
_SOURCES = ("computed", "typed", "corrected", "stored")
_STATUSES = ("provisional", "final")
_AVERAGE_WORDS = ("average", "6 month average", "six month average")
_PERIOD_MEND = {
    "month": "Write the month as 2015-09, Sep-15 or 30/09/2015.",
    "quarter": "Write the quarter as Q2 2015-16, Quarter to Sep-15, or any month in it.",
    "year": "Write the financial year as 2015-16, Year to Mar-16, or any month in it.",
}


def called(indicator: Indicator, period: date) -> str:
    """The period that begins with the month `period`, as it is printed: `Sep-15`, `Quarter to Sep-15`."""
    return period_label(months_after(period, indicator.period_months - 1), indicator.period_months)


class Heading(NamedTuple):
    """What a row says before its numbers; `code` is what its column of codes says."""

    indicator: Indicator
    area: str
    basis: Basis
    source: Source
    status: Status
    as_of: date | None
    note: str
    code: str | None


class Headings:
    """Reads rows' headings for one project; what is wrong is added to `findings`.

    Where `source` is given, all rows are of it: what was stored may be of indicators that are no more, what is
    corrected must be there.
    """

    def __init__(self, project: Project, findings: list[Finding], source: Source | None = None) -> None:
        self._findings = findings
        self._source = source
        self._settings_file = project.settings_file
        self._indicators = {indicator.id: indicator for indicator in project.indicators}
        self._titles = {indicator.title.casefold(): indicator.id for indicator in project.indicators}
        self._areas = {
            indicator.id: {name.casefold(): name for name in (TOTAL, *project.areas_of(indicator))}
            for indicator in project.indicators
        }

    def read(self, layout: Layout, row: Row) -> Heading | None:
        """The row's heading; None where the row cannot be taken, and then a finding says why."""
        indicator = self._indicator(layout, row)
        area = self._area(layout, row, indicator) if indicator else None
        if indicator is None or area is None:
            return None
        found_before = len(self._findings)
        heading = Heading(
            indicator,
            area,
            cast("Basis", self._word(layout, row, "basis", _BASES, "period")),
            self._source or cast("Source", self._word(layout, row, "source", _SOURCES, "typed")),
            cast("Status", self._word(layout, row, "status", _STATUSES, indicator.status)),
            self._as_of(layout, row),
            str(layout.cell(row, "note")),
            self._code(layout, row),
        )
        return heading if len(self._findings) == found_before else None

    def period(self, layout: Layout, row: Row, indicator: Indicator) -> date | None:
        """The period of a long table's row; None where it cannot be read, and then a finding says why."""
        written = layout.cell(row, "period")
        mend = _PERIOD_MEND[indicator.frequency]
        if isinstance(written, Unreadable):
            what, mend = f"the period is {written.what}", written.mend
        elif written == "":
            what = f"the row names no {indicator.frequency}"
        else:
            try:
                return read_period(written, indicator.period_months)
            except ValueError as error:
                what = _other_period(written, indicator) or str(error)
        self._wrong(layout, row, "period", code="F-PERIOD", what=what, mend=mend)
        return None

    def period_across(self, layout: Layout, row: Row, column: int, indicator: Indicator) -> date | None:
        """The period of a column of a wide table; None where it is none of the indicator's, and a finding says so."""
        header = layout.periods[column]
        if indicator.period_months in header:
            return header[indicator.period_months]
        what = _other_period(layout.header(column), indicator) or f"'{layout.header(column)}' is no month"
        place = layout.place(row, column)
        mend = f"Write the figure under its {indicator.frequency}, in a table of its own if need be."
        self._findings.append(Finding("error", layout.table.file, place, "F-PERIOD", what, mend))
        return None

    def _indicator(self, layout: Layout, row: Row) -> Indicator | None:
        written = str(layout.cell(row, "indicator"))
        indicator = self._indicators.get(written) or self._indicators.get(written.casefold())
        if indicator is None:
            what = "the row names no indicator"
            mend = "Write the id of an indicator in each row; of merged cells, only the first holds anything."
            if written:
                titled = self._titles.get(written.casefold())
                meant = f" - did you mean '{titled}'?" if titled else nearest(written, self._indicators)
                what = f"the indicator '{written}' is not in {self._settings_file}{meant}"
                mend = f"Write the id of an indicator, or add it to {self._settings_file}."
            level: Level = "warning" if written and self._source == "stored" else "error"
            self._wrong(layout, row, "indicator", code="F-INDICATOR", what=what, mend=mend, level=level)
        return indicator

    def _area(self, layout: Layout, row: Row, indicator: Indicator) -> str | None:
        written = str(layout.cell(row, "area"))
        known = self._areas[indicator.id]
        area = known.get(written.casefold()) if written else TOTAL
        if area is None:
            level: Level = "error" if self._source == "corrected" else "warning"
            aside = ", and is set aside" if level == "warning" else ""
            what = f"'{written}' is not an area of indicator '{indicator.id}'{aside}{nearest(written, known.values())}"
            names = ", ".join(name for name in known.values() if name != TOTAL)
            mend = f"Its areas are {names}." if names else "It has no breakdown: see breakdown and [[area]]."
            self._wrong(layout, row, "area", code="F-AREA", what=what, mend=mend, level=level)
        return area

    def _code(self, layout: Layout, row: Row) -> str | None:
        written = layout.cell(row, "code")
        code = read_code(str(written)) if written != "" else None
        if code is None and written != "":
            mend = f"Write {', '.join(f'{letter} for {meaning}' for letter, meaning in CODES.items())}."
            self._wrong(layout, row, "code", code="F-CODE", what=f"the code '{written}' is not known", mend=mend)
        return code

    def _word(self, layout: Layout, row: Row, role: str, known: tuple[str, ...], usual: str) -> str:
        if role not in layout.roles:
            return usual
        written = str(layout.cell(row, role)).casefold()
        if role == "basis" and written.replace("-", " ") in _AVERAGE_WORDS:
            return "average"
        if written and written not in known:
            what = f"the {role} '{written}' is not known{nearest(written, known)}"
            mend = f"Write {' or '.join(known)}, or leave it blank."
            self._wrong(layout, row, role, code="F-WORD", what=what, mend=mend)
        return written or usual

    def _as_of(self, layout: Layout, row: Row) -> date | None:
        written = layout.cell(row, "as_of")
        if written == "":
            return None
        try:
            return read_day(written)
        except ValueError as error:
            mend = "Write the day as 30/09/2015 or 2015-09-30."
            self._wrong(layout, row, "as_of", code="F-PERIOD", what=str(error), mend=mend)
            return None

    def _wrong(
        self,
        layout: Layout,
        row: Row,
        role: str,
        *,
        code: str,
        what: str,
        mend: str,
        level: Level = "error",
    ) -> None:
        place = layout.place(row, layout.roles[role])
        self._findings.append(Finding(level, layout.table.file, place, code, what, mend))


def _other_period(written: Cell, indicator: Indicator) -> str:
    """That what was written is a period of another length than the indicator's; nothing where it is none at all."""
    for word, length in PERIOD_MONTHS.items():
        if length != indicator.period_months:
            try:
                read_period(written, length)
            except ValueError:
                continue
            return f"'{written}' is a {word}, and '{indicator.id}' has a figure for each {indicator.frequency}"
    return ""
