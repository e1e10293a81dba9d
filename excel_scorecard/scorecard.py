"""Scorecard: everything that the month's workbook will say, as frozen data. Joins project, figures and judgement.

Knows no workbook: a page here is an indicator's month, whatever it is printed on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from excel_scorecard.calendar import month_label, months_after
from excel_scorecard.commentary import CONCERNS, Commentary, Mark, Remarks
from excel_scorecard.comparison import Comparison, comparisons
from excel_scorecard.errors import ProjectError
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.judgement import (
    Judgement,
    MonthFigures,
    counts,
    exact_value,
    judge,
    month_value,
    not_in_breakdown,
    rating,
)
from excel_scorecard.project import NOT_IN_BREAKDOWN, Indicator, Population, Project
from excel_scorecard.records.choosing import with_definitions
from excel_scorecard.replaced import Replaced, replaced, set_aside
from excel_scorecard.revised import Published
from excel_scorecard.rule_words import target_source
from excel_scorecard.spc import Control
from excel_scorecard.trend import (
    MonthRow,
    Part,
    known_periods,
    limits_of,
    parts_of,
    supplied_value,
    thresholds_of,
    trend_of,
)


@dataclass(frozen=True)
class AreaRow:
    """One row of the Breakdown table; figures as held in cells, or code texts."""

    area: str
    numerator: Part
    denominator: Part
    value: Decimal | str
    is_supplied: bool
    target: Decimal | None
    target_upper: Decimal | None
    amber_limit: Decimal | None
    rating: str


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator's month. `rest` is what is not in the breakdown; None where there is no breakdown.

    `control` is the trend's process limits and signals; None where the indicator's chart is plain. `written_for` is
    what the page said when its commentary was written; empty where it was written for this page.
    `draft` is a commentary to start from, and `concern` the page's place among the concerns and why; empty until they
    are drafted, and where the project wants none.
    """

    indicator: Indicator
    months: tuple[MonthRow, ...]
    judgement: Judgement
    areas: tuple[AreaRow, ...]
    rest: AreaRow | None
    comparisons: tuple[Comparison, ...]
    remarks: Remarks
    supplied_average: Decimal | str | None
    target_source: str
    control: Control | None = None
    last_month_text: str = ""
    written_for: str = ""
    draft: str = ""
    concern: str = ""

    @property
    def heading(self) -> str:
        """Number and title, as the page's first line."""
        return f"{self.indicator.number}  {self.indicator.title}"

    @property
    def status(self) -> str:
        """Provisional or Final figures, of the period shown."""
        return f"{self.months[-1].status} figures"

    @property
    def population(self) -> Population | None:
        """The population that the period's rate divides by; None for other units, and where it is not known."""
        return self.months[-1].population

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
    """The month's scorecard: its pages in the project's order, and the summary's words.

    `written_for` is what the summary said when the concerns were written; empty where they were written for this month.
    `draft` is what they might say, to start from.
    """

    project: Project
    month: date
    pages: tuple[IndicatorPage, ...]
    concerns: str
    replaced: tuple[Replaced, ...] = ()
    concerns_marks: tuple[Mark, ...] = ()
    written_for: str = ""
    last_concerns: str = ""
    draft: str = ""

    @property
    def labels(self) -> dict[str, str]:
        """What the project prints for each rating."""
        return self.project.scorecard.rating_labels.words

    @property
    def counts_text(self) -> str:
        """The line of counts on the summary."""
        return counts(((page.judgement.rating, page.judgement.direction) for page in self.pages), self.labels)

    @property
    def revised_count(self) -> int:
        """How many figures of the trends are other than they were last published; areas are not counted."""
        return sum(bool(row.revised) for page in self.pages for row in page.months)


NO_TEXTS: Mapping[str, str] = MappingProxyType({})


def make_scorecard(
    project: Project,
    figures: Figures,
    commentary: Commentary,
    month: date,
    *,
    published: Published | None = None,
    since: Mapping[str, date] | None = None,
    last_texts: Mapping[str, str] = NO_TEXTS,
) -> MonthlyScorecard:
    """Judge every indicator for `month`.

    Args:
        project: the indicators, their targets and areas.
        figures: what is known of them.
        commentary: the officers' texts of the month.
        month: the first day of the month to show.
        published: what an earlier workbook said; the project's history comes before it where both say something.
        since: by indicator, a month from which its trend is wanted even where that is longer than the project asks for.
        last_texts: last month's commentary by indicator, and its `concerns`, to be read beside this month's.

    Raises:
        ProjectError: no indicator has a figure for the month, or for any before it.

    """
    project = with_definitions(project)
    if not any(known_periods(indicator, figures, month) for indicator in project.indicators):
        latest = figures.latest_month(project)
        mend = (
            f"The latest month in the figures is {latest:%Y-%m}." if latest else "Add figures to the project's files."
        )
        raise ProjectError(f"there are no figures for {month_label(month)} or before", where="figures", mend=mend)
    pages = tuple(
        replace(
            _page(project, indicator, figures, commentary, month, published or {}, (since or {}).get(indicator.id)),
            last_month_text=last_texts.get(indicator.id, ""),
        )
        for indicator in project.indicators
    )
    return MonthlyScorecard(
        project=project,
        month=month,
        pages=pages,
        concerns=commentary.concerns,
        concerns_marks=commentary.concerns_marks,
        last_concerns=last_texts.get(CONCERNS, ""),
        replaced=(
            *replaced(figures, ((page.indicator, [r.figures.month for r in page.months]) for page in pages)),
            *(set_aside(figures.account) if figures.account else ()),
        ),
    )


def _page(
    project: Project,
    indicator: Indicator,
    figures: Figures,
    commentary: Commentary,
    month: date,
    published: Published,
    since: date | None,
) -> IndicatorPage:
    months = trend_of(project, indicator, figures, month, published, since)
    last = months[-1].figures.month
    period = months_after(last, 1 - indicator.period_months)
    supplied = figures.find(indicator.id, period, basis="average")
    average = _average(indicator, supplied) if supplied and not supplied.is_blank else None
    remarks = commentary.of(indicator.id)
    judgement = judge(
        indicator,
        [row.figures for row in months],
        month,
        supplied_average=average,
        supplied_parts=parts_of(indicator, supplied),
        override=remarks.rating_override,
        override_reason=remarks.override_reason,
    )
    areas = tuple(_area_row(indicator, figures, last, area) for area in project.areas_of(indicator))
    return IndicatorPage(
        indicator=indicator,
        months=months,
        judgement=judgement,
        areas=areas,
        rest=_rest(indicator, judgement, areas) if areas else None,
        comparisons=comparisons(indicator),
        remarks=remarks,
        supplied_average=average,
        target_source=target_source(indicator.target_at(last), month),
        control=limits_of(indicator, months) if indicator.chart == "spc" else None,
    )


def _average(indicator: Indicator, supplied: Figure) -> Decimal | str:
    """A supplied average as cells hold it, from its parts where they are known; else the code in its place."""
    numerator, denominator = parts_of(indicator, supplied)
    return month_value(
        indicator, MonthFigures(supplied.period, numerator, denominator, supplied_value(indicator, supplied))
    )


def _area_row(indicator: Indicator, figures: Figures, month: date, area: str) -> AreaRow:
    figure = figures.find(indicator.id, months_after(month, 1 - indicator.period_months), area)
    numerator, denominator = parts_of(indicator, figure)
    supplied = supplied_value(indicator, figure)
    parts = MonthFigures(month, numerator, denominator, supplied)
    value = month_value(indicator, parts)
    goal, upper, limit = thresholds_of(indicator, indicator.target_at(month, area))
    known = all(isinstance(part, int | Decimal) for part in (numerator, denominator))
    meaning = rating(indicator, value, goal, limit, upper=upper, exact=exact_value(indicator, numerator, denominator))
    return AreaRow(
        area=area,
        numerator=numerator,
        denominator=denominator,
        value=value,
        is_supplied=supplied is not None and not known and indicator.is_ratio,
        target=goal,
        target_upper=upper,
        amber_limit=limit,
        rating=indicator.label(meaning),
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
        target_upper=None,
        amber_limit=None,
        rating="",
    )
