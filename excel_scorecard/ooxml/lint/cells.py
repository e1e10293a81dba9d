"""Lint, cells: what stands in cells, and the lists of strings, styles and formulas that they point into."""

import math
import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import Element, local_name, main

_AGAIN: Final = "Save the workbook again with the program that made it, or type the cell anew in Excel."
_TYPES: Final = frozenset(("b", "d", "e", "inlineStr", "n", "s", "str"))
_ERROR = re.compile(r"#[A-Z0-9/_]+[!?]?")
_WITH_STYLE: Final = (("row", "sheetData/row", "s"), ("column", "cols/col", "style"))
# What points at a look, and by which attributes (cfRule: R-FORMAT).
_WITH_LOOK: Final = tuple(
    main(name) for name in ("table", "tableColumn", "tableStyleElement", "colorFilter", "sortCondition")
)
_LOOKS: Final = (
    *("dxfId", "dataDxfId", "headerRowDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId"),
    "totalsRowBorderDxfId",
)
# What a cell format points at: attribute and list.
_POINTS: Final = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"), ("xfId", "cellStyleXfs"))


@rule(
    "R-CELL-ORDER",
    "rows and cells stand in their order, each cell in its row, and none outside the sheet",
    why="Excel reads a sheet from top to bottom, and offers a repair that drops what comes out of turn.",
    mend=_AGAIN,
)
def _order(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for place, what in sheet.misplaced:
            yield Fault(sheet.at(place), what)


@rule(
    "R-VALUE",
    "every cell holds a value of the kind that it states: a finite number, 0 or 1, an error's word",
    why="Excel offers a repair for a number that is none (NaN, INF, a decimal comma) and drops the cell.",
    mend="Mend the figure where it comes from, and write the workbook again.",
)
def _value(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for cell in sheet.cells:
            kind, text = cell.element.get("t", "n"), cell.text
            if kind not in _TYPES:
                yield Fault(sheet.cell(cell), f"{kind!r} is no kind of cell")
            elif text is not None and (what := _wrong(kind, text.strip())):
                yield Fault(sheet.cell(cell), what)


def _wrong(kind: str, text: str) -> str:
    if kind == "n" and text:
        try:
            is_number = math.isfinite(float(text)) and "_" not in text
        except ValueError:
            is_number = False
        return "" if is_number else f"it states a number and holds {text[:40]!r}"
    if kind == "b" and text not in ("0", "1", "true", "false", ""):
        return f"it states true or false and holds {text[:40]!r}"
    if kind == "e" and text and not _ERROR.fullmatch(text):
        return f"it states an error and holds {text[:40]!r}"
    return ""


@rule(
    "R-STRING",
    "every text that a cell points at is in the list of shared texts",
    why="Excel offers a repair and the cell is empty afterwards.",
    mend=_AGAIN,
)
def _string(it: Examined) -> Iterator[Fault]:
    count = len(it.strings)
    for sheet in it.worksheets:
        for cell in sheet.cells:
            if cell.element.get("t") == "s" and (text := cell.text) is not None:
                number = int(text) if text.strip().isdecimal() and len(text) < 19 else -1
                if not 0 <= number < count:
                    yield Fault(sheet.cell(cell), f"it points at the shared text {text[:20]!r}, and there are {count}")


@rule(
    "R-STYLE",
    "every cell, row and column has a style that is there",
    why="Excel offers a repair that takes away the formats of the whole workbook.",
    mend="Save the workbook again with the program that made it.",
)
def _style(it: Examined) -> Iterator[Fault]:
    count = it.style_count("cellXfs") or 1  # without a list there is still Excel's own
    for sheet in it.worksheets:
        for cell in sheet.cells:
            if (text := cell.element.get("s")) is not None and not _is_below(whole(cell.element, "s"), count):
                yield Fault(sheet.cell(cell), f"it has the style {text}, and there are {count}")
        for word, path, name in _WITH_STYLE:
            for element in sheet.all(path):
                if element.get(name) is not None and not _is_below(whole(element, name), count):
                    number = element.get("r") or element.get("min")
                    yield Fault(sheet.name, f"{word} {number} has the style {element.get(name)}, and there are {count}")


def _is_below(number: int | None, count: int) -> bool:
    return number is not None and 0 <= number < count


@rule(
    "R-STYLE-LIST",
    "every cell format points at a font, a fill and a border that are there",
    why="Excel offers a repair that takes away the formats of the whole workbook.",
    mend="Save the workbook again with the program that made it.",
)
def _style_list(it: Examined) -> Iterator[Fault]:
    for group in ("cellStyleXfs", "cellXfs"):
        for number, xf in enumerate(_children(it.styles, group)):
            for name, listed in _POINTS:
                count = it.style_count(listed)
                if xf.get(name) is not None and count and not _is_below(whole(xf, name), count):
                    yield Fault("the styles", f"format {number} of {group} has {name} {xf.get(name)}, of {count}")


def _children(root: Element | None, group: str) -> list[Element]:
    found = None if root is None else root.find(main(group))
    return [] if found is None else [child for child in found if isinstance(child.tag, str)]


@rule(
    "R-FORMAT",
    "every conditional format points at a look that is there",
    why="Excel offers a repair and drops the conditional formats.",
    mend="Save the workbook again with the program that made it, or make the conditional format anew in Excel.",
)
def _conditional(it: Examined) -> Iterator[Fault]:
    count = it.style_count("dxfs")
    for sheet in it.worksheets:
        for group in sheet.all("conditionalFormatting"):
            for asked in group.iterfind(main("cfRule")):
                if asked.get("dxfId") is not None and not _is_below(whole(asked, "dxfId"), count):
                    place = sheet.at((group.get("sqref") or "?").split(" ")[0])
                    yield Fault(
                        place, f"its conditional format has the look {asked.get('dxfId')}, and there are {count}"
                    )


@rule(
    "R-LOOK",
    "every table, table style, sort and filter points at a look that is there",
    why="Excel offers a repair that takes away the formats of the table or of the whole workbook.",
    mend="Save the workbook again with the program that made it.",
)
def _look(it: Examined) -> Iterator[Fault]:
    count = it.style_count("dxfs")
    parts = [(s.name, s.root) for s in it.worksheets] + [(s.name, root) for s, _, root in it.of_kind("table")]
    for place, root in (*parts, ("the styles", it.styles)):
        for element in root.iter(*_WITH_LOOK) if root is not None else ():
            for name in _LOOKS:
                if element.get(name) is not None and not _is_below(whole(element, name), count):
                    yield Fault(
                        place, f"<{local_name(element)}> has the look {element.get(name)}, and there are {count}"
                    )


@rule(
    "R-SHARED-FORMULA",
    "every shared formula has a first cell that holds its text",
    why="The other cells only point at the first one. Without it Excel offers a repair and keeps bare values.",
    mend="Write the formula into the first cell in Excel and fill it down.",
)
def _shared(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        found = [(cell, formula) for cell, formula in sheet.formulas if formula.get("t") == "shared"]
        masters = {f.get("si") for _, f in found if f.text}
        for cell, formula in found:
            if formula.get("si") not in masters:
                yield Fault(sheet.cell(cell), "it shares the formula of a cell that is not there")


@rule(
    "R-METADATA",
    "cells with metadata (arrays that spill, data types) find it",
    why="Excel cannot tell what kind of array it is, and offers a repair.",
    mend="Type the formula anew in Excel.",
)
def _metadata(it: Examined) -> Iterator[Fault]:
    counts = {"cm": 0, "vm": 0}
    for part in it.parts_of(it.book_part, "sheetMetadata"):
        tree = it.tree(part)
        for name, group in (("cm", "cellMetadata"), ("vm", "valueMetadata")):
            counts[name] = len(_children(tree, group))
    for sheet in it.worksheets:
        for cell in sheet.cells:
            for name, count in counts.items():
                number = whole(cell.element, name, 0)
                if number is None or not 0 <= number <= count:  # counted from 1; 0 is none
                    place = address(cell.row, cell.column)
                    yield Fault(sheet.at(place), f"it points at {name} {cell.element.get(name)}, and there are {count}")


RULES = (_order, _value, _string, _style, _style_list, _conditional, _look, _shared, _metadata)
