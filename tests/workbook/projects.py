"""Projects for the acceptance tests: the examples copied and changed, and one whose every text is awkward.

A project is a folder on disk, as an officer has it; nothing here reaches into the package.
"""

import csv
import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COUNCIL, REFERRALS = EXAMPLES / "fictional-council", EXAMPLES / "west-midlands-referrals"
HOUSING, SEPTEMBER = EXAMPLES / "housing", EXAMPLES / "september-2015"
THIRTY = HOUSING / "thirty"
MARCH = date(2026, 3, 1)  # the month that the fictional council shows

Row = dict[str, str]


def copied(example: Path, folder: Path) -> Path:
    """The example in `folder`, without what makes its figures."""
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns("*.py", "*.md", "__pycache__"))
    return folder


def with_setting(project: Path, name: str, value: object) -> None:
    """Set a plain setting under [scorecard]."""
    file = project / "scorecard.toml"
    text = re.sub(rf"(?m)^{name} = .*\n", "", file.read_text("utf-8"), count=1)
    file.write_text(text.replace("[scorecard]\n", f"[scorecard]\n{name} = {toml(value)}\n", 1), "utf-8")


def with_signals(project: Path) -> Path:
    """Process limits on every trend; of the council also a changed definition, of two kinds, and limits begun anew."""
    with_setting(project, "chart", "spc")
    file = project / "scorecard.toml"
    text = file.read_text("utf-8")
    for indicator, section, said in (each for each in SIGNALS if f'id = "{each[0]}"' in text):
        entry = "\n".join(f"{key} = {toml(value)}" for key, value in said.items())
        start = text.index(f'id = "{indicator}"')
        end = text.find("[[indicator]]", start)
        end = len(text) if end < 0 else end
        text = f"{text[:end]}\n[[indicator.{section}]]\n{entry}\n\n{text[end:]}"
    file.write_text(text, "utf-8")
    return project


SIGNALS = (
    (
        "assessments-in-time",
        "change",
        {"from": "2025-08", "note": "Counted from the referral, no longer its acceptance"},
    ),
    ("assessments-in-time", "change", {"from": "2024-10", "note": "MASH counts as well"}),
    ("re-referrals", "change", {"from": "2026-01", "note": "A child's siblings count too"}),
    ("cp-visits", "change", {"from": "2025-04", "note": "Telephone calls are named", "break": False}),
    ("cp-plans", "change", {"from": "2026-03", "note": "Plans of other councils are out"}),
    ("children-in-care", "change", {"from": "2025-06", "note": "Short breaks are out"}),
    (
        "s47-in-time",
        "rebase",
        {"from": "2025-06", "reason": "Strategy discussions are held on the day of the referral"},
    ),
)
"""What `with_signals` adds to the fictional council's indicators."""


def with_target(project: Path, indicator: str, month: date, target: float) -> None:
    """Let the indicator have another target from `month` on, its Amber as far away as before."""
    with_goal(project, indicator, month, {"target": target})


def with_goal(project: Path, indicator: str, month: date, goal: dict[str, float]) -> None:
    """Let the indicator have another `target`, or `lower` and `upper`, from `month` on, its Amber as far away."""
    file = project / "scorecard.toml"
    text = file.read_text("utf-8")
    settings = next(i for i in tomllib.loads(text)["indicator"] if i["id"] == indicator)
    before = [t for t in settings["target"] if t["from"] <= month and "area" not in t][-1]
    kept = {key: before[key] for key in ("amber_within", "amber_limit", "source", "review") if key in before}
    said = "".join(f"{key} = {toml(value)}\n" for key, value in (goal | kept).items())
    added = f"[[indicator.target]]\nfrom = {month}\n{said}\n"
    start = text.index(f'id = "{indicator}"')
    end = text.find("[[indicator]]", start)
    file.write_text(f"{text[:end]}{added}{text[end:]}" if end > 0 else f"{text}\n{added}", "utf-8")


def with_remarks(project: Path, month: date, indicator: str, remarks: dict[str, str]) -> None:
    """Let the officers say so of the indicator; an empty text takes out what they said."""
    file = project / "commentary" / f"{month:%Y-%m}.toml"
    said = tomllib.loads(file.read_text("utf-8"))
    about = said.get(indicator, {}) | remarks
    said[indicator] = {key: text for key, text in about.items() if text}
    texts = "".join(f"{key} = {toml(text)}\n" for key, text in said.items() if isinstance(text, str))
    for key, section in said.items():
        if isinstance(section, dict):
            texts += f"[{key}]\n" + "".join(f"{name} = {toml(text)}\n" for name, text in section.items())
    file.write_text(texts, "utf-8")


def with_figures(project: Path, change: Callable[[Row], Row | None]) -> None:
    """Pass each row of the project's figures files through `change`; None takes a row out."""
    for file in (project / "figures").iterdir():
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        kept = [row for row in map(change, rows) if row is not None]
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(kept)


def with_numerators(project: Path, month: date, numerators: dict[str, str]) -> None:
    """Give indicators another numerator for the whole council in one month."""

    def change(row: Row) -> Row:
        is_meant = row["area"] == "TOTAL" and row["period"] == f"{month:%Y-%m}"
        return row | {"numerator": numerators[row["indicator"]]} if is_meant and row["indicator"] in numerators else row

    with_figures(project, change)


def with_months(project: Path, months: int) -> None:
    """Leave only the last `months` months of the figures up to March 2026."""
    last = MARCH.year * 12 + MARCH.month
    with_figures(
        project,
        lambda row: row if last - int(row["period"][:4]) * 12 - int(row["period"][5:]) < months else None,
    )


def toml(value: object) -> str:
    """A value as TOML writes it."""
    return str(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


# ---- awkward texts ---------------------------------------------------------------------------------------------------

ORGANISATION = '3 Rivers & Sons "Council" <O\'Neill> #1 [x]'
CONTROL = "\u0001\u0008"
LONG = "Children seen at their assessment within ten working days"
EIGHT = ("12", "A & B", "O'Neill's", 'The "Green"', "<South>", "Area [1]", "#North", "=1+1")
NINE = tuple(f"{sign}Area" for sign in "=+-@#&<'[")
TWENTY = tuple(f"Area {number}" for number in range(1, 21))
FORMULA_LIKE = ("=1+1", "+44 121 496 0000", "-1", "@SUM(A1)")

# id, number, short, unit, axis, labels of numerator, denominator and value
AWKWARD: tuple[tuple[str, str, str, str, str, tuple[str, str, str]], ...] = (
    ("ab12", "1", "=SUM(A1)", "percent", "none", ("No. [in] #1", "Total's @ & <all>", '% "in"')),
    ("r1c1", "2", "O'Neill & Sons'", "percent", "one", ("Month", "Month", "Target")),
    ("q1", "7", f"Seen {LONG}", "percent", "eight", ("Nos.\nin time", "  ]all[ ", "%'in'")),
    ("q2", "7 Seen", LONG, "count", "eight", ("'Quoted'", "", "a&b")),
    ("c", "+8", f"Smile{CONTROL} 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "percent", "nine", (f"=in{CONTROL}", "=all", "=%")),
    ("true", "9", "History", "count", "twenty", ("#", "", "[x]")),
    ("monthly", "10", "a:b/c\\d?e*f[g]", "count", "none", ("@", "", "-")),
)  # fmt: skip
REMARKS = {
    "ab12": ('=HYPERLINK("http://example.org","click")', "+do it"),
    "r1c1": (f"before{CONTROL}after _x0041_ \ufffe.", "-"),
    "q1": ("Two lines:\n<b>not bold</b> & 'quoted'", "@someone"),
    "q2": (" Type here? ", "\ttab"),
    "c": ("TYPE HERE: what the prompt says", ""),
}
LABELS = {"Green": '=Good "*"', "Amber": "<Fair> & ~?", "Red": "O'Poor [x]", "No target": "Green", "No data": "-"}
_AXES = {"one": ("12",), "eight": EIGHT, "nine": NINE, "twenty": TWENTY}


def awkward(folder: Path) -> Path:
    """A made-up project in which every text is one that has broken a workbook before."""
    lines = [
        "[scorecard]", f"organisation = {toml(ORGANISATION + CONTROL)}", 'heading = "-Heading & more"',
        'service = "=1+1"', 'agenda_item = "@Item 4"', "marking = \"=cmd|' /C calc'!A0\"", "month = 2026-03-01",
        f"notes = {toml([*FORMULA_LIKE, 'a & b < c'])}", "[scorecard.rating_labels]",
        *(f"{toml(rating)} = {toml(word)}" for rating, word in LABELS.items()), "",
    ]  # fmt: skip
    lines += [f"[[area]]\nname = {toml(name)}\naxis = {toml(axis)}" for axis, names in _AXES.items() for name in names]
    for place, (name, number, short, unit, axis, labels) in enumerate(AWKWARD):
        like = FORMULA_LIKE[place % 4]
        lines += ["[[indicator]]", f"id = {toml(name)}", f"number = {toml(number)}", f"short = {toml(short)}"]
        lines += [f"title = {toml(like + ' & <title>')}", f"definition = {toml(like)}", f"owner = {toml(like)}"]
        lines += [f"unit = {toml(unit)}", 'good = "high"', f"breakdown = {toml(axis)}"]
        named = zip(("numerator", "denominator", "value"), labels, strict=True)
        lines += [f"{key}_label = {toml(label)}" for key, label in named if label]
        lines += [
            "[[indicator.target]]",
            "from = 2025-04-01",
            "target = 75",
            "amber_within = 10",
            f"source = {toml(like)}",
        ]
        lines += ["[[indicator.comparator]]", f"label = {toml(like)}", "value = 70", f"source = {toml(like)}"]
    rows: list[Iterable[object]] = [("indicator", "period", "area", "numerator", "denominator", "note")]
    for place, (name, _, _, unit, axis, _) in enumerate(AWKWARD):
        for month in ("2026-01", "2026-02", "2026-03"):
            areas = _AXES.get(axis, ())
            parts = [(area, 70 + place, 100) for area in areas]
            total = (sum(n for _, n, _ in parts) + 9, sum(d for _, _, d in parts) + 10)
            rows += [
                (name, month, area, n, d if unit == "percent" else "", "=1+1")
                for area, n, d in (("TOTAL", *total), *parts)
            ]
    remarks = "".join(
        f"[{key}]\ncommentary = {toml(text)}\naction = {toml(action)}\n" for key, (text, action) in REMARKS.items()
    )
    (folder / "figures").mkdir(parents=True)
    (folder / "commentary").mkdir()
    (folder / "scorecard.toml").write_text("\n".join(lines), "utf-8")
    (folder / "commentary" / "2026-03.toml").write_text(f'concerns = "=1+1"\n{remarks}', "utf-8")
    with (folder / "figures" / "typed.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder
