"""Project: what a council has decided about its scorecard, read from scorecard.toml or from scorecard.xlsx.

Knows the settings and the rules among them. Knows no figures (figures/), no text that officers write each month
(commentary.py) and no scorecard. An indicator's own settings are in indicator.py.
"""

from excel_scorecard.codes import CODES, read_code
from excel_scorecard.comparator import Comparator
from excel_scorecard.indicator import RATINGS, Indicator, Target, Unit
from excel_scorecard.project.comparing import Comparing
from excel_scorecard.project.consistency import Consistency
from excel_scorecard.project.model import (
    NO_BREAKDOWN,
    NOT_IN_BREAKDOWN,
    SETTINGS_FILE,
    TOTAL,
    Area,
    Population,
    Project,
    RatingLabels,
    Scorecard,
    Team,
)
from excel_scorecard.project.reading import make_project, project_schema, read_project, read_settings
from excel_scorecard.project.records_settings import COUNTING, RECORDS_FILE
from excel_scorecard.project.sheets import SETTINGS_BOOK

__all__ = [
    "CODES",
    "COUNTING",
    "NOT_IN_BREAKDOWN",
    "NO_BREAKDOWN",
    "RATINGS",
    "RECORDS_FILE",
    "SETTINGS_BOOK",
    "SETTINGS_FILE",
    "TOTAL",
    "Area",
    "Comparator",
    "Comparing",
    "Consistency",
    "Indicator",
    "Population",
    "Project",
    "RatingLabels",
    "Scorecard",
    "Target",
    "Team",
    "Unit",
    "make_project",
    "project_schema",
    "read_code",
    "read_project",
    "read_settings",
]
