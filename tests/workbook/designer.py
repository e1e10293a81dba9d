"""A designer's copy of the stock template: moved, renamed and reordered, with a sheet, a text box and formulas of hers.

What is added lies in free cells found by looking, never at addresses of the stock template.
"""

from pathlib import Path

from lxml import etree

from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.workbook import Workbook
from tests.workbook.projects import COUNCIL, copied, with_setting
from tests.workbook.reading import parts, written

STANDARD = Path(__file__).resolve().parents[2] / "templates" / "standard.xlsx"
PATTERN = "percentage"
LACKING = ("average", "average_months", "numerator", "previous")
"""Optional slots that her pattern leaves out."""
TEXT_BOX = "Ask the performance team & <never> guess"
OWN_SHEET, OWN_PARTS = "Our own page", ("xl/worksheets/own.xml", "xl/drawings/own.xml")
RETITLED = "Zustand [neu]"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS = {"sheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
          "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml"}  # fmt: skip

_SHEET = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  mc:Ignorable="hers" xmlns:hers="http://example.org/hers"><sheetData><row r="1" hers:mood="good">
  <c r="A1" t="inlineStr"><is><t>Written by the designer</t></is></c><c r="B1"><f>1+1</f><v>2</v></c></row></sheetData>
  <drawing r:id="rId1"/></worksheet>""".encode()
_SHAPE = """<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:from><xdr:col>60</xdr:col><xdr:colOff>0</xdr:colOff>
  <xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>63</xdr:col><xdr:colOff>0</xdr:colOff>
  <xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink=""><xdr:nvSpPr>
  <xdr:cNvPr id="990" name="Her box"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/>
  <a:ext cx="900000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody>
  <a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-GB"/><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>
  <xdr:clientData/></xdr:twoCellAnchor>"""


def designers_project(folder: Path) -> Path:
    """The fictional council on the designer's template."""
    project = copied(COUNCIL, folder)
    designers_template(project / "hers.xlsx")
    with_setting(project, "template", "hers.xlsx")
    return project


def designers_template(path: Path) -> Path:
    """The stock template after a designer's day."""
    _with_own_sheet(path)
    book = Workbook.open(path)
    sheet = book.sheet(PATTERN)
    used = sheet.used()
    assert used is not None
    free = used.last_column + 3
    drawing = sheet.drawing_part
    assert drawing is not None
    book.package.edit(drawing).append(_text_box())
    names = book.names
    names.set("value", _absolute(2, free), sheet=PATTERN)
    for lacking in LACKING:
        names.remove(lacking, sheet=PATTERN)
    names.set("owner", str(names.find("owner", sheet=PATTERN)))
    names.remove("owner", sheet=PATTERN)
    numerator, denominator = (names.find(f"monthly_{part}", sheet=PATTERN) for part in ("numerator", "denominator"))
    names.set("monthly_numerator", str(denominator), sheet=PATTERN)
    names.set("monthly_denominator", str(numerator), sheet=PATTERN)
    table = next(t for t in sheet.tables if t.name.startswith("Monthly"))
    table.retitle(table.columns.index("Status"), RETITLED)
    sheet.write(3, free, 4321, "value*100")
    sheet.write(4, free, 4322, f"{address(3, free)}+1")
    sheet.write(5, free, 2, "1+1")
    book.save(path)
    return path


def _absolute(row: int, column: int) -> str:
    return f"{PATTERN}!{address(row, column, absolute=True)}"


def _text_box() -> etree._Element:
    shape = etree.fromstring(_SHAPE.format(text=""))
    next(e for e in shape.iter() if etree.QName(e).localname == "t").text = TEXT_BOX
    return shape


def _with_own_sheet(path: Path) -> None:
    members = parts(STANDARD)
    sheet, drawing = OWN_PARTS
    space = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    members[sheet] = _SHEET
    members[drawing] = etree.tostring(_wrapped(space), xml_declaration=True, encoding="UTF-8", standalone=True)
    members["xl/worksheets/_rels/own.xml.rels"] = (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" Type="{_OFFICE}/drawing" '
        'Target="../drawings/own.xml"/></Relationships>'
    ).encode()
    types = etree.fromstring(members["[Content_Types].xml"])
    for part, kind in zip(OWN_PARTS, _KINDS.values(), strict=True):
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=kind)
    members["[Content_Types].xml"] = etree.tostring(types)
    rels = etree.fromstring(members["xl/_rels/workbook.xml.rels"])
    etree.SubElement(
        rels, f"{{{_RELS}}}Relationship", Id="rIdOwn", Type=f"{_OFFICE}/worksheet", Target="worksheets/own.xml"
    )
    members["xl/_rels/workbook.xml.rels"] = etree.tostring(rels)
    book = etree.fromstring(members["xl/workbook.xml"])
    sheets = book.find(f"{{{_MAIN}}}sheets")
    assert sheets is not None
    etree.SubElement(sheets, f"{{{_MAIN}}}sheet", {"name": OWN_SHEET, "sheetId": "99", f"{{{_OFFICE}}}id": "rIdOwn"})
    members["xl/workbook.xml"] = etree.tostring(book)
    written(path, members)


def _wrapped(space: str) -> etree._Element:
    drawing = etree.Element(f"{{{space}}}wsDr", nsmap={"xdr": space})
    drawing.append(_text_box())
    return drawing
