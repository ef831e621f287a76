"""What a person should look at first, with the reasons in words; the weights are `data/review.toml`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec

from faleme.lexicon.review import QueueWeights
from faleme.records.incident import Incident
from faleme.review.fields import toll

_NAMED = 2  # of the incidents that may be the same one
_MATERIAL_CONFLICT = frozenset(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"))


class Priority(msgspec.Struct, frozen=True):
    """How urgent a review is, and why: each reason with its share of the score, the weightiest first."""

    score: float
    reasons: tuple[str, ...]


class Queued(msgspec.Struct, frozen=True):
    """An incident that waits for a person, and why it stands where it stands."""

    incident: Incident
    score: float
    reasons: tuple[str, ...]


def priority(
    incident: Incident,
    weights: QueueWeights,
    *,
    confidence: float | None = None,
    undecided: Sequence[str] = (),
) -> Priority:
    """The urgency of reviewing an incident.

    `confidence` is the mean of its reports' (0 to 1), `undecided` are incidents that may be the same one.
    """
    shares = [share for share in _shares(incident, weights, confidence, undecided) if share[0] >= 0.5]
    shares.sort(key=lambda share: (-share[0], share[1]))
    return Priority(
        round(sum(points for points, _ in shares), 1),
        tuple(f"{words} (+{points:.0f})" for points, words in shares),
    )


def _shares(
    incident: Incident, weights: QueueWeights, confidence: float | None, undecided: Sequence[str]
) -> Iterator[tuple[float, str]]:
    near = incident.place.proximity if incident.place else None
    if near and near.border_km < weights.near_border_km:
        points = weights.near_border * (1 - near.border_km / weights.near_border_km)
        yield points, f"{near.border_km:.1f} km from {near.border}"
    if incident.type in _MATERIAL_CONFLICT and incident.status == "occurred":
        yield weights.material_conflict, f"{incident.type} is material conflict"
    dead = toll(incident)
    most = max(dead.min or 0, dead.max or 0) if dead else 0
    if most:
        points = min(weights.most_dead, weights.dead * math.log2(most + 1))
        yield points, f"up to {most} dead" if most > 1 else "one dead"
    if confidence is not None and confidence < weights.sure_from:
        points = weights.low_confidence * (1 - confidence / weights.sure_from)
        yield points, f"read with a confidence of {confidence:.0%} only"
    if undecided:
        more = f" and {len(undecided) - _NAMED} more" if len(undecided) > _NAMED else ""
        yield weights.undecided, f"may be the same as {', '.join(undecided[:_NAMED])}{more}"
    if contradicting(incident):
        yield weights.contradicting, "its reports give tolls that cannot both be right"
    if incident.differs:
        fields = ", ".join(each.field for each in incident.differs)
        yield weights.differs, f"the machine now differs from what a person said: {fields}"
    if incident.unseen:
        yield weights.unseen, f"{incident.unseen} of its reports joined after the review"
    if len(incident.members) == 1:
        yield weights.single_source, "one report only"


def contradicting(incident: Incident) -> bool:
    """Whether two claims give tolls that do not overlap ('7 dead' against '15 to 18')."""
    told = [claim.fatalities for claim in incident.claims if claim.fatalities]
    least = max((dead.min or 0 for dead in told), default=0)
    most = min((dead.max for dead in told if dead.max is not None), default=least)
    return least > most


def waiting(incident: Incident) -> bool:
    """Whether nobody has reviewed it yet, or reports have joined since; a rejected one is done with."""
    return not incident.reviewed or (incident.verdict != "rejected" and incident.unseen > 0)
