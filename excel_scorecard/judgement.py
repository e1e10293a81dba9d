"""Judgement: what the figures mean. Rating, shortfall and direction, each with its Excel formula beside it.

`judge` says everything that a sheet says of its month; `slot_formula` and `column_formula` give the formulas that say
the same when an officer corrects a figure. Values are values.py's, words are wording.py's, places are the workbook's.

Values are judged as shown: the rounded value against the target rounded the same way.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from excel_scorecard.calendar import months_after
from excel_scorecard.project import Indicator
from excel_scorecard.values import (
    MONTHS_BACK,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    Cell,
    Cells,
    Known,
    MonthFigures,
    average_formula,
    average_months_formula,
    is_comparable,
    is_figure,
    line_formula,
    looked_up_formula,
    month_line,
    month_value,
    not_in_breakdown,
    not_in_breakdown_formula,
    part_average,
    part_average_formula,
    remainder,
    remainder_formula,
    rounded,
    row_of,
    run_of,
    threshold,
    threshold_formula,
    value_formula,
    year_to_date,
    year_to_date_formula,
)
from excel_scorecard.wording import (
    average_heading,
    average_heading_formula,
    counts,
    counts_formula,
    direction_basis,
    direction_basis_formula,
    message,
    message_formula,
    rule_text,
    rule_text_formula,
)

__all__ = [
    "COLUMN_FORMULAS",
    "SLOT_FORMULAS",
    "Cell",
    "Cells",
    "Judgement",
    "Known",
    "MonthFigures",
    "column_formula",
    "counts",
    "counts_formula",
    "direction",
    "judge",
    "message",
    "month_line",
    "month_value",
    "not_in_breakdown",
    "not_in_breakdown_formula",
    "rating",
    "remainder",
    "remainder_formula",
    "rounded",
    "shortfall",
    "slot_formula",
]

# ---- rating and shortfall -------------------------------------------------------------------------------------------


def rating(indicator: Indicator, value: Cell, target: Cell | None, amber_limit: Cell | None) -> str:
    """Green, Amber, Red, No target or No data. On the target is Green, on the amber limit is Amber.

    `value` is as shown, or a code text. `target` and `amber_limit` are as held in cells (0.75 for 75%) and rounded here
    at the indicator's places; a text or None is no target, or no amber.
    """
    if not is_figure(value):
        return "No data"
    if indicator.good == "neither" or not is_figure(target):
        return "No target"
    if _reaches(indicator, value, target):
        return "Green"
    return "Amber" if is_figure(amber_limit) and _reaches(indicator, value, amber_limit) else "Red"


def _reaches(indicator: Indicator, value: Known, threshold: Known) -> bool:
    shown = rounded(threshold, indicator.places)
    return value <= shown if indicator.good == "low" else value >= shown


def _rating_formula(indicator: Indicator, value: str, target: str, amber_limit: str) -> str:
    if indicator.good == "neither":
        return f'IF(ISNUMBER({value}),"No target","No data")'
    reaches = "<=" if indicator.good == "low" else ">="
    green = f"{value}{reaches}ROUND({target},{indicator.places})"
    # without ISNUMBER a missing limit makes low-good Amber: to Excel any text is above any number
    amber = (
        f'IF(ISNUMBER({amber_limit}),IF({value}{reaches}ROUND({amber_limit},{indicator.places}),"Amber","Red"),"Red")'
    )
    rated = f'IF(ISNUMBER({target}),IF({green},"Green",{amber}),"No target")'
    return f'IF(ISNUMBER({value}),{rated},"No data")'


def _slot_rating_formula(indicator: Indicator, cells: Cells) -> str:
    return _rating_formula(indicator, cells.slot("value"), cells.slot("target"), cells.slot("amber_limit"))


def _breakdown_rating_formula(indicator: Indicator, cells: Cells) -> str:
    return _rating_formula(
        indicator,
        cells.this_row("breakdown_value"),
        _own_or_slot("target", cells),
        _own_or_slot("amber_limit", cells),
    )


def _own_or_slot(name: str, cells: Cells) -> str:
    """An area without a column of targets is judged against the sheet's target."""
    try:
        return cells.this_row(f"breakdown_{name}")
    except KeyError:
        return cells.slot(name)


def shortfall(
    indicator: Indicator,
    *,
    rated: str,
    value: Cell,
    target: Cell | None,
    numerator: Cell | None,
    denominator: Cell | None,
) -> Decimal | str:
    """How far an Amber or Red value is from its target; 0 on target or without one; "[x]" where it cannot be known.

    For percentages in whole cases, rounded up; else the distance in the indicator's unit, at its places.
    """
    if not is_figure(value):
        return NOT_AVAILABLE
    if rated not in {"Amber", "Red"} or not is_figure(target):
        return Decimal(0)
    if indicator.unit != "percent":
        return abs(rounded(value, indicator.places) - rounded(target, indicator.places))
    if not (is_figure(numerator) and is_figure(denominator)):
        return NOT_AVAILABLE
    short = numerator - target * denominator if indicator.good == "low" else target * denominator - numerator
    # as the formula, where 0.55 * 100 is a little over 55; LibreOffice's ROUNDUP forgives that, Excel's is not measured
    cases = rounded(short, 6)
    return Decimal(max(0, math.ceil(cases)))


def _shortfall_formula(indicator: Indicator, cells: Cells) -> str:
    word, value, target = cells.slot("rating"), cells.slot("value"), cells.slot("target")
    if indicator.unit == "percent":
        n, d = cells.slot("numerator"), cells.slot("denominator")
        short = f"{n}-{target}*{d}" if indicator.good == "low" else f"{target}*{d}-{n}"
        cases = f"MAX(0,ROUNDUP(ROUND({short},6),0))"
        distance = f'IF(AND(ISNUMBER({n}),ISNUMBER({d})),{cases},"[x]")'
    else:
        distance = f"ROUND(ABS({value}-ROUND({target},{indicator.places})),{indicator.places})"
    return f'IF(ISNUMBER({value}),IF(OR({word}="Amber",{word}="Red"),{distance},0),"[x]")'


# ---- direction ------------------------------------------------------------------------------------------------------


def direction(indicator: Indicator, value: Cell, against: Cell) -> str:
    """Improving, Worsening or No change of the shown value against another; Up or Down where neither is good."""
    if not (is_figure(value) and is_figure(against)):
        return "No data"
    if value == against:
        return "No change"
    if indicator.good == "neither":
        return "Up" if value > against else "Down"
    return "Improving" if (value > against) == (indicator.good == "high") else "Worsening"


def _direction_formula(indicator: Indicator, cells: Cells) -> str:
    value, against = cells.slot("value"), cells.slot(indicator.direction_against)
    known = f"ISNUMBER({value}),ISNUMBER({against})"
    if indicator.direction_against == "average":
        known += f",{cells.slot('average_months')}<>1"
    up, down = {"high": ("Improving", "Worsening"), "low": ("Worsening", "Improving"), "neither": ("Up", "Down")}[
        indicator.good
    ]
    compared = f'IF({value}={against},"No change",IF({value}>{against},"{up}","{down}"))'
    return f'IF(AND({known}),{compared},"No data")'


# ---- the sheet ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judgement:
    """Everything a sheet says of `month`. Field names are slot names; figures are as held in cells (0.86 for 86%).

    A code text stands for a figure that is not known ("[x]", "[c]") or that the unit has not ("[z]").
    """

    month: date
    numerator: Known | str
    denominator: Known | str
    remainder: Known | str
    value: Decimal | str
    numerator_average: Decimal | str
    denominator_average: Decimal | str
    remainder_average: Known | str
    average: Decimal | str
    average_months: int
    previous: Decimal | str
    same_period_last_year: Decimal | str
    year_to_date: Decimal | str
    target: Decimal | str
    amber_limit: Decimal | str
    rating: str
    direction: str
    direction_basis: str
    shortfall: Decimal | str
    average_heading: str
    rule_text: str
    message: str


def judge(
    indicator: Indicator, months: Sequence[MonthFigures], month: date, *, supplied_average: Decimal | None = None
) -> Judgement:
    """What the figures say of `month`.

    `months` are the rows of the Monthly table, each month once, in any order; a month that is not among them is not
    known, as it is not to the formulas. `month` is the first of the month shown. `supplied_average` is as held in
    cells, for an average whose months are not known; its `average_months` is 0.
    """
    row = row_of(months, month)
    value = month_value(indicator, row)
    run = run_of(indicator, months, month, indicator.window_months)
    average, average_months = run.value(indicator), run.months
    parts_average = (part_average(run.numerator, run.months), part_average(run.denominator, run.months))
    if supplied_average is not None:
        average, average_months = rounded(supplied_average, indicator.places), 0
        parts_average = (NOT_AVAILABLE, NOT_AVAILABLE)
    if not indicator.is_ratio:
        parts_average = (average, NOT_APPLICABLE)
    numerator = NOT_AVAILABLE if row.numerator is None else row.numerator
    denominator = NOT_AVAILABLE if row.denominator is None else row.denominator
    if not indicator.is_ratio:
        denominator = NOT_APPLICABLE
    earlier = {
        name: month_value(indicator, row_of(months, months_after(month, -back))) for name, back in MONTHS_BACK.items()
    }
    basis = earlier.get(indicator.direction_against, average)
    comparable = indicator.direction_against in earlier or is_comparable(average, average_months)
    target, amber_limit = threshold(indicator, row.target), threshold(indicator, row.amber_limit)
    word = rating(indicator, value, target, amber_limit)
    return Judgement(
        month=month,
        numerator=numerator,
        denominator=denominator,
        remainder=remainder(indicator, numerator, denominator),
        value=value,
        numerator_average=parts_average[0],
        denominator_average=parts_average[1],
        # of the two as shown, so that the column on the page adds up
        remainder_average=remainder(indicator, *parts_average),
        average=average,
        average_months=average_months,
        previous=earlier["previous"],
        same_period_last_year=earlier["same_period_last_year"],
        year_to_date=year_to_date(indicator, months, month),
        target=target,
        amber_limit=amber_limit,
        rating=word,
        direction=direction(indicator, value, basis) if comparable else "No data",
        direction_basis=direction_basis(indicator, month, average_months),
        shortfall=shortfall(
            indicator, rated=word, value=value, target=target, numerator=numerator, denominator=denominator
        ),
        average_heading=average_heading(indicator, average_months, average),
        rule_text=rule_text(indicator, target, amber_limit),
        message=message(indicator, month, value=value, target=target, average=average, average_months=average_months),
    )


def _remainder_average_formula(indicator: Indicator, cells: Cells) -> str:
    """As `remainder_formula`, but short: an average that is not known is always "[x]"."""
    if indicator.unit != "percent":
        return '"[z]"'
    n, d = cells.slot("numerator_average"), cells.slot("denominator_average")
    return f'IF(AND(ISNUMBER({n}),ISNUMBER({d})),{d}-{n},"[x]")'


def _denominator_formula(indicator: Indicator, cells: Cells) -> str:
    return looked_up_formula("monthly_denominator", cells) if indicator.is_ratio else '"[z]"'


FormulaOf = Callable[[Indicator, Cells], str]

SLOT_FORMULAS: Mapping[str, FormulaOf] = MappingProxyType(
    {
        "numerator": lambda _, cells: looked_up_formula("monthly_numerator", cells),
        "denominator": _denominator_formula,
        "remainder": lambda i, cells: remainder_formula(i, cells.slot("numerator"), cells.slot("denominator")),
        "value": lambda _, cells: looked_up_formula("monthly_value", cells),
        "numerator_average": lambda i, cells: part_average_formula("numerator", i, cells),
        "denominator_average": lambda i, cells: part_average_formula("denominator", i, cells),
        "remainder_average": _remainder_average_formula,
        "average": average_formula,
        "average_months": average_months_formula,
        "previous": lambda _, cells: looked_up_formula("monthly_value", cells, MONTHS_BACK["previous"]),
        "same_period_last_year": lambda _, cells: looked_up_formula(
            "monthly_value", cells, MONTHS_BACK["same_period_last_year"]
        ),
        "year_to_date": year_to_date_formula,
        "target": lambda i, cells: threshold_formula("monthly_target", i, cells),
        "amber_limit": lambda i, cells: threshold_formula("monthly_amber_limit", i, cells),
        "rating": _slot_rating_formula,
        "direction": _direction_formula,
        "direction_basis": direction_basis_formula,
        "shortfall": _shortfall_formula,
        "average_heading": average_heading_formula,
        "rule_text": rule_text_formula,
        "message": message_formula,
    }
)


def slot_formula(name: str, indicator: Indicator, cells: Cells) -> str:
    """The formula of a slot, without the leading "=". Raises KeyError for a slot that no rule fills."""
    return SLOT_FORMULAS[name](indicator, cells)


def _row_formula(rule: Callable[[Indicator, str, str], str], table: str) -> FormulaOf:
    def formula(indicator: Indicator, cells: Cells) -> str:
        n = cells.this_row(f"{table}_numerator")
        return rule(indicator, n, cells.this_row(f"{table}_denominator") if indicator.is_ratio else n)

    return formula


def _latest_formula(_: Indicator, cells: Cells) -> str:
    value, shown = cells.this_row("monthly_value"), f"{cells.this_row('monthly_month')}={cells.slot('month')}"
    return f"IF(AND({shown},ISNUMBER({value})),{value},NA())"


def _plotted_formula(role: str) -> FormulaOf:
    """A plot column that repeats another, but never its texts: charts do not read a column that can hold text."""

    def formula(_: Indicator, cells: Cells) -> str:
        return f"IF(ISNUMBER({cells.this_row(role)}),{cells.this_row(role)},NA())"

    return formula


COLUMN_FORMULAS: Mapping[str, FormulaOf] = MappingProxyType(
    {
        "monthly_value": _row_formula(value_formula, "monthly"),
        "monthly_remainder": _row_formula(remainder_formula, "monthly"),
        "monthly_line": line_formula,
        "monthly_latest": _latest_formula,
        "monthly_target_line": _plotted_formula("monthly_target"),
        "breakdown_value": _row_formula(value_formula, "breakdown"),
        "breakdown_remainder": _row_formula(remainder_formula, "breakdown"),
        "breakdown_rating": _breakdown_rating_formula,
        "breakdown_bar": _plotted_formula("breakdown_value"),
    }
)


def column_formula(role: str, indicator: Indicator, cells: Cells) -> str:
    """The formula of a table column, without the leading "=". Raises KeyError for a column that no rule fills.

    Plot columns (line, latest, target_line, bar) carry it only in rows that have a point; other rows stay truly blank.
    """
    return COLUMN_FORMULAS[role](indicator, cells)
