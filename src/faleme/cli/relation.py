"""The relation of two countries: index by month and strand, turns, record, other pairs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from faleme.cli.border import AS_OF, JSON, day_of
from faleme.cli.inputs import output
from faleme.cli.trade_files import TRADE, observations
from faleme.errors import InputError
from faleme.settings import Settings

if TYPE_CHECKING:
    from faleme.assess.relation_look import RelationLook
    from faleme.assess.relation_record import RecordAct


@click.command()
@click.argument("one", metavar="COUNTRY")
@click.argument("other", metavar="COUNTRY")
@click.option("--since", metavar="MONTH", help="the first month, YYYY-MM (default: 24 months back)")
@AS_OF
@TRADE
@JSON
@click.pass_obj
def relation(
    settings: Settings, one: str, other: str, since: str | None, day: str | None, trade: tuple[Path, ...],
    as_json: bool,
) -> None:  # fmt: skip
    """What two countries did towards each other, month by month: faleme relation SEN MLI.

    Defence, diplomacy and economy by PLOVER's scores of incidents, with the record of visits and agreements.
    """
    from faleme.assess.relation_look import months_back, pair_named, relation_look
    from faleme.store.sql import open_store

    pair = pair_named(f"{one}-{other}")
    until = day_of(settings, day)
    first = _month(since) if since else months_back(until)
    if first > until:
        raise InputError(f"--since {since} is after {until}")
    store = open_store(settings.store)
    look = relation_look(store, *pair, first, until)
    store.close()
    with output(None) as stream:
        if as_json:
            import msgspec

            from faleme.assess.trade_series import trade_series

            told = as_told(look) | {"trade": trade_series(observations(trade), *pair)}
            stream.write(msgspec.json.encode(told).decode() + "\n")
        else:
            stream.write(_page(look))


def as_told(look: RelationLook) -> dict[str, Any]:
    """A look as JSON has it: the months of each strand and way, without series that have nothing."""
    import msgspec

    told: dict[str, Any] = msgspec.to_builtins(look)
    told["index"]["series"] = [
        each for each in told["index"]["series"] if any(point["count"] for point in each["points"])
    ]
    for turn, each in zip(told["turns"], look.turns, strict=True):
        turn["better"] = each.better
    return told


def _month(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{written[:7]}-01")
    except ValueError as error:
        raise InputError(f"{written!r} is no month: write YYYY-MM") from error


def _page(look: RelationLook) -> str:
    from faleme.assess.relation import STRANDS

    lines = [f"{look.one}-{look.other}, {look.index.since} to {look.index.until}, TLP:{look.marking}"]
    for strand in (*STRANDS[1:], STRANDS[0]):
        series = look.index.of(strand)
        mean = f", mean {series.total / series.count:.1f}" if series.count else ""
        lines.append(f"  {strand:<10}{series.total:>8.1f}  {series.count} incidents{mean}")
    lines.append("month      read  all (interval)            defence  diplomacy  economy  other")
    for at, point in enumerate(look.index.of("all").points):
        if point.count or point.read:
            strands = [look.index.of(each).points[at].total for each in STRANDS[1:]]
            ends = f"{point.total:.1f} ({point.low:.1f} to {point.high:.1f})"
            row = "".join(f"{total:>10.1f}" for total in strands)
            lines.append(f"{point.month}  {point.read or 0:>6}  {ends:<24}{row}")
    for turn in look.turns:
        lines.append(f"turn: {turn.strand} {turn.month}, {turn.before:.1f} to {turn.after:.1f} a month")
    lines += [_act(act) for act in look.record]
    visits = look.visits
    balance = "–" if visits.reciprocity is None else f"{visits.reciprocity:.2f}"
    lines.append(
        f"visits: {look.one} to {look.other} {visits.there}, {look.other} to {look.one} {visits.back}, "
        f"reciprocity {balance}"
    )
    return "\n".join(lines) + "\n"


def _act(act: RecordAct) -> str:
    place = f", {act.place.name}" if act.place else ""
    who = f", {', '.join(act.who)}" if act.who else ""
    level = f" ({act.level})" if act.level else ""
    body = f", {act.body}" if act.body else ""
    about = f": {', '.join(act.topics)}" if act.topics else ""
    return f"{act.day or 'no date':<12}{act.kind} {act.way}{place}{who}{level}{body}{about} [{act.strand}]"
