"""Lint, beside: what stands outside of the cells: pictures, charts, shapes, headers. Whether words in cells say it too.

From the Analysis Function's guidance on spreadsheets and the rules of Microsoft's accessibility checker.
"""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.drawing import texts
from excel_scorecard.ooxml.formulas import Reference, references
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import ExaminedSheet
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import SHEET_DRAWING, Element, chart, is_true, local_name

_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_SHOWN: Final = ("pic", "graphicFrame", "sp", "grpSp")
_PICTURE_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|bmp|emf|wmf|svg|tiff?)", re.IGNORECASE)
LONGEST_DESCRIPTION: Final = 500  # characters: a few sentences
_CODES = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\d+|[A-Za-z])')
# What Excel fills in (page, pages, date, time, sheet, file, path) with the words around it: "Page &P of &N".
_FILLED_IN = re.compile(r"(?:\w+\s*)?&[PNDTAFZ](?:\s*(?:\w+|/)?\s*&[PNDTAFZ])?")
_PIECES = re.compile(r"[·|•\n\t;]|\s[-–—]\s")
_MOST_HEADER: Final = 1000  # characters that are looked at; R-HEADER takes no more than 255
_READ: Final = frozenset(chart(name) for name in ("val", "yVal", "cat", "xVal", "bubbleSize"))


@rule(
    "A-ALT",
    "every picture, chart and shape says in words what it shows, or is marked as decorative",
    why="A screen reader says nothing of it, or reads out the name of a file.",
    mend="Right-click it, View Alt Text, and say in a sentence what it shows, or mark it as decorative.",
)
def _alt(it: Examined) -> Iterator[Fault]:
    for sheet, shape, named in _shapes(it):
        words = _description(named)
        has_text = local_name(shape) == "sp" and any(e.text for e in shape.iter("*") if local_name(e) == "t")
        if not words and not has_text:
            yield Fault(sheet.name, f"{named.get('name', 'a shape')!r} has no alternative text")
        elif _PICTURE_FILE.fullmatch(words):
            yield Fault(sheet.name, f"the alternative text of {named.get('name')!r} is a file's name, {words}")


def _description(named: Element) -> str:
    return (named.get("descr") or named.get("title") or "").strip()


def _shapes(it: Examined) -> Iterator[tuple[ExaminedSheet, Element, Element]]:
    """Everything drawn that is seen and is not decorative, with the element that names it."""
    for sheet, _, root in it.of_kind("drawing"):
        for anchor in root.iterchildren("*"):
            for shape in anchor:
                named = next(shape.iter(f"{{{SHEET_DRAWING}}}cNvPr"), None) if local_name(shape) in _SHOWN else None
                if named is not None and not is_true(named.get("hidden")) and not _is_decorative(named):
                    yield sheet, shape, named


def _is_decorative(named: Element) -> bool:
    return any(is_true(e.get("val")) for e in named.iter(_DECORATIVE))


@rule(
    "A-ALT-LONG",
    f"no alternative text is longer than a few sentences ({LONGEST_DESCRIPTION} characters)",
    why="A screen reader reads it in one go, and one cannot stop in it or go back.",
    mend="Say the message in the alternative text, and the rest in cells beside it.",
)
def _alt_long(it: Examined) -> Iterator[Fault]:
    for sheet, _, named in _shapes(it):
        length = len(_description(named))
        if length > LONGEST_DESCRIPTION:
            yield Fault(sheet.name, f"the alternative text of {named.get('name')!r} has {length:,} characters")


@rule(
    "A-CHART-DATA",
    "every chart shows cells that can be read too",
    why="Who cannot see the chart needs its figures, and they are in the chart alone, hidden, or in another file.",
    mend="Show the sheet, rows or columns that the chart reads, or put a table of its figures beside it.",
)
def _chart_data(it: Examined) -> Iterator[Fault]:
    known = {sheet.name.lower(): sheet for sheet in it.sheets}
    for part, tree in it.trees.items():
        if tree.tag != chart("chartSpace"):
            continue
        for series in tree.iter(chart("ser")):
            for read in series:
                if read.tag in _READ and (what := _unread(read, known)):
                    yield Fault(it.place(part), what)


def _unread(read: Element, known: dict[str, ExaminedSheet]) -> str | None:
    formula = next((e.text for e in read.iter(chart("f")) if e.text), None)
    if formula is None:
        is_figure = local_name(read) in ("val", "yVal") and any(local_name(e) == "pt" for e in read.iter("*"))
        return "the chart holds figures that are in no cell" if is_figure else None
    for found in references(formula):
        what = _hidden(found, known.get((found.sheet or "").lower()))
        if what:
            return f"the chart reads {formula[:60]}, {what}"
    return None


def _hidden(found: Reference, sheet: ExaminedSheet | None) -> str | None:
    if found.kind == "external":
        return "which is in another workbook"
    if sheet is None or found.area is None:
        return None
    if not sheet.is_seen:
        return "which is on a hidden sheet"
    place = found.area
    if place.width <= len(sheet.hidden_columns) and all(c in sheet.hidden_columns for c in place.columns):
        return "which is in hidden columns"
    if place.height <= len(sheet.hidden_rows) and all(r in sheet.hidden_rows for r in place.rows):
        return "which is in hidden rows"
    return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _in_cells(it: Examined) -> str:
    """All texts of the workbook's cells as one, words alone."""
    said = [it.text(cell) or "" for sheet in it.worksheets for cell in sheet.filled if cell.element.get("t") != "s"]
    return "\n".join(_plain(text) for text in (*it.texts, *said))


def _missing(text: str, said: str) -> str | None:
    """The first piece of a text that is in no cell."""
    if _plain(text) in said:
        return None
    pieces = (piece.strip() for piece in _PIECES.split(text))
    return next((piece for piece in pieces if re.search(r"[^\W\d_]{3}", piece) and _plain(piece) not in said), None)


@rule(
    "A-HEADER-ONLY",
    "what a header or footer says stands in a cell too",
    why="Screen readers do not read headers and footers, and nobody sees them before printing.",
    mend="Write it into a cell under the title.",
)
def _header_only(it: Examined) -> Iterator[Fault]:
    said = ""
    known: dict[str, str | None] = {}  # headers are the same on many sheets
    for sheet in it.sheets:
        found = sheet.find("headerFooter") if sheet.is_seen else None
        for element in found if found is not None else ():
            for section in re.split(r"&[LCR]", (element.text or "")[:_MOST_HEADER].replace("&&", "\0")):
                text = _CODES.sub("", _FILLED_IN.sub(" ", section)).replace("\0", "&").strip()
                if text and text not in known:
                    said = said or _in_cells(it)
                    known[text] = _missing(text, said)
                if text and (missing := known[text]) is not None:
                    yield Fault(sheet.name, f"only the header or footer says {missing[:60]!r}")


@rule(
    "A-TEXT-BOX",
    "what a text box says stands in a cell too",
    why="Screen readers pass over text boxes, and find them, if at all, after all cells.",
    mend="Write it into a cell, or let the text box show a cell: select it and type = and the cell.",
)
def _text_box(it: Examined) -> Iterator[Fault]:
    said = ""
    for sheet, _, root in it.of_kind("drawing"):
        for shape in root.iter(f"{{{SHEET_DRAWING}}}sp") if sheet.is_seen else ():
            if shape.get("textlink"):
                continue  # it shows a cell
            text = "\n".join(found for _, found in texts(shape))
            said = said or (_in_cells(it) if text else "")
            if text and (missing := _missing(text, said)) is not None:
                yield Fault(sheet.name, f"only a text box says {missing[:60]!r}")


RULES = (_alt, _alt_long, _chart_data, _header_only, _text_box)
