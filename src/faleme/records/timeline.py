"""The timeline: on which of its lanes an incident stands, and by which of its days.

Threats are acts of material conflict, reported as done, by where they are: near the border, else on a
corridor, else elsewhere. The relation of the watched countries has a lane for each strand, and on it two
sides. A sanction is of the relation, as it moves nobody on the ground.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from faleme.records.quad import QUADS

Axis = Literal["happened", "published", "entered"]
"""Its days: the last that is told (else the first that it was reported on), the first that it was reported
on, and the day that the first of its reports came into the store."""
AXES: tuple[Axis, ...] = get_args(Axis)

Threat = Literal["border", "corridor", "elsewhere"]
Strand = Literal["defence", "diplomacy", "economy"]
Lane = Literal["border", "corridor", "elsewhere", "defence", "diplomacy", "economy"]
THREATS: tuple[Threat, ...] = get_args(Threat)
STRANDS: tuple[Strand, ...] = get_args(Strand)
LANES: tuple[Lane, ...] = (*THREATS, *STRANDS)

THREAT_TYPES = tuple(kind for kind in QUADS["material-conflict"] if kind != "SANCTION")
CONFLICT_TYPES = (*QUADS["verbal-conflict"], *QUADS["material-conflict"])
NEAR_BORDER_KM = 50.0
WATCHED = ("SEN", "MLI")


class DayCount(msgspec.Struct, frozen=True, array_like=True):
    """So many incidents of one lane on one day (a proleptic ordinal): cooperation and conflict."""

    day: int
    lane: Lane
    cooperation: int = 0
    conflict: int = 0


class Moment(msgspec.Struct, frozen=True):
    """One incident on its lane and day; `conflict` tells on which side."""

    day: int
    lane: Lane
    conflict: bool
    incident: str
