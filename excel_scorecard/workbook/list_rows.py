"""List rows: which row of a list says what, and where it stands when the list is filled again.

A list that officers have sorted keeps their order, a row that they added stays, and a cell of a column that is theirs
goes with its row. Knows rows by their keys; what a row says is the fillers'.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from excel_scorecard.ooxml.cells import Area, Value
from excel_scorecard.ooxml.formulas import shifted
from excel_scorecard.ooxml.rich import Run
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.workbook.layout import TableLayout

Key = str
"""What a row is of: an indicator's id, `heading:Visits`, or the text of a note."""


@dataclass(frozen=True)
class Standing:
    """The rows of a list as it stands: by position in the body the row's key, None for one that is nobody's.

    `built` are the keys in the order in which the list was built, None where that is not known.
    """

    keys: Sequence[Key | None] = ()
    built: Sequence[Key] | None = None


@dataclass(frozen=True)
class Standings:
    """The lists as they stand, by role, and the positions of rows that officers added; nothing stands in a template.

    `filled` has by role the keys of the rows as they were filled, in their order, once they are.
    """

    lists: Mapping[str, Standing] = field(default_factory=dict)
    strays: Mapping[str, Sequence[int]] = field(default_factory=dict)
    is_template: bool = True
    filled: dict[str, tuple[Key, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Arrangement:
    """Where the rows go: `order` has for each row of the body to come its key, or the position of a row that stays.

    `came_from` has the position that each row had before, None for a new one.
    """

    order: tuple[Key | int, ...]
    came_from: tuple[int | None, ...]

    @property
    def is_as_it_was(self) -> bool:
        """Each row stays where it is; new ones may follow."""
        return all(was is None or was == now for now, was in enumerate(self.came_from))


def arranged(wanted: Sequence[Key], standing: Standing, strays: Sequence[int] = ()) -> Arrangement:
    """Where each row goes.

    Args:
        wanted: the keys in the scorecard's own order.
        standing: the rows as they stand.
        strays: positions of the rows that officers added: they stay, below the others.

    """
    now = {key: place for place, key in reversed(list(enumerate(standing.keys))) if key is not None}
    current = [key for key in dict.fromkeys(standing.keys) if key in now]
    built = None if standing.built is None else [key for key in standing.built if key in now]
    is_sorted_anew = [key for key in current if built is None or key in built] != (built if built is not None else [])
    order: list[Key | int] = list(wanted)
    if current and is_sorted_anew:
        keys = set(wanted)
        order = [key for key in current if key in keys]
        order += [key for key in wanted if key not in now]
    order += strays
    came = tuple(item if isinstance(item, int) else now.get(item) for item in order)
    return Arrangement(tuple(order), came)


class _Cell(NamedTuple):
    value: Value
    formula: str | None
    runs: tuple[Run, ...] | None
    style: int


def lift(sheet: Sheet, table: Table, arrangement: Arrangement) -> dict[int, dict[int, _Cell]]:
    """What must go with the rows: by new position and column, the cells of the officers' columns and rows, and looks.

    To be asked for before the table is resized; `put_down` writes them.
    """
    if arrangement.is_as_it_was:
        return {}
    body = table.body
    lifted: dict[int, dict[int, _Cell]] = {}
    for place, was in enumerate(arrangement.came_from):
        if was is None or was == place:
            continue
        row = body.first_row + was
        lifted[place] = {column: _cell(sheet, row, column, was, place) for column in body.columns}
    return lifted


def _cell(sheet: Sheet, row: int, column: int, was: int, place: int) -> _Cell:
    formula = sheet.formula(row, column)
    moved = None if formula is None else shifted(formula, place - was, 0)
    return _Cell(sheet.read(row, column), moved, sheet.rich(row, column), sheet.style(row, column))


def put_down(
    sheet: Sheet,
    body: Area,
    placed: TableLayout,
    arrangement: Arrangement,
    lifted: Mapping[int, Mapping[int, _Cell]],
) -> None:
    """Write what `lift` took up into the rows' new places."""
    ours = {placed.sheet_column(role) for role in placed.columns}
    for place, cells in lifted.items():
        is_theirs = isinstance(arrangement.order[place], int)
        for column, cell in cells.items():
            row = body.first_row + place
            if column in ours and not is_theirs:
                sheet.set_style(row, column, cell.style)
            elif cell.runs is not None and cell.formula is None:
                sheet.set_style(row, column, cell.style)
                sheet.write_rich(row, column, cell.runs)
            else:
                sheet.write(row, column, cell.value, cell.formula, cell.style)
