"""The records behind a figure: as many as it says, ids alone, in a file that says what it is; and what is due."""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from excel_scorecard.cli import main
from excel_scorecard.errors import ProjectError, WouldLoseEditsError
from excel_scorecard.project import TOTAL, read_project
from excel_scorecard.records import read_records
from excel_scorecard.records.behind import Behind, Which, records_behind
from excel_scorecard.records.computing import figures_of
from excel_scorecard.records.due import DAYS_LEFT, LAST_DAY, due, due_cases
from excel_scorecard.records.engine import Engine, open_engine
from excel_scorecard.records.fictional import fictional
from excel_scorecard.records.schema import TABLES
from excel_scorecard.records.trace import Asked, asked, sheet_name, trace
from excel_scorecard.working_days import WorkingCalendar

MARCH, TODAY = date(2026, 3, 1), date(2026, 4, 2)
AS_OF = date(2026, 3, 31)
TWELVE = (
    "re-referrals", "unallocated", "assessments-in-time", "seen-at-assessment", "s47-in-time", "seen-at-s47",
    "icpc-in-time", "cp-plans", "cp-visits", "children-in-care", "supervision", "caseload",
)  # fmt: skip
COUNTS = {"unallocated", "cp-plans", "children-in-care"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plain records of a fictional council, with all the usual dirt."""
    out = tmp_path_factory.mktemp("trace")
    fictional(12_000, 8, 5, out, formats=("plain",))
    return out / "plain"


@dataclass
class Council:
    """All twelve indicators, asked, and the engine that they are counted in."""

    asked: dict[str, Asked]
    engine: Engine

    def behind(self, indicator: str, area: str = TOTAL, which: Which = "inside", *columns: str) -> Behind:
        ask = self.asked[indicator]
        return records_behind(
            ask.wanted, MARCH, area, which, ask.tables, ask.project.teams, ask.project.calendar.calendar, self.engine,
            columns=columns,
        )  # fmt: skip


@pytest.fixture(scope="module")
def council(folder: Path) -> Iterator[Council]:
    read = read_records(read_project(folder))
    with pytest.MonkeyPatch.context() as patch:
        # the same records for all: they are read once
        from excel_scorecard.records import trace as module

        patch.setattr(module, "read_records", lambda _: read)
        all_asked = {name: asked(folder, name, MARCH) for name in TWELVE}
    with open_engine() as engine:
        yield Council(all_asked, engine)


@pytest.fixture(scope="module")
def figures(council: Council) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Of each indicator and area, what the figures of the scorecard say."""
    one = council.asked[TWELVE[0]]
    found, _ = figures_of(
        [ask.wanted for ask in council.asked.values()], one.tables, one.project.teams, one.project.calendar.calendar,
        council.engine,
    )  # fmt: skip
    return {(figure.indicator, figure.area): (figure.numerator, figure.denominator) for figure in found}


def is_open(end: date | None) -> bool:
    """Not ended by the extract's day; an end in the future is a slip of whoever typed it."""
    return not isinstance(end, date) or end > AS_OF


# ---- as many as the figure says --------------------------------------------------------------------------------------


@pytest.mark.parametrize("indicator", TWELVE)
def test_there_are_as_many_records_as_the_figure_says_in_all_and_in_an_area(council, figures, indicator):
    for area in (TOTAL, *council.asked[indicator].wanted.areas[1:2]):
        numerator, denominator = figures[indicator, area]
        inside = council.behind(indicator, area)
        assert (len(inside.rows), inside.numerator, inside.denominator) == (numerator, numerator, denominator), area
        assert len(set(inside.rows)) == len(inside.rows)
        if indicator in COUNTS or indicator == "caseload":
            continue
        outside = council.behind(indicator, area, "outside")
        both = council.behind(indicator, area, "all")
        assert len(outside.rows) == denominator - numerator
        assert len(both.rows) == denominator
        told = {word: {row[:-1] for row in both.rows if row[-1] == word} for word in ("inside", "outside")}
        assert told == {"inside": set(inside.rows), "outside": set(outside.rows)}


def test_the_figures_are_not_all_nought(figures):
    assert all(figures[indicator, TOTAL][0] for indicator in TWELVE)


def test_a_caseload_is_the_children_of_each_worker_and_all_of_it_the_workers_with_their_number(council):
    cases, workers = council.behind("caseload"), council.behind("caseload", TOTAL, "all")
    assert cases.columns == ("worker_id", "child_id")
    assert workers.columns == ("worker_id", "cases")
    assert sum(number for _, number in workers.rows) == len(cases.rows)
    assert {worker for worker, _ in workers.rows} == {worker for worker, _ in cases.rows}


def test_the_records_outside_are_those_that_paper_says(council):
    """The open assessments of more than 45 working days, counted one by one."""
    frame = council.asked["assessments-in-time"].tables["assessments"].frame
    calendar = WorkingCalendar()
    late = {
        row.assessment_id
        for row in frame.itertuples()
        if row.started <= AS_OF and is_open(row.authorised) and calendar.between(row.started, AS_OF) > 45
    }
    rows = council.behind("assessments-in-time", TOTAL, "outside").rows
    assert {row[0] for row in rows} == late != set()


# ---- ids alone -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("indicator", TWELVE)
def test_only_ids_are_told_unless_more_is_asked_for(council, indicator):
    behind = council.behind(indicator)
    kinds = {column.name: column.kind for table in TABLES.values() for column in table.columns}
    assert {kinds[name] for name in behind.columns} == {"id"}


def test_columns_of_the_record_come_where_they_are_asked_for(council):
    behind = council.behind("assessments-in-time", "NWC", "outside", "started", "team")
    assert behind.columns == ("assessment_id", "child_id", "started", "team")
    assert all(isinstance(row[2], date) and row[3].startswith("NWC") for row in behind.rows)
    with pytest.raises(ProjectError, match="there is no column 'name'"):
        council.behind("assessments-in-time", TOTAL, "inside", "name")
    with pytest.raises(ProjectError, match="a caseload has no columns"):
        council.behind("caseload", TOTAL, "inside", "team")


def test_what_has_no_outside_and_what_the_records_cannot_tell_is_said(council):
    with pytest.raises(ProjectError, match="no record lies outside"):
        council.behind("cp-plans", TOTAL, "outside")
    with pytest.raises(ProjectError, match="'WEST' is none of its areas"):
        council.behind("cp-visits", "WEST")
    ask = council.asked["assessments-in-time"]
    with pytest.raises(ProjectError, match=r"cannot tell this figure\. The assessments tell the team"):
        records_behind(
            ask.wanted, date(2026, 1, 1), "NWC", "inside", ask.tables, ask.project.teams,
            ask.project.calendar.calendar, council.engine,
        )  # fmt: skip


# ---- the file --------------------------------------------------------------------------------------------------------


def test_the_file_says_in_its_name_and_first_row_what_it_is_and_when_it_goes(folder, council, tmp_path):
    made = trace(folder, "assessments-in-time", MARCH, today=TODAY, area="NWC", which="outside", out=tmp_path)
    assert made.path == tmp_path / "PERSON-LEVEL-assessments-in-time-2026-03-NWC-outside.csv"
    with made.path.open(encoding="utf-8-sig", newline="") as file:
        first, heads, *rows = csv.reader(file)
    assert first[0].startswith(
        "PERSON-LEVEL: delete by 02/05/2026. On-going single assessments in timescale (45 working days incl. S47), "
    )
    assert heads == ["assessment_id", "child_id"]
    assert [tuple(row) for row in rows] == list(council.behind("assessments-in-time", "NWC", "outside").rows)
    assert len(rows) == made.rows == made.denominator - made.numerator
    made.path.write_text("somebody's notes")
    with pytest.raises(WouldLoseEditsError):
        trace(folder, "assessments-in-time", MARCH, today=TODAY, area="NWC", which="outside", out=tmp_path)


def test_a_workbook_holds_the_same_and_leaves_nothing_beside_it(folder, council, tmp_path):
    made = trace(
        folder, "cp-visits", MARCH, today=TODAY, which="all", out=tmp_path, form="xlsx", keep_days=7,
        columns=("started",),
    )  # fmt: skip
    (sheet,) = CalamineWorkbook.from_path(made.path).sheet_names
    first, heads, *rows = CalamineWorkbook.from_path(made.path).get_sheet_by_name(sheet).to_python()
    assert first[0].startswith("PERSON-LEVEL: delete by 09/04/2026. ")
    assert heads == ["child_id", "started", "counted"]
    assert [tuple(row) for row in rows] == list(council.behind("cp-visits", TOTAL, "all", "started").rows)
    assert list(tmp_path.iterdir()) == [made.path]


def test_records_of_persons_do_not_go_into_the_projects_folder_unless_it_is_named(folder, tmp_path, monkeypatch):
    before = set(folder.rglob("*"))
    monkeypatch.chdir(folder)
    with pytest.raises(ProjectError, match="not written into a project's folder"):
        trace(folder, "cp-plans", MARCH, today=TODAY)
    assert set(folder.rglob("*")) == before
    monkeypatch.chdir(tmp_path)
    assert trace(folder, "cp-plans", MARCH, today=TODAY).path.resolve().parent == tmp_path.resolve()


def test_the_command_tells_the_number_and_no_id(folder, council, tmp_path, capsys):
    code = main(["trace", str(folder), "--indicator", "re-referrals", "--month", "2026-03", "--out", str(tmp_path)])
    told = capsys.readouterr()
    assert code == 0
    behind = council.behind("re-referrals")
    assert f"{len(behind.rows)} records; the records give {behind.numerator} of {behind.denominator}" in told.out
    assert not any(child in told.out + told.err for _, child in behind.rows)
    assert main(["trace", str(folder), "--indicator", "re-referal", "--month", "2026-03", "--out", str(tmp_path)]) == 2
    assert "did you mean 're-referrals'" in capsys.readouterr().err.casefold()


def test_a_typed_figure_that_stands_on_the_page_instead_is_told(folder, tmp_path, capsys):
    project = tmp_path / "typed"
    shutil.copytree(folder, project)
    (project / "figures").mkdir()
    typed = "indicator,period,area,numerator,denominator\nre-referrals,2026-03,TOTAL,7,90\n"
    (project / "figures" / "typed.csv").write_text(typed)
    command = ["trace", str(project), "--indicator", "re-referrals", "--out", str(tmp_path / "out"), "--month"]
    assert main([*command, "2026-03"]) == 0
    assert "the page shows 7 of 90, which was typed" in capsys.readouterr().err
    assert main([*command, "2026-02"]) == 0
    assert capsys.readouterr().err == ""


def test_a_text_that_looks_like_a_formula_is_none(tmp_path):
    from excel_scorecard.records.trace import _cell, as_workbook

    assert _cell("=1+1") == "'=1+1"
    (tmp_path / "a.xlsx").write_bytes(as_workbook("PERSON-LEVEL", {"A": (("id",), (("=1+1",),))}, TODAY, tmp_path))
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("A").to_python()
    assert rows[2] == ["=1+1"]


@pytest.mark.parametrize(
    ("name", "taken", "made"),
    [
        ("EAST Assessment 1", (), "EAST Assessment 1"),
        ("A/B: [C]", (), "A B   C"),
        ("x" * 40, ("x" * 31,), "x" * 29 + " 2"),
        ("''", (), "No name"),
    ],
)
def test_a_sheets_name_is_one_that_excel_takes(name, taken, made):
    assert sheet_name(name, taken) == made


# ---- what is due -----------------------------------------------------------------------------------------------------


def test_what_is_due_is_what_the_same_definition_counts_late_in_some_days(council):
    """Against the paper: the last day in time is the day before the one on which 46 working days have passed."""
    ask, calendar = council.asked["assessments-in-time"], WorkingCalendar()
    cases = due_cases(ask, 10, council.engine)
    frame = ask.tables["assessments"].frame
    open_now = frame[(frame["started"] <= AS_OF) & frame["authorised"].map(is_open)]
    wanted = {}
    for row in open_now.itertuples():
        passed = calendar.between(row.started, AS_OF)
        if 35 <= passed <= 45:
            last = calendar.add(row.started, 45)
            while calendar.between(row.started, last + timedelta(days=1)) <= 45:
                last += timedelta(days=1)
            wanted[row.assessment_id] = (row.team, last, 45 - passed)
    place = {name: at for at, name in enumerate(cases.columns)}
    found = {
        row[0]: (team, row[place[LAST_DAY]], row[place[DAYS_LEFT]])
        for team, rows in cases.by_team.items()
        for row in rows
    }
    assert found == wanted != {}
    assert cases.passed == len(council.behind("assessments-in-time", TOTAL, "outside").rows)


def test_the_file_of_what_is_due_has_a_sheet_a_team(folder, council, tmp_path):
    made = due(folder, "assessments-in-time", today=TODAY, within=15, out=tmp_path)
    assert made.path.name == "PERSON-LEVEL-due-assessments-in-time-2026-03-31.xlsx"
    book = CalamineWorkbook.from_path(made.path)
    assert book.sheet_names == list(made.cases.by_team)
    for name in book.sheet_names:
        first, heads, *rows = book.get_sheet_by_name(name).to_python()
        assert first[0].startswith("PERSON-LEVEL: delete by 02/05/2026.")
        assert heads == ["assessment_id", "child_id", "worker_id", "last day in time", "days left"]
        assert len(rows) == len(made.cases.by_team[name]) > 0


def test_an_indicator_that_time_does_not_make_late_has_nothing_due(council):
    for indicator in ("re-referrals", "cp-plans", "icpc-in-time", "cp-visits", "caseload"):
        with pytest.raises(ProjectError, match="no standard in days"):
            due_cases(council.asked[indicator], 10, council.engine)


def test_visits_that_are_due_by_the_days_since_the_last_one(council):
    """With a local standard of ten working days a child is due ten working days after the last visit, or the plan."""
    from dataclasses import replace

    from excel_scorecard.records.measures import cp_visits

    ask = council.asked["cp-visits"]
    ask = replace(ask, wanted=replace(ask.wanted, measure=cp_visits(mode="gap_working_days")))
    cases = due_cases(ask, 5, council.engine)
    plans, visits = ask.tables["plans"].frame, ask.tables["visits"].frame
    seen = visits[(visits["seen"] == "yes") & (visits["visited"] <= AS_OF)].groupby("child_id")["visited"].max()
    calendar = WorkingCalendar()
    open_now = plans[(plans["started"] <= AS_OF) & plans["ended"].map(is_open) & (plans["other_authority"] != "yes")]
    wanted = set()
    for row in open_now.itertuples():
        since = max(row.started, seen.get(row.child_id, row.started))
        if 5 <= calendar.between(since, AS_OF) <= 10:
            wanted.add(row.child_id)
    at = cases.columns.index("child_id")
    assert {row[at] for rows in cases.by_team.values() for row in rows} == wanted != set()


def test_only_the_tables_that_a_measure_reads_are_read(folder):
    assert set(asked(folder, "assessments-in-time", MARCH).tables) == {"assessments"}
    assert set(asked(folder, "cp-visits", MARCH).tables) == {"plans", "visits"}
