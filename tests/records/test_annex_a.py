"""Annex A: Ofsted's lists as councils send them, and what they cannot say."""

import os
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.errors import ProjectError
from excel_scorecard.records import RecordsRead, read_records
from excel_scorecard.records.annex_a import CANNOT_GIVE, look_back
from tests.records.record_folder import AS_OF, RecordFolder

SAMPLES = Path(os.environ.get("OFFICIAL_DATA", "nowhere")).parent / "annex-a"
with_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of Annex A are not on this machine")

CHILD = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
CASE = ["Allocated Team", "Allocated Worker"]
S47 = [
    "Strategy discussion initiating Section 47 Enquiry Start Date",
    "Was an Initial Child Protection Conference deemed unnecessary?",
    "Date of Initial Child Protection Conference",
    "Did the Initial Child Protection Conference Result in a Child Protection Plan",
]
PLAN = ["Child Protection Plan Start Date", "Child Protection Plan End Date"]
CARE = ["Date Started to be Looked After", "Child’s Legal Status", "Date Ceased to be Looked After "]


def row(child: int, *cells: object) -> list[object]:
    return [child, "b) Female", "a) WBRI", date(2010, 1, 1), 5, *cells, "NWC 1", "A. Worker"]


@pytest.fixture
def lists(council: RecordFolder) -> dict[str, list[list[object]]]:
    council.records |= {"format": "annex-a", "file": "annex-a.xlsx"}
    days = [date(2015, 8, day) for day in range(1, 29)]
    return {
        "Front_Sheet": [["Annex A"]],
        "List_3": [
            ["List 3: Referral"], [*CHILD, "Date of referral", "Referral NFA?", *CASE], row(1, days[2], "a) Yes"),
        ],
        "List 4": [
            [*CHILD, "Continuous Assessment Start Date", "Child Seen During Continuous Assessment",
             "Continuous Assessment Date of Authorisation", *CASE],
            row(1, days[2], "c) Unknown", days[9]),
            row(2, days[3], "a) Yes", None),
        ],
        "List_5": [
            ["List 5: Section 47 enquiries"], [*CHILD, *S47, *CASE],
            row(1, days[2], "b) No", days[20], "a) Yes"), row(2, days[2], "a) Yes", None, None),
            row(3, days[9], None, None, None),
        ],
        "List_7": [[*CHILD, *PLAN, *CASE], row(1, days[20], None)],
        "List_8": [
            [*CHILD, *CARE, *CASE], row(1, days[1], "C2: FCO", None), row(2, days[2], "V3: Short breaks", days[5]),
        ],
        "List_10": [[*CHILD, "Date the Child Entered Care"], row(1, days[1])],
    }  # fmt: skip


def read(council: RecordFolder, lists: dict[str, list[list[object]]]) -> RecordsRead:
    council.put_sheets("annex-a.xlsx", lists)
    return read_records(council.project)


def test_lists_3_to_8_are_six_record_tables(council: RecordFolder, lists: dict[str, list[list[object]]]):
    found = read(council, lists)
    assert {name: len(records.frame) for name, records in found.tables.items()} == {
        "referrals": 1, "assessments": 2, "enquiries": 3, "conferences": 1, "plans": 1, "care_episodes": 2,
    }  # fmt: skip
    assert [finding for finding in found.account.findings() if finding.code != "E-UNKNOWN-TEAM"] == []


def test_what_the_lists_say_stands_in_our_columns(council: RecordFolder, lists: dict[str, list[list[object]]]):
    tables = read(council, lists).tables
    assert tables["assessments"].frame["seen"].tolist() == ["unknown", "yes"]
    assert tables["assessments"].frame["authorised"].tolist() == [date(2015, 8, 10), None]
    assert tables["enquiries"].frame["conference_unnecessary"].tolist() == ["no", "yes", None]
    (conference,) = tables["conferences"].frame.to_dict("records")
    assert (conference["strategy_discussion"], conference["held"]) == (date(2015, 8, 3), date(2015, 8, 21))
    assert tables["care_episodes"].frame["short_breaks"].tolist() == ["no", "yes"]


def test_a_list_with_one_row_a_child_says_nothing_of_the_days_before(
    council: RecordFolder, lists: dict[str, list[list[object]]]
):  # fmt: skip
    tables = read(council, lists).tables
    assert {name: records.since for name, records in tables.items()} == {
        "referrals": date(2015, 3, 30), "assessments": date(2015, 3, 30), "enquiries": date(2015, 3, 30),
        "conferences": date(2015, 5, 30), "plans": AS_OF, "care_episodes": AS_OF,
    }  # fmt: skip
    assert look_back(date(2015, 8, 31)) == date(2015, 2, 28)


def test_what_annex_a_cannot_give_is_told_with_its_reason(council: RecordFolder, lists: dict[str, list[list[object]]]):
    account = read(council, lists).account
    assert {each.table for each in account.lacking} == set(CANNOT_GIVE)
    assert account.why_not("enquiries", "ended") == "Annex A does not say when an enquiry ended."
    assert account.why_not("visits").startswith("Annex A gives the last visit")


def test_a_list_that_was_not_filled_is_not_a_count_of_nothing(
    council: RecordFolder, lists: dict[str, list[list[object]]]
):
    found = read(council, {**lists, "List_7": lists["List_7"][:1]})
    assert "plans" not in found.tables
    assert "no row below them" in found.account.why_not("plans")


def test_a_list_with_a_heading_missing_is_told_and_the_others_are_read(
    council: RecordFolder, lists: dict[str, list[list[object]]]
):  # fmt: skip
    found = read(council, {**lists, "List_7": [[*CHILD, "Plan start", *CASE], row(1, date(2015, 8, 21))]})
    assert len(found.tables) == 5
    (finding,) = found.account.told
    assert (finding.code, finding.what) == (
        "E-HEADING",
        "plans: there is no heading 'Child Protection Plan Start Date'",
    )


def test_a_councils_own_table_stands_beside_the_lists(council: RecordFolder, lists: dict[str, list[list[object]]]):
    council.put("supervision.csv", "worker_id,supervised\nA. Worker,03/09/2015\n")
    council.records["supervisions"] = {"file": "supervision.csv"}
    found = read(council, lists)
    assert len(found.tables["supervisions"].frame) == 1
    assert found.account.why_not("supervisions") == ""


def test_a_list_that_is_there_twice_is_told(council: RecordFolder, lists: dict[str, list[list[object]]]):
    found = read(council, {**lists, "List_7 (old)": lists["List_7"]})
    assert len(found.tables["plans"].frame) == 1
    assert [(each.code, each.what) for each in found.account.told] == [
        ("E-LIST", "list 7 is there 2 times: annex-a.xlsx, sheet List_7, annex-a.xlsx, sheet List_7 (old)")
    ]


def test_a_file_without_lists_is_no_annex_a(council: RecordFolder):
    council.records |= {"format": "annex-a", "file": "annex-a.xlsx"}
    with pytest.raises(ProjectError, match="none of Annex A's lists"):
        read(council, {"Sheet1": [["Child Unique ID"]]})


def test_each_list_may_be_a_csv_file(council: RecordFolder):
    council.records |= {"format": "annex-a", "file": "List*.csv"}
    council.put("List 3 - Referral.csv", "Child Unique ID,Date of Referral\n12,03/08/2015\n")
    found = read_records(council.project)
    assert found.tables["referrals"].frame["child_id"].tolist() == ["12"]


@with_samples
def test_the_untidy_sample_is_read_whole(council: RecordFolder):
    council.records |= {
        "format": "annex-a",
        "file": str(SAMPLES / "untidy_2024_sample.xlsx"),
        "as_of": date(2021, 3, 15),
    }
    found = read_records(council.project)
    assert [(t.table, t.read, t.kept, t.others) for t in found.account.tables] == [
        ("referrals", 6, 6, 0), ("assessments", 5, 5, 0), ("enquiries", 5, 5, 0), ("conferences", 5, 3, 2),
        ("plans", 7, 7, 0), ("care_episodes", 5, 5, 0),
    ]  # fmt: skip
    assert found.account.findings() == ()
    assert found.account.table("care_episodes").matched == {
        "child_id": "Child Unique ID", "team": "Allocated Team", "worker_id": "Allocated Worker",
        "started": "Date Started to be Looked After", "ceased": "Date Ceased to be Looked After",
        "short_breaks": "Child's Legal Status",
    }  # fmt: skip
    assert all("\u00a0" not in worker for worker in found.tables["referrals"].frame["worker_id"])


@with_samples
def test_the_template_of_2019_has_referrals_and_five_lists_that_were_not_filled(council: RecordFolder):
    council.records |= {
        "format": "annex-a",
        "file": str(SAMPLES / "template_2019_sample.xlsx"),
        "as_of": date(2015, 3, 31),
    }
    found = read_records(council.project)
    assert list(found.tables) == ["referrals"]
    assert found.tables["referrals"].frame["no_further_action"].tolist() == ["yes", "no", "yes", "no", "no"]
    assert [(t.table, t.read, len(t.matched)) for t in found.account.tables] == [
        ("referrals", 5, 5), ("assessments", 0, 6), ("enquiries", 0, 5), ("conferences", 0, 5), ("plans", 0, 5),
        ("care_episodes", 0, 6),
    ]  # fmt: skip
