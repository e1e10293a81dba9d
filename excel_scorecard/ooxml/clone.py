"""Clone: a sheet copied with all that it owns, its references turned to itself.

Knows which parts a sheet owns, which it shares, and which nobody can copy without Excel. Two sheets must never own one
part: Excel offers a repair. What is on neither list is refused by name rather than lost or shared.
"""

import re
import uuid
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Final, cast

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.formulas import renamed
from excel_scorecard.ooxml.markup import Element, drop, main
from excel_scorecard.ooxml.package import Package, Relationship
from excel_scorecard.ooxml.table import check_table_name

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

# Copied as trees, so that what they refer to can be renamed.
_OWNED: Final = frozenset(
    (
        *("drawing", "chart", "chartUserShapes", "chartStyle", "chartColorStyle", "themeOverride", "table", "comments"),
        *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
    )
)
# Copied as bytes: VML as Excel writes it is not always XML, printer settings never are.
_OWNED_AS_BYTES: Final = frozenset(("vmlDrawing", "printerSettings"))
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
    "threadedComment": "threaded comments",
    "customProperty": "custom sheet properties",
    "tableSingleCells": "cells mapped to XML",
    "externalLinkPath": "a link to another workbook",
    "model3d": "a 3-D model",
}
FORMULAS: Final = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula")
_MOST_OWNED: Final = 10_000  # parts of one sheet: a sheet of a thousand charts has some three thousand
_NAMESPACE: Final = uuid.UUID("5f0a6a5e-6f0e-5f4b-9d9a-0c3a6b0f7a11")  # ours, for identifiers made from content
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def clone_sheet(workbook: "Workbook", source: "Sheet", name: str, tables: Mapping[str, str]) -> str:
    """Copy a sheet's part and all it owns; references to the sheet and its tables become the copy's.

    Args:
        workbook: where the copy goes.
        source: its sheet to copy.
        name: the new sheet's name, which the caller has checked.
        tables: new names for tables by old ones; a table that is not named gets `<old>_<number>`.

    Returns: the new worksheet part. Listing it in the workbook is the caller's.

    Raises:
        TemplateError: the sheet holds something that cannot be copied, which is named, or a table name is taken.
    """
    where = f"{workbook.name}, {source.name}"
    _refuse(workbook.package, source.part, where)
    copier = _Copier(workbook, source, name, _table_names(workbook, source, tables, where))
    part = copier.copy(source.part)
    sheet = workbook.package.edit(part)
    for view in sheet.iter(main("sheetView")):
        drop(view, "tabSelected")  # two selected tabs are a group: typing goes into both
    properties = sheet.find(main("sheetPr"))
    if properties is not None:
        drop(properties, "codeName")
    workbook.strings.count_uses(source.shared_string_uses())
    return part


def owned_parts(package: Package, part: str) -> list[str]:
    """The parts that go when this part goes, the part itself first."""
    found = [part]
    for owner in found:  # which grows; a part that owns its owner is there already
        for relationship in package.relationships(owner):
            is_owned = relationship.kind in _OWNED | _OWNED_AS_BYTES | {"threadedComment", "ctrlProp"}
            if is_owned and relationship.part and relationship.part not in found:
                found.append(relationship.part)
    return found


def _refuse(package: Package, part: str, where: str) -> None:
    what = why_not_copied(package, part)
    if what is not None:
        raise TemplateError(f"the sheet cannot be copied, because it holds {what}.", where=where, mend=TAKE_IT_OFF)


TAKE_IT_OFF: Final = "Take it off the pattern sheet, or put it on a sheet of its own that is not copied."


def why_not_copied(package: Package, part: str) -> str | None:
    """What a sheet's part holds, itself or by what it owns, that nobody can copy without Excel; None where nothing."""
    owners = [part]
    for owner in owners:  # which grows
        ids = [relationship.id for relationship in package.relationships(owner)]
        if len(set(ids)) < len(ids):
            return "two things under one id, so that nobody knows which is meant"
        for relationship in package.relationships(owner):
            if relationship.part is None or relationship.kind in _SHARED:
                continue
            if relationship.kind not in _OWNED | _OWNED_AS_BYTES:
                return _REFUSED.get(relationship.kind, f"something this program does not know ({relationship.kind})")
            if len(owners) > _MOST_OWNED:
                return "parts that own each other, or far too many of them"
            owners.append(relationship.part)
    return None


def _table_names(workbook: "Workbook", source: "Sheet", wanted: Mapping[str, str], where: str) -> dict[str, str]:
    given = {old.lower(): new for old, new in wanted.items()}
    taken = workbook.taken_names()
    names: dict[str, str] = {}
    for table in source.tables:
        new = given.get(table.name.lower())
        if new is None:
            number = 2
            while f"{table.name}_{number}".lower() in taken:
                number += 1
            new = f"{table.name}_{number}"
        check_table_name(new, taken, where)
        taken.add(new.lower())
        names[table.name] = new
    return names


class _Copier:
    """Copies one sheet's parts, one after another, with the same renaming."""

    def __init__(self, workbook: "Workbook", source: "Sheet", name: str, tables: dict[str, str]) -> None:
        self._workbook = workbook
        self._package = workbook.package
        self._sheets = {source.name: name}
        self._name = name
        self._tables = tables
        self._texts: dict[str, str] = {}

    def copy(self, part: str) -> str:
        """Copy one part with the parts it owns; returns the copy's name."""
        package = self._package
        content_type = package.content_type(part) or "application/xml"
        new = package.free_name(part)
        tree = deepcopy(package.read(part))
        self._rewrite(tree, package.bytes(part))
        if tree.tag == main("table"):
            self._finish_table(tree)
        package.add(new, tree, content_type)
        self._copy_relationships(part, new)
        return new

    def _copy_relationships(self, part: str, new: str) -> None:
        package = self._package
        relationships = package.relationships(part)
        if not relationships:
            return
        targets: dict[str, str] = {}
        for relationship in relationships:
            target = self._target(relationship)
            if target is not None:
                targets[relationship.id] = target
        package.copy_relationships(part, new, targets)

    def _target(self, relationship: Relationship) -> str | None:
        """What the copy's relationship leads to, None where the same as before."""
        if relationship.target.startswith("#"):
            return "#" + self._renamed(relationship.target[1:])
        if relationship.part is None or relationship.kind in _SHARED:
            return relationship.part
        if relationship.kind not in _OWNED_AS_BYTES:
            return self.copy(relationship.part)
        package, part = self._package, relationship.part
        content = package.bytes(part)
        if relationship.kind == "vmlDrawing":
            content = _with_own_shape_ids(package, content)
        new = package.free_name(part)
        package.add(new, content, package.content_type(part) or "application/octet-stream")
        self._copy_relationships(part, new)
        return new

    def _renamed(self, text: str) -> str:
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = renamed(text, self._sheets, self._tables)
        return found

    def _rewrite(self, tree: Element, content: bytes) -> None:
        # attributes are searched for only where the part's content has the word: a sheet has thousands of elements
        for element in tree.iter(*(f"{{*}}{name}" for name in FORMULAS)):
            if element.text:
                element.text = self._renamed(element.text)
        for element in tree.iter(main("hyperlink")):
            location = element.get("location")
            if location:
                element.set("location", self._renamed(location))
        has_link = b"textlink" in content or b"cellRange" in content
        for element in _matching(tree, "//*[@textlink or @cellRange]") if has_link else ():
            for attribute in ("textlink", "cellRange"):
                value = element.get(attribute)
                if value:
                    element.set(attribute, self._renamed(value))
        for element in _matching(tree, "//*[@*[local-name()='uid']]") if b":uid" in content else ():
            for attribute in (str(name) for name in element.keys()):  # noqa: SIM118  it iterates over its children
                if attribute.endswith("}uid"):
                    own = uuid.uuid5(_NAMESPACE, f"{self._name} {element.get(attribute)}")
                    element.set(attribute, f"{{{own}}}".upper())

    def _finish_table(self, tree: Element) -> None:
        old = tree.get("displayName", "") or tree.get("name", "")
        name = self._tables.get(old)
        if name is None:
            raise damaged(self._workbook.name, f"table {old!r} hangs on a sheet that does not list it")
        tree.set("id", str(self._workbook.next_table_id()))
        tree.set("name", name)
        tree.set("displayName", name)


def _matching(tree: Element, path: str) -> list[Element]:
    return cast("list[Element]", tree.xpath(path))


def _with_own_shape_ids(package: Package, content: bytes) -> bytes:
    """VML with shape numbers that no other part uses: Excel gives each drawing a block of 1,024."""
    blocks = re.findall(rb'<o:idmap\b[^<>]*\bdata="(\d+)"', content)
    if len(blocks) != 1:
        return content
    old = int(blocks[0])
    used = {old}
    for name in package.names():
        if name.lower().endswith(".vml"):
            used.update(int(block) for block in re.findall(rb'<o:idmap\b[^<>]*\bdata="(\d+)"', package.bytes(name)))
    new = max(used) + 1
    content = re.sub(rb'(<o:idmap\b[^<>]*\bdata=")\d+"', rb"\g<1>" + str(new).encode() + b'"', content)
    return re.sub(
        rb"_x0000_s(\d+)",
        lambda match: b"_x0000_s%d" % (int(match[1]) + 1024 * (new - old)) if int(match[1]) >= 1024 else match[0],
        content,
    )
