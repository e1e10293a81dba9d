"""What refers to sheets that are deleted becomes #REF!, as Excel makes it; nothing else is touched."""

from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.ooxml.formulas import without
from excel_scorecard.ooxml.lost import lose_references
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import changed_parts, opened, parts
from tests.xsd import new_errors

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


def test_a_chart_sheet_that_read_it_is_told_and_says_so(tmp_path: Path):
    path = tmp_path / "charts.xlsx"
    with xlsxwriter.Workbook(path) as made:
        gone, _ = made.add_worksheet(GONE), made.add_worksheet("Other")
        gone.write_row("A1", [1, 2])
        for number, sheet in enumerate((QUOTED, "Other")):
            chart = made.add_chart({"type": "line"})
            chart.add_series({"values": f"={sheet}!$A$1:$B$1"})
            made.add_chartsheet(f"Chart {number}").set_chart(chart)
    book = Workbook.open(path)
    assert lose_references(book, [GONE]) == ["a chart on 'Chart 0'"]
    book.delete_sheet(GONE)
    book.save(tmp_path / "b.xlsx")
    assert new_errors(path, tmp_path / "b.xlsx") == []
    charts = {name: part for name, part in parts(tmp_path / "b.xlsx").items() if "/charts/chart" in name}
    assert [b"#REF!" in part for part in charts.values()] == [True, False]


def test_a_picture_that_led_there_leads_nowhere_and_stays(pattern_file: Path, tmp_path: Path):
    book = Workbook.open(pattern_file)
    book.clone_sheet("Pattern's own", "Copy")
    drawing = str(book.sheet("Copy").drawing_part)
    book.package.edit(drawing)
    for relationship in book.package.relationships(drawing):
        if relationship.target.startswith("#"):
            rels = book.package.edit(drawing.replace("drawings/", "drawings/_rels/") + ".rels")
            next(e for e in rels if e.get("Id") == relationship.id).set("Target", "#Summary!A1")
    before = book.package.bytes(drawing)
    assert b"hlinkClick" in before
    assert "a shape on Copy" in lose_references(book, ["Summary"])
    after = book.package.bytes(drawing)
    assert b"hlinkClick" not in after
    assert after.count(b"<xdr:pic>") == before.count(b"<xdr:pic>") == 1
    book.delete_sheet("Summary")
    book.save(tmp_path / "b.xlsx")
    assert new_errors(pattern_file, tmp_path / "b.xlsx") == []


def test_a_chart_sheet_can_go_too(tmp_path: Path):
    path = tmp_path / "charts.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("Figures").write_formula("A1", "=Page!A1", None, 1)
        made.add_worksheet("Page").write_url("A2", "internal:'Big chart'!A1", string="the chart")
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=Page!$B$1:$B$2"})
        made.add_chartsheet("Big chart").set_chart(chart)
    book = Workbook.open(path)
    assert lose_references(book, ["Big chart"]) == ["a link on Page!A2"]
