"""Which strand an act is of: who takes part says most, then what it is about; else it is undecided."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.coding.strand import strand_of

STATES = ("SEN:GOV", "MLI:GOV")


@pytest.mark.parametrize(
    ("kind", "mode", "codes", "tags", "text", "strand"),
    [
        ("ASSAULT", "firearms", ("JNIM", "MLI:MIL"), (), "Le camp a été attaqué.", "defence"),
        ("COOPERATE", None, STATES, ("patrol",), "Les deux pays patrouillent ensemble.", "defence"),
        ("CONSULT", "visit", STATES, ("visit",), "Le Premier ministre est arrivé à Bamako.", "diplomacy"),
        ("CONSULT", "visit", STATES, ("visit",),
         "Le chef de l'État a parlé de sécurité et de la lutte contre le terrorisme.", "diplomacy"),
        ("CONSULT", "visit", STATES, ("visit",), "Le ministre malien de la Défense est à Dakar.", "defence"),
        ("CONSULT", "visit", STATES, ("visit",), "La ministre malienne des Transports y est.", "economy"),
        ("AGREE", None, STATES, (), "Un accord sur le transit des marchandises a été signé.", "economy"),
        ("AID", None, ("ORG:OMS", "SEN:GOV"), (), "Des médicaments ont été remis.", "diplomacy"),
        ("SANCTION", "withdraw", ("MLI:GOV", "ECOWAS"), (), "Le Mali a quitté l'organisation.", "diplomacy"),
        ("CONSULT", None, STATES, (), "Match nul entre les deux équipes au stade.", "other"),
        ("COERCE", "arrest", ("SEN:COP", "GMB:CRM"), (), "Un homme a été arrêté.", "other"),
    ],
)  # fmt: skip
def test_the_strand_of_an_act(
    kind: str, mode: str | None, codes: tuple[str, ...], tags: tuple[str, ...], text: str, strand: str
) -> None:
    assert strand_of(kind, mode, codes, tags, text).strand == strand  # type: ignore[arg-type]


def test_the_reason_names_cues_and_words_of_the_text() -> None:
    told = strand_of("CONSULT", "visit", STATES, ("visit",), "Une délégation militaire est reçue.")
    assert told.reason.startswith("strand defence: ") and "« delegation militaire »" in told.reason


def test_what_leads_by_nothing_is_undecided_and_says_how_far() -> None:
    told = strand_of("SUPPORT", None, ("SEN:CVL", "MLI:CVL"), (), "Il a parlé d'armées et de commerce.")
    assert told.strand == "other" and told.reason.startswith("strand undecided: ")


def test_a_title_of_sport_makes_no_dealing_of_states() -> None:
    text = "Le Sénégal affronte le Mali."
    assert strand_of("ASSAULT", None, ("SEN:CVL", "MLI:CVL"), (), text).strand == "defence"
    title = "Coupe du monde : match décisif au stade"
    assert strand_of("REQUEST", None, STATES, (), text, "fr", title).strand == "other"


def test_english_words_tell_too() -> None:
    text = "Mali's defence minister was received in Dakar."
    assert strand_of("CONSULT", "visit", STATES, ("visit",), text, "en").strand == "defence"


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    assert strand_of("CONSULT", None, STATES, (), text) == strand_of("CONSULT", None, STATES, (), text)
