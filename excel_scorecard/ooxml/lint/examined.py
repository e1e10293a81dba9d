"""Examined: one workbook laid open for the rules, whatever state it is in. Nothing here raises for what a file holds.

Knows parts and sheets, the texts and looks of cells, and the lengths of the lists they point into. A sheet's own cells
are grid.py's; what of it all is wrong is the rules' to say.
"""

from collections.abc import Iterator
from functools import cached_property

from excel_scorecard.errors import TemplateError, TooLargeToRead
from excel_scorecard.ooxml.lint.grid import Cell, ExaminedSheet
from excel_scorecard.ooxml.looks import Look, Looks
from excel_scorecard.ooxml.looks import Rule as Asked
from excel_scorecard.ooxml.markup import RELATIONSHIPS, Element, local_name, main
from excel_scorecard.ooxml.package import TYPES_PART, Package, Relationship
from excel_scorecard.ooxml.sheet_names import check_count
from excel_scorecard.ooxml.strings import plain_text, unescaped
from excel_scorecard.ooxml.workbook import Workbook

_ID = f"{{{RELATIONSHIPS}}}id"


class Examined:
    """The parts and sheets of one package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.unreadable: dict[str, str] = {}
        self.too_large: dict[str, str] = {}  # not damaged, as far as that can be told without a tree
        self.trees: dict[str, Element] = {}
        for part in package.names():
            try:
                if self._is_xml(part):
                    self.trees[part] = package.read(part)
                elif part.lower().endswith(".vml"):
                    package.bytes(part)  # a rule looks into it
                else:
                    package.verify(part)
            except TemplateError as error:
                (self.too_large if isinstance(error, TooLargeToRead) else self.unreadable)[part] = error.what
        self.book_part = package.main_part()
        self.book = self.trees.get(self.book_part)
        if self.book is not None:
            check_count(self.book, package.name)

    def _is_xml(self, part: str) -> bool:
        kind = (self.package.content_type(part) or "").lower()
        if part == TYPES_PART or part.lower().endswith(".rels"):
            return True
        return kind.endswith(("+xml", "/xml"))  # VML is of another type, and not always XML

    def tree(self, part: str) -> Element | None:
        """The root of a part that can be read."""
        return self.trees.get(part)

    def parts_of(self, part: str, kind: str) -> list[str]:
        """The parts that a part points at by relationships of one kind, each once."""
        found = (r.part for r in self.relationships(part) if r.kind == kind and r.part is not None)
        return list(dict.fromkeys(found))

    @cached_property
    def _lowered_unreadable(self) -> frozenset[str]:
        return frozenset(part.lower() for part in (*self.unreadable, *self.too_large))

    def relationships(self, part: str) -> list[Relationship]:
        """What a part points at; nothing where that cannot be read."""
        folder, slash, name = part.rpartition("/")
        if f"{folder}{slash}_rels/{name}.rels".lower() in self._lowered_unreadable:
            return []
        return self.package.relationships(part)

    @cached_property
    def sheets(self) -> tuple[ExaminedSheet, ...]:
        """All sheets in their order."""
        if self.book is None:
            return ()
        by_id = {r.id: r for r in self.relationships(self.book_part)}
        found = []
        for position, element in enumerate(self.book.iterfind(f"{main('sheets')}/{main('sheet')}")):
            leads = by_id.get(element.get(_ID, ""))
            part = leads.part if leads else None
            root = self.tree(part) if part else None
            kind = leads.kind if leads else ""
            found.append(ExaminedSheet(position, element.get("name", ""), element, kind, part, root))
        return tuple(found)

    @cached_property
    def worksheets(self) -> tuple[ExaminedSheet, ...]:
        """The sheets that have cells and can be read."""
        return tuple(s for s in self.sheets if s.root is not None and local_name(s.root) == "worksheet")

    @cached_property
    def _sheet_of(self) -> dict[str, str]:
        found = {sheet.part: sheet.name for sheet in self.sheets if sheet.part}
        for sheet, drawing, _ in self.of_kind("drawing"):
            found[drawing] = sheet.name
            found |= dict.fromkeys(self.parts_of(drawing, "chart"), sheet.name)
        return found

    def place(self, part: str) -> str:
        """The sheet that a part is or hangs on, the part's own name where it is none's."""
        return self._sheet_of.get(part, part)

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

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The same as Excel shows them."""
        return tuple(plain_text(item) for item in self.strings)

    def text(self, cell: Cell | None) -> str | None:
        """The text in a cell, a formula's cached one included; None for numbers and the like."""
        if cell is None:
            return None
        kind, number = cell.element.get("t", "n"), cell.shared
        if number is not None:
            return self.texts[number] if 0 <= number < len(self.texts) else None
        if kind == "inlineStr":
            inline = cell.element.find(main("is"))
            return None if inline is None else plain_text(inline)
        return unescaped(cell.text or "") if kind == "str" else None

    @cached_property
    def _looks(self) -> Looks | None:
        try:
            return Looks(Workbook(self.package))
        except (TemplateError, ValueError):
            return None  # R-PART and R-SHEET-ID say what is wrong

    @cached_property
    def _known_looks(self) -> dict[int, Look | None]:
        return {}

    def look(self, style: int) -> Look | None:
        """How cells of a style look; None where that cannot be told."""
        if style not in self._known_looks:
            try:
                self._known_looks[style] = None if self._looks is None else self._looks.of_style(style)
            except (TemplateError, ValueError):
                self._known_looks[style] = None  # R-PART and R-STYLE-LIST say what is wrong
        return self._known_looks[style]

    def asked(self, sheet: ExaminedSheet) -> list[Asked]:
        """A sheet's conditional formats with their looks; none where they cannot be read."""
        if self._looks is None or sheet.root is None:
            return []
        try:
            return self._looks.rules_of(sheet.root)
        except (TemplateError, ValueError):
            return []  # R-RANGE and R-FORMAT say what is wrong

    def of_kind(self, kind: str) -> Iterator[tuple[ExaminedSheet, str, Element]]:
        """The parts of one kind that sheets own, with their sheet: tables, drawings, comments."""
        for sheet in self.sheets:
            for part, root in self.owned(sheet, kind):
                yield sheet, part, root

    def owned(self, sheet: ExaminedSheet, kind: str) -> Iterator[tuple[str, Element]]:
        """The parts of one kind that a sheet owns."""
        for part in self.parts_of(sheet.part, kind) if sheet.part else ():
            root = self.tree(part)
            if root is not None:
                yield part, root
