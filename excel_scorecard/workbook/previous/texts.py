"""Texts: what the officers wrote into an earlier workbook of the same month, for the new one; and last month's words.

What differs from the text as it was built is theirs, and stands before the project's file. Writes no cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from excel_scorecard.commentary import CONCERNS, MARKED, Commentary, Remarks, Styled, joined, marks
from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.project import Indicator, Project
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.memory import Memory, PageMemory
from excel_scorecard.workbook.merging import as_slots, built_words, is_nobodys, merged, prompt_of, remarks_of, unwritten
from excel_scorecard.workbook.officers_copy import OFFICERS_SLOTS, OfficersCopy, Words, place_of, words_at
from excel_scorecard.workbook.rich_words import styled_of

JUDGEMENT = ("rating_override", "override_reason")


@dataclass(frozen=True)
class CarriedText:
    """A text of the officers', in pieces of one look each; `indicator` is empty for the summary's.

    `before` is what the project's own file says in its place: what the text is a change of. `place` is where it was.
    """

    indicator: str
    slot: str
    styled: tuple[Styled, ...]
    before: tuple[Styled, ...]
    place: str

    @property
    def text(self) -> str:
        """The words alone."""
        return plain(self.styled)


@dataclass
class Texts:
    """The month's commentary with what was carried in it, and what there is to tell."""

    commentary: Commentary
    carried: list[CarriedText] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def plain(styled: tuple[Styled, ...]) -> str:
    """The text of the pieces."""
    return "".join(piece.text for piece in styled)


def carried_texts(copy: OfficersCopy, project: Project, commentary: Commentary) -> Texts:
    """The officers' words in a workbook of the commentary's month, before those of the project's file."""
    found = Texts(commentary)
    remarks = dict(commentary.texts)
    for indicator in project.indicators:
        page = copy.pages.get(indicator.id)
        if page is None:
            continue
        own = commentary.of(indicator.id)
        theirs: dict[str, tuple[Styled, ...]] = {}
        for slot in OFFICERS_SLOTS:
            before = joined([Styled(indicator.label(own.rating_override))]) if slot == JUDGEMENT[0] else own.runs(slot)
            text = _carried(copy, page.sheet, page.layout, page.memory, indicator.id, slot, before, found)
            if text is not None:
                theirs[slot] = text.styled
        if theirs:
            remarks[indicator.id] = _remarks(indicator, own, theirs)
    sheet, before = copy.summary_sheet, commentary.concern_runs
    concerns = _carried(copy, sheet, copy.summary, copy.memory, "", CONCERNS, before, found)
    changed: dict[str, object] = {"texts": remarks}
    if concerns is not None:
        changed |= {"concerns": concerns.text, "concerns_marks": marks(concerns.styled)}
    found.commentary = commentary.model_copy(update=changed)
    return found


def _carried(
    copy: OfficersCopy,
    sheet: Sheet,
    layout: Layout,
    memory: Memory | PageMemory | None,
    indicator: str,
    slot: str,
    before: tuple[Styled, ...],
    found: Texts,
) -> CarriedText | None:
    """A slot's text where it stands before the project's own: changed there, or the project's file has none."""
    words = words_at(sheet, layout, slot)
    if words is None:
        return None
    place, own, prompt = place_of(sheet, layout, slot), plain(before), prompt_of(memory, slot)
    is_written = not is_nobodys(words.text, *unwritten(memory, slot))
    outcome = merged(words, built_words(memory, slot), Words(own), prompt)
    if not (outcome.is_theirs or (is_written and not own)):
        return None
    if outcome.differs and own.split() != words.text.split():
        what = "the officers' text in it stands in the new workbook; the project's commentary says otherwise"
        mend = "Read both: `excel-scorecard collect` brings the officers' text into the project."
        found.findings.append(Finding("warning", copy.book.name, place, "P-TEXT", what, mend))
    styled = styled_of(sheet, *layout.slots[slot][0], words.text, words.runs) if is_written else ()
    text = CarriedText(indicator, slot, styled, before, place)
    found.carried.append(text)
    return text


def _remarks(indicator: Indicator, own: Remarks, theirs: Mapping[str, tuple[Styled, ...]]) -> Remarks:
    """The file's remarks with the carried texts in their place, with bold words, and with spaces at their ends."""
    texts = {slot: plain(styled) for slot, styled in theirs.items()}
    judged = remarks_of(as_slots(indicator.labels, own) | texts, indicator.labels)
    said: dict[str, object] = {slot: text for slot, text in texts.items() if slot not in JUDGEMENT}
    said |= {
        f"{slot}_marks": marks(theirs[slot]) if slot in theirs else getattr(own, f"{slot}_marks") for slot in MARKED
    }
    return judged.model_copy(update=said)
