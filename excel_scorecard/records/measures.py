"""Measures: the twelve indicators, each defined once as data; the variants that councils use are its parameters.

Knows the record tables and the conditions. Knows no query (compiler.py) and no project (choosing.py takes a project's
words for a measure).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from excel_scorecard.records.conditions import (
    HAPPENED,
    NOUNS,
    Again,
    Cases,
    Counted,
    During,
    Elapsed,
    Events,
    Filter,
    Hit,
    Is,
    IsNot,
    Open,
    Overlaps,
    Recent,
    Unallocated,
    days,
    listed,
)

Period = Literal["month", "quarter", "year"]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is counted: of which records, when, which of them count as the numerator, and by whose team.

    Attributes:
        id: how an indicator names it.
        table: whose rows are counted; of `cases`, the workers'.
        when: open at the period's end, or in the period.
        where: what a record must keep to be counted at all.
        hit: what it must keep to be in the numerator; None for a count, which has no denominator.
        unit: the column whose different values are counted, such as child_id; empty: the rows.
        subject: what is counted, in English; empty: the table's noun.
        only: areas or team types to whose teams it is confined; empty: all.
        breakdown: the column that says whose it is.
        cases: for a caseload, how the cases are counted.

    """

    id: str
    table: str
    when: Open | During
    where: tuple[Filter, ...] = ()
    hit: Hit | None = None
    unit: str = ""
    subject: str = ""
    only: tuple[str, ...] = ()
    breakdown: str = "team"
    cases: Cases | None = None

    @property
    def gives_share(self) -> bool:
        """Whether it gives a numerator and a denominator, not a count alone."""
        return self.hit is not None or self.cases is not None

    def sentence(self, period: Period = "month") -> str:
        """The whole definition, as one English sentence."""
        if self.cases:
            return _sentence_of_cases(self, self.cases, period)
        subject = self.subject or NOUNS[self.table]
        left_out = [condition.said() for condition in self.where if not _is_age(condition)]
        confined = [f"{listed(self.only)} alone"] if self.only else []
        what = ", ".join((f"{subject} {self._when(period)}".strip(), *left_out, *confined))
        text = what if self.hit is None else f"of the {what}, those {self.hit.said()}"
        return f"{text[0].upper()}{text[1:]}.".replace("PERIOD", period)

    def _when(self, period: str) -> str:
        if isinstance(self.when, During):
            return f"{HAPPENED.get((self.table, self.when.date), self.when.date)} in the {period}"
        if self.when.all_period:
            return f"from the first to the last day of the {period}"
        state = "in post" if self.table == "workers" else ("" if self.subject else "open")
        state = next((condition.said() for condition in self.where if _is_age(condition)), state)
        return f"{state} at the end of the {period}".strip()


def _is_age(condition: Filter) -> bool:
    return isinstance(condition, Elapsed) and condition.end is None


def _sentence_of_cases(measure: Measure, cases: Cases, period: str) -> str:
    confined = f", {listed(measure.only)} alone" if measure.only else ""
    left_out = "".join(f", {condition.said()}," for condition in measure.where)
    holders = f"social workers in post{left_out} who hold"
    if cases.above is not None:
        each = f"those who hold the cases of more than {cases.above} children"
        return f"Of the {holders} cases at the end of the {period}{confined}, {each}."
    if cases.per == "fte":
        holders = f"full-time equivalents of the {holders}"
    return f"The children whose cases are held at the end of the {period}{confined}, divided by the {holders} them."


def re_referrals() -> Measure:
    """Indicator 1. The source document lost its title: that it is this is our reading."""
    return Measure(id="re-referrals", table="referrals", when=During(date="referred"), hit=Again(date="referred"))


def unallocated(
    *, number: int = 7, by: Literal["worker", "allocations"] = "worker", nobody: tuple[str, ...] = ()
) -> Measure:
    """Indicator 2: by the record's own worker (on the extract's day alone), or by the history of allocations."""
    longer = Elapsed(table="assessments", start="started", end=None, number=number, counted="calendar", is_="more than")
    return Measure(
        id="unallocated",
        table="assessments",
        when=Open(start="started", end="authorised"),
        where=(longer, Unallocated(by=by, nobody=nobody)),
        subject="family assessments",
    )


def assessments_in_time(
    *, number: int = 45, inclusive: bool = True, state: Literal["open", "completed"] = "open"
) -> Measure:
    """Indicator 3: of those open at the end of the period; or of those completed in it, as England's figure is."""
    end = None if state == "open" else "authorised"
    return Measure(
        id="assessments-in-time",
        table="assessments",
        when=Open(start="started", end="authorised") if state == "open" else During(date="authorised"),
        hit=Elapsed(table="assessments", start="started", end=end, number=number, is_=_limit(inclusive)),
    )


def seen_at_assessment(*, unknown: bool = True) -> Measure:
    """Indicator 4. With `unknown` an assessment of which nobody knows counts as not seen; else it is left out."""
    return Measure(
        id="seen-at-assessment",
        table="assessments",
        when=During(date="authorised"),
        where=_known("seen", counts=unknown),
        hit=Is(column="seen", values=("yes",), words="during which the child was seen"),
    )


def s47_in_time(*, number: int = 15, inclusive: bool = True, only: tuple[str, ...] = ()) -> Measure:
    """Indicator 5: no statutory limit of the enquiry itself. MASH only: `only = ["MASH"]`."""
    return Measure(
        id="s47-in-time",
        table="enquiries",
        when=Open(start="started", end="ended"),
        hit=Elapsed(table="enquiries", start="started", end=None, number=number, is_=_limit(inclusive)),
        only=only,
    )


def seen_at_s47(*, unknown: bool = True) -> Measure:
    """Indicator 6: as 4, of children about whom an enquiry ran at some time during the assessment."""
    overlaps = Overlaps(table="enquiries", start="started", end="ended", from_="started", to="authorised")
    return Measure(
        id="seen-at-s47",
        table="assessments",
        when=During(date="authorised"),
        where=(*_known("seen", counts=unknown), overlaps),
        hit=Is(column="seen", values=("yes",), words="during which the child was seen"),
    )


def icpc_in_time(*, number: int = 15, inclusive: bool = True, transfers: bool = False) -> Measure:
    """Indicator 7. A conference without a day of strategy discussion is not in time; transfers in are left out."""
    moved = IsNot(column="transfer_in", values=("yes",), words="children who moved here with a plan left out")
    return Measure(
        id="icpc-in-time",
        table="conferences",
        when=During(date="held"),
        where=() if transfers else (moved,),
        hit=Elapsed(table="conferences", start="strategy_discussion", end="held", number=number, is_=_limit(inclusive)),
    )


def cp_plans(*, other_authorities: bool = False) -> Measure:
    """Indicator 8: children, not plans. As a rate it is divided by the population."""
    return Measure(
        id="cp-plans",
        table="plans",
        when=Open(start="started", end="ended"),
        where=_own(counts=other_authorities),
        unit="child_id",
        subject="children with a child protection plan",
    )


def cp_visits(
    *,
    mode: Literal["visits_in_month", "gap_working_days", "gap_calendar_days"] = "visits_in_month",
    number: int | None = None,
    inclusive: bool = False,
    seen_only: bool = True,
    other_authorities: bool = False,
) -> Measure:
    """Indicator 9, by the local standard.

    visits_in_month: on at least `number` (2) days of the period; of children with a plan from its first to its last
    day. gap_working_days, gap_calendar_days: the latest visit lies no more than `number` (10, 14) days before the
    period's end; a plan that is younger has that long for its first visit. `inclusive`: the visit's day is the first.
    """
    seen = (Is(column="seen", values=("yes",)),) if seen_only else ()
    event = "visited and seen" if seen_only else "visited"
    if mode == "visits_in_month":
        number = 2 if number is None else number
        often = f"at least {number} days" if number != 1 else "at least one day"
        hit: Hit = Events(
            table="visits", date="visited", per="child_id", at_least=number, where=seen,
            words=f"{event} on {often} of the PERIOD",
        )  # fmt: skip
    else:
        counted: Counted = "working" if mode == "gap_working_days" else "calendar"
        number = {"working": 10, "calendar": 14}[counted] if number is None else number
        first = ", the day of the visit being the first" if inclusive else ""
        hit = Recent(
            table="visits", date="visited", per="child_id", start="started", number=number, counted=counted,
            inclusive=inclusive, where=seen,
            words=f"{event}, or given their plan, in the {days(number, counted)} before the PERIOD's end{first}",
        )  # fmt: skip
    return Measure(
        id="cp-visits",
        table="plans",
        when=Open(start="started", end="ended", all_period=mode == "visits_in_month"),
        where=_own(counts=other_authorities),
        hit=hit,
        unit="child_id",
        subject="children with a child protection plan",
    )


def children_in_care(*, short_breaks: bool = False) -> Measure:
    """Indicator 10: children, each once."""
    breaks = IsNot(column="short_breaks", values=("yes",), words="short breaks left out")
    return Measure(
        id="children-in-care",
        table="care_episodes",
        when=Open(start="started", end="ceased"),
        where=() if short_breaks else (breaks,),
        unit="child_id",
        subject="children in care",
    )


def supervision(*, number: int = 1, qualified: bool = True) -> Measure:
    """Indicator 11: of those in post at the end of the period."""
    times = "at least one day" if number == 1 else f"at least {number} days"
    return Measure(
        id="supervision",
        table="workers",
        when=Open(start="from", end="to", ends_after=True),
        where=_qualified(only=qualified),
        hit=Events(
            table="supervisions", date="supervised", per="worker_id", at_least=number,
            words=f"supervised on {times} of the PERIOD",
        ),
        unit="worker_id",
        subject="social workers",
    )  # fmt: skip


def caseload(*, per: Literal["headcount", "fte"] = "headcount", qualified: bool = True) -> Measure:
    """Indicator 12, as DfE's: of those who hold a case. Cases of workers who have left count for nobody."""
    return _of_cases("caseload", Cases(per=per), qualified=qualified)


def high_caseload(*, above: int = 20, qualified: bool = True) -> Measure:
    """Indicator 12 as a share: those with more than so many cases."""
    return _of_cases("high-caseload", Cases(above=above), qualified=qualified)


def _of_cases(name: str, cases: Cases, *, qualified: bool) -> Measure:
    return Measure(
        id=name,
        table="workers",
        when=Open(start="from", end="to", ends_after=True),
        where=_qualified(only=qualified),
        unit="worker_id",
        cases=cases,
    )


def _limit(inclusive: bool) -> Literal["at most", "less than"]:
    return "at most" if inclusive else "less than"


def _known(column: str, *, counts: bool) -> tuple[Filter, ...]:
    known = Is(column=column, values=("yes", "no"), words="where it is known whether the child was seen")
    return () if counts else (known,)


def _own(*, counts: bool) -> tuple[Filter, ...]:
    own = IsNot(column="other_authority", values=("yes",), words="other authorities' plans left out")
    return () if counts else (own,)


def _qualified(*, only: bool) -> tuple[Filter, ...]:
    return (IsNot(column="qualified", values=("no",), words="the unqualified left out"),) if only else ()


MEASURES: Final[Mapping[str, Callable[..., Measure]]] = MappingProxyType({
    "re-referrals": re_referrals,
    "unallocated": unallocated,
    "assessments-in-time": assessments_in_time,
    "seen-at-assessment": seen_at_assessment,
    "s47-in-time": s47_in_time,
    "seen-at-s47": seen_at_s47,
    "icpc-in-time": icpc_in_time,
    "cp-plans": cp_plans,
    "cp-visits": cp_visits,
    "children-in-care": children_in_care,
    "supervision": supervision,
    "caseload": caseload,
    "high-caseload": high_caseload,
})  # fmt: skip
"""By the name that an indicator gives, in the order of the scorecard."""
