"""Officers' rows and sheets: inserted, deleted, moved, renamed, copied; slots cut and pasted elsewhere on a page."""

import re

from openpyxl.utils import range_boundaries

from tests.workbook.excel_package import MAIN, at, column_of, row_of
from tests.workbook.excel_rows import cut_and_paste, delete_rows, insert_rows, is_blank
from tests.workbook.excel_sheets import add_sheet, copy_sheet, delete_sheet, move_sheet, rename_sheet
from tests.workbook.officers_desk import After, Desk, Edit, missing
from tests.workbook.reading import same

LONGEST = "A name of thirty-one characters"
AWKWARD_NAMES = ("O'Neill's page", "Ages 5-10 & up", "R1C1", "AB12", "Überblick – neu", "100%", LONGEST)
SLOTS = ("commentary", "action", "signed_off", "rating_override", "override_reason", "owner")


# ---- rows ------------------------------------------------------------------------------------------------------------


def insert_rows_on_page(desk: Desk) -> Edit | None:
    """Empty rows above, between or below the blocks of a page; in half of the cases with a note in one of them."""
    identity = desk.take("inserted")
    if identity is None:
        return None
    sheet = desk.pages()[identity]
    row = desk.chance.choice(_between_blocks(desk, sheet))
    count = desk.chance.choice((1, 1, 2, 5))
    insert_rows(desk.book, sheet, row, count)
    mark = desk.marker("Inserted")
    if desk.chance.random() < 0.5:
        desk.book.type(sheet, at(row, 2), mark)
        return Edit(f"put {count} rows before row {row} of {sheet}, and wrote {mark!r}", _text_stands(identity, mark))
    return Edit(f"put {count} empty rows before row {row} of {sheet}", lambda after: _page_stands(after, identity))


def _between_blocks(desk: Desk, sheet: str) -> list[int]:
    """Rows before which rows may be put without cutting a table, merged cells or a list of rows by area."""
    tree = desk.book.sheet(sheet)
    areas = [e.get("ref", "") for e in tree.iter(f"{MAIN}mergeCell")]
    areas += [table.get("ref", "") for _, _, table in desk.book.tables(sheet)]
    place = str(desk.book.sheet_names().index(sheet))
    for name in desk.book.defined_names():
        if name.get("localSheetId") == place and not name.get("name", "").startswith("_xlnm"):
            areas += re.findall(r"!(\$[A-Z]+\$[0-9]+:\$[A-Z]+\$[0-9]+)", name.text or "")
    boxes = [range_boundaries(area.replace("$", "")) for area in areas]
    last = max(row for _, _, _, row in boxes) + 3
    return [row for row in range(1, last) if not any(top < row <= bottom for _, top, _, bottom in boxes)]


def delete_blank_row(desk: Desk) -> Edit | None:
    """A row in which nothing stands."""
    identity = desk.take("deleted")
    if identity is None:
        return None
    sheet = desk.pages()[identity]
    last = desk.book.extent(sheet)[0]
    blank = [n for n in range(1, last) if is_blank(desk.book, sheet, n) and not _is_under_drawing(desk, sheet, n)]
    if not blank:
        return None
    row = desk.chance.choice(blank)
    delete_rows(desk.book, sheet, row, 1)
    return Edit(f"deleted the blank row {row} of {sheet}", lambda after: _page_stands(after, identity))


def _is_under_drawing(desk: Desk, sheet: str, row: int) -> bool:
    """A row that a chart stands on: without it the chart is smaller, which an officer sees and puts back."""
    for drawing in desk.book.related(desk.book.sheet_part(sheet), "drawing"):
        for anchor in desk.book.tree(drawing.target):
            rows = [int(e.text or "0") + 1 for e in anchor.iter("{*}row")]
            if rows and min(rows) <= row <= max(rows):
                return True
    return False


def _page_stands(after: After, identity: str) -> str | None:
    return missing(f"the page of {identity} is not there", unless=identity in after.pages())


def _text_stands(identity: str, text: str):  # a check, as Edit has it
    def stands(after: After) -> str | None:
        there, page = [sheet for sheet, _ in after.texts.get(text, [])], after.pages().get(identity)
        return missing(f"{text!r} is not on the page of {identity}, but on {there}", unless=page in there)

    return stands


# ---- sheets ----------------------------------------------------------------------------------------------------------


def move_a_sheet(desk: Desk) -> Edit:
    names = desk.book.sheet_names()
    name, position = desk.chance.choice(names), desk.chance.randrange(len(names))
    move_sheet(desk.book, name, position)
    return Edit(f"moved {name} to place {position}", lambda _: None)  # the order of all sheets is looked at elsewhere


def rename_a_sheet(desk: Desk) -> Edit | None:
    """Any sheet, to a name that needs quotes or looks like a cell."""
    free = [name for name in AWKWARD_NAMES if name not in desk.book.sheet_names()]
    old = desk.take("renamed", among=[n for n in desk.book.sheet_names() if n not in AWKWARD_NAMES])
    if not free or old is None:
        return None
    new = desk.chance.choice(free)
    identity = next((key for key, sheet in desk.pages().items() if sheet == old), None)
    if identity is not None:
        desk.taken.add((identity, "renamed"))  # and she does not delete it after that
    rename_sheet(desk.book, old, new)

    def stands(after: After) -> str | None:
        if identity is not None:
            return missing(f"the page of {identity} is not called {new}", unless=after.pages().get(identity) == new)
        return missing(f"no sheet is called {new}", unless=new in after.book.sheet_names())

    return Edit(f"called {old} {new}", stands)


def copy_a_page(desk: Desk) -> Edit | None:
    """A copy to try things in; the words on it are hers from then on."""
    # of a page that was not rated by judgement: what Excel works out of that is not worked out here
    identity = desk.take("copied", among=[key for key in desk.pages() if (key, "rating_override") not in desk.taken])
    if identity is None:
        return None
    sheet = desk.pages()[identity]
    position = desk.chance.randrange(len(desk.book.sheet_names()) + 1)
    new = copy_sheet(desk.book, sheet, position)
    mark = desk.marker("In the copy")
    desk.book.type(new, desk.book.place(new, "commentary"), mark)
    counted = desk.book.find(new, desk.book.place(new, "characters_used"))
    if counted is not None and (kept := counted.find(f"{MAIN}v")) is not None:
        kept.text = f"{len(mark)} of 1,500 characters"  # as Excel works it out
    names = {element.get("displayName", "") for _, _, element in desk.book.tables(new)}
    values = {cell: desk.book.value(new, cell) for cell in _typed_cells(desk, new)}

    def stands(after: After) -> str | None:
        there = after.sheet_of(mark)
        if there is None:
            return f"the copy of {sheet} or its commentary {mark!r} is gone"
        found = {element.get("displayName", "") for _, _, element in after.book.tables(there)}
        if found != names:
            return f"the copy {there} has the tables {found} and not {names}"
        other = {cell: after.text(there, cell) for cell, value in values.items() if after.text(there, cell) != value}
        return missing(f"cells of the copy {there} are not as she left them: {other}", unless=not other)

    return Edit(f"copied {sheet} as {new}, with {mark!r}", stands)


def _typed_cells(desk: Desk, sheet: str) -> list[str]:
    cells = desk.book.sheet(sheet).iter(f"{MAIN}c")
    return [c.get("r", "") for c in cells if c.find(f"{MAIN}f") is None and len(c)]


def delete_a_list(desk: Desk) -> Edit | None:
    """A working sheet that she does not need."""
    wanted = ("Notes", "Data quality", "Definitions")
    names = [n for n in wanted if n in desk.book.sheet_names() and (n, "filled") not in desk.taken]
    if not names:
        return None
    name = desk.chance.choice(names)
    delete_sheet(desk.book, name)
    return Edit(f"deleted {name}", lambda after: _is_gone(after, name))


def _is_gone(after: After, name: str) -> str | None:
    return missing(f"{name} is back", unless=name not in after.book.sheet_names())


def delete_a_page(desk: Desk) -> Edit | None:
    """An indicator's page that nothing was written on."""
    untouched = [key for key in desk.pages() if desk.is_untouched(key)]
    if len(desk.pages()) < 3 or not untouched:
        return None
    identity = desk.chance.choice(untouched)
    desk.taken.add((identity, "all"))
    sheet = desk.pages()[identity]
    value = {name: desk.book.value(sheet, desk.book.place(sheet, name)) for name in ("rating", "direction")}
    delete_sheet(desk.book, sheet)
    _count_one_less(desk, str(value["rating"]), str(value["direction"]))
    return Edit(f"deleted {sheet}", lambda after: _is_gone(after, sheet))


def _count_one_less(desk: Desk, *words: str) -> None:
    """The summary's line of counts, as Excel works it out: it does not count a row that reads #REF!."""
    summary = desk.summary()
    place = desk.book.place(summary, "counts_text")
    text = str(desk.book.value(summary, place))
    said = {"Red": "Red", "Amber": "Amber", "Green": "Green", "No target": "without target", "Worsening": "worsening"}
    for word in words:
        for shown, counted in said.items():
            if word.startswith(shown):
                text = re.sub(rf"(\d+)(?= {counted})", lambda found: str(int(found[1]) - 1), text)
    cell = desk.book.find(summary, place)
    if cell is not None and (kept := cell.find(f"{MAIN}v")) is not None:
        kept.text = text


def add_own_sheet(desk: Desk) -> Edit:
    """A sheet of her own with texts and numbers."""
    mark = desk.marker("My sheet")
    name = desk.chance.choice(("Working", "My notes", "Board's questions", "Sheet1")) + f" {desk.chance.randrange(100)}"
    add_sheet(desk.book, name, desk.chance.randrange(len(desk.book.sheet_names()) + 1))
    said: dict[str, float | str] = {
        "A1": mark,
        "A2": "=typed, not worked out",
        "B2": 0.1 + 0.2,
        "XFD9": 7,
        "C3": 1e-9,
    }
    for cell, value in said.items():
        desk.book.type(name, cell, value)
    desk.taken.add((name, "filled"))

    def stands(after: After) -> str | None:
        there = after.sheet_of(mark)
        if there is None:
            return f"the sheet with {mark!r} is gone"
        found = {cell: after.text(there, cell) for cell in said}
        is_same = all(same(found[cell], value) for cell, value in said.items())  # LibreOffice saves 15 digits
        return missing(f"{there} holds {found} and not {said}", unless=is_same)

    return Edit(f"added the sheet {name} with {mark!r}", stands)


# ---- slots -----------------------------------------------------------------------------------------------------------


def cut_slot(desk: Desk) -> Edit | None:
    """A slot cut and pasted into empty cells of its page; its name follows."""
    slot = desk.chance.choice(SLOTS)
    identity = desk.take(f"cut {slot}")
    if identity is None:
        return None
    sheet = desk.pages()[identity]
    first = desk.book.place(sheet, slot)
    merged = [range_boundaries(e.get("ref", "")) for e in desk.book.sheet(sheet).iter(f"{MAIN}mergeCell")]
    row, column = row_of(first), column_of(first)
    boxes = {(top, left): (top, left, bottom, right) for left, top, right, bottom in merged}
    box = boxes.get((row, column), (row, column, row, column))
    target = at(desk.chance.randrange(2, 30), desk.book.extent(sheet)[1] + 2)
    words = desk.book.value(sheet, first)
    cut_and_paste(desk.book, sheet, box, row_of(target), column_of(target))

    def stands(after: After) -> str | None:
        there = after.pages().get(identity)
        places = [] if there is None else after.book.places(there, slot)
        if there is None or not places:
            return f"{identity}: the slot {slot} has no cell"
        if column_of(places[0].partition(":")[0]) != column_of(target):
            return f"{identity}: the slot {slot} is at {places} again"
        is_officers = slot in ("commentary", "action") and not after.rolled and (identity, slot) not in desk.taken
        found = after.slot(identity, slot)
        # a text that she moved and did not retype is the project's new one, where that has another
        is_officers = is_officers and found != f"Drafted anew for {identity}."
        return missing(f"{identity}: {slot} says {found!r} and not {words!r}", unless=not is_officers or found == words)

    return Edit(f"cut {slot} from {first} of {sheet} and pasted it at {target}", stands)
