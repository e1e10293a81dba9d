"""Movement: how the figure stands beside earlier ones and beside others', and whether the change is more than ordinary.

"Improvement" and "concern" are said where a rule of statistical process control has fired, and nowhere else: two
figures alone are higher, lower or level.
"""

from datetime import date
from decimal import Decimal

from excel_scorecard.calendar import month_name, months_after
from excel_scorecard.narrative.phrases import apart, average_name, figure, listed, noun, period_words, sentence
from excel_scorecard.runs import is_comparable
from excel_scorecard.scorecard import IndicatorPage
from excel_scorecard.signals import reason
from excel_scorecard.spc import Point
from excel_scorecard.values import Cell, Known, first_comparable, is_figure, months_back

ENOUGH_FOR_EXTREMES = 12
"""Known periods, without which the highest or lowest of them is nothing to tell."""
MOST_COMPARATORS = 2


def movement(page: IndicatorPage) -> str:
    """How far from what the direction is against, and from a year ago; or that there is nothing to compare with."""
    value = page.judgement.value
    if not is_figure(value):
        return ""
    beside = _beside(page)
    if not beside:
        return _nothing_beside(page)
    gaps = [apart(page.indicator, value, basis) for _, basis in beside]
    names = [name for name, _ in beside]
    if len(beside) > 1 and gaps[0] == gaps[1]:
        text = f"it was {gaps[0]} both {listed(names)}"
    else:
        text = f"it was {listed([f'{gap} {name}' for gap, name in zip(gaps, names, strict=True)])}"
    if extreme := _extreme(page, value):
        text += f", and the {extreme} of the {page.indicator.frequency}s shown"
    if _is_ordinary(page):
        text += "; it is within ordinary variation"
    return sentence(text)


def _beside(page: IndicatorPage) -> list[tuple[str, Known]]:
    """Earlier figures by what they are called, the one first that the direction is against; at most two."""
    judged, indicator = page.judgement, page.indicator
    against, back = indicator.direction_against, months_back(indicator)
    found: dict[int, tuple[str, Known]] = {}
    if against == "previous":
        found |= _earlier(page, back[against], judged.previous)
    elif is_figure(judged.average) and is_comparable(judged.average, judged.average_months):
        found[0] = (average_name(indicator, judged.average_months, judged.average), judged.average)
    found |= _earlier(page, back["same_period_last_year"], judged.same_period_last_year)
    return list(found.values())[:: -1 if against == "same_period_last_year" else 1]


def _earlier(page: IndicatorPage, back: int, value: Cell) -> dict[int, tuple[str, Known]]:
    """A figure so many months before, unless it was counted otherwise."""
    indicator, at = page.indicator, months_after(page.judgement.period, -back)
    if not is_figure(value) or at < (first_comparable(indicator, page.judgement.period) or date.min):
        return {}
    return {back: (f"{period_words(indicator, at)} ({figure(indicator, value)})", value)}


def _nothing_beside(page: IndicatorPage) -> str:
    indicator = page.indicator
    if not any(is_figure(row.value) for row in page.months[:-1]):
        return "No earlier figure is known to compare it with."
    back = months_back(indicator).get(indicator.direction_against)
    if changed_definition(page):
        return ""  # which says that earlier figures are not compared
    if back is not None:
        before = period_words(indicator, months_after(page.judgement.period, -back))
        return f"There is no figure for {before} to compare it with."
    return "Too few earlier figures are known for an average to compare it with."


def _extreme(page: IndicatorPage, value: Known) -> str:
    """Highest or lowest, where it is alone so among enough periods that were all counted alike."""
    others = [row.value for row in page.months[:-1] if is_figure(row.value)]
    first = first_comparable(page.indicator, page.judgement.period) or date.min
    if len(others) + 1 < ENOUGH_FOR_EXTREMES or page.months[0].figures.month < first:
        return ""
    return "highest" if value > max(others) else "lowest" if value < min(others) else ""


# ---- signals ---------------------------------------------------------------------------------------------------------


def latest_point(page: IndicatorPage) -> Point | None:
    """What statistical process control says of the period's figure; None where it can give no signal."""
    point = page.control.latest if page.control else None
    is_shown = point is not None and point.month == page.judgement.period and is_figure(page.judgement.value)
    return point if is_shown else None


def _is_ordinary(page: IndicatorPage) -> bool:
    point = latest_point(page)
    return point is not None and point.variation == "Ordinary"


def signal(page: IndicatorPage) -> str:
    """That the latest figure is more than ordinary variation, by which rule, and how much that is worth."""
    point = latest_point(page)
    if point is None or not point.rule or page.control is None:
        return ""
    why = reason(page.indicator, point)
    sign, judged = point.variation, page.judgement
    even_so = {("Worsening", "Improvement"), ("Improving", "Concern")}
    text = "even so, the" if (judged.direction, sign) in even_so else "the"
    text += f" latest figures show more than ordinary variation, a sign of {sign.lower()}: "
    text += f"the {noun(page.indicator)} is {why}" if point.rule == "limits" else why
    if page.control.is_trial:
        text += ", on trial limits"
    if page.control.is_stock:
        text += f"; as most of what is counted stays from {page.indicator.frequency} to {page.indicator.frequency}, "
        text += "this is a reason to look and no more"
    return sentence(text)


# ---- a changed definition --------------------------------------------------------------------------------------------


def changed_definition(page: IndicatorPage) -> str:
    """That earlier figures were counted otherwise, where they would stand beside this one."""
    indicator, last = page.indicator, page.judgement.period
    change = indicator.break_at(last)
    if change is None or change.from_ <= months_after(last, -max(indicator.window_months, 12)):
        return ""
    if not any(is_figure(row.value) for row in page.months if row.figures.month < change.from_):
        return ""
    note, since = change.note.rstrip("."), month_name(change.from_)
    return sentence(f"it has been counted otherwise since {since} ({note}), and is not compared with earlier figures")


# ---- comparators -----------------------------------------------------------------------------------------------------


def comparison(page: IndicatorPage) -> str:
    """Better or worse than others' figures; where neither way is good, above or below them."""
    value = page.judgement.value
    said = _compared(page, value) if is_figure(value) else []
    return sentence(f"the {noun(page.indicator)} is {listed(said)}") if said else ""


def _compared(page: IndicatorPage, value: Known) -> list[str]:
    """The first comparators of different names, better or worse; one that may not leave the house is not named."""
    found: dict[str, tuple[str, str]] = {}
    for one in page.comparisons:
        if isinstance(one.value, Decimal) and one.name not in found and one.publishable:
            found[one.name] = _how(page, value, one.value), _whose(page, one.name, one.period, one.value)
    said: list[str] = []
    for how, whose in list(found.values())[:MOST_COMPARATORS]:
        is_again = bool(said) and said[-1].startswith(how)
        said.append(f"{how.rpartition(' ')[2]} {whose}" if is_again else f"{how} {whose}")
    return said


def _how(page: IndicatorPage, value: Known, other: Known) -> str:
    if value == other:
        return "level with"
    is_higher, good = value > other, page.indicator.good
    if good not in {"high", "low"}:
        return "above" if is_higher else "below"
    return "better than" if is_higher == (good == "high") else "worse than"


def _whose(page: IndicatorPage, name: str, period: str, value: Decimal) -> str:
    said = figure(page.indicator, value)
    if name.isalpha():
        return f"{name}'s {said}{f' for {period}' if period else ''}"
    # in brackets, where a name keeps its capital: This council, Statistical neighbours
    return f"{said} ({', '.join(words for words in (name, period) if words)})"
