"""From records to the page: what an extract can tell is counted, what it cannot is [x] with the reason."""

import shutil
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from excel_scorecard.cli import main
from excel_scorecard.figures import Figures, read_figures
from excel_scorecard.project import read_project
from tests.records.record_folder import RecordFolder
from tests.records.test_annex_a import lists as annex_a_lists
from tests.records.test_ssd import TABLES

pytest.importorskip("ibis")

MEASURES = ("assessments-in-time", "s47-in-time", "icpc-in-time", "cp-visits", "supervision")
SETTINGS = "".join(
    f'[[indicator]]\nid = "{name}"\nnumber = "{number}"\ntitle = "{name}"\nunit = "percent"\ngood = "high"\n'
    f'measure = "{name}"\n\n'
    for number, name in enumerate(MEASURES, start=1)
)
SEPTEMBER = date(2015, 9, 1)
lists = annex_a_lists  # the fixture


def a_project(folder: Path, records: str) -> None:
    (folder / "scorecard.toml").write_text(f'[scorecard]\norganisation = "Northshire (fictional)"\n\n{SETTINGS}')
    (folder / "records.toml").write_text(f"as_of = 2015-09-30\n{records}")


def figures(folder: Path) -> Figures:
    return read_figures(read_project(folder))[0]


def told(folder: Path) -> dict[str, tuple[object, ...]]:
    found = {name: figures(folder).find(name, SEPTEMBER) for name in MEASURES}
    return {
        name: (each.numerator, each.denominator) if each.code is None else (each.code, each.note)
        for name, each in found.items()
        if each
    }


@pytest.fixture
def annex_a(council: RecordFolder, lists: dict[str, list[list[object]]]) -> Path:
    council.put_sheets("annex-a.xlsx", lists)
    a_project(council.path, 'format = "annex-a"\nfile = "annex-a.xlsx"')
    return council.path


@pytest.fixture
def ssd(council: RecordFolder) -> Path:
    for name, content in TABLES.items():
        council.put(f"{name}.csv", content)
    a_project(council.path, 'format = "ssd"\nfile = "ssd_*.csv"')
    return council.path


def test_annex_a_alone_tells_what_it_can(annex_a: Path):
    assert told(annex_a) == {
        "assessments-in-time": (1, 1),
        "s47-in-time": ("x", "Annex A does not say when an enquiry ended"),
        "icpc-in-time": (0, 0),
        "cp-visits": ("x", "Annex A gives the last visit to each child alone, not those before it"),
        "supervision": ("x", "Annex A names the worker of each child, not who works in a team"),
    }
    august = figures(annex_a).find("icpc-in-time", date(2015, 8, 1))
    assert (august.numerator, august.denominator) == (1, 1)


def test_the_dataset_alone_tells_what_it_can(ssd: Path):
    assert told(ssd) == {
        "assessments-in-time": (0, 1),
        "s47-in-time": (0, 0),
        "icpc-in-time": (0, 0),
        "cp-visits": (0, 1),
        "supervision": ("x", "The Standard Safeguarding Dataset says nothing of supervision"),
    }


@pytest.mark.parametrize("source", ["annex_a", "ssd"])
def test_either_alone_builds_a_workbook_that_says_what_it_cannot_give(
    source: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
):
    folder: Path = request.getfixturevalue(source)
    made = tmp_path_factory.mktemp("built") / "september.xlsx"
    assert main(["build", str(folder), "-o", str(made)]) == 0
    book = openpyxl.load_workbook(made, read_only=True, data_only=True)
    said = "\n".join(" | ".join(str(c or "") for c in row) for row in book["Data quality"].iter_rows(values_only=True))
    assert "Records: supervisions" in said
    assert "says nothing of supervision. Wanted for 5 supervision." in said
    assert "Counted in 1 assessments-in-time." in said


def test_what_is_typed_comes_before_what_is_counted_and_fills_what_is_not(annex_a: Path):
    shutil.copytree(annex_a, annex_a / "copy", ignore=shutil.ignore_patterns("copy"))
    folder = annex_a / "copy"
    (folder / "figures").mkdir()
    rows = ["supervision,2015-09,TOTAL,10,12", "assessments-in-time,2015-09,TOTAL,5,6"]
    (folder / "figures" / "typed.csv").write_text("\n".join(["indicator,period,area,numerator,denominator", *rows]))
    found = figures(folder)
    assert (found.find("supervision", SEPTEMBER).numerator, found.find("supervision", SEPTEMBER).source) == (
        10,
        "typed",
    )
    assert [(each.figure.numerator, each.instead_of.numerator) for each in found.overrides] == [(5, 1)]


def test_nobody_in_the_records_stands_in_the_workbook_or_is_said_or_left_on_the_disk(
    annex_a: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
):
    desk, made = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("built") / "september.xlsx"
    monkeypatch.setattr(tempfile, "tempdir", str(desk))
    monkeypatch.chdir(desk)
    book = openpyxl.load_workbook(annex_a / "annex-a.xlsx")
    for title in ("List_3", "List 4", "List_5", "List_7", "List_8"):
        for row in book[title].iter_rows():
            for cell in row:
                if cell.value == "A. Worker":
                    cell.value = "Zebedee Quillfeather"
                elif cell.column == 1 and cell.value in {1, 2, 3}:
                    cell.value = 99887766 + cell.value
    book["List 4"].append(
        [99887799, "b) Female", "a) WBRI", None, 5, "Quillfeather's day", "Zebedee", "soon", "NWC 1", "Z"]
    )
    book.save(annex_a / "annex-a.xlsx")
    assert main(["build", str(annex_a), "-o", str(made)]) == 0
    assert main(["build", str(annex_a), "-o", str(made), "--json"]) == 0
    printed = capfd.readouterr()
    with zipfile.ZipFile(made) as package:
        content = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "replace")
    told_of = content + printed.out + printed.err
    assert "unreadable-date" in told_of
    assert [planted for planted in ("Zebedee", "Quillfeather", "998877") if planted in told_of] == []
    assert list(desk.rglob("*")) == []
