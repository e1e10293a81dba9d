"""The check of a template: each rule has a template that breaks it; the stock template breaks none.

A broken template is the stock one after one change, as a designer makes it in Excel.
"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from excel_scorecard.cli import main
from excel_scorecard.errors import Finding, ProjectError, TemplateError
from excel_scorecard.ooxml.cells import Area, address
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook import template_check
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.layout import read_layout
from excel_scorecard.workbook.template_check import check_template, counts
from tests.workbook.designer import STANDARD
from tests.workbook.projects import COUNCIL, copied, with_setting
from tests.workbook.reading import CHART, MAIN, parts, written

PATTERN = "percentage"
Change = Callable[[Workbook], None]


def page(book: Workbook) -> Sheet:
    return book.sheet(PATTERN)


def monthly(book: Workbook):
    return next(table for table in page(book).tables if table.name.startswith("Monthly"))


def named(name: str, reference: str, sheet: str | None = PATTERN) -> Change:
    return lambda book: book.names.set(name, reference, sheet=sheet)


def place_of(book: Workbook, name: str, sheet: str = PATTERN) -> tuple[int, int]:
    area = Area.parse(str(book.names.find(name, sheet=sheet)).rpartition("!")[2].split(",")[0])
    return area.first_row, area.first_column


def absolute(row: int, column: int) -> str:
    return f"{PATTERN}!{address(row, column, absolute=True)}"


def at_slot(name: str, row: int = 0, column: int = 0) -> Callable[[Workbook], str]:
    """A reference so many cells from where a slot stands."""
    return lambda book: absolute(place_of(book, name)[0] + row, place_of(book, name)[1] + column)


def free(book: Workbook) -> tuple[int, int]:
    """A cell that nothing touches."""
    used = page(book).used()
    assert used is not None
    return 1, used.last_column + 5


def checked(tmp_path: Path, change: Change) -> tuple[Finding, ...]:
    book = Workbook.open(STANDARD)
    change(book)
    path = tmp_path / "hers.xlsx"
    book.save(path)
    return check_template(path).findings


def renamed_name(old: str, new: str) -> Change:
    def change(book: Workbook) -> None:
        reference = str(book.names.find(old, sheet=PATTERN))
        book.names.remove(old, sheet=PATTERN)
        book.names.set(new, reference, sheet=PATTERN)

    return change


def without_name(name: str, sheet: str = PATTERN) -> Change:
    return lambda book: book.names.remove(name, sheet=sheet)


def moved(name: str, to: str) -> Change:
    """A name that stands on the cell of another."""
    return lambda book: book.names.set(name, str(book.names.find(to, sheet=PATTERN)), sheet=PATTERN)


def in_merged(book: Workbook) -> None:
    area = next(a for a in page(book).merged if a.width > 1)
    book.names.set("owner", absolute(area.first_row, area.first_column + 1), sheet=PATTERN)


def many_cells(book: Workbook) -> None:
    row, column = free(book)
    book.names.set("owner", f"{PATTERN}!{Area(row, column, row + 1, column + 1).absolute()}", sheet=PATTERN)


def in_table(book: Workbook) -> None:
    body = monthly(book).body
    book.names.set("owner", absolute(body.first_row, body.first_column), sheet=PATTERN)


def own_formula(book: Workbook) -> None:
    page(book).write(*place_of(book, "owner"), "Somebody", 'UPPER("somebody")')


def uneven(book: Workbook) -> None:
    area = Area.parse(str(book.names.find("area_values", sheet=PATTERN)).rpartition("!")[2])
    shorter = Area(area.first_row, area.first_column, area.last_row - 1, area.last_column)
    book.names.set("area_values", f"{PATTERN}!{shorter.absolute()}", sheet=PATTERN)


def number_as_heading(book: Workbook) -> None:
    page(book).write(*place_of(book, "monthly_note"), 2026)


def same_headings(book: Workbook) -> None:
    table = monthly(book)
    columns = book.package.edit(table.part).findall(f"{MAIN}tableColumns/{MAIN}tableColumn")
    columns[1].set("name", columns[0].get("name", ""))


def totals_row(book: Workbook) -> None:
    table = monthly(book)
    root, area = book.package.edit(table.part), table.area
    root.set("totalsRowCount", "1")
    root.set("ref", str(Area(area.first_row, area.first_column, area.last_row + 2, area.last_column)))


def no_header_row(book: Workbook) -> None:
    book.package.edit(monthly(book).part).set("headerRowCount", "0")


def below(rows: int) -> Change:
    """Something below a table that cannot move down: a sum over all sheets reads its cell on each."""

    def change(book: Workbook) -> None:
        area = monthly(book).area
        cell = area.last_row + rows, area.first_column
        page(book).write(*cell, "Signed by the board")
        names = book.sheet_names()
        page(book).write(*free(book), 0, f"COUNTA({names[0]}:{names[-1]}!{address(*cell)})")

    return change


def renamed_table(name: str) -> Change:
    return lambda book: monthly(book).rename(name)


def unnamed_table(book: Workbook) -> None:
    for name in [n for n in book.names.local_names(PATTERN) if n.startswith("breakdown_") and n != "breakdown_month"]:
        book.names.remove(name, sheet=PATTERN)


def two_tables(book: Workbook) -> None:
    table = next(t for t in page(book).tables if t.name.startswith("Breakdown"))
    table.rename("Monthly_too")
    book.names.set("monthly_note", absolute(table.header.first_row, table.header.first_column), sheet=PATTERN)


def plain_format(name: str) -> Change:
    def change(book: Workbook) -> None:
        row, column = place_of(book, name)
        if "_month" in name and name.startswith("monthly"):
            row += 1
        style = book.styles.style_like(page(book).style(row, column), number_format="General")
        page(book).write(row, column, None, style=style)

    return change


# ---- charts and looks, changed in their XML --------------------------------------------------------------------------


def trend(book: Workbook) -> etree._Element:
    return book.package.edit(page(book).charts[0].part)


def reads(column: str) -> Change:
    """The trend's first series reads another column of the Monthly table."""

    def change(book: Workbook) -> None:
        row, place = place_of(book, f"monthly_{column}")
        first = next(trend(book).iter(f"{CHART}val"))
        first.find(f".//{CHART}f").text = absolute(row + 1, place)

    return change


def reads_at(reference: Callable[[Workbook], str]) -> Change:
    def change(book: Workbook) -> None:
        next(trend(book).iter(f"{CHART}val")).find(f".//{CHART}f").text = reference(book)

    return change


def point_format(book: Workbook) -> None:
    series = next(trend(book).iter(f"{CHART}ser"))
    point = etree.Element(f"{CHART}dPt")
    etree.SubElement(point, f"{CHART}idx", val="3")
    next(series.iter(f"{CHART}cat")).addprevious(point)


def some_rows(book: Workbook) -> None:
    """The trend reads two months of three."""
    monthly(book).resize(3)
    row, column = place_of(book, "monthly_line")
    two = Area(row + 1, column, row + 2, column)
    reads_at(lambda _: f"{PATTERN}!{two.absolute()}")(book)


def blanks_as_zero(book: Workbook) -> None:
    next(trend(book).iter(f"{CHART}dispBlanksAs")).set("val", "zero")


def styles(book: Workbook) -> etree._Element:
    [part] = book.package.related(book.part, "styles")
    return book.package.edit(part)


def faint_font(book: Workbook) -> None:
    """The theme's second light colour, made a little darker, for the definition."""
    style = page(book).style(*place_of(book, "definition"))
    xf = styles(book).find(f"{MAIN}cellXfs")[style]
    font = styles(book).find(f"{MAIN}fonts")[int(xf.get("fontId"))]
    colour = font.find(f"{MAIN}color")
    colour.attrib.clear()
    colour.set("theme", "0")
    colour.set("tint", "-0.25")


def faint_rule(book: Workbook) -> None:
    """White on Amber's pale fill."""
    rule = next(r for r in page(book).root.iter(f"{MAIN}cfRule") if '"Amber"' in "".join(r.itertext()))
    dxf = styles(book).find(f"{MAIN}dxfs")[int(rule.get("dxfId"))]
    next(dxf.iter(f"{MAIN}color")).set("rgb", "FFFFFFFF")


def without_rule(word: str) -> Change:
    def change(book: Workbook) -> None:
        for rule in list(page(book).edit().iter(f"{MAIN}cfRule")):
            if f'"{word}"' in "".join(rule.itertext()) and rule.get("type") == "cellIs":
                rule.getparent().remove(rule)

    return change


def letter_paper(book: Workbook) -> None:
    page(book).edit().find(f"{MAIN}pageSetup").set("paperSize", "1")


def protected(book: Workbook) -> None:
    data = page(book).edit().find(f"{MAIN}sheetData")
    data.addnext(etree.Element(f"{MAIN}sheetProtection", sheet="1"))


def pivot(book: Workbook) -> None:
    book.package.add("xl/pivotTables/pivotTable1.xml", etree.Element(f"{MAIN}pivotTableDefinition"), "application/xml")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    book.package.add_relationship(page(book).part, kind, "xl/pivotTables/pivotTable1.xml")


def threads(book: Workbook) -> None:
    part = "xl/threadedComments/threadedComment1.xml"
    root = etree.fromstring(
        '<ThreadedComments><threadedComment ref="A1"/><threadedComment ref="B1"/></ThreadedComments>'
    )
    book.package.add(part, root, "application/xml")
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    book.package.add_relationship(page(book).part, kind, part)


def second_summary(book: Workbook) -> None:
    book.clone_sheet("Summary", "Summary for the board")


def no_sparkline(book: Workbook) -> None:
    book.sheet("Summary").set_sparklines(0, [])


def no_patterns(book: Workbook) -> None:
    for name in [sheet.name for sheet in book.sheets() if read_layout(book, sheet).is_pattern]:
        book.delete_sheet(name)


def without_alt_text(book: Workbook) -> None:
    frame = next(book.package.edit(page(book).drawing_part).iter("{*}pic"))
    frame.find("{*}nvPicPr/{*}cNvPr").attrib.pop("descr")


def chart_of_nothing(book: Workbook) -> None:
    reads_at(at_slot("owner", column=60))(book)
    for series in list(trend(book).iter(f"{CHART}ser"))[1:]:
        series.getparent().remove(series)
    page(book).charts[0].set_alt_text("")


BROKEN: dict[str, tuple[Change, str, str, str]] = {
    "a slot that is needed is not there": (without_name("value"), "error", "T-SLOT", "no slot value"),
    "a slot that the page needs to say enough": (without_name("message"), "warning", "T-UNFILLED", "message"),
    "a column that is needed": (without_name("monthly_value"), "error", "T-COLUMN", "monthly_value"),
    "a ratio's denominator": (without_name("monthly_denominator"), "error", "T-COLUMN", "monthly_denominator"),
    "the summary's month": (without_name("month", "Summary"), "error", "T-SLOT", "no slot month"),
    "no pattern sheet": (no_patterns, "error", "T-PATTERN", "no pattern sheet"),
    "no summary": (lambda b: b.delete_sheet("Summary"), "error", "T-SUMMARY", "no summary"),
    "two summaries": (second_summary, "error", "T-SUMMARY", "2 summaries (Summary, Summary for the board)"),
    "a pattern that no unit takes": (
        lambda b: b.clone_sheet(PATTERN, "Our page"), "warning", "T-UNIT", 'pattern = "Our page"'),
    "a name that lost its cell": (named("owner", "#REF!"), "error", "T-NAME", "owner refers to #REF!"),
    "a name of another sheet's cell": (named("owner", "Notes!$A$1"), "error", "T-NAME", "Notes!$A$1"),
    "a name that is a formula": (named("owner", "SUM(percentage!$A$1)"), "error", "T-NAME", "owner refers to SUM"),
    "a name of the workbook that lost its cell": (
        named("value", "#REF!", None), "warning", "T-NAME", "refers to #REF!"),
    "a name of many cells": (many_cells, "warning", "T-MANY", "owner is of 4 cells"),
    "a letter left out": (renamed_name("commentary", "comentary"), "warning", "T-SPELLING", "mean commentary?"),
    "letters changed round": (renamed_name("heading", "haeding"), "warning", "T-SPELLING", "mean heading?"),
    "another joint": (renamed_name("monthly_note", "MonthlyNote"), "warning", "T-SPELLING", "mean monthly_note?"),
    "a digit at the end": (renamed_name("value", "value_2"), "warning", "T-SPELLING", "mean value?"),
    "a slot of another kind of sheet": (
        lambda b: b.names.set("concerns", absolute(*free(b)), sheet=PATTERN),
        "warning", "T-PLACE", "concerns means nothing on a pattern sheet"),
    "a slot in merged cells, not the first": (in_merged, "error", "T-GUARDED", "covered by the merged cells"),
    "a slot in a table's rows": (in_table, "error", "T-IN-TABLE", "owner stands in the table Monthly__percentage"),
    "two slots on one cell": (moved("owner", "status"), "error", "T-SHARED", "owner and status are names of one cell"),
    "two roles on one heading": (moved("monthly_note", "monthly_code"), "error", "T-SHARED", "of one heading"),
    "a formula where a slot is": (own_formula, "warning", "T-OVERWRITES", '=UPPER("somebody")'),
    "rows that are not equally many": (uneven, "error", "T-ROWS", "area_values 8"),
    "a role's name beside its heading": (
        lambda b: b.names.set("monthly_note", absolute(*free(b)), sheet=PATTERN),
        "error", "T-HEADER", "which is no header of a table"),
    "a heading that is a number": (number_as_heading, "error", "T-HEADINGS", "is not text"),
    "a heading twice": (same_headings, "error", "T-HEADINGS", "more than once"),
    "a table without headings": (no_header_row, "error", "T-HEADINGS", "no heading row"),
    "a totals row": (totals_row, "warning", "T-TOTALS", "it can grow, not shrink"),
    "something directly below a table": (below(1), "error", "T-ROOM", "cannot move as it grows"),
    "something a little below a table": (below(9), "warning", "T-ROOM", "room for 9 rows and"),
    "a table that is not called by its role": (renamed_table("Table1"), "error", "T-TABLE-NAME", "not called Monthly"),
    "a table whose headings have no names": (unnamed_table, "warning", "T-UNNAMED", "Breakdown"),
    "two tables of one role": (two_tables, "error", "T-TWO", "both begin with Monthly"),
    "months that would print as numbers": (plain_format("monthly_month"), "warning", "T-DATE", "monthly_month"),
    "the month that would print as a number": (plain_format("month"), "warning", "T-DATE", "month is a date"),
    "a percentage that would print as a fraction": (plain_format("value"), "warning", "T-PERCENT", "value is held"),
    "a chart of values that can be text": (reads("value"), "error", "T-CHART-TEXT", "monthly_value"),
    "a chart of numerators": (reads("numerator"), "error", "T-CHART-TEXT", "monthly_numerator"),
    "a chart of codes": (reads("code"), "error", "T-CHART-TEXT", "monthly_code"),
    "a chart of the page's rows": (reads_at(at_slot("area_values")), "error", "T-CHART-TEXT", "the slot area_values"),
    "a chart of no table": (reads_at(at_slot("owner", column=60)), "warning", "T-CHART-OTHER", "no table of this"),
    "a chart of another sheet": (reads_at(lambda _: "Summary!$C$9"), "warning", "T-CHART-OTHER", "Summary!$C$9"),
    "a chart of some rows": (some_rows, "warning", "T-CHART-ROWS", "not all of them"),
    "a point with a format of its own": (point_format, "warning", "T-POINT", "point 4 of series 1"),
    "blank cells drawn as zero": (blanks_as_zero, "error", "T-CHART-GAPS", "missing is never zero"),
    "a picture without words": (without_alt_text, "warning", "T-ALT", "picture"),
    "a chart without words": (chart_of_nothing, "warning", "T-ALT", "chart"),
    "faint text of the theme": (faint_font, "warning", "T-CONTRAST", "#BFBFBF on #FFFFFF has a contrast of 1.8:1"),
    "a faint conditional format": (faint_rule, "warning", "T-CONTRAST", "#FFFFFF on #FFE9BF"),
    "a rating without a colour": (without_rule("Red"), "warning", "T-RATING", "no conditional format for Red"),
    "No data without a colour": (without_rule("No data"), "warning", "T-RATING", "No data"),
    "Letter paper": (letter_paper, "warning", "T-PAPER", "not print on A4"),
    "no print area": (without_name("_xlnm.Print_Area"), "warning", "T-PRINT", "no print area"),
    "a locked commentary": (protected, "warning", "T-LOCKED", "commentary is locked"),
    "a cell that reads a pattern": (
        lambda b: b.sheet("Notes").write(1, 4, 0.5, f"{PATTERN}!$C$3*2"), "warning", "T-REFERENCE", "Notes!D1"),
    "a trend without a sparkline": (no_sparkline, "warning", "T-NEEDS", "summary_trend stays empty"),
    "counts without what they count": (
        without_name("summary_direction", "Summary"), "warning", "T-NEEDS", "counts_text stays empty"),
    "a pivot table": (pivot, "error", "T-COPY", "a pivot table"),
    "comments of Microsoft 365": (threads, "warning", "T-LEFT", "do not have its 2 threaded comments"),
}  # fmt: skip


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_template_is_told_where_and_how_to_mend_it(tmp_path, rule):
    change, level, code, words = BROKEN[rule]
    found = [f for f in checked(tmp_path, change) if f.code == code and words in f.what]
    assert found, [str(f) for f in checked(tmp_path, change)]
    assert {f.level for f in found} == {level}
    assert all(f.mend.endswith((".", "?")) and f.place and f.file == "hers.xlsx" for f in found)


@pytest.mark.parametrize("template", sorted(STANDARD.parent.glob("*.xlsx")), ids=lambda path: path.name)
def test_the_shipped_templates_have_nothing_to_mend(template):
    assert check_template(template).findings == ()
    assert counts(()) == "Nothing to mend."


def test_every_rule_has_a_template_that_breaks_it():
    source = "".join(p.read_text("utf-8") for p in Path(template_check.__file__).parent.glob("*.py"))
    told = set(re.findall(r'"(T-[A-Z0-9-]+)"', source))
    tested = {code for _, _, code, _ in BROKEN.values()} | {"T-FILE", "T-1904", "T-TABLE", "T-FILL", "T-FORMULA"}
    assert told == tested


def test_the_cell_and_the_plot_column_to_use_instead_are_named(tmp_path):
    [finding] = checked(tmp_path, reads("value"))
    book = Workbook.open(STANDARD)
    row, column = place_of(book, "monthly_line")
    assert finding.place.startswith("percentage!")
    assert f"monthly_line ({address(row + 1, column, absolute=True)})" in finding.mend


def test_a_name_in_capitals_is_right_since_excel_knows_no_case(tmp_path):
    assert checked(tmp_path, renamed_name("monthly_month", "Monthly_Month")) == ()


def test_a_name_of_the_designers_own_is_not_taken_for_a_mistake(tmp_path):
    assert checked(tmp_path, lambda b: b.names.set("values", absolute(*free(b)), sheet=PATTERN)) == ()


def test_large_text_may_be_fainter(tmp_path):
    def grey(book: Workbook) -> None:
        """4.0 to 1: enough for 18 points, too little for 10."""
        for slot in ("heading", "definition"):
            xf = styles(book).find(f"{MAIN}cellXfs")[page(book).style(*place_of(book, slot))]
            styles(book).find(f"{MAIN}fonts")[int(xf.get("fontId"))].find(f"{MAIN}color").set("rgb", "FF808080")

    found = [f for f in checked(tmp_path, grey) if f.code == "T-CONTRAST" and f.place.startswith("percentage!")]
    assert [re.search(r"contrast of ([0-9.]+:1)", f.what)[1] for f in found] == ["3.9:1"]


def test_a_template_that_counts_from_1904_is_told(tmp_path):
    book = Workbook.open(STANDARD)
    book.package.edit(book.part).find(f"{MAIN}workbookPr").set("date1904", "1")
    book.save(tmp_path / "hers.xlsx")
    assert [f.code for f in check_template(tmp_path / "hers.xlsx").findings] == ["T-1904"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "a workbook with macros"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "a binary workbook"),
    ],
)
def test_a_file_that_cannot_be_a_template_is_one_finding(tmp_path, content, words):
    members = parts(STANDARD)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(kind, content.encode())
    written(tmp_path / "hers.xlsm", members)
    [finding] = check_template(tmp_path / "hers.xlsm").findings
    assert (finding.level, finding.code) == ("error", "T-FILE")
    assert words in finding.what


def test_a_template_that_is_not_there_is_no_finding(tmp_path):
    with pytest.raises(TemplateError, match="no such file"):
        check_template(tmp_path / "none.xlsx")


# ---- with a project --------------------------------------------------------------------------------------------------


def test_a_project_that_fits_has_nothing_to_mend():
    assert check_template(STANDARD, COUNCIL).findings == ()


def test_every_indicator_without_a_pattern_is_named(tmp_path):
    book = Workbook.open(STANDARD)
    for name in ("count", "count_many", "count_total"):
        book.delete_sheet(name)
    book.save(tmp_path / "hers.xlsx")
    found = [f for f in check_template(tmp_path / "hers.xlsx", COUNCIL).findings if f.code == "T-PATTERN"]
    assert len(found) > 1
    assert all("no pattern sheet 'count' for the indicator" in f.what for f in found)


def test_what_only_the_trial_finds_is_told_too(tmp_path):
    """Room for four rows is a warning of the template's; the project has twelve, which the trial cannot fill.

    What is below could move, but for a sum over all sheets that reads it.
    """
    project = copied(COUNCIL, tmp_path / "project")
    book = Workbook.open(STANDARD)
    sheet = book.sheet("Definitions")
    [table] = sheet.tables
    sheet.write(table.area.last_row + 4, 1, "Approved by the board")
    names = book.sheet_names()
    sheet.write(1, 30, 0, f"COUNTA({names[0]}:{names[-1]}!A{table.area.last_row + 4})")
    book.save(project / "hers.xlsx")
    with_setting(project, "template", "hers.xlsx")
    levels = {f.code: f.level for f in check_template(project / "hers.xlsx", project).findings}
    assert levels == {"T-ROOM": "warning", "T-FILL": "error"}


def test_a_formula_of_the_designers_that_reads_figures_is_told_by_the_trial(tmp_path):
    book = Workbook.open(STANDARD)
    page(book).write(*free(book), 1, "value*100")
    book.save(tmp_path / "hers.xlsx")
    assert [f.code for f in check_template(tmp_path / "hers.xlsx").findings] == []
    assert [f.code for f in check_template(tmp_path / "hers.xlsx", COUNCIL).findings] == ["T-FORMULA"]


def test_what_stays_behind_on_a_pattern_is_told_once_for_all_its_pages(tmp_path):
    project = copied(COUNCIL, tmp_path / "project")
    book = Workbook.open(STANDARD)
    threads(book)
    book.save(project / "hers.xlsx")
    with_setting(project, "template", "hers.xlsx")
    built = build(project, output=tmp_path / "out.xlsx")
    [finding] = [f for f in built.findings if f.code == "T-LEFT"]
    assert (finding.level, finding.place) == ("warning", PATTERN)
    assert not [part for part in parts(tmp_path / "out.xlsx") if "threadedComment" in part]
    assert [f.code for f in check_template(project / "hers.xlsx", project).findings] == ["T-LEFT"]


def test_a_pattern_that_the_project_asks_for_needs_no_units_name(tmp_path):
    project = copied(COUNCIL, tmp_path / "project")
    file = project / "scorecard.toml"
    file.write_text(file.read_text("utf-8").replace('unit = "percent"', 'unit = "percent"\npattern = "Our page"', 1))
    book = Workbook.open(STANDARD)
    book.clone_sheet(PATTERN, "Our page")
    book.save(tmp_path / "hers.xlsx")
    assert [f.code for f in check_template(tmp_path / "hers.xlsx").findings] == ["T-UNIT"]
    assert check_template(tmp_path / "hers.xlsx", project).findings == ()


def test_the_template_is_left_as_it_was(tmp_path):
    shutil.copy(STANDARD, tmp_path / "hers.xlsx")
    check_template(tmp_path / "hers.xlsx", COUNCIL)
    assert (tmp_path / "hers.xlsx").read_bytes() == STANDARD.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["hers.xlsx"]


# ---- the command -----------------------------------------------------------------------------------------------------


def test_the_command_lists_findings_and_counts_them(tmp_path, capsys):
    book = Workbook.open(STANDARD)
    without_name("value")(book)
    letter_paper(book)
    book.save(tmp_path / "hers.xlsx")
    assert main(["template", "check", str(tmp_path / "hers.xlsx")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "1 error, 1 warning."
    assert lines[0].startswith("has: Summary: summary, ")
    error = next(line for line in lines if line.startswith("error"))
    assert error.startswith("error: hers.xlsx : percentage : T-SLOT : no slot value")


def test_warnings_alone_are_no_failure(tmp_path, capsys):
    book = Workbook.open(STANDARD)
    letter_paper(book)
    book.save(tmp_path / "hers.xlsx")
    assert main(["template", "check", str(tmp_path / "hers.xlsx"), "--json"]) == 0
    [finding] = json.loads(capsys.readouterr().out)["findings"]
    assert finding["code"] == "T-PAPER"
    assert set(finding) == {"level", "file", "place", "code", "what", "mend"}


def test_the_stock_template_is_checked_where_no_file_is_named(capsys):
    assert main(["template", "check"]) == 0
    has, [last] = (lines := capsys.readouterr().out.splitlines())[:-1], lines[-1:]
    assert last == "Nothing to mend."
    assert {line.partition(":")[0] for line in has} == {"has"}
    assert len(has) == len(Workbook.open(STANDARD).sheets())


def test_a_project_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(ProjectError):
        check_template(STANDARD, tmp_path)
