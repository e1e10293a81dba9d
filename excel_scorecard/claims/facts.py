"""Facts: what an indicator's page says, so that a sentence about it can be held against it.

Figures are as the page prints them: 84 for 84%. Each knows the cell that it stands in. Knows no workbook: who reads a
page fills this in, and leaves out what the page does not say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from excel_scorecard.calendar import months_after
from excel_scorecard.wording import shown_as

Good = Literal["high", "low", "band", "neither"]


@dataclass(frozen=True)
class Figure:
    """A figure with the cell that it stands in."""

    value: Decimal
    place: str = ""


@dataclass(frozen=True)
class Row:
    """What a page says of one month, one area, or the indicator as a whole."""

    value: Figure | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None
    rating: str = ""

    @property
    def remainder(self) -> Figure | None:
        """The denominator less the numerator."""
        if self.numerator is None or self.denominator is None:
            return None
        return Figure(self.denominator.value - self.numerator.value, self.denominator.place)

    def parts(self) -> Iterator[Figure]:
        """The counts behind the value."""
        yield from (each for each in (self.numerator, self.denominator, self.remainder) if each is not None)


@dataclass(frozen=True)
class Comparator:
    """A figure of somebody else: `label` with its name, such as England, and `period` as it is written."""

    label: str
    period: str
    figure: Figure


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a page says.

    Attributes:
        title, labels, organisation: words by which a sentence is known to be about it.
        month: the last month of the period shown; period_months: 1, 3 or 12.
        now: the period shown. average, target and the like: as printed, None where there is none.
        target, target_upper: of a band its edges; limit: where Amber ends.
        rating: Green, Amber or Red by the rule; judged: the same by judgement, else empty.
        rating_words: what the page prints for Green, Amber and Red.
        direction: Improving, Worsening, No change, Up, Down; signal: what process control says, as it begins.
        months: by the period's last month. areas: by name.

    """

    title: str
    unit: str
    good: Good
    month: date
    now: Row
    decimals: int = 0
    period_months: int = 1
    organisation: str = ""
    labels: tuple[str, ...] = ()
    average: Figure | None = None
    last_year: Figure | None = None
    average_months: int = 6
    year_to_date: Figure | None = None
    target: Figure | None = None
    target_upper: Figure | None = None
    limit: Figure | None = None
    rating: str = ""
    judged: str = ""
    rating_place: str = ""
    rating_words: Mapping[str, str] = field(default_factory=lambda: {w: w for w in ("Green", "Amber", "Red")})
    direction: str = ""
    signal: str = ""
    months: Mapping[date, Row] = field(default_factory=dict)
    areas: Mapping[str, Row] = field(default_factory=dict)
    comparators: tuple[Comparator, ...] = ()

    def shown(self, figure: Decimal) -> str:
        """A figure of the indicator's as the page prints it."""
        return shown_as(self.unit, self.decimals, figure / 100 if self.unit == "percent" else figure)

    def month_value(self, month: date) -> Figure | None:
        """What the page says of a month."""
        if month == self.month and self.now.value is not None:
            return self.now.value
        row = self.months.get(month)
        return row.value if row else None

    def back(self, months: int) -> Figure | None:
        """The value of the period that ended so many months before the one shown."""
        return self.month_value(months_after(self.month, -months))

    @property
    def previous(self) -> Figure | None:
        """The value of the period before the one shown."""
        return self.back(self.period_months)

    @property
    def year_ago(self) -> Figure | None:
        """The value of the period twelve months before."""
        return self.last_year or self.back(12)

    def better(self, one: Decimal, other: Decimal) -> int:
        """1 where `one` is better than `other`, -1 where it is worse, 0 where it is neither or nobody can say."""
        if self.good == "band":
            if self.target is None or self.target_upper is None:
                return 0
            return _sign(self._off(other) - self._off(one))
        return {"high": 1, "low": -1}.get(self.good, 0) * _sign(one - other)

    def _off(self, value: Decimal) -> Decimal:
        """How far a value is from its band."""
        low, high = (edge.value if edge else value for edge in (self.target, self.target_upper))
        return max(low - value, value - high, Decimal(0))


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)
