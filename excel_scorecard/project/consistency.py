"""Consistency: a rule of the project's that holds a figure of one indicator against a figure of another.

Children to be visited are no more than children with a plan. Knows the settings of a rule, and the indicators that it
names; whether figures keep it is for those who have figures (consistency.py of the package).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from excel_scorecard.indicator import Indicator
from excel_scorecard.settings_file import FilledText, Problem, Settings, Text, nearest, wrong_value

Part = Literal["numerator", "denominator"]

_TOLERANCE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(%?)")


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def _tolerance(written: str) -> str:
    if not written or _TOLERANCE.fullmatch(written):
        return written
    mend = "Write how many, such as 5, or how much of the other figure, such as 5%."
    raise wrong_value(f'"{written[:40]}" is no tolerance', mend)


class Consistency(Settings):
    """A figure that should be at most, at least or equal to another, of the same period and area."""

    left: FilledText = Field(description="The id of the indicator whose figure is looked at")
    left_part: Part = Field(
        default="numerator", description="Which of its figures: numerator, or denominator; a count is a numerator"
    )
    is_: Literal["at most", "equal to", "at least"] = Field(
        alias="is", description="What it should be beside the other: at most, equal to or at least"
    )
    right: FilledText = Field(description="The id of the indicator that it is held against; may be the same")
    right_part: Part = Field(default="numerator", description="Which of its figures: numerator, or denominator")
    tolerance: Annotated[Text, BeforeValidator(_as_text), AfterValidator(_tolerance)] = Field(
        default="",
        description="How far it may be off: 5, or 5% of the other figure; left out: not at all",
        json_schema_extra={"type": ["string", "number"]},
    )
    area: Text = Field(
        default="", description="The one area that it is asked of, or TOTAL; left out: the total, and areas of both"
    )
    note: Text = Field(default="", description="Why it should be so, told where it is not")

    def slack(self, right: Decimal | int) -> Decimal:
        """How far the one figure may be from `right`, the other."""
        if (match := _TOLERANCE.fullmatch(self.tolerance)) is None:
            return Decimal(0)
        number = Decimal(match[1])
        return abs(Decimal(right)) * number / 100 if match[2] else number


def common_areas(left: Indicator, right: Indicator, areas_of: Callable[[Indicator], Sequence[str]]) -> tuple[str, ...]:
    """The areas that both are broken down by: none where they stand on different axes."""
    return tuple(areas_of(left)) if left.breakdown == right.breakdown else ()


def consistency_problems(
    rules: Sequence[Consistency], indicators: Mapping[str, Indicator], areas_of: Callable[[Indicator], Sequence[str]]
) -> Iterator[Problem]:
    """What is wrong with the rules beside the project's indicators and their areas."""
    for position, rule in enumerate(rules):
        sides = (("left", rule.left, rule.left_part), ("right", rule.right, rule.right_part))
        unknown = [(side, id_) for side, id_, _ in sides if id_ not in indicators]
        for side, id_ in unknown:
            what = f"there is no indicator '{id_}'{nearest(id_, indicators)}"
            yield Problem(what, "Write the id of an indicator, or take the rule out.", ("consistency", position, side))
        if unknown:
            continue
        for side, id_, part in sides:
            if part == "denominator" and not indicators[id_].is_ratio:
                what = f"'{id_}' is a {indicators[id_].unit}, and has no denominator"
                yield Problem(what, "Write numerator, or leave it out.", ("consistency", position, f"{side}_part"))
        yield from _of_both(rule, indicators[rule.left], indicators[rule.right], areas_of, position)


def _of_both(
    rule: Consistency,
    left: Indicator,
    right: Indicator,
    areas_of: Callable[[Indicator], Sequence[str]],
    position: int,
) -> Iterator[Problem]:
    if (rule.left, rule.left_part) == (rule.right, rule.right_part):
        what = f"the {rule.left_part} of '{rule.left}' is held against itself"
        yield Problem(what, "Name another indicator, or the other part of it.", ("consistency", position, "right"))
    if left.frequency != right.frequency:
        what = f"'{left.id}' is by {left.frequency}, and '{right.id}' by {right.frequency}"
        yield Problem(what, "Name two indicators of the same frequency.", ("consistency", position, "right"))
    both = common_areas(left, right, areas_of)
    if rule.area and rule.area not in ("TOTAL", *both):
        what = f"'{rule.area}' is no area of both '{left.id}' and '{right.id}'{nearest(rule.area, both)}"
        known = ", ".join(both) or "none"
        mend = f"Areas of both are {known}; or write TOTAL, or leave it out."
        yield Problem(what, mend, ("consistency", position, "area"))
