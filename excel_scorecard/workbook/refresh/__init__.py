"""Refresh: new figures, or a new month, in a workbook that officers have edited, under their edits.

refreshing.py knows the file; renewal.py the way through: renewed_texts.py and standing.py settle what stands,
page_changes.py which sheets there are, refill.py, refill_page.py and standings.py let the build's fillers write, and
changes.py says what changed.
"""

from excel_scorecard.workbook.refresh.changes import Change
from excel_scorecard.workbook.refresh.refreshing import Refreshed, refresh
from excel_scorecard.workbook.refresh.standing import CorrectionsStandError

__all__ = ["Change", "CorrectionsStandError", "Refreshed", "refresh"]
