"""The pictures of docs/monthly-round.md, drawn anew: `python -m tests.workbook.monthly_round_pictures`.

The page is walked, and its workbooks are drawn by `preview` on the way. What does not print is drawn from a copy with a
wider print area. Needs LibreOffice, poppler, and Pillow, which nothing else here needs.
"""

import os
import shlex
import tempfile
from pathlib import Path
from typing import NamedTuple

from excel_scorecard.cli import main
from excel_scorecard.preview import preview
from tests.workbook.excel_package import Opened
from tests.workbook.monthly_round import FEBRUARY, MARCH, PROGRAM, STEPS, TOP, Scene, scenes

DOTS = 220  # an inch


class Picture(NamedTuple):
    """A picture: when it is taken, of what, which part of the page in per cent (left, top, width, height), how wide."""

    scene: str
    workbook: str
    sheet: str
    area: str
    part: tuple[float, float, float, float]
    width: int


PICTURES = {
    "read-again": Picture("late", FEBRUARY, "9 CP visits", "$A$1:$Q$31", (3, 3.7, 94, 52), 1230),
    "checks": Picture("check", FEBRUARY, "Checks", "", (0, 2, 100, 96), 1000),
    "last-month": Picture("rolled", MARCH, "Commentary", "$A$1:$I$17", (3, 3.3, 94, 34), 1230),
    "revised": Picture("rolled", MARCH, "Summary", "", (0, 2, 100, 96), 1000),
    "was": Picture("rolled", MARCH, "3 Assessments in time", "$L$36:$X$62", (3, 4.5, 94, 45), 1100),
}


def draw_pictures(folder: Path, target: Path) -> None:
    """Walk the page in `folder`, and draw each picture into `target` when its scene is over."""
    steps = {step.__name__: step for step in STEPS}
    os.chdir(folder)
    is_late = False
    for scene in scenes():
        for name in scene.officers:
            steps[name](folder)
        for command in scene.commands:
            main(shlex.split(command)[1:])
        is_late = is_late or "late_records_come" in scene.officers
        for name, picture in PICTURES.items():
            if picture.scene == _called(scene, is_late=is_late) and (folder / picture.workbook).is_file():
                _draw(folder, picture, target / f"monthly-round-{name}.png")
        if "march_comes" in scene.officers:
            return


def _called(scene: Scene, *, is_late: bool) -> str:
    """What a scene is to the pictures."""
    if "march_comes" in scene.officers:
        return "rolled"
    if scene.commands == [f"{PROGRAM} check {FEBRUARY} --project northshire"]:
        return "check"
    is_refresh = scene.commands == [f"{PROGRAM} refresh {FEBRUARY} --project northshire"]
    return "late" if is_late and is_refresh and not scene.officers else ""


def _draw(folder: Path, picture: Picture, target: Path) -> None:
    from PIL import Image

    book = Opened(folder / picture.workbook)
    for name in book.defined_names():
        if name.get("name") == "_xlnm.Print_Area" and (name.text or "").startswith(
            (picture.sheet, f"'{picture.sheet}")
        ):
            name.text = f"'{picture.sheet}'!{picture.area}" if picture.area else name.text
    order = book.sheet_names()
    drawn = folder / "drawn"
    drawn.mkdir(exist_ok=True)
    pages = preview(book.write(drawn / f"{target.stem}.xlsx"), drawn, dots_per_inch=DOTS)
    page = pages[order.index(picture.sheet)]  # each sheet before has one page
    left, top, width, height = picture.part
    with Image.open(page) as whole:
        wide, high = whole.size
        box = (left * wide, top * high, (left + width) * wide, (top + height) * high)
        cut = whole.convert("RGB").crop(tuple(round(edge / 100) for edge in box))
    small = cut.resize((picture.width, round(cut.height * picture.width / cut.width)), Image.Resampling.LANCZOS)
    few = small.quantize(255, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(target, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        draw_pictures(Path(temporary), TOP / "docs" / "pictures")
