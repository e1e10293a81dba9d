"""Said: what a finished workbook says now, read from its cells: of the month, and of each indicator.

Finds things by names and tables alone, so that any workbook of ours can be read: an officer's, one that LibreOffice
saved, one without memory. Compares nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.revised import in_parts
from excel_scorecard.wording import BY_JUDGEMENT, NEXT, shown_as
from excel_scorecard.workbook.memory import Held, Memory, PageMemory
from excel_scorecard.workbook.merging import is_nobodys, unwritten
from excel_scorecard.workbook.officers_copy import (
    OFFICERS_SLOTS,
    SUMMARY_OFFICERS_SLOTS,
    OfficersCopy,
    Page,
    held,
    month_of,
    read_copy,
)
from excel_scorecard.workbook.stale import is_unwritten

FROM_SUMMARY = {
    "number": "summary_number",
    "title": "summary_title",
    "unit": "summary_unit",
    "places": "summary_places",
    "value": "summary_value",
    "average": "summary_average",
    "target": "summary_target",
    "rating": "summary_rating",
    "direction": "summary_direction",
}
"""Where else a page's words stand, for a template whose pages do not have them."""

THEIRS = frozenset((*OFFICERS_SLOTS, *SUMMARY_OFFICERS_SLOTS))
COUNTED = re.compile(r"\d+ (.+?), \d+ (.+?), \d+ (.+?), \d+ ")
"""The summary's line of counts: Red, Amber, Green and the rest, whatever the project calls them."""


@dataclass(frozen=True)
class FigureSaid:
    """A row of the Monthly or the Breakdown table."""

    numerator: Held
    denominator: Held
    value: Held
    rating: Held = None


@dataclass(frozen=True)
class PageSaid:
    """What is said of one indicator. `slots` holds only those that the workbook has a place for."""

    id: str
    slots: Mapping[str, Held]
    months: Mapping[date, FigureSaid]
    areas: Mapping[str, FigureSaid]
    areas_at: date | None

    def text(self, slot: str) -> str:
        """A slot's words; empty where nothing stands there."""
        return _words(self.slots.get(slot))

    @property
    def number(self) -> str:
        """The indicator's number."""
        return self.text("number")

    @property
    def title(self) -> str:
        """Its title, or its id where the workbook has none."""
        return self.text("title") or self.id

    def shown(self, cell: Held) -> str:
        """A figure as the page prints it; a code or text is itself, and a blank is empty."""
        if not isinstance(cell, Decimal):
            return cell or ""
        unit, places = self.text("unit"), self.slots.get("places")
        if not unit or not isinstance(places, Decimal):
            return f"{cell.normalize():,f}"
        return shown_as(unit, max(0, int(places) - (2 if unit == "percent" else 0)), cell)

    def shown_whole(self, figure: FigureSaid) -> str:
        """A figure with its parts where it has both: `86% (859 of 1,003)`."""
        value, parts = self.shown(figure.value), (figure.numerator, figure.denominator)
        if all(isinstance(part, Decimal) for part in parts):
            return f"{value} ({in_parts(*parts)})"
        return value


@dataclass(frozen=True)
class BookSaid:
    """What a workbook says: `pages` by indicator id, in the order of its summary."""

    file: str
    month: date
    slots: Mapping[str, str]
    pages: Mapping[str, PageSaid]

    @property
    def ratings(self) -> tuple[str, ...]:
        """The words that it prints for Red, Amber and Green, the worst first; none where it does not count them."""
        found = COUNTED.match(self.slots.get("counts_text", ""))
        return found.groups() if found else ()

    def rating(self, page: PageSaid) -> str:
        """The rating as printed, without a word of whose judgement it is."""
        word = page.text("rating").removesuffix(BY_JUDGEMENT)
        return "not yet due" if word.startswith(NEXT) else word

    def severity(self, page: PageSaid) -> int | None:
        """0 for Red, 1 for Amber, 2 for Green, in whatever words; None for what is no rating."""
        word = self.rating(page)
        return self.ratings.index(word) if word in self.ratings else None


def read_said(path: Path, file: str) -> BookSaid:
    """What the workbook at `path` says; `file` is what it is called.

    Raises:
        TemplateError: it is no scorecard; or the results of its formulas were not saved with it.
        MachineError: it cannot be opened.

    """
    copy = read_copy(Workbook.open(path))
    sheet, layout = copy.summary_sheet, copy.summary
    rows = {id_: row for row, id_ in copy.list_rows("Summary") if id_ is not None and id_ in copy.pages}
    order = [*rows, *(id_ for id_ in copy.pages if id_ not in rows)]
    places = {slot: cells[0] for slot, cells in layout.slots.items() if slot != "month"}
    cells = {slot: _cell(sheet, *place) for slot, place in places.items()}
    return BookSaid(
        file=file,
        month=copy.month,
        slots={slot: _words(cell) for slot, cell in _without_prompts(cells, copy.memory).items()},
        pages={id_: _page(copy.pages[id_], _in_summary(copy, rows.get(id_))) for id_ in order},
    )


def _in_summary(copy: OfficersCopy, row: int | None) -> dict[str, Held]:
    """What the summary says in a row, by the slots of a page that say the same."""
    placed = copy.summary.tables["Summary"]
    if row is None:
        return {}
    return {
        slot: _cell(copy.summary_sheet, row, placed.sheet_column(role))
        for slot, role in FROM_SUMMARY.items()
        if role in placed.columns
    }


def _page(page: Page, in_summary: Mapping[str, Held]) -> PageSaid:
    own = {slot: _cell(page.sheet, *places[0]) for slot, places in page.layout.slots.items()}
    return PageSaid(
        id=page.id,
        slots={**in_summary, **_without_prompts(own, page.memory)},
        months={month: _figure(page, "monthly", row) for month, row in sorted(page.months.items())},
        areas={area: _figure(page, "breakdown", row) for area, row in page.areas.items()},
        areas_at=month_of(page.value("breakdown_month"), date1904=page.sheet.workbook.date1904),
    )


def _figure(page: Page, table: str, row: int) -> FigureSaid:
    columns = (page.column(f"{table}_{part}") for part in ("numerator", "denominator", "value", "rating"))
    return FigureSaid(*(None if column is None else _cell(page.sheet, row, column) for column in columns))


def _without_prompts(cells: Mapping[str, Held], memory: Memory | PageMemory | None) -> dict[str, Held]:
    """The cells of slots; nothing in an officers' slot where only the template's prompt stands, or a draft."""
    return {slot: None if slot in THEIRS and _is_nobodys(cell, memory, slot) else cell for slot, cell in cells.items()}


def _is_nobodys(cell: Held, memory: Memory | PageMemory | None, slot: str) -> bool:
    """Whether nobody has written in a slot; where nobody remembers the draft, what begins as one is taken for it."""
    if not isinstance(cell, str):
        return False
    return is_nobodys(cell, *unwritten(memory, slot)) if memory else is_unwritten(cell) or not cell.strip()


def _words(cell: Held) -> str:
    return "" if cell is None else cell.strip() if isinstance(cell, str) else f"{cell:f}"


def _cell(sheet: Sheet, row: int, column: int) -> Held:
    value = sheet.read(row, column)
    if value is None and sheet.formula(row, column) is not None:
        mend = "Open it in Excel, let it calculate, and save it: the program that saved it last left the results out."
        where = f"{sheet.workbook.name}, {sheet.name}!{address(row, column)}"
        raise TemplateError("the result of a formula was not saved", where=where, mend=mend)
    return held(value)
