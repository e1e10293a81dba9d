"""Agreement: whether two workbooks say the same, cell by cell, and which cells a comparison leaves out.

A workbook with a change typed in and recalculated is set against one that was built anew from the changed figures.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from excel_scorecard.workbook.contract import DRAFT
from tests.libreoffice import recalculated
from tests.workbook.reading import Book, Place, same, with_cells

# Single cells, though they are called like the columns of a table.
SINGLE = frozenset({"breakdown_month", "breakdown_title", "breakdown_note", "checks_text"})


def typed_into(
    built: Book, changes: Mapping[str, Mapping[Place, object]], folder: Path, *, formulas: bool = False
) -> dict[str, Book]:
    """The workbook with the cells of each change typed into it, and recalculated; all in one call.

    Inputs alone are typed over, unless `formulas` may be.
    """
    paths = []
    for name, cells in changes.items():
        assert formulas or not set(cells) & set(built.formulas), name
        paths.append(with_cells(built.path, folder / f"{name}.xlsx", cells))
    return dict(zip(changes, map(Book, recalculated(paths, folder)), strict=True))


def read_again(anew: Book) -> dict[Place, object]:
    """What the texts of a workbook were written for: typed into another, its texts have been read again since."""
    return {
        place: anew.cells.get(place)
        for sheet, name in anew.names
        if sheet and name == "written_for"
        for place in anew.places(sheet, name)
    }


def cells_named(book: Book, names: Iterable[str]) -> set[Place]:
    """The cells of slots, of the columns of Monthly, Breakdown and Checks tables, and of others' headings."""
    wanted = set(names)
    found: set[Place] = set()
    for sheet, name in book.names:
        if sheet and name in wanted:
            is_column = name.startswith(("monthly_", "breakdown_", "checks_")) and name not in SINGLE
            found |= set(book.column(sheet, name) if is_column else book.places(sheet, name))
    return found


DRAFTED = ("commentary_draft", "commentary_concern")
"""Columns of the Commentary list whose words are put together by the program."""


def drafts_of(book: Book) -> set[Place]:
    """The cells of drafts, which are words: a change typed in Excel writes no sentence anew, and a refresh does."""
    slots = {
        place for s, name in book.names if s and name in {"commentary", "concerns"} for place in book.places(s, name)
    }
    columns = {place for s, name in book.names if s and name in DRAFTED for place in book.column(s, name)}
    return {place for place in slots if str(book.cells.get(place)).startswith(DRAFT)} | columns


def slots_of(book: Book, sheets: Iterable[str]) -> set[Place]:
    """The cells of all slots of indicators' sheets; not those of tables and of rows by area."""
    wanted = set(sheets)
    return {
        place
        for sheet, name in book.names
        if sheet in wanted and not name.startswith(("_", "area_", "monthly_", "breakdown_"))
        for place in book.places(sheet, name)
    }


def disagreements(
    one: Book, other: Book, without: Iterable[Place] = (), within: set[Place] | None = None
) -> Iterator[str]:
    """Cells that do not say the same, in words; of the whole workbooks, or `within` some cells."""
    drafts = drafts_of(one) & drafts_of(other)
    for place in sorted({*one.cells, *other.cells} - set(without) - drafts):
        if (within is None or place in within) and not same(one.cells.get(place), other.cells.get(place)):
            yield f"{place}: {one.cells.get(place)!r} recalculated, {other.cells.get(place)!r} built anew"
