"""Conditions: what a measure can ask of a record, declared; each says itself in English.

Knows the words of the record tables' dates. Knows no query (compiler.py turns each into one) and no figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Counted = Literal["working", "calendar"]

NOUNS: Final = {
    "referrals": "referrals",
    "assessments": "assessments",
    "enquiries": "section 47 enquiries",
    "conferences": "initial child protection conferences",
    "plans": "child protection plans",
    "visits": "visits",
    "care_episodes": "periods of care",
    "workers": "posts",
    "allocations": "cases",
    "supervisions": "supervisions",
}
"""What the rows of a record table are called."""

HAPPENED: Final = {
    ("referrals", "referred"): "received",
    ("referrals", "closed"): "closed",
    ("assessments", "started"): "begun",
    ("assessments", "authorised"): "completed",
    ("enquiries", "started"): "begun",
    ("enquiries", "ended"): "finished",
    ("conferences", "strategy_discussion"): "agreed on",
    ("conferences", "held"): "held",
    ("plans", "started"): "begun",
    ("plans", "ended"): "ended",
    ("visits", "visited"): "made",
    ("care_episodes", "started"): "begun",
    ("care_episodes", "ceased"): "ended",
    ("workers", "from"): "begun",
    ("workers", "to"): "ended",
    ("allocations", "from"): "begun",
    ("allocations", "to"): "ended",
    ("supervisions", "supervised"): "held",
}
"""Of each date of a record table, what happened to the record then."""

STILL_ON: Final = frozenset({("workers", "to"), ("allocations", "to")})
"""The ends that are the last day on which it still holds; on all others it no longer does."""

_THE_DAY: Final = {
    ("conferences", "strategy_discussion"): "the strategy discussion",
    ("enquiries", "started"): "the strategy discussion",
    ("assessments", "started"): "their start",
    ("plans", "started"): "their start",
    ("care_episodes", "started"): "their start",
    ("referrals", "referred"): "the day they were received",
}


def the_day(table: str, column: str) -> str:
    """The day of a date column, in a sentence: `the strategy discussion`."""
    return _THE_DAY.get((table, column), f"the day they were {HAPPENED.get((table, column), column)}")


def days(number: int, counted: Counted) -> str:
    """`45 working days`, `1 day`."""
    word = "working day" if counted == "working" else "day"
    return f"{number} {word}{'' if number == 1 else 's'}"


def listed(words: Sequence[str], last: str = "or") -> str:
    """`a, b or c`."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


@dataclass(frozen=True, kw_only=True)
class Open:
    """Counted in each period at whose end the record was open: begun by then, and not ended by then."""

    start: str
    end: str
    ends_after: bool = False
    """`end` is the last day on which it still held; else the day on which it no longer did."""
    all_period: bool = False
    """Only where it had begun by the period's first day."""


@dataclass(frozen=True, kw_only=True)
class During:
    """Counted in the period in which the date falls."""

    date: str


@dataclass(frozen=True, kw_only=True)
class Is:
    """The column holds one of the values."""

    column: str
    values: tuple[str, ...]
    words: str = ""

    def said(self) -> str:
        """As it stands in a sentence, after the noun."""
        return self.words or f"with {self.column.replace('_', ' ')} {listed(self.values)}"


@dataclass(frozen=True, kw_only=True)
class IsNot:
    """The column holds none of the values; blank is none of them."""

    column: str
    values: tuple[str, ...]
    words: str = ""

    def said(self) -> str:
        """As it stands in a sentence, after the noun."""
        return self.words or f"without {self.column.replace('_', ' ')} {listed(self.values)}"


@dataclass(frozen=True, kw_only=True)
class Elapsed:
    """From one date to another, or to the period's end, pass at most, less than or more than so many days.

    A record without one of the dates does not keep it.
    """

    table: str
    start: str
    end: str | None
    number: int
    counted: Counted = "working"
    is_: Literal["at most", "less than", "more than"] = "at most"

    def said(self) -> str:
        """As it stands in a sentence, after the noun."""
        length = days(self.number, self.counted)
        if self.is_ == "more than":
            return f"open for more than {length}" if self.end is None else f"more than {length} after {self._start}"
        within = f"within {length}" if self.is_ == "at most" else f"in less than {length}"
        if self.end is None:
            return f"open for less than {length}" if self.is_ == "less than" else f"{within} of {self._start}"
        return f"{HAPPENED.get((self.table, self.end), self.end)} {within} of {self._start}"

    @property
    def _start(self) -> str:
        return the_day(self.table, self.start)


@dataclass(frozen=True, kw_only=True)
class Unallocated:
    """At the period's end nobody has it.

    By `worker`: the record's own worker is blank or one of `nobody` (an inbox, a duty desk): true on the extract's day
    alone. By `allocations`: no allocation of the child runs.
    """

    by: Literal["worker", "allocations"]
    nobody: tuple[str, ...] = ()

    def said(self) -> str:
        """As it stands in a sentence, after the noun."""
        if self.by == "allocations":
            return "of children whose case no worker has"
        inbox = f" or only {listed(self.nobody)} has" if self.nobody else ""
        return f"that no worker has{inbox}"


@dataclass(frozen=True, kw_only=True)
class Overlaps:
    """A record of another table of the same child ran at some time between two dates of this one."""

    table: str
    start: str
    end: str
    from_: str
    to: str

    def said(self) -> str:
        """As it stands in a sentence, after the noun."""
        return f"of children about whom there were {NOUNS[self.table]} at the time"


@dataclass(frozen=True, kw_only=True)
class Again:
    """An earlier record of the same child has its date on an earlier day, within twelve months before this one's."""

    date: str

    def said(self) -> str:
        """As it stands in a sentence, after `those`."""
        return "that came within 12 months of an earlier referral of the same child"


@dataclass(frozen=True, kw_only=True)
class Events:
    """In the period the child, or worker, has events of another table on at least so many days."""

    table: str
    date: str
    per: str
    at_least: int = 1
    where: tuple[Is, ...] = ()
    words: str = ""

    def said(self) -> str:
        """As it stands in a sentence, after `those`."""
        return self.words


@dataclass(frozen=True, kw_only=True)
class Recent:
    """At the period's end the latest event of another table, or the start where it is later, is not too long ago."""

    table: str
    date: str
    per: str
    start: str
    number: int
    counted: Counted
    inclusive: bool
    """The day of the event is itself the first of the days."""
    where: tuple[Is, ...] = ()
    words: str = ""

    def said(self) -> str:
        """As it stands in a sentence, after `those`."""
        return self.words


@dataclass(frozen=True, kw_only=True)
class Cases:
    """Of workers: the children whose cases each has at the period's end, per head or full-time equivalent.

    With `above` the numerator is the workers that have more than that.
    """

    per: Literal["headcount", "fte"] = "headcount"
    above: int | None = None


Filter = Is | IsNot | Elapsed | Unallocated | Overlaps
Hit = Is | Elapsed | Again | Events | Recent
