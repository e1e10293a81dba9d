"""Values: what a period's parts come to, and how one is looked up. Each rule has its Excel formula beside it.

Knows indicators, and the names of slots and columns. Knows no sheet and no address: formulas are put together from the
expressions that `Cells` gives. Several periods together are runs.py's, what they mean against a target is rating.py's;
where they stand, the workbook's. A period is known by the first day of its last month, as months are.

Arithmetic is exact (int, Decimal, Fraction), rounded half away from zero at the indicator's places, as Excel's ROUND.
Formulas are in file form, without the leading "=", and divide once before they round: `ROUND(10000*n/d,1)`, never
`ROUND(100*(n/d),0)`, which falls on the wrong side of a tie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeGuard

from excel_scorecard.calendar import FINANCIAL_YEAR_STARTS, last_complete
from excel_scorecard.project import Indicator

Known = int | Decimal  # a known figure
Cell = Known | Fraction | str  # what a cell shows: a figure or a code text

NOT_AVAILABLE = "[x]"
SUPPRESSED = "[c]"
NOT_APPLICABLE = "[z]"

EXACT_PLACES = 10
"""Decimals of an exact figure: what a computer's fractions of it have in common."""

NO_CELL = '("")'
"""What `Cells` gives for a slot that the template lacks and that no rule fills, such as the officers' own."""


class Cells(Protocol):
    """Where things stand on one sheet, as expressions for a formula. Given by the workbook."""

    def slot(self, name: str) -> str:
        """Another slot: its name; where the template lacks it, its own formula in brackets, a constant or `NO_CELL`."""

    def column(self, role: str) -> str:
        """A whole table column, `Monthly_x[Numerator]`. Raises KeyError where the template has no such column."""

    def this_row(self, role: str) -> str:
        """A column's cell in the formula's own row, `Monthly_x[[#This Row],[Numerator]]`. Raises KeyError as well."""


@dataclass(frozen=True)
class MonthFigures:
    """One row of the Monthly table: None is a truly blank cell, a text is a code such as "[x]".

    `month` is the last of the row's quarter or year. `denominator` is always None for counts and amounts of money.
    The others are as held in cells: 0.54 for 54%. Of a band, `target` is the lower edge, `target_upper` the upper, and
    `amber_limit` the limit below it.
    """

    month: date
    numerator: Known | str | None
    denominator: Known | str | None
    supplied: Decimal | None = None  # the value where the parts are not known
    target: Decimal | None = None
    amber_limit: Decimal | None = None
    target_upper: Decimal | None = None


def is_figure(cell: Cell | None) -> TypeGuard[Known]:
    """Whether a cell holds a figure: not a code, not blank."""
    return isinstance(cell, int | Decimal)


def rounded(x: Known | Fraction, places: int) -> Decimal:
    """`x` at `places` decimals, half away from zero, exactly: what Excel's ROUND shows for the same ratio."""
    numerator, denominator = x.as_integer_ratio()
    whole = (2 * 10**places * abs(numerator) + denominator) // (2 * denominator)
    return Decimal(whole if numerator >= 0 else -whole).scaleb(-places)


def ratio(indicator: Indicator, numerator: Known | Fraction, denominator: Known | Fraction) -> Fraction:
    """The two parts' value, exactly: a rate is multiplied before it is divided."""
    if isinstance(numerator, int) and isinstance(denominator, int):
        return Fraction(indicator.multiplier * numerator, denominator)
    return indicator.multiplier * Fraction(numerator) / Fraction(denominator)


def ratio_formula(indicator: Indicator, numerator: str, denominator: str) -> str:
    """The formula of `ratio`, not in brackets."""
    multiplied = numerator if indicator.multiplier == 1 else f"{indicator.multiplier}*{numerator}"
    return f"{multiplied}/{denominator}"


# ---- one period, or one area ----------------------------------------------------------------------------------------


def month_value(indicator: Indicator, row: MonthFigures) -> Decimal | str:
    """The row's value as shown: from its parts, else as supplied, else the numerator's or denominator's code.

    Returns: a Decimal at the indicator's places, or a code text: "[z]" over a denominator of zero, "[x]" for a blank.
    """
    numerator, denominator = row.numerator, row.denominator
    if not indicator.is_ratio and is_figure(numerator):
        return rounded(numerator, indicator.places)
    if is_figure(numerator) and is_figure(denominator):
        if denominator == 0:
            return NOT_APPLICABLE
        return rounded(ratio(indicator, numerator, denominator), indicator.places)
    if row.supplied is not None:
        return rounded(row.supplied, indicator.places)
    return next((part for part in (numerator, denominator) if isinstance(part, str)), NOT_AVAILABLE)


def value_formula(indicator: Indicator, numerator: str, denominator: str | None) -> str:
    """The formula of a row's value; a value that was supplied without parts is a constant in its place."""
    if not indicator.is_ratio:
        code = f'IF(ISTEXT({numerator}),{numerator},"[x]")'
        return f"IF(ISNUMBER({numerator}),ROUND({numerator},{indicator.places}),{code})"
    n, d = numerator, denominator or ""
    code = f'IF(ISTEXT({n}),{n},IF(ISTEXT({d}),{d},"[x]"))'
    share = f'IF({d}=0,"[z]",ROUND({ratio_formula(indicator, n, d)},{indicator.places}))'
    return f"IF(COUNT({n},{d})<2,{code},{share})"


def month_line(indicator: Indicator, row: MonthFigures) -> float | None:
    """The row's point on the trend line; None where there is none, for a truly blank cell.

    Unrounded, but a supplied value is as shown: the sheet holds no other form of it for the formula to read.
    """
    numerator, denominator = row.numerator, row.denominator
    if not indicator.is_ratio and is_figure(numerator):
        return float(numerator)
    if is_figure(numerator) and is_figure(denominator):
        return None if denominator == 0 else float(ratio(indicator, numerator, denominator))
    return None if row.supplied is None else float(rounded(row.supplied, indicator.places))


def line_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `month_line`, for rows that have a point: only a truly blank cell is a gap in every program."""
    n, value = cells.this_row("monthly_numerator"), cells.this_row("monthly_value")
    supplied = f"IF(ISNUMBER({value}),{value},NA())"
    if not indicator.is_ratio:
        return f"IF(ISNUMBER({n}),{n},{supplied})"
    d = cells.this_row("monthly_denominator")
    return f"IF(COUNT({n},{d})=2,IF({d}=0,NA(),{ratio_formula(indicator, n, d)}),{supplied})"


def exact_value(indicator: Indicator, numerator: Cell | None, denominator: Cell | None) -> Fraction | None:
    """The value before it is rounded; None where the parts are not known, and only a supplied value can be judged."""
    if not is_figure(numerator):
        return None
    if not indicator.is_ratio:
        return Fraction(numerator)
    return ratio(indicator, numerator, denominator) if is_figure(denominator) and denominator else None


def exact_formula(indicator: Indicator, numerator: str, denominator: str, value: str) -> str:
    """The formula of `exact_value`, of cells that are never blank where `value` is a figure; else the value itself."""
    if not indicator.is_ratio:
        return f"IF(ISNUMBER({numerator}),{numerator},{value})"
    return f"IFERROR({ratio_formula(indicator, numerator, denominator)},{value})"  # a code is no number to divide


def remainder(indicator: Indicator, numerator: Cell | None, denominator: Cell | None) -> Known | str:
    """The denominator's others: "No. outside"; "[z]" for any unit but percent.

    Where a part is not known, the numerator's or the denominator's code; "[x]" for a blank.
    """
    if indicator.unit != "percent":
        return NOT_APPLICABLE
    if is_figure(numerator) and is_figure(denominator):
        return denominator - numerator
    return next((part for part in (numerator, denominator) if isinstance(part, str)), NOT_AVAILABLE)


def remainder_formula(indicator: Indicator, numerator: str, denominator: str) -> str:
    """The formula of `remainder`, over any two cells."""
    if indicator.unit != "percent":
        return '"[z]"'
    n, d = numerator, denominator
    code = f'IF(ISTEXT({n}),{n},IF(ISTEXT({d}),{d},"[x]"))'
    return f"IF(AND(ISNUMBER({n}),ISNUMBER({d})),{d}-{n},{code})"


# ---- one figure looked up in the Monthly table ----------------------------------------------------------------------


def period_cell(indicator: Indicator, cells: Cells) -> str:
    """The period shown, to a formula: for monthly indicators the report month itself."""
    return cells.slot("month" if indicator.period_months == 1 else "period")


def period_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of calendar.py's `last_complete`, of the report month."""
    month, length = cells.slot("month"), indicator.period_months
    ends = FINANCIAL_YEAR_STARTS - 1
    return month if length == 1 else f"EDATE({month},-MOD(MONTH({month})-{ends},{length}))"


def months_back(indicator: Indicator) -> dict[str, int]:
    """How many months before the period shown the slots of earlier periods lie."""
    return {"previous": indicator.period_months, "same_period_last_year": 12}


def first_comparable(indicator: Indicator, last: date) -> date | None:
    """The month from which figures can be compared with those of the period `last`; None where all of them can."""
    change = indicator.break_at(last)
    return change.from_ if change else None


def first_comparable_formula(indicator: Indicator, last: str) -> str:
    """The formula of `first_comparable`, 0 for none; empty for an indicator whose definition never changed so."""
    found = ""
    for change in sorted((change for change in indicator.changes if change.breaks), key=lambda each: each.from_):
        day = f"DATE({change.from_.year},{change.from_.month},1)"
        found = f"IF({last}>={day},{day},{found or 0})"
    return found


def row_of(months: Sequence[MonthFigures], month: date) -> MonthFigures:
    """The row of `month`; a month that the table does not hold is a row without figures."""
    return next((row for row in months if row.month == month), MonthFigures(month, None, None))


def earlier_formula(name: str, indicator: Indicator, cells: Cells) -> str:
    """The formula of the value of "previous" or "same_period_last_year"."""
    return looked_up_formula("monthly_value", indicator, cells, months_back(indicator)[name])


def looked_up_formula(role: str, indicator: Indicator, cells: Cells, back: int = 0) -> str:
    """The figure or code of the Monthly table's `role` column in the period shown, or so many months before it."""
    found = found_formula(role, indicator, cells, back)
    # INDEX of a blank cell gives 0, and missing is never zero
    return f'IFERROR(IF({found}="","[x]",{found}),"[x]")'


def threshold(indicator: Indicator, figure: Decimal | None) -> Decimal | str:
    """A target or limit as the page shows it and judges by it: rounded at the indicator's places; "[z]" for none."""
    return NOT_APPLICABLE if figure is None else rounded(figure, indicator.places)


def threshold_formula(role: str, indicator: Indicator, cells: Cells) -> str:
    """The formula of `threshold`, of the Monthly table's `role` column in the period shown."""
    try:
        found = found_formula(role, indicator, cells)
    except KeyError:
        return '"[z]"'
    # of a cell that is blank or holds a text AVERAGE gives an error, where its value alone would be 0
    return f'IFERROR(ROUND(AVERAGE({found}),{indicator.places}),"[z]")'


def found_formula(role: str, indicator: Indicator, cells: Cells, back: int = 0) -> str:
    """The cell of the Monthly table's `role` column, as it is: blank, code or figure; #N/A where there is no row.

    Raises KeyError where the template has no such column.
    """
    period = period_cell(indicator, cells)
    sought = f"EDATE({period},-{back})" if back else period
    return f"INDEX({cells.column(role)},MATCH({sought},{cells.column('monthly_month')},0))"


# ---- is there a target, and was a figure due ------------------------------------------------------------------------


def has_target(indicator: Indicator, target: Cell | None, upper: Cell | None) -> bool:
    """Whether a value can be rated: where good is a band, only with both edges."""
    if indicator.good == "neither":
        return False
    return is_figure(target) and (indicator.good != "band" or is_figure(upper))


def has_target_formula(indicator: Indicator, target: str, upper: str) -> str:
    """The formula of `has_target`; not for indicators that are for information."""
    return f"COUNT({target},{upper})=2" if indicator.good == "band" else f"ISNUMBER({target})"


def nearest(value: Known, lower: Known, upper: Known) -> Known:
    """The point of a band that lies nearest to `value`: itself where it is inside. In formulas, MEDIAN of the three."""
    return sorted((lower, value, upper))[1]


def nothing_due(indicator: Indicator, months: Sequence[MonthFigures], month: date) -> bool:
    """Whether no quarter or year was due yet at the report month: none ends with it, and none has a figure."""
    period = last_complete(month, indicator.period_months)
    if period == month or month_value(indicator, row_of(months, period)) != NOT_AVAILABLE:
        return False
    return not any(is_figure(month_value(indicator, row)) for row in months)


def nothing_due_formula(cells: Cells) -> str:
    """The formula of `nothing_due`, of quarters and years."""
    value, values = cells.slot("value"), cells.column("monthly_value")
    return f'AND({cells.slot("next_due")}<>"",{value}="[x]",COUNT({values})=0)'


# ---- what the areas leave over --------------------------------------------------------------------------------------

Parts = tuple[Known | str | None, Known | str | None]  # numerator, denominator


def not_in_breakdown(indicator: Indicator, total: Parts, areas: Sequence[Parts]) -> tuple[Known | str, Known | str]:
    """Numerator and denominator of TOTAL less the areas. The denominators of counts are None, and "[z]" in the answer.

    Returns: both "[x]" where any figure needed is unknown; both "[z]" where one would be negative, or for percentages
        the numerator above the denominator (children counted twice, rounding in the source, a stale breakdown).
    """
    numerators = [numerator for numerator, _ in (total, *areas)]
    denominators = [denominator for _, denominator in (total, *areas)] if indicator.is_ratio else []
    if not all(is_figure(figure) for figure in numerators + denominators):
        return NOT_AVAILABLE, NOT_AVAILABLE if indicator.is_ratio else NOT_APPLICABLE
    numerator, denominator = _less(numerators), _less(denominators)
    if min(numerator, denominator) < 0 or (indicator.unit == "percent" and numerator > denominator):
        return NOT_APPLICABLE, NOT_APPLICABLE
    return numerator, denominator if indicator.is_ratio else NOT_APPLICABLE


def _less(figures: Sequence[Known | str | None]) -> Known:
    first, *others = [figure for figure in figures if is_figure(figure)] or [0]
    return first - sum(others)


def not_in_breakdown_formula(
    which: str, cells: Cells, numerator_range: str, denominator_range: str | None = None, *, is_share: bool = True
) -> str:
    """The formula of `not_in_breakdown`.

    `which` is "numerator" or "denominator". The ranges are plain references to the areas' rows (`F8:F11`) and never
    include the formula's own row: that would be circular; a count has no denominator range. `is_share` says that the
    numerator is a part of the denominator: so for percentages, not for averages and rates.
    """
    numerator = cells.slot("numerator")
    # rounded, or 0.3 less 0.1 and 0.2 is below zero
    left = {"numerator": f"ROUND({numerator}-SUM({numerator_range}),6)"}
    known = [f"ISNUMBER({numerator})", f"COUNT({numerator_range})=ROWS({numerator_range})"]
    if denominator_range is None:
        if which == "denominator":
            return '"[z]"'
    else:
        denominator = cells.slot("denominator")
        left["denominator"] = f"ROUND({denominator}-SUM({denominator_range}),6)"
        known += [f"ISNUMBER({denominator})", f"COUNT({denominator_range})=ROWS({denominator_range})"]
    least = list(left.values())
    if is_share and denominator_range is not None:
        least.append(f"{left['denominator']}-{left['numerator']}")
    return f'IF(AND({",".join(known)}),IF(MIN({",".join(least)})<0,"[z]",{left[which]}),"[x]")'
