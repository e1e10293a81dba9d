"""Own: a council's own stock template, made from its brand.toml, and what in the brand is hard to read.

Never writes over a file that is there: a designer may have spent a day on it.
"""

from collections.abc import Iterator
from pathlib import Path

from excel_scorecard.brand.look import Brand, read_brand
from excel_scorecard.brand.template import make_template
from excel_scorecard.disk import NO_FILE, read_file
from excel_scorecard.errors import Finding, ProjectError, WouldLoseEditsError
from excel_scorecard.ooxml.colours import WHITE, contrast

READABLE = 4.5  # WCAG 2.2, 1.4.3 at level AA
# what is written with which colour, on which: titles and text on white, text in the cells to type in, heads of tables
PAIRS = (
    ("brand", WHITE), ("text", WHITE), ("quiet", WHITE), ("link", WHITE), ("concern", WHITE),
    ("text", "entry"), ("quiet", "entry"),
)  # fmt: skip
PICTURES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}


def new_template(brand_file: Path, path: Path, *, overwrite: bool = False) -> tuple[Finding, ...]:
    """Make the stock template in the look of a brand.toml.

    Returns: warnings: pairs of colours that are hard to read together.

    Raises:
        ProjectError: the brand file is missing, or has a wrong colour, an unknown key or no such logo.
        WouldLoseEditsError: `path` is there, and `overwrite` is not given.
        MachineError: the file cannot be written.

    """
    if path.suffix.casefold() != ".xlsx":
        raise ProjectError("the template's name does not end in .xlsx", where=str(path), mend="Give it that ending.")
    brand = read_brand(brand_file)
    _refuse_what_is_odd(brand, brand_file)
    if path.exists() and not overwrite:
        mend = "Give another name with -o, or --overwrite if nothing in it is needed."
        raise WouldLoseEditsError("this file is there already", where=str(path), mend=mend)
    make_template(brand, path, replacing=None if overwrite else NO_FILE)
    return tuple(_faint(brand, brand_file))


def _refuse_what_is_odd(brand: Brand, file: Path) -> None:
    if brand.logo is None:
        return
    content = read_file(brand.logo)
    if not any(content.startswith(mark) for mark in PICTURES):
        what = f"the logo {brand.logo.name} is no {' or '.join(PICTURES.values())} picture"
        raise ProjectError(what, where=str(file), mend="Save it as PNG, and name that file.")


def _faint(brand: Brand, file: Path) -> Iterator[Finding]:
    pairs = [(name, brand[name], on if on.startswith("#") else brand[on]) for name, on in PAIRS]
    pairs.append(("white heads of tables", WHITE, brand["brand"]))
    pairs += [(f"the rating {word}", text, fill) for word, (fill, text) in brand.ratings.items()]
    for name, text, fill in dict.fromkeys(pairs):
        ratio = contrast(text, fill)
        if ratio < READABLE:
            what = f"{name}: {text} on {fill} has a contrast of {int(ratio * 10) / 10:.1f}:1, {READABLE}:1 is needed"
            mend = "Make one of them darker or paler."
            yield Finding("warning", file.name, f"colours {name}", "B-CONTRAST", what, mend)
