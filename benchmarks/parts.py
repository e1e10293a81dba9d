"""Parts: a workbook as an independent reader sees it, by zipfile and lxml alone.

Knows zip, relationships and XML. Knows nothing of the package under test, so that a fault there cannot hide itself, and
nothing of what is looked for in a workbook (features.py).
"""

import hashlib
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree
from meaning import Form, form

MOST_PART = 300_000_000  # unpacked: no workbook of people's is larger, and a bomb is not unpacked

Element = Any


class UnreadableError(Exception):
    """The file is not a workbook that zipfile and lxml can read."""


@dataclass(frozen=True)
class Relation:
    """One relationship: its kind is the last word of its type; `part` is None where it leads out or to nothing."""

    kind: str
    target: str
    part: str | None


class Parts:
    """The parts of one workbook, found by their relationships and never by their names."""

    def __init__(self, path: Path) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        self._parser, self._trees, self._relations = parser, {}, {}
        try:
            with zipfile.ZipFile(path) as archive:
                large = any(info.file_size > MOST_PART for info in archive.infolist())
                names = [] if large else archive.namelist()
                self._content = {name.lstrip("/"): archive.read(name) for name in names}
        except Exception as error:  # zipfile raises a dozen kinds, by where the damage is
            raise UnreadableError(str(error)) from error
        if large:
            raise UnreadableError("a part unpacks to more than any workbook has")
        self._names = {name.lower(): name for name in self._content}
        books = [r.part for r in self.relations("").values() if r.kind == "officeDocument" and r.part]
        if not books:
            raise UnreadableError("it has no workbook part")
        self.workbook = books[0]
        self.tree(self.workbook)

    def content(self, part: str) -> bytes:
        """A part's bytes."""
        return self._content[part]

    def tree(self, part: str) -> Element:
        """A part's tree, parsed once."""
        if part not in self._trees:
            try:
                self._trees[part] = etree.fromstring(self._content[part], self._parser)
            except etree.XMLSyntaxError as error:
                raise UnreadableError(f"{part}: {error}") from error
        return self._trees[part]

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part ("" is the package), by id."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            own = self._names.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())
            found = self.tree(own).iter("{*}Relationship") if own else ()
            self._relations[part] = {one.get("Id", ""): self._relation(folder, one) for one in found}
        return self._relations[part]

    def _relation(self, folder: str, element: Element) -> Relation:
        target = element.get("Target", "")
        kind = posixpath.basename(element.get("Type", ""))
        if element.get("TargetMode") == "External" or target.startswith("#"):
            return Relation(kind, target, None)
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        return Relation(kind, target, self._names.get(unquote(path).lower()))

    @cached_property
    def reached(self) -> list[tuple[str, str]]:
        """(kind, part) of every part that the package leads to, each part once."""
        found: dict[str, str] = {}
        owners = [""]
        for owner in owners:  # which grows
            for relation in self.relations(owner).values():
                if relation.part and relation.part not in found:
                    found[relation.part] = relation.kind
                    owners.append(relation.part)
        return [(kind, part) for part, kind in found.items()]

    @cached_property
    def sheets(self) -> list[tuple[str, str]]:
        """(name, part) of the worksheets, in the workbook's order."""
        relations = self.relations(self.workbook)
        listed = self.tree(self.workbook).iterfind("{*}sheets/{*}sheet")
        ids = [(sheet.get("name", ""), _relation_id(sheet)) for sheet in listed]
        found = [(name, relations[own]) for name, own in ids if own in relations]
        return [(name, one.part) for name, one in found if one.part and one.kind == "worksheet"]

    def led_to(self, part: str, *kinds: str) -> Iterator[str]:
        """The parts of these kinds that one part leads to."""
        for relation in self.relations(part).values():
            if relation.part and relation.kind in kinds:
                yield relation.part

    def form(self, element: Element, part: str) -> Form:
        """An element as something that can be compared: see meaning.py."""
        return form(element, {id_: self._told(relation) for id_, relation in self.relations(part).items()})

    def _told(self, relation: Relation) -> str:
        """What a relationship says to a reader: where it leads out to, which picture it shows."""
        if relation.part is None:
            return f"{relation.kind} {relation.target}"
        return f"{relation.kind} {digest(self.content(relation.part))}" if relation.kind == "image" else relation.kind

    def form_of(self, part: str) -> Form:
        """A whole part as something that can be compared: its tree, or its bytes where it is no XML."""
        if self.content(part)[:1] in (b"<", b"\xef"):
            try:
                return self.form(self.tree(part), part)
            except UnreadableError:  # VML as Excel writes it
                pass
        return (digest(self.content(part)),)


def _relation_id(element: Element) -> str:
    return next((value for name, value in element.items() if name.endswith("/relationships}id")), "")


def digest(content: bytes) -> str:
    """A short name for some bytes."""
    return hashlib.sha256(content).hexdigest()[:16]
