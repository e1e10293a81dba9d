import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from openpyxl.formula.translate import Translator

from excel_scorecard.ooxml.cells import Area, quoted
from excel_scorecard.ooxml.formulas import (
    column_specifier,
    functions,
    mapped,
    references,
    renamed,
    shifted,
    table_columns,
    tokens,
    with_column_renamed,
)

SHEET_NAMES = some.text(
    some.characters(blacklist_characters=":\\/?*[]\x00", blacklist_categories=("Cs", "Cc")), min_size=1, max_size=31
).filter(lambda name: name.strip("'") == name)
PIECES = some.sampled_from(
    ['"it\'s ""Old""!A1"', "SUM(", ")", "A1", "$B$2:C3", "Old!A1", "'It''s Old'!$A:$B", "Old[[#This Row],[Col]]", "+",
     "1.5E-3", "#REF!", "#N/A", "name_x", "3:5", ",", " ", "[1]Old!A1", "LOG10(", "{1,2;3}", "'a", "Old[", "#This Row"]
)  # fmt: skip


@given(some.lists(PIECES | some.text(max_size=5), max_size=12))
def test_the_pieces_of_any_text_give_the_text_again(pieces: list[str]):
    formula = "".join(pieces)
    assert "".join(token.text for token in tokens(formula)) == formula


@given(SHEET_NAMES, SHEET_NAMES)
def test_a_sheet_renamed_there_and_back_gives_the_same_formula(old: str, new: str):
    assume(old.lower() != new.lower() and "other" not in (old.lower(), new.lower()))
    formula = f'{quoted(old)}!A1+SUM({quoted(old)}!$B$2:C3)&"{quoted(old)}!A1"&Other!A1'
    there = renamed(formula, {old: new}, {})
    assert there == f'{quoted(new)}!A1+SUM({quoted(new)}!$B$2:C3)&"{quoted(old)}!A1"&Other!A1'
    assert renamed(there, {new: old}, {}) == formula


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("Pattern!A1", "'3 A'!A1"),
        ("pattern!A1", "'3 A'!A1"),
        ("'Pattern'!A1:B2", "'3 A'!A1:B2"),
        ('"Pattern!A1"&Pattern!A1', "\"Pattern!A1\"&'3 A'!A1"),
        ('"say ""Pattern!A1"""', '"say ""Pattern!A1"""'),
        ("Pattern2!A1+MyPattern!A1", "Pattern2!A1+MyPattern!A1"),
        ("Pattern:Last!A1", "'3 A:Last'!A1"),
        ("'First one:Pattern'!A1", "'First one:3 A'!A1"),
        ("[1]Pattern!A1+'[2]Pattern'!A1", "[1]Pattern!A1+'[2]Pattern'!A1"),
        ("Pattern!value*2", "'3 A'!value*2"),
        ("Pattern!#REF!", "'3 A'!#REF!"),
        ("IF(A1=Pattern,1)", "IF(A1=Pattern,1)"),
        ("Monthly[[#This Row],[Monthly]]", "Monthly_3[[#This Row],[Monthly]]"),
        ("SUM(Monthly[Num])+ROWS(monthly)", "SUM(Monthly_3[Num])+ROWS(Monthly_3)"),
        ("Monthly_x[Num]+Monthly(1)+My.Monthly", "Monthly_x[Num]+Monthly(1)+My.Monthly"),
        ("Monthly['[a'] Monthly[x]", "Monthly_3['[a'] Monthly[x]"),
        ("[1]!Monthly[Num]+[1]Pattern!Monthly", "[1]!Monthly[Num]+[1]Pattern!Monthly"),
    ],
)
def test_sheets_and_tables_are_renamed_and_nothing_else(formula: str, expected: str):
    assert renamed(formula, {"Pattern": "3 A"}, {"Monthly": "Monthly_3"}) == expected


def test_a_sheet_whose_name_has_an_apostrophe_is_renamed():
    assert renamed("'It''s'!A1+It!A1", {"It's": "B"}, {}) == "B!A1+It!A1"


def test_two_sheets_can_change_names():
    assert renamed("A!A1+B!A1", {"A": "B", "B": "A"}, {}) == "B!A1+A!A1"


def test_a_formula_names_what_it_reads():
    found = references("SUM('It''s'!$A$1:B3,First:Last!C4,rate,T[[#This Row],[x]],D:D,2:3,[1]X!A1,TRUE,AVG6,AVG6X)")
    assert [(r.kind, r.sheet, r.last_sheet, r.text) for r in found] == [
        ("area", "It's", None, "$A$1:B3"),
        ("area", "First", "Last", "C4"),
        ("name", None, None, "rate"),
        ("table", None, None, "T[[#This Row],[x]]"),
        ("area", None, None, "D:D"),
        ("area", None, None, "2:3"),
        ("external", "[1]X", None, "A1"),
        ("area", None, None, "AVG6"),
        ("name", None, None, "AVG6X"),
    ]
    assert found[0].area == Area(1, 1, 3, 2)


def test_text_in_a_formula_is_no_reference():
    assert references('"A1:B2 Sheet!C3"&"T[x]"') == ()


def test_functions_are_known_without_their_prefix():
    assert functions("_xlfn.STDEV.S(A1)+indirect(B1)") == {"STDEV.S", "INDIRECT"}


@given(
    some.integers(1, 500), some.integers(1, 300), some.integers(-200, 500), some.integers(-200, 300), some.booleans()
)
def test_a_copied_formula_reads_as_openpyxl_translates_it(row: int, column: int, down: int, right: int, fixed: bool):
    assume(row + down >= 1 and column + right >= 1)
    dollar = "$" if fixed else ""
    here = Area.cell(row, column)
    cell = str(here)
    letters = cell.rstrip("0123456789")
    formula = f"SUM({cell},{dollar}{letters}{row},{letters}{dollar}{row},$B$7)&\"{cell}\"&'a {cell}'!{cell}"
    target = str(Area.cell(row + down, column + right))
    assert "=" + shifted(formula, down, right) == Translator("=" + formula, cell).translate_formula(target)


def test_a_copied_formula_that_leads_off_the_sheet_is_an_error_reference():
    assert shifted("A1+B2", -1, 0) == "#REF!+B1"
    assert shifted("A:A+$1:1", 0, -1) == "#REF!+$1:1"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("T[Old]", "T[New]"),
        ("t[old]+U[Old]", "t[New]+U[Old]"),
        ("T[[#This Row],[Old]]", "T[[#This Row],[New]]"),
        ("SUM(T[[Old]:[Other]])", "SUM(T[[New]:[Other]])"),
        ("T[[#Headers],[Old]]", "T[[#Headers],[New]]"),
        ("T[@Old]+T[@[Old]]", "T[@New]+T[@[New]]"),
        ('T[Older]&"T[Old]"', 'T[Older]&"T[Old]"'),
        ("[@Old]", "[@New]"),
    ],
)
def test_a_column_is_renamed_in_its_own_table_alone(formula: str, expected: str):
    assert with_column_renamed(formula, "T", "Old", "New", default_table="T") == expected


def test_brackets_of_another_table_are_left_where_the_formula_is_not_the_tables_own():
    assert with_column_renamed("[@Old]", "T", "Old", "New", default_table="U") == "[@Old]"


def test_a_column_with_special_characters_is_escaped_and_its_brackets_doubled():
    assert column_specifier("No. [in] #1 @'x'") == "No. '[in'] '#1 '@''x''"
    assert with_column_renamed("T[Old]", "T", "Old", "No. [in]") == "T[[No. '[in']]]"
    assert with_column_renamed("T[[No. '[in']]]", "T", "No. [in]", "Old") == "T[[Old]]"
    assert with_column_renamed("T[[#This Row],[No. '[in']]]", "T", "No. [in]", "Old") == "T[[#This Row],[Old]]"


@pytest.mark.parametrize(
    ("brackets", "expected"),
    [
        ("[b]", (1, 1, "")),
        ("[[a]:[c]]", (0, 2, "")),
        ("[#All]", (0, 2, "#All")),
        ("[[#Headers],[c]]", (2, 2, "#Headers")),
        ("[[#This Row],[b]]", (1, 1, "#This Row")),
        ("[@b]", (1, 1, "#This Row")),
        ("[]", (0, 2, "")),
        ("[none]", None),
    ],
)
def test_brackets_choose_columns_and_rows(brackets: str, expected: tuple[int, int, str] | None):
    assert table_columns(brackets, ("a", "b", "c")) == expected


def test_a_mapped_area_keeps_its_dollars():
    def grown(_sheet: str | None, area: Area, _is_range: bool) -> Area:
        return Area(area.first_row, area.first_column, area.last_row + 3, area.last_column)

    assert mapped("$A1:B$2+'x y'!C$3+\"A1\"", grown) == "$A1:B$5+'x y'!C$3:C$6+\"A1\""
