"""`faleme mcp` as an assistant meets it: started over stdio, each tool called on the sample store."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.release.article import EXCERPT
from faleme.store.base import Wanted
from faleme.store.sql import SqlStore, open_store

mcp = pytest.importorskip("mcp", reason="the extra is not installed: pip install 'faleme[mcp]'")

AS_OF = "2026-02-03"
READ_ONLY = {"incidents", "incident", "search", "brief", "similar"}
JULY = {"since": "2025-07-01", "until": "2025-07-02"}
Calls = list[tuple[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('mcp') / 'sample.db'}"


@pytest.fixture(scope="module")
def store(address: str) -> Iterator[SqlStore]:
    store = open_store(address)
    # The sample press is invented and has no addresses; the press has.
    pressed = (replace(each, url=f"https://presse.example/{each.id}") for each in sample() if each.published)
    store.add(read_articles(pressed, load()), actor="test", at=f"{AS_OF}T00:00:00+00:00")
    yield store
    store.close()


@pytest.fixture(scope="module")
def ask(address: str, store: SqlStore) -> Callable[..., list[Any]]:
    """Starts a server and calls its tools, one after the other."""

    def ask(calls: Calls, *options: str) -> list[Any]:
        command = ["-m", "faleme.cli", "--store", address, "--as-of", AS_OF, "mcp", *options]
        server = mcp.StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))

        async def session() -> list[Any]:
            with Path(os.devnull).open("w") as nowhere:
                async with (
                    mcp.stdio_client(server, errlog=nowhere) as (heard, told),
                    mcp.ClientSession(heard, told) as client,
                ):
                    begun = await client.initialize()
                    tools = await client.list_tools()
                    return [begun, tools, *[await client.call_tool(name, given) for name, given in calls]]

        return asyncio.run(session())

    return ask


def sourced(answer: Any) -> dict[str, Any]:
    """An answer with its marking and its sources, each with outlet, date and link."""
    assert not answer.is_error, answer.content
    told: dict[str, Any] = answer.structured_content
    assert {"marking", "ceiling", "as_of", "told", "sources"} == {*told}
    assert told["as_of"] == AS_OF and told["sources"]
    assert all(each["outlet"] and each["date"] and each["link"] for each in told["sources"])
    return told


def test_each_tool_answers_with_sources_and_its_marking(
    ask: Callable[..., list[Any]], store: SqlStore
) -> None:
    attack = store.incidents(wanted=Wanted(type="ASSAULT", public_on=AS_OF))[0]
    article = attack.members[0].article
    begun, tools, *answers = ask(
        [
            ("incidents", {"type": "ASSAULT", "limit": 5}),
            ("incident", {"id": attack.id}),
            ("search", {"q": "attaque", "kind": "incidents", "lang": "en"}),
            ("search", {"q": "attaque"}),
            ("brief", JULY),
            ("similar", {"article": article}),
        ]
    )
    assert "TLP" in begun.instructions and begun.server_info.name == "faleme"
    assert {each.name for each in tools.tools} == READ_ONLY
    assert all(each.annotations.read_only_hint and each.description for each in tools.tools)
    told = [sourced(each) for each in answers]
    assert {(each["marking"], each["ceiling"]) for each in told} == {("CLEAR", "CLEAR")}
    listed, one, in_english, words, brief, similar = told
    assert attack.id in {each["id"] for each in listed["told"]["items"]}
    behind = {of for each in listed["sources"] for of in each["of"]}
    assert behind == {each["id"] for each in listed["told"]["items"]}
    assert one["told"]["sentence"] and len(one["sources"]) == len({m.article for m in attack.members})
    assert in_english["told"]["items"] and words["told"]["items"]
    assert {each["language"] for each in in_english["told"]["items"]} == {"en"}
    notes = {f"note {each['number']}" for each in brief["told"]["footnotes"]}
    assert notes and notes == {of for each in brief["sources"] for of in each["of"]}
    assert article in {each["article"] for each in similar["sources"]}


def test_the_public_rule_holds_unless_a_marking_is_given(
    ask: Callable[..., list[Any]], store: SqlStore
) -> None:
    withheld = next(each for each in store.incidents() if each.marking not in ("CLEAR", "RED"))
    calls: Calls = [("incidents", {"limit": 50}), ("incident", {"id": withheld.id}), ("search", {"q": "le"})]
    _, _, listed, one, found = ask(calls)
    assert withheld.id not in str(listed.structured_content)
    assert one.is_error and withheld.id in one.content[0].text
    for hit in found.structured_content["told"]["items"]:
        assert len(hit["text"]) <= EXCERPT
    _, _, listed, one, _ = ask(calls, "--marking", "AMBER+STRICT")
    told = sourced(one)
    assert (told["marking"], told["ceiling"]) == (withheld.marking, "AMBER+STRICT")
    assert told["told"]["judgements"] == []


def test_what_makes_no_sense_is_told_in_one_line(ask: Callable[..., list[Any]]) -> None:
    _, _, *answers = ask(
        [
            ("incidents", {"town": "Kayes"}),
            ("incidents", {"km": "far"}),
            ("incident", {"id": "inc-nothing"}),
            ("search", {"q": "convoi", "place": "Zzyzxville"}),
            ("remove", {}),
        ],
        "--lang", "en",
    )  # fmt: skip
    told = [each.content[0].text for each in answers]
    assert all(each.is_error for each in answers) and all("\n" not in each for each in told)
    for word, said in zip(("town", "km", "inc-nothing", "Zzyzxville", "remove"), told, strict=True):
        assert word in said


def test_nothing_is_written(ask: Callable[..., list[Any]], store: SqlStore) -> None:
    before = store.changes(), store.judgements(), store.counts()
    ask([("incidents", {}), ("brief", {})])
    assert (store.changes(), store.judgements(), store.counts()) == before
