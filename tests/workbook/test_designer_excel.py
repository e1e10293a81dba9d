"""Sheets that Excel saved, made templates by nothing but names: they fill, or are refused with a reason and a cure.

EXCEL_CORPUS names the folder of workbooks; those with a table of four columns or more are taken.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import Area, reference
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.template_check import check_template
from tests.ooxml.workbooks import parts
from tests.workbook.guide import guides_project
from tests.workbook.reading import Book
from tests.xsd import new_errors, schemas

MONTHLY = ("monthly_month", "monthly_numerator", "monthly_denominator", "monthly_value")
SUMMARY = ("summary_title", "summary_value", "summary_rating")
SLOTS = ("indicator_id", "title", "value", "commentary")


def workbooks() -> list[Path]:
    folder = os.environ.get("EXCEL_CORPUS")
    if not folder:
        pytest.skip("EXCEL_CORPUS is not set: it names a folder of workbooks that Excel saved")
    return sorted(Path(folder).rglob("*.xlsx"))


def with_a_table(paths: list[Path]) -> Iterator[tuple[Path, Workbook, Sheet, Table]]:
    for path in paths:
        try:
            book = Workbook.open(path)
            found = [(s, t) for s in book.sheets() for t in s.tables if len(t.columns) >= 4 and t.has_header]
        except TemplateError:
            continue
        if found:
            yield path, book, *found[0]


def named(book: Workbook, sheet: Sheet, table: Table, roles: tuple[str, ...], slots: tuple[str, ...]) -> None:
    header, used = table.header, sheet.used()
    for number, role in enumerate(roles):
        cell = Area.cell(header.first_row, header.first_column + number)
        book.names.set(role, reference(sheet.name, cell), sheet=sheet.name)
    right = (used.last_column if used else 1) + 30
    for number, slot in enumerate(slots, 1):
        book.names.set(slot, reference(sheet.name, Area.cell(number, right)), sheet=sheet.name)


def made_template(book: Workbook, sheet: Sheet, table: Table, path: Path) -> str:
    """The sheet is the pattern, and a copy of it the summary. Returns why that cannot be, empty where it can."""
    try:
        summary = book.clone_sheet(sheet.name, "The summary", {table.name: "Summary_here"}, position=0)
    except TemplateError as error:
        return error.what
    named(book, summary, next(t for t in summary.tables if t.name == "Summary_here"), SUMMARY, ("month",))
    table.rename("Monthly_here")
    named(book, sheet, table, MONTHLY, SLOTS)
    book.save(path)
    return ""


def refusal(project: Path, output: Path) -> str:
    """Why the template is refused, empty where the workbook was built."""
    try:
        build(project, output=output)
    except TemplateError as error:
        return f"{error.what}; {error.mend}"
    return ""


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_a_sheet_that_excel_saved_is_a_template_by_its_names_alone(tmp_path: Path):
    schemas()
    filled, refused = 0, []
    for number, (path, book, sheet, table) in enumerate(with_a_table(workbooks())):
        project = guides_project(tmp_path / str(number), one_more=False)
        settings, output = project / "scorecard.toml", tmp_path / f"{number}.xlsx"
        pattern = f"pattern = {json.dumps(sheet.name)}"
        settings.write_text(settings.read_text("utf-8").replace('unit = "percent"', f'unit = "percent"\n{pattern}'))
        if made_template(book, sheet, table, project / "mine.xlsx"):
            continue
        why = refusal(project, output)
        if why:
            refused.append(why)
            told = check_template(project / "mine.xlsx", project).findings
            assert "error" in {f.level for f in told}, (path, why)
            continue
        assert [e for e in new_errors(path, output) if "namespace}space" not in e] == [], path
        said = Book(output)
        assert [said.cells[p] for p in said.column("The summary", "summary_value")] == [0.91, 1.0], path
        kept = {name: content for name, content in parts(path).items() if "/media/" in name or "/theme/" in name}
        assert {name: said.parts[name] for name in kept} == kept, path
        filled += 1
    assert filled > 25, refused
    assert len(refused) < filled, refused


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_any_workbook_that_excel_saved_can_be_checked(tmp_path: Path):
    codes = set()
    for path in workbooks()[::6]:
        found = check_template(path).findings
        assert found, path  # none of them is a template
        codes |= {f.code for f in found}
    assert {"T-FILE", "T-SUMMARY", "T-PATTERN", "T-CONTRAST", "T-ALT"} <= codes
