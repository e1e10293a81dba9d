"""Extra: what only records need, imported when it is used, and named where it is not installed."""

import importlib
from typing import Any

from excel_scorecard.errors import MachineError

INSTALL = 'pip install "excel_scorecard[records]"'


def needs(module: str, where: str) -> Any:
    """A module of the extra.

    Raises:
        MachineError: it is not installed, or the machine does not let it be loaded; says what to do.

    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        missing = error.name or module
        what = f"this needs the package {missing.partition('.')[0]}, which is not installed."
        mend = f"Install what records need: {INSTALL}"
    except ImportError as error:
        what = f"{module.partition('.')[0]} may not be loaded here ({' '.join(str(error).split())})."
        mend = "Run `python -m excel_scorecard doctor`: it says what to ask your helpdesk."
    raise MachineError(what, where=where, mend=mend)
