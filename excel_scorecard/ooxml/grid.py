"""Grid: the rows and cells of a worksheet as elements in their order, their looks, and which of them are merged.

Knows where a cell stands, how to make one in its place, and which cells nobody may write. What a cell holds is
contents.py's.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.cells import LAST_COLUMN, LAST_ROW, Area, address
from excel_scorecard.ooxml.markup import WORKSHEET_ORDER, Element, drop, insert_in_order, is_true, main
from excel_scorecard.ooxml.row_map import RowMap

if TYPE_CHECKING:
    from excel_scorecard.ooxml.workbook import Workbook

_ROW, _CELL, _FORMULA = main("row"), main("c"), main("f")
_HIGHEST_ROW: Final = 409.0  # points (Excel specifications and limits)
_STANDARD_WIDTH: Final = 8.43  # characters, where a workbook states no other
# Larger merged or array areas are looked up one by one rather than kept cell by cell.
_LARGE_AREA: Final = 10_000
_MOST_GUARDED: Final = 1_000_000


class _Row:
    """A row's element and its cells by column."""

    __slots__ = ("cells", "element", "last")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.cells: dict[int, Element] = {}
        self.last = 0


class Grid:
    """The cells of one worksheet part; rows and columns are counted from 1."""

    def __init__(self, workbook: "Workbook", name: str, part: str) -> None:
        self.workbook = workbook
        self.name = name
        self.part = part
        self.written: set[tuple[int, int]] = set()  # every cell that was written or blanked here
        self._is_editing = False
        self._has_new_cells = False
        self._forget()

    def _forget(self) -> None:
        """Know nothing of where rows and cells are: they are looked for when next asked for."""
        self._is_indexed = False
        self._rows: dict[int, _Row] = {}
        self._row_numbers: list[int] = []
        self._arrays: list[Area] = []
        self._guarded: dict[tuple[int, int], str] = {}
        self._large_guarded: list[tuple[Area, str]] = []
        self._shared: dict[str, tuple[int, int, str]] = {}  # shared formulas: their master's row, column and text

    @property
    def root(self) -> Element:
        """The worksheet element, to be read only."""
        return self.workbook.package.read(self.part)

    def edit(self) -> Element:
        """The worksheet element, which will be written."""
        if self._is_editing:
            return self.root
        self._is_editing = True
        return self.workbook.package.edit(self.part)

    def _index(self) -> None:
        if self._is_indexed:
            return
        self._is_indexed = True
        number = 0
        for element in self._sheet_data().iterchildren(_ROW):
            given = element.get("r")
            # rows and cells may leave out their number
            number = stated.whole_of(given, element, "r", least=1) if given else number + 1
            if number > LAST_ROW or number in self._rows:
                what = "is there twice" if number in self._rows else "is below the last of a sheet"
                self._refuse_damage(f"row {number} {what}")
            row = self._rows[number] = _Row(element)
            column = 0
            for cell in element.iterchildren(_CELL):
                place = cell.get("r")
                column = stated.cell_of(place, cell)[1] if place else column + 1
                if column in row.cells or column > LAST_COLUMN:
                    self._refuse_damage(f"row {number} has a cell twice, or one beyond the last column")
                row.cells[column] = cell
                for formula in cell.iterchildren(_FORMULA) if len(cell) else ():
                    if formula.get("t"):
                        self._index_formula(formula, number, column)
            row.last = max(row.cells, default=0)
        self._row_numbers = sorted(self._rows)
        for area in self.merged:
            self._guard(area, f"it is covered by the merged cells {area}", first_is_free=True)

    def _refuse_damage(self, what: str) -> None:
        raise damaged(f"{self.workbook.name}, {self.name}", what)

    def _sheet_data(self) -> Element:
        found = self.root.find(main("sheetData"))
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
        self._index()
        found = self._rows.get(row)
        return found.cells.get(column) if found else None

    def _cell(self, row: int, column: int) -> Element:
        """The cell's element, made in its place if it is not there."""
        found = self._rows.get(row)
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

    def _new_row(self, row: int) -> _Row:
        return self._place_row(row, self._sheet_data().makeelement(_ROW))

    def _place_row(self, row: int, element: Element) -> _Row:
        """Put a row's element, as yet without cells that are known here, into its place."""
        element.set("r", str(row))
        place = bisect_left(self._row_numbers, row)
        if place == len(self._row_numbers):
            self._sheet_data().append(element)
        else:
            self._rows[self._row_numbers[place]].element.addprevious(element)
        insort(self._row_numbers, row)
        found = self._rows[row] = _Row(element)
        return found

    def _place_styled_row(self, row: int, element: Element, columns: Iterable[int]) -> None:
        """Put in a row whose cells, one for each of `columns` in their order, have styles and no addresses yet."""
        found = self._place_row(row, element)
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
        self.edit()
        self._index()
        for cell in (cell for row in self._rows.values() for cell in row.cells.values() if len(cell)):
            for formula in cell.iterchildren(_FORMULA):
                for name in ("ref", "r1", "r2"):
                    if formula.get(name) and formula.get("t") in ("array", "dataTable"):
                        formula.set(name, str(moved.area(stated.area(formula, name))))
        numbers = [number for number in self._row_numbers if number >= moved.first]
        if moved.is_whole:
            for number in numbers:
                row = self._rows[number]
                row.element.set("r", str(moved.row(number)))
                for column, cell in row.cells.items():
                    cell.set("r", address(moved.row(number), column))
        else:
            for number in reversed(numbers):
                self._move_cells(number, moved)
        self.written = {moved.place(*place) for place in self.written}
        self._forget()
        self._has_new_cells = True
        if moved.is_whole:
            self._look_like_above(moved)

    def _move_cells(self, number: int, moved: RowMap) -> None:
        row = self._rows[number]
        for column in [c for c in row.cells if moved.first_column <= c <= moved.last_column]:
            cell = row.cells.pop(column)
            row.element.remove(cell)
            place = self._cell(moved.row(number), column)  # one in its order, for the true one to take its place
            there = self._rows[moved.row(number)]
            there.element.replace(place, cell)
            there.cells[column] = cell
            cell.set("r", address(moved.row(number), column))
        row.last = max(row.cells, default=0)

    def _look_like_above(self, moved: RowMap) -> None:
        self._index()
        model = self._rows.get(moved.first - 1)
        if model is None:
            return
        bare = deepcopy(model.element)
        drop(bare, "hidden", "collapsed", "thickTop", "thickBot")
        for cell in list(bare):
            if cell.tag != _CELL or cell.get("s") is None:
                bare.remove(cell)
                continue
            for child in list(cell):
                cell.remove(child)
            drop(cell, "t", "cm", "vm", "ph")
        columns = [column for column in sorted(model.cells) if model.cells[column].get("s") is not None]
        for row in moved.inserted.rows:
            self._place_styled_row(row, deepcopy(bare), columns)

    def used(self) -> Area | None:
        """The area from the first to the last row and column that have a cell, with content or only a style."""
        self._index()
        rows = [number for number in self._row_numbers if self._rows[number].cells]
        if not rows:
            return None
        first = min(min(self._rows[number].cells) for number in rows)
        return Area(rows[0], first, rows[-1], max(self._rows[number].last for number in rows))

    # Looks of cells and rows.

    def style(self, row: int, column: int) -> int:
        """The number of a cell's style; where there is no cell, its row's or column's."""
        cell = self._existing(row, column)
        if cell is not None:
            return stated.whole(cell, "s", least=0)
        found = self._rows.get(row)
        if found is not None and is_true(found.element.get("customFormat")):
            return stated.whole(found.element, "s", least=0)
        for columns in self.root.iterfind(f"{main('cols')}/{main('col')}"):
            if stated.whole(columns, "min") <= column <= stated.whole(columns, "max"):
                return stated.whole(columns, "style", least=0)
        return 0

    def column_width(self, column: int) -> float:
        """A column's width in characters of the standard font; 0 where it is hidden."""
        for columns in self.root.iterfind(f"{main('cols')}/{main('col')}"):
            if stated.whole(columns, "min") <= column <= stated.whole(columns, "max"):
                width = columns.get("width")
                if is_true(columns.get("hidden")):
                    return 0.0
                if width is not None:
                    return stated.number_of(width, columns, "width")
        standard = self.root.find(main("sheetFormatPr"))
        return _STANDARD_WIDTH if standard is None else stated.number(standard, "defaultColWidth", _STANDARD_WIDTH)

    def row_height(self, row: int) -> float | None:
        """A row's height in points, None where it has none of its own."""
        self._index()
        found = self._rows.get(row)
        height = found.element.get("ht") if found else None
        return None if found is None or height is None else stated.number_of(height, found.element, "ht")

    def set_row_height(self, row: int, points: float | None) -> None:
        """Fix a row's height (at most 409 points, Excel's limit), or let Excel choose with None."""
        self.edit()
        self._index()
        element = (self._rows.get(row) or self._new_row(row)).element
        if points is None:
            drop(element, "ht")
            drop(element, "customHeight")
        else:
            element.set("ht", f"{min(points, _HIGHEST_ROW):.6g}")
            element.set("customHeight", "1")

    def copy_row_style(self, from_row: int, to_rows: Iterable[int], columns: Iterable[int]) -> None:
        """Give rows the cell styles of another in these columns, and its height where they have none of their own."""
        self.edit()
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
            if styles and row not in self._rows:
                self._place_styled_row(row, deepcopy(bare), [column for column, _ in styles])
            else:
                self._style_cells(row, styles)
            found = self._rows.get(row)
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
        found = self.root.iterfind(f"{main('mergeCells')}/{main('mergeCell')}")
        return tuple(stated.area(e) for e in found)

    def merge(self, area: Area) -> None:
        """Merge an area. Raises ValueError where it overlaps another."""
        if any(area.overlaps(other) for other in self.merged):
            raise ValueError(f"{area} overlaps merged cells")
        root = self.edit()
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
        root = self.edit()
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
        found = self.root.find(main("dimension"))
        if found is None:
            found = etree.Element(main("dimension"))
            insert_in_order(self.edit(), found, WORKSHEET_ORDER)
        found.set("ref", str(used) if used else "A1")
