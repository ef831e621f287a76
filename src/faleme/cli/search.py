"""Search the store: words, "phrases" and -words, narrowed by filters."""

from __future__ import annotations

from typing import Any, cast

import click

from faleme.cli.incidents import day_text, type_text
from faleme.cli.inputs import output
from faleme.errors import SettingsError
from faleme.settings import Settings

AROUND_KM = 10.0


@click.command()
@click.argument("words", metavar="QUERY")
@click.option("--incidents", is_flag=True, help="search our sentences on incidents, not the articles")
@click.option("--type", "kind", metavar="TYPE", help="told of an incident of that type, such as ASSAULT")
@click.option("--actor", metavar="CODE", help="told of that actor, such as JNIM or MLI:MIL")
@click.option("--place", metavar="PLACE", help="told of that place: 'Kayes', 'Kidira, SEN', '14.46,-12.21'")
@click.option("--km", type=click.FloatRange(min=0, min_open=True), help="so far around the place [10]")
@click.option("--since", callback=day_text, metavar="DATE", help="no earlier than that day")
@click.option("--until", callback=day_text, metavar="DATE", help="no later than that day")
@click.option("--source", metavar="OUTLET", help="published by that outlet")
@click.option("--limit", type=click.IntRange(min=1, max=1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="one find a line, as JSON, with offsets of the words")
@click.pass_obj
def search(
    settings: Settings,
    /,
    words: str,
    incidents: bool,
    kind: str | None,
    limit: int,
    as_json: bool,
    **asked: Any,
) -> None:
    """Find articles (or incidents) that have all words of QUERY; -word and -"a phrase" must not be there."""
    import msgspec

    from faleme.cli.tables import print_found
    from faleme.records.query import Query
    from faleme.store.sql import open_store

    near = _circle(settings, asked["place"], asked["km"])
    query = Query(
        words=words, kind="incidents" if incidents else "articles", type=cast(Any, type_text(kind)), **asked
    )
    store = open_store(settings.store)
    found = store.search(query, near=near, limit=limit)
    told = {hit.id: incident for hit in found.hits if incidents and (incident := store.incident(hit.id))}
    store.close()
    with output(None) as stream:
        if as_json:
            for hit in found.hits:
                stream.write(msgspec.json.encode(hit).decode() + "\n")
        else:
            print_found(found, told, stream)


def _circle(settings: Settings, place: str | None, km: float | None) -> Any:
    """Where a place lies, as far around as is asked for."""
    if not place:
        if km is not None:
            raise SettingsError("--km needs a --place")
        return None
    from faleme.assess.typed_places import load_place_book
    from faleme.store.base import Circle

    found = load_place_book(settings.gazetteer).place(place)
    if found.lat is None or found.lon is None:
        raise SettingsError(f"{place!r} is a whole country, not a place")
    return Circle(found.lat, found.lon, km or max(AROUND_KM, found.radius_km or 0.0))
