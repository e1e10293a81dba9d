"""As project: a scorecard.toml that reads the records of a fictional council. Every word in it is made up."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import tomli_w

from excel_scorecard.records.fictional.as_annex_a import NOBODY
from excel_scorecard.records.fictional.days import day_of
from excel_scorecard.records.fictional.extract import Council
from excel_scorecard.records.fictional.indicators import CONSISTENCY, MEASURES, indicators
from excel_scorecard.records.fictional.published import AREAS
from excel_scorecard.records.fictional.workforce import KINDS, FictionalTeam

_FIRST_LINE: Final = "# FICTIONAL: a council that does not exist. Every record and every word is made up.\n\n"
_MONTHS_OF_ANNEX_A: Final = 7
"""It reaches back six months, to the end of the one before them."""
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
    """The project's settings as TOML, with those of `[records]`. A year of months has process limits."""
    span = council.span
    last = day_of(span.end).replace(day=1)
    is_annex_a = records.get("format") == "annex-a"
    told = min(span.months, _MONTHS_OF_ANNEX_A) if is_annex_a else span.months
    twelve = indicators(children, last, with_limits=told >= 12, knows_allocations=not is_annex_a)
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
                "trend_months": min(told, 25),
                "notes": [_NOTE],
            },
            "area": areas + localities + kinds,
            "population": list(_populations(council, children)),
            "team": [_team(team) for team in council.teams],
            "records": {"as_of": day_of(council.as_of), **records},
            "measure": MEASURES,
            "indicator": list(twelve),
            "consistency": CONSISTENCY,
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
