"""Sentences: a commentary in sentences, a sentence in clauses, and what of it is a plan or a wish.

A clause is what says one thing: `EAST stands at 87%`. Positions are those in the sentence. Knows no indicator.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from excel_scorecard.claims.numbers import Number, numbers_in
from excel_scorecard.claims.words import NOT_YET

_END: Final = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z£0-9])|\n+")
_SHORTENED: Final = re.compile(r"\b(?:No|Nos|approx|e\.g|i\.e|vs|S|St|Dr|Mr|Mrs|Ms|cf|c|ref|incl)\.$", re.IGNORECASE)
_BREAK: Final = re.compile(
    r"[;:()\[\]]|,(?!\d)|\s[-–—]\s|\b(?:but|while|whilst|whereas|although|though|which|who|because|where|"
    r"when(?! compared)|so that|even though|so|and)\b",
    re.IGNORECASE,
)


_TO_DO: Final = re.compile(
    r"\W*(?:to )?(?:improve|increase|reduce|raise|lower|cut|bring|get|keep|maintain|achieve|reach|hold|return|move|"
    r"meet|sustain|restore|lift|halve|decrease|clear|set|agree|ensure|continue)\s",
    re.IGNORECASE,
)
"""How a plan begins: Improve timeliness to 90%."""


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, from `start` to `end`; `opener` is what stands before it: a comma, a bracket, a word."""

    start: int
    end: int
    opener: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence with its clauses and figures. `blocked` says which parts claim nothing: plans, wishes."""

    text: str
    clauses: tuple[Clause, ...]
    numbers: tuple[Number, ...]
    blocked: tuple[tuple[int, int], ...]

    def is_blocked(self, position: int) -> bool:
        """Whether what stands there is no claim of how things are."""
        return any(start <= position < end for start, end in self.blocked)


def sentences_of(text: str) -> list[str]:
    """The sentences of a commentary, without blanks around them."""
    pieces: list[str] = []
    for piece in _split(text):
        if pieces and _SHORTENED.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {piece}"
        else:
            pieces.append(piece)
    return [piece.strip(" \t•-*") for piece in pieces if piece.strip(" \t•-*")]


def _split(text: str) -> list[str]:
    return [piece.strip() for piece in _END.split(text) if piece and piece.strip()]


def read_sentence(text: str, claims_at: Iterable[int] = (), taken: Iterable[tuple[int, int]] = ()) -> Sentence:
    """A sentence with its clauses.

    `claims_at` is where other claims than figures stand: `and` divides two of them. `taken` are words that stand for
    something else, such as six-month average: figures in them are none.
    """
    spans = list(taken)
    numbers = [each for each in numbers_in(text) if not any(s < each.end and each.start < e for s, e in spans)]
    marks = sorted({*(number.start for number in numbers), *claims_at})
    clauses = _clauses(text, numbers, marks)
    return Sentence(text, tuple(clauses), tuple(numbers), tuple(_blocked(text, clauses)))


def _clauses(text: str, numbers: list[Number], marks: list[int]) -> list[Clause]:
    cuts: list[tuple[int, int, str]] = []
    for match in _BREAK.finditer(text):
        if any(number.start < match.end() and match.start() < number.end for number in numbers):
            continue
        cuts.append((match.start(), match.end(), match[0].strip().lower()))
    kept: list[tuple[int, int, str]] = []
    for place, cut in enumerate(cuts):
        if cut[2] == "and":
            begin = kept[-1][1] if kept else 0
            end = next((other[0] for other in cuts[place + 1 :]), len(text))
            both = any(begin <= mark < cut[0] for mark in marks) and any(cut[1] <= mark < end for mark in marks)
            if not both:
                continue
        kept.append(cut)
    edges = [(0, 0, ""), *kept]
    clauses = []
    for place, (_, begin, opener) in enumerate(edges):
        end = edges[place + 1][0] if place + 1 < len(edges) else len(text)
        if text[begin:end].strip(" .!?\"'"):
            inside = tuple(number for number in numbers if begin <= number.start < end)
            clauses.append(Clause(begin, end, opener, inside))
    return clauses


def _blocked(text: str, clauses: list[Clause]) -> list[tuple[int, int]]:
    """From a clause with a wish or a plan to the sentence's end, or to a clause that stands for itself."""
    if text.rstrip(" \"'”’)").endswith("?") or _TO_DO.match(text):
        return [(0, len(text))]
    found: list[tuple[int, int]] = []
    reaches = False
    for clause in clauses:
        if clause.opener in {"but", ";", "although", "though", "while", "whilst", "whereas", "because", "so"}:
            reaches = False
        if NOT_YET.search(text, clause.start, clause.end):
            reaches = True
        if reaches:
            found.append((clause.start, clause.end))
    return found
