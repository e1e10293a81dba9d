"""Pages as pictures: what a workbook prints, and what is said where it cannot be drawn."""

import struct
import subprocess
from pathlib import Path

import pytest

from excel_scorecard import preview as preview_room
from excel_scorecard.brand.shipped import find_template
from excel_scorecard.errors import MachineError, TemplateError
from excel_scorecard.preview import preview
from tests.libreoffice import needs_libreoffice


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, from its header."""
    return struct.unpack(">II", picture.read_bytes()[16:24])


@needs_libreoffice
def test_every_page_is_a_picture_of_a4_landscape(tmp_path):
    pages = preview(find_template("standard", Path()), tmp_path / "pages", dots_per_inch=50)
    assert len(pages) == 27  # a page each: the summary, three patterns of seven units, five lists
    for page in pages:
        width, height = size(page)
        assert width / height == pytest.approx(297 / 210, rel=0.01)


@needs_libreoffice
def test_a_grey_preview_is_not_the_coloured_one(tmp_path):
    template = find_template("standard", Path())
    coloured = preview(template, tmp_path / "coloured", dots_per_inch=30)
    grey = preview(template, tmp_path / "grey", dots_per_inch=30, grey=True)
    assert coloured[0].read_bytes() != grey[0].read_bytes()


def test_a_workbook_that_is_not_there_is_named(tmp_path):
    with pytest.raises(TemplateError, match="there is no such file"):
        preview(tmp_path / "none.xlsx", tmp_path)


def test_without_libreoffice_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(preview_room.shutil, "which", lambda name: "/bin/true" if name == "pdftoppm" else None)
    monkeypatch.setattr(preview_room, "USUAL_PLACES", ())
    with pytest.raises(MachineError, match="LibreOffice is not installed"):
        preview(find_template("standard", Path()), tmp_path)


def test_without_poppler_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(preview_room.shutil, "which", lambda _: None)
    with pytest.raises(MachineError, match="pdftoppm is not installed"):
        preview(find_template("standard", Path()), tmp_path)


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Programs that draw as many pages as the list is long, where LibreOffice and pdftoppm are not at hand."""
    pages = ["one", "two"]

    def run(command: list[str], name: str) -> subprocess.CompletedProcess[str]:
        if name == "LibreOffice":
            (Path(command[command.index("--outdir") + 1]) / f"{Path(command[-1]).stem}.pdf").write_bytes(b"%PDF")
        for number, page in enumerate(pages if name == "pdftoppm" else [], start=1):
            Path(f"{command[-1]}-{number:02}.png").write_text(page, "utf-8")
        failed = name == "pdftoppm" and not pages
        return subprocess.CompletedProcess(command, int(failed), "", "no pages" if failed else "")

    monkeypatch.setattr(preview_room, "_run", run)
    monkeypatch.setattr(preview_room, "find_pdftoppm", lambda: Path("pdftoppm"))
    monkeypatch.setattr(preview_room, "find_libreoffice", lambda: Path("soffice"))
    return pages


def content(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in folder.iterdir()}


def test_pictures_of_pages_that_are_no_more_go_when_the_new_ones_are_drawn(tmp_path, drawer):
    template, out = find_template("standard", Path()), tmp_path / "pages"
    preview(template, out)
    drawer[:] = ["new"]
    assert preview(template, out) == [out / "standard-01.png"]
    assert content(out) == {"standard.pdf": "%PDF", "standard-01.png": "new"}


def test_a_preview_that_fails_leaves_the_pictures_of_the_last(tmp_path, drawer):
    template, out = find_template("standard", Path()), tmp_path / "pages"
    preview(template, out)
    before = content(out)
    drawer.clear()
    with pytest.raises(MachineError, match="cannot draw"):
        preview(template, out)
    assert content(out) == before


def test_a_preview_into_a_folder_that_is_a_file_is_said(tmp_path, drawer):
    (tmp_path / "pages").write_bytes(b"")
    with pytest.raises(MachineError, match="folder cannot be made"):
        preview(find_template("standard", Path()), tmp_path / "pages")
