"""Incidents: events of different articles that are one happening, each judgement with its reasons.

Reports near each other are found (`blocks`), judged in pairs (`judge`) and put into clusters (`clusters`);
what each claims (`claims`) and how many independent voices there are (`voices`) stands beside.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from faleme.lexicon.link_rules import load_link_rules
from faleme.link.blocks import candidates, neighbourhood
from faleme.link.clusters import clusters
from faleme.link.judge import Judged, judge, same_happening
from faleme.link.relations import FORCE, days, days_told, kilometres
from faleme.link.traits import Page, Report, Told, report_of, reports_of
from faleme.link.voices import credibility, voices
from faleme.records.event import Event, EventPlace, Status
from faleme.records.incident import Claim, Incident, Member
from faleme.records.text import Marking
from faleme.records.time import Period

__all__ = [
    "MARKINGS", "Page", "Report", "Told", "kilometres", "link", "relink", "report_of", "reports_of",
    "same_happening",
]  # fmt: skip

MARKINGS: tuple[Marking, ...] = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")


_LEVEL = {"locality": 3, "area": 2, "country": 1}


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
    first = members[0]
    heard = voices(members)
    grade = credibility(members, heard)
    return Incident(
        id=name,
        type=first.event.type,
        mode=next((r.event.mode for r in exact if r.event.mode), None),
        status=_status(members),
        tags=tuple(sorted({tag for r in members for tag in r.event.tags})),
        strand=next((r.event.strand for r in exact if r.event.strand != "other"), "other"),
        place=_place(exact),
        time=_time(exact),
        actors=_codes(members, lambda event: event.actors),
        recipients=_codes(members, lambda event: event.recipients),
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
    level = _LEVEL[event.place.level] if event.place else 0
    return 3 * level + 2 * _dated(event.time) + min(2, len(event.actors)) + bool(event.recipients)


def _dated(time: Period | None) -> int:
    if not time or not time.from_ or not time.to:
        return 0
    return 2 if time.from_ == time.to else 1


def _place(exact: Sequence[Report]) -> EventPlace | None:
    """The nearest place told: the one of most reports, then of the report that says most."""
    told = [r.event.place for r in exact if r.event.place]
    counts = Counter((place.name, place.country) for place in told)
    return max(told, key=lambda p: (_LEVEL[p.level], counts[p.name, p.country]), default=None)


def _time(exact: Sequence[Report]) -> Period | None:
    """The closest time told, without days that cannot be the event's own: the one of most reports first."""
    told = [r.event.time for r in exact if r.event.time and (days(r.event) is None or days_told(r))]
    told = told or [r.event.time for r in exact if r.event.time]
    counts = Counter((time.from_, time.to) for time in told)
    return max(told, key=lambda time: (_dated(time), counts[time.from_, time.to]), default=None)


def _codes(members: Sequence[Report], of: Callable[[Event], tuple[str, ...]]) -> tuple[str, ...]:
    """Codes of all reports, the most told first.

    Of an act of force that three articles or more tell with its parties, a party that one article alone
    gives is left to that report: one sentence read wrongly would else accuse the victim.
    """
    articles: dict[str, set[str]] = defaultdict(set)
    for report in members:
        for code in of(report.event):
            articles[code].add(report.article)
    named = {article for told in articles.values() for article in told}
    most = max(map(len, articles.values()), default=0)
    if members[0].event.type in FORCE and len(named) >= 3 and most >= 2:
        articles = {code: told for code, told in articles.items() if len(told) >= 2}
    return tuple(sorted(articles, key=lambda code: (-len(articles[code]), code)))


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
