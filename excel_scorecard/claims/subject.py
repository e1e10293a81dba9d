"""Subject: whether words speak of the indicator, or of other things, such as vacancies and duty workers.

A word is the indicator's where its title or a label of its figures has it, in whatever form. What is neither that nor a
word that any figure may have beside it is of another thing; and of other things nothing is said.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from excel_scorecard.claims.facts import Facts
from excel_scorecard.claims.words import FAMILIAR, GENERAL, PREDICATE

_WORD: Final = re.compile(r"[A-Za-z](?:\.\d+)?[A-Za-z0-9'’]*")
_ENDINGS: Final = ("ings", "ing", "ed", "es", "s", "ly")
_STEM: Final = 6
_VERB: Final = re.compile(
    r"\b(?:were|was|are|is|had|have|has|took|take|stood|stands?|stay(?:ed)?|lived?|waited|needed|received|wanted)\b",
    re.IGNORECASE,
)


class Subject:
    """An indicator's own words."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its title and labels."""
        words = " ".join([self._facts.title, *self._facts.labels])
        found = {stem(word) for word in _words(words) if word.lower() not in _SMALL}
        for alike in _ALIKE:
            if found & alike:
                found |= alike
        return frozenset(found)

    @cached_property
    def _council(self) -> frozenset[str]:
        return frozenset(_words(self._facts.organisation))

    def strange(self, text: str) -> list[str]:
        """The words of other things in a text whose references and figures are blanked out."""
        return [
            word
            for word in _words(text)
            if word.lower() not in FAMILIAR
            and stem(word) not in self.stems
            and word not in self._council
            and not word.lower().endswith("ly")
            and len(word) > 1
        ]

    def own(self, text: str) -> list[str]:
        """The words of a text that are the indicator's own."""
        return [word for word in _words(text) if stem(word) in self.stems and word.lower() not in _SMALL]

    def is_of(self, text: str) -> bool:
        """Whether a text speaks of the indicator, by its words or as of any indicator, and of nothing else."""
        return not self.strange(text) and bool(self.own(text) or GENERAL.search(text))

    def is_said_of(self, after: str) -> bool:
        """Whether what follows a figure says what the indicator counts: ` of assessments were in time`.

        Its noun must be the indicator's, and what is said of it the indicator's or of being in time.
        """
        match = _VERB.search(after)
        if match and re.search(r"\b(?:that|who|which)\s*$", after[: match.start()]):
            return False  # of the children who were not seen: of some of them
        noun, said = (after[: match.start()], after[match.end() :]) if match else (after, after)
        if self.strange(noun) and (match or len(self.strange(noun)) > 1):
            return False
        predicate = [word for word in _words(said) if stem(word) in self.stems or word.lower() in PREDICATE]
        strange = self.strange(said)
        if not predicate or len(strange) > 1:
            return False
        content = [w for w in _words(said) if w in predicate or w in strange]
        return not strange or (content[0] in predicate and len(predicate) > 1)


_OF_NONE: Final = (
    "a an the of in on at to by for with no not and or who have had has within end month incl only as per than more "
    "less number average total"
)
_SMALL: Final = frozenset(_OF_NONE.split())


_ALIKE: Final = tuple(
    frozenset(group.split())
    for group in (
        "cpp cpps plan protec cp",
        "icpc icpcs confer",
        "worker staff practi",
        "care look cic",
        "owe owed rent arrear debt",
        "s47 s47s enquir sectio",
        "let lett relet void",
        "repair job",
    )
)
"""Stems that councils use for one another."""


def stem(word: str) -> str:
    """The part of a word that its forms share: `visit` of visited, `superv` of supervision."""
    plain = re.sub(r"['’]s?$|\.", "", word.lower())
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= (3 if ending == "s" else 4):
            plain = plain[: -len(ending)]
            break
    return plain[:_STEM]


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with blanks for the spans."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _words(text: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", word) for word in _WORD.findall(text)]
