"""Ways around a closed segment of a corridor, over a network of roads between towns.

The shipped network (data/roads) has no measured lengths: a link is the geodesic between its towns times
`WINDING`, so a detour is told as 'about'. A measured one can be read from GeoJSON.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import networkx as nx
from pyproj import Geod

from faleme.assess.corridors import Corridor, Segment
from faleme.errors import DataError
from faleme.lexicon.corridors import CorridorPlace, corridor_place
from faleme.lexicon.gazetteer import load_gazetteer

LINKS = Path(__file__).resolve().parent.parent / "data" / "roads" / "links.tsv"
WINDING: Final = 1.13
"""What measured roads come to between Dakar and Bamako."""
NEAR_KM: Final = 12.0
"""A corridor's town is a node of a measured network where one lies within this."""
_GEOD = Geod(ellps="WGS84")


class Detour(msgspec.Struct, frozen=True, kw_only=True):
    """The shortest way between two towns that takes no closed segment, beside the corridor's own way.

    `by` are the towns of the way in their order, named where the network names them. Lengths in km;
    `points` (lat, lon) are its nodes. `measured` tells whether lengths were measured or reckoned. A corridor
    is where the traffic goes, not the shortest way there is, so a detour may be shorter.
    """

    begin: str
    end: str
    km: float
    usual_km: float
    by: tuple[str, ...]
    measured: bool
    points: tuple[tuple[float, float], ...] = ()

    @property
    def extra_km(self) -> float:
        return round(self.km - self.usual_km, 1)


class Roads:
    """A network of roads: towns as nodes, their links with lengths."""

    def __init__(self, graph: nx.Graph[Any], *, measured: bool) -> None:
        self._graph = graph
        self.measured = measured

    def detour(self, corridor: Corridor, closed: Sequence[Segment]) -> Detour | None:
        """The way around closed segments between a corridor's ends; None where there is none.

        Ends of the first branch: the others are side roads.
        """
        return self.around(corridor.places, closed)

    def around(self, places: Sequence[CorridorPlace], closed: Sequence[Segment]) -> Detour | None:
        """The way around closed segments from the first of some places to the last; None where there is none.

        The usual way is by all of them.
        """
        stops = [self._node(place) for place in places]
        known = [node for node in stops if node is not None]
        try:
            usual = sum(
                nx.shortest_path_length(self._graph, here, there, weight="km")
                for here, there in zip(known, known[1:], strict=False)
            )
        except nx.NetworkXNoPath:
            return None
        return self.way(places[0], places[-1], closed, usual)

    def way(
        self, begin: CorridorPlace, end: CorridorPlace, closed: Iterable[Segment], usual_km: float
    ) -> Detour | None:
        """The shortest way between two places that takes no closed segment; `usual_km` is the usual one."""
        start, goal = self._node(begin), self._node(end)
        shut = {frozenset((self._node(each.begin), self._node(each.end))) for each in closed}
        open_ = nx.restricted_view(
            self._graph, [], [edge for edge in self._graph.edges if frozenset(edge) in shut]
        )
        if start is None or goal is None or not nx.has_path(open_, start, goal):
            return None
        path = nx.shortest_path(open_, start, goal, weight="km")
        km = nx.path_weight(self._graph, path, weight="km")
        nodes = [self._graph.nodes[node] for node in path]
        names = [node.get("name") for node in nodes]
        return Detour(
            begin=begin.name, end=end.name, km=round(km, 1), usual_km=round(usual_km, 1),
            by=tuple(name for name in names if name), measured=self.measured,
            points=tuple((round(float(node["lat"]), 5), round(float(node["lon"]), 5)) for node in nodes),
        )  # fmt: skip

    def _node(self, place: CorridorPlace) -> Any | None:
        """The node nearest to a place, None where none is near."""
        best, least = None, NEAR_KM
        for node, at in self._graph.nodes(data=True):
            km = _GEOD.inv(place.lon, place.lat, at["lon"], at["lat"])[2] / 1000
            if km < least:
                best, least = node, km
        return best


@cache
def load_roads(path: Path = LINKS) -> Roads:
    """The shipped links, or a measured network: GeoJSON lines with `distance` in metres, `from` and `to`."""
    return _measured(path) if path.suffix in (".geojson", ".json") else _links(path)


def _links(path: Path) -> Roads:
    graph: nx.Graph[Any] = nx.Graph()
    gazetteer = load_gazetteer()
    try:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    except OSError as error:
        raise DataError(f"cannot read the roads ({error})", source=str(path)) from error
    for row in csv.DictReader(lines, delimiter="\t"):
        ends = [corridor_place(row[side], gazetteer, path) for side in ("begin", "end")]
        for name, place in zip((row["begin"], row["end"]), ends, strict=True):
            graph.add_node(name, name=place.name, lat=place.lat, lon=place.lon)
        metres = _GEOD.inv(ends[0].lon, ends[0].lat, ends[1].lon, ends[1].lat)[2]
        graph.add_edge(row["begin"], row["end"], km=metres / 1000 * WINDING)
    return Roads(graph, measured=False)


def _measured(path: Path) -> Roads:
    graph: nx.Graph[Any] = nx.Graph()
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        for feature in features:
            told, points = feature["properties"], feature["geometry"]["coordinates"]
            for node, (lon, lat, *_) in ((told["from"], points[0]), (told["to"], points[-1])):
                graph.add_node(node, name=told.get(f"{node}_name"), lat=lat, lon=lon)
            graph.add_edge(told["from"], told["to"], km=float(told["distance"]) / 1000)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"no network of roads: {error!r} (GeoJSON lines with from, to, distance)",
                        source=str(path)) from error  # fmt: skip
    return Roads(graph, measured=True)
