"""Supply corridors on a day: each segment's state, why, what would change it, and the way around."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from faleme.cli.border import AS_OF, JSON, day_of
from faleme.cli.inputs import output
from faleme.errors import InputError
from faleme.settings import Settings

if TYPE_CHECKING:
    from faleme.assess.corridor_look import CorridorLook, Turn
    from faleme.assess.corridor_watch import Evidence, SegmentState
    from faleme.assess.detours import Detour

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_TURNS = 3


@click.command()
@click.argument("identifier", metavar="[ID]", required=False)
@AS_OF
@click.option(
    "--from", "begin", metavar="TOWN", help="where the stretch begins (default: where the corridor does)"
)
@click.option("--to", "end", metavar="TOWN", help="where it ends")
@click.option(
    "--closed", multiple=True, metavar="SEGMENT", help="what if this segment closes ('Kidira-Diboli')"
)
@click.option(
    "--roads", type=_FILE, metavar="FILE", help="a network of roads: GeoJSON lines with from, to, distance"
)
@JSON
@click.pass_obj
def corridor(
    settings: Settings, identifier: str | None, day: str | None, begin: str | None, end: str | None,
    closed: tuple[str, ...], roads: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """The state of each segment of one corridor, or of all: open, disrupted, blocked or unknown.

    A stretch is as open as its worst segment. States tell of gaps in a corridor's cover: TLP:AMBER+STRICT.
    """
    import msgspec

    if identifier is None and (begin or end or closed):
        raise InputError("say of which corridor: faleme corridor ID --from TOWN --to TOWN --closed SEGMENT")
    looks = _looks(settings, identifier, day_of(settings, day), begin, end, closed, roads)
    with output(None) as stream:
        if as_json:
            told = {"marking": looks[0].marking, "corridors": [as_told(each) for each in looks]}
            stream.write(msgspec.json.encode(told).decode() + "\n")
        else:
            stream.write("\n".join(map(_page, looks)))


def _looks(
    settings: Settings, identifier: str | None, as_of: dt.date, begin: str | None, end: str | None,
    closed: tuple[str, ...], roads: Path | None,
) -> list[CorridorLook]:  # fmt: skip
    from faleme.assess.corridor_look import corridor_named, looked
    from faleme.assess.corridors import load_corridors
    from faleme.assess.detours import LINKS, load_roads
    from faleme.store.sql import open_store

    chosen = load_corridors() if identifier is None else (corridor_named(identifier),)
    network = load_roads(roads or LINKS)
    store = open_store(settings.store)
    found = looked(store, chosen, as_of, roads=network, begin=begin, end=end, closed=closed)
    store.close()
    return found


def as_told(look: CorridorLook) -> dict[str, Any]:
    """A look as JSON has it: what would change each state, and the extra distance of the ways around."""
    import msgspec

    from faleme.assess.corridor_look import turns

    told: dict[str, Any] = msgspec.to_builtins(look)
    told["around"] = _way(look.around)
    told["by_segment"] = {name: _way(each) for name, each in look.by_segment.items()}
    for row in told["segments"]:
        row["would_change"] = [msgspec.to_builtins(turn) for turn in turns(row["state"])]
        row["detour"] = told["by_segment"].get(row["segment"])
    return told


def _way(detour: Detour | None) -> dict[str, Any] | None:
    import msgspec

    return msgspec.to_builtins(detour) | {"extra_km": detour.extra_km} if detour else None


def _page(look: CorridorLook) -> str:
    lines = [f"{look.name} ({look.corridor}), {look.as_of}, TLP:{look.marking}"]
    lines.append(f"{look.begin}–{look.end}: {look.state}")
    by_name = {each.segment: each for each in look.segments}
    for name in look.on_way:
        lines += _segment(by_name[name], name in look.closed)
    if look.shut:
        lines.append(f"avoiding {', '.join(look.shut)}: {_said(look.around)}")
        if look.crosses:
            lines.append(f"  on the way: {', '.join(look.crosses)}, disrupted or blocked")
        lines += [f"  {name}: {_said(way)}" for name, way in look.by_segment.items()]
    return "\n".join(lines) + "\n"


def _segment(state: SegmentState, closed: bool) -> list[str]:
    from faleme.assess.corridor_look import turns

    read = "" if state.read is None else f", {state.read} articles read"
    lines = [f"  {state.segment:<34}{state.state}{read}{' (taken as closed)' if closed else ''}"]
    lines += [f"      {_evidence(each)}" for each in state.evidence]
    lines += [f"      ended: {_evidence(each)}" for each in state.ended]
    if state.eases_on:
        lines.append(f"      {state.eases_to} on {state.eases_on} if nothing more happens")
    if state.evidence:
        lines.append(f"      would change it: {'; '.join(map(_turn, turns(state.state)[:_TURNS]))}")
    return lines


def _evidence(each: Evidence) -> str:
    wide = ", a wide place" if each.wide else ""
    return (
        f"{each.day} {each.rule}: {each.effect}, {each.km:g} km, {each.left:.2f} left "
        f"until {each.until}{wide} ({each.incident})"
    )


def _turn(turn: Turn) -> str:
    return f"{turn.rule} within {turn.reach_km:g} km: {turn.to}"


def _said(way: Detour | None) -> str:
    if way is None:
        return "no way around is known"
    sort = "measured" if way.measured else "about"
    return (
        f"{way.begin}–{way.end} by {', '.join(way.by[1:-1]) or 'no other town'}: {sort} {way.km:.0f} km, "
        f"{way.extra_km:+.0f} km against the usual way"
    )
