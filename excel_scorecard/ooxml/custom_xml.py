"""Custom XML: parts that a workbook carries for programs, beside what Excel shows. Found by their namespace.

Knows how such a part hangs on the workbook. Excel renames these parts, SharePoint adds its own, LibreOffice hangs them
elsewhere, and the Document Inspector takes them all away: nothing is found by a part's name or by a relationship.
"""

import uuid
from typing import Final

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.ledger import Reason
from excel_scorecard.ooxml.markup import RELATIONSHIPS, Element, new_root
from excel_scorecard.ooxml.package import Package

_PROPERTIES_NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_TYPE: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_KIND: Final = "customXml"
_FOLDER: Final = "customXml/"


def find(package: Package, namespace: str) -> str | None:
    """The part whose root is of that namespace; None where there is none, or none that can be read."""
    mark = namespace.encode()
    for part in package.names():
        lowered = part.lower()
        if not lowered.startswith(_FOLDER.lower()) or not lowered.endswith(".xml"):
            continue
        try:
            if mark in package.bytes(part)[:4000] and etree.QName(package.read(part)).namespace == namespace:
                return part
        except TemplateError:  # another program's, and damaged: it is passed over as it is
            continue
    return None


def put(package: Package, workbook_part: str, root: Element, why: Reason) -> str:
    """Let the workbook carry a part with this root in place of the one of its namespace. Returns the part."""
    namespace = etree.QName(root).namespace or ""
    part = find(package, namespace)
    if part is None:
        part = package.free_name(f"{_FOLDER}item1.xml")
        package.add(part, root, "application/xml", why.words)
    elif etree.tostring(package.read(part), method="c14n") != etree.tostring(root, method="c14n"):
        there = package.edit(part, why)
        there[:] = list(root)
        there.text = root.text
        there.attrib.clear()
        there.attrib.update(root.attrib)
    for relationship in package.relationships(""):
        if relationship.kind == _KIND and relationship.part is None:
            # LibreOffice hangs these parts on the package, by a path that leads nowhere
            package.remove_relationship("", relationship.id)
    if part not in package.related(workbook_part, _KIND):
        package.add_relationship(workbook_part, f"{RELATIONSHIPS}/{_KIND}", part)
    if not package.related(part, "customXmlProps"):
        _add_properties(package, part, namespace, why)
    return part


def _add_properties(package: Package, part: str, namespace: str, why: Reason) -> None:
    """What Excel writes beside each such part: an identifier, here made from the namespace."""
    item = new_root(_PROPERTIES_NAMESPACE, "datastoreItem")
    identifier = f"{{{uuid.uuid5(uuid.NAMESPACE_URL, namespace)}}}".upper()
    item.set(f"{{{_PROPERTIES_NAMESPACE}}}itemID", identifier)
    schemas = etree.SubElement(item, f"{{{_PROPERTIES_NAMESPACE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{_PROPERTIES_NAMESPACE}}}schemaRef").set(f"{{{_PROPERTIES_NAMESPACE}}}uri", namespace)
    name = package.free_name(f"{_FOLDER}itemProps1.xml")
    package.add(name, item, _PROPERTIES_TYPE, why.words)
    package.add_relationship(part, f"{RELATIONSHIPS}/customXmlProps", name)


def remove(package: Package, part: str, why: Reason) -> None:
    """Take a part out, with what describes it and with all that leads to it."""
    beside = package.related(part, "customXmlProps")
    for source in ("", *package.names()):
        if source.lower().endswith(".rels"):
            continue
        for relationship in package.relationships(source):
            if relationship.part == part:
                package.remove_relationship(source, relationship.id)
    for gone in (part, *beside):
        package.remove(gone, why.words)
