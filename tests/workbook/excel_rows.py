"""Rows inserted and deleted, and cells cut and pasted, with all that Excel takes along.

That is: cells, row heights, merged cells, names, tables, conditional formats, validations, links, notes, anchors of
drawings, print areas, page breaks, sparklines, and references in the formulas and charts of every sheet.
"""

import re
from collections.abc import Callable

from tests.workbook.excel_formulas import Box, area_with, formulas_of_sheet, rewrite, with_cells
from tests.workbook.excel_package import DRAWING, MAIN, Element, Opened, at, child, column_of, row_of

Move = Callable[[Box], Box | None]  # what becomes of cells of the sheet


def insert_rows(book: Opened, sheet: str, before: int, count: int) -> None:
    """Put `count` empty rows before a row. They look as the row above them does."""
    _move_rows(book, sheet, lambda row: row + count if row >= before else row, lambda _: False)
    _copy_look(book, sheet, before - 1, range(before, before + count))


def delete_rows(book: Opened, sheet: str, first: int, count: int) -> None:
    """Take out rows and all that stands in them."""
    last = first + count - 1

    def moved(row: int) -> int:
        return row if row < first else max(first, row - count)

    _move_rows(book, sheet, moved, lambda row: first <= row <= last)


def cut_and_paste(book: Opened, sheet: str, area: Box, row: int, column: int) -> None:
    """Cut cells and paste them where their first cell is to be; names and formulas follow them. The target is empty."""
    down, right = row - area[0], column - area[1]

    def moved(box: Box) -> Box | None:
        is_inside = area[0] <= box[0] and box[2] <= area[2] and area[1] <= box[1] and box[3] <= area[3]
        return (box[0] + down, box[1] + right, box[2] + down, box[3] + right) if is_inside else box

    lifted = []
    for number in range(area[0], area[2] + 1):
        for cell in list(book.row(sheet, number)):
            if area[1] <= column_of(cell.get("r", "")) <= area[3]:
                book.row(sheet, number).remove(cell)
                lifted.append(cell)
    for cell in lifted:
        place = at(row_of(cell.get("r", "")) + down, column_of(cell.get("r", "")) + right)
        there = book.cell(sheet, place)
        parent = there.getparent()
        assert parent is not None
        cell.set("r", place)
        parent.replace(there, cell)
    _move_areas(book, sheet, moved)
    rewrite(book, lambda home, text: with_cells(text, home, lambda on, box: moved(box) if on == sheet else box))


def _move_rows(book: Opened, sheet: str, moved: Callable[[int], int], is_gone: Callable[[int], bool]) -> None:
    tree = book.sheet(sheet)
    for row in list(child(tree, "sheetData")):
        number = int(row.get("r", "0"))
        if is_gone(number):
            child(tree, "sheetData").remove(row)
            continue
        row.set("r", str(moved(number)))
        for cell in row:
            cell.set("r", at(moved(number), column_of(cell.get("r", ""))))

    def box_moved(box: Box) -> Box | None:
        rows = range(box[0], box[2] + 1)
        if box[2] - box[0] < 20000 and all(map(is_gone, rows)):
            return None
        bottom = moved(box[2]) - 1 if is_gone(box[2]) else moved(box[2])
        return (moved(box[0]), box[1], bottom, box[3])

    _move_areas(book, sheet, box_moved)
    rewrite(book, lambda home, text: with_cells(text, home, lambda on, box: box_moved(box) if on == sheet else box))
    _move_drawings(book, sheet, moved)
    _move_notes(book, sheet, moved)
    for breaks in tree.findall(f"{MAIN}rowBreaks"):
        for one in breaks:
            one.set("id", str(moved(int(one.get("id", "0")) + 1) - 1))


def _move_areas(book: Opened, sheet: str, moved: Move) -> None:
    """Everything that names cells of its own sheet in an attribute."""
    tree = book.sheet(sheet)
    for element in list(tree.iter()):
        if element.tag not in (f"{MAIN}dimension", f"{MAIN}f"):
            for name in ("ref", "sqref", "activeCell", "topLeftCell"):
                if element.get(name) is not None:
                    _move_attribute(element, name, moved)
        if element.tag == "{http://schemas.microsoft.com/office/excel/2006/main}sqref" and element.text:
            element.text = " ".join(area_with(area, moved) for area in element.text.split())
    for holder in tree.findall(f"{MAIN}mergeCells"):
        holder.set("count", str(len(holder)))
    trees = [table for _, _, table in book.tables(sheet)]
    part = book.sheet_part(sheet)
    trees += [book.tree(one.target) for k in ("comments", "threadedComment") for one in book.related(part, k)]
    for element in (element for inner in trees for element in inner.iter() if element.get("ref")):
        element.set("ref", area_with(element.get("ref", ""), moved))


def _move_attribute(element: Element, name: str, moved: Move) -> None:
    areas = [area_with(area, moved) for area in element.get(name, "").split()]
    left = [area for area in areas if "#REF!" not in area]
    parent = element.getparent()
    if left:
        element.set(name, " ".join(left))
    elif parent is not None:
        parent.remove(element)


def _move_drawings(book: Opened, sheet: str, moved: Callable[[int], int]) -> None:
    for drawing in book.related(book.sheet_part(sheet), "drawing"):
        for anchor in book.tree(drawing.target):
            edit = anchor.get("editAs", "twoCell")
            if edit == "absolute":
                continue
            rows = [e for e in (anchor.find(f"{DRAWING}{end}/{DRAWING}row") for end in ("from", "to")) if e is not None]
            before = [int(e.text or "0") for e in rows]
            after = [moved(row + 1) - 1 for row in before]
            if edit == "oneCell" and len(rows) == 2:
                after[1] = before[1] + after[0] - before[0]
            for element, row in zip(rows, after, strict=True):
                element.text = str(row)


def _move_notes(book: Opened, sheet: str, moved: Callable[[int], int]) -> None:
    for vml in book.related(book.sheet_part(sheet), "vmlDrawing"):
        text = book.parts[vml.target].decode()
        text = re.sub(
            r"(<x:Row>)(\d+)(</x:Row>)", lambda found: f"{found[1]}{moved(int(found[2]) + 1) - 1}{found[3]}", text
        )
        book.parts[vml.target] = text.encode()


def _copy_look(book: Opened, sheet: str, row: int, rows: range) -> None:
    above = next((r for r in child(book.sheet(sheet), "sheetData") if r.get("r") == str(row)), None)
    for number in rows if above is not None else ():
        made = book.row(sheet, number)
        for name in ("ht", "customHeight", "s", "customFormat"):
            if above.get(name) is not None:
                made.set(name, above.get(name, ""))
        for cell in above:
            if cell.get("s"):
                book.cell(sheet, at(number, column_of(cell.get("r", "")))).set("s", cell.get("s", ""))


def is_blank(book: Opened, sheet: str, number: int) -> bool:
    """Whether a row holds nothing: no content, no part of a table or merged cells, and no name stands on it."""
    tree = book.sheet(sheet)
    for row in child(tree, "sheetData"):
        if row.get("r") == str(number) and any(len(cell) for cell in row):
            return False
    boxes = [_rows_of(e.get("ref", "")) for e in tree.iter(f"{MAIN}mergeCell")]
    boxes += [_rows_of(table.get("ref", "")) for _, _, table in book.tables(sheet)]
    mark = re.escape(sheet.replace("'", "''"))
    for name in book.defined_names():
        if not name.get("name", "").startswith("_xlnm"):
            found = re.findall(rf"{mark}'?!\$[A-Z]+\$([0-9]+)(?::\$[A-Z]+\$([0-9]+))?", name.text or "")
            boxes += [(int(first), int(last or first)) for first, last in found]
    return not any(first <= number <= last for first, last in boxes)


def _rows_of(area: str) -> tuple[int, int]:
    first, _, last = area.partition(":")
    return row_of(first), row_of(last or first)


def uses_shared_formulas(tree: Element) -> bool:
    """Whether a sheet has formulas that these edits do not rewrite."""
    return any(element.get("t") == "shared" for element in formulas_of_sheet(tree))
