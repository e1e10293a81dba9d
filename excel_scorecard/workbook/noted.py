"""Noted: what the fillers put into cells without a formula, for the workbook's memory.

Knows values as cells hold them. What is remembered of them, and how, is remembering.py's and memory.py's.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from excel_scorecard.ooxml.cells import Input, serial
from excel_scorecard.ooxml.rich import Run
from excel_scorecard.workbook.layout import TableLayout
from excel_scorecard.workbook.memory import Cells, Held
from excel_scorecard.workbook.officers_copy import held
from excel_scorecard.workbook.page import as_held

Cell = tuple[Input, str | None]  # a cached value, and the formula that gives it


class Noted:
    """What was put into cells without a formula, for the workbook's memory."""

    def __init__(self) -> None:
        self.slots: dict[str, Held] = {}
        self.prompts: dict[str, str] = {}
        self.drafts: dict[str, str] = {}
        self.runs: dict[str, tuple[Run, ...]] = {}
        self.months: dict[date, Cells] = {}
        self.areas: dict[str, Cells] = {}

    def slot(self, name: str, cell: Cell) -> None:
        """A slot of the builder's."""
        value, formula = cell
        if formula is None:
            self.slots[name] = as_held_by_cell(value)


def constants_of(said: Mapping[str, Cell], layout: TableLayout) -> dict[str, Held]:
    """The cells of a row that hold no formula, by role; a formula's column is not among them."""
    found = ((role, said.get(role, (None, None))) for role in layout.columns)
    return {role: as_held_by_cell(value) for role, (value, formula) in found if formula is None}


def as_held_by_cell(value: Input) -> Held:
    """A value as it is read from the cell into which it is written."""
    if isinstance(value, date):
        return Decimal(serial(value))
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return held(as_held(value) if isinstance(value, str) else value)
    return held(float(value))
