"""Enquiries and conferences: section 47 enquiries within assessments, as many open at each month's end as the figures
say, young and old; and the conferences that follow some of them, in time and late.

All enquiries are the MASH's. One runs within its child's assessment, so that the assessment counts as one under
section 47, and no other assessment does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from make_figures import Figure

from chain.assessments import Assessment
from chain.days import CALENDAR, LAST_MONTH, drawn_day, first, last, one_of, shuffled, working_days

WORKING_DAYS = 15  # open for less: in time; and from the strategy discussion to the conference, no more than these


@dataclass(eq=False)
class Enquiry:
    """A section 47 enquiry; it began with a strategy discussion."""

    assessment: Assessment
    started: date
    ended: date | None = None


@dataclass(eq=False)
class Conference:
    """An initial child protection conference."""

    child: str
    area: str
    month: int
    strategy_discussion: date
    held: date
    is_transfer_in: bool = False
    led_to_plan: bool = False


def _is_old(started: date, month: int) -> bool:
    return CALENDAR.between(started, last(month)) >= WORKING_DAYS


def enquiries(figures: Sequence[Figure], assessments: Sequence[Assessment], chance: Random) -> list[Enquiry]:
    """All enquiries since April 2023; `figures`: those open under 15 working days, and all that are open, by month."""
    under_47 = [each for each in assessments if each.is_section_47]
    begun: dict[Assessment, Enquiry] = {}
    old_at = [(standing or 0) - young for young, standing in figures]
    for month, (young, _) in enumerate(figures):
        pool = shuffled(chance, [each for each in under_47 if each.is_open(month)])
        days = working_days(month)
        early = [day for day in days if _is_old(day, month)]
        going_on = [each for each in pool if each in begun and begun[each].ended is None]
        old = going_on[: old_at[month]]
        for each in going_on[len(old) :]:
            begun[each].ended = drawn_day(chance, month)
        fresh = [each for each in pool if each not in begun]
        old += _begin([e for e in fresh if e.started <= early[-1]][: old_at[month] - len(old)], begun, early, chance)
        # of the young ones as many go on as a month later are old; the other long ones may begin then
        wanted = old_at[min(month + 1, LAST_MONTH)] - sum(each.is_open(month + 1) for each in old)
        lasting = [each for each in fresh if each not in begun and each.is_open(month + 1)]
        short = [each for each in fresh if each not in begun and not each.is_open(month + 1)]
        chosen = [*lasting[: max(wanted, young - len(short), 0)], *short][:young]
        _begin(chosen, begun, days[len(early) :], chance)
        if (len(old), len(chosen)) != (old_at[month], young):
            raise ValueError(f"too few assessments under section 47 for the open enquiries of {first(month):%B %Y}")
        for each in under_47:
            if each.authorised and first(month) <= each.authorised <= last(month):
                _end(each, begun, month, chance)
    return list(begun.values())


def _begin(
    assessments: Sequence[Assessment], begun: dict[Assessment, Enquiry], days: Sequence[date], chance: Random
) -> Sequence[Assessment]:
    """Begin their enquiries on some of those days, none before the assessment."""
    for each in assessments:
        able = [day for day in days if day >= each.started]
        begun[each] = Enquiry(each, one_of(chance, able) if able else each.started)
    return assessments


def _end(assessment: Assessment, begun: dict[Assessment, Enquiry], month: int, chance: Random) -> None:
    """End the enquiry of an assessment that was authorised in the month; one that has not begun runs within it."""
    since = max(first(month), assessment.started)
    if assessment not in begun:
        begun[assessment] = Enquiry(assessment, drawn_day(chance, month, since, assessment.authorised))
    enquiry = begun[assessment]
    if enquiry.ended is None:
        enquiry.ended = drawn_day(chance, month, max(since, enquiry.started), assessment.authorised)


def conferences(
    series: Mapping[str, Sequence[Figure]], enquiries: Sequence[Enquiry], chance: Random
) -> list[Conference]:
    """All conferences since April 2023, of children who had an enquiry in the same area; a few came with a plan."""
    by_area: dict[str, list[Enquiry]] = {}
    for each in shuffled(chance, enquiries):
        by_area.setdefault(each.assessment.area, []).append(each)
    made: list[Conference] = []
    used: set[Enquiry] = set()
    for month in range(LAST_MONTH + 1):
        for area, figures in series.items():
            in_time, count = figures[month]
            made += _held(area, month, in_time, by_area[area], used, chance, is_late=False)
            made += _held(area, month, (count or 0) - in_time, by_area[area], used, chance, is_late=True)
            if chance.random() < 0.25 and (came := next((e for e in by_area[area] if e not in used), None)):
                used.add(came)
                day = drawn_day(chance, month)
                made.append(Conference(came.assessment.child, area, month, day, day, is_transfer_in=True))
    return made


def _held(
    area: str,
    month: int,
    count: int,
    enquiries: Sequence[Enquiry],
    used: set[Enquiry],
    chance: Random,
    *,
    is_late: bool,
) -> list[Conference]:
    held: list[Conference] = []
    for enquiry in enquiries:
        if len(held) == count:
            break
        days = [] if enquiry in used else _days(enquiry.started, month, is_late=is_late)
        if days:
            used.add(enquiry)
            day = shuffled(chance, days)[0]
            held.append(Conference(enquiry.assessment.child, area, month, enquiry.started, day))
    if len(held) < count:
        raise ValueError(f"{area} has too few enquiries for the conferences of {first(month):%B %Y}")
    return held


def _days(discussion: date, month: int, *, is_late: bool) -> list[date]:
    """The month's days on which a conference after that discussion is in time, or late though not by months."""
    if discussion > last(month) or discussion < first(month) - timedelta(days=70):
        return []
    least, most = (WORKING_DAYS + 1, 40) if is_late else (4, WORKING_DAYS)
    return [day for day in working_days(month) if least <= CALENDAR.between(discussion, day) <= most]
