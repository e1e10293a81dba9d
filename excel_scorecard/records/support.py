"""Support: of which periods the extracts can tell a measure, and why not of the others.

Knows what a measure reads and from when to when a column can be believed. A figure that the records cannot give is
not guessed at. Knows no query.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from excel_scorecard.calendar import months_after
from excel_scorecard.records.conditions import (
    NOUNS,
    Again,
    During,
    Elapsed,
    Events,
    Is,
    IsNot,
    Open,
    Overlaps,
    Recent,
    Unallocated,
)
from excel_scorecard.records.measures import Measure
from excel_scorecard.records.tables import Records
from excel_scorecard.working_days import WorkingCalendar

# An enquiry can have run during an assessment that ends now from the day on which that began. One in twenty takes 61 to
# 95 working days, hardly one more (DfE, Children in need 2024, file c2).
_ASSESSMENT_MONTHS = 6
_TELL = " tell the "


@dataclass(frozen=True)
class Read:
    """What a measure reads of one record table."""

    table: str
    columns: frozenset[str]
    is_at_end: bool = False
    """Only what is open at the period's end; else all that happened in the period, and so many months before it."""
    months_back: int = 0


def reads(measure: Measure, *, areas: bool) -> Iterator[Read]:
    """The record tables and columns that a measure reads, the table it counts first; `areas`: with its breakdown."""
    when = measure.when
    columns = {when.date} if isinstance(when, During) else {when.start, when.end}
    columns |= {measure.unit} if measure.unit else set()
    if areas or measure.only:
        columns.add(measure.breakdown)
    months_back = 0
    others: list[Read] = []
    for condition in (*measure.where, *((measure.hit,) if measure.hit else ())):
        if isinstance(condition, Is | IsNot):
            columns.add(condition.column)
        elif isinstance(condition, Elapsed):
            columns |= {condition.start} | ({condition.end} if condition.end else set())
        elif isinstance(condition, Again):
            columns.add("child_id")
            months_back = 12
        elif isinstance(condition, Unallocated):
            if condition.by == "worker":
                columns.add("worker_id")
            else:
                columns.add("child_id")
                others.append(Read("allocations", frozenset({"child_id", "from", "to"}), is_at_end=True))
        elif isinstance(condition, Overlaps):
            columns |= {"child_id", condition.from_, condition.to}
            overlapping = frozenset({"child_id", condition.start, condition.end})
            others.append(Read(condition.table, overlapping, months_back=_ASSESSMENT_MONTHS))
        else:
            others.append(_events(condition))
            columns |= {condition.per} | ({condition.start} if isinstance(condition, Recent) else set())
    if measure.cases:
        columns |= {"full_time_equivalent"} if measure.cases.per == "fte" else set()
        others.append(Read("allocations", frozenset({"worker_id", "child_id", "from", "to"}), is_at_end=True))
    yield Read(measure.table, frozenset(columns), isinstance(when, Open), months_back)
    yield from others


def _events(condition: Events | Recent) -> Read:
    columns = frozenset({condition.date, condition.per, *(each.column for each in condition.where)})
    back = months_looked_back(condition) if isinstance(condition, Recent) else 0
    return Read(condition.table, columns, months_back=back)


def months_looked_back(condition: Recent) -> int:
    """Months before the period's last one in which an event can lie that is not too long ago.

    No month has fewer than 28 days, or than 10 working days whatever a council closes.
    """
    return condition.number // (28 if condition.counted == "calendar" else 10)


def tells_areas(measure: Measure, axis: str) -> bool:
    """Whether the records can say to which area of an axis a case belongs: teams have an area and a type, no more."""
    return measure.breakdown != "team" or axis in {"area", "team type"}


def why_never(measure: Measure, tables: Mapping[str, Records], *, areas: bool) -> str:
    """Why the extracts can tell the measure of no period at all; empty where they can of some."""
    for read in reads(measure, areas=areas):
        noun = NOUNS[read.table]
        if read.table not in tables:
            return f"There is no extract of {noun}"
        if lacking := sorted(read.columns - tables[read.table].present):
            return f"The extract of {noun} has no {', '.join(lacking)}"
    return ""


def why_not(
    measure: Measure,
    tables: Mapping[str, Records],
    period: date,
    months: int,
    calendar: WorkingCalendar,
    *,
    areas: bool,
) -> str:
    """Why the extracts, which have all that the measure reads, cannot tell it of a period; empty where they can.

    The month of an extract counts as ended where no working day of it is left.
    """
    last = months_after(period, months) - timedelta(days=1)
    for read in reads(measure, areas=areas):
        records, noun = tables[read.table], NOUNS[read.table]
        taken = f"{records.as_of:%d/%m/%Y}"
        if not _has_ended(last, records.as_of, calendar):
            return f"The {noun} were taken on {taken}, before the period had ended"
        current = [name for name in sorted(read.columns) if records.table.column(name).keeps == "current"]
        if current and records.as_of > last + timedelta(days=records.taken_within):
            told = current[0].removesuffix("_id").replace("_", " ")
            return f"The {noun}{_TELL}{told} of {taken} alone"
        needed = last if read.is_at_end else months_after(period, -read.months_back)
        if records.since and records.since > needed:
            return f"The {noun} go back to {records.since:%d/%m/%Y} alone"
    return ""


def is_of_today(reason: str) -> bool:
    """Whether a reason that `why_not` gave is that a column tells what was so on the extract's day alone."""
    return _TELL in reason


def _has_ended(last: date, as_of: date, calendar: WorkingCalendar) -> bool:
    left = (last - as_of).days
    if left <= 0:
        return True
    to_come = [as_of + timedelta(days=n) for n in range(1, left + 1)] if left < 7 else []
    return bool(to_come) and not any(calendar.is_working(day) for day in to_come)
