"""A template as different from the stock as Excel allows: it fills right, and what is the designer's is as she left it.

Built three times: as she drew it, with days counted from 1904, and saved as .xltx. What must be kept is named below,
part by part and element by element; a formula of hers that reads a figure of ours loses its value, and nothing else.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from lxml import etree

from excel_scorecard.workbook.build import Built, build
from excel_scorecard.workbook.contract import PROMPT
from excel_scorecard.workbook.template_check import check_template
from tests.libreoffice import cells, differences, needs_libreoffice, recalculated
from tests.workbook import designer_freehand as hers
from tests.workbook.designer_freehand import (
    BETWEEN,
    COUNTS,
    COVER,
    LAST,
    OWN,
    PERCENT,
    SUMMARY,
    freehand_project,
    quoted,
)
from tests.workbook.reading import CHART, MAIN, Book, addresses, as_kept, places, same, with_cells
from tests.xsd import new_errors, schemas

KINDS = {"as drawn": {}, "from 1904": {"date1904": True}, "as .xltx": {"kind": "xltx"}}
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHAPES = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
RATIOS = ("re-referrals", "assessments-in-time", "supervision", "cp-visits", "s47-in-time")
COUNTED = ("unallocated", "children-in-care")
every_kind = pytest.mark.parametrize("kind", KINDS)


class Made:
    """The workbooks, built once each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.built: dict[str, Built] = {}
        self.templates: dict[str, Path] = {}
        for kind, options in KINDS.items():
            project = freehand_project(folder / kind, **options)
            [self.templates[kind]] = project.glob("her template.*")
            self.built[kind] = build(project, output=folder / f"{kind.replace('.', '')}.xlsx")
        self.books = {kind: Book(built.path) for kind, built in self.built.items()}
        self._recalculated: dict[str, Path] = {}

    def recalculated(self, kind: str) -> Path:
        if not self._recalculated:
            made = recalculated([self.books[k].path for k in KINDS], self.folder / "recalculated")
            self._recalculated = dict(zip(KINDS, made, strict=True))
        return self._recalculated[kind]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("freehand"))


@pytest.fixture(scope="session")
def book(made: Made) -> Book:
    return made.books["as drawn"]


@pytest.fixture(scope="session")
def template(made: Made) -> Book:
    return Book(made.templates["as drawn"])


# ---- filled right ----------------------------------------------------------------------------------------------------


@every_kind
@pytest.mark.parametrize("indicator", RATIOS)
def test_every_slot_says_what_it_says_on_the_stock_template(made: Made, council: Book, kind: str, indicator: str):
    book = made.books[kind]
    sheet, stock = book.indicators()[indicator], council.indicators()[indicator]
    for slot in hers.SLOTS:
        if (stock, slot) in council.names and not is_prompt(council.slot(stock, slot)):
            for place in places(book.names[sheet, slot])[:1]:
                assert same(book.cells.get(place), council.slot(stock, slot)), slot


@every_kind
@pytest.mark.parametrize("indicator", COUNTED)
def test_so_does_a_page_with_as_little_as_a_page_can_have(made: Made, council: Book, kind: str, indicator: str):
    book = made.books[kind]
    sheet, stock = book.indicators()[indicator], council.indicators()[indicator]
    said = {slot: council.slot(stock, slot) for slot in hers.COUNT_SLOTS}
    assert {slot: book.slot(sheet, slot) for slot in said} == {s: None if is_prompt(v) else v for s, v in said.items()}


def is_prompt(value: object) -> bool:
    """The stock template's own words where nobody has written; hers has none."""
    return isinstance(value, str) and value.startswith(PROMPT)


@every_kind
def test_every_column_is_filled_by_its_name(made: Made, council: Book, kind: str):
    book = made.books[kind]
    for indicator in (*RATIOS, *COUNTED):
        sheet, stock = book.indicators()[indicator], council.indicators()[indicator]
        for role in (c.role for c in (*hers.MONTHLY, *hers.BREAKDOWN) if c.role):
            if (sheet, role) in book.names and (stock, role) in council.names:
                held = [[b.cells.get(p) for p in b.column(s, role)] for b, s in ((book, sheet), (council, stock))]
                assert held[0] == pytest.approx(held[1], nan_ok=True) if "line" in role else held[0] == held[1], role


@every_kind
def test_the_summary_says_what_it_says_on_the_stock_template(made: Made, council: Book, kind: str):
    book = made.books[kind]
    # the stock template has rows for the groups' names, and hers asks for none
    ids = [council.cells.get(place) for place in council.column("Summary", "summary_id")]
    for column in (c.role for c in hers.SUMMARY_TABLE if c.role and c.role != "summary_trend"):
        stock = zip(ids, council.column("Summary", column), strict=True)
        said = [book.cells.get(place) for place in book.column(SUMMARY, column)]
        assert said == [council.cells.get(place) for is_indicator, place in stock if is_indicator], column
    for slot in ("heading", "organisation", "month", "concerns", "counts_text", "marking"):
        assert book.slot(SUMMARY, slot) == council.slot("Summary", slot), slot


@needs_libreoffice
@every_kind
def test_every_cache_is_what_libreoffice_computes(made: Made, kind: str):
    found = differences(made.books[kind].path, made.recalculated(kind))
    assert [each for each in found if ": None in the file" not in each] == []


@needs_libreoffice
def test_her_own_formulas_come_to_what_they_say(made: Made, book: Book):
    computed = cells(made.recalculated("as drawn"))
    shown = [
        value for p in book.column(SUMMARY, "summary_value") if isinstance(value := book.cells.get(p), int | float)
    ]
    assert computed[COVER, "A2"] == datetime(2026, 3, 1)  # noqa: DTZ001  # as read
    assert computed[COVER, "A5"] == len(book.indicators())
    assert computed[SUMMARY, "A2"] == pytest.approx(sum(shown))
    assert computed[BETWEEN, "A3"] == pytest.approx(2 * sum(shown))  # rows of the table added on another sheet
    assert computed[BETWEEN, "A4"] == 2027


@every_kind
def test_a_column_of_her_own_is_filled_down_as_excel_does(made: Made, kind: str):
    book = made.books[kind]
    computed = cells(made.recalculated(kind)) if kind == "as drawn" else {}
    for indicator in RATIOS:
        sheet = book.indicators()[indicator]
        table = book.tables[f"Monthly_{indicator.replace('-', '_')}"]
        header = next(a for a in addresses(table.area) if book.cells.get((sheet, a)) == hers.OWN_COLUMN)
        rows = table.column(header)
        assert len(rows) == len(book.column(sheet, "monthly_value"))
        assert {re.sub(r"\[\[.*\]\]", "", book.formulas[p]) for p in rows} == {f"{table.name}*2"}
        for place, value in zip(rows, book.column(sheet, "monthly_value"), strict=True):
            if computed and isinstance(book.cells[value], int | float):
                assert computed[place] == pytest.approx(book.cells[value] * 2)


def test_cells_without_a_value_are_listed_and_excel_is_asked_to_calculate(made: Made, book: Book):
    [finding] = [f for f in made.built["as drawn"].findings if f.code == "T-FORMULA"]
    assert finding.place == f"{quoted(COVER)}!A2"
    assert re.search(rb'fullCalcOnLoad="1"', book.parts["xl/workbook.xml"])


# ---- charts ----------------------------------------------------------------------------------------------------------


@every_kind
def test_every_chart_of_a_page_reads_its_own_sheet_over_the_whole_table(made: Made, kind: str):
    book = made.books[kind]
    pages = set(book.indicators().values())
    read = [p for p in book.plotted if p.sheet in pages]
    assert {sheet for p in read for sheet, _ in places(p.reference)} == pages
    for plotted in read:
        assert {sheet for sheet, _ in places(plotted.reference)} == {plotted.sheet}
        if plotted.kind == "val" and (plotted.sheet, "breakdown_bar") in book.names:
            months, areas = (book.column(plotted.sheet, role) for role in ("monthly_line", "breakdown_bar"))
            assert len(places(plotted.reference)) in {len(months), len(areas)}


@every_kind
def test_every_charts_cache_equals_its_cells(made: Made, kind: str):
    book = made.books[kind]
    for plotted in book.plotted:
        if kind == "from 1904" and isinstance(book.cells.get(places(plotted.reference)[0]), datetime):
            continue  # openpyxl gives dates, not the file's days: those have a test of their own
        held = [as_kept(book.cells.get(place)) for place in places(plotted.reference)]
        kept = {n: as_kept(float(v)) if plotted.is_number else v for n, v in plotted.kept.items() if v}
        assert plotted.count == len(held), plotted.reference
        assert kept == {n: value for n, value in enumerate(held) if value is not None}, plotted.reference


@pytest.mark.parametrize("sheet", [SUMMARY, BETWEEN])
def test_a_chart_of_the_summarys_table_grows_with_it_wherever_it_stands(book: Book, sheet: str):
    [values] = [p for p in book.plotted if p.sheet == sheet and p.kind == "val"]
    assert places(values.reference) == book.column(SUMMARY, "summary_value")
    assert values.count == len(book.indicators())


def test_every_kind_of_chart_is_as_she_drew_it(book: Book, template: Book):
    def drawn(of: Book, sheet: str) -> list[list[bytes]]:
        return [shape_of_chart(of.parts[part]) for on, part in of.charts if on == sheet]

    for indicator in RATIOS:
        assert drawn(book, book.indicators()[indicator]) == drawn(template, PERCENT)
    for indicator in COUNTED:
        assert drawn(book, book.indicators()[indicator]) == drawn(template, COUNTS)


def test_the_words_for_a_screen_reader_name_the_kind_of_chart_that_she_drew(book: Book):
    sheet = book.indicators()["supervision"]
    [drawing] = [p for _, p in book.relationships(book.sheets[sheet]) if p.startswith("xl/drawings/drawing")]
    frames = etree.fromstring(book.parts[drawing]).iter(f"{SHAPES}graphicFrame")
    said = [next(f.iter(f"{SHAPES}cNvPr")).get("descr", "") for f in frames]
    assert [text.split(":")[0] for text in said] == [
        "Chart by month", "Area chart by month", "Scatter chart by month", "Bar chart by area",
    ]  # fmt: skip


def shape_of_chart(part: bytes) -> list[bytes]:
    """The chart's elements with all their settings, but for what it reads and keeps of it, and the labels' format."""
    tree = etree.fromstring(part)
    for element in list(tree.iter(f"{CHART}f", f"{CHART}strCache", f"{CHART}numCache", f"{CHART}legendEntry")):
        element.getparent().remove(element)
    for unit in list(tree.iter(f"{CHART}majorUnit", f"{CHART}majorTimeUnit")):  # ticks follow the number of months
        unit.getparent().remove(unit)
    return [etree.tostring(child, method="c14n") for child in tree]


# ---- kept ------------------------------------------------------------------------------------------------------------

KEPT_ON_PAGES = (
    *("sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetProtection", "mergeCells", "printOptions"),
    *("pageMargins", "pageSetup", "headerFooter", "rowBreaks", "legacyDrawing", "legacyDrawingHF"),
)


@pytest.mark.parametrize("kind", ["theme", "media"])
def test_shared_parts_are_kept_byte_for_byte(book: Book, template: Book, kind: str):
    before = {name: content for name, content in template.parts.items() if f"/{kind}/" in name}
    assert before
    assert {name: book.parts[name] for name in before} == before


def test_every_page_has_its_own_copy_of_the_printers_settings(book: Book):
    kept = [content for name, content in book.parts.items() if "/printerSettings/" in name]
    assert kept == [hers.PRINTER] * (1 + len(book.indicators()) - len(COUNTED))


def test_a_sheet_that_reads_nothing_of_ours_is_kept_byte_for_byte_with_its_drawing(book: Book, template: Book):
    before, after = template.sheets[LAST], book.sheets[LAST]
    assert book.parts[after] == template.parts[before]
    [(_, was)], [(_, now)] = (list(b.relationships(b.sheets[LAST])) for b in (template, book))
    assert book.parts[now] == template.parts[was]


@pytest.mark.parametrize("sheet", [COVER, BETWEEN])
def test_a_sheet_that_reads_ours_differs_in_its_formulas_alone(book: Book, template: Book, sheet: str):
    one, other = (without_formulas(b.parts[b.sheets[sheet]]) for b in (template, book))
    assert one == other
    parts = [[p for p in with_owned(b, b.sheets[sheet]) if not b.charts_at(p)] for b in (Owned(template), Owned(book))]
    assert [Path(p).suffix for p in parts[0]] == [Path(p).suffix for p in parts[1]]
    for was, now in zip(*parts, strict=True):
        if was != template.sheets[sheet]:
            assert book.parts[now] == template.parts[was], was


class Owned:
    """A book, and which of its parts are charts."""

    def __init__(self, book: Book) -> None:
        self._charts = {part for _, part in book.charts}
        self.sheets, self.relationships = book.sheets, book.relationships

    def charts_at(self, part: str) -> bool:
        return part in self._charts


def with_owned(book: Owned, part: str) -> list[str]:
    found = [part]
    for _, target in book.relationships(part):
        found += with_owned(book, target) if target not in found else []
    return found


def without_formulas(part: bytes) -> bytes:
    tree = etree.fromstring(part)
    for cell in tree.iter(f"{MAIN}c"):
        if cell.find(f"{MAIN}f") is not None:
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
    return etree.tostring(tree, method="c14n")


@pytest.mark.parametrize("indicator", RATIOS)
@pytest.mark.parametrize("name", KEPT_ON_PAGES)
def test_what_hangs_on_the_pattern_hangs_on_every_page(book: Book, template: Book, indicator: str, name: str):
    one, other = (
        [etree.tostring(e, method="c14n") for e in etree.fromstring(b.parts[b.sheets[sheet]]).iter(f"{MAIN}{name}")]
        for b, sheet in ((template, PERCENT), (book, book.indicators()[indicator]))
    )
    assert one == other
    assert one


def rules(book: Book, sheet: str, kind: str, attribute: str = "sqref") -> list[str]:
    tree = etree.fromstring(book.parts[book.sheets[sheet]])
    return [e.get(attribute) or "" for e in tree.iter(f"{MAIN}{kind}")]


@pytest.mark.parametrize("indicator", RATIOS)
def test_rules_over_a_table_grow_with_it_and_others_stay(book: Book, indicator: str):
    sheet = book.indicators()[indicator]
    last = 61 + len(book.column(sheet, "monthly_value"))
    assert rules(book, sheet, "conditionalFormatting") == ["AA4:AB5", f"B62:B{last}", f"H62:H{last}", f"E62:E{last}"]
    assert rules(book, sheet, "dataValidation") == [f"H62:H{last}"]
    tree = etree.fromstring(book.parts[book.sheets[sheet]])
    ours = [e.text for e in tree.iter("{http://schemas.microsoft.com/office/excel/2006/main}sqref")]
    assert f"B62:B{last}" in ours  # the data bar of Excel 2010


def shapes(book: Book, sheet: str) -> Iterator[etree._Element]:
    for _, part in book.relationships(book.sheets[sheet]):
        if part.startswith("xl/drawings/drawing"):
            yield from etree.fromstring(book.parts[part]).iter(f"{SHAPES}sp")


@pytest.mark.parametrize("indicator", RATIOS)
def test_shapes_linked_to_a_cell_show_it_also_in_a_group_and_others_stay(book: Book, template: Book, indicator: str):
    sheet = book.indicators()[indicator]
    found = list(shapes(book, sheet))
    assert len(found) == len(list(shapes(template, PERCENT))) == 4
    heading = book.slot(sheet, "heading")
    said = [(s.get("textlink"), "".join(t.text or "" for t in s.iter(f"{DRAWING}t"))) for s in found]
    link = f"{quoted(sheet)}!$A$1"
    assert said == [(link, heading), ("", "Not linked: <b> & so on"), (link, heading), ("", "linked")]
    assert [s.getparent().tag for s in found[2:]] == [f"{SHAPES}grpSp"] * 2


@pytest.mark.parametrize("indicator", RATIOS)
def test_notes_pictures_links_and_header_pictures_are_on_every_page(book: Book, indicator: str):
    sheet = book.indicators()[indicator]
    owned = with_owned(Owned(book), book.sheets[sheet])
    assert sum("comments" in part for part in owned) == 1
    assert sum(part.endswith(".vml") for part in owned) == 2  # the note's frame, and the header's picture
    assert sum(part.startswith("xl/media/") for part in owned) == 2
    links = {
        e.get("ref"): e.get("location")
        for e in etree.fromstring(book.parts[book.sheets[sheet]]).iter(f"{MAIN}hyperlink")
    }
    assert links == {"A15": f"{quoted(sheet)}!A30", "A16": f"{quoted(SUMMARY)}!A1"}


def test_no_two_sheets_share_a_part_that_one_sheet_must_own(book: Book):
    owned = [p for sheet in book.sheets for p in with_owned(Owned(book), book.sheets[sheet])]
    single = [p for p in owned if not p.startswith(("xl/media/", "xl/theme/"))]
    assert len(single) == len(set(single))


def test_her_names_and_views_of_the_workbook_are_kept(book: Book, template: Book):
    for name in ("OurYear", "OurConstant", "OurWords"):
        assert book.names[None, name] == template.names[None, name]
    assert hers.VIEW.encode() in book.parts["xl/workbook.xml"]
    assert hers.VIEW.encode() in book.parts[book.sheets[COVER]]
    for sheet in (book.indicators()[i] for i in RATIOS):
        assert book.names[sheet, "OurShare"] == f"{quoted(sheet)}!$Y$4*2"


def test_names_of_the_workbook_are_every_pages_own_with_all_their_cells(book: Book):
    for indicator in RATIOS:
        sheet = book.indicators()[indicator]
        for name, cells_named in hers.SLOTS.items():
            assert book.names[sheet, name] == ",".join(f"{quoted(sheet)}!{part}" for part in cells_named.split(","))
            assert (None, name) not in book.names or name in hers.GLOBAL_ON_SUMMARY


def test_headings_of_her_own_columns_are_hers_and_the_style_of_the_table_too(book: Book, template: Book):
    before = next(t for t in template.tables.values() if t.name == "Monthly_hers").columns
    after = book.tables["Monthly_supervision"].columns
    ours = {c.heading for c in hers.MONTHLY if c.role in {"monthly_numerator", "monthly_denominator", "monthly_value"}}
    assert [a for a, b in zip(after, before, strict=True) if b not in ours] == [b for b in before if b not in ours]
    tables = [b for name, b in book.parts.items() if name.startswith("xl/tables/")]
    assert all(b"TableStyleMedium4" in b for b in tables)


def test_her_sheets_keep_their_places_before_between_and_after(book: Book):
    order = list(book.sheets)
    assert [order[0], order[1], order[2], order[-1]] == [COVER, SUMMARY, BETWEEN, LAST]
    assert set(order[3:-1]) == set(book.indicators().values())
    assert set(OWN) < set(order)


# ---- what read a pattern ---------------------------------------------------------------------------------------------


def test_what_read_a_pattern_is_an_error_in_its_cell_and_is_told(made: Made, book: Book):
    assert book.formulas[BETWEEN, "A1"] == "#REF!"
    [finding] = [f for f in made.built["as drawn"].findings if f.code == "T-REFERENCE"]
    assert finding.place == f"{quoted(BETWEEN)}!A1"


@every_kind
def test_nothing_speaks_of_a_pattern_any_more(made: Made, kind: str):
    spoken = re.compile(r"(O''Neill''s pages|Plain counts)|(?<!\w)(Monthly_hers|Breakdown_hers|MonthlyCount)(?!\w)")
    assert [(part, text) for part, text in made.books[kind].texts() if spoken.search(text)] == []


@every_kind
def test_the_schemas_find_nothing_that_the_template_has_not(made: Made, kind: str):
    schemas()
    assert new_errors(made.templates[kind], made.books[kind].path) == []


@every_kind
@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl tells of extensions that it does not read
def test_openpyxl_reads_its_tables_and_charts(made: Made, kind: str):
    import openpyxl

    opened = openpyxl.load_workbook(made.books[kind].path)
    assert opened.sheetnames == list(made.books[kind].sheets)
    assert {t for sheet in opened for t in sheet.tables} == set(made.books[kind].tables)


@every_kind
def test_the_check_of_her_template_finds_no_error(made: Made, kind: str):
    template = made.templates[kind]
    found = check_template(template, template.parent).findings
    assert [str(f) for f in found if f.level == "error"] == []
    expected = {"T-RATING", "T-PAPER", "T-PRINT", "T-LOCKED", "T-UNFILLED", "T-REFERENCE", "T-FORMULA"}
    assert {f.code for f in found} == expected | ({"T-1904"} if kind == "from 1904" else set())


# ---- 1904, .xltx -----------------------------------------------------------------------------------------------------


def number(book: Book, place: tuple[str, str]) -> float:
    """A cell's number as the file holds it."""
    found = (c for c in etree.fromstring(book.parts[book.sheets[place[0]]]).iter(f"{MAIN}c") if c.get("r") == place[1])
    return float(next(found).findtext(f"{MAIN}v"))


def test_every_month_of_a_workbook_from_1904_is_1462_days_less(made: Made, book: Book):
    old = made.books["from 1904"]
    sheet = book.indicators()["supervision"]
    months = [
        *book.column(sheet, "monthly_month"),
        *book.places(sheet, "month"),
        *book.places(sheet, "breakdown_month"),
    ]
    months += book.places(SUMMARY, "month")
    assert len(months) > 20
    for place in months:
        assert number(book, place) - number(old, place) == 1462, place
        assert old.cells[place] == book.cells[place], place


def test_charts_of_a_workbook_from_1904_keep_its_own_days(made: Made, book: Book):
    old = made.books["from 1904"]
    pairs = [
        (one.kept, other.kept)
        for one, other in zip(book.plotted, old.plotted, strict=True)
        if one.kind == "cat" and isinstance(book.cells.get(places(one.reference)[0]), datetime)
    ]
    assert pairs
    for one, other in pairs:
        assert {n: float(v) - 1462 for n, v in one.items()} == {n: float(v) for n, v in other.items()}


def test_a_workbook_from_1904_stays_one(made: Made):
    assert re.search(rb'date1904="(1|true)"', made.books["from 1904"].parts["xl/workbook.xml"])


@needs_libreoffice
def test_libreoffice_reads_the_same_dates_and_figures_from_both(made: Made):
    one, other = (cells(made.recalculated(kind)) for kind in ("as drawn", "from 1904"))
    assert {place: value for place, value in one.items() if not same(value, other.get(place))} == {}
    assert date(2026, 3, 1) in {v.date() for v in other.values() if isinstance(v, datetime)}


def test_an_xltx_gives_the_same_workbook_as_an_xlsx(made: Made, book: Book):
    assert made.books["as .xltx"].parts == book.parts


# ---- a page without columns of target and limit ----------------------------------------------------------------------


@needs_libreoffice
def test_a_rating_without_columns_of_target_and_limit_follows_the_month_all_the_same(made: Made, tmp_path: Path):
    """Her pages have no amber limits, her counts no targets: their formulas know from which month each held."""
    earlier = date(2025, 2, 1)
    book = made.books["as drawn"]
    typed = with_cells(book.path, tmp_path / "typed.xlsx", {book.places(SUMMARY, "month")[0]: earlier})
    [computed] = recalculated([typed], tmp_path / "recalculated")
    project = made.templates["as drawn"].parent
    then = Book(build(project, month=earlier, output=tmp_path / "then.xlsx").path)
    after = cells(computed)
    ratings = set()
    for indicator in (*RATIOS, *COUNTED):
        sheet, expected = book.indicators()[indicator], then.indicators()[indicator]
        for slot in ("value", "rating", "target"):
            if (sheet, slot) in book.names:
                [place, *_] = book.places(sheet, slot)
                assert same(after.get(place), then.slot(expected, slot)), (indicator, slot)
        ratings.add(then.slot(expected, "rating"))
    assert len(ratings) > 2
