"""Page: the indicator's page without its charts: head and strip, the small table, the rows beside it, the words.

A4 landscape, one page, and nothing on it grows.
"""

from excel_scorecard.brand.canvas import Canvas
from excel_scorecard.brand.furniture import insert_logo
from excel_scorecard.brand.grid import (
    ACTION,
    BASIS,
    BESIDE,
    COMMENTARY,
    COMMENTARY_HEAD,
    DEFINITION,
    DIRECTION,
    FIRST_ROW,
    HEAD,
    HEIGHTS,
    KEYS,
    LABELS,
    LAST_COLUMN,
    LINE,
    MESSAGE,
    MONTHLY_COLUMN,
    SIGNAL,
    SOURCE,
    TITLE,
    Plan,
)
from excel_scorecard.brand.units import Beside, Unit
from excel_scorecard.workbook.contract import MONTHLY, PROMPT


def set_grid(canvas: Canvas, plan: Plan) -> None:
    """Widths of columns and heights of rows."""
    sheet = canvas.sheet
    sheet.set_default_row(LINE)
    for column, width in plan.widths.items():
        sheet.set_column(f"{column}:{column}", width)
    sheet.set_column(MONTHLY_COLUMN + 1, MONTHLY_COLUMN + len(MONTHLY) - 1, 13)
    for row, height in HEIGHTS.items():
        sheet.set_row(row, height)


def draw_head(canvas: Canvas, unit: Unit, plan: Plan) -> None:
    """Title, logo and definition; then the strip: rating, target, signal, direction, when the next figure is due."""
    canvas.merged("heading", (TITLE, 0, TITLE, LAST_COLUMN - 1), "title_merged")
    if canvas.brand.logo is not None:
        insert_logo(canvas.sheet, canvas.brand, TITLE, LAST_COLUMN, right_edge=int(plan.widths["I"] * 7 + 5))
    canvas.merged("definition", (DEFINITION, 0, DEFINITION, LAST_COLUMN), "definition")
    for column, label in ((0, "RATING"), (1, "TARGET"), (DIRECTION, "DIRECTION")):
        canvas.say(LABELS, column, label, "label_indent" if label == "TARGET" else "label")
    canvas.slot("rating", KEYS, 0, "rating")
    # a range of money takes two columns
    source, look = (SOURCE, "key_indent") if unit.kind == "money" else (SOURCE - 1, "key_fit")
    canvas.slot("target_text", KEYS, 1, look)
    canvas.merged("target_source", (LABELS, source, KEYS, SIGNAL - 1), "quiet_bottom")
    canvas.slot("signal_label", LABELS, SIGNAL, "label_indent")
    canvas.slot("signal", KEYS, SIGNAL, "key_small")
    canvas.slot("direction", KEYS, DIRECTION, "key")
    canvas.slot("direction_basis", LABELS, BASIS, "label")
    canvas.slot("next_due", KEYS, LAST_COLUMN, "quiet_right")


def draw_figures(canvas: Canvas, unit: Unit, plan: Plan) -> None:
    """The small table on the left: the period beside its average, what it is held against, and the rating's rule."""
    canvas.slot("status", HEAD, 0, "head")
    canvas.slot("average_heading", HEAD, 1, "head_right")
    canvas.slot("period_label", HEAD, 2, "head_right")
    for row, line in enumerate(unit.lines, FIRST_ROW):
        for column in (0, 1, 2):
            canvas.blank(row, column, line.look if column else "page")
        if " " in line.label:
            canvas.say(row, 0, line.label, "page")
        elif not line.figure:
            canvas.slot(line.label, row, 0, line.look)  # a text: it runs on over the two blank cells
        else:
            canvas.slot(line.label, row, 0, "page_bold" if line.look.endswith("bold") else "page")
        for name, column in ((line.average, 1), (line.figure, 2)):
            if name:
                canvas.slot(name, row, column, line.look)
    canvas.merged("comparators_text", plan.comparators, "text_wrap")
    canvas.merged("rating_note", plan.rule, "definition")


def draw_rows_beside(canvas: Canvas, columns: tuple[Beside, ...], plan: Plan) -> None:
    """Rows on the right of the page that read a table: the areas, or the latest months where there are none."""
    if not columns:
        return
    last = FIRST_ROW + plan.beside - 1
    for column in range(BESIDE, LAST_COLUMN + 1):
        canvas.blank(HEAD, column, "head_right")
        for row in range(FIRST_ROW, last + 1):
            canvas.blank(row, column, "page")
    for beside in columns:
        look = "head" if beside.column == BESIDE else "head_apart"
        if beside.head.islower():
            canvas.slot(beside.head, HEAD, beside.column, look)
        else:
            canvas.say(HEAD, beside.column, beside.head, look)
        for row in range(FIRST_ROW, last + 1):
            canvas.blank(row, beside.column, beside.look)
        canvas.call(beside.slot, (FIRST_ROW, beside.column, last, beside.column))


def draw_words(canvas: Canvas, plan: Plan) -> None:
    """The breakdown's note, the message, commentary and action."""
    if plan.note:
        canvas.slot("breakdown_note", *plan.note, "quiet")
    canvas.slot("message", MESSAGE, 0, "message")
    canvas.say(COMMENTARY_HEAD, 0, "Commentary", "section")
    canvas.say(COMMENTARY_HEAD, 3, "Owner", "quiet_right")
    canvas.slot("owner", COMMENTARY_HEAD, 4, "quiet_indent")
    canvas.slot("characters_used", COMMENTARY_HEAD, LAST_COLUMN, "quiet_right")
    # beside what prints: a paper must not say that its text was not read
    canvas.slot("stale", MESSAGE, LAST_COLUMN + 1, "quiet_indent")
    canvas.say(COMMENTARY_HEAD, MONTHLY_COLUMN, "Last month's commentary", "section_small")
    canvas.merged("last_month_text", (COMMENTARY, MONTHLY_COLUMN, COMMENTARY, MONTHLY_COLUMN + 8), "definition")
    prompt = f"{PROMPT} what happened, and why? What is being done, and what should we see next?"
    canvas.merged("commentary", (COMMENTARY, 0, COMMENTARY, LAST_COLUMN), "entry_text", prompt)
    canvas.say(ACTION, 0, "Action: what, who, by when", "quiet")
    canvas.merged("action", (ACTION, 1, ACTION, 5), "entry_text")
    canvas.say(ACTION, 6, "Signed off", "quiet_right")
    canvas.merged("signed_off", (ACTION, 7, ACTION, LAST_COLUMN), "entry_text")
