"""Grid: the fixed rows and columns of the indicator's page, and the boxes of its charts. Numbers only; 0-based."""

# Characters of Arial 10. Together they fill A4 landscape between margins of 1 cm at 100%: no text under 10 points.
# Excel takes 7 pixels for a character of Arial 10, LibreOffice 7.4: the page is as wide as the wider of the two allows.
WIDTHS = {
    "A": 26,
    "B": 13,
    "C": 13,
    "D": 8,
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
HEAD, FIRST_ROW, RULE = 6, 7, 16
DIRECTION = 5  # F
ROWS_SHOWN = 9  # eight areas and what is not in the breakdown
CHARTS, LAST_CHART, MESSAGE, COMMENTARY_HEAD, COMMENTARY, ACTION = 18, 24, 25, 26, 27, 28
TABLE_TITLE, TABLE_NOTE, SERIES_NAMES, TABLE_HEAD = 31, 32, 33, 34
MONTHLY_COLUMN = 11  # L
LINE = 12.75  # points of a row of Arial 10
FIGURES = 12  # points of a row of the page's small tables: no less, or Excel cuts the tails of letters
# Points. Their sum, with margins of 0.4 inches, is A4's height: more, and programs would shrink the page's text.
HEIGHTS = {
    TITLE: 23.25,
    DEFINITION: 25.5,
    2: 2.25,
    LABELS: LINE,
    KEYS: 15.75,
    5: 2.25,
    HEAD: 25.5,
    **dict.fromkeys(range(FIRST_ROW, RULE + 1), FIGURES),
    17: 1.5,
    **dict.fromkeys(range(CHARTS, LAST_CHART + 1), 18),
    MESSAGE: 15,
    COMMENTARY_HEAD: 13.5,
    COMMENTARY: 128.25,
    ACTION: 25.5,
}


Box = tuple[int, int, int, int]  # first row, first column, last row, last column; 0-based
BOXES: dict[tuple[bool, str], tuple[Box, Box | None]] = {
    (True, "few"): ((CHARTS, 0, LAST_CHART, 3), (CHARTS, 4, LAST_CHART, 8)),
    (False, "few"): ((CHARTS, 0, LAST_CHART, 8), (HEAD, 4, RULE - 1, 8)),
    (True, "many"): ((CHARTS, 0, LAST_CHART, 3), (HEAD, 4, LAST_CHART - 1, 8)),
    (False, "many"): ((CHARTS, 0, LAST_CHART, 3), (HEAD, 4, LAST_CHART - 1, 8)),
    (True, "total"): ((CHARTS, 0, LAST_CHART, 8), None),
    (False, "total"): ((CHARTS, 0, LAST_CHART, 8), None),
}


def pixels(box: Box) -> tuple[int, int]:
    """Width and height of a box of cells in pixels, a little inside it."""
    first_row, first_column, last_row, last_column = box
    letters = "ABCDEFGHI"[first_column : last_column + 1]
    width = int(sum(WIDTHS[letter] * 7 + 5 for letter in letters))
    height = sum(HEIGHTS.get(row, LINE) for row in range(first_row, last_row + 1)) * 96 / 72
    return width - 8, int(height) - 3
