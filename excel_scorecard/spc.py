"""SPC: statistical process control of a trend: mean, process limits, and which points are more than ordinary variation.

The method is the XmR chart of NHS England's Making Data Count, as its package NHSRplotthedots computes it: the mean,
limits of 2.66 average moving ranges on either side, moving ranges that are outliers themselves left out once, and four
rules. Numbers go in and come out as charts plot them, unrounded floats; what a signal means is the side of the mean on
which a point lies. Knows no page: what is printed is wording.py's and the workbook's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from math import fsum, isclose
from typing import Final, Literal

Rule = Literal["", "limits", "trend", "near", "shift"]
Variation = Literal["Improvement", "Concern", "Change", "Ordinary", ""]
Assurance = Literal["", "meets", "misses", "hit or miss"]

# Three standard deviations from the mean moving range of single values: 3 / 1.128.
MOVING_RANGE_TO_LIMIT: Final = 2.66
# A moving range beyond this many average ones is an outlier, and the limits are worked out without it.
MOVING_RANGE_OUTLIER: Final = 3.267
OUTER_THIRD: Final = 2 / 3  # of the way from the mean to a limit
RUN: Final = 7  # points of a trend, or on one side of the mean

ENOUGH_POINTS: Final = 12
"""With fewer the limits are trial limits, which each new point may move."""
LEAST_POINTS: Final = 7
"""With fewer there are no limits and no signal: nothing could be told from chance."""

_TIE: Final = 1e-9  # of a value's size: a mean of equal values is not quite one of them


@dataclass(frozen=True)
class Point:
    """One period of the trend; `value` is None in a gap, and limits are where the stretch has too few points.

    `variation` is empty where no signal can be given: in a gap, or without limits.
    """

    month: date
    value: float | None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    rule: Rule = ""
    variation: Variation = ""
    stretch: int = 0
    """Counted from 0: mean and limits are one stretch's."""
    run: int = 0
    """Of the rules trend and shift, how many points the run has that this one is part of; of a fall, less than 0."""

    @property
    def is_high(self) -> bool:
        """Whether it lies above its mean."""
        return _side(self.value, self.mean) > 0


@dataclass(frozen=True)
class Control:
    """The points of a trend with their limits, and what the latest of them says.

    Attributes:
        points: every period, in order.
        is_trial: the latest stretch has fewer than 12 points.
        is_stock: what is counted stays from month to month, so that neighbours are alike and signals come too easily.
        assurance: what the latest limits say of the latest target; empty without target or limits.

    """

    points: tuple[Point, ...]
    is_trial: bool
    is_stock: bool
    assurance: Assurance

    @property
    def latest(self) -> Point | None:
        """The last period; None where it has no figure or no signal can be given."""
        last = self.points[-1] if self.points else None
        return last if last is not None and last.variation else None

    @property
    def latest_stretch(self) -> list[Point]:
        """The points that share the latest mean and limits, and the gaps among them."""
        return [point for point in self.points if point.stretch == self.points[-1].stretch]

    @property
    def has_limits(self) -> bool:
        """Whether the latest stretch has points enough for limits."""
        return bool(self.points) and self.points[-1].mean is not None


def control_of(
    trend: Sequence[tuple[date, float | None]],
    *,
    good: str,
    starts: Sequence[date] = (),
    target: float | None = None,
    is_stock: bool = False,
) -> Control:
    """The process limits of a trend and its signals.

    Args:
        trend: the periods in order, none left out: month and value, None where there is no figure.
        good: high, low, band or neither; where neither side is good a signal is a change.
        starts: months from which mean and limits are worked out anew (a changed definition, a rebase).
        target: the latest target, in the values' unit, for the assurance.
        is_stock: see `Control`.

    A moving range is taken between neighbours alone, and no run goes on across a gap.

    Source: NHSRplotthedots (github.com/nhs-r-community/NHSRplotthedots), ptd_spc_standard and
        ptd_calculate_point_type; NHS England, "Making data count: strengthening your decisions".

    """
    stretches = list(_stretches(trend, starts))
    points = tuple(point for number, stretch in enumerate(stretches) for point in _controlled(stretch, good, number))
    known = sum(value is not None for _, value in stretches[-1]) if stretches else 0
    last = points[-1] if points else None
    return Control(
        points=points,
        is_trial=LEAST_POINTS <= known < ENOUGH_POINTS,
        is_stock=is_stock,
        assurance=_assurance(last, target, good) if last is not None else "",
    )


def _stretches(
    trend: Sequence[tuple[date, float | None]], starts: Sequence[date]
) -> Iterator[list[tuple[date, float | None]]]:
    """The trend cut where mean and limits begin anew."""
    stretch: list[tuple[date, float | None]] = []
    ahead = sorted(starts)
    for month, value in trend:
        begins = False
        while ahead and ahead[0] <= month:
            ahead.pop(0)
            begins = True
        if begins and stretch:
            yield stretch
            stretch = []
        stretch.append((month, value))
    if stretch:
        yield stretch


def _controlled(stretch: Sequence[tuple[date, float | None]], good: str, number: int) -> list[Point]:
    values = [value for _, value in stretch]
    known = [value for value in values if value is not None]
    if len(known) < LEAST_POINTS:
        return [Point(month, value, stretch=number) for month, value in stretch]
    mean = fsum(known) / len(known)
    half = MOVING_RANGE_TO_LIMIT * average_moving_range(values)
    found = _rules(values, mean, half)
    return [
        Point(month, value, mean, mean - half, mean + half, rule, _variation(value, mean, rule, good), number, run)
        for (month, value), (rule, run) in zip(stretch, found, strict=True)
    ]


def average_moving_range(values: Sequence[float | None]) -> float:
    """The mean distance of neighbours, outliers among the distances left out once; 0 where there are no neighbours."""
    ranges = [abs(after - before) for before, after in pairwise(values) if before is not None and after is not None]
    if not ranges:
        return 0.0
    limit = MOVING_RANGE_OUTLIER * fsum(ranges) / len(ranges)
    kept = [each for each in ranges if each < limit]
    return fsum(kept) / len(kept) if kept else 0.0


def _side(value: float | None, mean: float | None) -> int:
    """1 above the mean, -1 below, 0 on it or where there is none."""
    if value is None or mean is None or isclose(value, mean, rel_tol=_TIE, abs_tol=_TIE):
        return 0
    return 1 if value > mean else -1


def _variation(value: float | None, mean: float, rule: Rule, good: str) -> Variation:
    if value is None:
        return ""
    if not rule:
        return "Ordinary"
    if good not in {"high", "low"}:
        return "Change"
    return "Improvement" if (_side(value, mean) > 0) == (good == "high") else "Concern"


# ---- the four rules, the first that holds --------------------------------------------------------------------------


def _rules(values: Sequence[float | None], mean: float, half: float) -> Iterator[tuple[Rule, int]]:
    """For each point its rule, and how many points its run has."""
    sides = [_side(value, mean) for value in values]
    outside = [_is_beyond(value, mean, half) for value in values]
    near = [not out and _is_beyond(value, mean, OUTER_THIRD * half) for value, out in zip(values, outside, strict=True)]
    trend, close, shift = trends(values), two_of_three(near, sides), shifts(sides)
    for at in range(len(values)):
        if outside[at]:
            yield "limits", 0
        elif trend[at]:
            yield "trend", trend[at]
        elif close[at]:
            yield "near", 0
        elif shift[at]:
            yield "shift", shift[at]
        else:
            yield "", 0


def _is_beyond(value: float | None, mean: float, distance: float) -> bool:
    if value is None:
        return False
    apart = abs(value - mean)
    return apart > distance and not isclose(apart, distance, rel_tol=_TIE, abs_tol=_TIE)


def trends(values: Sequence[float | None]) -> list[int]:
    """Of each point how many the run has in which one rises after another: 0, or seven and more; of a fall below 0.

    A gap or a level step ends a run.
    """
    steps = [0 if before is None or after is None else _side(after, before) for before, after in pairwise(values)]
    found = [0] * len(values)
    for start, length in _runs(steps):
        if length + 1 >= RUN:
            found[start : start + length + 1] = [(length + 1) * steps[start]] * (length + 1)
    return found


def shifts(sides: Sequence[int]) -> list[int]:
    """Of each point how many the run has that lies on one side of the mean (1 above, -1 below): 0, or seven and more.

    A point on the mean, or a gap, ends a run: 0.
    """
    found = [0] * len(sides)
    for start, length in _runs(sides):
        if length >= RUN:
            found[start : start + length] = [length] * length
    return found


def _runs(signs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where each run of one sign begins, and how long it is; noughts are no run."""
    start = 0
    for sign, run in groupby(signs):
        length = sum(1 for _ in run)
        if sign:
            yield start, length
        start += length


def two_of_three(near: Sequence[bool], sides: Sequence[int]) -> list[bool]:
    """The points near a limit of which there are two in three neighbours, all three on one side of the mean."""
    found = [False] * len(near)
    for at in range(len(near) - 2):
        three = slice(at, at + 3)
        if sum(near[three]) >= 2 and abs(sum(sides[three])) == 3:
            found[three] = [one or other for one, other in zip(found[three], near[three], strict=True)]
    return found


# ---- against the target ----------------------------------------------------------------------------------------------


def _assurance(last: Point, target: float | None, good: str) -> Assurance:
    """Whether limits like these meet the target whatever the month, miss it, or now and then either."""
    if target is None or last.mean is None or last.lower is None or last.upper is None or good not in {"high", "low"}:
        return ""
    worst, best = (last.lower, last.upper) if good == "high" else (-last.upper, -last.lower)
    wanted = target if good == "high" else -target
    # a series that never varies lies on its target or it does not: on it is met
    if worst >= wanted or isclose(worst, wanted, rel_tol=_TIE, abs_tol=_TIE):
        return "meets"
    return "misses" if best < wanted and not isclose(best, wanted, rel_tol=_TIE, abs_tol=_TIE) else "hit or miss"
