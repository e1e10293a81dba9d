"""Wording: what the figures say in words: the sentence, headings, the summary's counts, each with its formula.

Only rounded figures are put into words: TEXT of an unrounded ratio differs between programs. What the words are said of
is judgement.py's.
"""

from collections.abc import Iterable
from datetime import date

from excel_scorecard.calendar import month_label, months_after
from excel_scorecard.project import Indicator
from excel_scorecard.values import MONTHS_BACK, Cell, Cells, Known, is_comparable, is_figure, rounded

NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _window_words(indicator: Indicator) -> str:
    months = indicator.window_months
    return f"{NUMBER_WORDS[months - 1] if months <= len(NUMBER_WORDS) else months}-month"


def average_heading(indicator: Indicator, average_months: int, average: Cell) -> str:
    """The heading over the average: "6-month average", "Average of 2 months", "One month only"."""
    if average_months == 0:
        return f"{indicator.window_months}-month average" + (" (as supplied)" if is_figure(average) else "")
    if average_months == 1:
        return "One month only"
    if average_months < indicator.window_months:
        return f"Average of {average_months} months"
    return f"{indicator.window_months}-month average"


def average_heading_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `average_heading`."""
    months, window = cells.slot("average_months"), indicator.window_months
    none = f'"{window}-month average"&IF(ISNUMBER({cells.slot("average")})," (as supplied)","")'
    some = f'IF({months}<{window},"Average of "&{months}&" months","{window}-month average")'
    return f'IF({months}=0,{none},IF({months}=1,"One month only",{some}))'


def direction_basis(indicator: Indicator, month: date, average_months: int) -> str:
    """What the direction compares with, beside its word: "against the six-month average", "against Aug-15"."""
    back = MONTHS_BACK.get(indicator.direction_against)
    if back is not None:
        return f"against {month_label(months_after(month, -back))}"
    if average_months == 1:
        return "one month only"
    if 1 < average_months < indicator.window_months:
        return f"against the average of {average_months} months"
    return f"against the {_window_words(indicator)} average"


def direction_basis_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `direction_basis`."""
    back = MONTHS_BACK.get(indicator.direction_against)
    if back is not None:
        return f'"against "&TEXT(EDATE({cells.slot("month")},-{back}),"mmm-yy")'
    months = cells.slot("average_months")
    fewer = f'IF(AND({months}>1,{months}<{indicator.window_months}),"average of "&{months}&" months",'
    return f'IF({months}=1,"one month only","against the "&{fewer}"{_window_words(indicator)} average"))'


def shown(indicator: Indicator, figure: Known) -> str:
    """A figure already at the indicator's places, as the page prints it."""
    if indicator.unit == "percent":
        return f"{figure * 100:.{indicator.decimals}f}%"
    sign, pounds = ("-" if figure < 0 else ""), ("£" if indicator.unit == "currency" else "")
    return f"{sign}{pounds}{abs(figure):,.{indicator.decimals}f}"


def number_format(indicator: Indicator) -> str:
    """The number format of the indicator's values, as cells, charts and TEXT take it: `0%`, `0.0%`, `#,##0`."""
    decimals = "." + "0" * indicator.decimals if indicator.decimals else ""
    if indicator.unit == "percent":
        return f"0{decimals}%"
    return f"{'£' if indicator.unit == 'currency' else ''}#,##0{decimals}"


def shown_formula(indicator: Indicator, figure: str) -> str:
    """The formula of `shown`. Only of rounded figures: TEXT of an unrounded one differs between programs."""
    return f'TEXT({figure},"{number_format(indicator)}")'


def _apart(indicator: Indicator, value: Known, other: Known, level: str) -> str:
    """How far apart: "4 points below ", "34 above ", or `level` where the two are the same."""
    if value == other:
        return level
    apart, where = (value - other, "above") if value > other else (other - value, "below")
    if indicator.unit != "percent":
        return f"{shown(indicator, apart)} {where} "
    points = f"{apart * 100:.{indicator.decimals}f}"
    return f"{points} {'point' if points == '1' else 'points'} {where} "


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


def message(
    indicator: Indicator, month: date, *, value: Cell, target: Cell | None, average: Cell, average_months: int
) -> str:
    """The chart's figures in one sentence.

    "86% in Sep-15, 4 points below the target of 90%, level with the six-month average of 86%."
    """
    if not is_figure(value):
        return f"No figure for {month_label(month)} {value}."
    said = f"{shown(indicator, value)} in {month_label(month)}"
    if is_figure(target) and indicator.good != "neither":
        limit = rounded(target, indicator.places)
        said += f", {_apart(indicator, value, limit, 'on ')}the target of {shown(indicator, limit)}"
    if is_figure(average) and is_comparable(average, average_months):
        said += f", {_apart(indicator, value, average, 'level with ')}the "
        if 0 < average_months < indicator.window_months:
            said += f"average of {average_months} months ({shown(indicator, average)})"
        else:
            said += f"{_window_words(indicator)} average of {shown(indicator, average)}"
    return said + "."


def message_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `message`."""
    value, average, months = cells.slot("value"), cells.slot("average"), cells.slot("average_months")
    month = f'TEXT({cells.slot("month")},"mmm-yy")'
    said = f'{shown_formula(indicator, value)}&" in "&{month}'
    if indicator.good != "neither":
        target = cells.slot("target")
        limit = f"ROUND({target},{indicator.places})"
        against = f'{_apart_formula(indicator, value, limit, "on ")}&"the target of "&{shown_formula(indicator, limit)}'
        said += f'&IF(ISNUMBER({target}),{against},"")'
    is_fewer = f"AND({months}>0,{months}<{indicator.window_months})"
    named = f'IF({is_fewer},"average of "&{months}&" months (","{_window_words(indicator)} average of ")'
    named += f'&{shown_formula(indicator, average)}&IF({is_fewer},")","")'
    against = f'{_apart_formula(indicator, value, average, "level with ")}&"the "&{named}'
    said += f'&IF(AND(ISNUMBER({average}),{months}<>1),{against},"")'
    return f'IF(ISNUMBER({value}),{said}&".","No figure for "&{month}&" "&{value}&".")'


def _units(indicator: Indicator) -> str:
    return {"rate": f" per {indicator.multiplier:,}", "days": " days"}.get(indicator.unit, "")


def rule_text(indicator: Indicator, target: Cell, amber_limit: Cell) -> str:
    """The rating rule in words, such as "Green: 90% or more. Red: below 90%".

    `target` and `amber_limit` as they are judged, rounded as shown; a code text where there is none.
    """
    if indicator.good == "neither":
        return "For information: not rated."
    if not is_figure(target):
        return "No target is set: not rated."
    reached, beyond = _sides(indicator)
    goal = shown(indicator, target) + _units(indicator)
    if not is_figure(amber_limit) or amber_limit == target:
        return f"Green: {goal} {reached}. Red: {beyond} {goal}."
    edge = shown(indicator, amber_limit) + _units(indicator)
    return f"Green: {goal} {reached}. Amber: {edge} {reached}. Red: {beyond} {edge}."


def _sides(indicator: Indicator) -> tuple[str, str]:
    return ("or less", "above") if indicator.good == "low" else ("or more", "below")


def rule_text_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `rule_text`."""
    if indicator.good == "neither":
        return '"For information: not rated."'
    target, limit = cells.slot("target"), cells.slot("amber_limit")
    reached, beyond = _sides(indicator)
    goal, edge = (f'{shown_formula(indicator, figure)}&"{_units(indicator)}' for figure in (target, limit))
    green = f'"Green: "&{goal} {reached}. '
    without = f'{green}Red: {beyond} "&{goal}."'
    amber = f'{green}Amber: "&{edge} {reached}. Red: {beyond} "&{edge}."'
    rated = f"IF(ISNUMBER({limit}),IF({limit}={target},{without},{amber}),{without})"
    return f'IF(ISNUMBER({target}),{rated},"No target is set: not rated.")'


def counts(rows: Iterable[tuple[str, str]]) -> str:
    """The summary's line over the (rating, direction) of every indicator.

    "2 Red, 3 Amber, 5 Green, 2 without target; 4 worsening", with "1 without data" before the semicolon if there are.
    """
    ratings, directions = zip(*rows, strict=True) if (rows := list(rows)) else ((), ())
    rated = [f"{ratings.count(word)} {word}" for word in ("Red", "Amber", "Green")]
    rated.append(f"{ratings.count('No target')} without target")
    if "No data" in ratings:
        rated.append(f"{ratings.count('No data')} without data")
    return f"{', '.join(rated)}; {directions.count('Worsening')} worsening"


def counts_formula(rating_column: str, direction_column: str) -> str:
    """The formula of `counts`, over the Summary table's two columns."""

    def count(word: str) -> str:
        return f'COUNTIF({rating_column},"{word}")'

    rated = '&", "&'.join(f'{count(word)}&" {word}"' for word in ("Red", "Amber", "Green"))
    no_data = f'IF({count("No data")}>0,", "&{count("No data")}&" without data","")'
    worsening = f'COUNTIF({direction_column},"Worsening")&" worsening"'
    return f'{rated}&", "&{count("No target")}&" without target"&{no_data}&"; "&{worsening}'
