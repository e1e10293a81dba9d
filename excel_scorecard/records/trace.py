"""Trace: the records behind one figure of a project, in a file of their own; and the cases that are due.

The file says PERSON-LEVEL in its name and its first row, with the day by which it is to be deleted. It holds ids alone
unless more is asked for, and is never written into the project's folder unless that is named. Which records they are
is behind.py's.
"""

import csv
import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

from excel_scorecard.calendar import month_name
from excel_scorecard.disk import NO_FILE, write_whole
from excel_scorecard.errors import MachineError, ProjectError
from excel_scorecard.project import TOTAL, Indicator, Project, read_project
from excel_scorecard.project.records_settings import TableSettings
from excel_scorecard.records.behind import Behind, Which, period_of, records_behind
from excel_scorecard.records.choosing import measures_of
from excel_scorecard.records.computing import Wanted
from excel_scorecard.records.engine import open_engine
from excel_scorecard.records.measures import Measure
from excel_scorecard.records.reading import read_records
from excel_scorecard.records.support import reads
from excel_scorecard.records.tables import Records
from excel_scorecard.settings_file import nearest

MARK: Final = "PERSON-LEVEL"
KEEP_DAYS: Final = 30
Format = Literal["csv", "xlsx"]

_WORDS: Final[Mapping[Which, str]] = {
    "inside": "the records that are counted",
    "outside": "the records outside the standard",
    "all": "all records that it is out of",
}
_SHEET_LETTERS: Final = 31
# A cell that begins so is a formula to a program that opens the CSV.
_FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Traced:
    """A file of records: where it lies, how many rows it has, and the figure that they are behind."""

    path: Path
    rows: int
    numerator: int | Decimal
    denominator: int | Decimal | None
    delete_by: date


@dataclass(frozen=True)
class Asked:
    """An indicator of a project with its measure, and the records that it counts."""

    project: Project
    indicator: Indicator
    wanted: Wanted
    tables: Mapping[str, Records]


def asked(project: Path, indicator_id: str, month: date | None = None) -> Asked:
    """What is asked for, read.

    Raises:
        ProjectError: there is no such indicator, it is not counted from records, or the project has none.
        MachineError: records cannot be read, or what reads them is not installed.

    """
    settings = read_project(project)
    where = settings.settings_file
    ids = [indicator.id for indicator in settings.indicators]
    if indicator_id not in ids:
        what = f"there is no indicator '{indicator_id}'{nearest(indicator_id, ids)}"
        raise ProjectError(what, where=where, mend=f"They are {', '.join(ids)}.")
    indicator = settings.indicator(indicator_id)
    measures = measures_of(settings)
    if indicator_id not in measures:
        mend = "Only a figure that is counted from records has records behind it: give the indicator a measure."
        raise ProjectError(f"'{indicator_id}' has no measure", where=where, mend=mend)
    if settings.records is None:
        mend = "Add [records], which says where they lie."
        raise ProjectError("the project has no records", where=where, mend=mend)
    periods = (period_of(month, indicator.period_months),) if month else ()
    wanted = Wanted(
        indicator_id,
        measures[indicator_id],
        periods,
        indicator.period_months,
        indicator.breakdown,
        settings.areas_of(indicator),
    )
    return Asked(settings, indicator, wanted, read_records(_narrowed(settings, wanted.measure)).tables)


def _narrowed(project: Project, measure: Measure) -> Project:
    """The project with the record tables alone that the measure reads; of a ready-made format with all of them."""
    if project.records is None or project.records.format != "own":
        return project
    needed = {read.table for read in reads(measure, areas=True)}
    others = {name: TableSettings() for name in project.records.tables if name not in needed}
    return project.model_copy(update={"records": project.records.model_copy(update=others)})


def trace(
    project: Path,
    indicator_id: str,
    month: date,
    *,
    today: date,
    area: str = TOTAL,
    which: Which = "inside",
    columns: Sequence[str] = (),
    out: Path | None = None,
    form: Format = "csv",
    keep_days: int = KEEP_DAYS,
) -> Traced:
    """Write the records behind a figure to a file of its own. There are as many as the figure says.

    Args:
        project: the project's folder, or its settings.
        indicator_id: whose figure.
        month: the first day of the month, or of a month of the quarter or year.
        today: the day from which `keep_days` is counted.
        area: an area of its breakdown, or TOTAL.
        which: `inside`: those in the numerator; `outside`: the others of the denominator; `all`: both, told apart.
        columns: of the records, besides their ids.
        out: the folder to write into; default the current one.
        form: csv or xlsx.
        keep_days: after so many days the file is to be deleted.

    Raises:
        ProjectError: the records cannot tell the figure, or the default folder is the project's own.
        WouldLoseEditsError: there is such a file already.
        MachineError: the file cannot be written.

    """
    ask = asked(project, indicator_id, month)
    folder = folder_of(ask.project, out)
    period = ask.wanted.periods[0]
    with open_engine() as engine:
        behind = records_behind(
            ask.wanted,
            period,
            area,
            which,
            ask.tables,
            ask.project.teams,
            ask.project.calendar.calendar,
            engine,
            columns=columns,
        )
    named = [
        indicator_id,
        f"{period:%Y-%m}",
        *([area] if area != TOTAL else []),
        *([which] if which != "inside" else []),
    ]
    path = folder / f"{MARK}-{'-'.join(map(in_a_name, named))}.{form}"
    delete_by = today + timedelta(days=keep_days)
    first = first_row(ask.indicator, period, area, which, behind, delete_by)
    if form == "csv":
        write_whole(path, _as_csv(first, behind), replacing=NO_FILE)
    else:
        write_whole(
            path, as_workbook(first, {"Records": (behind.columns, behind.rows)}, today, folder), replacing=NO_FILE
        )
    return Traced(path, len(behind.rows), behind.numerator, behind.denominator, delete_by)


def first_row(indicator: Indicator, period: date, area: str, which: Which, behind: Behind, delete_by: date) -> str:
    """What a file of records opens with."""
    whose = "" if area == TOTAL else f", {area}"
    figure = f"{behind.numerator}" if behind.denominator is None else f"{behind.numerator} of {behind.denominator}"
    told = f"{indicator.title}, {month_name(period)}{whose}: {_WORDS[which]}, {len(behind.rows)} rows; figure {figure}."
    return f"{MARK}: delete by {delete_by:%d/%m/%Y}. {told}"


def folder_of(project: Project, out: Path | None) -> Path:
    """Where a file about persons goes: not into the project's folder unless that is named."""
    if out is None:
        here, theirs = Path.cwd(), project.folder.resolve()
        if here == theirs or theirs in here.parents:
            what = "records of persons are not written into a project's folder, which others may read"
            mend = "Name a folder that only those may open who may see them: --out DIR."
            raise ProjectError(what, where=str(here), mend=mend)
        return here
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        mend = "Give another folder with --out."
        raise MachineError(f"the folder cannot be made ({error.strerror})", where=str(out), mend=mend) from error
    return out


def in_a_name(text: str) -> str:
    """A text as every system takes it in a file's name."""
    return "-".join(re.findall(r"[A-Za-z0-9]+", text))


def _as_csv(first: str, behind: Behind) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((first,))
    writer.writerow(behind.columns)
    writer.writerows([_cell(value) for value in row] for row in behind.rows)
    return text.getvalue().encode("utf-8-sig")  # so that Excel takes it for UTF-8


def _cell(value: Any) -> str:
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(_FORMULA_BEGINS) else text


Sheet = tuple[Sequence[str], Sequence[Sequence[Any]]]
"""The headings of a sheet, and its rows."""


def as_workbook(first: str, sheets: Mapping[str, Sheet], today: date, folder: Path) -> bytes:
    """A workbook with the first row on every sheet. Written row by row: a hundred thousand take no more memory.

    The rows lie in a file beside the workbook meanwhile, never in the machine's folder for temporary files.
    """
    import datetime as dt

    import xlsxwriter

    blob = io.BytesIO()
    taken: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix=f".{MARK}-", dir=folder) as beside,
        xlsxwriter.Workbook(blob, {"constant_memory": True, "tmpdir": beside}) as book,
    ):
        made = dt.datetime(today.year, today.month, today.day)  # noqa: DTZ001  # document dates carry no zone
        book.set_properties({"title": first, "created": made})
        bold = book.add_format({"bold": True})
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, (columns, rows) in sheets.items():
            taken.append(sheet_name(name, taken))
            sheet = book.add_worksheet(taken[-1])
            sheet.set_column(0, max(len(columns) - 1, 0), 18)
            sheet.set_landscape()
            sheet.repeat_rows(0, 1)
            sheet.set_header(f"&C&B{MARK}")
            sheet.freeze_panes(2, 0)
            sheet.write_string(0, 0, first, bold)
            for place, heading in enumerate(columns):
                sheet.write_string(1, place, heading, bold)
            for at, row in enumerate(rows, start=2):
                for place, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(at, place, value, as_date)
                    elif isinstance(value, int | float | Decimal):
                        sheet.write_number(at, place, value)
                    elif value is not None:
                        sheet.write_string(at, place, str(value))  # never a formula, whatever it begins with
    return blob.getvalue()


def sheet_name(name: str, taken: Sequence[str]) -> str:
    """A name that Excel takes and no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip().strip("'")[:_SHEET_LETTERS] or "No name"
    made, number = plain, 2
    while made.casefold() in {each.casefold() for each in taken}:
        end = f" {number}"
        made, number = plain[: _SHEET_LETTERS - len(end)] + end, number + 1
    return made
