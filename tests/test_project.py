"""scorecard.toml: what it may say, what it means, and what is told when it says something else."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_scorecard.errors import ProjectError
from excel_scorecard.project import RATINGS, Indicator, Project, make_project, project_schema, read_project
from excel_scorecard.settings_file import SettingsError

SCORECARD = '[scorecard]\norganisation = "Northshire Council (fictional)"\n'
AREAS = '[[area]]\nname = "EAST"\n[[area]]\nname = "SOUTH"\n[[area]]\nname = "Assessment"\naxis = "team type"\n'
ICPC = """
[[indicator]]
id = "icpc-in-time"
number = 7
title = "CP initial conferences within timescale"
unit = "percent"
good = "high"
"""
TARGET = """
[[indicator.target]]
from = 2015-04-01
target = 75
amber_within = 10
source = "local, agreed by the improvement board"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, text: str | bytes) -> Project:
    blob = text if isinstance(text, bytes) else text.encode()
    (folder / "scorecard.toml").write_bytes(blob)
    return read_project(folder)


def refusal(folder: Path, text: str | bytes) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        read(folder, text)
    return caught.value


def the_indicator(folder: Path, text: str) -> Indicator:
    return read(folder, SCORECARD + AREAS + text).indicators[0]


# What it means


def test_a_short_project_has_every_setting_filled(folder):
    project = read(folder, SCORECARD + AREAS + ICPC + TARGET)
    indicator = project.indicators[0]
    assert project.scorecard.heading == "Performance scorecard"
    assert project.scorecard.figures == ("figures/*.csv", "figures/*.xlsx")
    assert project.folder == folder
    assert (indicator.number, indicator.short, indicator.pattern) == ("7", indicator.title, "percentage")
    assert (indicator.numerator_label, indicator.denominator_label, indicator.value_label) == (
        "Number",
        "Total",
        "Per cent",
    )
    assert (indicator.window_months, indicator.direction_against, indicator.kind) == (6, "average", "flow")


def test_a_project_is_read_from_its_file_as_well_as_from_its_folder(folder):
    project = read(folder, SCORECARD + ICPC)
    assert read_project(folder / "scorecard.toml") == project


def test_numbers_are_exact_to_the_decimal_that_was_written(folder):
    text = ICPC.replace('good = "high"', 'good = "high"\ndecimals = 1') + TARGET.replace("75", "74.8")
    target = the_indicator(folder, text).targets[0]
    assert target.target == Decimal("74.8")
    assert target.limit("high") == Decimal("64.8")


def test_a_percentage_is_held_in_cells_as_a_fraction_with_two_more_places(folder):
    indicator = the_indicator(folder, ICPC + TARGET)
    assert (indicator.in_cells(Decimal(75)), indicator.places, indicator.scale) == (Decimal("0.75"), 2, 100)


def test_a_rate_is_per_ten_thousand_with_one_decimal_unless_it_says_otherwise(folder):
    rate = ICPC.replace('"percent"', '"rate"')
    indicator = the_indicator(folder, rate)
    assert (indicator.multiplier, indicator.places, indicator.is_ratio) == (10_000, 1, True)
    assert the_indicator(folder, rate + "per = 1000\n").multiplier == 1_000


def test_a_count_is_no_ratio(folder):
    indicator = the_indicator(folder, ICPC.replace('"percent"', '"count"'))
    assert (indicator.is_ratio, indicator.multiplier, indicator.places, indicator.value_label) == (
        False,
        1,
        0,
        "Number",
    )


def test_the_target_in_force_is_the_latest_that_has_begun(folder):
    later = TARGET.replace("2015-04-01", "2016-04-01").replace("75", "80")
    indicator = the_indicator(folder, ICPC + later + TARGET)
    in_force = [indicator.target_at(month) for month in (date(2015, 3, 1), date(2015, 4, 1), date(2016, 4, 1))]
    assert [target and target.target for target in in_force] == [None, 75, 80]


def test_a_target_of_one_area_holds_there_and_nowhere_else(folder):
    own = TARGET.replace("75", "60") + 'area = "EAST"\n'
    indicator = the_indicator(folder, ICPC + TARGET + own)
    month = date(2015, 9, 1)
    found = [indicator.target_at(month, area) for area in ("EAST", "SOUTH", "")]
    assert [target and target.target for target in found] == [60, 75, 75]


def test_the_breakdown_is_by_area_where_there_are_areas(folder):
    project = read(folder, SCORECARD + AREAS + ICPC)
    assert project.indicators[0].breakdown == "area"
    assert project.areas_of(project.indicators[0]) == ("EAST", "SOUTH")


def test_there_is_no_breakdown_without_areas(folder):
    project = read(folder, SCORECARD + ICPC)
    assert (project.indicators[0].breakdown, project.areas_of(project.indicators[0])) == ("none", ())


def test_a_breakdown_may_be_by_another_axis(folder):
    project = read(folder, SCORECARD + AREAS + ICPC + 'breakdown = "team type"\n')
    assert project.areas_of(project.indicators[0]) == ("Assessment",)


@pytest.mark.parametrize("written", ["2026-03-01", "2026-03-31", '"2026-03"', '"Mar-26"'])
def test_the_report_month_is_the_first_of_its_month(folder, written):
    assert read(folder, SCORECARD + f"month = {written}\n" + ICPC).scorecard.month == date(2026, 3, 1)


@pytest.mark.parametrize("written", ['"x"', '"[x]"', '"X"'])
def test_a_comparator_may_be_a_code(folder, written):
    text = ICPC + f'[[indicator.comparator]]\nlabel = "England"\nvalue = {written}\n'
    assert the_indicator(folder, text).comparators[0].value == "[x]"


def test_an_indicator_is_found_by_its_id(folder):
    project = read(folder, SCORECARD + ICPC)
    assert project.indicator("icpc-in-time") is project.indicators[0]


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(folder):
    text = SCORECARD + AREAS + ICPC + TARGET
    plain = read(folder, text)
    assert read(folder, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == plain


def test_the_average_is_of_four_quarters_or_three_years_unless_it_says_otherwise(folder):
    windows = [
        the_indicator(folder, f'{ICPC}frequency = "{frequency}"\n').window_months for frequency in ("quarter", "year")
    ]
    assert windows == [12, 36]


def test_a_band_has_two_edges_and_an_amber_as_far_on_either_side(folder):
    band = TARGET.replace("target = 75", "lower = 70\nupper = 80")
    target = the_indicator(folder, ICPC.replace('"high"', '"band"') + band).targets[0]
    assert (target.goal, target.upper, target.limit("band")) == (70, 80, 60)


def test_money_is_an_amount_unless_it_is_divided_by_something(folder):
    amount = the_indicator(folder, ICPC.replace('"percent"', '"currency"'))
    average = the_indicator(folder, ICPC.replace('"percent"', '"currency"') + 'denominator_label = "Placements"\n')
    assert (amount.is_ratio, amount.pattern, average.is_ratio, average.pattern) == (False, "amount", True, "currency")


def test_a_project_may_print_other_words_for_the_ratings(folder):
    labels = '[scorecard.rating_labels]\nGreen = "On track"\n"No data" = "To come"\n'
    indicator = read(folder, SCORECARD + labels + ICPC).indicators[0]
    assert [indicator.label(rating) for rating in RATINGS] == ["On track", "Amber", "Red", "No target", "To come"]


TEAMS = """
[[team]]
name = "Duty 1"
area = "EAST"
team_type = "Assessment"
to = 2025-03-31
[[team]]
name = "Duty 1"
area = "SOUTH"
from = 2025-04-01
"""


def test_a_team_has_its_area_and_type_for_a_time(folder):
    teams = read(folder, SCORECARD + AREAS + ICPC + TEAMS).teams
    assert [(team.name, team.area, team.team_type, team.from_, team.to) for team in teams] == [
        ("Duty 1", "EAST", "Assessment", None, date(2025, 3, 31)),
        ("Duty 1", "SOUTH", "", date(2025, 4, 1), None),
    ]


# What is told when it is wrong


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('area = "EAST"\n', 'area = "EASTT"\n'), "the team's area 'EASTT' is not an area on the axis 'area'"),
        (('"Assessment"\nto', '"EAST"\nto'), "the team's team_type 'EAST' is not an area on the axis 'team type'"),
        (("from = 2025-04-01", "from = 2025-03-31"), "the team 'Duty 1' is there twice at the same time"),
        (("from = 2025-04-01", "from = 2025-04-01\nto = 2025-03-01"), "last day, 01/03/2025, is before its first"),
    ],
)
def test_a_team_that_cannot_be_is_refused(folder, change, words):
    assert change[0] in TEAMS
    error = refusal(folder, SCORECARD + AREAS + ICPC + TEAMS.replace(*change))
    assert words in str(error)
    assert error.where.startswith("scorecard.toml, team 'Duty 1'")


def test_a_target_that_is_no_percentage_is_told_with_its_cure(folder):
    error = refusal(folder, SCORECARD + ICPC + TARGET.replace("75", "115"))
    assert str(error) == (
        "scorecard.toml, indicator 'icpc-in-time': target 115 is not a percentage between 0 and 100.\n"
        '  Write target = 75 for 75%, or unit = "count" if it is a number of cases.'
    )


def test_an_unknown_setting_suggests_the_right_one(folder):
    error = refusal(folder, SCORECARD + ICPC + TARGET.replace("amber_within", "amber_withn"))
    assert "there is no setting 'amber_withn' - did you mean 'amber_within'?" in str(error)


@pytest.mark.parametrize("name", ["from_", "targets", "comparators", "folder", "indicators", "areas"])
def test_our_own_names_are_not_settings(folder, name):
    text = SCORECARD + ICPC + TARGET
    text = f'{name} = "x"\n{text}' if name in {"folder", "indicators", "areas"} else f'{text}{name} = "x"\n'
    assert f"there is no setting '{name}'" in str(refusal(folder, text))


SETTINGS_AND_REFUSALS = [  # a change to a project that is right, and the words that refuse it
    (('unit = "percent"', 'unit = "percentage"'), "unit \"percentage\" is not known - did you mean 'percent'?"),
    (('title = "CP initial conferences within timescale"', ""), "'title' is missing"),
    (('title = "CP initial conferences within timescale"', "title = 7"), "title 7 is not text"),
    (('title = "CP initial conferences within timescale"', 'title = " "'), "'title' is empty"),
    (('title = "CP initial conferences within timescale"', 'title = "\u00a0\ufeff"'), "'title' is empty"),
    (('good = "high"', 'good = "up"'), 'good "up" is not known'),
    (('good = "high"', 'good = "high"\ndecimals = 5'), "decimals 5 is more than 4"),
    (('good = "high"', 'good = "high"\ndecimals = 0.5'), "decimals 0.5 is not a whole number"),
    (('good = "high"', 'good = "high"\ndecimals = "1"'), 'decimals "1" is not a whole number'),
    (('good = "high"', 'good = "high"\ndecimals = true'), "decimals true is not a whole number"),
    (('good = "high"', 'good = "high"\nwindow_months = 0'), "window_months 0 is less than 1"),
    (
        ('good = "high"', 'good = "high"\nfrequency = "quarter"\nwindow_months = 4'),
        "window_months 4 is no whole number of quarters",
    ),
    (('good = "high"', 'good = "high"\nfrequency = "weekly"'), 'frequency "weekly" is not known'),
    (('good = "high"', 'good = "band"'), 'the target of good = "band" is a range'),
    (("target = 75", "lower = 70\nupper = 80"), 'lower and upper are the edges of a band, and good = "high"'),
    (("target = 75", ""), "'target' is missing"),
    (('good = "high"', 'good = "high"\npopulation = "0 to 17"'), 'population belongs to unit "rate"'),
    (
        ('[[area]]\nname = "SOUTH"', '[scorecard.rating_labels]\nGreen = "Red"\n[[area]]\nname = "SOUTH"'),
        "both be called",
    ),
    (
        ('[[area]]\nname = "SOUTH"', '[scorecard.rating_labels]\nAmber = "Close, not there"\n[[area]]\nname = "SOUTH"'),
        "'Close, not there' has a comma",
    ),
    (
        (
            '[[area]]\nname = "SOUTH"',
            f'[scorecard.rating_labels]\nRed = "{"Off track " * 5}"\n[[area]]\nname = "SOUTH"',
        ),
        "has 49 characters, and a rating has room for 40",
    ),
    (('good = "high"', 'good = "high"\nper = 1000'), 'per belongs to unit "rate"'),
    (('good = "high"', 'good = "high"\nbreakdown = "areas"'), "no area on the axis 'areas' - did you mean 'area'?"),
    (('good = "high"', 'good = "high"\nstatus = "draft"'), 'status "draft" is not known'),
    (('id = "icpc-in-time"', 'id = "ICPC in time"'), 'id "ICPC in time" cannot be used'),
    (("number = 7", "number = true"), "number true is not text"),
    (("target = 75", 'target = "75%"'), 'target "75%" is not a number'),
    (("target = 75", "target = nan"), "target NaN is not a number"),
    (("target = 75", "target = true"), "target true is not a number"),
    (("target = 75", "target = 0.75"), "would be less than one per cent"),
    (("target = 75", "target = -1"), "target -1 is not a percentage"),
    (("amber_within = 10", "amber_within = -1"), "amber_within -1 is less than 0"),
    (("amber_within = 10", "amber_limit = 80"), "amber_limit 80 is above target 75, on the good side"),
    (("amber_within = 10", "amber_limit = 120"), "amber_limit 120 is not a percentage"),
    (("amber_within = 10", "amber_within = 10\namber_limit = 65"), "are both given"),
    (('good = "high"', 'good = "neither"'), "there can be no Amber"),
    (("from = 2015-04-01", 'from = "soon"'), "from is no date: 'soon' is not a month"),
    (("from = 2015-04-01", ""), "'from' is missing"),
    (("from = 2015-04-01", 'from = 2015-04-01\narea = "EASTT"'), "'EASTT' is not in the indicator's breakdown"),
    (('name = "SOUTH"', 'name = "East"'), "the area 'east' is there twice"),
    (('name = "SOUTH"', 'name = "Total"'), "'Total' cannot be an area"),
    (("[[area]]", "[area]"), "line 5 ([area]) says something a second time"),
    (("[scorecard]", "[scorecards]"), "there is no setting 'scorecards' - did you mean 'scorecard'?"),
    (("[scorecard]", "[scorecard]\nmonth = 15"), "month is no month"),
    (("[scorecard]", "[scorecard]\ntrend_months = 401"), "trend_months 401 is more than 400"),
    (("[scorecard]", "[scorecard]\ndrafts = 1"), "drafts 1 is neither true nor false"),
    (("[scorecard]", '[scorecard]\nfigures = "a.csv"'), 'figures "a.csv" is not a list'),
    (("[scorecard]", "[scorecard]\nfigures = []"), "'figures' is empty"),
    (("[scorecard]", "[scorecard]\nfigures = ['C:\\figures\\a.csv']"), "does not start from the project folder"),
    (("[scorecard]", '[scorecard]\nfigures = ["figures/**.csv"]'), "has ** together with other letters"),
    (("[scorecard]", '[scorecard]\nfigures = ["/etc/a.csv"]'), "does not start from the project folder"),
]


@pytest.mark.parametrize(("change", "words"), SETTINGS_AND_REFUSALS, ids=[words for _, words in SETTINGS_AND_REFUSALS])
def test_a_wrong_setting_is_refused_in_plain_words(folder, change, words):
    text = SCORECARD + AREAS + ICPC + TARGET
    read(folder, text)
    assert change[0] in text
    error = refusal(folder, text.replace(change[0], change[1]))
    assert words in str(error)
    assert error.exit_code == 2
    assert not any(technical in str(error) for technical in ("pydantic", "Input should", "validation", "Value error"))


def test_an_amber_limit_of_a_low_indicator_lies_above_the_target(folder):
    low = (ICPC + TARGET).replace('"high"', '"low"')
    assert the_indicator(folder, low.replace("amber_within = 10", "amber_limit = 80")).targets[0].limit("low") == 80
    error = refusal(folder, SCORECARD + low.replace("amber_within = 10", "amber_limit = 70"))
    assert "amber_limit 70 is below target 75, on the good side" in str(error)


def test_two_indicators_with_one_id_are_refused(folder):
    error = refusal(folder, SCORECARD + ICPC + ICPC.replace("= 7", "= 8"))
    assert "two indicators have the id 'icpc-in-time'" in str(error)


def test_two_indicators_with_one_number_are_refused(folder):
    error = refusal(folder, SCORECARD + ICPC + ICPC.replace("icpc-in-time", "other").replace("= 7", '= "7"'))
    assert "two indicators have the number '7'" in str(error)


def test_two_targets_from_one_day_are_refused(folder):
    assert "two targets start on 2015-04-01" in str(refusal(folder, SCORECARD + ICPC + TARGET + TARGET))


def test_five_comparators_are_one_too_many(folder):
    five = '[[indicator.comparator]]\nlabel = "England"\nvalue = 74.8\n' * 5
    assert "comparator has 5 entries, and at most 4" in str(refusal(folder, SCORECARD + ICPC + five))


def test_a_comparator_that_is_no_number_is_refused_at_its_place(folder):
    text = SCORECARD + ICPC + '[[indicator.comparator]]\nlabel = "England"\nvalue = "about half"\n'
    error = refusal(folder, text)
    assert error.where == "scorecard.toml, indicator 'icpc-in-time', comparator 'England'"


def test_a_rate_has_no_target_above_what_it_is_per(folder):
    text = SCORECARD + (ICPC + TARGET).replace('"percent"', '"rate"').replace("target = 75", "target = 75000")
    assert "target 75000 is above the 10,000 that the rate is per" in str(refusal(folder, text))


def test_everything_that_is_wrong_is_told_at_once(folder):
    other = ICPC.replace("icpc-in-time", "other").replace("= 7", "= 8").replace('"high"', '"up"')
    error = refusal(folder, SCORECARD + "agenda = 4\n" + ICPC + TARGET.replace("75", "115") + other)
    assert isinstance(error, SettingsError)
    assert [problem.where for problem in error.problems] == [
        "scorecard.toml, [scorecard]",
        "scorecard.toml, indicator 'icpc-in-time'",
        "scorecard.toml, indicator 'other'",
    ]
    assert all(problem.what in str(error) for problem in error.problems)


def test_a_project_without_indicators_says_what_to_add(folder):
    assert "'indicator' is missing" in str(refusal(folder, SCORECARD))


def test_a_line_that_is_no_toml_is_named(folder):
    error = refusal(folder, SCORECARD + "heading = Performance scorecard\n")
    assert "line 3 (heading = Performance scorecard) cannot be read" in str(error)
    assert "quotation marks" in error.mend


def test_a_setting_that_is_there_twice_is_named(folder):
    error = refusal(folder, SCORECARD + 'organisation = "Again"\n')
    assert "line 3" in str(error)
    assert "a second time" in str(error)


def test_cp1252_text_says_how_to_save_it(folder):
    error = refusal(folder, (SCORECARD + 'service = "Children\u2019s"\n' + ICPC).encode("cp1252"))
    assert "line 3 holds letters that are not UTF-8" in str(error)
    assert "UTF-8" in error.mend


def test_a_folder_without_a_project_says_which_folder_is_wanted(folder):
    with pytest.raises(ProjectError, match=r"there is no scorecard\.xlsx and no scorecard\.toml in this folder"):
        read_project(folder)


def test_a_folder_that_is_not_there_is_told(folder):
    with pytest.raises(ProjectError, match="there is no such project"):
        read_project(folder / "nowhere")


def test_plain_settings_make_the_same_project_as_the_file(folder):
    settings = {
        "scorecard": {"organisation": "Northshire Council (fictional)"},
        "indicator": [
            {
                "id": "icpc-in-time",
                "number": 7,
                "title": "CP initial conferences within timescale",
                "unit": "percent",
                "good": "high",
            }
        ],
    }
    assert make_project(settings, folder) == read(folder, SCORECARD + ICPC)


def test_a_project_does_not_change(folder):
    project = read(folder, SCORECARD + ICPC)
    with pytest.raises(ValueError, match="frozen"):
        project.scorecard.heading = "Other"


PROJECT_LINES = (SCORECARD + AREAS + ICPC + TARGET).splitlines()
ODD_LINES = ["target = [1, 2]", "target = {}", "from = 7", "id = 3", "number = 1.5", "notes = [1]", "x = ["]
ODD_SECTIONS = ["[[indicator]]", "indicator = 3", "area = 'x'", "[indicator.target]", "[[scorecard]]"]
PIECES = st.sampled_from([*PROJECT_LINES, *ODD_LINES, *ODD_SECTIONS])


@given(st.lists(PIECES, max_size=25))
@settings(max_examples=300, deadline=None)
def test_whatever_the_file_says_the_answer_is_a_project_or_a_refusal(lines):
    with tempfile.TemporaryDirectory() as folder:
        told = ""
        try:
            read(Path(folder), "\n".join(lines))
        except ProjectError as refused:  # anything else is a traceback before a user, and fails here
            told = str(refused)
        assert "Input should" not in told


# The published schema


def sections(schema: dict) -> dict[str, dict]:
    return {"scorecard.toml": schema, **schema["$defs"]}


def test_every_setting_in_the_schema_is_described():
    bare = [
        f"{name}.{key}"
        for name, section in sections(project_schema()).items()
        for key, setting in section["properties"].items()
        if not setting.get("description")
    ]
    assert bare == []


def test_the_schema_names_settings_as_the_file_does():
    schema = project_schema()
    sections = {"scorecard", "comparators", "area", "population", "team", "indicator", "consistency"}
    assert set(schema["properties"]) == sections | {"records", "calendar", "measure"}
    assert {"target", "comparator"} <= set(schema["$defs"]["Indicator"]["properties"])
    assert "from" in schema["$defs"]["Target"]["properties"]


def test_the_schema_allows_no_setting_that_the_reader_refuses():
    assert all(section["additionalProperties"] is False for section in sections(project_schema()).values())
