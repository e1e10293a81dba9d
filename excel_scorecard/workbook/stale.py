"""Stale: whether a text was written for other figures than its sheet now shows, each rule with its formula.

What a sheet said when its text was written stands in the slot `written_for`, as a text that nothing changes by itself.
Writes no cell: fill_page.py and fill_summary.py write both slots.
"""

from decimal import Decimal

from excel_scorecard.calendar import month_label
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.strings import escaped, unescaped
from excel_scorecard.project import Indicator
from excel_scorecard.rating import trimmed
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard
from excel_scorecard.values import Cells
from excel_scorecard.wording import shown, shown_formula
from excel_scorecard.workbook.contract import DRAFT, PROMPT
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.officers_copy import Page, held, place_of

READ_AGAIN = "Read again: written for "


def read_again(sheet: Sheet, layout: Layout) -> str:
    """What is to be done with a text that may no longer hold."""
    where = f" {place_of(sheet, layout, 'written_for')}" if layout.has("written_for") else " what it was written for"
    return f"Read it again, and change it; or, where it still holds, clear{where}."


def is_unwritten(text: str) -> bool:
    """Whether a text begins as the prompt or as a draft does. Excel's = knows no case."""
    return (
        text[: len(PROMPT)].casefold() == PROMPT.casefold()
        or trimmed(text)[: len(DRAFT)].casefold() == DRAFT.casefold()
    )


def is_written(text: str) -> bool:
    """Whether an officer has written something: more than blanks, and neither the prompt nor a draft."""
    return bool(trimmed(text)) and not is_unwritten(text)


def is_written_formula(text: str) -> str:
    """The formula of `is_written`."""
    return f'AND(LEN(TRIM({text}))>0,LEFT({text},{len(PROMPT)})<>"{PROMPT}",LEFT(TRIM({text}),{len(DRAFT)})<>"{DRAFT}")'


def _stale(is_there: bool, said: str, now: str) -> str:
    return READ_AGAIN + said if is_there and said and said.casefold() != now.casefold() else ""


def _stale_formula(is_there: str, said: str, now: str) -> str:
    return f'IF(AND({is_there},{said}<>"",{said}<>{now}),"{READ_AGAIN}"&{said},"")'


# ---- an indicator's page ---------------------------------------------------------------------------------------------


def page_says(page: IndicatorPage) -> str:
    """The page's figure, rating and period in a few words: `86%, Amber, Sep-15`."""
    judged = page.judgement
    value = judged.value if isinstance(judged.value, str) else shown(page.indicator, judged.value)
    return f"{value}, {judged.rating}, {judged.period_label}"


def page_said(now: Page, indicator: Indicator) -> str:
    """The same of a sheet as it stands; empty where it has no value."""
    value, rating, period = held(now.value("value")), now.text("rating"), now.text("period_label")
    if value is None or not rating or not period:
        return ""
    return f"{shown(indicator, value) if isinstance(value, Decimal) else value}, {rating}, {period}"


def written_for(page: IndicatorPage) -> str:
    """What the page said when its commentary and action were written."""
    return page.written_for or page_says(page)


def stale(page: IndicatorPage) -> str:
    """That they are to be read again, since the page says something else by now; empty where there are none."""
    commentary, action = (unescaped(escaped(text)) for text in (page.remarks.commentary, page.remarks.action))
    return _stale(is_written(commentary) or bool(trimmed(action)), written_for(page), page_says(page))


def stale_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `stale`. An officer who has read the text again, and lets it stand, clears `written_for`."""
    value, commentary, action = cells.slot("value"), cells.slot("commentary"), cells.slot("action")
    now = f"IF(ISNUMBER({value}),{shown_formula(indicator, value)},{value})"
    now += f'&", "&{cells.slot("rating")}&", "&{cells.slot("period_label")}'
    is_there = f"OR({is_written_formula(commentary)},LEN(TRIM({action}))>0)"
    return _stale_formula(is_there, cells.slot("written_for"), now)


# ---- the summary -----------------------------------------------------------------------------------------------------


def summary_says(scorecard: MonthlyScorecard) -> str:
    """The summary's month and counts: `Sep-15: 2 Red, 3 Amber, 5 Green, 2 without target; 4 worsening`."""
    return f"{month_label(scorecard.month)}: {scorecard.counts_text}"


def concerns_written_for(scorecard: MonthlyScorecard) -> str:
    """What the summary said when its main areas of concern were written."""
    return scorecard.written_for or summary_says(scorecard)


def stale_concerns(scorecard: MonthlyScorecard) -> str:
    """That the concerns are to be read again; empty where there are none."""
    concerns = unescaped(escaped(scorecard.concerns))
    return _stale(is_written(concerns), concerns_written_for(scorecard), summary_says(scorecard))


def stale_concerns_formula(concerns: str, said: str, month: str, counts: str) -> str:
    """The formula of `stale_concerns`, over four of the summary's cells."""
    return _stale_formula(is_written_formula(concerns), said, f'TEXT({month},"mmm-yy")&": "&{counts}')
