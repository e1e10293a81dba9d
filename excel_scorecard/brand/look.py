"""Look: a council's colours, font and logo, read from brand.toml, and the cell formats made of them.

Leaves what stands where to the pages, and the lines of charts to charts.py.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excel_scorecard.brand.units import CODES
from excel_scorecard.errors import ProjectError

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

COLOURS = (
    "brand", "brand_pale", "spark", "text", "quiet", "rule", "entry", "entry_edge",
    "target", "comparator_one", "comparator_two", "improvement", "concern", "link",
)  # fmt: skip
RATINGS = ("Red", "Amber", "Green", "No target", "No data")


@dataclass(frozen=True)
class Brand:
    """A council's brand. Colours are `#RRGGBB`; `ratings` gives fill and text of each rating word."""

    organisation: str
    font: str
    logo: Path | None
    logo_text: str
    colours: Mapping[str, str]
    ratings: Mapping[str, tuple[str, str]]

    def __getitem__(self, colour: str) -> str:
        return self.colours[colour]


def read_brand(path: Path) -> Brand:
    """The brand in a brand.toml.

    Raises:
        ProjectError: the file is missing, is not TOML, lacks a colour or has one that is not `#RRGGBB`.

    """
    where = str(path)
    try:
        settings = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ProjectError(
            "the brand cannot be read", where=where, mend=f"Give the path of a brand.toml ({error})."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"this is not TOML: {error}", where=where, mend="Mend that line.") from error
    _refuse_what_is_odd(settings, where)
    colours, ratings = settings.get("colours", {}), settings.get("ratings", {})
    lacking = [name for name in COLOURS if name not in colours] + [name for name in RATINGS if name not in ratings]
    if lacking:
        raise ProjectError(f"no colour for {', '.join(lacking)}", where=where, mend='Write each as "#RRGGBB".')
    for name, colour in [*colours.items(), *((n, c) for n, pair in ratings.items() for c in pair)]:
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", str(colour)):
            raise ProjectError(f"the colour of {name} is {colour!r}", where=where, mend='Write it as "#RRGGBB".')
    logo = path.parent / settings["logo"] if settings.get("logo") else None
    if logo is not None and not logo.is_file():
        raise ProjectError(f"there is no logo {logo}", where=where, mend="Give a PNG or JPEG beside brand.toml.")
    return Brand(
        organisation=settings.get("organisation", "Your council"),
        font=settings.get("font", "Arial"),
        logo=logo,
        logo_text=settings.get("logo_text", "Logo"),
        colours=colours,
        ratings={name: (pair[0], pair[1]) for name, pair in ratings.items()},
    )


KEYS: Mapping[str, type] = {
    "organisation": str, "font": str, "logo": str, "logo_text": str, "colours": dict, "ratings": dict
}  # fmt: skip


def _refuse_what_is_odd(settings: Mapping[str, Any], where: str) -> None:
    """Raise ProjectError for a key that means nothing, or one of another kind than it should be."""
    known = {"": tuple(KEYS), "colours": COLOURS, "ratings": RATINGS}
    for key, value in settings.items():
        if key in KEYS and not isinstance(value, KEYS[key]):
            kind = "a text in quotation marks" if KEYS[key] is str else f"a table: [{key}], then a line each"
            raise ProjectError(f"{key} is {value!r}", where=where, mend=f"Write it as {kind}.")
    for group, names in known.items():
        for key in settings.get(group, {}) if group else settings:
            if key not in names:
                near = difflib.get_close_matches(key, names, 1)
                mend = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
                raise ProjectError(
                    f"nothing is called {key!r}" + (f" under {group}" if group else ""), where=where, mend=mend
                )
    for word, pair in settings.get("ratings", {}).items():
        if not isinstance(pair, list) or len(pair) != 2:
            mend = f'Write {word} = ["#RRGGBB", "#RRGGBB"]: its fill, then its text.'
            raise ProjectError(f"the rating {word} has not two colours", where=where, mend=mend)


class Formats:
    """The cell formats of one workbook, each made once; `brand` gives font and colours."""

    def __init__(self, book: "Workbook", brand: Brand) -> None:
        self._book = book
        self._brand = brand
        self._made: dict[str, Format] = {}
        text, quiet, navy = brand["text"], brand["quiet"], brand["brand"]
        entry: dict[str, Any] = {"bg_color": brand["entry"], "border": 1, "border_color": brand["entry_edge"]}
        head: dict[str, Any] = {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": navy,
            "text_wrap": True,
            "valign": "vcenter",
        }
        row: dict[str, Any] = {"bottom": 4, "bottom_color": brand["rule"], "valign": "vcenter"}
        month: dict[str, Any] = {"num_format": "mmm-yy"}
        self._looks: dict[str, dict[str, Any]] = {
            "title": {"font_size": 18, "bold": True, "font_color": navy, "valign": "vcenter"},
            # shrinks only in a merged cell: in a narrow one alone it would shrink to nothing
            "title_merged": {"font_size": 18, "bold": True, "font_color": navy, "valign": "vcenter", "shrink": True},
            "definition": {"font_color": quiet, "text_wrap": True, "valign": "top"},
            "quiet": {"font_color": quiet, "valign": "vcenter"},
            "quiet_indent": {"font_color": quiet, "valign": "vcenter", "indent": 1},
            "text_wrap": {"text_wrap": True, "valign": "top"},
            "quiet_wrap": {"font_color": quiet, "text_wrap": True, "valign": "vcenter"},
            "quiet_right": {"font_color": quiet, "align": "right", "valign": "vcenter"},
            "quiet_month": {"font_color": quiet, "num_format": "mmmm yyyy", "align": "left", "valign": "vcenter"},
            "quiet_bottom": {"font_color": quiet, "text_wrap": True, "valign": "bottom"},
            "label": {"font_color": quiet, "valign": "bottom"},
            "label_indent": {"font_color": quiet, "valign": "bottom", "align": "left", "indent": 1},
            "label_right": {"font_color": quiet, "align": "right", "valign": "bottom"},
            "section": {"font_size": 12, "bold": True, "font_color": navy, "valign": "vcenter"},
            "section_small": {"bold": True, "font_color": navy, "valign": "vcenter"},
            "body": {"text_wrap": True, "valign": "top"},
            "body_line": {"font_size": 11, "valign": "vcenter"},
            "message": {"font_size": 12, "bold": True, "font_color": text, "valign": "vcenter"},
            "key": {"font_size": 12, "bold": True, "valign": "vcenter"},
            "key_small": {"font_size": 11, "bold": True, "valign": "vcenter", "indent": 1, "shrink": True},
            "key_fit": {"font_size": 12, "bold": True, "valign": "vcenter", "indent": 1, "shrink": True},
            "key_indent": {"font_size": 12, "bold": True, "valign": "vcenter", "indent": 1},
            "rating": {"font_size": 12, "bold": True, "align": "center", "valign": "vcenter", "shrink": True},
            "head": {**head, "align": "left"},
            "head_right": {**head, "align": "right"},
            # headings that fill their cells would run into one
            "head_apart": {**head, "align": "right", "left": 1, "left_color": "#FFFFFF"},
            "head_centre": {**head, "align": "center"},
            "head_indent": {**head, "indent": 1},
            "page": dict(row),
            "page_indent": {**row, "indent": 1},
            "page_bold": {**row, "bold": True},
            "page_month": {**row, **month, "align": "left"},
            "page_quiet": {**row, "font_color": quiet},
            "row": dict(row),
            "row_indent": {**row, "indent": 1},
            "row_wrap_middle": {**row, "text_wrap": True},
            "row_wrap_indent": {**row, "text_wrap": True, "indent": 1},
            "row_wrap": {**row, "text_wrap": True, "valign": "top"},
            "row_text": {**row, "text_wrap": True, "valign": "top", "align": "left", "indent": 1},
            "row_right": {**row, "align": "right", "text_wrap": True},
            "row_count": {**row, "align": "right", "num_format": '0;-0;"–"'},
            "row_link": {**row, "font_color": brand["link"], "underline": 1, "text_wrap": True},
            "row_rating": {**row, "bold": True, "align": "center", "text_wrap": True},
            "table": {"valign": "vcenter"},
            "table_indent": {"valign": "vcenter", "align": "left", "indent": 1},
            "table_month": {**month, "align": "left", "valign": "vcenter"},
            "table_year": {"num_format": "0", "align": "right"},
            "entry_month": {**entry, **month, "align": "left"},
            "month_entry": {
                **entry,
                "num_format": "mmmm yyyy",
                "align": "left",
                "bold": True,
                "font_size": 12,
                "valign": "vcenter",
            },
            "entry_text": {**entry, "text_wrap": True, "valign": "top"},
            "entry_word": {**entry, "valign": "vcenter"},
            "plot": {"num_format": "0.0000", "align": "right", "font_color": quiet},
        }
        for kind, codes in CODES.items():
            number: dict[str, Any] = {"num_format": next(iter(codes.values())), "align": "right"}
            self._looks |= {
                f"page_{kind}": {**row, **number},
                f"page_{kind}_bold": {**row, **number, "bold": True},
                f"table_{kind}": {**number, "valign": "vcenter"},
                f"entry_{kind}": {**entry, **number},
            }
        self._rules: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __getitem__(self, look: str) -> "Format":
        if look not in self._made:
            base = {"font_name": self._brand.font, "font_size": 10, "font_color": self._brand["text"]}
            base["font_scheme"] = "none"  # else Excel shows the theme's font in place of the brand's
            self._made[look] = self._book.add_format(base | self._looks[look])
        return self._made[look]

    def rule(self, **changes: Any) -> "Format":
        """A conditional format: only what it changes. Made once, whatever the number of sheets that have it."""
        key = tuple(sorted(changes.items()))
        if key not in self._rules:
            self._rules[key] = self._book.add_format(changes)
        return self._rules[key]
