"""A workbook as it should be for everybody who reads or prints it, for the tests of lint to break in one place."""

from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from excel_scorecard.ooxml.lint import PROFILES, lint
from tests.ooxml.workbooks import rewritten

SHEET, SECOND, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
STYLES, TABLE, DRAWING = "xl/styles.xml", "xl/tables/table1.xml", "xl/drawings/drawing1.xml"
STRINGS, CORE, RELS = "xl/sharedStrings.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels"
LINKS = "xl/worksheets/_rels/sheet2.xml.rels"
TITLE, COUNT, SAID = "Figures of a made-up service", "This sheet has 2 tables.", "The value goes up in June"
DEPARTMENT = "Research & Development"


def readable_workbook(path: Path) -> Path:
    """Two sheets as they should be: titles in A1, tables with room for more, a chart in words, links, A4."""
    book = xlsxwriter.Workbook(path.with_suffix(".plain.xlsx"))
    book.set_properties({
        "title": TITLE, "subject": "Figures", "author": "Made-up Council", "category": "Statistics",
        "status": "Final", "created": datetime(2025, 7, 1, tzinfo=UTC),
    })  # fmt: skip
    figures, notes = book.add_worksheet("Figures"), book.add_worksheet("Notes")
    heading = book.add_format({"bold": True, "font_size": 14})
    red = book.add_format({"num_format": "0;[Red]-0", "font_color": "#333333"})
    month = book.add_format({"num_format": "mmm-yy"})
    pale = book.add_format({"font_color": "#9C0006", "bg_color": "#FFC7CE"})
    figures.write("A1", TITLE, heading)
    figures.write("A2", COUNT)
    columns = [{"header": "Month", "format": month}, {"header": "Value"}]
    months = [[date(2025, 5, 1), 1], [date(2025, 6, 1), 2], [date(2025, 7, 1), "[x]"]]
    figures.add_table("A4:B9", {"name": "Figures_by_month", "columns": columns, "data": months})
    columns = [{"header": "Year"}, {"header": "Total"}]
    figures.add_table("A12:B14", {"name": "Figures_by_year", "columns": columns, "data": [[2024, 10], [2025, 3]]})
    figures.write("B1", 1, red)
    figures.set_row(0, 20)
    figures.conditional_format("B5:B9", {"type": "icon_set", "icon_style": "3_arrows"})
    figures.conditional_format("B13:B14", {"type": "cell", "criteria": ">", "value": 1, "format": pale})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Figures!$B$5:$B$6"})
    figures.insert_chart("D3", chart, {"description": "The value goes up"})
    figures.insert_textbox("D20", SAID, {"description": "What the figures say"})
    notes.write("A1", "Notes", heading)
    notes.write_url("A2", "internal:'Figures'!A1", string="The figures that these notes are about")
    notes.write_url("A3", "https://example.org/a", string="Guidance of a made-up department")
    for row, text in enumerate((DEPARTMENT, SAID, "[x] not available", "Areas are those of England"), start=4):
        notes.write(row, 0, text)
    for sheet in (figures, notes):
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.print_area("A1:B20")
        sheet.center_horizontally()
        sheet.set_footer(f"&LPage &P of &N, {DEPARTMENT.replace('&', '&&')}")
    book.close()
    return rewritten(path.with_suffix(".plain.xlsx"), path, _state_language)


def _state_language(content: dict[str, bytes]) -> None:
    end = b"</cp:coreProperties>"
    content[CORE] = content[CORE].replace(end, b"<dc:language>en-GB</dc:language>" + end)


def codes(path: Path) -> set[str]:
    """The codes of all findings, whoever the workbook is for."""
    return {finding.code for profile in PROFILES for finding in lint(path, profile)}
