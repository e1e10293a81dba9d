"""Lint, pages: what falls on which page: the print area, how small it comes out, where pages break.

The size of what is printed is reckoned from widths and heights as the file states them; Excel's own may differ by a
few hundredths.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from excel_scorecard.ooxml.cells import LAST_ROW, Area
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.extent import Extent, drawn
from excel_scorecard.ooxml.lint.grid import Cell, ExaminedSheet, area, decimal, whole
from excel_scorecard.ooxml.lint.paper import headers, is_fitted, printed
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.lint.tables import table_name
from excel_scorecard.ooxml.markup import is_true, main
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.page import A4

SMALLEST_SCALE: Final = 60  # per cent
SMALLEST_PRINT: Final = 9.0  # points of type as it comes out on paper
_SHORT, _LONG = 595.3, 841.9  # points: the sides of A4
_MARGINS: Final = {"left": 0.7, "right": 0.7, "top": 0.75, "bottom": 0.75}  # inches, where none are stated
_INCH: Final = 72.0
_DOUBT: Final = 1.05  # how much longer than a page is longer for certain


def _local_names(it: Examined, name: str) -> dict[int, str]:
    """What a built-in name refers to, by the position of its sheet."""
    found: dict[int, str] = {}
    for element in () if it.book is None else it.book.iterfind(f"{main('definedNames')}/{main('definedName')}"):
        position = whole(element, "localSheetId")
        if element.get("name", "").lower() == name and position is not None:
            found[position] = element.text or ""
    return found


def _areas(it: Examined) -> Iterator[tuple[ExaminedSheet, tuple[Area, ...] | None]]:
    """Every printed sheet with its print area; None where it has none that can be told."""
    names = _local_names(it, "_xlnm.print_area")
    for sheet in printed(it):
        found = area_of(names.get(sheet.position, ""))
        yield sheet, None if found is None else found[1]


class _Page(NamedTuple):
    """What is printed of a sheet and how: sizes in points, `scale` at most 1."""

    place: Area
    width: float
    height: float
    scale: float


def _page(sheet: ExaminedSheet, areas: tuple[Area, ...] | None, extent: Extent) -> _Page | None:
    """The sheet's first print area, or all that is filled, on its page; None for another paper than A4."""
    setup, margins = sheet.find("pageSetup"), sheet.find("pageMargins")
    if whole(setup, "paperSize", 1) != A4:
        return None
    place = areas[0] if areas else _filled(sheet)
    is_wide = setup is not None and setup.get("orientation") == "landscape"
    sides = {}
    for side, usual in _MARGINS.items():
        stated = decimal(margins, side)
        sides[side] = usual if stated is None else stated
    width = (_LONG if is_wide else _SHORT) - (sides["left"] + sides["right"]) * _INCH
    height = (_SHORT if is_wide else _LONG) - (sides["top"] + sides["bottom"]) * _INCH
    if width <= 0 or height <= 0:
        return None
    return _Page(place, width, height, _scale(sheet, place, extent, width, height))


def _filled(sheet: ExaminedSheet) -> Area:
    """From A1 to the last cell that is filled."""
    return Area(1, 1, max(cell.row for cell in sheet.filled), max(cell.column for cell in sheet.filled))


def _scale(sheet: ExaminedSheet, place: Area, extent: Extent, width: float, height: float) -> float:
    setup = sheet.find("pageSetup")
    if not is_fitted(sheet):
        stated = whole(setup, "scale", 100)
        return 1.0 if stated is None else max(0.1, min(1.0, stated / 100))
    across, down = whole(setup, "fitToWidth", 1) or 0, whole(setup, "fitToHeight", 1) or 0
    wide, tall = extent.width(place), extent.height(place)
    needed = [1.0]
    if across > 0 and wide > 0:
        needed.append(across * width / wide)
    if down > 0 and tall > 0:
        needed.append(down * height / tall)
    return max(0.1, min(needed))


@rule(
    "P-AREA",
    "a print area cuts nothing off: no cells, no pictures",
    why="What lies outside of it is not on the paper, and nobody misses it.",
    mend="Select what is to be printed, Page Layout > Print Area > Set Print Area; or clear it.",
)
def _area(it: Examined) -> Iterator[Fault]:
    for sheet, areas in _areas(it):
        if areas is None:
            continue
        inside = sheet.covered(areas)
        # what stands apart, with a blank row or column between, was left out on purpose
        cut = next((cell for cell in sheet.filled if cell.place not in inside and _touches(cell, inside)), None)
        if cut is not None:
            yield Fault(
                sheet.cell(cut), f"the cell is outside the print area {areas[0]}, and belongs to what is inside"
            )
        for place in drawn(it, sheet):
            met = [a for a in areas if a.overlaps(place)]
            if met and not any(_holds(a, place) for a in met):
                yield Fault(sheet.at(str(place)), f"a picture or chart reaches out of the print area {met[0]}")


def _touches(cell: Cell, inside: set[tuple[int, int]]) -> bool:
    row, column = cell.place
    return any(
        place in inside for place in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1))
    )


def _holds(outer: Area, place: Area) -> bool:
    return (place.first_row, place.first_column) in outer and (place.last_row, place.last_column) in outer


@rule(
    "P-SCALE",
    f"no sheet is printed at less than {SMALLEST_SCALE} per cent",
    why="Fitted to a page, a wide or long sheet is made as small as it takes, whether or not it can be read then.",
    mend="Divide it between two sheets, turn the page, or let it run to more pages: Page Layout > Height: Automatic.",
)
def _small(it: Examined) -> Iterator[Fault]:
    for sheet, areas in _areas(it):
        page = _page(sheet, areas, Extent(sheet))
        if page is not None and page.scale * 100 < SMALLEST_SCALE - 1:
            yield Fault(sheet.name, f"{page.place} comes out at about {page.scale:.0%} of its size")


@rule(
    "P-POINTS",
    f"no type comes out smaller than {SMALLEST_PRINT:g} points on paper",
    why="Type as small as that cannot be read at a meeting.",
    mend="Make the type larger, or print less on the page.",
)
def _points(it: Examined) -> Iterator[Fault]:
    for sheet, areas in _areas(it):
        page = _page(sheet, areas, Extent(sheet))
        if page is None or page.scale >= 1:
            continue  # as it is on the screen: A-FONT-SIZE
        smallest = min(
            ((look.size, cell) for cell in sheet.within(page.place) if (look := it.look(cell.style)) and look.size),
            key=lambda found: found[0],
            default=None,
        )
        if smallest is not None and smallest[0] * page.scale < SMALLEST_PRINT - 0.25:
            size, cell = smallest
            what = f"type of {size:g} points comes out at about {size * page.scale:.1f}, at {page.scale:.0%}"
            yield Fault(sheet.cell(cell), what)


@rule(
    "P-TITLES",
    "a table that is longer than a page has its heading on every page",
    why="From the second page on nobody knows what the columns are.",
    mend="Page Layout > Print Titles > Rows to repeat at top.",
)
def _titles(it: Examined) -> Iterator[Fault]:
    titles = _local_names(it, "_xlnm.print_titles")
    for sheet, areas in _areas(it):
        if sheet.position in titles:
            continue
        extent = Extent(sheet)
        page = _page(sheet, areas, extent)
        for _, root in it.owned(sheet, "table"):
            place = area(root.get("ref"))
            if page is None or place is None or not page.place.overlaps(place):
                continue
            last = min(place.last_row, page.place.last_row)
            pages = extent.height(Area(place.first_row, 1, last, 1)) * page.scale / page.height
            if pages > _DOUBT:
                what = f"the table {table_name(root)} is about {pages:.1f} pages long, and no row is repeated"
                yield Fault(sheet.at(str(place)), what)


@rule(
    "P-PAGE-NUMBER",
    "every page has its number, where there are several",
    why="A bundle of loose pages cannot be put in order again, and nobody at a meeting can say which page is meant.",
    mend="Page Layout > Print Titles > Header/Footer: 'Page 1 of ?'.",
)
def _page_number(it: Examined) -> Iterator[Fault]:
    sheets = list(_areas(it))
    for sheet, areas in sheets:
        extent = Extent(sheet)
        page = _page(sheet, areas, extent)
        is_long = page is not None and extent.height(page.place) * page.scale > page.height * _DOUBT
        if (is_long or len(sheets) > 1) and not any("&P" in text for text in headers(sheet)):
            yield Fault(sheet.name, "no page number is printed")


@rule(
    "P-BREAK",
    "no page break that was set cuts a picture, merged cells, or a heading from what follows",
    why="Half a chart is on one page and half on the next.",
    mend="View > Page Break Preview, and drag the break.",
)
def _break(it: Examined) -> Iterator[Fault]:
    for sheet, areas in _areas(it):
        rows, columns = _breaks(sheet, "rowBreaks"), _breaks(sheet, "colBreaks")
        if is_fitted(sheet) and whole(sheet.find("pageSetup"), "fitToWidth", 1) == 1:
            columns = []  # one page wide: Excel takes no notice of them
        if not rows and not columns:
            continue
        kept = [("a picture or chart", place) for place in drawn(it, sheet) if _is_printed(place, areas)]
        kept += [("merged cells", place) for place in sheet.merged]
        for _, root in it.owned(sheet, "table"):
            if (found := area(root.get("ref"))) is not None:
                heading = Area(found.first_row, found.first_column, found.first_row + 1, found.last_column)
                kept.append(("a table's heading and its first row", heading))
        for word, place in kept:
            if _is_cut(rows, place.first_row, place.last_row):
                yield Fault(sheet.at(str(place)), f"a page break between rows cuts {word}")
            elif _is_cut(columns, place.first_column, place.last_column):
                yield Fault(sheet.at(str(place)), f"a page break between columns cuts {word}")


def _is_printed(place: Area, areas: tuple[Area, ...] | None) -> bool:
    return areas is None or any(one.overlaps(place) for one in areas)


def _breaks(sheet: ExaminedSheet, name: str) -> list[int]:
    """The rows or columns after which somebody set a break."""
    found = (whole(e, "id") for e in sheet.all(f"{name}/brk") if is_true(e.get("man")))
    return sorted({number for number in found if number is not None and 0 < number < LAST_ROW})


def _is_cut(breaks: list[int], first: int, last: int) -> bool:
    """Whether a break, which comes after its row or column, falls within."""
    place = bisect_left(breaks, first)
    return place < len(breaks) and breaks[place] < last


RULES = (_area, _small, _points, _titles, _page_number, _break)
