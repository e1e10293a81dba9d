"""A sheet of another workbook is brought into this one: it looks as it did there, and nothing that was here changes."""

import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.ledger import Ledger
from excel_scorecard.ooxml.lint import lint
from excel_scorecard.ooxml.lost import lose_references
from excel_scorecard.ooxml.repainting import Repainting
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.build import build
from tests.ledger import unexplained
from tests.libreoffice import cells, differences, needs_libreoffice, pages, recalculated
from tests.ooxml.leads_back import reached
from tests.ooxml.seen import unlike
from tests.ooxml.test_long_part import ROWS, canonical, large_from, with_rows
from tests.ooxml.test_threads import with_threads
from tests.ooxml.workbooks import changed_parts, opened, parts, rewritten, substituted
from tests.workbook.excel_save import saved_as_excel
from tests.xsd import new_errors

EXAMPLES = Path(__file__).parents[2] / "examples"
LAST = "12 Caseloads"
PICTURE_TYPES = (".png", ".jpeg", ".gif")
Fill = Callable[[xlsxwriter.Workbook], None]


@dataclass(frozen=True)
class Built:
    """Two examples' workbooks; `without` is the first as it was before its last indicator came."""

    council: Path
    housing: Path
    without: Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    council, housing = (
        build(EXAMPLES / name, output=folder / f"{name}.xlsx").path for name in ("fictional-council", "housing")
    )
    book = Workbook.open(council)
    lose_references(book, [LAST])
    book.delete_sheet(LAST)
    book.save(folder / "without.xlsx")
    return Built(council, housing, folder / "without.xlsx")


@pytest.fixture(scope="session")
def by_libreoffice(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as LibreOffice saved it: every part rewritten, styles by other numbers, no theme."""
    return recalculated([built.without], tmp_path_factory.mktemp("libreoffice"))[0]


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str, Fill], Workbook]:
    def make(name: str, fill: Fill) -> Workbook:
        with xlsxwriter.Workbook(tmp_path / name) as book:
            fill(book)
        return Workbook.open(tmp_path / name)

    return make


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def errors(path: Path) -> set[str]:
    return {f"{finding.code} {finding.what}" for finding in lint(path) if finding.level == "error"}


def check_target(before: Path, after: Path, ledger: Ledger) -> None:
    """Nothing that was in the workbook has changed but lists, to which entries were added."""
    assert unexplained(before, after, ledger) == []
    sheets = {entry.part for entry in ledger.of("changed")} - {
        *("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"),
        *("xl/styles.xml", "docProps/app.xml"),
    }
    assert sheets == set()
    assert {entry.part for entry in ledger.of("dropped")} <= {"xl/calcChain.xml"}


# Pages of built workbooks.


def test_every_page_of_one_workbook_looks_the_same_in_another(built: Built, tmp_path: Path):
    source, target = Workbook.open(built.housing), Workbook.open(built.council)
    pages = source.sheet_names()[1:4]
    assert all(name[0].isdigit() for name in pages)
    for name in pages:
        target.adopt_sheet(source.sheet(name), f"Housing {name}", position=2)
    out = saved(target, tmp_path / "out.xlsx")
    check_target(built.council, out, target.ledger())
    assert [unlike(built.housing, name, out, f"Housing {name}") for name in pages] == [[], [], []]
    assert target.sheet_names()[2] == f"Housing {pages[-1]}"
    assert new_errors(built.council, out) == []
    assert errors(out) <= errors(built.council) | errors(built.housing)


def test_a_new_indicators_page_from_the_same_template_adds_nothing_to_the_looks(built: Built, tmp_path: Path):
    source, target = Workbook.open(built.council), Workbook.open(built.without)
    target.adopt_sheet(source.sheet(LAST), LAST, position=12)
    out = saved(target, tmp_path / "out.xlsx")
    check_target(built.without, out, target.ledger())
    assert unlike(built.council, LAST, out, LAST) == []
    assert "xl/styles.xml" not in changed_parts(built.without, out)
    assert {t.name for t in target.sheet(LAST).tables} == {t.name for t in source.sheet(LAST).tables}
    assert "came with sheets of another workbook" in target.ledger().line


def test_a_picture_that_is_there_is_shared(built: Built, tmp_path: Path):
    source, target = Workbook.open(built.council), Workbook.open(built.without)
    target.adopt_sheet(source.sheet(LAST), LAST)
    out = saved(target, tmp_path / "out.xlsx")
    pictures = [[name for name in parts(path) if name.endswith(PICTURE_TYPES)] for path in (built.without, out)]
    assert pictures[0] == pictures[1] != []
    assert set(pictures[1]) <= reached(out, LAST).keys()


def test_a_formula_keeps_its_value_where_what_it_reads_is_the_same_here(built: Built):
    source, target = Workbook.open(built.council), Workbook.open(built.without)
    page = target.adopt_sheet(source.sheet(LAST), LAST)
    assert [*page.formula_cells(has_cache=False)] == [*source.sheet(LAST).formula_cells(has_cache=False)]
    assert list(page.cells()) == list(source.sheet(LAST).cells())


def test_a_formula_loses_its_value_where_what_it_reads_is_another_here(built: Built):
    source, target = Workbook.open(built.council), Workbook.open(built.without)
    target.sheet("Summary").write(*_place(target.names.find("month", "Summary")), 42005)
    page = target.adopt_sheet(source.sheet(LAST), LAST)
    bare = {(row, column) for row, column, _ in page.formula_cells(has_cache=False)}
    assert _place(target.names.find("month", LAST)) in bare
    assert _place(target.names.find("value", LAST)) in bare  # by way of the month
    assert _place(target.names.find("title", LAST)) not in bare


def _place(reference: str | None) -> tuple[int, int]:
    row_and_column = openpyxl.utils.cell.coordinate_to_tuple(str(reference).rpartition("!")[2].replace("$", ""))
    return row_and_column[0], row_and_column[1]


def test_a_page_reads_a_sheet_that_has_another_name_here(built: Built, tmp_path: Path):
    source, target = Workbook.open(built.council), Workbook.open(built.without)
    target.rename_sheet("Summary", "Overview")
    before = saved(target, tmp_path / "before.xlsx")
    target = Workbook.open(before)
    page = target.adopt_sheet(source.sheet(LAST), "12 Loads", sheets={"Summary": "Overview"})
    formulas = [formula for _, _, formula in page.formula_cells()]
    assert "Overview!month" in formulas
    assert not [formula for formula in formulas if "Summary!" in formula]
    assert [*page.formula_cells(has_cache=False)] == []
    out = saved(target, tmp_path / "out.xlsx")
    check_target(before, out, target.ledger())
    assert errors(out) <= errors(before)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_looks_the_same_in_a_workbook_that_excel_has_saved(built: Built, tmp_path: Path, seed: int):
    before = saved_as_excel(built.without, tmp_path / "before.xlsx", seed)
    source, target = Workbook.open(built.council), Workbook.open(before)
    page = target.adopt_sheet(source.sheet(LAST), LAST, position=12)
    out = saved(target, tmp_path / "out.xlsx")
    check_target(before, out, target.ledger())
    assert unlike(built.council, LAST, out, LAST) == []
    assert list(page.cells()) == list(source.sheet(LAST).cells())
    assert new_errors(before, out) == []
    assert errors(out) <= errors(before)


@needs_libreoffice
def test_libreoffice_opens_it_and_computes_the_pages_own_values(built: Built, tmp_path: Path):
    source, target = Workbook.open(built.council), Workbook.open(built.without)
    target.adopt_sheet(source.sheet(LAST), LAST, position=12)
    out = saved(target, tmp_path / "out.xlsx")
    [computed] = recalculated([out], tmp_path)
    assert [found for found in differences(out, computed) if found.startswith(f"{LAST}!")] == []
    assert len([1 for sheet, _ in cells(computed) if sheet == LAST]) > 300


@needs_libreoffice
def test_it_looks_the_same_in_a_workbook_that_libreoffice_has_saved(built: Built, by_libreoffice: Path, tmp_path: Path):
    source, target = Workbook.open(built.council), Workbook.open(by_libreoffice)
    target.adopt_sheet(source.sheet(LAST), LAST, position=12)
    out = saved(target, tmp_path / "out.xlsx")
    check_target(by_libreoffice, out, target.ledger())
    assert unlike(built.council, LAST, out, LAST) == []
    assert new_errors(by_libreoffice, out) == []
    assert errors(out) <= errors(by_libreoffice) | errors(built.council)
    [computed] = recalculated([out], tmp_path)
    assert [found for found in differences(out, computed) if found.startswith(f"{LAST}!")] == []


@needs_libreoffice
@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
def test_its_printed_page_is_the_same_picture(built: Built, by_libreoffice: Path, tmp_path: Path):
    source, target = Workbook.open(built.council), Workbook.open(by_libreoffice)
    target.adopt_sheet(source.sheet(LAST), LAST, position=12)
    there, here = (
        pages(built.council, tmp_path / "there"),
        pages(saved(target, tmp_path / "out.xlsx"), tmp_path / "here"),
    )
    assert len(there) == len(here) > 12
    assert there[12].read_bytes() == here[12].read_bytes()


@needs_libreoffice
def test_what_was_added_for_one_page_serves_the_next(built: Built, by_libreoffice: Path):
    source, target = Workbook.open(built.council), Workbook.open(by_libreoffice)
    target.adopt_sheet(source.sheet(LAST), LAST)
    added = len(target.styles.formats)
    target.adopt_sheet(source.sheet(LAST), "Once more")
    assert len(target.styles.formats) == added


# Sheets with one of everything.


def test_a_sheet_with_one_of_everything_comes_whole(pattern_file: Path, built: Built, tmp_path: Path):
    source, target = Workbook.open(pattern_file), Workbook.open(built.council)
    page = target.adopt_sheet(source.sheet("Pattern's own"), "It's adopted")
    out = saved(target, tmp_path / "out.xlsx")
    check_target(built.council, out, target.ledger())
    assert unlike(pattern_file, "Pattern's own", out, "It's adopted") == []
    assert new_errors(built.council, out) == []
    kinds = set(reached(out, "It's adopted").values())
    assert kinds == set(reached(pattern_file, "Pattern's own").values())
    assert {"table", "chart", "comments", "vmlDrawing", "image"} <= kinds
    assert next(r.formula for r in page.charts[0].references()).startswith("'It''s adopted'!")
    assert page.hyperlinks["A3"] == "'It''s adopted'!A5"
    assert target.names.find("shown", "It's adopted") == "'It''s adopted'!$F$1"  # it led into the sheet: its own now
    assert target.names.find("shown") is None
    raw = b"".join(parts(out)[part] for part in reached(out, "It's adopted") if part.endswith((".xml", ".vml")))
    assert b"Pattern''s own'!" not in re.sub(rb"<v>[^<]*|\"&quot;|IF\(F2[^<]*", b"", raw)


def test_shapes_of_notes_have_numbers_that_no_other_sheet_has(pattern_file: Path, tmp_path: Path):
    source, target = Workbook.open(pattern_file), Workbook.open(pattern_file)
    target.adopt_sheet(source.sheet("Pattern's own"), "Adopted")
    out = saved(target, tmp_path / "out.xlsx")
    drawings = {name: content for name, content in parts(out).items() if name.endswith(".vml")}
    own = reached(out, "Adopted").keys() & drawings.keys()
    blocks, shapes = ([_found(pattern, drawings, names) for names in (own, drawings.keys() - own)]
                      for pattern in (rb'idmap [^>]*data="([^"]+)"', rb'<v:shape id="(_[^"]+)"'))  # fmt: skip
    assert len(own) == len(set(blocks[0])) == 2
    assert not set(blocks[0]) & set(blocks[1])
    assert not set(shapes[0]) & set(shapes[1])
    assert len(shapes[0]) == len(shapes[1]) == 1


def _found(pattern: bytes, drawings: dict[str, bytes], names: Iterable[str]) -> list[bytes]:
    return [found for name in names for found in re.findall(pattern, drawings[name])]


def test_a_table_keeps_its_name_or_gets_a_number_or_the_name_that_is_asked_for(pattern_file: Path):
    source, target = Workbook.open(pattern_file), Workbook.open(pattern_file)
    own = target.adopt_sheet(source.sheet("Pattern's own"), "One")
    named = target.adopt_sheet(source.sheet("Pattern's own"), "Two", tables={"Monthly": "Monthly_two"})
    assert [table.name for table in (*own.tables, *named.tables)] == ["Monthly_2", "Monthly_two"]
    assert own.formula(1, 6) == "SUM(Monthly_2[Inside])"
    assert len({table.root.get("id") for table in target.tables().values()}) == 3
    with pytest.raises(TemplateError, match="'Monthly_2': it is taken"):
        target.adopt_sheet(source.sheet("Pattern's own"), "Three", tables={"Monthly": "Monthly_2"})


def test_rich_text_keeps_its_formats_and_plain_text_is_found_again(made, tmp_path: Path):
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Page")
        sheet.write_rich_string(
            "A1", "plain ", book.add_format({"bold": True, "font_color": "#C00000"}), "bold", " more"
        )
        sheet.write("A2", "known")
        sheet.write("A3", "  kept blanks\n")
        sheet.write("A4", "_x0041_ is text")

    source = made("source.xlsx", fill)
    target = made("target.xlsx", lambda book: book.add_worksheet("Here").write("A1", "known"))
    page = target.adopt_sheet(source.sheet("Page"), "Page")
    assert [page.read(row, 1) for row in range(1, 5)] == [
        "plain bold more",
        "known",
        "  kept blanks\n",
        "_x0041_ is text",
    ]
    out = saved(target, tmp_path / "out.xlsx")
    assert unlike(tmp_path / "source.xlsx", "Page", out, "Page") == []
    strings = parts(out)["xl/sharedStrings.xml"]
    assert strings.count(b">known<") == 1
    assert b'count="5" uniqueCount="4"' in strings


def test_looks_that_are_there_are_used_again_and_others_are_appended(made, tmp_path: Path):
    def there(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Page")
        sheet.write("A1", 1, book.add_format({"bold": True, "num_format": "0.0%"}))
        sheet.write(
            "A2", 2, book.add_format({"italic": True, "bg_color": "#FFEECC", "border": 2, "num_format": 'yyyy"!"'})
        )
        sheet.write("A3", 3, book.add_format({"align": "center", "text_wrap": True, "locked": False}))

    def here(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Here")
        sheet.write("A1", 1, book.add_format({"font_size": 20}))
        sheet.write("A2", 1, book.add_format({"bold": True, "num_format": "0.0%"}))

    source, target = made("source.xlsx", there), made("target.xlsx", here)
    page = target.adopt_sheet(source.sheet("Page"), "Page")
    assert page.style(1, 1) == target.sheet("Here").style(2, 1)
    assert page.style(3, 1) == page.style(2, 1) + 1 == 4
    out = saved(target, tmp_path / "out.xlsx")
    assert unexplained(tmp_path / "target.xlsx", out, target.ledger()) == []
    assert unlike(tmp_path / "source.xlsx", "Page", out, "Page") == []


def test_rows_and_columns_keep_their_looks_for_what_will_be_typed(made):
    def there(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Page")
        sheet.set_column("C:D", 9, book.add_format({"num_format": "0.0000"}))
        sheet.set_row(8, 20, book.add_format({"num_format": "0.00000"}))

    def here(book: xlsxwriter.Workbook) -> None:
        formats = [book.add_format({"bold": True}), book.add_format({"italic": True}), book.add_format({"size": 7})]
        book.add_worksheet("Here").write_row("A1", [1], formats[0])
        book.get_worksheet_by_name("Here").write("A2", 1, formats[1])
        book.get_worksheet_by_name("Here").write("A3", 1, formats[2])

    source, target = made("source.xlsx", there), made("target.xlsx", here)
    page = target.adopt_sheet(source.sheet("Page"), "Page")
    codes = [target.styles.number_format(page.style(*place)) for place in ((99, 3), (9, 1), (1, 1))]
    assert codes == ["0.0000", "0.00000", "General"]


@pytest.mark.parametrize(("is_there", "style"), [(True, "Heading of ours"), (False, "Normal")])
def test_a_named_style_is_that_of_the_same_name_or_normal_with_the_same_look(
    tmp_path: Path, is_there: bool, style: str
):
    source, target = tmp_path / "source.xlsx", tmp_path / "target.xlsx"
    _with_named_style(source, "Page", colour="FF00AA00")
    if is_there:
        _with_named_style(target, "Here", colour="FFAA0000")
    else:
        xlsxwriter.Workbook(target).close()
    book = Workbook.open(target)
    book.adopt_sheet(Workbook.open(source).sheet("Page"), "Page")
    out = saved(book, tmp_path / "out.xlsx")
    cell = openpyxl.load_workbook(out)["Page"]["A1"]
    assert (cell.style, cell.font.color.rgb, cell.font.sz) == (style, "FF00AA00", 17)
    assert unexplained(target, out, book.ledger()) == []
    own = re.findall(rb"<xf [^>]*>", parts(out)["xl/styles.xml"])[-1]
    assert b'applyFont="1"' in own


def _with_named_style(path: Path, sheet: str, *, colour: str) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    style = openpyxl.styles.NamedStyle("Heading of ours", font=openpyxl.styles.Font(size=17, color=colour))
    page["A1"], page["A1"].style = "Title", style
    book.save(path)


def test_conditional_formats_filters_and_table_styles_keep_their_looks(made, tmp_path: Path):
    def there(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Page")
        sheet.conditional_format(
            "A1:A3",
            {
                "type": "cell",
                "criteria": ">",
                "value": 1,
                "format": book.add_format({"bg_color": "#00FF00", "num_format": "0.000"}),
            },
        )
        sheet.add_table("C1:D3", {"style": "Table Style Medium 4"})

    def here(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Here")
        sheet.conditional_format(
            "A1:A3", {"type": "cell", "criteria": ">", "value": 1, "format": book.add_format({"bg_color": "#FF0000"})}
        )

    made("first.xlsx", there)
    own_formats = b'<dxfs count="2"><dxf><font><b/></font></dxf>'
    element = b'<tableStyleElement type="headerRow" dxfId="0"/>'
    own_styles = b'<tableStyles count="1"><tableStyle name="Ours" pivot="0" count="1">' + element
    own_styles += b"</tableStyle></tableStyles>"

    def put_in(content: dict[str, bytes]) -> None:
        styles = content["xl/styles.xml"]
        styles = styles.replace(b'<dxfs count="1">', own_formats)
        content["xl/styles.xml"] = re.sub(rb"<tableStyles[^>]*/>", own_styles, styles)
        content["xl/worksheets/sheet1.xml"] = content["xl/worksheets/sheet1.xml"].replace(b'dxfId="0"', b'dxfId="1"')
        table = content["xl/tables/table1.xml"].replace(b"TableStyleMedium4", b"Ours")
        content["xl/tables/table1.xml"] = table.replace(b"<table ", b'<table headerRowDxfId="0" dataCellStyle="Comma" ')

    source, target = rewritten(tmp_path / "first.xlsx", tmp_path / "source.xlsx", put_in), made("target.xlsx", here)
    page = target.adopt_sheet(Workbook.open(source).sheet("Page"), "Page")
    out = saved(target, tmp_path / "out.xlsx")
    assert unlike(source, "Page", out, "Page") == []
    assert unexplained(tmp_path / "target.xlsx", out, target.ledger()) == []
    assert new_errors(tmp_path / "target.xlsx", out) == []
    styles = parts(out)["xl/styles.xml"].decode()
    [number] = re.findall(r'name="Ours".*?<tableStyleElement type="headerRow" dxfId="(\d+)"/>', styles)
    assert page.tables[0].root.get("headerRowDxfId") == number
    assert page.tables[0].root.get("dataCellStyle") is None  # no style of that name is here
    assert re.findall(r"<dxf>.*?</dxf>", styles)[int(number)] == "<dxf><font><b/></font></dxf>"


def test_a_rules_look_is_found_again_by_the_code_of_its_number_format(made, tmp_path: Path):
    def fill(book: xlsxwriter.Workbook) -> None:
        look = book.add_format({"num_format": "0.000"})
        book.add_worksheet("Page").conditional_format("A1", {"type": "no_blanks", "format": look})

    source = made("source.xlsx", fill)
    styles = parts(tmp_path / "source.xlsx")["xl/styles.xml"].decode()
    [stated] = re.findall(r'<numFmt numFmtId="\d+" formatCode="0.000"/>', styles)
    other = '<numFmt numFmtId="199" formatCode="0.000"/>'
    target = Workbook.open(substituted(tmp_path / "source.xlsx", tmp_path / "a.xlsx", "xl/styles.xml", stated, other))
    target.adopt_sheet(source.sheet("Page"), "New")
    assert "xl/styles.xml" not in {entry.part for entry in target.ledger().of("changed")}


def test_colours_of_a_theme_that_is_another_here_are_said_outright(made, tmp_path: Path):
    def there(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Page")
        accent = xlsxwriter.color.Color.theme(4, 0)
        sheet.write("A1", 1, book.add_format({"font_color": accent, "bg_color": xlsxwriter.color.Color.theme(5, 3)}))
        sheet.write("A2", 1, book.add_format({"font_color": xlsxwriter.color.Color.theme(1, 0)}))
        sheet.set_tab_color(accent)
        sheet.write_rich_string("B1", "plain ", book.add_format({"font_color": accent}), "coloured")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Page!$A$1:$A$2", "line": {"color": accent}})
        sheet.insert_chart("C1", chart)

    made("source.xlsx", there)
    made("first.xlsx", lambda book: book.add_worksheet("Here"))
    theme = parts(tmp_path / "first.xlsx")["xl/theme/theme1.xml"].decode()
    [accent] = re.findall(r"<a:accent1>(<.*?/>)</a:accent1>", theme)
    target = substituted(
        tmp_path / "first.xlsx", tmp_path / "target.xlsx", "xl/theme/theme1.xml", accent, '<a:srgbClr val="123456"/>'
    )
    for name, is_same in (("first.xlsx", True), ("target.xlsx", False)):
        book = Workbook.open(tmp_path / name)
        book.adopt_sheet(Workbook.open(tmp_path / "source.xlsx").sheet("Page"), "Page")
        out = saved(book, tmp_path / "out.xlsx")
        assert unlike(tmp_path / "source.xlsx", "Page", out, "Page") == []
        font = openpyxl.load_workbook(out)["Page"]["A1"].font
        assert (font.color.type == "theme") is is_same
        assert openpyxl.load_workbook(out)["Page"]["A2"].font.color.type == "theme"  # both themes have one text colour
        charts = b"".join(content for part, content in parts(out).items() if "/charts/chart" in part)
        assert (b'<a:schemeClr val="accent1"' in charts) is is_same
        assert (b'<a:srgbClr val="4F81BD"' in charts) is not is_same
    assert parts(target)["xl/theme/theme1.xml"] == parts(out)["xl/theme/theme1.xml"]


def test_fonts_of_a_theme_that_is_another_here_are_named_outright(made, tmp_path: Path):
    def there(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Page").write("A1", "Text", book.add_format({"font_scheme": "minor", "bold": True}))

    source = made("source.xlsx", there)
    made("first.xlsx", lambda book: book.add_worksheet("Here"))
    theme = "xl/theme/theme1.xml"
    minor, other = '<a:minorFont><a:latin typeface="Calibri"/>', '<a:minorFont><a:latin typeface="Georgia"/>'
    target = Workbook.open(substituted(tmp_path / "first.xlsx", tmp_path / "target.xlsx", theme, minor, other))
    same = Workbook.open(tmp_path / "first.xlsx")
    schemes = []
    for book in (same, target):
        book.adopt_sheet(source.sheet("Page"), "Page")
        font = openpyxl.load_workbook(saved(book, tmp_path / "out.xlsx"))["Page"]["A1"].font
        schemes.append((font.name, font.scheme))
    assert schemes == [("Calibri", "minor"), ("Calibri", None)]
    text = '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:latin typeface="+mn-lt"/></a:p>'
    drawn = etree.fromstring(text)
    Repainting(source, target).repaint_drawing(drawn)
    assert drawn[0].get("typeface") == "Calibri"


def test_a_name_of_the_workbook_that_is_not_here_comes_along_and_one_that_is_here_stays(made):
    def there(book: xlsxwriter.Workbook) -> None:
        page, _ = book.add_worksheet("Page"), book.add_worksheet("Both")
        book.define_name("rate", "=0.2")
        book.define_name("base", "=Both!$A$1*rate")
        book.define_name("unused", "=Page!$Z$1")
        book.define_name("known", "=1")
        page.write_formula("A1", "=base+known", None, 1)

    def here(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Both")
        book.define_name("known", "=2")

    source, target = made("source.xlsx", there), made("target.xlsx", here)
    page = target.adopt_sheet(source.sheet("Page"), "Page")
    assert target.names.global_names() == {
        "base": "Both!$A$1*rate", "known": "2", "rate": "0.2",
    }  # fmt: skip
    assert target.names.find("unused", "Page") == "Page!$Z$1"
    assert not page.has_cache(1, 1)  # what it reads may be another value here


def test_what_only_its_workbook_understands_stays_behind_and_that_is_said(made, tmp_path: Path):
    made("first.xlsx", lambda book: book.add_worksheet("Page").write("A1", 1))
    view = b'<customSheetViews><customSheetView guid="{2D9AB2CC-5B5A-4B7D-9C70-2E1D3A8B9D0E}"/></customSheetViews>'

    box = (
        b'<xf numFmtId="9" xfId="0"><extLst><ext uri="{C7286773-470A-42A8-94C5-96B5CB345126}"><xfComplement '
        b'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2022/featurepropertybag" i="0"/></ext></extLst></xf>'
    )

    def put_in(content: dict[str, bytes]) -> None:
        sheet = content["xl/worksheets/sheet1.xml"].replace(b"<pageMargins", view + b"<pageMargins")
        content["xl/worksheets/sheet1.xml"] = sheet.replace(
            b"</sheetViews>", b'<sheetView workbookViewId="1"/></sheetViews>'
        ).replace(b'<c r="A1">', b'<c r="A1" cm="1" s="1">')
        content["xl/styles.xml"] = content["xl/styles.xml"].replace(b"</cellXfs>", box + b"</cellXfs>")

    source = rewritten(tmp_path / "first.xlsx", tmp_path / "source.xlsx", put_in)
    target = made("target.xlsx", lambda book: book.add_worksheet("Here"))
    target.adopt_sheet(Workbook.open(source).sheet("Page"), "Page")
    assert target.left_behind["Page"] == (
        "1 custom view",
        "1 check box in a cell, now TRUE or FALSE",
        "1 spilling formula, now of a fixed size",
    )
    out = saved(target, tmp_path / "out.xlsx")
    own = next(part for part in reached(out, "Page"))
    assert not re.search(rb'customSheetView|workbookViewId="1"| cm=', parts(out)[own])
    assert b"xfComplement" not in parts(out)["xl/styles.xml"]
    assert target.styles.number_format(target.sheet("Page").style(1, 1)) == "0%"
    assert new_errors(tmp_path / "target.xlsx", out) == []


def test_threaded_comments_stay_behind_and_notes_come(pattern_file: Path, built: Built, tmp_path: Path):
    source = rewritten(pattern_file, tmp_path / "source.xlsx", with_threads)
    target = Workbook.open(built.council)
    target.adopt_sheet(Workbook.open(source).sheet("Pattern's own"), "Page")
    assert target.left_behind["Page"] == ("2 threaded comments",)
    out = saved(target, tmp_path / "out.xlsx")
    notes = [note for note in opened(out)["Page"]["A1:D1"][0] if note.comment]
    assert [(note.coordinate, note.comment.text) for note in notes] == [("A1", "A note")]
    assert new_errors(built.council, out) == []


def test_a_large_sheet_is_read_and_left_in_whatever_form_it_is_held(pattern_file: Path, tmp_path: Path):
    made = with_rows(pattern_file, tmp_path / "made.xlsx", ROWS)
    outcomes: list[dict[str, bytes]] = []
    for size in (0, 2**40):  # all sheets are large, or none is
        with large_from(size):
            target = Workbook.open(made)
            target.rename_sheet("Summary", "It's all")
            target.adopt_sheet(Workbook.open(made).sheet("Pattern's own"), "Page", sheets={"Summary": "It's all"})
            outcomes.append(parts(saved(target, tmp_path / "out.xlsx")))
            assert unexplained(made, tmp_path / "out.xlsx", target.ledger()) == []
    assert outcomes[0].keys() == outcomes[1].keys()
    for part, content in outcomes[0].items():
        if part.endswith(".xml") and part != "xl/sharedStrings.xml":  # a text may stand there twice
            one, other = (re.sub(rb"<v>\d+</v>", b"", canonical(found)) for found in (content, outcomes[1][part]))
            assert one == other, part


# What is refused: nothing is changed then.


def _refused(source: Workbook, target: Workbook, sheet: str, words: str, **asked: dict[str, str]) -> None:
    with pytest.raises(TemplateError, match=words):
        target.adopt_sheet(source.sheet(sheet), "New", **asked)  # type: ignore[arg-type]
    assert {entry.fate for entry in target.ledger().entries} == {"same"}
    assert "New" not in target.sheet_names()


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("=Elsewhere!A1", "cell B2 reads the sheet 'Elsewhere', which target.xlsx has not"),
        ("=SUM(Page:Elsewhere!A1)", "cell B2 reads the sheet 'Elsewhere'"),
        ("=SUM(Sums[Column1])", "cell B2 reads the table 'sums'"),
        ("=[1]Data!A1", "cell B2 reads another workbook"),
        ("=far*2", "the name far reads the sheet 'Elsewhere'"),
    ],
)
def test_what_it_reads_and_is_not_here_is_named(made, formula: str, words: str):
    def there(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Page").write_formula("B2", formula, None, 1)
        book.add_worksheet("Elsewhere").add_table("A1:A3", {"name": "Sums"})
        book.define_name("far", "=Elsewhere!$A$1")

    target = made("target.xlsx", lambda book: book.add_worksheet("Here"))
    _refused(made("source.xlsx", there), target, "Page", words)


def test_a_link_a_rule_and_a_chart_that_lead_to_what_is_not_here_are_named(made):
    def there(book: xlsxwriter.Workbook) -> None:
        for number, name in enumerate(("Link", "Rule", "Chart")):
            sheet = book.add_worksheet(name)
            if number == 0:
                sheet.write_url("A1", "internal:'Elsewhere'!A1")
            elif number == 1:
                sheet.data_validation("A1", {"validate": "list", "source": "=Elsewhere!$A$1:$A$3"})
            else:
                chart = book.add_chart({"type": "line"})
                chart.add_series({"values": "=Elsewhere!$A$1:$A$3"})
                sheet.insert_chart("A1", chart)
        book.add_worksheet("Elsewhere")

    source = made("source.xlsx", there)
    for sheet, words in (("Link", "a rule or a link"), ("Rule", "a rule or a link"), ("Chart", "a chart")):
        target = made("target.xlsx", lambda book: book.add_worksheet("Here"))
        _refused(source, target, sheet, f"{words} reads the sheet 'Elsewhere'")


def test_what_is_called_otherwise_here_is_found_by_what_it_is_called(made):
    def there(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Page").write_formula("B2", "=Elsewhere!A1+SUM(Sums[Column1])", None, 1)
        book.add_worksheet("Elsewhere").add_table("A1:A3", {"name": "Sums"})

    def here(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("It's here").add_table("A1:A3", {"name": "Totals"})

    source, target = made("source.xlsx", there), made("target.xlsx", here)
    page = target.adopt_sheet(
        source.sheet("Page"), "Page", tables={"sums": "Totals"}, sheets={"elsewhere": "It's here"}
    )
    assert page.formula(2, 2) == "'It''s here'!A1+SUM(Totals[Column1])"


def test_dates_that_count_from_another_year_are_refused(made, tmp_path: Path):
    with xlsxwriter.Workbook(tmp_path / "source.xlsx", {"date_1904": True}) as book:
        book.add_worksheet("Page")
    target = made("target.xlsx", lambda made_book: made_book.add_worksheet("Here"))
    _refused(Workbook.open(tmp_path / "source.xlsx"), target, "Page", "its dates count from 1904, .* from 1900")


def test_a_picture_in_a_cell_is_refused_and_one_over_cells_is_not(made, pattern_file: Path, tmp_path: Path):
    picture = next(content for name, content in parts(pattern_file).items() if name.endswith(".png"))
    (tmp_path / "a.png").write_bytes(picture)

    def there(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("In").embed_image("A1", tmp_path / "a.png")
        book.add_worksheet("Over").insert_image("A1", tmp_path / "a.png")

    source, target = made("source.xlsx", there), made("target.xlsx", lambda book: book.add_worksheet("Here"))
    _refused(source, target, "In", "cell A1 holds a picture or a linked data type")
    target.adopt_sheet(source.sheet("Over"), "New")
    out = saved(target, tmp_path / "out.xlsx")
    assert [content for name, content in parts(out).items() if name.endswith(".png")] == [picture]
    assert new_errors(tmp_path / "target.xlsx", out) == []


def test_what_no_clone_can_hold_cannot_be_adopted(corpus_folder: Path, made):
    source = Workbook.open(corpus_folder / "open-xml-sdk/v2FxTestFiles__spreadsheet__RelationalPivotA2.xlsx")
    target = made("target.xlsx", lambda book: book.add_worksheet("Here"))
    _refused(source, target, "Sheet1", "a pivot table")


def test_a_name_that_is_taken_is_refused_and_a_sheet_of_the_same_workbook_is_cloned(book: Workbook, pattern_file: Path):
    other = Workbook.open(pattern_file).sheet("Summary")
    with pytest.raises(TemplateError, match="there is one of that name"):
        book.adopt_sheet(other, "summary")
    with pytest.raises(ValueError, match="cloned"):
        book.adopt_sheet(book.sheet("Summary"), "New")
