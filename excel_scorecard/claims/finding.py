"""Finding: all claims of a commentary, sentence by sentence, each sentence read after the one before it."""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.claims.claims import Claim
from excel_scorecard.claims.compared import compared_in
from excel_scorecard.claims.facts import Facts
from excel_scorecard.claims.moved import moved_in
from excel_scorecard.claims.ranked import ranked_in
from excel_scorecard.claims.reading import Reading
from excel_scorecard.claims.said import said_in
from excel_scorecard.claims.sentences import sentences_of
from excel_scorecard.claims.subject import Subject

_LONGEST: Final = 1000  # letters: what is longer is a list or a table, and no sentence
_MOST_FIGURES: Final = 40
_IS: Final = re.compile(r"\b(?:is|are|was|were|has|have|had)\b", re.IGNORECASE)


def claims_in(text: str, facts: Facts, *, is_plan: bool = False) -> Iterator[tuple[Claim, Reading]]:
    """What a text claims of the page, in its order, each with the sentence that says it.

    Of a plan, such as an action, the sentences alone that say how things are: `Timeliness to 90%` is none of them.
    """
    subject = Subject(facts)
    before: Reading | None = None
    for sentence in sentences_of(text):
        if len(sentence) > _LONGEST:
            before = None
            continue
        reading = Reading(sentence, facts, subject, before)
        if len(reading.sentence.numbers) > _MOST_FIGURES:
            before = None
            continue
        if is_plan and not _IS.search(sentence):
            before = reading
            continue
        for find in (said_in, compared_in, moved_in, ranked_in):
            yield from ((claim, reading) for claim in find(reading))
        before = reading
