"""Check, signals: whether the process limits were worked out of the figures that the page shows."""

from collections.abc import Iterator

from excel_scorecard.errors import Finding
from excel_scorecard.signals import TO_REFRESH
from excel_scorecard.workbook.check.codes import finding
from excel_scorecard.workbook.officers_copy import OfficersCopy


def check_signals(copy: OfficersCopy) -> Iterator[Finding]:
    """Pages of which a figure was changed since."""
    for page in copy.pages.values():
        if page.layout.has("signal") and page.text("signal") == TO_REFRESH:
            what = "a figure was changed since the signal, the limits and the points of the chart were worked out"
            yield finding("C-SIGNAL", copy.book.name, page.place("signal"), what)
