"""Merging: a text as it was built, as it stands, and as it is drafted anew become the one that stands from now on.

A human edit always stands. Knows texts and their looks; where they are, officers_copy.py knows.
"""

from dataclasses import dataclass

from excel_scorecard.workbook.contract import PROMPT
from excel_scorecard.workbook.memory import Held
from excel_scorecard.workbook.officers_copy import Words


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
    is_theirs = not is_prompt(now.text, prompt) if built is None else not now.says_the_same(built)
    if not is_theirs:
        return Merged(anew, is_theirs=False)
    differs = bool(drafted.text) and (built is None or not drafted.says_the_same(built))
    return Merged(now, is_theirs=True, differs=differs)


def is_prompt(text: str, prompt: str) -> bool:
    """Whether nobody has written anything yet."""
    plain = text.strip()
    return not plain or plain == prompt.strip() or plain[: len(PROMPT)].casefold() == PROMPT.casefold()


def said(text: Held) -> str:
    """A text as the memory holds it."""
    return text if isinstance(text, str) else ""
