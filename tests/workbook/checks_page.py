"""The table of codes in docs/checks.md, made from the codes. Run `python -m tests.workbook.checks_page` to write it."""

from pathlib import Path

from excel_scorecard.workbook.check.codes import CODES

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "checks.md"
FIRST = "| code | what holds in a workbook that can go out | level | how to mend it |"


def codes_table() -> str:
    """The table in Markdown."""
    rows = (f"| `{each.code}` | {each.about} | {each.level} | {each.mend} |" for each in CODES.values())
    return "\n".join((FIRST, "|---|---|---|---|", *rows)) + "\n"


def page(before: str) -> str:
    """The page with the table made anew; what stands before and after it stays."""
    head, _, rest = before.partition(FIRST)
    _, heading, tail = rest.partition("\n## ")
    return head + codes_table() + heading + tail


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
