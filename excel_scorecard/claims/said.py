"""Said: the figures that a sentence gives for the indicator: which figure, and of what."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from excel_scorecard.claims.attached import areas_of, inherited_areas, reference_of
from excel_scorecard.claims.claims import Claim, Pair, Said
from excel_scorecard.claims.compared import VERB
from excel_scorecard.claims.numbers import Number, numbers_in
from excel_scorecard.claims.reading import LINK, Reading
from excel_scorecard.claims.references import Reference
from excel_scorecard.claims.sentences import Clause
from excel_scorecard.claims.words import ELSEWHERE, EXTREME, FAR, GENERAL, OF_SOME

KINDS: Final = {
    "percent": ("percent",), "count": ("plain",), "rate": ("rate", "plain"), "average": ("plain",), "days": ("days",),
    "currency": ("money",),
}  # fmt: skip
"""How a value is written, by the page's unit."""
_LENGTHS: Final = {"days", "duration"}
_OPEN: Final = {"unknown", "season", "window", "level", "last year"}
"""References for which the page has no one figure."""
COUNTED: Final = {"percent", "rate"}
"""Units whose parts are counts that a commentary tells."""

_PAIR: Final = re.compile(r"\s(?:out\s)?of\s(?:all\s|the\s|its\s|our\s|their\s|a\stotal\sof\s)?(?:\w+\s){0,2}")
_FROM: Final = re.compile(
    LINK.pattern + r"(?:\s(?:the|a|an|only|just|about|around|over|under|\w+ly|our|its|last|previous))*\s*$",
    re.IGNORECASE,
)
_REST: Final = re.compile(
    r"\b(?:late|overdue|not|outside|over|without|never|missed|longer|more than|too|un\w+|still|waiting)\b|"
    r"n['’]t\b",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(
    r"^\s*(?:$|[.,;:)!?]|(?:in|at|from|on|by|as|during|when|against|compared|for|overall|this|last|since|per|over|across|than|now|and|while)\b)",
    re.IGNORECASE,
)
_LINKED: Final = re.compile(
    r"\b(?:to|at|is|was|are|were|of|stands?|stood|reached|remains?|by|only|now|just|about|around|nearly|almost|under|over|"
    r"than|below|above|least|approximately|roughly)\s*$|[:=(]\s*$",
    re.IGNORECASE,
)
_EARLIER: Final = re.compile(
    r"\b(?:before|until|prior to|previously|originally|initially|at first|used to|peaked|formerly|in the past|"
    r"at (?:the start|one time|one point|its (?:peak|height|lowest|highest)))\b|"
    r"\b(?:began|started)\s(?:\w+\s)?(?:at|on|with)\b",
    re.IGNORECASE,
)
_WHO_WERE: Final = re.compile(r"\s*who\s(?:were|was|are|is|had|have|has)\b", re.IGNORECASE)
_HAD: Final = re.compile(r"\bhad (?:been|stood|reached|fallen|risen|dropped)\b", re.IGNORECASE)
_APART: Final = re.compile(
    r"\b(?:by|up|down)\s(?:(?!to\b|from\b|on\b|at\b)\w+\s)?$|"
    r"\b(?:improvement|increase|reduction|drop|fall|rise|decrease|decline|deterioration) of (?:\w+ ){0,2}$",
    re.IGNORECASE,
)


def said_in(reading: Reading) -> Iterator[Claim]:
    """The figures of a sentence of which it is plain what they are of."""
    for clause in reading.clauses():
        paired: set[Number] = set()
        for number, other in zip(clause.numbers, clause.numbers[1:], strict=False):
            between = reading.text[number.end : other.start]
            if number.kind == other.kind == "plain" and _PAIR.fullmatch(between):
                paired |= {number, other}
                yield from _pair(reading, clause, number, other)
        for number in clause.numbers:
            if number not in paired:
                yield from _figure(reading, clause, number)


def _pair(reading: Reading, clause: Clause, part: Number, whole: Number) -> Iterator[Pair]:
    if reading.facts.unit not in COUNTED or ELSEWHERE.search(reading.text[: part.start]):
        return
    after = reading.plain[whole.end : clause.end]
    periods = [each for each in reading.within(clause.start, clause.end) if each.is_period and each.kind != "now"]
    areas = reading.areas(clause.start, clause.end) or inherited_areas(reading, clause.start)
    is_ours = reading.subject.is_said_of(after) or (clause.opener in {"(", ","} and not after.strip(" ."))
    if is_ours and not periods and not reading.is_of_then(part.start):
        yield Pair(reading.quote(clause), areas, part, whole)


def _figure(reading: Reading, clause: Clause, number: Number) -> Iterator[Said]:
    if not _is_a_value(reading, number) or _is_of_others(reading, clause, number):
        return
    of, is_near = reference_of(reading, clause, number)
    if of is not None and of.kind in _OPEN:
        return
    areas = areas_of(reading, clause, number)
    if of is not None and of.kind in {"target", "comparator", "average"}:
        yield from _of_another(reading, clause, number, of, is_told=is_near and not areas)
        return
    if of is None and _is_of_another_time(reading, clause, number):
        return
    bound, counts = _bound(reading, clause, number, has_reference=is_near or bool(areas))
    if bound:
        _, end = reading.neighbours(clause, number)
        rest = bool(_REST.search(reading.text[number.end : end]))
        may_be = () if areas else inherited_areas(reading, number.start)
        yield Said(reading.quote(clause), areas, number, of, counts, rest, may_be)


def _is_a_value(reading: Reading, number: Number) -> bool:
    """Whether a figure is written as the indicator's are."""
    facts = reading.facts
    kinds = {*KINDS.get(facts.unit, ()), *(["plain"] if facts.unit in COUNTED else [])}
    earlier = [each for each in reading.sentence.numbers if each.start < number.start]
    # from 28 days to 25
    is_days = facts.unit == "days" and number.kind == "plain" and any(each.kind == "days" for each in earlier)
    return is_days or number.kind in kinds


def _is_of_others(reading: Reading, clause: Clause, number: Number) -> bool:
    """Whether a figure is plainly of a part, of another standard, or of how far something is from something."""
    text = reading.text
    is_of_some = ELSEWHERE.search(text[: number.start]) or OF_SOME.match(text[number.end :])
    if not is_of_some and text[clause.end :].lstrip().lower().startswith("who"):
        is_of_some = _WHO_WERE.match(text[clause.end :])
    return bool(is_of_some) or _is_distance(reading, clause, number) or _is_other_standard(reading, clause)


def _is_of_another_time(reading: Reading, clause: Clause, number: Number) -> bool:
    """Whether a figure without a period is of another than the one shown: compared with, or before something."""
    text = reading.text
    is_linked = not number.hedge and _FROM.search(text[clause.start : number.start])
    is_most = EXTREME.search(text, clause.start, number.start) and not reading.areas(clause.start, clause.end)
    is_earlier = _EARLIER.search(text[clause.start : clause.end]) or _HAD.search(text[: number.start])
    return bool(is_linked or is_earlier or is_most) or clause.opener == "when"


def _of_another(reading: Reading, clause: Clause, number: Number, of: Reference, *, is_told: bool) -> Iterator[Said]:
    """A figure of the target, the average or a comparator."""
    follows = reading.preceding(clause) is not None and not reading.has_subject(clause.start, number.start)
    if (
        not is_told
        or (of.kind == "average" and reading.is_of_then(clause.start))
        or (follows and not reading.is_about(clause, number.start))
    ):
        return  # another measure's target
    later = reading.within(number.end, clause.end)
    if of.kind == "target" and any(each.kind == "unknown" for each in later):
        return  # the target until March
    if reading.subject.strange(reading.plain[clause.start : clause.end]):
        return
    if of.start > number.end and number.hedge in {"more", "less"}:
        number = replace(number, hedge="")  # below the 75% wanted: 75% is what is wanted
    yield Said(reading.quote(clause), (), number, of)


def _is_other_standard(reading: Reading, clause: Clause) -> bool:
    """Whether a figure is of other days, or hours, than the indicator's title names: 0.5% within 72 hours."""
    titled = {each.low for each in numbers_in(reading.facts.title) if each.kind in _LENGTHS}
    told = {each.low for each in clause.numbers if each.kind in _LENGTHS}
    return bool(titled and told) and titled.isdisjoint(told) and reading.facts.unit == "percent"


def _is_distance(reading: Reading, clause: Clause, number: Number) -> bool:
    """Whether a figure says how far something is from another: compared.py reads it."""
    _, end = reading.neighbours(clause, number)
    if number.kind == "points" or _APART.search(reading.text[: number.start]):
        return True
    match = FAR.search(reading.plain, number.end, end)
    if match is None:
        return False
    between = reading.plain[number.end : match.start()]
    return not (reading.subject.strange(between) or VERB.search(between) or len(between.split()) > 5)


def _bound(reading: Reading, clause: Clause, number: Number, *, has_reference: bool) -> tuple[bool, bool]:
    """Whether a figure is said of the indicator; whether of its parts and not of its value."""
    _, end = reading.neighbours(clause, number)
    facts, subject = reading.facts, reading.subject
    left, right = reading.plain[clause.start : number.start], reading.plain[number.end : end]
    is_plain = number.kind == "plain"
    counts = is_plain and facts.unit in COUNTED
    if subject.strange(left):
        return False, counts
    named = reading.has_subject(clause.start, number.start) or (
        clause.opener in {",", "and", ":"} and reading.is_about(clause, number.start)
    )
    is_own = bool(subject.own(left) or reading.areas(clause.start, number.start))
    if re.match(r"\s*of\b", right):
        if is_plain and not is_own:
            return False, counts
        verb_before = named and not subject.strange(right) and bool(subject.own(right))
        return verb_before or subject.is_said_of(right), counts
    if is_plain:
        near = has_reference and not reading.areas(clause.start, clause.end)
        return _bound_count(reading, clause, number, named=named, is_own=is_own, is_near=near), counts
    is_first = not left.strip()
    if (clause.opener in {"which", "("} or (is_first and clause.opener == ",")) and _is_pairs(reading, clause):
        return True, counts
    touching = clause.opener in {"(", ":"} and is_first and has_reference
    follows = right.split()[:1]
    if touching or (
        named and _LINKED.search(reading.text[clause.start : number.start]) and not subject.strange(" ".join(follows))
    ):
        return True, counts
    if _leads(reading, clause, number):
        return True, counts
    if subject.strange(right):
        return False, counts
    return has_reference or bool(subject.own(right)) or named, counts


def _bound_count(reading: Reading, clause: Clause, number: Number, *, named: bool, is_own: bool, is_near: bool) -> bool:
    """A number without unit: of the value where nothing is counted with it, else of what it counts."""
    facts, subject = reading.facts, reading.subject
    left = reading.text[clause.start : number.start]
    right = reading.plain[number.end : clause.end]
    if is_near and named and facts.unit == "count" and _ENDS.match(reading.text[number.end : clause.end]):
        return True
    if is_near and clause.opener == "(" and not left.strip():
        return facts.unit == "count"
    if facts.unit == "days":
        return named and bool(_LINKED.search(left))
    if _ENDS.match(reading.text[number.end : clause.end]) and _LINKED.search(left) and named:
        is_value = facts.unit in {"count", "average", "rate"}
        return (is_value and (is_own or bool(GENERAL.search(left)))) or (
            facts.unit in COUNTED and len(subject.own(left)) > 1
        )
    if _ENDS.match(reading.text[number.end : clause.end]) and facts.unit == "count" and clause.opener == "":
        return left.strip().lower() in {"at", "there were", "there are"}
    if facts.unit not in {"count", *COUNTED}:
        return False
    following = [c for c in reading.sentence.clauses if c.start >= clause.end]
    if (
        facts.unit in COUNTED
        and following
        and following[0].opener in {"because", "who", "which", "where", "when", "as"}
    ):
        return False
    least = 1 if facts.unit == "count" else 2
    own, strange = subject.own(right), subject.strange(right)
    if len(own) > 2 and len(strange) <= 2:
        return subject.own(right.split()[0]) != [] or subject.own(" ".join(right.split()[:2])) != []
    return not strange and len(own) >= least


def _leads(reading: Reading, clause: Clause, number: Number) -> bool:
    """Whether a figure opens a sentence whose next clause is of the indicator: `At £1.4 million, arrears are`."""
    left, right = reading.text[: number.start], reading.text[number.end : clause.end]
    if not re.match(r"\W*(?:at|with)\b", left, re.IGNORECASE) or right.strip():
        return False
    rest = reading.plain[clause.end :]
    return bool(reading.subject.own(rest)) and not reading.subject.strange(rest)


def _is_pairs(reading: Reading, clause: Clause) -> bool:
    """Whether a figure in brackets is the share of a pair before it."""
    before = reading.preceding(clause)
    if before is None or len(before.numbers) < 2 or any(n.kind != "plain" for n in before.numbers[-2:]):
        return False
    return reading.subject.is_said_of(reading.plain[before.numbers[-1].end : before.end])
