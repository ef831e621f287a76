"""What rules look at: the incidents known on a day, the watches made of them, the sources' last days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property

from faleme.assess.border_watch import BorderWatch, watch_border
from faleme.assess.corridor_watch import CorridorState, watch_corridor
from faleme.assess.corridors import Corridor, load_corridors
from faleme.assess.happenings import Happenings, happenings
from faleme.lexicon.watch import Threat, load_threats
from faleme.records.incident import Incident

CHANCES_DEGREES = 0.25


class Scene:
    """The picture on one day, from what was published by then. Watches are made when a rule asks for them.

    `last_read` is the last day of each source; `daily` are the sources that used to publish nearly every day.
    """

    def __init__(
        self,
        incidents: Iterable[Incident],
        as_of: dt.date,
        *,
        last_read: Mapping[str, dt.date] | None = None,
        corridors: tuple[Corridor, ...] | None = None,
    ) -> None:
        self.as_of = as_of
        self.incidents = tuple(each for each in incidents if known_on(each, as_of))
        self.last_read = dict(last_read or {})
        self._corridors = corridors
        self.by_id = {each.id: each for each in self.incidents}

    @cached_property
    def threats(self) -> tuple[Incident, ...]:
        """What counts as a threat and has a point, the latest last."""
        kinds = load_threats()
        found = [each for each in self.incidents if _is_threat(each, kinds)]
        return tuple(sorted(found, key=lambda each: (day_of(each) or dt.date.min, each.id)))

    @cached_property
    def columns(self) -> Happenings:
        return happenings(self.incidents)

    @cached_property
    def border(self) -> BorderWatch:
        return watch_border(self.columns, self.as_of)

    @cached_property
    def corridors(self) -> tuple[tuple[Corridor, CorridorState], ...]:
        chosen = load_corridors() if self._corridors is None else self._corridors
        return tuple((each, watch_corridor(each, self.incidents, self.as_of)) for each in chosen)


def day_of(incident: Incident) -> dt.date | None:
    """The last day told, else the first that it was reported on."""
    told = (incident.time.to or incident.time.from_) if incident.time else None
    day = told or incident.first_published
    return dt.date.fromisoformat(day[:10]) if day else None


def known_on(incident: Incident, as_of: dt.date) -> bool:
    """Whether an incident was reported by a day, and had happened."""
    told, day = incident.first_published, day_of(incident)
    if told is not None and dt.date.fromisoformat(told[:10]) > as_of:
        return False
    return day is not None and day <= as_of and incident.verdict != "rejected"


def _is_threat(incident: Incident, kinds: tuple[Threat, ...]) -> bool:
    place = incident.place
    if incident.status != "occurred" or place is None or place.lat is None or place.lon is None:
        return False
    return any(kind.fits(incident.type, incident.mode, incident.tags) for kind in kinds)
