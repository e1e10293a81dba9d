"""Requirements: what a package says it needs of others: a name, the versions it admits, and where it is needed at all.

Knows the forms in which wheels and pyproject.toml write it: `numpy>=2.0.2; python_version < "3.14"`. Only the standard
library is used, since this is asked when nothing else may be installed. Knows no index and no wheel (wheelhouse.py).
"""

import ast
import os
import platform
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any

_FORM = re.compile(r"^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;()@]*)\)?\s*(?:;(.*))?$", re.DOTALL)
_CLAUSE = re.compile(r"^(~=|==|!=|<=|>=|<|>)\s*([\w.!+*-]+)$")
_VERSION = re.compile(
    r"^v?(?P<release>\d+(?:\.\d+)*)"
    r"(?:[._-]?(?P<early>a|b|rc|alpha|beta|c|pre|preview)[._-]?(?P<early_number>\d*))?"
    r"(?:[._-]?(?P<post>post|rev|r)[._-]?(?P<post_number>\d*)|-(?P<post_only>\d+))?"
    r"(?:[._-]?(?P<dev>dev)[._-]?(?P<dev_number>\d*))?(?:\+[\w.]+)?$",
    re.IGNORECASE,
)
_EARLY = {"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}
_LAST = "~"  # sorts after every letter: a final version comes after its candidates

Key = tuple[tuple[int, ...], tuple[str, int], int, float]
Surroundings = Mapping[str, str]
"""What markers ask about a machine: `sys_platform`, `python_version` and so on, by their names in the standard."""


@dataclass(frozen=True)
class Requirement:
    """One package that another needs. `versions` is as written, `>=5.2.2,<7`; both it and `marker` may be empty."""

    name: str
    versions: str
    marker: str

    def admits(self, version: str) -> bool:
        """Whether the version is in the range. Raises ValueError for a form that is not of the standard."""
        return all(_admits(clause, version) for clause in self.versions.split(",") if clause)

    def applies(self, surroundings: Surroundings) -> bool:
        """Whether a machine needs it at all. What is needed only for an extra is not, unless `extra` names it."""
        return not self.marker or _holds(ast.parse(self.marker, mode="eval").body, surroundings)


def read_requirement(text: str) -> Requirement:
    """The requirement that a line of `Requires-Dist` or pyproject.toml states. Raises ValueError for another form."""
    found = _FORM.match(text)
    if not found:
        raise ValueError(f"not a requirement: {text!r}")
    name, versions, marker = found.groups()
    return Requirement(canonical(name), re.sub(r"\s+", "", versions), (marker or "").strip())


def canonical(name: str) -> str:
    """A package's name as indexes compare it: `Et_XmlFile` is `et-xmlfile`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def these_surroundings() -> dict[str, str]:
    """What markers are told on this machine."""
    return {
        "os_name": os.name,
        "sys_platform": sys.platform,
        "platform_system": platform.system(),
        "platform_machine": platform.machine(),
        "platform_python_implementation": platform.python_implementation(),
        "implementation_name": sys.implementation.name,
        "python_version": ".".join(map(str, sys.version_info[:2])),
        "python_full_version": platform.python_version(),
        "extra": "",
    }


# ---- versions --------------------------------------------------------------------------------------------------------


def _key(version: str) -> Key:
    """Sorts as the standard (PEP 440) does: 2.0.dev1, 2.0a1, 2.0rc1, 2.0, 2.0.post1."""
    found = _VERSION.match(version.strip())
    if not found:
        raise ValueError(f"not a version: {version!r}")
    numbers = [int(number) for number in found["release"].split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    word = (found["early"] or "").lower()
    has_post = found["post"] or found["post_only"]
    post = int(found["post_number"] or found["post_only"] or 0) if has_post else -1
    early = (_EARLY.get(word, word), int(found["early_number"] or 0)) if word else (_LAST, 0)
    if found["dev"] and not word and not has_post:
        early = ("", 0)  # a development version comes before the first candidate
    return tuple(numbers), early, post, float(found["dev_number"] or 0) if found["dev"] else float("inf")


def _admits(clause: str, version: str) -> bool:
    found = _CLAUSE.match(clause)
    if not found:
        raise ValueError(f"not a range of versions: {clause!r}")
    sign, bound = found.groups()
    if bound.endswith(".*"):
        prefix = [int(number) for number in bound[:-2].split(".")]
        have = [*_key(version)[0], *[0] * len(prefix)]
        return (have[: len(prefix)] == prefix) == (sign == "==")
    if sign == "~=":
        return _admits(f">={bound}", version) and _admits(f"=={bound.rpartition('.')[0]}.*", version)
    one, other = _key(version), _key(bound)
    # a candidate of the bound itself is below it and not meant by "<7"; a later post of it not by ">7"
    is_kin = one[0] == other[0]
    if sign == "<" and is_kin and (one[1][0] != _LAST or one[3] != float("inf")) and other[1][0] == _LAST:
        return other[3] != float("inf") and one < other
    if sign == ">" and is_kin and one[1] == other[1] and one[2] >= 0 and other[2] < 0:
        return False
    return _SIGNS[sign](one, other)


_SIGNS: dict[str, Callable[[Any, Any], bool]] = {"==": eq, "!=": ne, "<=": le, ">=": ge, "<": lt, ">": gt}


# ---- markers ---------------------------------------------------------------------------------------------------------

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


def _holds(node: ast.expr, surroundings: Surroundings) -> bool:
    """Whether a marker is true. A marker is also an expression of Python's, so Python's own parser reads it."""
    if isinstance(node, ast.BoolOp):
        each = [_holds(value, surroundings) for value in node.values]
        return all(each) if isinstance(node.op, ast.And) else any(each)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right, sign = node.left, node.comparators[0], node.ops[0]
        one, other = _word(left, surroundings), _word(right, surroundings)
        if isinstance(sign, ast.In | ast.NotIn):
            return (one in other) == isinstance(sign, ast.In)
        is_version = any(isinstance(n, ast.Name) and n.id.endswith("_version") for n in (left, right))
        if type(sign) in _COMPARISONS:
            named = _COMPARISONS[type(sign)]
            return _admits(named + other, one) if is_version else _SIGNS[named](one, other)
    raise ValueError(f"not a marker: {ast.unparse(node)}")


def _word(node: ast.expr, surroundings: Surroundings) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name):
        return surroundings.get(node.id, "")
    raise ValueError(f"not a marker: {ast.unparse(node)}")
