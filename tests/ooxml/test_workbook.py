from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.workbook import Workbook, sheet_name
from tests.ooxml.workbooks import MAIN, changed_parts, opened, parts, rewritten, substituted, tree
from tests.xsd import new_errors

PATTERN = "Pattern's own"
BOOK = "xl/workbook.xml"


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(some.text(some.characters(blacklist_categories=("Cs",))), some.sets(some.text(max_size=5)))
def test_any_text_gives_a_sheet_name_that_excel_takes(text: str, taken: set[str]):
    name = sheet_name(text, taken)
    assert 1 <= units(name) <= 31
    assert not set(name) & set(":\\/?*[]")
    assert name.strip("'") == name
    assert name.lower() not in {other.lower() for other in taken} | {"history"}
    assert sheet_name(text, taken) == name


def test_names_that_collide_after_31_characters_are_told_apart_and_stay_the_same():
    long = "Children seen at assessment within timescale"
    first = sheet_name(long + " S17", [])
    second = sheet_name(long + " S47", [first])
    assert first[:20] == second[:20]
    assert first != second
    assert sheet_name(long + " S47", []) == second


def test_a_plain_name_is_left_alone_and_an_emoji_counts_twice():
    assert sheet_name("3 Assessments", ["Summary"]) == "3 Assessments"
    assert units(sheet_name("😀" * 20, [])) <= 31
    assert sheet_name("a/b:c", []) == "a b c"


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a[b]", "'a", "a'", "History", "summary", "a\nb"])
def test_a_sheet_name_that_excel_refuses_is_refused(name: str, book: Workbook):
    with pytest.raises(TemplateError, match="cannot be called"):
        book.clone_sheet(PATTERN, name)


@pytest.mark.parametrize("states", ["activeTab", "nothing"])
def test_a_hidden_sheet_is_not_the_one_that_opens_when_the_one_before_it_is_deleted(
    pattern_file: Path, tmp_path: Path, states: str
):
    book = Workbook.open(pattern_file)
    for name in ("Hidden", "Shown"):
        book.clone_sheet("Summary", name)
    book.move_sheet("Hidden", 1)
    book.set_visible("Hidden", "hidden")
    book.show_first("Summary")
    if states == "nothing":
        for view in book.package.edit(book.part).iter(f"{MAIN}workbookView"):
            view.attrib.pop("activeTab", None)
    book.delete_sheet("Summary")
    book.save(tmp_path / "out.xlsx")
    [view] = tree(tmp_path / "out.xlsx", "xl/workbook.xml").iter(f"{MAIN}workbookView")
    assert book.sheet_names()[int(view.get("activeTab", "0"))] == "Pattern's own"


def test_a_moved_sheet_takes_its_names_and_the_active_tab_with_it(book: Workbook, tmp_path: Path):
    book.clone_sheet(PATTERN, "Third")
    book.show_first("Third")
    before = {sheet: book.names.local_names(sheet) for sheet in book.sheet_names()}
    book.move_sheet("Third", 0)
    assert book.sheet_names() == ["Third", "Summary", PATTERN]
    assert {sheet: book.names.local_names(sheet) for sheet in book.sheet_names()} == before
    book.save(tmp_path / "out.xlsx")
    found = opened(tmp_path / "out.xlsx")
    assert found.active.title == "Third"
    assert found["Third"].print_area == "'Third'!$A$1:$F$9"


def test_a_clone_can_be_put_in_its_place_at_once(book: Workbook):
    book.clone_sheet(PATTERN, "First", position=0)
    book.clone_sheet(PATTERN, "Second", position=1)
    assert book.sheet_names() == ["First", "Second", "Summary", PATTERN]
    assert book.names.local_names("Second")["value"] == "Second!$F$1"


def test_a_deleted_sheet_takes_its_parts_and_names_and_leaves_the_others_theirs(
    book: Workbook, pattern_file: Path, tmp_path: Path
):
    book.clone_sheet(PATTERN, "Third")
    book.show_first("Third")
    book.delete_sheet(PATTERN)
    assert book.sheet_names() == ["Summary", "Third"]
    assert book.names.local_names("Third")["value"] == "Third!$F$1"
    book.save(tmp_path / "out.xlsx")
    found = opened(tmp_path / "out.xlsx")
    assert (found.active.title, found.sheetnames) == ("Third", ["Summary", "Third"])
    left = parts(tmp_path / "out.xlsx")
    assert "xl/worksheets/sheet2.xml" not in left
    assert "xl/tables/table1.xml" not in left
    assert "xl/comments1.xml" not in left
    assert new_errors(pattern_file, tmp_path / "out.xlsx") == []


def test_a_picture_that_others_use_stays_when_a_sheet_goes(book: Workbook, tmp_path: Path):
    book.clone_sheet(PATTERN, "Third")
    book.delete_sheet(PATTERN)
    book.save(tmp_path / "out.xlsx")
    assert "xl/media/image1.png" in parts(tmp_path / "out.xlsx")


def test_the_last_sheet_that_can_be_seen_cannot_be_deleted(book: Workbook):
    book.set_visible("Summary", "hidden")
    with pytest.raises(TemplateError, match="only one that can be seen"):
        book.delete_sheet(PATTERN)
    book.set_visible("Summary", "visible")
    book.delete_sheet(PATTERN)


def test_strings_are_counted_rightly_after_cloning_and_deleting(book: Workbook, tmp_path: Path):
    book.clone_sheet(PATTERN, "Third").write(1, 1, 5)
    book.delete_sheet(PATTERN)
    book.save(tmp_path / "out.xlsx")
    used = [
        cell
        for name in parts(tmp_path / "out.xlsx")
        if name.startswith("xl/worksheets/sheet")
        for cell in tree(tmp_path / "out.xlsx", name).findall(f".//{MAIN}c[@t='s']")
    ]
    assert tree(tmp_path / "out.xlsx", "xl/sharedStrings.xml").get("count") == str(len(used))


def test_only_the_sheet_that_is_shown_is_selected(book: Workbook, tmp_path: Path):
    book.show_first(PATTERN)
    book.show_first("Summary")
    book.save(tmp_path / "out.xlsx")
    found = opened(tmp_path / "out.xlsx")
    assert [sheet.sheet_view.tabSelected for sheet in found] == [True, None]


def test_the_list_of_titles_follows_the_sheets_and_names(book: Workbook, tmp_path: Path):
    book.clone_sheet(PATTERN, "Third")
    book.save(tmp_path / "out.xlsx")
    text = parts(tmp_path / "out.xlsx")["docProps/app.xml"].decode()
    assert "<vt:lpstr>Worksheets</vt:lpstr></vt:variant><vt:variant><vt:i4>3</vt:i4>" in text
    assert "<vt:lpstr>Third!Print_Area</vt:lpstr>" in text
    assert "<Application>Microsoft Excel</Application>" in text


def test_document_properties_are_set_and_others_left(book: Workbook, tmp_path: Path):
    book.set_properties(title="Scorecard & more", creator="Council", created=date(2015, 9, 1), status="Working copy")
    book.set_properties(subject="Children")
    book.save(tmp_path / "out.xlsx")
    found = opened(tmp_path / "out.xlsx").properties
    assert (found.title, found.creator, found.subject) == ("Scorecard & more", "Council", "Children")
    assert (found.contentStatus, found.lastModifiedBy) == ("Working copy", "Council")
    assert found.created.date() == date(2015, 9, 1)


def test_document_properties_are_made_where_there_are_none(pattern_file: Path, tmp_path: Path):
    def take_out(content: dict[str, bytes]) -> None:
        del content["docProps/core.xml"]
        types = content["[Content_Types].xml"].decode()
        start = types.index('<Override PartName="/docProps/core.xml"')
        content["[Content_Types].xml"] = (types[:start] + types[types.index("/>", start) + 2 :]).encode()
        rels = content["_rels/.rels"].decode()
        start = rels.rindex("<Relationship ", 0, rels.index("core.xml"))
        content["_rels/.rels"] = (rels[:start] + rels[rels.index("/>", start) + 2 :]).encode()

    path = rewritten(pattern_file, tmp_path / "in.xlsx", take_out)
    book = Workbook.open(path)
    book.set_properties(title="Scorecard")
    book.save(tmp_path / "out.xlsx")
    assert opened(tmp_path / "out.xlsx").properties.title == "Scorecard"
    assert new_errors(path, tmp_path / "out.xlsx") == []


def with_calculation_chain(pattern_file: Path, target: Path) -> Path:
    def add(content: dict[str, bytes]) -> None:
        content["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN[1:-1]}"><c r="F1" i="2"/></calcChain>'.encode()
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
        override = f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>'
        content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(b"</Types>", override.encode())
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
        link = f'<Relationship Id="rIdC" Type="{kind}" Target="calcChain.xml"/></Relationships>'
        part = "xl/_rels/workbook.xml.rels"
        content[part] = content[part].replace(b"</Relationships>", link.encode())

    return rewritten(pattern_file, target, add)


def test_the_calculation_chain_goes_when_a_formula_comes_and_stays_otherwise(pattern_file: Path, tmp_path: Path):
    path = with_calculation_chain(pattern_file, tmp_path / "in.xlsx")
    book = Workbook.open(path)
    book.sheet("Summary").write(9, 1, 5)
    book.save(tmp_path / "number.xlsx")
    assert "xl/calcChain.xml" in parts(tmp_path / "number.xlsx")
    book.sheet("Summary").write(9, 1, 5, "2+3")
    book.save(tmp_path / "formula.xlsx")
    assert "xl/calcChain.xml" not in parts(tmp_path / "formula.xlsx")
    assert new_errors(path, tmp_path / "formula.xlsx") == []


def test_one_number_changed_changes_one_part(book: Workbook, pattern_file: Path, tmp_path: Path):
    book.sheet(PATTERN).write(6, 2, 2)
    book.save(tmp_path / "out.xlsx")
    assert changed_parts(pattern_file, tmp_path / "out.xlsx") == {"xl/worksheets/sheet2.xml"}


def test_recalculation_is_asked_for_and_the_wish_taken_back(book: Workbook, pattern_file: Path, tmp_path: Path):
    book.ask_for_recalculation(asked=False)
    book.save(tmp_path / "out.xlsx")
    assert b"fullCalcOnLoad" not in parts(tmp_path / "out.xlsx")[BOOK]
    book.ask_for_recalculation()
    book.save(tmp_path / "out.xlsx")
    assert b'fullCalcOnLoad="1"' in parts(tmp_path / "out.xlsx")[BOOK]


def test_a_workbook_without_settings_for_calculation_gets_them_in_their_place(pattern_file: Path, tmp_path: Path):
    settings = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    path = substituted(pattern_file, tmp_path / "in.xlsx", BOOK, settings, "")
    book = Workbook.open(path)
    book.ask_for_recalculation()
    book.save(tmp_path / "out.xlsx")
    assert new_errors(path, tmp_path / "out.xlsx") == []


def test_many_workbooks_come_from_one_opened_template(book: Workbook, tmp_path: Path):
    for number in range(3):
        copy = book.copy()
        copy.clone_sheet(PATTERN, f"Copy {number}").write(1, 1, f"Title {number}")
        copy.save(tmp_path / f"{number}.xlsx")
    assert book.sheet_names() == ["Summary", PATTERN]
    assert opened(tmp_path / "2.xlsx").sheetnames == ["Summary", PATTERN, "Copy 2"]
    assert opened(tmp_path / "2.xlsx")["Copy 2"]["A1"].value == "Title 2"


@pytest.mark.parametrize(
    ("reference", "values"),
    [
        ("'Pattern''s own'!$B$6:$C$7", [[1, 4], [3, 4]]),
        ("$B$6:$C$7", [[1, 4], [3, 4]]),
        ("'Pattern''s own'!$B$6,'Pattern''s own'!$B$7", [[1], [3]]),
        ("Monthly[Inside]", [[1], [3]]),
        ("Monthly[[#Headers],[Inside]:[Total]]", [["Inside", "Total"]]),
        ("Monthly", [[42005, 1, 4, 0.25], [42036, 3, 4, 0.75]]),
        ("value", [[4]]),
        ("'Pattern''s own'!value", [[4]]),
        ("shown", [[4]]),
        ("nothing", []),
        ("Monthly[Nothing]", []),
        ("Other!$A$1", []),
        ("[1]Summary!$A$1", []),
        ("Summary!$A$1+1", []),
        ("#REF!", []),
    ],
)
def test_a_reference_gives_the_values_it_leads_to(reference: str, values: list[list[object]], book: Workbook):
    assert book.values(reference, PATTERN) == values


def test_a_whole_column_gives_the_rows_that_are_used(book: Workbook):
    assert book.values("'Pattern''s own'!$B:$B")[4:] == [["Inside"], [1], [3]]
