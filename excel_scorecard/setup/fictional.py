"""The fictional council of a new project: three indicators, a year of figures and a month's texts, all made up.

Small on purpose: enough to build a finished scorecard, and little to take out again.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from excel_scorecard.calendar import months_between
from excel_scorecard.project import TOTAL

LATEST = date(2026, 3, 1)

SETTINGS: Mapping[str, Any] = {
    "scorecard": {
        "organisation": "Northshire Council (fictional)",
        "service": "Children's services",
        "marking": "FICTIONAL DATA: made up, no real council",
        "notes": ["Northshire Council does not exist. All its figures, targets and comments are made up."],
    },
    "area": [{"name": "East"}, {"name": "West"}],
    "population": [
        {"area": "East", "year": 2024, "population": 41200, "name": "0 to 17", "source": "Made up"},
        {"area": "West", "year": 2024, "population": 38700, "name": "0 to 17", "source": "Made up"},
    ],
    "indicator": [
        {
            "id": "visits-in-time",
            "number": "1",
            "title": "Child protection visits made within 20 working days",
            "short": "Visits in time",
            "definition": "Of the visits due in the month to children with a plan, those made within 20 working days.",
            "group": "Child protection",
            "unit": "percent",
            "good": "high",
            "numerator_label": "Visits in time",
            "remainder_label": "Visits late",
            "denominator_label": "Visits due",
            "owner": "Head of Safeguarding",
            "concern": "late visits",
            "target": [
                {"from": date(2024, 4, 1), "target": 85, "amber_within": 10, "source": "local, improvement board"},
            ],
        },
        {
            "id": "unallocated",
            "number": "2",
            "title": "Assessments that no social worker has been given",
            "short": "Unallocated",
            "definition": "Assessments open at the end of the month that no social worker has been given.",
            "group": "Front door",
            "unit": "count",
            "good": "low",
            "kind": "snapshot",
            "numerator_label": "Unallocated",
            "owner": "Head of Assessment",
            "concern": "unallocated work",
            "target": [
                {"from": date(2024, 4, 1), "target": 12, "amber_within": 2, "source": "local, improvement board"},
            ],
        },
        {
            "id": "re-referrals",
            "number": "3",
            "title": "Re-referrals within 12 months",
            "definition": "Of the referrals in the month, those within 12 months of an earlier one of the same child.",
            "group": "Front door",
            "unit": "percent",
            "good": "low",
            "numerator_label": "Re-referrals",
            "remainder_label": "First referrals",
            "denominator_label": "Referrals",
            "owner": "Head of Assessment",
            "concern": "re-referrals",
            "target": [
                {"from": date(2024, 4, 1), "target": 22, "amber_within": 3, "source": "local, improvement board"},
                {"from": date(2025, 10, 1), "target": 20, "amber_within": 3, "source": "local, improvement board"},
            ],
            "comparator": [
                {"label": "Neighbours (made up)", "period": "2024-25", "value": 21, "source": "Made up"},
            ],
        },
    ],
}

# Numerators and denominators from March 2025 to March 2026; of a count, the number alone.
_VISITS = {
    "East": "41/51 41/52 38/47 37/47 38/46 39/49 43/52 40/49 43/52 46/55 43/49 49/55 48/55",
    "West": "31/38 31/38 32/40 32/40 38/47 38/48 39/47 33/41 38/46 38/47 34/41 38/46 36/43",
}
_UNALLOCATED = {
    "East": "9 11 9 9 9 10 7 8 8 9 8 8 6",
    "West": "7 7 9 9 7 8 8 8 9 10 9 8 10",
}
_RE_REFERRALS = {
    "East": "14/67 15/63 17/71 13/61 14/68 15/65 14/64 11/61 12/66 12/65 13/67 12/70 14/68",
    "West": "11/57 12/57 14/61 12/53 12/56 12/62 14/63 14/62 15/62 13/56 14/62 13/59 13/61",
}

REMARKS: tuple[Mapping[str, object], ...] = (
    {
        "month": LATEST,
        "indicator": "concerns",
        "commentary": "Unallocated assessments have been above the target for a year, and now chiefly in the West.",
    },
    {
        "month": LATEST,
        "indicator": "visits-in-time",
        "commentary": "Visits in time are just above the target. Of the 14 late ones, 7 were in each area.",
        "action": "Late visits are looked at every Monday in each area.",
        "signed_off": "Head of Safeguarding, 09/04/2026",
    },
    {
        "month": LATEST,
        "indicator": "unallocated",
        "commentary": "Ten of the 16 assessments are in the West, where two posts are vacant.",
        "action": "Two agency social workers start in the West in April.",
        "signed_off": "Head of Assessment, 09/04/2026",
    },
)


def figures() -> list[dict[str, str]]:
    """The rows of figures: every indicator, month and area, with TOTAL first."""
    rows = []
    months = months_between(date(LATEST.year - 1, LATEST.month, 1), LATEST)
    for indicator, by_area in (
        ("visits-in-time", _VISITS),
        ("unallocated", _UNALLOCATED),
        ("re-referrals", _RE_REFERRALS),
    ):
        parts = {area: [_parts(word) for word in written.split()] for area, written in by_area.items()}
        for position, month in enumerate(months):
            own = {area: known[position] for area, known in parts.items()}
            total = tuple(sum(each) for each in zip(*own.values(), strict=True))
            for area, known in {TOTAL: total, **own}.items():
                row = {"indicator": indicator, "period": f"{month:%Y-%m}", "area": area, "numerator": str(known[0])}
                rows.append(row | ({"denominator": str(known[1])} if len(known) > 1 else {}))
    return rows


def _parts(word: str) -> tuple[int, ...]:
    return tuple(int(part) for part in word.split("/"))
