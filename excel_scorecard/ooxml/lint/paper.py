"""Lint, paper: whether the sheets that can be seen print well on A4."""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.lint.examined import Examined, ExaminedSheet, decimal, whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import is_true, main
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.page import A4

LEAST: Final = 0.39  # inches: a centimetre, less what is rounded away
_SIDES: Final = ("left", "right", "top", "bottom")


def _printed(it: Examined) -> Iterator[ExaminedSheet]:
    """Worksheets that can be seen and hold something."""
    for sheet in it.worksheets:
        is_seen = sheet.element.get("state", "visible") == "visible"
        if is_seen and any(len(cell.element) for cell in sheet.cells):
            yield sheet


@rule(
    "P-PAPER",
    "every sheet prints on A4",
    why="On American Letter, which is what Excel takes where nothing is stated, the page is cut or made smaller.",
    mend="Page Layout > Size > A4.",
)
def _paper(it: Examined) -> Iterator[Fault]:
    for sheet in _printed(it):
        size = whole(sheet.find("pageSetup"), "paperSize", 1)
        if size != A4:
            yield Fault(sheet.name, f"its paper has the number {size}; A4 has {A4}")


@rule(
    "P-FIT",
    "every sheet is one page wide",
    why="Columns that do not fit are printed on a page of their own, without what belongs to them.",
    mend="Page Layout > Width: 1 page.",
)
def _fit(it: Examined) -> Iterator[Fault]:
    for sheet in _printed(it):
        found = sheet.find("sheetPr")
        fitted = None if found is None else found.find(main("pageSetUpPr"))
        is_fitted = fitted is not None and is_true(fitted.get("fitToPage"))
        if not is_fitted or whole(sheet.find("pageSetup"), "fitToWidth", 1) != 1:
            yield Fault(sheet.name, "the sheet is not fitted to the width of one page")


@rule(
    "P-AREA",
    "a print area holds every cell that is filled",
    why="What lies outside of it is not on the paper, and nobody misses it.",
    mend="Select what is to be printed, Page Layout > Print Area > Set Print Area; or clear it.",
)
def _area(it: Examined) -> Iterator[Fault]:
    if it.book is None:
        return
    names = it.book.findall(f"{main('definedNames')}/{main('definedName')}")
    by_sheet: dict[int, tuple[Area, ...]] = {}
    for element in names:
        position, found = whole(element, "localSheetId"), area_of(element.text or "")
        if element.get("name", "").lower() == "_xlnm.print_area" and position is not None and found is not None:
            by_sheet[position] = found[1]
    for sheet in _printed(it):
        areas = by_sheet.get(it.sheets.index(sheet))
        outside = [c for c in sheet.cells if len(c.element) and not any((c.row, c.column) in a for a in areas or ())]
        if areas is not None and outside:
            more = f", and {len(outside) - 1} more cells are outside" if len(outside) > 1 else ""
            yield Fault(sheet.cell(outside[0]), f"the cell is outside the print area {areas[0]}{more}")


@rule(
    "P-MARGINS",
    "every margin is at least a centimetre",
    why="Most printers cannot print nearer to the edge, and a hole punch needs the room.",
    mend="Page Layout > Margins.",
)
def _margins(it: Examined) -> Iterator[Fault]:
    for sheet in _printed(it):
        margins = {side: decimal(sheet.find("pageMargins"), side) for side in _SIDES}
        narrow = [f"{side} {wide * 2.54:.1f} cm" for side, wide in margins.items() if wide is not None and wide < LEAST]
        if narrow:
            yield Fault(sheet.name, f"the margins are {', '.join(narrow)}")


@rule(
    "P-DATE",
    "no header or footer holds today's date",
    why="It changes whenever somebody prints: an old paper looks like a new one.",
    mend="Take &[Date] out, and write the month into a cell.",
)
def _date(it: Examined) -> Iterator[Fault]:
    for sheet in _printed(it):
        found = sheet.find("headerFooter")
        for element in found if found is not None else ():
            if re.search(r"&[DT]", (element.text or "").replace("&&", "")):
                yield Fault(sheet.name, "a header or footer holds the date or time of printing")


@rule(
    "P-GRIDLINES",
    "gridlines are not printed",
    why="They drown the lines that were drawn on purpose.",
    mend="Page Layout > Gridlines > Print: off.",
)
def _gridlines(it: Examined) -> Iterator[Fault]:
    for sheet in _printed(it):
        options = sheet.find("printOptions")
        if options is not None and is_true(options.get("gridLines")):
            yield Fault(sheet.name, "gridlines are printed")


RULES = (_paper, _fit, _area, _margins, _date, _gridlines)
