"""Lint, how it prints and what can be reckoned with: each rule has a workbook that breaks it, and a good one."""

from pathlib import Path

import pytest

from excel_scorecard.ooxml.lint import RULES
from tests.ooxml.lint_books import BOOK, CORE, SECOND, SHEET, STRINGS, codes, readable_workbook
from tests.ooxml.workbooks import substituted

WIDE = '<cols><col min="1" max="2" width="{}" customWidth="1"/></cols><sheetData>'
BREAK = '<rowBreaks count="1" manualBreakCount="1"><brk id="{}" max="16383" man="1"/></rowBreaks><drawing'
TEXT_DATE = '<c r="A6" t="str"><v>01/06/2025</v></c>'

# code, part, what stands in it, what it is replaced by
BREAKS = [
    ("P-PAPER", SHEET, 'paperSize="9"', 'paperSize="1"'),
    ("P-FIT", SHEET, 'fitToPage="1"', 'fitToPage="0"'),
    ("P-FIT", SHEET, 'fitToHeight="0"', 'fitToHeight="0" fitToWidth="2"'),
    ("P-MARGINS", SHEET, 'left="0.7"', 'left="0.2"'),
    ("P-DATE", SHEET, "Page &amp;P", "&amp;D"),
    ("P-GRIDLINES", SHEET, "<printOptions ", '<printOptions gridLines="1" '),
    ("P-CENTRED", SHEET, ' horizontalCentered="1"', ""),
    ("P-PAGE-NUMBER", SHEET, "Page &amp;P of &amp;N, ", ""),
    ("P-CODE", SHEET, "Research &amp;&amp; Development", "Research &amp; Development"),
    ("P-FIXED", SHEET, "Research", "May 2025, Research"),
    ("P-FIXED", SHEET, "Research", "Sep-15 Research"),
    ("P-FIXED", SHEET, "Research", "86% in time, Research"),
    ("P-HELPERS", BOOK, '<sheet name="Notes"', '<sheet state="hidden" name="Notes"'),
    ("P-AREA", BOOK, "Figures!$A$1:$B$20", "Figures!$A$1:$A$20"),
    ("P-AREA", BOOK, "Figures!$A$1:$B$20", "Figures!$A$1:$D$20"),
    ("P-SCALE", SHEET, "<sheetData>", WIDE.format(90)),
    ("P-POINTS", SHEET, "<sheetData>", WIDE.format(65)),
    ("P-TITLES", SHEET, 'defaultRowHeight="15"', 'defaultRowHeight="200"'),
    ("P-BREAK", SHEET, "<drawing", BREAK.format(4)),
    ("P-BREAK", SHEET, "<drawing", BREAK.format(12)),
    ("D-CORE", CORE, "<cp:category>Statistics</cp:category>", ""),
    ("D-DATES", CORE, "2025-07-01T00:00:00Z</dcterms:modified>", "2024-07-01T00:00:00Z</dcterms:modified>"),
    ("D-DATES", CORE, "2025-07-01T00:00:00Z</dcterms:created>", "</dcterms:created>"),
    ("D-TEXT-NUMBER", SHEET, '<c r="B6"><v>2</v></c>', '<c r="B6" t="str"><v>2</v></c>'),
    ("D-TEXT-NUMBER", SHEET, '<c r="B6"><v>2</v></c>', '<c r="B6" t="inlineStr"><is><t>1,200.5</t></is></c>'),
    ("D-TEXT-DATE", SHEET, '<c r="A6" s="3"><v>45809</v></c>', TEXT_DATE),
    ("D-OLD-DATE", SHEET, "<v>45809</v>", "<v>30</v>"),
    ("D-OLD-DATE", SHEET, "<v>45809</v>", "<v>-1</v>"),
    ("D-CODES", STRINGS, "[x] not available", "Not available"),
]  # fmt: skip

IGNORED = '<ignoredErrors><ignoredError sqref="B6" numberStoredAsText="1"/></ignoredErrors><drawing'
# what looks like a fault and is none
NO_FAULTS = [
    (SHEET, '<c r="B6"><v>2</v></c>', '<c r="B6" t="str"><v>02</v></c>'),  # a code
    (SECOND, "</sheetData>", '<row r="9"><c r="A9" t="str"><v>73</v></c></row></sheetData>'),  # no number beside it
    (SECOND, "</sheetData>", '<row r="9"><c r="A9" t="str"><v>01/06/2025</v></c></row></sheetData>'),
    (SHEET, "<v>45809</v>", "<v>0</v>"),
    (SHEET, "<drawing", BREAK.format(11)),
    (SHEET, "<drawing", BREAK.format(4).replace(' man="1"', "")),
    (SHEET, "Research &amp;&amp; Development", '&amp;"Arial,Bold"&amp;10&amp;K0000FFResearch &amp;&amp; Development'),
    (CORE, "2025-07-01T00:00:00Z</dcterms:modified>", "2025-06-30T12:00:00Z</dcterms:modified>"),
]


def test_a_word_that_begins_as_a_month_does_is_none(good: Path, tmp_path: Path):
    assert "P-FIXED" not in codes(substituted(good, tmp_path / "a.xlsx", SHEET, "Research", "Decision 10, Research"))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return readable_workbook(tmp_path_factory.mktemp("readable") / "readable.xlsx")


@pytest.mark.parametrize(("code", "part", "old", "new"), BREAKS, ids=[f"{b[0]}-{n}" for n, b in enumerate(BREAKS)])
def test_a_workbook_that_breaks_a_rule_is_told_so(good: Path, tmp_path: Path, code: str, part: str, old: str, new: str):
    assert code not in codes(good)
    assert code in codes(substituted(good, tmp_path / "broken.xlsx", part, old, new))


@pytest.mark.parametrize(("part", "old", "new"), NO_FAULTS)
def test_what_only_looks_like_a_fault_is_not_told(good: Path, tmp_path: Path, part: str, old: str, new: str):
    assert codes(substituted(good, tmp_path / "fine.xlsx", part, old, new)) == set()


def test_a_figure_whose_warning_was_switched_off_is_meant_as_text(good: Path, tmp_path: Path):
    text = substituted(good, tmp_path / "a.xlsx", SHEET, '<c r="B6"><v>2</v></c>', '<c r="B6" t="str"><v>2</v></c>')
    assert codes(substituted(text, tmp_path / "b.xlsx", SHEET, "<drawing", IGNORED)) == set()


def test_what_stands_apart_from_the_print_area_was_left_out_on_purpose(good: Path, tmp_path: Path):
    apart = substituted(good, tmp_path / "a.xlsx", BOOK, "Figures!$A$1:$B$20", "Figures!$A$1:$B$10")
    assert codes(apart) == set()


def test_every_rule_has_a_workbook_that_breaks_it():
    assert {r.code for r in RULES if r.code.startswith(("D-", "P-"))} == {code for code, *_ in BREAKS}


def test_a_sheet_alone_needs_page_numbers_where_it_is_longer_than_a_page(good: Path, tmp_path: Path):
    alone = substituted(good, tmp_path / "a.xlsx", BOOK, '<sheet name="Notes"', '<sheet state="hidden" name="Notes"')
    alone = substituted(alone, tmp_path / "b.xlsx", SHEET, "Page &amp;P of &amp;N, ", "")
    assert "P-PAGE-NUMBER" not in codes(alone)
    long = substituted(alone, tmp_path / "c.xlsx", SHEET, 'defaultRowHeight="15"', 'defaultRowHeight="60"')
    assert "P-PAGE-NUMBER" in codes(long)
