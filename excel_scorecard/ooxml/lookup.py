"""Lookup: the cells that a reference, a name or a structured reference leads to, and their values.

Knows how each is written and where it may lead. What stands in the cells is contents.py's; nothing is calculated.
"""

from typing import TYPE_CHECKING, Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import Area, Value, reference
from excel_scorecard.ooxml.formulas import references, table_columns
from excel_scorecard.ooxml.names import area_of

if TYPE_CHECKING:
    from excel_scorecard.ooxml.workbook import Workbook

_LONG: Final = 100_000  # rows from which a reference is taken to mean what is used of them
_WIDE: Final = 1_000  # the same of columns
_MOST_VALUES: Final = 2_000_000


class Lookup:
    """The values behind references of one workbook, as they stand when they are asked for."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._being_read: list[str] = []

    def values(self, reference: str, sheet: str | None = None) -> list[list[Value]]:
        """The values a reference leads to, row by row; a union's areas one below the other.

        Args:
            reference: cells (`'3 A'!$A$1:$B$2`, several with commas), a name, or a structured reference.
            sheet: the sheet it is read from, where it names none.

        Returns: an empty list where it leads to nothing in this workbook, or is a formula.
        """
        text = reference.removeprefix("=").strip()
        found = area_of(text)
        if found is None:
            parts = references(text)
            if len(parts) == 1 and parts[0].text == text.rpartition("!")[2]:
                return self._values_of(parts[0].kind, parts[0].text, parts[0].sheet or sheet, parts[0].area)
            return []
        rows: list[list[Value]] = []
        for area in found[1]:
            rows += self._area_values(found[0], area)
        return rows

    def _values_of(self, kind: str, text: str, sheet: str | None, area: Area | None) -> list[list[Value]]:
        if kind == "area" and area is not None and sheet is not None:
            return self._area_values(sheet, area)
        if kind == "name" and not any(text.lower() == name.lower() for name in self._workbook.tables()):
            target = self._workbook.names.find(text, sheet if sheet in self._workbook.sheet_names() else None)
            if target is None or text.lower() in self._being_read:
                return []  # a name that stands for itself, at once or by way of others
            self._being_read.append(text.lower())
            try:
                return self.values(target, sheet)
            finally:
                self._being_read.pop()
        if kind in ("name", "table"):
            place = self.table_area(text)
            return [] if place is None else self._area_values(place[0], place[1])
        return []

    def table_area(self, text: str) -> tuple[str, Area] | None:
        """The sheet and cells of a structured reference, `Monthly_3[[Line]]`; None where it leads to nothing."""
        name, bracket, rest = text.partition("[")
        for table in self._workbook.tables().values():
            if table.name.lower() != name.lower():
                continue
            chosen = table_columns(bracket + rest, table.columns) if bracket else (0, len(table.columns) - 1, "")
            if chosen is None:
                return None
            rows = {"#All": table.area, "#Headers": table.header}.get(chosen[2], table.body)
            first = rows.first_column
            return table.sheet.name, Area(rows.first_row, first + chosen[0], rows.last_row, first + chosen[1])
        return None

    def _area_values(self, sheet: str, area: Area) -> list[list[Value]]:
        if not any(sheet.lower() == name.lower() for name in self._workbook.sheet_names()):
            return []
        source = self._workbook.sheet(sheet)
        if area.height > _LONG and (used := source.used()) is not None:  # a whole column
            area = Area(area.first_row, area.first_column, max(area.first_row, used.last_row), area.last_column)
        if area.width > _WIDE and (used := source.used()) is not None:  # a whole row
            area = Area(area.first_row, area.first_column, area.last_row, max(area.first_column, used.last_column))
        if area.height * area.width > _MOST_VALUES:
            raise TemplateError(
                f"something reads all of {reference(sheet, area)}, more than {_MOST_VALUES:,} cells.",
                where=self._workbook.name,
                mend="Find the chart, name or text box that reads them, and let it read the cells that it shows.",
            )
        return [[source.read(row, column) for column in area.columns] for row in area.rows]
