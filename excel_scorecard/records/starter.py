"""Starter: a records.toml to fill in, with every record table and column of the schema and what each means.

Every line of it is a comment until somebody takes the # away, so that a project with it goes on as before.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from excel_scorecard.project import RECORDS_FILE
from excel_scorecard.records.schema import TABLES, Column, RecordTable
from excel_scorecard.setup.files import write_new

_OPENING: Final = """\
# Where the records lie, and what their columns are called there. docs/records.md says all of it.
# A line that begins with # is not read: take the # away from what you have. What is called as it is here needs no line.
# Each indicator that is to be counted needs its measure too (docs/measures.md): the column Measure of the sheet
# Indicators, or measure = "re-referrals" in scorecard.toml. No person is ever named in a workbook.

"""
_SETTINGS: Final = (
    ("as_of = 2026-03-31", "the day on which the extracts were taken"),
    ("taken_within = 5", "so many days after a month's end they still tell its teams and workers"),
    ('unallocated = ["Unallocated", "Duty"]', "what stands for nobody in a worker's column"),
    ('dates = ["DD/MM/YYYY", "YYYY-MM-DD"]', "how dates are written as text"),
)
_COMMENT_AT: Final = 46


def write_starter(folder: Path) -> Path:
    """Write records.toml into a project's folder. Returns its path.

    Raises:
        WouldLoseEditsError: there is one already.
        MachineError: it cannot be written.

    """
    write_new(folder, {RECORDS_FILE: starter().encode()})
    return folder / RECORDS_FILE


def starter() -> str:
    """The text of the file."""
    lines = [_beside(setting, meaning) for setting, meaning in _SETTINGS]
    for table in TABLES.values():
        lines += ["", *_table(table)]
    return _OPENING + "\n".join(lines) + "\n"


def _table(table: RecordTable) -> Iterator[str]:
    yield _beside(f"[{table.name}]", f"a row is {table.row}")
    yield _beside(f'file = "extracts/{table.name}*.csv"', "CSV, a workbook or Parquet; * stands for any letters")
    yield _beside("since = 2023-04-01", "the first day of which every record is there; left out: all that ever were")
    for column in table.columns:
        yield _beside(f'columns.{column.name} = "{column.name}"', _meaning(table, column))


def _meaning(table: RecordTable, column: Column) -> str:
    needed = "; needed" if column.is_needed and column.name != table.key else ""
    kinds = {"flag": "; yes or no", "date": "; a date", "number": "; a number"}
    today = "; of the extract's day" if column.keeps == "current" else ""
    return f"{column.meaning}{kinds.get(column.kind, '')}{today}{needed}"


def _beside(setting: str, meaning: str) -> str:
    return f"#{setting:{_COMMENT_AT}} # {meaning}"
