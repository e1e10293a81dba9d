"""Copying: a sheet's part and all that it owns copied, within a workbook or into another, references renamed.

Knows how each kind of part is copied, and that shapes in VML have numbers of their own. Which parts these are is
owned.py's, what of their texts becomes another renaming.py's. Cells, styles and strings are the caller's.
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.markup import RELATIONSHIPS, Element, drop, main
from excel_scorecard.ooxml.mentions import name_of_sheet
from excel_scorecard.ooxml.owned import is_copied_as_bytes, is_shared
from excel_scorecard.ooxml.package import Package, Relationship
from excel_scorecard.ooxml.renaming import Renaming
from excel_scorecard.ooxml.table import check_table_name
from excel_scorecard.ooxml.threads import LEFT_BEHIND, without_threads

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

_ID: Final = f"{{{RELATIONSHIPS}}}id"
Adapt = Callable[[Element, str], None]  # a copied tree, and the part that it was copied from


def table_names(target: "Workbook", source: "Sheet", wanted: Mapping[str, str], where: str) -> dict[str, str]:
    """The names that the tables have in the copy, by their own: as wanted, else their own, with a number if taken.

    Raises:
        TemplateError: a wanted name is taken, or none that Excel takes.
    """
    given = {old.lower(): new for old, new in wanted.items()}
    taken = target.taken_names()
    names: dict[str, str] = {}
    for table in source.tables:
        new = given.get(table.name.lower(), table.name)
        number = 2
        while table.name.lower() not in given and new.lower() in taken:
            new = f"{table.name}_{number}"
            number += 1
        check_table_name(new, taken, where)
        taken.add(new.lower())
        names[table.name] = new
    return names


def become_one_of_many(sheet: Element, source: str, name: str) -> None:
    """Change what of a copied worksheet may be there only once in a workbook, or names its own sheet."""
    for view in sheet.iter(main("sheetView")):
        drop(view, "tabSelected")  # two selected tabs are a group: typing goes into both
    properties = sheet.find(main("sheetPr"))
    if properties is not None:
        drop(properties, "codeName")
    for consolidated in name_of_sheet(sheet, source):
        consolidated.set("sheet", name)


class Copier:
    """Copies one sheet's parts, one after another, with the same renaming."""

    def __init__(
        self,
        source: "Sheet",
        target: "Workbook",
        renaming: Renaming,
        tables: Mapping[str, str],
        why: str,
        adapt: Adapt | None = None,
    ) -> None:
        self._source = source.workbook.package
        self._target = target.package
        self._next_table_id = target.next_table_id
        self._renaming = renaming
        self._tables = tables
        self._why = why
        self._adapt = adapt
        self._instead = without_threads(self._source, source.part)
        self._shared: dict[str, str] = {}  # parts of the target by those of another workbook

    def copy(self, part: str) -> str:
        """Copy one part with the parts it owns; returns the copy's name."""
        source = self._source
        content_type = source.content_type(part) or "application/xml"
        new = self._target.free_name(part)
        instead = self._instead.get(part)
        tree = deepcopy(source.read(part)) if instead is None or isinstance(instead, bytes) else instead
        self._renaming.rewrite(tree, source.bytes(part))
        if tree.tag == main("table"):
            self._finish_table(tree)
        if self._adapt is not None:
            self._adapt(tree, part)
        self._target.add(new, tree, content_type, self._why)
        gone = self._copy_relationships(part, new)
        for legacy in tree.findall(main("legacyDrawing")) if gone else ():
            if legacy.get(_ID) in gone:
                tree.remove(legacy)  # the shapes of notes, none of which came along
        return new

    def _copy_relationships(self, part: str, new: str) -> set[str]:
        """Give the copy its relationships; returns the ids of those that it has not."""
        relationships = self._source.relationships(part)
        if not relationships:
            return set()
        gone = {relationship.id for relationship in relationships if self._stays_behind(relationship)}
        targets: dict[str, str] = {}
        for relationship in relationships:
            target = None if relationship.id in gone else self._target_of(relationship)
            if target is not None:
                targets[relationship.id] = target
        self._target.copy_relationships(part, new, targets, self._why, source=self._source)
        for identifier in gone:
            self._target.remove_relationship(new, identifier)
        return gone

    def _stays_behind(self, relationship: Relationship) -> bool:
        is_empty = relationship.part in self._instead and self._instead[relationship.part] is None
        return relationship.kind in LEFT_BEHIND or is_empty

    def _target_of(self, relationship: Relationship) -> str | None:
        """What the copy's relationship leads to, None where the same as before."""
        inside = self._renaming.target(relationship.target)
        if inside is not None or relationship.part is None:
            return inside
        if is_shared(relationship):
            return self._share(relationship.part)
        return self._copy_bytes(relationship) if is_copied_as_bytes(relationship) else self.copy(relationship.part)

    def _share(self, part: str) -> str:
        """A part that sheets have in common: the same, or in another workbook one that holds the same."""
        if self._source is self._target:
            return part
        if part not in self._shared:
            content, content_type = self._source.bytes(part), self._source.content_type(part)
            found = next((p for p in self._alike(part) if self._target.bytes(p) == content), None)
            if found is None:
                found = self._target.free_name(part)
                self._target.add(found, content, content_type or "application/octet-stream", self._why)
                self._copy_relationships(part, found)
            self._shared[part] = found
        return self._shared[part]

    def _alike(self, part: str) -> list[str]:
        """The target's parts of the same content type, and without parts of their own, as pictures are."""
        content_type, target = self._source.content_type(part), self._target
        if self._source.relationships(part):
            return []
        return [p for p in target.names() if target.content_type(p) == content_type and not target.relationships(p)]

    def _copy_bytes(self, relationship: Relationship) -> str:
        source, target, part = self._source, self._target, str(relationship.part)
        instead = self._instead.get(part)
        content = instead if isinstance(instead, bytes) else source.bytes(part)
        if relationship.kind == "vmlDrawing":
            content = _with_own_shape_ids(target, content)
        new = target.free_name(part)
        target.add(new, content, source.content_type(part) or "application/octet-stream", self._why)
        self._copy_relationships(part, new)
        return new

    def _finish_table(self, tree: Element) -> None:
        old = tree.get("displayName", "") or tree.get("name", "")
        name = self._tables.get(old)
        if name is None:
            raise damaged(self._source.name, f"table {old!r} hangs on a sheet that does not list it")
        tree.set("id", str(self._next_table_id()))
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
