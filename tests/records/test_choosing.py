"""A project names its measures and fills them in; what is wrong is said with what was meant, all at once."""

from pathlib import Path

import pytest

from excel_scorecard.errors import ProjectError
from excel_scorecard.project import make_project
from excel_scorecard.records.choosing import measures_of, with_definitions
from excel_scorecard.records.conditions import During, Elapsed, Events, Is, Open, Recent
from excel_scorecard.records.measures import MEASURES


def project(*measures, **indicator):
    settings = {"id": "one", "number": 1, "title": "One", "unit": "percent", "good": "high"} | indicator
    return make_project(
        {"scorecard": {"organisation": "A"}, "measure": list(measures), "indicator": [settings]}, Path()
    )


def chosen(*measures, **indicator):
    return measures_of(project(*measures, **indicator))["one"]


def test_an_indicator_without_a_measure_is_not_computed():
    assert measures_of(project()) == {}


@pytest.mark.parametrize("name", MEASURES)
def test_an_indicator_names_a_measure_of_ours(name):
    measure = MEASURES[name]()
    share = "average" if name == "caseload" else "percent"
    assert chosen(measure=name, unit=share if measure.gives_share else "count") == measure


def test_a_measure_of_ours_is_counted_the_councils_way():
    settings = {"id": "visits", "like": "cp-visits", "mode": "gap_working_days", "number": 15, "inclusive": True}
    hit = chosen(settings, measure="visits").hit
    assert isinstance(hit, Recent)
    assert (hit.number, hit.counted, hit.inclusive) == (15, "working", True)


def test_what_is_not_filled_in_is_as_ours_is():
    hit = chosen({"id": "visits", "like": "cp-visits", "seen_only": False}, measure="visits").hit
    assert isinstance(hit, Events)
    assert (hit.at_least, hit.where) == (2, ())


def test_a_measure_of_the_councils_own_is_a_few_fields():
    own = {
        "id": "quick", "table": "enquiries", "from": "started", "to": "ended", "within": 10,
        "where": {"conference_unnecessary": ["yes"]}, "count_by": "child_id",
    }  # fmt: skip
    measure = chosen(own, measure="quick")
    assert measure.when == During(date="ended")
    assert measure.hit == Elapsed(table="enquiries", start="started", end="ended", number=10, counted="working")
    assert measure.where == (Is(column="conference_unnecessary", values=("yes",)),)
    assert measure.unit == "child_id"


def test_of_a_snapshot_it_counts_what_is_open_at_the_months_end():
    own = {"id": "long", "table": "referrals", "from": "referred", "to": "closed", "within": 90, "days": "calendar"}
    measure = chosen(own, measure="long", kind="snapshot")
    assert measure.when == Open(start="referred", end="closed")
    assert measure.hit == Elapsed(table="referrals", start="referred", end=None, number=90, counted="calendar")


def test_a_case_is_still_held_on_its_last_day():
    own = {"id": "held", "table": "allocations", "from": "from", "to": "to"}
    assert chosen(own, measure="held", unit="count", kind="snapshot").when == Open(
        start="from", end="to", ends_after=True
    )


def test_an_own_measure_with_one_date_counts_what_happened_in_the_month():
    own = {"id": "new", "table": "plans", "from": "started"}
    measure = chosen(own, measure="new", unit="count")
    assert (measure.when, measure.gives_share) == (During(date="started"), False)
    assert measure.sentence() == "Child protection plans begun in the month."


def test_a_definition_that_is_left_blank_is_what_the_measure_says():
    said = with_definitions(project(measure="s47-in-time")).indicators[0].definition
    assert said == MEASURES["s47-in-time"]().sentence()
    worded = project(measure="s47-in-time", definition="As agreed.")
    assert with_definitions(worded) is worded


def test_the_sentence_is_of_the_measure_as_the_council_fills_it_in_and_of_the_indicators_periods():
    mine = {"id": "mash", "like": "s47-in-time", "only": ["MASH"], "number": 10, "inclusive": False}
    said = with_definitions(project(mine, measure="mash", frequency="quarter")).indicators[0].definition
    assert said == (
        "Of the section 47 enquiries open at the end of the quarter, MASH alone, "
        "those open for less than 10 working days."
    )


OWN = {"id": "own", "table": "plans", "from": "started"}


@pytest.mark.parametrize(
    ("settings", "indicator", "said"),
    [
        (None, {"measure": "cp-visit"}, "there is no measure 'cp-visit' - did you mean 'cp-visits'?"),
        (None, {"measure": "cp-visits", "unit": "count"}, 'Write unit = "percent"'),
        (None, {"measure": "caseload", "unit": "count"}, 'Write unit = "average"'),
        (None, {"measure": "cp-plans"}, "'cp-plans' gives a number alone"),
        ({"id": "own", "like": "cp-visit"}, {}, "did you mean 'cp-visits'?"),
        ({"id": "own", "like": "cp-visits", "above": 3}, {}, "'cp-visits' does not take above"),
        ({"id": "own", "like": "cp-visits", "numbr": 3}, {}, "did you mean 'number'?"),
        ({"id": "own", "like": "cp-visits", "mode": "gap_days"}, {}, "Write one of visits_in_month"),
        ({"id": "own", "like": "cp-visits", "number": "ten"}, {}, "is not a whole number"),
        ({"id": "own", "like": "cp-visits", "inclusive": True}, {}, "visits_in_month counts none"),
        ({"id": "own"}, {}, "either like one of ours, or counts a table"),
        (OWN | {"like": "cp-visits"}, {}, "either like one of ours, or counts a table"),
        (OWN | {"id": "cp-visits"}, {}, "there is a measure 'cp-visits' already"),
        (OWN | {"table": "plan"}, {}, "did you mean 'plans'?"),
        (OWN | {"from": "start"}, {}, "did you mean 'started'?"),
        ({"id": "own", "table": "plans"}, {}, "from is missing"),
        (OWN | {"to": "child_id"}, {}, "to 'child_id' is no date"),
        (OWN | {"where": {"other_autority": ["yes"]}}, {}, "did you mean 'other_authority'?"),
        (OWN | {"where": {"other_authority": ["y"]}}, {}, "can never be 'y'"),
        (OWN | {"where": {"other_authority": [1]}}, {}, "a value that is no text"),
        (OWN | {"count_by": "team"}, {}, "count_by 'team' is no id"),
        (OWN | {"breakdown": "child_id"}, {}, "It can be team."),
        (OWN | {"days": "working"}, {}, "there is no within"),
        (OWN | {"days": "weekdays"}, {}, "Write one of working, calendar"),
        (OWN | {"number": 3}, {}, "does not take number"),
        (OWN | {"within": 3}, {"measure": "own"}, "there is one alone"),
        (OWN, {"measure": "own", "kind": "snapshot", "unit": "count"}, "Add to = ... to the measure 'own'"),
    ],
)
def test_what_is_wrong_with_a_measure_is_said(settings, indicator, said):
    with pytest.raises(ProjectError) as error:
        measures_of(project(*([settings] if settings else []), **indicator))
    assert said in str(error.value)
    assert "scorecard.toml" in str(error.value)


def test_everything_that_is_wrong_is_said_at_once():
    wrong = OWN | {"from": "start", "to": "finish"}
    with pytest.raises(ProjectError) as error:
        measures_of(project(wrong))
    assert len(error.value.problems) == 2
