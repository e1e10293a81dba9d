"""Template check, looks: contrast, ratings that have no colour, paper, and cells that officers cannot type into."""

from collections.abc import Iterator

from excel_scorecard.brand.look import RATINGS
from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.colours import too_faint
from excel_scorecard.ooxml.looks import Look
from excel_scorecard.ooxml.page import A4
from excel_scorecard.workbook.contract import TABLES
from excel_scorecard.workbook.examined import Examined
from excel_scorecard.workbook.layout import Place

HIDDEN = ";;;"


def check_looks(it: Examined) -> Iterator[Finding]:
    """Everything that is hard to read on one sheet, on the screen or on paper."""
    yield from _cell_contrast(it)
    yield from _rule_contrast(it)
    if it.is_ours:
        yield from _ratings(it)
        yield from _print(it)
        yield from _locked(it)


# ---- contrast --------------------------------------------------------------------------------------------------------


def _cell_contrast(it: Examined) -> Iterator[Finding]:
    by_fault: dict[str, list[Place]] = {}
    for place in _places_with_text(it):
        look = it.looks.of_cell(it.sheet, *place)
        faint = too_faint(look.text, look.fill, look.size, look.is_bold)
        is_seen = look.number_format != HIDDEN and (look.has_own_fill or not _is_painted(it, place))
        if faint and is_seen:
            by_fault.setdefault(faint, []).append(place)
    for faint, places in by_fault.items():
        others = f" and {len(places) - 1} more cells" if len(places) > 1 else ""
        what = f"the text of {address(*places[0])}{others}: {faint}"
        yield it.warning(places[0], "T-CONTRAST", what, "Make the text darker or its fill paler.")


def _places_with_text(it: Examined) -> list[Place]:
    """Cells that hold something, or that the builder will fill."""
    places = {(row, column) for row, column, _, _ in it.sheet.cells()}
    ours = {slot.name for slot in it.slots}
    places |= {place for name, found in it.layout.slots.items() if name in ours for place in found}
    for table in it.layout.tables.values():
        places |= {(table.area.first_row + 1, table.area.first_column + index) for index in table.columns.values()}
    return sorted(places)


def _is_painted(it: Examined, place: Place) -> bool:
    """Whether a table style paints the cell, in colours that only Excel knows."""
    return any(table.style_name and place in table.area for table in it.sheet.tables)


def _rule_contrast(it: Examined) -> Iterator[Finding]:
    told: set[tuple[Look, Look]] = set()
    for rule in it.rules:
        look = rule.look
        if (
            look is None
            or not rule.areas
            or (look.text is None and not look.has_own_fill)
            or look.number_format == HIDDEN
        ):
            continue
        first = (rule.areas[0].first_row, rule.areas[0].first_column)
        under = it.looks.of_cell(it.sheet, *first)
        if (look, under) in told:
            continue
        told.add((look, under))
        bold = look.is_bold if look.is_bold is not None else under.is_bold
        fill = look.fill if look.has_own_fill else under.fill
        faint = too_faint(look.text or under.text, fill, look.size or under.size, bold)
        if faint:
            asks = f" ({', '.join(rule.asks)})" if rule.asks else ""
            what = f"the conditional format of {rule.areas[0]}{asks[:80]}: {faint}"
            yield it.warning(first, "T-CONTRAST", what, "Make its text darker or its fill paler.")


# ---- ratings ---------------------------------------------------------------------------------------------------------


def _ratings(it: Examined) -> Iterator[Finding]:
    columns = [c.role for found in TABLES.values() for c in found if c.role.endswith("_rating")]
    slots = [name for name in ("rating",) if name in {slot.name for slot in it.slots}]
    for name, place in (*it.slot_cells(*slots), *it.column_cells(*columns)):
        asked = {ask for rule in it.rules if rule.covers(*place) for ask in rule.asks}
        lacking = [word for word in RATINGS if not any(ask == word or f'"{word}"' in ask for ask in asked)]
        if lacking:
            what = f"{name} has no conditional format for {', '.join(lacking)}"
            mend = 'Select it, Conditional Formatting > Highlight Cells Rules > Equal To, such as "Red", for each word.'
            yield it.warning(place, "T-RATING", what, mend)


# ---- paper and typing ------------------------------------------------------------------------------------------------


def _print(it: Examined) -> Iterator[Finding]:
    if it.sheet.paper_size != A4:
        what = "the sheet does not print on A4"
        yield it.warning("", "T-PAPER", what, "Page Layout > Size > A4.")
    if "_xlnm.print_area" not in it.book.names.local_names(it.sheet.name):
        what = "the sheet has no print area: tables beside and under the page print with it"
        yield it.warning("", "T-PRINT", what, "Select the page, Page Layout > Print Area > Set Print Area.")


def _locked(it: Examined) -> Iterator[Finding]:
    if not it.sheet.is_protected:
        return
    officers = [slot.name for slot in it.slots if slot.owner == "officers"]
    typed = officers + ([] if it.layout.is_pattern else ["month"] if it.layout.is_summary else [])
    for name, place in it.slot_cells(*typed):
        if it.looks.of_cell(it.sheet, *place).is_locked:
            what = f"the sheet is protected and {name} is locked: officers cannot type into it"
            yield it.warning(place, "T-LOCKED", what, "Format Cells > Protection: take off Locked.")
