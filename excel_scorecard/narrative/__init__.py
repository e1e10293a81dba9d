"""Narrative: what the figures say in sentences that an officer can start from: a draft a page, and the main concerns.

From the judged data alone: no cause, no action, no promise. A draft is nobody's words until an officer makes it theirs;
where it stands in a workbook is the workbook's.
"""

from excel_scorecard.narrative.areas import ENOUGH_TO_NAME, FEW, STANDS_APART
from excel_scorecard.narrative.caveats import FEW_CASES, FEW_EVENTS
from excel_scorecard.narrative.concerns import Concern, concerns, ranked
from excel_scorecard.narrative.drafting import MOST_SENTENCES, draft

__all__ = [
    "ENOUGH_TO_NAME",
    "FEW",
    "FEW_CASES",
    "FEW_EVENTS",
    "MOST_SENTENCES",
    "STANDS_APART",
    "Concern",
    "concerns",
    "draft",
    "ranked",
]
