"""Page: header, footer, paper, protection and view of a sheet.

Knows the codes of headers and Excel's limit on them. Print areas and titles are names (names.py).
"""

import re
from typing import Final

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.cells import LAST_COLUMN, LAST_ROW, address
from excel_scorecard.ooxml.markup import Element, drop, is_true, main

MOST_HEADER: Final = 255  # characters of a header or footer, codes included (Excel specifications and limits)


A4: Final = 9
_LETTER: Final = 1  # what a sheet without a printer's settings means (ECMA-376 part 1, 18.3.1.63)


def paper_size(root: Element) -> int:
    """The number of a sheet's paper: 9 is A4, 1 the American Letter."""
    found = root.find(main("pageSetup"))
    return _LETTER if found is None else stated.whole(found, "paperSize", _LETTER)


def is_protected(root: Element) -> bool:
    """Whether the sheet is protected: its locked cells cannot be typed into."""
    found = root.find(main("sheetProtection"))
    return found is not None and is_true(found.get("sheet"))


def escaped(text: str) -> str:
    """Text as it stands among the codes of a header: an ampersand is doubled."""
    return text.replace("&", "&&")


def header_footer(root: Element) -> str:
    """All texts of header and footer, with their codes, a line each."""
    found = root.find(main("headerFooter"))
    return "" if found is None else "\n".join(e.text or "" for e in found if isinstance(e.tag, str))


def replace_in_header_footer(root: Element, old: str, new: str, where: str) -> int:
    """Replace text in the headers and footers of a worksheet; returns in how many of them.

    Raises:
        TemplateError: one would be longer than Excel allows.
    """
    found = root.find(main("headerFooter"))
    count = 0
    for element in found if found is not None else ():
        text = element.text or ""
        pieces = text.split(escaped(old))
        if len(pieces) == 1:
            continue
        count += 1
        changed = pieces[0]
        for piece in pieces[1:]:
            # "&12" is a font size: a text that begins with a digit needs a space after it.
            gap = " " if new[:1].isdigit() and re.search(r"(?<!&)(?:&&)*&[0-9]+$", changed) else ""
            changed += gap + escaped(new) + piece
        if len(changed) > MOST_HEADER:
            raise TemplateError(
                f"a header or footer would have {len(changed)} characters, codes included; Excel takes {MOST_HEADER}.",
                where=where,
                mend="Shorten the text that goes into it, or take something out of the template's header or footer.",
            )
        element.text = changed
    return count


def _cells_before(pane: Element, name: str, last: int) -> int:
    """The row or column of the first cell that scrolls: frozen panes count whole ones."""
    return max(1, min(int(stated.number(pane, name)) + 1, last))


def select_first_cell(root: Element) -> None:
    """Let every view of the sheet open at the top left with A1 selected; frozen panes stay."""
    for view in root.iterfind(f"{main('sheetViews')}/{main('sheetView')}"):
        drop(view, "topLeftCell")
        pane = view.find(main("pane"))
        if pane is not None and pane.get("state") in ("frozen", "frozenSplit"):
            row, column = _cells_before(pane, "ySplit", LAST_ROW), _cells_before(pane, "xSplit", LAST_COLUMN)
            pane.set("topLeftCell", address(row, column))
        selections = view.findall(main("selection"))
        for selection in selections:
            selection.set("activeCell", "A1")
            selection.set("sqref", "A1")
            drop(selection, "activeCellId")
        if not selections and pane is None:
            view.insert(0, etree.Element(main("selection"), activeCell="A1", sqref="A1"))
