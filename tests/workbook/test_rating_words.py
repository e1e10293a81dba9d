"""Rating words: whatever a project calls its ratings, each word that is printed is one that a colour looks for.

And officers choose from the same words. How words in rules are replaced is tests/ooxml's.
"""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries

from tests.workbook.conftest import BOOKS, Shelf
from tests.workbook.projects import LABELS
from tests.workbook.reading import MAIN, Book, Place

RATINGS = ("Green", "Amber", "Red", "No target", "No data")
WORDS = {
    **dict.fromkeys(
        ("housing", "thirty", "housing signals"), ("On track", "Close", "Off track", "No target", "To come")
    ),
    "awkward": tuple(LABELS.values()),
}
COLUMNS = ("summary_rating", "commentary_rating", "breakdown_rating")
NEXT = re.compile(r"Next: [A-Z][a-z]{2}-[0-9]{2}")  # no rating: a rule of another kind looks for its beginning

every_book = pytest.mark.parametrize("name", [name for name in BOOKS if name != "designer's"])


def rating_cells(book: Book) -> Iterator[Place]:
    """Every cell that prints a rating: of pages, of areas, and of the lists."""
    for sheet, name in book.names:
        if sheet and name == "rating":
            yield from book.places(sheet, name)
        elif sheet and name in COLUMNS:
            yield from book.column(sheet, name)


@cache
def looked_for(sheet_part: bytes) -> dict[str, frozenset[str]]:
    """For each cell with conditional formats, the texts that its rules of the kind "cell is equal to" look for."""
    found: dict[str, set[str]] = {}
    for conditional in etree.fromstring(sheet_part).iter(f"{MAIN}conditionalFormatting"):
        literals = {
            (rule.findtext(f"{MAIN}formula") or "")[1:-1].replace('""', '"')
            for rule in conditional.iter(f"{MAIN}cfRule")
            if rule.get("type") == "cellIs" and (rule.findtext(f"{MAIN}formula") or "").startswith('"')
        }
        for area in conditional.get("sqref", "").split():
            left, top, right, bottom = range_boundaries(area)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    found.setdefault(f"{get_column_letter(column)}{row}", set()).update(literals)
    return {address: frozenset(texts) for address, texts in found.items()}


@every_book
def test_every_rating_that_is_printed_is_a_word_that_a_colour_looks_for(shelf: Shelf, name: str):
    book = shelf[name]
    said = {place: book.cells[place] for place in rating_cells(book) if book.cells.get(place) not in {None, ""}}
    assert len(said) >= 3 * len(book.indicators())  # on its page, on the summary and in the list of commentaries
    plain = {
        place: word
        for place, word in said.items()
        if not NEXT.fullmatch(str(word))
        and word not in looked_for(book.parts[book.sheets[place[0]]]).get(place[1], frozenset())
    }
    assert plain == {}


@every_book
def test_every_cell_of_a_rating_knows_all_of_the_projects_words(shelf: Shelf, name: str):
    book, words = shelf[name], WORDS.get(name, RATINGS)
    all_of_them = {*words, *(f"{word} (judgement)" for word in words[:3])}
    for sheet, address in rating_cells(book):
        of_cell = looked_for(book.parts[book.sheets[sheet]])[address]
        of_areas = {*words[:3]} if (sheet, "breakdown_rating") in book.names else all_of_them
        assert of_areas <= of_cell, (sheet, address)
        assert not {*RATINGS, *(f"{word} (judgement)" for word in RATINGS)} - all_of_them & of_cell, (sheet, address)


@every_book
def test_officers_choose_from_the_words_that_are_printed(shelf: Shelf, name: str):
    book = shelf[name]
    for sheet in book.indicators().values():
        [(_, cell)] = book.places(sheet, "rating_override")
        lists = [
            validation.findtext(f"{MAIN}formula1")
            for validation in etree.fromstring(book.parts[book.sheets[sheet]]).iter(f"{MAIN}dataValidation")
            if validation.get("sqref") == cell
        ]
        said = ",".join(WORDS.get(name, RATINGS)[:3]).replace('"', '""')
        assert lists == [f'"{said}"']


@pytest.mark.parametrize("name", list(WORDS))
def test_no_message_of_a_cell_speaks_of_ratings_by_words_that_are_not_printed(shelf: Shelf, name: str):
    book = shelf[name]
    others = set(RATINGS[:3]) - set(WORDS[name])
    messages = {
        text
        for part in book.sheets.values()
        for validation in etree.fromstring(book.parts[part]).iter(f"{MAIN}dataValidation")
        for text in map(str, validation.attrib.values())
    }
    assert {text for text in messages if others & set(re.findall("[A-Za-z]+", text))} == set()
