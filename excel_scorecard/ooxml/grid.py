"""Grid: the rows and cells of a worksheet as elements in their order, their looks, and which of them are merged.

Knows where a cell stands, how to make one in its place, and which cells nobody may write. The rows are rows.py's and,
of a large sheet, long_rows.py's; what a cell holds is contents.py's.
"""

from collections.abc import Iterable
from copy import deepcopy
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.cells import Area, Value, address
from excel_scorecard.ooxml.ledger import CELLS, MERGED, MOVED, ROWS, UNSAID, Reason
from excel_scorecard.ooxml.long_rows import LongRows
from excel_scorecard.ooxml.markup import WORKSHEET_ORDER, Element, drop, insert_in_order, is_true, main
from excel_scorecard.ooxml.row_map import RowMap
from excel_scorecard.ooxml.row_moves import move_rows
from excel_scorecard.ooxml.rows import Row, Rows

if TYPE_CHECKING:
    from excel_scorecard.ooxml.workbook import Workbook

_ROW, _CELL = main("row"), main("c")
_HIGHEST_ROW: Final = 409.0  # points (Excel specifications and limits)
_STANDARD_WIDTH: Final = 8.43  # characters, where a workbook states no other
# Larger merged or array areas are looked up one by one rather than kept cell by cell.
_LARGE_AREA: Final = 10_000
_MOST_GUARDED: Final = 1_000_000


class Was(NamedTuple):
    """What a cell held before it was altered."""

    value: Value
    formula: str | None


class Grid:
    """The cells of one worksheet part; rows and columns are counted from 1."""

    def __init__(self, workbook: "Workbook", name: str, part: str) -> None:
        self.workbook = workbook
        self.name = name
        self.part = part
        self.written: set[tuple[int, int]] = set()  # every cell that was written or blanked here
        self.altered: dict[tuple[int, int], Was] = {}  # those that hold something else now, with what they held
        self._reasons: set[Reason] = set()  # why it will be written, as far as that was said
        self._has_new_cells = False
        self._long_rows: LongRows | None = None  # a large sheet's, until it becomes a tree
        self._is_asked = False  # whether it has long rows
        self._is_indexed = False
        self._rows: Rows  # there once `_index` was called
        self._arrays: list[Area] = []
        self._guarded: dict[tuple[int, int], str] = {}
        self._large_guarded: list[tuple[Area, str]] = []
        self._shared: dict[str, tuple[int, int, str]] = {}  # shared formulas: their master's row, column and text

    @property
    def root(self) -> Element:
        """The worksheet element with all rows, to be read only; a large sheet becomes a tree by it (see `frame`)."""
        return self.workbook.package.read(self.part)

    @property
    def frame(self) -> Element:
        """The worksheet element for what is not in its rows, to be read only: a large sheet's are not all there."""
        rows = self._long()
        return self.root if rows is None else rows.frame

    def edit(self, why: Reason = UNSAID) -> Element:
        """The worksheet element with all rows, which will be written; `why` is for the ledger."""
        self._reasons.add(why)
        return self.workbook.package.edit(self.part, why)

    def edit_frame(self, why: Reason = UNSAID) -> Element:
        """The worksheet element for what is not in its rows; the sheet will be written."""
        frame = self.frame
        if why not in self._reasons:
            self._reasons.add(why)
            self.workbook.package.edit_held(self.part, why)
        return frame

    def _long(self) -> LongRows | None:
        if not self._is_asked:
            self._is_asked = True
            self._long_rows = LongRows.open(self.workbook.package, self.part, self._refuse_damage)
        if self._long_rows is not None and self._long_rows.is_whole:
            self._long_rows = None
            self._is_indexed = False
        return self._long_rows

    def _index(self) -> None:
        """Find the rows and the cells that nobody may write, if that has not been done."""
        if self._is_indexed and (self._long_rows is None or not self._long_rows.is_whole):
            return
        self._rows = self._long() or Rows(self._sheet_data(), self._refuse_damage)
        self._is_indexed = True
        self._guarded, self._large_guarded, self._shared, self._arrays = {}, [], {}, []
        for number, column, formula in self._rows.typed_formulas():
            self._index_formula(formula, number, column)
        for area in self.merged:
            self._guard(area, f"it is covered by the merged cells {area}", first_is_free=True)

    def _refuse_damage(self, what: str) -> None:
        raise damaged(f"{self.workbook.name}, {self.name}", what)

    def _sheet_data(self) -> Element:
        found = self.frame.find(main("sheetData"))
        if found is None:
            raise TemplateError(
                "the sheet has no cells part.", where=self._where(1, 1), mend="Save the workbook again in Excel."
            )
        return found

    def _index_formula(self, formula: Element, row: int, column: int) -> None:
        kind, reference = formula.get("t"), formula.get("ref")
        if kind == "shared" and formula.text:
            self._shared[formula.get("si", "")] = (row, column, formula.text)
        elif kind in ("array", "dataTable") and reference:
            area = stated.area_of_text(reference, formula)
            self._arrays.append(area)
            if kind == "dataTable" or area.height * area.width > 1:
                self._guard(area, f"it belongs to the array or data table {area}")

    def _guard(self, area: Area, reason: str, *, first_is_free: bool = False) -> None:
        if area.height * area.width > _LARGE_AREA or len(self._guarded) > _MOST_GUARDED:
            self._large_guarded.append((area, reason))
            return
        for place in area.cells():
            self._guarded[place] = reason
        if first_is_free:
            self._guarded.pop((area.first_row, area.first_column), None)

    def _where(self, row: int, column: int) -> str:
        return f"{self.workbook.name}, {self.name}!{address(row, column)}"

    def why_not_written(self, row: int, column: int) -> str | None:
        """Why nobody may write a cell: it is covered by merged cells, or belongs to an array; None where one may."""
        self._index()
        reason = self._guarded.get((row, column))
        for area, text in self._large_guarded:
            if (row, column) in area and (row, column) != (area.first_row, area.first_column):
                reason = text
        return reason

    def _refuse(self, row: int, column: int) -> None:
        reason = self.why_not_written(row, column)
        if reason is not None:
            raise TemplateError(
                f"this cell cannot be written: {reason}.",
                where=self._where(row, column),
                mend="Unmerge the cells, clear the array formula, or move the name or table that leads here.",
            )

    def _existing(self, row: int, column: int) -> Element | None:
        """The cell's element, to be read only; None where there is none."""
        self._index()
        found = self._rows.get(row)
        return found.cells.get(column) if found else None

    def _own(self, row: int, column: int) -> Element | None:
        """The cell's element, which may be altered; None where there is none."""
        self._index()
        found = self._rows.own(row)
        return found.cells.get(column) if found else None

    def _cell(self, row: int, column: int) -> Element:
        """The cell's element, made in its place if it is not there; it may be altered."""
        found = self._rows.own(row)
        if found is None:
            found = self._new_row(row)
        cell = found.cells.get(column)
        if cell is not None:
            return cell
        element = found.element
        if column > found.last:
            cell = etree.SubElement(element, _CELL, r=address(row, column))
            found.last = column
        else:
            cell = element.makeelement(_CELL, r=address(row, column))
            before = found.cells.get(column - 1)  # there mostly: rows are written from left to right
            if before is not None:
                before.addnext(cell)
            else:
                found.cells[min(c for c in found.cells if c > column)].addprevious(cell)
        if not found.cells:
            style = element.get("s")
            if style and is_true(element.get("customFormat")):
                cell.set("s", style)
        if element.get("spans") is not None:
            drop(element, "spans")
        found.cells[column] = cell
        self._has_new_cells = True
        return cell

    def _new_row(self, row: int) -> Row:
        return self._rows.place(row, self._sheet_data().makeelement(_ROW))

    def _place_styled_row(self, row: int, element: Element, columns: Iterable[int]) -> None:
        """Put in a row whose cells, one for each of `columns` in their order, have styles and no addresses yet."""
        found = self._rows.place(row, element)
        for cell, column in zip(element, columns, strict=True):
            cell.set("r", address(row, column))
            found.cells[column] = cell
            found.last = column
        self._has_new_cells = True

    def arrays(self) -> list[Area]:
        """The cells of each array formula and data table."""
        self._index()
        return list(self._arrays)

    def insert_cells(self, moved: RowMap) -> None:
        """Move rows or cells down, and what is known of them; the new rows look like the one above.

        What speaks of the cells that move is insertion.py's.
        """
        self.edit(MOVED)
        move_rows(Rows(self._sheet_data(), self._refuse_damage), moved)
        self.written = {moved.place(*place) for place in self.written}
        self.altered = {moved.place(*place): was for place, was in self.altered.items()}
        self._is_indexed = False
        self._has_new_cells = True

    def used(self) -> Area | None:
        """The area from the first to the last row and column that have a cell, with content or only a style."""
        self._index()
        return self._rows.used()

    # Looks of cells and rows.

    def style(self, row: int, column: int) -> int:
        """The number of a cell's style; where there is no cell, its row's or column's."""
        cell = self._existing(row, column)
        if cell is not None:
            return stated.whole(cell, "s", least=0)
        found = self._rows.get(row)
        if found is not None and is_true(found.element.get("customFormat")):
            return stated.whole(found.element, "s", least=0)
        for columns in self.frame.iterfind(f"{main('cols')}/{main('col')}"):
            if stated.whole(columns, "min") <= column <= stated.whole(columns, "max"):
                return stated.whole(columns, "style", least=0)
        return 0

    def set_style(self, row: int, column: int, style: int) -> None:
        """Give a cell another style, by its number in the workbook; what it holds stays."""
        if self.style(row, column) == style:
            return
        self.edit_frame(CELLS)
        self._index()
        self._cell(row, column).set("s", str(style))

    def column_width(self, column: int) -> float:
        """A column's width in characters of the standard font; 0 where it is hidden."""
        for columns in self.frame.iterfind(f"{main('cols')}/{main('col')}"):
            if stated.whole(columns, "min") <= column <= stated.whole(columns, "max"):
                width = columns.get("width")
                if is_true(columns.get("hidden")):
                    return 0.0
                if width is not None:
                    return stated.number_of(width, columns, "width")
        standard = self.frame.find(main("sheetFormatPr"))
        return _STANDARD_WIDTH if standard is None else stated.number(standard, "defaultColWidth", _STANDARD_WIDTH)

    def row_height(self, row: int) -> float | None:
        """A row's height in points, None where it has none of its own."""
        self._index()
        found = self._rows.get(row)
        height = found.element.get("ht") if found else None
        return None if found is None or height is None else stated.number_of(height, found.element, "ht")

    def set_row_height(self, row: int, points: float | None) -> None:
        """Fix a row's height (at most 409 points, Excel's limit), or let Excel choose with None."""
        wanted = None if points is None else f"{min(points, _HIGHEST_ROW):.6g}"
        self._index()
        known = self._rows.get(row)
        if (
            known is not None
            and known.element.get("ht") == wanted
            and (wanted is None or is_true(known.element.get("customHeight")))
        ):
            return
        self.edit_frame(ROWS)
        self._index()
        element = (self._rows.own(row) or self._new_row(row)).element
        if points is None:
            drop(element, "ht")
            drop(element, "customHeight")
        else:
            element.set("ht", str(wanted))
            element.set("customHeight", "1")

    def show_rows(self, rows: Iterable[int]) -> None:
        """Show rows that are hidden; others stay as they are."""
        self._index()
        for row in rows:
            known = self._rows.get(row)
            if known is None or not is_true(known.element.get("hidden")):
                continue
            self.edit_frame(ROWS)
            self._index()
            drop((self._rows.own(row) or self._new_row(row)).element, "hidden")

    def copy_row_style(self, from_row: int, to_rows: Iterable[int], columns: Iterable[int]) -> None:
        """Give rows the cell styles of another in these columns, and its height where they have none of their own."""
        self.edit_frame(ROWS)
        self._index()
        styles = [
            (column, cell.get("s")) for column in columns if (cell := self._existing(from_row, column)) is not None
        ]
        model = self._rows.get(from_row)
        height = model.element.get("ht") if model and is_true(model.element.get("customHeight")) else None
        styles.sort()
        bare = etree.Element(_ROW, r="")  # a new row is a copy of this one: made cell by cell it takes much longer
        for _, style in styles:
            etree.SubElement(bare, _CELL, {"r": ""} if style is None else {"r": "", "s": style})
        for row in to_rows:
            if styles and self._rows.get(row) is None:
                self._place_styled_row(row, deepcopy(bare), [column for column, _ in styles])
            else:
                self._style_cells(row, styles)
            found = self._rows.own(row) if height is not None else None
            if height is not None and found is not None and found.element.get("ht") is None:
                found.element.set("ht", height)
                found.element.set("customHeight", "1")

    def _style_cells(self, row: int, styles: Iterable[tuple[int, str | None]]) -> None:
        for column, style in styles:
            cell = self._cell(row, column)
            if style is not None:
                cell.set("s", style)
            else:
                drop(cell, "s")

    # Merged areas.

    @property
    def merged(self) -> tuple[Area, ...]:
        """The merged areas."""
        found = self.frame.iterfind(f"{main('mergeCells')}/{main('mergeCell')}")
        return tuple(stated.area(e) for e in found)

    def merge(self, area: Area) -> None:
        """Merge an area. Raises ValueError where it overlaps another."""
        if any(area.overlaps(other) for other in self.merged):
            raise ValueError(f"{area} overlaps merged cells")
        root = self.edit_frame(MERGED)
        self._index()
        group = root.find(main("mergeCells"))
        if group is None:
            group = etree.Element(main("mergeCells"))
            insert_in_order(root, group, WORKSHEET_ORDER)
        etree.SubElement(group, main("mergeCell"), ref=str(area))
        group.set("count", str(len(group)))
        self._guard(area, f"it is covered by the merged cells {area}", first_is_free=True)

    def unmerge(self, area: Area) -> None:
        """Take a merged area apart. Raises ValueError where there is none."""
        root = self.edit_frame(MERGED)
        self._index()
        group = root.find(main("mergeCells"))
        found = [e for e in group if stated.area(e) == area] if group is not None else []
        if group is None or not found:
            raise ValueError(f"{area} is not merged")
        group.remove(found[0])
        group.set("count", str(len(group)))
        if not len(group):
            root.remove(group)
        for place in [p for p in self._guarded if p in area]:
            del self._guarded[place]
        self._large_guarded = [pair for pair in self._large_guarded if pair[0] != area]

    def finish(self) -> None:
        """Bring `dimension` up to date before saving."""
        if not self._has_new_cells:
            return
        used = self.used()
        found = self.frame.find(main("dimension"))
        if found is None:
            found = etree.Element(main("dimension"))
            insert_in_order(self.edit_frame(CELLS), found, WORKSHEET_ORDER)
        self.edit_frame(CELLS)
        found.set("ref", str(used) if used else "A1")
