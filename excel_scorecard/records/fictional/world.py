"""World: all that happens in a fictional council, drawn from the seed alone, and when each thing is entered.

What an extract knows of it on a day is extract.py's. Late entry and the answers that no measure asks are made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from excel_scorecard.records.fictional.chain import (
    Codes,
    Episodes,
    Span,
    draw_episodes,
    draw_visits,
    other_authorities_plans,
)
from excel_scorecard.records.fictional.days import NEVER, YEAR, Days, Flags, Texts, Writing
from excel_scorecard.records.fictional.workforce import Workforce, draw_workforce

Table = dict[str, Texts]

_SAME_DAY = 0.6  # of what happens, what is entered on its day; the rest in days of an exponential mean; both made up
_LATE_DAYS: Final[Mapping[str, float]] = {"referrals": 2, "assessments": 5, "visits": 6, "supervisions": 4}
_USUALLY_LATE = 4.0
_GENDERS: Final = np.array(["a) Male", "b) Female", "c) Not stated/recorded"], dtype=object)
_ETHNICITIES: Final = np.array(
    ["a) WBRI", "d) WOTH", "i) MOTH", "j) AIND", "k) APKN", "o) BAFR", "r) OOTH"], dtype=object
)
_SOURCES: Final = np.array(
    [
        "a) 1A: Individual",
        "e) 2A: Schools",
        "l) 3F: Health services",
        "p) 5C: LA services",
        "q) 6: Police",
        "s) 8: Other",
    ],
    dtype=object,
)
_NEEDS: Final = np.array(
    ["N1 - Abuse or neglect", "N2 - Child's disability", "N4 - Family in acute stress", "N5 - Family dysfunction"],
    dtype=object,
)
CATEGORIES: Final = np.array(["a) Neglect", "b) Physical abuse", "c) Sexual abuse", "d) Emotional abuse"], dtype=object)


@dataclass(frozen=True)
class World:
    """All that is drawn, whatever an extract knows of it."""

    span: Span
    episodes: Episodes
    visits: tuple[Codes, Days, Flags]
    others: tuple[Days, Days]
    workforce: Workforce
    lags: dict[str, Days]
    """By table: days until a record is entered; by table and `end`: until its end is."""
    persons: Table
    answers: Table
    """By episode: source, need, category."""
    writing: Writing


def draw_world(children: int, span: Span, seed: int) -> World:
    """The whole council, from the seed alone."""
    chance = np.random.Generator(np.random.PCG64(seed))
    episodes = draw_episodes(chance, children, span)
    visits = draw_visits(chance, episodes, span)
    others = other_authorities_plans(chance, episodes, span)
    workforce = draw_workforce(chance, episodes, span)
    count = len(episodes)
    lags = {}
    for name in ("referrals", "assessments", "enquiries", "conferences", "plans", "care_episodes"):
        lags[name] = _lag(chance, name, count)
        lags[f"{name} end"] = _lag(chance, name, count)
    lags["visits"] = _lag(chance, "visits", len(visits[0]))
    lags["supervisions"] = _lag(chance, "supervisions", len(workforce.supervisions[0]))
    earliest = int(min(episodes.referred.min(), workforce.posts.first.min()))
    writing = Writing(earliest - 40 * 366, span.horizon + 2 * 366)
    persons = _persons(chance, episodes, len(others[0]), span, writing)
    answers = {
        "source": chance.choice(_SOURCES, count),
        "need": chance.choice(_NEEDS, count, p=(0.6, 0.1, 0.12, 0.18)),
        "category": chance.choice(CATEGORIES, count, p=(0.5, 0.07, 0.04, 0.39)),
    }
    return World(span, episodes, visits, others, workforce, lags, persons, answers, writing)


def _lag(chance: np.random.Generator, table: str, count: int) -> Days:
    days = chance.exponential(_LATE_DAYS.get(table, _USUALLY_LATE), count) + 1
    return np.where(chance.random(count) < _SAME_DAY, 0, days.astype(np.int64))


def _persons(chance: np.random.Generator, episodes: Episodes, others: int, span: Span, writing: Writing) -> Table:
    children = int(episodes.child.max())
    first = np.full(children + 1, NEVER)
    last = np.zeros(children + 1, dtype=np.int64)
    np.minimum.at(first, episodes.child, episodes.referred)
    np.maximum.at(last, episodes.child, np.minimum(episodes.closed, span.horizon))
    count = children + others
    # nobody is 18 before the last thing that is known of them
    room = np.full(count, 17 * YEAR)
    room[:children] = np.maximum(17.9 * YEAR - (last - first)[1:], 30)
    since = np.full(count, span.start)
    since[:children] = first[1:]
    born = since - (chance.random(count) * room).astype(np.int64)
    return {
        "child_id": ids("F", np.arange(1, count + 1)),
        "gender": chance.choice(_GENDERS, count, p=(0.515, 0.48, 0.005)),
        "ethnicity": chance.choice(_ETHNICITIES, count, p=(0.7, 0.05, 0.1, 0.03, 0.05, 0.05, 0.02)),
        "birth": writing.written(born),
        "disability": np.where(chance.random(count) < 0.12, "a) Yes", "b) No").astype(object),
    }


def ids(letter: str, numbers: Codes) -> Texts:
    """Ids such as F000123."""
    return np.array([f"{letter}{number:06d}" for number in numbers.tolist()], dtype=object)
