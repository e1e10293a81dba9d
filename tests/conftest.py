"""What tests of several rooms are given."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder that may not be written to; skips for a user who writes everywhere."""
    folder = tmp_path / "read only"
    folder.mkdir(mode=0o500)
    try:
        (folder / "probe").touch()
    except PermissionError:
        yield folder
    else:
        (folder / "probe").unlink()
        pytest.skip("this user may write into any folder")
    finally:
        folder.chmod(0o700)
