"""Published: England's figures that a fictional council is drawn from, each with its source, and what its areas do.

Only these numbers make a fictional council look like a real one. Whatever is not published is said to be made up.
Knows no record and draws nothing.
"""

from dataclasses import dataclass
from typing import Final

# All from the Department for Education, under the Open Government Licence v3.0; England, year to 31 March.
CHILDREN_IN_NEED_2024: Final = "DfE, Children in need, reporting year 2024"
POPULATION: Final = 12_059_476  # ONS mid-2023, aged 0 to 17: what the rates of March 2024 divide by
REFERRALS_PER_10K: Final = 621_880 / POPULATION * 10_000  # file c1
REREFERRALS: Final = 0.224  # file c1: within 12 months of the child's previous referral
NO_FURTHER_ACTION: Final = 0.063  # file c1
NOT_IN_NEED: Final = 0.303  # file c1: closed after an assessment
ENQUIRIES_PER_10K: Final = 187.1  # file c4: section 47 enquiries
CONFERENCES_PER_10K: Final = 60.2  # file c4: initial child protection conferences
PLANS_BEGUN_PER_10K: Final = 51.8  # file d1
PLANS_PER_10K: Final = 41.6  # file d1, at 31 March
CARE_PER_10K: Final = 68.0  # DfE, Children looked after: 67 at 31 March 2025, 69 in 2024, 70 in 2023
CARE_BEGUN_PER_10K: Final = 27.0  # the same, year to March 2024
CASELOAD: Final = 15.3  # DfE, Children's social work workforce: 15.4 in 2024, 15.2 in 2025; cases a full-time worker
LEAVERS_A_YEAR: Final = 0.139  # the same, turnover 2024

ASSESSMENT_BINS: Final = (  # file c2: working days from start to authorisation, number of assessments
    (0, 0, 9_880),
    (1, 10, 73_420),
    (11, 20, 110_950),
    (21, 30, 102_600),
    (31, 40, 129_690),
    (41, 45, 116_670),
    (46, 50, 38_560),
    (51, 60, 29_490),
    (61, 95, 31_900),
)
CONFERENCE_BINS: Final = (  # file c4: working days from the strategy discussion to the conference
    (4, 10, 6_800),
    (11, 15, 50_780),
    (16, 20, 6_300),
    (21, 40, 8_350),
)
ASSESSMENT_STANDARD: Final = 45
CONFERENCE_STANDARD: Final = 15

# Referrals received in each month, January first, against a twelfth of the year: file c6, reporting year 2024.
SEASON: Final = tuple(
    count / (621_880 / 12)
    for count in (54_670, 50_870, 51_940, 43_340, 55_680, 58_690, 51_880, 44_080, 54_090, 55_710, 55_790, 45_150)
)


@dataclass(frozen=True)
class AreaStory:
    """What an area of the fictional council does over the months: each pair is a share at their begin and their end.

    Made up, but for this: over all areas and months they come to England's share.
    """

    name: str
    people: float
    """Its share of the children."""
    growth: float
    """Referrals at the end against the beginning."""
    rereferred: tuple[float, float]
    assessed_in_time: tuple[float, float]
    conference_in_time: tuple[float, float]
    seen: tuple[float, float]
    unallocated: tuple[float, float]
    """Assessments that wait for a worker for more than a week."""
    days_between_visits: tuple[float, float]
    supervised: tuple[float, float]
    stay: tuple[float, float]
    """Years that a worker stays in a post."""


# EAST improves, NWC fails, SOUTH goes on. DCSC, the disabled children's service, works across the council: no area.
AREAS: Final = (
    AreaStory(
        "EAST", 0.325, 0.95, (0.25, 0.19), (0.78, 0.93), (0.72, 0.90), (0.84, 0.93), (0.08, 0.02), (13.0, 10.5),
        (0.80, 0.93), (4.0, 6.5),
    ),
    AreaStory(
        "NWC", 0.384, 1.12, (0.20, 0.27), (0.91, 0.74), (0.88, 0.68), (0.90, 0.76), (0.03, 0.14), (10.8, 14.0),
        (0.91, 0.74), (6.0, 2.5),
    ),
    AreaStory(
        "SOUTH", 0.291, 1.0, (0.22, 0.215), (0.86, 0.88), (0.80, 0.83), (0.89, 0.91), (0.03, 0.03), (11.2, 11.0),
        (0.88, 0.90), (5.5, 5.5),
    ),
)  # fmt: skip
CITY_WIDE: Final = "DCSC"
CITY_WIDE_SHARE: Final = 0.04  # of referrals; made up
HUB: Final = "MASH"
HUB_ENQUIRIES: Final = 0.35  # of section 47 enquiries, the rest is the assessment teams'; made up
