"""Headings: which column of a source is which of ours, however its heading is spelled, and whatever stands above it.

Knows spelling alone: case, apostrophes, question marks, spaces. What is found is told by our names; a heading that was
not looked for is never told, since in a file without headings it is somebody's name.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from excel_scorecard.records.sources import Source, first_rows

_APOSTROPHES = re.compile("['`´‘’‛′ʼ\u0092\"“”]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BETWEEN = re.compile(r"[\s_]+")
_AT_THE_END = "?.:;*) "


def plain(heading: object) -> str:
    """A heading as it is compared."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", str(heading)))
    return _BETWEEN.sub(" ", _APOSTROPHES.sub("", text)).strip().rstrip(_AT_THE_END).casefold()


@dataclass(frozen=True)
class Matched:
    """The row of the heading (from 0), the position of each column found, and what it is called there."""

    row: int
    positions: Mapping[str, int]
    headings: Mapping[str, str]
    twice: tuple[str, ...]
    """Columns whose heading stands there more than once: nobody knows which is meant."""


def match(source: Source, wanted: Mapping[str, Sequence[str]]) -> Matched | None:
    """Where the wanted columns stand: in the one of the first rows that has most of them; None where none has any.

    Args:
        source: where to look.
        wanted: the headings that each column may have, the one that is preferred first.

    """
    best: Matched | None = None
    for number, row in first_rows(source):
        found = _matched(number, row, wanted)
        if found.positions and (best is None or len(found.positions) > len(best.positions)):
            best = found
    return best


def _matched(number: int, row: Sequence[Any], wanted: Mapping[str, Sequence[str]]) -> Matched:
    at: dict[str, list[int]] = {}
    for position, cell in enumerate(row):
        if isinstance(cell, str) and cell:
            at.setdefault(plain(cell), []).append(position)
    positions: dict[str, int] = {}
    headings: dict[str, str] = {}
    twice = []
    for column, names in wanted.items():
        name = next((name for name in names if plain(name) in at), None)
        if name is None:
            continue
        found = at[plain(name)]
        positions[column], headings[column] = found[0], name
        if len(found) > 1:
            twice.append(column)
    return Matched(number, positions, headings, tuple(twice))
