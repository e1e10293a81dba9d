"""Refill, an indicator's sheet: new figures go into the sheet that officers have edited, and what is theirs stays.

The same filler as a build's, with three differences: a month or area has its row wherever it stands, what officers
wrote is not written over, and the looks of the sheet and its charts are left as they are.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from excel_scorecard.ooxml.cells import Area, reference
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.scorecard import AreaRow, IndicatorPage
from excel_scorecard.workbook.drafts import page_draft
from excel_scorecard.workbook.edits import HEADING
from excel_scorecard.workbook.fill_charts import alternative_text, follow_periods
from excel_scorecard.workbook.fill_page import Cell, PageFiller
from excel_scorecard.workbook.list_rows import Standing, arranged, lift, put_down
from excel_scorecard.workbook.officers_copy import Page, Words, held
from excel_scorecard.workbook.page import SummaryCells

TITLES = ("trend_title", "breakdown_title")
"""Slots that give charts their titles."""


@dataclass(frozen=True)
class Stands:
    """What officers have done to a page, and what stands of it.

    Attributes:
        slots: names of slots, and `heading:` with the role of a column, that are left as they are.
        cells: rows and columns of table cells that are left as they are.
        words: what goes into the officers' own slots; one that is not there is left as it is.
        drafted: what the memory is to hold of the officers' slots: what the project says, a draft or the prompt.
        deleted: months and areas whose row an officer has deleted.

    """

    slots: Collection[str] = ()
    cells: Collection[tuple[int, int]] = ()
    words: Mapping[str, Words] = field(default_factory=dict)
    drafted: Mapping[str, Words] = field(default_factory=dict)
    deleted: Collection[date | str] = ()


class PageRefiller(PageFiller):
    """One indicator's sheet while it is filled again."""

    def __init__(self, now: Page, page: IndicatorPage, summary: SummaryCells, stands: Stands) -> None:
        self.now = now
        self.put_back: Counter[str] = Counter()  # what another program had dropped
        self._titles = {text: slot for slot in TITLES if (text := now.text(slot).strip())}
        self.stands = stands
        self._placed: dict[str, Sequence[int]] = {}
        months = tuple(row for row in page.months if row.figures.month not in stands.deleted)
        page = replace(page, months=months or page.months)
        super().__init__(now.sheet, now.layout, in_order_of(now, page), summary, dict(now.tables))

    # -- slots -------------------------------------------------------------------------------------------------------

    def _say(self, name: str, cell: Cell) -> None:
        if name not in self.stands.slots:
            super()._say(name, cell)
        else:
            self.noted.slot(name, cell)

    def _officers(self, name: str) -> None:
        words = self.stands.words.get(name)
        for place in self.layout.slots[name] if words is not None else ():
            put_words(self.sheet, *place, words or Words(""))
        drafted = self.stands.drafted.get(name)
        if drafted is not None:
            self.noted.slots[name] = held(drafted.text)
            if drafted.text and drafted.text == page_draft(self.page, name):
                self.noted.drafts[name] = drafted.text
            if drafted.runs:
                self.noted.runs[name] = drafted.runs
        memory = self.now.memory
        self.noted.prompts[name] = memory.prompts.get(name, "") if memory else ""

    def _retitle_columns(self, role: str, titles: Mapping[int, str]) -> None:
        columns = {index: column for column, index in self.layout.tables[role].columns.items()}
        theirs = {index: title for index, title in titles.items() if f"{HEADING}{columns[index]}" in self.stands.slots}
        super()._retitle_columns(role, {index: title for index, title in titles.items() if index not in theirs})
        self.noted.slots.update({f"{HEADING}{columns[index]}": title for index, title in theirs.items()})

    # -- tables ------------------------------------------------------------------------------------------------------

    def _make_room(self) -> None:
        monthly = self.tables["Monthly"]
        rows = dict(self.now.months)
        new = [row.figures.month for row in self.page.months if row.figures.month not in rows]
        if new:
            first = monthly.body.last_row + 1
            self.layout = self.layout.after(monthly.resize(monthly.body.height + len(new)))
            rows |= {month: first + place for place, month in enumerate(new)}
        self._placed["Monthly"] = [rows[row.figures.month] for row in self.page.months]
        if "Breakdown" in self.tables:
            self._arrange_areas()

    def _arrange_areas(self) -> None:
        """A row an area, in the order in which they stand; what is not among them is the last row, as the sums ask."""
        table, placed = self.tables["Breakdown"], self.layout.tables["Breakdown"]
        by_row = {row: area for area, row in self.now.areas.items()}
        keys = [by_row.get(row) for row in table.body.rows]
        wanted = [row.area for row in self.page.breakdown]
        arrangement = arranged(wanted, Standing(keys, [key for key in keys if key is not None]))
        lifted = lift(self.sheet, table, arrangement)
        self.layout = self.layout.after(table.resize(max(1, len(wanted))))
        put_down(self.sheet, table.body, placed, arrangement, lifted)

    def _row_numbers(self, role: str, rows: int) -> Sequence[int]:
        return self._placed[role] if role in self._placed else super()._row_numbers(role, rows)

    def _put(self, role: str, row: int, column: int, cell: Cell) -> None:
        if (row, column) not in self.stands.cells:
            super()._put(role, row, column, cell)

    def _calculated(self, role: str, index: int, formula: str) -> None:
        if self.tables[role].calculated_formula(index) is None:
            self.put_back["calculated column"] += 1
        super()._calculated(role, index, formula)

    # -- charts ------------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        """The charts are the officers' by now: only what another program has dropped is put back."""
        self.put_back["description of a chart"] += alternative_text(self.sheet, self.tables, self.page)
        for chart in self.sheet.charts:
            # a title that says what the cell said is the cell's: LibreOffice writes its text in place of the link
            slot = self._titles.get(chart.own_title)
            if slot is not None:
                cell = Area(*self.layout.slots[slot][0], *self.layout.slots[slot][0])
                chart.link_title(reference(self.sheet.name, cell))
                self.put_back["title of a chart"] += 1
        before = len(self.now.memory.months) if self.now.memory else 0
        if before and len(self.page.months) != before:
            follow_periods(self.sheet, self.tables, self.page)


def in_order_of(now: Page, page: IndicatorPage) -> IndicatorPage:
    """The page with its areas in the order in which the sheet has them; new ones below."""
    stands = sorted(now.areas, key=now.areas.__getitem__)
    place = {area: number for number, area in enumerate(stands)}
    areas: list[AreaRow] = sorted(page.areas, key=lambda row: place.get(row.area, len(place)))
    return replace(page, areas=tuple(areas))


def put_words(sheet: Sheet, row: int, column: int, words: Words) -> None:
    """Write a text with its look; nothing for an empty one."""
    if words.runs:
        sheet.write_rich(row, column, words.runs)
    elif sheet.rich(row, column) is not None:
        sheet.blank(row, column)
        sheet.write(row, column, words.text or None)
    else:
        sheet.write(row, column, words.text or None)
