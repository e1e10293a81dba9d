"""What refers to sheets that are deleted becomes #REF!, as Excel makes it; nothing else is touched."""

from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.ooxml.formulas import without
from excel_scorecard.ooxml.lost import lose_references
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import changed_parts, opened

GONE = "It's gone & over"
QUOTED = "'It''s gone & over'"


@pytest.mark.parametrize(
    ("formula", "left"),
    [
        ("Old!$A$1*2", "#REF!*2"),
        ("'OLD'!A1+Kept!A1", "#REF!+Kept!A1"),
        ("SUM(Old:Kept!A1)", "SUM(#REF!)"),
        ("Monthly[Value]+Other[Value]", "#REF!+Other[Value]"),
        ("Monthly[[#This Row],[Old!A1]]", "#REF!"),
        ("total+Kept!total", "#REF!+Kept!total"),
        ("Old!total", "#REF!"),
        ('"Old!A1 total Monthly[Value]"', '"Old!A1 total Monthly[Value]"'),
        ("[1]Old!A1", "[1]Old!A1"),
        ("TOTAL(A1)", "TOTAL(A1)"),
    ],
)
def test_what_a_formula_reads_of_lost_things_is_an_error_in_it(formula, left):
    assert without(formula, {"old"}, {"monthly", "total"}) == left


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        gone, page, other = (book.add_worksheet(name) for name in (GONE, "Page", "Other"))
        gone.add_table("A1:B2", {"name": "Figures"})
        book.define_name("shown", f"={QUOTED}!$A$1")
        page.write_formula("A1", f"={QUOTED}!A1", None, 5)
        page.write_formula("A2", "=SUM(Figures[Column1])", None, 6)
        page.write_formula("A3", "=shown*2", None, 7)
        page.write_formula("A4", "=Other!A1", None, 8)
        page.write_url("A5", f"internal:{QUOTED}!A1", string="there")
        page.write_url("A6", "internal:'Other'!A1", string="elsewhere")
        page.data_validation("B1", {"validate": "list", "source": f"={QUOTED}!$A$1:$A$9"})
        page.insert_textbox("D1", "as it was", {"textlink": f"={QUOTED}!$A$1"})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": f"={QUOTED}!$A$1:$A$9", "categories": "=Other!$A$1:$A$9"})
        page.insert_chart("D9", chart)
        other.write_formula("A1", "=1+1", None, 2)
    return path


@pytest.fixture
def book(file: Path) -> Workbook:
    return Workbook.open(file)


def test_all_that_read_the_sheet_is_listed(book: Workbook):
    found = lose_references(book, [GONE])
    assert found == [
        *("Page!A1", "Page!A2", "Page!A3", "a rule or a sparkline on Page", "a shape on Page", "a chart on Page"),
        "a link on Page!A5",
    ]


def test_it_becomes_an_error_and_loses_its_value(book: Workbook, tmp_path: Path):
    lose_references(book, [GONE])
    sheet = book.sheet("Page")
    assert [sheet.formula(row, 1) for row in (1, 2, 3, 4)] == ["#REF!", "SUM(#REF!)", "#REF!*2", "Other!A1"]
    assert [sheet.has_cache(row, 1) for row in (1, 2, 3, 4)] == [False, False, False, True]
    assert [r.formula for r in sheet.charts[0].references()] == ["Other!$A$1:$A$9", "#REF!"]
    assert list(sheet.hyperlinks) == ["A6"]
    assert sheet.read(5, 1) == "there"
    assert [text for _, text in sheet.texts()] == ["as it was"]
    book.delete_sheet(GONE)
    book.names.remove("shown")
    book.save(tmp_path / "b.xlsx")
    assert opened(tmp_path / "b.xlsx").sheetnames == ["Page", "Other"]


def test_what_reads_nothing_of_it_is_left_byte_for_byte(book: Workbook, file: Path, tmp_path: Path):
    lose_references(book, [GONE])
    book.save(tmp_path / "b.xlsx")
    changed = changed_parts(file, tmp_path / "b.xlsx")
    assert "xl/worksheets/sheet2.xml" in changed
    assert not {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml"} & changed


def test_a_sheets_own_name_is_not_the_workbooks(book: Workbook):
    book.names.set("shown", "Page!$C$1", sheet="Page")
    assert "Page!A3" not in lose_references(book, [GONE])
    assert book.sheet("Page").formula(3, 1) == "shown*2"
