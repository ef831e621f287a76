"""How many independent voices tell of an incident, and the credibility that follows from them.

Two reports are one voice where one house stands behind both, where one text is a near-copy of the other, or
where both credit the same agency. Reliability (A–F) belongs to the source and is set by a person in the
publishers' declarations; credibility (1–6, the Admiralty system) belongs to the information and is proposed
here with its reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import msgspec

from faleme.lexicon.link_rules import load_link_rules
from faleme.lexicon.names import name_key
from faleme.lexicon.publishers import publisher_of
from faleme.link.relations import tolls, when, where
from faleme.link.traits import Report, alike
from faleme.records.event import Fatalities


class Voices(msgspec.Struct, frozen=True):
    """Independent voices: groups of articles, each one voice, and why some of them are one."""

    groups: tuple[tuple[str, ...], ...]
    reasons: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.groups)


class Grade(msgspec.Struct, frozen=True):
    """A proposed credibility, 1 (confirmed) to 6 (cannot be judged)."""

    credibility: int
    reasons: tuple[str, ...]


def family_of(source: str | None) -> str:
    """Key of the house behind a source; an outlet that is not declared is a house of its own."""
    publisher = publisher_of(source)
    return publisher.independent_of if publisher else name_key(source or "")


def voices(members: Sequence[Report]) -> Voices:
    """Independent voices among reports: houses, near-copies and credited agencies count once."""
    articles: dict[str, Report] = {}
    for report in sorted(members, key=lambda r: r.key):
        articles.setdefault(report.article, report)
    reports = list(articles.values())
    root = list(range(len(reports)))
    reasons: list[str] = []

    def find(index: int) -> int:
        while root[index] != index:
            index = root[index]
        return index

    for position, first in enumerate(reports):
        for other in range(position + 1, len(reports)):
            low, high = sorted((find(position), find(other)))
            why = _one_voice(first, reports[other]) if low != high else ""
            if why:
                root[high] = low
                reasons.append(f"{first.article} and {reports[other].article}: {why}")
    groups: dict[int, list[str]] = defaultdict(list)
    for index, report in enumerate(reports):
        groups[find(index)].append(report.article)
    return Voices(tuple(tuple(group) for _, group in sorted(groups.items())), tuple(reasons))


def _one_voice(a: Report, b: Report) -> str:
    family = family_of(a.source)
    if family and family == family_of(b.source):
        return f"one house ({family})"
    shared = alike(a.page.signature, b.page.signature)
    if shared >= load_link_rules().wire:
        return f"near-copies ({shared:.0%} of the text)"
    if wires := _agencies(a) & _agencies(b):
        return f"one agency ({', '.join(sorted(wires))})"
    return ""


def _agencies(report: Report) -> set[str]:
    """Houses of the agencies that a report credits, and its own: AIB's own site is the voice of AIB."""
    return {family_of(name) for name in report.page.wires} | ({family_of(report.source)} - {""})


def credibility(members: Sequence[Report], heard: Voices | None = None) -> Grade:
    """Credibility by the number of independent voices, by what they contradict and by who is quoted."""
    heard = heard or voices(members)
    against = contradictions(members)
    if any(report.event.status == "denied" for report in members):
        return Grade(4, ("a report says that it did not happen", *against))
    speakers = {s for r in members if (s := _speaker(r))}
    count = heard.count
    said = f"{count} independent voice{'s' if count > 1 else ''}"
    if count >= 2 and len(speakers) == 1 and all(_speaker(r) for r in members):
        return Grade(3, (said, f"all of them quote one source ({next(iter(speakers))})", *against))
    if count >= 3 and not against:
        return Grade(1, (said, "no contradictions"))
    if count >= 2:
        return Grade(3 if len(against) > 1 else 2, (said, *(against or ("no contradictions",))))
    if speakers:
        return Grade(3, (said, f"with a named source ({', '.join(sorted(speakers)[:3])})", *against))
    return Grade(6, (said, "no named source", *against))


def _speaker(report: Report) -> str | None:
    """Whom a report quotes: the event's attribution, else the first speaker of its claims."""
    if report.event.attribution:
        return report.event.attribution.speaker
    return next((claim.speaker for claim in report.claims if claim.speaker), None)


def contradictions(members: Sequence[Report]) -> tuple[str, ...]:
    """What the reports of one incident tell differently: places, days, tolls."""
    found = []
    if pair := _first(members, lambda a, b: where(a.event.place, b.event.place).word in ("apart", "abroad")):
        found.append(f"other places: {_place(pair[0])} against {_place(pair[1])}")
    if pair := _first(members, lambda a, b: when(a, b).word in ("next-day", "apart", "far")):
        found.append("other days")
    said = [toll for report in members for toll in dead(report)]
    if any(tolls(a, b).word == "other" for i, a in enumerate(said) for b in said[i + 1 :]):
        low, high = min(t.min or 0 for t in said), max(t.max or t.min or 0 for t in said)
        found.append(f"tolls from {low} to {high}")
    return tuple(found)


def dead(report: Report) -> tuple[Fatalities, ...]:
    """Tolls that a report tells: its claims, else the event's own."""
    told = tuple(claim.fatalities for claim in report.claims if claim.kind == "fatalities")
    return told or ((report.event.fatalities,) if report.event.fatalities else ())


def _place(report: Report) -> str:
    return report.event.place.name if report.event.place else "no place"


def _first(members: Sequence[Report], test: Callable[[Report, Report], bool]) -> tuple[Report, Report] | None:
    return next(((a, b) for i, a in enumerate(members) for b in members[i + 1 :] if test(a, b)), None)
