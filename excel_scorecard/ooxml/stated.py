"""Stated: numbers, cells and areas as a part states them in attributes and text. What cannot be read is damage, told
with its part.

Knows how each is written, and that a part's tree carries its file and name (`markup.parse`). What they mean is the
caller's.
"""

import math
import re
from typing import Final, NoReturn

from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.cells import Area, row_and_column
from excel_scorecard.ooxml.markup import Element, local_name, place_of

_WHOLE: Final = re.compile(r"\s*[+-]?[0-9]{1,18}\s*")
_LONGEST_SHOWN: Final = 40  # characters of what is wrong that a message repeats


def _wrong(element: Element, name: str, text: str, what: str) -> NoReturn:
    shown = repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}...")
    of = f"{local_name(element)}, {name}" if name else local_name(element)
    cell = element.get("r") if local_name(element) == "c" else None
    of += f" of cell {cell[:_LONGEST_SHOWN]}" if cell and name != "r" else ""
    where, part = place_of(element)
    raise damaged(where, f"{part} says {shown} ({of}), which is no {what}")


def whole_of(text: str, element: Element, name: str = "", *, least: int | None = None) -> int:
    """The whole number that a text of `element` says; `least` is the smallest that it may be.

    Raises:
        TemplateError: it is none.
    """
    if not _WHOLE.fullmatch(text) or (least is not None and int(text) < least):
        _wrong(element, name, text, "whole number" if least is None else f"whole number from {least}")
    return int(text)


def whole(element: Element, name: str, default: int = 0, *, least: int | None = None) -> int:
    """The whole number of an attribute; `default` where it is absent. Raises TemplateError: it is none."""
    text = element.get(name)
    return default if text is None else whole_of(text, element, name, least=least)


def number_of(text: str, element: Element, name: str = "") -> float:
    """The number that a text of `element` says. Raises TemplateError: it is none, or beyond what a cell can hold."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:  # Python reads 1_000, Excel does not
        _wrong(element, name, text, "number")
    return value


def number(element: Element, name: str, default: float = 0.0) -> float:
    """The number of an attribute; `default` where it is absent. Raises TemplateError: it is none."""
    text = element.get(name)
    return default if text is None else number_of(text, element, name)


def cell_of(text: str, element: Element, name: str = "r") -> tuple[int, int]:
    """The row and column of an address. Raises TemplateError: it is no cell of a sheet."""
    try:
        return row_and_column(text)
    except ValueError:
        _wrong(element, name, text, "cell of a sheet")


def area_of_text(text: str, element: Element, name: str = "ref") -> Area:
    """The area that a text of `element` says. Raises TemplateError: it is none."""
    try:
        return Area.parse(text)
    except ValueError:
        _wrong(element, name, text, "area of cells")


def area(element: Element, name: str = "ref") -> Area:
    """The area of an attribute; A1 where it is absent. Raises TemplateError: it is none."""
    return area_of_text(element.get(name, "A1"), element, name)


def areas(text: str, element: Element, name: str = "sqref") -> tuple[Area, ...]:
    """The areas of a list, `A1:B2 D4`. Raises TemplateError: one is none."""
    return tuple(area_of_text(piece, element, name) for piece in text.split())
