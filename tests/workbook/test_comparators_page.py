"""Comparators on the page: the line, Definitions and the notes of a built workbook, and that LibreOffice agrees."""

from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.published import ATTRIBUTION
from excel_scorecard.workbook import compared
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.fit import lines
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.workbook.reading import Book, with_cells
from tests.workbook.test_unpublishable import project

SOURCE = '"As published, to one decimal: DfE, Children in need, reporting year 2025, file c1 (OGL v3.0)"'
ROWS = (
    f"re-referrals,England,2024-25,22.6,{SOURCE},final,yes",
    f"re-referrals,Yorkshire and The Humber,2024-25,20.6,{SOURCE},final,yes",
    f're-referrals,"Statistical neighbours (median of 9 of 10, 2025 list)",2024-25,21.3,{SOURCE},provisional,yes',
    "re-referrals,Children's services of the eastern region,2024-25,19.9,shared within the region,final,no",
    f"icpc-in-time,England,2023-24,79.7,{SOURCE},final,yes",
    f"icpc-in-time,Yorkshire and The Humber,2023-24,76.4,{SOURCE},final,yes",
    f'icpc-in-time,"Statistical neighbours (median of 10, 2025 list)",2024-25,78.8,{SOURCE},final,yes',
    f"icpc-in-time,Top quartile (highest 25% of 140 authorities),2023-24,87.9,{SOURCE},final,yes",
    "cp-plans,England,31 March 2025,u,DfE,final,yes",
    "unallocated,A neighbour,31 December 2025,12,by telephone,final,yes",
    "supervision,England,2025,81,DfE,final,yes",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("comparators")
    build(project(folder / "project", *ROWS), output=folder / "scorecard.xlsx")
    return folder / "scorecard.xlsx"


def said(book: Book) -> dict[str, str]:
    """The line of comparators by indicator, where there is one."""
    found = {id_: book.slot(sheet, "comparators_text") for id_, sheet in book.indicators().items()}
    return {id_: str(text) for id_, text in found.items() if text}


def test_the_lines_are_in_the_form_that_has_room(built):
    assert said(Book(built)) == {
        "re-referrals": (
            "2024-25: England 22.6%, Yorkshire and The Humber 20.6%, Statistical neighbours (provisional) 21.3%; "
            "1 more on Definitions"
        ),
        "icpc-in-time": (
            "2023-24 (older than 18 months): England 80%, Yorkshire and The Humber 76%, Top quartile 88%; 2024-25: "
            "Statistical neighbours 79%"
        ),
        "cp-plans": "England 31 March 2025: [u]",
        "unallocated": "A neighbour 31 December 2025: 12",
        "supervision": "England 2025: 81%",
    }


def test_no_line_is_longer_than_the_page_has_room_for(built):
    assert all(lines(text, compared.WIDTH) <= compared.LINES for text in said(Book(built)).values())


def test_definitions_has_each_figure_as_published_with_its_marks_and_source(built):
    book = Book(built)
    texts = [str(text) for (sheet, _), text in book.cells.items() if sheet == "Definitions"]
    [first] = [text for text in texts if text.startswith("England 2024-25")]
    assert first.split("\n") == [
        "England 2024-25: 22.6%",
        "Yorkshire and The Humber 2024-25: 20.6%",
        "Statistical neighbours 2024-25 (median of 9 of 10, 2025 list; provisional): 21.3%",
        SOURCE.strip('"'),
        "Children's services of the eastern region 2024-25 (not for publication): 19.9%",
        "shared within the region",
    ]
    assert any("England 2023-24 (older than 18 months): 79.7%" in text for text in texts)  # the page shows 80%


def test_the_notes_say_whose_figures_they_are(built):
    book = Book(built)
    assert [sheet for (sheet, _), text in book.cells.items() if text == ATTRIBUTION] == ["Notes"]


@needs_libreoffice
def test_libreoffice_computes_the_same_lines_in_this_month_and_in_an_earlier_one(built, tmp_path):
    book = Book(built)
    [month] = book.places("Summary", "month")
    september = with_cells(built, tmp_path / "september.xlsx", {month: (date(2025, 9, 1) - date(1899, 12, 30)).days})
    same, earlier = recalculated([built, september], tmp_path)
    assert differences(built, same) == []
    assert said(Book(same)) == said(book)
    assert said(Book(earlier))["icpc-in-time"] == said(book)["icpc-in-time"].replace(" (older than 18 months)", "")
