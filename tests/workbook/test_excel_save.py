"""The tests' own Excel: what it saves is the same workbook, in other parts, under other numbers."""

import warnings
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from excel_scorecard.ooxml.lint import lint
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.workbook.conftest import Shelf
from tests.workbook.excel_package import Opened
from tests.workbook.excel_properties import LIBRARY
from tests.workbook.excel_save import saved_as_excel
from tests.workbook.reading import Book, parts

BOOKS = ("council", "september", "housing", "awkward", "designer's")
OPTIONS = {"uploaded": {"sharepoint": True}, "inspected": {"inspected": True}}


@pytest.fixture(params=BOOKS)
def before(shelf: Shelf, request: pytest.FixtureRequest) -> Book:
    return shelf[request.param]


def test_every_cell_says_and_looks_the_same(before: Book, tmp_path: Path):
    after = Book(saved_as_excel(before.path, tmp_path / "saved.xlsx", 7))
    assert after.cells == before.cells
    assert after.formulas == before.formulas
    assert after.names == before.names
    assert looks(after.path) == looks(before.path)


def test_lint_finds_no_error(before: Book, tmp_path: Path):
    assert errors(saved_as_excel(before.path, tmp_path / "saved.xlsx", 7)) == []


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_sharepoint_and_the_inspector_change_no_cell(council: Book, tmp_path: Path, options: dict[str, bool]):
    after = Book(saved_as_excel(council.path, tmp_path / "saved.xlsx", 8, **options))
    assert (after.cells, after.formulas, after.names) == (council.cells, council.formulas, council.names)
    assert errors(after.path) == []


def test_tables_charts_and_what_they_read_are_the_same(before: Book, tmp_path: Path):
    after = Book(saved_as_excel(before.path, tmp_path / "saved.xlsx", 7))
    assert after.tables == before.tables
    assert sorted(map(repr, after.plotted)) == sorted(map(repr, before.plotted))


def test_hardly_a_part_an_id_or_a_number_is_as_it_was(council: Book, tmp_path: Path):
    after = Book(saved_as_excel(council.path, tmp_path / "saved.xlsx", 7))
    moved = [name for name, part in council.sheets.items() if after.sheets[name] != part]
    assert len(moved) > len(council.sheets) / 2
    assert after.parts["xl/sharedStrings.xml"] != council.parts["xl/sharedStrings.xml"]
    assert styles_of(after) != styles_of(council)
    assert "xl/calcChain.xml" in after.parts
    assert b"A. Officer" in after.parts["docProps/core.xml"]


def test_another_seed_numbers_otherwise_and_the_same_seed_alike(council: Book, tmp_path: Path):
    one, two, three = (saved_as_excel(council.path, tmp_path / f"{n}.xlsx", seed) for n, seed in enumerate((1, 1, 2)))
    assert one.read_bytes() == two.read_bytes() != three.read_bytes()


def test_an_upload_adds_a_librarys_parts_and_the_inspector_takes_all_custom_xml(council: Book, tmp_path: Path):
    uploaded = saved_as_excel(council.path, tmp_path / "uploaded.xlsx", 7, sharepoint=True)
    inspected = saved_as_excel(uploaded, tmp_path / "inspected.xlsx", 7, inspected=True)
    texts = [content for part, content in parts(uploaded).items() if part.startswith("customXml/item")]
    assert all(any(namespace.encode() in text for text in texts) for namespace in LIBRARY)
    assert not [part for part in parts(inspected) if part.startswith("customXml") or "custom" in part]


@needs_libreoffice
def test_libreoffice_computes_what_excel_is_said_to_have_kept(shelf: Shelf, tmp_path: Path):
    names = [name for name in BOOKS if name != "designer's"]  # her own formulas have no caches yet
    saved = [saved_as_excel(shelf[name].path, tmp_path / f"{number}.xlsx", 3) for number, name in enumerate(names)]
    for name, path, computed in zip(names, saved, recalculated(saved, tmp_path), strict=True):
        assert differences(path, computed) == [], name


def errors(path: Path) -> list[str]:
    return [str(finding) for finding in lint(path) if finding.level == "error"]


def looks(path: Path) -> dict[tuple[str, str], object]:
    """How each cell looks, in openpyxl's words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of extensions that it does not read
        book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    found: dict[tuple[str, str], object] = {}
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.has_style):
            shown = (cell.number_format, cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
            found[sheet.title, cell.coordinate] = repr(shown)
        for area in sheet.conditional_formatting:
            found[sheet.title, str(area.sqref)] = [(rule.priority, repr(rule.dxf), rule.formula) for rule in area.rules]
    return found


def styles_of(book: Book) -> list[str | None]:
    opened = Opened(book.path)
    return [cell.get("s") for cell in opened.sheet("Summary").iter("{*}c")]
