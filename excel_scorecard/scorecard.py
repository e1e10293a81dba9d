"""Scorecard: everything that the month's workbook will say, as frozen data. Joins project, figures and judgement.

Knows no workbook: a page here is an indicator's month, whatever it is printed on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from excel_scorecard.calendar import last_complete, month_label, months_after
from excel_scorecard.commentary import CONCERNS, Commentary, Mark, Remarks
from excel_scorecard.errors import ProjectError
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.judgement import (
    Judgement,
    Known,
    MonthFigures,
    counts,
    exact_value,
    judge,
    month_line,
    month_value,
    not_in_breakdown,
    rating,
    rounded,
)
from excel_scorecard.project import NOT_IN_BREAKDOWN, Indicator, Population, Project, Target
from excel_scorecard.records.choosing import with_definitions
from excel_scorecard.replaced import Replaced, replaced, set_aside
from excel_scorecard.revised import Published, Said, revised
from excel_scorecard.spc import Control, control_of

Part = Known | str | None


@dataclass(frozen=True)
class MonthRow:
    """One row of the Monthly table: the figures, what was said about them, and the target as it was then.

    Of a quarter or a year, the row's month is the period's last.
    """

    figures: MonthFigures
    value: Decimal | str
    line: float | None
    target: Target | None
    code: str
    status: str
    note: str
    population: Population | None = None
    line_before: float | None = None
    """The point, where it is drawn apart: between it and the latest lies a changed definition. Then `line` is None."""
    revised: str = ""
    """What the figure was when it was last published, such as `was 84%`; empty where it is the same."""

    @property
    def point(self) -> float | None:
        """The row's point on the trend, on whichever side of a changed definition."""
        return self.line if self.line_before is None else self.line_before

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
    target_upper: Decimal | None
    amber_limit: Decimal | None
    rating: str


@dataclass(frozen=True)
class Comparison:
    """A comparator as the page shows it: `value` as held in cells, or a code text."""

    name: str
    period: str
    value: Decimal | str
    source: str

    @property
    def label(self) -> str:
        """Name and period: `England 2014-15`."""
        return " ".join(word for word in (self.name, self.period) if word)


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator's month. `rest` is what is not in the breakdown; None where there is no breakdown.

    `control` is the trend's process limits and signals; None where the indicator's chart is plain. `written_for` is
    what the page said when its commentary was written; empty where it was written for this page.
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
    """

    project: Project
    month: date
    pages: tuple[IndicatorPage, ...]
    concerns: str
    replaced: tuple[Replaced, ...] = ()
    concerns_marks: tuple[Mark, ...] = ()
    written_for: str = ""
    last_concerns: str = ""

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
    if not any(_known(indicator, figures, month) for indicator in project.indicators):
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
    rows = (_month_row(indicator, figures, at) for at in _window(project, indicator, figures, month, since))
    months = _with_breaks(
        indicator,
        [
            replace(row, revised=revised(indicator, _before(indicator, figures, month, row, published), row.figures))
            for row in rows
        ],
    )
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
        supplied_parts=_parts(indicator, supplied),
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
        comparisons=tuple(
            Comparison(
                name=c.label,
                period=c.period,
                value=c.value if isinstance(c.value, str) else rounded(indicator.in_cells(c.value), indicator.places),
                source=c.source,
            )
            for c in indicator.comparators
        ),
        remarks=remarks,
        supplied_average=average,
        target_source=target_source(indicator.target_at(last)),
        control=_control(indicator, months) if indicator.chart == "spc" else None,
    )


def _with_breaks(indicator: Indicator, rows: Sequence[MonthRow]) -> tuple[MonthRow, ...]:
    """The rows with their points in two plot columns, by turns, so that no line crosses a changed definition."""
    last = rows[-1].figures.month
    breaks = [change.from_ for change in indicator.changes if change.breaks and change.from_ <= last]
    return tuple(
        replace(row, line=None, line_before=row.line)
        if sum(row.figures.month < change for change in breaks) % 2
        else row
        for row in rows
    )


def _control(indicator: Indicator, rows: Sequence[MonthRow]) -> Control:
    """The trend's process limits: worked out anew from a changed definition on, and where the project says so."""
    breaks = (change.from_ for change in indicator.changes if change.breaks)
    target = rows[-1].figures.target
    return control_of(
        [(row.figures.month, row.point) for row in rows],
        good=indicator.good,
        starts=[*breaks, *(rebase.from_ for rebase in indicator.rebases)],
        target=None if target is None else float(target),
        is_stock=indicator.kind == "snapshot" and (indicator.unit == "rate" or not indicator.is_ratio),
    )


LEAST_YEARS = 10  # of a yearly figure: two or three points are no trend


def _known(indicator: Indicator, figures: Figures, month: date) -> list[date]:
    """The last months of the periods of which something is known, none after the one that the page shows."""
    length = indicator.period_months
    lasts = [months_after(period, length - 1) for period in figures.periods(indicator.id)]
    return [last for last in lasts if last <= month]


def _window(
    project: Project, indicator: Indicator, figures: Figures, month: date, since: date | None = None
) -> list[date]:
    """The trend's periods, by their last months: as many as the project asks for, none before the first figure."""
    length = indicator.period_months
    last = last_complete(month, length)
    months = max(project.scorecard.trend_months, indicator.window_months)
    periods = -(-months // length) if length < 12 else max(LEAST_YEARS, -(-months // length))
    known = _known(indicator, figures, last)
    first = max(months_after(last, (1 - periods) * length), known[0]) if known else last
    if known and since is not None and since < first:
        first = max(last_complete(since, length), known[0])
    count = ((last.year - first.year) * 12 + last.month - first.month) // length + 1
    return [months_after(last, (step + 1 - count) * length) for step in range(count)]


def _parts(indicator: Indicator, figure: Figure | None) -> tuple[Part, Part]:
    """Numerator and denominator as cells hold them: a part that is not known is a code, never a blank or zero."""
    code = f"[{figure.code}]" if figure and figure.code else "[x]"
    numerator: Part = figure.numerator if figure and figure.numerator is not None else code
    if not indicator.is_ratio:
        return numerator, None
    return numerator, figure.denominator if figure and figure.denominator is not None else code


def _month_row(indicator: Indicator, figures: Figures, month: date) -> MonthRow:
    period = months_after(month, 1 - indicator.period_months)
    figure = figures.find(indicator.id, period)
    numerator, denominator = _parts(indicator, figure)
    target = indicator.target_at(month)
    goal, upper, limit = _thresholds(indicator, target)
    row = MonthFigures(
        month=month,
        numerator=numerator,
        denominator=denominator,
        supplied=_supplied(indicator, figure),
        target=goal,
        target_upper=upper,
        amber_limit=limit,
    )
    made = MonthRow(
        figures=row,
        value=month_value(indicator, row),
        line=month_line(indicator, row),
        target=target,
        code=figure.code or "" if figure else "x",
        status=(figure.status if figure else indicator.status).capitalize(),
        note=figure.note if figure else "",
        population=figures.population(indicator.id, period),
    )
    return replace(made, note="As supplied") if made.is_supplied and not made.note else made


def _before(indicator: Indicator, figures: Figures, month: date, row: MonthRow, published: Published) -> Said | None:
    """What was said of the row's period before."""
    last = row.figures.month
    stored = figures.published(indicator.id, months_after(last, 1 - indicator.period_months), month)
    return _as_said(indicator, stored) or published.get((indicator.id, last))


def _as_said(indicator: Indicator, figure: Figure | None) -> Said | None:
    return Said(*_parts(indicator, figure), _supplied(indicator, figure)) if figure else None


def _thresholds(indicator: Indicator, target: Target | None) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Target (of a band its lower edge), a band's upper edge, and the last Amber value, as held in cells."""
    if target is None:
        return None, None, None
    goal, upper, limit = target.goal, target.upper, target.limit(indicator.good)
    return (
        indicator.in_cells(goal),
        None if upper is None else indicator.in_cells(upper),
        None if limit is None else indicator.in_cells(limit),
    )


def _supplied(indicator: Indicator, figure: Figure | None) -> Decimal | None:
    return indicator.in_cells(figure.value) if figure and figure.value is not None else None


def _average(indicator: Indicator, supplied: Figure) -> Decimal | str:
    """A supplied average as cells hold it, from its parts where they are known; else the code in its place."""
    numerator, denominator = _parts(indicator, supplied)
    return month_value(indicator, MonthFigures(supplied.period, numerator, denominator, _supplied(indicator, supplied)))


def _area_row(indicator: Indicator, figures: Figures, month: date, area: str) -> AreaRow:
    figure = figures.find(indicator.id, months_after(month, 1 - indicator.period_months), area)
    numerator, denominator = _parts(indicator, figure)
    supplied = _supplied(indicator, figure)
    parts = MonthFigures(month, numerator, denominator, supplied)
    value = month_value(indicator, parts)
    goal, upper, limit = _thresholds(indicator, indicator.target_at(month, area))
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


def target_source(target: Target | None) -> str:
    """Who set the target, and when it is reviewed: `Local, agreed by the board; review Apr-16`."""
    if target is None:
        return ""
    review = f"review {month_label(target.review)}" if target.review else ""
    said = "; ".join(words for words in (target.source, review) if words)
    return said[:1].upper() + said[1:]
