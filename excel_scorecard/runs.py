"""Runs: what several periods come to, the average's window and the year to date. Each rule has its formula beside it.

Knows values.py's rows and lookups. What the average means beside the value is rating.py's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from excel_scorecard.calendar import FINANCIAL_YEAR_STARTS, months_after
from excel_scorecard.project import Indicator
from excel_scorecard.values import (
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    Cell,
    Cells,
    Known,
    MonthFigures,
    first_comparable,
    first_comparable_formula,
    is_figure,
    month_value,
    period_cell,
    ratio,
    ratio_formula,
    rounded,
    row_of,
)


@dataclass(frozen=True)
class Run:
    """What the known periods of a run come to.

    A period of a ratio is known with both parts (numerator >= 0, denominator > 0): a supplied value cannot be summed.
    A period of a count is known with its value. Money may be below 0. `denominator` is None for counts and amounts.
    """

    periods: int
    numerator: Fraction  # the sum; for counts the sum of the values as shown
    denominator: Fraction | None

    def value(self, indicator: Indicator) -> Decimal | str:
        """Ratio of sums for ratios, mean for counts, at the indicator's places; "[x]" where no period is known."""
        if self.periods == 0:
            return NOT_AVAILABLE
        if self.denominator is not None:
            return rounded(indicator.multiplier * self.numerator / self.denominator, indicator.places)
        return rounded(self.numerator / self.periods, indicator.places)


def run_of(
    indicator: Indicator, months: Sequence[MonthFigures], last: date, length: int, *, of_nothing: bool = False
) -> Run:
    """The known periods among the `length` calendar months that end with the month `last`.

    None of them lies before a changed definition that cannot be compared. `of_nothing` takes those in
    with a denominator of 0 as well, in which there was nothing to count.
    """
    first = max(months_after(last, 1 - length), first_comparable(indicator, last) or date.min)
    rows = [row for row in months if first <= row.month <= last]
    least = Decimal("-Infinity") if indicator.unit == "currency" else 0
    if not indicator.is_ratio:
        values = [value for row in rows if is_figure(value := month_value(indicator, row)) and value >= least]
        return Run(len(values), _sum(values), None)
    known = [
        (row.numerator, row.denominator)
        for row in rows
        if is_figure(row.numerator)
        and is_figure(row.denominator)
        and row.numerator >= least
        and (row.denominator > 0 or (of_nothing and row.denominator == 0))
    ]
    return Run(len(known), _sum(n for n, _ in known), _sum(d for _, d in known))


def _sum(figures: Iterable[Known]) -> Fraction:
    """The sum, exactly. Whole numbers, which most figures are, are added as such: fractions take many times as long."""
    whole, others = 0, Fraction()
    for figure in figures:
        numerator, denominator = figure.as_integer_ratio()
        if denominator == 1:
            whole += numerator
        else:
            others += Fraction(numerator, denominator)
    return others + whole


def _run_criteria(indicator: Indicator, cells: Cells, length: str, *, of_nothing: bool = False) -> str:
    """The criteria of COUNTIFS, SUMIFS and AVERAGEIFS that leave the known periods of a run; texts are never >= 0."""
    last, column = period_cell(indicator, cells), cells.column("monthly_month")
    start = f"EDATE({last},-{length})"
    if first := first_comparable_formula(indicator, last):
        start = f"MAX({start},{first}-1)"
    run = f'{column},">"&{start},{column},"<="&{last}'
    known = ">-1E+300" if indicator.unit == "currency" else ">=0"
    if not indicator.is_ratio:
        return f'{run},{cells.column("monthly_value")},"{known}"'
    positive = ">=0" if of_nothing else ">0"
    return f'{run},{cells.column("monthly_numerator")},"{known}",{cells.column("monthly_denominator")},"{positive}"'


def _sum_formula(role: str, indicator: Indicator, cells: Cells, length: str) -> str:
    return f"SUMIFS({cells.column(role)},{_run_criteria(indicator, cells, length)})"


def average_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `run_of(..., window_months).value()`. A supplied average is a constant in its place."""
    length = str(indicator.window_months)
    if indicator.is_ratio:
        numerator = _sum_formula("monthly_numerator", indicator, cells, length)
        denominator = _sum_formula("monthly_denominator", indicator, cells, length)
        value = ratio_formula(indicator, numerator, denominator)
    else:
        value = f"AVERAGEIFS({cells.column('monthly_value')},{_run_criteria(indicator, cells, length)})"
    # not IFERROR: a column that somebody deleted must not pass for a missing period
    return f'IF({cells.slot("average_months")}=0,"[x]",ROUND({value},{indicator.places}))'


def average_months_formula(indicator: Indicator, cells: Cells) -> str:
    """The number of known periods in the average's window. Beside a supplied average it is a constant 0."""
    return f"COUNTIFS({_run_criteria(indicator, cells, str(indicator.window_months))})"


ENOUGH_PERIODS = 2  # an average of one period is the period itself


def is_comparable(average: Cell, periods: int) -> bool:
    """Whether a value can be set against the average: of enough periods, or supplied (known, of 0 periods).

    In formulas: ISNUMBER(average) and average_months<>1, since an average of no periods is no number.
    """
    return is_figure(average) and (periods == 0 or periods >= ENOUGH_PERIODS)


def part_average(indicator: Indicator, total: Fraction | None, periods: int) -> Decimal | str:
    """A part's average by period; "[x]" without periods, "[z]" for a part that the unit has not."""
    if total is None:
        return NOT_APPLICABLE
    return rounded(total / periods, part_places(indicator)) if periods else NOT_AVAILABLE


def part_places(indicator: Indicator) -> int:
    """Decimals of a part's average: cases are whole, full-time equivalents have one."""
    return 1 if indicator.unit == "average" else 0


def part_average_formula(part: str, indicator: Indicator, cells: Cells) -> str:
    """The formula of `part_average`, of "numerator" or "denominator".

    The numerator of a count or an amount is its value, and so is its average.
    """
    if not indicator.is_ratio:
        return cells.slot("average") if part == "numerator" else '"[z]"'
    periods = cells.slot("average_months")
    total = _sum_formula(f"monthly_{part}", indicator, cells, str(indicator.window_months))
    return f'IF({periods}=0,"[x]",ROUND({total}/{periods},{part_places(indicator)}))'


# ---- the financial year so far --------------------------------------------------------------------------------------


def year_to_date(indicator: Indicator, months: Sequence[MonthFigures], last: date) -> Decimal | str:
    """From April to the period that ends with the month `last`: a sum, of ratios the ratio of sums.

    Every period since April must be known, 0 of 0 too: else "[x]", since a missing one would count as zero and the year
    to date would be of months that nobody names. A rate's cases are divided by the period's own population, the latest
    estimate. What is counted as at a period's end, and rates of it, do not add up: theirs is the period's own value.
    """
    length = (last.month - FINANCIAL_YEAR_STARTS) % 12 + 1
    row = row_of(months, last)
    if _is_own(indicator):
        return month_value(indicator, row)
    run = run_of(indicator, months, last, length, of_nothing=True)
    if run.periods * indicator.period_months != length:
        return NOT_AVAILABLE
    if run.denominator is None:
        return rounded(run.numerator, indicator.places)
    denominator = row.denominator if indicator.unit == "rate" and is_figure(row.denominator) else run.denominator
    return rounded(ratio(indicator, run.numerator, denominator), indicator.places) if denominator else NOT_APPLICABLE


def _is_own(indicator: Indicator) -> bool:
    return indicator.kind == "snapshot" and (indicator.unit == "rate" or not indicator.is_ratio)


def year_to_date_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `year_to_date`."""
    if _is_own(indicator):
        return cells.slot("value")
    length = f"(MOD(MONTH({period_cell(indicator, cells)})-{FINANCIAL_YEAR_STARTS},12)+1)"
    criteria = _run_criteria(indicator, cells, length, of_nothing=True)
    every = length if indicator.period_months == 1 else f"{length}/{indicator.period_months}"
    if indicator.is_ratio:
        total = f"SUMIFS({cells.column('monthly_numerator')},{criteria})"
        denominator = f"SUMIFS({cells.column('monthly_denominator')},{criteria})"
        if indicator.unit == "rate":
            denominator = cells.slot("denominator")
        value = ratio_formula(indicator, total, denominator)
        said = f'IF({denominator}=0,"[z]",ROUND({value},{indicator.places}))'
    else:
        said = f"ROUND(SUMIFS({cells.column('monthly_value')},{criteria}),{indicator.places})"
    return f'IF(COUNTIFS({criteria})={every},{said},"[x]")'
