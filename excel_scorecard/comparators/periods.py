"""Periods of comparators: the month with which a published period ended, and whether that is too long ago.

Knows the ways in which a period is written: `2024-25`, `31 March 2025`, `Q3 2025-26`, `Sep-15`. Knows no file.
"""

import re
from datetime import date
from typing import Final

from excel_scorecard.calendar import months_after, read_month, read_period

OLD_MONTHS: Final = 18
"""A period that ended more months than this before the report month is marked."""

PERIOD_MEND: Final = "Write it as 2024-25, 31 March 2025, Q3 2025-26, Mar-25 or 2025."

_FINANCIAL_YEAR = re.compile(r"(?:19|20)?([0-9]{2})(?:[-/]| to )(?:19|20)?([0-9]{2})")
_SIX_DIGITS = re.compile(r"(20[0-9]{2})([0-9]{2})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MID_YEAR = re.compile(r"mid[- ]?((?:19|20)[0-9]{2})")
_QUARTER = re.compile(r"\b(?:q|quarter )[1-4]\b")
_ENDING = re.compile(r"(?:(?:financial |reporting )?(?:year|quarter|month|12 months)|as) (?:to|ending|ended|at) ")
_PUBLISHED_MONTH = 3  # a bare year is DfE's reporting year, which ends in March of it
_MID_MONTH = 6


def period_end(written: str) -> date:
    """The last month of a published period, as its first day.

    `2025` alone is the reporting year to March 2025; `2011-12` is a financial year, not a December; `mid-2024` is June.

    Raises:
        ValueError: it is no period; the message says so in plain words.

    """
    text = " ".join(written.replace("\N{EN DASH}", "-").casefold().split())
    text = _ENDING.sub("", text)
    if _QUARTER.search(text):
        return months_after(read_period(text, 3), 2)
    if match := _MID_YEAR.fullmatch(text):
        return date(int(match[1]), _MID_MONTH, 1)
    if _YEAR.fullmatch(text):
        return read_month(f"{text}-{_PUBLISHED_MONTH:02d}")
    if match := _SIX_DIGITS.fullmatch(text):  # 202425, as in some of DfE's files
        text = f"{match[1]}-{match[2]}"
    if (match := _FINANCIAL_YEAR.fullmatch(text)) and (int(match[1]) + 1) % 100 == int(match[2]):
        end = int(match[2]) + (1900 if text.startswith("19") and match[2] != "00" else 2000)
        return read_month(f"{end}-{_PUBLISHED_MONTH:02d}")
    try:
        return read_month(text)
    except ValueError:
        raise ValueError(f"'{written}' is no period") from None


def end_or_none(written: str) -> date | None:
    """The last month of a period; None where the text is none, such as a comparator's that was typed without one."""
    try:
        return period_end(written)
    except ValueError:
        return None


def is_old(ended: date | None, month: date) -> bool:
    """Whether a period ended more than 18 months before the report month."""
    return ended is not None and months_after(ended, OLD_MONTHS) < month


def months_ago(ended: date, month: date) -> int:
    """How many months before the report month a period ended."""
    return (month.year - ended.year) * 12 + month.month - ended.month
