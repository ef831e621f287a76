"""The part of a window that the timeline looks through."""

from __future__ import annotations

from msgspec.structs import replace

from faleme.desk.listed import ListWindow
from faleme.records.incident import Incident
from faleme.records.note import Note
from faleme.records.text import Marking
from faleme.records.timeline import Axis, Moment
from faleme.store.base import Wanted
from faleme.store.day_counts import DayCounts


class TimedWindow(ListWindow):
    """A window that tells when things were."""

    def day_counts(self, wanted: Wanted, axis: Axis, *, everybody: bool = False) -> DayCounts:
        """Numbers of incidents by day and lane of the timeline."""
        return self._store.day_counts(self._within(wanted), axis, everybody=everybody)

    def moments(
        self, wanted: Wanted, axis: Axis, days: tuple[int, int], *, limit: int, everybody: bool = False
    ) -> list[tuple[Moment, Incident]]:
        """Incidents of some days (ordinals, ends included) on the lanes of the timeline."""
        asked = self._within(wanted)
        found = self._store.moments(asked, axis, days, limit=limit, everybody=everybody)
        shown = {each.id: each for each in self.incidents_of(moment.incident for moment in found)}
        return [(each, shown[each.incident]) for each in found if each.incident in shown]

    def notes(self, first: str, last: str) -> list[Note]:
        """Notes on days of a stretch, up to the ceiling; for the public those marked CLEAR, unsigned."""
        seen = self._within(Wanted())
        public = seen.public_on is not None
        markings: tuple[Marking, ...] | None = ("CLEAR",) if public else seen.markings
        found = self._store.notes.current(markings=markings, within=(first, last))
        return [replace(each, who="", edited_by=None) for each in found] if public else found
