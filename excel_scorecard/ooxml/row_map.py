"""Row map: where cells go when rows are put in above them, and what formulas must say to speak of the same cells.

Pure arithmetic on addresses: knows no workbook. Who is asked to move is insertion.py's.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from excel_scorecard.ooxml.cells import LAST_COLUMN, LAST_ROW, Area, column_number, unquoted
from excel_scorecard.ooxml.formulas import tokens

_END: Final = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


@dataclass(frozen=True, slots=True)
class RowMap:
    """`count` rows are put in above row `first` of a sheet: whole rows, or the cells of some columns alone.

    `sheets` are the names of all sheets in their order: a reference may be to several (`Jan:Mar!B7`).
    """

    sheet: str
    first: int
    count: int
    first_column: int = 1
    last_column: int = LAST_COLUMN
    sheets: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether whole rows are put in."""
        return self.first_column == 1 and self.last_column == LAST_COLUMN

    @property
    def moved(self) -> Area:
        """The cells that move, as they lay before."""
        return Area(self.first, self.first_column, LAST_ROW, self.last_column)

    @property
    def inserted(self) -> Area:
        """The blank cells that come."""
        return Area(self.first, self.first_column, self.first + self.count - 1, self.last_column)

    def row(self, row: int) -> int:
        """Where a row of the moved columns goes."""
        return min(row + self.count, LAST_ROW) if row >= self.first else row

    def place(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell goes."""
        return (self.row(row), column) if self.first_column <= column <= self.last_column else (row, column)

    def area(self, area: Area) -> Area:
        """Where an area goes: it moves, or grows where rows are put in within it. One that is moved in part stays."""
        if not self._holds(area):
            return area
        last = area.last_row if area.last_row == LAST_ROW else self.row(area.last_row)
        return Area(self.row(area.first_row), area.first_column, last, area.last_column)

    def _holds(self, area: Area) -> bool:
        return self.first_column <= area.first_column and area.last_column <= self.last_column

    def tears(self, area: Area) -> bool:
        """Whether a part of an area would move away from the rest of it."""
        return area.last_row < LAST_ROW and area.overlaps(self.moved) and not self._holds(area)

    def splits(self, area: Area) -> bool:
        """Whether rows are put in within an area, or a part of it moves away."""
        return self.tears(area) or (self._holds(area) and area.first_row < self.first <= area.last_row)

    def is_of(self, prefix: str | None, own_sheet: str | None) -> bool:
        """Whether a reference with this sheet's name before it (None: without) is to this map's sheet."""
        named = own_sheet if prefix is None else prefix
        return named is not None and named.lower() == self.sheet.lower()

    def spans(self, first: str, last: str) -> bool:
        """Whether a reference to the sheets from `first` to `last` is to this map's sheet among others."""
        order = [sheet.lower() for sheet in self.sheets]
        ends = [order.index(end.lower()) for end in (first, last) if end.lower() in order]
        return len(ends) == 2 and min(ends) <= order.index(self.sheet.lower()) <= max(ends)


class Followed(NamedTuple):
    """A formula that speaks of the same cells as before.

    `is_stretched`: it reads more rows than before. `lost` is a reference that no text can keep right.
    """

    text: str
    is_stretched: bool = False
    lost: str | None = None


def follow(formula: str, own_sheet: str | None, moved: RowMap, *, absolute_only: bool = False) -> Followed:
    """A formula of a cell, chart or link after `moved`.

    Args:
        formula: as it stands in the file.
        own_sheet: the sheet that a reference without a name means; None where there is none.
        moved: what is put in.
        absolute_only: leave references with a relative row alone: in a defined name they are relative to the reader.
    """
    return _rewritten(formula, own_sheet, moved, lambda ends: _of_a_cell(ends, moved, absolute_only=absolute_only))


def follow_rule(formula: str, own_sheet: str, moved: RowMap, areas: Iterable[Area]) -> Followed:
    """A formula of a conditional format or validation over `areas`, relative to their first cell, after `moved`.

    A reference that cannot be right for each of the cells is `lost`, but where the rule ends right above the new rows:
    its rows then see what they saw, and it is for the caller to let it cover the new ones.
    """
    rule = _Rule(moved, tuple(areas), moves=own_sheet.lower() == moved.sheet.lower())
    return _rewritten(formula, own_sheet, moved, rule.rows)


class _End(NamedTuple):
    """A corner of a reference: `$B$7`. A whole column has no row, a whole row no column."""

    text: str
    letters: str
    row: int | None
    is_fixed: bool
    is_fixed_column: bool


Rows = tuple[int | None, ...]  # of the corners of a reference
_Ask = Callable[[tuple[_End, ...]], Rows | None]  # the rows that a reference must have; None: none is right


def _rewritten(formula: str, own_sheet: str | None, moved: RowMap, ask: _Ask) -> Followed:
    pieces: list[str] = []
    prefix: str | None = None
    is_stretched, lost = False, None
    for kind, text in tokens(formula):
        piece = text
        if kind == "area" and (prefix is None or "[" not in prefix):
            first, colon, last = (prefix or "").partition(":")
            if moved.spans(first, last) if colon else moved.is_of(prefix, own_sheet):
                ends = tuple(_end(end) for end in text.split(":"))
                rows = ask(ends)
                piece = _with_rows(ends, rows)
                after = tuple(_end(end) for end in piece.split(":"))
                is_stretched |= _area(after).height > _area(ends).height
                # of several sheets the rows move on one alone
                if rows is None or (colon and piece != text) or moved.tears(_area(ends)):
                    lost = lost or text
        prefix = unquoted(text[:-1]) if kind == "sheet" else None
        pieces.append(piece)
    return Followed("".join(pieces), is_stretched, lost)


def _end(text: str) -> _End:
    match = _END.fullmatch(text)
    first, letters, second, digits = match.groups() if match else ("", "", "", "")
    fixed = first if not letters else second
    return _End(text, letters, int(digits) if digits else None, bool(fixed), bool(first and letters))


def _area(ends: tuple[_End, ...], down: int = 0, right: int = 0) -> Area:
    """The cells of a reference as seen from so many rows down and columns right: its fixed ends stay."""
    rows = [end.row + (0 if end.is_fixed else down) for end in ends if end.row is not None]
    columns = [column_number(end.letters) + (0 if end.is_fixed_column else right) for end in ends if end.letters]
    rows, columns = rows or [1, LAST_ROW], columns or [1, LAST_COLUMN]
    return Area(min(rows), min(columns), max(rows), max(columns))


def _placed(ends: tuple[_End, ...], area: Area) -> Rows:
    """The rows of the corners, of which the upper one takes the first row of `area`."""
    rows = [end.row for end in ends]
    upper = rows.index(min((row for row in rows if row is not None), default=None))
    return tuple(
        None if row is None else area.first_row if place == upper else area.last_row for place, row in enumerate(rows)
    )


def _with_rows(ends: tuple[_End, ...], rows: Rows | None) -> str:
    if rows is None:
        return ":".join(end.text for end in ends)
    return ":".join(
        end.text if row is None or end.row is None else f"{end.text[: -len(str(end.row))]}{row}"
        for end, row in zip(ends, rows, strict=True)
    )


def _of_a_cell(ends: tuple[_End, ...], moved: RowMap, *, absolute_only: bool) -> Rows:
    if absolute_only and any(end.row is not None and not end.is_fixed for end in ends):
        return tuple(end.row for end in ends)
    return _placed(ends, moved.area(_area(ends)))


class _Rule:
    """A rule over areas whose formula is relative to their first cell; `moves`: it is on the sheet whose rows move."""

    def __init__(self, moved: RowMap, areas: tuple[Area, ...], *, moves: bool) -> None:
        self._moved = moved
        self._areas = areas
        self._moves = moves
        self._base = min(area.first_row for area in areas), min(area.first_column for area in areas)

    def _place(self, row: int, column: int) -> tuple[int, int]:
        return self._moved.place(row, column) if self._moves else (row, column)

    def rows(self, ends: tuple[_End, ...]) -> Rows | None:
        """The rows that a reference of the rule must have; None where none are right for all its cells."""
        drift = self._place(*self._base)[0] - self._base[0]
        exact = _placed(ends, self._moved.area(_area(ends)))
        kept = tuple(
            row if end.row is None or end.is_fixed else end.row + drift for end, row in zip(ends, exact, strict=True)
        )
        seen = list(self._seen(ends))
        for rows in (exact, kept):
            said = tuple(_end(text) for text in _with_rows(ends, rows).split(":"))
            if all(_area(said, down, right) == wanted for down, right, wanted in seen):
                return rows
        ends_above = self._moves and all(area.last_row == self._moved.first - 1 for area in self._areas)
        return kept if ends_above else None

    def _seen(self, ends: tuple[_End, ...]) -> Iterator[tuple[int, int, Area]]:
        """What the rule's cells must see: rows down and columns right of its first cell as they will be, and cells.

        Looked at are the first and last cells, and those where their own place or what they see lies at the new rows.
        """
        base, moved = self._base, self._moved
        new_base = self._place(*base)
        edges = {moved.first} | {moved.first - (end.row - base[0]) for end in ends if end.row is not None}
        for area in self._areas:
            rows = {area.first_row, area.last_row, *(edge - back for edge in edges for back in (0, 1))}
            for row in sorted(row for row in rows if area.first_row <= row <= area.last_row):
                for column in {area.first_column, area.last_column}:
                    read = _area(ends, row - base[0], column - base[1])
                    if read.first_row < 1 or read.last_row > LAST_ROW:
                        continue  # it goes round the sheet's end, which nobody means
                    place = self._place(row, column)
                    yield place[0] - new_base[0], place[1] - new_base[1], moved.area(read)
