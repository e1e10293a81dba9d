"""Periods: when what was published ended, however it is written, and when that is too long ago."""

from datetime import date

import pytest

from excel_scorecard.comparators.periods import is_old, period_end

WRITTEN = [
    ("2024-25", date(2025, 3, 1)),
    ("2024/25", date(2025, 3, 1)),
    ("2024 to 2025", date(2025, 3, 1)),
    ("2024\N{EN DASH}25", date(2025, 3, 1)),
    ("202425", date(2025, 3, 1)),
    ("2011-12", date(2012, 3, 1)),  # a financial year, not a December
    ("1999-00", date(2000, 3, 1)),
    ("31 March 2025", date(2025, 3, 1)),
    ("31/03/2025", date(2025, 3, 1)),
    ("as at 31 March 2025", date(2025, 3, 1)),
    ("30 September 2025", date(2025, 9, 1)),
    ("year to September 2025", date(2025, 9, 1)),
    ("Year to Mar-26", date(2026, 3, 1)),
    ("2025", date(2025, 3, 1)),  # the reporting year
    ("mid-2024", date(2024, 6, 1)),
    ("Sep-15", date(2015, 9, 1)),
    ("Q3 2025-26", date(2025, 12, 1)),
    ("quarter 3 2025-26", date(2025, 12, 1)),
    ("Quarter to Dec-25", date(2025, 12, 1)),
]


@pytest.mark.parametrize(("written", "end"), WRITTEN)
def test_a_period_ends_with_a_month(written, end):
    assert period_end(written) == end


@pytest.mark.parametrize("written", ["soon", "", "2024-27", "Q5 2025-26", "last year"])
def test_what_is_no_period_is_refused(written):
    with pytest.raises(ValueError, match="is no"):
        period_end(written)


def test_a_period_is_old_when_more_than_18_months_have_gone_by():
    march = date(2024, 3, 1)
    assert not is_old(march, date(2025, 9, 1))  # 18 months, to the month
    assert is_old(march, date(2025, 10, 1))
    assert not is_old(None, date(2025, 10, 1))
