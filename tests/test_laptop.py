"""On a council's laptop: awkward paths, a share, files that others hold, a console of 256 letters, spawned processes.

Tried on Linux. What only Windows does is simulated by its own error numbers.
"""

import errno
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard import preview as preview_room
from excel_scorecard.brand.shipped import find_template
from excel_scorecard.cli import main
from excel_scorecard.disk import read_file, write_whole
from excel_scorecard.errors import MachineError, ProjectError, is_path_too_long
from excel_scorecard.preview import preview
from excel_scorecard.project import make_project
from excel_scorecard.workbook.build import build, usual_name
from tests.libreoffice import needs_libreoffice
from tests.workbook.projects import COUNCIL, copied, with_setting

TOP = Path(__file__).resolve().parent.parent
OK, PROJECT, MACHINE = 0, 2, 6
MARCH = date(2026, 3, 1)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of the fictional council, built in a plain folder."""
    return build(COUNCIL, output=tmp_path_factory.mktemp("plain") / "out.xlsx").path.read_bytes()


# ---- paths -----------------------------------------------------------------------------------------------------------

AWKWARD = (
    "with spaces",
    "R & D",
    "[2026] (draft) {1}",
    "100% #1 ^caret;semi,comma='quoted'!",
    "Łódź–Cymru ŵŷ 😀",
    "~me",
    "-o",
    "e\u0301",  # an accent of its own, as a Mac writes names
)


@pytest.mark.parametrize("name", AWKWARD)
def test_a_folder_may_have_any_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: bytes):
    monkeypatch.chdir(tmp_path)
    project = copied(COUNCIL, Path("one") / name / "project")
    assert main(["build", str(project), "-o", str(project / f"{name}.xlsx")]) == OK
    assert (project / f"{name}.xlsx").read_bytes() == expected


@pytest.mark.parametrize("name", AWKWARD)
def test_a_template_may_have_any_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: bytes):
    monkeypatch.chdir(tmp_path)
    project = copied(COUNCIL, Path(name))
    shutil.copy(find_template("standard", Path()), project / f"{name}.xlsx")
    with_setting(project, "template", f"{name}.xlsx")
    assert build(project, output=Path("out.xlsx")).path.read_bytes() == expected


def test_a_template_in_the_users_own_folder_is_found_by_its_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    shutil.copy(find_template("standard", Path()), tmp_path / "ours.xlsx")
    assert find_template("~/ours.xlsx", Path("elsewhere")) == tmp_path / "ours.xlsx"


@pytest.mark.parametrize(
    "form", ["{0}", "{0}/", "{0}/.", "{0}/../project", "{0}/scorecard.toml", "./project", "project/"]
)
def test_a_project_may_be_named_in_any_form_of_its_path(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: bytes
):
    project = copied(COUNCIL, tmp_path / "project")
    monkeypatch.chdir(tmp_path)
    assert main(["build", form.format(project)]) == OK
    assert (tmp_path / "scorecard-project-2026-03.xlsx").read_bytes() == expected


def test_standing_in_the_project_its_own_name_is_the_workbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(copied(COUNCIL, tmp_path / "northshire"))
    assert main(["build", "."]) == OK
    assert Path("scorecard-northshire-2026-03.xlsx").is_file()


def test_a_project_at_the_root_of_a_drive_or_share_has_no_name_to_give():
    assert usual_name(Path(Path.cwd().anchor), MARCH) == "scorecard-2026-03.xlsx"


@pytest.mark.skipif(os.name == "nt", reason="there the two slashes name a server")
def test_the_two_slashes_that_begin_a_share_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expected: bytes
):
    project = copied(COUNCIL, tmp_path / "server" / "share")
    out = f"/{project}/out.xlsx"  # Linux reads //x as /x; a path that lost one would be another on Windows
    assert main(["build", f"/{project}", "-o", out]) == OK
    assert capsys.readouterr().out.startswith(f"{out}: ")
    assert Path(out).read_bytes() == expected


@pytest.mark.parametrize(
    "pattern", [r"\\server\share\*.csv", "//server/share/*.csv", r"C:\x\*.csv", "C:*.csv", r"\x.csv"]
)
def test_figures_that_windows_would_take_from_outside_the_project_are_refused(pattern: str):
    settings = {"scorecard": {"organisation": "X", "figures": [pattern]}, "indicator": []}
    with pytest.raises(ProjectError, match="does not start from the project folder"):
        make_project(settings, Path())


@needs_libreoffice
def test_pages_are_drawn_of_a_workbook_with_an_awkward_name(tmp_path: Path):
    workbook = tmp_path / "R & D [2026] Łódź 100%.xlsx"
    shutil.copy(find_template("standard", Path()), workbook)
    assert preview(workbook, tmp_path / "pages [ŵ] &", dots_per_inch=20)


# ---- too long --------------------------------------------------------------------------------------------------------

FOLDER_OF_200 = "f" * 200


@pytest.mark.skipif(os.name == "nt", reason="Windows may have long paths switched off")
def test_a_path_of_more_than_260_letters_works_where_the_machine_takes_it(tmp_path: Path, expected: bytes):
    deep = tmp_path / FOLDER_OF_200 / FOLDER_OF_200
    project = copied(COUNCIL, deep / "project")
    assert build(project, output=deep / "out.xlsx").path.read_bytes() == expected


@pytest.mark.parametrize(
    "command", [["build", str(COUNCIL), "-o", "{0}"], ["template", "describe", "{0}"]], ids=["output", "template"]
)
def test_a_name_that_the_machine_does_not_take_is_called_too_long(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    name = str(tmp_path / ("n" * 300 + ".xlsx"))
    assert main([word.format(name) for word in command]) == MACHINE
    assert "the path is too long: " in capsys.readouterr().err


def test_a_project_with_a_name_that_the_machine_does_not_take_is_not_our_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["build", str(tmp_path / ("n" * 300))]) in {PROJECT, MACHINE}  # not there, or too long: by Python
    assert "Traceback" not in capsys.readouterr().err


def windows_error(number: int, kind: type[OSError] = OSError, *, code: int = errno.EINVAL) -> Callable[..., None]:
    """A function that fails as a call to Windows does with that number."""

    def refuse(*_: object, **__: object) -> None:
        error = kind(code, f"[WinError {number}]")
        error.winerror = number  # only Windows' own have it
        raise error

    return refuse


FILENAME_TOO_LONG, NO_SUCH_PATH, SHARING_VIOLATION, CLOUD_IS_NOT_RUNNING = 206, 3, 32, 362


@pytest.mark.parametrize("number", [FILENAME_TOO_LONG, NO_SUCH_PATH])
def test_windows_two_words_for_a_path_that_is_too_long_are_understood(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / ("n" * 260 + ".xlsx")
    refuse = windows_error(number, FileNotFoundError, code=errno.ENOENT)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    for use in (lambda: write_whole(path, b"new"), lambda: read_file(path)):
        with pytest.raises(MachineError, match=r"the path is too long: \d+ letters"):
            use()


def test_a_short_path_that_is_not_there_is_not_called_too_long():
    error = FileNotFoundError(errno.ENOENT, "No such file or directory")
    error.winerror = NO_SUCH_PATH  # only Windows' own have it
    assert not is_path_too_long(error, Path("short.xlsx"))


# ---- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["scorecard.toml", "monthly.csv", "2026-03.toml", "ours.xlsx"])
@pytest.mark.parametrize("number", [SHARING_VIOLATION, CLOUD_IS_NOT_RUNNING])
def test_a_file_that_may_not_be_read_is_named_and_the_old_workbook_stays(
    file: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    project, out = copied(COUNCIL, tmp_path / "project"), tmp_path / "out.xlsx"
    shutil.copy(find_template("standard", Path()), project / "ours.xlsx")
    with_setting(project, "template", "ours.xlsx")
    build(project, output=out)
    before, read_bytes = out.read_bytes(), Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == file:
            windows_error(number, PermissionError if number == SHARING_VIOLATION else OSError)()
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert main(["build", str(project), "-o", str(out)]) == MACHINE
    monkeypatch.undo()
    said = capsys.readouterr().err
    assert file in said
    assert "Traceback" not in said
    assert (out.read_bytes(), [p.name for p in tmp_path.glob("*.*")]) == (before, [out.name])


@pytest.mark.parametrize("step", ["opening the draft", "moving it into place"])
def test_a_folder_or_file_that_may_not_be_written_to_keeps_the_old_workbook(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    out = build(COUNCIL, output=tmp_path / "out.xlsx").path
    before, refuse, opened = out.read_bytes(), windows_error(5, PermissionError), Path.open
    if step == "opening the draft":
        monkeypatch.setattr(
            Path, "open", lambda path, *a, **k: (refuse if path.suffix == ".part" else opened)(path, *a, **k)
        )
    else:
        monkeypatch.setattr(os, "replace", refuse)
    assert main(["build", str(COUNCIL), "-o", str(out)]) == MACHINE
    monkeypatch.undo()
    assert "or the folder is protected" in capsys.readouterr().err
    assert (out.read_bytes(), list(tmp_path.iterdir())) == (before, [out])


def test_a_file_that_a_virus_scanner_holds_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    replace, refusals = (
        os.replace,
        [windows_error(5, PermissionError), windows_error(SHARING_VIOLATION, PermissionError)],
    )

    def held_for_a_moment(draft: Path, path: Path) -> None:
        step = refusals.pop() if refusals else replace
        step(draft, path)

    monkeypatch.setattr(os, "replace", held_for_a_moment)
    write_whole(tmp_path / "book.xlsx", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("book.xlsx", b"new")]


def test_a_read_only_folder_is_told(read_only: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["build", str(COUNCIL), "-o", str(read_only / "out.xlsx")]) == MACHINE
    assert "the folder is protected" in capsys.readouterr().err


def test_what_the_machine_refuses_elsewhere_is_told_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "file").write_bytes(b"")
    template = str(find_template("standard", Path()))
    assert main(["preview", template, "--out", str(tmp_path / "file" / "pages")]) == MACHINE
    said = capsys.readouterr().err
    assert str(tmp_path / "file") in said
    assert "Traceback" not in said


def test_a_program_that_policy_forbids_is_told_with_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(preview_room.shutil, "which", lambda name: f"C:/tools/{name}.exe")
    monkeypatch.setattr(preview_room.subprocess, "run", windows_error(1260))
    with pytest.raises(MachineError, match=r"may not be started.*\n.*C:/tools/soffice\.exe"):
        preview(find_template("standard", Path()), tmp_path)


# ---- a console of 256 letters ----------------------------------------------------------------------------------------

OLD_CONSOLE = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "PYTHONWARNDEFAULTENCODING": "1"}
ODD = "Łódź → ŵ 😀"


def on_an_old_console(*words: str, where: Path) -> "subprocess.CompletedProcess[bytes]":
    """Run the command on a console of cp1252; a file opened without saying its encoding is a failure."""
    command = [sys.executable, "-W", "error::EncodingWarning", "-m", "excel_scorecard", *words]
    return subprocess.run(
        command, check=False, capture_output=True, cwd=where, env=os.environ | OLD_CONSOLE | {"PYTHONPATH": str(TOP)}
    )


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A project whose name, titles and commentary have letters that cp1252 lacks."""
    project = copied(COUNCIL, tmp_path / ODD)
    settings = project / "scorecard.toml"
    settings.write_text(settings.read_text("utf-8").replace('title = "', f'title = "{ODD} '), "utf-8")
    return project


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--help",), OK),
        *[((command, "--help"), OK) for command in ("demo", "build", "preview", "template", "schema", "doctor")],
        (("build", ODD), OK),
        (("build", ODD, "--json"), OK),
        (("build", f"{ODD}/no {ODD}"), PROJECT),
        (("build", f"{ODD}/no {ODD}", "--json"), PROJECT),
        (("build", ODD, "--month", ODD), PROJECT),
        (("demo", "--out", f"demo {ODD}"), OK),
        (("schema",), OK),
        (("doctor",), OK),
        (("doctor", "--json"), OK),
        (("init", f"new {ODD}"), OK),
        (("figures", "new", ODD, "--month", "2026-04", "-o", f"April {ODD}.xlsx"), OK),
        (("figures", "new", ODD, "--month", "2026-04", "-o", f"April {ODD}.xlsx", "--json"), OK),
        (("template", "check", "--project", ODD, "--json"), OK),
        (("lint", f"{ODD}.xlsx", "--json"), 1),
        (("template", "describe"), OK),
        (("template", "describe", f"{ODD}.xlsx"), 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_no_command_stumbles_over_a_letter_that_the_console_lacks(odd: Path, words: tuple[str, ...], code: int):
    done = on_an_old_console(*words, where=odd.parent)
    assert done.returncode == code, done.stderr.decode("cp1252")
    assert b"Traceback" not in done.stderr
    if "--json" in words or words == ("schema",):
        json.loads(done.stdout.decode("utf-8"))  # as a program would read the file that it was written into


def test_json_names_the_file_right_on_a_console_that_lacks_its_letters(odd: Path):
    report = json.loads(on_an_old_console("build", ODD, "--json", where=odd.parent).stdout)
    assert report["path"] == f"scorecard-{ODD}-2026-03.xlsx"
    assert (odd.parent / report["path"]).is_file()


def test_the_console_does_not_change_the_workbook(tmp_path: Path, expected: bytes):
    on_an_old_console("build", str(COUNCIL), "-o", "out.xlsx", where=tmp_path)
    assert (tmp_path / "out.xlsx").read_bytes() == expected


# ---- spawned processes -----------------------------------------------------------------------------------------------


def test_two_spawned_processes_build_what_one_builds(tmp_path: Path, expected: bytes):
    spawn = multiprocessing.get_context("spawn")  # as Windows starts processes: nothing is inherited
    with ProcessPoolExecutor(2, mp_context=spawn) as processes:
        made = [processes.submit(build, COUNCIL, output=tmp_path / f"{number}.xlsx") for number in range(2)]
        paths = [each.result().path for each in made]
    assert [path.read_bytes() for path in paths] == [expected, expected]


def test_an_error_of_a_spawned_process_comes_back_in_its_words(tmp_path: Path):
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as processes:
        asked = processes.submit(build, COUNCIL, output=tmp_path)
        with pytest.raises(ProjectError, match="the output is a folder") as caught:
            asked.result()
    assert caught.value.mend == "Give a file's name ending in .xlsx."


def test_two_processes_that_write_the_same_workbook_leave_one_whole(tmp_path: Path, expected: bytes):
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as processes:
        for each in [processes.submit(build, COUNCIL, output=tmp_path / "out.xlsx") for _ in range(2)]:
            each.result()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [expected]
