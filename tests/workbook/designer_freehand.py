"""A second designer, who began with an empty workbook: everything is as different from the stock as Excel allows.

Made by XlsxWriter and by hand; nothing of the package under test, and nothing of the stock template, is used.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import xlsxwriter
from lxml import etree

from tests.workbook.projects import COUNCIL, copied, with_setting
from tests.workbook.reading import MAIN, parts, written

SUMMARY = "The Chief's % & more"
PERCENT, COUNTS = "O'Neill's pages & co", "Plain counts"
COVER, BETWEEN, LAST = "Cover & thanks", "In between", "Last's words"
OWN = (COVER, BETWEEN, LAST)

REPORTED = "https://example.org/report?a=1&b=2"
OWN_COLUMN = "Twice it"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PRINTER = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
VIEW = "{0F2A6B0C-5B5B-4C1E-9C53-1B2C3D4E5F60}"
PRINTER = b"\x00\x01a printer's settings, which nobody reads\x02"


@dataclass(frozen=True)
class Column:
    """A column of one of her tables: the role she names it by (none: her own), its heading, format and formula."""

    role: str
    heading: str
    form: str = ""
    formula: str = ""


# in no order of ours, with headings of her own, and a column of her own in the middle
MONTHLY = (
    Column("monthly_note", "Anmerkung"),
    Column("monthly_value", "What it came to", "0%"),
    Column("monthly_line", "Plot [1]", "0.00"),
    Column("", OWN_COLUMN, "0.0", "=Monthly_hers[[#This Row],[What it came to]]*2"),
    Column("monthly_denominator", "Of all", "#,##0"),
    Column("monthly_month", "In the month of", "mmm yyyy"),
    Column("monthly_target_line", "Plot #2", "0.00"),
    Column("monthly_numerator", "Children's number", "#,##0"),
    Column("monthly_latest", "Plot @3", "0.00"),
    Column("monthly_target", "Aim & goal", "0%"),
    Column("monthly_code", "[x] or [c]"),
    Column("monthly_comparator_one_line", "Plot 'four'", "0.00"),
)
BREAKDOWN = (
    Column("breakdown_bar", "Bars", "0.00"),
    Column("breakdown_value", "Share", "0%"),
    Column("breakdown_area", "Where"),
    Column("breakdown_numerator", "How many", "#,##0"),
    Column("breakdown_denominator", "Out of", "#,##0"),
    Column("breakdown_rating", "RAG"),
    Column("breakdown_rest", "Bars: rest", "0.00"),
    Column("breakdown_label", "Bar's name"),
)
COUNT_MONTHLY = (
    Column("monthly_line", "Line", "0"),
    Column("monthly_numerator", "N", "#,##0"),
    Column("monthly_value", "V", "#,##0"),
    Column("monthly_month", "When", "dd/mm/yy"),
)
SUMMARY_TABLE = (
    Column("summary_rating", "Colour"),
    Column("summary_direction", "Way"),
    Column("summary_value", "Now", "0.00"),
    Column("", "Own sum", "0.00", "=Summary_of_all[[#This Row],[Now]]+1"),
    Column("summary_title", "Which"),
    Column("summary_id", "Id"),
    Column("summary_trend", "Little chart"),
)

# slots by cell (of the percentage pages); merged ones are named as a whole. None of them stands on the stock's place.
SLOTS = {
    "heading": "$A$1:$H$1", "definition": "$A$2:$H$2", "commentary": "$A$30:$H$34", "value": "$Y$4",
    "average": "$Y$5", "average_heading": "$Y$6", "month": "$Y$7", "target": "$Y$8", "rating": "$AA$4:$AB$5",
    "direction": "$AA$6", "direction_basis": "$AA$7", "message": "$A$4", "rule_text": "$A$5", "indicator_id": "$Z$60",
    "value_label": "$A$6,$C$6", "numerator": "$E$6", "title": "$F$6", "trend_title": "$AA$9", "owner": "$AA$10",
    "shortfall": "$AA$11", "breakdown_month": "$AA$12", "action": "$AA$13", "places": "$AA$14",
    "area_names": "$AD$4:$AD$12", "area_values": "$AE$4:$AE$12",
}  # fmt: skip
LOCAL_ON_PERCENT = frozenset({"month", "heading"})  # the others are names of the whole workbook
COUNT_SLOTS = {"indicator_id": "$J$1", "value": "$J$2", "commentary": "$J$3", "heading": "$J$4", "month": "$J$5",
               "rating": "$J$6", "direction": "$J$7", "title": "$J$8"}  # fmt: skip
SUMMARY_SLOTS = {"month": "$C$4", "organisation": "$C$2:$E$2", "marking": "$G$2", "counts_text": "$C$5",
                 "concerns": "$C$6:$H$6", "heading": "$C$1"}  # fmt: skip
GLOBAL_ON_SUMMARY = frozenset({"counts_text", "concerns", "marking", "month", "organisation"})
HEAD_ROW = 60  # 0-based: her tables lie low, with nothing under them
BREAKDOWN_LEFT = 14


def freehand_project(folder: Path, *, date1904: bool = False, kind: str = "xlsx") -> Path:
    """The fictional council on her template."""
    project = copied(COUNCIL, folder)
    name = f"her template.{kind}"
    freehand_template(project / name, date1904=date1904, kind=kind)
    with_setting(project, "template", name)
    file = project / "scorecard.toml"
    text = file.read_text("utf-8")
    # she drew no page of rates: they stand on the page of shares, which has all that they need
    for unit, pattern in (("percent", PERCENT), ("rate", PERCENT), ("count", COUNTS)):
        text = text.replace(f'unit = "{unit}"', f'unit = "{unit}"\npattern = "{pattern}"')
    file.write_text(text, "utf-8")
    return project


def freehand_template(path: Path, *, date1904: bool = False, kind: str = "xlsx") -> Path:
    """Her template, from an empty workbook."""
    drawn = path.with_name("drawn.xlsx")
    book = xlsxwriter.Workbook(drawn, {"date_1904": date1904})
    _cover(book)
    _summary(book)
    _between(book)
    _percent_pages(book)
    _count_pages(book)
    _last(book)
    book.close()
    members = parts(drawn)
    drawn.unlink()
    _by_hand(members, kind)
    return written(path, members)


def quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


# ---- her own sheets --------------------------------------------------------------------------------------------------


def _cover(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(COVER)
    sheet.write("A1", "A cover of our own", book.add_format({"bold": True, "font_size": 20}))
    sheet.write_formula("A2", f"={quoted(SUMMARY)}!C4", book.add_format({"num_format": "mmmm yyyy"}), 45000)
    sheet.write_formula("A3", "=1+1", None, 2)
    sheet.write_formula("A4", f"=COUNTA({quoted(SUMMARY)}!G11:G11)", None, 1)
    sheet.write_formula("A5", "=COUNTA(Summary_of_all[Which])", None, 1)
    sheet.write_url("A6", f"internal:{quoted(SUMMARY)}!A1", string="To the summary")
    sheet.write_url("A7", REPORTED, string="The report")
    sheet.write_rich_string("A8", "Half ", book.add_format({"bold": True}), "bold", " text")
    sheet.set_header("&L&G&CCover", {"image_left": "crest.png", "image_data_left": picture()})
    sheet.insert_image("D2", "crest.png", {"image_data": picture(), "description": "The crest"})
    sheet.insert_textbox("D8", "Fixed & <plain>")
    sheet.write_comment("A1", "A note of hers", {"author": "Designer"})
    sheet.data_validation("A9", {"validate": "list", "source": ["yes", "no"]})
    sheet.freeze_panes(1, 0)
    sheet.set_row(12, 15, None, {"level": 1, "hidden": True})
    sheet.protect("", {"select_unlocked_cells": True})
    sheet.print_area("A1:H40")


def _between(book: xlsxwriter.Workbook) -> None:
    """Reads both the summary and a pattern, in cells and in a chart."""
    sheet = book.add_worksheet(BETWEEN)
    sheet.write_formula("A1", f"={quoted(PERCENT)}!$Y$4", None, 0)
    sheet.write_formula("A2", f"=SUM({quoted(SUMMARY)}!$E$11:$E$11)", None, 0)
    sheet.write_formula("A3", "=A2*2", None, 0)
    sheet.write_formula("A4", "=OurYear+1", None, 2024)
    chart = book.add_chart({"type": "column"})
    rows = f"{quoted(SUMMARY)}!$E$11:$E$11"
    chart.add_series({"values": f"={rows}", "categories": f"={quoted(SUMMARY)}!$G$11:$G$11"})
    sheet.insert_chart("C3", chart, {"description": "All indicators"})


def _last(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(LAST)
    sheet.write("A1", "Thank you")
    sheet.insert_textbox("B2", "The end", {"font": {"bold": True}})


# ---- pages -----------------------------------------------------------------------------------------------------------


def _table(book: xlsxwriter.Workbook, sheet, name: str, columns: tuple[Column, ...], row: int, left: int) -> None:
    heads, looks = [], []
    for column in columns:
        look = book.add_format({"num_format": column.form, "font_color": "#333333"})
        looks.append(look)
        heads.append(
            {"header": column.heading, "format": look} | ({"formula": column.formula} if column.formula else {})
        )
    style = "Table Style Medium 4"
    options = {"name": name, "columns": heads, "style": style, "autofilter": name.startswith("Monthly")}
    sheet.add_table(row, left, row + 1, left + len(columns) - 1, options)
    for place, (column, look) in enumerate(zip(columns, looks, strict=True), left):
        if not column.formula:
            sheet.write_blank(row + 1, place, None, look)


def _percent_pages(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(PERCENT)
    wrap = book.add_format({"text_wrap": True, "valign": "top", "locked": False, "border": 2})
    for area in ("A1:H1", "A2:H2", "A30:H34", "AA4:AB5"):
        sheet.merge_range(area, "", wrap)
    percent, month = book.add_format({"num_format": "0.0%;[Red]-0.0%"}), book.add_format({"num_format": "mmm yyyy"})
    for cell, form in (("Y4", percent), ("Y5", percent), ("Y8", percent), ("Y7", month), ("AA12", month)):
        sheet.write_blank(cell, None, form)
    sheet.write("A10", "Her own words stay")
    sheet.write_formula("A11", "=Y4*100", None, 1)
    sheet.write_formula("A12", f"={quoted(PERCENT)}!A11+1", None, 2)
    sheet.write_formula("A13", "=2+2", None, 4)
    sheet.write_formula("A14", f"=SUM({quoted(PERCENT)}!$B$62:$B$62)", None, 0)
    _table(book, sheet, "Monthly_hers", MONTHLY, HEAD_ROW, 0)
    _table(book, sheet, "Breakdown_hers", BREAKDOWN, HEAD_ROW, BREAKDOWN_LEFT)
    _charts(book, sheet)
    bold = book.add_format({"bold": True, "bg_color": "#C00000", "font_color": "#FFFFFF"})
    sheet.conditional_format("AA4:AB5", {"type": "cell", "criteria": "==", "value": '"Red"', "format": bold})
    sheet.conditional_format("B62:B62", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
    sheet.conditional_format("H62:H62", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.conditional_format("E62:E62", {"type": "3_color_scale"})
    sheet.data_validation("H62:H62", {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "No less"})
    sheet.write_comment("A10", "A note & more", {"x_scale": 2})
    sheet.insert_image("J2", "crest.png", {"image_data": picture(), "description": "The crest", "url": REPORTED})
    sheet.insert_textbox("J8", "linked", {"textlink": f"={quoted(PERCENT)}!$A$1"})
    sheet.insert_textbox("J12", "Not linked: <b> & so on", {"font": {"italic": True}})
    sheet.write_url("A15", f"internal:{quoted(PERCENT)}!A30", string="To the commentary")
    sheet.write_url("A16", f"internal:{quoted(SUMMARY)}!A1", string="Back")
    sheet.add_sparkline("A17", {"range": f"{quoted(PERCENT)}!C62:C62", "type": "line"})
    sheet.set_header("&L&G&R&A", {"image_left": "crest.png", "image_data_left": picture()})
    sheet.set_footer("&C&P of &N")
    sheet.freeze_panes(3, 1)
    sheet.set_column("L:M", 4, None, {"level": 1})
    sheet.set_row(50, 15, None, {"level": 1})
    sheet.protect("", {"format_cells": True, "insert_rows": True})
    sheet.print_area("A1:H40")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.set_h_pagebreaks([40])


def _charts(book: xlsxwriter.Workbook, sheet) -> None:
    row = HEAD_ROW + 1

    def values(role: str) -> list[object]:
        place = next(n for n, column in enumerate(MONTHLY) if column.role == role)
        return [PERCENT, row, place, row, place]

    def area(role: str) -> list[object]:
        place = BREAKDOWN_LEFT + next(n for n, column in enumerate(BREAKDOWN) if column.role == role)
        return [PERCENT, row, place, row, place]

    months = values("monthly_month")
    column = book.add_chart({"type": "column"})  # a combined chart: columns, and a line on a second axis
    column.add_series({"name": "Value", "categories": months, "values": values("monthly_line")})
    line = book.add_chart({"type": "line"})
    line.add_series({"name": "Aim", "categories": months, "values": values("monthly_target_line"), "y2_axis": True})
    column.combine(line)
    column.set_title({"name": f"={quoted(PERCENT)}!$AA$9"})
    filled = book.add_chart({"type": "area"})
    filled.add_series({"categories": months, "values": values("monthly_line")})
    dots = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    dots.add_series({"categories": months, "values": values("monthly_line")})
    dots.add_series({"categories": months, "values": values("monthly_latest")})
    bars = book.add_chart({"type": "bar", "subtype": "stacked"})
    for role in ("breakdown_bar", "breakdown_rest"):
        bars.add_series({"categories": area("breakdown_label"), "values": area(role)})
    for cell, chart in (("A18", column), ("E18", filled), ("A36", dots), ("E36", bars)):
        chart.show_blanks_as("gap")
        sheet.insert_chart(cell, chart)


def _count_pages(book: xlsxwriter.Workbook) -> None:
    """As little as a page can have, its table from the first row on and its slots right of it."""
    sheet = book.add_worksheet(COUNTS)
    _table(book, sheet, "MonthlyCount", COUNT_MONTHLY, 0, 0)
    sheet.write_blank("J5", None, book.add_format({"num_format": "yyyy-mm"}))
    chart = book.add_chart({"type": "radar"})
    chart.add_series({"categories": [COUNTS, 1, 3, 1, 3], "values": [COUNTS, 1, 0, 1, 0]})
    sheet.insert_chart("L2", chart, {"description": "A radar"})


def _summary(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(SUMMARY)
    for area in ("C2:E2", "C6:H6"):
        sheet.merge_range(area, "", book.add_format({"text_wrap": True}))
    sheet.write_blank("C4", None, book.add_format({"num_format": "mmmm yyyy"}))
    sheet.write_formula("A1", '=COUNTIF(Summary_of_all[Colour],"Red")', None, 0)
    sheet.write_formula("A2", f"=SUM({quoted(SUMMARY)}!$E$11:$E$11)", None, 0)
    _table(book, sheet, "Summary_of_all", SUMMARY_TABLE, 9, 2)
    sheet.add_sparkline("I11", {"range": f"{quoted(SUMMARY)}!E11:F11", "type": "column"})
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": [SUMMARY, 10, 4, 10, 4], "categories": [SUMMARY, 10, 6, 10, 6]})
    sheet.insert_chart("K2", chart, {"description": "All of them"})
    red = book.add_format({"bg_color": "#C00000", "font_color": "#FFFFFF"})
    sheet.conditional_format("C11", {"type": "cell", "criteria": "==", "value": '"Red"', "format": red})
    sheet.activate()


# ---- what XlsxWriter cannot ------------------------------------------------------------------------------------------


def _by_hand(members: dict[str, bytes], kind: str) -> None:
    book = etree.fromstring(members["xl/workbook.xml"])
    order = [sheet.get("name", "") for sheet in book.iter(f"{MAIN}sheet")]
    _names(book, order)
    _custom_view(book)
    members["xl/workbook.xml"] = _whole(book)
    theme = members["xl/theme/theme1.xml"]
    members["xl/theme/theme1.xml"] = theme.replace(b'name="Office Theme"', b'name="Hers"').replace(b"4F81BD", b"7A1FA2")
    for sheet in (COVER, PERCENT):
        part = f"xl/worksheets/sheet{order.index(sheet) + 1}.xml"
        _printer(members, part, order.index(sheet) + 1)
        if sheet == COVER:
            _sheet_view(members, part)
    _group(members, f"xl/worksheets/sheet{order.index(PERCENT) + 1}.xml")
    types = members["[Content_Types].xml"]
    added = f'<Default Extension="bin" ContentType="{_PRINTER}"/>'.encode()
    types = types.replace(b"<Override", added + b"<Override", 1)
    if kind == "xltx":
        types = types.replace(_WORKBOOK.encode(), _TEMPLATE.encode())
    members["[Content_Types].xml"] = types


def _whole(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _names(book: etree._Element, order: list[str]) -> None:
    group = book.find(f"{MAIN}definedNames")
    assert group is not None

    def add(name: str, reference: str, sheet: str | None) -> None:
        element = etree.SubElement(group, f"{MAIN}definedName", name=name)
        if sheet is not None:
            element.set("localSheetId", str(order.index(sheet)))
        element.text = reference

    def on(sheet: str, cells: str) -> str:
        return ",".join(f"{quoted(sheet)}!{cell}" for cell in cells.split(","))

    for name, cells in SLOTS.items():
        add(name, on(PERCENT, cells), PERCENT if name in LOCAL_ON_PERCENT else None)
    for name, cells in COUNT_SLOTS.items():
        add(name, on(COUNTS, cells), COUNTS)
    for name, cells in SUMMARY_SLOTS.items():
        add(name, on(SUMMARY, cells), None if name in GLOBAL_ON_SUMMARY else SUMMARY)
    for sheet, columns, row, left in (
        (PERCENT, MONTHLY, HEAD_ROW, 0),
        (PERCENT, BREAKDOWN, HEAD_ROW, BREAKDOWN_LEFT),
        (COUNTS, COUNT_MONTHLY, 0, 0),
        (SUMMARY, SUMMARY_TABLE, 9, 2),
    ):
        for number, column in enumerate(columns, left):
            if column.role:
                add(column.role, on(sheet, f"${_letters(number)}${row + 1}"), sheet)
    add("OurYear", f"YEAR({quoted(SUMMARY)}!$C$4)", None)
    add("OurConstant", "0.175", None)
    add("OurWords", '"it\'s & fixed"', None)
    add("OurShare", f"{quoted(PERCENT)}!$Y$4*2", PERCENT)
    add("OurPages", f"{quoted(PERCENT)}!$Y$4", None)


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _custom_view(book: etree._Element) -> None:
    views = etree.Element(f"{MAIN}customWorkbookViews")
    etree.SubElement(views, f"{MAIN}customWorkbookView", name="Hers", guid=VIEW, xWindow="0", yWindow="0",
                     windowWidth="100", windowHeight="100", activeSheetId="1")  # fmt: skip
    calc = book.find(f"{MAIN}calcPr")
    assert calc is not None
    calc.addnext(views)


def _sheet_view(members: dict[str, bytes], part: str) -> None:
    tree = etree.fromstring(members[part])
    views = etree.Element(f"{MAIN}customSheetViews")
    etree.SubElement(views, f"{MAIN}customSheetView", guid=VIEW, scale="90")
    following = next(e for e in tree if etree.QName(e).localname in ("mergeCells", "dataValidations", "hyperlinks"))
    following.addprevious(views)
    members[part] = _whole(tree)


def _printer(members: dict[str, bytes], part: str, number: int) -> None:
    """Printer settings, which XlsxWriter does not write."""
    tree = etree.fromstring(members[part])
    setup = tree.find(f"{MAIN}pageSetup")
    if setup is None:
        setup = etree.Element(f"{MAIN}pageSetup", paperSize="9", orientation="portrait")
        margins = tree.find(f"{MAIN}pageMargins")
        assert margins is not None
        margins.addnext(setup)
    setup.set(f"{{{_OFFICE}}}id", "rIdPrinter")
    members[part] = _whole(tree)
    rels = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    relations = etree.fromstring(members[rels])
    target = f"../printerSettings/printerSettings{number}.bin"
    etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", Id="rIdPrinter",
                     Type=f"{_OFFICE}/printerSettings", Target=target)  # fmt: skip
    members[rels] = _whole(relations)
    members[f"xl/printerSettings/printerSettings{number}.bin"] = PRINTER


def _group(members: dict[str, bytes], part: str) -> None:
    """Put her two text boxes' twins into a group of shapes, one of them linked to the value."""
    rels = etree.fromstring(members[part.replace("worksheets/", "worksheets/_rels/") + ".rels"])
    target = next(r.get("Target", "") for r in rels if r.get("Type", "").endswith("/drawing"))
    name = target.replace("../", "xl/")
    drawing = etree.fromstring(members[name])
    anchors = [a for a in drawing if a.find(f"{{{_SHEET_DRAWING}}}sp") is not None]
    anchor = etree.fromstring(etree.tostring(anchors[0]))
    shape = anchor.find(f"{{{_SHEET_DRAWING}}}sp")
    assert shape is not None
    group = etree.fromstring(
        f'<xdr:grpSp xmlns:xdr="{_SHEET_DRAWING}" xmlns:a="{_DRAWING}"><xdr:nvGrpSpPr>'
        '<xdr:cNvPr id="901" name="Her group" descr="Two boxes"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr><xdr:grpSpPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="100" cy="100"/><a:chOff x="0" y="0"/><a:chExt cx="100" cy="100"/></a:xfrm>'
        "</xdr:grpSpPr></xdr:grpSp>"
    )
    shape.addprevious(group)
    for number, link in enumerate((f"{quoted(PERCENT)}!$A$1", "")):
        twin = etree.fromstring(etree.tostring(shape))
        twin.set("textlink", link)
        for properties in twin.iter(f"{{{_SHEET_DRAWING}}}cNvPr"):
            properties.set("id", str(910 + number))
            properties.set("name", f"In the group {number}")
        group.append(twin)
    shape.getparent().remove(shape)
    drawing.append(anchor)
    members[name] = _whole(drawing)


def picture() -> BytesIO:
    """A red point, as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
    return BytesIO(b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b""))
