"""Commentary reading: a month's texts from commentary/2015-09.toml and from the sheet Commentary of scorecard.xlsx.

What the file says comes before the sheet, and where the two differ it is told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from excel_scorecard.calendar import month_name
from excel_scorecard.commentary.marks import Mark
from excel_scorecard.commentary.model import COLLECTED_FROM, CONCERNS, Commentary, Concerns, Remarks
from excel_scorecard.errors import Finding, ProjectError
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
    SettingsError,
    nearest,
    read_toml,
    setting_error,
    validated,
)

Said = TypeVar("Said", Concerns, Remarks)

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


def commentary_file(project: Project, month: date) -> Path:
    """Where the month's texts are kept, whether or not the file is there."""
    return project.folder / "commentary" / f"{month:%Y-%m}.toml"


class Written(NamedTuple):
    """What stands in one place of a file about an indicator, or about the concerns, in one month."""

    month: date
    key: str
    """The indicator's id as written, or `concerns`."""
    remarks: Any
    """The settings of `Concerns` or `Remarks`, not checked yet."""
    where: str
    place: Place
    said: Callable[[ProjectError], ProjectError] = lambda problem: problem


def read_commentary(project: Project, month: date) -> Commentary:
    """The officers' texts of `month`, from the month's file and the workbook's sheet; empty where neither has any.

    What the file says comes before the sheet: it is what was collected from the officers' workbooks. Where the two say
    different things, a finding of the commentary names both places.

    Raises:
        ProjectError: the file is not TOML, a row's month is none, something is said twice on the sheet, or said of an
            indicator or setting that is not there; all at once.
        MachineError: the file cannot be opened.

    """
    problems: list[ProjectError] = []
    rows = read_commentary_sheet(project, problems)
    on_sheet = _once([row for row in rows if row.month == month], problems)
    content = _content(project, month)
    collected = content.pop(COLLECTED_FROM, {})
    in_file = {each.key: each for each in _written_in_file(project, month, content)}
    findings: list[Finding] = []
    ids = [indicator.id for indicator in project.indicators]
    texts: dict[str, Remarks] = {}
    concerns = Concerns()
    for key in dict.fromkeys((*on_sheet, *in_file)):
        if key not in (*ids, CONCERNS):
            problems.append(_unknown((in_file.get(key) or on_sheet[key]), ids))
            continue
        each = _together(on_sheet.get(key), in_file.get(key), findings)
        try:
            if key == CONCERNS:
                concerns = _with_words(_checked(Concerns, each), each, findings)
            else:
                texts[key] = _with_words(_checked(Remarks, each), each, findings)
        except SettingsError as error:
            told = {problem.where for problem in problems}
            problems.extend(each.said(problem) for problem in error.problems if problem.where not in told)
    if problems:
        raise SettingsError(problems)
    collected = {str(key): str(file) for key, file in collected.items()} if isinstance(collected, Mapping) else {}
    return Commentary(month=month, texts=texts, collected_from=collected, findings=_few(findings), **dict(concerns))


def _few(findings: list[Finding]) -> tuple[Finding, ...]:
    """The findings; of texts that are other in file and sheet, after a month of collecting, one with their count."""
    twice = [finding for finding in findings if finding.code == "P-TWICE"]
    others = [finding for finding in findings if finding.code != "P-TWICE"]
    if len(twice) > FEW:
        what = f"{twice[0].what}; and so are {len(twice) - 1} texts more"
        twice = [replace(twice[0], what=what)]
    return (*twice, *others)


FEW = 2


def _once(rows: list[Written], problems: list[ProjectError]) -> dict[str, Written]:
    """The rows by what they are of; a second row of the same is a problem."""
    first: dict[str, Written] = {}
    for row in rows:
        known = first.setdefault(row.key, row)
        if known is not row:
            what = f"'{row.key}' has a text for {month_name(row.month)} in two places: {known.where} and {row.where}"
            problems.append(setting_error(what, where=row.where, mend="Keep one of the two."))
    return first


def _unknown(written: Written, ids: Sequence[str]) -> ProjectError:
    known = ", ".join(ids[:3])
    mend = f"It is called by the indicator's id: {known}{', ...' if len(ids) > 3 else ''}; or {CONCERNS}."
    what = f"there is no indicator '{written.key}'{nearest(written.key, [*ids, CONCERNS])}"
    return setting_error(what, where=written.where, mend=mend)


def _together(on_sheet: Written | None, in_file: Written | None, findings: list[Finding]) -> Written:
    """What stands in both places as one: setting by setting, the file before the sheet."""
    if on_sheet is None or in_file is None or not isinstance(in_file.remarks, Mapping):
        found = in_file or on_sheet
        if found is None:
            raise ValueError("nothing is written in either place")
        return found
    for name, said in in_file.remarks.items():
        other = on_sheet.remarks.get(name, "")
        if other and str(other).strip() != str(said).strip():
            findings.append(_said_twice(name, in_file, on_sheet))

    def place(at: Location) -> str:
        return (in_file if not at or at[0] in in_file.remarks else on_sheet).place(at)

    def said_of(problem: ProjectError) -> ProjectError:
        return problem if problem.where == in_file.where else on_sheet.said(problem)

    remarks = {**on_sheet.remarks, **in_file.remarks}
    return Written(in_file.month, in_file.key, remarks, in_file.where, place, said_of)


def _said_twice(name: str, in_file: Written, on_sheet: Written) -> Finding:
    file, _, place = in_file.where.partition(", ")
    of = "" if in_file.key == CONCERNS else f" of '{in_file.key}'"
    what = (
        f"{name.replace('_', ' ')}{of} for {month_name(in_file.month)} is another on the sheet: "
        f"{on_sheet.place((name,))}; what the file says is used"
    )
    mend = "Nothing is to be done if the file's is the newer one; else change it there, or take it out."
    return Finding("warning", file, place or CONCERNS, "P-TWICE", what, mend)


def _with_words(said: Said, written: Written, findings: list[Finding]) -> Said:
    """The texts without those marks whose words are not in them any more."""
    changed: dict[str, tuple[Mark, ...]] = {}
    for name in type(said).model_fields:
        if not name.endswith("_marks"):
            continue
        marked, text = getattr(said, name), getattr(said, name.removesuffix("_marks"))
        changed[name] = tuple(mark for mark in marked if mark.start(text) >= 0)
        for mark in marked:
            if mark.start(text) < 0:
                file, _, place = written.where.partition(", ")
                times = "" if mark.at == 1 else f" {mark.at} times"
                words = mark.words if len(mark.words) <= 40 else f"{mark.words[:40]}..."
                what = f"{name}: '{words}' is not in the text{times}, so that nothing is marked by it"
                mend = "Write the words as they stand in the text, or take the mark out."
                findings.append(Finding("warning", file, place or CONCERNS, "P-MARK", what, mend))
    return said.model_copy(update=changed)


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
    remarks = {CONCERNS: values.get("commentary", "")}
    return Written(month.replace(day=1), CONCERNS, remarks, place(()), lambda _: place(("commentary",)))


def _content(project: Project, month: date) -> dict[str, Any]:
    """The month's file as plain settings; none where there is no file."""
    file = commentary_file(project, month)
    return read_toml(file, file.relative_to(project.folder).as_posix()) if file.is_file() else {}


def _written_in_file(project: Project, month: date, content: Mapping[str, Any]) -> list[Written]:
    shown = commentary_file(project, month).relative_to(project.folder).as_posix()

    def said(key: str, remarks: Any) -> Written:
        where = shown if key == CONCERNS else f"{shown}, [{key}]"
        return Written(month, key, remarks, where, lambda _: where)

    of_summary = {key: content[key] for key in Concerns.model_fields if key in content}
    found = [said(CONCERNS, of_summary)] if of_summary else []
    return found + [said(key, remarks) for key, remarks in content.items() if key not in of_summary]


def _checked(model: type[Said], written: Written) -> Said:
    if not isinstance(written.remarks, Mapping):
        mend = 'Write the indicator\'s id as a [heading], and below it commentary = "..." and action = "...".'
        raise SettingsError([setting_error("this is not a section", where=written.where, mend=mend)])
    return validated(model, written.remarks, written.place)
