"""Days: whole numbers of days since 1970 in numpy arrays, working days among them, and how a file writes them.

Knows no record. `NEVER` stands for a day that has not come, later than any other; so `day <= as_of` says what is known.
"""

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from excel_scorecard.working_days import BANK_HOLIDAYS

Days = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Shares = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

NEVER: Final = 10**6
YEAR: Final = 365.25
_EPOCH: Final = date(1970, 1, 1).toordinal()
CALENDAR: Final = np.busdaycalendar(holidays=np.array(sorted(BANK_HOLIDAYS), dtype="datetime64[D]"))


def number(day: date) -> int:
    """A day as its number."""
    return day.toordinal() - _EPOCH


def day_of(count: int) -> date:
    """The day of a number."""
    return date.fromordinal(count + _EPOCH)


def working_days_after(start: Days, count: Days) -> Days:
    """The working day `count` working days after `start`; of a weekend's start, after the working day before it."""
    moved = np.busday_offset(start.astype("datetime64[D]"), count, roll="backward", busdaycal=CALENDAR)
    return moved.astype("datetime64[D]").astype(np.int64)


def on_a_working_day(days: Days) -> Days:
    """The days, of weekends and holidays the next working day; `NEVER` stays."""
    come = days < NEVER
    moved = np.full_like(days, NEVER)
    rolled = np.busday_offset(days[come].astype("datetime64[D]"), 0, roll="forward", busdaycal=CALENDAR)
    moved[come] = rolled.astype("datetime64[D]").astype(np.int64)
    return moved


class Writing:
    """Days as a file writes them, from one table: a million days are a million look-ups and no formatting."""

    def __init__(self, first: int, last: int) -> None:
        self._first = first
        self._words = np.array([day_of(count).isoformat() for count in range(first, last + 1)], dtype=object)

    def written(self, days: Days) -> Texts:
        """Each day as 2026-03-31; empty text for `NEVER`."""
        made = np.full(len(days), "", dtype=object)
        come = days < NEVER
        made[come] = self._words[days[come] - self._first]
        return made
