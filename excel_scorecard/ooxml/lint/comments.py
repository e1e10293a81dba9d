"""Lint, comments: notes and threaded comments, their people, and the note that stands for each thread."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import area, whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import Element, local_name, main

_STANDS_FOR: Final = "tc="  # how the author of a note is called that stands for a thread, with the thread's id after it


@rule(
    "R-NOTE",
    "every note lies on a cell of its own and has an author from the list",
    why="Excel offers a repair and drops the notes.",
    mend="Delete the note in Excel and write it again.",
)
def _note(it: Examined) -> Iterator[Fault]:
    for sheet, part, root in it.of_kind("comments"):
        authors = len(root.findall(f"{main('authors')}/{main('author')}"))
        notes = root.findall(f"{main('commentList')}/{main('comment')}")
        for one in notes:
            if area(one.get("ref")) is None:
                yield Fault(part, f"a note lies on {one.get('ref')!r}, which is no cell")
            author = whole(one, "authorId", 0)
            if author is None or not 0 <= author < authors:
                yield Fault(
                    sheet.at(str(one.get("ref"))), f"its note has the author {one.get('authorId')} of {authors}"
                )
        for place, count in Counter(one.get("ref") for one in notes).items():
            if count > 1:
                yield Fault(sheet.at(str(place)), f"the cell has {count} notes")


@rule(
    "R-NOTE-ORDER",
    "the notes of a sheet are listed row by row",
    why="Excel lists them so; who goes from note to note gets them in the order of the list.",
    mend="Open the workbook in Excel and save it.",
)
def _note_order(it: Examined) -> Iterator[Fault]:
    for sheet, _, root in it.of_kind("comments"):
        places = [area(one.get("ref")) for one in root.iterfind(f"{main('commentList')}/{main('comment')}")]
        known = [place for place in places if place is not None]
        late = next((after for before, after in pairwise(known) if after < before), None)
        if late is not None:
            yield Fault(sheet.at(str(late)), "its note is listed after that of a cell further down")


@rule(
    "R-THREAD",
    "every threaded comment has a person who wrote it, and lies on a cell",
    why="Excel cannot say who wrote it, and offers a repair.",
    mend="Delete the comment in Excel and write it again.",
)
def _thread(it: Examined) -> Iterator[Fault]:
    people = set()
    for part in it.parts_of(it.book_part, "person"):
        tree = it.tree(part)
        people |= {e.get("id") for e in tree.iter("*")} if tree is not None else set()
    for sheet, part, root in it.of_kind("threadedComment"):
        for one in root.iter("*"):
            if local_name(one) != "threadedComment":
                continue
            if one.get("personId") not in people:
                yield Fault(sheet.at(str(one.get("ref"))), "its comment is by a person who is not in the list")
            if one.get("ref") is not None and area(one.get("ref")) is None:
                yield Fault(part, f"a comment lies on {one.get('ref')!r}, which is no cell")


@rule(
    "R-THREAD-NOTE",
    "every threaded comment has the note that stands for it, and every such note its comment",
    why="Older programs show the note, and Excel finds the thread by it: without the other half one of them is lost.",
    mend="Delete the comment in Excel and write it again.",
)
def _thread_note(it: Examined) -> Iterator[Fault]:
    threads: dict[str, dict[str, str]] = {}
    for sheet, _, root in it.of_kind("threadedComment"):
        found = threads.setdefault(sheet.name, {})
        for one in root.iter("*"):
            if local_name(one) == "threadedComment" and one.get("parentId") is None:
                found[one.get("id", "").lower()] = one.get("ref", "")
    notes: dict[str, dict[str, str]] = {}
    for sheet, _, root in it.of_kind("comments"):
        notes.setdefault(sheet.name, {}).update(_standing(root))
    for sheet in it.sheets:
        wanted, standing = threads.get(sheet.name, {}), notes.get(sheet.name, {})
        for identifier, place in wanted.items():
            if standing.get(identifier) != place:
                yield Fault(sheet.at(place), "its threaded comment has no note that stands for it")
        for identifier, place in standing.items():
            if identifier not in wanted:
                yield Fault(sheet.at(place), "its note stands for a threaded comment that is not there")


def _standing(root: Element) -> Iterator[tuple[str, str]]:
    """Thread id and cell of each note that stands for a thread."""
    authors = [e.text or "" for e in root.iterfind(f"{main('authors')}/{main('author')}")]
    for one in root.iterfind(f"{main('commentList')}/{main('comment')}"):
        number = whole(one, "authorId", 0)
        author = authors[number] if number is not None and 0 <= number < len(authors) else ""
        if author.lower().startswith(_STANDS_FOR):
            yield author[len(_STANDS_FOR) :].lower(), one.get("ref", "")


RULES = (_note, _note_order, _thread, _thread_note)
