"""What officers write into their copies of a workbook comes back into the project, and into the next workbook."""

import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from excel_scorecard.commentary import read_commentary
from excel_scorecard.errors import FindingsError, MachineError, ProjectError, TemplateError, WouldLoseEditsError
from excel_scorecard.figures import read_figures
from excel_scorecard.ooxml.lint import lint
from excel_scorecard.project import read_project
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.collect import Collected, collect
from excel_scorecard.workbook.collect.agreement import ConflictError
from tests.ledger import unexplained
from tests.libreoffice import needs_libreoffice, recalculated
from tests.workbook.excel_package import MAIN, Opened, child, emptied
from tests.workbook.excel_rows import cut_and_paste, insert_rows
from tests.workbook.excel_save import saved_as_excel
from tests.workbook.excel_sheets import copy_sheet, delete_sheet, move_sheet, rename_sheet
from tests.workbook.projects import COUNCIL, HOUSING, MARCH, copied, with_figures, with_numerators

UNALLOCATED, QUARTERLY = "2 Unallocated", "repair-cost"
CHANGED, CORRECTED = (f"was {what} in more than one place: here it" for what in ("changed", "corrected"))
Edit = Callable[[Opened], object]


class Month:
    """A project, the workbook that was built from it, and the copies that officers have saved."""

    def __init__(self, folder: Path, built: Path) -> None:
        self.folder = folder
        self.project = copied(COUNCIL, folder / "council")
        self.built = Path(shutil.copy(built, folder / "scorecard.xlsx"))

    def copy(self, name: str, *edits: Edit, by: str = "Jane Doe", **how: Any) -> Path:
        """A copy of the workbook as an officer has edited and saved it."""
        book = Opened(self.built)
        for edit in edits:
            edit(book)
        out = self.folder / name
        return saved_as_excel(book.write(out), out, len(name), by=by, **how)

    def edit(self, path: Path, *edits: Edit) -> Path:
        """The same copy, written on."""
        book = Opened(path)
        for edit in edits:
            edit(book)
        return saved_as_excel(book.write(path), path, 7, by="Jane Doe")

    def collect(self, *paths: Path, **how: Any) -> Collected:
        return collect(paths, self.project, **how)

    @property
    def file(self) -> Path:
        return self.project / "commentary" / "2026-03.toml"

    @property
    def said(self) -> dict[str, Any]:
        return tomllib.loads(self.file.read_text("utf-8"))

    @property
    def corrections(self) -> list[str]:
        file = self.project / "corrections.csv"
        return file.read_text("utf-8-sig").splitlines() if file.exists() else []

    def state(self) -> dict[str, bytes]:
        return {str(p.relative_to(self.project)): p.read_bytes() for p in self.project.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(COUNCIL, output=tmp_path_factory.mktemp("built") / "scorecard.xlsx").path


@pytest.fixture
def month(tmp_path: Path, built: Path) -> Month:
    return Month(tmp_path, built)


def page_of(book: Opened, indicator: str) -> str:
    """The sheet of an indicator, wherever it is and whatever it is called: the one with our table."""
    wanted = f"Monthly_{indicator.replace('-', '_')}"
    return next(sheet for sheet, _, table in book.tables() if table.get("displayName") == wanted)


def writes(indicator: str, slot: str, text: float | str | None) -> Edit:
    def edit(book: Opened) -> None:
        sheet = page_of(book, indicator)
        book.type(sheet, book.place(sheet, slot), text)

    return edit


def writes_concerns(text: str) -> Edit:
    return lambda book: book.type("Summary", book.place("Summary", "concerns"), text)


def writes_rich(indicator: str, slot: str, *pieces: tuple[str, str]) -> Edit:
    """Words with a look, each piece with the elements of its `rPr` as Excel writes them: the whole font."""

    def edit(book: Opened) -> None:
        sheet = page_of(book, indicator)
        cell = book.cell(sheet, book.place(sheet, slot))
        emptied(cell)
        cell.set("t", "inlineStr")
        holder = etree.SubElement(cell, f"{MAIN}is")
        for text, look in pieces:
            run = etree.SubElement(holder, f"{MAIN}r")
            if look:
                whole = look.replace(FONT, own_font(book, cell))
                run.append(etree.fromstring(f'<rPr xmlns="{MAIN[1:-1]}">{whole}</rPr>'))
            made = etree.SubElement(run, f"{MAIN}t")
            made.text = text
            made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    return edit


def own_font(book: Opened, cell: etree._Element) -> str:
    """The font of a cell's style, in the elements of a run."""
    styles = book.tree("xl/styles.xml")
    style = child(styles, "cellXfs")[int(cell.get("s", "0"))]
    font = child(styles, "fonts")[int(style.get("fontId", "0"))]
    found = "".join(etree.tostring(e, encoding="unicode") for e in font)
    return found.replace("<name ", "<rFont ")


def types_figure(indicator: str, at: str, column: str, value: float | str | None, table: str = "monthly") -> Edit:
    """Type into the row of a month (`2026-03`) or an area."""

    def edit(book: Opened) -> None:
        sheet = page_of(book, indicator)
        key = "month" if table == "monthly" else "area"
        letters = "".join(filter(str.isalpha, book.place(sheet, f"{table}_{column}")))
        keys = book.place(sheet, f"{table}_{key}")
        book.type(sheet, f"{letters}{row_of_key(book, sheet, keys, at)}", value)

    return edit


def row_of_key(book: Opened, sheet: str, header: str, at: str) -> int:
    letters, row = "".join(filter(str.isalpha, header)), int("".join(filter(str.isdigit, header)))
    wanted: float | str = float((date.fromisoformat(f"{at}-01") - date(1899, 12, 30)).days) if at[:2] == "20" else at
    return next(n for n in range(row, row + 100) if book.value(sheet, f"{letters}{n}") == wanted)


# -- texts -------------------------------------------------------------------------------------------------------------


def test_what_an_officer_writes_comes_into_the_months_file_by_indicator(month):
    copy = month.copy(
        "jane.xlsx",
        writes("unallocated", "commentary", "Fewer again.\n\nAll were screened."),
        writes("unallocated", "signed_off", "Head of Assessment, 09/04/2026"),
        writes_concerns("Caseloads."),
    )
    before = month.said
    done = month.collect(copy)
    assert [(text.of, text.slot) for text in done.texts] == [
        ("concerns", "concerns"), ("unallocated", "commentary"), ("unallocated", "signed_off"),
    ]  # fmt: skip
    assert (done.month, done.files, done.findings) == (MARCH, (month.file,), ())
    said = month.said
    assert said.pop("collected_from").keys() == {"concerns", "unallocated.commentary", "unallocated.signed_off"}
    assert said["concerns"] == "Caseloads."
    assert said["unallocated"]["commentary"] == "Fewer again.\n\nAll were screened."
    assert said["unallocated"]["signed_off"] == "Head of Assessment, 09/04/2026"
    assert said["unallocated"]["action"] == before["unallocated"]["action"]
    assert {key: said[key] for key in said.keys() - {"concerns", "unallocated"}} == {
        key: before[key] for key in before.keys() - {"concerns", "unallocated"}
    }


def test_other_lines_of_the_file_stay_as_they_are(month):
    before = month.file.read_text("utf-8").splitlines()
    month.collect(month.copy("jane.xlsx", writes("unallocated", "action", "Read every morning.")))
    after = month.file.read_text("utf-8").splitlines()
    assert [line for line in before if line not in after] == [
        line for line in before if line.startswith('action = "Two duty social workers')
    ]
    assert after[: len(before)][0].startswith("# The officers' words for March 2026. Made up")


def test_a_workbook_that_nobody_has_written_into_changes_nothing(month):
    before = month.state()
    done = month.collect(month.built, month.copy("saved.xlsx"))
    assert (done.texts, done.figures, done.files, done.findings) == ((), (), (), ())
    assert month.state() == before


def test_prompts_are_no_texts(month):
    assert month.collect(month.copy("jane.xlsx", writes("supervision", "commentary", None))).texts == ()


MOVED: dict[str, Edit] = {
    "renamed": lambda book: rename_sheet(book, UNALLOCATED, "Jane's page"),
    "moved": lambda book: move_sheet(book, UNALLOCATED, 9),
    "copied": lambda book: copy_sheet(book, UNALLOCATED, 1),
    "rows inserted": lambda book: insert_rows(book, UNALLOCATED, 5, 3),
    "another deleted": lambda book: delete_sheet(book, page_of(book, "assessments-in-time")),
}


@pytest.mark.parametrize("how", MOVED)
def test_a_text_is_found_wherever_its_sheet_went(month, how):
    copy = month.copy("jane.xlsx", MOVED[how], writes("unallocated", "commentary", "Fewer again."))
    assert month.collect(copy).texts[0].text == "Fewer again."
    assert month.said["unallocated"]["commentary"] == "Fewer again."


def test_a_text_is_found_where_it_was_cut_and_pasted(month):
    def cut(book: Opened) -> None:
        address = book.place(UNALLOCATED, "signed_off")
        column, row = ord(address[0]) - 64, int(address[1:])
        cut_and_paste(book, UNALLOCATED, (row, column, row, column), 90, 2)

    month.collect(month.copy("jane.xlsx", cut, writes("unallocated", "signed_off", "Jane")))
    assert month.said["unallocated"]["signed_off"] == "Jane"


def test_what_is_written_on_an_officers_copy_of_a_sheet_is_hers_and_told(month):
    def on_copy(book: Opened) -> None:
        name = copy_sheet(book, UNALLOCATED, 1)
        book.type(name, book.place(name, "commentary"), "On the copy.")

    done = month.collect(month.copy("jane.xlsx", on_copy))
    assert done.texts == ()
    assert [(finding.code, finding.place) for finding in done.findings] == [("K-COPY", f"{UNALLOCATED} (2)")]


def test_a_sheet_that_is_gone_is_told(month):
    done = month.collect(month.copy("jane.xlsx", lambda book: delete_sheet(book, page_of(book, "assessments-in-time"))))
    assert [finding.code for finding in done.findings] == ["K-SHEET"]
    assert "assessments-in-time" in done.findings[0].what


def test_a_text_that_was_cleared_is_empty_in_the_file(month):
    month.collect(month.copy("jane.xlsx", writes("unallocated", "action", None)))
    assert month.said["unallocated"]["action"] == ""


def test_a_date_that_excel_made_of_what_was_typed_is_a_date(month):
    def sign(book: Opened) -> None:
        sheet = page_of(book, "unallocated")
        address = book.place(sheet, "signed_off")
        book.type(sheet, address, 46121)
        cell = book.cell(sheet, address)
        cell.set("s", str(book.styled(int(cell.get("s", "0")), lambda xf: xf.set("numFmtId", "14"))))

    month.collect(month.copy("jane.xlsx", sign))
    assert month.said["unallocated"]["signed_off"] == "09/04/2026"


def test_characters_that_no_text_file_holds_are_left_out(month):
    def hostile(book: Opened) -> None:
        sheet = page_of(book, "unallocated")
        cell = book.cell(sheet, book.place(sheet, "action"))
        emptied(cell)
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = "a_xD83D_b_x0000_c_x000D_d"

    book = Opened(month.built)
    hostile(book)
    month.collect(book.write(month.folder / "jane.xlsx"))
    assert month.said["unallocated"]["action"] == "abc\nd"


def test_a_rating_by_judgement_is_kept_in_our_own_word_with_its_reason(month):
    month.collect(
        month.copy(
            "jane.xlsx",
            writes("unallocated", "rating_override", "amber"),
            writes("unallocated", "override_reason", "All were screened."),
        )
    )
    assert month.said["unallocated"]["rating_override"] == "Amber"
    assert month.said["unallocated"]["override_reason"] == "All were screened."


@pytest.mark.parametrize(
    ("slot", "text", "code"), [("rating_override", "Amber", "K-REASON"), ("rating_override", "Purple", "K-RATING")]
)
def test_a_rating_by_judgement_that_the_project_could_not_be_built_with_is_told(month, slot, text, code):
    done = month.collect(month.copy("jane.xlsx", writes("unallocated", slot, text)))
    assert [finding.code for finding in done.findings] == [code]
    assert done.files == ()


# -- bold words --------------------------------------------------------------------------------------------------------

FONT = "the cell's own"


def test_bold_and_coloured_words_are_kept_beside_the_text_and_built_again(month):
    copy = month.copy(
        "jane.xlsx",
        writes_rich(
            "unallocated", "commentary",
            ("Of these, ", ""), ("two visits", f"<b/>{FONT}"), (" were late; two visits ", FONT),
            ("were not", '<u/><sz val="20"/><color rgb="FFC00000"/><rFont val="Arial"/><family val="2"/>'),
        ),
    )  # fmt: skip
    month.collect(copy)
    said = month.said["unallocated"]
    assert said["commentary"] == "Of these, two visits were late; two visits were not"
    assert said["commentary_marks"][0] == {"words": "two visits", "bold": True}
    assert {"underline": True, "colour": "FFC00000", "size": 20}.items() <= said["commentary_marks"][-1].items()
    again = Opened(build(month.project, output=month.folder / "again.xlsx").path)
    cell = again.cell(UNALLOCATED, again.place(UNALLOCATED, "commentary"))
    item = again.tree("xl/sharedStrings.xml")[int(child(cell, "v").text or "")]
    bold = [r.findtext(f"{MAIN}t") for r in item.iter(f"{MAIN}r") if r.find(f"{MAIN}rPr/{MAIN}b") is not None]
    assert bold == ["two visits"]
    assert again.value(UNALLOCATED, again.place(UNALLOCATED, "commentary")) == said["commentary"]
    assert [f.code for f in lint(month.folder / "again.xlsx")] == [f.code for f in lint(month.built)]
    # and that workbook says nothing new
    assert month.collect(saved_as_excel(month.folder / "again.xlsx", month.folder / "again.xlsx", 3)).files == ()


def test_words_made_bold_and_nothing_else_are_a_change(month):
    text = month.said["unallocated"]["action"]
    month.collect(
        month.copy("jane.xlsx", writes_rich("unallocated", "action", (text[:3], f"<b/>{FONT}"), (text[3:], FONT)))
    )
    assert month.said["unallocated"]["action"] == text
    assert month.said["unallocated"]["action_marks"][0]["words"] == text[:3]


# -- several copies ----------------------------------------------------------------------------------------------------


def test_copies_are_merged_by_indicator_and_slot(month):
    done = month.collect(
        month.copy("jane.xlsx", writes("unallocated", "commentary", "From Jane.")),
        month.copy("sam.xlsx", writes("unallocated", "action", "From Sam."), by="Sam"),
        month.copy("zoe.xlsx", writes("icpc-in-time", "commentary", "From Zoë."), by="Zoë"),
        month.copy("nobody.xlsx"),
    )
    assert {text.file for text in done.texts} == {"jane.xlsx", "sam.xlsx", "zoe.xlsx"}
    assert month.said["unallocated"]["commentary"] == "From Jane."
    assert month.said["unallocated"]["action"] == "From Sam."
    assert month.said["icpc-in-time"]["commentary"] == "From Zoë."


def test_the_same_cell_changed_to_different_texts_is_a_conflict_that_names_both_files(month):
    copies = [
        month.copy("jane.xlsx", writes("unallocated", "commentary", "From Jane.")),
        month.copy("sam.xlsx", writes("unallocated", "commentary", "From Sam."), writes("unallocated", "action", "x")),
        month.copy("zoe.xlsx", writes("icpc-in-time", "commentary", "From Zoë.")),
        month.copy("tom.xlsx", types_figure("unallocated", "2026-03", "numerator", 40)),
        month.copy("kim.xlsx", types_figure("unallocated", "2026-03", "numerator", 41)),
    ]
    before = month.state()
    with pytest.raises(ConflictError) as caught:
        month.collect(*copies)
    assert isinstance(caught.value, WouldLoseEditsError)
    assert caught.value.exit_code == 4
    page, commentary, figure = f"'{UNALLOCATED}'", place_of(month, "commentary"), numerator_of_march(month)
    assert [finding.what for finding in caught.value.findings] == [
        f"the commentary of 'unallocated' {CHANGED} says “From Jane.”; sam.xlsx, {page}!{commentary} says “From Sam.”",
        f"the numerator of 'unallocated', Mar-26 {CORRECTED} says 40; kim.xlsx, {page}!{figure} says 41",
    ]
    assert [finding.file for finding in caught.value.findings] == ["jane.xlsx", "tom.xlsx"]
    assert month.state() == before


def place_of(month: Month, slot: str) -> str:
    return Opened(month.built).place(UNALLOCATED, slot)


def numerator_of_march(month: Month) -> str:
    book = Opened(month.built)
    row = row_of_key(book, UNALLOCATED, book.place(UNALLOCATED, "monthly_month"), "2026-03")
    return f"{''.join(filter(str.isalpha, book.place(UNALLOCATED, 'monthly_numerator')))}{row}"


def test_the_same_text_in_two_copies_is_no_conflict(month):
    edit = writes("unallocated", "commentary", "Agreed by both.")
    month.collect(month.copy("jane.xlsx", edit), month.copy("sam.xlsx", edit))
    assert month.said["unallocated"]["commentary"] == "Agreed by both."


def test_two_files_of_one_name_are_told_apart_by_their_folders(month):
    copies = []
    for folder, text in (("east", "From EAST."), ("west", "From WEST.")):
        (month.folder / folder).mkdir()
        copies.append(month.copy(f"{folder}/scorecard.xlsx", writes("unallocated", "commentary", text)))
    with pytest.raises(ConflictError) as caught:
        month.collect(*copies)
    assert all(str(path) in str(caught.value) for path in copies)


def test_workbooks_of_different_months_are_not_collected_together(month):
    february = build(month.project, month=date(2026, 2, 1), output=month.folder / "february.xlsx").path
    with pytest.raises(ProjectError, match=r"different months: february.xlsx is of February 2026; scorecard.xlsx"):
        month.collect(month.built, february)


def test_a_workbook_of_another_project_is_refused(month, tmp_path):
    housing = build(HOUSING, output=tmp_path / "housing.xlsx").path
    with pytest.raises(ProjectError, match=r"housing\.xlsx: the workbook is of another project"):
        month.collect(housing)


def test_a_workbook_that_is_no_scorecard_is_refused(month):
    shutil.copy(COUNCIL.parent.parent / "templates" / "standard.xlsx", month.folder / "template.xlsx")
    with pytest.raises(TemplateError):
        month.collect(month.folder / "template.xlsx")


# -- collecting again --------------------------------------------------------------------------------------------------


def test_collecting_twice_changes_nothing_the_second_time(month):
    copy = month.copy(
        "jane.xlsx",
        writes("unallocated", "commentary", "Fewer."),
        types_figure("unallocated", "2026-03", "numerator", 40),
    )
    assert len(month.collect(copy).files) == 2
    before = month.state()
    again = month.collect(copy)
    assert (again.texts, again.figures, again.files) == ((), (), ())
    assert month.state() == before


def test_an_officer_may_write_on_and_be_collected_again(month):
    copy = month.copy("jane.xlsx", writes("unallocated", "commentary", "First."))
    month.collect(copy)
    month.collect(month.edit(copy, writes("unallocated", "commentary", "Second.")))
    assert month.said["unallocated"]["commentary"] == "Second."


def test_an_officer_may_take_back_what_was_collected(month):
    built_as = month.said["unallocated"]["commentary"]
    copy = month.copy("jane.xlsx", writes("unallocated", "commentary", "First."))
    month.collect(copy)
    month.collect(month.edit(copy, writes("unallocated", "commentary", built_as)))
    assert month.said["unallocated"]["commentary"] == built_as


def test_a_text_collected_from_somebody_else_is_not_overwritten_unseen(month):
    month.collect(month.copy("jane.xlsx", writes("unallocated", "commentary", "From Jane.")))
    sam = month.copy("sam.xlsx", writes("unallocated", "commentary", "From Sam."))
    with pytest.raises(ConflictError, match=r"has come to say “From Jane\.” \(collected from jane\.xlsx\) since"):
        month.collect(sam)
    assert month.said["unallocated"]["commentary"] == "From Jane."
    month.collect(sam, replace_texts=True)
    assert month.said["unallocated"]["commentary"] == "From Sam."


def test_a_text_that_was_typed_into_the_file_since_is_not_overwritten_unseen(month):
    copy = month.copy("jane.xlsx", writes("unallocated", "commentary", "First."))
    month.collect(copy)
    month.file.write_text(month.file.read_text("utf-8").replace('"First."', '"Mended by hand."'), "utf-8")
    with pytest.raises(ConflictError, match="Mended by hand"):
        month.collect(month.edit(copy, writes("unallocated", "commentary", "Second.")))


def test_a_copy_that_left_a_text_alone_leaves_what_came_into_the_file_alone(month):
    month.collect(month.copy("jane.xlsx", writes("unallocated", "commentary", "From Jane.")))
    month.collect(month.copy("sam.xlsx", writes("unallocated", "action", "From Sam.")))
    assert month.said["unallocated"]["commentary"] == "From Jane."


# -- figures -----------------------------------------------------------------------------------------------------------


def test_a_corrected_figure_is_a_correction_with_who_and_when(month):
    before = month.corrections
    done = month.collect(month.copy("jane.xlsx", types_figure("unallocated", "2026-03", "numerator", 40)))
    assert [(f.of, f.part, f.was, f.text) for f in done.figures] == [("unallocated", "numerator", "42", "40")]
    assert month.corrections[: len(before)] == before
    added = month.corrections[len(before) :]
    assert added[-1].startswith("unallocated,2026-03,TOTAL,40,,,,Corrected in jane.xlsx; no reason was given,Jane Doe,")
    project = read_project(month.project)
    figure = read_figures(project)[0].find("unallocated", MARCH)
    assert figure is not None
    assert (figure.numerator, figure.source) == (40, "corrected")


def test_a_note_that_the_officer_typed_beside_it_is_the_reason(month):
    month.collect(
        month.copy(
            "jane.xlsx",
            types_figure("unallocated", "2026-03", "numerator", 40),
            types_figure("unallocated", "2026-03", "note", "Two were closed, late"),
        )
    )
    assert '40,,,,"Two were closed, late",Jane Doe' in month.corrections[-1]


def test_a_figure_of_an_area_is_corrected_by_its_area(month):
    month.collect(month.copy("jane.xlsx", types_figure("icpc-in-time", "NWC", "numerator", 36, "breakdown")))
    assert month.corrections[-1].startswith("icpc-in-time,2026-03,NWC,36,,")


def test_a_figure_that_was_cleared_or_given_a_code_is_not_known(month):
    month.collect(
        month.copy(
            "jane.xlsx",
            types_figure("unallocated", "2026-03", "numerator", None),
            types_figure("unallocated", "2026-02", "numerator", "[c]"),
        )
    )
    assert {line.split(",")[1]: line.split(",")[3] for line in month.corrections if line.startswith("unallocated")} == {
        "2026-03": "[x]", "2026-02": "[c]",
    }  # fmt: skip
    figures = read_figures(read_project(month.project))[0]
    assert [figures.find("unallocated", date(2026, m, 1)).code for m in (2, 3)] == ["c", "x"]


def test_a_month_typed_under_the_table_is_a_figure_too(month):
    month.collect(month.copy("jane.xlsx", april))
    assert any(line.startswith("unallocated,2026-04,TOTAL,39,") for line in month.corrections)


def test_copies_that_correct_different_parts_of_a_figure_correct_both(month):
    month.collect(
        month.copy("jane.xlsx", types_figure("icpc-in-time", "2026-03", "numerator", 100)),
        month.copy("sam.xlsx", types_figure("icpc-in-time", "2026-03", "denominator", 125)),
    )
    assert "icpc-in-time,2026-03,TOTAL,100,125,," in month.corrections[-1]


def april(book: Opened) -> None:
    """A month typed under the table."""
    header = book.place(UNALLOCATED, "monthly_month")
    row = row_of_key(book, UNALLOCATED, header, "2026-03") + 1
    book.type(UNALLOCATED, f"{header[0]}{row}", float((date(2026, 4, 1) - date(1899, 12, 30)).days))
    book.type(UNALLOCATED, f"{book.place(UNALLOCATED, 'monthly_numerator')[0]}{row}", 39)


def shows(month: date) -> Edit:
    return lambda book: book.type("Summary", book.place("Summary", "month"), float((month - date(1899, 12, 30)).days))


def test_officers_who_have_gone_on_to_the_next_month_write_for_that(month):
    copy = month.copy("jane.xlsx", april, shows(date(2026, 4, 1)), writes("unallocated", "commentary", "For April."))
    before = month.file.read_bytes()
    done = month.collect(copy)
    assert (done.month, [finding.code for finding in done.findings]) == (date(2026, 4, 1), ["K-MONTH"])
    assert month.file.read_bytes() == before
    file = month.project / "commentary" / "2026-04.toml"
    assert tomllib.loads(file.read_text("utf-8"))["unallocated"] == {"commentary": "For April."}


def test_a_workbook_left_on_an_earlier_month_is_of_the_month_that_it_was_built_for(month):
    copy = month.copy("jane.xlsx", shows(date(2025, 12, 1)), writes("unallocated", "commentary", "For March."))
    done = month.collect(copy)
    assert (done.month, [finding.code for finding in done.findings]) == (MARCH, ["K-MONTH"])
    assert month.said["unallocated"]["commentary"] == "For March."


def test_a_month_that_is_gone_from_the_table_is_told(month):
    def cleared(book: Opened) -> None:
        header = book.place(UNALLOCATED, "monthly_month")
        row = row_of_key(book, UNALLOCATED, header, "2025-01")
        book.type(UNALLOCATED, f"{header[0]}{row}", None)

    done = month.collect(month.copy("jane.xlsx", cleared))
    assert sorted(finding.code for finding in done.findings) == ["K-PERIOD", "K-ROW"]
    assert done.figures == ()


def test_a_month_that_is_there_twice_counts_once_and_is_told(month):
    def twice(book: Opened) -> None:
        header = book.place(UNALLOCATED, "monthly_month")
        row = row_of_key(book, UNALLOCATED, header, "2026-03") + 1
        book.type(UNALLOCATED, f"{header[0]}{row}", float((MARCH - date(1899, 12, 30)).days))
        book.type(UNALLOCATED, f"{book.place(UNALLOCATED, 'monthly_numerator')[0]}{row}", 39)

    done = month.collect(month.copy("jane.xlsx", twice))
    assert ([finding.code for finding in done.findings], done.figures) == (["K-TWICE"], ())


def test_a_figure_of_a_quarter_is_corrected_for_the_quarter(tmp_path):
    project = copied(HOUSING, tmp_path / "housing")
    built = build(project, output=tmp_path / "housing.xlsx").path
    book = Opened(built)
    sheet = page_of(book, QUARTERLY)
    header = book.place(sheet, "monthly_month")
    row = max(int(a[1:]) for a in (f"{header[0]}{n}" for n in range(1, 200)) if isinstance(book.value(sheet, a), float))
    book.type(sheet, f"{book.place(sheet, 'monthly_numerator')[0]}{row}", 7)
    copy = saved_as_excel(book.write(tmp_path / "jane.xlsx"), tmp_path / "jane.xlsx", 1)
    done = collect([copy], project)
    assert [(f.of, f.part, f.text) for f in done.figures] == [(QUARTERLY, "numerator", "7")]
    settings = read_project(project)
    figures = read_figures(settings)[0]
    periods = figures.periods(QUARTERLY)
    assert figures.find(QUARTERLY, max(periods)).numerator == 7
    assert collect([copy], project).files == ()


WRONG: dict[str, tuple[Edit, str]] = {
    "no number": (types_figure("unallocated", "2026-03", "numerator", "about 40"), "cannot be read as a number"),
    "below nothing": (types_figure("unallocated", "2026-03", "numerator", -4), "is below 0"),
    "above its denominator": (types_figure("icpc-in-time", "2026-03", "numerator", 99999), "is above denominator"),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_is_no_figure_is_told_and_stays_in_the_workbook(month, how):
    edit, words = WRONG[how]
    before = month.corrections
    done = month.collect(month.copy("jane.xlsx", edit))
    assert [finding.code for finding in done.findings] == ["K-FIGURE"]
    assert words in done.findings[0].what
    assert month.corrections == before


def test_a_target_changed_on_the_sheet_is_told_where_to_set(month):
    done = month.collect(month.copy("jane.xlsx", types_figure("icpc-in-time", "2026-03", "target", 0.9)))
    assert [finding.code for finding in done.findings] == ["K-TARGET"]
    assert "is 90 and was built as 80" in done.findings[0].what


def test_a_figure_that_the_project_has_by_now_is_not_corrected(month):
    copy = month.copy("jane.xlsx", types_figure("unallocated", "2026-03", "numerator", 40))
    with_numerators(month.project, MARCH, {"unallocated": "40"})
    assert month.collect(copy).figures == ()


def test_new_figures_of_the_source_are_not_taken_for_the_officers(month):
    with_numerators(month.project, MARCH, {"unallocated": "55"})
    assert month.collect(month.copy("jane.xlsx")).files == ()


def test_a_correction_that_somebody_else_has_made_since_is_not_overwritten_unseen(month):
    sam = month.copy("sam.xlsx", types_figure("unallocated", "2026-03", "numerator", 41), by="Sam")
    month.collect(sam)
    with pytest.raises(ConflictError, match="has come to say 41 since this workbook was built"):
        month.collect(month.copy("jane.xlsx", types_figure("unallocated", "2026-03", "numerator", 40)))
    month.collect(month.edit(sam, types_figure("unallocated", "2026-03", "numerator", 39)))
    assert month.corrections[-1].startswith("unallocated,2026-03,TOTAL,39,")


def test_formulas_that_were_pasted_as_values_are_no_corrections(month):
    def paste(book: Opened) -> None:
        for sheet, _, table in book.tables():
            if table.get("displayName", "").startswith("Monthly"):
                for element in book.sheet(sheet).iter(f"{MAIN}c"):
                    formula = element.find(f"{MAIN}f")
                    if formula is not None:
                        element.remove(formula)

    assert month.collect(month.copy("jane.xlsx", paste)).figures == ()


# -- whole or not at all -----------------------------------------------------------------------------------------------


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(month):
    copy = month.copy("jane.xlsx", writes("unallocated", "commentary", "Fewer."))
    before = month.state()
    done = month.collect(copy, dry_run=True)
    assert (len(done.texts), done.files) == (1, (month.file,))
    assert month.state() == before


def test_where_one_file_cannot_be_written_none_is(month, monkeypatch):
    from excel_scorecard.workbook import write_together

    copy = month.copy(
        "jane.xlsx",
        writes("unallocated", "commentary", "Fewer."),
        types_figure("unallocated", "2026-03", "numerator", 40),
    )
    before = month.state()
    real = write_together.write_whole

    def refuses(path: Path, data: bytes, **how: Any) -> None:
        if path.suffix == ".toml":
            raise MachineError("the disk is full.", where=str(path), mend="Free some space.")
        real(path, data, **how)

    monkeypatch.setattr(write_together, "write_whole", refuses)
    with pytest.raises(MachineError):
        month.collect(copy)
    assert month.state() == before


def test_a_project_with_no_commentary_yet_gets_a_file_that_reads_well(month):
    shutil.rmtree(month.project / "commentary")
    built = build(month.project, output=month.folder / "new.xlsx").path
    book = Opened(built)
    writes("unallocated", "commentary", "First.\nAnd more.")(book)
    month.collect(saved_as_excel(book.write(month.folder / "jane.xlsx"), month.folder / "jane.xlsx", 1))
    assert month.file.read_text("utf-8").startswith(
        "# The officers' words for March 2026. `excel-scorecard collect` writes here what is in the\n"
        "# workbooks that come back, `build` and `refresh` read it, and it may be edited here too.\n\n"
        '[unallocated]\ncommentary = """\nFirst.\nAnd more."""\n\n# Which workbook'
    )


# -- without a memory, and through another program ---------------------------------------------------------------------


def test_a_workbook_that_document_inspector_has_cleaned_is_collected_with_the_loss_said(month):
    copy = month.copy(
        "jane.xlsx",
        writes("unallocated", "commentary", "Fewer."),
        writes("supervision", "action", "Asked for."),
        inspected=True,
    )
    done = month.collect(copy)
    assert [(t.of, t.slot) for t in done.texts] == [("unallocated", "commentary"), ("supervision", "action")]
    assert [finding.code for finding in done.findings] == ["K-MEMORY"]
    assert done.figures == ()


def test_without_a_memory_a_figure_that_differs_from_the_projects_is_the_officers(month):
    copy = month.copy("jane.xlsx", types_figure("unallocated", "2026-03", "numerator", 40), inspected=True)
    assert [(f.of, f.text) for f in month.collect(copy).figures] == [("unallocated", "40")]


@needs_libreoffice
def test_a_workbook_that_libreoffice_has_saved_is_collected_without_an_edit_too_many(month):
    copy = month.copy(
        "jane.xlsx",
        writes_rich("unallocated", "commentary", ("Two visits", f"<b/>{FONT}"), (" were late.", FONT)),
        types_figure("unallocated", "2026-03", "numerator", 40),
    )
    saved = recalculated([copy], month.folder / "saved")[0]
    done = month.collect(saved)
    assert [(t.of, t.slot) for t in done.texts] == [("unallocated", "commentary")]
    assert [(f.of, f.part, f.text) for f in done.figures] == [("unallocated", "numerator", "40")]
    assert month.said["unallocated"]["commentary_marks"] == [{"words": "Two visits", "bold": True}]


# -- into a master -----------------------------------------------------------------------------------------------------


def test_the_merge_is_written_into_the_master_with_its_own_edits(month):
    master = month.copy("master.xlsx", writes("unallocated", "commentary", "From the master."))
    shutil.copy(master, month.folder / "before.xlsx")
    done = month.collect(
        month.copy(
            "jane.xlsx", writes_rich("icpc-in-time", "commentary", ("Jane's", f"<b/>{FONT}"), (" words.", FONT))
        ),
        month.copy("sam.xlsx", types_figure("unallocated", "2026-03", "numerator", 40)),
        into=master,
    )
    assert set(done.files) == {master, month.file, month.project / "corrections.csv"}
    assert done.ledger is not None
    assert unexplained(month.folder / "before.xlsx", master, done.ledger) == []
    book = Opened(master)
    assert book.value(UNALLOCATED, book.place(UNALLOCATED, "commentary")) == "From the master."
    sheet = page_of(book, "icpc-in-time")
    assert book.value(sheet, book.place(sheet, "commentary")) == "Jane's words."
    assert book.value(UNALLOCATED, numerator_of_march(month)) == 40
    assert month.said["unallocated"]["commentary"] == "From the master."
    assert [f for f in lint(master) if f.level == "error"] == [f for f in lint(month.built) if f.level == "error"]
    again = month.collect(month.folder / "jane.xlsx", month.folder / "sam.xlsx", into=master)
    assert again.files == ()


def test_the_masters_own_edit_counts_as_one_more_copy(month):
    master = month.copy("master.xlsx", writes("unallocated", "commentary", "From the master."))
    before = master.read_bytes()
    with pytest.raises(ConflictError, match=r"master.xlsx"):
        month.collect(month.copy("jane.xlsx", writes("unallocated", "commentary", "From Jane.")), into=master)
    assert master.read_bytes() == before


def test_a_month_that_somebody_typed_comes_into_the_master_too(month):
    master = month.copy("master.xlsx")
    month.collect(month.copy("jane.xlsx", april), into=master)
    book = Opened(master)
    row = row_of_key(book, UNALLOCATED, book.place(UNALLOCATED, "monthly_month"), "2026-04")
    assert book.value(UNALLOCATED, f"{book.place(UNALLOCATED, 'monthly_numerator')[0]}{row}") == 39


# -- the whole way round -----------------------------------------------------------------------------------------------


def test_the_next_workbook_says_what_officers_wrote(month):
    month.collect(
        month.copy(
            "jane.xlsx", writes("unallocated", "commentary", "Fewer."), writes_concerns("Caseloads.\nVacancies.")
        ),
        month.copy("sam.xlsx", types_figure("unallocated", "2026-03", "numerator", 40)),
    )
    after = Opened(build(month.project, output=month.folder / "after.xlsx").path)
    assert after.value(UNALLOCATED, after.place(UNALLOCATED, "commentary")) == "Fewer."
    assert after.value("Summary", after.place("Summary", "concerns")) == "Caseloads.\nVacancies."
    assert after.value(UNALLOCATED, after.place(UNALLOCATED, "value")) == 40
    said = read_commentary(read_project(month.project), MARCH)
    assert said.findings == ()


def test_errors_in_the_project_stop_before_anything_is_written(month):
    copy = month.copy("jane.xlsx", types_figure("unallocated", "2026-03", "numerator", 40))
    with_figures(month.project, lambda row: row | {"numerator": "many"} if row["indicator"] == "cp-plans" else row)
    with pytest.raises(FindingsError):
        month.collect(copy)
    assert month.corrections == []
