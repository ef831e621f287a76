"""Risk: the chance of an attack in the days to come, and how good such forecasts have been."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from faleme.cli.border import AS_OF, day_of
from faleme.cli.inputs import output
from faleme.settings import Settings

if TYPE_CHECKING:
    from faleme.assess.risk import History
    from faleme.assess.risk_now import RiskOf
    from faleme.assess.risk_scores import Backtest

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_LISTED = 20
_size = click.option(
    "--size", type=click.FloatRange(0.01, 5), default=0.25, show_default=True, help="degrees a cell"
)


@click.group()
def risk() -> None:
    """The chance of at least one attack, by cell of a grid, always beside two simple forecasts."""


@risk.command()
@click.argument("events", type=_FILE)
@click.option(
    "--size", type=click.FloatRange(0.01, 5), default=0.25, show_default=True, help="degrees a cell"
)
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def backtest(events: Path, size: float, as_json: bool) -> None:
    """Score past forecasts over a table of events (ACLED, UCDP GED or our own export, CSV).

    Each forecast is made from what was known on its day; Brier and log score are those of the model, of
    persistence and of the seasonal mean, over 7 and 30 days.
    """
    import msgspec

    from faleme.assess.risk_scores import backtest as score

    told = score(_history(events, size))
    with output(None) as stream:
        if as_json:
            by_horizon = {str(each.horizon): msgspec.to_builtins(each) for each in told}
            stream.write(msgspec.json.encode({"events": str(events), "horizons": by_horizon}).decode() + "\n")
            return
        for each in told:
            stream.write(_table(each))


@risk.command()
@click.argument("events", type=_FILE)
@click.option(
    "--size", type=click.FloatRange(0.01, 5), default=0.25, show_default=True, help="degrees a cell"
)
@click.option("--json", "as_json", is_flag=True, help="one cell a line, as JSON")
def forecast(events: Path, size: float, as_json: bool) -> None:
    """The cells where an attack is likeliest in the 7 and 30 days after the last day of a table."""
    import msgspec
    import numpy as np

    from faleme.assess.happenings import date_of
    from faleme.assess.risk import HORIZONS, forecasts

    told = _history(events, size)
    with output(None) as stream:
        for horizon in HORIZONS:
            made = forecasts(told, horizon, only_last=True)
            order = np.argsort(-made.model, kind="stable")[: None if as_json else _LISTED]
            if not as_json:
                stream.write(f"{horizon} days: chance of at least one attack (persistence, seasonal mean)\n")
            for row in order:
                line = {
                    "cell": told.units.names[made.unit[row]], "as_of": str(date_of(int(made.day[row]))),
                    "days": horizon, "chance": round(float(made.model[row]), 3),
                    "persistence": round(float(made.persistence[row]), 3),
                    "seasonal_mean": round(float(made.seasonal[row]), 3),
                }  # fmt: skip
                if as_json:
                    stream.write(msgspec.json.encode(line).decode() + "\n")
                else:
                    stream.write(
                        f"  {line['cell']:>16}  {line['chance']:.2f}  "
                        f"({line['persistence']:.2f}, {line['seasonal_mean']:.2f})\n"
                    )


@risk.command()
@AS_OF
@click.option(
    "--kind", "kinds", type=click.Choice(["border", "corridor", "cell"]), multiple=True,
    help="segments of the border, of corridors, or cells within 100 km of the border (default: all)",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
@click.pass_obj
def now(settings: Settings, day: str | None, kinds: tuple[Any, ...], as_json: bool) -> None:
    """Where an attack is likeliest in the 7 and 30 days after today, from what the store holds.

    Beside each chance stand persistence, the seasonal mean, and how often it happened after earlier forecasts
    of about the same chance.
    """
    import msgspec

    from faleme.assess.happenings import stored
    from faleme.assess.risk_now import KINDS, LEAST_DAYS, risk_now
    from faleme.errors import InputError
    from faleme.store.sql import open_store

    as_of = day_of(settings, day)
    store = open_store(settings.store)
    found = risk_now(stored(store, until=as_of), as_of, kinds=kinds or KINDS)
    store.close()
    if not found:
        raise InputError(f"a forecast needs {LEAST_DAYS} days since the first attack that is known")
    with output(None) as stream:
        if as_json:
            told = {"as_of": str(as_of), "risk": msgspec.to_builtins(found)}
            stream.write(msgspec.json.encode(told).decode() + "\n")
            return
        for each in found:
            stream.write(_now(each) + _table(each.backtest) + "\n")


def _now(told: RiskOf) -> str:
    lines = [
        f"{told.kind}, {told.horizon} days after {told.as_of} (history from {told.first}): chance, "
        "persistence, seasonal mean, earlier forecasts of about this chance"
    ]
    for each in told.chances[:_LISTED]:
        past = (
            f"{each.past.happened:.2f} of {each.past.count} said {each.past.said:.2f}"
            if each.past
            else "none"
        )
        lines.append(
            f"  {each.unit.replace('|', ' '):>30}  {each.chance:.2f}  {each.persistence:.2f}  "
            f"{each.seasonal:.2f}  {past}"
        )
    return "\n".join(lines) + "\n"


def _history(events: Path, size: float) -> History:
    import numpy as np

    from faleme.assess.happenings import day_number
    from faleme.assess.risk import LEARNT, grid_history
    from faleme.errors import InputError
    from faleme.read.event_tables import read_attacks

    read = read_attacks(events)
    for problem in read.problems:
        click.echo(problem, err=True)
    if read.all_taken:
        click.echo(f"{events}: no type of event is known: every row is taken for an attack", err=True)
    if not read.attacks:
        raise InputError("no row could be read", source=str(events))
    day = np.array([day_number(each.day) for each in read.attacks])
    if int(day.max() - day.min()) < LEARNT + 30:
        days = int(day.max() - day.min()) + 1
        raise InputError(f"{days} days are told; a forecast needs {LEARNT + 31}", source=str(events))
    lat, lon = (np.array([getattr(each, name) for each in read.attacks]) for name in ("lat", "lon"))
    return grid_history(day, lat, lon, size=size)


def _table(told: Backtest) -> str:
    lines = [
        f"{told.horizon} days: {told.forecasts} forecasts, an attack in {100 * told.happened:.1f} % of them",
        f"  {'':<12}  Brier   log",
    ]
    for name, score in told.scores.items():
        lines.append(f"  {name:<12}  {score.brier:.4f}  {score.log:.4f}")
    lines.append("  said / happened: " + ", ".join(
        f"{each.said:.2f}/{each.happened:.2f}" for each in told.calibration))  # fmt: skip
    return "\n".join(lines) + "\n"
