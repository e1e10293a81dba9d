"""What is told when a workbook cannot be built: by the command, with its exit code, and nothing written."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from excel_scorecard.cli import main
from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.workbook import Workbook
from tests.workbook.designer import STANDARD
from tests.workbook.projects import COUNCIL, Row, copied, with_figures, with_setting
from tests.workbook.reading import Book, parts, written

PROJECT, FIGURES, TEMPLATE, EDITS, MACHINE = 2, 1, 3, 4, 6


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(COUNCIL, tmp_path / "project")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.xlsx"


Told = Callable[..., str]


@pytest.fixture
def told(project: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    """Builds, asserts the exit code and that nothing was written, and gives what was said."""

    def build(code: int, *arguments: str) -> str:
        before = out.read_bytes() if out.exists() else None
        assert main(["build", str(project), "-o", str(out), *arguments]) == code
        assert (out.read_bytes() if out.exists() else None) == before
        assert not list(out.parent.glob("*.part"))
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return said.out + said.err

    return build


# ---- the template ----------------------------------------------------------------------------------------------------


def with_template(project: Path, content: bytes) -> None:
    (project / "ours.xlsx").write_bytes(content)
    with_setting(project, "template", "ours.xlsx")


def with_changed_template(project: Path, change: Callable[[Workbook], None]) -> None:
    """The stock template, changed."""
    book = Workbook.open(STANDARD)
    change(book)
    book.save(project / "ours.xlsx")
    with_setting(project, "template", "ours.xlsx")


def strict(path: Path) -> bytes:
    """The template in ISO strict form: its namespaces and relationship types are others."""
    members = {
        name: content.replace(b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument")
        .replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        for name, content in parts(STANDARD).items()
    }  # fmt: skip
    return written(path, members).read_bytes()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"Month;Inside\n2015-09;1\n", "not an Excel workbook"),
        (b"", "empty"),
        (OLE + b"\0" * 1000, "Excel 97-2003"),
        (OLE + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (STANDARD.read_bytes()[:20_000], "damaged"),
        (b"%PDF-1.7", "not an Excel workbook"),
    ],
)
def test_a_template_that_is_no_workbook_is_called_what_it_is(project: Path, told: Told, content: bytes, word: str):
    with_template(project, content)
    said = told(TEMPLATE)
    assert word in said
    assert "ours.xlsx" in said


def test_a_template_in_iso_strict_form_is_told_how_to_be_saved(project: Path, tmp_path: Path, told: Told):
    with_template(project, strict(tmp_path / "strict.xlsx"))
    said = told(TEMPLATE)
    assert "ISO strict" in said
    assert "Excel Workbook (.xlsx)" in said


def test_a_strict_workbook_that_excel_saved_is_refused_too(project: Path, told: Told):
    folder = os.environ.get("EXCEL_CORPUS")
    if not folder:
        pytest.skip("EXCEL_CORPUS is not set: it names a folder of workbooks that Excel saved")
    saved = sorted(Path(folder).rglob("*ISOStrict*.xlsx"))[0]
    with_template(project, saved.read_bytes())
    assert "ISO strict" in told(TEMPLATE)


def test_a_zip_that_is_no_workbook_is_refused(project: Path, tmp_path: Path, told: Told):
    with zipfile.ZipFile(tmp_path / "plain.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with_template(project, (tmp_path / "plain.zip").read_bytes())
    told(TEMPLATE)


def test_a_template_that_is_not_there_is_named(project: Path, told: Told):
    with_setting(project, "template", "missing.xlsx")
    assert "missing.xlsx" in told(TEMPLATE)


@pytest.mark.parametrize("slot", ["indicator_id", "value", "commentary"])
def test_a_required_slot_that_is_lacking_is_named_with_its_sheet(project: Path, told: Told, slot: str):
    with_changed_template(project, lambda book: book.names.remove(slot, sheet="percentage"))
    said = told(TEMPLATE)
    assert re.search(rf"ours\.xlsx.*percentage.*{slot}", said)


def test_all_that_a_template_lacks_is_told_at_once(project: Path, told: Told):
    def change(book: Workbook) -> None:
        book.names.remove("value", sheet="percentage")
        book.names.remove("commentary", sheet="percentage")
        book.names.remove("monthly_value", sheet="percentage")
        book.names.remove("month", sheet="Summary")

    with_changed_template(project, change)
    said = told(TEMPLATE)
    assert all(name in said for name in ("slot value", "slot commentary", "column monthly_value", "slot month"))


def renamed(sheet: str, role: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        next(table for table in book.sheet(sheet).tables if table.name.startswith(role)).rename("Something_else")

    return change


def test_a_pattern_without_its_monthly_table_is_refused(project: Path, told: Told):
    with_changed_template(project, renamed("percentage", "Monthly"))
    said = told(TEMPLATE)
    assert "Monthly" in said
    assert "percentage" in said


def test_a_template_without_a_summary_table_is_refused(project: Path, told: Told):
    with_changed_template(project, renamed("Summary", "Summary"))
    assert "Summary" in told(TEMPLATE)


def test_a_missing_pattern_sheet_is_named_with_the_indicator_that_wants_it(project: Path, told: Told):
    def change(book: Workbook) -> None:
        for name in book.sheet_names():
            if name.startswith("count"):
                book.delete_sheet(name)

    with_changed_template(project, change)
    said = told(TEMPLATE)
    assert "'count'" in said
    assert "unallocated" in said


def test_a_unit_without_a_pattern_is_told_which_patterns_there_are(project: Path, told: Told):
    file = project / "scorecard.toml"
    text = file.read_text("utf-8").replace('unit = "count"', 'unit = "count"\npattern = "gauge"', 1)
    file.write_text(text, "utf-8")
    said = told(TEMPLATE)
    assert "'gauge'" in said
    assert "percentage" in said


def test_what_stands_below_a_growing_table_and_cannot_move_is_named_by_its_cell(project: Path, told: Told):
    def change(book: Workbook) -> None:
        sheet = book.sheet("percentage")
        table = next(t for t in sheet.tables if t.name.startswith("Monthly"))
        sheet.write(table.body.last_row + 4, table.body.first_column, "our note")
        names, note = book.sheet_names(), address(table.body.last_row + 4, table.body.first_column)
        sheet.write(1, 60, 0, f"COUNTA({names[0]}:{names[-1]}!{note})")

    with_changed_template(project, change)
    [(_, below)] = [place for place, value in Book(project / "ours.xlsx").cells.items() if value == "our note"]
    said = told(TEMPLATE)
    assert f"a formula that reads {below} at '1 Re-referrals'!BH1" in said


def test_a_slot_whose_cell_was_deleted_is_told_as_a_broken_name(project: Path, told: Told):
    with_changed_template(project, lambda book: book.names.set("rating", "percentage!#REF!", sheet="percentage"))
    said = told(TEMPLATE)
    assert "rating" in said
    assert "percentage" in said


# ---- the output ------------------------------------------------------------------------------------------------------


def test_an_output_that_is_open_in_excel_is_said_to_be_open(
    out: Path, told: Told, council: Book, monkeypatch: pytest.MonkeyPatch
):
    out.write_bytes(council.path.read_bytes())

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    assert "open in another program" in told(MACHINE)


def test_an_output_folder_that_does_not_exist_is_named(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["build", str(project), "-o", str(tmp_path / "none" / "out.xlsx")]) == MACHINE
    assert "none" in capsys.readouterr().err


def test_an_output_that_is_a_folder_is_refused(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["build", str(project), "-o", str(tmp_path)]) == PROJECT
    assert "folder" in capsys.readouterr().err


def saved_by_somebody(path: Path, built: Book) -> None:
    """The workbook as a program that saved it leaves it: with a later time of change."""
    core = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-04-14T09:12:00Z", built.parts["docProps/core.xml"])
    assert core != built.parts["docProps/core.xml"]
    written(path, built.parts | {"docProps/core.xml": core})


def test_a_workbook_that_was_saved_since_it_was_built_is_not_overwritten(out: Path, told: Told, council: Book):
    saved_by_somebody(out, council)
    said = told(EDITS)
    assert "saved since it was built" in said
    assert "--overwrite" in said


def test_a_file_that_is_no_workbook_of_ours_is_not_overwritten(out: Path, told: Told):
    out.write_bytes(b"somebody's own")
    told(EDITS)


def test_overwrite_goes_on_all_the_same(project: Path, out: Path, council: Book, capsys: pytest.CaptureFixture[str]):
    saved_by_somebody(out, council)
    assert main(["build", str(project), "-o", str(out), "--overwrite"]) == 0
    assert out.read_bytes() == council.path.read_bytes()


def test_a_workbook_as_it_was_built_is_replaced_without_a_question(project: Path, out: Path, council: Book):
    out.write_bytes(council.path.read_bytes())
    with_setting(project, "heading", "Another heading")
    assert main(["build", str(project), "-o", str(out)]) == 0
    assert out.read_bytes() != council.path.read_bytes()


# ---- project and figures ---------------------------------------------------------------------------------------------


def test_an_unknown_setting_is_an_error_of_the_project(project: Path, told: Told):
    with_setting(project, "organization", "Northshire")
    said = told(PROJECT)
    assert "did you mean 'organisation'" in said


def test_a_project_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["build", str(tmp_path / "none")]) == PROJECT
    assert "none" in capsys.readouterr().err


def test_a_month_without_figures_is_an_error_of_the_project(told: Told):
    assert "Jan-19" in told(PROJECT, "--month", "2019-01")


def test_commentary_on_an_unknown_indicator_is_an_error_of_the_project(project: Path, told: Told):
    file = project / "commentary" / "2026-03.toml"
    file.write_text(file.read_text("utf-8") + '\n[re-referals]\ncommentary = "x"\n', "utf-8")
    assert "did you mean 're-referrals'" in told(PROJECT)


def with_slips(project: Path) -> None:
    """A numerator above its denominator, and an unreadable number."""

    def change(row: Row) -> Row:
        if (row["indicator"], row["period"], row["area"]) == ("supervision", "2026-03", "TOTAL"):
            return row | {"numerator": "9999"}
        if (row["indicator"], row["period"], row["area"]) == ("cp-visits", "2026-03", "TOTAL"):
            return row | {"denominator": "many"}
        return row

    with_figures(project, change)


def test_wrong_figures_are_findings_that_name_file_line_and_column(project: Path, told: Told):
    with_slips(project)
    said = told(FIGURES)
    assert re.search(r"monthly\.csv : line \d+, column numerator : F-ABOVE", said)
    assert re.search(r"monthly\.csv : line \d+, column denominator : F-NUMBER", said)


# ---- for machines ----------------------------------------------------------------------------------------------------


def test_json_gives_the_same_findings_as_the_printed_lines(project: Path, told: Told):
    with_slips(project)
    printed = [line.partition(": ")[2] for line in told(FIGURES).splitlines() if line.startswith("error: ")]
    report = json.loads(told(FIGURES, "--json"))
    keys = ("file", "place", "code", "what", "mend")
    assert [" : ".join(f[key] for key in keys) for f in report["findings"] if f["level"] == "error"] == printed
    assert len(printed) == 2


def test_json_gives_an_error_with_its_exit_code(project: Path, told: Told):
    with_setting(project, "template", "missing.xlsx")
    report = json.loads(told(TEMPLATE, "--json"))
    assert report["exit_code"] == TEMPLATE
    assert [error.keys() for error in report["errors"]] == [{"what", "where", "mend"}]


def test_json_of_a_build_gives_path_month_counts_and_warnings(
    project: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    with_figures(project, lambda row: None if row["period"] == "2025-11" and row["indicator"] == "cp-plans" else row)
    assert main(["build", str(project), "-o", str(out), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["path"], report["month"]) == (str(out), "2026-03")
    assert "Red" in report["counts"]
    assert {finding["code"] for finding in report["findings"]} == {"F-GAP", "B-OLD"}


def test_warnings_are_told_and_the_work_is_done(project: Path, out: Path, capsys: pytest.CaptureFixture[str]):
    with_figures(project, lambda row: None if row["period"] == "2025-11" and row["indicator"] == "cp-plans" else row)
    assert main(["build", str(project), "-o", str(out)]) == 0
    assert "warning: " in capsys.readouterr().err
    assert out.exists()


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_reader_that_has_seen_enough_is_no_fault():
    shell = f"{sys.executable} -m excel_scorecard schema | head -1"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False, env=os.environ)
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_json_tells_all_that_is_wrong_with_the_settings(project: Path, out: Path, capsys: pytest.CaptureFixture[str]):
    settings = project / "scorecard.toml"
    settings.write_text(settings.read_text("utf-8").replace('good = "high"', 'good = "tall"'), "utf-8")
    assert main(["build", str(project), "-o", str(out), "--json"]) == PROJECT
    report = json.loads(capsys.readouterr().out)
    assert len(report["errors"]) > 1
    assert {error["what"] for error in report["errors"]} == {'good "tall" is not known.'}
