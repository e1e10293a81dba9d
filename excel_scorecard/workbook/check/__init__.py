"""Check: what is still to do before a workbook is sent round, or before one is built from a project.

Puts the families of checks together, each in its file: the officers' texts, the figures, what texts quote, small
numbers, the workbook's own machinery. Changes nothing. The codes are codes.py's.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from excel_scorecard.commentary import read_commentary
from excel_scorecard.errors import Finding, FindingsError, ProjectError
from excel_scorecard.figures import read_figures
from excel_scorecard.ooxml.cells import address, quoted
from excel_scorecard.ooxml.lint import lint
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import Project, read_project
from excel_scorecard.settings_file import SettingsError
from excel_scorecard.workbook.build import report_month
from excel_scorecard.workbook.check.machinery import check_machinery
from excel_scorecard.workbook.check.months import check_months
from excel_scorecard.workbook.check.project_figures import check_project_figures
from excel_scorecard.workbook.check.quotations import check_quoted
from excel_scorecard.workbook.check.signals import check_signals
from excel_scorecard.workbook.check.small import check_small
from excel_scorecard.workbook.check.texts import check_texts
from excel_scorecard.workbook.officers_copy import OfficersCopy, of_the_whole, read_copy

__all__ = ["check"]

PROFILE: Final = "committee"
NOT_PRINTED: Final = ("checks_text", "stale", "written_for", "last_month_text", "revised_text")
MOST_WARNINGS: Final = 3  # of one code of lint's: a template's own margins are told of each of its sheets


def check(target: Path, project: Path | None = None) -> tuple[Finding, ...]:
    """What is to do before a workbook is sent round; of a project's folder what is wrong with it.

    Args:
        target: a workbook that was built, as the officers have it; or a project's folder, or its scorecard.toml.
        project: the workbook's project: then its figures are held against the workbook's too.

    Returns: findings, those of the officers' texts and figures first, by sheet; then what lint finds for a committee
        paper, of one code at most a few.

    Raises:
        TemplateError: the workbook is no finished scorecard.
        ProjectError, FindingsError: the project's settings, figures or commentary are wrong, where `target` is a
            workbook.
        MachineError: a file cannot be read.

    """
    if target.is_dir() or target.suffix.casefold() == ".toml":
        return tuple(_of_project(target))
    book = Workbook.open(target)
    copy = read_copy(book)
    settings = None
    if project is not None:
        of_the_whole(copy)
        settings = read_project(project)
    found = [*check_texts(copy, settings), *check_quoted(copy, settings), *check_months(copy, settings)]
    found += [*check_signals(copy), *check_small(copy)]
    if settings is not None:
        found += check_project_figures(copy, settings)
    found += check_machinery(copy)
    order = {page.sheet.name: place for place, page in enumerate(copy.pages.values(), 1)}
    found.sort(key=lambda each: order.get(_sheet(each), 0))
    meant = set(_beside_the_page(copy))
    linted = (each for each in lint(target, PROFILE) if not (each.code == "P-AREA" and each.place in meant))
    return (*found, *_few(linted))


def _beside_the_page(copy: OfficersCopy) -> Iterator[str]:
    """The cells that are for the officers alone, and are not to print."""
    pages = ((page.sheet.name, page.layout) for page in copy.pages.values())
    for sheet, layout in ((copy.summary.sheet, copy.summary), *pages):
        for slot in NOT_PRINTED:
            yield from (f"{quoted(sheet)}!{address(*place)}" for place in layout.slots.get(slot, ()))
    placed = copy.lists.get("Commentary")
    if placed is not None:
        table = copy.book.sheet(placed.sheet).table(placed.tables["Commentary"].name)
        if "commentary_last_month" in placed.tables["Commentary"].columns:
            column = placed.tables["Commentary"].sheet_column("commentary_last_month")
            yield f"{quoted(placed.sheet)}!{address(table.header.first_row, column)}"


def _sheet(each: Finding) -> str:
    sheet, _, _ = each.place.rpartition("!")
    return sheet.strip("'").replace("''", "'")


def _few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """All errors, and of each code of warnings the first few; the others are counted."""
    by_code: dict[str, list[Finding]] = {}
    for each in findings:
        by_code.setdefault(each.code, []).append(each)
    for code, alike in by_code.items():
        if alike[0].level == "error" or len(alike) <= MOST_WARNINGS:
            yield from alike
            continue
        first = alike[0]
        what = f"{first.what}; and {len(alike) - 1} more of the same"
        yield Finding(first.level, first.file, first.place, code, what, first.mend)


# ---- a project -------------------------------------------------------------------------------------------------------


def _of_project(folder: Path) -> Iterator[Finding]:
    """Settings, figures and commentary, each read as far as the one before it allows."""
    try:
        settings = read_project(folder)
        yield from settings.findings
        yield from _figures_and_texts(settings)
    except FindingsError as error:
        yield from error.findings
    except SettingsError as error:
        yield from (_of_error(problem) for problem in error.problems)
    except ProjectError as error:
        yield _of_error(error)


def _figures_and_texts(settings: Project) -> Iterator[Finding]:
    figures, findings = read_figures(settings)
    yield from findings
    yield from read_commentary(settings, report_month(settings, figures)).findings


def _of_error(error: ProjectError) -> Finding:
    return Finding("error", error.where, "settings", "C-PROJECT", error.what, error.mend)
