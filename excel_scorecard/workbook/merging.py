"""Merging: a text as it was built, as it stands, and as it is drafted anew become the one that stands from now on.

A human edit always stands. Knows texts and their looks; where they are, officers_copy.py knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from excel_scorecard.commentary import CONCERNS, Remarks
from excel_scorecard.rating import OVERRIDES
from excel_scorecard.workbook.contract import PROMPT
from excel_scorecard.workbook.memory import Memory, PageMemory
from excel_scorecard.workbook.officers_copy import OFFICERS_SLOTS, OfficersCopy, Words


@dataclass(frozen=True)
class Merged:
    """What became of a text.

    Attributes:
        words: what stands in the cell from now on.
        is_theirs: an officer has written it since it was built: the cell is left as it is.
        differs: it is theirs, and the project says something else by now.

    """

    words: Words
    is_theirs: bool
    differs: bool = False


def merged(now: Words, built: Words | None, drafted: Words, prompt: str) -> Merged:
    """The text that stands.

    Args:
        now: what stands in the cell.
        built: what it was built with; None where nobody knows.
        drafted: what the project says now; empty where it says nothing.
        prompt: the template's own words, which stand where nobody has written anything.

    """
    anew = drafted if drafted.text else Words(prompt)
    if now.says_the_same(anew):
        return Merged(now, is_theirs=False)
    if built is None and not drafted.text and is_nobodys(now.text, prompt):
        return Merged(now, is_theirs=False)  # the template's own words, which nobody remembers
    is_theirs = not is_nobodys(now.text, prompt) if built is None else not now.says_the_same(built)
    if not is_theirs:
        return Merged(anew, is_theirs=False)
    differs = bool(drafted.text) and (built is None or not drafted.says_the_same(built))
    return Merged(now, is_theirs=True, differs=differs)


def is_nobodys(text: str, *unwritten: str) -> bool:
    """Whether nobody has written anything yet: nothing stands there, or the prompt, or a draft as it was put there.

    `unwritten` is what stands where nobody has written (`unwritten`, below).
    """
    written = text.strip()
    is_there = written in {words.strip() for words in unwritten}
    return not written or is_there or written[: len(PROMPT)].casefold() == PROMPT.casefold()


def said_in(words: Words, *unwritten: str) -> str:
    """The words as they stand, white space too; empty where only the template's prompt stands there, or a draft."""
    return "" if is_nobodys(words.text, *unwritten) else words.text


def unwritten(memory: Memory | PageMemory | None, slot: str) -> tuple[str, ...]:
    """What may stand in a slot where nobody has written: the template's own words, and our draft."""
    return (prompt_of(memory, slot), memory.drafts.get(slot, "")) if memory else ()


def prompt_of(memory: Memory | PageMemory | None, slot: str) -> str:
    """The template's own words in a slot; empty where nobody knows."""
    return memory.prompts.get(slot, "") if memory else ""


def built_words(memory: Memory | PageMemory | None, slot: str) -> Words | None:
    """The words that a slot was built with; None where nobody knows."""
    if memory is None or slot not in memory.slots:
        return None
    text = memory.slots[slot]
    return Words(text if isinstance(text, str) else "", memory.runs.get(slot))


def last_texts(copy: OfficersCopy) -> dict[str, str]:
    """What the workbook says of each indicator, commentary and action, and its concerns: last month's words."""
    texts: dict[str, str] = {}
    for id_, page in copy.pages.items():
        said, action = (_written(page.words(slot), page.memory, slot) for slot in ("commentary", "action"))
        texts[id_] = "\n".join(line for line in (said, f"Action: {action}" if action else "") if line)
    texts[CONCERNS] = _written(copy.words(CONCERNS), copy.memory, CONCERNS)
    return {key: text for key, text in texts.items() if text}


def _written(words: Words | None, memory: Memory | PageMemory | None, slot: str) -> str:
    return said_in(words, *unwritten(memory, slot)) if words else ""


# ---- a page's words as the slots hold them, and as they are judged by ------------------------------------------------


def as_slots(labels: Mapping[str, str], remarks: Remarks) -> dict[str, str]:
    """What a commentary file says, as the slots hold it: a rating by judgement in the word that the project prints."""
    said = {slot: str(getattr(remarks, slot)) for slot in OFFICERS_SLOTS}
    return said | {"rating_override": labels.get(remarks.rating_override, remarks.rating_override)}


def remarks_of(slots: Mapping[str, str], labels: Mapping[str, str]) -> Remarks:
    """What is judged by: a rating by judgement counts with its reason alone, and in a word for Green, Amber or Red."""
    meanings = {word.casefold(): meaning for meaning, word in labels.items()}
    written = slots.get("rating_override", "").strip()
    override = meanings.get(written.casefold(), written.capitalize())
    said: dict[str, Any] = {slot: text for slot, text in slots.items() if slot not in _JUDGEMENT}
    if override in OVERRIDES and slots.get("override_reason", "").strip():
        said |= {"rating_override": override, "override_reason": slots["override_reason"]}
    # not validated: what stands in a cell is taken as it is, white space at its ends too
    return Remarks.model_construct(**said)


_JUDGEMENT: Final = ("rating_override", "override_reason")
