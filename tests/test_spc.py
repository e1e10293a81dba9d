"""Statistical process control: limits and signals as others publish them, and where the method has nothing to say.

Reference values, carried over as facts:
- NHSRplotthedots (github.com/nhs-r-community/NHSRplotthedots): tests/testthat/_snaps/ptd_spc.md gives mean and limits
  of the twenty values of _snaps/ptd_spc_standard.md (R's rnorm(20) after set.seed(123)), whole and cut in two;
  test-ptd_calculate_point_type.R gives the rules' answers to short series.
- NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 (individuals control charts): ten flow rates, with limits by
  3/1.128 where Making Data Count says 2.66.
"""

from datetime import date
from random import Random

import pytest

from excel_scorecard.calendar import months_after
from excel_scorecard.spc import (
    ENOUGH_POINTS,
    LEAST_POINTS,
    Control,
    average_moving_range,
    control_of,
    shifts,
    trends,
    two_of_three,
)

START = date(2020, 1, 1)
NHS = (
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
    -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716,
    0.70135590, -0.47279141,
)  # fmt: skip
NIST = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)


def controlled(values, good="high", **given) -> Control:
    return control_of([(months_after(START, at), value) for at, value in enumerate(values)], good=good, **given)


def variations(control):
    return [point.variation for point in control.points]


def rules(control):
    return [point.rule for point in control.points]


# ---- mean and limits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "mean", "lower", "upper"),
    [
        pytest.param(NHS, 0.142, -3.01, 3.29, id="the package's twenty"),
        pytest.param(NHS[:10], 0.0746, -2.60, 2.75, id="the package's first ten"),
        pytest.param(NHS[10:], 0.209, -3.28, 3.70, id="the package's last ten"),
    ],
)
def test_mean_and_limits_are_those_of_the_nhs_package(values, mean, lower, upper):
    point = controlled(values).points[-1]
    assert (point.mean, point.lower, point.upper) == pytest.approx((mean, lower, upper), abs=0.006)


def test_limits_are_those_of_the_nist_handbook():
    point = controlled(NIST).points[0]
    assert point.mean == pytest.approx(50.81)
    assert (point.lower, point.upper) == pytest.approx((45.8159, 55.8041), abs=0.001)


def test_a_moving_range_that_is_an_outlier_is_left_out_once():
    # ranges of 1 but for one of 20 there and one back: without the two, 1 on average
    values = [10, 11, 10, 11, 10, 30, 10, 11, 10, 11, 10, 11]
    assert average_moving_range(values) == 1
    assert average_moving_range([1.0, None, 5.0, None]) == 0, "no neighbours, no range"


def test_no_range_is_taken_across_a_gap():
    assert average_moving_range([1.0, 2.0, None, 9.0, 8.0]) == 1
    known = controlled([50.0, 51, 50, 51, None, 51, 50, 51, 50]).points
    assert known[4].value is None
    assert known[4].variation == "", "a gap has no signal"
    assert known[4].mean == known[0].mean, "the limits go on across it"


def test_below_seven_points_there_is_nothing_and_below_twelve_the_limits_are_on_trial():
    few = controlled(NHS[: LEAST_POINTS - 1])
    assert few.latest is None
    assert not few.has_limits
    assert {point.variation for point in few.points} == {""}
    trial = controlled(NHS[: ENOUGH_POINTS - 1])
    assert trial.is_trial
    assert trial.has_limits
    assert not controlled(NHS[:ENOUGH_POINTS]).is_trial
    assert not few.is_trial, "there are no limits to be on trial"


def test_nothing_at_all_is_no_signal():
    assert controlled([]).latest is None
    assert controlled([None] * 20).latest is None


# ---- the rules -------------------------------------------------------------------------------------------------------


def test_a_point_beyond_a_limit_is_one_on_it_is_not():
    values = [10.0, 11] * 8 + [20]
    assert rules(controlled(values))[-1] == "limits"
    assert variations(controlled(values))[-1] == "Improvement"
    assert variations(controlled(values, good="low"))[-1] == "Concern"


@pytest.mark.parametrize(
    ("sides", "found"),
    [
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 8 + [-1], [8] * 8 + [0]),
        ([-1] * 8 + [1], [8] * 8 + [0]),
        ([-1] + [1] * 8 + [-1], [0] + [8] * 8 + [0]),
        ([1, 1, 1, 0, 1, 1, 1, 1], [0] * 8),
    ],
)
def test_seven_points_on_one_side_of_the_mean_are_a_shift(sides, found):
    assert shifts(sides) == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [7] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0, *[7] * 7, 0]),
        ([7, 6, 5, 4, 3, 2, 1], [-7] * 7),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0, *[-7] * 7, 0]),
        ([1, 2, 3, None, 4, 5, 6, 7], [0] * 8),
    ],
)
def test_seven_points_that_rise_or_fall_are_a_trend(values, found):
    assert trends(values) == found


@pytest.mark.parametrize(
    ("near", "found"),
    [
        ([1, 0, 1], [1, 0, 1]),
        ([0, 1, 1], [0, 1, 1]),
        ([1, 1, 0], [1, 1, 0]),
        ([0, 0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 1, 0, 0]),
        ([0, 0, 1, 1, 0, 0, 0], [0, 0, 1, 1, 0, 0, 0]),
        ([1, 0, 0, 1], [0, 0, 0, 0]),
        ([1, 0, 0, 1, 1], [0, 0, 0, 1, 1]),
    ],
)
def test_two_points_in_three_near_a_limit(near, found):
    assert two_of_three([bool(each) for each in near], [1] * len(near)) == [bool(each) for each in found]


def test_three_neighbours_on_both_sides_are_no_two_in_three():
    assert two_of_three([True, True, False], [1, -1, 1]) == [False] * 3


def test_of_two_rules_the_first_is_named():
    values = [10.0, 11] * 8 + [11.5, 12, 12.5, 13, 13.5, 14, 30]
    found = rules(controlled(values))
    assert found[-1] == "limits"
    assert found[-2] == "trend", "the whole run is one, with its point beyond the limit"


def test_a_gap_ends_a_run():
    without = controlled([10.0, 12] * 5 + [10] * 7)
    with_gap = controlled([10.0, 12] * 5 + [10] * 3 + [None] + [10] * 4)
    assert "shift" in rules(without)
    assert "shift" not in rules(with_gap)


# ---- what it means ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("good", "word"), [("high", "Improvement"), ("low", "Concern"), ("neither", "Change"), ("band", "Change")]
)
def test_a_signal_is_good_or_bad_by_the_side_of_the_mean_on_which_it_lies(good, word):
    assert variations(controlled([10.0, 11] * 8 + [20], good=good))[-1] == word


def test_a_series_that_never_varies_has_no_signal_and_meets_a_target_that_it_reaches():
    """Powers that be flag a service that is always at 100%: Making Data Count's own tool does not."""
    always = controlled([1.0] * 24, target=1.0)
    assert set(variations(always)) == {"Ordinary"}
    assert (always.points[0].lower, always.points[0].upper) == (1.0, 1.0)
    assert always.assurance == "meets"
    assert controlled([0.9] * 24, target=1.0).assurance == "misses"
    assert controlled([0.1] * 24, target=0.1, good="low").assurance == "meets"


def test_a_mean_that_floats_off_its_values_makes_no_sides():
    assert set(rules(controlled([0.1 + 0.2] * 30))) == {""}


@pytest.mark.parametrize(
    ("target", "good", "said"),
    [
        (40, "high", "meets"),
        (50, "high", "hit or miss"),
        (60, "high", "misses"),
        (40, "low", "misses"),
        (60, "low", "meets"),
        (50, "neither", ""),
        (None, "high", ""),
    ],
)
def test_the_limits_say_whether_work_as_it_is_meets_the_target(target, good, said):
    assert controlled(NIST, good=good, target=target).assurance == said


# ---- stretches -------------------------------------------------------------------------------------------------------


def test_limits_begin_anew_where_the_project_says_so_and_nowhere_else():
    values = [10.0, 11] * 6 + [20.0, 21] * 6
    whole = controlled(values)
    cut = controlled(values, starts=[months_after(START, 12)])
    assert set(rules(whole)) == {"limits"}, "never by itself, however clear it looks"
    assert set(rules(cut)) == {""}
    assert [point.mean for point in cut.points[11:13]] == [10.5, 20.5]
    assert cut.points[11].stretch == 0
    assert cut.points[12].stretch == 1


def test_a_new_stretch_needs_points_of_its_own():
    cut = controlled([10.0, 11] * 6 + [20.0] * 6, starts=[months_after(START, 12)])
    assert cut.points[0].mean == 10.5
    assert cut.latest is None
    assert not cut.has_limits


def test_a_start_before_the_first_point_or_after_the_last_cuts_nothing():
    values = [10.0, 11] * 8
    plain = controlled(values)
    assert controlled(values, starts=[months_after(START, -5), START, months_after(START, 40)]).points == plain.points


def test_two_starts_between_two_points_are_one_cut():
    pairs = [(months_after(START, 3 * at), float(at % 2)) for at in range(16)]
    both = control_of(pairs, good="high", starts=[months_after(START, 22), months_after(START, 23)])
    one = control_of(pairs, good="high", starts=[months_after(START, 24)])
    assert both == one


# ---- against a computation of another kind ---------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_limits_and_points_beyond_them_are_what_pandas_says(seed):
    """Rolling and shifted frames in place of runs: the same points, by another road."""
    pd = pytest.importorskip("pandas")
    chance = Random(seed)  # noqa: S311  # not for secrets
    values = [chance.gauss(50, 5) + (8 if at > 20 and seed % 3 == 0 else 0) for at in range(36)]
    if seed % 4 == 0:
        values[chance.randrange(36)] = None
    y = pd.Series(values, dtype=float)
    ranges = y.diff().abs()
    average = ranges[ranges < 3.267 * ranges.mean()].mean()
    mean = y.mean()
    side = (y - mean).apply(lambda apart: 0 if pd.isna(apart) else (apart > 0) - (apart < 0))
    outside = (y > mean + 2.66 * average) | (y < mean - 2.66 * average)
    near = ~outside & ((y - mean).abs() > 2 / 3 * 2.66 * average)

    def part_of(ends, length):
        return (
            sum((ends.shift(-back, fill_value=False).astype(bool) for back in range(length)), pd.Series(0, y.index)) > 0
        )

    shift = part_of(side.rolling(7).sum().abs() == 7, 7)
    steps = y.diff().apply(lambda step: 0 if pd.isna(step) else (step > 0) - (step < 0))
    trend = part_of(steps.rolling(6).sum().abs() == 6, 7)
    close = near & part_of((near.rolling(3).sum() >= 2) & (side.rolling(3).sum().abs() == 3), 3)
    expected = outside | trend | close | shift
    control = controlled(values)
    assert control.points[0].upper == pytest.approx(mean + 2.66 * average)
    assert [bool(point.rule) for point in control.points] == list(expected)
