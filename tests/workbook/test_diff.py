"""Diff: what two workbooks, or two months, say otherwise; as a page, as JSON, and as a paragraph for the report."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.diff import Change, Differences, diff
from excel_scorecard.workbook.diff.sentences import Rewritten, rewritten
from excel_scorecard.workbook.memory import forget
from tests.libreoffice import needs_libreoffice, recalculated
from tests.workbook.projects import (
    COUNCIL,
    HOUSING,
    MARCH,
    copied,
    with_figures,
    with_numerators,
    with_remarks,
    with_setting,
    with_target,
)
from tests.workbook.reading import Book, with_cells, written

FEBRUARY = date(2026, 2, 1)
LABELS = {"Green": "On track", "Amber": "Watch", "Red": "Off track"}


class Months:
    """February's workbook, and March's of a project in which the figures came otherwise."""

    def __init__(self, folder: Path) -> None:
        self.project = copied(COUNCIL, folder / "council")
        (self.project / "commentary" / "2026-02.toml").write_text("", "utf-8")
        with_remarks(self.project, FEBRUARY, "unallocated", {"commentary": "43 were open. All are screened."})
        self.february = build(self.project, month=FEBRUARY, output=folder / "february.xlsx").path
        with_numerators(self.project, FEBRUARY, {"unallocated": "45", "assessments-in-time": "871"})
        with_numerators(self.project, date(2025, 12, 1), {"children-in-care": "1500"})
        with_numerators(self.project, MARCH, {"icpc-in-time": "70", "cp-visits": "600", "unallocated": "8"})
        with_target(self.project, "seen-at-assessment", MARCH, 84)
        with_remarks(self.project, MARCH, "unallocated", {"commentary": "8 were open. All are screened."})
        self.march = build(self.project, month=MARCH, output=folder / "march.xlsx").path


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Months:
    return Months(tmp_path_factory.mktemp("months"))


@pytest.fixture(scope="module")
def differences(months: Months) -> Differences:
    return diff(months.february, months.march)


def changes(of: Differences, indicator: str, *kinds: str) -> list[tuple[str, str, str]]:
    """(slot, was, now) of an indicator's changes of these kinds."""
    [each] = [each for each in of.indicators if each.now.id == indicator]
    return [(change.slot, change.was, change.now) for change in each.changes if change.kind in kinds]


# The paragraph


def test_the_paragraph_tells_ratings_revisions_and_targets_in_plain_english(differences):
    assert differences.paragraph == (
        "Between February and March 2026 one of the twelve indicators moved from Amber to Red (Child protection "
        "visits: children visited at least twice in the month, 77% to 62%), one moved from Green to Red (Initial child "
        "protection conferences held within 15 working days of the strategy discussion, 85% to 67%) and two improved "
        "from Red to Green (Unallocated family assessments open for more than 7 days, 43 to 8; Children seen at "
        "assessment (S17 and S47)). The other eight kept their rating. Two figures for February 2026 were revised "
        "(Unallocated family assessments open for more than 7 days, 43 to 45; On-going single assessments in timescale "
        "(45 working days incl. S47), 872 of 1,022 to 871 of 1,022). One figure for earlier months was revised "
        "(Children in care at the end of the month in Dec-25, 1,515 to 1,500). The target of one indicator changed "
        "(Children seen at assessment (S17 and S47), 95% to 84%)."
    )


def test_two_workbooks_that_say_the_same_differ_in_nothing(months, tmp_path):
    again = shutil.copy(months.march, tmp_path / "again.xlsx")
    found = diff(months.march, Path(again))
    assert found.are_none
    assert found.paragraph == (
        "Nothing changed between the two scorecards for March 2026: values, ratings, targets, definitions, earlier "
        "figures and commentary are the same."
    )
    assert found.as_dict()["same"] is True


def test_between_two_states_of_one_month_the_officers_words_are_told_as_well(months, tmp_path):
    march = Book(months.march)
    sheets = march.indicators()
    typed = {
        march.places(sheets["unallocated"], "commentary")[0]: "8 were open. All are screened. None is in NWC.",
        march.places(sheets["supervision"], "signed_off")[0]: "A. Officer (fictional), 9 April",
        march.places("Summary", "concerns")[0]: "Visits.",
    }
    found = diff(months.march, with_cells(months.march, tmp_path / "edited.xlsx", typed))
    assert found.paragraph == (
        "Between the two scorecards for March 2026 none of the twelve indicators changed its rating. The commentary of "
        "two indicators (Unallocated family assessments open for more than 7 days; Social workers who had supervision "
        "in the month) and the main areas of concern were changed."
    )
    assert [each.now.id for each in found.indicators if each.changes] == ["unallocated", "supervision"]
    assert changes(found, "supervision", "commentary") == [("signed_off", "", "A. Officer (fictional), 9 April")]


def test_a_rating_by_judgement_moves_as_any_other_and_is_called_so(months, tmp_path):
    folder = copied(months.project, tmp_path / "project")
    with_remarks(
        folder, MARCH, "cp-visits", {"rating_override": "Amber", "override_reason": "One team did not report."}
    )
    found = diff(months.march, build(folder, output=tmp_path / "judged.xlsx").path)
    assert changes(found, "cp-visits", "rating") == [("rating", "Red", "Amber (judgement)")]
    assert "one of the twelve indicators improved from Red to Amber (Child protection visits" in found.paragraph


def test_ratings_are_told_in_the_words_that_the_project_prints(months, tmp_path):
    folder = copied(months.project, tmp_path / "project")
    with (folder / "scorecard.toml").open("a", encoding="utf-8") as file:
        file.write("\n[scorecard.rating_labels]\n" + "".join(f'{key} = "{word}"\n' for key, word in LABELS.items()))
    own = {month: build(folder, month=month, output=tmp_path / f"{month:%m}.xlsx").path for month in (FEBRUARY, MARCH)}
    paragraph = diff(own[FEBRUARY], own[MARCH]).paragraph
    assert "one of the twelve indicators moved from Watch to Off track (Child protection visits" in paragraph
    assert "two improved from Off track to On track (Unallocated" in paragraph
    # the project's other words for the same ratings are no movement
    renamed = diff(months.march, own[MARCH])
    assert "none of the twelve indicators changed its rating." in renamed.paragraph
    assert changes(renamed, "cp-visits", "rating") == [("rating", "Red", "Off track")]


def test_an_indicator_in_one_workbook_alone_is_said(months, tmp_path):
    folder = copied(months.project, tmp_path / "project")
    text = (folder / "scorecard.toml").read_text("utf-8")
    text = text.replace('"supervision"', '"supervised"')
    (folder / "scorecard.toml").write_text(text, "utf-8")
    with_figures(folder, lambda row: row | {"indicator": row["indicator"].replace("supervision", "supervised")})
    found = diff(months.march, build(folder, output=tmp_path / "other.xlsx").path)
    assert [page.id for page in found.only_in_a] == ["supervision"]
    assert [page.id for page in found.only_in_b] == ["supervised"]
    assert found.paragraph == (
        "Between the two scorecards for March 2026 none of the eleven indicators in both changed its rating. One "
        "indicator is new (Social workers who had supervision in the month). One indicator is no longer reported "
        "(Social workers who had supervision in the month)."
    )
    assert "Only in other.xlsx (March 2026)\n  11  Social workers who had supervision in the month" in found.text()


def test_over_the_new_year_both_years_are_named_and_backwards_is_said(tmp_path):
    december, january = (
        build(COUNCIL, month=month, output=tmp_path / f"{month:%m}.xlsx").path
        for month in (date(2025, 12, 1), date(2026, 1, 1))
    )
    assert diff(december, january).paragraph.startswith("Between December 2025 and January 2026 ")
    assert diff(january, december).paragraph.startswith("Going back from January 2026 to December 2025 ")


def test_a_quarters_value_stays_while_no_quarter_ends(tmp_path):
    january, february = (
        build(HOUSING, month=month, output=tmp_path / f"{month:%m}.xlsx").path for month in (date(2026, 1, 1), FEBRUARY)
    )
    found = diff(january, february)
    assert changes(found, "satisfaction", "value", "rating", "figure") == []
    assert changes(found, "repairs-in-time", "value")


# What is compared


def test_a_month_that_both_tell_is_told_with_its_parts_where_it_is_another(differences):
    assert changes(differences, "unallocated", "figure") == [("2026-02", "43", "45")]
    assert changes(differences, "assessments-in-time", "figure") == [
        ("2026-02", "85% (872 of 1,022)", "85% (871 of 1,022)")
    ]


def test_a_figure_that_was_not_available_is_told_and_is_no_revision(months, tmp_path):
    folder = copied(months.project, tmp_path / "project")
    with_numerators(folder, FEBRUARY, {"unallocated": "[x]"})
    found = diff(build(folder, output=tmp_path / "before.xlsx").path, months.march)
    assert changes(found, "unallocated", "figure") == [("2026-02", "[x]", "45")]
    assert "revised" not in found.paragraph


def test_areas_are_compared_within_a_month_and_not_from_month_to_month(months, differences, tmp_path):
    assert not any(each.of("area") for each in differences.indicators)
    folder = copied(months.project, tmp_path / "project")
    with_figures(
        folder,
        lambda row: (
            row | {"numerator": "9"}
            if (row["indicator"], row["period"], row["area"]) == ("unallocated", "2026-03", "EAST")
            else row
        ),
    )
    found = diff(months.march, build(folder, output=tmp_path / "areas.xlsx").path)
    [was, now] = next(change[1:] for change in changes(found, "unallocated", "area") if change[0] == "EAST")
    assert now == "9" != was


def test_a_definition_and_who_set_the_target_are_compared(months, tmp_path):
    folder = copied(months.project, tmp_path / "project")
    text = (folder / "scorecard.toml").read_text("utf-8")
    old = "Family assessments open for more than 7 days at the end of the month that no social worker has been given."
    (folder / "scorecard.toml").write_text(text.replace(old, "Family assessments that nobody has."), "utf-8")
    with_setting(folder, "organisation", "Southshire Council (fictional)")
    found = diff(months.march, build(folder, output=tmp_path / "defined.xlsx").path)
    assert changes(found, "unallocated", "definition") == [("definition", old, "Family assessments that nobody has.")]
    assert [change.slot for change in found.summary] == ["organisation"]
    assert "The definition of one indicator changed (Unallocated family" in found.paragraph


TEXTS = [
    ("One. Two.", "One.  Two.\n", None),
    ("One. Two.", "One.\nTwo.", None),  # the same words on other lines
    ("", "One. Two.", Rewritten((), ("One.", "Two."))),
    ("One. Two. Three.", "One. Three.", Rewritten(("Two.",), ())),
    ("One. 86% in time.", "One. 87% in time.", Rewritten(("86% in time.",), ("87% in time.",))),
]


@pytest.mark.parametrize(("was", "now", "told"), TEXTS)
def test_texts_are_compared_by_their_words_and_told_by_their_sentences(was, now, told):
    assert rewritten(was, now) == told


# Any two workbooks of ours


@needs_libreoffice
def test_a_workbook_that_libreoffice_saved_says_the_same(months, tmp_path):
    [saved] = recalculated([months.march], tmp_path)
    assert diff(months.march, saved).are_none


def test_a_workbook_that_the_document_inspector_went_through_says_the_same(months, tmp_path):
    book = Workbook.open(months.march)
    forget(book)
    book.save(tmp_path / "inspected.xlsx")
    assert diff(months.march, tmp_path / "inspected.xlsx").are_none


def test_two_files_of_one_name_are_told_apart_by_their_folders(months, tmp_path):
    folder = tmp_path / "board"
    folder.mkdir()
    found = diff(months.march, Path(shutil.copy(months.march, folder / "march.xlsx")))
    assert found.text().startswith(f"{months.march} (March 2026) and {folder / 'march.xlsx'} (March 2026)")


def test_pages_are_found_by_their_id_wherever_officers_have_moved_them(months, tmp_path):
    book = Workbook.open(months.march)
    sheet = Book(months.march).indicators()["unallocated"]
    book.clone_sheet(sheet, "My copy")
    book.move_sheet(sheet, 9)
    book.sheet("My copy").write(*row_and_column_of(months.march, sheet, "commentary"), "Only a copy.")
    book.save(tmp_path / "moved.xlsx")
    assert diff(months.march, tmp_path / "moved.xlsx").are_none


def row_and_column_of(path: Path, sheet: str, slot: str) -> tuple[int, int]:
    from openpyxl.utils.cell import coordinate_to_tuple

    [(_, address), *_] = Book(path).places(sheet, slot)
    return coordinate_to_tuple(address)


def test_a_workbook_without_the_results_of_its_formulas_says_what_to_do(months, tmp_path):
    parts = dict(Book(months.march).parts)
    sheet = Book(months.march).sheets["Summary"]
    parts[sheet] = re.sub(rb"</f><v>[^<]*</v>", b"</f>", parts[sheet])
    written(tmp_path / "saved.xlsx", parts)
    with pytest.raises(TemplateError, match=r"the result of a formula was not saved[\s\S]*Open it in Excel"):
        diff(months.march, tmp_path / "saved.xlsx")


def test_another_workbook_is_refused(months, tmp_path):
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(TemplateError, match="no finished scorecard"):
        diff(months.march, tmp_path / "other.xlsx")


# As a page, and for machines


def test_the_page_lists_each_indicator_in_columns_in_the_order_of_the_scorecard(differences):
    page = differences.text()
    assert (
        "2  Unallocated family assessments open for more than 7 days\n"
        "  Value          43                               ->  8\n"
        "  Average        47                               ->  40\n"
        "  Rating         Red                              ->  Green\n"
        "  Feb-26 figure  43                               ->  45\n"
        "  Commentary     43 were open. All are screened.  ->  8 were open. All are screened.\n"
        "  Action         written\n"
        "    + Two duty social workers move from EAST to NWC until the end of June.\n"
        "    + The service manager reads the NWC list every morning.\n"
    ) in page
    numbers = re.findall("(?m)^([0-9]+)  ", page)
    assert numbers == [str(number) for number in range(1, 13)]
    assert page.startswith("february.xlsx (February 2026) and march.xlsx (March 2026)\n\nBetween February")


def test_what_is_the_same_in_both_is_named_at_the_end(months, tmp_path):
    march = Book(months.march)
    typed = {march.places(march.indicators()["unallocated"], "action")[0]: "None."}
    page = diff(months.march, with_cells(months.march, tmp_path / "edited.xlsx", typed)).text()
    assert page.endswith("\n\nThe same in both: 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12")


def test_the_json_has_stable_keys(differences):
    told = json.loads(json.dumps(differences.as_dict()))
    assert list(told) == [
        "a", "b", "same", "paragraph", "summary", "indicators", "only_in_a", "only_in_b", "unchanged",
    ]  # fmt: skip
    assert told["a"] == {"file": "february.xlsx", "month": "2026-02", "heading": "Performance scorecard"}
    visits = next(each for each in told["indicators"] if each["id"] == "cp-visits")
    assert list(visits) == ["id", "number", "title", "changes"]
    assert visits["changes"][0] == {"kind": "value", "name": "value", "was": "77%", "now": "62%"}
    text = next(change for change in visits["changes"] if change["name"] == "action")
    assert list(text) == ["kind", "name", "was", "now", "removed", "added"]


def test_a_change_is_told_as_printed(differences):
    [each] = [each for each in differences.indicators if each.now.id == "cp-plans"]
    assert each.changes[0] == Change("value", "value", "Value", "40.0", "39.9")
