"""Officers who edit their workbook at random: what they wrote is in the project afterwards, and nothing else is."""

import re
import shutil
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from excel_scorecard.commentary import read_commentary
from excel_scorecard.errors import Finding
from excel_scorecard.figures import read_figures
from excel_scorecard.project import read_project
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.collect import collect
from excel_scorecard.workbook.collect.agreement import ConflictError
from tests.workbook.excel_package import Opened
from tests.workbook.excel_save import saved_as_excel
from tests.workbook.officers import edited
from tests.workbook.officers_desk import Edit
from tests.workbook.officers_round import PROJECTS, Shelf

FAST, THOROUGH = range(12), range(12, 300)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"))


def says(project: Path, month: Any) -> dict[Any, Any]:
    """All that a project says: texts that are not empty, and figures."""
    settings = read_project(project)
    said = read_commentary(settings, month)
    texts: dict[str, Any] = {"concerns": said.concerns}
    for id_, remarks in said.texts.items():
        for slot in ("commentary", "action", "signed_off", "rating_override", "override_reason"):
            texts[f"{id_}.{slot}"] = getattr(remarks, slot)
    figures = {f.key: (f.numerator, f.denominator, f.value, f.code) for f in read_figures(settings)[0].rows}
    return {key: text for key, text in texts.items() if text} | figures


def differences(one: dict[Any, Any], other: dict[Any, Any]) -> list[str]:
    """What is not the same; of a month that was typed the numerator alone is known."""
    found = ((key, one.get(key), other.get(key)) for key in {**one, **other})
    return [f"{key}: {a!r}, {b!r}" for key, a, b in found if a != b and not (isinstance(a, tuple) and a[0] == b)]


def copy_of(workbook: Path, folder: Path, name: str, seed: int) -> tuple[Path, list[Edit]]:
    chance = Random(seed)  # noqa: S311  nothing is kept secret by it
    inspected = chance.random() < 0.15
    book = Opened(workbook)
    edits = edited(book, chance, chance.randrange(3, 12), is_inspected=inspected)
    path = saved_as_excel(book.write(folder / name), folder / name, seed, sharepoint=chance.random() < 0.2)
    if inspected:
        saved_as_excel(path, path, seed + 1, inspected=True)
    return path, edits


def expected(project: Path, folder: Path, month: Any, edits: list[Edit]) -> dict[Any, Any]:
    """What a project says into whose files the officers have written the same."""
    wanted = says(with_all(project, folder, edits), month)
    for edit in edits:
        if typed := re.fullmatch(r"typed (\d{4}-\d\d) under the months of (\S+): (\d+)", edit.says):
            wanted.setdefault((typed[2], date.fromisoformat(f"{typed[1]}-01"), "TOTAL", "period"), int(typed[3]))
    return wanted


def with_all(project: Path, folder: Path, edits: list[Edit]) -> Path:
    """The project as it would be if the officers had written into its files."""
    shutil.copytree(project, folder)
    for edit in edits:
        edit.in_project(folder)
    return folder


def play(seed: int, shelf: Shelf, folder: Path) -> None:
    name = ("small", "small", "housing")[seed % 3]
    project, workbook = shelf[name]
    month = PROJECTS[name][1]
    copy, edits = copy_of(workbook, folder, "hers.xlsx", seed)
    story = "\n".join(edit.says for edit in edits)
    mine = Path(shutil.copytree(project, folder / "collected"))
    collect([copy], mine)
    assert differences(says(mine, month), expected(project, folder / "typed", month, edits)) == [], story
    before = {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()}
    assert collect([copy], mine).files == (), story
    assert {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()} == before
    build(mine, output=folder / "again.xlsx", month=month)


@pytest.mark.parametrize("seed", FAST)
def test_what_an_officer_wrote_is_in_the_project_and_nothing_else(seed: int, shelf: Shelf, tmp_path: Path):
    play(seed, shelf, tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", THOROUGH)
def test_the_same_of_many_officers(seed: int, shelf: Shelf, tmp_path: Path):
    play(seed, shelf, tmp_path)


@pytest.mark.parametrize("seed", range(100, 106))
def test_two_officers_are_merged_or_the_conflict_is_told(seed: int, shelf: Shelf, tmp_path: Path):
    project, workbook = shelf["small"]
    month = PROJECTS["small"][1]
    one, hers = copy_of(workbook, tmp_path, "hers.xlsx", 2 * seed)
    two, his = copy_of(workbook, tmp_path, "his.xlsx", 2 * seed + 1)
    mine = Path(shutil.copytree(project, tmp_path / "collected"))
    conflicts: tuple[Finding, ...] = ()
    try:
        collect([one, two], mine)
    except ConflictError as error:
        conflicts = error.findings
    wanted = expected(project, tmp_path / "typed", month, [] if conflicts else [*hers, *his])
    assert differences(says(mine, month), wanted) == [], "\n".join(edit.says for edit in (*hers, *his))
    assert all("hers.xlsx" in str(finding) and "his.xlsx" in str(finding) for finding in conflicts)
