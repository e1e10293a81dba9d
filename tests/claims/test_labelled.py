"""claims: what is found in sentences as officers write them, each labelled with whether it holds beside its page.

A third of them, the part `held out`, was never looked at while the rules were made: it says how the rules do on
sentences that they were not made for.
"""

from collections.abc import Iterable

import pytest

from excel_scorecard.claims import contradictions
from tests.claims.labelled import Labelled, labelled, other_things, situations

PARTS = {"all": ("tuned", "held out"), "tuned": ("tuned",), "held out": ("held out",)}


def precision_and_recall(sentences: Iterable[Labelled]) -> tuple[float, float]:
    """Of what is told, how much is false; of what is false, how much is told."""
    told_false = told_true = silent = 0
    for each in sentences:
        found, is_false = bool(each.found), each.verdict == "false"
        told_false += found and is_false
        told_true += found and not is_false
        silent += is_false and not found
    return told_false / (told_false + told_true), told_false / (told_false + silent)


@pytest.mark.parametrize(("part", "least"), [("all", 0.8), ("tuned", 0.9), ("held out", 0.75)])
def test_what_is_told_is_false_and_most_of_what_is_false_is_told(part: str, least: float):
    sentences = [each for each in labelled() if each.part in PARTS[part]]
    precision, recall = precision_and_recall(sentences)
    print(f"{part}: {len(sentences)} sentences, precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= least


def test_no_sentence_that_holds_or_claims_nothing_is_told_of():
    assert [(each.sentence, each.found) for each in labelled() if each.verdict != "false" and each.found] == []


def test_of_the_figures_of_other_things_nothing_is_told():
    told = [(text, contradictions(text, situations()[name])) for name, text in other_things()]
    assert [each for each in told if each[1]] == []
    assert len(told) >= 90


def test_the_sentences_are_many_and_about_half_of_them_hold():
    false = [each for each in labelled() if each.verdict == "false"]
    assert len(labelled()) >= 250
    assert 0.4 <= len(false) / len(labelled()) <= 0.6
    assert {each.verdict for each in labelled()} == {"true", "false", "no claim"}
    assert len({each.sentence for each in labelled()}) == len(labelled())
    held_out = [each for each in labelled() if each.part == "held out"]
    assert len(held_out) / len(labelled()) >= 0.33


def test_the_situations_are_of_every_unit_and_of_every_way_that_is_good():
    used = {each.situation for each in labelled()}
    assert used == set(situations())
    assert len(used) >= 12
    assert {facts.unit for facts in situations().values()} == {
        "percent",
        "count",
        "rate",
        "average",
        "days",
        "currency",
    }
    assert {facts.good for facts in situations().values()} == {"high", "low", "band", "neither"}
