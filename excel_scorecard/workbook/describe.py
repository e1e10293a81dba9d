"""Describe: what a template has, lacks and offers, by the contract. For the designer who names its cells."""

from collections.abc import Iterator
from pathlib import Path

from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.contract import PATTERN_SLOTS, SUMMARY_SLOTS, TABLES
from excel_scorecard.workbook.layout import Layout, survey


def describe(template: Path) -> str:
    """Sheet by sheet: each slot and column with its cell, what is not there, and names that cannot be used.

    Raises:
        TemplateError: the file is no workbook that can be a template.

    """
    book = Workbook.open(template)
    blocks = []
    for sheet in book.sheets():
        layout, broken = survey(book, sheet)
        blocks.append("\n".join([*_sheet(layout), *(f"  wrong: {found.what}" for found in broken)]))
    return f"{template.name}\n\n" + "\n\n".join(blocks)


def overview(book: Workbook) -> list[str]:
    """What a template has, a line a sheet: `percentage: pattern sheet, 54 of 72 names, tables Monthly, Breakdown`."""
    lines = []
    for sheet in book.sheets():
        layout, _ = survey(book, sheet)
        slots = PATTERN_SLOTS if layout.is_pattern else SUMMARY_SLOTS if layout.is_summary else ()
        names = [slot.name for slot in slots]
        columns = [column.role for role in layout.tables for column in TABLES[role]]
        has = sum(layout.has(name) for name in names) + sum(len(t.columns) for t in layout.tables.values())
        said = [f"{sheet.name}: {_kind(layout)}"]
        if layout.is_pattern or layout.tables:
            said.append(f"{has} of {len(names) + len(columns)} names")
        if layout.tables:
            said.append(f"table{'s' if len(layout.tables) > 1 else ''} {', '.join(layout.tables)}")
        lines.append(", ".join(said))
    return lines


def _kind(layout: Layout) -> str:
    if layout.is_pattern:
        return "pattern sheet"
    if layout.is_summary:
        return "summary"
    return "list" if layout.tables else "sheet, left as it is"


def _sheet(layout: Layout) -> Iterator[str]:
    is_pattern, is_summary = layout.is_pattern, layout.is_summary
    yield f"{layout.sheet}: {_kind(layout)}"
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
