"""Tables: the records as measures count them: a frame a record table, checked, with the day on which it was taken.

Knows the form alone. Where records are read is reading.py's, what was wrong with them quality.py's.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from excel_scorecard.records.schema import RecordTable

if TYPE_CHECKING:
    import pandas as pd

LINE = "line"
"""The column of a frame that says in which line of its source a row was read; 0 for a row of several lines."""


@dataclass(frozen=True)
class Records:
    """The rows of one record table that were kept.

    `frame` has every column of the table, in the table's order, then `line`; None is what was blank, or not in the
    source at all. Ids and texts are str, dates datetime.date, flags "yes", "no" or "unknown", numbers Decimal.
    """

    table: RecordTable
    frame: "pd.DataFrame"
    as_of: date
    """The day on which the records were taken. A `current` column says what was so on this day alone."""
    source: str
    """The file or the table that they were read from."""
    present: frozenset[str]
    """The columns that the source has; all others are None in every row."""
    since: date | None = None
    """The first day of which every record is there: open on it, or begun since. None: all that ever were."""
    taken_within: int = 0
    """So many days after a month's end the records still count as of its last day for what a `current` column says."""
