"""Said: what a finished workbook says now, read from its cells: of the month, and of each indicator.

Finds things by names and tables alone, so that any workbook of ours can be read: an officer's, one that LibreOffice
saved, one without memory. Compares nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import CellError, address, date_of
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.revised import in_parts
from excel_scorecard.wording import BY_JUDGEMENT, NEXT, shown_as
from excel_scorecard.workbook.contract import PROMPT
from excel_scorecard.workbook.layout import Layout, TableLayout, survey

Cell = Decimal | str | None
"""A figure, a text or a code; None for a blank cell, and for a slot that the template has not."""

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

COUNTED = re.compile(r"\d+ (.+?), \d+ (.+?), \d+ (.+?), \d+ ")
"""The summary's line of counts: Red, Amber, Green and the rest, whatever the project calls them."""


@dataclass(frozen=True)
class FigureSaid:
    """A row of the Monthly or the Breakdown table."""

    numerator: Cell
    denominator: Cell
    value: Cell
    rating: Cell = None


@dataclass(frozen=True)
class PageSaid:
    """What is said of one indicator. `slots` holds only those that the workbook has a place for."""

    id: str
    sheet: str
    slots: Mapping[str, Cell]
    months: Mapping[date, FigureSaid]
    areas: Mapping[str, FigureSaid]
    areas_at: date | None

    def text(self, slot: str) -> str:
        """A slot's words; empty where nothing stands there, or only the template's prompt."""
        return _words(self.slots.get(slot))

    @property
    def number(self) -> str:
        """The indicator's number."""
        return self.text("number")

    @property
    def title(self) -> str:
        """Its title, or its id where the workbook has none."""
        return self.text("title") or self.id

    def shown(self, cell: Cell) -> str:
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
        return "Not yet due" if word.startswith(NEXT) else word

    def severity(self, page: PageSaid) -> int | None:
        """0 for Red, 1 for Amber, 2 for Green, in whatever words; None for what is no rating."""
        word = self.rating(page)
        return self.ratings.index(word) if word in self.ratings else None


def read_said(path: Path) -> BookSaid:
    """What the workbook at `path` says.

    Raises:
        TemplateError: it is no scorecard; or the results of its formulas were not saved with it.
        MachineError: it cannot be opened.

    """
    book = Workbook.open(path)
    layouts = [(sheet, survey(book, sheet)[0]) for sheet in book.sheets()]
    summaries = [(sheet, layout) for sheet, layout in layouts if layout.is_summary and layout.has("month")]
    pages = _pages(layouts)
    if not summaries or not pages:
        what = f"this is no scorecard of ours: it has no {'page of an indicator' if summaries else 'summary'}"
        raise TemplateError(what, where=book.name, mend="Name a workbook that `excel-scorecard build` has made.")
    sheet, layout = summaries[0]
    month = _month(sheet, *layout.slots["month"][0])
    if month is None:
        mend = "Type the first day of the month into the summary's month, such as 01/09/2015."
        raise TemplateError("the summary's month is no date", where=f"{book.name}, {sheet.name}", mend=mend)
    rows = dict(_summary_rows(sheet, layout))
    said = {id_: _page(id_, *page, rows.get(id_, {})) for id_, page in pages.items()}
    order = {id_: place for place, id_ in enumerate([*(id_ for id_ in rows if id_ in said), *said])}
    texts = {slot: _words(_cell(sheet, *places[0])) for slot, places in layout.slots.items() if slot != "month"}
    return BookSaid(
        file=path.name,
        month=month,
        slots=texts,
        pages=dict(sorted(said.items(), key=lambda item: order[item[0]])),
    )


def _pages(layouts: Sequence[tuple[Sheet, Layout]]) -> dict[str, tuple[Sheet, Layout]]:
    """The indicators' sheets by id. Of a sheet that was copied, the one whose table has the name that we gave it."""
    found: dict[str, tuple[Sheet, Layout]] = {}
    for sheet, layout in layouts:
        if not layout.has("indicator_id") or "Monthly" not in layout.tables:
            continue
        id_ = str(_cell(sheet, *layout.slots["indicator_id"][0]) or "")
        is_ours = layout.tables["Monthly"].name.casefold() == f"monthly_{id_.replace('-', '_')}".casefold()
        if id_ and (is_ours or id_ not in found):
            found[id_] = (sheet, layout)
    return found


def _page(id_: str, sheet: Sheet, layout: Layout, row: Mapping[str, Cell]) -> PageSaid:
    slots = {slot: _cell(sheet, *places[0]) for slot, places in layout.slots.items()}
    for slot, role in FROM_SUMMARY.items():
        if slot not in slots and role in row:
            slots[slot] = row[role]
    breakdown = layout.tables.get("Breakdown")
    at = layout.slots.get("breakdown_month")
    return PageSaid(
        id=id_,
        sheet=sheet.name,
        slots=slots,
        months=dict(_months(sheet, layout.tables["Monthly"])),
        areas=dict(_areas(sheet, breakdown)) if breakdown else {},
        areas_at=_month(sheet, *at[0]) if at else None,
    )


def _months(sheet: Sheet, placed: TableLayout) -> Iterator[tuple[date, FigureSaid]]:
    if "monthly_month" not in placed.columns:
        return
    for row in sheet.table(placed.name).body.rows:
        month = _month(sheet, row, placed.sheet_column("monthly_month"))
        if month is not None:
            yield month, _figure(sheet, placed, row, "monthly")


def _areas(sheet: Sheet, placed: TableLayout) -> Iterator[tuple[str, FigureSaid]]:
    if "breakdown_area" not in placed.columns:
        return
    for row in sheet.table(placed.name).body.rows:
        area = _cell(sheet, row, placed.sheet_column("breakdown_area"))
        if isinstance(area, str) and area:
            yield area, _figure(sheet, placed, row, "breakdown")


def _figure(sheet: Sheet, placed: TableLayout, row: int, table: str) -> FigureSaid:
    parts = ("numerator", "denominator", "value", "rating")
    said = {
        part: _cell(sheet, row, placed.sheet_column(role))
        for part in parts
        if (role := f"{table}_{part}") in placed.columns
    }
    return FigureSaid(said.get("numerator"), said.get("denominator"), said.get("value"), said.get("rating"))


def _summary_rows(sheet: Sheet, layout: Layout) -> Iterator[tuple[str, dict[str, Cell]]]:
    """The Summary table's rows by indicator id; none where the template has no column of ids."""
    placed = layout.tables["Summary"]
    if "summary_id" not in placed.columns:
        return
    for row in sheet.table(placed.name).body.rows:
        said = {role: _cell(sheet, row, placed.sheet_column(role)) for role in placed.columns}
        if isinstance(id_ := said["summary_id"], str) and id_:
            yield id_, said


def _words(cell: Cell) -> str:
    words = cell if isinstance(cell, str) else "" if cell is None else f"{cell:f}"
    return "" if words.casefold().startswith(PROMPT.casefold()) else words.strip()


def _month(sheet: Sheet, row: int, column: int) -> date | None:
    cell = _cell(sheet, row, column)
    try:
        return date_of(float(cell), sheet.workbook.date1904).replace(day=1) if isinstance(cell, Decimal) else None
    except OverflowError:
        return None


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    value = sheet.read(row, column)
    if value is None and sheet.formula(row, column) is not None:
        mend = "Open it in Excel, let it calculate, and save it: the program that saved it last left the results out."
        where = f"{sheet.workbook.name}, {sheet.name}!{address(row, column)}"
        raise TemplateError("the result of a formula was not saved", where=where, mend=mend)
    if isinstance(value, CellError):
        return str(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        # fifteen significant digits are what Excel itself holds a number to
        return Decimal(f"{value:.15g}")
    return value
