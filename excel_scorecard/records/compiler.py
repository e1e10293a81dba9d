"""Compiler: a measure becomes one query for all its periods and areas, the same on every engine.

Dates meet the grid by equal joins alone; all else is comparing, counting and adding of whole numbers. Never a GROUP BY
of a literal, never a boolean as a value (SQL Server has neither). Knows ibis. Knows no engine and no figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from excel_scorecard.records.conditions import (
    Again,
    Cases,
    During,
    Elapsed,
    Events,
    Filter,
    Hit,
    Is,
    IsNot,
    Overlaps,
    Recent,
    Unallocated,
)
from excel_scorecard.records.grid import NEVER
from excel_scorecard.records.measures import Measure
from excel_scorecard.records.schema import TABLES
from excel_scorecard.records.support import months_looked_back, reads

if TYPE_CHECKING:
    import ibis.expr.types as ir

RESULT = ("period", "area", "numerator", "denominator")
"""The columns of a measure's query. The area is missing in the rows of the total."""


@dataclass(frozen=True)
class Sources:
    """What the queries of one run read.

    Attributes:
        tables: the record tables, cleaned (clean.py), by name.
        calendar, spans: the grid (grid.py), `spans` of the periods asked for.
        first, last: the numbers of those periods.
        length: months of a period.
        start_day: what the day of a start counts as.

    """

    tables: Mapping[str, "ir.Table"]
    calendar: "ir.Table"
    spans: "ir.Table"
    first: int
    last: int
    length: int = 1
    start_day: int = 0


TEAMS = {"team_": "string", "area": "string", "is_counted": "int32", "from_no": "int32", "to_no": "int32"}
"""The table of teams: a row a team as the records write it and time, with its area, and 1 where it is counted."""


def figures_query(measure: Measure, sources: Sources, teams: "ir.Table | None") -> "ir.Table":
    """The query with the columns `RESULT`: of each period the total, and with `teams` each area's figures.

    Each unit is counted once in the total, in however many areas it is counted. A count has no denominator.
    """
    if measure.cases:
        return _figures_of_cases(measure.cases, counted(measure, sources, teams))
    rows = counted(measure, sources, teams)
    with_areas = teams is not None
    if measure.unit:
        keys = ["period", *(["area"] if with_areas else []), "unit"]
        rows = rows.group_by(keys).agg(hit=rows.hit.max())
        by_area = _sums(rows.filter(rows.area.notnull()), "period", "area") if with_areas else None
        # in one area alone nobody is counted twice; where there are several, each once in the total
        whole = rows.group_by("period", "unit").agg(hit=rows.hit.max()) if with_areas else rows
        total = _sums(whole, "period")
    elif with_areas:
        all_areas = _sums(rows, "period", "area")
        by_area = all_areas.filter(all_areas.area.notnull())
        total = all_areas.group_by("period").agg(
            numerator=all_areas.numerator.sum().cast("int64"), denominator=all_areas.denominator.sum().cast("int64")
        )
    else:
        by_area, total = None, _sums(rows, "period")
    return _result(total, by_area)


def counted(
    measure: Measure, sources: Sources, teams: "ir.Table | None" = None, *, carried: Sequence[str] = ()
) -> "ir.Table":
    """What a measure counts: a row a record, period and area, with `unit` and `hit`, 1 in the numerator and else 0.

    `unit` is what is counted: the record's key, or the child or worker. The same child may have several rows: it
    is in the numerator where one of them is. With `teams` there is `area`, missing where the team has none. Columns of
    the record that are `carried` come along, but of a caseload's.
    """
    import ibis

    read = next(reads(measure, areas=teams is not None))
    rows = sources.tables[measure.table].select(sorted({*read.columns, TABLES[measure.table].key, *carried}))
    for condition in measure.where:
        if isinstance(condition, Is | IsNot | Unallocated):
            rows = _early(rows, condition)
    if measure.cases and measure.cases.per == "fte":
        rows = rows.filter(rows.full_time_equivalent.notnull())
    rows = _in_periods(measure, rows, sources)
    if teams is not None:
        rows = _with_area(rows, measure, teams)
    for condition in measure.where:
        if not isinstance(condition, Is | IsNot):
            rows = _filtered(rows, condition, sources)
    hit, rows = _hit(measure.hit, rows, sources)
    unit = measure.unit or TABLES[measure.table].key
    columns = {"period": rows.period, "unit": rows[unit], "hit": hit}
    if teams is not None:
        columns["area"] = rows.area
    columns |= {name: rows[name] for name in carried}
    if not measure.cases:
        return rows.select(**columns)
    posts = rows.full_time_equivalent if measure.cases.per == "fte" else ibis.literal(1, "int32")
    return _with_cases(rows.select(**columns, posts=posts), sources)


def _early(rows: "ir.Table", condition: Is | IsNot | Unallocated) -> "ir.Table":
    if isinstance(condition, Unallocated):
        if condition.by == "worker":
            rows = rows.filter(_is_one_of(rows.worker_id, condition.nobody) | rows.worker_id.isnull())
        return rows
    column = rows[condition.column]
    if isinstance(condition, Is):
        return rows.filter(column.isin(condition.values))
    return rows.filter(column.isnull() | column.notin(condition.values))


def _is_one_of(column: "ir.Value", values: tuple[str, ...]) -> "ir.BooleanValue":
    import ibis

    return column.isin(values) if values else ibis.literal(1) == 0


def _in_periods(measure: Measure, rows: "ir.Table", sources: Sources) -> "ir.Table":
    """A row a record and period in which it counts, with the day and work numbers that its conditions compare."""
    when = measure.when
    if isinstance(measure.hit, Again):
        rows = _with_earlier(rows, measure.hit, sources)
    dated = {name: {f"{name}__day": "day_no", f"{name}__work": "work_no"} for name in _dates_counted_from(measure)}
    if isinstance(when, During):
        if not isinstance(measure.hit, Again):
            event = {"period": "period", "at_no": "day_no"}
            rows = _dated(rows, when.date, event | dated.pop(when.date, {}), sources, back=0)
        for name, numbers in dated.items():
            rows = _dated(rows, name, numbers, sources, is_needed=False)
        return rows
    begins = {"begins": "last_period" if when.all_period else "period"} | dated.pop(when.start, {})
    rows = _dated(rows, when.start, begins, sources)
    ends = {"ends": "next_period" if when.ends_after else "period"}
    rows = _dated(rows, when.end, ends, sources, is_needed=False)
    return _every_period(rows, sources, begun_before=when.all_period)


def _every_period(rows: "ir.Table", sources: Sources, *, begun_before: bool = False) -> "ir.Table":
    """A row a period at whose end the record was open, of records that have `begins` and `ends` as period numbers."""
    import ibis

    begins = rows.begins + 1 if begun_before else rows.begins
    last = rows.ends - 1
    first = ibis.ifelse(begins < sources.first, sources.first, begins)
    last = ibis.ifelse(rows.ends.isnull() | (last > sources.last), sources.last, last)
    # where the record was open at no period's end there is no such span
    return rows.join(sources.spans, [(first, "first"), (last, "last")])


def _dates_counted_from(measure: Measure) -> list[str]:
    """The dates whose numbers the conditions compare."""
    names: list[str] = []
    for condition in (*measure.where, *((measure.hit,) if measure.hit else ())):
        if isinstance(condition, Elapsed):
            names += [condition.start, *([condition.end] if condition.end else [])]
        elif isinstance(condition, Recent):
            names.append(condition.start)
    return list(dict.fromkeys(names))


def _dated(
    rows: "ir.Table",
    name: str,
    numbers: Mapping[str, str],
    sources: Sources,
    *,
    is_needed: bool = True,
    back: int | None = None,
) -> "ir.Table":
    """The rows with what the calendar says of a date: `numbers` are its columns by the names they get.

    With `back` only those in the periods asked for, and in so many before them.
    """
    # no drop of what is only joined on, here and below: joins that follow each other are one step for ibis
    on = f"{name}__on"
    days = sources.calendar
    if back is not None:
        days = days.filter(days.period.between(sources.first - back, sources.last))
    join = rows.join if is_needed else rows.left_join
    return join(days.select(**{on: "day"}, **numbers), [(name, on)])


def _with_earlier(rows: "ir.Table", again: Again, sources: Sources) -> "ir.Table":
    """The rows of the periods, each with `earlier_no`: the latest earlier day of the same child, and `year_before`."""
    import ibis

    numbers = {"period": "period", "at_no": "day_no", "year_before": "year_before"}
    rows = _dated(rows, again.date, numbers, sources, back=-(-12 // sources.length))
    # each day of a child once: of several on one day none is earlier than the others
    days = rows.select(child_="child_id", no_="at_no").distinct()
    days = days.mutate(earlier_no=days.no_.lag().over(ibis.window(group_by=days.child_, order_by=days.no_)))
    days = days.filter(days.earlier_no.notnull())
    return rows.filter(rows.period >= sources.first).left_join(days, [("child_id", "child_"), ("at_no", "no_")])


def _with_area(rows: "ir.Table", measure: Measure, teams: "ir.Table") -> "ir.Table":
    """The rows with the area that the team had on the day, or at the period's end."""
    import ibis

    at = rows.at_no if isinstance(measure.when, During) else rows.end_no
    rows = rows.left_join(teams, [rows[measure.breakdown] == teams.team_, teams.from_no <= at, teams.to_no >= at])
    return rows.filter(rows.is_counted == ibis.literal(1)) if measure.only else rows


def _filtered(rows: "ir.Table", condition: Filter, sources: Sources) -> "ir.Table":
    if isinstance(condition, Elapsed):
        return rows.filter(_keeps(rows, condition, sources))
    if isinstance(condition, Overlaps):
        import ibis

        other = sources.tables[condition.table]
        other = other.select(
            child_="child_id",
            from_=other[condition.start],
            to_=other[condition.end].fill_null(ibis.date("9999-12-31")),
        )
        ran = [rows.child_id == other.child_, other.from_ <= rows[condition.to], other.to_ >= rows[condition.from_]]
        return rows.semi_join(other, ran)
    if isinstance(condition, Unallocated) and condition.by == "allocations":
        held = _allocated(sources, "child_id")
        has_worker = [rows.child_id == held.key_, held.first_ <= rows.period, held.last_ >= rows.period]
        return rows.anti_join(held, has_worker)
    return rows


def _allocated(sources: Sources, key: str) -> "ir.Table":
    """The allocations with the periods at whose ends they ran, from `first_` to `last_`."""
    rows = sources.tables["allocations"].select(key, "from", "to")
    rows = _dated(rows, "from", {"first_": "period"}, sources)
    rows = _dated(rows, "to", {"next_": "next_period"}, sources, is_needed=False)
    return rows.select(key_=key, first_=rows.first_, last_=rows.next_.fill_null(NEVER) - 1)


def _keeps(rows: "ir.Table", condition: Elapsed, sources: Sources) -> "ir.BooleanValue":
    suffix = "work" if condition.counted == "working" else "day"
    end_at_period = "end_work" if condition.counted == "working" else "end_no"
    end = rows[end_at_period] if condition.end is None else rows[f"{condition.end}__{suffix}"]
    passed = end - rows[f"{condition.start}__{suffix}"]
    if condition.counted == "working":
        passed += sources.start_day
    if condition.is_ == "more than":
        return passed > condition.number
    return passed <= condition.number if condition.is_ == "at most" else passed < condition.number


def _hit(hit: Hit | None, rows: "ir.Table", sources: Sources) -> tuple["ir.Value", "ir.Table"]:
    """1 where the row is in the numerator, else 0; and the rows, with what that needed joined."""
    import ibis

    if hit is None:
        return ibis.literal(1, "int32"), rows
    if isinstance(hit, Events):
        rows = _with_events(rows, hit, sources)
        keeps = rows.events_ == 1
    elif isinstance(hit, Recent):
        rows = _with_latest(rows, hit, sources)
        suffix, end = ("work", rows.end_work) if hit.counted == "working" else ("day", rows.end_no)
        oldest = end - hit.number + (1 if hit.inclusive else 0)
        keeps = (rows.latest_.fill_null(0) >= oldest) | (rows[f"{hit.start}__{suffix}"] >= oldest)
    elif isinstance(hit, Again):
        keeps = rows.earlier_no >= rows.year_before
    elif isinstance(hit, Elapsed):
        keeps = _keeps(rows, hit, sources)
    else:
        keeps = rows[hit.column].isin(hit.values)
    # what is not known does not keep the rule
    return ibis.ifelse(keeps, 1, 0).cast("int32"), rows


def _dated_events(
    events: Events | Recent, numbers: Mapping[str, str], sources: Sources, *, back: int = 0
) -> "ir.Table":
    rows = sources.tables[events.table]
    for condition in events.where:
        rows = _early(rows, condition)
    return _dated(rows.select(key_=events.per, at_=events.date), "at_", numbers, sources, back=back)


def _with_events(rows: "ir.Table", events: Events, sources: Sources) -> "ir.Table":
    """The rows with `events_`, 1 where there are events on enough days of the period."""
    import ibis

    happened = _dated_events(events, {"in_": "period", "no_": "day_no"}, sources)
    keys = ["key_", "in_"]
    if events.at_least > 2:
        happened = happened.distinct().group_by(keys).agg(days_=ibis._.count())
        happened = happened.filter(happened.days_ >= events.at_least)
    else:  # a first day and another last one are two days: no database need keep them all to tell them apart
        happened = happened.group_by(keys).agg(first_=happened.no_.min(), last_=happened.no_.max())
        happened = happened.filter(happened.last_ - happened.first_ >= events.at_least - 1)
    enough = happened.select("key_", "in_", events_=ibis.literal(1, "int32"))
    return rows.left_join(enough, [(events.per, "key_"), ("period", "in_")])


def _with_latest(rows: "ir.Table", recent: Recent, sources: Sources) -> "ir.Table":
    """The rows with `latest_`: the number of the latest event's day up to the period's end, if it is near enough."""
    import ibis

    number = "work_no" if recent.counted == "working" else "day_no"
    back = -(-months_looked_back(recent) // sources.length)
    happened = _dated_events(recent, {"in_": "period", "no_": number}, sources, back=back)
    happened = happened.group_by("key_", "in_").agg(no_=happened.no_.max())
    told = [happened.mutate(in_=(happened.in_ + later).cast("int32")) for later in range(back + 1)]
    if back:
        every = ibis.union(*told)
        happened = every.group_by("key_", "in_").agg(no_=every.no_.max())
    latest = happened.select("key_", "in_", latest_="no_")
    return rows.left_join(latest, [(recent.per, "key_"), ("period", "in_")])


def _with_cases(workers: "ir.Table", sources: Sources) -> "ir.Table":
    """The workers with cases at each period's end: with `cases`, the children each has."""
    held = _held(sources)
    held = held.group_by(holder_="worker_id", in_="period").agg(cases=held.count())
    return workers.join(held, [("unit", "holder_"), ("period", "in_")]).select([*workers.columns, "cases"])


def _held(sources: Sources) -> "ir.Table":
    """Who holds whose case at each period's end."""
    rows = sources.tables["allocations"].select("worker_id", "child_id", "from", "to")
    rows = _dated(rows, "from", {"begins": "period"}, sources)
    rows = _dated(rows, "to", {"ends": "next_period"}, sources, is_needed=False)
    return _every_period(rows, sources).select("worker_id", "child_id", "period").distinct()


def held_cases(measure: Measure, sources: Sources, teams: "ir.Table | None" = None) -> "ir.Table":
    """The cases that a caseload adds up: a row a worker, child and period, with `area` where there are `teams`."""
    holders = counted(measure, sources, teams)
    columns = ["period", "unit", *(["area"] if teams is not None else [])]
    holders = holders.select(columns).distinct()
    held = _held(sources).select(holder_="worker_id", child_id="child_id", in_="period")
    cases = holders.join(held, [holders.unit == held.holder_, holders.period == held.in_]).drop("holder_", "in_")
    return cases.select([*columns, "child_id"])


def _figures_of_cases(cases: Cases, rows: "ir.Table") -> "ir.Table":
    """A worker of several posts counts once an area and once in the total; full-time equivalents add up."""
    import ibis

    def holders(rows: "ir.Table", *keys: str) -> "ir.Table":
        return rows.group_by(*keys, "unit").agg(cases=rows.cases.max(), posts=rows.posts.sum())

    def figures(each: "ir.Table", *keys: str) -> "ir.Table":
        if cases.above is not None:
            high = ibis.ifelse(each.cases > cases.above, 1, 0).sum().cast("int64")
            return each.group_by(*keys).agg(numerator=high, denominator=each.count().cast("int64"))
        whole = each.posts.sum().cast("decimal(18, 4)") if cases.per == "fte" else each.count().cast("int64")
        return each.group_by(*keys).agg(numerator=each.cases.sum().cast("int64"), denominator=whole)

    if "area" not in rows.columns:
        return _result(figures(holders(rows, "period"), "period"), None)
    each = holders(rows, "period", "area")
    by_area = figures(each.filter(each.area.notnull()), "period", "area")
    return _result(figures(holders(each, "period"), "period"), by_area)


def _sums(rows: "ir.Table", *keys: str) -> "ir.Table":
    return rows.group_by(*keys).agg(numerator=rows.hit.sum().cast("int64"), denominator=rows.count().cast("int64"))


def _result(total: "ir.Table", by_area: "ir.Table | None") -> "ir.Table":
    import ibis

    of_all = {"period": "period", "area": ibis.null("string"), "numerator": "numerator", "denominator": "denominator"}
    total = total.select(**of_all)
    return total if by_area is None else ibis.union(by_area, total)
