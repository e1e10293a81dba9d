"""Workbooks to test on, made by XlsxWriter: a pattern sheet with one of everything that a stock template holds."""

import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter
from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LITERAL = "'Pattern''s own'!A1 & Monthly[Inside]"  # looks like references and is text
VALUE_FORMULA = "Monthly[[#This Row],[Inside]]/Monthly[[#This Row],[Total]]"


def pattern_workbook(path: Path) -> Path:
    """Sheets "Summary" and "Pattern's own"; the second has a table of two months, charts and all that hangs on it."""
    book = xlsxwriter.Workbook(path)
    summary, sheet = book.add_worksheet("Summary"), book.add_worksheet("Pattern's own")
    percent, bold = book.add_format({"num_format": "0%", "border": 1}), book.add_format({"bold": True})
    month = book.add_format({"num_format": "mmm-yy", "border": 1})
    columns = [
        {"header": "Month", "format": month},
        {"header": "Inside"},
        {"header": "Total"},
        {"header": "Value", "formula": f"={VALUE_FORMULA}", "format": percent},
    ]
    sheet.write("A1", "Title of the measure", bold)
    sheet.add_table("A5:D7", {"name": "Monthly", "columns": columns, "data": [[42005, 1, 4], [42036, 3, 4]]})
    sheet.write_formula("D6", f"={VALUE_FORMULA}", percent, 0.25)
    sheet.write_formula("D7", f"={VALUE_FORMULA}", percent, 0.75)
    sheet.set_row(5, 18)
    sheet.write_formula("F1", "=SUM(Monthly[Inside])", None, 4)
    sheet.write_formula("F2", "=SUM($B$6:B7)", None, 4)
    sheet.write_formula("F3", "=IF(F2=4,\"'Pattern''s own'!A1 & Monthly[Inside]\",\"\")", None, LITERAL)
    sheet.merge_range("A2:D2", "Definition", bold)
    chart = book.add_chart({"type": "line"})
    chart.add_series({
        "name": "='Pattern''s own'!$D$5",
        "categories": "='Pattern''s own'!$A$6:$A$7",
        "values": "='Pattern''s own'!$D$6:$D$7",
        "data_labels": {"value": True},
    })  # fmt: skip
    chart.add_series({"name": "Fixed", "values": "='Pattern''s own'!$C$6:$C$7"})
    chart.set_title({"name": "='Pattern''s own'!$A$1"})
    chart.set_x_axis({"date_axis": True})
    sheet.insert_chart("H2", chart, {"description": "Line chart of the measure", "object_position": 1})
    sheet.insert_textbox("H20", "Written by ORG", {"textlink": "='Pattern''s own'!$A$1"})
    sheet.insert_image("H30", "logo.png", {"image_data": _picture(), "url": "internal:'Pattern''s own'!A5"})
    sheet.conditional_format("D6:D7", {"type": "cell", "criteria": ">=", "value": 0.5, "format": bold})
    sheet.conditional_format("C6:C7", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("B6:B7", {"type": "formula", "criteria": "='Pattern''s own'!$B6>2", "format": bold})
    sheet.data_validation("B6:B7", {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.add_sparkline("G1", {"range": "'Pattern''s own'!B6:B7"})
    sheet.write_url("A3", "internal:'Pattern''s own'!A5", string="to the table")
    sheet.write_url("B3", "https://example.org/a", string="outside")
    sheet.write_comment("A1", "A note")
    sheet.set_header("&L&G&C&12ORG&R&P", {"image_left": "logo.png", "image_data_left": _picture()})
    sheet.print_area("A1:F9")
    sheet.repeat_rows(4)
    sheet.set_paper(9)
    book.define_name("shown", "='Pattern''s own'!$F$1")
    summary.write("A1", "Summary", bold)
    summary.write_formula("A2", "='Pattern''s own'!F1*2", None, 8)
    summary.write_formula("A3", "=A2+1", None, 9)
    summary.write_formula("A4", "=1+1", None, 2)
    # XlsxWriter drops local names of a sheet with an apostrophe, so they are put in by hand
    book.defined_names.append(["value", 1, "'Pattern''s own'!$F$1", 0])
    book.close()
    return path


def _picture() -> "object":
    from io import BytesIO

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
    return BytesIO(b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b""))


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook by name, read by zipfile."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def tree(path: Path, name: str) -> etree._Element:
    """One part's tree, parsed by plain lxml."""
    return etree.fromstring(parts(path)[name])


def changed_parts(before: Path, after: Path) -> set[str]:
    """The names of parts that are not the same in both."""
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def rewritten(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of a workbook with some parts changed by hand."""
    content = parts(source)
    change(content)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return target


def substituted(source: Path, target: Path, part: str, old: str, new: str) -> Path:
    """A copy of a workbook with a text in one part replaced; the text must be there."""

    def change(content: dict[str, bytes]) -> None:
        assert old.encode() in content[part], f"{old} is not in {part}"
        content[part] = content[part].replace(old.encode(), new.encode())

    return rewritten(source, target, change)


def opened(path: Path, *, values: bool = False) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it: its formulas, or the values they carry."""
    with warnings.catch_warnings():
        # it warns of extensions that it would lose on saving; here it only reads
        warnings.filterwarnings("ignore", message=".*extension is not supported.*", category=UserWarning)
        return openpyxl.load_workbook(path, data_only=values)
