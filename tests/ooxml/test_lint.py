"""Lint: each rule has a workbook that breaks it, made by changing a part of a good one, and one that does not."""

import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from excel_scorecard.cli import main
from excel_scorecard.ooxml.lint import MOST_OF_ONE, PROFILES, REFUSED, RULES, explained, lint
from excel_scorecard.ooxml.lint.levels import LEVELS
from excel_scorecard.workbook.build import build
from tests.ooxml.lint_books import readable_workbook
from tests.ooxml.lint_page import PAGE, page
from tests.ooxml.workbooks import parts, rewritten, substituted

TOP = Path(__file__).resolve().parent.parent.parent
SHEET, OTHER, BOOK = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"
STYLES, TABLE, DRAWING = "xl/styles.xml", "xl/tables/table1.xml", "xl/drawings/drawing1.xml"
CHART, NOTES, TYPES = "xl/charts/chart1.xml", "xl/comments1.xml", "[Content_Types].xml"
STRINGS = "xl/sharedStrings.xml"
MANY_STYLES = "".join(f'<xf numFmtId="{n * 7919 % 65536}"/>' for n in range(65_490)) + "</cellXfs>"
LONG_LIST = (
    f'<dataValidation type="list" sqref="H1"><formula1>"{"x" * 256}"</formula1></dataValidation>'
    '<dataValidation type="whole"'
)
RELS = "xl/worksheets/_rels/sheet2.xml.rels"
CHAIN = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="1"/></calcChain>'

KEPT = {b"PartName", b"standalone", b"version"}  # without them there is no package, or no XML

# code, part, what stands in it, what it is replaced by
BREAKS = [
    ("R-PART", SHEET, "</worksheet>", ""),
    ("R-CONTENT-TYPE", TYPES, 'Extension="png"', 'Extension="gif"'),
    ("R-CONTENT-TYPE", TYPES, "spreadsheetml.table+xml", "spreadsheetml.styles+xml"),
    ("R-TYPE-OF-NOTHING", TYPES, "</Types>", '<Override PartName="/xl/a.xml" ContentType="application/xml"/></Types>'),
    ("R-TARGET", RELS, "../tables/table1.xml", "../tables/table9.xml"),
    ("R-ID-TWICE", RELS, 'Id="rId2"', 'Id="rId1"'),
    ("R-ID-UNKNOWN", SHEET, '<drawing r:id="', '<drawing r:id="x'),
    ("R-ORPHAN", RELS, "../comments1.xml", "../tables/table1.xml"),
    ("R-PREFIX", SHEET, 'mc:Ignorable="x14ac"', 'mc:Ignorable="x14ac xr"'),
    ("R-SHEET-NAME", BOOK, 'name="Summary"', 'name="A/B"'),
    ("R-SHEET-NAME", BOOK, 'name="Summary"', "name=\"pattern's OWN\""),
    ("R-SHEET-ID", BOOK, 'sheetId="2"', 'sheetId="1"'),
    ("R-VISIBLE", BOOK, '<sheet name', '<sheet state="hidden" name'),
    ("R-VISIBLE", BOOK, "<workbookView ", '<workbookView activeTab="7" '),
    ("R-NAME", BOOK, 'name="shown"', 'name="A1"'),
    ("R-NAME", BOOK, 'name="shown"', 'name="shown" localSheetId="9"'),
    ("R-NAME-EMPTY", BOOK, ">'Pattern''s own'!$F$1</definedName>", "></definedName>"),
    ("R-NAME-SHEET", BOOK, ">'Pattern''s own'!$F$1</definedName>", ">Gone!$F$1</definedName>"),
    ("R-NAME-BROKEN", BOOK, ">'Pattern''s own'!$F$1</definedName>", ">Summary!#REF!</definedName>"),
    ("R-PRINT-NAME", BOOK, ">'Pattern''s own'!$A$1:$F$9</definedName>", ">Summary!$A$1:$F$9</definedName>"),
    ("R-ORDER", SHEET, "<pageMargins", "<sheetPr/><pageMargins"),
    ("R-ORDER", SHEET, "<sheetData>", "<sheetFormatPr/><sheetData>"),
    ("R-EMPTY", OTHER, "<pageMargins", "<mergeCells/><pageMargins"),
    ("R-RANGE", SHEET, '<conditionalFormatting sqref="D6:D7"', '<conditionalFormatting sqref=""'),
    ("R-RANGE", SHEET, "<xm:sqref>C6:C7</xm:sqref>", "<xm:sqref></xm:sqref>"),
    ("R-RANGE", SHEET, 'ref="A2:D2"', 'ref="XFE2:XFF2"'),
    ("R-MERGE", SHEET, '<mergeCell ref="A2:D2"/>', '<mergeCell ref="A2:D2"/><mergeCell ref="D1:D3"/>'),
    ("R-HEADER", SHEET, "<oddHeader>", f"<oddHeader>{'x' * 256}"),
    ("R-NOTE", NOTES, 'authorId="0"', 'authorId="4"'),
    ("R-NOTE", NOTES, 'ref="A1"', 'ref="A0"'),
    ("R-EXTENSION", SHEET, "<x14:id>", "<x14:id>x"),
    ("R-CELL-ORDER", SHEET, '<c r="B6"', '<c r="A6"'),
    ("R-CELL-ORDER", SHEET, '<row r="6"', '<row r="5"'),
    ("R-VALUE", SHEET, "<v>0.25</v>", "<v>NaN</v>"),
    ("R-VALUE", SHEET, "<v>0.25</v>", "<v>0,25</v>"),
    ("R-STRING", SHEET, 't="s"><v>', 't="s"><v>9'),
    ("R-STYLE", SHEET, 's="1"', 's="99"'),
    ("R-STYLE-LIST", STYLES, 'fontId="1"', 'fontId="99"'),
    ("R-FORMAT", SHEET, 'dxfId="', 'dxfId="9'),
    ("R-SHARED-FORMULA", SHEET, "<f>SUM(Monthly[Inside])</f>", '<f t="shared" si="0"/>'),
    ("R-METADATA", SHEET, '<c r="F1"', '<c cm="1" r="F1"'),
    ("R-TABLE-ID", TABLE, ' id="1" name="Monthly"', ' id="0" name="Monthly"'),
    ("R-TABLE-NAME", TABLE, 'displayName="Monthly"', 'displayName="shown"'),
    ("R-TABLE-NAME", TABLE, 'displayName="Monthly"', 'displayName="Q1"'),
    ("R-TABLE-RANGE", TABLE, 'ref="A5:D7"', 'ref="A5:E7"'),
    ("R-TABLE-RANGE", TABLE, 'ref="A5:D7"', 'ref="A5:D5"'),
    ("R-TABLE-COLUMNS", TABLE, 'name="Total"', 'name="inside"'),
    ("R-TABLE-HEADING", TABLE, 'name="Total"', 'name="All"'),
    ("R-TABLE-FILTER", TABLE, '<autoFilter ref="A5:D7"/>', '<autoFilter ref="A5:D9"/>'),
    ("R-TABLE-OVERLAP", SHEET, '<mergeCell ref="A2:D2"/>', '<mergeCell ref="A6:B6"/>'),
    ("R-TABLE-LIST", SHEET, '<tablePart r:id="rId', '<tablePart r:id="rId1"/><tablePart r:id="rId'),
    ("R-SHAPE-ID", DRAWING, '<xdr:cNvPr id="3"', '<xdr:cNvPr id="2"'),
    ("R-CHART-RANGE", CHART, "<c:f>'Pattern''s own'!$D$6:$D$7</c:f>", "<c:f>Monthly[Value]</c:f>"),
    ("R-CHART-SHEET", CHART, "<c:f>'Pattern''s own'!$D$6:$D$7</c:f>", "<c:f>Gone!$D$6:$D$7</c:f>"),
    ("R-ACTIVE", BOOK, '<sheet name="Summary"', '<sheet state="hidden" name="Summary"'),
    ("R-LOOK", TABLE, '<tableColumn id="2"', '<tableColumn dataDxfId="99" id="2"'),
    ("R-FUNCTION", OTHER, "<f>1+1</f>", '<f>TEXTJOIN(",",TRUE,A1:A3)</f>'),
    ("R-FUNCTION", OTHER, "<f>1+1</f>", "<f>_xlfn.FILTER(A1:A3,A1:A3)+FILTER(A1:A3,A1:A3)</f>"),
    ("R-FUNCTION", OTHER, "<f>1+1</f>", "<f>SUMME(A1:A3)</f>"),
    ("R-FUNCTION", OTHER, "<f>1+1</f>", "<f>_xlfn.LET(x,1,x+1)</f>"),
    ("R-FUNCTION", BOOK, ">'Pattern''s own'!$F$1</definedName>", ">IFNA('Pattern''s own'!$F$1,0)</definedName>"),
    ("R-FUNCTION", SHEET, "<formula>'Pattern''s own'!$B6&gt;2</formula>", "<formula>XOR($B6,1)</formula>"),
    ("R-FORMULA", OTHER, "<f>1+1</f>", "<f>SUM(A1;A2)</f>"),
    ("R-FORMULA", OTHER, "<f>1+1</f>", "<f>@A1:A3</f>"),
    ("R-FORMULA", OTHER, "<f>1+1</f>", "<f>SUM(Monthly[@Inside])</f>"),
    ("L-TEXT", STRINGS, "<t>Definition</t>", f"<t>{'x' * 32_768}</t>"),
    ("L-LINES", STRINGS, "<t>Definition</t>", "<t>a" + "\nb" * 254 + "</t>"),
    ("L-SIZE", SHEET, 'ht="18"', 'ht="410"'),
    ("L-SIZE", OTHER, "<sheetData>", '<cols><col min="1" max="1" width="257"/></cols><sheetData>'),
    ("L-FORMULA", OTHER, "<f>1+1</f>", f"<f>1{'+1' * 4096}</f>"),
    ("L-LITERAL", OTHER, "<f>1+1</f>", f'<f>LEN("{"x" * 256}")</f>'),
    ("L-NESTING", OTHER, "<f>1+1</f>", f"<f>{'ABS(' * 65}1{')' * 65}</f>"),
    ("L-BREAKS", OTHER, "</worksheet>", "<rowBreaks>" + '<brk id="1"/>' * 1027 + "</rowBreaks></worksheet>"),
    ("L-LINKS", RELS, "https://example.org/a", f"https://example.org/{'a' * 2079}"),
    ("L-STYLES", STYLES, "</cellXfs>", MANY_STYLES),
    ("L-FORMATS", STYLES, "</numFmts>", '<numFmt numFmtId="170" formatCode="0"/>' * 201 + "</numFmts>"),
    ("L-LIST", SHEET, '<dataValidation type="whole"', LONG_LIST),
    ("L-ESCAPE", STRINGS, "<t>Definition</t>", "<t>_x0041_</t>"),
    ("L-ESCAPE", STRINGS, "<t>Definition</t>", "<t>_x0001_</t>"),
    ("L-ESCAPE", STRINGS, "<t>Definition</t>", "<t>_xD83D_</t>"),
    ("L-SPACE", STRINGS, "<t>Definition</t>", "<t>Definition </t>"),
    ("L-INJECTION", STRINGS, "<t>Definition</t>", "<t>=HYPERLINK(A1)</t>"),
    ("L-INJECTION", STRINGS, "<t>Definition</t>", "<t>+44 20 7946 0000</t>"),
    ("L-SCHEME", RELS, "https://example.org/a", "javascript:alert(1)"),
    ("L-RULE-FORMULA", SHEET, "<formula>'Pattern''s own'!$B6&gt;2</formula>", "<formula>SUM((B6,C6))&gt;2</formula>"),
    ("L-RULE-FORMULA", SHEET, "<formula>'Pattern''s own'!$B6&gt;2</formula>", "<formula>Monthly[Inside]</formula>"),
]  # fmt: skip
# formulas and texts that reach a limit and keep it
AT_THE_LIMIT = [
    f"<f>{'ABS(' * 64}1{')' * 64}</f>",
    f"<f>{'(' * 70}1{')' * 70}</f>",
    f'<f>LEN("{"x" * 255}")</f>',
    f"<f>11{'+1' * 4095}</f>",
]
# formulas that look wrong and are as the file format asks
AS_ASKED = [
    "<f>SUM({1,2;3,4})</f>",
    '<f>LEN("a;b@c")&amp;"TEXTJOIN("</f>',
    "<f>_xlfn.TEXTJOIN(1,1,A1)</f>",
    "<f>_xlfn._xlws.FILTER(A1:A3,A1:A3)</f>",
    "<f>_xlfn.LET(_xlpm.x,1,_xlpm.x+1)</f>",
    "<f>SUM(Monthly[[#This Row],[Inside]])</f>",
    "<f>'a;b@c'!A1</f>",
]
# texts that look wrong and are none
HARMLESS = [
    "<t>_x005F_x0041_</t>",
    "<t>one_x000D_</t>",
    "<t>_xD83D__xDE00_</t>",
    '<t xml:space="preserve">one </t>',
    "<t>-</t>",
    "<t>---</t>",
]


def _add_chain(content: dict[str, bytes]) -> None:
    content["xl/calcChain.xml"] = CHAIN.encode()
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    override = b'<Override PartName="/xl/calcChain.xml" ContentType="%s"/></Types>' % kind
    content[TYPES] = content[TYPES].replace(b"</Types>", override)
    where = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    link = b'<Relationship Id="rId99" Type="%s" Target="calcChain.xml"/></Relationships>' % where
    rels = "xl/_rels/workbook.xml.rels"
    content[rels] = content[rels].replace(b"</Relationships>", link)


def _share_table(content: dict[str, bytes]) -> None:
    where = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
    link = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    link += b'<Relationship Id="rId1" Type="%s" Target="../tables/table1.xml"/></Relationships>' % where
    content["xl/worksheets/_rels/sheet1.xml.rels"] = link


def _stray_rels(content: dict[str, bytes]) -> None:
    content["xl/worksheets/_rels/sheet7.xml.rels"] = content[RELS]


def _two_shapes(content: dict[str, bytes]) -> None:
    part = next(name for name in content if name.endswith(".vml"))
    shape = re.search(rb"<v:shape .*?</v:shape>", content[part], re.DOTALL)
    assert shape is not None
    content[part] = content[part].replace(shape[0], shape[0] * 2, 1)


def _unsorted_notes(content: dict[str, bytes]) -> None:
    first = re.search(rb"<comment .*?</comment>", content[NOTES], re.DOTALL)
    assert first is not None
    content[NOTES] = content[NOTES].replace(first[0], first[0].replace(b'ref="A1"', b'ref="B9"') + first[0])


def _two_arrays(content: dict[str, bytes]) -> None:
    for formula, place in ((b"A2+1", b"A3:B6"), (b"1+1", b"A4:B5")):
        array = b'<f t="array" ref="%s">%s</f>' % (place, formula)
        content[OTHER] = content[OTHER].replace(b"<f>%s</f>" % formula, array)


def _thread_of_nobody(content: dict[str, bytes]) -> None:
    uri = b"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    thread = b'<threadedComment ref="A1" personId="{0}" id="{1}"><text>Why?</text></threadedComment>'
    content["xl/threadedComments/threadedComment1.xml"] = b'<ThreadedComments xmlns="%s">%s</ThreadedComments>' % (
        uri,
        thread,
    )
    kind = b"application/vnd.ms-excel.threadedcomments+xml"
    override = b'<Override PartName="/xl/threadedComments/threadedComment1.xml" ContentType="%s"/></Types>' % kind
    content[TYPES] = content[TYPES].replace(b"</Types>", override)
    where = b"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    target = b"../threadedComments/threadedComment1.xml"
    link = b'<Relationship Id="rId99" Type="%s" Target="%s"/></Relationships>' % (where, target)
    content[RELS] = content[RELS].replace(b"</Relationships>", link)


BREAKS_BY_HAND = [
    ("R-CALC-CHAIN", _add_chain),
    ("R-OWNER", _share_table),
    ("R-RELS-OF-NOTHING", _stray_rels),
    ("R-VML-ID", _two_shapes),
    ("R-THREAD", _thread_of_nobody),
    ("R-THREAD-NOTE", _thread_of_nobody),
    ("R-NOTE-ORDER", _unsorted_notes),
    ("R-ARRAY", _two_arrays),
]


def codes(path: Path, profile: str = "working") -> set[str]:
    return {finding.code for finding in lint(path, profile)}


class TestRules:
    @pytest.mark.parametrize("profile", ["working", "committee", "plain"])
    def test_a_good_workbook_has_no_fault_that_excel_would_repair(self, pattern_file: Path, profile: str):
        assert [str(f) for f in lint(pattern_file, profile) if f.code.startswith("R-")] == []

    @pytest.mark.parametrize(("code", "part", "old", "new"), BREAKS, ids=[f"{b[0]}-{n}" for n, b in enumerate(BREAKS)])
    def test_a_workbook_that_breaks_a_rule_is_told_so(
        self, pattern_file: Path, tmp_path: Path, code: str, part: str, old: str, new: str
    ):
        broken = substituted(pattern_file, tmp_path / "broken.xlsx", part, old, new)
        assert code in codes(broken, "plain")
        assert code not in codes(pattern_file, "plain")

    @pytest.mark.parametrize(("code", "change"), BREAKS_BY_HAND, ids=[b[0] for b in BREAKS_BY_HAND])
    def test_a_workbook_with_a_part_too_many_is_told_so(
        self, pattern_file: Path, tmp_path: Path, code: str, change: Callable[[dict[str, bytes]], None]
    ):
        broken = rewritten(pattern_file, tmp_path / "broken.xlsx", change)
        assert code in codes(broken, "plain")
        assert code not in codes(pattern_file, "plain")

    @pytest.mark.parametrize("formula", AT_THE_LIMIT, ids=["deep", "brackets", "literal", "long"])
    def test_a_formula_at_a_limit_keeps_it(self, pattern_file: Path, tmp_path: Path, formula: str):
        book = substituted(pattern_file, tmp_path / "limit.xlsx", OTHER, "<f>1+1</f>", formula)
        assert {code for code in codes(book) if code.startswith("L-")} == set()

    @pytest.mark.parametrize("formula", AS_ASKED)
    def test_a_formula_as_the_file_format_asks_has_no_fault(self, pattern_file: Path, tmp_path: Path, formula: str):
        book = substituted(pattern_file, tmp_path / "fine.xlsx", OTHER, "<f>1+1</f>", formula)
        assert codes(book) & {"R-FUNCTION", "R-FORMULA"} == set()

    @pytest.mark.parametrize("text", HARMLESS)
    def test_a_harmless_text_has_no_fault(self, pattern_file: Path, tmp_path: Path, text: str):
        book = substituted(pattern_file, tmp_path / "fine.xlsx", STRINGS, "<t>Definition</t>", text)
        assert codes(book) & {"L-ESCAPE", "L-SPACE", "L-INJECTION"} == set()

    def test_a_note_that_stands_for_a_thread_needs_it(self, pattern_file: Path, tmp_path: Path):
        def rename(content: dict[str, bytes]) -> None:
            content[NOTES] = re.sub(rb"<author>[^<]*</author>|<author/>", b"<author>tc={1}</author>", content[NOTES])

        assert "R-THREAD-NOTE" in codes(rewritten(pattern_file, tmp_path / "note.xlsx", rename))

        def both(content: dict[str, bytes]) -> None:
            rename(content)
            _thread_of_nobody(content)

        assert "R-THREAD-NOTE" not in codes(rewritten(pattern_file, tmp_path / "both.xlsx", both))

    def test_every_rule_has_a_workbook_that_breaks_it(self):
        # the others: test_lint_access.py and test_lint_paper.py
        package = {rule.code for rule in RULES if rule.code.startswith(("R-", "L-"))}
        assert package == {code for code, *_ in BREAKS} | {code for code, _ in BREAKS_BY_HAND} | {"L-READ"}

    def test_a_sheet_too_large_to_be_looked_into_is_told_and_not_called_damaged(
        self, pattern_file: Path, monkeypatch: pytest.MonkeyPatch
    ):
        assert "L-READ" not in codes(pattern_file)
        monkeypatch.setattr("excel_scorecard.ooxml.lint.MOST_ROOM", pattern_file.stat().st_size + 60_000)
        told = [finding for finding in lint(pattern_file) if finding.code == "L-READ"]
        assert told
        assert {finding.level for finding in told} == {"warning"}
        assert "R-PART" not in codes(pattern_file)

    def test_every_code_is_one_rule_and_every_level_of_a_rule(self):
        assert [code for code, count in Counter(rule.code for rule in RULES).items() if count > 1] == []
        assert set(LEVELS) <= {rule.code for rule in RULES}


class TestFindings:
    def test_a_finding_names_sheet_and_cell_and_says_how_to_mend_it(self, pattern_file: Path, tmp_path: Path):
        broken = substituted(pattern_file, tmp_path / "broken.xlsx", SHEET, "<v>0.25</v>", "<v>INF</v>")
        finding = next(f for f in lint(broken) if f.code == "R-VALUE")
        assert (finding.level, finding.file, finding.place) == ("error", "broken.xlsx", "'Pattern''s own'!D6")
        assert "'INF'" in finding.what
        assert finding.mend

    def test_a_fault_of_every_cell_is_told_a_few_times_and_counted(self, pattern_file: Path, tmp_path: Path):
        rows = "".join(f'<row r="{n}"><c r="A{n}"><v>x</v></c></row>' for n in range(100, 200))
        broken = substituted(pattern_file, tmp_path / "broken.xlsx", OTHER, "</sheetData>", f"{rows}</sheetData>")
        told = [f for f in lint(broken) if f.code == "R-VALUE"]
        assert len(told) == MOST_OF_ONE + 1
        assert told[-1].what == "80 more of the same"

    @pytest.mark.parametrize("content", [b"", b"Month,Value\n", b"PK\x03\x04 cut off"], ids=["empty", "csv", "cut"])
    def test_what_is_no_workbook_is_one_finding(self, tmp_path: Path, content: bytes):
        (tmp_path / "a.xlsx").write_bytes(content)
        assert [f.code for f in lint(tmp_path / "a.xlsx")] == [REFUSED]

    def test_two_parts_whose_names_differ_by_case_alone_are_one_finding(self, pattern_file: Path, tmp_path: Path):
        def double(content: dict[str, bytes]) -> None:
            content["XL/Styles.xml"] = content[STYLES]

        told = lint(rewritten(pattern_file, tmp_path / "double.xlsx", double))
        assert [f.code for f in told] == [REFUSED]
        assert "twice" in told[0].what

    def test_a_file_that_is_not_there_is_one_finding(self, tmp_path: Path):
        assert [f.code for f in lint(tmp_path / "none.xlsx")] == [REFUSED]

    @pytest.mark.parametrize("part", [SHEET, BOOK, STYLES, TABLE, DRAWING, CHART, NOTES, RELS, "xl/sharedStrings.xml"])
    @pytest.mark.parametrize("value", ["-1", "x", "99999999999999999999999", ""])
    def test_no_number_in_a_part_brings_it_down(self, pattern_file: Path, tmp_path: Path, part: str, value: str):
        def change(content: dict[str, bytes]) -> None:
            content[part] = re.sub(rb'(\s[\w]+=)"-?[0-9.]+"', rb'\1"%s"' % value.encode(), content[part])

        assert isinstance(lint(rewritten(pattern_file, tmp_path / "odd.xlsx", change), "plain"), tuple)

    @pytest.mark.parametrize("part", [SHEET, BOOK, STYLES, TABLE, DRAWING, CHART, NOTES, "xl/theme/theme1.xml"])
    def test_no_comment_in_a_part_brings_it_down(self, pattern_file: Path, tmp_path: Path, part: str):
        def change(content: dict[str, bytes]) -> None:
            content[part] = re.sub(rb"(?<=>)(?=<[/a-z])", b"<!-- a comment --><?a word?>", content[part])

        assert isinstance(lint(rewritten(pattern_file, tmp_path / "odd.xlsx", change), "plain"), tuple)


@pytest.fixture(scope="module")
def readable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return readable_workbook(tmp_path_factory.mktemp("odd") / "readable.xlsx")


class TestOddContent:
    """No rule fails, whatever the parts of a workbook that has something for every rule hold."""

    @pytest.mark.parametrize("value", ["-1", "99999999999999999999999", "A1:XFD1048576"])
    def test_no_attribute_brings_it_down(self, readable: Path, tmp_path: Path, value: str):
        """Every attribute of every part in turn, by its name, in all parts at once."""
        names = {n for c in parts(readable).values() for n in re.findall(rb"\s([A-Za-z]+)=\"", c)} - {
            b"xmlns",
            b"encoding",
        }

        for name in sorted(names - KEPT):

            def change(content: dict[str, bytes], name: bytes = name) -> None:
                odd = rb'\1%s="%s"' % (name, value.encode())
                for part, found in content.items():
                    if part.startswith(("xl/", "docProps/")):
                        content[part] = re.sub(rb'(\s)%s="[^"]*"' % name, odd, found)

            assert isinstance(lint(rewritten(readable, tmp_path / "odd.xlsx", change), "plain"), tuple)
            assert isinstance(lint(tmp_path / "odd.xlsx", "committee"), tuple)

    @pytest.mark.parametrize(
        "text", ["", "-1", "x", "99999999999999999999999", "'", "A1:XFD1048576", "((((", "&amp;&amp;"]
    )
    def test_no_text_brings_it_down(self, readable: Path, tmp_path: Path, text: str):
        def change(content: dict[str, bytes]) -> None:
            for part, found in content.items():
                if part.startswith(("xl/", "docProps/")):
                    content[part] = re.sub(rb"(?<=>)[^<>]+(?=</)", text.encode(), found)

        odd = rewritten(readable, tmp_path / "odd.xlsx", change)
        assert all(isinstance(lint(odd, profile), tuple) for profile in PROFILES)


class TestCommand:
    def test_errors_end_with_1_and_a_good_workbook_with_0(
        self, pattern_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ):
        broken = substituted(pattern_file, tmp_path / "broken.xlsx", SHEET, "<v>0.25</v>", "<v>INF</v>")
        assert main(["lint", str(pattern_file)]) == 0
        assert main(["lint", str(pattern_file), str(broken), "--json"]) == 1
        assert '"R-VALUE"' in capsys.readouterr().out

    def test_a_rule_is_explained(self, capsys: pytest.CaptureFixture[str]):
        assert main(["lint", "--explain", "r-order"]) == 0
        assert "Excel offers a repair" in capsys.readouterr().out

    def test_every_code_that_is_told_is_explained(self):
        assert [code for code in (REFUSED, *(rule.code for rule in RULES)) if not explained(code)] == []

    def test_without_a_file_or_with_an_unknown_rule_the_usage_is_wrong(self):
        assert main(["lint"]) == 2
        assert main(["lint", "--explain", "R-NONE"]) == 2


# Damaged on purpose by those who collected them: what each has wrong.
DAMAGED = {
    "TryToLoad__NamedRangeWithInvalidCharacter.xlsx": "R-NAME",  # [Test_Range]Range
    "Other__NoActiveSheet__noactive_negativeId.xlsx": "R-VISIBLE",  # activeTab -1
    "TryToLoad__SheetsWithoutRelId.xlsx": "R-SHEET-ID",  # the r:id taken away
    "test__DocumentFormat.OpenXml.Tests.Assets__assets__TestFiles__missingcalcchainpart.xlsx": "R-TARGET",
}


PIECES = 4  # the corpus is gone through in so many tests, for those who run them at once


class TestTheCorpus:
    """Workbooks and templates that Excel wrote, and the few of them that were damaged on purpose afterwards."""

    def test_of_a_sample_no_undamaged_workbook_is_accused(self, corpus: list[Path]):
        assert self.accused(corpus[::5]).items() <= {n: {c} for n, c in DAMAGED.items()}.items()

    @pytest.mark.thorough
    @pytest.mark.parametrize("part", range(PIECES))
    def test_no_undamaged_workbook_is_accused_and_every_damaged_one_is(self, corpus: list[Path], part: int):
        paths = [*corpus, *sorted(Path(os.environ["EXCEL_CORPUS"]).rglob("*.xlt*"))][part::PIECES]
        names = {path.name for path in paths}
        assert self.accused(paths) == {name: {code} for name, code in DAMAGED.items() if name in names}

    @pytest.mark.thorough
    @pytest.mark.parametrize("part", range(PIECES))
    def test_no_rule_fails_on_any_workbook_whoever_it_is_for(self, corpus: list[Path], part: int):
        for path in corpus[part::PIECES]:
            assert isinstance(lint(path, "plain"), tuple), path.name

    def accused(self, paths: list[Path]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for path in paths:
            wrong = {f.code for f in lint(path) if f.level == "error" and f.code.startswith(("R-", "L-"))} - {REFUSED}
            if wrong:
                found[path.name] = wrong
        return found


def test_the_page_of_rules_is_made_from_the_rules():
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "run python -m tests.ooxml.lint_page"


@pytest.mark.parametrize("profile", ["working", "committee"])
def test_the_stock_template_has_no_error(profile: str):
    assert [str(f) for f in lint(TOP / "templates" / "standard.xlsx", profile) if f.level == "error"] == []


@pytest.mark.parametrize("example", ["fictional-council", "housing", "september-2015", "west-midlands-referrals"])
def test_a_built_example_has_no_error(example: str, tmp_path: Path):
    built = build(TOP / "examples" / example, output=tmp_path / "built.xlsx").path
    wrong = [str(f) for profile in ("working", "committee") for f in lint(built, profile) if f.level == "error"]
    assert wrong == []
