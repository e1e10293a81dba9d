"""Sheets that people made in Excel, cloned: what hangs on them comes along, of each kind that the corpus has."""

import re
from pathlib import Path

import pytest
from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.corpus import CLONE
from tests.ooxml.leads_back import leads_back, reached
from tests.ooxml.workbooks import parts, tree
from tests.xsd import new_errors

X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
QUOTED = "'A clone''s copy & more'"


class Cloned:
    """A workbook of the corpus with a clone of one sheet, saved."""

    def __init__(self, source: Path, sheet: str, out: Path) -> None:
        book = Workbook.open(source)
        book.clone_sheet(sheet, CLONE)
        book.save(out)
        assert new_errors(source, out) == []
        assert leads_back(out, CLONE, sheet) == []
        self.out, self.sheet = out, sheet
        self.parts = parts(out)
        self.own, self.models = reached(out, CLONE), reached(out, sheet)

    def of_kind(self, kind: str) -> list[tuple[bytes, bytes]]:
        """The clone's parts of a kind, each with its model's, in the order of relationships."""
        own, models = ([p for p, k in found.items() if k == kind] for found in (self.own, self.models))
        return [(self.parts[one], self.parts[model]) for one, model in zip(own, models, strict=True)]

    def root(self) -> etree._Element:
        return tree(self.out, next(iter(self.own)))

    def model_root(self) -> etree._Element:
        return tree(self.out, next(iter(self.models)))

    def texts(self, tag: str) -> list[str | None]:
        return [element.text for element in self.root().iter(tag)]


@pytest.fixture
def cloned(corpus_folder: Path, tmp_path: Path):
    return lambda name, sheet: Cloned(corpus_folder / name, sheet, tmp_path / "out.xlsx")


@pytest.mark.parametrize(
    ("name", "sheet", "kind", "count"),
    [
        ("closedxml/Other__Charts__PreserveCharts__inputfile.xlsx", "Sheet2", "chartStyle", 1),
        ("closedxml/Other__Charts__PreserveCharts__inputfile.xlsx", "Sheet2", "chartColorStyle", 1),
        ("open-xml-sdk/v2FxTestFiles__spreadsheet__O12_templates__DonutChart_TP10214150.xltx", "Hours",
         "chartUserShapes", 1),
        ("open-xml-sdk/Robustness__OFCAT__00D4EE78301DA16F3BF92631CA9B68E6.xlsx", "Sheet1", "themeOverride", 1),
        ("closedxml/TryToLoad__AllShapes.xlsx", "Sheet1", "diagramData", 1),
        ("closedxml/TryToLoad__AllShapes.xlsx", "Sheet1", "diagramDrawing", 1),
        ("xlsxwriter/header_image01.xlsx", "Sheet1", "vmlDrawing", 1),
        ("xlsxwriter/comment05.xlsx", "Sheet1", "comments", 1),
        ("closedxml/TryToLoad__TemplateWithTableSourcePivotTables.xlsx", "HedgeResults", "customProperty", 2),
        ("closedxml/TryToLoad__TemplateWithTableSourcePivotTables.xlsx", "SchemeIncreases", "table", 1),
        ("closedxml/TryToLoad__TemplateWithTableSourcePivotTables.xlsx", "SchemeIncreases", "printerSettings", 1),
    ],
)  # fmt: skip
def test_a_clone_has_parts_of_its_own(cloned, name: str, sheet: str, kind: str, count: int):
    found = cloned(name, sheet)
    assert len(found.of_kind(kind)) == count
    assert not {part for part, k in found.own.items() if k == kind} & found.models.keys()


def test_binary_parts_are_the_same_bytes(cloned):
    found = cloned("closedxml/TryToLoad__TemplateWithTableSourcePivotTables.xlsx", "HedgeResults")
    pairs = [*found.of_kind("customProperty"), *found.of_kind("printerSettings")]
    assert len(pairs) == 3
    assert all(own == model for own, model in pairs)


def test_a_picture_in_a_header_is_shared_and_its_shape_is_not(cloned):
    found = cloned("xlsxwriter/header_image01.xlsx", "Sheet1")
    assert {found.own[part] for part in found.own.keys() & found.models.keys()} == {"image"}
    [(own, model)] = found.of_kind("vmlDrawing")
    assert re.findall(rb'o:relid="[^"]+"', own) == re.findall(rb'o:relid="[^"]+"', model) != []
    assert found.root().find(f"{MAIN}legacyDrawingHF") is not None


def test_notes_keep_their_cells_and_every_shape_has_a_number_of_its_own(cloned):
    """Thousands of notes have several blocks of numbers: `data="1,2,3"`."""
    found = cloned("xlsxwriter/comment05.xlsx", "Sheet1")
    [(own, model)] = found.of_kind("vmlDrawing")
    assert re.findall(rb"<x:(?:Row|Column)>[0-9]+<", own) == re.findall(rb"<x:(?:Row|Column)>[0-9]+<", model)
    ids = {n: re.findall(rb'id="(_x0000_s[0-9]+)"', p) for n, p in found.parts.items() if n.endswith(".vml")}
    everywhere = [number for numbers in ids.values() for number in numbers]
    assert len(everywhere) == len(set(everywhere)) > 2 * len(re.findall(rb"<v:shape ", model)) - 1
    [blocks] = re.findall(rb'idmap[^>]*data="([0-9,]+)"', own)
    numbers = {int(number) // 1024 for number in re.findall(rb'id="_x0000_s([0-9]+)"', own)}
    assert numbers <= {int(block) for block in blocks.split(b",")}


def test_a_data_bar_and_its_extension_know_each_other_by_a_new_identifier(cloned):
    found = cloned("closedxml/Examples__ConditionalFormatting__CFDataBar.xlsx", "Sheet1")
    own, models = (
        ([e.text for e in root.iter(f"{X14}id")], [e.get("id") for e in root.iter(f"{X14}cfRule")])
        for root in (found.root(), found.model_root())
    )
    assert own[0] == own[1] != []
    assert not set(own[0]) & {identifier.upper() for identifier in models[0] if identifier}


def test_sparklines_read_the_clone(cloned):
    found = cloned("closedxml/Examples__Sparklines__SampleSparklines.xlsx", "Linear")
    assert found.texts(f"{XM}f")[:2] == [f"{QUOTED}!C2:P2", f"{QUOTED}!C3:P3"]
    assert found.texts(f"{XM}sqref") == [e.text for e in found.model_root().iter(f"{XM}sqref")]


def test_a_list_that_another_sheet_has_is_still_that_sheets(cloned):
    found = cloned("closedxml/TryToLoad__ValidationWithSheetReference.xlsx", "UI Sheet")
    assert found.texts(f"{XM}f") == ["ValuesSheet!$A$1:$A$4"]


@pytest.mark.parametrize("name", ["hyperlink38.xlsx", "hyperlink44.xlsx"])
def test_a_link_of_a_shape_to_a_place_of_its_sheet_leads_to_the_clone(cloned, name: str):
    found = cloned(f"xlsxwriter/{name}", "Sheet 1" if "44" in name else "Sheet1")
    [drawing] = [part for part, kind in found.own.items() if kind == "drawing"]
    rels = tree(found.out, drawing.replace("drawings/", "drawings/_rels/") + ".rels")
    assert [e.get("Target") for e in rels if (e.get("Target") or "").startswith("#")] == [f"#{QUOTED}!A1"]


def test_a_text_box_that_shows_another_sheets_cell_still_does(cloned):
    found = cloned("xlsxwriter/textbox32.xlsx", "Sheet1")
    [(own, _)] = found.of_kind("drawing")
    assert re.findall(rb'textlink="([^"]+)"', own) == [b"Sheet2!A1"]


def test_views_of_a_workbooks_users_are_the_clones_too(cloned):
    found = cloned("closedxml/TryToLoad__LoadFileWithCustomSheetViews.xlsx", "zzz")
    views = f"{MAIN}customSheetViews/{MAIN}customSheetView"
    guids = [[view.get("guid") for view in root.iterfind(views)] for root in (found.root(), found.model_root())]
    assert guids[0] == guids[1] != []


def test_what_is_consolidated_from_the_sheet_is_consolidated_from_the_clone(cloned):
    found = cloned("open-xml-sdk/Robustness__OFCAT__00d43c8b-890a-4b6c-a101-0fe55f2dd917.xlsx", "Sheet1")
    assert [element.get("sheet") for element in found.root().iter(f"{MAIN}dataRef")] == [CLONE]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("closedxml/Examples__PivotTables__PivotTables.xlsx", "a pivot table"),
        ("closedxml/TryToLoad__CommentAndButton.xlsx", "a form control"),
        ("closedxml/TryToLoad__LO__xlsx__activex_checkbox.xlsx", "an ActiveX control"),
        ("open-xml-sdk/v2FxTestFiles__spreadsheet__QueryTable.xlsx", "a query table"),
        ("open-xml-sdk/v2FxTestFiles__spreadsheet__XMLMap.xlsx", "cells mapped to XML"),
        ("open-xml-sdk/test__DocumentFormat.OpenXml.Tests.Assets__assets__TestFiles__Youtube.xlsx", "an Office add-in"),
    ],
)
def test_what_cannot_be_cloned_is_refused_by_name(corpus_folder: Path, tmp_path: Path, name: str, words: str):
    book = Workbook.open(corpus_folder / name)
    refusals: list[TemplateError] = []
    for sheet in book.sheets():
        try:
            book.clone_sheet(sheet.name, f"{sheet.name[:20]} again")
        except TemplateError as error:
            refusals.append(error)
    assert words in {error.what.rpartition(" holds ")[2].rstrip(".") for error in refusals}
    assert all(error.mend and error.where.startswith(book.name) for error in refusals)
