"""Lint, drawings: pictures, shapes and charts of a sheet, and the cells that charts read."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.formulas import references, tokens
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import SHEET_DRAWING, chart

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@rule(
    "R-SHAPE-ID",
    "every shape of a drawing has an id of its own",
    why="Excel gives new ids on the next save, and animations, groups and links may then hang on the wrong shape.",
    mend="Open the workbook in Excel and save it.",
)
def _shape_id(it: Examined) -> Iterator[Fault]:
    for sheet, part, root in it.of_kind("drawing"):
        shapes = root.iter(f"{{{SHEET_DRAWING}}}cNvPr")
        # a fallback is the same shape once more, for older programs
        counts = Counter(e.get("id") for e in shapes if next(e.iterancestors(_FALLBACK), None) is None)
        for identifier, count in counts.items():
            if count > 1:
                yield Fault(sheet.name, f"{count} shapes of {part} have the id {identifier}")


@rule(
    "R-CHART-RANGE",
    "every chart reads cells, with the sheet's name before them, or a defined name",
    why="Excel offers a repair for a chart whose series is written as Table[Column], and drops the series.",
    mend="Select the data anew: Chart Design > Select Data.",
)
def _chart_range(it: Examined) -> Iterator[Fault]:
    for where, text in _chart_formulas(it):
        if any(kind == "table" for kind, _ in tokens(text)):
            yield Fault(where, f"a chart reads {text[:60]!r}, a table's own way of speaking")
        elif any(found.sheet is None for found in references(text) if found.area is not None):
            yield Fault(where, f"a chart reads {text[:60]!r} and names no sheet")


@rule(
    "R-CHART-SHEET",
    "every chart reads sheets that are there",
    why="The chart keeps its last picture and does not follow the figures any more.",
    mend="Select the data anew: Chart Design > Select Data.",
)
def _chart_sheet(it: Examined) -> Iterator[Fault]:
    known = {sheet.name.lower() for sheet in it.sheets}
    for where, text in _chart_formulas(it):
        if "#REF!" in text:
            yield Fault(where, f"a chart has lost its cells: {text[:60]}")
        for found in references(text):
            if found.sheet and "[" not in found.sheet and found.sheet.lower() not in known:
                yield Fault(where, f"a chart reads the sheet {found.sheet!r}, which is not there")


def _chart_formulas(it: Examined) -> Iterator[tuple[str, str]]:
    for part, tree in it.trees.items():
        if tree.tag == chart("chartSpace"):
            for element in tree.iter(chart("f")):
                if element.text:
                    yield it.place(part), element.text


RULES = (_shape_id, _chart_range, _chart_sheet)
