"""A round: a workbook is built, an officer edits it, Excel saves it, figures come late or a month ends; a refresh.

Everything that is random comes from the seed. What is looked at afterwards is in officers_checks.py.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random

from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.refresh import refresh
from excel_scorecard.workbook.refresh.standing import Corrections
from tests.workbook.excel_package import Opened
from tests.workbook.excel_save import saved_as_excel
from tests.workbook.officers import edited
from tests.workbook.officers_desk import Edit
from tests.workbook.officers_projects import (
    small_council,
    small_housing,
    small_with_limits,
    with_late_records,
    with_next_month,
)
from tests.workbook.projects import COUNCIL, copied, with_remarks

PROJECTS: dict[str, tuple[Callable[[Path], Path], date]] = {
    "small": (small_council, date(2026, 3, 1)),
    "limits": (small_with_limits, date(2026, 3, 1)),
    "housing": (small_housing, date(2026, 2, 1)),
    "council": (lambda folder: copied(COUNCIL, folder), date(2026, 3, 1)),
}


@dataclass
class Round:
    """One round, as far as it has been played. `edited` is what the officer saved, `refreshed` what came back.

    Attributes:
        month: the month that is refreshed.
        rolls: whether that is another than the workbook shows.
        inspected: whether Document Inspector took the workbook's memory, in this round or the one before.
        is_second: whether this is the second round with the workbook; `edits` has those of the first too.
        taken: what the officer has touched.
    """

    seed: int
    project_name: str
    folder: Path
    month: date
    rolls: bool
    inspected: bool
    is_second: bool = False
    edits: list[Edit] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)

    @property
    def project(self) -> Path:
        """The project with the late records."""
        return self.folder / "project"

    @property
    def edited(self) -> Path:
        return self.folder / "edited.xlsx"

    @property
    def refreshed(self) -> Path:
        return self.folder / "refreshed.xlsx"

    @property
    def corrections(self) -> Corrections:
        """What becomes of her corrections. Without a memory nobody knows who changed a figure: the project's holds."""
        return "replace" if self.inspected and not self.is_second else "keep"

    @property
    def story(self) -> str:
        """What happened, for whoever has to find out why it failed."""
        words = {"second round": self.is_second, "rolled": self.rolls, "Document Inspector": self.inspected}
        how = "".join(f"{word}, " for word, is_so in words.items() if is_so)
        lines = [f"seed {self.seed}, {self.project_name}: {how}{len(self.edits)} edits"]
        lines += [f"  {edit.says}" for edit in self.edits]
        return "\n".join([*lines, f"  late: {self.late}"])


class Shelf:
    """Projects and their built workbooks, each made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, name: str) -> tuple[Path, Path]:
        """The project and the workbook; neither is to be changed."""
        project, workbook = self.folder / name / "project", self.folder / name / "built.xlsx"
        if not project.exists():
            project.parent.mkdir(parents=True, exist_ok=True)
            make, month = PROJECTS[name]
            make(project)
            build(project, output=workbook, month=month)
        return project, workbook


def begun(
    seed: int,
    shelf: Shelf,
    folder: Path,
    *,
    names: tuple[str, ...] = ("small", "small", "housing"),
    is_first_of_two: bool = False,
) -> Round:
    """The workbook built, edited and saved, and the project's figures changed; of two rounds the second may roll."""
    chance = Random(seed)  # noqa: S311  nothing is kept secret by it
    name = chance.choice(names)
    project, workbook = shelf[name]
    will_roll, inspected = chance.random() < 0.3, chance.random() < 0.12
    will_roll = will_roll and not is_first_of_two
    it = Round(seed, name, folder, PROJECTS[name][1], will_roll, inspected)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(project, it.project)
    book = Opened(workbook)
    count = chance.randrange(3, 9)
    it.edits = edited(
        book, chance, count, will_roll=will_roll or is_first_of_two, is_inspected=inspected, taken=it.taken
    )
    _saved(it, book, chance)
    if inspected:
        saved_as_excel(it.edited, it.edited, seed + 1, inspected=True)
    _change_project(it, chance, may_redraft=not inspected)  # without its memory every text counts as an officer's
    return it


def continued(before: Round, folder: Path) -> Round:
    """The refreshed workbook edited once more and saved, and the project's figures changed again."""
    chance = Random(before.seed + 1_000_000)  # noqa: S311
    will_roll = Random(before.seed).random() < 0.5  # noqa: S311
    it = replace(before, folder=folder, rolls=will_roll, is_second=True, late=[*before.late])
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(before.project, it.project)
    book = Opened(before.refreshed)
    it.edits = [*before.edits, *edited(book, chance, chance.randrange(2, 6), will_roll=True, taken=it.taken)]
    for edit in it.edits:
        edit.settle(book)
    _saved(it, book, chance)
    _change_project(it, chance, may_redraft=False)
    return it


def _saved(it: Round, book: Opened, chance: Random) -> None:
    book.write(it.edited)
    saved_as_excel(it.edited, it.edited, it.seed, sharepoint=chance.random() < 0.2)


def _change_project(it: Round, chance: Random, *, may_redraft: bool) -> None:
    it.late += with_late_records(it.project, chance, it.month)
    if it.rolls:
        it.month = with_next_month(it.project, chance, it.month)
    elif may_redraft:
        _redraft(it, chance)


def _redraft(it: Round, chance: Random) -> None:
    """The project's file says something else of an indicator by now, whether an officer has retyped it or not."""
    file = sorted((it.project / "commentary").glob("*.toml"))[-1]
    said = file.read_text("utf-8")
    identities = [line[1:-1] for line in said.splitlines() if line.startswith("[")]
    if identities and chance.random() < 0.5:
        identity = chance.choice(identities)
        with_remarks(it.project, it.month, identity, {"commentary": f"Drafted anew for {identity}."})
        it.late.append(f"the commentary of {identity} in the project's file is another")


def finished(it: Round) -> Round:
    """The round's workbook refreshed, into another file."""
    refresh(it.edited, it.project, month=it.month, corrections=it.corrections, output=it.refreshed)
    return it


def built_anew(it: Round) -> Path:
    """The workbook that a build makes of the same project, with what the officer said in it."""
    project, output = it.folder / "as said", it.folder / "anew.xlsx"
    shutil.copytree(it.project, project)
    for edit in it.edits:
        edit.in_project(project)
    return build(project, output=output, month=it.month).path
