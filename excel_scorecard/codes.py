"""Codes: the letters that stand in the place of a figure, and how they are written. Knows no figure."""

from collections.abc import Mapping

# The shorthand of the Government Analysis Function for figures that are not there, as text in square brackets.
CODES: Mapping[str, str] = {
    "x": "not available",
    "c": "suppressed",
    "z": "not applicable",
    "u": "unreliable",
    "k": "low, but not zero",
}


def read_code(text: str) -> str | None:
    """The code that `x`, `[x]` or `[low]` stands for, as its letter; None where the text is no code."""
    letter = text.strip().casefold()
    if letter.startswith("[") and letter.endswith("]"):
        letter = letter[1:-1].strip()
    letter = "k" if letter == "low" else letter
    return letter if letter in CODES else None
