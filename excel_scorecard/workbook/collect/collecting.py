"""Collect: what officers have written into their copies of the workbook goes back into the project's files.

Texts, sign-off and ratings by judgement go into commentary/2015-09.toml, figures that were put right into
corrections.csv, by indicator wherever the officers have moved them. Writes both files or neither.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from excel_scorecard.calendar import month_name
from excel_scorecard.disk import fingerprint, in_use, read_file
from excel_scorecard.errors import Finding, ProjectError
from excel_scorecard.ooxml.ledger import Ledger
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.properties import read_core
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import Project, read_project
from excel_scorecard.workbook.as_built import as_built
from excel_scorecard.workbook.collect.agreement import ConflictError, merged_figures, merged_texts
from excel_scorecard.workbook.collect.into import merged_into
from excel_scorecard.workbook.collect.said import TextSaid, texts_said
from excel_scorecard.workbook.collect.said_figures import FigureSaid, figures_said
from excel_scorecard.workbook.collect.to_commentary import texts_to_write
from excel_scorecard.workbook.collect.to_corrections import corrections_to_write
from excel_scorecard.workbook.officers_copy import OfficersCopy, of_the_whole, read_copy
from excel_scorecard.workbook.stale import page_said
from excel_scorecard.workbook.write_together import ToWrite, write_together


@dataclass(frozen=True)
class Collected:
    """What was collected.

    Attributes:
        month: the month that the texts are of.
        workbooks: the files that were read, as messages call them.
        texts: the texts that were written, or would be; figures: likewise, a part each.
        files: the files that were written, or would be; none where all was known already.
        findings: what is worth a look.
        ledger: what became of each part of the master; None without one, or where it said all of it already.

    """

    month: date
    workbooks: tuple[str, ...]
    texts: tuple[TextSaid, ...]
    figures: tuple[FigureSaid, ...]
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger | None = None


@dataclass(frozen=True)
class Said:
    """What one copy says; `said_by` and `said_on` who saved it last, and when, where the file tells."""

    file: str
    month: date
    texts: tuple[TextSaid, ...]
    figures: tuple[FigureSaid, ...]
    said_by: str
    said_on: date | None
    beside: Mapping[str, str]
    """By indicator, what the page showed when it was written: `86%, Amber, Sep-15`."""


def collect(
    workbooks: Sequence[Path],
    project: Path,
    *,
    into: Path | None = None,
    replace_texts: bool = False,
    dry_run: bool = False,
) -> Collected:
    """Read back what officers have written into copies of one built workbook.

    Args:
        workbooks: the copies; several are merged, each against what it was built with.
        project: the project's folder, or its settings file.
        into: a workbook into whose cells the merge is written too; what stands in it counts as one more copy.
        replace_texts: where the project's file has come to say something else since the workbook was built, let the
            workbook's text take its place.
        dry_run: write nothing.

    Raises:
        ConflictError: the same thing was changed to something else in two places; all of them are listed.
        ProjectError, FindingsError: the project cannot be read; the workbooks are of different months, or of another
            project.
        TemplateError: a workbook cannot be read, or is no finished scorecard.
        WouldLoseEditsError: a file was saved while this ran.
        MachineError: a file cannot be read or written. In each case nothing was written.

    """
    settings = read_project(project)
    if into is not None and not dry_run:
        in_use(into)
    findings: list[Finding] = []
    paths = list(dict.fromkeys([*workbooks, *([into] if into else [])]))
    names = shown_names(paths)
    blobs = {path: read_file(path) for path in paths}
    books = {path: Workbook(Package.from_bytes(blob, path.name)) for path, blob in blobs.items()}
    said = [_said(of_the_whole(read_copy(book)), names[path], settings, findings) for path, book in books.items()]
    month = _one_month(said)
    texts, conflicts = merged_texts(each for one in said for each in one.texts)
    figures, more = merged_figures(each for one in said for each in one.figures)
    if conflicts or more:
        raise ConflictError([*conflicts, *more])
    unchanged = [each for one in said for each in one.texts if not each.is_theirs]
    of_texts = texts_to_write(settings, month, texts, unchanged, findings, replace_texts=replace_texts)
    of_figures = corrections_to_write(
        settings, month, figures, {one.file: (one.said_by, one.said_on) for one in said}, findings
    )
    to_write: list[ToWrite] = []
    ledger: Ledger | None = None
    if into is not None:
        merged = merged_into(books[into], settings, texts, figures, {one.file: one.beside for one in said})
        if merged is not None:
            to_write.append(ToWrite(into, merged, fingerprint(blobs[into])))
            ledger = books[into].ledger()
    to_write += [*of_figures.files, *of_texts.files]
    if not dry_run:
        write_together(to_write)
    return Collected(
        month=month,
        workbooks=tuple(one.file for one in said),
        texts=of_texts.texts,
        figures=of_figures.figures,
        files=tuple(each.path for each in to_write),
        findings=tuple(findings),
        ledger=ledger,
    )


def shown_names(paths: Sequence[Path]) -> dict[Path, str]:
    """How each file is called: by its name, or by its path where two have the same."""
    names = [path.name.casefold() for path in paths]
    shown = {path: path.name if names.count(path.name.casefold()) == 1 else str(path) for path in paths}
    # a name that is no text, which Linux allows, can stand in no file
    return {path: name.encode("utf-8", "replace").decode() for path, name in shown.items()}


def _said(copy: OfficersCopy, file: str, project: Project, findings: list[Finding]) -> Said:
    found: list[Finding] = []
    indicators = {indicator.id: indicator for indicator in project.indicators}
    unknown = [id_ for id_ in copy.pages if id_ not in indicators]
    if len(unknown) == len(copy.pages):
        what = f"the workbook is of another project: it has no indicator of this one, but {', '.join(unknown[:3])}"
        mend = f"Name the project that it was built from; this one has {', '.join(list(indicators)[:3])}."
        raise ProjectError(f"{what}.", where=file, mend=mend)
    built = as_built(copy, project, found)
    for id_ in unknown:
        what = f"there is no indicator '{id_}' in {project.settings_file} any more: nothing of its sheet is collected"
        _tell(copy, found, copy.pages[id_].sheet.name, "K-UNKNOWN", what, "Copy what is still needed by hand.")
    for id_ in copy.missing:
        what = f"the sheet of '{id_}' is gone from the workbook: nothing of it is collected"
        _tell(copy, found, copy.summary.sheet, "K-SHEET", what, "Nothing, if it was deleted on purpose.")
    for name in copy.copies:
        what = "the sheet is an officer's copy of an indicator's: what is written on it is not collected"
        _tell(copy, found, name, "K-COPY", what, "Write what is to be kept on the indicator's own sheet.")
    texts = [replace(each, file=file) for each in texts_said(copy, built, indicators, found)]
    figures = [replace(each, file=file) for each in figures_said(copy, built, project, found)]
    month = _month(copy, built.month, found)
    findings += [replace(each, file=file) for each in found]
    core = read_core(copy.book.package)
    # whoever corrected a figure of the page wrote of the corrected one
    corrected = {figure.of for figure in figures}
    pages = ((id_, page) for id_, page in copy.pages.items() if id_ in indicators and id_ not in corrected)
    beside = {id_: page_said(page, indicators[id_]) for id_, page in pages}
    return Said(file, month, tuple(texts), tuple(figures), *_saved(core), beside)


def _tell(copy: OfficersCopy, found: list[Finding], sheet: str, code: str, what: str, mend: str) -> None:
    found.append(Finding("warning", copy.book.name, sheet, code, what, mend))


def _month(copy: OfficersCopy, built: date, found: list[Finding]) -> date:
    """The month that the texts are of: the one that was built, or a later one that officers have gone on to."""
    if copy.month == built:
        return built
    is_next = copy.month > built
    month = copy.month if is_next else built
    what = (
        f"the summary shows {month_name(copy.month)}, and the workbook was built for {month_name(built)}: "
        f"what is written in it is collected for {month_name(month)}"
    )
    mend = "Set the month on the summary, and collect again, if it is another's."
    _tell(copy, found, copy.summary.sheet, "K-MONTH", what, mend)
    return month


def _one_month(said: Sequence[Said]) -> date:
    months: dict[date, str] = {}
    for one in said:
        months.setdefault(one.month, one.file)
    if len(months) > 1:
        listed = "; ".join(f"{file} is of {month_name(month)}" for month, file in sorted(months.items()))
        mend = "Collect the workbooks of one month at a time."
        raise ProjectError(f"the workbooks are of different months: {listed}.", where=said[0].file, mend=mend)
    return said[0].month


def _saved(core: Mapping[str, str]) -> tuple[str, date | None]:
    """Who saved a workbook last, and on which day; a build says neither."""
    by, modified = core.get("lastModifiedBy", "").strip(), core.get("modified", "")
    if not by or modified == core.get("created", ""):
        return by, None
    try:
        return by, datetime.fromisoformat(modified).date()
    except ValueError:
        return by, None
