"""What is done with alerts over a store: proposed by armed rules, confirmed, called off, acknowledged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import msgspec

from faleme.errors import JudgementError
from faleme.lexicon.alert_rules import Rule
from faleme.lexicon.receivers import Receiver
from faleme.records.alert import Alert, KeptAlert
from faleme.store.base import StoreWriter
from faleme.warn.compose import alert_of, stamp
from faleme.warn.rules import fired
from faleme.warn.scene import scene_of
from faleme.warn.send import messages_of

BY_RULE: Final = "rule"
"""Who confirms what a rule sends by itself."""


class Warner:
    """Alerts of one store, sent to the same receivers under one sender (`desk@example.org`)."""

    def __init__(
        self, store: StoreWriter, rules: Sequence[Rule], receivers: Sequence[Receiver] = (), *,
        sender: str = "faleme@localhost",
    ) -> None:  # fmt: skip
        self._store = store
        self._rules = {rule.id: rule for rule in rules}
        self._receivers = tuple(receivers)
        self._sender = sender

    def propose(self, as_of: dt.date, now: dt.datetime) -> list[KeptAlert]:
        """What armed rules see on a day that nobody was asked about yet; some send by themselves."""
        scene = scene_of(self._store, as_of)
        armed = [rule for rule in self._rules.values() if rule.armed]
        made = [
            alert_of(firing, self._rules[firing.rule], scene.by_id, sender=self._sender, now=now)
            for firing in fired(scene, armed)
        ]
        reported = {each.id: each.first_published for each in scene.by_id.values() if each.first_published}
        sent = {
            each.id: messages_of(each, self._receivers, now)
            for each in made
            if self._rules[each.rule].sends_itself
        }
        return self._store.alerts.propose(made, at=_iso(now), reported=reported, sent=sent, by=BY_RULE)

    def confirm(self, identifier: str, *, who: str, now: dt.datetime, note: str = "") -> KeptAlert:
        """Send a proposed alert to whoever may have it."""
        alert = self._alert(identifier)
        messages = messages_of(alert, self._receivers, now)
        return self._store.alerts.act(
            identifier, "confirm", who=who, at=_iso(now), note=note, messages=messages
        )

    def dismiss(self, identifier: str, *, who: str, now: dt.datetime, note: str = "") -> KeptAlert:
        """Do not send a proposed alert."""
        return self._store.alerts.act(identifier, "dismiss", who=who, at=_iso(now), note=note)

    def cancel(self, identifier: str, *, who: str, now: dt.datetime, note: str = "") -> Alert:
        """Call off an alert that was sent, by a message that names it."""
        alert = self._alert(identifier)
        rule = self._rules.get(alert.rule)
        hours = rule.expires_hours if rule else 24.0
        texts = tuple(
            msgspec.structs.replace(
                text, headline=_called_off(text.language) + text.headline,
                description=f"{note} {text.description}".strip(),
            )
            for text in alert.texts
        )  # fmt: skip
        message = msgspec.structs.replace(
            alert, id=f"{alert.id}-cancel", message="Cancel", sent=stamp(now), texts=texts,
            expires=stamp(now + dt.timedelta(hours=hours)), references=(*alert.references, alert.reference),
        )  # fmt: skip
        messages = messages_of(message, self._receivers, now)
        self._store.alerts.act(
            identifier, "cancel", who=who, at=_iso(now), note=note, messages=messages, follows=message
        )
        return message

    def acknowledge(self, identifier: str, *, who: str, now: dt.datetime, note: str = "") -> KeptAlert:
        """Keep that somebody has received an alert."""
        return self._store.alerts.act(identifier, "acknowledge", who=who, at=_iso(now), note=note)

    def told(self, identifier: str, act: str, *, who: str, now: dt.datetime, note: str) -> KeptAlert:
        """Keep what was done about an alert ('respond'), or how it ended ('outcome')."""
        if act not in ("respond", "outcome"):
            raise JudgementError(f"an alert has a response or an outcome, no {act!r}")
        return self._store.alerts.act(identifier, act, who=who, at=_iso(now), note=note)  # type: ignore[arg-type]

    def _alert(self, identifier: str) -> Alert:
        found = self._store.alerts.get(identifier)
        if found is None:
            raise JudgementError(f"no alert {identifier!r}")
        return found.alert


def _called_off(language: str) -> str:
    return "Annulé : " if language.startswith("fr") else "Cancelled: "


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
