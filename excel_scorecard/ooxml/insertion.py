"""Insertion: rows put in above what stands in their way, with all that speaks of the cells that move.

As Excel does: whole rows, or, where something beside would be torn, the cells of some columns alone. What no program
could put right is refused, with the cell, before anything is touched. The arithmetic is row_map.py's, the places
spots.py's, drawings and notes drawn.py's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import drawn, stated
from excel_scorecard.ooxml.cells import LAST_ROW, Area, address, quoted, reference
from excel_scorecard.ooxml.formulas import functions
from excel_scorecard.ooxml.ledger import MOVED
from excel_scorecard.ooxml.markup import Element, local_name, main
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.row_map import RowMap, follow
from excel_scorecard.ooxml.spots import Spot, spots

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet

_PRINT_AREA: Final = "_xlnm.print_area"
MOVE_IT: Final = "Move that, or what stands under the table, to another place, so that there is room to grow."
# Where what these give hangs on the row they stand in or on how rows are counted, a kept value would be wrong.
_BY_POSITION: Final = frozenset(("ROW", "ROWS", "CELL", "ADDRESS", "OFFSET", "INDIRECT"))


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps rows from being put in: `where` is a cell, `what` says what stands there.

    One that is not grave can be lived with, as in Excel: a picture beside becomes taller.
    """

    where: str
    what: str
    is_grave: bool = True


def make_room(sheet: "Sheet", beneath: Area, first: int, count: int) -> RowMap:
    """Put in `count` rows above row `first`, for the table or block `beneath` to grow into; what stands there moves.

    Whole rows where nothing beside is torn by it, else the cells of the columns of `beneath` alone. Formulas, names,
    rules, tables, charts, drawings, notes, page breaks and print areas follow on every sheet; values that hang on the
    number of rows are taken away, the others kept.

    Raises:
        TemplateError: something could not be right afterwards; the cell and the reason are named, nothing is changed.
    """
    chosen = way(sheet, beneath, first, count)
    if isinstance(chosen, Obstacle):
        raise TemplateError(
            f"it must grow by {count} rows, and {chosen.what} at {chosen.where} would not be right then.",
            where=f"{sheet.workbook.name}, {quoted(sheet.name)}!{beneath}",
            mend=MOVE_IT,
        )
    insert_rows(sheet, chosen)
    return chosen


def way(sheet: "Sheet", beneath: Area, first: int, count: int) -> RowMap | Obstacle:
    """How rows can be put in (see `make_room`), or what stands in the way of every way. Nothing is changed."""
    sheets = tuple(sheet.workbook.sheet_names())
    whole = RowMap(sheet.name, first, count, sheets=sheets)
    in_the_way = list(obstacles(sheet, whole, beneath))
    if not in_the_way:
        return whole
    narrow = RowMap(sheet.name, first, count, beneath.first_column, beneath.last_column, sheets)
    other = next(obstacles(sheet, narrow, beneath), None)
    if other is None:
        return narrow
    worst = next((found for found in in_the_way if found.is_grave), None)
    if worst is None:
        return whole
    return worst if worst == other else Obstacle(other.where, f"{worst.what} at {worst.where}, or {other.what}")


def obstacles(sheet: "Sheet", moved: RowMap, beneath: Area | None = None) -> Iterator[Obstacle]:
    """What keeps `moved` from being right; the table at `beneath` is meant to grow and is none."""
    used = sheet.used()
    if used is not None and used.last_row >= moved.first and used.last_row + moved.count > LAST_ROW:
        yield Obstacle(f"{quoted(sheet.name)}!A{used.last_row}", "the last row of the sheet")
    for table in sheet.tables:
        if table.area != beneath and moved.splits(table.area):
            yield Obstacle(_at(sheet, table.area), f"the table {table.name}")
    for area in sheet.merged:
        if moved.tears(area):
            yield Obstacle(_at(sheet, area), "merged cells")
    for area in sheet.arrays():
        if moved.splits(area):
            yield Obstacle(_at(sheet, area), "an array formula or data table")
    for name in ("controls", "oleObjects"):
        if sheet.frame.find(f".//{main(name)}") is not None:
            yield Obstacle(quoted(sheet.name), "a form control or embedded object")
    for where, is_grave in drawn.in_the_way(sheet, moved):
        yield Obstacle(f"{quoted(sheet.name)}!{where}", "a picture, chart or shape", is_grave)
    yield from _lost(sheet, moved)


def _at(sheet: "Sheet", area: Area) -> str:
    return f"{quoted(sheet.name)}!{address(area.first_row, area.first_column)}"


def _lost(sheet: "Sheet", moved: RowMap) -> Iterator[Obstacle]:
    workbook = sheet.workbook
    for spot in spots(workbook, sheet):
        after = spot.after(moved)
        is_split = local_name(spot.element) == "location" and moved.splits(_area_of(spot))
        if after.lost is not None or is_split:
            yield Obstacle(spot.where, f"{spot.what} over {after.lost or spot.text}")
    for other in workbook.sheets():
        for row, column, formula in _formulas(other, sheet):
            if (lost := follow(formula, other.name, moved).lost) is not None:
                yield Obstacle(f"{quoted(other.name)}!{address(row, column)}", f"a formula that reads {lost}")
    for name, own, text in workbook.names.all_names():
        is_printed = name.lower() == _PRINT_AREA and own == sheet.name
        lost = follow(text, None, moved, absolute_only=True).lost
        if lost is not None and not is_printed:
            yield Obstacle(quoted(own or sheet.name), f"the name {name} for {lost}")


def _area_of(spot: Spot) -> Area:
    return stated.area_of_text(spot.text, spot.element)


def _formulas(other: "Sheet", sheet: "Sheet") -> Iterator[tuple[int, int, str]]:
    """The formulas of a sheet that may speak of cells of `sheet`."""
    if other is sheet or other.may_mention(sheet.name):
        yield from other.formula_cells()


def insert_rows(sheet: "Sheet", moved: RowMap) -> None:
    """Put in blank rows; that nothing is in the way was asked before (`obstacles`).

    The values that charts keep are left: see `Workbook.refresh_charts`.
    """
    workbook = sheet.workbook
    package = workbook.package
    for spot in list(spots(workbook, sheet)):
        text = spot.after(moved).text
        if text != spot.text:
            package.edit_held(spot.part, MOVED)
            spot.say(text)
    _names(sheet, moved)
    for other in workbook.sheets():
        _rewrite(other, sheet, moved)
    drawn.move(sheet, moved)
    _move_breaks(sheet, moved)
    sheet.insert_cells(moved)
    workbook.formulas_changed = True


def _rewrite(other: "Sheet", sheet: "Sheet", moved: RowMap) -> None:
    """Let the formulas of a sheet speak of the same cells; a value that may have changed with it is taken away."""
    if other is sheet:
        other.unshare()
    for row, column, formula in list(_formulas(other, sheet)):
        after = follow(formula, other.name, moved)
        if after.text != formula:
            other.rewrite_formula(row, column, after.text)
        may_differ = after.text != formula or other is sheet
        if after.is_stretched or (may_differ and not functions(formula).isdisjoint(_BY_POSITION)):
            other.lose_cache(row, column)


def _names(sheet: "Sheet", moved: RowMap) -> None:
    names = sheet.workbook.names
    printed = names.local_names(sheet.name).get(_PRINT_AREA)
    names.change(
        lambda text: follow(text, None, moved, absolute_only=True).text, mentioning=sheet.name.replace("'", "''")
    )
    found = area_of(printed) if printed and not moved.is_whole else None
    if found is None or not any(moved.tears(area) for area in found[1]):
        return
    # of the columns alone: the page ends where its lowest cells now are
    grown = [
        Area(a.first_row, a.first_column, a.last_row + moved.count * moved.tears(a), a.last_column) for a in found[1]
    ]
    names.set("_xlnm.Print_Area", ",".join(reference(sheet.name, area) for area in grown), sheet=sheet.name)


def _move_breaks(sheet: "Sheet", moved: RowMap) -> None:
    """A page break stays above the row that it is above."""
    if not moved.is_whole:
        return
    breaks: list[Element] = [
        one
        for group in sheet.frame.iter(main("rowBreaks"))
        for one in group.iterchildren(main("brk"))
        if stated.whole(one, "id") >= moved.first - 1
    ]
    for one in breaks:
        sheet.edit_frame(MOVED)
        one.set("id", str(min(stated.whole(one, "id") + moved.count, LAST_ROW - 1)))
