"""Formulas: their text taken apart as far as renaming and following references need. Nothing is calculated.

Knows the grammar of references as it stands in the file (en-US, no leading "="). String literals are never looked into.
What a name or a table means is left to names.py and table.py.
"""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from excel_scorecard.ooxml.cells import LAST_COLUMN, LAST_ROW, Area, column_letters, column_number, quoted, unquoted

# A quoted sheet and the path before it have 62 and 259 letters. Without a bound, a row of apostrophes takes hours.
_TOKEN = re.compile(
    r"""
    (?P<string>"(?:[^"]|"")*")
  | (?P<sheet>(?:'(?:[^']|''){1,330}+'|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?|\[\d+\])!)
  | (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|GETTING_DATA))
  | (?P<area>(?:\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?
              |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}
              |\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w.(\[!\\?]))
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<word>(?:[^\W\d]|\\)[\w.?\\]*)
  | (?P<bracket>\[)
  | (?P<other>[\s(),;+\-*/&=<>^{}%:]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a formula. The pieces joined give the formula again."""

    kind: Literal["string", "sheet", "error", "area", "number", "name", "function", "table", "other"]
    text: str


@lru_cache(maxsize=16_384)
def tokens(formula: str) -> tuple[Token, ...]:
    """The formula in pieces. A table piece is the table's name with its brackets (the name may be missing)."""
    found: list[Token] = []
    place = 0
    while match := _TOKEN.match(formula, place):
        kind, text = str(match.lastgroup), match[0]
        end = match.end()
        following = formula[end : end + 1]
        if kind == "bracket" or (kind == "word" and following == "["):
            end = _closing_bracket(formula, match.start() if kind == "bracket" else end)
            kind, text = "table", formula[place:end]
        elif kind == "word":
            kind = "function" if following == "(" else "name"
        elif kind == "area" and not _is_on_a_sheet(text):
            kind = "name"
        found.append(Token(kind, text))  # type: ignore[arg-type]
        place = end
    return tuple(found)


def _is_on_a_sheet(text: str) -> bool:
    try:
        Area.parse(text.replace("$", ""))
    except ValueError:
        return False
    return True


def _closing_bracket(formula: str, opening: int) -> int:
    """The place after the bracket that closes the one at `opening`; an apostrophe escapes the character after it."""
    depth, place = 0, opening
    while place < len(formula):
        character = formula[place]
        if character == "'":
            place += 1
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                return place + 1
        place += 1
    return len(formula)


# One reference to a sheet whose name needs no quotes: what nearly all defined names and charts hold.
_PLAIN_REFERENCE = re.compile(r"([A-Za-z_][A-Za-z_.]*)!(\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)")


def renamed(formula: str, sheets: Mapping[str, str], tables: Mapping[str, str]) -> str:
    """The formula with sheets and tables renamed; old names match without case, as in Excel.

    String literals and references into other workbooks stay as they are. Both ends of a 3-D reference are looked at.
    """
    plain = _PLAIN_REFERENCE.fullmatch(formula)
    if plain is not None:
        sheet = plain[1].lower()
        return next((f"{quoted(new)}!{plain[2]}" for old, new in sheets.items() if old.lower() == sheet), formula)
    lowered = formula.lower()
    if not any(old.lower().replace("'", "''") in lowered for old in (*sheets, *tables)):
        return formula
    new_sheets = {old.lower(): new for old, new in sheets.items()}
    new_tables = {old.lower(): new for old, new in tables.items()}
    pieces: list[str] = []
    is_elsewhere = False
    for kind, text in tokens(formula):
        if kind == "sheet":
            pieces.append(_renamed_prefix(text, new_sheets))
        elif kind in ("table", "name") and not is_elsewhere:
            name, bracket, rest = text.partition("[")
            pieces.append(new_tables.get(name.lower(), name) + bracket + rest)
        else:
            pieces.append(text)
        is_elsewhere = kind == "sheet" and "[" in text
    return "".join(pieces)


def without(formula: str, sheets: Container[str], words: Container[str]) -> str:
    """The formula with what it reads of lost `sheets`, tables and names (`words`) as `#REF!`: all in lower case.

    A name with a sheet before it is that sheet's own, and is not looked for among the words.
    """
    pieces: list[str] = []
    is_lost = is_led = False
    for kind, text in tokens(formula):
        if kind == "sheet":
            inner = unquoted(text[:-1])
            is_lost = "[" not in inner and any(end.lower() in sheets for end in inner.split(":"))
            is_led = not is_lost
            if is_led:
                pieces.append(text)
            continue
        is_word = kind in ("table", "name") and not is_led and text.partition("[")[0].lower() in words
        pieces.append("#REF!" if is_lost or is_word else text)
        is_lost = is_led = False
    return "".join(pieces)


def _renamed_prefix(prefix: str, sheets: Mapping[str, str]) -> str:
    inner = unquoted(prefix[:-1])
    if "[" in inner:
        return prefix  # a sheet of another workbook
    ends = inner.split(":")
    if not any(end.lower() in sheets for end in ends):
        return prefix
    return prefix_of([sheets.get(end.lower(), end) for end in ends])


def prefix_of(sheets: list[str]) -> str:
    """What stands before a reference: one sheet's name and "!", or the two of a 3-D reference."""
    if len(sheets) == 1 or all(quoted(sheet) == sheet for sheet in sheets):
        return ":".join(quoted(sheet) for sheet in sheets) + "!"
    return "'" + ":".join(sheet.replace("'", "''") for sheet in sheets) + "'!"


@dataclass(frozen=True, slots=True)
class Reference:
    """Something a formula reads.

    `sheet` is None where the formula names none. `area` is given for cells, `text` is the name, the table reference or
    the address as written. `last_sheet` is the other end of a 3-D reference.
    """

    kind: Literal["area", "name", "table", "external"]
    text: str
    sheet: str | None = None
    area: Area | None = None
    last_sheet: str | None = None


@lru_cache(maxsize=16_384)
def references(formula: str) -> tuple[Reference, ...]:
    """Everything the formula reads, in its order: areas, names, structured references, other workbooks."""
    found: list[Reference] = []
    sheet: str | None = None
    last_sheet: str | None = None
    for kind, text in tokens(formula):
        if kind == "sheet":
            first, _, last = unquoted(text[:-1]).partition(":")
            sheet, last_sheet = first, last or None
            continue
        if sheet is not None and "[" in sheet:
            found.append(Reference("external", text, sheet))
        elif kind == "area":
            area = Area.parse(text.replace("$", ""))
            found.append(Reference("area", text, sheet, area, last_sheet))
        elif kind == "table" or (kind == "name" and text.upper() not in ("TRUE", "FALSE")):
            found.append(Reference("table" if kind == "table" else "name", text, sheet))
        sheet = last_sheet = None
    return tuple(found)


def functions(formula: str) -> frozenset[str]:
    """The functions the formula calls, in capitals, without `_xlfn.` and the like."""
    return frozenset(
        text.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
        for kind, text in tokens(formula)
        if kind == "function"
    )


_END = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads `rows` further down and `columns` further right: what copying a cell does in Excel."""
    if not rows and not columns:
        return formula
    return "".join(_shifted_area(text, rows, columns) if kind == "area" else text for kind, text in tokens(formula))


def _shifted_area(text: str, rows: int, columns: int) -> str:
    ends: list[str] = []
    for end in text.split(":"):
        match = _END.fullmatch(end)
        if match is None:
            return text
        first_dollar, letters, second_dollar, digits = match.groups()
        if not letters:  # a whole row: the one dollar belongs to the number
            second_dollar, first_dollar = first_dollar, ""
        column = column_number(letters) + (0 if first_dollar else columns) if letters else 1
        row = int(digits) + (0 if second_dollar else rows) if digits else 1
        if not (1 <= column <= LAST_COLUMN and 1 <= row <= LAST_ROW):
            return "#REF!"
        ends.append(f"{first_dollar}{column_letters(column) if letters else ''}{second_dollar}{row if digits else ''}")
    return ":".join(ends)


# Characters that need an apostrophe before them between the brackets of a structured reference.
_TO_ESCAPE = re.compile(r"(['\[\]#@])")
# Characters for which Excel wants the brackets doubled ("Using structured references with Excel tables").
_NEEDS_DOUBLE = re.compile(r"[^\w %?/]")


def column_specifier(column: str) -> str:
    """A column's name as it stands between [ and ] of a structured reference."""
    return _TO_ESCAPE.sub(r"'\1", column)


def _unescaped(specifier: str) -> str:
    return re.sub(r"'(.)", r"\1", specifier)


def with_column_renamed(formula: str, table: str, old: str, new: str, default_table: str | None = None) -> str:
    """The formula with one column of one table renamed. `default_table` is the table whose own formula this is."""
    if "[" not in formula or column_specifier(old).lower() not in formula.lower():
        return formula
    pieces: list[str] = []
    for kind, text in tokens(formula):
        name, bracket, _ = text.partition("[")
        of_table = (name or default_table or "").lower() == table.lower()
        pieces.append(_column_renamed(text, name, old, new) if kind == "table" and bracket and of_table else text)
    return "".join(pieces)


_SPECIFIER = re.compile(r"\[((?:[^'\[\]]|'.)*)\]")


def _column_renamed(text: str, name: str, old: str, new: str) -> str:
    brackets = text[len(name) :]
    specifier = column_specifier(new)

    def inner(match: re.Match[str]) -> str:
        return f"[{specifier}]" if _unescaped(match[1]).lower() == old.lower() else match[0]

    single = _SPECIFIER.fullmatch(brackets)
    if single is None:  # [[#This Row],[Column]], [[First]:[Last]], [@[Column]]
        return name + _SPECIFIER.sub(inner, brackets)
    this_row = "@" if single[1].startswith("@") else ""
    if _unescaped(single[1].removeprefix("@")).lower() != old.lower():
        return text
    doubled = bool(_NEEDS_DOUBLE.search(new)) or (bool(this_row) and " " in new)
    return f"{name}[{this_row}[{specifier}]]" if doubled else f"{name}[{this_row}{specifier}]"


def table_columns(brackets: str, columns: tuple[str, ...]) -> tuple[int, int, str] | None:
    """What the brackets of a structured reference choose.

    Returns: first and last column (counted from 0) and the item: "" for the body, or "#All", "#Headers", "#Totals",
        "#Data", "#This Row"; None where a column is not known.
    """
    item = ""
    chosen: list[int] = []
    lowered = [column.lower() for column in columns]
    specifiers = _SPECIFIER.findall(brackets) or [brackets.strip("[]")]
    for found in specifiers:
        specifier = found
        if specifier.startswith("#"):
            item = "#All" if item and specifier != item else specifier
            continue
        if specifier.startswith("@"):
            item, specifier = "#This Row", specifier[1:]
        if not specifier:
            continue
        plain = _unescaped(specifier).lower()
        if plain not in lowered:
            return None
        chosen.append(lowered.index(plain))
    if brackets.startswith("[@"):
        item = "#This Row"
    if not chosen:
        return 0, len(columns) - 1, item
    return min(chosen), max(chosen), item


def mapped(formula: str, change: Callable[[str | None, Area, bool], Area]) -> str:
    """The formula with each plain area replaced by what `change` gives for it; its dollars are kept.

    `change` takes the sheet (None where none is named), the area, and whether it is written as a range.
    """
    pieces: list[str] = []
    sheet: str | None = None
    for kind, text in tokens(formula):
        piece = text
        if kind == "area" and not (sheet and ("[" in sheet or ":" in sheet)):
            area = Area.parse(text.replace("$", ""))
            new = change(sheet, area, ":" in text)
            if new != area:
                piece = _with_dollars_of(text, new)
        sheet = unquoted(text[:-1]) if kind == "sheet" else None
        pieces.append(piece)
    return "".join(pieces)


def _with_dollars_of(text: str, area: Area) -> str:
    first, _, last = text.partition(":")
    corners = ((first, area.first_row, area.first_column), (last or first, area.last_row, area.last_column))
    ends: list[str] = []
    for end, row, column in corners:
        column_dollar = "$" if end.startswith("$") else ""
        row_dollar = "$" if "$" in end[1:] else ""
        ends.append(f"{column_dollar}{column_letters(column)}{row_dollar}{row}")
    return ":".join(ends) if last or ends[0] != ends[1] else ends[0]
