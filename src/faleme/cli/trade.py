"""Trade of two countries from tables, and claims about trade checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from faleme.cli.border import JSON
from faleme.cli.inputs import output
from faleme.errors import InputError
from faleme.settings import Settings

if TYPE_CHECKING:
    import polars as pl

    from faleme.assess.trade_look import TradeLook
    from faleme.assess.trade_money import Rates
    from faleme.records.trade_claim import Checked

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
RATES = click.option(
    "--rates", type=_FILE, metavar="FILE", help="rates between currencies: currency,of,per,period,source"
)
PERIOD = click.option(
    "--period", metavar="PERIOD", help="of tables without a column of periods: 2012-2022, 2024, 2024-Q1"
)
LANGUAGE = click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "fr"]),
    default="en",
    help="of the arithmetic (default: en)",
)
TOLD = {"cannot-be-told": "cannot be told", "rounds-to": "rounds to"}


@click.group()
def trade() -> None:
    """Trade of two countries: faleme trade show SEN MLI TABLE..., faleme trade check CLAIMS.csv.

    Tables are UN Comtrade's CSV, CEPII BACI, SDMX-CSV or a plain table; each is known by its header. A row
    that cannot be read is told by its line, the rest is loaded.
    """


@trade.command()
@click.argument("one", metavar="COUNTRY")
@click.argument("other", metavar="COUNTRY")
@click.argument("tables", nargs=-1, required=True, type=_FILE, metavar="TABLE...")
@click.option("--currency", metavar="CODE", help="show values in this currency, by a stated rate (XOF, EUR)")
@click.option(
    "--by-road",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="assumed share of the goods that goes by road",
)
@RATES
@PERIOD
@LANGUAGE
@JSON
@click.pass_obj
def show(
    settings: Settings, one: str, other: str, tables: tuple[Path, ...], currency: str | None,
    by_road: float | None, rates: Path | None, period: str | None, language: Literal["fr", "en"],
    as_json: bool,
) -> None:  # fmt: skip
    """Shares, ranks, growth, balance, concentration, goods, and what a closed road holds up a week."""
    import msgspec

    from faleme.assess.trade_look import look_at

    pair = _countries(one, other)
    look = look_at(
        frame_of(tables, period), *pair, rates=_rates(rates), by_road=by_road,
        currency=currency.upper() if currency else None,
    )  # fmt: skip
    with output(None) as stream:
        if as_json:
            stream.write(msgspec.json.encode(look).decode() + "\n")
        else:
            stream.write(_page(look, language))


@trade.command()
@click.argument("claims", type=_FILE, metavar="CLAIMS.csv")
@click.option(
    "--tables",
    "tables",
    multiple=True,
    type=_FILE,
    metavar="TABLE",
    help="a table to check against; may be given again",
)
@RATES
@PERIOD
@LANGUAGE
@JSON
@click.pass_obj
def check(
    settings: Settings, claims: Path, tables: tuple[Path, ...], rates: Path | None, period: str | None,
    language: Literal["fr", "en"], as_json: bool,
) -> None:  # fmt: skip
    """Check figures about trade: against tables, against each other, and each against its own numbers.

    CLAIMS.csv has the columns period, measure, value, unit, change, source_said, url. Each claim gets a
    verdict: consistent, rounds to, contradicts, cannot be told; with the arithmetic.
    """
    import msgspec

    from faleme.assess.claims_trade import check_claims
    from faleme.read.trade_claims import read_claims

    read = read_claims(claims)
    for problem in read.problems:
        click.echo(problem, err=True)
    if not read.claims:
        raise InputError("no row could be read", source=claims.name)
    found = check_claims(read.claims, frame_of(tables, period) if tables else None, rates=_rates(rates))
    with output(None) as stream:
        if as_json:
            stream.write(msgspec.json.encode({"claims": found, "problems": read.problems}).decode() + "\n")
        else:
            stream.write(_verdicts(found, language))


def frame_of(paths: tuple[Path, ...], period: str | None) -> pl.DataFrame:
    """The rows of some tables; what could not be read of them is told on standard error."""
    from faleme.read.trade_rows import together
    from faleme.read.trade_tables import read_trade

    frames = []
    for path in paths:
        table = read_trade(path, period=period)
        for problem in table.problems:
            click.echo(problem, err=True)
        left = table.faults - len(table.problems)
        if left > 0:
            click.echo(f"{table.file}: {left} more rows passed over", err=True)
        for reason, count in table.passed.items():
            click.echo(f"{table.file}: {count} rows left out ({_REASONS[reason]})", err=True)
        frames.append(table.frame)
    return together(frames)


_REASONS = {
    "breakdown": "parts of other rows, which would be counted twice",
    "re-export": "re-exports and the like, which stand within exports and imports",
    "no value": "the table says that there is no value",
}


def _countries(one: str, other: str) -> tuple[str, str]:
    from faleme.lexicon.trade import is_group, party_of

    found = []
    for written in (one, other):
        code = party_of(written)
        if code is None or is_group(code):
            raise InputError(f"{written!r} is no country that is known: write its ISO 3166-1 alpha-3 code")
        found.append(code)
    if found[0] == found[1]:
        raise InputError("name two countries")
    return found[0], found[1]


def _rates(path: Path | None) -> Rates:
    from faleme.assess.trade_money import Rates
    from faleme.read.trade_rates import read_rates

    return Rates(read_rates(path) if path else ())


def _page(look: TradeLook, language: Literal["fr", "en"]) -> str:
    from faleme.words.trade import trade_words

    words = trade_words(language)
    lines = [f"{look.reporter}–{look.partner}, {words.period(look.period, basis=look.basis)}, {look.source}"]
    for each in look.indicators:
        lines.append(f"  {words.label('measure', each.name)} ({each.of}): {each.told[language]}")
        lines.append(f"      {'; '.join(each.sources)}")
        if each.assumed:
            lines.append(f"      {each.assumed[language]}")
    for table in look.partners:
        way = "→" if table.flow == "export" else "←"
        rows = ", ".join(f"{row.rank} {row.country} {words.percent(100 * row.share)}" for row in table.rows)
        lines.append(f"  {table.of} {way} {rows}")
    for goods in look.goods:
        better = "" if goods.advantage is None else f", RCA {words.number(goods.advantage, 2)}"
        lines.append(
            f"  {words.product(goods.code):<40}→ {words.money(goods.exports, look.currency)} "
            f"({words.percent(100 * goods.share)}) ← {words.money(goods.imports, look.currency)}{better}"
        )
    lines += [f"  {rate_words(rate, language)}" for rate in look.rates]
    lines += [f"  {each[language]}" for each in look.missing]
    return "\n".join(lines) + "\n"


def rate_words(rate: Any, language: Literal["fr", "en"]) -> str:
    """'1 EUR = 655,957 XOF (source)'."""
    from faleme.words.trade import trade_words

    words = trade_words(language)
    told = {"from": rate.currency, "to": rate.of, "rate": words.number(rate.per, 3), "source": rate.source}
    return words.say("look_rate", **told)


def _verdicts(found: tuple[Checked, ...], language: Literal["fr", "en"]) -> str:
    lines = []
    for each in found:
        main, verdict = each.claim.main, TOLD.get(each.verdict, each.verdict)
        lines.append(f"[{each.claim.id}] {each.claim.worded}: {main.written} – {verdict}")
        if not each.compared or each.verdict == "cannot-be-told":
            lines.append(f"      {each.told[language]}")
        lines += [f"      {other.told[language]}" for other in each.compared]
        lines += [f"    ! {other.told[language]}" for other in each.disputed]
        lines += [f"    > {told[language]}" for told in each.implied]
        lines += [f"    ~ {told[language]}" for told in each.apart]
    counts = {name: sum(each.verdict == name for each in found) for name in _VERDICTS}
    lines.append(", ".join(f"{count} {TOLD.get(name, name)}" for name, count in counts.items() if count))
    return "\n".join(lines) + "\n"


_VERDICTS = ("consistent", "rounds-to", "contradicts", "cannot-be-told")
