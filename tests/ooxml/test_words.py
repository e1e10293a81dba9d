"""The words that rules look for: conditional formats and drop-downs of a project that prints other ratings."""

from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import changed_parts, opened
from tests.xsd import new_errors

WORDS = {"Red": 'Off "track"', "Green": "On track"}


@pytest.fixture
def rated(tmp_path: Path) -> Path:
    """A sheet whose rules look for the words of ratings in every way that Excel offers."""
    path = tmp_path / "rated.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet("rated"), book.add_worksheet("other")
    bold = book.add_format({"bold": True})
    sheet.conditional_format("A1", {"type": "cell", "criteria": "==", "value": '"Red"', "format": bold})
    sheet.conditional_format("A1", {"type": "formula", "criteria": '=OR(A1="Green",A1="Red tape")', "format": bold})
    sheet.conditional_format("A1", {"type": "text", "criteria": "begins with", "value": "Red", "format": bold})
    sheet.data_validation("B1", {"validate": "list", "source": ["Green", "Amber", "Red"]})
    sheet.write("A1", "Red")
    other.conditional_format("A1", {"type": "cell", "criteria": "==", "value": '"Redder"', "format": bold})
    book.close()
    return path


def test_rules_and_lists_look_for_the_new_words_and_for_no_part_of_another(rated: Path, tmp_path: Path):
    book = Workbook.open(rated)
    assert book.sheet("rated").replace_in_rules(WORDS) == 4
    book.save(tmp_path / "renamed.xlsx")
    sheet = opened(tmp_path / "renamed.xlsx")["rated"]
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert [rule.formula for rule in rules][:2] == [['"Off ""track"""'], ['OR(A1="On track",A1="Red tape")']]
    assert rules[2].text == 'Off "track"'
    assert rules[2].formula == ['LEFT(A1,11)="Off ""track"""']
    assert sheet.data_validations.dataValidation[0].formula1 == '"On track,Amber,Off ""track"""'
    assert sheet["A1"].value == "Red"
    assert new_errors(rated, tmp_path / "renamed.xlsx") == []


def test_a_sheet_without_the_words_is_not_touched(rated: Path, tmp_path: Path):
    book = Workbook.open(rated)
    assert book.sheet("other").replace_in_rules(WORDS) == 0
    book.save(tmp_path / "same.xlsx")
    assert changed_parts(rated, tmp_path / "same.xlsx") == set()
