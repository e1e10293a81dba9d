"""Officers' formulas that read ours, on sheets of their own and beside our tables."""

import re
from collections.abc import Callable

from tests.workbook.excel_package import MAIN, Opened, at, column_of, emptied, quoted, row_of
from tests.workbook.excel_sheets import add_sheet
from tests.workbook.officers_desk import After, Desk, Edit, Sheets, missing

Worth = Callable[[Sheets, str], float | str]
"""What a formula comes to, in a workbook, of an indicator."""


def _slot(name: str) -> Worth:
    def worth(book: Sheets, identity: str) -> float | str:
        sheet = book.pages()[identity]
        value = book.book.value(sheet, book.book.place(sheet, name))
        return value if isinstance(value, float | str) else 0.0

    return worth


def _sum(book: Sheets, identity: str) -> float:
    sheet = book.pages()[identity]
    values = [book.book.value(sheet, cell) for cell in book.column("Monthly", identity, "monthly_numerator")]
    return sum(value for value in values if isinstance(value, float))


def _reds(book: Sheets, _: str) -> float:
    summary = book.summary()
    [table] = [t for _, _, t in book.book.tables(summary) if t.get("displayName") == "Summary_list"]
    header = book.book.place(summary, "summary_rating")
    last = row_of(table.get("ref", "").partition(":")[2])
    rows = range(row_of(header) + 1, last + 1)
    words = [str(book.book.value(summary, at(row, column_of(header)))) for row in rows]
    return float(sum(word.startswith("Red") for word in words))


def own_formula(desk: Desk) -> Edit | None:
    """A formula of hers that reads ours, on a new sheet or beside the table."""
    identity = desk.take("formula")
    if identity is None:
        return None
    sheet, mark = desk.pages()[identity], desk.marker("Hers")
    table = f"Monthly_{identity.replace('-', '_')}"
    slot = "value" if desk.book.local(sheet, "numerator") is None else "numerator"
    cell = re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", desk.book.place(sheet, slot))
    forms: list[tuple[str, Worth]] = [
        (f"{quoted(sheet)}!value", _slot("value")),
        (f"{quoted(sheet)}!{cell}", _slot(slot)),
        (f"SUM({table}[{desk.heading(identity, 'monthly_numerator')}])", _sum),
        ('COUNTIF(Summary_list[Rating],"Red*")', _reds),
        (f"{quoted(sheet)}!rating", _slot("rating")),
    ]
    formula, worth = desk.chance.choice(forms)
    if desk.chance.random() < 0.5:
        where, place = f"Reads {desk.chance.randrange(1000)}", "B2"
        add_sheet(desk.book, where, len(desk.book.sheet_names()))
    else:
        where, place = sheet, desk.free_cell(sheet)
    beside = at(row_of(place), column_of(place) + 1)
    desk.book.type(where, place, mark)
    desk.book.write_formula(where, beside, formula, 0.0)

    def settle(book: Opened) -> None:
        found = _marked(Sheets(book), mark, identity)
        if found is not None:
            kept, cell = worth(Sheets(book), identity), book.cell(*found)
            text = cell.findtext(f"{MAIN}f", "")
            emptied(cell)
            book.write_formula(*found, text, kept)

    def stands(after: After) -> str | None:
        found = _marked(after, mark, identity)
        if found is None:
            return f"{mark!r} is gone"
        if not after.formulas(found[0]).get(found[1]):
            return f"the formula beside {mark!r} is gone"
        kept, wanted = after.text(*found), worth(after, identity)
        if kept is None and after.asks_for_recalculation:
            return None
        is_same = kept == wanted or (
            isinstance(kept, float) and isinstance(wanted, float) and abs(kept - wanted) < 1e-9 * max(1, abs(wanted))
        )
        return missing(f"the formula beside {mark!r} keeps {kept!r} and comes to {wanted!r}", unless=is_same)

    return Edit(f"wrote ={formula} beside {mark!r} on {where}", stands, settle=settle)


def _marked(book: Sheets, mark: str, identity: str) -> tuple[str, str] | None:
    """The cell at the right of the one that holds the mark: on the page, not on a copy of it, where it stands there."""
    found: dict[str, str] = {}
    for sheet, _, tree in book.book.sheets():
        for cell in tree.iter(f"{MAIN}c"):
            if cell.get("t") in ("s", "inlineStr") and book.book.value_of(cell) == mark:
                place = cell.get("r", "")
                found[sheet] = at(row_of(place), column_of(place) + 1)
    page = book.pages().get(identity, "")
    sheet = page if page in found else next(iter(found), None)
    return None if sheet is None else (sheet, found[sheet])
