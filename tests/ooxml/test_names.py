from pathlib import Path

import pytest

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.names import area_of, is_legal_name
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import opened

PATTERN = "Pattern's own"


def test_a_sheets_own_names_come_with_their_references(book: Workbook):
    assert book.names.local_names(PATTERN) == {
        "_xlnm.print_area": "'Pattern''s own'!$A$1:$F$9",
        "_xlnm.print_titles": "'Pattern''s own'!$5:$5",
        "value": "'Pattern''s own'!$F$1",
    }
    assert book.names.local_names("Summary") == {}


def test_a_sheets_own_name_is_found_before_the_workbooks(book: Workbook):
    book.names.set("value", "Summary!$A$1")
    assert book.names.find("VALUE", PATTERN) == "'Pattern''s own'!$F$1"
    assert book.names.find("value", "Summary") == "Summary!$A$1"
    assert book.names.find("nothing") is None


def test_names_are_kept_in_excels_order(book: Workbook):
    for name, sheet in (("zeta", None), ("Alpha", "Summary"), ("beta", None), ("_xlnm.Print_Area", "Summary")):
        book.names.set(name, "Summary!$A$1", sheet)
    names = [(name, sheet) for name, sheet, _ in book.names.all_names()]
    plain = [
        (name.lower().removeprefix("_xlnm."), book.sheet_names().index(sheet) if sheet else -1) for name, sheet in names
    ]
    assert plain == sorted(plain)


def test_a_name_that_is_there_gets_a_new_reference(book: Workbook, tmp_path: Path):
    book.names.set("VALUE", "='Pattern''s own'!$F$2", PATTERN)
    book.save(tmp_path / "out.xlsx")
    names = opened(tmp_path / "out.xlsx")[PATTERN].defined_names
    assert names["value"].attr_text == "'Pattern''s own'!$F$2"


def test_the_last_name_removed_leaves_no_empty_list(book: Workbook):
    for name, sheet, _ in book.names.all_names():
        book.names.remove(name, sheet)
    assert b"definedNames" not in book.package.bytes("xl/workbook.xml")


@pytest.mark.parametrize("name", ["Q1", "R", "c", "R1C1", "2x", "a b", "TRUE", "AVG6", "", "a-b", "x" * 256])
def test_a_name_that_excel_would_not_take_is_refused(name: str, book: Workbook):
    assert not is_legal_name(name)
    with pytest.raises(TemplateError, match="cannot be a name"):
        book.names.set(name, "Summary!$A$1")


@pytest.mark.parametrize("name", ["value", "six_month_average", "Monthly_3", "_x", "Größe", "a.b", "_xlnm.Print_Area"])
def test_a_word_is_a_name(name: str):
    assert is_legal_name(name)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("'3 A'!$B$2", ("3 A", (Area(2, 2, 2, 2),))),
        ("Summary!$A$1:$B$2,Summary!$D$4", ("Summary", (Area(1, 1, 2, 2), Area(4, 4, 4, 4)))),
        ("Summary!$5:$5", ("Summary", (Area(5, 1, 5, 16384),))),
        ("Summary!$A$1+1", None),
        ("#REF!", None),
        ("Summary!#REF!", None),
        ("[1]Summary!$A$1", None),
        ("Summary!$A$1,Other!$A$1", None),
        ("First:Last!$A$1", None),
        ("other_name", None),
        ("$A$1", None),
        ("", None),
    ],
)
def test_only_a_plain_reference_has_areas(reference: str, expected: object):
    assert area_of(reference) == expected
