"""Fit: how high a row must be for its wrapped text. Excel does not fit the rows of a file it has not edited.

Widths are Arial's, in thousandths of the type size; a brand's other sans-serif is near enough for a row's height.
"""

import math
from collections.abc import Iterable

_WIDTHS = {
    191: "'",
    222: "ijl",
    278: " !,./:;I[]\\ft",
    333: "()-`r",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 600  # a letter that is not in the list, generously
LINE = 12.75  # points of a line of Arial 10 in Excel
PADDING = 4.0
TALLEST = 409.0  # Excel's limit


def text_points(text: str, size: float = 10) -> float:
    """About how wide a line of text is, in points."""
    return sum(_WIDTH_OF.get(letter, _OTHER) for letter in text) * size / 1000


def shortened(text: str, room: float, size: float = 10) -> str:
    """`text` in a line `room` points wide: whole, or its first words and an ellipsis."""
    if text_points(text, size) <= room:
        return text
    words = text.split(" ")
    while len(words) > 1 and text_points(" ".join(words) + "…", size) > room:
        words.pop()
    said = " ".join(words).rstrip(",;:")
    while text_points(said + "…", size) > room:
        said = said[:-1]
    return said + "…"


def lines(text: str, width: float, size: float = 10) -> int:
    """How many lines `text` takes in a column `width` characters wide (Excel's unit: a digit of Arial 10)."""
    room = width * 7 * 0.75 - 4
    total = 0
    for paragraph in text.split("\n"):
        used, count = 0.0, 1
        for word in paragraph.split(" "):
            long = text_points(word + " ", size)
            if used and used + long > room:
                count, used = count + 1, 0.0
            count += math.floor(long / room) if long > room else 0
            used += long % room if long > room else long
        total += count
    return total


def row_height(texts: Iterable[tuple[str, float]], padding: float = PADDING) -> float:
    """The height in points of a row that shows every text (text, column width) whole, with `padding` besides."""
    return min(TALLEST, max(lines(text, width) for text, width in texts) * LINE + padding)
