"""Rule: one thing that a workbook must or should be, with the words that say what is wrong and how to mend it.

Knows no workbook; what is examined is examined.py's, and how grave a rule is for whom is levels.py's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from excel_scorecard.ooxml.lint.examined import Examined


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a rule is broken: `place` is a part's name, a sheet's, or `'Sheet'!B7`."""

    place: str
    what: str


Check = Callable[[Examined], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `about` says what holds in a workbook that keeps it, `why` what happens in one that does not."""

    code: str
    about: str
    mend: str
    why: str
    check: Check

    def __str__(self) -> str:
        return f"{self.code}: {self.about}.\n{self.why}\n{self.mend}"


def rule(code: str, about: str, *, why: str, mend: str) -> Callable[[Check], Rule]:
    """Make a rule of the function that finds its faults."""
    return lambda check: Rule(code, about, mend, why, check)
