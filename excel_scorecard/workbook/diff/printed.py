"""Printed: the differences of two workbooks as a page to read, and as a dict with stable keys.

Knows what differs (differences.py); the sentences for the cover report are paragraph.py's.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from excel_scorecard.calendar import month_name

if TYPE_CHECKING:
    from excel_scorecard.workbook.diff.differences import Change, Differences
    from excel_scorecard.workbook.diff.said import BookSaid, PageSaid

WIDTH = 100
WIDEST_COLUMN = 40  # of what was; a longer one pushes its own line alone
BLANK = "(blank)"


def page(differences: "Differences") -> str:
    """The whole page: the paragraph, then the summary's texts and each indicator that differs."""
    a, b = differences.a, differences.b
    lines = [f"{_named(a)} and {_named(b)}", "", *textwrap.wrap(differences.paragraph, WIDTH)]
    if differences.are_none:
        return "\n".join(lines)
    if differences.summary:
        lines += ["", "Summary", *_lines(differences.summary)]
    for each in differences.indicators:
        if each.changes:
            lines += ["", _heading(each.now), *_lines(each.changes)]
    for book, pages in ((a, differences.only_in_a), (b, differences.only_in_b)):
        if pages:
            lines += ["", f"Only in {_named(book)}", *(f"  {_heading(page)}" for page in pages)]
    same_pages = [each.now for each in differences.indicators if not each.changes]
    if same_pages:
        lines += ["", *_wrapped("The same in both: ", (page.number or page.id for page in same_pages))]
    return "\n".join(lines)


def _named(book: "BookSaid") -> str:
    return f"{book.file} ({month_name(book.month)})"


def _heading(page: "PageSaid") -> str:
    return f"{page.number}  {page.title}".strip()


def _wrapped(first: str, items: Iterable[str]) -> list[str]:
    return textwrap.wrap(first + ", ".join(items), WIDTH, subsequent_indent=" " * 2)


def _lines(changes: "Sequence[Change]") -> Iterator[str]:
    """A line a change, in columns; under a rewritten text its first sentences that went and came."""
    labels = max(len(change.label) for change in changes)
    short = [change for change in changes if change.words is None]
    widths = [len(change.was or BLANK) for change in short if len(change.was) <= WIDEST_COLUMN]
    was_width = max(widths, default=0)
    for change in changes:
        label = f"  {change.label:{labels}}  "
        if change.words is None:
            yield f"{label}{_one_line(change.was):{was_width}}  ->  {_one_line(change.now)}"
        else:
            yield f"{label}{change.words.said}"
            yield from (f"    {line}" for line in change.words.lines())


def _one_line(text: str) -> str:
    return " ".join(text.split()) or BLANK


def as_dict(differences: "Differences") -> dict[str, object]:
    """The differences for machines."""
    return {
        "a": _book(differences.a),
        "b": _book(differences.b),
        "same": differences.are_none,
        "paragraph": differences.paragraph,
        "summary": [_change(change) for change in differences.summary],
        "indicators": [
            _page(each.now) | {"changes": [_change(change) for change in each.changes]}
            for each in differences.indicators
            if each.changes
        ],
        "only_in_a": [_page(page) for page in differences.only_in_a],
        "only_in_b": [_page(page) for page in differences.only_in_b],
        "unchanged": [each.now.id for each in differences.indicators if not each.changes],
    }


def _book(book: "BookSaid") -> dict[str, object]:
    return {"file": book.file, "month": f"{book.month:%Y-%m}", "heading": book.slots.get("heading", "")}


def _page(page: "PageSaid") -> dict[str, object]:
    return {"id": page.id, "number": page.number, "title": page.title}


def _change(change: "Change") -> dict[str, object]:
    said: dict[str, object] = {"kind": change.kind, "name": change.slot, "was": change.was, "now": change.now}
    if change.words is not None:
        said |= {"removed": list(change.words.removed), "added": list(change.words.added)}
    return said
