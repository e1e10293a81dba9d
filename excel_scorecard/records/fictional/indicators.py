"""Indicators: the twelve of a fictional council, each with its words, owner, targets and the measure that counts it.

All made up. Knows no record and no file.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from excel_scorecard.calendar import months_after, period_start
from excel_scorecard.records.fictional.published import CITY_WIDE, HUB

MEASURES: Final[list[dict[str, Any]]] = [
    # Ours, counted another way: by allocations, which know the past; in the hub alone; by full-time posts.
    {"id": "unallocated-by-allocations", "like": "unallocated", "by": "allocations"},
    {"id": "enquiries-of-the-hub", "like": "s47-in-time", "only": [f"{HUB} teams"], "inclusive": False},
    {"id": "caseload-full-time", "like": "caseload", "per": "fte"},
]

_AREAS: Final = {"breakdown": "area", "breakdown_note": f"{CITY_WIDE} and {HUB} not included in the area breakdown"}
_FLOW: Final = {"unit": "percent", "kind": "flow"}
_OPEN: Final = {"unit": "percent", "kind": "snapshot"}
_SEEN: Final = {
    "numerator_label": "Children seen", "remainder_label": "Not seen", "denominator_label": "Assessments completed",
    "value_label": "% seen", "population_note": "What is not recorded counts as not seen.",
    "owner": "Head of Service, Assessment",
}  # fmt: skip

# A target's earlier and its latest number, and how far below (or above) it Amber goes; and who says so.
_BOARD: Final = "local, agreed by the improvement board (made up)"
_TARGETS: Final[dict[str, tuple[int, int, int]]] = {
    "re-referrals": (24, 22, 2),
    "assessments-in-time": (85, 90, 5),
    "seen-at-assessment": (95, 95, 5),
    "s47-in-time": (85, 85, 10),
    "seen-at-s47": (90, 90, 0),
    "icpc-in-time": (75, 80, 10),
    "cp-visits": (75, 80, 10),
    "supervision": (83, 83, 8),
    "caseload": (16, 16, 2),
}
_FROM: Final = date(2020, 4, 1)


def indicators(children: int, last: date, *, with_limits: bool, knows_allocations: bool) -> Iterable[dict[str, Any]]:
    """The twelve, for a council of so many `children` and the month `last`.

    Args:
        children: how many live there: the target of a count goes with it.
        last: the month that is shown; targets change with its financial year.
        with_limits: whether the trends of what happens in a month have process limits. What is counted as at a
            month's end has none: there each month is much like the one before.
        knows_allocations: whether the records have the history of allocations; Annex A has today's worker alone.

    """
    for position, told in enumerate(_TWELVE, start=1):
        made = {"number": position} | told
        if made["id"] == "unallocated" and not knows_allocations:
            made["measure"] = "unallocated"
        if with_limits and made["kind"] == "flow":
            made["chart"] = "spc"
        if targets := list(_targets(made["id"], children, last)):
            made["target"] = targets
        yield made


def _targets(name: str, children: int, last: date) -> Iterable[dict[str, Any]]:
    this_year = period_start(last, 12)
    review = months_after(this_year, 12)
    said = {"source": _BOARD, "review": review}
    if name == "unallocated":
        least = max(1, round(children / 25_000))
        yield {"from": _FROM, "target": least, "amber_limit": max(least + 1, round(children / 10_000))} | said
    if name not in _TARGETS:
        return
    before, now, within = _TARGETS[name]
    amber = {"amber_within": within} if within else {}
    if before != now and this_year > _FROM:
        yield {"from": _FROM, "target": before} | amber | said | {"review": this_year}
    yield {"from": this_year if before != now else _FROM, "target": now} | amber | said
    if name == "assessments-in-time":
        plan = "recovery plan of the area (made up)"
        yield {"from": this_year, "target": 80, "amber_within": 5, "source": plan, "review": review, "area": "NWC"}


_TWELVE: Final[tuple[dict[str, Any], ...]] = (
    {
        "id": "re-referrals", "measure": "re-referrals",
        "title": "Re-referrals within 12 months of a previous referral", "short": "Re-referrals",
        "definition": "Of the referrals in the month, those that came within 12 months of an earlier referral of the "
        "same child.",
        "group": "Front door and assessment", **_FLOW, "decimals": 1, "good": "low",
        "numerator_label": "Re-referrals", "remainder_label": "First referrals", "denominator_label": "Referrals",
        "value_label": "% re-referred", "owner": "Head of Service, Front Door", "concern": "re-referrals",
        **_AREAS,
    },
    {
        "id": "unallocated", "measure": "unallocated-by-allocations",
        "title": "Unallocated family assessments open for more than 7 days", "short": "Unallocated",
        "definition": "Family assessments open for more than 7 days at the end of the month that no social worker "
        "has been given.",
        "group": "Front door and assessment", "unit": "count", "kind": "snapshot", "good": "low",
        "numerator_label": "Unallocated", "value_label": "Unallocated",
        "population_note": "The number of assessments that were open is the total of indicator 3.",
        "owner": "Head of Service, Assessment", "concern": "unallocated work", **_AREAS,
    },
    {
        "id": "assessments-in-time", "measure": "assessments-in-time",
        "title": "On-going single assessments in timescale (45 working days incl. S47)", "short": "Assessments in time",
        "definition": "Of the assessments open at the end of the month, those within 45 working days of their start. "
        "Not comparable with England's figure, which is of completed assessments.",
        "group": "Front door and assessment", **_OPEN, "good": "high",
        "numerator_label": "No. inside", "remainder_label": "No. outside", "denominator_label": "Total",
        "value_label": "% inside", "owner": "Head of Service, Assessment", "concern": "timeliness of assessments",
        **_AREAS,
    },
    {
        "id": "seen-at-assessment", "measure": "seen-at-assessment",
        "title": "Children seen at assessment (S17 and S47)", "short": "Seen at assessment",
        "definition": "Of the assessments completed in the month, under section 17 or section 47, those during which "
        "the child was seen.",
        "group": "Front door and assessment", **_FLOW, "good": "high", **_SEEN,
        "concern": "children not seen at assessment", **_AREAS,
    },
    {
        "id": "s47-in-time", "measure": "enquiries-of-the-hub",
        "title": "On-going S47 enquiries within 15 working days - MASH only", "short": "S47 in time",
        "definition": "Of the section 47 enquiries that the MASH has open at the end of the month, those open for less "
        "than 15 working days.",
        "group": "Front door and assessment", **_OPEN, "good": "high",
        "numerator_label": "Open under 15 days", "remainder_label": "Open 15 days or more",
        "denominator_label": "S47 open", "value_label": "% inside",
        "population_note": "There is no statutory limit for the enquiry itself; 15 working days is the limit for the "
        "conference that may follow.",
        "owner": "Head of Service, Front Door", "concern": "timeliness of section 47 enquiries", "breakdown": "none",
    },
    {
        "id": "seen-at-s47", "measure": "seen-at-s47",
        "title": "Children seen at assessment, S47 only", "short": "Seen at S47",
        "definition": "Of the assessments completed in the month with a section 47 enquiry at the time, those during "
        "which the child was seen.",
        "group": "Front door and assessment", **_FLOW, "good": "high", **_SEEN,
        "population_note": "They are also counted in indicator 4. What is not recorded counts as not seen.",
        "concern": "children not seen during section 47 enquiries", **_AREAS,
    },
    {
        "id": "icpc-in-time", "measure": "icpc-in-time",
        "title": "Initial child protection conferences held within 15 working days of the strategy discussion",
        "short": "ICPC in time",
        "definition": "Of the initial child protection conferences held in the month, those held within 15 working "
        "days of the strategy discussion at which the section 47 enquiry began.",
        "group": "Child protection", **_FLOW, "good": "high",
        "numerator_label": "No. within", "remainder_label": "No. late", "denominator_label": "Conferences",
        "value_label": "% within",
        "population_note": "Conferences for children who moved here with a plan are left out.",
        "owner": "Head of Service, Safeguarding", "concern": "late child protection conferences", **_AREAS,
    },
    {
        "id": "cp-plans", "measure": "cp-plans",
        "title": "Children with a child protection plan at the end of the month, per 10,000", "short": "CP plans",
        "definition": "Children who are the subject of a child protection plan on the last day of the month, per "
        "10,000 who live here. Plans of other authorities for children who live here are left out.",
        "group": "Child protection", "unit": "rate", "per": 10_000, "kind": "snapshot", "good": "neither",
        "numerator_label": "Children with a plan", "denominator_label": "Aged 0 to 17", "value_label": "Per 10,000",
        "population": "0 to 17", "owner": "Head of Service, Safeguarding", **_AREAS,
    },
    {
        "id": "cp-visits", "measure": "cp-visits",
        "title": "Child protection visits: children visited at least twice in the month", "short": "CP visits",
        "definition": "Of the children with a plan from the first to the last day of the month, those visited and seen "
        "on two days of it at least. The local standard is a visit every fortnight.",
        "group": "Child protection", **_FLOW, "good": "high",
        "numerator_label": "Visited twice or more", "remainder_label": "Visited less",
        "denominator_label": "To be visited", "value_label": "% visited",
        "population_note": "Children whose plan began or ended in the month are not due two visits, so fewer are to be "
        "visited than have a plan.",
        "owner": "Head of Service, Safeguarding",
        "concern": "infrequent visits to some children with child protection plans", **_AREAS,
    },
    {
        "id": "children-in-care", "measure": "children-in-care",
        "title": "Children in care at the end of the month", "short": "Children in care",
        "definition": "Children in the care of the council on the last day of the month, short breaks left out.",
        "group": "Children in care", "unit": "count", "kind": "snapshot", "good": "neither",
        "direction_against": "same_period_last_year",
        "numerator_label": "Children in care", "value_label": "Children",
        "owner": "Head of Service, Children in Care", "breakdown": "none",
        "breakdown_note": "One service for the whole council: no area breakdown",
    },
    {
        "id": "supervision", "measure": "supervision",
        "title": "Social workers who had supervision in the month", "short": "Supervision",
        "definition": "Of the social workers in post at the end of the month, those who had at least one recorded "
        "supervision in it.",
        "group": "Workforce", **_FLOW, "good": "high",
        "numerator_label": "Supervised", "remainder_label": "Not supervised", "denominator_label": "Social workers",
        "value_label": "% supervised", "owner": "Principal Social Worker", "concern": "supervision of social workers",
        **_AREAS,
    },
    {
        "id": "caseload", "measure": "caseload-full-time",
        "title": "Average caseload of a full-time social worker", "short": "Caseload",
        "definition": "Children whose cases are held at the end of the month, divided by the full-time equivalents of "
        "the social workers in post who hold them.",
        "group": "Workforce", "unit": "average", "kind": "snapshot", "decimals": 1, "good": "low",
        "numerator_label": "Cases held", "denominator_label": "Full-time posts", "value_label": "Cases a post",
        "population_note": "Social workers without cases (on leave, newly in post) and the unqualified are left out.",
        "owner": "Principal Social Worker", "concern": "caseloads", "breakdown": "team type",
    },
)  # fmt: skip

# How the figures fit each other, whatever the records are.
CONSISTENCY: Final[list[dict[str, Any]]] = [
    {
        "left": "unallocated", "is": "at most", "right": "assessments-in-time", "right_part": "denominator",
        "note": "Unallocated assessments are among the open ones.",
    },
    {
        "left": "seen-at-s47", "left_part": "denominator", "is": "at most", "right": "seen-at-assessment",
        "right_part": "denominator", "note": "Assessments under section 47 are counted in both.",
    },
    {
        "left": "cp-visits", "left_part": "denominator", "is": "at most", "right": "cp-plans",
        "note": "Every child to be visited has a plan.",
    },
]  # fmt: skip
