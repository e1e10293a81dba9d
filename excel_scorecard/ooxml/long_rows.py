"""Long rows: the rows of a large worksheet, which stay the bytes they are in the file until one is to be altered.

Knows where a row begins and ends in bytes of the plain form that Excel writes, and what of them can be told without
elements. A row that is to be altered is moved into the sheet's frame (long_part.py), and written among the others.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import lt
from typing import Final

from excel_scorecard.ooxml.cells import LAST_ROW, Area, column_number
from excel_scorecard.ooxml.long_part import Block, Kind, LongPart
from excel_scorecard.ooxml.markup import Element, main
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.rows import Refuse, Row, Rows

_MOST_RECENT: Final = 64  # rows that were read and are kept as elements
# Nothing in it can be read in two ways: a tag without its end is given up in one pass. Not possessive: until Python
# 3.11.4 a repeated group that is finds nothing.
_PLAIN_ROW: Final = re.compile(
    rb'<row(?:\s+(?!r=)[\w:.-]+="[^"<]*")*\s+r="([1-9][0-9]{0,6})"(?:\s+[\w:.-]+="[^"<]*")*\s*(/?)>'
)
_CLOSED: Final = re.compile(rb"</row>\s*\Z")
_LONGEST_GAP: Final = 200  # bytes from the end of a row to the next one: line ends and blanks at most


def _index(text: bytes, last: int) -> tuple[list[int], list[int]] | None:
    """The numbers of rows and where they begin, for rows of the plain form: each with its number, in order."""
    rows = list(_PLAIN_ROW.finditer(text))
    numbers = [int(row[1]) for row in rows]
    if len(rows) != text.count(b"<row") or not rows or not all(map(lt, (last, *numbers), numbers)):
        return None
    starts = [row.start() for row in rows]
    is_tight = text.count(b"</row><row") == len(rows) - 1 and starts[0] == 0 and text.endswith(b"</row>")
    if not is_tight and not _is_row_by_row(text, rows):
        return None
    return (numbers, starts) if numbers[-1] <= LAST_ROW else None


def _is_row_by_row(text: bytes, rows: Sequence[re.Match[bytes]]) -> bool:
    """Whether there is nothing but blanks before and between the rows and after them, and no row in a row."""
    end, is_open = 0, False  # of the start tag before
    for row in rows:
        if not _is_closed(text, end, row.start(), is_open=is_open):
            return False
        end, is_open = row.end(), not row[2]
    return _is_closed(text, end, len(text), is_open=is_open)


def _is_closed(text: bytes, tag_end: int, place: int, *, is_open: bool) -> bool:
    """Whether a row whose start tag ends at `tag_end` has been closed just before `place`."""
    if not is_open:
        return not text[tag_end:place].strip()
    return bool(_CLOSED.search(text[max(tag_end, place - _LONGEST_GAP) : place]))


_WITH_FORMULAS, _WITH_TYPED = "with formulas", "with formulas of a type"


def _marks(text: bytes) -> frozenset[str]:
    if b"<f" not in text:  # a row has no other elements that begin with f
        return frozenset()
    is_typed = any(_TYPE.search(tag[0]) for tag in _FORMULA_TAG.finditer(text))
    return frozenset((_WITH_FORMULAS, _WITH_TYPED) if is_typed else (_WITH_FORMULAS,))


_SHEET: Final = Kind(
    main("worksheet"),
    main("sheetData"),
    re.compile(rb"<sheetData\s*>"),
    b"<row",
    (b"</sheetData",),
    _index,
    _marks,
)
_FORMULA_TAG: Final = re.compile(rb"""<f(?=\s)(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")
_TYPE: Final = re.compile(rb"\st\s*=")
_REFERENCE: Final = re.compile(rb"\sref\s*=")
_COLUMN: Final = re.compile(rb'<c r="([A-Z]{1,3})[1-9]')
_CELL_TAG: Final = re.compile(rb"<c[\s/>]")


def _is_master(tag: re.Match[bytes], text: bytes) -> bool:
    """Whether a formula's start tag has a type, and is that of more than a member of a shared formula."""
    is_empty = tag[0].endswith(b"/>") or text.startswith(b"</f>", tag.end())
    return bool(_TYPE.search(tag[0])) and (not is_empty or bool(_REFERENCE.search(tag[0])))


class LongRows(Rows):
    """The rows of a large sheet: bytes, but for those that are altered, which stand in the sheet's frame."""

    def __init__(self, sheet: LongPart, refuse: Refuse) -> None:
        self._sheet = sheet
        self._refuse = refuse
        self._sheet_data = sheet.container
        self._rows: dict[int, Row] = {}  # those in the frame
        self._numbers: list[int] = []
        self._recent: dict[int, Row | None] = {}

    @classmethod
    def open(cls, package: Package, part: str, refuse: Refuse) -> "LongRows | None":
        """The rows of a sheet in this form; None where it is not large, or not as Excel writes it."""
        sheet = LongPart.open(package, part, _SHEET)
        if sheet is None:
            return None
        rows = cls(sheet, refuse)
        package.hold(part, rows)
        return rows

    @property
    def frame(self) -> Element:
        """The worksheet element, with those rows alone that are in the frame."""
        return self._sheet.frame

    @property
    def is_whole(self) -> bool:
        """Whether the sheet has become a tree: these rows do not hold any more."""
        return self._sheet.is_whole

    def get(self, number: int) -> Row | None:
        """A row to be read only; None where there is none."""
        found = self._rows.get(number)
        if found is None:
            if number in self._recent:
                return self._recent[number]
            found = self._parsed(number)
            if len(self._recent) >= _MOST_RECENT:
                del self._recent[next(iter(self._recent))]
            self._recent[number] = found
        return found

    def _parsed(self, number: int) -> Row | None:
        content = self._sheet.element_bytes(number)
        if content is None:
            return None
        row = Row(self._sheet.elements(content)[0])
        row.index(number, self._refuse)
        return row

    def own(self, number: int) -> Row | None:
        """A row that may be altered, moved into the frame; None where there is none."""
        found = self._rows.get(number)
        if found is None and (row := self._parsed(number)) is not None:
            found = self.place(number, row.element)
            found.cells, found.last = row.cells, row.last
        return found

    def passing(self, first: int = 1) -> Iterator[tuple[int, Row]]:
        """All rows in order, from the number `first`, to be read only."""
        return self._passing(first, with_formulas=False)

    def with_formulas(self) -> Iterator[tuple[int, Row]]:
        """The same, those without formulas left out."""
        return self._passing(1, with_formulas=True)

    def _passing(self, first: int, *, with_formulas: bool) -> Iterator[tuple[int, Row]]:
        after = first - 1
        has_none = with_formulas and not any(_WITH_FORMULAS in block.marks for block in self._sheet.blocks)
        for block, content in () if has_none else self._sheet.run():
            found: dict[int, Element] = {}
            if block.last >= first and (not with_formulas or _WITH_FORMULAS in block.marks):
                texts = {number: text for number, text in self._untouched(block, content) if number > after}
                if with_formulas:
                    texts = {number: text for number, text in texts.items() if b"<f" in text}
                elements = self._sheet.elements(b"".join(texts.values())) if texts else ()
                found = dict(zip(texts, elements, strict=True))
            yield from self._merged(found, after, block.last)
            after = max(after, block.last)
        yield from self._merged({}, after, LAST_ROW)

    def _untouched(self, block: Block, content: bytes) -> Iterator[tuple[int, bytes]]:
        """The bytes of the rows of a block that are not in the frame, by number."""
        for number, (start, end) in zip(block.numbers, pairwise(block.places), strict=True):
            if number not in self._rows:
                yield number, content[start:end]

    def _merged(self, found: dict[int, Element], after: int, last: int) -> Iterator[tuple[int, Row]]:
        """The rows of these elements, and between them those in the frame with numbers above `after` up to `last`."""
        for number in sorted((*found, *self._framed(after, last))):
            row = self._rows.get(number)  # it may have been moved into the frame in the meantime
            if row is None:
                row = Row(found[number])
                row.index(number, self._refuse)
            yield number, row

    def _framed(self, after: int, last: int) -> list[int]:
        return self._numbers[bisect_left(self._numbers, after + 1) : bisect_left(self._numbers, last + 1)]

    def typed_formulas(self) -> Iterator[tuple[int, int, Element]]:
        """The same; members of a shared formula, which have no text, are left out."""
        if not any(_WITH_TYPED in block.marks for block in self._sheet.blocks):
            return
        for block, content in self._sheet.run():
            for number, text in self._untouched(block, content) if _WITH_TYPED in block.marks else ():
                if any(_is_master(tag, text) for tag in _FORMULA_TAG.finditer(text)):
                    yield from Row(self._sheet.elements(text)[0]).index(number, self._refuse)

    def used(self) -> Area | None:
        """The area from the first to the last row and column that have a cell."""
        rows: list[int] = []
        columns: set[int] = set()
        for number, row in self._rows.items():
            if row.cells:
                rows.append(number)
                columns.update((min(row.cells), row.last))
        for block, content in self._sheet.run():
            untouched = list(self._untouched(block, content))
            found = self._columns(b"".join(text for _, text in untouched))
            if found:
                columns |= found
                rows.append(next(number for number, text in untouched if _CELL_TAG.search(text)))
                rows.append(next(number for number, text in reversed(untouched) if _CELL_TAG.search(text)))
        return Area(min(rows), min(columns), max(rows), max(columns)) if rows else None

    def _columns(self, content: bytes) -> set[int]:
        found = _COLUMN.findall(content)
        if len(found) == content.count(b"<c"):  # a row has no other elements that begin with c
            return {column_number(letters.decode()) for letters in set(found)}
        columns: set[int] = set()
        for element in self._sheet.elements(content):
            row = Row(element)
            row.index(0, self._refuse)
            columns.update(row.cells)
        return columns

    # As a part that is held (package.py).

    def pieces(self) -> Iterator[bytes]:
        """The sheet's content: the rows in the frame spliced between the bytes of all others."""
        before, rest = self._sheet.written_frame()
        edited, closing, after = rest.partition(b"</sheetData")
        texts = _by_number(edited)
        yield before
        last = 0
        for block, content in self._sheet.run():
            wanted = self._framed(last, block.last)
            last = block.last
            yield _spliced(block, content, {number: texts[number] for number in wanted}) if wanted else content
        yield from (texts[number] for number in self._framed(last, LAST_ROW))
        yield closing + after

    def become(self, tree: Element) -> Element:
        """Give way to a tree."""
        return self._sheet.become(tree)


def _by_number(content: bytes) -> dict[int, bytes]:
    """The bytes of rows that were just written, by number."""
    found = _index(content, 0) if content else ([], [])
    if found is None:
        raise RuntimeError("rows in the frame are written in the plain form")
    numbers, starts = found
    return {
        number: content[start:end] for number, start, end in zip(numbers, starts, (*starts[1:], None), strict=False)
    }


def _spliced(block: Block, content: bytes, rows: Mapping[int, bytes]) -> bytes:
    """A block with rows put in, in their order, or in the place of those with their numbers."""
    pieces: list[bytes] = []
    end = 0
    for number, row in rows.items():
        at = bisect_left(block.numbers, number)
        pieces += (content[end : block.places[at]], row)
        end = block.places[at + 1 if block.numbers[at] == number else at]
    return b"".join((*pieces, content[end:]))
