"""Each: a workbook for every area, or every authority, from one reading of the project, built side by side.

The figures are read once; each workbook is then built in a process of a pool. One that cannot be built does not stop
the others, and is named. What an area's scorecard is, is one_area.py's.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from excel_scorecard.brand.shipped import find_template
from excel_scorecard.commentary import Commentary
from excel_scorecard.disk import fingerprint_of
from excel_scorecard.errors import Finding, MachineError, ScorecardError
from excel_scorecard.figures import Figures, read_figures
from excel_scorecard.one_area import AUTHORITY_AXIS, OneArea, areas_of_axis, one_area
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import Project, read_project
from excel_scorecard.records import Account
from excel_scorecard.scorecard import make_scorecard
from excel_scorecard.workbook.build import refuse_to_lose_edits, report_month
from excel_scorecard.workbook.fill import fill

MOST_PROCESSES: Final = 61  # Windows waits for no more at once
_AHEAD: Final = 4  # tasks a process that lie ready for it; all at once would lie in memory a second time

Progress = Callable[[int, int, str], None]
"""Told of each workbook that is done: how many are, of how many, and whose it is."""


@dataclass(frozen=True)
class BuiltOne:
    """One area's workbook."""

    area: str
    path: Path
    counts_text: str
    left_out: tuple[str, ...]
    """Ids of the indicators that have no figures by area."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FailedOne:
    """An area whose workbook could not be built, and why."""

    area: str
    path: Path
    what: str
    where: str
    mend: str

    def __str__(self) -> str:
        return f"{self.area}: not built. {self.where}: {self.what}\n  {self.mend}"


@dataclass(frozen=True)
class Each:
    """What became of all of them, in the order of the project's areas."""

    folder: Path
    month: date
    built: tuple[BuiltOne, ...]
    failed: tuple[FailedOne, ...]
    findings: tuple[Finding, ...]
    """What is told of the project as a whole."""
    account: Account | None = None
    """What became of the records, where figures are counted from some."""


def build_each(
    project: Path,
    *,
    axis: str,
    month: date | None = None,
    folder: Path | None = None,
    overwrite: bool = False,
    processes: int | None = None,
    progress: Progress | None = None,
) -> Each:
    """Build a workbook for each area of an axis; in it the area's figures are the total.

    Args:
        project: the project's folder, or its settings.
        axis: `area`, `authority` (areas that are organisations of their own), or another of the project's axes.
        month: the month to show; default the project's, else the latest with figures.
        folder: where the workbooks are written; default `scorecards-<project>-<month>` in the current folder.
        overwrite: replace a workbook even where somebody has saved it since it was built.
        processes: how many build at once; default one a processor. With 1 this process builds them all.
        progress: told of each that is done.

    Raises:
        ProjectError, FindingsError: settings or figures are wrong, or there is no such axis; nothing was written.
        TemplateError: the template cannot be read.
        MachineError: the folder cannot be made.

    """
    settings = read_project(project)
    areas = areas_of_axis(settings, axis)
    figures, findings = read_figures(settings, month=month)
    at = month or report_month(settings, figures)
    template = find_template(settings.scorecard.template, settings.folder)
    Workbook.open(template)  # what is wrong with it is told once, not once an area
    named = f"{settings.folder.resolve().name}-" if settings.folder.resolve().name else ""
    out = folder or Path(f"scorecards-{named}{at:%Y-%m}")
    _make(out)
    paths = dict(zip(areas, (out / name for name in file_names(areas, at)), strict=True))
    tasks = _tasks(settings, figures, paths, at, is_authority=axis == AUTHORITY_AXIS, overwrite=overwrite)
    count = min(processes or os.cpu_count() or 1, len(areas), MOST_PROCESSES)
    done: dict[str, BuiltOne | FailedOne] = {}
    for one in _side_by_side(tasks, template, count) if count > 1 else _one_by_one(tasks, template):
        done[one.area] = one
        if progress is not None:
            progress(len(done), len(areas), one.area)
    in_order = [done[area] for area in areas]
    return Each(
        folder=out,
        month=at,
        built=tuple(one for one in in_order if isinstance(one, BuiltOne)),
        failed=tuple(one for one in in_order if isinstance(one, FailedOne)),
        findings=settings.findings + findings,
        account=figures.account,
    )


def file_names(areas: Iterable[str], month: date) -> list[str]:
    """A file's name for each, which every system takes, and no two alike."""
    made: list[str] = []
    for position, area in enumerate(areas, start=1):
        word = "-".join(re.findall(r"[a-z0-9]+", area.casefold()))[:60] or f"area-{position}"
        name = f"scorecard-{word}-{month:%Y-%m}.xlsx"
        made.append(f"scorecard-{word}-{position}-{month:%Y-%m}.xlsx" if name in made else name)
    return made


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        mend = "Give another folder with -o."
        raise MachineError(f"the folder cannot be made ({error.strerror})", where=str(folder), mend=mend) from error


# ---- one workbook ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Task:
    area: str
    path: Path
    month: date
    overwrite: bool
    of: OneArea | None
    """None where the area has nothing to show; `wrong` says why."""
    wrong: ScorecardError | None = None


def _tasks(
    project: Project, figures: Figures, paths: dict[str, Path], month: date, *, is_authority: bool, overwrite: bool
) -> Iterator[_Task]:
    """Made one after the other, as they are asked for."""
    for area, path in paths.items():
        try:
            of = one_area(project, figures, area, is_authority=is_authority)
        except ScorecardError as error:
            yield _Task(area, path, month, overwrite, None, error)
        else:
            yield _Task(area, path, month, overwrite, of)


class _Builder:
    """Builds one workbook after the other from a template that is opened once."""

    def __init__(self, template: Path) -> None:
        self._template = Workbook.open(template)

    def build(self, task: _Task) -> BuiltOne | FailedOne:
        """The task's workbook, written; or what was in the way, whatever it was."""
        try:
            return self._built(task)
        except ScorecardError as error:
            return FailedOne(task.area, task.path, error.what, error.where, error.mend)
        except Exception as error:  # a fault of ours in one must not take the other workbooks with it
            what = f"a fault of this program, not yours ({type(error).__name__})"
            mend = "Please report it. The other workbooks are not touched by it."
            return FailedOne(task.area, task.path, what, str(task.path), mend)

    def _built(self, task: _Task) -> BuiltOne:
        if task.of is None:
            raise task.wrong or RuntimeError("a task has an area, or says why not")
        there = fingerprint_of(task.path) if task.overwrite else refuse_to_lose_edits(task.path)
        scorecard = make_scorecard(task.of.project, task.of.figures, Commentary(month=task.month), task.month)
        filled = fill(self._template.copy(), scorecard)
        filled.workbook.save(task.path, replacing=there)
        return BuiltOne(task.area, task.path, scorecard.counts_text, task.of.left_out, filled.findings)


def _one_by_one(tasks: Iterable[_Task], template: Path) -> Iterator[BuiltOne | FailedOne]:
    builder = _Builder(template)
    for task in tasks:
        yield builder.build(task)


# ---- many at once ----------------------------------------------------------------------------------------------------

# Of a process of the pool, which has no other place for what lasts from one task to the next.
_template: Path | None = None
_builder: _Builder | None = None


def _begin(template: Path) -> None:
    global _template  # noqa: PLW0603  # see above
    _template = template


def _build(task: _Task) -> BuiltOne | FailedOne:
    global _builder  # noqa: PLW0603  # see above
    if _template is None:
        raise RuntimeError("a process of the pool begins with its template")
    try:
        _builder = _builder or _Builder(_template)
    except ScorecardError as error:
        return FailedOne(task.area, task.path, error.what, error.where, error.mend)
    return _builder.build(task)


def _side_by_side(tasks: Iterable[_Task], template: Path, processes: int) -> Iterator[BuiltOne | FailedOne]:
    """Each as it is done. A process that is stopped from outside takes what it and the pool still had with it."""
    waiting = iter(tasks)
    pending: dict[Future[BuiltOne | FailedOne], _Task] = {}
    # spawned on every system, as Windows does it: what works here works there
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(template,))
    try:
        while True:
            refused: list[_Task] = []
            for task in islice(waiting, processes * _AHEAD - len(pending)):
                try:
                    pending[pool.submit(_build, task)] = task
                except BrokenProcessPool:
                    refused.append(task)
            yield from map(_stopped, refused)
            if not pending and not refused:
                return
            done = wait(pending, return_when=FIRST_COMPLETED).done if pending else ()
            for future in done:
                task = pending.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    yield _stopped(task)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _stopped(task: _Task) -> FailedOne:
    what = "the process that builds it was stopped, or this machine does not let one be started"
    return FailedOne(task.area, task.path, what, str(task.path), "Build again with --processes 1.")
