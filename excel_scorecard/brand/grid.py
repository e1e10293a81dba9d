"""Grid: the fixed rows and columns of the indicator's page, and the boxes of its charts. Numbers only; 0-based."""

from excel_scorecard.brand.canvas import Box

# Characters of Arial 10. Together they fill A4 landscape between margins of 1 cm at 100%: no text under 10 points.
# Excel takes 7 pixels for a character of Arial 10, LibreOffice 7.4: the page is as wide as the wider of the two allows.
WIDTHS = {
    "A": 26,
    "B": 12,
    "C": 17,
    "D": 5,
    "E": 25,
    "F": 12.5,
    "G": 12.5,
    "H": 12.5,
    "I": 12.5,
    "J": 11,
    "K": 4,
    "L": 22,
}
PAGE_CHARACTERS = 135
LAST_COLUMN = 8  # I
TITLE, DEFINITION, LABELS, KEYS = 0, 1, 3, 4
HEAD, FIRST_ROW, RULE = 6, 7, 17
SOURCE, DIRECTION, BASIS = 3, 5, 7  # D, F, H
ROWS_SHOWN = 9  # eight areas and what is not in the breakdown
BESIDE = 4  # E
CHARTS, LAST_CHART, MESSAGE, COMMENTARY_HEAD, COMMENTARY, ACTION = 19, 25, 26, 27, 28, 29
TABLE_TITLE, TABLE_NOTE, SERIES_NAMES, TABLE_HEAD = 32, 33, 34, 35
MONTHLY_COLUMN = 11  # L
LINE = 12.75  # points of a row of Arial 10
FIGURES = 12  # points of a row of the page's small tables: no less, or Excel cuts the tails of letters
MARGIN = 0.36  # inches above and below: the running heads are 0.2 inches from the edge and a line high
# Points. Their sum, with the margins, is A4's height: more, and programs would shrink the page's text.
HEIGHTS = {
    TITLE: 23.25,
    DEFINITION: 24.75,
    2: 0.75,
    LABELS: LINE,
    KEYS: 15.75,
    5: 4.5,
    HEAD: 25.5,
    **dict.fromkeys(range(FIRST_ROW, RULE + 1), FIGURES),
    18: 1.5,
    CHARTS: FIGURES,  # beside many areas the second line of the rating's rule
    **dict.fromkeys(range(CHARTS + 1, LAST_CHART + 1), 18),
    MESSAGE: 15,
    COMMENTARY_HEAD: 13.5,
    COMMENTARY: 128.25,
    ACTION: 24.75,
}

# Where the charts stand: the trend, and the bars if there is a breakdown. With a few areas of a ratio, rows stand
# beside the small table and the bars need few columns; of a count the bars stand in the rows' place.
RATIO_BOXES: dict[str, tuple[Box, Box | None]] = {
    "few": ((CHARTS, 0, LAST_CHART, 4), (CHARTS, 5, LAST_CHART, LAST_COLUMN)),
    "many": ((CHARTS + 1, 0, LAST_CHART, 3), (HEAD, BESIDE, LAST_CHART - 1, LAST_COLUMN)),
    "total": ((CHARTS, 0, LAST_CHART, LAST_COLUMN), None),
}
COUNT_BOXES: dict[str, tuple[Box, Box | None]] = RATIO_BOXES | {
    "many": ((RULE, 0, LAST_CHART, 3), RATIO_BOXES["many"][1]),
    "few": ((CHARTS, 0, LAST_CHART, LAST_COLUMN), (HEAD, BESIDE, RULE - 2, LAST_COLUMN)),
}


def pixels(box: Box) -> tuple[int, int]:
    """Width and height of a box of cells in pixels, a little inside it."""
    first_row, first_column, last_row, last_column = box
    letters = "ABCDEFGHI"[first_column : last_column + 1]
    width = int(sum(WIDTHS[letter] * 7 + 5 for letter in letters))
    height = sum(HEIGHTS.get(row, LINE) for row in range(first_row, last_row + 1)) * 96 / 72
    return width - 8, int(height) - 3
