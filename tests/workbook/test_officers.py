"""The officers' edits, before any refresh: each stands in what Excel saves, lint finds no error, caches are right.

Were an edit not to stand here, its check would say nothing of a refresh.
"""

from pathlib import Path
from random import Random

import pytest

from excel_scorecard.ooxml.lint import lint
from excel_scorecard.workbook.build import build
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.workbook.excel_package import Opened
from tests.workbook.excel_save import saved_as_excel
from tests.workbook.officers import EDITS, MakeEdit, edited
from tests.workbook.officers_checks import chart_values_old
from tests.workbook.officers_desk import After, Desk, Edit
from tests.workbook.officers_projects import small_council
from tests.workbook.reading import Book

NAMES = [edit.__name__ for edit in EDITS]
SEEN = [edit for edit in EDITS if edit.__name__ not in ("move_a_sheet", "delete_blank_row")]  # others are compared
READ_BY_OURS = frozenset({  # our formulas read it: Excel works them out, and nobody here does
    "retype_commentary", "embolden", "type_action", "sign_off", "override_rating", "type_concerns", "delete_a_page",
    "correct_month", "correct_area",
})  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("small")
    return Book(build(small_council(folder / "project"), output=folder / "small.xlsx").path)


def made(small: Book, folder: Path, make: MakeEdit) -> tuple[Edit, Path]:
    for seed in range(20):
        book = Opened(small.path)
        edit = make(Desk(book, Random(seed)))  # noqa: S311  nothing is kept secret by it
        if edit is not None:
            edit.settle(book)
            return edit, saved_as_excel(book.write(folder / "edited.xlsx"), folder / f"{make.__name__}.xlsx", 5)
    pytest.fail("no page to do it to")


@pytest.mark.parametrize("make", EDITS, ids=NAMES)
def test_an_edit_stands_and_lint_finds_no_error(small: Book, tmp_path: Path, make: MakeEdit):
    edit, path = made(small, tmp_path, make)
    assert list(chart_values_old(After(path))) == []
    if make.__name__ != "override_rating":  # the rating is ours to work out
        assert edit.stands(After(path)) is None
    assert [str(f) for f in lint(path) if f.level == "error"] == []


@pytest.mark.parametrize("make", SEEN, ids=[edit.__name__ for edit in SEEN])
def test_an_edit_is_missed_where_it_was_not_made(small: Book, tmp_path: Path, make: MakeEdit):
    edit, _ = made(small, tmp_path, make)
    if not edit.says.startswith("put") or "wrote" in edit.says:  # empty rows are looked for elsewhere
        assert edit.stands(After(small.path)) is not None


@needs_libreoffice
def test_libreoffice_computes_what_is_kept_after_edits(small: Book, tmp_path: Path):
    chosen = [make for make in EDITS if make.__name__ not in READ_BY_OURS]
    paths = {}
    for number in range(4):  # a few in one workbook: each takes LibreOffice a second
        book = Opened(small.path)
        desk = Desk(book, Random(number))  # noqa: S311
        edits = [edit for make in chosen[number::4] if (edit := make(desk))]
        for edit in edits:
            edit.settle(book)
        paths[saved_as_excel(book.write(tmp_path / "edited.xlsx"), tmp_path / f"{number}.xlsx", 5)] = edits
    for (path, edits), again in zip(paths.items(), recalculated(list(paths), tmp_path), strict=True):
        wrong = [one for one in differences(path, again) if "#REF!" not in one]  # LibreOffice says #NAME? for it
        assert wrong == [], [edit.says for edit in edits]


@pytest.mark.parametrize("seed", range(10))
def test_many_edits_together_stand(small: Book, tmp_path: Path, seed: int):
    book = Opened(small.path)
    edits = edited(book, Random(seed), 12)  # noqa: S311
    path = saved_as_excel(book.write(tmp_path / "edited.xlsx"), tmp_path / "saved.xlsx", seed)
    after = After(path)
    lost = [(edit.says, said) for edit in edits if "by judgement" not in edit.says and (said := edit.stands(after))]
    assert lost == [], [edit.says for edit in edits]
    assert [str(f) for f in lint(path) if f.level == "error"] == []
