"""Claims about trade: each against tables, against others, and against its own numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from faleme.assess.claims_trade import check_claims
from faleme.assess.trade_money import Rates
from faleme.lexicon.trade import Rate
from faleme.read.trade_claims import claim_of, read_claims
from faleme.read.trade_measures import measure_of
from faleme.read.trade_tables import read_trade
from faleme.records.trade_claim import Checked
from tests.conftest import ROOT

FACTS = ROOT.parent / "shared" / "trade" / "press_trade_facts.csv"
TO_MALI, TO_AFRICA = "exports Senegal->Mali", "exports Senegal->Africa"
SHARE = "Mali share of Senegal's exports"


def check(*rows: str, rates: Rates | None = None, table: Path | None = None) -> dict[str, Checked]:
    """Claims written 'id | period | measure | value | unit | change'."""
    names = ("period", "measure", "value", "unit", "change")
    claims = []
    for row in rows:
        cells = [each.strip() for each in row.split("|")] + [""] * 6
        told = dict(zip(names, cells[1:6], strict=True)) | {"modifier": "", "source": "", "url": ""}
        claims.append(claim_of(told, identifier=cells[0]))
    frame = read_trade(table).frame if table else None
    return {each.claim.id: each for each in check_claims(claims, frame, rates=rates)}


def verdicts(*rows: str, **how: object) -> dict[str, str]:
    return {name: each.verdict for name, each in check(*rows, **how).items()}  # type: ignore[arg-type]


def test_the_same_value_rounded() -> None:
    found = check(f"a|2024|{TO_MALI}|802.8|milliards FCFA", f"b|2024|{TO_MALI}|802.75|milliards FCFA")
    assert {each.verdict for each in found.values()} == {"rounds-to"}
    assert "802,75 milliards FCFA [b] s’arrondit à 802,8 milliards FCFA [a]" in found["a"].told["fr"]


def test_two_values_that_are_not_the_same_both_conflict() -> None:
    found = check(f"a|2024|{TO_MALI}|802.8|milliards FCFA", f"b|2024|{TO_MALI}|790.1|milliards FCFA")
    assert [each.verdict for each in found.values()] == ["contradicts", "contradicts"]
    assert found["a"].compared[0].claims == ("b",)


def test_a_value_that_others_outvote_is_not_held_against_them() -> None:
    found = check(
        f"a|2024|{TO_MALI}|802.8|milliards FCFA", f"b|2024|{TO_MALI}|802.75|milliards FCFA",
        f"c|2024|{TO_MALI}|850.5|milliards FCFA",
    )  # fmt: skip
    assert [each.verdict for each in found.values()] == ["rounds-to", "rounds-to", "contradicts"]
    assert found["a"].disputed[0].claims == ("c",)


def test_a_claim_against_its_own_numbers() -> None:
    good = check(f"a|2024|{TO_MALI}|802.8|milliards FCFA|+8.6 % vs 2023 (739)")["a"]
    assert good.verdict == "consistent" and {each.kind for each in good.compared} == {"itself"}
    assert "739 milliards FCFA [a] × (1 + 8.6 % [a]) = 802.6" in good.compared[0].told["en"]
    assert verdicts(f"a|2024|{TO_MALI}|802.8|milliards FCFA|+18.6 % vs 2023 (739)")["a"] == "contradicts"


def test_more_than_55_per_cent_of_the_exports_to_africa_bounds_them() -> None:
    rows = (f"a|2024|{TO_MALI}|802.8|milliards FCFA", f"s|2024|{SHARE} to Africa|55|%|plus de")
    good = check(*rows, f"g|2024|{TO_AFRICA}|1446.2|milliards FCFA")["g"]
    assert good.verdict == "consistent" and "au plus 1 459,7" in good.told["fr"].replace(
        "\u202f", " "
    ).replace("\xa0", " ")
    assert verdicts(*rows, f"g|2024|{TO_AFRICA}|1510.5|milliards FCFA")["g"] == "contradicts"


def test_shares_of_another_base_or_period_do_not_conflict() -> None:
    found = check(
        f"a|2024|{SHARE} to Africa|55.5|%", f"b|2024|{SHARE}|21|%|about", f"c|2021|{SHARE}|20.2|%",
        f"d|2022|{SHARE}|11.1|%",
    )  # fmt: skip
    assert {each.verdict for each in found.values()} == {"cannot-be-told"}
    assert any("of another base" in each["en"] for each in found["b"].apart)
    assert any("of another period" in each["en"] for each in found["c"].apart)


def test_exports_imports_and_the_balance_hold_each_other() -> None:
    rows = (
        "x|2023|exports Senegal->World|3223.9|milliards FCFA",
        "m|2023|imports Senegal<-World|7207.8|milliards FCFA",
    )
    assert set(verdicts(*rows, "b|2023|trade balance Senegal|-3983.9|milliards FCFA").values()) == {
        "consistent"
    }
    assert verdicts(*rows, "b|2023|trade balance Senegal|-3883.9|milliards FCFA")["b"] == "contradicts"


def test_a_difference_a_rate_a_share_and_a_whole() -> None:
    """−37,6 milliards at −60,6 % leave 24,4: 10,7 % of 227,4."""
    found = verdicts(
        f"a|2022-02|{TO_MALI}|-60.6|% vs 2022-01|-37.6 milliards FCFA", f"b|2022-02|{SHARE}|10.7|%",
        "c|2022-02|exports Senegal->World|227.4|milliards FCFA",
    )  # fmt: skip
    assert found["a"] == found["b"] == "consistent"
    assert verdicts(
        f"a|2022-02|{TO_MALI}|-60.6|% vs 2022-01|-37.6 milliards FCFA", f"b|2022-02|{SHARE}|15.7|%",
        "c|2022-02|exports Senegal->World|227.4|milliards FCFA",
    )["b"] == "contradicts"  # fmt: skip


def test_years_make_a_sum_and_a_mean() -> None:
    years = (
        f"a|2021|{TO_MALI}|501|milliards FCFA", f"b|2022|{TO_MALI}|552|milliards FCFA",
        f"c|2023|{TO_MALI}|739|milliards FCFA",
    )  # fmt: skip
    assert verdicts(*years, f"s|2021-2023|{TO_MALI}|1792|milliards FCFA")["s"] == "consistent"
    assert verdicts(*years, f"s|2021-2023|{TO_MALI}|2133|milliards FCFA")["s"] == "contradicts"
    assert (
        verdicts(*years, f"s|2021-2023|{TO_MALI}, annual average|597.3|milliards FCFA")["s"] == "consistent"
    )


def test_a_part_is_not_more_than_the_whole() -> None:
    whole = "w|2024|exports Senegal->Mali|802.8|milliards FCFA"
    assert verdicts(whole, "p|2024-Q1|exports Senegal->Mali|903|milliards FCFA")["p"] == "contradicts"
    assert verdicts(whole, "p|2024|petroleum exports Senegal->Mali|903|milliards FCFA")["p"] == "contradicts"
    assert verdicts(whole, "p|2024-Q1|exports Senegal->Mali|203|milliards FCFA")["p"] == "cannot-be-told"


def test_two_shares_of_one_base_are_not_more_than_all_of_it() -> None:
    shares = (f"a|2024|{SHARE} to Africa|55.5|%", "b|2024|Guinea share of Senegal's exports to Africa|50.5|%")
    assert set(verdicts(*shares).values()) == {"contradicts"}


def test_who_has_more_than_half_is_first() -> None:
    rank = "Mali's rank among Senegal's customers in Africa"
    assert verdicts(f"s|2024|{SHARE} to Africa|55.5|%", f"r|2024|{rank}|premier|rank")["r"] == "consistent"
    assert verdicts(f"s|2024|{SHARE} to Africa|55.5|%", f"r|2024|{rank}|2|rank")["r"] == "contradicts"


def test_what_the_other_side_reports_is_not_the_same_measure() -> None:
    found = check(f"a|2024|{TO_MALI}|802.8|milliards FCFA", "b|2024|imports Mali<-Senegal|700|milliards FCFA")
    assert found["b"].verdict == "cannot-be-told" and "the other side reports" in found["b"].apart[0]["en"]


def test_euros_by_the_peg_and_dollars_only_by_a_stated_rate() -> None:
    rows = (f"a|2024|{TO_MALI}|802.8|milliards FCFA", f"b|2024|{TO_MALI}|1.224|milliards EUR")
    assert set(verdicts(*rows).values()) == {"rounds-to"}
    dollars = (rows[0], f"b|2024|{TO_MALI}|1.4|milliards USD")
    assert verdicts(*dollars)["b"] == "cannot-be-told"
    rate = Rates(
        [Rate(currency="USD", of="XOF", per=606.6, from_="2024-01-01", to="2024-12-31", source="BCEAO")]
    )
    assert verdicts(*dollars, rates=rate)["b"] == "contradicts"


def test_rounding_of_round_numbers() -> None:
    exact = f"a|2024|{TO_MALI}|802.8|milliards FCFA"
    assert verdicts(exact, f"b|2024|{TO_MALI}|800|milliards FCFA")["b"] == "rounds-to"
    assert verdicts(exact, f"b|2024|{TO_MALI}|800|milliards FCFA|plus de")["b"] == "consistent"
    assert verdicts(exact, f"b|2024|{TO_MALI}|810|milliards FCFA|plus de")["b"] == "contradicts"
    assert verdicts(exact, f"b|2024|{TO_MALI}|790|milliards FCFA|environ")["b"] == "rounds-to"


def test_a_claim_against_a_table(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "reporter,partner,flow,year,value,unit,source\nSEN,MLI,export,2024,802.75,milliards FCFA,ANSD\n"
        "SEN,World,export,2024,3909,milliards FCFA,ANSD\n"
    )
    found = check(
        f"a|2024|{SHARE}|20.5|%",
        f"b|2024|{SHARE}|27.5|%",
        f"c|2024|{TO_MALI}|950.2|milliards FCFA",
        table=path,
    )
    assert [each.verdict for each in found.values()] == ["consistent", "contradicts", "contradicts"]
    assert found["a"].compared[0].kind == "table" and "t.csv:2" in found["a"].told["en"]


@pytest.mark.parametrize(
    ("written", "measure", "part", "base"),
    [
        ("part du Mali dans les exportations du Sénégal vers l'Afrique", "share", "MLI", "AFRICA"),
        ("share of Mali in Senegal's exports", "share", "MLI", "WLD"),
        ("exports to Mali as share of Senegal's exports", "share", "MLI", "WLD"),
        ("exportations du Sénégal vers le Mali", "value", "MLI", None),
        ("importations du Mali en provenance du Sénégal", "value", "SEN", None),
        ("échanges entre le Sénégal et le Mali", "value", "MLI", None),
        ("Malian containers stuck in the port of Dakar", "other", None, None),
    ],
)
def test_measures_in_words(written: str, measure: str, part: str | None, base: str | None) -> None:
    found = measure_of(written)
    assert found.measure == measure
    assert (found.of.partner if found.of else None) == part
    assert (found.base.partner if found.base else None) == base


@pytest.mark.shared
@pytest.mark.skipif(not FACTS.exists(), reason="needs ../shared beside the checkout")
def test_the_27_figures_of_the_press() -> None:
    read = read_claims(FACTS)
    assert (len(read.claims), read.problems) == (27, ())
    found = {each.claim.id: each.verdict for each in check_claims(read.claims)}
    assert [name for name, verdict in found.items() if verdict == "rounds-to"] == ["1", "2"]
    assert "contradicts" not in found.values()
    consistent = {name for name, verdict in found.items() if verdict == "consistent"}
    assert consistent == {"3", "4", "7", "9", "10", "11", "12", "14", "18", "19", "20", "21", "22"}


def test_a_range_and_a_share_of_the_total() -> None:
    exact = f"a|2024|{TO_MALI}|802.8|milliards FCFA"
    assert verdicts(exact, f"b|2024|{TO_MALI}|entre 790 et 810|milliards FCFA")["b"] == "rounds-to"
    assert verdicts(exact, f"b|2024|{TO_MALI}|820-840|milliards FCFA")["b"] == "contradicts"
    found = check(
        "a|2023|Mali's imports from Senegal|22|%|of total", "b|2023|Senegal share of Mali's imports|22|%"
    )
    assert {each.verdict for each in found.values()} == {"consistent"}
