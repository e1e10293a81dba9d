"""Convert: a project that is kept as a workbook made into one of text files, or the other way about, beside it.

Every setting, text and typed figure is carried over; the project's other files are copied as they are. The old project
stays as it is.
"""

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tomli_w

from excel_scorecard.calendar import read_month
from excel_scorecard.commentary import COLLECTED_FROM, CONCERNS, read_commentary, read_commentary_sheet
from excel_scorecard.disk import folders_outside, read_blob
from excel_scorecard.errors import MachineError, ProjectError, WouldLoseEditsError
from excel_scorecard.project import COUNTING, RECORDS_FILE, SETTINGS_BOOK, SETTINGS_FILE, Project, read_settings
from excel_scorecard.project.sheets import FIGURES, NAMES
from excel_scorecard.settings_book import find_sheet, open_book, read_sheet
from excel_scorecard.settings_file import SettingsError, read_toml
from excel_scorecard.setup.files import write_new
from excel_scorecard.setup.text_files import commentary_toml, figures_csv, read_figures_csv, settings_toml
from excel_scorecard.setup.writer import write_book

FIGURES_FILE = "figures/figures.csv"
_COMMENTARY = "commentary"


@dataclass(frozen=True)
class Converted:
    """A project that was written: its folder, and what of the old one has no place in it."""

    folder: Path
    left_behind: tuple[str, ...]


def convert(path: Path, out: Path | None = None) -> Converted:
    """Write the project as text files where it is a workbook, and the other way about.

    Args:
        path: the project's folder, or its settings file.
        out: the folder to write; default beside the project's, `<folder>-as-text` or `<folder>-as-excel`.

    Raises:
        ProjectError: something is wrong with the project, a text fits into no cell, or `out` lies in the project.
        WouldLoseEditsError: there is something in `out` already.
        MachineError: a file cannot be read or written.

    """
    settings, project = read_settings(path)
    is_workbook = project.settings_file.lower().endswith(".xlsx")
    home = project.folder.resolve()
    target = out or home.with_name(f"{home.name}-as-{'text' if is_workbook else 'excel'}")
    if target.resolve().is_relative_to(home):
        mend = "Give a folder beside the project, or leave --out away."
        raise ProjectError("the new project would lie within the old one.", where=str(target), mend=mend)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        mend = "Give the name of a new folder with --out."
        raise WouldLoseEditsError("there is something here already.", where=str(target), mend=mend)
    files, left_behind = _as_text(settings, project) if is_workbook else _as_workbook(settings, project)
    _write(project, target, files, _taken_over(project, is_workbook=is_workbook, files=files))
    return Converted(target, tuple(left_behind))


def _as_text(settings: Mapping[str, Any], project: Project) -> tuple[dict[str, bytes], list[str]]:
    months = _texts(project)
    files = {SETTINGS_FILE: settings_toml(_without_empty(settings)).encode()}
    for month, entries in months.items():
        files[f"{_COMMENTARY}/{month:%Y-%m}.toml"] = commentary_toml(entries).encode()
    rows, own_sheets = _figures_of_sheet(project)
    if rows:
        taken = (project.folder / FIGURES_FILE).exists()
        files["figures/figures-of-the-workbook.csv" if taken else FIGURES_FILE] = figures_csv(rows).encode()
    return files, [f"the sheet '{name}', which is your own" for name in own_sheets]


def _as_workbook(settings: Mapping[str, Any], project: Project) -> tuple[dict[str, bytes], list[str]]:
    texts = _texts(project)
    remarks = [
        {"month": month, "indicator": key, **({"commentary": said} if key == CONCERNS else _without_marks(said))}
        for month, entries in texts.items()
        for key, said in _without_marks(entries).items()
    ]
    book = write_book(settings, _figures_of_file(project) or [], remarks)
    text = read_blob(project.folder / project.settings_file, project.settings_file).decode("utf-8-sig")
    has_comments = any(line.lstrip().startswith("#") for line in text.splitlines())
    left_behind = [f"the comments (#) in {project.settings_file}"] if has_comments else []
    left_behind += [
        f"which words are bold or in a colour in {_COMMENTARY}/{month:%Y-%m}.toml"
        for month, entries in texts.items()
        if any(said != _without_marks(said) for said in (entries, *entries.values()) if isinstance(said, Mapping))
    ]
    files = {SETTINGS_BOOK: book}
    counting = {name: settings[name] for name in COUNTING if name in settings}
    if records := settings.get("records", {}) | counting:  # no sheet holds them
        files[RECORDS_FILE] = tomli_w.dumps(records).encode()
    return files, left_behind


def _without_marks(said: Mapping[str, Any]) -> dict[str, Any]:
    """The texts alone: a sheet has no column for what of them is bold."""
    return {key: value for key, value in said.items() if not key.endswith("_marks")}


def _texts(project: Project) -> dict[date, dict[str, Any]]:
    """All texts of the project by month, as they were written, each month checked."""
    wrong: list[ProjectError] = []
    rows = read_commentary_sheet(project, wrong)
    months: dict[date, dict[str, Any]] = {}
    for row in rows:
        months.setdefault(row.month, {})
    for file in sorted((project.folder / _COMMENTARY).glob("*.toml")):
        try:
            months.setdefault(read_month(file.stem), {})
        except ValueError:
            continue  # no month's file, and so not read by a build either
    for month, entries in months.items():
        try:
            read_commentary(project, month)
        except SettingsError as error:
            told = {str(problem) for problem in wrong}
            wrong += [problem for problem in error.problems if str(problem) not in told]
        for row in (row for row in rows if row.month == month):
            entries.update(row.remarks if row.key == CONCERNS else {row.key: row.remarks})
        file = project.folder / _COMMENTARY / f"{month:%Y-%m}.toml"
        if file.is_file():
            for key, said in read_toml(file, file.name).items():
                if key == COLLECTED_FROM:
                    continue
                both = isinstance(said, Mapping) and isinstance(entries.get(key), Mapping)
                entries[key] = {**entries[key], **said} if both else said
    if wrong:
        raise SettingsError(wrong)
    return dict(sorted(months.items()))


def _figures_of_sheet(project: Project) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of the sheet Figures, each cell as text; and the names of sheets that are the officers' own."""
    book = open_book(project.folder / project.settings_file, project.settings_file)
    ours = {name.casefold() for name in (*NAMES, "Start here", "Lists")}
    own = [name for name in book.values.sheetnames if name.casefold() not in ours]
    name, problem = find_sheet(book, FIGURES, NAMES)
    if problem:
        raise problem
    if not name:
        return [], own
    read = read_sheet(book, name, FIGURES)
    if read.problems:
        raise SettingsError(read.problems)
    return [{key: str(value) for key, value in entry.values.items()} for entry in read.entries["figures"]], own


def _figures_of_file(project: Project) -> list[dict[str, str]] | None:
    """The rows of figures/figures.csv where it has the columns of the sheet Figures; else the file stays a file."""
    file = project.folder / FIGURES_FILE
    if not file.is_file():
        return None
    try:
        return read_figures_csv(read_blob(file, FIGURES_FILE).decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def _taken_over(project: Project, *, is_workbook: bool, files: Mapping[str, bytes]) -> set[str]:
    """The names of the old project's files that are not copied, for what they hold is in the new one."""
    taken = {project.settings_file, *files}
    if not is_workbook:
        taken |= {f"{_COMMENTARY}/{file.name}" for file in (project.folder / _COMMENTARY).glob("*.toml")}
        taken |= {FIGURES_FILE} if _figures_of_file(project) is not None else set()
    return taken


def _write(project: Project, target: Path, files: Mapping[str, bytes], taken_over: Iterable[str]) -> None:
    """Write the new project elsewhere, and move it into its place when it is whole."""
    leave = set(taken_over)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _desk(target) as draft:
            made = Path(draft) / target.name
            for file in sorted(project.folder.rglob("*")):
                name = file.relative_to(project.folder)
                hidden = any(part.startswith((".", "~$")) for part in name.parts)
                if file.is_file() and not hidden and name.as_posix() not in leave:
                    (made / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(file, made / name)
            write_new(made, files)
            if target.is_dir():
                target.rmdir()  # empty, as was seen
            made.rename(target)
    except OSError as error:
        mend = "Look whether you may write there, whether a file is open, and whether the disk is full."
        raise MachineError(
            f"the project cannot be written ({error.strerror}).", where=str(target), mend=mend
        ) from error


def _desk(target: Path) -> "tempfile.TemporaryDirectory[str]":
    """A folder to write the project in: beside its place, or outside what OneDrive or SharePoint keeps in step."""
    prefix = f".{target.name}-"
    for folder in folders_outside(target):
        with suppress(OSError):
            return tempfile.TemporaryDirectory(dir=folder, prefix=prefix)
    return tempfile.TemporaryDirectory(dir=target.parent, prefix=prefix)


def _without_empty(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: section for name, section in settings.items() if section}
