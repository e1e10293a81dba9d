"""Records: the numbered lists of styles.xml: fonts, fills, borders, cell formats, differential formats.

An entry is known by its number, so that entries are found or appended; none is changed, moved or taken away.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from excel_scorecard.ooxml.ledger import Reason
from excel_scorecard.ooxml.markup import STYLES_ORDER, Element, insert_in_order, local_name, main
from excel_scorecard.ooxml.package import Package

# What an entry says where it says nothing, as far as programs write it out (ECMA-376 part 1, 18.8). A flag that is
# false says nothing either, nor does a nought of an alignment.
_UNSAID: Final = {
    ("alignment", "horizontal"): "general",
    ("alignment", "vertical"): "bottom",
    ("protection", "locked"): "1",
}
_FLAGS: Final = {"true": "1", "on": "1", "false": "0", "off": "0"}
_TRUE_BY_THEMSELVES: Final = frozenset(("b", "i", "strike", "outline", "shadow", "condense", "extend"))


class Records:
    """One list of one styles part; it is made when its first entry is added."""

    def __init__(self, package: Package, part: str | None, group: str, entry: str) -> None:
        self._package = package
        self._part = part
        self._group = main(group)
        self._tag = main(entry)
        self._known: list[Element] | None = None
        self._places: dict[object, int] | None = None

    def _entries(self) -> list[Element]:
        """The entries by number. A comment between them has none."""
        if self._known is None:
            path = f"{self._group}/{self._tag}"
            self._known = self._package.read(self._part).findall(path) if self._part else []
        return self._known

    def __len__(self) -> int:
        return len(self._entries())

    def __iter__(self) -> Iterator[Element]:
        return iter(self._entries())

    def get(self, number: int) -> Element | None:
        """An entry, to be read only; None where there is none."""
        entries = self._entries()
        return entries[number] if 0 <= number < len(entries) else None

    def find(self, wanted: Element) -> int | None:
        """The number of the first entry that says what `wanted` says."""
        if self._places is None:
            self._places = {}
            for number, entry in enumerate(self._entries()):
                self._places.setdefault(said(entry), number)
        return self._places.get(said(wanted))

    def place(self, wanted: Element, why: Reason) -> int:
        """The number of an entry that says what `wanted` says; `wanted` itself is appended where there is none."""
        found = self.find(wanted)
        if found is not None or self._places is None or self._part is None:
            return found or 0
        entries, root = self._entries(), self._package.edit(self._part, why)
        group = root.find(self._group)
        if group is None:
            group = etree.Element(self._group)
            insert_in_order(root, group, STYLES_ORDER)
        if entries:
            entries[-1].addnext(wanted)
        else:
            group.append(wanted)
        entries.append(wanted)
        group.set("count", str(len(entries)))
        self._places[said(wanted)] = len(entries) - 1
        return len(entries) - 1


def _is_unsaid(name: str, attribute: str, value: str) -> bool:
    is_flag = name == "alignment" or attribute.startswith(("apply", "quotePrefix", "pivotButton", "hidden"))
    is_number_of_a_code = (name, attribute) == ("numFmt", "numFmtId")  # beside it stands the code
    return value == _UNSAID.get((name, attribute)) or (is_flag and value == "0") or is_number_of_a_code


def said(entry: Element) -> object:
    """All that an entry says, to be compared: programs write the same in different orders and with more words.

    Not as canonical XML: on a comment lxml brings the program down.
    """
    name = local_name(entry)
    stated = ((str(key), _FLAGS.get(str(value), str(value))) for key, value in entry.items())
    attributes = {key: value for key, value in stated if not _is_unsaid(name, key, value)}
    if name in _TRUE_BY_THEMSELVES and attributes.get("val") == "1":
        del attributes["val"]
    children = [said(child) for child in entry.iterchildren("*")]
    children = [child for child in children if child not in (("alignment", (), ()), ("protection", (), ()))]
    return (name if name else entry.tag, tuple(sorted(attributes.items())), tuple(sorted(children, key=repr)))
