"""Split: one small workbook an owner, with the pages of her indicators, for her to write into and send back.

The other owners' pages are gone, and their rows in the lists; sheets that officers have added stay in every part.
`collect` of all parts gives what `collect` of the whole would.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from excel_scorecard.disk import NO_FILE, fingerprint, fingerprint_of, read_file
from excel_scorecard.errors import Finding, ProjectError, WouldLoseEditsError
from excel_scorecard.ooxml.ledger import Ledger
from excel_scorecard.ooxml.literal import freeze_references
from excel_scorecard.ooxml.lost import lose_references
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.fill import settle_caches
from excel_scorecard.workbook.keep_rows import keep_rows
from excel_scorecard.workbook.memory import remember
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, read_copy
from excel_scorecard.workbook.recount import lines_of, recount
from excel_scorecard.workbook.write_together import ToWrite, write_together

NO_OWNER: Final = "no-owner"
_LONGEST: Final = 60  # letters of an owner in a file's name


@dataclass(frozen=True)
class Part:
    """One owner's workbook: whose it is (empty: nobody's), where it lies, and which indicators it has.

    `ledger` says what became of each part of the whole.
    """

    owner: str
    path: Path
    indicators: tuple[str, ...]
    ledger: Ledger


@dataclass(frozen=True)
class Split:
    """The parts in the order in which their owners come, and what is worth a look."""

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]


def split(workbook: Path, *, by: str = "owner", out: Path | None = None) -> Split:
    """Make a workbook for every owner of an indicator.

    Args:
        workbook: the built workbook, edited or not; it stays as it is.
        by: what the pages are divided by: `owner`.
        out: the folder for the parts, default that of the workbook. Each is called after it and its owner:
            `scorecard-2015-09-head-of-assessment.xlsx`.

    Raises:
        ProjectError: `by` is something else.
        TemplateError: it is no finished scorecard, or a list cannot be made shorter.
        WouldLoseEditsError: a part is there already and is another: an officer may have written into it.
        MachineError: a file cannot be read or written; none was written then.

    """
    if by != "owner":
        raise ProjectError(f"a workbook cannot be split by {by!r}.", where="split", mend="Write --by owner.")
    content = read_file(workbook)
    whole = read_copy(Workbook(Package.from_bytes(content, workbook.name)))
    owners = _owners(whole)
    findings = [_without_owner(workbook, whole.pages[id_]) for id_ in owners.get("", ())]
    names = _file_names(workbook, list(owners))
    parts: list[Part] = []
    to_write: list[ToWrite] = []
    for owner, ids in owners.items():
        path = (out or workbook.parent) / names[owner]
        data, ledger, found = _part(Workbook(Package.from_bytes(content, workbook.name)), ids)
        findings += [replace(each, file=path.name) for each in found]
        there = fingerprint_of(path)
        if there not in (NO_FILE, fingerprint(data)):
            mend = "Collect it first, then move it away; or give another folder with --out."
            raise WouldLoseEditsError("there is another workbook of that name.", where=str(path), mend=mend)
        parts.append(Part(owner, path, tuple(ids), ledger))
        to_write.append(ToWrite(path, data, there))
    write_together(to_write)
    return Split(tuple(parts), tuple(findings))


def _owners(copy: OfficersCopy) -> dict[str, list[str]]:
    """The indicators of each owner, in the order of the pages; of none under the empty name, last."""
    found: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    for id_, page in copy.pages.items():
        owner = " ".join(page.text("owner").split())
        found.setdefault(spelled.setdefault(owner.casefold(), owner), []).append(id_)
    return {owner: ids for owner, ids in found.items() if owner} | ({"": found[""]} if "" in found else {})


def _without_owner(workbook: Path, page: Page) -> Finding:
    what = f"'{page.id}' has no owner: its page goes into the part called {NO_OWNER}"
    mend = "Set the owner in the project's settings, and refresh."
    return Finding("warning", workbook.name, page.place("owner"), "S-OWNER", what, mend)


def _file_names(workbook: Path, owners: Sequence[str]) -> dict[str, str]:
    """A name for each part that every system takes."""
    names: dict[str, str] = {}
    for owner in owners:
        word = _plain(owner) if owner else NO_OWNER
        taken, number = set(names.values()), 2
        name = f"{workbook.stem}-{word}.xlsx"
        while name in taken:
            name, number = f"{workbook.stem}-{word}-{number}.xlsx", number + 1
        names[owner] = name
    return names


def _plain(owner: str) -> str:
    letters = unicodedata.normalize("NFKD", owner).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].strip("-") or "owner"


def _part(book: Workbook, ids: Collection[str]) -> tuple[bytes, Ledger, list[Finding]]:
    copy = read_copy(book)
    gone = [page.sheet.name for id_, page in copy.pages.items() if id_ not in ids]
    findings: list[Finding] = []
    lines = lines_of(copy)
    keep_rows(copy, ids)
    recount(copy, lines)
    if gone:
        findings += _cut_off(book, gone)
        book.delete_sheets(gone)
    settle_caches(book)
    if copy.memory is not None:
        pages = {id_: page for id_, page in copy.memory.pages.items() if id_ in ids}
        others = copy.memory.pages.keys() - pages.keys()
        texts = {key: text for key, text in copy.memory.last_texts.items() if key not in others}
        elsewhere = tuple(sorted({*others, *copy.memory.elsewhere}))
        remember(book, replace(copy.memory, pages=pages, last_texts=texts, elsewhere=elsewhere))
    return book.to_bytes(), book.ledger(), findings


def _cut_off(book: Workbook, gone: Collection[str]) -> list[Finding]:
    """What officers' own sheets read of the pages that go keeps what it shows."""
    frozen = freeze_references(book, gone)
    lost = lose_references(book, gone)
    for name in _names_into(book, gone):
        book.names.remove(name)
    findings = []
    for what, places, mend in (
        ("read other owners' pages, and show what they showed, without a formula", frozen, "Nothing."),
        ("read other owners' pages, and become #REF!", lost, "Look at them in the whole workbook."),
    ):
        if places:
            shown = ", ".join(places[:5]) + (f" and {len(places) - 5} more" if len(places) > 5 else "")
            findings.append(Finding("warning", book.name, places[0], "S-READ", f"these {what}: {shown}", mend))
    return findings


def _names_into(book: Workbook, gone: Collection[str]) -> set[str]:
    found: set[str] = set()
    for name in gone:
        found |= book.names.that_follow(name, [table.name for table in book.sheet(name).tables])
    return found
