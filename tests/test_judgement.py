"""The rules, by example. The lists of cases are the specification: the functions run them here, and LibreOffice runs
the formulas beside them over the same lists in test_judgement_recalculated.py.
"""

import functools
import re
from dataclasses import fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_scorecard.calendar import months_after
from excel_scorecard.judgement import (
    COLUMN_FORMULAS,
    SLOT_FORMULAS,
    Judgement,
    MonthFigures,
    column_formula,
    counts,
    direction,
    judge,
    message,
    month_line,
    month_value,
    not_in_breakdown,
    not_in_breakdown_formula,
    rating,
    rounded,
    shortfall,
    slot_formula,
)
from excel_scorecard.project import Indicator
from excel_scorecard.values import NO_CELL

SEPTEMBER = date(2015, 9, 1)


def indicator(unit="percent", good="high", **settings):
    return Indicator(id="x", number=1, title="An indicator", unit=unit, good=good, **{"decimals": 0, **settings})


def cell(written):
    """A case's cell: a number written as text, a code, or None."""
    return written if written is None or written.startswith("[") else Decimal(written)


# numerator, denominator, unit, decimals, value as held in cells
VALUE_CASES = [
    # the source document's own figures, September 2015
    ("859", "1003", "percent", 0, "0.86"),
    ("147", "268", "percent", 0, "0.55"),
    ("76", "80", "percent", 0, "0.95"),
    ("757", "1068", "percent", 0, "0.71"),
    ("344", "461", "percent", 0, "0.75"),
    # ties go away from zero, where a float of the ratio lies below its decimal
    ("57", "200", "percent", 0, "0.29"),
    ("1", "200", "percent", 0, "0.01"),
    ("29", "1000", "percent", 0, "0.03"),
    ("1001", "2000", "percent", 1, "0.501"),
    ("1", "16", "percent", 2, "0.0625"),
    # a rate is multiplied before it is divided
    ("1161", "274135", "rate", 1, "42.4"),
    ("9", "800", "rate", 0, "113"),
    ("95", "4", "average", 1, "23.8"),
    ("1234", None, "count", 0, "1234"),
    ("0", None, "count", 0, "0"),
    ("0", "12", "percent", 0, "0"),
    # missing is not zero, and nothing is a share of nothing
    ("0", "0", "percent", 0, "[z]"),
    (None, "100", "percent", 0, "[x]"),
    ("50", None, "percent", 0, "[x]"),
    (None, None, "count", 0, "[x]"),
    # codes pass through, the numerator's first
    ("[c]", "100", "percent", 0, "[c]"),
    ("[c]", "[u]", "percent", 0, "[c]"),
    (None, "[u]", "percent", 0, "[u]"),
    ("[u]", None, "count", 0, "[u]"),
]


@pytest.mark.parametrize(("numerator", "denominator", "unit", "decimals", "value"), VALUE_CASES)
def test_a_value_is_the_rounded_ratio_or_the_code_of_what_is_missing(numerator, denominator, unit, decimals, value):
    row = MonthFigures(SEPTEMBER, cell(numerator), cell(denominator))
    assert month_value(indicator(unit, decimals=decimals), row) == cell(value)


def test_a_supplied_value_stands_where_the_parts_are_not_known():
    row = MonthFigures(SEPTEMBER, None, "[x]", supplied=Decimal("0.546"))
    assert month_value(indicator(), row) == Decimal("0.55")
    assert month_line(indicator(), row) == 0.55


def test_known_parts_win_over_a_supplied_value():
    row = MonthFigures(SEPTEMBER, 859, 1003, supplied=Decimal("0.10"))
    assert month_value(indicator(), row) == Decimal("0.86")


def test_the_trend_line_is_not_rounded_and_has_no_point_without_a_figure():
    rate = indicator("rate", decimals=1, per=1000)
    assert month_line(rate, MonthFigures(SEPTEMBER, 1, 3)) == 1000 / 3
    assert month_line(rate, MonthFigures(SEPTEMBER, 1, 0)) is None
    assert month_line(rate, MonthFigures(SEPTEMBER, "[c]", 3)) is None
    assert month_line(indicator("count"), MonthFigures(SEPTEMBER, 12, None)) == 12.0


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_rounding_is_half_away_from_zero(x):
    with localcontext(prec=60):
        expected = x.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert rounded(x, 2) == expected
    assert rounded(Fraction(x), 2) == expected


# value, target, amber limit, good, rating; thresholds are rounded as the value is
RATING_CASES = [
    ("0.75", "0.75", "0.65", "high", "Green"),  # on the target is Green
    ("0.74", "0.75", "0.65", "high", "Amber"),
    ("0.65", "0.75", "0.65", "high", "Amber"),  # on the limit is Amber
    ("0.64", "0.75", "0.65", "high", "Red"),
    ("0.74", "0.75", None, "high", "Red"),  # no limit, no Amber
    ("0.75", "0.754", None, "high", "Green"),  # judged as shown: the target is shown as 75%
    ("0.75", "0.755", None, "high", "Red"),  # and this one as 76%
    ("0.64", "0.75", "0.644", "high", "Amber"),
    ("0.18", "0.18", "0.20", "low", "Green"),
    ("0.20", "0.18", "0.20", "low", "Amber"),
    ("0.21", "0.18", "0.20", "low", "Red"),
    ("0.19", "0.18", None, "low", "Red"),  # to Excel a number is below any text: a missing limit is no Amber
    ("0", "0", None, "low", "Green"),
    ("0.50", None, None, "high", "No target"),
    ("0.50", "[x]", "[x]", "low", "No target"),
    ("0.50", "0.75", "0.65", "neither", "No target"),
    ("[x]", "0.75", "0.65", "high", "No data"),  # missing is not zero
    ("[c]", None, None, "low", "No data"),
    ("[z]", None, None, "neither", "No data"),
]


# value, lower and upper edge, the limit below, rating; the limit above is as far from the upper edge
BAND_CASES = [
    ("0.15", "0.15", "0.20", "0.12", "Green"),  # both edges are within
    ("0.18", "0.15", "0.20", "0.12", "Green"),
    ("0.20", "0.15", "0.20", "0.12", "Green"),
    ("0.14", "0.15", "0.20", "0.12", "Amber"),
    ("0.12", "0.15", "0.20", "0.12", "Amber"),
    ("0.11", "0.15", "0.20", "0.12", "Red"),
    ("0.21", "0.15", "0.20", "0.12", "Amber"),
    ("0.23", "0.15", "0.20", "0.12", "Amber"),  # 0.2 + 0.15 - 0.12 is a little below 0.23 in floats
    ("0.24", "0.15", "0.20", "0.12", "Red"),
    ("0.14", "0.15", "0.20", None, "Red"),
    ("0.21", "0.15", "0.20", None, "Red"),
    ("0.15", "0.154", "0.204", None, "Green"),  # judged as shown: 15% to 20%
    ("0.21", "0.154", "0.205", None, "Green"),  # and 15% to 21%
    ("0.25", "0.154", "0.205", "0.104", "Amber"),  # 10% to 26%, as shown
    ("0.27", "0.154", "0.205", "0.104", "Red"),
    ("0", "0", "0", "0", "Green"),
    ("0.18", None, "0.20", "0.12", "No target"),
    ("0.18", "0.15", None, "0.12", "No target"),  # half a band is none
    ("[x]", "0.15", "0.20", "0.12", "No data"),
]


@pytest.mark.parametrize(("value", "lower", "upper", "limit", "word"), BAND_CASES)
def test_a_band_is_green_within_its_edges_and_amber_as_far_on_either_side(value, lower, upper, limit, word):
    assert rating(indicator(good="band"), cell(value), cell(lower), cell(limit), upper=cell(upper)) == word


# numerator, denominator, unit, good, target, amber limit, rating as shown, rating of the exact figure
EXACT_CASES = [
    ("6499", "10000", "percent", "high", "0.75", "0.65", "Amber", "Red"),
    ("65", "100", "percent", "high", "0.75", "0.65", "Amber", "Amber"),
    ("3", "4", "percent", "high", "0.75", "0.65", "Green", "Green"),
    ("7450", "10000", "percent", "high", "0.75", "0.65", "Green", "Amber"),  # 74.5% is shown as 75%
    ("2", "3", "percent", "high", "0.6666666667", None, "Green", "Green"),  # at ten decimals
    ("1", "3", "percent", "low", "0.3333333333", None, "Green", "Green"),
    ("754", "1000", "percent", "high", "0.754", None, "Green", "Green"),  # the target is not rounded either
    ("753", "1000", "percent", "high", "0.754", None, "Green", "Red"),
    ("4304", "1000000", "rate", "low", "43.0", None, "Green", "Red"),
    ("1204.49", None, "currency", "low", "1204", "1204.45", "Green", "Red"),
    ("95", "4", "average", "low", "23.75", None, "Green", "Green"),
    ("[c]", "4", "percent", "high", "0.75", None, "No data", "No data"),
    ("3", "0", "percent", "high", "0.75", None, "No data", "No data"),
]


@pytest.mark.parametrize("case", EXACT_CASES)
def test_an_exact_rating_judges_the_figure_before_it_is_rounded(case):
    numerator, denominator, unit, good, target, limit, as_shown, exactly = case
    row = MonthFigures(SEPTEMBER, cell(numerator), cell(denominator), None, cell(target), cell(limit))
    decimals = 1 if unit in {"rate", "average"} else 0
    for rate_on, word in (("shown", as_shown), ("exact", exactly)):
        assert judge(indicator(unit, good, rate_on=rate_on, decimals=decimals), [row], SEPTEMBER).rating == word


def test_a_supplied_value_is_judged_as_shown_even_where_exact_figures_are():
    row = MonthFigures(SEPTEMBER, None, None, supplied=Decimal("0.746"), target=Decimal("0.75"))
    assert judge(indicator(rate_on="exact"), [row], SEPTEMBER).rating == "Green"


@pytest.mark.parametrize(("value", "target", "limit", "good", "word"), RATING_CASES)
def test_a_rating_judges_the_value_as_shown(value, target, limit, good, word):
    assert rating(indicator(good=good), cell(value), cell(target), cell(limit)) == word


def test_a_value_shown_as_65_percent_is_judged_as_65_percent():
    value = month_value(indicator(), MonthFigures(SEPTEMBER, 6499, 10000))
    assert rating(indicator(), value, Decimal("0.75"), Decimal("0.65")) == "Amber"


# numerator, denominator, target, amber limit, unit, good, shortfall
SHORTFALL_CASES = [
    ("859", "1003", "0.90", None, "percent", "high", "44"),  # 902.7 wanted: 43.7 short
    ("27", "40", "0.75", "0.65", "percent", "high", "3"),
    ("30", "40", "0.75", "0.65", "percent", "high", "0"),  # on target
    ("50", "100", "0.55", None, "percent", "high", "5"),  # 0.55 * 100 is a little over 55 in floats
    ("25", "100", "0.18", "0.20", "percent", "low", "7"),
    ("3", "4", None, None, "percent", "high", "[z]"),
    ("[c]", "40", "0.75", None, "percent", "high", "[x]"),
    ("1180", None, "1200", "1100", "count", "high", "20"),
    ("1234", None, "1200", None, "count", "low", "34"),
    ("1200", None, "1200", None, "count", "low", "0"),
    (None, None, "1200", None, "count", "low", "[x]"),
    ("1161", "274135", "43.1", None, "rate", "high", "0.7"),
    ("95", "4", "20.25", None, "average", "low", "3.5"),  # the target is shown as 20.3
]


@pytest.mark.parametrize("case", SHORTFALL_CASES)
def test_a_shortfall_is_in_whole_cases_or_in_the_unit(case):
    numerator, denominator, target, limit, unit, good, short = case
    measured = indicator(unit, good, decimals=1 if unit in {"rate", "average"} else 0)
    value = month_value(measured, MonthFigures(SEPTEMBER, cell(numerator), cell(denominator)))
    answer = shortfall(
        measured,
        rated=rating(measured, value, cell(target), cell(limit)),
        value=value,
        target=cell(target),
        numerator=cell(numerator),
        denominator=cell(denominator),
    )
    assert answer == cell(short)


# numerator, denominator, edges, unit, shortfall
BAND_SHORTFALL_CASES = [
    ("10", "100", "0.15", "0.20", "percent", "5"),
    ("26", "100", "0.15", "0.20", "percent", "6"),
    ("20", "100", "0.15", "0.20", "percent", "0"),
    ("205", "1000", "0.15", "0.20", "percent", "5"),  # shown as 21%
    ("204", "1000", "0.15", "0.20", "percent", "0"),  # 20% as shown, and so within
    ("12", None, "15", "20", "count", "3"),
    ("24", None, "15", "20", "count", "4"),
    ("18", None, "15", None, "count", "[z]"),  # half a band is no target
]


@pytest.mark.parametrize(("numerator", "denominator", "lower", "upper", "unit", "short"), BAND_SHORTFALL_CASES)
def test_a_shortfall_from_a_band_is_to_its_nearer_edge(numerator, denominator, lower, upper, unit, short):
    row = MonthFigures(SEPTEMBER, cell(numerator), cell(denominator), None, cell(lower), None, cell(upper))
    assert judge(indicator(unit, "band"), [row], SEPTEMBER).shortfall == cell(short)


def test_a_supplied_percentage_has_no_cases_to_be_short_of():
    row = MonthFigures(SEPTEMBER, None, None, supplied=Decimal("0.54"), target=Decimal("0.75"))
    said = judge(indicator(), [row], SEPTEMBER)
    assert (said.rating, said.shortfall) == ("Red", "[x]")


# value, against, good, direction
DIRECTION_CASES = [
    ("0.86", "0.86", "high", "No change"),
    ("0.87", "0.86", "high", "Improving"),
    ("0.85", "0.86", "high", "Worsening"),
    ("0.87", "0.86", "low", "Worsening"),
    ("0.85", "0.86", "low", "Improving"),
    ("0.87", "0.86", "neither", "Up"),
    ("0.85", "0.86", "neither", "Down"),
    ("0.86", "0.86", "neither", "No change"),
    ("[x]", "0.86", "high", "No data"),
    ("0.86", "[x]", "low", "No data"),
]


@pytest.mark.parametrize(("value", "against", "good", "word"), DIRECTION_CASES)
def test_a_direction_knows_which_way_is_good(value, against, good, word):
    assert direction(indicator(good=good), cell(value), cell(against)) == word


# value, against, edges, direction
BAND_DIRECTION_CASES = [
    ("0.12", "0.10", "0.15", "0.20", "Improving"),  # nearer from below
    ("0.10", "0.12", "0.15", "0.20", "Worsening"),
    ("0.22", "0.25", "0.15", "0.20", "Improving"),  # nearer from above
    ("0.25", "0.22", "0.15", "0.20", "Worsening"),
    ("0.22", "0.12", "0.15", "0.20", "Improving"),  # 2 points above, after 3 below
    ("0.18", "0.22", "0.15", "0.20", "Improving"),
    ("0.22", "0.18", "0.15", "0.20", "Worsening"),
    ("0.18", "0.16", "0.15", "0.20", "Up"),  # within, as before
    ("0.16", "0.18", "0.15", "0.20", "Down"),
    ("0.23", "0.12", "0.15", "0.20", "Up"),  # as far from it as before
    ("0.12", "0.12", "0.15", "0.20", "No change"),
    ("0.12", "0.10", None, "0.20", "Up"),
    ("0.10", "0.12", "0.15", None, "Down"),
    ("[x]", "0.12", "0.15", "0.20", "No data"),
    ("0.12", "[c]", "0.15", "0.20", "No data"),
]


@pytest.mark.parametrize(("value", "against", "lower", "upper", "word"), BAND_DIRECTION_CASES)
def test_a_direction_knows_which_way_the_band_lies(value, against, lower, upper, word):
    assert direction(indicator(good="band"), cell(value), cell(against), lower=cell(lower), upper=cell(upper)) == word


# unit, decimals, window, value, target, average, its months, the sentence
MESSAGE_CASES = [
    (
        ("percent", 0, 6, "0.86", "0.90", "0.86", 6),
        "86% in Sep-15, 4 points below the target of 90%, level with the six-month average of 86%.",
    ),
    (
        ("percent", 0, 6, "0.90", "0.90", "0.91", 6),
        "90% in Sep-15, on the target of 90%, 1 point below the six-month average of 91%.",
    ),
    (
        ("percent", 1, 6, "0.224", "0.23", "0.219", 6),
        "22.4% in Sep-15, 0.6 points below the target of 23.0%, 0.5 points above the six-month average of 21.9%.",
    ),
    (("percent", 1, 6, "0.224", "0.214", None, 0), "22.4% in Sep-15, 1.0 points above the target of 21.4%."),
    (("percent", 0, 6, "0.76", "0.755", None, 0), "76% in Sep-15, on the target of 76%."),
    (
        ("count", 0, 6, "1234", "1200", "1246", 6),
        "1,234 in Sep-15, 34 above the target of 1,200, 12 below the six-month average of 1,246.",
    ),
    (("count", 0, 6, "1234", None, "1246", 2), "1,234 in Sep-15, 12 below the average of 2 months (1,246)."),
    (("percent", 0, 6, "0.86", None, "0.86", 5), "86% in Sep-15, level with the average of 5 months (86%)."),
    (("percent", 0, 3, "0.86", None, "0.80", 3), "86% in Sep-15, 6 points above the three-month average of 80%."),
    (("percent", 0, 18, "0.86", None, "0.80", 18), "86% in Sep-15, 6 points above the 18-month average of 80%."),
    (("percent", 0, 6, "0.86", None, "0.54", 0), "86% in Sep-15, 32 points above the six-month average of 54%."),
    (("percent", 0, 6, "0.86", None, "0.86", 1), "86% in Sep-15."),  # an average of one month is the month itself
    (("percent", 0, 6, "1", None, None, 0), "100% in Sep-15."),
    (
        ("rate", 1, 6, "43.1", "42", "43.6", 6),
        "43.1 per 10,000 in Sep-15, 1.1 above the target of 42.0, 0.5 below the six-month average of 43.6.",
    ),
    (("currency", 0, 6, "1234", "1200", None, 0), "£1,234 in Sep-15, £34 above the target of £1,200."),
    (("percent", 0, 6, "[x]", "0.90", "0.86", 5), "No figure for Sep-15 [x]."),
    (("count", 0, 6, "[c]", None, None, 0), "No figure for Sep-15 [c]."),
]


@pytest.mark.parametrize(("figures", "sentence"), MESSAGE_CASES, ids=[sentence for _, sentence in MESSAGE_CASES])
def test_the_message_says_the_figures_in_one_sentence(figures, sentence):
    unit, decimals, window, value, target, average, months = figures
    said = message(
        indicator(unit, decimals=decimals, window_months=window),
        SEPTEMBER,
        value=cell(value),
        target=cell(target),
        average=cell(average or "[x]"),
        average_months=months,
    )
    assert said == sentence


QUARTERS = {"frequency": "quarter", "window_months": 12}
YEARS = {"frequency": "year", "window_months": 36}
BAND = {"good": "band"}

# what the indicator is, value, target, its upper edge, average, its periods, the sentence; in September 2015
OTHER_MESSAGE_CASES = [
    ({"unit": "days"}, "24", "20", None, "22", 6,
     "24 days in Sep-15, 4 above the target of 20, 2 above the six-month average of 22."),
    ({"unit": "days"}, "1", "2", None, None, 0, "1 day in Sep-15, 1 below the target of 2."),
    ({"unit": "days", "decimals": 1}, "1.0", None, None, None, 0, "1.0 days in Sep-15."),
    ({"unit": "rate", "decimals": 1}, "39.0", "43.1", None, None, 0,
     "39.0 per 10,000 in Sep-15, 4.1 below the target of 43.1."),
    ({"unit": "rate", "per": 1000}, "39", None, None, None, 0, "39 per 1,000 in Sep-15."),
    ({"unit": "currency"}, "-1204", "0", None, None, 0, "-£1,204 in Sep-15, £1,204 below the target of £0."),
    ({"unit": "days", **QUARTERS}, "24", None, None, "26", 4,
     "24 days in the quarter to Sep-15, 2 below the four-quarter average of 26."),
    ({"unit": "percent", **QUARTERS}, "0.86", None, None, "0.85", 2,
     "86% in the quarter to Sep-15, 1 point above the average of 2 quarters (85%)."),
    ({"unit": "count", **YEARS}, "1204", None, None, "1204", 3,
     "1,204 in the year to Sep-15, level with the three-year average of 1,204."),
    ({"unit": "count", **QUARTERS}, "[c]", "9", None, None, 0, "No figure for the quarter to Sep-15 [c]."),
    ({"unit": "percent", **BAND}, "0.18", "0.15", "0.20", None, 0, "18% in Sep-15, within the target of 15% to 20%."),
    ({"unit": "percent", **BAND}, "0.20", "0.15", "0.20", None, 0, "20% in Sep-15, within the target of 15% to 20%."),
    ({"unit": "percent", **BAND}, "0.12", "0.15", "0.20", "0.13", 6,
     "12% in Sep-15, 3 points below the target of 15% to 20%, 1 point below the six-month average of 13%."),
    ({"unit": "percent", **BAND}, "0.21", "0.15", "0.20", None, 0,
     "21% in Sep-15, 1 point above the target of 15% to 20%."),
    ({"unit": "days", **BAND}, "9", "4", "6", None, 0, "9 days in Sep-15, 3 above the target of 4 to 6."),
    ({"unit": "percent", **BAND}, "0.12", "0.15", None, None, 0, "12% in Sep-15."),
]  # fmt: skip


def measured_as(settings):
    return indicator(**{"unit": "percent", **settings})


@pytest.mark.parametrize("case", OTHER_MESSAGE_CASES, ids=[case[-1] for case in OTHER_MESSAGE_CASES])
def test_the_message_says_units_periods_and_bands(case):
    settings, value, target, upper, average, periods, sentence = case
    said = message(
        measured_as(settings),
        SEPTEMBER,
        value=cell(value),
        target=cell(target),
        target_upper=cell(upper),
        average=cell(average or "[x]"),
        average_months=periods,
    )
    assert said == sentence


# what the indicator is, value, that of the period which the direction is against, sentence
A_YEAR_BEFORE, BEFORE = {"direction_against": "same_period_last_year"}, {"direction_against": "previous"}
EARLIER_MESSAGE_CASES = [
    ({"unit": "count", **A_YEAR_BEFORE}, "116", "112", "116 in Sep-15, 4 above Sep-14 (112)."),
    ({"unit": "count", **A_YEAR_BEFORE}, "116", "116", "116 in Sep-15, level with Sep-14 (116)."),
    ({"unit": "count", **A_YEAR_BEFORE}, "116", "[x]", "116 in Sep-15."),
    ({"unit": "count", **A_YEAR_BEFORE}, "[c]", "116", "No figure for Sep-15 [c]."),
    (BEFORE, "0.85", "0.86", "85% in Sep-15, 1 point below Aug-15 (86%)."),
    ({"unit": "currency", "decimals": 2, **BEFORE, **QUARTERS}, "169.67", "154.70",
     "£169.67 in the quarter to Sep-15, £14.97 above the quarter to Jun-15 (£154.70)."),
    ({"unit": "days", **A_YEAR_BEFORE, **YEARS}, "1", "3",
     "1 day in the year to Sep-15, 2 below the year to Sep-14 (3)."),
]  # fmt: skip


@pytest.mark.parametrize("case", EARLIER_MESSAGE_CASES, ids=[case[-1] for case in EARLIER_MESSAGE_CASES])
def test_the_message_speaks_of_what_the_direction_is_against(case):
    settings, value, earlier, sentence = case
    figures = {"target": None, "average": Decimal("0.99"), "average_months": 6}
    said = message(measured_as(settings), SEPTEMBER, value=cell(value), earlier=cell(earlier), **figures)
    assert said == sentence


# what the indicator is, target, its upper edge, amber limit, the rule in words, the target in words
WORDED = {"labels": {"Green": "On track", "Amber": "Watch", "Red": 'Off "track"'}}
EXACT = {"rate_on": "exact"}
RULE_TEXT_CASES = [
    ({}, "0.90", None, "0.80", "Green: 90% or more. Amber: 80% or more. Red: below 80%.", "90%"),
    ({}, "0.90", None, None, "Green: 90% or more. Red: below 90%.", "90%"),
    ({}, "0.90", None, "0.90", "Green: 90% or more. Red: below 90%.", "90%"),
    ({"good": "low", "unit": "days"}, "20", None, "25",
     "Green: 20 days or less. Amber: 25 days or less. Red: above 25 days.", "20"),
    ({"good": "low", "unit": "days"}, "1", None, "11",
     "Green: 1 day or less. Amber: 11 days or less. Red: above 11 days.", "1"),
    ({"good": "low", "unit": "rate", "decimals": 1}, "43.1", None, None,
     "Green: 43.1 per 10,000 or less. Red: above 43.1 per 10,000.", "43.1"),
    ({"unit": "currency"}, "1204", None, "-5", "Green: £1,204 or more. Amber: -£5 or more. Red: below -£5.", "£1,204"),
    (BAND, "0.15", "0.20", "0.12", "Green: 15% to 20%. Amber: 12% to 23%. Red: below 12% or above 23%.", "15% to 20%"),
    (BAND, "0.15", "0.20", None, "Green: 15% to 20%. Red: below 15% or above 20%.", "15% to 20%"),
    (BAND | {"unit": "days"}, "0", "1", None, "Green: 0 to 1 day. Red: below 0 or above 1 day.", "0 to 1"),
    (BAND, "0.15", None, "0.12", "No target is set: not rated.", "No target"),
    ({}, None, None, None, "No target is set: not rated.", "No target"),
    ({"good": "neither"}, "0.90", None, None, "For information: not rated.", "No target"),
    (EXACT, "0.90", None, None, "Green: 90% or more. Red: below 90%. Rated on the exact figure.", "90%"),
    (EXACT | BAND, "0.15", "0.20", None, "Green: 15% to 20%. Red: below 15% or above 20%. Rated on the exact figure.",
     "15% to 20%"),
    (EXACT, None, None, None, "No target is set: not rated.", "No target"),
    (WORDED, "0.90", None, "0.80", 'On track: 90% or more. Watch: 80% or more. Off "track": below 80%.', "90%"),
    (WORDED | BAND, "0.15", "0.20", None, 'On track: 15% to 20%. Off "track": below 15% or above 20%.', "15% to 20%"),
]  # fmt: skip


@pytest.mark.parametrize("case", RULE_TEXT_CASES)
def test_the_rule_and_the_target_are_put_into_words(case):
    settings, target, upper, limit, rule, goal = case
    row = MonthFigures(SEPTEMBER, 1, 2, None, cell(target), cell(limit), cell(upper))
    said = judge(measured_as(settings), [row], SEPTEMBER)
    assert (said.rule_text, said.target_text) == (rule, goal)


# the rule's rating, the officers', their reason, what is printed, what is said of it
RULE = "Green: 75% or more. Amber: 65% or more. Red: below 65%."
OVERRIDE_CASES = [
    ("Amber", "", "", "Amber", RULE),
    ("Amber", "", "Nothing", "Amber", RULE),
    ("Amber", "Red", "Two cases are late.", "Red (judgement)", "By judgement: Two cases are late. By the rule: Amber."),
    ("Amber", "Red", "Two cases  are late", "Red (judgement)", "By judgement: Two cases are late. By the rule: Amber."),
    ("Red", "Green", " Why not? ", "Green (judgement)", "By judgement: Why not? By the rule: Red."),
    ("Amber", "Amber", "So be it!", "Amber (judgement)", "By judgement: So be it! By the rule: Amber."),
    ("No data", "Amber", "Late return", "Amber (judgement)", "By judgement: Late return. By the rule: No data."),
    ("Amber", "Red", "", "Amber", "A rating by judgement needs its reason: until then the rule holds."),
    ("Green", "Red", "  ", "Green", "A rating by judgement needs its reason: until then the rule holds."),
]
PARTS_OF = {"Green": (3, 4), "Amber": (2, 3), "Red": (1, 2), "No data": (None, None)}


@pytest.mark.parametrize(("rule", "override", "reason", "word", "note"), OVERRIDE_CASES)
def test_a_rating_by_judgement_holds_with_a_reason(rule, override, reason, word, note):
    row = MonthFigures(SEPTEMBER, *PARTS_OF[rule], None, Decimal("0.75"), Decimal("0.65"))
    said = judge(indicator(), [row], SEPTEMBER, override=override, override_reason=reason)
    assert (said.rating, said.rating_note) == (word, note)


def test_a_rating_by_judgement_leaves_the_figures_as_they_are():
    row = MonthFigures(SEPTEMBER, 50, 100, None, Decimal("0.75"))
    by_rule = judge(indicator(), [row], SEPTEMBER)
    judged = judge(indicator(), [row], SEPTEMBER, override="Green", override_reason="They are on leave.")
    assert (judged.rating, judged.shortfall) == ("Green (judgement)", 25)
    assert (judged.message, judged.rule_text) == (by_rule.message, by_rule.rule_text)


def test_ratings_are_printed_in_the_projects_own_words():
    measured, row = measured_as(WORDED), MonthFigures(SEPTEMBER, 3, 4, None, Decimal("0.75"))
    assert judge(measured, [row], SEPTEMBER).rating == "On track"
    said = judge(measured, [row], SEPTEMBER, override="Red", override_reason="Two are lost.")
    assert (said.rating, said.rating_note) == (
        'Off "track" (judgement)',
        "By judgement: Two are lost. By the rule: On track.",
    )


def test_the_message_of_an_indicator_for_information_names_no_target():
    said = message(
        indicator("count", "neither"), SEPTEMBER, value=5, target=Decimal(9), average="[x]", average_months=0
    )
    assert said == "5 in Sep-15."


# numerator and denominator of the total, of the areas, of what is left
NOT_IN_BREAKDOWN_CASES = [
    (("859", "1003"), [("163", "175"), ("240", "250"), ("112", "117")], ("344", "461")),  # the source document's NWC
    (("10", "20"), [("4", "8"), ("6", "12")], ("0", "0")),
    (("10", "20"), [("4", "8"), ("[c]", "12")], ("[x]", "[x]")),
    (("10", "20"), [("4", "8"), (None, "12")], ("[x]", "[x]")),
    (("10", None), [("4", "8")], ("[x]", "[x]")),
    (("10", "20"), [("4", "12"), ("6", "12")], ("[z]", "[z]")),  # children counted twice
    (("10", "20"), [("12", "12")], ("[z]", "[z]")),
    (("10", "20"), [("2", "14")], ("[z]", "[z]")),  # 8 of 6 is no share
    (("0.3", "1"), [("0.1", "0.5"), ("0.2", "0.5")], ("0.0", "0.0")),
    (("12", None), [("4", None), ("5", None)], ("3", "[z]")),  # a count has no denominator
    (("12", None), [("4", None), ("9", None)], ("[z]", "[z]")),
    (("12", None), [("4", None), ("[u]", None)], ("[x]", "[z]")),
]


def unit_of(total, areas):
    return "count" if all(denominator is None for _, denominator in areas) else "percent"


@pytest.mark.parametrize(("total", "areas", "left"), NOT_IN_BREAKDOWN_CASES)
def test_not_in_breakdown_is_what_the_areas_leave_over_or_says_why_not(total, areas, left):
    pairs = [(cell(numerator), cell(denominator)) for numerator, denominator in areas]
    answer = not_in_breakdown(indicator(unit_of(total, areas)), (cell(total[0]), cell(total[1])), pairs)
    assert answer == (cell(left[0]), cell(left[1]))


def test_more_cases_than_workers_may_be_left_over_of_an_average():
    assert not_in_breakdown(indicator("average"), (300, 20), [(200, 16)]) == (100, 4)


COUNTS_CASES = [
    ([("Red", "Worsening")] * 2 + [("Amber", "Worsening")] * 2 + [("Amber", "Up")] + [("Green", "Improving")] * 5
     + [("No target", "Down")] * 2, "2 Red, 3 Amber, 5 Green, 2 without target; 4 worsening"),
    ([("Green", "No change"), ("No data", "No data")],
     "0 Red, 0 Amber, 1 Green, 0 without target, 1 without data; 0 worsening"),
]  # fmt: skip


LABELLED_COUNTS_CASES = [
    ({}, [("Red", "Up"), ("Red (judgement)", "Worsening"), ("Next: Mar-26", "No data"), ("Green (judgement)", "Up")],
     "2 Red, 0 Amber, 1 Green, 0 without target, 1 not yet due; 1 worsening"),
    ({"Red": "Off?", "Amber": "<late", "No target": "Baseline", "No data": "Gap"},
     [("Off?", "Up"), ("Off? (judgement)", "Up"), ("Offs", "Up"), ("<late", "Up"), ("Baseline", "Up"),
      ("Gap", "No data"), ("Next: Jun-26", "No data")],
     "2 Off?, 1 <late, 0 Green, 1 Baseline, 1 Gap, 1 not yet due; 0 worsening"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "sentence"), COUNTS_CASES)
def test_the_counts_name_those_without_data_only_where_there_are_some(rows, sentence):
    assert counts(rows) == sentence


@pytest.mark.parametrize(("labels", "rows", "sentence"), LABELLED_COUNTS_CASES)
def test_the_counts_use_the_projects_words_and_take_judgements_for_what_they_say(labels, rows, sentence):
    assert counts(rows, labels) == sentence


def test_the_counts_of_no_indicators_are_zero():
    assert counts([]) == "0 Red, 0 Amber, 0 Green, 0 without target; 0 worsening"


# ---- a run of months ------------------------------------------------------------------------------------------------


def months_to_september(*parts, **columns):
    """Rows that end with September 2015, oldest first."""
    first = months_after(SEPTEMBER, 1 - len(parts))
    return [MonthFigures(months_after(first, n), *part, **columns) for n, part in enumerate(parts)]


def test_the_average_of_a_percentage_is_the_ratio_of_sums():
    said = judge(indicator(), months_to_september((1, 2), (90, 100)), SEPTEMBER)
    assert said.average == Decimal("0.89")  # 91 of 102; the mean of 50% and 90% would be 70%


def test_the_average_of_a_count_is_the_mean_of_its_months():
    said = judge(indicator("count"), months_to_september((10, None), ("[x]", None), (13, None)), SEPTEMBER)
    assert (said.average, said.average_months, said.numerator_average) == (12, 2, 12)
    assert (said.denominator_average, said.remainder_average, said.denominator) == ("[z]", "[z]", "[z]")


def test_the_window_is_calendar_months_that_end_with_the_month_shown():
    rows = [MonthFigures(date(2015, month, 1), month, 12) for month in range(1, 13)]
    said = judge(indicator(), rows, SEPTEMBER)
    assert (said.average, said.average_months) == (Decimal("0.54"), 6)  # April to September: 39 of 72


def test_a_month_counts_only_with_both_parts():
    rows = months_to_september((5, 10), (None, 10), ("[c]", 10), (5, None), (5, 0), (6, 10))
    assert judge(indicator(), rows, SEPTEMBER).average_months == 2


def test_a_supplied_month_cannot_be_summed_into_a_ratio():
    supplied = MonthFigures(date(2015, 8, 1), None, None, supplied=Decimal("0.1"))
    said = judge(indicator(), [supplied, MonthFigures(SEPTEMBER, 5, 10)], SEPTEMBER)
    assert (said.average, said.average_months, said.previous) == (Decimal("0.5"), 1, Decimal("0.1"))


def test_a_supplied_month_counts_in_the_mean_of_a_count():
    supplied = MonthFigures(date(2015, 8, 1), None, None, supplied=Decimal(20))
    said = judge(indicator("count"), [supplied, MonthFigures(SEPTEMBER, 10, None)], SEPTEMBER)
    assert (said.average, said.average_months) == (15, 2)


def test_the_averages_of_the_parts_add_up_as_they_are_shown():
    said = judge(indicator(), months_to_september((1, 2), (2, 3)), SEPTEMBER)
    assert (said.numerator_average, said.denominator_average, said.remainder_average) == (2, 3, 1)


@pytest.mark.parametrize("parts", [(41, "[c]"), ("[c]", 78), (None, None)])
def test_of_a_supplied_average_without_both_parts_there_is_no_remainder(parts):
    rows = months_to_september((1, 2))
    said = judge(indicator(), rows, SEPTEMBER, supplied_average=Decimal("0.5375"), supplied_parts=parts)
    assert said.remainder_average == "[x]"  # as its formula says, which no code reaches


HEADINGS = [  # months, window, heading, direction's basis
    (6, 6, "6-month average", "against the six-month average"),
    (2, 6, "Average of 2 months", "against the average of 2 months"),
    (1, 6, "One month only", "one month only"),
    (0, 6, "6-month average", "against the six-month average"),
    (3, 3, "3-month average", "against the three-month average"),
    (12, 12, "12-month average", "against the twelve-month average"),
]


@pytest.mark.parametrize(("known", "window", "heading", "basis"), HEADINGS)
def test_the_heading_says_how_many_months_the_average_has(known, window, heading, basis):
    said = judge(indicator(window_months=window), months_to_september(*[(1, 2)] * known), SEPTEMBER)
    assert (said.average_heading, said.direction_basis) == (heading, basis)


def test_a_supplied_average_is_taken_as_it_is_and_says_so():
    said = judge(indicator(), months_to_september((859, 1003)), SEPTEMBER, supplied_average=Decimal("0.857"))
    assert (said.average, said.average_months, said.numerator_average) == (Decimal("0.86"), 0, "[x]")
    assert (said.average_heading, said.direction) == ("6-month av. (as supplied)", "No change")
    assert said.message == "86% in Sep-15, level with the six-month average of 86%."


def test_one_month_has_no_direction():
    assert judge(indicator(), months_to_september((1, 2)), SEPTEMBER).direction == "No data"
    assert judge(indicator(), months_to_september((1, 2), (1, 4)), SEPTEMBER).direction == "Worsening"


def test_a_direction_against_last_month_needs_only_last_month():
    against = indicator(direction_against="previous")
    said = judge(against, months_to_september((1, 2), (3, 4)), SEPTEMBER)
    assert (said.direction, said.direction_basis) == ("Improving", "against Aug-15")
    assert judge(against, months_to_september((1, 2)), SEPTEMBER).direction == "No data"


def test_a_direction_against_last_year_names_the_month():
    against = indicator("count", "low", direction_against="same_period_last_year")
    rows = [MonthFigures(date(2014, 9, 1), 10, None), MonthFigures(SEPTEMBER, 12, None)]
    said = judge(against, rows, SEPTEMBER)
    assert (said.same_period_last_year, said.direction, said.direction_basis) == (10, "Worsening", "against Sep-14")


def test_the_year_to_date_begins_in_april():
    rows = [MonthFigures(months_after(date(2015, 1, 1), n), 10 + n, 100) for n in range(12)]
    counted = [MonthFigures(row.month, row.numerator, None) for row in rows]
    assert judge(indicator(), rows, SEPTEMBER).year_to_date == Decimal("0.16")  # 13 + ... + 18 = 93 of 600
    assert judge(indicator("count"), counted, SEPTEMBER).year_to_date == 93
    assert judge(indicator("count"), counted, date(2015, 4, 1)).year_to_date == 13
    assert judge(indicator("count", kind="snapshot"), counted, SEPTEMBER).year_to_date == 18


def test_the_year_to_date_of_a_percentage_needs_every_month_but_a_month_may_have_nothing_to_count():
    rows = months_to_september((1, 10), (2, 10), (0, 0), (3, 10), (4, 10), (5, 10))
    assert judge(indicator(), rows, SEPTEMBER).year_to_date == Decimal("0.30")
    assert judge(indicator(), rows[1:], SEPTEMBER).year_to_date == "[x]"
    assert judge(indicator(), months_to_september(*[(0, 0)] * 6), SEPTEMBER).year_to_date == "[z]"


def test_the_year_to_date_of_a_rate_is_all_its_cases_by_the_periods_population():
    rows = [MonthFigures(date(2015, month, 1), 10, 5000 if month < 7 else 6000) for month in range(4, 10)]
    rate = indicator("rate", decimals=1)
    assert judge(rate, rows, SEPTEMBER).year_to_date == 100  # 60 cases of 6,000 people
    assert judge(rate, rows, SEPTEMBER).average == Decimal("18.2")  # 60 of 33,000
    assert judge(rate, rows[:2] + rows[3:], SEPTEMBER).year_to_date == "[x]"
    assert judge(indicator("rate", kind="snapshot"), rows, SEPTEMBER).year_to_date == 17


def test_amounts_are_added_up_and_may_be_below_zero():
    rows = [MonthFigures(date(2015, month, 1), amount, None) for month, amount in ((4, 300), (5, -100), (6, 40))]
    said = judge(indicator("currency"), rows, date(2015, 6, 1))
    assert (said.value, said.average, said.average_months, said.year_to_date) == (40, 80, 3, 240)
    assert (said.denominator, said.remainder) == ("[z]", "[z]")


# ---- quarters and years ---------------------------------------------------------------------------------------------

# frequency, report month, the period shown, its name, what is due next
PERIOD_CASES = [
    ("month", date(2026, 2, 1), date(2026, 2, 1), "Feb-26", ""),
    ("quarter", date(2025, 12, 1), date(2025, 12, 1), "Quarter to Dec-25", ""),
    ("quarter", date(2026, 1, 1), date(2025, 12, 1), "Quarter to Dec-25", "Next: Mar-26"),
    ("quarter", date(2026, 2, 1), date(2025, 12, 1), "Quarter to Dec-25", "Next: Mar-26"),
    ("quarter", date(2026, 3, 1), date(2026, 3, 1), "Quarter to Mar-26", ""),
    ("year", date(2026, 2, 1), date(2025, 3, 1), "Year to Mar-25", "Next: Mar-26"),
    ("year", date(2026, 3, 1), date(2026, 3, 1), "Year to Mar-26", ""),
    ("year", date(2026, 4, 1), date(2026, 3, 1), "Year to Mar-26", "Next: Mar-27"),
]


@pytest.mark.parametrize(("frequency", "month", "period", "label", "due"), PERIOD_CASES)
def test_the_latest_complete_period_is_shown_and_the_next_is_named(frequency, month, period, label, due):
    said = judge(indicator(frequency=frequency), [], month)
    assert (said.month, said.period, said.period_label, said.next_due) == (month, period, label, due)


def quarters(*numerators, last=date(2025, 12, 1), **columns):
    """Rows of quarters that end with the quarter to `last`, out of 100 each."""
    first = months_after(last, -3 * (len(numerators) - 1))
    return [MonthFigures(months_after(first, 3 * n), part, 100, **columns) for n, part in enumerate(numerators)]


def test_a_quarter_keeps_its_figures_and_rating_until_the_next_is_due():
    rows = quarters(80, 90, target=Decimal("0.9"))
    december, february = (judge(indicator(**QUARTERS), rows, date(*month, 1)) for month in ((2025, 12), (2026, 2)))
    assert (february.value, february.rating, february.next_due) == (Decimal("0.9"), "Green", "Next: Mar-26")
    assert february.message == december.message


def test_the_window_of_quarters_is_in_quarters():
    said = judge(indicator(**QUARTERS), quarters(1, 80, 82, 84, 90), date(2026, 2, 1))
    assert (said.average, said.average_months) == (Decimal("0.84"), 4)
    assert (said.average_heading, said.direction_basis) == ("4-quarter average", "against the four-quarter average")
    assert (said.previous, said.same_period_last_year) == (Decimal("0.84"), Decimal("0.01"))


PERIOD_HEADINGS = [  # frequency, known, heading, direction's basis
    (QUARTERS, 2, "Average of 2 quarters", "against the average of 2 quarters"),
    (QUARTERS, 1, "One quarter only", "one quarter only"),
    (YEARS, 3, "3-year average", "against the three-year average"),
    (YEARS, 2, "Average of 2 years", "against the average of 2 years"),
    (YEARS, 1, "One year only", "one year only"),
    (YEARS, 0, "3-year average", "against the three-year average"),
]


@pytest.mark.parametrize(("periods", "known", "heading", "basis"), PERIOD_HEADINGS)
def test_headings_speak_of_quarters_and_years(periods, known, heading, basis):
    measured, last = indicator(**periods), date(2025, 3, 1)
    rows = [MonthFigures(months_after(last, -n * measured.period_months), 1, 2) for n in range(known)]
    said = judge(measured, rows, last)
    assert (said.average_heading, said.direction_basis) == (heading, basis)


@pytest.mark.parametrize(
    ("frequency", "against", "basis"),
    [
        ("quarter", "previous", "against the quarter to Sep-25"),
        ("quarter", "same_period_last_year", "against the quarter to Dec-24"),
        ("year", "previous", "against the year to Mar-24"),
        ("year", "same_period_last_year", "against the year to Mar-24"),
    ],
)
def test_a_direction_against_an_earlier_period_names_it(frequency, against, basis):
    measured = indicator(frequency=frequency, window_months=12, direction_against=against)
    assert judge(measured, [], date(2026, 2, 1)).direction_basis == basis


def test_the_year_to_date_of_quarters_needs_each_quarter_since_april():
    rows = [MonthFigures(row.month, row.numerator, None) for row in quarters(5, 7, 8, 9)]
    counted = indicator("count", **QUARTERS)
    assert judge(counted, rows, date(2026, 2, 1)).year_to_date == 24  # June, September, December
    assert judge(counted, rows[:1] + rows[2:], date(2026, 2, 1)).year_to_date == "[x]"
    assert judge(counted, rows, date(2025, 6, 1)).year_to_date == 7
    yearly = indicator("count", **YEARS)
    assert judge(yearly, [MonthFigures(date(2025, 3, 1), 31, None)], date(2026, 2, 1)).year_to_date == 31


def test_where_nothing_was_due_yet_the_rating_says_when_it_will_be():
    said = judge(indicator(**QUARTERS), [MonthFigures(date(2025, 12, 1), "[x]", "[x]")], date(2026, 2, 1))
    assert (said.value, said.rating, said.shortfall) == ("[x]", "Next: Mar-26", "[x]")
    assert said.message == "No figure is due yet. Next: Mar-26."


def test_a_quarter_that_was_due_and_has_no_figure_has_no_data():
    due_now = [MonthFigures(date(2025, 12, 1), "[x]", "[x]")]
    assert judge(indicator(**QUARTERS), due_now, date(2025, 12, 1)).rating == "No data"
    after_others = [*quarters(80, last=date(2025, 9, 1)), *due_now]
    said = judge(indicator(**QUARTERS), after_others, date(2026, 2, 1))
    assert (said.rating, said.message) == ("No data", "No figure for the quarter to Dec-25 [x].")
    suppressed = [MonthFigures(date(2025, 12, 1), "[c]", "[c]")]
    assert judge(indicator(**QUARTERS), suppressed, date(2026, 2, 1)).rating == "No data"


def test_a_sum_that_lacks_a_month_is_not_the_year_to_date():
    rows = [MonthFigures(date(2015, month, 1), 10, None) for month in (4, 5, 7, 8, 9)]
    assert judge(indicator("count"), rows, SEPTEMBER).year_to_date == "[x]"


def test_a_month_that_the_table_does_not_hold_has_no_data_and_says_so():
    said = judge(indicator(), months_to_september((1, 2), target=Decimal("0.9")), date(2015, 10, 1))
    assert (said.numerator, said.value, said.target, said.rating) == ("[x]", "[x]", "[z]", "No data")
    assert said.message == "No figure for Oct-15 [x]."


def test_the_target_is_that_of_the_month_shown():
    rows = [
        MonthFigures(date(2015, 3, 1), 7, 10, target=Decimal("0.6"), amber_limit=Decimal("0.5")),
        MonthFigures(date(2015, 4, 1), 7, 10, target=Decimal("0.8"), amber_limit=Decimal("0.7")),
    ]
    assert [judge(indicator(), rows, row.month).rating for row in rows] == ["Green", "Amber"]


# ---- the formulas, as texts; what they compute is test_judgement_recalculated.py's ----------------------------------


class BareTemplate:
    """A template that has a value, a month and a Monthly table, and no other slot: all the rest stands in formulas."""

    def __init__(self, measured):
        self.measured = measured

    def slot(self, name):
        if name in {"rating_override", "override_reason"}:
            return NO_CELL
        return name if name in {"month", "value"} else f"({slot_formula(name, self.measured, self)})"

    def column(self, role):
        return f"Monthly_ongoing_single_assessments_in_timescale[{role}]"

    def this_row(self, role):
        return f"Monthly_ongoing_single_assessments_in_timescale[[#This Row],[{role}]]"


EVERY_KIND = [
    indicator(unit, good, direction_against=against, frequency=frequency, rate_on=rate_on, denominator_label=label)
    for unit, label in (*((u, "Total") for u in ("percent", "count", "rate", "average", "days", "currency")),
                        ("currency", ""))
    for good in ("high", "low", "band", "neither")
    for against in ("average", "previous", "same_period_last_year")
    for frequency in ("month", "quarter", "year")
    for rate_on in ("shown", "exact")
]  # fmt: skip


def formulas(measured):
    cells = BareTemplate(measured)
    yield from (slot_formula(name, measured, cells) for name in SLOT_FORMULAS)
    yield from (column_formula(role, measured, cells) for role in COLUMN_FORMULAS)
    yield not_in_breakdown_formula("numerator", cells, "F8:F11", "H8:H11")


@functools.cache
def every_formula():
    return {formula for measured in EVERY_KIND for formula in formulas(measured)}


def test_every_formula_is_within_excels_limits_even_where_the_template_has_no_slots():
    for formula in every_formula():
        assert len(formula) <= 8192
        assert all(len(literal) <= 255 for literal in formula.split('"')[1::2])
        assert formula.count("(") == formula.count(")")
        assert not formula.startswith("=")


def test_there_is_a_formula_for_everything_that_a_sheet_says():
    assert {field.name for field in fields(Judgement)} - {"month"} == set(SLOT_FORMULAS)


def test_a_template_without_a_column_of_targets_has_no_target():
    class NoTargets(BareTemplate):
        def column(self, role):
            if role in {"monthly_target", "monthly_target_upper", "monthly_amber_limit"}:
                raise KeyError(role)
            return super().column(role)

    band = indicator(good="band", rate_on="exact")
    assert slot_formula("target", indicator(), NoTargets(indicator())) == '"[z]"'
    assert slot_formula("target_upper", band, NoTargets(band)) == '"[z]"'
    assert slot_formula("rating", band, NoTargets(band)).startswith('IF(ISNUMBER(value),IF(COUNT(("[z]"),("[z]"))=2')


def test_areas_without_targets_of_their_own_are_judged_against_the_sheets():
    class NoTargets(BareTemplate):
        def slot(self, name):
            return name

        def this_row(self, role):
            if role.startswith(("breakdown_target", "breakdown_amber")):
                raise KeyError(role)
            return "G8"

    formula = column_formula("breakdown_rating", indicator(), NoTargets(indicator()))
    assert "G8>=ROUND(target,2)" in formula
    assert "G8>=ROUND(amber_limit,2)" in formula


FUNCTIONS = {
    "IF",
    "LEFT",
    "IFERROR",
    "AND",
    "OR",
    "ISNUMBER",
    "ISTEXT",
    "INDEX",
    "MATCH",
    "ROWS",
    "EDATE",
    "MONTH",
    "TEXT",
    "NA",
}
FUNCTIONS |= {
    "COUNT",
    "COUNTIFS",
    "SUM",
    "SUMIFS",
    "AVERAGEIFS",
    "MIN",
    "MAX",
    "ABS",
    "MOD",
    "ROUND",
    "ROUNDUP",
    "LEFT",
}
FUNCTIONS |= {"SUBSTITUTE", "MEDIAN", "AVERAGE", "CHOOSE", "SIGN", "TRIM", "FIND", "RIGHT"}


def test_no_formula_uses_a_function_that_excel_2016_or_libreoffice_does_not_know():
    used = {name for formula in every_formula() for name in re.findall(r"\b([A-Z]+)\(", formula)}
    assert used <= FUNCTIONS
