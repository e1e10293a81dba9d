"""Compared: where a sentence puts the indicator above or below something, with or without how far."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, cast

from excel_scorecard.claims.claims import Apart, Claim, Compared, Way
from excel_scorecard.claims.numbers import Number
from excel_scorecard.claims.reading import Reading
from excel_scorecard.claims.references import Reference
from excel_scorecard.claims.sentences import Clause
from excel_scorecard.claims.words import COMPARED, ELSEWHERE, FAR, MOVES, NEGATED, PASSIVE, WAYS

_MEASURED: Final = {
    "percent": ("points", "percent"), "count": ("plain",), "average": ("plain",), "days": ("days",),
    "currency": ("money",), "rate": ("rate",),
}  # fmt: skip
_ALONE: Final = {"over", "under", "above", "below", "up", "down", "behind", "ahead", "short", "off", "away", "clear"}
"""Words after which what is compared with comes at once."""
_BETWEEN: Final = re.compile(
    r"^\s*(?:(?:of|on|than|the|our|its|their|to|in|from|both|all|for|at|a|this|that|was|it|also|and|where|england's|current|"
    r"agreed|local|days?|council['’]s|compared|with|against|since)\b[\s,:]*|\d[\d.,]*+%?\s*)*$",
    re.IGNORECASE,
)
_FINITE: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|remains?|remained|stays?|stayed|stands?|stood|fell|falls?|rose|rises?|sits?|lies|came|comes?|"
    r"went|goes|dropped|performs?|performed|finished|ended|ran|we|met|misse[ds]|achieve[ds]?)\b",
    re.IGNORECASE,
)
_UP_BY: Final = re.compile(
    r"\b(?:is|are|was|were|stands?)\s(?:\w+\s)?(?P<word>up|down)\s(?:by\s)?(?:\w+\s)?$", re.IGNORECASE
)
_NOUN_OF: Final = re.compile(
    r"\b(?P<word>improvement|increase|reduction|drop|fall|rise|decrease|decline|deterioration) of (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
VERB: Final = re.compile(r"\b(?:we|it|is|are|was|were|has|have|had)\b", re.IGNORECASE)
_OF_TARGETS: Final = {
    "met", "meet", "meets", "meeting", "reach", "reached", "reaches", "within", "well within", "outside", "hit",
}  # fmt: skip
_DAYS: Final = {"longer": "above", "shorter": "below", "quicker": "below", "faster": "below", "slower": "above"}
_TURNED: Final[dict[str, Way]] = {"better": "worse", "worse": "better"}


def compared_in(reading: Reading) -> Iterator[Claim]:
    """Distances and comparisons."""
    for clause in reading.clauses():
        told: list[Reference] = []
        for number in clause.numbers:
            for each in _apart(reading, clause, number):
                told.append(each.other)
                yield each
        yield from (each for each in _compared(reading, clause) if each.other not in told)


# ---- how far ---------------------------------------------------------------------------------------------------------


def _apart(reading: Reading, clause: Clause, number: Number) -> Iterator[Apart]:
    counts = number.kind == "plain" and reading.facts.unit in {"percent", "rate"}
    if number.kind not in _MEASURED.get(reading.facts.unit, ()) and not counts:
        return
    before = reading.text[clause.start : number.start]
    noun = _NOUN_OF.search(before)
    up = _UP_BY.search(before)
    if up:
        way, other = _up(reading, clause, number, up["word"])
    elif noun:
        way, other = _of_noun(reading, clause, number, noun["word"])
        if reading.subject.strange(reading.plain[clause.start : clause.start + noun.start()]):
            return
    elif re.search(r"\bby\s(?:\w+\s){0,2}$", before):
        way, other = _by(reading, clause, number)
    else:
        way, other = _behind(reading, clause, number)
    if way is None or other is None or other.kind in {"now", "unknown", "season", "window", "level", "last year"}:
        return
    if not _subject_is_ours(reading, clause, number.start):
        return
    if reading.facts.unit == "rate" and (other.kind in {"target", "average", "comparator"} or number.step < 1):
        counts = False  # of the rate itself: no count has a target
    if reading.is_of_then(number.start):
        return
    areas = reading.areas(clause.start, number.start) or reading.areas(0, clause.start)
    yield Apart(reading.quote(clause), areas, number, way, other, counts)


def _behind(reading: Reading, clause: Clause, number: Number) -> tuple[Way | None, Reference | None]:
    """`19 fewer than a year ago`."""
    match = FAR.search(reading.plain, number.end, clause.end)
    if match is None:
        return None, None
    between = reading.plain[number.end : match.start()]
    if reading.subject.strange(between) or len(between.split()) > 5 or VERB.search(between):
        return None, None
    other = next((each for each in reading.within(match.end(), clause.end) if each.kind != "area"), None)
    if other is None:
        return None, None
    gap = reading.plain[match.end() : other.start]
    is_touching = bool(_BETWEEN.match(gap))
    if (match["word"].lower() in _ALONE and not is_touching) or reading.subject.strange(gap):
        return None, None
    return _way(match["word"].lower()), other


def _by(reading: Reading, clause: Clause, number: Number) -> tuple[Way | None, Reference | None]:
    """`missed our target by two days`, `has risen by £3.47 since the last quarter`."""
    before = reading.text[clause.start : number.start]
    right = [each for each in reading.within(number.end, clause.end) if each.is_period or each.kind == "average"]
    left = [each for each in reading.within(clause.start, number.start) if each.kind in {"target", "comparator"}]
    verbs = list(MOVES.finditer(before))
    missed = re.search(r"\b(missed|short of)\b", before, re.IGNORECASE)
    if missed and left:
        return "worse", left[-1]
    if verbs and right and not NEGATED.search(before):
        if right[0].kind == "now":  # fell by 5 in the month
            right[0] = replace(right[0], kind="previous", months=())
        return cast("Way", {"up": "above", "down": "below"}.get(str(verbs[-1].lastgroup), verbs[-1].lastgroup)), right[
            0
        ]
    return None, None


def _up(reading: Reading, clause: Clause, number: Number, word: str) -> tuple[Way | None, Reference | None]:
    """`up two points on August`, `compared with August we are up two points`."""
    right = [each for each in reading.within(number.end, clause.end) if each.is_period]
    left = [
        each
        for each in reading.within(clause.start, number.start)
        if each.is_period
        and re.search(r"\bcompared (?:with|to)\s(?:the\s)?$", reading.text[: each.start], re.IGNORECASE)
    ]
    found = [each for each in right if _BETWEEN.match(reading.plain[number.end : each.start])] or left
    return _way(word.lower()), found[0] if found else None


def _of_noun(reading: Reading, clause: Clause, number: Number, noun: str) -> tuple[Way | None, Reference | None]:
    """`an improvement of 13 points on August`."""
    for other in reading.within(number.end, clause.end)[:1]:
        if other.kind != "area" and _BETWEEN.match(reading.plain[number.end : other.start]):
            return _way(noun.lower()), other
    return None, None


def _way(word: str) -> Way:
    return cast("Way", _DAYS.get(word) or WAYS[word])


def _subject_is_ours(reading: Reading, clause: Clause, upto: int) -> bool:
    words = reading.plain[clause.start : upto]
    if reading.subject.strange(words) or ELSEWHERE.search(reading.text, clause.start, upto):
        return False
    if reading.has_subject(clause.start, upto) or reading.is_about(clause, upto):
        return True
    # Below target again.
    return reading.preceding(clause) is None and not words.strip() and not reading.subject.strange(reading.plain)


# ---- on which side ---------------------------------------------------------------------------------------------------


def _compared(reading: Reading, clause: Clause) -> Iterator[Compared]:
    used: set[int] = set()
    for match in COMPARED.finditer(reading.text, clause.start, clause.end):
        group = next(name for name in ("above", "below", "better", "worse", "level") if match[name])
        for other in _against(reading, clause, match.end()):
            if _is_told_of_days(reading, match, other) or _stands_behind_a_noun(reading, clause, match.start(), other):
                continue
            if other.start in used or not _fits(group, match[0].lower(), other, reading):
                continue
            used.add(other.start)
            yield from _one(reading, clause, match.start(), cast("Way", group), other, loose=_is_loose(match))
    for other in reading.within(clause.start, clause.end):
        if other.kind != "target" or other.start in used:
            continue
        passive = PASSIVE.match(reading.plain[other.end : clause.end])
        text = reading.text[other.start : other.end].lower()
        if passive and passive["word"] and not reading.subject.strange(reading.plain[clause.start : clause.end]):
            is_missed = bool(passive["not"]) or passive["word"].lower() == "missed"
            if not NEGATED.search(reading.text, clause.start, other.start):
                yield Compared(reading.quote(clause), (), "worse" if is_missed else "better", other)
        elif text.endswith("range") and text.split()[0] in {"in", "within", "outside"}:
            is_outside = text.startswith("outside") or _ends(reading, other, "out")
            yield from _one(reading, clause, other.start, "worse" if is_outside else "better", other, loose=False)


def _is_told_of_days(reading: Reading, match: re.Match[str], other: Reference) -> bool:
    """Whether a number comes at once: open for more than 7 days at the end of the month."""
    at_once = any(
        each.start - match.end() <= 1 and each.end <= other.start
        for each in reading.sentence.numbers
        if each.start >= match.end()
    )
    return at_once and other.is_period and match[0].lower().endswith("than")


def _stands_behind_a_noun(reading: Reading, clause: Clause, at: int, other: Reference) -> bool:
    """Whether what is compared is a noun that something else is said of: performance below target is a concern."""
    before, after = reading.text[clause.start : at], reading.text[other.end : clause.end]
    return bool(VERB.search(after)) and not _FINITE.search(before) and bool(before.strip())


def _is_loose(match: re.Match[str]) -> bool:
    return bool(match["level"]) and not match["strict"]


def _against(reading: Reading, clause: Clause, start: int) -> Iterator[Reference]:
    """What a comparison is with: the references that follow it without words of other things between."""
    at = start
    for each in reading.within(start, clause.end):
        gap = reading.plain[at : each.start]
        if not _BETWEEN.match(gap):
            return
        if each.kind == "area" and at != start:
            return
        yield each
        at = each.end
        if each.is_period:
            return


def _fits(group: str, word: str, other: Reference, reading: Reading) -> bool:
    """Whether the word can be said of that with which it stands: a target is met, England is not."""
    if other.kind in {"unknown", "season", "window", "last year", "year to date"}:
        return False
    if other.kind == "now":
        return False
    if word.startswith("exceed") and (
        reading.facts.good != "high" or other.kind not in {"target", "comparator", "average", "level"}
    ):
        return False
    if word in _OF_TARGETS or word.startswith(("achiev", "miss")):
        return other.kind == "target"
    if word == "on":
        return other.kind == "target"
    if word.startswith(("more", "fewer")) and (other.is_period or len(word.split()) > 2):
        # more of what: of a share nobody can tell whether its parts or itself
        return reading.facts.unit == "count" and not reading.subject.strange(word)
    return not (group == "better" and other.kind == "area" and word == "within")


def _one(reading: Reading, clause: Clause, at: int, way: Way, other: Reference, *, loose: bool) -> Iterator[Compared]:
    before = reading.text[clause.start : at]
    if re.search(r"\bto\s$", before) and not re.search(r"\bfail\w* to\s$", before):
        return  # to meet the target
    if NEGATED.search(before):
        if way not in _TURNED or other.kind != "target":
            return
        if re.search(r"\b(?:hardly|barely|little|slow\w*|difficult|only)\b", before, re.IGNORECASE):
            return
        way = _TURNED[way]
    of_others = {"comparator", "average", *(["target"] if other.kind != "target" else [])}
    earlier = [
        each
        for each in reading.within(clause.start, at)
        if (each.is_period and each.kind != "now") or each.kind in of_others
    ]
    if earlier or reading.is_of_then(at) or not _subject_is_ours(reading, clause, at):
        return
    areas = reading.areas(clause.start, at)
    if other.kind == "area" and not areas:
        return
    inherits = not areas and not reading.has_subject(clause.start, at) and reading.areas(0, clause.start)
    if inherits:
        areas = reading.areas(0, clause.start)
        if len(areas) > 1:
            return
    if other.kind not in {"target", "comparator", "area"} and areas:
        return
    if re.search(r"\bnumbers?\b", before) and reading.facts.unit not in {"count"}:
        return
    yield Compared(reading.quote(clause), areas, way, other, loose)


def _ends(reading: Reading, other: Reference, word: str) -> bool:
    return reading.text[: other.start].rstrip().lower().endswith(word)
