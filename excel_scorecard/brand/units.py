"""Units: what is particular to the pattern page of each unit, as data: its lines, its rows, its number formats.

A ratio has a numerator over a denominator; a percentage's remainder counts too; a count or an amount stands alone.
Draws nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["number", "percent", "money"]

# What an indicator's decimals, nought to four, look like.
_DECIMALS = ("", ".0", ".00", ".000", ".0000")
CODES: Mapping[Kind, Mapping[int, str]] = {
    "number": {places: f"#,##0{shown}" for places, shown in enumerate(_DECIMALS)},
    "percent": {places: f"0{shown}%" for places, shown in enumerate(_DECIMALS, 2)},
    "money": {places: f"£#,##0{shown}" for places, shown in enumerate(_DECIMALS)},
}
"""Number formats by a value's decimals in its cell; the first is that of a kind's cells, unless a rule changes it."""

AXIS_CODES: Mapping[Kind, str] = {"number": "[<10]General;#,##0", "percent": "0%", "money": "£#,##0"}
"""Number formats of a chart's axis, which may run in halves where values are small."""


class Line(NamedTuple):
    """A line of the small table: a slot, or words, on its left; the slots of its average and of the period's figure."""

    label: str
    average: str
    figure: str
    look: str


class Beside(NamedTuple):
    """A column of the rows beside: the slot of its cells, its place (0-based), its look and what stands above it."""

    slot: str
    column: int
    look: str
    head: str


@dataclass(frozen=True)
class Unit:
    """How one unit's pattern pages show it. Looks of values are made of `kind`, those of numerators of `parts`."""

    name: str
    kind: Kind
    parts: Kind = "number"
    is_ratio: bool = True
    has_remainder: bool = False
    has_population: bool = False
    has_fractions: bool = False
    """Whether a numerator or a denominator may have decimals, such as full-time equivalents."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The small table's lines, from the top."""
        parts: list[Line] = []
        if self.is_ratio:
            parts.append(Line("numerator_label", "numerator_average", "numerator", f"page_{self.parts}"))
            if self.has_remainder:
                parts.append(Line("remainder_label", "remainder_average", "remainder", "page_number"))
            parts.append(Line("denominator_label", "denominator_average", "denominator", "page_number"))
            if self.has_population:
                parts.append(Line("population_note", "", "", "page_quiet"))
        value = f"page_{self.kind}"
        return (
            *parts,
            Line("value_label", "average", "value", f"{value}_bold"),
            Line("The period before", "", "previous", value),
            Line("A year before", "", "same_period_last_year", value),
            Line("Since April", "", "year_to_date", value),
            # the last: without a target it is not there, and leaves no gap
            Line("shortfall_label", "", "shortfall", "page_number" if self.has_remainder else value),
        )

    @property
    def areas_beside(self) -> tuple[Beside, ...]:
        """The rows by area on the page's right; none where the chart alone says it."""
        if not self.is_ratio:
            return ()
        numerators = Beside("area_numerators", 6, f"page_{self.parts}", "numerator_label")
        remainders: tuple[Beside, ...] = ()
        if self.has_remainder:
            numerators = numerators._replace(column=5)
            remainders = (Beside("area_remainders", 6, "page_number", "remainder_label"),)
        return (
            Beside("area_names", 4, "page", "area_heading"),
            numerators,
            *remainders,
            Beside("area_denominators", 7, "page_number", "denominator_label"),
            Beside("area_values", 8, f"page_{self.kind}_bold", "value_label"),
        )

    @property
    def months_beside(self) -> tuple[Beside, ...]:
        """The rows by month on the page's right, of an indicator without a breakdown."""
        months = Beside("recent_months", 4, "page_month", "Period")
        last_year = Beside("recent_values_last_year", 8, f"page_{self.kind}", "A year before")
        if not self.is_ratio:
            return months, Beside("recent_values", 6, f"page_{self.kind}_bold", "value_label"), last_year
        numerators = Beside("recent_numerators", 5, f"page_{self.parts}", "numerator_label")
        if self.has_remainder:
            return (
                months,
                numerators,
                Beside("recent_remainders", 6, "page_number", "remainder_label"),
                Beside("recent_denominators", 7, "page_number", "denominator_label"),
                Beside("recent_values", 8, f"page_{self.kind}_bold", "value_label"),
            )
        return (
            months,
            numerators,
            Beside("recent_denominators", 6, "page_number", "denominator_label"),
            Beside("recent_values", 7, f"page_{self.kind}_bold", "value_label"),
            last_year,
        )


UNITS = (
    Unit("percentage", "percent", has_remainder=True),
    Unit("count", "number", is_ratio=False),
    Unit("rate", "number", has_population=True),
    Unit("average", "number", has_fractions=True),
    Unit("days", "number", has_fractions=True),
    Unit("currency", "money", parts="money"),
    Unit("amount", "money", parts="money", is_ratio=False),
)
