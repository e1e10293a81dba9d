"""Lint, tables: Excel Tables agree with their cells, with each other and with the names of the workbook."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import Cell, ExaminedSheet, area, whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.lint.sheets import overlapping
from excel_scorecard.ooxml.markup import Element, main
from excel_scorecard.ooxml.names import is_legal_name
from excel_scorecard.ooxml.strings import unescaped

_ANEW: Final = "Turn the table into a range and back in Excel (Table Design > Convert to Range; Insert > Table)."


def tables(it: Examined) -> Iterator[tuple[ExaminedSheet, Element, Area | None]]:
    """Every table with its sheet and its cells."""
    for sheet, _, root in it.of_kind("table"):
        yield sheet, root, area(root.get("ref"))


def table_name(root: Element) -> str:
    """The name that formulas use."""
    return root.get("displayName", "") or root.get("name", "")


def column_names(root: Element) -> list[str]:
    """The names of a table's columns, as Excel shows them."""
    found = root.iterfind(f"{main('tableColumns')}/{main('tableColumn')}")
    return [unescaped(column.get("name", "")) for column in found]


def header_cells(sheet: ExaminedSheet, root: Element, place: Area) -> list[Cell | None]:
    """The cells of the heading row; none where it is not shown."""
    if whole(root, "headerRowCount", 1) == 0:
        return []
    return [sheet.by_place.get((place.first_row, column)) for column in place.columns]


@rule(
    "R-TABLE-ID",
    "every table has an id of its own",
    why="Excel offers a repair and drops one of the tables.",
    mend=_ANEW,
)
def _table_id(it: Examined) -> Iterator[Fault]:
    seen: dict[int | None, str] = {}
    for sheet, root, _ in tables(it):
        number = whole(root, "id")
        if number is None or number < 1:
            yield Fault(sheet.name, f"the table {table_name(root)} has the id {root.get('id')!r}")
        elif number in seen:
            yield Fault(sheet.name, f"the tables {seen[number]} and {table_name(root)} have both the id {number}")
        seen.setdefault(number, table_name(root))


@rule(
    "R-TABLE-NAME",
    "every table has a name that Excel takes, and neither a table nor a defined name has it too",
    why="Excel offers a repair and renames the table; formulas that use it break.",
    mend="Rename it: Table Design > Table Name. Letters, digits and underscores, nothing like a cell.",
)
def _name(it: Examined) -> Iterator[Fault]:
    names = it.book.iter(main("definedName")) if it.book is not None else ()
    defined = {e.get("name", "").lower() for e in names if e.get("localSheetId") is None}
    seen: set[str] = set()
    for sheet, root, _ in tables(it):
        word = table_name(root)
        if not is_legal_name(word):
            yield Fault(sheet.name, f"a table cannot be called {word!r}")
        if word.lower() in seen:
            yield Fault(sheet.name, f"two tables are called {word}")
        if word.lower() in defined:
            yield Fault(sheet.name, f"a table and a defined name are called {word}")
        seen.add(word.lower())


@rule(
    "R-TABLE-RANGE",
    "every table names cells of its sheet, as many columns as it has, and at least one row under the heading",
    why="Excel offers a repair and turns the table into plain cells.",
    mend=_ANEW,
)
def _table_range(it: Examined) -> Iterator[Fault]:
    for sheet, root, place in tables(it):
        word = table_name(root)
        if place is None:
            yield Fault(sheet.name, f"the table {word} is over {root.get('ref')!r}, which is no range")
            continue
        count = len(column_names(root))
        if count != place.width:
            yield Fault(sheet.at(str(place)), f"the table {word} has {count} columns in a range of {place.width}")
        rows = place.height - (whole(root, "headerRowCount", 1) or 0) - (whole(root, "totalsRowCount", 0) or 0)
        if rows < 1:
            yield Fault(sheet.at(str(place)), f"the table {word} has no row of data")


@rule(
    "R-TABLE-COLUMNS",
    "the columns of a table have names and ids, each its own",
    why="Excel offers a repair and renames the columns; formulas that use them break.",
    mend="Give each heading a text of its own.",
)
def _columns(it: Examined) -> Iterator[Fault]:
    for sheet, root, place in tables(it):
        where = sheet.at(str(place)) if place else sheet.name
        names = Counter(name.lower() for name in column_names(root))
        found = root.iterfind(f"{main('tableColumns')}/{main('tableColumn')}")
        ids = Counter(column.get("id") for column in found)
        for word, count in names.items():
            if not word:
                yield Fault(where, f"the table {table_name(root)} has a column without a name")
            elif count > 1:
                yield Fault(where, f"the table {table_name(root)} has {count} columns {word!r}")
        for identifier, count in ids.items():
            if count > 1 or not (identifier or "").isdecimal():
                yield Fault(where, f"the table {table_name(root)} has {count} columns with the id {identifier!r}")


@rule(
    "R-TABLE-HEADING",
    "every heading cell of a table is a text, the name of its column",
    why="Excel offers a repair where cell and table say different things: the table was made, and its cells were not.",
    mend="Type the headings anew in Excel.",
)
def _heading(it: Examined) -> Iterator[Fault]:
    for sheet, root, place in tables(it):
        if place is None:
            continue
        for word, cell, column in zip(
            column_names(root), header_cells(sheet, root, place), place.columns, strict=False
        ):
            shown = it.text(cell)
            if shown is None or _plain(shown) != _plain(word):
                said = "is no text" if shown is None else f"says {shown[:40]!r}"
                where = sheet.at(str(Area.cell(place.first_row, column)))
                yield Fault(where, f"the heading {word[:40]!r} of the table {table_name(root)} {said}")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@rule(
    "R-TABLE-FILTER",
    "the filter of a table lies over its heading and rows",
    why="Excel offers a repair and takes the filter away.",
    mend="Take the filter off and put it on again: Data > Filter.",
)
def _table_filter(it: Examined) -> Iterator[Fault]:
    for sheet, root, place in tables(it):
        found = root.find(main("autoFilter"))
        if found is None or place is None:
            continue
        filtered = area(found.get("ref"))
        totals = whole(root, "totalsRowCount", 0) or 0
        meant = Area(
            place.first_row, place.first_column, max(place.first_row, place.last_row - totals), place.last_column
        )
        if filtered != meant:
            said = found.get("ref")
            yield Fault(sheet.at(str(place)), f"the filter of the table {table_name(root)} is over {said}, not {meant}")


@rule(
    "R-TABLE-OVERLAP",
    "a table overlaps no other table, no merged cells and no array formula of several cells",
    why="Excel offers a repair and turns the table into plain cells.",
    mend="Move one of them, or unmerge the cells.",
)
def _overlap(it: Examined) -> Iterator[Fault]:
    by_sheet: dict[int, tuple[ExaminedSheet, list[Area]]] = {}
    for sheet, _, place in tables(it):
        if place is not None:
            by_sheet.setdefault(id(sheet), (sheet, []))[1].append(place)
    for sheet, places in by_sheet.values():
        for one, other in overlapping(places):
            yield Fault(sheet.at(str(other)), f"the table overlaps the one at {one}")
        arrays = _arrays_of(sheet)
        known = set(places)
        for word, areas in (("merged cells", sheet.merged), ("an array formula", arrays)):
            for pair in overlapping([*places, *areas]):
                table, met = sorted(pair, key=lambda one: one not in known)
                if table in known and met not in known:
                    yield Fault(sheet.at(str(met)), f"{word} lie in the table at {table}")


def _arrays_of(sheet: ExaminedSheet) -> list[Area]:
    """The cells of each array formula that fills several."""
    found = (area(formula.get("ref")) for _, formula in sheet.formulas if formula.get("t") == "array")
    return [place for place in found if place is not None and place.height * place.width > 1]


@rule(
    "R-ARRAY",
    "array formulas that fill several cells do not overlap",
    why="Excel offers a repair and keeps bare values.",
    mend="Delete one of them in Excel and type it elsewhere.",
)
def _arrays(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for one, other in overlapping(_arrays_of(sheet)):
            yield Fault(sheet.at(str(other)), f"the array formula overlaps the one at {one}")


@rule(
    "R-TABLE-LIST",
    "a sheet lists each of its tables",
    why="Excel shows only tables that the sheet lists, and the others are lost on the next save.",
    mend="Save the workbook again with the program that made it.",
)
def _listed(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        parts = len(it.parts_of(sheet.part, "table")) if sheet.part else 0
        said = len(sheet.all("tableParts/tablePart"))
        if parts != said:
            yield Fault(sheet.name, f"the sheet lists {said} tables and has {parts}")


RULES = (_table_id, _name, _table_range, _columns, _heading, _table_filter, _overlap, _arrays, _listed)
