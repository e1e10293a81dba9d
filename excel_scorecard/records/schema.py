"""Schema: the record tables, and of each column what it is, means, may hold, and from when on it can be believed.

The only list of them: readers fill these tables, measures count them. All is text until a reader has checked it.
Knows no file and no query.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal

Kind = Literal["id", "date", "flag", "text", "number"]
"""`flag` is yes, no or unknown; `number` an exact decimal; an id is text, whatever it looks like."""

Keeps = Literal["history", "current"]
"""Whether a column tells what was so at the time, or only what is so on the extract's day (`as_of`)."""

FLAG: Final = ("yes", "no", "unknown")


@dataclass(frozen=True)
class Column:
    """A column of a record table."""

    name: str
    kind: Kind
    meaning: str
    keeps: Keeps = "history"
    is_needed: bool = False
    """A row without it is set aside."""
    is_personal: bool = False
    """It tells who somebody is: never in a workbook, a message, a log; in a trace only where it is asked for."""
    values: tuple[str, ...] = ()
    """What it may hold; anything where empty."""


@dataclass(frozen=True)
class RecordTable:
    """A record table: what a row is, and its columns in order. `key` names its row for good."""

    name: str
    row: str
    key: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError where there is none."""
        return next((column for column in self.columns if column.name == name), None) or _unknown(name)


def of_the_time(table: RecordTable, names: Iterable[str]) -> RecordTable:
    """The table as a source has it whose columns of these names tell what was so at the time."""
    told = frozenset(names)
    columns = tuple(replace(c, keeps="history") if c.name in told else c for c in table.columns)
    return replace(table, columns=columns) if told else table


def _unknown(name: str) -> Column:
    raise KeyError(name)


def _key(name: str, meaning: str) -> Column:
    return Column(name, "id", meaning, is_needed=True)


_CHILD: Final = Column("child_id", "id", "whose it is", is_needed=True)
_TEAM: Final = Column("team", "text", "the team that holds it", "current")
_WORKER: Final = Column("worker_id", "id", "who it is allocated to; blank for nobody", "current")

TABLES: Mapping[str, RecordTable] = MappingProxyType({
    table.name: table
    for table in (
        RecordTable(
            "referrals",
            "a referral of one child",
            "referral_id",
            (
                _key("referral_id", "the referral"),
                _CHILD,
                Column("referred", "date", "the day on which it was received", is_needed=True),
                Column("closed", "date", "the day on which the episode that it began was closed; blank while open"),
                Column("no_further_action", "flag", "whether nothing followed"),
                _TEAM,
                _WORKER,
            ),
        ),
        RecordTable(
            "assessments",
            "an assessment of one child",
            "assessment_id",
            (
                _key("assessment_id", "the assessment"),
                _CHILD,
                Column("started", "date", "the day on which it began", is_needed=True),
                Column("authorised", "date", "the day on which a manager authorised it; blank while open"),
                Column("seen", "flag", "whether the child was seen during it"),
                _TEAM,
                _WORKER,
            ),
        ),
        RecordTable(
            "enquiries",
            "a section 47 enquiry about one child",
            "enquiry_id",
            (
                _key("enquiry_id", "the enquiry"),
                _CHILD,
                Column("started", "date", "the day of the strategy discussion that began it", is_needed=True),
                Column("ended", "date", "the day on which it was finished; blank while open"),
                Column("conference_unnecessary", "flag", "whether a conference was found not to be needed"),
                _TEAM,
                _WORKER,
            ),
        ),
        RecordTable(
            "conferences",
            "an initial child protection conference about one child",
            "conference_id",
            (
                _key("conference_id", "the conference"),
                _CHILD,
                Column("strategy_discussion", "date", "the day of the strategy discussion that led to it"),
                Column("held", "date", "the day on which it was held", is_needed=True),
                Column("transfer_in", "flag", "whether the child came with a plan from another authority"),
                Column("led_to_plan", "flag", "whether a plan followed"),
                _TEAM,
            ),
        ),
        RecordTable(
            "plans",
            "a child protection plan of one child",
            "plan_id",
            (
                _key("plan_id", "the plan"),
                _CHILD,
                Column("started", "date", "its first day", is_needed=True),
                Column("ended", "date", "its last day; blank while it runs"),
                Column("other_authority", "flag", "whether it is another authority's, for a child who lives here"),
                _TEAM,
                _WORKER,
            ),
        ),
        RecordTable(
            "visits",
            "a visit to one child under a plan",
            "visit_id",
            (
                _key("visit_id", "the visit"),
                _CHILD,
                Column("visited", "date", "its day", is_needed=True),
                Column("seen", "flag", "whether the child was seen"),
            ),
        ),
        RecordTable(
            "care_episodes",
            "a period in which one child is looked after",
            "episode_id",
            (
                _key("episode_id", "the period"),
                _CHILD,
                Column("started", "date", "its first day", is_needed=True),
                Column("ceased", "date", "the day on which it ended; blank while it goes on"),
                Column("short_breaks", "flag", "whether it is a series of short breaks alone"),
                _TEAM,
                _WORKER,
            ),
        ),
        RecordTable(
            "workers",
            "a social worker's time in one team",
            "post_id",
            (
                _key("post_id", "the time in the team"),
                Column("worker_id", "id", "the worker", is_needed=True),
                Column("team", "text", "the team"),
                Column("from", "date", "first day in the team", is_needed=True),
                Column("to", "date", "last day in the team; blank while there"),
                Column("full_time_equivalent", "number", "1 for full time"),
                Column("qualified", "flag", "whether a qualified social worker"),
            ),
        ),
        RecordTable(
            "allocations",
            "a child's case with one worker",
            "allocation_id",
            (
                _key("allocation_id", "the allocation"),
                _CHILD,
                Column("worker_id", "id", "the worker", is_needed=True),
                Column("from", "date", "first day", is_needed=True),
                Column("to", "date", "last day; blank while it goes on"),
            ),
        ),
        RecordTable(
            "supervisions",
            "a supervision of one worker",
            "supervision_id",
            (
                _key("supervision_id", "the supervision"),
                Column("worker_id", "id", "the worker", is_needed=True),
                Column("supervised", "date", "its day", is_needed=True),
            ),
        ),
    )
})  # fmt: skip
"""By name. Teams, with their area and type, and populations are the project's settings."""
