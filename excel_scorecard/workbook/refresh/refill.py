"""Refill: the whole of a finished workbook is filled again: pages, lists, charts, and what it remembers.

Knows what stands (standing.py, renewed_texts.py) and the fillers; decides nothing.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from excel_scorecard.calendar import month_name
from excel_scorecard.commentary import CONCERNS
from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.dependents import stale_caches
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard
from excel_scorecard.workbook.drafts import concerns_draft
from excel_scorecard.workbook.fill import (
    fill_all_lists,
    running_heads,
    running_texts,
    settle_caches,
    summary_cells,
)
from excel_scorecard.workbook.fill_lists import FilledPage
from excel_scorecard.workbook.fill_summary import fit_concerns
from excel_scorecard.workbook.layout import read_layout
from excel_scorecard.workbook.list_rows import Standings
from excel_scorecard.workbook.memory import PageMemory, remember
from excel_scorecard.workbook.officers_copy import SUMMARY_OFFICERS_SLOTS, OfficersCopy, Page, held, place_of
from excel_scorecard.workbook.page import SummaryCells
from excel_scorecard.workbook.refresh.refill_page import PageRefiller, Stands, put_words
from excel_scorecard.workbook.refresh.renewed_texts import Texts
from excel_scorecard.workbook.refresh.standing import Settled
from excel_scorecard.workbook.refresh.standings import standings_of
from excel_scorecard.workbook.remembering import last_said, page_memory, scorecard_memory


def refill(
    copy: OfficersCopy,
    scorecard: MonthlyScorecard,
    texts: Texts,
    stands: Settled,
    names: Mapping[str, str],
    *,
    is_rolled: bool,
) -> list[Finding]:
    """Fill a finished workbook again, in place.

    Args:
        copy: the workbook as it stands.
        scorecard: what it is to say.
        texts: what became of the officers' texts.
        stands: which of their other edits stand.
        names: by indicator, the name that we give its sheet.
        is_rolled: whether it shows a later month from now on.

    Returns: what there is to tell.

    """
    book, first_page = copy.book, copy.summary_sheet
    cells = summary_cells(copy.summary, scorecard)
    retyped = _retyped(copy)
    cells = replace(cells, texts={**cells.texts, **retyped})
    before = running_texts(first_page, copy.summary)
    standings = standings_of(copy)
    filled, remembered, findings = _pages(copy, scorecard, cells, texts, stands, names, is_rolled=is_rolled)
    findings += [_words_stand(copy, name, text) for name, text in retyped.items()]
    _concerns(copy, texts, is_rolled=is_rolled)
    layouts = [copy.summary, *copy.lists.values()]
    fill_all_lists(book, layouts, copy.summary, scorecard, cells, filled, standings)
    running_heads(book, before, cells.texts)
    stale = settle_caches(book)
    if stands.unsettled:
        stale = stale_caches(book, stands.unsettled)
    if stale:
        book.ask_for_recalculation()
        findings.append(_to_compute(book, stale))
    if is_rolled:
        book.set_properties(title=f"{cells.texts['heading']}, {month_name(scorecard.month)}")
    _remember(copy, scorecard, texts, remembered, standings)
    return findings


def _retyped(copy: OfficersCopy) -> dict[str, str]:
    """The summary's words of ours, such as its heading, that officers have retyped: they stand."""
    built = copy.memory.slots if copy.memory else {}
    now = {name: copy.words(name) for name in built if name not in SUMMARY_OFFICERS_SLOTS}
    return {name: words.text for name, words in now.items() if words and held(words.text) != built[name]}


def _words_stand(copy: OfficersCopy, name: str, text: str) -> Finding:
    what = f"the {name.replace('_', ' ')} of the summary was retyped, and stands: '{text[:60]}'"
    mend = "To change it for good, change it in the project's settings."
    place = place_of(copy.summary_sheet, copy.summary, name)
    return Finding("warning", copy.book.name, place, "R-WORDS", what, mend)


def _pages(
    copy: OfficersCopy,
    scorecard: MonthlyScorecard,
    cells: SummaryCells,
    texts: Texts,
    stands: Settled,
    names: Mapping[str, str],
    *,
    is_rolled: bool,
) -> tuple[list[FilledPage], dict[str, PageMemory], list[Finding]]:
    """The indicators' sheets, and what each is to remember."""
    filled: list[FilledPage] = []
    put_back: Counter[str] = Counter()
    remembered: dict[str, PageMemory] = {}
    for page in scorecard.pages:
        now = copy.pages[page.indicator.id]
        refiller = _refill(now, page, cells, texts, stands)
        filled.append(FilledPage(now.sheet.name, refiller.layout, refiller.page, refiller.tables["Monthly"].body))
        name = names.get(page.indicator.id, now.sheet.name)
        put_back += refiller.put_back
        made = _page_memory(refiller, now, name, stands.deleted.get(now.id, ()), is_rolled=is_rolled)
        remembered[page.indicator.id] = _as_drafted(made, stands)
    for id_, memory in (copy.memory.pages if copy.memory else {}).items():
        # the project has it no longer, or an officer has deleted its sheet: it is no new one when it is seen again
        remembered.setdefault(id_, memory)
    return filled, remembered, [_put_back(copy.book, put_back)] if put_back.total() else []


def _concerns(copy: OfficersCopy, texts: Texts, *, is_rolled: bool) -> None:
    if texts.concerns is None or texts.concerns.is_theirs:
        return
    sheet = copy.summary_sheet
    before = copy.words(CONCERNS)
    for place in copy.summary.slots[CONCERNS]:
        put_words(sheet, *place, texts.concerns.words)
    if is_rolled or before != texts.concerns.words:
        fit_concerns(sheet, copy.summary, texts.concerns.words.text, only_higher=not is_rolled)


def _remember(
    copy: OfficersCopy,
    scorecard: MonthlyScorecard,
    texts: Texts,
    remembered: Mapping[str, PageMemory],
    standings: Standings,
) -> None:
    summary = read_layout(copy.book, copy.summary_sheet)
    prompts = copy.memory.prompts if copy.memory else {}
    tables = {role: layout.tables[role].name for role, layout in copy.lists.items()}
    tables["Summary"] = copy.summary.tables["Summary"].name
    drafted = texts.drafted_concerns
    drafts = {CONCERNS: drafted.text} if drafted and drafted.text == concerns_draft(scorecard) else {}
    memory = scorecard_memory(
        scorecard, remembered, copy.summary_sheet, summary, prompts, drafts, tables, standings.filled
    )
    if drafted is not None:
        runs = {CONCERNS: drafted.runs} if drafted.runs else {}
        memory = replace(memory, slots={**memory.slots, CONCERNS: held(drafted.text)}, runs=runs)
    fonts = {**memory.fonts, **copy.memory.fonts} if copy.memory else memory.fonts
    elsewhere = copy.memory.elsewhere if copy.memory else ()
    remember(copy.book, replace(memory, last_texts=texts.last, fonts=fonts, elsewhere=elsewhere))


def _to_compute(book: Workbook, cells: Sequence[str]) -> Finding:
    """What is told of formulas that have no value until Excel works them out."""
    shown = ", ".join(cells[:5]) + (f" and {len(cells) - 5} more" if len(cells) > 5 else "")
    what = f"these read cells that changed, or that stand as somebody typed them, and have no value for now: {shown}"
    mend = "Excel works them out when it opens the workbook; save it then, for previews and phones."
    return Finding("warning", book.name, cells[0], "R-COMPUTE", what, mend)


def _put_back(book: Workbook, put_back: Counter[str]) -> Finding:
    """What is told of a workbook that another program has saved."""
    told = ", ".join(f"{what} ({count})" for what, count in put_back.items() if count)
    what = f"another program has saved it and dropped what it does not know; put back: {told}"
    mend = "Table styles, the theme and named cell styles cannot be put back: save it with Excel, where you can."
    return Finding("warning", book.name, "the file", "R-PROGRAM", what, mend)


def _refill(now: Page, page: IndicatorPage, cells: SummaryCells, texts: Texts, stands: Settled) -> PageRefiller:
    merges = texts.pages.get(now.id, {})
    slots = set(stands.slots.get(now.id, ()))
    refiller = PageRefiller(
        now,
        page,
        cells,
        Stands(
            slots=slots,
            cells=stands.cells.get(now.id, set()) | _own_area_cells(now),
            words={slot: merge.words for slot, merge in merges.items() if not merge.is_theirs},
            drafted=texts.drafted.get(now.id, {}),
            deleted=stands.deleted.get(now.id, ()),
        ),
    )
    refiller.fill()
    return refiller


def _own_area_cells(now: Page) -> set[tuple[int, int]]:
    """The cells of areas that officers added."""
    if now.memory is None:
        return set()
    rows = [row for area, row in now.areas.items() if area not in now.memory.areas]
    return {(row, column) for row in rows for column in now.layout.tables["Breakdown"].area.columns}


def _page_memory(
    refiller: PageRefiller, now: Page, name: str, deleted: Collection[date | str], *, is_rolled: bool
) -> PageMemory:
    """What the page is built with from now on; what it said first stays said, until the month that follows."""
    made = page_memory(refiller)
    first = dict(made.first)
    if now.memory is not None:
        said = last_said(now.memory) if is_rolled else now.memory.first
        first |= {month: cells for month, cells in said.items() if month in first}
    before = now.memory or made
    signed = before.signed if before.signed.get("signed_off") == made.stood.get("signed_off") else made.signed
    fonts = {**made.fonts, **before.fonts}
    # a row that an officer has deleted was built once: it is no new one
    months = dict(made.months) | {key: before.months[key] for key in deleted if isinstance(key, date)}
    areas = dict(made.areas) | {key: before.areas[key] for key in deleted if isinstance(key, str)}
    return replace(made, first=first, sheet=name, fonts=fonts, signed=signed, months=months, areas=areas)


def _as_drafted(made: PageMemory, stands: Settled) -> PageMemory:
    """The same with what the project says in place of the corrections that stand: they are still edits."""
    months = {month: dict(cells) for month, cells in made.months.items()}
    areas = {area: dict(cells) for area, cells in made.areas.items()}
    for (key, role), said in stands.drafted.get(made.id, {}).items():
        cells = months.get(key) if isinstance(key, date) else areas.get(key)
        if cells is not None and role in cells:
            cells[role] = said
    for month in stands.typed.get(made.id, ()):
        months.pop(month, None)
    return replace(made, months=months, areas=areas)
