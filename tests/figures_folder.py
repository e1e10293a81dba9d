"""Project folders for tests of figures: a fictional council's settings, and files put beside them."""

from pathlib import Path
from typing import Any

import pytest

from excel_scorecard.errors import Finding, FindingsError
from excel_scorecard.figures import Figures, read_figures
from excel_scorecard.project import Project, make_project

HEADER = "indicator,period,area,numerator,denominator\n"


def an_indicator(id_: str, unit: str, **more: object) -> dict[str, Any]:
    return {"id": id_, "title": f"Title of {id_}", "unit": unit, "good": "low", **more}


class Folder:
    """A project's folder, and what reading it gives."""

    def __init__(self, path: Path, indicators: list[dict[str, Any]], **scorecard: object) -> None:
        self.path = path
        self.settings: dict[str, Any] = {
            "scorecard": {"organisation": "Northshire Council (fictional)", **scorecard},
            "area": [{"name": "EAST"}, {"name": "SOUTH"}],
            "indicator": [{"number": number, **indicator} for number, indicator in enumerate(indicators, start=1)],
        }

    @property
    def project(self) -> Project:
        return make_project(self.settings, self.path)

    def put(self, name: str, content: str | bytes) -> None:
        """Write a file, its folders too."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def read(self, files: dict[str, str | bytes] | None = None, **how: Any) -> tuple[Figures, tuple[Finding, ...]]:
        for name, content in (files or {}).items():
            self.put(name, content)
        return read_figures(self.project, **how)

    def wrong(self, files: dict[str, str | bytes] | None = None) -> list[Finding]:
        """The errors that reading tells."""
        with pytest.raises(FindingsError) as caught:
            self.read(files)
        return [finding for finding in caught.value.findings if finding.level == "error"]


def said(findings: tuple[Finding, ...] | list[Finding]) -> list[tuple[str, str, str]]:
    """Findings by file, place and code, without F-NONE: a small file has no figures for some indicator."""
    return [(f.file, f.place, f.code) for f in findings if f.code != "F-NONE"]
