"""Agreement: what several copies of one workbook say becomes one, by indicator and slot; where two differ neither wins.

A copy in which something stands as it was built gives way to one in which it was changed; changed alike in several it
is one change. Knows what was said and by which file; reads no workbook.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from excel_scorecard.calendar import month_label
from excel_scorecard.errors import Finding, FindingsError, WouldLoseEditsError
from excel_scorecard.project import TOTAL
from excel_scorecard.workbook.collect.said import TextSaid, same_words
from excel_scorecard.workbook.collect.said_figures import FigureSaid

Said = TypeVar("Said", TextSaid, FigureSaid)
_LONGEST = 60  # letters of a text in a message


class ConflictError(WouldLoseEditsError, FindingsError):
    """Two officers have changed the same thing to something else; each of them is listed, and nothing was written."""

    exit_code = WouldLoseEditsError.exit_code

    def __init__(self, findings: Sequence[Finding]) -> None:
        FindingsError.__init__(self, findings)


def merged_texts(said: Iterable[TextSaid]) -> tuple[list[TextSaid], list[Finding]]:
    """The texts that were changed, each once, and the conflicts."""
    theirs = [each for each in said if each.is_theirs]
    return _merged(theirs, lambda t: (t.of, t.slot), lambda a, b: same_words(a.styled, b.styled), text_conflict)


def merged_figures(said: Iterable[FigureSaid]) -> tuple[list[FigureSaid], list[Finding]]:
    """The parts of figures that were changed, each once, and the conflicts."""
    return _merged(
        list(said), lambda f: (f.of, f.last, f.area, f.part), lambda a, b: a.text == b.text, _figure_conflict
    )


def _merged(
    said: Sequence[Said],
    key: Callable[[Said], Hashable],
    alike: Callable[[Said, Said], bool],
    conflict: Callable[[Sequence[Said]], Finding],
) -> tuple[list[Said], list[Finding]]:
    by_key: dict[Hashable, list[Said]] = {}
    for each in said:
        known = by_key.setdefault(key(each), [])
        if not any(alike(each, other) for other in known):
            known.append(each)
    conflicts = [conflict(several) for several in by_key.values() if len(several) > 1]
    return [several[0] for several in by_key.values() if len(several) == 1], conflicts


def text_conflict(several: Sequence[TextSaid]) -> Finding:
    """What is told of a text that was changed to different ones; `several` says which, and where each stands."""
    first, *others = several
    where = "; ".join(f"{each.file}, {each.place} says {shortened(each.text)}" for each in others)
    what = f"{called(first)} was changed in more than one place: here it says {shortened(first.text)}; {where}"
    mend = "Agree one text, write it into each of them in the same words, and collect again."
    return Finding("error", first.file, first.place, "K-CONFLICT", what, mend)


def _figure_conflict(several: Sequence[FigureSaid]) -> Finding:
    first, *others = several
    where = "; ".join(f"{each.file}, {each.place} says {each.text}" for each in others)
    what = f"{figure_called(first)} was corrected in more than one place: here it says {first.text}; {where}"
    mend = "Find out which is right, write it into each of them, and collect again."
    return Finding("error", first.file, first.place, "K-CONFLICT", what, mend)


def called(said: TextSaid) -> str:
    """What a text is, in words: `the commentary of 'visits'`."""
    return f"the {said.slot.replace('_', ' ')} of '{said.of}'" if said.of != said.slot else f"the {said.slot}"


def figure_called(said: FigureSaid) -> str:
    """What a part of a figure is, in words: `the numerator of 'visits', Sep-15, EAST`."""
    area = "" if said.area == TOTAL else f", {said.area}"
    return f"the {said.part} of '{said.of}', {month_label(said.last)}{area}"


def shortened(text: str) -> str:
    """The beginning of a text between quotation marks, on one line."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= _LONGEST else f"“{line[:_LONGEST]}…”"
