"""Rich words: the officers' bold and coloured words between a cell's runs and the marks that are kept beside a text.

A run of Excel states its whole font; a mark says only what is other than the cell's own. Knows both.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from excel_scorecard.commentary import Look, Styled, joined
from excel_scorecard.ooxml.rich import Property, Run, cell_font, shown_colour
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.strings import escaped, unescaped

_SWITCHES: Final = (("b", "bold"), ("i", "italic"), ("strike", "strike"))
_SCRIPTS: Final = ("superscript", "subscript", "baseline")
_UNDERLINES: Final = ("single", "double", "singleAccounting", "doubleAccounting", "none")
# Excel's own order of a run's properties.
_ORDER: Final = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "rFont", "family",
    "charset", "scheme",
)  # fmt: skip
_FACE: Final = ("rFont", "family", "charset", "scheme")
"""What says which font it is: they change together."""


def styled_of(
    sheet: Sheet,
    row: int,
    column: int,
    text: str,
    runs: Sequence[Run] | None,
    font: Sequence[Property] | None = None,
) -> tuple[Styled, ...]:
    """A cell's text in pieces of one look each, beside `font`, which is the cell's own where none is given.

    LibreOffice gives a cell the look of its first words: the font that it was built with tells what is other.
    """
    if not runs:
        return joined([Styled(unescaped(escaped(text)))])
    own = cell_font(sheet, row, column)
    beside = Run("", tuple(own if font is None else font))
    plain = [Run(unescaped(escaped(run.text)), run.properties or own) for run in runs]
    return joined(Styled(run.text, _look(sheet, run, beside)) for run in plain)


def runs_for(sheet: Sheet, row: int, column: int, styled: Iterable[Styled]) -> tuple[Run, ...]:
    """The pieces as runs of a cell: the first as the cell is where it has no look of its own, as Excel writes it."""
    own = cell_font(sheet, row, column)
    runs: list[Run] = []
    for piece in styled:
        is_bare = not piece.look and not runs
        runs.append(Run(piece.text, () if is_bare else _properties(own, piece.look)))
    return tuple(runs)


def write_words(sheet: Sheet, row: int, column: int, styled: Sequence[Styled]) -> None:
    """Put a text into a cell, some of its words in bold and the like if they are."""
    if any(piece.look for piece in styled):
        sheet.write_rich(row, column, runs_for(sheet, row, column, styled))
    else:
        sheet.write(row, column, "".join(piece.text for piece in styled) or None)


def _look(sheet: Sheet, run: Run, own: Run) -> Look:
    """What a run has that the cell has not."""
    said: dict[str, object] = {name: run.has(key) for key, name in _SWITCHES if run.has(key) != own.has(key)}
    underline, own_underline = _underline(run), _underline(own)
    if underline != own_underline:
        said["underline"] = underline
    script = run.value("vertAlign") or "baseline"
    if script != (own.value("vertAlign") or "baseline") and script in _SCRIPTS:
        said["script"] = script
    if (colour := _colour(run)) and not _looks_alike(sheet, run, own):
        said["colour"] = colour
    size, own_size = _number(run.value("sz")), _number(own.value("sz"))
    if size is not None and size != own_size:
        said["size"] = size
    font = run.value("rFont") or ""
    if font and font != (own.value("rFont") or ""):
        said["font"] = font
    return Look(**cast("dict[str, Any]", said))


def _underline(run: Run) -> str:
    if not run.has("u"):
        return "none"
    value = run.value("u") or "single"
    return value if value in _UNDERLINES else "single"


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(f"{Decimal(text).normalize():f}")  # 10, not 1E+1
    except InvalidOperation:
        return None


def _colour(run: Run) -> str:
    """The colour as a mark says it; empty where the run states none."""
    if (rgb := run.value("color@rgb")) is not None:
        return rgb.upper()
    for kind in ("theme", "indexed"):
        if (number := run.value(f"color@{kind}")) is not None:
            tint = run.value("color@tint")
            return " ".join(filter(None, (kind, number, tint)))
    return "auto" if run.value("color@auto") is not None else ""


def _looks_alike(sheet: Sheet, run: Run, own: Run) -> bool:
    """Whether both are of one colour, in whatever way each states it: programs write a theme's colour as a number."""
    if _colour(run) == _colour(own):
        return True
    one, other = (shown_colour(sheet, each) for each in (run, own))
    return one is not None and one == other


def _properties(own: Sequence[Property], look: Look) -> tuple[Property, ...]:
    """A run's properties: the cell's font with what the look says otherwise."""
    said = _said(look)
    gone = {*said, *(_FACE if look.font else ())}
    kept = [pair for pair in own if (element := pair[0].partition("@")[0]) in _ORDER and element not in gone]
    kept += [pair for pairs in said.values() for pair in pairs]
    return tuple(sorted(kept, key=lambda pair: _ORDER.index(pair[0].partition("@")[0])))


def _said(look: Look) -> dict[str, list[Property]]:
    """What a look puts in the place of a font's elements; nothing where it only takes one away."""
    said: dict[str, list[Property]] = {}
    for key, name in _SWITCHES:
        if (on := getattr(look, name)) is not None:
            said[key] = [(key, None)] if on else []
    if look.underline is not None:
        kind = None if look.underline == "single" else look.underline
        said["u"] = [] if look.underline == "none" else [("u", kind)]
    if look.script is not None:
        said["vertAlign"] = [] if look.script == "baseline" else [("vertAlign", look.script)]
    if look.size is not None:
        said["sz"] = [("sz", f"{look.size.normalize():f}")]
    if look.colour:
        said["color"] = _colour_properties(look.colour)
    if look.font:
        said["rFont"] = [("rFont", look.font)]
    return said


def _colour_properties(colour: str) -> list[Property]:
    words = colour.split()
    if words == ["auto"]:
        return [("color@auto", "1")]
    if len(words) == 1:
        return [("color@rgb", words[0].upper())]
    return [(f"color@{words[0]}", words[1]), *([("color@tint", words[2])] if len(words) > 2 else [])]
