"""Leads back: what a copied sheet still reads of the sheet it was copied from.

Knows zipfile, lxml and regular expressions alone, so that a fault of the package under test cannot hide itself.
Text in cells, notes, shapes and headers says nothing of references, and neither does a text within a formula.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULAS = {
    *("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "sqref", "definedName"),
    *("location", "textlink", "cellRange"),  # attributes
}
_TEXTS = {"v", "t", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter", "author"}
_TOLD = {"descr", "title", "display", "tooltip", "error", "prompt", "errorTitle", "promptTitle", "text"}
_SHARED = ("image", "theme", "hdphoto", "person")
_LITERAL = re.compile(r'"(?:[^"]|"")*"')
_SHEET = re.compile(r"'((?:[^']|'')+)'!|((?:\[\d+\])?[\w.]+(?::[\w.]+)?)!")
_WORD = re.compile(r"(?<![\w.\\!$])[^\W\d][\w.\\]*(?![\w.\\(!])")

Place = tuple[str, str, str]  # part, element or attribute, text


def leads_back(path: Path, clone: str, source: str) -> list[str]:
    """Every place of the sheet `clone` that reads the sheet `source`, its tables, or names that lead there."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    book = etree.fromstring(parts["xl/workbook.xml"])
    owned, own_of_source = (_reached(parts, _part_of(parts, book, name)) for name in (clone, source))
    tables = {_table_name(parts[part]) for part in own_of_source if "/tables/" in part.lower()}
    names, own_names = _names(book, source, clone, tables)
    return [
        f"{part}: {where} {text!r}"
        for part, where, text in _places(parts, book, clone, owned)
        if _reads(text, source) or (where in _FORMULAS and _words(text, own_names) & (tables | names))
    ]


def reached(path: Path, sheet: str) -> dict[str, str]:
    """The parts that a sheet's relationships lead to, by way of others too, with the kind of relationship to each."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return _reached(parts, _part_of(parts, etree.fromstring(parts["xl/workbook.xml"]), sheet))


def _part_of(parts: dict[str, bytes], book: etree._Element, sheet: str) -> str:
    [element] = [e for e in book.iter(f"{_MAIN}sheet") if e.get("name") == sheet]
    relationships = _relationships(parts, "xl/workbook.xml")
    return next(target for identifier, _, target in relationships if identifier == element.get(_ID))


def _relationships(parts: dict[str, bytes], part: str) -> list[tuple[str, str, str]]:
    """Of each relationship of a part: id, kind, and the part it leads to or its target as written."""
    folder, file = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{file}.rels")
    found: list[tuple[str, str, str]] = []
    by_lower = {name.lower(): name for name in parts}
    for element in etree.fromstring(parts[by_lower[rels.lower()]]) if rels.lower() in by_lower else ():
        target, kind = element.get("Target", ""), element.get("Type", "").rpartition("/")[2]
        if element.get("TargetMode") != "External" and not target.startswith("#"):
            resolved = posixpath.normpath(posixpath.join("" if target[0] == "/" else folder, target.lstrip("/")))
            target = by_lower.get(resolved.lower(), "")
        found.append((element.get("Id", ""), kind, target))
    return found


def _reached(parts: dict[str, bytes], start: str) -> dict[str, str]:
    found = {start: "worksheet"}
    waiting = [start]
    while waiting:
        for _, kind, target in _relationships(parts, waiting.pop()):
            if target in parts and target not in found:
                found[target] = kind
                if kind not in _SHARED:
                    waiting.append(target)
    return found


def _table_name(content: bytes) -> str:
    return etree.fromstring(content).get("displayName", "").lower()


def _names(book: etree._Element, source: str, clone: str, tables: set[str]) -> tuple[set[str], set[str]]:
    """The workbook's names that lead to the source, and the names that the clone has itself; in lower case."""
    order = [e.get("name", "") for e in book.iter(f"{_MAIN}sheet")]
    leading, own = set(), set()
    for name in book.iter(f"{_MAIN}definedName"):
        text, word, local = name.text or "", name.get("name", "").lower(), name.get("localSheetId")
        if local is None and (_reads(text, source) or _words(text, set()) & tables):
            leading.add(word)
        if local is not None and order[int(local)] == clone:
            own.add(word)
    return leading, own


def _places(parts: dict[str, bytes], book: etree._Element, clone: str, owned: dict[str, str]) -> Iterator[Place]:
    for part in (part for part, kind in owned.items() if kind not in _SHARED):
        for _, _, target in _relationships(parts, part):
            if target.startswith("#"):
                yield part, "location", target[1:]
        if part.lower().endswith(".vml"):
            for formula in re.findall(rb"<x:Fmla\w+>([^<]*)<", parts[part]):
                yield part, "f", formula.decode()
        elif parts[part].lstrip()[:1] == b"<" or parts[part].startswith(b"\xef\xbb\xbf<"):
            yield from _places_in(part, etree.fromstring(parts[part]))
    position = str([e.get("name") for e in book.iter(f"{_MAIN}sheet")].index(clone))
    for name in book.iter(f"{_MAIN}definedName"):
        if name.get("localSheetId") == position:
            yield "xl/workbook.xml", "definedName", name.text or ""


def _places_in(part: str, root: etree._Element) -> Iterator[Place]:
    for element in root.iter(etree.Element):
        word = etree.QName(element).localname
        if element.text and element.text.strip() and word not in _TEXTS:
            yield part, word, element.text
        leads_outside = word == "hyperlink" and _ID in element.attrib  # to a place in another file
        for attribute, text in element.attrib.items():
            named = etree.QName(attribute).localname
            if named not in _TOLD and not (leads_outside and named == "location"):
                yield part, named, text


def _reads(text: str, sheet: str) -> bool:
    """Whether the text names the sheet before a "!", in another workbook's name it does not."""
    for quoted, plain in _SHEET.findall(_LITERAL.sub('""', text)):
        inner = quoted.replace("''", "'") or plain
        if "[" not in inner and sheet.lower() in (end.lower() for end in inner.split(":")):
            return True
    return False


def _words(text: str, own_names: set[str]) -> set[str]:
    """Words that could be a table or a name, in lower case; what stands in brackets are columns."""
    text = _LITERAL.sub('""', text)
    of_the_workbook = {word.lower() for word in re.findall(r"\[0\]!([^\W\d][\w.\\]*)", text)}
    while (shorter := re.sub(r"\[[^\[\]]*\]", "", text)) != text:
        text = shorter
    return of_the_workbook | ({word.lower() for word in _WORD.findall(text)} - own_names)
