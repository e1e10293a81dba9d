from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree

from excel_scorecard.ooxml.cells import NOT_AVAILABLE
from excel_scorecard.ooxml.chart import Chart
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import CHART, substituted, tree
from tests.xsd import new_errors

PATTERN = "Pattern's own"
PART = "xl/charts/chart1.xml"


@pytest.fixture
def chart(book: Workbook) -> Chart:
    [found] = book.sheet(PATTERN).charts
    return found


def points(chart: Chart, formula: str) -> dict[int, str]:
    """The cached points of the reference `formula`, read from the bytes that would be saved."""
    root = etree.fromstring(chart.sheet.workbook.package.bytes(chart.part))
    [found] = [f for f in root.iter(f"{CHART}f") if f.text == formula]
    cache = found.getnext()
    assert int(cache.find(f"{CHART}ptCount").get("val")) >= len(cache.findall(f"{CHART}pt"))
    return {int(point.get("idx")): point.findtext(f"{CHART}v") for point in cache.iter(f"{CHART}pt")}


def test_a_charts_references_are_told_by_what_they_are_for(chart: Chart):
    assert [(r.kind, r.series) for r in chart.references()] == [
        ("title", None),
        ("name", 0),
        ("categories", 0),
        ("values", 0),
        ("values", 1),
    ]


def test_the_caches_are_made_from_the_cells(chart: Chart, book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.write(6, 4, 0.5, "1/2")
    sheet.write(1, 1, "Another title")
    sheet.write(5, 4, "Share")
    book.refresh_charts(sheet)
    assert points(chart, "'Pattern''s own'!$D$6:$D$7") == {0: "0.5", 1: "0.75"}
    assert points(chart, "'Pattern''s own'!$A$6:$A$7") == {0: "42005", 1: "42036"}
    assert points(chart, "'Pattern''s own'!$A$1") == {0: "Another title"}
    assert points(chart, "'Pattern''s own'!$D$5") == {0: "Share"}


def test_a_blank_cell_has_no_point_an_error_has_its_own_and_text_is_never_zero(chart: Chart, book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.blank(6, 4)
    sheet.write(7, 4, NOT_AVAILABLE, "NA()")
    sheet.write(6, 3, "[x]")
    book.refresh_charts(sheet)
    assert points(chart, "'Pattern''s own'!$D$6:$D$7") == {1: "#N/A"}
    assert points(chart, "'Pattern''s own'!$C$6:$C$7") == {1: "4"}


def test_the_number_format_of_a_cache_is_kept(chart: Chart, book: Workbook):
    before = [e.text for e in chart.root.iter(f"{CHART}formatCode")]
    book.refresh_charts(book.sheet(PATTERN))
    after = [e.text for e in chart.root.iter(f"{CHART}formatCode")]
    assert before == after != []


def test_a_reference_that_leads_nowhere_keeps_its_cache(chart: Chart, book: Workbook):
    before = points(chart, "'Pattern''s own'!$D$6:$D$7")
    chart.repoint(lambda text: text.replace("'Pattern''s own'!$D$6:$D$7", "[1]Other!$A$1:$A$2"))
    book.refresh_charts(book.sheet(PATTERN))
    assert points(chart, "[1]Other!$A$1:$A$2") == before


def test_a_series_that_reads_a_name_gets_the_names_cells(chart: Chart, book: Workbook):
    book.names.set("plotted", "'Pattern''s own'!$B$6:$B$7", PATTERN)
    chart.repoint(lambda text: text.replace("$D$6:$D$7", "plotted"))
    book.refresh_charts(book.sheet(PATTERN))
    assert points(chart, "'Pattern''s own'!plotted") == {0: "1", 1: "3"}


def test_the_alternative_text_is_set_where_a_reader_finds_it(chart: Chart, book: Workbook, tmp_path: Path):
    assert (chart.name, chart.alt_text) == ("Chart 2", "Line chart of the measure")
    chart.set_alt_text('Line chart: % inside & "outside", 25 months')
    book.save(tmp_path / "out.xlsx")
    assert Workbook.open(tmp_path / "out.xlsx").sheet(PATTERN).charts[0].alt_text == chart.alt_text
    assert chart.alt_text.endswith("25 months")


def test_every_setting_leaves_a_chart_that_the_schema_allows(
    chart: Chart, book: Workbook, pattern_file: Path, tmp_path: Path
):
    chart.set_data_label_format("0.0%")
    chart.set_data_label_format("0%", series=0)
    chart.set_axis_format("0%")
    chart.set_axis_format("mmm-yy", "category")
    chart.set_major_unit(3)
    chart.set_axis_range(0, 1)
    chart.show_in_legend(1, shown=False)
    book.save(tmp_path / "out.xlsx")
    assert new_errors(pattern_file, tmp_path / "out.xlsx") == []
    root = tree(tmp_path / "out.xlsx", PART)
    assert root.find(f".//{CHART}dLbls/{CHART}numFmt").get("formatCode") == "0%"
    assert root.find(f".//{CHART}valAx/{CHART}numFmt").attrib == {"formatCode": "0%", "sourceLinked": "0"}
    assert root.find(f".//{CHART}dateAx/{CHART}numFmt").get("formatCode") == "mmm-yy"
    assert root.find(f".//{CHART}dateAx/{CHART}majorUnit").get("val") == "3"
    assert root.find(f".//{CHART}dateAx/{CHART}majorTimeUnit").get("val") == "months"
    assert root.find(f".//{CHART}valAx/{CHART}scaling/{CHART}max").get("val") == "1"
    assert root.find(f".//{CHART}legend/{CHART}legendEntry/{CHART}idx").get("val") == "1"


def test_a_legend_whose_place_excel_chooses_is_left_to_it(chart: Chart):
    before = etree.tostring(chart.root)
    assert chart.legend_above_plot() is None
    chart.lower_legend(0.1)
    assert etree.tostring(chart.root) == before


def test_settings_can_be_taken_back(chart: Chart):
    before = etree.tostring(chart.root)
    chart.show_in_legend(1, shown=False)
    chart.set_axis_range(0, 1)
    assert etree.tostring(chart.root) != before
    chart.show_in_legend(1, shown=True)
    chart.set_axis_range()
    assert etree.tostring(chart.root) == before


def test_nothing_is_written_when_no_reference_changes(chart: Chart, book: Workbook):
    chart.repoint(lambda text: text)
    assert not book.package.is_edited(PART)


def test_a_chart_sheet_keeps_what_the_cells_of_others_hold(tmp_path: Path):
    with xlsxwriter.Workbook(tmp_path / "in.xlsx") as made:
        made.add_worksheet("Figures").write_row("A1", [1, 2, 3])
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=Figures!$A$1:$C$1"})
        made.add_chartsheet("Big chart").set_chart(chart)
    book = Workbook.open(tmp_path / "in.xlsx")
    book.sheet("Figures").write(1, 2, 5)
    [sheet] = book.chart_sheets()
    book.refresh_charts(sheet)
    [chart] = sheet.charts
    assert [point.findtext(f"{CHART}v") for point in chart.root.iter(f"{CHART}pt")] == ["1", "5", "3"]
    assert [reference.formula for reference in chart.references()] == ["Figures!$A$1:$C$1"]


def test_a_chart_sheet_and_what_a_filter_hides_follow_a_table_that_grows(tmp_path: Path):
    with xlsxwriter.Workbook(tmp_path / "made.xlsx") as made:
        made.add_worksheet("Figures").add_table("A1:A3", {"name": "Months", "data": [[1], [2]]})
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=Figures!$A$2:$A$3"})
        made.add_chartsheet("Big chart").set_chart(chart)
    c15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
    whole = f'<c15:fullRef xmlns:c15="{c15}"><c15:sqref>Figures!$A$2:$A$3</c15:sqref></c15:fullRef>'
    extension = f'<c:extLst><c:ext uri="{{02D57815}}">{whole}</c:ext></c:extLst></c:chartSpace>'
    book = Workbook.open(substituted(tmp_path / "made.xlsx", tmp_path / "in.xlsx", PART, "</c:chartSpace>", extension))
    book.sheet("Figures").table("Months").resize(5)
    [chart] = book.charts()
    assert [reference.formula for reference in chart.references()] == ["Figures!$A$2:$A$6"]
    assert [element.text for element in chart.root.iter(f"{{{c15}}}sqref")] == ["Figures!$A$2:$A$6"]


def test_a_linked_text_box_shows_its_cells_text(book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.write(1, 1, "Another title")
    book.refresh_charts(sheet)
    assert list(sheet.texts()) == [("TextBox 3", "Another title")]
    sheet.write(1, 1, 5)
    book.refresh_charts(sheet)
    assert list(sheet.texts()) == [("TextBox 3", "Another title")]


def test_formats_and_labels_of_single_points_are_told(chart: Chart):
    assert chart.point_formats() == []
    series = next(chart.sheet.workbook.package.edit(chart.part).iter(f"{CHART}ser"))
    point = etree.SubElement(series, f"{CHART}dPt")
    etree.SubElement(point, f"{CHART}idx", val="1")
    labels = next(series.iter(f"{CHART}dLbls"))
    for number, deleted in enumerate(("0", "1")):
        label = etree.SubElement(labels, f"{CHART}dLbl")
        etree.SubElement(label, f"{CHART}idx", val=str(number))
        etree.SubElement(label, f"{CHART}delete", val=deleted)
    assert chart.point_formats() == [(0, 1, "format"), (0, 0, "label")]


def test_how_blank_cells_are_drawn_is_told(chart: Chart):
    assert chart.draws_blanks_as == "gap"
    whole = next(chart.sheet.workbook.package.edit(chart.part).iter(f"{CHART}chart"))
    etree.SubElement(whole, f"{CHART}dispBlanksAs", val="zero")
    assert chart.draws_blanks_as == "zero"


def test_what_a_chart_draws_is_told(chart: Chart):
    assert chart.kinds == ("lineChart",)


def test_a_chart_that_keeps_the_right_values_is_left_byte_for_byte(book: Workbook, chart: Chart):
    book.refresh_charts(book.sheet(PATTERN))
    package = book.package.copy()  # as it would be saved
    again = Workbook(package)
    again.refresh_charts(again.sheet(PATTERN))
    assert not package.is_edited(chart.part)
