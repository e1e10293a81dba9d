"""Computing: the figures of a project's measures, from its records: one query an indicator, and why some are not there.

Knows which periods and areas are asked for and what the extracts support. How records are read is not known here, nor
which figure counts where another source tells it too (figures/precedence.py).
"""

import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from excel_scorecard.errors import Finding
from excel_scorecard.figures.waist import Figure
from excel_scorecard.project import TOTAL, Indicator, Project, Team
from excel_scorecard.records.clean import arrow_table, clean
from excel_scorecard.records.compiler import TEAMS, Sources, figures_query
from excel_scorecard.records.conditions import NOUNS
from excel_scorecard.records.engine import Engine, Rows
from excel_scorecard.records.grid import (
    NEVER,
    calendar_table,
    day_number,
    period_begins,
    period_number,
    span_table,
)
from excel_scorecard.records.measures import Measure
from excel_scorecard.records.support import reads, tells_areas, why_never, why_not
from excel_scorecard.records.tables import Records
from excel_scorecard.working_days import WorkingCalendar

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Wanted:
    """An indicator whose figures are asked for.

    Attributes:
        indicator: its id.
        measure: what it counts.
        periods: the first months of the periods, any order.
        months: of a period, 1, 3 or 12.
        axis: `area` or `team type`, by which its teams are broken down; or another, which teams do not tell.
        areas: the names on that axis; none where it is not broken down.

    """

    indicator: str
    measure: Measure
    periods: tuple[date, ...]
    months: int = 1
    axis: str = "area"
    areas: tuple[str, ...] = ()


def wanted(project: Project, measures: Mapping[str, Measure], months: Sequence[date]) -> list[Wanted]:
    """What a project asks of its records: of each indicator with a measure, the periods that end in `months`."""
    asked = []
    for indicator in project.indicators:
        if indicator.id in measures:
            periods = _periods(indicator, months)
            areas = project.areas_of(indicator)
            measure = measures[indicator.id]
            asked.append(Wanted(indicator.id, measure, periods, indicator.period_months, indicator.breakdown, areas))
    return asked


def _periods(indicator: Indicator, months: Iterable[date]) -> tuple[date, ...]:
    length = indicator.period_months
    numbers = {period_number(month, length) for month in months}
    return tuple(period_begins(number, length) for number in sorted(numbers))


def figures_of(
    asked: Sequence[Wanted],
    tables: Mapping[str, Records],
    teams: Sequence[Team],
    calendar: WorkingCalendar,
    engine: Engine,
) -> tuple[list[Figure], list[Finding]]:
    """The figures that are asked for: of every period and area one, with `[x]` and why where the records cannot tell.

    Args:
        asked: the indicators.
        tables: the extracts, by record table.
        teams: each team's area and type, and from when to when.
        calendar: the council's working days.
        engine: where the queries run.

    Raises:
        CalendarRangeError: a period lies where the bank holidays are not known.

    """
    taken = Taken(tables, teams, calendar, engine)
    told = [_Told(each, _reasons(each, taken)) for each in asked]
    with _no_collecting():
        # all is handed over before anything is waited for: while one query is counted the next is written
        for one in told:
            if one.by_teams:
                taken.ask_for_names(one.wanted.measure)
        counted = [(one, _answers(one, taken)) for one in told]
        figures = [figure for one, answers in counted for figure in _figures(one, answers(), taken)]
    findings: list[Finding] = []
    for (table, column), unknown in taken.unknown_teams.items():
        what = f"{unknown} of the teams in the {NOUNS[table]} are not among the project's: in the total alone"
        mend = "Add them as teams, with the area that they work for; or leave them out of the breakdown."
        findings.append(Finding("warning", tables[table].source, column, "R-TEAM", what, mend))
    return figures, findings


@contextlib.contextmanager
def _no_collecting() -> Iterator[None]:
    """Writing queries makes many small objects that all stay; the collector would look at all there is for each few."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Taken:
    """The extracts and the grid in the engine, each taken when it is first asked for."""

    def __init__(
        self, tables: Mapping[str, Records], teams: Sequence[Team], calendar: WorkingCalendar, engine: Engine
    ) -> None:
        self.tables, self.teams, self.calendar, self.engine = tables, teams, calendar, engine
        self.unknown_teams: dict[tuple[str, str], int] = {}
        self._cleaned: dict[str, ir.Table] = {}
        self._grids: dict[tuple[int, int, int], tuple[ir.Table, ir.Table]] = {}
        self._names: dict[tuple[str, str], Callable[[], Rows]] = {}
        self._calendars: dict[int, ir.Table] = {}
        self._team_tables: dict[object, ir.Table] = {}

    def sources(self, first: int, last: int, length: int) -> Sources:
        """What the measure's query reads."""
        if length not in self._calendars:
            self._calendars[length] = self.engine.take(calendar_table(self.calendar, length), "calendar")
        key = (first, last, length)
        if key not in self._grids:
            spans = self.engine.take(span_table(self.calendar, first, last, length), "spans")
            self._grids[key] = self._calendars[length], spans
        cleaned = _Tables(self)
        return Sources(cleaned, *self._grids[key], first, last, length, self.calendar.start_day)

    def cleaned(self, name: str) -> "ir.Table":
        """A record table as the engine reads it."""
        if name not in self._cleaned:
            records = self.tables[name]
            frame: Any = records.frame
            if not hasattr(frame, "get_name"):  # a table that lies in the engine already has a name there
                frame = self.engine.take(arrow_table(frame, records.table), name)
            self._cleaned[name] = self.engine.named(clean(frame, records.table), f"{name}_cleaned")
        return self._cleaned[name]

    def team_table(self, each: Wanted) -> "ir.Table":
        """The teams of the measure's table as they are written there, with their areas on the axis."""
        import pyarrow as pa

        rows = tuple(self._team_rows(each))
        if rows not in self._team_tables:
            kinds = {"string": pa.string(), "int32": pa.int32()}
            columns = {
                name: pa.array([row[at] for row in rows], kinds[kind]) for at, (name, kind) in enumerate(TEAMS.items())
            }
            self._team_tables[rows] = self.engine.take(pa.table(columns), "teams")
        return self._team_tables[rows]

    def _team_rows(self, each: Wanted) -> Iterator[tuple[str, str | None, int, int, int]]:
        measure = each.measure
        written = self._written(measure)
        if measure.breakdown != "team":
            by_fold = {_folded(area): area for area in each.areas}
            for name in written:
                yield name, by_fold.get(_folded(name)), 1, 0, NEVER
            return
        known: dict[str, list[Team]] = {}
        for team in sorted(self.teams, key=lambda team: team.from_ or date.min):
            known.setdefault(_folded(team.name), []).append(team)
        # the record's team is that of the extract's day, which may be younger than what happened
        is_of_today = self.tables[measure.table].table.column(measure.breakdown).keeps == "current"
        only = {_folded(name) for name in measure.only}
        unknown = 0
        for name in written:
            unknown += _folded(name) not in known
            for position, team in enumerate(known.get(_folded(name), ())):
                area = {"area": team.area, "team type": team.team_type}.get(each.axis, "")
                counts = bool(only & {_folded(team.area), _folded(team.team_type), _folded(team.name)})
                is_first = is_of_today and position == 0
                begins = day_number(team.from_) if team.from_ and not is_first else 0
                ends = day_number(team.to) if team.to else NEVER
                yield name, area if area in each.areas else None, int(counts), begins, ends
        if unknown:
            self.unknown_teams[measure.table, measure.breakdown] = unknown

    def ask_for_names(self, measure: Measure) -> None:
        """Have the names of teams looked for that stand in the measure's table."""
        key = measure.table, measure.breakdown
        if key not in self._names:
            self._names[key] = self.engine.ask(self.cleaned(measure.table).select(measure.breakdown).distinct())

    def _written(self, measure: Measure) -> list[str]:
        self.ask_for_names(measure)
        return sorted(name for (name,) in self._names[measure.table, measure.breakdown]() if name is not None)


class _Tables(Mapping[str, "ir.Table"]):
    """The record tables by name, taken when a query asks for them."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken

    def __getitem__(self, name: str) -> "ir.Table":
        return self._taken.cleaned(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._taken.tables)

    def __len__(self) -> int:
        return len(self._taken.tables)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


@dataclass(frozen=True)
class _Told:
    """An indicator, and why the records cannot tell it, by period and whether by area; empty where they can."""

    wanted: Wanted
    reasons: Mapping[tuple[date, bool], str]

    @property
    def periods(self) -> list[date]:
        """Those of which they tell the total."""
        return [period for period in self.wanted.periods if not self.reasons[period, False]]

    @property
    def by_teams(self) -> bool:
        """Whether its query joins the teams."""
        by_area = self.wanted.areas and any(not self.reasons[period, True] for period in self.periods)
        return bool(by_area or (self.wanted.measure.only and self.periods))


def _reasons(each: Wanted, taken: Taken) -> dict[tuple[date, bool], str]:
    return {
        (period, by_area): why_untold(each, taken.tables, period, taken.calendar, by_area=by_area)
        for period in each.periods
        for by_area in (False, True)
    }


def _answers(told: _Told, taken: Taken) -> Callable[[], Rows]:
    """Hand the indicator's query over; what comes back waits for the answer."""
    each = told.wanted
    if not told.periods:
        return list
    numbers = [period_number(period, each.months) for period in told.periods]
    sources = taken.sources(min(numbers), max(numbers), each.months)
    teams = taken.team_table(each) if told.by_teams else None
    return taken.engine.ask(figures_query(each.measure, sources, teams))


def _figures(told: _Told, rows: Rows, taken: Taken) -> Iterator[Figure]:
    """One indicator's figures, by period, the total first."""
    each = told.wanted
    answers = {(period_begins(number, each.months), area or TOTAL): parts for number, area, *parts in rows}
    read = {read.table for read in reads(each.measure, areas=False)}
    as_of = min((taken.tables[name].as_of for name in read if name in taken.tables), default=None)
    unserved = without_team(each, taken.teams)
    for period in each.periods:
        for area in (TOTAL, *each.areas):
            why = told.reasons[period, area != TOTAL] or unserved.get(area, "")
            if why:
                yield Figure(each.indicator, period, area, code="x", source="computed", as_of=as_of, note=why)
                continue
            numerator, denominator = answers.get((period, area), (0, 0))
            whole = count_of(denominator) if each.measure.gives_share else None
            yield Figure(
                each.indicator, period, area, numerator=count_of(numerator), denominator=whole,
                source="computed", as_of=as_of,
            )  # fmt: skip


def without_team(each: Wanted, teams: Sequence[Team]) -> dict[str, str]:
    """The areas that no team works for, and so no record tells of, with that reason."""
    if each.measure.breakdown != "team":
        return {}
    served = {team.area if each.axis == "area" else team.team_type for team in teams}
    return {area: f"No team in the settings works for {area}" for area in each.areas if area not in served}


def why_untold(
    each: Wanted, tables: Mapping[str, Records], period: date, calendar: WorkingCalendar, *, by_area: bool
) -> str:
    """Why the extracts cannot tell a period's figure, of the whole or by area; empty where they can."""
    if by_area and not tells_areas(each.measure, each.axis):
        return f"Teams say nothing of '{each.axis}'"
    return why_never(each.measure, tables, areas=by_area) or why_not(
        each.measure, tables, period, each.months, calendar, areas=by_area
    )


def count_of(answer: Any) -> int | Decimal:
    """A count as int; full-time equivalents as they are written, without noughts at the end."""
    if isinstance(answer, Decimal):
        return int(answer) if answer == answer.to_integral_value() else answer.normalize()
    return int(answer)
