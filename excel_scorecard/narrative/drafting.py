"""Drafting: which sentences make a page's draft, in which order, and how many of them.

The level and the movement always; of the rest as many as there is room for, in the order of what a reader would be
misled without. The same page gives the same words.
"""

from excel_scorecard.narrative.areas import areas
from excel_scorecard.narrative.caveats import areas_without, few, gaps, revisions
from excel_scorecard.narrative.level import level
from excel_scorecard.narrative.movement import changed_definition, comparison, movement, signal
from excel_scorecard.scorecard import IndicatorPage

MOST_SENTENCES = 4

FURTHER = (signal, changed_definition, few, areas, revisions, comparison, gaps, areas_without)
"""What may follow level and movement, the most needed first."""


def draft(page: IndicatorPage) -> str:
    """Two to four plain sentences on an indicator's month, from its figures alone; figures as the page prints them."""
    said = [*level(page), movement(page)]
    said += [rule(page) for rule in FURTHER]
    return " ".join([text for text in said if text][:MOST_SENTENCES])
