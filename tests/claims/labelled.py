"""The labelled sentences: situations.toml with what pages say, sentences.csv with what officers wrote beside them.

other_things.csv holds sentences whose figures are of something else: a part, another measure, another time.
"""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from excel_scorecard.calendar import months_after
from excel_scorecard.claims import Comparator, Contradiction, Facts, Figure, Row, contradictions

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Labelled:
    """A sentence with its verdict: true, false, or no claim, and why."""

    situation: str
    part: str
    verdict: str
    sentence: str
    why: str

    @property
    def found(self) -> tuple[Contradiction, ...]:
        """What is said against it."""
        return contradictions(self.sentence, situations()[self.situation])


@cache
def labelled() -> tuple[Labelled, ...]:
    with (HERE / "sentences.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Labelled(**row) for row in csv.DictReader(file))


@cache
def other_things() -> tuple[tuple[str, str], ...]:
    """Sentences of other_things.csv: situation and sentence."""
    with (HERE / "other_things.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["situation"], row["sentence"]) for row in csv.DictReader(file))


@cache
def situations() -> dict[str, Facts]:
    read = tomllib.loads((HERE / "situations.toml").read_text("utf-8"), parse_float=Decimal)
    return {name: _facts(said) for name, said in read.items()}


def _figure(number: Decimal | int | None, place: str) -> Figure | None:
    return None if number is None else Figure(Decimal(number), place)


def _row(numbers: list[Decimal | int], place: str) -> Row:
    value, numerator, denominator = [*numbers, None, None][:3]
    return Row(_figure(value, place), _figure(numerator, place), _figure(denominator, place))


def _facts(said: dict[str, Any]) -> Facts:
    month: date = said["month"]
    length = said.get("period_months", 1)
    series = said["series"]
    months = {
        months_after(month, -length * back): Row(_figure(value, f"B{40 + len(series) - back}"))
        for back, value in enumerate(reversed(series))
    }
    parts = said.get("parts", [None, None])
    now = Row(_figure(series[-1], "C6"), _figure(parts[0], "C3"), _figure(parts[1], "C5"))
    return Facts(
        title=said["title"],
        labels=tuple(said["labels"]),
        unit=said["unit"],
        decimals=said.get("decimals", 0),
        good=said["good"],
        month=month,
        period_months=length,
        now=now,
        average=_figure(said.get("average"), "B6"),
        average_months=4 if length > 1 else 6,
        target=_figure(said.get("target"), "D6"),
        target_upper=_figure(said.get("target_upper"), "D7"),
        limit=_figure(said.get("limit"), "D8"),
        rating=said["rating"],
        rating_place="B9",
        months=months,
        areas={name: _row(numbers, "G6") for name, numbers in said.get("areas", {}).items()},
        comparators=tuple(
            Comparator(label, "", Figure(Decimal(value), "A12")) for label, value in said.get("comparators", {}).items()
        ),
    )
