"""Grid: the fixed rows and columns of the indicator's page, and the boxes of its charts. Numbers only; 0-based."""

# Characters of Arial 10. Together they fill A4 landscape between margins of 1 cm at 100%: no text under 10 points.
WIDTHS = {"A": 28, "B": 14, "C": 14, "D": 8, "E": 27, "F": 13, "G": 13, "H": 13, "I": 13, "J": 11, "K": 4, "L": 22}
LAST_COLUMN = 8  # I
TITLE, DEFINITION, STRAP, LABELS, KEYS = 0, 1, 2, 3, 4
HEAD, FIRST_ROW, RULE = 6, 7, 16
DIRECTION = 5  # F
ROWS_SHOWN = 9  # eight areas and what is not in the breakdown
CHARTS, LAST_CHART, MESSAGE, COMMENTARY_HEAD, COMMENTARY, ACTION = 18, 24, 25, 26, 27, 28
TABLE_TITLE, TABLE_NOTE, SERIES_NAMES, TABLE_HEAD = 31, 32, 33, 34
MONTHLY_COLUMN = 11  # L
HEIGHTS = {
    TITLE: 25, DEFINITION: 25.5, STRAP: 12.75, LABELS: 12.75, KEYS: 16.5, 5: 3.75, HEAD: 26.25, 17: 3.75,
    **dict.fromkeys(range(FIRST_ROW, RULE + 1), 12.75), **dict.fromkeys(range(CHARTS, LAST_CHART + 1), 18),
    MESSAGE: 16.5, COMMENTARY_HEAD: 15, COMMENTARY: 124.5, ACTION: 25.5,
}  # fmt: skip

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
    width = sum(WIDTHS[letter] * 7 + 5 for letter in letters)
    height = sum(HEIGHTS.get(row, 12.75) for row in range(first_row, last_row + 1)) * 96 / 72
    return width - 8, int(height) - 3
