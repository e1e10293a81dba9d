"""Main: the list of commands, and the last word to a user whatever goes wrong."""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from excel_scorecard import __version__
from excel_scorecard.cli import comparators, officers, projects, records, templates, tools
from excel_scorecard.cli.talk import Commands, tell
from excel_scorecard.errors import (
    FindingsError,
    MachineError,
    ScorecardError,
    is_path_too_long,
    path_too_long,
)

OUR_FAULT = 5
EXIT_CODES = """exit codes: 0 done; 1 error findings; 2 wrong usage or project; 3 template and data do not fit;
4 would lose human edits; 5 our fault; 6 the machine would not let us (file open, disk full, no LibreOffice)"""

_RECORDS = Path(__file__).resolve().parents[1] / "records"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    # Windows' console may not know every character of a title
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    given = parser().parse_args(arguments)
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except FindingsError as error:
        tell(given, error.findings, error)
        return error.exit_code
    except ScorecardError as error:
        tell(given, (), error)
        return error.exit_code
    except BrokenPipeError:
        # whoever read our output has seen enough (`| head`); Python would complain once more on closing it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # what no room below has put into words
        refused = _refused(error)
        tell(given, (), refused)
        return refused.exit_code
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return OUR_FAULT
    except Exception as error:  # the last word to a user is never a bare traceback
        if isinstance(error, ImportError) and not (error.name or "").startswith("excel_scorecard"):
            refused = _not_loaded(error)
            tell(given, (), refused)
            return refused.exit_code
        print(_trace_of(error), file=sys.stderr)
        print(
            f"This is a fault of excel_scorecard {__version__}, not yours. Nothing was written.\n"
            "Please report the lines above.",
            file=sys.stderr,
        )
        return OUR_FAULT
    return code


def _trace_of(error: Exception) -> str:
    """Where it happened. An error that went through the records says nothing else: its words may quote one."""
    frames = traceback.extract_tb(error.__traceback__)
    if not any(_RECORDS in Path(frame.filename).parents for frame in frames):
        return "".join(traceback.format_exception(error)).rstrip()
    lines = "".join(traceback.format_list(frames))
    return f"{lines}{type(error).__name__} (its words are left out, for they may quote a record)"


def _refused(error: OSError) -> MachineError:
    place = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    if place is not None and is_path_too_long(error, place):
        return path_too_long(place)
    mend = "Close the file in other programs, check that you may use it, or run `python -m excel_scorecard doctor`."
    return MachineError(
        f"the machine refused ({error.strerror or error})", where=str(place or "this machine"), mend=mend
    )


def _not_loaded(error: ImportError) -> MachineError:
    mend = "Run `python -m excel_scorecard doctor`: it says which, and what to ask your helpdesk."
    return MachineError(f"a library is missing or may not be loaded ({error})", where=sys.executable, mend=mend)


def parser() -> argparse.ArgumentParser:
    """All commands."""
    made = argparse.ArgumentParser(
        prog="excel-scorecard",
        description="Fill a council's own branded Excel template with the month's performance scorecard.",
        epilog=f"{EXIT_CODES}\n\nExample:  excel-scorecard demo",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"excel-scorecard {__version__}")
    commands = Commands(made.add_subparsers(title="commands", metavar="COMMAND", required=True))
    for family in (projects, comparators, officers, templates, records, tools):
        family.add(commands)
    return made
