"""What people said about events, as labels: readings of the codebook with ids and offsets and no text.

A label holds the events of one article that a person has judged, with what the person said about them. It is
no complete coding of the article: `complete` is false, and what is not listed was not judged. A correction is
about an incident, an article tells its own part of it: a corrected value becomes an article's label only
where the article had said what was corrected, or said it alone; elsewhere the field is in `not_judged`. What
a person said of the article's own report is its label whatever its incident is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from faleme.link.incidents import Report
from faleme.read.typed_values import FIELDS
from faleme.records.incident import Incident
from faleme.records.judgement import Judgement
from faleme.records.reading import Reading
from faleme.review.by_report import said_of, with_values

_ARTICLE_FIELDS = ("id", "url", "source", "published", "language")


def labels(
    incidents: Iterable[Incident], judgements: Sequence[Judgement], readings: Mapping[str, Reading]
) -> Iterator[dict[str, Any]]:
    """One label an article that has a judged event, by article id.

    `incidents` are those that a person has reviewed or corrected a report of, `judgements` all of them.
    """
    by_article: dict[str, list[tuple[Incident, str]]] = defaultdict(list)
    for incident in incidents:
        judged = incident.reviewed and incident.verdict != "unverifiable"
        corrected = {word.event for word in incident.on_reports}
        for member in incident.members:
            if judged or member.event in corrected:
                by_article[member.article].append((incident, member.event))
    numbered = {each.number: each for each in judgements}
    for article_id in sorted(by_article):
        if article_id in readings:
            yield _label(readings[article_id], by_article[article_id], numbered)


def _label(
    reading: Reading, judged: Sequence[tuple[Incident, str]], judgements: Mapping[int, Judgement]
) -> dict[str, Any]:
    events = {event.id: event for event in reading.events}
    label: dict[str, Any] = {
        "article": {name: getattr(reading.article, name) for name in _ARTICLE_FIELDS},
        "complete": False, "events": [], "not_events": [], "places": [], "times": [], "figures": [],
    }  # fmt: skip
    for incident, event_id in sorted(judged, key=lambda pair: pair[1]):
        if event_id not in events:
            continue
        event = events[event_id]
        evidence = [{"start": span.start, "end": span.end} for span in event.evidence]
        if incident.verdict == "rejected":
            label["not_events"].append({"id": event_id, "type": event.type, "evidence": evidence})
            continue
        values, unjudged = _values(incident, Report(event, "", None, None), judgements)
        label["events"].append(
            {"id": event_id, **values, "evidence": evidence, "not_judged": unjudged,
             "judgements": list(incident.judgements)}
        )  # fmt: skip
    return label


def _values(
    incident: Incident, report: Report, judgements: Mapping[int, Judgement]
) -> tuple[dict[str, Any], list[str]]:
    """The event's values with what people corrected, and the fields that nobody judged for this article."""
    own = {field: msgspec.to_builtins(getattr(report.event, field)) for field in FIELDS}
    alone = len(incident.members) == 1
    corrected = set()
    unjudged = []
    for number in incident.judgements:
        judgement = judgements[number]
        if judgement.act != "correct" or judgement.field is None:
            continue
        field = judgement.field
        if alone or own[field] == judgement.before or field in corrected:
            own[field] = judgement.after
            corrected.add(field)
        elif own[field] != judgement.after:
            unjudged.append(field)
    if said := said_of(incident, report.event.id):
        read = msgspec.to_builtins(with_values(report.event, said))
        own |= {field: read[field] for field in ({*said, "mode"} if "type" in said else said)}
        corrected |= set(said)
    if incident.verdict != "accepted":  # a correction says nothing of the fields that it leaves alone
        unjudged += [field for field in FIELDS if field not in corrected and field not in unjudged]
    if isinstance(own["place"], dict):
        own["place"] = {key: own["place"].get(key) for key in ("name", "country", "lat", "lon", "level")}
    return own, sorted(set(unjudged) - corrected)
