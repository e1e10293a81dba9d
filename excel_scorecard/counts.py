"""Counts: the summary's line that says how many indicators are Red, Amber and Green, with its formula.

Knows ratings and directions as they are printed. What they are is rating.py's.
"""

from collections.abc import Iterable, Mapping

from excel_scorecard.project import RATINGS
from excel_scorecard.wording import BY_JUDGEMENT, NEXT, literal


def counts(rows: Iterable[tuple[str, str]], labels: Mapping[str, str] | None = None) -> str:
    """The summary's line over the (rating, direction) of every indicator, as they are printed.

    "2 Red, 3 Amber, 5 Green, 2 without target; 4 worsening", with "1 without data" and "1 not yet due" before the
    semicolon if there are. A rating by judgement counts as what it says. `labels` are the words that the project prints
    for the ratings; left out: the ratings' own.
    """
    ratings, directions = zip(*rows, strict=True) if (rows := list(rows)) else ((), ())
    words = _words(labels)
    rated = [
        f"{ratings.count(words[word]) + ratings.count(words[word] + BY_JUDGEMENT)} {words[word]}"
        for word in ("Red", "Amber", "Green")
    ]
    rated.append(f"{ratings.count(words['No target'])} {_without(words, 'No target')}")
    if without := ratings.count(words["No data"]):
        rated.append(f"{without} {_without(words, 'No data')}")
    if not_yet := sum(rating.startswith(NEXT) for rating in ratings):
        rated.append(f"{not_yet} not yet due")
    return f"{', '.join(rated)}; {directions.count('Worsening')} worsening"


def _words(labels: Mapping[str, str] | None) -> dict[str, str]:
    return {rating: (labels or {}).get(rating, rating) for rating in RATINGS}


def _without(words: Mapping[str, str], rating: str) -> str:
    """`without target`, or the project's own word."""
    return words[rating] if words[rating] != rating else {"No target": "without target"}.get(rating, "without data")


def counts_formula(rating_column: str, direction_column: str, labels: Mapping[str, str] | None = None) -> str:
    """The formula of `counts`, over the Summary table's two columns."""
    words = _words(labels)

    def count(text: str, column: str = rating_column) -> str:
        return f"COUNTIF({column},{criterion(text)})"

    def said(number: str, word: str) -> str:
        return f"{number}&{literal(' ' + word)}"

    def if_any(number: str, word: str) -> str:
        return f'IF({number}>0,", "&{said(number, word)},"")'

    rated = '&", "&'.join(
        said(f"({count(words[word])}+{count(words[word] + BY_JUDGEMENT)})", words[word])
        for word in ("Red", "Amber", "Green")
    )
    no_target = said(count(words["No target"]), _without(words, "No target"))
    no_data = if_any(count(words["No data"]), _without(words, "No data"))
    not_yet = if_any(f'COUNTIF({rating_column},"{NEXT}*")', "not yet due")
    worsening = said(count("Worsening", direction_column), "worsening")
    return f'{rated}&", "&{no_target}&{no_data}&{not_yet}&"; "&{worsening}'


def criterion(text: str) -> str:
    """A text as COUNTIF's criterion for just that text, which knows wildcards and signs of comparison."""
    for sign in "~*?":
        text = text.replace(sign, f"~{sign}")
    return literal(f"={text}" if text[:1] in {"<", ">", "="} else text)
