"""build --previous: another template, with the texts, history and revisions of the workbook before; and what is not."""

import random
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.errors import ProjectError, TemplateError, WouldLoseEditsError
from excel_scorecard.ooxml.rich import Run
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.build import Built, build
from excel_scorecard.workbook.diff import diff
from excel_scorecard.workbook.memory import forget, recall
from excel_scorecard.workbook.officers_copy import OFFICERS_SLOTS, OfficersCopy, Page, Words, read_copy
from excel_scorecard.workbook.refresh import refresh
from tests.libreoffice import needs_libreoffice, recalculated
from tests.workbook.conftest import Shelf
from tests.workbook.designer import designers_template
from tests.workbook.excel_package import Opened
from tests.workbook.excel_save import saved_as_excel
from tests.workbook.officers_desk import Desk
from tests.workbook.officers_words import (
    embolden,
    override_rating,
    retype_commentary,
    sign_off,
    type_action,
    type_concerns,
)
from tests.workbook.own_things import with_own_things
from tests.workbook.projects import (
    COUNCIL,
    HOUSING,
    MARCH,
    copied,
    with_figures,
    with_months,
    with_numerators,
    with_remarks,
    with_setting,
)
from tests.workbook.reading import Book

FEBRUARY = date(2026, 2, 1)
THEIRS = "42 were open. None is in NWC."


FEW = (
    "re-referrals", "unallocated", "assessments-in-time", "seen-at-assessment", "cp-visits", "children-in-care",
    "supervision",
)  # fmt: skip


def few(folder: Path) -> Path:
    """The fictional council with some of its indicators: a build is over sooner."""
    project = copied(COUNCIL, folder)
    file, texts = project / "scorecard.toml", project / "commentary" / "2026-03.toml"
    head, *indicators = re.split(r"(?m)^(?=\[\[indicator\]\])", file.read_text("utf-8"))
    kept = [text for text in indicators if any(f'id = "{name}"' in text for name in FEW)]
    file.write_text(head + "".join(kept), "utf-8")
    head, *remarks = re.split(r"(?m)^(?=\[)", texts.read_text("utf-8"))
    texts.write_text(head + "".join(text for text in remarks if text[1:].split("]")[0] in FEW), "utf-8")
    with_figures(project, lambda row: row if row["indicator"] in FEW else None)
    return project


class Round:
    """The fictional council: March as it was built, and the project with another template."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = few(folder / "council")
        self.last = build(self.project, output=folder / "last.xlsx").path
        self.february = build(self.project, month=FEBRUARY, output=folder / "february.xlsx").path
        designers_template(self.project / "hers.xlsx")
        with_setting(self.project, "template", "hers.xlsx")

    def edited(self, name: str, edit: Callable[[Workbook, OfficersCopy], object], of: Path | None = None) -> Path:
        """A copy of the last workbook that officers have edited."""
        book = Workbook.open(of or self.last)
        edit(book, read_copy(book))
        book.save(self.folder / name)
        return self.folder / name


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> Round:
    return Round(tmp_path_factory.mktemp("round"))


def typed(page: Page, slot: str, text: str | None) -> None:
    page.sheet.write(*page.layout.slots[slot][0], text)


def opened(built: Built) -> OfficersCopy:
    return read_copy(Workbook.open(built.path))


def told(built: Built, *codes: str) -> list[tuple[str, str]]:
    """(place, what) of the findings that are told of the previous workbook."""
    wanted = codes or ("P-",)
    return [(f.place, f.what) for f in built.findings if f.code.startswith(wanted)]


# The same month: the officers' words


def test_the_officers_words_are_carried_into_the_new_template_with_their_bold_ones(round_: Round, tmp_path: Path):
    def edit(book: Workbook, copy: OfficersCopy) -> None:
        page = copy.pages["unallocated"]
        font = (("b", None), ("sz", "10"), ("color@theme", "1"), ("rFont", "Arial"), ("family", "2"))
        page.sheet.write_rich(
            *page.layout.slots["commentary"][0], [Run("42 were open. "), Run("None is in NWC.", font)]
        )
        typed(page, "signed_off", "A. Officer (fictional), 9 April")
        copy.summary_sheet.write(*copy.summary.slots["concerns"][0], "Visits alone.")

    last = round_.edited("worded.xlsx", edit)
    built = build(round_.project, output=tmp_path / "new.xlsx", previous=last)
    new = opened(built)
    page = new.pages["unallocated"]
    words = page.words("commentary")
    assert words is not None
    assert words.runs is not None
    assert [(run.text, run.has("b")) for run in words.runs] == [("42 were open. ", False), ("None is in NWC.", True)]
    assert page.text("signed_off") == "A. Officer (fictional), 9 April"
    assert new.summary_sheet.read(*new.summary.slots["concerns"][0]) == "Visits alone."
    assert told(built) == []
    assert diff(last, built.path).are_none


def test_what_was_carried_is_still_told_from_what_the_project_says(round_: Round, tmp_path: Path):
    last = round_.edited("theirs.xlsx", lambda _, copy: typed(copy.pages["unallocated"], "commentary", THEIRS))
    new = opened(build(round_.project, output=tmp_path / "new.xlsx", previous=last))
    assert new.memory is not None
    built_with = new.memory.pages["unallocated"].slots["commentary"]
    assert str(built_with).startswith("42 family assessments had been open for more than 7 days")
    assert new.pages["unallocated"].text("commentary") == THEIRS
    # what nobody has touched is the project's
    untouched = new.memory.pages["re-referrals"].slots["commentary"]
    assert untouched == new.pages["re-referrals"].text("commentary")


def test_a_text_that_nobody_touched_is_the_projects_own_as_it_is_now(round_: Round, tmp_path: Path):
    project = copied(round_.project, tmp_path / "project")
    with_remarks(project, MARCH, "unallocated", {"commentary": "Rewritten in the file."})
    built = build(project, output=tmp_path / "new.xlsx", previous=round_.last)
    assert opened(built).pages["unallocated"].text("commentary") == "Rewritten in the file."
    assert told(built) == []


def test_where_file_and_workbook_were_both_changed_the_workbook_stands_and_it_is_told(round_: Round, tmp_path: Path):
    project = copied(round_.project, tmp_path / "project")
    with_remarks(project, MARCH, "unallocated", {"commentary": "Rewritten in the file."})
    last = round_.edited("both.xlsx", lambda _, copy: typed(copy.pages["unallocated"], "commentary", THEIRS))
    built = build(project, output=tmp_path / "new.xlsx", previous=last)
    assert opened(built).pages["unallocated"].text("commentary") == THEIRS
    [(place, what)] = told(built, "P-TEXT")
    assert place.startswith("'2 Unallocated'!")
    assert what == "the officers' text in it stands in the new workbook; the project's commentary says otherwise"


def test_a_project_that_has_lost_its_commentary_gets_it_from_the_workbook(round_: Round, tmp_path: Path):
    project = copied(round_.project, tmp_path / "project")
    (project / "commentary" / "2026-03.toml").unlink()
    built = build(project, output=tmp_path / "new.xlsx", previous=round_.last)
    assert diff(round_.last, built.path).are_none
    memory = opened(built).memory
    assert memory is not None
    assert str(memory.pages["unallocated"].slots["commentary"]).startswith("Type here:")


def test_a_text_that_officers_took_out_stays_out(round_: Round, tmp_path: Path):
    last = round_.edited("cleared.xlsx", lambda _, copy: typed(copy.pages["unallocated"], "action", None))
    new = opened(build(round_.project, output=tmp_path / "new.xlsx", previous=last))
    assert "duty social workers" not in new.pages["unallocated"].text("action")


def test_a_rating_by_judgement_is_carried_and_rates_the_new_workbook(round_: Round, tmp_path: Path):
    def edit(book: Workbook, copy: OfficersCopy) -> None:
        typed(copy.pages["unallocated"], "rating_override", "amber")
        typed(copy.pages["unallocated"], "override_reason", "Counted twice in NWC.")
        typed(copy.pages["cp-visits"], "rating_override", "Green")  # without a reason the rule holds

    built = build(round_.project, output=tmp_path / "new.xlsx", previous=round_.edited("judged.xlsx", edit))
    pages = opened(built).pages
    assert pages["unallocated"].text("rating") == "Amber (judgement)"
    assert pages["cp-visits"].text("rating") == "Amber"
    assert pages["cp-visits"].text("rating_override") == "Green"
    assert built.scorecard.counts_text.startswith("1 Red, 4 Amber")


def test_without_memory_every_text_counts_as_the_officers_and_that_is_told(round_: Round, tmp_path: Path):
    def edit(book: Workbook, copy: OfficersCopy) -> None:
        typed(copy.pages["unallocated"], "commentary", THEIRS)
        forget(book)

    built = build(round_.project, output=tmp_path / "new.xlsx", previous=round_.edited("bare.xlsx", edit))
    assert opened(built).pages["unallocated"].text("commentary") == THEIRS
    assert [what for _, what in told(built, "P-MEMORY")] == [
        "this workbook has lost what it was built with: every text in it counts as the officers'"
    ]
    assert len(told(built, "P-TEXT")) == 1


def test_a_text_for_which_the_new_template_has_no_place_is_told(round_: Round, tmp_path: Path):
    project = copied(round_.project, tmp_path / "project")
    book = Workbook.open(project / "hers.xlsx")
    for name in book.sheet_names():
        if "signed_off" in book.names.local_names(name):
            book.names.remove("signed_off", sheet=name)
    book.save(project / "without.xlsx")
    with_setting(project, "template", "without.xlsx")
    last = round_.edited("signed.xlsx", lambda _, copy: typed(copy.pages["unallocated"], "signed_off", "A. Officer"))
    built = build(project, output=tmp_path / "new.xlsx", previous=last)
    assert [what for _, what in told(built)] == [
        "the new template has no place for signed_off: 'A. Officer' is not carried"
    ]


@needs_libreoffice
def test_a_workbook_that_libreoffice_saved_hands_on_the_same(round_: Round, tmp_path: Path):
    last = round_.edited("theirs.xlsx", lambda _, copy: typed(copy.pages["unallocated"], "commentary", THEIRS))
    [saved] = recalculated([last], tmp_path)
    built = build(round_.project, output=tmp_path / "new.xlsx", previous=saved)
    assert diff(last, built.path).are_none
    assert told(built, "P-TEXT", "P-EDIT", "P-CELL", "P-COLUMN", "P-OWN-SHEET") == []


@pytest.mark.parametrize("seed", range(3))
def test_whatever_officers_have_written_is_there_letter_by_letter(round_: Round, seed: int, tmp_path: Path):
    book = Opened(round_.last)
    desk = Desk(book, random.Random(seed))  # noqa: S311  # the same officer each time, no secret
    for make in (retype_commentary, embolden, type_action, sign_off, override_rating, type_concerns):
        assert make(desk) is not None
    last = saved_as_excel(book.write(tmp_path / "written.xlsx"), tmp_path / "saved.xlsx", seed)
    new = opened(build(round_.project, output=tmp_path / "new.xlsx", previous=last))
    old = read_copy(Workbook.open(last))
    for id_, page in old.pages.items():
        for slot in OFFICERS_SLOTS:
            assert looks(new.pages[id_].words(slot)) == looks(page.words(slot)), (id_, slot)
    assert looks(new.words("concerns")) == looks(old.words("concerns"))


def looks(words: Words | None) -> list[tuple[str, bool]]:
    """A text by its plain and bold pieces."""
    assert words is not None
    return [(run.text, run.has("b")) for run in words.runs or (Run(words.text),)]


# The month before


def test_of_the_month_before_the_words_are_last_months_and_nothing_is_signed(round_: Round, tmp_path: Path):
    def edit(book: Workbook, copy: OfficersCopy) -> None:
        for slot, text in (
            ("commentary", "43 were open."),
            ("signed_off", "A. Officer"),
            ("rating_override", "Green"),
            ("override_reason", "Counted twice."),
        ):
            typed(copy.pages["supervision"], slot, text)

    last = round_.edited("february-worded.xlsx", edit, round_.february)
    built = build(round_.project, output=tmp_path / "new.xlsx", previous=last)
    page = opened(built).pages["supervision"]
    assert [page.text(slot) for slot in ("signed_off", "rating_override")] == ["", ""]
    assert page.text("commentary").startswith("Draft:")
    said = {page.indicator.id: page.last_month_text for page in built.scorecard.pages}
    assert said["supervision"] == "43 were open."
    assert said["re-referrals"] == ""  # only the prompt stood there
    assert told(built) == []


def test_an_older_workbook_is_taken_and_told_and_a_later_one_is_refused(round_: Round, tmp_path: Path):
    january = build(round_.project, month=date(2026, 1, 1), output=tmp_path / "january.xlsx").path
    built = build(round_.project, output=tmp_path / "new.xlsx", previous=january)
    assert [what for _, what in told(built)] == ["this workbook shows January 2026: its texts stand as last month's"]
    with pytest.raises(ProjectError, match="shows March 2026, which is later than January 2026"):
        build(round_.project, month=date(2026, 1, 1), output=tmp_path / "old.xlsx", previous=round_.last)


def test_another_workbook_is_refused_and_nothing_is_written(round_: Round, tmp_path: Path):
    with pytest.raises(TemplateError, match="no finished scorecard"):
        build(round_.project, output=tmp_path / "new.xlsx", previous=round_.project / "hers.xlsx")
    assert not (tmp_path / "new.xlsx").exists()


def test_the_workbook_that_is_taken_over_from_is_never_replaced(round_: Round, tmp_path: Path):
    last = Path(shutil.copy(round_.last, tmp_path / "last.xlsx"))
    with pytest.raises(WouldLoseEditsError, match="would take the place of the one it takes over from"):
        build(round_.project, output=last, overwrite=True, previous=tmp_path / "." / "last.xlsx")
    assert last.read_bytes() == round_.last.read_bytes()


# History


@pytest.mark.parametrize(
    ("example", "month"),
    [(few, MARCH), (lambda folder: copied(HOUSING, folder), FEBRUARY)],
    ids=["months", "quarters"],
)
def test_periods_that_the_project_does_not_know_are_carried(
    example: Callable[[Path], Path], month: date, tmp_path: Path
):
    project = example(tmp_path / "project")
    whole = build(project, month=month, output=tmp_path / "whole.xlsx").path
    before = build(project, month=date(month.year, month.month - 1, 1), output=tmp_path / "before.xlsx").path
    with_figures(project, lambda row: row if row["period"] in {f"{month:%Y-%m}", "Q3 2025-26"} else None)
    alone = build(project, month=month, output=tmp_path / "alone.xlsx")
    assert max(len(page.months) for page in alone.scorecard.pages) == 1
    built = build(project, month=month, output=tmp_path / "new.xlsx", previous=before)
    found = diff(whole, built.path)
    assert [change for each in found.indicators for change in each.changes if change.kind != "commentary"] == []
    notes = [row.note for page in built.scorecard.pages for row in page.months[:-1]]
    assert all(note.endswith("carried from before.xlsx") or note == "" for note in notes)
    assert "carried from before.xlsx" in notes


def test_a_figure_that_is_carried_twice_names_the_workbook_that_it_is_from(tmp_path: Path):
    project = few(tmp_path / "project")
    january = build(project, month=date(2026, 1, 1), output=tmp_path / "january.xlsx").path
    with_months(project, 2)
    february = build(project, month=FEBRUARY, output=tmp_path / "february.xlsx", previous=january)
    march = build(project, output=tmp_path / "march.xlsx", previous=february.path)
    [page] = [page for page in march.scorecard.pages if page.indicator.id == "unallocated"]
    assert [row.note for row in page.months[-4:]] == ["carried from january.xlsx"] * 2 + ["", ""]


def test_a_value_as_supplied_and_a_suppressed_one_are_carried_as_they_are(tmp_path: Path):
    project = few(tmp_path / "project")
    with_numerators(project, FEBRUARY, {"unallocated": "[c]"})
    february = build(project, month=FEBRUARY, output=tmp_path / "february.xlsx").path
    book = Workbook.open(february)
    page = read_copy(book).pages["supervision"]
    row = page.months[FEBRUARY]
    for role, value in (("monthly_numerator", "[x]"), ("monthly_denominator", "[x]"), ("monthly_value", 0.84)):
        column = page.column(role)
        assert column is not None
        page.sheet.write(row, column, value)
    book.save(tmp_path / "supplied.xlsx")
    with_months(project, 1)
    built = build(project, output=tmp_path / "new.xlsx", previous=tmp_path / "supplied.xlsx")
    rows = {page.indicator.id: {row.figures.month: row for row in page.months} for page in built.scorecard.pages}
    assert (rows["unallocated"][FEBRUARY].value, rows["unallocated"][FEBRUARY].code) == ("[c]", "c")
    assert f"{rows['supervision'][FEBRUARY].value}" == "0.84"
    assert rows["supervision"][FEBRUARY].is_supplied


def test_an_indicator_in_another_unit_has_no_history_there_and_that_is_told(round_: Round, tmp_path: Path):
    project = few(tmp_path / "project")
    file = project / "scorecard.toml"
    text = file.read_text("utf-8")
    at = text.index('id = "children-in-care"')
    file.write_text(text[:at] + text[at:].replace('unit = "count"', 'unit = "currency"', 1), "utf-8")
    with_months(project, 1)
    built = build(project, output=tmp_path / "new.xlsx", previous=round_.february)
    [(_, what)] = told(built, "P-UNIT")
    assert what == "'children-in-care' is measured in count there, in currency now: its history is not carried"
    [page] = [page for page in built.scorecard.pages if page.indicator.id == "children-in-care"]
    assert len(page.months) == 1


# Revisions


def marked(built: Built) -> dict[tuple[str, date], str]:
    return {
        (page.indicator.id, row.figures.month): row.revised
        for page in built.scorecard.pages
        for row in page.months
        if row.revised
    }


def test_a_mark_stays_while_the_workbook_is_refreshed(round_: Round, tmp_path: Path):
    project = copied(round_.project, tmp_path / "project")
    with_numerators(project, FEBRUARY, {"unallocated": "45"})
    built = build(project, output=tmp_path / "new.xlsx", previous=round_.february)
    assert marked(built) == {("unallocated", FEBRUARY): "was 43"}
    assert refresh(built.path, project).changes == ()


def test_figures_that_the_month_before_gave_otherwise_are_marked(round_: Round, tmp_path: Path):
    project = copied(round_.project, tmp_path / "project")
    with_numerators(project, FEBRUARY, {"unallocated": "45", "assessments-in-time": "871"})
    built = build(project, output=tmp_path / "new.xlsx", previous=round_.february)
    assert marked(built) == {
        ("unallocated", FEBRUARY): "was 43",
        ("assessments-in-time", FEBRUARY): "was 872 of 1,022",
    }
    assert built.scorecard.revised_count == 2


def test_of_the_same_month_the_marks_are_against_what_it_said_first(round_: Round, tmp_path: Path):
    project = copied(round_.project, tmp_path / "project")
    with_numerators(project, MARCH, {"unallocated": "45"})
    first = build(project, output=tmp_path / "first.xlsx", previous=round_.last)
    assert marked(first) == {("unallocated", MARCH): "was 42"}
    with_numerators(project, MARCH, {"unallocated": "46"})
    again = build(project, output=tmp_path / "again.xlsx", previous=first.path)
    assert marked(again) == {("unallocated", MARCH): "was 42"}


# What stays behind


def test_what_officers_made_is_named_thing_by_thing(round_: Round, tmp_path: Path):
    page = "3 Assessments in time"
    last = with_own_things(round_.last, tmp_path / "things.xlsx", page)
    built = build(round_.project, output=tmp_path / "new.xlsx", previous=last)
    assert [(place.split("!")[0], re.sub("[A-Z]+[0-9]+ ", "", what)) for place, what in told(built)] == [
        ("'My workings'", "the sheet 'My workings' is not carried"),
        (f"'{page} (2)'", f"the sheet '{page} (2)' is not carried"),
        (f"'{page}'", "the picture 'The new reception in NWC' is not carried"),
        (f"'{page}'", "the text box 'NWC is short of three posts' is not carried"),
        (f"'{page}'", "the comment 'Is this right?' is not carried"),
        (f"'{page}'", "the note 'Ring EAST' is not carried"),
        (f"'{page}'", "the column 'My check' of the table Monthly_assessments_in_time is not carried"),
        (f"'{page}'", "cells beside the scorecard's own are not carried: 'Ask NWC about March'"),
        (f"'{page}'", "the width of column A is not carried"),
    ]
    assert told(built, "P-COMMENT")[0][0] == f"'{page}'!C3"


def test_what_officers_typed_over_is_told_unless_the_project_says_the_same(round_: Round, tmp_path: Path):
    def edit(book: Workbook, copy: OfficersCopy) -> None:
        page = copy.pages["unallocated"]
        column = page.column("monthly_numerator")
        assert column is not None
        page.sheet.write(page.months[FEBRUARY], column, 44)
        typed(page, "definition", "Assessments that nobody has.")

    last = round_.edited("typed-over.xlsx", edit)
    built = build(round_.project, output=tmp_path / "new.xlsx", previous=last)
    [(place, what)] = told(built)
    assert place == "'2 Unallocated'"
    assert what == (
        "what officers typed over in it is not in the new workbook: definition (Assessments that nobody has.), "
        "numerator of Feb-26 (44)"
    )
    project = copied(round_.project, tmp_path / "project")
    (project / "corrections.csv").write_text(
        "indicator,period,numerator,reason\nunallocated,2026-02,44,counted again\n", "utf-8"
    )
    assert "numerator" not in str(told(build(project, output=tmp_path / "again.xlsx", previous=last)))


def test_an_indicator_that_the_project_no_longer_has_is_told(round_: Round, tmp_path: Path):
    project = few(tmp_path / "project")
    file = project / "scorecard.toml"
    file.write_text(file.read_text("utf-8").replace('"supervision"', '"supervised"'), "utf-8")
    with_figures(project, lambda row: row | {"indicator": row["indicator"].replace("supervision", "supervised")})
    built = build(project, output=tmp_path / "new.xlsx", previous=round_.last)
    gone = "the project has no indicator 'supervision': its texts and figures are not carried"
    assert ("'11 Supervision'", gone) in told(built)


@pytest.mark.parametrize("example", [COUNCIL, HOUSING], ids=["council", "housing"])
def test_of_a_workbook_that_nobody_edited_nothing_stays_behind(example: Path, shelf: Shelf, tmp_path: Path):
    last = shelf["council" if example is COUNCIL else "housing"].path
    project = copied(example, tmp_path / "project")
    designers_template(project / "hers.xlsx")
    with_setting(project, "template", "hers.xlsx")
    assert told(build(project, output=tmp_path / "hers.xlsx", previous=last)) == []
    again = build(example, output=tmp_path / "again.xlsx", previous=last)
    assert told(again) == []
    assert again.path.read_bytes() == last.read_bytes()


def test_a_workbook_that_is_built_remembers_what_with(round_: Round):
    memory = recall(Workbook.open(round_.last))
    assert memory is not None
    assert memory.month == MARCH
    assert list(memory.pages) == list(Book(round_.last).indicators())
