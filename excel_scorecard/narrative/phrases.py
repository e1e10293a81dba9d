"""Phrases: figures, distances, periods and lists as a sentence has them, each figure as the page prints it."""

from collections.abc import Sequence
from datetime import date

from excel_scorecard import wording
from excel_scorecard.calendar import month_name
from excel_scorecard.project import Indicator
from excel_scorecard.values import Known
from excel_scorecard.wording import NUMBER_WORDS, shown


def noun(indicator: Indicator) -> str:
    """What the indicator's value is called: the figure, the number, the rate, the amount."""
    if indicator.unit == "currency" and not indicator.is_ratio:
        return "amount"
    return {"count": "number", "rate": "rate"}.get(indicator.unit, "figure")


def figure(indicator: Indicator, value: Known) -> str:
    """A figure with its unit: `86%`, `39.9 per 10,000`, `1 day`, `£1,200`."""
    said = shown(indicator, value)
    if indicator.unit == "days":
        return f"{said} {'day' if said == '1' else 'days'}"
    return f"{said} per {indicator.multiplier:,}" if indicator.unit == "rate" else said


def apart(indicator: Indicator, value: Known, other: Known, level: str = "level with") -> str:
    """How far apart two figures are, days with their unit: `2 days above`, `4 points below`, or `level`."""
    return wording.apart(indicator, value, other, level, figure if indicator.unit == "days" else shown)


def goal_words(indicator: Indicator, lower: Known, upper: Known | None) -> str:
    """A target, or the two edges of a band, with its unit: `90%`, `26 days`, `15% to 20%`."""
    return figure(indicator, lower) if upper is None else f"{shown(indicator, lower)} to {figure(indicator, upper)}"


def period_words(indicator: Indicator, last: date) -> str:
    """The period that ends with a month: `September 2015`, `the quarter to December 2025`."""
    return f"{_to(indicator)}{month_name(last)}"


def when(indicator: Indicator, last: date) -> str:
    """`in September 2015`; of what is counted at a period's end `at the end of September 2015`."""
    if indicator.kind == "snapshot":
        return f"at the end of {month_name(last)}"
    return f"in {period_words(indicator, last)}"


def _to(indicator: Indicator) -> str:
    return "" if indicator.period_months == 1 else f"the {indicator.frequency} to "


def average_name(indicator: Indicator, periods: int, average: Known) -> str:
    """The average as the page calls it: `the six-month average of 86%`, `the average of 2 months (86%)`."""
    window, said = indicator.window_months // indicator.period_months, figure(indicator, average)
    if 0 < periods < window:
        return f"the average of {periods} {indicator.frequency}s ({said})"
    words = NUMBER_WORDS[window - 1] if window <= len(NUMBER_WORDS) else str(window)
    return f"the {words}-{indicator.frequency} average of {said}"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def sentence(words: str) -> str:
    """With a capital and a full stop."""
    words = words.strip()
    return f"{words[:1].upper()}{words[1:]}{'' if words[-1:] in {'.', '!', '?'} else '.'}"
