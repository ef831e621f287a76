"""Our own sentences, in French and English, from codes alone."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from faleme.records.event import Event, EventPlace, EventType
from faleme.records.time import Period
from faleme.words.sentence import sentences
from faleme.words.wording import DeskLanguage
from tests.made import DIBOLI, day, event

FIRST = day("2025-07-01")
KAYES_AREA = EventPlace(name="Kayes", country="MLI", lat=14.0, lon=-10.5, level="area")
MALI = EventPlace(name="Mali", country="MLI", lat=None, lon=None, level="country")


def told(language: DeskLanguage, **given: Any) -> str:
    """A sentence with plain spaces and apostrophes, to be read in a test."""
    text = sentences(language).sentence(event("e", **given))
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


FRENCH = [
    (
        {"actors": ("JNIM",), "recipients": ("MLI:MIL",), "time": FIRST},
        "Le JNIM a attaqué l'armée malienne à Diboli (Mali) le 1er juillet 2025.",
    ),
    (
        {"actors": (), "recipients": ("MLI:MIL",), "time": FIRST},
        "Une attaque contre l'armée malienne a été rapportée à Diboli (Mali) le 1er juillet 2025.",
    ),
    (
        {"actors": ("UNK:UAF",), "recipients": (), "place": KAYES_AREA, "time": None},
        "Des hommes armés non identifiés ont mené une attaque dans le secteur de Kayes (Mali).",
    ),
    (
        {
            "type": "AGREE",
            "actors": ("SEN:GOV", "MLI:GOV"),
            "place": None,
            "time": Period("2025-02-01", "2025-02-28"),
        },
        "Le Sénégal et le Mali ont conclu un accord en février 2025.",
    ),
    (
        {
            "type": "CONSULT",
            "mode": "visit",
            "actors": ("SEN:GOV",),
            "recipients": ("MLI:GOV",),
            "place": MALI,
            "status": "planned",
            "time": Period("2025-05-10", "2025-05-12"),
        },
        "Les autorités sénégalaises doivent rendre visite aux autorités maliennes au Mali "
        "du 10 au 12 mai 2025.",
    ),
    (
        {
            "type": "COERCE",
            "mode": "arrest",
            "actors": ("SEN:COP",),
            "recipients": ("SEN:CRM",),
            "time": None,
            "place": None,
            "status": "denied",
        },
        "Une arrestation de malfaiteurs présumés au Sénégal "
        "par les forces de l'ordre sénégalaises est démentie.",
    ),
    (
        {
            "type": "COERCE",
            "mode": "restrict",
            "actors": ("JNIM",),
            "recipients": (),
            "place": None,
            "time": Period("2025-09-03", None),
        },
        "Le JNIM a imposé un blocus ou des restrictions depuis le 3 septembre 2025.",
    ),
    (
        {
            "type": "AID",
            "actors": ("FRA:GOV",),
            "recipients": ("MLI:CVL",),
            "status": "called-for",
            "place": None,
            "time": None,
        },
        "Une aide à des civils maliens par les autorités françaises est demandée ou souhaitée.",
    ),
    (
        {
            "type": "CONSULT",
            "actors": ("SEN:GOV", "MLI:GOV", "BFA:GOV", "NER:GOV", "TGO:GOV"),
            "place": None,
            "time": Period("2025-01-01", "2025-12-31"),
        },
        "Le Sénégal, le Mali, le Burkina Faso et 2 autres ont tenu des discussions en 2025.",
    ),
]

ENGLISH = [
    (
        {"actors": ("JNIM",), "recipients": ("MLI:MIL",), "time": FIRST},
        "JNIM attacked the Malian army at Diboli (Mali) on 1 July 2025.",
    ),
    (
        {"actors": (), "recipients": ("MLI:MIL",), "time": None},
        "An attack on the Malian army was reported at Diboli (Mali).",
    ),
    (
        {
            "type": "CONSULT",
            "mode": "visit",
            "actors": ("SEN:GOV",),
            "recipients": (),
            "place": MALI,
            "status": "planned",
            "time": day("2025-05-10"),
        },
        "The Senegalese authorities are to make a visit in Mali on 10 May 2025.",
    ),
]


@pytest.mark.parametrize(("given", "sentence"), FRENCH)
def test_a_french_sentence_says_who_did_what_to_whom_where_and_when(
    given: dict[str, Any], sentence: str
) -> None:
    assert told("fr", **given) == sentence


@pytest.mark.parametrize(("given", "sentence"), ENGLISH)
def test_an_english_sentence(given: dict[str, Any], sentence: str) -> None:
    assert told("en", **given) == sentence


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("status", ["occurred", "planned", "called-for", "denied"])
def test_every_type_and_mode_makes_a_sentence(language: DeskLanguage, status: Any) -> None:
    writer = sentences(language)
    for kind, mode in writer.acts.known():
        for actors in ((), ("JNIM",)):
            for recipients in ((), ("MLI:CVL",)):
                sentence = writer.sentence(
                    event("e", type=kind, mode=mode, status=status, actors=actors, recipients=recipients)
                )
                assert sentence[0].isupper() and sentence.endswith(".") and "  " not in sentence, sentence
                assert "Diboli" in sentence


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_type_of_the_codebook_has_words(language: DeskLanguage) -> None:
    assert sentences(language).acts.types() == list(get_args(EventType))


def test_both_languages_know_the_same_modes() -> None:
    assert sentences("fr").acts.known() == sentences("en").acts.known()


def test_a_mode_that_is_not_in_the_table_is_told_as_its_type() -> None:
    assert told("fr", mode="new-mode", recipients=("MLI:MIL",)).startswith(
        "Le JNIM a attaqué l'armée malienne"
    )


def test_a_country_without_an_adjective_is_named_in_brackets() -> None:
    told_event: Event = event("e", actors=("ZWE:MIL",), recipients=())
    assert "Zimbabwe" in sentences("fr").sentence(told_event)


def test_a_body_that_is_not_in_the_table_is_told_by_its_letters() -> None:
    assert told("fr", actors=("ORG:XYZ",), place=DIBOLI).startswith("XYZ a mené une attaque à Diboli")
