"""Signals: what process control says of a period, in words, with the formulas that look them up.

The signals are the builder's: they are worked out of all months together (spc.py), and no formula does that. So each
month's words stand in its row of the Monthly table, a formula finds those of the month shown, and says that they are to
be worked out anew where an officer has changed a figure since.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from excel_scorecard.project import Indicator
from excel_scorecard.spc import LEAST_POINTS, Control, Point, Variation
from excel_scorecard.values import Cells, MonthFigures, is_figure, line_formula, period_cell, rounded
from excel_scorecard.wording import literal, shown

ORDINARY: Final = "Ordinary"
TOO_FEW: Final = "Too few"
TO_REFRESH: Final = "Refresh"
"""What the page says where a figure was changed since the signals were worked out."""


def signal_of(indicator: Indicator, control: Control | None, point: Point) -> str:
    """A period's signal as its row says it: `Improvement: 9 months in a row below the mean`, `Ordinary`, or nothing."""
    if control is None or not point.variation:
        return ""
    return point.variation if not point.rule else f"{point.variation}: {reason(indicator, point)}"


def reason(indicator: Indicator, point: Point) -> str:
    """Which rule a point meets: `above the upper limit`, `9 months in a row below the mean`; empty for none."""
    side, limit = ("above", "upper") if point.is_high else ("below", "lower")
    periods = f"{abs(point.run)} {indicator.frequency}s"
    if point.rule == "limits":
        return f"{side} the {limit} limit"
    if point.rule == "trend":
        rising = point.run > 0
        across = "" if rising == point.is_high else f", {side} the mean"
        return f"{'rising' if rising else 'falling'} {periods} in a row{across}"
    if point.rule == "near":
        return f"2 of 3 {indicator.frequency}s near the {limit} limit"
    return f"{periods} in a row {side} the mean" if point.rule == "shift" else ""


def word(signal: str) -> str:
    """The signal's word alone, of a row's words."""
    return signal.partition(":")[0]


def signal(indicator: Indicator, control: Control | None) -> str:
    """The page's word for the period shown; empty where the indicator's chart is plain, or has no figure."""
    if control is None or not control.points or control.points[-1].value is None:
        return ""
    latest = control.latest
    return TOO_FEW if latest is None else word(signal_of(indicator, control, latest))


def signal_label(control: Control | None) -> str:
    """What stands over the signal; nothing where the indicator's chart is plain."""
    return "" if control is None else "SIGNAL"


def signal_text(indicator: Indicator, control: Control | None) -> str:
    """What the process limits say of the period shown, in one or two sentences; empty where the chart is plain."""
    if control is None:
        return ""
    many = f"{indicator.frequency}s"
    if not control.has_limits:
        known = sum(point.value is not None for point in control.latest_stretch)
        return f"No signal yet: limits need {LEAST_POINTS} {many}, and there are {known}."
    said = [_limits_words(indicator, control)]
    if latest := control.latest:
        found = reason(indicator, latest)
        said.append(f"The latest figure is {found}." if latest.rule == "limits" else _run_words(found))
    if control.is_stock:
        said.append("What is counted stays from one period to the next: a signal is a reason to look, no more.")
    return " ".join(words for words in (*said, assurance(control)) if words)


def _run_words(found: str) -> str:
    return f"{found[:1].upper()}{found[1:]}." if found else "The latest figure is ordinary variation."


def _limits_words(indicator: Indicator, control: Control) -> str:
    last = control.points[-1]
    assert last.lower is not None  # noqa: S101  # asked by the caller
    assert last.upper is not None  # noqa: S101
    known = sum(point.value is not None for point in control.latest_stretch)
    trial = f" (trial limits, of {known} {indicator.frequency}s)" if control.is_trial else ""
    return f"Process limits {_shown(indicator, last.lower)} to {_shown(indicator, last.upper)}{trial}."


def assurance(control: Control) -> str:
    """What the limits say of the target; empty without."""
    return {
        "meets": "Work as it is meets the target in every period.",
        "misses": "Work as it is will not meet the target: it must be changed.",
        "hit or miss": "The target lies between the limits: it is met and missed by chance.",
    }.get(control.assurance, "")


def _shown(indicator: Indicator, limit: float) -> str:
    """A limit as the page prints it; what no figure can pass is where it ends."""
    return shown(indicator, rounded(Decimal(repr(possible(indicator, limit))), indicator.places))


def possible(indicator: Indicator, limit: float) -> float:
    """A limit as it is drawn: no percentage is above 100%, and only money is below nought."""
    least = limit if indicator.unit == "currency" else max(limit, 0.0)
    return min(least, 1.0) if indicator.unit == "percent" else least


# ---- formulas --------------------------------------------------------------------------------------------------------


def checksum(months: Sequence[MonthFigures]) -> Decimal:
    """By which a formula tells whether a figure was changed: the sum of all numerators and denominators."""
    parts = (part for row in months for part in (row.numerator, row.denominator) if is_figure(part))
    return rounded(sum(map(Decimal, parts), Decimal()), 6)


def row_formula(indicator: Indicator, cells: Cells) -> str:
    """The row's words of the period shown, or an empty text. Raises KeyError where the template has no such column."""
    found = f"MATCH({period_cell(indicator, cells)},{cells.column('monthly_month')},0)"
    return f'IFERROR(INDEX({cells.column("monthly_signal")},{found})&"","")'


def plotted_formula(meaning: Variation, indicator: Indicator, cells: Cells) -> str:
    """The formula of a plot column of signals, for rows that have one: the trend's point where the row says so."""
    said = cells.this_row("monthly_signal")
    return f'IF(LEFT({said},{len(meaning)})="{meaning}",{line_formula(indicator, cells)},NA())'


def reason_formula(indicator: Indicator, cells: Cells) -> str:
    """What stands behind the word in the row's words: `9 months in a row below the mean`. Raises as `row_formula`."""
    row = row_formula(indicator, cells)
    return f'MID({row},FIND(":",{row}&":")+2,99)'


def _is_changed(indicator: Indicator, cells: Cells, known: Decimal, last: str) -> str:
    # a month that an officer types under the last one changes nothing of those before it, and has no signal yet
    until = f'{cells.column("monthly_month")},"<="&{last}'
    total = f"SUMIFS({cells.column('monthly_numerator')},{until})"
    if indicator.is_ratio:
        total += f"+SUMIFS({cells.column('monthly_denominator')},{until})"
    return f"OR({period_cell(indicator, cells)}>{last},ROUND({total},6)<>{known.normalize():f})"


def signal_formula(indicator: Indicator, cells: Cells, known: Decimal, otherwise: str, last: str) -> str:
    """The formula of `signal`; `otherwise` is what the period says that has no words in its row.

    `last` is the period with which the limits end, as an expression.
    """
    row = row_formula(indicator, cells)
    word_of = f'LEFT({row},FIND(":",{row}&":")-1)'
    has_figure = f"ISNUMBER({cells.slot('value')})"
    said = f'IF({row}="",IF({has_figure},{literal(otherwise)},""),{word_of})'
    return f"IF({_is_changed(indicator, cells, known, last)},{literal(TO_REFRESH)},{said})"


CHANGED_FIGURES: Final = "Figures were changed or came since the limits were worked out: refresh the workbook."


def signal_text_formula(indicator: Indicator, cells: Cells, known: Decimal, text: str, period: str) -> str:
    """The formula of `signal_text`: of another period than the one built for, its row's words."""
    row = row_formula(indicator, cells)
    shown_now = f"{period_cell(indicator, cells)}={period}"
    said = f"IF({shown_now},{literal(text)},{row})"
    return f"IF({_is_changed(indicator, cells, known, period)},{literal(CHANGED_FIGURES)},{said})"
