"""Settings files: TOML text read exactly, and what is wrong with it told in plain words, all at once.

Knows TOML, encodings and the kinds of error that pydantic reports. Knows no single setting: the models do (project.py,
commentary.py), and whoever reads says how a place in the file is called.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from excel_scorecard.calendar import read_day, read_month
from excel_scorecard.delimited import tidy
from excel_scorecard.disk import read_blob
from excel_scorecard.errors import ProjectError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]
Place = Callable[[Location], str]
"""Says where a location of the settings stands, in the reader's words: `scorecard.toml, indicator 'icpc-in-time'`."""


class Settings(BaseModel):
    """A section of the settings: frozen, and it takes no name but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class SettingsError(ProjectError):
    """Everything that is wrong with a settings file, so that it can be mended in one go.

    `problems` holds one ProjectError each; `what`, `where` and `mend` are the first one's.
    """

    def __init__(self, problems: Sequence[ProjectError]) -> None:
        first = problems[0]
        super().__init__(first.what, where=first.where, mend=first.mend)
        self.problems = tuple(problems)
        self.args = ("\n".join(str(problem) for problem in problems),)


class Problem(NamedTuple):
    """A rule that a model's settings break. `at` is the setting, as a location from that model on."""

    what: str
    mend: str
    at: Location = ()


def broken_rules(problems: Sequence[Problem]) -> PydanticCustomError:
    """What a model's own validator raises: all the rules that its settings break, at once."""
    return PydanticCustomError("rules", "{problems}", {"problems": tuple(problems)})


def setting_error(what: str, *, where: str, mend: str) -> ProjectError:
    """What is wrong with a setting, as a sentence."""
    return ProjectError(what if what.endswith((".", "?")) else f"{what}.", where=where, mend=mend)


def wrong_value(what: str, mend: str) -> PydanticCustomError:
    """What a single setting's validator raises. `what` goes on after the setting's name: `75% is not a number`."""
    return PydanticCustomError("value", "{what}", {"what": what, "mend": mend})


def read_toml(path: Path, shown: str) -> dict[str, Any]:
    """The settings in a TOML file, numbers with a point as exact decimals.

    A byte order mark and Windows line ends are no matter.

    Args:
        path: the file.
        shown: how the file is called in errors, relative to the project.

    Raises:
        ProjectError: the text is not UTF-8, or not TOML; names the line.
        MachineError: the file cannot be opened.

    """
    blob = read_blob(path, shown)
    try:
        text = blob.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = blob.count(b"\n", 0, error.start) + 1
        raise setting_error(
            f"line {line} holds letters that are not UTF-8 text",
            where=shown,
            mend="Save the file again as UTF-8 (in Notepad: Save as, Encoding: UTF-8).",
        ) from None
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text, shown) from None


def _not_toml(message: str, text: str, shown: str) -> ProjectError:
    at_line = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line = int(at_line[1]) if at_line else len(text.splitlines())
    reason = re.sub(r"\s*\(at .*\)$", "", message)
    lines = text.splitlines()
    quoted = f" ({lines[line - 1].strip()[:60]})" if 0 < line <= len(lines) and lines[line - 1].strip() else ""
    if "overwrite" in reason or "twice" in reason or "already" in reason.lower():
        what, mend = f"line {line}{quoted} says something a second time", "Keep one of the two."
    else:
        what = f"line {line}{quoted} cannot be read: {reason}"
        mend = 'Write each setting as name = value, and text between "quotation marks" on one line.'
    return setting_error(what, where=shown, mend=mend)


def validated(model: type[Model], settings: Mapping[str, Any], place: Place) -> Model:
    """The settings as a checked model.

    Raises:
        SettingsError: with every unknown key, wrong type, missing setting and broken rule that was found.

    """
    problems = list(_unknown_keys(model, settings, (), place))
    try:
        made = model.model_validate(settings)
    except ValidationError as error:
        for each in error.errors():
            if each["type"] == "rules":
                rules: Sequence[Problem] = each["ctx"]["problems"]
                problems += [setting_error(r.what, where=place((*each["loc"], *r.at)), mend=r.mend) for r in rules]
            elif each["type"] != "extra_forbidden":  # told already, with the name that was meant
                problems.append(_plain(each, model, place))
    if problems:
        raise SettingsError(problems)
    return made


def nearest(word: str, known: Iterable[str]) -> str:
    """` - did you mean 'amber_within'?`, or nothing where no known word is near."""
    by_fold = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f" - did you mean '{by_fold[close[0]]}'?" if close else ""


def _unknown_keys(model: type[BaseModel], settings: object, at: Location, place: Place) -> Iterator[ProjectError]:
    # Pydantic would also take our own field names ("from_"); only the names of the published schema are settings.
    if not isinstance(settings, Mapping):
        return
    fields = {field.alias or name: field for name, field in model.model_fields.items() if field.exclude is not True}
    for key, value in settings.items():
        if key not in fields:
            yield setting_error(
                f"there is no setting '{key}'{nearest(str(key), fields)}",
                where=place(at),
                mend=f"The settings here are {', '.join(fields)}.",
            )
            continue
        inner = _model_within(fields[key].annotation)
        if inner is not None:
            for position, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
                yield from _unknown_keys(inner, item, (*at, key) + (() if position is None else (position,)), place)


def _model_within(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((inner for part in get_args(annotation) if (inner := _model_within(part)) is not None), None)


def _field_description(model: type[BaseModel], at: Location) -> str:
    description = ""
    current: type[BaseModel] | None = model
    for step in at:
        if isinstance(step, int) or current is None:
            continue
        field = next((f for name, f in current.model_fields.items() if step in {name, f.alias}), None)
        if field is None:
            return description
        description, current = field.description or "", _model_within(field.annotation)
    return description


_WANTED = {
    "string_type": ("text", 'between "quotation marks"'),
    "int_type": ("a whole number", "without a point and without quotation marks"),
    "int_from_float": ("a whole number", "without a point and without quotation marks"),
    "tuple_type": ("a list", "in [square brackets]"),
    "model_type": ("a section", "as a [heading] with settings below it"),
    "model_attributes_type": ("a section", "as a [heading] with settings below it"),
    "bool_type": ("true or false", "without quotation marks"),
}
_LIMITS = {
    "greater_than_equal": ("is less than {ge}", "Write {ge} or more."),
    "less_than_equal": ("is more than {le}", "Write {le} or less."),
}


def _plain(error: ErrorDetails, model: type[BaseModel], place: Place) -> ProjectError:
    """One of pydantic's errors in our words."""
    kind, at = error["type"], error["loc"]
    context: Mapping[str, Any] = error.get("ctx", {})
    name = next((str(step) for step in reversed(at) if isinstance(step, str)), "")
    written = _as_written(error["input"])
    description = _field_description(model, at)
    hint = f"{name}: {description}" if description else ""
    if kind == "value":
        what, mend = f"{name} {context['what']}", str(context["mend"])
    elif kind == "missing":
        what, mend = f"'{name}' is missing", f"Add it. {hint}".strip()
    elif kind == "literal_error":
        known = re.findall(r"'([^']+)'", str(context["expected"]))
        near = nearest(str(error["input"]), known)
        what, mend = f"{name} {written} is not known{near}", f"Write one of {', '.join(known)}."
    elif kind in _LIMITS:
        said, wanted = _LIMITS[kind]
        what, mend = f"{name} {written} {said.format(**context)}", f"{wanted.format(**context)} {hint}".strip()
    elif kind == "too_long":
        what = f"{name} has {context['actual_length']} entries, and at most {context['max_length']} have a place"
        mend = "Take some out."
    elif kind == "string_too_long":
        room = context["max_length"]
        what, mend = f"{name} has {len(str(error['input'])):,} characters, and a cell holds {room:,}", "Shorten it."
    elif kind in {"string_too_short", "too_short"}:
        what, mend = f"'{name}' is empty", f"Fill it. {hint}".strip()
    elif kind in _WANTED:
        wanted, how = _WANTED[kind]
        what, mend = f"{name} {written} is not {wanted}", f"Write {wanted} {how}."
    else:
        what, mend = f"{name} {written} cannot be used", hint or "See `excel-scorecard schema` for what may stand here."
    return setting_error(what, where=place(at), mend=mend)


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value[:60]}"'
    if isinstance(value, list | tuple):
        return "[...]"
    if isinstance(value, Mapping):
        return "{...}"
    return str(value)


def _exact(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong_value(
            f"{_as_written(value)} is not a number", "Write it with digits, without quotation marks or %."
        )
    number = Decimal(value)
    if not number.is_finite():
        raise wrong_value(f"{value} is not a number", "Write it with digits.")
    return number


def _day(value: object) -> date:
    try:
        return read_day(value)
    except ValueError as error:
        raise wrong_value(f"is no date: {error}", "Write it without quotation marks: 2015-04-01.") from None


def _month(value: object) -> date:
    try:
        return read_month(value)
    except ValueError as error:
        raise wrong_value(f"is no month: {error}", 'Write 2015-09-01, or "2015-09".') from None


def _yes_or_no(value: object) -> bool:
    words = {"yes": True, "true": True, "no": False, "false": False}  # a sheet's cell has no other way to say it
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in words:
        return words[value.strip().casefold()]
    raise wrong_value(
        f"{_as_written(value)} is neither true nor false", "Write true or false; in a workbook yes or no."
    )


YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"type": "boolean"})]
"""Something that is done or not: true or false, in a sheet's cell yes or no."""

Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day: a TOML date, or a text as `read_day` takes it."""

Month = Annotated[date, BeforeValidator(_month), WithJsonSchema({"type": "string"})]
"""A month, as its first day."""

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
FilledText = Annotated[
    str,
    # a byte order mark between spaces is no text, though Python does not take it for a space
    BeforeValidator(lambda said: "" if isinstance(said, str) and not tidy(said) else said),
    StringConstraints(strip_whitespace=True, min_length=1),
]

Exact = Annotated[Decimal, BeforeValidator(_exact), WithJsonSchema({"type": "number"})]
"""A number as it is written in the file: never through a binary fraction."""
