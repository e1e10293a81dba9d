"""Standard Safeguarding Dataset: its tables as record tables, with the names that its columns have had.

Knows how its tables belong together: the strategy discussion of a conference is its enquiry's, a period in care is
made of its episodes, and a plan's team is that of the worker to whom the child is allocated now.
Source: the tables' published definitions (ssd-data-model, data/objects).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from excel_scorecard.project.records_settings import RecordsSettings
from excel_scorecard.records.annex_a import SHORT_BREAKS
from excel_scorecard.records.cells import ANY
from excel_scorecard.records.mapping import TableMapping
from excel_scorecard.records.schema import TABLES, Column, RecordTable
from excel_scorecard.records.tables import Records

if TYPE_CHECKING:
    import pandas as pd

Extra = tuple[Column, ...]

_LEGAL: Final = RecordTable(
    "legal statuses",
    "a legal status of one child",
    "status_id",
    (
        Column("status_id", "id", "the status", is_needed=True),
        Column("child_id", "id", "whose it is", is_needed=True),
        Column("started", "date", "its first day", is_needed=True),
        Column("short_breaks", "flag", "whether it stands for short breaks"),
    ),
)


@dataclass(frozen=True)
class SsdTable:
    """Which record table is read from a table of the dataset."""

    record_table: RecordTable
    columns: Mapping[str, tuple[str, ...]]
    where: Mapping[str, tuple[str, ...]]
    lacking: Mapping[str, str]


def _table(
    name: str,
    columns: Mapping[str, str],
    extra: Extra = (),
    where: Mapping[str, tuple[str, ...]] | None = None,
    lacking: Mapping[str, str] | None = None,
) -> SsdTable:
    own = TABLES[name]
    table = replace(own, columns=(*own.columns, *extra))
    return SsdTable(table, {ours: _also(theirs) for ours, theirs in columns.items()}, where or {}, lacking or {})


def _also(name: str) -> tuple[str, ...]:
    """A column's name, and those it has had in other releases: without `_date`, without its table's name twice."""
    short = (name.removesuffix("_date"),) if name.endswith("_date") else ()
    first, _, rest = name.partition("_")
    again = f"{first}_{rest.removeprefix('cla_').removeprefix('icpc_').removeprefix('s47_')}"
    return tuple(dict.fromkeys((name, *short, again)))


_PLAN_TEAM: Final = "No worker is allocated to a child in ssd_involvements."
SSD_TABLES: Final[Mapping[str, SsdTable]] = {
    "ssd_cin_episodes": _table(
        "referrals",
        {
            "referral_id": "cine_referral_id",
            "child_id": "cine_person_id",
            "referred": "cine_referral_date",
            "closed": "cine_close_date",
            "no_further_action": "cine_referral_nfa",
            "team": "cine_referral_team",
            "worker_id": "cine_referral_worker_id",
        },
    ),
    "ssd_cin_assessments": _table(
        "assessments",
        {
            "assessment_id": "cina_assessment_id",
            "child_id": "cina_person_id",
            "started": "cina_assessment_start_date",
            "authorised": "cina_assessment_auth_date",
            "seen": "cina_assessment_child_seen",
            "team": "cina_assessment_team",
            "worker_id": "cina_assessment_worker_id",
        },
    ),
    "ssd_s47_enquiry": _table(
        "enquiries",
        {
            "enquiry_id": "s47e_s47_enquiry_id",
            "child_id": "s47e_person_id",
            "started": "s47e_s47_start_date",
            "ended": "s47e_s47_end_date",
            "team": "s47e_s47_completed_by_team",
            "worker_id": "s47e_s47_completed_by_worker_id",
        },
        lacking={"conference_unnecessary": "The dataset gives an enquiry's outcome as a text that is not read."},
    ),
    "ssd_initial_cp_conference": _table(
        "conferences",
        {
            "conference_id": "icpc_icpc_id",
            "child_id": "icpc_person_id",
            "held": "icpc_icpc_date",
            "transfer_in": "icpc_icpc_transfer_in",
            "led_to_plan": "icpc_icpc_outcome_cp_flag",
            "team": "icpc_icpc_team",
            "enquiry_id": "icpc_s47_enquiry_id",
        },
        extra=(Column("enquiry_id", "id", "the enquiry that led to it"),),
    ),
    "ssd_cp_plans": _table(
        "plans",
        {
            "plan_id": "cppl_cp_plan_id",
            "child_id": "cppl_person_id",
            "started": "cppl_cp_plan_start_date",
            "ended": "cppl_cp_plan_end_date",
            "other_authority": "cppl_cp_plan_ola",
        },
        lacking={"team": _PLAN_TEAM, "worker_id": _PLAN_TEAM},
    ),
    "ssd_cp_visits": _table(
        "visits",
        {
            "visit_id": "cppv_cp_visit_id",
            "child_id": "cppv_person_id",
            "visited": "cppv_cp_visit_date",
            "seen": "cppv_cp_visit_seen",
        },
    ),
    "ssd_cla_episodes": _table(
        "care_episodes",
        {
            "episode_id": "clae_cla_episode_id",
            "child_id": "clae_person_id",
            "started": "clae_cla_episode_start_date",
            "ceased": "clae_cla_episode_ceased_date",
            "period_id": "clae_cla_id",
        },
        extra=(Column("period_id", "id", "the period in care that it is part of"),),
        lacking={"team": _PLAN_TEAM, "worker_id": _PLAN_TEAM, "short_breaks": "There is no ssd_legal_status."},
    ),
    "ssd_involvements": _table(
        "allocations",
        {
            "allocation_id": "invo_involvements_id",
            "child_id": "invo_person_id",
            "worker_id": "invo_professional_id",
            "from": "invo_involvement_start_date",
            "to": "invo_involvement_end_date",
            "team": "invo_professional_team",
        },
        extra=(Column("team", "text", "the worker's team", "current"),),
        where={"invo_professional_role_id": ("ALLOCATED CASE WORKER",)},
    ),
    "ssd_professionals": _table(
        "workers",
        {
            "worker_id": "prof_professional_id",
            "team": "prof_professional_department",
            "full_time_equivalent": "prof_full_time_equivalency",
            # with a registration a social worker is qualified; without one nobody knows, for it is seldom filled
            "qualified": "prof_social_worker_registration_no",
        },
    ),
    "ssd_legal_status": SsdTable(
        _LEGAL,
        {
            "status_id": _also("lega_legal_status_id"),
            "child_id": _also("lega_person_id"),
            "started": _also("lega_legal_status_start_date"),
            "short_breaks": _also("lega_legal_status"),
        },
        {},
        {},
    ),
}
CANNOT_GIVE: Final[Mapping[str, str]] = {
    "supervisions": "The Standard Safeguarding Dataset says nothing of supervision."
}
"""Record tables that the dataset never gives, and why."""


def is_called(written: str, table: str) -> bool:
    """Whether a file or sheet is called as a table is, whatever stands before it, and with a date behind it."""
    return bool(re.search(rf"(?:^|[^a-z0-9]){table}(?:$|[^a-z_]|_\d)", written.strip().casefold()))


def ssd_mappings(settings: RecordsSettings, as_of: date) -> Iterator[tuple[str, TableMapping]]:
    """The table of the dataset that each record table is read from, and which column is which."""
    for name, ssd in SSD_TABLES.items():
        is_staff = ssd.record_table.name == "workers"
        yield (
            name,
            TableMapping(
                ssd.record_table,
                ssd.columns,
                as_of,
                # who works there now, and nothing of when they came
                since=as_of if is_staff else None,
                fixed={"from": as_of.isoformat(), "to": ""} if is_staff else {},
                where=ssd.where,
                yes_codes={"short_breaks": SHORT_BREAKS, "qualified": ANY},
                dates=tuple(dict.fromkeys(("YYYY-MM-DD", *settings.dates))),
                unallocated=settings.unallocated,
                lacking=ssd.lacking,
            ),
        )


# ---- what the tables say together ------------------------------------------------------------------------------------


def put_together(read: Mapping[str, Records]) -> dict[str, Records]:
    """The record tables, with what one table of the dataset knows of another's rows."""
    found = dict(read)
    if "conferences" in found and "enquiries" in found:
        found["conferences"] = _with_discussion(found["conferences"], found["enquiries"])
    if "care_episodes" in found:
        found["care_episodes"] = _as_periods(found["care_episodes"])
        if "legal statuses" in found:
            found["care_episodes"] = _with_short_breaks(found["care_episodes"], found["legal statuses"])
    if "allocations" in found:
        for name in ("plans", "care_episodes"):
            if name in found:
                found[name] = _with_team(found[name], found["allocations"])
    return {name: _in_schema(name, records) for name, records in found.items() if name in TABLES}


def _in_schema(name: str, records: Records) -> Records:
    table = TABLES[name]
    columns = [column.name for column in table.columns]
    frame = records.frame[[*columns, "line"]]
    return replace(records, table=table, frame=frame, present=records.present & set(columns))


def _filled(column: "pd.Series", by: Mapping[str, object]) -> "pd.Series":
    import pandas as pd

    return pd.Series([by.get(key) for key in column], index=column.index, dtype=object)


def _with_discussion(conferences: Records, enquiries: Records) -> Records:
    started = dict(zip(enquiries.frame["enquiry_id"], enquiries.frame["started"], strict=True))
    frame = conferences.frame.copy()
    frame["strategy_discussion"] = _filled(frame["enquiry_id"], started)
    return replace(conferences, frame=frame, present=conferences.present | {"strategy_discussion"})


def _as_periods(episodes: Records) -> Records:
    """Periods in care of their episodes: from the first day of the first to the last day of the last."""
    frame = episodes.frame
    if "period_id" not in episodes.present or not len(frame):
        return episodes
    frame = frame.sort_values(["started", "line"], kind="stable")
    whole = frame["child_id"].str.cat(
        frame["period_id"].where(frame["period_id"].notna(), frame["episode_id"]), sep=" "
    )
    first = frame.groupby(whole, sort=False).head(1).copy()
    still = frame["ceased"].isna().groupby(whole, sort=False).any()
    last = frame[frame["ceased"].notna()].groupby(whole, sort=False)["ceased"].max()
    ended = {name: last[name] for name in last.index if not still[name]}
    first["ceased"] = _filled(whole.loc[first.index], ended)
    first["episode_id"] = first["period_id"].where(first["period_id"].notna(), first["episode_id"])
    return replace(episodes, frame=first.sort_index().reset_index(drop=True))


def _with_short_breaks(periods: Records, statuses: Records) -> Records:
    """Short breaks alone: every legal status of the child that began in the period, or the last before it, is one.

    A period that began as short breaks and became care is care from then on; the months before do not change with it.
    """
    by_child: dict[str, list[tuple[date, bool]]] = {}
    for child, started, flag in zip(*(statuses.frame[c] for c in ("child_id", "started", "short_breaks")), strict=True):
        by_child.setdefault(child, []).append((started, flag == "yes"))
    frame = periods.frame.copy()
    said: list[str | None] = []
    began: list[date] = []
    for child, started, ceased in zip(frame["child_id"], frame["started"], frame["ceased"], strict=True):
        until = ceased or date.max
        own = sorted(each for each in by_child.get(child, ()) if each[0] <= until)
        known = [*[each for each in own if each[0] <= started][-1:], *(each for each in own if each[0] > started)]
        as_care = [day for day, is_short in known if not is_short]
        said.append(("no" if as_care else "yes") if known else None)
        began.append(max(started, as_care[0]) if as_care and known[0][1] else started)
    import pandas as pd

    frame["short_breaks"] = pd.Series(said, index=frame.index, dtype=object)
    frame["started"] = pd.Series(began, index=frame.index, dtype=object)
    return replace(periods, frame=frame, present=periods.present | {"short_breaks"})


def _with_team(records: Records, allocations: Records) -> Records:
    """The team and worker to whom each child is allocated on the day of the extract."""
    frame = allocations.frame
    now = frame[[to is None or to > allocations.as_of for to in frame["to"]]].sort_values("from", kind="stable")
    filled = records.frame.copy()
    for column in ("team", "worker_id"):
        by_child = dict(zip(now["child_id"], now[column], strict=True))
        filled[column] = _filled(filled["child_id"], by_child)
    return replace(records, frame=filled, present=records.present | {"team", "worker_id"})
