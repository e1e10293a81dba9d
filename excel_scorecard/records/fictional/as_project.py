"""As project: a scorecard.toml that reads the plain tables of a fictional council. Every word in it is made up."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import tomli_w

from excel_scorecard.records.fictional.days import day_of
from excel_scorecard.records.fictional.extract import Council
from excel_scorecard.records.fictional.published import AREAS, CITY_WIDE, HUB
from excel_scorecard.records.fictional.workforce import KINDS

_FIRST_LINE: Final = "# FICTIONAL: a council that does not exist. Every record and every word is made up.\n\n"
_NOTE: Final = (
    "FICTIONAL: this council, its children and its workers do not exist. Their records were drawn by chance, at the "
    "levels that the Department for Education publishes for England."
)


def settings(council: Council, children: int, plain_names: Mapping[str, str]) -> str:
    """The project's settings as TOML; `plain_names` are the tables' files, from its folder."""
    span, as_of = council.span, day_of(council.as_of)
    last = day_of(span.end).replace(day=1)
    areas = [{"name": story.name} for story in AREAS] + [{"name": HUB}]
    localities = [{"name": story.name, "axis": "locality"} for story in AREAS]
    kinds = [{"name": kind, "axis": "team type"} for kind in KINDS]
    records: dict[str, Any] = {"as_of": as_of, "dates": ["YYYY-MM-DD"]}
    for table, name in plain_names.items():
        records[table] = {"file": name, "since": day_of(span.history)}
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
            "records": records,
            "indicator": list(_indicators()),
        }
    )


def _populations(council: Council, children: int) -> Iterable[dict[str, Any]]:
    first, last = day_of(council.span.start).year - 1, day_of(council.span.end).year - 1
    for year in range(first, last + 1):
        for story in AREAS:
            yield {
                "area": story.name,
                "year": year,
                "population": round(children * story.people),
                "name": "0 to 17",
                "source": "made up",
            }


def _team(team: Any) -> dict[str, Any]:
    told = {"name": team.name, "area": team.area, "team_type": team.team_type, "from": team.since, "to": team.until}
    return {key: value for key, value in told.items() if value}


def _indicators() -> Iterable[dict[str, Any]]:
    for position, (name, measure, title, short, unit, good, kind, breakdown, target) in enumerate(_TWELVE, start=1):
        made: dict[str, Any] = {
            "id": name,
            "number": position,
            "title": title,
            "short": short,
            "unit": unit,
            "good": good,
            "kind": kind,
            "breakdown": breakdown,
            "measure": measure,
        }
        if breakdown == "area":
            made["breakdown_note"] = f"{CITY_WIDE} not included in the area breakdown"
        if target:
            made["target"] = [target]
        yield made


_SINCE: Final = "made up"
# id, measure, title, short, unit, good, kind, breakdown, target
_TWELVE: Final[tuple[tuple[Any, ...], ...]] = ()
