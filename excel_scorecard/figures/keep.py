"""Keep: the figures of a month's scorecard, written into history/ as they were published.

So no later extract that cannot tell them, and no file that has gone, takes one away. Knows a project's figures and its
history. What was kept is read by history.py; which figure counts is precedence.py's.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from excel_scorecard.calendar import month_name, months_after
from excel_scorecard.disk import NO_FILE, write_whole
from excel_scorecard.errors import Finding, ProjectError
from excel_scorecard.figures.history import HISTORY_FOLDER, as_last_published, read_history
from excel_scorecard.figures.precedence import says_the_same
from excel_scorecard.figures.reader import read_figures
from excel_scorecard.figures.waist import Figure, says_nothing
from excel_scorecard.project import Project
from excel_scorecard.setup.text_files import harmless

FILE_NAME: Final = "figures.csv"
_COLUMNS: Final = (
    "indicator",
    "period",
    "area",
    "basis",
    "numerator",
    "denominator",
    "value",
    "code",
    "status",
    "note",
)


@dataclass(frozen=True)
class KeptFigures:
    """A file of figures as they were published.

    Attributes:
        path: where it lies.
        rows: how many figures it holds: those that no earlier publication has, or that it has otherwise.
        findings: warnings of the figures that were read.

    """

    path: Path
    rows: int
    findings: tuple[Finding, ...]


def keep_figures(project: Project, month: date) -> KeptFigures:
    """Write what the project says for `month`, and for the months before where nothing was kept or it has changed.

    Args:
        project: whose figures.
        month: the month of the scorecard that was published.

    Raises:
        ProjectError: the month has no figure, or its figures are kept already.
        FindingsError: something in the project's files of figures is wrong.
        MachineError: a file cannot be opened or written.

    """
    path = project.folder / HISTORY_FOLDER / f"{month:%Y-%m}" / FILE_NAME
    if path.exists():
        what = f"the figures of {month_name(month)} are kept already"
        mend = "If they were published anew, move this file away first: what it says was published once."
        raise ProjectError(what, where=str(path), mend=mend)
    figures, findings = read_figures(project, month=month)
    lengths = {indicator.id: indicator.period_months for indicator in project.indicators}
    told = [
        figure
        for figure in figures.rows
        if not says_nothing(figure) and months_after(figure.period, lengths[figure.indicator] - 1) <= month
    ]
    if not any(months_after(figure.period, lengths[figure.indicator] - 1) == month for figure in told):
        what = f"there is no figure of {month_name(month)} to keep"
        raise ProjectError(what, where=str(project.folder), mend="Give the month of a scorecard that was published.")
    before = {told.figure.key: told.figure for told in as_last_published(read_history(project, month)[0])}
    new = [figure for figure in told if figure.key not in before or not says_the_same(figure, before[figure.key])]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, _as_csv(new), replacing=NO_FILE)
    return KeptFigures(path, len(new), findings)


def _as_csv(figures: Iterable[Figure]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for figure in figures:
        parts = (figure.numerator, figure.denominator, figure.value, figure.code)
        said = ["" if part is None else str(part) for part in parts]
        texts = (
            figure.indicator,
            f"{figure.period:%Y-%m}",
            figure.area,
            figure.basis,
            *said,
            figure.status,
            figure.note,
        )
        writer.writerow([harmless(text) for text in texts])
    return out.getvalue().encode("utf-8-sig")
