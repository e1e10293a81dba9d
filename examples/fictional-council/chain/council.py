"""Council: every record of the example, made from its figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import make_figures
from make_figures import CITY_WIDE, MONTHS, Figure, Series, drawing

from chain import assessments, care, enquiries, plans, referrals, workforce
from chain.days import LAST_MONTH

AREAS = ("EAST", "NWC", "SOUTH", "MASH", CITY_WIDE)


@dataclass(frozen=True)
class Council:
    """All records of a council that does not exist, over three years."""

    referrals: list[referrals.Referral]
    assessments: list[assessments.Assessment]
    enquiries: list[enquiries.Enquiry]
    conferences: list[enquiries.Conference]
    protection: plans.Protection
    episodes: list[care.Episode]
    workforce: workforce.Workforce


@lru_cache(maxsize=1)
def council() -> Council:
    """The same on every run."""
    work, series = make_figures.casework(), make_figures.all_series()
    children = referrals.Children()
    referred = referrals.referrals(_by_area(series["re-referrals"]), children, drawing("referral records"))
    assessed = list(assessments.by_area(_standings(series), referred, children, drawing("assessment records")))
    enquired = enquiries.enquiries(series["s47-in-time"]["TOTAL"], assessed, drawing("enquiry records"))
    conferred = enquiries.conferences(_by_area(series["icpc-in-time"]), enquired, drawing("conference records"))
    once, twice = make_figures.visits(work, drawing("cp-visits"))
    told = plans.Protected(work.plans, _by_area(once), {area: twice[area] for area in AREAS if area in twice})
    protection = plans.Protection(told, children, drawing("plan records"))
    protection.make(conferred)
    in_care = [numerator for numerator, _ in series["children-in-care"]["TOTAL"]]
    episodes = care.episodes(in_care, children, drawing("care records"))
    types = {name: figures for name, figures in series["high-caseloads"].items() if name != "TOTAL"}
    staff = workforce.Workforce(workforce.Staff(_by_area(series["supervision"]), types), drawing("workforce records"))
    started: dict[tuple[str, int], list[str]] = {}
    for each in assessed:
        month = (each.started.year - 2023) * 12 + each.started.month - 4
        started.setdefault((each.area, month), []).append(each.child)
    staff.make(started, children.by_area)
    return Council(referred, assessed, enquired, conferred, protection, episodes, staff)


def _by_area(series: Series) -> dict[str, list[Figure]]:
    return {area: series[area] for area in AREAS if area in series}


def _standings(series: Mapping[str, Series]) -> dict[str, assessments.Standing]:
    found = {}
    for area in AREAS:
        in_time, open_ = zip(*series["assessments-in-time"][area], strict=True)
        seen, finished = zip(*series["seen-at-assessment"][area], strict=True)
        seen_47, finished_47 = zip(*series["seen-at-s47"][area], strict=True)
        found[area] = assessments.Standing(
            open=open_,
            late=[count - inside for count, inside in zip(open_, in_time, strict=True)],
            unallocated=[count for count, _ in series["unallocated"][area]],
            finished=[(finished[m] - finished_47[m], finished_47[m]) for m in range(len(MONTHS))],
            seen=[(seen[m] - seen_47[m], seen_47[m]) for m in range(LAST_MONTH + 1)],
        )
    return found
