"""Runs the command: `python -m excel_scorecard`."""

from excel_scorecard.cli import main

raise SystemExit(main())
