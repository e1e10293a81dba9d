"""Collected texts: the month's file of commentary with what officers have changed in their workbooks.

The file remembers from which workbook each text came. So an officer may collect again after writing on, and a text that
came from somebody else, or was typed into the file, is never overwritten unseen.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from excel_scorecard.commentary import (
    COLLECTED_FROM,
    CONCERNS,
    MARKED,
    TOP,
    Commentary,
    Mark,
    Remarks,
    Said,
    Styled,
    changed_toml,
    commentary_file,
    joined,
    marks,
    month_toml,
    read_commentary,
)
from excel_scorecard.disk import NO_FILE, fingerprint, read_blob
from excel_scorecard.errors import Finding
from excel_scorecard.project import Project
from excel_scorecard.workbook.collect.agreement import ConflictError, called, shortened
from excel_scorecard.workbook.collect.said import OVERRIDE, TextSaid, same_words
from excel_scorecard.workbook.write_together import ToWrite

_REASON: Final = "override_reason"


@dataclass(frozen=True)
class TextsToWrite:
    """The texts that the project does not have yet, and the month's file with them; no file where there are none."""

    texts: tuple[TextSaid, ...]
    files: tuple[ToWrite, ...]


def texts_to_write(
    project: Project,
    month: date,
    theirs: Sequence[TextSaid],
    unchanged: Iterable[TextSaid],
    findings: list[Finding],
    *,
    replace_texts: bool,
) -> TextsToWrite:
    """The month's file with the officers' texts.

    Args:
        project: whose file.
        month: the month that the texts are of.
        theirs: what was changed, each text once.
        unchanged: what stands in the copies as it was built: an officer may have taken back what was collected.
        findings: what is doubtful is added.
        replace_texts: let a workbook's text take the place of one that came into the file since it was built.

    Raises:
        ConflictError: the file has come to say something else, not from the same workbook.
        ProjectError: the file is wrong.

    """
    known = read_commentary(project, month)
    findings += known.findings
    wanted, conflicts = [], []
    for each in [*theirs, *_taken_back(known, theirs, unchanged)]:
        now = said_now(known, each.of, each.slot)
        if same_words(now, each.styled):
            continue
        is_known = same_words(now, each.built) or _is_from(known, each.file, each, now)
        if not now or is_known or replace_texts:  # where the file says nothing, nothing can be lost
            wanted.append(each)
        else:
            conflicts.append(_file_conflict(project, month, known, each, now))
    if conflicts:
        raise ConflictError(conflicts)
    wanted = _with_reasons(known, wanted, findings)
    return TextsToWrite(tuple(wanted), _file(project, month, wanted) if wanted else ())


def said_now(known: Commentary, of: str, slot: str) -> tuple[Styled, ...]:
    """What the project says in a slot."""
    if of == CONCERNS:
        return known.concern_runs
    remarks = known.of(of)
    text = getattr(remarks, slot)
    return remarks.runs(slot) if slot in MARKED else joined([Styled(text)])


def _taken_back(known: Commentary, theirs: Sequence[TextSaid], unchanged: Iterable[TextSaid]) -> list[TextSaid]:
    """Texts that came from a copy in which they stand as they were built by now."""
    changed = {(each.of, each.slot) for each in theirs}
    return [
        each
        for each in unchanged
        if (each.of, each.slot) not in changed and _is_from(known, each.file, each, said_now(known, each.of, each.slot))
    ]


def _name(said: TextSaid) -> str:
    return said.slot if said.of == CONCERNS else f"{said.of}.{said.slot}"


def _is_from(known: Commentary, file: str, said: TextSaid, now: tuple[Styled, ...]) -> bool:
    """Whether the text that the month's file has was collected from this workbook, and nobody has changed it since."""
    return known.collected_from.get(_name(said)) == _mark(file, now)


def _mark(file: str, styled: tuple[Styled, ...]) -> str:
    """A workbook's name, and what tells one text from another."""
    return f"{file} {hashlib.sha256(repr(styled).encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _file_conflict(
    project: Project, month: date, known: Commentary, said: TextSaid, now: tuple[Styled, ...]
) -> Finding:
    file = commentary_file(project, month).relative_to(project.folder).as_posix()
    came = known.collected_from.get(_name(said), "").rpartition(" ")[0]
    text = shortened("".join(piece.text for piece in now))
    since = f" (collected from {came})" if came and came != said.file else ""
    what = (
        f"{called(said)} was changed here to {shortened(said.text)}, and {file} has come to say {text}{since} "
        "since this workbook was built"
    )
    mend = "Agree one text and write it into both; or collect with --replace-texts, to keep the workbook's."
    return Finding("error", said.file, said.place, "K-CONFLICT", what, mend)


def _with_reasons(known: Commentary, wanted: Sequence[TextSaid], findings: list[Finding]) -> list[TextSaid]:
    """Without ratings by judgement that have no reason, and the other way about: the project could not be built."""
    by_place = {(each.of, each.slot): each for each in wanted}
    left_out: set[tuple[str, str]] = set()
    for each in wanted:
        if each.slot not in (OVERRIDE, _REASON):
            continue
        pair = [
            by_place[each.of, slot].text if (each.of, slot) in by_place else getattr(known.of(each.of), slot)
            for slot in (OVERRIDE, _REASON)
        ]
        if bool(pair[0]) == bool(pair[1]):
            continue
        left_out |= {(each.of, OVERRIDE), (each.of, _REASON)}
        lacking = "no reason" if pair[0] else "a reason and no rating"
        what = f"the rating by judgement of '{each.of}' has {lacking}: neither is collected"
        findings.append(Finding("warning", each.file, each.place, "K-REASON", what, "Type both, or neither."))
    return [each for each in wanted if (each.of, each.slot) not in left_out]


def _file(project: Project, month: date, wanted: Sequence[TextSaid]) -> tuple[ToWrite, ...]:
    order = [indicator.id for indicator in project.indicators]
    slots = list(Remarks.model_fields)
    ordered = sorted(
        wanted,
        key=lambda t: (
            t.of != CONCERNS,
            order.index(t.of) if t.of in order else -1,
            t.slot != CONCERNS and slots.index(t.slot),
        ),
    )
    said: dict[str, dict[str, str | Sequence[Mark]]] = {}
    for each in ordered:
        section = said.setdefault(TOP if each.of == CONCERNS else each.of, {})
        section[each.slot] = each.text
        if each.slot in (*MARKED, CONCERNS):
            section[f"{each.slot}_marks"] = marks(each.styled)
    said[COLLECTED_FROM] = {_name(each): _mark(each.file, each.styled) for each in ordered}
    path = commentary_file(project, month)
    if not path.is_file():
        return (ToWrite(path, month_toml(month, said, order).encode(), NO_FILE),)
    blob = read_blob(path, path.relative_to(project.folder).as_posix())
    return (ToWrite(path, _changed(blob, said, order), fingerprint(blob)),)


def _changed(blob: bytes, said: Mapping[str, Said], order: Sequence[str]) -> bytes:
    """The file with other texts, its byte order mark and line ends kept."""
    mark = b"\xef\xbb\xbf" if blob.startswith(b"\xef\xbb\xbf") else b""
    text = blob.decode("utf-8-sig")
    is_windows = "\r\n" in text
    changed = changed_toml(text.replace("\r\n", "\n"), said, order)
    return mark + (changed.replace("\n", "\r\n") if is_windows else changed).encode()
