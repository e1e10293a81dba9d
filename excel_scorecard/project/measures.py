"""Measure settings: a project's own measures, and ours with a council's own way of counting.

Knows the fields and their kinds. What may stand in them depends on the record tables and on ours: records/choosing.py
says so. There are no expressions: a measure is chosen and filled in, not programmed.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from excel_scorecard.settings_file import FilledText, Settings, Text, wrong_value


def _values(value: object) -> object:
    """A column's values: a list of texts, or one text."""
    if isinstance(value, Mapping):
        return {name: _as_texts(each) for name, each in value.items()}
    return value


def _as_texts(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list | tuple) else [value]
    if not given or not all(isinstance(each, str) for each in given):
        raise wrong_value("has a column with a value that is no text", 'Write where = {status = ["open", "new"]}.')
    return tuple(given)


Number = Annotated[int, Field(strict=True, ge=0, le=10_000)]
YesNo = Annotated[bool, Field(strict=True)]


class MeasureSettings(Settings):
    """A measure: one of ours counted otherwise (`like`), or one of the council's own (`table`)."""

    id: FilledText = Field(description="Its name, which indicators give as their measure")
    like: Text = Field(default="", description="The measure of ours that it varies: cp-visits")
    mode: Literal["visits_in_month", "gap_working_days", "gap_calendar_days"] | None = Field(
        default=None, description="Of cp-visits: the local standard; left out: visits_in_month"
    )
    number: Number | None = Field(default=None, description="The days, or the times, that the standard asks for")
    inclusive: YesNo | None = Field(
        default=None,
        description="Whether the limit itself still counts; of cp-visits, whether the visit's day is day 1",
    )
    state: Literal["open", "completed"] | None = Field(
        default=None, description="Of assessments-in-time: those open at the month's end, or those completed in it"
    )
    unknown: YesNo | None = Field(
        default=None, description="Whether a child of whom nobody knows counts as not seen, or is left out (false)"
    )
    by: Literal["worker", "allocations"] | None = Field(
        default=None, description="Of unallocated: by the assessment's own worker, or by the allocations"
    )
    nobody: tuple[FilledText, ...] = Field(
        default=(), description="Of unallocated: what stands for no worker, such as a duty desk"
    )
    only: tuple[FilledText, ...] = Field(
        default=(), description="The areas, team types or teams to which it is confined: MASH"
    )
    per: Literal["headcount", "fte"] | None = Field(
        default=None, description="Of caseload: per social worker, or per full-time equivalent"
    )
    above: Number | None = Field(default=None, description="Of high-caseload: more than so many cases")
    qualified: YesNo | None = Field(default=None, description="Whether the unqualified are left out; left out: true")
    seen_only: YesNo | None = Field(
        default=None, description="Of cp-visits: whether only visits count at which the child was seen"
    )
    transfers: YesNo | None = Field(
        default=None, description="Of icpc-in-time: whether children who moved here with a plan count"
    )
    other_authorities: YesNo | None = Field(
        default=None, description="Of cp-plans and cp-visits: whether other authorities' plans count"
    )
    short_breaks: YesNo | None = Field(
        default=None, description="Of children-in-care: whether short breaks alone count"
    )
    table: Text = Field(default="", description="Of a measure of your own: the record table whose rows are counted")
    from_: Text = Field(default="", alias="from", description="The column with the day on which it begins")
    to: Text = Field(default="", description="The column with the day on which it ends; the month's end where left out")
    within: Number | None = Field(default=None, description="The numerator: those within so many days")
    days: Literal["working", "calendar"] | None = Field(
        default=None, description="Which days `within` counts; left out: working"
    )
    where: Annotated[
        Mapping[str, tuple[str, ...]],
        BeforeValidator(_values),
        WithJsonSchema({"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}),
    ] = Field(default_factory=dict, description='Which rows: a column and its values, {seen = ["yes"]}')
    count_by: Text = Field(
        default="", description="The column whose different values are counted, child_id; left out: the rows"
    )
    breakdown: Text = Field(default="", description="The column that says whose it is; left out: team")


OWN_FIELDS = ("from", "to", "within", "days", "where", "count_by", "breakdown")
"""The fields of a measure that a council counts itself, beside `table`."""


def given(settings: MeasureSettings) -> dict[str, object]:
    """What was written of a measure, by the names of the file, without `id`."""
    named = {name: field.alias or name for name, field in type(settings).model_fields.items()}
    written = settings.model_fields_set - {"id"}
    return {named[name]: getattr(settings, name) for name in named if name in written}
