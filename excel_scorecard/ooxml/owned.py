"""Owned: which parts a sheet owns, which it shares, and which nobody can copy without Excel.

Two sheets must never own one part: Excel offers a repair. What is on no list is refused by name rather than lost or
shared. How parts are copied is copying.py's.
"""

from typing import Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.package import Package, Relationship
from excel_scorecard.ooxml.threads import LEFT_BEHIND

# Copied as trees, so that what they refer to can be renamed.
_AS_TREES: Final = frozenset(
    (
        *("drawing", "chart", "chartUserShapes", "chartStyle", "chartColorStyle", "themeOverride", "table", "comments"),
        *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
    )
)
# Copied as bytes: VML as Excel writes it is not always XML, printer settings never are.
_AS_BYTES: Final = frozenset(("vmlDrawing", "printerSettings", "customProperty"))
_SHARED: Final = frozenset(("image", "hyperlink", "theme", "audio", "video", "media", "hdphoto"))
_REFUSED: Final = {
    "pivotTable": "a pivot table",
    "slicer": "a slicer",
    "timeline": "a timeline",
    "queryTable": "a query table",
    "oleObject": "an embedded object",
    "package": "an embedded file",
    "control": "an ActiveX control",
    "ctrlProp": "a form control",
    "chartEx": "a chart of a newer kind (waterfall, funnel, map and the like)",
    "webextension": "an Office add-in",
    "tableSingleCells": "cells mapped to XML",
    "externalLinkPath": "a link to another workbook",
    "model3d": "a 3-D model",
}
_MOST_OWNED: Final = 10_000  # parts of one sheet: a sheet of a thousand charts has some three thousand

TAKE_IT_OFF: Final = "Take it off the pattern sheet, or put it on a sheet of its own that is not copied."


def is_shared(relationship: Relationship) -> bool:
    """Whether it leads to what sheets have in common, such as a picture."""
    return relationship.kind in _SHARED


def is_copied_as_bytes(relationship: Relationship) -> bool:
    """Whether it leads to a part that is copied as it is."""
    return relationship.kind in _AS_BYTES


def owned_parts(package: Package, part: str) -> list[str]:
    """The parts that go when this part goes, the part itself first."""
    found = [part]
    for owner in found:  # which grows; a part that owns its owner is there already
        for relationship in package.relationships(owner):
            is_owned = relationship.kind in _AS_TREES | _AS_BYTES | LEFT_BEHIND | {"ctrlProp"}
            if is_owned and relationship.part and relationship.part not in found:
                found.append(relationship.part)
    return found


def refuse(package: Package, part: str, where: str) -> None:
    """Raise TemplateError where a sheet's part holds what cannot be copied."""
    what = why_not_copied(package, part)
    if what is not None:
        raise TemplateError(f"the sheet cannot be copied, because it holds {what}.", where=where, mend=TAKE_IT_OFF)


def why_not_copied(package: Package, part: str) -> str | None:
    """What a sheet's part holds, itself or by what it owns, that nobody can copy without Excel; None where nothing."""
    owners = [part]
    for owner in owners:  # which grows
        ids = [relationship.id for relationship in package.relationships(owner)]
        if len(set(ids)) < len(ids):
            return "two things under one id, so that nobody knows which is meant"
        for relationship in package.relationships(owner):
            if relationship.part is None or relationship.kind in _SHARED | LEFT_BEHIND:
                continue
            if relationship.kind not in _AS_TREES | _AS_BYTES:
                return _REFUSED.get(relationship.kind, f"something this program does not know ({relationship.kind})")
            if relationship.kind == "table" and package.read(relationship.part).get("tableType") == "xml":
                return _REFUSED["tableSingleCells"]  # one map fills one table
            if len(owners) > _MOST_OWNED:
                return "parts that own each other, or far too many of them"
            owners.append(relationship.part)
    return None
