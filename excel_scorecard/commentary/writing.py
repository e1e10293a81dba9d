"""Commentary writing: a month's texts into commentary/2015-09.toml, so that a person likes to read the file.

Only what changes is written anew; every other line, an officer's own comments too, stays as it is. Which texts are the
officers' is not known here: collect.py says.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from excel_scorecard.calendar import month_name
from excel_scorecard.commentary.marks import Mark
from excel_scorecard.commentary.model import COLLECTED_FROM, Concerns, Remarks

Said = Mapping[str, str | Sequence[Mark]]
"""Settings of `Remarks` or `Concerns` by name: texts and marks."""

_COLLECTED_HEAD: Final = "# Which workbook each text came from, so that none takes the place of another's unseen."
TOP: Final = ""  # the key of what stands before the first [heading]
_ORDER: Final = (*Concerns.model_fields, *Remarks.model_fields)
_LINE: Final = 100  # letters of a list from which each of its entries has a line
_ENDS: Final = ('"""', "'''", "]", "}")  # what ends a setting of several lines
_PLAIN_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_SHORT: Final = {"\b": r"\b", "\f": r"\f", "\r": r"\r", "\t": "\t", "\\": r"\\"}
_MUST_BE_ESCAPED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\\\\]")


def month_toml(month: date, said: Mapping[str, Said], order: Sequence[str]) -> str:
    """A new month's file: the `said` by indicator id, and under `TOP` the concerns."""
    head = (
        f"# The officers' words for {month_name(month)}. `excel-scorecard collect` writes here what is in the\n"
        "# workbooks that come back, `build` and `refresh` read it, and it may be edited here too.\n"
    )
    return changed_toml(head, said, order)


def changed_toml(text: str, said: Mapping[str, Said], order: Sequence[str]) -> str:
    """A month's file with some settings changed, and all other lines as they are.

    Args:
        text: the file, which is TOML.
        said: the settings to change, by indicator id, and under `TOP` those of the concerns; under `COLLECTED_FROM`
            where texts came from. No marks: taken out.
        order: the project's indicators by id: a section that is new comes in its place among them.

    """
    content = tomllib.loads(text, parse_float=Decimal)
    wanted = _changed(deepcopy(content), said)
    if wanted == content:
        return text
    file = _File.read(text.split("\n"))
    for key in sorted(said, key=lambda key: (key != TOP, order.index(key) if key in order else len(order))):
        section = file.section(key, order)
        for name in sorted(said[key], key=_place):
            section.put(name, said[key][name])
    changed = "\n".join(file.lines()).rstrip("\n") + "\n"
    if _loads(changed) != wanted:  # written in a form that has no lines of its own, such as dotted keys
        changed = _anew(wanted)
    return changed


def toml_value(value: object, *, is_within: bool = False) -> str:
    """A text, number, truth value, or a list or table of them as TOML; a text of several lines in as many.

    `is_within` a list or table a text stands on one line.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value, is_within=is_within)
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(str(k))} = {toml_value(v, is_within=True)}' for k, v in value.items())} }}"
    if isinstance(value, Sequence):
        entries = [toml_value(each, is_within=True) for each in value]
        listed = ", ".join(entries)
        return f"[{listed}]" if len(listed) < _LINE else "[\n" + "".join(f"    {each},\n" for each in entries) + "]"
    return str(int(value)) if isinstance(value, Decimal) and value == value.to_integral_value() else str(value)


def _text(text: str, *, is_within: bool = False) -> str:
    """A text between quotation marks; one of several lines between three of them, line under line."""

    def escape(match: re.Match[str]) -> str:
        return _SHORT.get(match[0], f"\\u{ord(match[0]):04X}")

    said = _MUST_BE_ESCAPED.sub(escape, text)
    if "\n" not in text or is_within:
        return '"' + said.replace('"', '\\"').replace("\n", "\\n") + '"'
    if said.endswith('"'):
        said = said[:-1] + '\\"'
    said = said.replace('"""', '""\\"')
    return f'"""\n{said}"""'


def _plain(mark: Mark) -> dict[str, object]:
    """A mark as plain settings: only what it says."""
    given = mark.model_dump(exclude_defaults=True)
    if given.get("underline") in ("single", "none"):
        given["underline"] = given["underline"] == "single"
    return given


def _setting(name: str, value: str | Sequence[Mark]) -> list[str]:
    """`name = value`, as lines; nothing for no marks."""
    if not isinstance(value, str) and not value:
        return []
    plain = value if isinstance(value, str) else [_plain(mark) for mark in value]
    return f"{_key(name)} = {toml_value(plain)}".split("\n")


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else _text(name, is_within=True)


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


# -- the file's lines --------------------------------------------------------------------------------------------------


@dataclass
class _Piece:
    """Neighbouring lines: a setting with its `name`, or what is none: comments, blank lines."""

    lines: list[str]
    name: str = ""


@dataclass
class _Section:
    """A [heading] with what stands below it, up to the next one; without a heading, the top of the file."""

    key: str | None  # None: a heading that is no indicator's, such as one of a table within
    heading: list[str]
    pieces: list[_Piece] = field(default_factory=list)

    def put(self, name: str, value: str | Sequence[Mark]) -> None:
        """Set a setting where it stands, or in its place among the others."""
        lines = _setting(name, value)
        for piece in self.pieces:
            if piece.name == name:
                piece.lines = lines
                return
        if lines:
            before = [at for at, piece in enumerate(self.pieces) if piece.name and _place(piece.name) <= _place(name)]
            self.pieces.insert(before[-1] + 1 if before else self._first(), _Piece(lines, name))

    def _first(self) -> int:
        """Where the first setting goes: below a heading at once, and in the top of the file below its first comment."""
        if self.heading:
            return 0
        named = [at for at, piece in enumerate(self.pieces) if piece.name]
        if named:
            return named[0]
        blank = next((at for at, piece in enumerate(self.pieces) if piece.lines == [""]), -1)
        self.pieces.insert(blank + 1, _Piece([""]))
        return blank + 1


@dataclass
class _File:
    sections: list[_Section]

    @classmethod
    def read(cls, lines: Sequence[str]) -> "_File":
        sections = [_Section(TOP, [])]
        at = 0
        while at < len(lines):
            line = lines[at].strip()
            if not line or line.startswith("#"):
                sections[-1].pieces.append(_Piece([lines[at]]))
                at += 1
            elif line.startswith("["):
                keys = _path(tomllib.loads(lines[at]))
                sections.append(_Section(keys[0] if len(keys) == 1 else None, [lines[at]]))
                at += 1
            else:
                end = _end(lines, at)
                names = _path(tomllib.loads("\n".join(lines[at:end])))
                sections[-1].pieces.append(_Piece(list(lines[at:end]), names[0] if names else ""))
                at = end
        return cls(sections)

    def section(self, key: str, order: Sequence[str]) -> _Section:
        """The section of an indicator, made in its place among the others where it is not there."""
        found = next((section for section in self.sections if section.key == key), None)
        if found is not None:
            return found
        earlier = order[: order.index(key)] if key in order else order
        before = max((at for at, section in enumerate(self.sections) if section.key in (TOP, *earlier)), default=0)
        while before + 1 < len(self.sections) and self.sections[before + 1].key is None:
            before += 1  # a table within the one before belongs to it
        made = _Section(key, [*([_COLLECTED_HEAD] if key == COLLECTED_FROM else []), f"[{_key(key)}]"])
        self._part(before, made)
        self.sections.insert(before + 1, made)
        return made

    def _part(self, before: int, made: _Section) -> None:
        """Let blank lines stand around a new section; comments above the next heading stay with that."""
        above, is_last = self.sections[before], before + 1 == len(self.sections)
        end = len(above.pieces) if is_last else _without_last_comments(above.pieces)
        rest = above.pieces[end:]
        del above.pieces[end:]
        while above.pieces and above.pieces[-1].lines == [""]:
            above.pieces.pop()
        if above.pieces or above.heading:
            above.pieces.append(_Piece([""]))
        if not is_last:
            made.pieces = [_Piece([""]), *rest]

    def lines(self) -> Iterator[str]:
        for section in self.sections:
            yield from section.heading
            for piece in section.pieces:
                yield from piece.lines


def _without_last_comments(pieces: Sequence[_Piece]) -> int:
    """How many pieces there are before the comments that stand close above the next heading."""
    end = len(pieces)
    while end and not pieces[end - 1].name and pieces[end - 1].lines != [""]:
        end -= 1
    return end


def _end(lines: Sequence[str], start: int) -> int:
    """Behind the last line of the setting that begins at `start`: the first at which it is TOML."""
    for end in range(start + 1, len(lines) + 1):
        may_end = end == start + 1 or any(mark in lines[end - 1] for mark in _ENDS)
        if may_end and _loads("\n".join(lines[start:end])) is not None:
            return end
    return len(lines)


def _loads(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError:
        return None


def _path(table: Mapping[str, Any]) -> list[str]:
    """The keys that lead to the one thing that a table holds."""
    keys: list[str] = []
    while isinstance(table, Mapping) and len(table) == 1:
        key = next(iter(table))
        keys.append(key)
        table = table[key]
    return keys


def _changed(content: dict[str, Any], said: Mapping[str, Said]) -> dict[str, Any]:
    """What the changed file says, as plain settings."""
    for key, settings in said.items():
        section = content if key == TOP else content.setdefault(key, {})
        for name, value in settings.items():
            if isinstance(value, str):
                section[name] = value
            elif value:
                section[name] = [_plain(mark) for mark in value]
            else:
                section.pop(name, None)
    return content


def _anew(content: Mapping[str, Any]) -> str:
    """The whole file written anew: its texts are kept, its comments are not."""
    top = {key: value for key, value in content.items() if not isinstance(value, Mapping)}
    lines = [f"{_key(key)} = {toml_value(value)}" for key, value in top.items()]
    for key, section in content.items():
        if isinstance(section, Mapping):
            lines += ["", f"[{_key(key)}]", *(f"{_key(name)} = {toml_value(value)}" for name, value in section.items())]
    return "\n".join(lines).lstrip("\n") + "\n"
