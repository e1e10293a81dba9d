"""Room: the memory that a workbook may take while it is open, reckoned from the bytes of a part before it is taken.

Knows what a tree of libxml2 costs. A small file can hold a large part (deflate packs a thousandfold), and a part of a
few megabytes a tree of hundreds; nothing of either is made here.
"""

from typing import Final

from excel_scorecard.errors import TooLargeToRead

# Bytes: with Python, lxml and what a build makes of it, a workbook stays below 500 MB.
MOST_ROOM: Final = 380 * 1000 * 1000
MOST_AT_ONCE: Final = 64 * 1000 * 1000  # of one part as bytes, beside its tree
# Measured with libxml2 2.14 on sheets of 2 million elements: 128 bytes an element or a text between two, 240 an
# attribute with its value. A sheet as Excel writes it takes 440 an element, 21 times its bytes.
_ELEMENT: Final = 2 * 128  # and the text in or after it
_ATTRIBUTE: Final = 240


class Room:
    """What is left of the memory for one workbook."""

    def __init__(self, name: str, taken: int, most: int | None = None) -> None:
        """`name` is for messages; `taken` is what the packed bytes take; `most` is all, `MOST_ROOM` if not given."""
        self._name = name
        self._most = MOST_ROOM if most is None else most
        self._total = taken
        self._parts: dict[str, int] = {}

    def beside(self) -> "Room":
        """The room that a copy has while this workbook is open too."""
        return Room(self._name, self._total, self._most)

    def for_bytes(self, part: str, size: int) -> None:
        """Take room for a part's unpacked bytes. Raises TooLargeToRead: there is not enough, and nothing was taken."""
        if size > MOST_AT_ONCE:
            what = f"part {part} has {_millions(size)} MB, more than {_millions(MOST_AT_ONCE)} MB."
            raise TooLargeToRead(what, where=self._name, mend=_MEND)
        self._take(part, size, f"part {part} has {_millions(size)} MB")

    def for_tree(self, part: str, content: bytes) -> None:
        """The same for its bytes and the tree that is made of them."""
        elements = content.count(b"<") - content.count(b"</")
        attributes = content.count(b"=")
        size = 2 * len(content) + elements * _ELEMENT + attributes * _ATTRIBUTE
        self._take(part, size, f"part {part} has {elements:,} elements, which take about {_millions(size)} MB")

    def _take(self, part: str, size: int, what: str) -> None:
        more = size - self._parts.get(part, 0)
        if self._total + more > self._most:
            raise TooLargeToRead(
                f"{what}; with what is read already that is more than {_millions(self._most)} MB for one workbook.",
                where=self._name,
                mend=_MEND,
            )
        if more > 0:
            self._total += more
            self._parts[part] = size


_MEND: Final = (
    "If it is a workbook of yours, take sheets of raw data out of it, or clear rows and columns that only look empty "
    "(Ctrl+End shows how far a sheet goes). Otherwise take the file from where you trust it."
)


def _millions(size: int) -> str:
    return f"{size / 1_000_000:,.0f}"
