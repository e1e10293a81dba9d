"""Words: the literal words that a sheet's conditional formats and validations look for, and their renaming.

Knows where rules keep their words. Knows not what a word means.
"""

from collections.abc import Callable, Mapping

from excel_scorecard.ooxml.formulas import tokens
from excel_scorecard.ooxml.markup import Element, local_name

_RULES = {"cfRule", "dataValidation"}
_FORMULAS = {"formula", "formula1", "formula2", "f"}


def replace_words(root: Element, edit: Callable[[], Element], words: Mapping[str, str]) -> int:
    """Replace whole words in the rules of a worksheet; returns in how many rules.

    A word is a string literal (`"Red"`), an entry of a validation's list (`"Green,Amber,Red"`), or the text that a rule
    of the kind "begins with" looks for.

    Args:
        root: the worksheet.
        edit: makes the worksheet's part one that will be written; called only where there is something to replace.
        words: new words by old ones, matched exactly.

    """
    rules = [rule for rule in root.iter() if isinstance(rule.tag, str) and local_name(rule) in _RULES]
    found = [rule for rule in rules if _changed(rule, words)]
    if found:
        edit()
    for rule in found:
        for element, text in _changed(rule, words).items():
            if element is rule:
                rule.set("text", text)
            else:
                element.text = text
    return len(found)


def _changed(rule: Element, words: Mapping[str, str]) -> dict[Element, str]:
    """The elements of a rule whose text changes, with the new text; the rule itself for its attribute `text`."""
    said: dict[Element, str] = {}
    looked_for = rule.get("text", "")
    if looked_for in words:
        said[rule] = words[looked_for]
    is_list = local_name(rule) == "dataValidation" and rule.get("type") == "list"
    # LEFT(A1,3)="Red": the number is the word's length
    length = {str(len(looked_for)): str(len(words[looked_for]))} if looked_for in words else {}
    for element in rule.iter():
        if not isinstance(element.tag, str) or local_name(element) not in _FORMULAS or not element.text:
            continue
        pieces = (length.get(t.text, t.text) if t.kind == "number" else t.text for t in tokens(element.text))
        new = "".join(_word(piece, words, is_list=is_list) for piece in pieces)
        if new != element.text:
            said[element] = new
    return said


def _word(token: str, words: Mapping[str, str], *, is_list: bool) -> str:
    if not token.startswith('"'):
        return token
    text = token[1:-1].replace('""', '"')
    entries = [words.get(entry, entry) for entry in text.split(",")] if is_list else [words.get(text, text)]
    return '"' + ",".join(entries).replace('"', '""') + '"'
