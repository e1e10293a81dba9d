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


def mostly(usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any] = ODD, times: int = 30) -> st.SearchStrategy[Any]:
    """The usual, and now and then something odd: a workbook with faults everywhere is refused at the first."""
    return st.integers(0, times).flatmap(lambda number: odd if number == times else usual)


def whole(first: int, last: int) -> st.SearchStrategy[str]:
    """A whole number, mostly."""
    return mostly(st.integers(first, last).map(str))


NAMED = st.sampled_from(["value", "title", "shown", "_xlnm.Print_Area", "_xlnm._FilterDatabase", "x"])
FLAGS = mostly(st.sampled_from(["0", "1", "true"]))


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
INNER = several(
    elements(
        "f",
        some(
            t=mostly(st.just("normal"), st.sampled_from(["shared", "array", "dataTable", ""])),
            ref=mostly(AREAS),
            si=FLAGS,
        ),
        TEXT,
    ),
    elements("v", st.just({}), mostly(st.integers(-2, 40).map(str), TEXT)),
    most=2,
)
INLINE = elements("is", st.just({}), elements("t", st.just({}), TEXT))
KINDS_OF_CELL = st.sampled_from(["s", "str", "n", "b", "e"])


@st.composite
def rows(draw: st.DrawFn) -> str:
    """Rows in their order, with cells in theirs; once in a while a number or an address is another."""
    found = ""
    for number in sorted(draw(st.sets(st.integers(1, 9), max_size=4))):
        cells = ""
        for letter in sorted(draw(st.sets(st.sampled_from("ABCDEZ"), max_size=4))):
            said = {"r": draw(mostly(st.just(f"{letter}{number}"), st.one_of(CELLS, ODD), 60))}
            said |= draw(some(s=whole(0, 2), cm=FLAGS))
            kind = draw(st.one_of(st.none(), mostly(KINDS_OF_CELL)))
            cells += element("c", said | ({"t": kind} if kind else {}), draw(INNER if kind else INLINE | INNER))
        said = {"r": draw(mostly(st.just(str(number)), times=40))}
        said |= draw(some(spans=mostly(st.just("1:5")), ht=whole(1, 400), hidden=FLAGS))
        found += element("row", said, cells)
    return found


RANGE = some(
    ref=mostly(st.one_of(AREAS, CELLS)),
    sqref=mostly(st.one_of(AREAS, CELLS)),
    type=st.sampled_from(["expression", "cellIs", "list", "dataBar"]),
    dxfId=whole(0, 1),
    priority=whole(1, 9),
    location=FORMULAS,
)
FORMULA = st.one_of(elements("formula", st.just({}), TEXT), elements("formula1", st.just({}), TEXT))
IDS = mostly(st.just("rId1"), st.sampled_from(["rId9", ""]))
CHILDREN = (
    elements(
        "sheetPr", some(codeName=VALUES), elements("tabColor", some(rgb=mostly(st.just("FF1D3A5F")), theme=FLAGS))
    ),
    elements("sheetViews", st.just({}), elements("sheetView", some(tabSelected=FLAGS, workbookViewId=whole(0, 0)))),
    elements("cols", st.just({}), several(elements("col", some(min=whole(1, 9), max=whole(1, 9), width=whole(1, 99))))),
    elements("sheetData", st.just({}), rows()),
    elements("autoFilter", RANGE),
    elements("mergeCells", some(count=FLAGS), several(elements("mergeCell", RANGE))),
    elements("conditionalFormatting", RANGE, several(elements("cfRule", RANGE, FORMULA))),
    elements("dataValidations", some(count=FLAGS), several(elements("dataValidation", RANGE, FORMULA))),
    elements("hyperlinks", st.just({}), several(elements("hyperlink", RANGE))),
    elements("pageSetup", some(paperSize=whole(1, 9), orientation=ODD, scale=whole(10, 400), fitToHeight=FLAGS)),
    elements("headerFooter", st.just({}), elements("oddHeader", st.just({}), TEXT)),
    elements("rowBreaks", some(count=FLAGS), several(elements("brk", some(id=whole(1, 9), max=whole(1, 9))))),
    IDS.map(lambda key: f'<tableParts><tablePart r:id="{key}"/></tableParts>'),
)
STRANGE = st.sampled_from(
    ["<extLst><ext uri='x'/></extLst>", "<!-- words -->", "<?do it?>", "words", "<x:y xmlns:x='z'/>", "<drawing/>"]
)


@st.composite
def sheets(draw: st.DrawFn, *, has_table: bool) -> bytes:
    """A sheet with some of its children in the order of the schema, and once in a while in another, or one twice."""
    chosen = sorted(draw(st.sets(st.integers(0, len(CHILDREN) - 2), max_size=7)) | {3})
    if has_table:
        chosen.append(len(CHILDREN) - 1)
    if draw(st.integers(0, 20)) == 20:
        chosen = draw(st.lists(st.sampled_from(chosen), max_size=7))
    inner = "".join(draw(mostly(CHILDREN[number], STRANGE, 60)) for number in chosen)
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{inner}</worksheet>'.encode()


SHEETS = sheets(has_table=False)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A table that is as wide as it has columns, mostly."""
    columns = draw(st.lists(mostly(st.sampled_from(["Month", "Inside", "Total"]), VALUES), min_size=1, max_size=3))
    said = {
        "id": draw(whole(1, 2)),
        "name": draw(mostly(st.just("Table1"), VALUES)),
        "displayName": draw(mostly(st.just("Table1"), VALUES)),
        "ref": draw(mostly(st.just(f"A2:{'ABC'[len(columns) - 1]}4"), st.one_of(AREAS, ODD))),
    }
    said |= draw(some(headerRowCount=mostly(st.just("1")), totalsRowCount=FLAGS))
    listed = "".join(
        element("tableColumn", {"id": draw(mostly(st.just(str(number)))), "name": name})
        for number, name in enumerate(columns, start=1)
    )
    return element("table", {"xmlns": MAIN} | said, f"<tableColumns>{listed}</tableColumns>").encode()


TABLES = tables()
STRINGS = st.lists(elements("si", st.just({}), elements("t", st.just({}), TEXT)), min_size=38, max_size=42).map(
    lambda texts: f'<sst xmlns="{MAIN}">{"".join(texts)}</sst>'.encode()
)
STYLES = several(
    elements("numFmts", st.just({}), elements("numFmt", some(numFmtId=whole(164, 166), formatCode=VALUES))),
    elements(
        "fonts", some(count=FLAGS), several(elements("font", st.just({}), elements("sz", some(val=whole(1, 400)))))
    ),
    elements(
        "cellXfs",
        some(count=FLAGS),
        several(elements("xf", some(numFmtId=whole(0, 166), fontId=whole(0, 2), fillId=whole(0, 2), xfId=whole(0, 1)))),
    ),
    elements("dxfs", some(count=FLAGS), several(elements("dxf", st.just({})))),
).map(lambda inner: f'<styleSheet xmlns="{MAIN}">{inner}</styleSheet>'.encode())


@st.composite
def workbook_parts(draw: st.DrawFn) -> bytes:
    """A workbook part that lists the sheets One and Two, and names; once in a while with something else in it."""
    listed = ""
    for number, name in enumerate(["One", "Two"], start=1):
        said = {
            "name": draw(mostly(st.just(name), VALUES)),
            "sheetId": draw(whole(number, number)),
            "r:id": draw(mostly(st.just(f"rId{number}"), st.sampled_from(["rId1", "rId3", "rId9", ""]), 30)),
        }
        listed += element("sheet", said | draw(some(state=mostly(st.sampled_from(["visible", "hidden"])))))
    names = elements("definedName", some(localSheetId=whole(0, 1), hidden=FLAGS), mostly(FORMULAS, VALUES).map(escape))
    defined = "".join(
        name.replace("<definedName", f"<definedName name={quoteattr(draw(mostly(NAMED, VALUES)))}", 1)
        for name in draw(st.lists(names, max_size=3))
    )
    inner = draw(mostly(st.just(f"<sheets>{listed}</sheets><definedNames>{defined}</definedNames>"), STRANGE, 40))
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{inner}</workbook>'.encode()


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
    "/xl/worksheets/sheet2.xml": f"{SPREADSHEET}.worksheet+xml",
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
def usual_parts(draw: st.DrawFn, *, is_usual: bool) -> dict[str, bytes]:
    """Two sheets, a table, strings and styles; where it is not usual, they may point anywhere."""

    def point(*usual: tuple[str, str, str]) -> bytes:
        others = [] if is_usual else draw(RELATIONSHIPS)
        return relationships([*(related(*one) for one in usual), *others])

    return {
        "[Content_Types].xml": draw(content_types(is_usual=is_usual)),
        "_rels/.rels": point(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": draw(workbook_parts()),
        "xl/_rels/workbook.xml.rels": point(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "worksheet", "worksheets/sheet2.xml"),
            ("rId3", "styles", "styles.xml"),
            ("rId4", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": draw(SHEETS),
        "xl/worksheets/sheet2.xml": draw(sheets(has_table=True)),
        "xl/worksheets/_rels/sheet2.xml.rels": point(("rId1", "table", "../tables/table1.xml")),
        "xl/tables/table1.xml": draw(TABLES),
        "xl/sharedStrings.xml": draw(STRINGS),
        "xl/styles.xml": draw(STYLES),
    }


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook whose parts fit together, and hold what they will."""
    return zipped(list(draw(usual_parts(is_usual=True)).items()))


@st.composite
def packages(draw: st.DrawFn) -> bytes:
    """A zip of parts under right and wrong names, which point where they will, in a zip that may lie about itself."""
    parts = draw(usual_parts(is_usual=draw(st.booleans())))
    for name in draw(mostly(st.just([]), st.lists(st.sampled_from(sorted(parts)), max_size=2), 4)):
        parts.pop(name, None)
    others = draw(mostly(st.just([]), st.lists(st.tuples(st.sampled_from(NAMES), PIECES), max_size=2), 2))
    entries: Entries = [*parts.items(), *others]
    made = zipped(draw(mostly(st.just(entries), st.permutations(entries), 3)), draw(st.booleans()))
    return lying(made, draw(mostly(st.just([]), st.lists(LIES, max_size=2), 3)))


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
