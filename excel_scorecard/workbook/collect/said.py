"""Said: what officers say in a copy of the workbook that it was not built with: texts, sign-off, ratings by judgement.

Their figures are said_figures.py's, and what becomes of both is collect.py's. Writes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from excel_scorecard.commentary import CONCERNS, Styled, marks, stripped
from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import CellError, Value, address, date_of, quoted
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.rich import Run
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.project import RATINGS, Indicator
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.memory import Memory, PageMemory
from excel_scorecard.workbook.merging import unwritten
from excel_scorecard.workbook.officers_copy import (
    OFFICERS_SLOTS,
    SUMMARY_OFFICERS_SLOTS,
    OfficersCopy,
    Page,
    plain,
)
from excel_scorecard.workbook.rich_words import styled_of

OVERRIDE: Final = "rating_override"
_LOOKS_OF_DATES: Final = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.|_.|\*.")


@dataclass(frozen=True)
class TextSaid:
    """The text of one slot in one copy.

    Attributes:
        of: the indicator's id, or `concerns`; slot: its setting in the month's file.
        styled: the text, in pieces of one look each; built: as it was built. Prompts and drafts count as nothing.
        file, place: where it stands, for messages.

    """

    of: str
    slot: str
    styled: tuple[Styled, ...]
    built: tuple[Styled, ...]
    file: str
    place: str

    @property
    def text(self) -> str:
        """The words alone."""
        return words(self.styled)

    @property
    def is_theirs(self) -> bool:
        """Whether it is other than it was built."""
        return not same_words(self.styled, self.built)


def words(styled: tuple[Styled, ...]) -> str:
    """The words of a text without their looks."""
    return "".join(piece.text for piece in styled)


def same_words(one: tuple[Styled, ...], other: tuple[Styled, ...]) -> bool:
    """The same words with the same looks, but for white space at the ends of lines."""
    return plain(words(one)) == plain(words(other)) and _marked(one) == _marked(other)


def _marked(styled: tuple[Styled, ...]) -> set[tuple[str, object]]:
    return {(mark.words.strip(), mark.look) for mark in marks(styled) if mark.words.strip()}


@dataclass(frozen=True)
class SlotPlace:
    """A slot of the officers' where it stands now."""

    sheet: Sheet
    row: int
    column: int

    @property
    def place(self) -> str:
        """For messages: `'3 Assessments'!B12`."""
        return f"{quoted(self.sheet.name)}!{address(self.row, self.column)}"


def texts_said(
    copy: OfficersCopy, built: Memory, indicators: dict[str, Indicator], found: list[Finding]
) -> Iterator[TextSaid]:
    """Every text of the officers' in a copy, of the indicators that the project knows; what is doubtful is `found`."""
    for slot in SUMMARY_OFFICERS_SLOTS:
        where = slot_at(copy, copy.summary_sheet, copy.summary, slot)
        if where is not None:
            now, before = _both(copy, where, built, slot, found)
            yield TextSaid(CONCERNS, slot, now, before, copy.book.name, where.place)
    for id_, page in copy.pages.items():
        remembered = built.pages.get(id_)
        if id_ in indicators and remembered is not None:
            yield from _of_page(copy, page, remembered, indicators[id_], found)


def _of_page(
    copy: OfficersCopy, page: Page, built: PageMemory, indicator: Indicator, found: list[Finding]
) -> Iterator[TextSaid]:
    for slot in OFFICERS_SLOTS:
        where = slot_at(copy, page.sheet, page.layout, slot)
        if where is None:
            if slot in built.slots:
                what = f"the place for the {slot.replace('_', ' ')} of '{page.id}' is gone from its sheet"
                mend = "What was built there stays; undo the deletion if officers have written there."
                found.append(_finding(copy, quoted(page.sheet.name), "K-GONE", what, mend))
            continue
        now, before = _both(copy, where, built, slot, found)
        if slot == OVERRIDE:
            rating = _rating(words(now), indicator)
            if rating is None:
                known = ", ".join(indicator.label(word) for word in RATINGS[:3])
                what = f"the rating by judgement '{words(now)}' of '{page.id}' is none, and is not collected"
                found.append(_finding(copy, where.place, "K-RATING", what, f"Choose one of {known}."))
                continue
            now, before = _one(rating), _one(_rating(words(before), indicator) or "")
        yield TextSaid(page.id, slot, now, before, copy.book.name, where.place)


def slot_at(copy: OfficersCopy, sheet: Sheet, layout: Layout, slot: str) -> SlotPlace | None:
    """Where a slot is now; also on another sheet, where somebody has cut it out and pasted it."""
    if layout.has(slot):
        return SlotPlace(sheet, *layout.slots[slot][0])
    reference = copy.book.names.local_names(sheet.name).get(slot, "")
    area = area_of(reference) if reference else None
    if area is None or area[0] not in copy.book.sheet_names():
        return None
    return SlotPlace(copy.book.sheet(area[0]), area[1][0].first_row, area[1][0].first_column)


def _both(
    copy: OfficersCopy, where: SlotPlace, built: Memory | PageMemory, slot: str, found: list[Finding]
) -> tuple[tuple[Styled, ...], tuple[Styled, ...]]:
    """The text of a slot now, and as it was built. The template's prompt is no text, nor is a draft."""
    nobodys = unwritten(built, slot)
    before = built.slots.get(slot)
    font = built.fonts.get(slot)
    runs = [Run(run.text, run.properties or font or ()) for run in built.runs.get(slot, ())]
    said = before if isinstance(before, str) else ""
    was = styled_of(where.sheet, where.row, where.column, said, runs, font)
    value = where.sheet.read(where.row, where.column)
    if isinstance(value, CellError):
        what = f"the cell of the {slot.replace('_', ' ')} shows {value}; what was built there stays"
        found.append(_finding(copy, where.place, "K-ERROR", what, "Type the text there again."))
        return _said(was, nobodys), _said(was, nobodys)
    if (formula := where.sheet.formula(where.row, where.column)) is not None:
        what = f"the {slot.replace('_', ' ')} is a formula (={formula[:40]}); what it shows is collected, as text"
        found.append(_finding(copy, where.place, "K-FORMULA", what, "Nothing, if the text is right."))
    rich = where.sheet.rich(where.row, where.column)
    now = styled_of(where.sheet, where.row, where.column, _shown(where, value), rich, font)
    return _said(now, nobodys), _said(was, nobodys)


def _said(styled: tuple[Styled, ...], nobodys: tuple[str, ...]) -> tuple[Styled, ...]:
    return () if plain(words(styled)) in map(plain, nobodys) else stripped(styled)


def _shown(where: SlotPlace, value: Value) -> str:
    """A cell's value as its reader sees it: a date that Excel made of what was typed is one."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    styles = where.sheet.workbook.styles
    form = _LOOKS_OF_DATES.sub("", styles.number_format(where.sheet.style(where.row, where.column))).lower()
    if any(letter in form for letter in "dy") and value >= 1:
        return f"{date_of(value, where.sheet.workbook.date1904):%d/%m/%Y}"
    if form.endswith("%"):
        return f"{value * 100:.15g}%"
    return f"{value:.15g}"


def _rating(word: str, indicator: Indicator) -> str | None:
    """The rating that a word means, in the project's own words or in ours; empty for none, None where it means none."""
    if not word:
        return ""
    by_word = {indicator.label(rating).casefold(): rating for rating in RATINGS[:3]}
    by_word |= {rating.casefold(): rating for rating in RATINGS[:3] if rating.casefold() not in by_word}
    return by_word.get(" ".join(word.split()).casefold())


def _one(text: str) -> tuple[Styled, ...]:
    return (Styled(text),) if text else ()


def _finding(copy: OfficersCopy, place: str, code: str, what: str, mend: str) -> Finding:
    return Finding("warning", copy.book.name, place, code, what, mend)
