"""Refresh: new figures, or a new month, under the officers' edits. Each promise by itself; random officers are tested
in test_officers_edits.py."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.cli import main
from excel_scorecard.errors import MachineError, ProjectError, WouldLoseEditsError
from excel_scorecard.ooxml.lint import lint
from excel_scorecard.ooxml.rich import Run
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.check import check
from excel_scorecard.workbook.collect import collect
from excel_scorecard.workbook.memory import forget, recall
from excel_scorecard.workbook.officers_copy import OfficersCopy, Words, read_copy
from excel_scorecard.workbook.refresh import refresh
from excel_scorecard.workbook.split import split
from tests.ledger import unexplained
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.workbook.officers_projects import small_council
from tests.workbook.projects import with_figures, with_numerators, with_remarks
from tests.workbook.reading import Book, same

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


class Desk:
    """A project and the workbook that officers have of it."""

    def __init__(self, folder: Path) -> None:
        self.project = small_council(folder / "project")
        self.workbook = folder / "scorecard.xlsx"

    def built(self, month: date = MARCH) -> "Desk":
        build(self.project, output=self.workbook, month=month)
        return self

    def edit(self, change: Callable[[OfficersCopy], object]) -> None:
        """Let an officer do something to the workbook."""
        book = Workbook.open(self.workbook)
        change(read_copy(book))
        book.save(self.workbook)

    @property
    def now(self) -> OfficersCopy:
        return read_copy(Workbook.open(self.workbook))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).built()


def typed(slot: str, text: str, page: str = "re-referrals") -> Callable[[OfficersCopy], None]:
    """An officer types into a slot."""

    def change(copy: OfficersCopy) -> None:
        sheet, layout = copy.pages[page].sheet, copy.pages[page].layout
        sheet.write(*layout.slots[slot][0], text)

    return change


def corrected(numerator: int, month: date = MARCH, page: str = "re-referrals") -> Callable[[OfficersCopy], None]:
    """An officer corrects a numerator."""

    def change(copy: OfficersCopy) -> None:
        now = copy.pages[page]
        column = now.column("monthly_numerator")
        assert column is not None
        now.sheet.write(now.months[month], column, numerator)

    return change


def late(desk: Desk, numerator: int, month: date = MARCH, page: str = "re-referrals") -> None:
    """Late records change a figure of the project."""
    with_numerators(desk.project, month, {page: str(numerator)})


# ---- nothing, and something, to do -----------------------------------------------------------------------------------


def test_a_workbook_that_is_up_to_date_is_not_written(desk: Desk):
    before = desk.workbook.read_bytes()
    done = refresh(desk.workbook, desk.project)
    assert not done.is_written
    assert not done.changes
    assert desk.workbook.read_bytes() == before
    assert list(desk.workbook.parent.glob("*.xlsx")) == [desk.workbook]


def test_a_late_record_changes_its_figure_and_what_hangs_on_it_alone(desk: Desk):
    late(desk, 150)
    before = desk.workbook.read_bytes()
    done = refresh(desk.workbook, desk.project)
    sheets = {change.place.rpartition("!")[0] for change in done.changes}
    assert sheets == {"Summary", "'1 Re-referrals'", "Commentary", "Checks"}
    now = desk.now.pages["re-referrals"]
    assert now.cell("monthly_numerator", now.months[MARCH]) == 150
    assert now.text("message").startswith("18.8% in Mar-26")
    assert done.backup is not None
    assert done.backup.read_bytes() == before
    assert not unexplained(done.backup, desk.workbook, done.ledger)


def test_a_second_refresh_changes_nothing(desk: Desk):
    late(desk, 150)
    refresh(desk.workbook, desk.project)
    before = desk.workbook.read_bytes()
    assert not refresh(desk.workbook, desk.project).is_written
    assert desk.workbook.read_bytes() == before


def test_a_dry_run_says_what_would_change_and_writes_nothing(desk: Desk):
    late(desk, 150)
    before = desk.workbook.read_bytes()
    trial = refresh(desk.workbook, desk.project, dry_run=True)
    assert not trial.is_written
    assert desk.workbook.read_bytes() == before
    done = refresh(desk.workbook, desk.project)
    assert trial.changes == done.changes
    assert any(change.was == "179" and change.now == "150" for change in done.changes)


def test_a_refreshed_workbook_says_what_a_build_says(desk: Desk, tmp_path: Path):
    late(desk, 150)
    refresh(desk.workbook, desk.project)
    build(desk.project, output=tmp_path / "anew.xlsx")
    refreshed, anew = Book(desk.workbook).cells, Book(tmp_path / "anew.xlsx").cells
    # the words were written for what the page said before, and the figure was another: nothing else is told otherwise
    was, counted = "22.4%, Amber, Mar-26", "Mar-26: 1 Red, 1 Amber, 1 Green, 1 without target; 0 worsening"
    assert "The figure for March 2026 was revised from 22.4% to 18.8%." in str(refreshed["Commentary", "J6"])
    assert {
        place: refreshed.get(place)
        for place in refreshed.keys() | anew.keys()
        if not same(refreshed.get(place), anew.get(place))
    } == {
        ("1 Re-referrals", "J27"): f"Read again: written for {was}",
        ("1 Re-referrals", "P23"): was,
        ("1 Re-referrals", "U50"): "was 22.4%",
        ("Commentary", "H6"): f"Read again: written for {was}",
        ("Commentary", "J6"): refreshed["Commentary", "J6"],  # the draft, which tells of the revision
        ("Summary", "I4"): "1 figure revised since first given",
        ("Summary", "J4"): "6 things to do on 5 pages",
        ("Summary", "J5"): f"Read again: written for {counted}",
        ("Summary", "K6"): counted,
        ("Summary", "M10"): 1,  # figures revised
        ("Checks", "A4"): "6 things to do on 5 pages",
        ("Checks", "F7"): f"Read again: written for {counted}",
        ("Checks", "J7"): 1,
        ("Checks", "F8"): f"Read again: written for {was}",
        ("Checks", "J8"): 2,
    }


# ---- texts -----------------------------------------------------------------------------------------------------------


def test_a_text_that_an_officer_wrote_stands_whatever_the_project_says(desk: Desk):
    desk.edit(typed("commentary", "Hers."))
    with_remarks(desk.project, MARCH, "re-referrals", {"commentary": "Drafted anew."})
    done = refresh(desk.workbook, desk.project)
    assert desk.now.pages["re-referrals"].text("commentary") == "Hers."
    assert "R-TEXT" in {finding.code for finding in done.findings}


def test_a_text_that_nobody_touched_is_the_projects_new_one(desk: Desk):
    with_remarks(desk.project, MARCH, "re-referrals", {"commentary": "Drafted anew."})
    refresh(desk.workbook, desk.project)
    assert desk.now.pages["re-referrals"].text("commentary") == "Drafted anew."


def test_words_that_were_only_made_bold_are_an_edit(desk: Desk):
    def bold(copy: OfficersCopy) -> None:
        page = copy.pages["re-referrals"]
        text = page.text("commentary")
        runs = [Run(text[:10], (("b", None),)), Run(text[10:], ())]
        page.sheet.write_rich(*page.layout.slots["commentary"][0], runs)

    desk.edit(bold)
    with_remarks(desk.project, MARCH, "re-referrals", {"commentary": "Drafted anew."})
    refresh(desk.workbook, desk.project)
    words = desk.now.pages["re-referrals"].words("commentary")
    assert words is not None
    assert words.runs is not None
    assert words.runs[0].has("b")


def test_a_text_stays_an_edit_over_many_refreshes(desk: Desk):
    desk.edit(typed("commentary", "Hers."))
    for numerator in (150, 151):
        late(desk, numerator)
        refresh(desk.workbook, desk.project)
    with_remarks(desk.project, MARCH, "re-referrals", {"commentary": "Drafted anew."})
    refresh(desk.workbook, desk.project)
    assert desk.now.pages["re-referrals"].text("commentary") == "Hers."


def test_a_text_of_other_figures_is_to_be_read_again(desk: Desk):
    assert desk.now.pages["re-referrals"].text("stale") == ""
    late(desk, 150)
    done = refresh(desk.workbook, desk.project)
    assert "22.4%" in desk.now.pages["re-referrals"].text("stale")
    told = next(finding for finding in done.findings if finding.code == "R-STALE")
    assert told.what == "read again: written for 22.4%, Amber, Mar-26; the page says 18.8%, Green, Mar-26"
    desk.edit(typed("commentary", "Written for the new figures."))
    refresh(desk.workbook, desk.project)
    assert desk.now.pages["re-referrals"].text("stale") == ""


def test_words_of_ours_that_an_officer_retyped_stand(desk: Desk):
    def retype(copy: OfficersCopy) -> None:
        page = copy.pages["re-referrals"]
        page.sheet.write(*page.layout.slots["definition"][0], "In her words.")
        monthly = page.tables["Monthly"]
        monthly.retitle(page.layout.tables["Monthly"].columns["monthly_numerator"], "Came again")
        copy.summary_sheet.write(*copy.summary.slots["heading"][0], "Our scorecard")

    desk.edit(retype)
    late(desk, 150)
    for _ in range(2):
        done = refresh(desk.workbook, desk.project)
        page = desk.now.pages["re-referrals"]
        assert page.text("definition") == "In her words."
        place = page.layout.tables["Monthly"].columns["monthly_numerator"]
        assert page.tables["Monthly"].columns[place] == "Came again"
        assert desk.now.words("heading") == Words("Our scorecard")
        assert [finding.code for finding in done.findings].count("R-WORDS") == 3


# ---- corrections -----------------------------------------------------------------------------------------------------


def test_a_correction_that_the_source_does_not_agree_with_stops_with_both_values(desk: Desk):
    desk.edit(corrected(171))
    before = desk.workbook.read_bytes()
    with pytest.raises(WouldLoseEditsError, match=r"corrected from 179 to 171; the project says 179") as error:
        refresh(desk.workbook, desk.project)
    assert error.value.exit_code == 4
    assert desk.workbook.read_bytes() == before


def test_a_correction_is_kept_and_everything_is_judged_by_it(desk: Desk):
    desk.edit(corrected(171))
    done = refresh(desk.workbook, desk.project, corrections="keep")
    now = desk.now.pages["re-referrals"]
    assert now.cell("monthly_numerator", now.months[MARCH]) == 171
    assert now.text("message").startswith("21.4% in Mar-26")
    assert "R-CORRECTED" in {finding.code for finding in done.findings}
    assert any("171" in row.now and "179" in row.was for row in done.scorecard.replaced)
    refresh(desk.workbook, desk.project, corrections="keep")
    assert desk.now.pages["re-referrals"].cell("monthly_numerator", now.months[MARCH]) == 171


def test_a_correction_is_replaced_when_the_officer_says_so(desk: Desk):
    desk.edit(corrected(171))
    refresh(desk.workbook, desk.project, corrections="replace")
    now = desk.now.pages["re-referrals"]
    assert now.cell("monthly_numerator", now.months[MARCH]) == 179


def test_a_correction_that_the_source_agrees_with_by_now_is_none(desk: Desk):
    desk.edit(corrected(171))
    late(desk, 171)
    done = refresh(desk.workbook, desk.project)
    assert "R-CORRECTED" not in {finding.code for finding in done.findings}


def test_a_constant_in_place_of_a_formula_is_a_correction(desk: Desk):
    def overtype(copy: OfficersCopy) -> None:
        page = copy.pages["re-referrals"]
        page.sheet.write(*page.layout.slots["value"][0], 0.2)

    desk.edit(overtype)
    with pytest.raises(WouldLoseEditsError, match="the project says a formula"):
        refresh(desk.workbook, desk.project)
    refresh(desk.workbook, desk.project, corrections="keep")
    now = desk.now.pages["re-referrals"]
    assert now.value("value") == 0.2
    assert now.formula("value") is None
    assert now.value("message") is None, "what reads it has no value of ours"
    refresh(desk.workbook, desk.project, corrections="replace")
    assert desk.now.pages["re-referrals"].formula("value") is not None


def test_a_month_that_an_officer_typed_stands_and_is_judged(desk: Desk):
    desk.workbook.unlink()
    desk.built(FEBRUARY)
    with_figures(desk.project, lambda row: row if row["period"] != "2026-03" else None)

    def type_march(copy: OfficersCopy) -> None:
        page = copy.pages["re-referrals"]
        table = page.tables["Monthly"]
        table.resize(table.body.height + 1)
        row = table.body.last_row
        for role, value in (("month", MARCH), ("numerator", 100), ("denominator", 400)):
            column = page.column(f"monthly_{role}")
            assert column is not None
            page.sheet.write(row, column, value)
        copy.summary_sheet.write(*copy.summary.slots["month"][0], MARCH)

    desk.edit(type_march)
    refresh(desk.workbook, desk.project)
    now = desk.now.pages["re-referrals"]
    assert now.cell("monthly_numerator", now.months[MARCH]) == 100
    assert now.text("message").startswith("25.0% in Mar-26")


def test_a_month_that_an_officer_took_out_stays_out(desk: Desk):
    def take_out(copy: OfficersCopy) -> None:
        page = copy.pages["re-referrals"]
        row = page.months[FEBRUARY]
        for column in page.tables["Monthly"].body.columns:
            page.sheet.blank(row, column)

    desk.edit(take_out)
    for numerator in (150, 151):
        late(desk, numerator)
        done = refresh(desk.workbook, desk.project)
        assert "R-DELETED" in {finding.code for finding in done.findings}
        now = desk.now.pages["re-referrals"]
        assert FEBRUARY not in now.months
        assert now.value("average_months") == 5


def test_a_target_that_an_officer_changed_is_for_the_settings(desk: Desk):
    def change(copy: OfficersCopy) -> None:
        page = copy.pages["re-referrals"]
        column = page.column("monthly_target")
        assert column is not None
        page.sheet.write(page.months[MARCH], column, 0.3)

    desk.edit(change)
    with pytest.raises(WouldLoseEditsError, match=r"from 22% to 30%; the project says 22%") as error:
        refresh(desk.workbook, desk.project)
    assert "settings" in error.value.mend
    done = refresh(desk.workbook, desk.project, corrections="keep")
    now = desk.now.pages["re-referrals"]
    assert now.cell("monthly_target", now.months[MARCH]) == 0.3
    assert now.value("rating") is None, "Excel works it out"
    assert "R-COMPUTE" in {finding.code for finding in done.findings}


def test_a_sign_off_stays_older_than_its_text_over_a_refresh(desk: Desk):
    desk.edit(typed("signed_off", "Head of Service, 9/4/2026"))
    refresh(desk.workbook, desk.project)
    desk.edit(typed("commentary", "Written after that."))
    for _ in range(2):
        refresh(desk.workbook, desk.project)
        assert "C-SIGNED" in {finding.code for finding in check(desk.workbook)}


# ---- a new month -----------------------------------------------------------------------------------------------------


@pytest.fixture
def february(tmp_path: Path) -> Desk:
    return Desk(tmp_path).built(FEBRUARY)


def test_a_new_month_is_a_row_more_and_last_months_words_beside(february: Desk):
    desk = february

    def write(copy: OfficersCopy) -> None:
        for slot, text in (
            ("commentary", "February's words."), ("signed_off", "Head of Service, 9/3/2026"),
            ("rating_override", "Green"), ("override_reason", "Because."),
        ):  # fmt: skip
            typed(slot, text)(copy)
        copy.summary_sheet.write(*copy.summary.slots["concerns"][0], "February's concerns.")

    desk.edit(write)
    rows = desk.now.pages["re-referrals"].tables["Monthly"].body.height
    done = refresh(desk.workbook, desk.project, month=MARCH)
    assert done.is_rolled
    copy = desk.now
    page = copy.pages["re-referrals"]
    assert copy.month == MARCH
    assert page.tables["Monthly"].body.height == rows + 1
    assert page.text("commentary").startswith("22.4% of referrals in March")
    assert page.text("last_month_text") == "February's words."
    assert [page.text(slot) for slot in ("signed_off", "rating_override", "override_reason")] == ["", "", ""]
    texts = {value for _, _, value, _ in copy.book.sheet("Commentary").cells()}
    assert {"February's words.", "February's concerns."} <= texts
    assert not refresh(desk.workbook, desk.project).is_written


def test_a_figure_of_the_month_before_that_has_changed_is_marked(february: Desk):
    desk = february
    late(desk, 170, FEBRUARY)
    done = refresh(desk.workbook, desk.project, month=MARCH)
    assert done.scorecard.revised_count == 1
    now = desk.now.pages["re-referrals"]
    assert now.cell("monthly_revised", now.months[FEBRUARY]) == "was 23.5%"
    assert not refresh(desk.workbook, desk.project).is_written, "the mark stays until the next month"


def test_a_month_before_the_workbooks_is_refused(desk: Desk):
    with pytest.raises(ProjectError, match="cannot go back to February 2026"):
        refresh(desk.workbook, desk.project, month=FEBRUARY)


# ---- indicators that come, go and move -------------------------------------------------------------------------------


def test_a_new_indicator_has_a_sheet_among_the_others_and_a_row_in_every_list(tmp_path: Path):
    desk = Desk(tmp_path)
    whole = (desk.project / "scorecard.toml").read_text("utf-8")
    head, *indicators = whole.split("[[indicator]]\n")
    kept = [text for text in indicators if 'id = "s47-in-time"' not in text]
    figures = (desk.project / "figures/monthly.csv").read_bytes()
    commentary = (desk.project / "commentary/2026-03.toml").read_text("utf-8")
    (desk.project / "scorecard.toml").write_text(head + "".join(f"[[indicator]]\n{t}" for t in kept), "utf-8")
    with_figures(desk.project, lambda row: row if row["indicator"] != "s47-in-time" else None)
    start = commentary.index("[s47-in-time]")
    end = commentary.find("\n[", start + 1)
    rest = commentary[end + 1 :] if end > 0 else ""
    (desk.project / "commentary/2026-03.toml").write_text(commentary[:start] + rest, "utf-8")
    desk.built()
    desk.edit(typed("commentary", "Hers."))
    (desk.project / "scorecard.toml").write_text(whole, "utf-8")
    (desk.project / "figures/monthly.csv").write_bytes(figures)
    (desk.project / "commentary/2026-03.toml").write_text(commentary, "utf-8")
    done = refresh(desk.workbook, desk.project)
    assert "R-NEW" in {finding.code for finding in done.findings}
    copy = desk.now
    assert list(copy.pages) == ["re-referrals", "unallocated", "s47-in-time", "cp-plans"]
    assert copy.pages["re-referrals"].text("commentary") == "Hers."
    for role in ("Summary", "Commentary", "Definitions", "Checks"):
        assert "s47-in-time" in {id_ for _, id_ in copy.list_rows(role)}, role
    assert not [finding for finding in lint(desk.workbook) if finding.level == "error"]
    assert not refresh(desk.workbook, desk.project).is_written


def test_an_indicator_that_the_project_has_no_longer_says_so_on_its_sheet(desk: Desk):
    file = desk.project / "scorecard.toml"
    head, *indicators = file.read_text("utf-8").split("[[indicator]]\n")
    kept = [text for text in indicators if 'id = "unallocated"' not in text]
    figures = (desk.project / "figures/monthly.csv").read_bytes()
    file.write_text(head + "".join(f"[[indicator]]\n{text}" for text in kept), "utf-8")
    with_figures(desk.project, lambda row: row if row["indicator"] != "unallocated" else None)
    said = desk.project / "commentary/2026-03.toml"
    text = said.read_text("utf-8")
    start = text.index("[unallocated]")
    end = text.find("\n[", start + 1)
    said.write_text(text[:start] + (text[end + 1 :] if end > 0 else ""), "utf-8")
    done = refresh(desk.workbook, desk.project)
    assert "R-DROPPED" in {finding.code for finding in done.findings}
    copy = desk.now
    assert "not in the scorecard since Mar-26" in copy.pages["unallocated"].text("heading")
    assert "unallocated" not in {id_ for _, id_ in copy.list_rows("Summary")}
    assert not refresh(desk.workbook, desk.project).is_written
    file.write_text(head + "".join(f"[[indicator]]\n{text}" for text in indicators), "utf-8")
    (desk.project / "figures/monthly.csv").write_bytes(figures)
    refresh(desk.workbook, desk.project)
    copy = desk.now
    assert copy.pages["unallocated"].text("heading").startswith("2  Unallocated"), "it is reported again"
    assert "not in the scorecard" not in copy.pages["unallocated"].text("heading")
    assert "unallocated" in {id_ for _, id_ in copy.list_rows("Summary")}


def test_a_renumbered_indicators_sheet_moves_and_is_renamed_unless_an_officer_has(desk: Desk):
    file = desk.project / "scorecard.toml"
    text = file.read_text("utf-8")
    head, *indicators = text.split("[[indicator]]\n")
    first = indicators[0].replace("number = 1\n", "number = 9\n")
    file.write_text(head + "".join(f"[[indicator]]\n{t}" for t in [*indicators[1:], first]), "utf-8")
    desk.edit(lambda copy: copy.book.rename_sheet(copy.pages["unallocated"].sheet.name, "Ours"))
    refresh(desk.workbook, desk.project)
    copy = desk.now
    assert copy.pages["re-referrals"].sheet.name == "9 Re-referrals"
    assert copy.pages["unallocated"].sheet.name == "Ours"
    assert list(copy.pages)[-1] == "re-referrals"
    assert not refresh(desk.workbook, desk.project).is_written


def test_a_page_that_an_officer_deleted_stays_deleted(desk: Desk):
    desk.edit(lambda copy: copy.book.delete_sheet(copy.pages["unallocated"].sheet.name))
    for _ in range(2):
        done = refresh(desk.workbook, desk.project)
        assert "R-DELETED" in {finding.code for finding in done.findings}
        copy = desk.now
        assert "unallocated" not in copy.pages
        assert "unallocated" not in {id_ for _, id_ in copy.list_rows("Summary")}


# ---- what other programs do to it ------------------------------------------------------------------------------------


def test_a_workbook_that_the_document_inspector_cleaned_is_refreshed_by_its_names(desk: Desk):
    desk.edit(lambda copy: (typed("commentary", "Hers.")(copy), forget(copy.book)))
    late(desk, 150)
    with pytest.raises(WouldLoseEditsError, match="nobody knows who changed it"):
        refresh(desk.workbook, desk.project)
    done = refresh(desk.workbook, desk.project, corrections="replace")
    assert "R-MEMORY" in {finding.code for finding in done.findings}
    now = desk.now
    assert now.pages["re-referrals"].text("commentary") == "Hers."
    assert now.pages["re-referrals"].cell("monthly_numerator", now.pages["re-referrals"].months[MARCH]) == 150
    assert recall(now.book) is not None, "it remembers again"
    assert not refresh(desk.workbook, desk.project).is_written


@needs_libreoffice
def test_what_libreoffice_drops_is_said_and_put_back(desk: Desk, tmp_path: Path):
    before = read_copy(Workbook.open(desk.workbook))
    described = {chart.alt_text for page in before.pages.values() for chart in page.sheet.charts}
    [saved] = recalculated([desk.workbook], tmp_path / "lo")
    shutil.copy(saved, desk.workbook)
    late(desk, 150)
    done = refresh(desk.workbook, desk.project)
    said = next(finding.what for finding in done.findings if finding.code == "R-PROGRAM")
    assert "calculated column" in said
    assert "title of a chart" in said
    pages = desk.now.pages.values()
    charts = [chart for page in pages for chart in page.sheet.charts]
    assert {chart.alt_text for chart in charts} == described
    assert all(any(reference.kind == "title" for reference in chart.references()) for chart in charts)
    assert all(page.tables["Monthly"].calculated_formula(place) for page in pages for place in _formulas(page.layout))
    assert not [finding for finding in lint(desk.workbook) if finding.level == "error"]
    assert not refresh(desk.workbook, desk.project).is_written


def _formulas(layout: object) -> list[int]:
    columns = layout.tables["Monthly"].columns  # type: ignore[attr-defined]  # a Layout
    return [columns["monthly_value"], columns["monthly_line"]]


@needs_libreoffice
def test_libreoffice_computes_what_a_rolled_workbook_keeps(february: Desk, tmp_path: Path):
    late(february, 170, FEBRUARY)
    refresh(february.workbook, february.project, month=MARCH)
    [computed] = recalculated([february.workbook], tmp_path / "lo")
    assert not differences(february.workbook, computed)


# ---- a workbook that was split, and comes back -----------------------------------------------------------------------


def test_a_part_is_refreshed_as_a_part(desk: Desk):
    parts = split(desk.workbook, out=desk.workbook.parent / "parts").parts
    late(desk, 150)
    part = next(part for part in parts if "re-referrals" in part.indicators)
    refresh(part.path, desk.project)
    copy = read_copy(Workbook.open(part.path))
    assert set(copy.pages) == set(part.indicators)
    assert copy.pages["re-referrals"].text("message").startswith("18.8%")
    assert "Summary!A6" not in {finding.place for finding in check(part.path)}, "the whole has the concerns"


def test_a_text_that_was_written_beside_older_figures_is_to_be_read_again(desk: Desk):
    parts = split(desk.workbook, out=desk.workbook.parent / "parts").parts
    part = next(part.path for part in parts if "re-referrals" in part.indicators)
    late(desk, 150)
    refresh(desk.workbook, desk.project)
    book = Workbook.open(part)
    typed("commentary", "22.4% came again.")(read_copy(book))
    book.save(part)
    collect([part], desk.project, into=desk.workbook)
    for _ in range(2):
        refresh(desk.workbook, desk.project)
        now = desk.now.pages["re-referrals"]
        assert now.text("commentary") == "22.4% came again."
        assert now.text("stale") == "Read again: written for 22.4%, Amber, Mar-26"


# ---- the file --------------------------------------------------------------------------------------------------------


def test_a_workbook_that_is_open_in_excel_is_left_alone(desk: Desk):
    late(desk, 150)
    desk.workbook.with_name(f"~${desk.workbook.name}").write_bytes(bytes([4]) + b"Anna")
    with pytest.raises(MachineError, match="Excel has it open for Anna"):
        refresh(desk.workbook, desk.project)


def test_in_a_synced_folder_the_result_is_a_file_beside(tmp_path: Path):
    folder = tmp_path / "OneDrive - Northshire"
    folder.mkdir()
    desk = Desk(folder).built()
    late(desk, 150)
    before = desk.workbook.read_bytes()
    done = refresh(desk.workbook, desk.project)
    assert done.path != desk.workbook
    assert done.path.parent == folder
    assert desk.workbook.read_bytes() == before
    done = refresh(desk.workbook, desk.project, in_place=True)
    assert done.path == desk.workbook


def test_another_file_is_never_written_over(desk: Desk, tmp_path: Path):
    late(desk, 150)
    other = tmp_path / "there.xlsx"
    other.write_text("something", "utf-8")
    with pytest.raises(ProjectError, match="a file of that name already"):
        refresh(desk.workbook, desk.project, output=other)
    assert other.read_text("utf-8") == "something"


def test_a_result_that_is_not_called_xlsx_is_refused(desk: Desk):
    with pytest.raises(ProjectError, match=r"cannot be called 'result\.xls'"):
        refresh(desk.workbook, desk.project, output=desk.workbook.with_name("result.xls"))


def test_a_workbook_that_is_no_scorecard_is_refused(desk: Desk, capsys: pytest.CaptureFixture[str]):
    template = Path(__file__).resolve().parents[2] / "templates" / "standard.xlsx"
    shutil.copy(template, desk.workbook)
    assert main(["refresh", str(desk.workbook), "--project", str(desk.project)]) == 3
    assert "excel-scorecard build" in capsys.readouterr().err


def test_the_command_says_what_it_did(desk: Desk, capsys: pytest.CaptureFixture[str]):
    late(desk, 150)
    assert main(["refresh", str(desk.workbook), "--project", str(desk.project)]) == 0
    out = capsys.readouterr().out
    assert "179 -> 150" in out
    assert "cells changed" in out
    assert main(["refresh", str(desk.workbook), "--project", str(desk.project)]) == 0
    assert "nothing had to change" in capsys.readouterr().out
