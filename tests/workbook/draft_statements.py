"""Statements of a draft: what the sentences drafted for a page say, beside the page itself.

Reads the sentences by their words. What they say beyond the page's own cells (areas, earlier years, comparators) is not
looked at here.
"""

import re
from collections.abc import Iterator

from tests.workbook.page_statements import JUDGED, NUMBER, Page, Statement, number
from tests.workbook.reading import Place

FIGURE = re.compile(rf"(?:figure|number|rate|amount) was ({NUMBER})")
PARTS = re.compile(rf"was {NUMBER}[^(.]* \(({NUMBER}) of ({NUMBER})\)")
TARGET = re.compile(
    rf"(?:({NUMBER})[\w ]*? (above|below)|(on|within)) the target of ({NUMBER}(?: to {NUMBER})?)[^(;.]*\(([^)]*)\)"
)
CASES = re.compile(rf"with ({NUMBER}) (?:more|fewer) it would have been met")
MEAN = rf"(?:[\w-]+ average of ({NUMBER})|average of \d+ \w+ \(({NUMBER}))"
AVERAGE = re.compile(rf"(?:({NUMBER})[\w ]*? (above|below)|(level with)) (?:both )?the {MEAN}")


def draft_statements(page: Page, place: Place, draft: str) -> Iterator[Statement]:
    """What a draft says twice with its page; `place` is where it stands."""
    written = page.text("commentary")
    if written.startswith("Draft: "):
        yield Statement("the draft on its page", page.at("commentary"), written.removeprefix("Draft: "), draft)
    if not page.known("value"):
        yield Statement("a draft without a figure", place, draft.startswith("No figure is "), True)
        return
    figure = FIGURE.search(draft)
    yield Statement("the draft's figure", place, figure and figure[1], page.shown("value"))
    if parts := PARTS.search(draft):
        for name, said in zip(("numerator", "denominator"), parts.groups(), strict=True):
            yield Statement(f"the draft's {name}", place, float(number(said)), float(str(page.value(name))))
    target = TARGET.search(draft)
    has_target = page.text("target_text") != "No target"
    yield Statement("whether the draft speaks of a target", place, bool(target), has_target)
    if target:
        apart, side, _, goal, rating = target.groups()
        said = f"{apart} {side}" if apart else "level"
        yield Statement("the draft's distance from the target", place, said, page.distance("target"))
        yield Statement("the draft's target", place, goal, page.text("target_text"))
        printed = page.text("rating")
        should = f"{printed.removesuffix(JUDGED)} by judgement, " if printed.endswith(JUDGED) else printed
        yield Statement("the draft's rating", place, rating[: len(should)], should)
    if cases := CASES.search(draft):
        yield Statement("the draft's cases short", place, cases[1], page.shown("shortfall"))
    average = AVERAGE.search(draft)
    is_one = page.value("average_months") == 1
    has_average = page.known("average") and not is_one
    yield Statement("whether the draft speaks of an average", place, bool(average), has_average)
    if average:
        apart, side, _, mean, of_fewer = average.groups()
        yield Statement("the draft's average", place, mean or of_fewer, page.shown("average"))
        said = f"{apart} {side}" if apart else "level"
        yield Statement("the draft's distance from the average", place, said, page.distance("average"))
