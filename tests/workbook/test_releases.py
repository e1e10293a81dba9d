"""A workbook that an earlier release built is refreshed by this one, with what officers wrote into it since.

Each release leaves one in releases/, with its project (keep_release.py): council officers do not build anew in the
middle of a month because the program is another.
"""

import shutil
from pathlib import Path

import pytest

from excel_scorecard.ooxml.lint import lint
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.memory import SCHEMA, recall
from excel_scorecard.workbook.officers_copy import read_copy
from excel_scorecard.workbook.refresh import refresh
from tests.workbook.keep_release import RELEASES
from tests.workbook.projects import MARCH, with_numerators

KEPT = sorted(RELEASES.iterdir())


@pytest.mark.parametrize("release", KEPT, ids=lambda folder: folder.name)
def test_a_workbook_of_each_release_is_refreshed_under_its_officers_edits(release: Path, tmp_path: Path):
    project, workbook = tmp_path / "project", tmp_path / "scorecard.xlsx"
    shutil.copytree(release / "project", project)
    book = Workbook.open(release / "scorecard.xlsx")
    page = read_copy(book).pages["re-referrals"]
    page.sheet.write(*page.layout.slots["commentary"][0], "Hers.")
    book.save(workbook)
    with_numerators(project, MARCH, {"re-referrals": "150"})
    refresh(workbook, project)
    now = read_copy(Workbook.open(workbook)).pages["re-referrals"]
    assert now.text("commentary") == "Hers."
    assert now.cell("monthly_numerator", now.months[MARCH]) == 150
    assert now.text("message").startswith("18.8% in Mar-26")
    assert [finding for finding in lint(workbook) if finding.level == "error"] == []
    assert not refresh(workbook, project).is_written


def test_the_present_form_of_the_memory_is_kept():
    memories = [recall(Workbook.open(release / "scorecard.xlsx")) for release in KEPT]
    assert SCHEMA in {memory.schema for memory in memories if memory is not None}
