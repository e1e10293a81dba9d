"""What officers say of a month, read from its file."""

from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.commentary import Commentary, commentary_file, read_commentary
from excel_scorecard.errors import ProjectError
from excel_scorecard.project import Project, make_project, read_project
from tests.setup_book import MARCH, new_project, put, typed

SEPTEMBER = date(2015, 9, 1)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    indicator = {"id": "icpc-in-time", "number": 7, "title": "Conferences", "unit": "percent", "good": "high"}
    return make_project({"scorecard": {"organisation": "Northshire"}, "indicator": [indicator]}, tmp_path)


def written(project: Project, text: str) -> Commentary:
    file = commentary_file(project, SEPTEMBER)
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return read_commentary(project, SEPTEMBER)


def test_texts_are_read_from_the_months_own_file(project):
    text = 'concerns = "Unallocated work."\n[icpc-in-time]\ncommentary = "= 3 more"\naction = "A review."\n'
    commentary = written(project, text)
    assert commentary_file(project, SEPTEMBER) == project.folder / "commentary" / "2015-09.toml"
    assert commentary.concerns == "Unallocated work."
    assert commentary.texts["icpc-in-time"].commentary == "= 3 more"
    assert commentary.of("icpc-in-time").action == "A review."


def test_a_month_without_a_file_has_no_texts(project):
    commentary = read_commentary(project, date(2015, 8, 1))
    assert (commentary.concerns, dict(commentary.texts), commentary.of("icpc-in-time").commentary) == ("", {}, "")


def test_line_breaks_that_officers_wrote_are_kept(project):
    assert (
        written(project, '[icpc-in-time]\ncommentary = """One.\nTwo."""\n').of("icpc-in-time").commentary
        == "One.\nTwo."
    )


WRONG = [
    ('[icpc-in-tme]\ncommentary = "x"', "no indicator 'icpc-in-tme' - did you mean 'icpc-in-time'?"),
    ('[icpc-in-time]\ncomment = "x"', "no setting 'comment' - did you mean 'commentary'?"),
    ("[icpc-in-time]\ncommentary = 7", "commentary 7 is not text"),
    ('icpc-in-time = "text"', "this is not a section"),
    ('[icpc-in-time]\nrating_override = "Red"', "rating_override is given without override_reason"),
    ('[icpc-in-time]\nrating_override = "red"\noverride_reason = "x"', "did you mean 'Red'?"),
    ("concerns = 7", "concerns 7 is not text"),
    ("concerns = ", "line 1"),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_what_is_wrong_is_told_with_the_file(project, text, words):
    with pytest.raises(ProjectError) as caught:
        written(project, text)
    assert words in str(caught.value)
    assert str(caught.value).startswith("commentary/2015-09.toml")


def test_a_commentary_that_no_cell_holds_is_an_error_that_says_how_long_it_is(tmp_path):
    from excel_scorecard.commentary import CELL_ROOM, Remarks
    from excel_scorecard.settings_file import SettingsError, validated

    with pytest.raises(SettingsError, match="commentary has 32,768 characters, and a cell holds 32,767"):
        validated(Remarks, {"commentary": "x" * (CELL_ROOM + 1)}, lambda _: "commentary/2015-09.toml")


# The sheet Commentary of scorecard.xlsx


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return new_project(tmp_path / "book")


def in_toml(folder: Path, text: str) -> Commentary:
    (folder / "commentary").mkdir()
    (folder / "commentary" / "2026-03.toml").write_text(text, "utf-8")
    return read_commentary(read_project(folder), MARCH)


def test_texts_are_read_from_the_workbooks_sheet(workbook):
    commentary = read_commentary(read_project(workbook), MARCH)
    assert commentary.concerns.startswith("Unallocated assessments")
    assert set(commentary.texts) == {"visits-in-time", "unallocated"}
    assert commentary.of("unallocated").signed_off == "Head of Assessment, 09/04/2026"


def test_a_month_without_rows_has_no_texts(workbook):
    commentary = read_commentary(read_project(workbook), date(2026, 2, 1))
    assert (commentary.concerns, dict(commentary.texts)) == ("", {})


def test_sheet_and_file_are_read_together(workbook):
    commentary = in_toml(workbook, '[re-referrals]\ncommentary = "As before."\n')
    assert set(commentary.texts) == {"visits-in-time", "unallocated", "re-referrals"}


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        (
            '[unallocated]\ncommentary = "x"\n',
            "[unallocated]",
            "commentary of 'unallocated' for March 2026 is another on the sheet: scorecard.xlsx : Commentary!C8",
        ),
        (
            'concerns = "x"\n',
            "concerns",
            "concerns for March 2026 is another on the sheet: scorecard.xlsx : Commentary!C6",
        ),
    ],
)
def test_a_text_in_the_file_comes_before_the_sheets_and_a_warning_names_both_places(workbook, text, place, what):
    commentary = in_toml(workbook, text)
    assert "x" in (commentary.concerns, commentary.of("unallocated").commentary)
    assert [(f.level, f.file, f.place, f.code) for f in commentary.findings] == [
        ("warning", "commentary/2026-03.toml", place, "P-TWICE")
    ]
    assert commentary.findings[0].what.startswith(what)


def test_what_the_file_does_not_say_of_an_indicator_is_taken_from_the_sheet(workbook):
    commentary = in_toml(workbook, '[unallocated]\naction = "As before."\n')
    assert commentary.of("unallocated").action == "As before."
    assert commentary.of("unallocated").signed_off == "Head of Assessment, 09/04/2026"
    assert [finding.code for finding in commentary.findings] == ["P-TWICE"]  # the sheet has an action too


def test_a_text_that_the_file_says_is_empty_is_empty(workbook):
    commentary = in_toml(workbook, '[unallocated]\nsigned_off = ""\n')
    assert commentary.of("unallocated").signed_off == ""
    assert "signed off of 'unallocated'" in commentary.findings[0].what


def test_the_same_text_in_both_places_is_not_told(workbook):
    said = read_commentary(read_project(workbook), MARCH).of("unallocated")
    assert in_toml(workbook, f'[unallocated]\nsigned_off = "{said.signed_off}"\n').findings == ()


def test_two_rows_of_one_indicator_and_month_on_the_sheet_are_an_error_that_names_both(workbook):
    typed(workbook, lambda book: put(book, "Commentary", 1, "Indicator", "unallocated"))
    with pytest.raises(ProjectError) as caught:
        read_commentary(read_project(workbook), MARCH)
    assert (
        "'unallocated' has a text for March 2026 in two places: scorecard.xlsx : Commentary!B7 and "
        "scorecard.xlsx : Commentary!B8"
    ) in str(caught.value)


def test_what_is_wrong_in_the_sheet_is_told_by_its_cell_also_where_the_file_says_something_too(workbook):
    typed(workbook, lambda book: put(book, "Commentary", 2, "Rating override", "red"))
    with pytest.raises(ProjectError) as caught:
        in_toml(workbook, '[unallocated]\naction = "As before."\n')
    assert "scorecard.xlsx : Commentary!" in str(caught.value)


def test_a_rating_by_judgement_may_be_typed_with_its_reason(workbook):
    def change(book) -> None:
        put(book, "Commentary", 1, "Rating override", "red")
        put(book, "Commentary", 1, "Override reason", "The late visits are the most urgent.")

    typed(workbook, change)
    remarks = read_commentary(read_project(workbook), MARCH).of("visits-in-time")
    assert (remarks.rating_override, remarks.override_reason) == ("Red", "The late visits are the most urgent.")


def test_a_workbook_without_the_sheet_has_its_texts_in_files(workbook):
    typed(workbook, lambda book: book.remove(book["Commentary"]))
    assert in_toml(workbook, '[unallocated]\ncommentary = "x"\n').of("unallocated").commentary == "x"
