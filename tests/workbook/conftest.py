"""The built workbooks that several tests look at: each built once, when first asked for."""

from pathlib import Path

import pytest

from excel_scorecard.workbook.build import build
from tests.libreoffice import recalculated
from tests.workbook.designer import designers_project
from tests.workbook.projects import (
    COUNCIL,
    HOUSING,
    REFERRALS,
    SEPTEMBER,
    THIRTY,
    awkward,
    copied,
    with_months,
    with_signals,
)
from tests.workbook.reading import Book

BOOKS = (
    "council", "referrals", "september", "housing", "thirty", "one month", "two months", "five months", "awkward",
    "designer's", "signals", "housing signals",
)  # fmt: skip
SIGNALS = {"signals": COUNCIL, "housing signals": HOUSING}
MONTHS = {"one month": 1, "two months": 2, "five months": 5}
AS_THEY_ARE = {
    "council": COUNCIL, "referrals": REFERRALS, "september": SEPTEMBER, "housing": HOUSING, "thirty": THIRTY,
}  # fmt: skip


class Shelf:
    """Built workbooks by name; `recalculated` ones as LibreOffice computes them, all in one call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._built: dict[str, Book] = {}
        self._recalculated: dict[str, Book] = {}

    def __getitem__(self, name: str) -> Book:
        if name not in self._built:
            path = self.folder / f"{name}.xlsx"
            build(self.project(name), output=path)
            self._built[name] = Book(path)
        return self._built[name]

    def project(self, name: str) -> Path:
        """The project that the workbook is built from."""
        if name in AS_THEY_ARE:
            return AS_THEY_ARE[name]
        folder = self.folder / f"project {name}"
        if folder.exists():
            return folder
        if name == "awkward":
            return awkward(folder)
        if name == "designer's":
            return designers_project(folder)
        if name in SIGNALS:
            return with_signals(copied(SIGNALS[name], folder))
        with_months(copied(COUNCIL, folder), MONTHS[name])
        return folder

    def recalculated(self, name: str) -> Book:
        if not self._recalculated:
            made = recalculated([self[book].path for book in BOOKS], self.folder / "recalculated")
            self._recalculated = {book: Book(path) for book, path in zip(BOOKS, made, strict=True)}
        return self._recalculated[name]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="session")
def council(shelf: Shelf) -> Book:
    return shelf["council"]
