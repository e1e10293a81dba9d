"""A workbook saved as Excel saves one: the same content, and hardly a byte or a name inside the package the same.

Excel writes every part anew. Parts, relationships, texts and looks get other numbers, the calculation chain is made,
and the properties say who saved it. Nothing of the package under test is used.
"""

import posixpath
import random
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from tests.workbook.excel_package import (
    MAIN,
    MAIN_NS,
    OFFICE,
    TYPES,
    Element,
    Opened,
    at,
    child,
    column_of,
    escaped,
    number,
    rels_of,
    row_of,
    text_of,
    with_namespaces,
)
from tests.workbook.excel_properties import SAVED, inspect, upload, write_properties

X14AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
XR = "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
CHAIN, CHAIN_TYPE = "xl/calcChain.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"

# parts that Excel numbers: what stands before the number, and after it
NUMBERED = re.compile(
    r"(xl/(?:worksheets/sheet|tables/table|drawings/drawing|drawings/vmlDrawing|charts/(?:chart|style|colors)|comments|"
    r"comments/comment|threadedComments/threadedComment|media/image)|customXml/item(?:Props)?)(\d+)(\.\w+)"
)
DXF_IDS = (
    "dxfId", "headerRowDxfId", "dataDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId",
    "totalsRowBorderDxfId",
)  # fmt: skip


def saved_as_excel(
    path: Path, out: Path, seed: int, *, by: str = "A. Officer", sharepoint: bool = False, inspected: bool = False
) -> Path:
    """Save the workbook at `path` as Excel would, to `out` (which may be `path`).

    Args:
        seed: which numbers things get.
        by: the officer whose name is in the properties.
        sharepoint: it was uploaded to a SharePoint library: that adds custom XML and custom properties.
        inspected: Document Inspector was run first: it takes out custom XML and the properties.
    """
    book, chance = Opened(path), random.Random(seed)  # noqa: S311  # not for secrets
    if inspected:
        inspect(book)
    if sharepoint:
        upload(book)
    _pool_strings(book, chance)
    _renumber_formats(book, chance)
    _renumber_differential(book, chance)
    _sort_names(book)
    _write_sheets_anew(book, chance)
    _calculation_chain(book)
    write_properties(book, by, inspected=inspected)
    _renumber_relationships(book, chance)
    members = _renamed_parts(book, chance)
    return _zipped(members, out)


# ---- texts -----------------------------------------------------------------------------------------------------------


def _pool_strings(book: Opened, chance: random.Random) -> None:
    """All texts in one new table, each once, in another order; what no cell says is left out."""
    there = book.tree("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in book.parts else None
    uses: list[tuple[Element, Element]] = []
    for _, _, tree in book.sheets():
        for cell in tree.iter(f"{MAIN}c"):
            if cell.get("t") == "s" and there is not None:
                uses.append((cell, there[int(cell.findtext(f"{MAIN}v", ""))]))
            elif cell.get("t") == "inlineStr":
                uses.append((cell, child(cell, "is")))
    pooled: dict[bytes, Element] = {}
    for _, string in uses:
        pooled.setdefault(_as_entry(string), string)
    order = list(pooled)
    chance.shuffle(order)
    entries = [etree.fromstring(entry) for entry in order]
    table = etree.Element(f"{MAIN}sst", nsmap={None: MAIN_NS}, count=str(len(uses)), uniqueCount=str(len(entries)))
    table.extend(entries)
    places = {entry: place for place, entry in enumerate(order)}
    for cell, string in uses:
        entry = _as_entry(string)
        for inner in list(cell):
            cell.remove(inner)
        cell.set("t", "s")
        etree.SubElement(cell, f"{MAIN}v").text = str(places[entry])
    if there is None:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        book.add("xl/sharedStrings.xml", b"", kind)
        book.relate("xl/workbook.xml", "sharedStrings", "xl/sharedStrings.xml")
    book.put_tree("xl/sharedStrings.xml", table)


def _as_entry(string: Element) -> bytes:
    entry = etree.Element(f"{MAIN}si", nsmap={None: MAIN_NS})
    if not string.findall(f"{MAIN}r"):
        text = etree.SubElement(entry, f"{MAIN}t")
        text.text = escaped(text_of(string))
        if text.text != text.text.strip() or "\n" in text.text:
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    else:
        entry.extend(etree.fromstring(etree.tostring(run)) for run in string if etree.QName(run).localname == "r")
    return etree.tostring(entry)


# ---- looks -----------------------------------------------------------------------------------------------------------


def _renumber_formats(book: Opened, chance: random.Random) -> None:
    """Cell formats in another order; those that nothing uses are left out. The first stays the first."""
    formats = child(book.tree("xl/styles.xml"), "cellXfs")
    users = [
        (element, name)
        for _, _, tree in book.sheets()
        for tag, name in (("c", "s"), ("row", "s"), ("col", "style"))
        for element in tree.iter(f"{MAIN}{tag}")
        if element.get(name) is not None
    ]
    used = sorted({int(element.get(name, "0")) for element, name in users} - {0})
    chance.shuffle(used)
    places = {old: new for new, old in enumerate([0, *used])}
    kept = [formats[old] for old in places]
    for element in list(formats):
        formats.remove(element)
    formats.extend(kept)
    formats.set("count", str(len(kept)))
    for element, name in users:
        element.set(name, str(places[int(element.get(name, "0"))]))


def _renumber_differential(book: Opened, chance: random.Random) -> None:
    """The looks of conditional formats and tables in another order."""
    styles = book.tree("xl/styles.xml")
    looks = styles.find(f"{MAIN}dxfs")
    if looks is None or not len(looks):
        return
    order = list(range(len(looks)))
    chance.shuffle(order)
    kept = [looks[old] for old in order]
    for element in list(looks):
        looks.remove(element)
    looks.extend(kept)
    places = {old: new for new, old in enumerate(order)}
    trees = [tree for _, _, tree in book.sheets()] + [tree for _, _, tree in book.tables()] + [styles]
    for tree in trees:
        for element in tree.iter(f"{MAIN}*"):
            for name in DXF_IDS:
                if element.get(name) is not None:
                    element.set(name, str(places[int(element.get(name, "0"))]))


# ---- sheets ----------------------------------------------------------------------------------------------------------


def _sort_names(book: Opened) -> None:
    names = book.workbook.find(f"{MAIN}definedNames")
    if names is not None:
        plain = sorted(names, key=lambda e: (e.get("name", "").casefold(), int(e.get("localSheetId", "-1"))))
        names.extend(plain)


def _write_sheets_anew(book: Opened, chance: random.Random) -> None:
    for _, part, tree in book.sheets():
        root = with_namespaces(tree, {"mc": MC, "x14ac": X14AC, "xr": XR})
        ignorable = [*root.get(f"{{{MC}}}Ignorable", "").split(), "x14ac", "xr"]
        root.set(f"{{{MC}}}Ignorable", " ".join(dict.fromkeys(ignorable)))
        root.set(f"{{{XR}}}uid", _guid(chance))
        book.put_tree(part, root)
        child(root, "sheetFormatPr").set(f"{{{X14AC}}}dyDescent", "0.25")
        for row in child(root, "sheetData"):
            _row(row)
        _dimension(root)


def _row(row: Element) -> None:
    columns = [column_of(cell.get("r", "")) for cell in row]
    if columns:
        row.set("spans", f"{min(columns)}:{max(columns)}")
    else:
        row.attrib.pop("spans", None)
    row.set(f"{{{X14AC}}}dyDescent", "0.25")
    for cell in row:
        kept = cell.find(f"{MAIN}v")
        if kept is not None and kept.text and cell.get("t", "n") == "n":
            cell.attrib.pop("t", None)
            kept.text = number(float(kept.text))


def _dimension(root: Element) -> None:
    cells = [cell.get("r", "") for cell in root.iter(f"{MAIN}c")]
    if cells:
        rows, columns = [row_of(c) for c in cells], [column_of(c) for c in cells]
        area = f"{at(min(rows), min(columns))}:{at(max(rows), max(columns))}"
        child(root, "dimension").set("ref", area if len(cells) > 1 else cells[0])


def _guid(chance: random.Random) -> str:
    text = f"{chance.getrandbits(128):032X}"
    return "{" + "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:])) + "}"


def _calculation_chain(book: Opened) -> None:
    """Every formula, in the order in which Excel worked them out."""
    for one in book.related("xl/workbook.xml", "calcChain"):
        book.unrelate("xl/workbook.xml", one.id)
        book.drop(one.target)
    ids = {e.get("name"): e.get("sheetId", "") for e in book.sheet_elements()}
    chain = etree.Element(f"{MAIN}calcChain", nsmap={None: MAIN_NS})
    for name, _, tree in book.sheets():
        for formula in tree.iter(f"{MAIN}f"):
            holder = formula.getparent()
            if holder is not None and holder.tag == f"{MAIN}c":
                etree.SubElement(chain, f"{MAIN}c", r=holder.get("r", ""), i=ids[name])
    if len(chain):
        book.add(CHAIN, b"", CHAIN_TYPE)
        book.put_tree(CHAIN, chain)
        book.relate("xl/workbook.xml", "calcChain", CHAIN)


# ---- the package -----------------------------------------------------------------------------------------------------


def _renumber_relationships(book: Opened, chance: random.Random) -> None:
    """Other ids everywhere, in another order, and in the parts that use them."""
    for rels in [name for name in book.parts if name.endswith(".rels")]:
        folder, file = posixpath.split(rels)
        owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels")).lstrip("/")
        tree = book.tree(rels)
        elements = list(tree)
        chance.shuffle(elements)
        ids = {element.get("Id", ""): f"rId{place}" for place, element in enumerate(elements, 1)}
        for element in elements:
            element.set("Id", ids[element.get("Id", "")])
            tree.append(element)
        if owner.endswith(".vml"):
            book.parts[owner] = re.sub(
                rb'(o:relid|r:id)="(\w+)"',
                lambda found, ids=ids: found[1] + b'="' + ids[found[2].decode()].encode() + b'"',  # type: ignore[misc]
                book.parts[owner],
            )
        elif owner in book.parts and owner.endswith(".xml"):
            for element in book.tree(owner).iter(etree.Element):
                for name, value in element.attrib.items():
                    if str(name).startswith(OFFICE) and value in ids:
                        element.set(name, ids[str(value)])


def _renamed_parts(book: Opened, chance: random.Random) -> dict[str, bytes]:
    """Parts under other numbers, and all that leads to them."""
    families: dict[tuple[str, str], list[str]] = {}
    for part in book.parts:
        found = NUMBERED.fullmatch(part)
        if found and "itemProps" not in part:
            families.setdefault((found[1], found[3] if "media" not in part else ""), []).append(part)
    names: dict[str, str] = {}
    for (start, _), parts in families.items():
        numbers = list(range(1, len(parts) + 1))
        chance.shuffle(numbers)
        for part, place in zip(parts, numbers, strict=True):
            found = NUMBERED.fullmatch(part)
            names[part] = f"{start}{place}{'' if found is None else found[3]}"
            if start == "customXml/item":
                for one in book.related(part, "customXmlProps"):
                    names[one.target] = f"customXml/itemProps{place}.xml"
    targets = {
        (rels, element.get("Id")): one.target
        for rels in book.parts
        if rels.endswith(".rels")
        for element, one in zip(book.tree(rels), book.related(_owner(rels)), strict=True)
        if not one.is_outside
    }
    for (rels, identity), target in targets.items():
        owner = _owner(rels)
        renamed, base = names.get(target, target), posixpath.dirname(names.get(owner, owner))
        element = next(e for e in book.tree(rels) if e.get("Id") == identity)
        element.set("Target", posixpath.relpath(renamed, base or "."))
    for override in book.tree("[Content_Types].xml").iter(f"{TYPES}Override"):
        part = override.get("PartName", "")[1:]
        override.set("PartName", f"/{names.get(part, part)}")
    renamed_rels = {rels_of(old): rels_of(new) for old, new in names.items()}
    return {names.get(p, renamed_rels.get(p, p)): content for p, content in book.to_parts().items()}


def _owner(rels: str) -> str:
    folder, file = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels")).lstrip("/")


FIRST = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")


def _zipped(members: dict[str, bytes], out: Path) -> Path:
    order: Iterable[str] = (*(p for p in FIRST if p in members), *sorted(p for p in members if p not in FIRST))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in order:
            archive.writestr(zipfile.ZipInfo(name, SAVED.timetuple()[:6]), members[name], zipfile.ZIP_DEFLATED)
    return out
