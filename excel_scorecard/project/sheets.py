"""Sheets of scorecard.xlsx, declared once: book.py reads them so, and the writer (setup/) draws them so.

Columns, choices and help come from the models; here is which sheet they stand on, in what order, and an example.
"""

from typing import get_args

from excel_scorecard.changes import Change, Rebase
from excel_scorecard.codes import CODES
from excel_scorecard.comparator import Comparator
from excel_scorecard.indicator import Indicator, Target
from excel_scorecard.project.comparing import Comparing
from excel_scorecard.project.consistency import Consistency
from excel_scorecard.project.model import Area, Population, RatingLabels, Scorecard, Team
from excel_scorecard.settings_book import EXAMPLE, Block, Column, Sheet, columns_of

SETTINGS_BOOK = "scorecard.xlsx"

FIGURES_SHEET, COMMENTARY_SHEET = "Figures", "Commentary"
"""Sheets of the same workbook that others read: the figures' reader, and commentary.py."""

_LABEL_HEADERS = {str(info.alias): f"Word for {info.alias}" for info in RatingLabels.model_fields.values()}
LABELS = columns_of(RatingLabels, headers=_LABEL_HEADERS)
COMPARING = columns_of(
    Comparing, headers={"take": "Compare with", "years": "Published years", "files": "Comparators files"}
)
SETTINGS = (
    *columns_of(Scorecard, headers={"notes": "Note", "figures": "Figures files", "populations": "Populations file"}),
    *LABELS,
    *COMPARING,
)
"""The rows of the sheet Settings: every setting of the scorecard as a whole."""

SETTINGS_SHEET = Sheet(
    "Settings",
    "The scorecard as a whole. Type in the yellow cells; a blank one takes what the help says.",
    (
        Block(
            "scorecard",
            (
                Column("setting", "Setting", "text", "What is set", width=24, is_needed=True),
                Column("value", "Value", "other", "Type here", width=46, is_needed=True),
                Column("help", "Help", "text", "What it means, and what holds where it is blank", width=64),
            ),
        ),
    ),
)

INDICATORS_SHEET = Sheet(
    "Indicators",
    "A row for each indicator, in the order of the page. The first five columns are needed; the rest may be blank.",
    (
        Block(
            "indicator",
            columns_of(
                Indicator,
                lists={"breakdown": "axes"},
                forms={"id": "@", "number": "@"},  # else Excel takes 7-1 for a day
                widths={
                    "id": 24, "number": 14, "chart": 18, "title": 42, "unit": 16, "good": 18, "short": 24, "group": 24,
                    "definition": 52, "owner": 26, "concern": 26, "numerator_label": 22, "denominator_label": 22,
                    "remainder_label": 24, "value_label": 20, "per": 18, "decimals": 20, "kind": 20, "frequency": 24,
                    "status": 18, "rate_on": 20, "direction_against": 28, "window_months": 20, "breakdown": 22,
                    "breakdown_note": 36, "area_cases": 22, "population": 22, "population_note": 36, "measure": 28,
                    "pattern": 24, "published": 28,
                },
                bands={
                    "Fill these in": ("id", "number", "title", "unit", "good"),
                    "What it is": ("definition", "short", "group", "owner", "concern"),
                    "How it is counted": (
                        "numerator_label", "denominator_label", "remainder_label", "value_label",
                        "decimals", "per", "kind", "frequency", "status",
                    ),
                    "How it is judged": ("direction_against", "window_months", "rate_on", "chart"),
                    "Breakdown and population": (
                        "breakdown", "breakdown_note", "population", "population_note", "area_cases",
                    ),
                    "Seldom needed": ("measure", "pattern", "published"),
                },
            ),
            {
                "id": f"{EXAMPLE} visits-in-time", "number": 7, "title": "Visits within 20 working days",
                "unit": "percent", "good": "high", "definition": "Of the visits due in the month, those made in time.",
                "short": "Visits in time", "owner": "Head of Service", "numerator_label": "In time",
                "denominator_label": "Visits due", "decimals": 0, "frequency": "month",
            },
        ),
    ),
)  # fmt: skip

TARGETS_SHEET = Sheet(
    "Targets",
    "A row for each target, from its first day on; a new target is a new row. For 75% type 75% or 75.",
    (
        Block(
            "target",
            (
                Column("indicator", "Indicator", "text", "The indicator's id", True, list="indicators", width=24),
                *columns_of(
                    Target,
                    lists={"area": "areas"},
                    widths={
                        "from": 16, "target": 18, "amber_within": 18, "amber_limit": 18, "lower": 16, "upper": 16,
                        "area": 18, "source": 36, "review": 18,
                    },
                    bands={
                        "": (
                            "from", "target", "amber_within", "amber_limit", "lower", "upper", "area",
                            "source", "review",
                        )
                    },
                ),
            ),
            {
                "indicator": f"{EXAMPLE} visits-in-time", "from": "01/04/2025", "target": "85%", "amber_within": "10%",
                "source": "local, agreed by the improvement board", "review": "01/04/2026",
            },
        ),
    ),
)  # fmt: skip

COMPARATORS_SHEET = Sheet(
    "Comparators",
    "A row for each figure that an indicator is compared with: England, neighbours, last year. At most four each.",
    (
        Block(
            "comparator",
            (
                Column("indicator", "Indicator", "text", "The indicator's id", True, list="indicators", width=24),
                *columns_of(
                    Comparator, forms={"period": "@"}, widths={"label": 28, "period": 16, "value": 22, "source": 52}
                ),
            ),
            {
                "indicator": f"{EXAMPLE} visits-in-time", "label": "England", "period": "2024-25", "value": "81.4%",
                "source": "Who published it, and where",
            },
        ),
    ),
)  # fmt: skip

CHANGES_SHEET = Sheet(
    "Changes",
    "Left: definitions that changed, from a month on. Right: months from which process limits begin anew, with why.",
    (
        Block(
            "change",
            (
                Column("indicator", "Indicator", "text", "The indicator's id", True, list="indicators", width=24),
                *columns_of(Change, headers={"from": "Changed from"}, widths={"from": 16, "note": 44, "break": 18}),
            ),
            {
                "indicator": f"{EXAMPLE} visits-in-time", "from": "04/2025", "note": "Visits to a school count too",
                "break": "yes",
            },
        ),
        Block(
            "rebase",
            (
                Column("indicator", "Limits of", "text", "The indicator's id", True, list="indicators", width=24),
                *columns_of(Rebase, headers={"from": "Anew from"}, widths={"from": 16, "reason": 44}),
            ),
            {
                "indicator": f"{EXAMPLE} visits-in-time", "from": "09/2025", "reason": "Two teams were made one",
            },
        ),
    ),
)  # fmt: skip

AREAS_SHEET = Sheet(
    "Areas and populations",
    "Left: the areas or team types that figures are broken down by. Right: how many people live there, for rates.",
    (
        Block(
            "area",
            columns_of(Area, headers={"name": "Area"}, widths={"name": 28, "axis": 22}),
            {"name": f"{EXAMPLE} EAST", "axis": "area"},
        ),
        Block(
            "population",
            columns_of(
                Population,
                headers={"area": "Population of", "name": "Which population"},
                lists={"area": "areas and total"},
                widths={"area": 26, "year": 16, "source": 30, "name": 20},
            ),
            {
                "area": f"{EXAMPLE} EAST",
                "year": 2024,
                "population": 81400,
                "name": "0 to 17",
                "source": "Mid-year estimate",
            },
        ),
    ),
)

TEAMS_SHEET = Sheet(
    "Teams",
    "Only where figures are counted from records: a row for each team, with the area that its work counts for.",
    (
        Block(
            "team",
            columns_of(
                Team,
                headers={"name": "Team"},
                lists={"area": "areas", "team_type": "team types"},
                widths={"name": 34, "area": 24, "team_type": 28, "from": 18, "to": 18},
            ),
            {"name": f"{EXAMPLE} Duty team 2", "area": "EAST", "from": "01/04/2024"},
        ),
    ),
)

CONSISTENCY_SHEET = Sheet(
    "Consistency",
    "A row for each rule that holds a figure of one indicator against a figure of another. May stay empty.",
    (
        Block(
            "consistency",
            columns_of(
                Consistency,
                lists={"left": "indicators", "right": "indicators", "area": "areas and total"},
                widths={
                    "left": 24, "left_part": 18, "is": 16, "right": 24, "right_part": 18, "tolerance": 18, "area": 18,
                    "note": 52,
                },
            ),
            {
                "left": f"{EXAMPLE} visits-in-time", "left_part": "denominator", "is": "at most", "right": "cp-plans",
                "tolerance": "2%", "note": "Every child to be visited has a plan.",
            },
        ),
    ),
)  # fmt: skip

_CODES = "; ".join(f"{code} {meaning}" for code, meaning in CODES.items())

FIGURES = Sheet(
    FIGURES_SHEET,
    "A row for an indicator, a period and an area. Months may also lie as files in the folder figures.",
    (
        Block(
            "figures",
            (
                Column("indicator", "Indicator", "text", "The indicator's id", True, list="indicators", width=24),
                Column(
                    "period",
                    "Period",
                    "text",
                    "Any day of the month; or Q3 2025-26; or 2025-26",
                    True,
                    width=14,
                    form="mmm yyyy",
                ),
                Column(
                    "area", "Area", "text", "The area; left blank: TOTAL, the whole", list="areas and total", width=18
                ),
                Column("numerator", "Numerator", "text", "How many, or a code. A count stands here", width=14),
                Column("denominator", "Denominator", "text", "Out of how many. A count has none", width=14),
                Column("value", "Value", "text", "Only where the two parts are not known: 86% or 86", width=14),
                Column("code", "Code", "text", f"Where there is no figure: {_CODES}", choices=tuple(CODES), width=30),
                Column(
                    "status",
                    "Status",
                    "text",
                    "Left blank: as the indicator says",
                    choices=get_args(Indicator.model_fields["status"].annotation),
                    width=14,
                ),
                Column("note", "Note", "text", "What to know of this figure", width=40),
            ),
            {
                "indicator": f"{EXAMPLE} visits-in-time",
                "period": "Mar 2026",
                "area": "EAST",
                "numerator": 41,
                "denominator": 48,
                "status": "final",
            },
        ),
    ),
)
"""Read by the figures' reader, by its headings, and not here."""

SHEETS = (
    SETTINGS_SHEET,
    INDICATORS_SHEET,
    TARGETS_SHEET,
    COMPARATORS_SHEET,
    CHANGES_SHEET,
    AREAS_SHEET,
    TEAMS_SHEET,
    CONSISTENCY_SHEET,
)
NAMES = (*(sheet.name for sheet in SHEETS), FIGURES_SHEET, COMMENTARY_SHEET)
