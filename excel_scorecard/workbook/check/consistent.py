"""Check, consistent figures: the project's rules between indicators, and areas beside their totals, with both cells.

Asks the cells as they stand. The rules are consistency.py's.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from excel_scorecard.calendar import period_label
from excel_scorecard.consistency import (
    Broken,
    Exceeded,
    PageFigures,
    broken_rules,
    exceeded_totals,
    figures_of,
)
from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import Value, address, quoted
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import NOT_IN_BREAKDOWN, TOTAL, Indicator, Project
from excel_scorecard.project.consistency import Part
from excel_scorecard.scorecard import MonthlyScorecard
from excel_scorecard.values import Known
from excel_scorecard.workbook.check.codes import finding
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, held, month_of, read_copy


def check_consistent(copy: OfficersCopy, project: Project) -> Iterator[Finding]:
    """The figures of a workbook that do not fit each other."""
    pages = {id_: _held(page, date1904=copy.book.date1904) for id_, page in copy.pages.items()}
    for broken in broken_rules(project, pages):
        yield _of_rule(copy, project, broken)
    for exceeded in exceeded_totals(project, pages):
        yield _of_areas(copy, exceeded)


def built_inconsistently(book: Workbook, scorecard: MonthlyScorecard, name: str) -> tuple[Finding, ...]:
    """The same of a workbook that was just filled, to be called `name`: its cells are read only where there is a need.

    What it holds otherwise than the scorecard, such as an officer's correction, is left to the check.
    """
    pages = figures_of(scorecard)
    if not [*broken_rules(scorecard.project, pages), *exceeded_totals(scorecard.project, pages)]:
        return ()
    return tuple(replace(each, file=name) for each in check_consistent(read_copy(book), scorecard.project))


def _held(page: Page, *, date1904: bool) -> PageFigures:
    """What a page's tables hold now."""
    shown = month_of(page.value("period" if page.layout.has("period") else "month"), date1904=date1904)
    areas = month_of(page.value("breakdown_month"), date1904=date1904) or shown
    return PageFigures(
        period=shown or date.min,
        months={month: _parts(page, "monthly", row) for month, row in page.months.items()},
        areas_period=areas or date.min,
        areas={area: _parts(page, "breakdown", row) for area, row in _areas(page).items()},
    )


def _areas(page: Page) -> dict[str, int]:
    """The rows of the areas; what is in none of them is no area."""
    return {area: row for area, row in page.areas.items() if area != NOT_IN_BREAKDOWN}


def _parts(page: Page, table: str, row: int) -> tuple[Known | None, Known | None]:
    return _figure(page.cell(f"{table}_numerator", row)), _figure(page.cell(f"{table}_denominator", row))


def _figure(value: Value) -> Known | None:
    figure = held(value)
    if not isinstance(figure, Decimal):
        return None
    return int(figure) if figure == figure.to_integral_value() else figure


def _of_rule(copy: OfficersCopy, project: Project, broken: Broken) -> Finding:
    rule = broken.rule
    left, right = project.indicator(rule.left), project.indicator(rule.right)
    where = _cell(copy.pages[left.id], rule.left_part, broken.area, broken.period)
    other = _cell(copy.pages[right.id], rule.right_part, broken.area, broken.period)
    period = period_label(broken.period, left.period_months)
    what = f"{_named(left, rule.left_part)} is {broken.left:,} in {period}"
    what += "" if broken.area == TOTAL else f", {broken.area}"
    what += f", and should be {rule.is_} {_named(right, rule.right_part)}, {broken.right:,} in {other}"
    what += f", give or take {rule.tolerance}" if rule.tolerance else ""
    what += f"; so in {broken.earlier} earlier periods too" if broken.earlier else ""
    return finding("C-CONSISTENT", copy.book.name, where, f"{what}. {rule.note}" if rule.note else what)


def _of_areas(copy: OfficersCopy, exceeded: Exceeded) -> Finding:
    page, i = copy.pages[exceeded.indicator.id], exceeded.indicator
    table = page.tables["Breakdown"].body
    column = page.column(f"breakdown_{exceeded.part}") or table.first_column
    rows = _areas(page).values()
    first, last = address(min(rows), column), address(max(rows), column)
    total = _cell(page, exceeded.part, TOTAL, exceeded.period)
    what = f"{_named(i, exceeded.part)}: the areas have {exceeded.areas:,} together ({first}:{last}) in "
    what += f"{period_label(exceeded.period, i.period_months)}, and the total is {exceeded.total:,} in {total}"
    return finding("C-AREAS", copy.book.name, f"{quoted(page.sheet.name)}!{first}", what)


def _named(indicator: Indicator, part: Part) -> str:
    """`To be visited (9 CP visits)`."""
    label = indicator.numerator_label if part == "numerator" else indicator.denominator_label
    return f"{label} ({indicator.number} {indicator.short})"


def _cell(page: Page, part: Part, area: str, period: date) -> str:
    """The cell of a figure."""
    table, row = ("monthly", page.months.get(period)) if area == TOTAL else ("breakdown", page.areas.get(area))
    column = page.column(f"{table}_{part}")
    at = "" if row is None or column is None else f"!{address(row, column)}"
    return f"{quoted(page.sheet.name)}{at}"
