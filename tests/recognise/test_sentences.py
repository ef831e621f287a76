"""Sentences: where one ends, in clean text and in a scraper's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.recognise.sentences import sentence_at, sentences


def split(text: str) -> list[str]:
    return [span.quote(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il est venu. Elle part.", ["Il est venu.", "Elle part."]),
        ("M. Diop a parlé. Fin.", ["M. Diop a parlé.", "Fin."]),
        ("Kayes, 1er nov. 2025. Un camp est visé.", ["Kayes, 1er nov. 2025.", "Un camp est visé."]),
        ("« Nous partons. » Il se tait.", ["« Nous partons. »", "Il se tait."]),
        ("Il a déclaré.Le patron est parti.", ["Il a déclaré.", "Le patron est parti."]),
        ("Titre\n\nCorps.", ["Titre", "Corps."]),
        ("Vraiment ? Oui !", ["Vraiment ?", "Oui !"]),
    ],
)
def test_a_sentence_ends_at_its_mark(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_the_sentence_of_an_offset() -> None:
    spans = sentences("Un. Deux.")
    assert sentence_at(spans, 4) == 1
    assert sentence_at(spans, 3) is None


@given(st.text(max_size=300))
def test_sentences_lie_in_order_and_lose_no_letter(text: str) -> None:
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    kept = "".join(span.quote(text) for span in spans)
    assert sum(char.isalnum() for char in kept) == sum(char.isalnum() for char in text)
