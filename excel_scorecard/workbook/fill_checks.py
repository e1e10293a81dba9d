"""Fill, the Checks sheet: a row a page with a formula a check, and the line that counts what is to do.

What the cells hold is read from the filled sheets, so that a cached value is what its formula finds. The rules are
checks_sheet.py's.
"""

from collections.abc import Callable, Mapping, Sequence

from excel_scorecard.ooxml.cells import Value, quoted
from excel_scorecard.ooxml.formulas import column_specifier
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.rating import OVERRIDES
from excel_scorecard.workbook.checks_sheet import (
    CHECKS,
    SUMMARY_CHECKS,
    Asked,
    Held,
    as_text,
    checks_text,
    checks_text_formula,
    concerns_check,
    concerns_check_formula,
    stale_check_formula,
    todo_formula,
)
from excel_scorecard.workbook.fill_lists import (
    CONCERNS_ROW,
    Cell,
    FilledPage,
    at_least_as_made,
    fill_table,
    link_concerns,
    link_pages,
    pages_by_row,
)
from excel_scorecard.workbook.layout import Layout, TableLayout
from excel_scorecard.workbook.list_rows import Standings


def fill_checks(
    book: Workbook, layout: Layout, summary: Layout, pages: Sequence[FilledPage], standings: Standings
) -> None:
    """The Checks sheet of a workbook whose other sheets are filled, and the summary's line about it."""
    sheet = book.sheet(layout.sheet)
    placed = layout.tables["Checks"]
    month = book.sheet(summary.sheet).read(*summary.slots["month"][0])
    asked_month = f"{quoted(summary.sheet)}!{summary.expression('month')}"
    first = _summary_row(book, summary)
    rows = {CONCERNS_ROW: first} if first else {}
    rows |= {filled.page.indicator.id: _page_row(book, filled, month, asked_month) for filled in pages}
    columns = [role for role in placed.columns if role in CHECKS]
    headings = sheet.table(placed.name).columns
    for row in rows.values():
        _count(row, columns, lambda role: f"{placed.name}[[#This Row],[{_specifier(headings, placed.columns[role])}]]")
    filled_list = fill_table(sheet, layout, "Checks", rows, standings)
    if filled_list is None:
        return
    link_pages(sheet, layout, "Checks", pages_by_row(filled_list, pages))
    if first:
        link_concerns(sheet, layout, "Checks", filled_list.rows[CONCERNS_ROW], summary)
    at_least_as_made(sheet, layout, "Checks", rows, filled_list, standings)
    _say(book, layout, summary, filled_list.table, list(rows.values()))


def _specifier(headings: Sequence[str], column: int) -> str:
    return column_specifier(headings[column])


def _count(row: dict[str, Cell], columns: Sequence[str], cell: Callable[[str], str]) -> None:
    """The row's number of things to do. Every check has its cell in the sum: one that is not made is blank."""
    said = [role for role in columns if row.get(role, ("", None))[0]]
    row["checks_todo"] = (len(said), todo_formula([cell(role) for role in columns]))


def _say(book: Workbook, layout: Layout, summary: Layout, table: Table, rows: Sequence[Mapping[str, Cell]]) -> None:
    """The line that counts, on the sheet itself and where the summary repeats it."""
    counts = [int(str(row["checks_todo"][0])) for row in rows]
    text, formula = checks_text(counts), None
    placed = layout.tables["Checks"]
    if "checks_todo" in placed.columns:
        column = _specifier(table.columns, placed.columns["checks_todo"])
        formula = checks_text_formula(f"{table.name}[{column}]")
    for place in layout.slots.get("checks_text", ()):
        book.sheet(layout.sheet).write(*place, text, formula)
    for place in summary.slots.get("checks_text", ()):
        book.sheet(summary.sheet).write(*place, text, formula)


# ---- rows ------------------------------------------------------------------------------------------------------------


def _summary_row(book: Workbook, summary: Layout) -> dict[str, Cell]:
    """The main areas of concern, where the summary has a place for them."""
    if not summary.has("concerns"):
        return {}
    sheet = book.sheet(summary.sheet)
    held = {s: as_text(sheet.read(*summary.slots[s][0])) for s in SUMMARY_CHECKS.values() if summary.has(s)}
    asked = {s: f"{quoted(summary.sheet)}!{summary.expression(s)}" for s in held}
    row: dict[str, Cell] = {
        "checks_title": (CONCERNS_ROW, None),
        "checks_commentary": (concerns_check(held["concerns"]), concerns_check_formula(asked["concerns"])),
    }
    if "stale" in held:
        row["checks_stale"] = (held["stale"], stale_check_formula(Asked(asked, "", "", "", None, {})))
    return row


def _page_row(book: Workbook, filled: FilledPage, month: Value, asked_month: str) -> dict[str, Cell]:
    indicator = filled.page.indicator
    words = {word: indicator.label(word) for word in OVERRIDES}
    held = held_by(book.sheet(filled.sheet), filled.layout, filled.monthly(book), month, words)
    asked = _asked(book, filled, asked_month, words)
    row: dict[str, Cell] = {
        "checks_number": (indicator.number, None),
        "checks_title": filled.slot("title", indicator.title),
        "checks_owner": (indicator.owner or None, None),
    }
    for role, check in CHECKS.items():
        if all(filled.layout.has(slot) for slot in check.slots):
            row[role] = (check.said(held), check.formula(asked))
    return row


SLOTS = tuple(dict.fromkeys(slot for check in CHECKS.values() for slot in check.slots))


def _period_slot(layout: Layout) -> str:
    """Of monthly figures the period is the month, where a template has no slot for it."""
    return "period" if layout.has("period") else "month"


def held_by(sheet: Sheet, layout: Layout, table: Table, month: Value, words: Mapping[str, str]) -> Held:
    """What the cells of an indicator's sheet hold; `table` is its Monthly table, `month` the summary's."""
    slots = {slot: sheet.read(*layout.slots[slot][0]) for slot in SLOTS if layout.has(slot)}
    period = sheet.read(*layout.slots[_period_slot(layout)][0]) if layout.has(_period_slot(layout)) else None
    note = _note(sheet, layout.tables["Monthly"], table, period)
    return Held(slots, month, period, note, words, sheet.workbook.date1904)


def _note(sheet: Sheet, placed: TableLayout, table: Table, period: Value) -> str:
    """What the Monthly table notes of a period."""
    if period is None or "monthly_note" not in placed.columns:
        return ""
    months, notes = placed.sheet_column("monthly_month"), placed.sheet_column("monthly_note")
    row = next((row for row in table.body.rows if sheet.read(row, months) == period), None)
    return as_text(sheet.read(row, notes)) if row else ""


def _asked(book: Workbook, filled: FilledPage, month: str, words: Mapping[str, str]) -> Asked:
    """How the Checks sheet's formulas speak of the same cells."""
    layout, sheet = filled.layout, quoted(filled.sheet)
    slots = {slot: f"{sheet}!{layout.expression(slot)}" for slot in SLOTS if layout.has(slot)}
    placed, table = layout.tables["Monthly"], filled.monthly(book)

    def column(role: str) -> str:
        return f"{table.name}[{_specifier(table.columns, placed.columns[role])}]"

    period = _period_slot(layout)
    return Asked(
        slots=slots,
        month=month,
        period=f"{sheet}!{layout.expression(period)}" if layout.has(period) else NO_PERIOD,
        months=column("monthly_month"),
        notes=column("monthly_note") if "monthly_note" in placed.columns else None,
        words=words,
    )


NO_PERIOD = "0"
