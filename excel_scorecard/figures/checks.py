"""Checks of figures against each other: what cannot be, and what is likely to be a slip.

Knows figures and the units of indicators. Knows no file: whoever read the figures says where one stands.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from excel_scorecard.calendar import month_label, months_between
from excel_scorecard.errors import Finding
from excel_scorecard.figures.waist import Basis, Figure
from excel_scorecard.project import SETTINGS_FILE, TOTAL, Indicator, Project

Number = int | Decimal

# A supplied value may be the page's rounded one, but not rounded more finely than a computer's own fractions.
_FINEST_DECIMALS = 9
_MOST_MONTHS_NAMED = 6


class Contradiction(NamedTuple):
    """Numbers that cannot stand together: the part to look at, the finding's code, and the words."""

    part: str
    code: str
    what: str
    mend: str


def contradiction(
    indicator: Indicator, numerator: Number | None, denominator: Number | None, value: Number | None
) -> Contradiction | None:
    """Why these cannot be the numbers of one figure of `indicator`; None where they can.

    Args:
        indicator: whose figure it is.
        numerator: the number counted, where it is known.
        denominator: what it is out of, where it is known.
        value: as people write it (54 for 54%), where it is given.

    """
    if indicator.unit == "percent" and numerator is not None and denominator is not None and numerator > denominator:
        what = f"numerator {numerator} is above denominator {denominator}, and the indicator is a percentage"
        return Contradiction("numerator", "F-ABOVE", what, "Look whether the two have changed places.")
    if indicator.unit == "percent" and value is not None and value > 100:
        what = f"value {value} is above 100 per cent"
        return Contradiction("value", "F-ABOVE", what, "Write 54 or 54% for 54 per cent.")
    if numerator is None or denominator is None or value is None:
        return None
    if denominator == 0:
        what = f"value {value} is given, and the denominator is 0"
        return Contradiction("value", "F-VALUE", what, "Leave the value blank: it is worked out from the parts.")
    exact = Fraction(numerator) / Fraction(denominator) * indicator.multiplier * Fraction(indicator.scale)
    if abs(exact - Fraction(value)) > _half_a_unit(value):
        what = f"value {value} is not {numerator} of {denominator}, which is {float(exact):.2f}"
        return Contradiction("value", "F-VALUE", what, "Leave the value blank: it is worked out from the parts.")
    return None


def _half_a_unit(value: Number) -> Fraction:
    """Half of the last decimal that was written: what rounding can have taken away."""
    exponent = Decimal(value).as_tuple().exponent
    decimals = min(-exponent, _FINEST_DECIMALS) if isinstance(exponent, int) and exponent < 0 else 0
    return Fraction(1, 2 * 10**decimals)


def gaps(figures: Iterable[Figure], place_of: Callable[[Figure], tuple[str, str]]) -> list[Finding]:
    """A warning for each run of figures with months between its first and its last of which nothing was said.

    Areas that lack the same months share a warning.

    Args:
        figures: sorted or not.
        place_of: the file and the place of a figure; a gap is told at the first figure after it.

    """
    known: dict[tuple[str, str, Basis], dict[date, Figure]] = defaultdict(dict)
    for figure in figures:
        if not figure.is_blank:
            known[figure.indicator, figure.area, figure.basis][figure.period] = figure
    shared: dict[tuple[str, Basis, tuple[date, ...]], list[Figure]] = defaultdict(list)
    for (indicator, _, basis), by_month in known.items():
        missing = tuple(month for month in months_between(min(by_month), max(by_month)) if month not in by_month)
        if missing:
            after = min(month for month in by_month if month > missing[0])
            shared[indicator, basis, missing].append(by_month[after])
    return [
        _gap(indicator, basis, missing, after, place_of(after[0]))
        for (indicator, basis, missing), after in shared.items()
    ]


def _gap(
    indicator: str, basis: Basis, missing: tuple[date, ...], after: list[Figure], place: tuple[str, str]
) -> Finding:
    named = ", ".join(month_label(month) for month in missing[:_MOST_MONTHS_NAMED])
    more = f" and {len(missing) - _MOST_MONTHS_NAMED} more" if len(missing) > _MOST_MONTHS_NAMED else ""
    of_what = "average" if basis == "average" else "figure"
    areas = ", ".join(figure.area for figure in after)
    what = f"'{indicator}' has no {of_what} for {named}{more} ({areas})"
    mend = "Add the months, with x where a figure is not available; until then they show as [x]."
    return Finding("warning", *place, "F-GAP", what, mend)


def unlikely(
    project: Project, figures: Iterable[Figure], place_of: Callable[[Figure], tuple[str, str]]
) -> Iterator[Finding]:
    """Warnings of what may be right and is more likely a slip: no figures at all, or fractions for percentages."""
    by_indicator: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_indicator[figure.indicator].append(figure)
    for indicator in project.indicators:
        own = by_indicator[indicator.id]
        if not any(figure.area == TOTAL and not figure.is_blank for figure in own):
            what = "no figures for the whole council" if own else "no figures"
            mend = "Add rows with the area TOTAL: totals are not added up from areas."
            yield Finding("warning", SETTINGS_FILE, f"indicator '{indicator.id}'", "F-NONE", what, mend)
        values = [figure for figure in own if figure.value is not None]
        if indicator.unit == "percent" and values and _look_like_fractions([f.value for f in values if f.value]):
            what = f"all values of '{indicator.id}' lie between 0 and 1, and are read as less than one per cent"
            yield Finding(
                "warning", *place_of(values[0]), "F-PERCENT", what, "Write 54 or 54% for 54 per cent, not 0.54."
            )


def _look_like_fractions(values: list[Decimal]) -> bool:
    return bool(values) and max(values) <= 1 and any(value != 1 for value in values)
