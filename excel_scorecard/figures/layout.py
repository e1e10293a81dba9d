"""Layout of a figures table: which column says what. Long, a row a month; or wide, with the months across.

Knows the header words that officers use. Knows no indicator and reads no figure (reader.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from excel_scorecard.calendar import month_label, read_month
from excel_scorecard.errors import Finding
from excel_scorecard.figures.files import Cell, Row, Table
from excel_scorecard.settings_file import nearest

# Header words by what their column says; small letters, single spaces.
HEADER_WORDS: Mapping[str, tuple[str, ...]] = {
    "indicator": ("indicator", "id", "indicator id"),
    "period": ("period", "month", "date", "month ending", "period ending"),
    "area": ("area", "team", "area name", "team name", "team type", "locality"),
    "part": ("part", "figure"),
    "numerator": ("numerator", "num", "count"),
    "denominator": ("denominator", "den", "denom", "out of"),
    "value": ("value", "percent", "per cent", "percentage", "%", "rate"),
    "code": ("code", "symbol"),
    "basis": ("basis",),
    "source": ("source",),
    "status": ("status",),
    "as_of": ("as of", "as at"),
    "note": ("note", "notes", "comment", "comments"),
}
ROLES: Mapping[str, str] = {word: role for role, words in HEADER_WORDS.items() for word in words}
PARTS = ("numerator", "denominator", "value")

# Titles and notes may stand above the table, but not a page of them.
_HEADER_WITHIN_ROWS = 20

HEADER_MEND = (
    "Head the columns indicator, period, area, numerator, denominator; "
    "or indicator, area, part and then the months, such as Sep-15."
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table's columns stand, counted from 0, and which rows lie below its header.

    `roles` by what the column says (`HEADER_WORDS`); `months` by column, empty for a long table.
    """

    table: Table
    roles: Mapping[str, int]
    months: Mapping[int, date]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def is_wide(self) -> bool:
        """Months across."""
        return bool(self.months)

    def place(self, row: Row, column: int) -> str:
        """Where a cell stands, in the words of its file."""
        return self.table.place(row.line, column, self.header(column))

    def header(self, column: int) -> str:
        """What the column is headed; its letter's place in words where it has no header."""
        named = self.headers[column] if column < len(self.headers) else ""
        return named or f"{column + 1}, which has no header"

    def cell(self, row: Row, role: str) -> Cell:
        """The row's cell in the column of that role; blank where there is none."""
        column = self.roles.get(role)
        return row.cells[column] if column is not None and column < len(row.cells) else ""


def role_of(text: str) -> str | None:
    """What a header word says, forgiving case, spaces, underscores and hyphens; None where it is not known."""
    return ROLES.get(" ".join(re.split(r"[\s_\-]+", text.casefold())).strip(" .:"))


def read_layout(table: Table) -> tuple[Layout | None, list[Finding]]:
    """The table's layout and what is wrong with its header; no layout and no finding where it holds no figures at all.

    A table holds figures where one of its first rows has a header for the indicator.
    """
    for position, row in enumerate(table.rows[:_HEADER_WITHIN_ROWS]):
        roles = [role_of(cell) if isinstance(cell, str) else None for cell in row.cells]
        if "indicator" in roles and len(_filled(row)) > 1:
            return _layout_below(table, position, roles)
    first = table.rows[0] if table.rows else None
    if first is not None and sum(isinstance(cell, str) and role_of(cell) is not None for cell in first.cells) > 1:
        what = "no column is headed indicator"
        return None, [_header_error(table, first, 0, what, HEADER_MEND)]
    return None, []


def _layout_below(table: Table, position: int, roles: list[str | None]) -> tuple[Layout | None, list[Finding]]:
    row = table.rows[position]
    headers = tuple(_shown(cell) for cell in row.cells)
    months = {column: month for column in _filled(row) if not roles[column] and (month := _month(row.cells[column]))}
    findings = list(_repeated(table, row, roles, months))
    known = {role: roles.index(role) for role in dict.fromkeys(roles) if role}
    if months and "period" in known:
        what = f"the months are both in the column {headers[known['period']]} and across"
        findings.append(_header_error(table, row, known["period"], what, "Keep one of the two."))
    elif not months and "period" not in known:
        what = "there is no column for the month, and no months across"
        findings.append(_header_error(table, row, 0, what, HEADER_MEND))
    elif months and "code" in known:
        what = "a column of codes cannot say which of the months across it means"
        findings.append(_header_error(table, row, known["code"], what, "Write the code in the month's own cell."))
    elif not months and not {"numerator", "value", "code"} & known.keys():
        what = "there is no column for the numerator or the value"
        findings.append(_header_error(table, row, 0, what, HEADER_MEND))
    if any(finding.level == "error" for finding in findings):
        return None, findings
    unread = [column for column in _filled(row) if not roles[column] and column not in months]
    for column in unread:
        what = f"the column '{headers[column]}' is not read{nearest(headers[column], ROLES)}"
        mend = "Rename it if it holds figures; else take no notice."
        findings.append(
            Finding("warning", table.file, table.place(row.line, column, headers[column]), "F-COLUMN", what, mend)
        )
    return Layout(table, known, months, headers, table.rows[position + 1 :]), findings


def _repeated(table: Table, row: Row, roles: list[str | None], months: Mapping[int, date]) -> list[Finding]:
    seen: dict[str | date, int] = {}
    findings = []
    for column, says in enumerate(roles):
        meaning = says or months.get(column)
        if meaning is None:
            continue
        if meaning in seen:
            called = month_label(meaning) if isinstance(meaning, date) else f"the {meaning}"
            first = _shown(row.cells[seen[meaning]])
            what = f"two columns are for {called}: '{first}' and '{_shown(row.cells[column])}'"
            findings.append(_header_error(table, row, column, what, "Keep one, or rename the other."))
        seen.setdefault(meaning, column)
    return findings


def _header_error(table: Table, row: Row, column: int, what: str, mend: str) -> Finding:
    header = _shown(row.cells[column]) if column < len(row.cells) else ""
    return Finding("error", table.file, table.place(row.line, column, header), "F-HEADER", what, mend)


def _filled(row: Row) -> list[int]:
    return [column for column, cell in enumerate(row.cells) if cell != ""]


def _shown(cell: Cell) -> str:
    return month_label(cell) if isinstance(cell, date) else cell if isinstance(cell, str) else str(cell)


def _month(cell: Cell) -> date | None:
    try:
        return read_month(cell)
    except ValueError:
        return None
