"""Template check: what a template has, lacks and gets wrong, before it is used; and whether a project fits into it.

Collects the rules of template_names.py, template_tables.py, template_charts.py and template_looks.py, and what is wrong
with the workbook as a whole. Changes nothing: the trial of a project is filled in memory.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from excel_scorecard.errors import Finding, FindingsError, Level, TemplateError
from excel_scorecard.ooxml.looks import Looks
from excel_scorecard.ooxml.lost import lose_references
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.owned import TAKE_IT_OFF, why_not_copied
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.threads import left_behind
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.describe import overview
from excel_scorecard.workbook.examined import Examined
from excel_scorecard.workbook.fill import fill, left_behind_finding, lost_finding, pattern_for
from excel_scorecard.workbook.layout import SLOTS, check_pattern, check_summary, survey
from excel_scorecard.workbook.template_charts import check_charts
from excel_scorecard.workbook.template_looks import check_looks
from excel_scorecard.workbook.template_names import COLUMNS, check_names
from excel_scorecard.workbook.template_tables import check_tables

RATIO_PATTERNS = ("percentage", "rate", "average", "days", "currency")
"""Patterns whose units have a denominator, as far as their names tell; a project says it of each indicator."""
UNIT_PATTERNS = (*RATIO_PATTERNS, "count", "amount")
SIBLINGS = ("_many", "_total")


@dataclass(frozen=True)
class Checked:
    """A template that was looked at: what it has, a line a sheet, and what it lacks and gets wrong."""

    has: tuple[str, ...]
    findings: tuple[Finding, ...]


def check_template(template: Path, project: Path | None = None) -> Checked:
    """What a template has and what is wrong with it, and what stands in the way of a project to be filled into it.

    Args:
        template: the workbook.
        project: a project's folder, or its scorecard.toml: then every indicator is tried too.

    Returns: findings by sheet; a file that cannot be a template has nothing, and is one finding.

    Raises:
        TemplateError: there is no such file.
        ProjectError, FindingsError: the project's settings, figures or commentary are wrong.
        MachineError: a file cannot be read.

    """
    try:
        book = Workbook(Package.open(template))
    except TemplateError as error:
        if not template.is_file():
            raise
        return Checked((), (Finding("error", template.name, "the file", "T-FILE", error.what, error.mend),))
    found = list(_findings(book, used=_used_patterns(project)))
    if project is not None:
        found += _trial(book, project, known=found)
    return Checked(tuple(overview(book)), tuple(dict.fromkeys(found)))


def counts(findings: Sequence[Finding]) -> str:
    """The last line of a check: `1 error, 3 warnings.`, or that nothing was found."""
    if not findings:
        return "Nothing to mend."
    numbers = {level: sum(f.level == level for f in findings) for level in ("error", "warning")}
    return ", ".join(f"{n} {level}{'' if n == 1 else 's'}" for level, n in numbers.items()) + "."


def _findings(book: Workbook, used: frozenset[str]) -> Iterator[Finding]:
    yield from _workbook(book)
    looks = Looks(book)
    surveyed = [(sheet, *survey(book, sheet)) for sheet in book.sheets()]
    examined = [Examined(book, sheet, layout, looks) for sheet, layout, _ in surveyed]
    yield from _sheets(book, examined)
    for it, (_, layout, broken) in zip(examined, surveyed, strict=True):
        yield from broken
        if layout.is_pattern:
            yield from _pattern(it, used)
            yield from check_pattern(book, layout, is_ratio=_plain_name(layout.sheet) in RATIO_PATTERNS)
        if layout.is_summary:
            yield from check_summary(book, layout)
        for rules in (check_names, check_tables, check_charts, check_looks):
            yield from rules(it)


# ---- the workbook as a whole -----------------------------------------------------------------------------------------


def _of_the_book(book: Workbook, level: Level, code: str, what: str, mend: str) -> Finding:
    return Finding(level, book.name, "the workbook", code, what, mend)


def _workbook(book: Workbook) -> Iterator[Finding]:
    if book.date1904:
        what = "the workbook counts its days from 1904: dates pasted into it from other workbooks are four years late"
        mend = "File > Options > Advanced, When calculating this workbook: take off Use 1904 date system."
        yield _of_the_book(book, "warning", "T-1904", what, mend)
    names = {sheet.casefold() for sheet in book.sheet_names()}
    for name, reference in book.names.global_names().items():
        found = area_of(reference)
        if name in SLOTS | COLUMNS and (found is None or found[0].casefold() not in names):
            what = f"the name {name} refers to {reference or 'nothing'}, which is no cell of a sheet"
            mend = "In Excel's Name Manager let it refer to its cell, or delete it."
            yield _of_the_book(book, "warning", "T-NAME", what, mend)


def _sheets(book: Workbook, examined: Sequence[Examined]) -> Iterator[Finding]:
    summaries = [it.sheet.name for it in examined if it.layout.is_summary]
    if not summaries:
        mend = "On the summary sheet insert a table, call it Summary, and name its headings summary_value and so on."
        yield _of_the_book(book, "error", "T-SUMMARY", "no summary: no table whose name begins with Summary", mend)
    if len(summaries) > 1:
        what = f"{len(summaries)} summaries ({', '.join(summaries)}): only the first is filled"
        yield _of_the_book(book, "error", "T-SUMMARY", what, "Rename the tables of the others, or delete them.")
    patterns = [it.sheet.name for it in examined if it.layout.is_pattern]
    lost = lose_references(book.copy(), patterns)
    if lost:
        yield lost_finding(book, lost)
    if not patterns:
        mend = "Add a sheet called percentage with a cell named indicator_id and a table Monthly."
        yield _of_the_book(book, "error", "T-PATTERN", "no pattern sheet: nothing to make an indicator's page of", mend)


def _plain_name(sheet: str) -> str:
    name = sheet.casefold()
    return next((name.removesuffix(ending) for ending in SIBLINGS if name.endswith(ending)), name)


def _pattern(it: Examined, used: frozenset[str]) -> Iterator[Finding]:
    name = it.sheet.name
    if _plain_name(name) not in UNIT_PATTERNS and name.casefold() not in used:
        what = f'no unit has a pattern called {name!r}: only an indicator with pattern = "{name}" is made of it'
        mend = f"Call the sheet by its unit, {', '.join(UNIT_PATTERNS)}, unless that is meant."
        yield it.warning("", "T-UNIT", what, mend)
    held = why_not_copied(it.book.package, it.sheet.part)
    if held is not None:
        yield it.error("", "T-COPY", f"the sheet cannot be copied, because it holds {held}", TAKE_IT_OFF)
    left = left_behind(it.book.package, it.sheet.part)
    if left:
        yield left_behind_finding(it.book, name, left)


# ---- a project -------------------------------------------------------------------------------------------------------


def _used_patterns(project: Path | None) -> frozenset[str]:
    """The patterns that a project's indicators ask for, and their siblings, in lower case."""
    if project is None:
        return frozenset()
    from excel_scorecard.project import read_project

    asked = {indicator.pattern.casefold() for indicator in read_project(project).indicators}
    return frozenset(asked | {f"{name}{ending}" for name in asked for ending in SIBLINGS})


def _trial(book: Workbook, project: Path, known: Sequence[Finding]) -> Iterator[Finding]:
    """Fill the project into a copy: each indicator's pattern first, then all of it."""
    from excel_scorecard.commentary import read_commentary
    from excel_scorecard.comparators import with_comparators
    from excel_scorecard.figures import read_figures
    from excel_scorecard.project import read_project
    from excel_scorecard.scorecard import make_scorecard
    from excel_scorecard.workbook.build import report_month

    settings = read_project(project)
    figures, findings = read_figures(settings)
    yield from findings
    month = report_month(settings, figures)
    settings, _ = with_comparators(settings, month)  # what is old is not the template's
    commentary = read_commentary(settings, month)
    yield from commentary.findings
    scorecard = make_scorecard(settings, figures, commentary, month)
    layouts = {sheet.name: survey(book, sheet)[0] for sheet in book.sheets()}
    patterns = [name for name, layout in layouts.items() if layout.is_pattern]
    lacking = False
    for page in scorecard.pages:
        try:
            pattern_for(book, page, patterns, layouts)
        except TemplateError as error:
            lacking = True
            yield _of_the_book(book, "error", "T-PATTERN", error.what, error.mend)
    if lacking or any(f.level == "error" for f in known):
        return  # what stands in the way is told already
    try:
        yield from fill(book.copy(), scorecard).findings
    except FindingsError as error:
        yield from error.findings
    except TemplateError as error:
        yield Finding("error", book.name, error.where, "T-FILL", error.what, error.mend)
