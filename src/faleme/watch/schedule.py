"""When a source or a page is asked (again): pure functions of its state and of `now`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime

from msgspec.structs import replace

from faleme.lexicon.press_watch import PressRules
from faleme.records.watched import Fault, SourceState
from faleme.watch.sources import Source


def iso(moment: dt.datetime) -> str:
    """A moment as the store keeps it: UTC, to the second."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def state_of(source: Source, kept: Mapping[str, SourceState]) -> SourceState:
    """A source as it was left, or new; what a declaration has changed counts."""
    before = kept.get(source.address)
    if before is None:
        return SourceState(address=source.address, publisher=source.publisher.name, kind=source.kind)
    return replace(before, publisher=source.publisher.name, kind=source.kind)


def due(
    sources: Iterable[Source], kept: Mapping[str, SourceState], now: dt.datetime, *, early: bool = False
) -> list[Source]:
    """The sources whose time has come, those that wait longest first.

    `early` also takes those that wait for nothing but their next turn; one that failed waits in any case.
    """
    found = []
    for source in sources:
        state = state_of(source, kept)
        if early and not state.failures or state.next_due is None or state.next_due <= iso(now):
            found.append((state.next_due or "", source.address, source))
    return [source for _, _, source in sorted(found, key=lambda each: each[:2])]


def succeeded(state: SourceState, now: dt.datetime, rules: PressRules) -> SourceState:
    """A source after a visit that went well."""
    every = dt.timedelta(seconds=_every(state, rules))
    return replace(
        state, last_try=iso(now), last_success=iso(now), next_due=iso(now + every), failures=0
    )  # fmt: skip


def failed(
    state: SourceState, now: dt.datetime, rules: PressRules, fault: Fault, *, wait: float | None = None
) -> SourceState:
    """A source after a failure: the wait doubles each time up to a cap; a server may ask for more."""
    failures = state.failures + 1
    seconds = min(_every(state, rules) * 2 ** min(failures - 1, 30), rules.backoff_seconds)
    until = now + dt.timedelta(seconds=max(seconds, wait or 0))
    return replace(
        state, last_try=iso(now), next_due=iso(until), failures=failures, fault=fault.kind,
        detail=fault.detail, fault_at=fault.at,
    )  # fmt: skip


def page_again(
    attempts: int, now: dt.datetime, rules: PressRules, *, wait: float | None = None
) -> str | None:
    """When a page is asked again after so many failed attempts, None where that was the last."""
    if attempts > len(rules.page_waits):
        return None
    return iso(now + dt.timedelta(seconds=max(rules.page_waits[attempts - 1], wait or 0)))


def retry_after(written: str | None, now: dt.datetime, rules: PressRules) -> float | None:
    """Seconds that a server wants to be left alone, of its header: a number or a date."""
    if not written:
        return None
    written = written.strip()
    if written.isascii() and written.isdigit():
        seconds = float(written[:9])
    else:
        try:
            moment = parsedate_to_datetime(written)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        seconds = (moment - now).total_seconds()
    return min(max(seconds, 0.0), rules.retry_after_seconds)


def _every(state: SourceState, rules: PressRules) -> float:
    if state.kind == "feed":
        return rules.feed_seconds
    return rules.sitemap_seconds if state.kind == "sitemap" else rules.section_seconds
