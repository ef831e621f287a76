"""From an alert to the messages that carry it: one for each receiver that may have it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from faleme.lexicon.receivers import Receiver
from faleme.records.alert import Alert
from faleme.records.message import Message
from faleme.warn.cap import cap_xml
from faleme.warn.rules import highest

GRAVE: Final = ("Extreme", "Severe")


def messages_of(alert: Alert, receivers: Iterable[Receiver], now: dt.datetime) -> list[Message]:
    """The messages of an alert as of `now`. Nothing goes to a receiver whose ceiling is under its marking.

    A message's key follows from alert and receiver: what is written twice is one message.
    """
    found = []
    for receiver in receivers:
        if receiver.rules and alert.rule not in receiver.rules:
            continue
        if highest((alert.marking, receiver.ceiling)) != receiver.ceiling:
            continue
        waits = None if is_urgent(alert) else receiver.quiet_until(now)
        found.append(
            Message(
                key=_key(alert, receiver), channel=receiver.channel, to=receiver.to,
                payload=_payload(alert, receiver), about=f"alert:{alert.id}",
                due=waits.astimezone(dt.UTC).isoformat(timespec="seconds") if waits else None,
            )
        )  # fmt: skip
    return found


def is_urgent(alert: Alert) -> bool:
    """What wakes people: grave and immediate, and not called off."""
    return alert.severity in GRAVE and alert.urgency == "Immediate" and alert.message != "Cancel"


def _key(alert: Alert, receiver: Receiver) -> str:
    told = f"{receiver.name}|{receiver.channel}|{receiver.to}"
    return f"{alert.id}.{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"


def _payload(alert: Alert, receiver: Receiver) -> dict[str, str]:
    if receiver.channel == "mail":
        return {"subject": f"[Falémé] {alert.texts[0].headline}", "text": mail_text(alert)}
    return {
        "id": alert.id, "marking": alert.marking, "sent": alert.sent, "message": alert.message,
        "headline": alert.texts[0].headline, "cap": cap_xml(alert).decode(),
    }  # fmt: skip


def mail_text(alert: Alert) -> str:
    """The alert as plain text, every language in turn; the marking stands first."""
    parts = [f"TLP:{alert.marking}"]
    for text in alert.texts:
        parts += [text.headline, text.description, text.instruction]
    areas = ", ".join(area.name for area in alert.areas)
    last = [areas, alert.sent, alert.web or "", alert.id]
    return "\n\n".join([*parts, "\n".join(each for each in last if each)]) + "\n"


def reached(messages: Sequence[Message]) -> int:
    """How many messages leave at once."""
    return sum(message.due is None for message in messages)
