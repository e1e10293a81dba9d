"""Texts: what the officers wrote into an earlier workbook of the same month, for the new one; and last month's words.

What differs from the text as it was built is theirs, and stands before the project's file. Writes no cell.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from excel_scorecard.commentary import CONCERNS, Commentary
from excel_scorecard.errors import Finding
from excel_scorecard.project import Project
from excel_scorecard.workbook.memory import Memory, PageMemory
from excel_scorecard.workbook.merging import as_slots, remarks_of, said_in
from excel_scorecard.workbook.officers_copy import OFFICERS_SLOTS, OfficersCopy, Page, Words, place_of


@dataclass(frozen=True)
class CarriedText:
    """A text of the officers', with its look and the place it is taken from; `indicator` is empty for the summary's.

    `before` is what the project's own file says in its place: what the text is a change of.
    """

    indicator: str
    slot: str
    words: Words
    place: str
    before: str


@dataclass
class Texts:
    """The month's commentary with what was carried in it, and what there is to tell."""

    commentary: Commentary
    carried: list[CarriedText] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def carried_texts(copy: OfficersCopy, project: Project, commentary: Commentary) -> Texts:
    """The officers' words in a workbook of the commentary's month, before those of the project's file."""
    found = Texts(commentary)
    remarks = dict(commentary.texts)
    for indicator in project.indicators:
        page = copy.pages.get(indicator.id)
        if page is None:
            continue
        own = as_slots(indicator.labels, commentary.of(indicator.id))
        theirs = dict(_theirs(copy, page, own, found))
        if theirs:
            remarks[indicator.id] = remarks_of(own | theirs, indicator.labels)
    concerns = commentary.concerns
    words = copy.words(CONCERNS)
    if words is not None:
        place = place_of(copy.summary_sheet, copy.summary, CONCERNS)
        if _stands(copy, words, _built(copy.memory, CONCERNS), concerns, place, found):
            found.carried.append(CarriedText("", CONCERNS, words, place, concerns))
            concerns = said_in(words)
    found.commentary = Commentary(month=commentary.month, concerns=concerns, texts=remarks)
    return found


def last_texts(copy: OfficersCopy) -> dict[str, str]:
    """What the workbook says of each indicator, and its concerns: last month's words."""
    texts = {id_: said_in(words) for id_, page in copy.pages.items() if (words := page.words("commentary"))}
    if words := copy.words(CONCERNS):
        texts[CONCERNS] = said_in(words)
    return {key: text for key, text in texts.items() if text}


def _theirs(copy: OfficersCopy, page: Page, own: Mapping[str, str], found: Texts) -> Iterator[tuple[str, str]]:
    """The slots of a page whose words stand before the project's own, and the words."""
    for slot in OFFICERS_SLOTS:
        words = page.words(slot)
        if words is None:
            continue
        if _stands(copy, words, _built(page.memory, slot), own[slot], page.place(slot), found):
            found.carried.append(CarriedText(page.id, slot, words, page.place(slot), own[slot]))
            yield slot, said_in(words)


def _stands(copy: OfficersCopy, words: Words, built: Words | None, own: str, place: str, found: Texts) -> bool:
    """Whether the workbook's words are taken: they were changed there, or the project's file has none."""
    said = said_in(words)
    if built is not None and words.says_the_same(built):
        return bool(said) and not own
    if built is None and not said:
        return False  # nobody knows whether it was ever there
    is_other = bool(own) and own.split() != said.split()
    if is_other and (built is None or own.split() != said_in(built).split()):
        what = "the officers' text in it stands in the new workbook; the project's commentary file says otherwise"
        mend = "Read both: what is in the new workbook is collected into the file with `excel-scorecard collect`."
        found.findings.append(Finding("warning", copy.book.name, place, "P-TEXT", what, mend))
    return True


def _built(memory: Memory | PageMemory | None, slot: str) -> Words | None:
    """The words that a slot was built with; None where nobody knows."""
    if memory is None:
        return None
    text = memory.slots.get(slot)
    return Words(str(text) if text is not None else memory.prompts.get(slot, ""), memory.runs.get(slot))
