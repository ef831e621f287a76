"""A person's word on one report of an incident: a field of its event set right, or that it is no event.

A corrected value stands in for what the machine read in that one article, in whatever incident its report is;
the incident's values follow from its reports as ever. A rejected report is taken out by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from faleme.coding.marking import marking_of
from faleme.errors import JudgementError
from faleme.lexicon.review import load_review_rules
from faleme.link.incidents import MARKINGS, Report
from faleme.read.typed_values import FIELDS, checked, typed
from faleme.records.event import Event
from faleme.records.incident import Claim, Incident, Member, ReportWord
from faleme.records.judgement import Act, Judgement
from faleme.records.reading import Reading
from faleme.review.anchors import anchor_of

Said = Mapping[str, tuple[Any, int]]
"""By field the value that a person gave it, as in JSON, and the number of the judgement."""

REPORT_ACTS: dict[Act, Act] = {"correct": "correct-report", "reject": "reject-report"}
"""Acts that can be about one report of an incident, and what they are then."""


def judged_report(
    incident: Incident,
    act: Act,
    *,
    report: str,
    reports: Mapping[str, Report],
    who: str,
    at: str,
    note: str = "",
    field: str | None = None,
    value: Any = None,
) -> Judgement:
    """A judgement on one report (id of an event or of an article with one event in the incident).

    Raises JudgementError where it makes no sense.
    """
    if act not in REPORT_ACTS:
        raise JudgementError(f"{act} is about a whole incident; one report takes {' or '.join(REPORT_ACTS)}")
    meant = reports[member_of(incident, report).event]
    before: Any = None
    after: Any = None
    if act == "correct":
        if field is None:
            raise JudgementError("a correction needs FIELD=VALUE")
        now = as_said(meant.event, incident)
        after = checked(field, value, kind=now.type)
        before = msgspec.to_builtins(getattr(now, field))
    return Judgement(
        act=REPORT_ACTS[act], who=who, at=at, note=note, incident=incident.id, parts=((anchor_of(meant),),),
        field=field if act == "correct" else None, before=before, after=after,
    )  # fmt: skip


def member_of(incident: Incident, written: str) -> Member:
    """The report that a person means by an event's or an article's id."""
    found = [member for member in incident.members if written in (member.event, member.article)]
    exact = [member for member in found if member.event == written]
    if len(exact or found) > 1:
        events = ", ".join(member.event for member in found)
        raise JudgementError(f"{written!r} tells more than one event of {incident.id}; name one: {events}")
    if not found:
        raise JudgementError(f"no report {written!r} in {incident.id}")
    return (exact or found)[0]


def corrected(report: Report, said: Said) -> Report:
    """The report as a person would have it read; its claims of a corrected field are the person's."""
    if not said:
        return report
    event = with_values(report.event, {field: value for field, (value, _) in said.items()})
    return msgspec.structs.replace(report, event=event, claims=tuple(_claims(report, event, said)))


def with_values(event: Event, values: Mapping[str, Any]) -> Event:
    """The event with a person's values; a mode that its new type has not is dropped.

    It is marked as its new values ask for, never freer than before.
    """
    changed = msgspec.structs.replace(event, **{field: typed(field, each) for field, each in values.items()})
    if "type" in values and changed.mode not in load_review_rules().modes[changed.type]:
        changed = msgspec.structs.replace(changed, mode=None)
    marking = marking_of(changed.type, changed.status, changed.tags, over=changed.status != "planned")
    return msgspec.structs.replace(changed, marking=max(event.marking, marking, key=MARKINGS.index))


def _claims(report: Report, event: Event, said: Said) -> Iterable[Claim]:
    yield from (claim for claim in report.claims if claim.kind not in said)
    if "place" in said and event.place:
        yield Claim(kind="place", article=report.article, source=report.source, value=event.place.name)
    if "time" in said and event.time:
        value = " / ".join(dict.fromkeys(day or "…" for day in (event.time.from_, event.time.to)))
        yield Claim(kind="time", article=report.article, source=report.source, value=value)


def words_on(report: Report, said: Said) -> Iterable[ReportWord]:
    """What people said of a report, in the order of the fields."""
    for field in FIELDS:
        if field in said:
            value, number = said[field]
            yield ReportWord(
                event=report.event.id, article=report.article, field=field, person=value, judgement=number,
                machine=msgspec.to_builtins(getattr(report.event, field)),
            )  # fmt: skip


def as_said(event: Event, incident: Incident) -> Event:
    """An event of an incident as people corrected it."""
    return with_values(event, values) if (values := said_of(incident, event.id)) else event


def said_of(incident: Incident, event_id: str) -> dict[str, Any]:
    """What people said of one report of an incident, by field."""
    return {word.field: word.person for word in incident.on_reports if word.event == event_id}


def reading_as_said(reading: Reading, incidents: Iterable[Incident]) -> Reading:
    """A reading with its events as people corrected them in their incidents."""
    told = [each for each in incidents if each.on_reports]
    if not told:
        return reading
    events = list(reading.events)
    for incident in told:
        events = [as_said(event, incident) for event in events]
    return msgspec.structs.replace(reading, events=tuple(events))
