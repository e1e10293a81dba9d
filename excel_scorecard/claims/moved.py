"""Moved: where a sentence says that the indicator rose or fell, got better or worse, or stayed."""

import re
from collections.abc import Iterator
from typing import Final, cast

from excel_scorecard.claims.claims import Claim, Moved, Way
from excel_scorecard.claims.reading import LINK, Reading
from excel_scorecard.claims.references import Reference
from excel_scorecard.claims.sentences import Clause
from excel_scorecard.claims.words import MOVES, NEGATED, NOUNS

_ENDS: Final = re.compile(
    r"^\s*(?:$|[.,;:)!?\d£%]|(?:to|from|by|in|on|since|over|this|last|again|further|for|at|and|but|compared|against|during|across|"
    r"as|with|after|through|throughout|every|each|month|year|once|still|back|or|while|than|up|down|or|\w+ly|well|also|quite|"
    r"slightly|a little|somewhat|yet|even|each|when|because|until|so|within|more|faster|quickly|significantly)\b)",
    re.IGNORECASE,
)
_RUNNING: Final = re.compile(
    r"\b(?:month[ -]on[ -]month|each month|every month|running|in a row|consecutive|successive|in succession|"
    r"in each of|again)\b",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"\b(?:had|was|were)\s(?:\w+ly\s)?$|\b(?:of|by|for|to|in|and their|with|a|the)\s(?:\w+ly\s)?$", re.IGNORECASE
)
_NOUNS: Final[tuple[Way, ...]] = ("up", "down", "better", "worse")
_COMPARED: Final = re.compile(r"\bcompared (?:with|to)\s(?:the\s)?$", re.IGNORECASE)
_COUNTS: Final = re.compile(r"\b(?:numbers?|volumes?)\b", re.IGNORECASE)


def moved_in(reading: Reading) -> Iterator[Claim]:
    """Movements of the indicator, or of an area."""
    for clause in reading.clauses():
        for match in MOVES.finditer(reading.text, clause.start, clause.end):
            yield from _verb(reading, clause, match)
        for match in NOUNS.finditer(reading.text, clause.start, clause.end):
            yield from _noun(reading, clause, match)


def _verb(reading: Reading, clause: Clause, match: re.Match[str]) -> Iterator[Moved]:
    text = reading.text
    way = cast("Way", match.lastgroup)
    before, after = text[clause.start : match.start()], text[match.end() : clause.end]
    if way in {"level", "same"}:
        if NEGATED.search(before):
            return
    elif NEGATED.search(before) or not _ENDS.match(after) or _is_attribute(before, match[0]):
        return
    if not reading.is_about(clause, match.start()):
        return
    yield from _movement(reading, clause, way, match)


def _is_attribute(before: str, word: str) -> bool:
    """Whether the word stands for a quality or the past: `the improved`, `was improving`, `had fallen`."""
    match = _PAST.search(before)
    if match is None:
        return False
    verb = match[0].split()[0].lower()
    return verb not in {"was", "were"} or word.lower().endswith("ing")


def _noun(reading: Reading, clause: Clause, match: re.Match[str]) -> Iterator[Moved]:
    before = reading.plain[clause.start : match.start()]
    if NEGATED.search(before) or reading.subject.strange(before):
        return
    if not (reading.is_about(clause, match.start()) or re.search(r"\b(?:there|is|was)\b", before, re.IGNORECASE)):
        return
    way: Way = next(name for name in _NOUNS if match[name])
    yield from _movement(reading, clause, way, match)


def _movement(reading: Reading, clause: Clause, way: Way, match: re.Match[str]) -> Iterator[Moved]:
    before = reading.text[clause.start : match.start()]
    after = [each for each in reading.within(match.start(), clause.end) if each.kind not in {"area", "now"}]
    earlier = [each for each in reading.within(clause.start, match.start()) if each.kind not in {"area", "now"}]
    if any(each.kind == "unknown" for each in (*after, *earlier)):
        return
    if any(each.kind in {"target", "average", "comparator"} for each in earlier):
        return  # England has improved
    since = _since(reading, match.start(), after, earlier)
    if since is None and any(each.is_period for each in (*after, *earlier)):
        return  # a movement of an earlier month
    if re.search(
        r"\b(?:all|every|each|most|some|two|three|other) (?:of )?(?:the |our )?(?:areas|teams)\b", before, re.IGNORECASE
    ):
        return
    areas = reading.areas(clause.start, match.start()) or (
        () if reading.has_subject(clause.start, match.start()) else reading.areas(0, clause.start)
    )
    counts = bool(_COUNTS.search(reading.text[: match.start()])) and reading.facts.unit != "count"
    running = bool(_RUNNING.search(reading.text[match.start() : clause.end]))
    yield Moved(reading.quote(clause), areas, way, since, running, counts)


def _since(reading: Reading, at: int, after: list[Reference], earlier: list[Reference]) -> Reference | None:
    """Since when, or against what, a movement is said."""
    for each in after:
        if each.kind in {"previous", "year ago", "last year", "back", "window", "season", "average"}:
            return each
        if each.kind == "month" and (
            each.is_since
            or LINK.search(reading.text[at : each.start])
            or re.search(r"\b(?:on|after)\s(?:the\s)?$", reading.text[: each.start])
        ):
            return each
    compared = (each for each in earlier if _COMPARED.search(reading.text[: each.start]))
    return next((each for each in earlier if each.is_since or each.kind == "season"), None) or next(compared, None)
