"""Areas: which of them stands apart from the rest, and only where the difference is more than chance would give.

Of percentages and rates an area is set against the others together (two proportions): named where it lies further from
them than chance leads to once in a hundred areas. Of counts and amounts, which have no rest to be set against, the one
area that has more than half of the total. Averages, days and costs cannot be tested from their sums: none is named.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from excel_scorecard.narrative.phrases import figure, listed, sentence
from excel_scorecard.revised import in_parts
from excel_scorecard.scorecard import AreaRow, IndicatorPage
from excel_scorecard.values import is_figure

STANDS_APART = 2.58
"""Standard errors between an area and the rest: a difference of chance is larger once in a hundred."""
ENOUGH_TO_NAME = 10
"""Cases without which no area is named, nor set against."""
FEW = 30
"""Cases below which an area is named with its number of cases as few."""
MOST_NAMED = 2
LEAST_AREAS = 3
"""Of fewer areas one has more than half in any case."""
LEAST_TOTAL = 10


@dataclass(frozen=True)
class Apart:
    """An area that stands apart: on which side of the rest, and in which way that is good."""

    row: AreaRow
    is_above: bool

    def is_worse(self, good: str) -> bool:
        """Whether its side is the wrong one; of a band or where neither is good, it is neither."""
        return good in {"high", "low"} and self.is_above == (good == "low")


def standing_apart(page: IndicatorPage) -> list[Apart]:
    """The areas that stand apart, the furthest first: each is set against what is left when those before it are out."""
    if page.indicator.unit not in {"percent", "rate"}:
        return []
    left = [(row, n, d) for row in page.breakdown if (n := _cases(row.numerator)) is not None
            and (d := _cases(row.denominator)) is not None and 0 <= n <= d]  # fmt: skip
    found: list[Apart] = []
    while len(found) < MOST_NAMED:
        scored = [(_errors_apart(one, [other for other in left if other is not one]), one[0]) for one in left]
        named = [(errors, row) for errors, row in scored if errors is not None and row is not page.rest]
        if not named:
            break
        # two areas lie as far from each other: the one that the total is further from, or that is on the wrong side
        ordered = sorted(named, key=lambda pair: (round(abs(pair[0]), 6), _off(page, pair[1]), _is_worse(page, *pair)))
        errors, row = ordered[-1]
        if abs(errors) < STANDS_APART or not _is_on_its_side(page, errors, row):
            break
        found.append(Apart(row, is_above=errors > 0))
        left = [one for one in left if one[0] is not row]
    return found


def _is_worse(page: IndicatorPage, errors: float, row: AreaRow) -> bool:
    return Apart(row, is_above=errors > 0).is_worse(page.indicator.good)


def _is_on_its_side(page: IndicatorPage, errors: float, row: AreaRow) -> bool:
    """Whether an area lies on the same side of the total as of the rest: else the reader sees the opposite."""
    total = page.judgement.value
    return is_figure(row.value) and is_figure(total) and row.value != total and (row.value > total) == (errors > 0)


def _off(page: IndicatorPage, row: AreaRow) -> float:
    total = page.judgement.value
    return abs(float(row.value - total)) if is_figure(row.value) and is_figure(total) else 0.0


def _cases(part: object) -> float | None:
    return float(part) if is_figure(part) else None  # type: ignore[arg-type]  # numbers, code texts, None


def _errors_apart(one: tuple[AreaRow, float, float], others: Sequence[tuple[AreaRow, float, float]]) -> float | None:
    """How many standard errors an area lies above the others together; None where too few cases are on one side."""
    _, n, d = one
    rest_n, rest_d = sum(other[1] for other in others), sum(other[2] for other in others)
    if d < ENOUGH_TO_NAME or rest_d < ENOUGH_TO_NAME:
        return None
    pooled = (n + rest_n) / (d + rest_d)
    error = math.sqrt(pooled * (1 - pooled) * (1 / d + 1 / rest_d))
    return (n / d - rest_n / rest_d) / error if error else None


def concentrated(page: IndicatorPage) -> AreaRow | None:
    """Of a count or an amount the area with more than half of the total; None where there is none."""
    total = page.judgement.value
    if page.indicator.is_ratio or not is_figure(total) or total < LEAST_TOTAL or len(page.areas) < LEAST_AREAS:
        return None
    return next((row for row in page.areas if is_figure(row.value) and total / 2 < row.value <= total), None)


def areas(page: IndicatorPage) -> str:
    """The areas that stand apart, in a sentence; empty where none does."""
    indicator = page.indicator
    if row := concentrated(page):
        assert is_figure(row.value) and is_figure(page.judgement.value)  # noqa: S101, PT018  # asked above
        part, whole = figure(indicator, row.value), figure(indicator, page.judgement.value)
        return f"More than half, {part} of {whole}, {'is' if indicator.unit == 'currency' else 'are'} in {row.area}."
    found = standing_apart(page)
    if not found:
        return ""
    sides = ["above" if one.is_above else "below" for one in found]
    said = [_named(page, one.row) for one in found]
    if len(found) == 1:
        text = f"the {_word(page)} for {said[0]} stands clearly {sides[0]} the rest"
    elif sides[0] == sides[1]:
        text = f"the {_word(page)}s for {listed(said)} stand clearly {sides[0]} the rest"
    else:
        text = f"the {_word(page)} for {said[0]} stands clearly {sides[0]} the rest, "
        text += f"and that for {said[1]} clearly {sides[1]} it"
    return sentence(f"by {indicator.breakdown}, {text}")


def _word(page: IndicatorPage) -> str:
    return "rate" if page.indicator.unit == "rate" else "figure"


def _named(page: IndicatorPage, row: AreaRow) -> str:
    assert is_figure(row.value)  # noqa: S101  # of two numbers
    said = in_parts(row.numerator, row.denominator)
    if is_figure(row.denominator) and row.denominator < FEW:
        said = f"only {said}"
    return f"{row.area}, {figure(page.indicator, row.value)} ({said}),"
