"""Checks sheet: what is still to do on each page before the workbook is sent round: each rule with its formula.

A rule reads what the page's cells hold, `Held`, and says in a few words what is to do, or nothing; its formula reads
the same cells from the Checks sheet, so that the sheet works for everyone, without this program. Writes nothing:
fill_checks.py does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeGuard

from excel_scorecard.calendar import month_label
from excel_scorecard.ooxml.cells import CellError, Value, date_of
from excel_scorecard.rating import OVERRIDES, trimmed
from excel_scorecard.values import NOT_AVAILABLE
from excel_scorecard.wording import BY_JUDGEMENT, NEXT, literal
from excel_scorecard.workbook.contract import COMMENTARY_ROOM, DRAFT, PROMPT


@dataclass(frozen=True)
class Held:
    """What a page's cells hold. `slots` has those that the page has; of formulas the cached values.

    `month` is the summary's month, `note` what the Monthly table notes of the period shown, `words` what the project
    prints for Green, Amber and Red.
    """

    slots: Mapping[str, Value]
    month: Value
    period: Value
    note: str
    words: Mapping[str, str]
    date1904: bool = False

    def text(self, slot: str) -> str:
        """A slot's text; a number as a cell would show it without a format.

        Raises:
            ErrorValueError: it holds an error, such as #VALUE!, and so does the formula that reads it.

        """
        value = self.slots.get(slot)
        if isinstance(value, CellError):
            raise ErrorValueError(value)
        return as_text(value)

    def label(self, value: Value) -> str:
        """A day as TEXT(...,"mmm-yy") says it."""
        return month_label(date_of(value, self.date1904)) if is_number(value) else as_text(value)


@dataclass(frozen=True)
class Asked:
    """How a formula of the Checks sheet speaks of the same: expressions; of the Monthly table whole columns."""

    slots: Mapping[str, str]
    month: str
    period: str
    months: str
    notes: str | None
    words: Mapping[str, str]


class ErrorValueError(Exception):
    """A cell that a rule reads holds an error value."""


def as_text(value: Value) -> str:
    """A cell's value as a text."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def is_number(value: Value) -> TypeGuard[float]:
    """Whether a cell holds a number: a truth value is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


# ---- texts -----------------------------------------------------------------------------------------------------------

TO_WRITE = "To write"
PROMPT_LEFT = "Prompt still in"
DRAFT_LEFT = "Draft still in"
CUT = "Prints cut: "
NOTHING = '""'


def unfinished(text: str) -> str:
    """What is left to do with a text: nothing but the prompt, or the prompt or a draft's mark still in it."""
    if text[: len(PROMPT)].casefold() == PROMPT.casefold():
        return TO_WRITE
    if PROMPT.casefold() in text.casefold():
        return PROMPT_LEFT
    return DRAFT_LEFT if trimmed(text)[: len(DRAFT)].casefold() == DRAFT.casefold() else ""


def _unfinished_formula(text: str, otherwise: str) -> str:
    """The formula of `unfinished`, and of what follows where nothing is."""
    draft = f'IF(LEFT(TRIM({text}),{len(DRAFT)})="{DRAFT}","{DRAFT_LEFT}",{otherwise})'
    inside = f'IF(ISNUMBER(SEARCH("{PROMPT}",{text})),"{PROMPT_LEFT}",{draft})'
    return f'IF(LEFT({text},{len(PROMPT)})="{PROMPT}","{TO_WRITE}",{inside})'


def too_long(text: str, room: int) -> str:
    """That a text is longer than prints whole."""
    return f"{CUT}{len(text):,} of {room:,}" if len(text) > room else ""


def _too_long_formula(text: str, room: int) -> str:
    return f'IF(LEN({text})>{room},"{CUT}"&TEXT(LEN({text}),"#,##0")&" of {room:,}","")'


def commentary_check(held: Held) -> str:
    """Not written, the prompt or a draft left in, or longer than prints."""
    text = held.text("commentary")
    return (unfinished(text) or too_long(text, COMMENTARY_ROOM)) if trimmed(text) else TO_WRITE


def commentary_check_formula(asked: Asked) -> str:
    """The formula of `commentary_check`."""
    text = asked.slots["commentary"]
    return f'IF(LEN(TRIM({text}))=0,"{TO_WRITE}",{_unfinished_formula(text, _too_long_formula(text, COMMENTARY_ROOM))})'


def action_check(held: Held) -> str:
    """No action for Red or Worsening, or the prompt or a draft left in."""
    text, red = held.text("action"), held.words["Red"]
    if trimmed(text):
        return unfinished(text)
    if held.text("rating").casefold() in {red.casefold(), (red + BY_JUDGEMENT).casefold()}:
        return f"{TO_WRITE}: {red}"
    return f"{TO_WRITE}: worsening" if held.text("direction") == "Worsening" else ""


def action_check_formula(asked: Asked) -> str:
    """The formula of `action_check`."""
    text, rating, red = asked.slots["action"], asked.slots["rating"], asked.words["Red"]
    is_red = f"OR({rating}={literal(red)},{rating}={literal(red + BY_JUDGEMENT)})"
    worsening = f'IF({asked.slots["direction"]}="Worsening","{TO_WRITE}: worsening","")'
    lacking = f"IF({is_red},{literal(f'{TO_WRITE}: {red}')},{worsening})"
    return f"IF(LEN(TRIM({text}))=0,{lacking},{_unfinished_formula(text, NOTHING)})"


def stale_check(held: Held) -> str:
    """What the page's `stale` says."""
    return held.text("stale")


def stale_check_formula(asked: Asked) -> str:
    """The formula of `stale_check`."""
    return f'IF({asked.slots["stale"]}="","",{asked.slots["stale"]})'


# ---- figures and ratings ---------------------------------------------------------------------------------------------


def figure_check(held: Held) -> str:
    """The page shows another month than the summary, or [x] without a reason in the month's note."""
    month = held.slots.get("month")
    if not is_number(month):
        return "Shows no month"
    if month != held.month:
        return f"Shows {held.label(month)}, not {held.label(held.month)}"
    if held.text("value") != NOT_AVAILABLE or held.text("rating").startswith(NEXT) or trimmed(held.note):
        return ""
    return f"No figure for {held.label(held.period)}, no reason"


def figure_check_formula(asked: Asked) -> str:
    """The formula of `figure_check`. A month that is not in the table has no note either."""
    month, value = asked.slots["month"], asked.slots["value"]
    said = f'"No figure for "&TEXT({asked.period},"mmm-yy")&", no reason"'
    if asked.notes:
        note = f"INDEX({asked.notes},MATCH({asked.period},{asked.months},0))"
        said = f'IF(IFERROR(LEN(TRIM({note}))>0,FALSE),"",{said})'
    if "rating" in asked.slots:
        said = f'IF(LEFT({asked.slots["rating"]},{len(NEXT)})="{NEXT}","",{said})'
    other = f'"Shows "&TEXT({month},"mmm-yy")&", not "&TEXT({asked.month},"mmm-yy")'
    lacking = f'IF({value}="{NOT_AVAILABLE}",{said},"")'
    return f'IF(ISNUMBER({month}),IF({month}<>{asked.month},{other},{lacking}),"Shows no month")'


def rating_check(held: Held) -> str:
    """A rating by judgement without its reason, or a reason alone."""
    override, reason = held.text("rating_override"), held.text("override_reason")
    if not trimmed(override):
        return "Reason without a rating" if trimmed(reason) else ""
    words = {held.words[word].casefold() for word in OVERRIDES}
    if override.casefold() not in words:
        return f"Not a rating: {override}"
    return "" if trimmed(reason) else "No reason given"


def rating_check_formula(asked: Asked) -> str:
    """The formula of `rating_check`."""
    override, reason = asked.slots["rating_override"], asked.slots["override_reason"]
    is_rating = ",".join(f"{override}={literal(asked.words[word])}" for word in OVERRIDES)
    given = f'IF(OR({is_rating}),IF(LEN(TRIM({reason}))=0,"No reason given",""),"Not a rating: "&{override})'
    alone = f'IF(LEN(TRIM({reason}))>0,"Reason without a rating","")'
    return f"IF(LEN(TRIM({override}))=0,{alone},{given})"


NOT_SIGNED = "Not yet"


def signed_off_check(held: Held) -> str:
    """Nobody has signed it off."""
    return "" if trimmed(held.text("signed_off")) else NOT_SIGNED


def signed_off_check_formula(asked: Asked) -> str:
    """The formula of `signed_off_check`."""
    return f'IF(LEN(TRIM({asked.slots["signed_off"]}))=0,"{NOT_SIGNED}","")'


BROKEN = "A formula is broken"


@dataclass(frozen=True)
class Check:
    """One column of the sheet: the slots without which it is not made, and what it says, by rule and by formula."""

    slots: tuple[str, ...]
    rule: Callable[[Held], str]
    rule_formula: Callable[[Asked], str]

    def said(self, held: Held) -> str:
        """What is to do, or nothing; of a page whose cells hold errors, that they do."""
        try:
            return self.rule(held)
        except ErrorValueError:
            return BROKEN

    def formula(self, asked: Asked) -> str:
        """The formula of `said`."""
        return f'IFERROR({self.rule_formula(asked)},"{BROKEN}")'


CHECKS: Mapping[str, Check] = MappingProxyType({
    "checks_commentary": Check(("commentary",), commentary_check, commentary_check_formula),
    "checks_action": Check(("action", "rating", "direction"), action_check, action_check_formula),
    "checks_stale": Check(("stale",), stale_check, stale_check_formula),
    "checks_figure": Check(("month", "value"), figure_check, figure_check_formula),
    "checks_judgement": Check(("rating_override", "override_reason"), rating_check, rating_check_formula),
    "checks_signed_off": Check(("signed_off",), signed_off_check, signed_off_check_formula),
})  # fmt: skip
"""The checks of an indicator's page, by the column that says them."""


# ---- the summary -----------------------------------------------------------------------------------------------------

SUMMARY_CHECKS: Mapping[str, str] = MappingProxyType({"checks_commentary": "concerns", "checks_stale": "stale"})
"""What the summary's own row has to say: the column, and the slot that it reads."""


def concerns_check(text: str) -> str:
    """The main areas of concern are not written, or the prompt or a draft is left in."""
    return unfinished(text) if trimmed(text) else TO_WRITE


def concerns_check_formula(concerns: str) -> str:
    """The formula of `concerns_check`."""
    return f'IF(LEN(TRIM({concerns}))=0,"{TO_WRITE}",{_unfinished_formula(concerns, NOTHING)})'


ALL_CLEAR = "All clear"


def checks_text(counts: list[int]) -> str:
    """The line at the top: `7 things to do on 4 pages`, or that all is clear; `counts` is a page's number each."""
    things, pages = sum(counts), sum(count > 0 for count in counts)
    if not things:
        return ALL_CLEAR
    return f"{things} thing{'' if things == 1 else 's'} to do on {pages} page{'' if pages == 1 else 's'}"


def checks_text_formula(column: str) -> str:
    """The formula of `checks_text`, over the table's column of counts."""
    things, pages = f"SUM({column})", f'COUNTIF({column},">0")'
    said = f'{things}&IF({things}=1," thing"," things")&" to do on "&{pages}&IF({pages}=1," page"," pages")'
    return f'IF({things}=0,"{ALL_CLEAR}",{said})'


def todo_formula(cells: list[str]) -> str:
    """How many cells of the row say something."""
    return "+".join(f'({cell}<>"")' for cell in cells)
