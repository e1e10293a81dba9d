"""Fixtures of the record tests."""

from pathlib import Path

import pytest

from tests.records.record_folder import RecordFolder


@pytest.fixture
def council(tmp_path: Path) -> RecordFolder:
    """A fictional council's folder."""
    return RecordFolder(tmp_path)
