"""Working days: Monday to Friday less England's bank holidays less a council's own closure days, numbered.

Knows the bank holidays of the years in `YEARS` and no others: beyond them it fails rather than guesses. Knows no
records and no project. Elapsed working days are a difference of two numbers, so that a database can take it too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from excel_scorecard.errors import ScorecardError
from excel_scorecard.settings_file import Day, Problem, Settings, broken_rules

# https://www.gov.uk/bank-holidays, England and Wales, with the days that Parliament added or moved: 29 April 2011 and
# 5 June 2012, 8 May 2020, 2 and 3 June and 19 September 2022, 8 May 2023. Days at a weekend have their substitute too.
_BANK_HOLIDAYS: Final = """
2010 01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28
2011 01-01 01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-25 12-26 12-27
2012 01-01 01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26
2013 01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26
2014 01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26
2015 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28
2016 01-01 03-25 03-28 05-02 05-30 08-29 12-25 12-26 12-27
2017 01-01 01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26
2018 01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26
2019 01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26
2020 01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-26 12-28
2021 01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28
2022 01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27
2023 01-01 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26
2024 01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26
2025 01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26
2026 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28
2027 01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28
2028 01-01 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26
"""

_SATURDAY: Final = 5


def _days_listed() -> Iterator[date]:
    for line in _BANK_HOLIDAYS.split("\n"):
        year, *days = line.split() or [""]
        yield from (date.fromisoformat(f"{year}-{day}") for day in days)


BANK_HOLIDAYS: Final = frozenset(_days_listed())
"""England's, of the years in `YEARS`."""

YEARS: Final = range(min(BANK_HOLIDAYS).year, max(BANK_HOLIDAYS).year + 1)
FIRST_DAY: Final = date(YEARS[0], 1, 1)
LAST_DAY: Final = date(YEARS[-1], 12, 31)

StartDay = Literal[0, 1]


class CalendarRangeError(ScorecardError):
    """A day lies outside the years of which the bank holidays are known."""

    exit_code = 2

    def __init__(self, what: str, *, where: str = "working days") -> None:
        mend = (
            f"Bank holidays are known of {YEARS[0]} to {YEARS[-1]}: mend the date if it is wrong, "
            "or install a newer version of this program."
        )
        super().__init__(what, where=where, mend=mend)


class CalendarSettings(Settings):
    """How a council counts working days."""

    closures: tuple[Day, ...] = Field(
        default=(), description="Days on which the council is closed besides England's bank holidays: 2024-12-27"
    )
    start_day: Annotated[int, Field(strict=True, ge=0, le=1)] = Field(
        default=0, description="0: the day after the start is the first working day; 1: the start is itself the first"
    )

    @model_validator(mode="after")
    def _keep_rules(self) -> "CalendarSettings":
        beyond = [position for position, day in enumerate(self.closures) if day.year not in YEARS]
        if beyond:
            mend = f"Bank holidays are known of {YEARS[0]} to {YEARS[-1]}; take the day out."
            problems = [
                Problem(
                    f"the closure {self.closures[at]:%d/%m/%Y} lies in no year of the calendar", mend, ("closures",)
                )
                for at in beyond
            ]
            raise broken_rules(problems)
        return self

    @property
    def calendar(self) -> "WorkingCalendar":
        """The calendar that counts so."""
        return WorkingCalendar(frozenset(self.closures), 1 if self.start_day else 0)


@dataclass(frozen=True)
class WorkingCalendar:
    """A council's working days.

    Attributes:
        closures: days on which it is closed besides weekends and bank holidays.
        start_day: what the day of a start counts as. 0, as most councils and suppliers have it: a conference 15
            working days after Monday 17 August 2015 is due on Tuesday 8 September (31 August is a bank holiday).
            1: the start is the first day, and it is due on Monday 7 September.

    A start that is no working day counts as the working day before it, and so does an end: from Saturday to Monday is
    one working day.

    """

    closures: frozenset[date] = frozenset()
    start_day: StartDay = 0

    def is_working(self, day: date) -> bool:
        """Whether it is a working day. Raises CalendarRangeError outside `YEARS`."""
        _within_years(day)
        return day.weekday() < _SATURDAY and day not in BANK_HOLIDAYS and day not in self.closures

    def number(self, day: date) -> int:
        """The running number of a working day; of any other day, that of the working day before it.

        Raises:
            CalendarRangeError: the day lies outside `YEARS`.

        """
        _within_years(day)
        return self._numbers[(day - FIRST_DAY).days]

    def between(self, start: date, end: date) -> int:
        """Working days from `start` to `end`, `start` counting as `start_day`; negative where `end` lies before.

        Raises CalendarRangeError.
        """
        return self.number(end) - self.number(start) + self.start_day

    def add(self, start: date, days: int) -> date:
        """The working day on which `days` working days have passed since `start`: `between(start, it) == days`.

        Raises CalendarRangeError, also where the answer lies beyond.
        """
        wanted = self.number(start) + days - self.start_day
        if not 1 <= wanted <= len(self._working):
            raise CalendarRangeError(f"{days} working days from {start:%d/%m/%Y} end outside the calendar.")
        return self._working[wanted - 1]

    def numbered(self) -> Iterable[tuple[date, int]]:
        """Every day of `YEARS` with its number, in order: what a database joins to."""
        return ((FIRST_DAY + timedelta(days=at), number) for at, number in enumerate(self._numbers))

    @cached_property
    def _working(self) -> list[date]:
        days = (FIRST_DAY + timedelta(days=at) for at in range((LAST_DAY - FIRST_DAY).days + 1))
        return [day for day in days if self.is_working(day)]

    @cached_property
    def _numbers(self) -> list[int]:
        working, number, numbers = set(self._working), 0, []
        for at in range((LAST_DAY - FIRST_DAY).days + 1):
            number += FIRST_DAY + timedelta(days=at) in working
            numbers.append(number)
        return numbers


def _within_years(day: date) -> None:
    if day.year not in YEARS:
        raise CalendarRangeError(f"the year {day.year} is outside the calendar of working days.")
