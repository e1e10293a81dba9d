"""Lint, data: whether figures are figures, dates are dates and codes are explained, for who takes them further."""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import Cell, ExaminedSheet, area, whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.lint.tables import tables
from excel_scorecard.ooxml.markup import is_true, main

_NUMBER = re.compile(r"\s*[-+\u2212]?(?:\d{1,3}(?:,\d{3})+|[1-9]\d{0,14}|0)(?:\.\d+)?\s*%?\s*")
_DATE = re.compile(
    r"\s*(?:\d{4}-\d\d-\d\d|\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d\d){1,2}"
    r"|\d{1,2}[ \-](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ \-](?:\d\d){1,2})\s*",
    re.IGNORECASE,
)
# the shorthand of the Analysis Function; longer words in brackets are there to be typed over
_CODE = re.compile(r"\[(?:[a-z]{1,2}|low)\]", re.IGNORECASE)
_FIRST_SAFE: Final = 61  # 1 March 1900: before it Excel counts a day that never was (the bug of Lotus 1-2-3)
_LONGEST_CODE: Final = 255  # characters of a number format
_TEXT_FORMAT: Final = "@"


def _neighbours(sheet: ExaminedSheet, cell: Cell) -> Iterator[Cell]:
    for row in (cell.row - 1, cell.row + 1):
        found = sheet.by_place.get((row, cell.column))
        if found is not None:
            yield found


def _ignored(sheet: ExaminedSheet, name: str) -> set[tuple[int, int]]:
    """The cells whose green corner somebody has switched off: what it says is meant."""
    found: list[Area] = []
    for element in sheet.all("ignoredErrors/ignoredError"):
        if is_true(element.get(name)):
            places = (area(piece) for piece in element.get("sqref", "").split())
            found += [place for place in places if place is not None]
    return sheet.covered(found)


def _headings(it: Examined) -> dict[str, set[tuple[int, int]]]:
    """The heading cells of tables, which are texts whatever they say, by the sheet's name."""
    found: dict[str, set[tuple[int, int]]] = {}
    for sheet, root, place in tables(it):
        if place is not None and whole(root, "headerRowCount", 1):
            found.setdefault(sheet.name, set()).update((place.first_row, column) for column in place.columns)
    return found


def _texts_like(it: Examined, pattern: re.Pattern[str]) -> Iterator[tuple[ExaminedSheet, list[Cell]]]:
    """The cells of each sheet whose typed text is like a pattern, without the headings of tables."""
    shared = {number for number, text in enumerate(it.texts) if pattern.fullmatch(text)}
    headings = _headings(it)
    for sheet in it.worksheets:
        found = []
        for cell in sheet.filled:
            kind = cell.element.get("t")
            if kind == "s":
                is_like = cell.shared in shared
            else:
                is_like = kind in ("inlineStr", "str") and pattern.fullmatch(it.text(cell) or "") is not None
            if is_like and cell.formula is None and cell.place not in headings.get(sheet.name, ()):
                found.append(cell)
        yield sheet, found


@rule(
    "D-TEXT-NUMBER",
    "no figure among figures is a text",
    why="A sum passes over it without a word, and it sorts after all others.",
    mend="Select it, click the warning sign and Convert to Number; where it is meant as text, Ignore Error.",
)
def _text_number(it: Examined) -> Iterator[Fault]:
    for sheet, found in _texts_like(it, _NUMBER):
        ignored = _ignored(sheet, "numberStoredAsText") if found else set()
        for cell in found:
            # codes and house numbers are texts too: only one beside a true number in its column is wrong for certain
            if not any(beside.number is not None for beside in _neighbours(sheet, cell)):
                continue
            look = it.look(cell.style)
            is_meant = look is not None and (look.number_format == _TEXT_FORMAT or look.has_quote_prefix)
            if not is_meant and cell.place not in ignored:
                text = (it.text(cell) or "").strip()
                yield Fault(sheet.cell(cell), f"{text[:30]!r} is a text, and there is a number above or below it")


@rule(
    "D-TEXT-DATE",
    "no column of dates holds texts",
    why="They do not sort by time, and no chart or formula takes them for dates.",
    mend="Data > Text to Columns > Finish turns them into dates; then give them a date format.",
)
def _text_date(it: Examined) -> Iterator[Fault]:
    for sheet, found in _texts_like(it, _DATE):
        ignored = _ignored(sheet, "twoDigitTextYear") if found else set()
        dates = {cell.place: cell for cell in found if cell.place not in ignored}
        told: set[int] = set()
        for (_, column), cell in dates.items():
            if column in told:
                continue
            beside = next((c for c in _neighbours(sheet, cell) if c.place in dates or _is_date(it, c)), None)
            if beside is not None:
                told.add(column)
                what = f"{(it.text(cell) or '').strip()[:30]!r} is a text, and the column holds dates"
                yield Fault(sheet.cell(cell), what)


def _is_date(it: Examined, cell: Cell) -> bool:
    return cell.number is not None and _is_date_style(it, cell.style)


def _is_date_style(it: Examined, style: int) -> bool:
    look = it.look(style)
    return look is not None and _is_date_format(look.number_format)


def _is_date_format(code: str | None) -> bool:
    """Whether a number format shows a year: what shows days or hours alone may be a count of them."""
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", (code or "")[:_LONGEST_CODE])
    return bool(re.search(r"y", plain.partition(";")[0], re.IGNORECASE))


@rule(
    "D-OLD-DATE",
    "no date lies before March 1900",
    why="Excel counts a 29 February 1900 that never was, and has no dates before 1900: it shows ####, or a wrong day.",
    mend="Write an older date as text, or look whether the cell was meant to hold a number.",
)
def _old_date(it: Examined) -> Iterator[Fault]:
    found = None if it.book is None else it.book.find(main("workbookPr"))
    if found is not None and is_true(found.get("date1904")):
        return  # its days begin in 1904
    known: dict[int, bool] = {}
    for sheet in it.worksheets:
        for cell in sheet.filled:
            style = cell.style
            if style not in known:
                known[style] = _is_date_style(it, style)
            number = cell.number if known[style] else None
            # nothing is written as 0 in many a column of dates, and a time without a day lies below 1
            if number is not None and not 0 <= number < 1 and number < _FIRST_SAFE:
                yield Fault(sheet.cell(cell), f"it shows {number:g} as a date")


@rule(
    "D-CODES",
    "every code in brackets that stands for a figure is explained",
    why="[c] and [x] say why there is no figure, to those alone who know what they mean.",
    mend="List the codes under the title or on a sheet of notes: '[c] suppressed: a small number'.",
)
def _codes(it: Examined) -> Iterator[Fault]:
    used: dict[str, str] = {}
    explained: set[str] = set()
    for sheet in it.worksheets:
        for cell in sheet.filled:
            text = (it.text(cell) or "").strip()
            if _CODE.fullmatch(text):
                used.setdefault(text.lower(), sheet.cell(cell))
                beside = it.text(sheet.by_place.get((cell.row, cell.column + 1))) or ""
                explained |= {text.lower()} if re.search(r"[^\W\d_]{3}", beside) else set()
            elif "[" in text:
                explained |= {code.lower() for code in _CODE.findall(text)}
    for code, place in used.items():
        if code not in explained:
            yield Fault(place, f"the code {code} is explained nowhere in the workbook")


RULES = (_text_number, _text_date, _old_date, _codes)
