"""What a page says beside its figures, and that the room which a legend does not need is the plot's."""

from lxml import etree

from tests.workbook.conftest import Shelf
from tests.workbook.reading import Book

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def test_a_shortfall_says_of_what_it_is_and_on_which_side(council: Book):
    said = {i: council.slot(sheet, "shortfall_label") for i, sheet in council.indicators().items()}
    assert said["assessments-in-time"] == "Short of target: No. inside"
    assert said["re-referrals"] == "Over target: Re-referrals"
    assert said["unallocated"] == "Over target by"
    assert said["children-in-care"] == "Away from target by"  # hidden: there is no target


def test_the_summary_says_none_where_there_is_no_target(council: Book):
    ids, targets = (
        [council.cells.get(place) for place in council.column("Summary", role)]
        for role in ("summary_id", "summary_target")
    )
    none = {indicator for indicator, target in zip(ids, targets, strict=True) if target == "None"}
    assert none == {"cp-plans", "children-in-care"}
    assert "[z]" not in targets


def test_what_there_is_to_know_of_a_population_stands_on_definitions(council: Book):
    said = [str(council.cells[place]) for place in council.column("Definitions", "definitions_definition")]
    assert [text.rpartition("\n")[2] for text in said if "Population: " in text] == ["Population: made up"]


def boxes(book: Book, indicator: str) -> tuple[float, float]:
    """Of an indicator's trend: the height of the legend, and where the plot begins, as shares of the chart."""
    sheet = book.indicators()[indicator]
    trees = [etree.fromstring(book.parts[part]) for place, part in book.charts if place == sheet]
    [trend] = [tree for tree in trees if tree.find(f".//{CHART}lineChart") is not None]
    place = f"{CHART}layout/{CHART}manualLayout/{CHART}"
    legend, plot = trend.find(f".//{CHART}legend/{place}h"), trend.find(f".//{CHART}plotArea/{place}y")
    assert legend is not None
    assert plot is not None
    return float(legend.get("val", "")), float(plot.get("val", ""))


def test_a_legend_has_the_lines_that_its_names_need_and_the_plot_the_rest(shelf: Shelf):
    two_lines, one_line = boxes(shelf["council"], "icpc-in-time"), boxes(shelf["council"], "seen-at-assessment")
    none = boxes(shelf["one month"], "seen-at-assessment")
    assert two_lines[0] > one_line[0] > none[0]
    assert two_lines[1] > one_line[1] > none[1]
