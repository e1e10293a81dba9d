"""Table: an Excel Table of a sheet. It grows, shrinks and is renamed with all that follows it.

Knows the table's part, its heading cells and who refers to it by structured reference. What the rows mean is for the
caller to know.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.cells import Area, row_and_column
from excel_scorecard.ooxml.formulas import renamed, shifted, with_column_renamed
from excel_scorecard.ooxml.insertion import make_room
from excel_scorecard.ooxml.ledger import TABLE
from excel_scorecard.ooxml.markup import TABLE_COLUMN_ORDER, Element, drop, insert_in_order, main
from excel_scorecard.ooxml.names import is_legal_name
from excel_scorecard.ooxml.ranges import follow_in_formula
from excel_scorecard.ooxml.row_map import RowMap
from excel_scorecard.ooxml.strings import escaped, unescaped

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet

_CALCULATED, _TOTALS_FORMULA = main("calculatedColumnFormula"), main("totalsRowFormula")


def column_attribute(name: str) -> str:
    """A column's name as the table's part holds it: line feeds as `_x000a_`."""
    return escaped(name).replace("\n", "_x000a_")


class Table:
    """One table. Got from a Sheet."""

    def __init__(self, sheet: "Sheet", part: str) -> None:
        self.sheet = sheet
        self.part = part

    def check(self) -> None:
        """Raise TemplateError where the table's columns and rows are not those of its cells: Excel offers a repair."""
        area, columns = self.area, len(self._columns())
        if columns != area.width or self._header_rows + self._total_rows > area.height or not self.name:
            what = f"table {self.name} lists {columns} columns and lies on {area}, which is not the same"
            raise damaged(f"{self.sheet.workbook.name}, {self.sheet.name}", what)

    def __repr__(self) -> str:
        return f"Table({self.name!r}, {self.area})"

    @property
    def root(self) -> Element:
        """The table element, to be read only."""
        return self.sheet.workbook.package.read(self.part)

    def _edit(self) -> Element:
        return self.sheet.workbook.package.edit(self.part, TABLE)

    @property
    def name(self) -> str:
        """The name that formulas use."""
        return self.root.get("displayName", "") or self.root.get("name", "")

    @property
    def area(self) -> Area:
        """All its cells: heading, body and totals."""
        return stated.area(self.root)

    @property
    def _header_rows(self) -> int:
        return stated.whole(self.root, "headerRowCount", 1, least=0)

    @property
    def _total_rows(self) -> int:
        return stated.whole(self.root, "totalsRowCount", least=0)

    @property
    def has_header(self) -> bool:
        """Whether its heading row is shown."""
        return self._header_rows > 0

    @property
    def has_totals(self) -> bool:
        """Whether it ends with a totals row."""
        return self._total_rows > 0

    @property
    def style_name(self) -> str:
        """The table style that paints its rows, empty where none does."""
        found = self.root.find(main("tableStyleInfo"))
        return "" if found is None else found.get("name", "")

    @property
    def header(self) -> Area:
        """The heading row; of a table without one, the first row."""
        area = self.area
        return Area(area.first_row, area.first_column, area.first_row, area.last_column)

    @property
    def body(self) -> Area:
        """The rows between heading and totals."""
        area = self.area
        first, last = area.first_row + self._header_rows, area.last_row - self._total_rows
        return Area(first, area.first_column, max(first, last), area.last_column)

    def _columns(self) -> list[Element]:
        return self.root.findall(f"{main('tableColumns')}/{main('tableColumn')}")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names, left to right."""
        return tuple(unescaped(column.get("name", "")) for column in self._columns())

    def column(self, name: str) -> int:
        """The sheet's column number of a column, found by its name without case.

        Raises:
            TemplateError: the table has no such column.
        """
        for place, column in enumerate(self.columns):
            if column.lower() == name.lower():
                return self.area.first_column + place
        raise TemplateError(
            f"table {self.name} has no column {name!r}.",
            where=self._where(),
            mend=f"It has: {', '.join(self.columns)}.",
        )

    def _where(self) -> str:
        return f"{self.sheet.workbook.name}, {self.sheet.name}!{self.area}"

    def resize(self, rows: int) -> RowMap | None:
        """Give the body this many rows (at least 1).

        New rows get the cell styles of the first, its height, and the formulas of calculated columns without a value;
        cells of dropped rows are cleared. Filter, conditional formats, validations, charts, names and formulas over all
        rows follow, as in Excel, on other sheets too. What stands where the table must grow moves down
        (`insertion.make_room`).

        Returns: where what stood below is now; None where it stands as it did.

        Raises:
            TemplateError: something could not be right after that (the cell is named), or a table with a totals row
                would have to shrink.
        """
        if rows < 1:
            raise ValueError("a table has at least one row")
        old, sheet = self.body, self.sheet
        if rows == old.height:
            return None
        moved: RowMap | None = None
        new = Area(old.first_row, old.first_column, old.first_row + rows - 1, old.last_column)
        if rows > old.height:
            if self._total_rows or self._is_something_below(new):
                moved = make_room(sheet, self.area, old.last_row + 1, rows - old.height)
            sheet.copy_row_style(old.first_row, range(old.last_row + 1, new.last_row + 1), old.columns)
            self._fill_down(old, new)
        elif self._total_rows:
            raise TemplateError(
                f"table {self.name} has {old.height} rows above its totals and would need {rows}.",
                where=self._where(),
                mend="Delete rows until it has one: it grows by itself. Or switch off Table Design > Total Row.",
            )
        else:
            used = sheet.used()
            last = old.last_row if used is None else min(old.last_row, used.last_row)
            for row, column in Area(new.last_row + 1, old.first_column, last, old.last_column).cells():
                sheet.clear(row, column)
        root, whole = self._edit(), self.area
        last = new.last_row + self._total_rows
        root.set("ref", str(Area(whole.first_row, whole.first_column, last, whole.last_column)))
        for element in root.iter(main("autoFilter"), main("sortState")):
            area = stated.area(element)
            element.set("ref", str(Area(area.first_row, area.first_column, new.last_row, area.last_column)))
        self._let_follow(old, new)
        return moved

    def clear_filter(self) -> None:
        """Show all rows again, as Data > Clear does; the filter's buttons stay."""
        chosen = [element for element in self.root.iter(main("filterColumn")) if len(element)]
        if not chosen:
            return
        self._edit()
        for element in chosen:
            if (holder := element.getparent()) is not None:
                holder.remove(element)
        self.sheet.show_rows(self.body.rows)

    def _fill_down(self, old: Area, new: Area) -> None:
        """Give new rows the formulas of calculated columns, as Excel does; what they come to is not known."""
        for number, column in enumerate(old.columns):
            calculated = self.calculated_formula(number)
            if calculated is None:
                continue
            first = self.sheet.formula(old.first_row, column)
            for row in range(old.last_row + 1, new.last_row + 1):
                formula = calculated if first is None else shifted(first, row - old.first_row, 0)
                self.sheet.write(row, column, None, formula)

    def _is_something_below(self, new: Area) -> bool:
        below = self.sheet.first_cell_below(self.area)
        return below is not None and row_and_column(below)[0] <= new.last_row

    def _let_follow(self, old: Area, new: Area) -> None:
        sheet, workbook = self.sheet, self.sheet.workbook
        sheet.extend_ranges(old, new)
        name = sheet.name
        mark = str(old.last_row)
        for chart in workbook.charts():
            chart.repoint(lambda reference: follow_in_formula(reference, None, name, old, new, single=True))
        for other in workbook.sheets():
            if other is not sheet and not other.may_mention(name):
                continue
            for row, column, formula in list(other.formula_cells()):
                # a running total in a row of its own is meant so
                if mark not in formula or (other is sheet and (row, column) in old):
                    continue
                changed = follow_in_formula(formula, other.name, name, old, new)
                if changed != formula:
                    other.rewrite_formula(row, column, changed)
        workbook.names.change(
            lambda reference: follow_in_formula(reference, None, name, old, new), mentioning=name.replace("'", "''")
        )

    def rename(self, name: str) -> None:
        """Give the table another name, in every formula of the workbook too.

        Raises:
            TemplateError: Excel would not take the name, or it is taken by a table or a defined name.
        """
        old, workbook = self.name, self.sheet.workbook
        if name.lower() != old.lower():
            check_table_name(name, workbook.taken_names(), where=self._where())
        root = self._edit()
        root.set("name", name)
        root.set("displayName", name)
        workbook.rewrite_structured_references(old, lambda formula, _: renamed(formula, {}, {old: name}))

    def retitle(self, index: int, text: str) -> str:
        """Give a column (counted from 0) another heading, in its cell and in every formula that names it.

        Two columns cannot have one name: a number is added to the second, as Excel does. Returns the name given.
        """
        return self.retitle_columns({index: text})[index]

    def retitle_columns(self, titles: Mapping[int, str]) -> dict[int, str]:
        """The same for several columns, in one pass over the workbook. Returns the names given."""
        given: dict[int, str] = {}
        renamings: list[tuple[str, str]] = []
        for index, text in titles.items():
            old = self.columns[index]
            given[index] = self._retitle_column(index, text)
            if given[index] != old:
                renamings.append((old, given[index]))
        table = self.name

        def rewrite(formula: str, default: str | None) -> str:
            for old, new in renamings:
                formula = with_column_renamed(formula, table, old, new, default)
            return formula

        if renamings:
            self.sheet.workbook.rewrite_structured_references(table, rewrite)
        return given

    def _retitle_column(self, index: int, text: str) -> str:
        columns = self.columns
        taken = {column.lower() for place, column in enumerate(columns) if place != index}
        name = wanted = unescaped(escaped(text)) if text.strip() else f"Column{index + 1}"
        number = 2
        while name.lower() in taken:
            name = f"{wanted}{number}"
            number += 1
        if self._header_rows:
            header = self.header
            self.sheet.write(header.first_row, header.first_column + index, name)
        if name != columns[index]:
            self._edit()
            self._columns()[index].set("name", column_attribute(name))
        return name

    def calculated_formula(self, index: int) -> str | None:
        """The formula that Excel puts into a column's new rows."""
        return self._columns()[index].findtext(_CALCULATED)

    def set_calculated_formula(self, index: int, formula: str | None) -> None:
        """Set that formula, or take it away with None."""
        if self.calculated_formula(index) == (None if formula is None else escaped(formula.removeprefix("="))):
            return
        self._edit()
        column = self._columns()[index]
        found = column.find(_CALCULATED)
        if formula is None:
            if found is not None:
                column.remove(found)
            return
        if found is None:
            found = etree.Element(_CALCULATED)
            insert_in_order(column, found, TABLE_COLUMN_ORDER)
        drop(found, "array")
        found.text = escaped(formula.removeprefix("="))

    def own_formulas(self) -> list[Element]:
        """The formula elements of the table's part."""
        return list(self.root.iter(_CALCULATED, _TOTALS_FORMULA))


def check_table_name(name: str, taken: set[str], where: str) -> None:
    """Raise TemplateError unless `name` is a table name Excel takes and not among `taken` (lower case)."""
    if name.lower() in taken or not is_legal_name(name) or not re.fullmatch(r"[\w.\\]+", name):
        why = "it is taken" if name.lower() in taken else "Excel does not take it"
        raise TemplateError(
            f"a table cannot be called {name!r}: {why}.",
            where=where,
            mend="Begin with a letter, use letters, digits and underscores; no other table or name may have it.",
        )
