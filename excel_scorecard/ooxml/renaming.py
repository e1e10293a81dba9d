"""Renaming: what the parts of a sheet say of it, said of its copy instead.

Knows where a sheet, its tables and its names can be spoken of: formulas, rules, charts, shapes and links. Which parts
are copied is clone.py's.
"""

import uuid
from collections.abc import Mapping, Set
from typing import Final, cast

from excel_scorecard.ooxml.cells import quoted
from excel_scorecard.ooxml.formulas import renamed, tokens
from excel_scorecard.ooxml.markup import X14, Element, main

# Elements whose text is a formula or a reference; `sqref` names a sheet where a chart keeps what a filter hides.
FORMULAS: Final = (
    *("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"),
    "sqref",
)
_IN_SHAPES: Final = ("textlink", "cellRange")  # of a text box, and of a picture of cells (Excel's camera)
_RULE, _RULE_ID = f"{{{X14}}}cfRule", f"{{{X14}}}id"
_THIS_WORKBOOK: Final = "[0]!"  # stands before a name of the workbook in a chart
_NAMESPACE: Final = uuid.UUID("5f0a6a5e-6f0e-5f4b-9d9a-0c3a6b0f7a11")  # ours, for identifiers made from content


class Renaming:
    """A sheet and its tables by the names of the copy. A text that comes again is looked up."""

    def __init__(self, source: str, name: str, tables: Mapping[str, str], own_names: Set[str]) -> None:
        self._source = source
        self._name = name
        self._tables = tables
        self._own_names = own_names  # of the workbook, in lower case, that the copy has as its own
        self._texts: dict[str, str] = {}

    def formula(self, text: str) -> str:
        """A formula or reference of the copy."""
        found = self._texts.get(text)
        if found is None:
            found = renamed(text, {self._source: self._name}, self._tables)
            found = self._texts[text] = self._with_own_names(found)
        return found

    def _with_own_names(self, formula: str) -> str:
        """`[0]!total` is the workbook's name; where it leads into the sheet, the copy has one of its own."""
        if _THIS_WORKBOOK not in formula:
            return formula
        pieces = tokens(formula)
        following = [piece.text.lower() for piece in pieces[1:]] + [""]
        return "".join(
            f"{quoted(self._name)}!" if piece.text == _THIS_WORKBOOK and name in self._own_names else piece.text
            for piece, name in zip(pieces, following, strict=True)
        )

    def rewrite(self, tree: Element, content: bytes) -> None:
        """Change a copied part; `content` is what it was copied from.

        Attributes are searched for only where the content has the word: a sheet has thousands of elements.
        """
        for element in tree.iter(*(f"{{*}}{name}" for name in FORMULAS)):
            if element.text:
                element.text = self.formula(element.text)
        for element in tree.iter(main("hyperlink")):
            self._rewrite_attribute(element, "location")
        if any(name.encode() in content for name in _IN_SHAPES):
            for element in _matching(tree, "//*[@textlink or @cellRange]"):
                for attribute in _IN_SHAPES:
                    self._rewrite_attribute(element, attribute)
        self._give_identifiers(tree, content)

    def _rewrite_attribute(self, element: Element, attribute: str) -> None:
        value = element.get(attribute)
        if value:
            element.set(attribute, self.formula(value))

    def _give_identifiers(self, tree: Element, content: bytes) -> None:
        for element in _matching(tree, "//*[@*[local-name()='uid']]") if b":uid" in content else ():
            for attribute in (str(name) for name in element.keys()):  # noqa: SIM118  it iterates over its children
                if attribute.endswith("}uid"):
                    element.set(attribute, self._identifier(element.get(attribute, "")))
        # a conditional format and what the extension says of it know each other by an identifier
        for element in tree.iter(_RULE, _RULE_ID) if X14.encode() in content else ():
            if element.tag == _RULE_ID:
                element.text = self._identifier(element.text or "")
            elif element.get("id"):
                element.set("id", self._identifier(element.get("id", "")))

    def _identifier(self, text: str) -> str:
        return f"{{{uuid.uuid5(_NAMESPACE, f'{self._name} {text.strip().upper()}')}}}".upper()


def _matching(tree: Element, path: str) -> list[Element]:
    return cast("list[Element]", tree.xpath(path))
