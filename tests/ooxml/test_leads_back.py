"""The search that other tests trust must itself find what leads back."""

from pathlib import Path

import pytest

from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.leads_back import leads_back
from tests.ooxml.workbooks import parts, rewritten

PATTERN = "Pattern's own"


def test_what_a_sheet_reads_of_itself_is_found_in_every_kind_of_place(pattern_file: Path):
    found = {tuple(place.split(" ")[:2]) for place in leads_back(pattern_file, PATTERN, PATTERN)}
    sheet, drawing = "xl/worksheets/sheet2.xml:", "xl/drawings/drawing1.xml:"
    assert found == {
        (sheet, "f"),  # of cells, and of sparklines
        (sheet, "formula"),
        (sheet, "location"),
        (drawing, "location"),
        (drawing, "textlink"),
        ("xl/charts/chart1.xml:", "f"),
        ("xl/tables/table1.xml:", "calculatedColumnFormula"),
        ("xl/workbook.xml:", "definedName"),
    }


def test_a_table_is_found_and_a_text_within_a_formula_is_not(pattern_file: Path):
    found = leads_back(pattern_file, PATTERN, PATTERN)
    assert "xl/worksheets/sheet2.xml: f 'SUM(Monthly[Inside])'" in found
    assert not any("IF(F2=4" in place for place in found)


def test_another_sheet_reads_nothing_of_a_sheet_that_it_does_not_name(pattern_file: Path):
    assert leads_back(pattern_file, PATTERN, "Summary") == []
    assert leads_back(pattern_file, "Summary", PATTERN) == ["xl/worksheets/sheet1.xml: f \"'Pattern''s own'!F1*2\""]


@pytest.mark.parametrize(
    "formula", ["[0]!shown", "'3'!A1+SUM('2:Pattern''s own'!B1)", "shown*2", "MONTHLY[[#All],[Total]]"]
)
def test_a_reference_put_in_by_hand_is_found(pattern_file: Path, tmp_path: Path, formula: str):
    book = Workbook.open(pattern_file)
    part = book.clone_sheet(PATTERN, "Copy", {"Monthly": "Own"}).part
    for name in book.names.local_names("Copy"):
        book.names.remove(name, sheet="Copy")
    book.save(tmp_path / "clean.xlsx")
    assert leads_back(tmp_path / "clean.xlsx", "Copy", PATTERN) == []

    def put(content: dict[str, bytes]) -> None:
        content[part] = content[part].replace(b"SUM($B$6:B7)", formula.encode())

    changed = rewritten(tmp_path / "clean.xlsx", tmp_path / "changed.xlsx", put)
    assert parts(changed) != parts(tmp_path / "clean.xlsx")
    assert leads_back(changed, "Copy", PATTERN) == [f"{part}: f {formula!r}"]
