"""Settings book of a project: how the rows of scorecard.xlsx become the plain settings that scorecard.toml would hold.

Knows which sheet's rows belong to what, and the cell of each setting. The sheets are declared in sheets.py; the rules
among settings are the models'.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from excel_scorecard.errors import Finding, ProjectError
from excel_scorecard.indicator import Unit
from excel_scorecard.project.model import TOTAL
from excel_scorecard.project.sheets import (
    COMPARING,
    CONSISTENCY_SHEET,
    FIGURES,
    INDICATORS_SHEET,
    LABELS,
    NAMES,
    SETTINGS,
    SETTINGS_SHEET,
    SHEETS,
)
from excel_scorecard.settings_book import Book, Column, Entry, Sheet, SheetRead, find_sheet, open_book, read_sheet
from excel_scorecard.settings_book.cells import UNREAD, Number, WrongCell, read_cell
from excel_scorecard.settings_book.layout import heading_of, plain_heading
from excel_scorecard.settings_book.words import in_sheet_words
from excel_scorecard.settings_file import Location, SettingsError, nearest, setting_error

_WITHOUT: Mapping[str, str] = {
    "Targets": "no indicator has a target",
    "Comparators": "nothing is compared with other councils",
    "Areas and populations": "there is no breakdown by area",
    "Teams": "no team is known",
}
_MAY_LACK = frozenset({CONSISTENCY_SHEET.name})
"""Sheets that workbooks of earlier versions have not: that one is not there is not told."""

_SELDOM = frozenset({"Changes"})
"""Sheets that most workbooks do without: nothing is told of it."""


@dataclass
class SettingsSheets:
    """The settings in a workbook: as plain dict, with the cell of each, and what was found while reading."""

    shown: str
    settings: dict[str, Any] = field(default_factory=dict)
    cells: dict[Location, str] = field(default_factory=dict)
    problems: list[ProjectError] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Sheets that are not there, or whose headings are not: what lacks in the settings for that is not told again."""

    def place(self, at: Location) -> str:
        """`scorecard.xlsx : Indicators!D7`: the cell of a setting, or of what it belongs to."""
        known = next((self.cells[at[:end]] for end in range(len(at), 0, -1) if at[:end] in self.cells), "")
        return f"{self.shown} : {known}" if known else self.shown

    def all_wrong(self, error: SettingsError | None) -> SettingsError | None:
        """What was found while reading, and what the models say of the rest, each cell once."""
        told = {problem.where for problem in self.problems}
        new = [each for each in error.problems if each.where not in told] if error else []
        more = [_in_words_of(self._sheet(each), each) for each in new if self._sheet(each) not in self.broken]
        # by sheet: an indicator whose id is wrong comes before the targets that do not find it
        found = sorted([*self.problems, *more], key=self._sheet_number)
        return SettingsError(found) if found else None

    def _sheet(self, problem: ProjectError) -> str:
        """The sheet that a problem stands on; of the project as a whole, that of the indicators."""
        sheet = problem.where.removeprefix(f"{self.shown} : ").partition("!")[0]
        return INDICATORS_SHEET.name if sheet == self.shown else sheet

    def _sheet_number(self, problem: ProjectError) -> int:
        sheet = self._sheet(problem)
        return NAMES.index(sheet) if sheet in NAMES else -1


def _in_words_of(name: str, problem: ProjectError) -> ProjectError:
    own = [column for sheet in SHEETS if sheet.name == name for column in sheet.columns]
    return in_sheet_words(problem, (*own, *SETTINGS, *(column for sheet in SHEETS for column in sheet.columns)))


def read_settings_book(path: Path, shown: str) -> SettingsSheets:
    """The settings in a workbook. What is wrong with single cells is in `problems`, and stands as unread in the dict.

    Raises:
        ProjectError: it is no workbook that can be read.
        MachineError: the file cannot be opened.

    """
    book = open_book(path, shown)
    found = SettingsSheets(shown)
    entries: dict[str, list[Entry]] = {}
    for sheet in SHEETS:
        name = _sheet_name(book, sheet, found)
        if not name:
            found.broken.add(sheet.name)
            continue
        read = _read_settings(book, name, found) if sheet is SETTINGS_SHEET else read_sheet(book, name, sheet)
        found.broken |= set() if read.is_whole else {sheet.name}
        found.problems += read.problems
        found.warnings += read.warnings
        for section in read.entries:
            found.cells[(section,)] = read.header or name
        entries |= read.entries
    if renamed := find_sheet(book, FIGURES, NAMES)[1]:
        found.problems.append(renamed)
    for section in ("area", "population", "team", "consistency"):
        _enter(found, (section,), found.settings.setdefault(section, []), entries.get(section, ()))
    if "indicator" in entries:
        _enter_indicators(found, entries)
    _name_areas(found.settings)
    return found


def _name_areas(settings: dict[str, Any]) -> None:
    """Let areas that are named in another case, or with other spaces, be those of the list."""
    names = [str(area["name"]) for area in settings["area"] if "name" in area]
    by_plain = {plain_heading(name): name for name in (*names, TOTAL)}
    targets = [target for indicator in settings.get("indicator", []) for target in indicator.get("target", [])]
    for entry in (*settings["population"], *settings["team"], *settings["consistency"], *targets):
        for key in ("area", "team_type"):
            if isinstance(written := entry.get(key), str) and written.strip() not in map(str.strip, names):
                entry[key] = by_plain.get(plain_heading(written), written)


def _sheet_name(book: Book, sheet: Sheet, found: SettingsSheets) -> str:
    name, problem = find_sheet(book, sheet, NAMES)
    if problem:
        found.problems.append(problem)
    elif not name and sheet.name in _SELDOM:
        return name
    elif not name and sheet.name in _WITHOUT:
        what = f"there is no sheet '{sheet.name}': {_WITHOUT[sheet.name]}"
        mend = "Take one from a new workbook (excel-scorecard init) if it is wanted."
        found.warnings.append(Finding("warning", found.shown, sheet.name, "P-SHEET", what, mend))
    elif not name and sheet.name not in _MAY_LACK:
        what = f"there is no sheet '{sheet.name}', and a scorecard cannot do without"
        mend = "Copy it from an earlier version of the file, or from a new one (excel-scorecard init)."
        found.problems.append(setting_error(what, where=f"{found.shown} : {sheet.name}", mend=mend))
    return name


def _read_settings(book: Book, name: str, found: SettingsSheets) -> SheetRead:
    """The sheet Settings: a row a setting, with its name first. The same name in several rows is a list."""
    read = read_sheet(book, name, SETTINGS_SHEET)
    known = {plain_heading(word): row for row in SETTINGS for word in (row.header, row.key) if row not in LABELS}
    known |= {plain_heading(row.header): row for row in LABELS}
    scorecard: dict[str, Any] = found.settings.setdefault("scorecard", {})
    found.cells["scorecard",] = read.header or name
    for entry in read.entries.pop("scorecard"):
        place = entry.cells.get("setting", entry.first)
        written = str(entry.values.get("setting", ""))
        row = known.get(plain_heading(written))
        if row is None:
            _refuse_setting(read, f"{found.shown} : {place}", written, known)
            continue
        at = entry.cells.get("value")
        if at is None:
            continue  # there is no heading for values, and that was told
        section: dict[str, Any] = scorecard
        keys: Location = ("scorecard",)
        if row in LABELS:
            section, keys = scorecard.setdefault("rating_labels", {}), ("scorecard", "rating_labels")
        elif row in COMPARING:
            section, keys = found.settings.setdefault("comparators", {}), ("comparators",)
        _read_setting(book, name, at, row, section, keys, found, read)
    if not scorecard.get("rating_labels"):
        scorecard.pop("rating_labels", None)
    if not found.settings.get("comparators"):
        found.settings.pop("comparators", None)
    return read


def _refuse_setting(read: SheetRead, where: str, written: str, known: Mapping[str, Column]) -> None:
    near = nearest(written, [row.header for row in known.values()])
    what = f"there is no setting '{written}'{near}" if written else "the row has a value, and names no setting"
    mend = "Type the setting's name in the first column, as it stands in a new workbook (excel-scorecard init)."
    read.problems.append(setting_error(what, where=where, mend=mend))


def _read_setting(
    book: Book, name: str, at: str, row: Column, section: dict[str, Any], keys: Location, found: SettingsSheets,
    read: SheetRead,
) -> None:  # fmt: skip
    coordinate = at.rpartition("!")[2]
    value = read_cell(book.values[name][coordinate], book.formulas[name][coordinate], row)
    location = (*keys, row.key)
    found.cells.setdefault(location, at)
    if isinstance(value, WrongCell):
        where = f"{found.shown} : {at}"
        read.problems.append(setting_error(f"{row.header} {value.what}", where=where, mend=value.mend))
        value = UNREAD
    if isinstance(value, Number):
        value = value.number
    if value is None:
        return
    if row.is_repeated:
        entries = section.setdefault(row.key, [])
        found.cells[(*location, len(entries))] = at
        entries.append(value)
    elif row.key in section:
        what = f"the setting '{row.header}' is there twice: first in {found.cells[location]}"
        read.problems.append(setting_error(what, where=f"{found.shown} : {at}", mend="Keep one of the two."))
    else:
        found.cells[location] = at
        section[row.key] = value


def _enter(found: SettingsSheets, at: Location, section: list[dict[str, Any]], entries: Iterable[Entry]) -> None:
    for entry in entries:
        _note(found, (*at, len(section)), entry)
        section.append({key: value for key, value in entry.values.items() if key != "indicator"})


def _note(found: SettingsSheets, at: Location, entry: Entry) -> None:
    found.cells[at] = entry.first
    for key, cell in entry.cells.items():
        found.cells[(*at, key)] = cell


def _enter_indicators(found: SettingsSheets, entries: Mapping[str, list[Entry]]) -> None:
    indicators: list[dict[str, Any]] = []
    found.settings["indicator"] = indicators
    _enter(found, ("indicator",), indicators, entries["indicator"])
    by_id = {str(indicator.get("id", "")): position for position, indicator in reversed(list(enumerate(indicators)))}
    for section in ("target", "comparator", "change", "rebase"):
        for entry in entries.get(section, ()):
            position = _whose(found, entry, by_id)
            if position is None:
                continue
            indicator = indicators[position]
            own: list[dict[str, Any]] = indicator.setdefault(section, [])
            _enter(found, ("indicator", position, section), own, [_in_unit(found, entry, str(indicator.get("unit")))])


def _whose(found: SettingsSheets, entry: Entry, by_id: Mapping[str, int]) -> int | None:
    written = entry.values.get("indicator", "")
    if written is UNREAD:
        return None
    text = " ".join(str(written).split())
    position = by_id.get(text, by_id.get(text.casefold()))
    # an indicator whose id cannot be read is told there; its targets are not to blame
    ids_are_known = INDICATORS_SHEET.name not in found.broken and "" not in by_id and repr(UNREAD) not in by_id
    if position is None and (ids_are_known or not text or nearest(text, by_id)):
        where = f"{found.shown} : {entry.cells.get('indicator', entry.first)}"
        ids = [known for known in by_id if known]
        what = f"there is no indicator '{text}'{nearest(text, ids)}" if text else "the row names no indicator"
        mend = "Choose an id from the list; it holds what stands on the sheet Indicators under Id."
        found.problems.append(setting_error(what, where=where, mend=mend))
    return position


def _in_unit(found: SettingsSheets, entry: Entry, unit: str) -> Entry:
    """The entry with its numbers as people write them in the indicator's unit: 75 for 75%."""
    values = dict(entry.values)
    for key, value in entry.values.items():
        if not isinstance(value, Number):
            continue
        wrong = _wrong_number(value, unit)
        if wrong is None:
            values[key] = value.number
            continue
        values[key] = UNREAD
        where = f"{found.shown} : {entry.cells[key]}"
        found.problems.append(setting_error(f"{heading_of(key)} {wrong[0]}", where=where, mend=wrong[1]))
    return Entry(values, entry.cells, entry.first)


def _wrong_number(value: Number, unit: str) -> tuple[str, str] | None:
    shown = f"{value.number.normalize():f}"
    if unit not in get_args(Unit):  # told at its own cell
        return None
    if value.shows_percent and unit != "percent":
        mend = f"Format the cell as General (Home, Number) and type the number in the indicator's unit, {unit}."
        return f"{shown}% is a percentage, and the indicator's unit is {unit}", mend
    if unit == "percent" and not value.shows_percent and 0 < abs(value.number) < 1:
        hundredfold = f"{value.number.scaleb(2).normalize():f}"
        mend = f"Type {hundredfold} for {hundredfold}%; if {shown}% is meant, type {shown}% with its sign."
        return f"{shown} can be {hundredfold}% or {shown}%", mend
    return None
