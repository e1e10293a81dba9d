"""A sheet that gets another name: all that speaks of it follows, all values stay, and nothing else is touched."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.lint import lint
from excel_scorecard.ooxml.lost import lose_references
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.build import build
from tests.ledger import unexplained
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.ooxml.corpus import OPENED, busiest, entries
from tests.ooxml.workbooks import changed_parts, opened, parts, rewritten
from tests.xsd import new_errors

EXAMPLE = Path(__file__).parents[2] / "examples" / "fictional-council"
OLD, NEW = "Pattern's own", "It's a new one & more"
QUOTED = "'It''s a new one & more'"
EACH = 20  # one of so many of the corpus is in the sample of the fast tests
# nothing there is a reference; revisions are what somebody did once
TEXTS = ("sharedStrings", "comments", "docProps", "threadedComment", "persons", "revisions")


@pytest.fixture
def renamed(book: Workbook, tmp_path: Path) -> Path:
    book.rename_sheet(OLD, NEW)
    book.save(tmp_path / "renamed.xlsx")
    return tmp_path / "renamed.xlsx"


def still_said(path: Path, name: str) -> list[str]:
    """The parts in which the name stands before a "!", as in a reference; texts in formulas are none."""
    found: list[str] = []
    for part, content in parts(path).items():
        if part.endswith((".xml", ".rels", ".vml")) and not any(word in part for word in TEXTS):
            # values are none, nor what a link shows or is called, nor where it leads in another file
            bare = re.sub(rb"<(?:c:)?v>[^<]*<", b"<", content)
            bare = re.sub(rb' (?:display|tooltip)="[^"]*"', b"", bare)
            bare = re.sub(rb"<hyperlink [^>]*r:id=[^>]*>", b"", bare)
            text = bare.decode("utf-8", "replace").replace("&apos;", "'").replace("&quot;", '"')
            text = re.sub(r'>[^<>]*"[^<]*<', lambda m: re.sub(r'"[^"]*"', "", m[0]), text)  # within an element's text
            written = name.replace("&", "&amp;").replace("'", "''")
            if re.search(rf"(?<![\w.\]])(?:'{re.escape(written)}'|{re.escape(written)})!", text, re.IGNORECASE):
                found.append(part)
    return found


def test_no_formula_rule_chart_shape_link_or_name_says_the_old_name(renamed: Path):
    assert still_said(renamed, OLD) == []
    assert NEW in opened(renamed).sheetnames


def test_everything_says_the_new_name(renamed: Path):
    book = Workbook.open(renamed)
    sheet = book.sheet(NEW)
    assert book.sheet("Summary").formula(2, 1) == f"{QUOTED}!F1*2"
    assert sheet.charts[0].references()[0].formula.startswith(f"{QUOTED}!")
    assert sheet.hyperlinks["A3"] == f"{QUOTED}!A5"
    assert book.names.find("shown") == f"{QUOTED}!$F$1"
    assert book.names.find("value", NEW) == f"{QUOTED}!$F$1"
    raw = b"".join(parts(renamed).values())
    written = QUOTED.replace("&", "&amp;").encode()
    for before in (b'textlink="', b'Target="#', b"<xm:f>", b"<formula>"):
        assert before + written in raw, before


def test_values_and_texts_stay(pattern_file: Path, renamed: Path):
    before, after = opened(pattern_file, values=True), opened(renamed, values=True)
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        assert [[c.value for c in row] for row in old.iter_rows()] == [
            [c.value for c in row] for row in new.iter_rows()
        ]
    assert "'Pattern''s own'!A1" in str(opened(renamed)[NEW]["F3"].value)  # a text within a formula


def _values(path: Path) -> list[list[list[object]]]:
    return [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in opened(path, values=True)]


def test_the_ledger_says_why_and_explains_all(book: Workbook, pattern_file: Path, renamed: Path):
    assert unexplained(pattern_file, renamed, book.ledger()) == []
    why = {entry.part: entry.why for entry in book.ledger().of("changed")}
    assert any("renamed" in reason for reason in why["xl/workbook.xml"])
    assert new_errors(pattern_file, renamed) == []
    assert {f.code for f in lint(renamed)} <= {f.code for f in lint(pattern_file)}


def test_the_list_of_sheets_in_the_properties_follows(renamed: Path):
    assert b"<vt:lpstr>It's a new one &amp; more</vt:lpstr>" in parts(renamed)["docProps/app.xml"]
    assert b"Pattern" not in parts(renamed)["docProps/app.xml"]


def test_renaming_there_and_back_leaves_every_part_as_it_was(book: Workbook, pattern_file: Path, tmp_path: Path):
    book.rename_sheet(OLD, NEW)
    book.rename_sheet(NEW, OLD)
    book.save(tmp_path / "back.xlsx")
    assert changed_parts(pattern_file, tmp_path / "back.xlsx") == set()


def test_a_sheet_can_get_its_name_in_other_letters(book: Workbook):
    book.rename_sheet("summary", "SUMMARY")
    assert book.sheet_names()[0] == "SUMMARY"
    book.rename_sheet("SUMMARY", "SUMMARY")
    assert book.sheet("summary").name == "SUMMARY"


@pytest.mark.parametrize("name", [OLD, "pattern's OWN", "a/b", "", "x" * 32, "History"])
def test_a_name_that_excel_does_not_take_is_refused_and_nothing_is_changed(book: Workbook, name: str):
    with pytest.raises(TemplateError, match="cannot be called"):
        book.rename_sheet("Summary", name)
    assert {entry.fate for entry in book.ledger().entries} == {"same"}


def test_a_sheet_that_is_not_there_is_said(book: Workbook):
    with pytest.raises(TemplateError, match="no sheet 'Nowhere'"):
        book.rename_sheet("Nowhere", "Anywhere")


def test_it_can_be_edited_cloned_moved_and_deleted_by_its_new_name(book: Workbook, tmp_path: Path):
    sheet = book.sheet(OLD)
    book.rename_sheet(OLD, NEW)
    assert book.sheet(NEW) is sheet
    sheet.write(1, 1, "A title")
    book.clone_sheet(NEW, "Copy", position=0)
    book.move_sheet(NEW, 0)
    assert book.names.find("value", "Copy") == "Copy!$F$1"
    book.delete_sheet("Copy")
    book.save(tmp_path / "a.xlsx")
    assert opened(tmp_path / "a.xlsx").sheetnames == [NEW, "Summary"]
    assert opened(tmp_path / "a.xlsx")[NEW]["A1"].value == "A title"


@pytest.fixture
def made(tmp_path: Path) -> Callable[[Callable[[xlsxwriter.Workbook], None]], Path]:
    def make(fill: Callable[[xlsxwriter.Workbook], None]) -> Path:
        path = tmp_path / "made.xlsx"
        with xlsxwriter.Workbook(path) as book:
            fill(book)
        return path

    return make


def test_both_ends_of_a_reference_to_several_sheets_follow(made, tmp_path: Path):
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("One", "Two", "Three"):
            book.add_worksheet(name).write("A1", 1)
        book.get_worksheet_by_name("Three").write_formula("B1", "=SUM(One:Two!A1)", None, 2)

    book = Workbook.open(made(fill))
    book.rename_sheet("One", "First one")
    assert book.sheet("Three").formula(1, 2) == "SUM('First one:Two'!A1)"
    book.rename_sheet("Two", "Last")
    assert book.sheet("Three").formula(1, 2) == "SUM('First one:Last'!A1)"
    assert book.sheet("Three").read(1, 2) == 2


def test_names_alike_in_part_stay(made):
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("Data", "Data 2", "My Data"):
            book.add_worksheet(name)
        sheet = book.get_worksheet_by_name("Data")
        sheet.write_formula("A1", "='Data 2'!A1+'My Data'!A1+[1]Data!A1", None, 0)
        sheet.write_formula("A2", '=IF(Data!B1="Data!A1","Data!A1",0)', None, 0)

    book = Workbook.open(made(fill))
    book.rename_sheet("Data", "Figures")
    assert book.sheet("Figures").formula(1, 1) == "'Data 2'!A1+'My Data'!A1+[1]Data!A1"
    assert book.sheet("Figures").formula(2, 1) == 'IF(Figures!B1="Data!A1","Data!A1",0)'


def test_a_link_into_another_file_stays_whatever_its_sheets_are_called(made, tmp_path: Path):
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Data").write_url("A1", "external:other.xlsx#Data!A1")
        book.add_worksheet("Page").write_url("A1", "internal:Data!A1")

    book = Workbook.open(made(fill))
    book.rename_sheet("Data", "Figures")
    book.clone_sheet("Figures", "Copy")
    assert lose_references(book, ["Figures"]) == ["a link on Page!A1"]
    book.save(tmp_path / "out.xlsx")
    links = [sheet["A1"].hyperlink for sheet in opened(tmp_path / "out.xlsx")]
    assert [link and (link.target, link.location) for link in links] == [
        ("other.xlsx", "Data!A1"), None, ("other.xlsx", "Data!A1"),
    ]  # fmt: skip


def test_a_chart_sheet_can_be_renamed_and_a_chart_on_one_follows(made, tmp_path: Path):
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Figures").write_url("A1", "internal:'Big chart'!A1")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Figures!$A$1:$A$3"})
        book.add_chartsheet("Big chart").set_chart(chart)

    path = made(fill)
    book = Workbook.open(path)
    book.rename_sheet("Figures", "Numbers")
    book.rename_sheet("Big chart", "Picture")
    assert [r.formula for r in book.chart_sheets()[0].charts[0].references()] == ["Numbers!$A$1:$A$3"]
    assert book.sheet("Numbers").hyperlinks["A1"] == "Picture!A1"
    book.save(tmp_path / "out.xlsx")
    assert new_errors(path, tmp_path / "out.xlsx") == []


def test_a_form_control_fills_the_same_cells(pattern_file: Path, tmp_path: Path):
    """Excel keeps a control's cells in three places: its own part, the sheet, and VML for older programs."""
    vml = b"<x:FmlaLink>'Pattern''s own'!$A$1</x:FmlaLink>"

    def put_in(content: dict[str, bytes]) -> None:
        name = next(n for n in content if n.endswith(".vml"))
        content[name] = content[name].replace(b"</x:ClientData>", vml + b"</x:ClientData>", 1)
        content["xl/ctrlProps/ctrlProp1.xml"] = (
            b'<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
            b"objectType=\"CheckBox\" fmlaLink=\"'Pattern''s own'!$A$1\"/>"
        )
        content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(
            b"</Types>",
            b'<Override PartName="/xl/ctrlProps/ctrlProp1.xml" '
            b'ContentType="application/vnd.ms-excel.controlproperties+xml"/></Types>',
        )

    path = rewritten(pattern_file, tmp_path / "control.xlsx", put_in)
    book = Workbook.open(path)
    book.rename_sheet(OLD, "New & own")
    book.save(tmp_path / "out.xlsx")
    assert still_said(tmp_path / "out.xlsx", OLD) == []
    said = b"".join(parts(tmp_path / "out.xlsx").values())
    assert said.count(b"'New &amp; own'!$A$1</x:FmlaLink>") == 1
    assert said.count(b"fmlaLink=\"'New &amp; own'!$A$1\"") == 1
    assert unexplained(path, tmp_path / "out.xlsx", book.ledger()) == []


def test_a_pivot_table_still_reads_its_sheet(corpus_folder: Path, tmp_path: Path):
    source = corpus_folder / "closedxml/Other__PivotTableReferenceFiles__ChartsheetAndPivotTable.xlsx"
    assert b'<worksheetSource ref="A1:B3" sheet="Data"/>' in _caches(source)
    book = Workbook.open(source)
    book.rename_sheet("Data", "Where it came from")
    book.save(tmp_path / "out.xlsx")
    assert b'<worksheetSource ref="A1:B3" sheet="Where it came from"/>' in _caches(tmp_path / "out.xlsx")
    assert unexplained(source, tmp_path / "out.xlsx", book.ledger()) == []
    assert new_errors(source, tmp_path / "out.xlsx") == []


def test_a_chart_of_a_pivot_table_still_finds_it(corpus_folder: Path, tmp_path: Path):
    source = corpus_folder / "open-xml-sdk/v2FxTestFiles__spreadsheet__RelationalPivotA2.xlsx"
    book = Workbook.open(source)
    book.rename_sheet("Sheet1", "Where it stands")
    book.save(tmp_path / "out.xlsx")
    chart = parts(tmp_path / "out.xlsx")["xl/charts/chart1.xml"]
    assert b"<c:name>[RelationalPivotA2.xlsx]Where it stands!PivotTable1</c:name>" in chart
    assert unexplained(source, tmp_path / "out.xlsx", book.ledger()) == []


def _caches(path: Path) -> bytes:
    return b"".join(content for name, content in parts(path).items() if "pivotCacheDefinition" in name)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(EXAMPLE, output=tmp_path_factory.mktemp("built") / "built.xlsx").path


def test_every_sheet_of_a_built_workbook_can_be_renamed(built: Path, tmp_path: Path):
    book = Workbook.open(built)
    names = book.sheet_names()
    for number, name in enumerate(names):
        book.rename_sheet(name, f"{number}: old & new".replace(":", "'s"))
    out = tmp_path / "out.xlsx"
    book.save(out)
    assert [still_said(out, name) for name in names] == [[] for _ in names]
    assert unexplained(built, out, book.ledger()) == []
    assert new_errors(built, out) == []
    assert [f for f in lint(out) if f.level == "error"] == []
    before, after = opened(built, values=True), opened(out, values=True)
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        assert [[c.value for c in row] for row in old.iter_rows()] == [
            [c.value for c in row] for row in new.iter_rows()
        ]


@needs_libreoffice
def test_libreoffice_computes_the_same_values_after_it(built: Path, tmp_path: Path):
    book = Workbook.open(built)
    for name in ("Summary", "3 Assessments in time", "Commentary"):
        book.rename_sheet(name, f"{name}'s new & better name"[:31])
    book.save(tmp_path / "out.xlsx")
    [computed] = recalculated([tmp_path / "out.xlsx"], tmp_path)
    assert differences(tmp_path / "out.xlsx", computed) == []


def _there_and_back(path: Path, out: Path) -> None:
    book = Workbook.open(path)
    sheet = busiest(book)
    if sheet is None:
        return
    old = sheet.name
    formulas = {s.name: list(s.formula_cells()) for s in book.sheets()}
    book.rename_sheet(old, NEW)
    book.save(out)
    assert still_said(out, old) == [], path
    assert unexplained(path, out, book.ledger()) == [], path
    assert new_errors(path, out) == [], path
    again = Workbook.open(out)
    again.rename_sheet(NEW, old)
    assert {s.name: [(r, c, _plain(f)) for r, c, f in s.formula_cells()] for s in again.sheets()} == {
        name: [(r, c, _plain(f)) for r, c, f in found] for name, found in formulas.items()
    }, path


def _plain(formula: str) -> str:
    return formula.replace("'", "").lower()


def test_a_sheet_of_every_twentieth_workbook_of_the_corpus_is_renamed(corpus_folder: Path, tmp_path: Path):
    for entry in entries()[::EACH]:
        if entry.opened == OPENED:
            _there_and_back(corpus_folder / entry.kept_as, tmp_path / "out.xlsx")


@pytest.mark.thorough
def test_a_sheet_of_every_workbook_of_the_corpus_is_renamed(corpus_folder: Path, tmp_path: Path):
    for entry in entries():
        if entry.opened == OPENED:
            _there_and_back(corpus_folder / entry.kept_as, tmp_path / "out.xlsx")
