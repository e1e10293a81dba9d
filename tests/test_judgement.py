"""The rules, by example. The lists of cases are the specification: the functions run them here, and LibreOffice runs
the formulas beside them over the same lists in test_judgement_recalculated.py.
"""

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
    ("3", "4", None, None, "percent", "high", "0"),
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
        "43.1 in Sep-15, 1.1 above the target of 42.0, 0.5 below the six-month average of 43.6.",
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


@pytest.mark.parametrize(("rows", "sentence"), COUNTS_CASES)
def test_the_counts_name_those_without_data_only_where_there_are_some(rows, sentence):
    assert counts(rows) == sentence


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
    assert (said.average_heading, said.direction) == ("6-month average (as supplied)", "No change")
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
        return name if name in {"month", "value"} else f"({slot_formula(name, self.measured, self)})"

    def column(self, role):
        return f"Monthly_ongoing_single_assessments_in_timescale[{role}]"

    def this_row(self, role):
        return f"Monthly_ongoing_single_assessments_in_timescale[[#This Row],[{role}]]"


EVERY_KIND = [
    indicator(unit, good, direction_against=against)
    for unit in ("percent", "count", "rate", "average", "days", "currency")
    for good in ("high", "low", "neither")
    for against in ("average", "previous", "same_period_last_year")
]


def formulas(measured):
    cells = BareTemplate(measured)
    yield from (slot_formula(name, measured, cells) for name in SLOT_FORMULAS)
    yield from (column_formula(role, measured, cells) for role in COLUMN_FORMULAS)
    yield not_in_breakdown_formula("numerator", cells, "F8:F11", "H8:H11")


def test_every_formula_is_within_excels_limits_even_where_the_template_has_no_slots():
    for measured in EVERY_KIND:
        for formula in formulas(measured):
            assert len(formula) <= 8192
            assert all(len(literal) <= 255 for literal in formula.split('"')[1::2])
            assert formula.count("(") == formula.count(")")
            assert not formula.startswith("=")


def test_there_is_a_formula_for_everything_that_a_sheet_says():
    assert {field.name for field in fields(Judgement)} - {"month"} == set(SLOT_FORMULAS)


def test_a_template_without_a_column_of_targets_has_no_target():
    class NoTargets(BareTemplate):
        def column(self, role):
            if role in {"monthly_target", "monthly_amber_limit"}:
                raise KeyError(role)
            return super().column(role)

    assert slot_formula("target", indicator(), NoTargets(indicator())) == '"[z]"'


def test_areas_without_targets_of_their_own_are_judged_against_the_sheets():
    class NoTargets(BareTemplate):
        def slot(self, name):
            return name

        def this_row(self, role):
            if role in {"breakdown_target", "breakdown_amber_limit"}:
                raise KeyError(role)
            return "G8"

    formula = column_formula("breakdown_rating", indicator(), NoTargets(indicator()))
    assert "G8>=ROUND(target,2)" in formula
    assert "G8>=ROUND(amber_limit,2)" in formula


FUNCTIONS = {
    "IF",
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
FUNCTIONS |= {"COUNT", "COUNTIFS", "SUM", "SUMIFS", "AVERAGEIFS", "MIN", "MAX", "ABS", "MOD", "ROUND", "ROUNDUP"}
FUNCTIONS |= {"SUBSTITUTE"}


@pytest.mark.parametrize("measured", EVERY_KIND, ids=lambda i: f"{i.unit}-{i.good}-{i.direction_against}")
def test_no_formula_uses_a_function_that_excel_2016_or_libreoffice_does_not_know(measured):
    used = {name for formula in formulas(measured) for name in re.findall(r"\b([A-Z]+)\(", formula)}
    assert used <= FUNCTIONS
