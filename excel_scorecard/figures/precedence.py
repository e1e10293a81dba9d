"""Precedence: which figure counts where several sources tell one of the same key, and what it stands in place of.

Knows sources and their order, stated here once. Knows no file.
"""

from collections.abc import Iterable, Iterator, Mapping

from excel_scorecard.figures.reading import Told
from excel_scorecard.figures.waist import Figure, Key, Override, Source

# By the project's `history`. The first source that says anything counts.
PRECEDENCE: Mapping[str, tuple[Source, ...]] = {
    "as-known": ("corrected", "typed", "computed", "stored"),
    "as-published": ("corrected", "typed", "stored", "computed"),
}


def settled(told: Iterable[Told], history: str) -> dict[Key, Told]:
    """The figure that counts of each key: of the first source that says anything; a code says something.

    What the records cannot tell, every other source may.

    Args:
        told: figures, each key at most once a source.
        history: a name in `PRECEDENCE`.

    """
    order = PRECEDENCE[history]
    counts: dict[Key, Told] = {}
    for each in sorted(told, key=lambda told: (_says(told.figure), order.index(told.figure.source))):
        counts.setdefault(each.figure.key, each)
    return counts


def overrides(
    figures: Iterable[Figure], told: Iterable[Told], corrections: Mapping[Key, tuple[str, str]]
) -> Iterator[Override]:
    """What each figure stands in place of, in the order of `figures`. What says the same is no override.

    Args:
        figures: the ones that count, each key once.
        told: all that was told of them by files other than corrections.
        corrections: reason and name of whoever corrected it, by key.

    """
    others: dict[Key, list[Figure]] = {}
    for each in told:
        if _says(each.figure) == 0:
            others.setdefault(each.figure.key, []).append(each.figure)
    for figure in figures:
        is_corrected = figure.source == "corrected" and figure.key in corrections
        displaced = [other for other in others.get(figure.key, ()) if not says_the_same(figure, other)]
        for other in displaced:
            rule = f"{figure.source.capitalize()} figures come before {other.source} ones"
            reason, by = corrections[figure.key] if is_corrected else (figure.note or rule, "")
            yield Override(figure, other, reason, by)
        if is_corrected and figure.key not in others:
            yield Override(figure, None, *corrections[figure.key])


def _says(figure: Figure) -> int:
    """0 where the figure says something, 1 where it is that the records cannot tell it, 2 where it is blank."""
    if figure.is_blank:
        return 2
    return 1 if figure.is_untold else 0


def says_the_same(one: Figure, other: Figure) -> bool:
    """The same numbers and the same code, whatever the source, status and note."""
    return (one.numerator, one.denominator, one.value, one.code) == (
        other.numerator, other.denominator, other.value, other.code,
    )  # fmt: skip
