"""Command line: one thin command for each public function. On top of everything; nothing imports it.

Results go to standard output, talk and findings to standard error; `--json` gives both to machines.
"""

from excel_scorecard.cli.main import main, parser

__all__ = ["main", "parser"]
