"""Records settings: where a project's records lie, on which day they were taken, and what their columns are called.

Knows the settings, and the rules among them. Which columns a record table has is for records/schema.py, so that names
are looked up where the records are read. No secret is ever a setting: it is read from the environment.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Annotated, Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from excel_scorecard.settings_file import Day, FilledText, Location, Problem, Settings, Text, broken_rules

DateForm = Literal[
    "DD/MM/YYYY",
    "YYYY-MM-DD",
    "MM/DD/YYYY",
    "DD-MM-YYYY",
    "DD.MM.YYYY",
    "DD MMM YYYY",
    "DD-MMM-YYYY",
    "YYYYMMDD",
    "Excel number",
]
"""A form in which dates are written; a time of day may follow. `Excel number` counts days from 30 December 1899."""

DATE_FORMS: tuple[DateForm, ...] = get_args(DateForm)
RECORDS_FILE = "records.toml"
"""These settings in a file of their own, beside a scorecard.xlsx, or instead of `[records]` in scorecard.toml."""
MOST_DAYS_LATE = 15
"""So many days after a month's end an extract may be taken to count as of its last day."""
COUNTING = ("calendar", "measure")
"""What else the file may hold: how the records are counted."""

Several = Annotated[
    tuple[FilledText, ...],
    BeforeValidator(lambda said: (said,) if isinstance(said, str) else said),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One text, or a list of them."""
_MONTH_AND_DAY_FIRST = ("DD/MM/YYYY", "MM/DD/YYYY")
_ENVIRONMENT = re.compile(r"[A-Za-z_]\w*")


class TableSettings(Settings):
    """Where one record table lies, and which of its columns is which."""

    files: Several = Field(
        default=(), alias="file", description="Its files, relative to the project folder; * stands for any letters"
    )
    sheet: Text = Field(default="", description="The sheet, in a workbook of several")
    relation: Text = Field(default="", description="Instead of a file: a table or view of the database, schema.name")
    query: Text = Field(default="", description="Instead of a file: one SELECT, in the database's own SQL")
    as_of: Day | None = Field(default=None, description="The day it was taken; left out: as_of of [records]")
    since: Day | None = Field(
        default=None, description="First day of which every record is there; left out: all that ever were"
    )
    columns: Mapping[str, Several] = Field(
        default_factory=dict,
        description="Our column = its heading, or a list of headings it may have; left out: it is called as ours",
    )
    fixed: Mapping[str, FilledText] = Field(
        default_factory=dict, description="Our column = one value for every row, where the source has no such column"
    )
    where: Mapping[str, tuple[FilledText, ...]] = Field(
        default_factory=dict, description="A heading = the values that a row must have one of to be counted at all"
    )
    only_with: Text = Field(default="", description="Our column that is blank in rows that are no such record")
    yes_codes: Mapping[str, tuple[FilledText, ...]] = Field(
        default_factory=dict, description="Our yes/no column = the codes that mean yes, any other is no; * is any code"
    )
    of_the_time: Several = Field(
        default=(), description="team or worker_id, where they say whose it was at the time, and not whose it is today"
    )
    dates: tuple[DateForm, ...] = Field(default=(), description="How its dates are written; left out: as in [records]")

    @property
    def is_set(self) -> bool:
        """Whether it says where to read."""
        return bool(self.files or self.relation or self.query)

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        problems = [*_date_problems(self.dates), *_file_problems(self.files)]
        if sum(map(bool, (self.files, self.relation, self.query))) > 1:
            what = "the table has more than one of file, relation and query"
            problems.append(Problem(what, "Keep the one that it is read from."))
        if problems:
            raise broken_rules(problems)
        return self


class RecordsSettings(Settings):
    """Where records are read, for the measures that are counted from them."""

    as_of: Day | None = Field(default=None, description="The day on which the records were taken")
    format: Literal["own", "annex-a", "ssd"] = Field(
        default="own",
        description="annex-a: Ofsted's child-level lists; ssd: the Standard Safeguarding Dataset; own: neither",
    )
    files: Several = Field(
        default=(), alias="file", description="The files of that format, relative to the project folder"
    )
    database: Text = Field(
        default="", description="A database as a URL without user and password, or a .duckdb or .sqlite file"
    )
    user_from: Text = Field(
        default="", description="The environment variable that holds the database's user; left out: the Windows sign-on"
    )
    password_from: Text = Field(default="", description="The environment variable that holds the password")
    dates: tuple[DateForm, ...] = Field(
        default=("DD/MM/YYYY", "YYYY-MM-DD"), min_length=1, description="How dates are written as text"
    )
    taken_within: int = Field(
        default=0, ge=0, le=MOST_DAYS_LATE,
        description="Days after a month's end within which an extract still tells that month's teams and workers, as "
        "they are on its own day; left out: none",
    )  # fmt: skip
    unallocated: tuple[FilledText, ...] = Field(
        default=(), description="What stands for nobody in a worker's column: Unallocated, Duty"
    )
    referrals: TableSettings = Field(default_factory=TableSettings, description="Referrals")
    assessments: TableSettings = Field(default_factory=TableSettings, description="Assessments")
    enquiries: TableSettings = Field(default_factory=TableSettings, description="Section 47 enquiries")
    conferences: TableSettings = Field(
        default_factory=TableSettings, description="Initial child protection conferences"
    )
    plans: TableSettings = Field(default_factory=TableSettings, description="Child protection plans")
    visits: TableSettings = Field(default_factory=TableSettings, description="Visits to children under a plan")
    care_episodes: TableSettings = Field(default_factory=TableSettings, description="Periods of being looked after")
    workers: TableSettings = Field(default_factory=TableSettings, description="Social workers in their teams")
    allocations: TableSettings = Field(default_factory=TableSettings, description="Cases with their workers")
    supervisions: TableSettings = Field(default_factory=TableSettings, description="Supervisions of workers")

    @property
    def tables(self) -> dict[str, TableSettings]:
        """The settings of each record table, by its name."""
        each = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: table for name, table in each if isinstance(table, TableSettings)}

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        if problems := [
            *_date_problems(self.dates),
            *_file_problems(self.files),
            *_source_problems(self),
            *_secret_problems(self),
        ]:
            raise broken_rules(problems)
        return self


def _date_problems(forms: tuple[DateForm, ...]) -> Iterator[Problem]:
    if set(_MONTH_AND_DAY_FIRST) <= set(forms):
        what = "dates cannot be both DD/MM/YYYY and MM/DD/YYYY: 03/04/2015 would be two days"
        yield Problem(what, "Keep the one that the extract is written in.", ("dates",))


def _file_problems(patterns: tuple[str, ...]) -> Iterator[Problem]:
    for pattern in patterns:
        # Python's glob stops at a ** that shares its place in the path with letters
        if any("**" in part and part != "**" for part in PurePath(pattern).parts):
            what = f"file '{pattern}' has ** together with other letters"
            yield Problem(what, "Write * for any letters, and ** alone for any folders: extracts/**/*.csv.", ("file",))


def _source_problems(records: RecordsSettings) -> Iterator[Problem]:
    read = {name: table for name, table in records.tables.items() if table.is_set}
    for name, table in read.items():
        if table.as_of is None and records.as_of is None:
            what = "nothing says on which day the records were taken"
            yield Problem(what, "Add as_of = 2015-09-30, the day of the extract.", (name, "as_of"))
        if (table.relation or table.query) and not records.database:
            what = "a relation or a query needs a database"
            yield Problem(what, "Add database = ... under [records].", (name,))
    if records.format != "own":
        if not records.files and not (records.format == "ssd" and records.database):
            yield Problem(f"the format {records.format} needs files", "Add file = ... under [records].", ("file",))
        if records.as_of is None:
            what = "nothing says on which day the records were taken"
            yield Problem(what, "Add as_of = 2015-09-30, the day of the extract.", ("as_of",))
    elif records.files:
        what = "file stands under [records], and no format says what is in it"
        mend = 'Add format = "annex-a" or "ssd", or write file under the table: [records.referrals].'
        yield Problem(what, mend, ("file",))


def _secret_problems(records: RecordsSettings) -> Iterator[Problem]:
    # what is wrong is said without the URL: it holds the secret
    at: Location = ("database",)
    mend = "Write the URL without them, and name the environment variables under user_from and password_from."
    try:
        url = urlsplit(records.database)
        has_user = "@" in url.netloc
        has_secret = bool(re.search(r"(?i)\b(?:password|pwd|passwd|user|uid|token|secret)\s*=", records.database))
    except ValueError:
        yield Problem("the database is no URL that can be read", "Write it as postgres://server/database.", at)
        return
    if has_user or has_secret:
        yield Problem("a user or a password stands in the settings", mend, at)
    for key, name in (("user_from", records.user_from), ("password_from", records.password_from)):
        if name and not _ENVIRONMENT.fullmatch(name):
            what = "this is no name of an environment variable"
            yield Problem(what, "Write the variable's name, such as SCORECARD_DB_USER, not what it holds.", (key,))
