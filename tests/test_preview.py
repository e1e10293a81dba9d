"""Pages as pictures: what a workbook prints, and what is said where it cannot be drawn."""

import struct
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
    assert len(pages) == 26  # a page each: the summary, three patterns of seven units, four lists
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
