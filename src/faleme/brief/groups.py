"""Which incidents of a paragraph are told as one sentence: one kind of act, by the same, on the same days.

Three attacks of one dawn on one road are one sentence with three towns. What differs in who did it, in
status, in days or in toll is told on its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence

from faleme.brief.parties import plain_parties
from faleme.brief.window import Chosen, day_of, is_dated
from faleme.lexicon.brief_rules import BriefRules
from faleme.words.wording import as_day

Group = tuple[Chosen, ...]


def grouped(items: Sequence[Chosen], rules: BriefRules) -> list[Group]:
    """Groups in the order of their first member; what may not be joined is a group of its own."""
    groups: dict[Hashable, list[Chosen]] = {}
    for item in items:
        groups.setdefault(group_key(item, rules), []).append(item)
    return [tuple(group) for group in groups.values()]


def group_key(item: Chosen, rules: BriefRules) -> Hashable:
    """What incidents have in common that are told as one."""
    incident = item.incident
    if incident.place is None or incident.place.level == "country" or _days(item) > rules.group_days:
        return incident.id
    mode = None if incident.type in rules.mixed_modes else incident.mode
    actors, recipients = plain_parties(incident, rules.parties)
    tolls = frozenset((c.article, c.fatalities, c.counted) for c in incident.claims)
    when = incident.time if is_dated(incident) else day_of(incident)
    state = (incident.status, incident.reviewed, incident.verdict, incident.fatalities)
    kind = (incident.type, mode, incident.strand)
    return kind, frozenset(actors), bool(recipients), when, item.why, tolls, state


def _days(item: Chosen) -> int:
    time = item.incident.time
    if time is None or not (time.from_ or time.to):
        return 1
    first, last = as_day(time.from_), as_day(time.to)
    return (last - first + dt.timedelta(days=1)).days if first and last else 10**6
