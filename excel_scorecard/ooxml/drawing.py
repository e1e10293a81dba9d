"""Drawing: the part that places charts, pictures and shapes on a sheet.

Knows anchors, frames and the text in shapes. What a chart draws is chart.py's.
"""

from collections.abc import Iterator

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.cells import LAST_COLUMN, LAST_ROW, Area
from excel_scorecard.ooxml.markup import CHART, DRAWING, RELATIONSHIPS, SHEET_DRAWING, Element, is_true, local_name
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.strings import escaped

_ID = f"{{{RELATIONSHIPS}}}id"


def _own(name: str) -> str:
    return f"{{{SHEET_DRAWING}}}{name}"


def chart_frames(package: Package, part: str) -> list[tuple[str, int]]:
    """The charts of a drawing: (chart part, number of its graphic frame), in the drawing's order."""
    parts = {r.id: r.part for r in package.relationships(part) if r.kind == "chart"}
    found: list[tuple[str, int]] = []
    for number, frame in enumerate(package.read(part).iter(_own("graphicFrame"))):
        for chart in frame.iter(f"{{{CHART}}}chart"):
            target = parts.get(chart.get(_ID, ""))
            if target is not None:
                found.append((target, number))
    return found


def frame_properties(root: Element, number: int) -> Element | None:
    """The element with name and alternative text of a graphic frame."""
    for place, frame in enumerate(root.iter(_own("graphicFrame"))):
        if place == number:
            return frame.find(f"{_own('nvGraphicFramePr')}/{_own('cNvPr')}")
    return None


def frame_cells(root: Element, number: int) -> Area | None:
    """The cells under a graphic frame; None where it is anchored to none or has no end."""
    for place, frame in enumerate(root.iter(_own("graphicFrame"))):
        anchor = frame.getparent()
        if place == number and anchor is not None and anchor.find(_own("to")) is not None:
            return anchor_area(anchor)
    return None


def anchors(root: Element) -> list[Area]:
    """The cells under each thing drawn, hidden or not; without an end (one-cell anchors) the first cell alone."""
    return [area for anchor in root if (area := anchor_area(anchor)) is not None]


def anchor_area(anchor: Element) -> Area | None:
    """The cells under what hangs on an anchor; without an end the first cell alone, None where it hangs on no cell."""
    first, last = (_corner(anchor.find(_own(name))) for name in ("from", "to"))
    if first is None:
        return None
    last = last or first
    return Area(first[0], first[1], max(first[0], last[0]), max(first[1], last[1]))


def _corner(marker: Element | None) -> tuple[int, int] | None:
    if marker is None:
        return None
    texts = (marker.findtext(_own(name), "0") for name in ("row", "col"))
    row, column = (stated.whole_of(text, marker, least=0) + 1 for text in texts)
    return min(row, LAST_ROW), min(column, LAST_COLUMN)


def texts(root: Element) -> Iterator[tuple[str, str]]:
    """The text of every shape: (shape's name, its paragraphs joined by line feeds)."""
    for shape in root.iter(_own("sp")):
        properties = shape.find(f"{_own('nvSpPr')}/{_own('cNvPr')}")
        name = "" if properties is None else properties.get("name", "")
        paragraphs = ["".join(t.text or "" for t in p.iter(f"{{{DRAWING}}}t")) for p in shape.iter(f"{{{DRAWING}}}p")]
        if any(paragraphs):
            yield name, "\n".join(paragraphs)


def linked_shapes(root: Element) -> list[tuple[Element, str]]:
    """The shapes whose text is that of a cell, with the reference of the cell."""
    found = [(shape, shape.get("textlink", "")) for shape in root.iter(_own("sp"))]
    return [(shape, link) for shape, link in found if link]


def text_of(shape: Element) -> str:
    """All text of a shape, without line ends."""
    return "".join(t.text or "" for t in shape.iter(f"{{{DRAWING}}}t"))


def set_linked_text(shape: Element, text: str) -> None:
    """Give a linked shape the text it shows until Excel reads the cell again."""
    for number, run in enumerate(shape.iter(f"{{{DRAWING}}}t")):
        run.text = escaped(text) if number == 0 else ""


def replace_text(root: Element, old: str, new: str) -> int:
    """Replace text in the paragraphs of shapes, also where Excel has split it between runs; returns in how many."""
    count = 0
    for paragraph in root.iter(f"{{{DRAWING}}}p"):
        runs = list(paragraph.iter(f"{{{DRAWING}}}t"))
        whole = "".join(run.text or "" for run in runs)
        if old not in whole:
            continue
        count += 1
        if any(old in (run.text or "") for run in runs):
            for run in runs:
                run.text = (run.text or "").replace(old, new)
        else:
            runs[0].text = whole.replace(old, new)
            for run in runs[1:]:
                run.text = ""
    return count


THINGS = {"pic": "picture", "sp": "text box", "graphicFrame": "chart", "cxnSp": "line", "grpSp": "group"}
"""What hangs on an anchor, in words."""


def things(root: Element) -> Iterator[tuple[str, str, str, Area | None]]:
    """What is drawn, each once, a group as one: (in a word what it is, its name, its own text, the cells under it).

    The text of a picture is its alternative text. That of a shape that is linked to a cell is the cell's: left out.
    """
    for anchor in root.iterchildren("*"):
        for thing in anchor.iterchildren("*"):
            word = THINGS.get(local_name(thing))
            if word is None:
                continue
            properties = next(thing.iter(_own("cNvPr")), None)
            name = "" if properties is None else properties.get("name", "")
            text = "" if thing.get("textlink") else text_of(thing)
            if word == "picture" and properties is not None:
                text = properties.get("descr", "")
            is_shape = word == "text box" and not text
            yield "shape" if is_shape else word, name, text, anchor_area(anchor)


def pictures(root: Element) -> list[tuple[str, str]]:
    """The pictures of a drawing: (name, alternative text). Those marked as decoration say nothing and are left out."""
    found: list[tuple[str, str]] = []
    for properties in root.iterfind(f".//{_own('pic')}/{_own('nvPicPr')}/{_own('cNvPr')}"):
        marks = [e for e in properties.iter() if local_name(e) == "decorative"]
        if not any(is_true(mark.get("val")) for mark in marks):
            found.append((properties.get("name", ""), properties.get("descr", "")))
    return found


def describe(properties: Element, text: str) -> None:
    """Set an object's alternative text; a mark that it is only decoration goes."""
    properties.set("descr", text)
    for element in properties.iter():
        if local_name(element) == "decorative":
            element.set("val", "0")
