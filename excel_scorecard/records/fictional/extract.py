"""Extract: what the case system of a fictional council gives out on a day, as tables of text.

It knows what has been entered by then: some of what happened is entered days later, and of the team and the worker it
knows only today's. Ids do not change from one extract to the next. Columns are schema.py's; others are links and
answers that Annex A and the Standard Safeguarding Dataset have and our tables have not.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from excel_scorecard.records.fictional.chain import CITY_WIDE, Codes, Span
from excel_scorecard.records.fictional.days import NEVER, Days, Flags, Texts
from excel_scorecard.records.fictional.workforce import ASSESSMENT, CARE, HUB, SAFEGUARDING, FictionalTeam, Workforce
from excel_scorecard.records.fictional.world import CATEGORIES, Table, World, ids

_SEEN: Final = np.array(["no", "yes", "unknown"], dtype=object)


@dataclass(frozen=True)
class Council:
    """A fictional council as its case system shows it on the day `as_of`."""

    span: Span
    as_of: int
    tables: dict[str, Table]
    """By name, in the order of schema.py."""
    persons: Table
    """A child a row: id, gender, ethnicity, birth, disability; the rows' number is the child's number less one."""
    teams: tuple[FictionalTeam, ...]


def _yes_no(flags: Flags) -> Texts:
    return np.where(flags, "yes", "no").astype(object)


def extracted(world: World, as_of: int) -> Council:
    """What is known on the day `as_of`."""
    return _Extract(world, as_of).council()


class _Extract:
    """One extract while it is made."""

    def __init__(self, world: World, as_of: int) -> None:
        self._world = world
        self._as_of = as_of
        e = world.episodes
        # the records hold every episode that was open on their first day or began since
        self._is_held = e.closed >= world.span.history
        self._is_before_records = (e.assessed == NEVER) & ~e.is_nfa
        self._team_words = _team_words(world.workforce)
        self._worker_words = ids("W", np.arange(1, len(world.workforce.is_qualified)))
        self._segments = self._segments_by_kind()
        self._workers = self._workers_by_segment()

    def council(self) -> Council:
        """All tables."""
        referrals, entered = self._referrals()
        e, lags = self._world.episodes, self._world.lags
        # what follows from a record is entered after it at the earliest, so that no link leads nowhere
        after_enquiry = np.maximum(
            entered, np.where(e.is_transfer_in | (e.strategy == NEVER), 0, e.strategy + lags["enquiries"])
        )
        after_conference = np.maximum(
            after_enquiry, np.where(e.conference < NEVER, e.conference + lags["conferences"], 0)
        )
        after_plan = np.maximum(after_conference, np.where(e.planned < NEVER, e.planned + lags["plans"], 0))
        tables = {
            "referrals": referrals,
            "assessments": self._assessments(entered),
            "enquiries": self._enquiries(entered),
            "conferences": self._conferences(after_enquiry),
            "plans": self._plans(after_conference),
            "visits": self._visits(after_plan),
            "care_episodes": self._care_episodes(entered),
            "workers": self._posts(),
            "allocations": self._allocations(entered),
            "supervisions": self._supervisions(),
        }
        world = self._world
        return Council(world.span, self._as_of, tables, world.persons, world.workforce.teams)

    # ---- what is known --------------------------------------------------------------------------------------------

    def _known(self, days: Days, lags: Days) -> Days:
        """Days, but `NEVER` where they are not entered yet."""
        return np.where(days + lags <= self._as_of, days, NEVER)

    def _places(self, table: str, days: Days, entered: Days) -> Codes:
        """Episodes whose record of the table is entered, after the referral at the earliest."""
        at = np.maximum(days + self._world.lags[table], entered)
        return np.flatnonzero(self._is_held & (days < NEVER) & (at <= self._as_of))

    def _segments_by_kind(self) -> dict[int, Codes]:
        """The segment of each kind that has each episode now; -1 for none. Safeguarding: the latest that has begun."""
        segments = self._world.workforce.segments
        made = {kind: np.full(len(self._world.episodes), -1) for kind in (ASSESSMENT, SAFEGUARDING, CARE, HUB)}
        for kind, of in made.items():
            there = np.flatnonzero((segments.kind == kind) & (segments.first <= self._as_of))
            of[segments.place[there]] = there  # a later segment of the same kind stands behind
        return made

    def _workers_by_segment(self) -> Codes:
        """The worker who holds each segment now, or held it last; 0 for nobody."""
        workforce = self._world.workforce
        segment, post, first, last = workforce.allocations
        until = np.minimum(workforce.segments.last[segment], self._as_of)
        holds = (first <= self._as_of) & (last >= until)
        made = np.zeros(len(workforce.segments.place), dtype=np.int64)
        made[segment[holds]] = workforce.posts.worker[post[holds]]
        return made

    def _team_and_worker(self, places: Codes, kinds: tuple[int, ...]) -> tuple[Texts, Texts]:
        """Of the first kind that has the episode; else the area's first team, and nobody."""
        workforce = self._world.workforce
        segment = np.full(len(places), -1)
        for kind in kinds:
            segment = np.where(segment < 0, self._segments[kind][places], segment)
        is_there = segment >= 0
        team = self._first_teams()[self._world.episodes.area[places]]
        team[is_there] = self._team_words[workforce.teams_of(segment[is_there])]
        worker = np.full(len(places), "", dtype=object)
        numbers = np.zeros(len(places), dtype=np.int64)
        numbers[is_there] = self._workers[segment[is_there]]
        worker[numbers > 0] = self._worker_words[numbers[numbers > 0] - 1]
        return team, worker

    def _first_teams(self) -> Texts:
        names = [f"{story} Assessment 1" for story in ("EAST", "NWC", "SOUTH")] + ["DCSC 1"]
        return np.array(names, dtype=object)

    def _children(self, places: Codes) -> Texts:
        return self._world.persons["child_id"][self._world.episodes.child[places] - 1]

    def _written(self, days: Days) -> Texts:
        return self._world.writing.written(days)

    def _end(self, table: str, ends: Days, places: Codes) -> Texts:
        return self._written(self._known(ends, self._world.lags[f"{table} end"])[places])

    # ---- the tables -----------------------------------------------------------------------------------------------

    def _referrals(self) -> tuple[Table, Days]:
        e = self._world.episodes
        entered = e.referred + self._world.lags["referrals"]
        is_there = self._is_held & ~self._is_before_records & (entered <= self._as_of)
        places = np.flatnonzero(is_there)
        team, worker = self._team_and_worker(places, (CARE, SAFEGUARDING, ASSESSMENT))
        answers = self._world.answers
        table = {
            "referral_id": ids("R", places + 1),
            "child_id": self._children(places),
            "referred": self._written(e.referred[places]),
            "closed": self._end("referrals", e.closed, places),
            "no_further_action": _yes_no(e.is_nfa[places]),
            "team": team,
            "worker_id": worker,
            "source": answers["source"][places],
            "need": answers["need"][places],
        }
        return table, np.where(self._is_before_records, -NEVER, entered)

    def _assessments(self, entered: Days) -> Table:
        e = self._world.episodes
        places = self._places("assessments", e.assessed, entered)
        team, worker = self._team_and_worker(places, (ASSESSMENT,))
        authorised = self._end("assessments", e.authorised, places)
        return {
            "assessment_id": ids("A", places + 1),
            "child_id": self._children(places),
            "started": self._written(e.assessed[places]),
            "authorised": authorised,
            "seen": _SEEN[e.seen[places]],
            "team": team,
            "worker_id": worker,
            "referral_id": ids("R", places + 1),
            "needs_support": np.where(authorised == "", "", _yes_no((e.closed - e.authorised)[places] > 7)),
        }

    def _enquiries(self, entered: Days) -> Table:
        e = self._world.episodes
        began = np.where(e.is_transfer_in, NEVER, e.strategy)
        places = self._places("enquiries", began, entered)
        in_hub = e.is_in_hub[places] & (e.area[places] < CITY_WIDE)
        team, worker = self._team_and_worker(places, (ASSESSMENT,))
        hub_team, hub_worker = self._team_and_worker(places, (HUB, ASSESSMENT))
        ended = self._end("enquiries", e.enquiry_ended, places)
        is_unnecessary = _yes_no((e.conference == NEVER)[places])
        return {
            "enquiry_id": ids("E", places + 1),
            "child_id": self._children(places),
            "started": self._written(e.strategy[places]),
            "ended": ended,
            "conference_unnecessary": np.where(ended == "", "", is_unnecessary).astype(object),
            "team": np.where(in_hub, hub_team, team).astype(object),
            "worker_id": np.where(in_hub, hub_worker, worker).astype(object),
            "referral_id": ids("R", places + 1),
            "conference": self._written(self._known(e.conference, self._world.lags["conferences"])[places]),
            "led_to_plan": _yes_no((e.planned < NEVER)[places]),
        }

    def _conferences(self, entered: Days) -> Table:
        e = self._world.episodes
        places = self._places("conferences", e.conference, entered)
        is_transfer = e.is_transfer_in[places]
        has_plan = (e.planned < NEVER)[places]
        return {
            "conference_id": ids("C", places + 1),
            "child_id": self._children(places),
            "strategy_discussion": self._written(np.where(is_transfer, NEVER, e.strategy[places])),
            "held": self._written(e.conference[places]),
            "transfer_in": _yes_no(is_transfer),
            "led_to_plan": _yes_no(has_plan),
            "team": self._team_and_worker(places, (SAFEGUARDING, ASSESSMENT))[0],
            "referral_id": ids("R", places + 1),
            "enquiry_id": np.where(is_transfer, "", ids("E", places + 1)).astype(object),
            "plan_id": np.where(has_plan, ids("P", places + 1), "").astype(object),
        }

    def _plans(self, entered: Days) -> Table:
        e = self._world.episodes
        places = self._places("plans", e.planned, entered)
        team, worker = self._team_and_worker(places, (SAFEGUARDING, ASSESSMENT))
        category = self._world.answers["category"][places]
        begun, ended = self._world.others
        # another authority's plan is entered when it is heard of
        others = np.flatnonzero((begun + 14 <= self._as_of) & (ended >= self._world.span.history))
        children = self._world.persons["child_id"]
        mine = {
            "plan_id": ids("P", places + 1),
            "child_id": self._children(places),
            "started": self._written(e.planned[places]),
            "ended": self._end("plans", e.plan_ended, places),
            "other_authority": np.full(len(places), "no", dtype=object),
            "team": team,
            "worker_id": worker,
            "referral_id": ids("R", places + 1),
            "conference_id": ids("C", places + 1),
            "category": category,
        }
        nothing = np.full(len(others), "", dtype=object)
        theirs = {
            "plan_id": ids("Q", others + 1),
            "child_id": children[int(e.child.max()) + others],
            "started": self._written(begun[others]),
            "ended": self._written(np.where(ended[others] <= self._as_of, ended[others], NEVER)),
            "other_authority": np.full(len(others), "yes", dtype=object),
            "team": np.full(len(others), "EAST Safeguarding 1", dtype=object),
            "worker_id": nothing,
            "referral_id": nothing,
            "conference_id": nothing,
            "category": np.full(len(others), CATEGORIES[0], dtype=object),
        }
        return {name: np.concatenate((mine[name], theirs[name])) for name in mine}

    def _visits(self, entered: Days) -> Table:
        place, day, seen = self._world.visits
        at = np.maximum(day + self._world.lags["visits"], entered[place])
        chosen = np.flatnonzero((at <= self._as_of) & self._is_held[place])
        return {
            "visit_id": ids("V", chosen + 1),
            "child_id": self._children(place[chosen]),
            "visited": self._written(day[chosen]),
            "seen": _yes_no(seen[chosen]),
            "plan_id": ids("P", place[chosen] + 1),
        }

    def _care_episodes(self, entered: Days) -> Table:
        e = self._world.episodes
        places = self._places("care_episodes", e.care, entered)
        team, worker = self._team_and_worker(places, (CARE, SAFEGUARDING, ASSESSMENT))
        is_before = self._is_before_records[places]
        return {
            "episode_id": ids("L", places + 1),
            "child_id": self._children(places),
            "started": self._written(e.care[places]),
            "ceased": self._end("care_episodes", e.care_ceased, places),
            "short_breaks": _yes_no(e.is_short_breaks[places]),
            "team": team,
            "worker_id": worker,
            "referral_id": np.where(is_before, "", ids("R", places + 1)).astype(object),
        }

    def _posts(self) -> Table:
        workforce = self._world.workforce
        posts = workforce.posts
        there = np.flatnonzero((posts.first <= self._as_of) & (posts.last >= self._world.span.history))
        seat, worker = posts.seat[there], posts.worker[there]
        full_time = np.array([f"{hours:g}" for hours in workforce.full_time.tolist()], dtype=object)
        return {
            "post_id": ids("T", there + 1),
            "worker_id": self._worker_words[worker - 1],
            "team": self._team_words[workforce.team_of_seat[seat]],
            "from": self._written(posts.first[there]),
            "to": self._written(np.where(posts.last[there] <= self._as_of, posts.last[there], NEVER)),
            "full_time_equivalent": full_time[seat],
            "qualified": _yes_no(workforce.is_qualified[worker]),
        }

    def _allocations(self, entered: Days) -> Table:
        workforce = self._world.workforce
        segment, post, first, last = workforce.allocations
        place = workforce.segments.place[segment]
        is_there = (first <= self._as_of) & (last >= self._world.span.history)
        is_there &= self._is_held[place] & (entered[place] <= self._as_of)
        chosen = np.flatnonzero(is_there)
        return {
            "allocation_id": ids("H", chosen + 1),
            "child_id": self._children(place[chosen]),
            "worker_id": self._worker_words[workforce.posts.worker[post[chosen]] - 1],
            "from": self._written(first[chosen]),
            "to": self._written(np.where(last[chosen] <= self._as_of, last[chosen], NEVER)),
            "referral_id": ids("R", place[chosen] + 1),
            "team": self._team_words[workforce.team_of_seat[workforce.posts.seat[post[chosen]]]],
        }

    def _supervisions(self) -> Table:
        worker, day = self._world.workforce.supervisions
        chosen = np.flatnonzero(day + self._world.lags["supervisions"] <= self._as_of)
        return {
            "supervision_id": ids("S", chosen + 1),
            "worker_id": self._worker_words[worker[chosen] - 1],
            "supervised": self._written(day[chosen]),
        }


def _team_words(workforce: Workforce) -> Texts:
    """Names by the number of the team; a team that was moved is named once."""
    names = list(dict.fromkeys(team.name for team in workforce.teams))
    return np.array(names, dtype=object)
