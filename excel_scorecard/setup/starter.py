"""Starter: a new project in a folder, which builds at once and is then filled in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excel_scorecard.commentary import CONCERNS
from excel_scorecard.errors import ProjectError
from excel_scorecard.project import SETTINGS_BOOK, SETTINGS_FILE
from excel_scorecard.setup import fictional
from excel_scorecard.setup.files import refuse_to_overwrite, write_new
from excel_scorecard.setup.text_files import commentary_toml, figures_csv, populations_csv, settings_toml
from excel_scorecard.setup.writer import write_book

_OPENING = """\
# The settings of a scorecard. What is here now is of a council that does not exist; put yours in its place.
# A line that begins with # is not read: take the # away to use the setting. Text stands between "quotation marks".

"""


@dataclass(frozen=True)
class Started:
    """A new project: its folder, the files written, by their names from there, and what to do next."""

    folder: Path
    files: tuple[str, ...]
    next_steps: tuple[str, ...]


def start(folder: Path, *, as_text: bool = False) -> Started:
    """Write a new project into the folder: scorecard.xlsx; or, `as_text`, scorecard.toml with its CSV and TOML files.

    Raises:
        ProjectError: `folder` is a file.
        WouldLoseEditsError: a project, or one of the files, is there already; nothing was written.
        MachineError: the folder cannot be written to.

    """
    if folder.exists() and not folder.is_dir():
        raise ProjectError("this is a file.", where=str(folder), mend="Give the name of a folder for the project.")
    files = _text_files() if as_text else _workbook()
    refuse_to_overwrite(folder, (SETTINGS_BOOK, SETTINGS_FILE, *files))
    write_new(folder, files)
    shown = f'"{folder}"' if " " in str(folder) else str(folder)
    main = next(iter(files))
    return Started(
        folder,
        tuple(files),
        (
            f"1. See what it makes:  excel-scorecard build {shown}",
            f"2. Open {folder / main} and put your settings, indicators and figures in place of the made-up ones.",
            "3. Build again; if something is wrong, you are told where and how to mend it.",
        ),
    )


def _workbook() -> dict[str, bytes]:
    return {SETTINGS_BOOK: write_book(fictional.SETTINGS, fictional.figures(), fictional.REMARKS)}


def _text_files() -> dict[str, bytes]:
    settings = {name: section for name, section in fictional.SETTINGS.items() if name != "population"}
    texts = {
        SETTINGS_FILE: _OPENING + settings_toml(settings, is_explained=True),
        "figures/figures.csv": figures_csv(fictional.figures()),
        "populations.csv": populations_csv(fictional.SETTINGS["population"]),
        f"commentary/{fictional.LATEST:%Y-%m}.toml": commentary_toml(_texts(), is_explained=True),
    }
    return {name: text.encode() for name, text in texts.items()}


def _texts() -> dict[str, Any]:
    return {
        str(row["indicator"]): row["commentary"]
        if row["indicator"] == CONCERNS
        else {key: value for key, value in row.items() if key not in {"month", "indicator"}}
        for row in fictional.REMARKS
    }
