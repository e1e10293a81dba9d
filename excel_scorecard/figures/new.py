"""New figures: a workbook with a blank row for every figure that is to be typed for a month.

Knows which figures a month wants: of indicators that are typed and whose period ends with it, those that are not there
yet. How the sheet looks is for new_sheet.py; once filled, it is read like any other file of figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from excel_scorecard.calendar import month_label, months_after, period_start
from excel_scorecard.disk import NO_FILE, write_whole
from excel_scorecard.errors import Finding, MachineError, ProjectError
from excel_scorecard.figures.new_sheet import Wanted, draw
from excel_scorecard.figures.reader import figures_files, read_figures
from excel_scorecard.figures.rows import called
from excel_scorecard.figures.waist import Figure, Figures
from excel_scorecard.project import TOTAL, Project
from excel_scorecard.records.choosing import measures_of
from excel_scorecard.records.support import tells_areas


@dataclass(frozen=True)
class NewFigures:
    """A sheet that was made to type into.

    Attributes:
        path: where it lies.
        rows: how many figures it asks for.
        left_out: why an indicator has no row, or not all of its rows, in words.
        findings: warnings of the figures that were read, and where the file will not be read from.

    """

    path: Path
    rows: int
    left_out: tuple[str, ...]
    findings: tuple[Finding, ...]


def new_figures(project: Project, month: date, output: Path | None = None) -> NewFigures:
    """Write the workbook in which the figures of `month` are typed.

    Args:
        project: whose indicators and areas.
        month: its first day; a quarter's or year's figure is asked for in the month that it ends with.
        output: the file to write; default `figures/2026-10.xlsx` in the project's folder.

    Raises:
        ProjectError: the file is there already, or there is nothing to type for the month.
        FindingsError: the figures that are there are wrong.
        WouldLoseEditsError: somebody has put the file there while this ran.
        MachineError: a file cannot be read or written.

    """
    path = output or project.folder / "figures" / f"{month:%Y-%m}.xlsx"
    if path.exists():
        mend = "Go on filling it; or give another name with -o, or move it away."
        raise ProjectError("there is already such a file, and it is left as it is.", where=str(path), mend=mend)
    if path.suffix.lower() != ".xlsx":
        raise ProjectError("the sheet is an Excel workbook.", where=str(path), mend="Give a name ending in .xlsx.")
    figures, findings = read_figures(project, may_be_none=True)
    wanted, left_out = _wanted(project, figures, month)
    if not wanted:
        what = f"there is nothing to type for {month_label(month)}: {'; '.join(left_out)}."
        raise ProjectError(what, where=str(project.folder), mend="Give another month with --month.")
    blob = draw(project, month, wanted)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        mend = "Give another place with -o."
        raise MachineError(
            f"the folder cannot be made ({error.strerror}).", where=str(path.parent), mend=mend
        ) from error
    write_whole(path, blob, replacing=NO_FILE)
    return NewFigures(path, len(wanted), tuple(left_out), (*findings, *_unread(project, path)))


def _wanted(project: Project, figures: Figures, month: date) -> tuple[list[Wanted], list[str]]:
    """The figures to ask for, in the project's order, TOTAL before the areas; and what is not asked for, in words."""
    wanted: list[Wanted] = []
    left_out: list[str] = []
    last = _last_known(project, figures, month)
    measures = measures_of(project) if project.records else {}
    for indicator in project.indicators:
        period = period_start(month, indicator.period_months)
        ends = months_after(period, indicator.period_months - 1)
        areas = (TOTAL, *project.areas_of(indicator))
        if indicator.id in measures:
            areas = () if tells_areas(measures[indicator.id], indicator.breakdown) else areas[1:]
            left_out.append(f"'{indicator.id}' is computed{f' ({TOTAL})' if areas else ''}")
        if not areas:
            continue
        if ends != month:
            left_out.append(f"'{indicator.id}' has its next {indicator.frequency} to {month_label(ends)}")
        else:
            typed = [area for area in areas if _is_typed(figures.find(indicator.id, period, area))]
            wanted += [
                Wanted(
                    indicator,
                    area,
                    period,
                    last.get((indicator.id, area)),
                    figures.population(indicator.id, period, area),
                )
                for area in areas
                if area not in typed
            ]
            if typed:
                names = f" ({', '.join(typed)})" if len(typed) < len(areas) else ""
                left_out.append(f"'{indicator.id}' has its figure for {called(indicator, period)} already{names}")
    return wanted, left_out


def _is_typed(figure: Figure | None) -> bool:
    return figure is not None and not figure.is_blank and figure.source in {"typed", "corrected"}


def _last_known(project: Project, figures: Figures, month: date) -> dict[tuple[str, str], Figure]:
    """The latest figure before `month`'s period, by indicator and area."""
    starts = {i.id: period_start(month, i.period_months) for i in project.indicators}
    known: dict[tuple[str, str], Figure] = {}
    for figure in figures.rows:  # each indicator's are sorted by period
        if figure.basis == "period" and not figure.is_blank and figure.period < starts[figure.indicator]:
            known[figure.indicator, figure.area] = figure
    return known


def _unread(project: Project, path: Path) -> Iterator[Finding]:
    """A warning where the project does not read its figures from the file."""
    if path.resolve() in {file.resolve() for file in figures_files(project)}:
        return
    what = "the project does not read figures from this file"
    patterns = ", ".join(f'"{pattern}"' for pattern in (*project.scorecard.figures, "figures/*.xlsx"))
    mend = f"Write figures = [{patterns}] in the settings and keep the file in figures, or copy its rows."
    yield Finding("warning", str(path), "the file", "F-UNREAD", what, mend)
