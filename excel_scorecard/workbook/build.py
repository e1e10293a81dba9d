"""Build: the whole way from a project's folder to the month's workbook on disk.

Reads and checks everything, then writes the file in one move: a build that fails leaves the old file as it was.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from excel_scorecard.brand.shipped import find_template
from excel_scorecard.commentary import read_commentary
from excel_scorecard.disk import NO_FILE, fingerprint, fingerprint_of, read_file, write_whole
from excel_scorecard.errors import Finding, ProjectError, ScorecardError, WouldLoseEditsError
from excel_scorecard.figures import Figures, read_figures
from excel_scorecard.ooxml.ledger import Ledger
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import Project, read_project
from excel_scorecard.records import Account
from excel_scorecard.scorecard import MonthlyScorecard, make_scorecard
from excel_scorecard.workbook.fill import fill
from excel_scorecard.workbook.previous import read_previous


@dataclass(frozen=True)
class Built:
    """A workbook that was built: where it lies, what it says, and the warnings."""

    path: Path
    scorecard: MonthlyScorecard
    findings: tuple[Finding, ...]
    ledger: Ledger
    """What became of each part of the template."""
    account: Account | None = None
    """What became of the records that figures were counted from."""


def build(
    project: Path,
    *,
    month: date | None = None,
    output: Path | None = None,
    overwrite: bool = False,
    ledger: Path | None = None,
    previous: Path | None = None,
) -> Built:
    """Build the month's workbook of the project in the folder `project`.

    Args:
        project: the folder, or its scorecard.toml.
        month: the first day of the month to show; default the project's, else the latest month with figures.
        output: the file to write; default `scorecard-<folder>-<month>.xlsx` in the current folder.
        overwrite: replace `output` even where somebody has saved it since it was built.
        ledger: a file for the ledger, part by part: as JSON where its name ends in .json, else as text.
        previous: an earlier workbook whose texts and history are carried, for a new template; what cannot be carried is
            listed among the findings.

    Raises:
        ProjectError, FindingsError: settings, figures or commentary are wrong, or `previous` is of a later month;
            nothing was written.
        TemplateError: the template cannot be read, or does not fit the project.
        WouldLoseEditsError: `output` was saved since it was built, and `overwrite` is not given; or while this ran; or
            it is `previous`.
        MachineError: a file cannot be read or written.

    """
    settings = read_project(project)
    figures, findings = read_figures(settings, month=month)
    at = month or report_month(settings, figures)
    commentary = read_commentary(settings, at)
    carried = read_previous(previous, settings, figures, commentary, at) if previous else None
    if carried is not None:
        figures, commentary, findings = carried.figures, carried.commentary, findings + carried.findings
    published, last_texts = (carried.published, carried.last_texts) if carried else (None, {})
    scorecard = make_scorecard(settings, figures, commentary, at, published=published, last_texts=last_texts)
    path = output or Path(usual_name(settings.folder, at))
    if path.is_dir():
        raise ProjectError("the output is a folder", where=str(path), mend="Give a file's name ending in .xlsx.")
    if previous is not None and path.resolve() == previous.resolve():
        what, mend = "the new workbook would take the place of the one it takes over from", "Give another name with -o."
        raise WouldLoseEditsError(what, where=str(path), mend=mend)
    check_ending(path)
    there = fingerprint_of(path) if overwrite else refuse_to_lose_edits(path)
    template = Workbook.open(find_template(settings.scorecard.template, settings.folder))
    filled = fill(template, scorecard)
    if carried is not None:
        findings += carried.finish(filled.workbook)
    filled.workbook.save(path, replacing=there)
    done = filled.workbook.ledger()
    if ledger is not None:
        write_whole(ledger, done.written(as_json=ledger.suffix.lower() == ".json"))
    found = settings.findings + findings + commentary.findings + filled.findings
    return Built(path=path, scorecard=scorecard, findings=found, ledger=done, account=figures.account)


def check_ending(path: Path) -> None:
    """Raise ProjectError for a name that does not end in .xlsx: Excel would warn of what is in it."""
    if path.suffix.lower() != ".xlsx":
        raise ProjectError(f"a workbook cannot be called {path.name!r}.", where=str(path), mend="End it in .xlsx.")


def usual_name(folder: Path, month: date) -> str:
    """What the workbook of the project in `folder` is called where nobody says otherwise."""
    # the root of a drive or of a share (S:\, \\server\scorecards) has no name
    named = f"{folder.resolve().name}-" if folder.resolve().name else ""
    return f"scorecard-{named}{month:%Y-%m}.xlsx"


def report_month(project: Project, figures: Figures) -> date:
    """The month to show: the project's own, else the latest with figures.

    Raises:
        ProjectError: the project names none, and there are no figures.

    """
    at = project.scorecard.month or figures.latest_month(project)
    if at is None:
        mend = "Add a row with a numerator, or a code such as [x], to the files named under figures."
        raise ProjectError("there are no figures", where=str(project.folder), mend=mend)
    return at


def refuse_to_lose_edits(path: Path) -> str:
    """Stop where `path` is not as a build left it: an officer may have written into it.

    A build gives a workbook the same time of creation and of change; whoever saves it changes the latter.

    Returns: the fingerprint of the file that was looked at, which must be the one that is replaced.
    """
    if not path.exists():
        return NO_FILE
    there = _content(path)
    if there is not None and _is_as_built(there, path.name):
        return fingerprint(there)
    mend = (
        "To put new figures under what was written: excel-scorecard refresh. Else give another name with -o, or "
        "--overwrite if nothing in it is needed."
    )
    raise WouldLoseEditsError("this file has been saved since it was built.", where=str(path), mend=mend)


def _content(path: Path) -> bytes | None:
    """The file's bytes; None where it cannot be read, so that nobody knows what would be lost."""
    try:
        return read_file(path)
    except ScorecardError:
        return None


def _is_as_built(content: bytes, name: str) -> bool:
    try:
        package = Package.from_bytes(content, name)
        properties = package.read("docProps/core.xml")
    except (ScorecardError, KeyError):
        return False
    times = {e.tag.rpartition("}")[2]: (e.text or "") for e in properties if isinstance(e.tag, str)}
    return (
        times.get("category") == "Scorecard"
        and bool(times.get("created"))
        and times.get("created") == times.get("modified")
    )
