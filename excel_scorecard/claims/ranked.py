"""Ranked: where a sentence tells the rating, or calls a figure the highest, lowest, best or worst."""

import re
from collections.abc import Iterator
from typing import Final, cast

from excel_scorecard.claims.claims import Claim, Extreme, Rated, Way
from excel_scorecard.claims.numbers import WORDS
from excel_scorecard.claims.reading import Reading
from excel_scorecard.claims.references import Reference
from excel_scorecard.claims.sentences import Clause
from excel_scorecard.claims.words import EXTREME, NEGATED

_LEAD: Final = (
    r"(?P<lead>rated|rating of|rating is|rating as|rag[- ]rated|is|are|remains?|remained|stays?|stayed|now|turned|goes|"
    r"went|become|became|longer|moved to|back to|shown as|reported as|to|at|as)\s+"
    r"(?:still\s|now\s|again\s|currently\s|therefore\s|also\s|an?\s|not\s)*[\"'“‘]?"
)
_NOTHING_BEHIND: Final = r"\s*(?:$|[.,;)]|\b(?:for|this|in|and|at|because|due|against|but)\b)"
_MOVED_TO: Final = re.compile(
    r"\b(?:moved|gone|turned|changed|improved|slipped|went|goes|returned|back|from)\b", re.IGNORECASE
)
_SPAN: Final = re.compile(
    r"\b(?:for|in|of|over|during|within)\s(?:(?:over|more than|at least|almost|nearly|the best part of)\s)?(?:the\s)?"
    r"(?:(?:last|past|previous)\s)?(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2})?\s?"
    r"(?P<unit>months?|quarters?|years?)(?:\sshown)?\b",
    re.IGNORECASE,
)
_OF_CHANGE: Final = re.compile(
    r"\b(?:fall|rise|drop|increase|decrease|reduction|improvement|change|decline|gap|growth|risen|fallen|improved|difference)s?\b",
    re.IGNORECASE,
)
_EVER: Final = re.compile(
    r"\b(?:ever|on record|to date|so far|since (?:monitoring|records|recording|reporting|the \w+) began|"
    r"in the (?:past|last) year)\b",
    re.IGNORECASE,
)
_COUNTS: Final = {**WORDS, "a": 1, "an": 1}
_LENGTH: Final = {"month": 1, "quarter": 3, "year": 12}
_ALWAYS: Final = 1200


def ranked_in(reading: Reading) -> Iterator[Claim]:
    """Ratings and extremes."""
    for clause in reading.clauses():
        yield from _ratings(reading, clause)
        for match in EXTREME.finditer(reading.text, clause.start, clause.end):
            yield from _extreme(reading, clause, match)


# ---- ratings ---------------------------------------------------------------------------------------------------------


def _ratings(reading: Reading, clause: Clause) -> Iterator[Rated]:
    printed = {word: key for key, word in reading.facts.rating_words.items()}
    words = "|".join(re.escape(word) for word in printed)
    # in small letters a colour is a rating only where nothing comes behind it
    small = f"|(?P<small>(?i:{words}))(?={_NOTHING_BEHIND})" if set(printed) == set(printed.values()) else ""
    pattern = re.compile(
        rf"\b(?i:{_LEAD})(?:(?P<word>{words})\b(?!\s+[A-Z])(?!\s(?:flag|team|book|paper|list|alert|card)s?\b){small})"
    )
    for match in pattern.finditer(reading.text, clause.start, clause.end):
        said = match["word"] or match["small"].capitalize()
        before = reading.text[clause.start : match.end() - len(said)]
        if match["lead"].lower() == "to" and not _MOVED_TO.search(before):
            continue
        lead = reading.plain[clause.start : match.start()]
        periods = [each for each in reading.within(clause.start, clause.end) if each.is_period and each.kind != "now"]
        if (
            periods
            or reading.subject.strange(re.sub(rf"\b(?:{words})\b", "", lead))
            or re.search(r"\bwhole|scorecard\b", before)
        ):
            continue
        is_not = bool(re.search(r"\b(?:not|no longer|never)\b|n['’]t\b", before, re.IGNORECASE))
        areas = reading.areas(clause.start, match.start())
        yield Rated(reading.quote(clause), areas, printed[said], is_not)


# ---- the highest and the lowest --------------------------------------------------------------------------------------


def _extreme(reading: Reading, clause: Clause, match: re.Match[str]) -> Iterator[Extreme]:
    text, facts = reading.text, reading.facts
    if match["more_than_ever"]:
        word = match[0].split()[0].lower()
        way = cast("Way", {"higher": "above", "lower": "below"}.get(word, word))
    else:
        way = cast("Way", match.lastgroup)
    before = text[clause.start : match.start()]
    if NEGATED.search(before) or (
        re.search(r"\b(?:second|third|next|joint|among|amongst|one of|at|of)[- ](?:the )?$", before, re.IGNORECASE)
        and not re.search(r"\bat its $", before)
    ):
        return
    if re.search(
        r"\b(?:second|third|next|one of the|among the|amongst the|in the|amongst)\s$|\bthe two\s$",
        before,
        re.IGNORECASE,
    ):
        return
    if _OF_CHANGE.search(text[clause.start : clause.end]):
        return  # the largest fall is no largest figure
    words = reading.plain[clause.start : match.start()] + " " + reading.plain[match.end() : clause.end]
    named = reading.areas(clause.start, clause.end)
    scope = _scope(reading, clause, match.end())
    strange = reading.subject.strange(_without_spans(words))
    if strange or any(each.kind in {"unknown", "comparator"} for each in reading.within(clause.start, clause.end)):
        return
    is_of_counts = (
        bool(re.search(r"^\s*(?:number|total)", text[match.end() : clause.end], re.IGNORECASE))
        and facts.unit != "count"
    )
    if is_of_counts:
        return
    if scope is not None:
        others = [
            e
            for e in reading.within(clause.start, clause.end)
            if e.is_period and e.kind not in {"now", "last year"} and e != scope[1]
        ]
        if not named and not others and _is_ours(reading, clause, match):
            yield Extreme(reading.quote(clause), (), way, "periods", *scope)
        return
    periods = [
        e for e in reading.within(clause.start, clause.end) if (e.is_period and e.kind != "now") or e.kind == "window"
    ]
    if len(named) == 1 and not periods and len(facts.areas) > 1 and not _has_time(text[match.end() : clause.end]):
        yield Extreme(reading.quote(clause), named, way, "areas")


def _is_ours(reading: Reading, clause: Clause, match: re.Match[str]) -> bool:
    if reading.has_subject(clause.start, clause.end):
        preceding = reading.preceding(clause)
        spoken = reading.plain[preceding.start : preceding.end] if preceding and clause.opener in {",", "("} else ""
        return not reading.subject.strange(spoken) or bool(
            preceding and preceding.numbers and reading.has_subject(preceding.start, preceding.end)
        )
    return reading.is_about(clause, match.start())


def _without_spans(words: str) -> str:
    return _EVER.sub(" ", _SPAN.sub(" ", words))


def _has_time(after: str) -> bool:
    return bool(re.search(r"\b(?:year|month|quarter|ever|record|time)s?\b", after))


def _scope(reading: Reading, clause: Clause, at: int) -> tuple[int, Reference | None] | None:
    """Over how many months back, or since when, something is the highest."""
    after = reading.text[at : clause.end]
    since = next((each for each in reading.within(at, clause.end) if each.kind == "month" and each.is_since), None)
    if since:
        return 0, since
    if reading.text[:at].lower().endswith(("record high", "record low")):
        return _ALWAYS, None
    if _EVER.search(after) or re.search(r"\bever\b", reading.text[clause.start : clause.end]):
        is_year = re.search(r"in the (?:past|last) year", after)
        return (12 if is_year else _ALWAYS), None
    match = _SPAN.search(after)
    if match is None or (match["count"] is None and match["unit"].lower() not in {"year", "years"}):
        return None
    count = match["count"]
    many = 1 if count is None else _COUNTS.get(count.lower()) or int(count)
    length = _LENGTH[match["unit"].lower().rstrip("s")] * many
    if count is None and re.match(r"\s*of the year", after):
        return 0, None  # the best month of the year: since January, or since April
    return length, None
