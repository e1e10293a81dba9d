"""Marks: which words of a text are bold, in red and the like, kept beside the text and never in it.

A text of the officers is data: nothing in it is markup. A mark names its words, and which of several like ones are
meant. Knows no cell and no font of a workbook: a mark says only what is other than the rest of its text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import groupby
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from excel_scorecard.settings_file import Exact, Settings, wrong_value

Underline = Literal["single", "double", "singleAccounting", "doubleAccounting", "none"]


def _underline(value: object) -> object:
    if isinstance(value, bool):
        return "single" if value else "none"
    return value


def _colour(value: object) -> object:
    if isinstance(value, str) and value and not _is_colour(value.split()):
        raise wrong_value(
            f'"{value[:60]}" is no colour', 'Write it as Excel does: "FFC00000" (FF, then red, green, blue).'
        )
    return value


def _is_colour(words: Sequence[str]) -> bool:
    if words == ["auto"]:
        return True
    if len(words) == 1:
        return len(words[0]) == 8 and all(letter in "0123456789ABCDEFabcdef" for letter in words[0])
    return words[:1] in (["theme"], ["indexed"]) and words[1].isdecimal() and len(words) <= 3


@dataclass(frozen=True)
class Look:
    """What words have that the rest of their text has not; None and empty: as the rest.

    `colour` is Excel's own (`FFC00000`), or `theme 4`, `theme 4 -0.25` (with its tint), `indexed 10`, `auto`.
    """

    bold: bool | None = None
    italic: bool | None = None
    underline: Underline | None = None
    strike: bool | None = None
    script: Literal["superscript", "subscript", "baseline"] | None = None
    colour: str = ""
    size: Decimal | None = None
    font: str = ""

    def __bool__(self) -> bool:
        return self != Look()

    def over(self, other: "Look") -> "Look":
        """What this look says, and of the other what it does not say."""
        own = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) not in (None, "")}
        return replace(other, **own)


@dataclass(frozen=True)
class Styled:
    """Some characters of one look."""

    text: str
    look: Look = Look()


class Mark(Settings):
    """Words of a text that look otherwise than the rest of it."""

    words: str = Field(min_length=1, description="The words, as they stand in the text")
    at: int = Field(default=1, ge=1, description="Which of them, where they stand there more than once")
    bold: bool | None = Field(default=None, description="In bold; false in a text that is bold itself")
    italic: bool | None = Field(default=None, description="In italics")
    underline: Annotated[Underline | None, BeforeValidator(_underline), WithJsonSchema({"type": "boolean"})] = Field(
        default=None, description='Underlined: true, or "double"'
    )
    strike: bool | None = Field(default=None, description="Struck through")
    script: Literal["superscript", "subscript", "baseline"] | None = Field(
        default=None, description="Set higher or lower than the line"
    )
    colour: Annotated[str, BeforeValidator(_colour)] = Field(
        default="", description='As Excel writes it: "FFC00000" (FF, then red, green, blue)'
    )
    size: Exact | None = Field(default=None, description="In points")
    font: str = Field(default="", description="The font's name")

    @property
    def look(self) -> Look:
        """What the words have."""
        return Look(**{f.name: getattr(self, f.name) for f in fields(Look)})

    def start(self, text: str) -> int:
        """Where its words begin in the text; -1 where they are not there, or not so often."""
        place = -1
        for _ in range(self.at):
            place = text.find(self.words, place + 1)
            if place < 0:
                return -1
        return place


def runs(text: str, marked: Iterable[Mark]) -> tuple[Styled, ...]:
    """The text in pieces of one look each. Where marks overlap the later one counts, in what it says.

    A mark whose words are not in the text does nothing.
    """
    looks = [Look()] * len(text)
    for mark in marked:
        start = mark.start(text)
        for place in range(start, start + len(mark.words)) if start >= 0 else ():
            looks[place] = mark.look.over(looks[place])
    return joined(Styled(letter, look) for letter, look in zip(text, looks, strict=True))


def marks(styled: Iterable[Styled]) -> tuple[Mark, ...]:
    """A mark for every piece that has a look of its own; `runs` of them and of the text gives the pieces back."""
    pieces = joined(styled)
    text = "".join(piece.text for piece in pieces)
    made: list[Mark] = []
    place = 0
    for piece in pieces:
        if piece.look:
            said = {f.name: getattr(piece.look, f.name) for f in fields(Look)}
            made.append(Mark(words=piece.text, at=_times(piece.text, text, place), **said))
        place += len(piece.text)
    return tuple(made)


def _times(words: str, text: str, place: int) -> int:
    """How often the words begin in the text up to `place`, where they do; "aa" begins twice in "aaa"."""
    times, found = 1, text.find(words)
    while found < place:
        times, found = times + 1, text.find(words, found + 1)
    return times


def joined(styled: Iterable[Styled]) -> tuple[Styled, ...]:
    """The pieces with neighbours of one look as one, and none empty."""
    groups = groupby((piece for piece in styled if piece.text), key=lambda piece: piece.look)
    return tuple(Styled("".join(piece.text for piece in pieces), look) for look, pieces in groups)


def stripped(styled: Iterable[Styled]) -> tuple[Styled, ...]:
    """The pieces without white space before the first word and after the last."""
    pieces = list(joined(styled))
    text = "".join(piece.text for piece in pieces)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    kept: list[Styled] = []
    place = 0
    for piece in pieces:
        end = place + len(piece.text)
        kept.append(Styled(text[max(place, first) : min(end, last)] if end > first else "", piece.look))
        place = end
    return joined(kept)
