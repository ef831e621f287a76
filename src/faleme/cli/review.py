"""Review: what people decide about incidents, each act with who and when, each to be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from faleme.cli.incidents import FORMAT, OUT, filters, type_text
from faleme.cli.inputs import moment, output
from faleme.errors import JudgementError
from faleme.settings import Settings

_NOTE = click.option("--note", default="", help="why, in your own words")


@click.command()
@click.argument("incident", required=False)
@click.argument(
    "act", required=False, type=click.Choice(["accept", "reject", "correct", "unverifiable", "assign"])
)
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE... | NAME]")
@click.option("--report", metavar="REPORT", help="only that report of it: the id of an article or an event")
@_NOTE
@filters
@FORMAT
@click.pass_obj
def review(
    settings: Settings,
    /,
    incident: str | None,
    act: Any,
    values: tuple[str, ...],
    report: str | None,
    note: str,
    form: str,
    **asked: Any,
) -> None:
    """Show what waits for a person, or decide about one INCIDENT.

    \b
    faleme review                                  the queue, the most urgent first, with the reasons
    faleme review ID accept                        all of its values are right
    faleme review ID correct type=COERCE mode=seize place="Kidira, SEN" fatalities=15..18
    faleme review ID reject --note "un film"       it is no event
    faleme review ID unverifiable
    faleme review ID assign NAME
    faleme review ID correct --report ARTICLE fatalities=4   what that one article tells is 4
    faleme review ID reject --report ARTICLE                 that one report is no event
    faleme split ID ARTICLE                                  that one report is another incident
    """
    if incident is None:
        _queue(settings, form, asked)
        return
    if act is None:
        raise JudgementError("say what to do: accept, reject, correct FIELD=VALUE, unverifiable, assign NAME")
    _decide(settings, incident, act, values, note, report)


def _queue(settings: Settings, form: str, asked: dict[str, Any]) -> None:
    import msgspec

    from faleme.cli.tables import print_queue
    from faleme.store.base import Wanted
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    limit = asked.pop("limit") or (20 if form == "table" else None)
    asked["type"] = type_text(asked.pop("kind"))
    found = store.queue(limit=limit, wanted=Wanted(**asked))
    lost = store.orphaned()
    store.close()
    with output(None) as stream:
        if form == "table":
            print_queue(found, stream)
        else:
            for each in found:
                stream.write(msgspec.json.encode(each).decode() + "\n")
    if lost:
        numbers = ", ".join(str(judgement.number) for judgement in lost)
        click.echo(f"judgements whose reports are gone, kept but without effect: {numbers}", err=True)


def _decide(
    settings: Settings, written: str, act: Any, values: tuple[str, ...], note: str, report: str | None
) -> None:
    from faleme.store.sql import open_store

    given: list[dict[str, Any]]
    if act == "correct":
        given = [{"field": field, "value": value} for field, value in map(_correction(settings), values)]
        if not given:
            raise JudgementError("correct what? FIELD=VALUE")
    elif act == "assign":
        given = [{"value": " ".join(values)}]
    elif values:
        raise JudgementError(f"{act} takes nothing more; did you mean --note {values[0]!r}?")
    else:
        given = [{}]
    store = open_store(settings.store)
    found = store.find(written)
    for each in given:
        done = store.judge(found.id, act, who=settings.actor, at=moment(), note=note, report=report, **each)
        _tell(done)
    store.close()


def _correction(settings: Settings) -> Any:
    """How one FIELD=VALUE is read; places are looked up in the gazetteer."""

    def read(written: str) -> tuple[str, Any]:
        from faleme.read.typed_values import read_value

        field, equals, value = written.partition("=")
        field = field.strip().lower()
        if not equals:
            raise JudgementError(f"{written!r} is no FIELD=VALUE")
        if field == "place" and value.strip().lower() not in ("", "none", "null", "-"):
            import msgspec

            return field, msgspec.to_builtins(place_book(settings).place(value))
        return field, read_value(field, value)

    return read


def place_book(settings: Settings) -> Any:
    """The gazetteer, border and corridors by which a typed place is looked up."""
    from faleme.assess.typed_places import load_place_book

    return load_place_book(settings.gazetteer)


def _tell(done: Any) -> None:
    from faleme.cli.tables import value, what

    change = f": {value(done.before)} → {value(done.after)}" if done.field or done.act == "assign" else ""
    click.echo(f"judgement {done.number}: {what(done)} {done.incident}{change}")


@click.command()
@click.argument("incidents", nargs=-1, required=True, metavar="ID ID...")
@_NOTE
@click.pass_obj
def merge(settings: Settings, incidents: tuple[str, ...], note: str) -> None:
    """Say that these incidents are one; it keeps the address of the first, the others lead there."""
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    done = store.merge(incidents, who=settings.actor, at=moment(), note=note)
    store.close()
    click.echo(f"judgement {done.number}: {', '.join(done.before[1:])} merged into {done.after}")


@click.command()
@click.argument("incident")
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@_NOTE
@click.pass_obj
def split(settings: Settings, incident: str, reports: tuple[str, ...], note: str) -> None:
    """Say that these REPORTs (ids of articles or events) are not that INCIDENT."""
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    done = store.split(incident, reports, who=settings.actor, at=moment(), note=note)
    article = done.parts[0][0].article
    apart = store.incident_of(article).get(done.after[0])
    store.close()
    click.echo(f"judgement {done.number}: {len(done.after)} reports of {done.incident} are now {apart}")


@click.command()
@click.argument("number", type=int)
@_NOTE
@click.pass_obj
def undo(settings: Settings, number: int, note: str) -> None:
    """Take the judgement NUMBER back, as if it had never been given."""
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    done = store.undo(number, who=settings.actor, at=moment(), note=note)
    store.close()
    click.echo(f"judgement {done.number}: judgement {number} is undone")


@click.group()
def labels() -> None:
    """What people decided, as training and test data."""


@labels.command("export")
@OUT
@click.pass_obj
def labels_export(settings: Settings, out: Path | None) -> None:
    """Write what people accepted, corrected and rejected, one article a line: ids and offsets, no texts."""
    from faleme.export import write_jsonl
    from faleme.review.labels import labels as labels_of
    from faleme.store.base import Wanted
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    every = store.incidents(wanted=Wanted(rejected=True))
    reviewed = [each for each in every if each.reviewed or each.on_reports]
    articles = {member.article for each in reviewed for member in each.members}
    readings = {reading.article.id: reading for reading in store.readings(articles)}
    with output(out) as stream:
        count = write_jsonl(labels_of(reviewed, store.judgements(), readings), stream)
    store.close()
    click.echo(f"{count} articles with labels", err=True)
