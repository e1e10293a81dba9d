"""Cells of a settings workbook: one cell as the setting it stands for, however an officer typed it.

Knows numbers as text, dates, per cent, formulas and slips. Knows no sheet and no place (reader.py).
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from excel_scorecard.calendar import month_label, read_day
from excel_scorecard.settings_book.layout import Column, plain_heading

_PLAIN = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_SPACES = re.compile(r"[\s\u00a0\u202f\ufeff\u200b]+")
_QUOTES = "\"'“”‘’ "
_ONLY_QUOTES = re.compile(r'"{2,}')


class Number(NamedTuple):
    """A number as it was typed: 75, or 75 shown as per cent, which a cell holds as 0.75."""

    number: Decimal
    shows_percent: bool = False


class WrongCell(NamedTuple):
    """What is wrong with a cell, after its heading's name, and how to mend it."""

    what: str
    mend: str


class Unread:
    """Stands among the settings for a cell that could not be read, and has been told already."""

    def __repr__(self) -> str:
        return "a cell that could not be read"


UNREAD = Unread()


def is_blank(cell: Any) -> bool:
    """Nothing, or only spaces."""
    return cell.value is None or (isinstance(cell.value, str) and not _SPACES.sub("", cell.value))


def text_of(cell: Any) -> str:
    """The cell as text with single spaces: headings, names and what begins with Example."""
    return "" if cell.value is None else _SPACES.sub(" ", str(cell.value)).strip()


def read_cell(cell: Any, formula: Any, column: Column) -> object:
    """The cell as the column's setting; None where it is blank, WrongCell where it cannot be read.

    Text is as typed; whole numbers are int; numbers are `Number` or, where codes may stand, text; dates are date; a
    choice is one of the column's, or the text as typed where it is none of them.
    """
    if column.kind == "other":
        return None
    if is_blank(cell):
        if formula.data_type == "f" and cell.data_type != "str":  # a formula's "" is saved as text without letters
            return WrongCell(
                "is a formula whose result was not saved", "Open the workbook in Excel, let it calculate, and save it."
            )
        return None
    value = cell.value
    if cell.data_type == "e":
        return WrongCell(f"is the error {value}", "Mend the formula, or type what is meant over it.")
    if isinstance(value, time | timedelta):
        return WrongCell(
            "is a time of day", "Format the cell as General (Home, Number) and type what is meant once more."
        )
    if column.kind == "text":
        return _text(cell, column)
    if column.kind == "choice":
        return _choice(text_of(cell), column)
    if column.kind == "date":
        return _date(value)
    return _number(cell, column)


def shows_percent(number_format: str | None) -> bool:
    """Whether Excel multiplies by 100 to show the number: a % that is neither quoted nor escaped."""
    return "%" in re.sub(r'"[^"]*"|\\.|_.|\*.', "", number_format or "")


def _format(cell: Any) -> str:
    """The cell's number format; the plain one where the workbook's styles are broken."""
    try:
        return str(cell.number_format)
    except (IndexError, KeyError):
        return "General"


def _text(cell: Any, column: Column) -> str | WrongCell:
    value = cell.value
    if isinstance(value, str):
        value = value.replace("_x000D_\n", "\n").replace("\r\n", "\n")
        if column.key == "id":
            return text_of(cell)  # a name that is looked up
        # "" is a text that is blank on purpose, where a blank cell means the usual one
        return value[2:] if _ONLY_QUOTES.fullmatch(value.strip()) else value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return _date_as_text(value, _format(cell), column)
    number = Decimal(f"{value:.15g}")
    if shows_percent(_format(cell)):
        return f"{_plain(number.scaleb(2))}%"
    return _plain(number)


def _date_as_text(value: date, number_format: str, column: Column) -> str | WrongCell:
    if column.key in {"id", "number"}:
        return WrongCell(
            f"has become the date {value:%d/%m/%Y}: Excel takes 7-1 and the like for a day",
            "Format the cell as Text (Home, Number), then type it once more.",
        )
    if "d" not in re.sub(r'"[^"]*"|\[[^\]]*\]', "", number_format).lower():
        return month_label(value)
    return f"{value:%d/%m/%Y}"


def _choice(text: str, column: Column) -> str:
    known = {plain_heading(choice): choice for choice in column.choices}
    return known.get(plain_heading(text.strip(_QUOTES)), text)


def _date(value: Any) -> date | WrongCell:
    if isinstance(value, datetime):
        value = value.date()
    written = value if isinstance(value, date) else _SPACES.sub(" ", str(value)).strip(_QUOTES)
    if isinstance(value, float) and value.is_integer():
        written = str(int(value))
    try:
        return read_day(written)
    except ValueError as error:
        return WrongCell(f"is no date: {error}", "Type a day, 01/04/2025, or a month, Apr 2025.")


def _number(cell: Any, column: Column) -> object:
    value = cell.value
    if isinstance(value, bool | date):
        shown = str(value).upper() if isinstance(value, bool) else f"{value:%d/%m/%Y}"
        mend = "Format the cell as General (Home, Number) and type the number once more."
        return WrongCell(f"is {shown}, which is no number", mend)
    if isinstance(value, str):
        text = _SPACES.sub("", value).strip(_QUOTES)
        percent = text.endswith("%")
        bare = text.removesuffix("%").removeprefix("£")
        if not _PLAIN.fullmatch(bare):
            return _no_number(text_of(cell), column)
        exact = Decimal(bare.replace(",", ""))
    else:
        percent = shows_percent(_format(cell))
        exact = Decimal(f"{value:.15g}")
        exact = exact.scaleb(2) if percent else exact
    number = Number(Decimal(_plain(exact)), percent)
    return _whole(number, column) if column.kind == "whole" else number


def _no_number(text: str, column: Column) -> object:
    if column.kind == "number or code":
        return text  # the model knows the codes
    wanted = "a whole number" if column.kind == "whole" else "a number"
    if column.kind == "whole":
        return WrongCell(f"'{text[:40]}' is not {wanted}", f"Type it with digits alone. {column.help}.")
    return WrongCell(f"'{text[:40]}' is not {wanted}", "Type the number alone, such as 75 or 75%; or leave it blank.")


def _whole(number: Number, column: Column) -> int | WrongCell:
    if number.shows_percent or number.number != number.number.to_integral_value():
        shown = f"{_plain(number.number)}{'%' if number.shows_percent else ''}"
        return WrongCell(f"{shown} is not a whole number", f"Type it with digits alone. {column.help}.")
    return int(number.number)


def _plain(number: Decimal) -> str:
    """Digits without an exponent, and without noughts at the end."""
    return f"{number.normalize():f}" if number else "0"
