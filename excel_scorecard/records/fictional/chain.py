"""Chain: what happens to the children of a fictional council, from referral to care; arrays with a place an episode.

An episode begins with a referral and goes as far as chance and its area's story take it: assessment, section 47
enquiry, conference, plan, care. Children come back. All is drawn for the whole time at once; what an extract knows of
it on a day is extract.py's, who does the work workforce.py's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from excel_scorecard.calendar import months_after
from excel_scorecard.records.fictional import published
from excel_scorecard.records.fictional.days import (
    NEVER,
    YEAR,
    Days,
    Flags,
    Shares,
    number,
    on_a_working_day,
    working_days_after,
)
from excel_scorecard.records.fictional.published import AREAS

Codes = npt.NDArray[np.int64]

WARM_UP_MONTHS: Final = 84
"""Drawn before the first month, so that plans, care and re-referrals have their level by then."""
HISTORY_MONTHS: Final = 12
HORIZON_MONTHS: Final = 3
"""Drawn after the last month: an extract may be taken up to then."""
CITY_WIDE: Final = len(AREAS)
"""The code of the service that works across the council."""

_LATE_RETURN = 0.10  # of the episodes without a re-referral, those whose child comes back after more than a year
_CARE_AFTER_PLAN = 0.14
_CUT_SHORT = 1.12  # plans would be as much longer without care
_MOVED = 0.04  # of the children with a plan or a plan for children in need, those who move to another area
_TRANSFER_IN = 0.025  # of the conferences, those for a child who came with a plan
_OTHER_AUTHORITY = 0.02  # as many plans of other authorities as this share of our own
_SHORT_BREAKS = 0.03
_ENOUGH_GENERATIONS = 40


@dataclass(frozen=True)
class Span:
    """The time that is drawn: the extract's months, and what lies before and behind them."""

    first: date
    months: int

    @property
    def drawn(self) -> list[date]:
        """Every month that is drawn."""
        count = WARM_UP_MONTHS + self.months + HORIZON_MONTHS
        return [months_after(self.first, step - WARM_UP_MONTHS) for step in range(count)]

    @property
    def start(self) -> int:
        """The first day of the first month."""
        return number(self.first)

    @property
    def end(self) -> int:
        """The last day of the last month."""
        return number(months_after(self.first, self.months)) - 1

    @property
    def history(self) -> int:
        """The day from which on an extract holds every record: a re-referral looks back for a year."""
        return number(months_after(self.first, -HISTORY_MONTHS))

    @property
    def horizon(self) -> int:
        """The last day that is drawn."""
        return number(months_after(self.first, self.months + HORIZON_MONTHS)) - 1

    def path(self, pair: tuple[float, float], days: Days) -> Shares:
        """Where a story stands on each day: its begin before the first month, its end after the last."""
        return np.interp(days, [self.start, self.end], pair)


@dataclass(frozen=True)
class Episodes:
    """What happened, one place an episode; days are `NEVER` where nothing happened."""

    child: Codes
    area: Codes
    referred: Days
    closed: Days
    is_nfa: Flags
    assessed: Days
    authorised: Days
    seen: Codes
    """0 no, 1 yes, 2 unknown."""
    strategy: Days
    enquiry_ended: Days
    is_in_hub: Flags
    """The section 47 enquiry is the hub's."""
    conference: Days
    is_transfer_in: Flags
    planned: Days
    plan_ended: Days
    care: Days
    care_ceased: Days
    is_short_breaks: Flags
    moved: Days
    moved_to: Codes

    def __len__(self) -> int:
        return len(self.child)

    def taken(self, places: Codes | Flags) -> "Episodes":
        """Only those places, in that order."""
        return Episodes(**{field.name: getattr(self, field.name)[places] for field in fields(self)})

    @classmethod
    def joined(cls, parts: Sequence["Episodes"]) -> "Episodes":
        """One after the other."""
        return cls(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)})


def draw_episodes(chance: np.random.Generator, children: int, span: Span) -> Episodes:
    """All episodes, in the order of their referrals; children are numbered in the order in which they first come."""
    return_share = _return_shares()
    area, referred = _first_referrals(chance, children, span, return_share)
    generations: list[Episodes] = []
    child = np.arange(len(area))
    for _ in range(_ENOUGH_GENERATIONS):
        if not len(child):
            break
        episodes = _episodes(chance, child, area, referred, span)
        generations.append(episodes)
        child, area, referred = _returns(chance, episodes, span)
    generations.append(_in_care_at_first(chance, children, span, len(generations[0])))
    together = Episodes.joined(generations)
    together = together.taken(np.lexsort((together.child, together.referred)))
    _, first_place, numbered = np.unique(together.child, return_index=True, return_inverse=True)
    rank = np.empty(len(first_place), dtype=np.int64)
    rank[np.argsort(first_place)] = np.arange(1, len(first_place) + 1)
    return Episodes(**{f.name: getattr(together, f.name) for f in fields(Episodes)} | {"child": rank[numbered]})


def _return_shares() -> float:
    """Of all referrals, those of children who were referred before."""
    return published.REREFERRALS + _LATE_RETURN * (1 - published.REREFERRALS)


def _first_referrals(chance: np.random.Generator, children: int, span: Span, return_share: float) -> tuple[Codes, Days]:
    """Areas and days of the children's first referrals: seasons, growth, and hardly any at weekends."""
    months = span.drawn
    starts = np.array([number(month) for month in [*months, months_after(months[-1], 1)]])
    a_month = children / 10_000 * published.REFERRALS_PER_10K / 12 * (1 - return_share)
    areas, days = [], []
    for code, story in enumerate(AREAS):
        level = span.path((1 - (story.growth - 1) / 2, 1 + (story.growth - 1) / 2), starts[:-1])
        season = np.array([published.SEASON[month.month - 1] for month in months])
        counts = chance.poisson(a_month * story.people * level * season)
        first = np.repeat(starts[:-1], counts)
        length = np.repeat(np.diff(starts), counts)
        days.append(first + (chance.random(len(first)) * length).astype(np.int64))
        areas.append(np.full(len(first), code))
    referred = np.concatenate(days)
    is_weekend = chance.random(len(referred)) < 0.85
    referred = np.where(is_weekend, on_a_working_day(referred), referred)
    area = np.concatenate(areas)
    return np.where(chance.random(len(area)) < published.CITY_WIDE_SHARE, CITY_WIDE, area), referred


def _story(name: str, area: Codes, days: Days, span: Span) -> Shares:
    """What the area's story says on the day; of the city-wide service the mean of the areas' begin."""
    pairs = [getattr(story, name) for story in AREAS]
    pairs.append((float(np.mean([pair[0] for pair in pairs])),) * 2)
    made = np.zeros(len(days))
    for code, pair in enumerate(pairs):
        there = area == code
        made[there] = span.path(pair, days[there])
    return made


def _episodes(chance: np.random.Generator, child: Codes, area: Codes, referred: Days, span: Span) -> Episodes:
    """How far each referral goes."""
    count = len(child)
    is_nfa = chance.random(count) < published.NO_FURTHER_ACTION
    assessed = on_a_working_day(referred + chance.integers(0, 4, count))
    in_time = _story("assessed_in_time", area, assessed, span)
    taken = _from_bins(chance, published.ASSESSMENT_BINS, published.ASSESSMENT_STANDARD, in_time)
    authorised = working_days_after(assessed, taken)
    seen = _seen(chance, _story("seen", area, assessed, span))

    is_enquired = ~is_nfa & (
        chance.random(count) < _rate(published.ENQUIRIES_PER_10K) / (1 - published.NO_FURTHER_ACTION)
    )
    far: Days = np.where(chance.random(count) < 0.7, 1, 18).astype(np.int64)
    strategy = on_a_working_day(referred + far * chance.integers(0, 3, count))
    to_conference = published.CONFERENCES_PER_10K / published.ENQUIRIES_PER_10K
    is_conference = is_enquired & (chance.random(count) < to_conference)
    in_time = _story("conference_in_time", area, strategy, span)
    waited = _from_bins(chance, published.CONFERENCE_BINS, published.CONFERENCE_STANDARD, in_time)
    conference = working_days_after(strategy, waited)
    enquiry_ended = working_days_after(
        strategy, np.minimum(chance.integers(2, 25, count), np.where(is_conference, waited, 99))
    )
    is_planned = is_conference & (chance.random(count) < published.PLANS_BEGUN_PER_10K / published.CONFERENCES_PER_10K)
    # a plan lasts as long as makes England's number at 31 March of England's number begun; care cuts some of them short
    mean_days = published.PLANS_PER_10K / published.PLANS_BEGUN_PER_10K * YEAR * _CUT_SHORT
    plan_ended = conference + np.maximum(chance.gamma(2.0, mean_days / 2.0, count), 20).astype(np.int64)

    share_in_care = _rate(published.CARE_BEGUN_PER_10K) / (1 - _SHORT_BREAKS)
    planned_share = _rate(published.PLANS_BEGUN_PER_10K)
    otherwise = (share_in_care - planned_share * _CARE_AFTER_PLAN) / (1 - published.NO_FURTHER_ACTION - planned_share)
    is_care = ~is_nfa & (chance.random(count) < np.where(is_planned, _CARE_AFTER_PLAN, otherwise))
    since = np.where(is_planned, conference, assessed)
    care = since + chance.exponential(60, count).astype(np.int64)
    plan_ended = np.where(
        is_planned & is_care, np.minimum(plan_ended, np.maximum(care + 14, conference + 20)), plan_ended
    )
    mean_days = published.CARE_PER_10K / published.CARE_BEGUN_PER_10K * YEAR
    care_ceased = care + np.maximum(chance.exponential(mean_days, count), 1).astype(np.int64)

    left = 1 - published.NOT_IN_NEED / (1 - published.NO_FURTHER_ACTION - planned_share - share_in_care)
    is_in_need = chance.random(count) < left
    worked = np.where(is_in_need, chance.gamma(2.0, 63.0, count), chance.integers(0, 6, count)).astype(np.int64)
    closed = authorised + worked
    closed = np.where(is_enquired, np.maximum(closed, enquiry_ended + 1), closed)
    closed = np.where(is_conference, np.maximum(closed, conference + 5), closed)
    closed = np.where(is_planned, np.maximum(closed, plan_ended + chance.integers(0, 90, count)), closed)
    closed = np.where(is_care, np.maximum(closed, care_ceased), closed)
    closed = np.where(is_nfa, referred + chance.integers(0, 4, count), closed)

    works_on = ~is_nfa & (closed - authorised > 60) & (area < CITY_WIDE)
    is_moved = works_on & (chance.random(count) < _MOVED)
    moved = authorised + (chance.random(count) * np.maximum(closed - authorised, 1)).astype(np.int64)
    return Episodes(
        child=child,
        area=area,
        referred=referred,
        closed=closed,
        is_nfa=is_nfa,
        assessed=_where(~is_nfa, assessed),
        authorised=_where(~is_nfa, authorised),
        seen=seen,
        strategy=_where(is_enquired, strategy),
        enquiry_ended=_where(is_enquired, enquiry_ended),
        is_in_hub=chance.random(count) < published.HUB_ENQUIRIES,
        conference=_where(is_conference, conference),
        is_transfer_in=is_planned & (chance.random(count) < _TRANSFER_IN),
        planned=_where(is_planned, conference),
        plan_ended=_where(is_planned, plan_ended),
        care=_where(is_care, care),
        care_ceased=_where(is_care, care_ceased),
        is_short_breaks=chance.random(count) < _SHORT_BREAKS,
        moved=_where(is_moved, moved),
        moved_to=(area + chance.integers(1, CITY_WIDE, count)) % CITY_WIDE,
    )


def _rate(per_10k: float) -> float:
    """A rate of children as a share of the referrals."""
    return per_10k / published.REFERRALS_PER_10K


def _where(is_there: Flags, days: Days) -> Days:
    return np.where(is_there, days, NEVER)


def _from_bins(
    chance: np.random.Generator, bins: Sequence[tuple[int, int, int]], standard: int, in_time: Shares
) -> Days:
    """Working days as published in bins, but with `in_time` of them within the standard."""
    count = len(in_time)
    is_in_time = chance.random(count) < in_time
    made = np.zeros(count, dtype=np.int64)
    for there, chosen in (
        (is_in_time, [b for b in bins if b[1] <= standard]),
        (~is_in_time, [b for b in bins if b[0] > standard]),
    ):
        weights = np.array([cases for _, _, cases in chosen], dtype=float)
        which = chance.choice(len(chosen), size=int(there.sum()), p=weights / weights.sum())
        low, high = (np.array([each[end] for each in chosen])[which] for end in (0, 1))
        made[there] = low + (chance.random(len(which)) * (high - low + 1)).astype(np.int64)
    return made


def _seen(chance: np.random.Generator, share: Shares) -> Codes:
    drawn = chance.random(len(share))
    return np.where(drawn < share, 1, np.where(drawn > 0.985, 2, 0))


def _returns(chance: np.random.Generator, episodes: Episodes, span: Span) -> tuple[Codes, Codes, Days]:
    """The children who come back, their areas and days; only those whose episode was closed before."""
    count = len(episodes)
    lasted = episodes.closed - episodes.referred
    can_return = lasted < 300
    wanted = _story("rereferred", episodes.area, episodes.referred, span)
    # the share is of all referrals, and only short episodes can have a next one within the year
    within = can_return & (chance.random(count) < wanted / max(float(can_return.mean()), 0.3))
    later = ~within & (chance.random(count) < _LATE_RETURN)
    soon = lasted + 3 + (chance.random(count) * np.maximum(360 - lasted, 1)).astype(np.int64)
    late = np.maximum(lasted, 366) + 5 + chance.exponential(250, count).astype(np.int64)
    day = on_a_working_day(episodes.referred + np.where(within, soon, late))
    comes = (within | later) & (day <= span.horizon)
    area = np.where(episodes.moved < NEVER, episodes.moved_to, episodes.area)
    return episodes.child[comes], area[comes], day[comes]


def _in_care_at_first(chance: np.random.Generator, children: int, span: Span, next_child: int) -> Episodes:
    """The children who are in care when the drawing begins; what led to it lies before all records."""
    begin = number(span.drawn[0])
    mean_days = published.CARE_PER_10K / published.CARE_BEGUN_PER_10K * YEAR
    count = int(chance.poisson(children / 10_000 * published.CARE_PER_10K / (1 - _SHORT_BREAKS)))
    started = begin - chance.exponential(mean_days, count).astype(np.int64) - 1
    ceased = begin + chance.exponential(mean_days, count).astype(np.int64)
    never, no = np.full(count, NEVER), np.zeros(count, dtype=bool)
    shares = [story.people for story in AREAS]
    return Episodes(
        child=next_child + np.arange(count),
        area=chance.choice(len(AREAS), size=count, p=np.array(shares) / sum(shares)),
        referred=started - 30,
        closed=ceased,
        is_nfa=no,
        assessed=never,
        authorised=never,
        seen=np.zeros(count, dtype=np.int64),
        strategy=never,
        enquiry_ended=never,
        is_in_hub=no,
        conference=never,
        is_transfer_in=no,
        planned=never,
        plan_ended=never,
        care=started,
        care_ceased=ceased,
        is_short_breaks=chance.random(count) < _SHORT_BREAKS,
        moved=never,
        moved_to=np.zeros(count, dtype=np.int64),
    )


def draw_visits(chance: np.random.Generator, episodes: Episodes, span: Span) -> tuple[Codes, Days, Flags]:
    """The visits under the plans, plan after plan: which episode, which day, and whether the child was seen."""
    places = np.flatnonzero(episodes.planned < NEVER)
    begin, end = episodes.planned[places], np.minimum(episodes.plan_ended[places], span.horizon)
    gap = _story("days_between_visits", episodes.area[places], begin, span)
    # within a plan the story goes on: what an area does is what it does on the day
    counts = np.maximum((end - begin) / gap * 1.6, 1).astype(np.int64) + 6
    of = np.repeat(np.arange(len(places)), counts)
    steps = np.maximum(chance.gamma(6.0, 1 / 6.0, len(of)) * np.repeat(gap, counts), 1.0)
    run = np.cumsum(steps)
    before = np.concatenate(([0.0], run))[np.concatenate(([0], np.cumsum(counts)[:-1]))]
    day = begin[of] + (run - before[of]).astype(np.int64)
    within = (day <= end[of]) & (day >= span.history)
    day, of = day[within], of[within]
    return places[of], day, chance.random(len(day)) < 0.94


def other_authorities_plans(chance: np.random.Generator, episodes: Episodes, span: Span) -> tuple[Days, Days]:
    """First and last days of plans that other authorities have for children who live here."""
    ours = np.flatnonzero((episodes.planned < NEVER) & (episodes.planned >= span.start - 700))
    chosen = ours[chance.random(len(ours)) < _OTHER_AUTHORITY]
    return episodes.planned[chosen] + 11, episodes.plan_ended[chosen] + 40
