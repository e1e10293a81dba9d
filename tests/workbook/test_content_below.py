"""A designer who writes under her tables: what she wrote is further down where they grew, and still says the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from excel_scorecard.ooxml.cells import Area, address
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.contract import PATTERN_SLOTS
from tests.ledger import unexplained
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.workbook.designer import STANDARD
from tests.workbook.projects import COUNCIL, copied, with_setting
from tests.workbook.reading import Book
from tests.xsd import new_errors

NOTE = "Ask the performance team"
MOVED_SLOT = "population_note"  # on every pattern, set by the builder


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stock template with a note, a formula and a slot under the tables of each sheet."""
    path = tmp_path_factory.mktemp("below") / "below.xlsx"
    book = Workbook.open(STANDARD)
    for sheet in book.sheets():
        names = book.names.local_names(sheet.name)
        for table in sheet.tables:
            row, column = table.area.last_row + 2, table.area.first_column
            sheet.write(row, column, NOTE)
            sheet.write(row + 1, column, 2, "1+1")
            sheet.write(row + 2, column, 3, f"{address(row + 1, column)}+1")
            sheet.merge(Area(row + 3, column, row + 3, column + 1))
        if MOVED_SLOT in names:
            table = next(t for t in sheet.tables if t.name.startswith("Monthly"))
            below = Area.cell(table.area.last_row + 6, table.area.first_column).absolute()
            book.names.set(MOVED_SLOT, f"{sheet.name}!{below}", sheet=sheet.name)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def built(template: Path) -> Book:
    project = copied(COUNCIL, template.parent / "project")
    (project / "hers.xlsx").write_bytes(template.read_bytes())
    with_setting(project, "template", "hers.xlsx")
    done = build(project, output=template.parent / "built.xlsx")
    assert unexplained(template, done.path, done.ledger) == []
    return Book(done.path)


@pytest.fixture(scope="module")
def stock(template: Path) -> Book:
    build(COUNCIL, output=template.parent / "stock.xlsx")
    return Book(template.parent / "stock.xlsx")


def below(book: Workbook) -> Iterator[tuple[str, int, int, int]]:
    """Each table's sheet, its last row and first column, and the row of the note under it."""
    for sheet in book.sheets():
        for table in sheet.tables:
            area = table.area
            near = range(area.last_row, area.last_row + 40)
            row = next(row for row in near if sheet.read(row, area.first_column) == NOTE)
            yield sheet.name, area.last_row, area.first_column, row


def test_what_was_under_a_table_is_under_it_still_and_formulas_there_read_their_own_cells(built: Book):
    book = Workbook.open(built.path)
    found = list(below(book))
    assert len(found) > 20
    for name, last, column, row in found:
        assert row >= last + 1, name
        sheet = book.sheet(name)
        assert [sheet.read(row + n, column) for n in (1, 2)] == [2, 3], name
        assert sheet.formula(row + 2, column) == f"{address(row + 1, column)}+1", name
        assert any((row + 3, column) == (area.first_row, area.first_column) for area in sheet.merged), name


def test_every_slot_says_what_it_says_on_the_stock_template_also_one_under_a_table(built: Book, stock: Book):
    count = 0
    for indicator, sheet in built.indicators().items():
        for slot in PATTERN_SLOTS:
            if (sheet, slot.name) in built.names and (stock.indicators()[indicator], slot.name) in stock.names:
                assert built.slot(sheet, slot.name) == stock.slot(stock.indicators()[indicator], slot.name), slot.name
                count += slot.name == MOVED_SLOT
    assert count == len(built.indicators())


@needs_libreoffice
def test_every_cache_is_what_libreoffice_computes(built: Book, tmp_path: Path):
    [again] = recalculated([built.path], tmp_path)
    assert differences(built.path, again) == []


def test_the_schemas_find_nothing_new(template: Path, built: Book):
    assert [error for error in new_errors(template, built.path) if "namespace}space" not in error] == []


def test_the_pages_and_lists_print_what_they_printed(built: Book, stock: Book):
    printed = {name: cells for name, cells in built.names.items() if name[1] == "_xlnm.Print_Area"}
    assert printed == {name: cells for name, cells in stock.names.items() if name[1] == "_xlnm.Print_Area"}
    assert len(printed) > len(built.indicators())
