"""References: what a figure is of, or compared with: a month, a year ago, an area, the target, the average, England.

Finds them in a sentence by an indicator's facts. Which figure of the page each stands for is `value_of`; None where the
page does not say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from excel_scorecard.calendar import MONTH_NAMES, months_after
from excel_scorecard.claims.facts import Facts, Figure
from excel_scorecard.claims.numbers import WORDS

Kind = Literal[
    "now", "month", "previous", "year ago", "last year", "average", "target", "comparator", "area", "level", "back",
    "window", "season", "year to date", "unknown",
]  # fmt: skip

_NAMES: Final = "|".join([*MONTH_NAMES, *(name[:3] for name in MONTH_NAMES if name != "May"), "Sept"])
_JUST_AFTER: Final = 9  # months: February is the last one in a text of November, and the next in one of January
_COUNT: Final = rf"(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}|\d{{1,2}})"
_FIRST_TO_TENTH: Final = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ORDINALS: Final = {word: number for number, word in enumerate(_FIRST_TO_TENTH.split(), 1)}
_MONTH: Final = (
    rf"(?P<lead>(?:since|after|until|till|by|before|from the start of|year to|twelve months to|12 months to)\s+"
    rf"(?:(?:the\s+)?(?:end\s+of\s+|start\s+of\s+))?)?(?P<quarter>quarter\s+(?:to|ending|ended)\s+)?(?P<last>last\s+)?"
    rf"\b(?P<month>{_NAMES})\b(?!\s+Street)"
    rf"(?:(?:\s+|-|\s*['’])(?P<year>20\d\d|\d\d(?!\d|%|\s*per|,))\b(?![-/,.]\d))?"
    rf"(?P<before>\s+(?:last|the previous)\s+year|\s+a\s+year\s+(?:ago|earlier|before))?"
)
_NOW: Final = (
    r"this (?:month|quarter|period)|(?:in|for|during) the (?:month|quarter)\b(?! (?:to|before|after))|"
    r"at (?:the )?(?:month|quarter)(?:['’]s)?[- ]end|(?:at|by) the end of (?:the|this) (?:month|quarter|period)|"
    r"in-month|currently|at present|now"
)
_SAME: Final = r"(?:time|month|quarter|period|point)"
_YEAR_AGO: Final = (
    r"(?:a|one) year (?:ago|earlier|before|previously)|(?:twelve|12) months (?:ago|earlier|before|previously)|"
    rf"(?:at )?(?:this|the same) {_SAME} (?:of |in )?(?:the )?(?:last|previous) year|"
    rf"the same {_SAME} (?:a|one) year (?:ago|earlier|before)|the year before|year[ -]on[ -]year|on the year|"
    r"on (?:the )?previous year"
)
_LAST_YEAR: Final = r"last year|(?:the )?previous year|(?:the|in) (?:last|past) (?:year|twelve months|12 months)"
_PREVIOUS: Final = (
    r"last month|the (?:previous|preceding) (?:month|quarter)|the (?:month|quarter) before|"
    r"a month (?:ago|earlier|before)|(?:the )?last quarter|month[ -]on[ -]month|on the (?:month|quarter)|each month|"
    r"every month|again"
)
_TO_DATE: Final = r"year to date|ytd"
_SO_FAR: Final = (
    r"so far this year|this year|since the start of the year|(?:last|this) week|today|at the time of writing|to date|"
    r"(?:the )?(?:last|previous|this) financial year|q[1-4]|quarters? (?:one|two|three|four|[1-4])|"
    r"(?:first|second|third|fourth) quarter|year[- ]end"
)
_PERIODS: Final[tuple[tuple[Kind, str], ...]] = (
    ("now", _NOW),
    ("year ago", _YEAR_AGO),
    ("last year", _LAST_YEAR),
    ("previous", _PREVIOUS),
    ("year to date", _TO_DATE),
    ("unknown", _SO_FAR),
)
_AVERAGE: Final = (
    rf"(?:(?P<size>{_COUNT})[- ](?:month|quarter|year)(?:ly)?[- ](?:rolling )?(?:average|rate|figure))|"
    r"(?:rolling|recent|half-year) average|"
    rf"average (?:for|of|over) the (?:last|past|previous) (?P<size2>{_COUNT}) (?:months|quarters)|"
    r"the average\b(?! (?:of|for|in|across|among) (?:the |all |other |our )?"
    r"(?:areas|teams|region|councils|authorities|country|neighbours|group|similar|comparable|England))"
)
_BACK: Final = rf"(?P<back>{_COUNT}) (?P<unit>months|quarters|years) (?:ago|earlier|before|previously)"
_WINDOW: Final = (
    rf"\b(?:last|past|previous|in|for|over) (?:over )?(?P<span>{_COUNT}) (?P<span_unit>months|quarters|years)\b|"
    rf"for the (?P<run>{'|'.join(_ORDINALS)}) (?:successive |consecutive )?(?:month|quarter)"
    r"(?: running| in a row| in succession)?"
)
_SEASONS: Final = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "winter": (12, 1, 2)}
_SEASON: Final = r"(?:since |over |during |in )?(?:the |last )(?P<season>spring|summer|autumn|winter)\b"
_YEAR: Final = r"(?:(?:since|in|for|during|by|at|of) )?\b20\d\d(?:[-/]\d\d(?:\d\d)?)?\b"
_OTHER_TARGET: Final = re.compile(
    r"\b(?:previous|old|former|earlier|original|next|national|recovery|interim|stretch|milestone|new|statutory|future|revised|government|improvement|plan|"
    r"year['’]s|own)\s$",
    re.IGNORECASE,
)
_TARGET: Final = (
    r"(?:target|agreed|its|our|the|their) range|(?:in|within|of|outside) range|"
    r"(?<=[\d%] )wanted\b|\btargets?\b(?! audience| group| date)"
)
_LEVEL: Final = r"\b(?:this|that) (?:level|figure|standard|expectation|percentage)\b"


@dataclass(frozen=True)
class Reference:
    """What stands for a figure, and where in the sentence; `since` where it is what came after it."""

    start: int
    end: int
    kind: Kind
    months: tuple[date, ...] = ()
    area: str = ""
    comparator: int = -1
    also: tuple[int, ...] = ()  # other comparators that the same words may mean: England of two years
    back: int = 0
    is_since: bool = False

    @property
    def is_period(self) -> bool:
        """Whether it says when."""
        return self.kind in {
            "now", "month", "previous", "year ago", "last year", "back", "season", "year to date", "unknown",
        }  # fmt: skip


def references_in(sentence: str, facts: Facts) -> list[Reference]:
    """All of a sentence, in its order; of two that overlap the longer."""
    found = sorted(_all(sentence, facts), key=lambda each: (each.start - each.end, each.start))
    kept: list[Reference] = []
    for each in found:
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


def _all(sentence: str, facts: Facts) -> Iterator[Reference]:
    for pattern, area in _areas(tuple(facts.areas)):
        yield from (Reference(m.start(), m.end(), "area", area=area) for m in pattern.finditer(sentence))
    yield from _comparators(sentence, facts)
    for match in re.finditer(_NO_COMPARATOR, sentence):
        yield Reference(match.start(), match.end(), "unknown")
    for match in re.finditer(_TARGET, sentence, re.IGNORECASE):
        is_other = bool(_OTHER_TARGET.search(sentence[: match.start()]))
        yield Reference(match.start(), match.end(), "unknown" if is_other else "target")
    for match in re.finditer(_AVERAGE, sentence, re.IGNORECASE):
        size = match["size"] or match["size2"]
        is_ours = size is None or _count(size) == facts.average_months
        if size is None and (facts.unit == "average" or "average" in facts.title.lower()):
            continue
        yield Reference(match.start(), match.end(), "average" if is_ours else "unknown")
    for match in re.finditer(_LEVEL, sentence, re.IGNORECASE):
        yield Reference(match.start(), match.end(), "level")
    yield from _periods(sentence, facts)


_NO_COMPARATOR: Final = (
    r"\b(?:England|[Nn]ationally|[Nn]ational (?:average|figure|rate|level)|(?:[Ss]tatistical )?[Nn]eighbours?|"
    r"[Rr]egional (?:average|figure|rate|level)|region|[Ss]imilar (?:councils|authorities))(?:['’]s)?\b"
)


def _periods(sentence: str, facts: Facts) -> Iterator[Reference]:
    for kind, words in _PERIODS:
        for match in re.finditer(rf"\b(?:{words})\b", sentence, re.IGNORECASE):
            yield Reference(match.start(), match.end(), kind)
    for match in re.finditer(_MONTH, sentence):
        yield _of_month(match, facts)
    for match in re.finditer(_BACK, sentence, re.IGNORECASE):
        length = {"months": 1, "quarters": 3, "years": 12}[match["unit"].lower()]
        yield Reference(
            match.start(), match.end(), "back", (months_after(facts.month, -length * _count(match["back"])),)
        )
    for match in re.finditer(_WINDOW, sentence, re.IGNORECASE):
        length = {"months": 1, "quarters": 3, "years": 12}[(match["span_unit"] or "months").lower()]
        run = match["run"]
        steps = _ORDINALS[run.lower()] * facts.period_months if run else length * _count(match["span"])
        yield Reference(match.start(), match.end(), "window", back=steps)
    for match in re.finditer(_SEASON, sentence, re.IGNORECASE):
        yield Reference(match.start(), match.end(), "season", tuple(_season(match["season"].lower(), facts.month)))
    for match in re.finditer(_YEAR, sentence, re.IGNORECASE):
        yield Reference(match.start(), match.end(), "unknown")


def _of_month(match: re.Match[str], facts: Facts) -> Reference:
    number = 1 + next(place for place, name in enumerate(MONTH_NAMES) if name.startswith(match["month"][:3]))
    year = match["year"]
    lead = (match["lead"] or "").split(" ")[0].lower()
    if year:
        month = date(int(year) if len(year) == 4 else 2000 + int(year), number, 1)
    else:
        ended = date(facts.month.year, number, 1)
        month = ended if ended <= facts.month else date(facts.month.year - 1, number, 1)
        if match["before"]:
            month = date(facts.month.year - 1, number, 1)
        elif match["last"] and month == facts.month:
            month = months_after(month, -12)
    if lead == "by" and (month == facts.month or (year and month < facts.month)):
        lead = ""  # by the end of the month that is told
    if lead == "year" and facts.period_months == 12:
        lead = ""
    if lead in {"after", "until", "till", "by", "before", "from", "year", "twelve", "12"}:
        return Reference(match.start(), match.end(), "unknown", (month,))
    if match["quarter"] and facts.period_months != 3:
        return Reference(match.start(), match.end(), "unknown", (month,))
    is_near = not year and not match["last"] and not match["before"] and lead != "since"
    if is_near and month <= months_after(facts.month, -_JUST_AFTER):
        return Reference(match.start(), match.end(), "unknown", (month,))  # or the month that has begun since
    kind: Kind = "now" if month == facts.month else "month"
    return Reference(match.start(), match.end(), kind, (month,), is_since=lead == "since")


def _season(name: str, last: date) -> Iterator[date]:
    """The months of the latest such season that has begun."""
    month = last
    while month.month != _SEASONS[name][-1]:
        month = months_after(month, -1)
    yield from (months_after(month, -back) for back in (2, 1, 0))


def _count(word: str) -> int:
    return WORDS[word.lower()] if word.lower() in WORDS else int(word)


# ---- areas and comparators -------------------------------------------------------------------------------------------

_NO_AREA: Final = frozenset({"other", "total", "unknown", "none", "not in breakdown"})


@lru_cache(maxsize=256)
def _areas(names: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """How each area is written: as it is named, and of teams each alone too."""
    found = []
    for name in names:
        if name.strip().lower() in _NO_AREA:
            continue
        words = name.strip().split()
        if len(words) > 1:
            first = re.escape(words[0])
            last = re.escape(words[-1].rstrip("s"))
            pattern = r"\s+".join([*map(re.escape, words[:-1]), last + "s?"])
            alone = rf"|\b{first}\b(?=\s+(?:is|are|was|at|stands|has)\b|[,.;)]|$)" if words[0].isupper() else ""
            found.append((re.compile(rf"\b{pattern}\b|(?-i:{alone.lstrip('|') or '(?!)'})", re.IGNORECASE), name))
        else:
            forms = {name, name.upper(), name.title()} if name[:1].isalpha() else {name}
            pattern = "|".join(re.escape(form) for form in sorted(forms))
            found.append((re.compile(rf"(?<![\w&-])(?:{pattern})(?![\w&-])(?!\s+(?:&|Midlands|Yorkshire)\b)"), name))
    return tuple(found)


@lru_cache(maxsize=256)
def _comparator(label: str) -> re.Pattern[str]:
    """How a comparator is written: England, the national average; statistical neighbours; or as it is called."""
    years = r"(?:\s*(?:(?:for|in|at|of|on|to)\s+)?(?:the\s+year\s+)?(?:(?:\d{1,2} )?[A-Z][a-z]+ )?20\d\d(?:[-/]\d\d)?)?"
    low = label.lower()
    if "england" in low or "national" in low:
        of = r"average|figure|rate|level|mean|position|benchmark|performance|picture"
        names = rf"(?:the )?(?:England|English|[Nn]ational(?= (?:{of})))(?:['’]s)?(?: (?:{of}))?|[Nn]ationally"
    elif "neighbour" in low:
        names = (
            r"(?:our |the )?(?:[Ss]tatistical |SN )?[Nn]eighbours?(?:['’])?(?: (?:average|figure|rate|median|mean))?"
        )
    else:
        plain = re.sub(r"\s*(?:\d{1,2} \w+ )?\b20\d\d\S*", "", label).strip() or label
        names = re.escape(plain)
    return re.compile(rf"\b(?:{names})\b{years}")


def _comparators(sentence: str, facts: Facts) -> Iterator[Reference]:
    """Each mention once, whichever comparators it may mean; unknown where it can mean none."""
    found: dict[tuple[int, int], list[Reference]] = {}
    for place, each in enumerate(facts.comparators):
        for match in _comparator(each.label).finditer(sentence):
            meant = _of_comparator(match, place, each.label + " " + each.period, sentence)
            found.setdefault(match.span(), []).append(meant)
    for meant_here in found.values():
        known = [each for each in meant_here if each.kind == "comparator"]
        first = known[0] if known else meant_here[0]
        yield replace(first, also=tuple(each.comparator for each in known[1:]))


def _of_comparator(match: re.Match[str], place: int, named: str, sentence: str) -> Reference:
    """A comparator; of another year than the page's nobody can say."""
    beside = match[0] + sentence[match.end() : match.end() + 40].partition(". ")[0]
    years = set(re.findall(r"20\d\d(?:[-/]\d\d)?", beside))
    ours = set(re.findall(r"20\d\d(?:[-/]\d\d)?", named))
    is_other = bool(years) and bool(ours) and not any(y[:4] in {o[:4] for o in ours} or y in ours for y in years)
    if is_other or (not ours and years):
        return Reference(match.start(), match.end(), "unknown")
    return Reference(match.start(), match.end(), "comparator", comparator=place)


# ---- what each stands for --------------------------------------------------------------------------------------------


def value_of(reference: Reference, facts: Facts) -> Figure | None:
    """The figure that a reference stands for; None where the page has none, or more than one could be meant."""
    match reference.kind:
        case "now":
            return facts.now.value
        case "month" | "back":
            return facts.month_value(reference.months[0])
        case "previous":
            return facts.previous
        case "year ago" | "last year":
            return facts.year_ago
        case "average":
            return facts.average
        case "year to date":
            return facts.year_to_date
        case "target":
            return facts.target if facts.target_upper is None else None
        case "comparator":
            return facts.comparators[reference.comparator].figure
        case "area":
            return facts.areas[reference.area].value
        case _:
            return None
