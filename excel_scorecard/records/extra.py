"""Extra: what only records need, imported when it is used, and named where it is not installed."""

import importlib
from typing import Any

from excel_scorecard.errors import MachineError

INSTALL = 'pip install "excel_scorecard[records]"'


def needs(module: str, where: str) -> Any:
    """A module of the extra.

    Raises:
        MachineError: it is not installed; says how to.

    """
    try:
        return importlib.import_module(module)
    except ImportError:
        missing = module.partition(".")[0]
    what = f"this needs the package {missing}, which is not installed."
    raise MachineError(what, where=where, mend=f"Install what records need: {INSTALL}")
