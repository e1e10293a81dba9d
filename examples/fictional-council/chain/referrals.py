"""Referrals: as many a month and area as the figures say, as many of them of children referred in the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from make_figures import Figure

from chain.days import LAST_MONTH, drawn_day, shuffled

YEAR_BEFORE = 12  # months of referrals before the first figure: a re-referral looks a year back
_SHARE_THEN = 0.24  # re-referrals in that year, of which no figure tells


@dataclass(frozen=True)
class Referral:
    """A referral of one child."""

    child: str
    area: str
    month: int
    referred: date
    closed: date | None
    is_no_further_action: bool


class Children:
    """The children that are known to the council: a new one's number, and whose area is whose."""

    def __init__(self) -> None:
        self.by_area: dict[str, list[str]] = {}
        self._count = 0

    def new(self, area: str) -> str:
        """A child that was not known before."""
        self._count += 1
        child = f"F{self._count:06}"
        self.by_area.setdefault(area, []).append(child)
        return child


def referrals(series: Mapping[str, Sequence[Figure]], children: Children, chance: Random) -> list[Referral]:
    """All referrals since April 2022, month by month.

    Args:
        series: re-referrals and referrals of each area, by month.
        children: those that are known; new ones are added.
        chance: to draw with.

    """
    latest: dict[str, dict[str, int]] = {area: {} for area in series}  # child: month of the latest referral
    made = []
    for month in range(-YEAR_BEFORE, LAST_MONTH + 1):
        for area, figures in series.items():
            again, count = figures[month] if month >= 0 else (None, figures[month + YEAR_BEFORE][1])
            within_year = [child for child, at in latest[area].items() if month - 11 <= at < month]
            if again is None:
                again = min(int(count * _SHARE_THEN), len(within_year))
            long_ago = [child for child, at in latest[area].items() if at < month - YEAR_BEFORE]
            referred = shuffled(chance, within_year)[:again]
            referred += shuffled(chance, long_ago)[: (count - again) // 9]
            referred += [children.new(area) for _ in range(count - len(referred))]
            for child in referred:
                latest[area][child] = month
                made.append(_referral(child, area, month, chance))
    return made


def _referral(child: str, area: str, month: int, chance: Random) -> Referral:
    day = drawn_day(chance, month)
    is_no_further_action = chance.random() < 0.3
    open_for = 1 + int(chance.random() * (12 if is_no_further_action else 260))
    return Referral(child, area, month, day, day + timedelta(days=open_for), is_no_further_action)
