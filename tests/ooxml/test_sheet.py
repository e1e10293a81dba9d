from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import NOT_AVAILABLE, Area, CellError
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import MAIN, opened, substituted, tree

PATTERN = "Pattern's own"
SHEET = "xl/worksheets/sheet1.xml"


def saved(book: Workbook, folder: Path) -> Path:
    book.save(folder / "out.xlsx")
    return folder / "out.xlsx"


def test_every_kind_of_value_is_read_back_by_others(book: Workbook, tmp_path: Path):
    sheet = book.sheet("Summary")
    values = [3, 0.1, Decimal("0.86"), True, "text", date(2015, 9, 1), NOT_AVAILABLE, None, 1e-7, 12345678901234567]
    for row, value in enumerate(values, start=10):
        sheet.write(row, 2, value)
    found = opened(saved(book, tmp_path), values=True)["Summary"]
    expected = [3, 0.1, 0.86, True, "text", 42248, "#N/A", None, 1e-7, 12345678901234567]
    assert [found.cell(row, 2).value for row in range(10, 20)] == expected
    theirs = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_name("Summary").to_python()
    assert [row[1] for row in theirs[9:14]] == [3, 0.1, 0.86, True, "text"]


def test_what_is_written_is_read_back_before_saving(book: Workbook):
    sheet = book.sheet("Summary")
    for value in (3.0, "text", True, CellError("#DIV/0!"), None):
        sheet.write(9, 1, value)
        assert sheet.read(9, 1) == value
        assert type(sheet.read(9, 1)) is type(value)


@pytest.mark.parametrize(("value", "kind"), [(0.5, None), ("[x]", "str"), (False, "b"), (NOT_AVAILABLE, "e")])
def test_a_formula_carries_its_value_with_its_kind(value: float | str, kind: str | None, book: Workbook):
    sheet = book.sheet("Summary")
    sheet.write(9, 1, value, "=A1+B1")
    assert sheet.formula(9, 1) == "A1+B1"
    assert sheet.read(9, 1) == value
    [cell] = [c for c in sheet.root.iter(f"{MAIN}c") if c.get("r") == "A9"]
    assert cell.get("t") == kind
    assert [child.tag for child in cell] == [f"{MAIN}f", f"{MAIN}v"]


def test_a_formula_with_an_empty_text_as_value_is_not_a_formula_without_value(book: Workbook, tmp_path: Path):
    book.sheet("Summary").write(9, 1, "", 'IF(1,"","")')
    book.sheet("Summary").write(10, 1, None, "A1")
    again = Workbook.open(saved(book, tmp_path)).sheet("Summary")
    assert (again.read(9, 1), again.read(10, 1)) == ("", None)


def test_a_written_cell_keeps_its_style(book: Workbook):
    sheet = book.sheet(PATTERN)
    before = sheet.style(6, 4)
    assert before != 0
    sheet.write(6, 4, 0.5)
    assert sheet.style(6, 4) == before


def test_a_new_cell_of_a_styled_row_or_column_looks_like_its_neighbours(tmp_path: Path):
    plain = openpyxl.Workbook()
    plain.active.append([1])
    plain.save(tmp_path / "in.xlsx")
    path = substituted(
        tmp_path / "in.xlsx", tmp_path / "row.xlsx", SHEET, '<row r="1"', '<row r="1" s="0" customFormat="1"'
    )
    assert Workbook.open(path).sheet("Sheet").style(1, 9) == 0


def test_blank_takes_the_value_and_leaves_the_style(book: Workbook, tmp_path: Path):
    sheet = book.sheet(PATTERN)
    style = sheet.style(6, 4)
    sheet.blank(6, 4)
    sheet.blank(500, 4)
    found = opened(saved(book, tmp_path))[PATTERN]
    assert found["D6"].value is None
    assert Workbook.open(tmp_path / "out.xlsx").sheet(PATTERN).style(6, 4) == style
    assert found.max_row < 500


def test_clear_takes_the_whole_cell(book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.clear(6, 4)
    assert (sheet.read(6, 4), sheet.formula(6, 4), sheet.style(6, 4)) == (None, None, 0)


def test_cells_and_rows_come_to_stand_in_order(book: Workbook, tmp_path: Path):
    sheet = book.sheet("Summary")
    for row, column in ((9, 5), (9, 2), (9, 9), (7, 1), (12, 1), (9, 4), (8, 30), (8, 3)):
        sheet.write(row, column, row * 100 + column)
    root = tree(saved(book, tmp_path), SHEET)
    rows = [int(row.get("r")) for row in root.iter(f"{MAIN}row")]
    assert rows == sorted(set(rows))
    row_nine = [cell.get("r") for cell in root.iter(f"{MAIN}c") if cell.get("r").endswith("9")]
    assert row_nine == ["B9", "D9", "E9", "I9"]


def test_a_new_cell_drops_the_rows_spans_and_widens_the_dimension(book: Workbook, tmp_path: Path):
    book.sheet("Summary").write(2, 7, 1)
    root = tree(saved(book, tmp_path), SHEET)
    assert root.find(f"{MAIN}dimension").get("ref") == "A1:G4"
    assert root.find(f".//{MAIN}row[@r='2']").get("spans") is None


def test_cells_without_addresses_are_counted(book: Workbook, tmp_path: Path):
    path = substituted(
        saved(book, tmp_path),
        tmp_path / "bare.xlsx",
        SHEET,
        '<c r="A4"><f>1+1</f><v>2</v></c></row>',
        "<c><f>1+1</f><v>2</v></c><c><v>7</v></c></row><row><c/><c/><c><v>8</v></c></row>",
    )
    sheet = Workbook.open(path).sheet("Summary")
    assert (sheet.read(4, 1), sheet.read(4, 2), sheet.read(5, 3)) == (2, 7, 8)


def test_the_covered_part_of_merged_cells_is_refused_and_its_first_cell_is_not(book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.write(2, 1, "Definition of the measure")
    with pytest.raises(TemplateError, match=r"Pattern's own!C2: .*merged cells A2:D2"):
        sheet.write(2, 3, 1)


def test_unmerged_cells_can_be_written(book: Workbook, tmp_path: Path):
    sheet = book.sheet(PATTERN)
    sheet.unmerge(Area.parse("A2:D2"))
    sheet.write(2, 3, 1)
    assert opened(saved(book, tmp_path))[PATTERN].merged_cells.ranges == set()


def test_cells_merged_here_are_merged_for_others(book: Workbook, tmp_path: Path):
    sheet = book.sheet("Summary")
    sheet.merge(Area.parse("A8:C9"))
    with pytest.raises(TemplateError, match="merged"):
        sheet.write(9, 3, 1)
    with pytest.raises(ValueError, match="overlaps"):
        sheet.merge(Area.parse("C9:D9"))
    found = opened(saved(book, tmp_path))["Summary"]
    assert [str(area) for area in found.merged_cells.ranges] == ["A8:C9"]


def test_a_cell_of_an_array_is_refused(book: Workbook, tmp_path: Path):
    array = '<c r="A4"><f t="array" ref="A4:B5">ROW(1:2)</f><v>2</v></c>'
    path = substituted(saved(book, tmp_path), tmp_path / "a.xlsx", SHEET, '<c r="A4"><f>1+1</f><v>2</v></c>', array)
    sheet = Workbook.open(path).sheet("Summary")
    for row, column in ((4, 1), (5, 2)):
        with pytest.raises(TemplateError, match="array or data table A4:B5"):
            sheet.write(row, column, 1)
    sheet.write(6, 1, 1)


def test_overwriting_the_master_of_a_shared_formula_leaves_the_others_their_own(book: Workbook, tmp_path: Path):
    shared = (
        '<c r="A4"><f t="shared" ref="A4:C4" si="0">A2+$A$1</f><v>2</v></c>'
        '<c r="B4"><f t="shared" si="0"/><v>3</v></c><c r="C4"><f t="shared" si="0"/><v>4</v></c>'
    )
    path = substituted(saved(book, tmp_path), tmp_path / "s.xlsx", SHEET, '<c r="A4"><f>1+1</f><v>2</v></c>', shared)
    sheet = Workbook.open(path).sheet("Summary")
    assert sheet.formula(4, 3) == "C2+$A$1"
    sheet.write(4, 1, 1)
    assert [sheet.formula(4, column) for column in (1, 2, 3)] == [None, "B2+$A$1", "C2+$A$1"]
    assert sheet.read(4, 3) == 4
    assert b"shared" not in sheet.workbook.package.bytes(SHEET)


def test_a_text_too_long_for_a_cell_is_refused_with_its_place(book: Workbook):
    sheet = book.sheet("Summary")
    sheet.write(9, 1, "x" * 32_767)
    with pytest.raises(TemplateError, match="Summary!A10"):
        sheet.write(10, 1, "x" * 32_768)
    with pytest.raises(TemplateError, match="32,767"):
        sheet.write(10, 1, "😀" * 16_384)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_number_that_is_none_is_refused(number: float, book: Workbook):
    with pytest.raises(ValueError, match="cannot hold the number"):
        book.sheet("Summary").write(9, 1, number)


def test_a_date_follows_the_workbooks_date_system(book: Workbook, tmp_path: Path):
    old = '<workbookPr defaultThemeVersion="124226"/>'
    path = substituted(
        saved(book, tmp_path), tmp_path / "mac.xlsx", "xl/workbook.xml", old, '<workbookPr date1904="1"/>'
    )
    mac = Workbook.open(path)
    mac.sheet("Summary").write(9, 1, date(2015, 9, 1))
    assert mac.sheet("Summary").read(9, 1) == 42248 - 1462


def test_row_heights_are_set_read_and_limited(book: Workbook, tmp_path: Path):
    sheet = book.sheet(PATTERN)
    assert (sheet.row_height(6), sheet.row_height(7), sheet.row_height(400)) == (18, None, None)
    sheet.set_row_height(7, 40.5)
    sheet.set_row_height(8, 1000)
    sheet.set_row_height(6, None)
    rows = opened(saved(book, tmp_path))[PATTERN].row_dimensions
    assert (rows[6].height, rows[7].height, rows[8].height) == (None, 40.5, 409)


def test_a_rows_style_is_copied_with_its_height(book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.copy_row_style(6, (20, 21), range(1, 5))
    assert [sheet.style(21, column) for column in range(1, 6)] == [*(sheet.style(6, c) for c in range(1, 5)), 0]
    assert sheet.row_height(20) == 18


def test_headers_and_footers_take_text_with_ampersands_and_digits(book: Workbook):
    sheet = book.sheet(PATTERN)
    assert sheet.replace_in_header_footer("ORG", "9 A & B") == 1
    assert sheet.header_footer == "&L&G&C&12 9 A && B&R&P"  # "&129" would be a font size
    assert sheet.replace_in_header_footer("A & B", "North") == 1
    assert sheet.header_footer == "&L&G&C&12 9 North&R&P"
    assert sheet.replace_in_header_footer("not there", "x") == 0


def test_a_header_of_more_than_255_characters_is_refused(book: Workbook):
    with pytest.raises(TemplateError, match="255"):
        book.sheet(PATTERN).replace_in_header_footer("ORG", "x" * 250)


def test_hyperlinks_are_read_set_and_removed(book: Workbook, tmp_path: Path):
    sheet = book.sheet(PATTERN)
    assert sheet.hyperlinks == {"A3": "'Pattern''s own'!A5", "B3": "https://example.org/a"}
    sheet.set_hyperlink(3, 1, "Summary!A1", tooltip="To the summary")
    sheet.set_hyperlink(9, 1, "mailto:a@example.org")
    sheet.remove_hyperlink(3, 2)
    found = opened(saved(book, tmp_path))[PATTERN]
    assert (found["A3"].hyperlink.location, found["A3"].hyperlink.tooltip) == ("Summary!A1", "To the summary")
    assert found["A9"].hyperlink.target == "mailto:a@example.org"
    assert found["B3"].hyperlink is None
    assert b"example.org/a" not in book.package.bytes("xl/worksheets/_rels/sheet2.xml.rels")


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "ftp://example.org/", "https://" + "x" * 2100]
)
def test_a_link_that_data_may_not_have_is_refused(target: str, book: Workbook):
    with pytest.raises(TemplateError, match="cannot lead to"):
        book.sheet("Summary").set_hyperlink(1, 1, target)


def test_a_link_before_anything_else_stands_where_the_schema_wants_it(book: Workbook, tmp_path: Path):
    book.sheet("Summary").set_hyperlink(1, 1, "'Pattern''s own'!A1")
    names = [child.tag.rpartition("}")[2] for child in tree(saved(book, tmp_path), SHEET)]
    assert names.index("sheetData") < names.index("hyperlinks") < names.index("pageMargins")


def test_sparklines_of_a_group_are_replaced(book: Workbook):
    sheet = book.sheet(PATTERN)
    assert sheet.sparkline_groups == 1
    sheet.set_sparklines(0, [("G1", "Summary!B1:B9"), ("G2", "Summary!C1:C9")])
    text = book.package.bytes(sheet.part).decode()
    assert "<xm:f>Summary!B1:B9</xm:f><xm:sqref>G1</xm:sqref>" in text
    assert text.count("<x14:sparkline>") == 2


def test_a_group_without_sparklines_goes_with_its_extension(book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.set_sparklines(0, [])
    text = book.package.bytes(sheet.part).decode()
    assert "sparkline" not in text
    assert "05C60535" not in text
    assert "dataBar" in text


def test_a_sheet_opens_at_its_top_left(book: Workbook, tmp_path: Path):
    plain = openpyxl.Workbook()
    plain.active["Z99"] = 1
    plain.active.freeze_panes = "B3"
    plain.active.sheet_view.selection[0].activeCell = "Z99"
    plain.active.sheet_view.pane.topLeftCell = "X50"
    plain.save(tmp_path / "in.xlsx")
    book = Workbook.open(tmp_path / "in.xlsx")
    book.sheet("Sheet").select_first_cell()
    view = opened(saved(book, tmp_path))["Sheet"].sheet_view
    assert view.pane.topLeftCell == "B3"
    assert {selection.activeCell for selection in view.selection} == {"A1"}


def test_the_first_thing_below_an_area_is_found_in_its_columns_alone(book: Workbook):
    sheet = book.sheet(PATTERN)
    below = Area.parse("A5:D7")
    assert sheet.first_cell_below(below) is None
    sheet.write(40, 5, "beside")
    assert sheet.first_cell_below(below) is None
    sheet.write(30, 3, "below")
    assert sheet.first_cell_below(below) == "C30"
    sheet.merge(Area.parse("D20:F21"))
    assert sheet.first_cell_below(below) == "D20"
    assert sheet.first_cell_below(Area.parse("H1:I1")) == "H2"  # the chart


def test_text_boxes_are_read_and_changed(book: Workbook):
    sheet = book.sheet(PATTERN)
    assert list(sheet.texts()) == [("TextBox 3", "Written by ORG")]
    assert sheet.replace_in_shapes("ORG", "A & B") == 1
    assert [text for _, text in sheet.texts()] == ["Written by A & B"]


def test_text_that_excel_has_split_between_runs_is_changed(book: Workbook, tmp_path: Path):
    path = substituted(
        saved(book, tmp_path),
        tmp_path / "runs.xlsx",
        "xl/drawings/drawing1.xml",
        "<a:t>Written by ORG</a:t></a:fld>",
        "<a:t>Written by O</a:t></a:fld><a:r><a:t>RG today</a:t></a:r>",
    )
    sheet = Workbook.open(path).sheet(PATTERN)
    assert sheet.replace_in_shapes("ORG", "Northshire") == 1
    assert [text for _, text in sheet.texts()] == ["Written by Northshire today"]


def test_a_missing_sheet_or_table_is_named_with_what_there_is(book: Workbook):
    with pytest.raises(TemplateError, match=r"no sheet 'Other'(.|\n)*Summary, Pattern's own"):
        book.sheet("Other")
    with pytest.raises(TemplateError, match="no table 'Breakdown'"):
        book.sheet(PATTERN).table("Breakdown")
    assert book.sheet("SUMMARY") is book.sheet("Summary")


def test_why_a_cell_cannot_be_written_is_told_without_writing(book: Workbook):
    sheet = book.sheet("Pattern's own")
    assert sheet.why_not_written(2, 1) is None
    assert sheet.why_not_written(2, 2) == "it is covered by the merged cells A2:D2"
    assert not sheet.written


def test_paper_protection_and_pictures_are_told(book: Workbook):
    summary, sheet = book.sheet("Summary"), book.sheet("Pattern's own")
    assert (summary.paper_size, sheet.paper_size) == (1, 9)
    assert not sheet.is_protected
    assert [name for name, _ in sheet.pictures()] == ["Picture 1"]
