"""How long an Annex A workbook of many rows takes to read, and the most memory meanwhile.

    python benchmarks/reading.py [ROWS]

The workbook has lists 3 and 4 with every column of Ofsted's template, half of the rows each, drawn by chance. It is
made first, which is not timed.
"""

import argparse
import random
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from excel_scorecard.project import make_project
from excel_scorecard.records import read_records

CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
CASE = ("Allocated Team", "Allocated Worker")
REFERRAL = ("Date of referral", "Referral Source", "Referral NFA?", "Number of Referrals in Last 12 Months")
ASSESSMENT = (
    "Does the Child have a Disability",
    "Continuous Assessment Start Date",
    "Child Seen During Continuous Assessment",
    "Continuous Assessment Date of Authorisation",
    "Was the child assessed as requiring LA children’s social care support",
)
AS_OF = date(2015, 9, 30)


def make(path: Path, rows: int) -> None:
    drawn = random.Random(7)  # noqa: S311  # no secret: the same workbook each time
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        for number, columns in ((3, REFERRAL), (4, ASSESSMENT)):
            sheet = book.add_worksheet(f"List_{number}")
            sheet.write(0, 0, f"List {number}")
            sheet.write_row(1, 0, (*CHILD, *columns, *CASE))
            for row in range(rows // 2):
                begun = AS_OF - timedelta(days=drawn.randrange(180))
                done = min(AS_OF, begun + timedelta(days=drawn.randrange(70)))
                born = date(2015, 1, 1) - timedelta(days=drawn.randrange(6000))
                case: tuple[object, ...] = (begun, "q) 6: Police", "b) No", 1)
                if number == 4:
                    case = ("b) No", begun, "a) Yes", done, "a) Yes")
                child = (1_000_000 + row, "b) Female", "a) WBRI", born, 9)
                sheet.write_row(row + 2, 0, (*child, *case, f"Team {row % 40}", f"Worker {row % 300}"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    rows = parser.parse_args().rows
    indicator = {"id": "referrals", "number": "1", "title": "Referrals", "unit": "count", "good": "neither"}
    records = {"format": "annex-a", "file": "annex-a.xlsx", "as_of": AS_OF}
    settings = {"scorecard": {"organisation": "Northshire"}, "indicator": [indicator], "records": records}
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "annex-a.xlsx", rows)
        project = make_project(settings, Path(folder))
        for _ in range(3):
            wall, processor = time.perf_counter(), time.process_time()
            read = read_records(project)
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            kept = sum(table.kept for table in read.account.tables)
            print(f"{kept:,} rows in {wall:.2f} s ({processor:.2f} s of the processor)")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most")


if __name__ == "__main__":
    main()
