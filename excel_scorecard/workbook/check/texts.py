"""Check, texts: what the officers have written: whether it is there, whole, their own, signed off, and read again.

The rules are those of the Checks sheet (checks_sheet.py), asked of the cells themselves, so that they hold where a
template has no such sheet and where its values are out of date. What is beyond formulas is here: room, and sign-offs.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.looks import Looks
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.project import Project
from excel_scorecard.rating import trimmed
from excel_scorecard.workbook.check.codes import finding
from excel_scorecard.workbook.check.labels import labels_of
from excel_scorecard.workbook.checks_sheet import (
    BROKEN,
    CHECKS,
    CUT,
    DRAFT_LEFT,
    PROMPT_LEFT,
    TO_WRITE,
    Check,
    Held,
    concerns_check,
)
from excel_scorecard.workbook.fill_checks import held_by
from excel_scorecard.workbook.fit import LINE, lines
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, place_of

CONCERNS: Final = "concerns"
PRINTED: Final = ("commentary", "action", "signed_off")
"""Texts of a page that stand in cells of a fixed size."""
LENIENT: Final = 1.06
"""How much wider a cell is taken to be than it is: in doubt a text is not called cut."""


def check_texts(copy: OfficersCopy, project: Project | None) -> Iterator[Finding]:
    """What is to do with the officers' texts, and what they say of ratings and missing figures."""
    looks = Looks(copy.book)
    yield from _concerns(copy, looks)
    month = copy.summary_sheet.read(*copy.summary.slots["month"][0])
    for page in copy.pages.values():
        words = labels_of(page, project)
        held = held_by(page.sheet, page.layout, page.tables["Monthly"], month, words)
        for role, check in CHECKS.items():
            if role != "checks_signed_off" and all(page.layout.has(slot) for slot in check.slots):
                yield from _told(copy, page, role, check, held)
        yield from _signed(copy, page)
        yield from _cut(copy, page.sheet, page.layout, PRINTED, looks)


def _told(copy: OfficersCopy, page: Page, role: str, check: Check, held: Held) -> Iterator[Finding]:
    said = check.said(held)
    if not said or said == BROKEN:  # machinery.py tells of broken formulas
        return
    slot, code = PLACES[role]
    if said in {PROMPT_LEFT, DRAFT_LEFT} or (role == "checks_action" and said == TO_WRITE):
        code = "C-PROMPT"
    elif said.startswith(CUT):
        return  # told of all texts alike, below
    elif code == "C-ACTION":
        said = said.removeprefix(f"{TO_WRITE}: ")
    elif role == "checks_figure" and not said.startswith("Shows"):
        code = "C-WHY"
    yield finding(code, copy.book.name, page.place(slot), WHAT.get(code, "{}").format(said))


PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "checks_commentary": ("commentary", "C-COMMENTARY"),
    "checks_action": ("action", "C-ACTION"),
    "checks_stale": ("commentary", "C-STALE"),
    "checks_figure": ("month", "C-MONTH"),
    "checks_judgement": ("rating_override", "C-JUDGEMENT"),
}
WHAT: Final = {
    "C-COMMENTARY": "no commentary is written",
    "C-ACTION": "no action is written: {}",
    "C-PROMPT": "the text is not finished: {}",
    "C-STALE": "the text may no longer hold. {}",
    "C-MONTH": "the page's month is not the summary's: {}",
    "C-JUDGEMENT": "the rating by judgement is not whole: {}",
}


def _concerns(copy: OfficersCopy, looks: Looks) -> Iterator[Finding]:
    sheet, layout = copy.summary_sheet, copy.summary
    if not layout.has(CONCERNS) or (copy.memory and copy.memory.elsewhere):
        return  # a part of a workbook that was split: the whole has them
    words = copy.words(CONCERNS)
    said, place = concerns_check(words.text if words else ""), place_of(sheet, layout, CONCERNS)
    if said == TO_WRITE:
        yield finding("C-COMMENTARY", copy.book.name, place, "the main areas of concern are not written")
    elif said:
        yield finding("C-PROMPT", copy.book.name, place, WHAT["C-PROMPT"].format(said))
    stale = copy.words("stale")
    if stale and stale.text:
        yield finding("C-STALE", copy.book.name, place, WHAT["C-STALE"].format(stale.text))
    yield from _cut(copy, sheet, layout, (CONCERNS,), looks)


# ---- signing off -----------------------------------------------------------------------------------------------------


def _signed(copy: OfficersCopy, page: Page) -> Iterator[Finding]:
    if not page.layout.has("signed_off"):
        return
    signed, place = page.text("signed_off"), page.place("signed_off")
    if not trimmed(signed):
        yield finding("C-UNSIGNED", copy.book.name, place, "nobody has signed the page off")
        return
    stood = page.memory.signed if page.memory else {}
    if stood.get("signed_off") != signed:
        return  # signed since it was built or refreshed: for what it says now, as far as anybody knows
    for slot in ("commentary", "action"):
        words = page.words(slot)
        if words is not None and slot in stood and words.text != stood[slot]:
            what = f"the {slot} was changed after {signed!r} was written"
            yield finding("C-SIGNED", copy.book.name, page.place(slot), what)


# ---- room ------------------------------------------------------------------------------------------------------------


def _cut(copy: OfficersCopy, sheet: Sheet, layout: Layout, slots: tuple[str, ...], looks: Looks) -> Iterator[Finding]:
    for slot in slots:
        if not layout.has(slot):
            continue
        row, column = layout.slots[slot][0]
        text = sheet.read(row, column)
        if not isinstance(text, str):
            continue
        merged = (area for area in sheet.merged if (row, column) in area)
        area = next(merged, Area.cell(row, column))
        heights = [sheet.row_height(each) for each in area.rows]
        if any(height is None for height in heights):
            continue  # Excel makes the row as high as its text
        size = looks.of_cell(sheet, row, column).size or 10.0
        width = sum(sheet.column_width(each) for each in area.columns) * LENIENT
        needed = lines(text, width, size)
        room = int((sum(height or 0.0 for height in heights) + 2) // (LINE * size / 10))
        if needed > max(1, room):
            what = f"the {slot.replace('_', ' ')} takes about {needed} lines, and its cell has room for {room}"
            yield finding("C-CUT", copy.book.name, place_of(sheet, layout, slot), what)
