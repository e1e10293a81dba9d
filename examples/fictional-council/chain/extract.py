"""Extract: the council's records as a case system gives them on the last day of a month.

An end that is still to come is blank. The team and the worker of a record are those of that day, whoever had it before:
of what happened in earlier months some has gone to another area since.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chain.council import Council
from chain.days import first, last
from chain.workforce import HUB, Place

MONTHS_BACK = 2  # before the month itself, as far as there are records
_YEAR_BACK = 12  # for referrals: a child may have been referred before
_ENQUIRIES_BACK = 6  # one may have run early in a long assessment that ends now
_MOVED = 19  # of so many records of earlier months one has gone elsewhere since
_NEIGHBOURS = {"EAST": "NWC", "NWC": "SOUTH", "SOUTH": "EAST", "MASH": "EAST"}

Cells = Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table of the extract: every record since a day, the headings first."""

    since: date
    headings: Cells
    rows: list[Cells]


def team(place: Place) -> str:
    """What the case system calls a team."""
    return "MASH Duty" if place == HUB else f"{place[0]} {place[1].removesuffix(' teams')}"


def tables(council: Council, month: int) -> dict[str, Table]:
    """The record tables by name, as they stood at the month's end."""
    return _Extract(council, month).tables()


class _Extract:
    def __init__(self, council: Council, month: int) -> None:
        self._council, self._month, self._day = council, month, last(month)
        self._since = first(max(month - MONTHS_BACK, 0))
        held = (each for each in council.workforce.allocations if self._runs(each.since, each.until))
        self._worker_of = {each.child: each.worker for each in held}

    def tables(self) -> dict[str, Table]:
        earliest = max(self._month - MONTHS_BACK, 0)
        year_before, enquiries_since = first(earliest - _YEAR_BACK), first(earliest - _ENQUIRIES_BACK)
        return {
            "referrals": self._table(
                "referral_id,child_id,referred,closed,no_further_action,team,worker_id", self._referrals(year_before),
                since=year_before,
            ),
            "assessments": self._table(
                "assessment_id,child_id,started,authorised,seen,team,worker_id", self._assessments()
            ),
            "enquiries": self._table(
                "enquiry_id,child_id,started,ended,conference_unnecessary,team,worker_id",
                self._enquiries(enquiries_since), since=enquiries_since,
            ),
            "conferences": self._table(
                "conference_id,child_id,strategy_discussion,held,transfer_in,led_to_plan,team", self._conferences()
            ),
            "plans": self._table("plan_id,child_id,started,ended,other_authority,team,worker_id", self._plans()),
            "visits": self._table("visit_id,child_id,visited,seen", self._visits()),
            "care_episodes": self._table(
                "episode_id,child_id,started,ceased,short_breaks,team,worker_id", self._episodes()
            ),
            "workers": self._table("post_id,worker_id,team,from,to,full_time_equivalent,qualified", self._posts()),
            "allocations": self._table("allocation_id,child_id,worker_id,from,to", self._allocations()),
            "supervisions": self._table("supervision_id,worker_id,supervised", self._supervisions()),
        }  # fmt: skip

    def _table(self, headings: str, rows: Iterable[Cells], since: date | None = None) -> Table:
        return Table(since or self._since, headings.split(","), list(rows))

    # ---- what an extract knows of a record

    def _in_it(self, day: date, since: date | None = None) -> bool:
        return (since or self._since) <= day <= self._day

    def _runs(self, begun: date, ended: date | None) -> bool:
        return begun <= self._day and (ended is None or ended > self._day)

    def _is_told(self, begun: date, ended: date | None, since: date | None = None) -> bool:
        return begun <= self._day and (ended is None or ended >= (since or self._since))

    def _end(self, day: date | None) -> str:
        return day.isoformat() if day and day <= self._day else ""

    def _area(self, area: str, number: int, happened: date | None) -> str:
        is_earlier = happened is not None and happened < first(self._month)
        return _NEIGHBOURS.get(area, area) if is_earlier and number % _MOVED == self._month % _MOVED else area

    def _worker(self, child: str, area: str) -> str:
        """Who holds the child's case; else one of the area, always the same one."""
        here = self._council.workforce.in_post(area, self._day)
        return self._worker_of.get(child) or here[int(child[1:]) % len(here)].worker

    # ---- the tables

    def _referrals(self, since: date) -> Iterator[Cells]:
        for number, each in enumerate(self._council.referrals):
            if self._in_it(each.referred, since):
                area = self._area(each.area, number, each.referred)
                yield (
                    f"R{number:06}", each.child, each.referred.isoformat(), self._end(each.closed),
                    _yes(each.is_no_further_action), _team_of(area, "Assessment teams"), self._worker(each.child, area),
                )  # fmt: skip

    def _assessments(self) -> Iterator[Cells]:
        for number, each in enumerate(self._council.assessments):
            if self._is_told(each.started, each.authorised):
                area = self._area(each.area, number, each.authorised)
                is_done = bool(self._end(each.authorised))
                yield (
                    f"A{number:06}", each.child, each.started.isoformat(), self._end(each.authorised),
                    each.seen if is_done else "", _team_of(area, "Assessment teams"),
                    "" if each.is_waiting(self._day) and not is_done else self._worker(each.child, area),
                )  # fmt: skip

    def _enquiries(self, since: date) -> Iterator[Cells]:
        conferred = {each.child for each in self._council.conferences}
        for number, each in enumerate(self._council.enquiries):
            if self._is_told(each.started, each.ended, since):
                end = self._end(each.ended)
                yield (
                    f"E{number:06}", each.assessment.child, each.started.isoformat(), end,
                    _yes(each.assessment.child not in conferred) if end else "", team(HUB),
                    self._worker(each.assessment.child, HUB[0]),
                )  # fmt: skip

    def _conferences(self) -> Iterator[Cells]:
        for number, each in enumerate(self._council.conferences):
            if self._in_it(each.held):
                area = self._area(each.area, number, each.held)
                yield (
                    f"C{number:06}", each.child, each.strategy_discussion.isoformat(), each.held.isoformat(),
                    _yes(each.is_transfer_in), _yes(each.led_to_plan or each.is_transfer_in),
                    _team_of(area, "Safeguarding teams"),
                )  # fmt: skip

    def _plans(self) -> Iterator[Cells]:
        for number, each in enumerate(self._council.protection.plans):
            if self._is_told(each.started, each.ended):
                area = each.area(self._day)
                yield (
                    f"P{number:06}", each.child, each.started.isoformat(), self._end(each.ended), "no",
                    _team_of(area, "Safeguarding teams"), self._worker(each.child, area),
                )  # fmt: skip

    def _visits(self) -> Iterator[Cells]:
        for number, each in enumerate(self._council.protection.visits):
            if self._in_it(each.visited):
                yield f"V{number:06}", each.child, each.visited.isoformat(), each.seen

    def _episodes(self) -> Iterator[Cells]:
        for number, each in enumerate(self._council.episodes):
            if self._is_told(each.started, each.ceased):
                yield (
                    f"L{number:06}", each.child, each.started.isoformat(), self._end(each.ceased),
                    _yes(each.is_short_breaks), _team_of(each.area, "Children in care teams"),
                    self._worker(each.child, each.area),
                )  # fmt: skip

    def _posts(self) -> Iterator[Cells]:
        for number, each in enumerate(self._council.workforce.posts):
            if self._is_told(each.since, each.until):
                yield (
                    f"T{number:06}", each.worker, team(each.place), each.since.isoformat(), self._end(each.until),
                    each.full_time_equivalent, _yes(each.is_qualified),
                )  # fmt: skip

    def _allocations(self) -> Iterator[Cells]:
        for number, each in enumerate(self._council.workforce.allocations):
            if self._is_told(each.since, each.until):
                yield f"H{number:06}", each.child, each.worker, each.since.isoformat(), self._end(each.until)

    def _supervisions(self) -> Iterator[Cells]:
        for number, (worker, day) in enumerate(self._council.workforce.supervisions):
            if self._in_it(day):
                yield f"S{number:06}", worker, day.isoformat()


def _team_of(area: str, team_type: str) -> str:
    return team((area, team_type))


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
