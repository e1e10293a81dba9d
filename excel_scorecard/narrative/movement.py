"""Movement: how the figure stands beside earlier ones and beside others', and whether the change is more than ordinary.

"Improvement" and "concern" are said where a rule of statistical process control has fired, and nowhere else: two
figures alone are higher, lower or level.
"""

from decimal import Decimal

from excel_scorecard.calendar import months_after
from excel_scorecard.narrative.phrases import apart, average_name, figure, listed, noun, period_words, sentence
from excel_scorecard.runs import is_comparable
from excel_scorecard.scorecard import Comparison, IndicatorPage
from excel_scorecard.values import Known, is_figure, months_back

ENOUGH_FOR_EXTREMES = 12
"""Known periods, without which the highest or lowest of them is nothing to tell."""
MOST_COMPARATORS = 2


def movement(page: IndicatorPage) -> str:
    """How far from what the direction is against, and from a year ago; or that there is nothing to compare with."""
    judged, value = page.judgement, page.judgement.value
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
    if judged.average_months and _is_ordinary(page):
        text += "; the movement is within ordinary variation"
    return sentence(text)


def _beside(page: IndicatorPage) -> list[tuple[str, Known]]:
    """Earlier figures by what they are called, the one first that the direction is against; at most two."""
    judged, indicator = page.judgement, page.indicator
    found: list[tuple[str, Known]] = []
    against = indicator.direction_against
    if against == "previous" and is_figure(judged.previous):
        found.append(_earlier(page, months_back(indicator)[against], judged.previous))
    if against != "previous" and is_figure(judged.average) and is_comparable(judged.average, judged.average_months):
        found.append((average_name(indicator, judged.average_months, judged.average), judged.average))
    if is_figure(judged.same_period_last_year) and not (
        found and against == "previous" and indicator.frequency == "year"
    ):
        found.append(_earlier(page, 12, judged.same_period_last_year))
    return found[::-1] if against == "same_period_last_year" else found


def _earlier(page: IndicatorPage, back: int, value: Known) -> tuple[str, Known]:
    at = period_words(page.indicator, months_after(page.judgement.period, -back))
    return f"{at} ({figure(page.indicator, value)})", value


def _nothing_beside(page: IndicatorPage) -> str:
    indicator = page.indicator
    if not any(is_figure(row.value) for row in page.months[:-1]):
        return "No earlier figure is known to compare it with."
    back = months_back(indicator).get(indicator.direction_against)
    if back is not None:
        before = period_words(indicator, months_after(page.judgement.period, -back))
        return f"There is no figure for {before} to compare it with."
    return "Too few earlier figures are known for an average to compare it with."


def _extreme(page: IndicatorPage, value: Known) -> str:
    """Highest or lowest, where it is alone so among enough periods."""
    others = [row.value for row in page.months[:-1] if is_figure(row.value)]
    if len(others) + 1 < ENOUGH_FOR_EXTREMES:
        return ""
    return "highest" if value > max(others) else "lowest" if value < min(others) else ""


def _is_ordinary(page: IndicatorPage) -> bool:
    return False


# ---- signals ---------------------------------------------------------------------------------------------------------


def signal(page: IndicatorPage) -> str:
    """What statistical process control says of the latest figure, where a rule of it has fired."""
    return ""


# ---- a changed definition --------------------------------------------------------------------------------------------


def changed_definition(page: IndicatorPage) -> str:
    """That earlier figures were counted otherwise, where they would stand in the average."""
    return ""


# ---- comparators -----------------------------------------------------------------------------------------------------


def comparison(page: IndicatorPage) -> str:
    """Better or worse than others' figures; where neither way is good, above or below them."""
    value = page.judgement.value
    said = _compared(page, value) if is_figure(value) else []
    return sentence(f"the {noun(page.indicator)} is {listed(said)}") if said else ""


def _compared(page: IndicatorPage, value: Known) -> list[str]:
    found: dict[str, tuple[Comparison, Decimal]] = {}
    for one in page.comparisons:
        if isinstance(one.value, Decimal) and one.name not in found:
            found[one.name] = (one, one.value)
    compared = [(_how(page, value, other), _whose(page, one, other)) for one, other in found.values()]
    said: list[str] = []
    for how, whose in compared[:MOST_COMPARATORS]:
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


def _whose(page: IndicatorPage, one: Comparison, value: Decimal) -> str:
    said = figure(page.indicator, value)
    if one.name.isalpha():
        return f"{one.name}'s {said}{f' for {one.period}' if one.period else ''}"
    # in brackets, where a name keeps its capital: This council, Statistical neighbours
    return f"{said} ({', '.join(words for words in (one.name, one.period) if words)})"
