"""The calendar as a table: each day has what the calendars of the package say of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_scorecard.calendar import months_after, period_start
from excel_scorecard.working_days import WorkingCalendar

pytest.importorskip("pyarrow", reason="records are an extra: pip install '.[records]'")

from excel_scorecard.records.grid import (
    FIRST_DAY,
    LAST_DAY,
    calendar_table,
    day_number,
    period_begins,
    period_ends,
    period_number,
    span_table,
)

CALENDAR = WorkingCalendar(frozenset({date(2024, 12, 27)}))


@pytest.fixture(scope="module", params=[1, 3, 12])
def grid(request):
    return request.param, calendar_table(CALENDAR, request.param).to_pylist()


@given(day=st.dates(date(1981, 1, 1), date(2040, 12, 30)))
def test_a_day_has_its_number_its_period_and_its_neighbours(grid, day):
    length, rows = grid
    row = rows[day_number(day) - 1]
    assert (row["day"], row["day_no"]) == (day, day_number(day))
    assert row["period"] == period_number(day, length)
    assert row["next_period"] == period_number(day + timedelta(days=1), length)
    assert row["last_period"] == period_number(day - timedelta(days=1), length)
    same_day = 28 if (day.month, day.day) == (2, 29) else day.day
    assert row["year_before"] == day_number(day.replace(year=day.year - 1, day=same_day))


@given(day=st.dates(date(2010, 1, 1), date(2028, 12, 31)))
def test_a_day_of_the_known_years_has_its_working_day(grid, day):
    assert grid[1][day_number(day) - 1]["work_no"] == CALENDAR.number(day)


@pytest.mark.parametrize("day", [FIRST_DAY, date(2009, 12, 31), date(2029, 1, 1), LAST_DAY])
def test_a_day_of_other_years_has_none(grid, day):
    assert grid[1][day_number(day) - 1]["work_no"] is None


@given(day=st.dates(date(1981, 1, 1), date(2040, 12, 1)), length=st.sampled_from([1, 3, 12]))
def test_a_period_is_that_of_the_financial_year(day, length):
    number = period_number(day, length)
    assert period_begins(number, length) == period_start(day, length)
    assert period_ends(number, length) == months_after(period_start(day, length), length) - timedelta(days=1)


def test_a_span_has_a_row_for_each_of_its_periods():
    at = period_number(date(2015, 9, 1), 1)
    spans = span_table(CALENDAR, at, at + 2, 1).to_pylist()
    assert sorted((row["first"] - at, row["last"] - at, row["period"] - at) for row in spans) == [
        (0, 0, 0), (0, 1, 0), (0, 1, 1), (0, 2, 0), (0, 2, 1), (0, 2, 2), (1, 1, 1), (1, 2, 1), (1, 2, 2), (2, 2, 2),
    ]  # fmt: skip


def test_a_row_of_a_span_has_the_numbers_of_its_periods_last_day():
    at = period_number(date(2015, 9, 1), 1)
    ends = {at: date(2015, 9, 30), at + 1: date(2015, 10, 31)}
    for row in span_table(CALENDAR, at, at + 1, 1).to_pylist():
        end = ends[row["period"]]
        assert (row["end_no"], row["end_work"]) == (day_number(end), CALENDAR.number(end))
