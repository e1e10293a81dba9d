"""Renaming: what the parts of a sheet say of it, said of its copy instead.

Knows what of the texts that speak of a sheet, its tables and its names becomes another. Where they stand is
mentions.py's, which parts are copied copying.py's.
"""

import uuid
from collections.abc import Mapping, Set
from typing import Final, cast

from excel_scorecard.ooxml.cells import quoted
from excel_scorecard.ooxml.formulas import renamed, tokens
from excel_scorecard.ooxml.markup import X14, Element
from excel_scorecard.ooxml.mentions import link_to, mentions, place_of_link

_RULE, _RULE_ID = f"{{{X14}}}cfRule", f"{{{X14}}}id"
_THIS_WORKBOOK: Final = "[0]!"  # stands before a name of the workbook in a chart
_NAMESPACE: Final = uuid.UUID("5f0a6a5e-6f0e-5f4b-9d9a-0c3a6b0f7a11")  # ours, for identifiers made from content


class Renaming:
    """A sheet and its tables by the names of the copy. A text that comes again is looked up."""

    def __init__(
        self,
        source: str,
        name: str,
        tables: Mapping[str, str],
        own_names: Set[str],
        others: Mapping[str, str] | None = None,
    ) -> None:
        self._name = name
        self._sheets = {**(others or {}), source: name}  # others: sheets that are called otherwise where the copy is
        self._tables = tables
        self._own_names = own_names  # of the workbook, in lower case, that the copy has as its own
        self._texts: dict[str, str] = {}

    def formula(self, text: str) -> str:
        """A formula or reference of the copy."""
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = self._with_own_names(renamed(text, self._sheets, self._tables))
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

    def target(self, target: str) -> str | None:
        """Where a link of the copy leads whose target leads into the workbook, `#'3 A'!A1`; None for any other."""
        place = place_of_link(target)
        return None if place is None else link_to(self.formula(place), target)

    def rewrite(self, tree: Element, content: bytes) -> None:
        """Change a copied part; `content` is what it was copied from.

        Identifiers are searched for only where the content has one: a sheet has thousands of elements.
        """
        for mention in mentions(tree):
            mention.say(self.formula(mention.text))
        self._give_identifiers(tree, content)

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
