"""Events of an article: one event once, its evidence, its reasons, and that no text raises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.coding.events import code_events
from faleme.recognise.actors import actors
from faleme.recognise.sentences import sentences
from faleme.recognise.timexes import timexes
from faleme.records.event import Event
from faleme.records.text import Article, Span
from faleme.resolve.actors import resolve_actors
from tests.coding.test_sentences import read


def of(kind: str, events: tuple[Event, ...]) -> list[Event]:
    return [event for event in events if event.type == kind]


def test_an_attack_told_twice_is_one_event_with_both_sentences() -> None:
    events = read(
        "Des terroristes ont attaqué un camp de l’armée malienne à Kayes mardi. L’attaque a fait six morts."
    )
    (attack,) = of("ASSAULT", events)
    assert len(attack.evidence) == 2
    assert attack.fatalities is not None
    assert attack.fatalities.min == 6


def test_attacks_in_listed_towns_are_one_each() -> None:
    events = read("Des terroristes maliens ont attaqué Niono, Sandaré et Nioro du Sahel, au Mali.")
    names = {event.place.name for event in of("ASSAULT", events) if event.place}
    assert len(names) == 3


def test_an_attack_and_its_riposte_are_two() -> None:
    events = read(
        "Les terroristes ont attaqué le camp de l’armée malienne. "
        "L’armée malienne a neutralisé dix terroristes."
    )
    assert {event.actors for event in of("ASSAULT", events)} == {("MLI:REB",), ("MLI:MIL",)}


def test_a_list_that_goes_on_shares_its_place() -> None:
    events = read(
        "Après la visite du président sénégalais au Mali en mai 2024, celle du Premier ministre sénégalais"
        " en août, les échanges se sont multipliés."
    )
    visits = [event for event in of("CONSULT", events) if event.mode == "visit"]
    assert [event.place and event.place.name for event in visits] == ["Mali", "Mali"]
    assert len({event.time and event.time.from_ for event in visits}) == 2


def test_the_speaker_of_a_quotation_acts_in_it() -> None:
    events = read(
        "« Nous condamnons cette agression contre le peuple », a déclaré le ministre malien de la Défense."
    )
    (blame,) = of("ACCUSE", events)
    assert blame.actors == ("MLI:GOV",)


def test_an_agentless_arrest_is_the_police_of_the_story() -> None:
    (arrest,) = of("COERCE", read("Deux trafiquants ont été arrêtés à Thiès."))
    assert arrest.actors == ("SEN:COP",)
    assert any("default" in reason for reason in arrest.reasons)


def test_a_state_that_strikes_is_its_army() -> None:
    (strike,) = of("ASSAULT", read("Israël a bombardé l’Iran dans la nuit."))
    assert strike.actors == ("ISR:MIL",)


def test_an_embargo_by_an_armed_group_is_a_blockade() -> None:
    (blockade,) = of("COERCE", read("Le JNIM a imposé un embargo au Mali."))
    assert (blockade.mode, blockade.actors) == ("restrict", ("JNIM",))


def test_a_planned_patrol_is_not_for_the_public() -> None:
    (patrol,) = of("COOPERATE", read("Le Sénégal et le Mali lanceront des patrouilles conjointes en août."))
    assert patrol.marking == "AMBER+STRICT"
    assert read("Le ministre a critiqué le maire.")[0].marking == "CLEAR"


def test_a_time_comes_from_its_own_sentence_or_a_tie() -> None:
    plain = read("Le ministre est venu lundi. Le député a critiqué le maire.")
    assert of("ACCUSE", plain)[0].time is None
    tied = read(
        "Le ministre a présidé une cérémonie ce lundi 7 juillet. Dans son discours, il a salué les soldats."
    )
    time = of("SUPPORT", tied)[0].time
    assert time is not None
    assert time.from_ == "2025-07-07"


def test_reasons_name_the_row_and_the_words() -> None:
    (event,) = read("La police a arrêté trois trafiquants à Rufisque.")
    assert event.reasons[0].startswith("trigger « arrêté »: row COERCE/arrest")
    assert any(reason.startswith("actor SEN:COP") for reason in event.reasons)
    assert event.trigger is not None
    assert 0 < event.confidence <= 1


def test_the_same_text_gives_the_same_events() -> None:
    text = "Des hommes armés ont tué cinq civils à Djibo mardi. Une enquête a été ouverte."
    assert read(text) == read(text)


def coded(text: str, language: str) -> tuple[Event, ...]:
    article = Article(id="h", title="", text=text, published="2025-07-10", language=language)
    return code_events(
        article,
        sentences=sentences(text),
        times=timexes(text, published=None, language=language),
        figures=(),
        places=(),
        actors=resolve_actors(text, actors(text, language=language), country="SEN", language=language),
        country="SEN",
        parser=None,
    )


WORDS = st.lists(
    st.sampled_from(
        [
            "l’armée",
            "attaque",
            "tué",
            "a",
            "été",
            "le",
            "Mali",
            "Dakar",
            "si",
            "pas",
            "pour",
            "«",
            "»",
            ".",
            ",",
            ":",
            "président",
            "visite",
            "du",
            "en",
            "mai",
            "celle",
            "qui",
            "menace",
            "de",
            "arrêter",
            "\n\n",
            "ont",
            "á",
            "🙂",
            "\x00",
            "attacked",
            "was",
            "killed",
            "by",
            "the",
            "army",
        ]
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(WORDS, st.sampled_from(["fr", "en"]))
def test_no_words_raise_and_evidence_is_sentences(words: list[str], language: str) -> None:
    text = " ".join(words)
    spans = set(sentences(text))
    for event in coded(text, language):
        assert event.evidence
        assert set(event.evidence) <= spans
        assert event.trigger is not None
        assert any(span.start <= event.trigger.start < span.end for span in event.evidence)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    for event in coded(text, "fr"):
        assert all(isinstance(span, Span) for span in event.evidence)


def test_a_guest_in_a_list_of_visits_is_not_of_the_country_visited() -> None:
    events = read(
        "Après la visite du président sénégalais au Mali en mai 2024 et la mission de l’envoyé spécial"
        " Moussa Ba en octobre, les liens se sont resserrés."
    )
    visits = [event for event in of("CONSULT", events) if event.mode == "visit"]
    assert {(event.actors, event.recipients) for event in visits} == {(("SEN:GOV",), ("MLI:GOV",))}


def test_an_article_about_one_attack_tells_it_in_parts() -> None:
    told = read(
        "Des hommes du JNIM ont attaqué jeudi à Diboli un convoi de camions maliens. "
        "Les camions roulaient vers Kayes avec leur escorte. La route est la seule de la région. "
        "Selon un bilan provisoire, trois soldats maliens ont été tués."
    )
    attacks = [each for each in told if each.type == "ASSAULT"]
    assert len(attacks) == 1 and len(attacks[0].evidence) == 2
    assert attacks[0].fatalities is not None and attacks[0].fatalities.min == 3


def test_a_second_attack_and_a_riposte_are_no_parts() -> None:
    told = read(
        "Des hommes du JNIM ont attaqué jeudi à Diboli un convoi de camions maliens. "
        "L'armée malienne a tué dix combattants du JNIM."
    )
    assert len([each for each in told if each.type == "ASSAULT"]) == 2


def test_two_counts_of_one_list_are_one_toll() -> None:
    def dead(sentence: str) -> tuple[int | None, int | None] | None:
        told = [each.fatalities for each in read(sentence) if each.fatalities]
        return (told[0].min, told[0].max) if told else None

    assert dead("Trois soldats et quatre assaillants ont été tués jeudi à Diboli.") == (7, 7)
    assert dead("L'attaque de jeudi à Diboli a fait sept morts et douze blessés.") == (7, 7)
    assert dead("Douze blessés et sept soldats tués jeudi à Diboli dans une attaque du JNIM.") == (7, 7)
