"""Kept figures: what a workbook was given while the records could tell it, and they no longer can.

An extract tells of today alone whose team or worker a case has. So the next month's extracts cannot tell this month's
areas, nor some totals at all: the figures in the workbook stand, as stored ones. Knows an officers' copy, what it was
built with, and the project's figures. Writes no cell.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from excel_scorecard.calendar import last_complete, months_after
from excel_scorecard.errors import Finding
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.figures.waist import says_nothing
from excel_scorecard.project import TOTAL, Indicator, Project
from excel_scorecard.revised import Said
from excel_scorecard.workbook.memory import Cells
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, held
from excel_scorecard.workbook.row_figures import figure_told, part_of, said_by


def with_kept(copy: OfficersCopy, project: Project, figures: Figures) -> Figures:
    """The project's figures, with the workbook's own in the place of those that the records cannot tell.

    They are the figures that it was built with, so that what officers typed over them is still seen as theirs; where it
    no longer knows, those that it shows.
    """
    pages = _pages(copy, project)
    kept = (figure for page, indicator in pages for figure in _kept(copy, page, indicator, figures))
    return figures.with_carried(project, kept)


def areas_apart(copy: OfficersCopy, project: Project, figures: Figures) -> Iterator[Finding]:
    """The pages whose areas stand as they were, while the records tell another total of the same month.

    Args:
        copy: the workbook.
        project: its project.
        figures: the project's own, without what the workbook keeps.

    """
    for page, indicator in _pages(copy, project):
        last = last_complete(copy.month, indicator.period_months)
        period = months_after(last, 1 - indicator.period_months)
        total, cells = figures.find(indicator.id, period), _months(page).get(last)
        if total is None or says_nothing(total) or cells is None:
            continue
        before = tuple(part_of(cells.get(f"monthly_{part}")) for part in ("numerator", "denominator"))
        now = (total.numerator, total.denominator if indicator.is_ratio else before[1])
        if now != before and any(figure.area != TOTAL for figure in _kept(copy, page, indicator, figures)):
            what = (
                f"the total of '{indicator.id}' has changed, and the records cannot tell its areas any more: they stand"
            )
            mend = "Say so in the commentary; extracts of the month's last day tell both."
            yield Finding("warning", copy.book.name, page.sheet.name, "R-AREAS", what, mend)


def _pages(copy: OfficersCopy, project: Project) -> Iterator[tuple[Page, Indicator]]:
    for indicator in project.indicators:
        page = copy.pages.get(indicator.id)
        if page is not None and page.text("unit") in {"", indicator.unit}:
            yield page, indicator


def _kept(copy: OfficersCopy, page: Page, indicator: Indicator, figures: Figures) -> Iterator[Figure]:
    length = indicator.period_months
    for last, cells in _months(page).items():
        yield from _figure(figures, indicator, months_after(last, 1 - length), TOTAL, cells, "monthly")
    period = months_after(last_complete(copy.month, length), 1 - length)
    for area, cells in _areas(page).items():
        yield from _figure(figures, indicator, period, area, cells, "breakdown")


def _figure(
    figures: Figures, indicator: Indicator, period: date, area: str, cells: Cells, table: str
) -> Iterator[Figure]:
    known = figures.find(indicator.id, period, area)
    if known is None or not known.is_untold:
        return
    supplied = cells.get(f"{table}_value")
    said = Said(
        numerator=part_of(cells.get(f"{table}_numerator")),
        denominator=part_of(cells.get(f"{table}_denominator")),
        supplied=supplied if isinstance(supplied, Decimal) else None,
    )
    note = str(cells.get(f"{table}_note") or "")
    if figure := figure_told(indicator, period, area, said, cells.get(f"{table}_status"), note):
        yield figure


def _months(page: Page) -> dict[date, Cells]:
    if page.memory is not None:
        return dict(page.memory.months)
    return {last: _cells(page, row, "monthly") for last, row in page.months.items()}


def _areas(page: Page) -> dict[str, Cells]:
    if page.memory is not None:
        return dict(page.memory.areas)
    return {area: _cells(page, row, "breakdown") for area, row in page.areas.items()}


def _cells(page: Page, row: int, table: str) -> Cells:
    said = said_by(page, row, table)
    others = (
        {role: held(page.cell(f"{table}_{role}", row)) for role in ("status", "note")} if table == "monthly" else {}
    )
    parts = {"numerator": said.numerator, "denominator": said.denominator, "value": said.supplied, **others}
    return {f"{table}_{role}": Decimal(part) if isinstance(part, int) else part for role, part in parts.items()}
