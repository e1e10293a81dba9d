"""Rows of a figures table, before their numbers: whose figure, of which month and area, and how it is to be taken.

Knows the project's indicators and areas, and the words officers use. Reads no number (cells.py).
"""

from datetime import date
from typing import Literal, NamedTuple, cast

from excel_scorecard.calendar import read_day, read_month
from excel_scorecard.errors import Finding
from excel_scorecard.figures.files import Row, Unreadable
from excel_scorecard.figures.layout import Layout
from excel_scorecard.figures.waist import Basis, Source, Status
from excel_scorecard.project import CODES, SETTINGS_FILE, TOTAL, Indicator, Project, read_code
from excel_scorecard.settings_file import nearest

_BASES = ("period", "average")
_SOURCES = ("computed", "typed", "corrected", "stored")
_STATUSES = ("provisional", "final")
_AVERAGE_WORDS = ("average", "6 month average", "six month average")
_PERIOD_MEND = "Write the month as 2015-09, Sep-15 or 30/09/2015."


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
    """Reads rows' headings for one project; what is wrong is added to `findings`."""

    def __init__(self, project: Project, findings: list[Finding]) -> None:
        self._findings = findings
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
            cast("Source", self._word(layout, row, "source", _SOURCES, "typed")),
            cast("Status", self._word(layout, row, "status", _STATUSES, indicator.status)),
            self._as_of(layout, row),
            str(layout.cell(row, "note")),
            self._code(layout, row),
        )
        return heading if len(self._findings) == found_before else None

    def period(self, layout: Layout, row: Row) -> date | None:
        """The month of a long table's row; None where it cannot be read, and then a finding says why."""
        written = layout.cell(row, "period")
        if isinstance(written, Unreadable):
            what, mend = f"the period is {written.what}", written.mend
        elif written == "":
            what, mend = "the row names no month", _PERIOD_MEND
        else:
            try:
                return read_month(written)
            except ValueError as error:
                what, mend = str(error), _PERIOD_MEND
        self._wrong(layout, row, "period", code="F-PERIOD", what=what, mend=mend)
        return None

    def _indicator(self, layout: Layout, row: Row) -> Indicator | None:
        written = str(layout.cell(row, "indicator"))
        indicator = self._indicators.get(written) or self._indicators.get(written.casefold())
        if indicator is None:
            what = "the row names no indicator"
            if written:
                titled = self._titles.get(written.casefold())
                meant = f" - did you mean '{titled}'?" if titled else nearest(written, self._indicators)
                what = f"the indicator '{written}' is not in {SETTINGS_FILE}{meant}"
            mend = f"Write the id of an indicator, or add it to {SETTINGS_FILE}."
            self._wrong(layout, row, "indicator", code="F-INDICATOR", what=what, mend=mend)
        return indicator

    def _area(self, layout: Layout, row: Row, indicator: Indicator) -> str | None:
        written = str(layout.cell(row, "area"))
        known = self._areas[indicator.id]
        area = known.get(written.casefold()) if written else TOTAL
        if area is None:
            whose = f"an area of indicator '{indicator.id}'"
            what = f"'{written}' is not {whose}, and is set aside{nearest(written, known.values())}"
            names = ", ".join(name for name in known.values() if name != TOTAL)
            mend = f"Its areas are {names}." if names else "It has no breakdown: see breakdown and [[area]]."
            self._wrong(layout, row, "area", code="F-AREA", what=what, mend=mend, level="warning")
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
        level: Literal["error", "warning"] = "error",
    ) -> None:
        place = layout.place(row, layout.roles[role])
        self._findings.append(Finding(level, layout.table.file, place, code, what, mend))
