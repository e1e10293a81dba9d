"""One true history, extracted on different days: what two extracts both tell is the same, and the rest is `[x]`.

The history is made up: children who move between teams, workers who come and go, work that ends after the
extract. All of it is entered on the day it happens, and on working days, so that only the limits of its columns can
make two extracts differ. The truth of a period is what the extract of its last day says. The fictional council's own
extracts are compared too, read as each of its forms is.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("ibis", reason="records are an extra: pip install '.[records]'")

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from excel_scorecard.calendar import months_after, months_between
from excel_scorecard.project import Team, read_project
from excel_scorecard.records import fictional as fiction
from excel_scorecard.records import read_records
from excel_scorecard.records.choosing import measures_of
from excel_scorecard.records.computing import Wanted, figures_of, wanted
from excel_scorecard.records.engine import open_engine
from excel_scorecard.records.measures import MEASURES
from excel_scorecard.records.schema import TABLES
from excel_scorecard.records.tables import Records
from excel_scorecard.working_days import WorkingCalendar

VARIANTS = {name: measure() for name, measure in MEASURES.items()} | {
    "unallocated-by-allocations": MEASURES["unallocated"](by="allocations"),
    "unallocated-with-an-inbox": MEASURES["unallocated"](nobody=("W1",)),
    "assessments-completed": MEASURES["assessments-in-time"](state="completed"),
    "seen-where-known": MEASURES["seen-at-s47"](unknown=False),
    "s47-of-one-team": MEASURES["s47-in-time"](only=("West",)),
    "cp-visits-in-ten-days": MEASURES["cp-visits"](mode="gap_working_days"),
    "cp-visits-in-six-weeks": MEASURES["cp-visits"](mode="gap_calendar_days", number=42),
    "caseload-per-fte": MEASURES["caseload"](per="fte"),
}
TEAMS = (
    Team(name="East", area="EAST", to=date(2015, 3, 10)), Team(name="East", area="WEST", **{"from": date(2015, 3, 11)}),
    Team(name="West", area="WEST"), Team(name="New", area="EAST", **{"from": date(2015, 2, 16)}),
)  # fmt: skip
AREAS = ("EAST", "WEST")
PERIODS = {1: (date(2015, 1, 1), date(2015, 2, 1), date(2015, 3, 1)), 3: (date(2015, 1, 1),), 12: (date(2014, 4, 1),)}

FIRST, LAST = date(2014, 2, 3), date(2015, 4, 30)
DAYS = [day for n in range((LAST - FIRST).days + 1) if (day := FIRST + timedelta(days=n)).weekday() < 5]
RECENT = [day for day in DAYS if day >= date(2014, 12, 1)]
# a Friday before the month's last day, last days, first days, days in the middle
TAKEN = [date(2015, *month_day) for month_day in (
    (1, 15), (1, 30), (1, 31), (2, 27), (2, 28), (3, 1), (3, 2), (3, 20), (3, 31), (4, 1), (4, 30),
)]  # fmt: skip
# no extract goes back further than to here
SINCE = [date(2014, 3, 3), date(2014, 9, 1), date(2014, 11, 17), date(2015, 1, 1), date(2015, 1, 12)]

BEGINS_ENDS = {
    "referrals": ("referred", "closed"), "assessments": ("started", "authorised"), "enquiries": ("started", "ended"),
    "plans": ("started", "ended"), "care_episodes": ("started", "ceased"), "workers": ("from", "to"),
    "allocations": ("from", "to"), "conferences": ("held", ""), "visits": ("visited", ""),
    "supervisions": ("supervised", ""),
}  # fmt: skip


@dataclass(frozen=True)
class Happened:
    """A record as it was over time: its dates and answers, and from which day on which team or worker had it."""

    told: dict
    began: date
    ended: date | None
    teams: tuple
    workers: tuple


def happened(draw, table):
    """A record drawn by chance."""
    began = draw.choice(draw.choice([DAYS, RECENT]))
    later = [day for day in DAYS if day >= began]
    told = {"child_id": draw.choice("abcdef"), "worker_id": draw.choice(["W1", "W2", "W3"])}
    told |= {c.name: draw.choice(["yes", "no", "unknown"]) for c in TABLES[table].columns if c.kind == "flag"}
    told |= {"full_time_equivalent": draw.choice(["1", "0.5"]), "strategy_discussion": began}
    if table == "conferences":
        told["strategy_discussion"] = draw.choice([day for day in DAYS if day <= began][-30:])
    ended = draw.choice([None, *later[:60], *later[:60]]) if BEGINS_ENDS[table][1] else None

    def over_time(values, changes):
        days = [began, *sorted(draw.choices(later, k=changes))]
        return tuple((day, draw.choice(values)) for day in days)

    moves = 0 if table == "workers" else draw.choice([0, 1, 2])  # a post is one in one team
    return Happened(
        told, began, ended, over_time(["East", "West", "New", None], moves), over_time(["W1", "W2", None], 1)
    )


def history_of(seed):
    draw = Random(seed)  # noqa: S311  # no secret
    return {name: [happened(draw, name) for _ in range(draw.randrange(30))] for name in TABLES}


def extract(name, history, as_of, since=None):
    """What is known of the records of a table on a day: of all that began or were open since the first."""
    table, (begins, ends) = TABLES[name], BEGINS_ENDS[name]
    rows = []
    for number, each in enumerate(history):
        ended = each.ended if ends else each.began
        if each.began > as_of or (since and each.began < since and ended and ended < since):
            continue
        row = each.told | {table.key: f"{number}", begins: each.began}
        if ends:
            row[ends] = each.ended if each.ended and each.ended <= as_of else None
        row["team"] = [team for day, team in each.teams if day <= as_of][-1]
        if name not in {"workers", "allocations", "supervisions"}:
            row["worker_id"] = [worker for day, worker in each.workers if day <= as_of][-1]
        rows.append(row)
    columns = [column.name for column in table.columns]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    frame["line"] = range(2, len(frame) + 2)
    return Records(table, frame, as_of, f"{name}.csv", frozenset(columns), since)


@pytest.fixture(scope="module")
def engine():
    with open_engine() as engine:
        yield engine


def said(engine, measure, history, taken, length, periods, since=None):
    """The figures by period and area, and the reasons of those that are not told."""
    tables = {name: extract(name, rows, taken[name], since) for name, rows in history.items()}
    asked = [Wanted("one", measure, periods, length, "area", AREAS)]
    figures, _ = figures_of(asked, tables, TEAMS, WorkingCalendar(), engine)
    engine.close()
    return {(f.period, f.area): (f.code or (f.numerator, f.denominator), f.note) for f in figures}


@pytest.mark.parametrize("name", VARIANTS)
@settings(max_examples=7, phases=[Phase.generate], deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 2**32 - 1), length=st.sampled_from([1, 1, 3, 12]), as_of=st.sampled_from(TAKEN), data=st.data()
)
def test_whatever_an_extract_tells_of_a_period_is_what_was_so_at_its_end(engine, name, seed, length, as_of, data):
    history = history_of(seed)
    other_day = data.draw(st.sampled_from(sorted(TABLES)), label="the table that was taken on another day")
    taken = dict.fromkeys(TABLES, as_of) | {other_day: data.draw(st.sampled_from(TAKEN))}
    since = data.draw(st.sampled_from([*[None] * 5, *SINCE]), label="since")
    told = said(engine, VARIANTS[name], history, taken, length, PERIODS[length], since)
    for (period, area), (figure, why) in told.items():
        last = months_after(period, length) - timedelta(days=1)
        if figure == "x":
            assert why
            continue
        truth = said(engine, VARIANTS[name], history, dict.fromkeys(TABLES, last), length, (period,))
        assert figure == truth[period, area][0], (period, area)


@pytest.mark.parametrize("name", VARIANTS)
def test_the_extract_of_a_periods_last_day_tells_all_of_it(engine, name):
    history = {table: [] for table in TABLES}
    for length, periods in PERIODS.items():
        last = months_after(periods[-1], length) - timedelta(days=1)
        told = said(engine, VARIANTS[name], history, dict.fromkeys(TABLES, last), length, periods[-1:])
        assert all(figure != "x" for figure, _ in told.values())


# ---- the fictional council -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def councils(tmp_path_factory):
    """The figures of each form of the records of one council, extracted on three days."""
    days_ = [date(2025, 12, 31), date(2026, 1, 31), date(2026, 3, 31)]
    drawn = fiction.draw_world

    def entered_at_once(*drawing):
        world = drawn(*drawing)
        return replace(world, lags={name: np.zeros_like(lag) for name, lag in world.lags.items()})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fiction, "draw_world", entered_at_once)
        folders = {day: tmp_path_factory.mktemp(f"{day}") for day in days_}
        for day, folder in folders.items():
            fiction.fictional(4_000, 12, 3, folder, as_of=day, is_clean=True)
    return {form: [figures_of_folder(folder / form) for folder in folders.values()] for form in fiction.FORMATS}


def figures_of_folder(folder):
    project = read_project(folder)
    tables, _ = read_records(project)
    months = months_between(date(2025, 7, 1), date(2026, 3, 1))
    asked = wanted(project, measures_of(project), months)
    quarters = (date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1))
    asked += [replace(each, indicator=f"{each.indicator}, quarters", months=3, periods=quarters) for each in asked]
    with open_engine() as engine:
        figures, _ = figures_of(asked, tables, project.teams, project.calendar.calendar, engine)
    return {(f.indicator, f.period, f.area): f.code or (f.numerator, f.denominator) for f in figures}


@pytest.mark.parametrize(("form", "least"), [("plain", 300), ("ssd", 150), ("annex-a", 30)])
def test_two_extracts_of_one_council_never_tell_different_figures(councils, form, least):
    compared = 0
    for earlier, later in combinations(councils[form], 2):
        both = [key for key in earlier if "x" not in {earlier[key], later[key]}]
        assert {key: earlier[key] for key in both} == {key: later[key] for key in both}
        compared += len(both)
    assert compared > least
