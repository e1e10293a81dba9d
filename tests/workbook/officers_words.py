"""Officers' words: commentary, action, sign-off, concerns and ratings by judgement, typed as people type them."""

import re
from datetime import date
from pathlib import Path

from lxml import etree

from tests.workbook.excel_package import MAIN, Opened, emptied
from tests.workbook.officers_desk import After, Desk, Edit, missing, rich_runs
from tests.workbook.projects import toml, with_remarks

WORDS = (
    "Performance fell because two workers left; both posts are filled from May.",
    "First line.\nSecond line.\n\nA last one after an empty line.",
    "Visits 👩‍👧 went up 📈, and the team's “best month” – naïve as it sounds – was café-led.",
    "He said \"it's <b>fine</b> & dandy\"; they said 'no'.",
    "=SUM of all efforts",
    "-5 children left; +3 came",
    "@all: see the note",
    "  spaces before and after  ",
    "\tA tab, and two  spaces",
    "The _x0041_ code, and 100% of [x].",
)
LONG = "Long commentary. " + "Nobody can say that nothing was written here, and all of it has to be kept. " * 18
RATINGS = ("Green", "Amber", "Red")


def retype_commentary(desk: Desk) -> Edit | None:
    return _typed(desk, "commentary", desk.chance.choice((*WORDS, LONG[:1380])))


def type_action(desk: Desk) -> Edit | None:
    return _typed(desk, "action", desk.chance.choice(WORDS))


def sign_off(desk: Desk) -> Edit | None:
    return _typed(desk, "signed_off", "Head of Service, 14 April")


def _typed(desk: Desk, slot: str, words: str) -> Edit | None:
    identity = desk.take(slot)
    if identity is None:
        return None
    text = f"{words} {desk.marker()}"
    sheet = desk.pages()[identity]
    desk.book.type(sheet, desk.book.place(sheet, slot), text)

    def stands(after: After) -> str | None:
        if after.rolled:
            if slot == "signed_off":
                now = after.slot(identity, slot)
                return missing(f"{identity}: still signed off though the month is new", unless=now != text)
            return missing(f"{identity}: {slot} {text!r} is nowhere any more", unless=_is_somewhere(after, text))
        found = after.slot(identity, slot)
        return missing(f"{identity}: {slot} says {found!r} and not {text!r}", unless=found == text)

    return Edit(
        f"typed the {slot} of {identity}: {text[:60]!r}",
        stands,
        in_project=lambda project: _said(project, identity, {slot: text}),
    )


def _is_somewhere(after: After, text: str) -> bool:
    """A text that has moved on may stand below a heading, or behind a word of ours."""
    return any(text.strip() in there for there in after.texts)


def embolden(desk: Desk) -> Edit | None:
    """A commentary with bold, italic and red words in it."""
    identity = desk.take("commentary")
    if identity is None:
        return None
    sheet = desk.pages()[identity]
    place = desk.book.place(sheet, "commentary")
    mark = desk.marker()
    runs = [("Numbers ", ""), ("rose sharply", "b"), (" in the ", ""), ("south & east", "b i"), (f"; {mark}.\n", ""),
            ("Urgent", "b color"), (" now", "u")]  # fmt: skip
    write_runs(desk.book, sheet, place, runs)
    text = "".join(words for words, _ in runs)

    def stands(after: After) -> str | None:
        if after.rolled:
            return missing(f"{identity}: {text!r} is nowhere any more", unless=_is_somewhere(after, text))
        there = after.pages()[identity]
        found = _joined(rich_runs(after.book, there, after.book.place(there, "commentary")))
        return missing(f"{identity}: the words' marks are {found}", unless=found == _joined(runs))

    return Edit(
        f"made words of the commentary of {identity} bold: {text!r}",
        stands,
        in_project=lambda project: _said(project, identity, {"commentary": text}),
    )


def write_runs(book: Opened, sheet: str, place: str, runs: list[tuple[str, str]]) -> None:
    cell = book.cell(sheet, place)
    emptied(cell)
    cell.set("t", "inlineStr")
    string = etree.SubElement(cell, f"{MAIN}is")
    for words, marks in runs:
        run = etree.SubElement(string, f"{MAIN}r")
        looks = etree.SubElement(run, f"{MAIN}rPr")
        for mark in ("b", "i", "u"):
            if mark in marks.split():
                etree.SubElement(looks, f"{MAIN}{mark}")
        etree.SubElement(looks, f"{MAIN}sz", val="10")
        if "color" in marks:
            etree.SubElement(looks, f"{MAIN}color", rgb="FFC00000")
        etree.SubElement(looks, f"{MAIN}rFont", val="Arial")
        text = etree.SubElement(run, f"{MAIN}t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _joined(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Runs that look alike and follow each other are one. Ours to see is bold, italic and underlined, not which ink."""
    found: list[tuple[str, str]] = []
    for words, marks in runs:
        seen = " ".join(mark for mark in marks.split() if mark != "color")
        if found and found[-1][1] == seen:
            found[-1] = (found[-1][0] + words, seen)
        elif words:
            found.append((words, seen))
    return found


def override_rating(desk: Desk) -> Edit | None:
    """A rating by judgement, chosen from the cell's list, with its reason."""
    identity = desk.take("rating_override")
    if identity is None:
        return None
    sheet, rating = desk.pages()[identity], desk.chance.choice(RATINGS)
    place = desk.book.place(sheet, "rating_override")
    rules = desk.book.sheet(sheet).iter(f"{MAIN}dataValidation")
    lists = {rule.get("sqref"): rule.findtext(f"{MAIN}formula1", "") for rule in rules}
    word = lists[place].strip('"').split(",")[RATINGS.index(rating)]
    reason = f"One family of five. {desk.marker()}"
    desk.book.type(sheet, place, word)
    desk.book.type(sheet, desk.book.place(sheet, "override_reason"), reason)

    def stands(after: After) -> str | None:
        found = [after.slot(identity, name) for name in ("rating_override", "override_reason", "rating")]
        if after.rolled:
            return missing(f"{identity}: the override {found} was not cleared", unless=found[:2] in _cleared())
        wanted = [word, reason, f"{word} (judgement)"]
        return missing(f"{identity}: the override is {found} and not {wanted}", unless=found == wanted)

    said = {"rating_override": rating, "override_reason": reason}
    return Edit(
        f"rated {identity} {word} by judgement: {reason!r}",
        stands,
        in_project=lambda project: _said(project, identity, said),
    )


def _cleared() -> list[list[str | None]]:
    return [[None, None], ["", ""], [None, ""], ["", None]]


def type_concerns(desk: Desk) -> Edit | None:
    """The main areas of concern, on the summary."""
    if desk.take("concerns", among=["summary"]) is None:
        return None
    text = f"Caseloads are too high; visits slip.\n{desk.chance.choice(WORDS)} {desk.marker()}"
    summary = desk.summary()
    desk.book.type(summary, desk.book.place(summary, "concerns"), text)

    def stands(after: After) -> str | None:
        if after.rolled:
            return missing(f"concerns {text!r} are nowhere any more", unless=_is_somewhere(after, text))
        sheet = after.summary()
        found = after.text(sheet, after.book.place(sheet, "concerns"))
        return missing(f"the concerns say {found!r} and not {text!r}", unless=found == text)

    return Edit(f"typed the concerns: {text[:60]!r}", stands, in_project=lambda project: with_concerns(project, text))


def _said(project: Path, identity: str, remarks: dict[str, str]) -> None:
    file = sorted((project / "commentary").glob("*.toml"))[-1]
    with_remarks(project, date.fromisoformat(f"{file.stem}-01"), identity, remarks)


def with_concerns(project: Path, text: str) -> None:
    """Let a project's commentary have these concerns."""
    file = sorted((project / "commentary").glob("*.toml"))[-1]
    said = re.sub(r'(?m)^concerns = (?:""".*?"""|".*?"|\'.*?\')\n', "", file.read_text("utf-8"), flags=re.DOTALL)
    file.write_text(f"concerns = {toml(text)}\n{said}", "utf-8")
