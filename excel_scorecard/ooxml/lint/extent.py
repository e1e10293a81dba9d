"""Extent: how wide columns and how tall rows are, in points, as far as a file says it. For text and for the page.

Excel measures columns in characters of the workbook's own font; here they are those of Calibri 11, whose digits are
seven pixels wide, as those of Arial 10 are.
"""

from functools import cached_property
from itertools import accumulate
from typing import Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import LAST_COLUMN, Area
from excel_scorecard.ooxml.drawing import anchors
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import ExaminedSheet, decimal, whole
from excel_scorecard.ooxml.markup import is_true

_DIGIT: Final = 7  # pixels
_PADDING: Final = 5  # pixels of a column beside its characters
_POINTS: Final = 0.75  # of a pixel
_STANDARD_WIDTH: Final = 9.140625  # characters, padding included
_STANDARD_HEIGHT: Final = 15.0  # points


class Extent:
    """The columns and rows of one sheet."""

    def __init__(self, sheet: ExaminedSheet) -> None:
        self._sheet = sheet

    @cached_property
    def _usual_width(self) -> float:
        stated = decimal(self._sheet.find("sheetFormatPr"), "defaultColWidth")
        return _STANDARD_WIDTH if stated is None or stated < 0 else stated

    @cached_property
    def _usual_height(self) -> float:
        stated = decimal(self._sheet.find("sheetFormatPr"), "defaultRowHeight")
        return _STANDARD_HEIGHT if stated is None or stated < 0 else stated

    @cached_property
    def _widths_before(self) -> list[float]:
        """How many characters the columns up to each one take, padding included, as far as widths are stated."""
        last_stated = max((last for _, last, _ in self._columns), default=0)
        widths = [self._usual_width] * (last_stated + 1)
        free = 1  # the first column that no entry has spoken of
        for first, last, width in sorted(self._columns):
            for column in range(max(first, free), last + 1):
                widths[column] = width
            free = max(free, last + 1)
        return [0.0, *accumulate(widths[1:])]

    @cached_property
    def _columns(self) -> list[tuple[int, int, float]]:
        """First and last column of each entry, and how many characters it is wide."""
        found = []
        for element in self._sheet.all("cols/col"):
            first, last = whole(element, "min"), whole(element, "max")
            if first is None or last is None or not 1 <= first <= last <= LAST_COLUMN:
                continue
            width = decimal(element, "width")
            is_hidden = is_true(element.get("hidden"))
            found.append((first, last, 0.0 if is_hidden else self._usual_width if width is None else max(0.0, width)))
        return found

    @cached_property
    def _rows(self) -> dict[int, float]:
        found: dict[int, float] = {}
        for element in self._sheet.all("sheetData/row"):
            number, height = whole(element, "r"), decimal(element, "ht")
            if number is None:
                continue
            if is_true(element.get("hidden")):
                found[number] = 0.0
            elif height is not None:
                found[number] = max(0.0, height)
        return found

    @cached_property
    def fixed(self) -> frozenset[int]:
        """The rows that stay as tall as they are, whatever stands in them."""
        found = (whole(e, "r") for e in self._sheet.all("sheetData/row") if is_true(e.get("customHeight")))
        return frozenset(number for number in found if number is not None)

    def _widths(self, place: Area) -> float:
        """The characters across, the padding of each column included."""
        return self._up_to(place.last_column) - self._up_to(place.first_column - 1)

    def _up_to(self, column: int) -> float:
        known = self._widths_before
        return known[min(column, len(known) - 1)] + max(0, column - len(known) + 1) * self._usual_width

    def characters(self, place: Area) -> float:
        """How many characters of the usual size an area has room for across."""
        return max(0.0, self._widths(place) - _PADDING / _DIGIT)

    def width(self, place: Area) -> float:
        """How wide an area is, in points."""
        return self._widths(place) * _DIGIT * _POINTS

    def height(self, place: Area) -> float:
        """How tall an area is, in points."""
        if place.height <= len(self._rows):
            return sum(self._rows.get(row, self._usual_height) for row in place.rows)
        stated = [height for row, height in self._rows.items() if row in place.rows]
        return sum(stated) + (place.height - len(stated)) * self._usual_height


def drawn(it: Examined, sheet: ExaminedSheet) -> list[Area]:
    """The cells under each thing that is drawn on a sheet."""
    found: list[Area] = []
    for _, root in it.owned(sheet, "drawing"):
        try:
            found += anchors(root)
        except (TemplateError, ValueError):
            continue
    return found
