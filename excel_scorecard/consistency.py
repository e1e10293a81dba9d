"""Consistency: whether figures of different places fit each other: the project's rules, and areas beside their total.

Knows figures as a page holds them, wherever they were read, and the project's rules. Where they stand, and what is told
of them, is the workbook's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from excel_scorecard.project import TOTAL, Consistency, Indicator, Project
from excel_scorecard.project.consistency import Part, common_areas
from excel_scorecard.scorecard import MonthlyScorecard
from excel_scorecard.values import Known, Parts, is_figure


@dataclass(frozen=True)
class PageFigures:
    """What a page holds: numerator and denominator by the period's last month, and by area of one period.

    `period` is the last month of the period shown, `areas_period` that of the period which the areas' figures are of.
    A part that is not known is a code or None.
    """

    period: date
    months: Mapping[date, Parts]
    areas_period: date
    areas: Mapping[str, Parts]

    def find(self, part: Part, area: str, period: date) -> Known | None:
        """A known figure; None where there is none."""
        of_area = self.areas.get(area) if period == self.areas_period else None
        parts = self.months.get(period) if area == TOTAL else of_area
        figure = parts[0 if part == "numerator" else 1] if parts else None
        return figure if is_figure(figure) else None


@dataclass(frozen=True)
class Broken:
    """A rule of the project's that two figures break; `earlier` is in how many periods before, of the trend."""

    rule: Consistency
    area: str
    period: date
    left: Known
    right: Known
    earlier: int


@dataclass(frozen=True)
class Exceeded:
    """Areas that together have more than their total."""

    indicator: Indicator
    part: Part
    period: date
    areas: Known
    total: Known


def figures_of(scorecard: MonthlyScorecard) -> dict[str, PageFigures]:
    """What the pages of a scorecard hold, by indicator."""
    return {
        page.indicator.id: PageFigures(
            period=page.judgement.period,
            months={row.figures.month: (row.figures.numerator, row.figures.denominator) for row in page.months},
            areas_period=page.judgement.period,
            areas={area.area: (area.numerator, area.denominator) for area in page.areas},
        )
        for page in scorecard.pages
    }


def is_kept(rule: Consistency, left: Known, right: Known) -> bool:
    """Whether the two figures are as the rule says, by its tolerance."""
    apart, slack = Decimal(left) - Decimal(right), rule.slack(right)
    if rule.is_ == "at most":
        return apart <= slack
    return apart >= -slack if rule.is_ == "at least" else abs(apart) <= slack


def broken_rules(project: Project, pages: Mapping[str, PageFigures]) -> Iterator[Broken]:
    """The rules that do not hold, of each area the latest period; of figures that are not known nothing is said."""
    for rule in project.consistency:
        if rule.left not in pages or rule.right not in pages:
            continue
        left, right = project.indicator(rule.left), project.indicator(rule.right)
        areas = (rule.area,) if rule.area else (TOTAL, *common_areas(left, right, project.areas_of))
        for area in areas:
            yield from _broken(rule, area, pages[rule.left], pages[rule.right])


def _broken(rule: Consistency, area: str, left: PageFigures, right: PageFigures) -> Iterator[Broken]:
    last = min(left.period, right.period)
    found: list[tuple[date, Known, Known]] = []
    for period in sorted(period for period in left.months.keys() & right.months.keys() if period <= last):
        one, other = left.find(rule.left_part, area, period), right.find(rule.right_part, area, period)
        if one is not None and other is not None and not is_kept(rule, one, other):
            found.append((period, one, other))
    if found:
        yield Broken(rule, area, *found[-1], earlier=len(found) - 1)


def exceeded_totals(project: Project, pages: Mapping[str, PageFigures]) -> Iterator[Exceeded]:
    """Totals that are less than their areas together; not where the project says that a case may be in several.

    Where an area is not known the others are asked: they too may have more than the total. Of money, which may be below
    nought, only all areas together say anything.
    """
    for indicator in project.indicators:
        page = pages.get(indicator.id)
        if page is None or not page.areas or indicator.area_cases == "several":
            continue
        for part in _parts(indicator):
            total = page.find(part, TOTAL, page.areas_period)
            known = [found for area in page.areas if (found := page.find(part, area, page.areas_period)) is not None]
            is_whole = len(known) == len(page.areas) or indicator.unit != "currency"
            if total is not None and is_whole and sum(known) > total:
                yield Exceeded(indicator, part, page.areas_period, sum(known), total)


def _parts(indicator: Indicator) -> tuple[Part, ...]:
    return ("numerator", "denominator") if indicator.is_ratio else ("numerator",)
