"""docs/fictional.md and docs/trace.md: their commands are run, and what they print is what is printed there."""

import re
import shlex
import shutil
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.cli import main, records

TOP = Path(__file__).resolve().parents[2]
GUIDES = {name: (TOP / "docs" / f"{name}.md").read_text("utf-8") for name in ("fictional", "trace")}
COMMAND = re.compile(r"```\nexcel-scorecard (.+)\n```")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example, on the day on which the guide was written."""
    shutil.copytree(TOP / "examples" / "fictional-records", tmp_path / "examples" / "fictional-records")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(records, "_today", lambda: date(2026, 11, 28))
    return tmp_path


@pytest.mark.parametrize(
    ("guide", "command"), [(name, command) for name, guide in GUIDES.items() for command in COMMAND.findall(guide)]
)
def test_its_commands_print_what_it_says(here: Path, guide: str, command: str, capsys: pytest.CaptureFixture[str]):
    assert main(shlex.split(command)) == 0
    told = capsys.readouterr()
    assert told.err == ""
    if "--as-of" not in command:  # its answer is not in the guide
        assert f"```\n{told.out}```" in GUIDES[guide]


def test_the_file_it_shows_is_the_file_that_is_written(here: Path):
    [command] = [each for each in COMMAND.findall(GUIDES["trace"]) if each.startswith("trace")]
    assert main(shlex.split(command)) == 0
    [path] = (here / "person-level").iterdir()
    assert f"```\n{path.read_bytes().decode('utf-8-sig').replace(chr(13), '')}```" in GUIDES["trace"]


def test_the_levels_it_names_are_those_that_are_drawn():
    from excel_scorecard.records.fictional import published

    table = GUIDES["fictional"].split("## Levels")[1].split("## What happens")[0]
    for words, level in (
        ("referrals per 10,000 children a year", f"{published.REFERRALS_PER_10K:.0f}"),
        ("re-referrals within 12 months", f"{100 * published.REREFERRALS:.1f}%"),
        ("section 47 enquiries per 10,000 a year", f"{published.ENQUIRIES_PER_10K}"),
        ("initial conferences per 10,000 a year", f"{published.CONFERENCES_PER_10K}"),
        ("child protection plans per 10,000", f"{published.PLANS_PER_10K}"),
    ):
        assert f"| {words} | {level} |" in table
