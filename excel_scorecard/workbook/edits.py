"""Edits: the cells of a page that hold something else than they were built with: corrected figures, retyped words.

Knows a page as it stands and what it was built with; decides nothing: what stands is refresh's to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from excel_scorecard.calendar import month_label
from excel_scorecard.ooxml.cells import address, quoted
from excel_scorecard.workbook.contract import MONTHLY, PATTERN_SLOTS, SIGNALS, TABLES
from excel_scorecard.workbook.memory import Cells, Held
from excel_scorecard.workbook.officers_copy import OFFICERS_SLOTS, Page, held

Kind = Literal["figure", "target", "words", "formula"]
"""What was edited: a count, a target or limit, the builder's own words, or a formula, now a constant."""

FIGURES: Final = frozenset({
    *(f"{table}_{part}" for table in ("monthly", "breakdown") for part in ("numerator", "denominator", "value")),
})  # fmt: skip
TARGETS: Final = frozenset({
    *(f"{table}_{part}" for table in ("monthly", "breakdown") for part in ("target", "target_upper", "amber_limit")),
})  # fmt: skip
_FORMULAS: Final = frozenset(slot.name for slot in PATTERN_SLOTS if slot.kind == "formula")
_ABOUT_TEXTS: Final = frozenset({"written_for", "last_month_text"})
"""What goes with the officers' texts: it is settled with them (renewal.py)."""
_MARKS: Final = frozenset({"monthly_revised"}) | SIGNALS
"""Ours alone: what they say follows from the figures, and from what was said before."""
_PLOTTED: Final = frozenset(column.role for columns in TABLES.values() for column in columns if column.plot)
_ROLES: Final = tuple(column.role for column in MONTHLY)


HEADING: Final = "heading:"
"""Before a column's role: the words over the column, as the memory holds them."""
DROPPED: Final = "(not in the scorecard"
"""How our own mark begins behind the heading of an indicator that is no longer reported."""


@dataclass(frozen=True)
class Edit:
    """A cell that holds something else than it was built with.

    Attributes:
        kind: what was edited.
        name: the slot, or the role of the column.
        row, column: where it is on the page's sheet.
        key: the month or area of its row; None for a slot.
        built: what it was built with; None for a formula, or nothing.
        now: what stands there.
        is_new_row: the month was typed by an officer, in a row of her own.

    """

    kind: Kind
    name: str
    row: int
    column: int
    key: date | str | None
    built: Held
    now: Held
    is_new_row: bool = False

    def place(self, page: Page) -> str:
        """Where it is, for messages."""
        return f"{quoted(page.sheet.name)}!{address(self.row, self.column)}"

    @property
    def of(self) -> str:
        """What it is of, for messages: `No. inside of Sep-15`."""
        if self.name.startswith(HEADING):
            return f"the heading of {self.name.removeprefix(HEADING).partition('_')[2].replace('_', ' ')}"
        what = self.name.partition("_")[2].replace("_", " ") if self.key is not None else self.name.replace("_", " ")
        whose = month_label(self.key) if isinstance(self.key, date) else self.key
        return f"{what} of {whose}" if whose else what


def edits_of(page: Page) -> list[Edit]:
    """The cells of the builder's that officers have edited; none where the page does not know what it was built with.

    The officers' own slots are not among them, and not what the plot columns hold.
    """
    return [*_slots(page), *_headings(page), *_rows(page)] if page.memory else []


def _slots(page: Page) -> Iterator[Edit]:
    built = page.memory.slots if page.memory else {}
    for name, places in page.layout.slots.items():
        if name in OFFICERS_SLOTS or name in _ABOUT_TEXTS:
            continue
        row, column = places[0]
        now = held(page.sheet.read(row, column))
        if name == "heading" and isinstance(now, str):
            now = now.partition(f" {DROPPED}")[0]
        has_formula = page.sheet.formula(row, column) is not None
        if name in built:
            if now != built[name]:
                yield Edit("words", name, row, column, None, built[name], now)
        elif name in _FORMULAS and not has_formula and now is not None:
            yield Edit("formula", name, row, column, None, None, now)


def _headings(page: Page) -> Iterator[Edit]:
    """The words over columns that officers have retyped."""
    built = page.memory.slots if page.memory else {}
    for role, placed in page.layout.tables.items():
        table = page.tables[role]
        for column, index in placed.columns.items():
            name, now = f"{HEADING}{column}", held(table.columns[index])
            if name in built and now != built[name]:
                header = table.header
                yield Edit("words", name, header.first_row, header.first_column + index, None, built[name], now)


def _rows(page: Page) -> Iterator[Edit]:
    memory = page.memory
    if memory is None:
        return
    for month, row in page.months.items():
        if month in memory.months:
            yield from _cells(page, "Monthly", month, row, memory.months[month])
        else:
            yield from _typed(page, month, row)
    for area, row in page.areas.items():
        if area in memory.areas:
            yield from _cells(page, "Breakdown", area, row, memory.areas[area])


def _cells(page: Page, table: str, key: date | str, row: int, built: Cells) -> Iterator[Edit]:
    for role in page.layout.tables[table].columns:
        if role in _PLOTTED:
            continue
        column = page.column(role)
        if column is None:
            continue
        now = held(page.sheet.read(row, column))
        if role in built:
            if now != built[role] and role not in _MARKS:
                yield Edit(_kind(role), role, row, column, key, built[role], now)
        elif role in _HAVE_FORMULAS and now is not None and page.sheet.formula(row, column) is None:
            yield Edit("formula", role, row, column, key, None, now)


_HAVE_FORMULAS: Final = frozenset({"monthly_value", "breakdown_value", "breakdown_rating", "monthly_amber_limit"})


def _kind(role: str) -> Kind:
    return "figure" if role in FIGURES else "target" if role in TARGETS else "words"


def _typed(page: Page, month: date, row: int) -> Iterator[Edit]:
    """A month that an officer typed: its figures and words are all hers."""
    for role in ("monthly_numerator", "monthly_denominator", *sorted(TARGETS & set(_ROLES)), "monthly_status"):
        column = page.column(role)
        now = None if column is None else held(page.sheet.read(row, column))
        if column is not None and now is not None and page.sheet.formula(row, column) is None:
            yield Edit(_kind(role), role, row, column, month, None, now, is_new_row=True)


def as_number(value: Held) -> int | Decimal | None:
    """A count as the figures hold it; None for a code, a text, nothing."""
    if not isinstance(value, Decimal):
        return None
    return int(value) if value == value.to_integral_value() else value
