"""Collected figures: corrections.csv with the figures that officers have put right in their workbooks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from excel_scorecard.calendar import months_after
from excel_scorecard.disk import NO_FILE, fingerprint, read_blob
from excel_scorecard.errors import Finding
from excel_scorecard.figures import Figure, Figures, read_figures
from excel_scorecard.figures.checks import contradiction
from excel_scorecard.figures.corrections import CORRECTIONS_FILE, Correction, read_corrections
from excel_scorecard.figures.corrections_file import NewCorrection, with_corrections
from excel_scorecard.figures.waist import Key
from excel_scorecard.project import Indicator, Project
from excel_scorecard.workbook.collect.agreement import ConflictError, figure_called
from excel_scorecard.workbook.collect.said_figures import CODE, FigureSaid
from excel_scorecard.workbook.write_together import ToWrite

Saved = Mapping[str, tuple[str, date | None]]
"""By file, who saved it last and on which day."""

_WITHOUT_REASON: Final = "Corrected in {file}; no reason was given"


@dataclass(frozen=True)
class FiguresToWrite:
    """The parts of figures that the project does not have yet, and corrections.csv with them; no file without any."""

    figures: tuple[FigureSaid, ...]
    files: tuple[ToWrite, ...]


def corrections_to_write(
    project: Project, month: date, theirs: Sequence[FigureSaid], saved: Saved, findings: list[Finding]
) -> FiguresToWrite:
    """corrections.csv with the officers' figures.

    Raises:
        ConflictError: a row of the file came to say something else since the workbook was built, from somebody else.
        FindingsError, ProjectError: the project's figures or the file are wrong.

    """
    if not theirs:
        return FiguresToWrite((), ())
    figures, _ = read_figures(project, month=month, may_be_none=True)
    corrections = {each.told.figure.key: each for each in read_corrections(project)[0]}
    by_key: dict[Key, list[FigureSaid]] = {}
    for each in theirs:
        by_key.setdefault(_key(each, project.indicator(each.of)), []).append(each)
    new: list[NewCorrection] = []
    written: list[FigureSaid] = []
    conflicts: list[Finding] = []
    for key, said in by_key.items():
        indicator = project.indicator(key[0])
        wanted = [each for each in said if _text_of(figures, key, each.part) != each.text]
        if not wanted and not _has_new_reason(said, corrections.get(key)):
            continue
        known = corrections.get(key)
        conflicts += [_conflict(each, known) for each in wanted if known and _is_anothers(each, known, saved)]
        if wrong := _contradiction(indicator, figures, key, wanted):
            first = wanted[0]
            mend = f"{wrong[1]} Then collect again."
            what = f"{figure_called(first)}: {wrong[0]}; it is not collected"
            findings.append(Finding("warning", first.file, first.place, "K-FIGURE", what, mend))
            continue
        written += wanted
        new.append(_correction(key, said, saved))
    if conflicts:
        raise ConflictError(conflicts)
    return FiguresToWrite(tuple(written), _file(project, new) if new else ())


def _key(said: FigureSaid, indicator: Indicator) -> Key:
    return said.of, months_after(said.last, 1 - indicator.period_months), said.area, "period"


def _text_of(figures: Figures, key: Key, part: str) -> str:
    """A part of a figure as the project has it, in the form of the corrections."""
    figure = figures.find(key[0], key[1], key[2])
    return "" if figure is None else _part(figure, part)


def _part(figure: Figure, part: str) -> str:
    if part == CODE:
        return figure.code or ""
    number = getattr(figure, part)
    if number is not None:
        return f"{Decimal(number).normalize():f}"
    return f"[{figure.code}]" if figure.code else ""


def _is_anothers(said: FigureSaid, known: Correction, saved: Saved) -> bool:
    """Whether a row of the file says something else than was built and than is said now, and by somebody else."""
    there = _part(known.told.figure, said.part)
    if not there or there in (said.was, said.text):
        return False
    by, _ = saved.get(said.file, ("", None))
    return said.file not in known.reason and not (by and by == known.by)


def _conflict(said: FigureSaid, known: Correction) -> Finding:
    there = _part(known.told.figure, said.part)
    what = (
        f"{figure_called(said)} was corrected here to {said.text}, and {CORRECTIONS_FILE}, {known.told.place} has come "
        f"to say {there} since this workbook was built ({known.reason})"
    )
    mend = "Find out which is right, and write it into both; then collect again."
    return Finding("error", said.file, said.place, "K-CONFLICT", what, mend)


def _has_new_reason(said: Sequence[FigureSaid], known: Correction | None) -> bool:
    """Whether an officer has typed a reason since a figure was collected without one."""
    note = next((each.note for each in said if each.note), "")
    return known is not None and bool(note) and known.reason == _WITHOUT_REASON.format(file=said[0].file)


def _contradiction(
    indicator: Indicator, figures: Figures, key: Key, wanted: Sequence[FigureSaid]
) -> tuple[str, str] | None:
    """Why a figure cannot be what it would come to: what, and how to mend it."""
    figure = figures.find(key[0], key[1], key[2]) or Figure(*key[:3])
    said = {each.part: each.text for each in wanted}
    numbers: dict[str, int | Decimal | None] = {}
    for part in ("numerator", "denominator", "value"):
        text = said.get(part)
        if text is None:
            numbers[part] = getattr(figure, part) if part != "value" and not {"value", CODE} & said.keys() else None
        else:
            numbers[part] = None if text.startswith("[") else Decimal(text)
    wrong = contradiction(indicator, numbers["numerator"], numbers["denominator"], numbers["value"])
    return (wrong.what, wrong.mend) if wrong else None


def _correction(key: Key, said: Sequence[FigureSaid], saved: Saved) -> NewCorrection:
    first = said[0]
    note = next((each.note for each in said if each.note), "")
    by, on = saved.get(first.file, ("", None))
    figures = {each.part: each.text for each in said}
    return NewCorrection(key, f"{first.last:%Y-%m}", figures, note or _WITHOUT_REASON.format(file=first.file), by, on)


def _file(project: Project, new: Sequence[NewCorrection]) -> tuple[ToWrite, ...]:
    path = project.folder / CORRECTIONS_FILE
    data = with_corrections(project, new)
    if not path.is_file():
        return (ToWrite(path, data, NO_FILE),)
    blob = read_blob(path, CORRECTIONS_FILE)
    return () if blob == data else (ToWrite(path, data, fingerprint(blob)),)
