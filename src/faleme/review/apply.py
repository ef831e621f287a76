"""What the machine linked, with what people decided laid over it: the incidents that everyone sees.

`apply` is a pure function: the judgements are applied in their order to whatever the linker says today, so
that a later run of the machine never overwrites a person's word. Where the two differ, the incident says so.

* A word about an incident (accept, correct, unverifiable, assign) goes to the incident that now holds most
  of the reports that the person saw, and to any other whose reports the person all saw.
* A rejected report is taken out of its incident: what other articles tell later stands on its own.
* A correction of one report stays with that report wherever it goes, and the incident is told by it.
* Of merged incidents the cores (where most of their reports are) stay one, and split reports stay apart from
  those that they were split from, whatever the linker says; new reports follow the linker.
* An undo makes its judgement count as if it had never been given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from faleme.coding.marking import marking_of
from faleme.link.incidents import MARKINGS, Report
from faleme.read.typed_values import FIELDS
from faleme.records.incident import Difference, Incident, Verdict
from faleme.records.judgement import Anchor, Judgement
from faleme.review.anchors import Anchorage
from faleme.review.by_report import corrected, words_on
from faleme.review.fields import value_of, with_value
from faleme.review.grouping import apart_id, whole

_VERDICTS: dict[str, Verdict] = {
    "accept": "accepted",
    "reject": "rejected",
    "reject-report": "rejected",
    "unverifiable": "unverifiable",
}


class Applied(msgspec.Struct, frozen=True):
    """The incidents as people left them, and the numbers of the judgements whose reports have vanished."""

    incidents: tuple[Incident, ...]
    orphaned: tuple[int, ...] = ()


class _Group:
    """The reports of one incident while judgements are applied, and what people said of it."""

    def __init__(self, identifier: str, events: list[str]) -> None:
        self.id = identifier
        self.events = events
        self.values: dict[str, tuple[Any, int]] = {}
        self.verdict: tuple[int, Verdict] | None = None
        self.assigned: tuple[int, str] | None = None
        self.seen: set[str] | None = None
        self.judgements: set[int] = set()
        self.reasons: list[str] = []


def active(judgements: Sequence[Judgement]) -> list[Judgement]:
    """The judgements that count, in order: without the undone ones and without the undos themselves."""
    undone: set[int] = set()
    kept = []
    for judgement in sorted(judgements, key=lambda j: j.number, reverse=True):
        if judgement.number in undone:
            continue
        if judgement.act == "undo":
            undone.add(judgement.undoes or 0)
        else:
            kept.append(judgement)
    return kept[::-1]


def apply(
    incidents: Iterable[Incident], judgements: Sequence[Judgement], reports: Mapping[str, Report]
) -> Applied:
    """Incidents as people left them. `reports` are the reports of all these incidents, by event id.

    Without judgements the incidents come back as they were.
    """
    machine = tuple(incidents)
    table = _Table(machine, reports)
    orphaned = [judgement.number for judgement in active(judgements) if not table.take(judgement)]
    return Applied(tuple(table.shown()), tuple(orphaned))


class _Table:
    """All groups, and which of them holds an event."""

    def __init__(self, machine: Sequence[Incident], reports: Mapping[str, Report]) -> None:
        self._reports = reports
        self._anchorage = Anchorage(reports)
        self._machine = {frozenset(m.event for m in each.members): each for each in machine}
        self._groups = {each.id: _Group(each.id, [m.event for m in each.members]) for each in machine}
        self._said: dict[str, dict[str, tuple[Any, int]]] = {}
        self._holder = {event: group for group in self._groups.values() for event in group.events}

    def take(self, judgement: Judgement) -> bool:
        """Apply one judgement; False when the reports that it names are gone."""
        parts = [self._anchorage.events(part) for part in judgement.parts]
        if not parts or not all(parts):
            return False
        if judgement.act == "merge":
            self._merge(judgement, parts)
        elif judgement.act == "split":
            self._split(judgement, parts[0], set(parts[1]))
        elif judgement.act in ("reject", "reject-report"):
            self._reject(judgement, parts[0])
        elif judgement.act == "correct-report":
            for event in parts[0]:
                said = self._said.setdefault(event, {})
                said[str(judgement.field)] = (judgement.after, judgement.number)
        else:
            for group in self._meant(parts[0]):
                _say(group, judgement, parts[0])
        return True

    def _meant(self, events: Sequence[str]) -> list[_Group]:
        """The group that holds most of these events, and those that hold nothing else."""
        most, seen = self._core(events), set(events)
        held = dict.fromkeys(self._holder[event] for event in events)
        return [group for group in held if group is most or seen.issuperset(group.events)]

    def _core(self, events: Sequence[str]) -> _Group:
        """The group that holds most of these events, of equals that of the first."""
        held: dict[_Group, int] = {}
        for event in events:
            held[self._holder[event]] = held.get(self._holder[event], 0) + 1
        return max(held, key=lambda group: held[group])

    def _merge(self, judgement: Judgement, parts: Sequence[Sequence[str]]) -> None:
        groups = list(dict.fromkeys(self._core(part) for part in parts))
        first, others = groups[0], groups[1:]
        for other in others:
            del self._groups[other.id]
            for event in other.events:
                self._holder[event] = first
            first.events += other.events
            first.judgements |= other.judgements
            first.reasons += other.reasons
            first.values |= {
                field: said
                for field, said in other.values.items()
                if said[1] > first.values.get(field, ("", 0))[1]
            }
            first.verdict = max(first.verdict or (0, "accepted"), other.verdict or (0, "accepted"))
            first.verdict = first.verdict if first.verdict[0] else None
            first.assigned = max(first.assigned or (0, ""), other.assigned or (0, ""))
            first.assigned = first.assigned if first.assigned[0] else None
            if other.seen is not None:
                first.seen = (first.seen or set()) | other.seen
        first.judgements.add(judgement.number)
        first.reasons.append(_reason(judgement, "one incident"))

    def _split(self, judgement: Judgement, out: Sequence[str], stay: set[str]) -> None:
        moved = [
            event for event in out if event not in stay and stay.intersection(self._holder[event].events)
        ]
        if moved:
            for group in dict.fromkeys(self._holder[event] for event in moved):
                group.judgements.add(judgement.number)
            new = self._take_out(moved, judgement)
            new.reasons.append(_reason(judgement, f"apart from {judgement.incident}"))

    def _take_out(self, events: Sequence[str], judgement: Judgement) -> _Group:
        """A new group of these events, removed from where they were."""
        new = _Group(apart_id(judgement.number, events[0]), list(events))
        gone = set(events)
        for group in dict.fromkeys(self._holder[event] for event in events):
            group.events = [event for event in group.events if event not in gone]
            if not group.events:
                del self._groups[group.id]
        for event in events:
            self._holder[event] = new
        self._groups[new.id] = new
        new.judgements.add(judgement.number)
        return new

    def _reject(self, judgement: Judgement, events: Sequence[str]) -> None:
        seen = set(events)
        for group in dict.fromkeys(self._holder[event] for event in events):
            mine = [event for event in group.events if event in seen]
            if len(mine) < len(group.events):
                group = self._take_out(mine, judgement)
            _say(group, judgement, events)

    def shown(self) -> Iterable[Incident]:
        for group in self._groups.values():
            yield self._shown(group)

    def _shown(self, group: _Group) -> Incident:
        base = self._machine.get(frozenset(group.events))
        if base is None:
            base = whole([self._reports[event] for event in group.events])
        base = msgspec.structs.replace(base, id=group.id)
        told = self._as_told(base, group)
        group.judgements |= {word.judgement for word in told.on_reports}
        return _laid_over(base, told, group) if group.judgements else base

    def _as_told(self, base: Incident, group: _Group) -> Incident:
        """The machine's incident as its corrected reports make it; itself where none is corrected."""
        said = {event: self._said[event] for event in group.events if event in self._said}
        if not said:
            return base
        reports = [self._reports[event] for event in group.events]
        told = whole([corrected(each, said.get(each.event.id, {})) for each in reports])
        words = [word for each in reports for word in words_on(each, said.get(each.event.id, {}))]
        return msgspec.structs.replace(
            told, id=base.id, reasons=base.reasons, undecided=base.undecided, on_reports=tuple(words)
        )


def _say(group: _Group, judgement: Judgement, seen: Sequence[str]) -> None:
    """Lay one word about a group on it."""
    group.judgements.add(judgement.number)
    if judgement.act == "assign":
        group.assigned = (judgement.number, str(judgement.after))
        return
    if judgement.act == "correct":
        group.values[str(judgement.field)] = (judgement.after, judgement.number)
    elif judgement.act == "accept":  # who accepts an incident says all of its values
        group.values |= {field: (value, judgement.number) for field, value in (judgement.after or {}).items()}
    if judgement.act != "correct":
        group.verdict = (judgement.number, _VERDICTS[judgement.act])
    group.seen = (group.seen or set()) | set(seen)


def _reason(judgement: Judgement, what: str) -> str:
    note = f": {judgement.note}" if judgement.note else ""
    return f"{what}, says {judgement.who} (judgement {judgement.number}){note}"


def _laid_over(base: Incident, told: Incident, group: _Group) -> Incident:
    """The machine's incident (as its corrected reports tell it) with people's values, and what differs."""
    shown = told
    # The type last: with it goes a mode that it has not.
    for field in sorted(group.values, key=lambda name: (name == "type", name)):
        shown = with_value(shown, field, group.values[field][0])
    numbers = {field: number for field, (_, number) in group.values.items()}
    if "type" in numbers and shown.mode != group.values.get("mode", ("", 0))[0]:
        numbers["mode"] = numbers["type"]
    by_report = {word.field: word.judgement for word in told.on_reports}
    latest = max(by_report.values(), default=0)
    for field in FIELDS if by_report else ():
        numbers.setdefault(field, by_report.get(field, latest))
    differs = tuple(
        Difference(field=field, machine=was, person=said, judgement=number)
        for field, number in sorted(numbers.items())
        if (was := value_of(base, field)) != (said := value_of(shown, field))
    )
    over = shown.status != "planned"
    marking = marking_of(shown.type, shown.status, shown.tags, over=over)
    return msgspec.structs.replace(
        shown,
        marking=max(base.marking, told.marking, marking, key=MARKINGS.index),
        reviewed=group.seen is not None,
        verdict=group.verdict[1] if group.verdict else None,
        assigned=group.assigned[1] if group.assigned else None,
        differs=differs,
        judgements=tuple(sorted(group.judgements)),
        unseen=len(set(group.events) - group.seen) if group.seen is not None else 0,
        reasons=(*told.reasons, *group.reasons),
    )


def redirects(before: Iterable[Incident], after: Iterable[Incident]) -> dict[str, str]:
    """For each incident that is gone, the one that holds the first of its reports that is still there."""
    now = tuple(after)
    there = {each.id for each in now}
    by_event = {member.event: each.id for each in now for member in each.members}
    by_span = {(m.article, m.start, m.end): each.id for each in now for m in each.members}
    found = {}
    for gone in before:
        if gone.id in there:
            continue
        heirs = [by_event.get(m.event) or by_span.get((m.article, m.start, m.end)) for m in gone.members]
        if heir := next((heir for heir in heirs if heir), None):
            found[gone.id] = heir
    return found


def anchored(judgement: Judgement) -> Iterable[Anchor]:
    """All anchors of a judgement."""
    return (anchor for part in judgement.parts for anchor in part)
