"""Meaning: an element as something that can be compared, so that the same thing said in other words is no change.

Aside are: prefixes; the order of attributes; relationship ids (what they lead to stands instead); a value that is the
schema's default; `true` for 1; a number with another ending; an empty element that says nothing; the order of what a
font says; `C3:C3` for C3 and the order of ranges. All this is in favour of rivals: a part edit writes nothing anew.
"""

import re
from typing import Any

Element = Any
Form = tuple[Any, ...]

_RELATION = "/relationships}"  # in an attribute's name: it names a relationship, in either form of the format
# Marks of a program for its own use. A reader loses nothing with them, so they are no change.
_LEFT_OUT = ("uid", "Ignorable")
_DECIMAL = re.compile(r"-?\d*\.\d+(?:[Ee][-+]?\d+)?")
_SPREADSHEET = ("/spreadsheetml/2006/main}", "/spreadsheetml/main}")

# ECMA-376 first edition, sml.xsd: what an attribute means that is not written.
_OFF_BY_DEFAULT = {
    "pageSetup": "blackAndWhite draft useFirstPageNumber",
    "printOptions": "horizontalCentered verticalCentered headings gridLines",
    "headerFooter": "differentOddEven differentFirst",
    "brk": "id min max man pt",
    "rowBreaks": "count manualBreakCount",
    "colBreaks": "count manualBreakCount",
    "sheetProtection": "sheet objects scenarios selectLockedCells selectUnlockedCells",
    "dataValidation": "allowBlank showDropDown showInputMessage showErrorMessage",
    "cfRule": "stopIfTrue percent bottom equalAverage",
    "iconSet": "reverse",
    "filterColumn": "hiddenButton",
    "customFilters": "and",
    "filters": "blank",
    "top10": "percent",
    "color": "tint",
    "alignment": "wrapText indent textRotation justifyLastLine shrinkToFit readingOrder relativeIndent",
    "border": "diagonalUp diagonalDown",
    "protection": "hidden",
    "table": "insertRow insertRowShift totalsRowCount published",
    "tableStyleInfo": "showFirstColumn showLastColumn showRowStripes showColumnStripes",
    "calculatedColumnFormula": "array",
    "definedName": "hidden function vbProcedure xlm publishToServer workbookParameter",
}
_ON_BY_DEFAULT = {
    "pageSetup": "usePrinterDefaults paperSize firstPageNumber fitToWidth fitToHeight copies",
    "printOptions": "gridLinesSet",
    "headerFooter": "scaleWithDoc alignWithMargins",
    "sheetProtection": (
        "formatCells formatColumns formatRows insertColumns insertRows insertHyperlinks deleteColumns deleteRows sort "
        "autoFilter pivotTables"
    ),
    "cfRule": "aboveAverage",
    "dataBar": "showValue",
    "iconSet": "showValue percent",
    "cfvo": "gte",
    "filterColumn": "showButton",
    "top10": "top",
    "border": "outline",
    "protection": "locked",
    "table": "headerRowCount totalsRowShown",
    **dict.fromkeys(("b", "i", "strike", "outline", "shadow", "condense", "extend"), "val"),
}
_WORD_BY_DEFAULT = {
    "pageSetup": {
        "scale": "100",
        "pageOrder": "downThenOver",
        "orientation": "default",
        "cellComments": "none",
        "errors": "displayed",
        "horizontalDpi": "600",
        "verticalDpi": "600",
    },
    "dataValidation": {"type": "none", "errorStyle": "stop", "imeMode": "noControl", "operator": "between"},
    "dataBar": {"minLength": "10", "maxLength": "90"},
    "iconSet": {"iconSet": "3TrafficLights1"},
    "customFilter": {"operator": "equal"},
    "filters": {"calendarType": "none"},
    "alignment": {"horizontal": "general", "vertical": "bottom"},
    "table": {"tableType": "worksheet"},
    "tableColumn": {"totalsRowFunction": "none"},
    "patternFill": {"patternType": "none"},
    "u": {"val": "single"},
    **{side: {"style": "none"} for side in ("left", "right", "top", "bottom", "diagonal", "vertical", "horizontal")},
}
DEFAULTS = {
    element: {
        **dict.fromkeys(_OFF_BY_DEFAULT.get(element, "").split(), "0"),
        **dict.fromkeys(_ON_BY_DEFAULT.get(element, "").split(), "1"),
        **_WORD_BY_DEFAULT.get(element, {}),
    }
    for element in {*_OFF_BY_DEFAULT, *_ON_BY_DEFAULT, *_WORD_BY_DEFAULT}
}
_EMPTY_SAYS_NOTHING = frozenset(
    (
        *("headerFooter", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"),
        *("printOptions", "rowBreaks", "colBreaks", "formula", "formula1", "formula2", "alignment", "sheetProtection"),
        *(
            "left",
            "right",
            "top",
            "bottom",
            "diagonal",
            "vertical",
            "horizontal",
            "border",
            "patternFill",
            "protection",
        ),
    )
)
_ANY_ORDER = frozenset(("font", "rPr"))


def form(element: Element, told: dict[str, str]) -> Form:
    """An element as something that can be compared.

    Args:
        element: with all that is in it.
        told: what stands for a relationship, by its id.
    """
    namespace, _, word = element.tag.rpartition("}")
    own = (namespace + "}").endswith(_SPREADSHEET)
    defaults = DEFAULTS.get(word, {}) if own else {}
    attributes = []
    for name, value in element.items():
        if name.endswith(_LEFT_OUT) or (own and value == ""):
            continue
        said = told.get(value, value) if _RELATION in name else _value(name, value)
        if defaults.get(name) != said:
            attributes.append((name, said))
    children = [form(child, told) for child in element if isinstance(child.tag, str)]
    children = [child for child in children if not says_nothing(child)]
    if own and word in _ANY_ORDER:
        children.sort()
    text = element.text or ""
    return (element.tag, tuple(sorted(attributes)), "" if children and not text.strip() else text, tuple(children))


def says_nothing(found: Form) -> bool:
    """Whether an element is one that Excel reads as if it were not there."""
    tag, attributes, text, children = found
    return not (attributes or text.strip() or children) and tag.rpartition("}")[2] in _EMPTY_SAYS_NOTHING


def _value(name: str, value: str) -> str:
    if name == "sqref":
        return " ".join(sorted(_shortest(area) for area in value.split()))
    if _DECIMAL.fullmatch(value):
        return f"{float(value):g}"
    return {"true": "1", "false": "0"}.get(value, value)


def _shortest(area: str) -> str:
    start, _, end = area.partition(":")
    return start if start == end else area


def name_text(text: str) -> str:
    """What a defined name stands for: quotes and the order of print titles have no meaning, nor has $ in them."""
    return ",".join(sorted(text.replace("'", "").replace("$", "").split(",")))
