"""Lint, who can read it and how it prints: each rule has a workbook that breaks it, and a good one that does not."""

import re
from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.ooxml.lint import PROFILES, RULES, lint
from tests.ooxml.workbooks import rewritten, substituted

SHEET, SECOND, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
STYLES, TABLE, DRAWING = "xl/styles.xml", "xl/tables/table1.xml", "xl/drawings/drawing1.xml"
STRINGS, CORE, RELS = "xl/sharedStrings.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels"


def readable_workbook(path: Path) -> Path:
    """Two sheets as they should be: titles in A1, a table with room for more, a chart in words, links, A4."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"title": "Figures of a made-up service"})
    figures, notes = book.add_worksheet("Figures"), book.add_worksheet("Notes")
    red = book.add_format({"num_format": "0;[Red]-0", "font_color": "#333333"})
    figures.write("A1", "Figures of a made-up service")
    columns = [{"header": "Month"}, {"header": "Value"}]
    figures.add_table("A3:B7", {"name": "Figures_by_month", "columns": columns, "data": [["May", 1], ["June", 2]]})
    figures.write("B1", 1, red)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Figures!$B$4:$B$5"})
    figures.insert_chart("D3", chart, {"description": "The value goes up"})
    notes.write("A1", "Notes")
    notes.write_url("A2", "internal:'Figures'!A1", string="The figures that these notes are about")
    notes.write_url("A3", "https://example.org/a", string="Guidance of a made-up department")
    for sheet in (figures, notes):
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.print_area("A1:B20")
        sheet.set_footer("&LPage &P of &N, Research && Development")
    book.close()
    return path


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return readable_workbook(tmp_path_factory.mktemp("readable") / "readable.xlsx")


# code, part, what stands in it, what it is replaced by
BREAKS = [
    ("A-ALT", DRAWING, 'descr="The value goes up"', 'descr=""'),
    ("A-ALT", DRAWING, 'descr="The value goes up"', 'descr="chart1.png"'),
    ("A-HEADINGS", TABLE, "totalsRowShown=", 'headerRowCount="0" totalsRowShown='),
    ("A-BLANK-ROW", SHEET, "</row></sheetData>", '</row><row r="7"><c r="A7"><v>1</v></c></row></sheetData>'),
    ("A-MERGED", SECOND, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A5:B5"/></mergeCells>'),
    ("A-CONTRAST", STYLES, 'rgb="FF333333"', 'rgb="FFBBBBBB"'),
    ("A-RED-ONLY", STYLES, "0;[Red]-0", "0;[Red]0"),
    ("A-SHEET-NAME", BOOK, 'name="Notes"', 'name="Sheet2"'),
    ("A-TABLE-NAME", TABLE, 'displayName="Figures_by_month"', 'displayName="Table1"'),
    ("A-TITLE", CORE, "<dc:title>Figures of a made-up service</dc:title>", ""),
    ("A-FIRST-CELL", SECOND, '<c r="A1" t="s"><v>5</v></c>', ""),
    ("A-OPENS", SECOND, "<sheetView ", '<sheetView tabSelected="1" '),
    ("A-HIDDEN", BOOK, '<sheet name="Notes"', '<sheet state="hidden" name="Notes"'),
    ("A-HIDDEN", SECOND, '<row r="2"', '<row hidden="1" r="2"'),
    ("A-LINK", SECOND, "location=\"'Figures'!A1\"", 'location="Gone!A1"'),
    ("A-LINK-TEXT", STRINGS, "Guidance of a made-up department", "Click here"),
    ("A-LINK-TEXT", STRINGS, "Guidance of a made-up department", "https://example.org/a"),
    ("A-EXTERNAL", RELS, "relationships/theme", "relationships/externalLink"),
    ("P-PAPER", SHEET, 'paperSize="9"', 'paperSize="1"'),
    ("P-FIT", SHEET, 'fitToPage="1"', 'fitToPage="0"'),
    ("P-FIT", SHEET, 'fitToHeight="0"', 'fitToHeight="0" fitToWidth="2"'),
    ("P-AREA", BOOK, "Figures!$A$1:$B$20", "Figures!$A$1:$A$20"),
    ("P-MARGINS", SHEET, 'left="0.7"', 'left="0.2"'),
    ("P-DATE", SHEET, "Page &amp;P", "&amp;D"),
    ("P-GRIDLINES", SHEET, "<pageMargins", '<printOptions gridLines="1"/><pageMargins'),
]  # fmt: skip


def codes(path: Path) -> set[str]:
    return {finding.code for profile in PROFILES for finding in lint(path, profile)}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_good_workbook_has_no_finding(good: Path, profile: str):
    assert [str(f) for f in lint(good, profile)] == []


@pytest.mark.parametrize(("code", "part", "old", "new"), BREAKS, ids=[f"{b[0]}-{n}" for n, b in enumerate(BREAKS)])
def test_a_workbook_that_breaks_a_rule_is_told_so(good: Path, tmp_path: Path, code: str, part: str, old: str, new: str):
    assert code in codes(substituted(good, tmp_path / "broken.xlsx", part, old, new))


def test_a_blank_sheet_is_told(good: Path, tmp_path: Path):
    def empty(content: dict[str, bytes]) -> None:
        content[SECOND] = re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", content[SECOND])

    assert "A-BLANK-SHEET" in codes(rewritten(good, tmp_path / "blank.xlsx", empty))


def test_every_rule_has_a_workbook_that_breaks_it():
    assert {r.code for r in RULES if r.code.startswith(("A-", "P-"))} == {code for code, *_ in BREAKS} | {
        "A-BLANK-SHEET"
    }


def test_a_published_file_is_held_to_more_than_an_officers_own(good: Path, tmp_path: Path):
    untitled = substituted(good, tmp_path / "a.xlsx", CORE, "<dc:title>Figures of a made-up service</dc:title>", "")
    levels = {profile: [(f.code, f.level) for f in lint(untitled, profile)] for profile in PROFILES}
    assert levels == {"working": [], "committee": [("A-TITLE", "warning")], "plain": [("A-TITLE", "error")]}
