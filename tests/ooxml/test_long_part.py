"""Large sheets and shared texts stay bytes, but for what is altered; what is written is what the whole tree would give.

Here a part of any size counts as large, and is unpacked in pieces of a few hundred bytes, so that small workbooks have
all that large ones have.
"""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import long_part, unpacking
from excel_scorecard.ooxml.cells import Area, CellError, row_and_column
from excel_scorecard.ooxml.dependents import stale_caches
from excel_scorecard.ooxml.long_rows import LongRows
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from tests.libreoffice import cells, needs_libreoffice, recalculated
from tests.ooxml.corpus import OPENED, entries
from tests.ooxml.workbooks import MAIN, opened, parts, pattern_workbook, rewritten

SHEET, TEXTS = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
NAME = "Pattern's own"
NEVER = 2**40
Edit = Callable[[Sheet], object]

# Rows as Excel writes them: gaps between them, heights, styles, a namespace of their own; a shared formula, an array, a
# data table, a row without cells, one without content, and line ends between two.
ROWS = """\
<row r="1" spans="1:4" x14ac:dyDescent="0.25"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>2.5</v></c></row>\
<row r="3" ht="30" customHeight="1" x14ac:dyDescent="0.25"><c r="A3"><v>1</v></c><c r="B3"><f>A3*2</f><v>2</v></c>\
<c r="D3" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>\
<row r="4"><c r="A4"><v>2</v></c><c r="B4"><f t="shared" ref="B4:B7" si="0">A4*$A$3+Summary!A1</f><v>2</v></c></row>
  <row r="5"><c r="A5"><v>3</v></c><c r="B5"><f t="shared" si="0"/><v>3</v></c><c r="C5" t="b"><v>1</v></c></row>\
<row r="6" s="2" customFormat="1"/>\
<row r="7"><c r="A7" t="e"><v>#N/A</v></c><c r="B7"><f t="shared" si="0"></f><v>4</v></c></row>\
<row r="10" spans="1:3"><c r="A10"><f t="array" ref="A10:B11">A3:B4</f><v>1</v></c><c r="B10"><v>2</v></c></row>\
<row r="11"><c r="A11"><v>3</v></c><c r="B11"><v>4</v></c><c r="C11" t="inlineStr"><is><t>in line</t></is></c></row>\
<row r="20"><c r="A20" s="1"/><c r="AB20"><f>SUM(Monthly[Inside])</f></c></row>\
<row r="21"><c r="C21"><f t="dataTable" ref="C21:C22" dt2D="0" dtr="0" r1="A1"/><v>1</v></c></row>\
<row r="22"><c r="C22"><v>1</v></c></row>\
<row r="30" hidden="1"><c r="A30" t="s"><v>1</v></c><c r="B30" t="s"><v>0</v></c><c r="C30"><v>1E-3</v></c></row>"""


@contextmanager
def large_from(size: int, piece: int = 300) -> Iterator[None]:
    """Parts count as large from that many bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_part, "LONG", size)
        patch.setattr(unpacking, "PIECE", piece)
        yield


@pytest.fixture
def large() -> Iterator[None]:
    with large_from(0):
        yield


def with_rows(source: Path, target: Path, rows: str, namespace: str = "") -> Path:
    """A workbook with these rows on a sheet that has all else that a template's sheet has, and with merged cells."""

    def change(content: dict[str, bytes]) -> None:
        sheet = content[SHEET].decode()
        before, _, rest = sheet.partition("<sheetData>")
        after = rest.partition("</sheetData>")[2]
        after = after.replace("</mergeCells>", '<mergeCell ref="E3:G9"/></mergeCells>').replace("A5:D7", "A40:D42")
        before = before.replace("<worksheet ", f"<worksheet {namespace} ")
        content[SHEET] = f"{before}<sheetData>{rows}</sheetData>{after}".encode()

    return rewritten(source, target, change)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    return with_rows(pattern_workbook(folder / "pattern.xlsx"), folder / "made.xlsx", ROWS)


def canonical(content: bytes) -> bytes:
    """As lxml writes it: quotes and empty elements in one way, attributes and namespaces where they stand."""
    return etree.tostring(etree.fromstring(content))


def outcome(path: Path, edits: list[Edit], out: Path, name: str | None) -> list[object]:
    """What comes of edits: what each returned or why it was refused, and the parts that were saved."""
    found: list[object] = []
    try:
        book = Workbook.open(path)
        sheet = book.sheet(name) if name else book.sheets()[0]
        for edit in edits:
            try:
                found.append(edit(sheet))
            except (TemplateError, ValueError) as error:
                found.append(str(error))
        found += [sheet.used(), list(sheet.cells()), sorted(sheet.formula_cells()), sheet.shared_string_uses()]
        found += [sheet.mentioned_tables(), sheet.mentioned_sheets(), stale_caches(book)]
        book.save(out)
    except TemplateError as error:
        return [*found, str(error)]
    saved = parts(out)
    # a row that was not touched keeps its bytes in one case, and is written as lxml does in the other
    rewritten_parts = {sheet.part, TEXTS}
    return [*found, {name: canonical(c) if name in rewritten_parts else c for name, c in saved.items()}]


def assert_same(path: Path, edits: list[Edit], folder: Path, name: str | None = NAME, piece: int = 300) -> None:
    with large_from(NEVER):
        expected = outcome(path, edits, folder / "tree.xlsx", name)
    with large_from(0, piece):
        found = outcome(path, edits, folder / "long.xlsx", name)
    assert len(found) == len(expected)
    for number, (one, other) in enumerate(zip(found, expected, strict=True)):
        assert one == other, f"{path}, {number}"


ROW, COLUMN = some.integers(1, 33), some.integers(1, 30)
VALUE = some.one_of(
    some.integers(-5, 5), some.floats(-1, 1), some.booleans(), some.none(), some.just(CellError("#N/A")),
    some.sampled_from(["Text", "=looks like a formula", " blank before", "<&>", "_x0041_", ""]),
)  # fmt: skip
FORMULA = some.sampled_from(["A1+1", 'Monthly[Inside]&"<"', "Summary!B2"])


def _written(row: int, column: int, value: object, formula: str | None) -> Edit:
    return lambda sheet: sheet.write(row, column, value, formula)


def _one_of_all(row: int, column: int, kind: str) -> Edit:
    area = Area(row, column, row + 1, column + 1)
    return {
        "blank": lambda sheet: sheet.blank(row, column),
        "clear": lambda sheet: sheet.clear(row, column),
        "read": lambda sheet: (sheet.read(row, column), sheet.formula(row, column), sheet.style(row, column)),
        "drop the cache": lambda sheet: sheet.drop_cache(row, column),
        "rewrite": lambda sheet: sheet.rewrite_formula(row, column, "1+1"),
        "height": lambda sheet: (sheet.row_height(row), sheet.set_row_height(row, column)),
        "styles": lambda sheet: sheet.copy_row_style(3, range(row, row + 3), range(1, column)),
        "merge": lambda sheet: sheet.merge(area),
        "unmerge": lambda sheet: sheet.unmerge(Area(3, 5, 9, 7)),
        "all formulas": lambda sheet: sheet.rewrite_all_formulas(lambda text: text.replace("A3", "A13")),
        "below": lambda sheet: sheet.first_cell_below(area),
        "copy": lambda sheet: sheet.workbook.copy().sheet(sheet.name).read(row, column),
        "tree": lambda sheet: len(list(sheet.root.iter(f"{MAIN}row"))),
        "link": lambda sheet: sheet.set_hyperlink(row, column, "#Summary!A1"),
        "save": lambda sheet: len(parts_of(sheet)),
    }[kind]


def parts_of(sheet: Sheet) -> list[str]:
    sheet.workbook.to_bytes()
    return sheet.workbook.package.names()


KIND = some.sampled_from(
    ["blank", "clear", "read", "styles", "height", "merge", "unmerge", "rewrite", "below", "copy", "save", "tree",
     "link", "drop the cache", "all formulas"]
)  # fmt: skip
EDIT = some.one_of(
    some.builds(_written, ROW, COLUMN, VALUE, some.none() | FORMULA),
    some.builds(_one_of_all, some.sampled_from([1, 3, 4, 5, 7, 10, 20, 30]) | ROW, COLUMN, KIND),
    some.builds(_one_of_all, some.sampled_from([3, 4, 5, 7]), some.just(2), KIND),
)


class TestTheSameIsWritten:
    @settings(deadline=None)
    @given(some.lists(EDIT, max_size=12), some.integers(20, 2000))
    def test_as_with_the_whole_tree_whatever_is_done(
        self, made: Path, tmp_path_factory: pytest.TempPathFactory, edits: list[Edit], piece: int
    ):
        folder = tmp_path_factory.mktemp("same")
        assert_same(made, edits, folder, piece=piece)
        assert (folder / "long.xlsx").exists()

    def test_and_the_same_cells_are_refused(self, made: Path, tmp_path: Path):
        every = [_written(row, column, 1, None) for row, column in Area(1, 1, 31, 8).cells()]
        assert_same(made, every, tmp_path)
        with large_from(0):
            sheet = Workbook.open(made).sheet(NAME)
            refused = [
                cell for cell in ("A11", "B10", "C21", "C22", "F4") if sheet.why_not_written(*row_and_column(cell))
            ]
        assert refused == ["A11", "B10", "C21", "C22", "F4"]

    def test_in_a_sample_of_workbooks_that_excel_saved(self, corpus: list[Path], tmp_path: Path):
        for path in corpus[3::25]:
            assert_same(path, some_edits(path.name), tmp_path, name=None)

    def test_for_most_workbooks_that_excel_saved_since_their_rows_are_plain(self, corpus_folder: Path):
        sample = [entry for entry in entries()[3::25] if entry.opened == OPENED]
        books = [Workbook.open(corpus_folder / entry.kept_as) for entry in sample]
        with large_from(0):
            plain = [book for book in books if LongRows.open(book.package, book.sheets()[0].part, pytest.fail)]
        assert len(plain) > len(books) * 0.6

    @pytest.mark.thorough
    def test_in_a_third_of_the_workbooks_that_excel_saved(self, corpus: list[Path], tmp_path: Path):
        for path in corpus[1::3]:
            assert_same(path, some_edits(path.name), tmp_path, name=None)


def some_edits(seed: str) -> list[Edit]:
    """Edits near the top left, where most sheets have their content; the tree is asked for in one of three."""
    chance = random.Random(seed)  # noqa: S311  nothing is kept secret by it
    values = [1, 2.5, "A new text", None, True]
    edits = [_written(chance.randint(1, 12), chance.randint(1, 6), chance.choice(values), None) for _ in range(6)]
    edits.append(_written(chance.randint(1, 12), chance.randint(1, 6), 3, "SUM(A1:A3)"))
    kinds = ["blank", "clear", "read", "styles", "height", "below", "copy", "link", *["tree"] * chance.randint(0, 1)]
    edits += [_one_of_all(chance.randint(1, 12), chance.randint(1, 6), kind) for kind in kinds]
    chance.shuffle(edits)
    return edits


@pytest.mark.usefixtures("large")
class TestALargeSheet:
    def test_is_no_tree_when_cells_are_set_and_the_book_is_saved(self, made: Path, tmp_path: Path):
        book = Workbook.open(made)
        book.sheet(NAME).write(5, 3, "Text")
        assert rows_in_the_frame(book) == ["5"]
        book.save(tmp_path / "out.xlsx")
        assert rows_in_the_frame(book) == ["5"]

    def test_keeps_the_bytes_of_rows_that_nobody_touched(self, made: Path, tmp_path: Path):
        book = Workbook.open(made)
        sheet = book.sheet(NAME)
        sheet.write(1, 2, 7)
        sheet.write(8, 1, 8)
        sheet.write(35, 1, 9)
        book.save(tmp_path / "out.xlsx")
        written = parts(tmp_path / "out.xlsx")[SHEET].decode()
        first, _, rest = ROWS.partition('<row r="3"')
        before, _, after = f'<row r="3"{rest}'.partition('<row r="10"')
        new_first = first.replace(' spans="1:4"', "").replace("2.5", "7") if "spans" not in written else first
        new_first = first.replace("2.5", "7")
        assert (
            f'<sheetData>{new_first}{before}<row r="8"><c r="A8"><v>8</v></c></row><row r="10"{after}'
            '<row r="35"><c r="A35"><v>9</v></c></row></sheetData>'
        ) in written

    def test_has_the_values_that_were_set_for_other_readers(self, made: Path, tmp_path: Path):
        book = Workbook.open(made)
        sheet = book.sheet(NAME)
        sheet.write(5, 3, "Text")
        sheet.write(4, 2, 11)  # the master of a shared formula
        book.save(tmp_path / "out.xlsx")
        read = opened(tmp_path / "out.xlsx")[NAME]
        assert [read["C5"].value, read["B4"].value, read["B5"].value] == ["Text", 11, "=A5*$A$3+Summary!A2"]

    @needs_libreoffice
    def test_is_computed_by_libreoffice(self, made: Path, tmp_path: Path):
        book = Workbook.open(made)
        book.sheet(NAME).write(3, 1, 21)
        book.sheet(NAME).write(31, 1, "the last")
        book.save(tmp_path / "out.xlsx")
        [computed] = recalculated([tmp_path / "out.xlsx"], tmp_path)
        found = cells(computed)
        assert found[NAME, "B3"] == 42
        assert found[NAME, "A31"] == "the last"

    def test_becomes_a_tree_with_all_edits_when_somebody_asks_for_it(self, made: Path):
        book = Workbook.open(made)
        sheet = book.sheet(NAME)
        sheet.write(5, 3, 5)
        frame = sheet.frame
        assert book.package.read(sheet.part) is frame  # what is held of the frame stays what it was
        assert [cell.findtext(f"{MAIN}v") for cell in frame.iter(f"{MAIN}c") if cell.get("r") == "C5"] == ["5"]
        sheet.write(5, 3, 6)
        sheet.write(6, 1, 7)
        assert (sheet.read(5, 3), sheet.read(6, 1), sheet.read(30, 3)) == (6, 7, 0.001)
        assert b'<c r="C5"><v>6</v></c>' in book.package.bytes(sheet.part)

    def test_of_which_a_part_of_the_bytes_is_wrong_is_refused(self, made: Path, tmp_path: Path):
        data = bytearray(made.read_bytes())
        book = Workbook.open(made)
        packed = bytes(next(m for m in vars(book.package)["_members"].values() if m and m.name == SHEET).packed)
        data[data.index(packed) + len(packed) // 2] ^= 1
        broken = tmp_path / "broken.xlsx"
        broken.write_bytes(data)
        with pytest.raises(TemplateError, match="damaged"):
            Workbook.open(broken).sheet(NAME).write(1, 1, 1)

    def test_with_a_row_that_cannot_be_read_is_refused_with_the_part_when_the_row_is_asked_for(
        self, made: Path, tmp_path: Path
    ):
        path = with_rows(made, tmp_path / "broken.xlsx", ROWS.replace("<v>1E-3</v>", "<v>1E-3"))
        sheet = Workbook.open(path).sheet(NAME)
        sheet.write(3, 1, 1)
        with pytest.raises(TemplateError, match=f"part {SHEET} cannot be read as XML"):
            sheet.read(30, 3)


def rows_in_the_frame(book: Workbook) -> list[str | None]:
    return [row.get("r") for row in book.sheet(NAME).frame.iter(f"{MAIN}row")]


FORMS = {
    "a row without its number": ROWS.replace('<row r="11">', "<row>"),
    "rows out of order": ROWS.replace('r="3"', 'r="200"'),
    "a row twice": ROWS.replace('<row r="11">', '<row r="10">'),
    "other quotes": ROWS.replace('<row r="11">', "<row r='11'>"),
    "a comment": ROWS.replace('<row r="11">', '<!-- <row r="2"/> --><row r="11">'),
    "an instruction": ROWS.replace('<row r="11">', '<?excel do?><row r="11">'),
    "CDATA": ROWS.replace('"a"&amp;"b"', '<![CDATA["a<row "&"b"]]>'),
    "another element between": ROWS.replace('<row r="11">', '<mc:AlternateContent/><row r="11">'),
    "a prefix": ROWS.replace('<row r="11">', '<m:row r="11">').replace(
        "in line</t></is></c></row>", "in line</t></is></c></m:row>"
    ),
    "a namespace in a row": ROWS.replace('<row r="11">', '<row r="11" xmlns:q="urn:q" q:a="b">'),
    "rows in a row": ROWS.replace("<v>#N/A</v></c>", '<v>#N/A</v><extLst><row r="8"/></extLst></c>'),
    "text between": ROWS.replace('<row r="11">', 'text<row r="11">'),
    "nothing": "",
}


class TestASheetThatExcelDidNotWrite:
    """It is a tree, however large: bytes that are not of the plain form are not taken apart."""

    @pytest.mark.parametrize("form", FORMS)
    def test_is_a_tree(self, form: str, made: Path, tmp_path: Path):
        extra = 'xmlns:m="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' if form == "a prefix" else ""
        extra += 'xmlns:mc="urn:mc" ' if "mc:" in FORMS[form] else ""
        path = with_rows(made, tmp_path / "form.xlsx", FORMS[form], extra)
        with large_from(0):
            assert LongRows.open(Workbook.open(path).package, SHEET, pytest.fail) is None
        assert_same(path, [_written(12, 2, "Text", None), _written(3, 1, 5, None)], tmp_path)

    @pytest.mark.parametrize(
        "change",
        [
            lambda text: b"\xff\xfe" + text.decode().replace("UTF-8", "UTF-16").encode("utf-16-le"),
            lambda text: text.decode().replace("UTF-8", "ISO-8859-1").replace("1E-3", "1").encode("latin-1"),
            lambda text: text.replace(b"<worksheet", b"<!DOCTYPE worksheet><worksheet", 1),
            lambda text: text.replace(b"<sheetData>", b"<!-- <sheetData> --><sheetData>", 1),
            lambda text: text.replace(b"<sheetData>", b'<sheetData xmlns:q="urn:q">', 1),
        ],
        ids=["UTF-16", "Latin 1", "a document type", "a comment", "a namespace of the cells' own"],
    )
    def test_is_a_tree_too_where_its_beginning_is_not_plain(
        self, change: Callable[[bytes], bytes], made: Path, tmp_path: Path
    ):
        def changed(content: dict[str, bytes]) -> None:
            content[SHEET] = change(content[SHEET])

        path = rewritten(made, tmp_path / "form.xlsx", changed)
        with large_from(0):
            assert LongRows.open(Workbook.open(path).package, SHEET, pytest.fail) is None
        assert_same(path, [_written(12, 2, "Text", None), _written(3, 1, 5, None)], tmp_path)

    def test_that_begins_with_a_mark_of_its_encoding_is_plain(self, made: Path, tmp_path: Path):
        def changed(content: dict[str, bytes]) -> None:
            content[SHEET] = b"\xef\xbb\xbf" + content[SHEET]

        path = rewritten(made, tmp_path / "form.xlsx", changed)
        with large_from(0):
            assert LongRows.open(Workbook.open(path).package, SHEET, pytest.fail) is not None
        assert_same(path, [_written(12, 2, "Text", None)], tmp_path)


@pytest.mark.usefixtures("large")
class TestLargeSharedTexts:
    def test_keep_their_bytes_with_new_ones_behind(self, made: Path, tmp_path: Path):
        book = Workbook.open(made)
        book.sheet(NAME).write(5, 3, "A new text")
        book.save(tmp_path / "out.xlsx")
        before, after = parts(made)[TEXTS].decode(), parts(tmp_path / "out.xlsx")[TEXTS].decode()
        assert after.partition("<si>")[2] == before.partition("<si>")[2].replace(
            "</sst>", "<si><t>A new text</t></si></sst>"
        )
        root = etree.fromstring(after.encode())
        old = etree.fromstring(before.encode())
        assert [int(root.get(name, "")) - int(old.get(name, "")) for name in ("count", "uniqueCount")] == [1, 1]
        assert opened(tmp_path / "out.xlsx")[NAME]["C5"].value == "A new text"

    def test_are_not_looked_through_for_a_text_that_is_there(self, made: Path):
        book = Workbook.open(made)
        place = book.strings.place("Summary")
        assert place >= len(etree.fromstring(parts(made)[TEXTS]))
        assert book.strings.place("Summary") == place
        assert book.strings.find(place) == "Summary"

    def test_are_read_by_number_the_new_ones_too(self, made: Path):
        expected = [si.findtext(f"{MAIN}t") for si in etree.fromstring(parts(made)[TEXTS])]
        book = Workbook.open(made)
        place = book.strings.place("A new text")
        assert [book.strings.find(number) for number in range(len(expected))] == expected
        assert (place, book.strings.find(place)) == (len(expected), "A new text")
        assert book.strings.find(place + 1) is None

    def test_are_read_all_at_once_when_many_are_asked_for(self, made: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("excel_scorecard.ooxml.strings._MOST_ONE_BY_ONE", 2)
        self.test_are_read_by_number_the_new_ones_too(made)

    def test_are_a_tree_with_the_new_ones_when_somebody_asks_for_it(self, made: Path, tmp_path: Path):
        book = Workbook.open(made)
        place = book.strings.place("first")
        assert book.package.read(TEXTS)[place].findtext(f"{MAIN}t") == "first"
        assert book.strings.place("second") == place + 1
        book.save(tmp_path / "out.xlsx")
        root = etree.fromstring(parts(tmp_path / "out.xlsx")[TEXTS])
        assert [si.findtext(f"{MAIN}t") for si in root][-2:] == ["first", "second"]
        assert root.get("uniqueCount") == str(len(root))

    def test_stand_before_an_extension(self, made: Path, tmp_path: Path):
        def change(content: dict[str, bytes]) -> None:
            content[TEXTS] = content[TEXTS].replace(b"</sst>", b"<extLst><ext uri='x'/></extLst></sst>")

        path = rewritten(made, tmp_path / "extended.xlsx", change)
        assert_same(path, [_written(5, 3, "A new text", None), _written(6, 3, "another", None)], tmp_path)
        root = etree.fromstring(parts(tmp_path / "long.xlsx")[TEXTS])
        assert [etree.QName(element).localname for element in root][-3:] == ["si", "si", "extLst"]


MEASURE = """
import sys
from pathlib import Path
from excel_scorecard.ooxml import long_part
from excel_scorecard.ooxml.workbook import Workbook
long_part.LONG = int(sys.argv[1])
def peak():
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1])
before = peak()
book = Workbook.open(Path(sys.argv[2]))
for row in range(1, 20_000, 200):
    book.sheet("Data").write(row, 30, row)
book.save(Path(sys.argv[3]))
print(peak() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process its own peak")
def test_setting_cells_of_a_large_sheet_takes_a_fraction_of_the_memory_of_its_tree(made: Path, tmp_path: Path):
    cells_of_a_row = "".join(f'<c r="{letter}{{0}}"><v>12345.67</v></c>' for letter in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{number}">{cells_of_a_row.format(number)}</row>' for number in range(1, 20_001))
    path = with_rows(made, tmp_path / "large.xlsx", rows)

    def rename(content: dict[str, bytes]) -> None:
        content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(b'name="Pattern\'s own"', b'name="Data"')

    path = rewritten(path, tmp_path / "renamed.xlsx", rename)
    taken = [
        int(
            subprocess.run(
                [sys.executable, "-c", MEASURE, str(size), str(path), str(tmp_path / f"{size}.xlsx")],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        for size in (long_part.LONG, NEVER)
    ]
    assert taken[0] < taken[1] / 5
    one, other = (parts(tmp_path / f"{size}.xlsx")[SHEET] for size in (long_part.LONG, NEVER))
    assert canonical(one) == canonical(other)
