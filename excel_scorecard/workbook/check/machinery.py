"""Check, machinery: formulas, their values, names and sheets: whether the workbook still works as it was built."""

from collections.abc import Iterator
from typing import Final

from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import CellError, Value, address, quoted
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.workbook.check.codes import finding
from excel_scorecard.workbook.contract import PATTERN_SLOTS
from excel_scorecard.workbook.edits import edits_of
from excel_scorecard.workbook.fill_page import SUPPLIED
from excel_scorecard.workbook.layout import SLOTS
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, held, place_of

GONE: Final = "#REF!"
NO_POINT: Final = CellError("#N/A")  # a chart's way to say that there is no point
REPEATED: Final = ("value", "average", "rating", "direction")
"""What the summary's row repeats of a page, under the same word."""


def check_machinery(copy: OfficersCopy) -> Iterator[Finding]:
    """Names and sheets that are gone, formulas that are none any more or are broken, and values out of date."""
    name = copy.book.name
    for broken in copy.broken:
        yield finding("C-NAME", name, broken.place, broken.what)
    for id_ in copy.missing:
        yield finding("C-GONE", name, place_of(copy.summary_sheet, copy.summary, ""), f"the sheet of {id_} is gone")
    for page in copy.pages.values():
        yield from _lost_names(copy, page)
        yield from _constants(copy, page)
    yield from _summary(copy)
    for sheet in copy.book.sheets():
        yield from _formulas(copy, sheet)
        yield from _charts(copy, sheet)


def _lost_names(copy: OfficersCopy, page: Page) -> Iterator[Finding]:
    for slot in page.memory.slots if page.memory else ():
        if (
            slot in SLOTS
            and not page.layout.has(slot)
            and not any(f"name {slot} " in each.what for each in copy.broken)
        ):
            what = f"the name {slot} is gone from the sheet"
            yield finding("C-NAME", copy.book.name, quoted(page.sheet.name), what)


# ---- formulas --------------------------------------------------------------------------------------------------------

ALWAYS: Final = frozenset(slot.name for slot in PATTERN_SLOTS if slot.kind == "formula") - SUPPLIED - {
    "population_note", "status", "breakdown_title",
}  # fmt: skip
"""Slots that hold a formula on every page that has them, whatever the project and the template."""


def _constants(copy: OfficersCopy, page: Page) -> Iterator[Finding]:
    if page.memory is not None:
        places = [(edit.place(page), edit.of) for edit in edits_of(page) if edit.kind == "formula"]
    else:
        held_now = {slot: page.value(slot) for slot in sorted(ALWAYS) if page.layout.has(slot)}
        places = [
            (page.place(slot), slot.replace("_", " "))
            for slot, value in held_now.items()
            if value not in (None, "") and page.formula(slot) is None
        ]
    for place, what in places:
        yield finding(
            "C-FORMULA", copy.book.name, place, f"the {what} was typed over: it no longer follows the figures"
        )


def _summary(copy: OfficersCopy) -> Iterator[Finding]:
    """The rows of the summary: formulas that were typed over, values that are not those of the pages."""
    sheet, placed = copy.summary_sheet, copy.summary.tables["Summary"]
    for row, id_ in copy.list_rows("Summary"):
        page = copy.pages.get(id_ or "")
        if page is None:
            continue
        for slot in REPEATED:
            role = f"summary_{slot}"
            if role not in placed.columns or not page.layout.has(slot):
                continue
            column = placed.sheet_column(role)
            place = f"{quoted(sheet.name)}!{address(row, column)}"
            shown, there = sheet.read(row, column), page.value(slot)
            if sheet.formula(row, column) is None:
                if shown is not None:
                    what = f"the {slot} of {id_} was typed over: it no longer follows its page"
                    yield finding("C-FORMULA", copy.book.name, place, what)
            elif sheet.has_cache(row, column) and held(shown) != held(there):
                what = f"the {slot} of {id_} is {_shown(shown)} here, and {_shown(there)} on its page"
                yield finding("C-CACHE", copy.book.name, place, what)


def _shown(value: Value) -> str:
    said = held(value)
    return "nothing" if said is None else said if isinstance(said, str) else f"{said.normalize():f}"


def _formulas(copy: OfficersCopy, sheet: Sheet) -> Iterator[Finding]:
    """Formulas that have lost the cells they read or show an error, and those without a value."""
    broken: list[str] = []
    bare: list[str] = []
    for row, column, formula in sheet.formula_cells():
        value = sheet.read(row, column)
        if GONE in formula or (isinstance(value, CellError) and value != NO_POINT):
            broken.append(address(row, column))
        elif not sheet.has_cache(row, column):
            bare.append(address(row, column))
    for code, places, what in (
        ("C-ERROR", broken, "the formula is broken"),
        ("C-CACHE", bare, "the formula shows no value until it is worked out"),
    ):
        if places:
            more = f"; and {len(places) - 1} more on this sheet" if len(places) > 1 else ""
            yield finding(code, copy.book.name, f"{quoted(sheet.name)}!{places[0]}", what + more)


def _charts(copy: OfficersCopy, sheet: Sheet) -> Iterator[Finding]:
    for chart in sheet.charts:
        if any(GONE in (element.text or "") for element in chart.root.iter() if str(element.tag).endswith("}f")):
            yield finding("C-ERROR", copy.book.name, quoted(sheet.name), "a chart reads cells that are gone")
