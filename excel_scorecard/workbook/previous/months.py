"""Months: the figures that an earlier workbook tells: history that the project has not, and what was said before.

Knows the tables of an officers' copy and the project's figures. Writes no cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from excel_scorecard.calendar import last_complete, month_label, months_after
from excel_scorecard.errors import Finding
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.figures.waist import says_nothing
from excel_scorecard.project import TOTAL, Indicator, Project
from excel_scorecard.revised import Said
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page
from excel_scorecard.workbook.row_figures import figure_of, part_of, said_by


@dataclass
class Months:
    """What was carried, what was said before by (indicator, last month of the period), and what there is to tell."""

    figures: list[Figure] = field(default_factory=list)
    said: dict[tuple[str, date], Said] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def carried_months(copy: OfficersCopy, project: Project, figures: Figures, month: date) -> Months:
    """The figures of an earlier workbook, or one of the same `month`, of which the project's own say nothing."""
    found = Months()
    for indicator in project.indicators:
        page = copy.pages.get(indicator.id)
        if page is None:
            continue
        unit = page.text("unit")
        if unit and unit != indicator.unit:
            what = f"'{indicator.id}' is measured in {unit} there, in {indicator.unit} now: its history is not carried"
            mend = "Give the earlier months in the new unit to the project, under history or figures."
            found.findings.append(_finding(copy, page.place("unit"), "P-UNIT", what, mend))
            continue
        _read_months(copy, page, indicator, figures, month, found)
        if copy.month == month:
            areas = project.areas_of(indicator)
            found.figures += _areas(copy, page, indicator, figures, areas)
    return found


def _read_months(
    copy: OfficersCopy, page: Page, indicator: Indicator, figures: Figures, month: date, found: Months
) -> None:
    length, odd = indicator.period_months, []
    for last, row in sorted(page.months.items()):
        if last > month or last_complete(last, length) != last:
            odd.append(month_label(last))
            continue
        now = said_by(page, row, "monthly")
        found.said[indicator.id, last] = _first(copy, page, last, month) or now
        period = months_after(last, 1 - length)
        known = figures.find(indicator.id, period)
        figure = figure_of(copy, page, indicator, period, TOTAL, now, row)
        if figure is not None and says_nothing(known):
            found.figures.append(figure)
    if odd:
        what = f"rows that are later, or no {indicator.frequency}, are not carried: {', '.join(odd)}"
        mend = "Type the figures into the project's files, if they hold."
        found.findings.append(_finding(copy, page.place("value"), "P-PERIOD", what, mend))


def _first(copy: OfficersCopy, page: Page, last: date, month: date) -> Said | None:
    """What a workbook of the same month remembers to have said first; of an earlier one, what it says now counts."""
    cells = page.memory.first.get(last) if page.memory and copy.month == month else None
    if cells is None:
        return None
    supplied = cells.get("supplied")
    return Said(
        numerator=part_of(cells.get("numerator")),
        denominator=part_of(cells.get("denominator")),
        supplied=supplied if isinstance(supplied, Decimal) else None,
    )


def _areas(
    copy: OfficersCopy, page: Page, indicator: Indicator, figures: Figures, areas: tuple[str, ...]
) -> Iterator[Figure]:
    """The areas' figures of the month, of which the project says nothing."""
    last = last_complete(copy.month, indicator.period_months)
    period = months_after(last, 1 - indicator.period_months)
    for area, row in page.areas.items():
        known = figures.find(indicator.id, period, area)
        if area not in areas or not says_nothing(known):
            continue
        if figure := figure_of(copy, page, indicator, period, area, said_by(page, row, "breakdown"), row):
            yield figure


def _finding(copy: OfficersCopy, place: str, code: str, what: str, mend: str) -> Finding:
    return Finding("warning", copy.book.name, place, code, what, mend)
