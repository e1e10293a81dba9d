"""Rule words: how an indicator's direction and average are reckoned, and who set its target, as Definitions says it.

Said of the settings, not of a month's figures: what a month shows in words, its rating rule too, is wording.py's. Knows
no formulas: these texts change only with the project, or with the report month.
"""

from datetime import date

from excel_scorecard.calendar import month_label
from excel_scorecard.project import Indicator, Target
from excel_scorecard.wording import NUMBER_WORDS

OVERDUE = ", overdue"
"""Behind a review that was due before the report month."""


def direction_rule(indicator: Indicator) -> str:
    """What makes the direction, such as `Improving: above the six-month average. Worsening: below it`."""
    basis = _basis(indicator)
    if indicator.good == "band":
        return (
            f"Improving: nearer to the target's range than {basis}. Worsening: further from it. As near as that: Up or "
            "Down."
        )
    if indicator.good == "neither":
        return f"Up: above {basis}. Down: below it. Neither is better."
    better, worse = ("above", "below") if indicator.good == "high" else ("below", "above")
    return f"Improving: {better} {basis}. Worsening: {worse} it."


def _basis(indicator: Indicator) -> str:
    period = indicator.frequency
    if indicator.direction_against == "previous":
        return f"the {period} before"
    if indicator.direction_against == "same_period_last_year":
        return "the year before" if period == "year" else f"the same {period} a year before"
    return f"the {_window(indicator)} average"


def average_rule(indicator: Indicator) -> str:
    """How the average is reckoned, such as `Six-month average: of the months' sums`; of a count, their mean."""
    heading = f"{_window(indicator).capitalize()} average"
    if indicator.is_ratio:
        return f"{heading}: of the {indicator.frequency}s' sums."
    return f"{heading}: the mean of the known {indicator.frequency}s."


def _window(indicator: Indicator) -> str:
    count = indicator.window_months // indicator.period_months
    return f"{NUMBER_WORDS[count - 1] if count <= len(NUMBER_WORDS) else count}-{indicator.frequency}"


def target_source(target: Target | None, month: date) -> str:
    """Who set the target, and when it is reviewed: `Local, agreed by the board; review Apr-16`.

    A review before the report month `month` was not held, or its target was not entered: `review due Apr-15, overdue`.
    """
    if target is None:
        return ""
    said = "; ".join(words for words in (target.source, _review(target, month)) if words)
    return said[:1].upper() + said[1:]


def _review(target: Target, month: date) -> str:
    if target.review is None:
        return ""
    due = month_label(target.review)
    return f"review due {due}{OVERDUE}" if is_overdue(target, month) else f"review {due}"


def is_overdue(target: Target | None, month: date) -> bool:
    """Whether the target should have been reviewed before the report month."""
    return target is not None and target.review is not None and target.review < month
