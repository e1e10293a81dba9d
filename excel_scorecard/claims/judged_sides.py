"""Judged sides: whether the value lies above or below something as it is said to, and has moved as it is said to."""

from decimal import Decimal
from typing import Final

from excel_scorecard.calendar import month_label, months_after
from excel_scorecard.claims.claims import Compared, Moved
from excel_scorecard.claims.facts import Facts, Figure
from excel_scorecard.claims.reading import Reading
from excel_scorecard.claims.references import value_of
from excel_scorecard.claims.verdicts import Contradiction, against, at, counted, known, row_of, value_for

CLOSE: Final = Decimal("0.05")  # `in line with`: within a twentieth, or two points
LOOSE: Final = Decimal("0.15")  # `close to`
STEADY: Final = Decimal("0.10")  # `stable`: a tenth either way
_DIRECTIONS: Final = {
    "better": "Improving",
    "worse": "Worsening",
    "up": "Up",
    "down": "Down",
    "level": "No change",
    "same": "No change",
}


def compared(claim: Compared, facts: Facts, reading: Reading) -> Contradiction | None:
    """What the page says against a comparison."""
    if claim.other.kind == "target" and facts.target_upper is not None and not claim.areas:
        return _against_band(claim, facts)
    other = _level(reading, claim.other.start, facts) if claim.other.kind == "level" else value_of(claim.other, facts)
    areas = claim.areas or ("",)
    if other is None:
        return None
    for area in areas:
        value = value_for((area,) if area else (), facts)
        if value is None:
            return None
        others = [other.value, *(facts.comparators[place].figure.value for place in claim.other.also)]
        if all(_holds(claim, value.value, each, facts) is False for each in others):
            shown = facts.shown(value.value) + (f" for {area}" if area else "")
            said = f"{at(shown, value.place)}, against {against(claim.other, facts.shown(other.value), facts)}"
            return Contradiction("claim", claim.words, claim.words, said)
    return None


def _holds(claim: Compared, value: Decimal, other: Decimal, facts: Facts) -> bool | None:
    is_target = claim.other.kind in {"target", "level"}
    match claim.way:
        case "above":
            return value > other
        case "below":
            return value < other
        case "level":
            if not claim.is_loose:
                return (
                    facts.better(value, other) >= 0 if is_target and facts.good in {"high", "low"} else value == other
                )
            is_close = abs(value - other) <= max(
                abs(other) * CLOSE, Decimal(2) if facts.unit == "percent" else Decimal(0)
            )
            is_loose = "close" in claim.words or "similar" in claim.words or "comparable" in claim.words
            is_better = is_target and facts.better(value, other) > 0
            return is_close or is_better or (is_loose and abs(value - other) <= abs(other) * LOOSE)
        case "better" | "worse":
            if facts.good in {"neither", "band"}:
                return None
            side = facts.better(value, other)
            if is_target:
                return side >= 0 if claim.way == "better" else side < 0
            return side == (1 if claim.way == "better" else -1)
    return None


def _against_band(claim: Compared, facts: Facts) -> Contradiction | None:
    value, low, high = facts.now.value, facts.target, facts.target_upper
    if value is None or low is None or high is None:
        return None
    is_within = low.value <= value.value <= high.value
    is_above, is_below = value.value > high.value, value.value < low.value
    holds = {"above": is_above, "below": is_below, "worse": not is_within}.get(claim.way, is_within)
    if holds:
        return None
    band = f"the target of {facts.shown(low.value)} to {facts.shown(high.value)}"
    said = f"{at(facts.shown(value.value), value.place)}, against {band}"
    return Contradiction("claim", claim.words, claim.words, said)


def _level(reading: Reading, at: int, facts: Facts) -> Figure | None:
    """The one figure that was told last before `this level`."""
    kind = "percent" if facts.unit == "percent" else ""
    for each in (reading, reading.before):
        numbers = [number for number in each.sentence.numbers if number.kind == kind] if each else []
        if each is reading:
            numbers = [number for number in numbers if number.start < at]
        if numbers:
            return Figure(numbers[-1].low) if len(numbers) == 1 and not numbers[0].is_range else None
    return None


# ---- movements ----


def moved(claim: Moved, facts: Facts) -> Contradiction | None:
    """What the page says against a movement: told where from no figure that may be meant it moved so."""
    if claim.areas:
        return None  # the page has one month of each area
    if claim.counts and facts.unit != "count":
        return _moved_counts(claim, facts)
    value = facts.now.value
    if value is None:
        return None
    bases = _bases(claim, facts)
    if not bases or any(_goes(claim.way, value.value, base.value, facts) is not False for base in bases):
        return None
    if claim.since is None and _is_told(claim, facts):
        return None
    base = bases[0]
    said = f"{at(facts.shown(value.value), value.place)}, after {_basis(claim, facts.shown(base.value), facts)}"
    return Contradiction("claim", claim.words, claim.words, said)


def _bases(claim: Moved, facts: Facts) -> list[Figure]:
    """The figures from which it may be said to have moved: it has not, where it has from none."""
    since, previous = claim.since, facts.previous
    if since is None:
        # without a word of since when: the last period, the average, and what the direction is told against
        bases = known([previous, facts.average])
        if claim.is_running:
            return known([previous])
        if claim.way in {"better", "worse", "up", "down"} and facts.year_ago and not _is_now(claim):
            bases.append(facts.year_ago)
        return bases if previous else []
    match since.kind:
        case "window":
            steps = range(facts.period_months, since.back + 1, facts.period_months)
            if claim.is_running:
                return known([previous])
            found = [facts.back(months) for months in steps]
            return known(found) if all(found) else []
        case "season":
            found = [facts.month_value(month) for month in since.months]
            return known(found) if all(found) else []
        case "last year":
            return known([facts.year_ago, facts.average, *(facts.back(12 + n) for n in range(1, 4))])
        case _:
            return known([value_of(since, facts)])


def _is_now(claim: Moved) -> bool:
    return any(word.endswith("ing") for word in claim.words.lower().split())


def _basis(claim: Moved, shown: str, facts: Facts) -> str:
    since = claim.since
    if since is None or since.kind == "window":
        return f"{shown} for {month_label(months_after(facts.month, -facts.period_months))}"
    return against(since, shown, facts)


def _goes(way: str, value: Decimal, base: Decimal, facts: Facts) -> bool | None:
    """Whether from `base` to `value` is that way; None where nobody can say."""
    match way:
        case "up":
            return value > base
        case "down":
            return value < base
        case "better" | "worse":
            if facts.good in {"neither", "band"}:
                return None
            return facts.better(value, base) == (1 if way == "better" else -1)
        case "same":
            return value == base
        case "level":
            return abs(value - base) <= max(abs(base) * STEADY, Decimal(1).scaleb(-facts.decimals))
    return None


def _is_told(claim: Moved, facts: Facts) -> bool:
    """Whether the page's direction, or process control, says what a sentence says, whatever the last figures do."""
    if facts.direction == _DIRECTIONS.get(claim.way) and not claim.is_running:
        return True
    return (claim.way == "better" and facts.signal.startswith("Improvement")) or (
        claim.way == "worse" and facts.signal.startswith("Concern")
    )


def _moved_counts(claim: Moved, facts: Facts) -> Contradiction | None:
    """Of a number behind a share it is not plain which: it is told where none of them moved that way."""
    if (
        claim.way not in {"up", "down"}
        or claim.since is None
        or claim.since.kind not in {"month", "previous", "year ago"}
    ):
        return None
    then, now = row_of(claim.since, facts), facts.now
    pairs = [
        (one, other)
        for one, other in (
            (now.numerator, then.numerator if then else None),
            (now.denominator, then.denominator if then else None),
            (now.value, then.value if then else None),
        )
        if one is not None and other is not None
    ]
    if len(pairs) < 2 or any(_goes(claim.way, one.value, other.value, facts) for one, other in pairs):
        return None
    one, other = pairs[0]
    said = f"{at(counted(one.value), one.place)}, after {against(claim.since, counted(other.value), facts)}"
    return Contradiction("claim", claim.words, claim.words, said)
