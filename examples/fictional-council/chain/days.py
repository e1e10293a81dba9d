"""Days: the example's months as dates, its working days, and drawing from them by chance.

Month 0 is April 2023. What began before has a negative month.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from excel_scorecard.working_days import WorkingCalendar

CALENDAR = WorkingCalendar()
LAST_MONTH = 35  # March 2026
T = TypeVar("T")


def first(month: int) -> date:
    """Its first day."""
    year, at = divmod(month + 3, 12)
    return date(2023 + year, at + 1, 1)


def last(month: int) -> date:
    """Its last day."""
    return first(month + 1) - timedelta(days=1)


@cache
def working_days(month: int) -> tuple[date, ...]:
    """Its working days."""
    days = (first(month) + timedelta(days=at) for at in range((last(month) - first(month)).days + 1))
    return tuple(day for day in days if CALENDAR.is_working(day))


def drawn_day(chance: Random, month: int, since: date | None = None, until: date | None = None) -> date:
    """A working day of the month, none before `since` or after `until`; `since` itself where there is no such day."""
    days = [day for day in working_days(month) if (not since or day >= since) and (not until or day <= until)]
    return one_of(chance, days) if days else since or until or last(month)


def one_of(chance: Random, items: Sequence[T]) -> T:
    """One of them."""
    return items[int(chance.random() * len(items))]


def shuffled(chance: Random, items: Sequence[T]) -> list[T]:
    """All of them in an order by chance: `random()` alone, which Python keeps the same between its versions."""
    mixed = list(items)
    for at in range(len(mixed) - 1, 0, -1):
        other = int(chance.random() * (at + 1))
        mixed[at], mixed[other] = mixed[other], mixed[at]
    return mixed
