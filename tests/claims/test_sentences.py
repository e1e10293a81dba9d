"""sentences: a commentary in sentences and clauses, and which of them are plans, wishes or questions."""

import pytest

from excel_scorecard.claims.sentences import read_sentence, sentences_of


def clauses(text: str) -> list[str]:
    return [text[each.start : each.end].strip(" .") for each in read_sentence(text).clauses]


def test_a_commentary_is_read_sentence_by_sentence_and_no_shortened_word_ends_one():
    text = "84% were seen (e.g. No. 4 of the S. team). It fell.\n- NWC is at 70%\n"
    assert sentences_of(text) == ["84% were seen (e.g. No. 4 of the S. team).", "It fell.", "NWC is at 70%"]


def test_a_thousand_and_a_decimal_divide_nothing():
    assert sentences_of("1,003 were open, 85.6% of them inside.") == ["1,003 were open, 85.6% of them inside."]
    assert clauses("1,003 were open, 85.6% of them inside.") == ["1,003 were open", "85.6% of them inside"]


def test_and_divides_two_figures_and_no_two_names():
    assert clauses("EAST is at 83% and SOUTH at 80%.") == ["EAST is at 83%", "SOUTH at 80%"]
    assert clauses("SOUTH and MASH both stand at 96%.") == ["SOUTH and MASH both stand at 96%"]
    assert clauses("It is between 80% and 85%.") == ["It is between 80% and 85%"]


@pytest.mark.parametrize(
    "text",
    [
        "We want to see this % increase.",
        "Performance will be above the target by March.",
        "We expect 90% next month.",
        "If all teams matched SOUTH, we would be at 85%.",
        "Timeliness has yet to improve.",
        "Improve timeliness to 90%.",
        "Are we above the target?",
    ],
)
def test_a_wish_a_plan_a_condition_and_a_question_are_blocked(text: str):
    sentence = read_sentence(text)
    assert all(sentence.is_blocked(each.start) for each in sentence.clauses)


@pytest.mark.parametrize(
    "text",
    [
        "Timeliness continues to improve.",
        "In May 84% were seen.",  # no wish
        "The number is reducing as intended in our improvement plan.",
        "We are short of the 75% wanted.",
    ],
)
def test_what_is_the_case_is_not_blocked(text: str):
    sentence = read_sentence(text)
    assert not any(sentence.is_blocked(each.start) for each in sentence.clauses)


def test_a_wish_blocks_no_clause_that_stands_for_itself():
    text = "We want to see this increase, but it fell to 81%."
    sentence = read_sentence(text)
    assert sentence.is_blocked(0)
    assert not sentence.is_blocked(text.index("it fell"))
