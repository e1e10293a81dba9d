"""Chart: one chart's references, the values it keeps of them, and the few settings that follow the figures.

Knows DrawingML charts. What it looks like is the template's; what the cells hold is told by the caller.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from lxml import etree

from excel_scorecard.ooxml import chart_title, stated
from excel_scorecard.ooxml.cells import Area, CellError, Value
from excel_scorecard.ooxml.drawing import describe, frame_cells, frame_properties
from excel_scorecard.ooxml.ledger import CHART_CELLS, CHART_SETTINGS, CHART_TITLE, SHAPES, Reason
from excel_scorecard.ooxml.markup import (
    AXIS_ORDER,
    CHART,
    DATA_LABELS_ORDER,
    LEGEND_ORDER,
    SCALING_ORDER,
    Element,
    chart,
    insert_in_order,
    local_name,
)
from excel_scorecard.ooxml.strings import escaped

if TYPE_CHECKING:
    from excel_scorecard.ooxml.chart_sheet import ChartSheet
    from excel_scorecard.ooxml.sheet import Sheet

Kind = Literal["name", "categories", "values", "title", "other"]
_KINDS: Final[dict[str, Kind]] = {
    "cat": "categories", "xVal": "categories", "val": "values", "yVal": "values", "bubbleSize": "values",
}  # fmt: skip
_F, _V, _PT, _COUNT = chart("f"), chart("v"), chart("pt"), chart("ptCount")
_CACHES: Final = {chart("strRef"): chart("strCache"), chart("numRef"): chart("numCache")}
_LEVELS: Final = chart("multiLvlStrRef")

Reader = Callable[[str], list[list[Value]]]


@dataclass(frozen=True, slots=True)
class ChartReference:
    """A reference of a chart: what it is for, its text, and the series it belongs to (counted from 0)."""

    kind: Kind
    formula: str
    series: int | None


class Chart:
    """One chart. Got from a Sheet or a ChartSheet."""

    def __init__(self, sheet: "Sheet | ChartSheet", drawing_part: str, part: str, frame: int) -> None:
        self.sheet = sheet
        self.part = part
        self._drawing_part = drawing_part
        self._frame = frame
        self._found: tuple[list[Element], list[Element]] | None = None  # references and series: none comes or goes

    def __repr__(self) -> str:
        return f"Chart({self.name!r} on {self.sheet.name!r})"

    @property
    def root(self) -> Element:
        """The chart part's element, to be read only."""
        return self.sheet.workbook.package.read(self.part)

    def _edit(self, why: Reason = CHART_SETTINGS) -> Element:
        return self.sheet.workbook.package.edit(self.part, why)

    def _properties(self) -> Element | None:
        return frame_properties(self.sheet.workbook.package.read(self._drawing_part), self._frame)

    @property
    def name(self) -> str:
        """The name that Excel's selection pane shows."""
        found = self._properties()
        return "" if found is None else found.get("name", "")

    @property
    def alt_text(self) -> str:
        """The alternative text that a screen reader reads."""
        found = self._properties()
        return "" if found is None else found.get("descr", "")

    def set_alt_text(self, text: str) -> None:
        """Set the alternative text."""
        self.sheet.workbook.package.edit(self._drawing_part, SHAPES)
        found = self._properties()
        if found is not None:
            describe(found, escaped(text))

    @property
    def cells(self) -> Area | None:
        """The cells that it covers, the first and last maybe in part; None where it hangs on none."""
        return frame_cells(self.sheet.workbook.package.read(self._drawing_part), self._frame)

    # References and caches.

    def references(self) -> list[ChartReference]:
        """Every reference, in the file's order."""
        series = {element: number for number, element in enumerate(self._series())}
        return [_described(f, series) for f in self._formulas()]

    def _elements(self) -> tuple[list[Element], list[Element]]:
        if self._found is None:
            # c:f, and the c15:f of extensions, which follow the same cells
            formulas = [f for f in self.root.iter("{*}f") if f.text and (f.tag == _F or "/chart" in str(f.tag))]
            self._found = formulas, list(self.root.iter(chart("ser")))
        return self._found

    def _formulas(self) -> list[Element]:
        return self._elements()[0]

    def _series(self) -> list[Element]:
        return self._elements()[1]

    def repoint(self, change: Callable[[str], str]) -> None:
        """Pass every reference through `change`. The caches are left: see `refresh_caches`."""
        hidden = (e for e in self.root.iter("{*}sqref") if e.text and "/chart" in str(e.tag))  # what a filter hides
        for f in (*self._formulas(), *hidden):
            text = f.text or ""
            new = change(text)
            if new != text:
                self._edit(CHART_CELLS)
                f.text = new

    def refresh_caches(self, read: Reader) -> None:
        """Make the values the chart keeps equal to the cells.

        Args:
            read: gives the values of a reference row by row; an empty list where they cannot be known, which leaves
                that cache as it is.

        A blank cell has no point, an error has its own text, as Excel writes them; number formats are kept. A chart
        that keeps the right values already stays as it is, byte for byte.
        """
        for f in self.root.iter(_F):
            parent = f.getparent()
            if parent is None or not f.text or (parent.tag not in _CACHES and parent.tag != _LEVELS):
                continue
            rows = read(f.text)
            if not rows:
                continue
            if parent.tag == _LEVELS:
                self._edit(CHART_CELLS)
                _set_levels(parent, rows)
            elif not _is_kept(parent, values := [value for row in rows for value in row]):
                self._edit(CHART_CELLS)
                _set_cache(parent, values)

    # What it shows that the figures may outgrow.

    @property
    def own_title(self) -> str:
        """The title's text where it is the chart's own; empty where a cell gives it, or there is none."""
        return chart_title.own_text(self.root)

    def link_title(self, reference: str) -> None:
        """Let a cell give the title, which keeps its look: a chart that another program saved has the text alone."""
        chart_title.link(self._edit(CHART_TITLE), reference)
        self._found = None

    def point_formats(self) -> list[tuple[int, int, str]]:
        """Formats and labels of single points: (series and point, both counted from 0, "format" or "label").

        They stay at their place in the series when it becomes longer. A label that only hides itself is none.
        """
        found: list[tuple[int, int, str]] = []
        for number, series in enumerate(self._series()):
            for tag, what in (("dPt", "format"), ("dLbl", "label")):
                for point in series.iter(chart(tag)):
                    place = point.find(chart("idx"))
                    deleted = point.find(chart("delete"))
                    if place is not None and (deleted is None or deleted.get("val") == "0"):
                        found.append((number, stated.whole(place, "val"), what))
        return found

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it draws, in the file's words: ("lineChart",); a combined chart has several."""
        found = (local_name(e) for e in self.root.iterfind(f".//{chart('plotArea')}/*"))
        return tuple(dict.fromkeys(name for name in found if name.endswith("Chart")))

    @property
    def draws_blanks_as(self) -> str:
        """How a blank cell is drawn: gap, zero or span; Excel's own default is gap."""
        found = next(self.root.iter(chart("dispBlanksAs")), None)
        return "gap" if found is None else found.get("val", "zero")

    # Settings that follow the figures.

    @property
    def series_count(self) -> int:
        """How many series the chart has."""
        return len(self._series())

    def set_data_label_format(self, code: str, series: int | None = None) -> None:
        """Give the data labels that are there a number format, of one series or of all."""
        root = self._edit()
        within: Iterable[Element] = [root] if series is None else [self._series()[series]]
        for scope in within:
            for labels in scope.iter(chart("dLbls"), chart("dLbl")):
                if labels.find(chart("delete")) is None:
                    _set_number_format(labels, code, DATA_LABELS_ORDER)

    def set_axis_format(self, code: str, axis: Literal["value", "category"] = "value") -> None:
        """Give the numbers along the value axes, or the dates along the category axes, a format."""
        tags = ("valAx",) if axis == "value" else ("catAx", "dateAx")
        for element in self._edit().iter(*(chart(tag) for tag in tags)):
            _set_number_format(element, code, AXIS_ORDER)

    def set_major_unit(self, count: int, unit: Literal["days", "months", "years"] = "months") -> None:
        """Label a date axis every so many days, months or years; other axes stay."""
        for axis in self._edit().iter(chart("dateAx")):
            _set_value(axis, chart("majorUnit"), str(count), AXIS_ORDER)
            _set_value(axis, chart("majorTimeUnit"), unit, AXIS_ORDER)

    def shrink_markers(self, size: int, series: Container[int] | None = None) -> None:
        """Make line markers no larger than `size` points (2 to 72): a long line is a line again, not a chain.

        `series` (counted from 0) says whose; all if not given.
        """
        self._edit()
        for number, each in enumerate(self._series()):
            for marker in each.iter(chart("marker")) if series is None or number in series else ():
                found = marker.find(chart("size"))
                if found is not None and stated.whole(found, "val", 5) > size:
                    found.set("val", str(size))

    def centre_points(self) -> None:
        """Draw points between the ticks of the category axis, so that a single one stands in the middle."""
        for crossing in self._edit().iter(chart("crossBetween")):
            crossing.set("val", "between")

    @property
    def axis_range(self) -> tuple[float | None, float | None]:
        """Where the first value axis begins and ends; None for an end that Excel chooses."""
        scaling = next((axis.find(chart("scaling")) for axis in self.root.iter(chart("valAx"))), None)
        ends = [None if scaling is None else scaling.find(chart(tag)) for tag in ("min", "max")]
        least, most = (None if end is None else stated.number(end, "val") for end in ends)
        return least, most

    def set_axis_range(
        self, minimum: float | None = None, maximum: float | None = None, step: float | None = None
    ) -> None:
        """Fix the ends of the value axes, and the distance of their gridlines; None lets Excel choose an end."""
        for axis in self._edit().iter(chart("valAx")):
            scaling = axis.find(chart("scaling"))
            if scaling is None:
                continue
            for tag, end in (("max", maximum), ("min", minimum)):
                if end is not None:
                    _set_value(scaling, chart(tag), _text(end), SCALING_ORDER)
                elif (found := scaling.find(chart(tag))) is not None:
                    scaling.remove(found)
            if step is not None:
                _set_value(axis, chart("majorUnit"), _text(step), AXIS_ORDER)

    def show_in_legend(self, series: int, shown: bool) -> None:
        """Show a series (counted from 0) in the legend or leave it out; the series itself stays drawn."""
        for legend in self._edit().iter(chart("legend")):
            for entry in legend.findall(chart("legendEntry")):
                index = entry.find(chart("idx"))
                if index is not None and index.get("val") == str(series):
                    legend.remove(entry)
            if not shown:
                entry = etree.Element(chart("legendEntry"))
                etree.SubElement(entry, chart("idx"), val=str(series))
                etree.SubElement(entry, chart("delete"), val="1")
                insert_in_order(legend, entry, LEGEND_ORDER)

    def legend_above_plot(self) -> tuple[float, float] | None:
        """Width and height of a legend right above the plot, as shares of the chart; None where it is elsewhere.

        Both have places of their own then, which Excel does not choose.
        """
        legend, plot = _place(self.root, "legend"), _place(self.root, "plotArea")
        if (
            legend is None
            or plot is None
            or not 0 <= _share(plot, "y") - _share(legend, "y") - _share(legend, "h") < TOUCH
        ):
            return None
        return _share(legend, "w"), _share(legend, "h")

    def lower_legend(self, height: float) -> None:
        """Make a legend right above the plot so high, as a share of the chart; what it loses, the plot gains."""
        if self.legend_above_plot() is None:
            return
        legend, plot = _place(self._edit(), "legend"), _place(self._edit(), "plotArea")
        assert legend is not None and plot is not None  # noqa: S101, PT018  # looked at above
        gained = _share(legend, "h") - height
        for place, what, by in ((legend, "h", -gained), (plot, "y", -gained), (plot, "h", gained)):
            place[what].set("val", repr(round(_share(place, what) + by, 6)))


TOUCH = 0.06  # of a chart's height: a plot so far under a legend is right under it


def _place(root: Element, what: str) -> dict[str, Element] | None:
    """The elements of a manual layout by their names: x, y, w, h; None where it has not all."""
    found = root.find(f".//{chart(what)}/{chart('layout')}/{chart('manualLayout')}")
    place = {} if found is None else {local_name(element): element for element in found}
    return place if {"y", "w", "h"} <= place.keys() else None


def _share(place: dict[str, Element], what: str) -> float:
    return stated.number(place[what], "val")


def _described(f: Element, series: dict[Element, int]) -> ChartReference:
    kind: Kind = "other"
    number: int | None = None
    for ancestor in f.iterancestors():
        name = local_name(ancestor)
        if ancestor in series:
            number = series[ancestor]
            if kind == "other" and f.getparent() is not None and _is_series_name(f, ancestor):
                kind = "name"
            break
        if name == "title":
            kind = "title"
            break
        if name in _KINDS and f.tag == _F:
            kind = _KINDS[name]
    return ChartReference(kind, f.text or "", number)


def _is_series_name(f: Element, series: Element) -> bool:
    return any(ancestor.tag == chart("tx") and ancestor.getparent() is series for ancestor in f.iterancestors())


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _points(cache: Element, values: list[Value], *, numeric: bool) -> None:
    for number, value in enumerate(values):
        # Text among numbers has no point: Excel would draw it as zero, and missing is never zero.
        if value is None or (numeric and isinstance(value, str) and not isinstance(value, CellError)):
            continue
        point = etree.SubElement(cache, _PT, idx=str(number))
        text = _text(value)
        etree.SubElement(point, _V).text = text if numeric else escaped(text)


def _is_kept(parent: Element, values: list[Value]) -> bool:
    """Whether a cache says these values already, however its numbers are written."""
    tag = _CACHES[str(parent.tag)]
    cache = parent.find(tag)
    count = None if cache is None else cache.find(_COUNT)
    if cache is None or count is None or count.get("val") != str(len(values)):
        return False
    wanted = etree.Element(tag)
    _points(wanted, values, numeric=tag == chart("numCache"))
    pairs = [[(p.get("idx"), p.findtext(_V)) for p in points.iterchildren(_PT)] for points in (cache, wanted)]
    return len(pairs[0]) == len(pairs[1]) and all(
        one[0] == other[0] and _says_the_same(one[1] or "", other[1] or "") for one, other in zip(*pairs, strict=True)
    )


def _says_the_same(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def _set_cache(parent: Element, values: list[Value]) -> None:
    tag = _CACHES[str(parent.tag)]
    cache = parent.find(tag)
    if cache is None:
        cache = etree.Element(tag)
        parent[0].addnext(cache)  # right after c:f
    numeric = tag == chart("numCache")
    count = cache.find(_COUNT)
    for child in list(cache):
        if child.tag == _PT:
            cache.remove(child)
    if numeric and cache.find(chart("formatCode")) is None:
        code = etree.Element(chart("formatCode"))
        code.text = "General"
        cache.insert(0, code)
    if count is None:
        count = etree.Element(_COUNT)
        cache.insert(1 if numeric else 0, count)
    count.set("val", str(len(values)))
    extension = cache.find(chart("extLst"))
    _points(cache, values, numeric=numeric)
    if extension is not None:
        cache.append(extension)


def _set_levels(parent: Element, rows: list[list[Value]]) -> None:
    tag = chart("multiLvlStrCache")
    cache = parent.find(tag)
    if cache is None:
        cache = etree.Element(tag)
        parent[0].addnext(cache)
    for child in list(cache):
        cache.remove(child)
    etree.SubElement(cache, _COUNT, val=str(len(rows)))
    for column in reversed(range(len(rows[0]))):  # the innermost level comes first
        level = etree.SubElement(cache, chart("lvl"))
        _points(level, [row[column] for row in rows], numeric=False)


def _set_number_format(parent: Element, code: str, order: tuple[str, ...]) -> None:
    found = parent.find(f"{{{CHART}}}numFmt")
    if found is None:
        found = etree.Element(chart("numFmt"))
        insert_in_order(parent, found, order)
    found.set("formatCode", code)
    found.set("sourceLinked", "0")


def _set_value(parent: Element, tag: str, value: str, order: tuple[str, ...]) -> None:
    found = parent.find(tag)
    if found is None:
        found = etree.Element(tag)
        insert_in_order(parent, found, order)
    found.set("val", value)
