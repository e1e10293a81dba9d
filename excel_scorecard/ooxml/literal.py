"""Literal: what reads sheets that are about to go keeps what it shows: formulas become their values, charts their own.

Knows which formulas and series read a sheet. What has no value to keep is left for lost.py.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import address, quoted
from excel_scorecard.ooxml.formulas import references
from excel_scorecard.ooxml.ledger import FROZEN
from excel_scorecard.ooxml.markup import DRAWING, Element, chart
from excel_scorecard.ooxml.owned import owned_parts

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

# A reference of a series with its cache, and what holds the same values without a reference.
_LITERALS: Final = {"numRef": ("numCache", "numLit"), "strRef": ("strCache", "strLit")}
_OF_VALUES: Final = tuple(chart(name) for name in ("cat", "val", "xVal", "yVal", "bubbleSize"))


def _drawing(name: str) -> str:
    """The qualified tag of a DrawingML element."""
    return f"{{{DRAWING}}}{name}"


def freeze_references(workbook: "Workbook", gone: Collection[str]) -> list[str]:
    """Let formulas and charts of other sheets keep what they show of the sheets `gone`, without reading them.

    Returns: the cells, `'3 A'!B7`, and charts, in the workbook's order.
    """
    read = _Read(workbook, gone)
    found: list[str] = []
    for sheet in workbook.sheets():
        if sheet.name.lower() not in read.sheets:
            found += _freeze_cells(sheet, read)
    for name, part in workbook.sheet_parts().items():
        if name.lower() not in read.sheets:
            found += _freeze_charts(workbook, name, part, read)
    return found


class _Read:
    """The sheets that go, with their tables and the names that lead to them; all in lower case."""

    def __init__(self, workbook: "Workbook", gone: Collection[str]) -> None:
        self.sheets = frozenset(sheet.lower() for sheet in gone)
        tables = {t.name.lower() for s in workbook.sheets() if s.name.lower() in self.sheets for t in s.tables}
        leading = {name for name, text in workbook.names.global_names().items() if self.is_in(text, frozenset(tables))}
        self.words = frozenset(tables | leading)

    def is_in(self, formula: str, words: frozenset[str] | None = None) -> bool:
        """Whether a formula reads one of the sheets."""
        known = self.words if words is None else words
        return any(
            (r.sheet or "").lower() in self.sheets
            or (r.last_sheet or "").lower() in self.sheets
            or (r.sheet is None and r.text.partition("[")[0].lower() in known)
            for r in references(formula)
        )


def _freeze_cells(sheet: "Sheet", read: _Read) -> list[str]:
    found: list[str] = []
    for row, column, formula in list(sheet.formula_cells(has_cache=True)):
        if not read.is_in(formula):
            continue
        try:
            sheet.write(row, column, sheet.read(row, column))
        except TemplateError:  # it belongs to an array: lost.py says what becomes of that
            continue
        found.append(f"{quoted(sheet.name)}!{address(row, column)}")
    return found


def _freeze_charts(workbook: "Workbook", name: str, part: str, read: _Read) -> list[str]:
    found: list[str] = []
    for owned in owned_parts(workbook.package, part):
        if not (workbook.package.content_type(owned) or "").endswith("drawingml.chart+xml"):
            continue
        root = workbook.package.read(owned)
        wanted = [ref for ref in root.iter(*map(chart, _LITERALS)) if read.is_in(ref.findtext(chart("f")) or "")]
        if [ref for ref in wanted if _freeze(ref)]:
            workbook.package.edit(owned, FROZEN)
            found.append(f"a chart on {quoted(name)}")
    return found


def _freeze(ref: Element) -> bool:
    """Put the values of a reference in its place; False where it has none, or something else stands there."""
    holder = ref.getparent()
    owner = None if holder is None else holder.getparent()
    cache_name, literal = _LITERALS[etree.QName(ref).localname]
    cache = ref.find(chart(cache_name))
    if holder is None or cache is None:
        return False
    if holder.tag in _OF_VALUES:
        made = holder.makeelement(chart(literal))
        made[:] = list(cache)
    elif holder.tag == chart("tx") and owner is not None and owner.tag == chart("ser"):
        made = holder.makeelement(chart("v"))
        made.text = _text(cache)
    elif holder.tag == chart("tx") and owner is not None and owner.tag == chart("title"):
        made = _title(owner, _text(cache))
    else:
        return False
    made.tail = ref.tail
    holder.replace(ref, made)
    return True


def _text(cache: Element) -> str:
    return " ".join(v.text or "" for v in cache.iter(chart("v")))


def _title(title: Element, text: str) -> Element:
    """A title's text as its own, in the look that it has: `txPr` is of a title that reads a cell."""
    look = title.find(chart("txPr"))
    made = title.makeelement(chart("rich"))
    if look is not None:
        made[:] = list(look)
        title.remove(look)
    if made.find(_drawing("bodyPr")) is None:
        made.insert(0, made.makeelement(_drawing("bodyPr")))
    paragraph = made.find(_drawing("p"))
    if paragraph is None:
        paragraph = etree.SubElement(made, _drawing("p"))
    for child in list(paragraph):
        if child.tag != _drawing("pPr"):
            paragraph.remove(child)
    run = etree.SubElement(paragraph, _drawing("r"))
    etree.SubElement(run, _drawing("t")).text = text
    return made
