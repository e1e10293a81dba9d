"""Made-up records, fast and in any number: for the comparison of two computations and of engines, and for timing.

They are no picture of a council (`fictional` makes those). With `dirty` they have what extracts have: blanks, reversed
dates, repeated rows, children in two teams, flags that nobody filled, teams that nobody knows.
"""

from datetime import date

import numpy as np
import pyarrow as pa

TEAMS = [f"{area} {number}" for area in ("East", "West", "South") for number in range(1, 7)]
AREA_OF = {team: team.split()[0].upper() for team in TEAMS}
FIRST = np.datetime64("2016-01-01")
AS_OF = date(2022, 12, 31)
_LAST = np.datetime64("2022-12-31")
_DAYS = int((_LAST - FIRST).astype(int)) + 1
YEARS = _DAYS / 365.25


class Draw:
    """Columns of random records, all from one seed."""

    def __init__(self, seed: int, *, dirty: bool) -> None:
        self.random = np.random.default_rng(seed)
        self.dirty = dirty

    def days(self, count: int) -> np.ndarray:
        return FIRST + self.random.integers(0, _DAYS, count).astype("timedelta64[D]")

    def later(self, start: np.ndarray, mean: float) -> np.ndarray:
        """An end some days after each start, NaT where it has not come; with dirt, some before the start."""
        end = start + (self.random.exponential(mean, len(start)) + 0.5).astype("timedelta64[D]")
        if self.dirty:
            wrong = self.random.random(len(start)) < 0.01
            end[wrong] = start[wrong] - np.timedelta64(3, "D")
        end[end > _LAST] = np.datetime64("NaT")
        return end

    def ids(self, letter: str, numbers: np.ndarray) -> pa.Array:
        return pa.array(np.char.add(letter, np.char.zfill(numbers.astype("U8"), 8)).astype(object), pa.string())

    def keys(self, letter: str, count: int) -> pa.Array:
        return self.ids(letter, np.arange(count))

    def words(self, count: int, words: list[str], shares: list[float], blank: float) -> pa.Array:
        chosen = self.random.choice(len(words), count, p=shares).astype("int32")
        missing = self.random.random(count) < (blank if self.dirty else 0)
        return pa.DictionaryArray.from_arrays(pa.array(chosen, mask=missing), pa.array(words)).cast(pa.string())

    def teams(self, count: int) -> pa.Array:
        known = [*TEAMS, "Not a team"] if self.dirty else TEAMS
        return self.words(count, known, [1 / len(known)] * len(known), 0.03)

    def flag(self, count: int, yes: float) -> pa.Array:
        return self.words(count, ["yes", "no"], [yes, 1 - yes], 0.1)

    def workers(self, count: int, known: int) -> pa.Array:
        numbers = self.random.integers(0, known, count)
        ids = self.ids("W", numbers)
        nobody = self.random.random(count) < 0.15
        return pa.array(
            np.where(nobody, None, np.asarray(ids.to_numpy(zero_copy_only=False), dtype=object)), pa.string()
        )


def day(values: np.ndarray) -> pa.Array:
    return pa.array(values.astype("datetime64[D]"), pa.date32())


def made_up(seed: int, referrals_a_year: int, *, dirty: bool = False) -> dict[str, pa.Table]:
    """Seven years of records, to the end of 2022, as tables with the columns that measures read."""
    draw = Draw(seed, dirty=dirty)
    count = int(referrals_a_year * YEARS)
    staff = max(referrals_a_year // 60, 5)
    children = max(int(count * 0.55), 5)
    return {
        "referrals": _referrals(draw, count, children),
        **_assessments_and_enquiries(draw, int(count * 0.85), int(count * 0.27), children, staff),
        "conferences": _conferences(draw, int(count * 0.1), children),
        **_plans_and_visits(draw, int(count * 0.08), children),
        "care_episodes": _care(draw, int(count * 0.03), children),
        **_workforce(draw, staff, int(count * 0.4), children),
    }


def _child(draw: Draw, count: int, children: int) -> pa.Array:
    return draw.ids("C", draw.random.integers(0, children, count))


def _referrals(draw: Draw, count: int, children: int) -> pa.Table:
    referred = draw.days(count)
    return pa.table({
        "referral_id": draw.keys("R", count), "child_id": _child(draw, count, children), "referred": day(referred),
        "closed": day(draw.later(referred, 120)), "no_further_action": draw.flag(count, 0.2), "team": draw.teams(count),
    })  # fmt: skip


def _assessments_and_enquiries(
    draw: Draw, count: int, enquiries: int, children: int, staff: int
) -> dict[str, pa.Table]:
    started = draw.days(count)
    owner = draw.random.integers(0, children, count)
    assessments = pa.table({
        "assessment_id": draw.keys("A", count), "child_id": draw.ids("C", owner), "started": day(started),
        "authorised": day(draw.later(started, 45)), "seen": draw.flag(count, 0.7), "team": draw.teams(count),
        "worker_id": draw.workers(count, staff),
    })  # fmt: skip
    of_assessment = draw.random.integers(0, count, enquiries)
    began = started[of_assessment] + draw.random.integers(-30, 60, enquiries).astype("timedelta64[D]")
    made = pa.table({
        "enquiry_id": draw.keys("E", enquiries), "child_id": draw.ids("C", owner[of_assessment]), "started": day(began),
        "ended": day(draw.later(began, 20)), "team": draw.teams(enquiries),
    })  # fmt: skip
    return {"assessments": assessments, "enquiries": made}


def _conferences(draw: Draw, count: int, children: int) -> pa.Table:
    discussed = draw.days(count)
    held = draw.later(discussed, 18)
    discussed = np.where(draw.random.random(count) < (0.03 if draw.dirty else 0), np.datetime64("NaT"), discussed)
    is_held = ~np.isnat(held)
    table = pa.table({
        "conference_id": draw.keys("K", count), "child_id": _child(draw, count, children),
        "strategy_discussion": day(discussed), "held": day(held), "transfer_in": draw.flag(count, 0.05),
        "team": draw.teams(count),
    })  # fmt: skip
    return table.filter(pa.array(is_held))


def _plans_and_visits(draw: Draw, count: int, children: int) -> dict[str, pa.Table]:
    started = draw.days(count)
    ended = draw.later(started, 270)
    owner = draw.random.integers(0, children, count)
    plans = pa.table({
        "plan_id": draw.keys("P", count), "child_id": draw.ids("C", owner), "started": day(started),
        "ended": day(ended), "other_authority": draw.flag(count, 0.03), "team": draw.teams(count),
    })  # fmt: skip
    lasts = (np.where(np.isnat(ended), _LAST, ended) - started).astype(int).clip(0)
    visits = lasts // 13
    of_plan = np.repeat(np.arange(count), visits)
    nth = np.arange(len(of_plan)) - np.repeat(np.cumsum(visits) - visits, visits)
    visited = started[of_plan] + (nth * 13 + draw.random.integers(0, 20, len(of_plan))).astype("timedelta64[D]")
    within = visited <= _LAST
    of_plan, visited = of_plan[within], visited[within]
    made = pa.table({
        "visit_id": draw.keys("V", len(of_plan)), "child_id": draw.ids("C", owner[of_plan]), "visited": day(visited),
        "seen": draw.flag(len(of_plan), 0.9),
    })  # fmt: skip
    return {"plans": plans, "visits": made}


def _care(draw: Draw, count: int, children: int) -> pa.Table:
    started = draw.days(count)
    return pa.table({
        "episode_id": draw.keys("L", count), "child_id": _child(draw, count, children), "started": day(started),
        "ceased": day(draw.later(started, 700)), "short_breaks": draw.flag(count, 0.05), "team": draw.teams(count),
    })  # fmt: skip


def _workforce(draw: Draw, staff: int, cases: int, children: int) -> dict[str, pa.Table]:
    posts = staff * 4
    begun = draw.days(posts)
    whose = draw.random.integers(0, staff, posts)
    equivalents = draw.random.choice(["1.0000", "0.5000", "0.8000", "0.6667"], posts, p=[0.7, 0.1, 0.1, 0.1])
    workers = pa.table({
        "post_id": draw.keys("Q", posts), "worker_id": draw.ids("W", whose), "team": draw.teams(posts),
        "from": day(begun), "to": day(draw.later(begun, 600)),
        "full_time_equivalent": pa.array(equivalents.astype(object), pa.string()).cast(pa.decimal128(12, 4)),
        "qualified": draw.flag(posts, 0.9),
    })  # fmt: skip
    given = draw.days(cases)
    allocations = pa.table({
        "allocation_id": draw.keys("B", cases), "child_id": _child(draw, cases, children),
        "worker_id": draw.ids("W", draw.random.integers(0, staff, cases)), "from": day(given),
        "to": day(draw.later(given, 150)),
    })  # fmt: skip
    meetings = int(staff * YEARS * 10)
    supervised = draw.ids("W", draw.random.integers(0, staff, meetings))
    supervisions = pa.table({
        "supervision_id": draw.keys("S", meetings), "worker_id": supervised,
        "supervised": day(draw.days(meetings)),
    })  # fmt: skip
    return {"workers": workers, "allocations": allocations, "supervisions": supervisions}
