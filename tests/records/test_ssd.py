"""Standard Safeguarding Dataset: its tables as record tables, and what they say together."""

from datetime import date

import pytest

from excel_scorecard.errors import ProjectError
from excel_scorecard.records import RecordsRead, read_records
from excel_scorecard.records.ssd import is_called
from tests.records.record_folder import RecordFolder

TABLES = {
    "ssd_cin_episodes": (
        "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_nfa,cine_close_date,cine_referral_team\n"
        "R1,P1,2015-04-01,N,,T1\nR2,P2,2015-05-01,1,2015-06-01,T1\n"
    ),
    "ssd_cin_assessments": (
        "cina_assessment_id,cina_person_id,cina_assessment_start_date,cina_assessment_child_seen,cina_assessment_auth_date\n"
        "A1,P1,2015-04-02 00:00:00,Y,\n"
    ),
    "ssd_s47_enquiry": (
        "s47e_s47_enquiry_id,s47e_person_id,s47e_s47_start_date,s47e_s47_end_date\nS1,P1,2015-08-03,2015-08-20\n"
    ),
    "ssd_initial_cp_conference": (
        "icpc_icpc_id,icpc_s47_enquiry_id,icpc_person_id,icpc_icpc_transfer_in,icpc_icpc_date,icpc_icpc_outcome_cp_flag\n"
        "I1,S1,P1,N,2015-08-24,Y\nI2,,P2,Y,2015-08-25,Y\n"
    ),
    "ssd_cp_plans": (
        "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,cppl_cp_plan_ola\n"
        "L1,P1,2015-08-24,,N\nL2,P9,2015-08-24,,Y\n"
    ),
    "ssd_cp_visits": "cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_date,cppv_cp_visit_seen\nV1,P1,2015-09-01,Y\n",
    "ssd_cla_episodes": (
        "clae_cla_episode_id,clae_person_id,clae_cla_id,clae_cla_episode_start_date,clae_cla_episode_ceased\n"
        "E1,P1,K1,2015-01-10,2015-03-01\nE2,P1,K1,2015-03-01,\nE3,P2,K2,2015-01-01,2015-02-01\nE4,P2,K2,2015-02-01,2015-04-01\n"
        "E5,P3,K3,2015-02-02,\n"
    ),
    "ssd_legal_status": (
        "lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date\n"
        "G1,P1,C2,2015-01-10\nG2,P3,V3,2015-02-02\n"
    ),
    "ssd_involvements": (
        "invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team,"
        "invo_involvement_start_date,invo_involvement_end_date,invo_person_id\n"
        "N1,W1,ALLOCATED CASE WORKER,T1,2015-04-01,2015-07-01,P1\nN2,W2,ALLOCATED CASE WORKER,T2,2015-07-01,,P1\n"
        "N3,W3,Personal adviser,T3,2015-07-01,,P1\n"
    ),
    "ssd_professionals": (
        "prof_professional_id,prof_professional_department,prof_full_time_equivalency,prof_social_worker_registration_no\n"
        "W2,T2,0.8,SW1234\nW3,T2,1,\n"
    ),
}  # fmt: skip


@pytest.fixture
def read(council: RecordFolder) -> RecordsRead:
    council.records |= {"format": "ssd", "file": "ssd_*.csv"}
    for name, content in TABLES.items():
        council.put(f"{name}.csv", content)
    return read_records(council.project)


def column(read: RecordsRead, table: str, *names: str) -> list[list[object]]:
    return read.tables[table].frame[list(names)].values.tolist()


def test_every_table_but_supervision_is_read(read: RecordsRead):
    assert set(read.tables) == {
        "referrals", "assessments", "enquiries", "conferences", "plans", "visits", "care_episodes", "workers",
        "allocations",
    }  # fmt: skip
    assert [each.table for each in read.account.lacking] == ["supervisions"]
    assert read.account.findings() == ()


def test_yes_and_no_are_read_as_each_supplier_writes_them(read: RecordsRead):
    assert column(read, "referrals", "no_further_action") == [["no"], ["yes"]]


def test_a_conference_has_the_strategy_discussion_of_its_enquiry(read: RecordsRead):
    assert column(read, "conferences", "strategy_discussion", "transfer_in") == [
        [date(2015, 8, 3), "no"],
        [None, "yes"],
    ]


def test_episodes_of_one_period_in_care_are_one(read: RecordsRead):
    assert column(read, "care_episodes", "episode_id", "started", "ceased", "short_breaks") == [
        ["K1", date(2015, 1, 10), None, "no"],
        ["K2", date(2015, 1, 1), date(2015, 4, 1), None],
        ["K3", date(2015, 2, 2), None, "yes"],
    ]


def test_short_breaks_that_became_care_are_care_from_then_on(council: RecordFolder):
    # an extract before the change and one after it say the same of the months before
    statuses = TABLES["ssd_legal_status"]
    council.records |= {"format": "ssd", "file": "ssd_*.csv"}
    for name, content in TABLES.items():
        council.put(f"{name}.csv", content)
    council.put("ssd_legal_status.csv", statuses + "G3,P3,C2,2015-05-05\nG4,P3,V3,2015-08-01\n")
    assert column(read_records(council.project), "care_episodes", "episode_id", "started", "short_breaks")[2] == [
        "K3", date(2015, 5, 5), "no",
    ]  # fmt: skip


def test_a_plan_has_the_team_and_worker_to_whom_the_child_is_allocated_now(read: RecordsRead):
    assert column(read, "plans", "team", "worker_id", "other_authority") == [["T2", "W2", "no"], [None, None, "yes"]]


def test_only_the_allocated_worker_holds_the_case(read: RecordsRead):
    assert column(read, "allocations", "worker_id", "to") == [["W1", date(2015, 7, 1)], ["W2", None]]


def test_who_works_in_a_team_is_known_of_the_day_of_the_extract_alone(read: RecordsRead):
    workers = read.tables["workers"]
    assert workers.since == workers.as_of
    assert str(workers.frame["full_time_equivalent"][0]) == "0.8"


def test_a_registration_says_that_a_worker_is_qualified_and_none_says_nothing(read: RecordsRead):
    assert column(read, "workers", "worker_id", "qualified") == [["W2", "yes"], ["W3", None]]


def test_no_column_beside_the_schemas_is_left(read: RecordsRead):
    for records in read.tables.values():
        assert list(records.frame.columns) == [*(c.name for c in records.table.columns), "line"]


def test_a_table_that_is_not_there_is_told(council: RecordFolder):
    council.records |= {"format": "ssd", "file": "ssd_*.csv"}
    council.put("ssd_cp_visits.csv", TABLES["ssd_cp_visits"])
    read = read_records(council.project)
    assert list(read.tables) == ["visits"]
    assert (
        read.account.why_not("plans")
        == "ssd_cp_plans is not among the records, or has not the headings that are needed."
    )


def test_files_that_are_no_such_tables_are_told(council: RecordFolder):
    council.records |= {"format": "ssd", "file": "*.csv"}
    council.put("referrals.csv", "a,b\n")
    with pytest.raises(ProjectError, match="no table of the Standard Safeguarding Dataset"):
        read_records(council.project)


@pytest.mark.parametrize(
    "name", ["ssd_cp_plans", "dbo.SSD_CP_Plans", "ssd_cp_plans_20260331", "Northshire ssd_cp_plans"]
)
def test_a_table_is_known_with_what_stands_around_its_name(name: str):
    assert is_called(name, "ssd_cp_plans")


@pytest.mark.parametrize("name", ["ssd_cp_plans_old", "xssd_cp_plans", "cp_plans"])
def test_another_name_is_another_table(name: str):
    assert not is_called(name, "ssd_cp_plans")
