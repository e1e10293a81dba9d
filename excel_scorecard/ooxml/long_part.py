"""Long part: a part whose weight is one run of like elements (rows of a sheet, shared texts), the run left as bytes.

What stands before and after the run is a tree, the frame; of the run only those elements are in it that someone took
there to alter them. Knows where an element of the run begins, for bytes of the plain form that Excel writes; a part of
any other form is no long part and becomes a tree as every other. What the elements mean is long_rows.py's and
strings.py's.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self, cast

from lxml import etree

from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.markup import MAIN, Element, has_document_type, local_name, parse, serialise
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.unpacking import Unpacking

# Unpacked bytes from which a part is one. A tree of rows with its cells found takes some twenty-five times their bytes
# (measured: 640 MB for 26 MB), so that one below this takes 25 megabytes; the sheets of a scorecard have a tenth of it.
LONG: Final = 1024 * 1024
_LONGEST_FRAME: Final = 4 * 1024 * 1024  # bytes before or after the run; also of one element of it
_RUN: Final = "run"  # an instruction of that name stands for the run while the frame is written
_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml\s[^>]*?\?>\s*)?")
_ENCODING: Final = re.compile(rb"""encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_INSTRUCTION: Final = re.compile(rb"<[!?]")  # or a comment and the like, in which nothing is what it seems


@dataclass(frozen=True, slots=True)
class Kind:
    """What a long part is made of.

    `index` gives the numbers of the elements in a block of bytes, ascending, and where each begins; None where the
    bytes are not of the plain form. Its second argument is the number of the element before. `marks` tells what else
    is to be known of a block.
    """

    root: str
    container: str
    opening: re.Pattern[bytes]  # the container's start tag
    element: bytes  # the beginning of an element's start tag
    closing: tuple[bytes, ...]  # the beginnings of tags that end the run
    index: Callable[[bytes, int], tuple[Sequence[int], list[int]] | None]
    marks: Callable[[bytes], frozenset[str]] = lambda _: frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """Some neighbouring elements of the run: where their bytes lie."""

    start: int
    end: int
    numbers: Sequence[int]
    places: Sequence[int]  # where each begins, counted from `start`; one more stands at the end
    marks: frozenset[str]

    @property
    def last(self) -> int:
        """The number of the last element."""
        return self.numbers[-1]


class LongPart:
    """A frame, and the run between as blocks of bytes."""

    def __init__(self, package: Package, part: str, unpacking: Unpacking, kind: Kind) -> None:
        self.package = package
        self.part = part
        self.kind = kind
        self.blocks: list[Block] = []
        self.frame: Element = etree.Element("none")
        self.container: Element = self.frame
        self.is_whole = False  # then all is in the frame, and nothing here holds any more
        self._unpacking = unpacking
        self._opening = self._closing = b""

    @classmethod
    def open(cls, package: Package, part: str, kind: Kind) -> Self | None:
        """The part as a long one; None where it is short, a tree already, or not of the plain form.

        Raises:
            TemplateError: the bytes are not what the zip says they are.
        """
        unpacking = package.unpacking(part, LONG)
        if unpacking is None:
            return None
        found = cls(package, part, unpacking, kind)
        outside = found._take_apart()
        return found if outside is not None and found._take_frame(*outside) else None

    def _take_apart(self) -> tuple[bytes, bytes] | None:
        """Fill the blocks; returns the bytes before and after the run."""
        pieces = self._unpacking.pieces()
        before, text = self._before(pieces)
        start, last = len(before), 0
        while text:
            ends = [end for tag in self.kind.closing if (end := text.find(tag)) >= 0]
            cut = min(ends, default=text.rfind(self.kind.element))
            if cut > 0:
                block = self._block(text[:cut], start, last)
                if block is None:
                    return None
                self.blocks.append(block)
                start, last, text = start + cut, block.last, text[cut:]
            if ends:
                after = self._after(text, pieces)
                return None if after is None or not self.blocks else (before, after)
            piece = next(pieces, b"")
            if not piece or len(text) > _LONGEST_FRAME:
                return None
            text += piece
        return None

    def _before(self, pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
        """The bytes as far as the run, and those that came with them; nothing where there is no run."""
        text = b""
        for piece in pieces:
            text += piece
            found = self.kind.opening.search(text)
            place = text.find(self.kind.element, found.end()) if found else -1
            if found and place >= 0 and not text[found.end() : place].strip():
                return text[:place], text[place:]
            if place >= 0 or len(text) > _LONGEST_FRAME:
                break
        return b"", b""

    def _after(self, text: bytes, pieces: Iterator[bytes]) -> bytes | None:
        for piece in pieces:
            text += piece
            if len(text) > _LONGEST_FRAME:
                return None
        return text

    def _block(self, text: bytes, start: int, last: int) -> Block | None:
        # the single bytes are looked for many times faster, and are seldom there
        if (b"!" in text and b"<!" in text) or (b"?" in text and b"<?" in text) or b"xmlns" in text:
            return None
        found = self.kind.index(text, last)
        if found is None:
            return None
        numbers = found[0] if isinstance(found[0], range) else array("I", found[0])
        return Block(start, start + len(text), numbers, array("I", (*found[1], len(text))), self.kind.marks(text))

    def _take_frame(self, before: bytes, after: bytes) -> bool:
        """Parse what is not the run; False where a piece of the run would not mean the same without all of it."""
        start = _START.match(before)
        if start is None or _ENCODING.search(start[0]) or _INSTRUCTION.search(before, start.end()):
            return False
        try:
            frame = parse(before + after, self.package.name, self.part)
        except etree.XMLSyntaxError:
            return False
        containers = [frame] if frame.tag == self.kind.container else frame.findall(self.kind.container)
        prefixes = frame.nsmap
        if (
            frame.tag != self.kind.root
            or has_document_type(frame)
            or len(containers) != 1
            or containers[0].nsmap != prefixes
            or prefixes.get(None) != MAIN
            or len(set(prefixes.values())) != len(prefixes)
        ):
            return False
        self.frame, self.container = frame, containers[0]
        tag = etree.tostring(frame.makeelement(frame.tag, nsmap=cast("dict[str, str]", prefixes)))
        self._opening = tag.removesuffix(b"/>") + b">"
        self._closing = f"</{local_name(frame)}>".encode()
        return True

    def element_bytes(self, number: int) -> bytes | None:
        """The bytes of an element of the run; None where there is none."""
        at = bisect_left(self.blocks, number, key=lambda block: block.last)
        if at == len(self.blocks):
            return None
        block = self.blocks[at]
        place = bisect_left(block.numbers, number)
        if block.numbers[place] != number:
            return None
        return self._unpacking.stretch(block.start + block.places[place], block.start + block.places[place + 1])

    def elements(self, content: bytes) -> Element:
        """Elements of the run from their bytes, as children of one element.

        Raises:
            TemplateError: the bytes cannot be read as XML.
        """
        try:
            return parse(self._opening + content + self._closing, self.package.name, self.part)
        except etree.XMLSyntaxError as error:
            raise damaged(self.package.name, f"part {self.part} cannot be read as XML ({error.msg})") from None

    def run(self) -> Iterator[tuple[Block, bytes]]:
        """The blocks in order with their bytes."""
        rest, place = b"", 0
        pieces = self._unpacking.pieces()
        for block in self.blocks:
            while place + len(rest) < block.end:
                rest += next(pieces)
            yield block, rest[block.start - place : block.end - place]
            rest, place = rest[block.end - place :], block.end

    def written_frame(self) -> tuple[bytes, bytes]:
        """The frame as it stands, in front of the run and behind it; what is in the container stands behind."""
        mark = etree.ProcessingInstruction(_RUN)
        self.container.insert(0, mark)
        before, _, after = serialise(self.frame).partition(etree.tostring(mark, with_tail=False))
        self.container.remove(mark)
        return before, after

    def become(self, tree: Element) -> Element:
        """Fill the frame with all elements of the run, from the whole part's tree."""
        container = tree if tree.tag == self.kind.container else tree.find(self.kind.container)
        if container is None:
            raise RuntimeError("a long part has a container")
        self.container[:] = list(container)
        self.is_whole = True
        return self.frame
