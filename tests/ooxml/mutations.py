"""Mutations: workbooks broken on purpose, each from a seed, so that a failure can be repeated.

Knows zip and XML as bytes and trees; nothing of the package under test. What a case does is told by `Broken.done`.
"""

import io
import random
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

Parts = dict[str, bytes]

ABSURD = (
    *("", " ", "0", "-1", "-2147483649", "4294967296", "99999999999999999999", "1.5", "1e999", "NaN", "INF", "1_000"),
    *("A0", "XFE1", "A1:XFD1048576", "B2:A1", "$A:$XFD", "1:1048576", "A1048577", "#REF!", "'", "[", "]", "!", "rId1"),
    *("true", "yes", "\u0663", "x" * 40_000, "((((((((", "'Pattern''s own'!$A$1:$XFD$1048576", "Monthly[", "_x0000_"),
    *("../../../etc/passwd", "#Nowhere!A1", "/xl/workbook.xml", "worksheet", "inlineStr", "s", "shared", "array"),
)


@dataclass(frozen=True)
class Broken:
    """A workbook's bytes, and what was done to them."""

    data: bytes
    done: str


def unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 1
            )  # no clock: a case is the same always
    return buffer.getvalue()


def broken(data: bytes, parts: Parts, seed: int) -> Broken:
    """One broken copy: the zip's bytes, a part's bytes, its parts, or elements and attributes of its XML."""
    chance = random.Random(seed)  # noqa: S311  nothing is kept secret by it
    how = chance.choices((_zip_bytes, _part_bytes, _whole_parts, _markup), (1, 1, 1, 5))[0]
    return how(data, dict(parts), chance)


def bytes_changed(data: bytes, seed: int) -> tuple[bytes, str]:
    """A file with some bytes changed, cut off, put in or repeated, and what was done."""
    return _changed_bytes(data, random.Random(seed))  # noqa: S311


def _changed_bytes(data: bytes, chance: random.Random) -> tuple[bytes, str]:
    if not data:
        return b"\x00", "one byte put into nothing"
    kind = chance.choice(("flip", "cut", "insert", "remove", "zero", "repeat"))
    at = chance.randrange(len(data))
    length = min(chance.choice((1, 4, 40)), len(data) - at)
    new = {
        "flip": lambda: data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :],
        "cut": lambda: data[:at],
        "insert": lambda: data[:at] + chance.randbytes(length) + data[at:],
        "remove": lambda: data[:at] + data[at + length :],
        "zero": lambda: data[:at] + bytes(length) + data[at + length :],
        "repeat": lambda: data[: at + length] + data[at:],
    }[kind]()
    return new, f"{kind} {length} at {at}"


def _zip_bytes(data: bytes, _: Parts, chance: random.Random) -> Broken:
    if chance.random() < 0.5:  # the directory and the headers are small beside the parts: aim at them
        head = data.rfind(b"PK\x05\x06") if chance.random() < 0.3 else _a_header(data, chance)
        at = min(len(data) - 1, head + chance.randrange(46))
        value = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
        return Broken(data[:at] + bytes([value]) + data[at + 1 :], f"byte {at} of the zip becomes {value}")
    new, done = _changed_bytes(data, chance)
    return Broken(new, f"zip: {done}")


def _a_header(data: bytes, chance: random.Random) -> int:
    start = chance.randrange(len(data))
    for mark in chance.sample((b"PK\x01\x02", b"PK\x03\x04"), 2):
        found = data.find(mark, start)
        if found >= 0:
            return found
    return 0


def _part_bytes(_: bytes, parts: Parts, chance: random.Random) -> Broken:
    name = chance.choice(list(parts))
    parts[name], done = _changed_bytes(parts[name], chance)
    return Broken(packed(parts), f"{name}: {done}")


def _whole_parts(_: bytes, parts: Parts, chance: random.Random) -> Broken:
    name, other = chance.choice(list(parts)), chance.choice(list(parts))
    kind = chance.choice(("drop", "swap", "empty", "rename", "replace"))
    if kind == "drop":
        del parts[name]
    elif kind == "swap":
        parts[name], parts[other] = parts[other], parts[name]
    elif kind == "empty":
        parts[name] = b""
    elif kind == "rename":
        content = parts.pop(name)
        parts[chance.choice((name.upper(), f"{name}x", f"a/{name}", "xl/new.xml"))] = content
    else:
        parts[name] = parts[other]
    return Broken(packed(parts), f"{kind} part {name} (with {other})")


def _markup(_: bytes, parts: Parts, chance: random.Random) -> Broken:
    name = chance.choice([n for n in parts if n.endswith((".xml", ".rels")) and "theme" not in n])
    root = etree.fromstring(parts[name])
    done = [
        chance.choices((_attribute, _text, _element, _comment), (5, 2, 3, 1))[0](root, chance)
        for _ in range(chance.choice((1, 1, 2, 5)))
    ]
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Broken(packed(parts), f"{name}: {'; '.join(done)}")


def _any_element(root: etree._Element, chance: random.Random) -> etree._Element:
    # by tag first: a sheet has thousands of cells and one of most other things
    by_tag: dict[str, list[etree._Element]] = {}
    for element in root.iter("*"):
        by_tag.setdefault(str(element.tag), []).append(element)
    return chance.choice(by_tag[chance.choice(sorted(by_tag))])


def _shown(element: etree._Element) -> str:
    return etree.QName(element).localname


def _attribute(root: etree._Element, chance: random.Random) -> str:
    element = _any_element(root, chance)
    names = sorted(element.attrib)
    if not names:
        return _text(root, chance)
    name = chance.choice(names)
    if chance.random() < 0.25:
        del element.attrib[name]
        return f"{_shown(element)} loses {name}"
    twin = _any_element(root, chance).get(name)
    value = twin if twin is not None and chance.random() < 0.3 else chance.choice(ABSURD)
    element.set(name, value)
    return f"{_shown(element)} {name}={value[:40]!r}"


def _text(root: etree._Element, chance: random.Random) -> str:
    elements = [e for e in root.iter("*") if e.text and e.text.strip()]
    element = chance.choice(elements) if elements else _any_element(root, chance)
    element.text = chance.choice(ABSURD)
    return f"{_shown(element)} says {element.text[:40]!r}"


def _element(root: etree._Element, chance: random.Random) -> str:
    element, other = _any_element(root, chance), _any_element(root, chance)
    parent = element.getparent()
    if parent is None:
        root.tag = chance.choice(("x", "{x}y", str(root.tag) + "x"))
        return f"the root is called {root.tag}"
    kind = chance.choice(("drop", "twice", "move", "empty", "rename"))
    if kind == "drop":
        parent.remove(element)
    elif kind == "twice":
        element.addnext(deepcopy(element))
    elif kind == "move":
        other.append(deepcopy(element))
    elif kind == "empty":
        for child in list(element):
            element.remove(child)
        element.attrib.clear()
    else:
        element.tag = other.tag
    return f"{kind} {_shown(element)}"


def _comment(root: etree._Element, chance: random.Random) -> str:
    element = _any_element(root, chance)
    make: Callable[[], etree._Element] = chance.choice(
        (lambda: etree.Comment("words"), lambda: etree.ProcessingInstruction("do", "it"))
    )
    element.insert(0, make())
    return f"a comment in {_shown(element)}"
