"""Properties: the document properties that Excel shows under File > Info, and its list of sheets and names.

Knows docProps/core.xml and docProps/app.xml. Application and version in app.xml are kept: other programs draw by them.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from lxml import etree

from excel_scorecard.ooxml.cells import quoted
from excel_scorecard.ooxml.ledger import PROPERTIES, TITLES
from excel_scorecard.ooxml.markup import PACKAGE_RELATIONSHIPS, local_name, writable
from excel_scorecard.ooxml.package import Package

_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATIONSHIP: Final = f"{PACKAGE_RELATIONSHIPS}/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_TERMS: Final = "http://purl.org/dc/terms/"
_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
_NAMESPACES: Final = {
    "title": _DC, "creator": _DC, "subject": _DC, "description": _DC, "lastModifiedBy": _CORE, "keywords": _CORE,
    "category": _CORE, "contentStatus": _CORE, "created": _TERMS, "modified": _TERMS,
}  # fmt: skip
_EXTENDED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_VARIANT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"


def set_core(package: Package, texts: Mapping[str, str | None], dates: Mapping[str, date | None]) -> None:
    """Set core properties by their element's name; None leaves one as it is. The part is made if it is missing."""
    values = {name: writable(text) for name, text in texts.items() if text is not None}
    values |= {name: _moment(day) for name, day in dates.items() if day is not None}
    if not values:
        return
    found = package.related("", "core-properties")
    root = package.edit(found[0], PROPERTIES) if found else package.read(_new_core(package))
    for name, text in values.items():
        tag = f"{{{_NAMESPACES[name]}}}{name}"
        element = root.find(tag)
        if element is None:
            element = etree.SubElement(root, tag)
        element.text = text
        if name in dates:
            element.set(f"{{{_INSTANCE}}}type", "dcterms:W3CDTF")


def read_core(package: Package) -> dict[str, str]:
    """The core properties that say something, by their element's name: `lastModifiedBy`, `modified`."""
    found = package.related("", "core-properties")
    root = package.read(found[0]) if found else ()
    return {local_name(element): element.text for element in root if element.text}


def _new_core(package: Package) -> str:
    prefixes = {"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "dcmitype": "http://purl.org/dc/dcmitype/", "xsi": _INSTANCE}
    part = "docProps/core.xml" if not package.has("docProps/core.xml") else package.free_name("docProps/core.xml")
    package.add(part, etree.Element(f"{{{_CORE}}}coreProperties", nsmap=prefixes), _CORE_TYPE, PROPERTIES.words)
    package.add_relationship("", _CORE_RELATIONSHIP, part)
    return part


def _moment(day: date) -> str:
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, tzinfo=UTC)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def shown_names(names: list[tuple[str, str | None, str]]) -> list[str]:
    """Names as Excel lists them: `'3 A'!Print_Area` for a sheet's own, built-in ones that it hides left out."""
    shown: list[str] = []
    for name, sheet, _ in names:
        plain = name.removeprefix("_xlnm.")
        if name.startswith("_xlnm.") and plain not in ("Print_Area", "Print_Titles"):
            continue
        shown.append(f"{quoted(sheet)}!{plain}" if sheet else plain)
    return shown


def set_titles(package: Package, groups: tuple[list[str], list[str], list[str]]) -> None:
    """Bring the list of worksheets, chart sheets and names up to date, the headings in the language they are in."""
    found = package.related("", "extended-properties")
    if not found:
        return
    root = package.read(found[0])
    pairs, titles = root.find(f"{_EXTENDED}HeadingPairs"), root.find(f"{_EXTENDED}TitlesOfParts")
    vectors = [next(group.iterchildren("*"), None) for group in (pairs, titles) if group is not None]
    pair_vector, title_vector = vectors if len(vectors) == 2 else (None, None)
    if pairs is None or pair_vector is None or title_vector is None:
        return
    package.edit(found[0], TITLES)
    headings = [e.text or "" for e in pairs.iter(f"{_VARIANT}lpstr")]
    words = ["Worksheets", "Charts", "Named Ranges"]
    if headings:
        words[0] = headings[0]
    if len(headings) == 3:
        words[1:] = headings[1:]
    elif len(headings) == 2:
        words[1 if groups[1] and not groups[2] else 2] = headings[1]
    for vector in (pair_vector, title_vector):
        for child in list(vector):
            vector.remove(child)
    for word, group in zip(words, groups, strict=True):
        if not group:
            continue
        for tag, text in (("lpstr", word), ("i4", str(len(group)))):
            variant = etree.SubElement(pair_vector, f"{_VARIANT}variant")
            etree.SubElement(variant, f"{_VARIANT}{tag}").text = text
        for title in group:
            etree.SubElement(title_vector, f"{_VARIANT}lpstr").text = title
    pair_vector.set("size", str(len(pair_vector)))
    title_vector.set("size", str(len(title_vector)))
