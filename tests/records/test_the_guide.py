"""docs/records.md: its settings are read, its extracts are accounted as it says, its tables are those of the schema."""

import re
import tomllib
from pathlib import Path

import pytest

from excel_scorecard.project.records_settings import DATE_FORMS, RecordsSettings
from excel_scorecard.records import read_records
from excel_scorecard.records.quality import RULES
from excel_scorecard.records.schema import TABLES
from tests.records.record_folder import RecordFolder

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "records.md").read_text("utf-8")
SETTINGS = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


def block(mark: str) -> str:
    return re.findall(rf"<!-- {re.escape(mark)} -->\n```\w*\n(.*?)```", GUIDE, re.DOTALL)[0]


def test_its_extracts_are_accounted_as_it_says(council: RecordFolder):
    council.records = tomllib.loads(block("run: records.toml"))
    (council.path / "extracts").mkdir()
    for name in re.findall(r"<!-- run: (extracts/\S+) -->", GUIDE):
        council.put(name, block(f"run: {name}"))
    account = read_records(council.project).account
    assert list(account.lines()) == block("printed").splitlines()
    assert [str(finding) for finding in account.findings()] == block("warned").splitlines()


@pytest.mark.parametrize("settings", SETTINGS)
def test_its_settings_are_settings(settings: str, council: RecordFolder):
    council.records = {"as_of": "2015-09-30", **tomllib.loads(settings)}
    assert council.project.records != RecordsSettings()


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_its_tables_are_those_of_the_schema(table):
    needed = ", ".join(f"`{c.name}`" for c in table.columns if c.is_needed and c.name != table.key)
    others = ", ".join(f"`{c.name}`" for c in table.columns if not c.is_needed)
    assert f"| `{table.name}` | {table.row} | {needed} | {others} |".replace("|  |", "| |") in GUIDE
    assert f"`{table.key}`" in GUIDE


def test_it_names_every_rule_and_every_form_of_a_date():
    assert [rule for rule in RULES if f"`{rule}`" not in GUIDE] == []
    assert [form for form in DATE_FORMS if form not in GUIDE] == []
