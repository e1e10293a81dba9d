"""Rich: text in a cell whose words do not all look alike, as runs: a bold word, one in red.

Knows how runs stand in a shared or inline string and that nothing of a run's look may be lost between reading and
writing. What a look means to a reader is the caller's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.colours import BLACK, Palette
from excel_scorecard.ooxml.markup import MAIN, Element, local_name, main, new_root
from excel_scorecard.ooxml.strings import escaped, set_text, unescaped

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet

_T, _R, _LOOK = main("t"), main("r"), main("rPr")
_ATTRIBUTE: Final = "@"
_OF_FONTS, _OF_RUNS = "name", "rFont"  # the one thing that a cell's font and a run's call by different words

Property = tuple[str, str | None]
"""A property of a run by Excel's own word, with its `val`: ("b", None), ("sz", "11"); ("color@theme", "1") for another
attribute than `val`, and ("color@tint", "-0.25") beside it for one more of the same element."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters that look alike. Without `properties` they look as the cell does."""

    text: str
    properties: tuple[Property, ...] = ()

    def has(self, name: str) -> bool:
        """Whether a property that is on or off is on: `b`, `i`, `strike`; `u` unless it says none."""
        return any(key == name and value not in ("0", "false", "off", "none") for key, value in self.properties)

    def value(self, name: str) -> str | None:
        """What a property says; None where it is not stated."""
        return next((value for key, value in self.properties if key == name), None)


def normal(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs as a reader of the file gets them back: without characters that XML cannot hold, none empty."""
    said = (Run(unescaped(escaped(run.text)), run.properties) for run in runs)
    return tuple(run for run in said if run.text)


def runs_of(item: Element) -> tuple[Run, ...] | None:
    """The runs of a shared or inline string; None where it is plain text."""
    if item.find(_R) is None:
        return None
    runs: list[Run] = []
    for child in item:
        if child.tag == _T:  # the schema allows plain text before the runs
            runs.append(Run(unescaped(child.text or "")))
        elif child.tag == _R:
            text = "".join(t.text or "" for t in child.iterfind(_T))
            runs.append(Run(unescaped(text), _properties(child.find(_LOOK))))
    return tuple(runs)


def _properties(look: Element | None) -> tuple[Property, ...]:
    found: list[Property] = []
    for element in () if look is None else look:
        name = local_name(element)
        if element.tag != main(name):  # a comment, or another program's own
            continue
        others: list[Property] = [
            (f"{name}{_ATTRIBUTE}{key}", element.get(key)) for key in map(str, element.keys()) if key != "val"
        ]
        if "val" in element.attrib or not others:
            found.append((name, element.get("val")))
        found += others
    return tuple(found)


def string_item(runs: Iterable[Run]) -> Element:
    """A shared string that holds the runs."""
    item = new_root(MAIN, "si")
    for run in runs:
        element = etree.SubElement(item, _R)
        if run.properties:
            _add_look(etree.SubElement(element, _LOOK), run.properties)
        set_text(etree.SubElement(element, _T), run.text)
    return item


def _add_look(look: Element, properties: Iterable[Property]) -> None:
    last: Element | None = None
    for key, value in properties:
        name, _, attribute = key.partition(_ATTRIBUTE)
        is_more = bool(attribute) and last is not None and local_name(last) == name and attribute not in last.attrib
        if last is None or not is_more:
            last = etree.SubElement(look, main(name))
        if value is not None:
            last.set(attribute or "val", value)


def cell_font(sheet: "Sheet", row: int, column: int) -> tuple[Property, ...]:
    """The font of a cell's own style in the words of a run: what its text looks like where no run says otherwise."""
    package = sheet.workbook.package
    parts = package.related(sheet.workbook.part, "styles")
    root = package.read(parts[0]) if parts else None
    formats = [] if root is None else root.findall(f"{main('cellXfs')}/{main('xf')}")
    fonts = [] if root is None else root.findall(f"{main('fonts')}/{main('font')}")
    style = sheet.style(row, column)
    number = stated.whole(formats[style], "fontId") if 0 <= style < len(formats) else -1
    if not 0 <= number < len(fonts):
        return ()
    return tuple((_OF_RUNS if key == _OF_FONTS else key, value) for key, value in _properties(fonts[number]))


def shown_colour(sheet: "Sheet", run: Run) -> str | None:
    """The colour that a run is shown in, `#RRGGBB`, as far as it can be told; black where it states none."""
    item = string_item([run])
    palette = Palette(sheet.workbook.package, sheet.workbook.part)
    return palette.colour(next(item.iter(main("color")), None), BLACK)


def text_of(runs: Sequence[Run]) -> str:
    """The runs' text in one."""
    return "".join(run.text for run in runs)
