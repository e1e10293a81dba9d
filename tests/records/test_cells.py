"""Cells: what a cell of an extract says, in every spelling that councils have sent, and never a guess."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_scorecard.records.cells import is_one_of, read_column, reader

STATED = ("DD/MM/YYYY", "YYYY-MM-DD")


def said(kind: str, cell: object, forms: tuple[str, ...] = STATED, codes: tuple[str, ...] = ()) -> tuple[object, str]:
    return reader(kind, forms, codes)(cell)


@pytest.mark.parametrize(
    "cell", ["Yes", "yes", "Y", "y", "1", 1, 1.0, True, "TRUE", "a) Yes", "a. Yes", "A) YES", "a)Yes", "\u00a0Yes "]
)
def test_yes_is_read_in_every_spelling(cell: object):
    assert said("flag", cell) == ("yes", "")


@pytest.mark.parametrize("cell", ["No", "N", "0", 0, 0.0, False, "b) No", "b. no", "b - No"])
def test_no_is_read_in_every_spelling(cell: object):
    assert said("flag", cell) == ("no", "")


@pytest.mark.parametrize("cell", ["c) Unknown", "unknown", "U", "Not known", "c) Not stated"])
def test_unknown_is_a_word_that_people_write(cell: str):
    assert said("flag", cell) == ("unknown", "")


def test_another_word_in_a_yes_or_no_column_counts_as_unknown_and_is_told():
    assert said("flag", "CS Assessment Updated") == ("unknown", "unknown-value")


@pytest.mark.parametrize("kind", ["flag", "date", "id", "text", "number"])
@pytest.mark.parametrize("cell", ["", "   ", "\u00a0", "#N/A"])
def test_blank_and_not_available_say_nothing(kind: str, cell: str):
    assert said(kind, cell) == (None, "")


@pytest.mark.parametrize("kind", ["date", "id", "text", "number"])
def test_a_formula_that_failed_is_told(kind: str):
    assert said(kind, "#REF!") == (None, "error-value")


@pytest.mark.parametrize(
    ("cell", "id_"),
    [
        (1234.0, "1234"),
        ("1234.0", "1234"),
        (1234, "1234"),
        ("001234", "001234"),
        (" C-12\u00a0", "C-12"),
        (12.5, "12.5"),
    ],
)
def test_an_id_is_text_whatever_it_looks_like(cell: object, id_: str):
    assert said("id", cell) == (id_, "")


@pytest.mark.parametrize("cell", [1234567890123456789.0, 1e15, "1.23457E+18"])
def test_an_id_that_excel_has_rounded_is_none(cell: object):
    assert said("id", cell) == (None, "rounded-id")


@pytest.mark.parametrize(
    "cell",
    [
        "03/08/2015",
        "3/8/2015",
        "03/08/2015 00:00",
        "03/08/2015 14:05:31",
        "2015-08-03",
        "2015-08-03T14:05:31Z",
        "2015-08-03 00:00:00.000",
        date(2015, 8, 3),
        datetime.fromisoformat("2015-08-03 23:59"),
    ],
)
def test_a_date_is_read_in_its_stated_forms_and_a_time_is_its_day(cell: object):
    assert said("date", cell) == (date(2015, 8, 3), "")


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("09/30/2015", "foreign-date"),
        ("31/02/2015", "unreadable-date"),
        ("03/08/15", "unreadable-date"),
        ("3 August 2015", "unreadable-date"),
        ("03-08-2015", "unreadable-date"),
        ("20150803", "unreadable-date"),
        (42219, "unreadable-date"),
        (42219.0, "unreadable-date"),
        ("03/08/0215", "unreadable-date"),
        ("not known", "unreadable-date"),
    ],
)
def test_a_date_in_another_form_is_told_and_never_guessed(cell: object, rule: str):
    assert said("date", cell) == (None, rule)


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("MM/DD/YYYY", "08/03/2015"),
        ("DD-MM-YYYY", "03-08-2015"),
        ("DD.MM.YYYY", "3.8.2015"),
        ("DD MMM YYYY", "03 Aug 2015"),
        ("DD MMM YYYY", "3 August 2015"),
        ("DD-MMM-YYYY", "03-AUG-2015"),
        ("YYYYMMDD", "20150803"),
        ("Excel number", 42219.0),
        ("Excel number", "42219"),
    ],
)
def test_each_form_is_read_where_it_is_stated(form: str, cell: object):
    assert said("date", cell, (form,)) == (date(2015, 8, 3), "")


def test_september_may_have_four_letters():
    assert said("date", "30 Sept 2015", ("DD MMM YYYY",)) == (date(2015, 9, 30), "")


def test_numbers_are_exact():
    assert said("number", "0.1") == (Decimal("0.1"), "")
    assert said("number", 0.1 + 0.2) == (Decimal("0.3"), "")
    assert said("number", "1,234") == (Decimal(1234), "")
    assert said("number", "full time") == (None, "unreadable-number")
    assert said("number", "NaN") == (None, "unreadable-number")


@pytest.mark.parametrize("cell", ["V3", "v3", "V3: Short breaks", "r) V3 - Short breaks"])
def test_a_code_is_known_by_its_letters_alone(cell: str):
    assert is_one_of(cell, ("V3",))


def test_a_longer_code_is_another():
    assert not is_one_of("V31", ("V3",))
    assert said("flag", "C2: FCO", codes=("V3",)) == ("no", "")
    assert said("flag", "V3: Short breaks", codes=("V3",)) == ("yes", "")


def test_a_column_is_read_cell_by_cell_in_its_order():
    values, rules = read_column(["Yes", None, "No", "", "perhaps", "Yes"], reader("flag", STATED, ()))
    assert values.tolist() == ["yes", None, "no", None, "unknown", "yes"]
    assert rules.tolist() == ["", "", "", "", "unknown-value", ""]


MADE = {
    "DD/MM/YYYY": "%d/%m/%Y", "YYYY-MM-DD": "%Y-%m-%d", "MM/DD/YYYY": "%m/%d/%Y", "DD-MM-YYYY": "%d-%m-%Y",
    "DD.MM.YYYY": "%d.%m.%Y", "YYYYMMDD": "%Y%m%d",
}  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(sorted(MADE)))
def test_every_day_is_read_back_from_each_form(day: date, form: str):
    assert said("date", day.strftime(MADE[form]), (form,)) == (day, "")


@given(
    st.sampled_from(["id", "text", "flag", "date", "number"]), st.text() | st.floats() | st.integers() | st.booleans()
)
def test_no_cell_stops_the_reading_and_none_is_both_read_and_refused(kind: str, cell: object):
    value, rule = said(kind, cell, (*STATED, "Excel number"))
    assert not rule or value in {None, "unknown"}
