"""Wording: what the figures say in words: the sentence, headings, the rating rule, each with its formula.

Only rounded figures are put into words: TEXT of an unrounded ratio differs between programs. What the words are said of
is judgement.py's.
"""

from collections.abc import Callable
from datetime import date

from excel_scorecard.calendar import last_complete, month_label, months_after
from excel_scorecard.project import Indicator
from excel_scorecard.runs import is_comparable
from excel_scorecard.values import (
    NOT_AVAILABLE,
    Cell,
    Cells,
    Known,
    first_comparable,
    first_comparable_formula,
    has_target,
    has_target_formula,
    is_figure,
    months_back,
    nearest,
    nothing_due_formula,
    period_cell,
    rounded,
)

BY_JUDGEMENT = " (judgement)"
"""Behind a rating that officers gave in place of the rule's."""

NEXT = "Next: "
"""How the rating begins of an indicator of which no figure was due yet."""

NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


LONGEST_LITERAL = 250  # characters; Excel takes 255 in one literal of a formula


def literal(text: str) -> str:
    """A text as it stands in a formula; a long one as several literals joined."""
    pieces = [text[at : at + LONGEST_LITERAL] for at in range(0, len(text), LONGEST_LITERAL)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


# ---- periods and averages -------------------------------------------------------------------------------------------


def period_label_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of calendar.py's `period_label`."""
    words = {"quarter": '"Quarter to "&', "year": '"Year to "&'}.get(indicator.frequency, "")
    return f'{words}TEXT({period_cell(indicator, cells)},"mmm-yy")'


def next_due(indicator: Indicator, month: date) -> str:
    """`Next: Mar-26`, the end of the next quarter or year, where none ends with the report month; else nothing."""
    period = last_complete(month, indicator.period_months)
    return "" if period == month else NEXT + month_label(months_after(period, indicator.period_months))


def next_due_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `next_due`."""
    length = indicator.period_months
    if length == 1:
        return '""'
    period = cells.slot("period")
    return f'IF({period}={cells.slot("month")},"","{NEXT}"&TEXT(EDATE({period},{length}),"mmm-yy"))'


def _window(indicator: Indicator) -> int:
    return indicator.window_months // indicator.period_months


def _window_words(indicator: Indicator) -> str:
    periods = _window(indicator)
    return f"{NUMBER_WORDS[periods - 1] if periods <= len(NUMBER_WORDS) else periods}-{indicator.frequency}"


def average_heading(indicator: Indicator, average_months: int, average: Cell) -> str:
    """The heading over the average: "6-month average", "Average of 2 quarters", "One month only".

    `average_months` is the number of known periods in the average, months or not.
    """
    window, period = _window(indicator), indicator.frequency
    if average_months == 0:
        return f"{window}-{period} {'av. (as supplied)' if is_figure(average) else 'average'}"
    if average_months == 1:
        return f"One {period} only"
    if average_months < window:
        return f"Average of {average_months} {period}s"
    return f"{window}-{period} average"


def average_heading_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `average_heading`."""
    periods, window, period = cells.slot("average_months"), _window(indicator), indicator.frequency
    none = f'"{window}-{period} "&IF(ISNUMBER({cells.slot("average")}),"av. (as supplied)","average")'
    some = f'IF({periods}<{window},"Average of "&{periods}&" {period}s","{window}-{period} average")'
    return f'IF({periods}=0,{none},IF({periods}=1,"One {period} only",{some}))'


CHANGED = "definition changed"
"""Beside a direction of which the other period lies before the change; the change's month follows."""


def direction_basis(indicator: Indicator, last: date, average_months: int) -> str:
    """What the direction compares with, beside its word: "against the six-month average", "against Aug-15".

    `last` is the last month of the period shown.
    """
    back = months_back(indicator).get(indicator.direction_against)
    if back is not None:
        against = months_after(last, -back)
        if (first := first_comparable(indicator, last)) and against < first:
            return f"{CHANGED} {month_label(first)}"
        return f"against {_period_words(indicator, against)}"
    if average_months == 1:
        return f"one {indicator.frequency} only"
    if 1 < average_months < _window(indicator):
        return f"against the average of {average_months} {indicator.frequency}s"
    return f"against the {_window_words(indicator)} average"


def direction_basis_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `direction_basis`."""
    back, period = months_back(indicator).get(indicator.direction_against), indicator.frequency
    if back is not None:
        shown = period_cell(indicator, cells)
        against = f"EDATE({shown},-{back})"
        said = f'"against {_the_period(indicator)}"&TEXT({against},"mmm-yy")'
        if first := first_comparable_formula(indicator, shown):
            return f'IF({against}<{first},"{CHANGED} "&TEXT({first},"mmm-yy"),{said})'
        return said
    periods = cells.slot("average_months")
    fewer = f'IF(AND({periods}>1,{periods}<{_window(indicator)}),"average of "&{periods}&" {period}s",'
    return f'IF({periods}=1,"one {period} only","against the "&{fewer}"{_window_words(indicator)} average"))'


def _the_period(indicator: Indicator) -> str:
    return "" if indicator.period_months == 1 else f"the {indicator.frequency} to "


def _period_words(indicator: Indicator, last: date) -> str:
    """A period within a sentence: `Sep-15`, `the quarter to Dec-25`."""
    return _the_period(indicator) + month_label(last)


# ---- figures and distances ------------------------------------------------------------------------------------------


def shown(indicator: Indicator, figure: Known) -> str:
    """A figure already at the indicator's places, as the page prints it."""
    return shown_as(indicator.unit, indicator.decimals, figure)


def shown_as(unit: str, decimals: int, figure: Known) -> str:
    """`shown`, where of an indicator only its unit and its decimals are known."""
    if unit == "percent":
        return f"{figure * 100:.{decimals}f}%"
    sign, pounds = ("-" if figure < 0 else ""), ("£" if unit == "currency" else "")
    return f"{sign}{pounds}{abs(figure):,.{decimals}f}"


def number_format(indicator: Indicator) -> str:
    """The number format of the indicator's values, as cells, charts and TEXT take it: `0%`, `0.0%`, `#,##0`."""
    decimals = "." + "0" * indicator.decimals if indicator.decimals else ""
    if indicator.unit == "percent":
        return f"0{decimals}%"
    return f"{'£' if indicator.unit == 'currency' else ''}#,##0{decimals}"


def shown_formula(indicator: Indicator, figure: str) -> str:
    """The formula of `shown`. Only of rounded figures: TEXT of an unrounded one differs between programs."""
    return f'TEXT({figure},"{number_format(indicator)}")'


def _units(indicator: Indicator, figure: Known) -> str:
    """The unit behind a figure at the indicator's places, where it is not in the number's own form."""
    return " day" if indicator.unit == "days" and shown(indicator, figure) == "1" else _many_units(indicator)


def _many_units(indicator: Indicator) -> str:
    return {"days": " days", "rate": f" per {indicator.multiplier:,}"}.get(indicator.unit, "")


def _units_formula(indicator: Indicator, figure: str) -> str:
    """The formula of `_units`, with the & before it; empty without unit."""
    if indicator.unit == "days" and indicator.decimals == 0:
        return f'&IF({figure}=1," day"," days")'
    units = _many_units(indicator)
    return f'&"{units}"' if units else ""


def range_text(indicator: Indicator, lower: Known, upper: Known | None) -> str:
    """One figure, or the two edges of a band, as the page prints them, without unit: `90%`, `15% to 20%`."""
    low = shown(indicator, lower)
    return low if upper is None else f"{low} to {shown(indicator, upper)}"


def _range_formula(indicator: Indicator, lower: str, upper: str | None) -> str:
    low = shown_formula(indicator, lower)
    return low if upper is None else f'{low}&" to "&{shown_formula(indicator, upper)}'


def apart(
    indicator: Indicator, value: Known, other: Known, level: str, figure: Callable[[Indicator, Known], str] = shown
) -> str:
    """How far apart: "4 points below", "34 above", or `level` where the two are the same; `figure` says a distance."""
    if value == other:
        return level
    gap, where = (value - other, "above") if value > other else (other - value, "below")
    if indicator.unit != "percent":
        return f"{figure(indicator, gap)} {where}"
    points = f"{gap * 100:.{indicator.decimals}f}"
    return f"{points} {'point' if points == '1' else 'points'} {where}"


def _apart(indicator: Indicator, value: Known, other: Known, level: str) -> str:
    """`apart` with a space behind it; `level` brings its own."""
    return level if value == other else f"{apart(indicator, value, other, level)} "


def _apart_formula(indicator: Indicator, value: str, other: str, level: str) -> str:
    """`_apart` behind ", ". One number format for above, below and level keeps the formula short without slots."""
    # rounded again: 0.86-0.85 is 0.010000000000000009, and TEXT of an unrounded figure differs between programs
    if indicator.unit == "percent":
        apart = f"ROUND(100*({value}-{other}),{indicator.decimals})"
        form = number_format(indicator).replace("%", '"" points')
    else:
        apart = f"ROUND({value}-{other},{indicator.places})"
        form = number_format(indicator) + '""'
    said = f'", "&TEXT({apart},"{form} above "";{form} below "";""{level}""")'
    if indicator.unit == "percent" and indicator.decimals == 0:
        return f'SUBSTITUTE({said},", 1 points",", 1 point")'
    return said


# ---- the sentence ----------------------------------------------------------------------------------------------------


def message(
    indicator: Indicator,
    last: date,
    *,
    value: Cell,
    target: Cell | None,
    average: Cell,
    average_months: int,
    target_upper: Cell | None = None,
    earlier: Cell = NOT_AVAILABLE,
    nothing_due: str = "",
) -> str:
    """The chart's figures in one sentence, against the target and against what the direction compares with.

    "86% in Sep-15, 4 points below the target of 90%, level with the six-month average of 86%."
    "116 in Feb-26, 4 above Feb-25 (112)."

    `last` is the last month of the period shown, `earlier` the value of the earlier period, where the direction is
    against one. `nothing_due` is `Next: Mar-26` where no figure was due yet.
    """
    if not is_figure(value):
        if nothing_due:
            return f"No figure is due yet. {nothing_due}."
        return f"No figure for {_period_words(indicator, last)} {value}."
    said = f"{shown(indicator, value)}{_units(indicator, value)} in {_period_words(indicator, last)}"
    if is_figure(target) and has_target(indicator, target, target_upper):
        lower = rounded(target, indicator.places)
        upper = rounded(target_upper, indicator.places) if is_figure(target_upper) else None
        if indicator.good == "band" and upper is not None:
            apart = _apart(indicator, value, nearest(value, lower, upper), "within ")
            said += f", {apart}the target of {range_text(indicator, lower, upper)}"
        else:
            said += f", {_apart(indicator, value, lower, 'on ')}the target of {shown(indicator, lower)}"
    back = months_back(indicator).get(indicator.direction_against)
    if back is not None:
        then, first = months_after(last, -back), first_comparable(indicator, last)
        if is_figure(earlier) and (first is None or then >= first):
            apart = _apart(indicator, value, earlier, "level with ")
            said += f", {apart}{_period_words(indicator, then)} ({shown(indicator, earlier)})"
    elif is_figure(average) and is_comparable(average, average_months):
        said += f", {_apart(indicator, value, average, 'level with ')}the "
        if 0 < average_months < _window(indicator):
            said += f"average of {average_months} {indicator.frequency}s ({shown(indicator, average)})"
        else:
            said += f"{_window_words(indicator)} average of {shown(indicator, average)}"
    return said + "."


def message_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `message`."""
    value, period = cells.slot("value"), f'TEXT({period_cell(indicator, cells)},"mmm-yy")'
    said = (
        f'{shown_formula(indicator, value)}{_units_formula(indicator, value)}&" in {_the_period(indicator)}"&{period}'
    )
    if indicator.good != "neither":
        has_one = has_target_formula(indicator, cells.slot("target"), cells.slot("target_upper"))
        said += f'&IF({has_one},{_against_target_formula(indicator, cells)},"")'
    said += f"&{_against_basis_formula(indicator, cells)}"
    nothing = f'"No figure for {_the_period(indicator)}"&{period}&" "&{value}&"."'
    if indicator.period_months > 1:
        yet = f'"No figure is due yet. "&{cells.slot("next_due")}&"."'
        nothing = f"IF({nothing_due_formula(cells)},{yet},{nothing})"
    return f'IF(ISNUMBER({value}),{said}&".",{nothing})'


def _against_basis_formula(indicator: Indicator, cells: Cells) -> str:
    """What `message` says against the direction's basis, behind ", "; an empty text where there is none."""
    value, back = cells.slot("value"), months_back(indicator).get(indicator.direction_against)
    if back is not None:
        earlier, period = cells.slot(indicator.direction_against), period_cell(indicator, cells)
        then, known = f"EDATE({period},-{back})", f"ISNUMBER({earlier})"
        if first := first_comparable_formula(indicator, period):
            known = f"AND({known},{then}>={first})"
        against = f'{_apart_formula(indicator, value, earlier, "level with ")}&"{_the_period(indicator)}"'
        against += f'&TEXT({then},"mmm-yy")&" ("&{shown_formula(indicator, earlier)}&")"'
        return f'IF({known},{against},"")'
    average, periods = cells.slot("average"), cells.slot("average_months")
    # of no period the average is supplied, and never is it of more than the window
    is_fewer = f"MOD({periods},{_window(indicator)})>0"
    named = f'IF({is_fewer},"average of "&{periods}&" {indicator.frequency}s (",'
    named += f'"{_window_words(indicator)} average of ")&{shown_formula(indicator, average)}&IF({is_fewer},")","")'
    against = f'{_apart_formula(indicator, value, average, "level with ")}&"the "&{named}'
    return f'IF(AND(ISNUMBER({average}),{periods}<>1),{against},"")'


def _against_target_formula(indicator: Indicator, cells: Cells) -> str:
    value, target = cells.slot("value"), cells.slot("target")
    if indicator.good == "band":
        upper = cells.slot("target_upper")
        apart = _apart_formula(indicator, value, f"MEDIAN({target},{value},{upper})", "within ")
        return f'{apart}&"the target of "&{_range_formula(indicator, target, upper)}'
    limit = f"ROUND({target},{indicator.places})"
    return f'{_apart_formula(indicator, value, limit, "on ")}&"the target of "&{shown_formula(indicator, limit)}'


# ---- targets and the rule -------------------------------------------------------------------------------------------


def target_text(indicator: Indicator, target: Cell, target_upper: Cell) -> str:
    """The target as the page prints it, without unit: `90%`, `15% to 20%`, `No target`."""
    if not (is_figure(target) and has_target(indicator, target, target_upper)):
        return "No target"
    return range_text(indicator, target, target_upper if is_figure(target_upper) else None)


def target_text_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `target_text`."""
    if indicator.good == "neither":
        return '"No target"'
    target, upper = cells.slot("target"), cells.slot("target_upper")
    said = _range_formula(indicator, target, upper if indicator.good == "band" else None)
    return f'IF({has_target_formula(indicator, target, upper)},{said},"No target")'


EXACTLY = " Rated on the exact figure."
NOT_RATED = "For information: not rated."
NO_TARGET_SET = "No target is set: not rated."


def rule_text(indicator: Indicator, target: Cell, amber_limit: Cell, target_upper: Cell = "") -> str:
    """The rating rule in words, such as "Green: 90% or more. Red: below 90%".

    Figures as the page shows them; a code text where there is none.
    """
    if indicator.good == "neither":
        return NOT_RATED
    if not (is_figure(target) and has_target(indicator, target, target_upper)):
        return NO_TARGET_SET
    green, amber, red = (indicator.label(word) for word in ("Green", "Amber", "Red"))
    upper = target_upper if is_figure(target_upper) else None
    no_amber = not is_figure(amber_limit) or amber_limit == target
    limit = target if no_amber or not is_figure(amber_limit) else amber_limit
    upper_limit = None if upper is None else rounded(upper + target - limit, indicator.places)
    said = f"{green}: {_reached(indicator, target, upper)}. "
    if not no_amber:
        said += f"{amber}: {_reached(indicator, limit, upper_limit)}. "
    return f"{said}{red}: {_beyond(indicator, limit, upper_limit)}.{EXACTLY if indicator.rate_on == 'exact' else ''}"


def _reached(indicator: Indicator, edge: Known, upper: Known | None) -> str:
    if upper is not None:
        return range_text(indicator, edge, upper) + _units(indicator, upper)
    return f"{shown(indicator, edge)}{_units(indicator, edge)} {'or less' if indicator.good == 'low' else 'or more'}"


def _beyond(indicator: Indicator, edge: Known, upper: Known | None) -> str:
    if upper is not None:
        return f"below {shown(indicator, edge)} or above {shown(indicator, upper)}{_units(indicator, upper)}"
    return f"{'above' if indicator.good == 'low' else 'below'} {shown(indicator, edge)}{_units(indicator, edge)}"


def rule_text_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `rule_text`."""
    if indicator.good == "neither":
        return literal(NOT_RATED)
    target, limit, upper = (cells.slot(name) for name in ("target", "amber_limit", "target_upper"))
    green, amber, red = (indicator.label(word).replace('"', '""') for word in ("Green", "Amber", "Red"))
    upper_limit = f"ROUND({upper}+{target}-{limit},{indicator.places})"
    no_amber = f'"{red}: {_beyond_formula(indicator, target, upper)}'
    with_amber = f'"{amber}: {_reached_formula(indicator, limit, upper_limit)}. {red}: '
    with_amber += _beyond_formula(indicator, limit, upper_limit)
    is_amber = f"IF(ISNUMBER({limit}),{limit}<>{target})"
    said = f'"{green}: {_reached_formula(indicator, target, upper)}. "&IF({is_amber},{with_amber},{no_amber})'
    if indicator.rate_on == "exact":
        said += f"&{literal(EXACTLY)}"
    if indicator.unit == "days" and indicator.decimals == 0:
        said = f'SUBSTITUTE({said}," 1 days"," 1 day")'
    return f"IF({has_target_formula(indicator, target, upper)},{said},{literal(NO_TARGET_SET)})"


def _reached_formula(indicator: Indicator, edge: str, upper: str) -> str:
    """`_reached` from within a literal into another; "1 days" is mended in the whole sentence."""
    low = f'"&{shown_formula(indicator, edge)}&"'
    if indicator.good == "band":
        return f'{low} to "&{shown_formula(indicator, upper)}&"{_many_units(indicator)}'
    return f"{low}{_many_units(indicator)} {'or less' if indicator.good == 'low' else 'or more'}"


def _beyond_formula(indicator: Indicator, edge: str, upper: str) -> str:
    """`_beyond` from within a literal to the end of the sentence."""
    low = f'"&{shown_formula(indicator, edge)}&"'
    end = f'{_many_units(indicator)}."'
    if indicator.good == "band":
        return f'below {low} or above "&{shown_formula(indicator, upper)}&"{end}'
    return f"{'above' if indicator.good == 'low' else 'below'} {low}{end}"
