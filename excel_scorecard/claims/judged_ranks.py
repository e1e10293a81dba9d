"""Judged ranks: whether the rating is what it is said to be, and what is called highest or lowest is that."""

from datetime import date
from decimal import Decimal

from excel_scorecard.calendar import month_label, months_after
from excel_scorecard.claims.claims import Extreme, Rated
from excel_scorecard.claims.facts import Facts
from excel_scorecard.claims.verdicts import Contradiction, at


def rated(claim: Rated, facts: Facts) -> Contradiction | None:
    """What the page says against a rating, by the rule or by judgement."""
    ratings = [facts.areas[area].rating for area in claim.areas] if claim.areas else [facts.rating]
    if not all(rating in facts.rating_words for rating in ratings):
        return None
    known = {*ratings, *([facts.judged] if facts.judged and not claim.areas else [])}
    is_so = claim.rating in known
    if is_so != claim.is_not:
        return None
    rating = ratings[0]
    shown = facts.rating_words[facts.judged or rating if not claim.areas else rating]
    said = f"{shown}{f' for {claim.areas[0]}' if claim.areas else ''}"
    return Contradiction("claim", claim.words, claim.words, at(said, facts.rating_place if not claim.areas else ""))


def extreme(claim: Extreme, facts: Facts) -> Contradiction | None:
    """The area or the period that lies beyond what is called the highest or lowest."""
    if claim.among == "areas":
        named = claim.areas[0]
        value = facts.areas[named].value
        others = [
            (f" for {area}", row.value.value)
            for area, row in facts.areas.items()
            if area != named and row.value is not None
        ]
    else:
        value = facts.now.value
        others = [
            (f" for {month_label(month)}", row.value.value)
            for month, row in facts.months.items()
            if row.value is not None and _is_within(claim, month, facts)
        ]
    if value is None:
        return None
    beyond = [(called, other) for called, other in others if _beats(claim.way, other, value.value, facts)]
    if not beyond:
        return None
    called, most = beyond[0]
    for each, other in beyond:
        if _beats(claim.way, other, most, facts):
            called, most = each, other
    own = f" for {claim.areas[0]}" if claim.areas else ""
    said = f"{at(facts.shown(value.value) + own, value.place)}, and {facts.shown(most)}{called}"
    return Contradiction("claim", claim.words, claim.words, said)


def _is_within(claim: Extreme, month: date, facts: Facts) -> bool:
    if claim.since is not None:
        return claim.since.months[0] < month < facts.month
    start = (
        months_after(facts.month, -claim.back)
        if claim.back
        else max(
            months_after(facts.month, -((facts.month.month - 1) % 12)),
            months_after(facts.month, -((facts.month.month - 4) % 12)),
        )
    )
    return start < month < facts.month


def _beats(way: str, other: Decimal, value: Decimal, facts: Facts) -> bool:
    match way:
        case "above":
            return other > value
        case "below":
            return other < value
        case "better":
            return facts.better(other, value) > 0
        case _:
            return facts.better(other, value) < 0
