"""Due: the open cases that will pass an indicator's standard in the next days, by team, from its own definition.

The measure is asked as it stands on the extract's day, and again for each day to come: a case that keeps the standard
today and on some day does not is due on the day before. Nothing else decides. How such a file looks is trace.py's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from excel_scorecard.disk import NO_FILE, write_whole
from excel_scorecard.errors import ProjectError
from excel_scorecard.records.compiler import Sources, counted
from excel_scorecard.records.computing import Taken
from excel_scorecard.records.conditions import Counted, Elapsed, Open, Recent
from excel_scorecard.records.engine import Engine, open_engine
from excel_scorecard.records.grid import SPANS, day_number, period_number
from excel_scorecard.records.measures import Measure
from excel_scorecard.records.schema import TABLES
from excel_scorecard.records.support import why_never
from excel_scorecard.records.tables import Records
from excel_scorecard.records.trace import KEEP_DAYS, MARK, Asked, as_workbook, asked, folder_of, in_a_name
from excel_scorecard.working_days import WorkingCalendar

WITHIN: Final = 10
NO_TEAM: Final = "No team"
LAST_DAY, DAYS_LEFT = "last day in time", "days left"


@dataclass(frozen=True)
class DueCases:
    """The cases that are due, by team; and how many have passed the standard already."""

    as_of: date
    columns: tuple[str, ...]
    by_team: Mapping[str, tuple[tuple[Any, ...], ...]]
    passed: int

    @property
    def count(self) -> int:
        """How many are due."""
        return sum(map(len, self.by_team.values()))


@dataclass(frozen=True)
class DueFile:
    """The workbook of the cases that are due."""

    path: Path
    cases: DueCases
    delete_by: date


def due(
    project: Path,
    indicator_id: str,
    *,
    today: date,
    within: int = WITHIN,
    out: Path | None = None,
    keep_days: int = KEEP_DAYS,
) -> DueFile:
    """Write the cases that will pass the indicator's standard within so many days to a workbook, a sheet a team.

    Args:
        project: the project's folder, or its settings.
        indicator_id: an indicator of open cases with a standard in days.
        today: the day from which `keep_days` is counted. What is due is told from the extract's day.
        within: days to look ahead, working days where the standard is in working days.
        out: the folder to write into; default the current one, which must not be the project's.
        keep_days: after so many days the file is to be deleted.

    Raises:
        ProjectError: it has no such standard, or the records cannot tell.
        WouldLoseEditsError: there is such a file already.
        MachineError: it cannot be written.

    """
    ask = asked(project, indicator_id)
    folder = folder_of(ask.project, out)
    with open_engine() as engine:
        cases = due_cases(ask, within, engine)
    delete_by = today + timedelta(days=keep_days)
    path = folder / f"{MARK}-due-{in_a_name(indicator_id)}-{cases.as_of:%Y-%m-%d}.xlsx"
    first = (
        f"{MARK}: delete by {delete_by:%d/%m/%Y}. {ask.indicator.title}: cases that pass the standard within {within} "
        f"days of {cases.as_of:%d/%m/%Y}, the day of the records; {cases.count} in all. {cases.passed} have passed it."
    )
    sheets = {team: (cases.columns, rows) for team, rows in cases.by_team.items()} or {"None due": (cases.columns, ())}
    write_whole(path, as_workbook(first, sheets, today, folder), replacing=NO_FILE)
    return DueFile(path, cases, delete_by)


def due_cases(ask: Asked, within: int, engine: Engine) -> DueCases:
    """The cases of the indicator that will pass its standard within so many days of the extract's day.

    Raises:
        ProjectError: it has no standard that an open case passes with time, or the records cannot tell.

    """
    measure, tables = ask.wanted.measure, ask.tables
    standard = _standard(measure)
    if standard is None:
        what = "it has no standard in days that an open case passes as time goes on"
        mend = "Name an indicator such as assessments in time, or visits by the days since the last one."
        raise ProjectError(what, where=ask.indicator.id, mend=mend)
    if why := why_never(measure, tables, areas=False):
        raise ProjectError(f"the records cannot tell. {why}.", where=ask.indicator.id, mend="Read them too.")
    as_of = tables[measure.table].as_of
    calendar = ask.project.calendar.calendar
    taken = Taken(tables, ask.project.teams, calendar, engine)
    teams = taken.team_table(replace(ask.wanted, axis="area")) if measure.only else None
    key = TABLES[measure.table].key
    carried = tuple(dict.fromkeys((key, "child_id", *_current(tables[measure.table]))))

    def asked_on(day: date) -> dict[Any, tuple[int, tuple[Any, ...]]]:
        query = counted(measure, _on(taken, day, calendar), teams, carried=carried)
        columns = ["unit", "hit", *carried]
        answers = sorted(engine.rows(query.select(columns)), key=lambda row: (row[1], str(row[2])))
        return {unit: (hit, tuple(values)) for unit, hit, *values in answers}

    now = asked_on(as_of)
    waiting = {unit for unit, (hit, _) in now.items() if hit == 1}
    passed = len(now) - len(waiting)
    found: list[tuple[str, tuple[Any, ...]]] = []
    for left, day in _days_ahead(as_of, within, standard, calendar):
        late = {unit for unit, (hit, _) in asked_on(day + timedelta(days=1)).items() if hit == 0} & waiting
        waiting -= late
        for unit in late:
            record = dict(zip(carried, now[unit][1], strict=True))
            team = record.pop("team", None) or NO_TEAM
            found.append((team, (*record.values(), day, left)))
    columns = (*(name for name in carried if name != "team"), LAST_DAY, DAYS_LEFT)
    by_team: dict[str, list[tuple[Any, ...]]] = {}
    for team, row in sorted(found, key=lambda each: (each[0], each[1][-2], str(each[1][0]))):
        by_team.setdefault(team, []).append(row)
    return DueCases(as_of, columns, {team: tuple(rows) for team, rows in by_team.items()}, passed)


def _standard(measure: Measure) -> Counted | None:
    """How the days of the standard are counted, if open cases pass it with time."""
    hit = measure.hit
    if not isinstance(measure.when, Open) or measure.cases or measure.when.all_period:
        return None
    if isinstance(hit, Elapsed) and hit.end is None and hit.is_ != "more than":
        return hit.counted
    return hit.counted if isinstance(hit, Recent) else None


def _current(records: Records) -> tuple[str, ...]:
    """The team and the worker, where the records have them."""
    return tuple(name for name in ("team", "worker_id") if name in records.present)


def _days_ahead(as_of: date, within: int, counted_in: Counted, calendar: WorkingCalendar) -> Iterator[tuple[int, date]]:
    """The days that can be a case's last in time, with the number of days from the extract's to them."""
    for left in range(within + 1):
        if counted_in == "calendar":
            yield left, as_of + timedelta(days=left)
            continue
        # a day that is none counts as the working day before it: the last in time is the day before the next one
        number = calendar.number(as_of) + left
        day = as_of
        while calendar.number(day + timedelta(days=1)) <= number:
            day += timedelta(days=1)
        yield left, day


def _on(taken: Taken, day: date, calendar: WorkingCalendar) -> Sources:
    """What the query reads, with the month of `day` ending on that day."""
    import pyarrow as pa

    at = period_number(day, 1)
    span = {"first": at, "last": at, "period": at, "end_no": day_number(day), "end_work": calendar.number(day)}
    spans = pa.table({name: pa.array([span[name]], pa.int32()) for name in SPANS})
    return replace(taken.sources(at, at, 1), spans=taken.engine.take(spans, "spans"))
