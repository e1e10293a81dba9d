"""Bold and coloured words on their way between a project's text files and the cells of a workbook."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from excel_scorecard.commentary import Look, Mark, Styled, joined
from excel_scorecard.ooxml.rich import Run
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.strings import escaped, unescaped
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.rich_words import runs_for, styled_of
from tests.ooxml.workbooks import pattern_workbook

AS_EXCEL = (("sz", "11"), ("color@theme", "1"), ("rFont", "Calibri"), ("family", "2"), ("scheme", "minor"))


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    return Workbook.open(pattern_workbook(tmp_path_factory.mktemp("rich") / "a.xlsx")).sheet("Summary")


looks = some.builds(
    Look,
    bold=some.sampled_from([None, True]),
    italic=some.sampled_from([None, True]),
    underline=some.sampled_from([None, "single", "double"]),
    strike=some.sampled_from([None, True]),
    script=some.sampled_from([None, "superscript"]),
    colour=some.sampled_from(["", "FFC00000", "theme 4 -0.25", "indexed 10"]),
    size=some.sampled_from([None, Decimal("10.5"), Decimal(16)]),
    font=some.sampled_from(["", "Arial"]),
)
pieces = some.lists(some.builds(Styled, some.text(min_size=1, max_size=5), looks), max_size=5).map(joined)


@given(pieces)
def test_a_look_is_the_same_after_it_stood_in_a_cell(sheet: Sheet, styled: tuple[Styled, ...]):
    runs = runs_for(sheet, 9, 1, styled)
    assert styled_of(sheet, 9, 1, "".join(run.text for run in runs), runs) == joined(
        Styled(unescaped(escaped(piece.text)), piece.look) for piece in styled
    )


def test_only_what_is_other_than_the_cells_own_font_is_a_mark(sheet: Sheet):
    runs = (Run("Of these, "), Run("two", (("b", None), *AS_EXCEL)), Run(" were late.", AS_EXCEL))
    assert styled_of(sheet, 9, 1, "", runs) == (
        Styled("Of these, "),
        Styled("two", Look(bold=True)),
        Styled(" were late."),
    )


def test_words_that_are_not_bold_in_a_bold_cell_are_marked_so(sheet: Sheet):
    runs = (Run("Summary"), Run(" of all", AS_EXCEL))
    assert styled_of(sheet, 1, 1, "", runs) == (Styled("Summary"), Styled(" of all", Look(bold=False)))


def test_a_themes_black_written_as_a_number_is_no_colour_of_its_own(sheet: Sheet):
    as_libreoffice = (("sz", "11"), ("color@rgb", "FF000000"), ("rFont", "Calibri"), ("family", "2"))
    assert styled_of(sheet, 9, 1, "", (Run("late", as_libreoffice),)) == (Styled("late"),)


def test_a_run_states_its_whole_font_as_excel_does(sheet: Sheet):
    runs = runs_for(sheet, 9, 1, [Styled("a"), Styled("b", Look(bold=True)), Styled("c")])
    assert runs == (Run("a"), Run("b", (("b", None), *AS_EXCEL)), Run("c", AS_EXCEL))


def test_a_marked_commentary_is_built_with_its_bold_words(tmp_path: Path):
    import tomllib

    from excel_scorecard.workbook.build import build
    from tests.workbook.projects import COUNCIL, copied

    project = copied(COUNCIL, tmp_path / "council")
    file = project / "commentary" / "2026-03.toml"
    text = file.read_text("utf-8")
    mark = 'concerns_marks = [{ words = "Unallocated work in NWC", bold = true }]\n\n[re-referrals]\n'
    marked = text.replace("[re-referrals]\n", mark, 1).replace(
        "\n[unallocated]",
        'commentary_marks = [{ words = "26.1%", bold = true, colour = "FFC00000" }]\n\n[unallocated]',
        1,
    )
    file.write_text(marked, "utf-8")
    assert tomllib.loads(marked)["concerns_marks"]
    book = Workbook.open(build(project, output=tmp_path / "out.xlsx").path)
    rich = {
        run.text
        for sheet in book.sheets()
        for row, column, value, _ in sheet.cells()
        if isinstance(value, str) and sheet.rich(row, column)
        for run in sheet.rich(row, column) or ()
        if run.has("b")
    }
    assert {"26.1%", "Unallocated work in NWC"} <= rich


def test_a_mark_is_the_look_that_it_says():
    assert Mark(words="x", underline=True, size=12).look == Look(underline="single", size=Decimal(12))
