"""Keep rows: the lists of a finished workbook without the rows of some indicators, as if these had never been in it.

What hangs on a row goes with it: links, sparklines, heights, an officer's own columns. Knows the lists as they stand;
the indicators' sheets are not touched.
"""

from collections.abc import Collection, Sequence
from typing import Final

from excel_scorecard.ooxml.links import move_with_rows
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.workbook.fill_lists import NO_CORRECTION, print_to
from excel_scorecard.workbook.fill_summary import HEADING
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.list_rows import Arrangement, Key, lift, put_down
from excel_scorecard.workbook.officers_copy import OfficersCopy
from excel_scorecard.workbook.refresh.standings import OF_PAGES, standings_of

QUALITY: Final = "Quality"


def keep_rows(copy: OfficersCopy, ids: Collection[str]) -> None:
    """Leave in the lists the rows of these indicators, and those that are of none: officers' own, the concerns.

    A group's heading goes with the last of its rows; a row whose sheet an officer has deleted goes too.
    """
    standings = standings_of(copy)
    for role in (*OF_PAGES, QUALITY):
        layout = copy.summary if role == "Summary" else copy.lists.get(role)
        if layout is None:
            continue
        sheet = copy.book.sheet(layout.sheet)
        if role == QUALITY:
            kept = _of_quality(copy, sheet, layout, ids)
        else:
            kept = _of_pages(copy, sheet, layout, role, standings.lists[role].keys, ids)
        _keep(sheet, layout, role, kept)


def _of_pages(
    copy: OfficersCopy, sheet: Sheet, layout: Layout, role: str, keys: Sequence[Key | None], ids: Collection[str]
) -> list[int]:
    """The positions of the rows that stay."""
    known = {*copy.pages, *copy.missing}
    first = sheet.table(layout.tables[role].name).body.first_row
    kept: list[int] = []
    for place, key in enumerate(keys):
        if key in known:
            if key in ids:
                kept.append(place)
        elif key is None:
            if not _is_of_a_deleted_sheet(sheet, layout, role, first + place):
                kept.append(place)
        elif not key.startswith(HEADING) or _has_rows(keys[place + 1 :], ids):
            kept.append(place)
    return kept


def _has_rows(below: Sequence[Key | None], ids: Collection[str]) -> bool:
    """Whether a row stays between a group's heading and the next."""
    for key in below:
        if key is not None and key.startswith(HEADING):
            return False
        if key in ids:
            return True
    return False


def _is_of_a_deleted_sheet(sheet: Sheet, layout: Layout, role: str, row: int) -> bool:
    placed = layout.tables[role]
    return any("#REF!" in (sheet.formula(row, placed.sheet_column(name)) or "") for name in placed.columns)


def _of_quality(copy: OfficersCopy, sheet: Sheet, layout: Layout, ids: Collection[str]) -> list[int]:
    """Rows of corrections name an indicator by number and title."""
    placed = layout.tables[QUALITY]
    body = sheet.table(placed.name).body
    roles = [role for role in ("quality_number", "quality_title") if role in placed.columns]
    others = {
        tuple(page.text(role.removeprefix("quality_")) for role in roles)
        for id_, page in copy.pages.items()
        if id_ not in ids
    }
    return [
        place
        for place, row in enumerate(body.rows)
        if tuple(str(sheet.read(row, placed.sheet_column(role)) or "") for role in roles) not in others
    ]


def _keep(sheet: Sheet, layout: Layout, role: str, kept: Sequence[int]) -> None:
    placed = layout.tables[role]
    table = sheet.table(placed.name)
    body, before = table.body, table.area
    if len(kept) == body.height:
        return
    table.clear_filter()  # what it hid were other rows
    moves = {body.first_row + was: body.first_row + now for now, was in enumerate(kept)}
    arrangement = Arrangement(tuple(kept), tuple(kept))
    heights = {now: sheet.row_height(was) for was, now in moves.items()}
    lifted = lift(sheet, table, arrangement)
    move_with_rows(sheet, body, moves)
    table.resize(max(1, len(kept)))
    print_to(sheet, before, table.area)
    put_down(sheet, table.body, placed, arrangement, lifted)
    for row, height in heights.items():
        if height is not None:
            sheet.set_row_height(row, height)
    if not kept:
        _say_nothing(sheet, layout, role, table)


def _say_nothing(sheet: Sheet, layout: Layout, role: str, table: Table) -> None:
    """A table has one row at least."""
    row = table.body.first_row
    for column in table.body.columns:
        sheet.blank(row, column)
    if role == QUALITY and "quality_title" in layout.tables[role].columns:
        sheet.write(row, layout.tables[role].sheet_column("quality_title"), NO_CORRECTION)
