"""No built workbook contradicts itself: cell, colour, chart, sentence, rule, summary, counts and lists say the same.

Each example is read as it was built, and as LibreOffice computes it. That a contradiction would be found is tested by
making one: in a cell, in a conditional format, in what a chart keeps.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from lxml import etree

from tests.libreoffice import needs_libreoffice
from tests.workbook.agreement import SINGLE
from tests.workbook.as_seen import Seen
from tests.workbook.conftest import Shelf
from tests.workbook.page_statements import RATINGS, Statement
from tests.workbook.reading import CHART, MAIN, Book, Place
from tests.workbook.statements import statements
from tests.workbook.test_rating_words import WORDS

EXAMPLES = ("council", "september", "housing", "thirty", "referrals")
OTHERS = ("one month", "two months", "five months", "signals", "housing signals")
LEAST = {"council": 600, "september": 400, "housing": 300, "thirty": 1200, "referrals": 70}

examples = pytest.mark.parametrize("name", [*EXAMPLES, *OTHERS])


def contradictions(seen: Seen, name: str) -> tuple[int, list[Statement]]:
    """How many statements were compared, and those that are not so."""
    found = list(statements(seen, WORDS.get(name, RATINGS)))
    return len(found), [each for each in found if not each.is_so]


@examples
def test_a_workbook_does_not_contradict_itself_as_it_is_built(shelf: Shelf, name: str):
    count, wrong = contradictions(Seen(shelf[name]), name)
    print(f"{name}: {count} statements compared")
    assert list(map(str, wrong)) == []
    assert count >= LEAST.get(name, 300)


@needs_libreoffice
@examples
def test_nor_as_another_program_computes_it(shelf: Shelf, name: str):
    count, wrong = contradictions(Seen(shelf[name], shelf.recalculated(name).cells), name)
    print(f"{name}: {count} statements compared, as LibreOffice computes the cells")
    assert list(map(str, wrong)) == []


# ---- a contradiction is found ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slip:
    """A cell of the council's page of child protection visits (74%, Amber, Worsening) that says something else."""

    name: str
    other: object
    found: str


SLIPS = (
    Slip("value", 0.75, "the page's value is the table's"),
    Slip("value", 0.75, "the summary's value"),
    Slip("value", "[x]", "the sentence of no figure"),
    Slip("monthly_value", 0.75, "the page's value is the table's"),
    Slip("monthly_latest", 0.75, "the highlighted point's cells"),
    Slip("monthly_line", 0.752, "the line runs through the figure"),
    Slip("target", 0.85, "the target in words"),
    Slip("target_text", "85%", "the sentence's target"),
    Slip("average", 0.77, "the sentence's average"),
    Slip("rating", "Green", "the rating by its rule in words"),
    Slip("rating", "Red", "how many are Amber"),
    Slip("rating", "Red", "the colour of a rating"),
    Slip("rating", "Amber (judgement)", "whose rating it is"),
    Slip("rating", "amber-ish", "a rating has a colour"),
    Slip("rule_text", "Green: 80% or more. Amber: 75% or more. Red: below 75%.", "the rating by its rule in words"),
    Slip("rule_text", "Green: 70% or more. Red: below 70%.", "the rule under the rating"),
    Slip("rating_note", "Green: 80% or more.", "the rule under the rating"),
    Slip("direction", "Improving", "the direction by its basis"),
    Slip("direction", "Improving", "how many are worsening"),
    Slip("direction_basis", "against Mar-24", "the direction by its basis"),
    Slip("shortfall", 0, "the distance from the target"),
    Slip("period_label", "Feb-26", "the period's label"),
    Slip("trend_title", "% visited, Mar-24 to Feb-26", "the trend's last period"),
    Slip("breakdown_month", datetime(2026, 2, 1), "the period of the areas"),  # noqa: DTZ001  # as cells are read
    Slip("breakdown_bar", 0.5, "an area's bar"),
    Slip("breakdown_value", 0.5, "an area on the page"),
    Slip("breakdown_rating", "Red", "an area's rating by its target"),
    Slip("breakdown_rating", "red-ish", "an area's rating by its target"),
    Slip("summary_value", 0.75, "the summary's value"),
    Slip("summary_average", 0.75, "the summary's average"),
    Slip("summary_target", "75%", "the summary's target"),
    Slip("summary_rating", "Red", "the summary's rating"),
    Slip("summary_direction", "Improving", "the summary's arrow"),
    Slip("summary_title", "Visits", "the summary's title"),
    Slip("commentary_rating", "Red", "the Commentary sheet's rating"),
    Slip("commentary_direction", "Up", "the Commentary sheet's direction"),
    Slip("checks_figure", "No figure for Mar-26, no reason", "the Checks sheet's figure"),
    Slip("definitions_direction", "Improving: below it. Worsening: above it.", "the direction by its rule in words"),
    Slip("definitions_rule", "Green: 75% or more.", "the Definitions sheet's rule"),
)


def place_of(book: Book, name: str, number: str = "9") -> Place:
    """The cell of a slot or column, for that indicator and month."""
    sheet = book.indicators()["cp-visits"]
    prefix, _, _ = name.partition("_")
    if prefix in {"summary", "commentary", "checks", "definitions"}:
        on = next(on for on, each in book.names if on and each == f"{prefix}_number")
        numbers = [str(book.cells.get(place)) for place in book.column(on, f"{prefix}_number")]
        return book.column(on, name)[numbers.index(number)]
    if name.startswith("monthly_"):
        return book.month_row(sheet, name, datetime(2026, 3, 1))  # noqa: DTZ001  # as cells are read
    if name.startswith("breakdown_") and name not in SINGLE:
        return book.column(sheet, name)[0]
    return book.places(sheet, name)[0]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.name} {slip.found}")
def test_a_cell_that_says_something_else_is_found(council: Book, slip: Slip):
    place = place_of(council, slip.name)
    assert council.cells.get(place) != slip.other
    _, wrong = contradictions(Seen(council, {**council.cells, place: slip.other}), "council")
    assert slip.found in {each.of for each in wrong}


SIGNALS = (
    ("signal", "Improvement", "the page's signal"),
    ("monthly_signal", "Concern: above the upper limit", "the reason of a signal"),
    ("monthly_signal", "Concern", "the points drawn for a signal"),
    ("monthly_improvement", 0.74, "the points drawn for a signal"),
)


@pytest.mark.parametrize(("name", "other", "found"), SIGNALS)
def test_a_signal_that_says_something_else_is_found(shelf: Shelf, name: str, other: object, found: str):
    book = shelf["signals"]
    place = place_of(book, name)
    assert book.cells.get(place) != other
    _, wrong = contradictions(Seen(book, {**book.cells, place: other}), "signals")
    assert found in {each.of for each in wrong}


SENTENCES = (
    ("74%", "75%", "the sentence's number"),
    ("Mar-26", "Feb-26", "its period"),
    ("6 points below", "6 points above", "above or below the target"),
    ("6 points", "7 points", "above or below the target"),
    ("target of 80%", "target of 85%", "the sentence's target"),
    ("2 points below", "2 points above", "above or below the average"),
    ("average of 76%", "average of 77%", "the sentence's average"),
    (", 6 points below the target of 80%", "", "whether it speaks of a target"),
    (", 2 points below the six-month average of 76%", "", "whether it speaks of an average"),
)


@pytest.mark.parametrize(("words", "others", "found"), SENTENCES)
def test_a_sentence_that_says_something_else_is_found(council: Book, words: str, others: str, found: str):
    place = place_of(council, "message")
    said = str(council.cells[place])
    assert words in said
    _, wrong = contradictions(Seen(council, {**council.cells, place: said.replace(words, others)}), "council")
    assert found in {each.of for each in wrong}


@pytest.mark.parametrize("word", ["Red", "Amber", "Green", "without target", "worsening"])
def test_counts_that_are_one_too_many_are_found(council: Book, word: str):
    place = council.places("Summary", "counts_text")[0]
    said = re.sub(rf"([0-9]+) {word}", lambda match: f"{int(match[1]) + 1} {word}", str(council.cells[place]))
    assert said != council.cells[place]
    _, wrong = contradictions(Seen(council, {**council.cells, place: said}), "council")
    assert {each.place for each in wrong} == {place}


Change = Callable[[etree._Element], None]


def _as_another(tree: etree._Element, word: str, other: str) -> None:
    """Let the rules for a word give the look of another's."""
    rules = [(rule, rule.findtext(f"{MAIN}formula")) for rule in tree.iter(f"{MAIN}cfRule")]
    look = next(rule.get("dxfId") for rule, formula in rules if formula == f'"{other}"')
    for rule, formula in rules:
        if formula == f'"{word}"':
            rule.set("dxfId", look)


def _amber_as_red(tree: etree._Element) -> None:
    _as_another(tree, "Amber", "Red")


def _worsening_as_improving(tree: etree._Element) -> None:
    _as_another(tree, "Worsening", "Improving")


def _latest(tree: etree._Element) -> etree._Element:
    """The series of the latest point: the one of a trend that has a label."""
    return next(series for series in tree.iter(f"{CHART}ser") if series.find(f"{CHART}dLbls/{CHART}numFmt") is not None)


def _another_point(tree: etree._Element) -> None:
    point = _latest(tree).find(f"{CHART}val//{CHART}pt")
    point.set("idx", str(int(point.get("idx", "0")) - 1))


def _another_value(tree: etree._Element) -> None:
    _latest(tree).find(f"{CHART}val//{CHART}pt/{CHART}v").text = "0.75"


def _another_label(tree: etree._Element) -> None:
    _latest(tree).find(f"{CHART}dLbls/{CHART}numFmt").set("formatCode", "0.0%")


CHANGES = (
    ("page", _amber_as_red, "the colour of a rating"),
    ("summary", _amber_as_red, "the colour of a rating"),
    ("page", _worsening_as_improving, "the direction's arrow"),
    ("summary", _worsening_as_improving, "the summary's arrow"),
    ("chart", _another_point, "the highlighted point of the chart"),
    ("chart", _another_value, "the highlighted point of the chart"),
    ("chart", _another_label, "its label as the number"),
)


@pytest.mark.parametrize(("where", "change", "found"), CHANGES)
def test_a_colour_an_arrow_or_a_point_that_says_something_else_is_found(
    council: Book, where: str, change: Change, found: str
):
    sheet = council.indicators()["cp-visits"]
    trend = next(
        part for on, part in council.charts if on == sheet and f"{CHART}lineChart".encode()[-9:] in council.parts[part]
    )
    part = {"page": council.sheets[sheet], "summary": council.sheets["Summary"], "chart": trend}[where]
    tree = etree.fromstring(council.parts[part])
    change(tree)
    other = Book(council.path)
    other.parts = {**council.parts, part: etree.tostring(tree)}
    _, wrong = contradictions(Seen(other, council.cells), "council")
    assert found in {each.of for each in wrong}
