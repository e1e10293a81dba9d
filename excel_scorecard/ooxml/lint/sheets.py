"""Lint, sheets: the order of a worksheet's elements, and the ranges and links that lie over its cells."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import Final

from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import ExaminedSheet, area
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
    """Pairs of areas that share a cell; each area is named with one that it meets."""
    columns: list[tuple[int, Area]] = []  # those that reach down to this row and do not meet, from left to right
    ends: list[tuple[int, int, Area]] = []
    for one in sorted(areas):
        while ends and ends[0][0] < one.first_row:
            _, first, gone = heappop(ends)
            del columns[bisect_left(columns, (first, gone))]
        place = bisect_left(columns, (one.first_column, one))
        met = next((other for _, other in columns[max(0, place - 1) : place + 1] if other.overlaps(one)), None)
        if met is not None:
            yield met, one
        else:
            insort(columns, (one.first_column, one))
            heappush(ends, (one.last_row, one.first_column, one))


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


RULES = (_order, _empty, _ranges, _merged, _header, _extension)
