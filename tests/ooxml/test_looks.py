"""How cells and conditional formats look, read from workbooks that XlsxWriter made."""

from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.ooxml.looks import Look, Looks, Rule
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.corpus import OPENED, entries


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet("Page")
        sheet.write("A1", "plain")
        red = {"bg_color": "#B3261E", "font_color": "#FFFFFF", "bold": True, "font_size": 14, "num_format": "0%"}
        sheet.write("B1", "red", made.add_format(red))
        sheet.write("C1", "striped", made.add_format({"pattern": 4, "bg_color": "#B3261E"}))
        sheet.write("D1", "open", made.add_format({"locked": False}))
        rule = made.add_format({"bg_color": "#FFE9BF", "font_color": "#6B4300"})
        sheet.conditional_format("A1:A3", {"type": "cell", "criteria": "==", "value": '"Amber"', "format": rule})
        bold = made.add_format({"bold": True})
        sheet.conditional_format("B1", {"type": "text", "criteria": "containing", "value": "late", "format": bold})
        sheet.conditional_format("C1", {"type": "data_bar", "data_bar_2010": True})
    return Workbook.open(tmp_path / "a.xlsx")


def look(book: Workbook, column: int) -> Look:
    return Looks(book).of_cell(book.sheet("Page"), 1, column)


def test_a_plain_cell_is_black_on_white(book):
    assert look(book, 1) == Look("#000000", "#FFFFFF", 11.0, False, "General", font="Calibri")


def test_a_cells_own_colours_size_and_format_are_told(book):
    assert look(book, 2) == Look("#FFFFFF", "#B3261E", 14.0, True, "0%", has_own_fill=True, font="Calibri")


def test_the_colour_of_a_pattern_cannot_be_told(book):
    assert look(book, 3).fill is None
    assert look(book, 3).has_own_fill


def test_a_cell_that_is_not_locked_is_told(book):
    assert not look(book, 4).is_locked


def rules(book: Workbook) -> dict[str, Rule]:
    return {rule.kind: rule for rule in Looks(book).rules(book.sheet("Page"))}


def test_a_conditional_format_says_where_what_and_how(book):
    rule = rules(book)["cellIs"]
    assert [str(area) for area in rule.areas] == ["A1:A3"]
    assert rule.asks == ('"Amber"',)
    assert rule.look is not None
    assert (rule.look.text, rule.look.fill) == ("#6B4300", "#FFE9BF")
    assert rule.covers(3, 1)
    assert not rule.covers(4, 1)


def test_what_a_conditional_format_leaves_alone_is_none(book):
    rule = rules(book)["containsText"]
    assert "late" in rule.asks
    assert rule.look is not None
    assert (rule.look.text, rule.look.fill, rule.look.size, rule.look.is_bold) == (None, None, None, True)
    assert not rule.look.has_own_fill


def test_rules_of_the_2010_extension_are_among_them(book):
    assert len([r for r in Looks(book).rules(book.sheet("Page")) if r.kind == "dataBar"]) == 2


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_looks_and_rules_of_a_sample_that_excel_saved_can_be_read(corpus_folder: Path):
    read = 0
    for entry in [entry for entry in entries()[::5] if entry.opened == OPENED]:
        path = corpus_folder / entry.kept_as
        book = Workbook.open(path)
        looks = Looks(book)
        for sheet in book.sheets():
            used = sheet.used()
            seen = [looks.of_cell(sheet, row, column) for row, column, _, _ in sheet.cells()] if used else []
            assert all(each.text is None or len(each.text) == 7 for each in seen), path
            read += len(seen) + len(looks.rules(sheet))
    assert read > 10_000
