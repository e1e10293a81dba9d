"""Annex A: Ofsted's child-level lists as record tables, and what those lists cannot give.

Knows the lists' headings as of August 2019 and as councils have sent them since, and how far back the lists reach.
Source: the template of Annex A, update August 2019, with its guidance (Crown copyright, Open Government Licence).
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePath
from typing import Final

from excel_scorecard.calendar import months_after
from excel_scorecard.project.records_settings import RecordsSettings
from excel_scorecard.records.mapping import TableMapping
from excel_scorecard.records.schema import TABLES
from excel_scorecard.records.sources import Sources

LOOK_BACK_MONTHS: Final = 6
"""Lists 3 to 8 hold what was open or began in the six months before the inspection."""

CONFERENCE_LAG_MONTHS: Final = 2
"""A conference is listed with its enquiry alone: those of enquiries before the lists begin lack for so long."""

SHORT_BREAKS: Final = ("V1", "V3", "V4")
"""Codes of legal status that stand for a series of short breaks."""

_LIST_NAME: Final = re.compile(r"list[\s_.\-]*0*(\d{1,2})(?!\d)", re.IGNORECASE)
_LIST_OF: Final[Mapping[str, int]] = {
    "referrals": 3,
    "assessments": 4,
    "enquiries": 5,
    "conferences": 5,
    "plans": 7,
    "care_episodes": 8,
}
_ONE_ROW_A_CHILD: Final = frozenset({"plans", "care_episodes"})
_CHILD: Final = {
    "child_id": ("Child Unique ID", "Child Unique Identifier", "Child ID"),
    "team": ("Allocated Team",),
    "worker_id": ("Allocated Worker",),
}
_STRATEGY: Final = (
    "Strategy discussion initiating Section 47 Enquiry Start Date",
    "Strategy discussion initiating S47 Enquiry Start Date",
)
_COLUMNS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "referrals": {**_CHILD, "referred": ("Date of referral",), "no_further_action": ("Referral NFA",)},
    "assessments": {
        **_CHILD,
        "started": ("Continuous Assessment Start Date",),
        "authorised": ("Continuous Assessment Date of Authorisation",),
        "seen": ("Child Seen During Continuous Assessment",),
    },
    "enquiries": {
        **_CHILD,
        "started": _STRATEGY,
        "conference_unnecessary": ("Was an Initial Child Protection Conference deemed unnecessary",),
    },
    "conferences": {
        "child_id": _CHILD["child_id"],
        "team": _CHILD["team"],
        "strategy_discussion": _STRATEGY,
        "held": ("Date of Initial Child Protection Conference",),
        "led_to_plan": ("Did the Initial Child Protection Conference Result in a Child Protection Plan",),
    },
    "plans": {
        **_CHILD,
        "started": ("Child Protection Plan Start Date",),
        "ended": ("Child Protection Plan End Date",),
    },
    "care_episodes": {
        **_CHILD,
        "started": ("Date Started to be Looked After",),
        "ceased": ("Date Ceased to be Looked After",),
        "short_breaks": ("Child's Legal Status",),
    },
}
_LACKING: Final[Mapping[str, Mapping[str, str]]] = {
    "referrals": {"closed": "Annex A does not say when a referral's episode was closed."},
    "enquiries": {"ended": "Annex A does not say when an enquiry ended."},
}
_FIXED: Final[Mapping[str, Mapping[str, str]]] = {
    # a conference is listed with an enquiry of this authority: who moved in with a plan had none
    "conferences": {"transfer_in": "no"},
    # the lists are of this authority's own plans
    "plans": {"other_authority": "no"},
}
CANNOT_GIVE: Final[Mapping[str, str]] = {
    "visits": "Annex A gives the last visit to each child alone, not those before it.",
    "workers": "Annex A names the worker of each child, not who works in a team.",
    "allocations": "Annex A names the worker of each child on the day alone, and only where the lists have the child.",
    "supervisions": "Annex A says nothing of supervision.",
}
"""Record tables that Annex A never gives, and why."""


def annex_a_mappings(settings: RecordsSettings, as_of: date) -> Iterator[tuple[int, TableMapping]]:
    """The list that each record table is read from, and which heading is which."""
    for name, number in _LIST_OF.items():
        yield (
            number,
            TableMapping(
                TABLES[name],
                _COLUMNS[name],
                as_of,
                since=_since(name, as_of),
                fixed=_FIXED.get(name, {}),
                only_with="held" if name == "conferences" else "",
                yes_codes={"short_breaks": SHORT_BREAKS} if name == "care_episodes" else {},
                dates=settings.dates,
                unallocated=settings.unallocated,
                lacking=_LACKING.get(name, {}),
            ),
        )


def _since(name: str, as_of: date) -> date:
    if name in _ONE_ROW_A_CHILD:
        return as_of  # what a child had before the plan or period that is listed is not told
    return look_back(as_of, LOOK_BACK_MONTHS - (CONFERENCE_LAG_MONTHS if name == "conferences" else 0))


def look_back(as_of: date, months: int = LOOK_BACK_MONTHS) -> date:
    """The first day that the lists of a day reach back to."""
    month = months_after(as_of, -months)
    return month.replace(day=min(as_of.day, monthrange(month.year, month.month)[1]))


def lists_of(sources: Sources) -> Iterator[tuple[int, str]]:
    """The lists that a file holds, each with its sheet: by the sheets' names, or by the name of a CSV file."""
    for sheet in sources.names:
        if found := _LIST_NAME.search(sheet or PurePath(sources.file).stem):
            yield int(found[1]), sheet
