"""A new scorecard.xlsx, and an officer who types into it: openpyxl stands in for Excel."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from excel_scorecard.commentary import Commentary, read_commentary
from excel_scorecard.project import Project, read_project
from excel_scorecard.setup import start

MARCH = date(2026, 3, 1)

# Where a new workbook's entries begin: below the example.
FIRST = {
    "Indicators": 7,
    "Targets": 6,
    "Comparators": 6,
    "Changes": 6,
    "Areas and populations": 6,
    "Teams": 6,
    "Consistency": 6,
    "Figures": 6,
    "Commentary": 6,
}


def new_project(folder: Path) -> Path:
    """A folder with the scorecard.xlsx that `init` writes."""
    start(folder)
    return folder


def typed(folder: Path, change: Callable[[Workbook], Any]) -> None:
    """Open the folder's scorecard.xlsx, change it and save it, as an officer does."""
    path = folder / "scorecard.xlsx"
    book = load_workbook(path)
    change(book)
    book.save(path)


def column(book: Workbook, sheet: str, header: str) -> str:
    """The letters of the column headed so."""
    for cell in book[sheet][FIRST[sheet] - 2]:
        if cell.value == header:
            return cell.column_letter
    raise KeyError(header)


def put(book: Workbook, sheet: str, entry: int, header: str, value: object) -> None:
    """Type a value into an entry, counted from 0, under a heading."""
    book[sheet][f"{column(book, sheet, header)}{FIRST[sheet] + entry}"] = value


def put_setting(book: Workbook, name: str, value: object) -> None:
    """Type a value beside a setting's name."""
    for row in book["Settings"].iter_rows(min_row=5):
        if row[0].value == name:
            row[1].value = value
            return
    raise KeyError(name)


def read(folder: Path) -> tuple[Project, Commentary]:
    """The project, and its texts of March 2026."""
    project = read_project(folder)
    return project, read_commentary(project, MARCH)
