"""Reading: a sentence with what finders ask of it: clauses, references, and the words left beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from excel_scorecard.claims.facts import Facts
from excel_scorecard.claims.numbers import Number
from excel_scorecard.claims.references import Reference, references_in
from excel_scorecard.claims.sentences import Clause, Sentence, read_sentence
from excel_scorecard.claims.subject import Subject, blanked
from excel_scorecard.claims.words import COMPARED, ELSEWHERE, EXTREME, GENERAL, MOVES

LINK: Final = re.compile(
    r"\b(?:than|against|versus|compared (?:with|to)|compares with|from|(?:up|down) from)\b", re.IGNORECASE
)
"""What stands between a figure and that with which it is compared."""
_KINDS: Final = {
    "percent": ("percent",), "count": ("plain",), "rate": ("rate",), "average": ("plain",), "days": ("days",),
    "currency": ("money",),
}  # fmt: skip
_VERB: Final = re.compile(r"\b(?:is|are|was|were|has|have|had|will)\b", re.IGNORECASE)
_SHORT_FORM: Final = re.compile(r"\((?:[A-Z][A-Za-z]{1,5}|[A-Z]\d{1,2})s?\)")
_COMPARES: Final = re.compile(
    r"\b(?:than|against|versus|compared (?:with|to)|compares with|from|on|below|above|same as)\s"
    r"(?:(?:the|that|a|an|in|of|at|figure|level|rate|for|was|\S*\d\S*)\s)*$",
    re.IGNORECASE,
)
_LONGEST: Final = 90


@dataclass
class Reading:
    """A sentence about an indicator. `before` is the reading of the sentence before it."""

    spoken: str
    facts: Facts
    subject: Subject
    before: "Reading | None" = None

    @cached_property
    def text(self) -> str:
        """The sentence without its abbreviations in brackets, `(ICPC)`, which would divide it; in the same length."""
        return _SHORT_FORM.sub(lambda match: " " * len(match[0]), self.spoken)

    @cached_property
    def sentence(self) -> Sentence:
        """Its clauses and figures."""
        marks = [match.start() for pattern in (MOVES, COMPARED, EXTREME) for match in pattern.finditer(self.text)]
        return read_sentence(self.text, marks, ((each.start, each.end) for each in self.references))

    @cached_property
    def references(self) -> list[Reference]:
        """What figures are of, or compared with."""
        return references_in(self.text, self.facts)

    @cached_property
    def plain(self) -> str:
        """The sentence with blanks for its figures and references, in the same length."""
        spans = [(each.start, each.end) for each in self.references]
        spans += [(each.start, each.end) for each in self.sentence.numbers]
        return blanked(self.text, spans)

    def within(self, start: int, end: int) -> list[Reference]:
        """The references that stand wholly between two places."""
        return [each for each in self.references if start <= each.start and each.end <= end]

    def areas(self, start: int, end: int) -> tuple[str, ...]:
        """The areas named between two places; all of them for `all areas`."""
        if re.search(
            r"\b(?<!of )(?<!than )(?:all|every|each)(?: the| our| of the| \w+)? (?:areas?|teams?)\b",
            self.text[start:end],
        ):
            return tuple(self.facts.areas)
        return tuple(dict.fromkeys(each.area for each in self.within(start, end) if each.kind == "area"))

    def clauses(self) -> Iterator[Clause]:
        """The clauses that claim something."""
        for clause in self.sentence.clauses:
            before = self.preceding(clause)
            is_rule = clause.opener == ":" and before and self.text[before.start : before.end].strip() in self._ratings
            if not is_rule and not self.sentence.is_blocked(clause.start):
                yield clause

    @cached_property
    def _ratings(self) -> frozenset[str]:
        """What begins a rule and not a claim: `Amber: 30 days or less`."""
        return frozenset(self.facts.rating_words.values())

    def preceding(self, clause: Clause) -> Clause | None:
        """The clause before one."""
        place = self.sentence.clauses.index(clause)
        return self.sentence.clauses[place - 1] if place else None

    def neighbours(self, clause: Clause, number: Number) -> tuple[int, int]:
        """Where the words of a figure begin and end: from the figure before it to the one after, within its clause."""
        place = clause.numbers.index(number)
        start = clause.numbers[place - 1].end if place else clause.start
        following = [
            each
            for each in clause.numbers[place + 1 :]
            if number.kind == "plain" or each.kind in {number.kind, "points"}
        ]
        return start, following[0].start if following else clause.end

    def has_subject(self, start: int, end: int) -> bool:
        """Whether the words there name the indicator, an area, or what any indicator is called."""
        words = self.plain[start:end]
        return bool(self.subject.own(words) or GENERAL.search(words) or self.areas(start, end))

    def is_about(self, clause: Clause, upto: int) -> bool:
        """Whether what stands in a clause at `upto` is said of the indicator, by the clause or by those before it."""
        if self.subject.strange(self.plain[clause.start : upto]) or ELSEWHERE.search(
            self.text, clause.start, clause.end
        ):
            return False
        if self.has_subject(clause.start, upto):
            return True
        preceding = self.preceding(clause)
        if preceding is None:
            is_meant = re.search(r"\b(?:it|there|that|they)\b", self.text[clause.start : upto], re.IGNORECASE)
            return (bool(is_meant) and self._goes_on()) or self._opens_with_a_value(clause)
        if clause.opener == ";" or self.sentence.is_blocked(preceding.start):
            return False
        if clause.opener == ":" and (preceding.numbers or _VERB.search(self.text, preceding.start, preceding.end)):
            return False  # but Performance: 89%
        spoken = self.plain[preceding.start : preceding.end]
        strange, own = self.subject.strange(spoken), self.subject.own(spoken)
        if len(strange) == 1 and len(own) > 1:
            return True
        return not strange and self.is_about(preceding, preceding.end)

    def is_of_then(self, upto: int) -> bool:
        """Whether what stands at `upto` is said of an earlier period: `In February 23.5%, a point above the target`."""
        told = [each for each in self.references if each.end <= upto and (each.kind == "now" or self._is_when(each))]
        if told:
            return told[-1].kind != "now"
        is_pronoun = re.match(r"\W*(?:it|that|they|this)\b", self.text, re.IGNORECASE)
        return bool(is_pronoun and self.before and self.before.is_of_then(len(self.before.text)))

    def _is_when(self, each: Reference) -> bool:
        """Whether a reference says when something was; what something is compared with says nothing of that."""
        is_time = each.is_period and each.kind != "now" and not each.is_since
        return is_time and not _COMPARES.search(self.text[: each.start])

    def _opens_with_a_value(self, clause: Clause) -> bool:
        """Whether a sentence begins with a figure written as the value is, and speaks of nothing else: `86%, below`."""
        first = clause.numbers[0] if clause.numbers else None
        if (
            first is None
            or self.text[clause.start : first.start].strip(" (")
            or first.kind not in _KINDS[self.facts.unit]
        ):
            return False
        return not self.subject.strange(self.plain[clause.start : clause.end])

    def _goes_on(self) -> bool:
        """Whether the sentence before is of nothing else."""
        return self.before is None or not self.subject.strange(self.before.plain)

    def quote(self, clause: Clause) -> str:
        """The words of a clause, for a finding; with those before it where it is short."""
        start = clause.start
        while clause.end - start < 20 and (place := [c for c in self.sentence.clauses if c.start < start]):
            start = place[-1].start
        words = " ".join(self.spoken[start : clause.end].split()).strip(" ,;:.()")
        words = re.sub(r"^(?:and|but|so|which)\s", "", words)
        return words if len(words) <= _LONGEST else words[: _LONGEST - 3].rsplit(" ", 1)[0] + "..."
