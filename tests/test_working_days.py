"""Working days: Monday to Friday less England's bank holidays less the council's closures, the start being day 0."""

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_scorecard.errors import ProjectError
from excel_scorecard.project import make_project
from excel_scorecard.working_days import BANK_HOLIDAYS, YEARS, CalendarRangeError, WorkingCalendar

MONDAY = date(2015, 8, 17)
ENGLAND = WorkingCalendar()
DAYS = st.dates(date(2012, 1, 1), date(2026, 12, 31))


def test_the_bank_holidays_are_those_of_the_holidays_package():
    holidays = pytest.importorskip("holidays")
    known = holidays.country_holidays("GB", subdiv="ENG", years=YEARS)
    assert set(known) == BANK_HOLIDAYS


def test_the_bank_holidays_are_those_of_the_list_collected_from_public_sources():
    listed = Path(os.environ.get("OFFICIAL_DATA", "nowhere")).parent / "england_bank_holidays_2013_2028.csv"
    if not listed.is_file():
        pytest.skip("the list of bank holidays is not on this machine (OFFICIAL_DATA)")
    with listed.open(encoding="utf-8") as rows:
        days = {date.fromisoformat(row["date"]) for row in csv.DictReader(rows)}
    assert {day for day in BANK_HOLIDAYS if day.year >= 2013} == days


@pytest.mark.parametrize(
    "day",
    [date(2011, 4, 29), date(2012, 6, 5), date(2020, 5, 8), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)],
)
def test_a_holiday_that_was_given_once_is_no_working_day(day):
    assert not ENGLAND.is_working(day)


def test_the_early_may_holiday_that_was_moved_in_2020_is_a_working_day():
    assert ENGLAND.is_working(date(2020, 5, 4))


def test_fifteen_working_days_after_a_monday_in_august_2015():
    assert ENGLAND.add(MONDAY, 15) == date(2015, 9, 8)
    assert ENGLAND.between(MONDAY, date(2015, 9, 8)) == 15


def test_fifteen_working_days_with_the_start_as_the_first_of_them():
    inclusive = WorkingCalendar(start_day=1)
    assert inclusive.add(MONDAY, 15) == date(2015, 9, 7)
    assert inclusive.between(MONDAY, MONDAY) == 1


def test_fifteen_working_days_end_a_day_earlier_where_the_holiday_is_forgotten():
    weekdays = [MONDAY + timedelta(days=n) for n in range(1, 40) if (MONDAY + timedelta(days=n)).weekday() < 5]
    assert weekdays[14] == date(2015, 9, 7)
    assert date(2015, 8, 31) in BANK_HOLIDAYS


def test_a_local_closure_puts_the_end_off_by_a_day():
    assert WorkingCalendar(frozenset({date(2015, 8, 20)})).add(MONDAY, 15) == date(2015, 9, 9)


@pytest.mark.parametrize("start", [date(2015, 8, 15), date(2015, 8, 16)])
def test_a_start_at_the_weekend_counts_as_the_friday_before(start):
    friday = date(2015, 8, 14)
    assert ENGLAND.number(start) == ENGLAND.number(friday)
    assert ENGLAND.between(start, MONDAY) == 1
    assert ENGLAND.add(start, 15) == ENGLAND.add(friday, 15) == date(2015, 9, 7)


def test_a_start_on_a_bank_holiday_counts_as_the_working_day_before():
    assert ENGLAND.between(date(2015, 8, 31), date(2015, 9, 1)) == 1


def test_the_leap_day_is_a_working_day_like_any_other():
    assert ENGLAND.between(date(2016, 2, 26), date(2016, 3, 1)) == 2


@pytest.mark.parametrize("day", [date(2009, 12, 31), date(2029, 1, 1)])
def test_a_day_beyond_the_known_years_fails_and_says_which_are_known(day):
    with pytest.raises(CalendarRangeError, match="2010 to 2028"):
        ENGLAND.number(day)
    with pytest.raises(CalendarRangeError):
        ENGLAND.is_working(day)


def test_an_answer_beyond_the_known_years_fails_too():
    with pytest.raises(CalendarRangeError, match="end outside the calendar"):
        ENGLAND.add(date(2028, 12, 20), 15)


@given(DAYS, st.integers(1, 300), st.sampled_from([0, 1]))
def test_adding_and_counting_are_each_others_opposite(start, days, start_day):
    calendar = WorkingCalendar(frozenset({date(2024, 12, 27)}), start_day)
    due = calendar.add(start, days)
    assert calendar.between(start, due) == days
    assert calendar.is_working(due) or days == start_day


@given(DAYS, DAYS)
def test_a_count_of_working_days_is_a_count(one, other):
    first, last = sorted((one, other))
    passed = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert ENGLAND.between(first, last) == sum(ENGLAND.is_working(day) for day in passed)


def project(**calendar):
    indicator = {"id": "one", "number": 1, "title": "One", "unit": "count", "good": "low"}
    settings = {"scorecard": {"organisation": "A"}, "indicator": [indicator], "calendar": calendar}
    return make_project(settings, Path())


def test_a_project_says_its_closures_and_what_the_start_counts_as():
    calendar = project(closures=[date(2024, 12, 27)], start_day=1).calendar.calendar
    assert calendar == WorkingCalendar(frozenset({date(2024, 12, 27)}), 1)


def test_a_project_that_says_nothing_has_englands_holidays_and_starts_at_day_0():
    assert project().calendar.calendar == ENGLAND


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"closures": [date(2031, 12, 27)]}, "27/12/2031"),
        ({"start_day": 2}, "start_day 2 is more than 1"),
        ({"closure": []}, "did you mean 'closures'"),
    ],
)
def test_what_is_wrong_with_the_calendar_is_said(written, said):
    with pytest.raises(ProjectError, match=said):
        project(**written)
