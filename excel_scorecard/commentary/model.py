"""Commentary model: a month's texts as frozen, checked data."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from excel_scorecard.commentary.marks import Mark, Styled, runs
from excel_scorecard.errors import Finding
from excel_scorecard.settings_file import Problem, Settings, Text, broken_rules

CONCERNS: Final = "concerns"
COLLECTED_FROM: Final = "collected_from"
CELL_ROOM: Final = 32767  # characters that a cell of Excel holds
_MARKS: Final = "Words of it in bold, in a colour and the like"


class Remarks(Settings):
    """What is said of one indicator."""

    commentary: Text = Field(
        default="", max_length=CELL_ROOM, description="What the month's figure means, in the officers' words"
    )
    commentary_marks: tuple[Mark, ...] = Field(default=(), description=_MARKS)
    action: Text = Field(default="", max_length=CELL_ROOM, description="What is done about it")
    action_marks: tuple[Mark, ...] = Field(default=(), description=_MARKS)
    signed_off: Text = Field(default="", max_length=CELL_ROOM, description="Who agreed the text, and when")
    rating_override: Literal["Green", "Amber", "Red", ""] = Field(
        default="", description="A rating by judgement, in place of the rule's: Green, Amber or Red; needs its reason"
    )
    override_reason: Text = Field(default="", max_length=CELL_ROOM, description="Why the rule's rating is not used")
    override_reason_marks: tuple[Mark, ...] = Field(default=(), description=_MARKS)

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        if bool(self.rating_override) != bool(self.override_reason):
            given, lacking = "rating_override", "override_reason"
            if not self.rating_override:
                given, lacking = lacking, given
            what = f"{given} is given without {lacking}"
            raise broken_rules([Problem(what, "A rating by judgement has both: the rating, and why.", (lacking,))])
        return self

    def runs(self, slot: str) -> tuple[Styled, ...]:
        """A text in pieces of one look each: one piece where nothing of it is marked, none where it is empty."""
        return runs(getattr(self, slot), getattr(self, f"{slot}_marks", ()))


MARKED: Final = tuple(name.removesuffix("_marks") for name in Remarks.model_fields if name.endswith("_marks"))
"""The settings of `Remarks` whose words may be marked."""


class Concerns(Settings):
    """What the month's file says of no single indicator."""

    concerns: Text = Field(default="", max_length=CELL_ROOM, description="The main areas of concern, for the summary")
    concerns_marks: tuple[Mark, ...] = Field(default=(), description=_MARKS)


class Commentary(Concerns):
    """The officers' texts of one month. `texts` by indicator id; an indicator without a text is not in it."""

    month: date
    texts: Mapping[str, Remarks] = Field(default_factory=dict, description="The remarks, by the indicator's id")
    collected_from: Mapping[str, str] = Field(
        default_factory=dict, description="By `id.setting` the workbook that a text was collected from, and its mark"
    )
    findings: tuple[Finding, ...] = ()
    """What is only worth a look: a text that is in two places, a mark whose words are gone."""

    def of(self, indicator_id: str) -> Remarks:
        """What is said of the indicator; empty texts where nothing is."""
        return self.texts.get(indicator_id, Remarks())

    @property
    def concern_runs(self) -> tuple[Styled, ...]:
        """The concerns in pieces of one look each."""
        return runs(self.concerns, self.concerns_marks)
