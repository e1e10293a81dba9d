"""check's claims: what a built workbook's pages say against the texts on them, and what is found in the examples."""

import re
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.claims import contradictions, silence
from excel_scorecard.commentary import read_commentary
from excel_scorecard.errors import Finding
from excel_scorecard.figures import read_figures
from excel_scorecard.narrative import draft
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import read_project
from excel_scorecard.scorecard import make_scorecard
from excel_scorecard.workbook.build import report_month
from excel_scorecard.workbook.check import check
from excel_scorecard.workbook.check.claims import facts_of
from excel_scorecard.workbook.check.labels import labels_of
from excel_scorecard.workbook.contract import DRAFT, PROMPT
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, read_copy
from tests.workbook.conftest import Shelf
from tests.workbook.reading import with_cells

CODES = {"C-FIGURE", "C-CLAIM", "C-SILENT"}
EXAMPLES = ("council", "housing", "thirty", "september", "referrals")
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def found(path: Path, project: Path | None = None) -> list[Finding]:
    return [each for each in check(path, project) if each.code in CODES]


def opened(shelf: Shelf, name: str) -> OfficersCopy:
    return read_copy(Workbook.open(shelf[name].path))


def written(copy: OfficersCopy) -> dict[str, str]:
    """The commentaries that officers have written, by indicator."""
    texts = {id_: page.text("commentary") for id_, page in copy.pages.items()}
    return {id_: text for id_, text in texts.items() if text and not text.startswith((PROMPT, DRAFT))}


def typed(shelf: Shelf, name: str, indicator: str, text: str, path: Path) -> list[Finding]:
    """What is found once somebody has typed a commentary."""
    book = shelf[name]
    place = book.places(book.indicators()[indicator], "commentary")[0]
    with_cells(book.path, path, {place: text})
    return [each for each in found(path) if each.place.endswith(f"!{place[1]}") and place[0] in each.place]


# ---- the examples ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*EXAMPLES, "awkward", "designer's"])
def test_nothing_is_told_of_the_commentaries_of_the_examples(shelf: Shelf, name: str):
    assert [str(each) for each in found(shelf[name].path)] == []


def test_an_average_of_fewer_months_than_the_words_were_written_for_is_told(shelf: Shelf):
    [each] = found(shelf["five months"].path)
    assert "says '76%' in 'the average of 76%'; the sheet says 75% as the average" in each.what
    assert found(shelf["one month"].path) == []  # one month has no average


def test_the_commentary_of_the_source_document_is_read_and_cannot_be_contradicted(shelf: Shelf):
    copy = opened(shelf, "september")
    texts = written(copy)
    assert "higher than the national average" in texts["cp-plans"]
    plans = facts_of(copy.pages["cp-plans"], labels_of(copy.pages["cp-plans"], None))
    assert plans is not None
    assert plans.now.value is None  # its figures were lost: nobody can tell
    visits = facts_of(copy.pages["cp-visits"], labels_of(copy.pages["cp-visits"], None))
    assert visits is not None
    assert contradictions(texts["cp-visits"], visits) == ()  # "is improving": 71%, after 64% on average
    assert contradictions("Visits have got worse.", visits) == ()  # no other month is known


@pytest.mark.parametrize("name", ["council", "housing", "thirty", "referrals"])
def test_each_commentarys_first_figure_is_found_where_it_is_another(shelf: Shelf, name: str):
    copy = opened(shelf, name)
    for id_, text in written(copy).items():
        facts = facts_of(copy.pages[id_], labels_of(copy.pages[id_], None))
        assert facts is not None
        first = FIGURE.search(text)
        assert first is not None
        last = "1" if first[0][-1] != "1" else "2"
        other = first[0][:-1] + last if "." in first[0] else f"{int(first[0].replace(',', '')) + 3:,}"
        told = contradictions(FIGURE.sub(other, text, count=1), facts)
        assert [each for each in told if each.kind == "figure" and other in each.quoted], (id_, text[:80])


PAGES_OWN = (
    "message",
    "signal",
    "signal_text",
    "rating_note",
    "rule_text",
    "comparators_text",
    "definition",
    "breakdown_note",
    "trend_title",
)


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_page_contradicts_the_words_that_are_its_own(shelf: Shelf, name: str):
    for page in opened(shelf, name).pages.values():
        facts = facts_of(page, labels_of(page, None))
        assert facts is not None
        assert [each for slot in PAGES_OWN for each in contradictions(page.text(slot), facts)] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_page_contradicts_its_draft(shelf: Shelf, name: str):
    project = read_project(shelf.project(name))
    figures, _ = read_figures(project)
    month = report_month(project, figures)
    copy = opened(shelf, name)
    for page in make_scorecard(project, figures, read_commentary(project, month), month).pages:
        there = copy.pages[page.indicator.id]
        facts = facts_of(there, labels_of(there, project))
        assert facts is not None
        assert (contradictions(draft(page), facts), silence(draft(page), facts)) == ((), None)


@pytest.mark.parametrize("name", ["council", "housing"])
def test_the_pages_own_sentence_is_told_of_where_it_says_another_side(shelf: Shelf, name: str):
    for page in opened(shelf, name).pages.values():
        facts = facts_of(page, labels_of(page, None))
        assert facts is not None
        for one, other in (("below", "above"), ("above", "below")):
            if f" {one} the " in page.text("message"):
                turned = page.text("message").replace(f" {one} the ", f" {other} the ", 1)
                assert contradictions(turned, facts) != (), turned


# ---- a page as it stands ---------------------------------------------------------------------------------------------


def test_a_finding_names_the_words_the_cell_and_the_figure(shelf: Shelf, tmp_path: Path):
    text = "77% of children with a plan were visited at least twice in March. It is below the target of 80%."
    [each] = typed(shelf, "council", "cp-visits", text, tmp_path / "council.xlsx")
    assert (each.code, each.level) == ("C-FIGURE", "warning")
    quoted = "'77%' in '77% of children with a plan were visited at least twice in March'"
    assert each.what == f"the commentary says {quoted}; the sheet says 74% in C11"


@pytest.mark.parametrize(
    ("indicator", "text", "code", "said"),
    [
        ("cp-visits", "We are above the target.", "C-CLAIM", "74% in C11, against the target of 80%"),
        ("cp-visits", "NWC is at 71%, well below target.", "C-FIGURE", "65% for NWC in D38"),
        (
            "cp-plans",
            "Our rate is higher than the England rate.",
            "C-CLAIM",
            "39.9 in C11, against 41.6 for England Mar 2024",
        ),
        ("seen-at-s47", "Performance is improving but still below target.", "C-CLAIM", "81% in C11, after"),
        ("unallocated", "This is now Green, but below where it was.", "C-CLAIM", "Red in"),
        ("unallocated", "All of them were seen by a duty officer.", "C-SILENT", "the page is Red in"),
    ],
)
def test_what_a_page_shows_is_held_against_its_text(
    shelf: Shelf, tmp_path: Path, indicator: str, text: str, code: str, said: str
):
    [each] = typed(shelf, "council", indicator, text, tmp_path / "council.xlsx")
    assert each.code == code
    assert said in each.what


def test_a_figure_that_once_stood_there_is_told_once(shelf: Shelf, tmp_path: Path):
    book = shelf["council"]
    sheet = book.indicators()["cp-visits"]
    commentary, written_for = (book.places(sheet, name)[0] for name in ("commentary", "written_for"))
    text = "31.7% of children with a plan were visited at least twice in March, below the target."
    with_cells(book.path, tmp_path / "council.xlsx", {commentary: text, written_for: "31.7%, Amber, Mar-26"})
    told = [each.code for each in check(tmp_path / "council.xlsx") if each.code in {*CODES, "C-QUOTES"}]
    assert told == ["C-QUOTES"]


def test_areas_of_another_month_contradict_nothing(shelf: Shelf, tmp_path: Path):
    book = shelf["council"]
    sheet = book.indicators()["cp-visits"]
    place = book.places(sheet, "breakdown_month")[0]
    with_cells(book.path, tmp_path / "council.xlsx", {place: date(2026, 2, 1)})
    page: Page = read_copy(Workbook.open(tmp_path / "council.xlsx")).pages["cp-visits"]
    facts = facts_of(page, labels_of(page, None))
    assert facts is not None
    assert contradictions("NWC is at 71%, below the target.", facts) == ()


def test_a_prompt_and_an_empty_cell_claim_nothing(shelf: Shelf, tmp_path: Path):
    text = "Type here: 12% of children with a plan were visited, above the target?"
    assert typed(shelf, "council", "cp-visits", text, tmp_path / "council.xlsx") == []
