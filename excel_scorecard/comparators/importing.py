"""Importing: downloaded files of official statistics become rows of the project's comparators.csv.

Everything is read and checked first; the file is written in one move. What was read, what matched and what did not is
told. The files themselves are left where they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from excel_scorecard.comparators.neighbours import NeighbourList, read_neighbours
from excel_scorecard.comparators.own_file import file_to_write, with_rows
from excel_scorecard.comparators.periods import period_end
from excel_scorecard.comparators.releases import (
    Published,
    measures_of,
    read_release,
    tables_of,
    told_once,
    unknown_file,
)
from excel_scorecard.comparators.taking import Missed, Neighbours, Taken, Wish, neighbours_of, take
from excel_scorecard.disk import fingerprint_of, write_whole
from excel_scorecard.errors import Finding, ProjectError, stop_on_errors
from excel_scorecard.project import Indicator, Project, read_project
from excel_scorecard.published import MEASURES


@dataclass(frozen=True)
class Imported:
    """What an import did: the file, its rows, and a line for every file that was read.

    Attributes:
        path: the file that was written.
        rows: all that were taken; added and replaced are how many of them.
        read: by file, what it was recognised as and what was taken from it.
        without: indicators whose measure no file had.
        findings: the warnings.

    """

    path: Path
    rows: tuple[Taken, ...]
    added: int
    replaced: int
    read: tuple[str, ...]
    without: tuple[str, ...]
    findings: tuple[Finding, ...]


def import_comparators(project: Path, files: Sequence[Path]) -> Imported:
    """Take from downloaded files what the project's indicators are compared with, into its comparators.csv.

    Args:
        project: the project's folder, or its settings file. Indicators say by `published` what they are compared with;
            the section `[comparators]` says whose figures to take.
        files: the releases as downloaded, and the list of statistical neighbours, in any order.

    Raises:
        ProjectError: settings or a file's name are wrong, no indicator names a measure, or nothing could be taken.
        FindingsError: a file, or comparators.csv, cannot be used; nothing was written.
        MachineError: a file cannot be opened or written.

    """
    settings = read_project(project)
    wishes = [indicator for indicator in settings.indicators if indicator.published]
    if not wishes:
        known = ", ".join(MEASURES)
        what = "no indicator says which published measure it is compared with."
        raise ProjectError(what, where=settings.settings_file, mend=f"Write published = ... for one of them: {known}.")
    path = file_to_write(settings)
    there = fingerprint_of(path)
    read = _read_all(settings, files, wishes)
    taken = _taken(settings, wishes, read)
    read.findings[:] = told_once(read.findings)
    stop_on_errors(read.findings)
    if not taken:
        said = "; ".join(read.said) or "no file was recognised"
        mend = "Give the files of the measures that the indicators name, as downloaded from DfE."
        raise ProjectError(f"nothing could be taken: {said}.", where=settings.settings_file, mend=mend)
    content, added, replaced = with_rows(path, taken, settings)
    write_whole(path, content, replacing=there)
    without = [i for i in wishes if i.id not in {row.indicator for row in taken}]
    return Imported(
        path=path,
        rows=tuple(taken),
        added=added,
        replaced=replaced,
        read=tuple(read.said),
        without=tuple(f"{i.id} ({MEASURES[i.published].words.lower()})" for i in without),
        findings=tuple(settings.findings) + tuple(read.findings),
    )


@dataclass
class _Read:
    """What the files hold: measures, lists of neighbours, and what is said of each file."""

    published: list[Published]
    lists: list[NeighbourList]
    said: list[str]
    findings: list[Finding]


def _read_all(settings: Project, files: Sequence[Path], wishes: Sequence[Indicator]) -> _Read:
    wanted = [measure for measure in MEASURES.values() if measure.id in {i.published for i in wishes}]
    read = _Read([], [], [], [])
    named = settings.comparing.neighbour_list
    own = settings.folder / named
    if named and not own.is_file():
        mend = "Put the list there, or mend neighbour_list under [comparators]: a path from the project folder."
        raise ProjectError(f"there is no list of neighbours '{named}'.", where=settings.settings_file, mend=mend)
    for path in dict.fromkeys([*files, *([own] if named else [])]):
        if not path.is_file():
            what = "this is a folder, not a file." if path.is_dir() else "there is no such file."
            raise ProjectError(what, where=str(path), mend="Name the CSV files that were downloaded.")
        tables, findings = tables_of(path)
        read.findings += findings
        for table in tables:
            neighbours, found = read_neighbours(table)
            if neighbours is not None:
                read.lists.append(neighbours)
                count = len(neighbours.neighbours)
                read.said.append(
                    f"{path.name}: list of statistical neighbours, {neighbours.version}, {count} authorities"
                )
                read.findings += found
                continue
            published, release, found = read_release(table, wanted)
            read.findings += found
            read.published += published
            if release is None:
                read.findings.append(unknown_file(table))
            elif not any(each.level == "error" for each in found):
                ids = ", ".join(each.measure.id for each in published)
                nothing = f"nothing taken: no indicator has published = {' or '.join(measures_of(release))}"
                latest = f", to {published[0].latest}" if published else ""
                read.said.append(f"{path.name}: {release.words}{latest}; {ids or nothing}")
    return read


def _taken(settings: Project, wishes: Sequence[Indicator], read: _Read) -> list[Taken]:
    """The rows, of several releases of one measure those of the latest where both have a year."""
    group = _neighbours(settings, read)
    rows: dict[tuple[str, str, str], Taken] = {}
    for indicator in wishes:
        files = [each for each in read.published if each.measure.id == indicator.published]
        for published in sorted(files, key=lambda each: each.latest):
            for found in take(Wish(indicator, settings.comparing, group), published):
                if isinstance(found, Missed):
                    place = f"indicator '{indicator.id}'"
                    read.findings.append(
                        Finding("warning", published.file, place, "B-LEFT-OUT", found.what, found.mend)
                    )
                else:
                    rows[found.indicator, found.label.partition(" (")[0], found.period] = found
    order = [indicator.id for indicator in wishes]
    return sorted(rows.values(), key=lambda row: (order.index(row.indicator), -period_end(row.period).toordinal()))


def _neighbours(settings: Project, read: _Read) -> Neighbours | None:
    if "neighbours" not in settings.comparing.take:
        return None
    found = neighbours_of(settings.comparing, read.lists)
    if isinstance(found, Neighbours):
        return found
    file = settings.settings_file
    read.findings.append(Finding("warning", file, "comparators", "B-NEIGHBOURS", found.what, found.mend))
    return None
