"""Commentary: what the officers say of a month, as it lies in commentary/2015-09.toml. Theirs, and only read here.

Knows the file and the project's indicators. Knows no workbook; what is drafted when they have said nothing is not here.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field

from excel_scorecard.errors import ProjectError
from excel_scorecard.indicator import Settings
from excel_scorecard.project import Project
from excel_scorecard.settings_file import Location, SettingsError, Text, nearest, read_toml, setting_error, validated

CONCERNS = "concerns"
CELL_ROOM = 32767  # characters that a cell of Excel holds


class Remarks(Settings):
    """What is said of one indicator."""

    commentary: Text = Field(
        default="", max_length=CELL_ROOM, description="What the month's figure means, in the officers' words"
    )
    action: Text = Field(default="", max_length=CELL_ROOM, description="What is done about it")


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


def read_commentary(project: Project, month: date) -> Commentary:
    """The officers' texts of `month`; empty where no file has been written.

    Raises:
        ProjectError: the file is not TOML, or speaks of an indicator or setting that is not there; all at once.
        MachineError: the file cannot be opened.

    """
    file = commentary_file(project, month)
    if not file.is_file():
        return Commentary(month=month)
    shown = file.relative_to(project.folder).as_posix()
    written = read_toml(file, shown)
    ids = [indicator.id for indicator in project.indicators]
    problems: list[ProjectError] = []
    texts: dict[str, Remarks] = {}
    concerns = written.pop(CONCERNS, "")
    if not isinstance(concerns, str):
        problems.append(
            setting_error(f"{CONCERNS} is not text", where=shown, mend=f'Write {CONCERNS} = "..." in quotation marks.')
        )
        concerns = ""
    for key, remarks in written.items():
        if key not in ids:
            problems.append(
                setting_error(
                    f"there is no indicator '{key}'{nearest(key, [*ids, CONCERNS])}",
                    where=shown,
                    mend=f"Its heading is the indicator's id: {', '.join(f'[{known}]' for known in ids[:3])}, ...",
                )
            )
            continue
        try:
            texts[key] = _remarks(remarks, f"{shown}, [{key}]")
        except SettingsError as error:
            problems.extend(error.problems)
    if problems:
        raise SettingsError(problems)
    return Commentary(month=month, concerns=concerns, texts=texts)


def _remarks(written: Any, place: str) -> Remarks:
    def where(_: Location) -> str:
        return place

    if not isinstance(written, Mapping):
        mend = 'Write the indicator\'s id as a [heading], and below it commentary = "..." and action = "...".'
        raise SettingsError([setting_error("this is not a section", where=place, mend=mend)])
    return validated(Remarks, written, where)
