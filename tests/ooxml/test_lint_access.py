"""Lint, who can read it: each rule has a workbook that breaks it, and a good one that does not."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from excel_scorecard.ooxml.lint import PROFILES, RULES, lint
from tests.ooxml.lint_books import (
    BOOK,
    CORE,
    COUNT,
    DRAWING,
    LINKS,
    RELS,
    SAID,
    SECOND,
    SHEET,
    STRINGS,
    STYLES,
    TABLE,
    TITLE,
    codes,
    readable_workbook,
)
from tests.ooxml.workbooks import rewritten, substituted

RICH = '<si><r><t>England</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
PALE = '<font><color rgb="FF9C0006"/></font><fill><patternFill><bgColor rgb="FFFFC7CE"/>'
OVER_BLANK = (
    '<conditionalFormatting sqref="C5:C6"><cfRule type="expression" dxfId="1" priority="3"><formula>$B5&gt;1</formula>'
    '</cfRule></conditionalFormatting><conditionalFormatting sqref="B5:B9">'
)

# code, part, what stands in it, what it is replaced by
BREAKS = [
    ("A-ALT", DRAWING, 'descr="The value goes up"', 'descr=""'),
    ("A-ALT", DRAWING, 'descr="The value goes up"', 'descr="chart1.png"'),
    ("A-ALT-LONG", DRAWING, 'descr="The value goes up"', f'descr="{"The value goes up. " * 30}"'),
    ("A-CHART-DATA", SHEET, "<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'),
    ("A-CHART-DATA", BOOK, '<sheet name="Figures"', '<sheet state="hidden" name="Figures"'),
    ("A-CHART-DATA", "xl/charts/chart1.xml", "<c:f>Figures!$B$5:$B$6</c:f>", ""),
    ("A-HEADER-ONLY", SHEET, "Research &amp;&amp; Development", "Strictly confidential"),
    ("A-TEXT-BOX", DRAWING, SAID, "It will go down again"),
    ("A-HEADINGS", TABLE, "totalsRowShown=", 'headerRowCount="0" totalsRowShown='),
    ("A-BLANK-ROW", SHEET, '<row r="12"', '<row r="9"><c r="A9"><v>45839</v></c></row><row r="12"'),
    ("A-MERGED", SECOND, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A9:B9"/></mergeCells>'),
    ("A-CONTRAST", STYLES, 'rgb="FF333333"', 'rgb="FFBBBBBB"'),
    ("A-RULE-CONTRAST", STYLES, 'rgb="FF9C0006"', 'rgb="FFFF8080"'),
    ("A-RULE-CONTRAST", STYLES, PALE, PALE.replace("<font>", "<font><i/>").replace("FFFFC7CE", "FF600000")),
    ("A-RULE-CONTRAST", STYLES, PALE, '<fill><patternFill><bgColor rgb="FF600000"/>'),
    ("A-COLOUR-ONLY", SHEET, '<iconSet iconSet="3Arrows">', '<iconSet iconSet="3Arrows" showValue="0">'),
    ("A-COLOUR-ONLY", STYLES, PALE, f'<numFmt numFmtId="166" formatCode=";;;"/>{PALE[PALE.index("<fill>") :]}'),
    ("A-COLOUR-ONLY", SHEET, '<conditionalFormatting sqref="B5:B9">', OVER_BLANK),
    ("A-RED-ONLY", STYLES, "0;[Red]-0", "0;[Red]0"),
    ("A-FONT-SIZE", STYLES, '<sz val="11"/><color rgb="FF333333"/>', '<sz val="8"/><color rgb="FF333333"/>'),
    ("A-SERIF", STYLES, '<color rgb="FF333333"/><name val="Calibri"/>', '<color rgb="FF333333"/><name val="Georgia"/>'),
    ("A-CUT-OFF", SHEET, 'ht="20.25" customHeight="1"', 'ht="9" customHeight="1"'),
    ("A-SHEET-NAME", BOOK, 'name="Notes"', 'name="Sheet2"'),
    ("A-SHEET-NAME", BOOK, 'name="Notes"', 'name="Tabelle1 (2)"'),
    ("A-TABLE-NAME", TABLE, 'displayName="Figures_by_month"', 'displayName="Table1"'),
    ("A-TITLE", CORE, f"<dc:title>{TITLE}</dc:title>", ""),
    ("A-AUTHOR", CORE, "<dc:creator>Made-up Council</dc:creator>", ""),
    ("A-AUTHOR", CORE, "<dc:creator>Made-up Council</dc:creator>", "<dc:creator>openpyxl</dc:creator>"),
    ("A-LANGUAGE", CORE, "<dc:language>en-GB</dc:language>", ""),
    ("A-FIRST-CELL", SECOND, '<c r="A1" s="1" t="s"><v>7</v></c>', ""),
    ("A-TITLE-STYLE", SECOND, '<c r="A1" s="1"', '<c r="A1"'),
    ("A-GAP", SECOND, "</sheetData>", '<row r="30"><c r="D30"><v>1</v></c></row></sheetData>'),
    ("A-TABLES", STRINGS, COUNT, "By month and by year."),
    ("A-NOTE-MARK", STRINGS, "those of England", "those of England\u00b9"),
    ("A-NOTE-MARK", STRINGS, "<si><t>Areas are those of England</t></si>", RICH),
    ("A-OPENS", SECOND, "<sheetView ", '<sheetView tabSelected="1" '),
    ("A-CURSOR", SHEET, 'workbookViewId="0"/>', 'workbookViewId="0"><selection activeCell="B9"/></sheetView>'),
    ("A-CURSOR", SHEET, 'workbookViewId="0"/>', 'workbookViewId="0" topLeftCell="A9"/>'),
    ("A-CURSOR", BOOK, "<workbookView ", '<workbookView activeTab="1" '),
    ("A-HIDDEN", BOOK, '<sheet name="Notes"', '<sheet state="hidden" name="Notes"'),
    ("A-HIDDEN", SECOND, '<row r="2"', '<row hidden="1" r="2"'),
    ("A-FREEZE", SECOND, 'workbookViewId="0"/>', 'workbookViewId="0"><pane ySplit="1" state="frozen"/></sheetView>'),
    ("A-LOCKED", SECOND, "</sheetData>", '</sheetData><sheetProtection sheet="1" selectLockedCells="1"/>'),
    ("A-PASSWORD", SECOND, "</sheetData>", '</sheetData><sheetProtection sheet="1" hashValue="YQ=="/>'),
    ("A-PASSWORD", BOOK, "<bookViews>", '<workbookProtection workbookPassword="CC1A"/><bookViews>'),
    ("A-LINK", SECOND, "location=\"'Figures'!A1\"", 'location="Gone!A1"'),
    ("A-LINK", SECOND, "location=\"'Figures'!A1\"", 'location="no_such_name"'),
    ("A-LINK-TEXT", STRINGS, "Guidance of a made-up department", "Click here"),
    ("A-LINK-TEXT", STRINGS, "Guidance of a made-up department", "https://example.org/a"),
    ("A-LINK-FILE", LINKS, "https://example.org/a", "file:///H:/team/a.xlsx"),
    ("A-EXTERNAL", RELS, "relationships/theme", "relationships/externalLink"),
    ("A-CONNECTION", RELS, "relationships/theme", "relationships/connections"),
    ("A-ACTIVE", RELS, "relationships/theme", "relationships/xlMacrosheet"),
]  # fmt: skip


def _no_cells(content: dict[str, bytes]) -> None:
    content[SECOND] = re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", content[SECOND])


def _no_figures(content: dict[str, bytes]) -> None:
    content[SHEET] = re.sub(rb'<c r="B[567]"[^>]*><v>[^<]*</v></c>', b"", content[SHEET])


def _one_column_in(content: dict[str, bytes]) -> None:
    content[SECOND] = re.sub(rb'<c r="A([2-9])"', rb'<c r="B\1"', content[SECOND])


def _pale_extension(content: dict[str, bytes]) -> None:
    """A conditional format of Excel 2010's extension, which holds its own look."""
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    xm = "http://schemas.microsoft.com/office/excel/2006/main"
    extension = (
        f'<extLst><ext xmlns:x14="{x14}" xmlns:xm="{xm}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">'
        '<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="expression" priority="9" id="{1}">'
        '<xm:f>Notes!$A$1&lt;&gt;0</xm:f><x14:dxf><font><color rgb="FFFFFF00"/></font></x14:dxf></x14:cfRule>'
        "<xm:sqref>A1</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    content[SECOND] = content[SECOND].replace(b"</worksheet>", extension.encode())


BREAKS_BY_HAND = [
    ("A-RULE-CONTRAST", _pale_extension),
    ("A-BLANK-SHEET", _no_cells),
    ("A-BLANK-COLUMN", _no_figures),
    ("A-STARTS", _one_column_in),
]

# what looks like a fault and is none: part, what stands in it, what it is replaced by
NO_FAULTS = [
    (STRINGS, "those of England", "those of 10 km\u00b2"),
    (STRINGS, "<t>Areas are those of England</t>", f"<r><t>m</t></r>{RICH[len('<si><r><t>England</t></r>') : -5]}"),
    (STRINGS, COUNT, "There are two short tables here"),
    (STYLES, 'rgb="FF9C0006"', 'rgb="FFFFC7CE"'),  # text in the colour of its ground is hidden on purpose
    (SECOND, "</sheetData>", '</sheetData><sheetProtection sheet="1" selectUnlockedCells="1"/>'),
    (SECOND, "location=\"'Figures'!A1\"", 'location="Figures_by_month"'),
    (SHEET, "&amp;LPage &amp;P of &amp;N, ", "&amp;LSeite &amp;P/&amp;N &amp;R&amp;A "),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return readable_workbook(tmp_path_factory.mktemp("readable") / "readable.xlsx")


@pytest.mark.parametrize("profile", PROFILES)
def test_a_good_workbook_has_no_finding(good: Path, profile: str):
    assert [str(f) for f in lint(good, profile)] == []


@pytest.mark.parametrize(("code", "part", "old", "new"), BREAKS, ids=[f"{b[0]}-{n}" for n, b in enumerate(BREAKS)])
def test_a_workbook_that_breaks_a_rule_is_told_so(good: Path, tmp_path: Path, code: str, part: str, old: str, new: str):
    assert code in codes(substituted(good, tmp_path / "broken.xlsx", part, old, new))


@pytest.mark.parametrize(("code", "change"), BREAKS_BY_HAND, ids=[b[0] for b in BREAKS_BY_HAND])
def test_a_workbook_with_more_or_less_in_it_is_told_so(
    good: Path, tmp_path: Path, code: str, change: Callable[[dict[str, bytes]], None]
):
    assert code in codes(rewritten(good, tmp_path / "broken.xlsx", change))


@pytest.mark.parametrize(("part", "old", "new"), NO_FAULTS)
def test_what_only_looks_like_a_fault_is_not_told(good: Path, tmp_path: Path, part: str, old: str, new: str):
    assert codes(substituted(good, tmp_path / "fine.xlsx", part, old, new)) == set()


def test_every_rule_has_a_workbook_that_breaks_it():
    broken = {code for code, *_ in BREAKS} | {code for code, _ in BREAKS_BY_HAND}
    assert {r.code for r in RULES if r.code.startswith("A-")} == broken


def test_a_published_file_is_held_to_more_than_an_officers_own(good: Path, tmp_path: Path):
    untitled = substituted(good, tmp_path / "a.xlsx", CORE, f"<dc:title>{TITLE}</dc:title>", "")
    levels = {profile: [(f.code, f.level) for f in lint(untitled, profile)] for profile in PROFILES}
    assert levels == {"working": [], "committee": [("A-TITLE", "warning")], "plain": [("A-TITLE", "error")]}


def test_an_icon_beside_its_figure_does_not_stand_alone(good: Path, tmp_path: Path):
    icons = substituted(good, tmp_path / "a.xlsx", SHEET, '<iconSet iconSet="', '<iconSet showValue="0" iconSet="')

    def beside(content: dict[str, bytes]) -> None:
        content[SHEET] = re.sub(rb'(<c r=")B([567])("[^>]*>)(.*?</c>)', rb"\1B\2\3\4\1C\2\3\4", content[SHEET])
        content[SHEET] = content[SHEET].replace(b't="s"><v>4</v>', b"><v>3</v>")

    assert "A-COLOUR-ONLY" not in codes(rewritten(icons, tmp_path / "b.xlsx", beside))
