"""Officers' edits are never lost: random officers edit real built workbooks, Excel saves them, a refresh comes.

A case is a seed; what failed says the officer's edits. `-m thorough` plays five hundred.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from excel_scorecard.ooxml.lint import lint
from excel_scorecard.workbook.refresh import refresh
from tests.libreoffice import XLSX, converted, differences, needs_libreoffice, recalculated
from tests.workbook.officers_checks import chart_values_old, edits_lost, figures_old, touched
from tests.workbook.officers_desk import After
from tests.workbook.officers_round import Round, Shelf, begun, continued, finished

THOROUGH = range(1000, 1500)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("built"))


@pytest.mark.parametrize("seed", range(40))
def test_every_edit_stands_after_a_refresh_and_every_figure_is_new(built: Shelf, tmp_path: Path, seed: int):
    it = finished(begun(seed, built, tmp_path / "round"))
    found = list(wrong(it))
    assert found == [], "\n".join([it.story, *found])


@pytest.mark.parametrize("seed", range(616, 632))
def test_limits_and_signals_are_new_too_whatever_an_officer_did(built: Shelf, tmp_path: Path, seed: int):
    it = finished(begun(seed, built, tmp_path / "round", names=("limits",)))
    found = list(wrong(it))
    assert found == [], "\n".join([it.story, *found])


@pytest.mark.parametrize("seed", range(300, 308))
def test_edits_stand_over_two_refreshes_and_a_month(built: Shelf, tmp_path: Path, seed: int):
    first = finished(begun(seed, built, tmp_path / "first", is_first_of_two=True))
    it = finished(continued(first, tmp_path / "second"))
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
    after = After(it.refreshed, rolled=it.rolls)
    yield from edits_lost(it, after)
    yield from figures_old(it, after)
    yield from chart_values_old(after)
    yield from touched(it, after)
    yield from errors_of_ours(it)
    before = it.refreshed.read_bytes()
    again = refresh(it.refreshed, it.project, month=it.month, corrections=it.corrections)
    if again.is_written or it.refreshed.read_bytes() != before:
        yield f"a second refresh changed {[str(change) for change in again.changes][:5]}"


def errors_of_ours(it: Round) -> Iterator[str]:
    """Lint's errors that were not there before."""
    found = [finding for finding in lint(it.refreshed) if finding.level == "error"]
    before = {(finding.code, finding.what) for finding in lint(it.edited)} if found else set()
    yield from (str(finding) for finding in found if (finding.code, finding.what) not in before)


# ---- through LibreOffice ---------------------------------------------------------------------------------------------


@needs_libreoffice
def test_libreoffice_computes_what_is_kept_after_a_refresh(built: Shelf, tmp_path: Path):
    rounds = [finished(begun(seed, built, tmp_path / str(seed))) for seed in range(100, 108)]
    rounds += [finished(begun(seed, built, tmp_path / str(seed), names=("limits",))) for seed in range(620, 624)]
    computed = recalculated([it.refreshed for it in rounds], tmp_path / "computed")
    for it, path in zip(rounds, computed, strict=True):
        # where Excel is asked to compute, a formula of hers keeps nothing; and #REF! is #NAME? in LibreOffice
        found = [d for d in differences(it.refreshed, path) if "#REF!" not in d and ": None in the file" not in d]
        assert found == [], "\n".join([it.story, *found])


@needs_libreoffice
def test_edits_stand_in_a_workbook_that_libreoffice_has_saved(built: Shelf, tmp_path: Path):
    rounds = [begun(seed, built, tmp_path / str(seed)) for seed in range(200, 206)]
    for it, path in zip(rounds, saved_by_libreoffice([it.edited for it in rounds], tmp_path), strict=True):
        shutil.copy(path, it.edited)
        after = After(finished(it).refreshed, rolled=it.rolls)
        found = [said for said in edits_lost(it, after) if not said.startswith(LOST_BY_LIBREOFFICE)]
        found += [*figures_old(it, after), *chart_values_old(after), *errors_of_ours(it)]
        assert found == [], "\n".join([it.story, *found])


@needs_libreoffice
def test_alternative_texts_titles_and_calculated_columns_are_put_back(built: Shelf, tmp_path: Path):
    """LibreOffice drops them on saving."""
    project, workbook = built["small"]
    [path] = saved_by_libreoffice([workbook], tmp_path)
    refresh(path, project)
    before, after = After(workbook), After(path)
    for identity in before.pages():
        assert calculated(after, identity) == calculated(before, identity), identity
        assert alternative_texts(after, identity) >= alternative_texts(before, identity), identity
    title = "{http://purl.org/dc/elements/1.1/}title"
    assert after.book.tree("docProps/core.xml").findtext(title) == before.book.tree("docProps/core.xml").findtext(title)


LOST_BY_LIBREOFFICE = ("commented on", "froze")  # threads, and panes where it has no window


def calculated(book: After, identity: str) -> dict[str | None, str]:
    _, _, table = book.table("Monthly", identity)
    columns = {e.get("name"): e.findtext("{*}calculatedColumnFormula", "") for e in table.iter("{*}tableColumn")}
    return {name: formula for name, formula in columns.items() if formula}


def alternative_texts(book: After, identity: str) -> set[str | None]:
    sheet = book.book.sheet_part(book.pages()[identity])
    drawings = [book.book.tree(one.target) for one in book.book.related(sheet, "drawing")]
    return {e.get("descr") for tree in drawings for e in tree.iter("{*}cNvPr")}


def saved_by_libreoffice(paths: list[Path], folder: Path) -> list[Path]:
    """The workbooks opened and saved by it, all in one call."""
    there = folder / "for LibreOffice"
    there.mkdir()
    copies = [Path(shutil.copy(path, there / f"{number}.xlsx")) for number, path in enumerate(paths)]
    return converted(copies, folder / "saved by LibreOffice", XLSX, ".xlsx")
