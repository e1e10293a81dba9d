"""Judging: whether what a text claims is what its page says. Only what is certainly otherwise is told.

A claim is true, false or cannot be told. A page that does not hold what it would take, such as an area's figure of a
year ago, cannot tell; nor can words that may be meant in two ways of which one is true.
"""

from excel_scorecard.claims import judged_figures, judged_ranks, judged_sides
from excel_scorecard.claims.claims import Apart, Claim, Compared, Extreme, Moved, Pair, Rated, Said
from excel_scorecard.claims.facts import Facts
from excel_scorecard.claims.finding import claims_in
from excel_scorecard.claims.reading import Reading
from excel_scorecard.claims.verdicts import Contradiction, at
from excel_scorecard.claims.words import ACTION, CAUSE, SHORTFALL


def contradictions(text: str, facts: Facts, *, is_plan: bool = False) -> tuple[Contradiction, ...]:
    """What a commentary, or as a plan an action, says that its page contradicts, in the text's order, each once."""
    found: dict[tuple[str, str], Contradiction] = {}
    for claim, reading in claims_in(text, facts, is_plan=is_plan):
        told = _judged(claim, facts, reading)
        if told is not None:
            found.setdefault((told.kind, told.words), told)
    return tuple(found.values())


def silence(text: str, facts: Facts) -> Contradiction | None:
    """A commentary on a Red page, by the rule, that names neither the shortfall nor a cause nor an action."""
    if facts.rating != "Red" or not text.strip():
        return None
    if any(pattern.search(text) for pattern in (SHORTFALL, CAUSE, ACTION)):
        return None
    return Contradiction("silence", "", "", at(facts.rating_words.get("Red", "Red"), facts.rating_place))


def _judged(claim: Claim, facts: Facts, reading: Reading) -> Contradiction | None:
    match claim:
        case Said():
            return judged_figures.figure(claim, facts)
        case Pair():
            return judged_figures.pair(claim, facts)
        case Apart():
            return judged_figures.apart(claim, facts)
        case Compared():
            return judged_sides.compared(claim, facts, reading)
        case Moved():
            return judged_sides.moved(claim, facts)
        case Rated():
            return judged_ranks.rated(claim, facts)
        case Extreme():
            return judged_ranks.extreme(claim, facts)
    return None
