"""Threads: what Microsoft 365 hangs on a sheet and a copy leaves behind: threaded comments and sheet views.

A threaded comment stands in the file twice: in a part of its own, and as a placeholder among the sheet's notes, for
older programs, with a shape in VML. Knows these three, and that VML is not XML. Ordinary notes stay.
"""

import re
from collections.abc import Callable, Collection
from copy import deepcopy
from typing import Final

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.markup import RELATIONSHIPS, Element, local_name, main
from excel_scorecard.ooxml.package import Package

THREADS: Final = "threadedComment"
VIEWS: Final = "namedSheetView"
LEFT_BEHIND: Final = frozenset((THREADS, VIEWS))  # kinds of relationships that a copy of the sheet has not

_ID: Final = f"{{{RELATIONSHIPS}}}id"
_PLACEHOLDER: Final = re.compile(r"\s*tc=\{[0-9A-Fa-f-]+\}\s*")
_SHAPE: Final = re.compile(rb"<((?:\w+:)?)shape\b(?![^>]*/>)")
_PLACE: Final = [re.compile(rb"<(?:\w+:)?%s>\s*([0-9]+)\s*<" % name) for name in (b"Row", b"Column")]


def left_behind(package: Package, part: str) -> tuple[str, ...]:
    """What a copy of a sheet's part would not have, in words: `2 threaded comments`."""
    threads = _count(package, part, THREADS, lambda e: local_name(e) == THREADS and e.get("parentId") is None)
    views = _count(package, part, VIEWS, lambda e: local_name(e) == VIEWS)
    counted = ((threads, "threaded comment"), (views, "sheet view"))
    return tuple(f"{count} {word}{'s' if count > 1 else ''}" for count, word in counted if count)


def _count(package: Package, part: str, kind: str, is_counted: Callable[[Element], bool]) -> int:
    return sum(sum(map(is_counted, package.read(related))) for related in package.related(part, kind))


def without_threads(package: Package, part: str) -> dict[str, Element | bytes | None]:
    """What takes the place of a sheet's notes and their shapes in a copy without its threaded comments.

    Returns: the new content by part; None for a part of which nothing is left. Empty where the sheet has no threads.
    """
    if not any(relationship.kind == THREADS for relationship in package.relationships(part)):
        return {}
    instead: dict[str, Element | bytes | None] = {}
    places: set[tuple[int, int]] = set()
    for comments in package.related(part, "comments"):
        tree = deepcopy(package.read(comments))
        places |= _take_placeholders(tree)
        instead[comments] = tree if tree.find(f"{main('commentList')}/{main('comment')}") is not None else None
    for shapes in _note_shapes(package, part):
        instead[shapes] = _without_shapes(package.bytes(shapes), places)
    return instead


def _note_shapes(package: Package, part: str) -> list[str]:
    """The VML part of the sheet's notes, not that of its header's pictures."""
    legacy = package.read(part).find(main("legacyDrawing"))
    wanted = None if legacy is None else legacy.get(_ID)
    return [r.part for r in package.relationships(part) if r.id == wanted and r.kind == "vmlDrawing" and r.part]


def _take_placeholders(comments: Element) -> set[tuple[int, int]]:
    """Take the placeholders of threads out of a comments part; returns their rows and columns."""
    authors, notes = comments.find(main("authors")), comments.find(main("commentList"))
    names = [] if authors is None else authors.findall(main("author"))
    gone = {number for number, name in enumerate(names) if _PLACEHOLDER.fullmatch(name.text or "")}
    places: set[tuple[int, int]] = set()
    for note in [] if notes is None else notes.findall(main("comment")):
        author = stated.whole(note, "authorId", least=0)
        if author in gone and notes is not None:
            places.add(stated.cell_of(note.get("ref", ""), note, "ref"))
            notes.remove(note)
        else:
            note.set("authorId", str(author - sum(number < author for number in gone)))
    for number in gone:
        if authors is not None:
            authors.remove(names[number])
    return places


def _without_shapes(content: bytes, places: Collection[tuple[int, int]]) -> bytes | None:
    """VML without the shapes of the notes on these cells; None where no shape is left."""
    kept: list[bytes] = []
    start, shapes = 0, 0
    while match := _SHAPE.search(content, start):
        closing = b"</%sshape>" % match[1]
        end = content.find(closing, match.end())
        if end < 0:
            break
        end += len(closing)
        shape = content[match.start() : end]
        row, column = (pattern.search(shape) for pattern in _PLACE)
        is_gone = row is not None and column is not None and (int(row[1]) + 1, int(column[1]) + 1) in places
        shapes += not is_gone
        kept.append(content[start : match.start() if is_gone else end])
        start = end
    return b"".join((*kept, content[start:])) if shapes else None
