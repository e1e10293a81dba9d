"""Trend: an indicator's periods as rows: what is known of each, its point, its target then, and its process limits.

Knows figures and the rules of values and spc. The page that they stand on is scorecard.py's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from excel_scorecard.calendar import last_complete, months_after
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.project import Indicator, Population, Project, Target
from excel_scorecard.revised import Published, Said, revised
from excel_scorecard.spc import Control, control_of
from excel_scorecard.values import Known, MonthFigures, month_line, month_value

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


def trend_of(
    project: Project, indicator: Indicator, figures: Figures, month: date, published: Published, since: date | None
) -> tuple[MonthRow, ...]:
    """The rows of the trend that ends with the report month, with what was said of each before.

    `published` and `since` are those of `scorecard.make_scorecard`.
    """
    rows = (_month_row(indicator, figures, at) for at in _periods(project, indicator, figures, month, since))
    marked = [
        replace(row, revised=revised(indicator, _before(indicator, figures, month, row, published), row.figures))
        for row in rows
    ]
    return _with_breaks(indicator, marked)


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


def limits_of(indicator: Indicator, rows: Sequence[MonthRow]) -> Control:
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


def known_periods(indicator: Indicator, figures: Figures, month: date) -> list[date]:
    """The last months of the periods of which something is known, none after the one that the page shows."""
    length = indicator.period_months
    lasts = [months_after(period, length - 1) for period in figures.periods(indicator.id)]
    return [last for last in lasts if last <= month]


def _periods(
    project: Project, indicator: Indicator, figures: Figures, month: date, since: date | None = None
) -> list[date]:
    """The trend's periods, by their last months: as many as the project asks for, none before the first figure."""
    length = indicator.period_months
    last = last_complete(month, length)
    months = max(project.scorecard.trend_months, indicator.window_months)
    periods = -(-months // length) if length < 12 else max(LEAST_YEARS, -(-months // length))
    known = known_periods(indicator, figures, last)
    first = max(months_after(last, (1 - periods) * length), known[0]) if known else last
    if known and since is not None and since < first:
        first = max(last_complete(since, length), known[0])
    count = ((last.year - first.year) * 12 + last.month - first.month) // length + 1
    return [months_after(last, (step + 1 - count) * length) for step in range(count)]


def parts_of(indicator: Indicator, figure: Figure | None) -> tuple[Part, Part]:
    """Numerator and denominator as cells hold them: a part that is not known is a code, never a blank or zero."""
    code = f"[{figure.code}]" if figure and figure.code else "[x]"
    numerator: Part = figure.numerator if figure and figure.numerator is not None else code
    if not indicator.is_ratio:
        return numerator, None
    return numerator, figure.denominator if figure and figure.denominator is not None else code


def _month_row(indicator: Indicator, figures: Figures, month: date) -> MonthRow:
    period = months_after(month, 1 - indicator.period_months)
    figure = figures.find(indicator.id, period)
    numerator, denominator = parts_of(indicator, figure)
    target = indicator.target_at(month)
    goal, upper, limit = thresholds_of(indicator, target)
    row = MonthFigures(
        month=month,
        numerator=numerator,
        denominator=denominator,
        supplied=supplied_value(indicator, figure),
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
    return Said(*parts_of(indicator, figure), supplied_value(indicator, figure)) if figure else None


def thresholds_of(indicator: Indicator, target: Target | None) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Target (of a band its lower edge), a band's upper edge, and the last Amber value, as held in cells."""
    if target is None:
        return None, None, None
    goal, upper, limit = target.goal, target.upper, target.limit(indicator.good)
    return (
        indicator.in_cells(goal),
        None if upper is None else indicator.in_cells(upper),
        None if limit is None else indicator.in_cells(limit),
    )


def supplied_value(indicator: Indicator, figure: Figure | None) -> Decimal | None:
    """A value that was given without its parts, as held in cells; None where there is none."""
    return indicator.in_cells(figure.value) if figure and figure.value is not None else None
