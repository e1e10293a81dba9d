"""Standings: the lists of a finished workbook as they stand, for their rows to be kept in their order.

Knows an officers' copy; what an order is, list_rows.py knows.
"""

from excel_scorecard.ooxml.cells import Value
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.workbook.contract import QUALITY
from excel_scorecard.workbook.fill_lists import CONCERNS_ROW, text_key
from excel_scorecard.workbook.fill_summary import HEADING
from excel_scorecard.workbook.layout import TableLayout
from excel_scorecard.workbook.list_rows import Key, Standing, Standings
from excel_scorecard.workbook.officers_copy import OfficersCopy

OF_PAGES = ("Summary", "Commentary", "Definitions", "Checks")
OF_TEXTS = {
    "Notes": ("notes_note",),
    "Quality": tuple(column.role for column in QUALITY),
}


def standings_of(copy: OfficersCopy) -> Standings:
    """The lists as they stand; a row that is not ours is an officer's, and stays."""
    lists: dict[str, Standing] = {}
    strays: dict[str, list[int]] = {}
    for role in (*OF_PAGES, *OF_TEXTS):
        layout = copy.summary if role == "Summary" else copy.lists.get(role)
        if layout is None:
            continue
        sheet, placed = copy.book.sheet(layout.sheet), layout.tables[role]
        keys = _of_texts(copy, sheet, placed) if role in OF_TEXTS else _of_pages(copy, sheet, placed)
        lists[role] = Standing(keys, _built(copy, role))
        first = sheet.table(placed.name).body.first_row
        strays[role] = [
            place for place, key in enumerate(keys) if key is None and _has_content(sheet, placed, first + place)
        ]
    return Standings(lists, strays, is_template=False)


def _of_pages(copy: OfficersCopy, sheet: Sheet, placed: TableLayout) -> list[Key | None]:
    keys: list[Key | None] = []
    for row, id_ in copy.list_rows(placed.role):
        keys.append(id_ or _other(sheet, placed, row))
    return keys


def _other(sheet: Sheet, placed: TableLayout, row: int) -> Key | None:
    """The key of a row that is no indicator's: a group's heading, the concerns; None for an officer's own."""
    if "summary_subheading" in placed.columns:
        text = sheet.read(row, placed.sheet_column("summary_subheading"))
        others = [c for role, c in _columns(placed) if role not in {"summary_subheading", "summary_title"}]
        if isinstance(text, str) and text and all(sheet.read(row, column) in (None, "") for column in others):
            return f"{HEADING}{text}"
    title = f"{placed.role.lower()}_title"
    if title in placed.columns and sheet.read(row, placed.sheet_column(title)) == CONCERNS_ROW:
        return CONCERNS_ROW
    if any("#REF!" in (sheet.formula(row, column) or "") for _, column in _columns(placed)):
        return f"{GONE}{row}"
    return None


GONE = "gone:"  # before the row of a page whose sheet was deleted: all that it reads is no more


def _columns(placed: TableLayout) -> list[tuple[str, int]]:
    return [(role, placed.sheet_column(role)) for role in placed.columns]


def _of_texts(copy: OfficersCopy, sheet: Sheet, placed: TableLayout) -> list[Key | None]:
    """Rows known by what they say: those that were built, others are an officer's."""
    built = set(copy.memory.rows.get(placed.role, ())) if copy.memory else None
    columns = [placed.sheet_column(role) if role in placed.columns else None for role in OF_TEXTS[placed.role]]
    keys: list[Key | None] = []
    for row in sheet.table(placed.name).body.rows:
        said = text_key("" if column is None else _text(sheet.read(row, column)) for column in columns)
        keys.append(said if built is None or said in built else None)
    return keys


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _built(copy: OfficersCopy, role: str) -> tuple[Key, ...] | None:
    return copy.memory.rows.get(role) if copy.memory else None


def _has_content(sheet: Sheet, placed: TableLayout, row: int) -> bool:
    return any(sheet.read(row, column) not in (None, "") for column in placed.area.columns)
