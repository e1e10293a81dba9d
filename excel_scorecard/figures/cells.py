"""Cells of a figures table: one cell as a number, or as the code that stands in its place.

Knows how officers write numbers and what a unit allows. Knows no table and no place (reader.py).
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from excel_scorecard.figures.files import Cell, Percentage, Unreadable
from excel_scorecard.project import CODES, Indicator, read_code

_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?|[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")

# Excel holds a number to 15 significant digits; a longer one in a figures file is a slip of the keyboard.
MOST_DIGITS = 15

_CODES = ", ".join(f"{code} for {meaning}" for code, meaning in CODES.items())
_CODES_MEND = f"Write a number; or {_CODES}; or leave it blank."


class Part(NamedTuple):
    """A numerator, denominator or value as read: a number, or a code, or neither where the cell is blank."""

    number: int | Decimal | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class WrongCell:
    """What is wrong with a cell, under which code, and how to mend it."""

    code: str
    what: str
    mend: str


BLANK = Part()


def read_part(cell: Cell, role: str, indicator: Indicator) -> Part | WrongCell:
    """A cell as the indicator's `role`: numerator, denominator or value.

    Thousands separators (1,234) are read; `54%` and a cell that shows per cent are 54, as a percentage's value only;
    a pound sign is read where the unit is currency; codes with or without brackets.
    """
    if cell == "":
        return BLANK
    if isinstance(cell, str):
        return _part_of_text(cell, role, indicator)
    if isinstance(cell, Unreadable):
        return WrongCell("F-NUMBER", f"the {role} is {cell.what}", cell.mend)
    if isinstance(cell, Percentage):
        return _percentage(cell.number, role, indicator)
    if isinstance(cell, date):
        what = f"the {role} is a date, {cell:%d/%m/%Y}"
        return WrongCell("F-NUMBER", what, "Format the cell as a number and type the figure again.")
    return _checked(cell, role, indicator)


def _part_of_text(text: str, role: str, indicator: Indicator) -> Part | WrongCell:
    if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS:
        return Part(int(text))  # nearly every cell
    if code := read_code(text):
        return Part(code=code)
    bare = text.removeprefix("£").strip() if indicator.unit == "currency" else text
    shows_percent = bare.endswith("%")
    bare = bare.removesuffix("%").strip() if shows_percent else bare
    if not _PLAIN.fullmatch(bare):
        return WrongCell("F-NUMBER", f"{role} '{_short(text)}' cannot be read as a number", _CODES_MEND)
    number = _whole(Decimal(bare.replace(",", "")))
    return _percentage(number, role, indicator) if shows_percent else _checked(number, role, indicator)


def _percentage(number: int | Decimal, role: str, indicator: Indicator) -> Part | WrongCell:
    if role != "value" or indicator.unit != "percent":
        what = f"the {role} {Decimal(number).normalize():f}% is a percentage"
        mend = "Write percentages in the column value; of an indicator in per cent, the parts are numbers."
        return WrongCell("F-NUMBER", what, mend)
    return _checked(_whole(Decimal(number)), role, indicator)


def _checked(number: int | Decimal, role: str, indicator: Indicator) -> Part | WrongCell:
    if len(Decimal(number).normalize().as_tuple().digits) > MOST_DIGITS:
        what = f"the {role} has more digits than Excel can hold ({MOST_DIGITS})"
        return WrongCell("F-NUMBER", what, "Look whether two numbers have run together.")
    if number < 0 and not (indicator.unit == "currency" and role != "denominator"):
        return WrongCell("F-NEGATIVE", f"{role} {number} is below 0", "Write the number that was counted, or x.")
    return Part(_whole(Decimal(number)))


def _whole(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
