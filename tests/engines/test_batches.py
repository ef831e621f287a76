"""The one function: what comes out is what `read_article` reads, in the order of the articles."""

from __future__ import annotations

import json
import struct

import msgspec
import pyarrow as pa
import pytest

from faleme.coding.parse import Parser
from faleme.engines.batches import ReadSettings, articles_batch, read_batches, resources_of, tables_of
from faleme.engines.points import wkb_points
from faleme.engines.schema import ARTICLES, READINGS, TABLES
from faleme.pipeline import read_article, read_or_set_aside, read_together
from faleme.read.sample import sample
from faleme.records.text import Article, SetAside
from tests.engines.press import press


@pytest.fixture(scope="module")
def readings() -> pa.RecordBatch:
    [batch] = read_batches([articles_batch(list(sample()))])
    return batch


def test_each_article_is_a_row_with_the_events_places_and_figures_that_it_is_read_to_have(
    readings: pa.RecordBatch,
) -> None:
    resources = resources_of(ReadSettings())
    assert readings.schema == READINGS
    told = 0
    for article, row in zip(sample(), readings.to_pylist(), strict=True):
        reading = read_article(article, resources)
        assert row["article"]["id"] == article.id
        assert row["article"]["characters"] == len(article.text)
        records = [json.loads(each["record"]) for each in row["events"]]
        assert records == json.loads(msgspec.json.encode(reading.events))
        assert [(p["name"], p["start"]) for p in row["places"]] == [(p.name, p.start) for p in reading.places]
        assert [f["value"] for f in row["figures"]] == [f.value for f in reading.figures]
        told += len(row["events"])
    assert told > 10


def test_the_text_comes_out_only_where_it_is_asked_for(readings: pa.RecordBatch) -> None:
    article = next(sample())
    [asked] = read_batches([articles_batch([article])], ReadSettings(with_text=True))
    assert asked.to_pylist()[0]["article"]["text"] == article.text
    held = json.dumps(readings.to_pylist(), default=str)
    assert all(paragraph not in held for each in sample() for paragraph in each.text.split("\n\n")[1:])


def test_the_cut_into_batches_changes_no_reading(readings: pa.RecordBatch) -> None:
    articles = list(sample())
    apart = list(read_batches(articles_batch([each]) for each in articles))
    assert pa.Table.from_batches(apart) == pa.Table.from_batches([readings]).combine_chunks()


def test_a_row_that_cannot_be_read_is_set_aside_with_its_reason_where_it_stands() -> None:
    rows = [
        {"id": "a", "text": "Kayes\n\nDes hommes armés ont attaqué le poste de Diboli mardi."},
        {"id": "b", "text": None},
        {"id": "c", "text": "Am Dienstag hat die Regierung ein neues Gesetz über die Wälder beschlossen."},
    ]
    columns = {name: [row.get(name) for row in rows] for name in ("id", "text")}
    batch = pa.RecordBatch.from_pydict(columns)  # the other columns are wanting
    [found] = read_batches([batch])
    first, second, third = found.to_pylist()
    assert first["set_aside"] is None and first["article"]["id"] == "a"
    assert second["set_aside"]["reason"] == "not-an-article" or second["set_aside"]["reason"] == "no-text"
    assert third["set_aside"]["reason"] == "language" and third["article"] is None


def test_a_fault_in_one_article_costs_that_article(monkeypatch: pytest.MonkeyPatch) -> None:
    from faleme import pipeline

    real = pipeline.timexes

    def faulty(text: str, **given: object) -> object:
        if "KAPUTT" in text:
            raise ZeroDivisionError("a fault of ours")
        return real(text, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "timexes", faulty)
    articles = press(4)
    articles[2] = Article(id="x", title="KAPUTT", text="KAPUTT", language="fr")
    found = read_together(articles, resources_of(ReadSettings()))
    assert [type(each) is SetAside for each in found] == [False, False, True, False]
    assert found == [read_or_set_aside(each, resources_of(ReadSettings())) for each in articles]


def test_sentences_are_parsed_together_as_they_are_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = Parser.parse_all

    def counted(self: Parser, asked: list[tuple[str, list[object]]]) -> object:
        calls.append(len(asked))
        return real(self, asked)  # type: ignore[arg-type]

    monkeypatch.setattr(Parser, "parse_all", counted)
    resources = resources_of(ReadSettings())
    articles = list(sample())
    together = read_together(articles, resources)
    assert calls == [len(articles)]
    assert together == [read_article(each, resources) for each in articles]


def test_lone_surrogates_become_stand_ins_as_long() -> None:
    article = Article(
        id="s\ud800", title="T\udfff", text="T\udfff\n\nAttaque à Diboli \ud83d.", language="fr"
    )
    batch = articles_batch([article])
    assert batch.schema == ARTICLES
    assert batch.to_pylist()[0]["text"] == "T\ufffd\n\nAttaque à Diboli \ufffd."


def test_tables_hold_the_rows_of_the_lists_with_their_article(readings: pa.RecordBatch) -> None:
    tables = tables_of(readings)
    assert {name: table.schema for name, table in tables.items()} == TABLES
    rows = readings.to_pylist()
    assert tables["events"].num_rows == sum(len(row["events"]) for row in rows)
    told = [(row["article"]["id"], event["id"]) for row in rows for event in row["events"]]
    assert (
        list(zip(*(tables["events"].column(c).to_pylist() for c in ("article", "id")), strict=True)) == told
    )


def test_a_point_is_well_known_binary_and_no_place_is_no_point() -> None:
    found = wkb_points(pa.array([14.5, None, 13.0]), pa.array([-12.2, None, -8.0]))
    assert found.null_count == 1
    assert [each and struct.unpack("<BIdd", each) for each in found.to_pylist()] == [
        (1, 1, -12.2, 14.5), None, (1, 1, -8.0, 13.0),
    ]  # fmt: skip
