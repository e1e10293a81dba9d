"""A fictional council: at England's published levels, coherent, the same for the same seed, with dirt that is counted.

Levels are measured here by plain pandas on the clean tables, at 120,000 children and 36 months: large enough that
chance moves none of them beyond its tolerance, which stands beside it.
"""

import csv
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from excel_scorecard.cli import main
from excel_scorecard.errors import ProjectError
from excel_scorecard.project import read_project
from excel_scorecard.records import RecordsRead, read_records
from excel_scorecard.records.choosing import measures_of
from excel_scorecard.records.computing import figures_of, wanted
from excel_scorecard.records.engine import open_engine
from excel_scorecard.records.fictional import FORMATS, Fictional, fictional, fictional_council, published
from excel_scorecard.records.fictional.days import CALENDAR, day_of
from excel_scorecard.records.fictional.extract import Council
from excel_scorecard.records.fictional.workforce import KINDS
from excel_scorecard.records.schema import TABLES

CHILDREN, MONTHS = 120_000, 36
FIRST, LAST = pd.Timestamp("2023-04-01"), pd.Timestamp("2026-03-31")
TEN_THOUSANDS = CHILDREN / 10_000
BEGIN_AND_END = {
    "referrals": ("referred", "closed"),
    "assessments": ("started", "authorised"),
    "enquiries": ("started", "ended"),
    "plans": ("started", "ended"),
    "care_episodes": ("started", "ceased"),
    "workers": ("from", "to"),
    "allocations": ("from", "to"),
}


def frames(council: Council) -> dict[str, pd.DataFrame]:
    """The tables with their dates as dates."""
    made = {}
    for name, table in council.tables.items():
        frame = pd.DataFrame(table)
        for column in TABLES[name].columns:
            if column.kind == "date":
                frame[column.name] = pd.to_datetime(frame[column.name].replace("", None))
        made[name] = frame
    return made


@pytest.fixture(scope="module")
def council() -> Council:
    return fictional_council(CHILDREN, MONTHS, 1)


@pytest.fixture(scope="module")
def tables(council: Council) -> dict[str, pd.DataFrame]:
    return frames(council)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Fictional:
    return fictional(12_000, 12, 7, tmp_path_factory.mktemp("fictional"))


def in_time(frame: pd.DataFrame, start: str, end: str, standard: int) -> pd.Series:
    done = frame[frame[end].between(FIRST, LAST)]
    days = [done[column].to_numpy(dtype="datetime64[D]") for column in (start, end)]
    return pd.Series(np.busday_count(*days, busdaycal=CALENDAR) <= standard, index=done.index)


def open_on(frame: pd.DataFrame, day: pd.Timestamp, start: str = "started", end: str = "ended") -> pd.Series:
    return (frame[start] <= day) & ~(frame[end] < day)


MONTH_ENDS = pd.date_range(FIRST, LAST, freq="ME")


# ---- England's levels ------------------------------------------------------------------------------------------------


def test_referrals_come_at_englands_rate(tables):
    count = tables["referrals"]["referred"].between(FIRST, LAST).sum()
    assert count / 3 / TEN_THOUSANDS == pytest.approx(published.REFERRALS_PER_10K, rel=0.03)


def rereferred(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    frame = tables["referrals"].sort_values(["child_id", "referred"])
    frame["again"] = frame.groupby("child_id")["referred"].diff() <= pd.Timedelta(days=365)
    return frame[frame["referred"].between(FIRST, LAST)]


def test_englands_share_of_the_referrals_are_rereferrals(tables):
    assert rereferred(tables)["again"].mean() == pytest.approx(published.REREFERRALS, abs=0.015)


def test_englands_share_of_the_assessments_is_done_in_45_working_days(tables):
    cases = sum(count for _, _, count in published.ASSESSMENT_BINS)
    england = sum(count for _, most, count in published.ASSESSMENT_BINS if most <= 45) / cases
    assert england == pytest.approx(0.845, abs=0.001)
    assert in_time(tables["assessments"], "started", "authorised", 45).mean() == pytest.approx(england, abs=0.02)


def test_englands_share_of_the_conferences_is_held_in_15_working_days(tables):
    cases = sum(count for _, _, count in published.CONFERENCE_BINS)
    england = sum(count for _, most, count in published.CONFERENCE_BINS if most <= 15) / cases
    assert england == pytest.approx(0.797, abs=0.001)
    conferences = tables["conferences"][tables["conferences"]["transfer_in"] == "no"]
    assert in_time(conferences, "strategy_discussion", "held", 15).mean() == pytest.approx(england, abs=0.03)


def test_as_many_children_have_a_plan_as_in_england(tables):
    plans = tables["plans"][tables["plans"]["other_authority"] == "no"]
    rates = [open_on(plans, day).sum() / TEN_THOUSANDS for day in MONTH_ENDS]
    assert np.mean(rates) == pytest.approx(published.PLANS_PER_10K, abs=3)


def test_as_many_children_are_looked_after_as_in_england(tables):
    care = tables["care_episodes"][tables["care_episodes"]["short_breaks"] == "no"]
    rates = [open_on(care, day, end="ceased").sum() / TEN_THOUSANDS for day in MONTH_ENDS]
    assert np.mean(rates) == pytest.approx(published.CARE_PER_10K, abs=4)


def test_a_social_worker_has_as_many_cases_as_in_england(tables):
    posts = tables["workers"].assign(hours=tables["workers"]["full_time_equivalent"].astype(float))
    loads = []
    for day in MONTH_ENDS[::6]:
        held = tables["allocations"][open_on(tables["allocations"], day, "from", "to")]
        there = posts[open_on(posts, day, "from", "to") & posts["worker_id"].isin(held["worker_id"])]
        loads.append(len(held) / there["hours"].sum())
    assert np.mean(loads) == pytest.approx(published.CASELOAD, abs=1.2)


def test_enquiries_and_conferences_come_at_englands_rates(tables):
    for name, column, rate in (
        ("enquiries", "started", published.ENQUIRIES_PER_10K),
        ("conferences", "held", published.CONFERENCES_PER_10K),
    ):
        count = tables[name][column].between(FIRST, LAST).sum()
        assert count / 3 / TEN_THOUSANDS == pytest.approx(rate, rel=0.06), name


def test_august_and_december_have_fewer_referrals_than_june_and_november(tables):
    months = tables["referrals"].loc[tables["referrals"]["referred"].between(FIRST, LAST), "referred"].dt.month
    counts = months.value_counts()
    assert counts[[8, 12]].max() < counts[[6, 11]].min()


# ---- its areas -------------------------------------------------------------------------------------------------------


def test_one_area_improves_and_one_fails(tables):
    frame = tables["assessments"].copy()
    timely = in_time(frame, "started", "authorised", 45)
    frame = frame.loc[timely.index].assign(timely=timely)
    frame["area"] = frame["team"].str.split().str[0]
    early = frame[frame["authorised"] < FIRST + pd.DateOffset(years=1)].groupby("area")["timely"].mean()
    late = frame[frame["authorised"] > LAST - pd.DateOffset(years=1)].groupby("area")["timely"].mean()
    assert late["EAST"] - early["EAST"] > 0.05
    assert late["NWC"] - early["NWC"] < -0.05
    again = rereferred(tables)
    assert set(again["team"].str.split().str[0]) == {"EAST", "NWC", "SOUTH", "DCSC"}


def test_a_team_has_an_area_and_a_type_and_one_was_moved_to_another_area(council):
    moved = [team for team in council.teams if team.since or team.until]
    assert [(team.area, bool(team.since), bool(team.until)) for team in moved] == [
        ("NWC", False, True),
        ("SOUTH", True, False),
    ]
    assert moved[1].since - moved[0].until == timedelta(days=1)
    assert {team.team_type for team in council.teams} == {*KINDS, ""}


def test_workers_leave_and_some_go_to_another_team(tables):
    posts = tables["workers"]
    left = posts["to"].between(FIRST, LAST).sum() / 3 / posts["to"].isna().sum()
    assert published.LEAVERS_A_YEAR < left < 2 * published.LEAVERS_A_YEAR  # those who change the team leave it too
    teams = posts.groupby("worker_id")["team"].nunique()
    assert 0.02 < (teams > 1).mean() < 0.3
    both = posts.merge(posts, on="worker_id")
    both = both[both["post_id_x"] < both["post_id_y"]]
    overlap = (both["from_x"] <= both["to_y"].fillna(LAST)) & (both["from_y"] <= both["to_x"].fillna(LAST))
    assert not overlap.any()


# ---- coherence -------------------------------------------------------------------------------------------------------


def test_nothing_ends_before_it_begins_and_nothing_is_told_of_the_future(council, tables):
    as_of = pd.Timestamp(day_of(council.as_of))
    for name, (begin, end) in BEGIN_AND_END.items():
        frame = tables[name]
        assert not (frame[end] < frame[begin]).any(), name
        assert (frame[[begin, end]].max() <= as_of).all(), name


@pytest.mark.parametrize("name", TABLES)
def test_a_key_names_one_row(council, name):
    keys = council.tables[name][TABLES[name].key]
    assert len(set(keys)) == len(keys) > 0


@pytest.mark.parametrize("name", TABLES)
def test_a_needed_column_is_never_blank_and_a_column_of_stated_values_holds_no_other(council, name):
    table = council.tables[name]
    for column in TABLES[name].columns:
        if column.is_needed:
            assert "" not in table[column.name], column.name
        if column.kind == "flag":
            assert set(table[column.name]) <= {"yes", "no", "unknown", ""}, column.name


def joined(tables: dict[str, pd.DataFrame], name: str, to: str, key: str) -> pd.DataFrame:
    """Rows of a table beside the rows that they came from; every link leads somewhere."""
    frame = tables[name][tables[name][key] != ""]
    made = frame.merge(tables[to], on=key, suffixes=("", "_before"), validate="many_to_one")
    assert len(made) == len(frame) > 0
    assert (made["child_id"] == made["child_id_before"]).all()
    return made


def test_each_record_follows_from_the_one_before_it(tables):
    assessed = joined(tables, "assessments", "referrals", "referral_id")
    assert (assessed["started"] >= assessed["referred"]).all()
    enquired = joined(tables, "enquiries", "referrals", "referral_id")
    assert (enquired["started"] >= enquired["referred"]).all()
    conferred = joined(tables, "conferences", "enquiries", "enquiry_id")
    assert (conferred["held"] >= conferred["started"]).all()
    assert (conferred["strategy_discussion"] == conferred["started"]).all()
    planned = joined(tables, "plans", "conferences", "conference_id")
    assert (planned["started"] >= planned["held"]).all()
    assert (planned["led_to_plan"] == "yes").all()
    visited = joined(tables, "visits", "plans", "plan_id")
    assert (visited["visited"] >= visited["started"]).all()
    assert not (visited["visited"] > visited["ended"]).any()
    cared = joined(tables, "care_episodes", "referrals", "referral_id")
    assert (cared["started"] >= cared["referred"]).all()


def test_a_child_is_referred_again_only_after_the_case_was_closed(tables):
    frame = tables["referrals"].sort_values(["child_id", "referred"])
    before = frame.groupby("child_id")[["closed"]].shift()
    again = frame["child_id"] == frame["child_id"].shift()
    closed = before["closed"][again]
    # the latest closures may not be entered yet
    known = closed.notna()
    assert known.mean() > 0.99
    assert (frame["referred"][again][known] > closed[known]).all()


def test_a_child_has_one_plan_at_a_time_and_is_in_care_once(tables):
    for name, end in (("plans", "ended"), ("care_episodes", "ceased")):
        frame = tables[name].sort_values(["child_id", "started"])
        same = frame["child_id"] == frame["child_id"].shift()
        assert not (frame["started"] <= frame[end].shift())[same].any(), name


def test_a_case_is_with_a_worker_who_is_there(tables):
    held = tables["allocations"].merge(tables["workers"], on="worker_id", suffixes=("", "_post"))
    ever = pd.Timestamp("2100-01-01")
    within = (held["from"] >= held["from_post"]) & (held["to"].fillna(ever) <= held["to_post"].fillna(ever))
    assert held[within]["allocation_id"].nunique() == len(tables["allocations"])


def test_nobody_is_18_when_they_are_referred(council, tables):
    born = pd.Series(pd.to_datetime(council.persons["birth"]), index=council.persons["child_id"])
    referred = tables["referrals"]
    age = (referred["referred"] - born[referred["child_id"]].to_numpy()).dt.days / 365.25
    assert age.between(0, 18).all()


def test_some_came_with_a_plan_and_some_plans_are_another_authoritys(tables):
    conferences = tables["conferences"]
    transferred = conferences[conferences["transfer_in"] == "yes"]
    assert 0 < len(transferred) < 0.05 * len(conferences)
    assert transferred["strategy_discussion"].isna().all()
    others = tables["plans"][tables["plans"]["other_authority"] == "yes"]
    assert 0 < len(others) < 0.05 * len(tables["plans"])


# ---- late entry ------------------------------------------------------------------------------------------------------


def test_a_later_extract_of_the_same_council_knows_what_was_entered_late():
    early, late = (frames(fictional_council(12_000, 12, 3, as_of=day)) for day in (date(2026, 4, 1), date(2026, 5, 20)))
    for name, key in (("referrals", "referral_id"), ("visits", "visit_id"), ("assessments", "assessment_id")):
        begin = {"referrals": "referred", "visits": "visited", "assessments": "started"}[name]
        assert set(early[name][key]) < set(late[name][key])
        before = late[name][late[name][begin] < "2026-04-01"]
        added = ~before[key].isin(early[name][key])
        assert added.any(), f"nothing of {name} was entered late"
        both = early[name].merge(late[name], on=key)
        assert (both[f"{begin}_x"] == both[f"{begin}_y"]).all()


def test_the_worker_and_the_team_are_those_of_the_extracts_day():
    early, late = (
        frames(fictional_council(12_000, 12, 3, as_of=day)) for day in (date(2025, 9, 30), date(2026, 3, 31))
    )
    both = early["referrals"].merge(late["referrals"], on="referral_id")
    both = both[both["closed_x"].isna()]
    assert (both["worker_id_x"] != both["worker_id_y"]).mean() > 0.1
    assert (both["team_x"] != both["team_y"]).any()


# ---- files -----------------------------------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_council(written, tmp_path):
    again = fictional(12_000, 12, 7, tmp_path / "again")
    assert contents(again.folder) == contents(written.folder)
    other = fictional(12_000, 12, 8, tmp_path / "other", formats=("plain",))
    assert (
        contents(other.folder)["plain/FICTIONAL-referrals.csv"]
        != contents(written.folder)["plain/FICTIONAL-referrals.csv"]
    )


def test_every_file_says_that_it_is_fictional(written):
    for name, content in contents(written.folder).items():
        assert "FICTIONAL" in name or content.startswith(b"# FICTIONAL"), name
    for sheet in CalamineWorkbook.from_path(annex_a(written)).sheet_names:
        rows = CalamineWorkbook.from_path(annex_a(written)).get_sheet_by_name(sheet).to_python()
        assert str(rows[0][0]).startswith("FICTIONAL: List ")


def annex_a(written: Fictional) -> Path:
    return written.folder / "annex-a" / "FICTIONAL-annex-a.xlsx"


def rows_of(written: Fictional, name: str) -> list[dict[str, str]]:
    path = written.folder / "plain" / f"FICTIONAL-{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", TABLES)
def test_a_plain_table_has_the_schemas_columns_in_order(written, name):
    assert list(rows_of(written, name)[0]) == [column.name for column in TABLES[name].columns]


def test_the_dirt_in_the_files_is_the_dirt_that_is_told(written):
    told = {(each.table, each.what): each.rows for each in written.dirt}
    assert {what for _, what in told} == {
        "trailing space", "yes and no in other words", "missing date", "end before start", "date in the future",
        "row there twice",
    }  # fmt: skip
    for name in TABLES:
        rows = rows_of(written, name)
        key = TABLES[name].key
        once = [row for row, before in zip(rows, [{}, *rows], strict=False) if row != before]
        assert len(rows) - len(once) == told[name, "row there twice"]
        assert len({row[key] for row in once}) == len(once)
        whose = "child_id" if "child_id" in once[0] else "worker_id"
        assert sum(row[whose] != row[whose].strip() for row in once) == told[name, "trailing space"]
        dates = [column.name for column in TABLES[name].columns if column.kind == "date"]
        future = sum(any(row[column] > written.as_of.isoformat() for column in dates) for row in once)
        assert future == told[name, "date in the future"]
        needed = [column.name for column in TABLES[name].columns if column.kind == "date" and column.is_needed]
        missing = sum(row[column] == "" for row in once for column in needed)
        assert missing == told[name, "missing date"]
        if name in BEGIN_AND_END:
            begin, end = BEGIN_AND_END[name]
            wrong = sum(bool(row[begin] and row[end] and row[end] < row[begin]) for row in once)
            assert wrong == told[name, "end before start"]


def test_a_clean_council_has_no_dirt(tmp_path):
    made = fictional(4_000, 6, 1, tmp_path, is_clean=True, formats=("plain",))
    assert made.dirt == ()
    flags = {row["no_further_action"] for row in rows_of(made, "referrals")}
    assert flags == {"yes", "no"}


def headings(path: Path, sheet: str) -> list[str]:
    return [str(cell).strip() for cell in CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()[1]]


@pytest.mark.parametrize("sheet", [f"List_{number}" for number in range(3, 9)])
def test_an_annex_a_list_has_the_templates_headings(written, sheet):
    folder = os.environ.get("OFFICIAL_DATA")
    if not folder:
        pytest.skip("OFFICIAL_DATA does not name the folder of the official statistics, beside which Annex A lies")
    template = headings(Path(folder).parent / "annex-a" / "template_2019_sample.xlsx", sheet)
    plain = [heading.rstrip("?").casefold() for heading in template]  # the template itself varies in these
    assert [heading.rstrip("?").casefold() for heading in headings(annex_a(written), sheet)] == plain


def test_annex_a_covers_six_months_and_has_one_row_a_child_where_it_should(written):
    book = CalamineWorkbook.from_path(annex_a(written))
    for sheet in ("List_6", "List_7", "List_8"):
        children = [str(row[0]).strip() for row in book.get_sheet_by_name(sheet).to_python()[2:]]
        assert len(children) == len(set(children)) > 0
    days = [row[5] for row in book.get_sheet_by_name("List_3").to_python()[2:] if row[5]]
    assert min(days) >= date(2025, 9, 28)
    assert len(days) > 100


def test_the_dataset_has_its_own_columns(written):
    path = written.folder / "ssd" / "FICTIONAL-ssd_cp_visits.csv"
    assert path.read_text("utf-8").splitlines()[0] == (
        "cppv_cp_visit_id,cppv_person_id,cppv_cp_plan_id,cppv_cp_visit_date,cppv_cp_visit_seen,"
        "cppv_cp_visit_seen_alone,cppv_cp_visit_bedroom"
    )
    assert len(list(path.parent.glob("*.csv"))) == 12


def test_numbers_out_of_range_are_refused_in_words(tmp_path, capsys):
    with pytest.raises(ProjectError, match="1000 children is out of range"):
        fictional(1_000, 12, 1, tmp_path)
    with pytest.raises(ProjectError, match="the extract's day lies outside"):
        fictional(10_000, 12, 1, tmp_path, as_of=date(2031, 1, 1))
    assert main(["fictional", "--months", "0", "--out", str(tmp_path / "x")]) == 2
    assert "Give 1 to 120" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


# ---- read back -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def read_back(written) -> dict[str, RecordsRead]:
    """What the program reads of each form, by the settings that lie beside it."""
    return {form: read_records(read_project(written.folder / form)) for form in FORMATS}


@pytest.mark.parametrize("form", ["plain", "ssd"])
def test_the_account_of_the_reading_is_the_account_of_the_dirt(written, read_back, form):
    told = {(each.table, each.what): each.rows for each in written.dirt}
    words = {"missing": "missing date", "ends-before-start": "end before start", "same-row": "row there twice"}
    for name in ("referrals", "assessments", "enquiries", "plans", "care_episodes", "allocations"):
        broken = read_back[form].account.table(name).broken
        found = {words[each.rule]: len(each.lines) for each in broken if each.rule in words and each.sets_aside}
        assert found == {word: told[name, word] for word in words.values()}, name


def figures_of_march(folder: Path, read: RecordsRead) -> dict[tuple[str, str], tuple[object, object, str]]:
    project = read_project(folder)
    with open_engine() as engine:
        asked = wanted(project, measures_of(project), [date(2026, 3, 1)])
        figures, _ = figures_of(asked, read.tables, project.teams, project.calendar.calendar, engine)
    return {(f.indicator, f.area): (f.numerator, f.denominator, f.note) for f in figures}


def test_the_dataset_and_annex_a_tell_what_the_plain_tables_tell_or_say_why_not(written, read_back):
    plain, dataset, annex = (figures_of_march(written.folder / form, read_back[form]) for form in FORMATS)
    assert not [key for key, (_, _, note) in plain.items() if note]
    # In Annex A's list of enquiries the hub is the team of their conferences too, and what is unallocated is counted by
    # the worker that it names. The dataset names workers as they are now, also one whose post's row is set aside in the
    # plain tables.
    for other, least, whose, but in (
        (dataset, 9, {area for _, area in plain}, {"caseload"}),
        (annex, 3, {"TOTAL"}, {"caseload", "unallocated"}),
    ):
        told = {key: parts for key, parts in other.items() if not parts[2] and key[1] in whose}
        told = {key: parts for key, parts in told.items() if key[0] not in but}
        assert told == {key: plain[key] for key in told}
        assert len({indicator for indicator, _ in told}) >= least
    assert annex["unallocated", "TOTAL"][2] == ""


# ---- the example -----------------------------------------------------------------------------------------------------

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "fictional-records"


def test_the_examples_records_are_made_again_byte_for_byte(tmp_path):
    subprocess.run([sys.executable, EXAMPLE / "make_records.py", tmp_path], check=True)
    kept = {name: content for name, content in contents(EXAMPLE).items() if Path(name).suffix in {".csv", ".toml"}}
    assert contents(tmp_path) == kept
    assert sum(map(len, kept.values())) < 500_000


def test_all_twelve_indicators_are_counted_from_the_examples_records():
    project = read_project(EXAMPLE)
    records, measures = read_records(project), measures_of(project)
    with open_engine() as engine:
        asked = wanted(project, measures, [date(2026, 3, 1)])
        figures, findings = figures_of(asked, records.tables, project.teams, project.calendar.calendar, engine)
    assert findings == []
    totals = {figure.indicator: figure for figure in figures if figure.area == "TOTAL"}
    assert list(totals) == [indicator.id for indicator in project.indicators]
    assert len(totals) == 12
    assert all(figure.code is None and figure.numerator for figure in totals.values())
    # by area too, on the extract's own day
    assert not [figure for figure in figures if figure.code]


WORDS = ("title", "group", "numerator_label", "remainder_label", "denominator_label", "value_label", "owner", "concern")


def test_its_indicators_are_called_what_the_other_fictional_council_calls_them(written):
    other = read_project(Path(__file__).parents[2] / "examples" / "fictional-council")
    theirs = {indicator.id: indicator for indicator in other.indicators}
    shared = [each for each in read_project(written.folder / "plain").indicators if each.id in theirs]
    assert len(shared) >= 11
    for indicator in shared:
        named = {word: getattr(indicator, word) for word in WORDS}
        assert named == {word: getattr(theirs[indicator.id], word) for word in WORDS}, indicator.id


def test_each_indicator_says_what_it_is_and_whose(written):
    for form in FORMATS:
        for indicator in read_project(written.folder / form).indicators:
            assert indicator.definition, indicator.id
            assert indicator.owner, indicator.id
            assert indicator.numerator_label, indicator.id


def test_trends_have_limits_where_the_records_tell_of_a_year(written, tmp_path):
    def with_limits(folder):
        return {each.id for each in read_project(folder).indicators if each.chart == "spc"}

    expected = {"re-referrals", "seen-at-assessment", "seen-at-s47", "icpc-in-time", "cp-visits", "supervision"}
    assert with_limits(written.folder / "plain") == with_limits(written.folder / "ssd") == expected
    assert with_limits(written.folder / "annex-a") == set()
    fictional(2_000, 11, 7, tmp_path, formats=["plain"])
    assert with_limits(tmp_path / "plain") == set()
