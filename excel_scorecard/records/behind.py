"""Behind: the records that a computed figure counts, by the very query that counts them.

A figure and its records cannot disagree: both are of `counted`, and it is looked at again before a list is handed out.
Knows no file that is written (trace.py) and no command.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

from excel_scorecard.errors import ProjectError
from excel_scorecard.project import TOTAL, Team
from excel_scorecard.records.compiler import counted, figures_query, held_cases
from excel_scorecard.records.computing import Taken, Wanted, count_of, why_untold, without_team
from excel_scorecard.records.engine import Engine
from excel_scorecard.records.grid import period_begins, period_number
from excel_scorecard.records.schema import TABLES
from excel_scorecard.records.tables import Records
from excel_scorecard.working_days import WorkingCalendar

if TYPE_CHECKING:
    import ibis.expr.types as ir

Number = int | Decimal
Which = Literal["inside", "outside", "all"]
"""The records in the numerator; those in the denominator alone; or both, with a column that says which."""

COUNTED: Final = "counted"
"""The column of a list of both: `inside` or `outside`."""


@dataclass(frozen=True)
class Behind:
    """The records behind one figure, a row each.

    Attributes:
        columns: their names; ids first.
        rows: sorted by them.
        numerator, denominator: the figure's, of which the rows are one, the other or the difference. A count has no
            denominator.

    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    numerator: Number
    denominator: Number | None


def records_behind(
    wanted: Wanted,
    period: date,
    area: str,
    which: Which,
    tables: Mapping[str, Records],
    teams: Sequence[Team],
    calendar: WorkingCalendar,
    engine: Engine,
    *,
    columns: Sequence[str] = (),
) -> Behind:
    """The records that the figure of `wanted` for a period and an area counts.

    Args:
        wanted: the indicator's measure, axis and areas.
        period: the first month of the period.
        area: one of its areas, or TOTAL.
        which: those in the numerator, those outside it, or all.
        tables: as for `figures_of`, like the three that follow.
        teams: each team's area and type.
        calendar: the council's working days.
        engine: where the query runs.
        columns: of the record, besides the ids.

    Raises:
        ProjectError: the records cannot tell the figure, the area is none of the indicator's, it has no records
            outside, or there is no such column.

    """
    measure = wanted.measure
    _check(wanted, area, which, columns)
    if not measure.gives_share:
        which = "inside"  # all that is counted
    by_area = area != TOTAL
    why = why_untold(wanted, tables, period, calendar, by_area=by_area) or without_team(wanted, teams).get(area, "")
    if why:
        mend = "Choose a period and an area that the extracts tell, or read newer ones."
        raise ProjectError(f"the records cannot tell this figure. {why}.", where=wanted.indicator, mend=mend)
    taken = Taken(tables, teams, calendar, engine)
    at = period_number(period, wanted.months)
    sources = taken.sources(at, at, wanted.months)
    team_table = taken.team_table(wanted) if by_area or measure.only else None
    figure = _figure(engine.rows(figures_query(measure, sources, team_table)), at, area if by_area else None)
    if measure.cases and measure.cases.above is None and which == "inside":
        names: tuple[str, ...] = ("worker_id", "child_id")
        query = held_cases(measure, sources, team_table)
        rows = _distinct(engine, _of_area(query, area if by_area else None).select("unit", "child_id"))
    elif measure.cases:
        names = ("worker_id", "cases")
        query = _of_area(counted(measure, sources, team_table), area if by_area else None)
        rows = _holders(engine, query, measure.cases.above, which)
    else:
        key = TABLES[measure.table].key
        ids = [key, *(["child_id"] if _has(measure.table, "child_id") else ["worker_id"])]
        ids = [measure.unit] if measure.unit else ids
        names = tuple(dict.fromkeys([*ids, *columns]))
        carried = tuple(dict.fromkeys([key, *names]))
        query = _of_area(counted(measure, sources, team_table, carried=carried), area if by_area else None)
        rows = _units(engine, query, carried, names, which)
    if which == "all" and not (measure.cases and measure.cases.above is None):
        names = (*names, COUNTED)
    numerator, denominator = figure
    told = {"inside": numerator, "all": denominator, "outside": denominator - numerator}
    is_sum_of_posts = bool(measure.cases and measure.cases.per == "fte" and which == "all")
    if len(rows) != told[which] and not is_sum_of_posts:
        raise RuntimeError(f"{wanted.indicator}: {len(rows)} records are behind a figure of {told[which]}")
    return Behind(names, tuple(rows), numerator, denominator if measure.gives_share else None)


def _check(wanted: Wanted, area: str, which: Which, columns: Sequence[str]) -> None:
    measure = wanted.measure
    if area not in (TOTAL, *wanted.areas):
        known = ", ".join((TOTAL, *wanted.areas))
        raise ProjectError(f"'{area}' is none of its areas", where=wanted.indicator, mend=f"They are {known}.")
    has_outside = measure.hit is not None or bool(measure.cases and measure.cases.above is not None)
    if which == "outside" and not has_outside:
        what = "it is a count or an average: no record lies outside it"
        raise ProjectError(what, where=wanted.indicator, mend="Leave --outside out.")
    known_columns = [column.name for column in TABLES[measure.table].columns]
    for name in columns:
        if measure.cases:
            mend = "Leave --columns out: a caseload's records are its workers' and children's ids."
            raise ProjectError("a caseload has no columns to add", where=wanted.indicator, mend=mend)
        if name not in known_columns:
            mend = f"The columns are {', '.join(known_columns)}."
            raise ProjectError(f"there is no column '{name}'", where=f"{wanted.indicator}, --columns", mend=mend)


def _has(table: str, column: str) -> bool:
    return any(each.name == column for each in TABLES[table].columns)


def _of_area(rows: "ir.Table", area: str | None) -> "ir.Table":
    return rows if area is None else rows.filter(rows.area == area)


def _figure(answers: Sequence[tuple[Any, ...]], at: int, area: str | None) -> tuple[Number, Number]:
    found = [(count_of(n), count_of(d)) for period, of, n, d in answers if period == at and of == area]
    return found[0] if found else (0, 0)


def _distinct(engine: Engine, query: "ir.Table") -> list[tuple[Any, ...]]:
    return sorted(engine.rows(query.distinct()))


def _holders(engine: Engine, query: "ir.Table", above: int | None, which: Which) -> list[tuple[Any, ...]]:
    """The workers with the number of their cases; of a share, those on the wanted side."""
    most: dict[str, int] = {}
    for worker, cases in engine.rows(query.select("unit", "cases")):
        most[worker] = max(cases, most.get(worker, 0))
    if above is None:
        return sorted(most.items())
    if which == "all":
        return sorted((worker, cases, _word(inside=cases > above)) for worker, cases in most.items())
    return sorted(item for item in most.items() if (item[1] > above) == (which == "inside"))


def _units(
    engine: Engine, query: "ir.Table", carried: Sequence[str], names: Sequence[str], which: Which
) -> list[tuple[Any, ...]]:
    """A row a unit: of a child with several records the first of those that count most, in the order of their keys."""
    first: dict[Any, tuple[int, dict[str, Any]]] = {}
    columns = ["unit", "hit", *carried]
    answers = engine.rows(query.select(columns))
    for unit, hit, *values in sorted(answers, key=lambda row: (-row[1], str(row[2]))):
        first.setdefault(unit, (hit, dict(zip(carried, values, strict=True))))
    rows = []
    for hit, record in first.values():
        if which != "all" and (hit == 1) != (which == "inside"):
            continue
        row = tuple(record[name] for name in names)
        rows.append((*row, _word(inside=hit == 1)) if which == "all" else row)
    return sorted(rows, key=lambda row: tuple(str(value or "") for value in row))


def _word(*, inside: bool) -> str:
    return "inside" if inside else "outside"


def period_of(month: date, months: int) -> date:
    """The first month of the period in which a month lies."""
    return period_begins(period_number(month, months), months)
