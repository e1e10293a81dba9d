"""An officer at her desk: the workbook that she has open, what she has touched, and the workbook that came back to her.

An edit says what she did, and how to see afterwards whether it still stands. Places are found by what stands there (an
indicator's id, a name, a text of hers), never by an address remembered: later edits and a refresh may move it.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from tests.workbook.excel_package import MAIN, Element, Opened, at, cells_of, child, column_of, text_of

Value = float | str | bool | None


@dataclass(frozen=True)
class Edit:
    """What an officer did.

    `stands` is given the workbook after the refresh and says what is missing, or None. `settle` works out, once all
    edits are made, what Excel would have kept of her formulas. `in_project` says the same in a project's files, from
    which the workbook is then built that the refreshed one is compared with.
    """

    says: str
    stands: Callable[["After"], str | None]
    settle: Callable[[Opened], None] = lambda _: None
    in_project: Callable[[Path], None] = lambda _: None


class Sheets:
    """The indicators' pages of a package, found by id. An officer's copy of one is none: its tables differ."""

    def __init__(self, book: Opened) -> None:
        self.book = book

    def pages(self) -> dict[str, str]:
        """Sheets of ours by indicator id."""
        found: dict[str, str] = {}
        for sheet, _, table in self.book.tables():
            name = table.get("displayName", "")
            if name.startswith("Monthly_") and self.book.local(sheet, "indicator_id"):
                identity = str(self.book.value(sheet, self.book.place(sheet, "indicator_id")))
                if name == f"Monthly_{identity.replace('-', '_')}":
                    found[identity] = sheet
        return found

    def summary(self) -> str:
        return next(sheet for sheet, _, table in self.book.tables() if table.get("displayName") == "Summary_list")

    def table(self, role: str, identity: str) -> tuple[str, str, Element]:
        """(sheet, part, tree) of a page's table."""
        name = f"{role}_{identity.replace('-', '_')}"
        return next(found for found in self.book.tables() if found[2].get("displayName") == name)

    def column(self, role: str, identity: str, column: str) -> list[str]:
        """The body's cells of a page's table column, found by the name on its header."""
        sheet, _, tree = self.table(role, identity)
        header = self.book.place(sheet, column)
        body = [c for c in cells_of(tree.get("ref", "")) if c.rstrip("0123456789") == header.rstrip("0123456789")]
        return body[1:]

    def month_cell(self, identity: str, column: str, month: float) -> str | None:
        """The cell of a Monthly column in the row of a month, which is Excel's number of its first day."""
        sheet, _, _ = self.table("Monthly", identity)
        months = self.column("Monthly", identity, "monthly_month")
        values = [self.book.value(sheet, cell) for cell in months]
        return self.column("Monthly", identity, column)[values.index(month)] if month in values else None

    def heading(self, identity: str, role: str) -> str:
        """The heading of a Monthly column as a formula writes it."""
        sheet, _, table = self.table("Monthly", identity)
        place = column_of(self.book.place(sheet, role)) - column_of(table.get("ref", "").partition(":")[0])
        return re.sub(r"(['\[\]#@])", r"'\1", child(table, "tableColumns")[place].get("name", ""))


class Desk(Sheets):
    """An officer with a workbook open. `taken` holds what she has touched: she does not undo her own work."""

    def __init__(self, book: Opened, chance: random.Random, *, will_roll: bool = False) -> None:
        super().__init__(book)
        self.chance = chance
        self.will_roll = will_roll
        self.taken: set[tuple[str, str]] = set()

    def marker(self, word: str = "Note") -> str:
        """A text that stands nowhere else."""
        return f"{word} {self.chance.randrange(10**6, 10**7)}"

    def take(self, what: str, *, among: list[str] | None = None) -> str | None:
        """A page (or one of `among`) of which `what` was not touched yet; None where there is none left."""
        choice = [key for key in (self.pages() if among is None else among) if (key, what) not in self.taken]
        choice = [key for key in choice if (key, "all") not in self.taken]
        if not choice:
            return None
        chosen = self.chance.choice(sorted(choice))
        self.taken.add((chosen, what))
        return chosen

    def is_untouched(self, identity: str) -> bool:
        return not any(key == identity for key, _ in self.taken)

    def free_cell(self, sheet: str) -> str:
        """A cell at the right of everything, in one of the first rows."""
        row, column = self.chance.randrange(2, 9), self.book.extent(sheet)[1] + 2
        return at(row, column)


class ReadOnly(Opened):
    """A package that nobody changes: what is asked for often is looked up once."""

    def sheet_names(self) -> list[str]:
        return self._once("sheets", super().sheet_names)

    def sheet_part(self, name: str) -> str:
        return self._once(f"part {name}", lambda: Opened.sheet_part(self, name))

    def tables(self, name: str | None = None) -> Iterator[tuple[str, str, Element]]:
        yield from self._once(f"tables {name}", lambda: list(Opened.tables(self, name)))

    def local(self, sheet: str, name: str) -> str | None:
        return self._names.get((str(self.sheet_names().index(sheet)), name))

    def find(self, sheet: str, address: str) -> Element | None:
        cells = self._once(f"cells {sheet}", lambda: {c.get("r"): c for c in self.sheet(sheet).iter(f"{MAIN}c")})
        return cells.get(address)

    @cached_property
    def _names(self) -> dict[tuple[str | None, str], str | None]:
        return {(e.get("localSheetId"), e.get("name", "")): e.text for e in self.defined_names()}

    def _once(self, key: str, find: Callable[[], Any]) -> Any:
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]

    @cached_property
    def _found(self) -> dict[str, Any]:
        return {}


class After(Sheets):
    """The workbook after a refresh, to look at. `rolled`: the refresh began a new month."""

    def __init__(self, path: Path, *, rolled: bool = False) -> None:
        super().__init__(ReadOnly(path))
        self.path = path
        self.rolled = rolled

    def text(self, sheet: str, address: str) -> Value:
        return self.book.value(sheet, address)

    def slot(self, identity: str, name: str) -> Value:
        sheet = self.pages()[identity]
        return self.book.value(sheet, self.book.place(sheet, name))

    def pages(self) -> dict[str, str]:
        return self._pages

    @cached_property
    def _pages(self) -> dict[str, str]:
        return super().pages()

    @cached_property
    def texts(self) -> dict[str, list[tuple[str, str]]]:
        """Where each text stands, in cells without a formula."""
        found: dict[str, list[tuple[str, str]]] = {}
        for sheet, _, tree in self.book.sheets():
            for cell in tree.iter(f"{MAIN}c"):
                if cell.get("t") in ("s", "inlineStr") and isinstance(value := self.book.value_of(cell), str):
                    found.setdefault(value, []).append((sheet, cell.get("r", "")))
        return found

    def place_of(self, text: str) -> tuple[str, str] | None:
        """The first cell that holds the text."""
        return next(iter(self.texts.get(text, [])), None)

    def sheet_of(self, text: str) -> str | None:
        place = self.place_of(text)
        return place[0] if place else None

    def formulas(self, sheet: str) -> dict[str, str]:
        tree = self.book.sheet(sheet)
        cells = [(c, c.find(f"{MAIN}f")) for c in tree.iter(f"{MAIN}c")]
        return {c.get("r", ""): f.text or "" for c, f in cells if f is not None}

    @cached_property
    def asks_for_recalculation(self) -> bool:
        calculation = self.book.workbook.find(f"{MAIN}calcPr")
        return calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")

    def style(self, sheet: str, address: str) -> Element:
        """The cell's format: a copy of its entry in the list, or the default one."""
        cell = self.book.find(sheet, address)
        formats = child(self.book.tree("xl/styles.xml"), "cellXfs")
        return formats[int("0" if cell is None else cell.get("s", "0"))]


def rich_runs(book: Opened, sheet: str, address: str) -> list[tuple[str, str]]:
    """(text, marks) of the runs of a rich text; of a plain one a single run without marks."""
    cell = book.find(sheet, address)
    if cell is None or cell.get("t") not in ("s", "inlineStr"):
        return []
    if cell.get("t") == "inlineStr":
        string = child(cell, "is")
    else:
        string = book.tree("xl/sharedStrings.xml")[int(cell.findtext(f"{MAIN}v", ""))]
    runs = string.findall(f"{MAIN}r")
    if not runs:
        return [(text_of(string), "")]
    return [(run.findtext(f"{MAIN}t", ""), _marks(run)) for run in runs]


def _marks(run: Element) -> str:
    looks = run.find(f"{MAIN}rPr")
    found = [] if looks is None else [etree.QName(e).localname for e in looks if e.get("val") not in ("0", "false")]
    return " ".join(sorted({"b", "i", "u", "strike", "color"} & set(found)))


def missing(what: str, *, unless: bool) -> str | None:
    """`what` is missing, unless it is there."""
    return None if unless else what
