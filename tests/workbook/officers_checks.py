"""What is looked at after a refresh: every edit stands, figures are new, nothing else was touched, no cache is stale.

The refreshed workbook is compared with the one the officer saved, and with one that is built anew of the same project.
"""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.workbook.excel_package import MAIN, Element, Opened, at, cells_of, child, column_of, row_of, text_of
from tests.workbook.officers_desk import After, Sheets
from tests.workbook.officers_round import Round, built_anew
from tests.workbook.reading import Book, as_kept, places, same

# What depends on what the workbook has been through, which a new one cannot know; and the count of characters, as a
# project's texts have no spaces around them. LibreOffice computes these.
OF_ITS_PAST = frozenset({
    "stale", "written_for", "last_month_text", "monthly_revised", "monthly_note", "revised_text", "checks_text",
    "characters_used",
})  # fmt: skip
LISTS = ("Summary", "Commentary", "Definitions", "Notes", "Data quality", "Checks")
NOT_IN_COPIES = ("sheetData", "drawing", "legacyDrawing", "tableParts", "extLst", "dimension")

Places = dict[tuple[str, object], tuple[str, str]]


def edits_lost(it: Round, after: After) -> Iterator[str]:
    """Edits that do not stand any more."""
    for edit in it.edits:
        try:
            said = edit.stands(after)
        except (LookupError, StopIteration) as gone:
            said = f"what she did is not to be found: {gone!r}"
        if said is not None:
            yield f"{edit.says}: {said}"


# ---- figures ---------------------------------------------------------------------------------------------------------


def figures_old(it: Round, after: After) -> Iterator[str]:
    """The builder's cells, of pages and summary, that do not hold what a workbook built anew does."""
    fresh = After(built_anew(it))
    theirs, ours = fresh.pages(), after.pages()
    # rolled, a table has a row more than a new one: it begins a month earlier, and its chart's title says so
    past = OF_ITS_PAST | ({"trend_title"} if it.rolls else set())
    for identity in theirs.keys() & ours.keys():
        wanted, found = _page_cells(fresh, identity), _page_cells(after, identity)
        for key, (sheet, cell) in wanted.items():
            if key[0] in past:
                continue
            should = fresh.book.value(sheet, cell)
            if key not in found:
                yield f"{identity}, {key}: no cell for {should!r}"
                continue
            does = after.book.value(*found[key])
            is_unknown = it.inspected and does is None and str(should).startswith(("Type here:", "Draft:"))  # nobody's
            if not _same(should, does) and not is_unknown and not (does is None and after.asks_for_recalculation):
                yield f"{identity}, {key} at {found[key]}: {does!r} and not {should!r}"
    if theirs.keys() == ours.keys():
        summary = _summary_cells(after)
        for key, (sheet, cell) in _summary_cells(fresh).items():
            should, does = fresh.book.value(sheet, cell), after.book.value(*summary[key])
            if not same(should, does) and not (does is None and after.asks_for_recalculation):
                yield f"summary, {key}: {does!r} and not {should!r}"


def _same(one: object, other: object) -> bool:
    """Whether two cells say the same; a project's texts have no spaces around them."""
    return same(*(_said(value) if isinstance(value, str) else value for value in (one, other)))


def _said(text: str) -> str:
    """A text; of a draft the sentences before those that tell of the workbook's past, such as a revision."""
    return " ".join(re.split(r"(?<=\.) (?=[A-Z])", text)[:2]) if text.startswith("Draft:") else text.strip()


def _page_cells(book: Sheets, identity: str) -> Places:
    """The cells of a page by what stands there: slots by name and place, table cells by role and month or area."""
    sheet = book.pages()[identity]
    found: Places = {}
    for name in local_names(book.book, sheet):
        if name.startswith(("_", "monthly_", "breakdown_")) and name not in SINGLE:
            continue
        areas = book.book.places(sheet, name)
        firsts = [area.partition(":")[0] for area in areas]  # merged cells are named as a whole
        cells = [c for area in areas for c in cells_of(area)] if name.startswith(RANGES) else firsts
        found |= {(name, number): (sheet, cell) for number, cell in enumerate(cells)}
    for role, key in (("Monthly", "monthly_month"), ("Breakdown", "breakdown_area")):
        if book.book.local(sheet, key) is None:
            continue
        keys = [book.book.value(sheet, cell) for cell in book.column(role, identity, key)]
        for name in local_names(book.book, sheet):
            if name.startswith(f"{role.lower()}_") and name not in SINGLE:
                for value, cell in zip(keys, book.column(role, identity, name), strict=True):
                    found[name, value] = (sheet, cell)
    return found


RANGES = ("area_names", "area_num", "area_rem", "area_den", "area_val", "recent_")
SINGLE = ("breakdown_title", "breakdown_month", "breakdown_note")


def _summary_cells(book: Sheets) -> Places:
    sheet = book.summary()
    names = local_names(book.book, sheet)
    found: Places = {
        (name, ""): (sheet, book.book.place(sheet, name))
        for name in names
        if not name.startswith(("_", "summary_")) and name not in OF_ITS_PAST
    }
    [table] = [t for _, _, t in book.book.tables(sheet) if t.get("displayName") == "Summary_list"]
    top, bottom = (row_of(cell) for cell in table.get("ref", "").split(":"))
    columns = {name: column_of(book.book.place(sheet, name)) for name in names if name.startswith("summary_")}
    for row in range(top + 1, bottom + 1):
        identity = book.book.value(sheet, at(row, columns["summary_id"]))
        if identity:
            for name, column in columns.items():
                if name not in ("summary_revised", "summary_trend", "summary_subheading"):
                    found[name, identity] = (sheet, at(row, column))
    return found


def local_names(book: Opened, sheet: str) -> list[str]:
    position = str(book.sheet_names().index(sheet))
    return [e.get("name", "") for e in book.defined_names() if e.get("localSheetId") == position]


# ---- charts ----------------------------------------------------------------------------------------------------------


def chart_values_old(after: After) -> Iterator[str]:
    """What charts keep of cells that hold something else."""
    book = Book(after.path)
    for plotted in book.plotted:
        if "#REF!" in plotted.reference:
            continue
        cells = places(plotted.reference)
        wanted = {n: text for n, place in enumerate(cells) if (text := as_kept(book.cells.get(place))) is not None}
        kept = {n: text for n, text in plotted.kept.items() if text != ""}
        if plotted.is_number:
            wrong = wanted.keys() != kept.keys() or any(not _alike(wanted[n], kept[n]) for n in wanted)
        else:
            wrong = {n: t for n, t in wanted.items() if t} != kept and plotted.kind != "cat"
        if wrong or plotted.count != len(cells):
            yield f"a chart on {plotted.sheet} keeps of {plotted.reference} {kept} and not {wanted}"


def _alike(one: str, other: str) -> bool:
    try:
        return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(one)))
    except ValueError:
        return one == other


# ---- what is not the builder's ---------------------------------------------------------------------------------------


def touched(it: Round, after: After) -> Iterator[str]:
    """What differs between the workbook that the officer saved and the refreshed one, and is not the builder's."""
    before = After(it.edited)
    if before.book.sheet_names() != after.book.sheet_names():
        yield f"the sheets were {before.book.sheet_names()} and are {after.book.sheet_names()}"
        return
    names = before.book.sheet_names()
    owned = {sheet: (_owned(before, sheet), _owned(after, sheet)) for sheet in names}
    for sheet in names:
        yield from (f"{sheet}: {said}" for said in _cells_touched(it, before, after, sheet, *owned[sheet]))
        if not it.rolls:
            yield from (f"{sheet}: {said}" for said in _rest_touched(before, after, sheet))
    if not it.rolls:
        yield from _names_touched(before, after)
    kept = Counter(content for part, content in before.book.parts.items() if "/media/" in part)
    if kept - Counter(content for part, content in after.book.parts.items() if "/media/" in part):
        yield "a picture is not there any more"


def _owned(book: Sheets, sheet: str) -> set[str]:
    """The cells that are the builder's: its slots, and the bodies and headings of its tables; none on a copy."""
    listed = _is_list(book, sheet)
    if sheet not in book.pages().values() and not listed:
        return set()
    found: set[str] = set()
    for name in local_names(book.book, sheet):
        if not name.startswith("_"):
            for area in book.book.places(sheet, name):
                found |= set(cells_of(area))
    for _, _, table in book.book.tables(sheet):
        found |= set(cells_of(table.get("ref", "A1")))
    return found


def _is_list(book: Sheets, sheet: str) -> bool:
    names = {str(table.get("displayName", "")).split("_")[0] for _, _, table in book.book.tables(sheet)}
    return bool(names & {"Summary", "Commentary", "Definitions", "Notes", "Quality", "Checks"})


def _cells_touched(it: Round, before: After, after: After, sheet: str, ours: set[str], kept: set[str]) -> Iterator[str]:
    was, now = ({c.get("r", ""): c for c in book.book.sheet(sheet).iter(f"{MAIN}c")} for book in (before, after))
    owned = ours | kept
    if it.rolls:  # what stands below a table that grew has moved: it is there, wherever it is
        left = [{place: c for place, c in cells.items() if place not in owned and len(c)} for cells in (was, now)]
        said = [
            Counter(_content(book, c) for c in cells.values())
            for book, cells in zip((before, after), left, strict=True)
        ]
        if said[0] - said[1]:
            yield f"these contents are not there any more: {sorted(said[0] - said[1])[:5]}"
        return
    for place in was.keys() | now.keys():
        if place in owned:
            looks = [_look(book, cells.get(place)) for book, cells in ((before, was), (after, now))]
            if looks[0] != looks[1] and place in was and place in kept:
                yield f"{place} looks otherwise: {looks[0]} became {looks[1]}"
            continue
        contents = [_content(book, cells.get(place)) for book, cells in ((before, was), (after, now))]
        if contents[0] != contents[1]:
            yield f"{place}: {contents[0]} became {contents[1]}"


def _content(book: After, cell: Element | None) -> str:
    """What a cell says and how it looks; of a formula the formula: what is kept of it may be worked out anew."""
    if cell is None:
        return _look(book, None)
    formula = cell.findtext(f"{MAIN}f")
    if formula is not None:
        return f"={formula} {_look(book, cell)}"
    if cell.get("t") == "s":
        string = book.book.tree("xl/sharedStrings.xml")[int(cell.findtext(f"{MAIN}v", ""))]
        runs = [etree.tostring(run, method="c14n").decode() for run in string.findall(f"{MAIN}r")]
        return f"{runs or text_of(string)!r} {_look(book, cell)}"
    return f"{book.book.value_of(cell)!r} {_look(book, cell)}"


def _look(book: After, cell: Element | None) -> str:
    """The format of a cell, as its entry in the list says it; without the apostrophe that hides before a text."""
    formats = child(book.book.tree("xl/styles.xml"), "cellXfs")
    entry = formats[int("0" if cell is None else cell.get("s", "0"))]
    return " ".join(f"{name}={value}" for name, value in sorted(entry.attrib.items()) if name != "quotePrefix")


def _rest_touched(before: After, after: After, sheet: str) -> Iterator[str]:
    """Everything on the sheet beside its cells: columns, merged cells, rules, links, paper, drawings, notes."""
    trees = [book.book.sheet(sheet) for book in (before, after)]
    said = [{e.tag.partition("}")[2]: [] for e in (*trees[0], *trees[1])} for _ in trees]
    for tree, names in zip(trees, said, strict=True):
        for element in tree:
            name = element.tag.partition("}")[2]
            if name not in NOT_IN_COPIES:
                names[name].append(_canonical(element))
    for name in said[0]:
        if name == "hyperlinks" and _is_list(before, sheet):
            continue  # they lead to the pages that there are
        if sorted(said[0][name]) != sorted(said[1][name]):
            lost = set(said[0][name]) ^ set(said[1][name])
            yield f"{name} is not as it was: {sorted(lost)[:2]}"
    heights = [{row.get("r"): (row.get("ht"), row.get("hidden")) for row in tree.iter(f"{MAIN}row")} for tree in trees]
    heights = [{row: said for row, said in rows.items() if said[0]} for rows in heights]
    other = {row: (height, heights[1].get(row)) for row, height in heights[0].items() if heights[1].get(row) != height}
    if other and not _is_list(before, sheet):  # a list's row is as high as its texts
        yield f"rows are not as high as they were: {other}"
    drawn = [_drawn(book, sheet) for book in (before, after)]
    if drawn[0] != drawn[1]:
        yield f"what is drawn is not as it was: {drawn[0] - drawn[1]} became {drawn[1] - drawn[0]}"


def _canonical(element: Element) -> str:
    copied = etree.fromstring(etree.tostring(element))
    for inner in copied.iter(etree.Element):
        for name in [name for name in inner.attrib if str(name).endswith("}id")]:
            del inner.attrib[name]  # relationships may have other numbers
    return etree.tostring(copied, method="c14n").decode().replace(f' xmlns="{MAIN[1:-1]}"', "")


def _drawn(book: After, sheet: str) -> Counter[str]:
    """Each anchored object with its place, texts and name; a chart's alternative text may follow the figures."""
    found: Counter[str] = Counter()
    for drawing in book.book.related(book.book.sheet_part(sheet), "drawing"):
        for anchor in book.book.tree(drawing.target):
            spots = [e.text for e in anchor.iter("{*}col", "{*}row", "{*}colOff", "{*}rowOff")]
            texts = "".join(e.text or "" for e in anchor.iter("{*}t"))
            names = [(e.get("id"), e.get("name")) for e in anchor.iter("{*}cNvPr")]
            found[f"{spots} {texts!r} {names}"] += 1
    return found


def _names_touched(before: After, after: After) -> Iterator[str]:
    was, now = (
        {(e.get("name"), e.get("localSheetId")): e.text for e in book.book.defined_names()} for book in (before, after)
    )
    lists = {str(number) for number, sheet in enumerate(before.book.sheet_names()) if _is_list(before, sheet)}
    for key, reference in was.items():
        if key[0] == "_xlnm.Print_Area" and key[1] in lists:
            continue  # a list has as many rows as there is to tell
        if now.get(key) != reference:
            yield f"the name {key} referred to {reference} and refers to {now.get(key)}"
