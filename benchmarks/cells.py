"""Cells: what people put into cells, each found by one small function: values, formulas, looks, links, notes.

As features.py: a list of (key, form), the key being sheet and cell.
"""

import re
from collections.abc import Iterator
from typing import Any

from meaning import Element, Form, says_nothing
from parts import Parts

Item = tuple[Any, Any]


def _cells(book: Parts) -> Iterator[tuple[str, str, Element]]:
    for name, part in book.sheets:
        for cell in book.tree(part).iterfind("{*}sheetData/{*}row/{*}c"):
            yield name, cell.get("r", ""), cell


def _strings(book: Parts) -> list[Element]:
    for part in book.led_to(book.workbook, "sharedStrings"):
        return list(book.tree(part).iterfind("{*}si"))
    return []


def _text_element(cell: Element, strings: list[Element]) -> Element | None:
    """The element with a cell's text, wherever it stands; None for what is no text."""
    if cell.get("t") == "inlineStr":
        return cell.find("{*}is")
    number = cell.findtext("{*}v") or ""
    return strings[int(number)] if cell.get("t") == "s" and number.isdigit() and int(number) < len(strings) else None


def _text(element: Element) -> str:
    """Its runs in order; phonetic guides are no text."""
    return "".join(t.text or "" for t in element.iterfind("{*}t")) + "".join(
        t.text or "" for t in element.iterfind("{*}r/{*}t")
    )


def _value(cell: Element) -> Form | None:
    """A cached or a typed value that is not in the shared strings."""
    text = cell.findtext("{*}v")
    kind = cell.get("t", "n")
    if text is None or (text == "" and kind != "str"):
        return None
    if kind == "n":
        try:
            return ("n", float(text))
        except ValueError:
            return ("n", text)
    return (kind, text)


def typed_values(book: Parts) -> list[Item]:
    strings, found = _strings(book), []
    for sheet, place, cell in _cells(book):
        if cell.findtext("{*}f") in (None, "TRUE()", "FALSE()"):  # LibreOffice writes a typed TRUE so
            element = _text_element(cell, strings)
            form = _value(cell) if element is None else ("text", _text(element))
            if form not in (None, ("text", "")):
                found.append(((sheet, place), form))
    return found


def rich_text(book: Parts) -> list[Item]:
    strings, found = _strings(book), []
    for sheet, place, cell in _cells(book):
        element = _text_element(cell, strings)
        if element is not None and element.find("{*}r/{*}rPr") is not None:
            found.append(((sheet, place), tuple(book.form(run, book.workbook) for run in element.iterfind("{*}r"))))
    return found


def formulas(book: Parts) -> list[Item]:
    """The members of a shared formula have no text of their own; one that is written out in full is no loss."""
    cells = ((sheet, place, cell.find("{*}f")) for sheet, place, cell in _cells(book))
    return [
        ((sheet, place), (formula.text, formula.get("t") == "array"))
        for sheet, place, formula in cells
        if formula is not None and formula.text
    ]


def cached_values(book: Parts) -> list[Item]:
    found = []
    for sheet, place, cell in _cells(book):
        if cell.find("{*}f") is not None and (form := _value(cell)) is not None:
            found.append(((sheet, place), form))
    return found


def cell_formats(book: Parts) -> list[Item]:
    """Font, fill, border, number format and alignment of each cell that can be seen and does not look untouched."""
    looks = _looks(book)
    plain = looks[0] if looks else None
    merged = {name: _merged(book.tree(part)) for name, part in book.sheets}
    found = []
    for sheet, place, cell in _cells(book):
        number = int(cell.get("s", "0"))
        if 0 < number < len(looks) and looks[number] != plain and not _is_covered(place, merged[sheet]):
            found.append(((sheet, place), looks[number]))
    return found


def _merged(sheet: Element) -> list[tuple[int, int, int, int]]:
    """The merged areas: first column, first row, last column, last row."""
    found = []
    for element in sheet.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = element.get("ref", "").partition(":")
        found.append((*column_and_row(first), *column_and_row(last or first)))
    return found


def _is_covered(place: str, merged: list[tuple[int, int, int, int]]) -> bool:
    """Whether a cell lies under the first cell of merged ones: what it looks like, nobody sees."""
    column, row = column_and_row(place) if merged else (0, 0)
    return any(c <= column <= d and r <= row <= s and (column, row) != (c, r) for c, r, d, s in merged)


def column_and_row(place: str) -> tuple[int, int]:
    """B7 is (2, 7)."""
    column, row = 0, 0
    for letter in place:
        if letter.isdigit():
            row = row * 10 + int(letter)
        else:
            column = column * 26 + ord(letter) - ord("A") + 1
    return column, row


def _looks(book: Parts) -> list[Form]:
    for part in book.led_to(book.workbook, "styles"):
        root = book.tree(part)
        codes = {one.get("numFmtId"): one.get("formatCode") for one in root.iterfind("{*}numFmts/{*}numFmt")}
        lists = {name: forms_of(book, root, name, part) for name in ("fonts", "fills", "borders")}
        return [
            (
                *(at(lists[f"{word}s"], xf.get(f"{word}Id", "0")) for word in ("font", "fill", "border")),
                codes.get(xf.get("numFmtId"), xf.get("numFmtId")),
                tuple(sorted(one for child in xf if not says_nothing(one := book.form(child, part)))),
            )
            for xf in root.iterfind("{*}cellXfs/{*}xf")
        ]
    return []


def forms_of(book: Parts, root: Element, name: str, part: str) -> list[Form]:
    """Each child of a list of the styles."""
    listed = root.find(f"{{*}}{name}")
    return [book.form(one, part)[1:] for one in (listed if listed is not None else ())]


def at(forms: list[Form], number: str) -> Form | None:
    return forms[int(number)] if number.isdigit() and int(number) < len(forms) else None


def links_on_cells(book: Parts) -> list[Item]:
    return [
        ((sheet, link.get("ref")), book.form(link, part))
        for sheet, part in book.sheets
        for link in book.tree(part).iterfind("{*}hyperlinks/{*}hyperlink")
    ]


def _notes(book: Parts) -> Iterator[tuple[str, str]]:
    for sheet, part in book.sheets:
        for notes in book.led_to(part, "comments"):
            yield sheet, notes


def notes(book: Parts) -> list[Item]:
    return [
        ((sheet, note.get("ref")), "".join(note.itertext("{*}t")))
        for sheet, part in _notes(book)
        for note in book.tree(part).iterfind("{*}commentList/{*}comment")
    ]


def boxes_of_notes(book: Parts) -> list[Item]:
    """Where a note's box stands and how it looks: shapes in VML, which is not always XML."""
    return [
        (("box", sheet), re.sub(r"\s+", " ", re.sub(r'\b(id|o:spid)="[^"]*"', "", shape)))
        for sheet, part in book.sheets
        for vml in book.led_to(part, "vmlDrawing")
        for shape in re.findall(r"<v:shape\s.*?</v:shape>", book.content(vml).decode("utf-8", "replace"), re.DOTALL)
        if 'ObjectType="Note"' in shape
    ]
