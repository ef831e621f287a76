"""The fields of an incident that a person may correct: what each holds, and an incident with it set."""

from __future__ import annotations

from typing import Any

import msgspec

from faleme.lexicon.review import load_review_rules
from faleme.read.typed_values import typed
from faleme.records.event import Fatalities
from faleme.records.incident import Incident


def toll(incident: Incident) -> Fatalities | None:
    """The dead of an incident: a person's figure, else the range over all its claims, None without any."""
    return incident.fatalities or _claimed(incident)


def _claimed(incident: Incident) -> Fatalities | None:
    told = [claim.fatalities for claim in incident.claims if claim.fatalities]
    low = [dead.min for dead in told if dead.min is not None]
    high = [dead.max for dead in told if dead.max is not None]
    return Fatalities(min(low, default=None), max(high, default=None)) if low or high else None


def value_of(incident: Incident, field: str) -> Any:
    """The value of a field as in JSON; for the dead what `toll` says."""
    return msgspec.to_builtins(toll(incident) if field == "fatalities" else getattr(incident, field))


def with_value(incident: Incident, field: str, value: Any) -> Incident:
    """The incident with a person's value in one field; a mode that its new type has not is dropped."""
    changed = msgspec.structs.replace(incident, **{field: typed(field, value)})
    if field == "type" and incident.mode not in load_review_rules().modes[changed.type]:
        changed = msgspec.structs.replace(changed, mode=None)
    return changed
