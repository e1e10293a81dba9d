"""Template check, names: slots that stand where nothing can be written, and names that were meant and are none.

What a sheet lacks altogether is layout.py's to say.
"""

import difflib
import re
from collections.abc import Iterator
from itertools import groupby

from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.workbook.contract import MAY_SHARE, TABLES
from excel_scorecard.workbook.examined import Examined
from excel_scorecard.workbook.layout import SLOTS, Place

ALMOST = 0.8  # difflib's ratio: one letter of five
COLUMNS = frozenset(column.role for columns in TABLES.values() for column in columns)


def check_names(it: Examined) -> Iterator[Finding]:
    """Everything that is wrong with the names of one sheet that can be read."""
    if it.is_ours:
        yield from _almost_right(it)
        yield from _out_of_place(it)
    ours = {slot.name: slot for slot in it.slots}
    for name, places in it.layout.slots.items():
        if name in ours:
            yield from _places(it, name, places, is_range=ours[name].kind == "range")
    yield from _shared_cells(it)
    yield from _shared_headers(it)
    yield from _uneven_ranges(it)


# ---- words -----------------------------------------------------------------------------------------------------------


def _names_on(it: Examined) -> list[tuple[str, str]]:
    """The names that stand on the sheet, its own and the workbook's, in lower case: (name, reference)."""
    local = it.book.names.local_names(it.sheet.name)
    wide = {
        name: reference
        for name, reference in it.book.names.global_names().items()
        if name not in local and (found := area_of(reference)) and found[0].casefold() == it.sheet.name.casefold()
    }
    return [(name, text) for name, text in (wide | local).items() if not name.startswith("_")]


def _almost_right(it: Examined) -> Iterator[Finding]:
    present = {name for name, _ in _names_on(it)}
    known = {slot.name for slot in it.slots} | it.columns
    for name, reference in _names_on(it):
        if name in SLOTS | COLUMNS:
            continue
        meant = _meant(name, known - present)
        if meant:
            found = area_of(reference)
            place = address(found[1][0].first_row, found[1][0].first_column) if found else ""
            mend = f"In Excel's Name Manager rename it {meant}, or leave it if it is your own."
            yield it.warning(place, "T-SPELLING", f"nothing is called {name}; did you mean {meant}?", mend)


def _meant(name: str, lacking: set[str]) -> str | None:
    """The contract's name that a name is nearly: another case or joint, a digit at its end, a letter wrong."""
    bare = re.sub(r"[^a-z]", "", name.casefold())
    for known in sorted(lacking):
        if known.replace("_", "") == bare:
            return known
    return next(iter(difflib.get_close_matches(name, sorted(lacking), 1, ALMOST)), None)


def _out_of_place(it: Examined) -> Iterator[Finding]:
    """Names of the contract that mean nothing on such a sheet."""
    known = {slot.name for slot in it.slots} | it.columns
    for name, reference in _names_on(it):
        found = area_of(reference)
        if name in (SLOTS | COLUMNS) - known and found is not None:
            kind = "a pattern sheet" if it.layout.is_pattern else "this sheet"
            place = (found[1][0].first_row, found[1][0].first_column)
            what = f"the name {name} means nothing on {kind}: nothing is written there"
            yield it.warning(place, "T-PLACE", what, "Move it to the sheet it belongs to, or delete it.")


# ---- cells -----------------------------------------------------------------------------------------------------------


def _places(it: Examined, name: str, places: tuple[Place, ...], *, is_range: bool) -> Iterator[Finding]:
    if not is_range and len(places) > 1 and _is_one_block(places):
        what = f"the name {name} is of {len(places)} cells: each of them is filled with the same"
        mend = "Let it refer to one cell; or merge them, if they are meant as one."
        yield it.warning(places[0], "T-MANY", what, mend)
    for place in places:
        reason = it.sheet.why_not_written(*place)
        if reason:
            mend = "Name the first cell of the merged ones, or another cell."
            yield it.error(place, "T-GUARDED", f"the slot {name} cannot be filled: {reason}", mend)
            continue
        yield from _in_a_table(it, name, place)
        formula = it.sheet.formula(*place)
        if formula is not None:
            what = f"the slot {name} stands on a formula of yours, ={formula[:60]}, which is overwritten"
            yield it.warning(place, "T-OVERWRITES", what, "Give the name to another cell, or delete the formula.")


def _is_one_block(places: tuple[Place, ...]) -> bool:
    """Cells side by side, which somebody dragged over; not cells here and there, which were named on purpose."""
    return all(abs(r - row) + abs(c - column) == 1 for (row, column), (r, c) in [(places[0], places[1])])


def _in_a_table(it: Examined, name: str, place: Place) -> Iterator[Finding]:
    ours = {table.name for table in it.layout.tables.values()}
    for table in it.sheet.tables:
        if place not in table.area or (table.name not in ours and place not in table.header):
            continue
        what = f"the slot {name} stands in the table {table.name}, whose cells are written by its rows and headings"
        mend = "Move the slot out of the table: cut its cell and paste it elsewhere, or give the name to another cell."
        yield it.error(place, "T-IN-TABLE", what, mend)


def _shared_cells(it: Examined) -> Iterator[Finding]:
    known = {slot.name for slot in it.slots}
    taken = sorted((place, name) for name, places in it.layout.slots.items() if name in known for place in places)
    for place, group in groupby(taken, key=lambda pair: pair[0]):
        names = sorted({name for _, name in group})
        if len(names) > 1:
            what = f"{' and '.join(names)} are names of one cell: it holds the last of them"
            yield it.error(place, "T-SHARED", what, "Give each a cell of its own.")


def _shared_headers(it: Examined) -> Iterator[Finding]:
    for table in it.layout.tables.values():
        taken = sorted((index, role) for role, index in table.columns.items() if role not in MAY_SHARE)
        for index, group in groupby(taken, key=lambda pair: pair[0]):
            roles = [role for _, role in group]
            if len(roles) > 1:
                place = (table.area.first_row, table.area.first_column + index)
                what = f"{' and '.join(roles)} are names of one heading: its column holds the last of them"
                yield it.error(place, "T-SHARED", what, "Give each a column of its own.")


def _uneven_ranges(it: Examined) -> Iterator[Finding]:
    """The page's rows are as many as their first range has: the others must be as long."""
    ranges = [slot.name for slot in it.slots if slot.kind == "range" and it.layout.has(slot.name)]
    for _, group in groupby(ranges, key=lambda name: name.partition("_")[0]):
        names = list(group)
        lengths = {name: len(it.layout.slots[name]) for name in names}
        if len(set(lengths.values())) > 1:
            said = ", ".join(f"{name} {length}" for name, length in lengths.items())
            what = f"rows that belong together are not equally many: {said}"
            yield it.error(it.layout.slots[names[0]][0], "T-ROWS", what, "Let each name refer to the same rows.")
