"""Comparators: figures of other councils: read from official statistics, kept in a file, joined to the indicators.

Knows the releases by their columns, the lists of statistical neighbours and the project's own file. Knows no page: how
a comparator is shown is comparison.py's.
"""

from excel_scorecard.comparators.importing import Imported, import_comparators
from excel_scorecard.comparators.joining import with_comparators
from excel_scorecard.comparators.own_file import COLUMNS, COMPARATORS_FILE, read_comparators
from excel_scorecard.comparators.periods import OLD_MONTHS, period_end

__all__ = [
    "COLUMNS",
    "COMPARATORS_FILE",
    "OLD_MONTHS",
    "Imported",
    "import_comparators",
    "period_end",
    "read_comparators",
    "with_comparators",
]
