"""The stock template: a council's brand, contrast, and pages that print at their own size."""

from pathlib import Path

import pytest

from excel_scorecard.brand.grid import HEIGHTS, LINE, PAGE_CHARACTERS, WIDTHS
from excel_scorecard.brand.look import read_brand
from excel_scorecard.brand.shipped import find_template
from excel_scorecard.brand.template import make_template
from excel_scorecard.errors import ProjectError, TemplateError
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.workbook import Workbook

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
BRAND = TEMPLATES / "brand.toml"
A4_LANDSCAPE = (841.9, 595.3)  # points
MARGIN = 0.4 * 72
# LibreOffice 7.4 gives a character of Arial 10 its true width; Excel rounds it to 7 pixels, which is narrower.
POINTS_OF_A_CHARACTER = 5.56


@pytest.fixture(scope="module")
def template() -> Workbook:
    return Workbook.open(find_template("standard", Path()))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("word", ["Red", "Amber", "Green", "No target", "No data"])
def test_a_rating_can_be_read_on_its_fill(word):
    fill, text = read_brand(BRAND).ratings[word]
    assert contrast(fill, text) >= 4.5


@pytest.mark.parametrize("colour", ["brand", "text", "quiet", "link", "concern", "target"])
def test_text_and_lines_can_be_read_on_white(colour):
    assert contrast(read_brand(BRAND)[colour], "#FFFFFF") >= 4.5


@pytest.mark.parametrize("colour", ["text", "quiet"])
def test_text_can_be_read_in_a_cell_to_type_in(colour):
    brand = read_brand(BRAND)
    assert contrast(brand[colour], brand["entry"]) >= 4.5


def test_red_amber_and_green_are_told_apart_in_grey():
    brand = read_brand(BRAND)
    red, amber, green = (luminance(brand.ratings[word][0]) for word in ("Red", "Amber", "Green"))
    assert contrast(brand.ratings["Red"][0], brand.ratings["Amber"][0]) >= 3
    assert red < green  # a dark fill; amber, as pale as green, has an edge of its own
    assert abs(amber - green) < 0.2


def test_an_indicator_page_fits_a4_without_being_shrunk():
    width, height = (side - 2 * MARGIN for side in A4_LANDSCAPE)
    assert sum(WIDTHS[letter] for letter in "ABCDEFGHI") <= PAGE_CHARACTERS
    assert width >= PAGE_CHARACTERS * POINTS_OF_A_CHARACTER
    assert sum(HEIGHTS.get(row, LINE) for row in range(29)) <= height


def test_every_list_is_as_wide_as_the_page_and_no_wider(template):
    for name in ("Summary", "Commentary", "Definitions", "Notes"):
        sheet = template.sheet(name)
        found = area_of(template.names.local_names(name)["_xlnm.print_area"])
        assert found is not None
        widths = [sheet.column_width(column) for column in found[1][0].columns]
        assert sum(widths) <= PAGE_CHARACTERS * 1.07  # a file's widths hold a padding of 5 pixels a column


def test_the_same_brand_makes_the_same_bytes(tmp_path):
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    make_template(read_brand(BRAND), one)
    make_template(read_brand(BRAND), two)
    assert one.read_bytes() == two.read_bytes()


def test_every_picture_and_chart_of_the_stock_template_has_alternative_text(template):
    for sheet in template.sheets():
        assert all(chart.alt_text for chart in sheet.charts)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl reads no sparklines
def test_cells_to_type_in_have_a_named_style_and_no_font_of_the_theme():
    import openpyxl

    book = openpyxl.load_workbook(TEMPLATES / "standard.xlsx")
    sheet = book["percentage"]
    cells = {name: sheet[sheet.defined_names[name].attr_text.rpartition("!")[2]] for name in ("commentary", "heading")}
    assert cells["commentary"].style == "Officer entry"
    assert cells["heading"].style == "Page title"
    assert {cell.font.scheme for cell in cells.values()} == {None}
    assert {cell.font.name for cell in cells.values()} == {"Arial"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('brand = "#1D3A5F"', 'brand = "navy"'), "the colour of brand is 'navy'"),
        (('quiet = "#5A6470"', ""), "no colour for quiet"),
        (('logo = "logo.png"', 'logo = "crest.png"'), "there is no logo"),
        (("[colours]", "[colours"), "this is not TOML"),
    ],
)
def test_a_brand_that_cannot_be_used_says_what_is_wrong(tmp_path, change, words):
    (tmp_path / "logo.png").write_bytes((TEMPLATES / "logo.png").read_bytes())
    broken = tmp_path / "brand.toml"
    broken.write_text(BRAND.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(ProjectError, match=words):
        read_brand(broken)


def test_a_template_that_is_not_there_is_named():
    with pytest.raises(TemplateError, match="there is no such template"):
        find_template("ours.xlsx", Path("nowhere"))
