"""Remembering: what was just put into a workbook, as its memory is to hold it.

Knows the fillers' notes and the scorecard; the part itself is memory.py's.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from excel_scorecard.commentary import MARKED
from excel_scorecard.ooxml.rich import Property, Run, cell_font
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard
from excel_scorecard.workbook.fill_page import PageFiller
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.memory import Cells, Held, Memory, PageMemory
from excel_scorecard.workbook.noted import as_held_by_cell
from excel_scorecard.workbook.officers_copy import OFFICERS_SLOTS, SUMMARY_OFFICERS_SLOTS, held, words_at
from excel_scorecard.workbook.page import summary_texts


def page_memory(filler: PageFiller) -> PageMemory:
    """What a page was built with; it says its figures for the first time."""
    page, noted = filler.page, filler.noted
    stood = standing_texts(filler.sheet, filler.layout, OFFICERS_SLOTS)
    return PageMemory(
        id=page.indicator.id,
        number=page.indicator.number,
        sheet=filler.sheet.name,
        table=filler.tables["Monthly"].name,
        slots=noted.slots,
        prompts=noted.prompts,
        runs=noted.runs,
        stood=stood,
        signed=stood if stood.get("signed_off", "").strip() else {},
        fonts=fonts_of(filler.sheet, filler.layout, MARKED),
        months=noted.months,
        areas=noted.areas,
        first=said_now(page),
    )


def standing_texts(sheet: Sheet, layout: Layout, slots: Iterable[str]) -> dict[str, str]:
    """The officers' texts as they stand on a sheet."""
    found = ((slot, words_at(sheet, layout, slot)) for slot in slots)
    return {slot: words.text for slot, words in found if words is not None}


def fonts_of(sheet: Sheet, layout: Layout, slots: Iterable[str]) -> dict[str, tuple[Property, ...]]:
    """The cells' own fonts, which marked words are other than."""
    return {slot: cell_font(sheet, *layout.slots[slot][0]) for slot in slots if layout.has(slot)}


def said_now(page: IndicatorPage) -> dict[date, Cells]:
    """The figures that a page says, by the period's last month."""
    return {
        row.figures.month: {
            "numerator": as_held_by_cell(row.figures.numerator),
            "denominator": as_held_by_cell(row.figures.denominator),
            "supplied": as_held_by_cell(row.figures.supplied),
        }
        for row in page.months
    }


def last_said(memory: PageMemory) -> dict[date, Cells]:
    """The figures that a page said last, before it moves on to another month."""
    parts = {"numerator": "monthly_numerator", "denominator": "monthly_denominator", "supplied": "monthly_value"}
    return {month: {part: cells.get(role) for part, role in parts.items()} for month, cells in memory.months.items()}


def scorecard_memory(
    scorecard: MonthlyScorecard,
    pages: Mapping[str, PageMemory],
    sheet: Sheet,
    summary: Layout,
    prompts: Mapping[str, str],
    tables: Mapping[str, str],
    rows: Mapping[str, tuple[str, ...]],
) -> Memory:
    """What a workbook was built with; `sheet` is its first page as filled.

    `tables` are the lists' names by role, `rows` the keys of their rows.
    """
    slots: dict[str, Held] = {name: held(text) for name, text in summary_texts(scorecard).items() if summary.has(name)}
    runs: dict[str, tuple[Run, ...]] = {}
    for name in SUMMARY_OFFICERS_SLOTS:
        if summary.has(name):
            place = summary.slots[name][0]
            slots[name] = held(sheet.read(*place))
            if found := sheet.rich(*place):
                runs[name] = found
    return Memory(
        month=scorecard.month,
        pages=pages,
        slots=slots,
        prompts=dict(prompts),
        runs=runs,
        stood=standing_texts(sheet, summary, SUMMARY_OFFICERS_SLOTS),
        fonts=fonts_of(sheet, summary, SUMMARY_OFFICERS_SLOTS),
        tables={role: name for role, name in tables.items() if role != "Monthly"},
        rows=dict(rows),
        area=scorecard.project.of_area,
    )
