"""Triggers: the rows that a sentence matches, with the tense and voice of their verbs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.errors import DataError
from faleme.lexicon.conjugation import conjugate
from faleme.lexicon.triggers import rows, word_key
from faleme.recognise.sentence_tokens import tokens_of
from faleme.recognise.triggers import TriggerMatch, triggers


def found(sentence: str) -> list[TriggerMatch]:
    return triggers(tokens_of(sentence, 0, len(sentence)))


def kinds(sentence: str) -> set[tuple[str, str | None]]:
    return {(match.row.type, match.row.mode) for match in found(sentence)}


@pytest.mark.parametrize(
    ("verb", "form", "tense"),
    [
        ("arrêter", "arrêteront", "future"),
        ("condamner", "condamnaient", "imperfect"),
        ("menacer", "menaçait", "imperfect"),
        ("exiger", "exigeant", "gerund"),
        ("appeler", "appelle", "present"),
        ("démanteler", "démantèle", "present"),
        ("libérer", "libérera", "future"),
        ("saisir", "saisirent", "past"),
        ("prendre", "prirent", "past"),
        ("recevoir", "reçu", "participle"),
        ("interdire", "interdites", "participle"),
        ("détruire", "détruisit", "past"),
        ("poursuivre", "poursuivis", "participle"),
        ("tenir", "tinrent", "past"),
        ("mourir", "mort", "participle"),
        ("déployer", "déploient", "present"),
        ("suspendre", "suspendrait", "conditional"),
        ("requérir", "requis", "participle"),
    ],
)
def test_a_form_tells_its_tense(verb: str, form: str, tense: str) -> None:
    assert tense in {kind.tense for kind in conjugate(verb)[form]}


def test_a_word_that_no_model_fits_is_told() -> None:
    with pytest.raises(DataError, match="no model"):
        conjugate("xyz")


def test_every_row_of_the_lexicon_compiles_and_names_a_frame() -> None:
    assert len(rows("fr")) > 1500
    assert {row.type for row in rows("fr")} == {row.type for row in rows("en")}


def test_plural_nouns_share_a_key() -> None:
    assert word_key("Attaques") == word_key("attaque")
    assert word_key("journaux") == "journal"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Des hommes armés ont attaqué le village.", ("ASSAULT", None)),
        ("Une enquête a été rapidement ouverte.", ("ACCUSE", "investigate")),
        ("Le ministre a été reçu en audience.", ("CONSULT", "visit")),
        ("Ils se sont rendus au Mali.", ("CONSULT", "visit")),
        ("L’armée a procédé à l’arrestation de deux hommes.", ("COERCE", "arrest")),
        ("Le préfet a formellement interdit la marche.", ("COERCE", "restrict")),
        ("Il a été placé sous mandat de dépôt.", ("COERCE", "arrest")),
    ],
)
def test_a_row_is_found_in_any_form(sentence: str, kind: tuple[str, str | None]) -> None:
    assert kind in kinds(sentence)


def test_the_longest_row_wins() -> None:
    rules = [match.row.words for match in found("L’armée a mené une attaque.")]
    assert any(rule.startswith("mener") for rule in rules)
    assert "attaque" not in rules


@pytest.mark.parametrize(
    "sentence", ["L’attaque a duré.", "Une nouvelle attaque est à craindre.", "Cette grave attaque inquiète."]
)
def test_a_noun_is_not_taken_for_a_verb(sentence: str) -> None:
    assert all(match.group is None for match in found(sentence) if match.row.type == "ASSAULT")


def test_a_verb_in_the_present_is_one() -> None:
    (match,) = [m for m in found("L’armée attaque le camp.") if m.row.type == "ASSAULT"]
    assert match.group is not None
    assert match.group.tense == "present"


@pytest.mark.parametrize(
    ("sentence", "voice", "negated"),
    [
        ("Il a arrêté le suspect.", "active", False),
        ("Le suspect a été arrêté.", "passive", False),
        ("Le suspect n’a pas été arrêté.", "passive", True),
        ("Le suspect, arrêté hier, nie.", "passive", False),
        ("Il a, par ailleurs, arrêté le suspect.", "active", False),
    ],
)
def test_voice_and_negation_are_read_from_the_auxiliaries(sentence: str, voice: str, negated: bool) -> None:
    match = next(m for m in found(sentence) if m.row.words == "arrêter")
    assert match.group is not None
    assert (match.group.voice, match.group.negated) == (voice, negated)


def test_an_ellipsis_is_another_of_its_kind() -> None:
    matches = found("La visite du président en mai, celle du ministre en août.")
    assert [match.row.mode for match in matches if match.row.mode == "visit"] == ["visit", "visit"]


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    for match in found(text):
        assert text[match.start : match.end]
        assert match.first <= match.last
