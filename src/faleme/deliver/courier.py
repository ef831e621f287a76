"""The courier takes what is due from the outbox, sends it, and keeps what became of it."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Sequence

import msgspec

from faleme.deliver.channels import Way
from faleme.errors import DeliveryError, StoreError
from faleme.lexicon.delivery_rules import DeliveryRules, load_delivery_rules
from faleme.records.message import Taken
from faleme.store.base import StoreWriter

_LOG = logging.getLogger("faleme.deliver")
_IN_VAIN = dt.timedelta(days=14)
"""So long a message waits at least before it is dropped unsent: longer than all attempts take."""
_HOUSEKEEPING = dt.timedelta(hours=1)


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """What one round did, in messages."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0


class Courier:
    """Sends the messages of a store; any number of couriers may work on one store."""

    def __init__(
        self,
        store: StoreWriter,
        ways: Sequence[Way],
        now: Callable[[], dt.datetime],
        rules: DeliveryRules | None = None,
    ) -> None:
        self._store = store
        self._ways = {way.channel: way for way in ways}
        self._now = now
        self._rules = rules or load_delivery_rules()

    def once(self, stop: threading.Event | None = None) -> Round:
        """Send whatever is due, one after the other; what fails is not tried again in this round."""
        done = Round()
        while not (stop and stop.is_set()):
            now = self._now()
            until = now + dt.timedelta(seconds=self._rules.lease_seconds)
            taken = self._store.outbox.take(self._ways.keys(), now=iso(now), until=iso(until))
            if taken is None:
                break
            done = self._carry(taken, done)
        return done

    def watch(
        self, stop: threading.Event, *, forget_days: int, before: Callable[[], object] = lambda: None
    ) -> None:
        """Send what becomes due until told to stop, after `before` has written what there is to send.

        A store that is locked or away is tried again.
        """
        kept: dt.datetime | None = None
        while not stop.is_set():
            try:
                before()
                self.once(stop)
                now = self._now()
                if kept is None or now - kept >= _HOUSEKEEPING:
                    forget(self._store, now, days=forget_days)
                    kept = now
            except StoreError as error:
                _LOG.warning("%s", error)
            stop.wait(self._rules.look_seconds)

    def _carry(self, taken: Taken, done: Round) -> Round:
        outbox = self._store.outbox
        try:
            if taken.attempt > len(self._rules.waits) + 1:
                raise DeliveryError("every attempt ended without an answer", for_good=True)
            self._ways[taken.message.channel].send(taken)
        except DeliveryError as error:
            now, wait = self._now(), self._rules.wait_after(taken.attempt)
            if error.for_good or wait is None:
                outbox.give_up(taken, at=iso(now), reason=error.message)
                _LOG.warning("message %d (%s) is given up: %s", taken.number, taken.message.about, error)
                return msgspec.structs.replace(done, given_up=done.given_up + 1)
            outbox.put_off(taken, until=iso(now + wait), reason=error.message)
            return msgspec.structs.replace(done, put_off=done.put_off + 1)
        outbox.sent(taken, at=iso(self._now()))
        return msgspec.structs.replace(done, sent=done.sent + 1)


def forget(store: StoreWriter, now: dt.datetime, *, days: int) -> int:
    """Forget what is kept for some days only: addresses of commenters, refused comments, old messages.

    Returns how many addresses.
    """
    before = iso(now - dt.timedelta(days=days))
    store.outbox.forget(settled_before=before, waits_since=min(before, iso(now - _IN_VAIN)))
    return store.comments.forget(before=before, today=iso(now)[:10])


def iso(moment: dt.datetime) -> str:
    """A moment as the store keeps it: UTC, to the second."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
