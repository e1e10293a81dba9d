"""One workbook an owner: her pages and no other's, and all parts together say what the whole does."""

import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from excel_scorecard.errors import MachineError, ProjectError, WouldLoseEditsError
from excel_scorecard.ooxml.lint import lint
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.collect import collect
from excel_scorecard.workbook.officers_copy import read_copy
from excel_scorecard.workbook.split import Split, split
from tests.ledger import unexplained
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.workbook.excel_package import CHART, MAIN, Opened, row_of
from tests.workbook.excel_save import saved_as_excel
from tests.workbook.excel_sheets import add_sheet
from tests.workbook.projects import COUNCIL, HOUSING, copied
from tests.workbook.test_collect import page_of, types_figure, writes

ASSESSMENT = "scorecard-head-of-service-assessment.xlsx"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(COUNCIL, output=tmp_path_factory.mktemp("built") / "scorecard.xlsx").path


@pytest.fixture(scope="module")
def parts(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Split:
    return split(whole, out=tmp_path_factory.mktemp("parts"))


def edited(path: Path, out: Path, *edits: Callable[[Opened], object]) -> Path:
    book = Opened(path)
    for edit in edits:
        edit(book)
    return saved_as_excel(book.write(out), out, 3)


def test_each_owner_gets_the_pages_of_her_indicators(parts: Split, whole: Path):
    pages = read_copy(Workbook.open(whole)).pages
    owners = {id_: page.text("owner") for id_, page in pages.items()}
    assert [id_ for part in parts.parts for id_ in part.indicators] == sorted(
        owners, key=lambda id_: list(dict.fromkeys(owners.values())).index(owners[id_])
    )
    for part in parts.parts:
        now = read_copy(Workbook.open(part.path))
        assert {page.text("owner") for page in now.pages.values()} == {part.owner}
        assert tuple(now.pages) == part.indicators
        assert (now.missing, now.copies, now.broken) == ((), (), ())
        assert now.memory is not None
        assert tuple(now.memory.pages) == part.indicators


def test_parts_are_called_after_the_workbook_and_their_owner(parts: Split):
    assert ASSESSMENT in {part.path.name for part in parts.parts}
    assert all(name.isascii() and " " not in name for name in (part.path.name for part in parts.parts))


def test_the_other_owners_rows_are_gone_from_the_lists(parts: Split):
    for part in parts.parts:
        now = read_copy(Workbook.open(part.path))
        for role in ("Summary", "Commentary", "Definitions", "Checks"):
            if role == "Definitions":
                layout = now.lists[role]
                sheet = now.book.sheet(layout.sheet)
                body = sheet.table(layout.tables[role].name).body
                assert body.height == len(part.indicators)
            else:
                assert [id_ for _, id_ in now.list_rows(role) if id_] == list(part.indicators)


def test_nothing_reads_what_is_gone(parts: Split):
    for part in parts.parts:
        for name, content in Opened(part.path).to_parts().items():
            assert b"#REF!" not in content, f"{part.path.name}: {name}"


def sheet_led_to(place: str) -> str:
    return place.rpartition("!")[0].strip("'").replace("''", "'")


def test_links_and_sparklines_lead_to_the_pages_that_are_there(parts: Split):
    for part in parts.parts:
        book = Workbook.open(part.path)
        led = {sheet_led_to(place) for sheet in book.sheets() for place in sheet.hyperlinks.values() if "!" in place}
        assert led <= set(book.sheet_names())
        now = read_copy(book)
        wanted = {row: now.pages[id_].sheet.name for row, id_ in now.list_rows("Summary") if id_}
        links = {(row_of(cell), sheet_led_to(place)) for cell, place in now.summary_sheet.hyperlinks.items()}
        assert links >= set(wanted.items())
        lines = {
            (
                int("".join(filter(str.isdigit, line.findtext("{*}sqref") or ""))),
                sheet_led_to(line.findtext("{*}f") or ""),
            )
            for line in Opened(part.path).sheet("Summary").iter("{*}sparkline")
        }
        assert lines == set(wanted.items())


def test_a_part_is_as_sound_as_the_whole(parts: Split, whole: Path):
    known = {finding.code for finding in lint(whole)}
    for part in parts.parts:
        assert [str(finding) for finding in lint(part.path) if finding.code not in known] == []
    assert parts.findings == ()


@needs_libreoffice
def test_what_is_kept_of_formulas_is_what_they_come_to(parts: Split, tmp_path: Path):
    paths = [part.path for part in parts.parts]
    for path, again in zip(paths, recalculated(paths, tmp_path), strict=True):
        assert differences(path, again) == []


def test_the_parts_together_say_what_the_whole_does(whole: Path, tmp_path: Path):
    edits = [
        writes("unallocated", "commentary", "Fewer again."),
        writes("icpc-in-time", "signed_off", "Head of Safeguarding"),
        writes("cp-visits", "action", None),
        types_figure("unallocated", "2026-03", "numerator", 40),
        types_figure("icpc-in-time", "NWC", "numerator", 36, "breakdown"),
    ]
    of = ("unallocated", "icpc-in-time", "cp-visits", "unallocated", "icpc-in-time")
    one, several = copied(COUNCIL, tmp_path / "one"), copied(COUNCIL, tmp_path / "several")
    collect([edited(whole, tmp_path / "scorecard.xlsx", *edits)], one)
    made = split(whole, out=tmp_path / "parts")
    for part in made.parts:
        mine = [edit for edit, id_ in zip(edits, of, strict=True) if id_ in part.indicators]
        edited(part.path, part.path, *mine)
    done = collect([part.path for part in made.parts], several)
    assert done.findings == ()
    for file in ("commentary/2026-03.toml", "corrections.csv"):
        said = [
            [line for line in (project / file).read_text("utf-8-sig").splitlines() if ".xlsx" not in line]
            for project in (one, several)
        ]
        assert said[0] == said[1]


def test_a_split_of_an_edited_workbook_carries_the_edits(whole: Path, tmp_path: Path):
    hers = edited(whole, tmp_path / "scorecard.xlsx", writes("unallocated", "commentary", "Fewer again."))
    part = next(part for part in split(hers).parts if "unallocated" in part.indicators)
    project = copied(COUNCIL, tmp_path / "council")
    assert [text.text for text in collect([part.path], project).texts] == ["Fewer again."]


def test_sheets_of_the_officers_stay_and_keep_what_they_read(whole: Path, tmp_path: Path):
    def own(book: Opened) -> None:
        add_sheet(book, "Hers", 0)
        book.type("Hers", "A1", "Kept")
        for row, id_ in enumerate(("unallocated", "icpc-in-time"), start=2):
            sheet = page_of(book, id_)
            place = book.place(sheet, "value")
            value = book.value(sheet, place)
            assert isinstance(value, float)
            book.write_formula("Hers", f"B{row}", f"'{sheet}'!{place}*2", value * 2)

    hers = edited(whole, tmp_path / "scorecard.xlsx", own)
    before = Opened(hers)
    made = split(hers, out=tmp_path / "parts")
    for part in made.parts:
        book = Opened(part.path)
        assert book.value("Hers", "A1") == "Kept"
        for row, id_ in enumerate(("unallocated", "icpc-in-time"), start=2):
            assert book.value("Hers", f"B{row}") == before.value("Hers", f"B{row}")
            formula = book.cell("Hers", f"B{row}").find(f"{MAIN}f")
            assert (formula is not None) == (id_ in part.indicators)
    assert {finding.code for finding in made.findings} == {"S-READ"}
    assert all("show what they showed" in finding.what for finding in made.findings)


def test_a_chart_that_reads_another_owners_page_keeps_its_values(whole: Path, tmp_path: Path):
    def repoint(book: Opened) -> None:
        wanted, source = page_of(book, "unallocated"), page_of(book, "icpc-in-time")
        part = next(part for sheet, part in book.charts(wanted))
        for formula in book.tree(part).iter(f"{CHART}f"):
            formula.text = (formula.text or "").replace(f"'{wanted}'!", f"'{source}'!")

    hers = edited(whole, tmp_path / "scorecard.xlsx", repoint)
    made = split(hers, out=tmp_path / "parts")
    part = next(part for part in made.parts if "unallocated" in part.indicators)
    assert "icpc-in-time" not in part.indicators
    assert unexplained(hers, part.path, part.ledger) == []
    book = Opened(part.path)
    charts = [book.tree(chart) for sheet, chart in book.charts(page_of(book, "unallocated"))]
    assert any(list(tree.iter(f"{CHART}numLit")) for tree in charts)
    assert b"#REF!" not in b"".join(book.to_parts().values())


def test_a_list_that_was_filtered_shows_all_its_rows(whole: Path, tmp_path: Path):
    from random import Random

    from tests.workbook.officers_desk import Desk
    from tests.workbook.officers_looks import filter_summary

    hers = edited(whole, tmp_path / "scorecard.xlsx", lambda book: filter_summary(Desk(book, Random(1))))  # noqa: S311
    assert any(row.get("hidden") == "1" for row in Opened(hers).sheet("Summary").iter(f"{MAIN}row"))
    for part in split(hers, out=tmp_path / "parts").parts:
        book = Opened(part.path)
        assert not [row.get("r") for row in book.sheet("Summary").iter(f"{MAIN}row") if row.get("hidden") == "1"]
        assert not [tree for _, _, tree in book.tables("Summary") for _ in tree.iter(f"{MAIN}filterColumn")]


def test_a_workbook_that_has_lost_its_memory_is_split_all_the_same(whole: Path, tmp_path: Path, parts: Split):
    book = Opened(whole)
    cleaned = saved_as_excel(book.write(tmp_path / "scorecard.xlsx"), tmp_path / "scorecard.xlsx", 1, inspected=True)
    made = split(cleaned, out=tmp_path / "parts")
    assert [part.indicators for part in made.parts] == [part.indicators for part in parts.parts]
    assert made.findings == ()


def test_officers_who_edit_at_random_can_be_given_their_parts(whole: Path, tmp_path: Path):
    from random import Random

    from tests.workbook.officers import edited as at_random

    for seed in range(4):
        book = Opened(whole)
        at_random(book, Random(seed), 12)  # noqa: S311
        folder = tmp_path / str(seed)
        folder.mkdir()
        path = saved_as_excel(book.write(folder / "scorecard.xlsx"), folder / "scorecard.xlsx", seed)
        before = {finding.code for finding in lint(path) if finding.level == "error"}
        for part in split(path).parts:
            assert {finding.code for finding in lint(part.path) if finding.level == "error"} <= before
            pages = read_copy(Workbook.open(part.path)).pages
            assert tuple(pages) == part.indicators


def test_the_ledger_of_a_part_explains_all_that_is_other_than_in_the_whole(whole: Path, parts: Split):
    for part in parts.parts:
        assert unexplained(whole, part.path, part.ledger) == []


def test_pages_without_an_owner_go_into_one_part_and_that_is_told(tmp_path: Path):
    project = copied(COUNCIL, tmp_path / "council")
    file = project / "scorecard.toml"
    text = file.read_text("utf-8")
    start = text.index('id = "unallocated"')
    owner = text.index("owner =", start)
    file.write_text(text[:owner] + text[text.index("\n", owner) + 1 :], "utf-8")
    made = split(build(project, output=tmp_path / "scorecard.xlsx").path)
    assert (made.parts[-1].path.name, made.parts[-1].indicators) == ("scorecard-no-owner.xlsx", ("unallocated",))
    assert [finding.code for finding in made.findings] == ["S-OWNER"]


def test_owners_whose_names_come_to_one_file_name_get_two(tmp_path: Path):
    project = copied(COUNCIL, tmp_path / "council")
    file = project / "scorecard.toml"
    text = file.read_text("utf-8")
    owners = iter(["Zoë O'Neill", "Zoe O’Neill", "CON: x/y?", "日本"])
    lines = [
        f'owner = "{next(owners, "CON: x/y?")}"' if line.startswith("owner =") else line for line in text.splitlines()
    ]
    file.write_text("\n".join(lines), "utf-8")
    names = [part.path.name for part in split(build(project, output=tmp_path / "scorecard.xlsx").path).parts]
    assert names == [
        "scorecard-zoe-o-neill.xlsx", "scorecard-zoe-oneill.xlsx", "scorecard-con-x-y.xlsx", "scorecard-owner.xlsx",
    ]  # fmt: skip


def test_splitting_twice_gives_the_same_bytes(parts: Split, whole: Path, tmp_path: Path):
    again = split(whole, out=tmp_path)
    assert [p.path.read_bytes() for p in again.parts] == [p.path.read_bytes() for p in parts.parts]


def test_a_part_that_an_officer_has_written_into_is_not_written_over(whole: Path, tmp_path: Path):
    made = split(whole, out=tmp_path)
    hers = edited(made.parts[1].path, made.parts[1].path, writes(made.parts[1].indicators[0], "commentary", "Hers."))
    content = hers.read_bytes()
    made.parts[0].path.unlink()
    with pytest.raises(WouldLoseEditsError, match="another workbook of that name"):
        split(whole, out=tmp_path)
    assert hers.read_bytes() == content
    assert not made.parts[0].path.exists()


def test_where_one_part_cannot_be_written_none_is(whole: Path, tmp_path: Path):
    (tmp_path / "parts").write_text("a file where the folder should be")
    with pytest.raises(MachineError):
        split(whole, out=tmp_path / "parts")
    assert (tmp_path / "parts").is_file()


def test_a_workbook_is_split_by_its_owners_and_nothing_else(whole: Path):
    with pytest.raises(ProjectError, match="by 'group'"):
        split(whole, by="group")


def test_a_workbook_of_groups_keeps_the_headings_of_those_that_are_there(tmp_path: Path):
    project = copied(HOUSING, tmp_path / "housing")
    shutil.rmtree(project / "thirty", ignore_errors=True)
    made = split(build(project, output=tmp_path / "scorecard.xlsx").path)
    for part in made.parts:
        now = read_copy(Workbook.open(part.path))
        rows = [(row, id_) for row, id_ in now.list_rows("Summary")]
        assert rows[-1][1] is not None  # no heading without a row below it
        assert sum(id_ is not None for _, id_ in rows) == len(part.indicators)
        assert not any(one[1] is None and two[1] is None for one, two in pairwise(rows))
