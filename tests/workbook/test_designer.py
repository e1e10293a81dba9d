"""A designer's template: what she moved is found by its name, and what is hers is as she left it.

That its formulas recalculate to their caches, and that nothing refers to her pattern: test_recalculated.py.
"""

import re
from pathlib import Path

import pytest
from lxml import etree

from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.contract import PATTERN_SLOTS
from tests.workbook.conftest import Shelf
from tests.workbook.designer import LACKING, OWN_PARTS, OWN_SHEET, PATTERN, RETITLED, TEXT_BOX
from tests.workbook.reading import MAIN, Book, Place

PERCENT = ("re-referrals", "assessments-in-time", "supervision", "cp-visits")
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="session")
def book(shelf: Shelf) -> Book:
    return shelf["designer's"]


@pytest.fixture(scope="session")
def template(shelf: Shelf, book: Book) -> Book:
    return Book(shelf.project("designer's") / "hers.xlsx")


def own_formulas(template: Book) -> dict[str, str]:
    """Addresses of the designer's formulas on her pattern, by what they say."""
    return {f: address for (sheet, address), f in template.formulas.items() if sheet == PATTERN}


def cell(book: Book, place: Place) -> etree._Element:
    cells = etree.fromstring(book.parts[book.sheets[place[0]]]).iter(f"{MAIN}c")
    return next(c for c in cells if c.get("r") == place[1])


@pytest.mark.parametrize("part", OWN_PARTS)
def test_a_sheet_of_her_own_is_there_byte_for_byte_with_its_drawing(book: Book, template: Book, part: str):
    assert book.parts[part] == template.parts[part]
    assert book.sheets[OWN_SHEET] == OWN_PARTS[0]


@pytest.mark.parametrize("kind", ["theme", "media", "printerSettings"])
def test_shared_parts_are_copied_as_they_are(book: Book, template: Book, kind: str):
    shared = {name: content for name, content in template.parts.items() if f"/{kind}/" in name}
    assert shared or kind == "printerSettings"
    assert {name: book.parts[name] for name in shared} == shared


def test_the_looks_of_the_template_are_all_still_there(book: Book, template: Book):
    before, after = (etree.fromstring(b.parts["xl/styles.xml"]) for b in (template, book))
    for kind in ("fonts", "fills", "borders", "cellXfs", "dxfs"):
        was, now = (tree.find(f"{MAIN}{kind}") for tree in (before, after))
        assert was is not None
        assert now is not None
        assert [etree.tostring(e) for e in now][: len(was)] == [etree.tostring(e) for e in was], kind


@pytest.mark.parametrize("indicator", PERCENT)
def test_her_text_box_is_on_every_sheet_made_of_her_pattern(book: Book, indicator: str):
    sheet = book.indicators()[indicator]
    drawings = [part for _, part in book.relationships(book.sheets[sheet]) if part.startswith("xl/drawings/")]
    texts = [e.text for part in drawings for e in etree.fromstring(book.parts[part]).iter(f"{DRAWING}t")]
    assert TEXT_BOX in texts


@pytest.mark.parametrize("indicator", PERCENT)
def test_every_slot_says_what_it_says_on_the_stock_template(book: Book, council: Book, indicator: str):
    hers, stock = book.indicators()[indicator], council.indicators()[indicator]
    slots = [slot.name for slot in PATTERN_SLOTS if (stock, slot.name) in council.names and slot.name not in LACKING]
    assert len(slots) > 30
    for slot in slots:
        here = (hers, slot) if (hers, slot) in book.names else (None, slot)
        assert here in book.names, slot
        assert book.slot(hers, slot) == council.slot(stock, slot), slot


@pytest.mark.parametrize("role", ["summary_value", "summary_average", "summary_rating", "summary_direction"])
def test_the_summary_says_what_it_says_on_the_stock_template(book: Book, council: Book, role: str):
    said = [[b.cells.get(p) for p in b.column("Summary", role)] for b in (book, council)]
    assert said[0] == said[1]


def test_a_moved_slot_is_filled_where_its_name_is(book: Book, template: Book, council: Book):
    sheet = book.indicators()["supervision"]
    [(_, moved)] = template.places(PATTERN, "value")
    assert book.places(sheet, "value") == [(sheet, moved)]
    assert book.cells[sheet, moved] == council.slot(council.indicators()["supervision"], "value")


@pytest.mark.parametrize("slot", LACKING)
def test_a_slot_that_she_left_out_is_not_filled_and_not_missed(book: Book, slot: str):
    for indicator in PERCENT:
        assert (book.indicators()[indicator], slot) not in book.names


def test_a_workbooks_name_on_her_pattern_is_a_sheets_name_on_its_clones(book: Book, template: Book):
    assert (None, "owner") in template.names
    assert (None, "owner") not in book.names
    assert all((book.indicators()[indicator], "owner") in book.names for indicator in PERCENT)


def test_columns_that_changed_places_are_filled_by_their_names(book: Book, council: Book):
    hers, stock = book.indicators()["supervision"], council.indicators()["supervision"]
    for role in ("monthly_numerator", "monthly_denominator"):
        assert [book.cells[p] for p in book.column(hers, role)] == [
            council.cells[p] for p in council.column(stock, role)
        ]
    assert book.column(hers, "monthly_numerator")[0][1] == council.column(stock, "monthly_denominator")[0][1]


def test_a_heading_that_she_wrote_stays_hers(book: Book):
    sheet = book.indicators()["supervision"]
    [place] = book.places(sheet, "monthly_status")
    assert book.cells[place] == RETITLED
    assert "Zustand" in " ".join(book.tables["Monthly_supervision"].columns)


@pytest.mark.parametrize("formula", ["value*100", "+1"])
def test_a_formula_of_hers_that_reads_ours_keeps_no_stale_value(book: Book, template: Book, formula: str):
    address = next(a for f, a in own_formulas(template).items() if f.endswith(formula) and f != "1+1")
    for indicator in PERCENT:
        place = (book.indicators()[indicator], address)
        assert book.formulas[place].endswith(formula)
        assert cell(book, place).find(f"{MAIN}v") is None


def test_a_formula_of_hers_that_reads_nothing_of_ours_keeps_its_value(book: Book, template: Book):
    address = own_formulas(template)["1+1"]
    assert {book.cells[book.indicators()[indicator], address] for indicator in PERCENT} == {2}
    assert book.cells[OWN_SHEET, "B1"] == 2


def test_excel_is_asked_to_calculate_only_where_a_value_was_dropped(book: Book, council: Book):
    asked = re.compile(rb'fullCalcOnLoad="(1|true)"')
    assert asked.search(book.parts["xl/workbook.xml"])
    assert not asked.search(council.parts["xl/workbook.xml"])


def test_the_dropped_values_are_listed(shelf: Shelf, template: Book, tmp_path: Path):
    built = build(shelf.project("designer's"), output=tmp_path / "again.xlsx")
    [finding] = [f for f in built.findings if f.code == "T-FORMULA"]
    assert finding.level == "warning"
    assert finding.file == "hers.xlsx"
    first = next(a for f, a in own_formulas(template).items() if f == "value*100")
    assert first in finding.what


def test_a_sheet_that_is_no_pattern_keeps_its_place_among_the_others(book: Book, template: Book):
    kept = [name for name in template.sheets if name in book.sheets]
    assert [name for name in book.sheets if name in kept] == kept
