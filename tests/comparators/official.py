"""The official statistics as downloaded, for tests: in the folder that OFFICIAL_DATA names; skipped without it."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from excel_scorecard.comparators.releases import Published, read_release, tables_of
from excel_scorecard.published import MEASURES

C1 = "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
C2 = "c2_children_in_need_assessments_duration_2014_to_2024.csv"
C4 = "c4_children_in_need_section_47s_and_icpcs_2013_to_2024.csv"
C6 = "c6_children_in_need_referrals_by_month_2013_to_2024.csv"
D1 = "d1_child_protection_plans_2013_to_2024.csv"
CLA = "cla_number_and_rate_per_10k_children.csv"
CSWW = "csww_indicators_2017_to_2025.csv"
POPULATION = "ons_mid-year_population_estimates_2012_to_2024.csv"
LIST_2025 = "sn_model_2025_wide.csv"
LIST_2021 = "New_Statistical_Neighbour_Groupings_April_2021.csv"
TIDY = "comparators_tidy.csv"

FILE_OF = {
    "rereferrals": C1,
    "assessments-in-45-days": C2,
    "icpcs-in-15-days": C4,
    "cp-plans-rate": D1,
    "looked-after-rate": CLA,
    "caseload": CSWW,
    "population-0-17": POPULATION,
}


def official(name: str) -> Path:
    """A file of the official statistics."""
    folder = os.environ.get("OFFICIAL_DATA")
    if not folder:
        pytest.skip("OFFICIAL_DATA does not name the folder of the official statistics")
    return Path(folder) / name


def published(measure: str, path: Path | None = None) -> Published:
    """A measure as its file publishes it."""
    [table], _ = tables_of(path or official(FILE_OF[measure]))
    [found], _, _ = read_release(table, [MEASURES[measure]])
    return found


def value(found: Published, year: int, name: str) -> Decimal | str:
    """The figure of England, a region or an authority."""
    [said] = [f.value for f in found.years[year] if f.place.name == name]
    return said
