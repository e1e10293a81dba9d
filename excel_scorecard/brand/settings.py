"""Settings: the cells right of an indicator's page: an officer's rating by judgement, comparators, the project's words.

The page's formulas, rules and charts read them; they do not print.
"""

from excel_scorecard.brand.canvas import Canvas
from excel_scorecard.brand.grid import CHARTS, DEFINITION, FIRST_ROW, HEAD, LABELS, MONTHLY_COLUMN, TITLE
from excel_scorecard.brand.units import Unit
from excel_scorecard.workbook.contract import COMPARATORS

TEXTS_COLUMN = MONTHLY_COLUMN + 3
REASON_ROOM = 90
"""Characters of a reason that print whole in the line under the figures."""


def draw_judgement(canvas: Canvas) -> None:
    """Where an officer gives a rating by judgement, with its reason."""
    left = MONTHLY_COLUMN
    canvas.say(TITLE, left, "Rating by judgement", "section")
    words = (
        "Only where the rule's rating would mislead. The page then prints the rating, that it is by judgement, and why."
    )
    canvas.say(DEFINITION, left, words, "quiet")
    canvas.say(LABELS, left, "Rating", "quiet")
    canvas.slot("rating_override", LABELS, left + 1, "entry_word")
    canvas.say(LABELS + 1, left, "Reason", "quiet")
    canvas.merged("override_reason", (LABELS + 1, left + 1, LABELS + 1, left + 8), "entry_word")


def draw_settings(canvas: Canvas, unit: Unit) -> None:
    """Comparators, then numbers and words from the project, in two columns."""
    left, value = MONTHLY_COLUMN, f"table_{unit.kind}"
    canvas.blank(HEAD, left + 1, "head")
    for column, head, look in (
        (left, "Compared with", "head"),
        (left + 2, "Figure", "head_right"),
        (left + 3, "Period", "head_indent"),
    ):
        canvas.say(HEAD, column, head, look)
    for row, which in enumerate(COMPARATORS, FIRST_ROW):
        canvas.slot(f"comparator_{which}_label", row, left, "page")
        canvas.blank(row, left + 1, "page")  # a long name runs on into it
        canvas.slot(f"comparator_{which}", row, left + 2, f"page_{unit.kind}")
        canvas.slot(f"comparator_{which}_period", row, left + 3, "page_indent")
    canvas.say(FIRST_ROW + 5, left, "Settings: from the project", "section_small")
    numbers = {
        "indicator_id": "table",
        "number": "table",
        "unit": "table",
        "good": "table",
        "places": "table",
        "month": "table_month",
        "period": "table_month",
        "average_months": "table",
        "target": value,
        "target_upper": value,
        "amber_limit": value,
    }
    texts = [
        "title",
        "signal_text",
        "trend_title",
        "breakdown_title",
        "rule_text",
        "organisation",
        "agenda_item",
        "marking",
        "written_for",
    ]
    texts += [] if canvas.has("population_note") else ["population_note"]
    texts += [] if unit.is_ratio else ["numerator_label"]
    # none in the thin row between the page's tables and its charts
    rows = (*range(FIRST_ROW + 6, CHARTS - 1), *range(CHARTS, CHARTS + 8))
    for column, looks in ((left, numbers), (TEXTS_COLUMN, dict.fromkeys(texts, "table"))):
        for row, (name, look) in zip(rows, looks.items(), strict=False):
            canvas.say(row, column, name.replace("_", " "), "quiet")
            canvas.slot(name, row, column + 1, look)
