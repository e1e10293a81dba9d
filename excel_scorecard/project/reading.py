"""Reading of a project: the folder's scorecard.toml or scorecard.xlsx as a checked model.

Knows where settings lie and how a place in them is called. What may be set is in model.py, how a workbook's sheets
become plain settings in book.py.
"""

import functools
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from excel_scorecard.errors import ProjectError
from excel_scorecard.project.book import read_settings_book
from excel_scorecard.project.model import SETTINGS_FILE, Project
from excel_scorecard.project.records_settings import COUNTING, RECORDS_FILE
from excel_scorecard.project.sheets import SETTINGS_BOOK
from excel_scorecard.settings_file import Location, Place, SettingsError, read_toml, setting_error, validated

# Other files of a spreadsheet program, which officers save by mistake.
_OTHER_BOOKS = (".xlsm", ".xls", ".xlsb", ".ods")


def read_project(path: Path) -> Project:
    """The project of a folder, or of its scorecard.toml or scorecard.xlsx.

    Raises:
        ProjectError: there is no such folder or file, or two of them, it cannot be read, or its settings break a rule:
            all that is wrong is told at once (SettingsError, whose `problems` are one each).
        MachineError: the file cannot be opened.

    """
    return read_settings(path)[1]


def read_settings(path: Path) -> tuple[dict[str, Any], Project]:
    """The settings as plain as they were written, by the names and nesting of scorecard.toml, and their project.

    Raises as `read_project`.
    """
    file = settings_path(path)
    if file.suffix.lower() != ".xlsx":
        settings = read_toml(file, file.name)
        whole, place = _with_records(settings, file.parent, functools.partial(_place, settings, file.name))
        return settings, make_project(whole, file.parent, name=file.name, place=place)
    sheets = read_settings_book(file, file.name)
    _check_template(sheets.settings, file.parent, sheets.place, sheets.problems)
    try:
        whole, place = _with_records(sheets.settings, file.parent, sheets.place)
        project = make_project(whole, file.parent, name=file.name, place=place)
    except SettingsError as error:
        raise sheets.all_wrong(error) or error from None
    if wrong := sheets.all_wrong(None):
        raise wrong
    return sheets.settings, project.model_copy(update={"findings": tuple(sheets.warnings), "cells": sheets.cells})


def _with_records(settings: Mapping[str, Any], folder: Path, place: Place) -> tuple[Mapping[str, Any], Place]:
    """The settings with those of records.toml, where there is one, and how places in both are called.

    Raises:
        ProjectError: records are set in both, or the file cannot be read.

    """
    file = folder / RECORDS_FILE
    if not file.is_file():
        return settings, place
    own = read_toml(file, file.name)
    # what only counting from records needs has no sheet either
    others = {name: own.pop(name) for name in COUNTING if name in own}
    records = {"records": own, **others} if own or not others else others
    for name in records:
        if name in settings:
            called = {"records": "records", "calendar": "working days", "measure": "measures"}[name]
            what = f"{called} are set here and in {RECORDS_FILE}."
            raise ProjectError(what, where=place((name,)), mend="Keep one of the two.")

    def either(at: Location) -> str:
        if at[:1] and at[0] in records:
            return _place(records, file.name, at).replace("[records.", "[").replace(", [records]", "")
        return place(at)

    return {**settings, **records}, either


def settings_path(path: Path) -> Path:
    """The settings file of a folder, or the file itself.

    Raises:
        ProjectError: there is none, or there are two.

    """
    if not path.is_dir():
        if not path.is_file():
            mend = f"Give the folder that holds {SETTINGS_BOOK} or {SETTINGS_FILE}, or the path of one of them."
            raise ProjectError("there is no such project.", where=str(path), mend=mend)
        if path.suffix.lower() in _OTHER_BOOKS:
            raise _other_book(path)
        return path
    found = [file for name in (SETTINGS_BOOK, SETTINGS_FILE) if (file := path / name).is_file()]
    if len(found) == 2:
        latest = max(found, key=lambda file: file.stat().st_mtime)
        other = found[1] if latest is found[0] else found[0]
        changed = datetime.fromtimestamp(latest.stat().st_mtime).astimezone()
        what = f"the settings are there twice, as {SETTINGS_BOOK} and as {SETTINGS_FILE}."
        mend = (
            f"{latest.name} was changed last, on {changed:%d/%m/%Y at %H:%M}: "
            f"if that is the one you work in, move {other.name} out of the folder."
        )
        raise ProjectError(what, where=str(path), mend=mend)
    if found:
        return found[0]
    stem = Path(SETTINGS_BOOK).stem
    if others := [file for ending in _OTHER_BOOKS if (file := path / f"{stem}{ending}").is_file()]:
        raise _other_book(others[0])
    what = f"there is no {SETTINGS_BOOK} and no {SETTINGS_FILE} in this folder."
    mend = f"Give the folder that holds one of them, or make a new project: excel-scorecard init {path}"
    raise ProjectError(what, where=str(path), mend=mend)


def _other_book(file: Path) -> ProjectError:
    what = f"the settings are saved as {file.suffix}, which is not read."
    mend = f"Open the file in Excel and save it as Excel Workbook, with the name {SETTINGS_BOOK}."
    return ProjectError(what, where=file.name, mend=mend)


def _check_template(settings: Mapping[str, Any], folder: Path, place: Place, problems: list[ProjectError]) -> None:
    # Found here, not when the template is opened, so that the cell is named.
    template = settings.get("scorecard", {}).get("template")
    if isinstance(template, str) and template.strip() != "standard" and not (folder / template.strip()).is_file():
        what = f"there is no template '{template}' in the project's folder"
        mend = "Type standard, or a file's name in the folder of scorecard.xlsx, such as our-template.xlsx."
        problems.append(setting_error(what, where=place(("scorecard", "template")), mend=mend))


def make_project(
    settings: Mapping[str, Any], folder: Path, *, name: str = SETTINGS_FILE, place: Place | None = None
) -> Project:
    """The project that plain settings stand for, wherever they were read.

    Args:
        settings: the names and nesting of scorecard.toml; numbers as int or Decimal.
        folder: what paths in the settings are relative to.
        name: the file's name, and how the settings are called in errors.
        place: how a setting's place is called in errors, where not in the words of a TOML file.

    Raises:
        ProjectError: as in `read_project`.

    """
    checked = validated(Project, settings, place or functools.partial(_place, settings, name))
    return checked.model_copy(update={"folder": folder, "settings_file": name})


def project_schema() -> dict[str, Any]:
    """The JSON Schema of scorecard.toml: every setting with its description."""
    schema = Project.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = SETTINGS_FILE
    schema["description"] = "A project of excel_scorecard: the scorecard, its areas and its indicators"
    return schema


def _place(settings: Mapping[str, Any], name: str, at: Location) -> str:
    """`scorecard.toml, indicator 'icpc-in-time', comparator 'England'`: as the officer would find it."""
    words = [name]
    inner: Any = settings
    for step, position in zip(at, (*at, None)[1:], strict=True):
        inner = _within(inner, step)
        if isinstance(step, str) and isinstance(position, int) and isinstance(_within(inner, position), Mapping):
            words.append(_called(step, position, inner))
        elif step == "scorecard":
            words.append("[scorecard]")
        elif step == "calendar":
            words.append("[calendar]")
        elif step == "records":
            is_table = isinstance(_within(inner, position or ""), Mapping)
            words.append(f"[records.{position}]" if is_table else "[records]")
    return ", ".join(word for word in words if word)


def _within(settings: Any, step: str | int) -> Any:
    try:
        return settings[step]
    except (KeyError, IndexError, TypeError):
        return None


def _called(section: str, position: int, entries: list[Any]) -> str:
    entry = entries[position]
    if section == "target":
        return f"target from {entry['from']}" if len(entries) > 1 and "from" in entry else ""
    known_by = next((entry[key] for key in ("id", "name", "label") if isinstance(entry.get(key), str)), None)
    return f"{section} '{known_by}'" if known_by else f"the {_ordinal(position + 1)} {section}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
