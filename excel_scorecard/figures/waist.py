"""Figures: the waist. All that is known of every indicator, as rows of one tidy table, whatever it came from.

Knows the project's words and its own rows. Knows no file (reader.py reads them) and gives no value, average or
rating (judgement.py): it holds numerators and denominators. Which figure counts where several were told is settled
before (precedence.py); what was displaced is kept beside.
"""

from bisect import insort
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from excel_scorecard.calendar import months_after
from excel_scorecard.figures.populations import Populations
from excel_scorecard.project import TOTAL, Population, Project

if TYPE_CHECKING:
    import pandas as pd

    from excel_scorecard.records.quality import Account

Basis = Literal["period", "average"]
Source = Literal["computed", "typed", "corrected", "stored"]
Status = Literal["provisional", "final"]
Key = tuple[str, date, str, Basis]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is known of one indicator in one period and area. A part that is not known is None, never 0.

    Attributes:
        indicator: its id.
        period: the first day of the month; of a quarter or a financial year, of its first month.
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

    @property
    def is_untold(self) -> bool:
        """It is counted from records, and they cannot tell it: whatever else tells it comes first."""
        return self.source == "computed" and self.code == "x"


COLUMNS = tuple(field.name for field in fields(Figure))


def says_nothing(figure: Figure | None) -> bool:
    """Whether another may stand in its place: there is none, it is blank, or the records cannot tell it."""
    return figure is None or figure.is_blank or figure.is_untold


@dataclass(frozen=True, slots=True)
class Override:
    """A figure that stands in place of another of the same key that says something else.

    Attributes:
        figure: the one that counts.
        instead_of: the one that does not; None where a correction gives a figure that nothing else gives.
        reason: why, in the words of whoever corrected it, or the rule of precedence.
        by: who corrected it, where that was said.

    """

    figure: Figure
    instead_of: Figure | None
    reason: str
    by: str = ""


def in_order(project: Project, figures: Iterable[Figure]) -> list[Figure]:
    """The figures in the order of the project's indicators, then by period, area (TOTAL first) and basis."""
    order = {indicator.id: place for place, indicator in enumerate(project.indicators)}
    areas = {name: place for place, name in enumerate((TOTAL, *(area.name for area in project.areas)))}
    return sorted(figures, key=lambda f: (order[f.indicator], f.period, areas[f.area], f.basis == "average"))


class Figures:
    """The rows of the waist, each key once, found without searching.

    Args:
        rows: sorted as they are to be kept.
        overrides: what stands in place of what, in the order of `rows`.
        populations: what rates divide by where their figures gave no denominator; it stands in the rows already.
        published: what stood in earlier scorecards, with the month of each, the earliest first; whatever counts now.
        account: what became of the records that were read for them.

    Raises:
        ValueError: two rows have the same key (a reader tells the user before it comes to this).

    """

    __slots__ = ("_by_key", "_periods", "_populations", "_published", "account", "overrides", "rows")

    def __init__(
        self,
        rows: Iterable[Figure],
        overrides: Iterable[Override] = (),
        populations: Populations | None = None,
        published: Iterable[tuple[date, Figure]] = (),
        account: "Account | None" = None,
    ) -> None:
        self.account = account
        self.rows: tuple[Figure, ...] = tuple(rows)
        self.overrides: tuple[Override, ...] = tuple(overrides)
        self._populations = populations
        self._by_key: dict[Key, Figure] = {figure.key: figure for figure in self.rows}
        if len(self._by_key) < len(self.rows):
            raise ValueError("two figures have the same indicator, period, area and basis")
        self._published: dict[Key, list[tuple[date, Figure]]] = {}
        for month, figure in published:
            self._published.setdefault(figure.key, []).append((month, figure))
        self._periods: dict[str, list[date]] = {}
        for figure in self.rows:
            if figure.area == TOTAL and figure.basis == "period" and not says_nothing(figure):
                insort(self._periods.setdefault(figure.indicator, []), figure.period)

    def __len__(self) -> int:
        return len(self.rows)

    def find(self, indicator: str, period: date, area: str = TOTAL, basis: Basis = "period") -> Figure | None:
        """The figure of that key; None where nothing was said."""
        return self._by_key.get((indicator, period, area, basis))

    def published(self, indicator: str, period: date, month: date) -> Figure | None:
        """What was published of an indicator's total last before the scorecard of `month`; None where nothing was.

        A figure that was published with that scorecard first, such as its own month's, is the one of that scorecard:
        it may have changed since. What was published later is not said.
        """
        said = self._published.get((indicator, period, TOTAL, "period"), ())
        before = [figure for at, figure in said if at < month]
        return before[-1] if before else next((figure for at, figure in said if at == month), None)

    def with_carried(self, project: Project, carried: Iterable[Figure]) -> "Figures":
        """These figures and others, of keys of which these say nothing, or that the records cannot tell."""
        rows = {figure.key: figure for figure in self.rows}
        for figure in carried:
            if says_nothing(rows.get(figure.key)):
                rows[figure.key] = figure
        published = [entry for said in self._published.values() for entry in said]
        return Figures(in_order(project, rows.values()), self.overrides, self._populations, published, self.account)

    def periods(self, indicator: str) -> list[date]:
        """The periods for which a total, or a code in its place, is known, sorted; none that records cannot tell."""
        return list(self._periods.get(indicator, ()))

    def latest(self) -> date | None:
        """The latest period for which any indicator has a total or a code; None where there is none."""
        return max((periods[-1] for periods in self._periods.values()), default=None)

    def latest_month(self, project: Project) -> date | None:
        """The month to report on: the latest with a monthly figure; None where there are no figures.

        A quarter or year leads on to its last month only where all of it lies after the shorter periods' latest: the
        figure of a year that still runs, or a quarter's that came before its month's, does not leave every monthly
        indicator without data.
        """
        latest: date | None = None
        for length in sorted({indicator.period_months for indicator in project.indicators}):
            begins = [
                self._periods[indicator.id][-1]
                for indicator in project.indicators
                if indicator.period_months == length and indicator.id in self._periods
            ]
            if begins and (latest is None or max(begins) > latest):
                latest = months_after(max(begins), length - 1)
        return latest

    def population(self, indicator: str, period: date, area: str = TOTAL) -> Population | None:
        """Whose estimate the figure of a rate divides by, or would divide by where there is no figure.

        None where the figure has a denominator of its own, no estimate is known, or the indicator is no rate.
        """
        estimate = self._populations.at(indicator, period, area) if self._populations else None
        figure = self.find(indicator, period, area)
        if estimate is None or figure is None or figure.denominator in {None, estimate.population}:
            return estimate
        return None

    def with_told(
        self, told: Mapping[Key, Figure], reasons: Mapping[Key, str], dropped: Collection[Key] = ()
    ) -> "Figures":
        """The same with other figures in place of those of their key, each with its reason, and without the dropped."""
        overrides = {override.figure.key: override for override in self.overrides}
        for key, figure in told.items():
            overrides[key] = Override(figure, self._by_key.get(key), reasons.get(key, ""))
        rows = [told.get(row.key, row) for row in self.rows if row.key not in dropped]
        rows += [figure for key, figure in told.items() if key not in self._by_key]
        kept = [override for key, override in overrides.items() if key not in dropped]
        published = [pair for pairs in self._published.values() for pair in pairs]
        return Figures(rows, kept, self._populations, published, self.account)

    def of_area(self, project: Project, area: str) -> "Figures":
        """What is known of one area, as the total of `project`, which has that area's indicators alone."""
        ids = {indicator.id for indicator in project.indicators}

        def is_theirs(figure: Figure) -> bool:
            return figure.area == area and figure.indicator in ids

        def total(figure: Figure) -> Figure:
            return replace(figure, area=TOTAL)

        overrides = [
            replace(each, figure=total(each.figure), instead_of=each.instead_of and total(each.instead_of))
            for each in self.overrides
            if is_theirs(each.figure)
        ]
        said = [pair for pairs in self._published.values() for pair in pairs if is_theirs(pair[1])]
        return Figures(
            [total(figure) for figure in self.rows if is_theirs(figure)],
            overrides,
            self._populations.of_area(project, area) if self._populations else None,
            [(month, total(figure)) for month, figure in said],
            self.account,
        )

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
