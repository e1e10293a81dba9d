"""Needs: what a sheet reads outside itself, and whether another workbook has it.

Knows where a sheet reads (mentions.py) and how references are written (formulas.py). Nothing is changed here.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.formulas import Reference, references
from excel_scorecard.ooxml.markup import local_name
from excel_scorecard.ooxml.mentions import mentions, place_of_link
from excel_scorecard.ooxml.owned import owned_parts
from excel_scorecard.ooxml.threads import LEFT_BEHIND

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

_THIS_WORKBOOK: Final = "[0]"  # stands before a name of the workbook in a chart
_WORDS: Final = {"chartSpace": "a chart", "wsDr": "a shape", "table": "a table", "worksheet": "a rule or a link"}


def needs(
    source: "Sheet",
    target: "Workbook",
    own_tables: Mapping[str, str],
    tables: Mapping[str, str],
    sheets: Mapping[str, str],
    where: str,
) -> tuple[str, ...]:
    """What must come along with a sheet: names of its workbook that it reads and `target` has not, in lower case.

    Args:
        source: the sheet of another workbook.
        target: where it goes.
        own_tables: its own tables, which come along.
        tables: what tables are called in `target`, by their names in the source.
        sheets: the same of sheets.
        where: for messages.

    Raises:
        TemplateError: it reads a sheet, a table or a sheet's own name that `target` has not, or a third workbook.
    """
    reader = _Reader(source, target, own_tables, tables, sheets, where)
    for place, text in _texts(source):
        reader.read(place, text)
    return tuple(reader.names)


def _texts(source: "Sheet") -> Iterator[tuple[str, str]]:
    """Every text of the sheet that reads cells, with the place where it stands, in words."""
    package = source.workbook.package
    for row, column, formula in source.formula_cells():
        yield f"cell {address(row, column)}", formula
    behind = {r.part for r in package.relationships(source.part) if r.kind in LEFT_BEHIND}
    for part in owned_parts(package, source.part):
        if part in behind:
            continue
        for relationship in package.relationships(part):
            place = place_of_link(relationship.target)
            if place is not None:
                yield "a link", place
        if (package.content_type(part) or "").endswith("xml") and not part.lower().endswith(".vml"):
            root = package.read(part)
            for mention in mentions(root):
                if not mention.is_in_a_cell:
                    yield _WORDS.get(local_name(root), "something"), mention.text
    for name, text in source.workbook.names.local_names(source.name).items():
        yield f"its name {name}", text


class _Reader:
    """Follows what is read, name by name."""

    def __init__(
        self,
        source: "Sheet",
        target: "Workbook",
        own_tables: Mapping[str, str],
        tables: Mapping[str, str],
        sheets: Mapping[str, str],
        where: str,
    ) -> None:
        names, book = source.workbook.names, source.workbook
        self.names: dict[str, None] = {}  # a set that keeps its order
        self._own_sheet = source.name.lower()
        self._own = {*(table.lower() for table in own_tables), *names.that_follow(source.name, own_tables)}
        self._locals = {sheet.lower(): names.local_names(sheet) for sheet in book.sheet_names()}
        self._globals = names.global_names()
        self._tables = {table.lower() for table in book.tables()}
        self._target = target
        self._target_sheets = {sheet.lower() for sheet in target.sheet_names()}
        self._target_words = target.names.global_names().keys() | {table.lower() for table in target.tables()}
        self._sheets = {old.lower(): new for old, new in sheets.items()}
        self._renamed_tables = {old.lower(): new.lower() for old, new in tables.items()}
        self._where = where
        self._seen: set[tuple[str, Reference]] = set()

    def read(self, place: str, text: str) -> None:
        """Check all that a text reads. `place` is for messages."""
        for reference in references(text):
            if (place, reference) not in self._seen:
                self._seen.add((place, reference))
                self._check(place, reference)

    def _check(self, place: str, reference: Reference) -> None:
        sheet = reference.sheet
        if reference.kind == "external" and sheet != _THIS_WORKBOOK:
            raise TemplateError(
                f"{place} reads another workbook, which {self._target.name} does not know.",
                where=self._where,
                mend="Put values in the place of the link (Data > Edit Links > Break Link).",
            )
        if sheet == _THIS_WORKBOOK:
            sheet = None
        for end in (sheet, reference.last_sheet):
            self._check_sheet(place, end)
        if reference.kind == "area":
            return
        word = reference.text.partition("[")[0].lower()
        if sheet is None:
            self._check_word(place, word)
        elif sheet.lower() != self._own_sheet:
            self._check_name_of(place, sheet, word)

    def _check_sheet(self, place: str, sheet: str | None) -> None:
        if sheet is None or sheet.lower() == self._own_sheet or sheet.lower() not in self._locals:
            return  # what leads nowhere there leads nowhere here
        if self._sheets.get(sheet.lower(), sheet).lower() not in self._target_sheets:
            self._refuse(place, f"the sheet {sheet!r}")

    def _check_word(self, place: str, word: str) -> None:
        if not word or word in self._own or word in self._locals[self._own_sheet] or word in self.names:
            return
        if word in self._tables:
            if self._renamed_tables.get(word, word) not in self._target_words:
                self._refuse(place, f"the table {word!r}")
        elif word in self._globals and word not in self._target_words:
            self.names[word] = None
            self.read(f"the name {word}", self._globals[word])

    def _check_name_of(self, place: str, sheet: str, word: str) -> None:
        is_there = word in self._locals.get(sheet.lower(), {}) or word in self._globals
        new = self._sheets.get(sheet.lower(), sheet)
        if is_there and self._target.names.find(word, new) is None:
            self._refuse(place, f"the name {word!r} of the sheet {sheet!r}")

    def _refuse(self, place: str, what: str) -> None:
        raise TemplateError(
            f"{place} reads {what}, which {self._target.name} has not.",
            where=self._where,
            mend="Bring that first, or say what it is called there.",
        )
