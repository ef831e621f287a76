"""Tables of trade: kinds by their header, rows by what they mean, bad rows by their line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.errors import InputError
from faleme.read.trade_cells import number_cell, period_cell
from faleme.read.trade_tables import TradeTable, read_trade
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "trade" / "baci_sen_mli_2012-2022.csv"
shared = pytest.mark.shared
COMTRADE = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,"
    "flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,classificationCode,cmdCode,cmdDesc,customsCode,"
    "motCode,netWgt,primaryValue\n"
)


def table(folder: Path, text: str, name: str = "t.csv", **how: object) -> TradeTable:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_trade(path, **how)  # type: ignore[arg-type]


def told(read: TradeTable) -> list[tuple[object, ...]]:
    return [
        (
            each.reporter, each.partner, each.flow, each.product.code, each.period.from_, each.value,
            each.currency,
        )
        for each in read.observations()
    ]  # fmt: skip


def test_baci_has_numbers_for_countries_thousands_of_dollars_and_tonnes(tmp_path: Path) -> None:
    read = table(tmp_path, "t,i,j,k,v,q\n2023,686,466,271019,12.5,3.25\n2023,842,251,10121,1,NA\n")
    assert read.kind == "baci" and not read.faults
    first, second = read.observations()
    assert (first.reporter, first.partner, first.flow) == ("SEN", "MLI", "export")
    assert (first.value, first.currency, first.quantity, first.quantity_unit) == (12_500, "USD", 3.25, "t")
    assert (first.product.code, first.product.level) == ("271019", "subheading")
    assert (second.reporter, second.partner, second.product.code) == ("USA", "FRA", "010121")
    assert second.quantity is None and str(second.origin) == "t.csv:3"


@pytest.mark.parametrize("case", [str, str.title])
def test_comtrade_leaves_breakdowns_and_re_exports_out(tmp_path: Path, case: type) -> None:
    head = COMTRADE if case is str else COMTRADE.replace("reporterISO", "ReporterISO").replace("cmd", "Cmd")
    rows = (
        'C,A,20230101,2023,52,2023,686,SEN,Senegal,X,Export,466,MLI,Mali,0,H6,27,"Fuels, oils",C00,0,9,1000\n'
        "C,A,20230101,2023,52,2023,686,SEN,Senegal,X,Export,466,MLI,Mali,0,H6,27,Fuels,C04,0,9,400\n"
        "C,A,20230101,2023,52,2023,686,SEN,Senegal,RX,Re-export,466,MLI,Mali,0,H6,27,Fuels,C00,0,9,300\n"
        "C,M,20230201,2023,2,202302,686,SEN,Senegal,M,Import,0,W00,World,0,H6,TOTAL,All,C00,0,,77\n"
    )
    read = table(tmp_path, head + rows)
    assert read.kind == "comtrade" and read.passed == {"breakdown": 1, "re-export": 1}
    assert told(read) == [
        ("SEN", "MLI", "export", "27", "2023-01-01", 1000.0, "USD"),
        ("SEN", "WLD", "import", "TOTAL", "2023-02-01", 77.0, "USD"),
    ]
    assert next(read.observations()).product.revision == "H6" and read.products["27"] == "Fuels, oils"


def test_the_older_web_download_of_comtrade(tmp_path: Path) -> None:
    head = (
        "Classification,Year,Period,Period Desc.,Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,"
        "Partner,Partner ISO,Commodity Code,Commodity,Netweight (kg),Trade Value (US$),Flag\n"
    )
    row = "H5,2019,2019,2019,Export,686,Senegal,SEN,466,Mali,MLI,2523,Cement,10,5000,0\n"
    assert told(table(tmp_path, head + row)) == [
        ("SEN", "MLI", "export", "2523", "2019-01-01", 5000.0, "USD")
    ]


def test_sdmx_has_a_power_of_ten_a_unit_and_a_status(tmp_path: Path) -> None:
    read = table(
        tmp_path,
        "DATAFLOW,FREQ,REF_AREA,INDICATOR,COUNTERPART_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS\n"
        "IMF:DOT,Q,SN: Senegal,TXG_FOB_USD,ML,2024-Q1,310.5,USD,6,P\n"
        "IMF:DOT,Q,SN: Senegal,TXG_FOB_USD,ML,2024-Q2,,USD,6,M\n"
        "IMF:DOT,Q,SN: Senegal,TBG_USD,ML,2024-Q1,3,USD,6,A\n",
    )  # fmt: skip
    (one,) = read.observations()
    assert (one.reporter, one.value, one.status, one.grain) == (
        "SEN",
        310_500_000.0,
        "provisional",
        "quarter",
    )
    assert (one.source, one.period.to) == ("IMF:DOT", "2024-03-31")
    assert read.passed == {"no value": 1}
    assert read.problems[0].startswith("t.csv:4: the flow 'TBG_USD' is neither exports nor imports")


def test_a_plain_table_in_french(tmp_path: Path) -> None:
    read = table(
        tmp_path,
        "déclarant;partenaire;flux;année;valeur;unité;statut;source\n"
        "Sénégal;Mali;exportations;2024;802,8;milliards FCFA;provisoire;ANSD\n",
    )
    (one,) = read.observations()
    assert (one.reporter, one.partner, one.currency, one.source) == ("SEN", "MLI", "XOF", "ANSD")
    assert one.value == pytest.approx(802.8e9) and one.status == "provisional"


BAD = (
    "reporter,partner,flow,year,value,currency\n"
    "SEN,MLI,export,2023,739,XOF\n"
    "SEN,Atlantis,export,2023,5,XOF\n"
    "SEN,GIN,export,2023,-5,XOF\n"
    "SEN,MLI,export,2024p,802.8,XOF\n"
    "SEN,MLI,export,2023,1126,USD\n"
    "SEN,MLI,export,2023,740,XOF\n"
    "SEN,CIV,export,2023,about 90,XOF\n"
    "\n"
    "SEN,MLI,sideways,2023,1,XOF\n"
    'SEN,MLI,import,2023,"1,234",XOF\n'
    "SEN,BFA,export,2023,80,XOF\n"
)


@pytest.mark.parametrize("whole_below", [10**9, 0])
def test_bad_rows_are_told_by_line_and_the_rest_is_loaded(tmp_path: Path, whole_below: int) -> None:
    text = BAD if whole_below else BAD.replace("\n\n", "\n")
    read = table(tmp_path, text, whole_below=whole_below)
    assert [(each[1], each[5]) for each in told(read)] == [("MLI", 739.0), ("BFA", 80.0)]
    said = {line.split(":")[1]: line for line in read.problems}
    assert "'Atlantis' is no country or group that is known" in said["3"]
    assert "is negative" in said["4"] and "write 2024, and 'p' in a column of status" in said["5"]
    assert "the same trade as in line 2, in USD there in XOF" in said["6"]
    assert "line 2 with another value (740, there 739)" in said["7"] and "is no number" in said["8"]
    after = 10 if whole_below else 9
    assert (
        "neither exports nor imports" in said[str(after)] and "may be 1234 or 1.234" in said[str(after + 1)]
    )
    assert read.faults == 8 and all(line.endswith("; passed over") for line in read.problems)


def test_what_is_no_table_of_trade_says_what_one_needs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no table of trade is known with the columns a, b"):
        table(tmp_path, "a,b\n1,2\n")
    with pytest.raises(InputError, match="no column tells whether"):
        table(tmp_path, "reporter,partner,year,value\nSEN,MLI,2023,1\n")
    with pytest.raises(InputError, match="--period 2012-2022"):
        table(tmp_path, "iso3_o,iso3_d,section_code,value\nSEN,MLI,5,1\n", name="means.csv")


@pytest.mark.parametrize(
    ("written", "begin", "end"),
    [
        ("2024", "2024-01-01", "2024-12-31"), ("202402", "2024-02-01", "2024-02-29"),
        ("2024-Q3", "2024-07-01", "2024-09-30"), ("2024T3", "2024-07-01", "2024-09-30"),
        ("2012-2022", "2012-01-01", "2022-12-31"), ("2025-01..04", "2025-01-01", "2025-04-30"),
        ("août 2024", "2024-08-01", "2024-08-31"), ("2024-S1", "2024-01-01", "2024-06-30"),
    ],
)  # fmt: skip
def test_periods(written: str, begin: str, end: str) -> None:
    assert period_cell(written)[:2] == (begin, end)


@pytest.mark.parametrize("written", ["2024p", "20244", "24", "2024-13", "2023-2021", "hier", "2024-05-17"])
def test_what_is_no_period(written: str) -> None:
    with pytest.raises(ValueError):
        period_cell(written)


@given(st.text(max_size=30))
def test_a_cell_is_read_or_told_and_nothing_else(written: str) -> None:
    for read in (period_cell, number_cell):
        try:
            assert read(written) is not None
        except ValueError as error:
            assert str(error)


@shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared beside the checkout")
def test_the_shared_means_agree_with_their_note() -> None:
    read = read_trade(SHARED)
    assert (read.kind, read.rows, read.faults) == ("yearly-means", 2750, 0)
    ours = [each for each in read.observations() if (each.reporter, each.partner) == ("SEN", "MLI")]
    assert round(sum(each.value for each in ours) / 1000) == 699_078
    assert [round(each.value / 1000) for each in ours if each.product.code in ("S04", "S05")] == [
        68_054,
        428_316,
    ]
    assert {(each.basis, each.period.from_, each.period.to) for each in ours} == {
        ("mean-a-year", "2012-01-01", "2022-12-31")
    }
