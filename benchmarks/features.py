"""Features: what people put into workbooks, each found by one small function.

A function gives a list of (key, form): the key says which one it is, the form what it looks like. All of a feature is
kept where every key is still there, and unchanged where every key is there with the same form. What an engine adds is
no loss. Knows what Excel's parts mean; how they are read is parts.py's.
"""

from collections.abc import Callable, Iterator

from cells import (
    Item,
    at,
    boxes_of_notes,
    cached_values,
    cell_formats,
    forms_of,
    formulas,
    links_on_cells,
    notes,
    rich_text,
    typed_values,
)
from meaning import Element, Form, name_text, says_nothing
from parts import Parts

Feature = Callable[[Parts], list[Item]]


# ---- sheets ----------------------------------------------------------------------------------------------------------


def _on_sheets(book: Parts, *paths: str) -> Iterator[tuple[str, Element, Form]]:
    for name, part in book.sheets:
        for element in (one for path in paths for one in book.tree(part).iterfind(path)):
            found = book.form(element, part)
            if not says_nothing(found):
                yield name, element, found


def _found(*paths: str) -> Feature:
    """A feature that is elements of the sheets' parts; the key is the sheet and the element's word."""
    return lambda book: [((sheet, element.tag), form) for sheet, element, form in _on_sheets(book, *paths)]


def tables(book: Parts) -> list[Item]:
    found = []
    for sheet, part in book.sheets:
        for table in book.led_to(part, "table"):
            tag, attributes, *rest = book.form_of(table)
            own = tuple(one for one in attributes if one[0] != "id")  # a number that a program may choose anew
            found.append(((sheet, book.tree(table).get("displayName")), (tag, own, *rest)))
    return found


def column_formulas(book: Parts) -> list[Item]:
    return [
        ((book.tree(part).get("displayName"), column.get("name")), formula.text)
        for kind, part in book.reached
        if kind == "table"
        for column in book.tree(part).iterfind("{*}tableColumns/{*}tableColumn")
        if (formula := column.find("{*}calculatedColumnFormula")) is not None
    ]


def conditional_formats(book: Parts) -> list[Item]:
    """Each rule with its cells and with the look it gives, not the look's number."""
    looks = [
        form for part in book.led_to(book.workbook, "styles") for form in forms_of(book, book.tree(part), "dxfs", part)
    ]
    found = []
    for sheet, element, _ in _on_sheets(book, "{*}conditionalFormatting"):
        for rule in element.iterfind("{*}cfRule"):
            tag, attributes, text, children = book.form(rule, book.workbook)
            own = tuple(one for one in attributes if one[0] not in ("dxfId", "priority"))
            look = at(looks, rule.get("dxfId", ""))
            children = tuple(child for child in children if not child[0].endswith("}extLst"))  # counted with the newer
            found.append(((sheet, rule.get("type")), (element.get("sqref"), tag, own, text, children, look)))
    return found


def defined_names(book: Parts) -> list[Item]:
    return [
        ((name.get("name", "").lower(), name.get("localSheetId")), _stands_for(name))
        for name in book.tree(book.workbook).iterfind("{*}definedNames/{*}definedName")
    ]


def _stands_for(name: Element) -> str:
    text = name.text or ""
    return name_text(text) if name.get("name", "").startswith("_xlnm.") else text


def protection(book: Parts) -> list[Item]:
    """Sheets that are protected (not those that would have settings if they were), and ranges left open."""
    found = _on_sheets(book, "{*}sheetProtection", "{*}protectedRanges/{*}protectedRange")
    return [
        ((sheet, element.tag), form)
        for sheet, element, form in found
        if not element.tag.endswith("}sheetProtection") or element.get("sheet") in ("1", "true")
    ]


def print_setup(book: Parts) -> list[Item]:
    paths = [f"{{*}}{word}" for word in ("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks")]
    found = []
    for sheet, element, (tag, attributes, *rest) in _on_sheets(book, *paths, "{*}colBreaks"):
        if tag.endswith("}headerFooter") and not rest[-1]:
            continue  # settings of a header and footer that are not there
        own = tuple(one for one in attributes if "/relationships}" not in one[0])  # the printer's settings: below
        found.append(((sheet, element.tag), (tag, own, *rest)))
    return found


# ---- drawings --------------------------------------------------------------------------------------------------------


def _drawings(book: Parts) -> Iterator[str]:
    for kind, part in book.reached:
        if kind == "drawing":
            yield part


def _drawn(*words: str) -> Feature:
    """A feature that is elements of the drawings; the key is the element's word."""
    return lambda book: [
        (element.tag.rpartition("}")[2], book.form(element, part))
        for part in _drawings(book)
        for element in book.tree(part).iter(*(f"{{*}}{word}" for word in words))
    ]


def links_on_shapes(book: Parts) -> list[Item]:
    return [("link", form) for _, form in _drawn("hlinkClick", "hlinkHover")(book)]


def alternative_texts(book: Parts) -> list[Item]:
    return [
        (element.get("descr"), element.get("title"))
        for part in _drawings(book)
        for element in book.tree(part).iter("{*}cNvPr")
        if element.get("descr")
    ]


def values_in_charts(book: Parts) -> list[Item]:
    """What a chart shows in a preview, and where its cells cannot be read."""
    return [
        ("cache", book.form(cache, part))
        for kind, part in book.reached
        if kind == "chart"
        for cache in book.tree(part).iter("{*}numCache", "{*}strCache")
        if cache.find("{*}pt") is not None
    ]


def header_pictures(book: Parts) -> list[Item]:
    """The pictures of headers and footers, by their content."""
    found = []
    for sheet, part in book.sheets:
        element = book.tree(part).find("{*}legacyDrawingHF")
        ids = [] if element is None else list(element.values())
        for own, relation in book.relations(part).items():
            if own in ids and relation.part:
                found += [((sheet, "picture"), book.content(image)) for image in book.led_to(relation.part, "image")]
    return found


# ---- parts -----------------------------------------------------------------------------------------------------------


def _parts(*kinds: str) -> Feature:
    """A feature that is parts of its own; the key is their kind."""
    return lambda book: [(kind, book.form_of(part)) for kind, part in book.reached if kind in kinds]


def embedded(book: Parts) -> list[Item]:
    """Embedded objects and files of the sheets."""
    return [
        ("embedded", book.content(part))
        for _, sheet in book.sheets
        for part in book.led_to(sheet, "oleObject", "package")
    ]


def custom_xml(book: Parts) -> list[Item]:
    return [("item", book.form_of(part)) for kind, part in book.reached if kind == "customXml"]


def other_parts(book: Parts) -> list[Item]:
    return [(kind, book.form_of(part)) for kind, part in book.reached if kind not in SPOKEN_OF]


_X14 = "{*}extLst/{*}ext/{*}"

FEATURES: dict[str, dict[str, Feature]] = {
    "Cells": {
        "typed numbers and texts": typed_values,
        "formulas": formulas,
        "values of formulas, as viewers and pandas read them": cached_values,
        "rich text in a cell": rich_text,
        "cell formats": cell_formats,
        "links on cells": links_on_cells,
        "notes": notes,
        "size and place of notes": boxes_of_notes,
        "threaded comments": _parts("threadedComment", "person"),
    },
    "Rules and names": {
        "tables": tables,
        "formulas of table columns": column_formulas,
        "conditional formats": conditional_formats,
        "newer conditional formats (2010: data bars, icons)": _found(
            f"{_X14}conditionalFormattings/{{*}}conditionalFormatting/{{*}}cfRule"
        ),
        "validations": _found("{*}dataValidations/{*}dataValidation"),
        "newer validations (2010: lists on other sheets)": _found(f"{_X14}dataValidations/{{*}}dataValidation"),
        "sparklines": _found(f"{_X14}sparklineGroups/{{*}}sparklineGroup"),
        "defined names": defined_names,
        "filters": _found("{*}autoFilter"),
        "protection of sheets": protection,
    },
    "Drawings": {
        "text boxes and shapes": _drawn("sp", "cxnSp", "grpSp"),
        "pictures": _drawn("pic"),
        "alternative texts": alternative_texts,
        "links on shapes and pictures": links_on_shapes,
        "charts": _parts("chart"),
        "values in charts": values_in_charts,
        "styles and colours of charts": _parts("chartStyle", "chartColorStyle"),
        "shapes drawn in charts": _parts("chartUserShapes"),
        "sheets that are a chart": _parts("chartsheet"),
        "newer charts (2016: waterfall, funnel, map)": _parts("chartEx"),
        "SmartArt": _parts("diagramData"),
        "form controls": _parts("ctrlProp"),
        "ActiveX controls": _parts("control", "activeXControlBinary"),
        "embedded objects": embedded,
    },
    "Pivots": {
        "pivot tables": _parts("pivotTable"),
        "records of pivot tables": _parts("pivotCacheDefinition", "pivotCacheRecords"),
        "slicers": _parts("slicer", "slicerCache"),
        "timelines": _parts("timeline", "timelineCache"),
    },
    "Print and file": {
        "print set-up": print_setup,
        "pictures in headers and footers": header_pictures,
        "printer's own settings": _parts("printerSettings"),
        "theme": _parts("theme"),
        "links to other workbooks": _parts("externalLink"),
        "connections and query tables": _parts("connections", "queryTable"),
        "document properties of one's own": _parts("custom-properties"),
        "custom XML (document libraries)": custom_xml,
        "ribbon of one's own": _parts("extensibility", "ui"),
        "every other kind of part": other_parts,
    },
}

# Kinds of parts that a feature above speaks of, that hold cells, or that every program writes anew: what is left is
# counted with `other_parts`.
SPOKEN_OF = frozenset(
    (
        *("officeDocument", "worksheet", "sharedStrings", "styles", "core-properties", "extended-properties"),
        *("calcChain", "thumbnail", "drawing", "image", "vmlDrawing", "comments", "threadedComment", "person", "table"),
        *("chart", "chartsheet", "chartStyle", "chartColorStyle", "chartUserShapes", "chartEx", "ctrlProp", "control"),
        *("activeXControlBinary", "oleObject", "package", "pivotTable", "pivotCacheDefinition", "pivotCacheRecords"),
        *("slicer", "slicerCache", "timeline", "timelineCache", "printerSettings", "theme", "externalLink"),
        *("connections", "queryTable", "custom-properties", "customXml", "customXmlProps", "extensibility", "ui"),
        *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
    )
)
