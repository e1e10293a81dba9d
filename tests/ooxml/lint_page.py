"""The table of rules in docs/lint.md, made from the rules. Run `python -m tests.ooxml.lint_page` to write it anew."""

from pathlib import Path

from excel_scorecard.ooxml.lint import PROFILES, RULES
from excel_scorecard.ooxml.lint.levels import level

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "lint.md"
FIRST = "| code | what holds in a good workbook |"


def rules_table() -> str:
    """The table in Markdown."""
    lines = [f"{FIRST} {' | '.join(PROFILES)} |", "|---|---|" + "---|" * len(PROFILES)]
    for rule in RULES:
        levels = " | ".join(level(rule.code, profile) or "-" for profile in PROFILES)
        lines.append(f"| `{rule.code}` | {rule.about.replace('|', chr(92) + '|')} | {levels} |")
    return "\n".join(lines) + "\n"


def page(before: str) -> str:
    """The page with the table made anew; what stands before and after it stays."""
    head, _, rest = before.partition(FIRST)
    _, heading, tail = rest.partition("\n## ")
    return head + rules_table() + heading + tail


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
