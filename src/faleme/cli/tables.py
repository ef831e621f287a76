"""Incidents, queues and histories as tables that a person can read in a terminal."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from faleme.records.event import EventPlace, Fatalities
from faleme.records.incident import Incident
from faleme.records.judgement import Judgement
from faleme.records.text import Span
from faleme.review.fields import toll
from faleme.review.queue import Queued
from faleme.store.base import Found, Near, Past
from faleme.store.rows import day_of
from faleme.watch.health import OutletHealth
from faleme.words.faults import fault_line
from faleme.words.wording import wording


def print_incidents(found: Sequence[Incident], by_day: Mapping[str, int], out: TextIO) -> None:
    """One line an incident; beside its day how many articles of that day were read."""
    columns = ("day", "articles read", "incident", "type", "where", "who → whom", "dead", "reports", "review")
    rows = [
        (
            day_of(each) or "–", _read(each, by_day), each.id, _kind(each), _where(each.place),
            f"{', '.join(each.actors[:3]) or '?'} → {', '.join(each.recipients[:3]) or '–'}",
            _dead(toll(each)), str(len(each.members)), _review(each),
        )
        for each in found
    ]  # fmt: skip
    _print(f"{len(found)} incidents", columns, rows, out)


def print_queue(found: Sequence[Queued], out: TextIO) -> None:
    """What waits for a person, the most urgent first, with the reasons."""
    columns = ("score", "incident", "day", "type", "where", "reports", "for", "why")
    rows = [
        (
            f"{queued.score:.0f}", queued.incident.id, day_of(queued.incident) or "–",
            _kind(queued.incident), _where(queued.incident.place), str(len(queued.incident.members)),
            queued.incident.assigned or "–", "; ".join(queued.reasons),
        )
        for queued in found
    ]  # fmt: skip
    _print(f"{len(found)} incidents wait for a person", columns, rows, out)


def print_history(past: Sequence[Past], out: TextIO) -> None:
    """Judgements in their order."""
    columns = ("no", "when", "who", "what", "before", "after", "note", "")
    rows = [
        (
            str(each.judgement.number), each.judgement.at, each.judgement.who, what(each.judgement),
            value(each.judgement.before), value(each.judgement.after), each.judgement.note or "–",
            f"undone by {each.undone_by}" if each.undone_by else "reports are gone" * each.orphaned,
        )
        for each in past
    ]  # fmt: skip
    _print(f"{len(past)} judgements", columns, rows, out)


def print_similar(article: str, found: Sequence[Near], out: TextIO) -> None:
    """Neighbours of an article, the nearest first, with the reason; near-copies of one stand in its line."""
    columns = ("article", "outlet", "published", "title", "why", "near-copies of it")
    rows = [
        (
            each.article.id, each.article.source or "–", (each.article.published or "–")[:10],
            each.article.title, _nearness(each), ", ".join(copy.id for copy in each.copies) or "–",
        )
        for each in found
    ]  # fmt: skip
    _print(f"{len(found)} articles similar to {article}", columns, rows, out)


def _nearness(each: Near) -> str:
    if each.kind == "near-copy":
        return "near-copy"
    if each.kind == "same-incident":
        return f"same incident {each.incident}"
    return f"same story: {', '.join(each.words)}"


def print_found(found: Found, told: Mapping[str, Incident], out: TextIO) -> None:
    """Finds of a search, the best first, their words in brackets; incidents by type, place and codes."""
    more = "more than " if found.more else ""
    if told:
        incidents = [
            (
                hit.id, hit.day or "–", each.type, each.place.name if each.place else "–",
                ", ".join((*each.actors, *each.recipients)) or "–",
            )
            for hit in found.hits
            if (each := told.get(hit.id))
        ]  # fmt: skip
        _print(f"{more}{found.total} incidents", ("incident", "day", "type", "place", "who"), incidents, out)
        return
    articles = [
        (
            hit.id, hit.source or "–", (hit.day or "–")[:10], _marked(hit.title, hit.title_marks),
            " ".join(_marked(hit.text, hit.text_marks).split()),
        )
        for hit in found.hits
    ]  # fmt: skip
    columns = ("article", "outlet", "published", "title", "text")
    noun = "article" if found.total == 1 else "articles"
    _print(f"{more}{found.total} {noun}", columns, articles, out)


def _marked(text: str, spans: Sequence[Span]) -> str:
    for span in reversed(spans):
        text = f"{text[: span.start]}[{text[span.start : span.end]}]{text[span.end :]}"
    return text


def what(judgement: Judgement) -> str:
    """The act in words: 'correct type', 'undo 3'."""
    if judgement.act == "undo":
        return f"undo {judgement.undoes}"
    return f"{judgement.act} {judgement.field}" if judgement.field else judgement.act


def value(found: Any) -> str:
    """A value of a judgement, short: a place is its name, a period its days."""
    if found is None or found == []:
        return "none"
    if isinstance(found, str):
        return found
    if isinstance(found, dict):
        if "name" in found:
            return f"{found['name']} ({found['country']})"
        if set(found) == {"from", "to"}:
            return f"{found['from'] or '…'} to {found['to'] or '…'}"
        if set(found) == {"min", "max"}:
            return f"{found['min'] if found['min'] is not None else '…'}–{found['max'] or '…'}"
        return f"{len(found)} fields as they stood"
    return ", ".join(map(str, found)) if isinstance(found, list) else json.dumps(found)


def print_sources(found: Sequence[OutletHealth], now: dt.datetime, out: TextIO) -> None:
    """One line an outlet: how it fares; the last fault in words under those that fail."""
    words = wording("en")
    columns = ("outlet", "state", "last success", "lag", "failures", "articles, 7 days", "last article",
               "grade", "fault")  # fmt: skip
    rows = [
        (
            each.name, _source_state(each), _ago(each.last_success, now), _lag(each.lag),
            str(each.failures or "–"), str(each.articles), each.last or "–", each.reliability or "–",
            "; ".join(
                f"{s.address}: {fault_line(s.fault, s.detail, words)}"
                for s in each.sources if s.failures and s.fault
            ) or "–",
        )
        for each in found
    ]  # fmt: skip
    _print(f"{len(found)} outlets", columns, rows, out)


def _source_state(each: OutletHealth) -> str:
    state = wording("en").label("source_state", each.state)
    return f"{state}, silent for {each.silent} days" if each.silent is not None else state


def _ago(moment: str | None, now: dt.datetime) -> str:
    if moment is None:
        return "never"
    return f"{_lag((now - dt.datetime.fromisoformat(moment)).total_seconds() / 60)} ago"


def _lag(minutes: float | None) -> str:
    if minutes is None:
        return "–"
    if minutes < 120:
        return f"{max(0, round(minutes))} min"
    return f"{round(minutes / 60)} h" if minutes < 48 * 60 else f"{round(minutes / 1440)} days"


def _print(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], out: TextIO) -> None:
    console = Console(file=out, highlight=False, width=None if out.isatty() else 160)
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, header_style="dim", overflow="fold", no_wrap=column == "incident")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _read(each: Incident, by_day: Mapping[str, int]) -> str:
    day = day_of(each)
    return str(by_day.get(day, 0)) if day else "–"


def _kind(each: Incident) -> str:
    status = "" if each.status == "occurred" else f" ({each.status})"
    return each.type + (f"/{each.mode}" if each.mode else "") + status


def _where(place: EventPlace | None) -> str:
    if place is None:
        return "–"
    near = f", {place.proximity.border_km:.0f} km" if place.proximity else ""
    return f"{place.name} ({place.country}{near})"


def _dead(dead: Fatalities | None) -> str:
    if dead is None:
        return "–"
    if dead.max is None:
        return f"{dead.min or 0}+"
    return str(dead.max) if dead.min in (None, dead.max) else f"{dead.min}–{dead.max}"


def _review(each: Incident) -> str:
    words: list[str] = [each.verdict or ("corrected" if each.reviewed else "–")]
    if each.differs:
        words.append("differs: " + ", ".join(d.field for d in each.differs))
    if each.unseen:
        words.append(f"{each.unseen} new")
    return ", ".join(words)
