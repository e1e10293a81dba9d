"""Check, small numbers: counts of people so small that somebody could be recognised, in figures and in words.

Told, not hidden: what is suppressed, and what with it, is for those to say who know the children. Money and days are no
people.
"""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import Value, address, quoted
from excel_scorecard.workbook.check.codes import SMALL, finding
from excel_scorecard.workbook.officers_copy import OFFICERS_SLOTS, OfficersCopy, Page

COUNTED: Final = {
    "percent": ("numerator", "denominator"),
    "count": ("numerator",),
    "rate": ("numerator",),
    "average": ("denominator",),
    "days": ("denominator",),
    "currency": ("denominator",),
}
"""Which parts of a figure are counts, by the page's unit."""
_MOST_PLACES: Final = 5
_WORDS: Final = ("one", "two", "three", "four")[: SMALL - 1]
_CHILDREN: Final = (
    "child", "children", "boy", "boys", "girl", "girls", "baby", "babies", "sibling", "siblings", "teenager",
    "teenagers", "young person", "young people", "care leaver", "care leavers",
)  # fmt: skip
# "2 of the children" and "one in four children" tell of a share; "two young children" of two
_BETWEEN: Final = r"(?!of\b|in\b|to\b|or\b|and\b|per\b)[a-z-]+"
SENTENCE: Final = re.compile(
    rf"(?<![\d.,£])(?<!in )\b(?:{'|'.join(_WORDS)}|[1-{SMALL - 1}])\s+(?:{_BETWEEN}\s+)?(?:{'|'.join(_CHILDREN)})\b",
    re.IGNORECASE,
)


def check_small(copy: OfficersCopy) -> Iterator[Finding]:
    """Small numbers in the tables and texts of every page, and in the concerns."""
    for page in copy.pages.values():
        yield from _figures(copy, page)
        for slot in OFFICERS_SLOTS:
            yield from _words(copy, page.text(slot), page.place(slot), slot)
    concerns = copy.words("concerns")
    if concerns:
        place = f"{quoted(copy.summary.sheet)}!{address(*copy.summary.slots['concerns'][0])}"
        yield from _words(copy, concerns.text, place, "concerns")


def _words(copy: OfficersCopy, text: str, place: str, slot: str) -> Iterator[Finding]:
    found = [match[0] for match in SENTENCE.finditer(text)]
    if found:
        what = f"the {slot.replace('_', ' ')} says {', '.join(repr(each) for each in dict.fromkeys(found))}"
        yield finding("C-SMALL-WORDS", copy.book.name, place, what)


def _figures(copy: OfficersCopy, page: Page) -> Iterator[Finding]:
    unit = page.text("unit")
    parts = COUNTED.get(unit, ())
    rows = [("monthly", row) for row in page.months.values()] + [("breakdown", row) for row in page.areas.values()]
    small = [each for table, row in rows for each in _in_row(page, table, row, parts, is_share=unit == "percent")]
    if small:
        said = ", ".join(small[:_MOST_PLACES]) + (
            f" and {len(small) - _MOST_PLACES} more" if small[_MOST_PLACES:] else ""
        )
        place = f"{quoted(page.sheet.name)}!{small[0].partition(' ')[0]}"
        yield finding("C-SMALL", copy.book.name, place, f"there are numbers from 1 to {SMALL - 1}: {said}")


def _in_row(page: Page, table: str, row: int, parts: tuple[str, ...], *, is_share: bool) -> Iterator[str]:
    """The cells of a row that hold a small number: `C40`; or between which one is left: `C41 less B41`."""
    places = {part: address(row, column) for part in parts if (column := page.column(f"{table}_{part}"))}
    values = {part: page.cell(f"{table}_{part}", row) for part in places}
    small = [places[part] for part, value in values.items() if _is_small(value)]
    numerator, denominator = values.get("numerator"), values.get("denominator")
    if not small and is_share and isinstance(numerator, int | float) and isinstance(denominator, int | float):
        left = f"{places['denominator']} less {places['numerator']}"
        small = [left] if _is_small(denominator - numerator) else []
    yield from small


def _is_small(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < SMALL and value == int(value)
