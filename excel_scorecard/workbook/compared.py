"""Compared: the line of comparators on an indicator's page, in whichever form the page has room for.

The forms are comparison.py's; here is how much room there is, and on which cells the figures stand.
"""

from typing import Final

from excel_scorecard.comparison import line
from excel_scorecard.judgement import Cells
from excel_scorecard.scorecard import IndicatorPage
from excel_scorecard.workbook.contract import COMPARATORS
from excel_scorecard.workbook.fit import lines, text_points

LINES: Final = 2
WIDTH: Final = 60.0  # characters
ROOM: Final = 690.0  # points
"""What the stock pages have for the line of comparators: two lines of 60 characters, or one of 690 points."""


def comparators_text(page: IndicatorPage) -> str:
    """All comparators in a line: `England 2014-15: 82%; Statistical neighbours 2014-15: 84%`."""
    return line(page.indicator, page.judgement.month, _has_room).text(page.judgement.month)


def comparators_text_formula(page: IndicatorPage, cells: Cells) -> str:
    """The formula of `comparators_text`; whether a period is old follows the page's month."""
    made = line(page.indicator, page.judgement.month, _has_room)
    return made.formula(COMPARATORS, cells.slot("month"), cells.slot)


def _has_room(text: str) -> bool:
    return lines(text, WIDTH) <= LINES and text_points(text) <= ROOM
