"""Extracts all of whose columns tell what was so at the time."""

from dataclasses import replace

from excel_scorecard.records.schema import TABLES


def always(name):
    """A record table without a column that is of the extract's day alone."""
    table = TABLES[name]
    return replace(table, columns=tuple(replace(column, keeps="history") for column in table.columns))
