"""What is kept of a workbook when a program edits it, and how fast: ours against openpyxl, excelize and LibreOffice.

    EXCEL_CORPUS=FOLDER python benchmarks/fidelity.py kept            the kept-and-lost table, feature by engine
    python benchmarks/fidelity.py kept my-template.xlsx FOLDER        the same for workbooks of your own
    EXCEL_CORPUS=FOLDER python benchmarks/fidelity.py speed           open, set 100 cells, save: seconds and memory
    EXCEL_CORPUS=FOLDER python benchmarks/fidelity.py all --write-docs    both, into docs/fidelity.md

`--quick` takes every fortieth workbook, or small sizes and one round. `--json FILE` writes what was counted, workbook
by workbook. Nothing is asserted: what must hold is held by the tests.
"""

import argparse
import dataclasses
import importlib.util
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the checkout is measured, not what happens to be installed

import kept  # noqa: E402
import speed  # noqa: E402
from engines import SOFFICE, versions  # noqa: E402

DOCS = ROOT / "docs" / "fidelity.md"
EVERY = 40  # of the workbooks, when quick


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what is kept of workbooks, and how fast they are edited.")
    parser.add_argument("what", choices=("kept", "speed", "all"))
    parser.add_argument("places", nargs="*", type=Path, metavar="FILE", help="or folders; default EXCEL_CORPUS")
    parser.add_argument("--quick", action="store_true", help="a sample, small sizes, one round")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds of the speed; default 3")
    parser.add_argument("--sizes", type=float, nargs="*", metavar="MB", help="of the made workbooks; default 5 20 60")
    parser.add_argument("--write-docs", action="store_true", help=f"put the tables into {DOCS.relative_to(ROOT)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was counted, for machines")
    given = parser.parse_args()
    corpus = os.environ.get("EXCEL_CORPUS")
    places = given.places or ([Path(corpus)] if corpus else [])
    paths = kept.workbooks_in(places)
    if not paths and given.what != "speed":
        parser.error("name workbooks or a folder, or set EXCEL_CORPUS to a folder of them.")
    told: dict[str, object] = {"machine": _machine()}
    blocks: dict[str, str] = {}
    if given.what in ("speed", "all"):
        races = _race(paths, given)
        told["speed"] = [dataclasses.asdict(one) for one in races]
        blocks["speed"] = f"{_machine()}\n\n{speed.as_table(races)}"
    if given.what in ("kept", "all"):
        proof = kept.prove(paths[:: EVERY if given.quick else 1], _say)
        told["kept"] = dataclasses.asdict(proof)
        parts = (_machine(), kept.as_counts(proof), kept.as_table(proof), kept.as_failures(proof))
        blocks["kept"] = "\n\n".join(parts)
        if importlib.util.find_spec("PIL") is None:
            _say("Pillow is not installed, and openpyxl keeps no picture without it: install it to be fair.")
    for name, block in blocks.items():
        if given.write_docs:
            _write_into_docs(name, block)
        print(f"\n{block}")
    if given.json:
        given.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


def _race(paths: list[Path], given: argparse.Namespace) -> list[speed.Race]:
    sizes = given.sizes if given.sizes is not None else [1.0] if given.quick else list(speed.SIZES)
    rounds, count = (1, 2) if given.quick else (given.rounds, speed.LARGEST)
    with tempfile.TemporaryDirectory() as folder:
        made = speed.race_made(sizes, rounds, Path(folder), _say)
        return speed.race_corpus(paths, count, rounds, Path(folder), _say) + made


def _machine() -> str:
    found = ", ".join(f"{name} {version}" for name, version in versions().items())
    cores = f"{os.cpu_count()} cores"
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {cores}; {found}."


def _write_into_docs(name: str, block: str) -> None:
    """Put a block between its two marks."""
    start, end = f"<!-- {name}: made by benchmarks/fidelity.py -->\n", f"<!-- end of {name} -->"
    before, _, rest = DOCS.read_text("utf-8").partition(start)
    _, found, after = rest.partition(end)
    if not found:
        sys.exit(f"{DOCS} has no marks for {name}: {start.strip()} and {end}")
    DOCS.write_text(f"{before}{start}\n{block}\n\n{end}{after}", encoding="utf-8")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    if SOFFICE is None:
        _say("LibreOffice is not installed, and is left out.")
    main()
