"""The examples of docs/8_use_the_api.md, asked of the sample desk as they are written."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.store.base import Wanted
from faleme.store.sql import SqlStore, open_store
from tests.conftest import ROOT
from tests.desk.conftest import visit
from tests.desk.signed_in import add, browser_of, give_token

DOC = (ROOT / "docs" / "8_use_the_api.md").read_text("utf-8")
TOKEN = "faleme_" + "papier" * 7
BLOCKS = re.findall(r"^```\n(.*?)^```", DOC, re.M | re.S)
EXAMPLES = [line for block in BLOCKS for line in block.splitlines() if line.startswith("curl")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('docs') / 'demo.db'}")
    store.add(read_articles(sample(), load()), actor="test", at="2026-02-01T00:00:00+00:00")
    add(store, "Awa Papier", "analyst")
    give_token(store, "Awa Papier", TOKEN)
    yield store
    store.close()


def asked(browser: TestClient[Any], line: str, values: dict[str, str]) -> Any:
    """What a line of curl asks, asked of a desk."""
    for name, value in ({"DESK": "", "FALEME_TOKEN": TOKEN} | values).items():
        line = line.replace(f"${name}", value)
    words = shlex.split(line)
    given = list(zip(words[1:-1:2], words[2:-1:2], strict=True))
    lines = [value.encode().split(b": ", 1) for flag, value in given if flag == "-H"]
    headers = [(name, value) for name, value in lines]
    body = next((value for flag, value in given if flag == "-d"), None)
    if body is None:
        return browser.get(words[-1], headers=headers)
    form = (b"content-type", b"application/x-www-form-urlencoded")  # as curl sends it, unless told otherwise
    return browser.post(words[-1], headers=[*headers, form], content=body)


def test_there_are_examples_of_every_kind() -> None:
    assert len(EXAMPLES) > 20
    assert {"-d", "-H"} <= {word for line in EXAMPLES for word in shlex.split(line)}


def test_every_example_is_answered(demo: SqlStore) -> None:
    """In the order of the page, by somebody elsewhere with a token that decides."""
    browser = browser_of(demo)
    incident = demo.incidents(wanted=Wanted(type="ASSAULT", public_on="2026-02-03"))[0]
    values = {"INCIDENT": incident.id, "ARTICLE": incident.members[0].article}
    for line in EXAMPLES:
        answer = asked(browser, line, values)
        told = answer.json()
        if "town=" in line:
            assert (answer.status_code, told["title"]) == (400, "Demande mal formée")
            continue
        assert answer.status_code == (201 if " -d " in line else 200), (line, answer.text)
        if "judgement" in told:
            values["JUDGEMENT"] = str(told["judgement"]["number"])
        if "/incidents?" in line or "/search" in line or "/cells" in line:
            assert told["items"], line
    assert "Unknown parameter “town”" in browser.get("/api/v1/incidents?town=Kayes&lang=en").json()["detail"]


def test_the_local_desk_needs_no_token_to_read(demo: SqlStore) -> None:
    analyst = visit(demo)
    reading = [line for line in EXAMPLES if "$FALEME_TOKEN" not in line and "town=" not in line]
    article = next(iter(demo.articles(limit=1))).id
    values = {"INCIDENT": demo.incidents(limit=1)[0].id, "ARTICLE": article}
    assert {asked(analyst, line, values).status_code for line in reading} == {200}
    assert analyst.get(f"/api/v1/articles/{article}").json()["reading"]["article"]["text"]


def test_the_settings_of_an_assistant_are_those_of_the_command() -> None:
    settings = json.loads(re.search(r"^```json\n(.*?)^```", DOC, re.M | re.S)[1])  # type: ignore[index]
    server = settings["mcpServers"]["faleme"]
    assert server["command"] == "faleme" and "mcp" in server["args"]
