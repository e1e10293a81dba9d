"""Canvas: a worksheet while it is drawn: cells with a look, the names that stand on them, tables. Knows no page."""

from typing import TYPE_CHECKING, NamedTuple

from excel_scorecard.brand.look import Brand, Formats
from excel_scorecard.workbook.contract import TABLES

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Box = tuple[int, int, int, int]  # first row, first column, last row, last column; 0-based


class Column(NamedTuple):
    """A table's column: the end of its role's name, its heading as the template has it, and its cells' look."""

    name: str
    header: str
    look: str

    @property
    def head(self) -> str:
        """The heading's look: over words left, over figures right."""
        if self.look in HEADS:
            return HEADS[self.look]
        return (
            "head_right"
            if self.look.endswith(("_number", "_percent", "_money", "_right", "_count", "plot"))
            else "head"
        )


HEADS = {
    "row_rating": "head_centre",
    "row_indent": "head_indent",
    "row_wrap_indent": "head_indent",
    "row_text": "head_indent",
    "table_indent": "head_indent",
}


class Canvas:
    """One worksheet as it is drawn. Names are kept until `finish`: a name given twice names both places."""

    def __init__(self, book: "Workbook", brand: Brand, formats: Formats, name: str) -> None:
        self.book, self.brand, self.formats, self.name = book, brand, formats, name
        self.sheet: Worksheet = book.add_worksheet(name)
        self.sheet.hide_gridlines(2)
        self._names: dict[str, list[Box]] = {}
        self._marks: dict[str, Box] = {}

    # -- cells -------------------------------------------------------------------------------------------------------

    def say(self, row: int, column: int, text: str, look: str) -> None:
        """Fixed words."""
        self.sheet.write_string(row, column, text, self.formats[look])

    def blank(self, row: int, column: int, look: str) -> None:
        """A cell that has only a look."""
        self.sheet.write_blank(row, column, None, self.formats[look])

    def slot(self, name: str, row: int, column: int, look: str, text: str = "") -> None:
        """A named cell."""
        if text:
            self.say(row, column, text, look)
        else:
            self.blank(row, column, look)
        self.call(name, (row, column, row, column))

    def merged(self, name: str, box: Box, look: str, text: str = "") -> None:
        """A named cell over several; the name is of the one that holds the content."""
        self.sheet.merge_range(*box, text, self.formats[look])
        self.call(name, (box[0], box[1], box[0], box[1]))

    # -- names -------------------------------------------------------------------------------------------------------

    def call(self, name: str, box: Box) -> None:
        """Give cells a name."""
        self._names.setdefault(name, []).append(box)

    def mark(self, name: str, row: int, column: int) -> None:
        """Remember a cell for charts and rules, without a name in the workbook."""
        self._marks[name] = (row, column, row, column)

    def has(self, name: str) -> bool:
        """Whether something has that name already."""
        return name in self._names

    def box(self, name: str) -> Box:
        """Where a name or a mark stands; of several places the first."""
        return self._marks[name] if name in self._marks else self._names[name][0]

    def place(self, name: str) -> tuple[int, int]:
        """The row and the column, 0-based, of a named cell."""
        row, column, _, _ = self.box(name)
        return row, column

    def reference(self, name: str) -> str:
        """A named cell as charts take it: percentage!$A$8."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        return f"{self._quoted}!{xl_rowcol_to_cell(*self.place(name), row_abs=True, col_abs=True)}"

    @property
    def _quoted(self) -> str:
        return f"'{self.name}'" if " " in self.name else self.name

    def finish(self) -> None:
        """Write the names, local to the sheet."""
        from xlsxwriter.utility import xl_range_abs

        for name, boxes in self._names.items():
            reference = ",".join(f"{self._quoted}!{xl_range_abs(*box)}" for box in boxes)
            self.book.define_name(f"{self._quoted}!{name}", f"={reference}")

    # -- tables ------------------------------------------------------------------------------------------------------

    def table(self, role: str, name: str, row: int, left: int, columns: tuple[Column, ...]) -> None:
        """A table of one empty row that plays `role`, its head in `row`; each header cell has its column's role."""
        known = {column.role for column in TABLES[role]}
        heads = [
            {"header": c.header, "header_format": self.formats[c.head], "format": self.formats[c.look]} for c in columns
        ]
        options = {
            "name": name,
            "style": None,
            "autofilter": False,
            "columns": heads,
            "description": f"{role}: {SAID_OF_TABLES.get(role, 'a row an indicator')}",
        }
        self.sheet.add_table(row, left, row + 1, left + len(columns) - 1, options)
        for place, column in enumerate(columns, left):
            role_of_column = f"{role.lower()}_{column.name}"
            assert role_of_column in known, role_of_column  # noqa: S101  # contract and page are both written by us
            self.call(role_of_column, (row, place, row, place))
            self.blank(row + 1, place, column.look)


SAID_OF_TABLES = {
    "Monthly": "a row a period",
    "Breakdown": "a row an area",
    "Notes": "a row a note",
    "Quality": "a row a figure that was set aside",
}
