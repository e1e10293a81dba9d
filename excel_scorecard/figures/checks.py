"""Checks of figures against each other: what cannot be, and what is likely to be a slip.

Knows figures and the units of indicators. Knows no file: whoever read the figures says where one stands.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from excel_scorecard.calendar import months_after
from excel_scorecard.errors import Finding
from excel_scorecard.figures.rows import called
from excel_scorecard.figures.waist import Basis, Figure
from excel_scorecard.project import TOTAL, Indicator, Project

Number = int | Decimal

# A supplied value may be the page's rounded one, but not rounded more finely than a computer's own fractions.
_FINEST_DECIMALS = 9
_MOST_NAMED = 6


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


def gaps(project: Project, figures: Iterable[Figure], place_of: Callable[[Figure], tuple[str, str]]) -> list[Finding]:
    """A warning for each run of figures with periods between its first and its last of which nothing was said.

    Areas that lack the same periods share a warning.

    Args:
        project: whose indicators say how often there is a figure.
        figures: sorted or not.
        place_of: the file and the place of a figure; a gap is told at the first figure after it.

    """
    known: dict[tuple[str, str, Basis], dict[date, Figure]] = defaultdict(dict)
    for figure in figures:
        if not figure.is_blank:
            known[figure.indicator, figure.area, figure.basis][figure.period] = figure
    shared: dict[tuple[str, Basis, tuple[date, ...]], list[Figure]] = defaultdict(list)
    for (indicator, _, basis), by_period in known.items():
        step, last = project.indicator(indicator).period_months, max(by_period)
        missing, period = [], min(by_period)
        while period < last:
            if period not in by_period:
                missing.append(period)
            period = months_after(period, step)
        if missing:
            after = min(period for period in by_period if period > missing[0])
            shared[indicator, basis, tuple(missing)].append(by_period[after])
    return [
        _gap(project.indicator(indicator), basis, missing, after, place_of(after[0]))
        for (indicator, basis, missing), after in shared.items()
    ]


def _gap(
    indicator: Indicator, basis: Basis, missing: tuple[date, ...], after: list[Figure], place: tuple[str, str]
) -> Finding:
    named = ", ".join(called(indicator, period) for period in missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    of_what = "average" if basis == "average" else "figure"
    areas = ", ".join(figure.area for figure in after)
    what = f"'{indicator.id}' has no {of_what} for {named}{more} ({areas})"
    mend = f"Add the {indicator.frequency}s, with x where a figure is not available; until then they show as [x]."
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
            yield Finding("warning", project.settings_file, project.place_of(indicator), "F-NONE", what, mend)
        if fractions := _fractions(indicator, own):
            which = f"value {fractions[0].value} of '{indicator.id}' lies between 0 and 1, and is"
            if len(fractions) > 1:
                which = f"{len(fractions)} values of '{indicator.id}' lie between 0 and 1, and are"
            what = f"{which} read as less than one per cent"
            mend = "Write 54 or 54% for 54 per cent, not 0.54."
            yield Finding("warning", *place_of(fractions[0]), "F-PERCENT", what, mend)


def _fractions(indicator: Indicator, own: list[Figure]) -> list[Figure]:
    """The percentages that look like fractions: all of them do, or the indicator is shown without decimals."""
    if indicator.unit != "percent":
        return []
    known = [(figure, figure.value) for figure in own if figure.value]
    fractions = [figure for figure, value in known if value < 1]
    return fractions if indicator.decimals == 0 or all(value <= 1 for _, value in known) else []
