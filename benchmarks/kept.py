"""Kept: what of a workbook is still there after one ordinary edit, feature by feature, engine by engine.

The edit: a number is put into an empty cell below everything on the first worksheet, so that nothing else has a reason
to change. Before and after are read by zipfile and lxml alone. Knows how the table is counted; what is looked for is
features.py's, how each engine is called engines.py's.
"""

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cells import Item, column_and_row
from engines import SOFFICE, Edit, engines, save_with_libreoffice
from features import FEATURES
from parts import Parts, UnreadableError

LIBREOFFICE = "LibreOffice"
NUMBER = 42.0
LAST_ROW = 1_048_576
PATTERNS = ("*.xlsx", "*.xltx")

Found = dict[str, list[Item]]
Marks = dict[str, tuple[bool, bool]]  # of each feature that a workbook has: all kept, all unchanged


@dataclass
class Proof:
    """What each engine made of each workbook: its marks, or why it did not open or save it."""

    unreadable: dict[str, str] = field(default_factory=dict)
    marks: dict[str, dict[str, Marks]] = field(default_factory=dict)  # by engine and workbook
    failed: dict[str, dict[str, str]] = field(default_factory=dict)  # likewise

    def common(self) -> list[str]:
        """The workbooks that every engine saved: those that are counted."""
        found = [set(marks) for marks in self.marks.values()]
        return sorted(set.intersection(*found)) if found else []

    def lost(self, engine: str) -> dict[str, list[str]]:
        """The workbooks in which an engine lost something, by feature."""
        found: dict[str, list[str]] = {}
        for name, marks in self.marks[engine].items():
            for feature, (kept, _) in marks.items():
                if not kept:
                    found.setdefault(feature, []).append(name)
        return found


def workbooks_in(places: Sequence[Path]) -> list[Path]:
    """The workbooks named, and those in the folders named, in order."""
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            found += sorted(path for pattern in PATTERNS for path in place.rglob(pattern))
        else:
            found.append(place)
    return found


def prove(paths: Sequence[Path], say: Callable[[str], None]) -> Proof:
    """Edit each workbook by each engine, and compare what was there with what is."""
    proof = Proof()
    with tempfile.TemporaryDirectory() as folder:
        before: dict[Path, tuple[Found, Edit]] = {}
        for path in paths:
            try:
                book = Parts(path)
                before[path] = (look(book), Edit(*free_cell(book)))
            except UnreadableError as error:
                proof.unreadable[_name(path)] = str(error)
        for name, edit in engines().items():
            say(f"{name}: {len(before)} workbooks")
            proof.marks[name], proof.failed[name] = {}, {}
            for path, (found, wanted) in before.items():
                target = Path(folder) / f"after{path.suffix}"
                try:
                    edit(path, target, wanted)
                except Exception as error:  # whatever it raises, it did not save the workbook
                    proof.failed[name][_name(path)] = _reason(error)
                    continue
                _compare(proof, name, path, found, target)
                target.unlink()
        if SOFFICE:
            say(f"{LIBREOFFICE}: {len(before)} workbooks")
            _prove_libreoffice(proof, before, Path(folder))
    return proof


def _prove_libreoffice(proof: Proof, before: dict[Path, tuple[Found, Edit]], folder: Path) -> None:
    proof.marks[LIBREOFFICE], proof.failed[LIBREOFFICE] = {}, {}
    copies = folder / "copies"
    copies.mkdir()
    sources = [copies / f"{number:04d}{path.suffix}" for number, path in enumerate(before)]
    for path, source in zip(before, sources, strict=True):
        shutil.copyfile(path, source)
    saved = save_with_libreoffice(sources, folder / "saved")
    for (path, (found, _)), target in zip(before.items(), saved, strict=True):
        if target is None:
            proof.failed[LIBREOFFICE][_name(path)] = "no file was saved"
        else:
            _compare(proof, LIBREOFFICE, path, found, target)


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def look(book: Parts) -> Found:
    """All features of a workbook; of each form its hash, for the forms of a thousand workbooks fill the memory."""
    return {
        name: [(key, hash(form)) for key, form in find(book)]
        for group in FEATURES.values()
        for name, find in group.items()
    }


def _compare(proof: Proof, engine: str, path: Path, before: Found, target: Path) -> None:
    try:
        after = look(Parts(target))
    except UnreadableError as error:
        proof.failed[engine][_name(path)] = f"what it saved cannot be read: {error}"
        return
    marks: Marks = {}
    for name, items in before.items():
        if items:
            kept = not Counter(key for key, _ in items) - Counter(key for key, _ in after[name])
            marks[name] = (kept, kept and not Counter(items) - Counter(after[name]))
    proof.marks[engine][_name(path)] = marks


def free_cell(book: Parts) -> tuple[str, tuple[tuple[int, int, float], ...]]:
    """An empty cell below everything on the first worksheet; right of everything where the last row is used."""
    if not book.sheets:
        raise UnreadableError("it has no worksheet")
    name, part = book.sheets[0]
    root = book.tree(part)
    last_row = last_column = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        last_row = max(last_row, int(row.get("r") or last_row + 1))
    ranges = [cell.get("r", "") for cell in root.iterfind("{*}sheetData/{*}row/{*}c")]
    ranges += [one.get("ref", "") for word in ("f", "mergeCell", "autoFilter") for one in root.iter(f"{{*}}{word}")]
    ranges += [book.tree(table).get("ref", "") for table in book.led_to(part, "table")]
    ranges += [book.tree(pivot).findtext("{*}location") or "" for pivot in book.led_to(part, "pivotTable")]
    for place in re.findall(r"[A-Z]+[0-9]+", " ".join(ranges)):
        column, row_number = column_and_row(place)
        last_row, last_column = max(last_row, row_number), max(last_column, column)
    if last_row + 2 <= LAST_ROW:
        return name, ((last_row + 2, 1, NUMBER),)
    return name, ((1, last_column + 2, NUMBER),)


def _reason(error: BaseException) -> str:
    """The first line, without the file's name: the same trouble in two files is told as one."""
    words = str(error).strip().splitlines() or [""]
    reason = re.sub(r"\S*/\S+\.xl[st]x|^.*?\.xl[st]x[^:]*: ", "", words[0])
    return f"{type(error).__name__}: {reason[:120].strip()}"


# ---- the table -------------------------------------------------------------------------------------------------------


def as_table(proof: Proof) -> str:
    """The kept-and-lost table as Markdown: of the workbooks that have it, in how many all is kept and all unchanged."""
    names, books = list(proof.marks), proof.common()
    lines = ["| | have it | " + " | ".join(f"{name}: kept | unchanged" for name in names) + " |"]
    lines.append("|---|---:|" + "---:|---:|" * len(names))
    for group, features in FEATURES.items():
        lines.append(f"| **{group}** | |" + " | |" * len(names))
        for feature in features:
            counts = [[m for book in books if (m := proof.marks[name][book].get(feature))] for name in names]
            lines.append(_row(feature, counts))
    whole = [[_whole(proof.marks[name][book]) for book in books] for name in names]
    lines.append(_row("**the whole workbook: all of the above**", whole))
    return "\n".join(lines)


def _whole(marks: Marks) -> tuple[bool, bool]:
    return all(kept for kept, _ in marks.values()), all(same for _, same in marks.values())


def _row(title: str, counts: list[list[tuple[bool, bool]]]) -> str:
    having = len(counts[0])
    if not having:
        return f"| {title} | none |" + " | |" * len(counts)
    cells = [f" {sum(kept for kept, _ in marks)} | {sum(same for _, same in marks)} |" for marks in counts]
    return f"| {title} | {having} |" + "".join(cells)


def as_counts(proof: Proof) -> str:
    """How many workbooks there were, and how many are counted, in one sentence."""
    tried = max((len(proof.marks[name]) + len(proof.failed[name]) for name in proof.marks), default=0)
    return (
        f"{tried + len(proof.unreadable):,} workbooks; {len(proof.unreadable)} cannot be read by an independent "
        "reader; "
        f"{len(proof.common()):,} were opened and saved by every program, and are counted."
    )


def as_failures(proof: Proof) -> str:
    """What each engine did not open or save, by reason, as a Markdown list."""
    lines = ["Not opened, not saved, or saved so that it cannot be read, and not counted:", ""]
    for name, failed in proof.failed.items():
        reasons = Counter(failed.values()).most_common()
        lines.append(f"- {name}: {len(failed)}" + (":" if reasons else ""))
        lines += [f"  - {number} x {reason}" for reason, number in reasons]
    return "\n".join(lines)
