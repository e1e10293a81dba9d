"""Lint, texts: what texts in cells are made of, and what other programs make of them."""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import XML_SPACE, Element, main

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_KEPT: Final = (0x09, 0x0A, 0x0D, 0x5F)  # tab, line feed, carriage return, and the underscore that begins an escape
_T: Final = main("t")
_FORMULA_LIKE = re.compile(r"[=+\-@\t\r]")


def _pieces(it: Examined) -> Iterator[tuple[str, Element]]:
    """Every `t` element that is shown, with where it stands."""
    for number, item in enumerate(it.strings):
        for element in item.iter(_T):
            yield f"the shared texts, text {number}", element
    for sheet in it.worksheets:
        for cell in sheet.filled:
            inline = cell.element.find(main("is")) if cell.element.get("t") == "inlineStr" else None
            for element in inline.iter(_T) if inline is not None else ():
                yield sheet.cell(cell), element


@rule(
    "L-ESCAPE",
    "no text holds a control character or half of a character, or is taken for an escape",
    why="Excel reads _x0041_ as the letter A and _x0001_ as a character that nobody can see.",
    mend="Clean the text where it comes from (CLEAN in Excel); a program writes _x005F_x0041_ for _x0041_.",
)
def _escape(it: Examined) -> Iterator[Fault]:
    for place, element in _pieces(it):
        text = element.text or ""
        for found in _ESCAPE.findall(text) if "_x" in text else ():
            code = int(found, 16)
            if code in _KEPT:
                continue
            if code < 0x20 or code in (0xFFFE, 0xFFFF):
                yield Fault(place, f"it holds the control character _x{found}_")
            elif not 0xD800 <= code <= 0xDFFF:
                yield Fault(place, f"it holds _x{found}_, which Excel shows as {chr(code)!r}")
        halves = re.findall(r"_x(D[89A-F][0-9A-F]{2})_", text, re.IGNORECASE)
        if len(halves) % 2:
            yield Fault(place, f"it holds half of a character, _x{halves[-1]}_")


@rule(
    "L-SPACE",
    "spaces at the end of a text are marked to be kept",
    why="Excel drops them when it reads the file: words of rich text run into each other, and lookups miss.",
    mend='Save it again with a program that writes xml:space="preserve", or take the spaces away.',
)
def _space(it: Examined) -> Iterator[Fault]:
    for place, element in _pieces(it):
        text = element.text or ""
        if text and (text[0] in " \t\n" or text[-1] in " \t\n") and not _is_kept(element):
            yield Fault(place, f"the text {text[:30]!r} begins or ends with a space, which Excel drops")


def _is_kept(element: Element) -> bool:
    """Whether white space is kept: said on the element, or on one around it."""
    said = next((e.get(XML_SPACE) for e in (element, *element.iterancestors()) if e.get(XML_SPACE)), None)
    return said == "preserve"


@rule(
    "L-INJECTION",
    "no text begins as a formula does, unless its cell says that it is a text",
    why="Typed again (F2, Enter) or saved as CSV and opened, it is a formula: an error, or somebody else's command.",
    mend="Type an apostrophe before it, or begin it with another word.",
)
def _injection(it: Examined) -> Iterator[Fault]:
    risky = {number for number, text in enumerate(it.texts) if _looks_like_formula(text)}
    for sheet in it.worksheets:
        for cell in sheet.filled:
            number = cell.shared
            if number is None and cell.element.get("t") != "inlineStr":
                continue  # a formula's own text is no danger
            text = it.text(cell) or ""
            if (number in risky) if number is not None else _looks_like_formula(text):
                look = it.look(cell.style)
                if look is None or not (look.has_quote_prefix or look.number_format == "@"):
                    yield Fault(sheet.cell(cell), f"the text begins as a formula does: {text[:40]!r}")


def _looks_like_formula(text: str) -> bool:
    """A lone sign, a row of them and a dash before words are no formula: Excel keeps the first two as text."""
    return bool(_FORMULA_LIKE.match(text)) and bool(re.search(r"\w", text))


RULES = (_escape, _space, _injection)
