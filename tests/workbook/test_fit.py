"""Row heights: as many lines as the text takes."""

import pytest

from excel_scorecard.workbook.fit import LINE, TALLEST, lines, row_height, shortened, text_points


def test_a_line_is_as_wide_as_arial_says():
    assert text_points("Hello", 10) == pytest.approx(7.22 + 5.56 + 2.22 + 2.22 + 5.56)


@pytest.mark.parametrize(("text", "count"), [("", 1), ("short", 1), ("one\ntwo", 2), ("word " * 20, 5), ("w" * 60, 5)])
def test_text_wraps_at_words_and_breaks_longer_ones(text, count):
    assert lines(text.strip(), width=20) == count


def test_a_row_is_as_high_as_its_longest_text_and_no_higher_than_excel_allows():
    assert row_height([("short", 20), ("one\ntwo\nthree", 20)]) == 3 * LINE + 4
    assert row_height([("line\n" * 99, 20)]) == TALLEST


def test_a_text_too_long_for_its_line_ends_at_a_word():
    text = "Mid-year estimates of the population, by ward and age"
    assert shortened(text, 300) == text
    assert shortened(text, 180) == "Mid-year estimates of the population…"
    assert text_points(shortened("w" * 60, 100)) <= 100
