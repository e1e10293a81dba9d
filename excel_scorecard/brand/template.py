"""Template: makes the stock template from a brand.

XlsxWriter draws the workbook; charts and styles are then made explicit part by part. Fills nothing.
"""

import datetime as dt
from pathlib import Path

from excel_scorecard.brand.explicit import explicit
from excel_scorecard.brand.lists import draw_checks, draw_commentary, draw_definitions, draw_notes, draw_quality
from excel_scorecard.brand.look import Brand, Formats
from excel_scorecard.brand.pattern import PATTERNS, draw_pattern
from excel_scorecard.brand.styles import MAIN, name_styles
from excel_scorecard.brand.summary import draw_summary
from excel_scorecard.ooxml.package import Package

CALCULATION = "191029"  # the engine of Excel 2019 and 365
# The same brand gives the same bytes: the template's date is that of its design, not of the day it was made.
DESIGNED = dt.datetime(2026, 11, 23)  # noqa: DTZ001  # Excel's document dates carry no zone


def make_template(brand: Brand, path: Path, *, replacing: str | None = None) -> None:
    """Draw the stock template to `path`: Summary, the pattern sheets, and the lists.

    Raises:
        WouldLoseEditsError: another file is at `path` than `replacing` says (see `disk.write_whole`).
        MachineError: the file cannot be written.

    """
    import tempfile

    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder) / "drawn.xlsx"
        options = {"default_format_properties": {"font_name": brand.font, "font_size": 10}}
        book = xlsxwriter.Workbook(str(drawn), options)
        formats = Formats(book, brand)
        draw_summary(book, brand, formats)
        for pattern in PATTERNS:
            draw_pattern(book, brand, formats, pattern)
        draw_commentary(book, brand, formats)
        draw_checks(book, brand, formats)
        draw_definitions(book, brand, formats)
        draw_quality(book, brand, formats)
        draw_notes(book, brand, formats)
        book.set_properties(
            {
                "title": "Scorecard template",
                "author": brand.organisation,
                "company": brand.organisation,
                "created": DESIGNED,
                "comments": "Slots are defined names and tables: see excel-scorecard template describe",
            }
        )
        book.close()
        package = Package.open(drawn)
    for name in package.names():
        if name.startswith("xl/charts/chart"):
            explicit(package.edit(name))
    # a calculation chain of an older Excel would make today's ask "save changes?" on closing an untouched file
    for calculation in package.edit("xl/workbook.xml").iter(f"{MAIN}calcPr"):
        calculation.attrib.clear()
        calculation.set("calcId", CALCULATION)
    name_styles(package.edit("xl/styles.xml"), brand)
    package.save(path, replacing=replacing)
