"""The house: a module imports only from its own floor or below, and within a floor from rooms to its left."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "excel_scorecard"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Bottom up; on a floor from left to right. Rooms of one line may know each other's left neighbours.
FLOORS = (
    ("errors", "compound", "weight", "delimited", "synced", "disk"),
    (
        "requirements",
        "calendar",
        "settings_file",
        "settings_book",
        "codes",
        "comparator",
        "published",
        "working_days",
        "changes",
        "indicator",
        "project",
        "commentary",
        "setup",
        "ooxml",
    ),
    ("records", "figures", "comparators"),
    (
        "values",
        "runs",
        "wording",
        "comparison",
        "rule_words",
        "counts",
        "rating",
        "spc",
        "signals",
        "judgement",
        "revised",
        "replaced",
        "trend",
        "scorecard",
        "consistency",
        "claims",
        "narrative",
        "one_area",
    ),
    ("brand", "workbook", "preview", "doctor", "wheelhouse"),
    ("cli",),
)
FLOOR = {room: number for number, floor in enumerate(FLOORS) for room in floor}
# brand draws by the contract's names, and the contract knows nothing: one word list for both
# what records come to is a row of the waist, which knows nothing of them
ALLOWED_TO_THE_RIGHT = {("brand", "workbook.contract"), ("records", "figures.waist")}
NEVER_MEET = {("ooxml", room) for room in FLOORS[1] if room != "ooxml"}


def imports(module: Path) -> set[str]:
    """The package's own modules that `module` imports, as dotted names without the package."""
    nodes = list(ast.walk(ast.parse(module.read_text("utf-8"))))
    names = [alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names]
    names += [str(n.module) for n in nodes if isinstance(n, ast.ImportFrom)]
    return {name.removeprefix("excel_scorecard.") for name in names if name.startswith("excel_scorecard.")}


def room(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def test_every_room_stands_on_a_floor():
    rooms = {room(module) for module in MODULES} - {"__init__", "__main__"}
    assert rooms == set(FLOOR)


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) in FLOOR], ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_floor_or_below(module: Path):
    here = room(module)
    for used in imports(module):
        there = used.split(".")[0]
        assert FLOOR[there] <= FLOOR[here], f"{here} (floor {FLOOR[here]}) imports {used} (floor {FLOOR[there]})"


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) in FLOOR], ids=lambda m: str(m.relative_to(PACKAGE)))
def test_within_a_floor_a_room_imports_only_from_rooms_to_its_left(module: Path):
    here = room(module)
    floor = FLOORS[FLOOR[here]]
    for used in imports(module):
        there = used.split(".")[0]
        if there in floor and there != here and (here, used) not in ALLOWED_TO_THE_RIGHT:
            assert floor.index(there) < floor.index(here), f"{here} imports {used}, a room to its right"


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) in FLOOR], ids=lambda m: str(m.relative_to(PACKAGE)))
def test_the_file_and_the_numbers_never_meet_on_the_first_floor(module: Path):
    for used in imports(module):
        pair = (room(module), used.split(".")[0])
        assert pair not in NEVER_MEET
        assert pair[::-1] not in NEVER_MEET


def test_nothing_imports_the_command_line():
    others = [m for m in MODULES if room(m) not in {"cli", "__main__"}]
    assert not [m for m in others if any(used.split(".")[0] == "cli" for used in imports(m))]


def test_every_module_opens_by_saying_what_it_is():
    silent = [m.relative_to(PACKAGE) for m in MODULES if not ast.get_docstring(ast.parse(m.read_text("utf-8")))]
    assert silent == []
