"""The steps of docs/templates.md, done by openpyxl on a blank workbook as the guide says: no more and no less.

Its project is read from the guide itself, so that the two cannot drift apart. Of the package under test it uses the
commands that the guide names, for its pictures alone.
"""

import re
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.image import Image
from openpyxl.drawing.line import LineProperties
from openpyxl.formatting.rule import CellIsRule, Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from excel_scorecard.preview import preview
from excel_scorecard.workbook.build import build

TOP = Path(__file__).resolve().parents[2]
GUIDE = TOP / "docs" / "templates.md"
LOGO = TOP / "templates" / "logo.png"

RATINGS = {
    "Red": ("B3261E", "FFFFFF"),
    "Amber": ("FFE9BF", "6B4300"),
    "Green": ("D9EFE0", "0B5A2A"),
    "No target": ("E9ECEF", "3D4650"),
    "No data": ("E9ECEF", "3D4650"),
}
FONT = "Arial"
GREY = Font(name=FONT, color="5A6470")
HEAD = 40  # the row of the tables' headings, under the page


def blocks(kind: str) -> list[str]:
    """The guide's code blocks of one kind."""
    fenced = re.findall(r"^```(.*?)\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [text for word, text in fenced if word == kind]


def guides_project(folder: Path, *, one_more: bool) -> Path:
    """The project that the guide tells to write; `one_more` with the indicator of step (e)."""
    kinds = ("toml scorecard.toml", "csv", "toml commentary", "toml one more", "csv one more")
    [settings], [figures], [remarks], [more], [its_figures] = (blocks(kind) for kind in kinds)
    files = {"scorecard.toml": settings, "figures/figures.csv": figures, "commentary/2026-03.toml": remarks}
    if one_more:
        files |= {"scorecard.toml": f"{settings}\n{more}", "figures/empty-homes.csv": its_figures}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


# ---- what one does in Excel ------------------------------------------------------------------------------------------


def name_cells(sheet: Worksheet, name: str, cells: str) -> None:
    """Formulas > Define Name, with the sheet as its scope."""
    absolute = re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", cells)
    sheet.defined_names.add(DefinedName(name, attr_text=f"'{sheet.title}'!{absolute}"))


def insert_table(sheet: Worksheet, name: str, first: str, columns: dict[str, tuple[str, str]]) -> None:
    """Insert > Table over the headings and one row; the header cells get their names. {heading: (name, format)}."""
    corner = sheet[first]
    for number, (heading, (role, form)) in enumerate(columns.items()):
        head = sheet.cell(corner.row, corner.column + number, heading)
        head.font, head.fill = Font(name=FONT, bold=True, color="FFFFFF"), PatternFill("solid", start_color="1D3A5F")
        below = sheet.cell(corner.row + 1, corner.column + number)
        below.number_format, below.font = form, Font(name=FONT)
        look = {"horizontal": "left", "indent": 1} if form == "General" else {"horizontal": "right"}
        head.alignment = below.alignment = Alignment(**look)
        name_cells(sheet, role, head.coordinate)
    end = sheet.cell(corner.row + 1, corner.column + len(columns) - 1).coordinate
    table = Table(displayName=name, ref=f"{first}:{end}")
    table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)


def merge(sheet: Worksheet, cells: str, name: str = "", *, text: str = "", font: Font | None = None) -> None:
    sheet.merge_cells(cells)
    cell = sheet[cells.partition(":")[0]]
    cell.value, cell.font = text or None, font or Font(name=FONT)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if name:
        name_cells(sheet, name, cell.coordinate)


def label(sheet: Worksheet, cell: str, text: str) -> None:
    sheet[cell] = text
    sheet[cell].font = GREY


def slot(sheet: Worksheet, cell: str, name: str, form: str = "General", *, size: int = 14) -> None:
    sheet[cell].number_format, sheet[cell].font = form, Font(name=FONT, bold=True, size=size)
    sheet[cell].alignment = Alignment(horizontal="left")
    name_cells(sheet, name, cell)


def colour_ratings(sheet: Worksheet, cells: str) -> None:
    """Conditional Formatting > Highlight Cells Rules > Equal To, once for each word."""
    for word, (fill, text) in RATINGS.items():
        look = {"fill": PatternFill(bgColor=fill), "font": Font(name=FONT, color=text, bold=True)}
        sheet.conditional_formatting.add(cells, CellIsRule(operator="equal", formula=[f'"{word}"'], **look))


# ---- (a) the smallest template that works ----------------------------------------------------------------------------


MONTHLY = {
    "Month": ("monthly_month", "mmm-yy"),
    "Numerator": ("monthly_numerator", "#,##0"),
    "Denominator": ("monthly_denominator", "#,##0"),
    "Value": ("monthly_value", "0%"),
}


SUMMARY_TABLE = {
    "Indicator": ("summary_title", "General"),
    "Latest": ("summary_value", "0%"),
    "Rating": ("summary_rating", "General"),
}


DIRECTION = {"Direction": ("summary_direction", "General")}


def smallest() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "percentage"
    merge(page, "A1:H1", "title", font=Font(name=FONT, bold=True, size=16))
    label(page, "A4", "Latest")
    slot(page, "B4", "value", "0%")
    label(page, "A24", "Commentary")
    merge(page, "A25:H30", "commentary")
    label(page, "J1", "Id")
    name_cells(page, "indicator_id", "K1")
    insert_table(page, "Monthly", f"A{HEAD}", MONTHLY)
    for letter in "ABCDEFGHIJKLMNOPQRSTUV":
        page.column_dimensions[letter].width = 16
    heights(page, {1: 24, 4: 21})
    summary = book.create_sheet("Summary", 0)
    summary["A1"] = "Our scorecard"
    slot(summary, "A2", "month", "mmmm yyyy", size=12)
    insert_table(summary, "Summary", "A5", SUMMARY_TABLE)
    summary.column_dimensions["A"].width = 60
    for letter in "BCDEF":
        summary.column_dimensions[letter].width = 14
    heights(summary, {1: 24, 2: 18, 4: 20, 5: 18})
    return book


def heights(sheet: Worksheet, rows: dict[int, float]) -> None:
    """Format > Row Height: merged cells do not grow with their text."""
    for row, points in rows.items():
        sheet.row_dimensions[row].height = points


# ---- (b) a chart on plot columns -------------------------------------------------------------------------------------


def _again(page: Worksheet, table: str, first: str, columns: dict[str, tuple[str, str]]) -> None:
    """The table with more columns: in Excel one types the new headings beside it."""
    if table in page.tables:
        del page.tables[table]
    for role, _ in columns.values():
        if role in page.defined_names:
            del page.defined_names[role]
    insert_table(page, table, first, columns)


def with_chart(book: openpyxl.Workbook) -> None:
    page = book["percentage"]
    columns = MONTHLY | {"Line": ("monthly_line", "0.00"), "Latest point": ("monthly_latest", "0.00")}
    _again(page, "Monthly", f"A{HEAD}", columns)
    _trend(page, ["E", "F"])


def _trend(page: Worksheet, letters: list[str]) -> None:
    page._charts = [c for c in page._charts if not isinstance(c, LineChart)]
    chart = LineChart()
    for letter in letters:
        column = openpyxl.utils.column_index_from_string(letter)
        chart.add_data(Reference(page, min_col=column, min_row=HEAD, max_row=HEAD + 1), titles_from_data=True)
    chart.set_categories(Reference(page, min_col=1, min_row=HEAD + 1, max_row=HEAD + 1))
    looks = [("1D3A5F", 28575, "none"), ("1D3A5F", 0, "circle"), ("B0460F", 19050, "none")]
    for series, (colour, width, symbol) in zip(chart.series, looks, strict=False):
        series.smooth = False
        series.marker.symbol = symbol
        series.graphicalProperties.line.solidFill = colour
        if width:
            series.graphicalProperties.line.width = width
        else:
            series.graphicalProperties.line.noFill = True
            series.marker.size = 9
            series.marker.graphicalProperties.solidFill = colour
    chart.x_axis.number_format = "mmm-yy"
    chart.y_axis.number_format = "0%"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.legend.position = "t"
    for axis in (chart.x_axis, chart.y_axis):
        axis.majorGridlines = None
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="D5DAE0")))
    chart.width, chart.height = 17.5, 7.5
    page.add_chart(chart, "A8")


# ---- (c) red, amber, green -------------------------------------------------------------------------------------------


def with_ratings(book: openpyxl.Workbook) -> None:
    page, summary = book["percentage"], book["Summary"]
    columns = MONTHLY | {
        "Line": ("monthly_line", "0.00"),
        "Latest point": ("monthly_latest", "0.00"),
        "Target line": ("monthly_target_line", "0.00"),
        "Target": ("monthly_target", "0%"),
        "Amber limit": ("monthly_amber_limit", "0%"),
    }
    _again(page, "Monthly", f"A{HEAD}", columns)
    _trend(page, ["E", "F", "G"])
    for cell in ("C4", "E4", "G4"):
        page[cell].alignment = Alignment(horizontal="right", indent=1)
    label(page, "C4", "Target")
    slot(page, "D4", "target", "0%")
    label(page, "E4", "Rating")
    slot(page, "F4", "rating")
    label(page, "G4", "Direction")
    slot(page, "H4", "direction")
    merge(page, "A2:H2", "definition", font=GREY)
    merge(page, "A5:H5", "rule_text", font=GREY)
    merge(page, "A6:H6", "message", font=Font(name=FONT, bold=True))
    heights(page, {2: 18, 5: 18, 6: 30})
    colour_ratings(page, "F4")
    colour_ratings(summary, "C6")
    _again(summary, "Summary", "A5", SUMMARY_TABLE | DIRECTION)


# ---- (d) areas -------------------------------------------------------------------------------------------------------


BREAKDOWN = {
    "Area": ("breakdown_area", "General"),
    "In the area": ("breakdown_numerator", "#,##0"),
    "Of all": ("breakdown_denominator", "#,##0"),
    "Area's value": ("breakdown_value", "0%"),
    "Bar's name": ("breakdown_label", "General"),
    "Bar": ("breakdown_bar", "0.00"),
    "Rest": ("breakdown_rest", "0.00"),
}


def with_areas(book: openpyxl.Workbook) -> None:
    page = book["percentage"]
    insert_table(page, "Breakdown", f"M{HEAD}", BREAKDOWN)
    name_cells(page, "breakdown_month", "K2")
    page["K2"].number_format = "mmm-yy"
    label(page, "J2", "Areas are of")
    label(page, "G8", "By area")
    for row in range(9, 18):
        page[f"G{row}"].font = page[f"H{row}"].font = Font(name=FONT)
        page[f"H{row}"].number_format = "0%"
    name_cells(page, "area_names", "G9:G17")
    name_cells(page, "area_values", "H9:H17")


# ---- (e) other sheets of the same kind -------------------------------------------------------------------------------


def with_siblings(book: openpyxl.Workbook) -> None:
    """Move or Copy > Create a copy, which copies names and tables too; openpyxl does not, so they are made again."""
    for ending in ("_many", "_total"):
        copy = _copied(book, f"percentage{ending}", f"_{ending[1:]}")
        for name in ("area_names", "area_values"):
            del copy.defined_names[name]
        copy["G8"] = None
        if ending == "_many":
            _bars(copy)
        else:
            _without_table(copy, "Breakdown_total", BREAKDOWN)
            del copy.defined_names["breakdown_month"]
            copy["J2"] = None
    count = _copied(book, "count", "_count")
    _without_table(count, "Monthly_count", {})
    _without_table(count, "Breakdown_count", {})
    monthly = {
        "Month": ("monthly_month", "mmm-yy"),
        "Number": ("monthly_numerator", "#,##0"),
        "Value": ("monthly_value", "#,##0"),
        "Target": ("monthly_target", "#,##0"),
        "Line": ("monthly_line", "0"),
        "Latest point": ("monthly_latest", "0"),
        "Target line": ("monthly_target_line", "0"),
        "Amber limit": ("monthly_amber_limit", "#,##0"),
    }
    count["I40"], count["I41"] = None, None
    del count.defined_names["monthly_denominator"], count.defined_names["breakdown_denominator"]
    _again(count, "Monthly_count", f"A{HEAD}", monthly)
    breakdown = {h: v for h, v in BREAKDOWN.items() if v[0] != "breakdown_denominator"}
    breakdown["Area's value"] = ("breakdown_value", "#,##0")
    for letter in "MNOPQRS":
        count[f"{letter}{HEAD}"] = None
    _again(count, "Breakdown_count", f"M{HEAD}", breakdown)
    _trend(count, ["E", "F", "G"])
    chart = count._charts[-1]
    chart.y_axis.number_format, chart.y_axis.scaling.max = "#,##0", None
    for cell in ("B4", "D4", *(f"H{row}" for row in range(9, 18))):
        count[cell].number_format = "#,##0"
    _units_on(book["Summary"])


def _units_on(summary: Worksheet) -> None:
    _again(summary, "Summary", "A5", SUMMARY_TABLE | DIRECTION | {"Unit": ("summary_unit", "General")})
    summary["B6"].number_format = "#,##0"
    look = DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode="0%"))
    summary.conditional_formatting.add("B6", Rule(type="expression", formula=['$E6="percent"'], dxf=look))


def _without_table(sheet: Worksheet, table: str, columns: dict[str, tuple[str, str]]) -> None:
    area = sheet.tables[table].ref
    del sheet.tables[table]
    for row in sheet[area]:
        for cell in row:
            cell.value, cell.fill, cell.font, cell.number_format = None, PatternFill(), Font(name=FONT), "General"
    for role, _ in columns.values():
        del sheet.defined_names[role]


def _copied(book: openpyxl.Workbook, title: str, ending: str) -> Worksheet:
    page = book["percentage"]
    copy = book.copy_worksheet(page)
    copy.title = title
    for defined in page.defined_names.values():
        copy.defined_names.add(DefinedName(defined.name, attr_text=defined.attr_text.replace("percentage", title)))
    for table in page.tables.values():
        twin = Table(displayName=f"{table.displayName}{ending}", ref=table.ref)
        twin.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=True)
        copy.add_table(twin)
    colour_ratings(copy, "F4")
    _trend(copy, ["E", "F", "G"])
    return copy


def _bars(page: Worksheet) -> None:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "clustered", 100
    for column in (18, 19):
        chart.add_data(Reference(page, min_col=column, min_row=HEAD, max_row=HEAD + 1), titles_from_data=True)
    chart.set_categories(Reference(page, min_col=17, min_row=HEAD + 1, max_row=HEAD + 1))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "0%"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.legend = None
    for series, colour in zip(chart.series, ("1D3A5F", "9FB3C8"), strict=True):
        series.graphicalProperties.solidFill = colour
    chart.width, chart.height = 8.5, 7.5
    page.add_chart(chart, "G8")


# ---- (f) logo and paper ----------------------------------------------------------------------------------------------


class Logo(Image):
    """Insert > Picture, 34 pixels high: openpyxl's own wants another library to measure it."""

    def __init__(self) -> None:
        self._content = LOGO.read_bytes()
        width, height = struct.unpack(">II", self._content[16:24])
        self.ref, self.format, self.anchor = str(LOGO), "png", "A1"
        self.width, self.height = width * 34 / height, 34

    def _data(self) -> bytes:
        return self._content


def for_print(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        is_summary = sheet.title == "Summary"
        sheet.print_area = "A1:D6" if is_summary else "A1:H30"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "portrait" if is_summary else "landscape"
        sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0 if is_summary else 1
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Page &P of &N"
        sheet.sheet_view.showGridLines = False
        sheet.add_image(Logo(), "D1" if is_summary else "H1")
    summary = book["Summary"]
    summary["A1"] = None
    merge(summary, "A1:C1", "heading", font=Font(name=FONT, bold=True, size=16))
    merge(summary, "A3:D3", "counts_text", font=Font(name=FONT, bold=True))
    name_cells(summary, "organisation", "B2")
    name_cells(summary, "marking", "A4")
    summary["A4"].font = summary["B2"].font = GREY


STEPS: tuple[tuple[str, Callable[[openpyxl.Workbook], None]], ...] = (
    ("a chart on plot columns", with_chart),
    ("red, amber, green", with_ratings),
    ("areas", with_areas),
    ("other sheets of the same kind", with_siblings),
    ("logo and paper", for_print),
)


def template_after(steps: int, path: Path) -> Path:
    """The template after that many steps beyond the smallest one."""
    book = smallest()
    for _, step in STEPS[:steps]:
        step(book)
    book.save(path)
    return path


# ---- the guide's pictures --------------------------------------------------------------------------------------------


PICTURES = {"template-smallest": (0, 3, 100), "template-page": (5, 2, 100), "template-summary": (5, 1, 25)}
"""By name: after how many steps, which page, and how many per cent of it from the top."""


def draw_pictures(folder: Path, target: Path) -> None:
    """The guide's pictures, by build and preview, cut to what is on them: `python -m tests.workbook.guide`."""
    for name, (steps, page, shown) in PICTURES.items():
        project = guides_project(folder / name / "brookshire", one_more=steps >= 4)
        book = smallest()
        for _, step in STEPS[:steps]:
            step(book)
        book.save(project / "mine.xlsx")
        built = build(project, output=folder / name / "built.xlsx").path
        drawn = preview(built, folder / name)[page - 1]
        top = ["-crop", f"100%x{shown}%+0+0", "+repage"]
        small = [*top, "-trim", "-bordercolor", "white", "-border", "12", "-colors", "48", "-strip"]
        subprocess.run(["convert", str(drawn), *small, str(target / f"{name}.png")], check=True)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        draw_pictures(Path(temporary), TOP / "docs" / "pictures")
