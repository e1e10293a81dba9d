"""Look of scorecard.xlsx: its cell formats, and a setting written into a cell so that it is read back the same."""

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from excel_scorecard.calendar import read_day, read_month
from excel_scorecard.errors import ProjectError
from excel_scorecard.settings_book import YES_OR_NO, Column

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NAVY, SLATE, TEXT, QUIET = "#1D3A5F", "#5B7390", "#222222", "#5A6470"
ENTRY, ENTRY_EDGE, PALE, LINK = "#FFFBEA", "#D9D2B0", "#F1F4F7", "#0B4F8A"
CELL_ROOM = 32767
WRAPPED_FROM = 20
"""Texts in columns of this width and more are wrapped."""

_ONLY_QUOTES = re.compile(r'"{2,}')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FULL_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}|[A-Z][a-z]{2}[- ](?:[0-9]{2}|[0-9]{4})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **look: Any) -> "Format":
        """A format in Arial 10, with what is given."""
        whole = {"font_name": "Arial", "font_size": 10, "font_color": TEXT, "font_scheme": "none", **look}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]

    def head(self, *, is_needed: bool) -> "Format":
        """A heading; a needed column's is dark."""
        return self(
            bold=True, font_color="#FFFFFF", bg_color=NAVY if is_needed else SLATE, text_wrap=True, valign="vcenter",
            border=1, border_color="#FFFFFF",
        )  # fmt: skip

    def entry(self, column: Column, **look: Any) -> "Format":
        """A cell to type in."""
        usual = {"date": "mmm yyyy" if column.is_month else "dd/mm/yyyy"}.get(column.kind, "General")
        whole = {
            "bg_color": ENTRY, "border": 1, "border_color": ENTRY_EDGE, "valign": "top",
            "num_format": column.form or usual,
            "align": "right" if column.kind in {"whole", "number", "number or code"} else "left",
            "indent": int(column.kind in {"whole", "number", "number or code"}),
            "text_wrap": column.kind == "text" and column.width >= WRAPPED_FROM, **look,
        }  # fmt: skip
        return self(**whole)


def write_setting(
    sheet: "Worksheet", row: int, at: int, value: object, column: Column, look: Look, *, unit: str = "", place: str = ""
) -> None:
    """Write a setting as the reader will understand it. `unit` is the indicator's, for numbers in it.

    Raises:
        ProjectError: the text is longer than a cell, or holds what no cell can; names `place`.

    """
    if value is None:
        sheet.write_blank(row, at, None, look.entry(column))
    elif isinstance(value, bool):
        sheet.write_string(row, at, YES_OR_NO[not value], look.entry(column))
    elif column.kind == "date":
        sheet.write_datetime(row, at, _day(value, column), look.entry(column))
    elif isinstance(value, int | Decimal) and column.kind != "text":
        _write_number(sheet, row, at, Decimal(value), look, column, unit)
    else:
        sheet.write_string(row, at, cell_text(str(value), place), look.entry(column))


def write_figure(sheet: "Worksheet", row: int, at: int, text: str, column: Column, look: Look, place: str) -> None:
    """Write a cell of the sheet Figures from the text that a CSV file holds: numbers and months as Excel knows them."""
    is_part = column.key in {"numerator", "denominator", "value"}
    if not text:
        sheet.write_blank(row, at, None, look.entry(column))
    elif is_part and _NUMBER.fullmatch(text.removesuffix("%")):
        form = {"num_format": "#,##0.####" if "." in text else "#,##0", "align": "right", "indent": 1}
        number = Decimal(text.removesuffix("%"))
        if text.endswith("%"):
            _write_number(sheet, row, at, number, look, column, "percent")
        elif _is_exact(number):
            sheet.write_number(row, at, float(number), look.entry(column, **form))
        else:
            sheet.write_string(row, at, text, look.entry(column))
    elif column.key == "period" and (_FULL_DAY.fullmatch(text) or _MONTH.fullmatch(text)):
        form = {"num_format": "dd/mm/yyyy" if _FULL_DAY.fullmatch(text) else "mmm yyyy"}
        try:
            day = read_day(text)
        except ValueError:
            sheet.write_string(row, at, text, look.entry(column))
            return
        sheet.write_datetime(row, at, day, look.entry(column, **form))
    else:
        sheet.write_string(row, at, cell_text(text, place), look.entry(column))


def cell_text(text: str, place: str) -> str:
    """A text as it stands in a cell: line ends as Excel knows them; one that is blank on purpose as `""`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(text):
        what = f"the text holds the control character U+{ord(found[0]):04X}, which no cell can hold."
        raise ProjectError(what, where=place, mend="Take it out.")
    if len(text) > CELL_ROOM:
        what = f"the text has {len(text):,} characters, and a cell holds {CELL_ROOM:,}."
        raise ProjectError(what, where=place, mend="Shorten it, or keep this project as text files.")
    if not text.strip():
        return '""'
    return f'""{text.strip()}' if _ONLY_QUOTES.fullmatch(text.strip()) else text


def _day(value: object, column: Column) -> date:
    return read_month(value) if column.is_month else read_day(value)


def _write_number(
    sheet: "Worksheet", row: int, at: int, number: Decimal, look: Look, column: Column, unit: str
) -> None:
    fits_unit = column.kind in {"number", "number or code", "text"} and unit == "percent"
    held = number.scaleb(-2) if fits_unit else number
    shown = f"{number.normalize():f}" if number else "0"
    if not _is_exact(held):  # more digits than Excel holds: as text, which is read to the last digit
        sheet.write_string(row, at, f"{shown}%" if fits_unit else shown, look.entry(column))
        return
    places = len(shown.partition(".")[2])
    form = f"0{'.' + '0' * places if places else ''}%" if fits_unit else "General"
    sheet.write_number(row, at, float(held), look.entry(column, num_format=form))


def _is_exact(number: Decimal) -> bool:
    """Whether the number is the same after Excel has held it to fifteen digits."""
    return abs(number) < Decimal(10) ** 300 and Decimal(f"{float(number):.15g}") == number
