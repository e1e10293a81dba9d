"""Comparator: a figure of others that an indicator is set beside, as the settings or a file give it.

Knows its value as people write it. Which of them a month shows is comparators/'s, how they are shown comparison.py's.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from excel_scorecard.codes import CODES, read_code
from excel_scorecard.settings_file import FilledText, Settings, Text, wrong_value


def _value(value: object) -> Decimal | str:
    if isinstance(value, str) and (code := read_code(value)):
        return f"[{code}]"
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        known = ", ".join(f'"{code}"' for code in CODES)
        raise wrong_value(f'"{value}" is not a number', f"Write a number without quotation marks, or one of {known}.")
    return Decimal(value)


class Comparator(Settings):
    """A figure to compare with: England, statistical neighbours, last year."""

    label: FilledText = Field(description="Whose figure it is, e.g. England")
    period: Text = Field(default="", description="The period it is for, e.g. 2014-15")
    value: Annotated[
        Decimal | str,
        BeforeValidator(_value),
        WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]}),
    ] = Field(description="The figure, in the indicator's unit as people write it; or a code such as x, not available")
    source: Text = Field(default="", description="Where the figure is published")
    status: Literal["final", "provisional"] = Field(default="final", description="final or provisional")
    publishable: Literal["yes", "no"] = Field(
        default="yes", description="no: for the working copy alone, such as a figure shared within a region"
    )

    @property
    def name(self) -> str:
        """Whose figure it is, without what its label says in brackets: `Statistical neighbours`."""
        return self.label.partition(" (")[0] if self.label.endswith(")") else self.label

    @property
    def detail(self) -> str:
        """What its label says in brackets: `median of 10, 2025 list`; empty where there is nothing."""
        return self.label.partition(" (")[2].removesuffix(")") if self.label.endswith(")") else ""
