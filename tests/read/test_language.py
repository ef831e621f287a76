"""The language of an article, from short headlines to whole pages."""

from __future__ import annotations

import pytest

from faleme.read.language import language_of


@pytest.mark.parametrize(
    "text, language",
    [
        ("Le ministre a reçu une délégation à Dakar.", "fr"),
        ("Kayes : couvre-feu", "fr"),
        ("Attaque à Diboli", "fr"),
        ("The army said the road was open again on Friday.", "en"),
        ("The two armies patrol together", "en"),
        ("El ejército anunció que la carretera está abierta para los camiones de combustible", "other"),
        ("أعلن الجيش أن الطريق مفتوح", "other"),
        ("Армия сообщила, что дорога открыта", "other"),
        ("12 345", "other"),
        ("", "other"),
        ("\ud800", "other"),
    ],
)
def test_a_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "given, language",
    [("fr", "fr"), ("EN", "en"), ("fr-FR", "fr"), ("other", "other"), ("ar", "en"), (None, "en"), (3, "en")],
)
def test_the_article_s_own_language_wins_when_it_is_one_that_we_know(given: object, language: str) -> None:
    assert language_of("The army said the road was open again on Friday.", given) == language
