"""Text files of a project: scorecard.toml, commentary/2026-03.toml, figures/figures.csv and populations.csv as text.

Knows TOML and CSV as they are written. For a new project each setting has its description beside it, from the models.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import tomli_w
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from excel_scorecard.changes import Change, Rebase
from excel_scorecard.commentary import Remarks, toml_value
from excel_scorecard.comparator import Comparator
from excel_scorecard.indicator import Indicator, Target
from excel_scorecard.project import Area, Consistency, Population, Scorecard, Team
from excel_scorecard.project.comparing import Comparing
from excel_scorecard.project.model import RatingLabels
from excel_scorecard.project.sheets import FIGURES

FIGURE_COLUMNS = tuple(column.key for column in FIGURES.columns)

# What Excel would take for a formula when it opens a CSV file, behind any apostrophes of ours.
_LIKE_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%?")
_OF_AN_INDICATOR: Mapping[str, type[BaseModel]] = {
    "target": Target,
    "comparator": Comparator,
    "change": Change,
    "rebase": Rebase,
}
_SECTIONS: Mapping[str, type[BaseModel]] = {"area": Area, "population": Population, "team": Team}
_LAST_SECTIONS: Mapping[str, type[BaseModel]] = {"consistency": Consistency}


def settings_toml(settings: Mapping[str, Any], *, is_explained: bool = False) -> str:
    """The settings as scorecard.toml, in the order of the models.

    `is_explained` writes each setting's description beside it, once, and the settings that are left out as comments.
    """
    lines: list[str] = []
    scorecard = dict(settings.get("scorecard", {}))
    labels = scorecard.pop("rating_labels", {})
    lines += ["[scorecard]", *_section(Scorecard, scorecard, is_explained=is_explained)]
    if labels or is_explained:
        heading = "[scorecard.rating_labels]"
        lines += ["", heading if labels else f"# {heading}", *_section(RatingLabels, labels, is_explained=is_explained)]
    comparing = settings.get("comparators", {})
    if comparing or is_explained:
        lines += ["", "[comparators]", *_section(Comparing, comparing, is_explained=is_explained)]
    told: set[type[BaseModel]] = set()

    def entry(heading: str, model: type[BaseModel], values: Mapping[str, Any]) -> Iterator[str]:
        yield from ("", f"[[{heading}]]")
        yield from _section(model, values, is_explained=is_explained and model not in told)
        told.add(model)

    for name, model in _SECTIONS.items():
        for values in settings.get(name, []):
            lines += entry(name, model, values)
    for indicator in settings.get("indicator", []):
        own = {key: value for key, value in indicator.items() if key not in _OF_AN_INDICATOR}
        lines += entry("indicator", Indicator, own)
        for name, model in _OF_AN_INDICATOR.items():
            for values in indicator.get(name, []):
                lines += entry(f"indicator.{name}", model, values)
    for name, model in _LAST_SECTIONS.items():
        for values in settings.get(name, []):
            lines += entry(name, model, values)
    return "\n".join(lines) + "\n"


def commentary_toml(entries: Mapping[str, Any], *, is_explained: bool = False) -> str:
    """A month's texts: `concerns` with its marks, and the settings of `Remarks` by the indicator's id."""
    lines = [_setting(key, said) for key, said in entries.items() if not isinstance(said, Mapping)]
    for position, (key, remarks) in enumerate((k, v) for k, v in entries.items() if isinstance(v, Mapping)):
        heading = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'
        lines += ["", f"[{heading}]", *_section(Remarks, remarks, is_explained=is_explained and position == 0)]
    return "\n".join(lines).lstrip("\n") + "\n"


def figures_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """Rows of figures by the columns of the sheet Figures; an apostrophe before what Excel would take for a formula."""
    return _csv(FIGURE_COLUMNS, ([row.get(key, "") for key in FIGURE_COLUMNS] for row in rows))


def read_figures_csv(text: str) -> list[dict[str, str]] | None:
    """The rows of a file that `figures_csv` wrote; None where the text is headed otherwise, or is no such table."""
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return None
    if not lines or tuple(lines[0]) != FIGURE_COLUMNS or any(len(line) != len(FIGURE_COLUMNS) for line in lines[1:]):
        return None
    return [dict(zip(FIGURE_COLUMNS, map(_plain, line), strict=True)) for line in lines[1:]]


def populations_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Populations as the file populations.csv."""
    columns = ("area", "year", "population", "name", "source")
    return _csv(columns, ([str(row.get(key, "")) for key in columns] for row in rows))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: str) -> str:
    """A cell for a CSV file: an apostrophe before what Excel would take for a formula."""
    return f"'{cell}" if _LIKE_FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _LIKE_FORMULA.match(cell) else cell


def _section(model: type[BaseModel], values: Mapping[str, Any], *, is_explained: bool) -> Iterator[str]:
    fields = {info.alias or name: info for name, info in model.model_fields.items() if not info.exclude}
    for key, info in fields.items():
        if key in values:
            line = _setting(key, values[key])
            yield _beside(line, info.description or "") if is_explained else line
        elif is_explained and (line := _left_out(key, info)):
            yield _beside(line, info.description or "")


def _left_out(key: str, info: FieldInfo) -> str:
    """A setting that is left out, as a comment; nothing where it is no single value."""
    if info.default is None or callable(info.json_schema_extra):  # filled by the unit, or by the project
        return f"# {key} = ..."
    if info.default is PydanticUndefined or info.default == ():
        return ""
    return f"# {_setting(key, info.default)}"


def _beside(line: str, description: str) -> str:
    return f"{line:<44}  # {description}" if description and "\n" not in line else line


def _setting(key: str, value: Any) -> str:
    """`key = value`; a text of several lines between three quotation marks, unless it has other line ends than ours."""
    if isinstance(value, tuple | list) and any(isinstance(each, Mapping) for each in value):
        return f"{key} = {toml_value(value)}"
    if isinstance(value, tuple | list):
        entries = [_setting("", each).removeprefix('"" = ') for each in value]
        in_one_line = ", ".join(entries)
        listed = in_one_line if len(in_one_line) < 80 else "".join(f"\n    {entry}," for entry in entries) + "\n"
        return f"{key} = [{listed}]"
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    is_long = isinstance(value, str) and "\n" in value and "\r" not in value
    return tomli_w.dumps({key: value}, multiline_strings=is_long).rstrip("\n")
