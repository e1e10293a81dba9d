"""Commentary: what the officers say of a month. Theirs: read to be built, written to be kept, never made up here.

It lies in commentary/2015-09.toml, or on the sheet Commentary of scorecard.xlsx, a row for a month and an indicator.
Knows both and the project's indicators. What is drafted when they have said nothing is not here.
"""

from excel_scorecard.commentary.marks import Look, Mark, Styled, joined, marks, runs, stripped
from excel_scorecard.commentary.model import CELL_ROOM, COLLECTED_FROM, CONCERNS, MARKED, Commentary, Remarks
from excel_scorecard.commentary.reading import (
    SHEET,
    commentary_file,
    read_commentary,
    read_commentary_sheet,
)
from excel_scorecard.commentary.writing import TOP, Said, changed_toml, month_toml, toml_value

__all__ = [
    "CELL_ROOM",
    "COLLECTED_FROM",
    "CONCERNS",
    "MARKED",
    "SHEET",
    "TOP",
    "Commentary",
    "Look",
    "Mark",
    "Remarks",
    "Said",
    "Styled",
    "changed_toml",
    "commentary_file",
    "joined",
    "marks",
    "month_toml",
    "read_commentary",
    "read_commentary_sheet",
    "runs",
    "stripped",
    "toml_value",
]
