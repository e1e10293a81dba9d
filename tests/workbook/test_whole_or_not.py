"""A build writes the whole workbook or leaves the old one; the same input gives the same bytes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from excel_scorecard.cli import main
from excel_scorecard.errors import WouldLoseEditsError
from excel_scorecard.ooxml.package import Package
from excel_scorecard.workbook import fill_page
from excel_scorecard.workbook.build import build
from tests.workbook.conftest import Shelf
from tests.workbook.projects import COUNCIL, copied, with_setting
from tests.workbook.reading import Book


@pytest.mark.parametrize("name", ["council", "awkward"])
def test_building_twice_gives_identical_bytes(shelf: Shelf, tmp_path: Path, name: str):
    again = build(shelf.project(name), output=tmp_path / "again.xlsx")
    assert again.path.read_bytes() == shelf[name].path.read_bytes()


def test_another_process_and_hash_seed_give_the_same_bytes(council: Book, tmp_path: Path):
    command = [sys.executable, "-m", "excel_scorecard", "build", str(COUNCIL), "-o", str(tmp_path / "again.xlsx")]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": "7"})
    assert (tmp_path / "again.xlsx").read_bytes() == council.path.read_bytes()


def test_a_folder_elsewhere_gives_the_same_bytes(council: Book, tmp_path: Path):
    made = build(copied(COUNCIL, tmp_path / "copy"), output=tmp_path / "again.xlsx")
    assert made.path.read_bytes() == council.path.read_bytes()


def test_another_project_gives_other_bytes(council: Book, tmp_path: Path):
    project = copied(COUNCIL, tmp_path / "copy")
    with_setting(project, "agenda_item", "Agenda item 5")
    assert build(project, output=tmp_path / "other.xlsx").path.read_bytes() != council.path.read_bytes()


@pytest.fixture
def old(council: Book, tmp_path: Path) -> Path:
    """A workbook that was built before, alone in its folder."""
    path = tmp_path / "out" / "scorecard.xlsx"
    path.parent.mkdir()
    path.write_bytes(council.path.read_bytes())
    return path


def changed_council(folder: Path) -> Path:
    project = copied(COUNCIL, folder)
    with_setting(project, "heading", "Another heading")
    return project


def is_as_it_was(old: Path, council: Book) -> bool:
    return [p.name for p in old.parent.iterdir()] == [old.name] and old.read_bytes() == council.path.read_bytes()


@pytest.mark.parametrize(
    ("place", "name"), [(fill_page.PageFiller, "fill"), (Package, "to_pieces"), (os, "fsync"), (os, "replace")], ids=str
)
def test_a_build_that_stops_on_the_way_leaves_the_old_file_and_no_litter(
    old: Path, council: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: object, name: str
):
    def stop(*_: object) -> None:
        raise RuntimeError("stopped on the way")

    monkeypatch.setattr(place, name, stop)
    with pytest.raises(RuntimeError):
        build(changed_council(tmp_path / "project"), output=old)
    assert is_as_it_was(old, council)


def test_a_stopped_build_is_our_fault_and_says_that_nothing_was_written(
    old: Path, council: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def stop(*_: object) -> None:
        raise RuntimeError("stopped on the way")

    monkeypatch.setattr(fill_page.PageFiller, "fill", stop)
    assert main(["build", str(changed_council(tmp_path / "project")), "-o", str(old)]) == 5
    assert "Nothing was written" in capsys.readouterr().err
    assert is_as_it_was(old, council)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
def test_a_build_that_is_killed_while_it_writes_leaves_the_old_file(old: Path, council: Book, tmp_path: Path):
    program = (
        "import os, signal, sys\n"
        "from excel_scorecard.cli import main\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"  # the bytes are out, and not yet in place
        "main(['build', sys.argv[1], '-o', sys.argv[2]])\n"
    )
    project = changed_council(tmp_path / "project")
    done = subprocess.run([sys.executable, "-c", program, str(project), str(old)], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert old.read_bytes() == council.path.read_bytes()


def test_a_finished_build_leaves_nothing_beside_the_workbook(old: Path, tmp_path: Path):
    build(changed_council(tmp_path / "project"), output=old)
    assert [path.name for path in old.parent.iterdir()] == [old.name]


@pytest.mark.parametrize("overwrite", [False, True], ids=["", "--overwrite"])
def test_a_workbook_that_an_officer_saves_while_the_next_is_built_is_left_as_she_saved_it(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
):
    fill = fill_page.PageFiller.fill

    def saved_by_an_officer(*given: object) -> object:
        old.write_bytes(b"with her commentary")
        return fill(*given)

    monkeypatch.setattr(fill_page.PageFiller, "fill", saved_by_an_officer)
    with pytest.raises(WouldLoseEditsError, match="saved by somebody while this ran") as caught:
        build(changed_council(tmp_path / "project"), output=old, overwrite=overwrite)
    assert "run this again" in caught.value.mend
    assert [(path.name, path.read_bytes()) for path in old.parent.iterdir()] == [(old.name, b"with her commentary")]


def test_a_workbook_that_somebody_puts_there_while_the_first_is_built_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path, fill = tmp_path / "new.xlsx", fill_page.PageFiller.fill

    def put_there(*given: object) -> object:
        path.write_bytes(b"another's")
        return fill(*given)

    monkeypatch.setattr(fill_page.PageFiller, "fill", put_there)
    with pytest.raises(WouldLoseEditsError, match="put here by somebody while this ran"):
        build(COUNCIL, output=path)
    assert path.read_bytes() == b"another's"


def test_in_a_folder_of_onedrive_only_the_finished_workbook_is_ever_seen(
    council: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "OneDrive - Northshire" / "scorecard.xlsx"
    path.parent.mkdir()
    seen: list[list[str]] = []
    sync = os.fsync

    def looked_at(number: int) -> None:  # the draft is whole now, and not yet moved
        seen.append([file.name for file in path.parent.iterdir()])
        sync(number)

    monkeypatch.setattr(os, "fsync", looked_at)
    assert build(COUNCIL, output=path).path.read_bytes() == council.path.read_bytes()
    assert seen == [[]]
    assert [file.name for file in path.parent.iterdir()] == [path.name]
