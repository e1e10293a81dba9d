"""Attached: by which reference a figure stands, and which areas it is said of."""

import re
from typing import Final

from excel_scorecard.claims.numbers import Number
from excel_scorecard.claims.reading import LINK, Reading
from excel_scorecard.claims.references import Reference
from excel_scorecard.claims.sentences import Clause

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


def reference_of(reading: Reading, clause: Clause, number: Number) -> tuple[Reference | None, bool]:
    """What a figure is of, by the reference that stands by it; whether it stands right beside it."""
    of, is_near = _beside(reading, clause, number)
    if clause.opener == "which" and (of is None or of.kind == "unknown"):
        return _antecedent(reading, clause) or (of, is_near)
    return of, is_near


def areas_of(reading: Reading, clause: Clause, number: Number) -> tuple[str, ...]:
    """The areas of which a figure is said plainly: before it, behind it, or touching it."""
    start, end = reading.neighbours(clause, number)
    return reading.areas(start, number.start) or _right_areas(reading, number, end) or _touched(reading, clause, number)


def inherited_areas(reading: Reading, upto: int) -> tuple[str, ...]:
    """The areas of which a figure without any may be said: those named before it, here or in the sentence before."""
    before = reading.before
    return reading.areas(0, upto) or (before.areas(0, len(before.text)) if before else ())


def _beside(reading: Reading, clause: Clause, number: Number) -> tuple[Reference | None, bool]:
    start, end = reading.neighbours(clause, number)
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
