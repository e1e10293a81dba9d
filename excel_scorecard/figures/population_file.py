"""Population file: the mid-year estimates in a project's file of populations and in its settings, checked.

Knows the file's header words and how officers write a year and a number of people. Which estimate a rate divides by is
for populations.py.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from excel_scorecard.calendar import read_day
from excel_scorecard.errors import Finding, Level, ProjectError
from excel_scorecard.figures.files import Cell, Row, Table, Unreadable, read_tables
from excel_scorecard.figures.layout import HEADER_WORDS, filled, find_header, header_error, is_example, roles_of
from excel_scorecard.figures.populations import MID_YEAR_MONTH, Populations
from excel_scorecard.project import TOTAL, Population, Project, Scorecard
from excel_scorecard.settings_file import nearest

POPULATION_WORDS: Mapping[str, tuple[str, ...]] = {
    "area": (*HEADER_WORDS["area"], "place", "district", "ward"),
    "year": ("year", "mid year", "mid year estimate", "estimate year"),
    "population": ("population", "people", "persons", "all persons", "estimate", "number"),
    "name": ("name", "population name", "which population", "age", "ages", "age group"),
    "source": ("source",),
}
_ROLES = roles_of(POPULATION_WORDS)
_HEADER_MEND = "Head the columns area, year, population; name and source may follow."
_YEAR_MEND = "Write the year of the mid-year estimate, such as 2024."
_PEOPLE_MEND = "Write the number of people in full, such as 138040."

_YEAR = re.compile(r"(?:mid[ -]?(?:year )?|30 june |june )?((?:19|20)[0-9]{2})(?:[ -]mid[ -]?year)?", re.IGNORECASE)
_PEOPLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")
_YEARS = range(1990, 2101)


class _Estimate(NamedTuple):
    population: Population
    file: str
    place: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table of populations: where its columns stand. `years` by column where the years are across."""

    table: Table
    header: Row
    roles: Mapping[str, int]
    years: Mapping[int, int]

    def place(self, row: Row, column: int) -> str:
        header = self.header.cells[column] if column < len(self.header.cells) else ""
        return self.table.place(row.line, column, str(header))

    def cell(self, row: Row, role: str) -> Cell:
        column = self.roles.get(role)
        return row.cells[column] if column is not None and column < len(row.cells) else ""


def read_populations(project: Project) -> tuple[Populations, list[Finding]]:
    """All estimates of the project, of its file and its settings, and what is wrong with them.

    The file may be CSV or a workbook; it may lack where the project does not name one of its own.

    Raises:
        ProjectError: the file that the project names is not there.
        MachineError: it cannot be opened.

    """
    reading = _PopulationReading(project)
    for number, population in enumerate(project.populations):
        called = f"population {number + 1}, {population.area} {population.year}"
        place = project.place(("population", number), called)
        reading.take(population, project.settings_file, place)
    named = project.scorecard.populations
    path = project.folder / named
    if named and path.is_file():
        tables, findings = read_tables(path, Path(named).as_posix())
        reading.findings += findings
        reading.read(tables)
    elif named and named != Scorecard.model_fields["populations"].default:
        raise ProjectError(
            f"there is no file of populations '{named}'.",
            where=project.settings_file,
            mend="Put it there, with the columns area, year and population; or mend the setting populations.",
        )
    return Populations(project, reading.estimates()), reading.findings


class _PopulationReading:
    def __init__(self, project: Project) -> None:
        self.findings: list[Finding] = []
        self._areas = {name.casefold(): name for name in (TOTAL, *(area.name for area in project.areas))}
        self._taken: dict[tuple[str, int, str], _Estimate] = {}

    def estimates(self) -> Iterator[Population]:
        return (estimate.population for estimate in self._taken.values())

    def read(self, tables: list[Table]) -> None:
        sheets = [sheet for table in tables if (sheet := self._sheet(table)) is not None]
        if tables and not sheets and not self.findings:
            what = "no populations were found: no row heads the columns"
            self.findings.append(Finding("error", tables[0].file, "the first rows", "P-HEADER", what, _HEADER_MEND))
        for sheet in sheets:
            start = sheet.table.rows.index(sheet.header) + 1
            for row in sheet.table.rows[start:]:
                if not is_example(sheet.cell(row, "area")):
                    self._read_row(sheet, row)

    def take(self, population: Population, file: str, place: str) -> None:
        """Take in an estimate whose numbers are right, if its area is one and it is not there yet."""
        area = self._areas.get(population.area.casefold())
        if area is None:
            what = f"'{population.area}' is no area, and is set aside{nearest(population.area, self._areas.values())}"
            mend = f"The areas are {', '.join(self._areas.values())}."
            self._tell(file, place, "P-PLACE", what, mend, level="warning")
            return
        population = population.model_copy(update={"area": area})
        first = self._taken.setdefault(
            (area, population.year, population.name.casefold()), estimate := _Estimate(population, file, place)
        )
        if first is not estimate:
            called = f" of '{population.name}'" if population.name else ""
            what = f"the population{called} of {area} in {population.year} is there twice: first in {first.file}, "
            self._tell(file, place, "P-DUPLICATE", what + first.place, "Keep one of the two.")

    def _sheet(self, table: Table) -> _Sheet | None:
        found = find_header(table, _ROLES, "area")
        if found is None:
            return None
        position, says = found
        header = table.rows[position]
        roles = {role: says.index(role) for role in dict.fromkeys(says) if role}
        years = {
            column: year
            for column in filled(header)
            if not says[column] and isinstance(year := _read_year(header.cells[column]), int)
        }
        lacking = [] if years else [role for role in ("year", "population") if role not in roles]
        if lacking:
            what = f"there is no column for the {' and the '.join(lacking)}"
            wrong = header_error(table, header, 0, what, _HEADER_MEND)
            self._tell(wrong.file, wrong.place, "P-HEADER", what, _HEADER_MEND)
            return None
        return _Sheet(table, header, roles, years)

    def _read_row(self, sheet: _Sheet, row: Row) -> None:
        columns = (*sheet.roles.values(), *sheet.years)
        if not any(column < len(row.cells) and row.cells[column] != "" for column in columns):
            return
        if len(row.cells) > len(sheet.header.cells) and not sheet.table.sheet:
            what = f"the line has {len(row.cells)} cells, and there are {len(sheet.header.cells)} columns"
            place, mend = (
                f"line {row.line}",
                'Put numbers like "138,040" between quotation marks, or leave the comma out.',
            )
            self._tell(sheet.table.file, place, "P-NUMBER", what, mend)
            return
        if sheet.years:
            for column, year in sheet.years.items():
                if column < len(row.cells) and row.cells[column] != "":
                    self._read_estimate(sheet, row, year, column)
            return
        year_read = _read_year(sheet.cell(row, "year"))
        if isinstance(year_read, str):
            self._tell(sheet.table.file, sheet.place(row, sheet.roles["year"]), "P-YEAR", year_read, _YEAR_MEND)
            return
        self._read_estimate(sheet, row, year_read, sheet.roles["population"])

    def _read_estimate(self, sheet: _Sheet, row: Row, year: int, column: int) -> None:
        file, place = sheet.table.file, sheet.place(row, column)
        people = _read_people(row.cells[column] if column < len(row.cells) else "")
        if isinstance(people, str):
            self._tell(file, place, "P-NUMBER", people, _PEOPLE_MEND)
            return
        population = Population(
            area=str(sheet.cell(row, "area")) or TOTAL,
            year=year,
            population=people,
            name=str(sheet.cell(row, "name")),
            source=str(sheet.cell(row, "source")),
        )
        at = place if sheet.years else sheet.place(row, sheet.roles["area"])
        self.take(population, file, at)

    def _tell(self, file: str, place: str, code: str, what: str, mend: str, *, level: Level = "error") -> None:
        self.findings.append(Finding(level, file, place, code, what, mend))


def _read_year(cell: Cell) -> int | str:
    """The year of a mid-year estimate; or, as text, why it is none."""
    if isinstance(cell, date):
        return cell.year if cell.month == MID_YEAR_MONTH else f"{cell:%d/%m/%Y} is no mid-year"
    if isinstance(cell, Unreadable):
        return f"the year is {cell.what}"
    if cell == "":
        return "the row names no year"
    match = _YEAR.fullmatch(" ".join(str(cell).split()))
    if match is None:
        try:
            return _read_year(read_day(cell))
        except ValueError:
            return f"'{cell}' is no year"
    year = int(match[1])
    return year if year in _YEARS else f"the year {year} is not between {_YEARS[0]} and {_YEARS[-1]}"


def _read_people(cell: Cell) -> int | str:
    """A number of people; or, as text, why it is none."""
    if isinstance(cell, Unreadable):
        return f"the population is {cell.what}"
    if isinstance(cell, str) and _PEOPLE.fullmatch(cell):
        people: int | Decimal = int(cell.replace(",", ""))
    elif isinstance(cell, int | Decimal):
        people = cell
    else:
        return f"population '{cell}' is not a whole number" if cell != "" else "there is no population"
    if people < 1:
        return f"population {people} is below 1"
    return int(people) if people == int(people) else f"population {people} is not a whole number"
