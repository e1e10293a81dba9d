"""Refresh: new figures, or a new month, in a workbook that officers have edited, in place and whole or not at all.

Knows the file: who has it open, its backup, and a folder that is kept in step with a server. What changes in the
workbook is renewal.py's.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from excel_scorecard.commentary import Commentary, read_commentary
from excel_scorecard.disk import NO_FILE, fingerprint, in_use, read_file, write_whole
from excel_scorecard.errors import Finding, ProjectError
from excel_scorecard.figures import read_figures
from excel_scorecard.one_area import one_area
from excel_scorecard.ooxml.ledger import Ledger
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import read_project
from excel_scorecard.scorecard import MonthlyScorecard
from excel_scorecard.synced import synced_root_on_this_machine
from excel_scorecard.workbook.build import check_ending
from excel_scorecard.workbook.officers_copy import read_copy
from excel_scorecard.workbook.refresh.changes import Change
from excel_scorecard.workbook.refresh.renewal import renew
from excel_scorecard.workbook.refresh.standing import Corrections


@dataclass(frozen=True)
class Refreshed:
    """A workbook that was refreshed.

    Attributes:
        path: the file that holds it now; the officers' own where nothing had to change.
        backup: where the file as it was lies; None where it was not written over.
        scorecard: what it says.
        changes: the cells that hold something else now.
        findings: what stands, what could not be done, what there is to read again.
        ledger: what became of each part.
        is_rolled: whether it shows a later month than before.
        is_written: whether anything was written.

    """

    path: Path
    backup: Path | None
    scorecard: MonthlyScorecard
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger
    is_rolled: bool
    is_written: bool


def refresh(
    workbook: Path,
    project: Path,
    *,
    month: date | None = None,
    corrections: Corrections = "stop",
    dry_run: bool = False,
    in_place: bool = False,
    output: Path | None = None,
    ledger: Path | None = None,
) -> Refreshed:
    """Put the project's figures into a workbook that officers have edited.

    Only the builder's cells change, and the values that hang on them; charts and lists follow. Texts that an officer
    has written stand, and so do her sheets, shapes, widths and formats. The file as it was is kept beside, with its
    date; in a folder that OneDrive or SharePoint keeps in step the result is a new file beside, unless `in_place`.

    Args:
        workbook: the officers' file.
        project: the project's folder, or its settings.
        month: the month to show, default the one that the workbook shows. A later one rolls it on: a row more for each
            new month, the texts become last month's, sign-offs and ratings by judgement are cleared.
        corrections: what becomes of figures that officers corrected and the project does not agree with: "stop" raises,
            "keep" lets them stand, "replace" takes the project's.
        dry_run: say what would change, and write nothing.
        in_place: write over the file even in a folder that is kept in step.
        output: another file for the result; the officers' stays as it is.
        ledger: a file for the ledger, as JSON where its name ends in .json.

    Raises:
        ProjectError, FindingsError: settings, figures or commentary are wrong, or the month is before the workbook's.
        CorrectionsStandError: officers' corrections are in the way; each is listed with both values.
        TemplateError: it is no finished scorecard, or a table cannot grow.
        WouldLoseEditsError: somebody saved the file while this ran.
        MachineError: it is open in Excel, the disk is full.

    """
    settings = read_project(project)
    if output is not None:
        check_ending(output)
    if not dry_run:
        in_use(workbook)
    content = read_file(workbook)
    book = Workbook(Package.from_bytes(content, workbook.name))
    copy = read_copy(book)
    at = max(month or copy.month, copy.month)
    figures, warnings = read_figures(settings, month=at)
    commentary = read_commentary(settings, at)
    if copy.memory is not None and copy.memory.area:
        # built by `build --each`: the area's figures are its total, and the whole's texts are not its own
        is_authority = copy.memory.slots.get("organisation") == copy.memory.area
        theirs = one_area(settings, figures, copy.memory.area, is_authority=is_authority)
        settings, figures, commentary = theirs.project, theirs.figures, Commentary(month=at)
    done = renew(copy, settings, figures, commentary, month, corrections)
    findings = (*settings.findings, *warnings, *commentary.findings, *done.findings)
    after = book.to_bytes()
    account = book.ledger()
    path, backup, is_written = workbook, None, False
    if not dry_run and (after != content or output is not None):
        path, backup = _write(workbook, content, after, output, in_place=in_place)
        is_written = True
    if ledger is not None and not dry_run:
        write_whole(ledger, account.written(as_json=ledger.suffix.lower() == ".json"))
    return Refreshed(path, backup, done.scorecard, done.changes, findings, account, done.is_rolled, is_written)


def _write(
    workbook: Path, before: bytes, after: bytes, output: Path | None, *, in_place: bool
) -> tuple[Path, Path | None]:
    """Write the result, after a backup where the officers' own file is written over. Returns both paths."""
    if output is not None and output.absolute() != workbook.absolute():
        if output.exists():
            mend = "Give another name with -o, or move that file away."
            raise ProjectError("there is a file of that name already", where=str(output), mend=mend)
        write_whole(output, after, replacing=NO_FILE)
        return output, None
    if output is None and not in_place and synced_root_on_this_machine(workbook.parent) is not None:
        beside = _free(workbook, "refreshed")
        write_whole(beside, after, replacing=NO_FILE)
        return beside, None
    backup = _free(workbook, "before refresh")
    write_whole(backup, before, replacing=NO_FILE)
    try:
        write_whole(workbook, after, replacing=fingerprint(before))
    except BaseException:
        with suppress(OSError):  # what went wrong first is what is told
            backup.unlink(missing_ok=True)  # the file is as it was, and needs none
        raise
    return workbook, backup


def _free(workbook: Path, word: str) -> Path:
    """A name beside the workbook that no file has: `scorecard (before refresh 2026-04-09 17.05).xlsx`."""
    stem = f"{workbook.stem} ({word} {datetime.now().astimezone():%Y-%m-%d %H.%M}"
    path, number = workbook.with_name(f"{stem}){workbook.suffix}"), 2
    while path.exists():
        path, number = workbook.with_name(f"{stem}, {number}){workbook.suffix}"), number + 1
    return path
