"""Children in care: as many at each month's end as the figures say, and short breaks that are left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from chain.days import LAST_MONTH, drawn_day, first, shuffled
from chain.referrals import Children

_YEARS_BEFORE = 9  # in which those who are in care in April 2023 came
_SHORT_BREAKS = 46
_AREAS = ("EAST", "NWC", "SOUTH")


@dataclass(eq=False)
class Episode:
    """A period of care of one child."""

    child: str
    area: str
    started: date
    ceased: date | None = None
    is_short_breaks: bool = False


def episodes(counts: Sequence[int], children: Children, chance: Random) -> list[Episode]:
    """All periods of care that ran in April 2023 or later; `counts`: children in care by month."""
    current = [_came(children, int(-1 - chance.random() ** 2 * 12 * _YEARS_BEFORE), chance) for _ in range(counts[0])]
    made = [_came(children, -1 - at % 24, chance, is_short_breaks=True) for at in range(_SHORT_BREAKS)]
    made += current
    for month in range(LAST_MONTH + 1):
        staying = shuffled(chance, current)
        gone = max(int(len(current) * (0.018 + 0.012 * chance.random())), len(current) - counts[month])
        for each in staying[:gone]:
            each.ceased = drawn_day(chance, month, max(first(month), each.started))
        current = staying[gone:]
        came = [_came(children, month, chance) for _ in range(counts[month] - len(current))]
        current += came
        made += came
    return made


def _came(children: Children, month: int, chance: Random, *, is_short_breaks: bool = False) -> Episode:
    area = _AREAS[int(chance.random() * len(_AREAS))]
    return Episode(children.new(area), area, drawn_day(chance, month), is_short_breaks=is_short_breaks)
