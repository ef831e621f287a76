"""Sources: the outlets of the press, what they gave lately, and for the team how the watch of them fares."""

from __future__ import annotations

import datetime as dt

import msgspec
from litestar import get
from litestar.response import Template

from faleme.desk.pages.brief import asked_by
from faleme.desk.pages.frame import DeskRequest, Frame
from faleme.lexicon.publishers import publishers, read_publishers
from faleme.records.watched import Fault
from faleme.watch.health import DAYS, OutletHealth, health_of
from faleme.words.faults import fault_line

MOST_FAULTS = 20


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One outlet in the reader's words."""

    health: OutletHealth
    name: str
    state: str
    success: str
    lag: str
    last: str
    faults: tuple[str, ...]


class FaultRow(msgspec.Struct, frozen=True, kw_only=True):
    """One fault: when, whose, and what in one line."""

    at: str
    publisher: str
    address: str
    line: str


@get("/sources", sync_to_thread=True)
def sources(request: DeskRequest) -> Template:
    """Every outlet; the public is told what was read of it."""
    frame = Frame(request)
    desk, words, team = frame.desk, frame.words, frame.may("read")
    now = desk.now()
    as_of = dt.datetime.combine(frame.today, now.timetz())
    declared = read_publishers(desk.settings.publishers) if desk.settings.publishers else publishers()
    found = health_of(desk.store, declared, as_of, asked_by(frame).scope)
    faults: list[Fault] = []
    if team:
        since = (now - dt.timedelta(days=DAYS)).isoformat(timespec="seconds")
        faults = desk.store.watched.faults(since=since, limit=MOST_FAULTS)
    watched = [each for each in found if each.sources]
    return frame.page(
        "sources.html",
        current="watch",
        title=words.say("sources_title"),
        rows=[_row(each, now, frame) for each in found],
        team=team,
        watched=len(watched),
        well=sum(each.state == "well" for each in watched),
        failing=sum(each.state == "failing" for each in watched),
        silent=sum(each.silent is not None for each in found),
        waiting=desk.store.watched.waiting() if team else 0,
        faults=[_fault(each, frame) for each in faults],
    )


def _row(each: OutletHealth, now: dt.datetime, frame: Frame) -> SourceRow:
    words = frame.words
    success = words.say("sources_never") if each.sources else ""
    if each.last_success:
        gone = (now - dt.datetime.fromisoformat(each.last_success)).total_seconds() / 60
        success = words.say("sources_ago", span=_span(gone, frame))
    return SourceRow(
        health=each, name=each.name.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
        state=words.label("source_state", each.state), success=success,
        lag=_span(each.lag, frame) if each.lag is not None else "",
        last=words.day(each.last) if each.last else "",
        faults=tuple(
            fault_line(source.fault, source.detail, words)
            for source in each.sources if source.failures and source.fault
        ),
    )  # fmt: skip


def _span(minutes: float, frame: Frame) -> str:
    """'12 min', '5 h', '3 jours'."""
    minutes = max(0.0, minutes)
    if minutes < 120:
        return frame.words.say("sources_minutes", n=round(minutes))
    if minutes < 48 * 60:
        return frame.words.say("sources_hours", n=round(minutes / 60))
    return frame.words.say("sources_days", n=round(minutes / 1440))


def _fault(each: Fault, frame: Frame) -> FaultRow:
    line = fault_line(each.kind, each.detail, frame.words)
    return FaultRow(at=frame.words.moment(each.at), publisher=each.publisher, address=each.address, line=line)


ROUTES = (sources,)
