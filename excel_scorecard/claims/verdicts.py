"""Verdicts: what is told of words that a page does not bear out, and how its figures are named there."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from excel_scorecard.calendar import month_label, months_after
from excel_scorecard.claims.facts import Facts, Figure, Row
from excel_scorecard.claims.references import Reference, value_of


@dataclass(frozen=True)
class Contradiction:
    """Words that the page does not bear out.

    `kind` is figure for a figure that is another, claim for what is otherwise, silence for a Red that is passed over.
    `quoted` are the words themselves or the figure among them, `words` what stands around it, `said` what the page says
    instead, `place` the cell that says it, empty where it is no one cell.
    """

    kind: Literal["figure", "claim", "silence"]
    words: str
    quoted: str
    said: str
    place: str


def value_for(areas: tuple[str, ...], facts: Facts) -> Figure | None:
    """The value of the first of the areas; of the whole where there are none."""
    return facts.areas[areas[0]].value if areas else facts.now.value


def known(figures: Iterable[Figure | None]) -> list[Figure]:
    """Those that the page has."""
    return [each for each in figures if each is not None]


def counted(value: Decimal) -> str:
    """A count as it is printed."""
    return f"{value:,.0f}"


def row_of(of: Reference | None, facts: Facts) -> Row | None:
    """What the page says of a period; of the one shown where none is named."""
    if of is None:
        return facts.now
    months = of.months or {"previous": (months_after(facts.month, -facts.period_months),),
                           "year ago": (months_after(facts.month, -12),)}.get(of.kind, ())  # fmt: skip
    row = facts.months.get(months[0]) if months else None
    value = value_of(of, facts)
    return row if row is not None and row.value is not None else (Row(value) if value else None)


def called(other: Reference, facts: Facts) -> str:
    """What a figure is of, behind it in a finding: `, the target`, ` in Aug-15`."""
    match other.kind:
        case "target" | "average":
            return f", the {other.kind}"
        case "comparator":
            return f" for {facts.comparators[other.comparator].label}"
        case "area":
            return f" for {other.area}"
        case "previous":
            return f" in {month_label(months_after(facts.month, -facts.period_months))}"
        case "year ago" | "last year":
            return f" in {month_label(months_after(facts.month, -12))}"
        case "month" | "back":
            return f" in {month_label(other.months[0])}"
        case _:
            return ""
