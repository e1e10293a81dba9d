"""Lint, legible: whether what stands in cells can be seen: contrast, meaning by colour alone, type, room for text."""

import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.colours import too_faint
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.extent import Extent
from excel_scorecard.ooxml.lint.grid import Cell, ExaminedSheet, area
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.looks import Look, Rule
from excel_scorecard.ooxml.markup import main

SMALLEST: Final = 10.0  # points of type in a cell
_LONGEST_CODE: Final = 255  # characters of a number format
_HIDDEN_FORMAT: Final = ";;;"
_MOST_JUDGED: Final = 200  # cells of one conditional format that are looked at; the others look like them
_SERIF_NAMES: Final = """
times, times new roman, georgia, garamond, cambria, book antiqua, palatino linotype, palatino, bookman old style,
century, century schoolbook, baskerville old face, bodoni mt, constantia, perpetua, rockwell, sitka text, liberation
serif, dejavu serif, courier new, courier
"""
_SERIF: Final = frozenset(" ".join(name.split()) for name in _SERIF_NAMES.split(","))
_LINE: Final = 1.1  # of the type's size: less than any font needs, so that only what is cut for certain is told
_SLACK: Final = 2.0  # points
_NARROWEST: Final = 0.72  # of a character of the usual width: what text takes on average at the least


def _painted(it: Examined, sheet: ExaminedSheet) -> set[tuple[int, int]]:
    """The cells of tables: their styles paint cells without a fill of their own, in colours that only Excel knows."""
    places = (area(root.get("ref")) for _, root in it.owned(sheet, "table"))
    return sheet.covered(place for place in places if place is not None)


@rule(
    "A-CONTRAST",
    "text stands out from its ground: 4.5 to 1, large text 3 to 1",
    why="Pale text is not seen by many, and by nobody on a grey print (WCAG 2.2, 1.4.3).",
    mend="Make the text darker or its fill paler.",
)
def _contrast(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        painted, told = _painted(it, sheet), set[str]()
        for cell in sheet.filled:
            look = it.look(cell.style)
            if look is None or look.number_format == _HIDDEN_FORMAT:
                continue
            faint = too_faint(look.text, look.fill, look.size, look.is_bold)
            if not faint or faint in told:
                continue
            if look.has_own_fill or cell.place not in painted:
                told.add(faint)
                yield Fault(sheet.cell(cell), f"here, and perhaps in other cells: {faint}")


def _judged(sheet: ExaminedSheet, asked: Rule) -> Iterator[Cell]:
    """The filled cells that a conditional format looks at."""
    return islice((cell for place in asked.areas for cell in sheet.within(place)), _MOST_JUDGED)


@rule(
    "A-RULE-CONTRAST",
    "text stands out from its ground in every conditional format",
    why="The colours of a rating are what people look at first (WCAG 2.2, 1.4.3).",
    mend="Conditional Formatting > Manage Rules > Edit Rule > Format: a darker text or a paler fill.",
)
def _rule_contrast(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        painted: set[tuple[int, int]] | None = None
        told: set[str] = set()
        for asked in it.asked(sheet):
            if asked.look is None or (asked.look.text is None and not asked.look.has_own_fill):
                continue
            painted = _painted(it, sheet) if painted is None else painted
            seen: set[tuple[int, bool]] = set()
            for cell in _judged(sheet, asked):
                is_painted = cell.place in painted
                if (cell.style, is_painted) in seen:
                    continue
                seen.add((cell.style, is_painted))
                base = it.look(cell.style)
                faint = None if base is None else _faint(asked.look, base, is_painted)
                if faint and faint not in told:
                    told.add(faint)
                    yield Fault(sheet.cell(cell), f"when its conditional format holds: {faint}")


def _faint(look: Look, base: Look, is_painted: bool) -> str | None:
    """What is wrong with a conditional format's colours over a cell's own."""
    code = base.number_format if look.number_format is None else look.number_format
    if code == _HIDDEN_FORMAT:
        return None
    under = None if is_painted and not base.has_own_fill else base.fill
    fill = look.fill if look.has_own_fill else under
    text = base.text if look.text is None else look.text
    if text == fill:
        return None  # text in the colour of its ground is hidden on purpose
    return too_faint(text, fill, base.size, base.is_bold if look.is_bold is None else look.is_bold)


@rule(
    "A-COLOUR-ONLY",
    "no cell tells its state by colour or an icon alone",
    why="Who does not see the colour, hears the sheet or reads a grey print gets nothing (WCAG 2.2, 1.4.1).",
    mend="Show the word or the figure too: untick Show Icon Only or Show Bar Only, or write the word.",
)
def _colour_only(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for asked in it.asked(sheet):
            place = sheet.at(str(asked.areas[0])) if asked.areas else sheet.name
            cells = list(_judged(sheet, asked))
            is_filling = asked.look is not None and asked.look.has_own_fill
            if asked.is_silent:
                if any(not _stands_beside(sheet, cell) for cell in cells):
                    yield Fault(place, "its icons or bars stand in place of the figure")
            elif is_filling or asked.kind == "colorScale":
                hidden = next((c for c in cells if _is_silent(it.look(c.style), asked.look)), None)
                if hidden is not None:
                    yield Fault(sheet.cell(hidden), "its colour is all that is shown: the number format hides the rest")
                elif not cells and asked.kind == "expression" and _has_rows_filled(sheet, asked):
                    yield Fault(place, "the cells are blank and their colour says something about the row")


def _stands_beside(sheet: ExaminedSheet, cell: Cell) -> bool:
    """Whether the figure that an icon stands in place of is in the next cell."""
    beside = (sheet.by_place.get((cell.row, column)) for column in (cell.column - 1, cell.column + 1))
    return cell.number is not None and any(found is not None and found.number == cell.number for found in beside)


def _is_silent(base: Look | None, look: Look | None) -> bool:
    """Whether the number format lets nothing be seen."""
    code = base.number_format if base is not None else None
    if look is not None and look.number_format is not None:
        code = look.number_format
    return code == _HIDDEN_FORMAT


def _has_rows_filled(sheet: ExaminedSheet, asked: Rule) -> bool:
    """Whether something stands beside the cells of a conditional format: they are no rows kept free for more."""
    return any(
        next(sheet.within(Area(one.first_row, 1, one.first_row, one.last_column + 1)), None) for one in asked.areas
    )


@rule(
    "A-RED-ONLY",
    "no number format tells a negative number by its red colour alone",
    why="Without the minus it is a positive number to who does not see red, and on a grey print to everybody.",
    mend="Take a format with a minus or brackets: Format Cells > Number.",
)
def _red_only(it: Examined) -> Iterator[Fault]:
    formats = None if it.styles is None else it.styles.find(main("numFmts"))
    for element in formats if formats is not None else ():
        code = (element.get("formatCode") or "")[:_LONGEST_CODE]
        pieces = code.split(";")
        negative = re.sub(r"\[[^\]]*\]", "", pieces[1]) if len(pieces) > 1 else "-"
        if "[red]" in pieces[min(1, len(pieces) - 1)].lower() and not re.search(r"[-(\u2212]", negative):
            yield Fault("the styles", f"the number format {code}")


def _shown(it: Examined, sheet: ExaminedSheet) -> Iterator[tuple[Cell, Look]]:
    """Filled cells that are seen, with their looks."""
    for cell in sheet.filled if sheet.is_seen else ():
        look = it.look(cell.style)
        is_hidden = cell.row in sheet.hidden_rows or cell.column in sheet.hidden_columns
        if look is not None and look.number_format != _HIDDEN_FORMAT and not is_hidden:
            yield cell, look


@rule(
    "A-FONT-SIZE",
    f"no type is smaller than {SMALLEST:g} points",
    why="Smaller type is not read on paper by many, and on a page fitted to A4 it is smaller still.",
    mend=f"Home > Font Size: {SMALLEST:g} or more, 12 for running text.",
)
def _font_size(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        told: set[float] = set()
        for cell, look in _shown(it, sheet):
            if look.size is not None and 0 < look.size < SMALLEST and look.size not in told and it.text(cell) != "":
                told.add(look.size)
                yield Fault(sheet.cell(cell), f"here, and perhaps in other cells, the type has {look.size:g} points")


@rule(
    "A-SERIF",
    "type is without serifs",
    why="Serifs and narrow strokes make small type hard to read for many, dyslexic readers among them.",
    mend="Take Arial, Calibri, Aptos or another font without serifs: Home > Font.",
)
def _serif(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        told: set[str] = set()
        for cell, look in _shown(it, sheet):
            if look.font not in told and look.font.lower() in _SERIF and it.text(cell) != "":
                told.add(look.font)
                yield Fault(sheet.cell(cell), f"here, and perhaps in other cells, the type is {look.font}")


@rule(
    "A-CUT-OFF",
    "every row whose height is fixed is tall enough for its text",
    why="The lines that do not fit are neither seen nor printed, and nothing shows that they are there.",
    mend="Make the row taller, or let Excel do it: Home > Format > AutoFit Row Height.",
)
def _cut_off(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        extent = Extent(sheet)
        merged = {(place.first_row, place.first_column): place for place in sheet.merged}
        for cell, look in _shown(it, sheet) if extent.fixed else ():
            if look.is_turned or cell.row not in extent.fixed or (text := it.text(cell)) == "":
                continue
            place = merged.get(cell.place) or Area.cell(cell.row, cell.column)
            if place.height > 1:
                continue  # where one row of several is left to Excel, it makes room
            room, size = extent.height(place), look.size or SMALLEST
            lines = _lines(text or "", look, extent.characters(place))
            if room < lines * size * _LINE - _SLACK:
                what = f"{lines} lines of {size:g} points" if lines > 1 else f"type of {size:g} points"
                yield Fault(sheet.cell(cell), f"the row is fixed at {room:g} points and holds {what}")


def _lines(text: str, look: Look, characters: float) -> int:
    """How many lines a text takes at the least."""
    if not look.is_wrapped:
        return 1
    room = max(1.0, characters * 11 / (look.size or 11) / _NARROWEST)
    return sum(max(1, math.ceil(len(line) / room)) for line in text.rstrip().split("\n"))


RULES = (_contrast, _rule_contrast, _colour_only, _red_only, _font_size, _serif, _cut_off)
