"""Records know only what they know: an extract of one day never yields a month that its columns cannot support."""

from dataclasses import replace
from datetime import date

import pytest

pytest.importorskip("ibis", reason="records are an extra: pip install '.[records]'")

from on_paper import SEPTEMBER, by_period, compute, records

from excel_scorecard.calendar import months_between
from excel_scorecard.figures.precedence import PRECEDENCE, overrides, settled
from excel_scorecard.figures.reading import Told
from excel_scorecard.figures.waist import Figure
from excel_scorecard.project import Team
from excel_scorecard.records.computing import Wanted, figures_of
from excel_scorecard.records.engine import open_engine
from excel_scorecard.records.measures import MEASURES
from excel_scorecard.records.schema import TABLES, of_the_time
from excel_scorecard.working_days import CalendarRangeError, WorkingCalendar

JULY = date(2015, 7, 1)
MONTHS = months_between(JULY, SEPTEMBER)
TEAMS = [Team(name="East", area="EAST"), Team(name="West", area="WEST")]


def plan(team, started=date(2015, 1, 5)):
    return {"child_id": "a", "started": started, "team": team}


def by_area(measure, *extracts):
    figures, _ = compute(measure, *extracts, periods=MONTHS, areas=("EAST", "WEST"), teams=TEAMS)
    return {(f.period.month, f.area): f.code or f.numerator for f in figures}


def test_a_child_that_moved_is_in_todays_area_in_the_months_of_today_alone():
    # the child was in East until August; the extract of 30 September knows West alone
    said = by_area("cp-plans", records("plans", plan("West")))
    assert said == {
        (7, "TOTAL"): 1, (7, "EAST"): "x", (7, "WEST"): "x",
        (8, "TOTAL"): 1, (8, "EAST"): "x", (8, "WEST"): "x",
        (9, "TOTAL"): 1, (9, "EAST"): 0, (9, "WEST"): 1,
    }  # fmt: skip


def test_the_reason_stands_in_the_figures_note():
    figures, _ = compute("cp-plans", records("plans", plan("West")), periods=[JULY], areas=("EAST",), teams=TEAMS)
    assert [figure.note for figure in figures if figure.area == "EAST"] == [
        "The child protection plans tell the team of 30/09/2015 alone"
    ]


def test_an_extract_taken_days_later_tells_the_areas_where_the_council_says_that_this_is_near_enough():
    late = replace(records("plans", plan("West")), as_of=date(2015, 10, 5))
    assert by_area("cp-plans", late)[9, "WEST"] == "x"
    assert by_area("cp-plans", replace(late, taken_within=4))[9, "WEST"] == "x"
    near = by_area("cp-plans", replace(late, taken_within=5))
    assert (near[9, "WEST"], near[8, "WEST"], near[8, "TOTAL"]) == (1, "x", 1)


def test_a_source_whose_teams_are_of_the_time_gives_the_areas_of_all_months():
    extract = records("plans", plan("West"))
    told = replace(extract, table=of_the_time(extract.table, ["team"]))
    assert by_area("cp-plans", told)[7, "WEST"] == 1


def test_todays_worker_says_nothing_of_last_months_unallocated_work():
    rows = records("assessments", {"child_id": "a", "started": JULY, "worker_id": None})
    assert by_period("unallocated", rows, periods=MONTHS) == {JULY: "x", date(2015, 8, 1): "x", SEPTEMBER: (1, None)}


def test_a_worker_who_left_was_in_post_until_then():
    gone = records("workers", {"worker_id": "w", "from": JULY, "to": date(2015, 8, 20), "team": "East"})
    assert by_area("supervision", gone) | {} == {
        (month, area): 0 for month in (7, 8, 9) for area in ("TOTAL", "EAST", "WEST")
    }
    figures, _ = compute("supervision", gone, periods=MONTHS)
    assert [figure.denominator for figure in figures] == [1, 0, 0]


def test_one_row_a_child_tells_the_extracts_own_month_alone():
    # a list of the latest plan of each child knows nothing of the plans before it
    extract = records("plans", plan("West"))
    latest = [replace(each, keeps="current" if each.kind == "date" else each.keeps) for each in extract.table.columns]
    latest_alone = replace(extract, table=replace(extract.table, columns=tuple(latest)))
    said = by_period("cp-plans", latest_alone, periods=MONTHS)
    assert said == {JULY: "x", date(2015, 8, 1): "x", SEPTEMBER: (1, None)}


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        (date(2015, 9, 29), "x"),
        (date(2015, 9, 30), (0, 0)),
        (date(2015, 10, 5), (0, 0)),
    ],
)
def test_a_month_that_had_not_ended_is_not_told(as_of, said):
    assert by_period("re-referrals", records("referrals", as_of=as_of)) == {SEPTEMBER: said}


def test_a_month_of_which_a_weekend_alone_is_left_has_ended():
    october, friday = date(2015, 10, 1), date(2015, 10, 30)
    extracts = [records("assessments", as_of=friday)]
    assert by_period("unallocated", *extracts, periods=[october]) == {october: (0, None)}


def test_the_extract_of_a_later_month_has_no_current_column_of_this_one():
    extract = records("assessments", as_of=date(2015, 10, 5))
    assert by_period("unallocated", extract) == {SEPTEMBER: "x"}


@pytest.mark.parametrize(
    ("measure", "table", "since", "said"),
    [
        ("seen-at-assessment", "assessments", date(2015, 9, 1), (0, 0)),
        ("seen-at-assessment", "assessments", date(2015, 9, 2), "x"),
        ("assessments-in-time", "assessments", date(2015, 9, 30), (0, 0)),  # what is open at the end is there
        ("re-referrals", "referrals", date(2014, 9, 1), (0, 0)),
        ("re-referrals", "referrals", date(2014, 9, 2), "x"),  # the first of the twelve months is not whole
        ("cp-visits", "visits", date(2015, 9, 2), "x"),
        ("seen-at-s47", "enquiries", date(2015, 3, 1), (0, 0)),
        ("seen-at-s47", "enquiries", date(2015, 4, 1), "x"),  # one that began with a long assessment may not be there
    ],
)
def test_a_month_before_the_extracts_first_day_is_not_told(measure, table, since, said):
    assert by_period(measure, records(table, since=since)) == {SEPTEMBER: said}


def test_a_column_that_is_not_there_and_a_table_that_is_not_there_are_named():
    figures, _ = compute("seen-at-assessment", records("assessments", lacking={"seen"}))
    assert [(f.code, f.note) for f in figures] == [("x", "The extract of assessments has no seen")]
    with open_engine() as engine:
        asked = [Wanted("one", MEASURES["supervision"](), (SEPTEMBER,))]
        figures, _ = figures_of(asked, {"workers": records("workers")}, (), WorkingCalendar(), engine)
    assert [(f.code, f.note) for f in figures] == [("x", "There is no extract of supervisions")]


def test_without_teams_in_the_extract_the_total_is_told_and_the_areas_are_not():
    lacking = records("plans", plan(None), lacking={"team"})
    assert by_area("cp-plans", lacking)[9, "TOTAL"] == 1
    assert by_area("cp-plans", lacking)[9, "EAST"] == "x"


def test_a_team_that_is_not_in_the_project_is_in_the_total_alone_and_counted_in_a_warning_without_its_name():
    extract = records("plans", plan("North"))
    figures, findings = compute("cp-plans", extract, areas=("EAST",), teams=TEAMS)
    assert {f.area: f.numerator for f in figures} == {"TOTAL": 1, "EAST": 0}
    assert [(finding.code, finding.place) for finding in findings] == [("R-TEAM", "team")]
    assert "North" not in str(findings[0])


def test_an_area_that_no_team_works_for_is_not_told_as_nought():
    figures, _ = compute("cp-plans", records("plans", plan("East")), areas=("EAST", "SOUTH"), teams=TEAMS)
    assert [(f.area, f.code, f.numerator, f.note) for f in figures][1:] == [
        ("EAST", None, 1, ""),
        ("SOUTH", "x", None, "No team in the settings works for SOUTH"),
    ]


def test_a_breakdown_that_teams_do_not_tell_is_not_told():
    figures, _ = compute("cp-plans", records("plans"), areas=("North ward",), axis="ward")
    assert [(f.area, f.code, f.note) for f in figures][1] == ("North ward", "x", "Teams say nothing of 'ward'")


def test_a_month_beyond_the_known_bank_holidays_fails_loudly():
    far = date(2029, 1, 1)
    with pytest.raises(CalendarRangeError, match="2010 to 2028"):
        compute("re-referrals", records("referrals", as_of=date(2029, 2, 1)), periods=[far])


def test_every_measure_reads_columns_that_there_are():
    from excel_scorecard.records.support import reads

    for name, measure in MEASURES.items():
        for read in reads(measure(), areas=True):
            known = {column.name for column in TABLES[read.table].columns}
            assert read.columns <= known, name


def told(source, **parts):
    return Told(Figure("one", SEPTEMBER, source=source, **parts), source, "line 1", None, None)  # no file has it


@pytest.mark.parametrize("history", PRECEDENCE)
def test_what_the_records_cannot_tell_gives_way_to_what_was_stored(history):
    gap, stored = told("computed", code="x", note="why"), told("stored", numerator=3)
    chosen = settled([gap, stored], history)
    assert [each.figure.numerator for each in chosen.values()] == [3]
    assert list(overrides([stored.figure], [gap, stored], {})) == []


def test_what_the_records_cannot_tell_and_nobody_else_tells_is_x_with_the_reason():
    gap, blank = told("computed", code="x", note="why"), told("typed")
    chosen = settled([blank, gap], "as-known")
    assert [(each.figure.code, each.figure.note) for each in chosen.values()] == [("x", "why")]
