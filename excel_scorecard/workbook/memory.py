"""Memory: what a workbook was built with, carried in the workbook itself, so that what officers changed can be told.

Knows the custom XML part: one element of our namespace with the schema's version, and in it JSON, in which a text comes
back as it was whatever it holds. Knows no sheet: reading what stands there now is officers_copy.py's.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from excel_scorecard import __version__
from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import custom_xml
from excel_scorecard.ooxml.ledger import REMEMBERED
from excel_scorecard.ooxml.markup import new_root
from excel_scorecard.ooxml.rich import Property, Run
from excel_scorecard.ooxml.workbook import Workbook

NAMESPACE: Final = "urn:excel-scorecard:memory"
SCHEMA: Final = 1
"""The form of what is remembered. A later one reads the earlier ones; an earlier program refuses a later one."""

Held = str | Decimal | None
"""What stands in a cell that holds no formula: text, number (a date as its day number), nothing."""

Cells = Mapping[str, Held]
"""Cells by their slot, or by their column's role."""


@dataclass(frozen=True)
class PageMemory:
    """What an indicator's sheet was built with.

    Attributes:
        id: the indicator's; number: its number then.
        sheet: the sheet's name as we gave it.
        table: the Monthly table's name: a copy that an officer makes of the sheet has another.
        slots: what was put into cells without a formula, the officers' texts too: their words, or the prompt.
        prompts: the template's own words in the officers' slots.
        runs: the words in bold and the like of an officers' slot that was built with some.
        stood: the officers' texts as they stood when it was built or refreshed last.
        signed: the same when the sign-off was first seen, as long as that stands.
        fonts: of the slots of running text, the cell's own font: what of a text is bold is told beside it, and another
            program gives the cell the look of its first words.
        months: by the period's last month, the columns of the Monthly table that hold no formula.
        areas: by the area's name, the same of the Breakdown table.
        first: by the period's last month, the figure as it was first said: numerator, denominator, supplied.

    """

    id: str
    number: str
    sheet: str
    table: str
    slots: Cells = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    runs: Mapping[str, tuple[Run, ...]] = field(default_factory=dict)
    stood: Mapping[str, str] = field(default_factory=dict)
    signed: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, tuple[Property, ...]] = field(default_factory=dict)
    months: Mapping[date, Cells] = field(default_factory=dict)
    areas: Mapping[str, Cells] = field(default_factory=dict)
    first: Mapping[date, Cells] = field(default_factory=dict)


@dataclass(frozen=True)
class Memory:
    """What a workbook was built with.

    Attributes:
        month: the summary's month.
        pages: by indicator, in the order of the scorecard.
        slots: the summary's texts of the officers', the concerns; prompts, runs, fonts and what stood likewise.
        tables: the names of the summary's and the lists' tables, by role: a copy's are others.
        rows: of the lists, by role, the keys of their rows (list_rows.py) in their order.
        last_texts: last month's commentary by indicator, `concerns` too.
        elsewhere: indicators whose pages are in other parts of a workbook that was split.
        area: the area whose figures are the total in it; empty for the whole project's.
        version: the program's, schema: of the part that was read.

    """

    month: date
    pages: Mapping[str, PageMemory]
    slots: Cells = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    runs: Mapping[str, tuple[Run, ...]] = field(default_factory=dict)
    stood: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, tuple[Property, ...]] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    last_texts: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    area: str = ""
    version: str = __version__
    schema: int = SCHEMA


def recall(book: Workbook) -> Memory | None:
    """What the workbook was built with; None where it does not know, since another program has dropped the part.

    Raises:
        TemplateError: a later version of this program made it.

    """
    part = custom_xml.find(book.package, NAMESPACE)
    if part is None:
        return None
    root = book.package.read(part)
    try:
        schema = int(root.get("schema", ""))
        if schema > SCHEMA:
            raise TemplateError(
                f"a later version of this program ({root.get('version', '')}) has written into it.",
                where=book.name,
                mend="Use that version or a later one.",
            )
        return _memory(json.loads(root.text or ""), root.get("version", ""), schema)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        return None  # damaged: as good as gone


def remember(book: Workbook, memory: Memory) -> None:
    """Let the workbook carry what it was built with, in place of what it carried before."""
    root = new_root(NAMESPACE, "memory")
    root.set("schema", str(SCHEMA))
    root.set("version", memory.version)
    # ASCII: a program that writes the part anew cannot change a character of it
    root.text = json.dumps(_said(memory), separators=(",", ":"), sort_keys=True)
    custom_xml.put(book.package, book.part, root, REMEMBERED)


def forget(book: Workbook) -> None:
    """Take the part out, as for a copy that leaves the house."""
    part = custom_xml.find(book.package, NAMESPACE)
    if part is not None:
        custom_xml.remove(book.package, part, REMEMBERED)


# ---- the part's text -------------------------------------------------------------------------------------------------


def _said(memory: Memory) -> dict[str, Any]:
    return {
        "month": memory.month.isoformat(),
        "order": list(memory.pages),
        "pages": {page.id: _page_said(page) for page in memory.pages.values()},
        "slots": _cells_said(memory.slots),
        "prompts": dict(memory.prompts),
        "runs": _runs_said(memory.runs),
        "stood": dict(memory.stood),
        "fonts": _fonts_said(memory.fonts),
        "tables": dict(memory.tables),
        "rows": {role: list(rows) for role, rows in memory.rows.items()},
        "last_texts": dict(memory.last_texts),
        "elsewhere": list(memory.elsewhere),
    } | ({"area": memory.area} if memory.area else {})


def _page_said(page: PageMemory) -> dict[str, Any]:
    return {
        "number": page.number,
        "sheet": page.sheet,
        "table": page.table,
        "slots": _cells_said(page.slots),
        "prompts": dict(page.prompts),
        "runs": _runs_said(page.runs),
        "stood": dict(page.stood),
        "signed": dict(page.signed),
        "fonts": _fonts_said(page.fonts),
        "months": {month.isoformat(): _cells_said(cells) for month, cells in page.months.items()},
        "areas": {area: _cells_said(cells) for area, cells in page.areas.items()},
        "area_order": list(page.areas),
        "first": {month.isoformat(): _cells_said(cells) for month, cells in page.first.items()},
    }


def _cells_said(cells: Cells) -> dict[str, Any]:
    return {name: [f"{held.normalize():f}"] if isinstance(held, Decimal) else held for name, held in cells.items()}


def _runs_said(runs: Mapping[str, tuple[Run, ...]]) -> dict[str, Any]:
    return {slot: [[run.text, [list(pair) for pair in run.properties]] for run in said] for slot, said in runs.items()}


def _fonts_said(fonts: Mapping[str, tuple[Property, ...]]) -> dict[str, Any]:
    return {slot: [list(pair) for pair in font] for slot, font in fonts.items()}


def _memory(said: Mapping[str, Any], version: str, schema: int) -> Memory:
    return Memory(
        month=date.fromisoformat(said["month"]),
        pages={key: _page(key, said["pages"][key]) for key in said["order"]},
        slots=_cells(said["slots"]),
        prompts=said.get("prompts", {}),
        runs=_runs(said.get("runs", {})),
        stood=said.get("stood", {}),
        fonts=_fonts(said.get("fonts", {})),
        tables=said["tables"],
        rows={role: tuple(rows) for role, rows in said.get("rows", {}).items()},
        last_texts=said.get("last_texts", {}),
        elsewhere=tuple(said.get("elsewhere", ())),
        area=said.get("area", ""),
        version=version,
        schema=schema,
    )


def _page(key: str, said: Mapping[str, Any]) -> PageMemory:
    return PageMemory(
        id=key,
        number=said["number"],
        sheet=said["sheet"],
        table=said["table"],
        slots=_cells(said["slots"]),
        prompts=said.get("prompts", {}),
        runs=_runs(said.get("runs", {})),
        stood=said.get("stood", {}),
        signed=said.get("signed", {}),
        fonts=_fonts(said.get("fonts", {})),
        months=_by_month(said["months"]),
        areas={area: _cells(said["areas"][area]) for area in said["area_order"]},
        first=_by_month(said.get("first", {})),
    )


def _by_month(said: Mapping[str, Any]) -> dict[date, Cells]:
    return {date.fromisoformat(month): _cells(cells) for month, cells in sorted(said.items())}


def _cells(said: Mapping[str, Any]) -> Cells:
    return {name: Decimal(held[0]) if isinstance(held, list) else held for name, held in said.items()}


def _fonts(said: Mapping[str, Any]) -> dict[str, tuple[Property, ...]]:
    return {slot: tuple((key, value) for key, value in font) for slot, font in said.items()}


def _runs(said: Mapping[str, Any]) -> dict[str, tuple[Run, ...]]:
    return {
        slot: tuple(Run(text, tuple((key, value) for key, value in properties)) for text, properties in runs)
        for slot, runs in said.items()
    }
