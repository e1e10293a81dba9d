"""Binary sheet: the cells of an .xlsb sheet, put so that the reader of workbooks sees all of them.

calamine passes over two kinds without a word: cells written shortly, without their column (Excel writes none; SheetJS
and other programs do), and errors of formulas. Knows the records of [MS-XLSB] 2.4. Knows no workbook.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BEGINS: Final = b"\x81\x01\0"
"""The first record of a sheet. Excel keeps an index of a sheet's rows in a part beside it, which begins otherwise."""
_ROW: Final = 0
_ERRORS: Final = (3, 11)  # of a value, of a formula
_LAST_WHOLE: Final = 11
_TEXT: Final = 6
_SHORT: Final = range(12, 19)
_SHORTER_BY: Final = 11
"""A short cell's type less this is that of the same cell with its column."""
_UNSEEN: Final = frozenset((*_ERRORS, *_SHORT))
_DATA_ENDS: Final = 146

# [MS-XLSB] 2.5.97.2 BErr
_SAID: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


@dataclass(frozen=True)
class Walked:
    """A sheet as it was walked through: how far its cells reach, and its bytes, changed where something was unseen."""

    rows: int
    columns: int
    content: bytes


def walked(content: bytes) -> Walked:
    """Go through a sheet's records; a part that is no sheet is left as it is.

    Raises:
        ValueError: the sheet stops within a record, or before its cells end.

    """
    if not content.startswith(_BEGINS):
        return Walked(0, 0, content)
    rows = columns = copied = 0
    pieces: list[bytes] = []
    for kind, row, column, (begins, start, end) in _cells(content):
        rows, columns = max(rows, row + 1), max(columns, column + 1)
        if kind not in _UNSEEN:
            continue
        place = column.to_bytes(4, "little") if kind in _SHORT else content[start : (start := start + 4)]
        whole = kind - _SHORTER_BY if kind in _SHORT else kind
        if whole in _ERRORS:
            replaced = _text_record(place + content[start : start + 4], content[start + 4])
        else:
            replaced = _record(whole, place + content[start:end])
        pieces += [content[copied:begins], replaced]
        copied = end
    return Walked(rows, columns, b"".join((*pieces, content[copied:])) if pieces else content)


def _cells(content: bytes) -> Iterator[tuple[int, int, int, tuple[int, int, int]]]:
    """Of each cell its type, row and column, and where it begins, where what it holds begins, and where it ends."""
    row = column = 0
    for kind, *place in _records(content):
        if 0 < kind <= _LAST_WHOLE:
            column = _number(content, place[1])
        elif kind in _SHORT:
            column += 1
        elif kind == _ROW:
            row, column = _number(content, place[1]), -1
            continue
        elif kind == _DATA_ENDS:
            return
        else:
            continue
        yield kind, row, column, (place[0], place[1], place[2])
    raise ValueError("the sheet stops before its cells end")


def _records(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Of each record its type, where it begins, where what it holds begins, and where it ends."""
    at, length = 0, len(content)
    while at < length:
        begins = at
        kind = content[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[at] & 0x7F) << 7
            at += 1
        size = content[at]
        at += 1
        if size & 0x80:
            size &= 0x7F
            for shift in (7, 14, 21):
                more = content[at]
                at += 1
                size |= (more & 0x7F) << shift
                if not more & 0x80:
                    break
        if at + size > length:
            raise ValueError("a record goes on beyond the end of the sheet")
        yield kind, begins, at, at + size
        at += size


def _number(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "little")


def _text_record(place: bytes, error: int) -> bytes:
    """A cell of text, for one of an error; `place` is its column and style."""
    said = _SAID.get(error, "#VALUE!")
    return _record(_TEXT, place + len(said).to_bytes(4, "little") + said.encode("utf-16-le"))


def _record(kind: int, holds: bytes) -> bytes:
    size, rest = bytearray(), len(holds)
    while True:
        size.append(rest & 0x7F | (0x80 if rest > 0x7F else 0))
        rest >>= 7
        if not rest:
            return bytes((kind, *size)) + holds
