"""docs/monthly-round.md: every command is run in its order, with what the officers do between, and prints what it says.

Three dots alone on a line stand for lines left out, at a line's end for the rest of it.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from excel_scorecard.cli import main
from excel_scorecard.cli.main import parser
from tests.libreoffice import SOFFICE
from tests.workbook.monthly_round import PAGE, PROGRAM, STEPS, Scene, scenes
from tests.workbook.monthly_round_pictures import PICTURES

TOP = Path(__file__).resolve().parents[1]
PACKAGE = TOP / "excel_scorecard"
DATED = re.compile(r"\d{4}-\d\d-\d\d \d\d\.\d\d(, \d+)?")  # of a copy beside the workbook


def commands() -> list[str]:
    """Every command of the page, those within its text too."""
    text = PAGE.read_text("utf-8")
    return re.findall(rf"^{PROGRAM} .*$|(?<=`){PROGRAM} [^`\n]*(?=`)", text, re.MULTILINE)


def walked(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Scene, str]]:
    """The scenes one after the other, with what was printed."""
    steps = {step.__name__: step for step in STEPS}
    monkeypatch.chdir(folder)
    for scene in scenes():
        if SOFFICE is None and "saved_by_libreoffice" in scene.officers:
            continue
        for name in scene.officers:
            steps[name](folder)
        capsys.readouterr()
        for command in scene.commands:
            main(shlex.split(command)[1:])
        printed = capsys.readouterr()
        yield scene, printed.err + printed.out


def test_every_command_runs_in_its_order_and_prints_what_the_page_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said, missing = 0, []
    for scene, output in walked(tmp_path, capsys, monkeypatch):
        lines = [DATED.sub("DAY", line) for line in output.splitlines()]
        for wanted in (DATED.sub("DAY", line) for line in scene.printed if line != "..."):
            said += 1
            if not any(line.startswith(wanted[:-3]) if wanted.endswith("...") else line == wanted for line in lines):
                missing.append(f"{scene.commands}: {wanted}")
    assert missing == []
    assert said > 50


def test_the_officers_do_all_that_they_are_there_for() -> None:
    named = [name for scene in scenes() for name in scene.officers]
    assert named == [step.__name__ for step in STEPS]


def test_every_command_of_the_page_is_one_with_options_that_it_has() -> None:
    found = commands()
    assert len(found) > 25
    for command in found:
        if command.split()[1:] not in (["collect"], ["refresh"]):  # named, not given
            parser().parse_args(shlex.split(command)[1:])


def codes(where: str, letter: str) -> set[str]:
    """The codes of findings that a part of the package gives."""
    place = PACKAGE / where
    files = place.rglob("*.py") if place.is_dir() else [place]
    return {code for file in files for code in re.findall(rf'"({letter}-[A-Z-]+)"', file.read_text("utf-8"))}


def table_after(heading: str) -> set[str]:
    """The codes in the table under a heading of the page."""
    section = PAGE.read_text("utf-8").split(f"\n### {heading}\n", 1)[1].split("\n#", 1)[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {code for cell in cells for code in re.findall(r"`([A-Z]-[A-Z-]+)`", cell)}


def test_the_tables_have_every_code_and_no_other() -> None:
    of_texts = codes("commentary/reading.py", "P")
    assert of_texts
    assert table_after("refresh") == codes("workbook", "R") | of_texts
    assert table_after("split") == codes("workbook/split.py", "S")
    assert table_after("collect") == codes("workbook", "K")
    assert table_after("build --previous") == codes("workbook/previous", "P")


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_there_and_small(name: str) -> None:
    picture = TOP / "docs" / "pictures" / f"monthly-round-{name}.png"
    assert f"pictures/{picture.name}" in PAGE.read_text("utf-8")
    assert 2_000 < picture.stat().st_size < 120_000
