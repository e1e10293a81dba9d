"""Fixtures of the record tests."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.records.record_folder import RecordFolder


@pytest.fixture
def council(tmp_path: Path) -> RecordFolder:
    """A fictional council's folder."""
    return RecordFolder(tmp_path)


@pytest.fixture(scope="session")
def council_with_records() -> Callable[..., None]:
    """Writes the fictional council with its records as at a month's end, as its user runs it from its own folder."""
    folder = Path(__file__).resolve().parents[2] / "examples" / "fictional-council"
    sys.path.insert(0, str(folder))
    try:
        import make_records
    finally:
        sys.path.remove(str(folder))
    return make_records.write
