"""A new project: what `init` writes, that it builds, and that nothing is written over."""

import errno
import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from excel_scorecard import disk
from excel_scorecard.cli import main
from excel_scorecard.commentary import read_commentary
from excel_scorecard.errors import MachineError, ProjectError, WouldLoseEditsError
from excel_scorecard.project import make_project, read_project
from excel_scorecard.settings_book import columns_of
from excel_scorecard.setup import fictional, start
from excel_scorecard.workbook.build import build
from tests.setup_book import MARCH, new_project, put, put_setting, typed

COUNTS = "1 Red, 1 Amber, 1 Green, 0 without target"


def test_a_new_project_says_what_was_written_and_what_to_do_next(tmp_path):
    started = start(tmp_path / "our scorecard")
    assert started.files == ("scorecard.xlsx",)
    assert len(started.next_steps) == 3
    assert f'excel-scorecard build "{tmp_path / "our scorecard"}"' in started.next_steps[0]


def test_a_new_project_of_text_files_builds_at_once(tmp_path):
    started = start(tmp_path / "text", as_text=True)
    assert started.files == ("scorecard.toml", "figures/figures.csv", "populations.csv", "commentary/2026-03.toml")
    built = build(tmp_path / "text", output=tmp_path / "out.xlsx")
    assert built.scorecard.month == MARCH
    assert built.scorecard.counts_text.startswith(COUNTS)
    assert built.findings == ()


def test_a_new_workbook_builds_at_once(tmp_path):
    built = build(new_project(tmp_path / "new"), output=tmp_path / "out.xlsx")
    assert built.scorecard.counts_text.startswith(COUNTS)
    assert built.findings == ()


def test_the_workbook_and_the_text_files_hold_the_same_project(tmp_path):
    start(tmp_path / "text", as_text=True)
    book, text = read_project(new_project(tmp_path / "book")), read_project(tmp_path / "text")
    assert book.model_dump(exclude={"populations"}) == text.model_dump(exclude={"populations"})
    assert read_commentary(book, MARCH) == read_commentary(text, MARCH)
    rows = [
        row
        for row in load_workbook(tmp_path / "book" / "scorecard.xlsx")["Figures"].iter_rows(min_row=6)
        if row[0].value
    ]
    assert [row[3].value for row in rows] == [int(row["numerator"]) for row in fictional.figures()]


def test_the_fictional_council_is_marked_as_such():
    project = make_project(fictional.SETTINGS, Path())
    assert "fictional" in project.scorecard.organisation
    assert "no real council" in project.scorecard.marking


def test_the_text_file_explains_every_setting_once(tmp_path):
    start(tmp_path, as_text=True)
    text = (tmp_path / "scorecard.toml").read_text("utf-8")
    from excel_scorecard.indicator import Indicator

    for name, info in Indicator.model_fields.items():
        if isinstance(info.description, str) and name not in {"targets", "comparators", "changes", "rebases"}:
            assert text.count(f"# {info.description}\n") == 1, name


def test_an_explained_setting_may_be_used_as_it_stands(tmp_path):
    start(tmp_path, as_text=True)
    lines = (tmp_path / "scorecard.toml").read_text("utf-8").splitlines()
    used = [line[2:] if line.startswith("# ") and " = " in line and "= ..." not in line else line for line in lines]
    labels = used.index("# [scorecard.rating_labels]")
    used[labels] = "[scorecard.rating_labels]"
    settings = tomllib.loads("\n".join(used))
    assert make_project(settings, tmp_path).indicators == read_project(tmp_path).indicators


@pytest.mark.parametrize("there", ["scorecard.xlsx", "scorecard.toml", "figures/figures.csv"])
@pytest.mark.parametrize("as_text", [False, True])
def test_nothing_is_written_over(tmp_path, there, as_text):
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine")
    if there == "figures/figures.csv" and not as_text:
        start(tmp_path)  # figures of one's own may lie there already
        return
    with pytest.raises(WouldLoseEditsError, match=f"there is already {there}"):
        start(tmp_path, as_text=as_text)
    assert [path.name for path in tmp_path.rglob("*.*")] == [Path(there).name]
    assert (tmp_path / there).read_text() == "mine"


def test_a_file_is_no_folder_for_a_project(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectError, match="this is a file"):
        start(tmp_path / "file")


def test_a_council_puts_its_own_in_place_of_the_made_up_ones(tmp_path):
    folder = new_project(tmp_path)

    def change(book) -> None:
        put_setting(book, "Organisation", "Otherville (fictional)")
        put(book, "Areas and populations", 0, "Area", "North")
        put(book, "Areas and populations", 0, "Population of", "North")
        for header, value in {
            "Id": "voids",
            "Number": 4,
            "Title": "Empty homes",
            "Unit": "days",
            "Good": "low",
        }.items():
            put(book, "Indicators", 3, header, value)
        for header, value in {"Indicator": "voids", "From": "April 2025", "Target": 25, "Amber within": 3}.items():
            put(book, "Targets", 4, header, value)
        for header, value in {"Month": "Mar 26", "Indicator": "voids", "Commentary": "Fewer."}.items():
            put(book, "Commentary", 3, header, value)

    typed(folder, change)
    project = read_project(folder)
    assert project.scorecard.organisation == "Otherville (fictional)"
    assert project.areas_of(project.indicators[0]) == ("North", "West")
    assert (project.indicator("voids").targets[0].target, project.indicator("voids").unit) == (25, "days")
    assert read_commentary(project, MARCH).of("voids").commentary == "Fewer."


def test_the_sheets_say_what_holds_where_a_cell_is_blank():
    from excel_scorecard.indicator import Indicator

    said = {column.key: column.help for column in columns_of(Indicator)}
    assert said["kind"].endswith("left blank: flow")
    assert said["window_months"] == "Months in the average; left blank: 6, for quarters 12, for years 36"
    assert "month, quarter, year" in said["frequency"]
    assert not any('"' in help_ for help_ in said.values())


# The command


def test_init_prints_what_to_do_next(tmp_path, capsys):
    assert main(["init", str(tmp_path / "new")]) == 0
    assert "1. See what it makes" in capsys.readouterr().out
    assert main(["init", str(tmp_path / "new")]) == 4
    assert "there is already scorecard.xlsx" in capsys.readouterr().err


def test_init_converts_both_ways(tmp_path, capsys):
    main(["init", str(tmp_path / "text"), "--toml"])
    assert main(["init", "--convert", str(tmp_path / "text"), "--out", str(tmp_path / "book")]) == 0
    assert "Not carried over: the comments (#) in scorecard.toml." in capsys.readouterr().err
    assert main(["init", "--convert", str(tmp_path / "book")]) == 0
    assert (tmp_path / "book-as-text" / "scorecard.toml").is_file()


@pytest.mark.parametrize("arguments", [[], ["a", "--convert", "b"]])
def test_init_is_either_for_a_new_project_or_for_one_to_convert(arguments, capsys):
    assert main(["init", *arguments]) == 2
    assert "give a folder for a new project, or a project to convert" in capsys.readouterr().err


def test_warnings_of_the_settings_are_told_by_build(tmp_path):
    start(tmp_path, as_text=True)
    from excel_scorecard.setup import convert

    book = convert(tmp_path, tmp_path.with_name("as-book")).folder
    start(tmp_path.with_name("figures"), as_text=True)
    (book / "figures").mkdir()
    (book / "figures" / "all.csv").write_bytes((tmp_path / "figures" / "figures.csv").read_bytes())

    def change(workbook) -> None:
        workbook.remove(workbook["Teams"])
        workbook["Figures"].delete_rows(6, 200)

    typed(book, change)
    built = build(book, output=tmp_path / "out.xlsx")
    assert [finding.code for finding in built.findings] == ["P-SHEET"]


def test_a_heading_for_values_that_was_renamed_is_told_and_nothing_fails(tmp_path):
    folder = new_project(tmp_path / "new")
    book = load_workbook(folder / "scorecard.xlsx")
    book["Settings"]["B4"] = "What we say"
    book.save(folder / "scorecard.xlsx")
    with pytest.raises(ProjectError, match=r"Settings!A4: the column 'Value' is not there"):
        read_project(folder)


def test_a_new_project_is_written_whole_or_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made: list[Path] = []
    make = disk._make

    def the_third_fails(draft: Path, data: bytes) -> None:
        made.append(draft)
        if len(made) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        make(draft, data)

    monkeypatch.setattr(disk, "_make", the_third_fails)
    with pytest.raises(MachineError, match="disk is full"):
        start(tmp_path / "a" / "new", as_text=True)
    assert list(tmp_path.iterdir()) == []


def test_a_new_project_takes_nothing_away_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "ours.csv").write_bytes(b"ours")
    monkeypatch.setattr(disk, "_make", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")))
    with pytest.raises(MachineError, match="cannot be written"):
        start(tmp_path, as_text=True)
    assert [file.name for file in tmp_path.rglob("*")] == ["figures", "ours.csv"]
