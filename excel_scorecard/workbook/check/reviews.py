"""Check, reviews: targets whose review was due before the month that is shown."""

from collections.abc import Iterator

from excel_scorecard.errors import Finding
from excel_scorecard.rule_words import OVERDUE, is_overdue
from excel_scorecard.scorecard import MonthlyScorecard
from excel_scorecard.workbook.check.codes import finding
from excel_scorecard.workbook.officers_copy import OfficersCopy


def check_reviews(copy: OfficersCopy) -> Iterator[Finding]:
    """The pages that say so of their target."""
    for page in copy.pages.values():
        said = page.text("target_source")
        if said.endswith(OVERDUE):
            yield finding("C-REVIEW", copy.book.name, page.place("target_source"), _what(said))


def overdue_reviews(scorecard: MonthlyScorecard) -> Iterator[Finding]:
    """The same of a scorecard that is built, with the place of the target in the settings."""
    project = scorecard.project
    for page in scorecard.pages:
        target = page.indicator.target_at(page.judgement.period)
        if target is not None and is_overdue(target, scorecard.month):
            at = ("indicator", project.indicators.index(page.indicator))
            place = project.place(
                (*at, "target", page.indicator.targets.index(target)), project.place_of(page.indicator)
            )
            yield finding("C-REVIEW", project.settings_file, place, _what(page.target_source))


def _what(said: str) -> str:
    return f"the target's review is overdue: {said}"
