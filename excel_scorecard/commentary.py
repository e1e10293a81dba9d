"""Commentary: what the officers say of a month. Theirs, and only read here.

It lies in commentary/2015-09.toml, or on the sheet Commentary of scorecard.xlsx, a row for a month and an indicator.
Knows both and the project's indicators. What is drafted when they have said nothing is not here.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from excel_scorecard.calendar import month_name
from excel_scorecard.errors import ProjectError
from excel_scorecard.indicator import Settings
from excel_scorecard.project import Project
from excel_scorecard.project.sheets import COMMENTARY_SHEET, NAMES
from excel_scorecard.settings_book import (
    EXAMPLE,
    Block,
    Column,
    Entry,
    Sheet,
    columns_of,
    find_sheet,
    open_book,
    read_sheet,
)
from excel_scorecard.settings_book.layout import heading_of, plain_heading
from excel_scorecard.settings_book.words import in_sheet_words
from excel_scorecard.settings_file import (
    Location,
    Place,
    Problem,
    SettingsError,
    Text,
    broken_rules,
    nearest,
    read_toml,
    setting_error,
    validated,
)

CONCERNS = "concerns"
CELL_ROOM = 32767  # characters that a cell of Excel holds


class Remarks(Settings):
    """What is said of one indicator."""

    commentary: Text = Field(
        default="", max_length=CELL_ROOM, description="What the month's figure means, in the officers' words"
    )
    action: Text = Field(default="", max_length=CELL_ROOM, description="What is done about it")
    signed_off: Text = Field(default="", max_length=CELL_ROOM, description="Who agreed the text, and when")
    rating_override: Literal["Green", "Amber", "Red", ""] = Field(
        default="", description="A rating by judgement, in place of the rule's: Green, Amber or Red; needs its reason"
    )
    override_reason: Text = Field(default="", max_length=CELL_ROOM, description="Why the rule's rating is not used")

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        if bool(self.rating_override) != bool(self.override_reason):
            given, lacking = "rating_override", "override_reason"
            if not self.rating_override:
                given, lacking = lacking, given
            what = f"{given} is given without {lacking}"
            raise broken_rules([Problem(what, "A rating by judgement has both: the rating, and why.", (lacking,))])
        return self


SHEET = Sheet(
    COMMENTARY_SHEET,
    "A row for a month and an indicator; a row with the indicator 'concerns' holds the main areas of concern.",
    (
        Block(
            "remarks",
            (
                Column("month", "Month", "date", "Any day of the month", True, is_month=True, width=14),
                Column(
                    "indicator",
                    "Indicator",
                    "text",
                    "The indicator's id; or concerns",
                    True,
                    list="indicators and concerns",
                    width=24,
                ),
                *columns_of(
                    Remarks,
                    widths={
                        "commentary": 60,
                        "action": 40,
                        "signed_off": 26,
                        "rating_override": 24,
                        "override_reason": 30,
                    },
                ),
            ),
            {
                "month": f"{EXAMPLE} Mar 2026",
                "indicator": "visits-in-time",
                "commentary": "More visits were made in time than in February; two were late, both in one family.",
                "action": "Late visits are looked at every Monday.",
                "signed_off": "Head of Service, 09/04/2026",
            },
        ),
    ),
)
"""The sheet of scorecard.xlsx that holds the texts."""


class Commentary(Settings):
    """The officers' texts of one month. `texts` by indicator id; an indicator without a text is not in it."""

    month: date
    concerns: Text = Field(default="", description="The main areas of concern, for the summary")
    texts: Mapping[str, Remarks] = Field(default_factory=dict, description="The remarks, by the indicator's id")

    def of(self, indicator_id: str) -> Remarks:
        """What is said of the indicator; empty texts where nothing is."""
        return self.texts.get(indicator_id, Remarks())


def commentary_file(project: Project, month: date) -> Path:
    """Where the month's texts are kept, whether or not the file is there."""
    return project.folder / "commentary" / f"{month:%Y-%m}.toml"


class Written(NamedTuple):
    """What stands in one place of a file about an indicator, or about the concerns, in one month."""

    month: date
    key: str
    """The indicator's id as written, or `concerns`."""
    remarks: Any
    """The concerns' text, or the settings of `Remarks`, not checked yet."""
    where: str
    place: Place
    said: Callable[[ProjectError], ProjectError] = lambda problem: problem


def read_commentary(project: Project, month: date) -> Commentary:
    """The officers' texts of `month`, from the month's file and the workbook's sheet; empty where neither has any.

    Raises:
        ProjectError: the file is not TOML, a row's month is none, something is said twice or of an indicator or setting
            that is not there; all at once.
        MachineError: the file cannot be opened.

    """
    problems: list[ProjectError] = []
    rows = read_commentary_sheet(project, problems)
    written = [*(row for row in rows if row.month == month), *_written_in_file(project, month)]
    ids = [indicator.id for indicator in project.indicators]
    texts: dict[str, Remarks] = {}
    concerns = ""
    seen: dict[str, str] = {}
    for each in written:
        if each.key in seen:
            what = f"'{each.key}' has a text for {month_name(month)} in two places: {seen[each.key]} and {each.where}"
            problems.append(setting_error(what, where=each.where, mend="Keep one of the two."))
            continue
        seen[each.key] = each.where
        if each.key == CONCERNS:
            concerns = each.remarks
            if not isinstance(concerns, str):
                mend = f'Write {CONCERNS} = "..." in quotation marks.'
                problems.append(setting_error(f"{CONCERNS} is not text", where=each.where, mend=mend))
                concerns = ""
            continue
        if each.key not in ids:
            known = ", ".join(ids[:3])
            mend = f"It is called by the indicator's id: {known}{', ...' if len(ids) > 3 else ''}; or {CONCERNS}."
            what = f"there is no indicator '{each.key}'{nearest(each.key, [*ids, CONCERNS])}"
            problems.append(setting_error(what, where=each.where, mend=mend))
            continue
        try:
            texts[each.key] = _remarks(each)
        except SettingsError as error:
            told = {problem.where for problem in problems}
            problems.extend(each.said(problem) for problem in error.problems if problem.where not in told)
    if problems:
        raise SettingsError(problems)
    return Commentary(month=month, concerns=concerns, texts=texts)


def read_commentary_sheet(project: Project, problems: list[ProjectError]) -> list[Written]:
    """The rows of the sheet Commentary, of all months; none where the project's settings are no workbook.

    What is wrong with single cells is added to `problems`.
    """
    if not project.settings_file.lower().endswith(".xlsx"):
        return []
    shown = project.settings_file
    book = open_book(project.folder / shown, shown)
    name, problem = find_sheet(book, SHEET, NAMES)
    if problem or not name:
        problems += [problem] if problem else []
        return []
    read = read_sheet(book, name, SHEET)
    problems += read.problems
    return [row for entry in read.entries["remarks"] if (row := _row(shown, entry, problems))]


def _row(shown: str, entry: Entry, problems: list[ProjectError]) -> Written | None:
    values = dict(entry.values)
    month, key = values.pop("month", None), " ".join(str(values.pop("indicator", "")).split())

    def place(at: Location) -> str:
        cell = next((entry.cells[str(step)] for step in at if step in entry.cells), entry.cells["indicator"])
        return f"{shown} : {cell}"

    if month is None:
        mend = "Type any day of the month, or the month as Mar 2026."
        problems.append(setting_error("the row names no month", where=f"{shown} : {entry.cells['month']}", mend=mend))
    if not key:
        mend = f"Choose the indicator's id from the list, or {CONCERNS}."
        problems.append(setting_error("the row names no indicator", where=place(()), mend=mend))
    if not isinstance(month, date) or not key:
        return None
    if plain_heading(key) != CONCERNS:
        return Written(
            month.replace(day=1), key, values, place(()), place, lambda problem: in_sheet_words(problem, SHEET.columns)
        )
    if others := [name for name in values if name != "commentary"]:
        what = f"the concerns have only a text, and here is something under {heading_of(others[0])}"
        mend = "Move it to the row of an indicator."
        problems.append(setting_error(what, where=place((others[0],)), mend=mend))
    return Written(month.replace(day=1), CONCERNS, values.get("commentary", ""), place(()), place)


def _written_in_file(project: Project, month: date) -> list[Written]:
    file = commentary_file(project, month)
    if not file.is_file():
        return []
    shown = file.relative_to(project.folder).as_posix()

    def said(key: str, remarks: Any) -> Written:
        where = shown if key == CONCERNS else f"{shown}, [{key}]"
        return Written(month, key, remarks, where, lambda _: where)

    return [said(key, remarks) for key, remarks in read_toml(file, shown).items()]


def _remarks(written: Written) -> Remarks:
    if not isinstance(written.remarks, Mapping):
        mend = 'Write the indicator\'s id as a [heading], and below it commentary = "..." and action = "...".'
        raise SettingsError([setting_error("this is not a section", where=written.where, mend=mend)])
    return validated(Remarks, written.remarks, written.place)
