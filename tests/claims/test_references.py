"""references: what a figure is of: months, a year ago, areas, target, average, comparators."""

from datetime import date

import pytest

from excel_scorecard.claims.references import references_in, value_of
from tests.claims.labelled import situations

SEPTEMBER = situations()["assessments"]  # Sep-15
MARCH = situations()["rereferrals"]  # Mar-26


def kinds(text: str) -> list[str]:
    return [each.kind for each in references_in(text, SEPTEMBER)]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("in August", date(2015, 8, 1)),
        ("in Aug-15", date(2015, 8, 1)),
        ("in March 2015", date(2015, 3, 1)),
        ("since November 2014", date(2014, 11, 1)),
        ("since November", date(2014, 11, 1)),
        ("September last year", date(2014, 9, 1)),
        ("last September", date(2014, 9, 1)),
        ("at the end of September 2014", date(2014, 9, 1)),
    ],
)
def test_a_month_is_the_latest_of_its_name_that_is_not_after_the_one_shown(text: str, month: date):
    [found] = references_in(text, SEPTEMBER)
    assert (found.kind, found.months) == ("month", (month,))


@pytest.mark.parametrize(
    "text", ["in October", "in the first week of November", "until March 2015", "the year to March 2015"]
)
def test_a_month_that_may_have_begun_since_and_a_time_up_to_a_month_are_unknown(text: str):
    assert kinds(text) == ["unknown"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("this month", "now", 84),
        ("in September", "now", 84),
        ("last month", "previous", 85),
        ("a year ago", "year ago", 88),
        ("the same month last year", "year ago", 88),
        ("the six-month average", "average", 86),
        ("the target", "target", 90),
        ("the national average", "comparator", 82),
        ("England", "comparator", 82),
        ("England in 2014-15", "comparator", 82),
        ("NWC", "area", 71),
    ],
)
def test_each_stands_for_a_figure_of_the_page(text: str, kind: str, value: int):
    [found] = references_in(text, SEPTEMBER)
    figure = value_of(found, SEPTEMBER)
    assert figure is not None
    assert (found.kind, figure.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "England in 2011-12",  # another year than the page's
        "our statistical neighbours",  # the page has none
        "the 12-month average",  # the page's is of six
        "next year's target",
        "in 2013",
        "Q2",
        "last week",
    ],
)
def test_what_the_page_does_not_have_is_unknown(text: str):
    assert set(kinds(text)) == {"unknown"}


def test_a_national_shortage_and_the_west_midlands_are_no_references():
    assert kinds("a national shortage of social workers") == []
    assert [each.kind for each in references_in("East Midlands", MARCH)] == []
