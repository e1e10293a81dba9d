"""Sentences: two texts compared by their words; what was taken out and what was put in, sentence by sentence.

Knows texts alone. White space, line breaks and marks of emphasis are no words.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_END = re.compile(r"(?<=[.!?])\s+|\n+")
MOST_SHOWN = 3
LONGEST_SHOWN = 100


@dataclass(frozen=True)
class Rewritten:
    """What became of a text: whole sentences, in their order."""

    removed: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def said(self) -> str:
        """In words: `2 sentences out, 3 in`."""
        if not self.removed:
            return "written"
        if not self.added:
            return f"{_sentences(len(self.removed))} out"
        return f"{_sentences(len(self.removed))} out, {len(self.added)} in"

    def lines(self) -> list[str]:
        """The first sentences of each kind, shortened: `- No. 3 was late.`, `+ No. 3 was in time.`."""
        return [*_shown("-", self.removed), *_shown("+", self.added)]


def rewritten(was: str, now: str) -> Rewritten | None:
    """What was taken out of a text and put into it; None where the words are the same."""
    if was.split() == now.split():
        return None
    before, after = _split(was), _split(now)
    removed: list[str] = []
    added: list[str] = []
    for same, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if same != "equal":
            removed += before[start:end]
            added += after[other_start:other_end]
    return Rewritten(tuple(removed), tuple(added))


def _split(text: str) -> list[str]:
    return [" ".join(sentence.split()) for sentence in _END.split(text) if sentence.strip()]


def _sentences(count: int) -> str:
    return f"{count} sentence{'' if count == 1 else 's'}"


def _shown(sign: str, sentences: tuple[str, ...]) -> list[str]:
    lines = [f"{sign} {_shortened(sentence)}" for sentence in sentences[:MOST_SHOWN]]
    left = len(sentences) - MOST_SHOWN
    return [*lines, f"{sign} and {left} more"] if left > 0 else lines


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST_SHOWN else f"{sentence[: LONGEST_SHOWN - 3].rstrip()}..."
