"""List page: what the sheets with one list have in common: heading, logo, a table that grows, print set-up.

The table grows downwards and nothing stands below it.
"""

from typing import TYPE_CHECKING

from excel_scorecard.brand.canvas import Canvas, Column
from excel_scorecard.brand.furniture import insert_logo, running_heads
from excel_scorecard.brand.grid import MARGIN
from excel_scorecard.brand.look import Brand, Formats

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

ROWS = 60  # conditional formats reach this far below a table's head; resizing carries them further


class ListPage(Canvas):
    """One list as it is drawn: a canvas with columns `widths` wide, of which the first `printed` print."""

    def __init__(
        self,
        book: "Workbook",
        brand: Brand,
        formats: Formats,
        name: str,
        widths: tuple[float, ...],
        *,
        printed: int | None = None,
    ) -> None:
        super().__init__(book, brand, formats, name)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.widths = widths[:printed]
        self.last = len(self.widths) - 1

    def heading(self, title: str, name: str = "") -> None:
        """Title and logo; a title that is a slot stands in a merged cell and shrinks to it."""
        self.sheet.set_row(0, 26.25)
        if name:
            self.merged(name, (0, 0, 0, self.last - 1), "title_merged", title)
        else:
            self.say(0, 0, title, "title")
        if self.brand.logo is not None:
            insert_logo(self.sheet, self.brand, 0, self.last, right_edge=int(self.widths[self.last] * 7 + 5))

    def strap(self) -> None:
        """Organisation, marking and month under the title."""
        self.slot("organisation", 1, 0, "quiet", self.brand.organisation)
        self.merged("month", (2, 0, 2, 1), "quiet_month")
        self.slot("marking", 1, self.last, "quiet_right", "Marking")

    def list(self, role: str, row: int, columns: tuple[tuple[str, str, str], ...]) -> None:
        """The list's table, from the first column."""
        # a table must not have the name of a slot: commentary is one
        self.table(role, f"{role}_list", row, 0, tuple(Column(*column) for column in columns))

    def finish_list(self, head: int) -> None:
        """A4 landscape, one page wide, the table's head repeated; then the names."""
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=MARGIN, bottom=MARGIN)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
        sheet.print_area(0, 0, head + 1, self.last)
        sheet.center_horizontally()
        running_heads(sheet, self.brand)
        self.finish()
