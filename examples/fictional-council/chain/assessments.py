"""Assessments: as many open at each month's end as the figures say, in time, late and without a worker; and finished.

An area's assessments flow: those open at a month's end are those open before, less the finished, plus the begun. Who is
late at the end of a month has been open for long, so each month leaves enough old ones open for the next.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from chain.days import CALENDAR, LAST_MONTH, drawn_day, first, last, one_of, shuffled, working_days
from chain.referrals import Children, Referral

IN_TIME = 45  # working days
WITHOUT_WORKER = 7  # calendar days from which on an assessment counts as unallocated
_TRIES = 40  # to find a known child who is not being assessed


@dataclass(eq=False)
class Assessment:
    """An assessment of one child. `waits` are the times without a worker, each from a day to the day before another."""

    child: str
    area: str
    started: date
    authorised: date | None = None
    is_section_47: bool = False
    seen: str = ""
    waits: list[tuple[date, date | None]] = field(default_factory=list)

    def is_open(self, month: int) -> bool:
        """At the month's end."""
        return self.started <= last(month) and (self.authorised is None or self.authorised > last(month))

    def is_waiting(self, day: date) -> bool:
        """Whether it is without a worker."""
        return any(since <= day and (until is None or day < until) for since, until in self.waits)


@dataclass(frozen=True)
class Standing:
    """What the figures say of one area's assessments, by month."""

    open: Sequence[int]
    late: Sequence[int]
    unallocated: Sequence[int]
    finished: Sequence[tuple[int, int]]
    """Under section 17, under section 47."""
    seen: Sequence[tuple[int, int]]
    """Of each of the two."""


def is_late(started: date, month: int) -> bool:
    """Whether an assessment that is still open at the month's end has passed its time."""
    return CALENDAR.between(started, last(month)) > IN_TIME


def assessments(
    area: str, standing: Standing, referred: Sequence[Referral], children: Children, chance: Random
) -> list[Assessment]:
    """All assessments of an area that were open at the end of March 2023 or later."""
    choosing = _Choosing(area, referred, children, chance)
    current = _standing_at_start(area, standing, children, chance)
    made = list(current)
    before = standing.open[0]
    for month in range(LAST_MONTH + 1):
        to_finish = sum(standing.finished[month])
        begun = [choosing.next(month, current) for _ in range(standing.open[month] - before + to_finish)]
        made += begun
        finished = _finished(current, begun, standing, month, chance)
        _finish(finished, standing, month, chance)
        current = [each for each in (*current, *begun) if not each.authorised]
        _wait(current, finished, standing.unallocated[month], month, chance)
        before = standing.open[month]
    for each in current:
        each.is_section_47 = chance.random() < 0.3
    return made


def _standing_at_start(area: str, standing: Standing, children: Children, chance: Random) -> list[Assessment]:
    """Those open at the end of March 2023: as many late ones as a month later, and some that are late by then."""
    late, soon_late = standing.late[0], standing.open[0] // 8
    early_february = [day for day in working_days(-2) if is_late(day, 0) and not is_late(day, -1)]
    starts = [drawn_day(chance, -4 - int(chance.random() * 2)) for _ in range(late)]
    starts += [one_of(chance, early_february) for _ in range(soon_late)]
    starts += [drawn_day(chance, -1) for _ in range(standing.open[0] - late - soon_late)]
    return [Assessment(children.new(area), area, day, waits=[(day, day)]) for day in starts]


class _Choosing:
    """Whose assessment begins next: a child referred this month, or else one who is known already."""

    def __init__(self, area: str, referred: Sequence[Referral], children: Children, chance: Random) -> None:
        self._area, self._children, self._chance = area, children, chance
        self._referred: dict[int, list[Referral]] = {}
        for each in referred:
            self._referred.setdefault(each.month, []).append(each)
        self._busy: dict[str, Assessment] = {}

    def next(self, month: int, current: Sequence[Assessment]) -> Assessment:
        for each in current:
            self._busy.setdefault(each.child, each)
        child, since = self._child(month)
        started = drawn_day(self._chance, month, since, since and since + timedelta(days=3))
        wait = started + timedelta(days=int(self._chance.random() * WITHOUT_WORKER))
        made = Assessment(child, self._area, started, waits=[(started, wait)])
        self._busy[child] = made
        return made

    def _child(self, month: int) -> tuple[str, date | None]:
        waiting = self._referred.get(month, [])
        while waiting:
            referral = waiting.pop(0)
            if self._is_free(referral.child, month):
                return referral.child, referral.referred
        known = self._children.by_area[self._area]
        for _ in range(_TRIES):
            child = one_of(self._chance, known)
            if self._is_free(child, month):
                return child, None
        return self._children.new(self._area), None

    def _is_free(self, child: str, month: int) -> bool:
        held = self._busy.get(child)
        return held is None or (held.authorised is not None and held.authorised < first(month))


def _finished(
    current: Sequence[Assessment], begun: Sequence[Assessment], standing: Standing, month: int, chance: Random
) -> list[Assessment]:
    """Which are finished in the month: late ones down to the figure, then the older of the others."""
    late = [each for each in current if is_late(each.started, month)]
    late.sort(key=lambda each: each.started)  # the oldest first, so that none goes on for ever
    finished = late[: len(late) - standing.late[month]]
    next_late = standing.late[min(month + 1, LAST_MONTH)]
    soon_late = [each for each in current if not is_late(each.started, month) and is_late(each.started, month + 1)]
    soon_late = shuffled(chance, soon_late)
    kept = max(0, next_late - (7 * standing.late[month]) // 10)
    younger = [each for each in current if not is_late(each.started, month + 1)]
    order = soon_late[kept:] + shuffled(chance, younger) + sorted(begun, key=lambda each: each.started)
    finished += order[: sum(standing.finished[month]) - len(finished)]
    # those under section 47 come last: they take longer, and none begins and ends in one month
    early = first(month - 1) + timedelta(days=12)
    return sorted(shuffled(chance, finished), key=lambda each: (each.started < first(month)) + (each.started < early))


def _finish(finished: Sequence[Assessment], standing: Standing, month: int, chance: Random) -> None:
    """Authorise them: so many under section 47, and of each kind so many with the child seen."""
    section_17, _section_47 = standing.finished[month]
    seen_17, seen_47 = standing.seen[month]
    for at, each in enumerate(finished):
        each.is_section_47 = at >= section_17
        is_seen = at < seen_17 if not each.is_section_47 else at - section_17 < seen_47
        each.seen = "yes" if is_seen else "unknown" if chance.random() < 0.1 else "no"
        each.authorised = drawn_day(chance, month, max(first(month), each.started + timedelta(days=2)))
        each.authorised = min(each.authorised, last(month))


def _wait(
    current: Sequence[Assessment], finished: Sequence[Assessment], unallocated: int, month: int, chance: Random
) -> None:
    """Leave so many of the open ones, none of them young, without a worker; all others have one by the month's end."""
    old = [each for each in current if (last(month) - each.started).days > WITHOUT_WORKER]
    waiting = [each for each in old if each.waits[-1][1] is None]
    new = [each for each in old if each not in waiting and (last(month - 1) - each.started).days <= WITHOUT_WORKER]
    rest = [each for each in old if each not in waiting and each not in new]
    chosen = shuffled(chance, waiting)[: unallocated // 3]
    chosen += shuffled(chance, new)[: unallocated - len(chosen)]
    chosen += shuffled(chance, rest)[: unallocated - len(chosen)]
    for each in [*waiting, *finished]:
        since, until = each.waits[-1]
        if until is None and each not in chosen:
            each.waits[-1] = since, drawn_day(chance, month, max(first(month), since), each.authorised)
    for each in chosen:
        if each in waiting:
            continue
        if each in new:
            each.waits = [(each.started, None)]
        else:
            each.waits.append((drawn_day(chance, month, each.started), None))


def by_area(
    standings: Mapping[str, Standing], referred: Sequence[Referral], children: Children, chance: Random
) -> Iterator[Assessment]:
    """The assessments of every area."""
    for area, standing in standings.items():
        yield from assessments(area, standing, [each for each in referred if each.area == area], children, chance)
