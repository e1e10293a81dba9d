"""Comparison: the line that says all of an indicator's comparators, in whichever form has room."""

from datetime import date
from decimal import Decimal

import pytest

from excel_scorecard.comparator import Comparator
from excel_scorecard.comparison import Comparison, as_published, comparisons, line, one
from excel_scorecard.indicator import Indicator

MARCH = date(2026, 3, 1)
NEIGHBOURS = "Statistical neighbours (median of 9 of 10, 2025 list)"


def indicator(*comparators: dict[str, object], decimals: int = 1) -> Indicator:
    said = {"id": "re-referrals", "number": "1", "title": "Re-referrals", "unit": "percent", "good": "low"}
    made = tuple(Comparator.model_validate({"value": Decimal("22.6"), **c}) for c in comparators)
    return Indicator.model_validate(said | {"decimals": decimals, "comparators": made})


def fits(limit: int):
    return lambda text: len(text) <= limit


FOUR = (
    {"label": "England", "period": "2024-25"},
    {"label": "West Midlands", "period": "2024-25"},
    {"label": NEIGHBOURS, "period": "2024-25"},
    {"label": "Top quartile (lowest 25% of 153 authorities)", "period": "2024-25"},
)


FORMS = {
    300: "England 2024-25: 22.6%; West Midlands 2024-25: 22.6%; Statistical neighbours 2024-25 (median of 9 of 10, "
    "2025 list): 22.6%; Top quartile 2024-25 (lowest 25% of 153 authorities): 22.6%",
    160: "2024-25: England 22.6%, West Midlands 22.6%, Statistical neighbours (median of 9 of 10, 2025 list) 22.6%, "
    "Top quartile (lowest 25% of 153 authorities) 22.6%",
    130: "2024-25: England 22.6%, West Midlands 22.6%, Statistical neighbours (median of 9 of 10, 2025 list) 22.6%, "
    "Top quartile 22.6%",
    115: "2024-25: England 22.6%, West Midlands 22.6%, Statistical neighbours (2025 list) 22.6%, Top quartile 22.6%",
    95: "2024-25: England 22.6%, West Midlands 22.6%, Statistical neighbours 22.6%, Top quartile 22.6%",
    70: "2024-25: England 22.6%, West Midlands 22.6%; 2 more on Definitions",
    1: "2024-25: England 22.6%; 3 more on Definitions",
}


@pytest.mark.parametrize(("room", "said"), FORMS.items())
def test_the_line_is_the_longest_form_that_has_room(room, said):
    assert line(indicator(*FOUR), MARCH, fits(room)).text(MARCH) == said


def test_comparators_of_different_periods_are_grouped_by_them():
    of = indicator(FOUR[0], {"label": "Neighbours", "period": "2023-24"}, FOUR[1])
    said = line(of, MARCH, fits(100)).text(MARCH)
    assert said == "2024-25: England 22.6%, West Midlands 22.6%; 2023-24 (older than 18 months): Neighbours 22.6%"


def test_what_a_reader_must_know_stays_in_every_form():
    of = indicator({"label": "Group", "period": "2023-24", "status": "provisional", "publishable": "no"}, *FOUR[:2])
    for room in (300, 150, 1):
        said = line(of, MARCH, fits(room)).text(MARCH)
        assert all(words in said for words in ("provisional", "not for publication", "older than 18 months"))
    assert (
        line(of, MARCH, fits(300))
        .text(MARCH)
        .startswith("Group 2023-24 (provisional; not for publication; older than 18 months): 22.6%; ")
    )


def test_without_comparators_there_is_nothing_to_say():
    made = line(indicator(), MARCH, fits(10))
    assert (made.text(MARCH), made.formula([], "month", str)) == ("", '""')


def test_a_comparator_without_a_period_has_none():
    assert line(indicator({"label": "Group"}), MARCH, fits(99)).text(MARCH) == "Group: 22.6%"


def test_a_code_stands_in_the_place_of_a_value():
    of = indicator({"label": "Group", "period": "2024-25", "value": "u"})
    assert line(of, MARCH, fits(99)).text(MARCH) == "Group 2024-25: [u]"


def test_the_formula_follows_the_month():
    made = line(indicator({"label": "England", "period": "2023-24"}), MARCH, fits(99))
    assert made.text(date(2025, 9, 1)) == "England 2023-24: 22.6%"
    assert made.text(date(2025, 10, 1)) == "England 2023-24 (older than 18 months): 22.6%"
    formula = made.formula(["one"], "month", lambda slot: slot)
    assert 'IF(month>DATE(2025,9,1)," (older than 18 months)","")' in formula


def test_the_summary_has_the_first_alone():
    assert one(indicator(*FOUR)).text(MARCH) == "England 2024-25: 22.6%"


@pytest.mark.parametrize(("decimals", "said"), [(0, "22.6%"), (1, "22.6%"), (2, "22.60%")])
def test_definitions_has_the_figure_as_it_was_published(decimals, said):
    of = indicator({"label": "England", "period": "2024-25"}, decimals=decimals)
    assert as_published(of, comparisons(of)[0]) == said


def test_a_comparison_says_whether_it_may_be_published():
    of = indicator({"label": "Group", "publishable": "no"}, {"label": "England"})
    assert [each.publishable for each in comparisons(of)] == [False, True]
    assert Comparison("England", "2024-25", "[x]", "").publishable
