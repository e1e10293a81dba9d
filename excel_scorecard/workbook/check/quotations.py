"""Check, quoted: percentages, months and ratings in a text that were once on its sheet and are there no longer.

What was there once is what the workbook remembers, what the text was written for, and what a revised figure was. A
figure that never stood there, such as one of another council, is nobody's mistake. Whether a sentence is true is not
asked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from excel_scorecard.calendar import month_label, month_name
from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import CellError
from excel_scorecard.project import Project
from excel_scorecard.values import rounded
from excel_scorecard.workbook.check.codes import finding
from excel_scorecard.workbook.check.labels import labels_of
from excel_scorecard.workbook.memory import Cells, Held
from excel_scorecard.workbook.officers_copy import OFFICERS_SLOTS, OfficersCopy, Page

PERCENTAGE: Final = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent\b)")
TEXTS: Final = ("commentary", "action")
_NOW: Final = ("last_month_text", "written_for", "stale")  # slots that say what was, not what is
_MOST_DECIMALS: Final = 4


@dataclass
class _Said:
    """What a sheet says, or said: shares (0.86 for 86%), percentages in words, months, ratings."""

    shares: set[Decimal] = field(default_factory=set)
    percentages: set[str] = field(default_factory=set)
    months: set[date] = field(default_factory=set)
    ratings: set[str] = field(default_factory=set)

    def has(self, percentage: str) -> bool:
        """Whether it is among them, at the decimals in which it is quoted."""
        quoted = Decimal(percentage)
        places = max(0, -int(quoted.as_tuple().exponent))
        return percentage in self.percentages or any(rounded(100 * share, places) == quoted for share in self.shares)


def check_quoted(copy: OfficersCopy, project: Project | None) -> Iterator[Finding]:
    """The texts that quote what is no longer on their sheet."""
    for page in copy.pages.values():
        for slot, gone in gone_from(page, project).items():
            what = f"the {slot} quotes {', '.join(gone)}, which its sheet no longer says"
            yield finding("C-QUOTES", copy.book.name, page.place(slot), what)


def gone_from(page: Page, project: Project | None) -> dict[str, list[str]]:
    """What a page's texts quote that once stood on it: `31.7%`, `Aug-15`, `Red`; by slot, those with any."""
    labels = labels_of(page, project)
    before, now = _before(page, labels), _now(page, labels)
    texts = {slot: words.text for slot in TEXTS if (words := page.words(slot)) is not None}
    gone = {slot: list(_gone(text, before, now, labels)) for slot, text in texts.items()}
    return {slot: found for slot, found in gone.items() if found}


def _gone(text: str, before: _Said, now: _Said, labels: Mapping[str, str]) -> Iterator[str]:
    for percentage in dict.fromkeys(PERCENTAGE.findall(text)):
        if before.has(percentage) and not now.has(percentage):
            yield f"{percentage}%"
    for month in sorted(before.months - now.months):
        for name in (month_label(month), month_name(month)):
            if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
                yield name
    for word in labels.values():
        if word in before.ratings - now.ratings and re.search(rf"\b{re.escape(word)}\b", text):
            yield word


# ---- what it says now ------------------------------------------------------------------------------------------------


def _now(page: Page, labels: Mapping[str, str]) -> _Said:
    said = _Said(months=set(page.months))
    theirs = {place for slot in (*OFFICERS_SLOTS, *_NOW) for place in page.layout.slots.get(slot, ())}
    revised = page.column("monthly_revised")
    for row, column, value, _ in page.sheet.cells():
        if (row, column) in theirs or column == revised or isinstance(value, bool | CellError):
            continue
        if isinstance(value, str):
            said.percentages |= set(PERCENTAGE.findall(value))
        elif value is not None and abs(value) < _LARGEST_SHARE:
            said.shares.add(_share(Decimal(f"{value:.15g}")))
    said.ratings = _ratings([page.text("rating"), *_area_ratings(page)], labels)
    return said


_LARGEST_SHARE: Final = 10.0  # 1,000%: above it a number is a count or a day


def _share(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-_MOST_DECIMALS - 4)).normalize()


def _area_ratings(page: Page) -> Iterator[str]:
    for row in page.areas.values():
        value = page.cell("breakdown_rating", row)
        if isinstance(value, str):
            yield value


def _ratings(texts: Iterable[str], labels: Mapping[str, str]) -> set[str]:
    return {word for word in labels.values() for text in texts if re.search(rf"\b{re.escape(word)}\b", text)}


# ---- what it said ----------------------------------------------------------------------------------------------------


def _before(page: Page, labels: Mapping[str, str]) -> _Said:
    said = _Said()
    written_for = page.text("written_for")
    said.percentages |= set(PERCENTAGE.findall(written_for))
    said.ratings = _ratings([written_for], labels)
    for row in page.months.values():
        was = page.cell("monthly_revised", row)
        if isinstance(was, str):
            said.percentages |= set(PERCENTAGE.findall(was))
    if page.memory is None:
        return said
    said.months = set(page.memory.months)
    for cells in (*page.memory.months.values(), *page.memory.areas.values(), *page.memory.first.values()):
        said.shares |= set(_shares(cells))
    return said


def _shares(cells: Cells) -> Iterator[Decimal]:
    """The shares that a row was built with: of its parts, and the values that were supplied."""
    parts = {
        name.rpartition("_")[2] if name.startswith(("monthly_", "breakdown_")) else name: cells[name] for name in cells
    }
    numerator, denominator = parts.get("numerator"), parts.get("denominator")
    if isinstance(numerator, Decimal) and isinstance(denominator, Decimal) and denominator:
        yield _share(numerator / denominator)
    for name in ("value", "supplied", "target", "limit"):
        value: Held = parts.get(name)
        if isinstance(value, Decimal) and abs(value) < _LARGEST_SHARE:
            yield _share(value)
