"""Figures reader: all that a project knows of its indicators becomes the waist, or a list of what is wrong with it.

Knows where figures lie: typed files, the sheet Figures of a settings workbook, corrections, history, populations. Each
is read by a module of its own; here they come together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excel_scorecard.delimited import tidy
from excel_scorecard.errors import Finding, FindingsError, ProjectError, stop_on_errors
from excel_scorecard.figures.checks import gaps, unlikely
from excel_scorecard.figures.corrections import Correction, corrected, read_corrections
from excel_scorecard.figures.files import WORKBOOK_ENDINGS, Cell, Row, Table, read_tables
from excel_scorecard.figures.from_records import told_by_records
from excel_scorecard.figures.history import Publication, as_last_published, read_history
from excel_scorecard.figures.population_file import read_populations
from excel_scorecard.figures.populations import Populations
from excel_scorecard.figures.precedence import overrides, settled
from excel_scorecard.figures.rates import rate_findings, with_denominator
from excel_scorecard.figures.reading import TOLD_ONCE, Reading, Told, told_once
from excel_scorecard.figures.waist import Figures, in_order
from excel_scorecard.project import Project
from excel_scorecard.records import Account

if TYPE_CHECKING:
    import pandas as pd

# The sheet of a settings workbook on which figures are typed.
FIGURES_SHEET = "Figures"


def read_figures(
    project: Project, *, month: date | None = None, may_be_none: bool = False
) -> tuple[Figures, tuple[Finding, ...]]:
    """All figures that the project knows, and the warnings.

    Of figures of one key, the corrected counts before the typed, the computed and the stored one (`precedence.py`).
    Rates have their population as denominator where no file gives one. Rows are in the order of the project's
    indicators, then by period, area (TOTAL first, then the project's order) and basis, however the files are arranged.

    Args:
        project: whose figures.
        month: the report month, default the project's: of the history, what was published later is left out.
        may_be_none: a project in which nothing has been typed yet has no figures; else that is an error.

    Raises:
        ProjectError: no file of the project's `figures` is there, or not the file of populations that it names; or
            its records are not where its settings say.
        FindingsError: something in the files is wrong; all of it is listed.
        MachineError: a file cannot be opened.

    """
    reading = Reading(project)
    files, sheet = figures_files(project), _settings_sheet(project)
    publications, found = read_history(project, month or project.scorecard.month)
    if not (files or sheet or as_last_published(publications) or may_be_none or project.records):
        raise ProjectError(
            f"there is no file of figures: nothing is called {' or '.join(project.scorecard.figures)}.",
            where=project.settings_file,
            mend='Put the figures there as CSV or XLSX, or say where they are: figures = ["figures/*.csv"].',
        )
    for table in sheet:
        if table.rows:
            reading.read([table], others_are_theirs=True)
    for path in files:
        tables, findings = read_tables(path, path.relative_to(project.folder).as_posix())
        reading.findings += findings
        reading.read(tables)
    corrections, wrong = read_corrections(project)
    populations, doubtful = read_populations(project)
    counted, of_records, account = told_by_records(project, month)
    told = reading.told() + counted
    found = reading.findings + found + wrong + doubtful + of_records
    return _together(project, told, corrections, populations, found, publications, account)


def figures_of_frame(frame: "pd.DataFrame", project: Project) -> Figures:
    """The figures of a tidy table with the columns of `frame`; columns left out are as in `Figure`.

    Numbers are taken to 15 significant digits, as Excel holds them. Percentages are as people write them (54). Sources
    come in their order of precedence, and rates divide by the project's populations, as in `read_figures`.

    Raises:
        FindingsError: a row breaks a rule that figures in a file must keep, or would be set aside.

    """
    columns = [str(column) for column in frame.columns]
    lines: Iterable[tuple[Any, ...]] = frame.itertuples(index=False, name=None)
    rows = [Row(1, tuple(columns))]
    rows += [Row(line, tuple(map(_cell_of_frame, cells))) for line, cells in enumerate(lines, start=2)]
    reading = Reading(project)
    reading.read([Table("the table", "", tuple(rows))])
    populations, doubtful = read_populations(project)
    figures, findings = _together(project, reading.told(), [], populations, reading.findings + doubtful)
    # A frame has no list of warnings to go with it, so nothing may be left out of it silently.
    if left_out := [finding for finding in findings if finding.code in {*TOLD_ONCE, "F-COLUMN"}]:
        raise FindingsError([replace(finding, level="error") for finding in left_out])
    return figures


def figures_files(project: Project) -> list[Path]:
    """The project's files of figures, sorted; not its settings, and not what Excel keeps beside an open workbook."""
    found = {path for pattern in project.scorecard.figures for path in project.folder.glob(pattern) if path.is_file()}
    found.discard(project.folder / project.settings_file)
    return sorted(path for path in found if not path.name.startswith(("~$", ".")))


def _settings_sheet(project: Project) -> list[Table]:
    """The sheet of the settings on which figures are typed; none where the settings are no workbook."""
    path = project.folder / project.settings_file
    if path.suffix.lower() not in WORKBOOK_ENDINGS or not path.is_file():
        return []
    tables, findings = read_tables(path, path.name, FIGURES_SHEET)
    stop_on_errors(findings)
    return tables


def _together(
    project: Project,
    told: list[Told],
    corrections: list[Correction],
    populations: Populations,
    findings: list[Finding],
    publications: Sequence[Publication] = (),
    account: Account | None = None,
) -> tuple[Figures, tuple[Finding, ...]]:
    """What was read as the waist, with the warnings. Raises FindingsError with all that is wrong, warnings too."""
    found = told_once(findings)
    stop_on_errors(found)
    publications = [
        Publication(month, tuple(with_denominator(each, populations) for each in stored))
        for month, stored in publications
    ]
    told = [with_denominator(each, populations) for each in told] + as_last_published(publications)
    counts, agreeing = corrected(project, settled(told, project.scorecard.history), corrections)
    found += agreeing
    counts = {key: with_denominator(each, populations) for key, each in counts.items()}
    found += rate_findings(project, counts.values(), populations)
    stop_on_errors(found)
    figures = in_order(project, (each.figure for each in counts.values()))
    places = {key: (each.file, each.place) for key, each in counts.items()}
    found += gaps(project, figures, lambda figure: places[figure.key])
    found += unlikely(project, figures, lambda figure: places[figure.key])
    reasons = {each.told.figure.key: (each.reason, each.by) for each in corrections}
    published = [(month, each.figure) for month, stored in publications for each in stored]
    return Figures(figures, overrides(figures, told, reasons), populations, published, account), tuple(found)


def _cell_of_frame(value: object) -> Cell:
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - a NaN is not itself
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    try:
        return Decimal(f"{value:.15g}")
    except (TypeError, ValueError):
        return tidy(str(value))
