"""Lint, functions: formulas as a file must hold them: in English, with commas, newer functions by their long names.

Knows which functions came after Excel 2007. Nothing is calculated.
"""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.formulas import tokens
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import ExaminedSheet
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.lint.tables import tables
from excel_scorecard.ooxml.markup import X14, XM, main

# Functions whose name stands in the file with _xlfn. before it ([MS-XLSX] 2.2.3).
_NEWER_NAMES: Final = """
ACOT ACOTH AGGREGATE ARABIC BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV BITAND BITLSHIFT BITOR
BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST
CHOOSECOLS CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC CSCH DAYS
DECIMAL DROP ERF.PRECISE ERFC.PRECISE EXPAND EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FILTER FILTERXML
FLOOR.MATH FLOOR.PRECISE FORECAST.ETS FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY FORECAST.ETS.STAT FORECAST.LINEAR
FORMULATEXT GAMMA GAMMA.DIST GAMMA.INV GAMMALN.PRECISE GAUSS HSTACK HYPGEOM.DIST IFNA IFS IMCOSH IMCOT IMCSC IMCSCH
IMSEC IMSECH IMSINH IMTAN ISFORMULA ISOMITTED ISOWEEKNUM LAMBDA LET LOGNORM.DIST LOGNORM.INV MAKEARRAY MAP MAXIFS
MINIFS MODE.MULT MODE.SNGL MUNIT NEGBINOM.DIST NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION
PERCENTILE.EXC PERCENTILE.INC PERCENTRANK.EXC PERCENTRANK.INC PERMUTATIONA PHI POISSON.DIST QUARTILE.EXC QUARTILE.INC
RANDARRAY RANK.AVG RANK.EQ REDUCE RRI SCAN SEC SECH SEQUENCE SHEET SHEETS SKEW.P SORT SORTBY STDEV.P STDEV.S SWITCH
T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW UNICHAR
UNICODE UNIQUE VAR.P VAR.S VSTACK WEBSERVICE WEIBULL.DIST WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR Z.TEST
"""
_NEWER: Final = frozenset(_NEWER_NAMES.split())
_WORKSHEET_ONLY: Final = frozenset(("FILTER", "SORT"))  # _xlfn._xlws.FILTER
# The commonest functions under their names in other languages: a file holds the English ones.
_FOREIGN_NAMES: Final = """
SUMME WENN SVERWEIS MITTELWERT ANZAHL2 ZÄHLENWENN SOMME MOYENNE RECHERCHEV NB.SI SUMA PROMEDIO BUSCARV CONTAR.SI SOMMA
CERCA.VERT CONTA.SE SOMA PROCV CONT.SE SOM GEMIDDELDE VERT.ZOEKEN AANTAL.ALS WENNFEHLER SIERREUR
"""
_FOREIGN: Final = frozenset(_FOREIGN_NAMES.split())
_CALLED = re.compile(r"(?<![\w.])([^\W\d_][\w.]*)\(")
_ALONE = re.compile(r"(?<!')\[\s*@")


def _formulas(it: Examined) -> Iterator[tuple[str, str]]:
    """Place and text of every formula: in cells, conditional formats, validations, tables and names."""
    for sheet in it.worksheets:
        for cell, formula in sheet.formulas:
            if formula.text:
                yield sheet.cell(cell), formula.text
        yield from _of_rules(sheet)
    for sheet, root, place in tables(it):
        for element in root.iter(main("calculatedColumnFormula"), main("totalsRowFormula")):
            if element.text:
                yield sheet.at(str(place)), element.text
    for element in () if it.book is None else it.book.iter(main("definedName")):
        if element.text:
            yield f"the name {element.get('name')}", element.text


def _of_rules(sheet: ExaminedSheet) -> Iterator[tuple[str, str]]:
    for name in ("conditionalFormatting", "dataValidation"):
        for group in () if sheet.root is None else sheet.root.iter(main(name), f"{{{X14}}}{name}"):
            place = group.get("sqref") or group.findtext(f"{{{XM}}}sqref") or "?"
            for element in group.iter(main("formula"), main("formula1"), main("formula2"), f"{{{XM}}}f"):
                if element.text:
                    yield sheet.at(place.split(" ")[0]), element.text


@rule(
    "R-FUNCTION",
    "every function has the name that the file format gives it",
    why="Excel shows #NAME? for it until somebody types the formula again.",
    mend="Type the formula anew in Excel, or let the program write the long name: _xlfn.TEXTJOIN, _xlfn._xlws.FILTER.",
)
def _function(it: Examined) -> Iterator[Fault]:
    own = set() if it.book is None else {e.get("name", "").upper() for e in it.book.iter(main("definedName"))}
    for place, text in _formulas(it):
        called = {name.upper() for name in _CALLED.findall(text)}
        if not called & (_NEWER | _FOREIGN) - own and "_xlfn.LET(" not in text and "_xlfn.LAMBDA(" not in text:
            continue
        for name in (t.upper() for kind, t in tokens(text) if kind == "function"):
            if name in own:
                continue
            if name in _NEWER:
                long = f"_xlfn._xlws.{name}" if name in _WORKSHEET_ONLY else f"_xlfn.{name}"
                yield Fault(place, f"the formula calls {name}, which is {long} in a file")
            elif name in _FOREIGN:
                yield Fault(place, f"the formula calls {name}; a file holds the English names of functions")
            elif name in ("_XLFN.LET", "_XLFN.LAMBDA") and "_xlpm." not in text:
                yield Fault(place, f"the names within {name[6:]} are without their _xlpm.")


@rule(
    "R-FORMULA",
    "formulas are written as the file format asks: commas between arguments, [#This Row] and not @",
    why="Semicolons and @ are how Excel shows a formula, not how it keeps one: it offers a repair and drops it.",
    mend="Type the formula anew in Excel, or let the program write SUM(A1,B1), Table[[#This Row],[Column]].",
)
def _formula(it: Examined) -> Iterator[Fault]:
    for place, text in _formulas(it):
        if ";" not in text and "@" not in text:
            continue
        is_constant = False
        for kind, piece in tokens(text):
            if kind == "table" and _ALONE.search(piece):
                yield Fault(place, f"the formula speaks of its row as {piece[:40]!r}")
            for character in piece if kind == "other" else "":
                if character in "{}":
                    is_constant = character == "{"  # within an array constant a semicolon begins a row
                elif character == "@" or (character == ";" and not is_constant):
                    yield Fault(place, f"the formula has a {character!r}: {text[:60]}")


RULES = (_function, _formula)
