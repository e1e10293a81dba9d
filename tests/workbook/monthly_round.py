"""What the officers of docs/monthly-round.md do between its commands, by package edits, saved as Excel saves.

Each step is named in the page by a comment, `<!-- officers: heads_write -->`, and is done in the folder of the walk.
The page's own blocks are its scenes.
"""

import random
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.libreoffice import XLSX, converted
from tests.workbook.excel_package import ART, Element, Opened
from tests.workbook.excel_save import saved_as_excel
from tests.workbook.officers_desk import Desk, Sheets
from tests.workbook.officers_objects import text_box
from tests.workbook.officers_sheets import add_own_sheet
from tests.workbook.officers_words import write_runs

TOP = Path(__file__).resolve().parents[2]
PAGE = TOP / "docs" / "monthly-round.md"
PROGRAM = "excel-scorecard"
EXAMPLE = TOP / "examples" / "fictional-council"
FEBRUARY, MARCH = "scorecard-northshire-2026-02.xlsx", "scorecard-northshire-2026-03.xlsx"
FEBRUARYS_DAY = 46054.0  # Excel's number of 1 February 2026
OWN = "march-with-own.xlsx"
SYNCED = "OneDrive - Northshire"

COMMENTARY = {
    "re-referrals": "23.5% of February's referrals were of children referred within the year before, a little below "
    "the average. NWC remains highest.",
    "unallocated": "had no social worker for more than 7 days. All were screened within two working days.",
    "assessments-in-time": "85% of open assessments were inside 45 working days. NWC had 67%, the others 94% or more.",
    "seen-at-assessment": "84% of children were seen. About a quarter of the others were seen and not recorded in "
    "time.",
    "s47-in-time": "95% were in time, the best for three years.",
    "seen-at-s47": "84% of children were seen, below the average of 85%.",
    "icpc-in-time": "83% of conferences were in time, above the target of 80%.",
    "cp-plans": "40.0 of every 10,000 children had a plan, fewer than a year ago.",
    "cp-visits": "77% of children with a plan were visited twice. NWC lags.",
    "children-in-care": "1,530 children were in care, more than in February 2025.",
    "supervision": "86% of social workers had supervision in the month, above the target of 83%.",
    "high-caseloads": "27% of social workers hold more than 20 cases, most of them in the assessment teams.",
}
ACTION = {
    "unallocated": "Two duty social workers move from EAST to NWC from 16 March.",
    "assessments-in-time": "Authorisation in NWC is shared with the EAST managers.",
    "seen-at-assessment": "Managers return any assessment without a date on which the child was seen.",
    "seen-at-s47": "No enquiry in NWC is closed without a visit.",
    "cp-visits": "Visits are planned on the first working day.",
    "supervision": "Missed supervision is booked again within ten days.",
    "high-caseloads": "Eight newly qualified social workers join in September.",
}
SIGNED = {
    "head-of-service-front-door": "J. Okafor, 10 March",
    "head-of-service-assessment": "R. Lindqvist, 11 March",
    "head-of-service-safeguarding": "M. Adeyemi, 11 March",
    "head-of-service-children-in-care": "T. Brandt, 9 March",
    "principal-social-worker": "P. Sharma, 11 March",
}


@dataclass
class Scene:
    """What the officers do first, what is typed then, and what the page says that it prints."""

    officers: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)


def scenes() -> list[Scene]:
    """The page in its order: a block of commands, and the block of its output where there is one."""
    found = [Scene()]
    for officers, block in re.findall(
        r"^<!-- officers: (\w+) -->$|^```\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S
    ):
        lines = block.splitlines()
        if officers or lines[0].startswith(PROGRAM):
            if found[-1].commands:
                found.append(Scene())
            found[-1].officers += [officers] if officers else []
            found[-1].commands += lines
        else:
            found[-1].printed += lines
    return found


class Officer(Sheets):
    """An officer with a workbook open, who saves it under its name."""

    def __init__(self, path: Path) -> None:
        super().__init__(Opened(path))
        self._path = path

    def types(self, identity: str, slot: str, text: str | None) -> None:
        sheet = self.pages()[identity]
        self.book.type(sheet, self.book.place(sheet, slot), text)

    def types_on_summary(self, slot: str, text: str | None) -> None:
        self.book.type(self.summary(), self.book.place(self.summary(), slot), text)

    def corrects(self, identity: str, column: str, value: float | str) -> None:
        cell = self.month_cell(identity, column, FEBRUARYS_DAY)
        assert cell is not None
        self.book.type(self.pages()[identity], cell, value)

    def saves(self, by: str) -> None:
        saved_as_excel(self.book.write(self._path), self._path, seed=len(by), by=by)


# ---- the steps, in the page's order ----------------------------------------------------------------------------------


def begin(folder: Path) -> None:
    """The copy of the example from which March was taken out; the brand of the new template."""
    project = shutil.copytree(EXAMPLE, folder / "northshire")
    figures = project / "figures" / "monthly.csv"
    lines = figures.read_text("utf-8").splitlines(keepends=True)
    figures.write_text("".join(line for line in lines if ",2026-03," not in line), "utf-8")
    (project / "commentary" / "2026-03.toml").unlink()
    settings = project / "scorecard.toml"
    text, count = re.subn(r"(?m)^month = .*\n", "", settings.read_text("utf-8"))
    assert count == 1
    settings.write_text(text, "utf-8")
    brand = (TOP / "templates" / "brand.toml").read_text("utf-8")
    (folder / "brand.toml").write_text(brand.replace('brand = "#1D3A5F"', 'brand = "#5F1D4A"'), "utf-8")
    shutil.copy(TOP / "templates" / "logo.png", folder)


def heads_write(folder: Path) -> None:
    """Each into her part; the deputy of one into a copy of hers."""
    for owner, signed in SIGNED.items():
        officer = Officer(_part(folder, owner))
        for identity in officer.pages():
            officer.types(identity, "commentary", COMMENTARY[identity])
            officer.types(identity, "signed_off", signed)
            if identity in ACTION:
                officer.types(identity, "action", ACTION[identity])
        if "unallocated" in officer.pages():
            sheet = officer.pages()["unallocated"]
            words = [("43 assessments", "b"), (f" {COMMENTARY['unallocated']}", "")]
            write_runs(officer.book, sheet, officer.book.place(sheet, "commentary"), words)
        if "icpc-in-time" in officer.pages():
            officer.corrects("icpc-in-time", "monthly_numerator", 81.0)
            officer.corrects("icpc-in-time", "monthly_note", "two conferences were entered twice")
        officer.saves(signed.partition(",")[0])
    path = shutil.copy(_part(folder, "head-of-service-assessment"), _part(folder, "head-of-service-assessment-deputy"))
    deputy = Officer(path)
    deputy.types("unallocated", "action", "Agency cover for NWC is asked for until the posts are filled.")
    deputy.saves("D. Deputy")


def _part(folder: Path, owner: str) -> Path:
    return folder / "parts" / f"{Path(FEBRUARY).stem}-{owner}.xlsx"


def the_deputys_is_moved_away(folder: Path) -> None:
    """Nothing else in it is new."""
    _part(folder, "head-of-service-assessment-deputy").unlink()


def late_records_come(folder: Path) -> None:
    """The concerns are written; the source has more visits than it had."""
    officer = Officer(folder / FEBRUARY)
    concerns = "Unallocated work in NWC; children not seen at assessment, most of all during section 47 enquiries; "
    officer.types_on_summary("concerns", f"{concerns}assessment team caseloads.")
    officer.saves("Performance")
    _in_source(folder, {"cp-visits,2026-02,TOTAL,745": 781, "cp-visits,2026-02,NWC,276": 312})


def _in_source(folder: Path, changes: dict[str, int]) -> None:
    """Numerators in monthly.csv: `indicator,month,area,was` becomes another number."""
    figures = folder / "northshire" / "figures" / "monthly.csv"
    text = figures.read_text("utf-8")
    for row, number in changes.items():
        assert text.count(f"\n{row},") == 1, row
        text = text.replace(f"\n{row},", f"\n{row.rpartition(',')[0]},{number},")
    figures.write_text(text, "utf-8")


def a_figure_is_corrected(folder: Path) -> None:
    """41 over 43, in the workbook itself."""
    officer = Officer(folder / FEBRUARY)
    officer.corrects("unallocated", "monthly_numerator", 41.0)
    officer.saves("R. Lindqvist")


def heads_read_again(folder: Path) -> None:
    """Two texts are written anew and signed; the concerns still hold."""
    officer = Officer(folder / FEBRUARY)
    visits = "80% of children with a plan were visited twice, on the target of 80%; visits of NWC that were recorded "
    officer.types("cp-visits", "commentary", f"{visits}late are counted now.")
    officer.types("cp-visits", "signed_off", "M. Adeyemi, 13 March")
    officer.types("unallocated", "commentary", f"41 assessments {COMMENTARY['unallocated']}")
    officer.types("unallocated", "signed_off", "R. Lindqvist, 13 March")
    officer.types_on_summary("written_for", None)
    officer.saves("Performance")


def march_comes(folder: Path) -> None:
    """March's rows, and two of February's: one that agrees with the correction, and one that is revised."""
    (folder / "northshire" / "figures" / "2026-03.xlsx").unlink()
    rows = (EXAMPLE / "figures" / "monthly.csv").read_text("utf-8").splitlines(keepends=True)
    with (folder / "northshire" / "figures" / "monthly.csv").open("a", encoding="utf-8") as figures:
        figures.writelines(row for row in rows if ",2026-03," in row)
    revised = {"assessments-in-time,2026-02,TOTAL,872": 887, "assessments-in-time,2026-02,NWC,229": 244}
    _in_source(folder, {"unallocated,2026-02,TOTAL,43": 41} | revised)


def march_is_written(folder: Path) -> None:
    """The example's own commentary of March, and two texts more."""
    said = tomllib.loads((EXAMPLE / "commentary" / "2026-03.toml").read_text("utf-8"))
    said["children-in-care"] = {"commentary": "1,538 children were in care at the end of March, more than a year ago."}
    supervised = "85% of social workers had supervision in March, above the target of 83%."
    said["supervision"] = {"commentary": supervised, "action": ACTION["supervision"]}
    officer = Officer(folder / MARCH)
    officer.types_on_summary("concerns", said.pop("concerns"))
    for identity, texts in said.items():
        for slot, text in texts.items():
            officer.types(identity, slot, text)
        officer.types(identity, "signed_off", "J. Okafor, 14 April")
    officer.saves("Performance")


def the_template_is_named(folder: Path) -> None:
    """In the settings."""
    settings = folder / "northshire" / "scorecard.toml"
    text = settings.read_text("utf-8")
    assert text.count('template = "standard"') == 1
    settings.write_text(text.replace('template = "standard"', 'template = "mine.xlsx"'), "utf-8")


def something_is_added(folder: Path) -> None:
    """A sheet and a text box of the officers' own."""
    desk = Desk(Opened(folder / MARCH), random.Random(5))  # noqa: S311  # not for secrets
    assert text_box(desk)
    assert add_own_sheet(desk)
    [words] = [text for text in _texts_of_drawings(desk.book) if re.search(r"\d{7}$", text.text or "")]
    words.text = "Ask the managers of NWC"
    desk.book.write(folder / OWN)


def _texts_of_drawings(book: Opened) -> Iterator[Element]:
    for part in list(book.parts):
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part):
            yield from book.tree(part).iter(f"{ART}t")


def put_into_a_synced_folder(folder: Path) -> None:
    """And late records for March come."""
    (folder / SYNCED).mkdir()
    shutil.copy(folder / MARCH, folder / SYNCED)
    _in_source(folder, {"assessments-in-time,2026-03,TOTAL,840": 845})


def saved_by_libreoffice(folder: Path) -> None:
    """Under another name, so that the workbook stays."""
    [saved] = converted([folder / MARCH], folder / "saved", XLSX, ".xlsx")
    saved.replace(folder / "through-libreoffice.xlsx")


def inspected(folder: Path) -> None:
    """Document Inspector was run; another name, so that the workbook stays."""
    saved_as_excel(folder / MARCH, folder / "inspected.xlsx", seed=9, by="", inspected=True)


STEPS: tuple[Callable[[Path], None], ...] = (
    begin, heads_write, the_deputys_is_moved_away, late_records_come, a_figure_is_corrected, heads_read_again,
    march_comes, march_is_written, the_template_is_named, something_is_added, put_into_a_synced_folder,
    saved_by_libreoffice, inspected,
)  # fmt: skip
