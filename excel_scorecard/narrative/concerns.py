"""Concerns: which indicators are the main areas of concern, in what order and why, and the list in one line.

Listed: what is Red; what has a signal of concern; what is Amber and worsening, or has an area clearly on the wrong side
of the rest. Where there are process limits a signal says whether it is worsening, and two figures do not. Ranked: Red
before Amber before the rest; then a signal of concern; then by the distance from the target, in widths of Amber; then
what is worsening; then as in the project.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from excel_scorecard.narrative.areas import concentrated, standing_apart
from excel_scorecard.narrative.level import printed_rating, rated_by_rule
from excel_scorecard.narrative.movement import latest_point
from excel_scorecard.narrative.phrases import apart, goal_words, listed, sentence
from excel_scorecard.project import Indicator
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard
from excel_scorecard.values import Known, has_target, is_figure, nearest
from excel_scorecard.wording import BY_JUDGEMENT, NEXT

MOST_LISTED = 8
"""Concerns named in the line; all have their place beside the drafts."""
NONE = "No indicator is {red} or has a signal of concern, and none that is {amber} is worsening."
NOT_RATED = "No indicator is rated: none has both a target and a figure."
RATED = {"Green", "Amber", "Red"}
SEVERITY = {"Red": 0, "Amber": 1}
USUAL_BAND = Fraction(1, 10)
"""Of the target: how wide Amber is taken to be where an indicator has none."""


@dataclass(frozen=True)
class Concern:
    """An indicator that is a concern: its rank from 1, what it is called, and why it is listed."""

    page: IndicatorPage
    rank: int
    words: str
    reason: str


def ranked(scorecard: MonthlyScorecard) -> list[Concern]:
    """The concerns, the first the most pressing."""
    found = [page for page in scorecard.pages if _is_concern(page)]
    ordered = sorted(found, key=_urgency)
    return [Concern(page, rank, _words(page), _reason(page)) for rank, page in enumerate(ordered, 1)]


def has_signal(page: IndicatorPage) -> bool:
    """Whether statistical process control says of the latest figure that it is a concern."""
    point = latest_point(page)
    return point is not None and point.variation == "Concern"


def _is_concern(page: IndicatorPage) -> bool:
    rated = printed_rating(page)
    if rated == "Red" or has_signal(page):
        return True
    return rated == "Amber" and (_is_worsening(page) or bool(_worst(page)))


def _is_worsening(page: IndicatorPage) -> bool:
    """Against earlier figures; where process limits can tell ordinary variation, only by a signal."""
    return has_signal(page) if latest_point(page) else page.judgement.direction == "Worsening"


def _urgency(page: IndicatorPage) -> tuple[int, bool, Fraction, bool]:
    return (
        SEVERITY.get(printed_rating(page), 2),
        not has_signal(page),
        -distance(page),
        not _is_worsening(page),
    )


def distance(page: IndicatorPage) -> Fraction:
    """How far a value is from its target on the wrong side, in widths of Amber; 0 where it is not, or has none."""
    judged, value = page.judgement, page.judgement.value
    if rated_by_rule(page) not in SEVERITY or not (is_figure(value) and is_figure(judged.target)):
        return Fraction(0)
    off = abs(Fraction(value) - Fraction(_edge(page, value, judged.target)))
    band = abs(Fraction(judged.target) - Fraction(judged.amber_limit)) if is_figure(judged.amber_limit) else Fraction(0)
    return off / (band or abs(Fraction(judged.target)) * USUAL_BAND or 1)


def _edge(page: IndicatorPage, value: Known, target: Decimal | int) -> Known:
    upper = page.judgement.target_upper
    return nearest(value, target, upper) if page.indicator.good == "band" and is_figure(upper) else target


# ---- in words --------------------------------------------------------------------------------------------------------


def concerns(scorecard: MonthlyScorecard) -> str:
    """The list in one line: `Unallocated work (NWC); timeliness of assessments`; or that there is no concern."""
    found = ranked(scorecard)
    words = list(dict.fromkeys(concern.words for concern in found))
    if words:
        shown = words[:MOST_LISTED]
        more = len(words) - len(shown)
        said = sentence("; ".join(shown) + (f"; and {more} more" if more else ""))
    elif any(printed_rating(page) in RATED for page in scorecard.pages):
        said = NONE.format(red=scorecard.labels["Red"], amber=scorecard.labels["Amber"])
    else:
        said = NOT_RATED
    unknown = [called(p.indicator) for p in scorecard.pages if _is_unknown(p)]
    return f"{said} No figure this month: {'; '.join(unknown)}." if unknown else said


def _is_unknown(page: IndicatorPage) -> bool:
    return not is_figure(page.judgement.value) and not page.judgement.rating.startswith(NEXT)


def called(indicator: Indicator) -> str:
    """What an indicator is listed as: the project's words for it, else its short title."""
    return indicator.concern or indicator.short or indicator.title


def _words(page: IndicatorPage) -> str:
    """What it is called, with the areas where it is worst, unless its words name them already."""
    said = called(page.indicator)
    new = [area for area in _worst(page) if area.casefold().removesuffix("s") not in said.casefold()]
    return f"{said} ({listed(new)})" if new else said


def _worst(page: IndicatorPage) -> list[str]:
    """The areas that stand apart on the wrong side; of a count that should be low, the one that has most of it."""
    row = concentrated(page) if page.indicator.good == "low" else None
    apart_and_worse = [one.row.area for one in standing_apart(page) if one.is_worse(page.indicator.good)]
    return [row.area] if row else apart_and_worse


def _reason(page: IndicatorPage) -> str:
    judged, indicator, value = page.judgement, page.indicator, page.judgement.value
    said = [judged.rating if judged.rating.endswith(BY_JUDGEMENT) else indicator.label(printed_rating(page))]
    if is_figure(value) and is_figure(judged.target) and has_target(indicator, judged.target, judged.target_upper):
        upper = judged.target_upper if indicator.good == "band" and is_figure(judged.target_upper) else None
        goal = goal_words(indicator, judged.target, upper)
        level = "on" if upper is None else "within"
        said.append(f"{apart(indicator, value, _edge(page, value, judged.target), level)} the target of {goal}")
    if has_signal(page):
        said.append("a signal of concern")
    elif _is_worsening(page):
        said.append(f"worsening {judged.direction_basis}")
    if worst := _worst(page):
        said.append(f"most of all {listed(worst)}")
    return "; ".join(said)
