"""Tables of trade that a command is given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from faleme.records.observation import Observation

TRADE = click.option(
    "--trade", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="a table of trade to show: Comtrade, BACI, SDMX-CSV or a plain table; may be given again",
)  # fmt: skip


def observations(paths: Iterable[Path]) -> tuple[Observation, ...]:
    """What the tables tell; what could not be read of them is told on standard error."""
    found: list[Observation] = []
    for path in paths:
        from faleme.read.trade_tables import read_trade

        table = read_trade(path)
        for problem in table.problems:
            click.echo(problem, err=True)
        found += table.observations()
    return tuple(found)
