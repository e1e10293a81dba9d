"""Unpacking: the bytes of a packed stream piece by piece, so that no large part must lie unpacked in memory.

Knows deflate, and how to go on from a place that was passed before. What the bytes are is the caller's; whether they
are the right ones too (archive.py).
"""

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Final

# Bytes of one piece. A place to go on from costs some 40 kB (deflate's window), and one is kept for each piece; going
# to a piece costs a millisecond.
PIECE: Final = 512 * 1024
_STEP: Final = 64 * 1024  # packed bytes given to zlib at a time: it copies what it does not use at once


Packed = bytes | memoryview


class _Place:
    """A place in a stream from which unpacking goes on."""

    __slots__ = ("_at", "_left", "_packed", "_unpacker")

    def __init__(self, packed: memoryview, unpacker: Any, at: int = 0, left: bytes | memoryview = b"") -> None:
        self._packed = packed
        self._unpacker = unpacker  # zlib's; None for a stream that is stored as it is
        self._at = at
        self._left = left  # packed bytes before `_at` that the unpacker has not taken

    def copy(self) -> "_Place":
        """The same place, which stays when this one goes on."""
        unpacker = None if self._unpacker is None else self._unpacker.copy()
        return _Place(self._packed, unpacker, self._at, self._left)

    def next(self, length: int) -> bytes:
        """The next bytes, fewer only at the end. Raises zlib.error: this is no such stream."""
        if self._unpacker is None:
            start, self._at = self._at, self._at + length
            return bytes(self._packed[start : self._at])
        found: list[bytes] = []
        while length and not self._unpacker.eof:
            if not self._left:
                self._left = self._packed[self._at : self._at + _STEP]
                self._at += _STEP
            is_last = not self._left
            piece = self._unpacker.decompress(self._left, length)
            self._left = self._unpacker.unconsumed_tail
            if not piece and is_last:
                break
            found.append(piece)
            length -= len(piece)
        return b"".join(found)


class Unpacking:
    """The unpacked bytes of a stream from any place on; at most one piece of them is kept."""

    def __init__(self, packed: Packed, size: int, check: Callable[[int, int], None], *, is_deflated: bool) -> None:
        """`check` is told length and checksum at the end of `pieces`, and raises where they are not the right ones."""
        self._size = size
        self._check: Callable[[int, int], None] | None = check  # until it was told once
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if is_deflated else None
        self._places = [_Place(memoryview(packed), unpacker)]  # the start of each piece that was come to
        self._last = (-1, b"")  # the piece that was last asked for: the next stretch is often near

    def _piece(self, number: int) -> bytes:
        """The piece of that number, counted from 0; empty behind the end."""
        place = self._places[number].copy()
        found = place.next(PIECE)
        if number + 1 == len(self._places):
            self._places.append(place)
        return found

    def pieces(self) -> Iterator[bytes]:
        """All pieces in their order, checked."""
        number = size = crc = 0
        with suppress(zlib.error):
            # One piece more than promised is enough to find a bomb that lies about its size.
            while size <= self._size and (piece := self._piece(number)):
                size += len(piece)
                crc = zlib.crc32(piece, crc) if self._check else 0
                number += 1
                yield piece
        if self._check:
            self._check(size, crc)
            self._check = None

    def stretch(self, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`, once `pieces` has passed them."""
        found = b"".join(self._kept(number) for number in range(start // PIECE, (end - 1) // PIECE + 1))
        first = start // PIECE * PIECE
        return found[start - first : end - first]

    def _kept(self, number: int) -> bytes:
        if self._last[0] != number:
            self._last = (number, self._piece(number))
        return self._last[1]
