"""A template of a council's own look, made from its brand.toml."""

import re
from pathlib import Path

import pytest

from excel_scorecard.brand import template
from excel_scorecard.brand.own import new_template
from excel_scorecard.cli import main
from excel_scorecard.errors import MachineError, ProjectError, WouldLoseEditsError
from excel_scorecard.workbook.template_check import check_template
from tests.workbook.designer import STANDARD

BRAND = STANDARD.parent / "brand.toml"
LOGO = STANDARD.parent / "logo.png"


def brand(folder: Path, *changes: tuple[str, str]) -> Path:
    """The stock brand with some of its text changed."""
    text = BRAND.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / "logo.png").write_bytes(LOGO.read_bytes())
    file = folder / "brand.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_stock_brand_makes_the_stock_template(tmp_path):
    assert new_template(BRAND, tmp_path / "mine.xlsx") == ()
    assert (tmp_path / "mine.xlsx").read_bytes() == STANDARD.read_bytes()


def test_another_brand_makes_a_template_without_a_fault(tmp_path):
    file = brand(tmp_path, ('brand = "#1D3A5F"', 'brand = "#4A1D5F"'), ('font = "Arial"', 'font = "Calibri"'))
    assert new_template(file, tmp_path / "mine.xlsx") == ()
    assert check_template(tmp_path / "mine.xlsx").findings == ()


def test_a_file_that_is_there_is_not_overwritten_unless_told_so(tmp_path):
    (tmp_path / "mine.xlsx").write_bytes(b"a day's work")
    with pytest.raises(WouldLoseEditsError, match="there already"):
        new_template(BRAND, tmp_path / "mine.xlsx")
    assert (tmp_path / "mine.xlsx").read_bytes() == b"a day's work"
    new_template(BRAND, tmp_path / "mine.xlsx", overwrite=True)
    assert (tmp_path / "mine.xlsx").read_bytes() == STANDARD.read_bytes()


def test_a_template_that_a_designer_puts_there_while_one_is_made_is_left(tmp_path, monkeypatch):
    def put_there(*_: object) -> None:
        (tmp_path / "mine.xlsx").write_bytes(b"a day's work")

    monkeypatch.setattr(template, "name_styles", put_there)
    with pytest.raises(WouldLoseEditsError, match="put here by somebody while this ran"):
        new_template(BRAND, tmp_path / "mine.xlsx")
    assert (tmp_path / "mine.xlsx").read_bytes() == b"a day's work"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('brand = "#1D3A5F"', 'brand = "navy"'), "the colour of brand is 'navy'"),
        (('quiet = "#5A6470"', ""), "no colour for quiet"),
        (("organisation =", "organization ="), r"nothing is called 'organization'\n.*Did you mean organisation\?"),
        (('spark = "', 'spork = "'), r"nothing is called 'spork' under colours\n.*mean spark\?"),
        (("Green = [", "Gren = ["), r"nothing is called 'Gren' under ratings\n.*mean Green\?"),
        (('Red = ["#B3261E", "#FFFFFF"]', 'Red = "#B3261E"'), "the rating Red has not two colours"),
        (('font = "Arial"', "font = 10"), "font is 10"),
        (('logo = "logo.png"', 'logo = "crest.png"'), "there is no logo"),
        (('logo = "logo.png"', 'logo = "brand.toml"'), "the logo brand.toml is no PNG or JPEG picture"),
        (("[colours]", "[colours"), "this is not TOML"),
    ],
)
def test_a_brand_that_cannot_be_used_says_what_is_wrong_and_writes_nothing(tmp_path, change, words):
    file = brand(tmp_path, change)
    with pytest.raises(ProjectError, match=words):
        new_template(file, tmp_path / "mine.xlsx")
    assert not (tmp_path / "mine.xlsx").exists()


def test_a_brand_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ProjectError, match="the brand cannot be read"):
        new_template(tmp_path / "none.toml", tmp_path / "mine.xlsx")


def test_a_name_that_excel_would_not_open_is_refused(tmp_path):
    with pytest.raises(ProjectError, match=r"does not end in \.xlsx"):
        new_template(BRAND, tmp_path / "mine.xls")


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(MachineError, match="the folder does not exist"):
        new_template(BRAND, tmp_path / "none" / "mine.xlsx")


def test_colours_that_cannot_be_read_together_are_warned_of_with_their_ratio(tmp_path):
    changes = (
        ('Amber = ["#FFE9BF", "#6B4300"]', 'Amber = ["#FFE9BF", "#FFFFFF"]'),
        ('quiet = "#5A6470"', 'quiet = "#999999"'),
    )
    findings = new_template(brand(tmp_path, *changes), tmp_path / "mine.xlsx")
    assert (tmp_path / "mine.xlsx").exists()
    assert {f.code for f in findings} == {"B-CONTRAST"}
    told = {f.place: re.search(r"([0-9.]+):1", f.what)[1] for f in findings}
    assert told == {"colours quiet": "2.7", "colours the rating Amber": "1.1"}


def test_the_command_makes_one_and_never_twice(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["template", "new", "--brand", str(BRAND)]) == 0
    assert "template.xlsx" in capsys.readouterr().out
    assert main(["template", "new", "--brand", str(BRAND)]) == 4
    assert "--overwrite" in capsys.readouterr().err
    assert main(["template", "new", "--brand", str(BRAND), "--overwrite"]) == 0
