"""Checks sheet: what is still to do on each page before the workbook is sent round: each rule with its formula.

A rule reads what the page's cells hold, `Held`, and says in a few words what is to do, or nothing; its formula reads the
same cells from the Checks sheet, so that the sheet works for everyone, without this program. Writes nothing:
fill_checks.py does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from excel_scorecard.calendar import month_label
from excel_scorecard.ooxml.cells import Value, date_of
from excel_scorecard.rating import OVERRIDES, trimmed
from excel_scorecard.values import NOT_AVAILABLE
from excel_scorecard.wording import BY_JUDGEMENT, NEXT, literal
from excel_scorecard.workbook.contract import COMMENTARY_ROOM, DRAFT, PROMPT


@dataclass(frozen=True)
class Held:
    """What a page's cells hold. `slots` has those that the page has; of formulas the cached values.

    `has_row` is whether the Monthly table has the period shown, `note` that row's note: None without such a column.
    `month` is the summary's month, `words` what the project prints for Green, Amber and Red.
    """

    slots: Mapping[str, Value]
    month: Value
    period: Value
    has_row: bool
    note: str | None
    words: Mapping[str, str]
    date1904: bool = False

    def text(self, slot: str) -> str:
        """A slot's text; a number as a cell would show it without a format."""
        return as_text(self.slots.get(slot))

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


def as_text(value: Value) -> str:
    """A cell's value as a text."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def is_number(value: Value) -> bool:
    """Whether a cell holds a number: a truth value is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


# ---- texts -----------------------------------------------------------------------------------------------------------

TO_WRITE = "To write"
PROMPT_LEFT = "To write: prompt still in"
DRAFT_LEFT = "Draft still in"
CUT = "Prints cut: "
NOTHING = '""'


def unfinished(text: str) -> str:
    """What is left to do with a text that is there: its prompt or a draft's mark is still in it."""
    if PROMPT.casefold() in text.casefold():
        return PROMPT_LEFT
    return DRAFT_LEFT if trimmed(text)[: len(DRAFT)].casefold() == DRAFT.casefold() else ""


def _unfinished_formula(text: str, otherwise: str) -> str:
    """The formula of `unfinished`, and of what follows where nothing is."""
    draft = f'IF(LEFT(TRIM({text}),{len(DRAFT)})="{DRAFT}","{DRAFT_LEFT}",{otherwise})'
    return f'IF(ISNUMBER(SEARCH("{PROMPT}",{text})),"{PROMPT_LEFT}",{draft})'


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

NOT_SIGNED = "Not yet"
NO_REASON = "[x]: no reason in Note"


def figure_check(held: Held) -> str:
    """The page shows another month than the summary, or no figure: none in the table, or [x] without a reason."""
    month, value = held.slots.get("month"), held.slots.get("value")
    if not is_number(month):
        return "Shows no month"
    if month != held.month:
        return f"Shows {held.label(month)}, not {held.label(held.month)}"
    if is_number(value) or held.text("rating").startswith(NEXT):
        return ""
    if not held.has_row:
        return f"No figure for {held.label(held.period)}"
    return NO_REASON if value == NOT_AVAILABLE and held.note is not None and not trimmed(held.note) else ""


def figure_check_formula(asked: Asked) -> str:
    """The formula of `figure_check`."""
    month, value, row = asked.slots["month"], asked.slots["value"], f"MATCH({asked.period},{asked.months},0)"
    reason = NOTHING
    if asked.notes:
        is_bare = f'IF({value}="{NOT_AVAILABLE}",LEN(TRIM(INDEX({asked.notes},{row})))=0,FALSE)'
        reason = f'IF({is_bare},"{NO_REASON}","")'
    said = f'IF(ISNUMBER({row}),{reason},"No figure for "&TEXT({asked.period},"mmm-yy"))'
    if "rating" in asked.slots:
        said = f'IF(LEFT({asked.slots["rating"]},{len(NEXT)})="{NEXT}","",{said})'
    said = f'IF(ISNUMBER({value}),"",{said})'
    other = f'"Shows "&TEXT({month},"mmm-yy")&", not "&TEXT({asked.month},"mmm-yy")'
    return f'IF(ISNUMBER({month}),IF({month}<>{asked.month},{other},{said}),"Shows no month")'


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


def signed_off_check(held: Held) -> str:
    """Nobody has signed it off."""
    return "" if trimmed(held.text("signed_off")) else NOT_SIGNED


def signed_off_check_formula(asked: Asked) -> str:
    """The formula of `signed_off_check`."""
    return f'IF(LEN(TRIM({asked.slots["signed_off"]}))=0,"{NOT_SIGNED}","")'


@dataclass(frozen=True)
class Check:
    """One column of the sheet: the slots without which it is not made, and what it says, by rule and by formula."""

    slots: tuple[str, ...]
    said: Callable[[Held], str]
    formula: Callable[[Asked], str]


CHECKS: Mapping[str, Check] = MappingProxyType({
    "checks_commentary": Check(("commentary",), commentary_check, commentary_check_formula),
    "checks_action": Check(("action", "rating", "direction"), action_check, action_check_formula),
    "checks_stale": Check(("stale",), stale_check, stale_check_formula),
    "checks_figure": Check(("month", "value"), figure_check, figure_check_formula),
    "checks_rating": Check(("rating_override", "override_reason"), rating_check, rating_check_formula),
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
