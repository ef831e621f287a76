"""Event coding on the gold sets, beside a naive coder and without each of its parts.

    python -m bench.events [dev example train …]

Rows: `full coder`; `no parse` (word order alone); `no merging` (every reading an event); `no qualifiers`
(whatever
is told has occurred); `naive` (every trigger word an event, the nearest names its arguments). A table of how
often events of a confidence are right follows (reliability), and the time of coding.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

from bench.material import gold, score
from faleme.coding.candidates import Candidate
from faleme.coding.events import code_events
from faleme.coding.mentions import Mentions
from faleme.coding.parse import Parser, load_parser
from faleme.coding.sightings import sightings_of
from faleme.coding.story import Story
from faleme.coding.where_when import event_place
from faleme.lexicon.gazetteer import load_gazetteer
from faleme.lexicon.publishers import publisher_of
from faleme.pipeline import published_day
from faleme.recognise.actors import actors
from faleme.recognise.figures import figures
from faleme.recognise.qualifiers import Qualifier
from faleme.recognise.sentences import sentences
from faleme.recognise.timexes import timexes
from faleme.recognise.toponyms import toponyms
from faleme.records.event import Event, Trigger
from faleme.records.reading import Reading
from faleme.records.text import Article, Span
from faleme.records.time import Period
from faleme.resolve.actors import resolve_actors
from faleme.resolve.places import resolve_places

SHOWN = ("event", "event-any", "who", "where", "when", "mode", "status", "full", "unscored")
Coder = Callable[[Article, dict[str, Any]], tuple[Event, ...]]


def mentions_of(article: Article) -> dict[str, Any]:
    """What the recognisers find, as `code_events` takes it."""
    text = article.text
    publisher = publisher_of(article.source) or publisher_of(article.url)
    country = publisher.country if publisher else None
    gazetteer = load_gazetteer()
    times = timexes(text, published=published_day(article))
    return {
        "sentences": sentences(text),
        "times": times,
        "figures": figures(text, times=times, country=country),
        "places": resolve_places(
            text, toponyms(text, gazetteer=gazetteer), gazetteer=gazetteer, country=country, language="fr"
        ),
        "actors": resolve_actors(text, actors(text), country=country),
        "country": country,
    }


def naive(article: Article, found: dict[str, Any]) -> tuple[Event, ...]:
    """Every trigger word an event; the nearest actor before it acts, the nearest behind it suffers."""
    mentions = Mentions(**{key: found[key] for key in ("places", "times", "figures", "actors")})
    story = Story.of(article, mentions, found["country"])
    events: list[Event] = []
    for sighting in sightings_of(article, found["sentences"], mentions, story, None):
        for match in sighting.matches:
            named = [m for m in sighting.mentions.actors if m.codes]
            before = [m for m in named if m.end <= match.start]
            behind = [m for m in named if m.start >= match.end]
            place = _nearest(sighting.mentions.places, match.start)
            when = _nearest(sighting.mentions.times, match.start)
            events.append(
                Event(
                    type=match.row.type,  # type: ignore[arg-type]
                    mode=match.row.mode,
                    status="occurred",
                    tags=(),
                    actors=before[-1].codes if before else (),
                    recipients=behind[0].codes if behind else (),
                    place=event_place(place) if place else None,
                    time=Period(from_=when.from_, to=when.to) if when else None,
                    fatalities=None,
                    evidence=(Span(sighting.span.start, sighting.span.end),),
                    trigger=Trigger(start=match.start, end=match.end, rule=match.row.rule),
                )
            )
    return tuple(events)


def _nearest(items: Sequence[Any], at: int) -> Any:
    return min(items, key=lambda item: abs(item.start - at)) if items else None


def coder(parser: Parser | None) -> Coder:
    return lambda article, found: code_events(article, parser=parser, **found)


def unmerged(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    return [[candidate] for candidate in candidates]


def measure(expected: list[dict[str, Any]], code: Coder, folder: Path) -> tuple[dict[str, Any], float, Path]:
    """The scorer's figures of a coder and the seconds of its coding."""
    spent = 0.0
    out = folder / "system.jsonl"
    with out.open("wb") as stream:
        for reading in expected:
            article = msgspec.convert(reading["article"], Article)
            found = mentions_of(article)
            start = time.perf_counter()
            events = code(article, found)
            spent += time.perf_counter() - start
            line = Reading(
                article=article, events=events, places=found["places"], times=found["times"],
                figures=found["figures"], actors=found["actors"],
            )  # fmt: skip
            stream.write(msgspec.json.encode(line) + b"\n")
    return json.loads(score(expected, out, "--json", "--only", "events", folder=folder)), spent, out


def print_table(name: str, expected: list[dict[str, Any]], folder: Path) -> None:
    parser = load_parser()
    full = coder(parser)
    full(
        msgspec.convert(expected[0]["article"], Article),
        mentions_of(msgspec.convert(expected[0]["article"], Article)),
    )
    events = sum(len(reading["events"]) for reading in expected)
    print(f"### {name}: {len(expected)} articles, {events} events\n")
    print(f"{'':<16}" + "".join(f"{measure_:>11}" for measure_ in SHOWN) + f"{'s':>7}")
    rows: list[tuple[str, Coder, str, Any]] = [
        ("full coder", full, "", None),
        ("no parse", coder(None), "", None),
        ("no merging", full, "faleme.coding.events.merged", unmerged),
        (
            "no qualifiers",
            full,
            "faleme.coding.weigh.qualify",
            lambda *_: Qualifier("occurred", "not looked at"),
        ),
        ("naive", naive, "", None),
    ]
    for label, code, target, instead in rows:
        if target:
            with patch(target, instead):
                got, spent, _ = measure(expected, code, folder)
        else:
            got, spent, out = measure(expected, code, folder)
            if label == "full coder":
                (folder / "full.jsonl").write_bytes(out.read_bytes())
        cells = (
            f"{got[key]['system'] if key == 'unscored' else got[key]['F1']:>11}"
            for key in SHOWN
            if key in got
        )
        print(f"{label:<16}" + "".join(cells) + f"{spent:>7.1f}")
    print("\nF1 in per cent; unscored: events given as called for or denied; s: seconds of coding\n")


def print_reliability(expected: list[dict[str, Any]], system: Path) -> None:
    """Of the events of a confidence, the share that stands in the gold (type and evidence right)."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "shared" / "gold"))
    import score as scorer

    bins: dict[int, list[bool]] = {}
    readings = {
        json.loads(line)["article"]["id"]: json.loads(line) for line in system.read_text("utf-8").splitlines()
    }
    for reading in expected:
        wanted = scorer.scored(reading["events"])
        given = scorer.scored(readings[reading["article"]["id"]]["events"])
        pairs = scorer.pair_up(wanted, given, lambda g, s: scorer.event_affinity(g, s, typed=True))
        right = {id(pair[1]) for pair in pairs}
        for event in given:
            bins.setdefault(min(int(event["confidence"] * 10), 9), []).append(id(event) in right)
    print("confidence   events   right")
    for tenth, hits in sorted(bins.items()):
        print(
            f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}{len(hits):>9}{100 * sum(hits) / len(hits):>7.0f} %"
        )
    print()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for subset in sys.argv[1:] or ["dev", "example", "train"]:
            expected = gold(subset)
            if not expected:
                print(f"{subset}: no labels here")
                continue
            print_table(subset, expected, folder)
            print_reliability(expected, folder / "full.jsonl")


if __name__ == "__main__":
    main()
