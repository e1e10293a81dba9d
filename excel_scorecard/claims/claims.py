"""Claims: what the sentences of a commentary say that its page can be asked of.

A figure, so many of so many, a distance, a comparison, a movement, a rating, and what is highest or lowest. Each is
found only where the words say plainly what it is of; what is left open is no claim here. Whether one is true is
judging.py's.
"""

from dataclasses import dataclass
from typing import Literal

from excel_scorecard.claims.numbers import Number
from excel_scorecard.claims.references import Reference

Way = Literal["up", "down", "better", "worse", "level", "same", "above", "below"]


@dataclass(frozen=True)
class Claim:
    """What is common to all: `words` as they stand in the text, and the areas of which it is said; none: the whole."""

    words: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Said(Claim):
    """A figure: of a period, or of what else `of` stands for. `counts`: it is of the parts, not of the value."""

    number: Number
    of: Reference | None
    counts: bool = False
    is_rest: bool = False  # it may be of those that are not: late, not seen
    may_be: tuple[str, ...] = ()  # areas of which it may be said too


@dataclass(frozen=True)
class Pair(Claim):
    """So many of so many."""

    part: Number
    whole: Number


@dataclass(frozen=True)
class Apart(Claim):
    """How far the value is from something: `4 points below the target`."""

    number: Number
    way: Way
    other: Reference
    counts: bool = False


@dataclass(frozen=True)
class Compared(Claim):
    """The value against something: `higher than the national average`; `level` where it is on it."""

    way: Way
    other: Reference
    is_loose: bool = False


@dataclass(frozen=True)
class Moved(Claim):
    """A movement: `improving`, `has fallen since June`. `counts` where it is said of the number, not of the rate."""

    way: Way
    since: Reference | None
    is_running: bool
    counts: bool = False


@dataclass(frozen=True)
class Rated(Claim):
    """A rating, as Green, Amber or Red; or that it is not that."""

    rating: str
    is_not: bool


@dataclass(frozen=True)
class Extreme(Claim):
    """The highest, lowest, best or worst: of the areas, or of the periods since some time."""

    way: Way
    among: Literal["areas", "periods"]
    back: int = 0
    since: Reference | None = None
