"""Grid: the fixed rows and columns of the indicator's page, and the boxes of its charts. Numbers only; 0-based."""

from dataclasses import dataclass

from excel_scorecard.brand.canvas import Box

# Characters of Arial 10. Together they fill A4 landscape between margins of 1 cm at 100%: no text under 10 points.
# Excel takes 7 pixels for a character of Arial 10, LibreOffice 7.4: the page is as wide as the wider of the two allows.
WIDTHS = {
    "A": 26,
    "B": 12,
    "C": 17,
    "D": 5,
    "E": 21,
    "F": 13.5,
    "G": 13.5,
    "H": 13.5,
    "I": 13.5,
    "J": 11,
    "K": 4,
    "L": 22,
}
# Where months stand in E, which are short, the headings beside them have more room.
WIDTHS_OF_MONTHS = WIDTHS | {"E": 10, "F": 17, "G": 16, "H": 16, "I": 16}
PAGE_CHARACTERS = 135
LAST_COLUMN = 8  # I
TITLE, DEFINITION, LABELS, KEYS = 0, 1, 3, 4
HEAD, FIRST_ROW, RULE = 6, 7, 17
SOURCE, SIGNAL, DIRECTION, BASIS = 3, 5, 6, 7  # D, F, G, H
AREAS_SHOWN = 9  # eight areas and what is not in the breakdown
MONTHS_SHOWN = 6  # at least, where there is no breakdown
BESIDE = 4  # E
CHARTS, LAST_CHART, MESSAGE, COMMENTARY_HEAD, COMMENTARY, ACTION = 19, 25, 26, 27, 28, 29
TABLE_TITLE, TABLE_NOTE, SERIES_NAMES, TABLE_HEAD = 32, 33, 34, 35
MONTHLY_COLUMN = 11  # L
LINE = 12.75  # points of a row of Arial 10
FIGURES = 12  # points of a row of the page's small tables: no less, or Excel cuts the tails of letters
MARGIN = 0.4  # inches above and below: the running heads are 0.2 inches from the edge and a line high
# Points. Their sum, with the margins, is A4's height: more, and programs would shrink the page's text.
HEIGHTS = {
    TITLE: 23.25,
    DEFINITION: 24,
    2: 0.75,
    LABELS: FIGURES,
    KEYS: 15,
    5: 3.75,
    HEAD: 24.75,
    **dict.fromkeys(range(FIRST_ROW, RULE + 1), FIGURES),
    18: 0.75,
    CHARTS: FIGURES,  # beside many areas of a percentage the second line of the rating's rule
    **dict.fromkeys(range(CHARTS + 1, LAST_CHART + 1), 18),
    MESSAGE: 14.25,
    COMMENTARY_HEAD: 13.5,
    COMMENTARY: 128.25,
    ACTION: 24,
}


@dataclass(frozen=True)
class Plan:
    """Where the words and charts of one kind of page stand, under and beside its small table."""

    widths: dict[str, float]
    beside: int  # rows by area or by month on the right
    comparators: Box
    rule: Box
    trend: Box
    bars: Box | None = None
    note: tuple[int, int] | None = None  # of the breakdown


def plan(lines: int, areas: str, *, is_ratio: bool) -> Plan:
    """The plan of a page whose small table has so many `lines`; `areas` is few, many or total.

    What the tables leave over is the trend's. With a few areas of a ratio, rows stand beside the small table and the
    bars need few columns; of a count, and of many areas, the bars stand in the rows' place, and the rule has the small
    table's width alone, and two lines.
    """
    under = FIRST_ROW + lines
    if areas == "total":
        rows = max(lines, MONTHS_SHOWN)
        last = FIRST_ROW + rows
        return Plan(
            WIDTHS_OF_MONTHS,
            rows,
            (last, 0, last, LAST_COLUMN),
            (last + 1, 0, last + 1, LAST_COLUMN),
            (last + 2, 0, LAST_CHART, LAST_COLUMN),
        )
    if areas == "few" and is_ratio:
        return Plan(
            WIDTHS,
            AREAS_SHOWN,
            (under, 0, RULE - 1, SOURCE),
            (RULE, 0, RULE, LAST_COLUMN),
            (CHARTS, 0, LAST_CHART, BESIDE),
            (CHARTS, BESIDE + 1, LAST_CHART, LAST_COLUMN),
            (RULE - 1, BESIDE),
        )
    # the thin row over the charts is no line of a text
    rule_end = under + 3 if under + 3 <= RULE else CHARTS
    comparators, rule = (under, 0, under + 1, SOURCE), (under + 2, 0, rule_end, SOURCE)
    if areas == "many":
        trend = (CHARTS if rule_end == RULE else rule_end + 1, 0, LAST_CHART, SOURCE)
        bars = (HEAD, BESIDE, LAST_CHART - 1, LAST_COLUMN)
        return Plan(WIDTHS, 0, comparators, rule, trend, bars, (LAST_CHART, BESIDE))
    trend = (rule_end + 1, 0, LAST_CHART, LAST_COLUMN)
    bars = (HEAD, BESIDE, rule_end - 1, LAST_COLUMN)
    return Plan(WIDTHS, 0, comparators, rule, trend, bars, (rule_end, BESIDE))


def pixels(box: Box, widths: dict[str, float]) -> tuple[int, int]:
    """Width and height of a box of cells in pixels, a little inside it."""
    first_row, first_column, last_row, last_column = box
    letters = "ABCDEFGHI"[first_column : last_column + 1]
    width = int(sum(widths[letter] * 7 + 5 for letter in letters))
    height = sum(HEIGHTS.get(row, LINE) for row in range(first_row, last_row + 1)) * 96 / 72
    return width - 8, int(height) - 3
