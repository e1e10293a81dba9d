"""Said: the figures that a sentence gives for the indicator: which figure, and of what."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from excel_scorecard.claims.claims import Claim, Pair, Said
from excel_scorecard.claims.compared import VERB
from excel_scorecard.claims.numbers import Number, numbers_in
from excel_scorecard.claims.reading import LINK, Reading
from excel_scorecard.claims.references import Reference
from excel_scorecard.claims.sentences import Clause
from excel_scorecard.claims.words import ELSEWHERE, FAR, GENERAL, OF_SOME

KINDS: Final = {
    "percent": ("percent",), "count": ("plain",), "rate": ("rate", "plain"), "average": ("plain",), "days": ("days",),
    "currency": ("money",),
}  # fmt: skip
"""How a value is written, by the page's unit."""
_LENGTHS: Final = {"days", "duration"}
COUNTED: Final = {"percent", "rate"}
"""Units whose parts are counts that a commentary tells."""

_PAIR: Final = re.compile(r"\s(?:out\s)?of\s(?:all\s|the\s|its\s|our\s|their\s|a\stotal\sof\s)?(?:\w+\s){0,2}")
_FROM: Final = re.compile(
    LINK.pattern + r"(?:\s(?:the|a|an|only|just|about|around|over|under|\w+ly|our|its|last|previous))*\s*$",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"^(?:['’]s)?\s*(?:\(|(?:(?:average|figure|rate|value|performance|result|total|peak|low|high|level|of|is|was|are|were|stands?|"
    r"stood|remains?|has|had|have|reached|at|to|both|all|each|only|just|now|still|again|about|around|nearly|almost|over|"
    r"under|more than|less than|which|that|in|on|be|being|the|a|with|holds?|held|completed|achieved|re-lets?)\b[\s:=-]*"
    r"))*\s*$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"^\s*(?:\(|(?:of|for|in|at|as|on|recorded|reported|achieved|seen|held|during|the|its|our|their|days?|"
    r"per month)\b\s*)*$",
    re.IGNORECASE,
)
_REST: Final = re.compile(
    r"\b(?:late|overdue|not|outside|over|without|never|missed|longer|more than|too|un\w+|still|waiting|first)\b|"
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
_APART: Final = re.compile(
    r"\bby\s(?:\w+\s)?$|"
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
    areas = reading.areas(clause.start, clause.end) or _inherited(reading, clause.start)
    is_ours = reading.subject.is_said_of(after) or (clause.opener in {"(", ","} and not after.strip(" ."))
    if is_ours and not periods:
        yield Pair(reading.quote(clause), areas, part, whole)


def _figure(reading: Reading, clause: Clause, number: Number) -> Iterator[Said]:
    facts, text = reading.facts, reading.text
    earlier = [each for each in reading.sentence.numbers if each.start < number.start]
    is_days = facts.unit == "days" and number.kind == "plain" and any(each.kind == "days" for each in earlier)
    if not is_days and number.kind not in {*KINDS.get(facts.unit, ()), *(["plain"] if facts.unit in COUNTED else [])}:
        return
    start, end = reading.neighbours(clause, number)
    if (
        _is_distance(reading, number, end)
        or ELSEWHERE.search(text[: number.start])
        or OF_SOME.match(text[number.end :])
    ):
        return
    of, is_near = _of(reading, number, start, end)
    if _is_other_standard(reading, clause, number):
        return
    linked = bool(not number.hedge and _FROM.search(text[clause.start : number.start])) or clause.opener in {"when"}
    if clause.opener == "which" and (of is None or of.kind == "unknown"):
        of, is_near = _antecedent(reading, clause) or (of, is_near)
    if of is not None and of.kind in {"unknown", "season", "window", "level", "last year"}:
        return
    if linked and of is None:
        return
    areas = (
        reading.areas(start, number.start) or _right_areas(reading, number, end) or _touched(reading, clause, number)
    )
    if of is not None and of.kind in {"target", "comparator", "average"}:
        follows = reading.preceding(clause) is not None and not reading.has_subject(clause.start, number.start)
        if follows and not reading.is_about(clause, number.start):
            return  # another measure's target
        if is_near and not areas and not reading.subject.strange(reading.plain[clause.start : clause.end]):
            if of.start > number.end and number.hedge in {"more", "less"}:
                number = replace(number, hedge="")  # below the 75% wanted: 75% is what is wanted
            yield Said(reading.quote(clause), (), number, of)
        return
    bound, counts = _bound(reading, clause, number, end, has_reference=is_near or bool(areas))
    if not bound:
        return
    rest = bool(_REST.search(text[number.end : end]))
    inherited = () if areas else _inherited(reading, number.start)
    yield Said(reading.quote(clause), areas, number, of, counts, rest, inherited)


def _is_other_standard(reading: Reading, clause: Clause, number: Number) -> bool:
    """Whether a figure is of other days, or hours, than the indicator's title names: 0.5% within 72 hours."""
    titled = {each.low for each in numbers_in(reading.facts.title) if each.kind in _LENGTHS}
    told = {each.low for each in clause.numbers if each.start > number.start and each.kind in _LENGTHS}
    return bool(titled and told) and titled.isdisjoint(told) and reading.facts.unit == "percent"


def _is_distance(reading: Reading, number: Number, end: int) -> bool:
    """Whether a figure says how far something is from another: compared.py reads it."""
    if number.kind == "points" or _APART.search(reading.text[: number.start]):
        return True
    match = FAR.search(reading.plain, number.end, end)
    if match is None:
        return False
    between = reading.plain[number.end : match.start()]
    return not (reading.subject.strange(between) or VERB.search(between) or len(between.split()) > 5)


def _of(reading: Reading, number: Number, start: int, end: int) -> tuple[Reference | None, bool]:
    """What a figure is of, by the reference that stands beside it; whether it stands right beside it."""
    left = [each for each in reading.within(start, number.start) if each.kind != "area"]
    if left and start > 0 and any(other.end == start for other in reading.sentence.numbers):
        # a month right behind the figure before is that one's
        left = left[1:] if _AFTER.fullmatch(reading.text[start : left[0].start]) else left
    right = [each for each in reading.within(number.end, end) if each.kind != "area"]
    if left and reading.text[start : number.start].rstrip().endswith("("):
        last = max(reading.within(start, number.start), key=lambda each: each.end)
        return (last, True) if last.kind != "area" else (None, True)
    if not left and reading.text[: number.start].rstrip().endswith("("):
        before = reading.text[: number.start].rstrip()[:-1].rstrip()
        touching = [each for each in reading.references if each.end >= len(before) - 1 and each.end <= len(before)]
        if touching and touching[-1].kind != "area":
            return touching[-1], True
    nearest = _left_of(reading, number, left)
    if nearest and nearest.kind in {"comparator", "target", "average"}:
        return nearest, True
    for each in right[:1]:
        gap = reading.text[number.end : each.start]
        if _AFTER.fullmatch(gap) and not (each.kind == "target" and gap.strip()):
            return each, True
    if nearest:
        return nearest, True
    for each in (*right, *reversed(left)):
        lo, hi = sorted((each.start, number.start))
        if each.is_period and not LINK.search(reading.text[lo:hi]) and not each.is_since:
            return each, False
    return None, False


def _left_of(reading: Reading, number: Number, left: list[Reference]) -> Reference | None:
    """The reference that leads to a figure: `the average of`; now stands back behind another: `the average is now`."""
    nearest: Reference | None = None
    for each in reversed(left):
        if not _BEFORE.fullmatch(reading.plain[each.end : number.start]):
            break
        nearest = nearest if nearest and (nearest.kind != "now" or each.is_period) else each
    return nearest


def _antecedent(reading: Reading, clause: Clause) -> tuple[Reference, bool] | None:
    """`England, which was 82%`: what stands last before the comma."""
    preceding = reading.preceding(clause)
    found = reading.within(preceding.start, preceding.end) if preceding else []
    is_last = found and preceding and not reading.text[found[-1].end : preceding.end].strip()
    return (found[-1], True) if is_last and found[-1].kind in {"comparator", "target"} else None


def _right_areas(reading: Reading, number: Number, end: int) -> tuple[str, ...]:
    found = [each for each in reading.within(number.end, end) if each.kind == "area"]
    if found and not LINK.search(reading.text[number.end : found[0].start]):
        return (found[0].area,)
    return ()


def _touched(reading: Reading, clause: Clause, number: Number) -> tuple[str, ...]:
    """The area just before a colon, a bracket or a comma, of `NWC: 73%` and `Hill, at £191.14`."""
    preceding = reading.preceding(clause)
    if preceding is None or reading.text[clause.start : number.start].strip() not in {"", "at", "with", "on"}:
        return ()
    areas = [each for each in reading.within(preceding.start, preceding.end) if each.kind == "area"]
    if not areas or reading.text[areas[-1].end : preceding.end].strip():
        return ()
    is_alone = not reading.plain[preceding.start : preceding.end].strip()
    return (areas[-1].area,) if clause.opener in {":", "("} or is_alone else ()


def _inherited(reading: Reading, upto: int) -> tuple[str, ...]:
    """The areas of which a figure without any may be said: those named before it, here or in the sentence before."""
    here = reading.areas(0, upto)
    before = reading.before
    return here or (before.areas(0, len(before.text)) if before else ())


def _bound(reading: Reading, clause: Clause, number: Number, end: int, *, has_reference: bool) -> tuple[bool, bool]:
    """Whether a figure is said of the indicator; whether of its parts and not of its value."""
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


def _is_pairs(reading: Reading, clause: Clause) -> bool:
    """Whether a figure in brackets is the share of a pair before it."""
    before = reading.preceding(clause)
    if before is None or len(before.numbers) < 2 or any(n.kind != "plain" for n in before.numbers[-2:]):
        return False
    return reading.subject.is_said_of(reading.plain[before.numbers[-1].end : before.end])
