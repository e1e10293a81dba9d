"""Awkward texts, ids and names: handled, not errors. What is there as text stays text, character for character.

That such a workbook opens, breaks no schema and recalculates to its caches: test_recalculated.py, under "awkward".
"""

import re

import pytest
from lxml import etree

from tests.workbook.conftest import Shelf
from tests.workbook.projects import AWKWARD, EIGHT, FORMULA_LIKE, NINE, ORGANISATION, REMARKS, TWENTY
from tests.workbook.reading import MAIN, Book, Place

NOT_IN_BREAKDOWN = "Not in breakdown"


@pytest.fixture(scope="session")
def book(shelf: Shelf) -> Book:
    return shelf["awkward"]


def has_quote_prefix(book: Book, place: Place) -> bool:
    """Whether Excel keeps the cell's text as text when somebody edits it."""
    sheet, address = place
    cells = etree.fromstring(book.parts[book.sheets[sheet]]).iter(f"{MAIN}c")
    style = next(int(cell.get("s", "0")) for cell in cells if cell.get("r") == address)
    formats = etree.fromstring(book.parts["xl/styles.xml"]).find(f"{MAIN}cellXfs")
    assert formats is not None
    return formats[style].get("quotePrefix") == "1"


@pytest.mark.parametrize("slot", ["title", "definition", "owner", "comparator_one_label"])
def test_a_text_that_begins_like_a_formula_stays_a_text(book: Book, slot: str):
    for number, (indicator, *_) in enumerate(AWKWARD):
        sheet = book.indicators()[indicator]
        text = FORMULA_LIKE[number % 4] + (" & <title>" if slot == "title" else "")
        place = book.places(sheet, slot)[0]
        assert book.cells[place] == text
        assert place not in book.formulas
        assert has_quote_prefix(book, place)


def test_commentary_and_concerns_that_begin_like_a_formula_stay_texts(book: Book):
    sheet = book.indicators()["ab12"]
    assert (book.slot(sheet, "commentary"), book.slot(sheet, "action")) == REMARKS["ab12"]
    assert book.slot("Summary", "concerns") == "=1+1"
    assert not {book.places(sheet, "commentary")[0], book.places("Summary", "concerns")[0]} & set(book.formulas)


def test_notes_of_figures_and_of_the_project_stay_texts(book: Book):
    assert {book.cells[p] for p in book.column(book.indicators()["q1"], "monthly_note")} == {"=1+1"}
    assert [book.cells[p] for p in book.column("Notes", "notes_note")] == [*FORMULA_LIKE, "a & b < c"]


def test_no_text_of_the_project_became_a_formula(book: Book):
    begun = ("1+1", "44", "-1", "SUM(A1)", "cmd|", "HYPERLINK(")
    assert {place: f for place, f in book.formulas.items() if f.startswith(begun)} == {}


def test_control_characters_are_left_out_and_nothing_else(book: Book):
    text = str(book.slot(book.indicators()["r1c1"], "commentary"))
    assert text.startswith("beforeafter _x")
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)


def test_a_commentary_keeps_its_lines_and_marks(book: Book):
    assert book.slot(book.indicators()["q1"], "commentary") == REMARKS["q1"][0]


def test_ids_like_cell_addresses_give_tables_that_excel_takes(book: Book):
    names = {name.rpartition("_")[2] for name in book.tables if name.startswith("Monthly_")}
    assert names == {indicator for indicator, *_ in AWKWARD}
    cell_like = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[RrCc]")
    assert [name for name in book.tables if cell_like.fullmatch(name)] == []


def test_every_sheet_name_is_one_that_excel_takes(book: Book):
    names = list(book.sheets)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[:\\/?*\[\]]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_names_that_collide_at_31_characters_are_told_apart(book: Book):
    one, other = book.indicators()["q1"], book.indicators()["q2"]
    assert one != other
    assert one[:20] == other[:20]


def test_an_emoji_is_not_cut_in_two(book: Book):
    sheet = book.indicators()["c"]
    assert "😀" in sheet
    assert sheet.encode("utf-16-le").decode("utf-16-le") == sheet


@pytest.mark.parametrize(
    ("indicator", "areas"),
    [("ab12", ()), ("monthly", ()), ("r1c1", ("12",)), ("q1", EIGHT), ("q2", EIGHT), ("c", NINE), ("true", TWENTY)],
)
def test_a_breakdown_has_a_row_for_each_of_its_areas(book: Book, indicator: str, areas: tuple[str, ...]):
    sheet = book.indicators()[indicator]
    if not areas:
        assert (sheet, "breakdown_area") not in book.names
        return
    assert [book.cells[place] for place in book.column(sheet, "breakdown_area")] == [*areas, NOT_IN_BREAKDOWN]


def test_nine_areas_take_the_pattern_with_room_for_many(book: Book):
    few, many = (book.indicators()[indicator] for indicator in ("q1", "c"))
    assert (few, "area_names") in book.names
    assert (many, "area_names") not in book.names


def test_a_page_without_areas_shows_the_latest_months_instead(book: Book):
    assert (book.indicators()["ab12"], "recent_months") in book.names


@pytest.mark.parametrize("name", ["awkward", "council", "housing"])
def test_a_tables_headings_are_its_columns_names_and_differ(shelf: Shelf, name: str):
    book = shelf[name]
    for table in book.tables.values():
        columns = [column.replace("_x000a_", "\n") for column in table.columns]
        first = re.match(r"[A-Z]+[0-9]+", table.area)
        assert first
        shown = [book.cells[place] for place in heading_places(book, table.sheet, table.area)]
        assert shown == columns
        assert len({column.casefold() for column in columns}) == len(columns)


def heading_places(book: Book, sheet: str, area: str) -> list[Place]:
    from openpyxl.utils import get_column_letter, range_boundaries

    left, top, right, _ = range_boundaries(area)
    return [(sheet, f"{get_column_letter(column)}{top}") for column in range(left, right + 1)]


def test_headings_are_the_indicators_own_words(book: Book):
    sheet = book.indicators()["ab12"]
    heads = [book.cells[book.places(sheet, f"monthly_{part}")[0]] for part in ("numerator", "denominator", "value")]
    assert heads == ["No. [in] #1", "Total's @ & <all>", '% "in"']


def test_an_ampersand_of_the_organisation_is_no_code_in_a_header(book: Book):
    texts = [
        element.text or ""
        for part in book.sheets.values()
        for found in etree.fromstring(book.parts[part]).iter(f"{MAIN}headerFooter")
        for element in found
    ]
    said = [text for text in texts if "Rivers" in text]
    assert said
    assert all(ORGANISATION.replace("&", "&&") in text for text in said)
    # a digit behind a font size would be part of it
    assert not [text for text in said if re.search(r"&[0-9]+3 Rivers", text)]


def test_organisation_heading_and_marking_are_shown_as_they_are_written(book: Book):
    assert str(book.slot("Summary", "organisation")).startswith(ORGANISATION)
    assert book.slot("Summary", "heading") == "-Heading & more"
    assert str(book.slot("Summary", "marking")).startswith("=cmd|' /C calc'!A0")
    assert str(book.slot("Summary", "agenda_item")).endswith("@Item 4")
