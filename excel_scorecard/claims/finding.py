"""Finding: all claims of a commentary, sentence by sentence, each sentence read after the one before it."""

from collections.abc import Iterator

from excel_scorecard.claims.claims import Claim
from excel_scorecard.claims.compared import compared_in
from excel_scorecard.claims.facts import Facts
from excel_scorecard.claims.moved import moved_in
from excel_scorecard.claims.ranked import ranked_in
from excel_scorecard.claims.reading import Reading
from excel_scorecard.claims.said import said_in
from excel_scorecard.claims.sentences import sentences_of
from excel_scorecard.claims.subject import Subject


def claims_in(text: str, facts: Facts) -> Iterator[tuple[Claim, Reading]]:
    """What a text claims of the page, in its order, each with the sentence that says it."""
    subject = Subject(facts)
    before: Reading | None = None
    for sentence in sentences_of(text):
        reading = Reading(sentence, facts, subject, before)
        for find in (said_in, compared_in, moved_in, ranked_in):
            yield from ((claim, reading) for claim in find(reading))
        before = reading
