"""Differences: what one workbook says and another says otherwise, indicator by indicator, by their ids.

What is compared is what the cells hold now, whoever wrote it. A slot that one of the two templates has not is not
compared. How it is told is paragraph.py's and printed.py's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from excel_scorecard.calendar import month_label
from excel_scorecard.values import NOT_APPLICABLE
from excel_scorecard.workbook.diff import paragraph, printed
from excel_scorecard.workbook.diff.said import BookSaid, PageSaid, read_said
from excel_scorecard.workbook.diff.sentences import Rewritten, rewritten

Kind = Literal["value", "rating", "direction", "target", "definition", "figure", "area", "commentary"]

FIGURES: tuple[tuple[Kind, str, str], ...] = (
    ("value", "value", "Value"),
    ("value", "average", "Average"),
    ("rating", "rating", "Rating"),
    ("direction", "direction", "Direction"),
    ("target", "target", "Target"),
    ("target", "target_upper", "Target, upper edge"),
    ("target", "amber_limit", "Amber limit"),
)
WORDS: tuple[tuple[Kind, str, str], ...] = (
    ("target", "target_source", "Target set by"),
    ("definition", "number", "Number"),
    ("definition", "title", "Title"),
    ("definition", "definition", "Definition"),
    ("definition", "unit", "Unit"),
    ("definition", "good", "Good is"),
    ("definition", "numerator_label", "Numerator"),
    ("definition", "denominator_label", "Denominator"),
    ("definition", "value_label", "Value is called"),
    ("definition", "population_note", "Population"),
    ("definition", "breakdown_note", "Breakdown"),
    ("definition", "comparators_text", "Compared with"),
    ("definition", "owner", "Owner"),
)
TEXTS: tuple[tuple[Kind, str, str], ...] = (
    ("commentary", "commentary", "Commentary"),
    ("commentary", "action", "Action"),
    ("commentary", "signed_off", "Signed off"),
    ("commentary", "rating_override", "Rating by judgement"),
    ("commentary", "override_reason", "Reason for it"),
)
SUMMARY: tuple[tuple[Kind, str, str], ...] = (
    ("definition", "organisation", "Organisation"),
    ("definition", "heading", "Heading"),
    ("definition", "agenda_item", "Agenda item"),
    ("definition", "marking", "Marking"),
    ("commentary", "concerns", "Main areas of concern"),
)
NO_TARGET = ("target", "target_upper", "amber_limit")  # which hold [z] where there is none
LONG = 60  # characters: a longer text is told by its sentences


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise. `was` and `now` are as printed; nothing stands for a blank cell.

    `slot` is the template's name for it; of a figure in the tables the month (`2015-08`) or the area. `words` says
    which sentences a long text lost and got.
    """

    kind: Kind
    slot: str
    label: str
    was: str
    now: str
    words: Rewritten | None = None


@dataclass(frozen=True)
class IndicatorDifferences:
    """What is otherwise of one indicator that both workbooks have. `changes` may be none."""

    was: PageSaid
    now: PageSaid
    changes: tuple[Change, ...]

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)


@dataclass(frozen=True)
class Differences:
    """All that is otherwise between two workbooks; indicators in the second's order."""

    a: BookSaid
    b: BookSaid
    summary: tuple[Change, ...]
    indicators: tuple[IndicatorDifferences, ...]

    @property
    def only_in_a(self) -> tuple[PageSaid, ...]:
        """Indicators that the second workbook has not."""
        return tuple(page for id_, page in self.a.pages.items() if id_ not in self.b.pages)

    @property
    def only_in_b(self) -> tuple[PageSaid, ...]:
        """Indicators that the first workbook has not."""
        return tuple(page for id_, page in self.b.pages.items() if id_ not in self.a.pages)

    @property
    def are_none(self) -> bool:
        """Whether the two say the same of the same month."""
        changed = any(each.changes for each in self.indicators) or self.summary or self.only_in_a or self.only_in_b
        return not changed and self.a.month == self.b.month

    @cached_property
    def paragraph(self) -> str:
        """For the cover report, in plain English."""
        return paragraph.written(self)

    def text(self) -> str:
        """A readable page of all of it."""
        return printed.page(self)

    def as_dict(self) -> dict[str, object]:
        """The same for machines, with stable keys."""
        return printed.as_dict(self)


def diff(a: Path, b: Path) -> Differences:
    """What the workbook `b` says otherwise than the workbook `a`: another state of it, or another month.

    Any two scorecards built by this program can be compared: as built, edited by officers, saved by LibreOffice.

    Raises:
        TemplateError: one of them is no scorecard, or the results of its formulas were not saved.
        MachineError: one of them cannot be opened.

    """
    are_namesakes = a.name == b.name
    one, other = (read_said(path, str(path) if are_namesakes else path.name) for path in (a, b))
    return compared(one, other)


def compared(a: BookSaid, b: BookSaid) -> Differences:
    """The differences of two workbooks that were read."""
    return Differences(
        a=a,
        b=b,
        summary=tuple(_summary(a, b)),
        indicators=tuple(
            IndicatorDifferences(a.pages[id_], page, tuple(_changes(a.pages[id_], page)))
            for id_, page in b.pages.items()
            if id_ in a.pages
        ),
    )


def _summary(a: BookSaid, b: BookSaid) -> Iterator[Change]:
    for kind, slot, label in SUMMARY:
        if slot in a.slots and slot in b.slots:
            yield from _text(kind, slot, label, a.slots[slot], b.slots[slot])


def _changes(was: PageSaid, now: PageSaid) -> Iterator[Change]:
    for kind, slot, label in FIGURES:
        if slot in was.slots and slot in now.slots:
            before, after = (_figure(page, slot) for page in (was, now))
            if before != after:
                yield Change(kind, slot, label, before, after)
    for kind, slot, label in WORDS:
        if slot in was.slots and slot in now.slots:
            yield from _text(kind, slot, label, was.text(slot), now.text(slot))
    yield from _figures(was, now)
    yield from _areas(was, now)
    for kind, slot, label in TEXTS:
        if slot in was.slots and slot in now.slots:
            yield from _text(kind, slot, label, was.text(slot), now.text(slot))


def _figure(page: PageSaid, slot: str) -> str:
    said = page.shown(page.slots[slot])
    return "none" if slot in NO_TARGET and said in {NOT_APPLICABLE, ""} else said


def _figures(was: PageSaid, now: PageSaid) -> Iterator[Change]:
    """Months of which both tell something, told otherwise: what was revised, taken back, or became known."""
    for month in sorted(was.months.keys() & now.months.keys()):
        before, after = was.months[month], now.months[month]
        if (before.numerator, before.denominator, before.value) != (after.numerator, after.denominator, after.value):
            said = was.shown_whole(before), now.shown_whole(after)
            yield Change("figure", f"{month:%Y-%m}", f"{month_label(month)} figure", *said)


def _areas(was: PageSaid, now: PageSaid) -> Iterator[Change]:
    """Areas told otherwise, where both are of one month: of another month they all are."""
    if was.areas_at is None or was.areas_at != now.areas_at:
        return
    for area, after in now.areas.items():
        before = was.areas.get(area)
        if before is None:
            yield Change("area", area, area, "", now.shown_whole(after))
        elif before != after:
            ratings = [f", {figure.rating}" if before.rating != after.rating else "" for figure in (before, after)]
            yield Change("area", area, area, was.shown_whole(before) + ratings[0], now.shown_whole(after) + ratings[1])
    for area, before in was.areas.items():
        if area not in now.areas:
            yield Change("area", area, area, was.shown_whole(before), "")


def _text(kind: Kind, slot: str, label: str, was: str, now: str) -> Iterator[Change]:
    words = rewritten(was, now)
    if words is not None:
        is_long = max(len(was), len(now)) > LONG
        yield Change(kind, slot, label, was, now, words if is_long else None)
