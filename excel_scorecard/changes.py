"""Changes: what in an indicator's series is not like before: a changed definition, and process limits begun anew.

Knows dates and the reasons for them. What a break does to the average and the direction is runs.py's and rating.py's,
to the process limits spc.py's.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from excel_scorecard.calendar import last_complete, month_label, months_after
from excel_scorecard.settings_file import FilledText, Location, Month, Problem, Settings


def _yes_or_no(value: object) -> object:
    """A workbook has no cell for true and false that officers read the same: they choose yes or no."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class Change(Settings):
    """From a month on something else is counted, or it is counted otherwise."""

    from_: Month = Field(alias="from", description="First month that is counted so, e.g. 2025-04")
    note: FilledText = Field(description="What is otherwise from then on, for the page and the Definitions sheet")
    break_: Annotated[
        Literal["yes", "no"],
        BeforeValidator(_yes_or_no),
        WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]}),
    ] = Field(default="yes", alias="break", description="no: figures before and after can be compared; left out: yes")

    @property
    def breaks(self) -> bool:
        """Whether figures before and after cannot be compared."""
        return self.break_ == "yes"


class Rebase(Settings):
    """From a month on the process limits are worked out anew: somebody changed the work, and it shows."""

    from_: Month = Field(alias="from", description="First month of the new limits, e.g. 2025-04")
    reason: FilledText = Field(description="What changed in the work: limits are never begun anew without a reason")


def starts_problems(name: str, starts: list[date], period_months: int, frequency: str) -> Iterator[Problem]:
    """Two of the same month, and a month with which no quarter or year begins."""
    seen: set[date] = set()
    for position, start in enumerate(starts):
        at: Location = (name, position, "from")
        if start in seen:
            what = f"two of {name} start in {month_label(start)}"
            yield Problem(what, "Keep one, and say both in it.", at)
        seen.add(start)
        last = months_after(start, period_months - 1)
        if last_complete(last, period_months) != last:
            what = f"no {frequency} begins with {month_label(start)}"
            yield Problem(what, f"Write the first month of a {frequency} of the financial year.", at)
