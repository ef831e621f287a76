"""The record of what two countries did together: visits, talks, agreements, joint acts, organisations.

Made of incidents and of the readings of their articles. A person is named only who holds a public office by
the text or by our table of officials, and with the name alone; office, level and topic are words of ours, so
that nothing of an article's text is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec

from faleme.lexicon.names import fold
from faleme.lexicon.officials import load_officials
from faleme.lexicon.relation import load_relation_rules, plain, relation_words
from faleme.records.actor import ActorMention
from faleme.records.event import Event, EventPlace, EventType, Status, Strand
from faleme.records.incident import Incident
from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.records.time import Period
from faleme.release.article import is_private_person
from faleme.store.pairs import pairs_of
from faleme.store.rows import day_of

ActKind = Literal["visit", "talks", "agreement", "cooperation", "aid", "membership"]
WayWord = Literal["there", "back", "together"]
KINDS: Final[tuple[ActKind, ...]] = ("visit", "talks", "agreement", "cooperation", "aid", "membership")
LEVELS: Final = ("head-of-state", "head-of-government", "minister", "envoy", "officers")
_OF_TYPE: Final[dict[str, ActKind]] = {
    "CONSULT": "talks", "AGREE": "agreement", "COOPERATE": "cooperation", "AID": "aid",
}  # fmt: skip
_ABOUT_REACH: Final = 500
"""Characters behind the sentence of a visit in which its topics are told."""
_MOST_TOPICS, _MOST_NAMES = 3, 3
_PARTICLES: Final = frozenset(("ag", "ould", "de", "du", "el", "al", "ben", "bin"))


class RecordAct(msgspec.Struct, frozen=True, kw_only=True):
    """One act of the record; `incidents` are those that tell it, one act told apart is one row.

    `way` is that of the pair ('there': from the first country to the second). `level` is the visitors',
    `who` officials of theirs by name, `whom` of the other side's. `body` is an organisation left, returned to
    or dealt with.
    """

    kind: ActKind
    type: EventType
    mode: str | None
    strand: Strand
    status: Status
    day: str | None
    when: Period | None
    reported: str | None
    way: WayWord
    place: EventPlace | None
    level: str | None
    who: tuple[str, ...]
    whom: tuple[str, ...]
    topics: tuple[str, ...]
    body: str | None
    incidents: tuple[str, ...]
    articles: tuple[str, ...]
    marking: Marking


def record(
    incidents: Iterable[Incident], readings: Mapping[str, Reading], one: str, other: str
) -> tuple[RecordAct, ...]:
    """The acts of two countries, in the order of days, undated ones last."""
    found = [act for each in incidents if (act := _act(each, readings, one, other))]
    acts = _together(found)
    return tuple(sorted(acts, key=lambda act: (act.day is None, act.day or "", act.kind, act.incidents)))


def kind_of(incident: Incident) -> ActKind | None:
    """What of the record an incident is, None for what is not of it (a reproach, praise, force)."""
    if incident.type == "CONSULT" and (incident.mode == "visit" or "visit" in incident.tags):
        return "visit"
    return _OF_TYPE.get(incident.type)


def body_of(incident: Incident, one: str, other: str) -> str | None:
    """The organisation that one of the two left, was put out of or came back to, and the other is in."""
    rules = load_relation_rules().between
    kinds = {incident.type, f"{incident.type}/{incident.mode}"}
    if incident.status not in ("occurred", "planned") or not kinds & rules.membership:
        return None
    parties = {code.partition(":")[0] if not code.startswith("ORG:") else code for code in _codes(incident)}
    for body, members in rules.members.items():
        if body in parties and any(
            a in parties and b not in parties and {a, b} <= members for a, b in ((one, other), (other, one))
        ):
            return body
    return None


def _codes(incident: Incident) -> tuple[str, ...]:
    return (*incident.actors, *incident.recipients)


def _act(incident: Incident, readings: Mapping[str, Reading], one: str, other: str) -> RecordAct | None:
    body = body_of(incident, one, other)
    kind: ActKind | None = "membership" if body else kind_of(incident)
    if kind is None:
        return None
    way = _way(incident, one, other) if not body else _mover(incident, one)
    if way is None:
        return None
    visitor, host = (other, one) if way == "back" else (one, other)
    told = _Told(incident, readings)
    return RecordAct(
        kind=kind, type=incident.type, mode=incident.mode, strand=incident.strand, status=incident.status,
        day=day_of(incident), when=incident.time,
        reported=incident.first_published, way=way, place=incident.place,
        level=told.level(visitor) if kind == "visit" else None,
        who=told.names(visitor), whom=told.names(host) if not body else (),
        topics=told.topics() if not body else (), body=body or _other_body(incident),
        incidents=(incident.id,), articles=tuple(dict.fromkeys(m.article for m in incident.members)),
        marking=incident.marking,
    )  # fmt: skip


def _other_body(incident: Incident) -> str | None:
    members = load_relation_rules().between.members
    return next((code for code in _codes(incident) if code in members), None)


def _mover(incident: Incident, one: str) -> WayWord:
    return "there" if any(code.startswith(f"{one}:") for code in _codes(incident)) else "back"


def _way(incident: Incident, one: str, other: str) -> WayWord | None:
    """Which way an act goes: a visit to where the visitor is not at home, else as the codes tell."""
    first, last = sorted((one, other))
    pair = next((each for each in pairs_of(incident) if (each.one, each.other) == (first, last)), None)
    if pair is None:
        return None
    place = incident.place.country if incident.place else None
    if kind_of(incident) == "visit" and place in (one, other):
        return "there" if place == other else "back"
    way = pair.way * (1 if first == one else -1)
    return "together" if way == 0 else "there" if way == 1 else "back"


class _Told:
    """What the reports of an incident tell of people and topics, around their evidence."""

    def __init__(self, incident: Incident, readings: Mapping[str, Reading]) -> None:
        self._reports = [
            (reading, event)
            for member in incident.members
            if (reading := readings.get(member.article))
            for event in reading.events
            if event.id == member.event
        ]

    def level(self, country: str) -> str | None:
        """The level of the visitor who is named most, else the one that most reports give."""
        told = [
            (mention, reading)
            for reading, event in self._reports
            for mention in _mentions(reading, event, country)
        ]
        first = next(iter(self.names(country)), None)
        by_name = [pair for pair in told if first and _name(pair[0]) == first]
        counted = Counter(level for pair in by_name or told if (level := _level(*pair)))
        return min(counted, key=lambda level: (-counted[level], LEVELS.index(level)), default=None)

    def names(self, country: str) -> tuple[str, ...]:
        """Officials of a country by name, those that most reports name first."""
        counted = Counter(
            name
            for reading, event in self._reports
            for name in {_name(each) for each in _mentions(reading, event, country)}
            if name
        )
        ranked = sorted(counted, key=lambda name: (-counted[name], name.isascii(), name))
        return tuple(_without_parts(ranked)[:_MOST_NAMES])

    def topics(self) -> tuple[str, ...]:
        """What the reports say that it was about, by topics of ours."""
        counted: Counter[str] = Counter()
        for reading, event in self._reports:
            words = relation_words(reading.article.language or "fr")
            start = event.evidence[0].start
            text = plain(reading.article.text[start : event.evidence[0].end + _ABOUT_REACH])
            counted.update({match.lastgroup or "" for match in words.topic.finditer(text)})
        return tuple(sorted(counted, key=lambda topic: (-counted[topic], topic))[:_MOST_TOPICS])


def _mentions(reading: Reading, event: Event, country: str) -> list[ActorMention]:
    """People and offices of a country in the sentences of an event, nobody private."""
    spans = event.evidence
    return [
        mention
        for mention in reading.actors
        if mention.kind in ("person", "office")
        and any(span.start <= mention.start < span.end for span in spans)
        and any(code.startswith(f"{country}:") for code in mention.codes)
        and not is_private_person(mention)
    ]


def _level(mention: ActorMention, reading: Reading) -> str | None:
    """'l'envoyé spécial du président' is an envoy: the office that comes first counts."""
    official = load_officials().get(fold(_name(mention) or ""))
    words = relation_words(reading.article.language or "fr")
    office = reading.actors[mention.antecedent].name if mention.antecedent is not None else ""
    for text in (mention.name, office):
        starts = {name: hit.start() for name, pattern in words.level if (hit := pattern.search(plain(text)))}
        if starts:
            return min(starts, key=lambda name: (starts[name], LEVELS.index(name)))
    if official is None:
        return None
    office = plain(official.office)
    return next((name for name, pattern in relation_words("fr").level if pattern.search(office)), None)


def _name(mention: ActorMention) -> str | None:
    """The person's name without title and office ('le président X Y' is 'X Y'); as our table writes it."""
    if mention.kind != "person":
        return None
    words: list[str] = []
    for word in mention.name.replace(",", " ").split()[::-1]:
        if not (word[:1].isupper() or (words and word in _PARTICLES)):
            break
        words.insert(0, word)
    while words and (
        words[0] in _PARTICLES or fold(words[0]) in ("president", "general", "colonel", "minister")
    ):
        words.pop(0)
    name = " ".join(words)
    known = load_officials().get(fold(name))
    return known.name if known else name if len(words) > 1 else None


def _without_parts(names: Sequence[str]) -> list[str]:
    """Names once each, of two spellings the first; a part of a longer one ('Diomaye Faye') is not another."""
    sets = [frozenset(fold(name).split()) for name in names]
    return [
        name
        for at, name in enumerate(names)
        if not any(sets[at] < other for other in sets) and sets[at] not in sets[:at]
    ]


def _together(acts: Sequence[RecordAct]) -> list[RecordAct]:
    """One act told by several incidents (one of them without a place, say) is one row of the record."""
    groups: dict[tuple[object, ...], list[RecordAct]] = {}
    for act in acts:
        key = (act.kind, act.day, act.way, act.body, act.status == "planned") if act.day else act.incidents
        groups.setdefault(tuple(key), []).append(act)
    return [_joined(group) for group in groups.values()]


def _joined(group: Sequence[RecordAct]) -> RecordAct:
    first = max(group, key=lambda act: (act.when is not None, len(act.articles), act.incidents))
    levels = [act.level for act in group if act.level]
    return msgspec.structs.replace(
        first,
        level=min(levels, key=LEVELS.index, default=None),
        who=tuple(_without_parts([name for act in (first, *group) for name in act.who])[:_MOST_NAMES]),
        whom=tuple(_without_parts([name for act in (first, *group) for name in act.whom])[:_MOST_NAMES]),
        topics=tuple(dict.fromkeys(each for act in (first, *group) for each in act.topics))[:_MOST_TOPICS],
        incidents=tuple(sorted({each for act in group for each in act.incidents})),
        articles=tuple(dict.fromkeys(each for act in (first, *group) for each in act.articles)),
    )


class Tempo(msgspec.Struct, frozen=True, kw_only=True):
    """Visits of one quarter ('2024-Q4'), each way."""

    quarter: str
    there: int
    back: int


class Visits(msgspec.Struct, frozen=True, kw_only=True):
    """How often, at which level and how evenly the two visit each other.

    `levels` count by level ('' where none is told) there and back; `reciprocity` is the lesser number over
    the greater, None where there is no visit.
    """

    there: int
    back: int
    reciprocity: float | None
    tempo: tuple[Tempo, ...]
    levels: dict[str, tuple[int, int]]


def visits(acts: Iterable[RecordAct]) -> Visits:
    """The visits of a record that took place and have a day, and their balance with those that have none."""
    made = [act for act in acts if act.kind == "visit" and act.status == "occurred"]
    there, back = (sum(act.way == way for act in made) for way in ("there", "back"))
    quarters = Counter((_quarter(act.day), act.way) for act in made if act.day)
    levels = {
        level: (
            sum((act.level or "") == level and act.way == "there" for act in made),
            sum((act.level or "") == level and act.way == "back" for act in made),
        )
        for level in (*LEVELS, "")
    }
    return Visits(
        there=there, back=back,
        reciprocity=round(min(there, back) / max(there, back), 2) if there or back else None,
        tempo=tuple(
            Tempo(quarter=quarter, there=quarters[quarter, "there"], back=quarters[quarter, "back"])
            for quarter in sorted({quarter for quarter, _ in quarters})
        ),
        levels={level: both for level, both in levels.items() if any(both)},
    )  # fmt: skip


def _quarter(day: str) -> str:
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
