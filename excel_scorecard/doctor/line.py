"""Line: one thing that was looked at, how it is, what that means, and what to do or to ask the helpdesk."""

from dataclasses import asdict, dataclass
from typing import Literal

State = Literal["ok", "note", "missing", "blocked"]


@dataclass(frozen=True)
class Line:
    """One thing that was looked at.

    `state`: ok; note, where it works and still matters; missing, where something is to be installed; blocked, where the
    machine forbids it. `is_needed`: whether a workbook can be built without it. `means` and `mend` are empty where all
    is well.
    """

    subject: str
    state: State
    found: str
    means: str = ""
    mend: str = ""
    is_needed: bool = True

    @property
    def is_in_the_way(self) -> bool:
        """Whether nothing can be built because of it."""
        return self.is_needed and self.state in {"missing", "blocked"}

    def __str__(self) -> str:
        below = "\n".join(f"{'':9}{text}" for text in (self.means, self.mend and f"-> {self.mend}") if text)
        return f"{self.state:9}{self.subject}: {self.found}" + (f"\n{below}" if below else "")

    def as_dict(self) -> dict[str, str | bool]:
        """The same for machines."""
        return {**asdict(self), "is_in_the_way": self.is_in_the_way}
