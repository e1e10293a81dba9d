"""Calendar: months. A month is its first day, as a date, everywhere in the package.

Knows dates and the ways people write a month. Knows no project, no figures and no workbook.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

# English whatever the machine's locale: the page is read by an English council, and strftime would follow the machine.
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}

# Excel counts days from 30 December 1899 (its day 60, 29 February 1900, never was).
_EXCEL_DAY_ZERO = date(1899, 12, 30)
# The serials of 2000 to 2099. Five digits can be no year, so such a number is a date that lost its format.
_EXCEL_SERIALS = range(36526, 73051)
_YEARS = range(1950, 2101)

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})(?: 00:00(?::00)?)?")
_MONTH_AND_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_QUARTER = re.compile(r"(?:q|quarter )([1-4])[ ,/-]*((?:[0-9]{2})?[0-9]{2}[-/][0-9]{2}(?:[0-9]{2})?)")
_QUARTER_LAST = re.compile(r"((?:[0-9]{2})?[0-9]{2}[-/][0-9]{2}(?:[0-9]{2})?)[ ,/-]*(?:q|quarter )([1-4])")
_PERIOD_TO = re.compile(r"(quarter|year) (?:to|ending|ended) (.+)")
_FINANCIAL_YEAR = re.compile(r"((?:[0-9]{2})?[0-9]{2})[-/]([0-9]{2}(?:[0-9]{2})?)")
_FULL_YEAR = re.compile(r"[0-9]{4}[-/]([0-9]{2}(?:[0-9]{2})?)")
_WORDS = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]+)?([a-z]{3,9})\.?[-/. ,]*('?[0-9]{2}|[0-9]{4})")


def months_after(month: date, count: int) -> date:
    """The first day of the month that lies `count` months after `month`; before it where `count` is negative."""
    years, number = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, number + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """The months from `first` to `last`, both included; none where `last` lies before `first`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [months_after(first, step) for step in range(count)]


# Quarters and years are of the financial year, which begins in April.
PERIOD_MONTHS = {"month": 1, "quarter": 3, "year": 12}
FINANCIAL_YEAR_STARTS = 4


def period_start(month: date, length: int) -> date:
    """The first month of the period of `length` months (1, 3 or 12) in which `month` lies."""
    return months_after(month.replace(day=1), -((month.month - FINANCIAL_YEAR_STARTS) % length))


def last_complete(month: date, length: int) -> date:
    """The last month of the latest period of `length` months that has ended with `month`, or before."""
    return months_after(month, -((month.month - FINANCIAL_YEAR_STARTS + 1) % length))


def period_label(last: date, length: int) -> str:
    """The period that ends with the month `last`: `Sep-15`, `Quarter to Sep-15`, `Year to Mar-15`."""
    word = {3: "Quarter to ", 12: "Year to "}.get(length, "")
    return f"{word}{month_label(last)}"


def month_label(month: date) -> str:
    """The month as it stands in a table or on an axis: `Sep-15`."""
    return f"{MONTH_NAMES[month.month - 1][:3]}-{month.year % 100:02d}"


def month_name(month: date) -> str:
    """The month in full, for headings: `September 2015`."""
    return f"{MONTH_NAMES[month.month - 1]} {month.year}"


def read_month(written: object) -> date:
    """The month that a date, or a text, stands for: always its first day.

    Args:
        written: a date or datetime (any day of the month), or a text: `2015-09`, `2015-09-30`, `Sep-15`, `Sep 2015`,
            `September 2015`, `30/09/2015` (the day first, as in the UK), `30/09/15`, `30 September 2015`, `09/2015`;
            or an Excel date that lost its format (`42248`). A year of two digits is of this century.

    Raises:
        ValueError: it is none of these, or a day that does not exist; the message says so in plain words.

    """
    return read_day(written).replace(day=1)


def read_day(written: object) -> date:
    """The day that a date, or a text, stands for; the first of the month where only a month is written.

    Forms and errors as in `read_month`.
    """
    if isinstance(written, datetime):
        return _within_years(written.date())
    if isinstance(written, date):
        return _within_years(written)
    return _day_of_text(" ".join(str(written).split()))


def read_period(written: object, length: int) -> date:
    """The period of `length` months (1, 3 or 12) that a date or a text stands for, as its first month.

    Args:
        written: a day or month in the period, as in `read_month`; of quarters also `Q3 2025-26` or `Quarter to Dec-25`,
            of years `2025-26`, `2025/26` or `Year to Mar-26`, all of the financial year.
        length: months of a period.

    Raises:
        ValueError: as in `read_month`; or a financial year whose two years do not follow each other; or a quarter or
            year that ends with another month than the financial year's do.

    """
    text = " ".join(str(written).split()).lower()
    if match := _PERIOD_TO.fullmatch(text):
        return _period_to(match, length)
    if length == 3 and (match := _QUARTER.fullmatch(text)):
        return months_after(_financial_year(match[2]), 3 * (int(match[1]) - 1))
    if length == 3 and (match := _QUARTER_LAST.fullmatch(text)):
        return months_after(_financial_year(match[1]), 3 * (int(match[2]) - 1))
    # 2025-12 is a month, 2025-27 a slip, and December of 2011-12 lies in that year
    if (
        length == 12
        and (match := _FINANCIAL_YEAR.fullmatch(text))
        and len(match[1]) == 4
        and not 1 <= int(match[2]) <= 12
    ):
        return _financial_year(text)
    return period_start(read_month(written), length)


def _financial_year(text: str) -> date:
    match = _FINANCIAL_YEAR.fullmatch(text)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]) % 100:
        raise ValueError(f"'{text}' is no financial year; write it as 2025-26")
    return _within_years(date(_year(match[1]), FINANCIAL_YEAR_STARTS, 1))


def _period_to(match: re.Match[str], length: int) -> date:
    """The period that is called by its last month."""
    last = read_month(match[2])
    if PERIOD_MONTHS[match[1]] != length:
        raise ValueError(
            f"'{match[0]}' is not a {next(word for word, months in PERIOD_MONTHS.items() if months == length)}"
        )
    if last_complete(last, length) != last:
        raise ValueError(f"no financial {match[1]} ends with {month_label(last)}")
    return period_start(last, length)


@lru_cache(maxsize=4096)  # a figures file says the same few months thousands of times
def _day_of_text(text: str) -> date:
    year, month, day = _parts(text)
    try:
        found = date(year, month, day)
    except ValueError:
        swapped = "; the day is read first, as in 30/09/2015" if month > 12 >= day else ""
        raise ValueError(f"'{text}' is not a day of the calendar{swapped}") from None
    return _within_years(found)


def _parts(text: str) -> tuple[int, int, int]:
    if text.isascii() and text.isdigit() and len(text) == 5 and int(text) in _EXCEL_SERIALS:
        found = _EXCEL_DAY_ZERO + timedelta(days=int(text))
        return found.year, found.month, found.day
    if match := _ISO.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3] or 1)
    if match := _DAY_FIRST.fullmatch(text):
        return _year(match[3]), int(match[2]), int(match[1])
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return int(match[2]), int(match[1]), 1
    if match := _WORDS.fullmatch(text.lower()):
        word = match[2]
        number = _MONTH_NUMBERS.get(word[:3])
        # "Sept" is what many officers write; any other shortening must be the start of the month's name.
        if number is not None and (word == "sept" or MONTH_NAMES[number - 1].lower().startswith(word)):
            return _year(match[3]), number, int(match[1] or 1)
    raise ValueError(f"'{text}' is not a month")


def _year(digits: str) -> int:
    digits = digits.removeprefix("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _within_years(day: date) -> date:
    if day.year not in _YEARS:
        raise ValueError(f"the year {day.year} is not between {_YEARS[0]} and {_YEARS[-1]}")
    return day
