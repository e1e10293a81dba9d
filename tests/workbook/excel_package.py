"""A workbook's package opened to be edited by hand, as Excel edits it: parts, relationships, sheets, cells, styles.

Knows zip and lxml alone. Nothing of the package under test is used, so that a fault there cannot hide itself.
"""

import copy
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
DRAWING_NS = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
ART_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART_NS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
MAIN, OFFICE, PACKAGE, TYPES = (f"{{{name}}}" for name in (MAIN_NS, OFFICE_NS, PACKAGE_NS, TYPES_NS))
DRAWING, ART, CHART = (f"{{{name}}}" for name in (DRAWING_NS, ART_NS, CHART_NS))
CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")

# the order of a worksheet's children, as the schema has it
ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip

Element = etree._Element


@dataclass(frozen=True)
class Related:
    """A relationship; `target` is the part's whole name, or the address outside."""

    id: str
    kind: str  # the last word of its type: worksheet, table, drawing
    target: str
    is_outside: bool = False


def row_of(address: str) -> int:
    return int(CELL.fullmatch(address)[2])  # type: ignore[index]  # an address of a cell


def column_of(address: str) -> int:
    return column_index_from_string(CELL.fullmatch(address)[1])  # type: ignore[index]


def at(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def cells_of(area: str) -> list[str]:
    """The cells of `A1:B2`, row by row."""
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    return [at(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


class Opened:
    """A package in memory. Trees are parsed when first asked for and written when the package is."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        self._trees: dict[str, Element] = {}

    # -- parts -------------------------------------------------------------------------------------------------------

    def tree(self, part: str) -> Element:
        if part not in self._trees:
            self._trees[part] = etree.fromstring(self.parts[part])
        return self._trees[part]

    def put_tree(self, part: str, tree: Element) -> None:
        self.parts.setdefault(part, b"")
        self._trees[part] = tree

    def add(self, part: str, content: bytes, content_type: str) -> None:
        """A new part, with the content type that goes with its name."""
        self.parts[part] = content
        self._trees.pop(part, None)
        types = self.tree("[Content_Types].xml")
        etree.SubElement(types, f"{TYPES}Override", PartName=f"/{part}", ContentType=content_type)

    def default_type(self, extension: str, content_type: str) -> None:
        types = self.tree("[Content_Types].xml")
        if not any(d.get("Extension", "").lower() == extension for d in types.iter(f"{TYPES}Default")):
            default = etree.Element(f"{TYPES}Default", Extension=extension, ContentType=content_type)
            types.insert(0, default)

    def drop(self, part: str) -> None:
        """The part, its relationships and its content type; who led to it is left to the caller."""
        for name in (part, rels_of(part)):
            self.parts.pop(name, None)
            self._trees.pop(name, None)
        types = self.tree("[Content_Types].xml")
        for override in types.findall(f"{TYPES}Override"):
            if override.get("PartName") == f"/{part}":
                types.remove(override)

    def content_type(self, part: str) -> str:
        for override in self.tree("[Content_Types].xml").iter(f"{TYPES}Override"):
            if override.get("PartName") == f"/{part}":
                return override.get("ContentType", "")
        return ""

    def free_part(self, pattern: str) -> str:
        """The first name of `xl/tables/table{}.xml` that no part has."""
        number = 1
        while pattern.format(number) in self.parts:
            number += 1
        return pattern.format(number)

    def to_parts(self) -> dict[str, bytes]:
        """Every part as it is now."""
        for part, tree in self._trees.items():
            self.parts[part] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        return self.parts

    def write(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in self.to_parts().items():
                archive.writestr(name, content)
        return path

    # -- relationships -----------------------------------------------------------------------------------------------

    def related(self, part: str, kind: str | None = None) -> list[Related]:
        rels = rels_of(part)
        if rels not in self.parts:
            return []
        found = [_related(part, element) for element in self.tree(rels)]
        return [one for one in found if kind in (None, one.kind)]

    def target(self, part: str, relation: str) -> str:
        return next(one.target for one in self.related(part) if one.id == relation)

    def relate(self, part: str, type_: str, target: str, *, outside: bool = False) -> str:
        """Let `part` lead to `target`. `type_` is whole, or the last word of an Office one. Returns the id."""
        rels = rels_of(part)
        if rels not in self.parts:
            self.put_tree(rels, etree.Element(f"{PACKAGE}Relationships", nsmap={None: PACKAGE_NS}))
        taken = {one.id for one in self.related(part)}
        number = next(n for n in range(1, 10000) if f"rId{n}" not in taken)
        whole = type_ if "/" in type_ else f"{OFFICE_NS}/{type_}"
        place = target if outside else posixpath.relpath(target, posixpath.dirname(part) or ".")
        made = etree.SubElement(self.tree(rels), f"{PACKAGE}Relationship", Id=f"rId{number}", Type=whole, Target=place)
        if outside:
            made.set("TargetMode", "External")
        return f"rId{number}"

    def unrelate(self, part: str, relation: str) -> None:
        rels = self.tree(rels_of(part))
        for element in list(rels):
            if element.get("Id") == relation:
                rels.remove(element)

    # -- sheets ------------------------------------------------------------------------------------------------------

    @property
    def workbook(self) -> Element:
        return self.tree("xl/workbook.xml")

    def sheet_elements(self) -> list[Element]:
        return list(child(self.workbook, "sheets"))

    def sheet_names(self) -> list[str]:
        return [e.get("name", "") for e in self.sheet_elements()]

    def sheet_part(self, name: str) -> str:
        element = next(e for e in self.sheet_elements() if e.get("name") == name)
        return self.target("xl/workbook.xml", element.get(f"{OFFICE}id", ""))

    def sheet(self, name: str) -> Element:
        return self.tree(self.sheet_part(name))

    def sheets(self) -> Iterator[tuple[str, str, Element]]:
        """(name, part, tree) of every worksheet."""
        for name in self.sheet_names():
            part = self.sheet_part(name)
            if etree.QName(self.tree(part)).localname == "worksheet":
                yield name, part, self.tree(part)

    def tables(self, name: str | None = None) -> Iterator[tuple[str, str, Element]]:
        """(sheet's name, part, tree) of every table, or of one sheet's."""
        for sheet in [name] if name else self.sheet_names():
            for one in self.related(self.sheet_part(sheet), "table"):
                yield sheet, one.target, self.tree(one.target)

    def charts(self, name: str | None = None) -> Iterator[tuple[str, str]]:
        """(sheet's name, part) of every chart on a drawing of a sheet."""
        for sheet in [name] if name else self.sheet_names():
            for drawing in self.related(self.sheet_part(sheet), "drawing"):
                for chart in self.related(drawing.target, "chart"):
                    yield sheet, chart.target

    def defined_names(self) -> list[Element]:
        found = self.workbook.find(f"{MAIN}definedNames")
        return [] if found is None else list(found)

    def local(self, sheet: str, name: str) -> str | None:
        """What a sheet's own name refers to."""
        position = str(self.sheet_names().index(sheet))
        for element in self.defined_names():
            if element.get("name") == name and element.get("localSheetId") == position:
                return element.text
        return None

    def places(self, sheet: str, name: str) -> list[str]:
        """The areas that a sheet's own name refers to, without sheet and dollars."""
        return [area.rpartition("!")[2].replace("$", "") for area in split_union(self.local(sheet, name) or "")]

    def place(self, sheet: str, name: str) -> str:
        """The first cell of a sheet's own name."""
        return self.places(sheet, name)[0].partition(":")[0]

    # -- cells -------------------------------------------------------------------------------------------------------

    def find(self, sheet: str, address: str) -> Element | None:
        for row in child(self.sheet(sheet), "sheetData"):
            if row.get("r") == str(row_of(address)):
                return next((c for c in row if c.get("r") == address), None)
        return None

    def row(self, sheet: str, number: int) -> Element:
        """The row, made where there is none."""
        rows = child(self.sheet(sheet), "sheetData")
        before = 0
        for place, row in enumerate(rows):
            if int(row.get("r", "0")) == number:
                return row
            if int(row.get("r", "0")) < number:
                before = place + 1
        made = etree.Element(f"{MAIN}row", r=str(number))
        rows.insert(before, made)
        return made

    def cell(self, sheet: str, address: str) -> Element:
        """The cell, made where there is none."""
        row = self.row(sheet, row_of(address))
        row.attrib.pop("spans", None)
        before = 0
        for place, cell in enumerate(row):
            if cell.get("r") == address:
                return cell
            if column_of(cell.get("r", "")) < column_of(address):
                before = place + 1
        made = etree.Element(f"{MAIN}c", r=address)
        row.insert(before, made)
        return made

    def value(self, sheet: str, address: str) -> float | str | bool | None:
        """What the cell holds; of a formula what is kept of it."""
        cell = self.find(sheet, address)
        return None if cell is None else self.value_of(cell)

    def value_of(self, cell: Element) -> float | str | bool | None:
        kind, kept = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
        if kind == "inlineStr":
            return text_of(child(cell, "is"))
        if kept is None:
            return None
        if kind == "s":
            return text_of(self.tree("xl/sharedStrings.xml")[int(kept)])
        if kind == "b":
            return kept == "1"
        return kept if kind in ("str", "e") else float(kept)

    def type(self, sheet: str, address: str, value: float | str | None) -> None:
        """Type a number or a text into a cell; None clears it. Its style stays."""
        cell = self.cell(sheet, address)
        emptied(cell)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
            text.text = escaped(value)
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            if value[:1] in "=+-@" and value:  # typed with an apostrophe before it
                cell.set("s", str(self.styled(int(cell.get("s", "0")), lambda xf: xf.set("quotePrefix", "1"))))
        elif value is not None:
            etree.SubElement(cell, f"{MAIN}v").text = number(value)

    def write_formula(self, sheet: str, address: str, formula: str, kept: float | str) -> None:
        cell = self.cell(sheet, address)
        emptied(cell)
        etree.SubElement(cell, f"{MAIN}f").text = formula
        etree.SubElement(cell, f"{MAIN}v").text = kept if isinstance(kept, str) else number(kept)
        if isinstance(kept, str):
            cell.set("t", "str")

    def extent(self, sheet: str) -> tuple[int, int]:
        """The last row and the last column in which something stands."""
        cells = [c.get("r", "A1") for c in self.sheet(sheet).iter(f"{MAIN}c")]
        return max((row_of(c) for c in cells), default=1), max((column_of(c) for c in cells), default=1)

    # -- styles ------------------------------------------------------------------------------------------------------

    def styled(self, style: int, change: Callable[[Element], object]) -> int:
        """The number of a new style: the old one, changed."""
        formats = child(self.tree("xl/styles.xml"), "cellXfs")
        made = copy.deepcopy(formats[style])
        change(made)
        formats.append(made)
        formats.set("count", str(len(formats)))
        return len(formats) - 1

    def listed_style(self, kind: str, element: Element) -> int:
        """The number of a new font, fill, number format or differential style."""
        styles = self.tree("xl/styles.xml")
        entries = child(styles, kind)
        entries.append(element)
        entries.set("count", str(len(entries)))
        return len(entries) - 1


# ---- elements --------------------------------------------------------------------------------------------------------


def child(parent: Element, name: str) -> Element:
    """The child of a name, made in the worksheet's order where there is none."""
    found = parent.find(f"{MAIN}{name}")
    if found is not None:
        return found
    made = etree.Element(f"{MAIN}{name}")
    insert_in_order(parent, made)
    return made


def insert_in_order(parent: Element, made: Element) -> None:
    """Put a child of a worksheet where the schema wants it."""
    place = ORDER.index(etree.QName(made).localname)
    before = [e for e in parent if etree.QName(e).localname in ORDER[: place + 1]]
    if before:
        before[-1].addnext(made)
    else:
        parent.insert(0, made)


def emptied(cell: Element) -> None:
    for inner in list(cell):
        cell.remove(inner)
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, None)


def with_namespaces(root: Element, added: dict[str | None, str]) -> Element:
    """The same root that declares more prefixes."""
    made = etree.Element(root.tag, nsmap={**added, **root.nsmap})
    made.attrib.update(root.attrib)
    made.text = root.text
    made.extend(root)
    return made


def escaped(text: str) -> str:
    """A text as Excel stores it: what looks like its code for a character gets one before it."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def text_of(string: Element) -> str:
    """The text of `si` or `is`, without phonetics."""
    texts = [t.text or "" for t in string.iter(f"{MAIN}t") if t.getparent().tag != f"{MAIN}rPh"]  # type: ignore[union-attr]
    return "".join(texts).replace("_x005F_", "_")


def number(value: float) -> str:
    """A number as Excel writes it: 15 digits where they say it, else 17."""
    short = f"{value:.15g}"
    return (short if float(short) == value else f"{value:.17g}").replace("e", "E")


def split_union(reference: str) -> list[str]:
    """`'A, B'!$A$1,Sheet!$B$2` in its parts."""
    return [part for part in re.findall(r"(?:'(?:[^']|'')*'|[^,'])+", reference) if part]


def quoted(sheet: str) -> str:
    """A sheet's name before an exclamation mark."""
    is_plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", sheet) and not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+", sheet)
    return sheet if is_plain else "'" + sheet.replace("'", "''") + "'"


def rels_of(part: str) -> str:
    folder, file = posixpath.split(part)
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def _related(part: str, element: Element) -> Related:
    target, kind = element.get("Target", ""), element.get("Type", "").rpartition("/")[2]
    if element.get("TargetMode") == "External" or target.startswith("#"):
        return Related(element.get("Id", ""), kind, target, is_outside=True)
    base = "" if target.startswith("/") else posixpath.dirname(part)
    whole = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
    return Related(element.get("Id", ""), kind, whole)
