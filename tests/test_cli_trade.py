"""`faleme trade`: tables and claims in, indicators and verdicts out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faleme.cli import main

TABLE = """reporter,partner,flow,year,hs,value,currency,source
SEN,MLI,export,2022,27,60,XOF,customs
SEN,MLI,export,2022,10,40,XOF,customs
SEN,MLI,export,2023,27,90,XOF,customs
SEN,MLI,export,2023,10,30,XOF,customs
SEN,GIN,export,2023,10,60,XOF,customs
SEN,GMB,export,2023,10,20,XOF,customs
SEN,MLI,import,2023,01,30,XOF,customs
SEN,FRA,import,2023,84,70,XOF,customs
MLI,SEN,import,2023,27,95,XOF,customs
MLI,CIV,import,2023,27,105,XOF,customs
SEN,Atlantis,export,2023,27,5,XOF,customs
SEN,World,export,2023,TOTAL,200,XOF,customs
"""
CLAIMS = """period,measure,value,unit,change,source_said,url
2023,exports Senegal->Mali,120,FCFA,+20 % vs 2022 (100),Press,https://example.org/1
2023,Mali share of Senegal's exports,75,%,,Press,https://example.org/2
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    return tmp_path


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, ["trade", *map(str, words)])
    assert done.exit_code == 0, done.output
    return done


def test_indicators_of_a_table_worked_out_by_hand(files: Path) -> None:
    done = run("show", "SEN", "Mali", files / "t.csv", "--json", "--by-road", "0.5")
    assert "t.csv:12: the partner 'Atlantis' is no country" in done.stderr
    told = json.loads(done.stdout)
    found = {(each["name"], each["of"], each["flow"]): each["value"] for each in told["indicators"]}
    assert found["exports", "SEN", "export"] == 120
    assert found["share", "SEN", "export"] == pytest.approx(120 / 200)
    assert found["rank", "SEN", "export"] == 1
    assert found["growth", "SEN", "export"] == pytest.approx(0.2)
    assert found["hhi", "SEN", "export"] == pytest.approx(0.6**2 + 0.3**2 + 0.1**2)
    assert found["share", "SEN", "import"] == pytest.approx(0.3)
    assert found["share", "MLI", "import"] == pytest.approx(95 / 200)
    assert found["balance", "SEN", None] == 90
    assert found["route", "SEN", None] == pytest.approx(150 * 0.5 / 300)
    assert found["week", "SEN", None] == pytest.approx(150 * 0.5 / 52.1775)
    assert [(each["code"], each["exports"]) for each in told["goods"]] == [
        ("S05", 90),
        ("S01", 0),
        ("S02", 30),
    ]
    week = next(each for each in told["indicators"] if each["name"] == "week")
    assert "no table tells it" in week["assumed"]["en"] and "52.18 weeks" in week["told"]["en"]


def test_the_page_in_both_languages_and_another_currency(files: Path) -> None:
    assert "Part du partenaire" in run("show", "SEN", "MLI", files / "t.csv", "--lang", "fr").stdout
    euros = run("show", "SEN", "MLI", files / "t.csv", "--currency", "EUR").stdout
    assert "1 EUR = 655.957 XOF" in euros
    dollars = run("show", "SEN", "MLI", files / "t.csv", "--currency", "USD").stdout
    assert "there is no rate of XOF for 2023" in dollars
    rates = files / "rates.csv"
    rates.write_text("currency,of,per,period,source\nUSD,XOF,600,2023,a bank\nUSD,XOF,620,2022,a bank\n")
    assert (
        "1 USD = 600 XOF (a bank)"
        in run("show", "SEN", "MLI", files / "t.csv", "--currency", "usd", "--rates", rates).stdout
    )


def test_claims_are_checked_against_tables_and_themselves(files: Path) -> None:
    told = json.loads(run("check", files / "claims.csv", "--tables", files / "t.csv", "--json").stdout)
    assert [each["verdict"] for each in told["claims"]] == ["consistent", "contradicts"]
    assert {each["kind"] for each in told["claims"][0]["compared"]} == {"itself", "table"}
    plain = run("check", files / "claims.csv", "--lang", "fr").stdout
    assert "1 consistent" in plain and "[1] exports Senegal->Mali: 120 FCFA – consistent" in plain


def test_what_is_wrong_is_one_line(files: Path) -> None:
    for words in (["show", "SEN", "Atlantis", str(files / "t.csv")], ["check", str(files / "t.csv")]):
        done = CliRunner().invoke(main, ["trade", *words])
        assert done.exit_code == 3 and done.stderr.startswith("faleme: ") and done.stderr.count("\n") == 1
