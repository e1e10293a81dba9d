"""Records written by hand, for cases that can be followed on paper."""

from datetime import date

import pandas as pd

from excel_scorecard.records.computing import Wanted, figures_of
from excel_scorecard.records.engine import open_engine
from excel_scorecard.records.measures import MEASURES
from excel_scorecard.records.schema import TABLES
from excel_scorecard.records.tables import Records
from excel_scorecard.working_days import WorkingCalendar

SEPTEMBER = date(2015, 9, 1)
AS_OF = date(2015, 9, 30)


def records(name, *rows, as_of=AS_OF, since=None, lacking=()):
    """An extract of a record table; what a row does not say is blank."""
    table = TABLES[name]
    columns = [column.name for column in table.columns]
    keyed = [dict.fromkeys(columns) | {table.key: f"{name} {number}"} | row for number, row in enumerate(rows)]
    frame = pd.DataFrame(keyed, columns=columns, dtype=object)
    frame["line"] = range(2, len(frame) + 2)
    return Records(table, frame, as_of, f"{name}.csv", frozenset(columns) - set(lacking), since)


def compute(measure, *extracts, periods=(SEPTEMBER,), areas=(), teams=(), axis="area", months=1, calendar=None):
    """The figures and findings of one measure; of tables that are not given there are empty extracts."""
    measure = MEASURES[measure]() if isinstance(measure, str) else measure
    tables = {name: records(name) for name in TABLES} | {each.table.name: each for each in extracts}
    asked = [Wanted("one", measure, tuple(periods), months, axis, tuple(areas))]
    with open_engine() as engine:
        return figures_of(asked, tables, teams, calendar or WorkingCalendar(), engine)


def answer(measure, *extracts, **asked):
    """Numerator and denominator of the total in September 2015; or by area, where areas are asked for."""
    figures, _ = compute(measure, *extracts, **asked)
    said = {figure.area: figure.code or (figure.numerator, figure.denominator) for figure in figures}
    return said if asked.get("areas") else said["TOTAL"]


def by_period(measure, *extracts, **asked):
    """What is said of the total, by period: a code, or numerator and denominator."""
    figures, _ = compute(measure, *extracts, **asked)
    return {f.period: f.code or (f.numerator, f.denominator) for f in figures if f.area == "TOTAL"}
