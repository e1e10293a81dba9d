"""Statements: what the places of a workbook say of the same thing, each beside what another place makes of it.

A page's number, rating and direction are said again on the Summary, Commentary, Checks and Definitions sheets, in their
words, colours and counts. Where two places differ the workbook contradicts itself. What a page says twice by itself is
page_statements.py's.
"""

import re
from collections.abc import Iterator, Mapping

from tests.workbook.as_seen import Seen
from tests.workbook.draft_statements import draft_statements
from tests.workbook.page_statements import RATINGS, Page, Statement, label
from tests.workbook.reading import Place
from tests.workbook.signal_statements import signal_statements

SLOTS = {"Summary": "summary", "Commentary": "commentary", "Checks": "checks", "Definitions": "definitions"}


def statements(seen: Seen, words: tuple[str, ...] = RATINGS) -> Iterator[Statement]:
    """Everything that a workbook says twice. `words` are what its project prints for the ratings."""
    pages = [Page(seen, id_, sheet, words) for id_, sheet in seen.book.indicators().items()]
    for page in pages:
        yield from page.statements()
        yield from signal_statements(page)
    yield from _summary(seen, pages)
    for role in ("Commentary", "Checks", "Definitions"):
        yield from _list(seen, role, pages)
    yield from _counts(seen, pages)
    yield from _colours(seen, pages)


# ---- the lists -------------------------------------------------------------------------------------------------------


def _summary(seen: Seen, pages: list[Page]) -> Iterator[Statement]:
    rows = _rows(seen, "Summary")
    by_id = {str(seen.value(row["summary_id"])): row for row in rows}
    for page in pages:
        row = by_id[page.id]
        for role in ("value", "average", "rating", "direction"):
            cell = row[f"summary_{role}"]
            yield Statement(f"the summary's {role}", cell, seen.shown(cell), page.shown(role))
        target = row["summary_target"]
        goal = page.text("target_text").replace("No target", "None")
        yield Statement("the summary's target", target, seen.shown(target), goal)
        arrow = row["summary_direction"]
        yield Statement("the summary's arrow", arrow, seen.arrow(arrow), seen.arrow(page.at("direction")))
        title = row["summary_title"]
        due = page.text("next_due")
        aside = f" ({page.text('period_label')}; {due})".casefold() if due else ""
        yield Statement(
            "the summary's title", title, str(seen.value(title)).casefold(), page.text("title").casefold() + aside
        )


def _list(seen: Seen, role: str, pages: list[Page]) -> Iterator[Statement]:
    prefix = SLOTS[role]
    by_number = {str(seen.value(row[f"{prefix}_number"])): row for row in _rows(seen, role)}
    for page in pages:
        row = by_number[page.text("number")]
        for name, wanted in _wanted(page, role).items():
            cell = row[f"{prefix}_{name}"]
            yield Statement(f"the {role} sheet's {name}", cell, seen.value(cell), wanted)
        if "definitions_direction" in row:
            yield from _direction_in_words(seen, page, row["definitions_direction"])
        if "commentary_draft" in row:
            draft = row["commentary_draft"]
            yield from draft_statements(page, draft, str(seen.value(draft)))


def _direction_in_words(seen: Seen, page: Page, cell: Place) -> Iterator[Statement]:
    """The page's direction by the rule that Definitions tells."""
    rule = str(seen.value(cell))
    if page.way and page.text("direction") != "No data" and "the target's range" not in rule:
        words = {way: word for word, way in re.findall(r"(\w+): (above|below) ", rule)}
        yield Statement("the direction by its rule in words", cell, words.get(page.way), page.text("direction"))


def _wanted(page: Page, role: str) -> Mapping[str, object]:
    """What a list should say of a page."""
    if role == "Commentary":
        stale = page.value("stale")
        length = page.value("characters_used")
        return {"rating": page.value("rating"), "direction": page.value("direction"), "stale": stale, "length": length}
    if role == "Definitions":
        return {"title": page.value("title"), "rule": page.value("rule_text")}
    action, red = page.text("action").strip(), next(word for word, meaning in page.meaning.items() if meaning == "Red")
    lacking = f"To write: {red}" if page.rating == "Red" else ""
    lacking = lacking or ("To write: worsening" if page.text("direction") == "Worsening" else "")
    note = page.row("monthly_note")
    reason = page.seen.value(note) if note else ""
    is_due = page.text("rating").startswith("Next: ")
    is_lacking = page.value("value") == "[x]" and not reason and not is_due
    wanted = {"figure": f"No figure for {label(page.period)}, no reason" if is_lacking else ""}
    if not action or action.startswith("Type here:"):
        wanted["action"] = lacking if not action else "To write"
    return wanted


def _rows(seen: Seen, role: str) -> list[dict[str, Place]]:
    """The rows of a list by its columns."""
    sheet = next(sheet for sheet, name in seen.book.names if sheet and name == f"{SLOTS[role]}_number")
    names = [name for on, name in seen.book.names if on == sheet and name.startswith(f"{SLOTS[role]}_")]
    columns = {name: seen.book.column(sheet, name) for name in names if name != "checks_text"}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _counts(seen: Seen, pages: list[Page]) -> Iterator[Statement]:
    place = seen.slot("Summary", "counts_text")
    said = str(seen.value(place))
    words = {meaning: word for word, meaning in pages[0].meaning.items()}
    for meaning in ("Red", "Amber", "Green"):
        found = re.search(rf"(?:^|, )([0-9]+) {re.escape(words[meaning])}(?=[,;])", said)
        count = sum(page.rating == meaning for page in pages)
        yield Statement(f"how many are {meaning}", place, found and int(found[1]), count)
    others = {"No target": "without target", "No data": "without data"}
    for meaning, usual in others.items():
        word = usual if words[meaning] == meaning else words[meaning]
        found = re.search(rf", ([0-9]+) {re.escape(word)}(?=[,;])", said)
        count = sum(page.rating == meaning for page in pages)
        yield Statement(f"how many are {usual}", place, int(found[1]) if found else 0, count)
    due = re.search(r", ([0-9]+) not yet due", said)
    yield Statement(
        "how many are not yet due",
        place,
        int(due[1]) if due else 0,
        sum(page.text("rating").startswith("Next: ") for page in pages),
    )
    worse = re.search(r"; ([0-9]+) worsening$", said)
    count = sum(page.text("direction") == "Worsening" for page in pages)
    yield Statement("how many are worsening", place, worse and int(worse[1]), count)


def _colours(seen: Seen, pages: list[Page]) -> Iterator[Statement]:
    """One colour for each rating, wherever it stands; Green, Amber and Red each another."""
    summary = {str(seen.value(row["summary_id"])): row["summary_rating"] for row in _rows(seen, "Summary")}
    listed = {str(seen.value(row["commentary_number"])): row["commentary_rating"] for row in _rows(seen, "Commentary")}
    of_meaning: dict[str, str] = {}
    for page in pages:
        here = seen.colour(page.at("rating"))
        for other in (summary[page.id], listed[page.text("number")]):
            yield Statement("the colour of a rating", other, seen.colour(other), here)
        first = of_meaning.setdefault(page.rating, here)
        yield Statement(f"the colour of {page.rating}", page.at("rating"), here, first)
        yield Statement("a rating has a colour", page.at("rating"), bool(here), True)
        for cell in seen.book.column(page.sheet, "breakdown_rating") if page.has_areas else ():
            meaning = page.meaning.get(str(seen.value(cell)), "")
            if meaning in of_meaning:
                yield Statement("the colour of an area's rating", cell, seen.colour(cell), of_meaning[meaning])
    rated = [colour for meaning, colour in of_meaning.items() if meaning in {"Green", "Amber", "Red"}]
    yield Statement("each rating has a colour of its own", ("Summary", "A1"), len(set(rated)), len(rated))
