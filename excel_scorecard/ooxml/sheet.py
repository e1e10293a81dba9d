"""Sheet: one worksheet, and what hangs on it. The widths, styles and all else that is not touched stay the template's.

Its cells are contents.py's and grid.py's. What hangs on a sheet has its own files: tables (table.py), charts
(chart.py), shapes (drawing.py), rules over ranges (ranges.py), links and sparklines (links.py), the printed page and
the view (page.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import drawing, links, page, ranges, words
from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.cells import LAST_ROW, Area, address
from excel_scorecard.ooxml.chart import Chart
from excel_scorecard.ooxml.contents import Contents
from excel_scorecard.ooxml.ledger import HEADERS, RULES, SHAPES, VIEW
from excel_scorecard.ooxml.markup import RELATIONSHIPS, main
from excel_scorecard.ooxml.table import Table

if TYPE_CHECKING:
    from excel_scorecard.ooxml.workbook import Workbook

_RELATIONSHIP_ID: Final = f"{{{RELATIONSHIPS}}}id"


class Sheet(Contents):
    """One worksheet. Got from a Workbook; rows and columns are counted from 1."""

    def __init__(self, workbook: "Workbook", name: str, part: str) -> None:
        super().__init__(workbook, name, part)
        self._tables: tuple[Table, ...] | None = None
        self._charts: tuple[Chart, ...] | None = None

    def __repr__(self) -> str:
        return f"Sheet({self.name!r})"

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in the sheet's order."""
        if self._tables is None:
            parts = {r.id: r.part for r in self.workbook.package.relationships(self.part) if r.kind == "table"}
            # a sheet that leads to no table need not be opened for it
            named = self.frame.iterfind(f"{main('tableParts')}/{main('tablePart')}") if parts else ()
            ids = [element.get(_RELATIONSHIP_ID, "") for element in named]
            self._tables = tuple(Table(self, part) for i in ids if (part := parts.get(i)) is not None)
            for table in self._tables:
                table.check()
            names = [table.name.lower() for table in self._tables]
            if len(set(names)) < len(names):
                raise damaged(f"{self.workbook.name}, {self.name}", "two of its tables are one, or have one name")
        return self._tables

    def table(self, name: str) -> Table:
        """The table of that name. Raises TemplateError where the sheet has none."""
        for table in self.tables:
            if table.name.lower() == name.lower():
                return table
        raise TemplateError(
            f"there is no table {name!r} on the sheet.",
            where=f"{self.workbook.name}, {self.name}",
            mend="In Excel select the rows with their headings, Insert > Table, and give it that name.",
        )

    @property
    def drawing_part(self) -> str | None:
        """The part with the sheet's charts, pictures and shapes."""
        found = self.workbook.package.related(self.part, "drawing")
        return found[0] if found else None

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts, in the drawing's order."""
        if self._charts is None:
            part = self.drawing_part
            frames = drawing.chart_frames(self.workbook.package, part) if part else []
            self._charts = tuple(Chart(self, str(part), chart, frame) for chart, frame in frames)
        return self._charts

    def texts(self) -> Iterator[tuple[str, str]]:
        """The texts of text boxes and shapes: (shape's name, text)."""
        part = self.drawing_part
        return drawing.texts(self.workbook.package.read(part)) if part else iter(())

    def refresh_text_boxes(self) -> None:
        """Give each shape that is linked to a cell the text of that cell; where it holds a number, the shape stays."""
        part = self.drawing_part
        for shape, link in drawing.linked_shapes(self.workbook.package.read(part)) if part else ():
            values = self.workbook.values(link, self.name)
            if part and values and isinstance(values[0][0], str) and drawing.text_of(shape) != values[0][0]:
                self.workbook.package.edit(part, SHAPES)
                drawing.set_linked_text(shape, values[0][0])

    def replace_in_shapes(self, old: str, new: str) -> int:
        """Replace text in text boxes and shapes; returns in how many paragraphs."""
        part = self.drawing_part
        if part is None or not any(old in text for _, text in self.texts()):
            return 0
        return drawing.replace_text(self.workbook.package.edit(part, SHAPES), old, new)

    def first_cell_below(self, area: Area) -> str | None:
        """The first cell below an area, in its columns, with content, merged, of a table, or under a drawing."""
        self._index()
        below = Area(area.last_row + 1, area.first_column, LAST_ROW, area.last_column)
        filled = (
            (number, column)
            for number, row in self._rows.passing(below.first_row)
            for column in sorted(row.cells)
            if below.first_column <= column <= below.last_column and len(row.cells[column])
        )
        places = list(islice(filled, 1))
        others = [*self.merged, *(table.area for table in self.tables)]
        part = self.drawing_part
        if part:
            others += drawing.anchors(self.workbook.package.read(part))
        places += [
            (max(other.first_row, below.first_row), max(other.first_column, below.first_column))
            for other in others
            if other.overlaps(below) and not other.overlaps(area)
        ]
        return address(*min(places)) if places else None

    def extend_ranges(self, old: Area, new: Area) -> None:
        """Let conditional formats, validations and the like that end at the last row of `old` end at that of `new`."""
        ranges.extend(self.frame, lambda: self.edit_frame(RULES), self.name, old, new)

    def replace_in_rules(self, replaced: Mapping[str, str]) -> int:
        """Replace whole words that conditional formats and validations look for; returns in how many rules."""
        return words.replace_words(self.frame, lambda: self.edit_frame(RULES), replaced)

    @property
    def hyperlinks(self) -> dict[str, str]:
        """Where the sheet's hyperlinks lead, by the cells they lie on."""
        return links.hyperlinks(self)

    def set_hyperlink(self, row: int, column: int, location: str, tooltip: str = "", display: str = "") -> None:
        """Let a cell lead to a place in the workbook (`'3 A'!A1`, a name) or to an http(s) or mailto address."""
        links.set_hyperlink(self, address(row, column), location, tooltip, display)

    def remove_hyperlink(self, row: int, column: int) -> None:
        """Take a cell's hyperlink away; nothing happens where there is none."""
        links.remove_hyperlink(self, address(row, column))

    def drop_hyperlink(self, cells: str) -> None:
        """Take away the hyperlink that lies on exactly these cells, `B7` or `B7:C9`."""
        links.remove_hyperlink(self, cells)

    @property
    def sparkline_groups(self) -> int:
        """How many groups of sparklines the sheet has."""
        return len(links.sparkline_groups(self.frame))

    def set_sparklines(self, group: int, sparklines: Sequence[tuple[str, str]]) -> None:
        """Replace the sparklines of a group (counted from 0) by these: (cell, reference of its data)."""
        links.set_sparklines(self, group, sparklines)

    @property
    def header_footer(self) -> str:
        """All texts of header and footer, with their codes."""
        return page.header_footer(self.frame)

    def replace_in_header_footer(self, old: str, new: str) -> int:
        """Replace text in header and footer; returns in how many. Raises TemplateError beyond 255 characters."""
        if not old or page.escaped(old) not in self.header_footer:
            return 0
        return page.replace_in_header_footer(self.edit_frame(HEADERS), old, new, f"{self.workbook.name}, {self.name}")

    @property
    def paper_size(self) -> int:
        """The number of its paper: `page.A4`, or another."""
        return page.paper_size(self.frame)

    @property
    def is_protected(self) -> bool:
        """Whether its locked cells cannot be typed into."""
        return page.is_protected(self.frame)

    def pictures(self) -> list[tuple[str, str]]:
        """The pictures: (name, alternative text); those marked as decoration are left out."""
        part = self.drawing_part
        return drawing.pictures(self.workbook.package.read(part)) if part else []

    def select_first_cell(self) -> None:
        """Open the sheet at its top left with A1 selected."""
        page.select_first_cell(self.edit_frame(VIEW))
