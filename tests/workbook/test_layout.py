"""Where a template's slots and tables stand: by names, whatever else is on the sheet."""

from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.describe import describe
from excel_scorecard.workbook.layout import Layout, read_layout


def layout_of(path: Path, names: dict[str, str], tables: dict[str, str], merged: str = "") -> Layout:
    """The layout of a sheet with these names (name: area on it) and tables (name: area)."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Page")
    for name, area in tables.items():
        sheet.add_table(area, {"name": name})
    if merged:
        sheet.merge_range(merged, "")
    for name, area in names.items():
        book.define_name(f"Page!{name}", "=" + ",".join(f"Page!{part}" for part in area.split(",")))
    book.close()
    opened = Workbook.open(path)
    return read_layout(opened, opened.sheet("Page"))


def test_a_name_of_merged_cells_is_a_slot_of_one_cell(tmp_path):
    layout = layout_of(tmp_path / "a.xlsx", {"title": "$A$1:$C$1"}, {}, merged="A1:C1")
    assert layout.slots["title"] == ((1, 1),)
    assert layout.expression("title") == "$A$1"  # to a formula the name itself is three cells


def test_a_name_of_several_cells_is_written_into_each(tmp_path):
    layout = layout_of(tmp_path / "a.xlsx", {"value_label": "$A$8,$F$7"}, {})
    assert layout.slots["value_label"] == ((8, 1), (7, 6))
    assert layout.expression("value_label") == "$A$8"


def test_a_name_of_one_cell_is_what_formulas_say(tmp_path):
    assert layout_of(tmp_path / "a.xlsx", {"value": "$C$11"}, {}).expression("value") == "value"


def test_a_designers_table_that_only_begins_like_a_role_is_left_alone(tmp_path):
    tables = {"Monthly_page": "A3:C4", "MonthlyBudget": "E3:F9", "Notes_of_the_board": "H3:I9"}
    layout = layout_of(tmp_path / "a.xlsx", {"monthly_month": "$A$3"}, tables)
    assert {role: table.name for role, table in layout.tables.items()} == {"Monthly": "Monthly_page"}


def test_two_tables_of_one_role_are_refused(tmp_path):
    names = {"monthly_month": "$A$3", "monthly_value": "$E$3"}
    with pytest.raises(TemplateError, match="both begin with Monthly"):
        layout_of(tmp_path / "a.xlsx", names, {"Monthly_one": "A3:C4", "Monthly_two": "E3:F4"})


def test_a_columns_name_that_stands_on_no_header_is_refused(tmp_path):
    with pytest.raises(TemplateError, match=r"monthly_value stands on A9, which is no header of a table"):
        layout_of(tmp_path / "a.xlsx", {"monthly_month": "$A$3", "monthly_value": "$A$9"}, {"Monthly_one": "A3:C4"})


def test_a_broken_template_is_described_all_the_same(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("percentage")
    book.define_name("percentage!indicator_id", "=percentage!$A$1")
    book.define_name("percentage!value", "=#REF!")
    book.close()
    said = describe(tmp_path / "a.xlsx")
    assert "percentage: pattern sheet" in said
    assert "wrong: the name value refers to #REF!, which is no cell of its sheet" in said
