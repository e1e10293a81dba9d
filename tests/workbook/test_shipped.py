"""What is shipped: the stock template, the contract it is filled by, the README and the examples of the help."""

import argparse
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from excel_scorecard.brand.look import read_brand
from excel_scorecard.brand.template import make_template
from excel_scorecard.cli import main, parser
from excel_scorecard.workbook.contract import NAME, PATTERN_SLOTS, SUMMARY_SLOTS, TABLES
from tests.libreoffice import needs_libreoffice
from tests.workbook.designer import STANDARD
from tests.workbook.projects import EXAMPLES
from tests.workbook.reading import Book, parts

TOP = EXAMPLES.parent
CONTRACT = [slot.name for slot in (*PATTERN_SLOTS, *SUMMARY_SLOTS)] + [
    column.role for columns in TABLES.values() for column in columns
]
FOR_INSTANCE = re.compile(r"^Example:  excel-scorecard (.+)$", re.MULTILINE)


def test_the_committed_template_is_what_the_brand_makes(tmp_path: Path):
    make_template(read_brand(TOP / "templates" / "brand.toml"), tmp_path / "made.xlsx")
    made, kept = parts(tmp_path / "made.xlsx"), parts(STANDARD)
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


@pytest.mark.parametrize("name", CONTRACT)
def test_a_name_of_the_contract_is_no_cell_and_no_reserved_word(name: str):
    assert NAME.fullmatch(name)
    assert not re.search("[0-9]", name)
    assert not re.fullmatch(r"[a-z]{1,3}", name)
    assert name not in {"criteria", "database", "extract", "true", "false"}
    assert not name.startswith("print_")


def test_no_name_of_the_contract_is_a_tables_name():
    tables = {table.casefold() for table in Book(STANDARD).tables}
    assert not tables & set(CONTRACT)


def test_the_stock_template_has_every_slot_of_the_contract_somewhere():
    there = {name for _, name in Book(STANDARD).names}
    # with a column for groups there would be no subheadings: the one thing that the stock template leaves to others
    assert [name for name in CONTRACT if name not in there] == ["summary_group"]


def test_describe_prints_every_slot_and_column_with_its_cell(capsys: pytest.CaptureFixture[str]):
    assert main(["template", "describe", str(STANDARD)]) == 0
    said = capsys.readouterr().out
    assert [name for name in CONTRACT if not re.search(rf"^\s+{name}\s", said, re.MULTILINE)] == []
    book = Book(STANDARD)
    blocks = {block.partition(":")[0]: block for block in said.split("\n\n")}
    for sheet, name in book.names:
        if sheet and name in CONTRACT and not name.startswith(("commentary_", "definitions_", "notes_")):
            first = book.places(sheet, name)[0][1]
            assert re.search(rf"^\s+{name}\s+.*\b{first}\b", blocks[sheet], re.MULTILINE), (sheet, name)


# ---- the command line ------------------------------------------------------------------------------------------------


def commands(parser: argparse.ArgumentParser, words: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command with its parser, those under another too."""
    under = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if words and not under:
        yield words, parser
    for action in under:
        for name, inner in action.choices.items():
            yield from commands(inner, f"{words} {name}".strip())


COMMANDS = dict(commands(parser()))
EXAMPLES_OF_HELP = {
    words: FOR_INSTANCE.search(parser.epilog or "")[1]
    for words, parser in COMMANDS.items()  # type: ignore[index]
}


@pytest.mark.parametrize("command", list(COMMANDS))
def test_the_readme_names_every_command(command: str):
    assert f"excel-scorecard {command}" in (TOP / "README.md").read_text("utf-8")


@pytest.mark.parametrize("command", list(COMMANDS))
def test_the_help_of_a_command_ends_with_an_example_of_it(command: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as left:
        main([*command.split(), "--help"])
    assert left.value.code == 0
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.startswith(f"Example:  excel-scorecard {command}")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples and the templates, where the help's examples are run."""
    for folder in ("examples", "templates"):
        shutil.copytree(TOP / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def built_checkout(checkout: Path) -> Path:
    """The same with the month's workbook built, as those examples expect that come later in the month."""
    for month in ("2026-02", "2026-03"):
        output = f"scorecard-{month}.xlsx"
        assert main(["build", "examples/fictional-council", "--month", month, "-o", output]) == 0
    return checkout


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "preview"])
def test_the_example_of_the_help_runs(built_checkout: Path, command: str):
    things_to_do = 1 if command == "check" else 0  # the example is not signed off
    assert main(shlex.split(EXAMPLES_OF_HELP[command])) == things_to_do


@needs_libreoffice
def test_the_example_of_preview_draws_every_page(checkout: Path):
    assert main(shlex.split(EXAMPLES_OF_HELP["demo"])) == 0
    arguments = shlex.split(EXAMPLES_OF_HELP["preview"])
    assert main(arguments) == 0
    drawn = sorted((checkout / arguments[arguments.index("--out") + 1]).glob("*.png"))
    indicators = tomllib.loads((TOP / "examples/fictional-council/scorecard.toml").read_text("utf-8"))["indicator"]
    assert len(drawn) >= len(indicators) + 4
    assert all(page.read_bytes().startswith(b"\x89PNG") for page in drawn)


def test_the_demo_is_the_fictional_council(checkout: Path, council: Book):
    assert main(["demo", "--out", "demo"]) == 0
    [made] = (checkout / "demo").iterdir()
    assert made.read_bytes() == council.path.read_bytes()


def test_the_developers_command_makes_the_template(checkout: Path):
    import runpy
    import sys

    guide = (TOP / "docs" / "development.md").read_text("utf-8")
    [words] = re.findall(r"`python -m excel_scorecard\.brand ([^`]+)`", guide)
    before, sys.argv = sys.argv, ["brand", *shlex.split(words)]
    try:
        runpy.run_module("excel_scorecard.brand", run_name="__main__")
    finally:
        sys.argv = before
    assert sorted(parts(checkout / shlex.split(words)[-1])) == sorted(parts(STANDARD))


def test_the_readmes_other_command_makes_a_template(checkout: Path):
    [words] = re.findall(r"^excel-scorecard (template new .+)$", (TOP / "README.md").read_text("utf-8"), re.MULTILINE)
    assert main(shlex.split(words)) == 0
    assert sorted(parts(checkout / shlex.split(words)[-1])) == sorted(parts(STANDARD))


def test_each_example_has_a_readme_and_sources():
    for folder in (path for path in EXAMPLES.iterdir() if path.is_dir()):
        assert (folder / "README.md").is_file(), folder.name
        # the figures of 2015 are typed from a document; its table is in tests/test_september_2015.py
        made = any((folder / name).is_file() for name in ("make_figures.py", "make_records.py"))
        assert made or folder.name == "september-2015", folder.name
