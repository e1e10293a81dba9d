"""The built workbooks against LibreOffice, openpyxl, calamine and the schemas: programs that we did not write.

Nothing is left out of the comparison of caches. Of the schemas one rule is: `xml:space` on a shared string, which the
first edition does not list and XML gives to every element; Excel writes it on each text with a space at its end.
"""

import re
from datetime import date

import pytest
from lxml import etree

from tests.libreoffice import differences, needs_libreoffice
from tests.workbook.conftest import BOOKS, Shelf
from tests.workbook.designer import STANDARD
from tests.workbook.reading import CHART, Book, as_kept, places, same
from tests.xsd import new_errors, schemas

ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!")

every_book = pytest.mark.parametrize("name", BOOKS)
PLOTTED = re.compile(
    r"monthly_(line|line_before|latest|target_line|target_upper_line|comparator_(one|two|three|four)_line)"
    r"|monthly_(mean|lower|upper|improvement|concern|change)|breakdown_(bar|rest)"
)


@needs_libreoffice
@every_book
def test_every_formulas_cache_is_what_libreoffice_computes(shelf: Shelf, name: str):
    assert shelf[name].formulas
    found = differences(shelf[name].path, shelf.recalculated(name).path)
    # of the designer's own formulas that read ours there is no cache: test_designer.py asserts it
    assert [each for each in found if name != "designer's" or ": None in the file" not in each] == []


@needs_libreoffice
@every_book
def test_libreoffice_keeps_every_sheet_and_name(shelf: Shelf, name: str):
    again = shelf.recalculated(name)
    assert list(again.sheets) == list(shelf[name].sheets)
    assert {n for n in shelf[name].names if not n[1].startswith("_xlnm")} <= set(again.names)


@every_book
@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl tells of extensions that it does not read
def test_openpyxl_opens_the_workbook_with_its_tables_and_charts(shelf: Shelf, name: str):
    import openpyxl

    book = openpyxl.load_workbook(shelf[name].path)
    assert book.sheetnames == list(shelf[name].sheets)
    assert {t for sheet in book for t in sheet.tables} == set(shelf[name].tables)
    assert sum(len(sheet._charts) for sheet in book) == len(shelf[name].charts)


@every_book
def test_calamine_reads_the_summarys_values(shelf: Shelf, name: str):
    import python_calamine

    book = shelf[name]
    summary = python_calamine.CalamineWorkbook.from_path(book.path).get_sheet_by_name("Summary")
    rows = summary.to_python(skip_empty_area=False)
    for role in ("summary_value", "summary_rating", "summary_average"):
        for place in book.column("Summary", role):
            letters, row = re.fullmatch(r"([A-Z]+)([0-9]+)", place[1]).groups()  # type: ignore[union-attr]
            assert same(rows[int(row) - 1][ord(letters) - ord("A")], book.cells.get(place)), place


@every_book
def test_the_schemas_find_nothing_that_the_template_has_not(shelf: Shelf, name: str):
    schemas()
    template = shelf.project(name) / "hers.xlsx" if name == "designer's" else STANDARD
    found = new_errors(template, shelf[name].path)
    assert [error for error in found if "namespace}space" not in error] == []


@every_book
def test_no_cell_holds_an_error(shelf: Shelf, name: str):
    assert {place: v for place, v in shelf[name].cells.items() if v in ERRORS} == {}


# ---- pattern sheets --------------------------------------------------------------------------------------------------


def pattern_words() -> tuple[list[str], list[str]]:
    """The stock template's pattern sheets, and the names of their tables."""
    template = Book(STANDARD)
    sheets = [sheet for sheet, name in template.names if name == "indicator_id" and sheet]
    return sheets, [table.name for table in template.tables.values() if table.sheet in sheets]


@every_book
def test_nothing_in_the_package_speaks_of_a_pattern_sheet(shelf: Shelf, name: str):
    sheets, tables = pattern_words()
    assert sheets
    assert tables
    spoken = re.compile(rf"(?<![\w.])'?({'|'.join(sheets)})'?!|(?<![\w.])({'|'.join(tables)})(?![\w.])", re.IGNORECASE)
    assert [(part, text) for part, text in shelf[name].texts() if spoken.search(text)] == []


@every_book
def test_the_pattern_sheets_are_gone_from_the_workbook_and_its_properties(shelf: Shelf, name: str):
    sheets, _ = pattern_words()
    assert not set(sheets) & set(shelf[name].sheets)
    properties = etree.fromstring(shelf[name].parts["docProps/app.xml"])
    assert not set(sheets) & {element.text for element in properties.iter()}
    assert set(shelf[name].sheets) <= {element.text for element in properties.iter()}


@every_book
def test_every_part_is_reached_from_the_package(shelf: Shelf, name: str):
    book = shelf[name]
    reached, ahead = set(), [""]
    while ahead:
        part = ahead.pop()
        ahead += [target for _, target in book.relationships(part) if target not in reached]
        reached |= {target for _, target in book.relationships(part)}
    assert {p for p in book.parts if not p.endswith(".rels") and p != "[Content_Types].xml"} == reached


@every_book
def test_every_link_leads_to_a_sheet_of_the_workbook(shelf: Shelf, name: str):
    book = shelf[name]
    links = [t for p, t in book.texts() if p.startswith("xl/worksheets/sheet") and re.fullmatch(r".*!A1", t)]
    assert len(links) >= 2 * len(book.indicators())
    assert {places(link)[0][0] for link in links} == set(book.indicators().values())


# ---- charts ----------------------------------------------------------------------------------------------------------


@every_book
def test_every_charts_cache_equals_its_cells(shelf: Shelf, name: str):
    book = shelf[name]
    assert book.plotted
    for plotted in book.plotted:
        held = [as_kept(book.cells.get(place)) for place in places(plotted.reference)]
        kept = {n: as_kept(float(v)) if plotted.is_number else v for n, v in plotted.kept.items() if v}
        assert plotted.count == len(held), plotted.reference
        assert kept == {n: value for n, value in enumerate(held) if value is not None}, plotted.reference


@every_book
def test_a_chart_reads_only_its_own_sheet(shelf: Shelf, name: str):
    book = shelf[name]
    assert [p for p in book.plotted if {sheet for sheet, _ in places(p.reference)} != {p.sheet}] == []


@every_book
def test_a_chart_never_plots_a_column_that_can_hold_text(shelf: Shelf, name: str):
    book = shelf[name]
    plot_columns = {
        (sheet, tuple(book.column(sheet, role))): role
        for sheet, role in book.names
        if sheet and PLOTTED.fullmatch(role)
    }
    values = [p for p in book.plotted if p.kind == "val"]
    assert values
    for plotted in values:
        read = places(plotted.reference)
        assert (plotted.sheet, tuple(read)) in plot_columns, plotted.reference
        for place in read:
            value = book.cells.get(place)
            assert value is None or isinstance(value, int | float), place
            # a literal is the one way for these formulas to give a text, but for one that is compared with
            formula = re.sub(r"\[(?:'.|[^\[\]'])*\]", "", book.formulas.get(place, ""))
            assert '"' not in re.sub(r'="[A-Za-z]+"', "", formula), place
            assert value is not None or place not in book.formulas, place


def test_a_month_without_a_figure_is_a_truly_blank_point(council: Book):
    sheet = council.indicators()["supervision"]
    place = council.month_row(sheet, "monthly_line", date(2024, 8, 1))
    assert council.cells[council.month_row(sheet, "monthly_value", date(2024, 8, 1))] == "[x]"
    assert place not in council.cells
    assert place not in council.formulas


# ---- few months ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "heading"),
    [("one month", "One month only"), ("two months", "Average of 2 months"), ("five months", "Average of 5 months")],
)
def test_the_heading_says_how_few_months_the_average_has(shelf: Shelf, name: str, heading: str):
    book = shelf[name]
    headings = {book.slot(sheet, "average_heading") for sheet in book.indicators().values()}
    assert headings == {heading}


def test_six_months_are_a_six_month_average(council: Book):
    assert {council.slot(s, "average_heading") for s in council.indicators().values()} == {"6-month average"}


def test_a_page_has_a_row_for_each_of_its_few_months(shelf: Shelf):
    book = shelf["two months"]
    assert {len(book.column(sheet, "monthly_month")) for sheet in book.indicators().values()} == {2}


def lines_named(book: Book) -> dict[str, set[int]]:
    """By indicator, the trend's series that the legend does not leave out."""
    found: dict[str, set[int]] = {}
    sheets = {sheet: indicator for indicator, sheet in book.indicators().items()}
    for sheet, part in book.charts:
        chart = etree.fromstring(book.parts[part])
        if chart.find(f".//{CHART}lineChart") is not None:
            left_out = {int(e.find(f"{CHART}idx").get("val")) for e in chart.iter(f"{CHART}legendEntry")}
            found[sheets[sheet]] = set(range(len(list(chart.iter(f"{CHART}ser"))))) - left_out
    return found


def test_the_legend_names_the_lines_that_are_drawn(council: Book):
    named = lines_named(council)
    # 0 to 3 are limits, mean and the line before a change
    assert named["re-referrals"] == {4, 5, 6, 7}  # our line, the target, two comparators
    assert named["unallocated"] == {4, 5}
    assert named["children-in-care"] == set()  # one line: the title names it


def test_one_month_draws_no_line_of_target_or_comparator_and_the_legend_names_none(shelf: Shelf):
    assert set().union(*lines_named(shelf["one month"]).values()) == set()
