"""Made packages: Hypothesis' strategies for small workbooks, whole and broken: their zip, their parts, how these point
at each other, and the XML of a sheet.

Where mutations.py breaks a real workbook in one place, these make one up, so that faults meet. Knows nothing of the
package under test.
"""

import io
import struct
import warnings
import zipfile
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from tests.ooxml.mutations import ABSURD

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Entries = list[tuple[str, bytes]]

# ---- words -----------------------------------------------------------------------------------------------------------

LONG = "x" * 40_000
ODD = st.sampled_from([word for word in ABSURD if word != LONG])
LETTERS = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
WORDS = st.text(LETTERS, max_size=8)
NUMBERS = st.integers(-2, 1_048_577).map(str)
CELLS = st.builds("{}{}".format, st.sampled_from("ABCDZ"), st.integers(1, 9))
AREAS = st.builds("{}:{}".format, CELLS, CELLS)
FORMULAS = st.lists(
    st.one_of(
        CELLS,
        AREAS,
        ODD,
        WORDS,
        st.sampled_from(
            [*"+-*/^&=<>%(),;:!'\"[]{}#@$ ", "SUM(", "Table1[", "[#This Row],", "'a b'!", "One!", "[1]One!"]
        ),
    ),
    max_size=6,
).map("".join)
VALUES = st.one_of(ODD, NUMBERS, CELLS, AREAS, WORDS, FORMULAS)


# ---- XML -------------------------------------------------------------------------------------------------------------


def element(tag: str, attributes: dict[str, str], inner: str = "") -> str:
    """An element as text."""
    said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{said}>{inner}</{tag}>"


def some(**values: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    """Some of these attributes."""
    return st.fixed_dictionaries({}, optional=values)


def elements(
    tag: str, attributes: st.SearchStrategy[dict[str, str]], inner: st.SearchStrategy[str] | None = None
) -> st.SearchStrategy[str]:
    return st.builds(element, st.just(tag), attributes, inner if inner is not None else st.just(""))


def several(*kinds: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(*kinds), max_size=most).map("".join)


TEXT = VALUES.map(escape)
CELL = elements(
    "c",
    some(
        r=st.one_of(CELLS, ODD),
        s=st.one_of(st.sampled_from("012"), ODD),
        t=st.one_of(st.sampled_from(["s", "str", "n", "b", "e", "inlineStr"]), ODD),
        cm=ODD,
    ),
    several(
        elements(
            "f",
            some(
                t=st.sampled_from(["shared", "array", "dataTable", "normal"]),
                ref=st.one_of(AREAS, ODD),
                si=st.one_of(st.just("0"), ODD),
            ),
            TEXT,
        ),
        elements("v", st.just({}), TEXT),
        elements("is", st.just({}), elements("t", st.just({}), TEXT)),
        most=2,
    ),
)
ROW = elements(
    "row", some(r=st.one_of(st.integers(1, 9).map(str), ODD), spans=ODD, ht=ODD, hidden=ODD), several(CELL, most=4)
)
RANGE = some(
    ref=st.one_of(AREAS, CELLS, ODD),
    sqref=st.one_of(AREAS, CELLS, ODD),
    type=st.sampled_from(["expression", "cellIs", "list", "dataBar"]),
    dxfId=st.one_of(st.just("0"), ODD),
    priority=ODD,
    location=FORMULAS,
)
FORMULA = st.one_of(elements("formula", st.just({}), TEXT), elements("formula1", st.just({}), TEXT))
CHILDREN = (
    elements("sheetPr", some(codeName=VALUES), elements("tabColor", some(rgb=ODD, theme=ODD))),
    elements("dimension", RANGE),
    elements("sheetViews", st.just({}), elements("sheetView", some(tabSelected=ODD, workbookViewId=ODD))),
    elements("cols", st.just({}), several(elements("col", some(min=ODD, max=ODD, width=ODD)))),
    elements("sheetData", st.just({}), several(ROW, most=4)),
    elements("autoFilter", RANGE),
    elements("mergeCells", some(count=ODD), several(elements("mergeCell", RANGE))),
    elements("conditionalFormatting", RANGE, several(elements("cfRule", RANGE, FORMULA))),
    elements("dataValidations", some(count=ODD), several(elements("dataValidation", RANGE, FORMULA))),
    elements("hyperlinks", st.just({}), several(elements("hyperlink", RANGE))),
    elements("pageSetup", some(paperSize=ODD, orientation=ODD, scale=ODD, fitToHeight=ODD)),
    elements("headerFooter", st.just({}), elements("oddHeader", st.just({}), TEXT)),
    elements("rowBreaks", some(count=ODD), several(elements("brk", some(id=ODD, max=ODD)))),
    st.sampled_from(["rId1", "rId2", "rId9", ""]).map(lambda i: f'<drawing r:id="{i}"/>'),
    st.sampled_from(["rId1", "rId2", "rId9", ""]).map(lambda i: f'<tableParts><tablePart r:id="{i}"/></tableParts>'),
    st.sampled_from(["<extLst><ext uri='x'/></extLst>", "<!-- words -->", "<?do it?>", "words", "<x:y xmlns:x='z'/>"]),
)
SHEETS = several(*CHILDREN, most=6).map(
    lambda inner: f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{inner}</worksheet>'.encode()
)
TABLES = st.builds(
    lambda attributes, columns: element(
        "table", {"xmlns": MAIN} | attributes, f"<tableColumns>{columns}</tableColumns>"
    ).encode(),
    some(
        id=st.one_of(st.just("1"), ODD),
        name=st.one_of(st.just("Table1"), VALUES),
        displayName=st.one_of(st.just("Table1"), VALUES),
        ref=st.one_of(AREAS, ODD),
        headerRowCount=ODD,
        totalsRowCount=ODD,
    ),
    several(elements("tableColumn", some(id=ODD, name=VALUES, dataDxfId=ODD))),
)
STRINGS = several(elements("si", st.just({}), elements("t", st.just({}), TEXT)), elements("si", st.just({}))).map(
    lambda inner: f'<sst xmlns="{MAIN}">{inner}</sst>'.encode()
)
STYLES = several(
    elements("numFmts", st.just({}), elements("numFmt", some(numFmtId=ODD, formatCode=VALUES))),
    elements("fonts", some(count=ODD), several(elements("font", st.just({}), elements("sz", some(val=ODD))))),
    elements("cellXfs", some(count=ODD), several(elements("xf", some(numFmtId=ODD, fontId=ODD, fillId=ODD, xfId=ODD)))),
    elements("dxfs", some(count=ODD), several(elements("dxf", st.just({})))),
).map(lambda inner: f'<styleSheet xmlns="{MAIN}">{inner}</styleSheet>'.encode())


@st.composite
def workbook_parts(draw: st.DrawFn) -> bytes:
    """A workbook part that lists sheets and names."""
    names = st.one_of(st.sampled_from(["One", "Two", "one", "History", "a'b"]), VALUES)
    listed = draw(
        st.lists(
            elements("sheet", st.fixed_dictionaries({}, optional={"name": names, "sheetId": ODD, "state": ODD})),
            max_size=3,
        )
    )
    sheets = "".join(
        sheet.replace("<sheet", f'<sheet r:id="{draw(st.sampled_from(["rId1", "rId2", "rId9"]))}"', 1)
        for sheet in ['<sheet name="One" sheetId="1"></sheet>', *listed][draw(st.integers(0, 1)) :]
    )
    defined = draw(several(elements("definedName", some(name=VALUES, localSheetId=ODD, hidden=ODD), TEXT)))
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets>'
        f"<definedNames>{defined}</definedNames></workbook>"
    ).encode()


# ---- how parts point at each other -----------------------------------------------------------------------------------

KINDS = (
    *("worksheet", "styles", "sharedStrings", "theme", "table", "drawing", "chart", "vmlDrawing", "comments", "image"),
    *("hyperlink", "externalLink", "calcChain", "pivotTable", "officeDocument", "chartsheet", "", "x"),
)
TARGETS = (
    *("worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../tables/table1.xml", "styles.xml", "sharedStrings.xml"),
    *("workbook.xml", "xl/workbook.xml", "../../../etc/passwd", "//x", "#One!A1", "", ".", "..", "a\\b", "C:\\x"),
    *("worksheets/sheet1.xml#x", "WORKSHEETS/SHEET1.XML", "_rels/workbook.xml.rels", "https://example.org", "%2e%2e/x"),
)
RELATIONSHIPS = st.lists(
    st.builds(
        lambda key, kind, target, mode: element(
            "Relationship", {"Id": key, "Type": f"{OFFICE}/{kind}", "Target": target} | mode
        ),
        st.one_of(st.sampled_from(["rId1", "rId2", "rId3"]), ODD),
        st.sampled_from(KINDS),
        st.one_of(st.sampled_from(TARGETS), WORDS),
        st.one_of(st.just({}), st.just({"TargetMode": "External"}), ODD.map(lambda mode: {"TargetMode": mode})),
    ),
    max_size=4,
)


def relationships(inner: list[str]) -> bytes:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(inner)}</Relationships>'.encode()


def related(key: str, kind: str, target: str) -> str:
    return element("Relationship", {"Id": key, "Type": f"{OFFICE}/{kind}", "Target": target})


TYPES = (
    *(f"{SPREADSHEET}.{kind}+xml" for kind in ("sheet.main", "worksheet", "styles", "sharedStrings", "table", "x")),
    *("application/xml", "application/vnd.openxmlformats-package.relationships+xml", "", "image/png"),
)
USUAL_TYPES = {
    "/xl/workbook.xml": f"{SPREADSHEET}.sheet.main+xml",
    "/xl/worksheets/sheet1.xml": f"{SPREADSHEET}.worksheet+xml",
    "/xl/styles.xml": f"{SPREADSHEET}.styles+xml",
    "/xl/sharedStrings.xml": f"{SPREADSHEET}.sharedStrings+xml",
    "/xl/tables/table1.xml": f"{SPREADSHEET}.table+xml",
}


@st.composite
def content_types(draw: st.DrawFn, *, is_usual: bool) -> bytes:
    """A list of content types: as it should be, or with some left out, changed and put in."""
    types = dict(USUAL_TYPES)
    if not is_usual:
        for name in draw(st.lists(st.sampled_from(sorted(types)), max_size=2)):
            types.pop(name, None)
        types |= draw(
            st.dictionaries(st.one_of(st.sampled_from(sorted(USUAL_TYPES)), VALUES), st.sampled_from(TYPES), max_size=3)
        )
    overrides = [element("Override", {"PartName": name, "ContentType": kind}) for name, kind in types.items()]
    default = element("Default", {"Extension": "rels", "ContentType": TYPES[7]})
    other = element("Default", {"Extension": "xml", "ContentType": "application/xml"})
    return f'<Types xmlns="{PACKAGE}/content-types">{default}{other}{"".join(overrides)}</Types>'.encode()


# ---- packages --------------------------------------------------------------------------------------------------------

NAMES = (
    *("xl/workbook.xml", "xl/worksheets/sheet1.xml", "XL/Workbook.xml", "[Content_Types].xml", "_rels/.rels"),
    *("xl/worksheets/_rels/sheet1.xml.rels", "../evil.xml", "/xl/a.xml", "xl\\a.xml", "", "a/", "xl//a.xml", "C:/a"),
    *("xl/./a.xml", "mimetype", "EncryptedPackage", "xl/vbaProject.bin", "x" * 300, "\u0130.xml", "xl/a\u0007.xml"),
)
PIECES = st.one_of(
    SHEETS,
    TABLES,
    STRINGS,
    STYLES,
    st.binary(max_size=40),
    st.sampled_from(
        [
            *(b"", b"<", b"<a/>", b"<a>" * 300 + b"</a>" * 300, b"\xff\xfe<\x00a\x00/\x00>\x00", b"<a>&b;</a>"),
            b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            b"<?xml version='1.0' encoding='UTF-7'?><a/>",
        ]
    ),
)


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook whose parts fit together, with a sheet, a table, strings and styles of any kind."""
    parts = {
        "[Content_Types].xml": draw(content_types(is_usual=True)),
        "_rels/.rels": relationships([related("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": draw(workbook_parts()),
        "xl/_rels/workbook.xml.rels": relationships(
            [
                related("rId1", "worksheet", "worksheets/sheet1.xml"),
                related("rId3", "styles", "styles.xml"),
                related("rId4", "sharedStrings", "sharedStrings.xml"),
            ]
        ),
        "xl/worksheets/sheet1.xml": draw(SHEETS),
        "xl/worksheets/_rels/sheet1.xml.rels": relationships([related("rId1", "table", "../tables/table1.xml")]),
        "xl/tables/table1.xml": draw(TABLES),
        "xl/sharedStrings.xml": draw(STRINGS),
        "xl/styles.xml": draw(STYLES),
    }
    return zipped(list(parts.items()))


@st.composite
def packages(draw: st.DrawFn) -> bytes:
    """A zip of parts under right and wrong names, which point where they will, in a zip that may lie about itself."""
    parts: dict[str, bytes] = {
        "[Content_Types].xml": draw(content_types(is_usual=draw(st.booleans()))),
        "_rels/.rels": relationships([related("rId1", "officeDocument", "xl/workbook.xml"), *draw(RELATIONSHIPS)]),
        "xl/workbook.xml": draw(workbook_parts()),
        "xl/_rels/workbook.xml.rels": relationships(
            [related("rId1", "worksheet", "worksheets/sheet1.xml"), *draw(RELATIONSHIPS)]
        ),
        "xl/worksheets/sheet1.xml": draw(SHEETS),
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(draw(RELATIONSHIPS)),
        "xl/tables/table1.xml": draw(TABLES),
        "xl/sharedStrings.xml": draw(STRINGS),
        "xl/styles.xml": draw(STYLES),
    }
    for name in draw(st.lists(st.sampled_from(sorted(parts)), max_size=1)):
        parts.pop(name)
    entries: Entries = [*parts.items(), *draw(st.lists(st.tuples(st.sampled_from(NAMES), PIECES), max_size=2))]
    whole = zipped(draw(st.permutations(entries)) if draw(st.booleans()) else entries, draw(st.booleans()))
    return lying(whole, draw(st.lists(LIES, max_size=1)))


def zipped(entries: Entries, is_packed: bool = True) -> bytes:
    """The zip of these entries, also where two have one name; the same entries give the same bytes."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore")  # it warns of a name that is there twice, which is what is wanted
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


# Which record, which of them, the place and form of the field in it, the value: APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16.
RECORDS = {b"PK\x03\x04": 30, b"PK\x01\x02": 46, b"PK\x05\x06": 22}
LIES = st.tuples(
    st.sampled_from(sorted(RECORDS)),
    st.integers(0, 9),
    st.integers(4, 44),
    st.sampled_from(["<H", "<I"]),
    st.sampled_from([0, 1, 7, 0x08, 0x63, 0x800, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF]),
)


def lying(data: bytes, lies: list[tuple[bytes, int, int, str, int]]) -> bytes:
    """The zip with fields of its records changed."""
    changed = bytearray(data)
    for mark, number, place, form, value in lies:
        at = -1
        for _ in range(number + 1):
            at = data.find(mark, at + 1)
        if at >= 0 and place + struct.calcsize(form) <= min(RECORDS[mark], len(data) - at):
            struct.pack_into(form, changed, at + place, value & (0xFFFF if form == "<H" else 0xFFFFFFFF))
    return bytes(changed)


MADE: dict[str, Any] = {"workbooks": workbooks(), "packages": packages()}
