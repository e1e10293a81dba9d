from pathlib import Path

import pytest

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import MAIN, VALUE_FORMULA, opened

PATTERN = "Pattern's own"


def test_a_table_knows_its_parts(book: Workbook):
    table = book.sheet(PATTERN).table("MONTHLY")
    assert (table.name, table.columns) == ("Monthly", ("Month", "Inside", "Total", "Value"))
    assert (str(table.area), str(table.header), str(table.body)) == ("A5:D7", "A5:D5", "A6:D7")
    assert table.column("total") == 3
    with pytest.raises(TemplateError, match=r"no column 'Outside'(.|\n)*Month, Inside, Total, Value"):
        table.column("Outside")


def test_a_grown_table_takes_filter_formats_validations_charts_and_names_with_it(book: Workbook, tmp_path: Path):
    sheet = book.sheet(PATTERN)
    book.names.set("all_values", "'Pattern''s own'!$D$6:$D$7")
    book.names.set("first_value", "'Pattern''s own'!$D$6")
    sheet.table("Monthly").resize(10)
    book.save(tmp_path / "out.xlsx")
    found = opened(tmp_path / "out.xlsx")[PATTERN]
    assert (found.tables["Monthly"].ref, found.tables["Monthly"].autoFilter.ref) == ("A5:D15", "A5:D15")
    assert {str(rule.sqref) for rule in found.conditional_formatting} == {"D6:D15", "C6:C15", "B6:B15"}
    assert [str(rule.sqref) for rule in found.data_validations.dataValidation] == ["B6:B15"]
    text = book.package.bytes(sheet.part).decode()
    assert "<xm:sqref>C6:C15</xm:sqref>" in text
    assert "<xm:f>'Pattern''s own'!B6:B15</xm:f>" in text
    assert "<xm:sqref>G1</xm:sqref>" in text
    assert [r.formula for r in sheet.charts[0].references()] == [
        "'Pattern''s own'!$A$1",
        "'Pattern''s own'!$D$5",
        "'Pattern''s own'!$A$6:$A$15",
        "'Pattern''s own'!$D$6:$D$15",
        "'Pattern''s own'!$C$6:$C$15",
    ]
    assert book.names.find("all_values") == "'Pattern''s own'!$D$6:$D$15"
    assert book.names.find("first_value") == "'Pattern''s own'!$D$6"
    assert sheet.formula(2, 6) == "SUM($B$6:B15)"


def test_new_rows_look_like_the_first_one(book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.table("Monthly").resize(4)
    assert [sheet.style(9, column) for column in range(1, 5)] == [sheet.style(6, column) for column in range(1, 5)]
    assert sheet.row_height(9) == 18
    assert sheet.row_height(7) is None


def test_a_shrunken_table_leaves_nothing_behind(book: Workbook, tmp_path: Path):
    sheet = book.sheet(PATTERN)
    sheet.write(7, 6, "beside")
    sheet.table("Monthly").resize(1)
    book.save(tmp_path / "out.xlsx")
    found = opened(tmp_path / "out.xlsx")[PATTERN]
    assert [found.cell(7, column).value for column in range(1, 7)] == [None] * 5 + ["beside"]
    assert found.tables["Monthly"].ref == "A5:D6"
    assert {str(rule.sqref) for rule in found.conditional_formatting} == {"D6", "C6", "B6"}
    assert sheet.style(7, 4) == 0


def test_a_table_of_one_row_grows_with_its_charts_but_formulas_that_mean_the_cell_stay(book: Workbook):
    sheet = book.sheet(PATTERN)
    table = sheet.table("Monthly")
    table.resize(1)
    sheet.write(3, 7, 1, "B6")
    table.resize(3)
    assert [r.formula for r in sheet.charts[0].references()][2:4] == [
        "'Pattern''s own'!$A$6:$A$8",
        "'Pattern''s own'!$D$6:$D$8",
    ]
    assert sheet.formula(3, 7) == "B6"


def test_what_stands_below_moves_only_where_the_table_needs_its_place(book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.write(12, 2, "a note")
    table = sheet.table("Monthly")
    assert table.resize(6) is None
    assert (str(table.area), sheet.read(12, 2)) == ("A5:D11", "a note")
    moved = table.resize(7)
    assert (moved and moved.place(12, 2), sheet.read(13, 2)) == ((13, 2), "a note")


def test_merged_cells_below_move_too(book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.merge(Area.parse("D10:E11"))
    sheet.table("Monthly").resize(5)
    assert Area.parse("D13:E14") in sheet.merged


def test_a_retitled_column_is_retitled_wherever_it_is_named(book: Workbook, tmp_path: Path):
    sheet, summary = book.sheet(PATTERN), book.sheet("Summary")
    summary.write(9, 1, 4, "SUM(Monthly[Inside])&Monthly[[#Headers],[Inside]]")
    book.names.set("insides", "Monthly[Inside]")
    assert sheet.table("Monthly").retitle(1, "No. [inside]") == "No. [inside]"
    book.save(tmp_path / "out.xlsx")
    found = opened(tmp_path / "out.xlsx")
    table = found[PATTERN].tables["Monthly"]
    escaped = "No. '[inside']"
    assert [column.name for column in table.tableColumns] == ["Month", "No. [inside]", "Total", "Value"]
    assert table.tableColumns[3].calculatedColumnFormula.attr_text == VALUE_FORMULA.replace("Inside", escaped)
    assert found[PATTERN]["B5"].value == "No. [inside]"
    assert found[PATTERN]["D6"].value == "=" + VALUE_FORMULA.replace("Inside", escaped)
    assert found["Summary"]["A9"].value == f"=SUM(Monthly[[{escaped}]])&Monthly[[#Headers],[{escaped}]]"
    assert found.defined_names["insides"].attr_text == f"Monthly[[{escaped}]]"


def test_two_columns_never_have_one_name(book: Workbook):
    table = book.sheet(PATTERN).table("Monthly")
    assert table.retitle(1, "TOTAL") == "TOTAL2"
    assert table.retitle(3, "Total") == "Total3"
    assert table.retitle(0, " ") == "Column1"
    assert table.columns == ("Column1", "TOTAL2", "Total", "Total3")


def test_a_heading_of_two_lines_is_one_in_the_tables_part_too(book: Workbook, tmp_path: Path):
    book.sheet(PATTERN).table("Monthly").retitle(1, "Inside\nthe time")
    assert b'name="Inside_x000a_the time"' in book.package.bytes("xl/tables/table1.xml")
    book.save(tmp_path / "out.xlsx")
    assert opened(tmp_path / "out.xlsx")[PATTERN]["B5"].value == "Inside\nthe time"
    assert Workbook.open(tmp_path / "out.xlsx").sheet(PATTERN).table("Monthly").columns[1] == "Inside\nthe time"


def test_a_renamed_table_is_renamed_in_every_formula(book: Workbook):
    book.sheet(PATTERN).table("Monthly").rename("Monthly_3")
    assert book.sheet(PATTERN).formula(1, 6) == "SUM(Monthly_3[Inside])"
    assert book.sheet(PATTERN).formula(6, 4) == VALUE_FORMULA.replace("Monthly", "Monthly_3")
    assert book.sheet(PATTERN).table("Monthly_3").calculated_formula(3) == VALUE_FORMULA.replace("Monthly", "Monthly_3")


@pytest.mark.parametrize("name", ["shown", "SHOWN", "Q1", "a b", "R1C1", ""])
def test_a_table_name_that_is_taken_or_that_excel_refuses_is_refused(name: str, book: Workbook):
    with pytest.raises(TemplateError, match="cannot be called"):
        book.sheet(PATTERN).table("Monthly").rename(name)


def test_a_calculated_column_is_set_and_taken_away(book: Workbook):
    table = book.sheet(PATTERN).table("Monthly")
    table.set_calculated_formula(2, "=Monthly[[#This Row],[Inside]]*2")
    table.set_calculated_formula(3, None)
    assert (table.calculated_formula(2), table.calculated_formula(3)) == ("Monthly[[#This Row],[Inside]]*2", None)
    columns = table.root.findall(f".//{MAIN}tableColumn")
    assert [child.tag for child in columns[2]] == [f"{MAIN}calculatedColumnFormula"]


def test_new_rows_get_the_formulas_of_calculated_columns_without_a_value(book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.table("Monthly").resize(4)
    assert [sheet.formula(row, 4) for row in (6, 7, 8, 9)] == [VALUE_FORMULA] * 4
    assert [sheet.has_cache(row, 4) for row in (6, 7, 8, 9)] == [True, True, False, False]


def test_a_calculated_column_that_reads_by_address_is_shifted_as_excel_does(book: Workbook):
    sheet = book.sheet(PATTERN)
    table = sheet.table("Monthly")
    table.set_calculated_formula(3, "B6*$C$6")
    sheet.write(6, 4, 1, "B6*$C$6")
    table.resize(4)
    assert [sheet.formula(row, 4) for row in (8, 9)] == ["B8*$C$6", "B9*$C$6"]


def test_formulas_and_charts_of_other_sheets_that_read_all_rows_follow(book: Workbook):
    summary = book.sheet("Summary")
    summary.write(9, 1, 4, "SUM('Pattern''s own'!$B$6:$B$7)")
    summary.write(10, 1, 1, "'Pattern''s own'!$B$7")
    chart = book.sheet(PATTERN).charts[0]
    assert "'Pattern''s own'!$D$6:$D$7" in [r.formula for r in chart.references()]
    book.sheet(PATTERN).table("Monthly").resize(5)
    assert summary.formula(9, 1) == "SUM('Pattern''s own'!$B$6:$B$10)"
    assert summary.formula(10, 1) == "'Pattern''s own'!$B$7"
