"""numbers: figures as officers write them."""

from decimal import Decimal

import pytest

from excel_scorecard.claims.numbers import numbers_in

WRITTEN = [  # words, kind, from, to, hedge
    ("86% of assessments", "percent", 86, 86, ""),
    ("86 per cent of assessments", "percent", 86, 86, ""),
    ("86.5 percent of assessments", "percent", "86.5", "86.5", ""),
    ("Sixty-two per cent of conferences", "percent", 62, 62, ""),
    ("1,003 assessments were open", "plain", 1003, 1003, ""),
    ("Twelve assessments were late", "plain", 12, 12, ""),
    ("twenty-one days", "days", 21, 21, ""),
    ("one in five children", "percent", 20, 20, ""),
    ("nine out of ten visits", "percent", 90, 90, ""),
    ("a third of referrals", "percent", Decimal(100) / 3, Decimal(100) / 3, ""),
    ("almost three quarters of referrals", "percent", 75, 75, "nearly"),
    ("half of the children", "percent", 50, 50, ""),
    ("£12,000 was owed", "money", 12000, 12000, ""),
    ("nearly £1.4 million was owed", "money", 1400000, 1400000, "nearly"),
    ("£1.43m was owed", "money", 1430000, 1430000, ""),
    ("24.2 per 10,000 children", "rate", "24.2", "24.2", ""),
    ("39.9 of every 10,000 children", "rate", "39.9", "39.9", ""),
    ("28 days on average", "days", 28, 28, ""),
    ("within 45 working days", "duration", 45, 45, "less"),
    ("4 percentage points below", "points", 4, 4, ""),
    ("an 11 point improvement", "points", 11, 11, ""),
    ("between 80% and 85% of visits", "percent", 80, 85, ""),
    ("between a fifth and a quarter of referrals", "percent", 20, 25, ""),
    ("the range of £140 to £165", "money", 140, 165, ""),
    ("about 80 repairs", "plain", 80, 80, "about"),
    ("just over 2,000 children", "plain", 2000, 2000, "just over"),
    ("more than 90% of visits", "percent", 90, 90, "more"),
    ("no more than 20 cases", "plain", 20, 20, "less"),
]
NO_FIGURES = [
    "the first of the month, the 21st and the third quarter",
    "section 47 enquiries, S47 and S.47s",
    "in 2014-15 and by March 2016",
    "on 31 March and 13 April",
    "a quarter ago",
    "in the quarter to December",
    "one of the areas",
    "half the number of a year ago",
    "children aged 17",
    "a 12-month plan",
]


@pytest.mark.parametrize(("words", "kind", "low", "high", "hedge"), WRITTEN, ids=lambda value: str(value)[:40])
def test_a_figure_is_read_as_it_is_written(words: str, kind: str, low: object, high: object, hedge: str):
    [number] = numbers_in(words)
    assert (number.kind, number.hedge) == (kind, hedge)
    assert (number.low, number.high) == (Decimal(str(low)), Decimal(str(high)))


@pytest.mark.parametrize("words", NO_FIGURES)
def test_ordinals_years_days_and_names_are_no_figures(words: str):
    assert [number.text for number in numbers_in(words)] == []


@pytest.mark.parametrize(
    ("words", "figure", "agrees"),
    [
        ("86% of them", "86", True),
        ("86% of them", "85.7", True),  # as shown without decimals
        ("86% of them", "84", False),
        ("85.7% of them", "85.9", False),
        ("about 85% of them", "82", True),
        ("about 85% of them", "71", False),
        ("almost 90% of them", "87", True),
        ("almost 90% of them", "92", False),
        ("more than 80% of them", "84", True),
        ("more than 80% of them", "78", False),
        ("fewer than 20 cases", "21", False),
        ("a quarter of them", "28", True),
        ("a quarter of them", "40", False),
        ("5,000 referrals", "5020", True),  # a large round number is rounded
        ("80 referrals", "84", False),
        ("between 80% and 85% of them", "84", True),
        ("between 80% and 85% of them", "79", False),
    ],
)
def test_a_figure_agrees_with_what_it_may_be_said_of(words: str, figure: str, agrees: bool):
    [number] = numbers_in(words)
    assert number.agrees(Decimal(figure)) is agrees
