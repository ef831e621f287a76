"""Qualifiers: happened, planned, called for or denied, from tense, negation and the words over an event."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.recognise.qualifiers import qualify
from faleme.recognise.sentence_tokens import tokens_of
from faleme.recognise.triggers import triggers


def status(sentence: str, kind: str) -> str | None:
    tokens = tokens_of(sentence, 0, len(sentence))
    match = next(match for match in triggers(tokens) if match.row.type == kind)
    return qualify(tokens, match).status


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("L’armée a attaqué le camp.", "ASSAULT", "occurred"),
        ("L’armée attaquera le camp.", "ASSAULT", "planned"),
        ("L’armée va attaquer le camp.", "ASSAULT", "planned"),
        ("L’armée aurait attaqué le camp.", "ASSAULT", "occurred"),
        ("L’armée attaquerait le camp.", "ASSAULT", "called-for"),
        ("L’armée pourrait attaquer le camp.", "ASSAULT", "called-for"),
        ("L’armée n’a pas attaqué le camp.", "ASSAULT", "denied"),
        ("L’armée a décidé d’attaquer le camp.", "ASSAULT", "occurred"),
        ("L’armée refuse d’attaquer le camp.", "ASSAULT", "denied"),
        ("Des renforts sont venus pour attaquer le camp.", "ASSAULT", "called-for"),
        ("Si l’armée attaque le camp, ils fuiront.", "ASSAULT", "called-for"),
        ("Après avoir attaqué le camp, ils ont fui.", "ASSAULT", "occurred"),
        ("La ville craint une attaque.", "ASSAULT", "called-for"),
        ("Le risque d’attaques est grand.", "ASSAULT", "called-for"),
        ("En cas d’attaque, fuyez.", "ASSAULT", "called-for"),
        ("Aucune attaque n’a été signalée.", "ASSAULT", "denied"),
        ("Une marche aura lieu vendredi.", "PROTEST", "planned"),
        ("Une marche est prévue vendredi.", "PROTEST", "planned"),
        ("Le collectif prévoit une marche.", "PROTEST", "planned"),
        ("Des émeutes ont éclaté.", "PROTEST", "occurred"),
        ("Il est attendu à Kayes.", "CONSULT", "planned"),
        ("L’annulation de la visite a surpris.", "CONSULT", "denied"),
        ("Les deux chefs doivent se rencontrer.", "CONSULT", "planned"),
        ("Il a profité de la fête pour remercier les donateurs.", "SUPPORT", "occurred"),
    ],
)
def test_a_status_has_its_cue(sentence: str, kind: str, expected: str) -> None:
    assert status(sentence, kind) == expected


def test_a_bare_noun_tells_nothing() -> None:
    assert status("Attaque à Diboli.", "ASSAULT") is None


@given(
    st.text(alphabet=st.sampled_from("aeéilnrst ’',.»«LDA"), max_size=120),
    st.sampled_from(["attaque", "tué", "va saisir"]),
)
def test_no_text_raises(noise: str, word: str) -> None:
    text = f"{noise} {word} {noise}"
    tokens = tokens_of(text, 0, len(text))
    for match in triggers(tokens):
        assert qualify(tokens, match).reason
