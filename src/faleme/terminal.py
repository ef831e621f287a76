"""A reading in the terminal: tables of what an article tells, its text marked, or JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from faleme.records.event import Event
from faleme.records.figure import Figure
from faleme.records.place import PlaceMention, Proximity
from faleme.records.reading import Reading
from faleme.records.time import Period, Timex

_STYLES = {
    "event": "on grey23",
    "place": "bold green",
    "time": "bold cyan",
    "figure": "bold yellow",
    "actor": "magenta",
}


def print_reading(reading: Reading, *, form: str, out: TextIO) -> None:
    """Print a reading as `jsonl` (the public contract), `table`, or `marked` (table and marked text)."""
    if form == "jsonl":
        out.write(msgspec.json.encode(reading).decode() + "\n")
        return
    console = Console(file=out, highlight=False, width=None if out.isatty() else 140)
    article = reading.article
    console.rule(Text(article.title or article.id, style="bold"))
    facts = [
        article.source,
        article.published or "no date of publication",
        " / ".join(article.section),
        article.url,
    ]
    console.print(Text(" · ".join(fact for fact in facts if fact), style="dim"))
    if form == "marked":
        console.print(marked(reading))
    for table in _tables(reading):
        console.print(table)


def _tables(reading: Reading) -> Iterator[Table]:
    text = reading.article.text
    yield _table(
        f"{len(reading.events)} events", ("event", "who → whom", "where", "when", "status", "on the words"),
        [_event_row(event, text) for event in reading.events],
    )  # fmt: skip
    yield _table(
        f"{len(reading.places)} places", ("as written", "place", "level", "border", "why"),
        [_place_row(place, text) for place in reading.places],
    )  # fmt: skip
    yield _table(
        f"{len(reading.times)} times", ("as written", "from", "to", "why"),
        [(_quote(t, text), t.from_ or "–", t.to or "–", t.reason or t.rule) for t in reading.times],
    )  # fmt: skip
    yield _table(
        f"{len(reading.figures)} figures", ("as written", "value", "unit", "modifier", "period", "measures"),
        [_figure_row(figure, text) for figure in reading.figures],
    )  # fmt: skip


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, header_style="dim", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _event_row(event: Event, text: str) -> tuple[str, ...]:
    kind = event.type + (f"/{event.mode}" if event.mode else "") + "".join(f" #{tag}" for tag in event.tags)
    who = f"{', '.join(event.actors) or '?'} → {', '.join(event.recipients) or '–'}"
    where = "–"
    if event.place:
        where = f"{event.place.name} ({event.place.country})" + _nearness(event.place.proximity)
    evidence = " ".join(event.evidence[0].quote(text).split()) if event.evidence else ""
    return kind, who, where, _period(event.time), event.status, _short(evidence)


def _place_row(place: PlaceMention, text: str) -> tuple[str, ...]:
    if place.country is None:
        told = "undecided: " + ", ".join(f"{c.name} ({c.country})" for c in place.candidates[:4])
    else:
        told = ", ".join((place.name, *place.admin[:2], place.country))
    return (
        _quote(place, text), told, place.level or "–", _nearness(place.proximity).strip() or "–",
        "; ".join(place.reasons[:2]),
    )  # fmt: skip


def _figure_row(figure: Figure, text: str) -> tuple[str, ...]:
    period = f"{figure.from_ or ''}…{figure.to or ''}" if figure.from_ or figure.to else "–"
    value = f"{figure.value:,}".replace(",", " ")
    return _quote(figure, text), value, figure.unit or "–", figure.modifier, period, figure.measures or "–"


def _nearness(near: Proximity | None) -> str:
    if near is None:
        return ""
    distance = f"{near.border_km:.1f} km" if near.border_km < 100 else f"{near.border_km:.0f} km"
    return f" {distance} from {near.border}, {near.side or 'side unsure'}"


def _period(time: Period | None) -> str:
    if time is None:
        return "–"
    return time.from_ or "" if time.from_ == time.to else f"{time.from_ or '…'} to {time.to or '…'}"


def _quote(item: Timex | Figure | PlaceMention, text: str) -> str:
    return " ".join(text[item.start : item.end].split())


def _short(text: str, length: int = 70) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def marked(reading: Reading) -> Text:
    """The article's text with events' sentences, places, times, figures and actors marked by style."""
    text = Text(reading.article.text)
    for event in reading.events:
        for span in event.evidence:
            text.stylize(_STYLES["event"], span.start, span.end)
    marks = (
        ("actor", reading.actors),
        ("place", reading.places),
        ("time", reading.times),
        ("figure", reading.figures),
    )
    for kind, mentions in marks:
        for mention in mentions:
            text.stylize(_STYLES[kind], mention.start, mention.end)
    return text
