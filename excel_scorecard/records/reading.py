"""Reading: the records of a project, from wherever its settings say, as tables that measures can count.

Knows the settings and the ready-made formats. How a file is opened, a heading matched, a row checked is for the modules
beside it. Nothing is kept between two readings, and nothing is written anywhere.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from excel_scorecard.errors import Finding, ProjectError
from excel_scorecard.project import RECORDS_FILE, Project
from excel_scorecard.project.records_settings import RecordsSettings, TableSettings
from excel_scorecard.records import annex_a, ssd
from excel_scorecard.records.checking import Areas, area_of_teams, checked
from excel_scorecard.records.database import Database
from excel_scorecard.records.headings import Matched, match
from excel_scorecard.records.mapping import WHERE, TableMapping, mapping_problems, own_mapping
from excel_scorecard.records.quality import Account, Lacking, TableAccount
from excel_scorecard.records.schema import TABLES
from excel_scorecard.records.sources import Source, Sources, open_sources
from excel_scorecard.records.tables import Records
from excel_scorecard.settings_file import SettingsError, setting_error

Found = tuple[Source, Matched]


class RecordsRead(NamedTuple):
    """The records of a project by table, and the account of what was read."""

    tables: dict[str, Records]
    account: Account


@dataclass
class _Reading:
    """What was found so far."""

    settings: RecordsSettings
    folder: Path
    where: str
    """How the settings are called in errors."""
    areas: Callable[[date], Areas]
    connection: Any = None
    tables: dict[str, Records] = field(default_factory=dict)
    accounts: list[TableAccount] = field(default_factory=list)
    lacking: dict[str, str] = field(default_factory=dict)
    told: list[Finding] = field(default_factory=list)

    def add(self, mapping: TableMapping, found: Iterable[Found]) -> None:
        records, account = checked(mapping, found, self.areas(mapping.as_of))
        self.accounts.append(account)
        if account.read:
            self.tables[mapping.table.name] = records
        elif mapping.table.name in TABLES:  # an extract that was not filled: nothing is known, and that is not zero
            self.lacking[mapping.table.name] = f"{records.source} has the headings, and no row below them."


def read_records(project: Project, *, connection: Any = None) -> RecordsRead:
    """The records of a project, by the name of their table, and the account of all that was read.

    Args:
        project: whose `[records]` say where to read; none are read where it has no such settings.
        connection: an Ibis backend to read relations and queries from, instead of the database of the settings. It is
            left open.

    Raises:
        ProjectError: the settings do not fit what is there: no such file, sheet, heading or environment variable.
        MachineError: a file or a database cannot be opened, or what reads it is not installed.

    """
    settings = project.records
    if settings is None:
        return RecordsRead({}, Account())
    where = RECORDS_FILE if (project.folder / RECORDS_FILE).is_file() else f"{project.settings_file}, [records]"
    _stop_on_problems(settings, where)
    teams = functools.cache(functools.partial(area_of_teams, project.teams))
    reading = _Reading(settings, project.folder, where, teams, connection)
    own = {name: each for name, each in settings.tables.items() if each.is_set}
    with _database(reading, own) as database:
        if settings.format == "annex-a":
            _read_annex_a(reading, frozenset(own))
        elif settings.format == "ssd":
            _read_ssd(reading, frozenset(own), database)
        for name, each in own.items():
            mapping = own_mapping(settings, each, TABLES[name])
            reading.lacking.pop(name, None)
            reading.add(mapping, _own_sources(reading, each, mapping, database))
    lacking = tuple(Lacking(name, why) for name, why in reading.lacking.items())
    tables = {
        name: replace(reading.tables[name], taken_within=settings.taken_within)
        for name in TABLES
        if name in reading.tables
    }
    return RecordsRead(tables, Account(tuple(reading.accounts), lacking, tuple(reading.told)))


def _stop_on_problems(settings: RecordsSettings, where: str) -> None:
    problems = [
        setting_error(problem.what, where=_table_place(where, name), mend=problem.mend)
        for name, own in settings.tables.items()
        for problem in mapping_problems(own, TABLES[name])
    ]
    if problems:
        raise SettingsError(problems)


def _table_place(where: str, name: str) -> str:
    """How the settings of a table are called in errors."""
    return f"{where.removesuffix(']')}.{name}]" if where.endswith("]") else f"{where}, [{name}]"


@contextmanager
def _database(reading: _Reading, own: dict[str, TableSettings]) -> Iterator[Database | None]:
    is_asked = any(each.relation or each.query for each in own.values()) or (
        reading.settings.format == "ssd" and not reading.settings.files
    )
    if not is_asked:
        yield None
    elif reading.connection is not None:
        yield Database(reading.connection, "the database")
    else:
        database = Database.connect(reading.settings, reading.folder, reading.where)
        try:
            yield database
        finally:
            database.close()


# ---- files and sheets ------------------------------------------------------------------------------------------------


def _files(reading: _Reading, patterns: Sequence[str], where: str) -> list[tuple[Path, str]]:
    """The files of patterns, each with how it is called, in the order of their names."""
    found: dict[Path, str] = {}
    for pattern in patterns:
        path = Path(pattern)
        # an extract may lie on another drive than the project
        root = Path(path.anchor) if path.is_absolute() else reading.folder
        named = sorted(root.glob(str(path.relative_to(path.anchor) if path.is_absolute() else path)))
        files = [each for each in named if each.is_file() and not each.name.startswith("~$")]
        if not files:
            what = f"there is no file {pattern}."
            raise ProjectError(what, where=where, mend="Check the folder and the name; * stands for any letters.")
        found |= {each: each.name for each in files}
    return list(found.items())


def _opened(files: Iterable[tuple[Path, str]]) -> list[Sources]:
    """The files, each of whose sheets is read once however many tables are in it."""
    opened = [open_sources(path, shown) for path, shown in files]
    return [Sources(each.file, each.names, functools.cache(each.get)) for each in opened]


def _own_sources(
    reading: _Reading, own: TableSettings, mapping: TableMapping, database: Database | None
) -> Iterator[Found]:
    """The sources of a table by the project's own settings, and where the columns stand in each.

    Raises:
        ProjectError: a heading that the settings name is not there.

    """
    name = mapping.table.name
    where = _table_place(reading.where, name)
    if database is not None and (own.relation or own.query):
        source = database.relation(own.relation) if own.relation else database.query(own.query, f"query of {name}")
        yield source, _whole_match(source, own, mapping)
        return
    for sources in _opened(_files(reading, own.files, where)):
        source = _own_sheet(sources, own, mapping, where)
        yield source, _whole_match(source, own, mapping)


def _own_sheet(sources: Sources, own: TableSettings, mapping: TableMapping, where: str) -> Source:
    if own.sheet and sources.names != ("",):
        named = [sheet for sheet in sources.names if sheet.strip().casefold() == own.sheet.casefold()]
        if not named:
            what = f"{sources.file} has no sheet '{own.sheet}'."
            raise ProjectError(what, where=where, mend=f"Its sheets are {', '.join(sources.names)}.")
        return sources.get(named[0])
    if len(sources.names) == 1:
        return sources.get(sources.names[0])
    fitting = [
        source
        for source in map(sources.get, sources.names)
        if (found := match(source, mapping.wanted)) and _needed_headings(mapping) <= set(found.positions)
    ]
    if len(fitting) != 1:
        said = "more than one sheet" if fitting else "no sheet"
        what = f"{sources.file} has {said} with the headings of {mapping.table.name}."
        raise ProjectError(what, where=where, mend="Name it: sheet = ...")
    return fitting[0]


def _needed_headings(mapping: TableMapping) -> set[str]:
    choosing = {f"{WHERE}{heading}" for heading in mapping.where}
    return {name for name in mapping.needed if name not in mapping.fixed} | choosing


def _whole_match(source: Source, own: TableSettings, mapping: TableMapping) -> Matched:
    """Where the columns stand.

    Raises:
        ProjectError: a column that is needed, or that the settings name, is not there; or it is there twice.

    """
    found = match(source, mapping.wanted)
    there = set(found.positions) if found else set()
    wanted = {*_needed_headings(mapping), *own.columns, *((mapping.only_with,) if mapping.only_with else ())}
    if missing := sorted(wanted - there - set(mapping.fixed)):
        name = missing[0]
        called = " or ".join(f"'{heading}'" for heading in mapping.wanted.get(name, (name,)))
        also = f", nor {len(missing) - 1} others" if len(missing) > 1 else ""
        what = f"{mapping.table.name} have no column with the heading {called} here{also}."
        mend = "Write the heading under columns as it stands in the extract, among its first rows."
        raise ProjectError(what, where=source.shown, mend=mend)
    if found is None:
        raise AssertionError(source.shown)  # something is always needed
    if found.twice:
        what = f"the heading '{found.headings[found.twice[0]]}' is there twice."
        raise ProjectError(what, where=source.shown, mend="Rename the one that is not meant.")
    return found


# ---- ready-made formats ----------------------------------------------------------------------------------------------


def _ready_made(reading: _Reading, mapping: TableMapping, sources: Iterable[Source], called: str) -> None:
    """Read a table of a ready-made format; what is not there is told, and the rest is read."""
    found: list[Found] = []
    name = mapping.table.name
    for source in sources:
        where = match(source, mapping.wanted)
        missing = _needed_headings(mapping) - (set(where.positions) if where else set())
        if where is None or missing or where.twice:
            headings = sorted(mapping.wanted[each][0] for each in missing) or [where.headings[where.twice[0]]]  # type: ignore[union-attr]  # nothing missing: found
            said = "there is no heading" if missing else "there is more than one heading"
            what = f"{name}: {said} '{headings[0]}'"
            mend = "Mend the heading in the extract, or map the table yourself under [records." + name + "]."
            reading.told.append(Finding("warning", source.shown, "headings", "E-HEADING", what, mend))
        else:
            found.append((source, where))
    if found:
        reading.add(mapping, found)
    elif name in TABLES:
        reading.lacking[name] = f"{called} is not among the records, or has not the headings that are needed."


def _read_annex_a(reading: _Reading, own: frozenset[str]) -> None:
    as_of = _as_of(reading.settings)
    opened = _opened(_files(reading, reading.settings.files, reading.where))
    lists: dict[int, list[Source]] = {}
    mappings = list(annex_a.annex_a_mappings(reading.settings, as_of))
    wanted = {number for number, _ in mappings}
    for sources in opened:
        for number, sheet in annex_a.lists_of(sources):
            if number in wanted:
                lists.setdefault(number, []).append(sources.get(sheet))
    if not lists:
        what = "these files hold none of Annex A's lists 3 to 8."
        mend = "Let the sheets be called List_3, List 4 and so on; or one CSV file a list, with its number in the name."
        raise ProjectError(what, where=reading.where, mend=mend)
    for number, found in lists.items():
        if len(found) > 1:
            what = f"list {number} is there {len(found)} times: {', '.join(source.shown for source in found)}"
            mend = "All were read as one. Give a sheet that is no list of the inspection another name."
            reading.told.append(Finding("warning", found[0].file, "sheets", "E-LIST", what, mend))
    for number, mapping in mappings:
        if mapping.table.name not in own:
            _ready_made(reading, mapping, lists.get(number, ()), f"List {number}")
    reading.lacking |= {name: why for name, why in annex_a.CANNOT_GIVE.items() if name not in own}


def _read_ssd(reading: _Reading, own: frozenset[str], database: Database | None) -> None:
    as_of = _as_of(reading.settings)
    opened = _opened(_files(reading, reading.settings.files, reading.where)) if reading.settings.files else []
    relations = database.relations() if database and not opened else []
    is_any = False
    for name, mapping in ssd.ssd_mappings(reading.settings, as_of):
        sources = [
            each.get(sheet)
            for each in opened
            for sheet in each.names
            if ssd.is_called(sheet or PurePath(each.file).stem, name)
        ]
        if database is not None:
            sources += [database.relation(each) for each in relations if each.casefold() == name]
        is_any = is_any or bool(sources)
        if mapping.table.name not in own:
            _ready_made(reading, mapping, sources, name)
    if not is_any:
        what = "there is no table of the Standard Safeguarding Dataset here."
        mend = "Let files, sheets or relations be called as its tables: ssd_cin_episodes.csv."
        raise ProjectError(what, where=reading.where, mend=mend)
    reading.tables = ssd.put_together(reading.tables)
    reading.lacking |= {name: why for name, why in ssd.CANNOT_GIVE.items() if name not in own}


def _as_of(settings: RecordsSettings) -> date:
    if settings.as_of is None:
        raise AssertionError("as_of")  # the settings' own rules have asked for it
    return settings.as_of
