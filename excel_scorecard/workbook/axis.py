"""Axis: the window in which a trend with process limits is drawn, so that its variation can be seen.

A plain trend keeps the template's axis, of percentages from 0 to 100%. Limits a few points apart would be one line
there; the window is said in the chart's alternative text, and its ends stand at the axis.
"""

import math
from decimal import Decimal
from typing import NamedTuple

from excel_scorecard.project import Indicator
from excel_scorecard.scorecard import IndicatorPage
from excel_scorecard.signals import possible
from excel_scorecard.values import rounded
from excel_scorecard.wording import shown

INTERVALS = 4  # at least three gridlines, at most five
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
WIDE_ENOUGH = 0.5  # of the whole axis: then the whole axis is shown


class Window(NamedTuple):
    """Where the value axis begins and ends, and the distance of its gridlines; as cells hold values."""

    least: float
    most: float
    step: float


def axis_window(page: IndicatorPage) -> Window | None:
    """The window of the trend's points, limits and target; None for the template's own axis."""
    control = page.control
    if control is None or all(point.mean is None for point in control.points):
        return None
    indicator = page.indicator
    levels = [end for point in control.points for end in (point.value, point.lower, point.upper) if end is not None]
    levels += [float(row.figures.target) for row in page.months if row.figures.target is not None]
    low, high = (possible(indicator, end) for end in (min(levels), max(levels)))
    whole = 1.0 if indicator.unit == "percent" else high
    if low < 0 or high <= low or high - low > WIDE_ENOUGH * whole:
        return None
    step = _step((high - low) / INTERVALS, indicator)
    least = max(0.0, step * math.floor(low / step + 1e-9))
    most = step * math.ceil(high / step - 1e-9)
    return Window(_exact(least), _exact(min(most, 1.0) if indicator.unit == "percent" else most), _exact(step))


def _step(least: float, indicator: Indicator) -> float:
    """The next round distance that the axis can say: 2.5% is none where it has no decimals."""
    smallest = 0.01 if indicator.unit == "percent" else 10.0**-indicator.decimals
    power = max(10.0 ** math.floor(math.log10(least)), smallest)
    steps = (step * power for step in STEPS if power > smallest or step.is_integer())
    return next(step for step in steps if step >= least * (1 - 1e-9))


def _exact(number: float) -> float:
    return float(f"{number:.10g}")


def window_words(indicator: Indicator, window: Window) -> str:
    """Its ends in a sentence, such as "The axis runs from 15% to 30%."."""
    ends = (shown(indicator, rounded(Decimal(repr(end)), indicator.places)) for end in window[:2])
    return f"The axis runs from {' to '.join(ends)}."
