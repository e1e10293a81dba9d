"""Unpublishable: every place of a built workbook in which a figure stands that is not for publication is named."""

import re
from pathlib import Path

import pytest

from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.memory import recall
from excel_scorecard.workbook.officers_copy import read_copy
from excel_scorecard.workbook.refresh import refresh
from excel_scorecard.workbook.unpublishable import Place, unpublishable
from tests.workbook.projects import COUNCIL, copied
from tests.workbook.reading import Book, same

GROUP = "A group of councils"
ONLY_HERE = "33.3"  # a figure that stands nowhere else
HEADER = "indicator,label,period,value,source,status,publishable\n"


def project(folder: Path, *rows: str) -> Path:
    """The fictional council without comparators of its own, with rows of comparators.csv."""
    made = copied(COUNCIL, folder)
    settings = made / "scorecard.toml"
    text = re.sub(r"\[\[indicator\.comparator\]\]\n(?:.+\n)+", "", settings.read_text("utf-8"))
    settings.write_text(text, "utf-8")
    (made / "comparators.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    return made


def places(path: Path) -> tuple[Place, ...]:
    return unpublishable(read_copy(Workbook.open(path)))


FIRST = (f"re-referrals,{GROUP},2024-25,{ONLY_HERE},group,,no", "re-referrals,England,2024-25,22.6,DfE,,")
THIRD = (
    "re-referrals,England,2024-25,22.6,DfE,,",
    "re-referrals,Neighbours,2024-25,21.3,DfE,,",
    f"re-referrals,{GROUP},2024-25,{ONLY_HERE},group,,no",
)


@pytest.fixture(scope="module", params=[FIRST, THIRD], ids=["first", "third"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpublishable")
    build(project(folder / "project", *request.param), output=folder / "scorecard.xlsx")
    return folder / "scorecard.xlsx"


def test_every_cell_that_holds_the_figure_or_the_name_is_named(built):
    named = {
        (place.sheet, address(row, column))
        for place in places(built)
        if place.area is not None
        for row in place.area.rows
        for column in place.area.columns
    }
    value = float(ONLY_HERE) / 100
    holding = {
        at
        for at, said in Book(built).cells.items()
        if (isinstance(said, float) and said == pytest.approx(value))
        or (isinstance(said, str) and (GROUP in said or ONLY_HERE in said))
    }
    assert holding
    assert holding <= named


def test_the_charts_that_hold_the_figure_are_named(built):
    book = Book(built)
    holding = {
        name
        for name, content in book.parts.items()
        if name.startswith("xl/charts/") and (GROUP.encode() in content or b"0.333" in content)
    }
    named = {place.name for place in places(built) if place.kind == "chart"}
    assert holding == {name.lstrip("/") for name in named}  # the third has no line in the stock charts


def test_no_other_part_of_the_file_holds_it_but_texts_and_the_memory(built):
    """The shared strings are the cells' texts; the memory is named as a place of its own."""
    book = Book(built)
    holding = {name for name, content in book.parts.items() if GROUP.encode() in content}
    charts = {name for name in holding if name.startswith("xl/charts/")}
    sheets = {name for name in holding if name.startswith("xl/worksheets/")}
    assert holding - charts - sheets <= {"xl/sharedStrings.xml", "customXml/item1.xml"}
    assert any(place.kind == "memory" for place in places(built))


def test_the_page_says_that_it_is_not_for_publication(built):
    texts = [
        said for said in Book(built).cells.values() if isinstance(said, str) and GROUP in said and ONLY_HERE in said
    ]
    assert texts
    assert all("not for publication" in said for said in texts)


def test_a_refreshed_workbook_knows_it_as_well(built, tmp_path):
    folder = project(tmp_path / "project", *FIRST)
    workbook = tmp_path / "scorecard.xlsx"
    build(folder, output=workbook)
    (folder / "comparators.csv").write_text(HEADER + "re-referrals,England,2024-25,22.6,DfE,,\n", "utf-8")
    assert places(workbook)
    refresh(workbook, folder)
    assert places(workbook) == ()
    book = Book(workbook)
    assert not any(GROUP.encode() in content for name, content in book.parts.items() if "shared" not in name)
    assert not any(same(value, float(ONLY_HERE) / 100) for value in book.cells.values())
    assert not any(isinstance(value, str) and GROUP in value for value in book.cells.values())
    (folder / "comparators.csv").write_text(HEADER + "".join(f"{row}\n" for row in THIRD), "utf-8")
    refresh(workbook, folder)
    memory = recall(Workbook.open(workbook))
    assert memory is not None
    assert memory.pages["re-referrals"].withheld == ("three",)
    assert {place.name for place in places(workbook) if place.kind == "slot"} == {
        "comparator_three",
        "comparator_three_label",
        "comparator_three_period",
    }


def test_a_place_is_called_by_its_sheet_and_cells(built):
    said = {str(place) for place in places(built)}
    assert any(re.fullmatch(r"1 Re-referrals![A-Z]+[0-9]+ \(comparator_(one|three)\)", each) for each in said)
    assert any(
        re.fullmatch(r".+![A-Z]+[0-9]+:[A-Z]+[0-9]+ \(monthly_comparator_(one|three)_line\)", each) for each in said
    )


def test_a_workbook_that_may_be_published_as_it_is_has_no_such_place(tmp_path):
    build(COUNCIL, output=tmp_path / "scorecard.xlsx")
    assert places(tmp_path / "scorecard.xlsx") == ()
