"""Values: what a month's parts come to, and what a run of months comes to. Each rule has its Excel formula beside it.

Knows indicators, and the names of slots and columns. Knows no sheet and no address: formulas are put together from the
expressions that `Cells` gives. What it means against a target is judgement.py's; where it stands, the workbook's.

Arithmetic is exact (int, Decimal, Fraction), rounded half away from zero at the indicator's places, as Excel's ROUND.
Formulas are in file form, without the leading "=", and divide once before they round: `ROUND(10000*n/d,1)`, never
`ROUND(100*(n/d),0)`, which falls on the wrong side of a tie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Protocol, TypeGuard

from excel_scorecard.calendar import months_after
from excel_scorecard.project import Indicator

Known = int | Decimal  # a known figure
Cell = Known | Fraction | str  # what a cell shows: a figure or a code text

NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"


class Cells(Protocol):
    """Where things stand on one sheet, as expressions for a formula. Given by the workbook."""

    def slot(self, name: str) -> str:
        """Another slot: its name, its own formula in brackets where the template lacks it, or a constant."""

    def column(self, role: str) -> str:
        """A whole table column, `Monthly_x[Numerator]`. Raises KeyError where the template has no such column."""

    def this_row(self, role: str) -> str:
        """A column's cell in the formula's own row, `Monthly_x[[#This Row],[Numerator]]`. Raises KeyError as well."""


@dataclass(frozen=True)
class MonthFigures:
    """One row of the Monthly table: None is a truly blank cell, a text is a code such as "[x]".

    `denominator` is always None for counts. `supplied`, `target` and `amber_limit` are as held in cells: 0.54 for 54%.
    """

    month: date
    numerator: Known | str | None
    denominator: Known | str | None
    supplied: Decimal | None = None  # the value where the parts are not known
    target: Decimal | None = None
    amber_limit: Decimal | None = None


def is_figure(cell: Cell | None) -> TypeGuard[Known]:
    """Whether a cell holds a figure: not a code, not blank."""
    return isinstance(cell, int | Decimal)


def rounded(x: Known | Fraction, places: int) -> Decimal:
    """`x` at `places` decimals, half away from zero, exactly: what Excel's ROUND shows for the same ratio."""
    numerator, denominator = x.as_integer_ratio()
    whole = (2 * 10**places * abs(numerator) + denominator) // (2 * denominator)
    return Decimal(whole if numerator >= 0 else -whole).scaleb(-places)


def _ratio(indicator: Indicator, numerator: Known, denominator: Known) -> Fraction:
    if isinstance(numerator, int) and isinstance(denominator, int):
        return Fraction(indicator.multiplier * numerator, denominator)
    return indicator.multiplier * Fraction(numerator) / Fraction(denominator)


def _ratio_formula(indicator: Indicator, numerator: str, denominator: str) -> str:
    multiplied = numerator if indicator.multiplier == 1 else f"{indicator.multiplier}*{numerator}"
    return f"{multiplied}/{denominator}"


# ---- one month, or one area -----------------------------------------------------------------------------------------


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
        return rounded(_ratio(indicator, numerator, denominator), indicator.places)
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
    share = f'IF({d}=0,"[z]",ROUND({_ratio_formula(indicator, n, d)},{indicator.places}))'
    return f"IF(COUNT({n},{d})<2,{code},{share})"


def month_line(indicator: Indicator, row: MonthFigures) -> float | None:
    """The row's point on the trend line; None where there is none, for a truly blank cell.

    Unrounded, but a supplied value is as shown: the sheet holds no other form of it for the formula to read.
    """
    numerator, denominator = row.numerator, row.denominator
    if not indicator.is_ratio and is_figure(numerator):
        return float(numerator)
    if is_figure(numerator) and is_figure(denominator):
        return None if denominator == 0 else float(_ratio(indicator, numerator, denominator))
    return None if row.supplied is None else float(rounded(row.supplied, indicator.places))


def line_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `month_line`, for rows that have a point: only a truly blank cell is a gap in every program."""
    n, value = cells.this_row("monthly_numerator"), cells.this_row("monthly_value")
    supplied = f"IF(ISNUMBER({value}),{value},NA())"
    if not indicator.is_ratio:
        return f"IF(ISNUMBER({n}),{n},{supplied})"
    d = cells.this_row("monthly_denominator")
    return f"IF(COUNT({n},{d})=2,IF({d}=0,NA(),{_ratio_formula(indicator, n, d)}),{supplied})"


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

MONTHS_BACK = MappingProxyType({"previous": 1, "same_period_last_year": 12})


def row_of(months: Sequence[MonthFigures], month: date) -> MonthFigures:
    """The row of `month`; a month that the table does not hold is a row without figures."""
    return next((row for row in months if row.month == month), MonthFigures(month, None, None))


def looked_up_formula(role: str, cells: Cells, months_back: int = 0) -> str:
    """The figure or code of the Monthly table's `role` column in the month shown, or so many months before it."""
    found = _found(role, cells, months_back)
    # INDEX of a blank cell gives 0, and missing is never zero
    return f'IFERROR(IF({found}="","[x]",{found}),"[x]")'


def threshold(indicator: Indicator, figure: Decimal | None) -> Decimal | str:
    """A target or limit as the page shows it and judges by it: rounded at the indicator's places; "[z]" for none."""
    return NOT_APPLICABLE if figure is None else rounded(figure, indicator.places)


def threshold_formula(role: str, indicator: Indicator, cells: Cells) -> str:
    """The formula of `threshold`, of the Monthly table's `role` column in the month shown."""
    try:
        found = _found(role, cells)
    except KeyError:
        return '"[z]"'
    return f'IFERROR(IF(ISNUMBER({found}),ROUND({found},{indicator.places}),"[z]"),"[z]")'


def _found(role: str, cells: Cells, months_back: int = 0) -> str:
    month = cells.slot("month")
    sought = f"EDATE({month},-{months_back})" if months_back else month
    return f"INDEX({cells.column(role)},MATCH({sought},{cells.column('monthly_month')},0))"


# ---- a run of months that ends with the month shown -----------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What the known months of a run come to.

    A month of a ratio is known with both parts (numerator >= 0, denominator > 0): a supplied value cannot be summed.
    A month of a count is known with its value. `denominator` is None for counts.
    """

    months: int
    numerator: Fraction  # the sum; for counts the sum of the values as shown
    denominator: Fraction | None

    def value(self, indicator: Indicator) -> Decimal | str:
        """Ratio of sums for ratios, mean for counts, at the indicator's places; "[x]" where no month is known."""
        if self.months == 0:
            return NOT_AVAILABLE
        if self.denominator is not None:
            return rounded(indicator.multiplier * self.numerator / self.denominator, indicator.places)
        return rounded(self.numerator / self.months, indicator.places)


def run_of(indicator: Indicator, months: Sequence[MonthFigures], month: date, length: int) -> Run:
    """The known months among the `length` calendar months that end with `month`."""
    first = months_after(month, 1 - length)
    rows = [row for row in months if first <= row.month <= month]
    if not indicator.is_ratio:
        values = [value for row in rows if is_figure(value := month_value(indicator, row)) and value >= 0]
        return Run(len(values), sum(map(Fraction, values), Fraction()), None)
    known = [
        (Fraction(row.numerator), Fraction(row.denominator))
        for row in rows
        if is_figure(row.numerator) and is_figure(row.denominator) and row.numerator >= 0 and row.denominator > 0
    ]
    return Run(len(known), sum((n for n, _ in known), Fraction()), sum((d for _, d in known), Fraction()))


def _run_criteria(indicator: Indicator, cells: Cells, length: str) -> str:
    """The criteria of COUNTIFS, SUMIFS and AVERAGEIFS that leave the known months of a run; texts are never >= 0."""
    month, column = cells.slot("month"), cells.column("monthly_month")
    run = f'{column},">"&EDATE({month},-{length}),{column},"<="&{month}'
    if not indicator.is_ratio:
        return f'{run},{cells.column("monthly_value")},">=0"'
    return f'{run},{cells.column("monthly_numerator")},">=0",{cells.column("monthly_denominator")},">0"'


def _sum_formula(role: str, indicator: Indicator, cells: Cells, length: str) -> str:
    return f"SUMIFS({cells.column(role)},{_run_criteria(indicator, cells, length)})"


def _run_value_formula(indicator: Indicator, cells: Cells, length: str, months: str) -> str:
    if indicator.is_ratio:
        numerator = _sum_formula("monthly_numerator", indicator, cells, length)
        denominator = _sum_formula("monthly_denominator", indicator, cells, length)
        value = _ratio_formula(indicator, numerator, denominator)
    else:
        value = f"AVERAGEIFS({cells.column('monthly_value')},{_run_criteria(indicator, cells, length)})"
    # not IFERROR: a column that somebody deleted must not pass for a missing month
    return f'IF({months}=0,"[x]",ROUND({value},{indicator.places}))'


def average_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `run_of(..., window_months).value()`. A supplied average is a constant in its place."""
    return _run_value_formula(indicator, cells, str(indicator.window_months), cells.slot("average_months"))


def average_months_formula(indicator: Indicator, cells: Cells) -> str:
    """The number of known months in the average's window. Beside a supplied average it is a constant 0."""
    return f"COUNTIFS({_run_criteria(indicator, cells, str(indicator.window_months))})"


ENOUGH_MONTHS = 2  # an average of one month is the month itself


def is_comparable(average: Cell, average_months: int) -> bool:
    """Whether a value can be set against the average: of enough months, or supplied (known, of 0 months).

    In formulas: ISNUMBER(average) and average_months<>1, since an average of no months is no number.
    """
    return is_figure(average) and (average_months == 0 or average_months >= ENOUGH_MONTHS)


def part_average(total: Fraction | None, months: int) -> Decimal | str:
    """A part's monthly average, in whole cases; "[x]" without months, "[z]" for a part that the unit has not."""
    if total is None:
        return NOT_APPLICABLE
    return rounded(total / months, 0) if months else NOT_AVAILABLE


def part_average_formula(part: str, indicator: Indicator, cells: Cells) -> str:
    """The monthly average of "numerator" or "denominator". A count's numerator is its value, and so is its average."""
    if not indicator.is_ratio:
        return cells.slot("average") if part == "numerator" else '"[z]"'
    months = cells.slot("average_months")
    total = _sum_formula(f"monthly_{part}", indicator, cells, str(indicator.window_months))
    return f'IF({months}=0,"[x]",ROUND({total}/{months},0))'


# ---- the financial year so far --------------------------------------------------------------------------------------

FINANCIAL_YEAR_STARTS = 4  # April


def year_to_date(indicator: Indicator, months: Sequence[MonthFigures], month: date) -> Decimal | str:
    """From April to `month`: ratio of sums for ratios, sum for counts in the period, the month's own for snapshots.

    A sum needs every month since April: a missing month would count as zero. "[x]" where it cannot be known.
    """
    length = (month.month - FINANCIAL_YEAR_STARTS) % 12 + 1
    if not indicator.is_ratio and indicator.kind == "snapshot":
        return month_value(indicator, row_of(months, month))
    run = run_of(indicator, months, month, length)
    if indicator.is_ratio:
        return run.value(indicator)
    return rounded(run.numerator, indicator.places) if run.months == length else NOT_AVAILABLE


def year_to_date_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `year_to_date`."""
    length = f"(MOD(MONTH({cells.slot('month')})-{FINANCIAL_YEAR_STARTS},12)+1)"
    months = f"COUNTIFS({_run_criteria(indicator, cells, length)})"
    if indicator.is_ratio:
        return _run_value_formula(indicator, cells, length, months)
    if indicator.kind == "snapshot":
        return cells.slot("value")
    total = _sum_formula("monthly_value", indicator, cells, length)
    return f'IF({months}={length},ROUND({total},{indicator.places}),"[x]")'


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
