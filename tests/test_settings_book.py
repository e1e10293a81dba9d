"""Settings typed into a workbook: what officers do to it that is no matter, and files that only look like one."""

import shutil
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from excel_scorecard.errors import ProjectError
from excel_scorecard.project import Project, read_project
from tests.setup_book import FIRST, column, new_project, put, put_setting, typed


@pytest.fixture(scope="module")
def new_book(tmp_path_factory) -> Path:
    return new_project(tmp_path_factory.mktemp("new")) / "scorecard.xlsx"


@pytest.fixture
def folder(tmp_path: Path, new_book: Path) -> Path:
    shutil.copy(new_book, tmp_path)
    return tmp_path


def after(folder: Path, change) -> Project:
    typed(folder, change)
    return read_project(folder)


# What is no matter


def test_a_new_workbook_holds_the_fictional_council(folder):
    project = read_project(folder)
    assert project.scorecard.organisation == "Northshire Council (fictional)"
    assert [(i.id, i.unit, i.good) for i in project.indicators] == [
        ("visits-in-time", "percent", "high"),
        ("unallocated", "count", "low"),
        ("re-referrals", "percent", "low"),
    ]
    assert [(t.from_, t.target, t.amber_within) for t in project.indicators[2].targets] == [
        (date(2024, 4, 1), 22, 3),
        (date(2025, 10, 1), 20, 3),
    ]
    assert project.areas_of(project.indicators[0]) == ("East", "West")
    assert (project.settings_file, project.findings) == ("scorecard.xlsx", ())


def test_the_rows_of_the_examples_are_not_read(folder):
    project = read_project(folder)
    assert not any("Example" in str(entry) for entry in (*project.indicators, *project.areas, *project.teams))


def test_headings_may_stand_in_any_order_and_case(folder):
    def change(book: Workbook) -> None:
        sheet = book["Indicators"]
        for row in sheet.iter_rows(min_row=5, max_row=9):
            row[3].value, row[4].value = row[4].value, row[3].value
        sheet["D5"], sheet["E5"], sheet["A5"] = " GOOD: ", "unit", "ID"

    before = read_project(folder)
    assert after(folder, change).indicators == before.indicators


def test_columns_and_sheets_of_ones_own_are_left_alone(folder):
    def change(book: Workbook) -> None:
        book["Targets"]["K5"] = "Agreed in the meeting of"
        book["Targets"]["K6"] = "June"
        book.create_sheet("My notes")["A1"] = "Ring the board."

    before = read_project(folder)
    assert after(folder, change).indicators == before.indicators


def test_blank_rows_spaces_and_non_breaking_spaces_are_no_matter(folder):
    def change(book: Workbook) -> None:
        book["Indicators"].insert_rows(8, 3)
        book["Indicators"]["A8"] = "\u00a0 "
        put(book, "Indicators", 0, "Unit", "\u00a0Percent ")
        put(book, "Indicators", 0, "Id", " visits-in-time\u00a0")
        put(book, "Indicators", 0, "Direction against", "Same period last year")

    indicator = after(folder, change).indicators[0]
    assert (indicator.id, indicator.unit, indicator.direction_against) == (
        "visits-in-time",
        "percent",
        "same_period_last_year",
    )


def test_an_area_may_be_named_in_another_case_or_with_other_spaces(folder):
    def change(book: Workbook) -> None:
        put(book, "Areas and populations", 0, "Area", "East Side")
        put(book, "Areas and populations", 0, "Population of", "east\u00a0side ")
        put(book, "Targets", 0, "Area", "EAST  SIDE")

    project = after(folder, change)
    assert project.populations[0].area == project.indicators[0].targets[0].area == "East Side"


WAYS_TO_SAY_A_TARGET = [
    (75, "General", 75),
    ("75", "@", 75),
    ("75%", "@", 75),
    (" 75 % ", "General", 75),
    (0.75, "0%", 75),
    (0.746, "0.0%", Decimal("74.6")),
    (0.0075, "0.00%", Decimal("0.75")),
    (74.6, "General", Decimal("74.6")),
    (0.1 + 0.2, "0%", 30),
    (0, "General", 0),
    (1, "0%", 100),
]


@pytest.mark.parametrize(("value", "number_format", "target"), WAYS_TO_SAY_A_TARGET)
def test_a_percentage_may_be_typed_as_people_write_it(folder, value, number_format, target):
    def change(book: Workbook) -> None:
        put(book, "Indicators", 0, "Decimals", 2)
        put(book, "Targets", 0, "Amber within", None)
        book["Targets"]["C6"] = value
        book["Targets"]["C6"].number_format = number_format

    assert after(folder, change).indicators[0].targets[0].target == target


@pytest.mark.parametrize("written", [datetime(2025, 4, 1), "2025-04-01", "01/04/2025", "April 2025", 45748, "45748"])  # noqa: DTZ001
def test_a_day_may_be_a_date_a_text_or_a_date_that_lost_its_format(folder, written):
    assert after(folder, lambda book: put(book, "Targets", 0, "From", written)).indicators[0].targets[0].from_ == date(
        2025, 4, 1
    )


def test_numbers_stand_for_text_and_texts_for_numbers(folder):
    def change(book: Workbook) -> None:
        put(book, "Indicators", 0, "Number", 7)
        put(book, "Indicators", 0, "Decimals", "1")
        put(book, "Indicators", 0, "Title", 2026)
        put(book, "Indicators", 0, "Short", True)
        put(book, "Comparators", 0, "Period", date(2026, 3, 1))
        book["Comparators"]["C6"].number_format = "mmm\\-yy"
        put(book, "Areas and populations", 0, "Population", "41,200")
        put_setting(book, "Trend months", 13.0)

    project = after(folder, change)
    indicator = project.indicators[0]
    assert (indicator.number, indicator.decimals, indicator.title, indicator.short) == ("7", 1, "2026", "TRUE")
    assert project.indicators[2].comparators[0].period == "Mar-26"
    assert (project.populations[0].population, project.scorecard.trend_months) == (41200, 13)


def test_a_formula_counts_as_what_it_showed_when_it_was_saved(tmp_path):
    from xlsxwriter import Workbook as NewBook

    draft, path = tmp_path / "draft.xlsx", tmp_path / "scorecard.xlsx"
    with NewBook(str(draft)) as book:
        settings = book.add_worksheet("Settings")
        settings.write_row("A1", ["Setting", "Value"])
        settings.write_string("A2", "Organisation")
        settings.write_formula("B2", '="North"&"shire"', None, "Northshire")
        settings.write_string("A3", "Marking")
        settings.write_formula("B3", '=""', None, "")
        indicators = book.add_worksheet("Indicators")
        indicators.write_row("A1", ["id", "number", "title", "unit", "good"])
        indicators.write_row("A2", ["open", 1, "Open", "count", "low"])
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():  # as Excel saves a formula that shows nothing
            new.writestr(name, old.read(name).replace(b'<c r="B3"><f>', b'<c r="B3" t="str"><f>'))
    project = read_project(path)
    assert (project.scorecard.organisation, project.scorecard.marking) == ("Northshire", "")


def test_a_sheet_that_was_deleted_is_told_with_what_it_takes_away(folder):
    project = after(folder, lambda book: book.remove(book["Targets"]))
    assert [(f.level, f.place, f.what) for f in project.findings] == [
        ("warning", "Targets", "there is no sheet 'Targets': no indicator has a target")
    ]


def test_hidden_rows_and_columns_are_read_and_told(folder):
    def change(book: Workbook) -> None:
        book["Targets"].row_dimensions[7].hidden = True
        book["Indicators"].column_dimensions["H"].hidden = True

    project = after(folder, change)
    assert project.indicators[1].targets[0].target == 12
    assert [(finding.place, finding.code) for finding in project.findings] == [
        ("Indicators!H", "P-HIDDEN"),
        ("Targets!7", "P-HIDDEN"),
    ]


def test_texts_are_taken_letter_by_letter(folder):
    said = "=1+1 is no formula here\n\n  and a second line"

    def change(book: Workbook) -> None:
        put(book, "Indicators", 0, "Definition", said)
        book["Indicators"][f"{column(book, 'Indicators', 'Definition')}{FIRST['Indicators']}"].data_type = "s"

    assert after(folder, change).indicators[0].definition == said


def test_two_quotation_marks_are_a_text_that_is_blank_on_purpose(folder):
    assert after(folder, lambda book: put_setting(book, "Populations file", '""')).scorecard.populations == ""


def test_several_rows_of_one_setting_are_a_list(folder):
    def change(book: Workbook) -> None:
        rows = [row for row in book["Settings"].iter_rows(min_row=5) if row[0].value == "Note"]
        rows[1][1].value, rows[3][1].value = "Second.", "Third."

    assert after(folder, change).scorecard.notes[1:] == ("Second.", "Third.")


def test_everything_that_is_wrong_is_told_at_once_by_sheet(folder):
    def change(book: Workbook) -> None:
        put(book, "Commentary", 1, "Rating override", "Red")
        put(book, "Targets", 0, "Target", "high")
        put(book, "Indicators", 1, "Good", "down")
        put_setting(book, "Trend months", "two years")

    typed(folder, change)
    with pytest.raises(ProjectError) as caught:
        read_project(folder)
    assert [problem.where.rpartition(" : ")[2] for problem in caught.value.problems] == [
        "Settings!B12",
        "Indicators!E8",
        "Targets!C6",
    ]


def test_the_cell_of_a_setting_can_be_asked_for(folder):
    project = read_project(folder)
    assert project.place(("indicator", 2, "target", 1, "target"), "") == "Targets!C9"
    assert project.place(("indicator", 2), "") == "Indicators!A9"
    assert project.place(("nothing", 1), "indicator 'x'") == "indicator 'x'"


# Files that are something else


def test_a_workbook_that_excel_holds_open_is_read(folder):
    (folder / "~$scorecard.xlsx").write_bytes(b"held open")
    assert read_project(folder).settings_file == "scorecard.xlsx"


def zipped(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, b"<x/>")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
OTHER_FILES = [
    (lambda path: path.write_bytes(OLE), "Excel 97-2003"),
    (lambda path: path.write_bytes(OLE + "EncryptionInfo".encode("utf-16-le")), "encrypted with a password"),
    (lambda path: path.write_bytes(OLE + "DRMEncryptedDataSpace".encode("utf-16-le")), "by a sensitivity label"),
    (lambda path: path.write_bytes(b"indicator,period\n"), "not an Excel workbook"),
    (lambda path: path.write_bytes(b""), "not an Excel workbook"),
    (lambda path: zipped(path, "xl/workbook.bin"), "binary workbook"),
    (lambda path: zipped(path, "mimetype", "content.xml"), "LibreOffice"),
    (lambda path: zipped(path, "word/document.xml"), "not an Excel workbook"),
    (lambda path: zipped(path, "xl/workbook.xml"), "cannot be read"),
]


@pytest.mark.parametrize(("write", "words"), OTHER_FILES, ids=[words for _, words in OTHER_FILES])
def test_a_file_that_is_something_else_is_named_for_what_it_is(tmp_path, write, words):
    write(tmp_path / "scorecard.xlsx")
    with pytest.raises(ProjectError, match=words) as caught:
        read_project(tmp_path)
    assert caught.value.where == "scorecard.xlsx"


def test_a_workbook_cut_short_is_told(folder):
    path = folder / "scorecard.xlsx"
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(ProjectError, match="not an Excel workbook"):
        read_project(folder)


@pytest.mark.parametrize("ending", [".xls", ".xlsb", ".ods", ".xlsm"])
def test_settings_saved_as_another_kind_of_workbook_are_named(tmp_path, ending):
    (tmp_path / f"scorecard{ending}").write_bytes(b"x")
    with pytest.raises(ProjectError, match=f"saved as {ending}, which is not read"):
        read_project(tmp_path)


def test_settings_that_are_there_twice_are_told_with_the_one_that_was_changed_last(folder):
    import os

    (folder / "scorecard.toml").write_text("")
    os.utime(folder / "scorecard.toml", (1_700_000_000, 1_700_000_000))
    with pytest.raises(ProjectError) as caught:
        read_project(folder)
    assert "the settings are there twice, as scorecard.xlsx and as scorecard.toml" in caught.value.what
    assert caught.value.mend.startswith("scorecard.xlsx was changed last, on ")
    assert "move scorecard.toml out of the folder" in caught.value.mend


# The workbook as it is written


def test_every_choice_has_a_drop_down_and_areas_and_ids_are_listed_from_their_sheets(new_book):
    book = load_workbook(new_book)

    def rule(sheet: str, header: str) -> str:
        at = f"{column(book, sheet, header)}{FIRST[sheet] + 1}"
        return next(v.formula1 for v in book[sheet].data_validations.dataValidation if at in v.sqref)

    assert rule("Indicators", "Unit") == '"percent,count,rate,average,days,currency"'
    assert rule("Indicators", "Good") == '"high,low,band,neither"'
    assert rule("Targets", "Indicator") == "indicator_ids"
    assert rule("Targets", "Area") == "area_names"
    assert rule("Figures", "Area") == "area_names_and_total"
    assert rule("Figures", "Code") == '"x,c,z,u,k"'
    assert rule("Commentary", "Rating override") == '"Green,Amber,Red"'
    assert rule("Commentary", "Indicator") == "indicator_ids_and_concerns"
    assert {"indicator_ids", "area_names", "axis_names"} <= set(book.defined_names)


def test_every_column_has_its_help_above_it_and_an_example_below(new_book):
    book = load_workbook(new_book)
    for name, first in FIRST.items():
        sheet = book[name]
        assert all(cell.value for cell in sheet[first - 3] if sheet.cell(first - 2, cell.column).value), name
        assert str(sheet.cell(first - 1, 1).value).startswith("Example:")


def test_the_same_project_gives_the_same_bytes(tmp_path, new_book):
    assert (new_project(tmp_path) / "scorecard.xlsx").read_bytes() == new_book.read_bytes()
