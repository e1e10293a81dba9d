"""A sheet that is deleted takes with it what nothing else leads to, and leaves nothing that leads to it."""

from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.delete import reached
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import MAIN, changed_parts, parts, rewritten, tree
from tests.xsd import new_errors

PATTERN = "Pattern's own"
TYPES = "[Content_Types].xml"
MICROSOFT = "http://schemas.microsoft.com/office"


def gone(before: Path, book: Workbook, out: Path) -> set[str]:
    book.save(out)
    assert new_errors(before, out) == []
    return parts(before).keys() - parts(out).keys()


def test_all_that_only_it_leads_to_goes_and_the_picture_too(pattern_file: Path, book: Workbook, tmp_path: Path):
    book.delete_sheet(PATTERN)
    left = parts(pattern_file).keys() - gone(pattern_file, book, tmp_path / "out.xlsx")
    assert not [part for part in left if "/sheet2" in part or any(w in part for w in ("drawing", "chart", "media"))]
    assert {"xl/styles.xml", "xl/theme/theme1.xml", "xl/worksheets/sheet1.xml"} <= left


def test_what_a_clone_shares_with_it_stays(pattern_file: Path, book: Workbook, tmp_path: Path):
    book.clone_sheet(PATTERN, "Copy")
    book.delete_sheet(PATTERN)
    went = gone(pattern_file, book, tmp_path / "out.xlsx")
    assert not [part for part in went if "media" in part]
    assert "xl/charts/chart1.xml" in went


def test_every_part_that_is_left_is_led_to(book: Workbook):
    orphans = set(book.package.names()) - reached(book.package, "")
    book.delete_sheet(PATTERN)
    assert set(book.package.names()) - reached(book.package, "") <= orphans


@pytest.fixture
def with_chart_sheet(tmp_path: Path) -> Path:
    path = tmp_path / "charts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Figures").write_row("A1", [1, 2, 3])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Figures!$A$1:$C$1"})
        book.add_chartsheet("Big chart").set_chart(chart)
        book.add_worksheet("Last")
    return path


def test_a_chart_sheet_goes_with_its_chart(with_chart_sheet: Path, tmp_path: Path):
    book = Workbook.open(with_chart_sheet)
    book.delete_sheet("Big chart")
    went = gone(with_chart_sheet, book, tmp_path / "out.xlsx")
    assert {"xl/chartsheets/sheet1.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"} <= went
    assert book.sheet_names() == ["Figures", "Last"]


def test_a_view_of_a_user_that_showed_it_shows_another(with_chart_sheet: Path, tmp_path: Path):
    """Each user of a shared workbook has the sheet that they see by its number."""
    part = "xl/workbook.xml"
    view = (
        b'<customWorkbookViews><customWorkbookView name="A" guid="{00000000-0000-0000-0000-000000000001}" '
        b'windowWidth="9" windowHeight="9" activeSheetId="3"/></customWorkbookViews></workbook>'
    )

    def put(content: dict[str, bytes]) -> None:
        content[part] = content[part].replace(b"</workbook>", view)

    source = rewritten(with_chart_sheet, tmp_path / "in.xlsx", put)
    book = Workbook.open(source)
    book.delete_sheet("Last")
    gone(source, book, tmp_path / "out.xlsx")
    [element] = tree(tmp_path / "out.xlsx", part).iter(f"{MAIN}customWorkbookView")
    assert element.get("activeSheetId") == "1"


@pytest.mark.parametrize(
    ("kind", "root", "words"),
    [
        ("slicerCache", '<x15:tableSlicerCache xmlns:x15="{}" tableId="1" column="1"/>', "a slicer"),
        ("slicerCache", '<pivotTables xmlns="{}"><pivotTable tabId="2" name="P"/></pivotTables>', "a slicer"),
        ("timelineCache", '<pivotTables xmlns="{}"><pivotTable tabId="2" name="P"/></pivotTables>', "a timeline"),
    ],
)
def test_a_sheet_that_a_slicer_filters_is_not_deleted(pattern_file: Path, tmp_path: Path, kind, root, words):
    """The slicer's cache is the workbook's and names sheet and table by number: Excel offers a repair."""

    def put(content: dict[str, bytes]) -> None:
        content["xl/cache1.xml"] = root.format(f"{MICROSOFT}/x").encode()
        rels = "xl/_rels/workbook.xml.rels"
        link = f'<Relationship Id="rIdX" Type="{MICROSOFT}/2007/relationships/{kind}" Target="cache1.xml"/>'
        content[rels] = content[rels].replace(b"</Relationships>", link.encode() + b"</Relationships>")

    path = rewritten(pattern_file, tmp_path / "in.xlsx", put)
    book = Workbook.open(path)
    with pytest.raises(TemplateError, match=f"cannot be deleted, because {words} filters a table on it"):
        book.delete_sheet(PATTERN)
    book.save(tmp_path / "out.xlsx")
    assert changed_parts(path, tmp_path / "out.xlsx") == set()
    book.delete_sheet("Summary")
    assert book.sheet_names() == [PATTERN]


def test_several_go_at_once_as_one_after_another(with_chart_sheet: Path):
    at_once, one_by_one = Workbook.open(with_chart_sheet), Workbook.open(with_chart_sheet)
    at_once.delete_sheets(["Figures", "big chart", "figures"])
    for name in ("Figures", "Big chart"):
        one_by_one.delete_sheet(name)
    assert at_once.to_bytes() == one_by_one.to_bytes()
    with pytest.raises(TemplateError, match="'Last' is the only one that can be seen"):
        at_once.delete_sheets(["Last"])
