"""The printed pages: how many a summary takes, and that an indicator has one, as LibreOffice prints them."""

import subprocess
from collections import Counter

import pytest

from tests.libreoffice import as_pdf, needs_libreoffice
from tests.workbook.conftest import Shelf


@needs_libreoffice
@pytest.mark.parametrize(("name", "indicators", "pages"), [("council", 12, 1), ("september", 12, 1), ("thirty", 30, 2)])
def test_twelve_indicators_fit_one_summary_page_thirty_two_and_each_has_one_of_its_own(
    shelf: Shelf, tmp_path, name: str, indicators: int, pages: int
):
    book = shelf[name]
    sheets = book.indicators().values()
    assert len(sheets) == indicators
    text = subprocess.run(["pdftotext", str(as_pdf(book.path, tmp_path)), "-"], check=True, capture_output=True).stdout
    # every page's footer is the sheet's name, on a line of its own
    footers = Counter(line for line in text.decode("utf-8").splitlines() if line in {"Summary", *sheets})
    assert footers == {"Summary": pages} | dict.fromkeys(sheets, 1)
