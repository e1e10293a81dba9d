"""Figures: the waist. All that is known of every indicator, as rows of one tidy table, whatever it came from.

Knows the project's words and its own rows. Knows no file (reader.py reads them) and gives no value, average or
rating (judgement.py): it holds numerators and denominators.
"""

from bisect import insort
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from excel_scorecard.project import TOTAL

if TYPE_CHECKING:
    import pandas as pd

Basis = Literal["period", "average"]
Source = Literal["computed", "typed", "corrected", "stored"]
Status = Literal["provisional", "final"]
Key = tuple[str, date, str, Basis]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is known of one indicator in one period and area. A part that is not known is None, never 0.

    Attributes:
        indicator: its id.
        period: the first day of the month.
        area: a name of the indicator's breakdown, or TOTAL.
        basis: `period`; or `average`, a six-month average as it was supplied.
        numerator: the number counted; of a count, the count.
        denominator: what it is out of; None for a count.
        value: in the unit as people write it (54 for 54%), only where the parts are not both known.
        code: why there is no figure: x not available, c suppressed, z not applicable, u unreliable, k low.
        source: where it came from; as_of: the day of the extract or of typing, if it was said.
        status: provisional or final; note: what was said about it.

    """

    indicator: str
    period: date
    area: str = TOTAL
    basis: Basis = "period"
    numerator: int | Decimal | None = None
    denominator: int | Decimal | None = None
    value: Decimal | None = None
    code: str | None = None
    source: Source = "typed"
    status: Status = "final"
    as_of: date | None = None
    note: str = ""

    @property
    def key(self) -> Key:
        """What there may be only one figure of."""
        return self.indicator, self.period, self.area, self.basis

    @property
    def is_blank(self) -> bool:
        """Nothing is known, and no code says why."""
        return self.numerator is None and self.denominator is None and self.value is None and self.code is None


COLUMNS = tuple(field.name for field in fields(Figure))


class Figures:
    """The rows of the waist, each key once, found without searching.

    Raises:
        ValueError: two rows have the same key (a reader tells the user before it comes to this).

    """

    __slots__ = ("_by_key", "_periods", "rows")

    def __init__(self, rows: Iterable[Figure]) -> None:
        self.rows: tuple[Figure, ...] = tuple(rows)
        self._by_key: dict[Key, Figure] = {figure.key: figure for figure in self.rows}
        if len(self._by_key) < len(self.rows):
            raise ValueError("two figures have the same indicator, period, area and basis")
        self._periods: dict[str, list[date]] = {}
        for figure in self.rows:
            if figure.area == TOTAL and figure.basis == "period" and not figure.is_blank:
                insort(self._periods.setdefault(figure.indicator, []), figure.period)

    def __len__(self) -> int:
        return len(self.rows)

    def find(self, indicator: str, period: date, area: str = TOTAL, basis: Basis = "period") -> Figure | None:
        """The figure of that key; None where nothing was said."""
        return self._by_key.get((indicator, period, area, basis))

    def periods(self, indicator: str) -> list[date]:
        """The periods for which a total, or a code in its place, is known; sorted."""
        return list(self._periods.get(indicator, ()))

    def latest(self) -> date | None:
        """The latest period for which any indicator has a total or a code; None where there is none."""
        return max((periods[-1] for periods in self._periods.values()), default=None)

    def frame(self) -> "pd.DataFrame":
        """The rows as a tidy table, one row a figure, in the order of `rows`.

        Columns: indicator, area, basis, code, source, status, note (string); period, as_of (datetime64[s]);
        numerator, denominator, value (Float64). What is not known is missing; `note` is empty text.
        """
        import pandas as pd

        table = pd.DataFrame([astuple(figure) for figure in self.rows], columns=list(COLUMNS), dtype=object)
        for column in ("numerator", "denominator", "value"):
            table[column] = pd.to_numeric(table[column].map(float, na_action="ignore")).astype("Float64")
        for column in ("period", "as_of"):
            table[column] = pd.to_datetime(table[column]).astype("datetime64[s]")
        texts = ("indicator", "area", "basis", "code", "source", "status", "note")
        return table.astype(dict.fromkeys(texts, "string"))
