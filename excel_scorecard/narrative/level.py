"""Level: the draft's first sentence: the period's figure against its target; or that there is none, and why."""

from excel_scorecard.calendar import months_after
from excel_scorecard.narrative.phrases import apart, figure, goal_words, noun, period_words, sentence, when
from excel_scorecard.rating import rating
from excel_scorecard.revised import in_parts
from excel_scorecard.scorecard import IndicatorPage
from excel_scorecard.values import Known, exact_value, has_target, is_figure, nearest
from excel_scorecard.wording import BY_JUDGEMENT, NEXT

WHY_NONE = {
    "[x]": "no figure is available for {period}",
    "[c]": "the figure for {period} is suppressed",
    "[z]": "no figure applies to {period}",
    "[u]": "the figure for {period} is withheld as unreliable",
    "[k]": "the figure for {period} is low, but not zero",
}


def level(page: IndicatorPage) -> list[str]:
    """The figure, how far it is from its target, its rating and what the target would have taken.

    Without a figure: that there is none, why, and the latest that is known.
    """
    judged, indicator = page.judgement, page.indicator
    if not is_figure(judged.value):
        return _nothing(page)
    provisional = "provisional " if page.months[-1].status == "Provisional" else ""
    said = f"{when(indicator, judged.period)} the {provisional}{noun(indicator)} was {figure(indicator, judged.value)}"
    if indicator.unit in {"percent", "rate"} and is_figure(judged.numerator) and is_figure(judged.denominator):
        said += f" ({in_parts(judged.numerator, judged.denominator)})"
    return [sentence(said + _against_target(page, judged.value))]


def _against_target(page: IndicatorPage, value: Known) -> str:
    judged, indicator = page.judgement, page.indicator
    if indicator.good == "neither" or not (
        is_figure(judged.target) and has_target(indicator, judged.target, judged.target_upper)
    ):
        return "" if indicator.good == "neither" else "; no target is set"
    upper = judged.target_upper if indicator.good == "band" and is_figure(judged.target_upper) else None
    edge = judged.target if upper is None else nearest(value, judged.target, upper)
    rated = rated_by_rule(page)
    goal = goal_words(indicator, judged.target, upper)
    said = f"{apart(indicator, value, edge, 'on' if upper is None else 'within')} the target of {goal}"
    if value == edge and rated in {"Amber", "Red"}:
        said += " as shown, and short of it on the exact figure"
    return f", {said} ({_rating(page, rated)}){_what_it_takes(page, value, edge)}"


def rated_by_rule(page: IndicatorPage) -> str:
    """Green, Amber, Red, No target or No data, whatever officers have judged."""
    judged, indicator, row = page.judgement, page.indicator, page.months[-1].figures
    is_exact = indicator.rate_on == "exact"
    return rating(
        indicator,
        judged.value,
        row.target if is_exact else judged.target,
        row.amber_limit if is_exact else judged.amber_limit,
        upper=row.target_upper if is_exact else judged.target_upper,
        exact=exact_value(indicator, judged.numerator, judged.denominator),
    )


def printed_rating(page: IndicatorPage) -> str:
    """What the page is rated, by judgement or by the rule, in the rating's own word: Red."""
    meanings = {page.indicator.label(word): word for word in ("Green", "Amber", "Red", "No target", "No data")}
    printed = page.judgement.rating.removesuffix(BY_JUDGEMENT)
    return meanings.get(printed, printed)


def _rating(page: IndicatorPage, by_rule: str) -> str:
    label = page.indicator.label(by_rule)
    if not page.judgement.rating.endswith(BY_JUDGEMENT):
        return label
    judged = page.judgement.rating.removesuffix(BY_JUDGEMENT)
    return (
        f"{judged} by judgement and by the rule" if judged == label else f"{judged} by judgement, {label} by the rule"
    )


def _what_it_takes(page: IndicatorPage, value: Known, edge: Known) -> str:
    """How many cases the target was missed by: of a percentage alone, whose shortfall is in cases."""
    short = page.judgement.shortfall
    if page.indicator.unit != "percent" or not is_figure(short) or short <= 0:
        return ""
    is_over = value > edge or (value == edge and page.indicator.good == "low")
    return f"; with {short:,.0f} {'fewer' if is_over else 'more'} it would have been met"


# ---- no figure -------------------------------------------------------------------------------------------------------


def _nothing(page: IndicatorPage) -> list[str]:
    judged, indicator = page.judgement, page.indicator
    if judged.rating.startswith(NEXT):
        first = period_words(indicator, months_after(judged.period, indicator.period_months))
        return [sentence(f"no figure is due yet; the next is that of {first}")]
    code = str(judged.value)
    period = period_words(indicator, judged.period)
    if code == "[z]" and judged.denominator == 0:
        said = [sentence(f"there was nothing to measure {when(indicator, judged.period)}: the total was 0 ([z])")]
    else:
        said = [sentence(f"{WHY_NONE.get(code, WHY_NONE['[x]']).format(period=period)} ({code})")]
    if note := page.months[-1].note.strip():
        said.append(f"The note to it reads: {sentence(note)}")
    known = [(row, row.value) for row in page.months[:-1] if is_figure(row.value)]
    if known:
        row, value = known[-1]
        period = period_words(indicator, row.figures.month)
        said.append(sentence(f"the latest known {noun(indicator)} is {figure(indicator, value)}, for {period}"))
    else:
        said.append("There is no earlier figure either.")
    return said
