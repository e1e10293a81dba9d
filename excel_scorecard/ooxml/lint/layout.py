"""Lint, layout: how sheets and tables are laid out for who hears them cell by cell, and what they are called.

From the Analysis Function's guidance on spreadsheets and the rules of Microsoft's accessibility checker. A screen
reader itself was not tried.
"""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.cells import column_letters
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import ExaminedSheet, area, whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.lint.tables import table_name, tables
from excel_scorecard.ooxml.looks import STANDARD_SIZE
from excel_scorecard.ooxml.markup import X14, XM, Element, main

# What Excel calls a new sheet and a new table, in other languages too.
_DEFAULT_SHEET = re.compile(
    r"(?:Sheet|Chart|Tabelle|Diagramm|Feuil|Graph|Hoja|Foglio|Planilha|Folha|Blad|Ark|Arkusz|Taul|Лист)\d+"
    r"(?: \(\d+\))?",
    re.IGNORECASE,
)
_DEFAULT_TABLE = re.compile(
    r"(?:Table|Tabelle|Tableau|Tabla|Tabella|Tabela|Tabel|Tabell|Таблица)_?\d+(?:_\d+)*", re.IGNORECASE
)
_SAYS_HOW_MANY = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\b(?:\W+\w+){0,2}\W+tables?\b", re.IGNORECASE
)
_HEADING_STYLES: Final = range(15, 20)  # Title and Heading 1 to 4 among Excel's own cell styles
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# m², km³, 10³ are no notes; nor is anything after a bracket or an operator
_RAISED_NOTE = re.compile(rf"(?:(?<=[^\W\d_]{{3}})|(?<=[.,;:!?)\]]))[{_RAISED}]")
_MOST_BEFORE: Final = 40  # characters before a raised figure that say what it belongs to
_MOST_ROWS: Final = 100_000  # of a table that are looked through for blank ones


def seen(it: Examined) -> Iterator[ExaminedSheet]:
    """The worksheets whose tabs are shown."""
    return (sheet for sheet in it.worksheets if sheet.is_seen)


@rule(
    "A-HEADINGS",
    "every table shows its heading row",
    why="A screen reader says the heading of each figure, and without a row of headings it has none to say.",
    mend="Tick Table Design > Header Row.",
)
def _headings(it: Examined) -> Iterator[Fault]:
    for sheet, root, place in tables(it):
        if whole(root, "headerRowCount", 1) == 0:
            yield Fault(sheet.at(str(place)), f"the table {table_name(root)} shows no heading row")


@rule(
    "A-BLANK-ROW",
    "no table has a blank row within it",
    why="Who hears a table row by row takes a blank one for its end.",
    mend="Delete the row, or say in it why there is nothing.",
)
def _blank_row(it: Examined) -> Iterator[Fault]:
    for sheet, root, place in tables(it):
        if place is None:
            continue
        filled = {cell.row for cell in sheet.within(place)}
        last = max(filled, default=0)  # rows at the end are room for more
        if last - place.first_row < _MOST_ROWS:
            for row in range(place.first_row, last):
                if row not in filled:
                    yield Fault(sheet.at(f"{row}:{row}"), f"the row is blank, within the table {table_name(root)}")


@rule(
    "A-BLANK-COLUMN",
    "no table has a column with a heading and nothing under it",
    why="Who hears a column to its end cannot tell whether the figures are missing or were never there.",
    mend="Delete the column, or say in its cells why there is nothing.",
)
def _blank_column(it: Examined) -> Iterator[Fault]:
    drawn: dict[str, set[int]] = {}
    for sheet, root, place in tables(it):
        if place is None:
            continue
        below = place.first_row + (whole(root, "headerRowCount", 1) or 0)
        filled = {cell.column for cell in sheet.within(place) if cell.row >= below}
        if filled and sheet.name not in drawn:
            drawn[sheet.name] = _with_sparklines(sheet)
        filled |= drawn.get(sheet.name, set()) if filled else set()
        for column in place.columns if filled else ():  # a table without any figure is one to be filled in
            if column not in filled:
                letters = column_letters(column)
                what = f"the column is blank, within the table {table_name(root)}"
                yield Fault(sheet.at(f"{letters}:{letters}"), what)


def _with_sparklines(sheet: ExaminedSheet) -> set[int]:
    """The columns that show small charts in their cells."""
    found: set[int] = set()
    for element in () if sheet.root is None else sheet.root.iter(f"{{{X14}}}sparkline"):
        place = area((element.findtext(f"{{{XM}}}sqref") or "").split(" ")[0])
        found |= set() if place is None else {place.first_column}
    return found


@rule(
    "A-MERGED",
    "no cells are merged",
    why="Screen readers lose their place in merged cells, and sorting and filtering do not work.",
    mend="Unmerge them; Format Cells > Alignment > Center Across Selection looks the same.",
)
def _merged(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        if sheet.merged:
            count = len(sheet.merged)
            others = f", and in {count - 1} more places" if count > 1 else ""
            yield Fault(sheet.at(str(sheet.merged[0])), f"cells are merged here{others}")


@rule(
    "A-SHEET-NAME",
    "every sheet's name says what is on it",
    why="Sheets are found by their names, and 'Sheet1' says nothing.",
    mend="Double-click the tab and give it a name.",
)
def _sheet_name(it: Examined) -> Iterator[Fault]:
    for sheet in it.sheets:
        if _DEFAULT_SHEET.fullmatch(sheet.name):
            yield Fault(sheet.name, "the sheet has the name that Excel gave it")


@rule(
    "A-TABLE-NAME",
    "every table's name says what is in it",
    why="Screen readers list tables by their names, and 'Table1' says nothing.",
    mend="Rename it: Table Design > Table Name.",
)
def _table_name(it: Examined) -> Iterator[Fault]:
    for sheet, root, _ in tables(it):
        if _DEFAULT_TABLE.fullmatch(table_name(root)):
            yield Fault(sheet.name, f"the table {table_name(root)} has the name that Excel gave it")


@rule(
    "A-BLANK-SHEET",
    "no sheet is blank",
    why="Who listens cannot tell a blank sheet from one that does not load.",
    mend="Delete it.",
)
def _blank_sheet(it: Examined) -> Iterator[Fault]:
    for sheet in seen(it):
        if not sheet.filled and not it.parts_of(sheet.part or "", "drawing"):
            yield Fault(sheet.name, "the sheet is blank")


@rule(
    "A-FIRST-CELL",
    "the first cell of each sheet holds its title",
    why="A screen reader begins in A1.",
    mend="Put the sheet's title into A1.",
)
def _first_cell(it: Examined) -> Iterator[Fault]:
    for sheet in seen(it):
        if not it.text(sheet.by_place.get((1, 1))):
            yield Fault(sheet.at("A1"), "the cell holds no title")


@rule(
    "A-TITLE-STYLE",
    "the title in A1 looks like one: a heading style, or larger or bolder than the rest",
    why="Who sees the sheet finds its title by its look, and programs that read it aloud by its style.",
    mend="Home > Cell Styles > Heading 1.",
)
def _title_style(it: Examined) -> Iterator[Fault]:
    plain = it.look(0)
    usual = STANDARD_SIZE if plain is None or plain.size is None else plain.size
    for sheet in seen(it):
        first = sheet.by_place.get((1, 1))
        look = None if first is None or not it.text(first) else it.look(first.style)
        if first is None or look is None or look.is_bold or (look.size or 0) > usual:
            continue
        if not _is_heading(it, first.style):
            yield Fault(sheet.at("A1"), "the title looks like any other cell")


def _is_heading(it: Examined, style: int) -> bool:
    formats = None if it.styles is None else it.styles.find(main("cellXfs"))
    listed = [] if formats is None else formats.findall(main("xf"))
    named = whole(listed[style], "xfId", 0) if 0 <= style < len(listed) else None
    group = None if it.styles is None else it.styles.find(main("cellStyles"))
    for element in () if group is None else group.iterfind(main("cellStyle")):
        if whole(element, "xfId", 0) == named:
            name = element.get("name", "").lower()
            return whole(element, "builtinId", -1) in _HEADING_STYLES or "heading" in name or "title" in name
    return False


@rule(
    "A-STARTS",
    "what a sheet holds starts in column A",
    why="Who moves down the first column of a sheet finds nothing and takes it for blank.",
    mend="Delete the blank columns on the left.",
)
def _starts(it: Examined) -> Iterator[Fault]:
    for sheet in seen(it):
        first = min((cell.column for cell in sheet.filled if cell.row > 1), default=1)
        if first > 1:
            yield Fault(sheet.name, f"under its title the sheet starts in column {column_letters(first)}")


@rule(
    "A-GAP",
    "nothing stands to the right of a blank column",
    why="Who moves along a row takes the gap for the end of the sheet and misses what follows.",
    mend="Move it under the rest, or to a sheet of its own.",
)
def _gap(it: Examined) -> Iterator[Fault]:
    for sheet in seen(it):
        reach: dict[int, int] = {cell.column: cell.column for cell in sheet.filled}
        for place in sheet.merged:
            if place.first_column in reach:
                reach[place.first_column] = max(reach[place.first_column], place.last_column)
        blank = _first_blank(reach)
        if blank is not None:
            right = min((c for c in sheet.filled if c.column > blank), key=lambda c: (c.column, c.row), default=None)
            if right is not None:
                yield Fault(sheet.cell(right), f"column {column_letters(blank)} is blank, and something follows it")


def _first_blank(reach: dict[int, int]) -> int | None:
    """The first blank column between filled ones; `reach` says how far each filled one is merged to the right."""
    end = min(reach, default=0) - 1
    for first in sorted(reach):
        if first > end + 1:
            return end + 1
        end = max(end, reach[first])
    return None


@rule(
    "A-TABLES",
    "a sheet with several tables says how many there are",
    why="Who hears a sheet does not see that there is another table further down or to the right.",
    mend="Put each on its own sheet, or write under the title: 'This sheet has 2 tables', and where they begin.",
)
def _tables(it: Examined) -> Iterator[Fault]:
    counts: dict[str, int] = {}
    for sheet, _, _ in tables(it):
        counts[sheet.name] = counts.get(sheet.name, 0) + 1
    for sheet in seen(it):
        if counts.get(sheet.name, 0) > 1 and not any(
            _SAYS_HOW_MANY.search(it.text(cell) or "") for cell in sheet.filled
        ):
            yield Fault(sheet.name, f"the sheet has {counts[sheet.name]} tables and does not say so")


@rule(
    "A-NOTE-MARK",
    "notes are marked in brackets, [note 1], not with raised figures",
    why="A screen reader says 'England1', or leaves the figure out.",
    mend="Write [note 1] in place of the raised figure.",
)
def _note_mark(it: Examined) -> Iterator[Fault]:
    raised = {
        number for number, item in enumerate(it.strings) if _has_raised(item) or _RAISED_NOTE.search(it.texts[number])
    }
    for sheet in it.worksheets if raised else ():
        for cell in sheet.filled:
            if cell.shared in raised:
                yield Fault(sheet.cell(cell), f"a note is marked with a raised figure: {(it.text(cell) or '')[:40]!r}")


def _has_raised(item: Element) -> bool:
    before = ""
    for run in item.iterfind(main("r")):
        text = run.findtext(main("t")) or ""
        align = run.find(f"{main('rPr')}/{main('vertAlign')}")
        is_raised = align is not None and align.get("val") == "superscript"
        # m2 and 103 are units and powers; 1st is a word
        if (
            is_raised
            and re.fullmatch(r"[\s,(\[]*[0-9*†‡a-z]{1,2}[\s,)\]]*", text)
            and re.search(r"[^\W\d_]{3}\W*$", before)
        ):
            return True
        before = (before + text)[-_MOST_BEFORE:]
    return False


RULES = (
    _headings,
    _blank_row,
    _blank_column,
    _merged,
    _sheet_name,
    _table_name,
    _blank_sheet,
    _first_cell,
    _title_style,
    _starts,
    _gap,
    _tables,
    _note_mark,
)
