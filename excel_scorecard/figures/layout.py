"""Layout of a figures table: which column says what. Long, a row a period; or wide, with the periods across.

Knows the header words that officers use. Knows no indicator and reads no figure (reader.py).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from excel_scorecard.calendar import PERIOD_MONTHS, month_label, months_after, period_label, read_period
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
PARTS = ("numerator", "denominator", "value")
# Columns that the sheet to type into has for its reader's eyes (new_sheet.py); what stands in them is no figure.
BESIDE_WORDS = (
    "title", "what to type", "last period", "last numerator", "last denominator", "last value", "change",
)  # fmt: skip


def roles_of(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What a column says by its header word, of header words by what a column says."""
    return {word: role for role, header_words in words.items() for word in header_words}


ROLES: Mapping[str, str] = roles_of(HEADER_WORDS)

# Titles and notes may stand above the table, but not a page of them.
_HEADER_WITHIN_ROWS = 20

HEADER_MEND = (
    "Head the columns indicator, period, area, numerator, denominator; "
    "or indicator, area, part and then the months, such as Sep-15."
)

PeriodHeader = Mapping[int, date]
"""What a header across is for, by months of a period: `Dec-25` is a month, or the quarter or year that it lies in;
`Q3 2025-26` is a quarter alone. The first month of each."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table's columns stand, counted from 0, and which rows lie below its header.

    `roles` by what the column says (`HEADER_WORDS`); `periods` by column, empty for a long table.
    """

    table: Table
    roles: Mapping[str, int]
    periods: Mapping[int, PeriodHeader]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def is_wide(self) -> bool:
        """Periods across."""
        return bool(self.periods)

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

    def holds_figures(self, row: Row) -> bool:
        """Anything stands in a column that is read; what stands beside them is for its reader's eyes."""
        columns = (*self.roles.values(), *self.periods)
        return any(column < len(row.cells) and row.cells[column] != "" for column in columns)


def plain_header(text: str) -> str:
    """A header word without what people vary: case, spaces, underscores, hyphens and a colon after it."""
    return " ".join(re.split(r"[\s_\-]+", text.casefold())).strip(" .:")


def role_of(text: str, roles: Mapping[str, str] = ROLES) -> str | None:
    """What a header word says, as loosely as `plain_header`; None where it is not known."""
    return roles.get(plain_header(text))


def is_example(cell: Cell) -> bool:
    """The first cell of a row that only shows how to fill the table."""
    return isinstance(cell, str) and cell.casefold().startswith("example:")


def find_header(table: Table, roles: Mapping[str, str], wanted: str) -> tuple[int, list[str | None]] | None:
    """The first of the table's first rows that has a header for `wanted`, and what each of its columns says."""
    for position, row in enumerate(table.rows[:_HEADER_WITHIN_ROWS]):
        says = [role_of(cell, roles) if isinstance(cell, str) else None for cell in row.cells]
        if wanted in says and len(filled(row)) > 1:
            return position, says
    return None


def read_layout(
    table: Table, roles: Mapping[str, str] = ROLES, *, others_are_theirs: bool = False
) -> tuple[Layout | None, list[Finding]]:
    """The table's layout and what is wrong with its header; no layout and no finding where it holds no figures at all.

    A table holds figures where one of its first rows has a header for the indicator.

    Args:
        table: the cells.
        roles: what a column says, by header word.
        others_are_theirs: columns that are not read are told nothing of.

    """
    if found := find_header(table, roles, "indicator"):
        return _layout_below(table, *found, roles, others_are_theirs=others_are_theirs)
    first = table.rows[0] if table.rows else None
    if first is not None and sum(isinstance(cell, str) and bool(role_of(cell, roles)) for cell in first.cells) > 1:
        what = "no column is headed indicator"
        return None, [header_error(table, first, 0, what, HEADER_MEND)]
    return None, []


def _layout_below(
    table: Table, position: int, says: list[str | None], roles: Mapping[str, str], *, others_are_theirs: bool
) -> tuple[Layout | None, list[Finding]]:
    row = table.rows[position]
    headers = tuple(_shown(cell) for cell in row.cells)
    months = {column: read for column in filled(row) if not says[column] and (read := _periods(row.cells[column]))}
    findings = list(_repeated(table, row, says, months))
    known = {role: says.index(role) for role in dict.fromkeys(says) if role}
    if months and "period" in known:
        what = f"the months are both in the column {headers[known['period']]} and across"
        findings.append(header_error(table, row, known["period"], what, "Keep one of the two."))
    elif not months and "period" not in known:
        what = "there is no column for the month, and no months across"
        findings.append(header_error(table, row, 0, what, HEADER_MEND))
    elif months and "code" in known:
        what = "a column of codes cannot say which of the months across it means"
        findings.append(header_error(table, row, known["code"], what, "Write the code in the month's own cell."))
    elif not months and not {"numerator", "value", "code"} & known.keys():
        what = "there is no column for the numerator or the value"
        findings.append(header_error(table, row, 0, what, HEADER_MEND))
    if any(finding.level == "error" for finding in findings):
        return None, findings
    unread = [column for column in filled(row) if not says[column] and column not in months]
    for column in [] if others_are_theirs else unread:
        if plain_header(headers[column]) in BESIDE_WORDS:
            continue
        what = f"the column '{headers[column]}' is not read{nearest(headers[column], roles)}"
        mend = "Rename it if it holds figures; else take no notice."
        findings.append(
            Finding("warning", table.file, table.place(row.line, column, headers[column]), "F-COLUMN", what, mend)
        )
    return Layout(table, known, months, headers, table.rows[position + 1 :]), findings


def _repeated(table: Table, row: Row, says: list[str | None], periods: Mapping[int, PeriodHeader]) -> Iterable[Finding]:
    seen: dict[str, int] = {}
    for column, role in enumerate(says):
        called = f"the {role}" if role else _called(periods[column]) if column in periods else ""
        if called in seen:
            first = _shown(row.cells[seen[called]])
            what = f"two columns are for {called}: '{first}' and '{_shown(row.cells[column])}'"
            yield header_error(table, row, column, what, "Keep one, or rename the other.")
        elif called:
            seen[called] = column


def header_error(table: Table, row: Row, column: int, what: str, mend: str) -> Finding:
    """What is wrong with a header, at its column."""
    header = _shown(row.cells[column]) if column < len(row.cells) else ""
    return Finding("error", table.file, table.place(row.line, column, header), "F-HEADER", what, mend)


def filled(row: Row) -> list[int]:
    """The columns in which something stands."""
    return [column for column, cell in enumerate(row.cells) if cell != ""]


def _shown(cell: Cell) -> str:
    return month_label(cell) if isinstance(cell, date) else cell if isinstance(cell, str) else str(cell)


def _periods(cell: Cell) -> PeriodHeader:
    read = {}
    for length in PERIOD_MONTHS.values():
        try:
            read[length] = read_period(cell, length)
        except ValueError:
            continue
    return read


def _called(header: PeriodHeader) -> str:
    length = min(header)
    return period_label(months_after(header[length], length - 1), length)
