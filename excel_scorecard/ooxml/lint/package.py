"""Lint, package: parts, their content types, and what points at what."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import ExaminedSheet, area, whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import CONTENT_TYPES, RELATIONSHIPS, local_name, main
from excel_scorecard.ooxml.package import TYPES_PART

_REOPEN = "Open it in Excel, accept the repair, compare with the last good copy and save; or build it again."
_COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Excel offers a repair where two parts point at one of these.
_OWNED: Final = frozenset(
    ("drawing", "table", "comments", "vmlDrawing", "chart", "threadedComment", "chartUserShapes", "worksheet")
)
_MOST_FILLED: Final = 100_000  # cells of one array formula; a hostile one may claim the whole sheet
# The end of the content type that Excel expects behind a relationship.
_EXPECTED: Final = {
    "worksheet": "worksheet+xml",
    "chartsheet": "chartsheet+xml",
    "sharedStrings": "sharedStrings+xml",
    "styles": "styles+xml",
    "drawing": "drawing+xml",
    "chart": "chart+xml",
    "table": "table+xml",
    "comments": "comments+xml",
    "vmlDrawing": "vmlDrawing",
}


@rule(
    "R-PART",
    "every part can be read",
    why="Excel cannot show what is in a part that is cut off, not well-formed or does not match its checksum.",
    mend=_REOPEN,
)
def _readable(it: Examined) -> Iterator[Fault]:
    for part, what in it.unreadable.items():
        yield Fault(part, what.rstrip("."))


@rule(
    "R-CONTENT-TYPE",
    "every part has the content type that goes with its use",
    why="Excel does not read a part whose type is not stated, and takes one of another type for damage.",
    mend="State the part's type in [Content_Types].xml, or save the workbook again with the program that made it.",
)
def _content_type(it: Examined) -> Iterator[Fault]:
    for part in it.package.names():
        if part != TYPES_PART and it.package.content_type(part) is None:
            yield Fault(part, "the part has no content type")
    for part in it.package.names():
        for relationship in it.relationships(part):
            expected = _EXPECTED.get(relationship.kind)
            stated = it.package.content_type(relationship.part) if relationship.part else None
            if expected and stated and not stated.lower().endswith(expected.lower()):
                yield Fault(str(relationship.part), f"the part is used as {relationship.kind} and stated as {stated}")


@rule(
    "R-TYPE-OF-NOTHING",
    "every content type that is stated for a part is of a part that is there",
    why="It shows that a part was lost. Excel itself passes over it, other programs may not.",
    mend="Look for what is missing, and save the workbook again in Excel.",
)
def _type_of_nothing(it: Examined) -> Iterator[Fault]:
    types = it.tree(TYPES_PART)
    for element in () if types is None else types.iterfind(f"{{{CONTENT_TYPES}}}Override"):
        name = element.get("PartName", "")
        if not it.package.has(name.removeprefix("/")):
            yield Fault(TYPES_PART, f"a type is stated for {name}, which is not there")


@rule(
    "R-TARGET",
    "every relationship leads to a part that is there",
    why="Excel looks for the part, does not find it, and offers a repair or leaves out what it held.",
    mend="Put the missing part back from a good copy, or save the workbook again with the program that made it.",
)
def _target(it: Examined) -> Iterator[Fault]:
    for part in ("", *it.package.names()):
        for found in it.relationships(part):
            # Excel 2007 wrote "NULL" for a picture of a theme that it left out
            is_meant = found.external or found.target.startswith("#") or found.target == "NULL"
            if found.part is None and not is_meant:
                yield Fault(part or "the package", f"it leads to {found.kind} {found.target!r}, which is not there")


@rule(
    "R-ID-TWICE",
    "every relationship of a part has an id of its own",
    why="Excel cannot tell which of two is meant and calls the file damaged.",
    mend=_REOPEN,
)
def _id_twice(it: Examined) -> Iterator[Fault]:
    for part in ("", *it.package.names()):
        counts = Counter(r.id for r in it.relationships(part))
        for identifier, count in counts.items():
            if count > 1:
                yield Fault(part or "the package", f"{count} relationships have the id {identifier}")


@rule(
    "R-ID-UNKNOWN",
    "every relationship that a part speaks of is one that it has",
    why="A sheet, table or picture hangs on an id that leads nowhere: Excel offers a repair and drops it.",
    mend=_REOPEN,
)
def _id_unknown(it: Examined) -> Iterator[Fault]:
    prefix = f"{{{RELATIONSHIPS}}}"
    for part, tree in it.trees.items():
        if part == TYPES_PART or part.endswith(".rels"):
            continue
        known = {r.id for r in it.relationships(part)}
        for element in tree.iter("*"):
            for name, value in element.attrib.items():
                if str(name).startswith(prefix) and value and value not in known:
                    yield Fault(part, f"<{local_name(element)}> speaks of the relationship {value!r}, which it has not")


@rule(
    "R-RELS-OF-NOTHING",
    "every list of relationships belongs to a part",
    why="It shows that a part was lost, or put in by a program that does not know the form.",
    mend="Look for what is missing, and save the workbook again in Excel.",
)
def _rels_of_nothing(it: Examined) -> Iterator[Fault]:
    for part in it.package.names():
        folder, name = posixpath.split(part)
        if posixpath.basename(folder) == "_rels" and name.lower().endswith(".rels"):
            source = posixpath.join(posixpath.dirname(folder), name[: -len(".rels")])
            if source and not it.package.has(source):
                yield Fault(part, f"it belongs to {source}, which is not there")


@rule(
    "R-ORPHAN",
    "every part is one that another part leads to",
    why="Excel does not read it and drops it on the next save: what it held is lost, or it was put in to be hidden.",
    mend="Save the workbook again in Excel.",
)
def _orphan(it: Examined) -> Iterator[Fault]:
    reached = {r.part.lower() for part in ("", *it.package.names()) for r in it.relationships(part) if r.part}
    for part in it.package.names():
        if part != TYPES_PART and not part.lower().endswith(".rels") and part.lower() not in reached:
            yield Fault(part, "no part leads to it")


@rule(
    "R-OWNER",
    "every drawing, chart, table and list of notes belongs to one sheet",
    why="Excel offers a repair when two sheets share such a part, and takes it from one of them.",
    mend="Give each its own copy: delete it on one sheet in Excel and make it again there.",
)
def _owner(it: Examined) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for part in it.package.names():
        for relationship in it.relationships(part):
            if relationship.part is None or relationship.kind not in _OWNED:
                continue
            other = owners.setdefault(relationship.part, part)
            if other != part:
                yield Fault(relationship.part, f"it belongs to both {other} and {part}")


@rule(
    "R-PREFIX",
    "every prefix in mc:Ignorable is declared",
    why="A program renamed the prefixes when it wrote the part. Excel then calls the file damaged.",
    mend="Save the workbook again with a program that keeps the prefixes; from Python's ElementTree it cannot be had.",
)
def _prefix(it: Examined) -> Iterator[Fault]:
    for part, tree in it.trees.items():
        for element in tree.iter("*"):
            for name in ("Ignorable", "MustUnderstand"):
                for word in element.get(f"{_COMPATIBILITY}{name}", "").split():
                    if word not in element.nsmap:
                        yield Fault(part, f"mc:{name} names the prefix {word!r}, which is not declared")


@rule(
    "R-CALC-CHAIN",
    "the chain of calculation names cells that have a formula",
    why="Excel repairs the file and says that it removed a formula: something deleted formulas and left the chain.",
    mend="Delete xl/calcChain.xml with its relationship and content type; Excel makes it anew.",
)
def _calc_chain(it: Examined) -> Iterator[Fault]:
    sheets = {whole(s.element, "sheetId"): s for s in it.worksheets}
    known: dict[int | None, set[str]] = {}
    for part in it.parts_of(it.book_part, "calcChain"):
        tree, number = it.tree(part), None
        for cell in () if tree is None else tree.iterfind(main("c")):
            number = whole(cell, "i", number)  # where none is stated it is that of the cell before
            place = cell.get("r", "")
            if number in sheets and number not in known:
                known[number] = _formula_places(sheets[number])
            if number not in sheets:
                yield Fault(part, f"it names {place} of a sheet with the id {number}, which has no cells")
            elif place not in known[number]:
                yield Fault(sheets[number].at(place), "the chain of calculation names the cell, which has no formula")


def _formula_places(sheet: ExaminedSheet) -> set[str]:
    """The cells of a sheet that have a formula, and those that an array formula fills."""
    found: set[str] = set()
    for cell, formula in sheet.formulas:
        found.add(address(cell.row, cell.column))
        filled = area(formula.get("ref")) if formula.get("t") == "array" else None
        if filled is not None and filled.height * filled.width <= _MOST_FILLED:
            found |= {address(row, column) for row, column in filled.cells()}
    return found


@rule(
    "R-VML-ID",
    "every shape of a VML drawing has an id of its own",
    why="Notes and form controls are shapes there; with one id for two, Excel offers a repair or drops one.",
    mend="Delete one of the notes in Excel and write it again.",
)
def _vml_id(it: Examined) -> Iterator[Fault]:
    for part in it.package.names():
        if part.lower().endswith(".vml") and part not in {*it.unreadable, *it.too_large}:
            shapes = re.findall(rb"<v:shape\s[^<>]*?\bid=[\"']([^\"']+)", it.package.bytes(part))
            for identifier, count in Counter(shapes).items():
                if count > 1:
                    yield Fault(part, f"{count} shapes have the id {identifier.decode('utf-8', 'replace')}")


RULES = (
    _readable,
    _content_type,
    _type_of_nothing,
    _target,
    _id_twice,
    _id_unknown,
    _rels_of_nothing,
    _orphan,
    _owner,
    _prefix,
    _calc_chain,
    _vml_id,
)
