"""A workbook for each area or authority: its figures are the total, one that fails stops no other, and is named."""

import csv
import json
import os
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.cli import main
from excel_scorecard.errors import ProjectError
from excel_scorecard.figures import read_figures
from excel_scorecard.one_area import one_area
from excel_scorecard.project import TOTAL, read_project
from excel_scorecard.workbook import each
from excel_scorecard.workbook.check import check
from excel_scorecard.workbook.collect import collect
from excel_scorecard.workbook.each import Each, build_each, file_names
from excel_scorecard.workbook.refresh import refresh
from tests.workbook.designer import STANDARD
from tests.workbook.projects import COUNCIL, EXAMPLES, MARCH, REFERRALS, copied
from tests.workbook.reading import Book, parts

# What the council's example has no figures for by area: they are the whole council's alone.
WHOLE = ("s47-in-time", "children-in-care", "high-caseloads")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The council with a target of EAST's own from January 2026."""
    folder = copied(COUNCIL, tmp_path_factory.mktemp("each") / "council")
    file = folder / "scorecard.toml"
    text = file.read_text("utf-8")
    own = '[[indicator.target]]\nfrom = 2026-01-01\ntarget = 90\namber_within = 5\narea = "EAST"\nsource = "own"\n\n'
    at = text.index("[[indicator.comparator]]", text.index('id = "icpc-in-time"'))
    file.write_text(text[:at] + own + text[at:], "utf-8")
    return folder


@pytest.fixture(scope="module")
def built(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Each:
    return build_each(project, axis="area", folder=tmp_path_factory.mktemp("out"), processes=2)


def path_of(built: Each, area: str) -> Path:
    return next(one.path for one in built.built if one.area == area)


def test_there_is_a_workbook_for_each_area(built):
    assert [one.area for one in built.built] == ["EAST", "NWC", "SOUTH", "MASH"]
    assert built.failed == ()
    assert [one.path.name for one in built.built] == [
        f"scorecard-{area}-2026-03.xlsx" for area in ("east", "nwc", "south", "mash")
    ]
    assert all(one.path.is_file() for one in built.built)


@pytest.mark.parametrize("area", ["EAST", "NWC", "SOUTH"])
def test_the_areas_figures_are_the_total_of_its_workbook(project, built, area):
    book = Book(path_of(built, area))
    figures, _ = read_figures(read_project(project))
    sheets = book.indicators()
    assert len(sheets) == 9
    for indicator, sheet in sheets.items():
        figure = figures.find(indicator, MARCH, area)
        numerator = book.cells[book.month_row(sheet, "monthly_numerator", MARCH)]
        assert numerator == (f"[{figure.code}]" if figure.code else figure.numerator), indicator
        if figure.denominator is not None:
            assert book.cells[book.month_row(sheet, "monthly_denominator", MARCH)] == figure.denominator


def test_an_indicator_without_figures_by_area_is_left_out_and_said(built):
    east = next(one for one in built.built if one.area == "EAST")
    mash = next(one for one in built.built if one.area == "MASH")
    assert east.left_out == WHOLE
    assert set(mash.left_out) == {*WHOLE, "cp-plans"}
    book = Book(east.path)
    assert not set(WHOLE) & set(book.indicators())
    notes = [text for _, text in book.texts() if text.startswith("This scorecard is of EAST alone.")]
    assert notes
    assert "children in care" in notes[0].casefold()


def test_a_workbook_says_whose_it_is_and_has_nobody_elses_words(built):
    summary = next(iter(Book(path_of(built, "NWC")).sheets))
    book = Book(path_of(built, "NWC"))
    assert book.slot(summary, "organisation") == "NWC, Northshire Council (fictional)"
    remarks = (COUNCIL / "commentary" / "2026-03.toml").read_text("utf-8")
    texts = {text for _, text in book.texts() if len(text) > 80}
    assert not any(text in remarks for text in texts), "the whole council's commentary is not the area's"


def test_an_areas_own_target_is_the_target_of_its_workbook(built):
    for area, target in (("EAST", 0.9), ("NWC", None)):
        book = Book(path_of(built, area))
        sheet = book.indicators()["icpc-in-time"]
        found = book.cells[book.month_row(sheet, "monthly_target", MARCH)]
        assert (found == pytest.approx(0.9)) == (target == 0.9)
    # before it holds, the target for all
    book = Book(path_of(built, "EAST"))
    before = book.cells[book.month_row(book.indicators()["icpc-in-time"], "monthly_target", date(2025, 12, 1))]
    whole = Book(path_of(built, "NWC"))
    assert (
        before == whole.cells[whole.month_row(whole.indicators()["icpc-in-time"], "monthly_target", date(2025, 12, 1))]
    )


def test_side_by_side_and_one_after_the_other_give_the_same_bytes(project, built, tmp_path):
    again = build_each(project, axis="area", folder=tmp_path, processes=1)
    assert [one.path.read_bytes() for one in again.built] == [one.path.read_bytes() for one in built.built]


def test_a_rate_divides_by_the_areas_own_population(project):
    settings = read_project(project)
    figures, _ = read_figures(settings)
    east = one_area(settings, figures, "EAST")
    assert east.figures.find("cp-plans", MARCH).denominator == 81_400
    assert east.figures.population("cp-plans", MARCH).population == 81_400
    assert {figure.area for figure in east.figures.rows} == {TOTAL}


def test_an_authority_is_an_organisation_of_its_own(tmp_path):
    folder = copied(REFERRALS, tmp_path / "regions")
    file = folder / "scorecard.toml"
    # two will do, and the others' figures go with them
    text = file.read_text("utf-8")
    head, _, rest = text.partition("[[area]]")
    indicator = rest[rest.index("[[indicator]]") :]
    kept = ("Herefordshire, County of", "Stoke-on-Trent")
    areas = "".join(f'[[area]]\nname = "{name}"\n\n' for name in kept)
    file.write_text(head.replace("trend_months = 144", "trend_months = 12") + areas + indicator, "utf-8")
    with_figures_of(folder, kept)
    made = build_each(folder, axis="authority", folder=tmp_path / "out", processes=1)
    assert [one.path.name for one in made.built] == [
        "scorecard-herefordshire-county-of-2024-03.xlsx", "scorecard-stoke-on-trent-2024-03.xlsx",
    ]  # fmt: skip
    book = Book(made.built[1].path)
    assert book.slot(next(iter(book.sheets)), "organisation") == "Stoke-on-Trent"


def with_figures_of(folder: Path, areas: tuple[str, ...]) -> None:
    path = folder / "figures" / "referrals.csv"
    with path.open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *(row for row in rows if row[2] in (TOTAL, *areas))])


def test_figures_that_are_counted_from_records_are_read_once_for_all_workbooks(tmp_path, capsys):
    records = EXAMPLES / "fictional-records"
    command = ["build", str(records), "--each", "area", "-o", str(tmp_path), "--processes", "1"]
    assert main(command) == 0
    told = capsys.readouterr()
    assert told.out.count("referrals: 1,015 read") == 1
    figures, _ = read_figures(read_project(records))
    book = Book(tmp_path / "scorecard-nwc-2026-03.xlsx")
    for indicator in ("assessments-in-time", "cp-plans", "supervision"):
        numerator = book.cells[book.month_row(book.indicators()[indicator], "monthly_numerator", MARCH)]
        assert numerator == figures.find(indicator, MARCH, "NWC").numerator > 0


# ---- one that fails --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("processes", [1, 2])
def test_one_that_somebody_has_saved_stops_no_other_and_is_named(project, built, tmp_path, capsys, processes):
    out = tmp_path / "out"
    out.mkdir()
    theirs = out / "scorecard-nwc-2026-03.xlsx"
    theirs.write_bytes(b"an officer's")
    command = ["build", str(project), "--each", "area", "-o", str(out), "--processes", str(processes)]
    assert main(command) == 1
    told = capsys.readouterr()
    assert theirs.read_bytes() == b"an officer's"
    assert sorted(path.name for path in out.iterdir()) == sorted(one.path.name for one in built.built)
    assert "3 workbooks for 2026-03, 1 not built" in told.out
    assert f"NWC: not built. {theirs}: this file has been saved since it was built." in told.err
    assert "Traceback" not in told.err
    assert "4 of 4 done" in told.err
    assert (out / "scorecard-south-2026-03.xlsx").read_bytes() == path_of(built, "SOUTH").read_bytes()


class Deadly:
    """What ends the process that takes it in."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (3,)


def test_a_process_that_is_stopped_from_outside_is_said_of_each_workbook_it_leaves(tmp_path):
    tasks = [each._Task(area, tmp_path / f"{area}.xlsx", MARCH, False, Deadly()) for area in "ABCDEFGHIJKL"]
    told = list(each._side_by_side(tasks, STANDARD, 2))
    assert sorted(one.area for one in told) == list("ABCDEFGHIJKL")
    assert {one.mend for one in told} == {"Build again with --processes 1."}


def test_an_area_without_a_figure_is_named_and_the_result_is_told_to_machines(project, tmp_path, capsys):
    folder = copied(project, tmp_path / "more")
    file = folder / "scorecard.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("[[area]]", '[[area]]\nname = "ISLES"\n\n[[area]]', 1), "utf-8")
    command = ["build", str(folder), "--each", "area", "-o", str(tmp_path / "out"), "--processes", "1", "--json"]
    assert main(command) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["area"] for one in told["built"]] == ["EAST", "NWC", "SOUTH", "MASH"]
    assert [(one["area"], one["what"]) for one in told["failed"]] == [
        ("ISLES", "there are no figures for Mar-26 or before")
    ]
    assert told["exit_code"] == 1


def test_an_axis_that_is_not_there_is_said_and_nothing_is_written(project, tmp_path):
    with pytest.raises(ProjectError, match="no area on the axis 'aria' - did you mean 'area'"):
        build_each(project, axis="aria", folder=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_names_of_files_are_such_as_every_system_takes_and_no_two_alike():
    month = date(2026, 3, 1)
    names = file_names(["A/B", "a b", "Čž", "x" * 200], month)
    assert names == [
        "scorecard-a-b-2026-03.xlsx",
        "scorecard-a-b-2-2026-03.xlsx",
        "scorecard-area-3-2026-03.xlsx",
        f"scorecard-{'x' * 60}-2026-03.xlsx",
    ]


# ---- what officers do with it ----------------------------------------------------------------------------------------


def test_a_refresh_of_an_areas_workbook_takes_the_areas_figures(project, built, tmp_path):
    copy = tmp_path / "east.xlsx"
    copy.write_bytes(path_of(built, "EAST").read_bytes())
    assert not refresh(copy, project).is_written, "nothing has changed"
    folder = copied(project, tmp_path / "late")
    path = folder / "figures" / "monthly.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    late = next(row for row in rows if row[:3] == ["icpc-in-time", "2026-03", "EAST"])
    late[3] = str(int(late[3]) - 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    done = refresh(copy, folder)
    assert done.is_written
    book = Book(copy)
    sheet = book.indicators()["icpc-in-time"]
    assert book.cells[book.month_row(sheet, "monthly_numerator", MARCH)] == int(late[3])
    assert book.slot(next(iter(book.sheets)), "organisation") == "EAST, Northshire Council (fictional)"
    assert len(book.indicators()) == 9


def test_an_areas_workbook_is_not_taken_for_the_whole_councils(project, built):
    with pytest.raises(ProjectError, match="the workbook of EAST alone"):
        collect([path_of(built, "EAST")], project)
    with pytest.raises(ProjectError, match="the workbook of EAST alone"):
        check(path_of(built, "EAST"), project=project)
    # what the officers of the area have still to write; nothing else is wrong with it
    wrong = {finding.code for finding in check(path_of(built, "EAST")) if finding.level == "error"}
    assert wrong == {"C-PROMPT", "C-ACTION", "C-UNSIGNED"}


def test_the_template_is_not_touched_by_it(built):
    logo = {name for name in parts(STANDARD) if name.startswith("xl/media/")}
    assert logo <= set(parts(path_of(built, "SOUTH")))
