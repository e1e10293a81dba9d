"""Reader of one declared sheet: its headings found, its rows as entries, and what is wrong told by cell.

Headings may stand in any order and case, and columns of the officers' own beside them. Blank rows and the row of the
example are passed over. What the entries mean is for whoever declared the sheet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from excel_scorecard.errors import Finding, ProjectError
from excel_scorecard.settings_book.cells import UNREAD, WrongCell, is_blank, read_cell, text_of
from excel_scorecard.settings_book.layout import EXAMPLE, Column, Sheet, plain_heading
from excel_scorecard.settings_book.opening import Book
from excel_scorecard.settings_file import nearest, setting_error

_HEADER_WITHIN_ROWS = 20
_HEADER_WITHIN_COLUMNS = 500
MOST_ROWS = 10_000  # a cell that only looks empty makes a sheet so long; each row is looked at in every column

# What the trade calls some columns; told, not taken, for the word stands in templates and guides as well.
_TRADE_WORDS: Mapping[str, str] = {
    "polarity": "good",
    "direction": "good",
    "good is": "good",
    "ref": "id",
    "indicator id": "id",
    "reference": "id",
    "indicator name": "title",
    "name": "title",
    "description": "definition",
    "tolerance": "amber within",
    "threshold": "amber limit",
    "start": "from",
    "start date": "from",
    "date": "month",
    "period": "month",
    "comment": "commentary",
    "comments": "commentary",
    "measure type": "unit",
    "frequency of reporting": "frequency",
    "lead": "owner",
    "responsible officer": "owner",
}


@dataclass(frozen=True)
class Entry:
    """A row of a block: what its cells say by setting, and which cell each stands in (`Targets!D7`)."""

    values: Mapping[str, object]
    cells: Mapping[str, str]
    first: str
    """The cell in which the entry begins."""


@dataclass
class SheetRead:
    """What a sheet holds: entries by section, and what was found wrong or worth telling."""

    name: str
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    problems: list[ProjectError] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    header: str = ""
    """The cell in which the headings begin."""
    is_whole: bool = True
    """Whether its headings and cells are where they should be; else what lacks in it has been told already."""


def find_sheet(book: Book, sheet: Sheet, known: Iterable[str]) -> tuple[str, ProjectError | None]:
    """The name of the workbook's sheet that is `sheet`, empty where none is; and what is wrong where one only looks so.

    `known` are the names that sheets of such a workbook have. A sheet looks like another where it is headed as that is,
    or nearly has its name.
    """
    names = [str(name) for name in book.values.sheetnames]
    for name in names:
        if plain_heading(name) == plain_heading(sheet.name):
            return name, None
    others = [name for name in names if plain_heading(name) not in {plain_heading(k) for k in known}]
    alike = [name for name in others if nearest(name, [sheet.name]) or _looks_like(book, name, sheet)]
    if not alike:
        return "", None
    what = f"there is no sheet '{sheet.name}', and '{alike[0]}' looks like it"
    mend = f"Name the sheet {sheet.name} again (right click on its tab, Rename)."
    return "", _error(book, alike[0], "A1", what, mend)


def read_sheet(book: Book, name: str, sheet: Sheet) -> SheetRead:
    """The entries of the sheet called `name`, read as `sheet` declares them."""
    read = SheetRead(name, {block.section: [] for block in sheet.blocks})
    cells = book.values[name]
    if not hasattr(cells, "iter_rows"):
        read.problems.append(_error(book, name, "", "this is a chart and holds no cells", "Make it a worksheet again."))
        return read
    line, found = _header(cells, sheet)
    if not line:
        headings = ", ".join(column.header for column in sheet.columns[:6])
        what = "the row of headings is not there"
        read.problems.append(_error(book, name, "A4", what, f"Type it again above the entries: {headings}, ..."))
        read.is_whole = False
        return read
    if cells.max_row > MOST_ROWS:
        what = f"the sheet goes down to row {cells.max_row:,}; more than {MOST_ROWS:,} rows are not read"
        mend = "Delete the rows below the last entry (Ctrl+End shows how far the sheet goes), and save."
        read.problems.append(_error(book, name, f"A{cells.max_row}", what, mend))
        read.is_whole = False
        return read
    read.header = f"{name}!{cells.cell(line, min(found.values())).coordinate}"
    _check_headings(book, name, sheet, line, found, read)
    _check_merged(book, name, line, found, read)
    read.is_whole = not read.problems
    _tell_hidden(book, name, line, found, read)
    formulas = book.formulas[name]
    for block in sheet.blocks:
        columns = [(column, found[column.header]) for column in block.columns if column.header in found]
        for row in range(line + 1, cells.max_row + 1):
            if entry := _entry(book, name, columns, row, cells, formulas, read):
                read.entries[block.section].append(entry)
    return read


def _entry(
    book: Book, name: str, columns: Sequence[tuple[Column, int]], row: int, cells: Any, formulas: Any, read: SheetRead
) -> Entry | None:
    filled = [at for _, at in columns if not is_blank(cells.cell(row, at)) or formulas.cell(row, at).data_type == "f"]
    if not filled or text_of(cells.cell(row, filled[0])).casefold().startswith(EXAMPLE.casefold()):
        return None
    values: dict[str, object] = {}
    places: dict[str, str] = {}
    for column, at in columns:
        cell = cells.cell(row, at)
        places[column.key] = f"{name}!{cell.coordinate}"
        value = read_cell(cell, formulas.cell(row, at), column)
        if isinstance(value, WrongCell):
            read.problems.append(_error(book, name, cell.coordinate, f"{column.header} {value.what}", value.mend))
            value = UNREAD
        if value is not None:
            values[column.key] = value
    return Entry(values, places, f"{name}!{cells.cell(row, filled[0]).coordinate}")


def _header(cells: Any, sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The row that heads the columns and where each stands; 0 where no row knows two of the headings."""
    best: tuple[int, dict[str, int]] = (0, {})
    for row in range(1, min(cells.max_row, _HEADER_WITHIN_ROWS) + 1):
        found: dict[str, int] = {}
        for at in range(1, min(cells.max_column, _HEADER_WITHIN_COLUMNS) + 1):
            if (header := _known(text_of(cells.cell(row, at)), sheet)) and header not in found:
                found[header] = at
        if len(found) > max(1, len(best[1])):
            best = (row, found)
    return best


def _known(text: str, sheet: Sheet) -> str:
    """The declared heading that a cell's text is, or whose setting it names; empty where it is none."""
    plain = plain_heading(text)
    for column in sheet.columns if plain else ():
        if plain in {plain_heading(column.header), plain_heading(column.key)} and not _is_others(plain, column, sheet):
            return column.header
    return ""


def _is_others(plain: str, column: Column, sheet: Sheet) -> bool:
    """Whether the word is another column's heading, where it is only this one's name among the settings."""
    return plain_heading(column.header) != plain and any(plain_heading(c.header) == plain for c in sheet.columns)


def _looks_like(book: Book, name: str, sheet: Sheet) -> bool:
    if not hasattr(book.values[name], "iter_rows"):  # a chart on a sheet of its own
        return False
    line, found = _header(book.values[name], sheet)
    return bool(line) and len(found) * 2 >= min(len(sheet.columns), 6)


def _check_headings(book: Book, name: str, sheet: Sheet, line: int, found: Mapping[str, int], read: SheetRead) -> None:
    cells = book.values[name]
    lacking = [column for column in sheet.columns if column.header not in found]
    told: set[str] = set()
    seen: set[str] = set()
    for at in range(1, min(cells.max_column, _HEADER_WITHIN_COLUMNS) + 1):
        cell = cells.cell(line, at)
        if not (text := text_of(cell)):
            continue
        if header := _known(text, sheet):
            if header in seen:
                what = f"two columns are headed '{text}'"
                read.problems.append(
                    _error(book, name, cell.coordinate, what, "Keep one, or head the other otherwise.")
                )
            seen.add(header)
        elif meant := _meant(text, lacking):
            told.add(meant.header)
            what = f"there is no column '{text}' - did you mean '{meant.header}'?"
            mend = f"Head it {meant.header}; a column of your own needs a name that is less like it."
            read.problems.append(_error(book, name, cell.coordinate, what, mend))
    for column in lacking:
        if column.is_needed and column.header not in told:
            what = f"the column '{column.header}' is not there"
            mend = f"Add it anywhere in this row. {column.header}: {column.help}"
            read.problems.append(_error(book, name, cells.cell(line, 1).coordinate, what, mend))


def _meant(text: str, lacking: Sequence[Column]) -> Column | None:
    plain = plain_heading(text)
    by_name = {plain_heading(column.header): column for column in lacking}
    if column := by_name.get(_TRADE_WORDS.get(plain, "")):
        return column
    near = nearest(plain, by_name)
    return next((column for name, column in by_name.items() if f"'{name}'" in near), None)


def _check_merged(book: Book, name: str, line: int, found: Mapping[str, int], read: SheetRead) -> None:
    columns = set(found.values())
    for merged in book.values[name].merged_cells.ranges:
        if merged.max_row >= line and columns & set(range(merged.min_col, merged.max_col + 1)):
            what = f"the cells {merged.coord} are merged, and only the first of them holds anything"
            mend = "Unmerge them (Home, Merge & Center) and fill each row: every row is read by itself."
            read.problems.append(_error(book, name, str(merged.coord), what, mend))


def _tell_hidden(book: Book, name: str, line: int, found: Mapping[str, int], read: SheetRead) -> None:
    cells = book.values[name]
    rows = [
        row
        for row, look in sorted(cells.row_dimensions.items())
        if look.hidden and row > line and any(not is_blank(cells.cell(row, at)) for at in found.values())
    ]
    hidden = set(_hidden_columns(cells))
    columns = [at for at in sorted(found.values()) if at in hidden and _is_filled(cells, line, at)]
    for what, which in (
        ("row", [str(row) for row in rows]),
        ("column", [cells.cell(1, at).column_letter for at in columns]),
    ):
        if which:
            said = f"hidden {what}{'s' if len(which) > 1 else ''} {', '.join(which)}: read like the others"
            mend = f"Unhide to see what is there; delete the {what}s that are no longer wanted."
            place = f"{name}!{which[0]}"
            read.warnings.append(Finding("warning", book.shown, place, "P-HIDDEN", said, mend))


def _hidden_columns(cells: Any) -> Iterator[int]:
    for look in cells.column_dimensions.values():
        if look.hidden:
            yield from range(look.min or 0, (look.max or 0) + 1)


def _is_filled(cells: Any, line: int, at: int) -> bool:
    return any(not is_blank(cells.cell(row, at)) for row in range(line + 1, cells.max_row + 1))


def _error(book: Book, sheet: str, cell: str, what: str, mend: str) -> ProjectError:
    place = f"{sheet}!{cell}" if cell else sheet
    return setting_error(what, where=f"{book.shown} : {place}", mend=mend)
