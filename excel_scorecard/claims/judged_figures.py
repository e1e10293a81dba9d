"""Judged figures: whether a figure, a pair of them or a distance is what the page says."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from excel_scorecard.calendar import month_label, months_after
from excel_scorecard.claims.claims import Apart, Claim, Pair, Said
from excel_scorecard.claims.facts import Facts, Figure, Row
from excel_scorecard.claims.numbers import Number
from excel_scorecard.claims.references import Reference, value_of
from excel_scorecard.claims.verdicts import Contradiction, against, at, counted, known, row_of, value_for

_MANY: Final = 20  # a number at least so large is no other by chance
_LARGEST: Final = 3  # a number three times another is of something else


def figure(claim: Said, facts: Facts) -> Contradiction | None:
    """What the page says against a figure."""
    number = claim.number
    expected, may_be = _expected(claim, facts)
    if not expected or (number.is_range and claim.of is not None and claim.of.kind == "target"):
        return _edges(claim, facts)
    if any(number.agrees(each.value) for each in (*expected, *may_be)):
        return None
    is_share = facts.unit == "percent" and not claim.counts
    may_be_rest = claim.is_rest or number.hedge not in {"more", "less"}
    if is_share and may_be_rest and any(number.agrees(100 - each.value) for each in expected):
        return None  # of those that are not
    if is_share and claim.is_rest:
        first = expected[0]
        rest = f", and {facts.shown(100 - first.value)} that are not"
        return _other(claim, number, facts.shown(first.value), first, rest)
    if number.kind != "percent" and not _is_near(number, expected):
        return None
    if claim.counts and all(number.agrees(each.value) is False for each in may_be) and _is_large(number, facts, claim):
        return None
    wrong = next((each for each in expected if not number.agrees(each.value)), expected[0])
    if len(claim.may_be) == 1 and not claim.areas and may_be and claim.of is None and not claim.counts:
        area = claim.may_be[0]
        return _other(claim, number, f"{facts.shown(may_be[0].value)} for {area}", may_be[0])
    shown = counted(wrong.value) if claim.counts else facts.shown(wrong.value)
    return _other(claim, number, f"{shown}{_of_what(claim, facts)}", wrong)


def _edges(claim: Said, facts: Facts) -> Contradiction | None:
    """A range that is said to be the target's: both its edges."""
    number, low, high = claim.number, facts.target, facts.target_upper
    if not number.is_range or low is None or high is None or (number.low == low.value and number.high == high.value):
        return None
    return _other(claim, number, f"{facts.shown(low.value)} to {facts.shown(high.value)} as the target", low)


def _other(claim: Claim, number: Number, said: str, figure: Figure, rest: str = "") -> Contradiction:
    return Contradiction("figure", claim.words, number.text, at(said, figure.place) + rest)


def _expected(claim: Said, facts: Facts) -> tuple[list[Figure], list[Figure]]:
    """The figures that a figure should be, and others that it may be."""
    of = claim.of
    if of is not None and of.kind == "target":
        edges = [each for each in (facts.target, facts.target_upper, facts.limit) if each is not None]
        return edges[:1], edges[1:]
    if of is not None and of.kind == "average":
        return known([facts.average]), []
    if of is not None and of.kind in {"comparator", "year to date"}:
        also = [facts.comparators[place].figure for place in of.also]
        return (known([value_of(of, facts)]), also) if not claim.areas else ([], [])
    is_now = of is None or of.kind == "now"
    if claim.areas:
        rows = [facts.areas[area] for area in claim.areas]
        if not is_now:
            return [], []
        if len(rows) > 1 and not claim.counts:
            values = known([row.value for row in rows])
            wrong = [each for each in values if not claim.number.agrees(each.value)]
            return (wrong, []) if len(values) == len(rows) and wrong else (values[:1], values)
        return _of_row(rows[0], counts=claim.counts)
    row = facts.now if is_now else row_of(of, facts)
    expected, may_be = _of_row(row, counts=claim.counts)
    if is_now and of is None:
        for area in claim.may_be:
            first, rest = _of_row(facts.areas[area], counts=claim.counts)
            if not first:
                return [], []
            may_be += [*first, *rest]
    elif not is_now and claim.may_be:
        return [], []
    if facts.unit == "rate" and claim.number.kind == "plain" and facts.now.value and not claim.counts:
        may_be += list(facts.now.parts())
    return expected, may_be


def _of_row(row: Row | None, *, counts: bool) -> tuple[list[Figure], list[Figure]]:
    if row is None:
        return [], []
    if not counts:
        return known([row.value]), []
    parts = list(row.parts())
    return parts[:1], [*parts[1:], *known([row.value])]


def _is_near(number: Number, expected: Iterable[Figure]) -> bool:
    return any(each.value and 1 / Decimal(_LARGEST) <= number.low / each.value <= _LARGEST for each in expected)


def _is_large(number: Number, facts: Facts, claim: Said) -> bool:
    """Whether a number of the parts is so much smaller than each that it is of some among them."""
    parts = [each.value for each in facts.now.parts()] if not claim.areas else []
    return bool(parts) and number.low < min((p for p in parts if p), default=Decimal(0)) / 2


def _of_what(claim: Said, facts: Facts) -> str:
    of = claim.of
    if claim.areas:
        return f" for {claim.areas[0]}" if len(claim.areas) == 1 else ""
    if of is None or of.kind == "now":
        return ""
    if of.kind == "comparator":
        each = facts.comparators[of.comparator]
        return f" for {each.label}"
    if of.kind in {"target", "average"}:
        return f" as the {of.kind}"
    months = of.months or ((months_after(facts.month, -12 if of.kind == "year ago" else -facts.period_months)),)
    month = months[0] if isinstance(months, tuple) else months
    return f" for {month_label(month)}"


def pair(claim: Pair, facts: Facts) -> Contradiction | None:
    """What the page says against so many of so many."""
    rows = [facts.areas[area] for area in claim.areas] or [facts.now]
    rows = [*rows, facts.now]
    for row in rows:
        if row.numerator is None or row.denominator is None or row.remainder is None:
            continue
        if row.denominator.value != claim.whole.low:
            is_its = claim.part.low == row.numerator.value and claim.part.low >= _MANY
            if is_its and not claim.whole.hedge and row.remainder.value != claim.whole.low:
                said = f"{counted(row.numerator.value)} of {counted(row.denominator.value)}"
                return Contradiction("figure", claim.words, claim.whole.text, at(said, row.denominator.place))
            continue
        if claim.part.low in {row.numerator.value, row.remainder.value} or claim.part.hedge or claim.whole.hedge:
            return None
        if claim.part.low * _LARGEST < row.numerator.value and claim.part.low * _LARGEST < row.remainder.value:
            return None  # so few are some among them
        said = f"{counted(row.numerator.value)} of {counted(row.denominator.value)}"
        return Contradiction("figure", claim.words, claim.part.text, at(said, row.numerator.place))
    return None


def _apart_counts(claim: Apart, facts: Facts) -> Contradiction | None:
    """A distance between counts: told where it is that of none of the counts behind the value."""
    then = row_of(claim.other, facts) if claim.other.is_period and not claim.areas else None
    if (
        then is None
        or then.numerator is None
        or facts.now.numerator is None
        or (not claim.other.months and claim.other.kind not in {"previous", "year ago"})
    ):
        return None
    pairs = list(zip(facts.now.parts(), then.parts(), strict=False))
    if any(
        claim.number.agrees(abs(one.value - other.value)) and (one.value > other.value) == (claim.way == "above")
        for one, other in pairs
    ):
        return None
    one, other = pairs[0]
    if not Decimal(1) / _LARGEST <= (abs(one.value - other.value) or 1) / claim.number.low <= _LARGEST:
        return None  # so many others: of what, nobody can say
    said = f"{at(counted(one.value), one.place)}, against {against(claim.other, counted(other.value), facts)}"
    return Contradiction("figure", claim.words, claim.number.text, said)


def apart(claim: Apart, facts: Facts) -> Contradiction | None:
    """What the page says against a distance: its size, or its side."""
    if claim.counts:
        return _apart_counts(claim, facts)
    value, other = value_for(claim.areas, facts), _target_edge(claim.other, claim.way, facts)
    if (
        value is None
        or other is None
        or claim.other.also
        or (claim.areas and claim.other.kind not in {"target", "comparator", "area"})
    ):
        return None
    apart = value.value - other.value
    is_side = {"above": apart > 0, "below": apart < 0}.get(claim.way)
    if is_side is None:
        if facts.good in {"neither", "band"}:
            return None
        is_side = facts.better(value.value, other.value) == (1 if claim.way == "better" else -1)
    number, size = claim.number, abs(apart)
    relative = 100 * size / other.value if other.value and number.kind == "percent" else None
    # the figures are as shown: their difference may be off by one of the last place
    slack = Decimal(1).scaleb(-facts.decimals) if number.kind in {"points", "percent"} else Decimal(0)
    fits = number.agrees(size) or number.agrees(size + slack / 2) or number.agrees(size - slack / 2)
    if is_side and (fits or (relative is not None and abs(relative - number.low) <= 1)):
        return None
    if is_side and number.kind == "plain" and number.low * _LARGEST < size:
        return None
    shown = facts.shown(value.value)
    said = f"{at(shown, value.place)}, against {against(claim.other, facts.shown(other.value), facts)}"
    return Contradiction("figure", claim.words, number.text, said)


def _target_edge(other: Reference, way: str, facts: Facts) -> Figure | None:
    if other.kind == "target" and facts.target_upper is not None:
        return {"above": facts.target_upper, "below": facts.target}.get(way)
    return value_of(other, facts)
