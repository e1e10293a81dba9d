"""Lint, properties: what the document says of itself under File > Info: title, author, language, dates."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import local_name

_THE_BOOK: Final = "the workbook"
_INFO: Final = "File > Info > Properties > Advanced Properties > Summary."
_ASKED: Final = {"subject": "subject", "category": "category", "contentStatus": "status"}
# What programs and new machines write where nobody said who it is.
_NOBODY_NAMES: Final = """
openpyxl, xlsxwriter, apache poi, phpspreadsheet, unknown, unknown creator, user, admin, administrator, author, owner,
microsoft office user, windows user, microsoft, default, test
"""
_NOBODY: Final = frozenset(" ".join(name.split()) for name in _NOBODY_NAMES.split(","))


def _texts(it: Examined, kind: str) -> dict[str, str]:
    """The document's properties of one part by their element's name."""
    found: dict[str, str] = {}
    for part in it.parts_of("", kind):
        tree = it.tree(part)
        for element in tree.iterchildren("*") if tree is not None else ():
            found.setdefault(local_name(element), (element.text or "").strip())
    return found


@rule(
    "A-TITLE",
    "the document has a title",
    why="Screen readers and search say the title, or a file's name where there is none.",
    mend="File > Info > Title.",
)
def _title(it: Examined) -> Iterator[Fault]:
    if not _texts(it, "core-properties").get("title"):
        yield Fault(_THE_BOOK, "the document has no title")


@rule(
    "A-AUTHOR",
    "the document says which organisation it is from",
    why="A file that is passed on is not known any more by the page it was downloaded from.",
    mend=f"Write the organisation, not a person, as author or company: {_INFO}",
)
def _author(it: Examined) -> Iterator[Fault]:
    author = _texts(it, "core-properties").get("creator", "")
    company = _texts(it, "extended-properties").get("Company", "")
    if company or (author and author.lower() not in _NOBODY):
        return
    yield Fault(_THE_BOOK, f"its author is {author!r}, which says nothing" if author else "it names no author")


@rule(
    "A-LANGUAGE",
    "the document states its language",
    why="A screen reader speaks it in that language's voice. Excel keeps no language for a cell, only for the file.",
    mend="Set dc:language (en-GB) in the program that makes the file; Excel has no box for it.",
)
def _language(it: Examined) -> Iterator[Fault]:
    if not _texts(it, "core-properties").get("language"):
        yield Fault(_THE_BOOK, "the document states no language")


@rule(
    "D-CORE",
    "the document states its subject, category and status",
    why="They tell a draft from what was signed off, and are what a document store sorts by.",
    mend=_INFO,
)
def _core(it: Examined) -> Iterator[Fault]:
    stated = _texts(it, "core-properties")
    missing = [word for name, word in _ASKED.items() if not stated.get(name)]
    if missing:
        yield Fault(_THE_BOOK, f"the document states no {', no '.join(missing)}")


@rule(
    "D-DATES",
    "the document states when it was made and changed, in that order",
    why="Two copies can be told apart by nothing else.",
    mend="Save it in Excel, or let the program that makes the file state both dates.",
)
def _dates(it: Examined) -> Iterator[Fault]:
    stated = _texts(it, "core-properties")
    created, modified = (_moment(stated.get(name, "")) for name in ("created", "modified"))
    for word, moment in (("made", created), ("changed", modified)):
        if moment is None:
            yield Fault(_THE_BOOK, f"the document does not say when it was {word}")
    if created is not None and modified is not None and (created - modified).days >= 1:  # clocks differ by hours
        yield Fault(_THE_BOOK, f"it was changed ({modified:%Y-%m-%d}) before it was made ({created:%Y-%m-%d})")


def _moment(text: str) -> datetime | None:
    """A date or a moment in the form of the W3C, without its zone: only their order is asked."""
    found = re.match(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?", text)
    try:
        return None if found is None else datetime.fromisoformat(found[0])
    except ValueError:
        return None


RULES = (_title, _author, _language, _core, _dates)
