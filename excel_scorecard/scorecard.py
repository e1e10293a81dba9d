"""Scorecard: everything that the month's workbook will say, as frozen data. Joins project, figures and judgement.

Knows no workbook: a page here is an indicator's month, whatever it is printed on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from excel_scorecard.calendar import month_label, months_after, months_between
from excel_scorecard.commentary import Commentary, Remarks
from excel_scorecard.errors import ProjectError
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.judgement import (
    Judgement,
    Known,
    MonthFigures,
    counts,
    judge,
    month_line,
    month_value,
    not_in_breakdown,
    rating,
    rounded,
)
from excel_scorecard.project import NOT_IN_BREAKDOWN, Indicator, Project, Target

Part = Known | str | None


@dataclass(frozen=True)
class MonthRow:
    """One row of the Monthly table: the figures, what was said about them, and the target as it was then."""

    figures: MonthFigures
    value: Decimal | str
    line: float | None
    target: Target | None
    code: str
    status: str
    note: str

    @property
    def is_supplied(self) -> bool:
        """The value is as supplied: no formula can work it out from its parts."""
        f = self.figures
        parts = (f.numerator, f.denominator)
        return f.supplied is not None and not all(isinstance(part, int | Decimal) for part in parts)


@dataclass(frozen=True)
class AreaRow:
    """One row of the Breakdown table; figures as held in cells, or code texts."""

    area: str
    numerator: Part
    denominator: Part
    value: Decimal | str
    is_supplied: bool
    target: Decimal | None
    amber_limit: Decimal | None
    rating: str


@dataclass(frozen=True)
class Comparison:
    """A comparator as the page shows it: `label` with its period; `value` as held in cells, or a code text."""

    label: str
    value: Decimal | str
    source: str


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator's month. `rest` is what is not in the breakdown; None where there is no breakdown."""

    indicator: Indicator
    months: tuple[MonthRow, ...]
    judgement: Judgement
    areas: tuple[AreaRow, ...]
    rest: AreaRow | None
    comparisons: tuple[Comparison, ...]
    remarks: Remarks
    supplied_average: Decimal | None
    target_source: str

    @property
    def heading(self) -> str:
        """Number and title, as the page's first line."""
        return f"{self.indicator.number}  {self.indicator.title}"

    @property
    def status(self) -> str:
        """Provisional or Final figures, of the month shown."""
        return f"{self.months[-1].status} figures"

    @property
    def leaves_nothing(self) -> bool:
        """The areas add up to the total: the page leaves the row of what is not among them out."""
        return self.rest is not None and self.rest.numerator == 0 and self.rest.denominator in (0, None)

    @property
    def breakdown(self) -> tuple[AreaRow, ...]:
        """The areas, then what is not in the breakdown."""
        return self.areas if self.rest is None else (*self.areas, self.rest)


@dataclass(frozen=True)
class MonthlyScorecard:
    """The month's scorecard: its pages in the project's order, and the summary's words."""

    project: Project
    month: date
    pages: tuple[IndicatorPage, ...]
    concerns: str

    @property
    def counts_text(self) -> str:
        """The line of counts on the summary."""
        return counts((page.judgement.rating, page.judgement.direction) for page in self.pages)


def make_scorecard(project: Project, figures: Figures, commentary: Commentary, month: date) -> MonthlyScorecard:
    """Judge every indicator for `month`.

    Raises:
        ProjectError: no indicator has a figure for the month, or for any before it.

    """
    known = [i for i in project.indicators if any(p <= month for p in figures.periods(i.id))]
    if not known:
        latest = figures.latest()
        mend = (
            f"The latest month in the figures is {latest:%Y-%m}." if latest else "Add figures to the project's files."
        )
        raise ProjectError(f"there are no figures for {month_label(month)} or before", where="figures", mend=mend)
    pages = tuple(_page(project, indicator, figures, commentary, month) for indicator in project.indicators)
    return MonthlyScorecard(project=project, month=month, pages=pages, concerns=commentary.concerns)


def _page(
    project: Project, indicator: Indicator, figures: Figures, commentary: Commentary, month: date
) -> IndicatorPage:
    months = tuple(_month_row(indicator, figures, at) for at in _window(project, indicator, figures, month))
    supplied = figures.find(indicator.id, month, basis="average")
    average = indicator.in_cells(supplied.value) if supplied and supplied.value is not None else None
    judgement = judge(indicator, [row.figures for row in months], month, supplied_average=average)
    areas = tuple(_area_row(indicator, figures, month, area) for area in project.areas_of(indicator))
    target = indicator.target_at(month)
    return IndicatorPage(
        indicator=indicator,
        months=months,
        judgement=judgement,
        areas=areas,
        rest=_rest(indicator, judgement, areas) if areas else None,
        comparisons=tuple(
            Comparison(
                label=" ".join(word for word in (c.label, c.period) if word),
                value=c.value if isinstance(c.value, str) else rounded(indicator.in_cells(c.value), indicator.places),
                source=c.source,
            )
            for c in indicator.comparators
        ),
        remarks=commentary.of(indicator.id),
        supplied_average=average,
        target_source=target_source(target),
    )


def _window(project: Project, indicator: Indicator, figures: Figures, month: date) -> list[date]:
    """The months of the trend: as many as the project asks for, but none before the first figure."""
    length = max(project.scorecard.trend_months, indicator.window_months)
    known = [period for period in figures.periods(indicator.id) if period <= month]
    first = max(months_after(month, 1 - length), known[0]) if known else month
    return months_between(first, month)


def _parts(indicator: Indicator, figure: Figure | None) -> tuple[Part, Part]:
    """Numerator and denominator as cells hold them: a part that is not known is a code, never a blank or zero."""
    code = f"[{figure.code}]" if figure and figure.code else "[x]"
    numerator: Part = figure.numerator if figure and figure.numerator is not None else code
    if not indicator.is_ratio:
        return numerator, None
    return numerator, figure.denominator if figure and figure.denominator is not None else code


def _month_row(indicator: Indicator, figures: Figures, month: date) -> MonthRow:
    figure = figures.find(indicator.id, month)
    numerator, denominator = _parts(indicator, figure)
    target = indicator.target_at(month)
    limit = target.limit(indicator.good) if target else None
    row = MonthFigures(
        month=month,
        numerator=numerator,
        denominator=denominator,
        supplied=_supplied(indicator, figure),
        target=indicator.in_cells(target.target) if target else None,
        amber_limit=None if limit is None else indicator.in_cells(limit),
    )
    made = MonthRow(
        figures=row,
        value=month_value(indicator, row),
        line=month_line(indicator, row),
        target=target,
        code=figure.code or "" if figure else "x",
        status=(figure.status if figure else indicator.status).capitalize(),
        note=figure.note if figure else "",
    )
    if made.is_supplied and not made.note:
        return MonthRow(**{**made.__dict__, "note": "As supplied"})
    return made


def _supplied(indicator: Indicator, figure: Figure | None) -> Decimal | None:
    return indicator.in_cells(figure.value) if figure and figure.value is not None else None


def _area_row(indicator: Indicator, figures: Figures, month: date, area: str) -> AreaRow:
    figure = figures.find(indicator.id, month, area)
    numerator, denominator = _parts(indicator, figure)
    supplied = _supplied(indicator, figure)
    value = month_value(indicator, MonthFigures(month, numerator, denominator, supplied))
    target = indicator.target_at(month, area)
    limit = target.limit(indicator.good) if target else None
    in_cells = indicator.in_cells(target.target) if target else None
    amber = None if limit is None else indicator.in_cells(limit)
    known = all(isinstance(part, int | Decimal) for part in (numerator, denominator))
    return AreaRow(
        area=area,
        numerator=numerator,
        denominator=denominator,
        value=value,
        is_supplied=supplied is not None and not known and indicator.is_ratio,
        target=in_cells,
        amber_limit=amber,
        rating=rating(indicator, value, in_cells, amber),
    )


def _rest(indicator: Indicator, judgement: Judgement, areas: Sequence[AreaRow]) -> AreaRow:
    """What the total holds and the areas do not; it has no target of its own."""
    total = (judgement.numerator, judgement.denominator if indicator.is_ratio else None)
    numerator, denominator = not_in_breakdown(indicator, total, [(a.numerator, a.denominator) for a in areas])
    parts = MonthFigures(judgement.month, numerator, denominator if indicator.is_ratio else None)
    value = month_value(indicator, parts)
    return AreaRow(
        area=NOT_IN_BREAKDOWN,
        numerator=numerator,
        denominator=parts.denominator,
        value=value,
        is_supplied=False,
        target=None,
        amber_limit=None,
        rating=rating(indicator, value, None, None),
    )


def target_source(target: Target | None) -> str:
    """Who set the target, and when it is reviewed: `Local, agreed by the board; review Apr-16`."""
    if target is None:
        return ""
    review = f"review {month_label(target.review)}" if target.review else ""
    said = "; ".join(words for words in (target.source, review) if words)
    return said[:1].upper() + said[1:]
