"""As seen: a workbook's cells as a reader sees them: numbers in their formats, colours by the rules that fire.

Reads styles and conditional formats itself, and evaluates the few forms of rule that templates have; a form that it
does not know fails. Knows nothing of the package under test, so that a fault there cannot hide itself.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_from_string

from tests.workbook.reading import MAIN, Book, Place, places

BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")
FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "AND": lambda *each: all(each),
    "OR": lambda *each: any(each),
    "NOT": lambda one: not one,
    "ISNUMBER": lambda one: isinstance(one, int | float),
    "ISERROR": lambda one: one is None,
    "SEARCH": lambda what, text: True if what.casefold() in str(text).casefold() else None,
    "LEN": lambda text: len(str(text)),
    "TRIM": lambda text: str(text).strip(),
    "LEFT": lambda text, count: str(text)[:count],
}


@dataclass(frozen=True)
class Rule:
    """A conditional format: its cells, when it fires, and what it gives."""

    priority: int
    cells: frozenset[str]
    first: str  # the cell that the formula is written for
    kind: str
    formula: str
    number_format: str | None
    fill: str | None


class Seen:
    """A workbook with the values of its cells, which may be those of another program."""

    def __init__(self, book: Book, cells: Mapping[Place, object] | None = None) -> None:
        self.book = book
        self.cells = book.cells if cells is None else cells
        self._rules: dict[str, list[Rule]] = {}
        self._formats: dict[str, dict[str, str]] = {}

    # -- what a reader sees -------------------------------------------------------------------------------------------

    def value(self, place: Place) -> object:
        """The cell's value; an empty text for a blank one."""
        found = self.cells.get(place)
        return "" if found is None else found

    def shown(self, place: Place) -> str:
        """The cell as it is printed, without the arrow of a direction."""
        return as_printed(self.value(place), self.number_format(place))

    def arrow(self, place: Place) -> str:
        """The sign that a rule puts before the cell's word."""
        found = re.match(r'"(.) "@', self.number_format(place))
        return found[1] if found else ""

    def colour(self, place: Place) -> str:
        """The fill of the first rule that fires and has one; empty where none does."""
        return next((rule.fill for rule in self._firing(place) if rule.fill), "")

    def slot(self, sheet: str, name: str) -> Place:
        """The place of a sheet's named cell."""
        return self.book.places(sheet, name)[0]

    # -- how it comes about ------------------------------------------------------------------------------------------

    def number_format(self, place: Place) -> str:
        """The cell's number format, or that of the first rule that fires and has one."""
        fired = next((rule.number_format for rule in self._firing(place) if rule.number_format), None)
        return fired or self._cell_formats(place[0]).get(place[1], "General")

    def _firing(self, place: Place) -> list[Rule]:
        return [rule for rule in self.rules(place[0]) if place[1] in rule.cells and self._fires(rule, place)]

    def rules(self, sheet: str) -> list[Rule]:
        """The sheet's conditional formats in their order."""
        if sheet not in self._rules:
            tree = etree.fromstring(self.book.parts[self.book.sheets[sheet]])
            found = [
                self._rule(conditional.get("sqref", ""), rule)
                for conditional in tree.iter(f"{MAIN}conditionalFormatting")
                for rule in conditional.iter(f"{MAIN}cfRule")
            ]
            self._rules[sheet] = sorted(found, key=lambda rule: rule.priority)
        return self._rules[sheet]

    def _rule(self, reference: str, rule: etree._Element) -> Rule:
        cells = [cell for area in reference.split() for cell in _cells(area)]
        number_format, fill = self._dxfs[int(rule.get("dxfId", "0"))]
        kind = f"{rule.get('type')} {rule.get('operator', '')}".strip()
        formula = rule.findtext(f"{MAIN}formula", "")
        return Rule(int(rule.get("priority", "0")), frozenset(cells), cells[0], kind, formula, number_format, fill)

    def _fires(self, rule: Rule, place: Place) -> bool:
        if rule.kind == "cellIs equal":
            wanted = self._evaluated(rule.formula, rule.first, place)
            return str(wanted).casefold() == str(self.value(place)).casefold()
        known = ("expression", "beginsWith beginsWith", "containsText containsText", "notContainsBlanks")
        assert rule.kind in (*known, "notContainsText notContains"), rule
        return bool(self._evaluated(rule.formula, rule.first, place))

    def _evaluated(self, formula: str, first: str, place: Place) -> object:
        """A rule's formula for one of its cells."""
        pieces = re.split(r'("(?:[^"]|"")*")', formula)
        texts = {f"text_{n}": piece[1:-1].replace('""', '"') for n, piece in enumerate(pieces) if n % 2}
        values: dict[str, object] = {}

        def cell(match: re.Match[str]) -> str:
            at = _moved(match, first, place[1])
            values[at] = self.value((place[0], at))
            return at

        plain = "".join(f"text_{n}" if n % 2 else REFERENCE.sub(cell, piece) for n, piece in enumerate(pieces))
        plain = re.sub(r"(?<![<>=!])=", "==", plain.replace("<>", "!="))
        words = {word for word in re.findall(r"[a-z_]{4,}(?![\w(])", plain) if word not in texts}
        names = {word: self.value(self.slot(place[0], word)) for word in words}
        scope = {"__builtins__": {}, **FUNCTIONS, **texts, **values, **names}
        return eval(plain, scope)  # noqa: S307  # formulas of our own templates, without any builtin

    @cached_property
    def _styles(self) -> etree._Element:
        return etree.fromstring(self.book.parts["xl/styles.xml"])

    @cached_property
    def _number_formats(self) -> dict[int, str]:
        own = self._styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
        return BUILT_IN | {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in own}

    @cached_property
    def _dxfs(self) -> list[tuple[str | None, str | None]]:
        found = []
        for dxf in self._styles.iterfind(f"{MAIN}dxfs/{MAIN}dxf"):
            number_format, colour = dxf.find(f"{MAIN}numFmt"), dxf.find(f".//{MAIN}bgColor")
            found.append(
                (
                    None if number_format is None else number_format.get("formatCode"),
                    None if colour is None else colour.get("rgb"),
                )
            )
        return found

    def _cell_formats(self, sheet: str) -> dict[str, str]:
        if sheet not in self._formats:
            styles = [int(xf.get("numFmtId", "0")) for xf in self._styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]
            tree = etree.fromstring(self.book.parts[self.book.sheets[sheet]])
            self._formats[sheet] = {
                cell.get("r", ""): self._number_formats.get(styles[int(cell.get("s", "0"))], "General")
                for cell in tree.iter(f"{MAIN}c")
            }
        return self._formats[sheet]


def as_printed(value: object, number_format: str) -> str:
    """A value in a number format of the kinds that pages have: `0.0%`, `#,##0`, `£#,##0.00`, with sections."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    code = re.sub(r"_.", "", number_format.partition(";")[0])
    if code in {"General", "@"}:
        return f"{value:.10g}"
    match = re.fullmatch(r'(?:"?(£)"?)?(#,##0|0)(?:\.(0+))?(%?)', code)
    assert match, number_format
    pounds, whole, decimals, percent = match.groups()
    exact = Decimal(f"{value:.15g}") * (100 if percent else 1)
    said = exact.quantize(Decimal(1).scaleb(-len(decimals or "")), ROUND_HALF_UP)
    digits = f"{abs(said):,f}" if "," in whole else f"{abs(said):f}"
    return f"{'-' if said < 0 else ''}{pounds or ''}{digits}{percent}"


def _cells(area: str) -> list[str]:
    left, top, right, bottom = range_boundaries(area)
    return [f"{get_column_letter(c)}{r}" for r in range(top, bottom + 1) for c in range(left, right + 1)]


def _moved(match: re.Match[str], first: str, at: str) -> str:
    """A reference of a rule that is written for `first`, as it reads for the cell `at`."""
    absolute_column, letters, absolute_row, row = match.groups()
    (first_letters, first_row), (letters_now, row_now) = coordinate_from_string(first), coordinate_from_string(at)
    aside = 0 if absolute_column else column_index_from_string(letters_now) - column_index_from_string(first_letters)
    down = 0 if absolute_row else row_now - first_row
    return f"{get_column_letter(column_index_from_string(letters) + aside)}{int(row) + down}"


def plotted_latest(book: Book, sheet: str) -> list[tuple[str, dict[int, str]]]:
    """The label formats and cached points of the series that marks the latest point, of every trend of a sheet."""
    column = places(book.names[sheet, "monthly_latest"])[0][1]
    letters = re.sub("[0-9]", "", column)
    found = []
    for where, part in book.charts:
        for series in etree.fromstring(book.parts[part]).iter("{*}ser") if where == sheet else ():
            values = series.find("{*}val/{*}numRef")
            if values is None or f"${letters}$" not in values.findtext("{*}f", ""):
                continue
            label = series.find("{*}dLbls/{*}numFmt")
            points = {int(pt.get("idx", "0")): pt.findtext("{*}v", "") for pt in values.iter("{*}pt")}
            found.append(("" if label is None else label.get("formatCode", ""), points))
    return found
