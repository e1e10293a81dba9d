"""Drawn: what floats over the cells of a sheet and is anchored to them: pictures, charts, shapes, and boxes of notes.

Knows how each says where it hangs, and what becomes of that when rows are put in (row_map.py). Their looks are the
template's. VML is not XML as Excel writes it: it is searched and changed as bytes.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.cells import LAST_ROW, address
from excel_scorecard.ooxml.drawing import anchor_area
from excel_scorecard.ooxml.ledger import MOVED
from excel_scorecard.ooxml.markup import SHEET_DRAWING, Element, local_name
from excel_scorecard.ooxml.row_map import RowMap

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet

_ROW: Final = f"{{{SHEET_DRAWING}}}row"
_FROM, _TO = f"{{{SHEET_DRAWING}}}from", f"{{{SHEET_DRAWING}}}to"
_SHAPE = re.compile(rb"<v:shape\b.*?</v:shape>", re.DOTALL)
_NOTE_PLACE = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>\s*<x:Column>\s*(\d+)\s*</x:Column>")
_NOTE_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")


def in_the_way(sheet: "Sheet", moved: RowMap) -> Iterator[tuple[str, bool]]:
    """Things drawn that `moved` would tear (grave) or make taller (not): the cell where they begin, and which."""
    for anchor in _anchors(sheet):
        area = anchor_area(anchor)
        if area is None or not area.overlaps(moved.moved):
            continue
        is_taller = moved.splits(area) and anchor.get("editAs", "twoCell") == "twoCell"
        if moved.tears(area) or is_taller:
            yield address(area.first_row, area.first_column), moved.tears(area)


def _anchors(sheet: "Sheet") -> list[Element]:
    part = sheet.drawing_part
    root = sheet.workbook.package.read(part) if part else None
    return [] if root is None else [e for e in root.iterchildren("*") if local_name(e).endswith("Anchor")]


def move(sheet: "Sheet", moved: RowMap) -> None:
    """Let what hangs on cells that move hang on them still."""
    package = sheet.workbook.package
    for anchor in _anchors(sheet):
        area = anchor_area(anchor)
        if area is None or local_name(anchor) == "absoluteAnchor" or anchor.get("editAs") == "absolute":
            continue
        new = moved.area(area)
        shifts = {_FROM: new.first_row - area.first_row, _TO: new.last_row - area.last_row}
        if anchor.get("editAs") == "oneCell":  # it keeps its size
            shifts[_TO] = shifts[_FROM]
        for corner, shift in shifts.items():
            row = anchor.find(f"{corner}/{_ROW}")
            if shift and row is not None:
                package.edit(str(sheet.drawing_part), MOVED)
                row.text = str(min(stated.whole_of(row.text or "0", row) + shift, LAST_ROW - 1))
    for part in package.related(sheet.part, "vmlDrawing"):
        content = package.bytes(part)
        new_content = _SHAPE.sub(lambda match: _moved_note(match[0], moved), content)
        if new_content != content:
            package.replace(part, new_content, MOVED)


def _moved_note(shape: bytes, moved: RowMap) -> bytes:
    """A note's box, of which VML says the cell and where it lies, all counted from 0."""
    place = _NOTE_PLACE.search(shape)
    if place is None:
        return shape
    row, column = int(place[1]), int(place[2])
    shift = moved.place(row + 1, column + 1)[0] - row - 1
    if not shift:
        return shape
    shape = shape.replace(place[0], place[0].replace(place[1], b"%d" % (row + shift), 1), 1)
    return _NOTE_ANCHOR.sub(lambda match: match[1] + _lowered(match[2], shift) + match[3], shape)


def _lowered(anchor: bytes, shift: int) -> bytes:
    """An anchor is left column, offset, top row, offset, right column, offset, bottom row, offset."""
    pieces = anchor.split(b",")
    if len(pieces) != 8 or not all(piece.strip().isdigit() for piece in pieces):
        return anchor
    for place in (2, 6):
        pieces[place] = pieces[place].replace(pieces[place].strip(), b"%d" % (int(pieces[place]) + shift))
    return b",".join(pieces)
