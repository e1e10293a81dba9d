"""Own: what officers have put into a workbook besides their words, and a new workbook does not have. Named one by one.

A page is made by copying a pattern, so that what only one page has is theirs. Of a workbook with a single page nobody
can tell what came from its template. Carries nothing: officers copy it over in Excel.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from excel_scorecard.errors import Finding
from excel_scorecard.ooxml import drawing
from excel_scorecard.ooxml.cells import address, column_letters, quoted
from excel_scorecard.ooxml.markup import local_name, main
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.edits import Edit, edits_of
from excel_scorecard.workbook.memory import Held
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, held

MOST_CELLS = 5  # named of a page, the others counted
LONGEST = 40
COPY_IT = "Copy it over in Excel, if it is still wanted."


class _Thing(NamedTuple):
    """Something on a sheet: `key` is what makes it the same on another sheet."""

    sheet: str
    cell: str
    code: str
    key: tuple[str, ...]
    what: str


def left_behind(copy: OfficersCopy, new: OfficersCopy) -> Iterator[Finding]:
    """What the officers' copy has and the new workbook has not, in the order of its sheets."""
    yield from _gone(copy, new)
    yield from _edited(copy, new)
    yield from _sheets(copy, new.book)
    ours = [copy.summary_sheet, *(copy.book.sheet(layout.sheet) for layout in copy.lists.values())]
    pages = [page.sheet for page in copy.pages.values()]
    things = [thing for sheet in (*ours, *pages) for thing in _things(sheet)]
    there = Counter(thing.key for thing in things)
    instead = {thing.key for sheet in new.book.sheets() for thing in _things(sheet)}
    for thing in things:
        if there[thing.key] < 2 and thing.key not in instead:
            yield _finding(copy.book, thing.sheet, thing.cell, thing.code, f"{thing.what} is not carried", COPY_IT)
    if len(copy.pages) > 1:
        yield from _columns(copy)
        yield from _cells(copy, new)
        yield from _widths(copy)


def _finding(book: Workbook, sheet: str, cell: str, code: str, what: str, mend: str) -> Finding:
    return Finding("warning", book.name, f"{quoted(sheet)}!{cell}" if cell else quoted(sheet), code, what, mend)


def _gone(copy: OfficersCopy, new: OfficersCopy) -> Iterator[Finding]:
    for id_, page in copy.pages.items():
        if id_ not in new.pages:
            what = f"the project has no indicator '{id_}': its texts and figures are not carried"
            mend = "Add the indicator to the project; or keep the old workbook for the record."
            yield _finding(copy.book, page.sheet.name, "", "P-INDICATOR", what, mend)


def _edited(copy: OfficersCopy, new: OfficersCopy) -> Iterator[Finding]:
    """What officers typed over, figures, targets or words, and the new workbook says otherwise."""
    for id_, page in copy.pages.items():
        there = new.pages.get(id_)
        if there is None:
            continue
        told = [
            f"{edit.of} ({_short(str(edit.now))})"
            for edit in edits_of(page)
            if (now := _instead(there, edit)) is not NOWHERE and now != edit.now
        ]
        if told:
            what = f"what officers typed over in it is not in the new workbook: {', '.join(told)}"
            mend = "Collect figures first with `excel-scorecard collect`; write the rest into the project's settings."
            yield _finding(copy.book, page.sheet.name, "", "P-EDIT", what, mend)


NOWHERE: Final = Decimal("NaN")
"""What a new page says where it has no such place."""


def _instead(page: Page, edit: Edit) -> Held:
    """What a new page says in the place of an edit."""
    if edit.key is None:
        return held(page.value(edit.name)) if page.layout.has(edit.name) else NOWHERE
    row = page.months.get(edit.key) if isinstance(edit.key, date) else page.areas.get(edit.key)
    return NOWHERE if row is None or page.column(edit.name) is None else held(page.cell(edit.name, row))


def _sheets(copy: OfficersCopy, new: Workbook) -> Iterator[Finding]:
    ours = {copy.summary.sheet, *(layout.sheet for layout in copy.lists.values())}
    ours |= {page.sheet.name for page in copy.pages.values()}
    for name in copy.book.sheet_parts():
        if name not in ours and name not in new.sheet_names():
            what = f"the sheet '{name}' is not carried"
            mend = "In Excel open both, right-click the sheet's tab, Move or Copy, into the new workbook."
            yield _finding(copy.book, name, "", "P-OWN-SHEET", what, mend)


def _things(sheet: Sheet) -> Iterator[_Thing]:
    yield from _drawn(sheet)
    yield from _comments(sheet)


def _drawn(sheet: Sheet) -> Iterator[_Thing]:
    part = sheet.drawing_part
    for word, name, text, area in drawing.things(sheet.workbook.package.read(part)) if part else ():
        cell = address(area.first_row, area.first_column) if area else ""
        said = f" '{_short(text)}'" if text else f" '{name}'" if name else ""
        code = {"picture": "P-PICTURE", "text box": "P-TEXT-BOX", "chart": "P-CHART"}.get(word, "P-SHAPE")
        yield _Thing(sheet.name, cell, code, (word, name, text), f"the {word}{said}")


def _comments(sheet: Sheet) -> Iterator[_Thing]:
    """Threads, each reply with its first, and notes; not the notes that stand for a thread in older programs."""
    package = sheet.workbook.package
    threads = [
        element
        for part in package.related(sheet.part, "threadedComment")
        for element in package.read(part).iterchildren("*")
        if local_name(element) == "threadedComment" and element.get("parentId") is None
    ]
    for element in threads:
        text = "".join(piece.text or "" for piece in element.iterchildren("*") if local_name(piece) == "text")
        yield _comment(sheet, element.get("ref", ""), "comment", text)
    standing = {element.get("ref") for element in threads}
    for part in package.related(sheet.part, "comments"):
        for note in package.read(part).iterfind(f"{main('commentList')}/{main('comment')}"):
            if note.get("ref") not in standing:
                yield _comment(sheet, note.get("ref", ""), "note", "".join(t.text or "" for t in note.iter(main("t"))))


def _comment(sheet: Sheet, cell: str, word: str, text: str) -> _Thing:
    return _Thing(sheet.name, cell, "P-COMMENT", (word, text), f"the {word} '{_short(text)}'")


def _columns(copy: OfficersCopy) -> Iterator[Finding]:
    """Columns that somebody added to a table: no role stands on them, and no other page has them."""
    found = [(page, role, column) for page in copy.pages.values() for role, column in _own_columns(page)]
    counted = Counter((role, name) for _, role, (name, _) in found)
    for page, role, (name, cell) in found:
        if counted[role, name] < 2:
            what = f"the column '{_short(name)}' of the table {page.tables[role].name} is not carried"
            yield _finding(copy.book, page.sheet.name, cell, "P-COLUMN", what, COPY_IT)


def _own_columns(page: Page) -> Iterator[tuple[str, tuple[str, str]]]:
    for role, placed in page.layout.tables.items():
        table = page.tables[role]
        for position, name in enumerate(table.columns):
            if position not in placed.columns.values():
                yield role, (name, address(table.header.first_row, table.area.first_column + position))


def _cells(copy: OfficersCopy, new: OfficersCopy) -> Iterator[Finding]:
    """Words, numbers and formulas beside slots and tables that no other page has."""
    found = {page.id: list(_own_cells(page)) for page in copy.pages.values()}
    counted = Counter(content for cells in found.values() for content in {content for _, content in cells})
    instead = {content for page in new.pages.values() for _, content in _own_cells(page)}
    for id_, cells in found.items():
        own = [(cell, content) for cell, content in cells if counted[content] < 2 and content not in instead]
        if own:
            named = [f"{cell} '{_short(content)}'" for cell, content in own[:MOST_CELLS]]
            left = f" and {len(own) - MOST_CELLS} more" if len(own) > MOST_CELLS else ""
            what = f"cells beside the scorecard's own are not carried: {', '.join(named)}{left}"
            yield _finding(copy.book, copy.pages[id_].sheet.name, own[0][0], "P-CELL", what, COPY_IT)


def _own_cells(page: Page) -> Iterator[tuple[str, str]]:
    slots = {place for places in page.layout.slots.values() for place in places}
    areas = [table.area for table in page.sheet.tables]
    for row, column, value, formula in page.sheet.cells():
        if (row, column) not in slots and not any((row, column) in area for area in areas):
            yield address(row, column), str(value) if formula is None else f"={_of_any_page(page, formula)}"


def _of_any_page(page: Page, formula: str) -> str:
    """A formula as another page would have it: the names of the page's own tables by their roles."""
    for role, table in page.tables.items():
        formula = formula.replace(table.name, role)
    return formula


def _widths(copy: OfficersCopy) -> Iterator[Finding]:
    """Columns that somebody made wider or narrower than on the other pages of the same pattern."""
    alike: dict[tuple[object, ...], list[Page]] = defaultdict(list)
    for page in copy.pages.values():
        alike[_pattern_of(page)].append(page)
    for pages in alike.values():
        usual = Counter(tuple(_widths_of(page.sheet)) for page in pages).most_common(1)[0]
        for page in pages if len(pages) > 2 and usual[1] > len(pages) / 2 else ():
            other = [
                column_letters(number)
                for number, (width, common) in enumerate(zip(_widths_of(page.sheet), usual[0], strict=True), start=1)
                if abs(width - common) > 0.2
            ]
            if other:
                what = f"the width of column{'s' if len(other) > 1 else ''} {', '.join(other)} is not carried"
                yield _finding(
                    copy.book, page.sheet.name, "", "P-WIDTH", what, "Set it again in Excel, if it is needed."
                )


def _pattern_of(page: Page) -> tuple[object, ...]:
    """What the pages of one pattern have in common."""
    tables = page.layout.tables.items()
    return frozenset(page.layout.slots), frozenset((role, frozenset(table.columns)) for role, table in tables)


COLUMNS = 60  # looked at: further to the right nothing is ours


def _widths_of(sheet: Sheet) -> Iterable[float]:
    return [sheet.column_width(column) for column in range(1, COLUMNS + 1)]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3].rstrip()}..."
