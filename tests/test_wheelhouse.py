"""A folder of wheels for a machine without an index: complete, listed with hashes, and installed with nothing else.

The wheels of the first tests are made here, as small as wheels can be. The last one is real: it takes pip's index for
the download, and installs without it (20 seconds); where no index is reached it skips, and fails with REQUIRE_INDEX=1.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from excel_scorecard import __version__
from excel_scorecard.errors import FindingsError, ProjectError
from excel_scorecard.wheelhouse import LIST, machines, main, read_wheels, write_list

TOP = Path(__file__).resolve().parent.parent


def wheel(folder: Path, tags: str, name: str, version: str = "1.0", needs: tuple[str, ...] = ()) -> Path:
    """A wheel that holds its metadata and nothing else."""
    file = folder / f"{name}-{version}-{tags}.whl"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {n}" for n in needs)]
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n\nAbout.\n")
    return file


ANY, WINDOWS, LINUX = "py3-none-any", "cp311-cp311-win_amd64", "cp311-cp311-manylinux_2_26_x86_64.manylinux_2_28_x86_64"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A complete wheelhouse for Windows."""
    folder = tmp_path / "wheels & more"
    folder.mkdir()
    wheel(folder, ANY, "excel_scorecard", needs=("lxml<7,>=5", "Pan_das>=2", 'pytest>=8; extra == "dev"'))
    wheel(folder, WINDOWS, "lxml", "6.1")
    wheel(
        folder, WINDOWS, "pan.das", "3.0", ("tzdata; sys_platform == 'win32'", "pyodide; sys_platform == 'emscripten'")
    )
    wheel(folder, ANY, "tzdata", "2026.1")
    return folder


def problems(folder: Path) -> dict[str, str]:
    with pytest.raises(FindingsError) as caught:
        write_list(folder)
    assert not (folder / LIST).exists()
    return {f"{found.code} {found.place}": f"{found.what} / {found.mend}" for found in caught.value.findings}


def test_the_list_has_every_wheel_with_its_version_and_hash(folder: Path):
    write_list(folder)
    said = (folder / LIST).read_text("utf-8")
    for name, file in (("lxml==6.1", f"lxml-6.1-{WINDOWS}.whl"), ("tzdata==2026.1", f"tzdata-2026.1-{ANY}.whl")):
        digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
        assert f"{name} \\\n    --hash=sha256:{digest}\n" in said
    assert said.count("--hash=") == 4
    assert "Python 3.11 on win_amd64" in said


def test_listing_twice_gives_the_same_bytes(folder: Path):
    write_list(folder)
    before = (folder / LIST).read_bytes()
    write_list(folder)
    assert (folder / LIST).read_bytes() == before


def test_what_only_windows_needs_is_missed_in_a_folder_for_windows_and_not_for_linux(folder: Path):
    (folder / f"tzdata-2026.1-{ANY}.whl").unlink()
    [(place, told)] = problems(folder).items()
    assert place == "W-LACKS tzdata"
    assert "pan-das needs it, for Python 3.11 on win_amd64" in told
    assert "--platform win_amd64 --python-version 3.11" in told
    for name, version in (("lxml", "6.1"), ("pan.das", "3.0")):
        file = folder / f"{name}-{version}-{WINDOWS}.whl"
        file.rename(folder / f"{name}-{version}-{LINUX}.whl")
    write_list(folder)
    assert [str(machine) for machine in machines(read_wheels(folder))] == ["Python 3.11 on linux_x86_64"]


def test_a_version_outside_the_range_is_as_good_as_missing(folder: Path):
    (folder / f"lxml-6.1-{WINDOWS}.whl").unlink()
    wheel(folder, WINDOWS, "lxml", "7.0")
    assert "lxml<7,>=5 7.0 is there, and excel-scorecard needs it" in problems(folder)["W-LACKS lxml"]


def test_two_versions_of_a_package_are_told(folder: Path):
    wheel(folder, WINDOWS, "lxml", "6.0")
    assert "6.0 and 6.1" in problems(folder)["W-TWICE lxml"]


def test_a_wheel_for_another_python_does_not_count(folder: Path):
    wheel(folder, "cp312-cp312-win_amd64", "lxml", "6.1")
    told = problems(folder)
    assert list(told) == ["W-LACKS pan-das"]
    assert "for Python 3.12 on win_amd64" in told["W-LACKS pan-das"]


def test_two_pythons_in_one_folder_give_two_hashes_to_a_compiled_package(folder: Path):
    wheel(folder, "cp312-cp312-win_amd64", "lxml", "6.1", ("tzdata>=1",))  # other bytes, as if compiled anew
    wheel(folder, "cp312-cp312-win_amd64", "pan.das", "3.0", ("tzdata; sys_platform == 'win32'",))
    write_list(folder)
    assert (folder / LIST).read_text("utf-8").count("--hash=") == 6


def test_our_own_wheel_is_missed_with_the_command_that_makes_it(folder: Path):
    (folder / f"excel_scorecard-1.0-{ANY}.whl").unlink()
    assert "pip wheel --no-deps -w" in problems(folder)["W-LACKS excel-scorecard"]


def test_what_would_have_to_be_compiled_is_refused(folder: Path):
    (folder / "lxml-6.1.tar.gz").write_bytes(b"source")
    with pytest.raises(ProjectError, match=r"lxml-6\.1\.tar\.gz would have to be compiled"):
        write_list(folder)


@pytest.mark.parametrize("content", [b"", b"not a zip"])
def test_a_wheel_that_was_cut_off_is_named(folder: Path, content: bytes):
    (folder / f"broken-1.0-{ANY}.whl").write_bytes(content)
    with pytest.raises(ProjectError, match=r"broken-1\.0"):
        write_list(folder)


def test_an_empty_folder_and_none_at_all_say_to_fill_it_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for place in (tmp_path, tmp_path / "none"):
        assert main([str(place)]) == 2
        assert "docs/install.md" in capsys.readouterr().err


def test_the_command_says_for_which_machine_the_folder_is(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder / LIST}: 4 wheels, for Python 3.11 on win_amd64.\n"


def test_the_command_needs_nothing_but_python(folder: Path):
    command = [sys.executable, "-S", "-m", "excel_scorecard.wheelhouse", str(folder)]
    subprocess.run(command, check=True, cwd=TOP, capture_output=True)


def test_a_wheel_that_was_changed_after_the_list_was_made_is_not_installed(folder: Path):
    for file in folder.iterdir():
        file.unlink()
    wheel(folder, ANY, "excel_scorecard", needs=("lxml",))
    wheel(folder, f"cp3{sys.version_info[1]}-cp3{sys.version_info[1]}-manylinux_2_17_x86_64", "lxml")
    write_list(folder)
    wheel(folder, ANY, "excel_scorecard", needs=("something-else",))
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--ignore-installed", "--no-index"]
    command += ["--require-hashes", "--find-links", str(folder), "-r", str(folder / LIST)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode != 0
    assert "DO NOT MATCH" in done.stderr


# ---- the real one ----------------------------------------------------------------------------------------------------

SECONDS = 600


def commands(after: str) -> list[list[str]]:
    """The commands of the first block of docs/install.md after these words; `python` and `py` are this one."""
    block = (TOP / "docs" / "install.md").read_text("utf-8").partition(after)[2].split("```")[1]
    lines = [line.replace("\\", "/").split() for line in block.strip().splitlines()]
    assert all(line[0] in {"python", "py"} for line in lines)
    return [[sys.executable, *line[1:]] for line in lines]


def run(*command: str | Path, **settings: str) -> str:
    """Run a command far from the checkout's environment; its standard output."""
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_"))} | settings
    words = [str(word) for word in command]
    done = subprocess.run(
        words, check=False, capture_output=True, text=True, timeout=SECONDS, cwd=settings.get("PWD"), env=surroundings
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}\n{done.stdout}\n{done.stderr}")
    return done.stdout


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheelhouse for this machine, made by the very commands of docs/install.md in a copy of the source."""
    folder = tmp_path_factory.mktemp("source")
    for name in ("excel_scorecard", "templates", "examples", "pyproject.toml", "README.md", "LICENSE"):
        copy = shutil.copytree if (TOP / name).is_dir() else shutil.copy
        copy(TOP / name, folder / name)
    try:
        for command in commands("For laptops of"):
            run(*command, PWD=str(folder))
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        if os.environ.get("REQUIRE_INDEX") == "1":
            raise
        told = [line.strip() for line in str(error).splitlines() if "ERROR: " in line]
        pytest.skip(f"pip reaches no index to download from: {'; '.join(dict.fromkeys(told))}")
    return folder / "wheelhouse"


def test_what_was_carried_is_installed_and_runs_with_the_index_switched_off(filled: Path, tmp_path: Path):
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # an empty file for pip's settings: what this machine is told about indexes is not known to the other one
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PWD": str(tmp_path)}
    shutil.copytree(filled, tmp_path / "wheelhouse")
    [install, doctor] = commands("**3. Carry it")
    run(python, *[word for word in install[1:] if word != "--user"], **offline)  # a venv knows no --user
    run(python, *doctor[1:], **offline)
    assert run(python, "-m", "excel_scorecard", "--version", **offline) == f"excel-scorecard {__version__}\n"
    run(python, "-m", "excel_scorecard", "demo", **offline)
    assert (tmp_path / "scorecard-demo" / "northshire-scorecard.xlsx").is_file()

    report = json.loads(run(python, "-m", "excel_scorecard", "doctor", "--json", **offline))
    found = {line["subject"]: line["found"] for line in report["lines"]}
    assert report["exit_code"] == 0
    assert "installed in" in found["excel_scorecard"]
    for needed in tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]:
        assert "is asked for" in found[needed.partition(">")[0].lower()]  # from the installed package's own metadata
