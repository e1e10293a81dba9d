"""Taking: England, a region, statistical neighbours and the top quartile, against pandas over the files themselves."""

from decimal import Decimal

import pandas as pd
import pytest

from excel_scorecard.comparators.neighbours import NeighbourList, code_of, read_neighbours
from excel_scorecard.comparators.releases import Place, Published, PublishedFigure, half_up, tables_of
from excel_scorecard.comparators.taking import Missed, Neighbours, Taken, Wish, neighbours_of, quantile, take
from excel_scorecard.indicator import Indicator
from excel_scorecard.project import Comparing
from excel_scorecard.published import MEASURES, RELEASES
from tests.comparators.official import C1, CSWW, D1, LIST_2021, LIST_2025, official, published


def indicator(measure: str, good: str = "low") -> Indicator:
    said = {"id": "compared", "number": "1", "title": "Compared", "good": good, "published": measure}
    return Indicator.model_validate(said | {"unit": MEASURES[measure].unit})


def neighbour_list(name: str) -> NeighbourList:
    [table], _ = tables_of(official(name))
    found, findings = read_neighbours(table)
    assert found is not None
    assert findings == []
    return found


def taken(measure: str, comparing: Comparing, *, good: str = "low", year: int = 0) -> dict[str, Taken]:
    """By label without what it says in brackets; of the latest year, or of one."""
    lists = [neighbour_list(LIST_2021), neighbour_list(LIST_2025)]
    group = neighbours_of(comparing, lists)
    assert isinstance(group, Neighbours)
    found = list(
        take(Wish(indicator(measure, good), comparing.model_copy(update={"years": 20}), group), published(measure))
    )
    period = MEASURES[measure].period(year or max(published(measure).years))
    rows = [row for row in found if isinstance(row, Taken) and row.period == period]
    return {row.label.partition(" (")[0]: row for row in rows}


def by_pandas(name: str, column: str, year: int) -> pd.Series:
    """An official series by the authorities' old codes, codes in place of figures as missing."""
    frame = pd.read_csv(official(name), dtype=str, encoding="utf-8-sig")
    frame = frame[(frame["geographic_level"] == "Local authority") & (frame["time_period"] == str(year))]
    return pd.to_numeric(frame.set_index("old_la_code")[column], errors="coerce")


def pandas_neighbours(code: str) -> list[str]:
    frame = pd.read_csv(official(LIST_2025), dtype=str, encoding="utf-8-sig").set_index("old_la_code")
    return [frame.loc[code, f"SN_{number}"] for number in range(1, 11)]


ALL = ("england", "region", "neighbours", "top_quartile", "own")
SERIES = [
    ("rereferrals", C1, "rereferral_percent", 2025, "Birmingham", "330"),
    ("rereferrals", C1, "rereferral_percent", 2024, "Worcestershire", "885"),  # a neighbour's figure is u
    ("cp-plans-rate", D1, "CPP_At31_rate", 2024, "Camden", "202"),
    ("caseload", CSWW, "caseload_fte", 2025, "Herefordshire, County of", "884"),
]


@pytest.mark.parametrize(("measure", "name", "column", "year", "authority", "code"), SERIES)
@pytest.mark.parametrize("statistic", ["median", "mean"])
def test_neighbours_are_put_together_as_pandas_does(measure, name, column, year, authority, code, statistic):
    of = by_pandas(name, column, year).reindex(pandas_neighbours(code)).dropna()
    expected = half_up(Decimal(f"{getattr(of, statistic)():.10f}"), 1)
    comparing = Comparing(authority=authority, neighbours=statistic, take=ALL)
    row = taken(measure, comparing, year=year)["Statistical neighbours"]
    assert row.value == expected
    count = "10" if len(of) == 10 else f"{len(of)} of 10"
    assert row.label == f"Statistical neighbours ({statistic} of {count}, 2025 list)"


@pytest.mark.parametrize(("good", "share"), [("low", 0.25), ("high", 0.75)])
def test_the_top_quartile_is_of_all_authorities_by_what_is_good(good, share):
    series = by_pandas(C1, "rereferral_percent", 2025).dropna()
    row = taken("rereferrals", Comparing(authority="330", take=ALL), good=good)["Top quartile"]
    assert row.value == half_up(Decimal(f"{series.quantile(share):.10f}"), 1)
    which = "lowest" if good == "low" else "highest"
    assert row.label == f"Top quartile ({which} 25% of {len(series)} authorities)"


@pytest.mark.parametrize("good", ["neither", "band"])
def test_there_is_no_top_quartile_where_no_end_is_the_better_one(good):
    wish = Wish(indicator("rereferrals", good), Comparing(take=("top_quartile",), years=1), None)
    [missed] = take(wish, published("rereferrals"))
    assert isinstance(missed, Missed)
    assert f'good = "{good}"' in missed.what


def test_england_the_region_and_the_own_figure_are_as_published():
    rows = taken("rereferrals", Comparing(authority="Birmingham", take=ALL))
    assert rows["England"].value == Decimal("22.6")
    assert rows["West Midlands"].value == Decimal("19.5")
    own = by_pandas(C1, "rereferral_percent", 2025)["330"]
    assert rows["Birmingham, as published"].value == Decimal(str(own))


def test_the_source_says_how_and_where_it_was_published():
    row = taken("rereferrals", Comparing(authority="Birmingham", take=ALL))["England"]
    assert row.period == "2024-25"
    assert row.source == "As published, to one decimal: DfE, Children in need, reporting year 2025, file c1 (OGL v3.0)"
    derived = taken("icpcs-in-15-days", Comparing(authority="Birmingham", take=ALL))["England"]
    assert derived.source.startswith("Worked out from published numbers, to one decimal: DfE, Children in need")


def test_an_authority_is_known_by_its_name_and_by_its_codes():
    for authority in ("Birmingham", "birmingham", "330", "E08000025"):
        rows = take(
            Wish(indicator("rereferrals"), Comparing(authority=authority, take=("own",), years=1), None),
            published("rereferrals"),
        )
        assert [row.label for row in rows if isinstance(row, Taken)] == ["Birmingham, as published"]


def test_an_authority_that_the_files_lack_is_told_with_the_nearest():
    wish = Wish(indicator("rereferrals"), Comparing(authority="Birmingam", take=("own", "region"), years=1), None)
    own, region = take(wish, published("rereferrals"))
    assert isinstance(own, Missed)
    assert isinstance(region, Missed)
    assert "there is no authority 'Birmingam' - did you mean 'Birmingham'?" in own.what


def test_a_region_that_the_files_lack_is_told_with_the_nearest():
    wish = Wish(indicator("rereferrals"), Comparing(region="West Midland", take=("region",), years=1), None)
    [missed] = take(wish, published("rereferrals"))
    assert isinstance(missed, Missed)
    assert "did you mean 'West Midlands'?" in missed.what
    assert "North East" in missed.mend


# ---- lists of neighbours


def test_both_lists_are_read_with_their_versions():
    latest, earlier = neighbour_list(LIST_2025), neighbour_list(LIST_2021)
    assert (latest.version, len(latest.neighbours)) == ("2025", 153)
    assert (earlier.version, earlier.neighbours["202"][:2]) == ("2021", ("213", "205"))
    assert latest.neighbours["330"][:2] == ("892", "352")
    assert all(len(codes) == 10 for known in (latest, earlier) for codes in known.neighbours.values())


def test_of_two_lists_the_later_one_counts():
    lists = [neighbour_list(LIST_2025), neighbour_list(LIST_2021)]
    group = neighbours_of(Comparing(authority="Birmingham"), lists)
    assert isinstance(group, Neighbours)
    assert group.version == "2025"
    assert code_of(lists[0], "BIRMINGHAM") == "330"


def test_neighbours_may_be_given_by_their_codes():
    group = neighbours_of(Comparing(neighbour_codes=("892", "352"), neighbour_version="our own"), [])
    assert group == Neighbours(("892", "352"), "our own")


def test_without_authority_or_list_it_is_said_what_lacks():
    nobody, nothing = neighbours_of(Comparing(), []), neighbours_of(Comparing(authority="Birmingham"), [])
    assert isinstance(nobody, Missed)
    assert isinstance(nothing, Missed)
    assert "no authority" in nobody.what
    assert "no list" in nothing.what


def test_an_authority_that_the_list_lacks_is_told_with_the_nearest():
    missed = neighbours_of(Comparing(authority="Birmingam"), [neighbour_list(LIST_2025)])
    assert isinstance(missed, Missed)
    assert "did you mean 'Birmingham'?" in missed.what


# ---- made-up figures


def made(*figures: tuple[str, str, Decimal | str]) -> Published:
    """Authorities by code, name and figure, of caseloads in 2025."""
    places = [Place("authority", name, "Nowhere", tuple(codes.split(" / "))) for codes, name, _ in figures]
    rows = tuple(PublishedFigure(place, value) for place, (_, _, value) in zip(places, figures, strict=True))
    return Published(MEASURES["caseload"], RELEASES["csww"], "made.csv", 2025, {2025: rows})


def neighbours_in(of: Published, *codes: str) -> tuple[list[Taken], list[Missed]]:
    group = Neighbours(codes, "2025", {"805": "Fifthton"})
    found = list(take(Wish(indicator("caseload"), Comparing(take=("neighbours",)), group), of))
    return [f for f in found if isinstance(f, Taken)], [f for f in found if isinstance(f, Missed)]


def test_neighbours_without_a_figure_are_left_out_and_named():
    of = made(("801", "Anyton", Decimal("10.0")), ("802", "Otherton", "[u]"), ("803", "Thirdton", Decimal("13.1")))
    [row], missed = neighbours_in(of, "801", "802", "803", "805")
    assert row.label == "Statistical neighbours (median of 2 of 4, 2025 list)"
    assert row.value == Decimal("11.6")  # 11.55, half away from zero
    assert [each.what for each in missed] == [
        "caseload 30 September 2025: 2 of 4 neighbours left out: Otherton [u], Fifthton (no row)"
    ]


def test_two_neighbours_that_publish_together_are_one_figure():
    of = made(("801 / 802", "Anyton / Otherton", Decimal("10.0")), ("803", "Thirdton", Decimal("12.0")))
    [row], missed = neighbours_in(of, "801", "802", "803")
    assert (row.value, row.label) == (Decimal("11.0"), "Statistical neighbours (median of 2 of 3, 2025 list)")
    assert missed == []


def test_neighbours_none_of_whom_has_a_figure_are_not_available():
    [row], _ = neighbours_in(made(("801", "Anyton", "[c]")), "801")
    assert row.value == "[x]"


def test_a_quantile_lies_between_two_values_in_proportion():
    values = [Decimal(n) for n in (1, 2, 3, 4)]
    assert quantile(values, Decimal("0.25")) == Decimal("1.75")
    assert quantile(values, Decimal("0.75")) == Decimal("3.25")
    assert quantile(values[:1], Decimal("0.25")) == 1
