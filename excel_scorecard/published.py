"""Published: the measures that the Department for Education publishes for every authority, declared once each.

Knows a release by its columns, in every naming that was seen, and what its periods mean in words. Pure data: files are
read by comparators/, and an indicator says which measure it is compared with by `published`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Columns = tuple[str, ...]
"""One column by all the names it has had, the latest first."""

Span = Literal["year", "31 March", "30 September", "year to September", "mid-year"]
"""What a release's year means: the year to March of it, a day in it, the year to September, the middle of it."""


@dataclass(frozen=True)
class Release:
    """A file that is published once a year. `marks` are columns that together only this file has.

    `file` is what a source calls it among the publication's files.
    """

    id: str
    publication: str
    words: str
    file: str
    marks: tuple[Columns, ...]

    def source(self, year: int) -> str:
        """The file as a source is quoted: `DfE, Children in need, reporting year 2025, file c1`."""
        return f"{self.publication}, reporting year {year}, {self.file}"


@dataclass(frozen=True)
class Measure:
    """One published measure.

    Attributes:
        id: its lasting name, which an indicator's `published` gives.
        words: what it is.
        release: the id of the file that it stands in.
        unit: the unit of an indicator that may be compared with it; a rate is per 10,000.
        span: what a year means.
        value: the column of the value as published; empty where the file has only numbers to work it out from.
        parts: columns that together are the numerator; `whole` is the denominator.
        rest: columns that together are what the numerator lacks of the whole, where they are fewer: of numbers that
            are rounded or suppressed one by one, the fewest are the nearest to the truth.
        rows: where the file has several series below each other: a column, and what stands in it.
        decimals: of the value, as published or worked out.

    """

    id: str
    words: str
    release: str
    unit: str
    span: Span = "year"
    value: Columns = ()
    parts: tuple[Columns, ...] = ()
    whole: Columns = ()
    rest: tuple[Columns, ...] = ()
    rows: tuple[str, Columns] | None = None
    decimals: int = 1

    @property
    def is_worked_out(self) -> bool:
        """The file has the numbers alone, and the percentage is worked out from them."""
        return bool(self.parts)

    def period(self, year: int) -> str:
        """The period that a release calls `2025`, in words: `2024-25`, `31 March 2025`."""
        match self.span:
            case "year":
                return f"{year - 1}-{year % 100:02d}"
            case "year to September":
                return f"year to September {year}"
            case "mid-year":
                return f"mid-{year}"
            case day:
                return f"{day} {year}"


_CHILDREN_IN_NEED = "DfE, Children in need"
_RELEASES = (
    Release(
        "c1", _CHILDREN_IN_NEED, "referrals and re-referrals", "file c1",
        (("rereferral_count", "Re_referrals"), ("referral_count", "Referrals")),
    ),
    Release(
        "c2", _CHILDREN_IN_NEED, "assessments by duration", "file c2",
        (("Assessments_completed",), ("41-45_days",)),
    ),
    Release(
        "c4", _CHILDREN_IN_NEED, "section 47 enquiries and conferences", "file c4",
        (("Section47",), ("ICPC",), ("Duration_11-15_days",)),
    ),
    Release(
        "d1", _CHILDREN_IN_NEED, "child protection plans", "file d1",
        (("CPP_At31",), ("CPP_anypoint",)),
    ),
    Release(
        "d3", _CHILDREN_IN_NEED, "second or subsequent child protection plans", "file d3",
        (("CPP_subsequent",),),
    ),
    Release(
        "cla", "DfE, Children looked after", "number and rate per 10,000", "number and rate",
        (("population_type", "population_count"), ("rate_per_10000", "rate_per_10k")),
    ),
    Release(
        "csww", "DfE, Children's social work workforce", "caseloads, vacancies and the like", "indicators",
        (("caseload_fte",), ("turnover_rate_fte",)),
    ),
    Release(
        "population", "ONS, mid-year population estimates", "children aged 0 to 17", "0 to 17",
        (("population_estimate",), ("age_group",)),
    ),
)  # fmt: skip
RELEASES: Final[Mapping[str, Release]] = MappingProxyType({release.id: release for release in _RELEASES})

_LOOKED_AFTER = ("Children looked after on 31 March each year", "Children looked after at 31 March each year")
_STARTED = ("Children starting to be looked after each year",)
_CEASED = ("Children ceasing to be looked after each year",)

_MEASURES = (
    Measure(
        "rereferrals", "Referrals within 12 months of an earlier one, of all referrals", "c1", "percent",
        value=("rereferral_percent", "Re_referrals_percent"),
    ),
    Measure(
        "referrals-no-action", "Referrals with no further action, of all referrals", "c1", "percent",
        value=("no_further_action_percent", "No_Further_Action_percent"),
    ),
    Measure("referrals-rate", "Referrals per 10,000 children", "c1", "rate", value=("Referrals_rate",)),
    Measure(
        "assessments-in-45-days", "Assessments completed within 45 working days", "c2", "percent",
        parts=(
            ("Same_day",), ("1-10_days",), ("11-20_days",), ("21-30_days",), ("31-40_days",), ("41-45_days",),
        ),
        whole=("Assessments_completed",),
        rest=(("46-50_days",), ("51-60_days",), ("61+_days",)),
    ),
    Measure(
        "assessments-rate", "Assessments completed per 10,000 children", "c2", "rate",
        value=("Assessments_completed_rate",),
    ),
    Measure(
        "icpcs-in-15-days", "Initial child protection conferences within 15 working days", "c4", "percent",
        parts=(("Duration_0-10_days",), ("Duration_11-15_days",)), whole=("ICPC",),
    ),
    Measure("icpcs-rate", "Initial child protection conferences per 10,000 children", "c4", "rate",
            value=("ICPC_rate",)),
    Measure("section-47-rate", "Section 47 enquiries per 10,000 children", "c4", "rate", value=("Section47_rate",)),
    Measure(
        "cp-plans-rate", "Children with a child protection plan per 10,000", "d1", "rate", "31 March",
        value=("CPP_At31_rate",),
    ),
    Measure("cp-plans-started-rate", "Child protection plans started per 10,000 children", "d1", "rate",
            value=("CPP_start_rate",)),
    Measure(
        "cp-plans-repeat", "Child protection plans that are a second or later one", "d3", "percent",
        value=("CPP_subsequent_percent",),
    ),
    Measure(
        "looked-after-rate", "Children looked after per 10,000", "cla", "rate", "31 March",
        value=("rate_per_10000", "rate_per_10k"), rows=("population_type", _LOOKED_AFTER),
    ),
    Measure(
        "looked-after-started-rate", "Children who started to be looked after per 10,000", "cla", "rate",
        value=("rate_per_10000", "rate_per_10k"), rows=("population_type", _STARTED),
    ),
    Measure(
        "looked-after-ceased-rate", "Children who ceased to be looked after per 10,000", "cla", "rate",
        value=("rate_per_10000", "rate_per_10k"), rows=("population_type", _CEASED),
    ),
    Measure("caseload", "Cases per social worker, full-time equivalent", "csww", "average", "30 September",
            value=("caseload_fte",)),
    Measure("agency-workers", "Agency social workers, of all", "csww", "percent", "30 September",
            value=("agency_rate_fte",)),
    Measure("vacancies", "Vacant posts of social workers, of all posts", "csww", "percent", "30 September",
            value=("vacancy_rate_fte",)),
    Measure("turnover", "Social workers who left, of all", "csww", "percent", "year to September",
            value=("turnover_rate_fte",)),
    Measure("absence", "Working days lost to sickness, of all", "csww", "percent", "year to September",
            value=("absence_rate_fte",)),
    Measure("population-0-17", "Children aged 0 to 17", "population", "count", "mid-year",
            value=("population_estimate",), decimals=0),
)  # fmt: skip
ATTRIBUTION: Final = (
    "Contains public sector information licensed under the Open Government Licence v3.0. Source: DfE and ONS."
)
LICENCE: Final = "OGL v3.0"
"""How a source names the licence that its publication is under."""

MEASURES: Final[Mapping[str, Measure]] = MappingProxyType({measure.id: measure for measure in _MEASURES})

RATE_PER: Final = 10_000


def misfit(measure_id: str, unit: str, per: int | None) -> tuple[str, str] | None:
    """Why an indicator of that unit cannot be compared with a measure, and how to mend it; None where it can."""
    measure = MEASURES[measure_id]
    if measure.unit != unit:
        what = f"published '{measure_id}' is {_unit_words(measure.unit)}, and the indicator's unit is {unit}"
        fitting = ", ".join(known.id for known in _MEASURES if known.unit == unit)
        return what, f"Take published out{f', or write one of {fitting}' if fitting else ''}."
    if unit == "rate" and per != RATE_PER:
        what = f"published '{measure_id}' is per {RATE_PER:,}, and the indicator's rate is per {per:,}"
        return what, f"Write per = {RATE_PER}, or take published out."
    return None


def _unit_words(unit: str) -> str:
    words = {"rate": f"a rate per {RATE_PER:,}", "average": "an average", "count": "a count"}
    return words.get(unit, "a percentage")
