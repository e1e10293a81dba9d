"""How direction and average are reckoned, in the words of the Definitions sheet."""

import pytest

from excel_scorecard.rule_words import average_rule, direction_rule
from tests.test_judgement import indicator

DIRECTIONS = [
    ({"good": "high"}, "Improving: above the six-month average. Worsening: below it."),
    ({"good": "low"}, "Improving: below the six-month average. Worsening: above it."),
    (
        {"good": "neither", "window_months": 13},
        "Up: above the 13-month average. Down: below it. Neither is better.",
    ),
    (
        {"good": "band", "window_months": 3},
        (
            "Improving: nearer to the target's range than the three-month average. Worsening: further from it. As near "
            "as that: Up or Down."
        ),
    ),
    (
        {"good": "high", "direction_against": "previous"},
        "Improving: above the month before. Worsening: below it.",
    ),
    (
        {"good": "low", "direction_against": "same_period_last_year"},
        "Improving: below the same month a year before. Worsening: above it.",
    ),
    (
        {"good": "low", "direction_against": "same_period_last_year", "frequency": "quarter"},
        "Improving: below the same quarter a year before. Worsening: above it.",
    ),
    (
        {"good": "low", "direction_against": "same_period_last_year", "frequency": "year"},
        "Improving: below the year before. Worsening: above it.",
    ),
    (
        {"good": "high", "frequency": "quarter"},
        "Improving: above the four-quarter average. Worsening: below it.",
    ),
]


@pytest.mark.parametrize(("settings", "words"), DIRECTIONS)
def test_the_directions_rule_is_said_in_words(settings, words):
    assert direction_rule(indicator(**settings)) == words


AVERAGES = [
    ("percent", {}, "Six-month average: of the months' sums."),
    (
        "rate",
        {"frequency": "quarter"},
        "Four-quarter average: of the quarters' sums.",
    ),
    ("count", {"frequency": "year"}, "Three-year average: the mean of the known years."),
    ("currency", {"denominator_label": "", "window_months": 24}, "24-month average: the mean of the known months."),
]


@pytest.mark.parametrize(("unit", "settings", "words"), AVERAGES)
def test_the_averages_rule_is_said_in_words(unit, settings, words):
    assert average_rule(indicator(unit, **settings)) == words
