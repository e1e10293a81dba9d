"""Caveats: what a reader must know beside the figure: few cases, months that are missing, figures that were revised."""

from excel_scorecard.calendar import months_after
from excel_scorecard.narrative.phrases import figure, listed, period_words, sentence
from excel_scorecard.project import Indicator
from excel_scorecard.revised import WAS_SHOWN
from excel_scorecard.runs import is_comparable
from excel_scorecard.scorecard import IndicatorPage
from excel_scorecard.trend import MonthRow
from excel_scorecard.values import first_comparable, is_figure

FEW_CASES = 30
"""Cases in a percentage or an average, below which one more or less moves it by several points."""
FEW_EVENTS = 20
"""Events in a rate, below which statistical offices mark it as unreliable."""
MOST_MONTHS = 3


def few(page: IndicatorPage) -> str:
    """That the figure rests on few cases; empty where it does not."""
    judged, indicator = page.judgement, page.indicator
    if not (indicator.is_ratio and is_figure(judged.value)):
        return ""
    if indicator.unit == "rate":
        n = judged.numerator
        if not (is_figure(n) and n < FEW_EVENTS):
            return ""
        return f"With only {n:,} in it, the rate can move a good deal by chance." if n else ""
    d = judged.denominator
    if not (is_figure(d) and 0 < d < FEW_CASES):
        return ""
    if d == 1:
        return "The figure rests on a single case."
    return f"The figure rests on only {d:,} cases: one more or one fewer moves it visibly."


def gaps(page: IndicatorPage) -> str:
    """The periods that the average leaves out; empty where it has them all, or nothing is compared with it."""
    judged, indicator = page.judgement, page.indicator
    is_compared = is_figure(judged.value) and is_comparable(judged.average, judged.average_months)
    if not is_compared or not judged.average_months or indicator.direction_against == "previous":
        return ""
    first = months_after(judged.period, 1 - indicator.window_months)
    first = max(first, first_comparable(indicator, judged.period) or first)
    missing = [row for row in page.months if row.figures.month >= first and not is_figure(row.value)]
    if not missing:
        return ""
    named = listed([f"{period_words(indicator, row.figures.month)} ({row.value})" for row in missing[-MOST_MONTHS:]])
    if len(missing) > MOST_MONTHS:
        return sentence(f"the average leaves out periods without a figure, {named} among them")
    return sentence(f"the average leaves out {named}, for which there is no figure")


def revisions(page: IndicatorPage) -> str:
    """The latest figure that was shown as another before; empty where none was.

    Not one of which only the parts are others: the page marks it, and nothing that is said of it changes.
    """
    changed = [row for row in page.months if row.revised and not _is_in_parts(page.indicator, row.revised)]
    if not changed:
        return ""
    text = _revised(page, changed[-1])
    return sentence(f"{text}; earlier {page.indicator.frequency}s were revised too" if len(changed) > 1 else text)


def _is_in_parts(indicator: Indicator, revised: str) -> bool:
    """Whether a mark tells of parts, `was 858 of 1,003`, and not of a figure or its symbol."""
    if revised == WAS_SHOWN:
        return False
    return " of " in revised or (indicator.unit == "percent" and not revised.endswith(("%", "]")))


def _revised(page: IndicatorPage, row: MonthRow) -> str:
    indicator, was = page.indicator, row.revised.removeprefix("was ")
    period = period_words(indicator, row.figures.month)
    if not is_figure(row.value):
        return f"the figure for {period}, {was} before, now stands as {row.value}"
    if was.startswith("["):
        return f"the figure for {period}, {was} before, is now known: {figure(indicator, row.value)}"
    return f"the figure for {period} was revised from {was} to {figure(indicator, row.value)}"


def areas_without(page: IndicatorPage) -> str:
    """The areas of which there is no figure; empty where all have one, or none has."""
    if not is_figure(page.judgement.value):
        return ""
    without = [row for row in page.areas if not is_figure(row.value)]
    if not without or len(without) == len(page.areas):
        return ""
    named = [f"{row.area} ({row.value})" for row in without]
    shown = named[:MOST_MONTHS]
    more = " and others" if len(named) > MOST_MONTHS else ""
    return sentence(f"there is no figure for {', '.join(shown) + more if more else listed(shown)}")
