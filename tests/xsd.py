"""Is a workbook still what the schemas allow? Errors that one file has and the file it was made from had not.

A quarter of the files Excel writes break the first-edition schemas already, so only new errors count. Knows nothing of
the package under test: zipfile, lxml and the published schemas alone. The folder of schemas comes from XSD_DIR.
"""

import os
import posixpath
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SCHEMAS = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "sml.xsd",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "dml-spreadsheetDrawing.xsd",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "dml-chart.xsd",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "dml-main.xsd",
    "http://schemas.openxmlformats.org/package/2006/relationships": "opc-relationships.xsd",
    "http://schemas.openxmlformats.org/package/2006/content-types": "opc-contentTypes.xsd",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": (
        "shared-documentPropertiesExtended.xsd"
    ),
}


def schemas() -> Path:
    """The folder of schemas; the test is skipped where XSD_DIR is unset."""
    folder = os.environ.get("XSD_DIR")
    if not folder:
        pytest.skip("XSD_DIR is not set: it names the folder with the ECMA-376 schemas")
    return Path(folder)


def new_errors(before: Path, after: Path) -> list[str]:
    """Schema and package errors of `after` that `before` had not.

    A part that is the same in both, byte for byte, has the errors it had and is not held against its schema.
    """
    schemas()
    old, new = _Workbook(before), _Workbook(after)
    changed = [name for name in new.trees if new.parts[name] != old.parts.get(name)]
    found = new.schema_errors(changed) + new.other_errors()
    if found:
        alike = {_without_numbers(name) for name in changed}
        models = [name for name in old.trees if _without_numbers(name) in alike]
        known = {_without_numbers(error) for error in (*old.schema_errors(models), *old.other_errors())}
        found = [error for error in found if _without_numbers(error) not in known]
    return sorted(set(found))


class _Workbook:
    """A file's parts, and the trees of those that are XML."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self._names = [name for name in archive.namelist() if not name.endswith("/")]
            self.parts = {name: archive.read(name) for name in self._names}
        self.trees = {n: etree.fromstring(part) for n, part in self.parts.items() if n.endswith((".xml", ".rels"))}

    def schema_errors(self, names: list[str]) -> list[str]:
        """What the schemas say of some parts, each with its part's name."""
        return [f"{name}: {message}" for name in names for message in _schema_errors(self.trees[name])]

    def other_errors(self) -> list[str]:
        """What no schema says, of the whole package."""
        found = [f"{name}: twice in the zip" for name in set(self._names) if self._names.count(name) > 1]
        found += _relationship_errors(self.trees, self.parts) + _identifier_errors(self.trees, self.parts)
        return found + _workbook_errors(self.trees)


def _without_numbers(error: str) -> str:
    return re.sub(r"[0-9]+", "0", error)


@cache
def _schema(folder: Path, name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(folder / name))


def _schema_errors(tree: etree._Element) -> list[str]:
    name = _SCHEMAS.get(etree.QName(tree).namespace or "")
    if name is None:
        return []
    schema = _schema(schemas(), name)
    plain = etree.fromstring(etree.tostring(_resolved(tree)))
    schema.validate(plain)
    return [str(error.message) for error in schema.error_log]


def _resolved(tree: etree._Element) -> etree._Element:
    """What a program that knows no extension reads (ECMA-376 part 3): fallbacks chosen, ignorable markup gone."""
    tree = etree.fromstring(etree.tostring(tree))
    for alternate in list(tree.iter(f"{_COMPATIBILITY}AlternateContent")):
        fallback = alternate.find(f"{_COMPATIBILITY}Fallback")
        for child in list(fallback) if fallback is not None else []:
            alternate.addprevious(child)
        alternate.getparent().remove(alternate)
    # XML's own attribute, which Excel writes on strings with white space at an end and the first edition forgot
    etree.strip_attributes(tree, "{http://www.w3.org/XML/1998/namespace}space")
    ignorable: set[str] = set()
    for element in tree.iter(etree.Element):
        prefixes = element.attrib.pop(f"{_COMPATIBILITY}Ignorable", "").split()
        ignorable |= {element.nsmap[prefix] for prefix in prefixes}  # KeyError: a prefix is no longer declared
    for element in list(tree.iter(etree.Element)):
        for attribute in list(element.attrib):
            if etree.QName(attribute).namespace in ignorable:
                del element.attrib[attribute]
        parent = element.getparent()
        if etree.QName(element).namespace in ignorable and parent is not None:
            parent.remove(element)
            if len(parent) == 0 and etree.QName(parent).localname == "ext":
                parent.getparent().remove(parent)
    return tree


def _relationship_errors(trees: dict[str, etree._Element], parts: dict[str, bytes]) -> list[str]:
    found: list[str] = []
    lowered = {name.lower() for name in parts}
    types = trees["[Content_Types].xml"]
    stated = {element.get("PartName", "").lower() for element in types}
    extensions = {element.get("Extension", "").lower() for element in types}
    found += [
        f"[Content_Types].xml: states {part} which is not there" for part in stated if part[1:] not in lowered | {""}
    ]
    owners: dict[str, str] = {}
    for name in parts:
        if f"/{name.lower()}" not in stated and name.lower().rpartition(".")[2] not in extensions:
            found.append(f"{name}: has no content type")
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder, file = posixpath.split(name)
        source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        if source and source.lower() not in lowered:
            found.append(f"{name}: belongs to no part")
        ids = [element.get("Id") for element in tree]
        found += [f"{name}: the id {i} is there twice" for i in set(ids) if ids.count(i) > 1]
        for element in tree:
            target, kind = element.get("Target", ""), element.get("Type", "").rpartition("/")[2]
            if element.get("TargetMode") == "External" or target.startswith("#"):
                continue
            base = "" if target.startswith("/") else posixpath.dirname(source)
            part = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
            if part.lower() not in lowered:
                found.append(f"{name}: leads to {kind} {part} which is not there")
            elif kind in ("drawing", "table", "comments", "vmlDrawing", "chart"):
                if part.lower() in owners:
                    found.append(f"{part}: belongs to both {owners[part.lower()]} and {source}")
                owners[part.lower()] = source
    return found


def _identifier_errors(trees: dict[str, etree._Element], parts: dict[str, bytes]) -> list[str]:
    """Every `r:id` and its like needs a relationship of its part; VML, which is not always XML, is searched as text."""
    used: dict[str, set[str]] = {}
    for name, tree in trees.items():
        ids = {v for e in tree.iter(etree.Element) for k, v in e.attrib.items() if k.startswith(_RELATIONSHIP_ID[:-2])}
        used[name] = ids - {""}
    for name, content in parts.items():
        if name.lower().endswith(".vml"):
            used[name] = {i.decode() for i in re.findall(rb'\bo:relid="([^"]+)"', content)}
    found: list[str] = []
    for name, ids in used.items():
        folder, file = posixpath.split(name)
        rels = trees.get(posixpath.join(folder, "_rels", f"{file}.rels"))
        known = {element.get("Id", "") for element in rels} if rels is not None else set()
        found += [f"{name}: uses the relationship {i}, which it has not" for i in ids - known]
    return found


def _workbook_errors(trees: dict[str, etree._Element]) -> list[str]:
    """What no schema says and Excel repairs: order and uniqueness."""
    found: list[str] = []
    book = next((t for t in trees.values() if t.tag == f"{_MAIN}workbook"), None)
    if book is not None:
        sheets = book.findall(f"{_MAIN}sheets/{_MAIN}sheet")
        for attribute in ("name", "sheetId", _RELATIONSHIP_ID):
            values = [sheet.get(attribute, "").lower() for sheet in sheets]
            found += [f"workbook: {attribute} {v!r} is there twice" for v in set(values) if values.count(v) > 1]
        names = [(n.get("name", "").lower(), n.get("localSheetId")) for n in book.iter(f"{_MAIN}definedName")]
        found += [f"workbook: name {n} is there twice" for n in set(names) if names.count(n) > 1]
        found += [f"workbook: name {n} of a sheet that is not there" for n, i in names if i and int(i) >= len(sheets)]
        for view in book.iter(f"{_MAIN}workbookView"):
            if int(view.get("activeTab", "0")) >= len(sheets):
                found.append("workbook: the active tab is not there")
    tables = [t for t in trees.values() if t.tag == f"{_MAIN}table"]
    for attribute in ("id", "displayName"):
        values = [table.get(attribute, "").lower() for table in tables]
        found += [f"tables: {attribute} {v} is there twice" for v in set(values) if values.count(v) > 1]
    strings = next((t for t in trees.values() if t.tag == f"{_MAIN}sst"), None)
    count = 0 if strings is None else len(strings.findall(f"{_MAIN}si"))
    for name, tree in trees.items():
        if tree.tag == f"{_MAIN}worksheet":
            found += [f"{name}: {error}" for error in _sheet_errors(tree, count)]
    return found


def _sheet_errors(sheet: etree._Element, strings: int) -> list[str]:
    found: list[str] = []
    last_row = 0
    for row in sheet.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
        number = int(row.get("r", last_row + 1))
        if number <= last_row:
            found.append(f"row {number} comes after row {last_row}")
        last_row, last_column = number, 0
        for cell in row.iterfind(f"{_MAIN}c"):
            match = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.get("r", ""))
            if match is None:
                continue
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
            if column <= last_column or int(match[2]) != number:
                found.append(f"cell {cell.get('r')} is out of order in row {number}")
            last_column = column
            if cell.get("t") == "s" and int(cell.findtext(f"{_MAIN}v", "0")) >= strings:
                found.append(f"cell {cell.get('r')} uses a string that is not there")
    return found
