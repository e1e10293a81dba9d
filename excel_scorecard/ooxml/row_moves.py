"""Row moves: the elements of rows and cells put further down, as a row map says.

Knows the rows of a sheet's tree (rows.py) and where they go (row_map.py). What speaks of them is insertion.py's.
"""

from copy import deepcopy
from typing import Final

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.markup import Element, drop, main
from excel_scorecard.ooxml.row_map import RowMap
from excel_scorecard.ooxml.rows import Row, Rows

_CELL, _FORMULA, _ROW = main("c"), main("f"), main("row")
_PLACES: Final = ("ref", "r1", "r2")  # attributes of an array's or data table's formula that name cells


def move_rows(rows: Rows, moved: RowMap) -> None:
    """Move rows, or the cells of some columns; `rows` are those of the whole tree, and do not hold afterwards.

    Whole new rows look like the one above them. Shared formulas must have been given to each cell before.
    """
    passing = list(rows.passing())
    for _, row in passing:
        for cell in row.cells.values():
            for formula in cell.iterchildren(_FORMULA):
                _follow(formula, moved)
    moving = [(number, row) for number, row in passing if number >= moved.first]
    if not moved.is_whole:
        for number, row in reversed(moving):
            _move_cells(rows, number, row, moved)
        return
    model = rows.get(moved.first - 1)
    for number, row in moving:
        row.element.set("r", str(moved.row(number)))
        for column, cell in row.cells.items():
            cell.set("r", address(moved.row(number), column))
    if model is not None:
        _put_in_like(model, moved)


def _follow(formula: Element, moved: RowMap) -> None:
    if formula.get("t") in ("array", "dataTable"):
        for name in _PLACES:
            if formula.get(name):
                formula.set(name, str(moved.area(stated.area(formula, name))))


def _move_cells(rows: Rows, number: int, row: Row, moved: RowMap) -> None:
    new = moved.row(number)
    for column in [c for c in row.cells if moved.first_column <= c <= moved.last_column]:
        there = rows.own(new) or rows.place(new, row.element.makeelement(_ROW))
        cell = row.cells.pop(column)
        row.element.remove(cell)
        after = [place for place in there.cells if place > column]
        if after:
            there.cells[min(after)].addprevious(cell)
        else:
            there.element.append(cell)
        there.cells[column] = cell
        cell.set("r", address(new, column))
        drop(there.element, "spans")


def _put_in_like(model: Row, moved: RowMap) -> None:
    """New rows after `model` with its looks and those of its cells, and nothing in them."""
    bare = deepcopy(model.element)
    drop(bare, "hidden", "collapsed", "thickTop", "thickBot")
    for cell in list(bare):
        if cell.tag != _CELL or cell.get("s") is None:
            bare.remove(cell)
            continue
        for child in list(cell):
            cell.remove(child)
        drop(cell, "t", "cm", "vm", "ph")
    columns = [column for column in sorted(model.cells) if model.cells[column].get("s") is not None]
    last = model.element
    for number in moved.inserted.rows:
        element = deepcopy(bare)
        element.set("r", str(number))
        for cell, column in zip(element, columns, strict=True):
            cell.set("r", address(number, column))
        last.addnext(element)
        last = element
