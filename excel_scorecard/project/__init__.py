"""Project: what a council has decided about its scorecard, read from scorecard.toml or from scorecard.xlsx.

Knows the settings and the rules among them. Knows no figures (figures/), no text that officers write each month
(commentary.py) and no scorecard. An indicator's own settings are in indicator.py.
"""

from excel_scorecard.indicator import CODES, RATINGS, Comparator, Indicator, Target, Unit, read_code
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
