"""The Data quality sheet: every figure that another took the place of, with what is used instead, and why.

Which figure counts is figures' (tests/test_figures_sources.py); here is what the workbook says of it.
"""

import html
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from excel_scorecard.workbook.build import build
from tests.libreoffice import as_pdf, differences, needs_libreoffice, recalculated
from tests.workbook.designer import STANDARD
from tests.workbook.projects import HOUSING, copied, with_figures, with_setting
from tests.workbook.reading import Book, Place
from tests.xsd import new_errors, schemas

SHEET = "Data quality"
COLUMNS = ("number", "title", "period", "area", "was", "now", "why")
LONG = (
    "The contractor's system counted visits that were put off by the tenant as completed, and those of the "
    "out-of-hours service twice; the Repairs Manager has counted the orders of the quarter by hand, area by area"
)
CORRECTIONS = f"""indicator,period,area,numerator,denominator,value,code,reason,by,on
days-to-re-let,2026-02,Hill,367,,,,One home was counted from the wrong day,A. Officer (fictional),09/03/2026
repair-cost,Q3 2025-26,TOTAL,990000,5860,,,"{LONG}",A. Officer (fictional),10/03/2026
satisfaction,Q3 2025-26,Hill,,,,c,=1+1,B. Officer (fictional),10/03/2026
repairs-in-time,2024-12,TOTAL,,,91,,Only the percentage is known,,
"""
COMPUTED = """indicator,period,area,numerator,denominator,source
homelessness,2026-02,TOTAL,118,,computed
homelessness,2026-01,TOTAL,150,,computed
"""
PUBLISHED = """indicator,period,area,numerator,denominator
rent-arrears,2026-01,TOTAL,1431000,
rent-arrears,2025-12,TOTAL,1401255,
"""
RE_LET = "Average days to re-let an empty home"
ROWS = [
    ("1", RE_LET, "Feb-26", "Hill", "407 of 10 (typed)", "367 of 10 (corrected)",
     "One home was counted from the wrong day; A. Officer (fictional)"),
    ("2", "Rent that current tenants owe at the end of the month", "Jan-26", "TOTAL", "1,431,000 (stored)",
     "1,430,541 (typed)", "Typed figures come before stored ones"),
    ("3", "Average cost of a repair", "Quarter to Dec-25", "TOTAL", "995,259 of 5,866 (typed)",
     "990,000 of 5,860 (corrected)", f"{LONG}; A. Officer (fictional)"),
    ("4", "Repairs completed by the day that the tenant was told", "Dec-24", "TOTAL", "1,778 of 1,921 (typed)",
     "91% (corrected)", "Only the percentage is known"),
    ("5", "Households that came to the council as homeless or threatened with homelessness", "Feb-26", "TOTAL",
     "118 (computed)", "116 (typed)", "Typed figures come before computed ones"),
    ("6", "Tenants satisfied with the service overall", "Quarter to Dec-25", "Hill", "a number that is not shown",
     "[c] (corrected)", "=1+1; B. Officer (fictional)"),
]  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The housing service with corrections, computed figures beside the typed ones, and what was published."""
    folder = copied(HOUSING, tmp_path_factory.mktemp("quality") / "project")
    (folder / "corrections.csv").write_text(CORRECTIONS, "utf-8")
    (folder / "figures" / "records.csv").write_text(COMPUTED, "utf-8")
    (folder / "history" / "2026-01").mkdir(parents=True)
    (folder / "history" / "2026-01" / "published.csv").write_text(PUBLISHED, "utf-8")
    return folder


@pytest.fixture(scope="module")
def book(project: Path) -> Book:
    return Book(build(project, output=project.parent / "quality.xlsx").path)


def listed(book: Book) -> list[tuple[object, ...]]:
    """The list's rows as they stand."""
    return list(zip(*([book.cells.get(p) for p in book.column(SHEET, f"quality_{c}")] for c in COLUMNS), strict=True))


def test_every_figure_set_aside_is_listed_with_what_is_used_and_why(book: Book):
    assert listed(book) == ROWS


def test_the_pages_show_the_figures_that_are_used(book: Book):
    sheets = book.indicators()
    assert book.slot(sheets["repair-cost"], "numerator") == 990_000
    assert book.slot(sheets["homelessness"], "value") == 116
    hill = [book.cells.get(place) for place in book.column(sheets["days-to-re-let"], "breakdown_area")].index("Hill")
    assert book.cells[book.column(sheets["days-to-re-let"], "breakdown_numerator")[hill]] == 367
    areas = [book.cells.get(place) for place in book.column(sheets["satisfaction"], "breakdown_area")]
    assert book.cells[book.column(sheets["satisfaction"], "breakdown_value")[areas.index("Hill")]] == "[c]"


def test_no_text_of_a_correction_becomes_a_formula(book: Book):
    assert {place for place in book.formulas if place in listed_places(book)} == set()


def listed_places(book: Book) -> list[Place]:
    return [place for column in COLUMNS for place in book.column(SHEET, f"quality_{column}")]


@pytest.mark.parametrize(
    ("history", "value", "set_aside", "used"),
    [("as-known", 118, "117 (stored)", "118 (computed)"), ("as-published", 117, "118 (computed)", "117 (stored)")],
)
def test_what_was_published_is_used_where_the_project_says_so(history, value, set_aside, used, tmp_path: Path):
    folder = copied(HOUSING, tmp_path / "project")
    with_setting(folder, "history", history)
    with_figures(folder, lambda row: None if (row["indicator"], row["period"]) == ("homelessness", "2026-02") else row)
    computed = "indicator,period,numerator,source\nhomelessness,2026-02,118,computed\n"
    (folder / "figures" / "records.csv").write_text(computed, "utf-8")
    (folder / "history" / "2026-02").mkdir(parents=True)
    published = "indicator,period,numerator\nhomelessness,2026-02,117\n"
    (folder / "history" / "2026-02" / "published.csv").write_text(published, "utf-8")
    book = Book(build(folder, output=tmp_path / "built.xlsx").path)
    assert book.slot(book.indicators()["homelessness"], "value") == value
    [row] = listed(book)
    assert row[4:6] == (set_aside, used)


def test_without_such_figures_the_sheet_says_so(shelf):
    assert listed(shelf["housing"]) == [(None, "No figure was corrected or replaced.", *[None] * 5)]


def test_the_schemas_find_nothing_wrong_with_the_list(book: Book):
    schemas()
    assert [error for error in new_errors(STANDARD, book.path) if "namespace}space" not in error] == []


@needs_libreoffice
def test_libreoffice_computes_every_formula_as_it_was_built(book: Book, tmp_path: Path):
    assert differences(book.path, recalculated([book.path], tmp_path)[0]) == []


@needs_libreoffice
def test_every_text_of_the_list_is_printed_whole_and_over_no_other(book: Book, tmp_path: Path):
    words = printed_words(book.path, tmp_path, page_with=b"Used instead")
    heads = ("Indicator", "Period", "Area", "Set", "Used", "Why")
    [top] = {round(word.y) for word in words if word.text == "Why"}
    lefts = [next(word.x for word in words if word.text == head and round(word.y) == top) for head in heads]
    for number, (left, right) in enumerate(zip(lefts, [*lefts[1:], 10_000], strict=True), 1):
        under = [word for word in words if left - 1 <= word.x < right - 1 and word.y > top + 5]
        # a text too long for its row would be cut, or run into the next row's lines
        read = [word.text for word in sorted(under, key=lambda word: (round(word.y), word.x))]
        expected = " ".join(str(row[number]) for row in ROWS).split()
        assert read[: len(expected)] == expected, heads[number - 1]


class Word(NamedTuple):
    """A word on a printed page, with its place in points from the top left."""

    text: str
    x: float
    y: float


def printed_words(path: Path, folder: Path, *, page_with: bytes) -> list[Word]:
    """The words of the printed page that says `page_with`."""
    document = as_pdf(path, folder)
    layout = subprocess.run(["pdftotext", "-bbox", str(document), "-"], check=True, capture_output=True).stdout
    first, *others = page_with.split()
    pattern = rb">%s</word>\s*<word[^>]*>%s</word>" % (first, b" ".join(others))
    [page] = [page for page in layout.split(b"<page ") if re.search(pattern, page)]
    found = re.findall(rb'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', page)
    return [Word(html.unescape(text.decode("utf-8")), float(x), float(y)) for x, y, text in found]
