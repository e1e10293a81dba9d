"""Package: the .xlsx file as named parts. Parts are bytes until someone asks for their XML.

Knows content types and relationships. Knows no cells (sheet.py), no charts (chart.py), no scorecard; the zip itself is
archive.py's. The directory of the zip, not the graph of relationships, is the list of parts: nothing falls out because
nothing points at it. Relationships and content types are edited, never rebuilt.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from lxml import etree

from excel_scorecard.disk import read_file, write_whole
from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.archive import Member, archive_in_pieces, damaged, read_archive
from excel_scorecard.ooxml.ledger import AS_WORKBOOK, PARTS, UNSAID, Deeds, Entry, Ledger, Reason, ordered
from excel_scorecard.ooxml.markup import (
    CONTENT_TYPES,
    PACKAGE_RELATIONSHIPS,
    STRICT,
    Element,
    has_document_type,
    new_root,
    parse,
    serialise,
)
from excel_scorecard.ooxml.room import Room
from excel_scorecard.ooxml.unpacking import Packed, Unpacking
from excel_scorecard.weight import strange_encoding

TYPES_PART: Final = "[Content_Types].xml"
RELATIONSHIPS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MACROS: Final = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_TRIAL: Final = "a workbook of a trial version of Excel 2007, whose parts have other names"
_KINDS: Final = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "",  # .xltx: read like .xlsx
    _MACROS: "a workbook with macros (.xlsm)",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": "a template with macros (.xltm)",
    "application/vnd.ms-excel.addin.macroEnabled.main+xml": "an add-in (.xlam)",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.main": "a binary workbook (.xlsb)",
    "application/vnd.ms-excel.main+xml": _TRIAL,
    "application/vnd.ms-excel.template.main+xml": _TRIAL,
}
Content = bytes  # a part's content; its own word, since `Package.bytes` gives it
_SAVE_AS_XLSX: Final = "Open it in Excel, save it as Excel Workbook (.xlsx), and try again."


@dataclass(frozen=True, slots=True)
class Relationship:
    """How a part points at another part or outside.

    `kind` is the last word of `type`. `target` is as written; `part` is the part it leads to, None where it leads
    outside (`external`), to a place in the workbook (`#Sheet!A1`), or nowhere, which happens in real files.
    """

    id: str
    type: str
    kind: str
    target: str
    part: str | None
    external: bool


class Held(Protocol):
    """A part held in another form than a tree, one that is leaner for large parts (see `long_part.py`)."""

    def pieces(self) -> Iterator[Content]:
        """The part's content as it stands now, piece by piece."""

    def become(self, tree: Element) -> Element:
        """Give way to a tree: `tree` is what `pieces` gave, parsed. Returns the root from now on."""


class Package:
    """The parts of one workbook. Names match without case, as the packaging convention says."""

    def __init__(self, members: dict[str, Member], name: str, most: int | None = None) -> None:
        self.name = name
        self._members: dict[str, Member | None] = dict(members)  # None: made here, only its tree is known yet
        self._at_first = dict(self._members)
        self._deeds = Deeds()
        self._lowered = {part.lower(): part for part in members}
        self._room = Room(name, sum(len(member.packed) for member in members.values()), most)
        self._trees: dict[str, Element] = {}
        self._held: dict[str, Held] = {}
        self._edited: set[str] = set()
        self._targets: dict[str, list[Relationship]] = {}
        self._types: dict[str, str] | None = None  # by "/part" and ".extension", in lower case
        self._next_number: dict[tuple[str, str], int] = {}
        self._compared: dict[tuple[str, int, bytes], bool] = {}  # whether a part says what such bytes say

    @classmethod
    def open(cls, path: Path, *, most: int | None = None) -> "Package":
        """Read an .xlsx or .xltx file; `most` is the room for its parts in bytes (room.py), if it is not the usual.

        Raises:
            TemplateError: it is no such file, or not one that can be edited; the message says which and how to mend it.
            MachineError: the machine does not let us read it.
        """
        return cls.from_bytes(read_file(path), path.name, most=most)

    @classmethod
    def from_bytes(cls, data: bytes, name: str, *, most: int | None = None) -> "Package":
        """The same from bytes; `name` is the file's name for messages."""
        package = cls(read_archive(data, name), name, most)
        package._check_kind()
        return package

    def copy(self) -> "Package":
        """An independent package with the same parts. Cheap: bytes are shared, only edited parts are copied."""
        twin = Package({}, self.name)
        twin._members = {
            part: self._packed(part) if part in self._edited else member for part, member in self._members.items()
        }
        twin._lowered = dict(self._lowered)
        twin._at_first, twin._deeds = self._at_first, self._deeds.copy()
        twin._room = self._room.beside()
        return twin

    def names(self) -> list[str]:
        """The names of all parts, in the order of the zip."""
        return list(self._members)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._lowered

    def _own(self, name: str) -> str:
        try:
            return self._lowered[name.lower()]
        except KeyError:
            raise damaged(self.name, f"part {name} is missing") from None

    def bytes(self, name: str) -> Content:
        """A part's content as it stands now. Raises TooLargeToRead: it would take more memory than a workbook may."""
        own = self._own(name)
        member = self._members[own]
        if own in self._edited or member is None:
            held = self._held.get(own)
            if held is None:
                return serialise(self._trees[own])
            self._room.for_bytes(own, 0 if member is None else member.size)
            return b"".join(held.pieces())
        self._room.for_bytes(own, member.size)
        return member.content(self.name)

    def read(self, name: str) -> Element:
        """The root of a part's tree, parsed when first asked for. Not to be altered: see `edit`.

        Raises:
            TooLargeToRead: the tree would take more memory than a workbook may.
            TemplateError: the part is missing, or is no XML that a workbook may hold.
        """
        own = self._own(name)
        tree = self._trees.get(own)
        if tree is None:
            content = self.bytes(own)
            if encoding := strange_encoding(content):
                raise damaged(self.name, f"part {own} is written in {encoding!r}, which no workbook is")
            self._room.for_tree(own, content)
            try:
                tree = parse(content, self.name, own)
            except etree.XMLSyntaxError as error:
                raise damaged(self.name, f"part {own} cannot be read as XML ({error.msg})") from None
            if has_document_type(tree):
                raise damaged(self.name, f"part {own} declares a document type, which no workbook does")
            held = self._held.pop(own, None)
            tree = self._trees[own] = tree if held is None else held.become(tree)
        return tree

    def unread(self, name: str, at_most: int) -> Content | None:
        """A part's bytes, to tell something from them without a tree; None where it is one already, or is larger."""
        own = self._own(name)
        member = self._members[own]
        if member is None or member.size > at_most or own in self._trees or own in self._held:
            return None
        content = self.bytes(own)
        return None if strange_encoding(content) else content

    def edit(self, name: str, why: Reason = UNSAID) -> Element:
        """The root of a part's tree, which will be written in place of the part's bytes; `why` is for the ledger."""
        tree = self.read(name)
        own = self._own(name)
        self._edited.add(own)
        self._deeds.changed(own, why)
        if own.lower().endswith(".rels"):
            self._targets.clear()
        return tree

    def unpacking(self, name: str, at_least: int) -> Unpacking | None:
        """How to read a part's bytes piece by piece; None where there are fewer than that, or it is a tree already."""
        own = self._own(name)
        member = self._members[own]
        if member is None or member.size < at_least or own in self._trees or own in self._held:
            return None
        return member.unpacking(self.name)

    def hold(self, name: str, held: Held) -> None:
        """Keep a part in another form, until someone reads its tree."""
        self._held[self._own(name)] = held

    def edit_held(self, name: str, why: Reason = UNSAID) -> None:
        """Say that a part will be written anew, in whatever form it is held."""
        own = self._own(name)
        if own in self._held:
            self._edited.add(own)
            self._deeds.changed(own, why)
        else:
            self.edit(name, why)

    def verify(self, name: str) -> None:
        """Raise TemplateError where a part's bytes are not what the zip says; of a part made here there is no doubt."""
        member = self._members[self._own(name)]
        if member is not None:
            member.verify(self.name)

    def is_edited(self, name: str) -> bool:
        """Whether a part will be written anew."""
        return self._own(name) in self._edited

    def add(self, name: str, content: Content | Element, content_type: str, why: str = UNSAID.words) -> None:
        """Add a part. Its content type is stated unless the extension's default says the same."""
        if self.has(name):
            raise ValueError(f"{self.name} has a part {name} already")
        self._lowered[name.lower()] = name
        self._deeds.came(name, why)
        if isinstance(content, bytes):
            self._members[name] = Member.pack(name, content)
        else:
            self._members[name] = None
            self._trees[name] = content
            self._edited.add(name)
        if self.content_type(name) != content_type:
            override = etree.SubElement(self.edit(TYPES_PART, PARTS), f"{{{CONTENT_TYPES}}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", content_type)
            if self._types is not None:
                self._types[f"/{name.lower()}"] = content_type

    def replace(self, name: str, content: Content, why: Reason = UNSAID) -> None:
        """Give a part that is no XML another content."""
        own = self._own(name)
        self._deeds.changed(own, why)
        self._trees.pop(own, None)
        self._edited.discard(own)
        self._members[own] = Member.pack(own, content)

    def remove(self, name: str, why: str = UNSAID.words) -> None:
        """Remove a part, its own relationships and its content type. What points at it is the caller's."""
        own = self._own(name)
        self._deeds.went(own, why)
        del self._members[own], self._lowered[own.lower()]
        self._trees.pop(own, None)
        self._held.pop(own, None)
        self._edited.discard(own)
        for override in self.read(TYPES_PART).findall(f"{{{CONTENT_TYPES}}}Override"):
            if override.get("PartName", "").lower() == f"/{own.lower()}":
                self.edit(TYPES_PART, PARTS).remove(override)
                self._types = None
        self._targets.clear()
        if not own.lower().endswith(".rels") and self.has(_rels_of(own)):
            self.remove(_rels_of(own), why)

    def free_name(self, like: str) -> str:
        """A name no part has yet: `xl/charts/chart1.xml` gives the next free `xl/charts/chart<n>.xml`."""
        match = re.fullmatch(r"(.*?)[0-9]*(\.[^./]*)?", like)
        stem, extension = (match[1], match[2] or "") if match else (like, "")
        number = self._next_number.get((stem, extension), 1)
        # relationships without their part, which a damaged file may have, would become the new part's
        while self.has(name := f"{stem}{number}{extension}") or self.has(_rels_of(name)):
            number += 1
        self._next_number[stem, extension] = number
        return f"{stem}{number}{extension}"

    def content_type(self, name: str) -> str | None:
        """The content type stated for a part, or for its extension; None where neither is."""
        if self._types is None:
            self._types = {}
            for element in self.read(TYPES_PART).iterchildren("*"):  # comments are none
                key = element.get("PartName") or "." + element.get("Extension", "")
                self._types[key.lower()] = element.get("ContentType", "")
        lowered = name.lower()
        return self._types.get(f"/{lowered}") or self._types.get("." + lowered.rpartition(".")[2])

    def relationships(self, part: str) -> list[Relationship]:
        """What a part points at; `""` stands for the package itself."""
        found = self._targets.get(part)
        if found is None:
            rels = _rels_of(part)
            found = (
                [self._relationship(part, element) for element in self.read(rels).iterchildren("*")]
                if self.has(rels)
                else []
            )
            self._targets[part] = found
        return found

    def _relationship(self, source: str, element: Element) -> Relationship:
        target, relationship_type = element.get("Target", ""), element.get("Type", "")
        external = element.get("TargetMode") == "External"
        part: str | None = None
        if not external and target and not target.startswith("#"):
            part = self._lowered.get(_resolved(source, target).lower())
        kind = relationship_type.rpartition("/")[2]
        return Relationship(element.get("Id", ""), relationship_type, kind, target, part, external)

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that a part points at by relationships of one kind; dangling ones are passed over."""
        return [r.part for r in self.relationships(part) if r.kind == kind and r.part is not None]

    def add_relationship(self, part: str, relationship_type: str, target: str, *, external: bool = False) -> str:
        """Let `part` point at another part (or outside). Returns the new id."""
        rels = _rels_of(part)
        if not self.has(rels):
            root = new_root(PACKAGE_RELATIONSHIPS, "Relationships")
            self.add(rels, root, RELATIONSHIPS_TYPE, f"{part or 'the package'} leads to another part now")
        root = self.edit(rels, PARTS)
        taken = {element.get("Id") for element in root}
        number = len(root) + 1
        while f"rId{number}" in taken:
            number += 1
        element = etree.SubElement(root, f"{{{PACKAGE_RELATIONSHIPS}}}Relationship")
        element.set("Id", f"rId{number}")
        element.set("Type", relationship_type)
        element.set("Target", target if external or target.startswith("#") else _relative(part, target))
        if external:
            element.set("TargetMode", "External")
        return f"rId{number}"

    def redirect(self, part: str, relationship_id: str, target: str, why: Reason = PARTS) -> None:
        """Let a relationship lead to another place in the workbook, `#Sheet!A1`."""
        for element in self.edit(_rels_of(part), why).iterchildren("*"):
            if element.get("Id") == relationship_id:
                element.set("Target", target)
        self._targets.clear()

    def remove_relationship(self, part: str, relationship_id: str) -> None:
        """Take a relationship away; the part it led to stays."""
        root = self.edit(_rels_of(part), PARTS)
        for element in list(root.iterchildren("*")):
            if element.get("Id") == relationship_id:
                root.remove(element)
        self._targets.clear()

    def copy_relationships(
        self, model: str, copy: str, targets: dict[str, str], why: str = UNSAID.words, source: "Package | None" = None
    ) -> None:
        """Give the part `copy` the relationships of `model`, a part of `source` if that is given, with the same ids.

        `targets` has the new targets by id, a part's name or `#Sheet!A1`; others stay as they are.
        """
        root = deepcopy((source or self).read(_rels_of(model)))
        for element in root.iterchildren("*"):
            target = targets.get(element.get("Id", ""))
            if target is not None:
                element.set("Target", target if target.startswith("#") else _relative(copy, target))
        self.add(_rels_of(copy), root, RELATIONSHIPS_TYPE, why)

    def ledger(self) -> Ledger:
        """What was done to each part since the file was opened, and why."""
        found: list[Entry] = []
        for name in {**self._at_first, **self._members}:
            was, stays = name in self._at_first, name in self._members
            entry = self._deeds.entry(name, was=was, stays=stays, is_same=was and stays and self._is_as_at_first(name))
            if entry is not None:
                found.append(entry)
        return Ledger(self.name, ordered(found))

    def _is_as_at_first(self, name: str) -> bool:
        first, now = self._at_first[name], self._members[name]
        if name not in self._edited and now is first:
            return True
        if first is None or name in self._held:
            return False
        return self._says(first, self.bytes(name))

    def to_bytes(self) -> Content:
        """The whole file. Content types first, then the parts in their order; the same parts give the same bytes."""
        return b"".join(self.to_pieces())

    def to_pieces(self) -> list[Packed]:
        """The same in pieces, one unless the file is large: it need not be in memory twice."""
        order = [TYPES_PART, *(name for name in self._members if name != TYPES_PART)]
        return archive_in_pieces([self._packed(name) for name in order])

    def _packed(self, name: str) -> Member:
        member = self._members[name]
        if name in self._edited or member is None:
            held = self._held.get(name)
            if held is not None:
                return Member.pack_pieces(name, held.pieces())
            return self._serialised(name)
        member.verify(self.name)  # never pass on bytes that do not match their checksum
        return member

    def _serialised(self, name: str) -> Member:
        """A tree as a part; one that says what it said at first is the bytes that it was, in the writer's own form."""
        content, member = serialise(self._trees[name]), self._members[name]
        return member if member is not None and self._says(member, content) else Member.pack(name, content)

    def _says(self, member: Member, content: Content) -> bool:
        """Whether a part, written by whatever program, says what `content` does."""
        was = member.content(self.name)
        if content == was or member.name not in self._trees:
            return content == was
        key = (member.name, id(member), hashlib.sha256(content).digest())
        if key not in self._compared:  # the file is made, and its ledger drawn up: one comparison does for both
            self._compared[key] = content == serialise(parse(was, self.name, member.name))
        return self._compared[key]

    def save(self, path: Path, *, replacing: str | None = None) -> None:
        """Write the file whole or not at all; `replacing` and errors: see `disk.write_whole`."""
        write_whole(path, self.to_pieces(), replacing=replacing)

    def main_part(self) -> str:
        """The workbook part, wherever it lies."""
        for relationship in self.relationships(""):
            if relationship.kind == "officeDocument" and relationship.part:
                return relationship.part
        raise damaged(self.name, "its workbook part is missing")

    def _check_kind(self) -> None:
        if self.has("mimetype") and self.bytes("mimetype").startswith(b"application/vnd.oasis.opendocument"):
            raise TemplateError("this is an OpenDocument file (.ods).", where=self.name, mend=_SAVE_AS_XLSX)
        if not self.has(TYPES_PART):
            raise TemplateError(
                "this is a zip, but not an Excel workbook: it has no list of content types.",
                where=self.name,
                mend="Name a file that Excel has saved as Excel Workbook (.xlsx).",
            )
        if self._own(TYPES_PART) != TYPES_PART:
            raise damaged(self.name, f"its list of content types is called {self._own(TYPES_PART)}")
        part = self.main_part()
        content_type = self.content_type(part) or ""
        if content_type == WORKBOOK_TYPE:
            if STRICT.encode() in self.bytes(part)[:4000]:
                raise TemplateError("this is a workbook in ISO strict form.", where=self.name, mend=_SAVE_AS_XLSX)
            return
        kind = _KINDS.get(content_type)
        if kind == "":
            self._become_a_workbook(part)
        elif kind:
            raise TemplateError(f"this is {kind}.", where=self.name, mend=_SAVE_AS_XLSX)
        elif not content_type.startswith(_SPREADSHEET):
            raise TemplateError(
                "this is an Office file, but not an Excel workbook.", where=self.name, mend="Name an .xlsx file."
            )
        else:
            raise TemplateError("this is not an ordinary workbook.", where=self.name, mend=_SAVE_AS_XLSX)

    def _become_a_workbook(self, part: str) -> None:
        # Excel refuses an .xltx content type in a file called .xlsx.
        for element in self.edit(TYPES_PART, AS_WORKBOOK).iterchildren("*"):
            if element.get("PartName", "").lower() == f"/{part.lower()}":
                element.set("ContentType", WORKBOOK_TYPE)
        self._types = None


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(source: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _relative(source: str, target: str) -> str:
    """The target as Excel writes it: relative to the folder of the part that points at it."""
    return posixpath.relpath(target, posixpath.dirname(source) or ".")
