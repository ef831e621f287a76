"""Between which two parties an incident is, and which way it goes: a pure function of the incident.

Parties are countries, by the codes that act for them or are of them, and bodies of states. Armed groups,
unknown armed men and criminals act for no country. Where somebody goes to a country and nobody of it is
named, the place stands for it ('the envoy was in Bamako'). What is asked for or denied is no dealing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from faleme.lexicon.countries import country_names
from faleme.lexicon.relation import Between, load_relation_rules
from faleme.records.incident import Incident
from faleme.records.relation import KINDS_OF_STRAND, UNDATED, Dealing, Way
from faleme.store.listing import ordinal_of

_EPOCH = dt.date(1970, 1, 1).toordinal()


def pairs_of(found: Incident) -> list[Dealing]:
    """Every two parties that an incident is between, each pair once."""
    rules = load_relation_rules()
    if found.status not in ("occurred", "planned") or found.verdict == "rejected":
        return []
    did, done_to = _sides(found, rules.between)
    if len(did | done_to) > rules.between.most_parties:
        return []
    score = rules.score_of(found.type, found.mode)
    ways: dict[tuple[str, str], Way] = {}
    for actor in did:
        for recipient in done_to - did:
            one, other = sorted((actor, recipient))
            ways[one, other] = 1 if actor == one else -1
    for one, other in combinations(sorted(did), 2):
        ways[one, other] = 0
    return [Dealing(one=one, other=other, way=way, score=score) for (one, other), way in sorted(ways.items())]


def _sides(found: Incident, rules: Between) -> tuple[set[str], set[str]]:
    did, done_to = _parties(found.actors, rules), _parties(found.recipients, rules)
    there = found.place.country if found.place else None
    nobody_else = not any(is_country(each) for each in done_to - did)
    if there and len(did) == 1 and there not in did and nobody_else and found.type in rules.by_place:
        done_to |= {there}
    return did, done_to


def _parties(codes: Iterable[str], rules: Between) -> set[str]:
    """'SEN' of SEN:GOV, 'ECOWAS', 'ORG:OMVS'; nobody of an armed group."""
    found = set()
    for code in codes:
        country, _, sector = code.partition(":")
        if country == "ORG" or not sector:
            found.add(code)
        elif country != "UNK" and sector not in rules.no_party:
            found.add(country)
    return found - rules.not_paired


def is_country(party: str) -> bool:
    """Whether a party is a country, not a body of states."""
    return party in country_names("en")


def number_of(day: str | None) -> int:
    """Days since 1970-01-01 of an ISO day, `UNDATED` where it is none."""
    at = ordinal_of(day)
    return at - _EPOCH if at else UNDATED


def dealing_rows(found: Incident, day: str | None) -> list[dict[str, Any]]:
    """An incident as rows of the store's table."""
    return [
        {
            "one": each.one,
            "other": each.other,
            "day": number_of(day),
            "incident": found.id,
            "way": each.way,
            "strand": KINDS_OF_STRAND.index(found.strand),
            "score": each.score,
            "kind": found.type + (f"/{found.mode}" if found.mode else ""),
            "planned": found.status == "planned",
        }
        for each in pairs_of(found)
    ]
