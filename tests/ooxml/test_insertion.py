"""A table that grows where something stands below it: that moves, and all that speaks of it follows."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import Area, address, row_and_column
from excel_scorecard.ooxml.formulas import functions
from excel_scorecard.ooxml.insertion import insert_rows, obstacles
from excel_scorecard.ooxml.row_map import RowMap
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from tests.ledger import unexplained
from tests.libreoffice import cells, differences, needs_libreoffice, recalculated
from tests.ooxml.workbooks import changed_parts, opened, parts, rewritten, substituted, tree
from tests.xsd import new_errors

PAGE = "A page's own"
QUOTED = "'A page''s own'"


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table A3:B5 with everything below it that can stand on a sheet, and a sheet that reads it."""
    path = tmp_path_factory.mktemp("page") / "page.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet(PAGE), book.add_worksheet("Other")
    bold = book.add_format({"bold": True, "border": 1})
    sheet.write("A1", "Title")
    columns = [{"header": "Area"}, {"header": "Seen"}]
    sheet.add_table("A3:B5", {"name": "Areas", "columns": columns, "data": [["East", 3], ["West", 4]]})
    sheet.write("D3", "beside", bold)
    sheet.write("D5", "last row beside", bold)
    sheet.merge_range("A8:C8", "A heading below", bold)
    sheet.set_row(7, 30)
    for row, value in enumerate((5, 6, 7), 9):
        sheet.write(row, 0, value)
        sheet.write_formula(row, 1, f"=A{row + 1}*$A$10+SUM($B$4:$B$5)", bold, value * 5 + 7)
    sheet.write_formula("A14", "=SUM(B10:B12)+SUM(Areas[Seen])", None, sum(v * 5 + 7 for v in (5, 6, 7)) + 7)
    sheet.write_formula("E1", "=A14+1", None, 119)
    sheet.write_formula("E2", "=SUM(A1:A40)", None, 136)
    sheet.write_formula("E3", "=ROWS(A1:A20)", None, 20)
    below = {
        "header_row": True,
        "name": "Below",
        "columns": [{"header": "X"}, {"header": "Y", "formula": "=[@X]*$A$10"}],
    }
    sheet.add_table("A20:B22", below | {"data": [[1, 5], [2, 10]]})
    sheet.write_formula("B21", "=Below[[#This Row],[X]]*$A$10", None, 5)
    sheet.write_formula("B22", "=Below[[#This Row],[X]]*$A$10", None, 10)
    sheet.write_comment("A10", "A note below")
    sheet.write_comment("D3", "A note beside")
    sheet.write_url("A16", f"internal:{QUOTED}!A20", string="down")
    sheet.write_url("E5", f"internal:{QUOTED}!A14", string="to the total")
    sheet.conditional_format("A10:A12", {"type": "cell", "criteria": ">", "value": "$A$10", "format": bold})
    sheet.conditional_format("B10:B12", {"type": "formula", "criteria": "=$A10>5", "format": bold})
    sheet.conditional_format("C10:C12", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("A10:A12", {"validate": "list", "source": "=$A$20:$A$22"})
    sheet.add_sparkline("C10", {"range": f"{QUOTED}!A10:A12"})
    sheet.set_h_pagebreaks([7, 18])
    sheet.print_area("A1:E30")
    for anchor, name in (("A24", "below"), ("G1", "beside")):
        chart = book.add_chart({"type": "column"})
        chart.add_series({"name": f"={QUOTED}!$A$8", "values": f"={QUOTED}!$A$10:$A$12"})
        chart.set_size({"width": 200, "height": 100})
        sheet.insert_chart(anchor, chart, {"description": name, "object_position": 2})
    sheet.insert_textbox("G30", "", {"textlink": f"={QUOTED}!$A$14"})
    other.write_formula("A1", f"={QUOTED}!A14*2", None, 236)
    other.write_formula("A2", f"=SUM({QUOTED}!A:A)", None, 0)
    other.write_url("A3", f"internal:{QUOTED}!A20", string="there")
    other.conditional_format("A1", {"type": "formula", "criteria": f"={QUOTED}!$A$14>1", "format": bold})
    other.add_sparkline("B1", {"range": f"{QUOTED}!B10:B12"})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": f"={QUOTED}!$B$10:$B$12"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.define_name("total_below", f"={QUOTED}!$A$14")
    book.define_name("whole_page", f"={QUOTED}!$A$1:$E$30")
    book.close()
    return path


@pytest.fixture
def page(page_file: Path) -> Workbook:
    return Workbook.open(page_file)


@pytest.fixture
def grown(page: Workbook, tmp_path: Path) -> Path:
    """The same with the table four rows longer."""
    moved = page.sheet(PAGE).table("Areas").resize(6)
    assert moved is not None
    assert (moved.first, moved.count, moved.is_whole) == (6, 4, True)
    for sheet in page.sheets():
        page.refresh_charts(sheet)
    page.save(tmp_path / "grown.xlsx")
    return tmp_path / "grown.xlsx"


def test_the_ledger_explains_it(page_file: Path, page: Workbook, grown: Path):
    assert unexplained(page_file, grown, page.ledger()) == []


def test_cells_and_the_height_of_their_rows_are_further_down(grown: Path):
    sheet = opened(grown)[PAGE]
    assert [sheet[cell].value for cell in ("D3", "D5", "A12", "A14", "A16")] == [
        "beside", "last row beside", "A heading below", 5, 7,
    ]  # fmt: skip
    assert sheet.row_dimensions[12].height == 30
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A12:C12"]
    assert sheet["D5"].font.b
    assert sheet["D7"].font.b  # a new row looks like the one above


def test_formulas_speak_of_the_same_cells(grown: Path):
    book = opened(grown)
    sheet = book[PAGE]
    assert sheet["B14"].value == "=A14*$A$14+SUM($B$4:$B$9)"
    assert sheet["A18"].value == "=SUM(B14:B16)+SUM(Areas[Seen])"
    assert sheet["E1"].value == "=A18+1"
    assert sheet["E2"].value == "=SUM(A1:A44)"
    assert book["Other"]["A1"].value == f"={QUOTED}!A18*2"
    assert book["Other"]["A2"].value == f"=SUM({QUOTED}!A:A)"


def test_tables_move_with_their_filters_and_calculated_columns(grown: Path):
    tables = opened(grown)[PAGE].tables
    assert (tables["Areas"].ref, tables["Areas"].autoFilter.ref) == ("A3:B9", "A3:B9")
    assert (tables["Below"].ref, tables["Below"].autoFilter.ref) == ("A24:B26", "A24:B26")
    assert tables["Below"].tableColumns[1].calculatedColumnFormula.attr_text.endswith("*$A$14")


def test_rules_move_with_what_they_look_at(page: Workbook, grown: Path):
    sheet = opened(grown)[PAGE]
    rules = {str(group.sqref): group.rules[0].formula for group in sheet.conditional_formatting}
    assert rules == {"A14:A16": ["$A$14"], "B14:B16": ["$A14>5"], "C14:C16": []}
    [validation] = sheet.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("A14:A16", "$A$24:$A$26")
    text = page.package.bytes(page.sheet(PAGE).part).decode()
    assert "<xm:sqref>C14:C16</xm:sqref>" in text  # the data bar's newer half
    [elsewhere] = opened(grown)["Other"].conditional_formatting
    assert elsewhere.rules[0].formula == [f"{QUOTED}!$A$18>1"]


def test_sparklines_links_and_names_follow_on_every_sheet(page: Workbook, grown: Path):
    sheet, other = page.sheet(PAGE), page.sheet("Other")
    assert f"<xm:f>{QUOTED}!A14:A16</xm:f><xm:sqref>C14</xm:sqref>" in page.package.bytes(sheet.part).decode()
    assert f"<xm:f>{QUOTED}!B14:B16</xm:f><xm:sqref>B1</xm:sqref>" in page.package.bytes(other.part).decode()
    assert sheet.hyperlinks == {"A20": f"{QUOTED}!A24", "E5": f"{QUOTED}!A18"}
    assert other.hyperlinks == {"A3": f"{QUOTED}!A24"}
    assert page.names.global_names() == {
        "total_below": f"{QUOTED}!$A$18",
        "whole_page": f"{QUOTED}!$A$1:$E$34",
    }
    assert page.names.local_names(PAGE)["_xlnm.print_area"] == f"{QUOTED}!$A$1:$E$34"


def test_page_breaks_stay_above_their_rows(page: Workbook, grown: Path):
    assert re.findall(r'<brk id="(\d+)"', page.package.bytes(page.sheet(PAGE).part).decode()) == ["11", "22"]


def test_charts_read_the_same_cells_also_on_a_chart_sheet_and_keep_their_values(page: Workbook, grown: Path):
    charts = [name for name in page.package.names() if name.startswith("xl/charts/chart")]
    found = {
        reference for name in charts for reference in re.findall("<c:f>(.*?)</c:f>", page.package.bytes(name).decode())
    }
    assert found == {f"{QUOTED}!$A$12", f"{QUOTED}!$A$14:$A$16", f"{QUOTED}!$B$14:$B$16"}
    for chart in page.sheet(PAGE).charts:
        assert "<c:v>5</c:v></c:pt>" in page.package.bytes(chart.part).decode()


def test_what_is_drawn_below_moves_and_what_is_drawn_beside_stays(page: Workbook, grown: Path):
    places = {chart.alt_text: str(chart.cells).split(":")[0] for chart in page.sheet(PAGE).charts}
    assert places == {"below": "A28", "beside": "G1"}
    assert f'textlink="{QUOTED}!$A$18"' in page.package.bytes(str(page.sheet(PAGE).drawing_part)).decode()


def test_notes_hang_on_their_cells_with_their_boxes(page_file: Path, grown: Path):
    sheet = opened(grown)[PAGE]
    assert (sheet["A14"].comment.text, sheet["D3"].comment.text) == ("A note below", "A note beside")
    before, after = (vml_places(path) for path in (page_file, grown))
    assert [(row + (4 if row > 5 else 0), top + (4 if row > 5 else 0)) for row, top in before] == after


def vml_places(path: Path) -> list[tuple[int, int]]:
    """The row of each note's cell and of its box's top, counted from 0."""
    text = next(content.decode() for name, content in parts(path).items() if name.endswith(".vml"))
    return [
        (int(row), int(anchor.split(",")[2]))
        for anchor, row in re.findall(r"<x:Anchor>(.*?)</x:Anchor>.*?<x:Row>(\d+)</x:Row>", text, re.DOTALL)
    ]


def test_the_schemas_allow_it_and_nothing_else_has_changed(page_file: Path, grown: Path):
    assert new_errors(page_file, grown) == []
    same = {"xl/styles.xml", "xl/theme/theme1.xml", "xl/sharedStrings.xml", "docProps/core.xml", "[Content_Types].xml"}
    assert not changed_parts(page_file, grown) & same


def test_a_value_that_hangs_on_the_number_of_rows_is_taken_away_and_others_are_kept(grown: Path):
    kept = opened(grown, values=True)
    assert [kept[PAGE][cell].value for cell in ("E1", "A18", "B14")] == [119, 118, 32]
    assert kept[PAGE]["E3"].value is None
    assert kept["Other"]["A1"].value == 236


@needs_libreoffice
def test_libreoffice_computes_the_same_as_before(page_file: Path, page: Workbook, tmp_path: Path):
    moved = RowMap(PAGE, 8, 3, sheets=tuple(page.sheet_names()))
    assert list(obstacles(page.sheet(PAGE), moved)) == []
    insert_rows(page.sheet(PAGE), moved)
    page.save(tmp_path / "moved.xlsx")
    before, after = recalculated([page_file, tmp_path / "moved.xlsx"], tmp_path / "lo")
    assert moved_values(before, moved) | {(PAGE, "E3"): 23} == cells(after)
    assert [line.split(":")[0] for line in differences(tmp_path / "moved.xlsx", after)] == [
        f"{PAGE}!E2", f"{PAGE}!E3", "Other!A2",
    ]  # fmt: skip  # two that the fixture gives no value, and one whose value was taken away


def moved_values(path: Path, moved: RowMap) -> dict[tuple[str, str], object]:
    """The values of a workbook where they go."""
    found = {}
    for (sheet, place), value in cells(path).items():
        row, column = row_and_column(place)
        to = moved.place(row, column) if sheet == moved.sheet else (row, column)
        found[sheet, address(*to)] = value
    return found


class TestBeside:
    """What stands beside a table that grows: left whole, or the growth is refused."""

    @pytest.fixture
    def two(self, tmp_path: Path) -> Workbook:
        book = xlsxwriter.Workbook(tmp_path / "two.xlsx")
        sheet = book.add_worksheet(PAGE)
        sheet.add_table("A3:B5", {"name": "Areas", "data": [["East", 3], ["West", 4]]})
        sheet.add_table("D3:E9", {"name": "Beside", "data": [[n, n] for n in range(6)]})
        sheet.write("A7", "a note below")
        sheet.write_formula("G1", "=A7&B4", None, "a note below3")
        sheet.print_area("A1:E9")
        book.close()
        return Workbook.open(tmp_path / "two.xlsx")

    def test_another_table_beside_is_not_torn_only_the_tables_own_columns_move(self, two: Workbook, tmp_path: Path):
        sheet = two.sheet(PAGE)
        moved = sheet.table("Areas").resize(5)
        assert moved == RowMap(PAGE, 6, 3, 1, 2, (PAGE,))
        assert sheet.table("Beside").area == Area.parse("D3:E9")
        assert (sheet.read(10, 1), sheet.read(9, 4)) == ("a note below", 5.0)
        assert sheet.formula(1, 7) == "A10&B4"
        assert two.names.local_names(PAGE)["_xlnm.print_area"] == f"{QUOTED}!$A$1:$E$12"
        two.save(tmp_path / "out.xlsx")
        assert new_errors(tmp_path / "two.xlsx", tmp_path / "out.xlsx") == []

    @pytest.mark.parametrize(
        ("spoil", "what"),
        [
            (lambda sheet: sheet.merge(Area.parse("B7:D7")), "B7"),
            (lambda sheet: sheet.write(1, 8, 0, "SUM(A1:E9)"), "a formula that reads A1:E9 at .*H1"),
            (lambda sheet: sheet.workbook.names.set("both", f"{QUOTED}!$A$7:$D$8"), "the name both"),
        ],
        ids=["merged across", "a formula over both", "a name over both"],
    )
    def test_what_cannot_be_right_is_refused_with_its_cell_and_nothing_changes(self, two: Workbook, spoil, what: str):
        sheet = two.sheet(PAGE)
        spoil(sheet)
        before = two.to_bytes()
        with pytest.raises(TemplateError, match="Beside|" + what):
            sheet.table("Areas").resize(5)
        assert two.to_bytes() == before

    def test_a_formula_array_below_that_rows_would_split_is_refused(self, page_file: Path, tmp_path: Path):
        array = '<f t="array" ref="A5:A6">1</f>'
        path = substituted(page_file, tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", "<f>A14+1</f>", array)
        with pytest.raises(TemplateError, match=r"an array formula or data table at .*A5"):
            Workbook.open(path).sheet(PAGE).table("Areas").resize(6)

    def test_form_controls_on_the_sheet_are_refused_by_name(self, page_file: Path, tmp_path: Path):
        path = substituted(
            page_file, tmp_path / "c.xlsx", "xl/worksheets/sheet1.xml", "</worksheet>", "<controls/></worksheet>"
        )
        with pytest.raises(TemplateError, match="a form control"):
            Workbook.open(path).sheet(PAGE).table("Areas").resize(6)

    def test_a_sheet_without_room_at_its_end_is_refused(self, page: Workbook):
        page.sheet(PAGE).write(1_048_576, 1, "the end")
        with pytest.raises(TemplateError, match="the last row of the sheet"):
            page.sheet(PAGE).table("Areas").resize(6)

    def test_a_reference_to_several_sheets_is_refused_with_the_cell_that_holds_it(self, page: Workbook):
        page.sheet("Other").write(9, 1, 0, f"SUM('{PAGE.replace(chr(39), chr(39) * 2)}:Other'!A10)")
        with pytest.raises(TemplateError, match="a formula that reads A10 at Other!A9"):
            page.sheet(PAGE).table("Areas").resize(6)


def test_a_shared_formula_is_given_to_each_cell_before_they_part(page_file: Path, tmp_path: Path):
    def share(content: dict[str, bytes]) -> None:
        part = "xl/worksheets/sheet1.xml"
        text = content[part].decode()
        text = text.replace("<f>A10*$A$10+SUM($B$4:$B$5)</f>", '<f t="shared" ref="B10:B12" si="0">A10*Other!A1</f>')
        content[part] = re.sub(r"<f>A1[12]\*\$A\$10\+.*?</f>", '<f t="shared" si="0"/>', text).encode()

    book = Workbook.open(rewritten(page_file, tmp_path / "s.xlsx", share))
    sheet = book.sheet(PAGE)
    insert_rows(sheet, RowMap(PAGE, 11, 2, sheets=tuple(book.sheet_names())))
    assert [sheet.formula(row, 2) for row in (10, 13, 14)] == ["A10*Other!A1", "A13*Other!A2", "A14*Other!A3"]


def test_a_table_with_a_totals_row_grows_above_it(page_file: Path, tmp_path: Path):
    def total(content: dict[str, bytes]) -> None:
        part = "xl/tables/table1.xml"
        content[part] = (
            content[part]
            .replace(b'totalsRowShown="0"', b'totalsRowCount="1"')
            .replace(b'<autoFilter ref="A3:B5"/>', b'<autoFilter ref="A3:B4"/>')
        )

    book = Workbook.open(rewritten(page_file, tmp_path / "t.xlsx", total))
    table = book.sheet(PAGE).table("Areas")
    assert str(table.body) == "A4:B4"
    table.resize(3)
    assert (str(table.area), str(table.body)) == ("A3:B7", "A4:B6")
    assert [book.sheet(PAGE).read(row, 1) for row in (4, 5, 6, 7)] == ["East", None, None, "West"]
    assert table.root.find("{*}autoFilter").get("ref") == "A3:B6"
    with pytest.raises(TemplateError, match="has 3 rows above its totals and would need 1"):
        table.resize(1)


def test_cells_written_before_are_still_known_as_written(page: Workbook):
    sheet = page.sheet(PAGE)
    sheet.write(14, 1, 3)
    sheet.table("Areas").resize(6)
    assert (18, 1) in sheet.written
    assert (14, 1) not in sheet.written


# What gives another value each time, or looks at places by their number.
UNSTEADY = {"RAND", "RANDBETWEEN", "NOW", "TODAY", "INDIRECT", "OFFSET", "ROW", "ROWS", "CELL", "ADDRESS", "INFO"}


def with_formulas(paths: list[Path]) -> Iterator[tuple[Path, Workbook, Sheet]]:
    """Workbooks of the corpus with formulas that always give the same, and the sheet with most of them."""
    for path in paths:
        try:
            book = Workbook.open(path)
            texts = {sheet.name: [text for _, _, text in sheet.formula_cells()] for sheet in book.sheets()}
        except TemplateError:
            continue
        found = {function for group in texts.values() for text in group for function in functions(text)}
        if any(texts.values()) and not found & UNSTEADY:
            yield path, book, book.sheet(max(texts, key=lambda name: len(texts[name])))


def inserted(paths: list[Path], folder: Path) -> list[tuple[Path, Path, RowMap]]:
    """Three rows put into the middle of each: what there was, what there is, and where its cells went."""
    made: list[tuple[Path, Path, RowMap]] = []
    folder.mkdir()
    for path, book, sheet in with_formulas(paths):
        used = sheet.used()
        assert used is not None
        moved = RowMap(
            sheet.name, max(2, (used.first_row + used.last_row + 1) // 2), 3, sheets=tuple(book.sheet_names())
        )
        if any(found.is_grave for found in obstacles(sheet, moved)) or "pivot" in "".join(book.package.names()):
            continue
        insert_rows(sheet, moved)
        for other in book.sheets():
            book.refresh_charts(other)
        out = folder / f"{len(made):03d}.xlsx"
        book.save(out)
        assert unexplained(path, out, book.ledger()) == [], path
        made.append((path, out, moved))
    return made


def is_same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == pytest.approx(other)
    return one == other


@needs_libreoffice
@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_in_workbooks_that_excel_wrote_libreoffice_computes_the_same_after_rows_were_put_in(
    corpus: list[Path], tmp_path: Path
):
    made = inserted(corpus, tmp_path / "made")
    before = recalculated([path for path, _, _ in made], tmp_path / "before")
    after = recalculated([out for _, out, _ in made], tmp_path / "after")
    wrong = []
    for (path, out, moved), old, new in zip(made, before, after, strict=True):
        assert new_errors(path, out) == [], path
        values = cells(new)
        wrong += [
            f"{path.name} {place}: {value!r}, now {values.get(place)!r}"
            for place, value in moved_values(old, moved).items()
            if not is_same(value, values.get(place))
        ]
    assert len(made) > 50
    # TIMEVALUE of a blank cell is an error, in Excel too: the new rows lie within what it reads
    assert [line for line in wrong if not line.startswith("dynamic_array01.xlsx ('Sheet1', 'A1')")] == []


def test_a_sample_of_the_corpus_takes_rows_without_an_error_of_the_schemas(corpus: list[Path], tmp_path: Path):
    made = inserted(corpus[11::40], tmp_path / "made")
    assert made
    for path, out, _ in made:
        assert new_errors(path, out) == [], path


def test_rows_stand_in_their_order(grown: Path):
    rows = [int(row.get("r")) for row in tree(grown, "xl/worksheets/sheet1.xml").iter("{*}row")]
    assert rows == sorted(rows)
