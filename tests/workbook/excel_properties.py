"""A workbook's properties and custom XML as Excel, a SharePoint library and Document Inspector leave them."""

import datetime

from lxml import etree

from tests.workbook.excel_package import Opened, child, quoted, with_namespaces

CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
DC, DCTERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
EXTENDED_NS = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
VECTOR_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
SAVED = datetime.datetime(2026, 4, 20, 9, 30, tzinfo=datetime.UTC)

# what a SharePoint library puts into a workbook: namespaces and their parts' roots
METADATA = "http://schemas.microsoft.com/office/2006/metadata"
FORMS = "http://schemas.microsoft.com/sharepoint/v3/contenttype/forms"
LIBRARY = {
    FORMS: "<FormTemplates><Display>DocumentLibraryForm</Display></FormTemplates>",
    f"{METADATA}/contentType": '<contentTypeSchema contentTypeName="Document" contentTypeID="0x010100"/>',
    f"{METADATA}/properties": "<properties><documentManagement/></properties>",
}


def write_properties(book: Opened, by: str, *, inspected: bool) -> None:
    """Who saved it, when, and what there is in it."""
    _titles(book)
    if "docProps/core.xml" not in book.parts:
        return
    core = book.tree("docProps/core.xml")
    said = {f"{DCTERMS}modified": f"{SAVED:%Y-%m-%dT%H:%M:%SZ}"} | ({} if inspected else {f"{CORE}lastModifiedBy": by})
    for tag, text in said.items():
        element = core.find(tag)
        if element is None:
            element = etree.SubElement(core, tag)
        element.text = text
        if tag == f"{DCTERMS}modified":
            element.set("{http://www.w3.org/2001/XMLSchema-instance}type", "dcterms:W3CDTF")


def _titles(book: Opened) -> None:
    """The list of sheets and names that app.xml keeps."""
    if "docProps/app.xml" not in book.parts:
        return
    app, sheets = book.tree("docProps/app.xml"), book.sheet_names()
    space, types = f"{{{EXTENDED_NS}}}", f"{{{VECTOR_NS}}}"
    names = [
        e.get("name", "")
        if e.get("localSheetId") is None
        else f"{quoted(sheets[int(e.get('localSheetId', '0'))])}!{name}"
        for e in book.defined_names()
        if (name := e.get("name", "").removeprefix("_xlnm."))
    ]
    for tag in ("HeadingPairs", "TitlesOfParts"):
        for element in app.findall(f"{space}{tag}"):
            app.remove(element)
    pairs = etree.SubElement(etree.SubElement(app, f"{space}HeadingPairs"), f"{types}vector", baseType="variant")
    titles = etree.SubElement(etree.SubElement(app, f"{space}TitlesOfParts"), f"{types}vector", baseType="lpstr")
    for heading, said in (("Worksheets", sheets), ("Named Ranges", names)):
        if said:
            etree.SubElement(etree.SubElement(pairs, f"{types}variant"), f"{types}lpstr").text = heading
            etree.SubElement(etree.SubElement(pairs, f"{types}variant"), f"{types}i4").text = str(len(said))
        for title in said:
            etree.SubElement(titles, f"{types}lpstr").text = title
    pairs.set("size", str(len(pairs)))
    titles.set("size", str(len(titles)))


def inspect(book: Opened) -> None:
    """Document Inspector: no custom XML, no custom properties, no author, title, keywords."""
    for holder in ("", "xl/workbook.xml"):
        for one in [*book.related(holder, "customXml"), *book.related(holder, "custom-properties")]:
            for properties in book.related(one.target, "customXmlProps"):
                book.drop(properties.target)
            book.unrelate(holder, one.id)
            book.drop(one.target)
    core = book.tree("docProps/core.xml")
    for element in list(core):
        if element.tag.partition("}")[2] not in ("created", "modified"):
            core.remove(element)
    child(book.workbook, "workbookPr").set("filterPrivacy", "1")


def upload(book: Opened) -> None:
    """What a SharePoint library puts into an uploaded workbook: three custom XML parts and a content type's id."""
    for place, (namespace, root) in enumerate(LIBRARY.items()):
        _custom_xml(book, root, namespace, place)
    if not book.related("", "custom-properties"):
        custom = (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
            '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="ContentTypeId">'
            "<vt:lpwstr>0x010100</vt:lpwstr></property></Properties>"
        )
        book.add("docProps/custom.xml", custom.encode(), CUSTOM_TYPE)
        book.relate("", "custom-properties", "docProps/custom.xml")


def _custom_xml(book: Opened, text: str, namespace: str, place: int) -> None:
    item = book.free_part("customXml/item{}.xml")
    properties = item.replace("item", "itemProps")
    stated = (
        '<ds:datastoreItem ds:itemID="{' + f"0F2A6B0C-5B5B-4C1E-9C53-1B2C3D4E5F6{place}" + '}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{namespace}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    root = with_namespaces(etree.fromstring(text), {None: namespace})
    for element in root.iter():
        element.tag = f"{{{namespace}}}{element.tag}"
    book.parts[item] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    book.default_type("xml", "application/xml")
    book.add(properties, stated.encode(), PROPERTIES_TYPE)
    book.relate(item, "customXmlProps", properties)
    book.relate("xl/workbook.xml", "customXml", item)
