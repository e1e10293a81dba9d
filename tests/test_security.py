"""What SECURITY.md says of the package, where a test can hold it. Archives and templates: tests/ooxml."""

import ast
import io
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard import disk, weight
from excel_scorecard.figures import files
from excel_scorecard.ooxml import archive, room
from excel_scorecard.ooxml.sheet_names import MOST_SHEETS
from tests.test_floors import MODULES, PACKAGE

TOP = Path(__file__).resolve().parent.parent
SAID = " ".join((TOP / "SECURITY.md").read_text("utf-8").split())

NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "asyncio",
    "webbrowser",
    "xmlrpc",
    "requests",
    "httpx",
}
CODE = {"pickle", "shelve", "marshal", "ctypes", "code", "runpy"}
STARTS_PROGRAMS = {"preview.py", "doctor/software.py"}


def imported(module: Path) -> set[str]:
    """The libraries that a module imports, by their first names."""
    nodes = list(ast.walk(ast.parse(module.read_text("utf-8"))))
    names = [alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names]
    names += [str(n.module) for n in nodes if isinstance(n, ast.ImportFrom)]
    # urllib.parse takes addresses apart, and opens none
    return {name.partition(".")[0] for name in names if name != "urllib.parse"}


def called(module: Path) -> set[str]:
    """The plain names that a module calls, and what it calls of os."""
    calls = [n.func for n in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(n, ast.Call)]
    of_os = {f"os.{f.attr}" for f in calls if isinstance(f, ast.Attribute) and getattr(f.value, "id", "") == "os"}
    return {f.id for f in calls if isinstance(f, ast.Name)} | of_os


def inside(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=inside)
def test_no_module_knows_a_network_or_runs_what_it_reads(module: Path):
    assert not imported(module) & (NETWORK | CODE)
    assert not called(module) & {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.startfile"}


def test_only_preview_and_doctor_start_other_programs_and_none_through_a_shell():
    assert {inside(m) for m in MODULES if "subprocess" in imported(m)} == STARTS_PROGRAMS
    for name in STARTS_PROGRAMS:
        assert "shell=" not in (PACKAGE / name).read_text("utf-8")


def test_windows_registry_is_read_in_two_places_and_written_in_none():
    readers = {inside(m) for m in MODULES if "winreg" in imported(m)}
    assert readers == {"doctor/folders.py", "synced.py"}
    for name in readers:
        assert not re.search("SetValue|CreateKey|DeleteKey|DeleteValue", (PACKAGE / name).read_text("utf-8"))


@pytest.mark.parametrize(
    "limit",
    [
        f"{archive.MOST_PARTS:,} parts",
        f"{archive.MOST_BYTES // 2**20} MB unpacked",
        f"{archive.MOST_RATIO} times its size",
        f"file above {disk.MOST_OF_A_FILE // 2**20} MB",
        f"above {room.MOST_ROOM // 1_000_000} MB for one workbook",
        f"more than {MOST_SHEETS:,} sheets",
        f"{weight.MOST_PARTS:,} parts, {weight.MOST_UNPACKED_BYTES // 1_000_000} MB unpacked",
        f"about {weight.MOST_TAGS // 2:,} cells",
        f"a CSV file above {files.MOST_CSV_BYTES // 1_000_000} MB",
    ],
)
def test_the_limits_that_are_stated_are_those_that_hold(limit: str):
    assert limit in SAID


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("kind", ["a bomb of entities", "a file of the machine"])
def test_a_figures_workbook_with_entities_is_refused_and_nothing_of_them_is_read(part: str, kind: str, tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", "utf-8")
    declared = LAUGHS if kind == "a bomb of entities" else f"<!DOCTYPE x [<!ENTITY a9 SYSTEM '{secret.as_uri()}'>]>"
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        workbook.add_worksheet().write_row(0, 0, ["words", 12345])
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(tmp_path / "figures.xlsx", "w") as target:
        for name in source.namelist():
            text = source.read(name).decode("utf-8")
            if name == part:
                text = text.replace("?>", f"?>{declared}", 1).replace("words", "&a9;").replace("12345", "&a9;")
                assert "&a9;<" in text
            target.writestr(name, text)
    tables, findings = files.read_tables(tmp_path / "figures.xlsx", "figures.xlsx")
    assert tables == []
    assert [(found.level, found.code) for found in findings] == [("error", "F-FILE")]
    assert "SECRET" not in str(findings)
