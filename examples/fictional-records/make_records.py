"""Makes this folder's records and settings: a council of 8,000 children that does not exist, over twelve months.

    python make_records.py [DIR]

The same as `excel-scorecard fictional --children 8000 --months 12 --seed 1 --format plain`, without its account of what
is wrong in the files on purpose. Every run writes the same bytes.
"""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from excel_scorecard.records.fictional import fictional


def main(arguments: Sequence[str]) -> None:
    """Write the records beside this script unless a folder is named."""
    target = Path(arguments[0]) if arguments else Path(__file__).parent
    with tempfile.TemporaryDirectory() as place:
        made = fictional(8_000, 12, 1, Path(place), formats=("plain",))
        for path in sorted((made.folder / "plain").iterdir()):
            shutil.copyfile(path, target / path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
