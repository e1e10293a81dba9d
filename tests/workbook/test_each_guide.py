"""docs/each.md: its command is run, and prints what it says."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from excel_scorecard.cli import main

TOP = Path(__file__).resolve().parents[2]
GUIDE = (TOP / "docs" / "each.md").read_text("utf-8")


def test_its_command_prints_what_it_says(tmp_path: Path, monkeypatch, capsys: pytest.CaptureFixture[str]):
    shutil.copytree(TOP / "examples" / "fictional-council", tmp_path / "examples" / "fictional-council")
    monkeypatch.chdir(tmp_path)
    [command] = re.findall(r"```\nexcel-scorecard (.+)\n```", GUIDE)
    assert main(shlex.split(command)) == 0
    told = capsys.readouterr()
    assert f"```\n{told.err}```" in GUIDE
    assert f"```\n{told.out}```" in GUIDE
