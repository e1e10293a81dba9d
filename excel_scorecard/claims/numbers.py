"""Numbers: figures as officers write them: 86%, 86 per cent, 1,003, twelve, one in five, two thirds, £1.4m, 39.0.

Says where in a sentence each stands, how exactly it is meant, and what kind of figure it is. Ordinals, years, days of
the month and the 47 of S47 are none. Knows no indicator.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

Kind = Literal["percent", "points", "money", "rate", "days", "duration", "plain"]
Hedge = Literal["", "about", "nearly", "just over", "more", "less"]

_ONE_TO_NINETEEN: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TWENTY_TO_NINETY: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES: Final = _ONE_TO_NINETEEN.split()
_TENS: Final = _TWENTY_TO_NINETY.split()
WORDS: Final = {word: number for number, word in enumerate(_ONES, 1)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
_WORD: Final = (
    rf"(?:(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_ONES[:9])})|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
)
_DIGITS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SHARES: Final = {
    "half": Decimal(50), "third": Decimal(100) / 3, "quarter": Decimal(25), "fifth": Decimal(20), "tenth": Decimal(10),
}  # fmt: skip
_SHARE: Final = r"half|thirds?|quarters?|fifths?|tenths?"
_MONTHS: Final = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_PERIODS: Final = r"months?|weeks?|years?|hours?|minutes?|quarters?"

NUMBER: Final = re.compile(
    rf"""
    (?P<in>\b(?P<part>{_WORD}|\d{{1,2}})\ (?:in|out\ of)\ (?:every\ )?(?P<whole>{_WORD}|10|[2-9])\b
        (?!\s*(?:{_PERIODS}|days?)\b))
    | (?P<share>\b(?:(?P<times>a|one|two|three|four)[- ])?(?P<fraction>{_SHARE})\b)
    | (?P<money>£\s?(?P<pounds>{_DIGITS})(?:\s?(?P<scale>m|million|k|thousand|bn|billion)\b)?)
    | (?<![\w.,£/-])(?P<number>{_DIGITS}|{_WORD}(?![\w]))(?![\w]*\d)(?:
        (?P<percent>\s?(?:%|per\ ?cent\b))?(?P<points>\s?-?(?:percentage[\ -])?(?:points?\b|pp\b))?
      )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOT_AFTER: Final = re.compile(
    rf"^(?:st|nd|rd|th|am|pm|s)\b|^\s(?:{_MONTHS})[a-z]*\b|^[-/]\d|^-(?:year|month|week|day)|^\s?x\s|^:\d",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(
    r"(?:\bS|\bs\.|\bsection|\bday|\bgrade|\bband|\btier|\bpage|\btable|\bfigure|\bindicator|\bquarter|\bitem|\bpart|"
    r"\bphase|\bwave|\bstage|\baged?|\bversion|\bnumber|\bno\.?|\bto 31|\bq)\s?$",
    re.IGNORECASE,
)
_HEDGES: Final[tuple[tuple[Hedge, str], ...]] = (
    (
        "nearly",
        r"nearly|almost|just under|just below|a little under|slightly under|slightly below|approaching|not quite",
    ),
    ("just over", r"just over|just above|slightly over|slightly above|a little over|a little above|a little more than"),
    ("about", r"about|around|approximately|approx\.?|roughly|some|circa|c\.|in the region of|close to|nearer"),
    ("more", r"more than|over|above|at least|upwards of|in excess of|exceeding|higher than|greater than"),
    ("less", r"fewer than|less than|under|below|no more than|up to|at most|within|lower than"),
)
_HEDGE: Final = re.compile(
    "|".join(rf"(?P<h{number}>\b(?:{words}))" for number, (_, words) in enumerate(_HEDGES)), re.IGNORECASE
)
_NEAR: Final = 40  # letters before a figure that may say how it is meant
_SCALES: Final = {"m": 6, "million": 6, "k": 3, "thousand": 3, "bn": 9, "billion": 9}


@dataclass(frozen=True)
class Number:
    """A figure in a sentence.

    Attributes:
        start, end: where it stands, with its sign for percent or pounds; text: its words.
        low, high: what it says, the same for one figure; two for a range.
        step: how exactly it is written: 1 for 86%, 0.1 for 85.7%, 10,000 for £1.43m.
        whole: of a share in words or a pair, such as 5 in one in five.

    """

    start: int
    end: int
    text: str
    kind: Kind
    low: Decimal
    high: Decimal
    step: Decimal
    hedge: Hedge = ""
    is_word: bool = False

    @property
    def is_range(self) -> bool:
        """Whether it is said of something between two figures."""
        return self.low != self.high

    def agrees(self, figure: Decimal) -> bool:
        """Whether it may be said of `figure`, in the way that it is written. In doubt it may."""
        slack = self.step / 2
        if self.is_range:
            return self.low - slack <= figure <= self.high + slack
        said, wide = self.low, self._wide()
        if self.hedge == "more":
            return figure >= said - (slack if self.kind == "percent" else 0)
        if self.hedge == "less":
            return figure <= said + (slack if self.kind == "percent" else 0)
        if self.hedge == "nearly":
            return said - wide <= figure <= said + slack
        if self.hedge == "just over":
            return said - slack <= figure <= said + wide
        if self.hedge == "about" or self.is_word:
            return abs(figure - said) <= max(wide, slack)
        return abs(figure - said) <= slack

    def _wide(self) -> Decimal:
        """How far off a figure may be that is said to be about so much."""
        if self.kind == "percent":
            return Decimal(6) if self.is_word else Decimal(5)
        return max(abs(self.low) / 10, self.step)


def numbers_in(sentence: str) -> list[Number]:
    """The figures of a sentence, in its order. `between 80% and 85%` is one."""
    found: list[Number] = []
    for match in NUMBER.finditer(sentence):
        number = _read(match, sentence)
        if number is not None:
            found.append(number)
    return _ranges(found, sentence)


def _read(match: re.Match[str], sentence: str) -> Number | None:
    start, end = match.span()
    hedge, text = _hedge(sentence[max(0, start - _NEAR) : start]), match[0]
    if match["in"]:
        part, whole = _value(match["part"]), _value(match["whole"])
        if part > whole:
            return None
        return _number(start, end, text, "percent", 100 * part / whole, Decimal(1), hedge, is_word=True)
    if match["share"]:
        return _of_share(match, sentence, hedge)
    if match["money"]:
        scale = Decimal(10) ** _SCALES.get((match["scale"] or "").lower(), 0)
        value = _value(match["pounds"])
        return _number(start, end, text, "money", value * scale, _step(match["pounds"]) * scale, hedge)
    return _plain(match, sentence, hedge)


def _plain(match: re.Match[str], sentence: str, hedge: Hedge) -> Number | None:
    """A number, with what stands behind it."""
    start, end = match.span()
    written, before, after = match["number"], sentence[max(0, start - _NEAR) : start], sentence[end:]
    has_unit = bool(match["percent"] or match["points"])
    is_one = written.lower() == "one" and not re.match(r"\sday\b", after)
    if not has_unit and (_NOT_AFTER.match(after) or is_one):
        return None
    value = _value(written)
    if _LABELLED.search(before) or _is_year(written, after) or (value in _PER and _PER_BEFORE.search(before)):
        return None
    kind: Kind = "points" if match["points"] else "percent" if match["percent"] else _kind(after)
    return _number(start, end, match[0], kind, value, _step(written), hedge)


_PER: Final = {Decimal(1000), Decimal(10_000), Decimal(100_000)}
_PER_BEFORE: Final = re.compile(r"(?:per|every)\s$")
_RATE: Final = re.compile(r"\s(?:of\severy|for\severy|in\severy|per)\s(?:1,000|10,000|100,000|thousand|head)")
_DURATION: Final = re.compile(
    rf"[\s-](?:working |calendar |school )?(?:{_PERIODS})\b|[\s-](?:working|calendar|school) days?\b"
)


def _kind(after: str) -> Kind:
    if _RATE.match(after):
        return "rate"
    if _DURATION.match(after):
        return "duration"
    return "days" if re.match(r"[\s-]days?\b", after) else "plain"


def _of_share(match: re.Match[str], sentence: str, hedge: Hedge) -> Number | None:
    """A share in words. A quarter is one only where it is a quarter of something: else it is three months."""
    start, end = match.span()
    after, before = sentence[end:], sentence[max(0, start - _NEAR) : start]
    word = match["fraction"].lower().rstrip("s") if match["fraction"].lower() != "half" else "half"
    # half the number of a year ago is no share of the cases
    is_of = bool(
        re.match(
            r"\s(?:of|the)\b(?! (?:the )?(?:number|rate|level|share|figure|proportion|total|average|target)\b)", after
        )
    ) or bool(re.search(r"\b(?:between|and|by|than)\sa?\s?$", before))
    if not match["times"] and (word != "half" or not is_of or re.search(r"\b(?:first|second|other|last)\s$", before)):
        return None
    if word in {"half", "quarter"} and not is_of:
        return None
    times = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}.get((match["times"] or "a").lower(), 1)
    return _number(start, end, match[0], "percent", _SHARES[word] * times, Decimal(1), hedge, is_word=True)


def _number(
    start: int, end: int, text: str, kind: Kind, value: Decimal, step: Decimal, hedge: Hedge, *, is_word: bool = False
) -> Number:
    return Number(start, end, text.strip(), kind, value, value, step, hedge, is_word)


def _hedge(before: str) -> Hedge:
    """What the words just before a figure make of it."""
    near = re.sub(r"(?:\s(?:the|a|an|only|just|now))?\s*$", "", before)
    last = None
    for match in _HEDGE.finditer(near):
        last = match
    if last is None or last.end() != len(near):
        return ""
    return next(hedge for number, (hedge, _) in enumerate(_HEDGES) if last[f"h{number}"])


def _value(written: str) -> Decimal:
    word = written.lower()
    if word in WORDS:
        return Decimal(WORDS[word])
    tens, _, ones = word.replace("-", " ").partition(" ")
    if tens in WORDS:
        return Decimal(WORDS[tens] + WORDS[ones])
    return Decimal(written.replace(",", ""))


def _step(written: str) -> Decimal:
    """How exactly a figure is written. A large round one may be rounded: 5,000 for 5,020."""
    digits = written.replace(",", "")
    if not digits[0].isdigit():
        return Decimal(1)
    value = Decimal(digits)
    if "." in digits:
        return Decimal(1).scaleb(int(value.as_tuple().exponent))
    noughts = len(digits) - len(digits.rstrip("0"))
    return Decimal(10) ** noughts if value >= 1000 and noughts >= 2 else Decimal(1)


def _is_year(written: str, after: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", written)) and not re.match(r"\s?(?:%|per ?cent)", after)


def _ranges(found: list[Number], sentence: str) -> list[Number]:
    """Two figures that are the ends of one range become one."""
    merged: list[Number] = []
    for number in found:
        before = merged[-1] if merged else None
        if before is not None:
            between = sentence[before.end : number.start]
            opened = re.search(r"\bbetween\s(?:about\s|around\s)?$", sentence[: before.start], re.IGNORECASE)
            ranging = re.search(r"\b(?:range|band|target)(?:\sis|\sof)?\s$", sentence[: before.start], re.IGNORECASE)
            is_range = (
                (ranging and between.strip() == "to")
                or (opened and re.fullmatch(r"\s?and\s(?:about\s|around\s)?", between))
                or between in {"-", "–"}
            )
            if is_range and number.high > before.low and (before.kind in {"plain", number.kind}):
                text = sentence[before.start : number.end]
                step = max(before.step, number.step)
                merged[-1] = Number(before.start, number.end, text, number.kind, before.low, number.high, step)
                continue
        merged.append(number)
    return merged
