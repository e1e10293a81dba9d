"""History: what was published in a month's scorecard, kept in history/2015-08/ as figures files.

Knows the folders; what is in a file is read by reading.py. Which figure counts is for precedence.py.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from excel_scorecard.calendar import month_label, read_month
from excel_scorecard.errors import Finding
from excel_scorecard.figures.files import CSV_ENDINGS, WORKBOOK_ENDINGS, read_tables
from excel_scorecard.figures.reading import Reading, Told
from excel_scorecard.figures.waist import Key
from excel_scorecard.project import Project

HISTORY_FOLDER = "history"


class Publication(NamedTuple):
    """The figures that stood in a month's scorecard; blank ones, which say nothing, are not among them."""

    month: date
    told: tuple[Told, ...]


def read_history(project: Project, until: date | None) -> tuple[list[Publication], list[Finding]]:
    """What was published, the earliest first, and what is wrong with it.

    Args:
        project: whose history.
        until: the report month; what was published for a later one is left out. None: nothing is left out.

    Raises:
        MachineError: a file cannot be opened.

    """
    findings: list[Finding] = []
    publications: list[Publication] = []
    for folder, month in _published(project, findings):
        if until is not None and month > until:
            continue
        reading = Reading(project, "stored")
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in (*CSV_ENDINGS, *WORKBOOK_ENDINGS) and not path.name.startswith(("~$", ".")):
                tables, wrong = read_tables(path, path.relative_to(project.folder).as_posix())
                reading.findings += wrong
                reading.read(tables)
        publications.append(Publication(month, tuple(told for told in reading.told() if not told.figure.is_blank)))
        findings += reading.findings
    return publications, findings


def as_last_published(publications: Iterable[Publication]) -> list[Told]:
    """Each key as it was published last, of publications with the earliest first."""
    latest: dict[Key, Told] = {}
    for publication in publications:
        latest |= {told.figure.key: told for told in publication.told}
    return list(latest.values())


def _published(project: Project, findings: list[Finding]) -> list[tuple[Path, date]]:
    """The folders of publications, the earliest first."""
    root = project.folder / HISTORY_FOLDER
    published = []
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        if not folder.is_dir() or folder.name.startswith("."):
            continue
        try:
            month = read_month(folder.name)
        except ValueError:
            shown = folder.relative_to(project.folder).as_posix()
            what = "the folder is not called by the month of a scorecard, and is not read"
            findings.append(Finding("warning", shown, "the folder", "F-HISTORY", what, "Call it 2015-08."))
            continue
        published.append((folder, month))
    published.sort(key=lambda pair: pair[1])
    for (folder, month), (_, before) in zip(published[1:], published, strict=False):
        if month == before:
            shown = folder.relative_to(project.folder).as_posix()
            what = f"there are two folders for {month_label(month)}"
            findings.append(Finding("error", shown, "the folder", "F-HISTORY", what, "Keep one of the two."))
    return published
