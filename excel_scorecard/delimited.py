"""Delimited: the bytes of a CSV file as text, whatever encoding a program saved it in, and the mark between its cells.

Knows encodings and marks. Knows no heading and no value: what the cells say is for those who read them.
"""

import io
from itertools import islice

# The header is among the first lines, and it has more delimiters than any title above it.
_SNIFFED_LINES = 20

# Non-breaking spaces and byte order marks, which look like nothing or like a space.
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\ufeff"), " ")


def decoded(blob: bytes) -> str | None:
    """The text of a file in UTF-8, in UTF-16 with its mark, or in the encoding of Windows; None for what is no text."""
    encodings = ["utf-16"] if blob[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = blob.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def plain_spaces(text: str) -> str:
    """Text whose non-breaking spaces and byte order marks are spaces."""
    return text.translate(_SPACES)


def tidy(text: str) -> str:
    """Text as it was meant: non-breaking spaces and byte order marks are spaces, none at the ends."""
    return plain_spaces(text).strip()


def delimiter_of(text: str) -> str:
    """The mark that any of the first lines has most of; commas lose a tie, because numbers like 1,234 have them too."""
    lines = list(islice(io.StringIO(text), _SNIFFED_LINES))
    most = {mark: max((line.count(mark) for line in lines), default=0) for mark in "\t;,"}
    return max(most, key=lambda mark: most[mark]) if any(most.values()) else ","
