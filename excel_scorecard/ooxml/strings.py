"""Strings: the shared strings of a workbook. Entries are appended and never edited: other cells use them.

Knows the shared strings part and how text must be escaped. Which cell uses which entry is sheet.py's.
"""

import re
from typing import Final

from lxml import etree

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.markup import MAIN, RELATIONSHIPS, XML_SPACE, Element, main, new_root, writable
from excel_scorecard.ooxml.package import Package

_TYPE: Final = f"{RELATIONSHIPS}/sharedStrings"
_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_SI, _T, _R = main("si"), main("t"), main("r")

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
            pieces.append(child.text or "")
        elif child.tag == _R:
            pieces += [t.text or "" for t in child.iterfind(_T)]
    return unescaped("".join(pieces))


class Strings:
    """The shared strings of one package; the part is made when the first string is added."""

    def __init__(self, package: Package, workbook_part: str) -> None:
        self._package = package
        self._workbook_part = workbook_part
        found = package.related(workbook_part, "sharedStrings")
        self._part = found[0] if found else None
        self._texts: list[str] | None = None
        self._places: dict[str, int] | None = None
        self._uses = 0  # by how many cells the number of uses has changed
        self._root: Element | None = None

    def text(self, place: int) -> str:
        """The text of entry `place`, counted from 0; empty where there is no such entry."""
        return self.find(place) or ""

    def find(self, place: int) -> str | None:
        """The text of entry `place`, counted from 0; None where there is no such entry."""
        if self._texts is None:
            items = self._package.read(self._part).iterfind(_SI) if self._part else ()
            self._texts = [plain_text(item) for item in items]
        return self._texts[place] if 0 <= place < len(self._texts) else None

    def place(self, text: str) -> int:
        """The entry that holds `text` without formatting, added if there is none."""
        if self._places is None:
            self._places = self._plain_entries()
        found = self._places.get(text)
        if found is None:
            found = self._append(text)
        return found

    def count_uses(self, change: int) -> None:
        """Tell that `change` more cells (fewer if negative) use a shared string."""
        self._uses += change

    def finish(self) -> None:
        """Bring the two counts of the part up to date; nothing is touched where nothing changed."""
        if self._part is None or (not self._uses and self._root is None):
            return
        root = self._package.edit(self._part)
        if "count" in root.attrib and self._uses:
            root.set("count", str(max(0, stated.whole(root, "count") + self._uses)))
        if "uniqueCount" in root.attrib:
            root.set("uniqueCount", str(sum(1 for _ in root.iterchildren(_SI))))
        self._uses = 0

    def _plain_entries(self) -> dict[str, int]:
        places: dict[str, int] = {}
        if self._part is None:
            return places
        for place, item in enumerate(self._package.read(self._part).iterfind(_SI)):
            if len(item) == 1 and item[0].tag == _T:
                places.setdefault(unescaped(item[0].text or ""), place)
        return places

    def _append(self, text: str) -> int:
        if self._places is None:
            raise RuntimeError("the entries are read before one is added")
        if self._root is None:
            self._root = self._package.edit(self._part) if self._part else self._new_part()
            self.text(0)
        item = etree.SubElement(self._root, _SI)
        set_text(etree.SubElement(item, _T), text)
        texts = self._texts if self._texts is not None else []
        place = len(texts)
        texts.append(text)
        self._texts = texts
        self._places[text] = place
        return place

    def _new_part(self) -> Element:
        root = new_root(MAIN, "sst")
        root.set("count", "0")
        root.set("uniqueCount", "0")
        name = "xl/sharedStrings.xml"
        self._part = name if not self._package.has(name) else self._package.free_name(name)
        self._package.add(self._part, root, _CONTENT_TYPE)
        self._package.add_relationship(self._workbook_part, _TYPE, self._part)
        return root
