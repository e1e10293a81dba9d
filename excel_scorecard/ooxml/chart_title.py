"""Chart title: a chart's title as a text of its own, or as that of a cell.

Knows the title's element alone. LibreOffice writes the text of a linked title in place of the link.
"""

from copy import deepcopy

from lxml import etree

from excel_scorecard.ooxml.markup import DRAWING, TITLE_ORDER, Element, chart, insert_in_order, local_name
from excel_scorecard.ooxml.strings import escaped

_TITLE = f"{chart('chart')}/{chart('title')}"
_WORDS = frozenset(("r", "br", "fld"))


def own_text(root: Element) -> str:
    """The text of a title that no cell gives; empty where one does, or there is none."""
    rich = root.find(f"{_TITLE}/{chart('tx')}/{chart('rich')}")
    return "" if rich is None else _text(rich)


def _text(rich: Element) -> str:
    return "".join(t.text or "" for t in rich.iter(f"{{{DRAWING}}}t")).strip()


def link(root: Element, reference: str) -> None:
    """Let a cell give the title; its look stays. Raises ValueError where the title has no text of its own."""
    title = root.find(_TITLE)
    text = None if title is None else title.find(chart("tx"))
    rich = None if text is None else text.find(chart("rich"))
    if title is None or text is None or rich is None:
        raise ValueError("the chart has no title of its own")
    text.remove(rich)
    source = etree.SubElement(text, chart("strRef"))
    etree.SubElement(source, chart("f")).text = escaped(reference)
    cache = etree.SubElement(source, chart("strCache"))
    etree.SubElement(cache, chart("ptCount"), val="1")
    etree.SubElement(etree.SubElement(cache, chart("pt"), idx="0"), chart("v")).text = escaped(_text(rich))
    if title.find(chart("txPr")) is None:
        insert_in_order(title, _look_of(rich), TITLE_ORDER)


def _look_of(rich: Element) -> Element:
    """The look of a text without its words, as a title that a cell gives has it."""
    look = etree.Element(chart("txPr"))
    look.extend(deepcopy(child) for child in rich)
    for paragraph in look.iter(f"{{{DRAWING}}}p"):
        for run in [child for child in paragraph if local_name(child) in _WORDS]:
            paragraph.remove(run)
    return look
