"""Strings: the shared strings of a workbook. Entries are appended and never edited: other cells use them.

Knows the shared strings part and how text must be escaped. Which cell uses which entry is sheet.py's.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import Final

from lxml import etree

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.ledger import STRINGS
from excel_scorecard.ooxml.long_part import Kind, LongPart
from excel_scorecard.ooxml.markup import MAIN, RELATIONSHIPS, XML_SPACE, Element, main, new_root, writable
from excel_scorecard.ooxml.package import Package

_TYPE: Final = f"{RELATIONSHIPS}/sharedStrings"
_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_SI, _T, _R, _EXTENSIONS = main("si"), main("t"), main("r"), main("extLst")

LONGEST_TEXT: Final = 32_767  # characters a cell can hold (Excel specifications and limits), in UTF-16 units

# Excel reads _x0041_ as "A": the underscore of text that looks so is itself written that way.
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def escaped(text: str) -> str:
    """Text as it stands in the file: no character that XML cannot hold, nothing that Excel would take for an escape.

    Line ends become line feeds, which is what Excel's cells hold.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = writable(text)
    return _LIKE_AN_ESCAPE.sub("_x005F_", text) if "_x" in text else text


def unescaped(text: str) -> str:
    """Text as Excel shows it."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def set_text(element: Element, text: str) -> None:
    """Give a `t` or `v` element its text, white space kept."""
    element.text = text = escaped(text)
    if text and (text[0].isspace() or text[-1].isspace() or "\n" in text or "\t" in text):
        element.set(XML_SPACE, "preserve")


def plain_text(item: Element) -> str:
    """The text of a shared or inline string: the runs of rich text joined, phonetic guides left out."""
    pieces: list[str] = []
    for child in item:
        if child.tag == _T:
            pieces.append(unescaped(child.text or ""))
        elif child.tag == _R:
            pieces.append(unescaped("".join(t.text or "" for t in child.iterfind(_T))))
    return "".join(pieces)


def _index(text: bytes, last: int) -> tuple[range, list[int]] | None:
    """The numbers of entries, counted from 1, and where they begin; None unless they stand one close upon another."""
    starts = [found.start() for found in _ENTRY.finditer(text)]
    is_tight = text.count(b"</si><si>") == len(starts) - 1 and text.startswith(b"<si>") and text.endswith(b"</si>")
    return (range(last + 1, last + 1 + len(starts)), starts) if is_tight else None


_ENTRY = re.compile(rb"<si[\s/>]")
_TABLE: Final = Kind(
    main("sst"),
    main("sst"),
    re.compile(rb"""<sst(?:[^<>"']|"[^"<]*"|'[^'<]*')*>"""),
    b"<si",
    (b"</sst", b"<extLst"),
    _index,
)
# Texts of a long part that are looked up one by one, each in a millisecond; then all are read.
_MOST_ONE_BY_ONE: Final = 1_000


class _LongTable(LongPart):
    """A large shared strings part: its entries stay bytes, new ones stand in the frame."""

    @classmethod
    def find(cls, package: Package, part: str) -> "_LongTable | None":
        """The part in this form; None where it is not large, or not as Excel writes it."""
        found = cls.open(package, part, _TABLE)
        if found is not None:
            package.hold(part, found)
        return found

    @property
    def count(self) -> int:
        """How many entries are bytes."""
        return self.blocks[-1].last

    def text(self, place: int) -> str | None:
        """The text of an entry, counted from 0; None where it is none of those that are bytes."""
        found = self.item(place)
        return None if found is None else plain_text(found)

    def item(self, place: int) -> Element | None:
        """The same entry as an element, to be read only."""
        content = self.element_bytes(place + 1)
        return None if content is None else self.elements(content)[0]

    def texts(self) -> Iterator[str]:
        """The texts of the entries that are bytes, in order."""
        for _, content in self.run():
            yield from map(plain_text, self.elements(content))

    def pieces(self) -> Iterator[bytes]:
        """The part's content: the new entries behind the bytes of all others."""
        before, after = self.written_frame()
        yield before
        for _, content in self.run():
            yield content
        yield after


class Strings:
    """The shared strings of one package; the part is made when the first string is added."""

    def __init__(self, package: Package, workbook_part: str) -> None:
        self._package = package
        self._workbook_part = workbook_part
        found = package.related(workbook_part, "sharedStrings")
        self._part = found[0] if found else None
        self._long_table: _LongTable | None = None
        self._is_asked = False  # whether the part is a long one
        self._texts: list[str] | None = None  # of all entries; of a long part only once many were asked for
        self._few: dict[int, str] = {}  # those that were looked up one by one
        self._added: list[str] = []
        self._has_strays: bool | None = None  # whether a tree holds comments among its entries
        self._places: dict[str, int] | None = None
        self._rich_places: dict[bytes, int] = {}  # of entries that were brought, by their content
        self._uses = 0  # by how many cells the number of uses has changed
        self._root: Element | None = None

    def text(self, place: int) -> str:
        """The text of entry `place`, counted from 0; empty where there is no such entry."""
        return self.find(place) or ""

    def find(self, place: int) -> str | None:
        """The text of entry `place`, counted from 0; None where there is no such entry."""
        table = self._table() if self._texts is None else None
        if table is not None and len(self._few) < _MOST_ONE_BY_ONE:
            return self._find_in(table, place)
        texts = self._all_texts()
        return texts[place] if 0 <= place < len(texts) else None

    def _find_in(self, table: _LongTable, place: int) -> str | None:
        if place >= table.count:
            return self._added[place - table.count] if place - table.count < len(self._added) else None
        if place not in self._few and (text := table.text(place)) is not None:
            self._few[place] = text
        return self._few.get(place)

    def _all_texts(self) -> list[str]:
        if self._texts is None:
            table = self._table()
            if table is not None:
                self._texts = [*table.texts(), *self._added]
            else:
                items = self._package.read(self._part).iterfind(_SI) if self._part else ()
                self._texts = [plain_text(item) for item in items]
        return self._texts

    def _table(self) -> _LongTable | None:
        """The part as a long one; None where it is none, or has become a tree."""
        if not self._is_asked and self._part is not None:
            self._is_asked = True
            self._long_table = _LongTable.find(self._package, self._part)
        if self._long_table is not None and self._long_table.is_whole:
            self._long_table = None
        return self._long_table

    def place(self, text: str) -> int:
        """The entry that holds `text` without formatting, added if there is none.

        Among the many entries of a long part none is looked for: all would have to be read. A text that stands there
        twice is no harm, and Excel makes one of them when it saves.
        """
        if self._places is None:
            self._places = self._plain_entries()
        found = self._places.get(text)
        if found is None:
            item = etree.Element(_SI)
            set_text(etree.SubElement(item, _T), text)
            found = self._places[text] = self._append(item, text)
        return found

    def items(self) -> list[Element]:
        """All entries as elements, to be read only. A long part becomes a tree by it."""
        return self._package.read(self._part).findall(_SI) if self._part else []

    def place_item(self, item: Element) -> int:
        """The entry that says what `item` of another workbook says, its formats too; a copy of it where there is none.

        What formats it keeps must mean the same here. Rich text is looked for among what was brought alone.
        """
        text, is_plain = plain_text(item), len(item) == 1 and item[0].tag == _T
        if self._places is None:
            self._places = self._plain_entries()
        content = etree.tostring(item, with_tail=False)
        found = self._places.get(text) if is_plain else self._rich_places.get(content)
        if found is None:
            copy = deepcopy(item)
            copy.tail = None
            found = self._append(copy, text)
            if is_plain:
                self._places[text] = found
            else:
                self._rich_places[content] = found
        return found

    def item(self, place: int) -> Element | None:
        """Entry `place`, counted from 0, as an element, to be read only; None where there is no such entry."""
        table = self._table()
        if table is not None:
            if place < table.count:
                return table.item(place)
            place -= table.count
        if self._part is None or place < 0:
            return None
        if table is not None:
            return next(islice(table.frame.iterchildren(_SI), place, None), None)
        root = self._package.read(self._part)
        if self._has_strays is None:
            self._has_strays = bool(root.xpath("boolean(comment()|processing-instruction())"))
        if self._has_strays:
            return next(islice(root.iterchildren(_SI), place, None), None)
        found = root[place] if place < len(root) else None  # counted by libxml2, without elements of lxml
        return found if found is not None and found.tag == _SI else None

    def count_uses(self, change: int) -> None:
        """Tell that `change` more cells (fewer if negative) use a shared string."""
        self._uses += change

    def finish(self) -> None:
        """Bring the two counts of the part up to date; nothing is touched where nothing changed."""
        if self._part is None or (not self._uses and self._root is None):
            return
        root = self._edit(self._part)
        if "count" in root.attrib and self._uses:
            root.set("count", str(max(0, stated.whole(root, "count") + self._uses)))
        if "uniqueCount" in root.attrib:
            table = self._table()
            more = 0 if table is None else table.count
            root.set("uniqueCount", str(more + sum(1 for _ in root.iterchildren(_SI))))
        self._uses = 0

    def _edit(self, part: str) -> Element:
        """The part's root, which will be written; of a long part with the new entries alone."""
        table = self._table()
        if table is None:
            return self._package.edit(part, STRINGS)
        self._package.edit_held(part, STRINGS)
        return table.frame

    def _plain_entries(self) -> dict[str, int]:
        places: dict[str, int] = {}
        if self._part is None or self._table() is not None:
            return places
        for place, item in enumerate(self._package.read(self._part).iterfind(_SI)):
            if len(item) == 1 and item[0].tag == _T:
                places.setdefault(unescaped(item[0].text or ""), place)
        return places

    def _append(self, item: Element, text: str) -> int:
        if self._root is None:
            self._root = self._edit(self._part) if self._part else self._new_part()
        table = self._table()
        place = len(self._all_texts()) if table is None else table.count + len(self._added)
        self._root.append(item)
        before = item.getprevious()
        if before is not None and before.tag == _EXTENSIONS:
            before.addprevious(item)
        self._added.append(text)
        if self._texts is not None:
            self._texts.append(text)
        return place

    def _new_part(self) -> Element:
        root = new_root(MAIN, "sst")
        root.set("count", "0")
        root.set("uniqueCount", "0")
        name = "xl/sharedStrings.xml"
        self._part = name if not self._package.has(name) else self._package.free_name(name)
        self._package.add(self._part, root, _CONTENT_TYPE, STRINGS.words)
        self._package.add_relationship(self._workbook_part, _TYPE, self._part)
        return root
