"""Workforce: the teams, seats, workers, who holds which case when, and supervision of a fictional council.

A seat is a place in a team; workers come to it, leave, or go to another seat, and the seat's cases pass to the next. A
case that no worker holds meanwhile is unallocated. Knows the episodes (chain.py) and no file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from excel_scorecard.calendar import months_after
from excel_scorecard.records.fictional import published
from excel_scorecard.records.fictional.chain import CITY_WIDE, Codes, Episodes, Span
from excel_scorecard.records.fictional.days import NEVER, YEAR, Days, Shares, day_of, number, on_a_working_day
from excel_scorecard.records.fictional.published import AREAS

ASSESSMENT, SAFEGUARDING, CARE, HUB = range(4)
KINDS: Final = ("Assessment teams", "Safeguarding teams", "Children in care teams", "MASH teams")
_TEAM_WORDS: Final = ("Assessment", "Safeguarding", "Children in Care")
_SEATS_A_TEAM = 8
_FULL_TIME: Final = ((1.0, 0.78), (0.8, 0.14), (0.6, 0.08))  # made up
_VACANT = 0.35  # of the changes of worker, those with a gap
_TRANSFERS = 0.25  # of those who leave a seat, those who go to another
_UNQUALIFIED = 0.04
_LONGEST_STAYS = 40


@dataclass(frozen=True)
class FictionalTeam:
    """A team, with the area it works for and its type; from `since` on where a reorganisation moved it there."""

    name: str
    area: str
    team_type: str
    since: date | None = None
    until: date | None = None


class Segment(NamedTuple):
    """Cases while one team has them: which episode, what for, whose, from when to when."""

    place: Codes
    kind: Codes
    group: Codes
    first: Days
    last: Days


@dataclass(frozen=True)
class Posts:
    """A worker's time in a seat, sorted by seat and first day."""

    seat: Codes
    worker: Codes
    first: Days
    last: Days


@dataclass(frozen=True)
class Workforce:
    """All that is drawn of it."""

    teams: tuple[FictionalTeam, ...]
    team_of_seat: Codes
    full_time: Shares
    is_qualified: npt.NDArray[np.bool_]
    """By worker."""
    posts: Posts
    segments: Segment
    seat_of_segment: Codes
    allocations: tuple[Codes, Codes, Days, Days]
    """Segment, post, first and last day."""
    supervisions: tuple[Codes, Days]
    """Worker and day."""

    def teams_of(self, segment_places: Codes) -> Codes:
        """The team that has each segment."""
        return self.team_of_seat[self.seat_of_segment[segment_places]]


def draw_workforce(chance: np.random.Generator, episodes: Episodes, span: Span) -> Workforce:
    """Teams as large as the cases need, and who works in them."""
    segments = _segments(chance, episodes, span)
    full_time, team_of_seat, first_seat, teams = _seats(chance, segments, span)
    seats = _share_out(chance, segments.group, first_seat, full_time)
    posts = _posts(chance, team_of_seat, teams, span)
    posts, workers = _with_transfers(chance, posts)
    allocations = _allocations(segments, seats, posts)
    supervisions = _supervisions(chance, posts, [_story_of(teams[team]) for team in team_of_seat], span)
    return Workforce(
        teams=_reorganised(teams, span),
        team_of_seat=team_of_seat,
        full_time=full_time,
        is_qualified=chance.random(workers + 1) >= _UNQUALIFIED,
        posts=posts,
        segments=segments,
        seat_of_segment=seats,
        allocations=allocations,
        supervisions=supervisions,
    )


# A group is the seats of one kind in one area; the city-wide service and the hub are one group each.
_GROUPS: Final = [(area, kind) for area in range(len(AREAS)) for kind in (ASSESSMENT, SAFEGUARDING, CARE)]
_CITY_WIDE_GROUP: Final = len(_GROUPS)
_HUB_GROUP: Final = _CITY_WIDE_GROUP + 1


def _group(area: Codes, kind: int) -> Codes:
    return np.where(area == CITY_WIDE, _CITY_WIDE_GROUP, area * 3 + kind)


def _segments(chance: np.random.Generator, episodes: Episodes, span: Span) -> Segment:
    """Assessment, then safeguarding, then care; the hub's enquiries beside them; a move changes the area."""
    e = episodes
    parts: list[Segment] = []

    def add(there: npt.NDArray[np.bool_], kind: int, group: Codes, first: Days, last: Days) -> None:
        there = there & (first <= last) & (last >= span.history - 800) & (first <= span.horizon)
        place = np.flatnonzero(there)
        kinds = np.full(len(place), kind)
        parts.append(Segment(place, kinds, group[place], first[place], last[place]))

    is_assessed = e.assessed < NEVER
    waits = chance.random(len(e)) < _waiting(e, span)
    wait = np.where(waits, 8 + chance.exponential(18, len(e)).astype(np.int64), chance.integers(0, 4, len(e)))
    add(is_assessed, ASSESSMENT, _group(e.area, ASSESSMENT), e.assessed + wait, np.minimum(e.authorised, e.closed))
    in_hub = (e.strategy < NEVER) & e.is_in_hub & (e.area < CITY_WIDE)
    add(in_hub, HUB, np.full(len(e), _HUB_GROUP), e.strategy, e.enquiry_ended)
    until_care = np.minimum(e.closed, np.where(e.care < NEVER, np.maximum(e.care, e.authorised + 1), NEVER) - 1)
    begin = e.authorised + 1
    goes_on = is_assessed & (e.closed - e.authorised > 7)
    is_moved = e.moved < NEVER
    before_move = np.where(is_moved, np.minimum(e.moved - 1, until_care), until_care)
    add(goes_on, SAFEGUARDING, _group(e.area, SAFEGUARDING), begin, before_move)
    add(goes_on & is_moved, SAFEGUARDING, _group(e.moved_to, SAFEGUARDING), np.maximum(e.moved, begin), until_care)
    area = np.where(is_moved & (e.moved <= e.care), e.moved_to, e.area)
    in_care = np.where(is_assessed, np.maximum(e.care, e.authorised + 1), e.care)
    add(e.care < NEVER, CARE, _group(area, CARE), in_care, e.care_ceased)
    return Segment(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _waiting(episodes: Episodes, span: Span) -> Shares:
    made = np.full(len(episodes), 0.04)
    for code, story in enumerate(AREAS):
        there = (episodes.area == code) & (episodes.assessed < NEVER)
        made[there] = span.path(story.unallocated, episodes.assessed[there])
    return made


def _seats(
    chance: np.random.Generator, segments: Segment, span: Span
) -> tuple[Shares, Codes, Codes, list[FictionalTeam]]:
    """Full-time shares by seat, the team of each, the first seat of each group (and the end), and the teams."""
    days = span.end - span.start + 1
    within = np.minimum(segments.last, span.end) - np.maximum(segments.first, span.start) + 1
    open_cases = np.bincount(segments.group, np.maximum(within, 0), _HUB_GROUP + 1) / days
    mean_full_time = sum(hours * share for hours, share in _FULL_TIME)
    counts = np.maximum(np.rint(open_cases / published.CASELOAD / mean_full_time), 1).astype(np.int64)
    teams: list[FictionalTeam] = []
    team_of_seat: list[int] = []
    for group, count in enumerate(counts.tolist()):
        number_of_teams = -(-count // _SEATS_A_TEAM)
        team_of_seat += [len(teams) + seat * number_of_teams // count for seat in range(count)]
        teams += [_team(group, k) for k in range(1, number_of_teams + 1)]
    hours, share = zip(*_FULL_TIME, strict=True)
    full_time = chance.choice(np.array(hours), size=len(team_of_seat), p=np.array(share))
    return full_time, np.array(team_of_seat), np.concatenate(([0], np.cumsum(counts))), teams


def _team(group: int, position: int) -> FictionalTeam:
    if group == _CITY_WIDE_GROUP:
        return FictionalTeam(f"{published.CITY_WIDE} {position}", "", "")
    if group == _HUB_GROUP:
        return FictionalTeam(f"{published.HUB} {position}", "", KINDS[HUB])
    area, kind = _GROUPS[group]
    return FictionalTeam(f"{AREAS[area].name} {_TEAM_WORDS[kind]} {position}", AREAS[area].name, KINDS[kind])


def _reorganised(teams: Sequence[FictionalTeam], span: Span) -> tuple[FictionalTeam, ...]:
    """The same, but the last safeguarding team of NWC works for SOUTH from the middle of the time on, where it is not
    the only one.
    """
    theirs = [team for team in teams if team.area == "NWC" and team.team_type == KINDS[SAFEGUARDING]]
    if len(theirs) < 2 or span.months < 6:
        return tuple(teams)
    cut = months_after(span.first, span.months // 2)
    made: list[FictionalTeam] = []
    for team in teams:
        if team is theirs[-1]:
            made.append(FictionalTeam(team.name, team.area, team.team_type, None, day_of(number(cut) - 1)))
            made.append(FictionalTeam(team.name, "SOUTH", team.team_type, cut))
        else:
            made.append(team)
    return tuple(made)


def _share_out(chance: np.random.Generator, group: Codes, first_seat: Codes, full_time: Shares) -> Codes:
    """A seat for each segment in its group: a full-time seat is given more."""
    hours = np.concatenate(([0.0], np.cumsum(full_time)))
    low, high = hours[first_seat[group]], hours[first_seat[group + 1]]
    point = low + chance.random(len(group)) * (high - low)
    seats: Codes = np.minimum(np.searchsorted(hours, point, side="right"), first_seat[group + 1]) - 1
    return seats


def _story_of(team: FictionalTeam) -> int:
    names = [story.name for story in AREAS]
    return names.index(team.area) if team.area in names else len(names)


def _posts(chance: np.random.Generator, team_of_seat: Codes, teams: Sequence[FictionalTeam], span: Span) -> Posts:
    """Who sits where: stays of chance's length, some with a gap behind them. Workers are numbered by seat and time."""
    begin = span.history - 500
    seats = len(team_of_seat)
    stories = np.array([_story_of(team) for team in teams])[team_of_seat]
    first = begin - (chance.exponential(3 * YEAR, seats)).astype(np.int64)
    firsts, lasts = [], []
    for _ in range(_LONGEST_STAYS):
        years = np.full(seats, 5.5)
        for code, story in enumerate(AREAS):
            there = stories == code
            years[there] = span.path(story.stay, first[there])
        last = first + np.maximum(chance.exponential(years * YEAR), 25).astype(np.int64)
        # who sits there when the records begin stays into them
        last = np.where((first < begin) & (last < begin), begin + chance.integers(30, 900, seats), last)
        gap = np.where(chance.random(seats) < _VACANT, chance.integers(8, 45, seats), 0)
        firsts.append(first)
        lasts.append(last)
        first = last + 1 + gap
        if (first > span.horizon).all():
            break
    seat = np.tile(np.arange(seats), len(firsts))
    first, last = np.concatenate(firsts), np.concatenate(lasts)
    there = first <= span.horizon
    seat, first, last = seat[there], first[there], last[there]
    order = np.lexsort((first, seat))
    last = np.where(last > span.horizon, NEVER, last)
    return Posts(seat[order], np.arange(1, len(seat) + 1), first[order], last[order])


def _with_transfers(chance: np.random.Generator, posts: Posts) -> tuple[Posts, int]:
    """Some who leave a seat are the next to come to another: the same worker, in another post."""
    worker = posts.worker.copy()
    coming = np.argsort(posts.first, kind="stable")
    starts = posts.first[coming]
    is_taken = np.zeros(len(worker), dtype=bool)
    leaving = np.flatnonzero((posts.last < NEVER) & (chance.random(len(worker)) < _TRANSFERS))
    for post in leaving[np.argsort(posts.last[leaving], kind="stable")].tolist():
        at = int(np.searchsorted(starts, posts.last[post], side="right"))
        for follower in coming[at : at + 6].tolist():
            soon = posts.first[follower] - posts.last[post] <= 45
            if soon and posts.seat[follower] != posts.seat[post] and not is_taken[follower]:
                worker[follower] = worker[post]
                is_taken[follower] = True
                break
    numbers, renamed = np.unique(worker, return_inverse=True)
    return Posts(posts.seat, renamed + 1, posts.first, posts.last), len(numbers)


_ROOM = 1 << 21  # days of one seat, in a number that sorts by seat and then by day


def _allocations(segments: Segment, seats: Codes, posts: Posts) -> tuple[Codes, Codes, Days, Days]:
    """Each segment with the workers of its seat, one after the other."""
    offset = 1 << 19  # days before 1970 too
    ends = posts.seat * _ROOM + np.minimum(posts.last, NEVER) + offset
    begins = posts.seat * _ROOM + posts.first + offset
    earliest = np.searchsorted(ends, seats * _ROOM + segments.first + offset)
    latest = np.searchsorted(begins, seats * _ROOM + np.minimum(segments.last, NEVER) + offset, side="right")
    counts = np.maximum(latest - earliest, 0)
    segment = np.repeat(np.arange(len(seats)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    post = np.repeat(earliest, counts) + within
    first = np.maximum(segments.first[segment], posts.first[post])
    last = np.minimum(segments.last[segment], posts.last[post])
    return segment, post, first, last


def _supervisions(
    chance: np.random.Generator, posts: Posts, story_of_seat: Sequence[int], span: Span
) -> tuple[Codes, Days]:
    """Once a month with the area's chance of it; less in August and December."""
    stories = np.array(story_of_seat)[posts.seat]
    workers, days = [], []
    for month in span.drawn:
        start, end = number(month), number(months_after(month, 1)) - 1
        if start < span.history:
            continue
        there = np.flatnonzero((posts.first <= start) & (posts.last >= end))
        share = np.full(len(there), 0.88)
        at = np.full(1, start)
        for code, story in enumerate(AREAS):
            share[stories[there] == code] = span.path(story.supervised, at)[0]
        share -= 0.06 * (month.month in {8, 12})
        chosen = there[chance.random(len(there)) < share]
        workers.append(posts.worker[chosen])
        days.append(np.minimum(on_a_working_day(start + chance.integers(0, end - start, len(chosen))), end))
    return np.concatenate(workers), np.concatenate(days)
