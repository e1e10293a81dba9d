"""A changed definition is a break for average, direction, limits and line; a rebase for the limits alone."""

from datetime import date
from decimal import Decimal

import pytest

from excel_scorecard.calendar import months_after
from excel_scorecard.changes import Change
from excel_scorecard.errors import ProjectError
from excel_scorecard.judgement import MonthFigures, judge
from excel_scorecard.project import Indicator

MARCH = date(2026, 3, 1)


def indicator(**settings):
    return Indicator.model_validate(
        {"id": "seen", "number": 1, "title": "Seen", "unit": "percent", "good": "high"} | settings
    )


def rows(*shares):
    return [MonthFigures(months_after(MARCH, at - len(shares) + 1), share, 100) for at, share in enumerate(shares)]


CHANGE = {"from": "2026-01", "note": "Siblings count too"}


def test_the_average_takes_no_month_before_a_changed_definition():
    figures = rows(10, 10, 10, 80, 82, 84)
    assert judge(indicator(), figures, MARCH).average == Decimal("0.46")
    told = judge(indicator(change=[CHANGE]), figures, MARCH)
    assert (told.average, told.average_months) == (Decimal("0.82"), 3)
    assert told.average_heading == "Average of 3 months"
    assert told.direction_basis == "against the average of 3 months"


def test_a_change_that_breaks_nothing_is_told_alone():
    figures = rows(10, 10, 10, 80, 82, 84)
    told = judge(indicator(change=[CHANGE | {"break": False}]), figures, MARCH)
    assert told == judge(indicator(), figures, MARCH)


def test_of_an_earlier_month_the_change_is_still_to_come():
    figures = rows(10, 12, 14, 80, 82, 84)
    december = date(2025, 12, 1)
    assert judge(indicator(change=[CHANGE]), figures, december) == judge(indicator(), figures, december)


@pytest.mark.parametrize(
    ("against", "direction", "basis"),
    [
        ("previous", "Improving", "against Feb-26"),
        ("same_period_last_year", "No data", "definition changed Jan-26"),
    ],
)
def test_a_period_before_the_change_is_nothing_to_compare_with(against, direction, basis):
    figures = rows(*[50] * 12, 84)
    told = judge(indicator(change=[CHANGE], direction_against=against), figures, MARCH)
    assert (told.direction, told.direction_basis) == (direction, basis)
    assert told.same_period_last_year == Decimal("0.50"), "the figure itself stays on the page"


def test_a_year_to_date_across_a_change_is_not_known():
    figures = rows(*[50] * 12)
    assert judge(indicator(), figures, MARCH).year_to_date == Decimal("0.50")
    assert judge(indicator(change=[CHANGE]), figures, MARCH).year_to_date == "[x]"


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"change": [CHANGE, CHANGE]}, "two of change start in Jan-26"),
        ({"change": [{"from": "2026-01"}]}, "note"),
        ({"rebase": [{"from": "2026-01"}]}, "reason"),
        ({"frequency": "quarter", "change": [{"from": "2026-02", "note": "x"}]}, "no quarter begins with Feb-26"),
        ({"change": [CHANGE | {"break": "perhaps"}]}, "break"),
    ],
)
def test_what_cannot_be_meant_is_refused(settings, what):
    with pytest.raises((ValueError, ProjectError), match=what):
        indicator(**settings)


def test_yes_and_no_are_true_and_false():
    for said, breaks in ((True, True), (False, False), ("yes", True), ("no", False)):
        assert Change.model_validate({"from": "2026-01", "note": "x", "break": said}).breaks is breaks
