"""Judgement: everything that a sheet says of its month, by the rules of values, runs, wording and rating, and by name.

`judge` gives what is said; `slot_formula` and `column_formula` give the formulas that say the same when an officer
corrects a figure. The rules are in the files that their names tell; places are the workbook's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypedDict

from excel_scorecard.calendar import last_complete, months_after, period_label
from excel_scorecard.counts import counts, counts_formula
from excel_scorecard.project import Indicator
from excel_scorecard.rating import (
    area_rating_formula,
    direction,
    direction_formula,
    is_comparable_direction,
    printed_rating,
    rating,
    rating_formula,
    rating_note,
    rating_note_formula,
    shortfall,
    shortfall_formula,
)
from excel_scorecard.runs import (
    average_formula,
    average_months_formula,
    part_average,
    part_average_formula,
    run_of,
    year_to_date,
    year_to_date_formula,
)
from excel_scorecard.signals import plotted_formula
from excel_scorecard.spc import Variation
from excel_scorecard.values import (
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    Cell,
    Cells,
    Known,
    MonthFigures,
    earlier_formula,
    exact_value,
    is_figure,
    line_formula,
    looked_up_formula,
    month_line,
    month_value,
    months_back,
    not_in_breakdown,
    not_in_breakdown_formula,
    nothing_due,
    period_cell,
    period_formula,
    remainder,
    remainder_formula,
    rounded,
    row_of,
    threshold,
    threshold_formula,
    value_formula,
)
from excel_scorecard.wording import (
    average_heading,
    average_heading_formula,
    direction_basis,
    direction_basis_formula,
    message,
    message_formula,
    next_due,
    next_due_formula,
    period_label_formula,
    rule_text,
    rule_text_formula,
    target_text,
    target_text_formula,
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
    "exact_value",
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

# ---- the sheet ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judgement:
    """Everything a sheet says for a month. Field names are slot names; figures are as held in cells (0.86 for 86%).

    `month` is the report month, and all figures are of the period shown: the latest month, quarter or year that is
    complete by then, `period` being its last month. `rating` is the word as the project prints it. A code text stands
    for a figure that is not known ("[x]", "[c]") or that the unit has not ("[z]").
    """

    month: date
    period: date
    period_label: str
    next_due: str
    numerator: Known | str
    denominator: Known | str
    remainder: Known | str
    value: Decimal | str
    numerator_average: Known | str
    denominator_average: Known | str
    remainder_average: Known | str
    average: Decimal | str
    average_months: int
    previous: Decimal | str
    same_period_last_year: Decimal | str
    year_to_date: Decimal | str
    target: Decimal | str
    target_upper: Decimal | str
    target_text: str
    amber_limit: Decimal | str
    rating: str
    rating_note: str
    direction: str
    direction_basis: str
    shortfall: Decimal | str
    average_heading: str
    rule_text: str
    message: str


def judge(
    indicator: Indicator,
    months: Sequence[MonthFigures],
    month: date,
    *,
    supplied_average: Decimal | str | None = None,
    supplied_parts: tuple[Known | str | None, Known | str | None] = (None, None),
    override: str = "",
    override_reason: str = "",
) -> Judgement:
    """What the figures say in the report month.

    Args:
        indicator: whose figures they are.
        months: the rows of the Monthly table, each period once and known by its last month, in any order; a period that
            is not among them is not known, as it is not to the formulas.
        month: the first of the report month.
        supplied_average: as held in cells, for an average whose months are not known, or the code that was given in its
            place; its `average_months` is 0.
        supplied_parts: the supplied average's numerator and denominator, where they are known.
        override: officers' rating in place of the rule's: Green, Amber, Red or empty.
        override_reason: why; without it the rule holds.

    """
    period = last_complete(month, indicator.period_months)
    row = row_of(months, period)
    value = month_value(indicator, row)
    numerator = NOT_AVAILABLE if row.numerator is None else row.numerator
    denominator = NOT_AVAILABLE if row.denominator is None else row.denominator
    if not indicator.is_ratio:
        denominator = NOT_APPLICABLE
    averages = _averages(indicator, months, period, supplied_average, supplied_parts)
    average, average_months = averages["average"], averages["average_months"]
    earlier = {
        name: month_value(indicator, row_of(months, months_after(period, -back)))
        for name, back in months_back(indicator).items()
    }
    basis = earlier.get(indicator.direction_against, average)
    comparable = is_comparable_direction(indicator, period, average, average_months)
    target, amber_limit = threshold(indicator, row.target), threshold(indicator, row.amber_limit)
    upper = threshold(indicator, row.target_upper if indicator.good == "band" else None)
    as_shown = indicator.rate_on == "shown"
    by_rule = rating(
        indicator,
        value,
        target if as_shown else row.target,
        amber_limit if as_shown else row.amber_limit,
        upper=upper if as_shown else row.target_upper,
        exact=exact_value(indicator, numerator, denominator),
    )
    due_next = next_due(indicator, month)
    yet_to_come = due_next if nothing_due(indicator, months, month) else ""
    rule = yet_to_come or indicator.label(by_rule)
    rule_in_words = rule_text(indicator, target, amber_limit, upper)
    return Judgement(
        month=month,
        period=period,
        period_label=period_label(period, indicator.period_months),
        next_due=due_next,
        numerator=numerator,
        denominator=denominator,
        remainder=remainder(indicator, numerator, denominator),
        value=value,
        **averages,
        previous=earlier["previous"],
        same_period_last_year=earlier["same_period_last_year"],
        year_to_date=year_to_date(indicator, months, period),
        target=target,
        target_upper=upper,
        target_text=target_text(indicator, target, upper),
        amber_limit=amber_limit,
        rating=printed_rating(indicator, rule, override, override_reason),
        rating_note=rating_note(rule_in_words, rule, override, override_reason),
        direction=direction(indicator, value, basis, lower=target, upper=upper) if comparable else "No data",
        direction_basis=direction_basis(indicator, period, average_months),
        shortfall=shortfall(
            indicator,
            rated=by_rule,
            value=value,
            target=target if as_shown else row.target,
            upper=upper if as_shown else row.target_upper,
            numerator=numerator,
            denominator=denominator,
        ),
        average_heading=average_heading(indicator, average_months, average),
        rule_text=rule_in_words,
        message=message(
            indicator,
            period,
            value=value,
            target=target,
            target_upper=upper,
            average=average,
            average_months=average_months,
            earlier=basis,
            nothing_due=yet_to_come,
        ),
    )


class _Averages(TypedDict):
    average: Decimal | str
    average_months: int
    numerator_average: Known | str
    denominator_average: Known | str
    remainder_average: Known | str


def _averages(
    indicator: Indicator,
    months: Sequence[MonthFigures],
    period: date,
    supplied: Decimal | str | None,
    supplied_parts: tuple[Known | str | None, Known | str | None],
) -> _Averages:
    """The window's value, of how many periods it is, and its parts."""
    run = run_of(indicator, months, period, indicator.window_months)
    average, periods = run.value(indicator), run.periods
    parts: list[Known | str] = [
        part_average(indicator, run.numerator, periods),
        part_average(indicator, run.denominator, periods),
    ]
    if supplied is not None:
        average, periods = supplied if isinstance(supplied, str) else rounded(supplied, indicator.places), 0
        parts = [NOT_AVAILABLE if part is None else part for part in supplied_parts]
    if not indicator.is_ratio:
        parts = [average, NOT_APPLICABLE]
    return {
        "average": average,
        "average_months": periods,
        "numerator_average": parts[0],
        "denominator_average": parts[1],
        "remainder_average": _remainder_average(indicator, *parts),
    }


def _remainder_average(indicator: Indicator, numerator: Known | str, denominator: Known | str) -> Known | str:
    """Of the two as shown, so that the column on the page adds up; "[x]" where one was supplied as a code."""
    is_known = is_figure(numerator) and is_figure(denominator)
    return remainder(indicator, numerator if is_known else None, denominator if is_known else None)


def _remainder_average_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `_remainder_average`: shorter than `remainder_formula`, since it may stand without its slots."""
    if indicator.unit != "percent":
        return '"[z]"'
    n, d = cells.slot("numerator_average"), cells.slot("denominator_average")
    return f'IF(AND(ISNUMBER({n}),ISNUMBER({d})),{d}-{n},"[x]")'


def _denominator_formula(indicator: Indicator, cells: Cells) -> str:
    return looked_up_formula("monthly_denominator", indicator, cells) if indicator.is_ratio else '"[z]"'


def _target_upper_formula(indicator: Indicator, cells: Cells) -> str:
    return threshold_formula("monthly_target_upper", indicator, cells) if indicator.good == "band" else '"[z]"'


FormulaOf = Callable[[Indicator, Cells], str]

SLOT_FORMULAS: Mapping[str, FormulaOf] = MappingProxyType(
    {
        "period": period_formula,
        "period_label": period_label_formula,
        "next_due": next_due_formula,
        "numerator": lambda i, cells: looked_up_formula("monthly_numerator", i, cells),
        "denominator": _denominator_formula,
        "remainder": lambda i, cells: remainder_formula(i, cells.slot("numerator"), cells.slot("denominator")),
        "value": lambda i, cells: looked_up_formula("monthly_value", i, cells),
        "numerator_average": lambda i, cells: part_average_formula("numerator", i, cells),
        "denominator_average": lambda i, cells: part_average_formula("denominator", i, cells),
        "remainder_average": _remainder_average_formula,
        "average": average_formula,
        "average_months": average_months_formula,
        "previous": lambda i, cells: earlier_formula("previous", i, cells),
        "same_period_last_year": lambda i, cells: earlier_formula("same_period_last_year", i, cells),
        "year_to_date": year_to_date_formula,
        "target": lambda i, cells: threshold_formula("monthly_target", i, cells),
        "target_upper": _target_upper_formula,
        "target_text": target_text_formula,
        "amber_limit": lambda i, cells: threshold_formula("monthly_amber_limit", i, cells),
        "rating": rating_formula,
        "rating_note": rating_note_formula,
        "direction": direction_formula,
        "direction_basis": direction_basis_formula,
        "shortfall": shortfall_formula,
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


def _latest_formula(indicator: Indicator, cells: Cells) -> str:
    value, shown = cells.this_row("monthly_value"), f"{cells.this_row('monthly_month')}={period_cell(indicator, cells)}"
    return f"IF(AND({shown},ISNUMBER({value})),{value},NA())"


def _plotted_formula(role: str) -> FormulaOf:
    """A plot column that repeats another, but never its texts: charts do not read a column that can hold text."""

    def formula(_: Indicator, cells: Cells) -> str:
        return f"IF(ISNUMBER({cells.this_row(role)}),{cells.this_row(role)},NA())"

    return formula


def _signal_formula(meaning: Variation) -> FormulaOf:
    return lambda indicator, cells: plotted_formula(meaning, indicator, cells)


COLUMN_FORMULAS: Mapping[str, FormulaOf] = MappingProxyType(
    {
        "monthly_value": _row_formula(value_formula, "monthly"),
        "monthly_remainder": _row_formula(remainder_formula, "monthly"),
        "monthly_line": line_formula,
        "monthly_latest": _latest_formula,
        "monthly_target_line": _plotted_formula("monthly_target"),
        "monthly_target_upper_line": _plotted_formula("monthly_target_upper"),
        "monthly_improvement": _signal_formula("Improvement"),
        "monthly_concern": _signal_formula("Concern"),
        "monthly_change": _signal_formula("Change"),
        "breakdown_value": _row_formula(value_formula, "breakdown"),
        "breakdown_remainder": _row_formula(remainder_formula, "breakdown"),
        "breakdown_rating": area_rating_formula,
        "breakdown_bar": _plotted_formula("breakdown_value"),
    }
)


def column_formula(role: str, indicator: Indicator, cells: Cells) -> str:
    """The formula of a table column, without the leading "=". Raises KeyError for a column that no rule fills.

    Plot columns (lines, latest, bar) carry it only in rows that have a point; other rows stay truly blank.
    """
    return COLUMN_FORMULAS[role](indicator, cells)
