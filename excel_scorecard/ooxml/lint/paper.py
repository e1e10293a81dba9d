"""Lint, paper: how the sheets that can be seen are set up for printing on A4: paper, margins, header and footer."""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import ExaminedSheet, decimal, whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import is_true, main
from excel_scorecard.ooxml.page import A4

LEAST: Final = 0.39  # inches: a centimetre, less what is rounded away
# The letters of codes, digits of a type size, the font's quote, and what may stand before a number as in "&-2".
_CODES: Final = r'LCRPNDTFAGUSEXYBIOHZK"0-9+\-'
_MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_STALE = re.compile(
    rf"\b(?:{_MONTHS})[ \-]?(?:(?:19|20)\d\d|'?\d\d)\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b"
    r"|\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\b\d+(?:\.\d+)?\s?%",
    re.IGNORECASE,
)
_MOST: Final = 1000  # characters of a header that are looked at; R-HEADER takes no more than 255
_SIDES: Final = ("left", "right", "top", "bottom")


def printed(it: Examined) -> Iterator[ExaminedSheet]:
    """Worksheets that can be seen and hold something."""
    return (sheet for sheet in it.worksheets if sheet.is_seen and sheet.filled)


def is_fitted(sheet: ExaminedSheet) -> bool:
    """Whether the sheet is made smaller until it fits a number of pages."""
    found = sheet.find("sheetPr")
    fitted = None if found is None else found.find(main("pageSetUpPr"))
    return fitted is not None and is_true(fitted.get("fitToPage"))


def headers(sheet: ExaminedSheet) -> list[str]:
    """Its headers and footers, literal ampersands taken out."""
    found = sheet.find("headerFooter")
    return [] if found is None else [(e.text or "")[:_MOST].replace("&&", "") for e in found if isinstance(e.tag, str)]


@rule(
    "P-PAPER",
    "every sheet prints on A4",
    why="On American Letter, which is what Excel takes where nothing is stated, the page is cut or made smaller.",
    mend="Page Layout > Size > A4.",
)
def _paper(it: Examined) -> Iterator[Fault]:
    for sheet in printed(it):
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
    for sheet in printed(it):
        if not is_fitted(sheet) or whole(sheet.find("pageSetup"), "fitToWidth", 1) != 1:
            yield Fault(sheet.name, "the sheet is not fitted to the width of one page")


@rule(
    "P-MARGINS",
    "every margin is at least a centimetre",
    why="Most printers cannot print nearer to the edge, and a hole punch needs the room.",
    mend="Page Layout > Margins.",
)
def _margins(it: Examined) -> Iterator[Fault]:
    for sheet in printed(it):
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
    for sheet in printed(it):
        for text in headers(sheet):
            if re.search(r"&[DT]", text):
                yield Fault(sheet.name, "a header or footer holds the date or time of printing")


@rule(
    "P-GRIDLINES",
    "gridlines are not printed",
    why="They drown the lines that were drawn on purpose.",
    mend="Page Layout > Gridlines > Print: off.",
)
def _gridlines(it: Examined) -> Iterator[Fault]:
    for sheet in printed(it):
        options = sheet.find("printOptions")
        if options is not None and is_true(options.get("gridLines")):
            yield Fault(sheet.name, "gridlines are printed")


@rule(
    "P-CENTRED",
    "every sheet is centred between left and right",
    why="A narrow sheet hangs at the left edge, under the punch holes of a committee's binder.",
    mend="Page Layout > Margins > Custom Margins > Center on page: Horizontally.",
)
def _centred(it: Examined) -> Iterator[Fault]:
    for sheet in printed(it):
        options = sheet.find("printOptions")
        if options is None or not is_true(options.get("horizontalCentered")):
            yield Fault(sheet.name, "the sheet is not centred on the page")


@rule(
    "P-CODE",
    "every ampersand in a header or footer is a code, or is written twice",
    why="Excel takes it for the beginning of a code and prints neither the sign nor the letter after it.",
    mend="Write Health && Care for Health & Care.",
)
def _code(it: Examined) -> Iterator[Fault]:
    for sheet in printed(it):
        for text in headers(sheet):
            odd = re.search(rf"&(?![{_CODES}])", text, re.IGNORECASE)
            if odd is not None:
                yield Fault(sheet.name, f"{text[odd.start() :][:20]!r} is no code of a header")


@rule(
    "P-FIXED",
    "no header or footer holds a month, a date or a figure that was typed in",
    why="It is not seen on the screen and stays as it was when the month changes.",
    mend="Write it into a cell, and leave the sheet's name and the page number in the footer.",
)
def _fixed(it: Examined) -> Iterator[Fault]:
    for sheet in printed(it):
        for text in headers(sheet):
            found = _STALE.search(re.sub(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])', " ", text))
            if found is not None:
                yield Fault(sheet.name, f"a header or footer says {found[0]!r}, which nobody will change")


@rule(
    "P-HELPERS",
    "sheets that are no pages are hidden so that they are not shown by a click",
    why="A hidden sheet is shown by Unhide, and its workings are then taken for a page of the paper.",
    mend="Delete it from the published copy, or set its state to veryHidden.",
)
def _helpers(it: Examined) -> Iterator[Fault]:
    for sheet in it.sheets:
        if sheet.element.get("state") == "hidden":
            yield Fault(sheet.name, "the sheet is hidden, and anybody can show it")


RULES = (_paper, _fit, _margins, _date, _gridlines, _centred, _code, _fixed, _helpers)
