"""As CSV: a fictional council's tables in our own names (schema.py), or in the Standard Safeguarding Dataset's.

Every file is called FICTIONAL-something. Texts hold no comma and no quotation mark: none is made that would.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from excel_scorecard.disk import write_whole
from excel_scorecard.records.fictional.days import Texts
from excel_scorecard.records.fictional.dirt import Dirt
from excel_scorecard.records.fictional.world import Table
from excel_scorecard.records.schema import TABLES

MARK: Final = "FICTIONAL"


def plain_name(table: str) -> str:
    """The file of a table."""
    return f"{MARK}-{table}.csv"


def write_plain(tables: Mapping[str, Table], folder: Path) -> list[Path]:
    """A file a table, with the columns of schema.py."""
    made = []
    for name, table in tables.items():
        columns = {column.name: table[column.name] for column in TABLES[name].columns}
        made.append(folder / plain_name(name))
        write_whole(made[-1], _content(columns))
    return made


def write_dirt(account: Iterable[Dirt], path: Path) -> None:
    """What was put into the tables on purpose, and how often."""
    rows = list(account)
    columns = {
        "table": np.array([row.table for row in rows], dtype=object),
        "what": np.array([row.what for row in rows], dtype=object),
        "rows": np.array([str(row.rows) for row in rows], dtype=object),
    }
    write_whole(path, _content(columns))


def _content(columns: Mapping[str, Texts]) -> Sequence[bytes]:
    lines = [",".join(columns)]
    lines += map(",".join, zip(*(texts.tolist() for texts in columns.values()), strict=True))
    return [("\n".join(lines) + "\n").encode("utf-8")]


# Our table and column, by theirs; None is a column that they have and a fictional council leaves blank.
_SSD: Final[Mapping[str, tuple[str, Mapping[str, str | None]]]] = {
    "ssd_cin_episodes": ("referrals", {
        "cine_referral_id": "referral_id", "cine_person_id": "child_id", "cine_referral_date": "referred",
        "cine_cin_primary_need_code": "need", "cine_referral_source_code": "source",
        "cine_referral_outcome_json": None, "cine_referral_nfa": "no_further_action", "cine_close_reason": None,
        "cine_close_date": "closed", "cine_referral_team": "team", "cine_referral_worker_id": "worker_id",
    }),
    "ssd_cin_assessments": ("assessments", {
        "cina_assessment_id": "assessment_id", "cina_person_id": "child_id", "cina_referral_id": "referral_id",
        "cina_assessment_start_date": "started", "cina_assessment_child_seen": "seen",
        "cina_assessment_auth_date": "authorised", "cina_assessment_outcome_json": None,
        "cina_assessment_outcome_nfa": None, "cina_assessment_team": "team", "cina_assessment_worker_id": "worker_id",
    }),
    "ssd_s47_enquiry": ("enquiries", {
        "s47e_s47_enquiry_id": "enquiry_id", "s47e_referral_id": "referral_id", "s47e_person_id": "child_id",
        "s47e_s47_start_date": "started", "s47e_s47_end_date": "ended", "s47e_s47_nfa": "conference_unnecessary",
        "s47e_s47_outcome_json": None, "s47e_s47_completed_by_worker_id": "worker_id",
        "s47e_s47_completed_by_team": "team",
    }),
    "ssd_initial_cp_conference": ("conferences", {
        "icpc_icpc_id": "conference_id", "icpc_s47_enquiry_id": "enquiry_id", "icpc_person_id": "child_id",
        "icpc_cp_plan_id": "plan_id", "icpc_referral_id": "referral_id", "icpc_icpc_transfer_in": "transfer_in",
        "icpc_icpc_target_date": None, "icpc_icpc_date": "held", "icpc_icpc_outcome_cp_flag": "led_to_plan",
        "icpc_icpc_outcome_json": None, "icpc_icpc_team": "team", "icpc_icpc_worker_id": None,
    }),
    "ssd_cp_plans": ("plans", {
        "cppl_cp_plan_id": "plan_id", "cppl_referral_id": "referral_id", "cppl_icpc_id": "conference_id",
        "cppl_person_id": "child_id", "cppl_cp_plan_start_date": "started", "cppl_cp_plan_end_date": "ended",
        "cppl_cp_plan_ola": "other_authority", "cppl_cp_plan_initial_category": "category",
        "cppl_cp_plan_latest_category": "category",
    }),
    "ssd_cp_visits": ("visits", {
        "cppv_cp_visit_id": "visit_id", "cppv_person_id": "child_id", "cppv_cp_plan_id": "plan_id",
        "cppv_cp_visit_date": "visited", "cppv_cp_visit_seen": "seen", "cppv_cp_visit_seen_alone": None,
        "cppv_cp_visit_bedroom": None,
    }),
    "ssd_cla_episodes": ("care_episodes", {
        "clae_cla_episode_id": "episode_id", "clae_person_id": "child_id", "clae_cla_episode_start_date": "started",
        "clae_cla_episode_start_reason": None, "clae_cla_primary_need_code": None,
        "clae_cla_episode_ceased_date": "ceased", "clae_cla_episode_ceased_reason": None, "clae_cla_id": "episode_id",
        "clae_referral_id": "referral_id", "clae_entered_care_date": "started",
    }),
    "ssd_involvements": ("allocations", {
        "invo_involvements_id": "allocation_id", "invo_professional_id": "worker_id",
        "invo_professional_role_id": "role", "invo_professional_team": "team", "invo_involvement_start_date": "from",
        "invo_involvement_end_date": "to", "invo_person_id": "child_id", "invo_referral_id": "referral_id",
    }),
}  # fmt: skip


def write_ssd(tables: Mapping[str, Table], persons: Table, teams: Iterable[str], folder: Path) -> list[Path]:
    """The tables of the Standard Safeguarding Dataset that measures need, in its names; it knows no supervision."""
    made = []
    for name, columns in [*_ssd_tables(tables), *_ssd_lists(tables, persons, teams)]:
        made.append(folder / f"{MARK}-{name}.csv")
        write_whole(made[-1], _content(columns))
    return made


def _ssd_tables(tables: Mapping[str, Table]) -> Iterator[tuple[str, Table]]:
    for name, (ours, columns) in _SSD.items():
        table = tables[ours]
        count = len(next(iter(table.values())))
        table = table | {"role": np.full(count, "ALLOCATED CASE WORKER", dtype=object)}
        blank = np.full(count, "", dtype=object)
        yield name, {theirs: blank if mine is None else table[mine] for theirs, mine in columns.items()}
    care = tables["care_episodes"]
    is_breaks = [text[:1].lower() in {"y", "1", "a"} for text in care["short_breaks"].tolist()]
    status = np.where(is_breaks, "V4", "C2").astype(object)
    yield (
        "ssd_legal_status",
        {
            "lega_legal_status_id": care["episode_id"],
            "lega_person_id": care["child_id"],
            "lega_legal_status": status,
            "lega_legal_status_start_date": care["started"],
            "lega_legal_status_end_date": care["ceased"],
        },
    )


def _ssd_lists(tables: Mapping[str, Table], persons: Table, teams: Iterable[str]) -> Iterator[tuple[str, Table]]:
    blank = np.full(len(persons["child_id"]), "", dtype=object)
    sexes = {"a) Male": "M", "b) Female": "F"}
    yield (
        "ssd_person",
        {
            "pers_person_id": persons["child_id"],
            "pers_sex": np.array([sexes.get(gender, "U") for gender in persons["gender"]], dtype=object),
            "pers_gender": blank,
            "pers_ethnicity": np.array([code[3:] for code in persons["ethnicity"]], dtype=object),
            "pers_dob": persons["birth"],
            "pers_expected_dob": blank,
            "pers_death_date": blank,
            "pers_upn_unknown": blank,
        },
    )
    # one row a worker, as they are now: the last of their posts
    posts = tables["workers"]
    worker = np.array([text.strip() for text in posts["worker_id"].tolist()], dtype=object)
    _, last = np.unique(worker[::-1].astype(str), return_index=True)
    chosen = np.sort(len(worker) - 1 - last)
    blank = np.full(len(chosen), "", dtype=object)
    yield (
        "ssd_professionals",
        {
            "prof_professional_id": worker[chosen],
            "prof_staff_id": worker[chosen],
            "prof_social_worker_registration_no": blank,
            "prof_professional_job_title": np.full(len(chosen), "Social worker", dtype=object),
            "prof_professional_caseload": blank,
            "prof_professional_department": posts["team"][chosen],
            "prof_full_time_equivalency": posts["full_time_equivalent"][chosen],
            "prof_agency_worker_flag": blank,
        },
    )
    names = np.array(list(dict.fromkeys(teams)), dtype=object)
    blank = np.full(len(names), "", dtype=object)
    yield (
        "ssd_department",
        {"dept_team_id": names, "dept_team_name": names, "dept_team_parent_id": blank, "dept_team_parent_name": blank},
    )
