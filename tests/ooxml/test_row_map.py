"""Where references lead when rows are put in: what Excel does, and where no text is right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_scorecard.ooxml.cells import LAST_ROW, Area, address
from excel_scorecard.ooxml.row_map import RowMap, follow, follow_rule

MOVED = RowMap("Fig's", 10, 5, sheets=("Jan", "Fig's", "Mar"))  # five rows above row 10
NARROW = RowMap("Fig's", 10, 5, 2, 4, sheets=("Jan", "Fig's", "Mar"))  # the same in columns B to D


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("B9+B10", "B9+B15"),
        ("SUM($B$5:B20)", "SUM($B$5:B25)"),
        ("SUM(B5:B9)", "SUM(B5:B9)"),  # what ends above the new rows does not take them in
        ("B20:B5", "B25:B5"),
        ("A:A", "A:A"),
        ("10:12", "15:17"),
        ("$5:$10", "$5:$15"),
        ("'Fig''s'!C12&\"B10\"", "'Fig''s'!C17&\"B10\""),
        ("Mar!B10", "Mar!B10"),
        ("[1]Fig!B10", "[1]Fig!B10"),
        ("A1048576", "A1048576"),
        ("Monthly[Value]+B10", "Monthly[Value]+B15"),
    ],
)
def test_a_formula_speaks_of_the_same_cells(before: str, after: str):
    assert follow(before, "fig's", MOVED) == (after, before.count(":") == 1 and after in STRETCHED, None)


STRETCHED = {"SUM($B$5:B25)", "B25:B5", "$5:$15"}


def test_a_formula_of_another_sheet_or_a_chart_follows_where_it_names_the_sheet():
    assert follow("B10+'Fig''s'!B10", "Mar", MOVED).text == "B10+'Fig''s'!B15"
    assert follow("'Fig''s'!$B$10", None, MOVED).text == "'Fig''s'!$B$15"


def test_a_relative_name_stays_for_it_is_relative_to_its_reader():
    assert follow("'Fig''s'!$B$10+'Fig''s'!B10", None, MOVED, absolute_only=True).text == "'Fig''s'!$B$15+'Fig''s'!B10"


def test_a_reference_to_several_sheets_cannot_be_right_where_rows_move_on_one():
    assert follow("SUM(Jan:Mar!B10)", "Jan", MOVED).lost == "B10"
    assert follow("SUM(Jan:Mar!B3)", "Jan", MOVED).lost is None
    assert follow("SUM(Jan:Apr!B10)", "Jan", MOVED).lost is None  # one that leads nowhere


def test_where_some_columns_move_a_reference_into_both_is_lost_and_others_follow():
    assert follow("B10+A10+E10", "Fig's", NARROW).text == "B15+A10+E10"
    assert follow("SUM(B5:C12)", "Fig's", NARROW).text == "SUM(B5:C17)"
    assert follow("SUM(A5:C12)", "Fig's", NARROW).lost == "A5:C12"
    assert follow("SUM(A:E)", "Fig's", NARROW).lost is None


@pytest.mark.parametrize(
    ("formula", "over", "after"),
    [
        ("$B10>2", "A10:A20", "$B15>2"),
        ("$B$10>A10", "A10:A20", "$B$15>A15"),
        ("A5>$B$12", "A5:A20", "A5>$B$17"),
        ("A6>A5", "A5:A9", "A6>A5"),  # the last row sees the row below: its neighbour once the rule covers the new rows
        ("B2", "A12:A13", "B2"),
        ("A1", "A30:B35", "A1"),
        ("A11", "A5:A8", "A16"),
    ],
)
def test_a_rule_sees_the_same_cells_from_each_of_its_cells(formula: str, over: str, after: str):
    assert follow_rule(formula, "Fig's", MOVED, [Area.parse(over)]) == (after, False, None)


@pytest.mark.parametrize(
    ("formula", "over", "lost"), [("A10>A9", "A10:A20", "A9"), ("A6>A5", "A5:A20", "A6"), ("A1", "A30:B40", "A1")]
)
def test_a_rule_that_sees_across_the_new_rows_is_lost(formula: str, over: str, lost: str):
    assert follow_rule(formula, "Fig's", MOVED, [Area.parse(over)]).lost == lost


def test_a_rule_on_another_sheet_stays_in_its_place():
    here = [Area.parse("A1:A5")]
    assert follow_rule("'Fig''s'!B12>A1", "Jan", MOVED, here).text == "'Fig''s'!B17>A1"
    assert follow_rule("'Fig''s'!B8", "Jan", MOVED, here).lost == "B8"


ROWS, COLUMNS = st.integers(1, 40), st.integers(1, 6)
MAPS = st.builds(
    lambda first, count, left, width: RowMap("S", first, count, left, min(left + width, 16_384), ("S",)),
    ROWS, st.integers(1, 9), st.integers(1, 4), st.sampled_from([0, 2, 16_384]),
)  # fmt: skip


@given(MAPS, ROWS, COLUMNS, st.booleans())
def test_a_cell_is_found_where_it_went(moved: RowMap, row: int, column: int, absolute: bool):
    after = follow(f"LEN({address(row, column, absolute)})", "S", moved)
    assert after.text == f"LEN({address(*moved.place(row, column), absolute)})"
    assert after.lost is None


@given(MAPS, ROWS, ROWS, COLUMNS, COLUMNS)
def test_an_area_holds_what_it_held_and_the_new_cells_within_it_and_nothing_else(
    moved: RowMap, top: int, bottom: int, left: int, right: int
):
    before = Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
    after = follow(f"SUM({before})", "S", moved)
    if after.lost is not None:
        assert moved.tears(before)
        return
    held = {moved.place(*place) for place in before.cells()}
    now = set(Area.parse(re.sub(r"SUM\((.*)\)", r"\1", after.text)).cells())
    assert held <= now
    assert all(place in moved.inserted for place in now - held)
    assert after.is_stretched == (held != now)


@given(MAPS, ROWS, st.integers(0, 6), st.integers(-6, 6), st.booleans())
def test_a_rules_cells_see_what_they_saw_or_it_is_said_to_be_lost(
    moved: RowMap, top: int, height: int, offset: int, fixed: bool
):
    over = Area(top, 2, top + height, 2)
    seen_row = max(1, top + offset)
    text = f"{'$' if fixed else ''}C{'$' if fixed else ''}{seen_row}"
    after = follow_rule(text, "S", moved, [over])
    if after.lost is not None or over.last_row == moved.first - 1:
        return
    base, new_row = moved.place(top, 2)[0], int(re.sub(r"\D", "", after.text))
    for row in over.rows:
        saw = (seen_row + (0 if fixed else row - top), 3)
        sees = new_row + (0 if fixed else moved.place(row, 2)[0] - base)
        assert moved.place(*saw) == (sees, 3)


def test_nothing_goes_beyond_the_last_row():
    assert MOVED.area(Area(LAST_ROW, 1, LAST_ROW, 1)) == Area(LAST_ROW, 1, LAST_ROW, 1)
