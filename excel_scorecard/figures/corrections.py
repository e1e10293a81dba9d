"""Corrections: figures that an officer has put right, with a reason, applied over all other sources.

They lie in corrections.csv in the project's folder, a row a figure. Knows the file's own columns; what it has in common
with figures files is read by reading.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from excel_scorecard.calendar import read_day
from excel_scorecard.errors import Finding
from excel_scorecard.figures.checks import contradiction
from excel_scorecard.figures.files import read_tables
from excel_scorecard.figures.layout import HEADER_WORDS, PARTS, roles_of
from excel_scorecard.figures.precedence import says_the_same
from excel_scorecard.figures.reading import Reading, Told
from excel_scorecard.figures.waist import Figure, Key
from excel_scorecard.project import Project

CORRECTIONS_FILE = "corrections.csv"
ROLES = roles_of(
    {
        **HEADER_WORDS,
        "reason": ("reason", "why"),
        "by": ("by", "who", "corrected by"),
        "on": ("on", "when", "corrected on", "date corrected"),
    }
)
_REASON_MEND = "Write in the column reason why the source is wrong: it is printed beside the figure."


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of the file: what it says of the figure, why, by whom, and on which day."""

    told: Told
    reason: str
    by: str
    on: date | None


def read_corrections(project: Project) -> tuple[list[Correction], list[Finding]]:
    """The corrections of the project's file, each key once, and what is wrong with them; none where there is no file.

    Raises:
        MachineError: the file cannot be opened.

    """
    path = project.folder / CORRECTIONS_FILE
    if not path.is_file():
        return [], []
    reading = Reading(project, "corrected", ROLES)
    tables, findings = read_tables(path, CORRECTIONS_FILE)
    reading.findings += findings
    if any(table.rows for table in tables):
        reading.read(tables)
    corrections = []
    for told in reading.told():
        reason, written = str(told.cell("reason")), told.cell("on")
        on = None
        if not reason:
            reading.findings.append(told.finding("C-REASON", "the correction has no reason", _REASON_MEND, "reason"))
        if told.figure.is_blank and not any(told.cell(part) for part in PARTS):
            mend = "Write the right numbers, or a code such as x; or take the row out."
            reading.findings.append(told.finding("C-BLANK", "the correction gives no figure", mend))
        if written != "":
            try:
                on = read_day(written)
            except ValueError as error:
                mend = "Write the day as 30/09/2015 or 2015-09-30."
                reading.findings.append(told.finding("F-PERIOD", str(error), mend, "on"))
        corrections.append(Correction(told, reason, str(told.cell("by")), on))
    return corrections, reading.findings


def corrected(
    project: Project, counts: Mapping[Key, Told], corrections: Iterable[Correction]
) -> tuple[dict[Key, Told], list[Finding]]:
    """The figures that count once the corrections are applied, and what is wrong or needless among these.

    A correction of one part leaves the other as it is; a value stands alone, as supplied, and a code too. Where the
    source says the same by now, the source's figure stays and a warning says that the correction can go.
    """
    after = dict(counts)
    findings = []
    for correction in corrections:
        told, key = correction.told, correction.told.figure.key
        before = counts.get(key)
        figure = _over(before.figure if before else None, correction)
        indicator = project.indicator(figure.indicator)
        if before and says_the_same(before.figure, figure):
            what = "the correction now agrees with the source, and can be taken out"
            mend = "Take the row out, or leave it: nothing changes."
            findings.append(replace(told.finding("C-AGREES", what, mend), level="warning"))
        elif wrong := contradiction(indicator, figure.numerator, figure.denominator, figure.value):
            findings.append(told.finding(wrong.code, f"corrected, {wrong.what}", wrong.mend))
        else:
            after[key] = replace(told, figure=figure)
    return after, findings


def _over(before: Figure | None, correction: Correction) -> Figure:
    """The correction with what it leaves as it was."""
    figure = correction.told.figure
    if before is not None:
        if figure.value is None and figure.code is None:
            figure = replace(
                figure,
                numerator=before.numerator if figure.numerator is None else figure.numerator,
                denominator=before.denominator if figure.denominator is None else figure.denominator,
            )
        figure = replace(figure, status=before.status)
    note = figure.note or correction.reason
    return replace(figure, as_of=correction.on or figure.as_of, note=note)
