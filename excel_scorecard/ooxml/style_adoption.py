"""Style adoption: the looks of one workbook's sheet among those of another, by the other's numbers.

Knows fonts, fills, borders, number formats, cell formats and their named styles, differential formats and table styles.
What is there already is used again, what is not is appended; nothing of the target's is changed. Theme colours and
theme fonts keep their place in the theme where both themes agree, and are said outright where they do not
(repainting.py).
"""

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.ledger import ADOPTED_STYLES
from excel_scorecard.ooxml.markup import STYLES_ORDER, Element, drop, insert_in_order, is_true, local_name, main
from excel_scorecard.ooxml.records import Records, said
from excel_scorecard.ooxml.repainting import Repainting
from excel_scorecard.ooxml.styles import BUILT_IN_FORMATS

if TYPE_CHECKING:
    from excel_scorecard.ooxml.workbook import Workbook

_LISTS: Final = {"fontId": ("fonts", "font"), "fillId": ("fills", "fill"), "borderId": ("borders", "border")}
_SAID_BY: Final = {
    "fontId": "applyFont", "fillId": "applyFill", "borderId": "applyBorder", "numFmtId": "applyNumberFormat",
}  # fmt: skip
_CHILDREN: Final = {"alignment": "applyAlignment", "protection": "applyProtection"}
CHECK_BOX: Final = "xfComplement"  # what a format says of a check box in a cell: it names another part by number
_FIRST_OWN_FORMAT: Final = 164
_CELL, _ROW, _COLUMN = main("c"), main("row"), main("col")
_CELLS: Final = main("sheetData")
_TABLE_STYLES: Final = main("tableStyles")


class StyleAdoption:
    """The numbers that the looks of one workbook have in another."""

    def __init__(self, source: "Workbook", target: "Workbook") -> None:
        self._source = source
        self._target = target
        if target.styles.part is None:
            raise TemplateError("it has no styles part.", where=target.name, mend="Save the workbook again in Excel.")
        self.repainting = Repainting(source, target)
        self._from = _Lists(source)
        self._to = _Lists(target)
        self._formats: dict[int, int] = {}
        self._parts: dict[tuple[str, int], int] = {}
        self._number_formats: dict[int, int] = {}
        self._differentials: dict[int, int | None] = {}

    def cell_format(self, number: int) -> int:
        """The number of the cell format that looks as the source's `number` does.

        Its named style is the target's of that name; where there is none, Normal, the look said outright.

        Raises:
            TemplateError: the target holds as many cell formats as a workbook can.
        """
        if number not in self._formats:
            self._formats[number] = self._adopt_format(number)
        return self._formats[number]

    def _adopt_format(self, number: int) -> int:
        model = self._source.styles.formats.get(number)
        if model is None:
            return 0
        wanted = _bare(model)
        for key in _LISTS:
            wanted.set(key, str(self._place(key, stated.whole(model, key))))
        wanted.set("numFmtId", str(self._number_format(stated.whole(model, "numFmtId"))))
        style = self._to.style_of(self._from.style_name(stated.whole(model, "xfId")))
        base = None if style is None else self._to.styles.get(style)
        if base is None or style is None:
            drop(wanted, "xfId")
        else:
            wanted.set("xfId", str(style))
            if self._target.styles.formats.find(wanted) is None:
                _say_differences(wanted, base)
        found = self._target.styles.place(wanted, ADOPTED_STYLES)
        if found is None:
            raise TemplateError(
                "it has as many cell formats as a workbook can hold.",
                where=self._target.name,
                mend="Take out formats that are not used: in Excel, Review > Check Performance.",
            )
        return found

    def font(self, number: int) -> int:
        """The number of the font."""
        return self._place("fontId", number)

    def _place(self, key: str, number: int) -> int:
        if (key, number) not in self._parts:
            model = self._from.lists[key].get(number)
            wanted = None if model is None else self._repainted(model)
            self._parts[key, number] = 0 if wanted is None else self._to.lists[key].place(wanted, ADOPTED_STYLES)
        return self._parts[key, number]

    def _repainted(self, model: Element) -> Element:
        copy = _bare(model)
        self.repainting.repaint(copy)
        return copy

    def _number_format(self, number: int) -> int:
        if number not in self._number_formats:
            source, target = self._source.styles.own_formats(), self._target.styles.own_formats()
            code = source.get(number)
            if code is None and number < _FIRST_OWN_FORMAT and number in target:
                code = BUILT_IN_FORMATS.get(number)  # the target means another by that number
            # one that both state comes before one that Excel knows by number, so that equal formats are found
            own = next((known for known, present in target.items() if number in source and present == code), None)
            if code is None:
                own = number if number < _FIRST_OWN_FORMAT else 0
            elif own is None:
                own = self._target.styles.number_of(code, ADOPTED_STYLES)
            self._number_formats[number] = own
        return self._number_formats[number]

    def differential(self, number: int) -> int | None:
        """The number of the differential format, of rules, filters and tables; None where the source has none."""
        if number not in self._differentials:
            model = self._from.differentials.get(number)
            if model is None:
                self._differentials[number] = None
            else:
                wanted = self._repainted(model)
                known = self._to.differentials.find(wanted)
                for code in wanted.iterfind(main("numFmt")) if known is None else ():
                    new = self._target.styles.number_of(code.get("formatCode", "General"), ADOPTED_STYLES)
                    code.set("numFmtId", str(new))
                self._differentials[number] = self._to.differentials.place(wanted, ADOPTED_STYLES)
        return self._differentials[number]

    def _bring_table_style(self, name: str) -> None:
        """Add a table style of the source's own that the target lacks; one of that name is the target's."""
        model = self._from.table_styles().get(name.lower())
        if model is None or name.lower() in self._to.table_styles():
            return
        wanted = _bare(model)
        self._number_differentials(wanted)
        root = self._target.package.edit(str(self._target.styles.part), ADOPTED_STYLES)
        group = root.find(_TABLE_STYLES)
        if group is None:
            group = etree.Element(_TABLE_STYLES)
            insert_in_order(root, group, STYLES_ORDER)
        group.append(wanted)
        group.set("count", str(sum(1 for _ in group.iterchildren(main("tableStyle")))))

    # Trees.

    def adopt(self, root: Element) -> None:
        """Let a copied part speak of looks by the target's numbers, and of colours as the source means them."""
        if root.tag == main("worksheet"):
            self._adopt_sheet(root)
        elif root.tag == main("table"):
            self._adopt_table(root)
        elif root.tag == main("comments"):
            self.adopt_text(root)
        else:
            self.repainting.repaint_drawing(root)

    def _adopt_sheet(self, root: Element) -> None:
        normal = self.cell_format(0)
        for cell in root.iter(_CELL):
            number = cell.get("s")
            new = normal if number is None else self.cell_format(stated.whole_of(number, cell, "s", least=0))
            if number is not None or new:
                cell.set("s", str(new))
        for tag, key in ((_ROW, "s"), (_COLUMN, "style")):
            for element in root.iter(tag):
                if element.get(key) is not None:
                    element.set(key, str(self.cell_format(stated.whole(element, key, least=0))))
        self._number_differentials(root)
        for inputs in root.iter(main("inputCells")):
            if inputs.get("numFmtId") is not None:
                inputs.set("numFmtId", str(self._number_format(stated.whole(inputs, "numFmtId"))))
        self.adopt_text(root)

    def adopt_text(self, root: Element) -> None:
        """Let rich text, phonetic guides and all else with colours look as in the source."""
        self.repainting.repaint(root)
        for guide in root.iter(main("phoneticPr")):
            guide.set("fontId", str(self.font(stated.whole(guide, "fontId"))))

    def _number_differentials(self, root: Element) -> None:
        branches = [child for child in root.iterchildren("*") if child.tag != _CELLS]  # no cell has one
        for element in (root, *(element for branch in branches for element in branch.iter("*"))):
            for key in [str(key) for key in element.keys() if str(key).lower().endswith("dxfid")]:  # noqa: SIM118
                new = self.differential(stated.whole(element, key))
                if new is None:
                    drop(element, key)
                else:
                    element.set(key, str(new))

    def _adopt_table(self, root: Element) -> None:
        self._number_differentials(root)
        for element in root.iter("*"):
            for key in [str(key) for key in element.keys() if str(key).endswith("CellStyle")]:  # noqa: SIM118
                if element.get(key, "").lower() not in self._to.named:
                    drop(element, key)
        for style in root.iter(main("tableStyleInfo")):
            self._bring_table_style(style.get("name", ""))


class _Lists:
    """The lists of one workbook's styles part, and its named styles."""

    def __init__(self, workbook: "Workbook") -> None:
        package, part = workbook.package, workbook.styles.part
        self._root = package.read(part) if part else None
        self.lists = {key: Records(package, part, *names) for key, names in _LISTS.items()}
        self.styles = Records(package, part, "cellStyleXfs", "xf")
        self.differentials = Records(package, part, "dxfs", "dxf")
        path = f"{main('cellStyles')}/{main('cellStyle')}"
        found = [] if self._root is None else self._root.findall(path)
        self.named = {style.get("name", "").lower(): stated.whole(style, "xfId") for style in reversed(found)}
        normal = (stated.whole(style, "xfId") for style in found if style.get("builtinId") == "0")
        self.normal = next(normal, 0)

    def style_name(self, number: int) -> str | None:
        """The name of a named style, in lower case; None for Normal and for one without a name."""
        return next((name for name, found in self.named.items() if found == number and number != self.normal), None)

    def style_of(self, name: str | None) -> int | None:
        """The number of the named style of that name, or of Normal; None where the workbook has neither."""
        number = self.normal if name is None else self.named.get(name, self.normal)
        return number if self.styles.get(number) is not None else None

    def table_styles(self) -> dict[str, Element]:
        """The table styles that the workbook states, by name in lower case."""
        found = [] if self._root is None else self._root.findall(f"{_TABLE_STYLES}/{main('tableStyle')}")
        return {style.get("name", "").lower(): style for style in found}


def _bare(model: Element) -> Element:
    """A copy without what only its own workbook understands: hints in other namespaces, numbers of other parts."""
    copy = deepcopy(model)
    copy.tail = None
    for element in copy.iter("*"):
        for key in [str(key) for key in element.keys() if str(key).startswith("{")]:  # noqa: SIM118
            drop(element, key)
    for extension in list(copy.iter(main("ext"))):
        is_foreign = any(local_name(child) == CHECK_BOX for child in extension)
        parent = extension.getparent()
        if is_foreign and parent is not None:
            parent.remove(extension)
            holder = parent.getparent()
            if not len(parent) and holder is not None:
                holder.remove(parent)
    return copy


def _say_differences(wanted: Element, base: Element) -> None:
    """Mark what a cell format has otherwise than its named style, so that the style does not take it back."""
    for key, flag in _SAID_BY.items():
        if wanted.get(key) != base.get(key, "0"):
            wanted.set(flag, "1")
    for name, flag in _CHILDREN.items():
        own, other = wanted.find(main(name)), base.find(main(name))
        if _said(own) != _said(other) and not is_true(wanted.get(flag)):
            wanted.set(flag, "1")


def _said(element: Element | None) -> object:
    found = None if element is None else said(element)
    return None if found in (("alignment", (), ()), ("protection", (), ())) else found
