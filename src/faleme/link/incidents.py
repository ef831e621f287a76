"""Incidents: events of different articles that are one happening, each judgement with its reasons.

Reports near each other are found (`blocks`), judged in pairs (`judge`) and put into clusters (`clusters`);
what each claims (`claims`) and how many independent voices there are (`voices`) stands beside.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from faleme.lexicon.link_rules import load_link_rules
from faleme.link.blocks import candidates, neighbourhood
from faleme.link.clusters import clusters
from faleme.link.judge import Judged, judge, same_happening
from faleme.link.relations import kilometres
from faleme.link.traits import Page, Report, Told, report_of, reports_of
from faleme.link.voices import credibility, voices
from faleme.records.event import Event, Status
from faleme.records.incident import Claim, Incident, Member
from faleme.records.text import Marking
from faleme.records.time import Period

__all__ = [
    "MARKINGS", "Page", "Report", "Told", "kilometres", "link", "relink", "report_of", "reports_of",
    "same_happening",
]  # fmt: skip

MARKINGS: tuple[Marking, ...] = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")


class _Linked(msgspec.Struct):
    """Reports in their order, the pairs judged near enough to matter, and the clusters."""

    ordered: list[Report]
    judged: dict[tuple[int, int], Judged]
    groups: list[list[int]]


def link(reports: Iterable[Report]) -> tuple[Incident, ...]:
    """Incidents of a set of reports: the same set gives the same incidents, in whatever order it comes."""
    found = _linked(reports)
    of = {index: number for number, group in enumerate(found.groups) for index in group}
    reasons: dict[int, list[str]] = defaultdict(list)
    doubts: dict[int, set[int]] = defaultdict(set)
    least = load_link_rules().undecided
    for (a, b), judged in sorted(found.judged.items()):
        if of[a] == of[b]:
            both = f"{found.ordered[a].article} and {found.ordered[b].article}"
            reasons[of[a]].append(f"{both}: {', '.join(judged.reasons)} (score {judged.score:+.1f})")
        elif judged.score >= least:
            doubts[of[a]].add(of[b])
            doubts[of[b]].add(of[a])
    members = [[found.ordered[index] for index in group] for group in found.groups]
    names = [_id(group) for group in members]
    return tuple(
        _incident(group, names[number], reasons[number], sorted(names[d] for d in doubts[number]))
        for number, group in enumerate(members)
    )


def relink(
    changed: Iterable[Report], find: Callable[[Sequence[str]], Iterable[Report]]
) -> tuple[Incident, ...]:
    """Incidents of all reports that a change can touch, the same as `link` over everything would give them.

    `find` answers with the kept reports under any of some keys (`blocks.index_keys`), the changed ones among
    them; see `blocks.neighbourhood`.
    """
    least = load_link_rules().undecided
    return link(neighbourhood(changed, find, lambda a, b: judge(a, b).score >= least))


def _linked(reports: Iterable[Report]) -> _Linked:
    rules = load_link_rules()
    ordered = sorted(reports, key=lambda report: report.key)
    scores: dict[tuple[int, int], float] = {}
    kept: dict[tuple[int, int], Judged] = {}
    for a, b in candidates(ordered):
        judged = judge(ordered[a], ordered[b])
        scores[a, b] = judged.score
        if judged.score >= rules.undecided:
            kept[a, b] = judged
    return _Linked(ordered, kept, clusters(ordered, scores))


def _id(members: Sequence[Report]) -> str:
    return "inc-" + hashlib.sha256(members[0].event.id.encode()).hexdigest()[:12]


def _incident(
    members: Sequence[Report], name: str, reasons: Sequence[str], undecided: Sequence[str]
) -> Incident:
    """One incident of its reports, values from the report that says most exactly."""
    exact = sorted(members, key=lambda r: (-_exactness(r.event), r.key))
    best, first = exact[0], members[0]
    heard = voices(members)
    grade = credibility(members, heard)
    return Incident(
        id=name,
        type=first.event.type,
        mode=next((r.event.mode for r in exact if r.event.mode), None),
        status=_status(members),
        tags=tuple(sorted({tag for r in members for tag in r.event.tags})),
        strand=best.event.strand,
        place=next((r.event.place for r in exact if r.event.place), None),
        time=next((r.event.time for r in exact if r.event.time), None),
        actors=_codes(r.event.actors for r in members),
        recipients=_codes(r.event.recipients for r in members),
        claims=tuple(dict.fromkeys(claim for r in members for claim in _tolls(r))),
        members=tuple(
            Member(r.event.id, r.article, r.event.evidence[0].start, r.event.evidence[0].end) for r in members
        ),
        marking=max((r.event.marking for r in members), key=MARKINGS.index),
        reasons=tuple(reasons),
        first_published=min((r.published for r in members if r.published), default=None),
        said=tuple(dict.fromkeys(c for r in members for c in r.claims if c.kind != "fatalities")),
        undecided=tuple(undecided),
        voices=heard.count,
        voices_reasons=heard.reasons,
        credibility=grade.credibility,
        credibility_reasons=grade.reasons,
    )


def _status(members: Sequence[Report]) -> Status:
    """What was announced and then happened has happened."""
    told = [report.event.status for report in members]
    return "occurred" if "occurred" in told else told[0]


def _exactness(event: Event) -> int:
    """How much an event says: a located, dated one with known actors before a vague one."""
    level = {"locality": 3, "area": 2, "country": 1}[event.place.level] if event.place else 0
    return 3 * level + 2 * _dated(event.time) + min(2, len(event.actors)) + bool(event.recipients)


def _dated(time: Period | None) -> int:
    if not time or not time.from_ or not time.to:
        return 0
    return 2 if time.from_ == time.to else 1


def _codes(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Codes of all reports, the most told first."""
    counts: dict[str, int] = defaultdict(int)
    for codes in lists:
        for code in codes:
            counts[code] += 1
    return tuple(sorted(counts, key=lambda code: (-counts[code], code)))


def _tolls(report: Report) -> tuple[Claim, ...]:
    """Tolls as the report tells them; where its text is not known, the toll of its event."""
    told = tuple(claim for claim in report.claims if claim.kind == "fatalities")
    event = report.event
    if told or not event.fatalities:
        return told
    return (
        Claim(
            kind="fatalities",
            article=report.article,
            source=report.source,
            fatalities=event.fatalities,
            speaker=event.attribution.speaker if event.attribution else None,
        ),
    )
