"""Examined: one sheet of a template as its check looks at it, and how the check speaks of places on it.

Knows the contract and the sheet's layout. What is wrong is for the rules to say: template_names.py, template_tables.py,
template_charts.py, template_looks.py.
"""

from dataclasses import dataclass
from functools import cached_property

from excel_scorecard.errors import Finding, Level
from excel_scorecard.ooxml.cells import address, quoted
from excel_scorecard.ooxml.looks import Looks, Rule
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.contract import PATTERN_SLOTS, SUMMARY_SLOTS, TABLES, Slot
from excel_scorecard.workbook.layout import Layout, Place


@dataclass(frozen=True)
class Examined:
    """A sheet, its layout and the looks of its workbook."""

    book: Workbook
    sheet: Sheet
    layout: Layout
    looks: Looks

    @property
    def is_ours(self) -> bool:
        """Whether the builder fills the sheet: a pattern, the summary or a list."""
        return self.layout.is_pattern or bool(self.layout.tables)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The contract's slots for such a sheet; of lists and a designer's own sheets those that follow the summary."""
        return PATTERN_SLOTS if self.layout.is_pattern else SUMMARY_SLOTS

    @property
    def columns(self) -> frozenset[str]:
        """The roles of the columns of the tables that such a sheet may have."""
        roles = {*self.layout.tables, *(("Monthly", "Breakdown") if self.layout.is_pattern else ())}
        return frozenset(column.role for role in roles for column in TABLES[role])

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The sheet's conditional formats."""
        return tuple(self.looks.rules(self.sheet))

    def column_cells(self, *roles: str) -> list[tuple[str, Place]]:
        """The first cell under the heading of those columns that the sheet has: (role, place)."""
        return [
            (role, (table.area.first_row + 1, table.sheet_column(role)))
            for table in self.layout.tables.values()
            for role in roles
            if role in table.columns
        ]

    def slot_cells(self, *names: str) -> list[tuple[str, Place]]:
        """The first cell of those slots that the sheet has: (slot, place)."""
        return [(name, self.layout.slots[name][0]) for name in names if self.layout.has(name)]

    def at(self, place: Place | str) -> str:
        """`'My sheet'!B7`."""
        return f"{quoted(self.sheet.name)}!{place if isinstance(place, str) else address(*place)}"

    def error(self, place: Place | str, code: str, what: str, mend: str) -> Finding:
        """What stops a build or makes its workbook wrong."""
        return self._finding("error", place, code, what, mend)

    def warning(self, place: Place | str, code: str, what: str, mend: str) -> Finding:
        """What makes a page less good than it could be."""
        return self._finding("warning", place, code, what, mend)

    def _finding(self, level: Level, place: Place | str, code: str, what: str, mend: str) -> Finding:
        where = self.at(place) if place else self.sheet.name
        return Finding(level, self.book.name, where, code, what, mend)
