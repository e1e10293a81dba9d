"""corrections.csv with corrections added to it: its own form is kept, and no other line changes."""

import codecs
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from excel_scorecard.errors import FindingsError, ProjectError
from excel_scorecard.figures.corrections import read_corrections
from excel_scorecard.figures.corrections_file import NewCorrection, with_corrections
from excel_scorecard.project import Project, make_project

HEADINGS = "indicator,period,area,numerator,denominator,value,code,reason,by,on"
OTHERS = 'icpc-in-time,2015-08,,19,,,,"A conference, entered late",A. Officer,09/09/2015'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_in(tmp_path)


def project_in(folder: Path) -> Project:
    indicators = [
        {
            "id": "icpc-in-time",
            "number": 7,
            "title": "Conferences",
            "unit": "percent",
            "good": "high",
            "breakdown": "area",
        },
        {"id": "unallocated", "number": 1, "title": "Unallocated", "unit": "count", "good": "low"},
    ]
    settings = {"scorecard": {"organisation": "Northshire"}, "indicator": indicators, "area": [{"name": "EAST"}]}
    return make_project(settings, folder)


def new(
    indicator: str = "icpc-in-time", month: date = date(2015, 9, 1), area: str = "TOTAL", **figures: str
) -> NewCorrection:
    key = (indicator, month, area, "period")
    return NewCorrection(key, f"{month:%Y-%m}", figures, "Counted again", "Jane Doe", date(2015, 10, 9))


def after(project: Project, before: bytes | None, *corrections: NewCorrection) -> bytes:
    file = project.folder / "corrections.csv"
    if before is not None:
        file.write_bytes(before)
    return with_corrections(project, corrections)


def test_a_file_that_is_not_there_yet_is_one_that_excel_opens(project):
    assert after(project, None, new(numerator="24", denominator="31")) == codecs.BOM_UTF8 + (
        f"{HEADINGS}\r\nicpc-in-time,2015-09,TOTAL,24,31,,,Counted again,Jane Doe,09/10/2015\r\n".encode()
    )


def test_a_new_row_stands_below_those_of_others_which_stay_to_the_byte(project):
    before = f"{HEADINGS}\n{OTHERS}\n".encode()
    assert after(project, before, new(numerator="24")) == before + (
        b"icpc-in-time,2015-09,TOTAL,24,,,,Counted again,Jane Doe,09/10/2015\n"
    )


def test_a_figure_that_has_a_row_is_changed_there(project):
    before = f"{HEADINGS}\r\n{OTHERS}\r\nunallocated,2015-08,,7,,,,Two were closed,,\r\n".encode()
    written = after(project, before, new(month=date(2015, 8, 1), numerator="20"))
    assert written == before.replace(OTHERS.encode(), b"icpc-in-time,2015-08,,20,,,,Counted again,Jane Doe,09/10/2015")


def test_a_code_takes_the_place_of_the_numbers(project):
    before = f"{HEADINGS}\n{OTHERS}\n".encode()
    written = after(project, before, new(month=date(2015, 8, 1), code="x"))
    assert written.splitlines()[1] == b"icpc-in-time,2015-08,,,,,x,Counted again,Jane Doe,09/10/2015"


FORMS = {
    "with a byte order mark": (codecs.BOM_UTF8, "utf-8", ",", "\r\n"),
    "as Excel saves Unicode text": (codecs.BOM_UTF16_LE, "utf-16-le", "\t", "\r\n"),
    "with semicolons": (b"", "utf-8", ";", "\n"),
    "in Windows' western letters": (b"", "cp1252", ",", "\r\n"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_files_own_form_is_kept(project, form):
    mark, encoding, delimiter, end = FORMS[form]
    heading = delimiter.join(("Period", "Indicator", "Our note", "Numerator", "Why"))
    row = delimiter.join(("Aug-15", "unallocated", "Zoë saw it", "7", "Zoë’s count"))
    before = mark + f"{heading}{end}{row}{end}".encode(encoding)
    added = delimiter.join(("2015-09", "unallocated", "", "9", "Counted again"))
    assert after(project, before, new("unallocated", numerator="9")) == before + f"{added}{end}".encode(encoding)


def test_a_letter_that_the_files_encoding_lacks_makes_it_unicode(project):
    before = f"{HEADINGS}\nicpc-in-time,2015-08,,19,,,,Zoë,,\n".encode("cp1252")
    correction = new(numerator="9")
    written = after(project, before, NewCorrection(correction.key, "2015-09", {"numerator": "9"}, "Łukasz's count"))
    assert written.startswith(codecs.BOM_UTF8)
    assert "Zoë" in written.decode("utf-8-sig")
    assert "Łukasz" in written.decode("utf-8-sig")


def test_a_column_that_is_needed_and_lacking_is_headed(project):
    before = b"indicator,period,numerator,reason\nunallocated,2015-08,7,Two were closed\n"
    assert after(project, before, new(area="EAST", value="77")) == (
        b"indicator,period,numerator,reason,value,area\nunallocated,2015-08,7,Two were closed\n"
        b"icpc-in-time,2015-09,,Counted again,77,EAST\n"
    )


def test_a_last_line_without_an_end_gets_one(project):
    before = f"{HEADINGS}\n{OTHERS}".encode()
    assert after(project, before, new(numerator="24")).startswith(before + b"\nicpc-in-time,2015-09")


def test_a_reason_over_several_lines_is_one_row(project):
    before = f'{HEADINGS}\nicpc-in-time,2015-08,,19,,,,"One\nTwo",,\nunallocated,2015-08,,7,,,,Closed,,\n'.encode()
    written = after(project, before, new("unallocated", date(2015, 8, 1), numerator="8"))
    assert written == before.replace(
        b"unallocated,2015-08,,7,,,,Closed,,", b"unallocated,2015-08,,8,,,,Counted again,Jane Doe,09/10/2015"
    )


def test_a_reason_that_looks_like_a_formula_is_none_when_excel_opens_the_file(project):
    written = after(project, None, NewCorrection(new().key, "2015-09", {"numerator": "1"}, "=1+1"))
    assert b",'=1+1," in written


def test_months_across_have_no_row_for_a_figure(project):
    before = b"indicator,reason,Aug-15\nunallocated,Closed,7\n"
    with pytest.raises(ProjectError, match="months stand across"):
        after(project, before, new(numerator="1"))


def test_a_file_that_cannot_be_read_is_not_written(project):
    with pytest.raises(FindingsError):
        after(project, b"indicator,period,numerator,reason\nnone-such,2015-08,7,x\n", new(numerator="1"))


numbers = some.integers(0, 40).map(str)


@given(
    some.lists(
        some.tuples(some.sampled_from(["icpc-in-time", "unallocated"]), some.integers(1, 12), numbers), max_size=8
    )
)
def test_what_is_written_is_what_is_read_and_writing_it_again_changes_nothing(tmp_path_factory, said):
    project = project_in(tmp_path_factory.mktemp("project"))
    wanted: dict[tuple[str, date], str] = {}
    for indicator, month, number in said:
        wanted[indicator, date(2015, month, 1)] = number
        written = with_corrections(project, [new(indicator, date(2015, month, 1), numerator=number)])
        (project.folder / "corrections.csv").write_bytes(written)
        again = with_corrections(project, [new(indicator, date(2015, month, 1), numerator=number)])
        assert again == written
    corrections, findings = read_corrections(project)
    assert findings == []
    read = {(each.told.figure.indicator, each.told.figure.period): each.told.figure.numerator for each in corrections}
    assert {key: Decimal(str(number)) for key, number in read.items()} == {k: Decimal(v) for k, v in wanted.items()}
