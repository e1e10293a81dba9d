"""Lint, links: where links lead, and what of the workbook reaches outside of it or runs: files, data, controls."""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import ExaminedSheet, area
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.lint.tables import table_name, tables
from excel_scorecard.ooxml.markup import RELATIONSHIPS, Element, main

_SAYS_NOTHING: Final = frozenset(("click here", "here", "link", "this link", "more", "read more", "this page"))
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]+):")
_KNOWN_SCHEMES: Final = frozenset(("http", "https", "mailto", "file", "tel", "ftp", "ftps"))
_ON_A_DRIVE = re.compile(r"\s*(?:file:|[A-Za-z]:[\\/]|\\\\)", re.IGNORECASE)
_RUNS: Final = {
    "control": "an ActiveX control", "oleObject": "an object of another program", "vbaProject": "macros",
    "xlMacrosheet": "a sheet of macros", "xlIntlMacrosheet": "a sheet of macros", "dialogsheet": "a dialog sheet",
    "attachedToolbars": "toolbars with macros",
}  # fmt: skip
_ASKS: Final = {"connections": "connections to other data", "queryTable": "a table that a query fills"}


def _links(sheet: ExaminedSheet) -> Iterator[tuple[Element, Area]]:
    for link in sheet.all("hyperlinks/hyperlink"):
        place = area(link.get("ref"))
        if place is not None:
            yield link, place


@rule(
    "A-LINK",
    "every link within the workbook leads to a sheet or name that is there",
    why="A sheet was renamed or deleted; Excel says 'Reference isn't valid'.",
    mend="Right-click the cell, Edit Hyperlink, and choose the place anew.",
)
def _link(it: Examined) -> Iterator[Fault]:
    known = {sheet.name.lower() for sheet in it.sheets}
    named = set() if it.book is None else {e.get("name", "").lower() for e in it.book.iter(main("definedName"))}
    named |= {table_name(root).lower() for _, root, _ in tables(it)}
    for sheet in it.worksheets:
        for link, place in _links(sheet):
            location = (link.get("location") or "").strip().removeprefix("#")
            if link.get(f"{{{RELATIONSHIPS}}}id") is not None or "[" in location or "#REF!" in location:
                continue
            to, mark, rest = location.rpartition("!")
            to = to.removeprefix("'").removesuffix("'").replace("''", "'")
            if mark and to.lower() not in known:
                yield Fault(sheet.at(str(place)), f"the link leads to the sheet {to!r}, which is not there")
            elif not mark and rest and rest.lower() not in named and not all(_is_place(p) for p in rest.split(",")):
                yield Fault(sheet.at(str(place)), f"the link leads to {rest!r}, which is no cell and no name")


def _is_place(text: str) -> bool:
    return area(text.strip()) is not None


@rule(
    "A-LINK-TEXT",
    "every link's text says where it leads",
    why="Screen readers list links by their texts; 'click here' and bare addresses say nothing.",
    mend="Write what it leads to: 'Ofsted's guidance on ...'.",
)
def _link_text(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for _, place in _links(sheet):
            text = (it.text(sheet.by_place.get((place.first_row, place.first_column))) or "").strip()
            if text.lower().rstrip(".") in _SAYS_NOTHING or re.match(r"https?://|www\.", text):
                yield Fault(sheet.at(str(place)), f"the text of the link is {text[:60]!r}")


def _addresses(it: Examined) -> Iterator[tuple[str, str]]:
    """Every address that a link of a sheet or a drawing leads to, with the sheet."""
    for part in it.package.names():
        for found in it.relationships(part):
            if found.kind == "hyperlink" and found.external:
                yield it.place(part), found.target


@rule(
    "L-SCHEME",
    "every link leads to the web, to a file or to somebody's mail",
    why="Links of other kinds (javascript:, data:, ms-settings:) start programs, and come in with data unseen.",
    mend="Right-click it and Remove Hyperlink, unless somebody knows what it is for.",
)
def _scheme(it: Examined) -> Iterator[Fault]:
    for part, target in _addresses(it):
        found = _SCHEME.match(target)
        if found is not None and len(found[1]) > 1 and found[1].lower() not in _KNOWN_SCHEMES:
            yield Fault(part, f"a link leads to {target[:60]!r}")


@rule(
    "A-LINK-FILE",
    "no link leads to a drive or a server of one's own",
    why="Others have no such drive: the link does nothing, and shows names of people and servers.",
    mend="Put the file where others can reach it and link to that, or say in words where it is.",
)
def _link_file(it: Examined) -> Iterator[Fault]:
    for part, target in _addresses(it):
        if _ON_A_DRIVE.match(target):
            yield Fault(part, f"a link leads to {target[:60]!r}")


@rule(
    "A-EXTERNAL",
    "no figure comes from another workbook",
    why="It is asked for on opening, cannot be found by others, and shows what it was when last saved.",
    mend="Data > Edit Links > Break Link, or copy the figures in.",
)
def _external(it: Examined) -> Iterator[Fault]:
    for part in it.parts_of(it.book_part, "externalLink"):
        targets = [r.target for r in it.relationships(part)]
        yield Fault("the workbook", f"it reads {', '.join(targets)[:120] or part}")


@rule(
    "A-CONNECTION",
    "no figure is fetched from elsewhere when the workbook opens",
    why="Others cannot reach the source: they are asked whether to trust it, and see what was there when last saved.",
    mend="Data > Queries & Connections: delete them; the figures stay.",
)
def _connection(it: Examined) -> Iterator[Fault]:
    yield from _used(it, _ASKS)


@rule(
    "A-ACTIVE",
    "nothing in the workbook runs: no macros, no ActiveX, no objects of other programs",
    why="Councils' machines block them, and screen readers cannot read them.",
    mend="Delete them. A drop-down (Data > Data Validation) does what most controls are for.",
)
def _runs(it: Examined) -> Iterator[Fault]:
    yield from _used(it, _RUNS)


def _used(it: Examined, words: dict[str, str]) -> Iterator[Fault]:
    for part in it.package.names():
        for kind in dict.fromkeys(found.kind for found in it.relationships(part) if found.kind in words):
            yield Fault(it.place(part), f"it has {words[kind]}")


RULES = (_link, _link_text, _scheme, _link_file, _external, _connection, _runs)
