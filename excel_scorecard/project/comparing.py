"""Comparing: the settings of how published figures of other councils are taken, and from which files.

The measures themselves are declared in published.py; files are read by comparators/.
"""

from pathlib import PurePath, PureWindowsPath
from typing import Literal, Self

from pydantic import Field, model_validator

from excel_scorecard.settings_file import FilledText, Problem, Settings, Text, broken_rules

Taken = Literal["england", "region", "neighbours", "top_quartile", "own"]


class Comparing(Settings):
    """Whose published figures indicators are compared with, and where they are kept."""

    authority: Text = Field(
        default="", description="The council's own authority in DfE's files, by name or code: needed for neighbours"
    )
    region: Text = Field(default="", description="The region to compare with; left out: the authority's own")
    neighbours: Literal["median", "mean"] = Field(
        default="median", description="How statistical neighbours are put together: median or mean"
    )
    neighbour_list: Text = Field(
        default="",
        description="The file of the list of statistical neighbours; left out: among the files that are imported",
    )
    neighbour_codes: tuple[FilledText, ...] = Field(
        default=(), description="Codes of the neighbours, instead of a list: 892, 352"
    )
    neighbour_version: Text = Field(
        default="", description="What the page says of the list, such as 2025; left out: the year in the file's name"
    )
    take: tuple[Taken, ...] = Field(
        default=("england", "region", "neighbours"),
        description="What to take from the files, in the order of the page: england, region, neighbours, top_quartile, "
        "own (the authority's own published figure)",
    )
    years: int = Field(default=3, strict=True, ge=1, le=20, description="Published years to take, the latest ones")
    files: tuple[FilledText, ...] = Field(
        default=("comparators.csv",),
        min_length=1,
        description="The files of comparators, relative to the project folder; * stands for any letters",
    )

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        problems = [
            Problem(
                f"files '{pattern}' does not start from the project folder",
                "Write it relative to the folder, such as comparators.csv.",
                ("files", position),
            )
            for position, pattern in enumerate(self.files)
            if PurePath(pattern).is_absolute() or PureWindowsPath(pattern).anchor
        ]
        if self.neighbour_list and self.neighbour_codes:
            what = "the neighbours are given twice, as a list's file and by their codes"
            problems.append(Problem(what, "Keep one of the two.", ("neighbour_codes",)))
        if problems:
            raise broken_rules(problems)
        return self
