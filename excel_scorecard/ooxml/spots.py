"""Spots: every place outside the cells that speaks of cells of one sheet: rules, links, tables, charts, shapes, notes.

Knows where a reference can stand in the parts of a workbook. What becomes of it when rows move is row_map.py's; cells
are contents.py's, defined names names.py's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.cells import Area, quoted
from excel_scorecard.ooxml.markup import RELATIONSHIPS, X14, XM, Element, local_name, main
from excel_scorecard.ooxml.mentions import Mention
from excel_scorecard.ooxml.row_map import Followed, RowMap, follow, follow_rule

if TYPE_CHECKING:
    from excel_scorecard.ooxml.package import Package
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

# Attributes that hold cells of the part's own sheet; `display` is what a link shows, and no reference.
_AREAS: Final = ("sqref", "ref", "activeCell", "sourceRef")
_ID: Final = f"{{{RELATIONSHIPS}}}id"  # of a link that leads into another file
_CELL: Final = frozenset(("cellWatch", "inputCells", "singleXmlCell"))  # these hold it in `r`
_FORMULAS: Final = ("formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula")
# Parts of a sheet whose attributes name its cells.
_OF_CELLS: Final = frozenset(
    ("table", "comments", "threadedComment", "tableSingleCells", "namedSheetView", "pivotTable")
)
_WORDS: Final = {
    "conditionalFormatting": "a conditional format", "cfRule": "a conditional format",
    "dataValidation": "a validation", "mergeCell": "merged cells", "hyperlink": "a link",
    "sparkline": "a sparkline", "sparklineGroup": "sparklines", "autoFilter": "a filter", "sortState": "a sort",
    "protectedRange": "a protected range", "table": "a table", "location": "a pivot table", "comment": "a note",
    "threadedComment": "a comment", "tableColumn": "a table's formula",
}  # fmt: skip
# What matters nothing where it is torn: a cursor, a hint that no mark is wanted.
_SLIGHT: Final = frozenset(("selection", "ignoredError", "dimension"))

Kind = Literal["cells", "formula", "rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot(Mention):
    """A mention of cells that knows where it stands.

    `kind` says how: `cells`, a list of areas of the sheet; `formula`; or `rule`, a formula relative to
    the first of `areas`. `sheet` is what a reference without a sheet's name means. `where` and `what` are for messages.
    """

    part: str
    kind: Kind
    sheet: str | None
    where: str
    what: str
    areas: tuple[Area, ...] = ()

    def after(self, moved: RowMap) -> Followed:
        """What it must say after `moved`."""
        if self.kind == "formula" or self.sheet is None:
            return follow(self.text, self.sheet, moved)
        if self.kind == "rule":
            return follow_rule(self.text, self.sheet, moved, self.areas)
        areas = stated.areas(self.text, self.element, self.attribute or "")
        torn = [area for area in areas if moved.tears(area)] if local_name(self.element) not in _SLIGHT else []
        new = [moved.area(area) for area in areas]
        text = " ".join(map(str, new)) if new != list(areas) else self.text
        return Followed(text, lost=str(torn[0]) if torn else None)


def spots(workbook: "Workbook", target: "Sheet") -> Iterator[Spot]:
    """All that may speak of cells of `target`, on all sheets, chart sheets too."""
    package = workbook.package
    for sheet in workbook.sheets():
        yield from _of_sheet(sheet, is_target=sheet is target)
        for kind in _OF_CELLS:
            for part in package.related(sheet.part, kind):
                yield from _of_part(sheet, part, is_target=sheet is target)
    for part in package.names():
        if _is_drawn(package, part):
            yield from _of_drawing(package, part)
        elif (package.content_type(part) or "").endswith("pivotCacheDefinition+xml"):
            yield from _of_pivot_cache(package, part, target)


def _is_drawn(package: "Package", part: str) -> bool:
    content_type = package.content_type(part) or ""
    return content_type.endswith("+xml") and ("drawing" in content_type or "chart" in content_type)


def _place(sheet: "Sheet", element: Element) -> str:
    for holder in (element, *element.iterancestors()):
        for name in ("sqref", "ref"):
            if found := holder.get(name):
                return f"{quoted(sheet.name)}!{found.split(' ')[0]}"
        if (inner := holder.findtext(f"{{{XM}}}sqref")) is not None:
            return f"{quoted(sheet.name)}!{inner.split(' ')[0]}"
    return quoted(sheet.name)


def _what(element: Element) -> str:
    for holder in (element, *element.iterancestors()):
        if found := _WORDS.get(local_name(holder)):
            return found
    return f"a setting ({local_name(element)})"


def _outside_cells(root: Element) -> Iterator[Element]:
    for child in root.iterchildren("*"):
        if child.tag != main("sheetData"):
            yield from child.iter("*")


def _of_sheet(sheet: "Sheet", *, is_target: bool) -> Iterator[Spot]:
    yield from _of_tree(sheet, sheet.part, _outside_cells(sheet.frame), is_target=is_target)


def _of_part(sheet: "Sheet", part: str, *, is_target: bool) -> Iterator[Spot]:
    root = sheet.workbook.package.read(part)
    yield from _of_tree(sheet, part, root.iter("*"), is_target=is_target)


def _of_tree(sheet: "Sheet", part: str, elements: Iterator[Element], *, is_target: bool) -> Iterator[Spot]:
    for element in elements:
        name = local_name(element)

        def spot(attribute: str | None, kind: Kind, areas: tuple[Area, ...] = (), of: Element = element) -> Spot:
            where = _place(sheet, of)
            return Spot(of, attribute, part=part, kind=kind, sheet=sheet.name, where=where, what=_what(of), areas=areas)

        if is_target:
            for attribute in ("r",) if name in _CELL else _AREAS:
                if element.get(attribute) and name != "dataRef":
                    yield spot(attribute, "cells")
            if element.tag == f"{{{XM}}}sqref" and element.text:
                yield spot(None, "cells")
        if name in _FORMULAS and element.text:
            areas = _covered(sheet, element)
            yield spot(None, "rule" if areas else "formula", areas)
        elif name == "hyperlink" and "!" in element.get("location", "") and element.get(_ID) is None:
            yield spot("location", "formula")
        elif name == "cfvo" and element.get("type") != "percent" and re.search("[A-Za-z]", element.get("val", "")):
            yield spot("val", "rule", _covered(sheet, element))


def _covered(sheet: "Sheet", element: Element) -> tuple[Area, ...]:
    """The areas that a rule with this formula covers; nothing for a formula that stands for itself."""
    for holder in element.iterancestors():
        name = local_name(holder)
        if name in ("conditionalFormatting", "dataValidation"):
            text = holder.get("sqref") or holder.findtext(f"{{{XM}}}sqref") or ""
            return stated.areas(text, holder)
        if name == "tableColumn":
            return _table_column(sheet, holder)
        if holder.tag == f"{{{X14}}}sparklineGroup":
            return ()
    return ()


def _table_column(sheet: "Sheet", column: Element) -> tuple[Area, ...]:
    root = column.getroottree().getroot()
    for table in sheet.tables:
        if table.root is root:
            siblings = list(column.itersiblings(column.tag, preceding=True))
            return (table.body.column(len(siblings)),)
    return ()


def _of_drawing(package: "Package", part: str) -> Iterator[Spot]:
    """A chart's references, and the links of shapes, in parts that belong to no sheet by themselves."""
    content = package.bytes(part)
    if b"!" not in content:
        return
    for element in package.read(part).iter("*"):
        if local_name(element) == "f" and element.text:
            yield Spot(element, part=part, kind="formula", sheet=None, where=part, what="a chart")
        for attribute in ("textlink", "cellRange"):
            if element.get(attribute):
                shown = "a shape that shows a cell"
                yield Spot(element, attribute, part=part, kind="formula", sheet=None, where=part, what=shown)


def _of_pivot_cache(package: "Package", part: str, target: "Sheet") -> Iterator[Spot]:
    for element in package.read(part).iter(main("worksheetSource")):
        if element.get("sheet", "").lower() == target.name.lower() and element.get("ref"):
            source = "a pivot table's source"
            yield Spot(element, "ref", part=part, kind="cells", sheet=target.name, where=part, what=source)
