"""Project folders for tests of records: a fictional council's settings, and extracts put beside them."""

from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from excel_scorecard.project import Project, make_project
from excel_scorecard.records import RecordsRead, read_records

AS_OF = date(2015, 9, 30)
HEADER = "referral_id,child_id,referred,closed,no_further_action,team,worker_id\n"


class RecordFolder:
    """A project's folder with `[records]`, and what reading it gives."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.teams: list[dict[str, Any]] = []
        self.records: dict[str, Any] = {"as_of": AS_OF}

    @property
    def project(self) -> Project:
        indicator = {"id": "icpc", "number": "7", "title": "ICPC", "unit": "percent", "good": "high"}
        settings = {
            "scorecard": {"organisation": "Northshire Council (fictional)"},
            "area": [{"name": "EAST"}, {"name": "SOUTH"}],
            "team": self.teams,
            "records": self.records,
            "indicator": [indicator],
        }
        return make_project(settings, self.path)

    def put(self, name: str, content: str | bytes) -> None:
        """Write a file."""
        (self.path / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def put_sheets(self, name: str, sheets: dict[str, list[list[object]]]) -> None:
        """Write a workbook."""
        with xlsxwriter.Workbook(self.path / name, {"default_date_format": "dd/mm/yyyy"}) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)

    def read(self, table: str, settings: dict[str, Any]) -> RecordsRead:
        """What reading gives with these settings of one table."""
        self.records[table] = settings
        return read_records(self.project)

    def referrals(self, content: str | bytes, **settings: Any) -> RecordsRead:
        """What reading gives of a CSV file of referrals."""
        self.put("referrals.csv", content)
        return self.read("referrals", {"file": "referrals.csv", **settings})


def told(read: RecordsRead) -> list[tuple[str, str, tuple[int, ...], bool]]:
    """The rules that were broken: rule, column, lines, and whether they were set aside."""
    return [(e.rule, e.column, e.lines, e.sets_aside) for table in read.account.tables for e in table.broken]
