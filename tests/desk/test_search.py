"""The search page: the words marked, filters in the address, and nothing to be guessed at by the public."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.desk.seed import CANARIES


def found(client: TestClient[Any], **asked: str) -> str:
    answer = client.get("/recherche", params=asked)
    assert answer.status_code == 200
    return html.unescape(answer.text).replace("\N{NO-BREAK SPACE}", " ")


def marked(page: str) -> set[str]:
    return set(re.findall(r"<mark>(.*?)</mark>", page))


def test_an_article_is_found_with_its_words_marked(analyst: TestClient[Any]) -> None:
    page = found(analyst, q="combattant commerçante")
    assert "1 article trouvé" in page and "/article/attaque" in page
    assert {word.lower() for word in marked(page)} >= {"combattants", "commerçante"}


def test_our_sentences_are_found_and_marked_in_the_readers_language(analyst: TestClient[Any]) -> None:
    assert "Diboli" in marked(found(analyst, q="Diboli", kind="incidents"))
    english = found(analyst, q="Diboli", kind="incidents", lang="en")
    assert " found" in english and "Diboli" in marked(english)


def test_filters_are_in_the_form_again_and_in_every_link(analyst: TestClient[Any]) -> None:
    page = found(analyst, q="convoi", type="COOPERATE", since="2025-01-01", place="Kayes, MLI", km="50")
    assert 'value="2025-01-01"' in page and '<option value="COOPERATE" selected>' in page
    assert "kind=incidents" in page and "place=Kayes%2C+MLI" in page


def test_a_place_that_nobody_knows_is_told(analyst: TestClient[Any]) -> None:
    assert "Aucun lieu sûr" in found(analyst, q="convoi", place="Zzyzxville")


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("kind", ["articles", "incidents"])
def test_the_public_cannot_guess_at_what_is_withheld(public: TestClient[Any], canary: str, kind: str) -> None:
    page = found(public, q=canary, kind=kind)
    assert " trouvé" in page and "<mark>" not in page and "Rien ne répond" in page


def test_a_word_behind_the_excerpt_is_for_the_analyst_alone(
    analyst: TestClient[Any], public: TestClient[Any]
) -> None:
    assert "1 article trouvé" in found(analyst, q="Canaritexte")
    assert "0 article" in found(public, q="Canaritexte")


@pytest.mark.parametrize(
    "asked",
    [
        {"q": '"'}, {"q": "* NEAR OR AND NOT ("}, {"q": "x" * 5000}, {"q": "\0"},
        {"km": "nan", "place": "Kayes"},
        {"page": "999", "q": "convoi"}, {"since": "9999-99-99"}, {"q": "-"}, {"q": "<script>"},
        {"actor": "%", "q": "'"}, {"q": "مالي 東京"},
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered(analyst: TestClient[Any], asked: dict[str, str]) -> None:
    page = analyst.get("/recherche", params=asked)
    assert page.status_code == 200 and "<script>alert" not in page.text
