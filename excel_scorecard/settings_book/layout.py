"""Layout of a settings workbook: sheets, blocks and columns, taken from the models, for writer and reader alike.

A sheet has a title, a line that says what it is for, then a row of help, a row of headings, and the entries below.
Knows pydantic's fields. Knows no cell (reader.py) and no looks (setup/).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from excel_scorecard.settings_file import Month

EXAMPLE = "Example:"
"""A row whose first cell begins so is there to be looked at, and is not read."""

YES_OR_NO = ("yes", "no")
"""What is chosen for a setting that is true or false."""

Kind = Literal["text", "other", "whole", "number", "number or code", "date", "choice"]
List = Literal["", "indicators", "indicators and concerns", "areas", "areas and total", "axes", "team types"]


_MONTH = get_args(Month)[1]  # what reads a month, and marks the field


@dataclass(frozen=True)
class Column:
    """A column of a block, or a row of the sheet Settings: one setting.

    `key` is the setting's name in the model; `header` what stands above it; `choices` what alone may be typed; `list`
    the other entries among which one is chosen. The kind "other" is for whoever declared the sheet to read.
    """

    key: str
    header: str
    kind: Kind
    help: str
    is_needed: bool = False
    choices: tuple[str, ...] = ()
    list: List = ""
    is_month: bool = False
    is_repeated: bool = False
    width: float = 14
    form: str = ""
    """The number format of cells to type in, where it is not the kind's own: `@` is text, whatever is typed."""
    band: str = ""


@dataclass(frozen=True)
class Block:
    """Columns that are filled together: a row is an entry. `section` is the name of the entries among the settings."""

    section: str
    columns: tuple[Column, ...]
    example: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A sheet: one block, or several beside each other, whose headings are all different."""

    name: str
    about: str
    blocks: tuple[Block, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of all blocks, from left to right."""
        return tuple(column for block in self.blocks for column in block.columns)


def columns_of(
    model: type[BaseModel],
    *,
    leave_out: Iterable[str] = (),
    headers: Mapping[str, str] | None = None,
    lists: Mapping[str, List] | None = None,
    widths: Mapping[str, float] | None = None,
    forms: Mapping[str, str] | None = None,
    bands: Mapping[str, Iterable[str]] | None = None,
) -> tuple[Column, ...]:
    """A column for every setting of the model that one cell can hold, with its kind, choices and help.

    Args:
        model: the settings of one entry.
        leave_out: settings that have no column here.
        headers: what stands above a column, where it is not the setting's own name.
        lists: the entries among which a setting chooses.
        widths: in characters; the others are 14.
        forms: number formats of cells to type in.
        bands: names of groups, with their settings in order; settings in none of them are in the last.

    """
    headers, lists, widths, forms = headers or {}, lists or {}, widths or {}, forms or {}
    band_of = {key: band for band, keys in (bands or {}).items() for key in keys}
    last = list(bands)[-1] if bands else ""
    order = list(band_of)
    made = []
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key in leave_out or info.exclude or _holds_model(info.annotation):
            continue
        made.append(
            Column(
                key=key,
                header=headers.get(key, heading_of(key)),
                kind=_kind(info),
                help=_help(info),
                is_needed=info.is_required(),
                choices=_choices(info.annotation),
                list=lists.get(key, ""),
                is_month=_MONTH in _metadata(info),
                is_repeated=_is_tuple(info.annotation),
                width=widths.get(key, 14),
                form=forms.get(key, ""),
                band=band_of.get(key, last),
            )
        )
    if bands:
        made.sort(key=lambda column: order.index(column.key) if column.key in order else len(order))
    return tuple(made)


def heading_of(key: str) -> str:
    """`amber_within` as it stands above a column: `Amber within`."""
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def plain_heading(text: str) -> str:
    """A heading, or a name to choose, as it is compared: small letters, single spaces, no underscores or colon."""
    return " ".join(re.sub(r"[\s_\u00a0\u202f\ufeff]+", " ", text).casefold().split()).strip(" :*")


def _help(info: FieldInfo) -> str:
    """A setting's description in the words of the sheets, with what holds where the cell is blank."""
    said = (info.description or "").replace("left out:", "left blank:").replace(" in quotation marks", "")
    choices = _choices(info.annotation)
    said = re.sub(
        r"\b[a-z]+(?:_[a-z]+)+\b", lambda m: m[0] if m[0] in choices else heading_of(m[0]), said.replace('"', "")
    )
    if any(not re.search(rf"\b{choice}\b", said) for choice in choices):
        said = f"{said}: {', '.join(choices)}"
    usual = ", ".join(info.default) if isinstance(info.default, tuple) else info.default
    usual = YES_OR_NO[not usual] if isinstance(usual, bool) else usual
    usual = usual if isinstance(usual, str | int) else ""
    # what the unit or the project fills in has no usual value to tell
    return (
        said
        if usual == "" or "left blank" in said or callable(info.json_schema_extra)
        else f"{said}; left blank: {usual}"
    )


def _kind(info: FieldInfo) -> Kind:
    types = set(_plain_types(info.annotation))
    if _choices(info.annotation):
        return "choice"
    if Decimal in types:
        return "number or code" if str in types else "number"
    if int in types:
        return "whole"
    return "date" if date in types else "text"


def _plain_types(annotation: Any) -> Iterable[Any]:
    inner = [part for part in get_args(annotation) if part is not type(None) and part is not Ellipsis]
    if get_origin(annotation) is Literal or not inner:
        yield annotation
    for part in inner if get_origin(annotation) is not Literal else ():
        yield from _plain_types(part)


def _choices(annotation: Any) -> tuple[str, ...]:
    if annotation is bool:
        return YES_OR_NO
    if get_origin(annotation) is Literal:
        return tuple(str(choice) for choice in get_args(annotation) if choice)
    return next((found for part in get_args(annotation) if (found := _choices(part))), ())


def _metadata(info: FieldInfo) -> list[Any]:
    """The field's own metadata and that of the parts of `Month | None`."""
    found = list(info.metadata)
    for part in get_args(info.annotation):
        found += getattr(part, "__metadata__", ())
    return found


def _is_tuple(annotation: Any) -> bool:
    return get_origin(annotation) is tuple


def _holds_model(annotation: Any) -> bool:
    return any(
        isinstance(part, type) and (issubclass(part, BaseModel) or part in {dict, Mapping})
        for part in (get_origin(annotation), *_plain_types(annotation))
    )
