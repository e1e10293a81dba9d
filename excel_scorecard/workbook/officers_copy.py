"""Officers' copy: what a finished workbook holds now, wherever officers have moved, renamed or copied it.

Knows an indicator's sheet by its slot indicator_id, and ours among copies by the name of its table, which Excel gives
to one sheet alone. Writes nothing; what was there when it was built is memory.py's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from excel_scorecard.calendar import read_month
from excel_scorecard.errors import Finding, ProjectError, TemplateError
from excel_scorecard.ooxml.cells import CellError, Value, address, date_of, quoted
from excel_scorecard.ooxml.formulas import references
from excel_scorecard.ooxml.rich import Run
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.contract import PATTERN_SLOTS, SUMMARY_SLOTS
from excel_scorecard.workbook.layout import Layout, survey
from excel_scorecard.workbook.memory import Held, Memory, PageMemory, recall

OFFICERS_SLOTS: Final = tuple(slot.name for slot in PATTERN_SLOTS if slot.owner == "officers")
"""The slots of a page that are the officers': commentary, action, sign-off, rating by judgement with its reason."""
SUMMARY_OFFICERS_SLOTS: Final = tuple(slot.name for slot in SUMMARY_SLOTS if slot.owner == "officers")
"""The same of the summary: the concerns."""


@dataclass(frozen=True)
class Words:
    """A text as it stands in a cell: `runs` where some of its words are in bold and the like."""

    text: str
    runs: tuple[Run, ...] | None = None

    def says_the_same(self, other: "Words") -> bool:
        """The same words with the same look; how a program ends a line, and what follows the last, is not looked at."""
        return plain(self.text) == plain(other.text) and (self.runs or None) == (other.runs or None)


def plain(text: str) -> str:
    """A text without what programs change by themselves: forms of line ends, blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def held(value: Value) -> Held:
    """A cell's value as the memory holds it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        # fifteen digits are what Excel shows, and all that other programs keep
        return Decimal(f"{value:.15g}")
    return str(value) if value is not None and value != "" else None


class Page:
    """An indicator's sheet as it stands now."""

    def __init__(self, id_: str, sheet: Sheet, layout: Layout, memory: PageMemory | None) -> None:
        self.id = id_
        self.sheet = sheet
        self.layout = layout
        self.memory = memory

    def __repr__(self) -> str:
        return f"Page({self.id!r}, {self.sheet.name!r})"

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by role."""
        return {role: self.sheet.table(placed.name) for role, placed in self.layout.tables.items()}

    def value(self, slot: str) -> Value:
        """What a slot's first cell shows; None where the sheet has no such slot."""
        return self.sheet.read(*self.layout.slots[slot][0]) if self.layout.has(slot) else None

    def text(self, slot: str) -> str:
        """The same as text; empty for nothing."""
        value = self.value(slot)
        return "" if value is None else str(value)

    def formula(self, slot: str) -> str | None:
        """The formula of a slot's first cell."""
        return self.sheet.formula(*self.layout.slots[slot][0]) if self.layout.has(slot) else None

    def words(self, slot: str) -> Words | None:
        """The text of a slot, with its look; None where the sheet has no such slot."""
        return words_at(self.sheet, self.layout, slot)

    def place(self, slot: str) -> str:
        """Where a slot is, for messages: `'3 Assessments'!B12`."""
        return place_of(self.sheet, self.layout, slot)

    @cached_property
    def months(self) -> dict[date, int]:
        """The rows of the Monthly table by the period's last month, whatever their order; of two the first."""
        return months_of(self)

    @cached_property
    def areas(self) -> dict[str, int]:
        """The rows of the Breakdown table by the area's name."""
        table = self.layout.tables.get("Breakdown")
        if table is None or "breakdown_area" not in table.columns:
            return {}
        column = table.sheet_column("breakdown_area")
        found: dict[str, int] = {}
        for row in self.tables["Breakdown"].body.rows:
            name = self.sheet.read(row, column)
            if isinstance(name, str) and not isinstance(name, CellError) and name.strip():
                found.setdefault(name, row)
        return found

    def cell(self, role: str, row: int) -> Value:
        """The cell of a table's column in a row of the sheet; None where the table has no such column."""
        place = self.column(role)
        return None if place is None else self.sheet.read(row, place)

    def cell_formula(self, role: str, row: int) -> str | None:
        """The formula of that cell."""
        place = self.column(role)
        return None if place is None else self.sheet.formula(row, place)

    def column(self, role: str) -> int | None:
        """The sheet's column of a role; None where no table has it."""
        for table in self.layout.tables.values():
            if role in table.columns:
                return table.sheet_column(role)
        return None


def months_of(page: Page) -> dict[date, int]:
    """The rows of a page's Monthly table by month."""
    table = page.layout.tables["Monthly"]
    if "monthly_month" not in table.columns:
        return {}
    column = table.sheet_column("monthly_month")
    found: dict[date, int] = {}
    for row in page.tables["Monthly"].body.rows:
        month = month_of(page.sheet.read(row, column), date1904=page.sheet.workbook.date1904)
        if month is not None:
            found.setdefault(month, row)
    return found


def month_of(value: Value, *, date1904: bool = False) -> date | None:
    """The month that a cell stands for: a date, or a text such as Sep-15; None for anything else."""
    if isinstance(value, bool) or value is None or isinstance(value, CellError):
        return None
    try:
        return date_of(value, date1904).replace(day=1) if not isinstance(value, str) else read_month(value)
    except (ValueError, OverflowError):
        return None


def words_at(sheet: Sheet, layout: Layout, slot: str) -> Words | None:
    """The text in a slot of a sheet, with its look; None where there is no such slot."""
    if not layout.has(slot):
        return None
    row, column = layout.slots[slot][0]
    value = sheet.read(row, column)
    return Words("" if value is None else str(value), sheet.rich(row, column))


def place_of(sheet: Sheet, layout: Layout, slot: str) -> str:
    """Where a slot is, for messages; the sheet where it has no such slot."""
    return f"{quoted(sheet.name)}!{address(*layout.slots[slot][0])}" if layout.has(slot) else quoted(sheet.name)


@dataclass(frozen=True)
class OfficersCopy:
    """A finished workbook as it stands now.

    Attributes:
        memory: what it was built with; None where another program has dropped it.
        summary: the layout of the first page; lists: the layouts of the other lists by their table's role.
        month: the month that the summary shows.
        pages: the indicators' sheets in the workbook's order.
        copies: sheets that officers made by copying one of ours; they are theirs.
        missing: indicators that it was built with and whose sheet is gone.
        broken: names that lead nowhere now.
        has_forgotten: `memory` is not its own, but what would be built now.

    """

    book: Workbook
    memory: Memory | None
    summary: Layout
    lists: Mapping[str, Layout]
    month: date
    pages: Mapping[str, Page]
    copies: tuple[str, ...]
    missing: tuple[str, ...]
    broken: tuple[Finding, ...]
    has_forgotten: bool = False

    @property
    def summary_sheet(self) -> Sheet:
        """The first page."""
        return self.book.sheet(self.summary.sheet)

    def words(self, slot: str) -> Words | None:
        """The text in a slot of the summary."""
        return words_at(self.summary_sheet, self.summary, slot)

    def list_rows(self, role: str) -> Iterator[tuple[int, str | None]]:
        """The rows of a list with the indicator that each is of; None for a subheading and the like."""
        layout = self.summary if role == "Summary" else self.lists[role]
        yield from rows_of(self.book.sheet(layout.sheet), layout, role, self.pages)


def read_copy(book: Workbook) -> OfficersCopy:
    """What a finished workbook holds now.

    Raises:
        TemplateError: it is no scorecard (no summary with its month, no indicator's sheet), or a template.

    """
    memory = recall(book)
    surveyed = [survey(book, sheet) for sheet in book.sheets()]
    layouts = [layout for layout, _ in surveyed]
    summary = _one(layouts, "Summary", memory)
    if summary is None or not summary.has("month"):
        raise _no_scorecard(book, "no table whose name begins with Summary, or no month beside it")
    pages, copies = _pages(book, layouts, memory)
    if not pages:
        raise _no_scorecard(book, "no sheet of an indicator: none has the name indicator_id and a Monthly table")
    month = month_of(book.sheet(summary.sheet).read(*summary.slots["month"][0]), date1904=book.date1904)
    if month is None:
        where = place_of(book.sheet(summary.sheet), summary, "month")
        mend = "Type the month's first day there, such as 01/03/2026."
        raise TemplateError("the summary's month is no date.", where=f"{book.name}, {where}", mend=mend)
    known = list(memory.pages) if memory else _listed(book, summary)
    roles = ("Commentary", "Definitions", "Notes", "Quality", "Checks")
    lists = {role: found for role in roles if (found := _one(layouts, role, memory)) is not None}
    return OfficersCopy(
        book=book,
        memory=memory,
        summary=summary,
        lists=lists,
        month=month,
        pages=pages,
        copies=tuple(copies),
        missing=tuple(id_ for id_ in known if id_ not in pages),
        broken=tuple(finding for _, findings in surveyed for finding in findings),
    )


def of_the_whole(copy: OfficersCopy) -> OfficersCopy:
    """The copy, if its figures are the whole project's.

    Raises:
        ProjectError: they are one area's (`build --each`): what is said of them is not said of the project.

    """
    if copy.memory is not None and copy.memory.area:
        what = (
            f"this is the workbook of {copy.memory.area} alone, and its texts and figures are not the whole project's."
        )
        mend = "Name the workbook of the whole project. An area's own is refreshed, and checked without --project."
        raise ProjectError(what, where=copy.book.name, mend=mend)
    return copy


def _no_scorecard(book: Workbook, what: str) -> TemplateError:
    mend = "Name a workbook that `excel-scorecard build` has made, or a copy of one."
    return TemplateError(f"this is no finished scorecard: {what}.", where=book.name, mend=mend)


def _one(layouts: Sequence[Layout], role: str, memory: Memory | None) -> Layout | None:
    """The sheet with the table of a role; where it was copied, the one whose table has the name that we gave."""
    found = [layout for layout in layouts if role in layout.tables and "Monthly" not in layout.tables]
    name = memory.tables.get(role, "") if memory else ""
    ours = [layout for layout in found if layout.tables[role].name.casefold() == name.casefold()]
    # Excel makes a copy's name from the other's, with a number behind it
    return min(ours or found, key=lambda layout: len(layout.tables[role].name), default=None)


def _pages(book: Workbook, layouts: Sequence[Layout], memory: Memory | None) -> tuple[dict[str, Page], list[str]]:
    by_id: dict[str, list[Layout]] = {}
    for layout in layouts:
        if not layout.has("indicator_id") or "Monthly" not in layout.tables:
            continue
        found = book.sheet(layout.sheet).read(*layout.slots["indicator_id"][0])
        if isinstance(found, str) and found.strip():
            by_id.setdefault(found.strip(), []).append(layout)
    pages: dict[str, Page] = {}
    copies: list[str] = []
    for id_, candidates in by_id.items():
        remembered = memory.pages.get(id_) if memory else None
        name = remembered.table if remembered else monthly_name(id_)
        ours = [layout for layout in candidates if layout.tables["Monthly"].name.casefold() == name.casefold()]
        ours = ours or sorted(candidates, key=lambda layout: len(layout.tables["Monthly"].name))
        pages[id_] = Page(id_, book.sheet(ours[0].sheet), ours[0], remembered)
        copies += [layout.sheet for layout in candidates if layout is not ours[0]]
    order = book.sheet_names()
    return dict(sorted(pages.items(), key=lambda pair: order.index(pair[1].sheet.name))), copies


def monthly_name(id_: str, role: str = "Monthly") -> str:
    """What the table of an indicator's sheet is called: `Monthly_ongoing_assessments`."""
    return f"{role}_{id_.replace('-', '_')}"


def _listed(book: Workbook, summary: Layout) -> list[str]:
    """The indicators that the summary lists by their id; none where the template has no column of it."""
    table = summary.tables["Summary"]
    if "summary_id" not in table.columns:
        return []
    sheet = book.sheet(summary.sheet)
    column = table.sheet_column("summary_id")
    found = [sheet.read(row, column) for row in sheet.table(table.name).body.rows]
    return [value.strip() for value in found if isinstance(value, str) and value.strip()]


def rows_of(sheet: Sheet, layout: Layout, role: str, pages: Mapping[str, Page]) -> Iterator[tuple[int, str | None]]:
    """The rows of a list with the indicator that each is of: by the id in it, else by the sheet that it reads."""
    placed = layout.tables[role]
    by_sheet = {page.sheet.name.casefold(): id_ for id_, page in pages.items()}
    id_column = placed.sheet_column("summary_id") if "summary_id" in placed.columns else None
    columns = [placed.sheet_column(name) for name in placed.columns]
    for row in sheet.table(placed.name).body.rows:
        said = sheet.read(row, id_column) if id_column else None
        if isinstance(said, str) and said.strip():
            yield row, said.strip()
            continue
        formulas = (formula for column in columns if (formula := sheet.formula(row, column)))
        read = (r.sheet.casefold() for formula in formulas for r in references(formula) if r.sheet)
        yield row, next((by_sheet[name] for name in read if name in by_sheet), None)
