"""What the tests of the package editor share."""

import os
from pathlib import Path

import pytest

from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import pattern_workbook


@pytest.fixture(scope="session")
def pattern_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pattern_workbook(tmp_path_factory.mktemp("pattern") / "pattern.xlsx")


@pytest.fixture
def book(pattern_file: Path) -> Workbook:
    return Workbook.open(pattern_file)


@pytest.fixture(scope="session")
def corpus() -> list[Path]:
    folder = os.environ.get("EXCEL_CORPUS")
    if not folder:
        pytest.skip("EXCEL_CORPUS is not set: it names a folder of workbooks that Excel saved")
    return sorted(Path(folder).rglob("*.xlsx"))


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    folder = os.environ.get("EXCEL_CORPUS")
    if not folder:
        pytest.skip("EXCEL_CORPUS is not set: it names the folder of the workbooks that tests/ooxml/corpus.lock lists")
    return Path(folder)
