"""Ledger: what was done to each part of a workbook, and why; so that nothing that was in it can go unsaid.

Every change of a part names its reason, and a reason says what of a part it may touch. What a part holds besides is as
it was: a test compares, and fails on what no reason explains.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Fate = Literal["same", "changed", "added", "dropped"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part is changed, and what of it may differ.

    `touches` names elements with all that is in them, wherever they stand, and attributes (`@ref`); `*` is all.
    """

    words: str
    touches: tuple[str, ...]


UNSAID: Final = Reason("no reason was given", ())
CELLS: Final = Reason("cells were written", ("sheetData", "dimension"))
ROWS: Final = Reason("row heights and the look of rows were set", ("sheetData", "dimension"))
FORMULAS: Final = Reason("formulas speak of what moved or has another name", ("sheetData",))
CACHES: Final = Reason("values that may be wrong were taken out of formulas", ("sheetData",))
MERGED: Final = Reason("cells were merged or taken apart", ("mergeCells", "sheetData"))
RULES: Final = Reason(
    "conditional formats, validations and the like cover the rows of their table, in the project's words",
    ("conditionalFormatting", "dataValidations", "ignoredErrors", "protectedRanges", "extLst"),
)
LINKS: Final = Reason("links lead where they should", ("hyperlinks",))
SPARKLINES: Final = Reason("sparklines were drawn anew", ("extLst",))
HEADERS: Final = Reason("header and footer say what the cells say", ("headerFooter",))
VIEW: Final = Reason("it opens at its top, one sheet selected", ("sheetViews", "bookViews"))
MOVED: Final = Reason(
    "rows were put in, and what speaks of those below follows",
    (
        *("sheetData", "dimension", "sheetViews", "autoFilter", "sortState", "mergeCells", "conditionalFormatting"),
        *("dataValidations", "hyperlinks", "rowBreaks", "customSheetViews", "ignoredErrors", "protectedRanges"),
        *("cellWatches", "extLst", "f", "from", "to", "calculatedColumnFormula", "totalsRowFormula", "@ref"),
        *("@textlink", "@cellRange", "@Target"),
    ),
)
TABLE: Final = Reason(
    "the table has as many rows as there are figures, and headings in the project's words",
    ("autoFilter", "sortState", "calculatedColumnFormula", "totalsRowFormula", "@ref", "@name", "@displayName"),
)
CHART_CELLS: Final = Reason(
    "the chart reads the rows of its table and keeps their values",
    ("f", "numCache", "strCache", "multiLvlStrCache"),
)
CHART_TITLE: Final = Reason("a cell gives the chart's title again, as it did", ("tx", "txPr"))
CHART_SETTINGS: Final = Reason(
    "number formats, ticks, markers and legend of the chart suit the figures",
    ("numFmt", "majorUnit", "majorTimeUnit", "crossBetween", "size", "min", "max", "legendEntry", "x", "y", "w", "h"),
)
SHAPES: Final = Reason("alternative texts and linked text boxes say what the cells say", ("t", "@descr", "decorative"))
LOST: Final = Reason(
    "what read a deleted sheet is #REF!, and links to it are gone",
    (
        *("sheetData", "f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"),
        *("hlinkClick", "@textlink", "@cellRange", "Relationship"),
    ),
)
STRINGS: Final = Reason("texts were added; none was changed", ("@count", "@uniqueCount", "si"))
STYLES: Final = Reason("cell formats were added; none was changed", ("cellXfs", "numFmts"))
ADOPTED_STYLES: Final = Reason(
    "the looks of a sheet of another workbook were added; none was changed",
    ("cellXfs", "numFmts", "fonts", "fills", "borders", "dxfs", "tableStyles"),
)
RENAMED: Final = Reason(
    "what speaks of a sheet that was renamed says its new name",
    (
        *(
            "f",
            "formula",
            "formula1",
            "formula2",
            "calculatedColumnFormula",
            "totalsRowFormula",
            "sqref",
            "cfvo",
            "pivotSource",
        ),
        *("definedNames", "sheets", "@location", "@textlink", "@cellRange", "@linkedCell", "@listFillRange"),
        *("@fmlaLink", "@fmlaRange", "@fmlaTxbx", "@fmlaGroup", "@sheet", "@cell", "@Target"),
    ),
)
FROZEN: Final = Reason(
    "charts keep what they show of a deleted sheet",
    ("cat", "val", "xVal", "yVal", "bubbleSize", "tx", "title"),
)
RENAMED_IN_SHAPES: Final = Reason("form controls speak of a sheet that was renamed by its new name", ("*",))
NAMES: Final = Reason("defined names follow their cells", ("definedNames",))
SHEETS: Final = Reason(
    "sheets were added, moved or deleted", ("sheets", "definedNames", "bookViews", "customWorkbookViews")
)
CALCULATION: Final = Reason("whether Excel computes all on opening was settled", ("calcPr",))
PROPERTIES: Final = Reason("the document's properties were set", ("*",))
REMEMBERED: Final = Reason("the workbook remembers what it was built with", ("*",))
TITLES: Final = Reason("the list of sheets and names is up to date", ("TitlesOfParts", "HeadingPairs"))
PARTS: Final = Reason("parts came or went", ("Override", "Relationship", "Default"))
AS_WORKBOOK: Final = Reason("a template becomes a workbook", ("Override",))
CHAIN: Final = "Excel makes the chain of calculation anew"


_COPIED, _DELETED, _ADOPTED = "is a copy of", "was deleted", "came from"


def copied(name: str, source: str) -> str:
    """Why a part is added: its sheet is copied."""
    return f"sheet {name!r} {_COPIED} {source!r}"


def adopted(name: str, workbook: str) -> str:
    """Why a part is added: its sheet comes from another workbook."""
    return f"sheet {name!r} {_ADOPTED} {workbook}"


def deleted(name: str) -> str:
    """Why a part is dropped: its sheet is deleted."""
    return f"sheet {name!r} {_DELETED}"


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one part: its fate, and the reasons; of one that is the same there is none."""

    part: str
    fate: Fate
    why: tuple[str, ...]
    touches: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.fate:8}{self.part}" + (f": {'; '.join(self.why)}" if self.why else "")


@dataclass(frozen=True, slots=True)
class Ledger:
    """All parts that a workbook had, and those that came, with what became of them."""

    source: str
    entries: tuple[Entry, ...]

    def of(self, fate: Fate) -> tuple[Entry, ...]:
        """The parts of one fate."""
        return tuple(entry for entry in self.entries if entry.fate == fate)

    @property
    def line(self) -> str:
        """The whole in a line: what there was and what became of it."""
        counts = Counter(entry.fate for entry in self.entries)
        had = counts["same"] + counts["changed"] + counts["dropped"]
        dropped, added = self.of("dropped"), self.of("added")
        was = "was" if len(dropped) == 1 else "were"
        went = "went with deleted sheets" if _all_say(dropped, _DELETED) else f"{was} dropped"
        if _all_say(dropped, CHAIN):
            went = f"{was} dropped (Excel makes it anew)"
        came = "came with copied sheets" if _all_say(added, _COPIED) else "were added"
        came = "came with sheets of another workbook" if _all_say(added, _ADOPTED) else came
        return (
            f"{self.source} had {had} parts: {counts['same']} are as they were, {counts['changed']} changed on purpose"
            + (f", {len(dropped)} {went}" if dropped else "")
            + (f"; {len(added)} {came}." if added else ".")
        )

    def __str__(self) -> str:
        return "\n".join((self.line, "", *map(str, self.entries), ""))

    def as_dict(self) -> dict[str, object]:
        """The same for machines."""
        entries = [{"part": e.part, "fate": e.fate, "why": list(e.why)} for e in self.entries]
        return {"source": self.source, "parts": entries}

    def written(self, *, as_json: bool) -> bytes:
        """The ledger as a file: JSON, or text with a line a part."""
        text = f"{json.dumps(self.as_dict(), indent=2, ensure_ascii=False)}\n" if as_json else str(self)
        return text.encode("utf-8")


def _all_say(entries: Iterable[Entry], words: str) -> bool:
    return all(words in reason for entry in entries for reason in entry.why)


class Deeds:
    """What is done to the parts of a package, noted as it is done."""

    def __init__(self) -> None:
        self._changes: dict[str, dict[Reason, None]] = {}  # sets that keep their order
        self._came: dict[str, str] = {}
        self._went: dict[str, str] = {}

    def copy(self) -> "Deeds":
        """The same deeds, to go on from."""
        twin = Deeds()
        twin._changes = {part: dict(reasons) for part, reasons in self._changes.items()}
        twin._came, twin._went = dict(self._came), dict(self._went)
        return twin

    def changed(self, part: str, why: Reason) -> None:
        """A part is changed."""
        self._changes.setdefault(part, {})[why] = None

    def came(self, part: str, why: str) -> None:
        """A part is added."""
        self._came[part] = why

    def went(self, part: str, why: str) -> None:
        """A part is dropped."""
        self._went[part] = why
        self._changes.pop(part, None)

    def entry(self, part: str, *, was: bool, stays: bool, is_same: bool) -> Entry | None:
        """What became of a part that was there at first, is there now, and holds the same; None for one in between."""
        if was and not stays:
            return Entry(part, "dropped", (self._went[part],))
        if stays and not was:
            return Entry(part, "added", (self._came[part],))
        if not was or is_same:
            return Entry(part, "same", ()) if was else None
        if part in self._went:
            return Entry(part, "changed", (self._went[part], self._came[part]), ("*",))
        reasons = self._changes.get(part, {})
        touches = tuple(dict.fromkeys(name for reason in reasons for name in reason.touches))
        return Entry(part, "changed", tuple(dict.fromkeys(reason.words for reason in reasons)), touches)


def ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What changed first, then what went and came, and what is as it was; each by its name."""
    place = {"changed": 0, "dropped": 1, "added": 2, "same": 3}
    return tuple(sorted(entries, key=lambda entry: (place[entry.fate], entry.part)))
