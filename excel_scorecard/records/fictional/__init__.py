"""Fictional: the records of a council that does not exist, from referral to care, as files to try everything with.

Nobody in them lives, and nobody has a name: children are F000123, workers W000123. Levels are England's as published
(published.py), what a real extract has wrong with it is put in and counted (dirt.py), and the same seed gives the same
bytes. chain.py and workforce.py draw what happened, extract.py what is known of it on a day, as_*.py write it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from excel_scorecard.calendar import months_after
from excel_scorecard.disk import write_whole
from excel_scorecard.errors import MachineError, ProjectError
from excel_scorecard.records.fictional.as_annex_a import write_annex_a
from excel_scorecard.records.fictional.as_csv import MARK, plain_name, write_dirt, write_plain, write_ssd
from excel_scorecard.records.fictional.as_project import plain_records, ready_made_records, settings
from excel_scorecard.records.fictional.chain import Span
from excel_scorecard.records.fictional.days import day_of, number
from excel_scorecard.records.fictional.dirt import Dirt, with_dirt
from excel_scorecard.records.fictional.extract import Council, extracted
from excel_scorecard.records.fictional.world import draw_world

__all__ = ["Dirt", "Fictional", "fictional", "fictional_council"]

FORMATS: Final = ("plain", "ssd", "annex-a")
LAST_MONTH: Final = date(2026, 3, 1)
_LEAST_CHILDREN, _MOST_CHILDREN, _MOST_MONTHS = 2_000, 15_000_000, 120
_EARLIEST: Final = date(2020, 1, 1)


@dataclass(frozen=True)
class Fictional:
    """What was written."""

    folder: Path
    as_of: date
    rows: dict[str, int]
    """By table."""
    dirt: tuple[Dirt, ...]
    """What is wrong with the tables on purpose."""


def fictional_council(
    children: int, months: int, seed: int, *, last: date = LAST_MONTH, as_of: date | None = None
) -> Council:
    """The clean records of a council with `children` people aged 0 to 17, over the `months` that end with `last`.

    Args:
        children: how many live there; England's share of them comes into the records.
        months: how many months are told of; the records begin a year before the first.
        seed: another seed, another council.
        last: the first day of the last month.
        as_of: the day of the extract; default the last of the last month. What happened by then and was not entered
            yet is missing, and comes with a later day: the council stays the same.

    Raises:
        ProjectError: a number is out of range, or `as_of` lies outside what is drawn.

    """
    span, day = _checked(children, months, last, as_of)
    return extracted(draw_world(children, span, seed), day)


def fictional(
    children: int,
    months: int,
    seed: int,
    out: Path,
    *,
    last: date = LAST_MONTH,
    as_of: date | None = None,
    is_clean: bool = False,
    formats: Collection[str] = FORMATS,
) -> Fictional:
    """Write the records of a fictional council into the folder `out`; arguments as of `fictional_council`.

    plain/ holds our own tables, ssd/ the Standard Safeguarding Dataset, annex-a/ Ofsted's lists, each with a
    scorecard.toml that reads them; `formats` names those that are wanted. `is_clean` leaves the dirt out.

    Raises:
        ProjectError: as `fictional_council`.
        MachineError: a file cannot be written.

    """
    span, day = _checked(children, months, last, as_of)
    world = draw_world(children, span, seed)
    council = extracted(world, day)
    tables, account = council.tables, list[Dirt]()
    if not is_clean:
        tables, account = with_dirt(np.random.Generator(np.random.PCG64(seed + 1)), council, world.writing)
    for name in formats:
        _make(out / name)
    write_dirt(account, out / f"{MARK}-dirt-put-in.csv")
    if "plain" in formats:
        write_plain(tables, out / "plain")
    if "ssd" in formats:
        write_ssd(tables, council.persons, (team.name for team in council.teams), out / "ssd")
    if "annex-a" in formats:
        write_annex_a(council, tables, str(out / "annex-a" / f"{MARK}-annex-a.xlsx"), MARK)
    records = {
        "plain": plain_records(council, {name: plain_name(name) for name in tables}),
        "ssd": ready_made_records("ssd", f"{MARK}-ssd_*.csv"),
        "annex-a": ready_made_records("annex-a", f"{MARK}-annex-a.xlsx"),
    }
    for name in formats:
        toml = settings(council, children, records[name])
        write_whole(out / name / "scorecard.toml", toml.encode("utf-8"))
    rows = {name: len(next(iter(table.values()))) for name, table in tables.items()}
    return Fictional(out, day_of(day), rows, tuple(account))


def _checked(children: int, months: int, last: date, as_of: date | None) -> tuple[Span, int]:
    for word, given, least, most in (
        ("children", children, _LEAST_CHILDREN, _MOST_CHILDREN),
        ("months", months, 1, _MOST_MONTHS),
    ):
        if not least <= given <= most:
            what = f"{given} {word} is out of range"
            raise ProjectError(what, where="fictional", mend=f"Give {least} to {most}.")
    span = Span(months_after(last, 1 - months), months)
    if span.first < _EARLIEST or last.year > 2027:
        mend = f"Let it begin in {_EARLIEST.year} at the earliest and end in 2027 at the latest."
        raise ProjectError("the months lie outside the years that are drawn", where="fictional", mend=mend)
    day = span.end if as_of is None else number(as_of)
    if not span.start < day <= span.horizon:
        mend = f"Give a day from {day_of(span.start + 1):%d/%m/%Y} to {day_of(span.horizon):%d/%m/%Y}."
        raise ProjectError("the extract's day lies outside the time that is drawn", where="fictional", mend=mend)
    return span, day


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        mend = "Give another folder with --out."
        raise MachineError(f"the folder cannot be made ({error.strerror})", where=str(folder), mend=mend) from error
