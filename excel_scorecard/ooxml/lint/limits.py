"""Lint, limits: what Excel cannot hold (Excel specifications and limits)."""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.formulas import tokens
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import ExaminedSheet, decimal
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import local_name, main
from excel_scorecard.ooxml.strings import LONGEST_TEXT

MOST_FEEDS: Final = 253  # line feeds in a cell
TALLEST: Final = 409.5  # points; Excel says 409 and writes up to 409.5
WIDEST: Final = 255  # characters
LONGEST_FORMULA: Final = 8192  # characters
LONGEST_LITERAL: Final = 255  # characters of a text in a formula, and of a validation's own list
DEEPEST: Final = 64  # levels of functions within functions
MOST_BREAKS: Final = 1026  # page breaks across, and as many down
MOST_LINKS: Final = 65_530
LONGEST_ADDRESS: Final = 2079  # characters of a link
MOST_STYLES: Final = 65_490
MOST_FORMATS: Final = 200  # of one's own; between 200 and 250, depending on the language of Excel
_SPLIT: Final = "Shorten it, or divide it."


@rule(
    "L-TEXT",
    f"no text is longer than {LONGEST_TEXT:,} characters",
    why="A cell holds no more. Excel offers a repair and cuts the text off.",
    mend=_SPLIT,
)
def _text(it: Examined) -> Iterator[Fault]:
    for number, text in enumerate(it.texts):
        if len(text) * 2 > LONGEST_TEXT and (length := _units(text)) > LONGEST_TEXT:
            yield Fault("the shared texts", f"text {number} has {length:,} characters")
    for sheet in it.worksheets:
        for cell in sheet.cells:
            if cell.element.get("t") not in ("inlineStr", "str"):
                continue
            text = it.text(cell) or ""
            if len(text) * 2 > LONGEST_TEXT and (length := _units(text)) > LONGEST_TEXT:
                yield Fault(sheet.cell(cell), f"the text has {length:,} characters")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@rule(
    "L-LINES",
    f"no text has more than {MOST_FEEDS} line feeds",
    why="A cell shows no more lines than that.",
    mend=_SPLIT,
)
def _lines(it: Examined) -> Iterator[Fault]:
    for number, text in enumerate(it.texts):
        if (count := text.count("\n")) > MOST_FEEDS:
            yield Fault("the shared texts", f"text {number} has {count} line feeds")


@rule(
    "L-SIZE",
    f"no row is taller than {TALLEST:g} points, no column wider than {WIDEST} characters",
    why="Excel offers a repair or cuts it to the limit, and text that needed the height is not seen.",
    mend="Divide the text between two rows, or make the columns wider.",
)
def _size(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for row in sheet.all("sheetData/row"):
            if (height := decimal(row, "ht")) is not None and not 0 <= height <= TALLEST:
                yield Fault(sheet.name, f"row {row.get('r')} is {height:g} points tall")
        for column in sheet.all("cols/col"):
            width = decimal(column, "width")
            if width is not None and not 0 <= width < WIDEST + 1:  # the file's width has a margin
                yield Fault(sheet.name, f"column {column.get('min')} is {width:g} characters wide")


def _formulas(it: Examined) -> Iterator[tuple[ExaminedSheet, str, str]]:
    """Sheet, place and text of every formula in a cell."""
    for sheet in it.worksheets:
        for cell, formula in sheet.formulas:
            if formula.text:
                yield sheet, sheet.cell(cell), formula.text


@rule(
    "L-FORMULA",
    f"no formula is longer than {LONGEST_FORMULA:,} characters",
    why="Excel offers a repair and drops the formula.",
    mend="Put a part of it into a cell of its own.",
)
def _formula(it: Examined) -> Iterator[Fault]:
    for _, place, text in _formulas(it):
        if len(text) > LONGEST_FORMULA:
            yield Fault(place, f"the formula has {len(text):,} characters")


@rule(
    "L-LITERAL",
    f"no text within a formula is longer than {LONGEST_LITERAL} characters",
    why="Excel offers a repair and drops the formula.",
    mend="Put the text into a cell, or join it from shorter ones with &.",
)
def _literal(it: Examined) -> Iterator[Fault]:
    for _, place, text in _formulas(it):
        if len(text) <= LONGEST_LITERAL:
            continue
        longest = max((len(t) - 2 for kind, t in tokens(text) if kind == "string"), default=0)
        if longest > LONGEST_LITERAL:
            yield Fault(place, f"a text of the formula has {longest} characters")


@rule(
    "L-NESTING",
    f"no formula has functions more than {DEEPEST} levels deep",
    why="Excel offers a repair and drops the formula.",
    mend="Put a part of it into a cell of its own, or use a table of cases (VLOOKUP) in place of IF within IF.",
)
def _nesting(it: Examined) -> Iterator[Fault]:
    for _, place, text in _formulas(it):
        if text.count("(") > DEEPEST and (depth := _depth(text)) > DEEPEST:
            yield Fault(place, f"the formula is {depth} levels deep")


def _depth(text: str) -> int:
    """How deep functions stand in functions; brackets that only group do not count."""
    open_ones: list[bool] = []
    deepest = depth = 0
    is_function = False
    for kind, piece in tokens(text):
        for character in piece if kind == "other" else "":
            if character == "(":
                open_ones.append(is_function)
                depth += is_function
                deepest = max(deepest, depth)
            elif character == ")" and open_ones:
                depth -= open_ones.pop()
            is_function = False
        is_function = kind == "function"
    return deepest


@rule(
    "L-BREAKS",
    f"no sheet has more than {MOST_BREAKS:,} page breaks across or down",
    why="Excel offers a repair and drops them.",
    mend="Reset them: Page Layout > Breaks > Reset All Page Breaks.",
)
def _breaks(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for name in ("rowBreaks", "colBreaks"):
            count = len(sheet.all(f"{name}/brk"))
            if count > MOST_BREAKS:
                yield Fault(sheet.name, f"the sheet has {count:,} {name}")


@rule(
    "L-LINKS",
    f"no sheet has more than {MOST_LINKS:,} links, none longer than {LONGEST_ADDRESS:,} characters",
    why="Excel offers a repair and drops the links.",
    mend="Take links away, or shorten the address.",
)
def _links(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        count = len(sheet.all("hyperlinks/hyperlink"))
        if count > MOST_LINKS:
            yield Fault(sheet.name, f"the sheet has {count:,} links")
        for found in it.relationships(sheet.part) if sheet.part else ():
            if found.kind == "hyperlink" and len(found.target) > LONGEST_ADDRESS:
                yield Fault(sheet.name, f"a link has {len(found.target):,} characters: {found.target[:60]}")


@rule(
    "L-READ",
    "every part is small enough to be looked into",
    why="A part of millions of cells takes more memory than this program allows itself: it is not looked into. Excel "
    "opens it, and takes long for it.",
    mend="Put raw data into a file of its own; clear rows and columns that only look empty (Ctrl+End shows the last).",
)
def _read(it: Examined) -> Iterator[Fault]:
    for part, what in it.too_large.items():
        yield Fault(part, what.rstrip("."))


@rule(
    "L-STYLES",
    f"there are at most {MOST_STYLES:,} cell formats",
    why="Excel says 'Too many different cell formats' and takes formats away. Copying between workbooks piles them up.",
    mend="Delete cell styles that are not used: Home > Cell Styles.",
)
def _styles(it: Examined) -> Iterator[Fault]:
    if it.style_count("cellXfs") > MOST_STYLES:
        yield Fault("the styles", f"there are {it.style_count('cellXfs'):,} cell formats")


@rule(
    "L-FORMATS",
    f"there are at most {MOST_FORMATS} number formats of one's own",
    why="Excel holds 200 to 250, depending on its language. Beyond that it drops formats.",
    mend="Delete those that are not used: Format Cells > Number > Custom.",
)
def _formats(it: Examined) -> Iterator[Fault]:
    if it.style_count("numFmts") > MOST_FORMATS:
        yield Fault("the styles", f"there are {it.style_count('numFmts'):,} number formats")


@rule(
    "L-LIST",
    f"no validation has a list of its own longer than {LONGEST_LITERAL} characters",
    why="Excel offers a repair and drops the drop-down.",
    mend="Put the list into cells, and let the validation refer to them.",
)
def _list(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for validation in sheet.all("dataValidations/dataValidation"):
            text = validation.findtext(main("formula1"), "")
            if validation.get("type") == "list" and text.startswith('"') and len(text) - 2 > LONGEST_LITERAL:
                place = sheet.at((validation.get("sqref") or "?").split(" ")[0])
                yield Fault(place, f"the drop-down's own list has {len(text) - 2} characters")


@rule(
    "L-RULE-FORMULA",
    "no conditional format or validation speaks of a table's columns or joins ranges",
    why="Excel takes Table[Column] and (A1:A3,C1:C3) in cells only, and offers a repair for them in a rule.",
    mend="Give the range of cells, or a defined name that refers to the table's column.",
)
def _rule_formula(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for path in ("conditionalFormatting", "dataValidations/dataValidation"):
            for element in sheet.all(path):
                for part in element.iter(main("formula"), main("formula1"), main("formula2")):
                    text = part.text or ""
                    is_table = "[" in text and any(k == "table" and re.match(r"\w", t) for k, t in tokens(text))
                    if is_table or _joins_ranges(text):
                        place = sheet.at((element.get("sqref") or "?").split(" ")[0])
                        yield Fault(place, f"its <{local_name(element)}> asks {text[:60]}")


def _joins_ranges(text: str) -> bool:
    """Whether a comma stands in brackets that are no function's: it joins two ranges."""
    if "," not in text or "(" not in text:
        return False
    functions: list[bool] = []
    is_function = False
    for kind, piece in tokens(text):
        for character in piece if kind == "other" else "":
            if character == "(":
                functions.append(is_function)
            elif character == ")" and functions:
                functions.pop()
            elif character == "," and functions and not functions[-1]:
                return True
            is_function = False
        is_function = kind == "function"
    return False


RULES = (
    *(_read, _text, _lines, _size, _formula, _literal, _nesting, _breaks, _links, _styles, _formats, _list),
    _rule_formula,
)
