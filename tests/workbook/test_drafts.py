"""Drafts in a workbook: they stand where nobody has written, go when somebody does, and are nobody's words."""

import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.commentary import CONCERNS
from excel_scorecard.narrative import concerns, draft
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.scorecard import MonthlyScorecard
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.check import check
from excel_scorecard.workbook.collect import collect
from excel_scorecard.workbook.diff import diff
from excel_scorecard.workbook.memory import forget
from excel_scorecard.workbook.officers_copy import OfficersCopy, read_copy
from excel_scorecard.workbook.refresh import refresh
from excel_scorecard.workbook.split import split
from tests.libreoffice import needs_libreoffice, recalculated
from tests.workbook.officers_projects import small_council
from tests.workbook.projects import with_numerators, with_remarks, with_setting
from tests.workbook.reading import Book

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
UNWRITTEN = "unallocated"
"""An indicator about which the project says nothing here."""


class Desk:
    """A project that says nothing of one indicator, nor of the concerns, and its workbook."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = small_council(folder / "project")
        file = self.project / "commentary" / "2026-03.toml"
        file.write_text(re.sub(r"(?m)^concerns = .*\n", "", file.read_text("utf-8")), "utf-8")
        with_remarks(self.project, MARCH, UNWRITTEN, {"commentary": "", "action": ""})
        self.workbook = folder / "scorecard.xlsx"

    def built(self, month: date = MARCH) -> MonthlyScorecard:
        return build(self.project, output=self.workbook, month=month, overwrite=True).scorecard

    def edit(self, change: Callable[[OfficersCopy], object]) -> None:
        """Let an officer do something to the workbook."""
        book = Workbook.open(self.workbook)
        change(read_copy(book))
        book.save(self.workbook)

    def type(self, text: str | None, slot: str = "commentary") -> None:
        def typed(copy: OfficersCopy) -> None:
            page = copy.pages[UNWRITTEN]
            page.sheet.write(*page.layout.slots[slot][0], text)

        self.edit(typed)

    def type_concerns(self, text: str) -> None:
        self.edit(lambda copy: copy.summary_sheet.write(*copy.summary.slots[CONCERNS][0], text))

    @property
    def now(self) -> OfficersCopy:
        return read_copy(Workbook.open(self.workbook))

    @property
    def commentary(self) -> str:
        return self.now.pages[UNWRITTEN].text("commentary")

    @property
    def concerns(self) -> str:
        words = self.now.words(CONCERNS)
        return words.text if words else ""

    def listed(self, role: str) -> list[object]:
        """A column of the Commentary list: the concerns' row first."""
        copy = self.now
        layout = copy.lists["Commentary"]
        sheet, column = copy.book.sheet(layout.sheet), layout.tables["Commentary"].sheet_column(role)
        return [sheet.read(row, column) for row, _ in copy.list_rows("Commentary")]

    def late(self, numerator: int) -> None:
        """Late records change the figure."""
        with_numerators(self.project, MARCH, {UNWRITTEN: str(numerator)})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.built()
    return made


# ---- where they stand ------------------------------------------------------------------------------------------------


def test_a_commentary_and_concerns_that_nobody_has_written_begin_with_a_draft(desk: Desk):
    scorecard = desk.built()
    pages = {page.indicator.id: page for page in scorecard.pages}
    assert desk.commentary == f"Draft: {draft(pages[UNWRITTEN])}"
    assert desk.concerns == f"Draft: {concerns(scorecard)}"
    assert not desk.now.pages["re-referrals"].text("commentary").startswith("Draft:")


def test_a_project_that_wants_no_drafts_has_the_prompts(desk: Desk):
    with_setting(desk.project, "drafts", value=False)
    desk.built()
    assert desk.commentary.startswith("Type here:")
    assert desk.concerns.startswith("Type here:")
    assert set(desk.listed("commentary_draft")) == {None}


def test_the_commentary_list_has_every_draft_and_the_ranked_concerns_with_their_reason(desk: Desk):
    scorecard = desk.built()
    assert desk.listed("commentary_draft") == [concerns(scorecard), *(draft(page) for page in scorecard.pages)]
    reasons = desk.listed("commentary_concern")
    assert reasons[1:3] == [None, "1. Red; 32 above the target of 10; most of all NWC"]


def test_a_draft_is_unfinished_for_the_checks_and_still_to_write(desk: Desk):
    book = Book(desk.workbook)
    sheet = desk.now.pages[UNWRITTEN].sheet.name
    assert book.slot(sheet, "characters_used") == "To write"
    assert book.slot(sheet, "stale") in {None, ""}
    told = [(f.place, f.what) for f in check(desk.workbook) if f.code == "C-PROMPT"]
    places = ["Summary!A6", desk.now.pages[UNWRITTEN].place("commentary")]
    assert told == [(place, "the text is not finished: Draft still in") for place in places]


@needs_libreoffice
def test_its_formulas_say_the_same_of_a_draft(desk: Desk, tmp_path: Path):
    before, after = Book(desk.workbook), Book(recalculated([desk.workbook], tmp_path)[0])
    sheet = desk.now.pages[UNWRITTEN].sheet.name
    for slot in ("characters_used", "stale"):
        assert (after.slot(sheet, slot) or "") == (before.slot(sheet, slot) or "")
    assert (after.slot("Summary", "stale") or "") == ""


# ---- refresh ---------------------------------------------------------------------------------------------------------


def test_an_untouched_draft_follows_new_figures(desk: Desk):
    desk.late(50)
    done = refresh(desk.workbook, desk.project)
    page = next(page for page in done.scorecard.pages if page.indicator.id == UNWRITTEN)
    assert "the provisional number was 50" in desk.commentary
    assert desk.commentary == f"Draft: {draft(page)}"
    assert desk.now.pages[UNWRITTEN].text("written_for") == "50, Red, Mar-26"
    assert not [f for f in done.findings if f.code in {"R-TEXT", "R-STALE"} and UNWRITTEN in f.place]
    assert not refresh(desk.workbook, desk.project).is_written


def test_a_draft_of_which_one_word_was_changed_is_the_officers(desk: Desk):
    mine = desk.commentary.replace("More than half", "Most")
    desk.type(mine)
    desk.late(50)
    refresh(desk.workbook, desk.project)
    assert desk.commentary == mine
    assert "50" in str(desk.listed("commentary_draft")[2])  # the new draft beside it
    assert [f.what for f in check(desk.workbook) if f.code == "C-PROMPT" and "2 Una" in f.place] == [
        "the text is not finished: Draft still in"
    ]


def test_a_draft_that_was_made_an_officers_own_is_read_again_when_the_figure_changes(desk: Desk):
    desk.type(desk.commentary.removeprefix("Draft: "))
    desk.late(50)
    told = [f.what for f in refresh(desk.workbook, desk.project).findings if f.code == "R-STALE"]
    assert told == ["read again: written for 42, Red, Mar-26; the page says 50, Red, Mar-26"]


def test_an_action_beside_a_draft_is_still_told_when_it_was_written_for_another_figure(desk: Desk):
    desk.type("Two duty social workers move to NWC.", "action")
    refresh(desk.workbook, desk.project)
    desk.late(50)
    told = [f.what for f in refresh(desk.workbook, desk.project).findings if f.code == "R-STALE"]
    assert told == ["read again: written for 42, Red, Mar-26; the page says 50, Red, Mar-26"]
    assert "the provisional number was 50" in desk.commentary


def test_a_draft_that_an_officer_has_cleared_stays_away_until_the_next_month(desk: Desk):
    desk.built(FEBRUARY)
    desk.type(None)
    refresh(desk.workbook, desk.project)
    assert desk.commentary == ""
    refresh(desk.workbook, desk.project, month=MARCH)
    assert desk.commentary.startswith("Draft: At the end of March 2026")


def test_the_projects_own_words_take_the_place_of_a_draft(desk: Desk):
    with_remarks(desk.project, MARCH, UNWRITTEN, {"commentary": "Fewer again."})
    refresh(desk.workbook, desk.project)
    assert desk.commentary == "Fewer again."


def test_a_workbook_of_before_has_drafts_after_a_refresh_and_prompts_again_when_they_are_not_wanted(desk: Desk):
    with_setting(desk.project, "drafts", value=False)
    desk.built()
    with_setting(desk.project, "drafts", value=True)
    refresh(desk.workbook, desk.project)
    assert desk.commentary.startswith("Draft:")
    assert desk.concerns.startswith("Draft:")
    with_setting(desk.project, "drafts", value=False)
    refresh(desk.workbook, desk.project)
    assert desk.commentary.startswith("Type here:")


def test_a_draft_of_a_workbook_that_has_forgotten_is_known_by_what_would_be_built(desk: Desk):
    desk.edit(lambda copy: forget(copy.book))
    refresh(desk.workbook, desk.project)
    desk.late(50)
    refresh(desk.workbook, desk.project)
    assert "the provisional number was 50" in desk.commentary


def test_the_officers_concerns_stand_and_the_drafted_ones_follow(desk: Desk):
    desk.late(500)
    refresh(desk.workbook, desk.project)
    assert desk.concerns.startswith("Draft: Unallocated work")
    desk.type_concerns("Unallocated work.")
    desk.late(42)
    refresh(desk.workbook, desk.project)
    assert desk.concerns == "Unallocated work."


# ---- nobody's words --------------------------------------------------------------------------------------------------


def test_a_draft_is_not_last_months_text(desk: Desk):
    desk.built(FEBRUARY)
    refresh(desk.workbook, desk.project, month=MARCH)
    assert set(desk.listed("commentary_last_month")) == {None}
    assert desk.commentary.startswith("Draft: At the end of March 2026")


def test_an_officers_own_draft_is_last_months_text(desk: Desk):
    desk.built(FEBRUARY)
    desk.type("Draft: fewer again, I think.")
    refresh(desk.workbook, desk.project, month=MARCH)
    assert desk.listed("commentary_last_month")[2] == "Draft: fewer again, I think."


def test_a_draft_is_not_collected_and_one_that_was_changed_is(desk: Desk):
    assert collect([desk.workbook], desk.project).texts == ()
    mine = desk.commentary.removeprefix("Draft: ")
    desk.type(mine)
    assert [text.text for text in collect([desk.workbook], desk.project).texts] == [mine]
    said = tomllib.loads((desk.project / "commentary" / "2026-03.toml").read_text("utf-8"))
    assert said[UNWRITTEN]["commentary"] == mine


def test_a_draft_is_not_carried_into_a_new_template_and_one_that_was_changed_is(desk: Desk):
    anew = desk.folder / "anew.xlsx"
    desk.late(50)
    build(desk.project, output=anew, month=MARCH, previous=desk.workbook)
    assert "the provisional number was 50" in read_copy(Workbook.open(anew)).pages[UNWRITTEN].text("commentary")
    desk.type("Draft: fewer again, I think.")
    build(desk.project, output=anew, month=MARCH, previous=desk.workbook, overwrite=True)
    assert read_copy(Workbook.open(anew)).pages[UNWRITTEN].text("commentary") == "Draft: fewer again, I think."


def test_drafts_are_no_difference_between_two_workbooks(desk: Desk):
    before = desk.folder / "before.xlsx"
    desk.workbook.rename(before)
    with_setting(desk.project, "drafts", value=False)
    desk.built()
    assert diff(before, desk.workbook).are_none


def test_a_part_of_a_split_workbook_keeps_its_drafts_and_nothing_of_them_is_collected(desk: Desk):
    parts = split(desk.workbook, out=desk.folder).parts
    part = next(part for part in parts if UNWRITTEN in part.indicators)
    assert read_copy(Workbook.open(part.path)).pages[UNWRITTEN].text("commentary") == desk.commentary
    assert collect([each.path for each in parts], desk.project).texts == ()
    before = desk.concerns
    refresh(part.path, desk.project)
    words = read_copy(Workbook.open(part.path)).words(CONCERNS)
    assert words is not None
    assert words.text == before  # of the whole scorecard
