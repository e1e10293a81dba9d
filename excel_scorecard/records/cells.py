"""Cells: what a cell of an extract says as an id, a date, a yes or no, a number: exactly that, or that it says none.

Knows spellings and the stated forms of dates. Nothing is guessed: what is not in a stated form is told by its rule.
A column is read by its different values, each once.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from excel_scorecard.calendar import MONTH_NAMES
from excel_scorecard.delimited import tidy

if TYPE_CHECKING:
    import numpy as np

Said = tuple[Any, str]
"""What a cell says, None for nothing, and the rule that it breaks, empty for none."""
Read = Callable[[Any], Said]

UNREADABLE_DATE: Final = "unreadable-date"
FOREIGN_DATE: Final = "foreign-date"
AMBIGUOUS_DATE: Final = "ambiguous-date"
ROUNDED_ID: Final = "rounded-id"
UNKNOWN_VALUE: Final = "unknown-value"
UNREADABLE_NUMBER: Final = "unreadable-number"
ERROR_VALUE: Final = "error-value"

ANY: Final = ("*",)
"""The codes of a column that says yes wherever it is filled: the number of a registration."""

_BLANK_ERRORS: Final = frozenset({"#N/A", "#NULL!"})
_ERRORS: Final = frozenset({"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#SPILL!", "#CALC!"})
_ERROR_NUMBER: Final = re.compile(r"Err:\d{3}")  # LibreOffice's, where it has no word
_WHOLE: Final = re.compile(r"(-?\d+)\.0+")
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_EXACT_IN_EXCEL: Final = 10**15
_LETTER: Final = re.compile(r"^[0-9a-z]{1,2}\s*[).:\-]\s*(?=\S)")

_YES: Final = frozenset({"yes", "y", "1", "true", "t"})
_NO: Final = frozenset({"no", "n", "0", "false", "f"})
_UNKNOWN: Final = frozenset({"unknown", "u", "unk", "not known", "dont know", "not stated", "not recorded"})

_TIME: Final = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2}|[AaPp][Mm])?)?"
_MONTHS: Final = {
    word: number
    for number, name in enumerate((name.casefold() for name in MONTH_NAMES), start=1)
    for word in {name, name[:3], name[:4] if name == "september" else name}
}
_FORMS: Final = {
    "DD/MM/YYYY": re.compile(rf"(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>\d{{4}}){_TIME}"),
    "MM/DD/YYYY": re.compile(rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>\d{{4}}){_TIME}"),
    "YYYY-MM-DD": re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}}){_TIME}"),
    "DD-MM-YYYY": re.compile(rf"(?P<d>\d{{1,2}})-(?P<m>\d{{1,2}})-(?P<y>\d{{4}}){_TIME}"),
    "DD.MM.YYYY": re.compile(rf"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}}){_TIME}"),
    "DD MMM YYYY": re.compile(rf"(?P<d>\d{{1,2}}) (?P<m>[A-Za-z]{{3,9}}) (?P<y>\d{{4}}){_TIME}"),
    "DD-MMM-YYYY": re.compile(rf"(?P<d>\d{{1,2}})-(?P<m>[A-Za-z]{{3,9}})-(?P<y>\d{{4}}){_TIME}"),
    "YYYYMMDD": re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
}
_SLASHED: Final = _FORMS["DD/MM/YYYY"]
_YEARS: Final = range(1900, 2101)
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)


def read_column(
    cells: "Sequence[Any] | np.ndarray[Any, Any]", read: Read
) -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]":
    """What each cell says, and the rule that each breaks; both arrays of objects.

    Each different value is read once.
    """
    import numpy as np
    import pandas as pd

    held = np.empty(len(cells), dtype=object)
    held[:] = cells
    codes, values = pd.factorize(held, use_na_sentinel=True)
    said = [*map(read, values), (None, "")]  # the last stands for what is missing, whose code is -1
    meant, rules = np.empty(len(said), dtype=object), np.empty(len(said), dtype=object)
    meant[:] = [value for value, _ in said]
    rules[:] = [rule for _, rule in said]
    return meant[codes], rules[codes]


def reader(kind: str, forms: Sequence[str], yes_codes: Sequence[str]) -> Read:
    """How a cell of a column of that kind is read."""
    if kind == "date":
        return partial(_date, tuple(forms))
    if kind == "flag":
        return partial(_code_flag, tuple(map(_plain, yes_codes))) if yes_codes else _flag
    return {"id": _id, "number": _number}.get(kind, _text)


def _words(cell: Any) -> str:
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def _error(text: str) -> Said | None:
    """What Excel's own words for an error say: not available is blank, any other is told."""
    if text in _BLANK_ERRORS:
        return None, ""
    return (None, ERROR_VALUE) if text in _ERRORS or _ERROR_NUMBER.fullmatch(text) else None


def text_of(cell: Any) -> str | None:
    """A cell as text, None where it is blank."""
    text: str | None = _text(cell)[0]
    return text


def _text(cell: Any) -> Said:
    text = _words(cell)
    return _error(text) or (text or None, "")


def _id(cell: Any) -> Said:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_IN_EXCEL:
        return str(int(cell)), ""  # most ids of a workbook, and there are as many as rows
    text = _words(cell)
    if (wrong := _error(text)) is not None:
        return wrong
    if (isinstance(cell, int | float) and abs(cell) >= _EXACT_IN_EXCEL) or _SCIENTIFIC.fullmatch(text):
        return None, ROUNDED_ID
    whole = _WHOLE.fullmatch(text)
    return (whole[1] if whole else text) or None, ""


def _number(cell: Any) -> Said:
    text = _words(cell)
    if (wrong := _error(text)) is not None:
        return wrong
    if not text:
        return None, ""
    try:
        number = Decimal(f"{cell:.15g}") if isinstance(cell, float) else Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None, UNREADABLE_NUMBER
    return (number, "") if number.is_finite() else (None, UNREADABLE_NUMBER)


def _plain(text: str) -> str:
    """A code as it is compared: without its letter, `a) Yes` as `yes`."""
    return _LETTER.sub("", " ".join(text.replace("’", "").replace("'", "").split()).casefold())


def _flag(cell: Any) -> Said:
    text = _words(cell)
    if (wrong := _error(text)) is not None:
        return ("unknown", ERROR_VALUE) if wrong[1] else wrong
    if not text:
        return None, ""
    word = _plain(text).rstrip(".")
    if word in _YES:
        return "yes", ""
    if word in _NO:
        return "no", ""
    return "unknown", "" if word in _UNKNOWN else UNKNOWN_VALUE


def _code_flag(codes: Sequence[str], cell: Any) -> Said:
    text = _words(cell)
    if (wrong := _error(text)) is not None:
        return ("unknown", ERROR_VALUE) if wrong[1] else wrong
    if not text:
        return None, ""
    return ("yes" if codes == ANY or is_one_of(text, codes) else "no"), ""


def is_one_of(text: str, codes: Sequence[str]) -> bool:
    """Whether a text is one of these codes, or begins with one and goes on to say what it means: `V3: Short breaks`."""
    whole, without_letter = " ".join(text.split()).casefold(), _plain(text)
    return any(
        said == code or (said.startswith(code) and not said[len(code)].isalnum())
        for said in (whole, without_letter)
        for code in map(str.casefold, codes)
    )


def _date(forms: Sequence[str], cell: Any) -> Said:
    if isinstance(cell, datetime):
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _excel_number(cell) if "Excel number" in forms else (None, UNREADABLE_DATE)
    text = " ".join(_words(cell).split())
    if (wrong := _error(text)) is not None:
        return wrong
    if not text:
        return None, ""
    for form in forms:
        if form == "Excel number":
            if re.fullmatch(r"\d{4,5}(?:\.\d+)?", text):
                return _excel_number(float(text))
        elif (parts := _FORMS[form].fullmatch(text)) and (day := _day(parts)):
            return _in_range(day)
    return None, FOREIGN_DATE if is_other_way_round(text, forms) else UNREADABLE_DATE


def _day(parts: re.Match[str]) -> date | None:
    month = parts["m"]
    number = int(month) if month.isdigit() else _MONTHS.get(month.casefold(), 0)
    try:
        return date(int(parts["y"]), number, int(parts["d"]))
    except ValueError:
        return None


def _in_range(day: date) -> Said:
    return (day, "") if day.year in _YEARS else (None, UNREADABLE_DATE)


def _excel_number(days: float) -> Said:
    return _in_range(_EXCEL_DAY_ZERO + timedelta(days=int(days))) if 60 < days < 73_051 else (None, UNREADABLE_DATE)


def is_other_way_round(text: object, forms: Sequence[str]) -> bool:
    """Whether a text is a date only where day and month change places: 09/30/2015 among DD/MM/YYYY."""
    return _slashed(text, forms)[1]


def is_either_way(text: object, forms: Sequence[str]) -> bool:
    """Whether a text is a date both ways, and another one each time: 03/04/2015."""
    as_stated, as_other = _slashed(text, forms)
    return as_stated and as_other and isinstance(text, str) and len(set(tidy(text).split("/")[:2])) > 1


def is_stated_way_alone(text: object, forms: Sequence[str]) -> bool:
    """Whether a text is a date in the stated order of day and month alone: 30/09/2015."""
    return _slashed(text, forms) == (True, False)


def _slashed(text: object, forms: Sequence[str]) -> tuple[bool, bool]:
    """Whether a text with strokes is a date in the stated order, and in the other one."""
    parts = _SLASHED.fullmatch(tidy(text)) if isinstance(text, str) else None
    if not parts or not {"DD/MM/YYYY", "MM/DD/YYYY"} & set(forms):
        return False, False
    first, second = int(parts["d"]), int(parts["m"])
    day_first = first in range(1, 32) and second in range(1, 13)
    month_first = second in range(1, 32) and first in range(1, 13)
    return (day_first, month_first) if "DD/MM/YYYY" in forms else (month_first, day_first)
