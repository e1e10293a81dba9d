"""Lint, sheets: the order of a worksheet's elements, and the ranges, links and notes that lie over its cells."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.lint.examined import Examined, ExaminedSheet, area, whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import WORKSHEET_ORDER, X14, XM, Element, local_name, main
from excel_scorecard.ooxml.page import MOST_HEADER

_AGAIN: Final = "Save the workbook again with the program that made it."
_REPEATED: Final = frozenset(main(name) for name in ("cols", "conditionalFormatting"))
_NEVER_EMPTY: Final = {
    "cols": "col", "mergeCells": "mergeCell", "dataValidations": "dataValidation", "hyperlinks": "hyperlink",
    "conditionalFormatting": "cfRule", "ignoredErrors": "ignoredError", "protectedRanges": "protectedRange",
}  # fmt: skip
_RANGED: Final = ("conditionalFormatting", "dataValidations/dataValidation", "ignoredErrors/ignoredError")


@rule(
    "R-ORDER",
    "the elements of a worksheet stand in the order of the schema, each once",
    why="The order is fixed. Excel offers a repair for any other and drops the element that comes out of turn.",
    mend=_AGAIN,
)
def _order(it: Examined) -> Iterator[Fault]:
    places = {tag: number for number, tag in enumerate(WORKSHEET_ORDER)}
    for sheet in it.worksheets:
        latest = -1
        seen: set[str] = set()
        for element in sheet.root if sheet.root is not None else ():
            tag = str(element.tag)
            if tag not in places:
                continue
            if places[tag] < latest:
                after = WORKSHEET_ORDER[latest].rpartition("}")[2]
                yield Fault(sheet.name, f"<{local_name(element)}> stands after <{after}> and belongs before it")
            elif tag in seen and tag not in _REPEATED:
                yield Fault(sheet.name, f"<{local_name(element)}> is there twice")
            latest = max(latest, places[tag])
            seen.add(tag)


@rule(
    "R-EMPTY",
    "no list of a worksheet is empty",
    why="Excel offers a repair for a list of merged cells, columns, links or validations with nothing in it.",
    mend=_AGAIN,
)
def _empty(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for name, child in _NEVER_EMPTY.items():
            for element in sheet.all(name):
                if element.find(main(child)) is None and len(element) == 0:
                    yield Fault(sheet.name, f"<{name}> has no <{child}>")


@rule(
    "R-RANGE",
    "every conditional format, validation and merged range names cells of the sheet",
    why="Excel offers a repair and drops those whose cells it cannot find.",
    mend="Delete the rule in Excel (Conditional Formatting > Manage Rules; Data Validation) and make it anew.",
)
def _ranges(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for path in _RANGED:
            for element in sheet.all(path):
                yield from _list_of_ranges(sheet, local_name(element), element.get("sqref"))
        for name in ("conditionalFormatting", "dataValidation"):
            for element in () if sheet.root is None else sheet.root.iter(f"{{{X14}}}{name}"):
                yield from _list_of_ranges(sheet, name, element.findtext(f"{{{XM}}}sqref"))
        for path in ("mergeCells/mergeCell", "hyperlinks/hyperlink"):
            for element in sheet.all(path):
                if area(element.get("ref")) is None:
                    yield Fault(
                        sheet.name, f"<{local_name(element)}> is over {element.get('ref')!r}, which is no range"
                    )


def _list_of_ranges(sheet: ExaminedSheet, name: str, text: str | None) -> Iterator[Fault]:
    pieces = (text or "").split()
    if not pieces:
        yield Fault(sheet.name, f"<{name}> is over no cells")
    for piece in pieces:
        if area(piece) is None:
            yield Fault(sheet.name, f"<{name}> is over {piece!r}, which is no range")


def overlapping(areas: Sequence[Area]) -> Iterator[tuple[Area, Area]]:
    """Pairs of areas that share a cell; each area is named with the first one it meets."""
    open_ones: list[Area] = []
    for one in sorted(areas):
        open_ones = [other for other in open_ones if other.last_row >= one.first_row]
        met = next((other for other in open_ones if other.overlaps(one)), None)
        if met is not None:
            yield met, one
        open_ones.append(one)


@rule(
    "R-MERGE",
    "merged ranges do not overlap",
    why="Excel offers a repair and takes the merging away.",
    mend="Unmerge the cells in Excel and merge those that are meant.",
)
def _merged(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for one, other in overlapping(sheet.merged):
            yield Fault(sheet.at(str(other)), f"the merged cells overlap {one}")


@rule(
    "R-HEADER",
    "every header and footer has at most 255 characters, codes included",
    why="Excel offers a repair and drops headers and footers.",
    mend="Shorten it: Page Layout > Print Titles > Header/Footer.",
)
def _header(it: Examined) -> Iterator[Fault]:
    for sheet in it.sheets:
        found = sheet.find("headerFooter")
        for element in found if found is not None else ():
            # Excel counts as Windows does, in units of UTF-16
            length = len((element.text or "").encode("utf-16-le", "surrogatepass")) // 2
            if length > MOST_HEADER:
                yield Fault(sheet.name, f"<{local_name(element)}> has {length} characters; Excel takes {MOST_HEADER}")


@rule(
    "R-NOTE",
    "every note lies on a cell of its own and has an author from the list",
    why="Excel offers a repair and drops the notes.",
    mend="Delete the note in Excel and write it again.",
)
def _note(it: Examined) -> Iterator[Fault]:
    for sheet, part, root in it.of_kind("comments"):
        authors = len(root.findall(f"{main('authors')}/{main('author')}"))
        notes = root.findall(f"{main('commentList')}/{main('comment')}")
        for one in notes:
            if area(one.get("ref")) is None:
                yield Fault(part, f"a note lies on {one.get('ref')!r}, which is no cell")
            author = whole(one, "authorId", 0)
            if author is None or not 0 <= author < authors:
                yield Fault(
                    sheet.at(str(one.get("ref"))), f"its note has the author {one.get('authorId')} of {authors}"
                )
        for place, count in Counter(one.get("ref") for one in notes).items():
            if count > 1:
                yield Fault(sheet.at(str(place)), f"the cell has {count} notes")


@rule(
    "R-THREAD",
    "every threaded comment has a person who wrote it, and lies on a cell",
    why="Excel cannot say who wrote it, and offers a repair.",
    mend="Delete the comment in Excel and write it again.",
)
def _thread(it: Examined) -> Iterator[Fault]:
    people = set()
    for part in it.parts_of(it.book_part, "person"):
        tree = it.tree(part)
        people |= {e.get("id") for e in tree.iter("*")} if tree is not None else set()
    for sheet, part, root in it.of_kind("threadedComment"):
        for one in root.iter("*"):
            if local_name(one) != "threadedComment":
                continue
            if one.get("personId") not in people:
                yield Fault(sheet.at(str(one.get("ref"))), "its comment is by a person who is not in the list")
            if one.get("ref") is not None and area(one.get("ref")) is None:
                yield Fault(part, f"a comment lies on {one.get('ref')!r}, which is no cell")


@rule(
    "R-EXTENSION",
    "a sheet holds each extension once, and its rules find their other half",
    why="Newer formats (data bars, icon sets) stand half in the sheet and half in an extension. Excel offers a repair "
    "for an extension that is there twice.",
    mend="Delete the conditional format in Excel and make it anew.",
)
def _extension(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        group = sheet.find("extLst")
        uris = Counter(e.get("uri", "") for e in group.iterfind(main("ext"))) if group is not None else Counter()
        for uri, count in uris.items():
            if count > 1:
                yield Fault(sheet.name, f"the extension {uri} is there {count} times")
        if sheet.root is None:
            continue
        known = {e.get("id") for e in sheet.root.iter(f"{{{X14}}}cfRule")}
        for element in sheet.root.iter(f"{{{X14}}}id"):
            if not _is_removed(element) and element.text not in known:
                yield Fault(
                    sheet.name, f"a conditional format looks for its other half {element.text}, which is not there"
                )


def _is_removed(element: Element) -> bool:
    return not (element.text or "").strip()


RULES = (_order, _empty, _ranges, _merged, _header, _note, _thread, _extension)
