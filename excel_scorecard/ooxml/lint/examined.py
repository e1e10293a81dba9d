"""Examined: one workbook laid open for the rules, whatever state it is in. Nothing here raises for what a file holds.

Knows parts, sheets, cells and the lengths of the lists they point into. What of it is wrong is the rules' to say.
"""

import math
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import LAST_COLUMN, LAST_ROW, Area, address, quoted, row_and_column
from excel_scorecard.ooxml.markup import RELATIONSHIPS, Element, local_name, main
from excel_scorecard.ooxml.package import TYPES_PART, Package, Relationship

_ID = f"{{{RELATIONSHIPS}}}id"
_ROW, _CELL = main("row"), main("c")


def whole(element: Element | None, name: str, otherwise: int | None = None) -> int | None:
    """A whole number in an attribute; `otherwise` where there is none, None where it is something else."""
    text = None if element is None else element.get(name)
    if text is None:
        return otherwise
    return int(text) if text.strip().removeprefix("-").isdecimal() and len(text) < 19 else None


def decimal(element: Element | None, name: str) -> float | None:
    """A number in an attribute, None where there is none."""
    try:
        found = float("" if element is None else element.get(name, ""))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def area(text: str | None) -> Area | None:
    """A range, None where the text is none on a sheet."""
    try:
        found = Area.parse(text or "")
    except ValueError:
        return None
    return found if found.last_row <= LAST_ROW and found.last_column <= LAST_COLUMN else None


class Cell(NamedTuple):
    """A cell where the file puts it."""

    row: int
    column: int
    element: Element

    @property
    def formula(self) -> Element | None:
        """Its formula element."""
        return self.element.find(main("f"))

    @property
    def text(self) -> str | None:
        """What stands in its `v`: a number, an index, a word."""
        return self.element.findtext(main("v"))


class ExaminedSheet:
    """One sheet: `kind` is worksheet, chartsheet or the like; `root` None where its part cannot be read."""

    def __init__(self, name: str, element: Element, kind: str, part: str | None, root: Element | None) -> None:
        self.name = name
        self.element = element
        self.kind = kind
        self.part = part
        self.root = root

    def at(self, place: str) -> str:
        """`'My sheet'!B7`."""
        return f"{quoted(self.name)}!{place}"

    def cell(self, found: Cell) -> str:
        """The place of a cell."""
        return self.at(address(found.row, found.column))

    def find(self, name: str) -> Element | None:
        """A child of the worksheet."""
        return None if self.root is None else self.root.find(main(name))

    def all(self, path: str) -> list[Element]:
        """Elements of the main namespace: `mergeCells/mergeCell`."""
        return [] if self.root is None else self.root.findall("/".join(main(step) for step in path.split("/")))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells whose place can be told, in the file's order."""
        return tuple(found for found, _ in self._walk() if found is not None)

    @cached_property
    def by_place(self) -> dict[tuple[int, int], Cell]:
        """The same by row and column."""
        return {(cell.row, cell.column): cell for cell in self.cells}

    @cached_property
    def misplaced(self) -> tuple[tuple[str, str], ...]:
        """Rows and cells that cannot stand where the file puts them: (place, what)."""
        return tuple(fault for _, fault in self._walk() if fault is not None)

    def _walk(self) -> Iterator[tuple[Cell | None, tuple[str, str] | None]]:
        last_row = 0
        for row in self.all("sheetData/row"):
            number = whole(row, "r", last_row + 1)
            if number is None or not 1 <= number <= LAST_ROW:
                yield None, (f"{row.get('r')}:{row.get('r')}", "no sheet has such a row")
                continue
            if number <= last_row:
                yield None, (f"{number}:{number}", f"row {number} comes after row {last_row}")
            last_row, last_column = max(number, last_row), 0
            for cell in row.iterchildren(_CELL):
                text = cell.get("r")
                try:
                    place = row_and_column(text) if text is not None else (number, last_column + 1)
                except ValueError:
                    yield None, (str(text), f"{text!r} is no cell")
                    continue
                fault = None
                if place[0] != number:
                    fault = (str(text), f"cell {text} stands in row {number}")
                elif place[1] <= last_column:
                    fault = (str(text), f"cell {text} comes after {address(number, last_column)}")
                last_column = max(last_column, place[1])
                yield Cell(*place, cell), fault

    @cached_property
    def merged(self) -> tuple[Area, ...]:
        """The merged ranges."""
        found = (area(e.get("ref")) for e in self.all("mergeCells/mergeCell"))
        return tuple(one for one in found if one is not None)


class Examined:
    """The parts and sheets of one package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.unreadable: dict[str, str] = {}
        self.trees: dict[str, Element] = {}
        for part in package.names():
            try:
                if self._is_xml(part):
                    self.trees[part] = package.read(part)
                else:
                    package.bytes(part)  # its checksum
            except TemplateError as error:
                self.unreadable[part] = error.what
        self.book_part = package.main_part()
        self.book = self.trees.get(self.book_part)

    def _is_xml(self, part: str) -> bool:
        kind = (self.package.content_type(part) or "").lower()
        if part == TYPES_PART or part.lower().endswith(".rels"):
            return True
        return kind.endswith(("+xml", "/xml"))  # VML is of another type, and not always XML

    def tree(self, part: str) -> Element | None:
        """The root of a part that can be read."""
        return self.trees.get(part)

    def parts_of(self, part: str, kind: str) -> list[str]:
        """The parts that a part points at by relationships of one kind."""
        return [r.part for r in self.relationships(part) if r.kind == kind and r.part is not None]

    def relationships(self, part: str) -> list[Relationship]:
        """What a part points at; nothing where that cannot be read."""
        folder, slash, name = part.rpartition("/")
        if f"{folder}{slash}_rels/{name}.rels".lower() in {bad.lower() for bad in self.unreadable}:
            return []
        return self.package.relationships(part)

    @cached_property
    def sheets(self) -> tuple[ExaminedSheet, ...]:
        """All sheets in their order."""
        if self.book is None:
            return ()
        by_id = {r.id: r for r in self.relationships(self.book_part)}
        found = []
        for element in self.book.iterfind(f"{main('sheets')}/{main('sheet')}"):
            leads = by_id.get(element.get(_ID, ""))
            part = leads.part if leads else None
            root = self.tree(part) if part else None
            found.append(ExaminedSheet(element.get("name", ""), element, leads.kind if leads else "", part, root))
        return tuple(found)

    @property
    def worksheets(self) -> tuple[ExaminedSheet, ...]:
        """The sheets that have cells and can be read."""
        return tuple(s for s in self.sheets if s.root is not None and local_name(s.root) == "worksheet")

    @cached_property
    def styles(self) -> Element | None:
        """The root of the styles' part."""
        found = self.parts_of(self.book_part, "styles")
        return self.tree(found[0]) if found else None

    def style_count(self, group: str) -> int:
        """How many entries a list of the styles has: `cellXfs`, `dxfs`, `fonts`."""
        return self._style_counts.get(main(group), 0)

    @cached_property
    def _style_counts(self) -> dict[str, int]:
        groups = () if self.styles is None else self.styles
        return {str(group.tag): sum(1 for child in group if isinstance(child.tag, str)) for group in groups}

    @cached_property
    def strings(self) -> list[Element]:
        """The shared strings."""
        found = self.parts_of(self.book_part, "sharedStrings")
        root = self.tree(found[0]) if found else None
        return [] if root is None else root.findall(main("si"))

    def of_kind(self, kind: str) -> Iterator[tuple[ExaminedSheet, str, Element]]:
        """The parts of one kind that sheets own, with their sheet: tables, drawings, comments."""
        for sheet in self.sheets:
            for part in self.parts_of(sheet.part, kind) if sheet.part else ():
                root = self.tree(part)
                if root is not None:
                    yield sheet, part, root
