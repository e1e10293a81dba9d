"""Template check, tables: their headings, their room to grow, and the number formats that their figures need."""

import re
from collections.abc import Iterator

from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import column_letters, row_and_column
from excel_scorecard.ooxml.insertion import MOVE_IT, Obstacle, way
from excel_scorecard.ooxml.table import Table
from excel_scorecard.workbook.contract import TABLES
from excel_scorecard.workbook.examined import Examined
from excel_scorecard.workbook.template_names import COLUMNS

ROOM = {"Monthly": 120, "Breakdown": 40, "Notes": 20}
"""Rows that a table may come to: ten years of months, every area of a large council. Others: a row an indicator."""
INDICATORS = 60

NEEDED = {
    "counts_text": ("summary_rating", "summary_direction"),
    "area_names": ("breakdown_area",),
    "area_values": ("breakdown_area", "breakdown_value"),
}
"""Slots that are made of columns."""

MONTHS = ("month", "breakdown_month", "recent_months")
PERCENTAGES = ("value", "average", "target", "area_values", "recent_values")
PERCENT_COLUMNS = ("monthly_value", "monthly_target", "breakdown_value", "breakdown_target")


def check_tables(it: Examined) -> Iterator[Finding]:
    """Everything that is wrong with the tables of one sheet."""
    ours = {placed.name: placed.role for placed in it.layout.tables.values()}
    for table in it.sheet.tables:
        if table.name in ours:
            yield from _headings(it, table)
            yield from _room(it, table, ours[table.name])
        else:
            yield from _without_names(it, table)
    yield from _misnamed(it)
    yield from _needed(it)
    yield from _dates(it)
    yield from _percentages(it)


def _headings(it: Examined, table: Table) -> Iterator[Finding]:
    header, columns = table.header, table.columns
    place = (header.first_row, header.first_column)
    if not table.has_header:
        what = f"the table {table.name} shows no heading row"
        yield it.error(place, "T-HEADINGS", what, "Switch it on in Excel: Table Design > Header Row.")
        return
    for name in sorted({c.casefold() for c in columns if [d.casefold() for d in columns].count(c.casefold()) > 1}):
        what = f"the table {table.name} has the heading {name!r} more than once"
        yield it.error(place, "T-HEADINGS", what, "Give each column a heading of its own.")
    for number, name in enumerate(columns):
        cell = (header.first_row, header.first_column + number)
        value = it.sheet.read(*cell)
        if not isinstance(value, str) or _plain(value) != _plain(name):
            shown = "is not text" if not isinstance(value, str) else f"says {value!r} where the table says {name!r}"
            what = f"a heading of the table {table.name} {shown}: Excel would offer a repair"
            yield it.error(cell, "T-HEADINGS", what, f"Type the heading {name!r} into it as text.")


def _plain(text: str) -> str:
    return re.sub(r"\r\n|\r", "\n", text)


def _room(it: Examined, table: Table, role: str) -> Iterator[Finding]:
    if table.has_totals and table.body.height > 1:
        what = f"the table {table.name} has a totals row and {table.body.height} rows above it: it can grow, not shrink"
        mend = "Delete all its rows but one, or switch off Table Design > Total Row."
        yield it.warning((table.area.last_row, table.area.first_column), "T-TOTALS", what, mend)
    below = it.sheet.first_cell_below(table.area)
    if below is None:
        return
    rows = row_and_column(below)[0] - table.body.first_row
    needed = ROOM.get(role, INDICATORS)
    if rows >= needed:
        return
    found = way(it.sheet, table.area, table.body.last_row + 1, needed - table.body.height)
    if not isinstance(found, Obstacle):
        return  # what is below moves down
    what = f"what is below the table {table.name} cannot move as it grows: {found.what} at {found.where} would be wrong"
    if rows <= table.body.height:
        yield it.error(below, "T-ROOM", what, MOVE_IT)
    else:
        yield it.warning(below, "T-ROOM", f"{what}. It has room for {rows} rows and may come to {needed}", MOVE_IT)


def _without_names(it: Examined, table: Table) -> Iterator[Finding]:
    """A table called like a role, with no heading named: the designer's own, or one that was forgotten."""
    role = next((role for role in TABLES if table.name.casefold().startswith(role.casefold())), None)
    if role is None or role in it.layout.tables:
        return
    what = f"the table {table.name} begins with {role}, but none of its headings is named: it is left as it is"
    likely = _likely(table, role)
    mend = f"Name its header cells, such as {likely}; or call it otherwise, if it is your own."
    yield it.warning((table.area.first_row, table.area.first_column), "T-UNNAMED", what, mend)


def _likely(table: Table, role: str) -> str:
    """Which heading is probably which role: the first that says the role's own word, else the first column's."""
    roles = {column.role.partition("_")[2]: column.role for column in TABLES[role]}
    for number, heading in enumerate(table.columns):
        word = re.sub(r"[^a-z]+", "_", heading.casefold()).strip("_")
        if word in roles:
            return f"{column_letters(table.area.first_column + number)}{table.area.first_row} {roles[word]}"
    return TABLES[role][0].role


def _misnamed(it: Examined) -> Iterator[Finding]:
    """Headings named by their role, in a table that is not called by it."""
    local = it.book.names.local_names(it.sheet.name)
    placed = {role for table in it.layout.tables.values() for role in table.columns}
    told: set[str] = set()
    for name, reference in local.items():
        if name not in COLUMNS or name in placed:
            continue
        role = next(role for role, columns in TABLES.items() if name in {c.role for c in columns})
        cell = reference.rpartition("!")[2].replace("$", "")
        table = next((t for t in it.sheet.tables if _is_header(t, cell)), None)
        if table is not None and role not in it.layout.tables and table.name not in told:
            told.add(table.name)
            what = f"the headings of the table {table.name} are named {name} and so on, but it is not called {role}"
            mend = f"Call it {role}, or {role}_ and a word (Table Design > Table Name)."
            yield it.error(cell, "T-TABLE-NAME", what, mend)


def _is_header(table: Table, cell: str) -> bool:
    try:
        return row_and_column(cell) in table.header
    except ValueError:
        return False


def _needed(it: Examined) -> Iterator[Finding]:
    """Slots that stay empty because the table does not have what they are made of."""
    known = {slot.name for slot in it.slots}
    for name, columns in NEEDED.items():
        lacking = [role for role in columns if not any(role in t.columns for t in it.layout.tables.values())]
        if name in known and it.layout.has(name) and lacking:
            what = f"{name} stays empty: it is made of the column {' and '.join(lacking)}, which is not there"
            mend = "Add a heading to the table and give it that name; or delete the slot's name."
            yield it.warning(it.layout.slots[name][0], "T-NEEDS", what, mend)
    for name, place in it.column_cells("summary_trend"):
        if not it.sheet.sparkline_groups:
            what = f"{name} stays empty: there is no sparkline in it to be repeated on each row"
            mend = "Select the cell under its heading, Insert > Sparklines > Column, over any cells."
            yield it.warning(place, "T-NEEDS", what, mend)


# ---- number formats --------------------------------------------------------------------------------------------------


def _dates(it: Examined) -> Iterator[Finding]:
    months = [c.role for found in TABLES.values() for c in found if c.role.endswith("_month") and c.kind == "number"]
    slots = [name for name in MONTHS if name in {slot.name for slot in it.slots}]
    for name, place in (*it.slot_cells(*slots), *it.column_cells(*sorted(months))):
        if not is_date_format(it.looks.of_cell(it.sheet, *place).number_format or "General"):
            what = f"{name} is a date, and its cell has no date format: it prints as a number such as 46082"
            yield it.warning(place, "T-DATE", what, "Give it a format such as mmm-yy (Format Cells > Number).")


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date: it has a day, a month or a year outside quotation marks and brackets."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code)
    return bare.casefold() != "general" and bool(re.search("[dmy]", bare, re.IGNORECASE))


def _percentages(it: Examined) -> Iterator[Finding]:
    """A percentage is held as 0.86: without a percent format the page says 0.86, or 1."""
    if not it.sheet.name.casefold().startswith("percentage"):
        return
    for name, place in (*it.slot_cells(*PERCENTAGES), *it.column_cells(*PERCENT_COLUMNS)):
        if "%" not in (it.looks.of_cell(it.sheet, *place).number_format or ""):
            what = f"{name} is held as a fraction (86% is 0.86), and its cell has no percentage format"
            yield it.warning(place, "T-PERCENT", what, "Give it the format 0% (Format Cells > Number).")
