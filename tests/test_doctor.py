"""What is told of a machine that others look after: what is there, what is blocked, what to ask the helpdesk for."""

import contextlib
import errno
import json
import os
import subprocess
import sys
import tomllib
import types
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from excel_scorecard import synced
from excel_scorecard.brand import shipped as shipped_room
from excel_scorecard.cli import main
from excel_scorecard.doctor import counting, examine, folders, software, trial
from excel_scorecard.doctor.line import Line
from excel_scorecard.requirements import Requirement, read_requirement

TOP = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
OK, MACHINE = 0, 6


def stands(lines: tuple[Line, ...] | list[Line], subject: str) -> Line:
    [line] = [line for line in lines if line.subject == subject]
    return line


# ---- the whole -------------------------------------------------------------------------------------------------------


def test_on_a_machine_where_all_is_well_it_says_that_a_scorecard_can_be_built(capsys: pytest.CaptureFixture[str]):
    assert main(["doctor"]) == OK
    said = capsys.readouterr().out
    assert said.endswith("\nEverything that building a scorecard needs is here.\n")
    assert "ok       building a workbook: " in said


def test_every_library_of_our_own_list_has_a_line_with_its_version_and_range():
    lines = examine()
    for needed in map(read_requirement, PROJECT["dependencies"]):
        assert needed.versions in stands(lines, needed.name).found


def test_json_gives_the_same_lines_with_the_exit_code(capsys: pytest.CaptureFixture[str]):
    assert main(["doctor", "--json"]) == OK
    report = json.loads(capsys.readouterr().out)
    assert report["exit_code"] == OK
    assert [line["subject"] for line in report["lines"]] == [line.subject for line in examine()]
    assert set(report["lines"][0]) == {"subject", "state", "found", "means", "mend", "is_needed", "is_in_the_way"}


def test_it_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here, temporary = tmp_path / "here", tmp_path / "temporary"
    here.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(folders.tempfile, "tempdir", str(temporary))
    assert stands(examine(), "temporary folder").found.startswith(str(temporary))
    assert list(tmp_path.rglob("*")) == [here, temporary]


def test_where_no_library_is_installed_each_is_told_and_nothing_crashes():
    command = [sys.executable, "-S", "-m", "excel_scorecard", "doctor"]  # -S: Python alone, without what is installed
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=TOP)
    assert (done.returncode, done.stderr) == (MACHINE, "")
    for needed in map(read_requirement, PROJECT["dependencies"]):
        assert f"missing  {needed.name}: not installed" in done.stdout
    assert "cannot be built here yet: lxml, pydantic, " in done.stdout


def test_where_no_library_is_installed_a_build_sends_to_the_doctor():
    command = [sys.executable, "-S", "-m", "excel_scorecard", "build", "examples/fictional-council"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=TOP)
    assert done.returncode == MACHINE
    assert "doctor" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_other_program_is_started_but_python_and_our_own_command(monkeypatch: pytest.MonkeyPatch):
    started: list[str] = []
    monkeypatch.setattr(software.subprocess, "run", lambda command, **_: started.append(Path(command[0]).stem))
    examine()
    assert set(started) <= {Path(sys.executable).stem, "excel-scorecard"}


# ---- Python and libraries --------------------------------------------------------------------------------------------


def test_the_oldest_python_is_that_of_the_package():
    assert PROJECT["requires-python"] == ">=" + ".".join(map(str, software.OLDEST_PYTHON))


@pytest.mark.parametrize(
    ("version", "bits", "executable", "state"),
    [
        ((3, 11), 64, "C:/Python311/python.exe", "ok"),
        ((3, 10), 64, "C:/Python310/python.exe", "missing"),
        ((3, 12), 32, "C:/Python312-32/python.exe", "note"),
        ((3, 12), 64, "C:/Users/me/AppData/Local/Microsoft/WindowsApps/python.exe", "note"),
    ],
)
def test_a_python_that_is_too_old_or_of_another_kind_is_told(
    version: tuple[int, int], bits: int, executable: str, state: str
):
    assert software.python(version, bits, executable).state == state


def test_a_library_outside_the_range_is_in_the_way():
    line = software.library(Requirement("lxml", ">=99", ""))
    assert (line.state, line.is_in_the_way) == ("missing", True)
    assert "(>=99 is asked for)" in line.found


def test_without_pandas_a_workbook_is_built_all_the_same(monkeypatch: pytest.MonkeyPatch):
    def absent(name: str) -> str:
        raise software.importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(software.importlib.metadata, "version", absent)
    assert not software.library(Requirement("pandas", "", "")).is_in_the_way
    assert software.library(Requirement("lxml", "", "")).is_in_the_way


def test_building_needs_no_pandas(tmp_path: Path):
    forbidden = (
        "import sys; sys.modules['pandas'] = None\n"
        "from excel_scorecard.cli import main\n"
        "raise SystemExit(main(['build', 'examples/fictional-council', '-o', sys.argv[1]]))"
    )
    subprocess.run([sys.executable, "-c", forbidden, str(tmp_path / "out.xlsx")], check=True, cwd=TOP)


@pytest.mark.parametrize(
    ("refusal", "asked_for"),
    [
        ("DLL load failed while importing etree: This program is blocked by group policy.", "AppLocker"),
        ("DLL load failed while importing etree: An Application Control policy has blocked this file.", "AppLocker"),
        ("DLL load failed while importing etree: The specified module could not be found.", "Visual C++"),
        ("cannot import name 'x'", "Install it again"),
    ],
)
def test_a_library_that_is_installed_and_may_not_be_loaded_is_blocked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: str, asked_for: str
):
    (tmp_path / "refused_library.py").write_text(f"raise ImportError({refusal!r})", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(software.MODULES, "lxml", "refused_library")
    line = software.library(Requirement("lxml", "", ""))
    assert (line.state, line.is_in_the_way) == ("blocked", True)
    assert refusal in line.found
    assert asked_for in line.mend


@pytest.mark.parametrize(("encoding", "state"), [("utf-8", "ok"), ("cp1252", "note"), ("cp850", "note"), ("x", "note")])
def test_a_console_that_lacks_letters_is_told_and_stops_nothing(encoding: str, state: str):
    line = software.console(encoding)
    assert (line.state, line.is_in_the_way) == (state, False)


def test_a_program_that_may_not_be_started_is_told_and_stops_nothing(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "This program is blocked by group policy")

    monkeypatch.setattr(software.subprocess, "run", refuse)
    line = stands(software.look_at_programs(), "starting programs")
    assert (line.state, line.is_in_the_way) == ("blocked", False)
    assert "group policy" in line.found


# ---- folders ---------------------------------------------------------------------------------------------------------


def refusing(*_: object, **__: object) -> None:
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(
    ("room", "name", "word"),
    [(Path, "write_bytes", "written"), (os, "replace", "replaced"), (Path, "unlink", "deleted")],
)
def test_a_folder_that_refuses_is_in_the_way_and_says_what_it_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: object, name: str, word: str
):
    monkeypatch.setattr(room, name, refusing)
    line = folders.writing("current folder", tmp_path, "Ask for another.")
    assert (line.state, line.is_in_the_way, line.mend) == ("blocked", True, "Ask for another.")
    assert f"cannot be {word} (Permission denied)" in line.found


def test_a_folder_that_is_read_only_is_in_the_way(read_only: Path):
    assert folders.writing("current folder", read_only, "").is_in_the_way


def test_a_folder_that_may_be_written_to_is_left_as_it_was(tmp_path: Path):
    assert folders.writing("current folder", tmp_path, "").state == "ok"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("letters", "is_windows", "are_allowed", "state"),
    [
        (30, True, False, "ok"),
        (157, True, True, "ok"),  # 60 letters are left for the workbook's name
        (158, True, True, "note"),
        (230, True, False, "note"),
        (230, False, None, "note"),  # Excel opens it no better on a Mac
    ],
)
def test_the_room_that_a_path_leaves_is_measured_by_what_excel_opens(
    letters: int, *, is_windows: bool, are_allowed: bool | None, state: str
):
    line = folders.length("x" * letters, is_windows=is_windows, are_long_ones_allowed=are_allowed)
    assert (line.state, line.is_in_the_way) == (state, False)
    assert ("LongPathsEnabled" in line.mend) == (state == "note" and is_windows and are_allowed is False)


ONEDRIVE = r"C:\Users\me\OneDrive - Northshire Council"
LIBRARY = r"C:\Users\me\Northshire Council\Performance - Documents"


@pytest.mark.parametrize(
    ("folder", "known", "state"),
    [
        (PureWindowsPath(r"C:\scorecards"), [ONEDRIVE], "ok"),
        (PureWindowsPath(ONEDRIVE.upper()) / "Scorecards", [ONEDRIVE], "note"),
        (PureWindowsPath(LIBRARY) / "2026", [ONEDRIVE, LIBRARY], "note"),
        (PureWindowsPath(ONEDRIVE), [], "note"),  # no variable, and the name says it
        (PureWindowsPath(r"C:\Users\me\OneDriver"), [], "ok"),
        (PureWindowsPath(r"\\northshire.sharepoint.com@SSL\DavWWWRoot\sites\x"), [], "note"),
        (PurePosixPath("/home/me/OneDrive/x"), [], "note"),
        (PurePosixPath("/Users/me/Library/CloudStorage/OneDrive-NorthshireCouncil"), [], "note"),
        (PurePosixPath("/home/me/x"), [], "ok"),
    ],
)
def test_a_folder_of_onedrive_or_sharepoint_is_told(
    folder: PureWindowsPath | PurePosixPath, known: list[str], state: str
):
    assert folders.syncing(folder, known).state == state


def test_onedrive_is_found_by_the_variables_that_windows_sets():
    environment = {"OneDrive": "a", "OneDriveCommercial": "b", "OneDriveConsumer": "", "PATH": "c"}
    assert sorted(synced.sync_folders(environment))[:2] == ["a", "b"]


class Registry:
    """As much of Windows' registry, by the words of `winreg`, as is read; a key that is not in it is refused."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = "machine", "user"

    def __init__(self, keys: dict[str, dict[str, object]]) -> None:
        self.keys = keys

    def OpenKey(self, above: str, name: str) -> "contextlib.nullcontext[str]":  # noqa: N802  # Windows' word
        key = f"{above}\\{name}"
        if not any(known == key or known.startswith(f"{key}\\") for known in self.keys):
            raise FileNotFoundError(errno.ENOENT, "The system cannot find the file specified")
        return contextlib.nullcontext(key)

    def _below(self, key: str) -> list[str]:
        return [known.removeprefix(f"{key}\\") for known in self.keys if known.startswith(f"{key}\\")]

    def QueryInfoKey(self, key: str) -> tuple[int, int, int]:  # noqa: N802  # Windows' word
        return len(self._below(key)), 0, 0

    def EnumKey(self, key: str, number: int) -> str:  # noqa: N802  # Windows' word
        return self._below(key)[number]

    def QueryValueEx(self, key: str, name: str) -> tuple[object, int]:  # noqa: N802  # Windows' word
        if name not in self.keys.get(key, {}):
            raise FileNotFoundError(errno.ENOENT, "The system cannot find the file specified")
        return self.keys[key][name], 1


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, dict[str, object]]], None]:
    """Lets the doctor believe that it is on Windows, with that registry."""

    def believe(keys: dict[str, dict[str, object]]) -> None:
        for room in (folders, synced):
            monkeypatch.setattr(room, "sys", types.SimpleNamespace(platform="win32"))
        monkeypatch.setitem(sys.modules, "winreg", Registry(keys))

    return believe


FILE_SYSTEM = r"machine\SYSTEM\CurrentControlSet\Control\FileSystem"
PROVIDERS = r"user\Software\SyncEngines\Providers\OneDrive"


@pytest.mark.parametrize(
    ("keys", "are_allowed"),
    [
        ({FILE_SYSTEM: {"LongPathsEnabled": 1}}, True),
        ({FILE_SYSTEM: {"LongPathsEnabled": 0}}, False),
        ({FILE_SYSTEM: {}}, None),
        ({}, None),
    ],
)
def test_whether_windows_takes_long_paths_is_read_from_its_registry(windows, keys, are_allowed):
    windows(keys)
    assert folders._are_long_paths_allowed() is are_allowed


def test_the_sharepoint_libraries_that_onedrive_keeps_are_read_from_the_registry(windows):
    windows(
        {rf"{PROVIDERS}\1": {"MountPoint": LIBRARY}, rf"{PROVIDERS}\2": {}, rf"{PROVIDERS}\3": {"MountPoint": "D:"}}
    )
    assert synced.sync_folders({}) == [LIBRARY, "D:"]
    windows({})
    assert synced.sync_folders({}) == []


@pytest.mark.parametrize(
    ("folder", "resolved", "state", "word"),
    [
        (r"C:\scorecards", r"C:\scorecards", "ok", "not on one"),
        (r"\\server\share\scorecards", r"\\server\share\scorecards", "note", "server"),
        ("//server/share/scorecards", "//server/share/scorecards", "note", "server"),
        (r"S:\scorecards", r"\\server\share\scorecards", "ok", r"S: stands for \\server\share"),
        (r"\\?\C:\scorecards", r"\\?\C:\scorecards", "ok", "not on one"),
        (r"\\?\UNC\server\share\x", r"\\?\UNC\server\share\x", "note", "server"),
    ],
)
def test_a_share_is_told_by_its_own_path_and_by_its_letter(folder: str, resolved: str, state: str, word: str):
    line = folders.network(PureWindowsPath(folder), PureWindowsPath(resolved))
    assert line.state == state
    assert word in line.found


# ---- the trial -------------------------------------------------------------------------------------------------------


def test_without_the_stock_template_the_trial_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def nowhere(kind: str) -> Path:
        return tmp_path / kind

    monkeypatch.setattr(shipped_room, "shipped", nowhere)
    monkeypatch.setattr(trial, "shipped", nowhere)
    lines = trial.look_at_building()
    assert stands(lines, "stock template").state == "missing"
    assert stands(lines, "examples").state == "missing"
    assert stands(lines, "building a workbook").is_in_the_way


def test_a_workbook_that_says_something_else_than_it_should_is_in_the_way(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(trial.EXPECTED, "value", 0.76)
    line = trial.building()
    assert line.is_in_the_way
    assert "0.75" in line.found


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (ImportError("DLL load failed"), "DLL load failed"),
        (PermissionError(errno.EACCES, "Permission denied"), "Permission denied"),
        (RuntimeError("no reason"), "RuntimeError: no reason"),
    ],
)
def test_whatever_stops_the_trial_is_told_and_not_raised(monkeypatch: pytest.MonkeyPatch, error: Exception, word: str):
    def stop() -> dict[str, object]:
        raise error

    monkeypatch.setattr(trial, "_wrong", stop)
    assert word in trial.building().found


# ---- counting from records -------------------------------------------------------------------------------------------


def test_three_records_are_counted_where_the_extra_is_installed():
    pytest.importorskip("ibis")
    assert counting.look_at_counting().state == "ok"


def test_without_the_extra_its_command_is_told_and_nothing_is_in_the_way(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counting.importlib.util, "find_spec", lambda module: None if module == "duckdb" else True)
    line = counting.look_at_counting()
    assert (line.state, line.found, line.is_in_the_way) == ("missing", "duckdb not installed", False)
    assert 'pip install "excel_scorecard[records]"' in line.mend


def test_a_library_of_the_extra_that_may_not_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("ibis")
    refused = "DLL load failed while importing _duckdb: blocked by group policy"
    monkeypatch.setattr(counting, "loading", lambda module: refused if module == "duckdb" else None)
    line = counting.look_at_counting()
    assert (line.state, line.is_in_the_way) == ("blocked", False)
    assert "AppLocker" in line.mend


def test_a_count_that_is_wrong_is_told(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("ibis")
    monkeypatch.setattr(counting, "EXPECTED", (2, 2))
    assert "(1, 2)" in counting.look_at_counting().found


# ---- the trial without a temporary folder ----------------------------------------------------------------------------


def test_without_a_temporary_folder_the_trial_is_made_in_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    real: Callable[..., object] = trial.tempfile.TemporaryDirectory

    def only_here(*, prefix: str, dir: Path | None = None) -> object:  # noqa: A002  # its own word
        if dir is None:
            raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")
        return real(prefix=prefix, dir=dir)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(trial.tempfile, "TemporaryDirectory", only_here)
    assert trial.building().state == "ok"
    assert list(tmp_path.iterdir()) == []
