"""The sheet Figures of a settings workbook, as officers type into it; and rows that only show how."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from excel_scorecard.errors import ProjectError
from excel_scorecard.figures import Figures, read_figures
from excel_scorecard.project import make_project
from tests.figures_folder import HEADER, Folder, an_indicator, said

SEPTEMBER = date(2015, 9, 1)
HEADS = ["Indicator", "Period", "Area", "Numerator", "Denominator", "Value", "Code", "Status", "Note", "Help"]
EXAMPLE = ["Example: icpc", "Mar 2026", "EAST", 41, 48, None, None, "final", "late ones counted", "how to type"]
TITLE = ["Figures: a row for an indicator, a period and an area"]
HELP = ["Needed. The indicator's id", "Any day of the month", "Left blank: TOTAL"]


class Book(Folder):
    """A project whose settings are a workbook; only its sheet Figures is written here."""

    def put_sheet(self, *rows: list[object], sheet: str = "Figures") -> None:
        book = openpyxl.Workbook()
        book.active.title = "Indicators"
        book.active.append(["indicator", "number", "title"])
        book.active.append(["icpc", 1, "Conferences in time"])
        made = book.create_sheet(sheet)
        for row in rows:
            made.append(row)
        saved = io.BytesIO()
        book.save(saved)
        self.put("scorecard.xlsx", saved.getvalue())

    @property
    def project(self):
        return make_project(self.settings, self.path, name="scorecard.xlsx")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path, [an_indicator("icpc", "percent"), an_indicator("plans", "count")])


def test_figures_typed_into_the_settings_workbook_are_read(book):
    book.put_sheet(
        TITLE, HELP, HEADS, EXAMPLE, ["icpc", "Sep-15", None, 70, 102], [], ["plans", date(2015, 9, 1), "EAST", 5]
    )
    figures, found = book.read()
    assert [(f.indicator, f.area, f.numerator) for f in figures.rows] == [("icpc", "TOTAL", 70), ("plans", "EAST", 5)]
    assert said(found) == []


def test_what_is_wrong_is_told_with_sheet_and_cell(book):
    book.put_sheet(TITLE, HELP, HEADS, EXAMPLE, ["icpc", "Sep-15", None, "n/a", 102])
    [found] = book.wrong()
    assert str(found).startswith("scorecard.xlsx : Figures!D5 : F-NUMBER : numerator 'n/a' cannot be read as a number")


def test_an_unknown_indicator_is_not_in_the_settings_by_their_name(book):
    book.put_sheet(HEADS, ["icpcs", "Sep-15", None, 70, 102])
    [found] = book.wrong()
    assert found.what == "the indicator 'icpcs' is not in scorecard.xlsx - did you mean 'icpc'?"


def test_no_other_file_of_figures_is_needed(book):
    book.put_sheet(TITLE, HELP, HEADS, EXAMPLE)
    figures, found = book.read()
    assert len(figures) == 0
    assert {(f.file, f.code) for f in found} == {("scorecard.xlsx", "F-NONE")}


def test_the_sheet_and_files_come_together_and_may_not_say_the_same_twice(book):
    book.put_sheet(HEADS, ["icpc", "Sep-15", None, 70, 102])
    figures, _ = book.read({"figures/a.csv": HEADER + "icpc,2015-08,,60,100\n"})
    assert len(figures) == 2
    [found] = book.wrong({"figures/b.csv": HEADER + "icpc,2015-09,,70,102\n"})
    assert "first in scorecard.xlsx, Figures!A2" in found.what


def test_a_workbook_whose_sheet_was_renamed_needs_files(book):
    book.put_sheet(HEADS, ["icpc", "Sep-15", None, 70, 102], sheet="My figures")
    with pytest.raises(ProjectError, match="there is no file of figures"):
        book.read()


def test_a_sheet_without_its_header_is_an_error_at_its_first_cell(book):
    book.put_sheet(["icpc", "Sep-15", None, 70, 102])
    assert said(book.wrong()) == [("scorecard.xlsx", "Figures!A1", "F-HEADER")]


def test_the_settings_workbook_is_no_file_of_figures_as_well(book):
    book.settings["scorecard"]["figures"] = ["*.xlsx"]
    book.put_sheet(HEADS, ["icpc", "Sep-15", None, 70, 102])
    assert len(book.read()[0]) == 1


def test_of_merged_cells_the_rows_without_an_indicator_are_errors(book):
    made = openpyxl.Workbook()
    made.active.title = "Figures"
    for row in (HEADS, ["icpc", "Aug-15", None, 60, 100], [None, "Sep-15", None, 70, 102]):
        made.active.append(row)
    made.active.merge_cells("A2:A3")
    saved = io.BytesIO()
    made.save(saved)
    book.put("scorecard.xlsx", saved.getvalue())
    [found] = book.wrong()
    assert (found.place, found.what) == ("Figures!A3", "the row names no indicator")
    assert "of merged cells, only the first holds anything" in found.mend


@pytest.mark.parametrize(("value", "told"), [(0.86, True), (86, False)])
def test_a_single_percentage_typed_as_a_fraction_is_told_among_whole_ones(book, value, told):
    book.put_sheet(HEADS, ["icpc", "Aug-15", None, None, None, 85], ["icpc", "Sep-15", None, None, None, value])
    _, found = book.read()
    assert (("scorecard.xlsx", "Figures!A3", "F-PERCENT") in said(found)) is told


# Everywhere


def read_csv(tmp_path: Path, text: str) -> Figures:
    folder = Folder(tmp_path, [an_indicator("icpc", "percent")])
    folder.put("figures/a.csv", text)
    return read_figures(folder.project)[0]


def test_an_example_row_is_skipped_in_every_file(tmp_path):
    figures = read_csv(tmp_path, HEADER + "Example: icpc,whenever,NOWHERE,many,102\nicpc,2015-09,,70,102\n")
    assert [f.numerator for f in figures.rows] == [70]


def test_a_row_with_words_beside_the_columns_alone_is_no_row(tmp_path):
    text = "indicator,period,numerator,denominator,hint\nicpc,2015-09,70,102,\n,,,,type the next month here\n"
    assert len(read_csv(tmp_path, text)) == 1
