"""Mentions: every text of a part that is a formula or a reference: in cells, rules, links, charts, shapes and controls.

Knows where such a text can stand, and not what becomes of it: a copy's is renaming.py's, a renamed sheet's rename.py's,
a lost sheet's lost.py's. Places that name cells of their own sheet alone are spots.py's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import quote, unquote

from excel_scorecard.ooxml.markup import RELATIONSHIPS, Element, local_name, main

# Elements whose text is a formula or a reference; `sqref` names a sheet where a chart keeps what a filter hides.
_FORMULAS: Final = (
    *("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"),
    "sqref",
)
_IN_SHAPES: Final = ("textlink", "cellRange")  # of a text box, and of a picture of cells (Excel's camera)
_IN_CONTROLS: Final = ("linkedCell", "listFillRange")
_OF_CONTROLS: Final = ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup")  # of a form control's own part
_NAMING_SHEETS: Final = (main("dataRef"), main("worksheetSource"), main("rangeSet"))
_ID: Final = f"{{{RELATIONSHIPS}}}id"
_KEPT_IN_A_LINK: Final = "!$'#:,;()@&=+~*"  # what Excel writes as it is in the place that a shape's link leads to


@dataclass(frozen=True, slots=True)
class Mention:
    """A formula or reference: an element's text, or that of its attribute."""

    element: Element
    attribute: str | None = None

    @property
    def text(self) -> str:
        """What it says now."""
        return (self.element.text if self.attribute is None else self.element.get(self.attribute)) or ""

    def say(self, text: str) -> None:
        """Let it say something else. That its part is written is the caller's to see to."""
        if self.attribute is None:
            self.element.text = text
        else:
            self.element.set(self.attribute, text)

    @property
    def is_in_a_cell(self) -> bool:
        """Whether it is the formula of a cell."""
        parent = self.element.getparent()
        return parent is not None and parent.tag == main("c")

    @property
    def is_of_a_shape(self) -> bool:
        """Whether a shape or a control shows, or fills, the cells."""
        return self.attribute in (*_IN_SHAPES, *_IN_CONTROLS, *_OF_CONTROLS)

    @property
    def is_a_link(self) -> bool:
        """Whether it is where a hyperlink leads."""
        return self.attribute == "location"


def mentions(root: Element) -> Iterator[Mention]:
    """All that a part says of cells, names and tables by formulas and references, empty ones left out."""
    for element in root.iter(*(f"{{*}}{name}" for name in _FORMULAS)):
        if element.text:
            yield Mention(element)
    for element, attribute in _attributes(root):
        if element.get(attribute):
            yield Mention(element, attribute)


def _attributes(root: Element) -> Iterator[tuple[Element, str]]:
    if root.tag == main("worksheet"):  # not searched as a whole: a sheet has thousands of elements
        for link in root.iter(main("hyperlink")):
            if link.get(_ID) is None:  # else it is a place in another file
                yield link, "location"
        for limit in root.iter(main("cfvo")):
            if limit.get("type") != "percent" and re.search("[A-Za-z]", limit.get("val", "")):
                yield limit, "val"
        for control in root.iter(main("controlPr")):
            yield from ((control, attribute) for attribute in _IN_CONTROLS)
    elif root.tag == main("connections"):
        yield from ((parameter, "cell") for parameter in root.iter(main("parameter")))
    elif local_name(root) == "formControlPr":
        yield from ((root, attribute) for attribute in _OF_CONTROLS)
    elif root.tag not in (main("table"), main("comments")):
        for element in cast("list[Element]", root.xpath("//*[@textlink or @cellRange]")):
            yield from ((element, attribute) for attribute in _IN_SHAPES)


def name_of_sheet(root: Element, sheet: str) -> list[Element]:
    """The elements whose attribute `sheet` is the name of this sheet: sources of pivots and the like."""
    return [
        element
        for element in root.iter(*_NAMING_SHEETS)
        if element.get("sheet", "").lower() == sheet.lower() and element.get(_ID) is None  # else in another workbook
    ]


def place_of_link(target: str) -> str | None:
    """The place in the workbook that a relationship's target leads to, `'3 A'!A1`; None for any other target."""
    return unquote(target[1:]) if target.startswith("#") else None


def link_to(place: str, before: str) -> str:
    """A relationship's target that leads to a place, written as the target `before` was."""
    return "#" + (quote(place, safe=_KEPT_IN_A_LINK) if unquote(before) != before else place)
