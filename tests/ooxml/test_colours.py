"""Colours as Excel shows them. The expected ones are Excel's own: read off its colour picker, or from the standard."""

from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree

from excel_scorecard.ooxml.colours import Palette, contrast, tinted
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import MAIN, rewritten


@pytest.fixture
def palette(tmp_path: Path) -> Palette:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet()
    opened = Workbook.open(tmp_path / "a.xlsx")
    return Palette(opened.package, opened.part)


def colour(**attributes: str) -> etree._Element:
    return etree.Element(f"{MAIN}color", attributes)


@pytest.mark.parametrize(
    ("base", "tint", "shown"),
    [
        # Excel 2016's picker for the Office theme of 2013: accent 1, 80%, 60%, 40% lighter; 25%, 50% darker
        ("#5B9BD5", 0.7999816888943144, "#DDEBF7"),
        ("#5B9BD5", 0.5999938962981048, "#BDD7EE"),
        ("#5B9BD5", 0.3999755851924192, "#9BC2E6"),
        ("#5B9BD5", -0.249977111117893, "#2F75B5"),
        ("#5B9BD5", -0.499984740745262, "#1F4E78"),
        # white, 15% and 50% darker
        ("#FFFFFF", -0.1499984740745262, "#D9D9D9"),
        ("#FFFFFF", -0.499984740745262, "#808080"),
        ("#1D3A5F", 0, "#1D3A5F"),
    ],
)
def test_a_tint_is_excels_own(base, tint, shown):
    near = [abs(int(tinted(base, tint)[at : at + 2], 16) - int(shown[at : at + 2], 16)) for at in (1, 3, 5)]
    assert max(near) <= 2  # of 255: Excel counts hue and lightness in whole steps on the way


@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ({"rgb": "FFB3261E"}, "#B3261E"),
        ({"theme": "0"}, "#FFFFFF"),
        ({"theme": "1"}, "#000000"),
        ({"theme": "3"}, "#1F497D"),  # dark 2 is the fourth by number and the third in the theme
        ({"theme": "4"}, "#4F81BD"),
        ({"indexed": "10"}, "#FF0000"),
        ({"indexed": "22"}, "#C0C0C0"),
        ({"indexed": "64"}, None),
        ({"auto": "1"}, None),
    ],
)
def test_a_colour_is_told_by_value_theme_or_number(palette, attributes, shown):
    assert palette.colour(colour(**attributes)) == shown


def test_what_is_left_to_excel_is_what_the_caller_says(palette):
    assert palette.colour(None, "#000000") == "#000000"
    assert palette.colour(colour(indexed="64"), "#000000") == "#000000"


def test_a_workbooks_own_palette_and_theme_win(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet()

    def change(content: dict[str, bytes]) -> None:
        own = (
            b"<colors><indexedColors>" + b'<rgbColor rgb="00123456"/>' * 64 + b"</indexedColors></colors></styleSheet>"
        )
        content["xl/styles.xml"] = content["xl/styles.xml"].replace(b"</styleSheet>", own)
        content["xl/theme/theme1.xml"] = content["xl/theme/theme1.xml"].replace(b"4F81BD", b"ABCDEF")

    opened = Workbook.open(rewritten(tmp_path / "a.xlsx", tmp_path / "b.xlsx", change))
    palette = Palette(opened.package, opened.part)
    assert palette.colour(colour(indexed="10")) == "#123456"
    assert palette.colour(colour(theme="4")) == "#ABCDEF"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#777777", "#FFFFFF", 4.48),  # WebAIM's contrast checker
        ("#767676", "#FFFFFF", 4.54),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)
