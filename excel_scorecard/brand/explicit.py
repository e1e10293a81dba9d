"""Explicit: what XlsxWriter leaves to defaults in a chart, written out, since defaults differ between programs."""

from lxml import etree

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

_SHOWS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
_BEFORE_SHOWS = {"dLbl", "delete", "numFmt", "spPr", "txPr", "dLblPos"}
_AFTER_TICKS = {"minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx"}


def explicit(chart: etree._Element) -> None:
    """Write what XlsxWriter leaves to defaults into a chart's part.

    Measured: without these, LibreOffice draws curves, zeros for gaps, tick forests and labels of every kind as soon as
    the file says that a newer Excel wrote it.
    """
    for series in chart.iter(f"{CHART}ser"):
        _explicit_series(series)
    for labels in chart.iter(f"{CHART}dLbls"):
        _explicit_labels(labels)
    for axis in chart.iter(f"{CHART}dateAx", f"{CHART}catAx", f"{CHART}valAx"):
        _explicit_ticks(axis)
    for axis in chart.iter(f"{CHART}dateAx"):
        for months in chart.iterfind(f".//{CHART}lineChart/{CHART}ser/{CHART}cat"):
            _explicit_dates(months, next(axis.iterchildren(f"{CHART}numFmt")).get("formatCode", "General"))
        if axis.find(f"{CHART}baseTimeUnit") is None:  # else a single month is drawn on an axis of years
            next(axis.iterchildren(f"{CHART}majorUnit")).addprevious(_flag("baseTimeUnit", "months"))
    for plot in chart.iter(f"{CHART}lineChart", f"{CHART}barChart"):
        if plot.find(f"{CHART}varyColors") is None:
            next(plot.iterchildren(f"{CHART}ser")).addprevious(_flag("varyColors", "0"))
    for titled in chart.iter(f"{CHART}title", f"{CHART}legend"):
        _explicit_overlay(titled)
    _explicit_blanks(next(chart.iter(f"{CHART}chart")))


def _explicit_series(series: etree._Element) -> None:
    parent = _kind(series.getparent())
    if parent == "lineChart" and series.find(f"{CHART}smooth") is None:
        series.append(_flag("smooth", "0"))
    if parent == "barChart" and series.find(f"{CHART}invertIfNegative") is None:
        head = [e for e in series if _kind(e) in {"idx", "order", "tx", "spPr"}]
        head[-1].addnext(_flag("invertIfNegative", "0"))


def _explicit_dates(months: etree._Element, code: str) -> None:
    """Months are numbers with a format, as Excel writes them. XlsxWriter takes cells that are still empty for text."""
    for text in months.findall(f"{CHART}strRef"):
        number = etree.SubElement(months, f"{CHART}numRef")
        number.extend(text.findall(f"{CHART}f"))
        cache = etree.SubElement(number, f"{CHART}numCache")
        etree.SubElement(cache, f"{CHART}formatCode").text = code
        cache.append(_flag("ptCount", "1"))
        months.remove(text)


def _explicit_labels(labels: etree._Element) -> None:
    for text in labels.iter(f"{DRAWING}bodyPr"):
        text.set("wrap", "none")  # else LibreOffice breaks a figure such as £122,346 in two
    shown = {name: labels.find(f"{CHART}{name}") for name in _SHOWS}
    for flag in shown.values():
        if flag is not None:
            labels.remove(flag)
    place = sum(1 for e in labels if _kind(e) in _BEFORE_SHOWS)
    for offset, (name, flag) in enumerate(shown.items()):
        labels.insert(place + offset, _flag(name, "0") if flag is None else flag)


def _explicit_ticks(axis: etree._Element) -> None:
    for name in ("minorTickMark", "majorTickMark"):
        if axis.find(f"{CHART}{name}") is None:
            after = _AFTER_TICKS - ({"minorTickMark"} if name == "minorTickMark" else set())
            next(e for e in axis if _kind(e) in after).addprevious(_flag(name, "none"))


def _explicit_overlay(titled: etree._Element) -> None:
    if titled.find(f"{CHART}overlay") is not None:
        return
    look = [e for e in titled if _kind(e) in {"spPr", "txPr"}]
    if look:
        look[0].addprevious(_flag("overlay", "0"))
    else:
        titled.append(_flag("overlay", "0"))


def _explicit_blanks(body: etree._Element) -> None:
    if body.find(f"{CHART}autoTitleDeleted") is None:
        next(body.iterchildren(f"{CHART}plotArea")).addprevious(_flag("autoTitleDeleted", "0"))
    for name in ("plotVisOnly", "dispBlanksAs"):
        for old in body.findall(f"{CHART}{name}"):
            body.remove(old)
    last = [e for e in body if _kind(e) in {"plotArea", "legend"}][-1]
    gaps, hidden = _flag("dispBlanksAs", "gap"), _flag("plotVisOnly", "0")
    last.addnext(gaps)
    last.addnext(hidden)


def _kind(element: etree._Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]


def _flag(name: str, value: str) -> etree._Element:
    element = etree.Element(f"{CHART}{name}")
    element.set("val", value)
    return element
