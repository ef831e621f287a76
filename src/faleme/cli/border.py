"""The watch of the border on a day: segments by distance, what rose and why, the nearest, the front."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from faleme.cli.incidents import day_text
from faleme.cli.inputs import output
from faleme.settings import Settings

if TYPE_CHECKING:
    from faleme.assess.border_watch import BorderWatch, SegmentWatch

AS_OF = click.option(
    "--as-of", "day", callback=day_text, metavar="DATE", help="the last day looked at (default: today)"
)
JSON = click.option("--json", "as_json", is_flag=True, help="one JSON object")


def day_of(settings: Settings, given: str | None) -> dt.date:
    """The day asked for, else that of the settings, else today."""
    return dt.date.fromisoformat(given) if given else settings.as_of or dt.date.today()


@click.command()
@AS_OF
@JSON
@click.pass_obj
def border(settings: Settings, day: str | None, as_json: bool) -> None:
    """Threats by segment of the border within 10, 25 and 50 km: this week, four weeks, what was expected.

    A surge tells its numbers and the incidents behind it. What happened up to the day counts, also what was
    reported later.
    """
    import msgspec

    from faleme.assess.border_watch import watch_border
    from faleme.assess.happenings import stored
    from faleme.store.sql import open_store

    as_of = day_of(settings, day)
    store = open_store(settings.store)
    begun = store.read_since()
    read_since = dt.date.fromisoformat(begun) if begun else None
    found = watch_border(stored(store, until=as_of), as_of, read_since=read_since)
    store.close()
    with output(None) as stream:
        if as_json:
            stream.write(msgspec.json.encode(as_told(found)).decode() + "\n")
        else:
            stream.write(_page(found))


def as_told(found: BorderWatch) -> dict[str, Any]:
    """The watch as JSON has it, with the numbers that follow from its series."""
    import msgspec

    told: dict[str, Any] = msgspec.to_builtins(found)
    for name in ("segments", "whole"):
        for row, each in zip(told[name], getattr(found, name), strict=True):
            surge = each.open_surge
            row |= {
                "this_week": each.counts[-1],
                "four_weeks": each.lately,
                "open_surge": msgspec.to_builtins(surge) if surge else None,
            }
    return told


def _page(found: BorderWatch) -> str:
    lines = [f"{found.border}, threats up to {found.as_of}", ""]
    lines.append(f"{'':<28}{'band':>6}{'week':>6}{'4 wk':>6}{'expected':>10}  nearest")
    last = None
    for each in (*found.segments, *found.whole):
        name = each.name if each.segment != last else ""
        last = each.segment
        near = (
            f"{each.nearest.km:.1f} km on {each.nearest.day} {each.nearest.incident}" if each.nearest else ""
        )
        expected = "–" if each.expected is None else f"{each.expected:.1f}"
        lines.append(
            f"{name:<28}{each.band_km:>3.0f} km{each.counts[-1]:>6}{each.lately:>6}{expected:>10}  {near}"
        )
    lines += ["", *(_surge(each) for each in (*found.segments, *found.whole) if each.open_surge)]
    lines.append(_front(found))
    for each in found.segments:
        if each.band_km == found.segments[-1].band_km and len(each.levels) > 1:
            told = ", ".join(f"{level.mean:g} a week from {level.start}" for level in each.levels)
            lines.append(f"levels, {each.name} within {each.band_km:.0f} km: {told}")
    return "\n".join(lines) + "\n"


def _surge(each: SegmentWatch) -> str:
    surge = each.open_surge
    assert surge is not None
    why = surge.excess
    begun = each.start + dt.timedelta(weeks=surge.start)
    return (
        f"surge, {each.name} within {each.band_km:.0f} km since the week of {begun}: {why.counted} in "
        f"{why.weeks} weeks, {why.expected:.1f} expected, chance {why.chance:.1g}\n"
        f"  incidents: {' '.join(each.surge_incidents)}"
    )


def _front(found: BorderWatch) -> str:
    front = found.front
    reach = ["too few to tell" if km is None else f"{km:.0f} km" for km in (front.now_km, front.before_km)]
    told = f"nearest third: {reach[0]} in 28 days ({front.now_count} threats), {reach[1]} in the 28 before"
    return told + (f": {front.moves}" if front.moves else "")
