"""Rating: what a value means against its target, and which way it goes: rating, shortfall, direction, with formulas.

Knows values.py's figures and formulas. A rating is Green, Amber, Red, No target or No data; the project's own words for
them stand in the formulas, and in Python with whoever prints (`Indicator.label`).

Values are judged as shown, the rounded value against the target rounded the same way, or where the project says
rate_on = "exact" both at 10 decimals.
"""

import math
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from excel_scorecard.calendar import months_after
from excel_scorecard.project import Indicator
from excel_scorecard.runs import is_comparable
from excel_scorecard.values import (
    EXACT_PLACES,
    NO_CELL,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    Cell,
    Cells,
    exact_formula,
    first_comparable,
    first_comparable_formula,
    found_formula,
    has_target,
    has_target_formula,
    is_figure,
    months_back,
    nearest,
    nothing_due_formula,
    period_cell,
    rounded,
)
from excel_scorecard.wording import BY_JUDGEMENT, literal

# ---- the rating, by the rule ----------------------------------------------------------------------------------------


def rating(
    indicator: Indicator,
    value: Cell,
    target: Cell | None,
    amber_limit: Cell | None,
    *,
    upper: Cell | None = None,
    exact: Fraction | None = None,
) -> str:
    """Green, Amber, Red, No target or No data. On the target is Green, on the amber limit is Amber.

    `value` is as shown, or a code text; `exact` the value before rounding (values.py's `exact_value`), judged where
    rate_on is "exact". `target`, `upper` and `amber_limit` are as held in cells (0.75 for 75%) and rounded here; a text
    or None is no target, or no amber. Of a band `target` and `upper` are the edges, `amber_limit` lies below it, and
    the limit above as far from the upper edge.
    """
    if not is_figure(value):
        return "No data"
    if not (is_figure(target) and has_target(indicator, target, upper)):
        return "No target"
    is_exact = indicator.rate_on == "exact"
    places = EXACT_PLACES if is_exact else indicator.places
    judged = rounded(value if exact is None or not is_exact else exact, places)
    goal = rounded(target, places)
    top = rounded(upper, places) if is_figure(upper) else goal
    if _reaches(indicator, judged, goal, top):
        return "Green"
    if not is_figure(amber_limit):
        return "Red"
    limit = rounded(amber_limit, places)
    return "Amber" if _reaches(indicator, judged, limit, top + goal - limit) else "Red"


def _reaches(indicator: Indicator, judged: Decimal, edge: Decimal, upper: Decimal) -> bool:
    if indicator.good == "band":
        return nearest(judged, edge, upper) == judged
    return judged <= edge if indicator.good == "low" else judged >= edge


def _reaches_formula(indicator: Indicator, judged: str, edge: str, upper: str) -> str:
    if indicator.good == "band":
        return f"MEDIAN({edge},{judged},{upper})={judged}"
    return f"{judged}{'<=' if indicator.good == 'low' else '>='}{edge}"


class Judged:
    """How a formula speaks of what is judged: a value, and its target's edges rounded as the value is."""

    def __init__(self, indicator: Indicator, value: str, judged: str, thresholds: dict[str, str]) -> None:
        self.indicator = indicator
        self.value = value
        self._places = EXACT_PLACES if indicator.rate_on == "exact" else indicator.places
        self._judged = f"ROUND({judged},{EXACT_PLACES})" if indicator.rate_on == "exact" else judged
        self.target, self.upper, self.limit = (thresholds[name] for name in THRESHOLDS)

    @property
    def has_target(self) -> str:
        """Whether it can be rated."""
        return has_target_formula(self.indicator, self.target, self.upper)

    @property
    def is_green(self) -> str:
        """Whether it reaches its target."""
        return _reaches_formula(self.indicator, self._judged, self._rounded(self.target), self._rounded(self.upper))

    @property
    def is_amber(self) -> str:
        """Whether it is at least within the limit."""
        limit = self._rounded(self.limit)
        # rounded again: 0.2+0.15-0.12 is a little below 0.23
        upper = self._rounded(f"{self._rounded(self.upper)}+{self._rounded(self.target)}-{limit}")
        return _reaches_formula(self.indicator, self._judged, limit, upper)

    def _rounded(self, threshold: str) -> str:
        return f"ROUND({threshold},{self._places})"

    @property
    def rating(self) -> str:
        """The formula of `rating`, as the project prints it."""
        green, amber, red, no_target, no_data = (
            literal(self.indicator.label(word)) for word in ("Green", "Amber", "Red", "No target", "No data")
        )
        if self.indicator.good == "neither":
            return f"IF(ISNUMBER({self.value}),{no_target},{no_data})"
        # without ISNUMBER a missing limit makes low-good Amber: to Excel any text is above any number
        short = f"IF(ISNUMBER({self.limit}),IF({self.is_amber},{amber},{red}),{red})"
        rated = f"IF({self.has_target},IF({self.is_green},{green},{short}),{no_target})"
        return f"IF(ISNUMBER({self.value}),{rated},{no_data})"


THRESHOLDS = ("target", "target_upper", "amber_limit")


def _of_slots(indicator: Indicator, cells: Cells) -> Judged:
    value = judged = cells.slot("value")
    if indicator.rate_on == "exact":
        judged = exact_formula(indicator, cells.slot("numerator"), cells.slot("denominator"), value)
    return Judged(indicator, value, judged, {name: _threshold_cell(name, indicator, cells) for name in THRESHOLDS})


def _threshold_cell(name: str, indicator: Indicator, cells: Cells) -> str:
    """A target or limit to be judged by: the slot, which is rounded as shown; for exact figures as the table has it."""
    if indicator.rate_on == "exact":
        try:
            return found_formula(f"monthly_{name}", indicator, cells)
        except KeyError:
            pass
    return cells.slot(name)


def rule_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of a sheet's rating by the rule; of quarters and years `Next: Mar-26` where nothing was due yet."""
    rated = _of_slots(indicator, cells).rating
    if indicator.period_months == 1:
        return rated
    return f"IF({nothing_due_formula(cells)},{cells.slot('next_due')},{rated})"


def area_rating_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of an area's rating. Without a column of targets it is judged against the sheet's target."""
    value = judged = cells.this_row("breakdown_value")
    if indicator.rate_on == "exact":
        numerator = cells.this_row("breakdown_numerator")
        denominator = cells.this_row("breakdown_denominator") if indicator.is_ratio else ""
        judged = exact_formula(indicator, numerator, denominator, value)
    thresholds = {}
    for name in THRESHOLDS:
        try:
            thresholds[name] = cells.this_row(f"breakdown_{name}")
        except KeyError:
            thresholds[name] = _threshold_cell(name, indicator, cells)
    return Judged(indicator, value, judged, thresholds).rating


# ---- the rating, by judgement ---------------------------------------------------------------------------------------

OVERRIDES = ("Green", "Amber", "Red")
NEEDS_REASON = "A rating by judgement needs its reason: until then the rule holds."


def printed_rating(indicator: Indicator, rule: str, override: str, reason: str) -> str:
    """The rating as printed: `rule`, as printed, or by officers' judgement, with a reason, `Red (judgement)`.

    `override` is Green, Amber, Red or empty.
    """
    return indicator.label(override) + BY_JUDGEMENT if override in OVERRIDES and trimmed(reason) else rule


def rating_note(rule_text: str, rule: str, override: str, reason: str) -> str:
    """What stands under the rating: the rule in words, or why officers set it aside; `rule` is the rule's rating."""
    if override not in OVERRIDES:
        return rule_text
    if not (why := trimmed(reason)):
        return NEEDS_REASON
    stop = "" if why[-1] in ".!?" else "."
    return f"By judgement: {why}{stop} By the rule: {rule}."


def trimmed(text: str) -> str:
    """As Excel's TRIM."""
    return re.sub(" +", " ", text.strip(" "))


def rating_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `printed_rating`; the rule's alone where the template has no place for an override."""
    rule, override = rule_formula(indicator, cells), cells.slot("rating_override")
    if override == NO_CELL:
        return rule
    green, amber, red = (indicator.label(word) + BY_JUDGEMENT for word in OVERRIDES)
    words = [literal(indicator.label(word)) for word in OVERRIDES]
    said = f"IF({override}={words[0]},{literal(green)},IF({override}={words[1]},{literal(amber)},{literal(red)}))"
    reason = f'TRIM({cells.slot("override_reason")})<>""'
    return f"IF(AND({_is_override(indicator, override)},{reason}),{said},{rule})"


def _is_override(indicator: Indicator, override: str) -> str:
    return f"OR({','.join(f'{override}={literal(indicator.label(word))}' for word in OVERRIDES)})"


def rating_note_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `rating_note`."""
    override, reason = cells.slot("rating_override"), f"TRIM({cells.slot('override_reason')})"
    if override == NO_CELL:
        return cells.slot("rule_text")
    stop = f'IF(ISNUMBER(FIND(RIGHT({reason}),".!?")),"",".")'
    why = f'"By judgement: "&{reason}&{stop}&" By the rule: "&{rule_formula(indicator, cells)}&"."'
    held = f'IF({reason}="",{literal(NEEDS_REASON)},{why})'
    return f"IF({_is_override(indicator, override)},{held},{cells.slot('rule_text')})"


# ---- how far from the target ----------------------------------------------------------------------------------------


def shortfall(
    indicator: Indicator,
    *,
    rated: str,
    value: Cell,
    target: Cell | None,
    numerator: Cell | None,
    denominator: Cell | None,
    upper: Cell | None = None,
) -> Decimal | str:
    """How far an Amber or Red value is from its target; 0 on it, "[z]" without one, "[x]" where it cannot be known.

    `rated` is the rating by the rule. For percentages in whole cases, rounded up; else the distance in the indicator's
    unit, at its places.
    """
    if not is_figure(value):
        return NOT_AVAILABLE
    if not (is_figure(target) and has_target(indicator, target, upper)):
        return NOT_APPLICABLE
    if rated not in {"Amber", "Red"}:
        return Decimal(0)
    if indicator.unit != "percent":
        shown, edge = rounded(value, indicator.places), rounded(target, indicator.places)
        top = rounded(upper, indicator.places) if is_figure(upper) else edge
        return abs(shown - (nearest(shown, edge, top) if indicator.good == "band" else edge))
    if not (is_figure(numerator) and is_figure(denominator)):
        return NOT_AVAILABLE
    below, above = target * denominator - numerator, numerator - target * denominator
    if indicator.good == "band" and is_figure(upper):
        short = max(below, numerator - upper * denominator)
    else:
        short = above if indicator.good == "low" else below
    # as the formula, where 0.55 * 100 is a little over 55; LibreOffice's ROUNDUP forgives that, Excel's is not measured
    cases = rounded(short, 6)
    return Decimal(max(0, math.ceil(cases)))


def shortfall_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `shortfall`. It asks the figures, not the rating: officers may have judged otherwise."""
    judged, places = _of_slots(indicator, cells), indicator.places
    value, target, upper = judged.value, judged.target, judged.upper
    if indicator.good == "neither":
        return f'IF(ISNUMBER({value}),"[z]","[x]")'
    if indicator.unit == "percent":
        n, d = cells.slot("numerator"), cells.slot("denominator")
        short = f"{n}-{target}*{d}" if indicator.good == "low" else f"{target}*{d}-{n}"
        if indicator.good == "band":
            short = f"MAX({short},{n}-{upper}*{d})"
        cases = f"MAX(0,ROUNDUP(ROUND({short},6),0))"
        distance = f'IF(AND(ISNUMBER({n}),ISNUMBER({d})),{cases},"[x]")'
    else:
        edge = f"ROUND({target},{places})"
        if indicator.good == "band":
            edge = f"MEDIAN({edge},{value},ROUND({upper},{places}))"
        distance = f"ROUND(ABS({value}-{edge}),{places})"
    return f'IF(ISNUMBER({value}),IF({judged.has_target},IF({judged.is_green},0,{distance}),"[z]"),"[x]")'


# ---- direction ------------------------------------------------------------------------------------------------------


def direction(
    indicator: Indicator, value: Cell, against: Cell, *, lower: Cell | None = None, upper: Cell | None = None
) -> str:
    """Improving, Worsening or No change of the shown value against another; Up or Down where neither is good.

    Where good is a band (`lower` to `upper`, as shown), nearer to it is Improving; what is as near as before, within
    the band too, is Up or Down.
    """
    if not (is_figure(value) and is_figure(against)):
        return "No data"
    if value == against:
        return "No change"
    is_up = value > against
    if indicator.good == "band" and is_figure(lower) and is_figure(upper):
        now, then = (abs(Decimal(figure) - nearest(figure, lower, upper)) for figure in (value, against))
        if now != then:
            return "Improving" if now < then else "Worsening"
    if indicator.good in {"band", "neither"}:
        return "Up" if is_up else "Down"
    return "Improving" if is_up == (indicator.good == "high") else "Worsening"


def is_comparable_direction(indicator: Indicator, period: date, average: Cell, average_months: int) -> bool:
    """Whether the period can be set against what its direction compares with: no changed definition lies between."""
    back = months_back(indicator).get(indicator.direction_against)
    if back is None:
        return is_comparable(average, average_months)
    first = first_comparable(indicator, period)
    return first is None or months_after(period, -back) >= first


def direction_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `direction`, against what the indicator is compared with."""
    value, against = cells.slot("value"), cells.slot(indicator.direction_against)
    known = f"ISNUMBER({value}),ISNUMBER({against})"
    if indicator.direction_against == "average":
        known += f",{cells.slot('average_months')}<>1"
    elif any(change.breaks for change in indicator.changes):
        period, back = period_cell(indicator, cells), months_back(indicator)[indicator.direction_against]
        known += f",EDATE({period},-{back})>={first_comparable_formula(indicator, period)}"
    if indicator.good == "band":
        lower, upper = cells.slot("target"), cells.slot("target_upper")
        now, then = (f"ABS({figure}-MEDIAN({lower},{figure},{upper}))" for figure in (value, against))
        further = f"IF(COUNT({lower},{upper})=2,SIGN(ROUND({now}-{then},{indicator.places})),0)"
        moved = f'CHOOSE(2+SIGN(ROUND({value}-{against},{indicator.places})),"Down","No change","Up")'
        compared = f'CHOOSE(2+{further},"Improving",{moved},"Worsening")'
    else:
        ways = {"high": ("Improving", "Worsening"), "low": ("Worsening", "Improving")}
        up, down = ways.get(indicator.good, ("Up", "Down"))
        compared = f'IF({value}={against},"No change",IF({value}>{against},"{up}","{down}"))'
    return f'IF(AND({known}),{compared},"No data")'
