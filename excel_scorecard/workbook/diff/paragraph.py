"""Paragraph: the differences of two workbooks in a few sentences, for the cover report to a committee.

Knows what differs (differences.py). Ratings are in the words that the workbooks print.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from excel_scorecard.calendar import month_label, month_name
from excel_scorecard.revised import in_parts
from excel_scorecard.values import NOT_AVAILABLE
from excel_scorecard.wording import NUMBER_WORDS

if TYPE_CHECKING:
    from excel_scorecard.workbook.diff.differences import Differences, IndicatorDifferences

MOST_NAMED = 6  # of those in brackets; more are counted alone


class _Movement(NamedTuple):
    """An indicator whose rating is another. `severity` sorts: the worst ratings first, improvements last."""

    severity: tuple[bool, int, int]
    verb: str
    was: str
    now: str
    item: str


def written(differences: "Differences") -> str:
    """The paragraph."""
    a, b = differences.a, differences.b
    if differences.are_none:
        same = "values, ratings, targets, definitions, earlier figures and commentary are the same"
        return f"Nothing changed between the two scorecards for {month_name(b.month)}: {same}."
    sentences = [f"{_between(a.month, b.month)} {_ratings(differences)}"]
    sentences += _revised(differences)
    sentences += _targets(differences)
    sentences += _definitions(differences)
    sentences += _come_and_gone(differences)
    if a.month == b.month:
        sentences += _texts(differences)
    return " ".join(sentences)


def number(count: int) -> str:
    """A number within a sentence: in words up to twelve."""
    return NUMBER_WORDS[count - 1] if 1 <= count <= len(NUMBER_WORDS) else f"{count:,}"


def _between(was: date, now: date) -> str:
    if was == now:
        return f"Between the two scorecards for {month_name(now)}"
    first = month_name(was).removesuffix(f" {was.year}") if was.year == now.year else month_name(was)
    return f"{'Between' if was < now else 'Going back from'} {first} {'and' if was < now else 'to'} {month_name(now)}"


def _ratings(differences: "Differences") -> str:
    found = [m for each in differences.indicators if (m := _movement(differences, each)) is not None]
    movements = sorted(found, key=lambda movement: movement[:4])  # of one kind in the scorecard's order
    count = len(differences.indicators)
    scope = "in both " if differences.only_in_a or differences.only_in_b else ""
    if not count:
        return "no indicator can be compared: the two have none in common."
    if not movements:
        kept = f"none of the {number(count)} indicators {scope}changed its rating"
        return f"{kept}." if count > 1 else f"the one indicator {scope}kept its rating."
    groups = [list(group) for _, group in groupby(movements, key=lambda movement: movement[:4])]
    told: list[str] = []
    for group in groups:
        of = f" of the {number(count)} indicators {scope}".rstrip() if not told and count > 1 else ""
        moved = f"{group[0].verb} from {group[0].was} to {group[0].now}"
        told.append(f"{number(len(group))}{of} {moved}{_named(movement.item for movement in group)}")
    left = count - len(movements)
    rest = f" The other {number(left) if left > 1 else 'one'} kept {'their' if left > 1 else 'its'} rating."
    return f"{_listed(told)}.{rest if left else ''}"


def _movement(differences: "Differences", each: "IndicatorDifferences") -> _Movement | None:
    was, now = differences.a.rating(each.was), differences.b.rating(each.now)
    before, after = differences.a.severity(each.was), differences.b.severity(each.now)
    if was == now or (before is not None and before == after):  # another word for the same
        return None
    item = each.now.title
    values = [page.shown(page.slots.get("value")) for page in (each.was, each.now)]
    if values[0] != values[1]:
        item += f", {values[0]} to {values[1]}"
    if before is None or after is None:
        return _Movement((False, 3, 0), "went", was, now, item)
    is_better = after > before
    return _Movement((is_better, after, before), "improved" if is_better else "moved", was, now, item)


def _revised(differences: "Differences") -> list[str]:
    """Figures of a month that both tell and tell otherwise; one that was not available before is no revision."""
    shown = min(differences.a.month, differences.b.month)
    of_month: list[str] = []
    earlier: list[str] = []
    for each in differences.indicators:
        for change in each.of("figure"):
            month = date.fromisoformat(f"{change.slot}-01")
            was, now = each.was.months[month], each.now.months[month]
            if was.value == NOT_AVAILABLE:
                continue
            before, after = each.was.shown(was.value), each.now.shown(now.value)
            if before == after:
                before, after = in_parts(was.numerator, was.denominator), in_parts(now.numerator, now.denominator)
            title = each.now.title if month == shown else f"{each.now.title} in {month_label(month)}"
            (of_month if month == shown else earlier).append(f"{title}, {before} to {after}")
    groups = ((month_name(shown), of_month), ("earlier months", earlier))
    return [
        f"{number(len(items)).capitalize()} {'figure' if len(items) == 1 else 'figures'} for {months} "
        f"{_were(items)} revised{_named(items)}."
        for months, items in groups
        if items
    ]


def _targets(differences: "Differences") -> list[str]:
    items = []
    for each in differences.indicators:
        # of a band both edges are told; an Amber limit that moves with its target is not told again
        edges = [change for change in each.of("target") if change.slot in {"target", "target_upper"}]
        if edges:
            items.append(f"{each.now.title}, {' and '.join(f'{change.was} to {change.now}' for change in edges)}")
    return [f"The target of {_indicators(items)} changed{_named(items)}."] if items else []


DEFINING = frozenset({"definition", "unit", "good", "numerator_label", "denominator_label"})


def _definitions(differences: "Differences") -> list[str]:
    items = [e.now.title for e in differences.indicators if any(c.slot in DEFINING for c in e.of("definition"))]
    return [f"The definition of {_indicators(items)} changed{_named(items)}."] if items else []


def _come_and_gone(differences: "Differences") -> list[str]:
    said = []
    if new := [page.title for page in differences.only_in_b]:
        said.append(f"{_indicators(new).capitalize()} {'is' if len(new) == 1 else 'are'} new{_named(new)}.")
    if gone := [page.title for page in differences.only_in_a]:
        said.append(
            f"{_indicators(gone).capitalize()} {'is' if len(gone) == 1 else 'are'} no longer reported{_named(gone)}."
        )
    return said


def _texts(differences: "Differences") -> list[str]:
    """The officers' words, of one and the same month; from month to month they are new anyway."""
    items = [e.now.title for e in differences.indicators if e.of("commentary")]
    said = [f"the commentary of {_indicators(items)}{_named(items)}"] if items else []
    if any(change.slot == "concerns" for change in differences.summary):
        said.append("the main areas of concern")
    if not said:
        return []
    words = _listed(said)
    is_one = len(said) == 1 and bool(items)
    return [f"{words[:1].upper()}{words[1:]} {'was' if is_one else 'were'} changed."]


def _indicators(items: Sequence[str]) -> str:
    return f"{number(len(items))} indicator{'' if len(items) == 1 else 's'}"


def _were(items: Sequence[str]) -> str:
    return "was" if len(items) == 1 else "were"


def _named(items: Iterable[str]) -> str:
    """Which they are, in brackets; nothing where they are too many to read."""
    named = list(items)
    return f" ({'; '.join(named)})" if len(named) <= MOST_NAMED else ""


def _listed(said: Sequence[str]) -> str:
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
