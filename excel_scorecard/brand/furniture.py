"""Furniture: what every sheet of the stock template has: RAG rules, running heads, logo."""

import math
from typing import TYPE_CHECKING, Any

from excel_scorecard.brand.look import Brand, Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

BY_JUDGEMENT = ("Green", "Amber", "Red")
"""Ratings that an officer may give in place of the rule's."""
NEXT = "Next:"
"""How a rating begins of which no figure was due yet."""
ARROWS = {"Improving": "▲", "Worsening": "▼", "No change": "►", "Up": "▲", "Down": "▼"}


def rate_cells(sheet: "Worksheet", brand: Brand, formats: Formats, first: int, column: int, last: int) -> None:
    """RAG as a conditional format over the word: fill, text and, for Amber, an edge that shows in black and white.

    A rule a word, so that a project which prints words of its own can have them in their place.
    """
    for word, (fill, text) in brand.ratings.items():
        look: dict[str, Any] = {"bg_color": fill, "font_color": text}
        if word == "Amber":
            look |= {"border": 1, "border_color": text}
        for said in (word, f"{word} (judgement)") if word in BY_JUDGEMENT else (word,):
            criteria = {"type": "cell", "criteria": "==", "value": f'"{said}"', "format": formats.rule(**look)}
            sheet.conditional_format(first, column, last, column, criteria)
    fill, text = brand.ratings["No data"]
    later = {
        "type": "text",
        "criteria": "begins with",
        "value": NEXT,
        "format": formats.rule(bg_color=fill, font_color=text),
    }
    sheet.conditional_format(first, column, last, column, later)


def arrow_cells(sheet: "Worksheet", formats: Formats, first: int, column: int, last: int) -> None:
    """An arrow before a direction's word, in the number format, so that the word stays clean for look-ups."""
    for word, arrow in ARROWS.items():
        style = formats.rule(num_format=f'"{arrow} "@')
        criteria = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style}
        sheet.conditional_format(first, column, last, column, criteria)


def running_heads(sheet: "Worksheet", brand: Brand) -> None:
    """Header and footer: organisation, marking, sheet and page, repeated in cells; no date, which goes stale."""
    organisation = brand.organisation.replace("&", "&&")
    font = f'&"{brand.font},Regular"&10'
    sheet.set_header(f"&L{font}{organisation}&R{font}Marking", {"margin": 0.2})
    sheet.set_footer(f"&L{font}&A&R{font}Page &P of &N", {"margin": 0.18})


def insert_logo(sheet: "Worksheet", brand: Brand, row: int, column: int, *, right_edge: int) -> None:
    """The logo, 26 points high, ending `right_edge` pixels right of the column's start."""
    from xlsxwriter.image import Image

    assert brand.logo is not None  # noqa: S101  # the caller looked
    image = Image(str(brand.logo))
    scale = 34 / image.height
    # an image that reaches into the next column LibreOffice stretches, whose columns are wider
    offset = max(0, right_edge - math.ceil(image.width * scale) - 1)
    options = {
        "x_scale": scale,
        "y_scale": scale,
        "x_offset": offset,
        "y_offset": 1,
        "description": brand.logo_text,
        "object_position": 3,
    }
    sheet.insert_image(row, column, str(brand.logo), options)
