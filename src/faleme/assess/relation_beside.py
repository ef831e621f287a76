"""What stands beside the index of two countries, never summed: threats near both, their corridor's state."""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from faleme.assess.corridor_evidence import STATES, CorridorEvidence, beside
from faleme.assess.corridors import Corridor, load_corridors
from faleme.assess.happenings import Happenings, date_of, day_number, monday_of, week_of
from faleme.lexicon.relation import load_relation_rules

CORRIDOR: Final = "road-dakar-bamako"
"""The corridor that joins the watched countries."""


class ThreatMonth(msgspec.Struct, frozen=True, kw_only=True):
    """The threats near the two countries' border or road in one month, those with the most dead first."""

    month: str
    count: int
    dead: int
    incidents: tuple[str, ...]


class StateStretch(msgspec.Struct, frozen=True, kw_only=True):
    """Weeks in a row in which a corridor is in one state: that of its worst segment at their ends."""

    start: dt.date
    end: dt.date
    state: str


def is_watched(one: str, other: str) -> bool:
    """Whether the two are the countries of the watched border, whose threats and corridors are known."""
    return {one, other} == set(load_relation_rules().watched.split("-"))


def threats_beside(
    told: Happenings, since: dt.date, until: dt.date, corridors: tuple[Corridor, ...] | None = None
) -> tuple[ThreatMonth, ...]:
    """Threats within reach of the border or of a corridor, by month; months without any are left out."""
    window = told.between(day_number(since), day_number(until))
    near = _near(window, load_corridors() if corridors is None else corridors)
    kept = window.where(near & window.threat)
    months = [date_of(day).isoformat()[:7] for day in kept.day.tolist()]
    found = []
    for month in dict.fromkeys(months):
        rows = kept.where(np.array([each == month for each in months]))
        order = np.lexsort((rows.border_km, -rows.dead))
        found.append(
            ThreatMonth(
                month=month, count=len(rows), dead=int(rows.dead.sum()),
                incidents=tuple(map(str, rows.id[order])),
            )
        )  # fmt: skip
    return tuple(found)


def _near(told: Happenings, corridors: tuple[Corridor, ...]) -> npt.NDArray[np.bool_]:
    rules = load_relation_rules().between
    near: npt.NDArray[np.bool_] = told.border_km <= rules.near_km
    for corridor in corridors:
        near[beside(corridor, told, rules.beside_km)[0]] = True
    return near


def corridor_states(
    told: Happenings, since: dt.date, until: dt.date, corridor: Corridor | None = None
) -> tuple[StateStretch, ...]:
    """The states of a corridor over a stretch of days, by weeks; where nothing counts it is unknown."""
    corridor = corridor or next(each for each in load_corridors() if each.id == CORRIDOR)
    first, last = (int(week_of(np.array([day_number(day)]))[0]) for day in (since, until))
    worst = CorridorEvidence(corridor, told).weekly(first, last - first + 1).max(axis=0)
    cuts = [0, *(np.flatnonzero(np.diff(worst)) + 1).tolist(), len(worst)]
    return tuple(
        StateStretch(
            start=max(monday_of(first + begin), since),
            end=min(monday_of(first + end) - dt.timedelta(days=1), until),
            state=STATES[int(worst[begin])],
        )
        for begin, end in zip(cuts, cuts[1:], strict=False)
    )  # fmt: skip
