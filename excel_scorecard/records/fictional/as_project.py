"""As project: a scorecard.toml that reads the records of a fictional council. Every word in it is made up."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import tomli_w

from excel_scorecard.records.fictional.as_annex_a import NOBODY
from excel_scorecard.records.fictional.days import day_of
from excel_scorecard.records.fictional.extract import Council
from excel_scorecard.records.fictional.published import AREAS, CITY_WIDE
from excel_scorecard.records.fictional.published import HUB as MASH
from excel_scorecard.records.fictional.workforce import HUB, KINDS, FictionalTeam

_FIRST_LINE: Final = "# FICTIONAL: a council that does not exist. Every record and every word is made up.\n\n"
_NOTE: Final = (
    "FICTIONAL: this council, its children and its workers do not exist. Their records were drawn by chance, at the "
    "levels that the Department for Education publishes for England."
)


def plain_records(council: Council, names: Mapping[str, str]) -> dict[str, Any]:
    """The settings of `[records]` for our own tables, by their files' names."""
    since = day_of(council.span.history)
    return {"dates": ["YYYY-MM-DD"]} | {table: {"file": name, "since": since} for table, name in names.items()}


def ready_made_records(form: str, files: str) -> dict[str, Any]:
    """The settings of `[records]` for a form that is read ready-made: ssd, annex-a."""
    return {"format": form, "file": files, "unallocated": [NOBODY]}


def settings(council: Council, children: int, records: Mapping[str, Any]) -> str:
    """The project's settings as TOML, with those of `[records]`."""
    span = council.span
    last = day_of(span.end).replace(day=1)
    areas = [{"name": story.name} for story in AREAS]
    localities = [{"name": story.name, "axis": "locality"} for story in AREAS]
    kinds = [{"name": kind, "axis": "team type"} for kind in KINDS]
    return _FIRST_LINE + tomli_w.dumps(
        {
            "scorecard": {
                "organisation": "Northshire Council (fictional)",
                "heading": "Performance scorecard",
                "service": "Children's services",
                "marking": "FICTIONAL DATA: made up, no real council",
                "month": last,
                "trend_months": min(max(span.months, 1), 25),
                "notes": [_NOTE],
            },
            "area": areas + localities + kinds,
            "population": list(_populations(council, children)),
            "team": [_team(team) for team in council.teams],
            "records": {"as_of": day_of(council.as_of), **records},
            "measure": _MEASURES,
            "indicator": list(_indicators()),
        }
    )


def _populations(council: Council, children: int) -> Iterable[dict[str, Any]]:
    # a mid-year estimate holds from its June on, and the trend looks back a year before the records
    first, last = day_of(council.span.history).year - 2, day_of(council.span.end).year - 1
    for year in range(first, last + 1):
        yield {"year": year, "population": children, "name": "0 to 17", "source": "made up"}
        for story in AREAS:
            yield {
                "area": story.name,
                "year": year,
                "population": round(children * story.people),
                "name": "0 to 17",
                "source": "made up",
            }


def _team(team: FictionalTeam) -> dict[str, Any]:
    told = {"name": team.name, "area": team.area, "team_type": team.team_type, "from": team.since, "to": team.until}
    return {key: value for key, value in told.items() if value}


def _indicators() -> Iterable[dict[str, Any]]:
    for position, (name, measure, title, short, rest) in enumerate(_TWELVE, start=1):
        made: dict[str, Any] = {"id": name, "number": position, "title": title, "short": short} | rest
        made["measure"] = measure
        if made["breakdown"] == "area":
            made["breakdown_note"] = f"{CITY_WIDE} and {MASH} not included in the area breakdown"
        yield made


def _goal(target: int, amber_within: int) -> dict[str, Any]:
    since = date(2020, 4, 1)
    return {"target": [{"from": since, "target": target, "amber_within": amber_within, "source": "made up"}]}


_PERCENT: Final = {"unit": "percent", "good": "high", "breakdown": "area"}
_OPEN: Final = {"kind": "snapshot"}
# Ours as they are, or counted another way: by allocations, which know the past; in the hub alone; by full-time posts.
_MEASURES: Final[list[dict[str, Any]]] = [
    {"id": "unallocated-by-allocations", "like": "unallocated", "by": "allocations"},
    {"id": "enquiries-of-the-hub", "like": "s47-in-time", "only": [KINDS[HUB]]},
    {"id": "caseload-full-time", "like": "caseload", "per": "fte"},
]
# id, measure, title, short, the rest
_TWELVE: Final[tuple[tuple[str, str, str, str, dict[str, Any]], ...]] = (
    (
        "re-referrals", "re-referrals", "Re-referrals within 12 months of a previous referral", "Re-referrals",
        _PERCENT | {"good": "low", "decimals": 1} | _goal(22, 3),
    ),
    (
        "unallocated", "unallocated-by-allocations", "Assessments open for more than 7 days without a worker",
        "Unallocated", {"unit": "count", "good": "low", "breakdown": "area"} | _OPEN,
    ),
    (
        "assessments-in-time", "assessments-in-time", "Open assessments within 45 working days", "Assessments in time",
        _PERCENT | _OPEN | _goal(85, 10),
    ),
    (
        "seen-at-assessment", "seen-at-assessment", "Children seen at assessment", "Seen at assessment",
        _PERCENT | _goal(90, 10),
    ),
    (
        "s47-in-time", "enquiries-of-the-hub", "Open section 47 enquiries within 15 working days, MASH alone",
        "S47 in time", _PERCENT | {"breakdown": "none"} | _OPEN | _goal(90, 10),
    ),
    (
        "seen-at-s47", "seen-at-s47", "Children seen at assessment, with a section 47 enquiry", "Seen at S47",
        _PERCENT | _goal(90, 10),
    ),
    (
        "icpc-in-time", "icpc-in-time", "Initial conferences within 15 working days", "ICPC in time",
        _PERCENT | _goal(80, 10),
    ),
    (
        "cp-plans", "cp-plans", "Children with a child protection plan", "CP plans",
        {"unit": "rate", "good": "neither", "breakdown": "area"} | _OPEN,
    ),
    (
        "cp-visits", "cp-visits", "Children with a plan visited at least twice in the month", "CP visits",
        _PERCENT | {"breakdown": "area"} | _OPEN | _goal(85, 10),
    ),
    (
        "children-in-care", "children-in-care", "Children in care", "Children in care",
        {"unit": "rate", "good": "neither", "breakdown": "none"} | _OPEN,
    ),
    (
        "supervision", "supervision", "Social workers who had supervision in the month", "Supervision",
        _PERCENT | _goal(83, 5),
    ),
    (
        "caseload", "caseload-full-time", "Average caseload of a full-time social worker", "Caseload",
        {"unit": "average", "good": "low", "breakdown": "team type"} | _OPEN | _goal(16, 2),
    ),
)  # fmt: skip
