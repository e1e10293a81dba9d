"""As Annex A: lists 3 to 8 of Ofsted's child-level data, of the six months before the extract, as one workbook.

Headings, sheets and title rows are the template's of August 2019; the codes are its own. What does not follow from the
chain, such as placements, is left blank. Lists 6, 7 and 8 have a row a child: the latest episode.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from excel_scorecard.calendar import months_after
from excel_scorecard.records.fictional.days import Flags, Texts, day_of
from excel_scorecard.records.fictional.extract import Council
from excel_scorecard.records.fictional.world import Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

Column = tuple[str, Sequence[str | int]]
"""A heading, and the cells under it: texts, whole numbers, and dates as 2026-03-31."""

_MONTHS: Final = 6
NOBODY: Final = "Unallocated"
_FLAGS: Final[Mapping[str, str]] = {"yes": "a) Yes", "no": "b) No", "unknown": "c) Unknown"}
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_ISO_LENGTH: Final = 10

_TITLES: Final = {
    "List_3": "List 3: Referral",
    "List_4": "List 4: Assessments",
    "List_5": "List 5: Section 47 enquiries and Initial Child Protection Conferences",
    "List_6": "List 6: Children in Need",
    "List_7": "List 7: Child protection",
    "List_8": "List 8: Children in care",
}
# Between those that are filled, in the template's order.
_CARE_BLANK_BEFORE: Final = (
    "Date of Latest Statutory Review",
    "Date of Last Social Work Visit",
    "What is the permanence plan for this child?",
    "Date of Last IRO Visit / Contact to the Child",
    "Date of Last Health Assessment",
    "Date of Last Dental Check",
    "Number of Placements in the Last 12 months",
)
_CARE_BLANK_BEHIND: Final = (
    "Reason Ceased to be Looked After",
    "Start Date of Most Recent Placement",
    "Placement Type",
    "Placement Provider",
    "Placement postcode",
    "URN of Placement",
    "Placement Location",
    "LA of Placement",
    "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
    "Number of Episodes the Child has been ‘Absent’ from their Placement in the last 12 months",
    "Was the child offered a Return Interview after their last missing episode (Y/N)?",
    "Did the child accept a Return Interview after their last missing episode (Y/N)?",
)


def write_annex_a(council: Council, tables: Mapping[str, Table], path: str, mark: str) -> None:
    """The workbook at `path`; `mark` opens every title. The same tables give the same bytes."""
    import xlsxwriter

    lists = _Lists(council, tables)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        made = day_of(council.as_of)
        book.set_properties(
            {
                "title": f"{mark}: Annex A of a council that does not exist",
                # document dates carry no zone
                "created": dt.datetime(made.year, made.month, made.day),  # noqa: DTZ001
            }
        )
        date_format = book.add_format({"num_format": "dd/mm/yyyy"})
        for sheet, columns in lists.all():
            _draw(book, sheet, f"{mark}: {_TITLES[sheet]}", columns, date_format)


def _draw(book: "Workbook", name: str, title: str, columns: Sequence[Column], date_format: "Format") -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(columns) - 1, 14)
    sheet.write_string(0, 0, title)
    for place, (heading, _) in enumerate(columns):
        sheet.write_string(1, place, heading)
    for row, cells in enumerate(zip(*(cells for _, cells in columns), strict=True), start=2):
        for place, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(row, place, cell)
            elif cell:
                serial = _serial(cell)
                if serial:
                    sheet.write_number(row, place, serial, date_format)
                else:
                    sheet.write_string(row, place, cell)


@cache
def _serial(text: str) -> int:
    """The number that Excel holds for a date; 0 for any other text."""
    if len(text) != _ISO_LENGTH or text[4] != "-":
        return 0
    return date.fromisoformat(text).toordinal() - _DAY_ZERO


def _rows(table: Table, chosen: Flags) -> list[dict[str, str]]:
    columns = (texts[chosen].tolist() for texts in table.values())
    return [dict(zip(table, row, strict=True)) for row in zip(*columns, strict=True)]


def _stripped(texts: Texts) -> list[str]:
    return [text.strip() for text in texts.tolist()]


def _flag(text: str) -> str:
    return _FLAGS.get(text, text)


def _begun(table: Table, begin: str, since: str) -> list[dict[str, str]]:
    """The rows that began in the time, or of which nobody knows. Dates written alike sort as texts do."""
    return _rows(table, (table[begin] == "") | (table[begin] >= since))


def _open(table: Table, begin: str, end: str, since: str) -> list[dict[str, str]]:
    """The rows that were open in the time or began in it."""
    return _rows(table, (table[end] == "") | (table[end] >= since) | (table[begin] >= since))


def _latest(rows: Sequence[dict[str, str]], begin: str) -> list[dict[str, str]]:
    """One row a child, that which began last, in the order in which the children come first."""
    kept: dict[str, dict[str, str]] = {}
    for row in rows:
        child = row["child_id"].strip()
        if child not in kept or row[begin] >= kept[child][begin]:
            kept[child] = row
    return list(kept.values())


class _Lists:
    """The lists of one council while they are made."""

    def __init__(self, council: Council, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._as_of = day_of(council.as_of)
        month = months_after(self._as_of.replace(day=1), -_MONTHS)
        # a day that the shorter month has not becomes its 28th
        self._since = month.replace(day=min(self._as_of.day, 28)).isoformat()
        self._persons = council.persons
        self._open_plans = self._children_open("plans", "ended")
        self._open_care = self._children_open("care_episodes", "ceased")
        self._last_visits: dict[str, str] = {}
        visits = tables["visits"]
        for child, visited in zip(visits["child_id"].tolist(), visits["visited"].tolist(), strict=True):
            if visited <= self._as_of.isoformat() and visited > self._last_visits.get(child, ""):
                self._last_visits[child] = visited

    def all(self) -> list[tuple[str, list[Column]]]:
        """Each list with its sheet."""
        return [
            ("List_3", self._referrals()),
            ("List_4", self._assessments()),
            ("List_5", self._enquiries()),
            ("List_6", self._in_need()),
            ("List_7", self._plans()),
            ("List_8", self._care()),
        ]

    def _children_open(self, table: str, end: str) -> set[str]:
        there = self._tables[table]
        return set(_stripped(there["child_id"][there[end] == ""]))

    def _whose(self, rows: Sequence[dict[str, str]], *, disability: bool = True) -> list[Column]:
        # a child's number is its row
        places = [int(row["child_id"].strip()[1:]) - 1 for row in rows]
        of = {name: texts[places].tolist() for name, texts in self._persons.items()}
        columns: list[Column] = [
            ("Child Unique ID", [row["child_id"] for row in rows]),
            ("Gender", of["gender"]),
            ("Ethnicity", of["ethnicity"]),
            ("Date of Birth", of["birth"]),
            ("Age of Child (Years)", [self._age(birth) for birth in of["birth"]]),
        ]
        if disability:
            columns.append(("Does the Child have a Disability", of["disability"]))
        return columns

    def _age(self, birth: str) -> int:
        born = date.fromisoformat(birth)
        had = (self._as_of.month, self._as_of.day) >= (born.month, born.day)
        return max(self._as_of.year - born.year - (not had), 0)

    def _by_whom(self, rows: Sequence[dict[str, str]]) -> list[Column]:
        return [
            ("Allocated Team", [row["team"] for row in rows]),
            ("Allocated Worker", [row["worker_id"] or NOBODY for row in rows]),
        ]

    def _within_a_year(self, table: str, day: str) -> Callable[[str], int]:
        """For a child, the rows within the 12 months before its latest one."""
        days: dict[str, list[str]] = {}
        there = self._tables[table]
        for child, text in zip(_stripped(there["child_id"]), there[day].tolist(), strict=True):
            if text:
                days.setdefault(child, []).append(text)

        def count(child: str) -> int:
            of = sorted(set(days.get(child.strip(), ())))
            if not of:
                return 0
            year = str(int(of[-1][:4]) - 1) + of[-1][4:]
            return sum(1 for each in of[:-1] if each >= year)

        return count

    def _referrals(self) -> list[Column]:
        rows = _begun(self._tables["referrals"], "referred", self._since)
        before = self._within_a_year("referrals", "referred")
        return [
            *self._whose(rows, disability=False),
            ("Date of referral", [row["referred"] for row in rows]),
            ("Referral Source", [row["source"] for row in rows]),
            ("Referral NFA?", [_flag(row["no_further_action"]) for row in rows]),
            ("Number of Referrals in Last 12 Months", [before(row["child_id"]) for row in rows]),
            *self._by_whom(rows),
        ]

    def _assessments(self) -> list[Column]:
        rows = _open(self._tables["assessments"], "started", "authorised", self._since)
        return [
            *self._whose(rows),
            ("Continuous Assessment Start Date", [row["started"] for row in rows]),
            ("Child Seen During Continuous Assessment", [_flag(row["seen"]) for row in rows]),
            ("Continuous Assessment Date of Authorisation", [row["authorised"] for row in rows]),
            (
                "Was the child assessed as requiring LA children’s social care support?",
                [_flag(row["needs_support"]) for row in rows],
            ),
            *self._by_whom(rows),
        ]

    def _enquiries(self) -> list[Column]:
        rows = _begun(self._tables["enquiries"], "started", self._since)
        enquiries = self._within_a_year("enquiries", "started")
        conferences = self._within_a_year("conferences", "held")
        return [
            *self._whose(rows),
            ("Strategy discussion initiating Section 47 Enquiry Start Date", [row["started"] for row in rows]),
            (
                "Was an Initial Child Protection Conference deemed unnecessary?",
                [_flag(row["conference_unnecessary"]) for row in rows],
            ),
            ("Date of Initial Child Protection Conference", [row["conference"] for row in rows]),
            (
                "Did the Initial Child Protection Conference Result in a Child Protection Plan",
                [_flag(row["led_to_plan"]) if row["conference"] else "" for row in rows],
            ),
            ("Number of Section 47 Enquiries in the last 12 months", [enquiries(row["child_id"]) for row in rows]),
            ("Number of ICPCs in the last 12 months", [conferences(row["child_id"]) for row in rows]),
            *self._by_whom(rows),
        ]

    def _in_need(self) -> list[Column]:
        rows = _open(self._tables["referrals"], "referred", "closed", self._since)
        rows = _latest([row for row in rows if row["no_further_action"][:1].lower() not in {"y", "a", "1"}], "referred")
        assessed = self._children_open("assessments", "authorised")
        return [
            *self._whose(rows),
            ("CIN Start Date", [row["referred"] for row in rows]),
            ("Primary Need Code", [row["need"] for row in rows]),
            ("Date Child Was Last Seen", [self._last_visits.get(row["child_id"].strip(), "") for row in rows]),
            ("CIN Closure Date", [row["closed"] for row in rows]),
            (
                "Reason for Closure",
                ["RC7 - Services ceased for any other reason" if row["closed"] else "" for row in rows],
            ),
            ("Case Status", [self._status(row, assessed) for row in rows]),
            *self._by_whom(rows),
        ]

    def _status(self, row: dict[str, str], assessed: set[str]) -> str:
        child = row["child_id"].strip()
        if row["closed"]:
            return "e) Closed episode"
        if child in self._open_care:
            return "a) Looked after child"
        if child in self._open_plans:
            return "b) Child Protection plan"
        return "d) Open assessment" if child in assessed else "c) Child in need plan"

    def _plans(self) -> list[Column]:
        rows = _open(self._tables["plans"], "started", "ended", self._since)
        # the list is of our own plans
        rows = _latest([row for row in rows if row["conference_id"]], "started")
        times = Counter(_stripped(self._tables["plans"]["child_id"]))
        blank = [""] * len(rows)
        return [
            *self._whose(rows),
            ("Child Protection Plan Start Date", [row["started"] for row in rows]),
            ("Initial Category of Abuse", [row["category"] for row in rows]),
            ("Latest Category of Abuse", [row["category"] for row in rows]),
            ("Date of the Last Statutory Visit", [self._last_visits.get(row["child_id"].strip(), "") for row in rows]),
            ("Was the Child Seen Alone?", blank),
            ("Date of latest review conference", blank),
            ("Child Protection Plan End Date", [row["ended"] for row in rows]),
            (
                "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
                ["b) No"] * len(rows),
            ),
            ("Number of Previous Child Protection Plans", [times[row["child_id"].strip()] - 1 for row in rows]),
            *self._by_whom(rows),
        ]

    def _care(self) -> list[Column]:
        rows = _latest(_open(self._tables["care_episodes"], "started", "ceased", self._since), "started")
        blank = [""] * len(rows)
        whose = self._whose(rows)
        is_breaks = [row["short_breaks"].strip().lower()[:1] in {"y", "1", "a"} for row in rows]
        return [
            *whose[:5],
            ("Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)", ["b) No"] * len(rows)),
            whose[5],
            ("Date Started to be Looked After", [row["started"] for row in rows]),
            ("Child's Category of Need", ["N1 - Abuse or neglect"] * len(rows)),
            (
                "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
                ["b) No"] * len(rows),
            ),
            ("Start date of current legal status", [row["started"] for row in rows]),
            ("Child's Legal Status", ["V4: Short term breaks" if breaks else "C2: FCO" for breaks in is_breaks]),
            *((heading, blank) for heading in _CARE_BLANK_BEFORE),
            ("Date Ceased to be Looked After", [row["ceased"] for row in rows]),
            *((heading, blank) for heading in _CARE_BLANK_BEHIND),
            *self._by_whom(rows),
        ]
