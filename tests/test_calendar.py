"""Months, as people write them and as the package counts them."""

import calendar as standard_calendar
import locale
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from excel_scorecard.calendar import (
    last_complete,
    month_label,
    month_name,
    months_after,
    months_between,
    period_label,
    period_start,
    read_day,
    read_month,
    read_period,
)

SEPTEMBER = date(2015, 9, 1)
MONTHS = st.dates(date(1950, 1, 1), date(2090, 12, 31)).map(lambda day: day.replace(day=1))


@pytest.mark.parametrize(
    "written",
    [
        "2015-09",
        "2015-9",
        "2015-09-30",
        "2015/09/01",
        "2015-09-30 00:00:00",
        "2015-09-01T00:00:00",
        "Sep-15",
        "sep-15",
        "Sep 15",
        "Sep '15",
        "Sept 2015",
        "Sep 2015",
        "SEPTEMBER 2015",
        "September  2015",
        "30/09/2015",
        "1/9/2015",
        "01/09/15",
        "30.09.2015",
        "30-09-2015",
        "30-Sep-15",
        "30 September 2015",
        "30th September 2015",
        "09/2015",
        "42248",
        42277,
        date(2015, 9, 30),
        datetime(2015, 9, 30, 12, 0),  # noqa: DTZ001 - Excel's dates have no time zone
    ],
)
def test_september_2015_is_read_in_every_way_that_officers_write_it(written):
    assert read_month(written) == SEPTEMBER


@pytest.mark.parametrize(
    "written",
    [
        "",
        "TOTAL",
        "2015",
        "15",
        "Sep",
        "Sexember 2015",
        "Marchy 2015",
        "Ma 2015",
        "2015-13",
        "2015-00",
        "31/09/2015",
        "2015-09-30 11:59:00",
        "=1+1",
        "٢٠١٥-٠٩",
        "0015-09",
        "123456",
        None,
        4.5,
        True,
    ],
)
def test_what_is_no_month_is_refused(written):
    with pytest.raises(ValueError, match="is not"):
        read_month(written)


def test_an_american_date_is_refused_and_says_that_the_day_comes_first():
    with pytest.raises(ValueError, match="the day is read first"):
        read_month("09/30/2015")


def test_a_day_is_read_as_that_day():
    assert read_day("03/08/2015") == date(2015, 8, 3)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_serial_is_the_day_that_openpyxl_says_it_is(day):
    assert read_day(str(int(to_excel(day)))) == day


@given(MONTHS, st.integers(-300, 100))
def test_months_after_and_back_again_is_where_one_started(month, count):
    assert months_after(months_after(month, count), -count) == month


@given(MONTHS)
def test_the_month_after_begins_when_the_month_has_ended(month):
    days = standard_calendar.monthrange(month.year, month.month)[1]
    assert months_after(month, 1) == month + timedelta(days=days)


def test_months_between_holds_both_ends():
    assert months_between(date(2014, 12, 1), date(2015, 2, 1)) == [
        date(2014, 12, 1),
        date(2015, 1, 1),
        date(2015, 2, 1),
    ]


def test_there_are_no_months_between_a_month_and_an_earlier_one():
    assert months_between(date(2015, 3, 1), date(2015, 1, 1)) == []


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_label_is_read_back_as_its_month(day):
    assert read_month(month_label(day)) == read_month(month_name(day)) == day.replace(day=1)


def test_a_label_is_english_whatever_the_machine_speaks():
    before = locale.setlocale(locale.LC_TIME)
    try:
        for other in ("de_DE.UTF-8", "fr_FR.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_TIME, other)
            except locale.Error:
                continue
            assert month_label(date(2015, 3, 1)) == "Mar-15"
    finally:
        locale.setlocale(locale.LC_TIME, before)


PERIODS = [  # what was written, months of a period, its first month
    ("2015-09", 1, "2015-09"),
    ("Q3 2025-26", 3, "2025-10"),
    ("2025/26 Q4", 3, "2026-01"),
    ("quarter 1 2025/2026", 3, "2025-04"),
    ("Dec-25", 3, "2025-10"),
    ("2025-10", 3, "2025-10"),
    ("2025-26", 12, "2025-04"),
    ("2025/26", 12, "2025-04"),
    ("31/03/2026", 12, "2025-04"),
    ("2025-12", 12, "2025-04"),
    ("Quarter to Dec-25", 3, "2025-10"),
    ("quarter ending December 2025", 3, "2025-10"),
    ("Year to Mar-26", 12, "2025-04"),
    ("Q3 25/26", 3, "2025-10"),
    ("1999-00", 12, "1999-04"),
]


@pytest.mark.parametrize(("written", "length", "first"), PERIODS)
def test_a_period_is_read_as_people_write_it_and_is_its_first_month(written, length, first):
    assert f"{read_period(written, length):%Y-%m}" == first


def test_a_financial_year_is_two_years_that_follow_each_other():
    with pytest.raises(ValueError, match="no financial year"):
        read_period("2025/27", 12)


NO_PERIODS = [
    ("Quarter to Nov-25", 3, "no financial quarter ends with Nov-25"),
    ("Year to Dec-25", 12, "no financial year ends with Dec-25"),
    ("Quarter to Dec-25", 1, "is not a month"),
    ("Year to Mar-26", 3, "is not a quarter"),
]


@pytest.mark.parametrize(("written", "length", "why"), NO_PERIODS)
def test_a_period_called_by_its_last_month_is_one_of_the_financial_year(written, length, why):
    with pytest.raises(ValueError, match=why):
        read_period(written, length)


@given(st.dates(date(2001, 4, 1), date(2099, 12, 31)), st.sampled_from([1, 3, 12]))
def test_a_periods_label_is_read_back_as_the_period(day, length):
    last = last_complete(day.replace(day=1), length)
    assert read_period(period_label(last, length), length) == period_start(last, length)


@pytest.mark.parametrize(
    ("month", "quarter", "year"),
    [("2026-02", "2025-12", "2025-03"), ("2026-03", "2026-03", "2026-03"), ("2026-04", "2026-03", "2026-03")],
)
def test_the_latest_period_is_one_that_has_ended(month, quarter, year):
    found = [f"{last_complete(read_month(month), length):%Y-%m}" for length in (1, 3, 12)]
    assert found == [month, quarter, year]


def test_a_period_is_named_by_its_last_month():
    last = date(2025, 12, 1)
    assert [period_label(last, length) for length in (1, 3, 12)] == ["Dec-25", "Quarter to Dec-25", "Year to Dec-25"]
