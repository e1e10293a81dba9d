"""Page changes: a finished workbook's sheets when the project has new indicators, other numbers, or some fewer.

A new indicator's sheet is made from the template as in a build, and brought in. Knows sheets; fills none of the
officers'.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from excel_scorecard.brand.shipped import find_template
from excel_scorecard.calendar import month_label
from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.workbook import Workbook, sheet_name
from excel_scorecard.project import Indicator, Project
from excel_scorecard.scorecard import MonthlyScorecard
from excel_scorecard.workbook.edits import DROPPED
from excel_scorecard.workbook.fill import fill
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, read_copy


def add_pages(
    copy: OfficersCopy, settings: Project, judge: Callable[[], MonthlyScorecard]
) -> tuple[OfficersCopy, list[Finding]]:
    """Bring in a sheet for every indicator of the project that the workbook has none of and was not built with.

    `judge` gives the project's scorecard; it is asked where there is such an indicator.

    Returns: the copy as it stands then, with the new pages, and what there is to tell.
    """
    there = {*copy.pages, *copy.missing, *(copy.memory.elsewhere if copy.memory else ())}
    if all(indicator.id in there for indicator in settings.indicators):
        return copy, []
    scorecard = judge()
    new = [page for page in scorecard.pages if page.indicator.id not in there]
    template = Workbook.open(find_template(settings.scorecard.template, settings.folder))
    fresh = read_copy(fill(template, scorecard).workbook)
    book = copy.book
    ours = {copy.summary.sheet.casefold(): copy.summary.sheet}
    sheets = {fresh.summary.sheet: ours.get(fresh.summary.sheet.casefold(), copy.summary.sheet)}
    tables = {fresh.summary.tables["Summary"].name: copy.summary.tables["Summary"].name}
    findings = []
    for page in new:
        source = fresh.pages[page.indicator.id]
        name = sheet_name(f"{page.indicator.number} {page.indicator.short}", book.sheet_names())
        book.adopt_sheet(source.sheet, name, _place(copy, settings, page.indicator), tables, sheets)
        what = f"'{page.indicator.title}' is new in the project: the sheet {name} was added"
        findings.append(Finding("warning", book.name, name, "R-NEW", what, "Write its commentary."))
    known = {page.indicator.id: fresh.pages[page.indicator.id] for page in new}
    now = read_copy(book)
    pages = {
        id_: Page(id_, page.sheet, page.layout, (known.get(id_) or copy.pages[id_]).memory)
        for id_, page in now.pages.items()
    }
    return replace(
        now, memory=copy.memory, pages=pages, missing=copy.missing, has_forgotten=copy.has_forgotten
    ), findings


def _place(copy: OfficersCopy, project: Project, indicator: Indicator) -> int:
    """After the page of the nearest indicator before it in the project, wherever officers have moved that."""
    order = [other.id for other in project.indicators]
    names = copy.book.sheet_names()
    before = [id_ for id_ in order[: order.index(indicator.id)] if id_ in copy.pages]
    if before:
        return names.index(copy.pages[before[-1]].sheet.name) + 1
    return min(names.index(page.sheet.name) for page in copy.pages.values())


def arrange_pages(copy: OfficersCopy, project: Project) -> tuple[dict[str, str], bool]:
    """Renumbered indicators: sheets that still have the name and order that we gave get the new ones.

    Returns: by indicator, the name that a sheet would have from now on, whether an officer has renamed it or not; and
        whether a sheet was renamed or moved.
    """
    book, names = copy.book, dict[str, str]()
    before = book.sheet_names()
    for indicator in project.indicators:
        page = copy.pages.get(indicator.id)
        if page is None:
            continue
        given = page.memory.sheet if page.memory else page.sheet.name
        wanted = f"{indicator.number} {indicator.short}"
        names[indicator.id] = given
        was = _number(page)
        if page.memory is None or (was == indicator.number and given.startswith(f"{was} ")):
            continue
        others = [name for name in book.sheet_names() if name != page.sheet.name]
        wanted = sheet_name(wanted, others)
        if page.sheet.name == given and wanted != given:
            book.rename_sheet(given, wanted)
        names[indicator.id] = wanted
    _reorder(copy, project)
    return names, book.sheet_names() != before


def _number(page: Page) -> str:
    return page.memory.number if page.memory else page.text("number")


def _reorder(copy: OfficersCopy, project: Project) -> None:
    """The pages in the project's new order, in the places that they have, unless officers have chosen one."""
    if copy.memory is None:
        return
    built = [id_ for id_ in copy.memory.pages if id_ in copy.pages]
    now = [id_ for id_ in copy.pages if id_ in copy.memory.pages]
    wanted = [indicator.id for indicator in project.indicators if indicator.id in built]
    if now != built or wanted == [id_ for id_ in built if id_ in wanted]:
        return
    names = copy.book.sheet_names()
    places = sorted(names.index(copy.pages[id_].sheet.name) for id_ in wanted)
    for id_, place in zip(wanted, places, strict=True):
        copy.book.move_sheet(copy.pages[id_].sheet.name, place)


def dropped(copy: OfficersCopy, project: Project) -> dict[str, Page]:
    """The pages of indicators that the project no longer has."""
    ids = {indicator.id for indicator in project.indicators}
    return {id_: page for id_, page in copy.pages.items() if id_ not in ids}


def mark_dropped(pages: Mapping[str, Page], book: str, month: date) -> list[Finding]:
    """Say on the page of each that it is no longer in the scorecard. Its sheet, and what officers wrote, stays."""
    findings = []
    for page in pages.values():
        if page.layout.has("heading"):
            text = page.text("heading")
            if DROPPED not in text:
                for place in page.layout.slots["heading"]:
                    page.sheet.write(*place, f"{text} {DROPPED} since {month_label(month)})")
        what = f"'{page.text('title') or page.id}' is no longer in the project: its sheet stays, and says so"
        mend = "Delete the sheet when nobody needs it."
        findings.append(Finding("warning", book, page.sheet.name, "R-DROPPED", what, mend))
    return findings
