"""Who is named in a brief: an incident's codes without those that say the same once more.

Reports of one attack name the group, 'jihadists' and 'armed men'; linking keeps them all. A note names the
group. The incident's page has the whole list.
"""

from __future__ import annotations

from collections.abc import Sequence

from faleme.lexicon.brief_rules import Parties
from faleme.records.incident import Incident

Codes = tuple[str, ...]


def plain_parties(incident: Incident, rules: Parties) -> tuple[Codes, Codes]:
    """Actors and recipients, each side said once."""
    actors = tuple(code for code in incident.actors if code not in incident.recipients) or incident.actors
    armed = bool(rules.named_groups & set(actors))
    recipients = incident.recipients if not armed else _without_nameless(incident.recipients, rules)
    return _once(actors, rules), _once(recipients, rules)


def _once(codes: Codes, rules: Parties) -> Codes:
    """Without nameless fighters beside a named group, and governments beside their own army or police."""
    if rules.named_groups & set(codes):
        codes = _without_nameless(codes, rules)
    armed = {_country(code) for code in codes if _sector(code) in rules.arms_of_state}
    return tuple(c for c in codes if not (_sector(c) == "GOV" and _country(c) in armed))


def _without_nameless(codes: Codes, rules: Parties) -> Codes:
    return tuple(code for code in codes if _sector(code) not in rules.nameless) or codes


def of_both(incident: Incident, watched: Sequence[str]) -> bool:
    """Whether it is between the two watched countries: parties of both, or one's parties in the other."""
    named = {_country(code) for code in (*incident.actors, *incident.recipients)} & set(watched)
    where = {incident.place.country} & set(watched) if incident.place else set()
    return len(named) == len(watched) or (len(named) == 1 and len(named | where) == len(watched))


def _country(code: str) -> str:
    return code.partition(":")[0]


def _sector(code: str) -> str:
    return code.partition(":")[2]
