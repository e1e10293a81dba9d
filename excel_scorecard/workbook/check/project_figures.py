"""Check, the project's figures: whether each figure and target of the workbook is what the project says by now."""

from collections.abc import Iterator, Mapping
from datetime import date

from excel_scorecard.commentary import read_commentary
from excel_scorecard.comparators import with_comparators
from excel_scorecard.errors import Finding
from excel_scorecard.figures import read_figures
from excel_scorecard.ooxml.cells import Input, address, quoted
from excel_scorecard.project import Project
from excel_scorecard.scorecard import IndicatorPage, make_scorecard
from excel_scorecard.workbook.check.codes import finding
from excel_scorecard.workbook.edits import Edit
from excel_scorecard.workbook.kept_figures import with_kept
from excel_scorecard.workbook.memory import Held
from excel_scorecard.workbook.noted import as_held_by_cell
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, held


def check_project_figures(copy: OfficersCopy, project: Project) -> Iterator[Finding]:
    """The figures and targets that differ from the project's, and what is wrong with the project's own.

    Raises:
        ProjectError, FindingsError: figures or commentary cannot be used.

    """
    figures, findings = read_figures(project, month=copy.month)
    figures = with_kept(copy, project, figures)
    project, compared = with_comparators(project, copy.month)
    yield from (*project.findings, *findings, *compared)
    since = {id_: min(page.months) for id_, page in copy.pages.items() if page.months}
    scorecard = make_scorecard(project, figures, read_commentary(project, copy.month), copy.month, since=since)
    for page in scorecard.pages:
        now = copy.pages.get(page.indicator.id)
        if now is not None:
            yield from _page(copy, now, page)


def _page(copy: OfficersCopy, now: Page, page: IndicatorPage) -> Iterator[Finding]:
    for row in page.months:
        f = row.figures
        if f.month in now.months:
            said: dict[str, Input] = {
                "monthly_numerator": f.numerator,
                "monthly_denominator": f.denominator,
                "monthly_target": f.target,
                "monthly_target_upper": f.target_upper,
            }
            if row.is_supplied:
                said["monthly_value"] = row.value
            yield from _row(copy, now, f.month, now.months[f.month], said)
    shown = now.value("breakdown_month")
    if page.areas and (not now.layout.has("breakdown_month") or held(shown) == as_held_by_cell(page.judgement.period)):
        for area in page.areas:
            if area.area in now.areas:
                parts = {"breakdown_numerator": area.numerator, "breakdown_denominator": area.denominator}
                yield from _row(copy, now, area.area, now.areas[area.area], parts)


def _row(copy: OfficersCopy, now: Page, key: date | str, row: int, said: Mapping[str, Input]) -> Iterator[Finding]:
    for role, value in said.items():
        column = now.column(role)
        if column is None or now.sheet.formula(row, column) is not None:
            continue
        here, there = held(now.sheet.read(row, column)), as_held_by_cell(value)
        if here != there:
            edit = Edit("figure", role, row, column, key, there, here)
            what = f"the {edit.of} is {_shown(here)} here, and {_shown(there)} in the project"
            yield finding("C-DIFFERS", copy.book.name, f"{quoted(now.sheet.name)}!{address(row, column)}", what)


def _shown(value: Held) -> str:
    return "nothing" if value is None else value if isinstance(value, str) else f"{value.normalize():f}"
