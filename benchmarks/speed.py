"""Speed: open, set 100 cells, save: seconds and peak memory, each in a fresh process, in alternating order.

Timed is what stands between the path of one file and the path of the other; the start of Python and the import of a
library are not. Memory is the process's peak, Python and libraries with it. Knows how it is measured and printed; how
an engine is called is engines.py's, how the made workbooks look large.py's.

    python benchmarks/speed.py ENGINE SOURCE TARGET    one measurement, as JSON: what the others are made of
"""

import importlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engines import OURS, Edit, engines

ROOT = Path(__file__).resolve().parent.parent
RIVAL = "openpyxl"
CELLS = 100
LARGEST = 10  # of the corpus
SIZES = (5, 20, 60)  # megabytes
MEGABYTE = 1_000_000
KINDS = {"sheet": "in the sheet edited", "pictures": "in pictures and other sheets"}


@dataclass(frozen=True)
class Measured:
    """One engine on one workbook: medians."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Race:
    """One workbook: what it is, its size on disk, and each engine's medians."""

    workbook: str
    size: float
    measured: dict[str, Measured]

    @property
    def faster(self) -> float:
        """How many times as fast as the rival."""
        return self.measured[RIVAL].seconds / self.measured[OURS].seconds

    @property
    def part_of_memory(self) -> float:
        """What part of the rival's memory it takes."""
        return self.measured[OURS].megabytes / self.measured[RIVAL].megabytes


# ---- one measurement -------------------------------------------------------------------------------------------------


def measure_here(engine: str, source: Path, target: Path) -> dict[str, float]:
    """Seconds and megabytes of this process; it must have done nothing else."""
    edit = hundred_cells(source)
    do = engines()[engine]
    importlib.import_module("excel_scorecard.ooxml.workbook" if engine == OURS else engine)
    start = time.perf_counter()
    do(source, target, edit)
    return {"seconds": time.perf_counter() - start, "megabytes": _peak()}


def hundred_cells(source: Path) -> Edit:
    """Cells of the first worksheet: in a made one its numbers, spread over all rows; else a block below everything.

    They are found in a process of their own: to read a large sheet takes the memory that is to be measured.
    """
    told = json.loads(_ran("--cells", str(source)))
    return Edit(told["sheet"], tuple((row, column, float(number)) for row, column, number in told["cells"]))


def find_cells(source: Path) -> dict[str, object]:
    from kept import free_cell
    from large import EDITED
    from parts import Parts

    book = Parts(source)
    sheet, [(row, column, _)] = free_cell(book)
    if sheet == EDITED:
        rows = row - 2
        cells = [(2 + number * (rows - 2) // CELLS, 1, number) for number in range(CELLS)]
    else:
        cells = [(row + number // 10, column + number % 10, number) for number in range(CELLS)]
    return {"sheet": sheet, "cells": cells}


def _peak() -> float:
    """Megabytes at the highest. Linux tells it of this program alone; ru_maxrss there begins with the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / MEGABYTE
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE


def _ran(*arguments: str) -> str:
    command = [sys.executable, str(Path(__file__).resolve()), *arguments]
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths})
    if done.returncode:
        told = [line for line in done.stderr.splitlines() if line[:1].strip()]  # a cure stands indented below
        raise RuntimeError(told[-1] if told else "it ended without a word")
    return done.stdout


# ---- many ------------------------------------------------------------------------------------------------------------


def race(source: Path, title: str, rounds: int, folder: Path) -> Race:
    """Both engines in turn, each round in another order.

    Raises:
        RuntimeError: an engine could not open or save the workbook.
    """
    taken: dict[str, list[dict[str, float]]] = {OURS: [], RIVAL: []}
    for number in range(rounds):
        for engine in sorted(taken, reverse=number % 2 == 1):
            target = folder / f"after{source.suffix}"
            taken[engine].append(json.loads(_ran(engine, str(source), str(target))))
            target.unlink()
    return Race(
        title,
        source.stat().st_size / MEGABYTE,
        {
            engine: Measured(*(statistics.median(one[key] for one in found) for key in ("seconds", "megabytes")))
            for engine, found in taken.items()
        },
    )


def race_corpus(paths: Sequence[Path], count: int, rounds: int, folder: Path, say: Callable[[str], None]) -> list[Race]:
    """The largest workbooks that both open."""
    found: list[Race] = []
    for path in sorted(paths, key=lambda path: -path.stat().st_size):
        if len(found) == count:
            break
        try:
            found.append(race(path, path.name, rounds, folder))
        except RuntimeError as error:
            say(f"left out, one of the two does not open it: {path.name}: {error}")
    return found


def race_made(sizes: Sequence[float], rounds: int, folder: Path, say: Callable[[str], None]) -> list[Race]:
    """The made workbooks, of each size and kind."""
    found: list[Race] = []
    for size in sizes:
        for kind, words in KINDS.items():
            path = folder / f"made-{kind}-{size}.xlsx"
            maker = [sys.executable, str(Path(__file__).with_name("large.py")), kind, str(size), str(path)]
            subprocess.run(maker, check=True)  # in a process of its own: it takes much memory
            title = f"made, weight {words}"
            say(f"{title}: {path.stat().st_size / MEGABYTE:.1f} MB")
            found.append(race(path, title, rounds, folder))
            path.unlink()
    return found


def as_table(races: Sequence[Race]) -> str:
    """The races as a Markdown table."""
    lines = [
        f"| workbook | MB | {OURS}, s | {RIVAL}, s | times as fast | {OURS}, MB | {RIVAL}, MB | part of its memory |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in races:
        ours, rival = one.measured[OURS], one.measured[RIVAL]
        lines.append(
            f"| {one.workbook} | {one.size:.2f} | {ours.seconds:.2f} | {rival.seconds:.2f} | {one.faster:.1f} "
            f"| {ours.megabytes:.0f} | {rival.megabytes:.0f} | {one.part_of_memory:.2f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1] == "--cells":
        print(json.dumps(find_cells(Path(sys.argv[2]))))
    else:
        print(json.dumps(measure_here(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
