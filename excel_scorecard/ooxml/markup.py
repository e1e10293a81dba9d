"""Markup: the XML of a part. Namespaces, one safe parser, Excel's own way of writing, and the order of children.

Knows lxml and the schemas' sequences. Knows no zip (package.py) and nothing of what the elements mean.
"""

import re
from typing import Any, Final, cast

from lxml import etree
from lxml.etree import _Element as Element

__all__ = ["Element"]

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHEET_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
X14: Final = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM: Final = "http://schemas.microsoft.com/office/excel/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/"
_BETWEEN: Final = "|"  # no name of a file on Windows has it
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

# Excel's own declaration, with the line end it writes after it.
DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


def main(name: str) -> str:
    """The qualified tag of a SpreadsheetML element."""
    return f"{{{MAIN}}}{name}"


def chart(name: str) -> str:
    """The qualified tag of a DrawingML chart element."""
    return f"{{{CHART}}}{name}"


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _sequence(namespace: str, names: str) -> tuple[str, ...]:
    return tuple(f"{{{namespace}}}{name}" for name in names.split())


# Children in the order of the schema (ECMA-376 sml.xsd, dml-chart.xsd); Excel offers a repair for any other order.
WORKSHEET_ORDER: Final = _sequence(
    MAIN,
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst",
)
WORKBOOK_ORDER: Final = _sequence(
    MAIN,
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
    "definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
    "fileRecoveryPr webPublishObjects extLst",
)
STYLES_ORDER: Final = _sequence(
    MAIN, "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
)
TABLE_COLUMN_ORDER: Final = _sequence(MAIN, "calculatedColumnFormula totalsRowFormula xmlColumnPr extLst")
DATA_LABELS_ORDER: Final = _sequence(
    CHART,
    "dLbl idx layout tx delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent "
    "showBubbleSize separator showLeaderLines leaderLines extLst",
)
AXIS_ORDER: Final = _sequence(
    CHART,
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses crossesAt auto lblOffset baseTimeUnit crossBetween majorUnit majorTimeUnit minorUnit "
    "minorTimeUnit dispUnits extLst",
)
SCALING_ORDER: Final = _sequence(CHART, "logBase orientation max min extLst")
TITLE_ORDER: Final = _sequence(CHART, "tx layout overlay spPr txPr extLst")
LEGEND_ORDER: Final = _sequence(CHART, "legendPos legendEntry layout overlay spPr txPr extLst")


def insert_in_order(parent: Element, child: Element, order: tuple[str, ...]) -> None:
    """Put `child` after the last element that the schema allows before it, or of its own kind."""
    place = {tag: number for number, tag in enumerate(order)}
    mine = place[str(child.tag)]
    last: Element | None = None
    for element in parent:
        if place.get(str(element.tag), len(order)) <= mine:
            last = element
    if last is None:
        parent.insert(0, child)
    else:
        last.addnext(child)


def parse(content: bytes, file: str = "", part: str = "") -> Element:
    """The root of one part. Entities stay unresolved, no document type is loaded, no network is used.

    `file` and `part` are kept with the tree for messages: see `place_of`.

    Raises:
        lxml.etree.XMLSyntaxError: not well-formed, or deeper or longer than libxml2's own limits.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    base = f"{file}{_BETWEEN}{part}".encode("utf-8", "replace").decode()
    return etree.fromstring(content, parser, base_url=base)


def place_of(element: Element) -> tuple[str, str]:
    """The file and the part that an element was read from, for messages."""
    file, _, part = str(cast("Any", element.getroottree().docinfo).URL or "").partition(_BETWEEN)
    return (file or "the workbook", f"part {part}" if part else "a part")


def has_document_type(root: Element) -> bool:
    """Whether the part declares a document type: no office program writes one, entity bombs do."""
    return bool(cast("Any", root.getroottree().docinfo).doctype)


def serialise(root: Element) -> bytes:
    """The part as Excel writes it: its declaration, UTF-8, nothing moved or indented."""
    return DECLARATION + etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)


def new_root(namespace: str, name: str) -> Element:
    """The root of a new part in its default namespace."""
    prefixes = cast("dict[str, str]", {None: namespace})  # lxml's stubs do not know the default namespace
    return etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)


def is_true(value: str | None) -> bool:
    """An xsd:boolean attribute; absent is false."""
    return value in ("1", "true", "on")


def drop(element: Element, *names: str) -> None:
    """Take attributes away; nothing happens where one is missing."""
    attributes = element.attrib
    for name in names:
        if name in attributes:
            del attributes[name]


# What XML 1.0 cannot hold: control characters but tab, line feed and carriage return; lone surrogates; non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot hold."""
    return _UNWRITABLE.sub("", text) if _UNWRITABLE.search(text) else text
