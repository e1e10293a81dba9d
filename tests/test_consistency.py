"""Figures that should fit each other: the project's rules between indicators, and areas beside their total."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from excel_scorecard.commentary import Commentary
from excel_scorecard.consistency import broken_rules, exceeded_totals, figures_of, is_kept
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.project import Consistency, Project, make_project
from excel_scorecard.scorecard import MonthlyScorecard, make_scorecard
from excel_scorecard.settings_file import SettingsError

AUGUST, SEPTEMBER = date(2015, 8, 1), date(2015, 9, 1)
RULE = {"left": "visits", "left_part": "denominator", "is": "at most", "right": "plans"}


def settings(*rules: dict[str, Any], **visits: object) -> dict[str, Any]:
    """Children visited of those to be visited, and children with a plan; both by two areas."""
    return {
        "scorecard": {"organisation": "Northshire Council (fictional)"},
        "area": [{"name": "EAST"}, {"name": "SOUTH"}, {"name": "Duty teams", "axis": "team type"}],
        "indicator": [
            {"id": "visits", "number": 9, "title": "Visits", "unit": "percent", "good": "high", **visits},
            {"id": "plans", "number": 8, "title": "Plans", "unit": "count", "good": "neither"},
            {"id": "staff", "number": 1, "title": "Staff", "unit": "count", "good": "low", "breakdown": "team type"},
            {"id": "yearly", "number": 2, "title": "A year's", "unit": "count", "good": "low", "frequency": "year"},
        ],
        "consistency": list(rules),
    }


def project(*rules: dict[str, Any], **visits: object) -> Project:
    return make_project(settings(*rules, **visits), Path())


def scorecard(of: Project, *figures: tuple[Any, ...]) -> MonthlyScorecard:
    """Judged for September from (indicator, month, area, numerator, denominator)."""
    rows = [Figure(i, month, area, numerator=n, denominator=d) for i, month, area, n, d in figures]
    return make_scorecard(of, Figures(rows), Commentary(month=SEPTEMBER), SEPTEMBER)


def broken(of: Project, *figures: tuple[Any, ...]) -> list[tuple[str, date, object, object, int]]:
    made = scorecard(of, *figures)
    return [(b.area, b.period, b.left, b.right, b.earlier) for b in broken_rules(of, figures_of(made))]


# what the one should be, tolerance, left, right, whether it is kept
KEPT = [
    ("at most", "", 1068, 1068, True),
    ("at most", "", 1069, 1068, False),
    ("at most", 5, 1073, 1068, True),
    ("at most", "5", 1074, 1068, False),
    ("at most", "1%", Decimal("101"), 100, True),
    ("at most", "1%", 102, 100, False),
    ("at most", "0.5 %", 201, 200, True),
    ("at least", "", 1068, 1068, True),
    ("at least", "", 1067, 1068, False),
    ("at least", "10%", 90, 100, True),
    ("equal to", "", 3, 3, True),
    ("equal to", "", 3, 4, False),
    ("equal to", 1, 5, 4, True),
    ("equal to", Decimal("0.5"), 3, 4, False),
    ("equal to", "50%", 1, -2, False),
]


@pytest.mark.parametrize(("word", "tolerance", "left", "right", "kept"), KEPT)
def test_a_rule_is_kept_within_its_tolerance(word, tolerance, left, right, kept):
    rule = Consistency(left="visits", is_=word, right="plans", tolerance=tolerance)
    assert is_kept(rule, left, right) is kept


def test_a_rule_is_asked_of_the_total_and_of_the_areas_of_both():
    found = broken(
        project(RULE),
        ("visits", SEPTEMBER, "TOTAL", 40, 60),
        ("visits", SEPTEMBER, "EAST", 20, 30),
        ("visits", SEPTEMBER, "SOUTH", 20, 30),
        ("plans", SEPTEMBER, "TOTAL", 58, None),
        ("plans", SEPTEMBER, "EAST", 30, None),
        ("plans", SEPTEMBER, "SOUTH", 28, None),
    )
    assert found == [("TOTAL", SEPTEMBER, 60, 58, 0), ("SOUTH", SEPTEMBER, 30, 28, 0)]


def test_a_rule_for_one_area_is_asked_of_it_alone():
    figures = (
        ("visits", SEPTEMBER, "TOTAL", 40, 60),
        ("visits", SEPTEMBER, "EAST", 20, 31),
        ("plans", SEPTEMBER, "TOTAL", 58, None),
        ("plans", SEPTEMBER, "EAST", 30, None),
    )
    assert [area for area, *_ in broken(project({**RULE, "area": "EAST"}), *figures)] == ["EAST"]
    assert [area for area, *_ in broken(project({**RULE, "area": "TOTAL"}), *figures)] == ["TOTAL"]


def test_areas_of_different_axes_are_not_held_against_each_other():
    rule = {"left": "plans", "is": "at most", "right": "staff"}
    figures = (
        ("plans", SEPTEMBER, "TOTAL", 5, None),
        ("plans", SEPTEMBER, "EAST", 99, None),
        ("staff", SEPTEMBER, "TOTAL", 6, None),
        ("staff", SEPTEMBER, "Duty teams", 6, None),
    )
    assert broken(project(rule), *figures) == []


def test_of_several_periods_the_latest_is_told_and_the_others_are_counted():
    months = [
        *(("visits", month, "TOTAL", 40, 60) for month in (date(2015, 6, 1), date(2015, 7, 1), AUGUST, SEPTEMBER)),
        *(("plans", month, "TOTAL", n, None) for month, n in ((date(2015, 6, 1), 50), (date(2015, 7, 1), 59))),
        ("plans", AUGUST, "TOTAL", 58, None),
        ("plans", SEPTEMBER, "TOTAL", 60, None),
    ]
    assert broken(project(RULE), *months) == [("TOTAL", AUGUST, 60, 58, 2)]


def test_of_figures_that_are_not_known_nothing_is_said():
    assert broken(project(RULE), ("visits", SEPTEMBER, "TOTAL", 757, 1068)) == []
    assert broken(project(RULE), ("plans", SEPTEMBER, "TOTAL", 12, None)) == []


def test_two_parts_of_one_indicator_can_be_held_against_each_other():
    rule = {"left": "visits", "is": "at most", "right": "visits", "right_part": "denominator", "area": "TOTAL"}
    assert broken(project(rule), ("visits", SEPTEMBER, "TOTAL", 61, 60)) == [("TOTAL", SEPTEMBER, 61, 60, 0)]


# ---- areas beside their total ----------------------------------------------------------------------------------------

AREAS = (
    ("visits", SEPTEMBER, "TOTAL", 40, 60),
    ("visits", SEPTEMBER, "EAST", 20, 31),
    ("visits", SEPTEMBER, "SOUTH", 20, 30),
)


def exceeded(of: Project, *figures: tuple[Any, ...]) -> list[tuple[str, object, object]]:
    return [(e.part, e.areas, e.total) for e in exceeded_totals(of, figures_of(scorecard(of, *figures)))]


def test_areas_that_have_more_together_than_their_total_are_told():
    assert exceeded(project(), *AREAS) == [("denominator", 61, 60)]


def test_they_are_not_where_a_case_may_be_in_several_areas():
    assert exceeded(project(area_cases="several"), *AREAS) == []


def test_an_area_that_is_not_known_does_not_hide_that_the_others_have_too_much():
    assert exceeded(project(), AREAS[0], ("visits", SEPTEMBER, "EAST", None, 61)) == [("denominator", 61, 60)]
    assert exceeded(project(), AREAS[0], ("visits", SEPTEMBER, "EAST", 40, 60)) == []


def test_areas_say_nothing_where_the_total_is_not_known():
    assert exceeded(project(), *AREAS[1:], ("plans", SEPTEMBER, "TOTAL", 1, None)) == []


# ---- rules that cannot be meant --------------------------------------------------------------------------------------

WRONG = [
    ({"left": "visit"}, "there is no indicator 'visit' - did you mean 'visits'?", "Write the id of an indicator"),
    ({"right_part": "denominator"}, "'plans' is a count, and has no denominator", "Write numerator"),
    (
        {"right": "visits", "right_part": "denominator"},
        "the denominator of 'visits' is held against itself",
        "the other part",
    ),
    ({"right": "yearly"}, "'visits' is by month, and 'yearly' by year", "of the same frequency"),
    ({"area": "EASTT"}, "'EASTT' is no area of both 'visits' and 'plans' - did you mean 'EAST'?", "EAST, SOUTH"),
    ({"right": "staff", "area": "EAST"}, "'EAST' is no area of both 'visits' and 'staff'", "none; or write TOTAL"),
    ({"is": "less than"}, '"less than" is not known', "Write one of at most, equal to, at least"),
    ({"tolerance": "a few"}, '"a few" is no tolerance', "such as 5%"),
    ({"tolerance": "-5"}, '"-5" is no tolerance', "such as 5"),
    ({"formula": "a/b"}, "there is no setting 'formula'", "left, left_part, is, right, right_part"),
]


@pytest.mark.parametrize(("change", "what", "mend"), WRONG, ids=str)
def test_a_rule_that_cannot_be_meant_is_told_with_its_cure(change, what, mend):
    with pytest.raises(SettingsError) as caught:
        project({**RULE, **change})
    [problem] = caught.value.problems
    assert what in problem.what
    assert mend in problem.mend
    assert "the 1st consistency" in problem.where
