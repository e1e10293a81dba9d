"""Chart sheet: a sheet that is one chart, as Excel makes with F11. It has no cells; its chart reads those of others."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from excel_scorecard.ooxml import drawing
from excel_scorecard.ooxml.chart import Chart

if TYPE_CHECKING:
    from excel_scorecard.ooxml.workbook import Workbook


@dataclass(frozen=True)
class ChartSheet:
    """One chart sheet. Got from a Workbook."""

    workbook: "Workbook"
    name: str
    part: str

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """Its chart, and those that somebody put upon it."""
        package = self.workbook.package
        return tuple(
            Chart(self, part, chart, frame)
            for part in package.related(self.part, "drawing")
            for chart, frame in drawing.chart_frames(package, part)
        )
