"""The stock template: a council's brand, contrast, and pages that print at their own size."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from excel_scorecard.brand.grid import (
    ACTION,
    HEIGHTS,
    LINE,
    MARGIN,
    PAGE_CHARACTERS,
    WIDTHS,
    WIDTHS_OF_MONTHS,
    plan,
)
from excel_scorecard.brand.lists import METHOD, NOTES_WIDTHS
from excel_scorecard.brand.look import read_brand
from excel_scorecard.brand.settings import REASON_ROOM
from excel_scorecard.brand.shipped import find_template
from excel_scorecard.brand.template import make_template
from excel_scorecard.brand.units import UNITS, Unit
from excel_scorecard.errors import ProjectError, TemplateError
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.contract import COMPARATORS
from excel_scorecard.workbook.fit import lines, text_points

LISTS = ("Summary", "Commentary", "Checks", "Definitions", "Data quality", "Notes")
UNITS_WITH_PARTS = ("percentage", "rate", "average", "days", "currency")
UNITS_ALONE = ("count", "amount")
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
BRAND = TEMPLATES / "brand.toml"
A4_LANDSCAPE = (841.9, 595.3)  # points
SIDE = 0.4 * 72
# LibreOffice 7.4 gives a character of Arial 10 its true width; Excel rounds it to 7 pixels, which is narrower.
POINTS_OF_A_CHARACTER = 5.56
BOLD = 1.08  # how much wider bold letters are
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
KINDS_OF_CHART = (f"{C}lineChart", f"{C}barChart")


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
    width, height = A4_LANDSCAPE[0] - 2 * SIDE, A4_LANDSCAPE[1] - 2 * MARGIN * 72
    for widths in (WIDTHS, WIDTHS_OF_MONTHS):
        assert sum(widths[letter] for letter in "ABCDEFGHI") <= PAGE_CHARACTERS
    assert width >= PAGE_CHARACTERS * POINTS_OF_A_CHARACTER
    assert sum(HEIGHTS.get(row, LINE) for row in range(ACTION + 1)) <= height


@pytest.mark.parametrize("areas", ["few", "many", "total"])
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_what_the_tables_leave_over_is_the_trends(unit: Unit, areas: str):
    planned = plan(len(unit.lines), areas, is_ratio=unit.is_ratio)
    top, bottom = planned.trend[0], planned.trend[2]
    height = sum(HEIGHTS.get(row, LINE) for row in range(top, bottom + 1))
    least = 140 if not unit.is_ratio else {"few": 115, "many": 105, "total": 130}[areas]
    assert height >= least
    assert planned.comparators[2] < planned.rule[0]
    assert planned.rule[2] < top


@pytest.mark.parametrize("unit", [unit for unit in UNITS if not unit.is_ratio], ids=lambda unit: unit.name)
def test_nine_bars_beside_a_small_table_have_a_line_each(unit: Unit):
    planned = plan(len(unit.lines), "few", is_ratio=False)
    assert planned.bars is not None
    rows = range(planned.bars[0], planned.bars[2] + 1)
    assert sum(HEIGHTS.get(row, LINE) for row in rows) - 16 >= 9 * 11


def test_every_list_is_as_wide_as_the_page_and_no_wider(template):
    for name in LISTS:
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


# ---- pattern sheets, as openpyxl reads them -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def read() -> Iterator[openpyxl.Workbook]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")  # openpyxl reads no sparklines
        yield openpyxl.load_workbook(TEMPLATES / "standard.xlsx")


def where(sheet: Worksheet, name: str) -> str:
    """The first cell of a sheet's name, such as B5."""
    return sheet.defined_names[name].attr_text.split(",")[0].rpartition("!")[2].replace("$", "").split(":")[0]


def rules_at(sheet: Worksheet, cell: str) -> list[Rule]:
    """The conditional formats of a cell, the first to win first."""
    found = [rule for area in sheet.conditional_formatting if cell in area for rule in area.rules]
    return sorted(found, key=lambda rule: rule.priority)


def validation_at(sheet: Worksheet, cell: str) -> DataValidation:
    [found] = [v for v in sheet.data_validations.dataValidation if cell in v.sqref]
    return found


def under(sheet: Worksheet, column: str) -> str:
    """The first cell of a table's column, by the role on its header cell."""
    head = where(sheet, column)
    return f"{head.rstrip('0123456789')}{int(head.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')) + 1}"


def test_every_unit_has_a_page_for_few_areas_for_many_and_for_none(read):
    units = (*UNITS_WITH_PARTS, *UNITS_ALONE)
    wanted = {f"{unit}{layout}" for unit in units for layout in ("", "_many", "_total")}
    assert {sheet.title for sheet in read if "indicator_id" in sheet.defined_names} == wanted


@pytest.mark.parametrize("unit", [*UNITS_WITH_PARTS, *UNITS_ALONE])
def test_a_ratio_has_its_parts_and_a_percentage_alone_a_remainder(read, unit):
    names = read[unit].defined_names
    assert ("denominator" in names) == ("monthly_denominator" in names) == (unit in UNITS_WITH_PARTS)
    assert ("remainder" in names) == ("area_remainders" in names) == (unit == "percentage")
    assert ("monthly_population_year" in names) == (unit == "rate")


def test_the_population_of_a_rate_stands_under_it(read):
    sheet = read["rate"]
    row, below = (int(where(sheet, name)[1:]) for name in ("denominator_label", "population_note"))
    assert below == row + 1


@pytest.mark.parametrize(
    ("unit", "formats"),
    [
        ("percentage", {None: "0%", 3: "0.0%", 4: "0.00%", 5: "0.000%", 6: "0.0000%"}),
        ("rate", {None: "#,##0", 1: "#,##0.0", 2: "#,##0.00", 3: "#,##0.000", 4: "#,##0.0000"}),
        ("amount", {None: "£#,##0", 1: "£#,##0.0", 2: "£#,##0.00", 3: "£#,##0.000", 4: "£#,##0.0000"}),
    ],
)
@pytest.mark.parametrize(
    "slot", ["value", "previous", "same_period_last_year", "year_to_date", "target", "comparator_four"]
)
def test_a_value_has_its_units_format_and_the_indicators_decimals(read, unit, formats, slot):
    sheet = read[unit]
    cell = where(sheet, slot)
    places = {
        rule.formula[0]: rule.dxf.numFmt.formatCode for rule in rules_at(sheet, cell) if "places=" in rule.formula[0]
    }
    assert sheet[cell].number_format == formats[None]
    assert places == {f"places={n}": code for n, code in formats.items() if n is not None}


def test_full_time_equivalents_show_one_decimal_only_where_they_have_one(read):
    sheet = read["average"]
    for cell in (where(sheet, "denominator"), under(sheet, "monthly_denominator"), where(sheet, "area_denominators")):
        [rule] = [rule for rule in rules_at(sheet, cell) if "INT" in rule.formula[0]]
        assert rule.formula == [f"{cell}<>INT({cell})"]
        assert (sheet[cell].number_format, rule.dxf.numFmt.formatCode) == ("#,##0", "#,##0.0")


def test_the_numerators_of_money_are_money_and_its_denominators_are_not(read):
    sheet = read["currency"]
    assert sheet[where(sheet, "numerator")].number_format == "£#,##0"
    assert sheet[where(sheet, "denominator")].number_format == "#,##0"


@pytest.mark.parametrize(
    ("sheet", "slot"), [("percentage", "rating"), ("amount_many", "rating"), ("Summary", "summary_rating")]
)
def test_a_rating_has_a_rule_a_word_also_by_judgement(read, sheet, slot):
    page = read[sheet]
    cell = under(page, slot) if slot.startswith("summary") else where(page, slot)
    rules = [rule for rule in rules_at(page, cell) if rule.dxf.fill is not None]
    fills = {rule.formula[0]: rule.dxf.fill.bgColor.rgb[2:] for rule in rules if rule.type == "cellIs"}
    of_brand = {word: fill.lstrip("#").upper() for word, (fill, _) in read_brand(BRAND).ratings.items()}
    judged = {f'"{word} (judgement)"': of_brand[word] for word in ("Green", "Amber", "Red")}
    assert fills == {f'"{word}"': fill for word, fill in of_brand.items()} | judged


def test_a_rating_that_is_not_yet_due_looks_like_no_data(read):
    sheet = read["rate"]
    [later] = [rule for rule in rules_at(sheet, where(sheet, "rating")) if rule.type == "beginsWith"]
    assert later.text == "Next:"
    assert later.dxf.fill.bgColor.rgb[2:] == read_brand(BRAND).ratings["No data"][0].lstrip("#").upper()


def test_a_rating_by_judgement_is_shown_whole():
    assert text_points("Amber (judgement)", 12) * BOLD < WIDTHS["A"] * POINTS_OF_A_CHARACTER - 8


def test_the_longest_reason_of_a_judgement_prints_whole():
    reason = "Two of the three late cases were reported late by another council; the practice was on time here too."
    note = f"By judgement: {reason[:REASON_ROOM]} By the rule: No target."
    assert len(reason) >= REASON_ROOM
    assert lines(note, PAGE_CHARACTERS) == 1
    assert lines(note, sum(WIDTHS[letter] for letter in "ABCD")) == 2


@pytest.mark.parametrize("longest", ["Quarter to Dec-25", "Year to Mar-26"])
def test_the_words_of_a_period_stand_in_one_line(longest):
    assert text_points(longest, 10) * BOLD < WIDTHS["C"] * POINTS_OF_A_CHARACTER - 4


def test_an_officer_chooses_a_rating_by_judgement_from_a_list(read):
    sheet = read["days_total"]
    choice, reason = (validation_at(sheet, where(sheet, name)) for name in ("rating_override", "override_reason"))
    assert (choice.type, choice.formula1) == ("list", '"Green,Amber,Red"')
    assert "needs its reason" in choice.prompt
    assert "prints under the figures" in reason.prompt
    assert {sheet[where(sheet, name)].style for name in ("rating_override", "override_reason")} == {"Officer entry"}


@pytest.mark.parametrize("unit", UNITS_WITH_PARTS)
def test_only_a_percentages_numerator_is_asked_about_above_its_denominator(read, unit):
    sheet = read[unit]
    numerator, denominator = under(sheet, "monthly_numerator"), under(sheet, "monthly_denominator")
    asked = validation_at(sheet, numerator)
    assert asked.errorStyle == "warning"
    assert (f"{numerator}<={denominator}" in asked.formula1) == (unit == "percentage")
    assert (f"{numerator}>=0" in asked.formula1) == (unit != "currency")  # money comes back too


def test_a_group_is_told_from_an_indicator_by_its_id(read):
    sheet = read["Summary"]
    title, number = under(sheet, "summary_title"), under(sheet, "summary_number")
    group, link = rules_at(sheet, title)[:2]
    id_cell = f"$J{title[1:]}"
    assert under(sheet, "summary_id") == id_cell.replace("$", "")
    assert group.formula == [f'AND({id_cell}="",${title}<>"")']
    assert (group.dxf.font.b, group.dxf.font.color.rgb[2:]) == (True, read_brand(BRAND)["brand"].lstrip("#"))
    assert group.dxf.border.top.style == "thin"
    assert link.formula == [f'{id_cell}<>""']
    assert not sheet[number].font.u  # a group's name is no link


def test_nothing_is_smaller_than_ten_points(read):
    sizes = {cell.font.sz for sheet in read for row in sheet.iter_rows() for cell in row if cell.has_style}
    assert min(sizes) >= 10


def test_cells_to_type_in_have_a_named_style_and_no_font_of_the_theme(read):
    sheet = read["percentage"]
    cells = {name: sheet[where(sheet, name)] for name in ("commentary", "heading")}
    assert cells["commentary"].style == "Officer entry"
    assert cells["heading"].style == "Page title"
    assert {cell.font.scheme for cell in cells.values()} == {None}
    assert {cell.font.name for cell in cells.values()} == {"Arial"}


def test_a_patterns_table_can_not_have_the_name_of_an_indicators(read):
    tables = [name for sheet in read if "indicator_id" in sheet.defined_names for name in sheet.tables]
    # an indicator's id has no two hyphens in a row, so its tables have no two underscores
    assert len(tables) == 35
    assert all("__" in name for name in tables)


def test_a_list_prints_landscape_with_its_head_repeated_and_nothing_below(read):
    for name in LISTS:
        sheet = read[name]
        [table] = sheet.tables.values()
        head, last = (int(cell.lstrip("ABCDEFGHIJKLM")) for cell in table.ref.split(":"))
        assert sheet.print_title_rows == f"${head}:${head}"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert last == sheet.max_row == head + 1


def test_each_note_on_the_method_has_the_one_line_that_it_needs():
    assert max(lines(text, NOTES_WIDTHS[0]) for text in METHOD) == 1


def test_fixed_texts_name_no_rating_since_a_project_may_have_words_of_its_own(read):
    said = [*METHOD, *(str(v.error or "") for sheet in read for v in sheet.data_validations.dataValidation)]
    assert [text for text in said for word in ("Green", "Amber") if word in text] == []


# ---- charts ----------------------------------------------------------------------------------------------------------


def charts(template: Workbook, sheet: str) -> dict[str, etree._Element]:
    """A sheet's charts as XML, by their kind: lineChart, barChart."""
    roots = [chart.root for chart in template.sheet(sheet).charts]
    return {str(etree.QName(kind).localname): root for root in roots for kind in root.iter(*KINDS_OF_CHART)}


def test_a_band_has_two_lines_of_one_look_and_one_name_in_the_legend(template):
    trend = charts(template, "percentage")["lineChart"]
    series = {s.findtext(f".//{C}val//{C}f"): s for s in trend.iter(f"{C}ser")}
    names = template.names.local_names("percentage")
    one, other = (below(names[f"monthly_{line}"]) for line in ("target_line", "target_upper_line"))
    looks = [etree.tostring(series[at].find(f"{C}spPr")) for at in (one, other)]
    assert looks[0] == looks[1]
    left_out = {entry.find(f"{C}idx").get("val") for entry in trend.iter(f"{C}legendEntry")}
    assert series[other].find(f"{C}idx").get("val") in left_out
    assert series[one].find(f"{C}idx").get("val") not in left_out


def test_comparators_three_and_four_have_plot_columns_and_no_line(template):
    names = template.names.local_names("rate")
    plotted = {f.text for f in charts(template, "rate")["lineChart"].iter(f"{C}f")}
    drawn = {which: below(names[f"monthly_comparator_{which}_line"]) in plotted for which in COMPARATORS}
    assert drawn == {"one": True, "two": True, "three": False, "four": False}


def test_the_months_of_a_trend_are_dates_with_a_format_as_excel_writes_them(template):
    for references in charts(template, "days")["lineChart"].iter(f"{C}cat"):
        assert [str(etree.QName(reference).localname) for reference in references] == ["numRef"]
        assert references.findtext(f".//{C}formatCode") == "mmm-yy"


def test_a_comparators_line_is_named_by_its_label(template):
    names = template.names.local_names("count")
    titles = {f.text for f in charts(template, "count")["lineChart"].iterfind(f".//{C}tx//{C}f")}
    assert {names["comparator_one_label"], names["comparator_two_label"]} <= titles


@pytest.mark.parametrize("unit", [*UNITS_WITH_PARTS, *UNITS_ALONE])
def test_bars_begin_at_zero_and_those_of_percentages_end_at_112_per_cent(template, unit):
    [scale] = charts(template, unit)["barChart"].iterfind(f".//{C}valAx/{C}scaling")
    ends = {end: scale.find(f"{C}{end}") for end in ("min", "max")}
    assert ends["min"].get("val") == "0"
    assert (ends["max"].get("val") if ends["max"] is not None else None) == ("1.12" if unit == "percentage" else None)


def below(header: str) -> str:
    """The reference to the cell under a header cell."""
    sheet, _, cell = header.rpartition("!")
    column, row = cell.replace("$", " ").split()
    return f"{sheet}!${column}${int(row) + 1}"


# ---- brands that cannot be used --------------------------------------------------------------------------------------


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
