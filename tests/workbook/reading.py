"""Reading and editing built workbooks as other programs would: zipfile, lxml and openpyxl.

Knows nothing of the package under test, so that a fault there cannot hide itself. Addresses are `B7`; a place is
(sheet, address).
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel

from tests.libreoffice import cells

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TOLERANCE = 1e-9  # LibreOffice saves numbers with 15 digits

Place = tuple[str, str]
REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!,()=]+))!(\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)")


def parts(path: Path) -> dict[str, bytes]:
    """Every part of the package, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(path: Path, members: Mapping[str, bytes]) -> Path:
    """A package of these parts at `path`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def addresses(area: str) -> list[str]:
    """The cells of `$B$2:$C$3`, row by row."""
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    return [f"{get_column_letter(c)}{r}" for r in range(top, bottom + 1) for c in range(left, right + 1)]


def places(reference: str) -> list[Place]:
    """The cells of `'3 A'!$B$2:$B$4`, or of a union of such."""
    found = REFERENCE.findall(reference)
    return [((quoted or plain).replace("''", "'"), cell) for quoted, plain, area in found for cell in addresses(area)]


def same(one: object, other: object) -> bool:
    """Whether two cells say the same: text for text, numbers to 1e-9, a blank and an empty text alike."""
    one, other = (None if value == "" else value for value in (one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= TOLERANCE * max(1.0, abs(one))
    return one == other


@dataclass(frozen=True)
class TableRead:
    """An Excel Table as its part states it."""

    name: str
    sheet: str
    area: str
    columns: tuple[str, ...]
    totals: int  # rows under the body

    def column(self, header: str) -> list[Place]:
        """The body's cells of the column under the header cell `header` (an address)."""
        _, top, _, bottom = range_boundaries(self.area)
        letters = re.sub("[0-9]", "", header)
        return [(self.sheet, f"{letters}{row}") for row in range(top + 1, bottom + 1 - self.totals)]


@dataclass(frozen=True)
class Plotted:
    """A range that a chart reads, with what the chart keeps of it: `kept` by position, `count` cells in all."""

    sheet: str  # whose drawing the chart is on
    kind: str  # val, cat or tx (names and titles)
    reference: str
    count: int
    kept: Mapping[int, str]
    is_number: bool


class Book:
    """A workbook, read. Everything is read once, when first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def parts(self) -> dict[str, bytes]:
        return parts(self.path)

    @cached_property
    def cells(self) -> dict[Place, object]:
        """Values by place; of a formula the cached one."""
        return cells(self.path)

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The part of each sheet by its name, in the workbook's order."""
        targets = dict(self.relationships("xl/workbook.xml"))
        return {
            sheet.get("name", ""): targets[sheet.get(RELATIONSHIP_ID, "")]
            for sheet in self._tree("xl/workbook.xml").iter(f"{MAIN}sheet")
        }

    @cached_property
    def names(self) -> dict[tuple[str | None, str], str]:
        """References of defined names by (sheet or None, name)."""
        order = list(self.sheets)
        found: dict[tuple[str | None, str], str] = {}
        for name in self._tree("xl/workbook.xml").iter(f"{MAIN}definedName"):
            local = name.get("localSheetId")
            found[None if local is None else order[int(local)], name.get("name", "")] = name.text or ""
        return found

    @cached_property
    def formulas(self) -> dict[Place, str]:
        """Formulas by place, as they stand in the file."""
        return {
            (sheet, cell.get("r", "")): cell.findtext(f"{MAIN}f") or ""
            for sheet, part in self.sheets.items()
            for cell in self._tree(part).iter(f"{MAIN}c")
            if cell.find(f"{MAIN}f") is not None
        }

    @cached_property
    def tables(self) -> dict[str, TableRead]:
        found: dict[str, TableRead] = {}
        for sheet, part in self.sheets.items():
            for _, target in self.relationships(part):
                if target.startswith("xl/tables/"):
                    tree = self._tree(target)
                    columns = tuple(c.get("name", "") for c in tree.iter(f"{MAIN}tableColumn"))
                    name = tree.get("displayName", "")
                    found[name] = TableRead(
                        name, sheet, tree.get("ref", ""), columns, int(tree.get("totalsRowCount", "0"))
                    )
        return found

    @cached_property
    def plotted(self) -> list[Plotted]:
        """Everything that the workbook's charts read."""
        return [
            _plotted(sheet, node)
            for sheet, chart in self.charts
            for node in self._tree(chart).iter(f"{CHART}numRef", f"{CHART}strRef")
        ]

    @cached_property
    def charts(self) -> list[tuple[str, str]]:
        """(sheet, part) of every chart that a sheet's drawing shows."""
        return [
            (sheet, chart)
            for sheet, part in self.sheets.items()
            for _, drawing in self.relationships(part)
            if drawing.startswith("xl/drawings/")
            for _, chart in self.relationships(drawing)
            if chart.startswith("xl/charts/")
        ]

    def indicators(self) -> dict[str, str]:
        """The indicators' sheets by id."""
        return {str(self.slot(sheet, "indicator_id")): sheet for sheet, name in self.names if name == "indicator_id"}

    def places(self, sheet: str, name: str) -> list[Place]:
        """The cells of a sheet's name."""
        return places(self.names[sheet, name])

    def slot(self, sheet: str, name: str) -> object:
        """The value of a sheet's named cell."""
        return self.cells.get(self.places(sheet, name)[0])

    def column(self, sheet: str, role: str) -> list[Place]:
        """The body's cells of the table column whose header cell has the name `role`."""
        [(_, header)] = self.places(sheet, role)
        table = next(t for t in self.tables.values() if t.sheet == sheet and header in addresses(t.area))
        return table.column(header)

    def month_row(self, sheet: str, role: str, month: date) -> Place:
        """The cell of a Monthly column in the row of a month."""
        months = [self.cells[place] for place in self.column(sheet, "monthly_month")]
        return self.column(sheet, role)[months.index(datetime(month.year, month.month, 1))]  # noqa: DTZ001  # as read

    def relationships(self, part: str) -> Iterator[tuple[str, str]]:
        """(id, part) of what a part leads to inside the package."""
        folder, file = posixpath.split(part)
        rels = self.parts.get(f"{folder}/_rels/{file}.rels".lstrip("/"))
        for element in [] if rels is None else etree.fromstring(rels):
            target = element.get("Target", "")
            if element.get("TargetMode") != "External" and not target.startswith("#"):
                base = "" if target.startswith("/") else folder
                yield element.get("Id", ""), posixpath.normpath(posixpath.join(base, target.lstrip("/")))

    def texts(self) -> Iterator[tuple[str, str]]:
        """(part, text) of every text and attribute in every XML part."""
        for part, content in self.parts.items():
            if part.endswith((".xml", ".rels")):
                for element in etree.fromstring(content).iter(etree.Element):
                    yield from ((part, text) for text in (element.text, *element.attrib.values()) if text)

    def _tree(self, part: str) -> etree._Element:
        return etree.fromstring(self.parts[part])


PLOTS = {"val": "val", "cat": "cat", "tx": "tx", "xVal": "cat", "yVal": "val"}  # the last two of scatter charts


def _plotted(sheet: str, node: etree._Element) -> Plotted:
    ancestors = [etree.QName(a).localname for a in node.iterancestors()]
    kind = next(PLOTS[a] for a in ancestors if a in PLOTS)
    cache = next(child for child in node if etree.QName(child).localname.endswith("Cache"))
    count = cache.find(f"{CHART}ptCount")
    return Plotted(
        sheet=sheet,
        kind=kind,
        reference=node.findtext(f"{CHART}f", ""),
        count=0 if count is None else int(count.get("val", "0")),
        kept={int(pt.get("idx", "0")): pt.findtext(f"{CHART}v", "") for pt in cache.iter(f"{CHART}pt")},
        is_number=etree.QName(node).localname == "numRef",
    )


def as_kept(value: object) -> str | None:
    """A cell's value as a chart's cache writes it; None for a blank cell, of which a chart keeps nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        value = to_excel(value)
    return f"{value:.10g}" if isinstance(value, int | float) else str(value)


def with_cells(path: Path, target: Path, values: Mapping[Place, object]) -> Path:
    """A copy of a workbook in which somebody typed `values` into cells that are there.

    Numbers, texts and months; None clears a cell.
    """
    book = Book(path)
    changed = dict(book.parts)
    for sheet, part in book.sheets.items():
        typed = {address: value for (on, address), value in values.items() if on == sheet}
        if typed:
            tree = etree.fromstring(changed[part])
            found = {cell.get("r", ""): cell for cell in tree.iter(f"{MAIN}c")}
            for address, value in typed.items():
                _type(found[address], value)
            changed[part] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written(target, changed)


def _type(cell: etree._Element, value: object) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if value is None:
        return
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
        text.text = value
        return
    number = to_excel(value) if isinstance(value, date) else value
    etree.SubElement(cell, f"{MAIN}v").text = repr(number)
