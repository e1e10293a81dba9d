"""Revised: a figure that was said before and is now another, and what is said of it: "was 84%".

Knows figures as cells hold them. Where it was said, in history or in an earlier workbook, is for others to tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from excel_scorecard.project import Indicator
from excel_scorecard.values import NOT_AVAILABLE, SUPPRESSED, Known, MonthFigures, is_figure, month_value
from excel_scorecard.wording import shown

Part = Known | str | None
WAS_SHOWN = "was shown"


@dataclass(frozen=True)
class Said:
    """A figure as it was said before: numbers, code texts such as "[c]" in their place, None where nothing stood.

    `supplied` is a value as cells hold it, 0.54 for 54%: it counts only where the parts are not both known.
    """

    numerator: Part = None
    denominator: Part = None
    supplied: Decimal | None = None


Published = Mapping[tuple[str, date], Said]
"""What was said of an indicator's totals, by its id and the last month of the period."""


def revised(indicator: Indicator, before: Said | None, now: MonthFigures) -> str:
    """What is marked beside a figure that was another: "was 84%"; nothing where it is the same, or new.

    Where the value as shown is the same and its parts are not: "was 858 of 1,003". A figure that was not available
    was not said: when it comes it is new. Another code said why there was none, and is told: "was [c]". Of one that
    is suppressed now it is told that there was one, and not what it was: "was shown".
    """
    if before is None:
        return ""
    was = month_value(indicator, MonthFigures(now.month, before.numerator, before.denominator, before.supplied))
    if was == NOT_AVAILABLE:
        return ""
    is_now = month_value(indicator, now)
    if was != is_now and is_now == SUPPRESSED:
        return WAS_SHOWN
    if was != is_now:
        return f"was {was if isinstance(was, str) else shown(indicator, was)}"
    pairs = ((before.numerator, now.numerator), (before.denominator, now.denominator))
    if any(is_figure(old) and is_figure(new) and old != new for old, new in pairs):
        return f"was {in_parts(before.numerator, before.denominator)}"
    return ""


def in_parts(numerator: Part, denominator: Part) -> str:
    """A figure by its parts: `858 of 1,003`; of a count, or where the denominator is not known, `858`."""
    parts = [f"{part:,}" for part in (numerator, denominator) if is_figure(part)]
    return " of ".join(parts)
