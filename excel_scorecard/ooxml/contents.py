"""Contents: what the cells of a worksheet hold: values, formulas, and the cached values of formulas.

Knows how each kind of value stands in the file, and formulas that cells share. The cells themselves are grid.py's.
"""

import math
import re
from collections.abc import Callable, Container, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.archive import damaged
from excel_scorecard.ooxml.cells import CellError, Input, Value, serial
from excel_scorecard.ooxml.formulas import shifted
from excel_scorecard.ooxml.grid import Grid, Was
from excel_scorecard.ooxml.ledger import CACHES, CELLS, FORMULAS, MOVED
from excel_scorecard.ooxml.long_part import LONG
from excel_scorecard.ooxml.markup import Element, drop, is_true, main
from excel_scorecard.ooxml.rich import Run, normal, runs_of, string_item, text_of
from excel_scorecard.ooxml.stated import cell_of, number_of, whole, whole_of
from excel_scorecard.ooxml.strings import LONGEST_TEXT, escaped, plain_text, set_text, unescaped

if TYPE_CHECKING:
    from excel_scorecard.ooxml.workbook import Workbook

_CELL, _FORMULA, _VALUE, _INLINE = main("c"), main("f"), main("v"), main("is")
_LONGEST_FORMULA: Final = 8192  # characters (Excel specifications and limits)
_SAME: Final = 1e-13  # of a number's size: what two programs' arithmetic and 15 digits may differ by
_ANY_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_BEFORE_BRACKET = re.compile(r"([\w.\\]+)\[")
_BEFORE_MARK = re.compile(r"'((?:[^']|'')+)'!|([\w.]+(?::[\w.]+)?)!")


class Contents(Grid):
    """The values and formulas of one worksheet part."""

    def __init__(self, workbook: "Workbook", name: str, part: str) -> None:
        super().__init__(workbook, name, part)
        self._mentioned: frozenset[str] | None = None
        self._mentioned_sheets: frozenset[str] | None = None
        self._has_formulas: bool | None = None  # as the bytes say, until there is an index

    def _prepare(self, row: int, column: int) -> Element:
        """The cell emptied of value and formula, its style kept; what it held is remembered."""
        if (row, column) not in self.altered:
            self.altered[row, column] = Was(self.read(row, column), self.formula(row, column))
        if CELLS not in self._reasons:
            self.edit_frame(CELLS)
        self._index()
        if self._guarded or self._large_guarded:
            self._refuse(row, column)
        cell = self._cell(row, column)
        self.written.add((row, column))
        if len(cell):
            for child in list(cell):
                if child.tag == _FORMULA:
                    self.workbook.formulas_changed = True
                    if child.get("t") == "shared" and child.text:
                        self._unshare(child.get("si", ""))
                cell.remove(child)
            if cell.get("t") == "s":
                self.workbook.strings.count_uses(-1)
            drop(cell, "t", "cm", "vm", "ph")
        return cell

    def _unshare(self, group: str) -> None:
        """Give every cell of a shared formula its own text: the master is about to go."""
        members = [
            (number, column)
            for number, row in self._rows.with_formulas()
            for column, cell in row.cells.items()
            if (formula := cell.find(_FORMULA)) is not None
            and formula.get("t") == "shared"
            and formula.get("si") == group
        ]
        for number, column in members:
            cell = self._own(number, column)
            formula = None if cell is None else cell.find(_FORMULA)
            if formula is not None:
                formula.text = self._formula_text(formula, number, column)
                drop(formula, "t", "ref", "si")
        self._shared.pop(group, None)

    def unshare(self) -> None:
        """Give every cell of shared formulas its own text: cells are about to move apart."""
        self._index()
        if not self._shared:
            return
        self.edit(MOVED)
        self._index()
        texts = [
            (formula, self._formula_text(formula, number, column))
            for number, row in self._rows.with_formulas()
            for column, cell in row.cells.items()
            if len(cell) and (formula := _child(cell, _FORMULA)) is not None and formula.get("t") == "shared"
        ]
        for formula, text in texts:
            formula.text = text
            drop(formula, "t", "ref", "si")
        self._shared.clear()

    def write(self, row: int, column: int, value: Input, formula: str | None = None, style: int | None = None) -> None:
        """Put a value, or a formula with its cached value, into a cell; the style stays unless one is given.

        A cell that holds just this already is left as it is, the form of its number and its bold words too.

        Args:
            row: counted from 1.
            column: counted from 1.
            value: number, text, truth value, CellError, date (as Excel's day number) or None (as `blank`; with a
                formula: no cache). Text is text: nothing in it becomes a formula.
            formula: in the file's form (en-US, a leading "=" is dropped).
            style: the number of a cell style of the workbook.

        Raises:
            TemplateError: the cell is covered by merged cells or belongs to an array; a text or formula is too long.
            ValueError: a number that is not finite, a date before March 1900.
        """
        if value is None and formula is None and style is None:
            self.blank(row, column)
            return
        if style is None and self._holds(row, column, value, formula):
            self.written.add((row, column))
            return
        cell = self._prepare(row, column)
        if style is not None:
            cell.set("s", str(style))
        if formula is not None:
            formula = formula.removeprefix("=")
            if len(formula) > _LONGEST_FORMULA:
                raise TemplateError(
                    "the formula is longer than 8,192 characters.", where=self._where(row, column), mend="Shorten it."
                )
            etree.SubElement(cell, _FORMULA).text = escaped(formula)
            self.workbook.formulas_changed = True
            self._mentioned = self._mentioned_sheets = None
        kind = type(value)
        if kind is float or kind is int:
            etree.SubElement(cell, _VALUE).text = _number(value)  # type: ignore[arg-type]
        elif isinstance(value, str) and not isinstance(value, CellError):
            self._check_length(value, row, column)
            if formula is None:
                self._write_text(cell, value)
                return
            cell.set("t", "str")
            set_text(etree.SubElement(cell, _VALUE), value)
        elif value is not None:
            self._write_other(cell, value)
        own_style = cell.get("s")
        if own_style is not None and (number := whole(cell, "s", least=0)) in self.workbook.styles.prefixed:
            cell.set("s", str(self.workbook.styles.style_like(number, quote_prefix=False)))

    def _holds(self, row: int, column: int, value: Input, formula: str | None) -> bool:
        """Whether the cell holds this value, or this formula with this cached value, already."""
        cell = self._existing(row, column)
        if cell is None or not len(cell):
            return False
        found = _child(cell, _FORMULA)
        if (found is None) != (formula is None):
            return False
        if found is not None and formula is not None:
            is_plain = found.get("t", "normal") in ("normal", "shared")
            if not is_plain or self._formula_text(found, row, column) != escaped(formula.removeprefix("=")):
                return False
            if value is None:
                return _child(cell, _VALUE) is None
        return _says(self._value(cell), value, self.workbook.date1904)

    def _write_other(self, cell: Element, value: Input) -> None:
        child = etree.SubElement(cell, _VALUE)
        if isinstance(value, bool):
            cell.set("t", "b")
            child.text = "1" if value else "0"
        elif isinstance(value, CellError):
            cell.set("t", "e")
            child.text = str(value)
        elif isinstance(value, Decimal):
            child.text = _number(float(value))
        elif isinstance(value, date):
            child.text = str(serial(value, self.workbook.date1904))
        elif isinstance(value, (int, float)):  # numpy's numbers and the like
            child.text = _number(float(value))
        else:
            raise TypeError(f"a cell cannot hold {type(value).__name__}")

    def _check_length(self, text: str, row: int, column: int) -> None:
        if len(text) * 2 > LONGEST_TEXT and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT:
            raise TemplateError(
                f"the text is longer than the {LONGEST_TEXT:,} characters a cell can hold.",
                where=self._where(row, column),
                mend="Shorten it, or divide it between two cells.",
            )

    def _write_text(self, cell: Element, text: str) -> None:
        text = unescaped(escaped(text))  # as a reader gets it back
        if not text:
            return
        self._use_string(cell, self.workbook.strings.place(text), text)

    def _use_string(self, cell: Element, place: int, text: str) -> None:
        """Let a cell show the shared string `place`, which is not empty."""
        cell.set("t", "s")
        etree.SubElement(cell, _VALUE).text = str(place)
        self.workbook.strings.count_uses(1)
        style = whole(cell, "s", least=0)
        is_prefixed = style in self.workbook.styles.prefixed
        wants_prefix = text[0] in "=+-@"  # else F2, Enter would make a formula of it
        if wants_prefix != is_prefixed:
            cell.set("s", str(self.workbook.styles.style_like(style, quote_prefix=wants_prefix)))

    def rich(self, row: int, column: int) -> tuple[Run, ...] | None:
        """The runs of a cell's text; None where its text is plain, or it holds something else."""
        cell = self._existing(row, column)
        kind = None if cell is None else cell.get("t")
        if cell is None or kind not in ("s", "inlineStr"):
            return None
        if kind == "inlineStr":
            item = cell.find(_INLINE)
        else:
            found = _child(cell, _VALUE)
            text = None if found is None else found.text
            item = None if text is None else self.workbook.strings.item(whole_of(text, cell, "v", least=0))
        return None if item is None else runs_of(item)

    def write_rich(self, row: int, column: int, runs: Sequence[Run]) -> None:
        """Put text into a cell whose words do not all look alike. What the cell holds already stays as it is.

        Raises:
            TemplateError: as `write`.
        """
        runs = normal(runs)
        if not any(run.properties for run in runs):
            self.write(row, column, text_of(runs) or None)
            return
        if normal(self.rich(row, column) or ()) == runs:
            self.written.add((row, column))
            return
        text = text_of(runs)
        self._check_length(text, row, column)
        cell = self._prepare(row, column)
        self._use_string(cell, self.workbook.strings.place_item(string_item(runs)), text)

    def blank(self, row: int, column: int) -> None:
        """Take value and formula out of a cell, truly: the style stays."""
        cell = self._existing(row, column)
        if cell is None or not len(cell):
            self.written.add((row, column))  # there is nothing to take out
            return
        self._prepare(row, column)

    def clear(self, row: int, column: int) -> None:
        """Take the whole cell away, its style too."""
        if self._existing(row, column) is None:
            return
        cell = self._prepare(row, column)
        found = self._rows.own(row)
        if found is not None:
            found.element.remove(cell)
            del found.cells[column]
            found.last = max(found.cells, default=0)
            self._has_new_cells = True

    def read(self, row: int, column: int) -> Value:
        """The value that stands in a cell, a formula's cached one included; numbers as float, errors as CellError."""
        cell = self._existing(row, column)
        return None if cell is None else self._value(cell)

    def _value(self, cell: Element) -> Value:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_INLINE)
            return None if inline is None else plain_text(inline)
        found = _child(cell, _VALUE)
        text = None if found is None else found.text
        if text is None:
            return "" if kind == "str" and found is not None else None
        if kind == "s":
            return self._shared_text(text, cell)
        if kind == "n":
            return number_of(text, cell)
        if kind == "b":
            return is_true(text.strip())
        return CellError(text) if kind == "e" else unescaped(text)

    def _shared_text(self, text: str, cell: Element) -> str:
        place = whole_of(text, cell, "v", least=0)
        found = self.workbook.strings.find(place)
        if found is None:
            what = f"cell {cell.get('r', '')} wants the shared text number {place}, which is not there"
            raise damaged(f"{self.workbook.name}, {self.name}", what)
        return found

    def formula(self, row: int, column: int) -> str | None:
        """The formula of a cell without "=", None if it has none. Cells of a shared formula give their own form."""
        cell = self._existing(row, column)
        found = None if cell is None else cell.find(_FORMULA)
        return None if found is None else self._formula_text(found, row, column)

    def _formula_text(self, formula: Element, row: int, column: int) -> str:
        if formula.get("t") == "shared" and not formula.text:
            master = self._shared.get(formula.get("si", ""))
            if master is not None:
                return shifted(master[2], row - master[0], column - master[1])
        return formula.text or ""

    def drop_cache(self, row: int, column: int) -> None:
        """Take away a formula's cached value: it is computed when the workbook is opened."""
        cell = self._own(row, column)
        if cell is not None:
            self.edit_frame(CACHES)
            for child in list(cell):
                if child.tag in (_VALUE, _INLINE):
                    cell.remove(child)
            drop(cell, "t")

    def lose_cache(self, row: int, column: int) -> None:
        """The same of a formula that speaks of other cells now: what reads it may be wrong too."""
        self.altered.setdefault((row, column), Was(self.read(row, column), self.formula(row, column)))
        self.written.add((row, column))
        self.drop_cache(row, column)

    def cells(self) -> Iterator[tuple[int, int, Value, str | None]]:
        """Every cell with content: row, column, value, formula; in order."""
        self._index()
        for number, row in self._rows.passing():
            for column in sorted(row.cells):
                cell = row.cells[column]
                if len(cell):
                    formula = cell.find(_FORMULA)
                    text = None if formula is None else self._formula_text(formula, number, column)
                    yield number, column, self._value(cell), text

    def formula_cells(
        self, skip: Container[tuple[int, int]] = (), *, has_cache: bool | None = None
    ) -> Iterator[tuple[int, int, str]]:
        """Every cell with a formula: row, column, formula.

        Args:
            skip: the places of cells that are left out.
            has_cache: only those in which a value stands, or none does; all if not given.
        """
        if self._is_without_formulas():
            return
        plain = self._plain_formulas()
        if plain is not None:
            for number, column, cell, formula in plain:
                if (number, column) not in skip and has_cache in (None, _child(cell, _VALUE) is not None):
                    yield number, column, formula.text or ""
            return
        self._index()
        for number, row in self._rows.with_formulas():
            for column, cell in row.cells.items():
                if (number, column) in skip or not len(cell) or (found := _child(cell, _FORMULA)) is None:
                    continue
                if has_cache is None or has_cache == (_child(cell, _VALUE) is not None):
                    yield number, column, self._formula_text(found, number, column)

    def _plain_formulas(self) -> list[tuple[int, int, Element, Element]] | None:
        """The formulas of a sheet in which no cell was looked for yet: row, column, cell and formula, in file order.

        None where the cells have to be known for it: formulas that share a text, or cells without their address.
        """
        if self._is_indexed or self._long() is not None:
            return None
        found: list[tuple[int, int, Element, Element]] = []
        for formula in self._sheet_data().iter(_FORMULA):
            cell = formula.getparent()
            place = None if cell is None or cell.tag != _CELL else cell.get("r")
            if cell is None or not place or formula.get("t"):
                return None
            found.append((*cell_of(place, cell), cell, formula))
        return found

    def _is_without_formulas(self) -> bool:
        """Whether it can be told from the bytes, without the time and memory of a tree, that there is no formula."""
        if not self._is_indexed and self._has_formulas is None:
            content = self.workbook.package.unread(self.part, LONG)
            may_be = content is None or b"<f" in content or b":f" in content
            self._has_formulas = may_be and (content is None or _ANY_FORMULA.search(content) is not None)
        return not self._is_indexed and not self._has_formulas

    def has_cache(self, row: int, column: int) -> bool:
        """Whether a value stands in the cell."""
        cell = self._existing(row, column)
        return cell is not None and _child(cell, _VALUE) is not None

    def mentioned_tables(self) -> frozenset[str]:
        """The words before a bracket in the sheet's formulas, in lower case: tables, mostly."""
        if self._mentioned is None:
            texts = {text for text in self._formula_texts() if "[" in text}
            self._mentioned = frozenset(word.lower() for text in texts for word in _BEFORE_BRACKET.findall(text))
        return self._mentioned

    def mentioned_sheets(self) -> frozenset[str]:
        """The sheets that the sheet's formulas name, in lower case; of a 3-D reference the two ends as one word."""
        if self._mentioned_sheets is None:
            texts = {text for text in self._formula_texts() if "!" in text}
            found = (match for text in texts for match in _BEFORE_MARK.findall(text))
            self._mentioned_sheets = frozenset((one.replace("''", "'") or other).lower() for one, other in found)
        return self._mentioned_sheets

    def may_mention(self, sheet: str) -> bool:
        """Whether a formula of the sheet may speak of another by its name: where not, none does."""
        mentioned = self.mentioned_sheets()
        # the ends of a reference to several sheets are one word there
        return sheet.lower() in mentioned or any(":" in word for word in mentioned)

    def _formula_texts(self) -> Iterator[str]:
        """The formulas' texts as they stand in the file; of shared ones that of the master."""
        if self._is_without_formulas():
            return
        if not self._is_indexed and self._long() is None:  # no cell need be known for it
            yield from (formula.text for formula in self._sheet_data().iter(_FORMULA) if formula.text)
            return
        self._index()
        for _, row in self._rows.with_formulas():
            yield from (formula.text for formula in row.element.iter(_FORMULA) if formula.text)

    def rewrite_all_formulas(self, rewrite: Callable[[str], str]) -> None:
        """Pass every formula of the sheet's cells through `rewrite`; cached values stay."""
        self._index()
        known: dict[str, str] = {}  # a column's formulas are mostly one and the same
        for number, row in self._rows.with_formulas():
            for column, cell in row.cells.items():
                formula = _child(cell, _FORMULA)
                text = None if formula is None else formula.text
                if not text:
                    continue
                new = known.get(text)
                if new is None:
                    new = known[text] = rewrite(text)
                if new != text:
                    self._set_formula_text(number, column, new)

    def _set_formula_text(self, row: int, column: int, text: str) -> None:
        cell = self._own(row, column)
        formula = None if cell is None else _child(cell, _FORMULA)
        if formula is not None:
            self.edit_frame(FORMULAS)
            self._mentioned = self._mentioned_sheets = None
            formula.text = text
            group = formula.get("si", "")
            if formula.get("t") == "shared" and group in self._shared:
                self._shared[group] = (row, column, text)

    def rewrite_formula(self, row: int, column: int, formula: str) -> None:
        """Give a formula cell another text without touching its cached value."""
        cell = self._own(row, column)
        found = None if cell is None else cell.find(_FORMULA)
        if found is None:
            raise ValueError(f"{self._where(row, column)} has no formula")
        self.edit_frame(FORMULAS)
        if found.get("t") == "shared":
            self._unshare(found.get("si", ""))
        found.text = formula
        self._mentioned = self._mentioned_sheets = None
        self.workbook.formulas_changed = True

    def shared_string_uses(self) -> int:
        """How many cells use a shared string."""
        self._index()
        return sum(cell.get("t") == "s" for _, row in self._rows.passing() for cell in row.cells.values())


def _says(held: Value, value: Input, date1904: bool) -> bool:
    """Whether what a cell holds is this value; other programs write a number with 15 digits, or compute it anew."""
    if isinstance(held, bool) or isinstance(value, bool):
        return held is value
    if isinstance(held, CellError) or isinstance(value, CellError):
        return isinstance(held, CellError) and isinstance(value, CellError) and held == value
    if isinstance(held, str) or isinstance(value, str):
        return isinstance(held, str) and isinstance(value, str) and held == unescaped(escaped(value))
    if held is None or value is None:
        return held is value
    number = float(serial(value, date1904)) if isinstance(value, date) else float(value)
    return math.isclose(held, number, rel_tol=_SAME, abs_tol=0.0)


def _child(cell: Element, tag: str) -> Element | None:
    for child in cell:  # far faster than `find` for one child or two
        if child.tag == tag:
            return child
    return None


def _number(value: float) -> str:
    """A number as it stands in the file: the shortest form that reads back the same."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise ValueError(f"a cell cannot hold the number {value}")
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
