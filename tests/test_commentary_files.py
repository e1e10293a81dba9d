"""The month's file of texts, as it is written, and the marks that say which of its words are bold."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from excel_scorecard.commentary import (
    MARKED,
    Commentary,
    Look,
    Mark,
    Remarks,
    Styled,
    changed_toml,
    commentary_file,
    marks,
    month_toml,
    read_commentary,
    runs,
)
from excel_scorecard.commentary.marks import joined, stripped
from excel_scorecard.errors import ProjectError
from excel_scorecard.project import Project, make_project

SEPTEMBER = date(2015, 9, 1)
IDS = ("referrals", "icpc-in-time", "visits")

# -- marks -------------------------------------------------------------------------------------------------------------

BOLD = Look(bold=True)
letters = some.text(some.sampled_from("a b\n🙂é\"\\'\t"), min_size=1, max_size=6)
looks = some.builds(
    Look,
    bold=some.sampled_from([None, True, False]),
    underline=some.sampled_from([None, "single", "double"]),
    colour=some.sampled_from(["", "FFC00000", "theme 4 -0.25"]),
    size=some.sampled_from([None, Decimal("10.5")]),
)
pieces = some.lists(some.builds(Styled, letters, looks), max_size=6).map(joined)


@given(pieces)
def test_marks_give_back_the_runs_that_they_were_made_of(styled: tuple[Styled, ...]):
    text = "".join(piece.text for piece in styled)
    assert runs(text, marks(styled)) == styled


@given(some.text(some.sampled_from("ab 🙂\n"), max_size=12), some.data())
def test_marks_that_overlap_say_the_same_once_they_were_made_anew(text: str, data: some.DataObject):
    marked = data.draw(
        some.lists(some.builds(Mark, words=letters, at=some.integers(1, 3), bold=some.booleans(), font=some.just("")))
    )
    shown = runs(text, marked)
    assert "".join(piece.text for piece in shown) == text
    assert runs(text, marks(shown)) == shown


def test_a_mark_names_its_words_and_which_of_them_is_meant():
    styled = (Styled("one visit, "), Styled("one", BOLD), Styled(" call"))
    assert marks(styled) == (Mark(words="one", at=2, bold=True),)


def test_words_that_are_bold_and_partly_red_are_both():
    shown = runs("two late visits", [Mark(words="two late visits", bold=True), Mark(words="late", colour="FFC00000")])
    assert shown[1] == Styled("late", Look(bold=True, colour="FFC00000"))
    assert [piece.look for piece in (shown[0], shown[2])] == [BOLD, BOLD]


def test_a_mark_whose_words_are_gone_marks_nothing():
    assert runs("Three visits", [Mark(words="Two visits", bold=True)]) == (Styled("Three visits"),)


@given(pieces)
def test_runs_lose_the_white_space_around_a_text_as_the_text_does(styled: tuple[Styled, ...]):
    text = "".join(piece.text for piece in styled)
    assert "".join(piece.text for piece in stripped(styled)) == text.strip()


# -- the file ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_in(tmp_path)


def project_in(folder: Path) -> Project:
    indicators = [
        {"id": each, "number": n, "title": each, "unit": "percent", "good": "high"} for n, each in enumerate(IDS, 1)
    ]
    return make_project({"scorecard": {"organisation": "Northshire"}, "indicator": indicators}, folder)


def written(project: Project, text: str) -> Commentary:
    file = commentary_file(project, SEPTEMBER)
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8", newline="")
    return read_commentary(project, SEPTEMBER)


def test_a_new_file_reads_well():
    said = {
        "visits": {"commentary": "On time.", "signed_off": "Head of Service"},
        "": {"concerns": "Caseloads.\nVacancies."},
        "referrals": {
            "commentary": 'Two visits were late.\n\nOne family said "never again".',
            "commentary_marks": [Mark(words="Two visits", bold=True)],
            "action": "Read every Monday.",
        },
    }
    assert month_toml(SEPTEMBER, said, IDS) == (
        "# The officers' words for September 2015. `excel-scorecard collect` writes here what is in the\n"
        "# workbooks that come back, `build` and `refresh` read it, and it may be edited here too.\n"
        "\n"
        'concerns = """\n'
        "Caseloads.\n"
        'Vacancies."""\n'
        "\n"
        "[referrals]\n"
        'commentary = """\n'
        "Two visits were late.\n"
        "\n"
        'One family said "never again"."""\n'
        'commentary_marks = [{ words = "Two visits", bold = true }]\n'
        'action = "Read every Monday."\n'
        "\n"
        "[visits]\n"
        'commentary = "On time."\n'
        'signed_off = "Head of Service"\n'
    )


HAND_MADE = '''# Ours. Ask Jane before you change it.

concerns = "Caseloads."   # agreed on 9 October

# the first two are by Sam
[referrals]
commentary = """
One.
# not a comment
[visits]
Two."""
action = "A review."

# not ready
[visits]
signed_off = 'Jane'
'''


def test_only_what_changes_is_written_anew():
    said = {"referrals": {"action": "Two reviews."}, "icpc-in-time": {"commentary": "Late."}}
    after = changed_toml(HAND_MADE, said, IDS)
    assert after == HAND_MADE.replace(
        'action = "A review."\n', 'action = "Two reviews."\n\n[icpc-in-time]\ncommentary = "Late."\n'
    )


def test_what_says_the_same_already_is_left_to_the_letter():
    said = {"referrals": {"action": "A review.", "commentary_marks": []}, "": {"concerns": "Caseloads."}}
    assert changed_toml(HAND_MADE + "\n\n", said, IDS) == HAND_MADE + "\n\n"


def test_a_text_as_long_as_a_cell_holds_is_found_among_the_lines():
    long = "\n".join(f"line {number} of a text [1] with {{2}}" for number in range(1000))
    before = month_toml(SEPTEMBER, {"referrals": {"commentary": long, "action": "x"}}, IDS)
    after = changed_toml(before, {"referrals": {"action": "y"}}, IDS)
    assert after == before.replace('action = "x"', 'action = "y"')


def test_concerns_come_below_the_files_first_comment():
    after = changed_toml('# Ours.\n\n[visits]\ncommentary = "x"\n', {"": {"concerns": "Caseloads."}}, IDS)
    assert after == '# Ours.\n\nconcerns = "Caseloads."\n\n[visits]\ncommentary = "x"\n'


def test_marks_that_are_gone_leave_no_line():
    before = '[visits]\ncommentary = "x y"\ncommentary_marks = [\n    { words = "x", bold = true },\n]\naction = "z"\n'
    after = changed_toml(before, {"visits": {"commentary_marks": []}}, IDS)
    assert after == '[visits]\ncommentary = "x y"\naction = "z"\n'


def test_texts_written_in_another_form_of_toml_are_kept_in_ours():
    before = 'visits.commentary = "x"\nreferrals = { action = "y" }\n'
    after = changed_toml(before, {"visits": {"action": "z"}}, IDS)
    assert tomllib.loads(after) == {"visits": {"commentary": "x", "action": "z"}, "referrals": {"action": "y"}}


texts = some.text(max_size=30).map(str.strip) | some.text(some.sampled_from("a \"'\\\n#[]="), max_size=20).map(
    str.strip
)
one_mark = some.builds(
    Mark,
    words=some.text(min_size=1, max_size=8),
    at=some.integers(1, 3),
    bold=some.sampled_from([None, True, False]),
    underline=some.sampled_from([None, "single", "double", "none"]),
    colour=some.sampled_from(["", "FFC00000", "theme 1"]),
    size=some.sampled_from([None, Decimal(11), Decimal("10.5")]),
    font=some.sampled_from(["", "Arial"]),
)
sections = some.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("commentary", "action", "signed_off"), texts)
    | {f"{name}_marks": some.lists(one_mark, max_size=3) for name in MARKED},
)
months = some.dictionaries(some.sampled_from(IDS), sections)
concerns = some.fixed_dictionaries({}, optional={"concerns": texts, "concerns_marks": some.lists(one_mark, max_size=2)})


@given(months, concerns, months, concerns)
def test_what_was_written_is_what_is_read_also_over_what_was_there(first, of_all, second, then):
    first, second = ({"": of_all} if of_all else {}) | first, ({"": then} if then else {}) | second
    text = changed_toml(month_toml(SEPTEMBER, first, IDS), second, IDS)
    wanted = {key: {**first.get(key, {}), **second.get(key, {})} for key in {**first, **second}}
    content = tomllib.loads(text, parse_float=Decimal)
    for key, settings in wanted.items():
        section = content if key == "" else content[key]
        for name, value in settings.items():
            if isinstance(value, str):
                assert section[name] == value
            else:
                assert tuple(Mark.model_validate(each) for each in section.get(name, [])) == tuple(value)
    assert changed_toml(text, second, IDS) == text


@given(months, months)
def test_the_lines_of_other_sections_stay(first, second):
    text = month_toml(SEPTEMBER, first, IDS)
    after = changed_toml(text, second, IDS)
    for key in first.keys() - second.keys():
        block = month_toml(SEPTEMBER, {key: first[key]}, IDS).partition(f"[{key}]")[2].strip("\n")
        assert block in after


def test_where_texts_came_from_stands_at_the_files_end(project):
    said = {
        "collected_from": {"concerns": "jane.xlsx 1f", "visits.commentary": "sam's copy.xlsx 2e"},
        "visits": {"commentary": "Late."},
        "": {"concerns": "Caseloads."},
    }
    text = month_toml(SEPTEMBER, said, IDS)
    assert text.endswith(
        '[visits]\ncommentary = "Late."\n\n'
        "# Which workbook each text came from, so that none takes the place of another's unseen.\n"
        '[collected_from]\nconcerns = "jane.xlsx 1f"\n"visits.commentary" = "sam\'s copy.xlsx 2e"\n'
    )
    assert dict(written(project, text).collected_from) == said["collected_from"]
    later = changed_toml(text, {"collected_from": {"visits.commentary": "jane.xlsx 3d"}}, IDS)
    assert later == text.replace("sam's copy.xlsx 2e", "jane.xlsx 3d")


# -- read back ---------------------------------------------------------------------------------------------------------


def test_marks_are_read_with_their_text(project):
    marked = (
        '[visits]\ncommentary = "Two visits were late."\ncommentary_marks = [{ words = "Two visits", bold = true }]\n'
    )
    said = written(project, marked).of("visits")
    assert said.runs("commentary") == (Styled("Two visits", BOLD), Styled(" were late."))
    assert said.runs("action") == ()


def test_the_concerns_may_be_marked_too(project):
    text = 'concerns = "Caseloads."\nconcerns_marks = [{ words = "Caseloads", underline = true }]\n'
    assert written(project, text).concern_runs[0] == Styled("Caseloads", Look(underline="single"))


def test_a_mark_whose_words_are_gone_is_dropped_with_a_warning(project):
    text = '[visits]\ncommentary = "Three."\ncommentary_marks = [{ words = "Two", bold = true }]\n'
    commentary = written(project, text)
    assert commentary.of("visits").commentary_marks == ()
    assert str(commentary.findings[0]).startswith(
        "commentary/2015-09.toml : [visits] : P-MARK : commentary_marks: 'Two' is not in the text"
    )


WRONG = [
    ('commentary_marks = "bold"', "commentary_marks"),
    ("commentary_marks = [{ bold = true }]", "'words' is missing"),
    ('commentary_marks = [{ words = "x", bolt = true }]', "no setting 'bolt' - did you mean 'bold'?"),
    ('commentary_marks = [{ words = "x", colour = "red" }]', 'colour "red" is no colour'),
    ('commentary_marks = [{ words = "x", at = 0 }]', "at 0 is less than 1"),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_what_is_wrong_with_a_mark_is_told(project, text, words):
    with pytest.raises(ProjectError) as caught:
        written(project, f'[visits]\ncommentary = "x"\n{text}\n')
    assert words in str(caught.value)
    assert str(caught.value).startswith("commentary/2015-09.toml, [visits]")


def test_every_text_that_may_hold_bold_words_is_known():
    assert MARKED == ("commentary", "action", "override_reason")
    assert Remarks().runs("commentary") == ()


def test_the_months_file_of_the_guide_is_one_that_is_read_and_written_so(tmp_path):
    guide = (Path(__file__).parent.parent / "docs" / "setup.md").read_text("utf-8")
    example = guide.split("## The month's texts")[1].split("```toml\n")[1].split("```")[0]
    indicator = {"id": "visits-in-time", "number": 1, "title": "Visits", "unit": "percent", "good": "high"}
    project = make_project({"scorecard": {"organisation": "Northshire"}, "indicator": [indicator]}, tmp_path)
    said = written(project, example)
    assert said.findings == ()
    remarks = said.of("visits-in-time")
    slots = {name: getattr(remarks, name) for name in Remarks.model_fields if getattr(remarks, name)}
    again = month_toml(SEPTEMBER, {"": {"concerns": said.concerns}, "visits-in-time": slots}, ["visits-in-time"])
    assert again.partition("\n\n")[2] == example
