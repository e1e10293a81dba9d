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
    instead, with the cell that says it: `74% in C11, against the target of 80%`.
    """

    kind: Literal["figure", "claim", "silence"]
    words: str
    quoted: str
    said: str


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


def at(words: str, place: str) -> str:
    """What a page says, with the cell that says it: `74% in C11`."""
    return f"{words} in {place}" if place else words


def against(other: Reference, shown: str, facts: Facts) -> str:
    """A figure with what it is of, behind another: `the target of 80%`, `68% in Aug-15`."""
    match other.kind:
        case "target" | "average":
            return f"the {other.kind} of {shown}"
        case "comparator":
            return f"{shown} for {facts.comparators[other.comparator].label}"
        case "area":
            return f"{shown} for {other.area}"
        case "level":
            return shown
    month = period_of(other, facts)
    return f"{shown} for {month}" if month else shown


def period_of(other: Reference, facts: Facts) -> str:
    """The month that a reference stands for, as the page prints it; empty where it is none."""
    back = {"previous": facts.period_months, "year ago": 12, "last year": 12}.get(other.kind)
    if back is not None:
        return month_label(months_after(facts.month, -back))
    return month_label(other.months[0]) if other.months else ""
