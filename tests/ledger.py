"""Does a ledger explain all that differs between two workbooks? Knows zip and XML, and what each entry may touch.

What an entry may touch is taken out of both; what is left must be the same. Of lists to which entries are added (texts,
cell formats), those that were there must be there still, in their order.
"""

import re
import zipfile
from pathlib import Path

from lxml import etree

from excel_scorecard.ooxml.ledger import Entry, Ledger

KEPT_LISTS = ("si", "xf")


def unexplained(before: Path, after: Path, ledger: Ledger) -> list[str]:
    """What differs between the file a ledger began with and the one that was saved, and no entry says."""
    old, new = _parts(before), _parts(after)
    entries = {entry.part: entry for entry in ledger.entries}
    found = [f"{part}: not in the ledger" for part in sorted(old.keys() | new.keys()) if part not in entries]
    for part, entry in entries.items():
        fate = _fate(old.get(part), new.get(part))
        if fate != entry.fate:
            found.append(f"{part}: {fate}, and the ledger says {entry.fate}")
        elif fate != "same" and (not entry.why or "no reason was given" in entry.why):
            found.append(f"{part}: {fate} without a reason")
        elif fate == "changed":
            found += _left_over(entry, old[part], new[part])
    return found


def cells_in(content: bytes) -> dict[str, bytes]:
    """The cells of a worksheet part by address, canonically; of a formula without its value, which may be dropped."""
    found: dict[str, bytes] = {}
    for cell in etree.fromstring(content).iter("{*}c"):
        if cell.find("{*}f") is not None:
            etree.strip_elements(cell, "{*}v")
            cell.attrib.pop("t", None)
        found[str(cell.get("r"))] = etree.tostring(cell, method="c14n", with_tail=False)
    return found


def _fate(old: bytes | None, new: bytes | None) -> str:
    if old is None:
        return "added"
    if new is None:
        return "dropped"
    return "same" if old == new else "changed"


def _left_over(entry: Entry, old: bytes, new: bytes) -> list[str]:
    if "*" in entry.touches:
        return []
    if entry.part.lower().endswith(".vml"):
        is_same = re.sub(rb"\d+", b"", old) == re.sub(rb"\d+", b"", new)  # rows of notes, as numbers
        return [] if is_same else [f"{entry.part}: more than its numbers has changed"]
    trees = [etree.fromstring(content) for content in (old, new)]
    found = [
        f"{entry.part}: an entry of <{name}> is not as it was"
        for name in KEPT_LISTS
        if not _begins_with(*(_listed(tree, name) for tree in trees))
    ]
    bare = [etree.tostring(_without(tree, entry.touches), method="c14n") for tree in trees]
    if bare[0] != bare[1]:
        found.append(f"{entry.part}: {'; '.join(entry.why)}; but also {_difference(*bare)}")
    return found


def _listed(tree: etree._Element, name: str) -> list[bytes]:
    root = etree.QName(tree).localname
    if (root, name) not in (("sst", "si"), ("styleSheet", "xf")):
        return []
    holder = tree.find("{*}cellXfs") if name == "xf" else tree
    return [] if holder is None else [etree.tostring(e, method="c14n") for e in holder.iterchildren(f"{{*}}{name}")]


def _begins_with(old: list[bytes], new: list[bytes]) -> bool:
    return new[: len(old)] == old


def _without(tree: etree._Element, touches: tuple[str, ...]) -> etree._Element:
    for name in touches:
        if name.startswith("@"):
            for element in tree.iter(etree.Element):
                for attribute in [a for a in element.attrib if etree.QName(a).localname == name[1:]]:
                    del element.attrib[attribute]
        else:
            for element in list(tree.iter(f"{{*}}{name}")):
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)
    return tree


def _difference(old: bytes, new: bytes) -> str:
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return f"{old[at - 60 : at + 60]!r} became {new[at - 60 : at + 60]!r}"


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
