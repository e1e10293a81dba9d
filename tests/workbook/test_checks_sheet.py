"""The Checks sheet: what it says of a page, by rule and by formula, as LibreOffice computes it; what is read again.

One list of cases is the specification. Each is typed into the fictional council's workbook, on a page of its own.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.commentary import read_commentary
from excel_scorecard.figures import read_figures
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import read_project
from excel_scorecard.scorecard import MonthlyScorecard, make_scorecard
from excel_scorecard.workbook.checks_sheet import CHECKS
from excel_scorecard.workbook.contract import COMMENTARY_ROOM
from excel_scorecard.workbook.fill import fill
from excel_scorecard.workbook.fill_checks import held_by
from excel_scorecard.workbook.layout import read_layout
from excel_scorecard.workbook.refresh import refresh
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.workbook.agreement import typed_into
from tests.workbook.designer import STANDARD
from tests.workbook.projects import COUNCIL, MARCH
from tests.workbook.reading import Book, with_cells

FEBRUARY = date(2026, 2, 1)
RED, WORSENING, GREEN = "unallocated", "cp-visits", "icpc-in-time"


@dataclass(frozen=True)
class Case:
    """What somebody types into cells of a page, by name, and what the Checks sheet then says of it in a column."""

    column: str
    indicator: str
    typed: dict[str, object]
    said: str | None


CASES = (
    Case("commentary", "re-referrals", {"commentary": None}, "To write"),
    Case("commentary", "unallocated", {"commentary": "   "}, "To write"),
    Case("commentary", "assessments-in-time", {"commentary": "type here: what happened?"}, "To write"),
    Case("commentary", "seen-at-assessment", {"commentary": "It rose. Type here: and why?"}, "Prompt still in"),
    Case("commentary", "s47-in-time", {"commentary": " Draft: it rose."}, "Draft still in"),
    Case("commentary", "seen-at-s47", {"commentary": "We have no draft: it is final."}, None),
    Case("commentary", "icpc-in-time", {"commentary": "x" * COMMENTARY_ROOM}, None),
    Case("commentary", "cp-plans", {"commentary": "x" * (COMMENTARY_ROOM + 1)}, "Prints cut: 1,501 of 1,500"),
    Case("commentary", "children-in-care", {"commentary": 42}, None),
    Case("action", RED, {"action": None}, "To write: Red"),
    Case("action", WORSENING, {"action": " "}, "To write: worsening"),
    Case("action", GREEN, {"action": None}, None),
    Case(
        "action",
        "re-referrals",
        {"action": None, "rating_override": "Red", "override_reason": "It is one team."},
        "To write: Red",
    ),
    Case("action", "s47-in-time", {"action": "DRAFT: recruit."}, "Draft still in"),
    Case("stale", "cp-visits", {"written_for": "76%, Amber, Feb-26"}, "Read again: written for 76%, Amber, Feb-26"),
    Case("stale", "cp-plans", {"written_for": None}, None),
    Case("stale", "supervision", {"written_for": "85%, Red, Mar-26"}, None),  # nothing is written
    Case("figure", "re-referrals", {"month": FEBRUARY}, "Shows Feb-26, not Mar-26"),
    Case("figure", "s47-in-time", {"month": "March"}, "Shows no month"),
    Case("figure", "cp-plans", {"monthly_numerator": "[x]"}, "No figure for Mar-26, no reason"),
    Case("figure", "icpc-in-time", {"monthly_numerator": "[x]", "monthly_note": "The system was down."}, None),
    Case("figure", "children-in-care", {"monthly_numerator": "[c]"}, None),
    Case("figure", "supervision", {"monthly_month": "none"}, "No figure for Mar-26, no reason"),
    Case("action", "unallocated", {"month": "March", "action": None}, "A formula is broken"),
    Case("judgement", "assessments-in-time", {"rating_override": "Green"}, "No reason given"),
    Case("judgement", "s47-in-time", {"override_reason": "It was one family."}, "Reason without a rating"),
    Case("judgement", "cp-plans", {"rating_override": "Pink", "override_reason": "It is."}, "Not a rating: Pink"),
    Case("judgement", "high-caseloads", {"rating_override": "amber", "override_reason": "It is."}, None),
    Case("signed_off", "seen-at-s47", {"signed_off": "A. Head, 9 April"}, None),
    Case("signed_off", "high-caseloads", {"signed_off": " "}, "Not yet"),
)
cases = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.column}-{case.indicator}-{case.said}")


class Checked:
    """The council's workbook with all cases typed into it, each on a page of its own, and recalculated."""

    def __init__(self, folder: Path) -> None:
        self.built = Book(filled(council_scorecard(), folder / "built.xlsx"))
        typed: list[dict[tuple[str, str], object]] = []
        self.of_case: dict[int, int] = {}
        taken: list[set[str]] = []
        for number, case in enumerate(CASES):
            book = next((n for n, pages in enumerate(taken) if case.indicator not in pages), len(taken))
            if book == len(taken):
                taken.append(set())
                typed.append({})
            taken[book].add(case.indicator)
            typed[book] |= self._cells(case)
            self.of_case[number] = book
        made = typed_into(self.built, {str(n): cells for n, cells in enumerate(typed)}, folder, formulas=True)
        self.books = [made[str(n)] for n in range(len(typed))]

    def _cells(self, case: Case) -> dict[tuple[str, str], object]:
        sheet = self.built.indicators()[case.indicator]
        return {
            self.built.month_row(sheet, name, MARCH)
            if name.startswith("monthly_")
            else self.built.places(sheet, name)[0]: value
            for name, value in case.typed.items()
        }

    def said(self, case: Case) -> object:
        """What the sheet says of a case."""
        book = self.books[self.of_case[CASES.index(case)]]
        row = 1 + list(self.built.indicators()).index(case.indicator)
        return book.cells.get(self.built.column("Checks", f"checks_{case.column}")[row])


def council_scorecard(**changes: dict[str, str]) -> MonthlyScorecard:
    project = read_project(COUNCIL)
    figures, _ = read_figures(project)
    return make_scorecard(project, figures, read_commentary(project, MARCH), MARCH, **changes)


def filled(scorecard: MonthlyScorecard, path: Path) -> Path:
    fill(Workbook.open(STANDARD), scorecard).workbook.save(path)
    return path


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return Checked(tmp_path_factory.mktemp("checks"))


@needs_libreoffice
@cases
def test_the_sheet_says_what_is_to_do(checked: Checked, case: Case):
    assert (checked.said(case) or None) == case.said


@needs_libreoffice
def test_each_rule_says_what_its_formula_says(checked: Checked):
    for book in checked.books:
        opened = Workbook.open(book.path)
        month = opened.sheet("Summary").read(*read_layout(opened, opened.sheet("Summary")).slots["month"][0])
        words = {word: word for word in ("Green", "Amber", "Red")}
        for row, (_, name) in enumerate(checked.built.indicators().items(), 1):
            sheet = opened.sheet(name)
            layout = read_layout(opened, sheet)
            held = held_by(sheet, layout, sheet.table(layout.tables["Monthly"].name), month, words)
            for role, check in CHECKS.items():
                place = checked.built.column("Checks", role)[row]
                assert check.said(held) == (book.cells.get(place) or ""), (role, name)


@needs_libreoffice
def test_things_to_do_are_counted_by_page_and_for_all(checked: Checked):
    columns = [checked.built.column("Checks", role) for role in CHECKS]
    for book in checked.books:
        counts = [sum(bool(book.cells.get(place)) for place in row) for row in zip(*columns, strict=True)]
        todo = [book.cells.get(place) for place in checked.built.column("Checks", "checks_todo")]
        assert todo == counts
        said = f"{sum(counts)} things to do on {sum(count > 0 for count in counts)} pages"
        for sheet in ("Checks", "Summary"):
            assert book.cells[checked.built.places(sheet, "checks_text")[0]] == said


def test_a_workbook_as_built_says_what_is_still_to_write(council: Book):
    written, actions = (
        [council.cells.get(place) or None for place in council.column("Checks", f"checks_{column}")]
        for column in ("commentary", "action")
    )
    ids = [None, *council.indicators()]
    assert {i for i, said in zip(ids, written, strict=True) if said} == {"children-in-care", "supervision"}
    assert {i: said for i, said in zip(ids, actions, strict=True) if said} == {"supervision": "To write: worsening"}


def test_each_row_leads_to_its_page_and_the_first_to_the_concerns(council: Book):
    book = Workbook.open(council.path)
    links = book.sheet("Checks").hyperlinks
    titles = [address for _, address in council.column("Checks", "checks_title")]
    assert [links[titles[0]], links[titles[1]]] == ["Summary!A6", "'1 Re-referrals'!A1"]


@needs_libreoffice
def test_when_nothing_is_to_do_it_says_so(tmp_path: Path):
    project = read_project(COUNCIL)
    scorecard = council_scorecard()
    said = {"commentary": "Written.", "action": "Done.", "signed_off": "A. Head, 9 April"}
    pages = [replace(page, remarks=page.remarks.model_copy(update=said)) for page in scorecard.pages]
    path = filled(replace(scorecard, pages=tuple(pages)), tmp_path / "clear.xlsx")
    book = Book(path)
    assert project.indicators
    assert book.slot("Checks", "checks_text") == book.slot("Summary", "checks_text") == "All clear"
    [again] = recalculated([path], tmp_path / "again")
    assert differences(path, again) == []


# ---- last month's text, revised figures, texts written for other figures --------------------------------------------


def test_last_months_text_stands_beside_this_months(tmp_path: Path):
    text = "In February it was 23.1%.\nIt is higher in NWC."
    book = Book(filled(council_scorecard(last_texts={"re-referrals": text}), tmp_path / "last.xlsx"))
    texts = [book.cells.get(place) for place in book.column("Commentary", "commentary_last_month")]
    assert texts == [None, text] + [None] * 11  # the first row is of the summary's concerns
    assert book.slot(book.indicators()["re-referrals"], "last_month_text") == text


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Book:
    scorecard = council_scorecard()

    def marked(page: int, was: dict[int, str]) -> None:
        months = list(pages[page].months)
        for month, text in was.items():
            months[month] = replace(months[month], revised=text)
        pages[page] = replace(pages[page], months=tuple(months), written_for="23.0%, Amber, Feb-26")

    pages = list(scorecard.pages)
    marked(0, {-2: "was 23.0%", -3: "was 23.4%"})
    marked(3, {-2: "was 84%"})
    changed = replace(scorecard, pages=tuple(pages), written_for="Feb-26: 3 Red")
    return Book(filled(changed, tmp_path_factory.mktemp("revised") / "revised.xlsx"))


def test_a_revised_figure_says_what_it_was_and_the_summary_counts(revised: Book):
    sheet = revised.indicators()["re-referrals"]
    assert revised.cells[revised.month_row(sheet, "monthly_revised", FEBRUARY)] == "was 23.0%"
    counts = [revised.cells[place] for place in revised.column("Summary", "summary_revised") if place in revised.cells]
    assert [count for count in counts if count] == [2, 1]
    assert revised.slot("Summary", "revised_text") == "3 figures revised since first given"


def test_a_text_kept_from_an_earlier_month_is_to_be_read_again(revised: Book):
    sheet = revised.indicators()["re-referrals"]
    assert revised.slot(sheet, "stale") == "Read again: written for 23.0%, Amber, Feb-26"
    assert revised.slot("Summary", "stale") == "Read again: written for Feb-26: 3 Red"


@needs_libreoffice
def test_their_caches_are_what_libreoffice_computes(revised: Book, tmp_path: Path):
    [again] = recalculated([revised.path], tmp_path)
    assert differences(revised.path, again) == []


def test_nothing_is_said_where_no_figure_was_revised(council: Book):
    assert council.slot("Summary", "revised_text") in (None, "")


def test_who_has_read_a_text_again_clears_what_it_was_written_for_and_the_next_refresh_says_it_anew(
    council: Book, tmp_path: Path
):
    sheet = council.indicators()["re-referrals"]
    places = [council.places(name, "written_for")[0] for name in (sheet, "Summary")]
    with_cells(council.path, tmp_path / "read.xlsx", dict.fromkeys(places))
    refreshed = refresh(tmp_path / "read.xlsx", COUNCIL, output=tmp_path / "refreshed.xlsx")
    book = Book(refreshed.path)
    assert [book.cells[place] for place in places] == [council.cells[place] for place in places]
    assert {finding.code for finding in refreshed.findings} <= {"B-OLD"}, "comparators grow old, texts do not"


def test_what_is_to_be_read_again_does_not_print(council: Book):
    book = Workbook.open(council.path)
    for name in ("Summary", *council.indicators().values()):
        [(_, area)] = [
            (n, ref.replace("$", "").rpartition("!")[2])
            for (sheet, n), ref in council.names.items()
            if sheet == name and n == "_xlnm.Print_Area"
        ]
        layout = read_layout(book, book.sheet(name))
        last = area.rpartition(":")[2].rstrip("0123456789")
        assert last == "I"
        assert all(column > 9 for slot in ("stale", "written_for") for _, column in layout.slots[slot])
