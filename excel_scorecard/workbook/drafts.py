"""Drafts: a workbook's texts to start from, marked as such, where nobody has written anything yet.

What they say is narrative's. A draft is nobody's words: it goes when there are others, and a new one takes its place.
"""

from dataclasses import replace

from excel_scorecard.narrative import concerns, draft, ranked
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard
from excel_scorecard.workbook.contract import DRAFT
from excel_scorecard.workbook.page import as_held


def with_drafts(scorecard: MonthlyScorecard) -> MonthlyScorecard:
    """The scorecard with a draft for each page and for the concerns; as it is where the project wants none."""
    if not scorecard.project.scorecard.drafts:
        return scorecard
    reasons = {concern.page.indicator.id: f"{concern.rank}. {concern.reason}" for concern in ranked(scorecard)}
    pages = tuple(
        replace(page, draft=draft(page), concern=reasons.get(page.indicator.id, "")) for page in scorecard.pages
    )
    return replace(scorecard, pages=pages, draft=concerns(scorecard))


def page_draft(page: IndicatorPage, slot: str = "commentary") -> str:
    """What stands in an officers' slot in place of the template's prompt; empty where there is no draft for it."""
    return _marked(page.draft) if slot == "commentary" else ""


def concerns_draft(scorecard: MonthlyScorecard) -> str:
    """The same of the summary's main areas of concern."""
    return _marked(scorecard.draft)


def _marked(text: str) -> str:
    return as_held(f"{DRAFT} {text}") if text else ""
