"""The watch of a supply corridor: each segment open, disrupted, blocked or unknown, and why.

Rules (data/watch/corridors.toml) say what an incident near a segment does to it; what it did fades with the
days (assess/corridor_evidence.py). A later reopening ends for good what came before it, also when it has
itself been forgotten. Where nothing counts, a segment is open if the press has told of its surroundings
lately, else unknown: a quiet press is no quiet road.

States tell of gaps in a corridor's cover, so they are AMBER+STRICT (records.text.Marking) and in nothing
public.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec
import numpy as np

from faleme.assess.corridor_evidence import GRADES, CorridorEvidence
from faleme.assess.corridors import Corridor
from faleme.assess.happenings import Happenings, date_of, day_number, happenings
from faleme.lexicon.watch import CorridorRules, Effect, load_corridor_rules
from faleme.records.incident import Incident
from faleme.records.text import Marking

State = Literal["open", "disrupted", "blocked", "unknown"]
MARKING: Final[Marking] = "AMBER+STRICT"
_WORST: Final[tuple[State, ...]] = ("open", "unknown", "disrupted", "blocked")


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that counts for a segment: by which rule, how near, how much of it is left.

    `until` is the last day on which it still counts. `wide` tells that its place is wider than the rule's
    reach, so that it counts one grade less.
    """

    incident: str
    day: dt.date
    rule: str
    effect: Effect
    km: float
    left: float
    until: dt.date
    wide: bool = False


class SegmentState(msgspec.Struct, frozen=True, kw_only=True):
    """A segment on one day. `ended` is what a later reopening has ended; `read` the articles of the days
    looked at that name a place near it. `eases_on` is the day on which the state would get better if nothing
    more happened.
    """

    segment: str
    state: State
    evidence: tuple[Evidence, ...]
    ended: tuple[Evidence, ...] = ()
    read: int | None = None
    eases_on: dt.date | None = None
    eases_to: State | None = None


class CorridorState(msgspec.Struct, frozen=True, kw_only=True):
    """A corridor on one day, segment by segment."""

    corridor: str
    name: str
    as_of: dt.date
    segments: tuple[SegmentState, ...]
    marking: Marking = MARKING

    @property
    def state(self) -> State:
        """The worst of its segments: a road is as open as its closed place."""
        return worst(each.state for each in self.segments)


def worst(states: Iterable[State]) -> State:
    return max(states, key=_WORST.index, default="unknown")


def watch_corridor(
    corridor: Corridor,
    told: Happenings | Iterable[Incident],
    as_of: dt.date,
    *,
    read: Mapping[str, int] | None = None,
    rules: CorridorRules | None = None,
) -> CorridorState:
    """The states of a corridor's segments on a day.

    `told` may be all there is: what does not count is passed over. `read` are articles by segment name, None
    where nobody counted, and then a segment of which nothing is told is unknown.
    """
    rules = rules or load_corridor_rules()
    last = day_number(as_of)
    rows = told if isinstance(told, Happenings) else happenings(told, rules=rules)
    lately = rows.between(last - rules.longest_days, last)
    return state_on(CorridorEvidence(corridor, lately, rules), as_of, read)


def state_on(
    evidence: CorridorEvidence, as_of: dt.date, read: Mapping[str, int] | None = None, *, known: bool = False
) -> CorridorState:
    """The states on a day by evidence that may reach further; `known`: only what was reported by that day."""
    last = day_number(as_of)
    rows = (evidence.day <= last) & (evidence.day >= last - evidence.rules.longest_days)
    if known:
        rows &= evidence.told <= last
    by_segment: list[list[Evidence]] = [[] for _ in evidence.corridor.segments]
    for row in np.flatnonzero(rows).tolist():
        by_segment[int(evidence.segment[row])].append(_evidence(evidence, row, last))
    states = (
        state_of(segment.name, found, None if read is None else read.get(segment.name, 0), as_of)
        for segment, found in zip(evidence.corridor.segments, by_segment, strict=True)
    )
    corridor = evidence.corridor
    return CorridorState(corridor=corridor.id, name=corridor.name, as_of=as_of, segments=tuple(states))


def _evidence(told: CorridorEvidence, row: int, last: int) -> Evidence:
    rule, day = told.rules.rule[int(told.rule[row])], int(told.day[row])
    return Evidence(
        incident=str(told.id[row]), day=date_of(day), rule=rule.what, effect=GRADES[int(told.grade[row])],
        km=round(float(told.km[row]), 1), left=round(0.5 ** ((last - day) / rule.days), 2),
        until=date_of(int(told.until[row])), wide=bool(told.wide[row]),
    )  # fmt: skip


def state_of(segment: str, evidence: Sequence[Evidence], read: int | None, as_of: dt.date) -> SegmentState:
    """The state that a segment's evidence makes: a reopening ends all before it, a convoy that came
    through ends what blocked it before. What has faded by the day ends what it ended and counts no more."""
    ordered = sorted(evidence, key=lambda each: (each.day, GRADES.index(each.effect), each.incident))
    counts: list[Evidence] = []
    ended: list[Evidence] = []
    for each in ordered:
        if each.effect == "open":
            ended += [one for one in counts if one.effect != "open"]
            counts = [one for one in counts if one.effect == "open"]
        elif each.effect == "passable":
            ended += [one for one in counts if one.effect == "blocked"]
            counts = [one for one in counts if one.effect != "blocked"]
        counts.append(each)
    counts, ended = ([one for one in some if one.until >= as_of] for some in (counts, ended))
    state = _state(counts, read)
    eases_on, eases_to = _eases(counts, state, read)
    return SegmentState(
        segment=segment, state=state, evidence=tuple(counts[::-1]), ended=tuple(ended[::-1]), read=read,
        eases_on=eases_on, eases_to=eases_to,
    )  # fmt: skip


def _state(counts: Sequence[Evidence], read: int | None) -> State:
    effects = {each.effect for each in counts}
    if "blocked" in effects:
        return "blocked"
    if effects & {"disrupted", "passable"}:
        return "disrupted"
    return "open" if "open" in effects or read else "unknown"


def _eases(counts: Sequence[Evidence], state: State, read: int | None) -> tuple[dt.date | None, State | None]:
    """The first day on which less counts and the state is better, and what it would be."""
    if state not in ("blocked", "disrupted"):
        return None, None
    for until in sorted({each.until for each in counts}):
        left = _state([each for each in counts if each.until > until], read)
        if _WORST.index(left) < _WORST.index(state):
            return until + dt.timedelta(days=1), left
    return None, None
