"""From a firing to an alert: our words in both languages, the grading of its rule, when it runs out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Final

from faleme.lexicon.alert_rules import Rule
from faleme.records.alert import Alert, AlertText, Firing, MessageStatus, MessageType
from faleme.records.incident import Incident
from faleme.words.sentence import sentences
from faleme.words.wording import LANGUAGES, DeskLanguage, Phrases, wording

TAGS: Final[Mapping[DeskLanguage, str]] = {"fr": "fr-FR", "en": "en-GB"}
MOST_TOLD: Final = 5
_SPACE: Final = uuid.UUID("6f6b2d54-0d2c-5c39-9f0e-4d1f0a6a7c11")
"""Namespace of our identifiers: the same firing has the same identifier everywhere."""


def alert_of(
    firing: Firing,
    rule: Rule,
    incidents: Mapping[str, Incident],
    *,
    sender: str,
    now: dt.datetime,
    status: MessageStatus = "Actual",
    message: MessageType = "Alert",
    earlier: Sequence[Alert] = (),
    web: str | None = None,
) -> Alert:
    """The alert of a firing as of `now` (with an offset). `earlier` are the messages that it updates
    or cancels.

    A message's identifier follows from rule, key and how many came before it, so that one made twice after a
    kill is the same message.
    """
    if now.tzinfo is None:
        raise ValueError("the time of an alert needs an offset")
    name = f"{sender}|{firing.rule}|{firing.key}|{len(earlier)}"
    return Alert(
        id=f"faleme-{uuid.uuid5(_SPACE, name)}", rule=firing.rule, key=firing.key, sender=sender,
        sent=stamp(now), expires=stamp(now + dt.timedelta(hours=rule.expires_hours)), message=message,
        status=status, marking=firing.marking, categories=rule.categories, event_codes=rule.event_codes,
        severity=rule.severity, urgency=rule.urgency, certainty=rule.certainty,
        texts=tuple(_text(firing, incidents, language, message) for language in LANGUAGES),
        areas=firing.areas, incidents=firing.incidents,
        references=tuple(each.reference for each in earlier), web=web,
    )  # fmt: skip


def stamp(moment: dt.datetime) -> str:
    """A time as CAP writes it: to the second, with an offset and never 'Z'."""
    written = moment.replace(microsecond=0).isoformat()
    return written[:-6] + "-00:00" if written.endswith("+00:00") else written


def _text(
    firing: Firing, incidents: Mapping[str, Incident], language: DeskLanguage, message: MessageType
) -> AlertText:
    words, desk = Phrases(language, "warn.toml"), wording(language)
    writer = sentences(language)
    told = [incidents[each] for each in firing.incidents if each in incidents]
    said = " ".join(writer.sentence(each) for each in told[:MOST_TOLD])
    facts: dict[str, str] = {"sentences": said}
    for name, value in firing.facts.items():
        if name in ("day", "eases") and value:
            facts[name] = desk.day(str(value))
        elif name == "state":
            facts[name] = words.label("state", str(value))
        elif name == "chance" and firing.kind == "surge":
            facts[name] = desk.number(float(value), digits=4)
        else:
            facts[name] = desk.number(value) if isinstance(value, int | float) else str(value)
    kind: str = firing.kind
    ever = kind == "first-on-segment" and not firing.facts.get("days")
    headline = words.label("headline", f"{kind}-ever" if ever else kind).format(**facts)
    if message != "Alert":
        headline = words.say("cancelled" if message == "Cancel" else "updated", headline=headline)
    reviewed = words.say("reviewed" if told and all(each.reviewed for each in told) else "unreviewed")
    description = words.label("description", kind).format(**facts).strip()
    return AlertText(
        language=TAGS[language], event=words.label("event", kind), headline=headline,
        description=f"{description} {words.say('open_source')} {reviewed}",
        instruction=words.label("instruction", kind),
    )  # fmt: skip
