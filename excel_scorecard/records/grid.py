"""Grid: the calendar as tables that a database joins to, so that no query of ours does arithmetic with dates.

Every engine has its own date functions and its own mistakes in them; an equal join they all do alike. Knows periods
and working days. Knows no records and no query.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from excel_scorecard.calendar import FINANCIAL_YEAR_STARTS, months_after
from excel_scorecard.working_days import FIRST_DAY as KNOWN_FROM
from excel_scorecard.working_days import CalendarRangeError, WorkingCalendar

if TYPE_CHECKING:
    import pyarrow as pa

# A child in care today may have come eighteen years ago; a date before this is a slip.
FIRST_DAY: Final = date(1980, 1, 1)
LAST_DAY: Final = date(2040, 12, 31)
_MONTHS_TO_1970: Final = 1970 * 12 + 1
NEVER: Final = 1_000_000
"""A day number after all others."""

# The column types of each table of the grid, as ibis names them.
CALENDAR: Final[Mapping[str, str]] = {
    "day": "date", "day_no": "int32", "work_no": "int32", "period": "int32", "next_period": "int32",
    "last_period": "int32", "year_before": "int32",
}  # fmt: skip
"""A row a day: its number, its working day's number (none where the bank holidays are not known), the period it lies
in, those of the next day and of the day before, and the number of the same day a year before."""

SPANS: Final[Mapping[str, str]] = {
    "first": "int32", "last": "int32", "period": "int32", "end_no": "int32", "end_work": "int32",
}  # fmt: skip
"""A row a period of every run of periods, with the numbers of its last day: joined on the ends of the run, a record
becomes a row a period."""


def day_number(day: date) -> int:
    """The number of a day: 1 for the first of the grid."""
    return (day - FIRST_DAY).days + 1


def period_number(month: date, length: int) -> int:
    """The running number of the period of `length` months in which a month lies."""
    return (month.year * 12 + month.month - FINANCIAL_YEAR_STARTS) // length


def period_begins(number: int, length: int) -> date:
    """The first month of the period of that number."""
    year, month = divmod(number * length + FINANCIAL_YEAR_STARTS - 1, 12)
    return date(year, month + 1, 1)


def period_ends(number: int, length: int) -> date:
    """The last day of the period of that number."""
    return months_after(period_begins(number, length), length) - timedelta(days=1)


@lru_cache(maxsize=8)
def calendar_table(calendar: WorkingCalendar, length: int) -> "pa.Table":
    """The days of the grid as in `CALENDAR`, for periods of `length` months."""
    import numpy as np

    days = np.arange(np.datetime64(FIRST_DAY), np.datetime64(LAST_DAY) + 1)
    months = days.astype("datetime64[M]")
    period = (months.astype("int64") + _MONTHS_TO_1970 - FINANCIAL_YEAR_STARTS) // length
    of_month = days - months.astype("datetime64[D]")
    year_before = (months - 12).astype("datetime64[D]") + of_month
    year_before -= (year_before.astype("datetime64[M]") != months - 12).astype("int64")  # of 29 February, 28 February
    work: list[int | None] = [None] * len(days)
    known = [number for _, number in calendar.numbered()]
    begins = day_number(KNOWN_FROM) - 1
    work[begins : begins + len(known)] = known
    return _table(
        CALENDAR,
        {
            "day": days,
            "day_no": range(1, len(days) + 1),
            "work_no": work,
            "period": period,
            "next_period": np.append(period[1:], period[-1] + 1),
            "last_period": np.append(period[0] - 1, period[:-1]),
            "year_before": (year_before - days[0]).astype("int64") + 1,
        },
    )


def span_table(calendar: WorkingCalendar, first: int, last: int, length: int) -> "pa.Table":
    """Every run of periods from one number to another as in `SPANS`.

    Raises:
        CalendarRangeError: a period ends where the bank holidays are not known.

    """
    import numpy as np

    ends = [period_ends(number, length) for number in range(first, last + 1)]
    work = dict(calendar.numbered())
    for end in ends:
        if end not in work:
            raise CalendarRangeError(f"the period that ends on {end:%d/%m/%Y} is outside the calendar of working days.")
    numbers = np.arange(first, last + 1, dtype="int32")
    begin, stop, at = (axis.ravel() for axis in np.meshgrid(numbers, numbers, numbers, indexing="ij"))
    within = (begin <= at) & (at <= stop)
    return _table(
        SPANS,
        {
            "first": begin[within],
            "last": stop[within],
            "period": at[within],
            "end_no": np.array([day_number(end) for end in ends], "int32")[at[within] - first],
            "end_work": np.array([work[end] for end in ends], "int32")[at[within] - first],
        },
    )


def _table(types: Mapping[str, str], columns: Mapping[str, object]) -> "pa.Table":
    import pyarrow as pa

    kinds = {"date": pa.date32(), "int32": pa.int32()}
    return pa.table({name: pa.array(columns[name], kinds[kind]) for name, kind in types.items()})
