"""Describe: what a template has, lacks and offers, by the contract. For the designer who names its cells."""

from collections.abc import Iterator
from pathlib import Path

from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.contract import PATTERN_SLOTS, SUMMARY_SLOTS, TABLES
from excel_scorecard.workbook.layout import Layout, read_layout


def describe(template: Path) -> str:
    """Sheet by sheet: each slot and column with its cell, and what is not there.

    Raises:
        TemplateError: the file is no workbook that can be a template, or a name in it is broken.

    """
    book = Workbook.open(template)
    blocks = ["\n".join(_sheet(read_layout(book, sheet))) for sheet in book.sheets()]
    return f"{template.name}\n\n" + "\n\n".join(blocks)


def _sheet(layout: Layout) -> Iterator[str]:
    is_pattern = layout.has("indicator_id") or "Monthly" in layout.tables
    is_summary = "Summary" in layout.tables
    kind = (
        "pattern sheet"
        if is_pattern
        else "summary"
        if is_summary
        else "list"
        if layout.tables
        else "sheet, left as it is"
    )
    yield f"{layout.sheet}: {kind}"
    slots = PATTERN_SLOTS if is_pattern else SUMMARY_SLOTS
    for slot in slots:
        if not (layout.has(slot.name) or is_pattern or is_summary):
            continue
        where = ", ".join(address(*place) for place in layout.slots.get(slot.name, ())[:3])
        lacking = "lacking, and needed" if slot.required else "-"
        yield f"  {slot.name:<24} {where or lacking:<20} {slot.owner}: {slot.content}"
    for table in layout.tables.values():
        yield f"  table {table.name} ({table.area})"
        for column in TABLES[table.role]:
            where = (
                address(table.area.first_row, table.sheet_column(column.role)) if column.role in table.columns else ""
            )
            lacking = "lacking, and needed" if column.required else "-"
            yield f"    {column.role:<28} {where or lacking:<14} {column.content}"
