import re
from pathlib import Path

import pytest

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.owned import why_not_copied
from excel_scorecard.ooxml.workbook import Workbook
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.ooxml.workbooks import (
    LITERAL,
    MAIN,
    VALUE_FORMULA,
    changed_parts,
    opened,
    parts,
    rewritten,
    substituted,
    tree,
)
from tests.xsd import new_errors

PATTERN = "Pattern's own"
CLONE = "3 A & B's"
QUOTED = "'3 A & B''s'"


@pytest.fixture
def cloned(book: Workbook) -> Workbook:
    book.clone_sheet(PATTERN, CLONE, {"Monthly": "Monthly_3"})
    return book


@pytest.fixture
def cloned_file(cloned: Workbook, tmp_path: Path) -> Path:
    cloned.save(tmp_path / "cloned.xlsx")
    return tmp_path / "cloned.xlsx"


def new_parts(pattern_file: Path, cloned_file: Path) -> dict[str, bytes]:
    old = parts(pattern_file)
    return {name: content for name, content in parts(cloned_file).items() if name not in old}


def test_a_clone_owns_a_part_of_each_kind_and_shares_the_pictures(pattern_file: Path, cloned_file: Path):
    assert new_parts(pattern_file, cloned_file).keys() == {
        "xl/worksheets/sheet3.xml",
        "xl/worksheets/_rels/sheet3.xml.rels",
        "xl/drawings/drawing2.xml",
        "xl/drawings/_rels/drawing2.xml.rels",
        "xl/drawings/vmlDrawing3.vml",
        "xl/drawings/vmlDrawing4.vml",
        "xl/drawings/_rels/vmlDrawing4.vml.rels",
        "xl/charts/chart2.xml",
        "xl/tables/table2.xml",
        "xl/comments2.xml",
    }


def test_a_clone_changes_nothing_of_its_pattern(pattern_file: Path, cloned_file: Path):
    changed = changed_parts(pattern_file, cloned_file) - new_parts(pattern_file, cloned_file).keys()
    assert changed == {
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",  # the count of uses
        "xl/workbook.xml",
    }


def test_nothing_of_a_clone_leads_back_to_its_pattern(pattern_file: Path, cloned_file: Path):
    for name, content in new_parts(pattern_file, cloned_file).items():
        text = content.decode().replace(LITERAL.replace("&", "&amp;"), "")  # a text in a formula, and its value
        assert "Pattern''s own" not in text, name
        assert not re.search(r"\bMonthly\b", text), name


def test_a_string_literal_in_a_formula_stays_as_it_was(cloned: Workbook):
    assert cloned.sheet(CLONE).formula(3, 6) == cloned.sheet(PATTERN).formula(3, 6)


def test_a_cloned_chart_reads_its_own_sheet(cloned: Workbook):
    [chart] = cloned.sheet(CLONE).charts
    assert [r.formula for r in chart.references()] == [
        f"{QUOTED}!$A$1",
        f"{QUOTED}!$D$5",
        f"{QUOTED}!$A$6:$A$7",
        f"{QUOTED}!$D$6:$D$7",
        f"{QUOTED}!$C$6:$C$7",
    ]


def test_a_cloned_table_has_a_name_and_number_of_its_own(cloned_file: Path):
    found = opened(cloned_file)
    tables = {table.name: table.id for sheet in found for table in sheet.tables.values()}
    assert tables == {"Monthly": 1, "Monthly_3": 2}
    column = found[CLONE].tables["Monthly_3"].tableColumns[3]
    assert column.calculatedColumnFormula.attr_text == VALUE_FORMULA.replace("Monthly", "Monthly_3")
    assert found[CLONE]["D6"].value == "=" + VALUE_FORMULA.replace("Monthly", "Monthly_3")


def test_a_table_without_a_given_name_gets_the_next_number(book: Workbook):
    first = book.clone_sheet(PATTERN, "First")
    second = book.clone_sheet(PATTERN, "Second")
    assert [first.tables[0].name, second.tables[0].name] == ["Monthly_2", "Monthly_3"]
    assert first.tables[0].root.get("id") != second.tables[0].root.get("id")


def test_a_table_name_that_is_taken_is_refused_and_nothing_is_left(book: Workbook, pattern_file: Path, tmp_path: Path):
    with pytest.raises(TemplateError, match="'shown': it is taken"):
        book.clone_sheet(PATTERN, CLONE, {"Monthly": "shown"})
    book.save(tmp_path / "out.xlsx")
    assert changed_parts(pattern_file, tmp_path / "out.xlsx") == set()


def test_names_are_cloned_the_sheets_own_and_the_workbooks_that_lead_into_it(cloned: Workbook):
    assert cloned.names.local_names(CLONE) == {
        "_xlnm.print_area": f"{QUOTED}!$A$1:$F$9",
        "_xlnm.print_titles": f"{QUOTED}!$5:$5",
        "shown": f"{QUOTED}!$F$1",
        "value": f"{QUOTED}!$F$1",
    }
    assert cloned.names.global_names() == {"shown": "'Pattern''s own'!$F$1"}


def test_links_lead_to_the_clone(cloned: Workbook, cloned_file: Path):
    assert cloned.sheet(CLONE).hyperlinks == {"A3": f"{QUOTED}!A5", "B3": "https://example.org/a"}
    rels = parts(cloned_file)["xl/drawings/_rels/drawing2.xml.rels"].decode()
    assert "Target=\"#'3 A &amp; B''s'!A5\"" in rels


def test_a_text_box_is_linked_to_the_clones_cell(cloned_file: Path):
    assert "textlink=\"'3 A &amp; B''s'!$A$1\"" in parts(cloned_file)["xl/drawings/drawing2.xml"].decode()


def test_header_pictures_and_comments_come_along(cloned_file: Path):
    root = tree(cloned_file, "xl/worksheets/sheet3.xml")
    assert root.findtext(f"{MAIN}headerFooter/{MAIN}oddHeader") == "&L&G&C&12ORG&R&P"
    assert opened(cloned_file)[CLONE]["A1"].comment.text == "A note"
    assert b"image2.png" in parts(cloned_file)["xl/drawings/_rels/vmlDrawing4.vml.rels"]


def test_no_two_shapes_of_comments_have_one_number(cloned_file: Path):
    drawings = {name: content.decode() for name, content in parts(cloned_file).items() if name.endswith(".vml")}
    blocks = {name: re.findall(r'idmap[^>]*data="(\d+)"', text) for name, text in drawings.items()}
    shapes = {name: re.findall(r"_x0000_s(\d+)", text) for name, text in drawings.items()}
    for new in ("xl/drawings/vmlDrawing3.vml", "xl/drawings/vmlDrawing4.vml"):
        [block] = blocks.pop(new)
        assert [block] not in blocks.values()
        assert {int(number) // 1024 for number in shapes[new]} == {int(block)}


def test_a_clone_is_not_selected_together_with_its_pattern(pattern_file: Path, tmp_path: Path):
    def select(content: dict[str, bytes]) -> None:
        part = "xl/worksheets/sheet2.xml"
        content[part] = (
            content[part]
            .replace(b"<sheetView ", b'<sheetView tabSelected="1" ')
            .replace(b"<dimension", b'<sheetPr codeName="Sheet2"/><dimension')
        )

    book = Workbook.open(rewritten(pattern_file, tmp_path / "in.xlsx", select))
    text = book.package.bytes(book.clone_sheet(PATTERN, CLONE).part)
    assert b"tabSelected" not in text
    assert b"codeName" not in text


def test_a_name_of_the_workbook_in_a_chart_becomes_the_clones_own(book: Workbook):
    """`[0]!shown` is the workbook's name, which leads to the pattern; the clone has a name of its own."""
    [chart] = book.sheet(PATTERN).charts
    chart.repoint(lambda formula: formula.replace("'Pattern''s own'!$A$1", "[0]!shown"))
    [own] = book.clone_sheet(PATTERN, CLONE).charts
    assert own.references()[0].formula == f"{QUOTED}!shown"
    assert book.names.find("shown", CLONE) == f"{QUOTED}!$F$1"
    assert chart.references()[0].formula == "[0]!shown"


def test_a_name_of_the_workbook_that_leads_elsewhere_stays_the_workbooks(book: Workbook):
    book.names.set("other", "Summary!$A$2")
    [chart] = book.sheet(PATTERN).charts
    chart.repoint(lambda formula: formula.replace("'Pattern''s own'!$A$1", "[0]!other"))
    assert book.clone_sheet(PATTERN, CLONE).charts[0].references()[0].formula == "[0]!other"
    assert "other" not in book.names.local_names(CLONE)


def test_a_name_of_the_workbook_for_the_patterns_table_is_cloned_as_its_own(book: Workbook):
    book.names.set("months", "Monthly[Month]")
    book.clone_sheet(PATTERN, CLONE, {"Monthly": "Monthly_3"})
    assert book.names.find("months", CLONE) == "Monthly_3[Month]"
    assert book.names.global_names()["months"] == "Monthly[Month]"


def test_a_print_area_of_no_sheet_is_not_taken_for_the_clones(book: Workbook):
    """Only a sheet has a print area; one of the workbook is what a damaged file has."""
    book.names.set("_xlnm.Print_Titles", "'Pattern''s own'!$9:$9")
    book.clone_sheet(PATTERN, CLONE)
    assert book.names.local_names(CLONE)["_xlnm.print_titles"] == f"{QUOTED}!$5:$5"


def test_what_a_filter_hides_of_a_chart_and_a_picture_of_cells_follow(pattern_file: Path, tmp_path: Path):
    """A chart of Excel 2013 keeps the hidden series' ranges in `c15:sqref`, the camera its cells in `cellRange`."""
    c15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
    a14 = "http://schemas.microsoft.com/office/drawing/2010/main"

    def put(content: dict[str, bytes]) -> None:
        sheet = "'Pattern''s own'!"
        part = "xl/charts/chart1.xml"
        hidden = f'<c15:fullRef xmlns:c15="{c15}"><c15:sqref>{sheet}$A$6:$A$9</c15:sqref></c15:fullRef>'
        hidden = f'<c:extLst><c:ext uri="{{02D57815}}">{hidden}</c:ext></c:extLst></c:chartSpace>'
        content[part] = content[part].replace(b"</c:chartSpace>", hidden.encode())
        part = "xl/drawings/drawing1.xml"
        camera = f'<a14:cameraTool xmlns:a14="{a14}" cellRange="{sheet}$A$1:$B$2"/></xdr:wsDr>'
        content[part] = content[part].replace(b"</xdr:wsDr>", camera.encode())

    book = Workbook.open(rewritten(pattern_file, tmp_path / "in.xlsx", put))
    sheet = book.clone_sheet(PATTERN, CLONE)
    [chart] = sheet.charts
    assert [e.text for e in chart.root.iter(f"{{{c15}}}sqref")] == [f"{QUOTED}!$A$6:$A$9"]
    drawing = book.package.read(str(sheet.drawing_part))
    assert [e.get("cellRange") for e in drawing.iter(f"{{{a14}}}cameraTool")] == [f"{QUOTED}!$A$1:$B$2"]


def test_unique_identifiers_are_new_and_the_same_each_time(pattern_file: Path, tmp_path: Path):
    old = "{00000000-0001-0000-0000-000000000000}"

    def identify(content: dict[str, bytes]) -> None:
        part = "xl/tables/table1.xml"
        content[part] = content[part].replace(
            b"<table ", f'<table xmlns:xr="http://schemas.microsoft.com/x" xr:uid="{old}" '.encode()
        )

    path = rewritten(pattern_file, tmp_path / "in.xlsx", identify)

    def identifier(name: str) -> str:
        book = Workbook.open(path)
        [table] = book.clone_sheet(PATTERN, name).tables
        return str(table.root.get("{http://schemas.microsoft.com/x}uid"))

    assert re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", identifier("One"))
    assert old != identifier("One") == identifier("One") != identifier("Two")


def test_the_same_clones_give_the_same_bytes(pattern_file: Path):
    def bytes_of_two() -> bytes:
        book = Workbook.open(pattern_file)
        for name in ("One", "Two"):
            book.clone_sheet(PATTERN, name).write(1, 1, name)
        return book.to_bytes()

    assert bytes_of_two() == bytes_of_two()


def test_a_clone_of_a_clone_is_a_clone(cloned: Workbook, pattern_file: Path, tmp_path: Path):
    second = cloned.clone_sheet(CLONE, "Second")
    assert second.charts[0].references()[0].formula == "Second!$A$1"
    cloned.save(tmp_path / "out.xlsx")
    assert new_errors(pattern_file, tmp_path / "out.xlsx") == []


def test_the_schemas_allow_a_clone_and_the_pattern_gone(cloned: Workbook, pattern_file: Path, tmp_path: Path):
    cloned.save(tmp_path / "both.xlsx")
    assert new_errors(pattern_file, tmp_path / "both.xlsx") == []
    cloned.delete_sheet(PATTERN)
    cloned.save(tmp_path / "alone.xlsx")
    assert new_errors(pattern_file, tmp_path / "alone.xlsx") == []
    assert not [name for name in parts(tmp_path / "alone.xlsx") if name.endswith(("chart1.xml", "table1.xml"))]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable", "a pivot table"),
        ("http://schemas.microsoft.com/office/2007/relationships/slicer", "a slicer"),
        ("http://schemas.microsoft.com/office/2011/relationships/timeline", "a timeline"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/queryTable", "a query table"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject", "an embedded object"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/package", "an embedded file"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/control", "an ActiveX control"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/ctrlProp", "a form control"),
        ("http://schemas.microsoft.com/office/2014/relationships/chartEx", "a chart of a newer kind"),
        ("http://schemas.microsoft.com/office/2017/06/relationships/model3d", "a 3-D model"),
        ("http://schemas.microsoft.com/office/2011/relationships/webextension", "an Office add-in"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/tableSingleCells", "cells mapped to XML"),
        ("http://example.org/relationships/novelty", r"does not know \(novelty\)"),
    ],
)
def test_what_cannot_be_cloned_is_refused_by_name(kind: str, words: str, pattern_file: Path, tmp_path: Path):
    def add(content: dict[str, bytes]) -> None:
        part = "xl/worksheets/_rels/sheet2.xml.rels"
        link = f'<Relationship Id="rIdX" Type="{kind}" Target="../theme/theme1.xml"/></Relationships>'
        content[part] = content[part].replace(b"</Relationships>", link.encode())

    book = Workbook.open(rewritten(pattern_file, tmp_path / "in.xlsx", add))
    with pytest.raises(TemplateError, match=f"Pattern's own: .*cannot be copied, because it holds .*{words}"):
        book.clone_sheet(PATTERN, CLONE)


def test_a_table_that_an_xml_map_fills_is_refused_by_name(pattern_file: Path, tmp_path: Path):
    source = substituted(
        pattern_file, tmp_path / "in.xlsx", "xl/tables/table1.xml", "<table ", '<table tableType="xml" '
    )
    with pytest.raises(TemplateError, match="because it holds cells mapped to XML"):
        Workbook.open(source).clone_sheet(PATTERN, CLONE)


def test_a_relationship_that_leads_nowhere_does_not_stop_a_clone(pattern_file: Path, tmp_path: Path):
    def add(content: dict[str, bytes]) -> None:
        part = "xl/worksheets/_rels/sheet2.xml.rels"
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/printerSettings"
        link = f'<Relationship Id="rIdX" Type="{kind}" Target="../gone.bin"/></Relationships>'
        content[part] = content[part].replace(b"</Relationships>", link.encode())

    book = Workbook.open(rewritten(pattern_file, tmp_path / "in.xlsx", add))
    assert book.clone_sheet(PATTERN, CLONE).read(1, 1) == "Title of the measure"


@needs_libreoffice
def test_libreoffice_computes_in_a_clone_what_we_put_there(cloned: Workbook, tmp_path: Path):
    sheet = cloned.sheet(CLONE)
    table = sheet.tables[0]
    table.resize(4)
    table.retitle(1, "No. [in], 'all' & #1")
    column = "No. '[in'], ''all'' & '#1"
    for number, row in enumerate(table.body.rows):
        sheet.write(row, 1, 42005 + 31 * number)
        sheet.write(row, 2, number)
        sheet.write(row, 3, 4)
        sheet.write(row, 4, number / 4, f"Monthly_3[[#This Row],[{column}]]/Monthly_3[[#This Row],[Total]]")
    sheet.write(1, 6, 6, sheet.formula(1, 6))
    sheet.write(2, 6, 6, sheet.formula(2, 6))
    sheet.write(3, 6, "", sheet.formula(3, 6))
    sheet.write(12, 6, 12, f"{QUOTED}!value*2")
    cloned.save(tmp_path / "filled.xlsx")
    [other] = recalculated([tmp_path / "filled.xlsx"], tmp_path / "lo")
    assert differences(tmp_path / "filled.xlsx", other) == []


def test_what_keeps_a_sheet_from_being_copied_is_told_without_copying(book: Workbook):
    part = book.sheet("Pattern's own").part
    assert why_not_copied(book.package, part) is None
    drawing = book.sheet("Pattern's own").drawing_part
    book.package.add("xl/charts/chartEx1.xml", b"<x/>", "application/xml")
    kind = "http://schemas.microsoft.com/office/2014/relationships/chartEx"
    book.package.add_relationship(str(drawing), kind, "xl/charts/chartEx1.xml")
    assert why_not_copied(book.package, part) == "a chart of a newer kind (waterfall, funnel, map and the like)"
