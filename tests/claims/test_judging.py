"""judging: what is told of a text, with its words, the cell and the figure; and of what nothing is told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from excel_scorecard.claims import Comparator, Facts, Figure, Row, contradictions, silence
from tests.claims.labelled import situations


@pytest.fixture
def visits() -> Facts:
    """71% of 1,068 children visited, Amber against 80%, improving."""
    return situations()["visits"]


def told(text: str, facts: Facts) -> list[tuple[str, str, str]]:
    return [(each.kind, each.quoted, each.said) for each in contradictions(text, facts)]


def test_a_figure_is_told_with_its_words_the_cell_and_what_the_cell_says(visits: Facts):
    [found] = contradictions("In September 77% of children were visited twice. We look at it each week.", visits)
    assert found.quoted == "77%"
    assert found.words == "In September 77% of children were visited twice"
    assert found.said == "71% in C6"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Performance was 66% in August.", ("figure", "66%", "68% for Aug-15 in B52")),
        ("We are above the target.", ("claim", "We are above the target", "71% in C6, against the target of 80%")),
        (
            "Performance fell in September.",
            ("claim", "Performance fell in September", "71% in C6, after 68% for Aug-15"),
        ),
        ("This is now Green.", ("claim", "This is now Green", "Amber in B9")),
        ("We are 19 points short of the target.", ("figure", "19 points", "71% in C6, against the target of 80%")),
        (
            "This is the lowest figure for a year.",
            ("claim", "This is the lowest figure for a year", "71% in C6, and 60% for Nov-14"),
        ),
    ],
)
def test_each_kind_of_claim_is_told_with_what_the_page_says(visits: Facts, text: str, what: tuple[str, ...]):
    assert told(text, visits) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "We want to be above the target of 80% by March.",
        "Performance will improve to 95%.",
        "If performance were above the target we would say so.",
        "Performance has not improved as much as we hoped.",
        "Two duty workers start on 4 October. A review of 20 cases found 12 without a plan.",
        "Private rents fell, and the national shortage of social workers got worse.",
        "Visits by the new team rose by 40%.",
    ],
)
def test_of_wishes_and_of_other_things_nothing_is_told(visits: Facts, text: str):
    assert told(text, visits) == []


def test_of_an_action_the_sentences_alone_are_read_that_say_how_things_are(visits: Facts):
    assert contradictions("Timeliness to 90% each month. Each manager above the target.", visits, is_plan=True) == ()
    [found] = contradictions("Team managers call in. We are above the target.", visits, is_plan=True)
    assert found.quoted == "We are above the target"


def test_a_page_that_has_no_figure_contradicts_nothing(visits: Facts):
    bare = replace(visits, now=Row(), average=None, target=None, months={}, rating="", areas={"EAST": Row()})
    text = "77% were visited, up on August. EAST is highest at 90%, above the target. This is Green and improving."
    assert told(text, bare) == []


def test_a_page_contradicts_no_month_that_it_does_not_show(visits: Facts):
    assert told("Performance has improved since January 2012, when it was 20%.", visits) == []


def test_a_rating_by_judgement_may_be_told_as_either(visits: Facts):
    judged = replace(visits, judged="Red")
    assert told("This is rated Red.", judged) == told("This is rated Amber.", judged) == []
    assert told("This is rated Green.", judged) == [("claim", "This is rated Green", "Red in B9")]


def test_ratings_are_known_in_the_words_of_the_project(visits: Facts):
    words = {"Green": "On track", "Amber": "Close", "Red": "Off track"}
    own = replace(visits, rating_words=words)
    assert told("This is now On track.", own) == [("claim", "This is now On track", "Close in B9")]
    assert told("This is Close, and work on it goes on.", own) == []


def test_improving_may_be_said_of_the_direction_or_of_process_control(visits: Facts):
    worse = {month: row for month, row in visits.months.items() if month < date(2015, 8, 1)}
    worse[date(2015, 8, 1)] = Row(Figure(Decimal(75), "B52"))
    facts = replace(visits, months=worse, average=Figure(Decimal(76), "B6"))
    assert told("Performance is improving.", facts) != []
    assert told("Performance is improving.", replace(facts, direction="Improving")) == []
    assert told("Performance is improving.", replace(facts, signal="Improvement: above the upper limit")) == []
    assert told("Performance is improving.", replace(facts, signal="Ordinary variation")) != []


def test_an_area_is_held_against_its_own_figure_and_not_the_whole():
    facts = situations()["assessments"]
    assert told("EAST is at 93%. It was held up by sickness, and 84% overall.", facts) == []
    assert told("EAST is at 84%.", facts) == [("figure", "84%", "93% for EAST in G6")]


@pytest.mark.parametrize(
    "text",
    [
        "In August the figure was 68%, two points above the six-month average of 66%.",
        "In August the figure was 68%. It was two points above the six-month average of 66% and on the target of 80%.",
        "In June 64% were visited, below the average.",
        "At the end of July the figure was 67% (715 of 1,068), 13 points below the target.",
    ],
)
def test_what_is_said_of_an_earlier_month_is_not_held_against_this_one(visits: Facts, text: str):
    assert [each.said for each in contradictions(text, visits)] in ([], ["66% for Jun-15 in B50"])


def test_england_of_two_years_is_either_where_no_year_is_told():
    england = {"England 2014-15": Decimal(75), "England 2013-14": Decimal(66)}
    two = tuple(Comparator(label, "", Figure(value, "N8")) for label, value in england.items())
    facts = replace(situations()["icpc"], comparators=two)  # 69%
    assert told("This is above England.", facts) == told("England stands at 66%.", facts) == []
    assert told("England stands at 66% for 2013-14.", facts) == told("We are above England 2013-14.", facts) == []
    assert told("We are above England 2014-15.", facts) == [
        ("claim", "We are above England 2014-15", "69% in C6, against 75% for England 2014-15")
    ]
    assert [each[:2] for each in told("England stands at 80%.", facts)] == [("figure", "80%")]


def test_this_level_is_the_figure_told_before_it():
    supervision = situations()["supervision"]
    text = "We would expect 83% per month. We are performing above this level."
    assert told(text, supervision) == [("claim", "We are performing above this level", "78% in C6, against 83%")]
    assert told(text.replace("83%", "70%"), supervision) == []


@pytest.mark.parametrize(
    "text",
    [
        "We remain below the target.",  # the shortfall
        "Two managers have been off sick, and their staff went without: the vacancies explain it.",  # a cause
        "Each manager sends a list every week.",  # an action
    ],
)
def test_a_red_that_is_spoken_of_is_no_silence(text: str):
    assert silence(text, situations()["supervision"]) is None


def test_a_red_that_is_passed_over_is_told_and_an_amber_is_not(visits: Facts):
    supervision = situations()["supervision"]
    text = "Supervision is the base of good practice."
    found = silence(text, supervision)
    assert found is not None
    assert (found.kind, found.said) == ("silence", "Red in B9")
    assert silence("", supervision) is None  # nothing is written at all: another check's
    assert silence(text, visits) is None


@pytest.mark.parametrize(
    "text",
    [
        "it, " * 8000,
        "above the " * 3000,
        "1,111" * 6000,
        "86% " * 8000,
        "(" * 30000,
        "and 86% but " * 2500,
        "target. " * 4000,
    ],
    ids=lambda text: text[:12],
)
def test_a_cell_full_of_anything_is_read_to_its_end(visits: Facts, text: str):
    assert all(each.words for each in contradictions(text[:32767], visits))
