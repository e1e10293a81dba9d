"""Renewed texts: every text of the officers' once the project's words, or a new month, have come.

The three-way merge of each is merging.py's; here they are found, and what stood becomes last month's. Writes no cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from excel_scorecard.commentary import CONCERNS, Commentary, Styled
from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.project import Project
from excel_scorecard.scorecard import MonthlyScorecard
from excel_scorecard.workbook.drafts import concerns_draft, page_draft
from excel_scorecard.workbook.fill_lists import CONCERNS_ROW
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.merging import (
    Merged,
    as_slots,
    built_words,
    is_nobodys,
    last_texts,
    merged,
    prompt_of,
    remarks_of,
    said_in,
    unwritten,
)
from excel_scorecard.workbook.officers_copy import OFFICERS_SLOTS, OfficersCopy, Words, held, place_of
from excel_scorecard.workbook.rich_words import runs_for


@dataclass
class Texts:
    """What became of the officers' texts: by indicator and slot, and of the summary."""

    pages: dict[str, dict[str, Merged]] = field(default_factory=dict)
    drafted: dict[str, dict[str, Words]] = field(default_factory=dict)
    concerns: Merged | None = None
    drafted_concerns: Words | None = None
    commentary: Commentary | None = None
    last: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def texts_of(copy: OfficersCopy, project: Project, commentary: Commentary, *, is_rolled: bool) -> Texts:
    """The three-way merge of every text of the officers'; in a new month, what was said moves to last month's."""
    found = Texts()
    remarks = dict(commentary.texts)
    for indicator in project.indicators:
        page = copy.pages.get(indicator.id)
        if page is None:
            continue
        own = as_slots(indicator.labels, commentary.of(indicator.id))
        merges: dict[str, Merged] = {}
        drafts: dict[str, Words] = {}
        for slot in OFFICERS_SLOTS:
            now = page.words(slot)
            if now is None:
                continue
            draft = _words(page.sheet, page.layout, slot, own[slot], commentary.of(indicator.id).runs(slot))
            prompt = prompt_of(page.memory, slot)
            merges[slot] = _merged(now, built_words(page.memory, slot), draft, prompt, is_rolled=is_rolled)
            drafts[slot] = draft if draft.text else Words(prompt)
            if merges[slot].differs:
                found.findings.append(_differs(copy, page.place(slot), slot))
        found.pages[indicator.id], found.drafted[indicator.id] = merges, drafts
        said = {s: said_in(m.words, *unwritten(page.memory, s)) for s, m in merges.items()}
        remarks[indicator.id] = remarks_of(own | said, indicator.labels)
    concerns = _concerns(copy, commentary, found, is_rolled=is_rolled)
    found.last = last_texts(copy) if is_rolled else _kept_last_texts(copy)
    found.commentary = commentary.model_copy(update={"texts": remarks, "concerns": concerns, "concerns_marks": ()})
    return found


def _merged(now: Words, built: Words | None, draft: Words, prompt: str, *, is_rolled: bool) -> Merged:
    if is_rolled:
        return Merged(draft if draft.text else Words(prompt), is_theirs=False)
    return merged(now, built, draft, prompt)


def _words(sheet: Sheet, layout: Layout, slot: str, text: str, styled: Sequence[Styled]) -> Words:
    """A text of the project with its look, in the font of its cell."""
    if not any(piece.look for piece in styled) or not layout.has(slot):
        return Words(text)
    return Words(text, runs_for(sheet, *layout.slots[slot][0], styled))


def _concerns(copy: OfficersCopy, commentary: Commentary, found: Texts, *, is_rolled: bool) -> str:
    now = copy.words(CONCERNS)
    if now is None:
        return commentary.concerns
    sheet, layout = copy.summary_sheet, copy.summary
    draft = _words(sheet, layout, CONCERNS, commentary.concerns, commentary.concern_runs)
    prompt = prompt_of(copy.memory, CONCERNS)
    found.concerns = _merged(now, built_words(copy.memory, CONCERNS), draft, prompt, is_rolled=is_rolled)
    found.drafted_concerns = draft if draft.text else Words(prompt)
    if found.concerns.differs:
        found.findings.append(_differs(copy, place_of(sheet, layout, CONCERNS), CONCERNS))
    return said_in(found.concerns.words, *unwritten(copy.memory, CONCERNS))


def draft_texts(found: Texts, copy: OfficersCopy, scorecard: MonthlyScorecard) -> None:
    """Where nobody has written anything, the new draft stands in place of the prompt, or of the draft before."""
    for page in scorecard.pages:
        merges, drafted = found.pages.get(page.indicator.id, {}), found.drafted.get(page.indicator.id, {})
        for slot in merges:
            if draft := page_draft(page, slot):
                prompt = prompt_of(copy.pages[page.indicator.id].memory, slot)
                merges[slot] = _or_draft(merges[slot], draft, prompt)
                drafted[slot] = Words(draft) if is_nobodys(drafted[slot].text, prompt) else drafted[slot]
    draft = concerns_draft(scorecard)
    if draft and found.concerns is not None and found.drafted_concerns is not None:
        prompt = prompt_of(copy.memory, CONCERNS)
        found.concerns = _or_draft(found.concerns, draft, prompt)
        if is_nobodys(found.drafted_concerns.text, prompt):
            found.drafted_concerns = Words(draft)


def _or_draft(merge: Merged, draft: str, prompt: str) -> Merged:
    return (
        Merged(Words(draft), is_theirs=False) if not merge.is_theirs and is_nobodys(merge.words.text, prompt) else merge
    )


def _differs(copy: OfficersCopy, place: str, slot: str) -> Finding:
    what = f"the {slot.replace('_', ' ')} was retyped, and stands; the project's file says something else by now"
    mend = "Read both: what stands in the workbook is collected into the file with `excel-scorecard collect`."
    return Finding("warning", copy.book.name, place, "R-TEXT", what, mend)


def _kept_last_texts(copy: OfficersCopy) -> dict[str, str]:
    """What stands as last month's: as the list shows it, an officer's edit too; else as it was remembered."""
    texts = dict(copy.memory.last_texts) if copy.memory else {}
    layout = copy.lists.get("Commentary")
    if layout is None or "commentary_last_month" not in layout.tables["Commentary"].columns:
        return texts
    sheet, placed = copy.book.sheet(layout.sheet), layout.tables["Commentary"]
    column = placed.sheet_column("commentary_last_month")
    title = placed.sheet_column("commentary_title") if "commentary_title" in placed.columns else column
    for row, id_ in copy.list_rows("Commentary"):
        of = CONCERNS if sheet.read(row, title) == CONCERNS_ROW else id_
        text = held(sheet.read(row, column))
        if of is not None:
            texts[of] = text if isinstance(text, str) else ""
    return {key: text for key, text in texts.items() if text}
