"""Check, months: whether the workbook is of the month that it should be, and its figures by area of the page's.

That a page shows the summary's month is one of the Checks sheet's rules: texts.py asks it.
"""

from collections.abc import Iterator
from dataclasses import replace

from excel_scorecard.calendar import month_label
from excel_scorecard.errors import Finding
from excel_scorecard.project import Project
from excel_scorecard.workbook.check.codes import finding
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, month_of, place_of


def check_months(copy: OfficersCopy, project: Project | None) -> Iterator[Finding]:
    """Another month than the project is set to; figures by area of another period than the page shows."""
    wanted = project.scorecard.month if project else None
    if wanted is not None and wanted != copy.month:
        what = f"the workbook shows {month_label(copy.month)}, and the project is set to {month_label(wanted)}"
        place = place_of(copy.summary_sheet, copy.summary, "month")
        told = finding("C-MONTH", copy.book.name, place, what)
        # an earlier month's workbook is looked through too: only whoever sends it knows which it is to be
        yield replace(told, level="warning", mend="If this month is meant, nothing; or set `month` in the settings.")
    for page in copy.pages.values():
        yield from _areas(copy, page)


def _areas(copy: OfficersCopy, page: Page) -> Iterator[Finding]:
    shown, areas = (
        month_of(page.value(slot), date1904=copy.book.date1904)
        for slot in ("period" if page.layout.has("period") else "month", "breakdown_month")
    )
    if page.areas and shown and areas and shown != areas:
        what = f"the figures by area are of {month_label(areas)}, and the page shows {month_label(shown)}"
        yield finding("C-MONTH", copy.book.name, page.place("breakdown_month"), what)
