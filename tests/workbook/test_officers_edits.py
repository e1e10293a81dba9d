"""Officers' edits are never lost: random officers edit real built workbooks, Excel saves them, a refresh comes.

A case is a seed; what failed says the officer's edits. `-m thorough` plays five hundred.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from excel_scorecard.ooxml.lint import lint
from excel_scorecard.workbook.refresh import refresh
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.workbook.officers_checks import chart_values_old, edits_lost, figures_old, touched
from tests.workbook.officers_desk import After
from tests.workbook.officers_round import Round, Shelf, begun, finished

THOROUGH = range(1000, 1500)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("built"))


@pytest.mark.parametrize("seed", range(40))
def test_every_edit_stands_after_a_refresh_and_every_figure_is_new(built: Shelf, tmp_path: Path, seed: int):
    it = finished(begun(seed, built, tmp_path / "round"))
    found = list(wrong(it))
    assert found == [], "\n".join([it.story, *found])


@pytest.mark.thorough
@pytest.mark.parametrize("seed", THOROUGH)
def test_every_edit_of_many_stands(built: Shelf, tmp_path: Path, seed: int):
    it = finished(begun(seed, built, tmp_path / "round", names=("small", "housing", "council")))
    found = list(wrong(it))
    assert found == [], "\n".join([it.story, *found])


def wrong(it: Round) -> Iterator[str]:
    """All that is wrong with a refreshed workbook."""
    after = After(it.refreshed, rolled=it.will_roll)
    yield from edits_lost(it, after)
    yield from figures_old(it, after)
    yield from chart_values_old(after)
    yield from touched(it, after)
    there = {(finding.code, finding.what) for finding in lint(it.edited)}
    yield from (str(f) for f in lint(it.refreshed) if f.level == "error" and (f.code, f.what) not in there)
    before = it.refreshed.read_bytes()
    again = refresh(it.refreshed, it.project, month=it.month, corrections="keep")
    if again.is_written or it.refreshed.read_bytes() != before:
        yield f"a second refresh changed {[str(change) for change in again.changes][:5]}"


@needs_libreoffice
def test_libreoffice_computes_what_is_kept_after_a_refresh(built: Shelf, tmp_path: Path):
    rounds = [finished(begun(seed, built, tmp_path / str(seed))) for seed in range(100, 105)]
    computed = recalculated([it.refreshed for it in rounds], tmp_path / "computed")
    for it, path in zip(rounds, computed, strict=True):
        found = [d for d in differences(it.refreshed, path) if "#REF!" not in d and ": None in the file" not in d]
        assert found == [], "\n".join([it.story, *found])
