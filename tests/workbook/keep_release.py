"""Keep a release: a workbook as this version builds it, with its project, for every later version to refresh.

python -m tests.workbook.keep_release 0.1.0
"""

import sys
from pathlib import Path

from excel_scorecard.workbook.build import build
from tests.workbook.officers_projects import small_council
from tests.workbook.projects import MARCH

RELEASES = Path(__file__).resolve().parent / "releases"


def keep(version: str) -> Path:
    """Build the workbook of a release, with its project beside it."""
    folder = RELEASES / version
    project = small_council(folder / "project")
    return build(project, output=folder / "scorecard.xlsx", month=MARCH).path


if __name__ == "__main__":
    print(keep(sys.argv[1]))
