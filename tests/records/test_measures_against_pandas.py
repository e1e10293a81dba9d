"""Every measure, and every variant of it, says what plain pandas says of the same random records, clean and dirty."""

from datetime import date

import pytest

from excel_scorecard.calendar import months_between
from excel_scorecard.project import Team
from excel_scorecard.working_days import BANK_HOLIDAYS, WorkingCalendar

pytest.importorskip("ibis", reason="records are an extra: pip install '.[records]'")

from history import always
from made_up import AREA_OF, AS_OF, TEAMS, made_up
from plain_pandas import TWELVE, Plain

from excel_scorecard.records.computing import Wanted, figures_of
from excel_scorecard.records.engine import open_engine
from excel_scorecard.records.measures import MEASURES
from excel_scorecard.records.tables import Records

MONTHS = months_between(date(2019, 1, 1), date(2020, 6, 1))
AREAS = ("EAST", "WEST", "SOUTH")

VARIANTS = {name: (MEASURES[name](), name.replace("-", "_"), {}) for name in TWELVE} | {
    "cases above 8": (MEASURES["high-caseload"](above=8), "high_caseload", {"above": 8}),
    "unallocated by allocations": (MEASURES["unallocated"](by="allocations"), "unallocated_by_allocations", {}),
    "visits in 10 working days": (
        MEASURES["cp-visits"](mode="gap_working_days"), "visits_by_gap", {"number": 10, "working": True},
    ),
    "visits in 30 working days": (
        MEASURES["cp-visits"](mode="gap_working_days", number=30), "visits_by_gap", {"number": 30, "working": True},
    ),
    "visits in 14 days": (
        MEASURES["cp-visits"](mode="gap_calendar_days"), "visits_by_gap", {"number": 14, "working": False},
    ),
    "visits in 6 weeks": (
        MEASURES["cp-visits"](mode="gap_calendar_days", number=42), "visits_by_gap", {"number": 42, "working": False},
    ),
    "caseload per full-time equivalent": (MEASURES["caseload"](per="fte"), "caseload_fte", {}),
}  # fmt: skip


def as_records(tables):
    return {
        name: Records(always(name), table, AS_OF, f"{name}.csv", frozenset(table.column_names))
        for name, table in tables.items()
    }


def as_frames(tables):
    return {name: table.to_pandas(date_as_object=False) for name, table in tables.items()}


def as_answer(figures):
    return {(f.period, f.area): (f.numerator, f.denominator) for f in figures}


@pytest.fixture(scope="module", params=[False, True], ids=["clean", "dirty"])
def both(request):
    tables = made_up(11, 400, dirty=request.param)
    asked = [Wanted(name, measure, tuple(MONTHS), areas=AREAS) for name, (measure, _, _) in VARIANTS.items()]
    with open_engine() as engine:
        figures, _ = figures_of(
            asked,
            as_records(tables),
            [Team(name=team, area=AREA_OF[team]) for team in TEAMS],
            WorkingCalendar(),
            engine,
        )
    return figures, Plain(as_frames(tables), MONTHS, AREA_OF, BANK_HOLIDAYS)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_measure_says_what_plain_pandas_says(both, name):
    figures, plain = both
    measure, method, arguments = VARIANTS[name]
    ours = as_answer(figure for figure in figures if figure.indicator == name)
    theirs = getattr(plain, method)(**arguments)
    expected = {(month, area): theirs.get((month, area), (0, 0)) for month in MONTHS for area in ("TOTAL", *AREAS)}
    if not measure.gives_share:
        expected = {key: (numerator, None) for key, (numerator, _) in expected.items()}
    assert ours == expected
    assert len(set(ours.values())) > 5, "records on which every month is alike prove nothing"
