"""Clone: a sheet copied with all that it owns, its references turned to itself.

Knows which parts a sheet owns, which it shares, and which nobody can copy without Excel. Two sheets must never own one
part: Excel offers a repair. What is on neither list is refused by name rather than lost or shared.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.ledger import SHEETS, copied
from excel_scorecard.ooxml.markup import RELATIONSHIPS, Element, drop, main
from excel_scorecard.ooxml.package import Package, Relationship
from excel_scorecard.ooxml.renaming import Renaming
from excel_scorecard.ooxml.table import check_table_name
from excel_scorecard.ooxml.threads import LEFT_BEHIND, left_behind, without_threads

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
_OWNED_AS_BYTES: Final = frozenset(("vmlDrawing", "printerSettings", "customProperty"))
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
_ID: Final = f"{{{RELATIONSHIPS}}}id"
_MOST_OWNED: Final = 10_000  # parts of one sheet: a sheet of a thousand charts has some three thousand


def clone_sheet(
    workbook: "Workbook", source: "Sheet", name: str, tables: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Copy a sheet's part and all it owns; references to the sheet and its tables become the copy's.

    Args:
        workbook: where the copy goes.
        source: its sheet to copy.
        name: the new sheet's name, which the caller has checked.
        tables: new names for tables by old ones; a table that is not named gets `<old>_<number>`.

    Returns: the new worksheet part, which the caller lists in the workbook, and in words what did not come along (see
        `threads.left_behind`).

    Raises:
        TemplateError: the sheet holds something that cannot be copied, which is named, or a table name is taken.
    """
    where = f"{workbook.name}, {source.name}"
    _refuse(workbook.package, source.part, where)
    copier = _Copier(workbook, source, name, _table_names(workbook, source, tables, where))
    part = copier.copy(source.part)
    _become_one_of_many(workbook.package.edit(part, SHEETS), source.name, name)
    workbook.strings.count_uses(source.shared_string_uses())
    return part, left_behind(workbook.package, source.part)


def _become_one_of_many(sheet: Element, source: str, name: str) -> None:
    """Change what of a worksheet may be there only once in a workbook, or names its own sheet."""
    for view in sheet.iter(main("sheetView")):
        drop(view, "tabSelected")  # two selected tabs are a group: typing goes into both
    properties = sheet.find(main("sheetPr"))
    if properties is not None:
        drop(properties, "codeName")
    for consolidated in sheet.iter(main("dataRef")):
        is_here = consolidated.get(_ID) is None
        if is_here and consolidated.get("sheet", "").lower() == source.lower():
            consolidated.set("sheet", name)


def owned_parts(package: Package, part: str) -> list[str]:
    """The parts that go when this part goes, the part itself first."""
    found = [part]
    for owner in found:  # which grows; a part that owns its owner is there already
        for relationship in package.relationships(owner):
            is_owned = relationship.kind in _OWNED | _OWNED_AS_BYTES | LEFT_BEHIND | {"ctrlProp"}
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
            if relationship.part is None or relationship.kind in _SHARED | LEFT_BEHIND:
                continue
            if relationship.kind not in _OWNED | _OWNED_AS_BYTES:
                return _REFUSED.get(relationship.kind, f"something this program does not know ({relationship.kind})")
            if relationship.kind == "table" and package.read(relationship.part).get("tableType") == "xml":
                return _REFUSED["tableSingleCells"]  # one map fills one table
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
        self._tables = tables
        self._own = Renaming(source.name, name, tables, workbook.names.that_follow(source.name, tables))
        self._instead = without_threads(workbook.package, source.part)
        self._why = copied(name, source.name)

    def copy(self, part: str) -> str:
        """Copy one part with the parts it owns; returns the copy's name."""
        package = self._package
        content_type = package.content_type(part) or "application/xml"
        new = package.free_name(part)
        instead = self._instead.get(part)
        tree = deepcopy(package.read(part)) if instead is None or isinstance(instead, bytes) else instead
        self._own.rewrite(tree, package.bytes(part))
        if tree.tag == main("table"):
            self._finish_table(tree)
        package.add(new, tree, content_type, self._why)
        gone = self._copy_relationships(part, new)
        for legacy in tree.findall(main("legacyDrawing")) if gone else ():
            if legacy.get(_ID) in gone:
                tree.remove(legacy)  # the shapes of notes, none of which came along
        return new

    def _copy_relationships(self, part: str, new: str) -> set[str]:
        """Give the copy its relationships; returns the ids of those that it has not."""
        package = self._package
        relationships = package.relationships(part)
        if not relationships:
            return set()
        gone = {relationship.id for relationship in relationships if self._stays_behind(relationship)}
        targets: dict[str, str] = {}
        for relationship in relationships:
            target = None if relationship.id in gone else self._target(relationship)
            if target is not None:
                targets[relationship.id] = target
        package.copy_relationships(part, new, targets, self._why)
        for identifier in gone:
            package.remove_relationship(new, identifier)
        return gone

    def _stays_behind(self, relationship: Relationship) -> bool:
        is_empty = relationship.part in self._instead and self._instead[relationship.part] is None
        return relationship.kind in LEFT_BEHIND or is_empty

    def _target(self, relationship: Relationship) -> str | None:
        """What the copy's relationship leads to, None where the same as before."""
        if relationship.target.startswith("#"):
            return "#" + self._own.formula(relationship.target[1:])
        if relationship.part is None or relationship.kind in _SHARED:
            return relationship.part
        if relationship.kind not in _OWNED_AS_BYTES:
            return self.copy(relationship.part)
        package, part = self._package, relationship.part
        instead = self._instead.get(part)
        content = instead if isinstance(instead, bytes) else package.bytes(part)
        if relationship.kind == "vmlDrawing":
            content = _with_own_shape_ids(package, content)
        new = package.free_name(part)
        package.add(new, content, package.content_type(part) or "application/octet-stream", self._why)
        self._copy_relationships(part, new)
        return new

    def _finish_table(self, tree: Element) -> None:
        old = tree.get("displayName", "") or tree.get("name", "")
        name = self._tables.get(old)
        if name is None:
            raise damaged(self._workbook.name, f"table {old!r} hangs on a sheet that does not list it")
        tree.set("id", str(self._workbook.next_table_id()))
        tree.set("name", name)
        tree.set("displayName", name)


_BLOCKS: Final = re.compile(rb"""(<o:idmap\b[^<>]*\bdata=["'])([0-9, ]+)(["'])""")


def _blocks(content: bytes) -> set[int]:
    return {int(block) for found in _BLOCKS.finditer(content) for block in re.findall(rb"[0-9]{1,9}", found[2])}


def _with_own_shape_ids(package: Package, content: bytes) -> bytes:
    """VML with shape numbers that no other part uses: Excel gives each drawing blocks of 1,024."""
    old = sorted(_blocks(content))
    used = set(old)
    for name in package.names():
        if name.lower().endswith(".vml"):
            used |= _blocks(package.bytes(name))
    new = {block: max(used, default=0) + number for number, block in enumerate(old, 1)}

    def own_blocks(match: re.Match[bytes]) -> bytes:
        return match[1] + b",".join(b"%d" % new[block] for block in sorted(_blocks(match[0]))) + match[3]

    def renumbered(match: re.Match[bytes]) -> bytes:
        block, place = divmod(int(match[1]), 1024)
        return b"_x0000_s%d" % (1024 * new.get(block, block) + place)

    return re.sub(rb"_x0000_s([0-9]{1,9})\b", renumbered, _BLOCKS.sub(own_blocks, content))
