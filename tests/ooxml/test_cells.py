from datetime import date, datetime

import openpyxl.utils as theirs
import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel

from excel_scorecard.ooxml.cells import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    CellError,
    address,
    column_letters,
    column_number,
    date_of,
    quoted,
    reference,
    row_and_column,
    serial,
    unquoted,
)

rows, columns = some.integers(1, LAST_ROW), some.integers(1, LAST_COLUMN)


@given(columns)
def test_columns_are_lettered_as_openpyxl_letters_them(column: int):
    assert column_letters(column) == theirs.get_column_letter(column)
    assert column_number(column_letters(column)) == column


@given(rows, columns, some.booleans())
def test_an_address_leads_back_to_its_cell(row: int, column: int, absolute: bool):
    assert row_and_column(address(row, column, absolute)) == (row, column)


@given(rows, rows, columns, columns)
def test_an_area_leads_back_to_itself(row: int, other_row: int, column: int, other_column: int):
    area = Area(min(row, other_row), min(column, other_column), max(row, other_row), max(column, other_column))
    assert Area.parse(str(area)) == area
    assert Area.parse(area.absolute()) == area


@pytest.mark.parametrize("text", ["", "A", "7", "A0", "AAAA1", "XFE1", "A1048577", "A1:", "Sheet!A1", "#REF!"])
def test_what_is_no_area_is_refused(text: str):
    with pytest.raises(ValueError, match=r"no cell address|no column"):
        Area.parse(text)


def test_whole_columns_and_rows_are_areas():
    assert Area.parse("$C:A") == Area(1, 1, LAST_ROW, 3)
    assert Area.parse("3:5") == Area(3, 1, 5, LAST_COLUMN)
    assert str(Area.parse("A:C")) == "A:C"
    assert Area.parse("3:5").absolute() == "$3:$5"


def test_areas_know_their_cells():
    area = Area.parse("B2:C4")
    assert list(area.cells())[:3] == [(2, 2), (2, 3), (3, 2)]
    assert (4, 3) in area
    assert (5, 3) not in area
    assert area.overlaps(Area.parse("C4:D9"))
    assert not area.overlaps(Area.parse("D4:D9"))
    assert area.column(1) == Area.parse("C2:C4")


@pytest.mark.parametrize("plain", ["Summary", "Summary_2", "Übersicht", "a.b"])
def test_a_plain_sheet_name_needs_no_quotes(plain: str):
    assert quoted(plain) == plain


@pytest.mark.parametrize("name", ["3 Assessments", "R1", "AB12", "R1C1", "it's", "a-b", "2015", "TRUE", "C", ""])
def test_a_sheet_name_that_could_be_something_else_is_quoted(name: str):
    assert quoted(name) == "'" + name.replace("'", "''") + "'"
    assert unquoted(quoted(name)) == name


def test_a_reference_has_the_sheet_and_dollars():
    assert reference("it's", Area.parse("A1:B2")) == "'it''s'!$A$1:$B$2"


@given(some.dates(date(1900, 3, 1), date(9999, 12, 31)))
def test_days_have_the_numbers_that_openpyxl_gives_them(day: date):
    assert serial(day) == to_excel(day)
    assert date_of(serial(day)) == day


@given(some.dates(date(1904, 1, 2), date(9999, 12, 31)))
def test_days_of_the_1904_system_too(day: date):
    assert serial(day, date1904=True) == to_excel(day, CALENDAR_MAC_1904)
    assert date_of(serial(day, date1904=True), date1904=True) == day


def test_a_day_before_march_1900_is_refused():
    with pytest.raises(ValueError, match="28/02/1900"):
        serial(date(1900, 2, 28))


def test_a_time_of_day_is_dropped():
    assert serial(datetime(2015, 9, 1, 23, 59)) == serial(date(2015, 9, 1))  # noqa: DTZ001


def test_an_error_value_is_not_the_text_that_looks_like_it():
    assert CellError("#N/A") == "#N/A"
    assert not isinstance("#N/A", CellError)
