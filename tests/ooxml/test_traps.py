"""The traps of editing a workbook part by part, each with the tests that hold it; some of those tests are here.

A trap is what Excel repairs, what looks well and is wrong, or what real workbooks have and made ones have not.
"""

import importlib
import re
from pathlib import Path
from typing import Final

import pytest
import xlsxwriter
from lxml import etree

from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import CHART, MAIN, changed_parts, parts, rewritten, tree
from tests.xsd import new_errors

PATTERN = "Pattern's own"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SAMPLE = "ooxml.test_corpus::TestASample"

# A trap and its tests, `module::test`. Where there can be none, a reason in their place.
TRAPS: Final[dict[str, tuple[str, ...] | str]] = {
    # the package
    "a new part states its content type, whatever the extensions state": (
        "ooxml.test_package::test_an_added_part_states_its_type_unless_its_extension_does",
        "ooxml.test_traps::test_relationships_that_state_their_type_one_by_one_go_on_doing_so",
    ),
    "part names match without case": ("ooxml.test_package::test_part_names_match_without_case",),
    "a target is absolute, relative or a place in the workbook": (
        "ooxml.test_package::test_relationships_are_resolved_whether_absolute_relative_outside_or_dangling",
        "ooxml.test_clone_real::test_a_link_of_a_shape_to_a_place_of_its_sheet_leads_to_the_clone",
    ),
    "two sheets never own one part": (
        "ooxml.test_clone::test_a_clone_owns_a_part_of_each_kind_and_shares_the_pictures",
        "ooxml.test_clone_real::test_a_clone_has_parts_of_its_own",
        f"{SAMPLE}::test_with_its_busiest_sheet_cloned_has_no_new_fault",
    ),
    "what only Excel can copy is refused by name": (
        "ooxml.test_clone::test_what_cannot_be_cloned_is_refused_by_name",
        "ooxml.test_clone_real::test_what_cannot_be_cloned_is_refused_by_name",
    ),
    "threaded comments stay behind with their placeholders": (
        "ooxml.test_threads::test_a_note_beside_the_threads_comes_along_alone",
        "ooxml.test_threads::test_where_all_notes_are_threads_nothing_of_notes_is_left",
    ),
    "VML is not XML": ("ooxml.test_threads::test_a_note_beside_the_threads_comes_along_alone",),
    "a relationship leads nowhere": ("ooxml.test_clone::test_a_relationship_that_leads_nowhere_does_not_stop_a_clone",),
    "an ISO strict workbook uses other names": ("ooxml.test_package::test_a_strict_workbook_is_told_how_to_be_saved",),
    "a name is twice in the zip": (
        "ooxml.test_archive::test_a_name_that_is_there_twice_is_refused_without_regard_to_case",
    ),
    "entities are bombs": (
        "ooxml.test_package::test_entities_are_never_resolved",
        "ooxml.test_hostile::test_a_part_that_declares_a_document_type_is_refused",
    ),
    "content types come first, and the clock is in no byte": (
        "ooxml.test_package::test_content_types_come_first_wherever_they_were",
        "ooxml.test_package::test_the_same_edits_give_the_same_bytes",
        "ooxml.test_clone::test_the_same_clones_give_the_same_bytes",
    ),
    "a part that did not change is not written anew": (
        f"{SAMPLE}::test_saved_unchanged_has_the_same_parts_byte_for_byte",
        f"{SAMPLE}::test_with_one_number_set_differs_where_it_must",
    ),
    # the workbook
    "numbers of sheets and relationships are never used again": (
        "ooxml.test_traps::test_a_new_sheet_has_a_number_that_no_sheet_had",
    ),
    "a sheet's name is legal, unique without case, and quoted where it must be": (
        "ooxml.test_workbook::test_any_text_gives_a_sheet_name_that_excel_takes",
        "ooxml.test_workbook::test_a_sheet_name_that_excel_refuses_is_refused",
        "ooxml.test_cells::test_a_sheet_name_that_could_be_something_else_is_quoted",
    ),
    "names, tabs and titles know a sheet by its position": (
        "ooxml.test_workbook::test_a_moved_sheet_takes_its_names_and_the_active_tab_with_it",
        "ooxml.test_workbook::test_a_deleted_sheet_takes_its_parts_and_names_and_leaves_the_others_theirs",
        "ooxml.test_workbook::test_the_list_of_titles_follows_the_sheets_and_names",
        "ooxml.test_names::test_names_are_kept_in_excels_order",
    ),
    "print areas and titles are a sheet's own names": (
        "ooxml.test_clone::test_names_are_cloned_the_sheets_own_and_the_workbooks_that_lead_into_it",
    ),
    "two selected tabs are a group, and a code name is one sheet's": (
        "ooxml.test_clone::test_a_clone_is_not_selected_together_with_its_pattern",
        "ooxml.test_workbook::test_only_the_sheet_that_is_shown_is_selected",
    ),
    "unique identifiers are unique": (
        "ooxml.test_clone::test_unique_identifiers_are_new_and_the_same_each_time",
        "ooxml.test_clone_real::test_a_data_bar_and_its_extension_know_each_other_by_a_new_identifier",
    ),
    "a prefix that mc:Ignorable names stays declared": (
        "ooxml.test_traps::test_every_prefix_of_a_part_stays_declared_in_its_copy",
    ),
    "the calculation chain names no cell without a formula": (
        "ooxml.test_workbook::test_the_calculation_chain_goes_when_a_formula_comes_and_stays_otherwise",
    ),
    "a formula that is written carries its value": (
        "ooxml.test_sheet::test_a_formula_carries_its_value_with_its_kind",
        "workbook.test_recalculated::test_every_formulas_cache_is_what_libreoffice_computes",
    ),
    "protection is kept as it is": ("ooxml.test_traps::test_protection_is_kept_byte_for_byte_and_cloned",),
    # sheet, table, chart
    "a sheet and a table are renamed wherever they can be named": (
        "ooxml.test_clone::test_nothing_of_a_clone_leads_back_to_its_pattern",
        "ooxml.test_clone::test_what_a_filter_hides_of_a_chart_and_a_picture_of_cells_follow",
        "ooxml.test_clone_real::test_sparklines_read_the_clone",
        f"{SAMPLE}::test_with_its_busiest_sheet_cloned_has_no_new_fault",
    ),
    "a text within a formula is not": (
        "ooxml.test_clone::test_a_string_literal_in_a_formula_stays_as_it_was",
        "ooxml.test_formulas::test_text_in_a_formula_is_no_reference",
    ),
    "the same row is [#This Row] in a file": (
        "ooxml.test_clone::test_libreoffice_computes_in_a_clone_what_we_put_there",
    ),
    "a table's number and name are unique, names included": (
        "ooxml.test_clone::test_a_cloned_table_has_a_name_and_number_of_its_own",
        "ooxml.test_clone::test_a_table_name_that_is_taken_is_refused_and_nothing_is_left",
    ),
    "a table's heading cells are its columns' names": (
        "ooxml.test_table::test_a_heading_of_two_lines_is_one_in_the_tables_part_too",
        "ooxml.test_table::test_two_columns_never_have_one_name",
    ),
    "a table's number format does not format its cells": (
        "workbook.test_template_check::test_a_broken_template_is_told_where_and_how_to_mend_it",
        "ooxml.test_table::test_new_rows_look_like_the_first_one",
    ),
    "a chart keeps values of its own": (
        "ooxml.test_chart::test_the_caches_are_made_from_the_cells",
        "ooxml.test_chart::test_the_number_format_of_a_cache_is_kept",
    ),
    "a line without c:smooth is drawn smooth": ("ooxml.test_traps::test_every_line_of_a_stock_template_is_straight",),
    "a cell keeps its style and loses its kind": (
        "ooxml.test_sheet::test_a_written_cell_keeps_its_style",
        "ooxml.test_sheet::test_every_kind_of_value_is_read_back_by_others",
    ),
    "cells and rows stand in order, spans and dimension are true": (
        "ooxml.test_sheet::test_cells_and_rows_come_to_stand_in_order",
        "ooxml.test_sheet::test_a_new_cell_drops_the_rows_spans_and_widens_the_dimension",
    ),
    "the covered part of merged cells is not written": (
        "ooxml.test_sheet::test_the_covered_part_of_merged_cells_is_refused_and_its_first_cell_is_not",
    ),
    "other cells read a shared formula's master": (
        "ooxml.test_sheet::test_overwriting_the_master_of_a_shared_formula_leaves_the_others_their_own",
    ),
    "a cell of an array is not written": ("ooxml.test_sheet::test_a_cell_of_an_array_is_refused",),
    "a string that is there is other cells' too": (
        "ooxml.test_strings::test_a_new_string_is_appended_and_the_counts_are_right",
        "ooxml.test_strings::test_spaces_and_line_ends_are_kept",
        "ooxml.test_strings::test_any_text_can_stand_in_a_part_and_is_read_back_but_for_what_xml_cannot_hold",
    ),
    "a text that begins like a formula is a text": (
        "ooxml.test_strings::test_text_that_begins_like_a_formula_is_text_with_a_quote_before_it",
        "workbook.test_text::test_no_text_of_the_project_became_a_formula",
    ),
    "a worksheet's children have an order": (
        "ooxml.test_sheet::test_a_link_before_anything_else_stands_where_the_schema_wants_it",
        "ooxml.test_clone::test_the_schemas_allow_a_clone_and_the_pattern_gone",
    ),
    "fonts that are not installed are drawn in another": (
        "of the machine that draws, not of the workbook: docs/templates.md says which fonts it needs"
    ),
    # found later
    "Excel gives every part another name": ("ooxml.test_traps::test_nothing_is_found_by_the_name_of_its_part",),
    "SharePoint adds parts and properties": (
        "ooxml.test_traps::test_what_sharepoint_adds_is_kept_and_what_an_inspector_takes_is_not_missed",
    ),
    "a sensitivity label encrypts": (
        "ooxml.test_archive::test_an_encrypted_workbook_is_told_what_to_do_about_its_label",
    ),
    "days can count from 1904": (
        "ooxml.test_sheet::test_a_date_follows_the_workbooks_date_system",
        "ooxml.test_cells::test_days_of_the_1904_system_too",
    ),
    "a template is saved as a workbook": (
        "ooxml.test_package::test_an_excel_template_is_read_and_saved_as_a_workbook",
    ),
    "macros, binary, OpenDocument and strict files are named": (
        "ooxml.test_package::test_other_office_files_are_named",
        "ooxml.test_package::test_an_opendocument_file_and_a_plain_zip_are_named",
        "ooxml.test_corpus::test_the_list_says_what_becomes_of_each_workbook",
    ),
    "a point's format stays at its place": (
        "ooxml.test_chart::test_formats_and_labels_of_single_points_are_told",
        "workbook.test_template_check::test_a_broken_template_is_told_where_and_how_to_mend_it",
    ),
    "a link names its sheet": (
        "ooxml.test_clone::test_links_lead_to_the_clone",
        "ooxml.test_lost::test_a_picture_that_led_there_leads_nowhere_and_stays",
        "workbook.test_recalculated::test_every_link_leads_to_a_sheet_of_the_workbook",
    ),
    "a commentary may begin like a formula": (
        "workbook.test_text::test_commentary_and_concerns_that_begin_like_a_formula_stay_texts",
        "ooxml.test_styles::test_the_quote_before_a_text_goes_when_a_number_or_formula_comes",
    ),
    "asking for recalculation makes Excel ask to save": (
        "ooxml.test_workbook::test_recalculation_is_asked_for_and_the_wish_taken_back",
    ),
    "only a blank cell is a gap everywhere": (
        "ooxml.test_chart::test_a_blank_cell_has_no_point_an_error_has_its_own_and_text_is_never_zero",
        "workbook.test_recalculated::test_a_month_without_a_figure_is_a_truly_blank_point",
    ),
    "packing differs between builds of zlib": (
        "ooxml.test_archive::test_a_member_that_is_not_changed_keeps_its_packed_bytes",
        "ooxml.test_package::test_the_same_edits_give_the_same_bytes",
    ),
    "packed bytes that are passed on may be damaged": (
        "ooxml.test_archive::test_a_byte_changed_inside_a_part_is_noticed_before_it_is_passed_on",
        "ooxml.test_archive::test_a_member_written_as_a_stream_with_its_sizes_after_it_is_read",
    ),
    "a merged row has no height of its own": (
        "workbook.test_fit::test_a_row_is_as_high_as_its_longest_text_and_no_higher_than_excel_allows",
    ),
    "XlsxWriter refuses names on a sheet with an apostrophe": (
        "of the program that makes the stock templates, whose sheets have none; workbooks.py puts such names in by hand"
    ),
    "a refresh of a workbook with a pivot or macros copies their parts": (
        "there is no refresh yet; that a workbook with a pivot is saved whole is in the corpus test"
    ),
    "a published file has no builder's properties": "there is no publishing yet",
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_has_a_test_or_a_reason(trap: str):
    held = TRAPS[trap]
    for node in held if isinstance(held, tuple) else ():
        module, *path = node.split("::")
        found: object = importlib.import_module(f"tests.{module}")
        for name in path:
            found = getattr(found, name)
        assert callable(found)
    assert held


def test_relationships_that_state_their_type_one_by_one_go_on_doing_so(pattern_file: Path, tmp_path: Path):
    """Some files have no default type for `.rels`: then each new one needs its own statement."""
    types = "[Content_Types].xml"
    kind = "application/vnd.openxmlformats-package.relationships+xml"

    def state(content: dict[str, bytes]) -> None:
        stated = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>' for name in content if name.endswith(".rels")
        )
        bare = re.sub(rb'<Default Extension="rels"[^>]*/>', b"", content[types])
        content[types] = bare.replace(b"</Types>", stated.encode() + b"</Types>")

    path = rewritten(pattern_file, tmp_path / "in.xlsx", state)
    book = Workbook.open(path)
    book.clone_sheet(PATTERN, "Copy")
    book.save(tmp_path / "out.xlsx")
    stated = {e.get("PartName", "")[1:]: e.get("ContentType") for e in tree(tmp_path / "out.xlsx", types)}
    new = [n for n in parts(tmp_path / "out.xlsx").keys() - parts(path).keys() if n.endswith(".rels")]
    assert new
    assert {stated.get(name) for name in new} == {kind}


def test_a_new_sheet_has_a_number_that_no_sheet_had(book: Workbook, tmp_path: Path):
    before = {e.get("sheetId") for e in book.package.read(book.part).iter(f"{MAIN}sheet")}
    book.clone_sheet(PATTERN, "First")
    book.clone_sheet(PATTERN, "Second")
    book.save(tmp_path / "out.xlsx")
    sheets = list(tree(tmp_path / "out.xlsx", "xl/workbook.xml").iter(f"{MAIN}sheet"))
    numbers = [int(e.get("sheetId", "")) for e in sheets]
    assert numbers == [1, 2, 3, 4]
    assert before == {"1", "2"}
    identifiers = [v for e in sheets for k, v in e.attrib.items() if k.endswith("}id")]
    assert len(identifiers) == len(set(identifiers))


def test_every_prefix_of_a_part_stays_declared_in_its_copy(pattern_file: Path, tmp_path: Path):
    """`mc:Ignorable` names prefixes that no element may use; without their declaration Excel offers a repair."""
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"

    def declare(content: dict[str, bytes]) -> None:
        part, stated = "xl/worksheets/sheet2.xml", b'mc:Ignorable="x14ac"'
        assert stated in content[part]
        content[part] = content[part].replace(stated, b'xmlns:xr="http://b" mc:Ignorable="x14ac xr"')

    book = Workbook.open(rewritten(pattern_file, tmp_path / "in.xlsx", declare))
    root = etree.fromstring(book.package.bytes(book.clone_sheet(PATTERN, "Copy").part))
    assert root.get(f"{{{compatibility}}}Ignorable") == "x14ac xr"
    assert root.nsmap == book.sheet(PATTERN).root.nsmap
    assert {"x14ac", "xr"} <= root.nsmap.keys()


def test_protection_is_kept_byte_for_byte_and_cloned(tmp_path: Path):
    path = tmp_path / "protected.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Locked")
        sheet.protect("secret", {"select_locked_cells": True})
        sheet.unprotect_range("A1", "Everybody")
        sheet.write("A1", 1)
    book = Workbook.open(path)
    book.sheet("Locked").write(1, 1, 2)
    book.clone_sheet("Locked", "Copy")
    book.save(tmp_path / "out.xlsx")
    sheets = [tree(path, "xl/worksheets/sheet1.xml")]
    sheets += [tree(tmp_path / "out.xlsx", f"xl/worksheets/sheet{number}.xml") for number in (1, 2)]
    for tag in ("sheetProtection", "protectedRanges"):
        assert len({etree.tostring(root.find(f"{MAIN}{tag}")) for root in sheets}) == 1


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.xlsx")), ids=lambda path: path.name)
def test_every_line_of_a_stock_template_is_straight(template: Path):
    charts = [etree.fromstring(part) for name, part in parts(template).items() if "/charts/chart" in name]
    lines = [line for root in charts for line in root.iterfind(f".//{CHART}lineChart/{CHART}ser")]
    assert lines
    assert {line.find(f"{CHART}smooth").get("val") for line in lines} == {"0"}


def test_nothing_is_found_by_the_name_of_its_part(pattern_file: Path, tmp_path: Path):
    words = {"sheet2.xml": "blatt7.xml", "table1.xml": "liste.xml", "comments1.xml": "notes.xml"}
    words |= {"sharedStrings.xml": "texts.xml", "chart1.xml": "picture.xml"}

    def renamed(text: str) -> str:
        return re.sub("|".join(map(re.escape, words)), lambda match: words[match[0]], text)

    def rename(content: dict[str, bytes]) -> None:
        for name in list(content):
            data = content.pop(name)
            is_list = name.endswith(".rels") or name.startswith("[")
            content[renamed(name)] = renamed(data.decode()).encode() if is_list else data

    path = rewritten(pattern_file, tmp_path / "in.xlsx", rename)
    assert "xl/worksheets/_rels/blatt7.xml.rels" in parts(path)
    assert new_errors(pattern_file, path) == []
    book = Workbook.open(path)
    clone = book.clone_sheet(PATTERN, "Copy")
    assert clone.read(1, 1) == "Title of the measure"
    assert (len(clone.tables), len(clone.charts)) == (1, 1)
    book.save(tmp_path / "out.xlsx")
    assert new_errors(path, tmp_path / "out.xlsx") == []


def test_what_sharepoint_adds_is_kept_and_what_an_inspector_takes_is_not_missed(pattern_file: Path, tmp_path: Path):
    """SharePoint adds custom XML parts when a file is uploaded; Excel's Document Inspector takes properties."""
    officedocument = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def add(content: dict[str, bytes]) -> None:
        content["customXml/item1.xml"] = b'<?mso-contentType?><FormTemplates xmlns="http://a"/>'
        link = f'<Relationship Id="rIdX" Type="{officedocument}/customXml" Target="../customXml/item1.xml"/>'
        rels = "xl/_rels/workbook.xml.rels"
        content[rels] = content[rels].replace(b"</Relationships>", link.encode() + b"</Relationships>")

    path = rewritten(pattern_file, tmp_path / "in.xlsx", add)
    book = Workbook.open(path)
    book.sheet("Summary").write(9, 9, 1)
    book.clone_sheet(PATTERN, "Copy")
    book.delete_sheet(PATTERN)
    book.save(tmp_path / "out.xlsx")
    assert parts(tmp_path / "out.xlsx")["customXml/item1.xml"] == parts(path)["customXml/item1.xml"]

    def take(content: dict[str, bytes]) -> None:
        for name in ("docProps/app.xml", "docProps/core.xml"):
            del content[name]
            content["[Content_Types].xml"] = re.sub(
                rb'<Override PartName="/%s"[^>]*/>' % name.encode(), b"", content["[Content_Types].xml"]
            )
        content["_rels/.rels"] = re.sub(rb"<Relationship [^>]*docProps[^>]*/>", b"", content["_rels/.rels"])

    bare = rewritten(pattern_file, tmp_path / "bare.xlsx", take)
    book = Workbook.open(bare)
    book.save(tmp_path / "out.xlsx")
    assert changed_parts(bare, tmp_path / "out.xlsx") == set()
    book.clone_sheet(PATTERN, "Copy")
    book.save(tmp_path / "out.xlsx")
    assert new_errors(bare, tmp_path / "out.xlsx") == []
